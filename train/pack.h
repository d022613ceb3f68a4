/* pack.h: linear weights, pruned and quantised into the sections PART.sparse and PART.dense (src/model/weights.h). */
#ifndef TRAIN_PACK_H
#define TRAIN_PACK_H

#include "writer.h"

struct weighed {
    uint64_t key;
    const double *weight; /* (classes) */
    uint32_t seen;        /* how often the feature was: the rare ones give way first */
};

/* bytes: about what the section may take. */
void pack_weights(const struct weighed *all, size_t count, uint32_t classes, struct writer *w, const char *part, size_t bytes);

#endif
