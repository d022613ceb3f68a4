/*
 * segment.h: sentences and words, to the conventions of Universal Dependencies for English.
 *
 * Works on the segments that are not furniture; a paragraph end is a sentence end.
 */
#ifndef SEGMENT_SEGMENT_H
#define SEGMENT_SEGMENT_H

#include "lexicon/lexicon.h"
#include "model/model.h"

struct segment_rules;

/* Open what the splitter needs of weights and tables. Lives in mem. Errors: CHY_EMODEL; CHY_ENOMEM. */
chy_status segment_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct segment_rules **out, chy_err *err);

/* Fill d->tokens (span, form, lower, sentence, multi, space_after) and d->sentences. Errors: CHY_ENOMEM. */
chy_status segment_run(const struct segment_rules *rules, chy_doc *d, arena *scratch, chy_err *err);

/* How much of the front of a text can be cut off and run by itself with the same result, whatever comes after the text; 0: not known
 * yet. Never 0 for a text of more than SEGMENT_WHOLE_MAX bytes. */
enum { SEGMENT_WHOLE_MAX = 256 << 10 };
size_t segment_whole(chy_str text);

#endif
