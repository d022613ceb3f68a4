/*
 * sru.h: a bidirectional layer of simple recurrent units (Lei, Zhang, Wang, Dai and Artzi, EMNLP 2018).
 *
 * Nearly all of its work is one product of matrices over all words at once; what runs along the sentence is a few operations
 * on vectors. Each half of the output reads the sentence in one direction.
 */
#ifndef NET_SRU_H
#define NET_SRU_H

#include "net/layer.h"

/* Words of several sentences, one after the other: sentence i is words [start[i], start[i + 1]). */
struct batch {
    const uint32_t *start; /* (sentences + 1) */
    uint32_t sentences;
};
static inline uint32_t batch_words(const struct batch *b) { return b->start[b->sentences]; }

struct sru {
    struct dense gates; /* (6*half): forward z, f, r, backward z, f, r */
    const float *state; /* (4, half): weights of the state in f and r forward, f and r backward */
    uint32_t half;
};

/* PART.w, .s, .b and .v; width is that of input and output, a multiple of 128. Errors: CHY_EMODEL; CHY_ENOMEM. */
chy_status sru_open(const struct model *m, const char *part, uint32_t width, arena *mem, struct sru *out, chy_err *err);

size_t sru_scratch(uint32_t width); /* floats that sru_run needs to work */

/* x, y: (words, 2*half), not the same. scratch: sru_scratch floats. */
void sru_run(const struct kernels *k, const struct sru *s, const struct batch *b, const int8_t *x, int8_t *y, float *scratch);

#endif
