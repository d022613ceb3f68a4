/*
 * trees.h: heads and relations by arc-hybrid transitions (Kuhlmann, Gomez-Rodriguez and Satta, ACL 2011), chosen greedily.
 *
 * A state has a stack and a buffer; the root stands at the end of the buffer, and takes one dependent only.
 * The move is chosen first, then the relation of the arc it makes.
 *
 *   SHIFT      the first word of the buffer goes on the stack
 *   LEFT rel   the top of the stack becomes a dependent of the first word of the buffer
 *   RIGHT rel  the top of the stack becomes a dependent of the word under it
 */
#ifndef PARSE_TREES_H
#define PARSE_TREES_H

#include "parse/word.h"

enum move { MOVE_SHIFT, MOVE_LEFT, MOVE_RIGHT, MOVE_COUNT };

/* Words are 1 .. count in here; 0 is nothing, count + 1 the root. */
struct node {
    const struct word *word;
    uint32_t head;
    uint32_t left, left2, right, right2; /* outermost dependents, and the ones next to them */
    uint64_t left_set, right_set;        /* relations on either side, a bit each */
    uint8_t rel;                         /* 1 + relation; 0 none yet */
    uint8_t lefts, rights;
};

struct state {
    struct node *node; /* (count + 2 + a few empty ones) */
    uint32_t *stack;
    uint32_t depth, next, count;
};

/* For the words of a sentence; false at the arena's ceiling. */
bool state_init(struct state *s, const struct word *w, uint32_t count, arena *mem);
static inline bool state_over(const struct state *s) { return s->next == s->count + 1 && !s->depth; }

unsigned state_moves(const struct state *s); /* bit map of enum move that may be done */
void state_do(struct state *s, enum move move, int rel);
size_t state_features(const struct state *s, uint64_t *out); /* of the next move; at most WEIGHTS_FEATURES_MAX */

/* The arc that a LEFT or RIGHT would make. */
struct arc {
    uint32_t head, word;
};
struct arc state_arc(const struct state *s, enum move move);
size_t arc_features(const struct state *s, struct arc a, uint64_t *out); /* of its relation; at most WEIGHTS_FEATURES_MAX */

struct tree_rules {
    struct weights moves, rels;
    const uint8_t *rel; /* (rels.classes) the relation that a class stands for */
};

chy_status trees_open(const struct model *m, struct tree_rules *out, chy_err *err);

/* Fill head and rel of the tokens in r. False at the arena's ceiling. */
bool trees_run(const struct tree_rules *rules, chy_doc *d, run r, const struct word *w, arena *scratch);

#endif
