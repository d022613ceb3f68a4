/*
 * time.h: dates, clock times, durations and sets, and dates that are only implied.
 *
 *     if (time_run(rules, d, scratch, err) == CHY_OK) ... d->times, d->implied
 *
 * words.h cuts a sentence into items and says what each can mean; grammar.h finds patterns of them; resolve.h counts the value from
 * the day of publication or the day last spoken of; implied.h reads anniversaries and counts. What the text does not give stays open.
 */
#ifndef TIME_TIME_H
#define TIME_TIME_H

#include "lexicon/lexicon.h"

struct time_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status time_rules_create(const struct lexicon *lex, arena *mem, struct time_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status time_run(const struct time_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
