/* frame.c: what is said at a verb: clauses, infinitives, objects, nominals with a preposition. */
#include "doc/tree.h"
#include "statement/verb.h"

enum { THAT_MOST = 14, ASIDE_MOST = 40, DAY_SIZE = 10 };

/* What stands before "he said" is no sentence of its own: "Though it was late, he said, ...", "It was, he said, ...". */
static bool hangs(const struct reader *r, run left)
{
    while (left.first < left.last && (tok_punct(r, left.first) || tok(r, left.first)->upos == UPOS_CCONJ)) left.first++;
    while (left.first < left.last && tok_punct(r, left.last - 1)) left.last--;
    if (left.first >= left.last) return false;
    const struct token *a = tok(r, left.first), *z = tok(r, left.last - 1);
    uint32_t commas = 0;
    for (uint32_t t = left.first; t < left.last; t++) commas += str_is(tok(r, t)->form, ",");
    if (a->upos == UPOS_SCONJ && !commas && !str_is(a->lower, "that")) return true;
    return z->upos == UPOS_AUX || z->upos == UPOS_SCONJ || z->upos == UPOS_CCONJ || !clause_has_finite(r, left);
}

/* "a day after the vote", "hours before they left", "citing officials": circumstances of the saying. */
static bool tells_when(const struct reader *r, uint32_t t, uint32_t last)
{
    static const char *const words[] = { "after", "before", "as", "while", "when", "since", NULL };
    if (t < last && str_is(tok(r, t)->xpos, "VBG") && (carrier_kind(r->rules, tok(r, t)->lemma) & CARRIER_CITES)) return true;
    for (uint32_t end = t + 4 < last ? t + 4 : last; t < end; t++) {
        bool degree = t + 1 < last && (tok(r, t + 1)->upos == UPOS_ADV || tok(r, t + 1)->upos == UPOS_ADJ); /* "as long as" */
        if (clause_word_in(r, t, words)) return !(tok_is(r, t, "as") && degree);
        if (!clause_time(r, t) && tok(r, t)->upos != UPOS_DET && tok(r, t)->upos != UPOS_NUM && tok(r, t)->upos != UPOS_ADV &&
            tok(r, t)->upos != UPOS_ADJ && tok(r, t)->upos != UPOS_NOUN)
            return false;
    }
    return false;
}

/* "A, he said, B": what stands on either side of the shell. */
void frame_around(struct reader *r, struct found *f, const struct verb *v, bool opens)
{
    uint32_t first = clause_start(r, v->shell.lo), last = clause_end(r, v->at, v->shell.hi + 1), lo = v->shell.lo, hi = v->shell.hi + 1;
    if (opens) {
        while (hi < last && tok_punct(r, hi) && !tok_quoted(r, hi)) hi++;
        if (clause_has_verb(r, (run){ hi, last })) found_add(r, f, (run){ hi, last });
        return;
    }
    if (lo <= first || !clause_has_words(r, (run){ first, lo }, 1)) return;
    bool medial = hi < last && clause_comma(r, hi) && clause_has_words(r, (run){ hi, last }, 1);
    const struct token *w = tok(r, v->at);
    uint32_t head = w->head;
    if (medial && !clause_has_finite(r, (run){ hi, last }) && !tok_quoted(r, last - 1)) medial = false;
    if (medial && clause_has_verb(r, (run){ first, lo }) && !hangs(r, (run){ first, lo }) && tells_when(r, hi + 1, last)) medial = false;
    if (medial && clause_has_verb(r, (run){ first, lo })) {
        /* a whole clause on the left: what follows belongs to it only when the tree says so */
        medial = head != NONE && ((head >= hi && head < last) || (head < lo && tok(r, head)->hi >= hi && w->rel != REL_conj));
        medial |= hangs(r, (run){ first, lo });
    }
    found_add(r, f, (run){ first, lo });
    if (medial && f->contents) found_add(r, f, (run){ hi, last });
}

run frame_clause_run(const struct reader *r, uint32_t c)
{
    run w = tree_run(r->d, c);
    while (w.first < c && (tok_punct(r, w.first) || (tok(r, w.first)->rel == REL_mark && tok_is(r, w.first, "that"))) &&
           !(tok_quoted(r, w.first) && r->quotes.list.at[r->quotes.of[w.first]].open == w.first))
        w.first++;
    return w;
}

/* "recalled its ambassador after commandos stormed a ship": no clause that is said. */
static bool opened_by_time(const struct reader *r, uint32_t c)
{
    static const char *const words[] = { "after", "before", "while", "because", "since", "until", "although", "though", NULL };
    for (uint32_t k = tok(r, c)->child; k != NONE && k < c; k = tok(r, k)->next)
        if (tok(r, k)->rel == REL_mark && clause_word_in(r, k, words)) return true;
    return false;
}

/* The clause that hangs from the verb on its right; NONE. */
uint32_t frame_clause(const struct reader *r, const struct verb *v)
{
    uint32_t other = NONE, end = clause_end(r, v->at, v->last + 1);
    uint32_t object = v->cue->frames & CUE_TELL ? NONE : verb_object(r, v); /* "recalled its envoy, the ministry announced" */
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (c < v->at || c >= end) continue;
        if (tok(r, c)->rel == REL_ccomp && c > v->last + 1 && str_is(tok(r, c)->xpos, "VBN") && tok(r, c)->lo == c &&
            verb_agent(r, c) != NONE)
            continue; /* "told X in remarks carried by Y" */
        if (tok(r, c)->rel == REL_ccomp && opened_by_time(r, c)) continue;
        if (tok(r, c)->rel == REL_ccomp) return c;
        if (other == NONE && !(tok(r, c)->rel == REL_parataxis && object != NONE && object < c) &&
            (tok(r, c)->rel == REL_parataxis || tok(r, c)->rel == REL_csubj || tok(r, c)->rel == REL_dep ||
             tok(r, c)->rel == REL_csubj_pass) &&
            (tree_has(r->d, c, REL_nsubj) || tree_has(r->d, c, REL_nsubj_pass) || tree_has(r->d, c, REL_expl)))
            other = c;
        if (other == NONE && tok(r, c)->rel == REL_advcl) {
            uint32_t mark = tree_child(r->d, c, REL_mark);
            if (mark != NONE && tok_is(r, mark, "that")) other = c;
        }
    }
    return other;
}

/* Past an aside that begins at t: ", who chairs the group, that": the word after the comma that closes it; t when there is none. */
static uint32_t aside_end(const struct reader *r, uint32_t t, uint32_t last)
{
    static const char *const opens[] = { "who", "which", "whose", NULL };
    if (!clause_comma(r, t) || t + 2 >= last || tok(r, t + 1)->upos == UPOS_CCONJ) return t;
    if (tok(r, t + 1)->upos == UPOS_VERB && !str_is(tok(r, t + 1)->xpos, "VBN")) return t;
    if (tok(r, t + 1)->upos == UPOS_PRON && !clause_word_in(r, t + 1, opens)) return t;
    for (uint32_t k = t + 2; k + 1 < last && k < t + ASIDE_MOST; k++)
        if (clause_comma(r, k) && tok_is(r, k + 1, "that")) return k;
    return t;
}

/* "that" begins what is said, and does not point at a noun ("said that night"). */
static bool that_opens(const struct reader *r, const struct verb *v, uint32_t t, uint32_t last)
{
    if (t + 2 >= last) return false;
    bool points = tok(r, t)->upos == UPOS_DET || clause_time(r, t + 1);
    if (tok(r, t + 1)->upos == UPOS_NOUN && points && (tok_punct(r, t + 2) || tok_is(r, t + 2, "that"))) return false;
    return tok(r, t)->upos == UPOS_SCONJ || tok(r, t + 1)->upos != UPOS_NOUN || t == v->last + 1;
}

/*
 * "that" a few words after the verb, with nothing but a hearer, a time or a place between; NONE. Verbs of asking take "whether".
 */
static uint32_t that_after(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last;
    static const char *const asides[] = { "when", "while", "after", "during", "before", "at", "in", "following", NULL };
    bool aside = v->last + 1 < last && clause_word_in(r, v->last + 1, asides), asks = str_is(v->cue->act, "want");
    for (uint32_t t = v->last + 1, far = aside ? ASIDE_MOST : THAT_MOST; t < last && t <= v->last + far; t++) {
        uint32_t over = aside_end(r, t, last);
        if (over > t) {
            far = over - v->last + 2;
            t = over;
            continue;
        }
        const struct token *w = tok(r, t);
        if (aside && w->upos == UPOS_VERB && str_is(w->xpos, "VBG")) continue;
        if (w->upos == UPOS_VERB && w->rel == REL_acl && t > v->last + 1 && tok(r, t - 1)->upos != UPOS_PUNCT) continue;
        if (w->upos == UPOS_VERB || w->upos == UPOS_AUX || tok_quoted(r, t) || str_is(w->form, ";") || str_is(w->form, ":")) return NONE;
        if (asks && w->upos == UPOS_SCONJ && str_is(w->lower, "whether")) return t;
        if (str_is(w->lower, "that") && that_opens(r, v, t, last)) return t;
    }
    return NONE;
}

/* Where a clause that begins after the verb ends: at what is joined to the verb itself, else with the sentence or a semicolon. */
static uint32_t reported_end(const struct reader *r, const struct verb *v, uint32_t from, uint32_t least)
{
    uint32_t end = clause_end(r, v->at, from);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c < least || x->lo < least || x->lo >= end) continue;
        bool joined = x->rel == REL_conj && x->upos == UPOS_VERB && !tree_has(r->d, c, REL_mark);
        bool aside = x->rel == REL_advcl && str_is(x->xpos, "VBG") && x->lo > from && str_is(tok(r, x->lo - 1)->form, ",");
        if (joined || aside || (x->rel == REL_parataxis && c > least)) end = x->lo;
    }
    uint32_t head = tok(r, v->at)->head;
    if (head != NONE && tok(r, v->at)->rel != REL_parataxis && tok(r, v->at)->hi + 1 < end && tok(r, v->at)->hi >= least)
        end = tok(r, v->at)->hi + 1;
    return end > least ? end : least;
}

/* Where what is said begins: after the hearer, the times and places that stand by the verb, and "that". */
static uint32_t reported_start(const struct reader *r, const struct verb *v)
{
    uint32_t t = v->last + 1, end = clause_end(r, v->at, v->last + 1);
    for (uint32_t c = tok(r, v->at)->child; c != NONE && t < end; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        bool beside = deprel_base(x->rel) == REL_obl || x->rel == REL_advmod || (x->rel == REL_iobj && (v->cue->frames & CUE_TELL)) ||
                      c == v->hearer || x->rel == REL_compound_prt;
        if (x->lo == t && c >= t && beside && !clause_has_verb(r, (run){ x->lo, x->hi + 1 })) t = x->hi + 1;
    }
    if (t == v->last + 1 && (v->cue->frames & CUE_TELL) && t < end && clause_nominal(r, t) && v->hearer == NONE) t++;
    if (t < end && tok_is(r, t, "that")) t++;
    return t;
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

bool frame_infinitive(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t c = infinitive_of(r, v->at);
    if (c == NONE || tok(r, c)->rel == REL_advcl) return false;
    run w = tree_run(r->d, c);
    if (v->hearer != NONE && w.first <= v->hearer && v->hearer < c) w.first = v->hearer + 1;
    w.last = reported_end(r, v, w.first, w.last);
    found_add(r, f, w);
    return f->contents > 0;
}

bool frame_object_infinitive(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = verb_object(r, v), c = infinitive_of(r, v->at);
    if (o == NONE && c != NONE && tok(r, c)->lo == v->last + 1 && tree_subject(r->d, c) > v->at && tree_subject(r->d, c) < c) {
        found_add(r, f, (run){ v->last + 1, tok(r, c)->hi + 1 }); /* "urged both to sign" */
        return f->contents > 0;
    }
    if (o == NONE) return false;
    if (c == NONE) /* the parser may hang the infinitive from the object */
        for (uint32_t k = tok(r, o)->child; k != NONE; k = tok(r, k)->next)
            if (tok(r, k)->rel == REL_acl && tok(r, tok(r, k)->lo)->upos == UPOS_PART) c = k;
    if (c == NONE || c < o) return false;
    found_add(r, f, (run){ tree_run(r->d, o).first, tok(r, c)->hi + 1 });
    return f->contents > 0;
}

/* A quotation in it that is no name. */
static bool own_words(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++)
        if (tok_quoted(r, t) && !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[t]])) return true;
    return false;
}

/* "called the day historic", "called it a mistake": an object and then an adjective or another nominal. */
static bool by_order(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t t = v->last + 1, end = clause_end(r, v->at, t);
    if (t >= end) return false;
    if (tok(r, t)->upos == UPOS_PRON) {
        t++;
    } else if (tok(r, t)->upos == UPOS_DET) {
        while (t < end && tok(r, t)->upos != UPOS_NOUN && tok(r, t)->upos != UPOS_PUNCT && tok(r, t)->upos != UPOS_VERB) t++;
        if (t >= end || tok(r, t)->upos != UPOS_NOUN) return false;
        t++;
    } else {
        return false;
    }
    if (t >= end || !(tok(r, t)->upos == UPOS_ADJ || tok(r, t)->upos == UPOS_DET || (tok_quoted(r, t) && tok_punct(r, t)))) return false;
    if (tok(r, t)->upos == UPOS_ADJ && t + 1 < end && clause_nominal(r, t + 1)) return false;
    if (tok(r, t)->upos == UPOS_DET && (tok_is(r, t, "this") || tok_is(r, t, "that") || tok_is(r, t, "all"))) return false;
    found_add(r, f, (run){ v->last + 1, reported_end(r, v, v->last + 1, t + 1) });
    return f->contents > 0;
}

/* "called the measure hasty": nominals and adjectives that follow the verb at once, two of them at least by the tree. */
static bool by_parts(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t parts = 0, end = v->last + 1;
    if (end < r->d->tokens.count && (tok_is(r, end, "a") || tok_is(r, end, "an"))) return false; /* "called an emergency meeting" */
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c <= v->last || x->lo != end || clause_has_finite(r, (run){ x->lo, c })) continue;
        if (x->rel != REL_xcomp && x->rel != REL_obj && x->rel != REL_obl_unmarked && x->rel != REL_dep) break;
        if (x->upos == UPOS_VERB) break;
        parts += x->lo + 1 < c && (tok(r, c - 1)->rel == REL_compound || tok(r, c - 1)->rel == REL_amod) && x->rel == REL_xcomp ? 2 : 1;
        end = x->hi + 1;
    }
    if (parts < 2) return false;
    found_add(r, f, (run){ v->last + 1, end });
    return f->contents > 0;
}

bool frame_complement(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = verb_object(r, v), last = 0;
    if (o == NONE) return by_parts(r, f, v) || by_order(r, f, v);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        if (c <= o) continue;
        const struct token *x = tok(r, c);
        uint32_t mark = tree_case(r->d, c);
        if (mark == NONE) mark = tree_child(r->d, c, REL_mark);
        bool as = mark != NONE && tok_is(r, mark, "as");
        bool next = x->rel == REL_obl_unmarked && x->lo == tok(r, o)->hi + 1 && !clause_time(r, c);
        if (x->rel == REL_xcomp || x->rel == REL_obj || x->rel == REL_ccomp || as || next || tok_quoted(r, c) ||
            (x->rel == REL_conj && clause_nominal(r, c) && !tree_has(r->d, c, REL_cc) && x->lo == tok(r, o)->hi + 1))
            last = x->hi + 1;
    }
    for (uint32_t c = tok(r, o)->child; c != NONE && !last; c = tok(r, c)->next) /* "called the charges unfounded" */
        if (c > o && tok(r, c)->rel == REL_amod) last = tok(r, o)->hi + 1;
    if (!last) { /* "called the raid “a flagrant violation”": a quotation inside or right after the object */
        for (uint32_t t = o + 1; t <= tok(r, o)->hi + 1 && t < r->d->tokens.count; t++)
            if (tok_quoted(r, t) && r->quotes.list.at[r->quotes.of[t]].open == t &&
                !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[t]]))
                last = quote_run(&r->quotes.list.at[r->quotes.of[t]]).last;
    }
    if (!last) return false;
    found_add(r, f, (run){ tree_run(r->d, o).first, last });
    return f->contents > 0;
}

bool frame_accusation(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = verb_object(r, v), last = 0;
    if (o == NONE) return false;
    for (uint32_t t = o + 1; t < clause_end(r, v->at, v->at) && !last; t++) {
        if (!tok_is(r, t, "of") && !tok_is(r, t, "for")) continue;
        uint32_t h = tok(r, t)->head;
        if (h == NONE || (h < t)) continue;
        uint32_t up = tok(r, h)->head;
        if (up == v->at || up == o) last = tok(r, h)->hi + 1;
    }
    if (!last || (str_is(v->cue->act, "support") && !own_words(r, (run){ o, last }))) return false; /* thanks are a deed */
    found_add(r, f, (run){ tree_run(r->d, o).first, last });
    return f->contents > 0;
}

/* "rejects reports that ...": the clause of the noun is what is denied. */
bool frame_noun_clause(struct reader *r, struct found *f, const struct verb *v)
{
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) /* "denied hearing any threat" */
        if (c == v->last + 1 && str_is(tok(r, c)->xpos, "VBG") && (tok(r, c)->rel == REL_xcomp || tok(r, c)->rel == REL_ccomp)) {
            found_add(r, f, tree_run(r->d, c));
            return f->contents > 0;
        }
    uint32_t o = verb_object(r, v), end = clause_end(r, v->at, v->last + 1);
    if (v->last + 4 < end && tok_is(r, v->last + 2, "that") && !tok_punct(r, v->last + 1) && tok(r, v->last + 1)->upos != UPOS_PRON) {
        found_add(r, f, (run){ v->last + 3, reported_end(r, v, v->last + 3, v->last + 4) });
        return f->contents > 0;
    }
    if (o == NONE || tok(r, o)->upos != UPOS_NOUN) return false;
    for (uint32_t c = tok(r, o)->child; c != NONE; c = tok(r, c)->next) {
        uint32_t mark = c > o && (tok(r, c)->rel == REL_acl || tok(r, c)->rel == REL_ccomp || tok(r, c)->rel == REL_acl_relcl)
                            ? tree_child(r->d, c, REL_mark)
                            : NONE;
        if (mark == NONE || !tok_is(r, mark, "that")) continue;
        found_add(r, f, frame_clause_run(r, c));
        return f->contents > 0;
    }
    return false;
}

bool frame_object(struct reader *r, struct found *f, const struct verb *v)
{
    uint32_t o = verb_object(r, v);
    if (v->passive) o = v->undergoer;
    if (o == NONE || tok(r, o)->upos == UPOS_PRON || tok(r, o)->upos == UPOS_VERB) return false;
    bool freeing = str_is(v->cue->act, "want") && tok_is(r, o, "release");
    if (carrier_kind(r->rules, tok(r, o)->lemma) & (CARRIER_DOCUMENT | CARRIER_REPORT) && !(v->cue->frames & CUE_NOT) && !freeing)
        return false;
    run w = tree_run(r->d, o);
    while (w.first < o && (clause_time(r, w.first) || (tok(r, w.first)->upos == UPOS_ADP && clause_time(r, w.first + 1)))) w.first++;
    if (v->passive && v->at < w.last) w.last = v->at;
    if (clause_end(r, v->at, w.first) < w.last) w.last = clause_end(r, v->at, w.first);
    if (!(v->cue->frames & CUE_OBJ)) { /* "praised “a courage that ...”": only with words of his own */
        if (v->passive || !own_words(r, w)) return false;
    }
    for (uint32_t c = tok(r, o)->next; c != NONE; c = tok(r, c)->next) /* "the role of X in building Y" */
        if (tok(r, c)->lo == w.last && (tok(r, w.last)->upos == UPOS_ADP || tok(r, w.last)->upos == UPOS_SCONJ) &&
            str_is(tok(r, c)->xpos, "VBG") && c == w.last + 1)
            w.last = tok(r, c)->hi + 1;
    if (!clause_has_words(r, w, (v->cue->frames & CUE_NOT) || str_is(v->cue->act, "announce") ? 2 : 3)) return false;
    found_add(r, f, w);
    return f->contents > 0;
}

static bool prep_wanted(const struct cue *c, chy_str word)
{
    for (int i = 0; i < CUE_PREPS && c->prep[i].len; i++)
        if (str_eq(c->prep[i], word)) return true;
    return false;
}

bool frame_preposition(struct reader *r, struct found *f, struct verb *v)
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
        for (uint32_t n = tok(r, c)->next; n != NONE && tok(r, n)->lo == w.last; n = tok(r, n)->next) {
            uint32_t p = tree_case(r->d, n); /* "asked for support for its bid": what hangs from the verb but follows at once */
            if (deprel_base(tok(r, n)->rel) != REL_obl || p == NONE || !(tok_is(r, p, "for") || tok_is(r, p, "from")) || clause_time(r, n))
                break;
            w.last = tok(r, n)->hi + 1;
        }
        if (tok(r, c)->upos == UPOS_PRON && c + 1 == w.last) return false; /* "asked for it", "spoke of that" */
        if (str_is(v->cue->act, "want") && !clause_has_words(r, w, 3) && !own_words(r, w)) return false; /* "asked for time" */
        if (k == v->last + 1) v->last = k;
        found_add(r, f, w);
        return f->contents > 0;
    }
    return false;
}

/* A nominal and then a finite verb, before any mark or "and". */
static bool begins_clause(const struct reader *r, run w)
{
    bool nominal = false;
    for (uint32_t t = w.first; t < w.last; t++) {
        const struct token *x = tok(r, t);
        if (tok_quoted(r, t) && tok_punct(r, t)) continue;
        if (x->upos == UPOS_SCONJ && nominal && !tok_is(r, t, "that")) return false; /* "recalled its envoy after ..." */
        if (x->upos == UPOS_AUX || (x->upos == UPOS_VERB && !str_is(x->xpos, "VBG") && !str_is(x->xpos, "VBN") && x->rel != REL_amod))
            return nominal;
        if (x->upos == UPOS_CCONJ || x->upos == UPOS_PUNCT)
            return nominal && clause_comma(r, t) && t + 1 < w.last &&
                   (tok_is(r, t + 1, "which") || tok_is(r, t + 1, "who") || tok_is(r, t + 1, "whose"));
        nominal |= clause_nominal(r, t) || x->upos == UPOS_DET;
    }
    return false;
}

/* "said Friday it was leaving", "said on Tuesday they had met": past the day on which it was said, at the first word. */
static uint32_t past_day(const struct reader *r, const struct verb *v, run w)
{
    uint32_t s = tok(r, v->at)->sentence, first = w.first;
    if (first != v->last + 1) return w.first;
    if (tok(r, first)->upos == UPOS_ADP) first++;
    for (uint32_t i = r->time_from[s]; i < r->time_from[s + 1]; i++) {
        const struct time *x = &r->d->times.at[r->time_order[i]];
        if (x->words.first != first || x->type != TIME_DATE || x->value.len < DAY_SIZE || x->words.last >= w.last) continue;
        uint32_t next = x->words.last;
        if (deprel_base(tok(r, next - 1)->rel) == REL_compound || tok(r, next)->upos == UPOS_ADP) return w.first;
        if (tok_is(r, next, "that") && tok(r, next)->upos == UPOS_SCONJ) return next;
        return clause_nominal(r, next) || tok(r, next)->upos == UPOS_DET || tok(r, next)->upos == UPOS_ADJ ? next : w.first;
    }
    return w.first;
}

bool frame_reported(struct reader *r, struct found *f, struct verb *v)
{
    uint32_t c = v->loose || v->ceiling != NONE ? NONE : frame_clause(r, v), that = v->ceiling != NONE ? NONE : that_after(r, v);
    if (that != NONE && (c == NONE || (tok(r, c)->lo != that && tok(r, c)->lo != that + 1) || c < that)) {
        found_add(r, f, (run){ that + 1, reported_end(r, v, that + 1, that + 2) });
        return f->contents > 0;
    }
    if (c != NONE) {
        run w = frame_clause_run(r, c);
        if (w.first <= v->last) w.first = v->last + 1;
        uint32_t start = reported_start(r, v);
        if (start < w.first && !tok_punct(r, start) && tok(r, c)->rel == REL_ccomp && (v->subject == NONE || v->subject < v->at))
            w.first = start;
        if (tok(r, c)->rel == REL_ccomp) w.last = reported_end(r, v, w.first, w.last);
        if (v->subject != NONE && w.first <= v->subject && v->subject < w.last && v->subject > v->at) w.first = tok(r, v->subject)->hi + 1;
        w.first = past_day(r, v, w);
        found_add(r, f, w);
        return f->contents > 0;
    }
    if (v->cue->frames & CUE_WEAK && v->as == NONE) return false;
    if (v->infinitive || v->impersonal) return false;
    if (!(v->cue->frames & (CUE_OBJ | CUE_INF | CUE_OBJINF | CUE_COMP | CUE_PREP)) && !v->passive && v->as == NONE && v->subject != NONE &&
        v->subject < v->at && v->ceiling == NONE) {
        uint32_t start = reported_start(r, v), end = clause_end(r, v->at, start); /* a clause that the tree does not see as one */
        if (start < end && !tok_punct(r, start) && tok(r, start)->upos != UPOS_ADP && tok(r, start)->upos != UPOS_PART &&
            tok(r, start)->upos != UPOS_SCONJ && tok(r, start)->upos != UPOS_CCONJ && begins_clause(r, (run){ start, end }) &&
            clause_has_words(r, (run){ start, end }, 3)) {
            found_add(r, f, (run){ start, reported_end(r, v, start, start + 1) });
            return f->contents > 0;
        }
    }
    if (v->floor == NONE && !v->loose &&
        (tok(r, v->at)->rel == REL_acl || tok(r, v->at)->rel == REL_acl_relcl || tok(r, v->at)->rel == REL_amod))
        return false;
    uint32_t first = clause_start(r, v->shell.lo);
    if (opened_by_time(r, v->at) || (v->shell.lo > first && tok_is(r, v->shell.lo - 1, "what"))) return false;
    if (v->as != NONE && v->shell.lo <= first + 1) {
        if (v->shell.hi + 1 < r->d->tokens.count && clause_comma(r, v->shell.hi + 1)) frame_around(r, f, v, true);
    } else if (v->shell.lo > first && clause_comma(r, v->shell.lo - 1)) {
        frame_around(r, f, v, false);
        if (f->contents && !clause_has_verb(r, f->content[0]) && f->contents == 1 && !tok_quoted(r, f->content[0].first)) f->contents = 0;
    }
    return f->contents > 0;
}
