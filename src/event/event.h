/*
 * event.h: who did what to whom, read off the dependency tree through data/lexicon/en/verbs.tsv.
 *
 *     event_rules_create(lex, &mem, &rules, &err);
 *     event_run(rules, doc, &scratch, &err);          // after mentions, times and statements
 *
 * A row of the table is a pattern (lexicon/pattern.h) with the PLOVER type, mode and CAMEO code that it yields. Its slots:
 * A source, B target, C third party, H host, P place. What stands over the trigger (tense, modals, "plan", "cancel", "deny" ...:
 * event_status.tsv) decides whether it occurred. Dates and places are those of the trigger's own clause; what the passage
 * does not say stays open.
 *
 *     who.c     words to entities        status.c  planned, denied ...        when.c  date and place        event.c  the rest
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "lexicon/lexicon.h"

struct event_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status event_rules_create(const struct lexicon *lex, arena *mem, struct event_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status event_run(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

/*
 * Fill in what a coding by other means leaves open: whether each event occurred, its date, its place. Called in place of event_run, on
 * events that have a trigger and participants. Errors: CHY_ENOMEM.
 */
chy_status event_complete(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
