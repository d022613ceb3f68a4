/* The reports of an event, grouped by where they come from: how many say so independently of one another. */
#include <stdlib.h>

#include "near/near.h"
#include "query/asking.h"

enum { V_ORIGIN, V_REPORT, V_DATE, V_PLACE, V_KIND, V_STATUS, V_WHO, V_SPEAKERS, V_CHAIN, V_DOCUMENT, V_COPY, V_WORDS, V_PATH, V_COUNT };
static const chy_column columns[] = {
    { "origin", CHY_COLUMN_NUMBER },
    { "report", 0 },
    { "date", 0 },
    { "place", 0 },
    { "kind", 0 },
    { "status", 0 },
    { "who", 0 },
    { "according to", 0 },
    { "through", 0 },
    { "document", 0 },
    { "copy of", 0 },
    { "words", 0 },
    { "path", CHY_COLUMN_DETAIL },
};

struct telling {
    chy_str values[V_COUNT], first_link, speakers, publisher;
    int64_t report, document;
    uint32_t text, above, origin; /* text: its document among the texts; above: another of its origin, itself at the top */
};
struct text {
    int64_t document;
    uint32_t copy_of; /* the first of the same text, itself as a rule */
};

struct telling_list {
    LIST(struct telling) at;
    LIST(struct text) texts;
    struct map sources; /* a source -> the first telling that goes back to it */
};

/* "Lianhe Zaobao (2022-07-29) → Reference News": "Lianhe Zaobao". */
static chy_str first_link(chy_str chain)
{
    size_t end = str_find(chain, CHY_LIT(" → "), 0), day;
    chy_str link = str_cut(chain, 0, end == SIZE_MAX ? chain.len : end);
    if (link.len && link.ptr[link.len - 1] == ')' && (day = str_find(link, CHY_LIT(" ("), 0)) != SIZE_MAX) link = str_cut(link, 0, day);
    return link;
}

static bool take(struct asking *a, struct telling_list *l, struct store_rows *r)
{
    struct telling *t = LIST_PUSH(a->mem, &l->at);
    if (!t) return false;
    chy_str kind = store_text(r, REPORT_KIND), mode = store_text(r, REPORT_MODE);
    t->report = store_number(r, REPORT_ID);
    t->document = store_number(r, REPORT_DOCUMENT);
    t->above = l->at.count - 1;
    t->first_link = first_link(answer_keep(a, store_text(r, REPORT_CHAIN)));
    t->speakers = answer_keep(a, store_text(r, REPORT_SPEAKERS));
    t->publisher = answer_keep(a, store_text(r, REPORT_PUBLISHER));
    t->values[V_REPORT] = item_id(a, 'R', t->report);
    t->values[V_DATE] = answer_keep(a, store_text(r, REPORT_DATE));
    t->values[V_PLACE] = answer_keep(a, store_text(r, REPORT_PLACE));
    t->values[V_KIND] = answer_keep(a, kind.len ? kind : mode.len ? mode : store_text(r, REPORT_TYPE));
    t->values[V_STATUS] = answer_keep(a, store_text(r, REPORT_STATUS));
    t->values[V_WHO] = answer_keep(a, store_text(r, REPORT_WHO));
    t->values[V_SPEAKERS] = t->speakers;
    t->values[V_CHAIN] = source_chain(a, r, REPORT_CHAIN, REPORT_CHAIN_LAST, REPORT_DOCUMENT);
    t->values[V_DOCUMENT] = source_document(a, r, REPORT_DOCUMENT);
    t->values[V_WORDS] = answer_keep(a, store_text(r, REPORT_SENTENCE));
    t->values[V_PATH] = source_path(a, r, REPORT_DOCUMENT);
    return true;
}

static int by_document(const void *a, const void *b)
{
    const struct text *m = a, *n = b;
    return (m->document > n->document) - (m->document < n->document);
}

/* Each document of the tellings once, and where each telling's is among them. */
static bool list_texts(struct asking *a, struct telling_list *l)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->at.count; i++) {
        struct text *t = LIST_PUSH(a->mem, &l->texts);
        if (!t) return false;
        t->document = l->at.at[i].document;
    }
    if (l->texts.count) qsort(l->texts.at, l->texts.count, sizeof *l->texts.at, by_document);
    for (uint32_t i = 0; i < l->texts.count; i++)
        if (!kept || l->texts.at[kept - 1].document != l->texts.at[i].document) l->texts.at[kept++] = l->texts.at[i];
    l->texts.count = kept;
    for (uint32_t i = 0; i < l->at.count; i++) {
        const struct text *t = bsearch(&(struct text){ l->at.at[i].document, 0 }, l->texts.at, kept, sizeof *l->texts.at, by_document);
        l->at.at[i].text = (uint32_t)(t - l->texts.at);
    }
    return true;
}

/* Which of the documents are copies or versions of one another. */
static chy_status find_copies(struct asking *a, struct telling_list *l)
{
    struct near_group *g = NULL;
    const uint32_t *first = NULL;
    size_t count = 0;
    chy_status st = near_group_create(&g, a->err);
    for (uint32_t i = 0; !st && i < l->texts.count; i++) {
        struct store_rows *r = NULL;
        st = store_document_text(a->s, l->texts.at[i].document, &r, a->err);
        if (!st) st = store_next(r, a->err);
        if (st == CHY_ROW || st == CHY_DONE) st = near_group_add(g, st == CHY_ROW ? store_text(r, DOCUMENT_TEXT) : CHY_LIT(""), a->err);
        store_rows_close(r);
    }
    if (!st) st = near_group_find(g, &first, &count, a->err);
    for (uint32_t i = 0; !st && i < count; i++) l->texts.at[i].copy_of = first[i];
    near_group_destroy(g);
    return st;
}

static uint32_t top_of(const struct telling_list *l, uint32_t i)
{
    while (l->at.at[i].above != i) i = l->at.at[i].above;
    return i;
}

/* The telling goes back to that source: it is one with all others that do. */
static void goes_back_to(struct asking *a, struct telling_list *l, uint32_t i, chy_str source)
{
    uint32_t other = source.len ? map_get(&l->sources, source) : i, mine = top_of(l, i);
    if (other == MAP_NONE) {
        if (!map_put(&l->sources, a->mem, source, i)) a->full = true;
        return;
    }
    other = top_of(l, other);
    if (other < mine) l->at.at[mine].above = other;
    if (mine < other) l->at.at[other].above = mine;
}

/* Who is quoted, and who carried it first; where neither is told, the publisher, or the text whoever published it. */
static void find_origins(struct asking *a, struct telling_list *l)
{
    for (uint32_t i = 0; i < l->at.count; i++) {
        struct telling *t = &l->at.at[i];
        chy_str rest = t->speakers, speaker;
        goes_back_to(a, l, i, t->first_link);
        while (rest.len) {
            size_t comma = str_find(rest, CHY_LIT(", "), 0);
            speaker = str_cut(rest, 0, comma == SIZE_MAX ? rest.len : comma);
            rest = str_cut(rest, comma == SIZE_MAX ? rest.len : comma + 2, rest.len);
            goes_back_to(a, l, i, speaker);
        }
        if (t->first_link.len || t->speakers.len) continue;
        goes_back_to(a, l, i, t->publisher);
        goes_back_to(a, l, i, answer_format(a, "D-%lld", (long long)l->texts.at[l->texts.at[t->text].copy_of].document));
    }
}

static int by_origin(const void *a, const void *b)
{
    const struct telling *m = a, *n = b;
    if (m->origin != n->origin) return m->origin < n->origin ? -1 : 1;
    return (m->report > n->report) - (m->report < n->report);
}

static void write_tellings(struct asking *a, struct telling_list *l)
{
    uint32_t origins = 0, copies = 0, reports = l->at.count;
    for (uint32_t i = 0; i < l->at.count; i++) l->at.at[i].origin = top_of(l, i) == i ? ++origins : l->at.at[top_of(l, i)].origin;
    for (uint32_t i = 0; i < l->texts.count; i++) copies += l->texts.at[i].copy_of != i;
    if (reports) qsort(l->at.at, reports, sizeof *l->at.at, by_origin);
    for (uint32_t i = 0; i < reports && !answer_full(a); i++) {
        const struct telling *t = &l->at.at[i];
        uint32_t copy_of = l->texts.at[t->text].copy_of;
        chy_str *row = answer_row(a);
        if (!row) return;
        memcpy(row, t->values, sizeof t->values);
        row[V_ORIGIN] = answer_format(a, "%u", t->origin);
        if (copy_of != t->text) row[V_COPY] = item_id(a, 'D', l->texts.at[copy_of].document);
    }
    a->answer->note =
        answer_format(a, "%u report%s, %u independent origin%s", reports, reports == 1 ? "" : "s", origins, origins == 1 ? "" : "s");
    if (copies)
        a->answer->note = answer_format(a, "%.*s; %u of the documents %s of another", (int)a->answer->note.len, a->answer->note.ptr, copies,
                                        copies == 1 ? "is a copy or version" : "are copies or versions");
}

chy_status ask_event(struct asking *a)
{
    struct telling_list l = { 0 };
    struct store_rows *r = NULL;
    char kind = 0;
    int64_t number = 0;
    answer_columns(a, columns, V_COUNT);
    if (!read_item_id(a->q->name, &kind, &number) || (kind != 'E' && kind != 'R'))
        return err_set(a->err, CHY_EUSAGE, 0, "\"%.*s\" is no event: they look like E-3", (int)a->q->name.len, a->q->name.ptr);
    /* An event that was found to be another's goes on under that one's number: its first report tells which. */
    chy_status st = store_reports(a->s, &(struct store_reports_query){ .report = number }, &r, a->err);
    if (!st) st = store_next(r, a->err);
    if (st == CHY_ROW && store_number(r, REPORT_EVENT)) number = store_number(r, REPORT_EVENT);
    store_rows_close(r);
    r = NULL;
    if (st == CHY_ROW || st == CHY_DONE) st = store_reports(a->s, &(struct store_reports_query){ .event = number }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) st = take(a, &l, r) ? CHY_OK : err_memory(a->err, "answering");
    store_rows_close(r);
    if (st != CHY_DONE) return st;
    if (!l.at.count) {
        a->answer->note = answer_format(a, "there is no E-%lld in this record", (long long)number);
        return CHY_OK;
    }
    if (!list_texts(a, &l)) return err_memory(a->err, "answering");
    st = find_copies(a, &l);
    if (st) return st;
    find_origins(a, &l);
    write_tellings(a, &l);
    return CHY_OK;
}
