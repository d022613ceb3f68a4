#include "record/meeting.h"

#include "record/code.h"

struct told {
    int64_t report, place, place_state;
    chy_str block, status;
    bool of_states;
};
typedef LIST(struct told) told_list;

static chy_status load(struct store *s, chy_str states, arena *mem, told_list *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_meetings(s, states, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        struct told *t = LIST_PUSH(mem, out);
        if (t)
            *t = (struct told){ store_number(rows, MEETING_REPORT),
                                store_number(rows, MEETING_PLACE),
                                store_number(rows, MEETING_PLACE_STATE),
                                str_keep(mem, store_text(rows, MEETING_BLOCK)),
                                str_keep(mem, store_text(rows, MEETING_STATUS)),
                                store_number(rows, MEETING_OF_STATES) == 1 };
        st = t && t->block.ptr && t->status.ptr ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static bool agree(const struct told *a, const struct told *b)
{
    bool place = !a->place || !b->place || a->place == b->place || a->place_state == b->place || a->place == b->place_state;
    return place && str_eq(a->status, b->status);
}

/* The block of all who name persons and agree with the report; home when there is none, or more than one. */
static chy_str block_for(const told_list *all, const struct told *report, chy_str home)
{
    chy_str found = CHY_LIT("");
    for (uint32_t i = 0; i < all->count; i++) {
        const struct told *t = &all->at[i];
        if (t->of_states || !agree(t, report)) continue;
        if (found.len && !str_eq(found, t->block)) return home;
        found = t->block;
    }
    return found.len ? found : home;
}

static chy_status add(arena *mem, block_list *blocks, chy_str block, chy_err *err)
{
    chy_str *slot = LIST_PUSH(mem, blocks);
    if (slot) *slot = block;
    return slot ? CHY_OK : err_memory(err, "telling events apart");
}

chy_status meeting_settle(struct store *s, chy_str states, arena *mem, block_list *blocks, chy_err *err)
{
    told_list all = { 0 };
    chy_str home = code_block_of_states(states, mem);
    chy_status st = home.ptr ? load(s, states, mem, &all, err) : err_memory(err, "telling events apart");
    for (uint32_t i = 0; !st && i < all.count; i++) {
        const struct told *t = &all.at[i];
        chy_str block = t->of_states ? block_for(&all, t, home) : t->block;
        if (str_eq(block, t->block)) continue;
        st = store_set_block(s, t->report, block, err);
        if (!st) st = add(mem, blocks, t->block, err);
        if (!st) st = add(mem, blocks, block, err);
    }
    return st;
}

chy_status meeting_settle_all(struct store *s, int64_t document, arena *mem, block_list *blocks, chy_err *err)
{
    struct store_rows *rows = NULL;
    block_list days = { 0 };
    chy_status st = store_meeting_days(s, document, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str day = str_keep(mem, store_text(rows, 0));
        st = day.ptr ? add(mem, &days, day, err) : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = CHY_OK;
    for (uint32_t i = 0; !st && i < days.count; i++) st = meeting_settle(s, days.at[i], mem, blocks, err);
    return st;
}
