/* statement.h: see the head of statement.c's folder in docs; filled in by its owner. */
#ifndef STATEMENT_STATEMENT_H
#define STATEMENT_STATEMENT_H

#include "lexicon/lexicon.h"

struct statement_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status statement_rules_create(const struct lexicon *lex, arena *mem, struct statement_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status statement_run(const struct statement_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
