/*
 * mention.h: the entities of a document and every place where it means one of them.
 *
 *     names       phrases of the tables (states, organisations, places, media ...) and runs of the name tagger
 *     posts       beside a name they give a person title, state and code; alone they mean whoever holds them in this text
 *     the rest    capitals for governments, descriptions ("the bloc", "the two sides"), treaties and people without a name, pronouns
 *
 * What it leaves is read through doc/find.h: from a word of the tree to the entities it stands for. An adjective or demonym of a
 * state is no mention; adjective_at of the document holds its state. Whose post it is may be guessed from the text or its publisher
 * (entity.of); mention.title_of holds only what the text states. Every search looks back over a bounded number of words.
 */
#ifndef MENTION_MENTION_H
#define MENTION_MENTION_H

#include "lexicon/lexicon.h"

struct mention_rules;

/* Compile the tables of this stage. Lives in mem. Errors: CHY_EMODEL naming file and line; CHY_ENOMEM. */
chy_status mention_rules_create(const struct lexicon *lex, arena *mem, struct mention_rules **out, chy_err *err);

/* Add what this stage finds to the document. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status mention_run(const struct mention_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

#endif
