#include "parse/names.h"

size_t names_features(const struct word *w, uint32_t i, uint64_t *out)
{
    const struct word *a = w + i - 1, *b = w + i, *c = w + i + 1, *a2 = a - 1, *c2 = c + 1;
    uint32_t n = 0;
#define F(t, x, y, z) out[n++] = feature(t, x, y, z)
    F(0, 0, 0, 0);
    F(1, b->lower, 0, 0);
    F(2, b->lower, b->shape, 0);
    F(3, b->shape, 0, 0);
    F(4, b->shape, b->tag, 0);
    F(5, b->end[2], b->upper, 0);
    F(6, b->end[3], b->upper, 0);
    F(7, b->begin[2], b->upper, 0);
    F(8, b->cluster, b->upper, 0);
    F(9, b->cluster >> CLUSTER_COARSE, b->shape, 0);
    F(10, a->lower, b->upper, 0);
    F(11, c->lower, b->upper, 0);
    F(12, a2->lower, b->upper, a->upper);
    F(13, c2->lower, b->upper, c->upper);
    F(14, a->lower, b->lower, 0);
    F(15, b->lower, c->lower, 0);
    F(16, a->cluster, b->upper, 0);
    F(17, c->cluster, b->upper, c->upper);
    F(18, a->cluster, b->cluster, 0);
    F(19, b->cluster, c->cluster, 0);
    F(20, a->shape, b->shape, c->shape);
    F(21, a->tag, b->tag, c->tag);
    F(22, a->tag, b->cluster, 0);
    F(23, b->cluster, c->tag, 0);
    F(24, a2->cluster, a->cluster, b->upper);
    F(25, c->cluster, c2->cluster, b->upper);
    F(26, a2->tag, a->tag, b->tag);
    F(27, b->tag, c->tag, c2->tag);
    F(28, a->lower, b->cluster, c->lower);
    F(29, a->lower, b->shape, c->lower);
    F(30, a->lower == 11, b->upper, b->tag);
    F(31, c->lower, c->shape, b->shape);
    F(32, a->lower, a->shape, b->shape);
    F(33, b->begin[1], b->end[2], b->upper);
    F(34, w[(int64_t)i - 3].cluster, b->upper, a->upper << 1 | a2->upper);
    F(35, c->end[2], b->upper, c->upper);
    F(36, a->end[2], b->upper, a->upper);
    F(37, b->cluster, b->shape, a->upper << 1 | c->upper);
    F(38, b->fine, b->upper, 0);
    F(39, a->fine, b->upper, 0);
    F(40, c->fine, b->upper, 0);
#undef F
    return n;
}

size_t names_history(const struct word *w, uint32_t i, uint8_t before, uint8_t before2, uint64_t *out)
{
    const struct word *a = w + i - 1, *b = w + i, *c = w + i + 1;
    uint32_t n = 0;
#define F(t, x, y, z) out[n++] = feature(50 + t, x, y, z)
    F(0, before, 0, 0);
    F(1, before, before2, 0);
    F(2, before, b->lower, 0);
    F(3, before, b->shape, b->tag);
    F(4, before, b->cluster, 0);
    F(5, before, a->lower, b->shape);
    F(6, before, b->lower, c->lower);
    F(7, before, c->shape, c->tag);
    F(8, before, before2, b->shape);
    F(9, before, a->tag, b->tag);
    F(10, before, b->upper, c->cluster);
    F(11, before, b->end[2], b->upper);
#undef F
    return n;
}

void names_run(const struct weights *weights, const struct word *w, uint32_t count, uint8_t *label)
{
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        size_t n = names_features(w, i, f);
        uint8_t a = i ? label[i - 1] : 0, b = i > 1 ? label[i - 2] : 0;
        n += names_history(w, i, a, b, f + n);
        weights_sum(weights, f, n, score);
        int best = 0;
        for (int c = 1; c < NAME_TAG_COUNT; c++)
            if (score[c] > score[best] && names_follow(a, c)) best = c;
        label[i] = (uint8_t)best;
    }
}
