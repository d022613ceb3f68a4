/* day.h: a whole date that stands in a header, a date line or a byline. */
#ifndef READ_DAY_H
#define READ_DAY_H

#include "base/date.h"
#include "base/map.h"
#include "lexicon/lexicon.h"

struct day_names {
    struct map month;
}; /* lower case -> 1..12 */

chy_status day_names_create(const struct lexicon *lex, arena *mem, struct day_names *out, chy_err *err);

/*
 * The first whole date in s: 2022-07-31, 2022/07/31, 20220731, 10.09.2014, 10.09.14, 10/09/2014 (day first unless it cannot be), 10
 * September 2014, Sept. 10th, 2014, 10. September 2014, 2014年9月10日. False when there is none that makes sense. *at: its bytes in s.
 */
bool day_find(const struct day_names *names, chy_str s, struct date *out, chy_span *at, arena *scratch);

/* "Jane Doe, 8.5.12": a day at the end of a byline, whose year has two digits; elsewhere that could be anything. */
bool day_ends(chy_str s, struct date *out);

#endif
