#include "doc/tree.h"

static uint32_t clamp_head(const chy_doc *d, const struct sentence *s, uint32_t t)
{
    uint32_t h = d->tokens.at[t].head;
    return h != t && h >= s->words.first && h < s->words.last ? h : NONE;
}

/* Widen lo and hi of every token under root, once round the tree: down to the first dependent, on to the next, back up. */
static void reach(struct token *tokens, uint32_t root)
{
    for (uint32_t at = root;;) {
        if (tokens[at].child != NONE) {
            at = tokens[at].child;
            continue;
        }
        while (at != root) {
            struct token *t = &tokens[at], *h = &tokens[t->head];
            if (h->lo > t->lo) h->lo = t->lo;
            if (h->hi < t->hi) h->hi = t->hi;
            at = t->next != NONE ? t->next : t->head;
            if (t->next != NONE) break;
        }
        if (at == root) return;
    }
}

void tree_link(chy_doc *d, uint32_t sentence)
{
    const struct sentence *s = &d->sentences.at[sentence];
    struct token *tokens = d->tokens.at;
    for (uint32_t t = s->words.first; t < s->words.last; t++) {
        tokens[t].child = tokens[t].next = NONE;
        tokens[t].lo = tokens[t].hi = t;
    }
    for (uint32_t t = s->words.last; t-- > s->words.first;) { /* backwards, so that each list comes out in text order */
        uint32_t h = clamp_head(d, s, t);
        if (h == NONE) continue;
        tokens[t].next = tokens[h].child;
        tokens[h].child = t;
    }
    for (uint32_t t = s->words.first; t < s->words.last; t++)
        if (clamp_head(d, s, t) == NONE) reach(tokens, t);
}

uint32_t tree_child(const chy_doc *d, uint32_t t, enum deprel rel)
{
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next)
        if (d->tokens.at[c].rel == rel) return c;
    return NONE;
}

uint32_t tree_child_lemma(const chy_doc *d, uint32_t t, enum deprel rel, chy_str lemma)
{
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next)
        if (d->tokens.at[c].rel == rel && str_eq(d->tokens.at[c].lemma, lemma)) return c;
    return NONE;
}

bool tree_has(const chy_doc *d, uint32_t t, enum deprel rel) { return tree_child(d, t, rel) != NONE; }

bool tree_under(const chy_doc *d, uint32_t t, uint32_t ancestor)
{
    uint32_t steps = (uint32_t)d->tokens.count;
    for (; t != NONE && steps; t = d->tokens.at[t].head, steps--)
        if (t == ancestor) return true;
    return false;
}

uint32_t tree_case(const chy_doc *d, uint32_t t) { return tree_child(d, t, REL_case); }

static uint32_t own_subject(const chy_doc *d, uint32_t t)
{
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next)
        if (deprel_base(d->tokens.at[c].rel) == REL_nsubj && d->tokens.at[c].rel != REL_nsubj_outer) return c;
    return NONE;
}

uint32_t tree_subject(const chy_doc *d, uint32_t verb)
{
    for (int steps = 0; verb != NONE && steps < 12; steps++) {
        uint32_t s = own_subject(d, verb);
        const struct token *v = &d->tokens.at[verb];
        if (s != NONE) {
            /* "who" and "which" stand for the noun that their clause hangs from */
            const struct token *w = &d->tokens.at[s];
            if (v->rel == REL_acl_relcl && v->head != NONE && w->upos == UPOS_PRON &&
                (str_is(w->lower, "who") || str_is(w->lower, "which") || str_is(w->lower, "that")))
                return v->head;
            return s;
        }
        switch (v->rel) {
        case REL_conj:
        case REL_xcomp:
        case REL_advcl: verb = v->head; break;
        case REL_acl:
        case REL_acl_relcl: return v->head;
        default: return NONE;
        }
    }
    return NONE;
}

uint32_t tree_conjuncts(const chy_doc *d, uint32_t t, uint32_t *out, uint32_t room)
{
    uint32_t n = 0;
    if (room) out[n] = t;
    n++;
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next) {
        if (d->tokens.at[c].rel != REL_conj) continue;
        if (n < room) out[n] = c;
        n++;
    }
    return n < room ? n : room;
}

run tree_run(const chy_doc *d, uint32_t t)
{
    run r = { d->tokens.at[t].lo, d->tokens.at[t].hi + 1 };
    while (r.first < t && d->tokens.at[r.first].upos == UPOS_PUNCT) r.first++;
    while (r.last > t + 1 && d->tokens.at[r.last - 1].upos == UPOS_PUNCT) r.last--;
    return r;
}

chy_span tree_span(const chy_doc *d, uint32_t t) { return doc_run_span(d, tree_run(d, t)); }

bool tree_negated(const chy_doc *d, uint32_t t)
{
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next) {
        chy_str w = d->tokens.at[c].lower;
        if (str_is(w, "not") || str_is(w, "n't") || str_is(w, "never") || str_is(w, "no") || str_is(w, "neither") || str_is(w, "nor"))
            return true;
    }
    return false;
}
