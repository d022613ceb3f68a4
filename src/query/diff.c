/* What a document says at two moments of the record, and what one had that the other has not. */
#include <stdlib.h>

#include "base/buf.h"
#include "query/asking.h"

enum { DIFF_CHANGE, DIFF_WHAT, DIFF_LINE, DIFF_ID, DIFF_DOCUMENT, DIFF_COLUMNS };
static const chy_column diff_columns[] = { { "change", 0 }, { "what", 0 }, { "line", 0 }, { "id", 0 }, { "document", 0 } };

struct line {
    const char *what;
    chy_str text, id;
};
typedef LIST(struct line) line_list;

static void add(struct asking *a, line_list *to, const char *what, chy_str text, chy_str id)
{
    struct line *l = LIST_PUSH(a->mem, to);
    if (l)
        *l = (struct line){ what, text, id };
    else
        a->full = true;
}

/* ", as of 2014-09-10" when there is something to say. */
static void add_part(buf *b, const char *before, chy_str text)
{
    if (text.len) buf_format(b, "%s%.*s", before, (int)text.len, text.ptr);
}

static chy_str written(struct asking *a, buf *b)
{
    chy_str text = b->failed ? CHY_LIT("") : answer_keep(a, (chy_str){ b->ptr ? b->ptr : "", b->len });
    if (b->failed) a->full = true;
    free(b->ptr);
    return text;
}

static void fact_line(struct asking *a, struct store_rows *r, line_list *to)
{
    buf b;
    buf_init(&b, NULL, NULL);
    buf_str(&b, store_text(r, FACT_SUBJECT));
    add_part(&b, " · ", store_text(r, FACT_RELATION));
    add_part(&b, " · ", store_text(r, FACT_OBJECT));
    add_part(&b, " · ", store_text(r, FACT_OBJECT_TEXT));
    add_part(&b, ", of ", store_text(r, FACT_OF));
    if (!str_is(store_text(r, FACT_MODALITY), "is")) add_part(&b, ", ", store_text(r, FACT_MODALITY));
    add_part(&b, ", holder ", store_text(r, FACT_HOLDER));
    add_part(&b, ", as of ", store_text(r, FACT_AS_OF));
    add_part(&b, ", from ", store_text(r, FACT_FROM));
    add_part(&b, ", to ", store_text(r, FACT_TO));
    if (store_number(r, FACT_ENDED)) add_part(&b, ", ", CHY_LIT("ended"));
    add_part(&b, ", according to ", store_text(r, FACT_SPEAKERS));
    add(a, to, "fact", written(a, &b), item_id(a, 'F', store_number(r, FACT_ID)));
}

static void statement_line(struct asking *a, struct store_rows *r, line_list *to)
{
    buf b;
    buf_init(&b, NULL, NULL);
    buf_str(&b, store_text(r, STATEMENT_SPEAKERS));
    add_part(&b, ": ", store_text(r, STATEMENT_CONTENT));
    add_part(&b, ", on ", store_text(r, STATEMENT_DATE));
    add_part(&b, ", to ", store_text(r, STATEMENT_ADDRESSEE));
    add_part(&b, ", at ", store_text(r, STATEMENT_OCCASION));
    add_part(&b, ", through ", store_text(r, STATEMENT_CHAIN));
    add(a, to, "statement", written(a, &b), item_id(a, 'S', store_number(r, STATEMENT_ID)));
}

static void report_line(struct asking *a, struct store_rows *r, line_list *to)
{
    buf b;
    buf_init(&b, NULL, NULL);
    buf_str(&b, store_text(r, REPORT_TYPE));
    add_part(&b, " ", store_text(r, REPORT_MODE));
    add_part(&b, " ", store_text(r, REPORT_KIND));
    add_part(&b, ": ", store_text(r, REPORT_WHO));
    add_part(&b, ", on ", store_text(r, REPORT_DATE));
    add_part(&b, ", in ", store_text(r, REPORT_PLACE));
    add_part(&b, ", ", store_text(r, REPORT_STATUS));
    add_part(&b, ": ", store_text(r, REPORT_SENTENCE));
    add(a, to, "report", written(a, &b), item_id(a, 'R', store_number(r, REPORT_ID)));
}

static void metadata_lines(struct asking *a, struct store_rows *r, line_list *to)
{
    static const struct {
        const char *what;
        int column;
    } parts[] = { { "title", STORED_TITLE },   { "publisher", STORED_PUBLISHER }, { "author", STORED_AUTHOR },
                  { "language", STORED_LANG }, { "published", STORED_PUBLISHED }, { "text", STORED_TEXT_HASH } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (store_text(r, parts[i].column).len) add(a, to, parts[i].what, answer_keep(a, store_text(r, parts[i].column)), CHY_LIT(""));
}

static chy_status collect(struct asking *a, struct store_rows *r, chy_status st,
                          void (*write)(struct asking *, struct store_rows *, line_list *), line_list *to)
{
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        write(a, r, to);
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* All that the record says of a document at the moment that the store looks at. */
static chy_status lines_of(struct asking *a, int64_t document, line_list *to)
{
    struct store_rows *r = NULL;
    chy_status st = store_stored(a->s, document, &r, a->err);
    st = collect(a, r, st, metadata_lines, to);
    if (st) return st;
    r = NULL;
    st = store_facts(a->s, &(struct store_facts_query){ .document = document }, &r, a->err);
    st = collect(a, r, st, fact_line, to);
    if (st) return st;
    r = NULL;
    st = store_statements(a->s, &(struct store_statements_query){ .document = document, .first = STORE_NO_DAY, .last = STORE_NO_DAY }, &r,
                          a->err);
    st = collect(a, r, st, statement_line, to);
    if (st) return st;
    r = NULL;
    st = store_reports(a->s, &(struct store_reports_query){ .document = document }, &r, a->err);
    return collect(a, r, st, report_line, to);
}

static int by_line(const void *a, const void *b)
{
    const struct line *m = a, *n = b;
    int order = strcmp(m->what, n->what);
    return order ? order : str_cmp(m->text, n->text);
}

static void write_line(struct asking *a, const char *change, const struct line *l, chy_str document)
{
    chy_str *row = answer_full(a) ? NULL : answer_row(a);
    if (!row) return;
    row[DIFF_CHANGE] = str_of(change);
    row[DIFF_WHAT] = str_of(l->what);
    row[DIFF_LINE] = l->text;
    row[DIFF_ID] = l->id;
    row[DIFF_DOCUMENT] = document;
}

static void write_differences(struct asking *a, line_list *was, line_list *is, chy_str document)
{
    if (was->count) qsort(was->at, was->count, sizeof *was->at, by_line);
    if (is->count) qsort(is->at, is->count, sizeof *is->at, by_line);
    for (uint32_t i = 0, k = 0; i < was->count || k < is->count;) {
        int order = i == was->count ? 1 : k == is->count ? -1 : by_line(&was->at[i], &is->at[k]);
        if (order < 0) write_line(a, "-", &was->at[i], document);
        if (order > 0) write_line(a, "+", &is->at[k], document);
        i += order <= 0;
        k += order >= 0;
    }
}

static chy_status document_name(struct asking *a, int64_t document, chy_str *out, chy_str *coded)
{
    struct store_rows *r = NULL;
    chy_status st = store_documents(a->s, document, &r, a->err);
    if (!st) st = store_next(r, a->err);
    if (st == CHY_ROW) {
        *out = source_document(a, r, DOCUMENT_ID);
        *coded = answer_keep(a, store_text(r, DOCUMENT_CODED));
    }
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status diff_document(struct asking *a, int64_t document, chy_str from, chy_str to, bool whole)
{
    line_list was = { 0 }, is = { 0 };
    chy_str name = CHY_LIT(""), coded;
    chy_status st = document_name(a, document, &name, &coded);
    if (!st) st = store_look_back(a->s, from, a->err);
    if (!st) st = lines_of(a, document, &was);
    if (!st) st = store_look_back(a->s, to, a->err);
    if (!st) st = lines_of(a, document, &is);
    chy_status back = store_look_back(a->s, CHY_LIT(""), st ? NULL : a->err);
    if (st || back) return st ? st : back;
    if (!whole && !was.count && is.count) /* a document that has come says all that is new by its name */
        write_line(a, "+", &(struct line){ "document", name, CHY_LIT("") }, name);
    else
        write_differences(a, &was, &is, name);
    return CHY_OK;
}

/* The moment one second before. */
static chy_str just_before(struct asking *a, chy_str moment)
{
    struct date d;
    if (moment.len != 20 || !date_parse(str_cut(moment, 0, 10), &d) || !date_whole(d)) return moment;
    const char *p = moment.ptr;
    int64_t second =
        ((p[11] - '0') * 10 + p[12] - '0') * 3600 + ((p[14] - '0') * 10 + p[15] - '0') * 60 + (p[17] - '0') * 10 + p[18] - '0' - 1;
    if (second < 0) {
        second += 86400;
        date_add_days(&d, -1);
    }
    return answer_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day, (int)(second / 3600), (int)(second / 60 % 60),
                         (int)(second % 60));
}

static chy_status choose(struct asking *a, const struct store_choice *choice, number_list *out)
{
    struct store_rows *r = NULL;
    chy_status st = store_choose(a->s, choice, &r, a->err);
    return st ? st : query_numbers(a, r, 0, out);
}

chy_status ask_diff(struct asking *a)
{
    chy_str from, to, name = CHY_LIT(""), coded = CHY_LIT("");
    char kind = 0;
    int64_t number = 0;
    number_list documents = { 0 };
    answer_columns(a, diff_columns, DIFF_COLUMNS);
    chy_status st = query_moment(a->q->from, a->mem, &from, a->err);
    if (!st) st = query_moment(a->q->to, a->mem, &to, a->err);
    if (st) return st;
    if (a->q->name.len && !(read_item_id(a->q->name, &kind, &number) && kind == 'D')) {
        st = choose(a, &(struct store_choice){ .name = a->q->name }, &documents);
        if (!st && !documents.count)
            return err_set(a->err, CHY_EUSAGE, 0, "%.*s: there is no such document in the record", (int)a->q->name.len, a->q->name.ptr);
        if (!st) number = documents.at[0];
    }
    if (st) return st;
    if (!number && !from.len) return err_set(a->err, CHY_EUSAGE, 0, "since when? A document, or a first moment, is needed");
    if (number) {
        st = document_name(a, number, &name, &coded);
        if (!st && !from.len) from = just_before(a, coded); /* before it was read the last time */
        if (!st) st = diff_document(a, number, from, to, true);
    } else {
        st = choose(a, &(struct store_choice){ .changed_after = from }, &documents);
        for (uint32_t i = 0; !st && i < documents.count && !answer_full(a); i++) st = diff_document(a, documents.at[i], from, to, false);
    }
    if (!st && !a->answer->rows.count) a->answer->note = CHY_LIT("no difference");
    return st;
}
