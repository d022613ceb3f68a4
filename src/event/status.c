#include "event/stage.h"

#include "base/date.h"

static bool is_form(const chy_doc *d, uint32_t t, const char *lower) { return str_is(doc_token(d, t)->lower, lower); }

static bool xpos_is(const chy_doc *d, uint32_t t, const char *xpos) { return str_is(doc_token(d, t)->xpos, xpos); }

static bool has_particle(const chy_doc *d, uint32_t t, chy_str particle)
{
    for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next)
        if (str_eq(doc_token(d, c)->lower, particle)) return true;
    return t + 1 < d->tokens.count && str_eq(doc_token(d, t + 1)->lower, particle);
}

static const struct status_word *word_over(const struct event_rules *r, const chy_doc *d, uint32_t token, chy_str form, chy_str how)
{
    const struct token *k = doc_token(d, token);
    for (uint32_t at = map_get(&r->words_by_lemma, form); at != NONE; at = r->words.at[at].next) {
        const struct status_word *w = &r->words.at[at];
        if (w->upos && !(w->upos >> k->upos & 1)) continue;
        if (!str_in_bars(w->over, how)) continue;
        if (!w->particle.len || has_particle(d, token, w->particle)) return w;
    }
    return NULL;
}

const struct status_word *event_word_over(const struct event_rules *r, const chy_doc *d, uint32_t token, chy_str how)
{
    const struct token *k = doc_token(d, token);
    const struct status_word *w = word_over(r, d, token, k->lemma, how);
    return w || str_eq(k->lemma, k->lower) ? w : word_over(r, d, token, k->lower, how);
}

/* ------------------------------------------------------------------ weighing */

struct scale {
    const struct event_rules *r;
    const chy_doc *d;
    bool unreal[STATUS_HISTORICAL + 1];
    bool negated, dropped, future, settled, conditional, purpose, offered, duty;
};

static void weigh(struct scale *s, int effect)
{
    switch (effect) {
    case EFFECT_FUTURE: s->future = true; break;
    case EFFECT_FUTURE_IN_PAST: s->unreal[STATUS_HYPOTHETICAL] = true; break;
    case EFFECT_STOP: s->dropped = true; break;
    case EFFECT_DUTY: s->duty = s->unreal[STATUS_HYPOTHETICAL] = true; break;
    case EFFECT_CARRIES:
    case EFFECT_NOTHING: break;
    default: s->unreal[effect] = true;
    }
}

static bool is_infinitive(const chy_doc *d, uint32_t t)
{
    for (uint32_t c = doc_token(d, t)->child; c != NONE && c < t; c = doc_token(d, c)->next)
        if (is_form(d, c, "to") && doc_token(d, c)->rel != REL_case) return true;
    return false;
}

static bool is_finite(const chy_doc *d, uint32_t t)
{
    if (xpos_is(d, t, "VBD") || xpos_is(d, t, "VBZ") || xpos_is(d, t, "VBP")) return true;
    if (is_infinitive(d, t)) return false;
    for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next) {
        uint8_t rel = doc_token(d, c)->rel;
        if ((rel == REL_aux || rel == REL_aux_pass || rel == REL_cop) && !xpos_is(d, c, "VBG") && !xpos_is(d, c, "VBN") &&
            !xpos_is(d, c, "VB"))
            return true;
    }
    return false;
}

static bool is_told_in_past(const struct scale *s, uint32_t verb)
{
    const struct token *v = doc_token(s->d, verb);
    return v->rel == REL_ccomp && v->head != NONE && (xpos_is(s->d, v->head, "VBD") || xpos_is(s->d, v->head, "VBN"));
}

static void weigh_auxiliary(struct scale *s, uint32_t verb, uint32_t aux)
{
    const struct status_word *w = event_word_over(s->r, s->d, aux, CHY_LIT("aux"));
    if (!w) return;
    if (w->effect == EFFECT_FUTURE_IN_PAST && is_told_in_past(s, verb))
        weigh(s, EFFECT_FUTURE);
    else
        weigh(s, w->effect);
}

/* "is to meet" */
static bool be_to(const struct scale *s, uint32_t verb)
{
    const struct token *v = doc_token(s->d, verb);
    if (!is_infinitive(s->d, verb)) return false;
    if ((v->rel == REL_xcomp || v->rel == REL_ccomp) && v->head != NONE && str_is(doc_token(s->d, v->head)->lemma, "be")) return true;
    for (uint32_t c = v->child; c != NONE && c < verb; c = doc_token(s->d, c)->next) {
        uint8_t rel = doc_token(s->d, c)->rel;
        if ((rel == REL_aux || rel == REL_cop || rel == REL_aux_pass) && str_is(doc_token(s->d, c)->lemma, "be") &&
            c + 2 < s->d->tokens.count && (is_form(s->d, c + 1, "to") || is_form(s->d, c + 2, "to")))
            return true;
    }
    return false;
}

/* "no leader has ever come", "signed no treaty" */
static bool has_no(const chy_doc *d, uint32_t verb)
{
    for (uint32_t c = doc_token(d, verb)->child; c != NONE; c = doc_token(d, c)->next) {
        enum deprel base = deprel_base((enum deprel)doc_token(d, c)->rel);
        if (base != REL_nsubj && base != REL_obj) continue;
        if (is_form(d, c, "nobody") || is_form(d, c, "none") || is_form(d, c, "neither")) return true;
        uint32_t det = tree_child(d, c, REL_det);
        if (det != NONE && (is_form(d, det, "no") || is_form(d, det, "neither"))) return true;
    }
    return false;
}

/* The modal just before a verb, whatever the tree makes of it. */
static uint32_t modal_before(const chy_doc *d, uint32_t verb)
{
    uint32_t first = d->sentences.at[doc_token(d, verb)->sentence].words.first;
    for (uint32_t t = verb, looked = 0; t-- > first && looked < 4; looked++) {
        if (xpos_is(d, t, "MD")) return t;
        uint8_t u = doc_token(d, t)->upos;
        if (u != UPOS_ADV && u != UPOS_PART && u != UPOS_AUX) break;
        if (is_form(d, t, "to")) break;
    }
    return NONE;
}

/* The words that stand by a verb of this clause. */
static void weigh_verb(struct scale *s, uint32_t verb)
{
    uint32_t modal = NONE, before = modal_before(s->d, verb);
    for (uint32_t c = doc_token(s->d, verb)->child; c != NONE; c = doc_token(s->d, c)->next) {
        const struct status_word *w;
        switch (doc_token(s->d, c)->rel) {
        case REL_aux:
        case REL_aux_pass:
            weigh_auxiliary(s, verb, c);
            if (xpos_is(s->d, c, "MD")) modal = c;
            break;
        case REL_mark:
        case REL_advmod:
        case REL_discourse:
            w = event_word_over(s->r, s->d, c, CHY_LIT("mark"));
            if (w) weigh(s, w->effect);
            if (w && w->effect == STATUS_HYPOTHETICAL && doc_token(s->d, c)->rel == REL_mark) s->conditional = true;
            break;
        case REL_advcl:
            w = NULL;
            for (uint32_t k = doc_token(s->d, c)->child; k != NONE && !w; k = doc_token(s->d, k)->next)
                if (doc_token(s->d, k)->rel == REL_mark) w = event_word_over(s->r, s->d, k, CHY_LIT("condition"));
            if (w)
                for (uint32_t k = doc_token(s->d, verb)->child; k != NONE; k = doc_token(s->d, k)->next)
                    if (xpos_is(s->d, k, "MD") && doc_token(s->d, k)->rel == REL_aux) weigh(s, w->effect), s->offered = true;
            break;
        default: break;
        }
    }
    if (modal == NONE && before != NONE) weigh_auxiliary(s, verb, before);
    if (be_to(s, verb)) {
        if (tree_child_lemma(s->d, verb, REL_aux, CHY_LIT("have")) != NONE)
            weigh(s, STATUS_CANCELLED); /* "was to have met" */
        else
            s->future = true;
    }
    if (tree_negated(s->d, verb) || has_no(s->d, verb)) s->negated = !s->negated;
}

/* "talks to be held in Oslo", "the meeting to take place in May"; not "a meeting to discuss trade". */
static bool is_still_to_be(const struct scale *s, uint32_t clause)
{
    if (doc_token(s->d, clause)->rel != REL_acl || !is_infinitive(s->d, clause)) return false;
    if (pattern_passive(s->d, clause) || tree_has(s->d, clause, REL_aux_pass)) return true;
    const struct status_word *w = event_word_over(s->r, s->d, clause, CHY_LIT("subj"));
    return w && w->effect == EFFECT_CARRIES;
}

static void weigh_noun(struct scale *s, uint32_t noun)
{
    uint32_t first = s->d->sentences.at[doc_token(s->d, noun)->sentence].words.first;
    for (uint32_t t = noun, looked = 0; t-- > first && looked < 3; looked++) {
        uint8_t u = doc_token(s->d, t)->upos;
        if (u != UPOS_ADJ && u != UPOS_NOUN && u != UPOS_PROPN && u != UPOS_VERB && u != UPOS_NUM) break;
        const struct status_word *by = event_word_over(s->r, s->d, t, CHY_LIT("mod"));
        if (by && u == UPOS_ADJ) weigh(s, by->effect);
    }
    for (uint32_t c = doc_token(s->d, noun)->child; c != NONE; c = doc_token(s->d, c)->next) {
        const struct status_word *w = NULL;
        if (is_still_to_be(s, c)) weigh(s, STATUS_PLANNED);
        switch (doc_token(s->d, c)->rel) {
        case REL_amod:
        case REL_compound:
        case REL_advmod:
        case REL_acl:
        case REL_det:
        case REL_nmod_desc:
        case REL_cop:
        case REL_case: w = event_word_over(s->r, s->d, c, CHY_LIT("mod")); break;
        case REL_parataxis:
        case REL_appos:
            w = event_word_over(s->r, s->d, c, CHY_LIT("mod"));
            if (w && w->effect != STATUS_CANCELLED) w = NULL;
            break;
        case REL_acl_relcl:
            if (pattern_object(s->d, c) == noun || pattern_surface_subject(s->d, c) == noun) {
                w = event_word_over(s->r, s->d, c, CHY_LIT("obj"));
                const struct status_word *light = w ? w : event_word_over(s->r, s->d, c, CHY_LIT("subj"));
                if (light && light->effect == EFFECT_CARRIES) weigh_verb(s, c);
            }
            break;
        default: break;
        }
        if (w) weigh(s, w->effect);
    }
}

/* ------------------------------------------------------------------ walking up */

static uint32_t preposition_of(const chy_doc *d, uint32_t t)
{
    uint32_t by = tree_case(d, t);
    return by != NONE ? by : tree_child(d, t, REL_mark);
}

/* "the accord signed on Wednesday", "four others, pardoned by the president": it is done, whatever stands above. */
static bool is_participle_beside(const chy_doc *d, uint32_t t)
{
    enum deprel base = deprel_base((enum deprel)doc_token(d, t)->rel);
    return (base == REL_acl || base == REL_advcl) && xpos_is(d, t, "VBN") && !tree_has(d, t, REL_mark);
}

/* How a word hangs on its governor, in the words of the table. */
static chy_str hangs_by(const chy_doc *d, uint32_t t, bool verbal)
{
    const struct token *k = doc_token(d, t);
    bool base_is_adverbial = deprel_base((enum deprel)k->rel) == REL_advcl; /* "was arranged when X was in Oslo" */
    uint32_t by;
    switch (deprel_base((enum deprel)k->rel)) {
    case REL_nsubj: return pattern_passive(d, k->head) ? CHY_LIT("obj") : CHY_LIT("subj");
    case REL_obj: return CHY_LIT("obj");
    case REL_obl:
    case REL_nmod:
        by = preposition_of(d, t);
        if (by != NONE && by == k->head + 1 && pattern_object(d, k->head) == t) return CHY_LIT("obj"); /* "called off the talks" */
        if (by != NONE) return doc_token(d, by)->lower;
        return k->rel == REL_nmod_poss ? CHY_LIT("poss") : CHY_LIT("obj");
    case REL_compound: return CHY_LIT("of");
    case REL_xcomp:
    case REL_ccomp:
    case REL_acl:
    case REL_advcl:
    case REL_csubj:
        if (!verbal) return CHY_LIT("obj");
        if (is_infinitive(d, t)) return CHY_LIT("inf");
        by = preposition_of(d, t);
        if (xpos_is(d, t, "VBG") && !is_finite(d, t)) return by != NONE ? doc_token(d, by)->lower : CHY_LIT("ing");
        if (is_finite(d, t)) return base_is_adverbial ? CHY_LIT("") : CHY_LIT("that");
        if (is_participle_beside(d, t)) return CHY_LIT("");
        return CHY_LIT("inf");
    default: return CHY_LIT("");
    }
}

static bool is_verbal(const chy_doc *d, uint32_t t)
{
    uint8_t u = doc_token(d, t)->upos;
    return u == UPOS_VERB || u == UPOS_AUX || tree_has(d, t, REL_aux) || tree_has(d, t, REL_cop);
}

/* A clause in the present under one in the future: "will travel when she has met ..." */
static bool future_above(const chy_doc *d, uint32_t verb)
{
    for (uint32_t c = doc_token(d, verb)->child; c != NONE; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_aux && (is_form(d, c, "will") || is_form(d, c, "shall") || is_form(d, c, "'ll"))) return true;
    return false;
}

/* "had been due in Paris to meet": what was foreseen then may have come to nothing. */
static bool had_been(const chy_doc *d, uint32_t t)
{
    if (doc_token(d, t)->rel == REL_case) t = doc_token(d, t)->head; /* where the tree leans "due" on the place */
    for (uint32_t c = doc_token(d, t)->child; c != NONE && c < t; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_aux && is_form(d, c, "had")) return true;
    return false;
}

/* The same where the tree takes "due" for a word of the place: "had been due in Paris to meet". */
static bool foreseen_once(const struct scale *s, uint32_t up)
{
    if (!had_been(s->d, up)) return false;
    for (uint32_t c = doc_token(s->d, up)->child; c != NONE; c = doc_token(s->d, c)->next) {
        const struct status_word *w = event_word_over(s->r, s->d, c, CHY_LIT("inf"));
        if (w && w->effect == STATUS_PLANNED && w->dated) return true;
    }
    return false;
}

/* What a word makes of what hangs on it, here: "had been due to" leaves open whether it came to that, "does not rule out" and "is not
 * planned" turn it round. */
static int effect_of(const struct scale *s, uint32_t up, const struct status_word *w)
{
    if (w->effect == STATUS_PLANNED && w->dated && had_been(s->d, up)) return STATUS_HYPOTHETICAL;
    if (w->effect == STATUS_DENIED && tree_negated(s->d, up)) return STATUS_HYPOTHETICAL;
    if (w->effect == STATUS_PLANNED && tree_negated(s->d, up)) return STATUS_DENIED;
    return w->effect;
}

/* "Having met in Oslo, the ministers urge ...", "Ministers meeting in Oslo chose ...": it is so, whatever is made of it above. */
static bool is_participle_before(const chy_doc *d, uint32_t verb)
{
    if (doc_token(d, verb)->head == NONE || verb > doc_token(d, verb)->head) return false;
    bool clause = doc_token(d, verb)->rel == REL_advcl && xpos_is(d, verb, "VBG");
    if (clause && !tree_has(d, verb, REL_mark) && !tree_has(d, verb, REL_aux) && !tree_has(d, verb, REL_case)) return true;
    for (uint32_t c = doc_token(d, verb)->child; c != NONE && c < verb; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_aux && is_form(d, c, "having")) return true;
    return false;
}

/* One step up; NONE when what stands above says no more of the event. */
static uint32_t step_up(struct scale *s, uint32_t t)
{
    const chy_doc *d = s->d;
    const struct token *k = doc_token(d, t);
    bool verbal = is_verbal(d, t), finite = verbal && is_finite(d, t);
    enum deprel base = deprel_base((enum deprel)k->rel);
    uint32_t up = k->head;
    if (up == NONE || (verbal && is_participle_before(d, t))) return NONE;
    if (base == REL_conj) {
        if (!verbal) return up;
        return finite || !is_verbal(d, up) ? NONE : up;
    }
    if (base == REL_parataxis && !verbal) {
        const struct status_word *noted = event_word_over(s->r, d, up, CHY_LIT("mod")); /* "CANCELLED: talks with Peru" */
        if (noted && noted->effect == STATUS_CANCELLED) weigh(s, STATUS_CANCELLED);
    }
    if (base == REL_appos || base == REL_parataxis || (k->rel == REL_acl_relcl && !tree_has(d, t, REL_mark)) || base == REL_dislocated ||
        base == REL_list)
        return NONE;
    if (base == REL_advcl && t < up && k->lo > 0 && doc_token(d, up)->rel == REL_ccomp && doc_token(d, up)->head == k->lo - 1)
        return NONE; /* "said when meeting X that ...": told of the saying, whatever the tree hangs it on */
    chy_str how = hangs_by(d, t, verbal);
    const struct status_word *w = how.len ? event_word_over(s->r, d, up, how) : NULL;
    if (w) weigh(s, effect_of(s, up, w));
    if (verbal && finite && base == REL_acl && w) return up; /* "denied reports that ..." */
    if (verbal && finite) {
        bool present = xpos_is(d, t, "VBZ") || xpos_is(d, t, "VBP");
        if (base == REL_advcl && present &&
            (future_above(d, up) || tree_child_lemma(d, t, REL_advmod, CHY_LIT("when")) != NONE ||
             tree_child_lemma(d, t, REL_mark, CHY_LIT("when")) != NONE))
            s->future = true;
        return NONE;
    }
    bool gerund = verbal && xpos_is(d, t, "VBG") && tree_has(d, t, REL_mark);
    if (gerund && !w && !is_verbal(d, up) && (str_is(how, "on") || str_is(how, "of") || str_is(how, "for") || str_is(how, "about")))
        weigh(s, STATUS_HYPOTHETICAL); /* "provisions on joining", "the idea of a visit" */
    if (verbal && base == REL_acl) {
        if (!str_is(how, "inf")) return NONE; /* participles: "the treaty signed in ..." */
        if (!w) weigh(s, STATUS_PLANNED), s->purpose = true;
        return up;
    }
    if (verbal && base == REL_advcl && str_is(how, "inf")) {
        if (!w && !be_to(s, t)) { /* "travels there to sign" */
            s->unreal[foreseen_once(s, up) ? STATUS_HYPOTHETICAL : STATUS_PLANNED] = true;
            s->purpose = true;
        }
        return NONE;
    }
    if (verbal && !w && (base == REL_xcomp || base == REL_ccomp) && !is_verbal(d, up)) { /* "is ready to sign", "able to" */
        weigh(s, STATUS_HYPOTHETICAL);
        return up;
    }
    bool carries = w && w->effect == EFFECT_CARRIES;
    if (!verbal && !carries && is_verbal(d, up)) {
        /* The verb's tense is that of the event it speaks of, its negation is not. */
        bool negated = s->negated;
        weigh_verb(s, up);
        s->negated = negated;
        s->settled = true;
    }
    return up;
}

/* "Berg and Kral: to talk to the three countries", "Exercise to begin in May": a bare infinitive that nothing governs is a task. */
static bool is_task(const chy_doc *d, uint32_t verb)
{
    const struct token *t = doc_token(d, verb);
    bool free = t->head == NONE || t->rel == REL_parataxis || t->rel == REL_list || t->rel == REL_appos;
    if (!free || !str_is(t->xpos, "VB")) return false;
    for (uint32_t c = t->child; c != NONE && c < verb; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_mark && is_form(d, c, "to")) return true;
    return false;
}

struct standing event_standing(const struct event_rules *r, const chy_doc *d, uint32_t trigger, bool negation_told)
{
    struct scale s = { .r = r, .d = d };
    uint32_t t = trigger;
    for (uint32_t steps = 0; t != NONE && steps < 24; steps++) {
        if (is_verbal(d, t)) {
            if (!s.settled) weigh_verb(&s, t);
        } else
            weigh_noun(&s, t);
        s.settled = false;
        t = step_up(&s, t);
    }
    if (negation_told) s.negated = false;
    struct standing out = { .negated = s.negated,
                            .dropped = s.dropped,
                            .conditional = s.conditional,
                            .purpose = s.purpose && !s.future,
                            .offered = s.offered,
                            .duty = s.duty };
    enum { NEAR_ITS_END = 16 };
    const struct sentence *in = &d->sentences.at[doc_token(d, trigger)->sentence];
    bool question = in->words.last > in->words.first && is_form(d, in->words.last - 1, "?");
    bool asked = doc_token(d, trigger)->head == NONE || doc_token(d, trigger)->rel == REL_parataxis;
    question &= asked || in->words.last - trigger < NEAR_ITS_END;
    if (question && asked && s.future) out.dropped = true; /* "Will Peru leave?" tells nothing */
    if (s.unreal[STATUS_CANCELLED])
        out.status = STATUS_CANCELLED;
    else if (s.unreal[STATUS_DENIED])
        out.status = STATUS_DENIED;
    else if (s.negated)
        out.status = s.future || s.unreal[STATUS_PLANNED] ? STATUS_CANCELLED : STATUS_DENIED;
    else if (s.unreal[STATUS_HYPOTHETICAL] || question)
        out.status = STATUS_HYPOTHETICAL;
    else if (s.unreal[STATUS_PLANNED] || s.future || is_task(d, trigger))
        out.status = STATUS_PLANNED;
    else
        out.status = STATUS_OCCURRED;
    return out;
}

/* "is leaving", "leaves": a verb in the present tense, which news has for what is near. */
bool event_in_present(const chy_doc *d, uint32_t verb, bool *going_on)
{
    *going_on = false;
    if (doc_token(d, verb)->upos != UPOS_VERB) return false;
    if (xpos_is(d, verb, "VBZ") || xpos_is(d, verb, "VBP")) return true;
    if (!xpos_is(d, verb, "VBG")) return false;
    for (uint32_t c = doc_token(d, verb)->child; c != NONE && c < verb; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_aux &&
            (is_form(d, c, "is") || is_form(d, c, "are") || is_form(d, c, "am") || is_form(d, c, "'s") || is_form(d, c, "'re")))
            *going_on = true;
    return *going_on;
}

enum event_status event_status_by_date(const chy_doc *d, chy_str date, enum event_status status)
{
    struct date first, last, published, unused;
    if (status != STATUS_OCCURRED || !date.len || !date_bounds(date, &first, &last) || !date_bounds(d->date, &published, &unused))
        return status;
    if (date_days(first) > date_days(published)) return STATUS_PLANNED;
    enum { LONG_BEFORE = 330 };
    return date_days(last) + LONG_BEFORE < date_days(published) ? STATUS_HISTORICAL : status;
}
