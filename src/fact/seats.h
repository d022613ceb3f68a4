/*
 * seats.h: who sits at an organisation's own table, where the text tells those who only watch from them.
 *
 *     "The SADC summit will be attended by the leaders of Angola, Malawi and Zambia, as well as by observers"
 *         ->  Angola, Malawi and Zambia are members of SADC, inferred from the list
 *
 * Not without that contrast, not for who is invited or named among the guests, not for a meeting of two sides.
 */
#ifndef FACT_SEATS_H
#define FACT_SEATS_H

#include "fact/claim.h"

/* A match of a row whose subject is "seated": slot A is who leads the list, slot B the meeting. */
void seats_match(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c);

#endif
