/*
 * How fast the arithmetic of the network is, on this machine, by every kind of kernel that it can run.
 *
 *     build/release/bench/bench_kernels
 *
 * Prints 1e9 multiplications a second for the shapes of the network (and for one whose weights and inputs stay in the nearest cache: what
 * the units could do at best), and nanoseconds for what is done number by number. Time is that of the thread: other work on the
 * machine should not count, but a busy twin of the core does.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net/sru.h"

enum { ROWS = 64, INPUTS = 448, OUTPUTS = 768, WIDTH = 128 };

static const struct {
    const char *what;
    uint32_t inputs, outputs, rows;
    bool tanh;
} shapes[] = {
    { "in the nearest cache", 448, 64, 6, false }, { "input", 448, 256, 32, true },
    { "gates of a layer", 256, 384, 64, false },   { "projections for heads", 256, 480, 64, true },
    { "tags and features", 128, 320, 32, false },  { "relations", 128, 64, 32, false },
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *some(size_t size)
{
    unsigned char *p = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!p) exit(1);
    uint32_t seed = 1;
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        p[i] = (unsigned char)(int8_t)((int)(seed >> 24) % 255 - 127);
    }
    return p;
}

struct data {
    int8_t *weights, *x, *bytes;
    float *scale, *bias, *floats;
    int32_t *start;
};

/* The best of a few rounds of about 20 ms: seconds a call. */
#define BEST(call)                                                                                                                         \
    __extension__({                                                                                                                        \
        double best_ = 1e9;                                                                                                                \
        for (int round_ = 0, times_ = 1; round_ < 12; round_++) {                                                                          \
            double at_ = now();                                                                                                            \
            for (int i_ = 0; i_ < times_; i_++) { call; }                                                                                  \
            double took_ = now() - at_;                                                                                                    \
            if (took_ / times_ < best_) best_ = took_ / times_;                                                                            \
            if (took_ < 0.02) times_ *= 4;                                                                                                 \
        }                                                                                                                                  \
        best_;                                                                                                                             \
    })

static void products(const struct kernels *k, const struct data *data)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct dense d = { data->weights, data->scale, data->bias, data->start, shapes[i].inputs, shapes[i].outputs };
        uint32_t in = d.inputs, out = d.outputs, rows = shapes[i].rows;
        double took = shapes[i].tanh ? BEST(k->dense_tanh(&d, 0, out, data->x, in, rows, data->bytes, out))
                                     : BEST(k->dense_float(&d, 0, out, data->x, in, rows, data->floats, out));
        printf("%-9s %-22s %3u x %3u, %2u words: %6.1f e9/s\n", k->name, shapes[i].what, in, out, rows,
               (double)in * out * rows / took / 1e9);
    }
}

static void single_numbers(const struct kernels *k, const struct data *data)
{
    float *state = data->floats + 16 * OUTPUTS, now_[16];
    int32_t from[16];
    const int8_t *rows[] = { data->x, data->x + 64, data->x + 640, data->x + 6400 };
    struct scan s = { data->scale, data->bias, state, WIDTH };
    memset(data->floats, 0, (size_t)ROWS * OUTPUTS * sizeof(float));
    double step = BEST(k->scan(&s, data->floats, data->x, data->bytes)), sum = BEST(k->sum_rows(rows, 4, 64, data->bytes));
    double tanh_ = BEST(k->add_tanh(data->bias, data->scale, WIDTH, data->bytes)), most = BEST((void)k->largest(data->bias, 96));
    double names = BEST(k->viterbi(data->bias, data->scale, data->bias, 13, now_, from));
    printf(
        "%-9s step of a layer, one way, %d numbers: %.0f ns; tanh of %d: %.0f ns; sum of 4 rows: %.0f ns; largest of 96: %.0f ns; step of "
        "names: %.0f ns\n",
        k->name, WIDTH, step * 1e9, WIDTH, tanh_ * 1e9, sum * 1e9, most * 1e9, names * 1e9);
}

int main(void)
{
    const struct kernels *all[KERNELS_MOST];
    uint32_t n = kernels_all(all);
    struct data d = { some(INPUTS * OUTPUTS), some(ROWS * INPUTS), some(ROWS * OUTPUTS), NULL, NULL, NULL, NULL };
    d.scale = calloc(OUTPUTS, sizeof(float));
    d.bias = calloc(OUTPUTS, sizeof(float));
    d.start = calloc(OUTPUTS, sizeof(int32_t));
    d.floats = calloc(ROWS * OUTPUTS, sizeof(float));
    if (!d.scale || !d.bias || !d.start || !d.floats) return 1;
    for (int i = 0; i < OUTPUTS; i++) d.scale[i] = 1e-5f * (float)(1 + i % 7), d.bias[i] = (float)(i % 13 - 6) / 8;
    for (uint32_t i = 0; i < n; i++) {
        products(all[i], &d);
        single_numbers(all[i], &d);
    }
    free(d.weights), free(d.x), free(d.bytes), free(d.scale), free(d.bias), free(d.start), free(d.floats);
    return 0;
}
