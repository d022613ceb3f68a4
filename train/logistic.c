#include "logistic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "luck.h"
#include "pack.h"

enum { CLASSES_MOST = 8, FEATURES_MOST = 256, DROPPED = 25 /* percent */ };
static const double RATE = 0.1, DECAY = 2e-5;

static void shuffle(uint32_t *order, uint32_t count, uint64_t *luck)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t k = dice(luck) % i, t = order[k];
        order[k] = order[i - 1];
        order[i - 1] = t;
    }
}

struct slot {
    uint64_t key;
    uint32_t row; /* 1 + */
};

struct example_of {
    size_t first;
    uint32_t count, gold;
    float weight;
};

struct logistic {
    uint32_t classes, least, fits;
    struct slot *slots; /* open addressing, power of two */
    uint64_t mask;
    uint64_t *key;     /* (rows) */
    uint32_t *seen;    /* (rows) */
    double *sum;       /* (rows, classes) of the weights of all fits */
    float *weight, *g; /* (rows, classes) of one fit; g: sums of squared gradients */
    uint32_t rows, rows_room;
    uint32_t *at; /* rows of the features of all examples, one after the other */
    size_t used, room;
    struct example_of *examples;
    uint32_t count, examples_room;
};

struct logistic *logistic_create(uint32_t classes, uint32_t least)
{
    struct logistic *l = need(calloc(1, sizeof *l));
    if (classes > CLASSES_MOST) fail("logistic: too many classes");
    l->classes = classes;
    l->least = least;
    l->mask = (1u << 20) - 1;
    l->slots = need(calloc(l->mask + 1, sizeof *l->slots));
    return l;
}

void logistic_destroy(struct logistic *l)
{
    if (!l) return;
    free(l->slots);
    free(l->key);
    free(l->seen);
    free(l->sum);
    free(l->weight);
    free(l->g);
    free(l->at);
    free(l->examples);
    free(l);
}

static struct slot *find(struct logistic *l, uint64_t key)
{
    uint64_t i = (key ^ key >> 29) & l->mask;
    while (l->slots[i].row && l->slots[i].key != key) i = (i + 1) & l->mask;
    return &l->slots[i];
}

static void grow(struct logistic *l)
{
    struct slot *old = l->slots;
    uint64_t count = l->mask + 1;
    l->mask = count * 2 - 1;
    l->slots = need(calloc(l->mask + 1, sizeof *l->slots));
    for (uint64_t i = 0; i < count; i++)
        if (old[i].row) *find(l, old[i].key) = old[i];
    free(old);
}

static uint32_t row_of(struct logistic *l, uint64_t key)
{
    struct slot *s = find(l, key);
    if (!s->row) {
        if (l->rows == l->rows_room) {
            l->rows_room = l->rows_room ? l->rows_room * 2 : 1 << 16;
            l->key = need(realloc(l->key, l->rows_room * sizeof *l->key));
            l->seen = need(realloc(l->seen, l->rows_room * sizeof *l->seen));
        }
        l->key[l->rows] = key;
        l->seen[l->rows] = 0;
        *s = (struct slot){ key, ++l->rows };
        if (l->rows * 10ull > (l->mask + 1) * 6) {
            grow(l);
            s = find(l, key);
        }
    }
    return s->row - 1;
}

void logistic_example(struct logistic *l, const uint64_t *f, size_t n, uint32_t gold, float weight)
{
    if (l->count == l->examples_room) {
        l->examples_room = l->examples_room ? l->examples_room * 2 : 1 << 16;
        l->examples = need(realloc(l->examples, l->examples_room * sizeof *l->examples));
    }
    if (l->used + n > l->room) {
        l->room = l->room ? l->room * 2 : 1 << 20;
        l->at = need(realloc(l->at, l->room * sizeof *l->at));
    }
    l->examples[l->count++] = (struct example_of){ l->used, (uint32_t)n, gold, weight };
    for (size_t i = 0; i < n; i++) {
        uint32_t r = row_of(l, f[i]);
        l->seen[r]++;
        l->at[l->used++] = r;
    }
}

static void chances(const struct logistic *l, const uint32_t *row, uint32_t n, double *p)
{
    double top = 0, all = 0;
    for (uint32_t c = 0; c < l->classes; c++) p[c] = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t c = 1; c < l->classes; c++) p[c] += (double)l->weight[(size_t)row[i] * l->classes + c];
    for (uint32_t c = 1; c < l->classes; c++) top = p[c] > top ? p[c] : top;
    for (uint32_t c = 0; c < l->classes; c++) all += p[c] = exp(p[c] - top);
    for (uint32_t c = 0; c < l->classes; c++) p[c] /= all;
}

static void step(struct logistic *l, const uint32_t *row, uint32_t n, const double *p, const struct example_of *e)
{
    for (uint32_t c = 1; c < l->classes; c++) {
        double d = (p[c] - (e->gold == c)) * (double)e->weight;
        for (uint32_t i = 0; i < n; i++) {
            size_t at = (size_t)row[i] * l->classes + c;
            double slope = d + DECAY * (double)l->weight[at];
            l->g[at] += (float)(slope * slope);
            l->weight[at] -= (float)(RATE * slope / sqrt((double)l->g[at] + 1e-2));
        }
    }
}

void logistic_fit(struct logistic *l, int epochs, uint64_t seed)
{
    size_t cells = (size_t)l->rows * l->classes;
    l->weight = need(realloc(l->weight, (cells + 1) * sizeof *l->weight));
    l->g = need(realloc(l->g, (cells + 1) * sizeof *l->g));
    if (!l->sum) l->sum = need(calloc(cells + 1, sizeof *l->sum));
    memset(l->weight, 0, cells * sizeof *l->weight);
    memset(l->g, 0, cells * sizeof *l->g);
    uint32_t *order = need(malloc((l->count + 1) * sizeof *order)), *row = need(malloc(FEATURES_MOST * sizeof *row));
    for (uint32_t i = 0; i < l->count; i++) order[i] = i;
    for (int e = 0; e < epochs; e++) {
        double lost = 0;
        uint32_t wrong = 0;
        shuffle(order, l->count, &seed);
        for (uint32_t i = 0; i < l->count; i++) {
            const struct example_of *x = &l->examples[order[i]];
            uint32_t n = 0;
            for (uint32_t k = 0; k < x->count && n < FEATURES_MOST; k++) {
                uint32_t r = l->at[x->first + k];
                if (l->seen[r] >= l->least && dice(&seed) % 100 >= DROPPED) row[n++] = r;
            }
            double p[CLASSES_MOST] = { 0 };
            chances(l, row, n, p);
            step(l, row, n, p, x);
            lost -= log(p[x->gold] + 1e-12);
            for (uint32_t c = 0; c < l->classes; c++) wrong += c != x->gold && p[c] > 0.5;
        }
        if (e == 0 || e + 1 == epochs)
            fprintf(stderr, "  round %d: loss %.4f, %u of %u wrong\n", e, lost / (l->count + 1.0), wrong, l->count);
    }
    for (size_t i = 0; i < cells; i++) l->sum[i] += (double)l->weight[i] * (100 - DROPPED) / 100;
    l->fits++;
    free(order);
    free(row);
}

void logistic_write(struct logistic *l, struct writer *w, const char *part, size_t bytes)
{
    struct weighed *all = need(malloc((l->rows + 1) * sizeof *all));
    for (uint32_t r = 0; r < l->rows; r++) {
        double *sum = l->sum + (size_t)r * l->classes;
        for (uint32_t c = 0; c < l->classes; c++) sum[c] /= l->fits;
        all[r] = (struct weighed){ l->key[r], sum, l->seen[r] };
    }
    l->fits = 1;
    pack_weights(all, l->rows, l->classes, w, part, bytes);
    free(all);
}
