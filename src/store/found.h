/*
 * found.h: keeping the tables that tell where to look (found, held) in step with the rows in force.
 *
 * A coding that is put brings its own lines along (put.c), as they follow from its rows. Where rows change afterwards, by a correction or
 * by another coding, the lines of what is touched are taken away and made anew from the views. store_verify compares the whole with the
 * views.
 */
#ifndef STORE_FOUND_H
#define STORE_FOUND_H

#include "store/db.h"

#define FOUND_UNDATED 9999999999 /* of found.day */
#define HELD_UNDATED 9999999     /* of held.day */

/* found.day of the days that a date can mean: in their order, and the narrower first. */
static inline int64_t found_day(int64_t first, int64_t last)
{
    if (first == STORE_NO_DAY) return FOUND_UNDATED;
    int64_t more = last - first;
    return first * 1000 + (more < 0 ? 0 : more > 999 ? 999 : more);
}

/* clang-format off */
#define FOUND_TEXT(x) #x
#define FOUND_NUMBER(x) FOUND_TEXT(x)
#define FOUND_DAY_OF(first, last) "CASE WHEN " first " IS NULL THEN " FOUND_NUMBER(FOUND_UNDATED) " WHEN " last " - " first " > 999 THEN " first " * 1000 + 999 ELSE " first " * 1000 + (" last " - " first ") END"
/* Who took part in events, and whose posts they hold; a condition follows. */
#define FOUND_PARTIES "SELECT DISTINCT r.entity AS entity, 'E' AS kind, " FOUND_DAY_OF("e.first_day", "e.last_day") " AS day, e.id AS item FROM events e JOIN told t ON t.event = e.id " \
    "JOIN participants p ON p.report = t.report JOIN referents r ON r.id = p.referent WHERE true"
#define FOUND_OWNERS "SELECT DISTINCT o.entity, 'E', " FOUND_DAY_OF("e.first_day", "e.last_day") ", e.id FROM events e JOIN told t ON t.event = e.id " \
    "JOIN participants p ON p.report = t.report JOIN referents r ON r.id = p.referent JOIN referents o ON o.id = r.\"of\" WHERE true"
/* clang-format on */

/* Everything, from the views: after a record was brought forward. */
chy_status found_fill(struct db *db, chy_err *err);

/* A coding is about to be closed: its statements and facts are not looked for any more, its reports take no part in events. */
chy_status found_close_coding(struct store *s, int64_t coding, chy_err *err);
/* Events that are not what they were, by their numbers, a list in JSON. */
chy_status found_events(struct store *s, chy_str list, chy_err *err);
/* A report is about to be no longer one. */
chy_status found_close_report(struct store *s, int64_t report, chy_err *err);
/* Each line that should be there and is not, or the other way round. */
chy_status found_verify(struct store *s, store_fault tell, void *user, chy_err *err);

#endif
