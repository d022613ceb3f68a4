/* speech.c: statements at verbs and nouns of saying, and at "according to" and its kin. */
#include "doc/tree.h"
#include "statement/reader.h"

enum { GAP_MOST = 40, CLAUSE_MOST = 600, MARKS_MOST = 6, NP_MOST = 14, END_MOST = 7, THAT_MOST = 14 };

/* A verb of saying and what stands around it. */
struct verb {
    const struct cue *cue;
    uint32_t at, last;      /* the verb, and the last word of the cue */
    uint32_t subject;       /* who speaks; NONE */
    uint32_t hearer;        /* told whom */
    uint32_t undergoer;     /* subject of a passive */
    uint32_t as;            /* "as" before it */
    bool loose;             /* the tree hangs it elsewhere: go by the order of words */
    bool passive, negated, modal, infinitive, conditional, impersonal;
    struct shell shell;
};

static bool one_of(const struct reader *r, uint32_t t, const char *const *words)
{
    for (; *words; words++)
        if (str_is(tok(r, t)->lower, *words)) return true;
    return false;
}

static bool lemma_is(const struct reader *r, uint32_t t, const char *lemma) { return str_is(tok(r, t)->lemma, lemma); }

/* ------------------------------------------------------------------ which cue */

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
static const struct cue *cue_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last)
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

/* ------------------------------------------------------------------ what stands around the verb */

static bool in_shell(enum deprel rel)
{
    switch (deprel_base(rel)) {
    case REL_nsubj: case REL_aux: case REL_advmod: case REL_obl: case REL_iobj: case REL_mark: case REL_compound: case REL_expl:
    case REL_case: case REL_cc: case REL_discourse: case REL_vocative: case REL_advcl: case REL_fixed: case REL_nmod: return true;
    default: return false;
    }
}

static void shell_read(const struct reader *r, struct verb *v, bool object)
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

static void verb_flags(const struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    v->negated = tree_negated(d, v->at);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (x->rel == REL_aux_pass || x->rel == REL_nsubj_pass) v->passive = true;
        if (x->rel == REL_nsubj_pass) v->undergoer = c;
        if (x->rel == REL_aux && one_of(r, c, modals) && !(str_is(x->lower, "'d"))) v->modal = true;
        if (c < v->at && x->upos == UPOS_PART && str_is(x->lower, "to")) v->infinitive = true;
        if (c < v->at && x->rel == REL_mark && one_of(r, c, conditions)) v->conditional = true;
        if (c < v->at && (x->rel == REL_mark || x->rel == REL_advmod || x->rel == REL_case) && (str_is(x->lower, "as") || str_is(x->lower, "how"))) v->as = c;
    }
    /* the auxiliaries of the first verb of a pair hold for the second */
    const struct token *w = tok(r, v->at);
    if (w->rel == REL_conj && w->head != NONE && tok(r, w->head)->upos == UPOS_VERB) {
        for (uint32_t c = tok(r, w->head)->child; c != NONE && c < w->head; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_aux && one_of(r, c, modals) && tree_child(d, v->at, REL_nsubj) == NONE && str_is(w->xpos, "VB")) v->modal = true;
    }
    if (!v->passive && str_is(w->xpos, "VBN") && w->rel == REL_acl) v->passive = true;
}

static uint32_t agent(const struct reader *r, uint32_t verb)
{
    for (uint32_t c = tok(r, verb)->child; c != NONE; c = tok(r, c)->next) {
        if (tok(r, c)->rel == REL_obl_agent) return c;
        if (tok(r, c)->rel == REL_obl && tree_case(r->d, c) != NONE && tok_is(r, tree_case(r->d, c), "by") && tok(r, c)->upos != UPOS_NUM) return c;
    }
    return NONE;
}

/* "went on to say", "was quick to add": the infinitive is what happened. */
static bool carried_out(const struct reader *r, const struct verb *v)
{
    static const char *const on[] = { "go", "continue", "proceed", "hasten", "begin", "quick", "rush", "take", "keep", NULL };
    uint32_t h = tok(r, v->at)->head;
    if (h == NONE) return false;
    for (const char *const *w = on; *w; w++)
        if (lemma_is(r, h, *w)) return true;
    return false;
}

/* ------------------------------------------------------------------ quotations beside the verb */

static uint32_t quote_left(const struct reader *r, const struct verb *v)
{
    uint32_t paragraph = sent(r, tok(r, v->at)->sentence)->paragraph, t = v->shell.lo;
    bool comma = false;
    while (t > 0 && v->shell.lo - t < MARKS_MOST && !tok_quoted(r, t - 1) && tok_punct(r, t - 1) && sent(r, tok(r, t - 1)->sentence)->paragraph == paragraph
           && !str_is(tok(r, t - 1)->form, ";") && !str_is(tok(r, t - 1)->form, ":") && !str_is(tok(r, t - 1)->form, "(")) {
        comma = true;
        t--;
    }
    if (t == 0 || !tok_quoted(r, t - 1) || sent(r, tok(r, t - 1)->sentence)->paragraph != paragraph) return NONE;
    uint32_t q = r->quotes.of[t - 1];
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close != t - 1 || x->words.first >= x->words.last) return NONE;
    bool stop = tok_punct(r, x->words.last - 1);
    bool inverted = v->shell.lo == v->at;
    if (!comma && !stop && !inverted && quote_is_name(r->d, x)) return NONE;
    if (!comma && !stop && !inverted) return NONE;
    if (tok(r, t - 1)->sentence != tok(r, v->at)->sentence && !stop) return NONE;
    return q;
}

static uint32_t quote_right(const struct reader *r, const struct verb *v)
{
    uint32_t paragraph = sent(r, tok(r, v->at)->sentence)->paragraph, t = v->last + 1;
    uint32_t limit = t + GAP_MOST < r->d->tokens.count ? t + GAP_MOST : r->d->tokens.count;
    for (; t < limit && sent(r, tok(r, t)->sentence)->paragraph <= paragraph + 1; t++) {
        if (!tok_quoted(r, t)) {
            if (tok(r, t)->sentence != tok(r, v->at)->sentence) return NONE;
            if (str_is(tok(r, t)->form, ";")) return NONE;
            continue;
        }
        const struct quotation *x = &r->quotes.list.at[r->quotes.of[t]];
        if (t != x->open) return NONE;
        uint32_t p = t - 1;
        bool colon = str_is(tok(r, p)->form, ":");
        if (tok(r, t)->sentence != tok(r, v->at)->sentence && !colon) return NONE;
        bool near = p == v->last || (p <= v->shell.hi && p >= v->shell.lo) || tok_is(r, p, "that") || tok_is(r, p, "as");
        bool mark = colon || str_is(tok(r, p)->form, ",") || str_is(tok(r, p)->form, "-") || str_is(tok(r, p)->form, "–") || str_is(tok(r, p)->form, "—");
        if (!near && !mark) return NONE;
        if (quote_is_name(r->d, x) && !colon) return NONE;
        for (uint32_t k = v->shell.hi + 1; k < p; k++)
            if (tok(r, k)->upos == UPOS_VERB && !colon) return NONE;  /* a clause of its own stands between */
        return r->quotes.of[t];
    }
    return NONE;
}

static run quote_run(const struct quotation *q) { return (run){ q->open, q->close == NONE ? q->words.last : q->close + 1 }; }

/* ------------------------------------------------------------------ clauses */

static uint32_t clause_start(const struct reader *r, uint32_t t)
{
    uint32_t first = sent(r, tok(r, t)->sentence)->words.first;
    if (t - first > CLAUSE_MOST) first = t - CLAUSE_MOST;
    while (t > first && !((str_is(tok(r, t - 1)->form, ";") || str_is(tok(r, t - 1)->form, ":")) && !tok_quoted(r, t - 1))) t--;
    return t;
}

static uint32_t clause_end(const struct reader *r, uint32_t t)
{
    if (t >= r->d->tokens.count) return t;
    uint32_t last = sent(r, tok(r, t)->sentence)->words.last;
    if (last - t > CLAUSE_MOST) last = t + CLAUSE_MOST;
    while (t < last && !(str_is(tok(r, t)->form, ";") && !tok_quoted(r, t))) t++;
    return t;
}

static bool nominal(const struct reader *r, uint32_t t)
{
    uint8_t u = tok(r, t)->upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
}

static bool has_words(const struct reader *r, run w, uint32_t least)
{
    uint32_t n = 0;
    for (uint32_t t = w.first; t < w.last && n < least; t++) n += !tok_punct(r, t);
    return n >= least;
}

static bool has_verb(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++)
        if (tok(r, t)->upos == UPOS_VERB || tok(r, t)->upos == UPOS_AUX) return true;
    return false;
}

static bool comma_like(const struct reader *r, uint32_t t)
{
    chy_str f = tok(r, t)->form;
    return str_is(f, ",") || str_is(f, "-") || str_is(f, "–") || str_is(f, "—") || str_is(f, "--");
}

/* "A, he said, B": what stands on either side of the shell. */
static void around(struct reader *r, struct found *f, const struct verb *v, bool opens)
{
    uint32_t first = clause_start(r, v->shell.lo), last = clause_end(r, v->shell.hi + 1), lo = v->shell.lo, hi = v->shell.hi + 1;
    if (opens) {
        while (hi < last && tok_punct(r, hi) && !tok_quoted(r, hi)) hi++;
        if (has_verb(r, (run){ hi, last })) found_add(r, f, (run){ hi, last });
        return;
    }
    if (lo <= first || !has_words(r, (run){ first, lo }, 1)) return;
    bool medial = hi < last && comma_like(r, hi) && has_words(r, (run){ hi, last }, 1);
    const struct token *w = tok(r, v->at);
    uint32_t head = w->head;
    if (medial && !has_verb(r, (run){ hi, last })) medial = false;
    if (medial && has_verb(r, (run){ first, lo })) {
        /* a whole clause on the left: what follows belongs to it only when the tree says so */
        medial = head != NONE && ((head >= hi && head < last) || (head < lo && tok(r, head)->hi >= hi && w->rel != REL_conj));
    }
    found_add(r, f, (run){ first, lo });
    if (medial && f->contents) found_add(r, f, (run){ hi, last });
}

static run ccomp_run(const struct reader *r, uint32_t c)
{
    run w = tree_run(r->d, c);
    while (w.first < c && (tok_punct(r, w.first) || (tok(r, w.first)->rel == REL_mark && tok_is(r, w.first, "that")))
           && !(tok_quoted(r, w.first) && r->quotes.list.at[r->quotes.of[w.first]].open == w.first)) w.first++;
    return w;
}

/* The clause that hangs from the verb on its right; NONE. */
static uint32_t clause_right(const struct reader *r, const struct verb *v)
{
    uint32_t other = NONE;
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (c < v->at) continue;
        if (tok(r, c)->rel == REL_ccomp) return c;
        if (other == NONE && (tok(r, c)->rel == REL_parataxis || tok(r, c)->rel == REL_csubj || tok(r, c)->rel == REL_dep || tok(r, c)->rel == REL_csubj_pass)
            && (tree_has(r->d, c, REL_nsubj) || tree_has(r->d, c, REL_nsubj_pass) || tree_has(r->d, c, REL_expl))) other = c;
        if (other == NONE && tok(r, c)->rel == REL_advcl) {
            uint32_t mark = tree_child(r->d, c, REL_mark);
            if (mark != NONE && tok_is(r, mark, "that")) other = c;
        }
    }
    return other;
}

/* "that" a few words after the verb, with nothing but a hearer, a time or a place between; NONE. */
static uint32_t that_after(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last;
    for (uint32_t t = v->last + 1; t < last && t <= v->last + THAT_MOST; t++) {
        const struct token *w = tok(r, t);
        if (w->upos == UPOS_VERB || w->upos == UPOS_AUX || tok_quoted(r, t) || str_is(w->form, ";") || str_is(w->form, ":")) return NONE;
        if (str_is(w->lower, "that")) return t + 2 < last && (w->upos == UPOS_SCONJ || tok(r, t + 1)->upos != UPOS_NOUN || t == v->last + 1) ? t : NONE;
    }
    return NONE;
}

/* Where a clause that begins after the verb ends: at what is joined to the verb itself, else with the sentence or a semicolon. */
static uint32_t reported_end(const struct reader *r, const struct verb *v, uint32_t from, uint32_t least)
{
    uint32_t end = clause_end(r, from);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c < least || x->lo < least || x->lo >= end) continue;
        bool joined = x->rel == REL_conj && x->upos == UPOS_VERB && !tree_has(r->d, c, REL_mark);
        bool aside = x->rel == REL_advcl && str_is(x->xpos, "VBG") && x->lo > from && str_is(tok(r, x->lo - 1)->form, ",");
        if (joined || aside || (x->rel == REL_parataxis && c > least)) end = x->lo;
    }
    uint32_t head = tok(r, v->at)->head;
    if (head != NONE && tok(r, v->at)->rel != REL_parataxis && tok(r, v->at)->hi + 1 < end && tok(r, v->at)->hi >= least) end = tok(r, v->at)->hi + 1;
    return end > least ? end : least;
}

/* Where what is said begins: after the hearer, the times and places that stand by the verb, and "that". */
static uint32_t reported_start(const struct reader *r, const struct verb *v)
{
    uint32_t t = v->last + 1, end = clause_end(r, v->last + 1);
    for (uint32_t c = tok(r, v->at)->child; c != NONE && t < end; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        bool beside = deprel_base(x->rel) == REL_obl || x->rel == REL_advmod || x->rel == REL_iobj || c == v->hearer || x->rel == REL_compound_prt;
        if (x->lo == t && c >= t && beside && !has_verb(r, (run){ x->lo, x->hi + 1 })) t = x->hi + 1;
    }
    if (t == v->last + 1 && (v->cue->frames & CUE_TELL) && t < end && nominal(r, t) && v->hearer == NONE) t++;
    if (t < end && tok_is(r, t, "that")) t++;
    return t;
}

/* ------------------------------------------------------------------ the other frames */

static uint32_t object_of(const struct reader *r, const struct verb *v)
{
    uint32_t o = tree_child(r->d, v->at, REL_obj);
    return o != NONE && o > v->at ? o : NONE;
}

static uint32_t infinitive_of(const struct reader *r, uint32_t verb)
{
    for (uint32_t c = tok(r, verb)->child; c != NONE; c = tok(r, c)->next) {
        if (c < verb || (tok(r, c)->rel != REL_xcomp && tok(r, c)->rel != REL_advcl && tok(r, c)->rel != REL_ccomp)) continue;
        for (uint32_t k = tok(r, c)->child; k != NONE && k < c; k = tok(r, k)->next)
            if (tok(r, k)->upos == UPOS_PART && tok_is(r, k, "to")) return c;
    }
    return NONE;
}

static bool frame_infinitive(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t c = infinitive_of(r, v->at);
    if (c == NONE || tok(r, c)->rel == REL_advcl) return false;
    run w = tree_run(r->d, c);
    if (v->hearer != NONE && w.first <= v->hearer && v->hearer < c) w.first = v->hearer + 1;
    w.last = reported_end(r, v, w.first, w.last);
    found_add(r, f, w);
    return f->contents > 0;
}

static bool frame_object_infinitive(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = object_of(r, v), c = infinitive_of(r, v->at);
    if (o == NONE) return false;
    if (c == NONE) /* the parser may hang the infinitive from the object */
        for (uint32_t k = tok(r, o)->child; k != NONE; k = tok(r, k)->next)
            if (tok(r, k)->rel == REL_acl && tok(r, tok(r, k)->lo)->upos == UPOS_PART) c = k;
    if (c == NONE || c < o) return false;
    found_add(r, f, (run){ tree_run(r->d, o).first, tok(r, c)->hi + 1 });
    return f->contents > 0;
}

static bool frame_complement(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = object_of(r, v), last = 0;
    if (o == NONE) return false;
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (c <= o) continue;
        const struct token *x = tok(r, c);
        uint32_t mark = tree_case(r->d, c);
        if (mark == NONE) mark = tree_child(r->d, c, REL_mark);
        bool as = mark != NONE && tok_is(r, mark, "as");
        if (x->rel == REL_xcomp || x->rel == REL_obj || x->rel == REL_ccomp || as || (x->rel == REL_obl_unmarked && tok_quoted(r, c)) || tok_quoted(r, c)) last = x->hi + 1;
    }
    if (!last) { /* "called the raid “a flagrant violation”": a quotation inside or right after the object */
        for (uint32_t t = o + 1; t <= tok(r, o)->hi + 1 && t < r->d->tokens.count; t++)
            if (tok_quoted(r, t) && r->quotes.list.at[r->quotes.of[t]].open == t && !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[t]]))
                last = quote_run(&r->quotes.list.at[r->quotes.of[t]]).last;
    }
    if (!last) return false;
    found_add(r, f, (run){ tree_run(r->d, o).first, last });
    return f->contents > 0;
}

static bool frame_accusation(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = object_of(r, v), last = 0;
    if (o == NONE) return false;
    for (uint32_t t = o + 1; t < clause_end(r, v->at) && !last; t++) {
        if (!tok_is(r, t, "of") && !tok_is(r, t, "for")) continue;
        uint32_t h = tok(r, t)->head;
        if (h == NONE || (h < t)) continue;
        uint32_t up = tok(r, h)->head;
        if (up == v->at || up == o) last = tok(r, h)->hi + 1;
    }
    if (!last) return false;
    found_add(r, f, (run){ tree_run(r->d, o).first, last });
    return f->contents > 0;
}

static bool frame_object(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = object_of(r, v);
    if (v->passive) o = v->undergoer;
    if (o == NONE || tok(r, o)->upos == UPOS_PRON || tok(r, o)->upos == UPOS_VERB) return false;
    if (carrier_kind(r->rules, tok(r, o)->lemma) & (CARRIER_DOCUMENT | CARRIER_REPORT) && !(v->cue->frames & CUE_NOT)) return false;
    run w = tree_run(r->d, o);
    if (v->passive && v->at < w.last) w.last = v->at;
    found_add(r, f, w);
    return f->contents > 0;
}

static bool prep_wanted(const struct cue *c, chy_str word)
{
    for (int i = 0; i < CUE_PREPS && c->prep[i].len; i++)
        if (str_eq(c->prep[i], word)) return true;
    return false;
}

static bool frame_preposition(struct reader *r, struct found *f, struct verb *v)
{
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (c < v->at) continue;
        uint32_t k = tree_case(r->d, c);
        if (k == NONE) k = tree_child(r->d, c, REL_mark);
        if (k == NONE || k < v->at || !prep_wanted(v->cue, tok(r, k)->lower)) continue;
        run w = tree_run(r->d, c);
        w.first = k + 1;
        uint32_t to = infinitive_of(r, v->at);
        bool hearer = tok_is(r, k, "to") || tok_is(r, k, "on") || tok_is(r, k, "upon");
        if (to != NONE && to > c && tok(r, to)->hi + 1 > w.last && hearer) w.last = tok(r, to)->hi + 1;
        if (hearer && tok(r, v->at)->lemma.len && (to == NONE || to < c)) {
            bool inside = false;
            for (uint32_t t = c; t < w.last; t++)
                if (tok(r, t)->upos == UPOS_PART && tok_is(r, t, "to")) inside = true;
            if (!inside) continue;
        }
        if (k == v->last + 1) v->last = k;
        found_add(r, f, w);
        return f->contents > 0;
    }
    return false;
}

/* ------------------------------------------------------------------ when, to whom, on what occasion */

static void circumstances(struct reader *r, struct found *f, const struct verb *v)
{
    const chy_doc *d = r->d;
    for (uint32_t i = r->time_from[f->sentence]; i < r->time_from[f->sentence + 1]; i++) {
        const struct time *x = &d->times.at[r->time_order[i]];
        uint32_t t = x->words.first;
        if (x->type == TIME_DURATION || x->type == TIME_SET || !x->value.len || t < v->shell.lo || t > v->shell.hi + 1) continue;
        if (found_holds(f, t) || (t >= f->source.first && t < f->source.last)) continue;
        size_t cut = 0;
        while (cut < x->value.len && x->value.ptr[cut] != 'T') cut++;
        f->date = str_cut(x->value, 0, cut);
        break;
    }
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (found_holds(f, c)) continue;
        const struct token *x = tok(r, c);
        uint32_t k = tree_case(d, c);
        bool to = k != NONE && tok_is(r, k, "to") && (v->cue->frames & (CUE_CLAUSE | CUE_QUOTE));
        if (c == v->hearer || (to && c > v->at)) {
            uint32_t e = speaker_entity(r, c);
            if (f->addressee == NONE && speaker_may(r, e)) f->addressee = e;
        } else if (!f->occasion.last && deprel_base(x->rel) == REL_obl && k != NONE && map_get(&r->rules->occasions, x->lemma) != MAP_NONE) {
            f->occasion = tree_run(d, c);
            f->occasion.first = k + 1 < f->occasion.last ? k + 1 : f->occasion.first;
        } else if (!f->occasion.last && x->rel == REL_advcl && c > v->at && !found_holds(f, x->lo) && (tok_is(r, x->lo, "when") || tok_is(r, x->lo, "after") || tok_is(r, x->lo, "during"))) {
            f->occasion = (run){ x->lo, x->hi + 1 };
        }
    }
}

/* ------------------------------------------------------------------ a verb of saying */

static bool relative_before(const struct reader *r, const struct verb *v)
{
    for (uint32_t t = v->at, n = 0; t > 0 && n < NP_MOST; t--, n++) {
        if (tok_is(r, t - 1, "who") || tok_is(r, t - 1, "which") || tok_is(r, t - 1, "that") || tok_is(r, t - 1, "whose")) return true;
        if (tok_punct(r, t - 1)) return false;
    }
    return false;
}

/* Of the words in a stretch, the nominal that does not hang inside it; NONE. */
static uint32_t outermost(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++) {
        uint32_t h = tok(r, t)->head;
        if (nominal(r, t) && (h == NONE || h < w.first || h >= w.last)) return t;
    }
    return NONE;
}

/* The nominal right before the verb, back to a comma or a mark: what the tree should have as its subject. */
static uint32_t subject_before(const struct reader *r, const struct verb *v)
{
    uint32_t first = sent(r, tok(r, v->at)->sentence)->words.first, t = v->at, end;
    while (t > first && (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV)) t--;
    end = t;
    for (; t > first && end - t < NP_MOST; t--) {
        uint8_t u = tok(r, t - 1)->upos;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t - 1)) break;
    }
    return outermost(r, (run){ t, end });
}

/* "“...”, said the Norwegian premier": the nominal right after the verb. */
static uint32_t subject_after(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last, t = v->last + 1;
    for (; t < last && t <= v->last + NP_MOST; t++) {
        uint8_t u = tok(r, t)->upos;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t) || (u == UPOS_ADP && t == v->last + 1)) break;
    }
    return outermost(r, (run){ v->last + 1, t });
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
static bool verb_speaker(struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    const struct token *w = tok(r, v->at);
    if (v->passive) {
        v->subject = agent(r, v->at);
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
        uint32_t s = subject_before(r, v); /* "..., a member of the delegation said." */
        if (s != NONE) { v->subject = s; v->loose = true; }
    }
    if (v->subject == NONE && !v->infinitive && (v->cue->frames & (CUE_CLAUSE | CUE_QUOTE)) && !str_is(w->xpos, "VBG") && !tree_has(d, v->at, REL_expl)) {
        if (v->at > 0 && (tok_punct(r, v->at - 1) || tok_quoted(r, v->at - 1))) v->subject = subject_after(r, v);
        else v->subject = subject_before(r, v);
    }
    if (v->subject != NONE && tok(r, v->subject)->rel == REL_expl) v->subject = NONE;
    if (v->subject != NONE && tok(r, v->subject)->sentence != w->sentence) return false;
    return true;
}

/* "X was quoted as saying", "Y quotes X as saying": who speaks is with the verb of quoting. */
static bool quoted_as(struct reader *r, struct verb *v, struct found *f)
{
    uint32_t h = tok(r, v->at)->head;
    if (v->as == NONE || h == NONE || h > v->at) return false;
    if (!(carrier_kind(r->rules, tok(r, h)->lemma) & CARRIER_CITES) && !lemma_is(r, h, "recall") && !lemma_is(r, h, "describe")) return false;
    uint32_t passive = tree_child(r->d, h, REL_nsubj_pass);
    if (passive != NONE) {
        uint32_t by = agent(r, h);
        if (by == NONE) by = agent(r, v->at);
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

static run cue_run(const struct reader *r, const struct verb *v)
{
    run w = { v->at, v->last + 1 };
    while (w.first > v->shell.lo && tok(r, w.first - 1)->head == v->at
           && (deprel_base(tok(r, w.first - 1)->rel) == REL_aux || tok(r, w.first - 1)->rel == REL_advmod) && w.first - 1 != v->as) w.first--;
    uint32_t prt = tree_child(r->d, v->at, REL_compound_prt);
    if (prt == w.last) w.last++;
    return w;
}

static bool clause_content(struct reader *r, struct found *f, struct verb *v)
{
    uint32_t c = v->loose ? NONE : clause_right(r, v), that = that_after(r, v);
    if (that != NONE && (c == NONE || tok(r, c)->lo > that + 1 || c < that)) {
        found_add(r, f, (run){ that + 1, reported_end(r, v, that + 1, that + 2) });
        return f->contents > 0;
    }
    if (c != NONE) {
        run w = ccomp_run(r, c);
        if (w.first <= v->last) w.first = v->last + 1;
        uint32_t start = reported_start(r, v);
        if (start < w.first && !tok_punct(r, start) && tok(r, c)->rel == REL_ccomp && (v->subject == NONE || v->subject < v->at)) w.first = start;
        if (tok(r, c)->rel == REL_ccomp) w.last = reported_end(r, v, w.first, w.last);
        if (v->subject != NONE && w.first <= v->subject && v->subject < w.last && v->subject > v->at) w.first = tok(r, v->subject)->hi + 1;
        found_add(r, f, w);
        return f->contents > 0;
    }
    if (v->cue->frames & CUE_WEAK && v->as == NONE) return false;
    if (v->infinitive || v->impersonal) return false;
    if (!(v->cue->frames & (CUE_OBJ | CUE_INF | CUE_OBJINF | CUE_COMP | CUE_PREP)) && !v->passive && v->as == NONE && v->subject != NONE && v->subject < v->at) {
        uint32_t start = reported_start(r, v), end = clause_end(r, start); /* a clause that the tree does not see as one */
        if (start < end && !tok_punct(r, start) && tok(r, start)->upos != UPOS_ADP && tok(r, start)->upos != UPOS_PART && tok(r, start)->upos != UPOS_SCONJ
            && tok(r, start)->upos != UPOS_CCONJ && has_verb(r, (run){ start, end }) && has_words(r, (run){ start, end }, 3)) {
            found_add(r, f, (run){ start, reported_end(r, v, start, start + 1) });
            return f->contents > 0;
        }
    }
    if (!v->loose && (tok(r, v->at)->rel == REL_acl || tok(r, v->at)->rel == REL_acl_relcl || tok(r, v->at)->rel == REL_amod)) return false;
    uint32_t first = clause_start(r, v->shell.lo);
    if (v->as != NONE && v->shell.lo <= first + 1) {
        if (v->shell.hi + 1 < r->d->tokens.count && comma_like(r, v->shell.hi + 1)) around(r, f, v, true);
    } else if (v->shell.lo > first && comma_like(r, v->shell.lo - 1)) {
        around(r, f, v, false);
        if (f->contents && !has_verb(r, f->content[0]) && f->contents == 1 && !tok_quoted(r, f->content[0].first)) f->contents = 0;
    }
    return f->contents > 0;
}

/* Quotations beside the verb, and the words that lead into them. */
static void quote_content(struct reader *r, struct found *f, struct verb *v)
{
    uint32_t left = quote_left(r, v), right = quote_right(r, v);
    if (left != NONE && r->claimed[left] == NONE) {
        const struct quotation *q = &r->quotes.list.at[left];
        run w = quote_run(q);
        uint32_t first = clause_start(r, w.first);
        if (first < w.first && !tok_punct(r, w.first - 1)) w.first = first;
        else if (first < w.first && comma_like(r, w.first - 1) && !(w.first >= 2 && tok_quoted(r, w.first - 2))) w.first = first;
        bool all = w.first == q->open;
        found_add(r, f, w);
        f->whole_quote = all;
        found_claim(r, f, left);
    }
    if (right != NONE && r->claimed[right] == NONE) {
        const struct quotation *q = &r->quotes.list.at[right];
        run w = quote_run(q);
        uint32_t c = clause_right(r, v);
        if (c != NONE && tok(r, c)->hi >= w.first && left == NONE) { /* the clause goes on after the quotation, or begins before it */
            run k = ccomp_run(r, c);
            if (k.first < w.first && k.first > v->last && !comma_like(r, w.first - 1) && !str_is(tok(r, w.first - 1)->form, ":")) w.first = k.first;
            if (k.last > w.last) w.last = k.last;
        }
        f->whole_quote = (f->whole_quote || !f->contents) && w.first == q->open && w.last == quote_run(q).last;
        found_add(r, f, w);
        found_claim(r, f, right);
    }
}

static bool verb_content(struct reader *r, struct found *f, struct verb *v)
{
    unsigned k = v->cue->frames;
    bool unreal = (v->modal || v->negated || v->conditional || (v->infinitive && !carried_out(r, v))) && !((k & CUE_NOT) && (v->negated || v->modal) && !v->conditional && !v->infinitive);
    if (v->as != NONE && v->subject == NONE && !v->impersonal) return false;
    if (k & CUE_QUOTE) quote_content(r, f, v);
    if (f->contents && f->whole_quote) return true;
    if (f->contents && (k & CUE_CLAUSE) && !unreal) {
        uint32_t c = clause_right(r, v);
        if (c != NONE && !found_holds(f, c) && v->shell.lo > f->content[0].first) found_add(r, f, ccomp_run(r, c));
    }
    if (f->contents) return true;
    if (unreal) return false;
    if ((k & CUE_CLAUSE) && clause_content(r, f, v)) return true;
    if (v->impersonal) return false;
    if ((k & CUE_COMP) && frame_complement(r, f, v)) return true;
    if ((k & CUE_OBJINF) && frame_object_infinitive(r, f, v)) return true;
    if ((k & CUE_TELL) && v->hearer != NONE && frame_infinitive(r, f, v)) return true;
    if ((k & CUE_OBJOF) && frame_accusation(r, f, v)) return true;
    if ((k & CUE_INF) && frame_infinitive(r, f, v)) return true;
    if ((k & CUE_PREP) && frame_preposition(r, f, v)) return true;
    return (k & CUE_OBJ) && frame_object(r, f, v);
}

static void verb_read(struct reader *r, uint32_t t, uint32_t end)
{
    struct verb v = { .at = t, .last = t, .subject = NONE, .hearer = NONE, .undergoer = NONE, .as = NONE };
    v.cue = cue_at(r, t, CUE_VERB, end, &v.last);
    if (!v.cue || tok_quoted(r, t) || tok(r, t)->rel == REL_amod) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    f->cue_token = t;
    verb_flags(r, &v);
    shell_read(r, &v, false);
    bool as = quoted_as(r, &v, f);
    if (!as) {
        if (!verb_speaker(r, &v)) goto no;
        uint32_t o = object_of(r, &v);
        if (v.subject == NONE && !v.impersonal && o == t + 1 && (v.cue->frames & CUE_QUOTE) && quote_left(r, &v) != NONE) v.subject = o; /* “...”, said Lavrov */
        else if ((v.cue->frames & CUE_TELL) && v.hearer == NONE) v.hearer = o != NONE ? o : tree_child(r->d, t, REL_iobj);
        if (v.subject == NONE && !v.impersonal) goto no;
        shell_read(r, &v, false);
        if (v.subject != NONE && v.subject < v.at) { /* a subject that the tree hangs elsewhere */
            run w = speaker_source(r, v.subject, t);
            if (w.first < v.shell.lo && v.at - w.first < GAP_MOST) v.shell.lo = w.first;
        }
    }
    if (!verb_content(r, f, &v)) goto no;
    f = &r->found.at[r->found.count - 1];
    if (!as) {
        f->cue = cue_run(r, &v);
        if (v.subject != NONE && v.subject > t && f->contents && found_holds(f, v.subject)) goto no;
        if (v.subject != NONE) speaker_fill(r, f, v.subject, v.passive ? NONE : t);
    }
    circumstances(r, f, &v);
    return;
no:
    found_drop(r);
}

/* ------------------------------------------------------------------ nouns and prepositions */

/* "his insistence that ...", "a promise by X that ..." */
static void noun_read(struct reader *r, uint32_t t, uint32_t end)
{
    uint32_t last, whose = NONE, clause = NONE;
    const struct cue *c = cue_at(r, t, CUE_NOUN, end, &last);
    if (!c || tok_quoted(r, t)) return;
    for (uint32_t k = tok(r, t)->child; k != NONE; k = tok(r, k)->next) {
        uint32_t p = tree_case(r->d, k);
        if (tok(r, k)->rel == REL_nmod_poss) whose = k;
        else if (tok(r, k)->rel == REL_nmod && p != NONE && (tok_is(r, p, "by") || tok_is(r, p, "of") || tok_is(r, p, "from")) && speaker_may(r, speaker_entity(r, k))) whose = k;
        if (k > t && (tok(r, k)->rel == REL_acl || tok(r, k)->rel == REL_ccomp)) {
            uint32_t mark = tree_child(r->d, k, REL_mark);
            if (mark != NONE && tok_is(r, mark, "that")) clause = k;
        }
    }
    if (whose == NONE || clause == NONE) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    f->cue_token = t;
    f->cue = (run){ t, t + 1 };
    found_add(r, f, ccomp_run(r, clause));
    speaker_fill(r, f, whose, NONE);
    if (!f->contents) r->found.count--;
}

/* The sentence without the phrase that says whose words it is. */
static void phrase_content(struct reader *r, struct found *f, uint32_t first, uint32_t last)
{
    uint32_t start = clause_start(r, first), end = clause_end(r, last);
    while (last < end && tok_punct(r, last) && !tok_quoted(r, last)) last++;
    bool before = has_words(r, (run){ start, first }, 2), after = last < end && has_words(r, (run){ last, end }, 2);
    bool stop = last > first && tok_punct(r, last - 1);
    if (before && after && !stop) after = false;
    if (!before && first > start) start = first; /* "But according to ..." */
    if (before) found_add(r, f, (run){ start, first });
    if (after) found_add(r, f, (run){ last, end });
    if (f->contents) found_claim(r, f, r->quotes.of[f->content[0].first]);
}

static uint32_t phrase_first(const struct reader *r, uint32_t t)
{
    uint32_t first = sent(r, tok(r, t)->sentence)->words.first;
    return t > first && (tok(r, t - 1)->upos == UPOS_ADV) ? t - 1 : t;
}

/* "according to X": t is "according". */
static void according_read(struct reader *r, uint32_t t, uint32_t end)
{
    uint32_t x = tok(r, t)->head;
    if (t + 2 >= end || !tok_is(r, t + 1, "to") || tok_quoted(r, t)) return;
    if (x == NONE || x <= t + 1 || x >= end) {
        for (x = t + 2; x < end && tok(r, x)->upos != UPOS_NOUN && tok(r, x)->upos != UPOS_PROPN && tok(r, x)->upos != UPOS_PRON; x++)
            if (tok_punct(r, x)) return;
        while (x + 1 < end && (tok(r, x)->rel == REL_compound || tok(r, x)->rel == REL_amod || tok(r, x)->rel == REL_nmod_poss) && tok(r, x)->head > x && tok(r, x)->head < end) x = tok(r, x)->head;
    }
    if (x >= end || tok(r, x)->upos == UPOS_VERB) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    uint32_t hi = tok(r, x)->hi;
    for (uint32_t k = x + 1; k <= hi; k++)
        if (comma_like(r, k) && k + 1 <= hi && tok(r, k + 1)->rel != REL_appos && tok(r, k)->head != x && has_verb(r, (run){ k, hi + 1 }) && tok(r, k + 1)->upos != UPOS_PRON) { hi = k - 1; break; }
    f->cue_token = t;
    f->cue = (run){ t, t + 2 };
    speaker_fill(r, f, x, NONE);
    if (f->source.first < t + 2) f->source.first = t + 2;
    phrase_content(r, f, phrase_first(r, t), hi + 1);
    f->carried = f->according = true;
    if (!f->contents) found_drop(r);
}

/* "in his words", "by the words of X", "in the view of X": t is the noun. */
static void phrase_read(struct reader *r, uint32_t t, uint32_t end)
{
    uint32_t last, whose = NONE, first;
    const struct cue *c = cue_at(r, t, CUE_PHRASE, end, &last);
    uint32_t k = c && !tok_quoted(r, t) ? tree_case(r->d, t) : NONE;
    static const char *const preps[] = { "in", "by", "from", "to", "on", NULL };
    if (k == NONE || k >= t || t - k > 6) return;
    if (tok_is(r, k, "according")) return;
    if (!one_of(r, k, preps)) return;
    for (uint32_t g = tok(r, t)->child; g != NONE; g = tok(r, g)->next) {
        uint32_t p = tree_case(r->d, g);
        if (tok(r, g)->rel == REL_nmod_poss) whose = g;
        else if (g > t && tok(r, g)->rel == REL_nmod && p != NONE && tok_is(r, p, "of")) whose = g;
    }
    if (whose == NONE) return;
    struct found *f = found_new(r, tok(r, t)->sentence);
    if (!f) return;
    first = k;
    f->cue_token = t;
    f->cue = (run){ k, t + 1 };
    if (whose < t) f->cue.first = t;
    speaker_fill(r, f, whose, NONE);
    phrase_content(r, f, first, tok(r, t)->hi + 1);
    if (!f->contents) found_drop(r);
}

void speech_sentence(struct reader *r, uint32_t sentence)
{
    run words = sent(r, sentence)->words;
    for (uint32_t t = words.first; t < words.last && !r->out_of_memory; t++) {
        const struct token *w = tok(r, t);
        if (w->upos == UPOS_VERB) {
            if (str_is(w->lower, "according")) according_read(r, t, words.last);
            else verb_read(r, t, words.last);
        } else if (w->upos == UPOS_NOUN) {
            noun_read(r, t, words.last);
            phrase_read(r, t, words.last);
        } else if (str_is(w->lower, "according")) {
            according_read(r, t, words.last);
        }
    }
}
