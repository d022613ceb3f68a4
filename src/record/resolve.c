#include "record/resolve.h"

#include <stdlib.h>

enum { DAY_WIDE = 7 }; /* a date no wider than this says which day */

struct member {
    int64_t report, position, first, last, place, place_state, published;
    chy_str hash, type, mode, kind, date, status, who;
    chy_str tied;         /* by a correction: with those that have the same words here, and not with those that have others */
    uint32_t event, next; /* next: another report of the same event, STORE_NONE */
};

struct block {
    LIST(struct member) members;
    LIST(struct store_event) events;
    chy_str *tied, *who;  /* (events) */
    int64_t *place_state; /* (events) */
    bool nobody;          /* nobody is named as taking part: only the place can tell that two undated reports are of one event */
    uint32_t *newest;     /* (events) the report that joined last; the others follow by `next` */
    arena mem;
};

static bool dated(const struct member *m) { return m->first != STORE_NO_DAY; }

/* "XXXX-XX-XX" says no more than nothing does. */
static chy_str date_or_nothing(chy_str date)
{
    for (size_t i = 0; i < date.len; i++)
        if (date.ptr[i] >= '0' && date.ptr[i] <= '9') return date;
    return CHY_LIT("");
}

/* Narrow dates first, since they tell events apart; then what does not depend on who came first. */
static int by_sharpness(const void *a, const void *b)
{
    const struct member *m = a, *n = b;
    if (!m->who.len != !n->who.len) return m->who.len ? -1 : 1; /* who names persons before who names states */
    if (dated(m) != dated(n)) return dated(m) ? -1 : 1;
    if (dated(m) && m->last - m->first != n->last - n->first) return m->last - m->first < n->last - n->first ? -1 : 1;
    if (m->first != n->first) return m->first < n->first ? -1 : 1;
    if (m->date.len != n->date.len) return m->date.len > n->date.len ? -1 : 1;
    int order = str_cmp(m->hash, n->hash);
    return order ? order : (m->position > n->position) - (m->position < n->position);
}

static chy_status load(struct store *s, chy_str block, chy_str among, struct block *b, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_block(s, block, among, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct member *m = LIST_PUSH(&b->mem, &b->members);
        if (!m) {
            st = err_memory(err, "telling events apart");
            break;
        }
        *m = (struct member){
            .report = store_number(rows, BLOCK_REPORT),
            .position = store_number(rows, BLOCK_POSITION),
            .first = store_day(rows, BLOCK_FIRST),
            .last = store_day(rows, BLOCK_LAST),
            .place = store_number(rows, BLOCK_PLACE),
            .place_state = store_number(rows, BLOCK_PLACE_STATE),
            .published = store_day(rows, BLOCK_PUBLISHED),
            .hash = str_keep(&b->mem, store_text(rows, BLOCK_HASH)),
            .type = str_keep(&b->mem, store_text(rows, BLOCK_TYPE)),
            .mode = str_keep(&b->mem, store_text(rows, BLOCK_MODE)),
            .kind = str_keep(&b->mem, store_text(rows, BLOCK_KIND)),
            .date = str_keep(&b->mem, date_or_nothing(store_text(rows, BLOCK_DATE))),
            .status = str_keep(&b->mem, store_text(rows, BLOCK_STATUS)),
            .tied = str_keep(&b->mem, store_text(rows, BLOCK_TIED)),
            .who = str_keep(&b->mem, store_text(rows, BLOCK_WHO)),
        };
        st = m->tied.ptr && m->who.ptr && m->hash.ptr && m->type.ptr && m->mode.ptr && m->kind.ptr && m->date.ptr && m->status.ptr
                 ? CHY_OK
                 : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static bool places_agree(const struct block *b, uint32_t event, const struct member *m)
{
    int64_t place = b->events.at[event].place;
    return !place || !m->place || place == m->place || b->place_state[event] == m->place || m->place_state == place;
}

static bool is_real(chy_str status) { return str_is(status, "occurred") || str_is(status, "historical"); }

/* A plan and what came of it are one event when both name the day. */
static bool statuses_agree(const struct store_event *e, const struct member *m)
{
    bool one_class = str_eq(e->status, m->status) || (is_real(e->status) && is_real(m->status));
    if (one_class) return true;
    bool planned = str_is(e->status, "planned") || str_is(m->status, "planned");
    bool other = is_real(e->status) || is_real(m->status) || str_is(e->status, "cancelled") || str_is(m->status, "cancelled");
    bool narrow = e->first != STORE_NO_DAY && dated(m) && e->last - e->first < DAY_WIDE && m->last - m->first < DAY_WIDE;
    return planned && other && narrow;
}

/* Is any report of the event from the same document, or (near) published about the same time? */
static bool told_together(const struct block *b, uint32_t event, const struct member *m, bool near)
{
    for (uint32_t i = b->newest[event]; i != STORE_NONE; i = b->members.at[i].next) {
        const struct member *n = &b->members.at[i];
        if (str_eq(n->hash, m->hash)) return true;
        if (near && m->published != STORE_NO_DAY && n->published != STORE_NO_DAY &&
            llabs((long long)(m->published - n->published)) <= AMONG_NEAR_DAYS)
            return true;
    }
    return false;
}

static bool dates_agree(const struct block *b, uint32_t event, const struct member *m)
{
    const struct store_event *e = &b->events.at[event];
    if (e->first != STORE_NO_DAY && dated(m)) return m->first <= e->last && m->last >= e->first;
    if (e->date.len && m->date.len && !str_eq(e->date, m->date)) return false;
    bool same_place = e->place && e->place == m->place; /* across documents a report without a year needs the place to go by */
    return (same_place || !b->nobody) && told_together(b, event, m, same_place);
}

/* Namesakes are two; a report that names states alone may be of whichever. */
static bool who_agree(const struct block *b, uint32_t event, const struct member *m)
{
    return !m->who.len || !b->who[event].len || str_eq(m->who, b->who[event]);
}

/* The event a report belongs to: the only one that agrees, or the only one of its own document; STORE_NONE: one of its own. */
static uint32_t event_for(const struct block *b, const struct member *m)
{
    uint32_t found = STORE_NONE, near = STORE_NONE, count = 0, near_count = 0;
    for (uint32_t i = 0; i < b->events.count; i++) {
        if (m->tied.len && str_eq(m->tied, b->tied[i])) return i;
        if ((m->tied.len && b->tied[i].len) || !who_agree(b, i, m)) continue;
        if (!places_agree(b, i, m) || !statuses_agree(&b->events.at[i], m) || !dates_agree(b, i, m)) continue;
        if (!count++) found = i;
        if (told_together(b, i, m, false) && !near_count++) near = i;
    }
    if (count == 1) return found;
    return near_count == 1 ? near : STORE_NONE;
}

static void join(struct block *b, uint32_t event, struct member *m)
{
    struct store_event *e = &b->events.at[event];
    m->event = event;
    if (!b->who[event].len) b->who[event] = m->who;
    if (m->tied.len) b->tied[event] = m->tied;
    m->next = b->newest[event];
    b->newest[event] = (uint32_t)(m - b->members.at);
    e->reports++;
    if (m->report < e->number) e->number = m->report;
    if (!e->date.len) {
        e->date = m->date;
        e->first = m->first;
        e->last = m->last;
    }
    if (m->place && (!e->place || m->place_state == e->place)) {
        e->place = m->place;
        b->place_state[event] = m->place_state;
    }
    if (!e->kind.len) e->kind = m->kind;
    if (!e->mode.len) e->mode = m->mode;
    if (str_is(e->status, "planned") || str_is(m->status, "occurred")) e->status = m->status;
}

static chy_status tell_apart(struct block *b, chy_err *err)
{
    uint32_t n = b->members.count;
    b->place_state = ARENA_ARRAY(&b->mem, int64_t, n + 1);
    b->newest = ARENA_ARRAY(&b->mem, uint32_t, n + 1);
    b->tied = ARENA_ARRAY(&b->mem, chy_str, n + 1);
    b->who = ARENA_ARRAY(&b->mem, chy_str, n + 1);
    if (!b->place_state || !b->newest || !b->tied || !b->who) return err_memory(err, "telling events apart");
    qsort(b->members.at, n, sizeof *b->members.at, by_sharpness);
    for (uint32_t i = 0; i < n; i++) {
        struct member *m = &b->members.at[i];
        uint32_t event = event_for(b, m);
        if (event == STORE_NONE) {
            event = b->events.count;
            struct store_event *e = LIST_PUSH(&b->mem, &b->events);
            if (!e) return err_memory(err, "telling events apart");
            b->newest[event] = STORE_NONE;
            b->who[event] = m->who;
            *e = (struct store_event){
                .type = m->type, .status = m->status, .number = m->report, .first = STORE_NO_DAY, .last = STORE_NO_DAY
            };
        }
        join(b, event, m);
    }
    return CHY_OK;
}

static chy_status save(struct store *s, chy_str block, chy_str among, chy_str when, struct block *b, chy_err *err)
{
    uint32_t n = b->members.count;
    int64_t *report = ARENA_ARRAY(&b->mem, int64_t, n + 1);
    uint32_t *event = ARENA_ARRAY(&b->mem, uint32_t, n + 1);
    if (!report || !event) return err_memory(err, "telling events apart");
    for (uint32_t i = 0; i < n; i++) {
        report[i] = b->members.at[i].report;
        event[i] = b->members.at[i].event;
    }
    return store_put_events(s, block, among, b->events.at, b->events.count, report, event, n, when, err);
}

chy_status resolve_block(struct store *s, chy_str block, chy_str among, chy_str when, chy_err *err)
{
    struct block b = { .nobody = str_find(block, CHY_LIT(":"), 0) == SIZE_MAX };
    arena_init(&b.mem, (size_t)1 << 30);
    chy_status st = load(s, block, among, &b, err);
    if (!st && b.members.count) st = tell_apart(&b, err);
    if (!st) st = save(s, block, among, when, &b, err);
    arena_done(&b.mem);
    return st;
}
