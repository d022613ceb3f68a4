/* stages.h: the parts of the model, each trained by one function, in this order. */
#ifndef TRAIN_STAGES_H
#define TRAIN_STAGES_H

#include "corpus.h"
#include "model/weights.h"

struct training {
    arena *mem;
    chy_doc *docs[2]; /* EWT train, GUM train (free) */
    uint32_t doc_count;
    const char *data, *work; /* folders: of the data; of what is kept between calls */
    uint64_t seed;
};

void train_classes(struct training *t, const char *vectors, struct writer *w);                  /* split.words */
void train_split(struct training *t, struct writer *w, const struct values *words, int epochs); /* words: the table split.words */
void train_break(struct training *t, struct writer *w, const struct values *words, int epochs);

#endif
