#include "parse/tagger.h"

size_t tagger_features(const struct word *w, uint32_t i, uint64_t *out)
{
    const struct word *a = w + i - 1, *b = w + i, *c = w + i + 1, *a2 = a - 1, *c2 = c + 1;
    uint64_t tags = (uint64_t)a2->tag << 8 | a->tag;
    uint32_t n = 0;
#define F(t, x, y, z) out[n++] = feature(t, x, y, z)
    F(0, 0, 0, 0);
    F(1, b->lower, 0, 0);
    F(2, b->lower, b->shape, 0);
    F(3, b->end[0], b->upper, 0);
    F(4, b->end[1], b->upper, 0);
    F(5, b->end[2], b->upper, 0);
    F(6, b->end[3], b->upper, 0);
    F(7, b->begin[0], b->end[2], 0);
    F(8, b->begin[1], 0, 0);
    F(9, b->begin[2], 0, 0);
    F(10, b->shape, b->end[1], 0);
    F(11, b->shape, a->shape, c->shape);
    F(12, b->shape, a->tag, 0);
    F(13, b->cluster, b->shape, 0);
    F(14, b->cluster, a->tag, c->cluster);
    F(15, b->cluster >> CLUSTER_COARSE, a->tag, c->cluster >> CLUSTER_COARSE);
    F(16, a->lower, b->end[2], 0);
    F(17, c->lower, b->end[2], 0);
    F(18, a->lower, 0, 0);
    F(19, c->lower, 0, 0);
    F(20, a2->lower, 0, 0);
    F(21, c2->lower, 0, 0);
    F(22, c->end[2], c->shape, 0);
    F(23, a->tag, 0, 0);
    F(24, tags, 0, 0);
    F(25, tags, b->lower, 0);
    F(26, a->tag, b->lower, 0);
    F(27, a->lower, b->lower, 0);
    F(28, b->lower, c->lower, 0);
    F(29, a->tag, c->lower, 0);
    F(30, a->tag, b->end[2], c->end[2]);
    F(31, b->lower, c->end[2], c->upper);
    F(32, c->cluster, b->end[1], 0);
    F(33, a->cluster, b->end[1], 0);
    F(34, a->tag, c->cluster, c2->cluster);
    F(35, b->common, a->tag, c->common);
    F(36, b->common, c->common, c2->common);
    F(37, b->common, c->common, 0);
    F(38, tags, b->common, c->common);
    F(39, b->shape, a2->lower == 11 || a->lower == 11, c->upper);
    F(40, b->cluster, a->lower == 11, b->upper);
    F(41, a->lower, c->lower, b->end[1]);
    F(42, b->fine, b->upper, 0);
    F(43, a->fine, b->fine, 0);
    F(44, b->fine, c->fine, 0);
    F(45, b->fine, a->tag, 0);
#undef F
    return n;
}

void tagger_run(const struct weights *weights, struct word *w, uint32_t count)
{
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        weights_sum(weights, f, tagger_features(w, i, f), score);
        uint32_t best = 0;
        for (uint32_t c = 1; c < weights->classes; c++)
            if (score[c] > score[best]) best = c;
        w[i].tag = (uint8_t)(best + 1);
    }
}
