/*
 * refer.c: what points at somebody without a name: capitals for governments, descriptions, pronouns.
 *
 * One walk through the text keeps the mentions met so far. A pronoun or description looks back over a bounded number of them
 * and takes the one that fits best: kind, number and gender must fit; nearness, the subject's place, the same place in the
 * clause and how often it was named count. The weights stand in data/lexicon/en/antecedents.tsv.
 */
#include <stdio.h>

#include "mention/work.h"

enum { IMPOSSIBLE = -100000, LOOK_BACK = 48, GROUP_MOST = 8, SENTENCES_BACK = 5 };

struct seen {
    uint32_t token, entity;
    uint32_t group, group_count; /* in `members`, when several are meant */
    bool pronoun, quoted, name;
};

struct walk {
    struct work *w;
    LIST(struct seen) seen;
    index_list members;
    uint32_t *mention_head; /* (tokens) mention, NONE */
    uint32_t *times_named;  /* by entity, as far as it was there at the start */
    uint32_t times_count;
    bool *in_title;                          /* by entity, likewise: named in a title line */
    uint32_t first_named[ENTITY_TYPE_COUNT]; /* entity, NONE */
    uint32_t last_meant[3];                  /* by he or she, it, they: entity, NONE */
    bool *quoted;                            /* (tokens) */
    uint32_t *quote;                         /* (tokens) number of the quotation, NONE */
    uint32_t quotes;
    run *quote_runs; /* by number of the quotation */
};

/* ------------------------------------------------------------------ capitals for governments */

static unsigned preposition_sense(const struct work *w, uint32_t head)
{
    uint32_t prep = tree_case(w->d, head);
    return prep == NONE ? 0 : sense_of(w, tok(w, prep)->lower);
}

/* The first conjunct and the relation it has: "between Moscow and Beijing" hangs on "Moscow". */
static uint32_t conjunct_first(const struct work *w, uint32_t t)
{
    for (int steps = 0; steps < 12 && tok(w, t)->rel == REL_conj && tok(w, t)->head != NONE; steps++) t = tok(w, t)->head;
    return t;
}

/* A verb that only a person or government can be the subject of, or a deed: not "lies", "was hit". */
static bool stands_for_government(const struct work *w, const struct name_span *s, uint32_t head)
{
    uint32_t next = s->words.last, low = sentence_first(w, head);
    bool after_preposition = s->words.first > low && tok(w, s->words.first - 1)->upos == UPOS_ADP;
    bool said_of =
        after_preposition && ((sense_of(w, tok(w, s->words.first - 1)->lower) & SENSE_PLACE_PREP) || tok_is(w, s->words.first - 1, "to") ||
                              tok_is(w, s->words.first - 1, "from") || tok_is(w, s->words.first - 1, "of"));
    if (next < w->n && same_sentence(w, head, next) &&
        !said_of) { /* "a day after Moscow said": the order of words is surer than the tree */
        chy_str x = tok(w, next)->xpos;
        if (str_is(x, "VBD") || str_is(x, "VBZ") || str_is(x, "MD"))
            return !(sense_of(w, tok(w, next)->lemma) & SENSE_MOTION) || !after_preposition;
    }
    uint32_t first = conjunct_first(w, head), governor = tok(w, first)->head;
    enum segment_kind segment = w->d->segments.at[w->d->sentences.at[tok(w, head)->sentence].segment].kind;
    if (segment == SEGMENT_DATELINE || governor == NONE) return false;
    unsigned prep = preposition_sense(w, first);
    unsigned verb = sense_of(w, tok(w, governor)->lemma);
    switch (tok(w, first)->rel) {
    case REL_nsubj: return tok(w, governor)->upos == UPOS_VERB || tok(w, governor)->upos == UPOS_ADJ || tok(w, governor)->upos == UPOS_NOUN;
    case REL_obl_agent: return true;
    case REL_nmod_poss: return true;
    case REL_obj:
    case REL_iobj: return !(verb & (SENSE_PLACE_VERB | SENSE_MOTION));
    case REL_nsubj_pass: return !(verb & SENSE_PLACE_VERB);
    case REL_obl:
    case REL_nmod:
        if (prep & SENSE_PLACE_PREP) return false;
        if (prep & SENSE_STATE_PREP) return true;
        if (tree_case(w->d, first) != NONE && tok_is(w, tree_case(w->d, first), "to"))
            return tok(w, first)->rel == REL_obl && (verb & SENSE_SAYS);
        return false;
    default: return false;
    }
}

static void metonyms_find(struct work *w)
{
    for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
        struct name_span *s = &w->spans.at[i];
        if (s->type != ENTITY_PLACE || s->known == NONE || s->mention == NONE || !w->r->known.at[s->known].capital) continue;
        uint32_t head = run_head(w, s->words), state = w->d->entities.at[s->entity].of;
        if (state == NONE || !stands_for_government(w, s, head)) continue;
        struct mention *m = &w->d->mentions.at[s->mention];
        m->entity = state;
        m->form = FORM_METONYM;
    }
}

/* ------------------------------------------------------------------ what was met */

static void members_push(struct walk *k, struct seen *s, uint32_t entity)
{
    uint32_t *slot = LIST_PUSH(k->w->scratch, &k->members);
    if (!slot) {
        k->w->failed = true;
        return;
    }
    *slot = entity;
    s->group_count++;
}

static struct seen *seen_push(struct walk *k, uint32_t token, uint32_t entity)
{
    struct seen *s = LIST_PUSH(k->w->scratch, &k->seen);
    if (!s) {
        k->w->failed = true;
        return NULL;
    }
    *s = (struct seen){ .token = token, .entity = entity, .group = k->members.count, .quoted = k->quoted[token] };
    return s;
}

static void mention_seen(struct walk *k, uint32_t t, uint32_t m)
{
    const struct mention *mention = &k->w->d->mentions.at[m];
    if (mention->entity == NONE) return;
    struct seen *s = seen_push(k, mention->form == FORM_NAME ? outer_head(k->w, m) : t, mention->entity);
    if (!s) return;
    s->pronoun = mention->form == FORM_PRONOUN;
    s->name = mention->form == FORM_NAME;
    for (uint32_t i = 0; i < mention->more.count; i++) members_push(k, s, mention->more.at[i]);
    if (mention->entity < k->times_count) k->times_named[mention->entity]++;
}

/* ------------------------------------------------------------------ quotations and who speaks */

static bool is_quote(const struct work *w, uint32_t t)
{
    chy_str f = tok(w, t)->form;
    size_t at = 0;
    if (!f.len || tok(w, t)->upos != UPOS_PUNCT) return false;
    uint32_t c = utf8_next(f, &at);
    return c == '"' || c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB || c == 0x201E || (c == '`' && f.len == 2) ||
           (c == '\'' && f.len == 2);
}

/* The words of each quotation, and for each word whether it stands in one. */
static void quotes_mark(struct walk *k)
{
    struct work *w = k->w;
    bool in = false;
    uint32_t paragraph = NONE;
    for (uint32_t t = 0; t < w->n; t++) {
        uint32_t p = w->d->sentences.at[tok(w, t)->sentence].paragraph;
        if (p != paragraph) in = false, paragraph = p;
        if (is_quote(w, t)) {
            in = !in;
            if (in) k->quote_runs[k->quotes++] = (run){ t + 1, t + 1 };
            continue;
        }
        k->quoted[t] = in;
        if (!in) continue;
        k->quote[t] = k->quotes - 1;
        k->quote_runs[k->quotes - 1].last = t + 1;
    }
}

/* The mention whose head this is, or in whose title it stands. */
static uint32_t mention_by(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    uint32_t m = k->mention_head[t];
    if (m != NONE || w->post_over[t] == NONE) return m;
    uint32_t person = w->posts.at[w->post_over[t]].person;
    return person == NONE ? NONE : w->spans.at[person].mention;
}

/* After the last of several joined by "and": all of them as one. */
static void group_seen(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    if (tok(w, t)->rel != REL_conj) return;
    uint32_t first = conjunct_first(w, t), found[GROUP_MOST + 1], all[GROUP_MOST], count = 0;
    uint32_t n = tree_conjuncts(w->d, first, found, GROUP_MOST);
    if (!n || found[n - 1] != t) return;
    for (uint32_t i = 0; i < n && count < GROUP_MOST; i++) {
        uint32_t m = mention_by(k, found[i]);
        uint32_t e = m == NONE ? NONE : w->d->mentions.at[m].entity;
        for (uint32_t j = 0; j < count; j++) e = all[j] == e ? NONE : e;
        if (e != NONE) all[count++] = e;
    }
    if (count < 2 || w->d->entities.at[all[0]].type != w->d->entities.at[all[count - 1]].type) return;
    struct seen *s = seen_push(k, first, all[0]);
    for (uint32_t i = 0; s && i < count; i++) members_push(k, s, all[i]);
}

/* "President Kim of the South and Chairman Kim": joined by the order of words where the tree has it otherwise. */
static void beside_seen(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    uint32_t span = w->span_at[t];
    if (span == NONE || span == 0 || w->spans.at[span].type != ENTITY_PERSON || w->spans.at[span].entity == NONE) return;
    const struct name_span *s = &w->spans.at[span];
    uint32_t from =
        s->title != NONE && w->posts.at[s->title].words.last <= s->words.first ? w->posts.at[s->title].words.first : s->words.first;
    while (from > 0 && is_honorific(w, from - 1)) from--;
    if (from < 2 || !tok_is(w, from - 1, "and") || !same_sentence(w, from - 1, t)) return;
    uint32_t before = w->span_at[from - 2];
    if (before != NONE && before > 0 && w->spans.at[before].type == ENTITY_STATE && tok_is(w, w->spans.at[before].words.first - 1, "of"))
        before--;
    if (before == NONE || w->spans.at[before].type != ENTITY_PERSON || w->spans.at[before].entity == NONE ||
        from - w->spans.at[before].words.last > 4)
        return;
    uint32_t pair[2] = { w->spans.at[before].entity, s->entity };
    const struct seen *last = k->seen.count ? &k->seen.at[k->seen.count - 1] : NULL;
    if (pair[0] == pair[1] || (last && last->group_count > 1)) return;
    struct seen *group = seen_push(k, w->spans.at[before].mention == NONE ? t : outer_head(w, w->spans.at[before].mention), pair[0]);
    for (int i = 0; group && i < 2; i++) members_push(k, group, pair[i]);
}

/* "Xi received Putin", "Lee had a conversation with Hun Sen": two persons of one sentence, for "they" and "the two". */
static void pair_seen(struct walk *k, uint32_t sentence)
{
    struct work *w = k->w;
    uint32_t all[2], count = 0, at = NONE;
    for (uint32_t i = k->seen.count; i-- > 0;) {
        const struct seen *s = &k->seen.at[i];
        if (tok(w, s->token)->sentence != sentence) break;
        if (w->d->entities.at[s->entity].type != ENTITY_PERSON || w->d->entities.at[s->entity].plural) continue;
        if (s->group_count > 1) return;
        if (count && (all[0] == s->entity || (count > 1 && all[1] == s->entity))) continue;
        if (count == 2) return;
        all[count++] = s->entity;
        at = s->token;
    }
    if (count < 2) return;
    struct seen *s = seen_push(k, at, all[1]);
    if (!s) return;
    members_push(k, s, all[1]);
    members_push(k, s, all[0]);
}

static uint32_t subject_entity(const struct walk *k, uint32_t verb)
{
    const struct work *w = k->w;
    uint32_t subject = tree_child(w->d, verb, REL_nsubj);
    if (subject == NONE) subject = tree_subject(w->d, verb);
    if (subject == NONE) return NONE;
    uint32_t m = mention_by(k, subject);
    return m == NONE ? NONE : w->d->mentions.at[m].entity;
}

/* The subject of the verb of saying nearest to a quotation, outside of it, in the same paragraph. */
static uint32_t quote_speaker(const struct walk *k, run q)
{
    const struct work *w = k->w;
    uint32_t paragraph = w->d->sentences.at[tok(w, q.first)->sentence].paragraph;
    for (uint32_t step = 1; step < 40; step++) {
        for (int side = 0; side < 2; side++) {
            uint32_t t = side ? q.first - step - 1 : q.last + step - 1;
            if ((side && q.first < step + 1) || t >= w->n || k->quoted[t]) continue;
            if (w->d->sentences.at[tok(w, t)->sentence].paragraph != paragraph) continue;
            if (tok(w, t)->upos != UPOS_VERB || !(sense_of(w, tok(w, t)->lemma) & SENSE_SAYS)) continue;
            uint32_t e = subject_entity(k, t);
            if (e != NONE) return e;
        }
    }
    return NONE;
}

/* Who answers under a label that is no name: the first person in the title, else in the text. */
static uint32_t interviewed(const struct walk *k)
{
    const struct work *w = k->w;
    for (uint32_t i = 0; i < w->spans.count && i < LOOK_BACK; i++) {
        uint32_t e = w->spans.at[i].entity;
        if (w->spans.at[i].type == ENTITY_PERSON && e < k->times_count && k->in_title[e]) return e;
    }
    return k->first_named[ENTITY_PERSON];
}

/* Whose turn it is in an interview: the name before the colon that opens the paragraph. */
static uint32_t label_speaker(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    uint32_t s = tok(w, t)->sentence, paragraph = w->d->sentences.at[s].paragraph;
    for (int steps = 0; steps < 30 && s > 0 && w->d->sentences.at[s - 1].paragraph == paragraph; steps++) s--;
    uint32_t first = w->d->sentences.at[s].words.first;
    for (uint32_t i = first; i < first + 8 && i < w->n; i++) {
        chy_str form = tok(w, i)->form; /* "A." is one word */
        if (i == first && form.len > 1 && form.ptr[form.len - 1] == '.' &&
            map_get(&w->r->answers, str_cut(form, 0, form.len - 1)) != MAP_NONE)
            return interviewed(k);
        if (!tok_is(w, i, ":")) continue;
        for (uint32_t j = first; j < i; j++)
            if (k->mention_head[j] != NONE) return w->d->mentions.at[k->mention_head[j]].entity;
        if (i == first + 1 && map_get(&w->r->answers, tok(w, first)->form) != MAP_NONE) return interviewed(k);
        break;
    }
    return NONE;
}

/* ------------------------------------------------------------------ choosing an antecedent */

struct ask {
    uint32_t token;
    unsigned means; /* kinds of entity */
    bool one, many;
    char gender;
    char gram;          /* of the pronoun: s o p x w; 0 for descriptions */
    uint32_t sentences; /* how many to look back */
    chy_str noun;       /* descriptions: the noun */
    uint32_t limit;     /* how many are meant: "the two ..."; 0 */
    bool named;         /* the noun must stand in the name */
    bool union_of;      /* states are its members */
    uint32_t speaker;   /* of the quotation it stands in, NONE */
};

static unsigned means_of_type(enum entity_type type)
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

static bool is_subject(uint8_t rel) { return rel == REL_nsubj || rel == REL_nsubj_pass; }

static bool entity_fits(const struct work *w, const struct ask *a, const struct seen *s)
{
    const struct entity *e = &w->d->entities.at[s->entity];
    if (!(a->means & means_of_type(e->type))) return false;
    if (a->gender && e->gender && a->gender != 'n' && a->gender != e->gender) return false;
    bool many = s->group_count > 1 || e->plural;
    if (many && !a->many) return false;
    return true;
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

static enum clue_kind clue_kind_of(const struct ask *a)
{
    enum clue_kind kind = !a->one ? CLUES_SEVERAL : a->means & MEANS_PERSON ? CLUES_PERSON : CLUES_THING;
    return a->gram == 'p' ? (enum clue_kind)(kind + 1) : kind;
}

/* Who the text is about: named in its title, or first. */
static void topics_mark(struct walk *k)
{
    struct work *w = k->w;
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++) k->first_named[type] = NONE;
    for (int i = 0; i < 3; i++) k->last_meant[i] = NONE;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->entity == NONE || s->entity >= k->times_count) continue;
        enum segment_kind kind = w->d->segments.at[w->d->sentences.at[tok(w, s->words.first)->sentence].segment].kind;
        enum entity_type type = w->d->entities.at[s->entity].type;
        if (kind == SEGMENT_TITLE) k->in_title[s->entity] = true;
        if (kind == SEGMENT_BODY && k->first_named[type] == NONE) k->first_named[type] = s->entity;
    }
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
    enum entity_type type = w->d->entities.at[s->entity].type;
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

/* What speaks for this antecedent, clue by clue. */
static void clues_gather(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t between, int clues[CLUE_COUNT])
{
    const struct work *w = k->w;
    const struct entity *e = &w->d->entities.at[s->entity];
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
    if (s->entity < k->times_count) clues[CLUE_times_named] = (int)(k->times_named[s->entity] > 5 ? 5 : k->times_named[s->entity]);
    clues[CLUE_pronoun] = s->pronoun;
    clues[CLUE_name] = s->name;
    clues[CLUE_group] = s->group_count > 1;
    clues[CLUE_plural] = e->plural;
    if (s->group_count < 2 && !e->plural) clues[type_clue(e->type)] = 1;
    clues[CLUE_place_locative] = e->type == ENTITY_PLACE && (preposition_sense(w, place) & SENSE_PLACE_PREP);
    clues[CLUE_unnamed] = e->unnamed;
    clues[CLUE_gender_known] = a->gender && e->gender == a->gender;
    clues[CLUE_first_in_sentence] = place < there->words.first + 3;
    clues[CLUE_title_line] = w->d->segments.at[there->segment].kind == SEGMENT_TITLE;
    clues[CLUE_same_paragraph] = there->paragraph == w->d->sentences.at[tok(w, a->token)->sentence].paragraph;
    uint32_t verb = tok(w, place)->head, mine = tok(w, a->token)->head;
    clues[CLUE_verb_above] =
        away == 0 && verb != NONE && is_subject(tok(w, place)->rel) && verb != mine && tree_under(w->d, a->token, verb);
    clues[CLUE_root_subject] = verb != NONE && is_subject(tok(w, place)->rel) && tok(w, verb)->rel == REL_root;
    clues[CLUE_quote_speaker] = a->speaker != NONE && a->speaker == s->entity;
    clues[CLUE_both_objects] = tok(w, a->token)->rel == REL_obj && tok(w, place)->rel == REL_obj;
    clues[CLUE_possessor_of_subject] = tok(w, place)->rel == REL_nmod_poss && verb != NONE && is_subject(tok(w, verb)->rel);
    clues[CLUE_paragraph_opener] = clues[CLUE_same_paragraph] && is_subject(tok(w, place)->rel) &&
                                   (tok(w, place)->sentence == 0 || there[-1].paragraph != there->paragraph);
    clues[CLUE_last_meant] = k->last_meant[clue_kind_of(a) / 2] == s->entity;
    clues[CLUE_first_named] = s->group_count < 2 && k->first_named[e->type] == s->entity;
    clues[CLUE_in_title] = s->entity < k->times_count && k->in_title[s->entity];
    clues[CLUE_several_pair] = s->group_count > 1 && away < 2;
    clues_govern(k, a, s, place, clues);
    clues[CLUE_cost] = 1;
}

static void watch_tell(const struct walk *k, const struct ask *a, const struct seen *s, const int clues[CLUE_COUNT])
{
    const struct refer_watch *watch = k->w->r->watch;
    const uint32_t *all = s->group_count ? k->members.at + s->group : &s->entity;
    watch->weighed(watch->user, k->w->d, a->token, clue_kind_of(a), s->token, all, s->group_count ? s->group_count : 1, clues);
}

static int seen_score(const struct walk *k, const struct ask *a, const struct seen *s, uint32_t between)
{
    int clues[CLUE_COUNT], score = 0;
    const int *weights = k->w->r->weights[clue_kind_of(a)];
    if (!entity_fits(k->w, a, s) || excluded(k->w, a, s)) return IMPOSSIBLE;
    clues_gather(k, a, s, between, clues);
    if (k->w->r->watch) watch_tell(k, a, s, clues);
    for (int i = 0; i < CLUE_COUNT; i++) score += clues[i] * weights[i];
    return score;
}

static const struct seen *antecedent(const struct walk *k, const struct ask *a)
{
    const struct work *w = k->w;
    const struct seen *best = NULL;
    int best_score = 0;
    uint32_t between = 0;
    uint32_t passed[12];
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct seen *s = &k->seen.at[i];
        if (tok(w, a->token)->sentence - tok(w, s->token)->sentence > a->sentences) break;
        int score = seen_score(k, a, s, between);
        bool fresh = score > IMPOSSIBLE && between < sizeof passed / sizeof *passed;
        for (uint32_t j = 0; j < between && fresh; j++) fresh = passed[j] != s->entity;
        if (fresh) passed[between++] = s->entity;
        if (score > best_score) best = s, best_score = score;
    }
    return best;
}

static uint32_t refer_add(struct walk *k, run words, uint32_t head, const struct seen *to, enum mention_form form)
{
    struct work *w = k->w;
    struct seen target = *to; /* the list may move */
    uint32_t m = mention_add(w, words, head, target.entity, form);
    if (m == NONE) return NONE;
    for (uint32_t i = 0; i < target.group_count; i++) {
        uint32_t *slot = LIST_PUSH(&w->d->mem, &w->d->mentions.at[m].more);
        if (!slot) {
            w->failed = true;
            return m;
        }
        *slot = k->members.at[target.group + i];
    }
    k->mention_head[head] = m;
    mention_seen(k, head, m);
    return m;
}

/* ------------------------------------------------------------------ pronouns */

static bool points_to_nothing(const struct work *w, uint32_t t)
{
    const struct token *k = tok(w, t);
    if (k->rel == REL_expl) return true;
    if (!str_is(k->lower, "it") || k->rel != REL_nsubj || k->head == NONE) return false;
    uint32_t h = k->head;
    if (tree_has(w->d, h, REL_csubj) || tree_has(w->d, h, REL_cop))
        return tok(w, h)->upos == UPOS_ADJ || tree_has(w->d, h, REL_csubj) || tree_has(w->d, h, REL_ccomp);
    return (sense_of(w, tok(w, h)->lemma) & SENSE_WEATHER) != 0;
}

/* "In his speech, Lavrov said": the subject of the same sentence, when nobody came before. */
static const struct seen *subject_ahead(struct walk *k, const struct ask *a, struct seen *room)
{
    struct work *w = k->w;
    uint32_t end = sentence_last(w, a->token);
    if (a->gram != 'p' && a->gram != 's') return NULL;
    for (uint32_t t = a->token + 1; t < end; t++) {
        uint32_t m = k->mention_head[t];
        if (m == NONE || w->d->mentions.at[m].entity == NONE || tok(w, t)->rel != REL_nsubj) continue;
        *room = (struct seen){ .token = t, .entity = w->d->mentions.at[m].entity, .group = k->members.count };
        if (entity_fits(w, a, room) && !w->d->mentions.at[m].more.count) return room;
    }
    return NULL;
}

/* "He will press on, Garzón told the radio": who is said to tell it, after it. */
static const struct seen *teller_ahead(struct walk *k, const struct ask *a, struct seen *room)
{
    struct work *w = k->w;
    uint32_t verb = tok(w, a->token)->head;
    if (a->gram != 's') return NULL;
    for (int steps = 0; verb != NONE && steps < 5; steps++, verb = tok(w, verb)->head) {
        uint32_t subject = tree_child(w->d, verb, REL_nsubj);
        if (!(sense_of(w, tok(w, verb)->lemma) & SENSE_SAYS) || subject == NONE || subject <= a->token) continue;
        uint32_t m = mention_by(k, subject);
        if (m == NONE || w->d->mentions.at[m].entity == NONE || w->d->mentions.at[m].more.count) return NULL;
        *room = (struct seen){ .token = subject, .entity = w->d->mentions.at[m].entity, .group = k->members.count };
        return entity_fits(w, a, room) ? room : NULL;
    }
    return NULL;
}

/* "Moscow said it was leaving", "the minister added that he": the teller right before the verb. */
static const struct seen *teller_before(struct walk *k, const struct ask *a, struct seen *room)
{
    struct work *w = k->w;
    uint32_t low = sentence_first(w, a->token), verb = a->token;
    if (a->gram != 's' || verb < low + 2) return NULL;
    verb--;
    if (tok_is(w, verb, "that") && verb > low) verb--;
    if (tok(w, verb)->upos != UPOS_VERB || !(sense_of(w, tok(w, verb)->lemma) & SENSE_SAYS)) return NULL;
    for (uint32_t head = verb; head-- > low && verb - head <= 5;) {
        uint32_t m = k->mention_head[head];
        if (m == NONE || w->d->mentions.at[m].words.last != verb || w->d->mentions.at[m].entity == NONE) continue;
        *room = (struct seen){ .token = head, .entity = w->d->mentions.at[m].entity, .group = k->members.count };
        return entity_fits(w, a, room) && !w->d->mentions.at[m].more.count ? room : NULL;
    }
    return NULL;
}

static void pronoun_refer(struct walk *k, uint32_t t, const struct pronoun_row *p)
{
    struct work *w = k->w;
    struct ask a = {
        .token = t, .one = p->one, .many = p->many, .gender = p->gender, .gram = p->gram, .sentences = SENTENCES_BACK, .speaker = NONE
    };
    a.speaker = k->quoted[t] ? quote_speaker(k, k->quote_runs[k->quote[t]]) : label_speaker(k, t);
    struct seen room;
    a.means = p->gender == 'n'
                  ? MEANS_STATE | MEANS_ORGANIZATION | MEANS_BODY | MEANS_MEDIUM | MEANS_INSTRUMENT | MEANS_SERIES | MEANS_PLACE
              : p->gender ? MEANS_PERSON
                          : MEANS_PERSON | MEANS_STATE | MEANS_ORGANIZATION | MEANS_BODY | MEANS_MEDIUM;
    if (p->gender == 'n' && points_to_nothing(w, t)) return;
    if (p->gender == 'n') a.sentences = 3;
    if (!p->one) a.sentences = 4;
    const struct seen *to = teller_before(k, &a, &room);
    if (!to && p->gender && !k->quoted[t]) to = teller_ahead(k, &a, &room);
    if (!to) to = antecedent(k, &a);
    if (!to) to = subject_ahead(k, &a, &room);
    if (!to) return;
    uint32_t e = to->entity;
    k->last_meant[clue_kind_of(&a) / 2] = e;
    refer_add(k, (run){ t, t + 1 }, t, to, FORM_PRONOUN);
    if ((p->gender == 'm' || p->gender == 'f') && !w->d->entities.at[e].gender) w->d->entities.at[e].gender = p->gender;
}

/* The mention that ends right before a relative pronoun: "Ian Paisley, whose", "Nazarbayev, to whom". */
static uint32_t mention_ending(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    uint32_t low = sentence_first(w, t);
    if (t > low && tok(w, t - 1)->upos == UPOS_ADP) t--;
    if (t > low && tok_is(w, t - 1, ",")) t--;
    for (uint32_t head = t; head-- > low && t - head <= 6;) {
        uint32_t m = k->mention_head[head];
        if (m != NONE && w->d->mentions.at[m].words.last == t && w->d->mentions.at[m].entity != NONE) return m;
    }
    return NONE;
}

/* "who", "which": the noun that the clause hangs on. */
static void relative_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    uint32_t verb = tok(w, t)->head, m = NONE;
    if (tok_is(w, t, "that") && tok(w, t)->upos != UPOS_PRON) return;
    for (int steps = 0; verb != NONE && steps < 6 && tok(w, verb)->rel != REL_acl_relcl; steps++) verb = tok(w, verb)->head;
    if (verb != NONE && tok(w, verb)->head != NONE) { m = mention_by(k, tok(w, verb)->head); }
    if (m == NONE && !tok_is(w, t, "that")) m = mention_ending(k, t);
    if (m == NONE || w->d->mentions.at[m].entity == NONE) return;
    if (!tok_is(w, t, "which") && !tok_is(w, t, "that") && !tok_is(w, t, "whose") &&
        w->d->entities.at[w->d->mentions.at[m].entity].type != ENTITY_PERSON)
        return;
    struct seen to = { .token = w->d->mentions.at[m].head, .entity = w->d->mentions.at[m].entity, .group = k->members.count };
    const struct mention *mention = &w->d->mentions.at[m];
    for (uint32_t i = 0; i < mention->more.count; i++) members_push(k, &to, w->d->mentions.at[m].more.at[i]);
    refer_add(k, (run){ t, t + 1 }, t, &to, FORM_PRONOUN);
}

/* ------------------------------------------------------------------ descriptions */

static bool det_is(const struct work *w, uint32_t t, const char *const *words)
{
    for (; *words; words++)
        if (tok_is(w, t, *words)) return true;
    return false;
}

static const char *const definite[] = { "the", "this", "that", "these", "those", "both", "our", "its", "their", "his", "her", NULL };
static const char *const vague[] = { "a",   "an",      "some", "several", "many",  "other",   "another",
                                     "few", "certain", "one",  "two",     "three", "various", NULL };

/* From the determiner to the noun. */
static run noun_phrase(const struct work *w, uint32_t head)
{
    run r = { head, head + 1 };
    uint32_t low = sentence_first(w, head);
    while (r.first > low && head - r.first < 8) {
        const struct token *k = tok(w, r.first - 1);
        bool part = k->upos == UPOS_DET || k->upos == UPOS_ADJ || k->upos == UPOS_NUM || k->upos == UPOS_NOUN || k->upos == UPOS_PROPN ||
                    str_is(k->xpos, "PRP$") || str_is(k->form, "-");
        bool hyphened = str_is(tok(w, r.first)->form, "-") || (r.first >= low + 2 && str_is(tok(w, r.first - 2)->form, "-"));
        if (hyphened && k->upos != UPOS_PUNCT) { /* "the seven-nation bloc", "the Manila-based lender": one word to the reader */
            r.first--;
            continue;
        }
        bool of_owned = k->upos == UPOS_DET && tok_possessive(w, head + 1); /* "the bloc's leaders": hung on the leaders */
        if (!part || (k->head != NONE && (k->head > head || k->head < r.first - 1) && !str_is(k->form, "-") && !of_owned)) break;
        r.first--;
        if (k->upos == UPOS_DET || str_is(k->xpos, "PRP$")) break;
    }
    return r;
}

/* "the Union" is the European Union sooner than the last organisation named. */
static bool name_has_word(const struct walk *k, uint32_t e, chy_str word)
{
    chy_str rest = k->w->d->entities.at[e].name, piece;
    while (str_next_piece(&rest, ' ', &piece)) {
        if (str_eq_ascii_nocase(piece, word)) return true;
        if (piece.len == word.len && str_eq_ascii_nocase(str_cut(piece, 0, 6), str_cut(word, 0, 6)) &&
            str_eq_ascii_nocase(str_cut(piece, 7, 20), str_cut(word, 7, 20)))
            return true;
    }
    return false;
}

/* An organ of one state is no bloc. */
static bool between_states(const struct work *w, uint32_t e)
{
    const struct entity *entity = &w->d->entities.at[e];
    if (entity->type == ENTITY_SERIES) return true;
    return entity->type == ENTITY_ORGANIZATION && !entity->unnamed &&
           (entity->of == NONE || w->d->entities.at[entity->of].type != ENTITY_STATE);
}

/* The organ of this organisation that the noun alone names: "Commission" of the European Union; a known, NONE. */
static uint32_t organ_called(const struct work *w, uint32_t e, chy_str noun)
{
    uint32_t known = w->notes.at[e].known;
    if (known == NONE || w->r->known.at[known].kind != HIT_ORGANIZATION) return NONE;
    char room[80];
    int n = snprintf(room, sizeof room, "%u %.*s", known, (int)(noun.len < 60 ? noun.len : 60), noun.ptr);
    uint32_t body = map_get(&w->r->organs, (chy_str){ room, (size_t)n });
    return body >= w->r->known.count ? NONE : body; /* none, or several */
}

static const struct seen *description_antecedent(const struct walk *k, const struct ask *a, bool capital)
{
    const struct work *w = k->w;
    const struct seen *best = NULL;
    int best_score = 0;
    uint32_t between = 0;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= 2 * LOOK_BACK;) {
        const struct seen *s = &k->seen.at[i];
        uint32_t away = tok(w, a->token)->sentence - tok(w, s->token)->sentence;
        if (!entity_fits(w, a, s) || s->group_count > 1) continue;
        bool word = name_has_word(k, s->entity, a->noun);
        if (a->union_of && !between_states(w, s->entity)) continue;
        if (!word && (away > 4 || (a->named && means_of_type(w->d->entities.at[s->entity].type) & (MEANS_ORGANIZATION | MEANS_BODY))))
            continue;
        int score = 40 - 3 * (int)(away > 10 ? 10 : away) - (int)(between > 8 ? 8 : between) + (is_subject(tok(w, s->token)->rel) ? 4 : 0);
        if (word)
            score += capital ? 40 : 20;
        else if (capital)
            score -= 6;
        enum entity_type type = w->d->entities.at[s->entity].type;
        if ((type == ENTITY_INSTRUMENT || type == ENTITY_SERIES) && !word) continue;
        if (tok(w, s->token)->head == a->token) continue;
        between++;
        if (score > best_score) best = s, best_score = score;
    }
    return best;
}

/* Nobody in the text: the publisher ("the Agency" in a text of the IAEA), or nobody. */
static uint32_t description_outside(struct walk *k, const struct ask *a)
{
    struct work *w = k->w;
    bool published = w->source_known != NONE && w->r->known.at[w->source_known].kind == HIT_ORGANIZATION;
    return published && (a->means & MEANS_ORGANIZATION) ? source_entity(w, HIT_ORGANIZATION) : NONE;
}

/* "the Commission" where the text names the European Union: its organ of that name, the organisation named last first. Nobody else: who is
 * meant where nothing is said ("the Union"). */
static uint32_t organ_or_usual(struct walk *k, const struct description_row *row, chy_str noun)
{
    struct work *w = k->w;
    for (uint32_t i = k->seen.count, looked = 0; i-- > 0 && looked < LOOK_BACK; looked++) {
        uint32_t body = organ_called(w, k->seen.at[i].entity, noun);
        if (body != NONE) return entity_known(w, body);
    }
    for (uint32_t e = 0; e < w->d->entities.count && e < LOOK_BACK; e++) {
        uint32_t body = organ_called(w, e, noun);
        if (body != NONE) return entity_known(w, body);
    }
    return row->usual == NONE ? NONE : entity_known(w, row->usual);
}

static uint32_t number_word(const struct work *w, run r)
{
    for (uint32_t t = r.first; t < r.last; t++) {
        if (tok_is(w, t, "two") || tok_is(w, t, "both")) return 2;
        if (tok_is(w, t, "three")) return 3;
        if (tok_is(w, t, "four")) return 4;
    }
    return 0;
}

/* "the two sides": the last two entities of that kind that differ, joined ones first. */
static bool pair_antecedent(struct walk *k, const struct ask *a, struct seen *out)
{
    struct work *w = k->w;
    uint32_t all[GROUP_MOST], count = 0, want = a->limit ? a->limit : 2;
    unsigned means = 0;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct seen *s = &k->seen.at[i];
        uint32_t away = tok(w, a->token)->sentence - tok(w, s->token)->sentence;
        if (away > 4) break;
        enum entity_type type = w->d->entities.at[s->entity].type;
        if (!(a->means & means_of_type(type))) continue;
        if (s->group_count > 1 && (!a->limit || s->group_count == a->limit)) {
            *out = *s;
            return true;
        }
        if (s->group_count > 1 || (means && means != means_of_type(type)) || count == GROUP_MOST) continue;
        if (tok(w, s->token)->rel == REL_compound) continue;
        bool fresh = true;
        for (uint32_t j = 0; j < count; j++) fresh = fresh && all[j] != s->entity;
        if (!fresh || w->d->entities.at[s->entity].plural) continue;
        means = means_of_type(type);
        all[count++] = s->entity;
        if (count == want) break;
    }
    if (count < 2 || count < want) return false;
    *out = (struct seen){ .token = a->token, .entity = all[count - 1], .group = k->members.count };
    for (uint32_t i = count; i-- > 0;) members_push(k, out, all[i]);
    return true;
}

static uint32_t unnamed_add(struct walk *k, run r, uint32_t head, enum entity_type type, bool unnamed)
{
    struct work *w = k->w;
    run name = r;
    while (name.first < head && (tok_is(w, name.first, "the") || (!unnamed && tok(w, name.first)->upos == UPOS_DET))) name.first++;
    uint32_t e = entity_add(w, type, run_text(w, name));
    if (e == NONE) return NONE;
    w->d->entities.at[e].unnamed = unnamed;
    w->d->entities.at[e].plural = tok_plural(w, head);
    w->notes.at[e].head = head;
    if (name.first != r.first) entity_alias(w, e, run_text(w, r));
    uint32_t m = mention_add(w, r, head, e, FORM_DESCRIPTION);
    if (m == NONE) return NONE;
    k->mention_head[head] = m;
    mention_seen(k, head, m);
    return e;
}

/* "a declaration of principles", "an agreement on avoiding double taxation": what the paper is about is part of what it is called. */
static run with_subject(const struct work *w, run r, uint32_t head)
{
    enum { LONGEST = 7 };
    uint32_t prep = r.last, end = sentence_last(w, head), t = prep + 1;
    if (prep + 1 >= end || prep != head + 1 || !(tok_is(w, prep, "of") || tok_is(w, prep, "on") || tok_is(w, prep, "about"))) return r;
    uint32_t about = tok(w, prep)->head;
    if (about == NONE || tok(w, about)->head != head) return r;
    if (str_is(tok(w, t)->xpos, "VBG")) t++;
    for (; t < end && t - prep < LONGEST && w->span_at[t] == NONE; t++) {
        const struct token *k = tok(w, t);
        bool goes_on = is_nominal(k) || k->upos == UPOS_ADJ || (k->upos == UPOS_DET && tok(w, t - 1)->upos == UPOS_ADP) ||
                       (tok_is(w, t, "of") && is_nominal(tok(w, t - 1)));
        if (!goes_on || sense_of(w, k->lower) & SENSE_TIME) break;
    }
    while (t > prep + 1 && !is_nominal(tok(w, t - 1))) t--;
    return t > prep + 1 && t > about ? (run){ r.first, t } : r;
}

/* Treaties and summits without a name of their own; "the agreement" is the one before it. */
static bool paper_refer(struct walk *k, run r, uint32_t head, const struct description_row *row, bool is_definite)
{
    struct work *w = k->w;
    unsigned means = row->same & (MEANS_INSTRUMENT | MEANS_SERIES);
    if (!means) return false;
    if (is_definite && r.last - r.first == 2 && !tok_plural(w, head)) {
        for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
            const struct seen *s = &k->seen.at[i];
            const struct entity *e = &w->d->entities.at[s->entity];
            if (!(means & means_of_type(e->type))) continue;
            bool same = name_has_word(k, s->entity, tok(w, head)->lemma) || str_is(tok(w, head)->lemma, "document") ||
                        str_is(tok(w, head)->lemma, "text");
            if (!same) continue;
            struct seen to = *s;
            refer_add(k, r, head, &to, FORM_DESCRIPTION);
            return true;
        }
    }
    if (row->same & MEANS_SERIES) {
        bool special = false;
        for (uint32_t t = r.first; t < head; t++)
            special = special || w->span_at[t] != NONE || str_is(tok(w, t)->xpos, "JJ") || tok(w, t)->upos == UPOS_NUM;
        if (!str_is(tok(w, head)->lemma, "summit") && !special) return false;
    }
    if (str_is(tok(w, head)->lemma, "statement") && !tree_has(w->d, head, REL_amod)) return false;
    if (row->same & (MEANS_ORGANIZATION | MEANS_BODY | MEANS_STATE)) return false;
    if (means & MEANS_INSTRUMENT) r = with_subject(w, r, head);
    return unnamed_add(k, r, head, means & MEANS_INSTRUMENT ? ENTITY_INSTRUMENT : ENTITY_SERIES, false) != NONE;
}

/* "a diplomat in Madrid", "a source close to the talks": what hangs on the noun right after it. */
static run with_complement(const struct work *w, run r, uint32_t head)
{
    for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
        const struct token *t = tok(w, c);
        if (t->rel == REL_nmod && t->lo == r.last && t->hi + 1 - r.last <= 8) r.last = t->hi + 1;
    }
    return r;
}

static bool speaks(const struct work *w, uint32_t head)
{
    const struct token *t = tok(w, head);
    if (t->head == NONE) return false;
    if (t->rel == REL_nsubj || t->rel == REL_obl_agent) return (sense_of(w, tok(w, t->head)->lemma) & SENSE_SAYS) != 0;
    uint32_t prep = tree_case(w->d, head);
    return prep != NONE && tok_is(w, prep, "according");
}

/* "the governments of Mali and Niger" are Mali and Niger. */
static bool owners_refer(struct walk *k, run r, uint32_t head)
{
    struct work *w = k->w;
    for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
        uint32_t prep = c > head && tok(w, c)->rel == REL_nmod ? tree_case(w->d, c) : NONE, joined[GROUP_MOST];
        if (prep == NONE || !tok_is(w, prep, "of")) continue;
        struct seen to = { .token = head, .entity = NONE, .group = k->members.count };
        uint32_t n = tree_conjuncts(w->d, c, joined, GROUP_MOST);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t span = w->span_at[joined[i]], e = span == NONE ? NONE : w->spans.at[span].entity;
            if (e == NONE || w->d->entities.at[e].type != ENTITY_STATE) return false;
            if (to.entity == NONE) to.entity = e;
            members_push(k, &to, e);
        }
        if (n < 2) return false;
        refer_add(k, (run){ r.first, head + 1 }, head, &to, FORM_DESCRIPTION);
        return true;
    }
    return false;
}

/* "the Manila-based lender" */
static bool seated(const struct work *w, uint32_t t)
{
    uint32_t span = w->span_at[t], last = span == NONE ? t + 1 : w->spans.at[span].words.last;
    return tok_is(w, last, "based") || (tok_is(w, last, "-") && tok_is(w, last + 1, "based"));
}

/* "the Thai capital", "the capital of Thailand", "Thailand's capital": the town. */
static bool seat_refer(struct walk *k, run r, uint32_t head)
{
    struct work *w = k->w;
    uint32_t owner = NONE;
    for (uint32_t t = r.first; t < head && owner == NONE; t++)
        owner = w->span_at[t] != NONE ? w->spans.at[w->span_at[t]].entity : w->d->adjective_at[t];
    for (uint32_t c = tok(w, head)->child; owner == NONE && c != NONE; c = tok(w, c)->next) {
        uint32_t prep = c > head && tok(w, c)->rel == REL_nmod ? tree_case(w->d, c) : NONE;
        if (prep != NONE && tok_is(w, prep, "of") && w->span_at[c] != NONE) owner = w->spans.at[w->span_at[c]].entity;
    }
    if (owner == NONE || w->d->entities.at[owner].type != ENTITY_STATE || w->notes.at[owner].known == NONE) return false;
    uint32_t known = map_get(&w->r->capital_of_iso, w->r->known.at[w->notes.at[owner].known].iso);
    struct seen to = { .token = head, .entity = known == MAP_NONE ? NONE : entity_known(w, known), .group = k->members.count };
    if (to.entity == NONE) return false;
    refer_add(k, (run){ r.first, head + 1 }, head, &to, FORM_DESCRIPTION);
    return true;
}

static void description_refer(struct walk *k, uint32_t head, const struct description_row *row)
{
    struct work *w = k->w;
    run r = noun_phrase(w, head);
    bool is_definite = det_is(w, r.first, definite), is_vague = det_is(w, r.first, vague), plural = tok_plural(w, head);
    struct seen pair;
    struct ask a = { .token = head,
                     .one = true,
                     .many = false,
                     .noun = tok(w, head)->lemma,
                     .named = row->named,
                     .union_of = row->union_of,
                     .limit = number_word(w, r) };
    if (paper_refer(k, r, head, row, is_definite)) return;
    if (row->pair && plural && (is_definite || a.limit == 2) &&
        !tree_has(w->d, head, REL_compound)) { /* "the member states" are all of them */
        a.means = row->pair;
        if (pair_antecedent(k, &a, &pair)) {
            refer_add(k, r, head, &pair, FORM_DESCRIPTION);
            return;
        }
    }
    if (row->seat && !plural && seat_refer(k, r, head)) return;
    if (row->owner) { /* "the Hungarian government" is Hungary */
        uint32_t owner = NONE;
        for (uint32_t t = r.first; t < head && owner == NONE; t++)
            owner = w->span_at[t] != NONE ? w->spans.at[w->span_at[t]].entity : w->d->adjective_at[t];
        if (owner != NONE && w->d->entities.at[owner].type == ENTITY_STATE) {
            struct seen to = { .token = head, .entity = owner, .group = k->members.count };
            refer_add(k, r, head, &to, FORM_DESCRIPTION);
            return;
        }
        if (plural && owners_refer(k, r, head)) return;
    }
    bool bare = r.last - r.first <= 6 && !tree_has(w->d, head, REL_nmod) && !tree_has(w->d, head, REL_acl_relcl);
    bool foreign = false;
    for (uint32_t t = r.first; t < head; t++)
        foreign = foreign || ((w->d->adjective_at[t] != NONE || w->span_at[t] != NONE) && !seated(w, t));
    if (row->same && is_definite && !plural && bare && !foreign) {
        a.means = row->same;
        bool capital = tok_upper(w, head) && r.first < head;
        const struct seen *to = description_antecedent(k, &a, capital);
        uint32_t outside = !to || (capital && !name_has_word(k, to->entity, a.noun)) ? description_outside(k, &a) : NONE;
        if (outside == NONE && capital && (!to || !name_has_word(k, to->entity, a.noun)))
            outside = organ_or_usual(k, row, tok(w, head)->lower);
        struct seen outer = { .token = head, .entity = outside, .group = k->members.count };
        if (outside != NONE) to = &outer;
        if (to) {
            refer_add(k, r, head, to, FORM_DESCRIPTION);
            return;
        }
        if (tok_upper(w, head) && head > r.first && !(row->same & (MEANS_STATE | MEANS_PERSON))) {
            unnamed_add(k, (run){ head, head + 1 }, head, row->same & MEANS_ORGANIZATION ? ENTITY_ORGANIZATION : ENTITY_BODY, false);
            return;
        }
    }
    bool does = is_subject(tok(w, head)->rel) && tok(w, head)->head != NONE && tok(w, tok(w, head)->head)->upos == UPOS_VERB;
    if (row->people && (is_vague || is_definite || plural || tok_upper(w, r.first)) && (does || speaks(w, head))) {
        unnamed_add(k, with_complement(w, r, head), head, ENTITY_PERSON, true);
        return;
    }
    if (row->group && (is_vague || plural || is_definite) && (speaks(w, head) || (plural && is_vague && does)))
        unnamed_add(k, with_complement(w, r, head), head, ENTITY_ORGANIZATION, true);
}

/* ------------------------------------------------------------------ the first person */

static void first_person_refer(struct walk *k, uint32_t t, const struct pronoun_row *p, uint32_t speaker)
{
    struct work *w = k->w;
    if (speaker == NONE) return;
    const struct entity *e = &w->d->entities.at[speaker];
    uint32_t to = speaker;
    if (p->many && !p->one && e->type == ENTITY_PERSON && e->of != NONE) to = e->of;
    uint32_t m = mention_add(w, (run){ t, t + 1 }, t, to, FORM_PRONOUN);
    if (m != NONE) k->mention_head[t] = m;
}

/* The state or organisation that publishes. */
static uint32_t publisher(struct work *w)
{
    uint32_t e = source_entity(w, HIT_STATE);
    return e != NONE ? e : source_entity(w, HIT_ORGANIZATION);
}

static void first_persons(struct walk *k)
{
    struct work *w = k->w;
    uint32_t current = NONE, speaker = NONE, before = NONE;
    for (uint32_t t = 0; t < w->n && !w->failed; t++) {
        if (tok(w, t)->upos != UPOS_PRON && !str_is(tok(w, t)->xpos, "PRP$")) continue;
        uint32_t row = map_get(&w->r->pronouns, tok(w, t)->lower);
        if (row == MAP_NONE || w->r->pronoun_rows.at[row].person != 1 || k->mention_head[t] != NONE) continue;
        if (!k->quoted[t]) {
            uint32_t label = label_speaker(k, t);
            if (label == NONE) label = w->d->author_entity;
            if (label == NONE && w->r->pronoun_rows.at[row].many) label = publisher(w); /* "our ambassador" in a ministry's release */
            first_person_refer(k, t, &w->r->pronoun_rows.at[row], label);
            continue;
        }
        if (k->quote[t] != current) {
            current = k->quote[t];
            speaker = quote_speaker(k, k->quote_runs[current]);
            if (speaker == NONE) speaker = before;
            before = speaker;
        }
        first_person_refer(k, t, &w->r->pronoun_rows.at[row], speaker);
    }
}

/* "The two", "both": the last two persons, states or organisations, without a noun. */
static void number_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    const struct token *token = tok(w, t);
    bool the = t > 0 && tok_is(w, t - 1, "the"), both = str_is(token->lower, "both");
    uint32_t limit = number_word(w, (run){ t, t + 1 });
    if (!limit || !(the || both) || token->rel == REL_nummod || token->rel == REL_det || token->rel == REL_det_predet ||
        token->rel == REL_compound || token->rel == REL_cc_preconj)
        return;
    struct ask a = { .token = t, .means = MEANS_PERSON | MEANS_STATE | MEANS_ORGANIZATION, .one = true, .limit = limit };
    struct seen pair;
    if (pair_antecedent(k, &a, &pair)) refer_add(k, (run){ the ? t - 1 : t, t + 1 }, t, &pair, FORM_DESCRIPTION);
}

/* "the Norwegian": the last person of that state. */
static void demonym_refer(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    uint32_t state = w->d->adjective_at[t];
    if (t == 0 || !tok_is(w, t - 1, "the") || tok_plural(w, t) || tok(w, t)->head == t + 1) return;
    enum deprel rel = deprel_base((enum deprel)tok(w, t)->rel);
    if (rel != REL_nsubj && rel != REL_obj && rel != REL_obl && rel != REL_iobj) return;
    for (uint32_t i = k->seen.count; i-- > 0 && k->seen.count - i <= LOOK_BACK;) {
        const struct entity *e = &w->d->entities.at[k->seen.at[i].entity];
        if (e->type != ENTITY_PERSON || e->plural || e->of != state) continue;
        struct seen to = { .token = t, .entity = k->seen.at[i].entity, .group = k->members.count };
        refer_add(k, (run){ t - 1, t + 1 }, t, &to, FORM_DESCRIPTION);
        return;
    }
}

/* ------------------------------------------------------------------ the walk */

static void walk_token(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    const struct token *token = tok(w, t);
    if (k->mention_head[t] != NONE) {
        mention_seen(k, t, k->mention_head[t]);
        group_seen(k, w->d->mentions.at[k->mention_head[t]].form == FORM_NAME ? outer_head(w, k->mention_head[t]) : t);
        beside_seen(k, t);
        return;
    }
    if (token->upos == UPOS_PRON || token->upos == UPOS_DET) {
        uint32_t row = map_get(&w->r->pronouns, token->lower);
        if (row == MAP_NONE && str_is(token->lower, "both")) number_refer(k, t);
        if (row == MAP_NONE) return;
        const struct pronoun_row *p = &w->r->pronoun_rows.at[row];
        if (p->gram == 'w')
            relative_refer(k, t);
        else if (p->person == 3)
            pronoun_refer(k, t, p);
        return;
    }
    if (w->d->adjective_at[t] != NONE && w->span_at[t] == NONE && w->post_over[t] == NONE) demonym_refer(k, t);
    if (token->upos == UPOS_NUM || str_is(token->lower, "both")) number_refer(k, t);
    if (token->upos != UPOS_NOUN && token->upos != UPOS_PROPN) return;
    if (w->span_at[t] != NONE || w->post_over[t] != NONE) return;
    uint32_t row = map_get(&w->r->descriptions, token->lower);
    if (row == MAP_NONE) row = map_get(&w->r->descriptions, token->lemma);
    if (row == MAP_NONE && token->upos == UPOS_PROPN && token->lower.len > 1 && token->lower.ptr[token->lower.len - 1] == 's')
        row = map_get(&w->r->descriptions, str_cut(token->lower, 0, token->lower.len - 1));
    if (row == MAP_NONE || token->rel == REL_compound) return;
    description_refer(k, t, &w->r->description_rows.at[row]);
}

chy_status refer_find(struct work *w, chy_err *err)
{
    struct walk k = { .w = w, .times_count = w->d->entities.count };
    k.mention_head = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    k.quote = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    k.quoted = ARENA_ARRAY(w->scratch, bool, w->n);
    k.quote_runs = ARENA_ARRAY(w->scratch, run, w->n + 1);
    k.times_named = ARENA_ARRAY(w->scratch, uint32_t, k.times_count + 1);
    k.in_title = ARENA_ARRAY(w->scratch, bool, k.times_count + 1);
    if (!k.mention_head || !k.quote || !k.quoted || !k.times_named || !k.quote_runs || !k.in_title)
        return err_memory(err, "finding what points back");
    memset(k.mention_head, 0xFF, w->n * sizeof *k.mention_head);
    memset(k.quote, 0xFF, w->n * sizeof *k.quote);
    metonyms_find(w);
    for (uint32_t i = 0; i < w->d->mentions.count; i++) k.mention_head[w->d->mentions.at[i].head] = i;
    quotes_mark(&k);
    topics_mark(&k);
    for (uint32_t t = 0; t < w->n && !w->failed; t++) {
        if (t && tok(w, t)->sentence != tok(w, t - 1)->sentence) pair_seen(&k, tok(w, t - 1)->sentence);
        walk_token(&k, t);
    }
    if (!w->failed) posts_owners(w, k.mention_head);
    if (!w->failed) first_persons(&k);
    return w->failed ? err_memory(err, "finding what points back") : CHY_OK;
}
