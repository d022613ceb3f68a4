/* time.h: see the head of time.c's folder in docs; filled in by its owner. */
#ifndef TIME_TIME_H
#define TIME_TIME_H

#include "lexicon/lexicon.h"

struct time_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status time_rules_create(const struct lexicon *lex, arena *mem, struct time_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status time_run(const struct time_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
