#include "parse/arcs.h"

#include <stdbool.h>
#include <string.h>

#define ROOT_COSTS ((int64_t)1 << 42) /* more than all other arcs together: so the best tree has one root */

struct arc {
    int64_t score;
    uint16_t head, word; /* of the sentence, whatever they have been contracted into */
};

/* Nodes are words and the rings they were contracted into; each that is still there has a place: a row and a column of arcs. */
struct graph {
    uint32_t n, places; /* words; words and the root */
    struct arc *arc;    /* (places, places): [node][head] */
    struct arc *best;   /* (2n) the arc chosen into a node */
    uint32_t *parent;   /* (2n) the ring a node went into, itself when none */
    uint32_t *node;     /* (places) who is at a place */
    uint32_t *place;    /* (2n) */
    uint32_t *path;     /* (2n) nodes, each the head of the one before */
    uint8_t *state;     /* (2n) */
    bool *gone;         /* (places) */
    uint32_t nodes;
};
enum { NEW, ON_PATH, DONE };

static bool greedy(const int32_t *score, uint32_t n, size_t stride, uint32_t *head)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < n; i++) {
        const int32_t *s = score + i * stride;
        uint32_t best = i ? 0 : n > 1 ? 1 : n;
        for (uint32_t j = best + 1; j <= n; j++)
            if (s[j] > s[best] && j != i) best = j;
        head[i] = best;
        roots += best == n;
    }
    return roots == 1;
}

/* No ring: each word is walked once; seen[i] is 1 + the walk that met it. */
static bool is_tree(const uint32_t *head, uint32_t n, uint32_t *seen)
{
    memset(seen, 0, n * sizeof *seen);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        while (at != n && !seen[at]) {
            seen[at] = i + 1;
            at = head[at];
        }
        if (at != n && seen[at] == i + 1) return false;
    }
    return true;
}

static size_t places_of(uint32_t n) { return (size_t)n + 1; }

size_t arcs_room(uint32_t n)
{
    size_t p = places_of(n);
    return p * p * sizeof(struct arc) + 2 * p * (sizeof(struct arc) + 3 * sizeof(uint32_t)) + p * sizeof(uint32_t) + 3 * p;
}

static void graph_init(struct graph *g, const int32_t *score, uint32_t n, size_t stride, void *room)
{
    uint32_t places = n + 1;
    *g = (struct graph){ .n = n, .places = places, .nodes = places };
    g->arc = room;
    g->best = g->arc + (size_t)places * places;
    g->parent = (uint32_t *)(g->best + 2 * places);
    g->place = g->parent + 2 * places;
    g->path = g->place + 2 * places;
    g->node = g->path + 2 * places;
    g->state = (uint8_t *)(g->node + places);
    g->gone = (bool *)(g->state + 2 * places);
    for (uint32_t i = 0; i < places; i++) {
        g->node[i] = g->place[i] = g->parent[i] = i;
        g->state[i] = i == n ? DONE : NEW;
        g->gone[i] = false;
        for (uint32_t j = 0; j < places && i < n; j++)
            g->arc[(size_t)i * places + j] = (struct arc){ score[i * stride + j] - (j == n ? ROOT_COSTS : 0), (uint16_t)j, (uint16_t)i };
    }
}

/* The place of the best head for the node at this place. */
static uint32_t best_head(const struct graph *g, uint32_t place)
{
    const struct arc *a = g->arc + (size_t)place * g->places;
    uint32_t best = g->n; /* the root is always there */
    for (uint32_t j = 0; j < g->n; j++)
        if (j != place && !g->gone[j] && (a[j].score > a[best].score || (a[j].score == a[best].score && j < best))) best = j;
    return best;
}

/* The node at `from` goes into the ring at `into`: the better arc of each pair stays. */
static void merge(struct graph *g, uint32_t into, uint32_t from)
{
    for (uint32_t x = 0; x < g->places; x++) {
        if (x == into || x == from || g->gone[x]) continue;
        struct arc *a = &g->arc[(size_t)into * g->places + x], *b = &g->arc[(size_t)from * g->places + x];
        if (b->score > a->score) *a = *b;
        a = &g->arc[(size_t)x * g->places + into], b = &g->arc[(size_t)x * g->places + from];
        if (x != g->n && b->score > a->score) *a = *b;
    }
    g->gone[from] = true;
}

/* The end of the path, from depth `first` on, is a ring: it becomes one node, whose arcs say what choosing them would cost. */
static uint32_t contract(struct graph *g, uint32_t first, uint32_t depth)
{
    uint32_t ring = g->nodes++, into = g->place[g->path[first]];
    for (uint32_t i = first; i < depth; i++) {
        uint32_t v = g->path[i], p = g->place[v];
        int64_t chosen = g->best[v].score;
        for (uint32_t x = 0; x < g->places; x++) g->arc[(size_t)p * g->places + x].score -= chosen;
        g->parent[v] = ring;
    }
    for (uint32_t i = first + 1; i < depth; i++) merge(g, into, g->place[g->path[i]]);
    g->parent[ring] = ring;
    g->node[into] = ring;
    g->place[ring] = into;
    g->state[ring] = ON_PATH;
    g->path[first] = ring;
    return first + 1;
}

/* Follow best heads from a node until the root's tree is reached; rings on the way are contracted. */
static void grow(struct graph *g, uint32_t from)
{
    uint32_t depth = 0;
    g->path[depth++] = from;
    g->state[from] = ON_PATH;
    for (;;) {
        uint32_t top = g->path[depth - 1], place = g->place[top], to = best_head(g, place), head = g->node[to];
        g->best[top] = g->arc[(size_t)place * g->places + to];
        if (g->state[head] == DONE) break;
        if (g->state[head] == NEW) {
            g->state[head] = ON_PATH;
            g->path[depth++] = head;
            continue;
        }
        uint32_t first = depth - 1;
        while (g->path[first] != head) first--;
        depth = contract(g, first, depth);
    }
    while (depth) g->state[g->path[--depth]] = DONE;
}

/* Undo the rings from the outermost in: the arc into a ring replaces the one that its word had inside. */
static void expand(struct graph *g, uint32_t *head)
{
    memset(g->state, 0, g->nodes);
    for (uint32_t v = g->nodes; v--;) {
        if (g->state[v] || v == g->n) continue;
        uint32_t word = g->best[v].word;
        head[word] = g->best[v].head;
        for (uint32_t p = word; p != v; p = g->parent[p]) g->state[p] = 1;
    }
}

void arcs_tree(const int32_t *score, uint32_t n, size_t stride, uint32_t *head, void *room)
{
    struct graph g;
    if (greedy(score, n, stride, head) && is_tree(head, n, room)) return;
    graph_init(&g, score, n, stride, room);
    for (uint32_t i = 0; i < n; i++)
        if (!g.gone[i] && g.state[g.node[i]] == NEW) grow(&g, i);
    expand(&g, head);
}
