#include "learner.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/weights.h"
#include "stages.h"

struct cell {
    int64_t total;
    int32_t weight;
    uint32_t stamp;
    uint32_t class;
};
struct row {
    uint64_t key;
    struct cell *cells;
    uint16_t count, room;
    uint32_t hits;
};

struct learner {
    struct row *rows; /* open addressing, power of two */
    uint64_t mask, used;
    uint32_t classes, now;
    uint32_t least; /* a feature must have been seen so often in the first round to get weights */
    bool counting;
    uint8_t *seen; /* (SEEN) by hash, at most 255 */
};

static const uint64_t SEEN = (uint64_t)1 << 27;

enum { DENSE_FROM = 28 }; /* so many classes with a weight make a dense row */

struct learner *learner_create(uint32_t classes, uint32_t least)
{
    struct learner *l = need(calloc(1, sizeof *l));
    l->classes = classes;
    l->least = least;
    l->counting = least > 1;
    if (l->counting) l->seen = need(calloc(SEEN, 1));
    l->mask = (1u << 20) - 1;
    l->rows = need(calloc(l->mask + 1, sizeof *l->rows));
    return l;
}

void learner_destroy(struct learner *l)
{
    if (!l) return;
    for (uint64_t i = 0; i <= l->mask; i++) free(l->rows[i].cells);
    free(l->rows);
    free(l->seen);
    free(l);
}

static inline uint64_t home(const struct learner *l, uint64_t key) { return (key ^ key >> 29) & l->mask; }

static struct row *find(const struct learner *l, uint64_t key)
{
    uint64_t i = home(l, key);
    while (l->rows[i].cells && l->rows[i].key != key) i = (i + 1) & l->mask;
    return &l->rows[i];
}

static void grow(struct learner *l)
{
    struct row *old = l->rows;
    uint64_t count = l->mask + 1;
    l->mask = count * 2 - 1;
    l->rows = need(calloc(l->mask + 1, sizeof *l->rows));
    for (uint64_t i = 0; i < count; i++)
        if (old[i].cells) *find(l, old[i].key) = old[i];
    free(old);
}

void learner_score(struct learner *l, const uint64_t *f, size_t n, int32_t *score)
{
    memset(score, 0, l->classes * sizeof *score);
    for (size_t i = 0; i < n && l->counting; i++) {
        uint8_t *seen = &l->seen[f[i] & (SEEN - 1)];
        *seen = (uint8_t)(*seen + (*seen < 255));
    }
    for (size_t i = 0; i < n; i++) __builtin_prefetch(&l->rows[home(l, f[i])]);
    for (size_t i = 0; i < n; i++) {
        struct row *r = find(l, f[i]);
        r->hits += r->count > 0;
        for (uint32_t k = 0; k < r->count; k++) score[r->cells[k].class] += r->cells[k].weight;
    }
}

static void bump(struct learner *l, uint64_t key, uint32_t class, int by)
{
    struct row *r = find(l, key);
    if (!r->cells) {
        if (l->seen && l->seen[key & (SEEN - 1)] < l->least) return;
        if (l->used * 10 > (l->mask + 1) * 7) {
            grow(l);
            r = find(l, key);
        }
        r->key = key;
        r->room = 2;
        r->cells = need(calloc(r->room, sizeof *r->cells));
        l->used++;
    }
    uint32_t k = 0;
    while (k < r->count && r->cells[k].class != class) k++;
    if (k == r->count) {
        if (r->count == r->room) {
            r->room = (uint16_t)(r->room * 2);
            r->cells = need(realloc(r->cells, r->room * sizeof *r->cells));
        }
        r->cells[r->count++] = (struct cell){ 0, 0, l->now, class };
    }
    struct cell *c = &r->cells[k];
    c->total += (int64_t)c->weight * (l->now - c->stamp);
    c->stamp = l->now;
    c->weight += by;
}

void learner_update(struct learner *l, const uint64_t *f, size_t n, uint32_t right, uint32_t wrong)
{
    for (size_t i = 0; i < n; i++) {
        bump(l, f[i], right, 1);
        bump(l, f[i], wrong, -1);
    }
}

bool learner_decide(struct learner *l, const uint64_t *f, size_t n, const int32_t *score, uint32_t gold, uint32_t *said)
{
    uint32_t rival = gold ? 0 : 1;
    for (uint32_t c = 0; c < l->classes; c++)
        if (c != gold && score[c] > score[rival]) rival = c;
    bool wrong = score[rival] > score[gold] || (score[rival] == score[gold] && rival < gold);
    *said = wrong ? rival : gold;
    if (wrong || score[gold] - score[rival] <= (int32_t)n * wish("MARGIN", 20) / 100) learner_update(l, f, n, gold, rival);
    learner_tick(l);
    return wrong;
}

void learner_tick(struct learner *l) { l->now++; }
void learner_counted(struct learner *l) { l->counting = false; }

void shuffle(uint32_t *order, uint32_t count, uint64_t *state)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t k = dice(state) % i, t = order[k];
        order[k] = order[i - 1];
        order[i - 1] = t;
    }
}

/* ------------------------------------------------------------------ pruned and quantised */

struct entry {
    uint64_t key;
    float worth;
    uint32_t row;
};

static int by_place(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

static double mean(const struct learner *l, const struct cell *c)
{
    return (double)(c->total + (int64_t)c->weight * (l->now - c->stamp)) / (double)(l->now ? l->now : 1);
}

static int compare_float(const void *a, const void *b)
{
    return (*(const float *)a > *(const float *)b) - (*(const float *)a < *(const float *)b);
}

/* The weight that becomes 127. The few that are larger go into dense rows. */
static double largest(const struct learner *l)
{
    size_t n = 0, room = 1 << 20;
    float *all = need(malloc(room * sizeof *all));
    for (uint64_t i = 0; i <= l->mask; i++)
        for (uint32_t k = 0; k < l->rows[i].count; k++) {
            float v = (float)fabs(mean(l, &l->rows[i].cells[k]));
            if (v < 0.05f) continue;
            if (n == room) all = need(realloc(all, (room *= 2) * sizeof *all));
            all[n++] = v;
        }
    qsort(all, n, sizeof *all, compare_float);
    double top = n ? all[n - 1 - n / 2000] : 1;
    free(all);
    return top > 0 ? top : 1;
}

/* Weights smaller than this are left out: noise of single examples. */
static const double LEAST_WEIGHT = 0.25;

static int quantised(double v, double scale)
{
    if (fabs(v) < LEAST_WEIGHT) return 0;
    double q = round(v * scale);
    return q > 32767 ? 32767 : q < -32767 ? -32767 : (int)q;
}

static size_t lanes_of(const struct learner *l, const struct row *r, double scale, size_t *classes, float *worth, bool *dense)
{
    *classes = 0;
    *dense = false;
    double w = 0;
    for (uint32_t k = 0; k < r->count; k++) {
        int q = quantised(mean(l, &r->cells[k]), scale);
        if (q) (*classes)++;
        *dense |= q > 127 || q < -127;
        w += (double)q * q;
    }
    *worth = (float)(sqrt(w) * (r->hits + 1.0));
    *dense |= *classes >= DENSE_FROM;
    return *dense ? 3 : 1 + *classes;
}

static size_t put_entry(const struct learner *l, const struct row *r, double scale, bool is_dense, struct weights_bucket *b, size_t at,
                        int16_t *dense, uint32_t *dense_count)
{
    uint32_t begins = (uint32_t)b->lane[0] | (uint32_t)b->lane[1] << 16;
    begins |= 1u << at;
    b->lane[0] = (uint16_t)begins;
    b->lane[1] = (uint16_t)(begins >> 16);
    b->lane[at++] = weights_mark(r->key);
    if (is_dense) {
        b->lane[at++] = WEIGHTS_DENSE << 8;
        b->lane[at++] = (uint16_t)*dense_count;
        int16_t *d = dense + (size_t)(*dense_count)++ * l->classes;
        for (uint32_t k = 0; k < r->count; k++) d[r->cells[k].class] = (int16_t)quantised(mean(l, &r->cells[k]), scale);
        return at;
    }
    for (uint32_t k = 0; k < r->count; k++) {
        int q = quantised(mean(l, &r->cells[k]), scale);
        if (q) b->lane[at++] = (uint16_t)(r->cells[k].class << 8 | (uint8_t)q);
    }
    return at;
}

static bool has_mark(const struct weights_bucket *b, size_t fill, uint16_t mark)
{
    uint32_t begins = (uint32_t)b->lane[0] | (uint32_t)b->lane[1] << 16;
    for (size_t i = 2; i < fill; i++)
        if (begins >> i & 1 && b->lane[i] == mark) return true;
    return false;
}

void learner_write(struct learner *l, struct writer *w, const char *part, size_t bytes)
{
    bytes = bytes * (size_t)wish("BYTES", 85) / 100;
    double scale = 127 / largest(l);
    size_t classes, lanes = 0, count = 0, kept = 0, dense_room = 1;
    float worth;
    bool is_dense;
    struct entry *all = need(malloc((l->used + 1) * sizeof *all));
    for (uint64_t i = 0; i <= l->mask; i++) {
        if (!l->rows[i].count) continue;
        size_t n = lanes_of(l, &l->rows[i], scale, &classes, &worth, &is_dense);
        if (!classes) continue;
        lanes += n;
        dense_room += is_dense;
        all[count++] = (struct entry){ l->rows[i].key, worth / (float)n, (uint32_t)i };
    }
    uint32_t buckets = (uint32_t)(bytes / sizeof(struct weights_bucket)), want = (uint32_t)(lanes / 24 + 1);
    if (buckets > want) buckets = want;
    qsort(all, count, sizeof *all, by_place);
    struct weights_bucket *b = need(aligned_alloc(64, buckets * sizeof *b));
    memset(b, 0, buckets * sizeof *b);
    uint8_t *fill = need(malloc(buckets));
    memset(fill, 2, buckets);
    int16_t *dense = need(calloc(dense_room * l->classes, sizeof *dense));
    uint32_t dense_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct row *r = &l->rows[all[i].row];
        size_t n = lanes_of(l, r, scale, &classes, &worth, &is_dense);
        uint32_t at = weights_place(r->key, buckets);
        if (fill[at] + n > WEIGHTS_LANES || has_mark(&b[at], fill[at], weights_mark(r->key))) continue;
        if (is_dense && (dense_count == 0xFFFF || dense_count * 2ull * l->classes > bytes / 4)) continue;
        fill[at] = (uint8_t)put_entry(l, r, scale, is_dense, &b[at], fill[at], dense, &dense_count);
        kept++;
    }
    for (uint32_t i = 0; i < buckets; i++) /* the lane after the last entry begins nothing that is ever asked for */
        if (fill[i] < WEIGHTS_LANES) {
            uint32_t begins = ((uint32_t)b[i].lane[0] | (uint32_t)b[i].lane[1] << 16) | 1u << fill[i];
            b[i].lane[0] = (uint16_t)begins;
            b[i].lane[1] = (uint16_t)(begins >> 16);
        }
    char name[64];
    snprintf(name, sizeof name, "%s.sparse", part);
    writer_add(w, name, sizeof *b, buckets, 0, b, buckets * sizeof *b);
    snprintf(name, sizeof name, "%s.dense", part);
    writer_add(w, name, sizeof *dense, dense_count, l->classes, dense, (size_t)dense_count * l->classes * sizeof *dense);
    fprintf(stderr, "%s: %llu features seen, %zu with weights, %zu kept (%u dense), %zu lanes, scale %.2f, %zu bytes\n", part,
            (unsigned long long)l->used, count, kept, dense_count, lanes, scale,
            buckets * sizeof *b + (size_t)dense_count * l->classes * sizeof *dense);
    free(all);
    free(b);
    free(fill);
    free(dense);
}
