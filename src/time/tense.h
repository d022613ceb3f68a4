/*
 * tense.h: which way a time looks that names no year, month or week: from the verb that stands by it, and its preposition.
 *
 *     int tense = time_direction(words, d, &items, first, last);     // items of one sentence, those of the time
 *
 * Read along the line of words rather than down the tree: the verb group nearest to the time inside its clause. What is told looks
 * back, what is to come ahead; a noun alone ("a June agreement", "Monday's ruling") tells nothing.
 */
#ifndef TIME_TENSE_H
#define TIME_TENSE_H

#include "time/words.h"

/* PERHAPS: told, but by a verb that stands far off. PLANNED: the plain present, a programme ("flies on Friday"). LASTING: ahead of a point
 * that is past ("was to be held on", "closed until"): a date is the nearest one, a weekday the next. */
enum time_tense { TENSE_PAST = -2, TENSE_PERHAPS, TENSE_OPEN, TENSE_COMING, TENSE_LASTING, TENSE_PLANNED };

/* What the verb nearest to the tokens of a time says. */
int time_tense(const struct time_words *words, const chy_doc *d, run time);

/* The same, where the preposition has a say: "until May" looks ahead even of what is told, "since May" back. */
int time_direction(const struct time_words *words, const chy_doc *d, const struct item_list *items, uint32_t first, uint32_t last);

#endif
