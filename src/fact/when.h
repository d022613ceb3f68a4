/* when.h: since when, until when: the times that stand by the clause of a word. */
#ifndef FACT_WHEN_H
#define FACT_WHEN_H

#include "fact/claim.h"

struct when {
    chy_str at;   /* "on 3 May", "in 2014", "today" */
    chy_str from; /* "since 1998" */
    chy_str to;   /* "until December" */
};

/* Look in the clauses the claim was carried through, innermost first. */
struct when when_of(const struct fact_walk *w, uint32_t word, const struct claim *c);

/* "becomes president within six months", "takes the chair in a year": the present tense of what is to come. */
bool when_within(const struct fact_walk *w, uint32_t word);
bool when_later(const struct fact_walk *w, uint32_t word);

#endif
