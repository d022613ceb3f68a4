/*
 * answer.h: asking the record from the command line, and printing what it answers.
 *
 *     static const struct option options[] = { { "about", 'a', "X", "only what is about X" }, ANSWER_OPTIONS, { 0 } };
 *     static int run(const struct call *call)
 *     {
 *         return answer_named(call, &(chy_query){ CHY_ASK_SAID, .about = answer_value(call, "about") });
 *     }
 *
 * A table for people; with --json one object a row a line, with --csv a header and a line a row. "Not stated" is an answer.
 */
#ifndef CLI_ANSWER_H
#define CLI_ANSWER_H

#include "cli.h"

#define RECORD_OPTION                                                                                                                      \
    {                                                                                                                                      \
        "record", 'r', "FILE", "the record (default: $CHANCERY_RECORD, else chancery.db here)"                                             \
    }
#define ANSWER_OPTIONS                                                                                                                     \
    RECORD_OPTION, { "known-by", 0, "WHEN", "as the record stood at the end of that day, or at that moment" },                             \
        { "json", 'J', NULL, "print one JSON object a row" }, { "csv", 'C', NULL, "print comma-separated values" },                        \
        { "exit-status", 'e', NULL, "leave with status 1 when nothing is stated" },                                                        \
    {                                                                                                                                      \
        "limit", 'n', "N", "at most N rows"                                                                                                \
    }
#define PERIOD_OPTIONS                                                                                                                     \
    { "on", 0, "DATE", "on that day, or in that month or year" }, { "from", 0, "DATE", "not before" }, { "to", 0, "DATE", "not after" }

/* The record that --record or the environment names. */
const char *answer_record(const struct call *call);

chy_str answer_operand(const struct call *call, int i);            /* empty when there is none */
chy_str answer_value(const struct call *call, const char *option); /* empty when it was not given */

/* Ask, print, and answer the exit status. query->limit is filled in here. */
int answer_print(const struct call *call, const chy_query *query);

/* The same, with all operands as query->name: "Shanghai Cooperation Organization" needs no quotation marks. */
int answer_named(const struct call *call, const chy_query *query);

/* Print rows that are no answer of the record, in the same three ways. */
int answer_rows(const struct call *call, const chy_column *columns, size_t count, const chy_str **rows, size_t row_count, chy_str note);

#endif
