/* Where reports or facts contradict one another: both sides, each with its source. Which of them is right is not for the record to say. */
#include <stdlib.h>

#include "base/utf8.h"
#include "query/asking.h"

enum {
    C_KIND,
    C_ABOUT,
    C_ONE,
    C_ONE_DATE,
    C_ONE_CHAIN,
    C_ONE_ID,
    C_ONE_DOCUMENT,
    C_OTHER,
    C_OTHER_DATE,
    C_OTHER_CHAIN,
    C_OTHER_ID,
    C_OTHER_DOCUMENT,
    C_COUNT
};
static const chy_column columns[] = {
    { "conflict", 0 }, { "about", 0 },     { "one", 0 },        { "date", 0 },          { "through", 0 },  { "id", 0 },
    { "document", 0 }, { "the other", 0 }, { "other date", 0 }, { "other through", 0 }, { "other id", 0 }, { "other document", 0 },
};

static bool within_asked(const struct asking *a, int64_t first, int64_t last)
{
    const struct days *d = a->on.first != STORE_NO_DAY ? &a->on : &a->between;
    if (d->first != STORE_NO_DAY && (last == STORE_NO_DAY || last < d->first)) return false;
    return d->last == STORE_NO_DAY || (first != STORE_NO_DAY && first <= d->last);
}

/* ------------------------------------------------------------------ events */

struct rivals {
    int64_t one, other;
    chy_str kind;
};

/* One side: what it says of what is in question, its day, chain, number and document. */
static chy_status write_event_side(struct asking *a, int64_t number, chy_str kind, chy_str *row, int says)
{
    struct store_rows *r = NULL;
    struct store_events_query q = { .first = STORE_NO_DAY, .last = STORE_NO_DAY, .event = number };
    chy_status st = store_events(a->s, &q, &r, a->err);
    if (!st) st = store_next(r, a->err);
    if (st == CHY_ROW) {
        chy_str what = store_text(r, EVENT_KIND);
        if (!what.len) what = store_text(r, EVENT_MODE);
        if (!what.len) what = store_text(r, EVENT_TYPE);
        what = answer_keep(a, what);
        chy_str who = store_text(r, EVENT_WHO);
        row[C_ABOUT] = who.len ? answer_format(a, "%.*s: %.*s", (int)what.len, what.ptr, (int)who.len, who.ptr) : what;
        row[says] = answer_keep(a, store_text(r, str_is(kind, "place")     ? EVENT_PLACE
                                                 : str_is(kind, "outcome") ? EVENT_STATUS
                                                                           : EVENT_DATE));
        row[says + 1] = answer_keep(a, store_text(r, EVENT_DATE));
        row[says + 2] = source_chain(a, r, EVENT_CHAIN, EVENT_CHAIN_LAST, EVENT_DOCUMENT);
        row[says + 3] = item_id(a, 'E', number);
        row[says + 4] = source_document(a, r, EVENT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status conflicts_of_events(struct asking *a, struct store_set who)
{
    struct store_rows *r = NULL;
    LIST(struct rivals) found = { 0 };
    chy_status st = store_rivals(a->s, who, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        st = CHY_OK;
        if (!within_asked(a, store_day(r, RIVAL_FIRST), store_day(r, RIVAL_LAST))) continue;
        struct rivals *v = LIST_PUSH(a->mem, &found);
        if (v)
            *v = (struct rivals){ store_number(r, RIVAL_ONE), store_number(r, RIVAL_OTHER), answer_keep(a, store_text(r, RIVAL_KIND)) };
        else
            a->full = true;
    }
    store_rows_close(r);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < found.count && !answer_full(a); i++) {
        chy_str *row = answer_row(a);
        if (!row) break;
        row[C_KIND] = found.at[i].kind;
        st = write_event_side(a, found.at[i].other, found.at[i].kind, row, C_OTHER);
        if (!st) st = write_event_side(a, found.at[i].one, found.at[i].kind, row, C_ONE);
    }
    return st;
}

/* ------------------------------------------------------------------ facts */

/* Of facts that answer the same question (key), those that hold at one time must answer it alike. */
struct claim {
    chy_str kind, key, about, says, date, chain, document;
    int64_t id, answer, first, last;
};
typedef LIST(struct claim) claim_list;

enum { NEIGHBOURS = 64 /* claims that each is compared with, in order of day */ };

static int by_key(const void *a, const void *b)
{
    const struct claim *m = a, *n = b;
    int order = str_cmp(m->kind, n->kind);
    if (!order) order = str_cmp(m->key, n->key);
    if (order) return order;
    if (m->first != n->first) return m->first < n->first ? -1 : 1;
    return (m->id > n->id) - (m->id < n->id);
}

/* When a fact holds: from its beginning to its end, and at least when it is attested; false when no day is known. */
static bool window_of(struct store_rows *r, int64_t *first, int64_t *last)
{
    int64_t from = store_day(r, FACT_FROM_LAST), to = store_day(r, FACT_TO_FIRST);
    *first = store_day(r, FACT_ATTESTED_FIRST);
    *last = store_day(r, FACT_ATTESTED_LAST);
    if (from != STORE_NO_DAY && (*first == STORE_NO_DAY || from < *first)) *first = from;
    if (to != STORE_NO_DAY && (*last == STORE_NO_DAY || to > *last)) *last = to;
    if (*first == STORE_NO_DAY) *first = *last;
    if (*last == STORE_NO_DAY) *last = *first;
    return *first != STORE_NO_DAY && *last - *first < 36525;
}

static struct claim *claim_of(struct asking *a, claim_list *claims, struct store_rows *r, const char *kind)
{
    struct claim c = { .kind = str_of(kind), .id = store_number(r, FACT_ID) };
    if (!window_of(r, &c.first, &c.last) || !within_asked(a, c.first, c.last)) return NULL;
    c.date = answer_keep(a, store_text(r, FACT_AS_OF));
    if (!c.date.len) c.date = answer_keep(a, store_text(r, FACT_FROM));
    if (!c.date.len) c.date = answer_keep(a, store_text(r, FACT_PUBLISHED));
    c.chain = source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT);
    if (store_text(r, FACT_SPEAKERS).len) {
        chy_str by = store_text(r, FACT_SPEAKERS);
        c.chain = answer_format(a, "%.*s%s%.*s", (int)by.len, by.ptr, c.chain.len ? " → " : "", (int)c.chain.len, c.chain.ptr);
    }
    c.document = source_document(a, r, FACT_DOCUMENT);
    struct claim *slot = LIST_PUSH(a->mem, claims);
    if (slot)
        *slot = c;
    else
        a->full = true;
    return slot;
}

/* Who holds a post: asked of the post, answered by who. */
static void claim_holder(struct asking *a, claim_list *claims, struct store_rows *r)
{
    chy_str title = store_text(r, FACT_OBJECT_TEXT).len ? store_text(r, FACT_OBJECT_TEXT) : store_text(r, FACT_OBJECT);
    int64_t of = store_number(r, FACT_OF_ID);
    if (!title.len || !of || store_number(r, FACT_ENDED)) return;
    title = answer_keep(a, title);
    struct claim *c = claim_of(a, claims, r, "holder");
    if (!c) return;
    chy_str folded = utf8_fold(a->mem, title), owner = store_text(r, FACT_OF);
    c->key = answer_format(a, "%lld %.*s", (long long)of, (int)folded.len, folded.ptr);
    c->about = answer_format(a, "%.*s, %.*s", (int)title.len, title.ptr, (int)owner.len, owner.ptr);
    c->says = answer_keep(a, store_text(r, FACT_SUBJECT));
    c->answer = store_number(r, FACT_SUBJECT_ID);
}

/* As what somebody belongs to something: asked of the two, answered by the relation; or whether he does at all. */
static void claim_standing(struct asking *a, claim_list *claims, struct store_rows *r, int64_t standing)
{
    bool denied = str_is(store_text(r, FACT_MODALITY), "denies");
    if (!store_number(r, FACT_OBJECT_ID) || store_number(r, FACT_ENDED)) return;
    struct claim *c = claim_of(a, claims, r, "standing");
    if (!c) return;
    chy_str subject = store_text(r, FACT_SUBJECT), object = store_text(r, FACT_OBJECT), relation = store_text(r, FACT_RELATION);
    c->key = answer_format(a, "%lld %lld", (long long)store_number(r, FACT_SUBJECT_ID), (long long)store_number(r, FACT_OBJECT_ID));
    c->about = answer_format(a, "%.*s, %.*s", (int)subject.len, subject.ptr, (int)object.len, object.ptr);
    c->says = answer_format(a, "%s%.*s", denied ? "not " : "", (int)relation.len, relation.ptr);
    c->answer = denied ? -standing : standing;
}

/* When something was founded: at all times the same answer. */
static void claim_founding(struct asking *a, claim_list *claims, struct store_rows *r)
{
    int64_t first = store_day(r, FACT_FROM_FIRST), last = store_day(r, FACT_FROM_LAST);
    if (first == STORE_NO_DAY) return;
    struct claim *c = claim_of(a, claims, r, "founding");
    if (!c) return;
    c->key = answer_format(a, "%lld", (long long)store_number(r, FACT_SUBJECT_ID));
    c->about = answer_keep(a, store_text(r, FACT_SUBJECT));
    c->says = c->date = answer_keep(a, store_text(r, FACT_FROM));
    c->first = first;
    c->last = last;
}

static chy_status gather(struct asking *a, struct store_set any, const char *relation, int64_t standing, claim_list *claims)
{
    struct store_rows *r = NULL;
    struct store_facts_query q = { .any = any, .relation = str_of(relation) };
    chy_status st = store_facts(a->s, &q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        st = CHY_OK;
        bool is = str_is(store_text(r, FACT_MODALITY), "is");
        if (store_number(r, FACT_INFERRED) || (!is && !(standing && str_is(store_text(r, FACT_MODALITY), "denies")))) continue;
        if (standing)
            claim_standing(a, claims, r, standing);
        else if (str_is(store_text(r, FACT_RELATION), "holds_post"))
            claim_holder(a, claims, r);
        else
            claim_founding(a, claims, r);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static bool opposed(const struct claim *m, const struct claim *n)
{
    if (str_is(m->kind, "founding")) return m->last < n->first || n->last < m->first;
    if (m->answer == n->answer || m->first > n->last || n->first > m->last) return false;
    if (!str_is(m->kind, "standing")) return true;
    return m->answer == -n->answer || (m->answer > 0 && n->answer > 0); /* to be no member is not against being an observer */
}

/* More than two at once: a post with several seats, which contradicts nobody. */
static bool has_seats(const claim_list *claims, uint32_t from, uint32_t to, const struct claim *m, const struct claim *n)
{
    for (uint32_t i = from; i < to; i++) {
        const struct claim *c = &claims->at[i];
        if (c->answer != m->answer && c->answer != n->answer && opposed(c, m)) return true;
    }
    return false;
}

static void write_claims(struct asking *a, const struct claim *m, const struct claim *n)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    row[C_KIND] = m->kind;
    row[C_ABOUT] = m->about;
    const struct claim *sides[] = { m, n };
    for (int i = 0; i < 2; i++) {
        chy_str *cell = row + (i ? C_OTHER : C_ONE);
        cell[0] = sides[i]->says;
        cell[1] = sides[i]->date;
        cell[2] = sides[i]->chain;
        cell[3] = item_id(a, 'F', sides[i]->id);
        cell[4] = sides[i]->document;
    }
}

/* Each two answers to one question once, where they first meet. */
static void write_run(struct asking *a, const claim_list *claims, uint32_t from, uint32_t to)
{
    struct map told = { 0 };
    for (uint32_t i = from; i < to; i++)
        for (uint32_t k = i + 1; k < to && k - i <= NEIGHBOURS && !answer_full(a); k++) {
            const struct claim *m = &claims->at[i], *n = &claims->at[k];
            if (!opposed(m, n) || (str_is(m->kind, "holder") && has_seats(claims, i, k + NEIGHBOURS < to ? k + NEIGHBOURS : to, m, n)))
                continue;
            chy_str pair = str_cmp(m->says, n->says) < 0
                               ? answer_format(a, "%.*s/%.*s", (int)m->says.len, m->says.ptr, (int)n->says.len, n->says.ptr)
                               : answer_format(a, "%.*s/%.*s", (int)n->says.len, n->says.ptr, (int)m->says.len, m->says.ptr);
            if (!pair.ptr || map_get(&told, pair) != MAP_NONE) continue;
            if (!map_put(&told, a->mem, pair, i)) a->full = true;
            write_claims(a, m, n);
        }
}

static chy_status conflicts_of_facts(struct asking *a, struct store_set any)
{
    static const struct {
        const char *relation;
        int64_t standing;
    } asked[] = { { "holds_post", 0 }, { "member_of", 1 }, { "observer_of", 2 }, { "dialogue_partner_of", 3 }, { "established", 0 } };
    claim_list claims = { 0 };
    chy_status st = CHY_OK;
    for (size_t i = 0; !st && i < sizeof asked / sizeof *asked; i++) st = gather(a, any, asked[i].relation, asked[i].standing, &claims);
    if (st) return st;
    if (claims.count) qsort(claims.at, claims.count, sizeof *claims.at, by_key);
    for (uint32_t from = 0, to; from < claims.count; from = to) {
        for (to = from + 1;
             to < claims.count && str_eq(claims.at[to].kind, claims.at[from].kind) && str_eq(claims.at[to].key, claims.at[from].key);)
            to++;
        write_run(a, &claims, from, to);
    }
    return CHY_OK;
}

chy_status ask_conflicts(struct asking *a)
{
    struct store_set who = { 0 };
    bool known = true;
    answer_columns(a, columns, C_COUNT);
    chy_status st = query_names_need(a, a->q->name, &who, &known);
    if (!st && known) st = conflicts_of_events(a, who);
    if (!st && known) st = conflicts_of_facts(a, who);
    if (!st && known && !a->answer->rows.count) a->answer->note = CHY_LIT("nothing in this record contradicts anything else in it");
    return st;
}
