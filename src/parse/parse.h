/*
 * parse.h: part of speech, features, lemma, heads and relations, and names.
 *
 * Needs tokens and sentences; fills upos, xpos, feats, lemma, head, rel and name of every token, then links the trees.
 */
#ifndef PARSE_PARSE_H
#define PARSE_PARSE_H

#include "lexicon/lexicon.h"
#include "model/model.h"

struct parse_rules;
struct kernels;

/* Open the network and what goes with it. lex: NULL for no tables of names. Lives in mem; borrows the model. Errors: CHY_EMODEL;
 * CHY_ENOMEM. */
chy_status parse_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct parse_rules **out, chy_err *err);

/* Another kind of machine's kernels, which must be able to run here: for tests. Without it the fastest ones are taken. */
void parse_use_kernels(struct parse_rules *rules, const struct kernels *k);

/* Errors: CHY_ENOMEM. */
chy_status parse_run(const struct parse_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
