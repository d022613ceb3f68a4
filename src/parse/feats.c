#include "parse/feats.h"

#include "base/str.h"

enum { FAR = 400 }; /* words to either side that are looked at: a sentence of our own is no longer */

static run near_of(run r, uint32_t t) { return (run){ t - r.first > FAR ? t - FAR : r.first, r.last - t > FAR ? t + FAR : r.last }; }

/* Who does it: the subject, or the one of the verb that this word depends on. */
static uint32_t subject_of(const chy_doc *d, run r, uint32_t t)
{
    uint32_t head = d->tokens.at[t].head, from[2] = { t, head == NONE ? t : head };
    for (int k = 0; k < 2; k++)
        for (uint32_t c = r.first; c < r.last; c++) {
            const struct token *x = &d->tokens.at[c];
            if (x->head == from[k] && (x->rel == REL_nsubj || x->rel == REL_nsubj_pass || x->rel == REL_csubj || x->rel == REL_expl))
                return c;
        }
    return NONE;
}

size_t feats_features(const chy_doc *d, run r, const struct word *w, uint32_t t, uint64_t *out)
{
    const struct word *b = w + (t - r.first), *a = b - 1, *c = b + 1;
    const struct token *x = &d->tokens.at[t];
    run near = near_of(r, t);
    const struct word *h = x->head == NONE ? NULL : w + (x->head - r.first);
    bool verb = x->upos == UPOS_VERB || x->upos == UPOS_AUX;
    uint32_t s = verb ? subject_of(d, near, t) : (uint32_t)NONE;
    const struct word *sw = s == NONE ? NULL : w + (s - r.first);
    uint32_t passive = 0, joined = 0;
    for (uint32_t k = near.first; k < near.last && verb; k++) {
        if (d->tokens.at[k].head == t && (d->tokens.at[k].rel == REL_aux_pass || d->tokens.at[k].rel == REL_nsubj_pass)) passive = 1;
        if (s != NONE && d->tokens.at[k].head == s && d->tokens.at[k].rel == REL_conj) joined = 1;
    }
    uint64_t tag = b->tag;
    uint32_t n = 0;
#define F(i, p, q, o) out[n++] = feature(i, p, q, o)
    F(0, tag, 0, 0);
    F(1, tag, b->lower, 0);
    F(2, tag, b->end[2], b->upper);
    F(3, tag, b->end[1], 0);
    F(4, tag, x->rel, 0);
    F(5, tag, x->rel, b->lower);
    F(6, tag, b->shape, 0);
    F(7, tag, a->lower, 0);
    F(8, tag, c->lower, 0);
    F(9, tag, a->tag, c->tag);
    F(10, tag, sw ? sw->tag : 255, joined);
    F(11, tag, sw ? sw->lower : 1, joined);
    F(12, tag, b->lower, sw ? sw->tag : 255);
    F(13, tag, b->lower, sw ? sw->lower : 1);
    F(14, tag, passive, x->rel);
    F(15, tag, h ? h->tag : 255, x->rel);
    F(16, tag, h ? h->lower : 1, b->lower);
    F(17, tag, a->lower, b->lower);
    F(18, tag, b->lower, c->tag);
    F(19, tag, b->cluster, 0);
#undef F
    return n;
}

chy_status feats_open(const struct model *m, arena *mem, struct feats_rules *out, chy_err *err)
{
    chy_status st = weights_open(m, "feats", &out->weights, err);
    if (st == CHY_OK) st = model_lines(m, "feats.texts", mem, &out->texts, &out->count, err);
    if (st) return st;
    const struct model_section *s = model_section(m, CHY_LIT("feats.sure"));
    if (!s || s->size != 256) return err_set(err, CHY_EMODEL, 0, "the model has no section feats.sure");
    out->sure = s->data;
    return CHY_OK;
}

void feats_run(const struct feats_rules *rules, chy_doc *d, run r, const struct word *w)
{
    uint64_t f[WEIGHTS_FEATURES_MAX];
    int32_t score[WEIGHTS_CLASSES];
    for (uint32_t t = r.first; t < r.last; t++) {
        uint32_t best = rules->sure[w[t - r.first].tag];
        if (best)
            best--;
        else {
            weights_sum(&rules->weights, f, feats_features(d, r, w, t, f), score);
            for (uint32_t c = 1; c < rules->weights.classes; c++)
                if (score[c] > score[best]) best = c;
        }
        d->tokens.at[t].feats = best < rules->count ? rules->texts[best] : (chy_str){ "", 0 };
    }
}
