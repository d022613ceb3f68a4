/*
 * kernels.h: the arithmetic of the network, once for each kind of machine, the same bits from all of them.
 *
 *     const struct kernels *k = kernels_best();                  // AVX-512 VNNI, AVX2, or what every machine can
 *     k->dense_tanh(&layer, 0, layer.outputs, x, x_stride, rows, y, y_stride);
 *
 * Sums are integers, hence exact in any order. Floats are touched only lane by lane with +, *, /, min and max, in the order
 * that kernels_body.h writes them, never fused: IEEE 754 leaves one answer.
 *
 * Activations are int8 in [-127, 127] for a value of q/127; they are rows of a stride in bytes, 64 readable bytes at least.
 */
#ifndef NET_KERNELS_H
#define NET_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { KERNELS_BLOCK = 16, KERNELS_STEP = 64 }; /* outputs come in multiples of 16, inputs in multiples of 64 */

/* A matrix of weights with a scale and a bias for each output: out[o] = (float)sum(w[o] * x) * scale[o] + bias[o]. */
struct dense {
    const int8_t *weights; /* (outputs/16, inputs/4, 16, 4) */
    const float *scale, *bias;
    const int32_t *start; /* (outputs) -128 * sum(w[o]): what adding 128 to every input is mended by */
    uint32_t inputs, outputs;
};

/* What the recurrent layer has for one direction. */
struct scan {
    const float *forget, *reset; /* (width) weights of the state in either gate */
    float *state;                /* (width) goes on from one call to the next */
    uint32_t width;
};

struct kernels {
    const char *name;

    /* Outputs [first, first + count) of `rows` rows; count a multiple of 16. Column 0 of `out` is output `first`. */
    void (*dense_tanh)(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows, int8_t *out,
                       size_t out_stride);
    void (*dense_float)(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows, float *out,
                        size_t out_stride); /* stride in floats */
    void (*dense_short)(const struct dense *d, uint32_t first, uint32_t count, const int8_t *x, size_t x_stride, uint32_t rows,
                        int16_t *out, size_t out_stride); /* rounded, clamped to 32767 either way; stride in numbers */

    /* One word of a simple recurrent unit: u (3*width) is z, f, r; x and out (width). Changes the state. */
    void (*scan)(const struct scan *s, const float *u, const int8_t *x, int8_t *out);

    /* out[i] = the sum of column i over the rows, clamped to 127 either way. width a multiple of 32; at most 256 rows. */
    void (*sum_rows)(const int8_t *const *row, uint32_t count, uint32_t width, int8_t *out);

    /* out[i] = tanh(a[i] + b[i]) as int8; n a multiple of 16. */
    void (*add_tanh)(const float *a, const float *b, uint32_t n, int8_t *out);

    /* The place of the largest, the first one of equals. n at least 1; at[n] up to the next multiple of 16 may be read. */
    uint32_t (*largest)(const float *at, uint32_t n);

    /* out[j] = sum(q[k] * heads[j][k]) for blocks of 16 heads laid out (blocks, inputs/2, 16, 2); inputs even. */
    void (*scores)(const int16_t *heads, uint32_t blocks, uint32_t inputs, const int16_t *q, int32_t *out);

    /* A step of Viterbi over up to 16 labels, moves (count, 16): now[b] = here[b] + max over a of before[a] - before[0] + moves[a][b],
     * from[b] = the first best a. now and before are not the same. */
    void (*viterbi)(const float *before, const float *moves, const float *here, uint32_t count, float *now, int32_t *from);
};

extern const struct kernels kernels_portable;
#if defined(__x86_64__)
extern const struct kernels kernels_avx2, kernels_vnni; /* only for machines that have it: see kernels_all */
#endif

enum { KERNELS_MOST = 3 };

/* Those that this machine can run, the fastest first; answers how many. */
uint32_t kernels_all(const struct kernels *out[KERNELS_MOST]);
const struct kernels *kernels_best(void);

#endif
