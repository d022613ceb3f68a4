/*
 * claim.h: how much a clause claims of what its word says: that it is, is wanted, supported, planned, denied, or left open.
 *
 *     struct claim c = claim_of(w, joined, YIELD_IS);     // "Croatia hopes that it will have joined by July"
 *     if (c.yield == YIELD_WANTS) ...
 *
 * From the word upwards: helping verbs, adverbs, "if" and "once", and every verb or noun that governs it, each as
 * data/lexicon/en/modality.tsv has it. What no row knows leaves the thing open, and what is open is not recorded.
 */
#ifndef FACT_CLAIM_H
#define FACT_CLAIM_H

#include "fact/note.h"

enum { CLAIM_LEVELS = 8 };

struct claim {
    enum yield yield; /* YIELD_IS .. YIELD_PERHAPS when done */
    bool ended;       /* "former", "no longer" */
    bool past, perfect, pluperfect, progressive;
    bool said; /* it is somebody's word */
    bool open; /* it may be */
    bool would, infinitive;
    bool taken;                    /* a noun that takes for granted what it says: "the Finnish chairmanship" */
    uint32_t holder;               /* token that governs: who wants, supports ...; NONE */
    uint32_t levels[CLAIM_LEVELS]; /* the word and the clauses it was carried through, innermost first */
    uint32_t level_count;
};

struct claim claim_of(const struct fact_walk *w, uint32_t word, enum yield start);

/* Of a gerund: whether anything stands before it as mark or preposition, and what that makes of it (enum yield, -1). */
bool claim_marked(const chy_doc *d, uint32_t gerund);
int claim_gerund(const struct fact_walk *w, uint32_t gerund);

/* The verb or predicate of the clause a token stands in; the token itself when it is one; the top when there is none. */
uint32_t claim_clause(const chy_doc *d, uint32_t token);

#endif
