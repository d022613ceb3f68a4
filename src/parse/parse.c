#include "parse/parse.h"

#include "base/str.h"
#include "doc/tree.h"
#include "parse/feats.h"
#include "parse/lemma.h"
#include "parse/lists.h"
#include "parse/names.h"
#include "parse/network.h"
#include "parse/tagger.h"
#include "parse/trees.h"

struct parse_rules {
    struct network *network; /* when the model has one, the rest is not there */
    struct word_maps maps;
    struct weights tagger, names;
    struct tree_rules trees;
    struct lemma_rules lemmas;
    struct feats_rules feats;
    uint32_t tag_count;
    uint8_t *upos; /* (tag_count) */
    chy_str *xpos; /* (tag_count) */
};

/* The tag list: a line each, "NOUN NN". */
static chy_status open_tags(const struct model *m, arena *mem, struct parse_rules *r, chy_err *err)
{
    chy_str *lines;
    chy_status st = model_lines(m, "tag.list", mem, &lines, &r->tag_count, err);
    if (st) return st;
    r->upos = ARENA_ARRAY(mem, uint8_t, r->tag_count + 1u);
    r->xpos = ARENA_ARRAY(mem, chy_str, r->tag_count + 1u);
    if (!r->upos || !r->xpos) return err_memory(err, "opening the tagger");
    for (uint32_t i = 0; i < r->tag_count; i++) {
        chy_str rest = lines[i], upos;
        str_next_piece(&rest, ' ', &upos);
        int u = str_is(upos, "NAME_ONLY") ? UPOS_X : upos_of(upos); /* how version 1 spells X */
        if (u < 0 || !rest.ptr)
            return err_set(err, CHY_EMODEL, i + 1, "the model's tag %u is none of ours: %.*s", i, (int)lines[i].len, lines[i].ptr);
        r->upos[i] = (uint8_t)u;
        r->xpos[i] = rest;
    }
    if (r->tagger.classes != r->tag_count) return err_set(err, CHY_EMODEL, 0, "the model's tag list does not fit its tagger");
    return CHY_OK;
}

chy_status parse_rules_create(const struct model *model, const struct lexicon *lex, arena *mem, struct parse_rules **out, chy_err *err)
{
    struct parse_rules *r = ARENA_NEW(mem, struct parse_rules);
    if (!r) return err_memory(err, "opening the parser");
    *out = r;
    if (model_section(model, CHY_LIT("net.shape"))) return network_open(model, lex, kernels_best(), mem, &r->network, err);
    chy_status st = values_open(model, "word.clusters", &r->maps.clusters, err);
    if (!st) st = values_open(model, "word.common", &r->maps.common, err);
    if (!st) st = weights_open(model, "tag", &r->tagger, err);
    if (!st) st = weights_open(model, "name", &r->names, err);
    if (!st) st = trees_open(model, &r->trees, err);
    if (!st) st = lemma_open(model, mem, &r->lemmas, err);
    if (!st) st = feats_open(model, mem, &r->feats, err);
    if (!st) st = open_tags(model, mem, r, err);
    return st;
}

void parse_use_kernels(struct parse_rules *rules, const struct kernels *k)
{
    if (rules->network) rules->network->kernels = k;
}

static bool run_words(const struct parse_rules *rules, chy_doc *d, run r, struct word *w)
{
    for (uint32_t t = r.first; t < r.last; t++) {
        struct token *x = &d->tokens.at[t];
        uint8_t tag = w[t - r.first].tag;
        x->upos = rules->upos[tag - 1];
        x->xpos = rules->xpos[tag - 1];
        x->lemma = lemma_of(&rules->lemmas, x->form, x->lower, tag, &d->mem);
        if (!x->lemma.ptr) return false;
    }
    return true;
}

static bool run_names(const struct parse_rules *rules, chy_doc *d, run r, const struct word *w, arena *scratch)
{
    uint8_t *label = arena_alloc(scratch, r.last - r.first);
    if (!label) return false;
    names_run(&rules->names, w, r.last - r.first, label);
    for (uint32_t t = r.first; t < r.last; t++) d->tokens.at[t].name = label[t - r.first];
    return true;
}

static chy_status run_network(const struct network *n, chy_doc *d, arena *scratch, chy_err *err)
{
    if (!network_run(n, d, scratch)) return err_memory(err, "parsing");
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        if (d->sentences.at[i].words.first >= d->sentences.at[i].words.last) continue;
        lists_mend(d, i);
        tree_link(d, i);
    }
    return CHY_OK;
}

chy_status parse_run(const struct parse_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    if (rules->network) return run_network(rules->network, d, scratch, err);
    for (uint32_t i = 0; i < d->sentences.count; i++) {
        arena_mark here = arena_here(scratch);
        run r = d->sentences.at[i].words;
        if (r.first >= r.last) continue;
        struct word *w = words_of(&rules->maps, d, r, scratch);
        if (!w) return err_memory(err, "parsing a sentence");
        tagger_run(&rules->tagger, w, r.last - r.first);
        if (!run_words(rules, d, r, w) || !trees_run(&rules->trees, d, r, w, scratch) || !run_names(rules, d, r, w, scratch))
            return err_memory(err, "parsing a sentence");
        feats_run(&rules->feats, d, r, w);
        lists_mend(d, i);
        tree_link(d, i);
        arena_rewind(scratch, here);
    }
    return CHY_OK;
}
