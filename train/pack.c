#include "pack.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/weights.h"

/* Weights smaller than this are left out: noise of single examples. */
static const double LEAST_WEIGHT = 0.025;

enum { ONE_IN_LARGE = 2000, LANES_FILLED = 24 };

struct entry {
    const struct weighed *from;
    double worth;
    size_t lanes;
    bool dense; /* a weight is too large for a byte */
};

struct packing {
    uint32_t classes, buckets, dense_count;
    double scale;
    struct weights_bucket *bucket;
    uint8_t *fill; /* (buckets) lanes in use */
    int16_t *dense;
};

static int by_worth(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
    return (x->from->key > y->from->key) - (x->from->key < y->from->key);
}

static int by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

/* The weight that becomes 127. The few that are larger go into dense rows. */
static double largest(const struct weighed *all, size_t count, uint32_t classes)
{
    size_t n = 0;
    double *size = need(malloc((count * classes + 1) * sizeof *size));
    for (size_t i = 0; i < count; i++)
        for (uint32_t c = 0; c < classes; c++)
            if (fabs(all[i].weight[c]) >= LEAST_WEIGHT) size[n++] = fabs(all[i].weight[c]);
    qsort(size, n, sizeof *size, by_size);
    double top = n ? size[n - 1 - n / ONE_IN_LARGE] : 1;
    free(size);
    return top;
}

static int quantised(double v, double scale)
{
    if (fabs(v) < LEAST_WEIGHT) return 0;
    double q = round(v * scale);
    return q > 32767 ? 32767 : q < -32767 ? -32767 : (int)q;
}

static struct entry entry_of(const struct weighed *from, const struct packing *p)
{
    struct entry e = { .from = from };
    double squares = 0;
    size_t n = 0;
    for (uint32_t c = 0; c < p->classes; c++) {
        int q = quantised(from->weight[c], p->scale);
        n += q != 0;
        e.dense |= q > 127 || q < -127;
        squares += (double)q * q;
    }
    e.lanes = !n ? 0 : e.dense ? 3 : 1 + n;
    e.worth = n ? sqrt(squares) * (from->seen + 1.0) / (double)e.lanes : 0;
    return e;
}

static void set_begins(struct weights_bucket *b, size_t at) { b->lane[at >> 4] = (uint16_t)(b->lane[at >> 4] | 1u << (at & 15)); }

static bool has_mark(const struct weights_bucket *b, size_t fill, uint16_t mark)
{
    for (size_t i = 2; i < fill; i++)
        if (b->lane[i >> 4] >> (i & 15) & 1 && b->lane[i] == mark) return true;
    return false;
}

static bool put(struct packing *p, const struct entry *e)
{
    uint32_t place = weights_place(e->from->key, p->buckets);
    struct weights_bucket *b = &p->bucket[place];
    uint16_t mark = weights_mark(e->from->key);
    size_t at = p->fill[place];
    if (at + e->lanes > WEIGHTS_LANES || has_mark(b, at, mark) || (e->dense && p->dense_count == UINT16_MAX)) return false;
    set_begins(b, at);
    b->lane[at++] = mark;
    if (e->dense) {
        b->lane[at++] = WEIGHTS_DENSE << 8;
        b->lane[at++] = (uint16_t)p->dense_count;
        int16_t *row = p->dense + (size_t)p->dense_count++ * p->classes;
        for (uint32_t c = 0; c < p->classes; c++) row[c] = (int16_t)quantised(e->from->weight[c], p->scale);
    } else
        for (uint32_t c = 0; c < p->classes; c++) {
            int q = quantised(e->from->weight[c], p->scale);
            if (q) b->lane[at++] = (uint16_t)(c << 8 | (uint8_t)q);
        }
    p->fill[place] = (uint8_t)at;
    return true;
}

void pack_weights(const struct weighed *all, size_t count, uint32_t classes, struct writer *w, const char *part, size_t bytes)
{
    struct packing p = { .classes = classes, .scale = 127 / largest(all, count, classes) };
    struct entry *entries = need(malloc((count + 1) * sizeof *entries));
    size_t n = 0, lanes = 0, kept = 0, dense = 1;
    for (size_t i = 0; i < count; i++) {
        entries[n] = entry_of(&all[i], &p);
        lanes += entries[n].lanes;
        dense += entries[n].dense;
        n += entries[n].lanes > 0;
    }
    qsort(entries, n, sizeof *entries, by_worth);
    p.buckets = (uint32_t)(bytes / sizeof *p.bucket);
    if (p.buckets > lanes / LANES_FILLED + 1) p.buckets = (uint32_t)(lanes / LANES_FILLED + 1);
    p.bucket = need(aligned_alloc(64, p.buckets * sizeof *p.bucket));
    p.fill = need(malloc(p.buckets));
    p.dense = need(calloc(dense * classes, sizeof *p.dense));
    memset(p.bucket, 0, p.buckets * sizeof *p.bucket);
    memset(p.fill, 2, p.buckets);
    for (size_t i = 0; i < n; i++) kept += put(&p, &entries[i]);
    for (uint32_t i = 0; i < p.buckets; i++) /* the lane after the last entry begins nothing that is ever asked for */
        if (p.fill[i] < WEIGHTS_LANES) set_begins(&p.bucket[i], p.fill[i]);
    char name[64];
    snprintf(name, sizeof name, "%s.sparse", part);
    writer_add(w, name, sizeof *p.bucket, p.buckets, 0, p.bucket, p.buckets * sizeof *p.bucket);
    snprintf(name, sizeof name, "%s.dense", part);
    writer_add(w, name, sizeof *p.dense, p.dense_count, classes, p.dense, (size_t)p.dense_count * classes * sizeof *p.dense);
    fprintf(stderr, "%s: %zu features, %zu with weights, %zu kept (%u dense), scale %.1f, %zu bytes\n", part, count, n, kept, p.dense_count,
            p.scale, p.buckets * sizeof *p.bucket + (size_t)p.dense_count * classes * sizeof *p.dense);
    free(entries);
    free(p.bucket);
    free(p.fill);
    free(p.dense);
}
