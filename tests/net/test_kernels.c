/* Every kind of machine's kernels against plain loops, and bit for bit against each other. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "net/sru.h"

enum { TIMES = 40, MOST = 512 };

/* A small generator: the same numbers each time. */
static uint32_t next(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }
static int8_t some_byte(uint32_t *seed) { return (int8_t)((int)(next(seed) % 255) - 127); }
static float some_float(uint32_t *seed) { return (float)((int)(next(seed) % 20001) - 10000) * 1e-4f; }

struct layer {
    struct dense d;
    int8_t *weights, *x;
    float *scale, *bias;
    int32_t *start;
    uint32_t rows;
};

static int8_t weight(const struct dense *d, uint32_t o, uint32_t k)
{
    return d->weights[(size_t)(o / 16) * 16 * d->inputs + (size_t)(k / 4) * 64 + o % 16 * 4 + k % 4];
}

static int32_t exact(const struct layer *l, uint32_t row, uint32_t o)
{
    int32_t sum = 0;
    for (uint32_t k = 0; k < l->d.inputs; k++) sum += weight(&l->d, o, k) * l->x[(size_t)row * l->d.inputs + k];
    return sum;
}

static struct layer layer_make(uint32_t *seed)
{
    struct layer l = { .rows = 1 + next(seed) % 20 };
    uint32_t n = 16 * (1 + next(seed) % 12), k = 64 * (1 + next(seed) % 4);
    l.weights = malloc((size_t)n * k);
    l.x = malloc((size_t)l.rows * k);
    l.scale = malloc(n * sizeof(float));
    l.bias = malloc(n * sizeof(float));
    l.start = calloc(n, sizeof(int32_t));
    assert_true(l.weights && l.x && l.scale && l.bias && l.start);
    bool extreme = next(seed) % 4 == 0;
    for (uint32_t i = 0; i < n * k; i++) l.weights[i] = extreme ? (next(seed) & 1 ? 127 : -127) : some_byte(seed);
    for (uint32_t i = 0; i < l.rows * k; i++) l.x[i] = extreme ? (next(seed) & 3 ? 127 : -127) : some_byte(seed);
    l.d = (struct dense){ l.weights, l.scale, l.bias, l.start, k, n };
    for (uint32_t o = 0; o < n; o++) {
        l.scale[o] = some_float(seed) * 1e-4f;
        l.bias[o] = some_float(seed);
        for (uint32_t i = 0; i < k; i++) l.start[o] -= 128 * weight(&l.d, o, i);
    }
    return l;
}

static void layer_free(struct layer *l)
{
    free(l->weights);
    free(l->x);
    free(l->scale);
    free(l->bias);
    free(l->start);
}

static void check_float(const struct kernels *k, const struct layer *l, uint32_t first, uint32_t count)
{
    static float out[20 * MOST];
    k->dense_float(&l->d, first, count, l->x, l->d.inputs, l->rows, out, count);
    for (uint32_t r = 0; r < l->rows; r++)
        for (uint32_t o = 0; o < count; o++) {
            volatile float product = (float)exact(l, r, first + o) * l->scale[first + o];
            assert_true(out[r * count + o] == product + l->bias[first + o]);
        }
}

static void check_short(const struct kernels *k, const struct layer *l)
{
    static int16_t out[20 * MOST];
    struct dense d = l->d;
    float large[MOST];
    for (uint32_t o = 0; o < d.outputs; o++) large[o] = l->scale[o] * 1e5f;
    d.scale = large;
    k->dense_short(&d, 0, d.outputs, l->x, d.inputs, l->rows, out, d.outputs);
    for (uint32_t r = 0; r < l->rows; r++)
        for (uint32_t o = 0; o < d.outputs; o++) {
            volatile float product = (float)exact(l, r, o) * large[o];
            float v = product + l->bias[o];
            assert_int_equal(out[r * d.outputs + o], (int)nearbyintf(v > 32767 ? 32767 : v < -32767 ? -32767 : v));
        }
}

static void check_tanh(const struct kernels *k, const struct layer *l, int8_t *out)
{
    k->dense_tanh(&l->d, 0, l->d.outputs, l->x, l->d.inputs, l->rows, out, l->d.outputs);
    for (uint32_t r = 0; r < l->rows; r++)
        for (uint32_t o = 0; o < l->d.outputs; o++) {
            double v = tanh((double)exact(l, r, o) * (double)l->scale[o] + (double)l->bias[o]) * 127;
            assert_true(fabs(out[r * l->d.outputs + o] - v) < 0.52);
        }
}

static void products_of_matrices(void **state)
{
    (void)state;
    static int8_t first[20 * MOST], other[20 * MOST];
    const struct kernels *all[KERNELS_MOST];
    uint32_t seed = 1, n = kernels_all(all);
    for (int t = 0; t < TIMES; t++) {
        struct layer l = layer_make(&seed);
        uint32_t skip = 16 * (next(&seed) % (l.d.outputs / 16));
        for (uint32_t i = 0; i < n; i++) {
            check_float(all[i], &l, 0, l.d.outputs);
            check_float(all[i], &l, skip, l.d.outputs - skip);
            check_short(all[i], &l);
            check_tanh(all[i], &l, i ? other : first);
            if (i) assert_memory_equal(first, other, (size_t)l.rows * l.d.outputs);
        }
        layer_free(&l);
    }
}

static double sigmoid(double v) { return 1 / (1 + exp(-v)); }

static void recurrent_steps(void **state)
{
    (void)state;
    enum { WIDTH = 64, STEPS = 30 };
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all);
    float forget[WIDTH], reset[WIDTH], c[KERNELS_MOST][WIDTH] = { 0 }, u[3 * WIDTH];
    int8_t x[WIDTH], out[KERNELS_MOST][WIDTH];
    uint32_t seed = 2;
    for (int i = 0; i < WIDTH; i++) forget[i] = some_float(&seed), reset[i] = some_float(&seed);
    for (int t = 0; t < STEPS; t++) {
        double old[WIDTH];
        for (int i = 0; i < 3 * WIDTH; i++) u[i] = some_float(&seed) * (t % 5 == 4 ? 20.f : 3.f);
        for (int i = 0; i < WIDTH; i++) x[i] = some_byte(&seed), old[i] = (double)c[0][i];
        for (uint32_t k = 0; k < n; k++) {
            struct scan s = { forget, reset, c[k], WIDTH };
            all[k]->scan(&s, u, x, out[k]);
            assert_memory_equal(c[0], c[k], sizeof c[0]);
            assert_memory_equal(out[0], out[k], sizeof out[0]);
        }
        for (int i = 0; i < WIDTH; i++) {
            double f = sigmoid((double)u[WIDTH + i] + (double)forget[i] * old[i]),
                   r = sigmoid((double)u[2 * WIDTH + i] + (double)reset[i] * old[i]);
            double now = f * old[i] + (1 - f) * (double)u[i], h = r * tanh(now) + (1 - r) * x[i] / 127;
            assert_true(fabs((double)c[0][i] - now) < 0.003 * (1 + fabs(now)));
            assert_true(fabs(out[0][i] - 127 * h) < 0.8);
        }
    }
}

static void sums_of_rows(void **state)
{
    (void)state;
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all), seed = 3;
    int8_t rows[32][64], out[64];
    const int8_t *at[32];
    for (int t = 0; t < TIMES; t++) {
        uint32_t count = next(&seed) % 33;
        for (int i = 0; i < 32; i++) {
            at[i] = rows[i];
            for (int k = 0; k < 64; k++) rows[i][k] = (int8_t)(next(&seed) % 256);
        }
        for (uint32_t i = 0; i < n; i++) {
            all[i]->sum_rows(at, count, 64, out);
            for (int k = 0; k < 64; k++) {
                int sum = 0;
                for (uint32_t r = 0; r < count; r++) sum += rows[r][k];
                assert_int_equal(out[k], sum > 127 ? 127 : sum < -127 ? -127 : sum);
            }
        }
    }
}

static void the_largest(void **state)
{
    (void)state;
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all), seed = 4;
    float v[400];
    for (int t = 0; t < 20 * TIMES; t++) {
        uint32_t count = 1 + next(&seed) % 380, best = 0;
        for (int i = 0; i < 400; i++) v[i] = (float)((int)(next(&seed) % (t % 2 ? 7 : 1000)) - 500);
        for (uint32_t i = count; i < 400; i++) v[i] += 2000; /* what lies behind does not count */
        for (uint32_t i = 1; i < count; i++)
            if (v[i] > v[best]) best = i;
        for (uint32_t i = 0; i < n; i++) assert_int_equal(all[i]->largest(v, count), best);
    }
}

static void scores_of_arcs(void **state)
{
    (void)state;
    enum { HEADS = 37, BLOCKS = 3, WIDTH = 128 };
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all), seed = 5;
    static int16_t q[WIDTH], packed[BLOCKS * 16 * WIDTH];
    static int8_t head[HEADS][WIDTH];
    int32_t out[BLOCKS * 16];
    for (int t = 0; t < TIMES; t++) {
        for (int k = 0; k < WIDTH; k++) q[k] = t ? (int16_t)((int)(next(&seed) % 65535) - 32767) : 32767;
        for (int j = 0; j < HEADS; j++)
            for (int k = 0; k < WIDTH; k++) {
                head[j][k] = t ? some_byte(&seed) : 127;
                packed[j / 16 * 16 * WIDTH + k / 2 * 32 + j % 16 * 2 + k % 2] = head[j][k];
            }
        for (uint32_t i = 0; i < n; i++) {
            all[i]->scores(packed, BLOCKS, WIDTH, q, out);
            for (int j = 0; j < HEADS; j++) {
                int32_t sum = 0;
                for (int k = 0; k < WIDTH; k++) sum += q[k] * head[j][k];
                assert_int_equal(out[j], sum);
            }
        }
    }
}

static void steps_of_viterbi(void **state)
{
    (void)state;
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all), seed = 6;
    float before[16], moves[13][16], here[16], now[16];
    int32_t from[16];
    for (int t = 0; t < TIMES; t++) {
        for (int a = 0; a < 16; a++) before[a] = some_float(&seed), here[a] = some_float(&seed);
        for (int a = 0; a < 13; a++)
            for (int b = 0; b < 16; b++) moves[a][b] = next(&seed) % 4 ? (float)(next(&seed) % 3) : -1e30f;
        for (uint32_t i = 0; i < n; i++) {
            all[i]->viterbi(before, moves[0], here, 13, now, from);
            for (int b = 0; b < 16; b++) {
                int best = 0;
                volatile float most = moves[0][b];
                for (int a = 1; a < 13; a++) {
                    volatile float step = before[a] - before[0], v = step + moves[a][b];
                    if (v > most) most = v, best = a;
                }
                assert_int_equal(from[b], best);
                assert_true(now[b] == most + here[b]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_of_matrices), cmocka_unit_test(recurrent_steps), cmocka_unit_test(sums_of_rows),
        cmocka_unit_test(the_largest),          cmocka_unit_test(scores_of_arcs),  cmocka_unit_test(steps_of_viterbi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
