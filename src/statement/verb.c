/* verb.c: a verb of saying: which cue it is, who speaks, what is only said to happen. */
#include "doc/tree.h"
#include "statement/verb.h"

enum { NP_MOST = 14, END_MOST = 7 };

static bool cue_fits(const struct reader *r, const struct cue *c, uint32_t t, uint32_t end, uint32_t *last)
{
    *last = t;
    for (int i = 0; i < CUE_WORDS && c->more[i].len; i++) {
        if (*last + 1 >= end) return false;
        ++*last;
        if (!str_eq(tok(r, *last)->lower, c->more[i]) && !str_eq(tok(r, *last)->lemma, c->more[i])) return false;
    }
    return true;
}

/* The row with the most words that stand here. */
const struct cue *verb_cue_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last)
{
    const struct cue *best = NULL;
    for (const struct cue *c = cue_first(r->rules, tok(r, t)->lemma); c; c = cue_next(r->rules, c)) {
        uint32_t reach;
        if (c->pos == pos && cue_fits(r, c, t, end, &reach) && (!best || reach > *last)) {
            best = c;
            *last = reach;
        }
    }
    return best;
}

static bool in_shell(enum deprel rel)
{
    switch (deprel_base(rel)) {
    case REL_nsubj: case REL_aux: case REL_advmod: case REL_obl: case REL_iobj: case REL_mark: case REL_compound: case REL_expl:
    case REL_case: case REL_cc: case REL_discourse: case REL_vocative: case REL_advcl: case REL_fixed: case REL_nmod: return true;
    default: return false;
    }
}

void verb_shell(const struct reader *r, struct verb *v, bool object)
{
    v->shell = (struct shell){ v->at, v->last };
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (!in_shell(x->rel) && !(object && (x->rel == REL_obj || x->rel == REL_xcomp)) && c != v->subject && c != v->hearer) continue;
        if (tok_quoted(r, c) && !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[c]])) continue;
        uint32_t lo = x->lo, hi = x->hi;
        if (tok_quoted(r, lo) && lo < c)
            for (lo = c; lo > x->lo && !tok_quoted(r, lo - 1); lo--) { }
        if (tok_quoted(r, hi) && hi > c)
            for (hi = c; hi < x->hi && !tok_quoted(r, hi + 1); hi++) { }
        if (c == v->subject) {
            run w = speaker_source(r, c, v->at);
            lo = w.first;
            hi = w.last - 1;
        }
        if (deprel_base(x->rel) == REL_advcl && c < v->at && !tree_has(r->d, c, REL_mark) && x->upos != UPOS_VERB) continue;
        if (lo < v->shell.lo) v->shell.lo = lo;
        if (hi > v->shell.hi) v->shell.hi = hi;
    }
    /* an inverted subject that the parser hung elsewhere */
    if (v->subject != NONE && v->subject == v->last + 1 && tok(r, v->subject)->hi > v->shell.hi) v->shell.hi = tok(r, v->subject)->hi;
}

static const char *const modals[] = { "will", "would", "shall", "should", "may", "might", "can", "could", "must", "'ll", "'d", NULL };

static const char *const conditions[] = { "if", "unless", "whether", "until", NULL };

void verb_flags(const struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    v->negated = tree_negated(d, v->at);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (x->rel == REL_aux_pass || x->rel == REL_nsubj_pass) v->passive = true;
        if (x->rel == REL_nsubj_pass) v->undergoer = c;
        if (x->rel == REL_aux && clause_word_in(r, c, modals) && !(str_is(x->lower, "'d"))) v->modal = true;
        if (c < v->at && x->upos == UPOS_PART && str_is(x->lower, "to")) v->infinitive = true;
        if (c < v->at && x->rel == REL_mark && clause_word_in(r, c, conditions)) v->conditional = true;
        if (c < v->at && (x->rel == REL_mark || x->rel == REL_advmod || x->rel == REL_case) && (str_is(x->lower, "as") || str_is(x->lower, "how"))) v->as = c;
    }
    /* the auxiliaries of the first verb of a pair hold for the second */
    const struct token *w = tok(r, v->at);
    if (w->rel == REL_conj && w->head != NONE && tok(r, w->head)->upos == UPOS_VERB) {
        for (uint32_t c = tok(r, w->head)->child; c != NONE && c < w->head; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_aux && clause_word_in(r, c, modals) && tree_child(d, v->at, REL_nsubj) == NONE && str_is(w->xpos, "VB")) v->modal = true;
    }
    if (!v->passive && str_is(w->xpos, "VBN") && w->rel == REL_acl) v->passive = true;
}

uint32_t verb_agent(const struct reader *r, uint32_t verb)
{
    for (uint32_t c = tok(r, verb)->child; c != NONE; c = tok(r, c)->next) {
        if (tok(r, c)->rel == REL_obl_agent) return c;
        if (tok(r, c)->rel == REL_obl && tree_case(r->d, c) != NONE && tok_is(r, tree_case(r->d, c), "by") && tok(r, c)->upos != UPOS_NUM) return c;
    }
    return NONE;
}

/* "went on to say", "was quick to add": the infinitive is what happened. */
bool verb_carried_out(const struct reader *r, const struct verb *v)
{
    static const char *const on[] = { "go", "continue", "proceed", "hasten", "begin", "quick", "rush", "take", "keep", NULL };
    uint32_t h = tok(r, v->at)->head;
    if (h == NONE) return false;
    for (const char *const *w = on; *w; w++)
        if (clause_lemma_is(r, h, *w)) return true;
    return false;
}

uint32_t verb_object(const struct reader *r, const struct verb *v)
{
    uint32_t o = tree_child(r->d, v->at, REL_obj);
    return o != NONE && o > v->at ? o : NONE;
}

static bool relative_before(const struct reader *r, const struct verb *v)
{
    for (uint32_t t = v->at, n = 0; t > 0 && n < NP_MOST; t--, n++) {
        if (tok_is(r, t - 1, "who") || tok_is(r, t - 1, "which") || tok_is(r, t - 1, "that") || tok_is(r, t - 1, "whose")) return true;
        if (tok_punct(r, t - 1)) return false;
    }
    return false;
}

/* The clause_nominal right before the verb, back to a comma or a mark: what the tree should have as its subject. */
static uint32_t verb_subject_before(const struct reader *r, const struct verb *v)
{
    uint32_t first = sent(r, tok(r, v->at)->sentence)->words.first, t = v->at, end;
    while (t > first && (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV)) t--;
    end = t;
    for (; t > first && end - t < NP_MOST; t--) {
        uint8_t u = tok(r, t - 1)->upos;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t - 1)) break;
    }
    return clause_outermost(r, (run){ t, end });
}

/* "“...”, said the Norwegian premier": the clause_nominal right after the verb. */
static uint32_t verb_subject_after(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last, t = v->last + 1;
    for (; t < last && t <= v->last + NP_MOST; t++) {
        uint8_t u = tok(r, t)->upos;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t) || (u == UPOS_ADP && t == v->last + 1)) break;
    }
    return clause_outermost(r, (run){ v->last + 1, t });
}

/* Nothing but a time or a place comes between the verb and the end of its clause. */
static bool ends_clause(const struct reader *r, const struct verb *v)
{
    uint32_t end = clause_end(r, v->last + 1);
    if (end - v->last > END_MOST) return false;
    for (uint32_t t = v->last + 1; t < end; t++)
        if (tok(r, t)->upos == UPOS_VERB || tok(r, t)->upos == UPOS_AUX || tok(r, t)->upos == UPOS_SCONJ || tok_quoted(r, t)) return false;
    return true;
}

/* Who speaks at this verb; false when it is no statement at all. */
bool verb_speaker(struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    const struct token *w = tok(r, v->at);
    if (v->passive) {
        v->subject = verb_agent(r, v->at);
        uint32_t u = v->undergoer;
        if (v->subject != NONE) {
            if (u != NONE && (v->cue->frames & CUE_TELL)) v->hearer = u;
            return true;
        }
        if (u == NONE) u = tree_child(d, v->at, REL_expl);
        v->impersonal = u != NONE && tok_is(r, u, "it");
        return v->impersonal;
    }
    v->subject = tree_subject(d, v->at);
    if (v->subject == NONE && w->rel == REL_acl) v->subject = w->head;
    if (v->subject != NONE && v->subject == w->head && w->rel == REL_acl_relcl && !relative_before(r, v) && (v->cue->frames & CUE_CLAUSE) && ends_clause(r, v)) {
        uint32_t s = verb_subject_before(r, v); /* "..., a member of the delegation said." */
        if (s != NONE) { v->subject = s; v->loose = true; }
    }
    if (v->subject == NONE && !v->infinitive && (v->cue->frames & (CUE_CLAUSE | CUE_QUOTE)) && !str_is(w->xpos, "VBG") && !tree_has(d, v->at, REL_expl)) {
        if (v->at > 0 && (tok_punct(r, v->at - 1) || tok_quoted(r, v->at - 1))) v->subject = verb_subject_after(r, v);
        else v->subject = verb_subject_before(r, v);
    }
    if (v->subject != NONE && tok(r, v->subject)->rel == REL_expl) v->subject = NONE;
    if (v->subject != NONE && tok(r, v->subject)->sentence != w->sentence) return false;
    return true;
}

/* "X was quoted as saying", "Y quotes X as saying": who speaks is with the verb of quoting. */
bool verb_quoted_as(struct reader *r, struct verb *v, struct found *f)
{
    uint32_t h = tok(r, v->at)->head;
    if (v->as == NONE || h == NONE || h > v->at) return false;
    if (!(carrier_kind(r->rules, tok(r, h)->lemma) & CARRIER_CITES) && !clause_lemma_is(r, h, "recall") && !clause_lemma_is(r, h, "describe")) return false;
    uint32_t passive = tree_child(r->d, h, REL_nsubj_pass);
    if (passive != NONE) {
        uint32_t by = verb_agent(r, h);
        if (by == NONE) by = verb_agent(r, v->at);
        v->subject = passive;
        speaker_fill(r, f, passive, h);
        if (by != NONE) found_carry(r, f, speaker_entity(r, by), (chy_str){ 0 });
    } else {
        uint32_t o = tree_child(r->d, h, REL_obj), by = tree_subject(r->d, h);
        if (o == NONE) return false;
        v->subject = o;
        speaker_fill(r, f, o, NONE);
        if (by != NONE && by != o) found_carry(r, f, speaker_entity(r, by), (chy_str){ 0 });
        if (f->source.first <= h && f->source.last > h) f->source.first = h + 1;
    }
    if (f->source.last > v->as && f->source.first < v->as) f->source.last = v->as;
    f->carried = true;
    uint32_t lo = h, hi = v->last;
    for (uint32_t c = tok(r, h)->child; c != NONE; c = tok(r, c)->next)
        if (tok(r, c)->rel == REL_aux_pass && c + 1 == h) lo = c;
    f->cue = (run){ passive != NONE ? lo : v->as, hi + 1 };
    uint32_t keep = v->shell.hi;
    v->shell.lo = tok(r, h)->lo < v->at && passive != NONE ? tok(r, passive)->lo : v->shell.lo;
    if (passive == NONE) {
        uint32_t s = tree_subject(r->d, h);
        v->shell.lo = s != NONE && s < h ? tok(r, s)->lo : h;
    }
    v->shell.hi = keep;
    return true;
}

run verb_cue(const struct reader *r, const struct verb *v)
{
    run w = { v->at, v->last + 1 };
    while (w.first > v->shell.lo && tok(r, w.first - 1)->head == v->at
           && (deprel_base(tok(r, w.first - 1)->rel) == REL_aux || tok(r, w.first - 1)->rel == REL_advmod) && w.first - 1 != v->as) w.first--;
    uint32_t prt = tree_child(r->d, v->at, REL_compound_prt);
    if (prt == w.last) w.last++;
    return w;
}
