#include "fact/claim.h"

/* ------------------------------------------------------------------ what becomes of a claim under a word */

static enum yield under(enum yield was, enum yield word)
{
    switch (word) {
    case YIELD_PLANS: return was == YIELD_IS || was == YIELD_UNSAID ? YIELD_PLANS : was;
    case YIELD_WANTS:
        return was == YIELD_IS || was == YIELD_UNSAID || was == YIELD_PLANS ? YIELD_WANTS : was == YIELD_DENIES ? YIELD_PERHAPS : was;
    case YIELD_SUPPORTS: return was == YIELD_DENIES || was == YIELD_PERHAPS ? YIELD_PERHAPS : YIELD_SUPPORTS;
    case YIELD_DENIES: return was == YIELD_DENIES || was == YIELD_SUPPORTS || was == YIELD_PERHAPS ? YIELD_PERHAPS : YIELD_DENIES;
    case YIELD_PERHAPS: return YIELD_PERHAPS;
    case YIELD_IS: return was == YIELD_UNSAID ? YIELD_IS : was;
    default: return was;
    }
}

static void apply(struct claim *c, int yield)
{
    if (yield < 0) return;
    if (yield == YIELD_ENDED)
        c->ended = true;
    else if (yield == YIELD_WOULD)
        c->would = true;
    else if (yield == YIELD_SAYS)
        c->said = true;
    else if (yield == YIELD_THEN)
        c->yield = under(c->yield, c->past || c->pluperfect ? YIELD_IS : YIELD_PLANS); /* "once it has joined" is to come */
    else
        c->yield = under(c->yield, (enum yield)yield);
}

/* ------------------------------------------------------------------ one clause */

static bool is_verb(const struct token *t) { return t->upos == UPOS_VERB || t->upos == UPOS_AUX; }
static bool is_predicate(const chy_doc *d, uint32_t t) { return is_verb(&d->tokens.at[t]) || tree_has(d, t, REL_cop); }

uint32_t claim_clause(const chy_doc *d, uint32_t token)
{
    uint32_t t = token;
    for (int step = 0; step < 64 && d->tokens.at[t].head != NONE && !is_predicate(d, t); step++) t = d->tokens.at[t].head;
    return t;
}

static bool own_subject(const chy_doc *d, uint32_t t)
{
    for (uint32_t c = d->tokens.at[t].child; c != NONE; c = d->tokens.at[c].next)
        if (deprel_base((enum deprel)d->tokens.at[c].rel) == REL_nsubj) return true;
    return false;
}

static void tense_of_aux(const struct token *t, struct claim *c)
{
    if (str_is(t->lemma, "have")) {
        if (str_is(t->xpos, "VBD"))
            c->pluperfect = true;
        else
            c->perfect = true;
    } else if (str_is(t->xpos, "VBD") && (str_is(t->lemma, "be") || str_is(t->lemma, "do") || str_is(t->lemma, "get"))) {
        c->past = true;
    }
}

/* Helping verbs, adverbs and marks of a predicate; `to` and `be`: whether they were seen. */
static void weigh_children(const struct fact_walk *w, uint32_t t, struct claim *c, bool *to, bool *be)
{
    const chy_doc *d = w->d;
    for (uint32_t k = d->tokens.at[t].child; k != NONE; k = d->tokens.at[k].next) /* what a "when" makes of it hangs on the tense */
        if (deprel_base((enum deprel)d->tokens.at[k].rel) == REL_aux || d->tokens.at[k].rel == REL_cop) tense_of_aux(&d->tokens.at[k], c);
    for (uint32_t k = d->tokens.at[t].child; k != NONE; k = d->tokens.at[k].next) {
        const struct token *x = &d->tokens.at[k];
        switch (deprel_base((enum deprel)x->rel)) {
        case REL_aux:
        case REL_cop:
            if (str_is(x->lemma, "be") && !*to) *be = true; /* "is to join"; "to be one" is another thing */
            apply(c, rules_yield(w->rules, x->lemma, CHY_LIT("aux")));
            if (rules_yield(w->rules, x->lemma, CHY_LIT("aux")) == YIELD_PERHAPS) c->open = true;
            break;
        case REL_advmod:
        case REL_discourse:
            if (k + 1 < d->tokens.count && str_is(d->tokens.at[k + 1].lower, "more")) break; /* "once more" */
            apply(c, rules_yield(w->rules, x->lower, CHY_LIT("adv")));
            break;
        case REL_mark:
        case REL_case:
            if (str_is(x->lower, "to") && x->rel == REL_mark)
                *to = true;
            else
                apply(c, rules_yield(w->rules, x->lower, CHY_LIT("mark")));
            break;
        case REL_advcl: /* "will join if ..." stays a plan, anything less is open */
            if (tree_child_lemma(d, k, REL_mark, CHY_LIT("if")) != NONE || tree_child_lemma(d, k, REL_mark, CHY_LIT("unless")) != NONE)
                if (c->yield == YIELD_IS || c->yield == YIELD_UNSAID) c->yield = YIELD_PERHAPS;
            break;
        case REL_cc:
            if (str_is(x->lower, "neither") || str_is(x->lower, "nor")) c->yield = under(c->yield, YIELD_DENIES);
            break;
        default: break;
        }
    }
}

/* Helping verbs right before a verb that the tree has hung elsewhere, and an "if" between it and the last comma. */
static void weigh_order(const struct fact_walk *w, uint32_t t, struct claim *c, bool *to, bool *negated)
{
    const chy_doc *d = w->d;
    uint32_t first = d->sentences.at[d->tokens.at[t].sentence].words.first;
    bool beside = true;
    for (uint32_t k = t; k-- > first && t - k < 14;) {
        const struct token *x = &d->tokens.at[k];
        if (x->upos == UPOS_PUNCT && !str_is(x->form, "-")) return;
        if (str_is(x->lower, "if") || str_is(x->lower, "unless") || str_is(x->lower, "whether")) c->yield = under(c->yield, YIELD_PERHAPS);
        if (rules_yield(w->rules, x->lower, CHY_LIT("mark")) == YIELD_THEN && x->head != t) apply(c, YIELD_THEN);
        if (!beside) continue;
        bool mine = x->head == t;
        if (x->upos == UPOS_AUX && !mine) {
            tense_of_aux(x, c);
            apply(c, rules_yield(w->rules, x->lemma, CHY_LIT("aux")));
        } else if (str_is(x->lower, "not") || str_is(x->lower, "never") || str_is(x->lower, "n't")) {
            if (!mine) *negated = true;
        } else if (str_is(x->lower, "to") && x->upos == UPOS_PART) {
            if (!mine) *to = true;
            beside = false;
        } else if (x->upos != UPOS_ADV && x->upos != UPOS_AUX) {
            beside = false;
        }
    }
}

/* "Neither X nor Y has signed" */
static bool subject_negated(const chy_doc *d, uint32_t t)
{
    uint32_t s = tree_subject(d, t);
    if (s == NONE) return false;
    if (str_is(d->tokens.at[s].lower, "neither") || str_is(d->tokens.at[s].lower, "none") || str_is(d->tokens.at[s].lower, "nobody"))
        return true;
    for (uint32_t c = d->tokens.at[s].child; c != NONE && c < s; c = d->tokens.at[c].next)
        if (str_is(d->tokens.at[c].lower, "neither")) return true;
    return false;
}

/* "has lodged no request" */
static bool nothing_done(const chy_doc *d, uint32_t verb)
{
    uint32_t object = tree_child(d, verb, REL_obj);
    return object != NONE && object > verb && tree_child_lemma(d, object, REL_det, CHY_LIT("no")) != NONE;
}

static void weigh_clause(const struct fact_walk *w, uint32_t t, struct claim *c, bool first)
{
    const chy_doc *d = w->d;
    const struct token *v = &d->tokens.at[t];
    bool to = false, be = false;
    struct claim here = { .yield = YIELD_IS, .holder = NONE };

    if (str_is(v->xpos, "VBD")) here.past = true;
    weigh_children(w, t, &here, &to, &be);
    bool negated = tree_negated(d, t) || subject_negated(d, t);
    if (first && is_verb(v)) weigh_order(w, t, &here, &to, &negated);
    if (is_verb(v)) negated |= nothing_done(d, t);
    if (str_is(v->xpos, "VBG") && be) here.progressive = true;
    if (to && be) apply(&here, here.past ? YIELD_PERHAPS : YIELD_PLANS); /* "is to join"; "was to have joined" */
    if (first) {
        c->past = here.past, c->perfect = here.perfect, c->pluperfect = here.pluperfect, c->progressive = here.progressive;
        c->infinitive = to && !be;
    }
    if (here.open) c->open = true;
    if (here.would) c->would = true;
    if (here.ended) c->ended = true;
    if (here.yield != YIELD_IS) c->yield = under(c->yield, here.yield);
    if (negated) c->yield = under(c->yield, YIELD_DENIES);
}

/* "its presidency, which will begin in May": a clause that says when the thing itself begins or ends. */
static void weigh_relative(const struct fact_walk *w, uint32_t t, struct claim *c)
{
    int yield = rules_yield(w->rules, w->d->tokens.at[t].lemma, CHY_LIT("relcl"));
    if (yield < 0) return;
    struct claim there = { .yield = YIELD_IS, .holder = NONE };
    bool to = false, be = false;
    if (str_is(w->d->tokens.at[t].xpos, "VBD")) there.past = true;
    weigh_children(w, t, &there, &to, &be);
    bool to_come = there.yield == YIELD_PLANS || there.would || (to && be);
    if (to_come && yield == YIELD_PLANS) {
        c->yield = under(c->yield, YIELD_PLANS);
        if (c->level_count < CLAIM_LEVELS) c->levels[c->level_count++] = t; /* it tells since when */
    }
    if (!to_come && yield == YIELD_ENDED && (there.past || there.perfect || there.pluperfect)) c->ended = true;
}

/* The verb whose subject is the "which" right after a noun, for trees that hang the noun from that verb; NONE. */
static uint32_t verb_of_which(const chy_doc *d, uint32_t noun)
{
    uint32_t v = d->tokens.at[noun].head, which = noun + 1;
    if (v == NONE || v <= noun) return NONE;
    if (d->tokens.at[which].upos == UPOS_PUNCT) which++;
    return which < v && d->tokens.at[which].head == v && str_is(d->tokens.at[which].lower, "which") ? v : NONE;
}

/* "former", "future", "prospective" at a noun. */
static void weigh_noun(const struct fact_walk *w, uint32_t t, struct claim *c)
{
    const chy_doc *d = w->d;
    uint32_t relative = verb_of_which(d, t);
    if (relative != NONE) weigh_relative(w, relative, c);
    for (uint32_t k = d->tokens.at[t].child; k != NONE; k = d->tokens.at[k].next) {
        enum deprel rel = deprel_base((enum deprel)d->tokens.at[k].rel);
        if (rel == REL_amod || rel == REL_compound || rel == REL_advmod)
            apply(c, rules_yield(w->rules, d->tokens.at[k].lower, CHY_LIT("adj")));
        if (d->tokens.at[k].rel == REL_acl_relcl) weigh_relative(w, k, c);
    }
    if (!is_predicate(d, t) && tree_negated(d, t)) c->yield = under(c->yield, YIELD_DENIES);
}

static void weigh(const struct fact_walk *w, uint32_t t, struct claim *c, bool first)
{
    if (is_predicate(w->d, t)) weigh_clause(w, t, c, first);
    if (!is_verb(&w->d->tokens.at[t])) weigh_noun(w, t, c);
}

/* ------------------------------------------------------------------ from clause to clause */

/* Verb forms share the helping verbs of the verb they are coordinated with: "will sign and ratify". */
static bool shares(const chy_doc *d, uint32_t t)
{
    const struct token *v = &d->tokens.at[t];
    if (own_subject(d, t) || tree_has(d, t, REL_aux) || tree_has(d, t, REL_aux_pass) || tree_has(d, t, REL_cop)) return false;
    return str_is(v->xpos, "VB") || str_is(v->xpos, "VBN") || str_is(v->xpos, "VBG");
}

static chy_str via_of(const chy_doc *d, uint32_t t, char room[48])
{
    enum deprel rel = (enum deprel)d->tokens.at[t].rel;
    const char *name = NULL;
    switch (deprel_base(rel)) {
    case REL_obj:
    case REL_iobj: name = "obj"; break;
    case REL_nsubj:
    case REL_csubj: name = rel == REL_nsubj_pass || rel == REL_csubj_pass ? "obj" : "subj"; break;
    case REL_compound:
    case REL_amod: name = "comp"; break;
    case REL_xcomp: name = "xcomp"; break;
    case REL_ccomp: name = "ccomp"; break;
    case REL_obl:
    case REL_nmod: {
        if (rel == REL_nmod_poss) return CHY_LIT("poss");
        uint32_t p = tree_case(d, t);
        chy_str prep = p == NONE ? CHY_LIT("") : d->tokens.at[p].lower;
        const char *head = deprel_base(rel) == REL_obl ? "obl:" : "nmod:";
        size_t n = strlen(head);
        if (prep.len > 40) return CHY_LIT("");
        memcpy(room, head, n);
        if (prep.len) memcpy(room + n, prep.ptr, prep.len);
        return (chy_str){ room, n + prep.len };
    }
    default: break;
    }
    return str_of(name);
}

static bool in_question(const chy_doc *d, uint32_t t)
{
    run words = d->sentences.at[d->tokens.at[t].sentence].words;
    for (uint32_t k = words.last; k-- > words.first;) {
        if (str_is(d->tokens.at[k].form, "?")) return true;
        if (d->tokens.at[k].upos != UPOS_PUNCT) return false;
    }
    return false;
}

bool claim_marked(const chy_doc *d, uint32_t t)
{
    return tree_has(d, t, REL_mark) || tree_has(d, t, REL_case) || (t > 0 && d->tokens.at[t - 1].upos == UPOS_ADP);
}

/* What the preposition before a gerund makes of it: "in hosting", "after joining"; -1 without one that the tables know. */
int claim_gerund(const struct fact_walk *w, uint32_t t)
{
    const chy_doc *d = w->d;
    uint32_t first = d->sentences.at[d->tokens.at[t].sentence].words.first;
    for (uint32_t k = d->tokens.at[t].child; k != NONE; k = d->tokens.at[k].next) {
        int y = d->tokens.at[k].rel == REL_mark || d->tokens.at[k].rel == REL_case
                    ? rules_yield(w->rules, d->tokens.at[k].lower, CHY_LIT("gerund"))
                    : -1;
        if (y >= 0) return y;
    }
    for (uint32_t k = t; k-- > first && t - k < 4;) {
        if (d->tokens.at[k].upos == UPOS_ADV) continue;
        return rules_yield(w->rules, d->tokens.at[k].lower, CHY_LIT("gerund"));
    }
    return -1;
}

enum step { STEP_ON, STEP_STOP, STEP_TOP };

/* A governor that the tables know; its own clause is weighed next. */
static enum step governed(const struct fact_walk *w, uint32_t t, uint32_t h, chy_str via, struct claim *c)
{
    int y = rules_yield(w->rules, w->d->tokens.at[h].lemma, via);
    if (y < 0) y = rules_yield(w->rules, w->d->tokens.at[h].lower, via);
    if (y < 0 || (y == YIELD_PERHAPS && c->taken)) return STEP_STOP;
    (void)t;
    enum yield before = c->yield;
    apply(c, y);
    if (y == YIELD_SAYS) {
        struct claim g = { .yield = YIELD_IS, .holder = NONE };
        weigh(w, h, &g, true);
        if (g.yield != YIELD_IS && g.yield != YIELD_PLANS) c->yield = YIELD_PERHAPS;
        if (c->holder == NONE) c->holder = h;
        return STEP_TOP;
    }
    if (c->yield != before) c->holder = h;
    return STEP_ON;
}

/* The step from a predicate to what governs it. */
static enum step climb_predicate(const struct fact_walk *w, uint32_t t, uint32_t h, struct claim *c, bool to)
{
    const chy_doc *d = w->d;
    const struct token *v = &d->tokens.at[t];
    enum step s;
    switch (deprel_base((enum deprel)v->rel)) {
    case REL_xcomp:
        s = governed(w, t, h, CHY_LIT("xcomp"), c);
        if (s == STEP_STOP) c->yield = under(c->yield, YIELD_PERHAPS);
        return s;
    case REL_ccomp:
    case REL_csubj:
        s = governed(w, t, h, CHY_LIT("ccomp"), c);
        if (s == STEP_STOP) c->yield = YIELD_PERHAPS;
        return s;
    case REL_acl:
        if (v->rel == REL_acl_relcl) return STEP_STOP;
        if (!to && str_is(v->xpos, "VBG")) { /* "signed an accord establishing relations": as the verb that governs the noun */
            s = governed(w, t, h, CHY_LIT("acl:ing"), c);
            uint32_t up = d->tokens.at[h].head;
            if (s == STEP_STOP && up != NONE && is_verb(&d->tokens.at[up])) weigh(w, up, c, false);
            return s;
        }
        if (!to && str_is(v->xpos, "VBN")) return STEP_STOP; /* "the agreement signed by": done, whatever an agreement is for */
        s = governed(w, t, h, CHY_LIT("acl"), c);
        if (s == STEP_STOP && to && d->tokens.at[h].rel == REL_nmod &&
            d->tokens.at[h].head != NONE) /* "the desire of some countries to join" */
            s = governed(w, t, d->tokens.at[h].head, CHY_LIT("acl"), c);
        if (s != STEP_STOP || !to) return s;
        if (tree_has(d, t, REL_aux_pass))
            apply(c, YIELD_PLANS); /* "the treaty to be signed" */
        else if (!tree_child_lemma(d, h, REL_amod, CHY_LIT("first")) || tree_child_lemma(d, h, REL_amod, CHY_LIT("first")) == NONE)
            c->yield = YIELD_PERHAPS;
        return STEP_STOP;
    case REL_advcl: {
        if (!to && str_is(v->xpos, "VBG")) {
            int y = claim_gerund(w, t);
            if (y == YIELD_IS || (y < 0 && claim_marked(d, t))) return STEP_STOP; /* "after joining", "while hosting" */
            if (y < 0) return STEP_ON;                                            /* "will come, bringing ...": as the verb above */
            s = governed(w, t, h, CHY_LIT("xcomp"), c);                           /* "support them in hosting" */
            if (s == STEP_STOP) s = governed(w, t, h, CHY_LIT("obj"), c);
            if (s == STEP_STOP) c->yield = under(c->yield, YIELD_PERHAPS);
            return s;
        }
        if (!to) return STEP_STOP;
        struct claim g = { .yield = YIELD_IS, .holder = NONE }; /* "meet to sign": a plan unless they met */
        s = governed(w, t, h, CHY_LIT("xcomp"), c);
        if (s != STEP_STOP) return s;
        weigh(w, h, &g, true);
        if (g.yield == YIELD_PERHAPS || g.yield == YIELD_DENIES || g.past || g.perfect || g.pluperfect)
            c->yield = YIELD_PERHAPS;
        else
            apply(c, YIELD_PLANS);
        return STEP_STOP;
    }
    case REL_obl:
    case REL_nmod:
    case REL_obj:
    case REL_nsubj: { /* gerunds: "talks on joining" */
        char room[48];
        s = governed(w, t, h, via_of(d, t, room), c);
        return s;
    }
    default: return STEP_TOP;
    }
}

static enum step climb_noun(const struct fact_walk *w, uint32_t t, uint32_t h, struct claim *c)
{
    const chy_doc *d = w->d;
    char room[48];
    enum deprel rel = deprel_base((enum deprel)d->tokens.at[t].rel);
    if (rel == REL_appos || rel == REL_parataxis || rel == REL_list) return STEP_STOP;
    chy_str via = via_of(d, t, room);
    if (!via.len) return STEP_STOP;
    return governed(w, t, h, via, c);
}

static bool has_to(const chy_doc *d, uint32_t t)
{
    for (uint32_t k = d->tokens.at[t].child; k != NONE; k = d->tokens.at[k].next)
        if (d->tokens.at[k].rel == REL_mark && str_is(d->tokens.at[k].lower, "to")) return true;
    return false;
}

static void finish(const struct fact_walk *w, uint32_t word, struct claim *c, bool top, bool to)
{
    const chy_doc *d = w->d;
    if (c->would && (c->yield == YIELD_IS || c->yield == YIELD_UNSAID)) c->yield = c->said ? YIELD_PLANS : YIELD_PERHAPS;
    if (top && in_question(d, word)) c->yield = YIELD_PERHAPS;
    if (top && to && c->yield == YIELD_IS) c->yield = YIELD_PLANS; /* a headline: "Turkey to join" */
    if (c->yield == YIELD_UNSAID) c->yield = YIELD_PERHAPS;
    if (c->yield == YIELD_IS && !c->infinitive && str_is(d->tokens.at[word].xpos, "VB") && !tree_has(d, word, REL_aux) &&
        d->tokens.at[word].head == NONE)
        c->yield = YIELD_PERHAPS; /* an imperative */
}

/* "are striving to establish ties and become members": the infinitive that a bare verb goes on with, for trees that have the upper one. */
static uint32_t infinitive_joined(const chy_doc *d, uint32_t t)
{
    const struct token *v = &d->tokens.at[t], *up = &d->tokens.at[v->head];
    if (!str_is(v->xpos, "VB") || up->upos != UPOS_VERB || str_is(up->xpos, "VB") || tree_has(d, t, REL_aux)) return NONE;
    for (uint32_t c = up->child; c != NONE && c < t; c = d->tokens.at[c].next)
        if (d->tokens.at[c].rel == REL_xcomp && str_is(d->tokens.at[c].xpos, "VB")) return c;
    return NONE;
}

/* "to join" that hangs on nothing that could want it: what stands before the "to" decides. */
static void before_to(const struct fact_walk *w, uint32_t word, struct claim *c)
{
    const chy_doc *d = w->d;
    const struct token *v = &d->tokens.at[word];
    enum deprel rel = deprel_base((enum deprel)v->rel);
    uint32_t first = d->sentences.at[v->sentence].words.first, to = word;
    if (rel == REL_xcomp || rel == REL_acl || rel == REL_ccomp || rel == REL_csubj || rel == REL_conj || !is_verb(v) ||
        !str_is(v->xpos, "VB"))
        return;
    while (to > first && d->tokens.at[to - 1].upos == UPOS_ADV) to--;
    if (to < first + 2 || !str_is(d->tokens.at[to - 1].lower, "to")) return;
    const struct token *g = &d->tokens.at[to - 2];
    int y = rules_yield(w->rules, g->lemma, g->upos == UPOS_NOUN ? CHY_LIT("acl") : CHY_LIT("xcomp"));
    if (y < 0 && rel == REL_advcl) return;
    apply(c, y < 0 ? YIELD_PERHAPS : y);
}

struct claim claim_of(const struct fact_walk *w, uint32_t word, enum yield start)
{
    const chy_doc *d = w->d;
    struct claim c = { .yield = start, .holder = NONE };
    uint32_t t = word;
    bool shared = false, to = false, fresh = true;
    enum step s = STEP_ON;

    c.taken = start == YIELD_IS && !is_predicate(d, word);
    if (start == YIELD_GIVEN) {
        c.yield = YIELD_IS;
        c.levels[c.level_count++] = word;
        weigh(w, word, &c, true);
        if (in_question(d, word)) c.yield = YIELD_PERHAPS;
        return c;
    }
    before_to(w, word, &c);
    for (int step = 0; step < 48 && s == STEP_ON; step++) {
        if (c.level_count < CLAIM_LEVELS) c.levels[c.level_count++] = t;
        if (fresh || shared) weigh(w, t, &c, fresh && t == word);
        if (fresh)
            to = has_to(d, t);
        else if (shared)
            to = to || has_to(d, t);
        uint32_t h = d->tokens.at[t].head;
        if (h == NONE) {
            s = STEP_TOP;
            break;
        }
        if (d->tokens.at[t].rel == REL_conj) {
            uint32_t joined = infinitive_joined(d, t);
            shared = fresh || shared ? shares(d, t) : false;
            fresh = false;
            t = joined != NONE ? joined : h;
            continue;
        }
        s = is_predicate(d, t) ? climb_predicate(w, t, h, &c, to) : climb_noun(w, t, h, &c);
        if (s == STEP_ON) t = h, fresh = true, shared = false;
    }
    finish(w, word, &c, s == STEP_TOP, to && d->tokens.at[t].head == NONE);
    return c;
}
