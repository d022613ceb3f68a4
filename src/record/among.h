/*
 * among.h: which reports of a block can have to do with those that are new.
 *
 *     chy_str list;
 *     chy_status st = among_new(store, block, new_reports, count, &mem, &list, err);   // "[12,17]"; "": all
 *
 * Two reports can be of one event when the days that both name overlap or, where one names none, when they stand in one document or were
 * published about the same time (resolve.c). What is connected through such pairs is told apart by itself: the rest of the block stays as it
 * is, so that a report costs as much as its neighbours, not as a year of its block.
 */
#ifndef RECORD_AMONG_H
#define RECORD_AMONG_H

#include "base/list.h"
#include "store/store.h"

enum { AMONG_NEAR_DAYS = 3 }; /* published so near each other is about the same time */

struct new_report {
    chy_str block;
    int64_t first, last, published; /* days, STORE_NO_DAY */
};
typedef LIST(struct new_report) new_report_list;

/* Their days, of one block. list lives in mem. */
chy_status among_new(struct store *s, chy_str block, const struct new_report *reports, uint32_t count, arena *mem, chy_str *list, chy_err *err);

#endif
