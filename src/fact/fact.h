/*
 * fact.h: what is, was, is wanted, supported, planned or denied to be so: doc->facts.
 *
 * Posts come from titles, appositions and the rows of data/lexicon/en/standing.tsv; memberships, chairs, treaties and the
 * rest from those rows. What is wanted, planned, supported or denied is never put down as being so, and what a
 * condition or a question leaves open is not put down at all.
 */
#ifndef FACT_FACT_H
#define FACT_FACT_H

#include "lexicon/lexicon.h"

struct fact_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status fact_rules_create(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status fact_run(const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
