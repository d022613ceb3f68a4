/*
 * stretch.h: times as stretches of the calendar, for a text that is a request made at a known moment.
 *
 *     if (stretch_counted(&s, side, value, sizeof value, &type)) ...      // "the last 3 months" -> 2016-08-07/2016-11-06
 *
 * News is annotated as TimeML has it: "the last three months" is a duration, P3M. Who asks for the last three months means the
 * days from one date to another. Where a text is given with the moment of its writing (chy_input.reference_time), counts that
 * hang on that moment are ranges, both ends included; weeks are ranges too; a clock time says no more than was said ("T18").
 */
#ifndef TIME_STRETCH_H
#define TIME_STRETCH_H

#include "time/resolve.h"

/* Which way a count lies from now: "the last two weeks", "the next two weeks", "within two weeks". */
enum { STRETCH_PAST = -1, STRETCH_NEXT = 1, STRETCH_WITHIN = 2 };

/* A count of units from the moment of asking, as "start/end". False when the moment is not known as finely, or there is no count. */
bool stretch_counted(const struct time_context *c, const struct side *s, char *out, size_t room, enum time_type *type);

/* Days of a count that begins at a date: "the first two weeks of 2021", "3 days from Monday". last: it ends there. */
bool stretch_from(struct date from, const struct side *s, bool last, char *out, size_t room);

/* When a count of hours, minutes or seconds ends that begins at minutes of a day. */
bool stretch_end(struct date day, int minutes, const struct side *s, char *out, size_t room);

/* A count with hours or minutes in it, from now: "1 day and 2 hours ago". */
bool stretch_moment(const struct time_context *c, const struct side *s, int sign, char *out, size_t room);

/* What is left of a day, week, month or year whose value is there: from today to its end. */
bool stretch_rest(const struct time_context *c, char *value, size_t room, enum time_type *type);

/* The value of a week, or of a range whose ends differ in grain, as whole days; others are left as they are. */
void stretch_days(char *value, size_t room);

#endif
