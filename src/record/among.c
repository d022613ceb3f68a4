#include "record/among.h"

#include <stdlib.h>

#include "base/buf.h"

struct row {
    int64_t report, coding, first, last, published;
    uint32_t group; /* another row of its group, itself at the top */
};

struct rows {
    LIST(struct row) list;
    bool tied;
};

static chy_status load(struct store *s, chy_str block, arena *mem, struct rows *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_block_days(s, block, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct row *r = LIST_PUSH(mem, &out->list);
        if (r)
            *r = (struct row){ store_number(rows, DAYS_REPORT), store_number(rows, DAYS_CODING), store_day(rows, DAYS_FIRST),
                               store_day(rows, DAYS_LAST),      store_day(rows, DAYS_PUBLISHED), out->list.count - 1 };
        out->tied |= store_number(rows, DAYS_TIED) == 1;
        st = r ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ groups */

static uint32_t top_of(struct row *at, uint32_t i)
{
    while (at[i].group != i) i = at[i].group = at[at[i].group].group;
    return i;
}

static void connect(struct row *at, uint32_t a, uint32_t b)
{
    a = top_of(at, a);
    b = top_of(at, b);
    if (a < b) at[b].group = a;
    if (b < a) at[a].group = b;
}

static int compare(int64_t a, int64_t b) { return (a > b) - (a < b); }

/* A row by one of its days. */
struct place {
    int64_t day;
    uint32_t row;
};

static int by_day(const void *a, const void *b)
{
    const struct place *m = a, *n = b;
    int order = compare(m->day, n->day);
    return order ? order : (m->row > n->row) - (m->row < n->row);
}

static void connect_overlapping(struct row *at, struct place *place, uint32_t count)
{
    uint32_t n = 0, furthest = 0; /* the row that reaches furthest of those before */
    for (uint32_t i = 0; i < count; i++)
        if (at[i].first != STORE_NO_DAY) place[n++] = (struct place){ at[i].first, i };
    if (n) qsort(place, n, sizeof *place, by_day);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = place[i].row;
        if (i && at[r].first <= at[furthest].last) connect(at, r, furthest);
        if (!i || at[r].last > at[furthest].last) furthest = r;
    }
}

/* One that names no day, with all that were published near it. */
static void connect_published(struct row *at, struct place *place, uint32_t count)
{
    uint32_t n = 0, from = 0, done = 0; /* rows of place: the first that is near; those before `done` are connected from `from` on */
    for (uint32_t i = 0; i < count; i++)
        if (at[i].published != STORE_NO_DAY) place[n++] = (struct place){ at[i].published, i };
    if (n) qsort(place, n, sizeof *place, by_day);
    for (uint32_t i = 0; i < n; i++) {
        if (at[place[i].row].first != STORE_NO_DAY) continue;
        while (place[i].day - place[from].day > AMONG_NEAR_DAYS) from++;
        connect(at, place[i].row, place[from].row);
        for (done = done > from ? done : from; done < n && place[done].day - place[i].day <= AMONG_NEAR_DAYS; done++)
            connect(at, place[i].row, place[done].row);
    }
}

/* One that names no day, with all of its coding. */
static void connect_coded(struct row *at, struct place *place, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) place[i] = (struct place){ at[i].coding, i };
    if (count) qsort(place, count, sizeof *place, by_day);
    for (uint32_t from = 0, to; from < count; from = to) {
        bool open = false;
        for (to = from; to < count && place[to].day == place[from].day; to++) open |= at[place[to].row].first == STORE_NO_DAY;
        for (uint32_t i = from + 1; open && i < to; i++) connect(at, place[from].row, place[i].row);
    }
}

/* ------------------------------------------------------------------ those that are asked for */

static int by_days(const void *a, const void *b)
{
    const struct new_report *m = a, *n = b;
    int order = compare(m->first, n->first);
    if (!order) order = compare(m->last, n->last);
    return order ? order : compare(m->published, n->published);
}

static bool is_new(const struct new_report *sorted, uint32_t count, const struct row *r)
{
    struct new_report key = { .first = r->first, .last = r->last, .published = r->published };
    return bsearch(&key, sorted, count, sizeof *sorted, by_days);
}

static chy_status write_list(struct row *at, uint32_t n, const struct new_report *sorted, uint32_t count, arena *mem, chy_str *list, chy_err *err)
{
    bool *wanted = ARENA_ARRAY(mem, bool, n + 1);
    buf out;
    buf_init(&out, NULL, NULL);
    if (!wanted) return err_memory(err, "telling events apart");
    for (uint32_t i = 0; i < n; i++) wanted[i] = false;
    for (uint32_t i = 0; i < n; i++)
        if (is_new(sorted, count, &at[i])) wanted[top_of(at, i)] = true;
    for (uint32_t i = 0; i < n; i++)
        if (wanted[top_of(at, i)]) buf_format(&out, "%c%lld", out.len ? ',' : '[', (long long)at[i].report);
    buf_str(&out, out.len ? CHY_LIT("]") : CHY_LIT("[]"));
    *list = out.failed ? (chy_str){ 0 } : str_keep(mem, (chy_str){ out.ptr, out.len });
    free(out.ptr);
    return list->ptr ? CHY_OK : err_memory(err, "telling events apart");
}

chy_status among_new(struct store *s, chy_str block, const struct new_report *reports, uint32_t count, arena *mem, chy_str *list, chy_err *err)
{
    struct rows rows = { 0 };
    *list = CHY_LIT("");
    chy_status st = load(s, block, mem, &rows, err);
    if (st || rows.tied) return st;
    uint32_t n = rows.list.count;
    struct place *place = ARENA_ARRAY(mem, struct place, n + 1);
    struct new_report *sorted = ARENA_ARRAY(mem, struct new_report, count + 1);
    if (!place || !sorted) return err_memory(err, "telling events apart");
    if (count) memcpy(sorted, reports, count * sizeof *sorted);
    if (count) qsort(sorted, count, sizeof *sorted, by_days);
    connect_overlapping(rows.list.at, place, n);
    connect_published(rows.list.at, place, n);
    connect_coded(rows.list.at, place, n);
    return write_list(rows.list.at, n, sorted, count, mem, list, err);
}
