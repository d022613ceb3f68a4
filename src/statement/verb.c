/* verb.c: a verb of saying: which cue it is, who speaks, what is only said to happen. */
#include "doc/find.h"
#include "doc/tree.h"
#include "statement/verb.h"

enum {
    NP_MOST = 14,
    END_MOST = 18,
    GAP_MOST = 24,
    PARTS_MOST = 48,
    LEMMA_MOST = 24,
    BRACKET_MOST = 12,
    THAT_MOST = 40,
    ROOT_MOST = 40,
    TAKES_MOST = 10
};

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

/* The first row of this word; a lemma that lost or won an "e" ("joked" -> "jok") is helped. */
static const struct cue *first_row(const struct reader *r, const struct cues *cues, uint32_t t, enum cue_pos pos)
{
    chy_str lemma = tok(r, t)->lemma;
    char word[LEMMA_MOST];
    const struct cue *c = cue_first(cues, lemma);
    if (c || pos != CUE_VERB || lemma.len < 3 || lemma.len + 1 > sizeof word) return c;
    memcpy(word, lemma.ptr, lemma.len);
    word[lemma.len] = 'e';
    c = cue_first(cues, (chy_str){ word, lemma.len + 1 });
    return c || lemma.ptr[lemma.len - 1] != 'e' ? c : cue_first(cues, (chy_str){ word, lemma.len - 1 });
}

/* The row with the most words that stand here. */
static const struct cue *longest(const struct reader *r, const struct cues *cues, uint32_t t, enum cue_pos pos, uint32_t end,
                                 uint32_t *last)
{
    const struct cue *best = NULL;
    for (const struct cue *c = first_row(r, cues, t, pos); c; c = cue_next(cues, c)) {
        uint32_t reach;
        if (c->pos == pos && cue_fits(r, c, t, end, &reach) && (!best || reach > *last)) {
            best = c;
            *last = reach;
        }
    }
    return best;
}

const struct cue *verb_cue_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last)
{
    return longest(r, &r->rules->cues, t, pos, end, last);
}

const struct cue *attitude_at(const struct reader *r, uint32_t t, enum cue_pos pos, uint32_t end, uint32_t *last)
{
    return longest(r, &r->rules->attitudes, t, pos, end, last);
}

static bool in_shell(enum deprel rel)
{
    switch (deprel_base(rel)) {
    case REL_nsubj:
    case REL_aux:
    case REL_advmod:
    case REL_obl:
    case REL_iobj:
    case REL_mark:
    case REL_compound:
    case REL_expl:
    case REL_case:
    case REL_cc:
    case REL_discourse:
    case REL_vocative:
    case REL_advcl:
    case REL_fixed:
    case REL_nmod: return true;
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
            for (lo = c; lo > x->lo && !tok_quoted(r, lo - 1); lo--) {}
        if (tok_quoted(r, hi) && hi > c)
            for (hi = c; hi < x->hi && !tok_quoted(r, hi + 1); hi++) {}
        if (c == v->subject) {
            run w = speaker_source(r, c, v->at);
            lo = w.first;
            hi = w.last - 1;
        }
        if (deprel_base(x->rel) == REL_advcl && c < v->at && !tree_has(r->d, c, REL_mark) && c != v->as &&
            (x->upos != UPOS_VERB || tree_has(r->d, c, REL_nsubj) || tree_has(r->d, c, REL_nsubj_pass) || tree_has(r->d, c, REL_aux) ||
             tree_has(r->d, c, REL_expl)))
            continue;
        if (lo < v->shell.lo) v->shell.lo = lo;
        if (hi > v->shell.hi) v->shell.hi = hi;
    }
    /* an inverted subject that the parser hung elsewhere */
    if (v->subject != NONE && v->subject == v->last + 1 && tok(r, v->subject)->hi > v->shell.hi) v->shell.hi = tok(r, v->subject)->hi;
}

static const char *const modals[] = { "will", "would", "shall", "should", "may", "might", "can", "could", "must", "'ll", "'d", NULL };

static const char *const conditions[] = { "if", "unless", "whether", "until", NULL };

/* "did not say": a word of denying in the verb group; "No, he said" and "The ship will not, a spokesman said" deny something else. */
static bool negated(const struct reader *r, uint32_t verb)
{
    static const char *const words[] = { "not", "n't", "never", "neither", "nor", NULL };
    uint32_t first = sent(r, tok(r, verb)->sentence)->words.first;
    for (uint32_t t = verb; t > first; t--) {
        const struct token *w = tok(r, t - 1);
        if (clause_word_in(r, t - 1, words)) return true;
        if (w->upos != UPOS_AUX && w->upos != UPOS_ADV && w->upos != UPOS_PART) break;
    }
    for (uint32_t c = tok(r, verb)->child; c != NONE && c < verb; c = tok(r, c)->next) {
        if (!clause_word_in(r, c, words) && !(tok_is(r, c, "no") && tok(r, c)->upos != UPOS_INTJ)) continue;
        uint32_t t = c + 1;
        while (t < verb && !tok_punct(r, t)) t++;
        if (t == verb) return true;
    }
    return false;
}

/* The first word after the mark or comma that stands before the verb, with a nominal and no other verb between; NONE. */
static uint32_t gap_before(const struct reader *r, const struct verb *v, bool mark)
{
    uint32_t first = sent(r, tok(r, v->at)->sentence)->words.first, t = v->at;
    while (t > first && (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV)) t--;
    if (t > first && str_is(tok(r, t - 1)->form, ")")) { /* "Senator Moor (D-Wis.) said" */
        uint32_t k = t - 1;
        while (k > first && t - k < BRACKET_MOST && !str_is(tok(r, k)->form, "(")) k--;
        if (str_is(tok(r, k)->form, "(")) t = k;
    }
    uint32_t name = t > first + 2 && clause_comma(r, t - 1) ? doc_mention_over(r->d, t - 2) : NONE;
    if (name != NONE && r->d->mentions.at[name].words.last == t - 1 && entity_is(r->d, r->d->mentions.at[name].entity, ENTITY_PERSON) &&
        r->d->mentions.at[name].words.first > first && str_is(tok(r, r->d->mentions.at[name].words.first - 1)->form, ","))
        t = r->d->mentions.at[name].words.first - 1; /* "his premier, Jan Kral, said" */
    for (uint32_t n = 0; n < GAP_MOST; t--, n++) {
        if (t <= first) return NONE;
        const struct token *w = tok(r, t - 1);
        bool quoted = tok_quoted(r, t - 1) && !quote_is_name(r->d, &r->quotes.list.at[r->quotes.of[t - 1]]);
        if (mark ? quoted : (clause_comma(r, t - 1) || quoted)) break;
        if ((w->upos == UPOS_VERB && w->rel != REL_amod) || w->upos == UPOS_AUX || w->upos == UPOS_SCONJ || str_is(w->form, ";") ||
            str_is(w->form, ":") || str_is(w->form, "("))
            return NONE;
        if (str_is(w->lower, "who") || str_is(w->lower, "which") || str_is(w->lower, "whose") || w->upos == UPOS_CCONJ) {
            if (n == 0 || w->upos != UPOS_CCONJ) return NONE;
        }
    }
    while (t < v->at && tok_punct(r, t)) t++;
    return clause_nominal_head(r, (run){ t, v->at }) == NONE ? NONE : t;
}

/* The nominal that the tree makes the root of a sentence for want of a verb, when it stands before t; NONE. */
static uint32_t nominal_root(const struct reader *r, uint32_t t)
{
    run w = sent(r, tok(r, t)->sentence)->words;
    for (uint32_t k = w.first; k < w.last && k < w.first + ROOT_MOST; k++)
        if (tok(r, k)->rel == REL_root || tok(r, k)->head == NONE) return k < t && clause_nominal(r, k) && !tok_punct(r, k) ? k : NONE;
    return NONE;
}

/*
 * A past that is tagged as a participle: "Spain, which hosts the talks, called for calm" (no other verb carries the sentence), and
 * "..., the unions of the left announced."
 */
static bool past_by_order(const struct reader *r, const struct verb *v)
{
    run w = sent(r, tok(r, v->at)->sentence)->words;
    if (!str_is(tok(r, v->at)->xpos, "VBN") || tree_has(r->d, v->at, REL_aux)) return false;
    if (v->at > w.first && clause_comma(r, v->at - 1) && nominal_root(r, v->at) != NONE && !tok_quoted(r, v->at - 1)) return true;
    bool ends = v->last + 1 >= w.last || (v->last + 2 >= w.last && tok_punct(r, v->last + 1));
    return ends && (v->cue->frames & CUE_CLAUSE) && tok(r, v->at)->rel == REL_acl && gap_before(r, v, false) != NONE;
}

void verb_flags(const struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    const struct token *w = tok(r, v->at);
    uint32_t first = clause_start(r, v->at);
    v->negated = negated(r, v->at);
    for (uint32_t c = tok(r, v->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c < first) continue; /* "Norway will not: a diplomat said ..." */
        if (c < v->at && (x->rel == REL_aux_pass || x->rel == REL_aux) && (str_is(x->lemma, "be") || str_is(x->lemma, "get")) &&
            !str_is(w->xpos, "VBG"))
            v->passive = true;
        if (x->rel == REL_nsubj_pass) v->undergoer = c;
        if (x->rel == REL_aux && clause_word_in(r, c, modals) && !(str_is(x->lower, "'d"))) v->modal = true;
        if (c < v->at && x->upos == UPOS_PART && str_is(x->lower, "to")) v->infinitive = true;
        if (c < v->at && x->rel == REL_mark && clause_word_in(r, c, conditions)) v->conditional = true;
        if (c < v->at && (x->rel == REL_mark || x->rel == REL_advmod || x->rel == REL_case) &&
            (str_is(x->lower, "as") || str_is(x->lower, "how")))
            v->as = c;
    }
    /* the auxiliaries of the first verb of a pair hold for the second */
    if (w->rel == REL_conj && w->head != NONE && tok(r, w->head)->upos == UPOS_VERB) {
        for (uint32_t c = tok(r, w->head)->child; c != NONE && c < w->head; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_aux && clause_word_in(r, c, modals) && tree_child(d, v->at, REL_nsubj) == NONE &&
                str_is(w->xpos, "VB"))
                v->modal = true;
    }
    bool by = v->last + 1 < d->tokens.count && tok_is(r, v->last + 1, "by");
    if (!v->passive && !by && past_by_order(r, v)) return;
    if (!v->passive && str_is(w->xpos, "VBN") &&
        (by || ((w->rel == REL_acl || w->rel == REL_advcl) && !tree_has(d, v->at, REL_aux) && !tree_has(d, v->at, REL_nsubj))))
        v->passive = true;
}

uint32_t verb_agent(const struct reader *r, uint32_t verb)
{
    for (uint32_t c = tok(r, verb)->child; c != NONE; c = tok(r, c)->next) {
        if (tok(r, c)->rel == REL_obl_agent) return c;
        if (tok(r, c)->rel == REL_obl && tree_case(r->d, c) != NONE && tok_is(r, tree_case(r->d, c), "by") && tok(r, c)->upos != UPOS_NUM)
            return c;
    }
    return NONE;
}

/* "went on to say", "was quick to add": the infinitive is what happened. */
bool verb_carried_out(const struct reader *r, const struct verb *v)
{
    uint32_t h = tok(r, v->at)->head;
    return h != NONE && (carrier_kind(r->rules, tok(r, h)->lemma) & CARRIER_ENACTS);
}

uint32_t verb_object(const struct reader *r, const struct verb *v)
{
    uint32_t o = tree_child(r->d, v->at, REL_obj);
    if (o == NONE) o = tree_child(r->d, v->at, REL_iobj);
    return o != NONE && o > v->at ? o : NONE;
}

/* The nominal right before the verb, back to a comma or a mark: what the tree should have as its subject. */
static uint32_t verb_subject_before(const struct reader *r, const struct verb *v)
{
    uint32_t first = sent(r, tok(r, v->at)->sentence)->words.first, t = v->at, end;
    while (t > first && (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV)) t--;
    end = t;
    if (t > first && tok(r, t - 1)->upos == UPOS_CCONJ) { /* "tore open his collar and shouted": the subject of what stands before */
        for (uint32_t k = t - 1; k > first && t - k < GAP_MOST; k--)
            if (tok(r, k - 1)->rel == REL_nsubj && !tok_quoted(r, k - 1) && speaker_may(r, speaker_entity(r, k - 1))) return k - 1;
        return NONE;
    }
    for (; t > first && end - t < NP_MOST; t--) {
        uint8_t u = tok(r, t - 1)->upos;
        if (clause_hyphen(r, t - 1)) continue;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t - 1)) break;
    }
    return clause_nominal_head(r, (run){ t, end });
}

/* "“...”, said the Norwegian premier": the nominal right after the verb. */
static uint32_t verb_subject_after(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last, t = v->last + 1;
    for (; t < last && t <= v->last + NP_MOST; t++) {
        uint8_t u = tok(r, t)->upos;
        if (clause_hyphen(r, t)) continue;
        if (u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t) ||
            (u == UPOS_ADP && t == v->last + 1))
            break;
    }
    if (t < last && (tok(r, t)->upos == UPOS_VERB || tok(r, t)->upos == UPOS_AUX)) return NONE; /* it is what is said that begins there */
    return clause_nominal_head(r, (run){ v->last + 1, t });
}

static const char *const closers[] = { "after", "when", "while", "as", "before", "because", "though", "although", NULL };

/* The comma, end or "after" behind the verb, when nothing but a hearer, a time or a place comes before it; NONE. */
static uint32_t clause_closes(const struct reader *r, const struct verb *v)
{
    uint32_t end = clause_end(r, v->at, v->last + 1), t = v->last + 1;
    for (; t < end && !tok_punct(r, t); t++) {
        uint8_t u = tok(r, t)->upos;
        if (clause_word_in(r, t, closers)) break;
        bool by = t > v->last + 1 && str_is(tok(r, t)->xpos, "VBN") &&
                  ((t + 1 < end && tok_is(r, t + 1, "by")) || (t + 2 < end && tok_is(r, t + 2, "by")));
        if (u == UPOS_VERB && (by || (tok(r, t)->rel == REL_acl && !str_is(tok(r, t)->xpos, "VBD"))))
            continue; /* "in remarks carried by AMI" */
        if (t - v->last > END_MOST || u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || tok_quoted(r, t) || tok_is(r, t, "that"))
            return NONE;
    }
    bool object = t > v->last + 1 && !(v->cue->frames & CUE_TELL) && tok(r, v->last + 1)->upos != UPOS_ADP &&
                  tok(r, v->last + 1)->upos != UPOS_ADV && tok(r, v->last + 1)->upos != UPOS_PART && clause_may_speak(r, v->last + 1);
    if (object || (t < end && tok_quoted(r, t))) return NONE;
    return t;
}

/* A clause that stands on its own: a finite verb in a part between commas that no "if", "after" or preposition opens. */
static bool main_clause(const struct reader *r, run w)
{
    bool open = true;
    for (uint32_t t = w.first; t < w.last; t++) {
        const struct token *x = tok(r, t);
        if (t == w.first || clause_comma(r, t - 1))
            open = x->upos == UPOS_SCONJ || (x->upos == UPOS_ADP && t + 1 < w.last && tok(r, t + 1)->upos == UPOS_VERB) ||
                   tok_is(r, t, "when") || tok_is(r, t, "who") || tok_is(r, t, "which");
        if (!open && (x->upos == UPOS_VERB || x->upos == UPOS_AUX) &&
            (str_is(x->xpos, "VBD") || str_is(x->xpos, "VBZ") || str_is(x->xpos, "VBP") || str_is(x->xpos, "MD")))
            return true;
    }
    return false;
}

static bool relative_pronoun(const struct reader *r, uint32_t t)
{
    return tok(r, t)->upos == UPOS_PRON && (tok_is(r, t, "who") || tok_is(r, t, "which") || tok_is(r, t, "that"));
}

/* "who" stands for the nominal before it. */
static uint32_t antecedent(const struct reader *r, uint32_t who)
{
    uint32_t first = sent(r, tok(r, who)->sentence)->words.first, t = who;
    while (t > first && (tok_punct(r, t - 1) || tok(r, t - 1)->upos == UPOS_ADP)) t--;
    if (t == first) return NONE;
    uint32_t x = t - 1;
    for (int steps = 0; steps < 4 && tok(r, x)->head != NONE && tok(r, x)->head < who && tok(r, x)->head >= first &&
                        clause_nominal(r, tok(r, x)->head) && clause_nominal(r, x);
         steps++) {
        if (tok(r, x)->rel != REL_flat && tok(r, x)->rel != REL_compound && deprel_base(tok(r, x)->rel) != REL_nmod &&
            tok(r, x)->rel != REL_appos)
            break;
        x = tok(r, x)->head;
    }
    return clause_nominal(r, x) ? x : NONE;
}

/* "A, he said, B" and "A, he said.": a nominal between a comma and the verb, and the end of the clause after it. */
static uint32_t comma_gap(const struct reader *r, struct verb *v)
{
    uint32_t close = v->infinitive ? NONE : clause_closes(r, v), gap = close == NONE ? NONE : gap_before(r, v, false);
    if (gap == NONE) return NONE;
    uint32_t end = clause_end(r, v->at, close);
    for (uint32_t t = close; t + 1 < end && t < close + THAT_MOST; t++) /* "told the paper, which X cites, that" */
        if (clause_comma(r, t) && tok_is(r, t + 1, "that")) return NONE;
    run left = { clause_start(r, gap), gap }, right = { close, end };
    bool middle = close < end && tok_punct(r, close) && clause_has_finite(r, right) && clause_has_words(r, left, 1);
    if (!main_clause(r, left) && !middle) return NONE;
    if (!(v->cue->frames & CUE_CLAUSE)) { /* "he went on," but not "the talks went on for days" */
        uint32_t s = clause_nominal_head(r, (run){ gap, v->at });
        if (close != v->last + 1 || s == NONE || tok(r, gap)->upos == UPOS_CCONJ || !speaker_may(r, speaker_entity(r, s))) return NONE;
    }
    v->ceiling = close;
    return gap;
}

/* "A, said B, a senior official.": the clause on the left is whole, and who speaks follows the verb. */
static bool inverted(struct reader *r, struct verb *v)
{
    const struct token *w = tok(r, v->at);
    uint32_t first = clause_start(r, v->at), end = clause_end(r, v->at, v->last + 1), t = v->last + 1;
    if (v->at <= first || !clause_comma(r, v->at - 1) || v->infinitive || v->as != NONE || v->at - first < 3) return false;
    if (!(v->cue->frames & CUE_CLAUSE) || (v->cue->frames & (CUE_TELL | CUE_COMP)) || v->passive || str_is(w->xpos, "VBG") ||
        str_is(w->xpos, "VB"))
        return false;
    while (t < end && (!tok_punct(r, t) || clause_hyphen(r, t)) && tok(r, t)->upos != UPOS_SCONJ && tok(r, t)->upos != UPOS_VERB &&
           tok(r, t)->upos != UPOS_AUX && !tok_is(r, t, "that") && !tok_quoted(r, t))
        t++;
    if (t == v->last + 1 || (t + 1 < end && !str_is(tok(r, t)->form, ",") && !clause_word_in(r, t, closers))) return false;
    uint32_t s = verb_subject_after(r, v), e = s == NONE ? NONE : speaker_entity(r, s);
    if (s == NONE || s >= t || tok(r, s)->upos == UPOS_PRON || tok(r, s)->sentence != w->sentence) return false;
    if (!entity_is(r->d, e, ENTITY_PERSON) && ((v->cue->frames & CUE_OBJ) || (e != NONE && !speaker_may(r, e)))) return false;
    if (!main_clause(r, (run){ first, v->at - 1 })) return false;
    v->loose = true;
    v->subject = s;
    v->floor = v->at;
    v->ceiling = t;
    return true;
}

/* By the order of words, where a mark or a comma and a nominal stand right before the verb. */
static bool speaker_by_order(struct reader *r, struct verb *v)
{
    if (!(v->cue->frames & (CUE_CLAUSE | CUE_QUOTE)) || str_is(tok(r, v->at)->xpos, "VBG")) return false;
    uint32_t gap = gap_before(r, v, true), subject = tree_subject(r->d, v->at);
    if (gap == NONE && (v->cue->frames & (CUE_CLAUSE | CUE_ASIDE))) gap = comma_gap(r, v);
    if (gap == NONE || tok(r, gap)->upos == UPOS_ADP) return false;
    uint32_t s = subject;
    uint32_t head = clause_nominal_head(r, (run){ gap, v->at }); /* "a source close to the talks": not the talks */
    bool inner = s != NONE && head != NONE && head < s && tree_case(r->d, s) != NONE && tree_case(r->d, s) > head && tree_case(r->d, s) < s;
    if (s == NONE || s < gap || s > v->at || inner || !clause_may_speak(r, s)) s = head;
    if (s == NONE || tok(r, s)->rel == REL_expl || relative_pronoun(r, s)) return false;
    v->loose = s != subject;
    v->subject = s;
    v->floor = gap;
    return true;
}

/* "Cam, long the chairman, said": the head of the first part of the clause that is a nominal. */
static uint32_t subject_of_parts(const struct reader *r, const struct verb *v)
{
    uint32_t first = clause_start(r, v->at), part;
    if (v->at - first > PARTS_MOST) return NONE;
    for (uint32_t t = first; t < v->at; t++)
        if (tok_quoted(r, t)) first = t + 1;
    part = first;
    for (uint32_t t = first; t < v->at; t++)
        if (t > first && (tok_is(r, t, "who") || tok_is(r, t, "which") || tok_is(r, t, "whose"))) {
            uint32_t who = antecedent(r, t);
            if (who >= first) return who;
        }
    for (uint32_t t = first; t <= v->at; t++) {
        if (t < v->at && !clause_comma(r, t)) continue;
        uint8_t u = tok(r, part)->upos;
        if (t > part && u != UPOS_ADP && u != UPOS_SCONJ && u != UPOS_ADV && u != UPOS_VERB && !clause_has_verb(r, (run){ part, t })) {
            uint32_t s = clause_nominal_head(r, (run){ part, t });
            if (s != NONE) return s;
        }
        part = t + 1;
    }
    return NONE;
}

/* A comma closes something right before the verb. */
static bool after_aside(const struct reader *r, const struct verb *v)
{
    uint32_t first = sent(r, tok(r, v->at)->sentence)->words.first, t = v->at;
    while (t > first && (tok(r, t - 1)->upos == UPOS_AUX || tok(r, t - 1)->upos == UPOS_ADV)) t--;
    return t > first && str_is(tok(r, t - 1)->form, ",") && tok(r, v->at)->rel != REL_conj;
}

static bool possessor(const struct reader *r, uint32_t t)
{
    uint32_t k = tree_case(r->d, t);
    return k != NONE && k > t && tok(r, k)->upos == UPOS_PART;
}

/* "Mr Wang, the agency reported, asked Norway to wait": what follows the verb is whom he asked. */
static bool asked_to(const struct reader *r, const struct verb *v)
{
    uint32_t last = sent(r, tok(r, v->at)->sentence)->words.last, t = v->last + 1;
    if (!(v->cue->frames & (CUE_OBJINF | CUE_TELL))) return false;
    while (t < last && t < v->last + NP_MOST && !tok_punct(r, t) && tok(r, t)->upos != UPOS_VERB && tok(r, t)->upos != UPOS_PART) t++;
    return t < last && tok_is(r, t, "to") && tok(r, t)->upos == UPOS_PART;
}

/* "The envoy, asked if he believed it, looked away": the clause between commas tells what he was asked. */
static bool was_asked(const struct reader *r, const struct verb *v)
{
    uint32_t end = clause_end(r, v->at, v->last + 1), first = sent(r, tok(r, v->at)->sentence)->words.first;
    if (v->at < first + 2 || !tok_is(r, v->at, "asked") || !clause_comma(r, v->at - 1) || tok_quoted(r, v->at - 2)) return false;
    if (!clause_nominal(r, v->at - 2)) return false;
    for (uint32_t t = v->last + 1; t + 1 < end; t++) {
        if (!clause_comma(r, t)) continue;
        uint32_t k = t + 1;
        while (k + 1 < end && tok(r, k)->upos == UPOS_ADV) k++;
        if (clause_has_finite(r, (run){ k, k + 1 })) return true;
    }
    return false;
}

/* Who speaks at this verb; false when it is no statement at all. */
bool verb_speaker(struct reader *r, struct verb *v)
{
    const chy_doc *d = r->d;
    const struct token *w = tok(r, v->at);
    if (v->passive) {
        if (tok_is(r, v->at, "asked") && !tree_has(d, v->at, REL_aux_pass)) return false; /* "Asked by journalists whether ..., he said" */
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
    if (was_asked(r, v)) return false;
    if (speaker_by_order(r, v) || inverted(r, v)) return true;
    v->subject = tree_subject(d, v->at);
    if (v->subject != NONE && v->subject < v->at && tok(r, v->subject)->head == v->at &&
        (possessor(r, v->subject) || v->subject < clause_start(r, v->at))) /* "Chad's Idriss Déby": two subjects by the tree */
        for (uint32_t c = tok(r, v->subject)->next; c != NONE && c < v->at; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_nsubj) v->subject = c;
    if (v->subject == NONE && str_is(w->xpos, "VBN") && past_by_order(r, v)) v->subject = nominal_root(r, v->at);
    if (v->subject == NONE && w->rel == REL_acl) v->subject = w->head;
    if (v->subject != NONE && (tok_quoted(r, v->subject) || (clause_nominal(r, v->subject) && !clause_may_speak(r, v->subject))))
        v->subject = NONE;
    if (v->subject == NONE && !v->infinitive && (v->cue->frames & (CUE_CLAUSE | CUE_QUOTE)) && !str_is(w->xpos, "VBG") &&
        !tree_has(d, v->at, REL_expl)) {
        bool apart = v->at > 0 && (tok_punct(r, v->at - 1) || tok_quoted(r, v->at - 1));
        v->subject = apart ? verb_subject_after(r, v) : verb_subject_before(r, v);
        if (apart && v->subject != NONE && asked_to(r, v)) v->subject = NONE;
        if (apart && v->subject == NONE) v->subject = subject_of_parts(r, v);
    }
    if (v->subject == NONE && v->as != NONE && v->as + 1 == v->at && clause_has_finite(r, (run){ v->at, v->at + 1 })) {
        v->subject = verb_subject_after(r, v); /* "As informs Interfax, ..." */
        if (v->subject != NONE) v->hearer = NONE;
    }
    uint32_t it = tree_child(d, v->at, REL_expl); /* "It says that": somebody's "it" */
    if (v->subject == NONE && it != NONE && it < v->at && tok_is(r, it, "it") && (v->cue->frames & CUE_CLAUSE)) v->subject = it;
    if (v->subject != NONE && tok(r, v->subject)->rel == REL_expl && v->subject != it) v->subject = NONE;
    if (v->subject != NONE && tok(r, v->subject)->upos == UPOS_NOUN && (carrier_kind(r->rules, tok(r, v->subject)->lemma) & CARRIER_MUTE))
        return false; /* "the risks demand cooperation" */
    if (v->subject != NONE && relative_pronoun(r, v->subject)) v->subject = antecedent(r, v->subject);
    if (v->subject != NONE && tok(r, v->subject)->sentence != w->sentence) return false;
    if (v->subject != NONE && v->subject < v->at && after_aside(r, v)) { /* "Surin, the secretary-general until December, said" */
        uint32_t s = subject_of_parts(r, v);
        if (s != NONE && s < v->subject) v->subject = s;
    }
    return true;
}

/* The verb of quoting before "as saying": by the tree, else by the order of words; NONE. */
static uint32_t quoting_verb(const struct reader *r, const struct verb *v)
{
    uint32_t as = v->at > 0 && tok_is(r, v->at - 1, "as") ? v->at - 1 : v->as, first = sent(r, tok(r, v->at)->sentence)->words.first;
    if (as == NONE) return NONE;
    for (uint32_t t = as, n = 0; t > first && n < GAP_MOST; t--, n++) {
        if (tok(r, t - 1)->upos != UPOS_VERB) continue;
        if ((carrier_kind(r->rules, tok(r, t - 1)->lemma) & CARRIER_CITES) || clause_lemma_is(r, t - 1, "recall")) return t - 1;
        return NONE;
    }
    return NONE;
}

/* "X was quoted as saying", "Y quotes X as saying": who speaks is with the verb of quoting. */
bool verb_quoted_as(struct reader *r, struct verb *v, struct found *f)
{
    uint32_t h = quoting_verb(r, v), by;
    if (h == NONE) return false;
    if (v->as == NONE || v->as < h) v->as = v->at - 1;
    struct verb q = {
        .cue = v->cue, .at = h, .last = h, .subject = NONE, .hearer = NONE, .undergoer = NONE, .as = NONE, .floor = NONE, .ceiling = NONE
    };
    bool passive = tree_has(r->d, h, REL_aux_pass) || (h > 0 && str_is(tok(r, h - 1)->lemma, "be"));
    if (passive) {
        v->subject = tree_child(r->d, h, REL_nsubj_pass);
        if (v->subject == NONE) v->subject = tree_subject(r->d, h);
        if (v->subject == NONE || tok_quoted(r, v->subject)) v->subject = verb_subject_before(r, &q);
        by = verb_agent(r, h);
        if (by == NONE) by = verb_agent(r, v->at);
        for (uint32_t t = v->last + 1; by == NONE && t < v->last + 3 && t + 1 < sent(r, tok(r, h)->sentence)->words.last; t++)
            if (tok_is(r, t, "by")) by = clause_nominal_head(r, (run){ t + 1, clause_end(r, h, t + 1) });
    } else {
        v->subject = clause_nominal_head(r, (run){ h + 1, v->as });
        by = verb_subject_before(r, &q); /* right before it: the tree may take that of another clause */
        if (by == NONE) by = tree_subject(r->d, h);
    }
    if (v->subject == NONE) return false;
    speaker_fill(r, f, v->subject, passive ? h : NONE);
    if (!passive && f->source.first <= h) f->source.first = h + 1;
    if (f->source.last > v->as && f->source.first < v->as) f->source.last = v->as;
    if (by != NONE && by != v->subject) {
        uint32_t medium = medium_at(r, by);
        found_carry(r, f, medium == NONE ? speaker_entity(r, by) : medium, (chy_str){ 0 });
    }
    f->carried = true;
    uint32_t lo = passive && h > 0 && tok(r, h - 1)->upos == UPOS_AUX ? h - 1 : h;
    f->cue = (run){ passive ? lo : v->as, v->last + 1 };
    uint32_t front = passive ? v->subject : by;
    v->shell.lo = front != NONE && front < h ? speaker_source(r, front, h).first : h;
    uint32_t gap = gap_before(r, &q, false); /* all that stands between the comma and it */
    if (gap != NONE && gap < v->shell.lo) v->shell.lo = gap;
    return true;
}

run verb_cue(const struct reader *r, const struct verb *v)
{
    run w = { v->at, v->last + 1 };
    uint32_t m = v->hearer > v->at && v->hearer <= v->last ? doc_mention_over(r->d, v->hearer) : NONE; /* "told AFP" */
    if (m != NONE && r->d->mentions.at[m].words.first > v->at) w.last = r->d->mentions.at[m].words.first;
    while (w.first > v->shell.lo && tok(r, w.first - 1)->head == v->at &&
           (deprel_base(tok(r, w.first - 1)->rel) == REL_aux || tok(r, w.first - 1)->rel == REL_advmod) && w.first - 1 != v->as)
        w.first--;
    uint32_t prt = tree_child(r->d, v->at, REL_compound_prt);
    if (prt == w.last) w.last++;
    return w;
}

/* “It is late! Send it,” she wrote: the word of saying that follows a quotation has it. */
bool verb_takes_after(const struct reader *r, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close == NONE || x->words.first >= x->words.last || !clause_comma(r, x->words.last - 1)) return false;
    uint32_t last = sent(r, tok(r, x->close)->sentence)->words.last, end;
    for (uint32_t t = x->close + 1; t < last && t < x->close + TAKES_MOST && !tok_punct(r, t); t++) {
        const struct cue *c =
            tok(r, t)->upos == UPOS_VERB && clause_has_finite(r, (run){ t, t + 1 }) ? verb_cue_at(r, t, CUE_VERB, last, &end) : NULL;
        if (c) return (c->frames & CUE_QUOTE) != 0;
    }
    return false;
}
