#include "net/sru.h"

#include <string.h>

enum { CHUNK = 64 }; /* words whose gates are at hand at once: they stay in the second cache */

chy_status sru_open(const struct model *m, const char *part, uint32_t width, arena *mem, struct sru *out, chy_err *err)
{
    struct sru s = { .half = width / 2 };
    chy_status st = dense_open(m, part, width, 3 * width, mem, &s.gates, err);
    if (!st) st = net_floats(m, part, ".v", 4, s.half, &s.state, err);
    if (!st) *out = s;
    return st;
}

size_t sru_scratch(uint32_t width) { return (size_t)(CHUNK * 3 + 1) * (width / 2); }

static void forward(const struct kernels *k, const struct sru *s, const struct batch *b, const int8_t *x, int8_t *y, float *scratch)
{
    const uint32_t half = s->half, words = batch_words(b), *start = b->start;
    const size_t width = 2 * (size_t)half;
    struct scan scan = { s->state, s->state + half, scratch, half };
    float *u = scratch + half;
    for (uint32_t first = 0; first < words; first += CHUNK) {
        uint32_t count = words - first < CHUNK ? words - first : CHUNK;
        k->dense_float(&s->gates, 0, 3 * half, x + first * width, width, count, u, 3 * half);
        for (uint32_t i = 0; i < count; i++) {
            if (*start == first + i) {
                memset(scratch, 0, half * sizeof *scratch);
                start++;
            }
            k->scan(&scan, u + (size_t)i * 3 * half, x + (first + i) * width, y + (first + i) * width);
        }
    }
}

static void backward(const struct kernels *k, const struct sru *s, const struct batch *b, const int8_t *x, int8_t *y, float *scratch)
{
    const uint32_t half = s->half, words = batch_words(b), *end = b->start + b->sentences;
    const size_t width = 2 * (size_t)half;
    struct scan scan = { s->state + 2 * half, s->state + 3 * half, scratch, half };
    float *u = scratch + half;
    for (uint32_t last = words; last;) {
        uint32_t count = last < CHUNK ? last : CHUNK, first = last - count;
        k->dense_float(&s->gates, 3 * half, 3 * half, x + first * width, width, count, u, 3 * half);
        for (uint32_t i = count; i--;) {
            if (*end == first + i + 1) {
                memset(scratch, 0, half * sizeof *scratch);
                end--;
            }
            k->scan(&scan, u + (size_t)i * 3 * half, x + (first + i) * width + half, y + (first + i) * width + half);
        }
        last = first;
    }
}

void sru_run(const struct kernels *k, const struct sru *s, const struct batch *b, const int8_t *x, int8_t *y, float *scratch)
{
    forward(k, s, b, x, y, scratch);
    backward(k, s, b, x, y, scratch);
}
