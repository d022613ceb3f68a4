#include "boost.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "luck.h"
#include "writer.h"

enum { BINS = 64 };

struct sum {
    double g, h;
};

struct fit {
    const int16_t *rows;
    size_t count;
    int features;
    const struct boost_plan *plan;
    uint8_t *bin;  /* (features, count) */
    int16_t *edge; /* (features, BINS) value <= edge: in this bin or below */
    int *bins;     /* (features) */
    double *score; /* (count) */
    double *g, *h; /* (count) */
    uint8_t *node; /* (count) */
    bool *used;    /* (features) in this tree */
};

static void cut_bins(struct fit *t)
{
    uint32_t *held = need(malloc((UINT16_MAX + 1) * sizeof *held));
    uint8_t *bin_of = need(malloc(UINT16_MAX + 1));
    for (int f = 0; f < t->features; f++) {
        memset(held, 0, (UINT16_MAX + 1) * sizeof *held);
        uint32_t distinct = 0;
        for (size_t i = 0; i < t->count; i++) distinct += !held[t->rows[i * (size_t)t->features + (size_t)f] - INT16_MIN]++;
        int16_t *edge = t->edge + (size_t)f * BINS;
        size_t step = distinct <= BINS ? 1 : t->count / BINS + 1, fill = 0;
        int n = 0;
        for (int v = 0; v <= UINT16_MAX; v++) {
            bin_of[v] = (uint8_t)n;
            fill += held[v];
            if (!held[v] || fill < step || n + 1 == BINS) continue;
            edge[n++] = (int16_t)(v + INT16_MIN);
            fill = 0;
        }
        t->bins[f] = n + 1;
        edge[n] = INT16_MAX;
        for (size_t i = 0; i < t->count; i++)
            t->bin[(size_t)f * t->count + i] = bin_of[t->rows[i * (size_t)t->features + (size_t)f] - INT16_MIN];
    }
    free(held);
    free(bin_of);
}

static double gain_of(struct sum s, double shrink) { return s.h + shrink > 0 ? s.g * s.g / (s.h + shrink) : 0; }

/* One level: the best cut of each of its nodes. */
static void grow_level(struct fit *t, int level, struct tree *tree)
{
    int from = (1 << level) - 1, nodes = 1 << level;
    double best[1 << TREE_DEPTH] = { 0 };
    for (int k = 0; k < nodes; k++) {
        tree->feature[from + k] = 0;
        tree->at[from + k] = INT16_MAX;
    }
    struct sum *sums = need(calloc((size_t)nodes * BINS, sizeof *sums));
    for (int f = 0; f < t->features; f++) {
        if (!t->used[f] || t->bins[f] < 2) continue;
        memset(sums, 0, (size_t)nodes * BINS * sizeof *sums);
        const uint8_t *bin = t->bin + (size_t)f * t->count;
        for (size_t i = 0; i < t->count; i++) {
            struct sum *s = &sums[(size_t)(t->node[i] - from) * BINS + bin[i]];
            s->g += t->g[i];
            s->h += t->h[i];
        }
        for (int k = 0; k < nodes; k++) {
            struct sum all = { 0 }, left = { 0 };
            for (int b = 0; b < t->bins[f]; b++) {
                all.g += sums[k * BINS + b].g;
                all.h += sums[k * BINS + b].h;
            }
            for (int b = 0; b + 1 < t->bins[f]; b++) {
                left.g += sums[k * BINS + b].g;
                left.h += sums[k * BINS + b].h;
                struct sum right = { all.g - left.g, all.h - left.h };
                if (left.h < t->plan->least || right.h < t->plan->least) continue;
                double gain = gain_of(left, t->plan->shrink) + gain_of(right, t->plan->shrink) - gain_of(all, t->plan->shrink);
                if (gain <= best[k] + 1e-9) continue;
                best[k] = gain;
                tree->feature[from + k] = (int16_t)f;
                tree->at[from + k] = t->edge[f * BINS + b];
            }
        }
    }
    free(sums);
    for (size_t i = 0; i < t->count; i++) {
        int k = t->node[i];
        t->node[i] = (uint8_t)(2 * k + 1 + (t->rows[i * (size_t)t->features + (size_t)tree->feature[k]] > tree->at[k]));
    }
}

static void set_leaves(struct fit *t, struct tree *tree)
{
    struct sum sums[TREE_LEAVES] = { 0 };
    for (size_t i = 0; i < t->count; i++) {
        sums[t->node[i] - TREE_NODES].g += t->g[i];
        sums[t->node[i] - TREE_NODES].h += t->h[i];
    }
    for (int k = 0; k < TREE_LEAVES; k++) {
        double step = sums[k].h > 0 ? t->plan->rate * sums[k].g / (sums[k].h + t->plan->shrink) : 0;
        tree->leaf[k] = (int16_t)lround(256 * (step > 4 ? 4 : step < -4 ? -4 : step));
    }
    for (size_t i = 0; i < t->count; i++) t->score[i] += tree->leaf[t->node[i] - TREE_NODES] / 256.0;
}

struct tree *boost_fit(const int16_t *rows, const uint8_t *labels, const float *weights, size_t count, int features,
                       const struct boost_plan *plan, int32_t *bias)
{
    struct fit t = { .rows = rows, .count = count, .features = features, .plan = plan };
    t.bin = need(malloc((size_t)features * count + 1));
    t.edge = need(malloc((size_t)features * BINS * sizeof *t.edge));
    t.bins = need(calloc((size_t)features, sizeof *t.bins));
    t.score = need(calloc(count + 1, sizeof *t.score));
    t.g = need(calloc(count + 1, sizeof *t.g));
    t.h = need(calloc(count + 1, sizeof *t.h));
    t.node = need(calloc(count + 1, 1));
    t.used = need(calloc((size_t)features, sizeof *t.used));
    struct tree *trees = need(calloc((size_t)plan->trees + 1, sizeof *trees));
    cut_bins(&t);
    double yes = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        all += weights[i];
        yes += labels[i] * weights[i];
    }
    *bias = (int32_t)lround(256 * log((yes + 1) / (all - yes + 1)));
    for (size_t i = 0; i < count; i++) t.score[i] = *bias / 256.0;
    uint64_t seed = plan->seed;
    for (int n = 0; n < plan->trees; n++) {
        for (size_t i = 0; i < count; i++) {
            double p = 1 / (1 + exp(-t.score[i]));
            t.g[i] = weights[i] * (labels[i] - p);
            t.h[i] = weights[i] * p * (1 - p);
            t.node[i] = 0;
        }
        for (int f = 0; f < features; f++) t.used[f] = dice(&seed) < plan->share * 4294967295.0;
        for (int level = 0; level < TREE_DEPTH; level++) grow_level(&t, level, &trees[n]);
        set_leaves(&t, &trees[n]);
    }
    free(t.bin);
    free(t.edge);
    free(t.bins);
    free(t.score);
    free(t.g);
    free(t.h);
    free(t.node);
    free(t.used);
    return trees;
}
