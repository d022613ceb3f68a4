/*
 * dictionary.h: events coded with the dictionaries of the earlier programs, read as they are.
 *
 *     dictionary_create("phoenix/", lex, &mem, warn, user, &dict, &err);   // .actors .agents .verbs .discards .options
 *     dictionary_run(dict, doc, &scratch, &err);                          // in place of the event stage's own patterns
 *
 * Formats: TABARI 0.8 and PETRARCH 1 (actors, agents, verbs with patterns over word sequences), the patterns of PETRARCH 2
 * (CAMEO.2.0), as their authors document them (P. Schrodt, "TABARI ... User's Manual", 2012; C. Norris, P. Schrodt, J. Beieler,
 * "PETRARCH2", JOSS 2017). docs/dictionaries.md says which file is taken for what and what becomes of it.
 *
 * The words of a pattern are looked for beside the verb, as those programs do; who acts and who is acted on, where the pattern
 * does not say, is read off the tree.
 *
 *     files.c  bytes to lines      phrases.c  actors, agents, discards      verbs.c  verbs, synonym sets, patterns
 *     sides.c  words to codes      code.c     one document
 */
#ifndef DICTIONARY_DICTIONARY_H
#define DICTIONARY_DICTIONARY_H

#include "lexicon/lexicon.h"

struct dictionary;

/* Told each fault of a file that was passed over: "PSU.agents:41: ..." */
typedef void dictionary_warn(void *user, const char *sentence);

/*
 * Read all dictionaries in a folder, in order of their names. Lives in mem.
 *
 * warn    NULL: faults are passed over in silence
 * Errors  CHY_EMODEL no such folder, or none of its files is a dictionary of verbs; CHY_EIO; CHY_ENOMEM
 */
chy_status dictionary_create(const char *dir, const struct lexicon *lex, arena *mem, dictionary_warn *warn, void *user,
                             struct dictionary **out, chy_err *err);

uint64_t dictionary_hash(const struct dictionary *dict); /* of all bytes read: what a coding is stamped with */

/* Add the events that the dictionaries see. scratch is handed back as it was. Errors: CHY_ENOMEM. */
chy_status dictionary_run(const struct dictionary *dict, chy_doc *d, arena *scratch, chy_err *err);

#endif
