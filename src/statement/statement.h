/*
 * statement.h: who said what, introduced by which words, and through whom we know it.
 *
 *     statement_rules_create(lex, &engine_mem, &rules, err);      // once: cues, carriers, turns, speakers, occasions
 *     statement_run(rules, d, scratch, err);                      // d has mentions and times: d->statements
 *
 * quote.h pairs quotation marks; cue.h holds the tables; speech.c reads verbs, nouns and phrases of saying; nearby.c quotations beside
 * other verbs; turn.c reads questions and answers; chain.c settles who carried what; follow.c adds speech that goes on without a cue;
 * attitude.c what is thought, wished or supported rather than said; extent.c settles how far source, cue and content reach; speaker.c says
 * who stands where. A statement without a known speaker has none; an unnamed speaker becomes an entity of its own, marked so.
 */
#ifndef STATEMENT_STATEMENT_H
#define STATEMENT_STATEMENT_H

#include "lexicon/lexicon.h"

struct statement_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status statement_rules_create(const struct lexicon *lex, arena *mem, struct statement_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status statement_run(const struct statement_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
