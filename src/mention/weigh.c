/*
 * weigh.c: what speaks for and against an antecedent.
 *
 * Kind, number and gender must fit; all else is a sum of clues, each with its weight in data/lexicon/en/antecedents.tsv.
 */
#include "mention/walk.h"

enum { IMPOSSIBLE = -100000 };

unsigned preposition_sense(const struct work *w, uint32_t head)
{
    uint32_t prep = tree_case(w->d, head);
    return prep == NONE ? 0 : sense_of(w, tok(w, prep)->lower);
}

/* The first conjunct and the relation it has: "between Moscow and Beijing" hangs on "Moscow". */
uint32_t conjunct_first(const struct work *w, uint32_t t)
{
    for (int steps = 0; steps < 12 && tok(w, t)->rel == REL_conj && tok(w, t)->head != NONE; steps++) t = tok(w, t)->head;
    return t;
}

unsigned means_of_type(enum entity_type type)
{
    static const unsigned bits[ENTITY_TYPE_COUNT] = {
        [ENTITY_PERSON] = MEANS_PERSON, [ENTITY_STATE] = MEANS_STATE,   [ENTITY_ORGANIZATION] = MEANS_ORGANIZATION,
        [ENTITY_BODY] = MEANS_BODY,     [ENTITY_PLACE] = MEANS_PLACE,   [ENTITY_INSTRUMENT] = MEANS_INSTRUMENT,
        [ENTITY_MEDIUM] = MEANS_MEDIUM, [ENTITY_SERIES] = MEANS_SERIES,
    };
    return bits[type];
}

static uint32_t clause_of(const struct work *w, uint32_t t)
{
    for (int steps = 0; steps < 12; steps++) {
        const struct token *k = tok(w, t);
        if (k->upos == UPOS_VERB || k->head == NONE) return t;
        enum deprel rel = deprel_base((enum deprel)k->rel);
        if (rel == REL_nsubj || rel == REL_obj || rel == REL_obl || rel == REL_iobj) return k->head;
        t = k->head;
    }
    return t;
}

static enum clue role_clue(uint8_t rel)
{
    switch (rel) {
    case REL_nsubj: return CLUE_subject;
    case REL_nsubj_pass: return CLUE_subject_passive;
    case REL_obl_agent: return CLUE_agent;
    case REL_obj:
    case REL_iobj: return CLUE_object;
    case REL_nmod_poss: return CLUE_possessor;
    case REL_obl: return CLUE_oblique;
    case REL_appos:
    case REL_conj: return CLUE_joined;
    case REL_compound: return CLUE_compound;
    default: return CLUE_other_role;
    }
}

bool is_subject(uint8_t rel) { return rel == REL_nsubj || rel == REL_nsubj_pass; }

/* "Carlin, once his adviser", "Nakao is seen as his successor": he is another; an entity, NONE. */
static uint32_t own_relation(struct walk *k, uint32_t noun)
{
    const struct work *w = k->w;
    const struct token *n = tok(w, noun);
    uint32_t who = NONE, prep = tree_case(w->d, noun);
    if (n->rel == REL_appos)
        who = n->head;
    else if (tree_has(w->d, noun, REL_cop))
        who = tree_child(w->d, noun, REL_nsubj);
    else if (prep != NONE && tok_is(w, prep, "as") && n->head != NONE) {
        who = tree_child(w->d, n->head, REL_obj);
        if (who == NONE) who = tree_child(w->d, n->head, REL_nsubj_pass);
        if (who == NONE) who = tree_child(w->d, n->head, REL_nsubj);
    }
    uint32_t m = who == NONE ? NONE : mention_by(k, who);
    return m == NONE || w->d->mentions.at[m].more.count ? NONE : w->d->mentions.at[m].entity;
}

/* Who does to somebody what is done: the subject of the verb that this is an object of, no "himself"; an entity, NONE. */
uint32_t beside(struct walk *k, const struct ask *a)
{
    const struct work *w = k->w;
    uint32_t from = a->token;
    for (int steps = 0; !a->gram && steps < 3 && tok(w, from)->rel == REL_nmod && tok(w, from)->head != NONE; steps++)
        from = tok(w, from)->head; /* "has soldiers in the country" */
    enum deprel rel = deprel_base((enum deprel)tok(w, from)->rel);
    uint32_t verb = tok(w, from)->head;
    if (a->gram == 'p' && tok(w, a->token)->head != NONE) return own_relation(k, tok(w, a->token)->head);
    if (a->gram == 'p' || a->gram == 'x' || verb == NONE || (rel != REL_obj && rel != REL_iobj && rel != REL_obl)) return NONE;
    uint32_t subject = tree_subject(w->d, verb);
    if (subject == NONE || subject >= a->token) return NONE;
    uint32_t m = mention_by(k, subject);
    return m == NONE || w->d->mentions.at[m].more.count ? NONE : w->d->mentions.at[m].entity;
}

static bool noun_fits(const struct ask *a, const struct seen *s)
{
    if (s->plural != !a->one && !(a->many && s->known && s->type != ENTITY_PERSON)) return false;
    if (!s->known) return !a->gender || a->gender == 'n';
    if (a->gender && a->gender != 'n') return s->type == ENTITY_PERSON;
    return s->plural || s->type != ENTITY_PERSON;
}

bool entity_fits(const struct walk *k, const struct ask *a, const struct seen *s)
{
    if (s->entity == NONE) return noun_fits(a, s);
    const struct work *w = k->w;
    const struct entity *e = &w->d->entities.at[s->entity];
    if (!(a->means & means_of_type(e->type))) return false;
    if (a->gender && e->gender && a->gender != 'n' && a->gender != e->gender) return false;
    bool many = s->group_count > 1 || e->plural;
    if (many && !a->many) return false;
    if (!many && !a->one && e->type == ENTITY_PERSON) return false;
    if (s->entity == a->other) return false;
    if (a->kind == CLUES_DESCRIBED) return described_may_be(k, a, s);
    if (!a->post) return true;
    bool untold = w->notes.at[s->entity].post_row == NONE;
    if (untold && a->rivals > 1 && (a->post->of == NONE || e->of != a->post->of)) return false; /* it would be a guess among several */
    return holder_may_be(w, a->post, s->entity) && (untold || post_likeness(w, a->post, s->entity));
}

/* Two arguments of one verb are not the same: "he" is not the "him" of "he met him". */
static bool excluded(const struct work *w, const struct ask *a, const struct seen *s)
{
    uint32_t verb = tok(w, a->token)->head;
    if (a->gram == 'p')
        return verb == s->token ||
               (verb != NONE && s->group_count < 2 && tok(w, s->token)->head == verb && tok(w, s->token)->rel == REL_appos);
    return a->gram && a->gram != 'x' && verb != NONE && tok(w, s->token)->head == verb;
}

static enum clue type_clue(enum entity_type type)
{
    static const enum clue clues[ENTITY_TYPE_COUNT] = {
        [ENTITY_PERSON] = CLUE_single,
        [ENTITY_STATE] = CLUE_state,
        [ENTITY_ORGANIZATION] = CLUE_organization,
        [ENTITY_BODY] = CLUE_body,
        [ENTITY_PLACE] = CLUE_place,
        [ENTITY_POST] = CLUE_single,
        [ENTITY_INSTRUMENT] = CLUE_instrument,
        [ENTITY_SERIES] = CLUE_series,
        [ENTITY_MEDIUM] = CLUE_medium,
    };
    return clues[type];
}

static unsigned governor_sense(const struct work *w, uint32_t t)
{
    uint32_t head = tok(w, t)->head;
    return head == NONE ? 0 : sense_of(w, tok(w, head)->lemma);
}

/* What the words that govern both tell. */
static void clues_govern(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t place, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    const struct token *me = tok(w, a->token), *it = tok(w, place);
    enum entity_type type = s->entity == NONE ? s->type : w->d->entities.at[s->entity].type;
    unsigned mine = governor_sense(w, a->token), its = governor_sense(w, place);
    bool away = me->sentence != it->sentence, both = is_subject(me->rel) && is_subject(it->rel);
    bool acts = type == ENTITY_STATE || type == ENTITY_ORGANIZATION || type == ENTITY_BODY || type == ENTITY_MEDIUM;
    clues[CLUE_both_subjects_next] = both && me->sentence - it->sentence == 1;
    clues[CLUE_inside] = !away && tree_under(w->d, a->token, place);
    clues[CLUE_says] = is_subject(it->rel) && (its & SENSE_SAYS);
    clues[CLUE_both_say] = both && (its & mine & SENSE_SAYS);
    clues[CLUE_spoken_of] = !is_subject(it->rel) && (its & SENSE_SAYS);
    clues[CLUE_say_state] = is_subject(me->rel) && (mine & SENSE_SAYS) && acts;
    clues[CLUE_paper_use] = (mine & SENSE_PAPER) && type == ENTITY_INSTRUMENT && me->rel != REL_nsubj;
    clues[CLUE_member_use] = (mine & SENSE_MEMBER) && (type == ENTITY_ORGANIZATION || type == ENTITY_BODY) && me->rel != REL_nsubj;
    if (me->head != NONE && it->head != NONE && me->head != it->head) {
        clues[CLUE_same_verb] = str_eq(tok(w, me->head)->lemma, tok(w, it->head)->lemma);
        clues[CLUE_verb_joined] = both && !away && tok(w, me->head)->head == it->head && tok(w, me->head)->rel == REL_conj;
    }
}

/* Of a post that stands alone: how it goes with the post and the state of this person. */
static void clues_hold(const struct walk *k, const struct ask *a, const struct seen *s, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    const struct post_phrase *p = a->post;
    const struct entity *e = &w->d->entities.at[s->entity];
    const struct entity_note *note = &w->notes.at[s->entity];
    int fit = post_likeness(w, p, s->entity);
    clues[CLUE_post_untold] = note->post_row == NONE;
    clues[CLUE_post_same] = fit == 5;
    clues[CLUE_post_like] = fit == 4;
    clues[CLUE_post_kind] = fit == 3;
    clues[CLUE_post_leader] = fit == 2;
    clues[CLUE_post_official] = fit == 1;
    clues[CLUE_post_other] = note->post_row != NONE && !fit;
    if (p->of == NONE) {
        clues[CLUE_of_publisher] = e->of != NONE && w->source_known != NONE && w->entity_of_known[w->source_known] == e->of + 1;
    } else {
        clues[CLUE_of_stated] = e->of == p->of && note->of_stated;
        clues[CLUE_of_told] = e->of == p->of && !note->of_stated;
        clues[CLUE_of_untold] = e->of == NONE;
        clues[CLUE_of_other] = e->of != NONE && e->of != p->of;
    }
    clues[CLUE_over_same] = p->over && note->over;
    clues[CLUE_over_other] = note->post_row != NONE && p->over != note->over;
    clues[CLUE_alone] = clues[CLUE_post_untold] && a->rivals < 2;
    clues[CLUE_title_untold] = clues[CLUE_post_untold] && post_is_title(w, p);
    clues[CLUE_whose] = p->det == 'p';
}

/* Of a description: how it goes with the name. */
static void clues_describe(const struct walk *k, const struct ask *a, const struct seen *s, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    bool word = name_has_word(w, s->entity, a->noun), capital = a->capital;
    clues[CLUE_in_name] = word;
    clues[CLUE_in_name_capital] = word && capital;
    clues[CLUE_capital_alone] = !word && capital;
    clues[CLUE_no_post] = 1;
}

/* How often it was named, what it is, whether it is what the text is about. */
static void clues_entity(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t place, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    const struct entity *e = &w->d->entities.at[s->entity];
    if (s->entity < k->times_count) clues[CLUE_times_named] = (int)(k->times_named[s->entity] > 5 ? 5 : k->times_named[s->entity]);
    clues[CLUE_pronoun] = s->pronoun;
    clues[CLUE_name] = s->name;
    clues[CLUE_group] = s->group_count > 1;
    clues[CLUE_plural] = e->plural;
    if (s->group_count < 2 && !e->plural) clues[type_clue(e->type)] = 1;
    clues[CLUE_place_locative] = e->type == ENTITY_PLACE && (preposition_sense(w, place) & SENSE_PLACE_PREP);
    clues[CLUE_hint_adjective] = s->hint == 'a';
    clues[CLUE_hint_place] = s->hint == 'l';
    clues[CLUE_hint_person] = s->hint == 'p';
    clues[CLUE_hint_owner] = s->hint == 'o';
    clues[CLUE_unnamed] = e->unnamed;
    clues[CLUE_gender_known] = a->gender && e->gender == a->gender;
    clues[CLUE_quote_speaker] = a->speaker != NONE && a->speaker == s->entity;
    clues[CLUE_last_meant] = k->last_meant[a->kind & ~1u] == s->entity;
    clues[CLUE_first_named] = s->group_count < 2 && k->first_named[e->type] == s->entity;
    clues[CLUE_in_title] = s->entity < k->times_count && k->in_title[s->entity];
}

static void clues_noun(const struct work *w, const struct ask *a, const struct seen *s, uint32_t place, int clues[CLUE_COUNT])
{
    uint32_t first = s->token;
    while (first > sentence_first(w, s->token) && s->token - first < 6 && tok(w, first)->upos != UPOS_DET &&
           tok(w, first - 1)->head != NONE && tok(w, first - 1)->head <= s->token && tok(w, first - 1)->head >= first)
        first--;
    chy_str det = tok(w, first)->lower;
    bool is_definite = str_is(det, "the") || str_is(det, "this") || str_is(det, "that") || str_is(det, "these") || str_is(det, "those");
    clues[CLUE_noun] = 1;
    clues[CLUE_noun_unknown] = !s->known;
    clues[CLUE_noun_the] = is_definite;
    clues[CLUE_noun_a] = str_is(det, "a") || str_is(det, "an");
    clues[CLUE_noun_bare] = tok(w, first)->upos == UPOS_NOUN && first == s->token;
    clues[CLUE_plural] = s->plural;
    if (s->known && !s->plural) clues[type_clue(s->type)] = 1;
    clues[CLUE_noun_persons] = s->known && s->plural && s->type == ENTITY_PERSON;
    clues[CLUE_noun_several] = s->plural && a->gram == 's' && is_subject(tok(w, place)->rel);
    clues[CLUE_noun_quote] = s->quoted;
}

/* What speaks for this antecedent, clue by clue. */
static void clues_gather(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t between, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    const struct sentence *there = &w->d->sentences.at[tok(w, s->token)->sentence];
    uint32_t away = tok(w, a->token)->sentence - tok(w, s->token)->sentence;
    uint32_t place = s->group_count > 1 ? s->token : conjunct_first(w, s->token);
    memset(clues, 0, CLUE_COUNT * sizeof *clues);
    clues[CLUE_away_0 + (away > 4 ? 4 : away)] = 1;
    clues[CLUE_between] = (int)(between > 10 ? 10 : between);
    clues[CLUE_nearest] = between == 0;
    clues[role_clue(tok(w, place)->rel)] = 1;
    if (away == 0 && clause_of(w, place) == clause_of(w, a->token))
        clues[a->gram == 'p' || a->gram == 'x' ? CLUE_same_clause_possessive : CLUE_same_clause] = 1;
    clues[CLUE_own_subject] = clues[CLUE_same_clause_possessive] && is_subject(tok(w, place)->rel);
    clues[CLUE_both_subjects] = is_subject(tok(w, a->token)->rel) && is_subject(tok(w, place)->rel);
    clues[CLUE_both_quoted] = s->quoted && k->quoted[a->token];
    clues[CLUE_one_quoted] = s->quoted != k->quoted[a->token];
    if (s->entity == NONE)
        clues_noun(w, a, s, place, clues);
    else
        clues_entity(k, a, s, place, clues);
    clues[CLUE_first_in_sentence] = place < there->words.first + 3;
    clues[CLUE_title_line] = w->d->segments.at[there->segment].kind == SEGMENT_TITLE;
    clues[CLUE_same_paragraph] = there->paragraph == w->d->sentences.at[tok(w, a->token)->sentence].paragraph;
    uint32_t verb = tok(w, place)->head, mine = tok(w, a->token)->head;
    clues[CLUE_verb_above] =
        away == 0 && verb != NONE && is_subject(tok(w, place)->rel) && verb != mine && tree_under(w->d, a->token, verb);
    clues[CLUE_root_subject] = verb != NONE && is_subject(tok(w, place)->rel) && tok(w, verb)->rel == REL_root;
    clues[CLUE_both_objects] = tok(w, a->token)->rel == REL_obj && tok(w, place)->rel == REL_obj;
    clues[CLUE_possessor_of_subject] = tok(w, place)->rel == REL_nmod_poss && verb != NONE && is_subject(tok(w, verb)->rel);
    clues[CLUE_paragraph_opener] = clues[CLUE_same_paragraph] && is_subject(tok(w, place)->rel) &&
                                   (tok(w, place)->sentence == 0 || there[-1].paragraph != there->paragraph);
    clues[CLUE_several_pair] = s->group_count > 1 && away < 2;
    clues_govern(k, a, s, place, clues);
    clues[CLUE_ahead] = s == a->ahead;
    clues[CLUE_ahead_first] = s == a->ahead && a->token < sentence_first(w, a->token) + 4;
    clues[CLUE_far] = away > 8;
    if (a->post)
        clues_hold(k, a, s, clues);
    else if (a->noun.len)
        clues_describe(k, a, s, clues);
    clues[CLUE_cost] = 1;
}

static void watch_tell(const struct walk *k, const struct ask *a, const struct seen *s, const int clues[CLUE_COUNT])
{
    const struct refer_watch *watch = k->w->r->watch;
    const uint32_t *all = s->group_count ? k->members.at + s->group : &s->entity;
    run words = s->entity == NONE ? noun_phrase(k->w, s->token) : (run){ s->token, s->token + 1 };
    watch->weighed(watch->user, k->w->d, a->words, a->kind, words, all, s->group_count ? s->group_count : 1, clues);
}

static int seen_score(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t between)
{
    int clues[CLUE_COUNT], score = 0;
    const int *weights = k->w->r->weights[a->kind];
    if (!entity_fits(k, a, s) || excluded(k->w, a, s)) return IMPOSSIBLE;
    clues_gather(k, a, s, between, clues);
    if (k->w->r->watch) watch_tell(k, a, s, clues);
    for (int i = 0; i < CLUE_COUNT; i++) score += clues[i] * weights[i];
    return score;
}

/* The entities that were passed on the way back, each once; at most as many as are counted. */
static void passed_note(uint32_t passed[12], uint32_t *between, uint32_t entity)
{
    if (entity == NONE || *between >= 12) return;
    for (uint32_t j = 0; j < *between; j++)
        if (passed[j] == entity) return;
    passed[(*between)++] = entity;
}

const struct seen *antecedent(const struct walk *k, const struct ask *a)
{
    const struct work *w = k->w;
    const struct seen *best = NULL;
    int best_score = 0;
    uint32_t between = 0, passed[12], most = a->mentions ? a->mentions : LOOK_BACK;
    const struct seen *more = a->gram ? k->nouns.at : k->hints.at; /* posts and descriptions mean no other noun */
    uint32_t i = k->seen.count, j = a->gram ? k->nouns.count : a->kind == CLUES_DESCRIBED ? k->hints.count : 0;
    for (uint32_t steps = 0; (i || j) && steps < most; steps++) {
        bool other = j && (!i || more[j - 1].token > k->seen.at[i - 1].token);
        const struct seen *s = other ? &more[--j] : &k->seen.at[--i];
        if (tok(w, a->token)->sentence - tok(w, s->token)->sentence > a->sentences) continue;
        if (other && a->gram && s->entity != NONE) continue; /* a noun that has become an entity is among the others */
        int score = seen_score(k, a, s, between);
        if (score > IMPOSSIBLE) passed_note(passed, &between, s->entity);
        if (score > best_score) best = s, best_score = score;
    }
    if (a->ahead && seen_score(k, a, a->ahead, between) > best_score) return a->ahead;
    return best;
}
