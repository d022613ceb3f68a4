/*
 * implied.h: dates that a text gives only by an anniversary or a count.
 *
 * "This year marks the 20th anniversary of the signing of the Charter" in 2022: the signing was in 2002, a year and no finer.
 * "815 days have passed since the incident": the day, when the day of publication is known.
 */
#ifndef TIME_IMPLIED_H
#define TIME_IMPLIED_H

#include "time/resolve.h"

/* A time of the sentence at hand: its items, and its number in doc->times (NONE: it only implies one). */
struct found {
    uint32_t first, last, time, kind;
    struct date begin, date;
    int64_t count;
    int unit, order;
    bool today;
};
struct found_list {
    struct found *at;
    uint32_t count, room;
};

chy_status implied_run(const struct time_words *words, const struct time_context *c, chy_doc *d, const struct item_list *items,
                       const struct found_list *found, chy_err *err);

#endif
