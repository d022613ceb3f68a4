/* What is read off the encoded words: tags, features and lemmas; trees; names. */
#include <float.h>
#include <string.h>

#include "parse/arcs.h"
#include "parse/network.h"

static uint32_t chunk_of(uint32_t words, uint32_t first) { return words - first < NETWORK_CHUNK ? words - first : NETWORK_CHUNK; }

/* ------------------------------------------------------------------ tags, features, lemmas */

static chy_str best_feats(const struct network_labels *l, uint32_t tag, const float *score)
{
    const uint16_t *may = l->run + l->run_at[tag];
    uint32_t count = l->run_at[tag + 1] - l->run_at[tag], best = may[0];
    for (uint32_t i = 1; i < count; i++)
        if (score[may[i]] > score[best]) best = may[i];
    return l->feats_of[best];
}

bool heads_words(const struct network *n, chy_doc *d, const struct network_work *w)
{
    const struct network_labels *l = &n->labels;
    const uint32_t words = batch_words(&w->batch), seen = network_seen(n), outputs = n->tag.outputs;
    for (uint32_t first = 0; first < words; first += NETWORK_CHUNK) {
        uint32_t count = chunk_of(words, first);
        n->kernels->dense_float(&n->tag, 0, outputs, w->seen + (size_t)first * seen, seen, count, w->floats, outputs);
        for (uint32_t i = 0; i < count; i++) {
            struct token *t = &d->tokens.at[w->words.first + first + i];
            float *score = w->floats + (size_t)i * outputs;
            uint32_t tag = n->kernels->largest(score, l->tags);
            t->upos = l->upos[tag];
            t->xpos = l->xpos[tag];
            t->feats = best_feats(l, tag, score + l->tags);
            t->lemma = lemma_of(&n->lemma, &n->input.map, t->form, t->lower, (uint8_t)(tag + 1), &d->mem);
            if (!t->lemma.ptr) return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ trees */

/* One head's numbers into a column of their block. */
static void pack_head(const int8_t *from, uint32_t width, uint32_t column, int16_t *packed)
{
    packed += (size_t)(column / KERNELS_BLOCK) * width * KERNELS_BLOCK + 2 * (column % KERNELS_BLOCK);
    for (uint32_t k = 0; k < width; k += 2, packed += 2 * KERNELS_BLOCK) {
        packed[0] = from[k];
        packed[1] = from[k + 1];
    }
}

/* Heads for words [first, first + count) of the batch, counted from `first`; count for the root. */
static void piece_tree(const struct network *n, const struct network_work *w, uint32_t first, uint32_t count)
{
    const uint32_t seen = network_seen(n), blocks = count / KERNELS_BLOCK + 1;
    const int8_t *heads = w->seen + (size_t)first * seen + 2 * n->head + n->name_head;
    for (uint32_t i = 0; i < count; i++) pack_head(heads + (size_t)i * seen, n->head, i, w->packed);
    pack_head(n->arc_root, n->head, count, w->packed);
    for (uint32_t i = 0; i < count; i++)
        n->kernels->scores(w->packed, blocks, n->head, w->arc + (size_t)(first + i) * n->head,
                           w->score + (size_t)i * blocks * KERNELS_BLOCK);
    arcs_tree(w->score, count, (size_t)blocks * KERNELS_BLOCK, w->head, w->arcs);
}

/* A sentence too long for one piece: the roots of the later ones hang on the first one's. */
static void sentence_tree(const struct network *n, chy_doc *d, const struct network_work *w, uint32_t first, uint32_t last)
{
    uint32_t root = NONE;
    for (uint32_t at = first; at < last;) {
        uint32_t count = last - at < ARCS_MOST ? last - at : ARCS_MOST, base = w->words.first + at, here = base;
        piece_tree(n, w, at, count);
        for (uint32_t i = 0; i < count; i++) {
            if (w->head[i] == count) here = base + i;
            d->tokens.at[base + i].head = w->head[i] == count ? root : base + w->head[i];
        }
        if (root == NONE) root = here;
        at += count;
    }
}

static void relations(const struct network *n, chy_doc *d, const struct network_work *w, uint32_t first, uint32_t count)
{
    const struct network_labels *l = &n->labels;
    const uint32_t outputs = n->rel.outputs, width = n->head;
    int8_t *pair = w->input; /* no longer needed, and wide enough */
    for (uint32_t i = 0; i < count; i++) {
        const struct token *t = &d->tokens.at[w->words.first + first + i];
        const float *row = w->rel + (size_t)(first + i) * 2 * width;
        const float *head = t->head == NONE ? n->rel_root : w->rel + (size_t)(t->head - w->words.first) * 2 * width + width;
        n->kernels->add_tanh(row, head, width, pair + (size_t)i * width);
    }
    n->kernels->dense_float(&n->rel, 0, outputs, pair, width, count, w->floats, outputs);
    for (uint32_t i = 0; i < count; i++) {
        struct token *t = &d->tokens.at[w->words.first + first + i];
        float *score = w->floats + (size_t)i * outputs;
        score[l->root] = t->head == NONE ? FLT_MAX : -FLT_MAX;
        t->rel = l->rel[n->kernels->largest(score, l->rels)];
    }
}

void heads_trees(const struct network *n, chy_doc *d, const struct network_work *w)
{
    const uint32_t words = batch_words(&w->batch), seen = network_seen(n);
    const int8_t *dependents = w->seen + n->head + n->name_head;
    n->kernels->dense_short(&n->arc, 0, n->head, dependents, seen, words, w->arc, n->head);
    for (uint32_t i = 0; i < w->batch.sentences; i++) sentence_tree(n, d, w, w->start[i], w->start[i + 1]);
    for (uint32_t first = 0; first < words; first += NETWORK_CHUNK) relations(n, d, w, first, chunk_of(words, first));
}

/* ------------------------------------------------------------------ names */

static void best_path(const struct network *n, chy_doc *d, const struct network_work *w, uint32_t first, uint32_t last)
{
    float both[2][NETWORK_NAMES], *before = both[0], *now = both[1];
    for (int b = 0; b < NETWORK_NAMES; b++) before[b] = n->begin[b] + w->emission[(size_t)first * NETWORK_NAMES + b];
    for (uint32_t i = first + 1; i < last; i++) {
        n->kernels->viterbi(before, n->moves[0], w->emission + (size_t)i * NETWORK_NAMES, NAME_TAG_COUNT, now,
                            w->from + (size_t)i * NETWORK_NAMES);
        float *old = before;
        before = now;
        now = old;
    }
    for (int b = 0; b < NETWORK_NAMES; b++) before[b] += n->end[b];
    uint32_t label = n->kernels->largest(before, NAME_TAG_COUNT);
    for (uint32_t i = last; i-- > first;) {
        d->tokens.at[w->words.first + i].name = (uint8_t)label;
        if (i > first) label = (uint32_t)w->from[(size_t)i * NETWORK_NAMES + label];
    }
}

void heads_names(const struct network *n, chy_doc *d, const struct network_work *w)
{
    const uint32_t words = batch_words(&w->batch), seen = network_seen(n);
    n->kernels->dense_float(&n->name, 0, NETWORK_NAMES, w->seen + n->head, seen, words, w->emission, NETWORK_NAMES);
    for (uint32_t i = 0; i < w->batch.sentences; i++) best_path(n, d, w, w->start[i], w->start[i + 1]);
}
