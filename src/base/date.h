/*
 * date.h: proleptic Gregorian days with parts that may be unknown (zero), written as ISO 8601-2.
 *
 *     struct date d;
 *     if (date_parse(CHY_LIT("XXXX-05-23"), &d)) ...          // year 0, month 5, day 23
 *     date_add_days(&d, -1);
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>

#include "base/str.h"

struct date {
    int year, month, day;
}; /* 0: unknown */

bool date_parse(chy_str text, struct date *out); /* 2014, 2014-09, 2014-09-10, XXXX-05-23, XXXX-XX-23; a time after T is let go */
chy_str date_format(arena *mem, struct date d);  /* as coarse as it is known */
bool date_whole(struct date d);                  /* year, month and day are known */
int date_month_days(int year, int month);        /* year 0: February has 29 */
bool date_valid(struct date d);                  /* the known parts make sense together */
int64_t date_days(struct date d);                /* days since 1970-01-01; needs a whole date */
struct date date_of_days(int64_t days);
void date_add_days(struct date *d, int64_t days); /* needs a whole date */
void date_add_months(struct date *d, int months); /* needs year and month; the day is clipped to the month */
int date_weekday(struct date d);                  /* 1 Monday .. 7 Sunday; needs a whole date */
int date_iso_week(struct date d, int *year);      /* 1 .. 53, and the year it belongs to */

/* First and last day that an ISO 8601-2 value ("2014", "2014-09", "2014-W37", "2014-Q3", "2014-H2", "a/b") can mean; false for
 * an open year or other values. */
bool date_bounds(chy_str value, struct date *first, struct date *last);

#endif
