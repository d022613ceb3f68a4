/* trees.c: the parser, with a dynamic oracle (Goldberg and Nivre, TACL 2013). */
#include "parse/trees.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "stages.h"

struct classes { struct arc arc[256]; uint32_t count; int of[MOVE_COUNT][REL_COUNT]; };

static int class_for(struct classes *c, enum move move, int rel)
{
    if (c->of[move][rel] < 0) {
        if (c->count >= WEIGHTS_DENSE) fail("too many kinds of arcs");
        c->arc[c->count] = (struct arc){ (uint8_t)move, (uint8_t)rel };
        c->of[move][rel] = (int)c->count++;
    }
    return c->of[move][rel];
}

static void all_classes(struct training *t, struct classes *c)
{
    memset(c->of, 0xFF, sizeof c->of);
    class_for(c, MOVE_SHIFT, 0);
    for (uint32_t i = 0; i < t->examples.count; i++) {
        const struct example *e = &t->examples.at[i];
        for (uint32_t k = 1; k <= e->count; k++) class_for(c, e->head[k] > k ? MOVE_LEFT : MOVE_RIGHT, e->rel[k]);
    }
}

/* How many arcs of the gold tree are lost by each move. */
static void costs(const struct state *s, const uint32_t *head, uint32_t *cost)
{
    uint32_t b0 = s->next, s0 = s->depth ? s->stack[s->depth - 1] : 0, s1 = s->depth > 1 ? s->stack[s->depth - 2] : 0, lost = 0;
    if (s0) {
        for (uint32_t k = b0; k <= s->count; k++) lost += head[k] == s0;
        cost[MOVE_LEFT] = lost + (head[s0] != b0 && (head[s0] >= b0 || (s1 && head[s0] == s1)));
        cost[MOVE_RIGHT] = lost + (head[s0] >= b0);
    }
    cost[MOVE_SHIFT] = 0;
    for (uint32_t k = 0; k < s->depth && b0 <= s->count; k++) {
        uint32_t x = s->stack[k];
        cost[MOVE_SHIFT] += head[x] == b0;
        cost[MOVE_SHIFT] += head[b0] == x && k + 1 < s->depth;
    }
}

struct choice { int said, right; enum move move; int rel; };

static struct choice choose(struct classes *c, const struct state *s, const struct example *e, const int32_t *score)
{
    unsigned may = state_moves(s);
    uint32_t cost[MOVE_COUNT] = { 0 }, least = UINT32_MAX;
    costs(s, e->head, cost);
    for (int m = 0; m < MOVE_COUNT; m++)
        if (may >> m & 1 && cost[m] < least) least = cost[m];
    struct choice out = { -1, -1, MOVE_SHIFT, 0 };
    uint32_t s0 = s->depth ? s->stack[s->depth - 1] : 0;
    for (uint32_t k = 0; k < c->count; k++)
        if (may >> c->arc[k].move & 1 && (out.said < 0 || score[k] > score[out.said])) out.said = (int)k;
    for (int m = 0; m < MOVE_COUNT; m++) {
        if (!(may >> m & 1) || cost[m] != least) continue;
        int k = m == MOVE_SHIFT ? c->of[m][0] : c->of[m][e->rel[s0]];
        if (k >= 0 && (out.right < 0 || score[k] > score[out.right])) out.right = k;
    }
    return out;
}

static void learn_sentence(struct learner *l, struct classes *c, const struct example *e, bool explore, arena *mem, uint64_t *luck, uint64_t *wrong)
{
    arena_mark here = arena_here(mem);
    struct state s;
    if (!state_init(&s, e->w, e->count, mem)) fail("out of memory");
    while (!state_over(&s)) {
        uint64_t f[WEIGHTS_FEATURES_MAX];
        int32_t score[WEIGHTS_CLASSES];
        if (state_moves(&s) == 1u << MOVE_SHIFT) {
            state_do(&s, MOVE_SHIFT, 0);
            continue;
        }
        size_t n = state_features(&s, f);
        learner_score(l, f, n, score);
        struct choice k = choose(c, &s, e, score);
        int go = k.right < 0 ? k.said : k.right;
        if (k.right >= 0 && k.said != k.right) {
            learner_update(l, f, n, (uint32_t)k.right, (uint32_t)k.said);
            (*wrong)++;
            if (explore && dice(luck) % 10) go = k.said;
        }
        learner_tick(l);
        state_do(&s, (enum move)c->arc[go].move, c->arc[go].rel);
    }
    arena_rewind(mem, here);
}

void train_trees(struct training *t, struct writer *w, int epochs)
{
    static struct classes c;
    all_classes(t, &c);
    struct learner *l = learner_create(c.count, epochs_of("TREES_LEAST", 3));
    uint32_t n = t->examples.count, *order = need(malloc(n * sizeof *order));
    uint64_t luck = t->seed, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
        all += t->examples.at[i].count;
    }
    for (int e = 0; e < epochs; e++) {
        uint64_t wrong = 0;
        shuffle(order, n, &luck);
        for (uint32_t i = 0; i < n; i++) learn_sentence(l, &c, &t->examples.at[order[i]], e > 0, t->mem, &luck, &wrong);
        learner_counted(l);
        fprintf(stderr, "tree %d: %.3f wrong moves a word\n", e, (double)wrong / (double)all);
    }
    learner_write(l, w, "tree", (size_t)TREE_BYTES);
    writer_add(w, "tree.arcs", sizeof(struct arc), c.count, 0, c.arc, c.count * sizeof(struct arc));
    learner_destroy(l);
    free(order);
}
