#include "parse/network.h"

#include <string.h>

#include "base/utf8.h"
#include "model/weights.h"
#include "parse/arcs.h"

enum { BATCH = 512, RECALLED = 1024, WIDEST = 2048, WIDEST_HEAD = 512, ALIGN = 64 };
enum {
    SHAPE_WIDTH,
    SHAPE_LAYERS,
    SHAPE_HEAD,
    SHAPE_NAMES,
    SHAPE_TAGS,
    SHAPE_FEATS,

    SHAPE_RELS,
    SHAPE_GLOVE,
    SHAPE_WORDS,
    SHAPES
};

/* ------------------------------------------------------------------ opening */

static chy_status open_shape(const struct model *m, struct network *n, uint32_t *shape, chy_err *err)
{
    const struct model_section *s;
    chy_status st = net_section(m, "net", ".shape", sizeof *shape, (uint32_t[3]){ SHAPES }, &s, err);
    if (st) return st;
    for (int i = 0; i < SHAPES; i++) {
        shape[i] = ((const uint32_t *)s->data)[i];
        if (!shape[i] || shape[i] > NET_WIDEST / 4) return err_set(err, CHY_EMODEL, 0, "the model's network has a size of %u", shape[i]);
    }
    n->width = shape[SHAPE_WIDTH], n->layers = shape[SHAPE_LAYERS], n->head = shape[SHAPE_HEAD], n->name_head = shape[SHAPE_NAMES];
    if (n->width % 128 || n->width > WIDEST || n->head % 64 || n->head > WIDEST_HEAD || n->name_head % 16 || n->name_head > n->head)
        return err_set(err, CHY_EMODEL, 0, "the model's network has widths that do not fit: %u, %u, %u", n->width, n->head, n->name_head);
    if (n->layers > NETWORK_LAYERS || shape[SHAPE_WORDS] % 32 || shape[SHAPE_TAGS] > UINT8_MAX)
        return err_set(err, CHY_EMODEL, 0, "the model's network has %u layers, words of %u, %u tags", n->layers, shape[SHAPE_WORDS],
                       shape[SHAPE_TAGS]);
    return CHY_OK;
}

static chy_status open_layers(const struct model *m, struct network *n, const uint32_t *shape, arena *mem, chy_err *err)
{
    uint32_t outputs = shape[SHAPE_TAGS] + shape[SHAPE_FEATS];
    chy_status st = dense_open(m, "net.in", n->input.width, n->width, mem, &n->in, err);
    for (uint32_t i = 0; i < n->layers && !st; i++) {
        chy_str name = str_format(mem, "net.l%u", i + 1);
        st = name.ptr ? sru_open(m, name.ptr, n->width, mem, &n->layer[i], err) : err_memory(err, "opening the model");
    }
    if (!st) st = dense_open(m, "net.proj", n->width, network_seen(n) + 2 * n->head, mem, &n->proj, err);
    if (!st) st = dense_open(m, "net.tag", n->head, outputs, mem, &n->tag, err);
    if (!st) st = dense_open(m, "net.arc", n->head, n->head, mem, &n->arc, err);
    if (!st) st = dense_open(m, "net.rel", n->head, shape[SHAPE_RELS], mem, &n->rel, err);
    if (!st) st = dense_open(m, "net.name", n->name_head, NAME_TAG_COUNT, mem, &n->name, err);
    return st;
}

static chy_status open_roots(const struct model *m, struct network *n, chy_err *err)
{
    const struct model_section *s;
    chy_status st = net_section(m, "net.arc", ".root", 1, (uint32_t[3]){ n->head }, &s, err);
    if (st) return st;
    n->arc_root = s->data;
    return net_floats(m, "net.rel", ".root", n->head, 0, &n->rel_root, err);
}

/* I-PER only after B-PER or I-PER. */
static bool may_follow(int a, int b) { return !b || name_tag_begins(b) || (a && name_tag_kind(a) == name_tag_kind(b)); }

/* What must not follow costs more than any sentence can gain. */
static chy_status open_moves(const struct model *m, struct network *n, chy_err *err)
{
    const float never = -1e30f, *moves;
    chy_status st = net_floats(m, "net.name", ".moves", NAME_TAG_COUNT + 2, NAME_TAG_COUNT, &moves, err);
    if (st) return st;
    for (int b = 0; b < NETWORK_NAMES; b++) {
        bool is = b < NAME_TAG_COUNT;
        for (int a = 0; a < NAME_TAG_COUNT; a++) n->moves[a][b] = is && may_follow(a, b) ? moves[a * NAME_TAG_COUNT + b] : never;
        n->begin[b] = is && may_follow(NAME_O, b) ? moves[NAME_TAG_COUNT * NAME_TAG_COUNT + b] : never;
        n->end[b] = is ? moves[(NAME_TAG_COUNT + 1) * NAME_TAG_COUNT + b] : never;
    }
    return CHY_OK;
}

static chy_status open_lines(const struct model *m, const char *name, uint32_t want, arena *mem, chy_str **out, chy_err *err)
{
    uint32_t count = 0;
    chy_status st = model_lines(m, name, mem, out, &count, err);
    if (!st && count != want) st = err_set(err, CHY_EMODEL, 0, "the model's section %s has %u lines, not %u", name, count, want);
    return st;
}

static chy_status open_tags(const struct model *m, struct network_labels *l, arena *mem, chy_err *err)
{
    chy_status st = open_lines(m, "net.tag.list", l->tags, mem, &l->xpos, err);
    if (st) return st;
    l->upos = ARENA_ARRAY(mem, uint8_t, l->tags);
    if (!l->upos) return err_memory(err, "opening the model");
    for (uint32_t i = 0; i < l->tags; i++) {
        chy_str rest = l->xpos[i], upos;
        str_next_piece(&rest, ' ', &upos);
        int u = upos_of(upos);
        if (u < 0 || !rest.ptr)
            return err_set(err, CHY_EMODEL, i, "the model's tag %u is none of ours: %.*s", i, (int)l->xpos[i].len, l->xpos[i].ptr);
        l->upos[i] = (uint8_t)u;
        l->xpos[i] = rest;
    }
    return CHY_OK;
}

static chy_status open_rels(const struct model *m, struct network_labels *l, arena *mem, chy_err *err)
{
    chy_str *names;
    chy_status st = open_lines(m, "net.rel.list", l->rels, mem, &names, err);
    if (st) return st;
    l->rel = ARENA_ARRAY(mem, uint8_t, l->rels);
    if (!l->rel) return err_memory(err, "opening the model");
    l->root = NONE;
    for (uint32_t i = 0; i < l->rels; i++) {
        int r = deprel_of(names[i]);
        if (r < 0) return err_set(err, CHY_EMODEL, i, "the model's relation %u is none of ours: %.*s", i, (int)names[i].len, names[i].ptr);
        l->rel[i] = (uint8_t)r;
        if (r == REL_root && l->root != NONE) return err_set(err, CHY_EMODEL, i, "the model has two relations of the root");
        if (r == REL_root) l->root = i;
    }
    if (l->root == NONE || l->rels < 2) return err_set(err, CHY_EMODEL, 0, "the model has no relation of the root, or no other");
    return CHY_OK;
}

/* Which features a tag may have. */
static chy_status open_runs(const struct model *m, struct network_labels *l, chy_err *err)
{
    const struct model_section *at, *of = model_section(m, CHY_LIT("net.feats.of"));
    chy_status st = net_section(m, "net.feats", ".at", sizeof(uint32_t), (uint32_t[3]){ l->tags + 1 }, &at, err);
    if (st) return st;
    if (!of || of->element != sizeof(uint16_t)) return err_set(err, CHY_EMODEL, 0, "the model has no section net.feats.of");
    l->run_at = at->data;
    l->run = of->data;
    for (uint32_t i = 0; i < l->tags; i++)
        if (l->run_at[i] >= l->run_at[i + 1] || l->run_at[i + 1] > of->size / sizeof(uint16_t))
            return err_set(err, CHY_EMODEL, i, "the model's tag %u has no run of features", i);
    for (uint64_t i = 0; i < of->size / sizeof(uint16_t); i++)
        if (l->run[i] >= l->feats) return err_set(err, CHY_EMODEL, i, "the model's section net.feats.of counts too far");
    return CHY_OK;
}

static chy_status open_labels(const struct model *m, struct network_labels *l, const uint32_t *shape, arena *mem, chy_err *err)
{
    l->tags = shape[SHAPE_TAGS], l->feats = shape[SHAPE_FEATS], l->rels = shape[SHAPE_RELS];
    chy_status st = open_tags(m, l, mem, err);
    if (!st) st = open_rels(m, l, mem, err);
    if (!st) st = open_runs(m, l, err);
    if (!st) st = open_lines(m, "net.feats.list", l->feats, mem, &l->feats_of, err);
    for (uint32_t i = 0; i < l->feats && !st; i++)
        if (str_is(l->feats_of[i], "_")) l->feats_of[i].len = 0;
    return st;
}

chy_status network_open(const struct model *m, const struct lexicon *lex, const struct kernels *k, arena *mem, struct network **out,
                        chy_err *err)
{
    uint32_t shape[SHAPES];
    struct network *n = ARENA_NEW(mem, struct network);
    if (!n) return err_memory(err, "opening the model");
    n->kernels = k;
    chy_status st = open_shape(m, n, shape, err);
    if (!st) st = input_open(m, shape[SHAPE_GLOVE], shape[SHAPE_WORDS], &n->input, err);
    if (!st) st = open_layers(m, n, shape, mem, err);
    if (!st) st = open_roots(m, n, err);
    if (!st) st = open_moves(m, n, err);
    if (!st) st = open_labels(m, &n->labels, shape, mem, err);
    if (!st) st = lemma_open(m, mem, &n->lemma, err);
    if (!st && lex) st = gazetteer_create(lex, mem, &n->gazetteer, err);
    if (!st) *out = n;
    return st;
}

/* ------------------------------------------------------------------ running */

/* Room for `count` elements, aligned for the kernels. */
static void *room_for(arena *mem, size_t count, size_t size)
{
    size_t whole;
    if (__builtin_mul_overflow(count, size, &whole) || whole > SIZE_MAX - 2 * ALIGN) return NULL;
    char *p = arena_alloc(mem, whole + 2 * ALIGN); /* one more at the end: kernels read whole vectors */
    return p ? p + (ALIGN - (uintptr_t)p % ALIGN) % ALIGN : NULL;
}

#define ROOM(field, count) ((field) = room_for(mem, (count), sizeof *(field)))

/* words: of a batch; all: of the document; longest: of its sentences. */
static bool work_init(struct network_work *w, const struct network *n, size_t words, size_t all, size_t longest, arena *mem)
{
    size_t piece = longest < ARCS_MOST ? longest : ARCS_MOST, across = round_up((uint32_t)piece + 1, KERNELS_BLOCK);
    size_t outputs = n->tag.outputs, input = n->input.width + n->width + n->head,
           floats = NETWORK_CHUNK * (outputs > n->rel.outputs ? outputs : n->rel.outputs);
    if (floats < sru_scratch(n->width)) floats = sru_scratch(n->width);
    *w = (struct network_work){ .recall = { .places = 16 } };
    while (w->recall.places < all && w->recall.places < RECALLED) w->recall.places *= 2;
    return ROOM(w->start, words + 1) && ROOM(w->shouting, words) && ROOM(w->gaz, words) && ROOM(w->x, words * n->width) &&
           ROOM(w->y, words * n->width) && ROOM(w->input, NETWORK_CHUNK * input) && ROOM(w->recall.place, w->recall.places) &&
           ROOM(w->recall.vector, (size_t)w->recall.places * n->width) && ROOM(w->recall.late, words) && ROOM(w->recall.from, words) &&
           ROOM(w->seen, words * network_seen(n)) && ROOM(w->rel, words * 2 * n->head) && ROOM(w->arc, words * n->head) &&
           ROOM(w->packed, across * n->head) && ROOM(w->score, piece * across) && ROOM(w->head, piece) &&
           ROOM(w->arcs, arcs_room((uint32_t)piece)) && ROOM(w->floats, floats) && ROOM(w->emission, words * NETWORK_NAMES) &&
           ROOM(w->from, words * NETWORK_NAMES);
}

static void encode(const struct network *n, const chy_doc *d, struct network_work *w)
{
    const struct kernels *k = n->kernels;
    const uint32_t words = batch_words(&w->batch), seen = network_seen(n);
    recall_run(&w->recall, &n->input, &n->in, k, d->tokens.at + w->words.first, w->shouting, w->gaz, words, w->input, w->x);
    for (uint32_t i = 0; i < n->layers; i++) {
        sru_run(k, &n->layer[i], &w->batch, w->x, w->y, w->floats);
        int8_t *done = w->x;
        w->x = w->y;
        w->y = done;
    }
    k->dense_tanh(&n->proj, 0, seen, w->x, n->width, words, w->seen, seen);
    k->dense_float(&n->proj, seen, 2 * n->head, w->x, n->width, words, w->rel, 2 * (size_t)n->head);
}

static void see_sentence(const struct network *n, chy_doc *d, run r, struct network_work *w)
{
    uint32_t at = w->start[w->batch.sentences];
    bool shouting = input_shouting(d, r);
    if (n->gazetteer)
        gazetteer_mark(n->gazetteer, d, r, w->gaz + at);
    else
        memset(w->gaz + at, 0, (r.last - r.first) * sizeof *w->gaz);
    for (uint32_t t = r.first; t < r.last; t++, at++) {
        w->shouting[at] = shouting;
        d->tokens.at[t].shouting = shouting && str_all_upper(d->tokens.at[t].form);
    }
    w->start[++w->batch.sentences] = at;
}

/* The sentences from `first` on that are run together: as many as make BATCH words, one at least. Answers the one after them. */
static uint32_t gather(const struct network *n, chy_doc *d, uint32_t first, struct network_work *w)
{
    uint32_t i = first;
    w->batch = (struct batch){ w->start, 0 };
    w->start[0] = 0;
    for (; i < d->sentences.count; i++) {
        run r = d->sentences.at[i].words;
        if (r.first >= r.last) continue;
        if (!w->batch.sentences)
            w->words.first = r.first;
        else if (r.first != w->words.last || r.last - w->words.first > BATCH)
            break;
        w->words.last = r.last;
        see_sentence(n, d, r, w);
    }
    return i;
}

bool network_run(const struct network *n, chy_doc *d, arena *scratch)
{
    arena_mark here = arena_here(scratch);
    struct network_work w;
    size_t longest = 0, words = d->tokens.count < BATCH ? d->tokens.count : BATCH;
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        run r = d->sentences.at[i].words;
        if (r.last > r.first && r.last - r.first > longest) longest = r.last - r.first;
    }
    if (!longest) return true;
    if (words < longest) words = longest;
    bool ok = work_init(&w, n, words, d->tokens.count, longest, scratch);
    for (uint32_t i = 0; ok && i < d->sentences.count;) {
        i = gather(n, d, i, &w);
        if (!w.batch.sentences) break;
        encode(n, d, &w);
        ok = heads_words(n, d, &w);
        heads_trees(n, d, &w);
        heads_names(n, d, &w);
    }
    arena_rewind(scratch, here);
    return ok;
}
