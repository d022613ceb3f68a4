/*
 * same.h: which entities are one, though they go by several keys.
 *
 *     struct same_work w;
 *     same_begin(&w, store, when, &mem, &blocks, err);
 *     chy_status st = same_add(&w, CHY_LIT("lavrov sergej"));              // a document touched this likeness (key.h)
 *     if (!st) st = same_settle(&w);
 *
 * Entities are looked at side by side when they share a likeness:
 *
 *     lavrov sergej                  spellings of a full name. Served by two states, it is borne by two; without a post it is theirs who
 * alone bear it, or of whom nearly all speak who say whose post they hold. Middle names must agree. lavrov@RUS/foreign minister    the
 * family name, the post and about the year: when just one bearer of a full name held it then short:chs                      an
 * abbreviation: of the only body that a document introduces so
 *
 * Each is a function of what is in the record, however it came in; entities.alike is what comes out. The journal goes over it:
 * entities.same is what a merge or split makes of that. Who is put apart by the journal is joined with nobody here.
 * The blocks whose events must be told apart anew are added to blocks; reports by the largest entity of a likeness are left
 * alone, since where something changes, a smaller one takes part.
 */
#ifndef RECORD_SAME_H
#define RECORD_SAME_H

#include "record/journal.h"

struct same_work {
    struct store *s;
    chy_str when;
    arena *mem;
    block_list *blocks;
    chy_err *err;
    block_list full, others; /* likenesses to look at: full names first, the rest goes by what they are found to be */
    LIST(int64_t) taken;     /* entities that a coding named which is closed */
    LIST(int64_t) moved;     /* entities that are others than when the likenesses were asked ahead */
    bool journal;            /* it speaks of entities */
    bool only_new;           /* documents were added and nothing was taken out: who shares a likeness with nobody is who they were */
};

void same_begin(struct same_work *w, struct store *s, chy_str when, arena *mem, block_list *blocks, chy_err *err);
chy_status same_add(struct same_work *w, chy_str likeness);
chy_status same_settle(struct same_work *w);

/* What the coding in force of a document says is taken out of the counts, before another coding takes its place. */
chy_status same_take_out(struct same_work *w, int64_t document);

/* All are looked at. */
chy_status same_add_all(struct same_work *w);

#endif
