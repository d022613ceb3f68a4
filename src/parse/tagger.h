/* tagger.h: one tag (UPOS and Penn tag together) for each word, from left to right. */
#ifndef PARSE_TAGGER_H
#define PARSE_TAGGER_H

#include "parse/word.h"

/* Features of word i; the tags of the words before it are set. At most WEIGHTS_FEATURES_MAX. */
size_t tagger_features(const struct word *w, uint32_t i, uint64_t *out);

void tagger_run(const struct weights *weights, struct word *w, uint32_t count);

#endif
