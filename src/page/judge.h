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

/* Many rows at once: all nodes are asked, and the answers on the way to a leaf picked. */
enum { TREE_LANES = 8 };
typedef int16_t tree_lanes __attribute__((vector_size(2 * TREE_LANES)));

static inline tree_lanes tree_pick(tree_lanes yes, tree_lanes a, tree_lanes b) { return (a & yes) | (b & ~yes); }

/* What the trees say of so many rows at once, added to sum; column: of each feature, the values of all rows. */
static inline void tree_sums(const struct tree *trees, uint32_t count, const tree_lanes *column, int32_t sum[TREE_LANES])
{
    for (uint32_t t = 0; t < count; t++) {
        const struct tree *x = &trees[t];
        tree_lanes over[TREE_NODES], leaf;
        for (int i = 0; i < TREE_NODES; i++) over[i] = column[x->feature[i]] > x->at[i];
        tree_lanes a = over[0], b = tree_pick(a, over[2], over[1]);
        tree_lanes c = tree_pick(a, tree_pick(b, over[6], over[5]), tree_pick(b, over[4], over[3]));
        tree_lanes right = tree_pick(b, tree_pick(c, over[14], over[13]), tree_pick(c, over[12], over[11]));
        tree_lanes left = tree_pick(b, tree_pick(c, over[10], over[9]), tree_pick(c, over[8], over[7]));
        leaf = (a & 8) | (b & 4) | (c & 2) | (tree_pick(a, right, left) & 1);
        for (int i = 0; i < TREE_LANES; i++) sum[i] += x->leaf[leaf[i]];
    }
}

#endif
