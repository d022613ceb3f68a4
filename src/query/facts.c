/* What holds of somebody or something, on a day or ever. */
#include <stdlib.h>

#include "query/attested.h"

enum {
    F_STANDING,
    F_WHO,
    F_FROM,
    F_TO,
    F_ATTESTED,
    F_HOW,
    F_SPEAKERS,
    F_CHAIN,
    F_DOCUMENT,
    F_ID,
    F_RELATION,
    F_MODALITY,
    F_SUBJECT,
    F_OBJECT,
    F_OF,
    F_HOLDER,
    F_INFERRED,
    F_CONFIDENCE,
    F_PATH,
    F_COUNT
};
static const chy_column fact_columns[] = {
    { "standing", 0 },
    { "who", 0 },
    { "from", 0 },
    { "to", 0 },
    { "attested", 0 },
    { "on the day", 0 },
    { "according to", 0 },
    { "through", 0 },
    { "document", 0 },
    { "id", 0 },
    { "relation", CHY_COLUMN_DETAIL },
    { "modality", CHY_COLUMN_DETAIL },
    { "subject", CHY_COLUMN_DETAIL },
    { "object", CHY_COLUMN_DETAIL },
    { "of", CHY_COLUMN_DETAIL },
    { "holder", CHY_COLUMN_DETAIL },
    { "inferred", CHY_COLUMN_DETAIL },
    { "confidence", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "path", CHY_COLUMN_DETAIL },
};

/* A relation of the user's own: "twinned_with" is told as "twinned with". */
static const char *spaced(struct asking *a, chy_str relation)
{
    chy_str copy = answer_format(a, "%.*s", (int)relation.len, relation.ptr);
    char *text = (char *)copy.ptr;
    for (size_t i = 0; i < copy.len; i++)
        if (text[i] == '_') text[i] = ' ';
    return copy.len ? text : "";
}

static chy_str standing_told(struct asking *a, const struct attested *f)
{
    const char *wish = attested_wish(f);
    if (str_is(f->relation, "holds_post"))
        return answer_format(a, "%s%.*s%s", wish, (int)f->title.len, f->title.ptr, f->about_subject && f->of_name.len ? " of" : "");
    if (f->order == ATTESTED_STANDINGS) return answer_format(a, "%s%s", wish, spaced(a, f->relation));
    return answer_format(a, "%s%s", wish, attested_standing(f));
}

/* What no document says in so many words is marked. */
static chy_str standing_text(struct asking *a, const struct attested *f)
{
    chy_str text = standing_told(a, f);
    return f->inferred.len ? answer_format(a, "%.*s (inferred)", (int)text.len, text.ptr) : text;
}

static void write_fact(struct asking *a, const struct attested *f)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    bool post = str_is(f->relation, "holds_post");
    row[F_STANDING] = standing_text(a, f);
    row[F_WHO] = !f->about_subject ? f->subject_name : post ? f->of_name : f->object_name.len ? f->object_name : f->title;
    if (str_is(f->relation, "established")) row[F_WHO] = f->title.len ? f->title : f->object_name;
    row[F_FROM] = f->from_text;
    row[F_TO] = f->to_text;
    row[F_ATTESTED] = f->as_of;
    row[F_HOW] = attested_how(f, a->on);
    attested_write_source(f, row, F_SPEAKERS, F_CHAIN, F_DOCUMENT, F_PATH);
    row[F_ID] = item_id(a, 'F', f->id);
    row[F_RELATION] = f->relation;
    row[F_MODALITY] = f->modality_text;
    row[F_SUBJECT] = f->subject_name;
    row[F_OBJECT] = post ? f->title : f->object_name.len ? f->object_name : f->title;
    row[F_OF] = f->of_name;
    row[F_HOLDER] = f->holder_name;
    row[F_INFERRED] = f->inferred;
    row[F_CONFIDENCE] = f->confidence;
}

chy_status ask_facts(struct asking *a)
{
    struct store_facts_query q = { .relation = a->q->relation };
    attested_list facts = { 0 };
    bool known = true;
    answer_columns(a, fact_columns, F_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "of whom? A name is needed");
    chy_status st = query_names_need(a, a->q->name, &q.any, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &q.other, &known);
    if (st || !known) return st;
    st = attested_of(a, q, q.any, attested_by_reading, false, &facts);
    if (st) return st;
    attested_choose(a, &facts);
    attested_sort(&facts, attested_by_reading);
    for (uint32_t i = 0; i < facts.count && !answer_full(a); i++)
        if (!facts.at[i].out) write_fact(a, &facts.at[i]);
    return CHY_OK;
}

/* ------------------------------------------------------------------ for exports */

static chy_status mark(struct query_facts *out, int64_t number, chy_err *err)
{
    size_t byte = (size_t)(number >> 3);
    if (byte >= out->size) {
        size_t size = byte + byte / 2 + 64;
        unsigned char *more = realloc(out->bits, size);
        if (!more) return err_memory(err, "choosing facts");
        memset(more + out->size, 0, size - out->size);
        out->bits = more;
        out->size = size;
    }
    out->bits[byte] |= (unsigned char)(1u << (number & 7));
    return CHY_OK;
}

static chy_status mark_standing(struct asking *a, attested_list *facts, struct query_facts *out)
{
    chy_status st = CHY_OK;
    attested_sort(facts, attested_by_fact);
    attested_keep_for_day(facts, a->on);
    for (uint32_t i = 0; !st && i < facts->count; i++)
        if (!facts->at[i].out) st = mark(out, facts->at[i].id, a->err);
    return st;
}

/* Facts of the same parties stand or fall together, so they are read by parties and forgotten. */
static chy_status walk_standing(struct asking *a, struct store_rows *rows, struct query_facts *out)
{
    arena_mark start = arena_here(a->mem);
    attested_list facts = { 0 };
    chy_status st;
    while ((st = store_next(rows, a->err)) == CHY_ROW) {
        struct attested f, *kept;
        const struct attested *before = facts.count ? &facts.at[facts.count - 1] : NULL;
        if (before && (before->subject != store_number(rows, FACT_SUBJECT_ID) || before->object != store_number(rows, FACT_OBJECT_ID) ||
                       before->of != store_number(rows, FACT_OF_ID))) {
            st = mark_standing(a, &facts, out);
            if (st) return st;
            facts = (attested_list){ 0 };
            arena_rewind(a->mem, start);
        }
        attested_read_row(a, rows, (struct store_set){ 0 }, &f);
        kept = LIST_PUSH(a->mem, &facts);
        if (!kept || a->full) return err_memory(a->err, "choosing facts");
        *kept = f;
    }
    return st == CHY_DONE ? mark_standing(a, &facts, out) : st;
}

chy_status query_standing_facts(struct store *s, const chy_query *q, struct query_facts *out, chy_err *err)
{
    chy_rows answer = { .note = CHY_LIT("") };
    struct store_rows *rows = NULL;
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    struct asking a = { .s = s, .q = q, .answer = &answer, .mem = &mem, .err = err };
    *out = (struct query_facts){ 0 };
    chy_status st = asking_days(q->on, &a.on, err);
    if (!st) st = store_facts(s, &(struct store_facts_query){ .relation = q->relation, .by_parties = true }, &rows, err);
    if (!st) st = walk_standing(&a, rows, out);
    store_rows_close(rows);
    arena_done(&mem);
    if (st) {
        free(out->bits);
        *out = (struct query_facts){ 0 };
    }
    return st;
}
