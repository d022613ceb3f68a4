/* event.h: see the head of event.c's folder in docs; filled in by its owner. */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "lexicon/lexicon.h"

struct event_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status event_rules_create(const struct lexicon *lex, arena *mem, struct event_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status event_run(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
