/*
 * weights.h: what a linear model has learned: for each feature, the few classes it speaks for or against.
 *
 *     uint64_t f[80];
 *     size_t n = ... feature(template, a, b, c) ...
 *     int32_t score[WEIGHTS_CLASSES];
 *     weights_sum(w, f, n, score);                     // integers: the same on every machine
 *
 * A feature is a 64-bit hash. Its upper half picks a bucket of one cache line, its lowest 16 bits are looked for there.
 * Bucket: 32 lanes of 16 bits. Lanes 0 and 1 are a bit map of the lanes where an entry begins; an entry is the 16 bits of
 * the feature, then one lane a class: class in the upper, weight in the lower byte. Class 255 says that the next lane is
 * the number of a dense row (16 bits for each class) instead: for features with many classes or large weights.
 */
#ifndef MODEL_WEIGHTS_H
#define MODEL_WEIGHTS_H

#include "model/model.h"

enum { WEIGHTS_CLASSES = 256, WEIGHTS_DENSE = 255, WEIGHTS_LANES = 32, WEIGHTS_FEATURES_MAX = 192 };

struct weights_bucket {
    _Alignas(64) uint16_t lane[WEIGHTS_LANES];
};

struct weights {
    const struct weights_bucket *buckets;
    const int16_t *dense; /* (dense_count, classes) row-major */
    uint32_t bucket_count, dense_count, classes;
};

/* The sections PART.sparse and PART.dense. Errors: CHY_EMODEL. */
chy_status weights_open(const struct model *m, const char *part, struct weights *out, chy_err *err);

/* score: out (WEIGHTS_CLASSES), of which only the classes that there are mean anything. At most WEIGHTS_FEATURES_MAX features. */
void weights_sum(const struct weights *w, const uint64_t *features, size_t count, int32_t *score);

static inline uint64_t feature(uint32_t template_, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t h = (a + template_ * 0x9E3779B97F4A7C15ull) * 0xBF58476D1CE4E5B9ull;
    h = ((h ^ h >> 31) + b) * 0x94D049BB133111EBull;
    h = ((h ^ h >> 29) + c) * 0xD6E8FEB86659FD93ull;
    return h ^ h >> 32;
}

static inline uint32_t weights_place(uint64_t f, uint32_t bucket_count) { return (uint32_t)((f >> 32) * bucket_count >> 32); }
static inline uint16_t weights_mark(uint64_t f) { return (uint16_t)f ? (uint16_t)f : 1; }

/*
 * A map from 64-bit hashes to 16-bit values, in cache lines, too: 16 pairs (mark, value), mark 0 for empty.
 */
struct values_bucket {
    _Alignas(64) uint16_t mark[16];
    uint16_t value[16];
};
struct values {
    const struct values_bucket *buckets;
    uint32_t bucket_count;
};
enum { VALUES_NONE = 0xFFFF };

/* The section of that name; missing: an empty map. */
chy_status values_open(const struct model *m, const char *name, struct values *out, chy_err *err);
uint16_t values_get(const struct values *v, uint64_t key); /* VALUES_NONE */

/* The section `name` as lines of text; the strings borrow the model. */
chy_status model_lines(const struct model *m, const char *name, arena *mem, chy_str **lines, uint32_t *count, chy_err *err);

#endif
