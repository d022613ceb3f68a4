/* feats.h: the morphological features of a word, chosen by a linear model once tags and tree are known. */
#ifndef PARSE_FEATS_H
#define PARSE_FEATS_H

#include "parse/word.h"

/* Features of token t (word w of the sentence r). */
size_t feats_features(const chy_doc *d, run r, const struct word *w, uint32_t t, uint64_t *out);

struct feats_rules {
    struct weights weights;
    chy_str *texts;      /* class -> "Number=Sing|..." */
    const uint8_t *sure; /* (256) for each tag: 1 + the class it always has; 0: ask the weights */
    uint32_t count;
};

chy_status feats_open(const struct model *m, arena *mem, struct feats_rules *out, chy_err *err);
void feats_run(const struct feats_rules *rules, chy_doc *d, run r, const struct word *w);

#endif
