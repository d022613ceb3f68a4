/* mention.h: see the head of mention.c's folder in docs; filled in by its owner. */
#ifndef MENTION_MENTION_H
#define MENTION_MENTION_H

#include "lexicon/lexicon.h"

struct mention_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status mention_rules_create(const struct lexicon *lex, arena *mem, struct mention_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status mention_run(const struct mention_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
