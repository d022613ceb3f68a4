/*
 * refer.c: what points at somebody without a name: capitals for governments, descriptions, pronouns.
 *
 * One walk through the text keeps the mentions met so far. A pronoun or description looks back over a bounded number of them
 * and takes the one that fits best: kind, number and gender must fit; nearness, the subject's place, the same place in the
 * clause and how often it was named count. The weights stand in data/lexicon/en/antecedents.tsv.
 */
#include "mention/walk.h"

/* ------------------------------------------------------------------ capitals for governments */

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

void members_push(struct walk *k, struct seen *s, uint32_t entity)
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

void mention_seen(struct walk *k, uint32_t t, uint32_t m)
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

/* The mention whose head this is, or in whose title it stands. */
uint32_t mention_by(struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    if (k->post_at[t] != NONE) holder_refer(k, k->post_at[t]);
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

uint32_t refer_add(struct walk *k, run words, uint32_t head, const struct seen *to, enum mention_form form)
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
        if (k->post_at[t] != NONE && tok(w, t)->rel == REL_nsubj) holder_refer(k, k->post_at[t]);
        uint32_t m = k->mention_head[t];
        if (m == NONE || w->d->mentions.at[m].entity == NONE || tok(w, t)->rel != REL_nsubj) continue;
        *room = (struct seen){ .token = t, .entity = w->d->mentions.at[m].entity, .group = k->members.count };
        if (entity_fits(k, a, room) && !w->d->mentions.at[m].more.count) return room;
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
        return entity_fits(k, a, room) ? room : NULL;
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
        return entity_fits(k, a, room) && !w->d->mentions.at[m].more.count ? room : NULL;
    }
    return NULL;
}

static void pronoun_refer(struct walk *k, uint32_t t, const struct pronoun_row *p)
{
    struct work *w = k->w;
    struct ask a = { .words = { t, t + 1 },
                     .token = t,
                     .one = p->one,
                     .many = p->many,
                     .gender = p->gender,
                     .gram = p->gram,
                     .sentences = SENTENCES_BACK,
                     .speaker = NONE,
                     .other = NONE };
    a.speaker = k->quoted[t] ? quote_speaker(k, k->quote_runs[k->quote[t]]) : label_speaker(k, t);
    struct seen room;
    a.means = p->gender == 'n'
                  ? MEANS_STATE | MEANS_ORGANIZATION | MEANS_BODY | MEANS_MEDIUM | MEANS_INSTRUMENT | MEANS_SERIES | MEANS_PLACE
              : p->gender ? MEANS_PERSON
                          : MEANS_PERSON | MEANS_STATE | MEANS_ORGANIZATION | MEANS_BODY | MEANS_MEDIUM;
    if (p->gender == 'n' && points_to_nothing(w, t)) return;
    a.kind = !a.one ? CLUES_SEVERAL : a.means & MEANS_PERSON ? CLUES_PERSON : CLUES_THING;
    if (a.gram == 'p') a.kind++;
    if (p->gender == 'n') a.sentences = 3;
    if (!p->one) a.sentences = 4;
    a.other = beside(k, &a);
    const struct seen *to = teller_before(k, &a, &room);
    if (!to && p->gender && !k->quoted[t]) to = teller_ahead(k, &a, &room);
    struct seen ahead;
    if (!to && a.gram == 'p') a.ahead = subject_ahead(k, &a, &ahead);
    if (!to) to = antecedent(k, &a);
    if (!to) to = subject_ahead(k, &a, &room);
    if (to && to->entity == NONE) {
        room = (struct seen){ .token = to->token, .entity = noun_entity(k, to), .group = k->members.count };
        to = room.entity == NONE ? NULL : &room;
    }
    if (!to) return;
    uint32_t e = to->entity;
    k->last_meant[a.kind & ~1u] = e;
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

/* ------------------------------------------------------------------ the walk */

/* Who the text is about: named in its title, or first. */
static void topics_mark(struct walk *k)
{
    struct work *w = k->w;
    for (int type = 0; type < ENTITY_TYPE_COUNT; type++) k->first_named[type] = NONE;
    for (int i = 0; i < CLUE_KINDS; i++) k->last_meant[i] = NONE;
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const struct name_span *s = &w->spans.at[i];
        if (s->entity == NONE || s->entity >= k->times_count) continue;
        enum segment_kind kind = w->d->segments.at[w->d->sentences.at[tok(w, s->words.first)->sentence].segment].kind;
        enum entity_type type = w->d->entities.at[s->entity].type;
        if (kind == SEGMENT_TITLE) k->in_title[s->entity] = true;
        if (kind == SEGMENT_BODY && k->first_named[type] == NONE) k->first_named[type] = s->entity;
    }
}

/* "the Guinean capital", "in Niamey", "President Santos", "the SAARC summit": whose these are, for "the country" and "the organization". */
static void hint_seen(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    uint32_t state = w->d->adjective_at[t], m = k->mention_head[t];
    char hint = 'a';
    if (state == NONE && m != NONE && w->d->mentions.at[m].entity != NONE && w->d->mentions.at[m].form != FORM_PRONOUN) {
        const struct entity *e = &w->d->entities.at[w->d->mentions.at[m].entity];
        if (e->type == ENTITY_STATE || e->of == NONE) return;
        state = e->of;
        hint = e->type == ENTITY_PLACE ? 'l' : e->type == ENTITY_PERSON ? 'p' : 'o';
    }
    if (state == NONE || (w->d->entities.at[state].type != ENTITY_STATE && w->d->entities.at[state].type != ENTITY_ORGANIZATION)) return;
    struct seen *s = LIST_PUSH(w->scratch, &k->hints);
    if (s)
        *s = (struct seen){ .token = t, .entity = state, .quoted = k->quoted[t], .hint = hint };
    else
        w->failed = true;
}

static void walk_token(struct walk *k, uint32_t t)
{
    struct work *w = k->w;
    const struct token *token = tok(w, t);
    if (k->post_at[t] != NONE) holder_refer(k, k->post_at[t]);
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
    if (str_is(token->lower, "latter")) latter_refer(k, t);
    if (token->upos == UPOS_NUM || str_is(token->lower, "both")) number_refer(k, t);
    if (token->upos != UPOS_NOUN && token->upos != UPOS_PROPN) return;
    if (w->span_at[t] != NONE || w->post_over[t] != NONE) return noun_seen(k, t);
    uint32_t row = map_get(&w->r->descriptions, token->lower);
    if (row == MAP_NONE) row = map_get(&w->r->descriptions, token->lemma);
    if (row == MAP_NONE && token->upos == UPOS_PROPN && token->lower.len > 1 && token->lower.ptr[token->lower.len - 1] == 's')
        row = map_get(&w->r->descriptions, str_cut(token->lower, 0, token->lower.len - 1));
    if (row != MAP_NONE && token->rel != REL_compound) description_refer(k, t, &w->r->description_rows.at[row]);
    if (k->mention_head[t] == NONE) noun_seen(k, t);
}

chy_status refer_find(struct work *w, chy_err *err)
{
    struct walk k = { .w = w, .times_count = w->d->entities.count };
    k.mention_head = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    k.post_at = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    k.quote = ARENA_ARRAY(w->scratch, uint32_t, w->n);
    k.quoted = ARENA_ARRAY(w->scratch, bool, w->n);
    k.quote_runs = ARENA_ARRAY(w->scratch, run, w->n + 1);
    k.times_named = ARENA_ARRAY(w->scratch, uint32_t, k.times_count + 1);
    k.in_title = ARENA_ARRAY(w->scratch, bool, k.times_count + 1);
    if (!k.mention_head || !k.post_at || !k.quote || !k.quoted || !k.times_named || !k.quote_runs || !k.in_title)
        return err_memory(err, "finding what points back");
    memset(k.mention_head, 0xFF, w->n * sizeof *k.mention_head);
    memset(k.post_at, 0xFF, w->n * sizeof *k.post_at);
    memset(k.quote, 0xFF, w->n * sizeof *k.quote);
    metonyms_find(w);
    for (uint32_t i = 0; i < w->d->mentions.count; i++) k.mention_head[w->d->mentions.at[i].head] = i;
    for (uint32_t i = 0; i < w->posts.count; i++)
        if (w->posts.at[i].person == NONE && !post_is_predicate(w, &w->posts.at[i])) k.post_at[w->posts.at[i].head] = i;
    quotes_mark(&k);
    topics_mark(&k);
    for (uint32_t t = 0; t < w->n && !w->failed; t++) {
        if (t && tok(w, t)->sentence != tok(w, t - 1)->sentence) pair_seen(&k, tok(w, t - 1)->sentence);
        walk_token(&k, t);
        hint_seen(&k, t);
    }
    if (!w->failed) posts_owners(w, k.mention_head);
    if (!w->failed) first_persons(&k);
    return w->failed ? err_memory(err, "finding what points back") : CHY_OK;
}
