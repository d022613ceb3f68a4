/* What was signed, adopted or joined: an agreement a row, with all its parties, whichever documents name them. */
#include <stdlib.h>

#include "query/asking.h"

enum { A_DATE, A_AGREEMENT, A_HOW, A_PARTIES, A_ATTESTED, A_TIMES, A_SPEAKERS, A_CHAIN, A_DOCUMENT, A_ID, A_MODALITY, A_PATH, A_COUNT };
static const chy_column agreement_columns[] = {
    { "date", 0 },
    { "agreement", 0 },
    { "how", 0 },
    { "parties", 0 },
    { "attested", 0 },
    { "times", CHY_COLUMN_NUMBER },
    { "according to", 0 },
    { "through", CHY_COLUMN_DETAIL },
    { "document", 0 },
    { "id", 0 },
    { "modality", CHY_COLUMN_DETAIL },
    { "path", CHY_COLUMN_DETAIL },
};

static const struct {
    const char *relation, *how;
} relations[] = { { "signed", "signed" }, { "adopted", "adopted" }, { "party_to", "party" }, { "cooperates_with", "cooperation" } };
enum { RELATIONS = sizeof relations / sizeof *relations };

struct agreement {
    chy_str *row;
    int64_t day;
    uint32_t times, order;
    bool with; /* the other party asked for is in it */
};
struct agreements {
    struct asking *a;
    struct store_set who, with;
    LIST(struct agreement) list;
    struct map place; /* what makes it the same -> list */
};

static bool has_name(chy_str list, chy_str name)
{
    while (list.len) {
        size_t cut = str_find(list, CHY_LIT(", "), 0);
        if (str_eq(str_cut(list, 0, cut), name)) return true;
        list = cut == SIZE_MAX ? CHY_LIT("") : str_cut(list, cut + 2, list.len);
    }
    return false;
}

static void add_party(struct asking *a, chy_str *row, chy_str name)
{
    if (!name.len || has_name(row[A_PARTIES], name)) return;
    row[A_PARTIES] = row[A_PARTIES].len
                         ? answer_format(a, "%.*s, %.*s", (int)row[A_PARTIES].len, row[A_PARTIES].ptr, (int)name.len, name.ptr)
                         : answer_keep(a, name);
}

static struct agreement *agreement_of(struct agreements *l, struct store_rows *r, uint32_t relation)
{
    struct asking *a = l->a;
    bool pact = str_is(str_of(relations[relation].relation), "cooperates_with");
    int64_t object = store_number(r, FACT_OBJECT_ID);
    chy_str title = store_text(r, FACT_OBJECT_TEXT), modality = store_text(r, FACT_MODALITY);
    /* Cooperation is between the two; a text that is no entity is known by its words and its document. */
    chy_str key = pact || object ? answer_format(a, "%u|%lld|%lld|%.*s", relation, (long long)object,
                                                 pact ? (long long)store_number(r, FACT_SUBJECT_ID) : 0LL, (int)modality.len, modality.ptr)
                                 : answer_format(a, "%u|%lld|%.*s|%.*s", relation, (long long)store_number(r, FACT_DOCUMENT),
                                                 (int)title.len, title.ptr, (int)modality.len, modality.ptr);
    uint32_t at = map_get(&l->place, key);
    if (at != MAP_NONE) return &l->list.at[at];
    struct agreement *g = LIST_PUSH(a->mem, &l->list);
    chy_str *row = g ? ARENA_ARRAY(a->mem, chy_str, A_COUNT) : NULL;
    if (!row || !map_put(&l->place, a->mem, key, l->list.count - 1)) {
        a->full = true;
        return NULL;
    }
    for (int i = 0; i < A_COUNT; i++) row[i] = CHY_LIT("");
    *g = (struct agreement){ .row = row, .day = STORE_NO_DAY, .order = relation };
    row[A_AGREEMENT] = pact ? CHY_LIT("") : answer_keep(a, object ? store_text(r, FACT_OBJECT) : title);
    row[A_HOW] = answer_format(a, "%s%s",
                               str_is(modality, "is")         ? ""
                               : str_is(modality, "wants")    ? "wanted: "
                               : str_is(modality, "plans")    ? "planned: "
                               : str_is(modality, "supports") ? "supported: "
                                                              : "denied: ",
                               relations[relation].how);
    row[A_MODALITY] = answer_keep(a, modality);
    row[A_SPEAKERS] = answer_keep(a, store_text(r, FACT_SPEAKERS));
    row[A_CHAIN] = source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT);
    row[A_DOCUMENT] = source_document(a, r, FACT_DOCUMENT);
    row[A_ID] = item_id(a, 'F', store_number(r, FACT_ID));
    row[A_PATH] = source_path(a, r, FACT_DOCUMENT);
    return g;
}

static void add_fact(struct agreements *l, struct store_rows *r, uint32_t relation)
{
    struct asking *a = l->a;
    chy_str from = store_text(r, FACT_FROM), as_of = store_text(r, FACT_AS_OF),
            attested = as_of.len ? as_of : store_text(r, FACT_PUBLISHED);
    struct agreement *g = agreement_of(l, r, relation);
    if (!g) return;
    struct store_date d = store_date_of(from.len ? from : as_of);
    g->times++;
    if (from.len && !g->row[A_DATE].len) g->row[A_DATE] = answer_keep(a, from);
    if (d.first != STORE_NO_DAY && (g->day == STORE_NO_DAY || d.first < g->day)) g->day = d.first;
    if (!g->row[A_ATTESTED].len) g->row[A_ATTESTED] = answer_keep(a, attested);
    add_party(a, g->row, store_text(r, FACT_SUBJECT));
    if (str_is(str_of(relations[relation].relation), "cooperates_with")) add_party(a, g->row, store_text(r, FACT_OBJECT));
    g->with |= in_set(l->with, store_number(r, FACT_SUBJECT_ID)) || in_set(l->with, store_number(r, FACT_OBJECT_ID)) ||
               in_set(l->with, store_number(r, FACT_OF_ID));
}

static chy_status add_relation(struct agreements *l, uint32_t relation, struct store_set any)
{
    struct store_rows *r = NULL;
    chy_status st =
        store_facts(l->a->s, &(struct store_facts_query){ .any = any, .relation = str_of(relations[relation].relation) }, &r, l->a->err);
    while (!st && (st = store_next(r, l->a->err)) == CHY_ROW) {
        add_fact(l, r, relation);
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* The agreements of somebody, and then everyone who is in them. */
static chy_status add_all_parties(struct agreements *l, uint32_t relation)
{
    struct asking *a = l->a;
    struct store_rows *r = NULL;
    LIST(int64_t) objects = { 0 };
    chy_status st =
        store_facts(a->s, &(struct store_facts_query){ .any = l->who, .relation = str_of(relations[relation].relation) }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        int64_t object = store_number(r, FACT_OBJECT_ID), *kept;
        st = CHY_OK;
        if (!object || str_is(str_of(relations[relation].relation), "cooperates_with")) {
            add_fact(l, r, relation);
            continue;
        }
        if (in_set((struct store_set){ objects.at, objects.count }, object)) continue;
        if (!(kept = LIST_PUSH(a->mem, &objects)))
            a->full = true;
        else
            *kept = object;
        if (a->full) break;
    }
    store_rows_close(r);
    if (st && st != CHY_DONE) return st;
    return objects.count ? add_relation(l, relation, (struct store_set){ objects.at, objects.count }) : CHY_OK;
}

static int by_day(const void *m, const void *n)
{
    const struct agreement *a = m, *b = n;
    if (a->day != b->day) return a->day == STORE_NO_DAY ? 1 : b->day == STORE_NO_DAY ? -1 : a->day < b->day ? -1 : 1;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    int order = str_cmp(a->row[A_AGREEMENT], b->row[A_AGREEMENT]);
    return order ? order : str_cmp(a->row[A_PARTIES], b->row[A_PARTIES]);
}

static bool within(const struct asking *a, int64_t day)
{
    struct days w = a->on.first != STORE_NO_DAY ? a->on : a->between;
    if (w.first == STORE_NO_DAY && w.last == STORE_NO_DAY) return true;
    return day != STORE_NO_DAY && (w.first == STORE_NO_DAY || day >= w.first) && (w.last == STORE_NO_DAY || day <= w.last);
}

chy_status ask_agreements(struct asking *a)
{
    struct agreements l = { .a = a };
    bool known = true;
    answer_columns(a, agreement_columns, A_COUNT);
    chy_status st = query_names_need(a, a->q->name, &l.who, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &l.with, &known);
    if (st || !known) return st;
    for (uint32_t i = 0; !st && i < RELATIONS; i++) st = l.who.count ? add_all_parties(&l, i) : add_relation(&l, i, l.who);
    if (st) return st;
    if (l.list.count) qsort(l.list.at, l.list.count, sizeof *l.list.at, by_day);
    for (uint32_t i = 0; i < l.list.count && !answer_full(a); i++) {
        struct agreement *g = &l.list.at[i];
        if ((l.with.count && !g->with) || !within(a, g->day)) continue;
        chy_str *row = answer_row(a);
        if (!row) break;
        g->row[A_TIMES] = answer_format(a, "%u", g->times);
        memcpy(row, g->row, A_COUNT * sizeof *row);
    }
    return CHY_OK;
}
