/* clause.h: stretches of words: where a clause begins and ends, and what stands in it. */
#ifndef STATEMENT_CLAUSE_H
#define STATEMENT_CLAUSE_H

#include "statement/reader.h"

bool clause_word_in(const struct reader *r, uint32_t t, const char *const *words);
bool clause_lemma_is(const struct reader *r, uint32_t t, const char *lemma);
uint32_t clause_start(const struct reader *r, uint32_t t);
uint32_t clause_end(const struct reader *r, uint32_t within, uint32_t t); /* of the clause at t, in the sentence of `within` */
bool clause_nominal(const struct reader *r, uint32_t t);
bool clause_has_words(const struct reader *r, run w, uint32_t least);
bool clause_has_verb(const struct reader *r, run w);
bool clause_has_finite(const struct reader *r, run w);
bool clause_hyphen(const struct reader *r, uint32_t t);
bool clause_comma(const struct reader *r, uint32_t t);
uint32_t clause_outermost(const struct reader *r, run w);
bool clause_time(const struct reader *r, uint32_t t);
bool clause_may_speak(const struct reader *r, uint32_t t);   /* a nominal that is no time */
uint32_t clause_nominal_head(const struct reader *r, run w); /* by the order of words; NONE */
uint32_t clause_aside(const struct reader *r, run w);

#endif
