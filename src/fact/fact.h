/* fact.h: see the head of fact.c's folder in docs; filled in by its owner. */
#ifndef FACT_FACT_H
#define FACT_FACT_H

#include "lexicon/lexicon.h"

struct fact_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status fact_rules_create(const struct lexicon *lex, arena *mem, struct fact_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status fact_run(const struct fact_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
