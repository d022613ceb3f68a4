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
 * What a sentence leaves out may stand before it: the sides of the talks of which this is the second round, of whom something is
 * asked, what "did the same" means, where "there" is. Only what an event told a few sentences before leaves in no doubt is taken.
 *
 *     who.c     words to entities        sides.c   who takes part, by the row        carry.c  who takes part, by earlier sentences
 *     status.c  planned, denied ...      when.c    date and place in the sentence    scene.c  date and place by earlier sentences
 *     outlook.c what has not happened    diary.c   whose list it is        event.c   the rest
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
