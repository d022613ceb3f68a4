/* stages.h: the parts of the model, each trained by one function, in this order. */
#ifndef TRAIN_STAGES_H
#define TRAIN_STAGES_H

#include "corpus.h"

int wish(const char *name, int usual); /* usual, or what the environment says: for experiments */

struct training {
    arena *mem;
    chy_doc *docs[2]; /* EWT train, GUM train (free) */
    uint32_t doc_count;
    const char *data, *work; /* folders: of the data; of what is kept between calls */
    uint64_t seed;
};

void train_clusters(const char *vectors, struct writer *w);
void train_split(struct training *t, struct writer *w, int epochs);
void train_break(struct training *t, struct writer *w, int epochs);

#endif
