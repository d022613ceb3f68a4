#include "event/stage.h"

/*
 * What a sentence leaves unsaid because the ones before it said it: "the second round was held in May" (of the talks told of
 * before), "the ministers agreed to meet again", "he asked for help" (the one he had met). Only those who took part in an event
 * told of a few sentences before are carried on, and only when there is no doubt which of them is meant.
 */

enum { SENTENCES_BACK = 6, EVENTS_BACK = 12 };

static uint32_t side_of(const chy_doc *d, uint32_t entity)
{
    uint32_t state = entity_country(d, entity);
    if (state != NONE) return state;
    const struct entity *e = &d->entities.at[entity];
    return (e->type == ENTITY_PERSON || e->type == ENTITY_BODY) && e->of != NONE ? e->of : entity;
}

static bool is_meeting(chy_str type, chy_str kind) { return str_is(type, "CONSULT") && !str_is(kind, "mediation"); }

static bool is_joint(const chy_doc *d, const struct event *e)
{
    if (!e->roles.count) return false;
    if (e->roles.count == 1) {
        enum entity_type type = d->entities.at[e->roles.at[0].entity].type;
        return type == ENTITY_ORGANIZATION || type == ENTITY_BODY;
    }
    uint32_t first = side_of(d, e->roles.at[0].entity);
    for (uint32_t i = 1; i < e->roles.count; i++)
        if (side_of(d, e->roles.at[i].entity) != first) return true;
    return false;
}

/* "Two days after the meeting the junta announced": it was held, and is no meeting that was only foreseen. */
static bool held_before(const chy_doc *d, uint32_t noun)
{
    uint32_t p = tree_case(d, noun), up = doc_token(d, noun)->head;
    return p != NONE && up != NONE && str_is(doc_token(d, p)->lower, "after") && str_is(doc_token(d, up)->xpos, "VBD");
}

bool event_carry_meeting(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    uint32_t sentence = doc_token(d, x->m.trigger)->sentence;
    chy_span span = doc_token(d, x->m.trigger)->span;
    bool held = held_before(d, x->m.trigger);
    for (uint32_t i = w->drafts.count; i-- > 0;) {
        const struct draft *p = &w->drafts.at[i];
        if (!is_meeting(p->row->type, p->row->kind) || p->a.entities.count + p->b.entities.count < 2) continue;
        for (uint32_t k = 0; k < p->a.entities.count; k++)
            if (!event_who_add(d, p->a.entities.at[k], span, w->scratch, &x->a)) return false;
        for (uint32_t k = 0; k < p->b.entities.count; k++)
            if (!event_who_add(d, p->b.entities.at[k], span, w->scratch, &x->a)) return false;
        return true;
    }
    for (uint32_t i = d->events.count, looked = 0; i-- > 0 && looked < EVENTS_BACK; looked++) {
        const struct event *p = &d->events.at[i];
        if (sentence - p->sentence > SENTENCES_BACK) return true;
        if (!is_meeting(p->type, p->kind) || !is_joint(d, p) || w->provisional.at[i]) continue;
        if (held && p->status != STATUS_OCCURRED && p->status != STATUS_HISTORICAL) continue;
        for (uint32_t k = 0; k < p->roles.count; k++)
            if (p->roles.at[k].role != ROLE_HOST && !event_who_add(d, p->roles.at[k].entity, span, w->scratch, &x->a)) return false;
        return true;
    }
    return true;
}

/* The one other side of an event told before in which these took part; NONE. */
static uint32_t other_side(const chy_doc *d, const struct event *e, const struct who *who)
{
    uint32_t other = NONE;
    bool takes_part = false;
    for (uint32_t i = 0; i < e->roles.count; i++) {
        uint32_t side = side_of(d, e->roles.at[i].entity);
        bool own = false;
        for (uint32_t k = 0; k < who->entities.count; k++) own |= side_of(d, who->entities.at[k]) == side;
        takes_part |= own;
        if (own) continue;
        if (other != NONE && side_of(d, other) != side) return NONE;
        other = e->roles.at[i].entity;
    }
    return takes_part ? other : NONE;
}

/* The same of an event of this sentence. */
static uint32_t other_side_here(const chy_doc *d, const struct draft *p, const struct who *who)
{
    uint32_t other = NONE;
    bool takes_part = false;
    for (int side = 0; side < 2; side++) {
        const struct who *those = side ? &p->b : &p->a;
        for (uint32_t i = 0; i < those->entities.count; i++) {
            uint32_t e = those->entities.at[i];
            bool own = false;
            for (uint32_t k = 0; k < who->entities.count; k++) own |= side_of(d, who->entities.at[k]) == side_of(d, e);
            takes_part |= own;
            if (own) continue;
            if (other != NONE && side_of(d, other) != side_of(d, e)) return NONE;
            other = e;
        }
    }
    return takes_part ? other : NONE;
}

/* The organisation named last before the word, in its sentence or the four before, that is not the source itself; NONE. */
static uint32_t organization_before(const chy_doc *d, uint32_t token, const struct who *who)
{
    enum { FARTHEST = 4 };
    uint32_t sentence = doc_token(d, token)->sentence;
    uint32_t first = d->sentences.at[sentence > FARTHEST ? sentence - FARTHEST : 0].words.first;
    for (uint32_t t = token; t-- > first;) {
        uint32_t at = doc_mention_at(d, t);
        if (at == NONE || d->entities.at[d->mentions.at[at].entity].type != ENTITY_ORGANIZATION) continue;
        if (!event_who_has(who, d->mentions.at[at].entity)) return d->mentions.at[at].entity;
    }
    return NONE;
}

/* The state that a visitor came to: where the last event was, or where the news is written. */
static uint32_t visited(const chy_doc *d, uint32_t sentence, const struct who *who)
{
    uint32_t place = NONE;
    for (uint32_t i = d->events.count; i-- > 0 && place == NONE;) {
        if (sentence - d->events.at[i].sentence > 3) break;
        place = d->events.at[i].place;
    }
    if (place == NONE) place = event_dateline_place(d);
    uint32_t state = place == NONE ? NONE : entity_country(d, place);
    for (uint32_t k = 0; k < who->entities.count; k++)
        if (state != NONE && entity_country(d, who->entities.at[k]) == state) return NONE;
    return state;
}

/* "Monday, Oslo: the minister begins a visit": the state whose place the clause tells, unless the visitors are its own; NONE. */
static bool visited_here(struct work *w, const struct draft *x, uint32_t *state)
{
    const chy_doc *d = w->d;
    clause_list clauses = { 0 };
    *state = NONE;
    if (!event_clauses(w->r, d, &x->m, w->scratch, &clauses)) return false;
    uint32_t place = event_place(w->r, d, &clauses, doc_token(d, x->m.trigger)->sentence, w->is_trigger, false);
    uint32_t of = place == NONE ? NONE : entity_country(d, place);
    for (uint32_t k = 0; of != NONE && k < x->a.entities.count; k++)
        if (entity_country(d, x->a.entities.at[k]) == of) return true;
    *state = of;
    return true;
}

bool event_carry_partner(struct work *w, struct draft *x)
{
    enum { NEAR = 2 };
    const chy_doc *d = w->d;
    if (x->row->how & HOW_ORGANIZATION) {
        uint32_t organization = organization_before(d, x->m.trigger, &x->a);
        return organization == NONE || event_who_add(d, organization, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
    }
    uint32_t sentence = doc_token(d, x->m.trigger)->sentence, told = w->told_in[x->m.trigger];
    if (is_meeting(x->row->type, x->row->kind) && (x->row->how & HOW_PAIR) && told != NONE && d->statements.at[told].speakers.count == 1) {
        uint32_t speaker = d->statements.at[told].speakers.at[0]; /* "she telephoned this morning", he said */
        if (side_of(d, speaker) != side_of(d, x->a.entities.at[0]))
            return event_who_add(d, speaker, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
    }
    uint32_t host = NONE;
    if (x->row->how & HOW_VISIT && !visited_here(w, x, &host)) return false;
    if (host != NONE) return event_who_add(d, host, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
    for (uint32_t i = w->drafts.count; i-- > 0;) {
        uint32_t other = other_side_here(d, &w->drafts.at[i], &x->a);
        if (other != NONE) return event_who_add(d, other, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
    }
    for (uint32_t i = d->events.count, looked = 0; i-- > 0 && looked < EVENTS_BACK; looked++) {
        const struct event *p = &d->events.at[i];
        if (sentence - p->sentence > NEAR) break;
        uint32_t other = other_side(d, p, &x->a);
        if (other != NONE) return event_who_add(d, other, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
    }
    uint32_t state = x->row->how & HOW_VISIT ? visited(d, sentence, &x->a) : NONE;
    return state == NONE || event_who_add(d, state, doc_token(d, x->m.trigger)->span, w->scratch, &x->b);
}

/* Who is named before the noun in its sentence, who speaks there, or who acted last, and is of another side; NONE. */
static uint32_t counterpart(const struct work *w, uint32_t noun, const struct who *who)
{
    const chy_doc *d = w->d;
    uint32_t sentence = doc_token(d, noun)->sentence, side = side_of(d, who->entities.at[0]);
    for (uint32_t t = noun; t-- > d->sentences.at[sentence].words.first;) {
        uint32_t at = doc_mention_at(d, t);
        if (at == NONE || d->mentions.at[at].head != t || doc_token(d, t)->rel == REL_nmod_poss) continue;
        uint32_t e = d->mentions.at[at].entity;
        if (entity_acts(d, e) && d->entities.at[e].type != ENTITY_MEDIUM && side_of(d, e) != side) return e;
    }
    uint32_t told = w->told_in[noun];
    if (told != NONE && d->statements.at[told].speakers.count == 1 && side_of(d, d->statements.at[told].speakers.at[0]) != side)
        return d->statements.at[told].speakers.at[0];
    for (uint32_t i = d->events.count; i-- > 0;) {
        const struct event *p = &d->events.at[i];
        if (sentence - p->sentence > SENTENCES_BACK) break;
        if (p->roles.count && side_of(d, p->roles.at[0].entity) != side) return p->roles.at[0].entity;
    }
    return NONE;
}

bool event_carry_counterpart(struct work *w, struct draft *x)
{
    if (!x->b.entities.count) return true;
    uint32_t e = counterpart(w, x->m.trigger, &x->b);
    return e == NONE || event_who_add(w->d, e, doc_token(w->d, x->m.trigger)->span, w->scratch, &x->a);
}

static const struct event_row *row_of(const struct event_rules *r, const char *where)
{
    for (uint32_t i = 0; i < r->row_count; i++)
        if (r->rows[i].where == where) return &r->rows[i];
    return NULL;
}

/* Whether one can do to the same other what was done: deeds and words, not meetings. */
static bool repeats(chy_str type) { return type.len && !str_is(type, "CONSULT"); }

bool event_carry_deed(struct work *w, struct draft *x, bool *known)
{
    enum { NEAR = 3 };
    const chy_doc *d = w->d;
    chy_span span = doc_token(d, x->m.trigger)->span;
    uint32_t sentence = doc_token(d, x->m.trigger)->sentence;
    *known = false;
    for (uint32_t i = w->drafts.count; i-- > 0;) {
        const struct draft *p = &w->drafts.at[i];
        if (p->provisional || !repeats(p->row->type)) continue;
        x->row = p->row;
        x->b = p->b;
        return *known = true;
    }
    for (uint32_t i = d->events.count; i-- > 0;) {
        const struct event *p = &d->events.at[i];
        if (sentence - p->sentence > NEAR) return true;
        const struct event_row *row = repeats(p->type) && !w->provisional.at[i] ? row_of(w->r, p->rule) : NULL;
        if (!row || !row->type.len) continue;
        x->row = row;
        for (uint32_t k = 0; k < p->roles.count; k++)
            if (p->roles.at[k].role == ROLE_TARGET && !event_who_has(&x->a, p->roles.at[k].entity) &&
                !event_who_add(d, p->roles.at[k].entity, span, w->scratch, &x->b))
                return false;
        return *known = true;
    }
    return true;
}
