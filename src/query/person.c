/* A person on one page: posts over time, what else is held of him, whom he met, what he said. */
#include <stdlib.h>

#include "query/asking.h"

enum { P_WHAT, P_TEXT, P_OF, P_FROM, P_TO, P_FIRST, P_LAST, P_TIMES, P_ID, P_DOCUMENT, P_PATH, P_COUNT };
static const chy_column person_columns[] = {
    { "what", 0 },
    { "text", 0 },
    { "of", 0 },
    { "from", 0 },
    { "to", 0 },
    { "first attested", 0 },
    { "last attested", 0 },
    { "times", CHY_COLUMN_NUMBER },
    { "id", 0 },
    { "document", 0 },
    { "path", CHY_COLUMN_DETAIL },
};

/* Rows that say the same of the same: one line, with the first and the last day it is attested for. */
struct group {
    chy_str key, *row;
    int64_t first, last;
    uint32_t times;
    int order;
};
struct page {
    struct asking *a;
    LIST(struct group) groups;
    struct map place; /* key -> group */
};

enum { ORDER_NAME, ORDER_POST, ORDER_FACT, ORDER_MEETING, ORDER_STATEMENT };

static struct group *group_of(struct page *p, int order, chy_str what, chy_str text, chy_str of)
{
    struct asking *a = p->a;
    chy_str key =
        answer_format(a, "%d\x1f%.*s\x1f%.*s\x1f%.*s", order, (int)what.len, what.ptr, (int)text.len, text.ptr, (int)of.len, of.ptr);
    uint32_t at = map_get(&p->place, key);
    if (at != MAP_NONE) return &p->groups.at[at];
    struct group *g = LIST_PUSH(a->mem, &p->groups);
    chy_str *row = g ? ARENA_ARRAY(a->mem, chy_str, P_COUNT) : NULL;
    if (!row || !map_put(&p->place, a->mem, key, p->groups.count - 1)) {
        a->full = true;
        return NULL;
    }
    for (int i = 0; i < P_COUNT; i++) row[i] = CHY_LIT("");
    row[P_WHAT] = what;
    row[P_TEXT] = text;
    row[P_OF] = of;
    *g = (struct group){ .key = key, .row = row, .first = STORE_NO_DAY, .last = STORE_NO_DAY, .order = order };
    return g;
}

static void attest(struct asking *a, struct group *g, chy_str date)
{
    struct store_date d = store_date_of(date);
    g->times++;
    if (d.first == STORE_NO_DAY) {
        if (!g->row[P_FIRST].len && date.len) g->row[P_FIRST] = g->row[P_LAST] = answer_keep(a, date);
        return;
    }
    if (g->first == STORE_NO_DAY || d.first < g->first) {
        g->first = d.first;
        g->row[P_FIRST] = answer_keep(a, date);
    }
    if (g->last == STORE_NO_DAY || d.last > g->last) {
        g->last = d.last;
        g->row[P_LAST] = answer_keep(a, date);
    }
}

static void show(struct asking *a, struct group *g, struct store_rows *r, char kind, int id, int source)
{
    if (g->row[P_ID].len) return;
    g->row[P_ID] = item_id(a, kind, store_number(r, id));
    g->row[P_DOCUMENT] = source_document(a, r, source);
    g->row[P_PATH] = source_path(a, r, source);
}

static bool outside(const struct asking *a, chy_str date)
{
    struct days w = a->on.first != STORE_NO_DAY ? a->on : a->between;
    struct store_date d = store_date_of(date);
    if (w.first == STORE_NO_DAY && w.last == STORE_NO_DAY) return false;
    if (d.first == STORE_NO_DAY) return true;
    return (w.last != STORE_NO_DAY && d.first > w.last) || (w.first != STORE_NO_DAY && d.last < w.first);
}

/* ------------------------------------------------------------------ what is held of him */

static void add_fact(struct page *p, struct store_rows *r)
{
    struct asking *a = p->a;
    chy_str relation = store_text(r, FACT_RELATION), modality = store_text(r, FACT_MODALITY), title = store_text(r, FACT_OBJECT_TEXT),
            object = store_text(r, FACT_OBJECT), as_of = store_text(r, FACT_AS_OF),
            date = as_of.len ? as_of : store_text(r, FACT_PUBLISHED);
    bool post = str_is(relation, "holds_post"), is = str_is(modality, "is");
    if (outside(a, date)) return;
    chy_str what = post ? CHY_LIT("post") : answer_keep(a, relation);
    for (size_t i = 0; !post && i < what.len; i++)
        if (what.ptr[i] == '_') ((char *)what.ptr)[i] = ' ';
    if (!is || store_number(r, FACT_ENDED))
        what = answer_format(a, "%.*s: %.*s", is ? 6 : (int)modality.len, is ? "former" : modality.ptr, (int)what.len, what.ptr);
    chy_str text = answer_keep(a, post || !object.len ? title : object);
    struct group *g = group_of(p, post ? ORDER_POST : ORDER_FACT, what, text, answer_keep(a, store_text(r, FACT_OF)));
    if (!g) return;
    attest(a, g, date);
    if (!g->row[P_FROM].len) g->row[P_FROM] = answer_keep(a, store_text(r, FACT_FROM));
    if (!g->row[P_TO].len) g->row[P_TO] = answer_keep(a, store_text(r, FACT_TO));
    show(a, g, r, 'F', FACT_ID, FACT_DOCUMENT);
}

static chy_status add_facts(struct page *p, struct store_set who)
{
    struct asking *a = p->a;
    struct store_rows *r = NULL;
    chy_status st = store_facts(a->s, &(struct store_facts_query){ .subject = who }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        add_fact(p, r);
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ whom he met */

/* Once an event for each of those who took part beside him. */
static chy_status add_company(struct page *p, struct store_rows *event, struct store_set who)
{
    struct asking *a = p->a;
    struct store_rows *r = NULL;
    LIST(int64_t) met = { 0 };
    chy_str date = answer_keep(a, store_text(event, EVENT_DATE));
    chy_status st = store_participants(a->s, store_number(event, EVENT_ID), &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        int64_t one = store_number(r, PARTICIPANT_ENTITY);
        st = CHY_OK;
        if (in_set(who, one) || in_set((struct store_set){ met.at, met.count }, one)) continue;
        int64_t *kept = LIST_PUSH(a->mem, &met);
        struct group *g =
            kept ? group_of(p, ORDER_MEETING, CHY_LIT("met"), answer_keep(a, store_text(r, PARTICIPANT_NAME)), CHY_LIT("")) : NULL;
        if (!g) break;
        *kept = one;
        attest(a, g, date);
        show(a, g, event, 'E', EVENT_ID, EVENT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status add_meetings(struct page *p, struct store_set who)
{
    struct asking *a = p->a;
    struct store_rows *r = NULL;
    struct days w = a->on.first != STORE_NO_DAY ? a->on : a->between;
    chy_status st = store_events(
        a->s, &(struct store_events_query){ .who = who, .type = CHY_LIT("CONSULT"), .first = w.first, .last = w.last }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str status = store_text(r, EVENT_STATUS);
        bool was = str_is(status, "occurred") || str_is(status, "historical");
        st = was ? add_company(p, r, who) : CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ what he said */

static chy_status add_statements(struct page *p, struct store_set who)
{
    struct asking *a = p->a;
    struct store_rows *r = NULL;
    struct days w = a->on.first != STORE_NO_DAY ? a->on : a->between;
    chy_status st =
        store_statements(a->s, &(struct store_statements_query){ .speaker = who, .first = w.first, .last = w.last }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str date = store_text(r, STATEMENT_DATE);
        struct group *g = group_of(p, ORDER_STATEMENT, CHY_LIT("statements"), CHY_LIT(""), CHY_LIT(""));
        st = CHY_OK;
        if (!g) break;
        attest(a, g, date.len ? date : store_text(r, STATEMENT_PUBLISHED));
        show(a, g, r, 'S', STATEMENT_ID, STATEMENT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* Posts by the day they are first attested for; whom he met by how often. */
static int by_page(const void *m, const void *n)
{
    const struct group *a = m, *b = n;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    if (a->order == ORDER_MEETING && a->times != b->times) return a->times > b->times ? -1 : 1;
    if (a->first != b->first) return a->first == STORE_NO_DAY ? 1 : b->first == STORE_NO_DAY ? -1 : a->first < b->first ? -1 : 1;
    return str_cmp(a->key, b->key);
}

static void add_names(struct page *p, const named_list *names)
{
    for (uint32_t i = 0; i < names->count; i++) {
        struct group *g = group_of(p, ORDER_NAME, CHY_LIT("name"), names->at[i].name, item_id(p->a, 'N', names->at[i].id));
        if (!g) return;
        g->row[P_OF] = names->count > 1 ? CHY_LIT("one of several who are called so") : CHY_LIT("");
        g->row[P_ID] = item_id(p->a, 'N', names->at[i].id);
    }
}

/* Under which other names and posts he was found, and what makes them his. */
static chy_status add_other_names(struct page *p, const named_list *names)
{
    struct asking *a = p->a;
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < names->count; i++) {
        struct store_rows *r = NULL;
        st = store_alikes(a->s, names->at[i].id, true, &r, a->err);
        while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
            int64_t id = store_number(r, NAMING_ENTITY);
            st = CHY_OK;
            if (id == names->at[i].id) continue;
            struct group *g = group_of(p, ORDER_NAME, CHY_LIT("same"), answer_keep(a, store_text(r, NAMING_NAME)), item_id(a, 'N', id));
            if (!g) break;
            chy_str reason = query_why_same(a, r);
            g->row[P_OF] = reason;
            g->row[P_ID] = item_id(a, 'N', id);
        }
        store_rows_close(r);
        if (st == CHY_DONE) st = CHY_OK;
    }
    return st;
}

chy_status ask_person(struct asking *a)
{
    struct page p = { .a = a };
    named_list names;
    answer_columns(a, person_columns, P_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "which person?");
    chy_status st = query_names(a, a->q->name, &names);
    if (st) return st;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < names.count; i++)
        if (str_is(names.at[i].type, "person")) names.at[kept++] = names.at[i];
    names.count = kept;
    if (!kept) {
        a->answer->note = answer_format(a, "no person in this record is called \"%.*s\"", (int)a->q->name.len, a->q->name.ptr);
        return CHY_OK;
    }
    struct store_set who = query_names_set(a, &names);
    add_names(&p, &names);
    st = add_other_names(&p, &names);
    if (!st) st = add_facts(&p, who);
    if (!st) st = add_meetings(&p, who);
    if (!st) st = add_statements(&p, who);
    if (st) return st;
    if (p.groups.count) qsort(p.groups.at, p.groups.count, sizeof *p.groups.at, by_page);
    for (uint32_t i = 0; i < p.groups.count && !answer_full(a); i++) {
        struct group *g = &p.groups.at[i];
        chy_str *row = answer_row(a);
        if (!row) break;
        if (g->times) g->row[P_TIMES] = answer_format(a, "%u", g->times);
        memcpy(row, g->row, P_COUNT * sizeof *row);
    }
    return CHY_OK;
}
