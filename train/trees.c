/* trees.c: the parser, with a dynamic oracle (Goldberg and Nivre, TACL 2013). */
#include "parse/trees.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learner.h"
#include "stages.h"

struct parser {
    struct learner *moves, *rels;
    uint8_t rel[REL_COUNT]; /* class -> relation */
    int class_of[REL_COUNT];
    uint32_t count;
};

/* The relations of the corpus but the root, which needs no choice. */
static void all_relations(struct training *t, struct parser *p)
{
    bool seen[REL_COUNT] = { false };
    for (uint32_t i = 0; i < t->examples.count; i++)
        for (uint32_t k = 1; k <= t->examples.at[i].count; k++) seen[t->examples.at[i].rel[k]] = true;
    for (int r = 0; r < REL_COUNT; r++) {
        p->class_of[r] = -1;
        if (!seen[r] || r == REL_root) continue;
        p->class_of[r] = (int)p->count;
        p->rel[p->count++] = (uint8_t)r;
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

/* What is said, and the best of the moves that lose least. */
static enum move choose(const struct state *s, const uint32_t *head, const int32_t *score, enum move *said)
{
    unsigned may = state_moves(s);
    uint32_t cost[MOVE_COUNT] = { 0 }, least = UINT32_MAX;
    costs(s, head, cost);
    int best = -1, right = -1;
    for (int m = 0; m < MOVE_COUNT; m++)
        if (may >> m & 1) {
            if (best < 0 || score[m] > score[best]) best = m;
            if (right < 0 || cost[m] < least || (cost[m] == least && score[m] > score[right])) right = m;
            if (cost[m] < least) least = cost[m];
        }
    *said = (enum move)best;
    return (enum move)right;
}

/* Does a move that loses more come as near as `margin` to the chosen one? */
static bool near(const struct state *s, const uint32_t *head, const int32_t *score, enum move chosen, int32_t margin, enum move *rival)
{
    unsigned may = state_moves(s);
    uint32_t cost[MOVE_COUNT] = { 0 };
    int best = -1;
    costs(s, head, cost);
    for (int m = 0; m < MOVE_COUNT; m++)
        if (may >> m & 1 && cost[m] > cost[chosen] && (best < 0 || score[m] > score[best])) best = m;
    *rival = (enum move)best;
    return best >= 0 && score[chosen] - score[best] <= margin;
}

/* The relation for an arc; learned from when the arc is right. */
static int learn_relation(struct parser *p, const struct state *s, const struct example *e, struct arc a, bool explore, uint64_t *wrong)
{
    if (a.head > s->count) return REL_root;
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    size_t n = arc_features(s, a, f);
    learner_score(p->rels, f, n, score);
    uint32_t best = 0;
    int gold = p->class_of[e->rel[a.word]];
    if (e->head[a.word] == a.head && gold >= 0) {
        *wrong += learner_decide(p->rels, f, n, score, (uint32_t)gold, &best);
        if (!explore) return e->rel[a.word];
    } else
        for (uint32_t c = 1; c < p->count; c++)
            if (score[c] > score[best]) best = c;
    return p->rel[best];
}

struct told {
    uint64_t moves, rels;
};

static void learn_sentence(struct parser *p, const struct example *e, bool explore, arena *mem, uint64_t *luck, struct told *wrong)
{
    arena_mark here = arena_here(mem);
    struct state s;
    if (!state_init(&s, e->w, e->count, mem)) fail("out of memory");
    while (!state_over(&s)) {
        unsigned may = state_moves(&s);
        enum move said = (enum move)__builtin_ctz(may), go = said;
        if (may & (may - 1)) {
            uint64_t f[WEIGHTS_FEATURES_MAX];
            int32_t score[WEIGHTS_CLASSES];
            size_t n = state_features(&s, f);
            learner_score(p->moves, f, n, score);
            go = choose(&s, e->head, score, &said);
            if (said != go) {
                learner_update(p->moves, f, n, go, said);
                wrong->moves++;
                if (explore && dice(luck) % 10) go = said;
            } else if (near(&s, e->head, score, go, (int32_t)n * wish("MARGIN", 20) / 100, &said))
                learner_update(p->moves, f, n, go, said);
            learner_tick(p->moves);
        }
        state_do(&s, go, go == MOVE_SHIFT ? 0 : learn_relation(p, &s, e, state_arc(&s, go), explore, &wrong->rels));
    }
    arena_rewind(mem, here);
}

void train_trees(struct training *t, struct writer *w, int epochs)
{
    static struct parser p;
    all_relations(t, &p);
    p.moves = learner_create(MOVE_COUNT, (uint32_t)wish("MOVES_LEAST", 4));
    p.rels = learner_create(p.count, (uint32_t)wish("RELS_LEAST", 4));
    uint32_t n = t->examples.count, *order = need(malloc(n * sizeof *order));
    uint64_t luck = t->seed, all = 0;
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
        all += t->examples.at[i].count;
    }
    for (int e = 0; e < epochs; e++) {
        struct told wrong = { 0 };
        shuffle(order, n, &luck);
        for (uint32_t i = 0; i < n; i++) learn_sentence(&p, &t->examples.at[order[i]], e > 0, t->mem, &luck, &wrong);
        learner_counted(p.moves);
        learner_counted(p.rels);
        fprintf(stderr, "tree %d: wrong for each word: %.4f moves, %.4f relations\n", e, (double)wrong.moves / (double)all,
                (double)wrong.rels / (double)all);
    }
    learner_write(p.moves, w, "move", (size_t)MOVE_BYTES);
    learner_write(p.rels, w, "rel", (size_t)REL_BYTES);
    writer_add(w, "rel.list", 1, p.count, 0, p.rel, p.count);
    learner_destroy(p.moves);
    learner_destroy(p.rels);
    free(order);
}
