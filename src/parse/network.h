/*
 * network.h: one small network for tags, features, lemmas, trees and names.
 *
 *     words -> input vectors -> a dense layer -> recurrent layers -> heads
 *
 * Weights and activations are 8-bit integers, sums are exact, and the rest is done lane by lane (net/kernels.h): the same text
 * reads the same on every machine. Many sentences are run together; memory and time grow linearly with the words.
 */
#ifndef PARSE_NETWORK_H
#define PARSE_NETWORK_H

#include "doc/doc.h"
#include "net/sru.h"
#include "parse/gazetteer.h"
#include "parse/input.h"
#include "parse/lemma.h"
#include "parse/recall.h"

enum { NETWORK_LAYERS = 16, NETWORK_NAMES = KERNELS_BLOCK };

/* The labels that the outputs stand for. */
struct network_labels {
    uint32_t tags, feats, rels, root; /* root: which of the relations */
    uint8_t *upos;                    /* (tags) */
    chy_str *xpos;                    /* (tags) */
    chy_str *feats_of;                /* (feats) texts */
    uint8_t *rel;                     /* (rels) enum deprel */
    const uint32_t *run_at;           /* (tags + 1) the features seen with a tag: run[run_at[tag]] .. */
    const uint16_t *run;
};

struct network {
    const struct kernels *kernels;
    struct gazetteer *gazetteer; /* NULL: nothing is known of names */
    struct input_rules input;
    struct lemma_rules lemma;
    uint32_t width, layers, head, name_head; /* of the words' vectors, of the heads', of the names' head's */
    struct dense in, proj, tag, arc, rel, name;
    struct sru layer[NETWORK_LAYERS];
    const int8_t *arc_root;                     /* (head) */
    const float *rel_root;                      /* (head) */
    float moves[NAME_TAG_COUNT][NETWORK_NAMES]; /* from label to label; what must not be is very small */
    float begin[NETWORK_NAMES], end[NETWORK_NAMES];
    struct network_labels labels;
};

/* The sections net.* and lemma.*. Lives in mem; borrows the model. lex may be NULL. Errors: CHY_EMODEL; CHY_ENOMEM. */
chy_status network_open(const struct model *m, const struct lexicon *lex, const struct kernels *k, arena *mem, struct network **out,
                        chy_err *err);

/* Fill upos, xpos, feats, lemma, head, rel, name and shouting of every token. False at the ceiling of the document or of scratch. */
bool network_run(const struct network *n, chy_doc *d, arena *scratch);

/* What a batch works with; made once for a document. Strides are the widths. */
struct network_work {
    struct batch batch;
    run words;       /* of the document */
    uint32_t *start; /* of the batch */
    bool *shouting;  /* (words) */
    uint32_t *gaz;   /* (words) */
    struct recall recall;
    int8_t *x, *y;   /* (words, width) */
    int8_t *input;   /* (chunk, input width) */
    int8_t *seen;    /* (words, 3*head + name_head): for tags, names, dependents, heads */
    float *rel;      /* (words, 2*head): dependents, heads */
    int16_t *arc;    /* (words, head) */
    int16_t *packed; /* heads of a sentence, for kernels.scores */
    int32_t *score;  /* of its arcs */
    uint32_t *head;  /* of its words */
    char *arcs;      /* what arcs_tree works with */
    float *floats;   /* what a chunk of words needs */
    float *emission; /* (words, NETWORK_NAMES) */
    int32_t *from;   /* (words, NETWORK_NAMES) */
};
enum { NETWORK_CHUNK = 32 }; /* words whose outputs are at hand at once */

static inline uint32_t network_seen(const struct network *n) { return 3 * n->head + n->name_head; }

/* heads.c: each reads what the encoder left for the words of a batch. */
bool heads_words(const struct network *n, chy_doc *d, const struct network_work *w); /* tags, features, lemmas */
void heads_trees(const struct network *n, chy_doc *d, const struct network_work *w);
void heads_names(const struct network *n, chy_doc *d, const struct network_work *w);

#endif
