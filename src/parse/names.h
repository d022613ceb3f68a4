/* names.h: names of people, organisations, places ... as BIO labels (enum name_tag), the best sequence of a sentence. */
#ifndef PARSE_NAMES_H
#define PARSE_NAMES_H

#include "parse/word.h"

/* Features of word i that do not ask for the labels before it, and those that do. */
size_t names_features(const struct word *w, uint32_t i, uint64_t *out);
size_t names_history(const struct word *w, uint32_t i, uint8_t before, uint8_t before2, uint64_t *out);

/* Fill label[count]; tags of the words are set. */
void names_run(const struct weights *weights, const struct word *w, uint32_t count, uint8_t *label);

/* May label b follow label a? I-PER only after B-PER or I-PER. */
static inline bool names_follow(int a, int b) { return !b || name_tag_begins(b) || (a && name_tag_kind(a) == name_tag_kind(b)); }

#endif
