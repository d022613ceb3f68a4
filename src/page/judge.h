/* judge.h: boosted trees in whole numbers. */
#ifndef PAGE_JUDGE_H
#define PAGE_JUDGE_H

#include <stdint.h>

/* Every tree has DEPTH levels: node i has children 2i+1 (value <= at) and 2i+2; leaves follow the nodes. */
enum { TREE_DEPTH = 4, TREE_NODES = (1 << TREE_DEPTH) - 1, TREE_LEAVES = 1 << TREE_DEPTH };
struct tree {
    int16_t feature[TREE_NODES], at[TREE_NODES], leaf[TREE_LEAVES];
};

static inline int32_t tree_sum(const struct tree *trees, uint32_t count, const int16_t *f)
{
    int32_t sum = 0;
    for (uint32_t t = 0; t < count; t++) {
        uint32_t i = 0;
        for (int d = 0; d < TREE_DEPTH; d++) i = 2 * i + 1 + (f[trees[t].feature[i]] > trees[t].at[i]);
        sum += trees[t].leaf[i - TREE_NODES];
    }
    return sum;
}

#endif
