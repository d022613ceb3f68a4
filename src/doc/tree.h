/*
 * tree.h: walking the dependency tree of a document.
 *
 *     uint32_t subject = tree_child(d, verb, REL_nsubj);
 *     for (uint32_t c = d->tokens.at[verb].child; c != NONE; c = d->tokens.at[c].next) ...
 *
 * child, next, lo and hi of every token are filled by tree_link; nothing here recurses.
 */
#ifndef DOC_TREE_H
#define DOC_TREE_H

#include "doc/doc.h"

/* Fill child, next, lo, hi of the tokens of one sentence from their heads (children in text order). */
void tree_link(chy_doc *d, uint32_t sentence);

static inline const struct token *doc_token(const chy_doc *d, uint32_t t) { return &d->tokens.at[t]; }

uint32_t tree_child(const chy_doc *d, uint32_t t, enum deprel rel); /* first dependent with that relation, NONE */
uint32_t tree_child_lemma(const chy_doc *d, uint32_t t, enum deprel rel, chy_str lemma);
bool tree_has(const chy_doc *d, uint32_t t, enum deprel rel);
bool tree_under(const chy_doc *d, uint32_t t, uint32_t ancestor); /* t == ancestor counts */

/* The relation without its subtype: nsubj:pass -> nsubj. */
static inline enum deprel deprel_base(enum deprel rel)
{
    switch (rel) {
    case REL_acl_relcl: return REL_acl;
    case REL_advcl_relcl: return REL_advcl;
    case REL_aux_pass: return REL_aux;
    case REL_cc_preconj: return REL_cc;
    case REL_compound_prt: return REL_compound;
    case REL_csubj_outer:
    case REL_csubj_pass: return REL_csubj;
    case REL_det_predet: return REL_det;
    case REL_nmod_desc:
    case REL_nmod_poss:
    case REL_nmod_unmarked: return REL_nmod;
    case REL_nsubj_outer:
    case REL_nsubj_pass: return REL_nsubj;
    case REL_obl_agent:
    case REL_obl_unmarked: return REL_obl;
    default: return rel;
    }
}

/* The preposition of a nominal: its first case dependent (with `fixed` continuations not walked); NONE. */
uint32_t tree_case(const chy_doc *d, uint32_t t);

/* Subject of a verb or predicate, looking through xcomp, conj and advcl upwards when it has none of its own; NONE. */
uint32_t tree_subject(const chy_doc *d, uint32_t verb);

/* The coordinated tokens that begin at t (t itself first), in text order, into out (room); answers how many there are. */
uint32_t tree_conjuncts(const chy_doc *d, uint32_t t, uint32_t *out, uint32_t room);

/* Bytes of the subtree of t, punctuation at both ends left out. */
chy_span tree_span(const chy_doc *d, uint32_t t);
run tree_run(const chy_doc *d, uint32_t t);

/* True when t is negated: a "not", "n't", "never", "no" among its dependents. */
bool tree_negated(const chy_doc *d, uint32_t t);

#endif
