/*
 * gazetteer.h: what the tables know of names, as bits for each word: a feature of the network, never an answer.
 *
 *     uint32_t mask[200];
 *     gazetteer_mark(g, doc, doc->sentences.at[i].words, mask);   // "University of Oslo": school begins, goes on, goes on and is a city,
 * too
 *
 * data/names/classes.tsv says which cells of which tables make which bits. Phrases match folded, as everywhere; those that begin with a
 * capital want one in the text, else they give the bit of their class for small letters only ("wisconsin").
 */
#ifndef PARSE_GAZETTEER_H
#define PARSE_GAZETTEER_H

#include "lexicon/lexicon.h"

enum { GAZETTEER_BITS = 32 };

struct gazetteer;

/* Lives in mem; keeps nothing of the tables. Errors: CHY_EMODEL, with file:line, when a class is not as it should be; CHY_ENOMEM. */
chy_status gazetteer_create(const struct lexicon *lex, arena *mem, struct gazetteer **out, chy_err *err);

/* Fill mask (words.last - words.first); the run is one sentence or part of one. */
void gazetteer_mark(const struct gazetteer *g, const chy_doc *d, run words, uint32_t *mask);

#endif
