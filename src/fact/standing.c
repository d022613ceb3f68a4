#include "fact/standing.h"

#include "fact/post.h"
#include "fact/seats.h"
#include "fact/when.h"

enum { MATCH_ROOM = 16 };

/* ------------------------------------------------------------------ dates and modality of one fact */

static bool past_date(const chy_doc *d, chy_str date)
{
    size_t n = date.len < d->date.len ? date.len : d->date.len;
    return n >= 4 && date.ptr[0] != 'X' && str_cmp(str_cut(date, 0, n), str_cut(d->date, 0, n)) < 0;
}

/* "the accord signed on 1 January": done, whatever year the day is put in. */
static bool bare_participle(const chy_doc *d, const struct claim *c)
{
    const struct token *t = c->level_count ? &d->tokens.at[c->levels[0]] : NULL;
    return t && t->rel == REL_acl && str_is(t->xpos, "VBN") && !tree_has(d, c->levels[0], REL_mark);
}

/* "is" of something that begins, ends or lasts, with the dates the clause gives. False: better left out. */
static bool settle(const struct fact_walk *w, const struct standing *row, const struct claim *c, struct when when, struct fact *f)
{
    const chy_doc *d = w->d;
    enum yield y = c->yield;
    if (row->sense == SENSE_ENDS && y == YIELD_PERHAPS && c->open) { /* "could X leave?": it is there */
        f->modality = MODALITY_IS;
        f->inferred = true;
        return true;
    }
    if (y > YIELD_DENIES) return false;
    if (row->sense == SENSE_ENDS) {
        if (y == YIELD_DENIES) {
            f->modality = MODALITY_IS;
            f->inferred = true;
            return true;
        } /* it did not leave */
        if (y == YIELD_WANTS || y == YIELD_SUPPORTS) return false;
        f->to = when.to.len ? when.to : when.from.len ? when.from : when.at;
        bool to_come = y == YIELD_PLANS || note_future(d, f->to) || (c->level_count && when_later(w, c->levels[0]));
        f->ended = !to_come;
        f->modality = MODALITY_IS;
        if (to_come && !f->to.len) f->inferred = true; /* who is to leave one day is there still */
        return true;
    }
    f->modality = (enum modality)y;
    bool wished = f->modality == MODALITY_WANTS || f->modality == MODALITY_SUPPORTS;
    f->from = wished ? (chy_str){ 0 } : when.from; /* "an observer since 1976, it wants to join": since then it is something else */
    f->to = when.to;
    if (row->sense != SENSE_LASTS && !f->from.len) f->from = when.at;
    if (row->sense == SENSE_LASTS && !f->from.len && y == YIELD_PLANS) f->from = when.at;
    if (y == YIELD_IS && note_future(d, f->from) && (bare_participle(d, c) || c->perfect)) f->from = (chy_str){ 0 };
    if (y == YIELD_IS && note_future(d, f->from)) f->modality = MODALITY_PLANS;
    if (y == YIELD_IS && row->sense == SENSE_BEGINS && c->level_count && when_later(w, c->levels[0])) f->modality = MODALITY_PLANS;
    if (y == YIELD_IS && row->sense == SENSE_BEGINS && c->level_count && when_within(w, c->levels[0])) f->modality = MODALITY_PLANS;
    if (y == YIELD_IS && c->progressive && row->sense != SENSE_LASTS && f->modality == MODALITY_IS) f->modality = MODALITY_PLANS;
    if (y == YIELD_IS && f->to.len && !note_future(d, f->to) && str_cmp(f->to, d->date) < 0) f->ended = true;
    if (y == YIELD_IS && c->ended) f->ended = true;
    if (row->sense == SENSE_LASTS && y == YIELD_IS && !c->past && note_future(d, when.at)) { /* "the secretariat opens on 1 June" */
        f->modality = MODALITY_PLANS;
        if (!f->from.len) f->from = when.at;
    }
    if (row->sense == SENSE_LASTS && y == YIELD_IS && (c->pluperfect || (c->past && !c->perfect && !c->said))) {
        f->ended = true;
        if (!f->to.len && !f->from.len && when.at.len) f->to = when.at;
    }
    if (row->sense == SENSE_LASTS && y == YIELD_IS && !f->from.len && !f->to.len &&
        past_date(d, when.at)) { /* "its chairmanship of 2007" */
        f->ended = true;
        f->to = when.at;
    }
    if (y == YIELD_DENIES && c->ended) return false;
    return true;
}

/* ------------------------------------------------------------------ one match */

/* "comprehensive strategic partnership of coordination": the words of a noun without whose it is. */
static chy_str words_told(const struct fact_walk *w, uint32_t noun)
{
    const chy_doc *d = w->d;
    run r = { noun, noun + 1 };
    uint32_t first = d->sentences.at[d->tokens.at[noun].sentence].words.first;
    while (r.first > first) {
        const struct token *t = &d->tokens.at[r.first - 1];
        bool part = t->upos == UPOS_ADJ || t->upos == UPOS_NOUN || (t->upos == UPOS_PUNCT && str_is(t->form, "-") && r.first < noun);
        if (!part || doc_mention_over(d, r.first - 1) != NONE || (d->adjective_at && d->adjective_at[r.first - 1] != NONE)) break;
        r.first--;
    }
    while (r.first < noun && d->tokens.at[r.first].upos == UPOS_PUNCT) r.first++;
    for (uint32_t c = d->tokens.at[noun].child; c != NONE; c = d->tokens.at[c].next) {
        const struct token *t = &d->tokens.at[c];
        uint32_t p = t->lo == r.last ? tree_case(d, c) : NONE;
        if (p != NONE && str_is(d->tokens.at[p].lower, "of") && doc_mention_over(d, c) == NONE && t->hi < noun + 4) r.last = t->hi + 1;
    }
    return doc_text(d, doc_run_span(d, r));
}

static struct fact fact_of(const struct fact_walk *w, const struct standing *row, uint32_t trigger, const struct pattern_match *m)
{
    uint32_t tokens[28], n = 0;
    tokens[n++] = trigger;
    for (size_t i = 0; i < 26; i++)
        if (m->slot[i] != NONE) tokens[n++] = m->slot[i];
    return (struct fact){ .subject = NONE,
                          .relation = row->relation,
                          .object = NONE,
                          .object_text = row->object.told ? words_told(w, trigger) : (chy_str){ 0 },
                          .of = NONE,
                          .holder = NONE,
                          .inferred = row->inferred,
                          .statement = w->statement_at[trigger],
                          .evidence = note_evidence(w, tokens, n),
                          .confidence = row->inferred ? 60 : 80,
                          .rule = row->where };
}

static uint32_t holder_of(struct fact_walk *w, const struct claim *c)
{
    if (c->holder == NONE || c->yield == YIELD_IS) return NONE;
    uint32_t s = tree_subject(w->d, c->holder);
    uint32_t m = s == NONE ? NONE : doc_mention_at(w->d, s);
    return m == NONE ? NONE : w->d->mentions.at[m].entity;
}

static void put_all(struct fact_walk *w, const struct standing *row, struct fact f, const filled *subjects, const filled *objects,
                    struct when when)
{
    for (uint32_t i = 0; i < subjects->count; i++) {
        f.subject = subjects->at[i];
        if (row->object.side == SIDE_DATE) {
            f.object_text = when.at.len ? when.at : when.from;
            if (when.from.len && when.to.len) f.object_text = when.to; /* "at a conference on 10-14 September" */
            if (!f.object_text.len) continue;
            f.from = f.to = (chy_str){ 0 };
            note_fact(w, &f);
            continue;
        }
        for (uint32_t k = 0; k < objects->count; k++) {
            f.object = objects->at[k];
            uint32_t put = f.object != f.subject ? note_fact(w, &f) : NONE;
            if (put != NONE) w->latest = put;
        }
    }
}

/* A noun that takes its subject from its governor must stand beside it ("India, a member of") or be said of it. */
static bool beside(const struct fact_walk *w, const struct standing *row, const struct pattern_match *m, uint32_t *claimed)
{
    const chy_doc *d = w->d;
    const struct token *t = &d->tokens.at[m->trigger];
    if (t->upos == UPOS_VERB || !row->subject.slot[0] || t->head == NONE || m->slot[row->subject.slot[0] - 1] != t->head) return true;
    if (t->rel == REL_nsubj && tree_has(d, t->head, REL_cop)) *claimed = t->head; /* "the members are A and B" */
    return t->rel == REL_appos || t->rel == REL_compound || t->rel == REL_nmod_desc || t->rel == REL_parataxis ||
           (t->rel == REL_conj && tree_child_lemma(d, m->trigger, REL_amod, CHY_LIT("other")) != NONE) || *claimed == t->head;
}

/* ------------------------------------------------------------------ by the order of words, where the tree has gone astray */

enum { NEAR = 16 };

static uint32_t name_ending_before(const struct fact_walk *w, uint32_t t)
{
    uint32_t m = doc_mention_over(w->d, t);
    return m != NONE && w->d->mentions.at[m].words.last == t + 1 ? w->d->mentions.at[m].head : NONE;
}

/* The name right before a verb or predicate: "Vietnam are members of". */
static uint32_t name_before(const struct fact_walk *w, uint32_t trigger)
{
    const chy_doc *d = w->d;
    uint32_t first = d->sentences.at[d->tokens.at[trigger].sentence].words.first;
    bool verb = d->tokens.at[trigger].upos == UPOS_VERB;
    for (uint32_t t = trigger; t-- > first && trigger - t < 8;) {
        const struct token *k = &d->tokens.at[t];
        if (k->upos == UPOS_AUX) {
            verb = true;
            continue;
        }
        if (verb && k->upos == UPOS_CCONJ) { /* "created a system and signed agreements" */
            for (uint32_t v = t; v-- > first;)
                if (d->tokens.at[v].upos == UPOS_VERB && tree_has(d, v, REL_nsubj)) return pattern_subject(d, v);
            return NONE;
        }
        if (k->upos == UPOS_ADV || (k->upos == UPOS_PART && !str_is(k->xpos, "POS")) || w->time_at[t] != NONE) continue;
        if (!verb && (k->upos == UPOS_DET || k->upos == UPOS_ADJ || k->upos == UPOS_PUNCT || k->upos == UPOS_NUM || k->rel == REL_compound))
            continue;
        return verb ? name_ending_before(w, t) : NONE;
    }
    return NONE;
}

/* The name right after a word, articles and adjectives between; NONE when something else comes first. */
static uint32_t name_after(const struct fact_walk *w, uint32_t word)
{
    const chy_doc *d = w->d;
    uint32_t end = d->sentences.at[d->tokens.at[word].sentence].words.last;
    for (uint32_t t = word + 1; t < end && t < word + 8; t++) {
        const struct token *k = &d->tokens.at[t];
        uint32_t m = str_is(k->xpos, "PRP$") ? NONE : doc_mention_over(d, t);
        if (m != NONE && d->mentions.at[m].words.first >= word + 1) return d->mentions.at[m].head;
        if (k->upos != UPOS_DET && k->upos != UPOS_ADJ && k->upos != UPOS_NUM && !(k->upos == UPOS_PRON && str_is(k->xpos, "PRP$")) &&
            !str_is(k->form, "\"")) {
            unsigned kind = rules_word(w->rules, k->lemma); /* "an agreement on trade": a paper or office without a name */
            return kind & (WORD_PAPER | WORD_AGENT | WORD_POST) ? t : NONE;
        }
    }
    return NONE;
}

static uint32_t name_after_preposition(const struct fact_walk *w, uint32_t trigger, const struct by_order *o)
{
    const chy_doc *d = w->d;
    uint32_t end = d->sentences.at[d->tokens.at[trigger].sentence].words.last;
    for (uint32_t t = trigger + 1; t < end && t < trigger + NEAR; t++) {
        const struct token *k = &d->tokens.at[t];
        bool finite = str_is(k->xpos, "VBD") || str_is(k->xpos, "VBZ") || str_is(k->xpos, "VBP") || str_is(k->xpos, "VB");
        bool clause = k->upos == UPOS_CCONJ && t + 1 < end &&
                      (d->tokens.at[t + 1].upos == UPOS_VERB || d->tokens.at[t + 1].upos == UPOS_AUX || doc_mention_over(d, t + 1) != NONE);
        if (k->upos == UPOS_SCONJ || clause || str_is(k->form, ";") || (k->upos == UPOS_VERB && finite)) return NONE;
        for (size_t i = 0; i < 4 && o->preps[i].len; i++)
            if (str_eq(k->lower, o->preps[i])) {
                uint32_t n = name_after(w, t);
                if (n != NONE) return n;
            }
    }
    return NONE;
}

static uint32_t by_word_order(const struct fact_walk *w, const struct by_order *o, uint32_t trigger)
{
    static const struct by_order by = { .preps = { { "by", 2 } } };
    bool passive = pattern_passive(w->d, trigger) && w->d->tokens.at[trigger].upos == UPOS_VERB;
    uint32_t t = NONE;
    if (o->subject) t = passive ? name_after_preposition(w, trigger, &by) : name_before(w, trigger);
    if (t == NONE && o->object) t = passive ? name_before(w, trigger) : name_after(w, trigger);
    if (t == NONE && o->preps[0].len) t = name_after_preposition(w, trigger, o);
    return t;
}

static void fill_by_order(const struct fact_walk *w, const struct standing *row, struct pattern_match *m)
{
    const struct token *t = &w->d->tokens.at[m->trigger];
    if (str_is(t->xpos, "VBG") && t->head != NONE && t->rel != REL_conj &&
        claim_gerund(w, m->trigger) == YIELD_PERHAPS) { /* "support them in hosting" */
        uint32_t object = pattern_object(w->d, t->head);
        for (size_t i = 0; i < 4 && object != NONE; i++)
            if (row->order[i].subject) m->slot[i] = object;
    }
    for (size_t i = 0; i < 4; i++)
        if (m->slot[i] == NONE && (row->order[i].subject || row->order[i].object || row->order[i].preps[0].len))
            m->slot[i] = by_word_order(w, &row->order[i], m->trigger);
}

/* What the tree has for a slot may be nobody: then the order of words is asked once more. */
static void fill_side(struct fact_walk *w, const struct standing *row, struct filler by, struct pattern_match *m, filled *out)
{
    struct filler plain = by;
    uint8_t slot = by.slot[0];
    plain.focus = false;
    note_fill(w, plain, m->slot, m->trigger, out);
    if (!out->count && slot && slot <= 4) {
        uint32_t t = by_word_order(w, &row->order[slot - 1], m->trigger), old = m->slot[slot - 1];
        if (t != NONE && t != old) {
            m->slot[slot - 1] = t;
            note_fill(w, plain, m->slot, m->trigger, out);
            if (!out->count) m->slot[slot - 1] = old;
        }
    }
    if (!out->count && slot && slot <= 4 && row->order[slot - 1].subject &&
        m->slot[slot - 1] != NONE) { /* "Tunisia hopes that it will join" */
        const struct token *t = &w->d->tokens.at[m->trigger];
        if (w->d->tokens.at[m->slot[slot - 1]].upos == UPOS_PRON && t->rel == REL_ccomp && t->head != NONE) {
            m->slot[slot - 1] = tree_subject(w->d, t->head);
            note_fill(w, plain, m->slot, m->trigger, out);
        }
    }
    if (!out->count && by.focus) note_fill(w, by, m->slot, m->trigger, out);
}

/* "some countries want to join": who they are is not said. */
static void unnamed_states(struct fact_walk *w, uint32_t trigger, uint32_t noun, filled *out)
{
    const chy_doc *d = w->d;
    if (noun == NONE && d->tokens.at[trigger].rel == REL_acl)
        noun = d->tokens.at[trigger].head; /* "the desire of some countries to join" */
    uint32_t e = noun == NONE ? NONE : note_many(w, noun);
    for (uint32_t c = noun == NONE ? NONE : d->tokens.at[noun].child; c != NONE && e == NONE; c = d->tokens.at[c].next)
        if (d->tokens.at[c].rel == REL_nmod) e = note_many(w, c);
    uint32_t *slot = e == NONE ? NULL : LIST_PUSH(w->scratch, out);
    if (slot)
        *slot = e;
    else if (e != NONE && !w->failed)
        w->failed = err_memory(w->err, "putting down facts");
}

/* Symmetric relations among the subjects: "A and B restored relations". */
static void put_pairs(struct fact_walk *w, struct fact f, const filled *subjects)
{
    for (uint32_t k = 1; k < subjects->count; k++) {
        f.subject = subjects->at[0];
        f.object = subjects->at[k];
        note_fact(w, &f);
    }
}

/* "Norway withdrew" where a summit was spoken of just before: from that, as likely as from the organisation. */
static bool meeting_before(const struct fact_walk *w, uint32_t trigger)
{
    enum { WORDS_BACK = 100 };
    for (uint32_t t = trigger, back = 0; t-- > 0 && back < WORDS_BACK; back++)
        if (rules_word(w->rules, w->d->tokens.at[t].lemma) & WORD_MEETING && w->d->tokens.at[t].upos == UPOS_NOUN) return true;
    return false;
}

/* "Latvia will follow": the relation and the object of the fact put down last, when that was told just before. */
static bool same_as_latest(struct fact_walk *w, uint32_t trigger, struct fact *f, filled *objects)
{
    const struct fact *latest = w->latest == NONE ? NULL : &w->d->facts.at[w->latest];
    if (!latest || latest->object == NONE) return false;
    uint32_t told = w->d->tokens.at[doc_token_after(w->d, latest->evidence.start)].sentence, here = w->d->tokens.at[trigger].sentence;
    if (here - told > 1) return false;
    uint32_t *o = LIST_PUSH(w->scratch, objects);
    if (!o) {
        w->failed = err_memory(w->err, "putting down facts");
        return false;
    }
    objects->count = 1;
    objects->at[0] = latest->object;
    f->relation = latest->relation;
    return true;
}

static bool among(const filled *list, uint32_t entity)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i] == entity) return true;
    return false;
}

/* "Ministers A and B signed": for the two states of which alone the text speaks. Of more states, nobody knows for whom. */
static void signers(struct fact_walk *w, filled *subjects, struct fact *f)
{
    const chy_doc *d = w->d;
    uint32_t persons = 0, kept = 0, others = 0;
    for (uint32_t i = 0; i < subjects->count; i++) persons += d->entities.at[subjects->at[i]].type == ENTITY_PERSON;
    if (!persons) return;
    for (uint32_t i = 0; i < w->states.count && others <= persons; i++) others += !among(subjects, w->states.at[i]);
    bool told = others == persons && subjects->count > 1;
    for (uint32_t i = 0; i < subjects->count; i++)
        if (d->entities.at[subjects->at[i]].type != ENTITY_PERSON) subjects->at[kept++] = subjects->at[i];
    if (!told) {
        subjects->count = kept;
        return;
    }
    for (uint32_t i = 0; i < w->states.count && kept < subjects->count; i++) {
        filled now = { .at = subjects->at, .count = kept };
        if (!among(&now, w->states.at[i])) subjects->at[kept++] = w->states.at[i];
    }
    subjects->count = kept;
    f->inferred = true;
}

static void one_match(struct fact_walk *w, struct pattern_match *m)
{
    const struct standing *row = &w->rules->rows[m->row];
    uint32_t claimed = m->trigger;
    if (!beside(w, row, m, &claimed)) return;
    struct claim c = claim_of(w, claimed, row->yield);
    filled subjects = { 0 }, objects = { 0 };

    bool leaves = row->sense == SENSE_ENDS && c.yield == YIELD_PERHAPS && c.open && str_is(row->relation, "member_of");
    if (c.yield > YIELD_DENIES && !leaves) return;

    if (str_is(row->relation, "succeeds")) {
        post_succession(w, row, m, &c);
        return;
    }
    if (row->subject.side == SIDE_SEATED) {
        seats_match(w, row, m, &c);
        return;
    }
    if (row->object.side == SIDE_POST) {
        post_standing(w, row, m, &c);
        return;
    }
    fill_by_order(w, row, m);
    uint32_t after = row->object.focus && row->object.slot[0] == 26 ? name_after(w, m->trigger) : NONE;
    if (after != NONE && (!row->subject.slot[0] || after != m->slot[row->subject.slot[0] - 1])) return; /* it is about something else */
    if (row->object.focus && row->object.slot[0] == 26 && row->sense == SENSE_ENDS && meeting_before(w, m->trigger)) return;
    fill_side(w, row, row->subject, m, &subjects);
    if (!subjects.count && row->subject.side == SIDE_STATE && row->subject.slot[0] && c.yield != YIELD_IS)
        unnamed_states(w, m->trigger, m->slot[row->subject.slot[0] - 1], &subjects);
    if (!subjects.count) return;
    if (row->object.side != SIDE_DATE) fill_side(w, row, row->object, m, &objects);
    bool same = str_is(row->relation, "same");
    if (!same && row->object.side != SIDE_DATE && !objects.count && !(row->object.pair && subjects.count > 1)) return;
    struct when when = when_of(w, m->trigger, &c);
    struct fact f = fact_of(w, row, m->trigger, m);
    if (same && (!same_as_latest(w, m->trigger, &f, &objects) || subjects.at[0] == w->d->facts.at[w->latest].subject))
        return; /* who "had done so before" is nobody else */
    if (!settle(w, row, &c, when, &f)) return;
    if (row->subject.side == SIDE_SIGNER) signers(w, &subjects, &f);
    f.holder = holder_of(w, &c);
    if (same && w->d->facts.at[w->latest].ended && f.modality == MODALITY_IS) f.ended = true, f.to = f.from, f.from = (chy_str){ 0 };
    if (row->object.pair && !objects.count)
        put_pairs(w, f, &subjects);
    else
        put_all(w, row, f, &subjects, &objects, when);
}

chy_status standing_run(struct fact_walk *w)
{
    struct pattern_match found[MATCH_ROOM];
    if (!w->rules->patterns) return CHY_OK;
    for (uint32_t t = 0; t < w->d->tokens.count && !w->failed; t++) {
        uint32_t n = patterns_match(w->rules->patterns, w->d, t, found, MATCH_ROOM);
        for (uint32_t i = 0; i < n && !w->failed; i++) one_match(w, &found[i]);
    }
    return w->failed;
}
