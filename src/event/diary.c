#include "event/stage.h"

/*
 * A diary: a heading ("Diary of Minister Ana Vera, 6-9 October"), then lines that begin with a day or an hour and do not say whose
 * appointment it is. It is that of the one in the heading, or else of the state whose ministry publishes it. A resolution: the
 * organ that adopts it ("The Council,"), then paragraphs that begin with what it does ("2. Requests ...").
 */

enum { HEADING_WITHIN = 3, LINE_HEAD = 12, LONGEST_LINE = 400 };

static bool is_heading(const struct work *w, const struct sentence *s)
{
    const chy_doc *d = w->d;
    bool diary = false;
    if (s->words.first == s->words.last || str_is(doc_token(d, s->words.last - 1)->form, ".")) return false;
    for (uint32_t t = s->words.first; t < s->words.last; t++) {
        if (doc_token(d, t)->upos == UPOS_VERB) return false;
        diary |= map_get(&w->r->diaries, doc_token(d, t)->lower) != MAP_NONE;
    }
    return diary;
}

/* A person before all others: "Diary of Minister Ana Vera, Ministry of Foreign Affairs". */
static uint32_t owner_in(const chy_doc *d, const struct sentence *s)
{
    uint32_t owner = NONE;
    for (uint32_t t = s->words.first; t < s->words.last; t++) {
        uint32_t at = doc_mention_at(d, t);
        if (at == NONE || d->mentions.at[at].head != t) continue;
        uint32_t e = d->mentions.at[at].entity;
        if (!entity_acts(d, e) || d->entities.at[e].type == ENTITY_MEDIUM) continue;
        if (d->entities.at[e].type == ENTITY_PERSON) return e;
        if (owner == NONE) owner = e;
    }
    return owner;
}

/* The state of the publisher, or the one that its name ends with: "Ministry of Foreign Affairs of Ruritania". */
static uint32_t publisher(const chy_doc *d)
{
    enum { MOST = 256 };
    uint32_t e = d->publisher_entity;
    for (uint32_t i = 0; e == NONE && i < d->entities.count && i < MOST; i++)
        if (d->entities.at[i].type == ENTITY_STATE && d->entities.at[i].name.len && str_ends(d->source, d->entities.at[i].name)) e = i;
    if (e == NONE || d->entities.at[e].type == ENTITY_MEDIUM) return NONE;
    uint32_t state = entity_country(d, e);
    return state != NONE ? state : e;
}

uint32_t event_diary_owner(const struct work *w)
{
    const chy_doc *d = w->d;
    for (uint32_t i = 0; i < d->sentences.count && i < HEADING_WITHIN; i++) {
        if (!is_heading(w, &d->sentences.at[i])) continue;
        uint32_t owner = owner_in(d, &d->sentences.at[i]);
        return owner != NONE ? owner : publisher(d);
    }
    return NONE;
}

/* Whether the line in which the sentence stands begins with a day or an hour. */
static bool is_entry(const chy_doc *d, const struct sentence *s)
{
    size_t line = s->span.start, low = line > LONGEST_LINE ? line - LONGEST_LINE : 0;
    while (line > low && d->text.ptr[line - 1] != '\n') line--;
    if (line == 0 || d->text.ptr[line - 1] != '\n') return false;
    uint32_t i = event_first_time(d, (uint32_t)line);
    if (i >= d->times.count || d->times.at[i].span.start > line + LINE_HEAD) return false;
    return d->times.at[i].type == TIME_DATE || d->times.at[i].type == TIME_TIME;
}

/* Whether a word above the noun has a subject of its own. */
static bool is_somebodys(const chy_doc *d, uint32_t noun)
{
    enum { STEPS = 8 };
    for (uint32_t t = noun, i = 0; t != NONE && i < STEPS; t = doc_token(d, t)->head, i++) {
        uint32_t subject = tree_child(d, t, REL_nsubj);
        if (subject != NONE && subject != noun) return true;
    }
    return false;
}

bool event_diary(struct work *w, struct draft *x)
{
    const chy_doc *d = w->d;
    uint32_t owner = w->diary_of, noun = x->m.trigger;
    bool kind = str_is(x->row->type, "CONSULT") || str_is(x->row->kind, "signing");
    if (owner == NONE || !kind || !event_is_noun(d, noun)) return true;
    if (!is_entry(d, &d->sentences.at[doc_token(d, noun)->sentence]) || is_somebodys(d, noun)) return true;
    bool person = d->entities.at[owner].type == ENTITY_PERSON;
    if (!person && (x->a.entities.count || x->b.entities.count > 1)) return true;
    if (person && (x->row->how & HOW_VISIT) && x->a.entities.count) return true; /* somebody else's */
    uint32_t state = entity_country(d, owner);
    for (int side = 0; side < 2; side++) {
        const struct who *those = side ? &x->b : &x->a;
        for (uint32_t i = 0; i < those->entities.count; i++)
            if (state != NONE && !person && entity_country(d, those->entities.at[i]) == state) return true;
    }
    return event_who_add(d, owner, doc_token(d, noun)->span, w->scratch, &x->a);
}

/* A resolution says who adopts it once: in a line that ends with a comma and has no verb, before lines that begin with one. */
uint32_t event_organ(const chy_doc *d)
{
    enum { WITHIN = 16, LONGEST = 24 };
    for (uint32_t i = 0; i < d->sentences.count && i < WITHIN; i++) {
        run words = d->sentences.at[i].words;
        uint32_t organ = NONE;
        bool verb = words.last - words.first > LONGEST || words.last - words.first < 2;
        if (verb || !str_is(doc_token(d, words.last - 1)->form, ",") || !str_is(doc_token(d, words.first)->form, "The")) continue;
        for (uint32_t t = words.first; t < words.last; t++) {
            uint32_t at = doc_mention_at(d, t);
            verb |= doc_token(d, t)->upos == UPOS_VERB;
            if (organ != NONE || at == NONE || d->mentions.at[at].head != t) continue;
            enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
            if (type == ENTITY_ORGANIZATION || type == ENTITY_BODY) organ = t;
        }
        if (organ != NONE && !verb) return organ;
    }
    return NONE;
}
