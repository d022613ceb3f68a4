/*
 * A large record that looks like a real one, put together without reading a text: what it costs to add to it, and to ask it.
 *
 *     build/release/bench/scale add RECORD N [SEED [FROM [EVERY]]]     documents FROM .. N - 1 of a record of N; a line every EVERY
 *     build/release/bench/scale ask RECORD N [SEED [ROUNDS]]           processor time and clock of org, who, met, said --about
 *
 * A document is a press release of some 250 words with what the coder would have made of it: four items on average (talks, a call, an
 * agreement, a membership, a condemnation, an appointment), each with its sentences, mentions, times, statements, reports, facts and
 * evidence; ten facts and reports in all. Persons, states and organisations are drawn after Zipf, so that the most frequent organisation
 * stands in one document of twenty and most persons in a handful. Documents come in the order of their days, over thirty years. One item in
 * eight tells of a meeting that another has told of. Document i is a function of the seed, i and N, whatever was added before.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/date.h"
#include "chancery/chancery.h"
#include "doc/doc.h"

enum { PERSONS = 50000, ORGANISATIONS = 3000, STATES = 193, BATCH = 512, FIRST_YEAR = 1994, YEARS = 30 };

/* ------------------------------------------------------------------ chance */

struct chance {
    uint64_t state;
};

static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static struct chance chance_of(uint64_t seed, uint64_t what, uint64_t number)
{
    return (struct chance){ mixed(seed * 0x9e3779b97f4a7c15u ^ mixed(what * 0xd1342543de82ef95u + number)) };
}
static uint64_t draw(struct chance *c) { return mixed(c->state += 0x9e3779b97f4a7c15u); }
static uint32_t below(struct chance *c, uint32_t n) { return (uint32_t)(draw(c) % n); }
static double part(struct chance *c) { return (double)(draw(c) >> 11) / 9007199254740992.0; }

/* ------------------------------------------------------------------ who there is */

struct zipf {
    double *sum;
    uint32_t count;
};

struct world {
    uint64_t seed;
    uint32_t documents; /* of the whole record */
    struct zipf persons, organisations, states;
};

static bool zipf_make(struct zipf *z, uint32_t count, double shift)
{
    double sum = 0;
    z->count = count;
    z->sum = malloc(count * sizeof *z->sum);
    for (uint32_t i = 0; z->sum && i < count; i++) z->sum[i] = sum += 1 / (i + shift);
    return z->sum != NULL;
}

static uint32_t zipf_draw(const struct zipf *z, struct chance *c)
{
    double at = part(c) * z->sum[z->count - 1];
    uint32_t from = 0, to = z->count - 1;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (z->sum[middle] < at)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool world_make(struct world *w, uint64_t seed)
{
    w->seed = seed;
    return zipf_make(&w->persons, PERSONS, 12) && zipf_make(&w->organisations, ORGANISATIONS, 3) && zipf_make(&w->states, STATES, 5);
}

static void world_done(struct world *w)
{
    free(w->persons.sum);
    free(w->organisations.sum);
    free(w->states.sum);
}

static void write_word(buf *out, struct chance *c, int syllables)
{
    static const char *const onsets[] = { "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "br", "tr" };
    static const char *const cores[] = { "a", "e", "i", "o", "u", "ai" }, *const codas[] = { "", "n", "r", "l", "s", "m" };
    for (int i = 0; i < syllables; i++) {
        chy_str onset = str_of(onsets[below(c, 18)]);
        buf_char(out, i ? onset.ptr[0] : (char)(onset.ptr[0] - 32));
        buf_str(out, str_cut(onset, 1, onset.len));
        buf_str(out, str_of(cores[below(c, 6)]));
        buf_str(out, str_of(codas[below(c, 6)]));
    }
}

/* A number as a word that no other number has. */
static void write_number_word(buf *out, uint32_t n)
{
    static const char digits[] = "aeioubdgklmnprst";
    for (uint32_t k = n + 16; k; k /= 16) buf_char(out, digits[k % 16]);
}

static void name_person(const struct world *w, uint32_t i, buf *out)
{
    struct chance c = chance_of(w->seed, 1, i);
    write_word(out, &c, 2);
    buf_char(out, ' ');
    write_word(out, &c, 2 + (int)below(&c, 2));
    if (i % 8) write_number_word(out, i); /* one in eight may be called as another one is */
}
static void name_state(const struct world *w, uint32_t i, buf *out)
{
    struct chance c = chance_of(w->seed, 2, i);
    write_word(out, &c, 2);
    write_number_word(out, i);
}
static void name_city(const struct world *w, uint32_t i, buf *out)
{
    struct chance c = chance_of(w->seed, 3, i);
    write_word(out, &c, 2);
    write_number_word(out, i);
}
static void name_organisation(const struct world *w, uint32_t i, buf *out)
{
    static const char *const kinds[] = { "Organisation", "Union", "Forum", "Council", "League", "Community", "Agency", "Bank" };
    struct chance c = chance_of(w->seed, 4, i);
    write_word(out, &c, 3);
    write_number_word(out, i);
    buf_format(out, " %s", kinds[below(&c, 8)]);
}
static const char *post_of(const struct world *w, uint32_t person)
{
    static const char *const posts[] = { "Foreign Minister", "Deputy Foreign Minister", "Prime Minister", "Defence Minister",
                                         "President",        "Minister of Trade",       "Ambassador",     "Special Envoy",
                                         "Energy Minister",  "Finance Minister" };
    struct chance c = chance_of(w->seed, 5, person);
    return posts[below(&c, 10)];
}
static uint32_t state_of(const struct world *w, uint32_t person)
{
    struct chance c = chance_of(w->seed, 6, person);
    return zipf_draw(&w->states, &c);
}

/* ------------------------------------------------------------------ one document on its way */

enum { PLACE_KIND = 7, ENTITY_ROOM = 64, ITEM_ROOM = 64, MENTION_ROOM = 256 };

struct noted {
    uint32_t entity;
    chy_span span;
};
struct said {
    uint32_t speaker, about;
    chy_span source, cue, content;
};
struct done {
    const char *type, *mode, *kind, *cameo;
    uint32_t one, other, place;
    uint32_t day, sentence;
    chy_span trigger;
};
struct being {
    const char *relation, *title;
    uint32_t subject, object, of, statement;
    enum modality modality;
    chy_span evidence;
    uint32_t day, since; /* since: a year, 0 */
};

struct draft {
    const struct world *w;
    struct chance c;
    buf text;
    struct {
        enum entity_type type;
        uint32_t who, of;
    } entities[ENTITY_ROOM];
    struct noted mentions[MENTION_ROOM], times[ITEM_ROOM];
    chy_span sentences[ITEM_ROOM];
    struct said said[ITEM_ROOM];
    struct done done[ITEM_ROOM];
    struct being being[ITEM_ROOM];
    uint32_t entity_count, mention_count, time_count, sentence_count, said_count, done_count, being_count;
    uint32_t day; /* of publication */
};

static uint32_t here(const struct draft *d) { return (uint32_t)d->text.len; }
static void put(struct draft *d, const char *text) { buf_str(&d->text, str_of(text)); }

static uint32_t entity(struct draft *d, enum entity_type type, uint32_t who, uint32_t of)
{
    uint32_t i = 0;
    while (i < d->entity_count && (d->entities[i].type != type || d->entities[i].who != who)) i++;
    if (i < d->entity_count || i == ENTITY_ROOM) return i < ENTITY_ROOM ? i : 0;
    d->entities[i].type = type;
    d->entities[i].who = who;
    d->entities[i].of = of;
    d->entity_count++;
    return i;
}

static void write_name(struct draft *d, uint32_t e)
{
    switch (d->entities[e].type) {
    case ENTITY_PERSON: name_person(d->w, d->entities[e].who, &d->text); break;
    case ENTITY_STATE: name_state(d->w, d->entities[e].who, &d->text); break;
    case ENTITY_PLACE: name_city(d->w, d->entities[e].who, &d->text); break;
    default: name_organisation(d->w, d->entities[e].who, &d->text); break;
    }
}

static void mention(struct draft *d, uint32_t e)
{
    uint32_t from = here(d);
    write_name(d, e);
    if (d->mention_count < MENTION_ROOM) d->mentions[d->mention_count++] = (struct noted){ e, { from, here(d) } };
}

static void title(struct draft *d, uint32_t person)
{
    uint32_t who = d->entities[person].who;
    put(d, post_of(d->w, who));
    put(d, " of ");
    mention(d, entity(d, ENTITY_STATE, state_of(d->w, who), NONE));
    put(d, " ");
    mention(d, person);
}

static uint32_t person_of(struct draft *d, uint32_t who)
{
    uint32_t state = entity(d, ENTITY_STATE, state_of(d->w, who), NONE);
    return entity(d, ENTITY_PERSON, who, state);
}
static uint32_t city_of(struct draft *d, uint32_t state)
{
    uint32_t e = entity(d, ENTITY_STATE, state, NONE);
    return entity(d, ENTITY_PLACE, state, e);
}

static chy_str day_text(uint32_t day, char out[16])
{
    int n = snprintf(out, 16, "%04u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
    return (chy_str){ out, (size_t)n };
}

static void write_day(struct draft *d, uint32_t day)
{
    static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December" };
    uint32_t from = here(d);
    buf_format(&d->text, "%u %s %u", day % 100, months[(day / 100 % 100 + 11) % 12], day / 10000);
    if (d->time_count < ITEM_ROOM) d->times[d->time_count++] = (struct noted){ day, { from, here(d) } };
}

static void sentence(struct draft *d, uint32_t from)
{
    if (d->sentence_count < ITEM_ROOM) d->sentences[d->sentence_count++] = (chy_span){ from, here(d) };
    put(d, " ");
}

static void holds(struct draft *d, uint32_t person, chy_span evidence)
{
    uint32_t who = d->entities[person].who;
    if (d->being_count < ITEM_ROOM)
        d->being[d->being_count++] = (struct being){ .relation = "holds_post",
                                                     .title = post_of(d->w, who),
                                                     .subject = person,
                                                     .object = NONE,
                                                     .of = d->entities[person].of,
                                                     .statement = NONE,
                                                     .evidence = evidence,
                                                     .day = d->day };
}

static void was_done(struct draft *d, struct done done)
{
    if (d->done_count < ITEM_ROOM) d->done[d->done_count++] = done;
}

static uint32_t was_said(struct draft *d, struct said said)
{
    if (d->said_count == ITEM_ROOM) return NONE;
    d->said[d->said_count] = said;
    return d->said_count++;
}

static const char *field(struct draft *d)
{
    static const char *const fields[] = { "trade",
                                          "energy",
                                          "water management",
                                          "border security",
                                          "railway transport",
                                          "counter-terrorism",
                                          "education",
                                          "the digital economy",
                                          "fisheries",
                                          "visas",
                                          "aviation",
                                          "agriculture" };
    return fields[below(&d->c, 12)];
}

/* "X said that STATE supported ...": a sentence of speech. */
static void speech(struct draft *d, uint32_t speaker, uint32_t about)
{
    struct said s = { .speaker = speaker, .about = about };
    uint32_t from = here(d);
    mention(d, speaker);
    s.source = (chy_span){ from, here(d) };
    put(d, " ");
    s.cue = (chy_span){ here(d), here(d) + 4 };
    put(d, "said ");
    s.content.start = here(d);
    put(d, "that the proposals of ");
    mention(d, about);
    put(d, " on ");
    put(d, field(d));
    put(d, " were of great importance");
    s.content.end = here(d);
    put(d, ".");
    sentence(d, from);
    was_said(d, s);
}

static void filler(struct draft *d)
{
    static const char *const lines[] = { "The sides noted the steady growth of contacts at all levels.",
                                         "Particular attention was given to practical work in the months ahead.",
                                         "The press service gave no further details.",
                                         "Experts will meet again before the end of the year.",
                                         "Observers recall that earlier rounds had been difficult.",
                                         "The next steps are to be discussed through diplomatic channels." };
    uint32_t from = here(d);
    put(d, lines[below(&d->c, 6)]);
    sentence(d, from);
}

/* ------------------------------------------------------------------ items */

/* Documents come in the order of their days; one in twenty comes late, by up to thirty years. */
static uint32_t day_of(const struct world *w, uint32_t number, struct chance *c)
{
    uint32_t all = YEARS * 12 * 28, day = (uint32_t)((uint64_t)number * all / (w->documents ? w->documents : 1));
    if (below(c, 20) == 0) day = below(c, day + 1);
    return (FIRST_YEAR + day / (12 * 28)) * 10000 + (1 + day / 28 % 12) * 100 + 1 + day % 28;
}

static void two_persons(const struct world *w, struct chance *c, uint32_t *one, uint32_t *other)
{
    *one = zipf_draw(&w->persons, c);
    do *other = zipf_draw(&w->persons, c);
    while (*other == *one);
}

/* Two sides meet, by a chance of their own: one item in eight tells of a meeting that others tell of. */
static void talks(struct draft *d, bool by_telephone)
{
    bool known = below(&d->c, 8) == 0;
    struct chance c = known ? chance_of(d->w->seed, 7 + d->day, below(&d->c, 3)) : (struct chance){ draw(&d->c) };
    uint32_t one, other, from = here(d);
    two_persons(d->w, &c, &one, &other);
    uint32_t a = person_of(d, one), b = person_of(d, other), place = city_of(d, state_of(d->w, one));
    title(d, a);
    chy_span trigger = { here(d) + 1, here(d) + 4 };
    put(d, by_telephone ? " had a telephone conversation with " : " met with ");
    title(d, b);
    if (!by_telephone) {
        put(d, " in ");
        mention(d, place);
    }
    put(d, " on ");
    write_day(d, d->day);
    put(d, ".");
    holds(d, a, (chy_span){ from, here(d) });
    holds(d, b, (chy_span){ from, here(d) });
    was_done(d, (struct done){ .type = "CONSULT",
                               .mode = by_telephone ? "phone" : "",
                               .kind = by_telephone ? "call" : "meeting",
                               .cameo = by_telephone ? "041" : "040",
                               .one = a,
                               .other = b,
                               .place = by_telephone ? NONE : place,
                               .day = d->day,
                               .sentence = d->sentence_count,
                               .trigger = trigger });
    sentence(d, from);
    filler(d);
    speech(d, a, d->entities[b].of);
    speech(d, b, d->entities[a].of);
}

static void agreement(struct draft *d)
{
    uint32_t from = here(d), a = entity(d, ENTITY_STATE, zipf_draw(&d->w->states, &d->c), NONE);
    uint32_t b = entity(d, ENTITY_STATE, zipf_draw(&d->w->states, &d->c), NONE);
    mention(d, a);
    put(d, " and ");
    mention(d, b);
    chy_span trigger = { here(d) + 1, here(d) + 7 };
    put(d, " signed an agreement on ");
    put(d, field(d));
    put(d, " on ");
    write_day(d, d->day);
    put(d, ".");
    was_done(d, (struct done){ .type = "AGREE",
                               .mode = "",
                               .kind = "signing",
                               .cameo = "057",
                               .one = a,
                               .other = b,
                               .place = NONE,
                               .day = d->day,
                               .sentence = d->sentence_count,
                               .trigger = trigger });
    if (a != b && d->being_count < ITEM_ROOM)
        d->being[d->being_count++] = (struct being){ .relation = "cooperates_with",
                                                     .subject = a,
                                                     .object = b,
                                                     .of = NONE,
                                                     .statement = NONE,
                                                     .evidence = { from, here(d) },
                                                     .day = d->day };
    sentence(d, from);
    filler(d);
}

static void membership(struct draft *d)
{
    static const struct {
        const char *words, *relation;
        enum modality modality;
    } ways[] = { { " is a member of the ", "member_of", MODALITY_IS },
                 { " is an observer of the ", "observer_of", MODALITY_IS },
                 { " wants to join the ", "member_of", MODALITY_WANTS },
                 { " is a dialogue partner of the ", "dialogue_partner_of", MODALITY_IS } };
    uint32_t from = here(d), speaker = person_of(d, zipf_draw(&d->w->persons, &d->c));
    uint32_t organisation = entity(d, ENTITY_ORGANIZATION, zipf_draw(&d->w->organisations, &d->c), NONE);
    uint32_t state = entity(d, ENTITY_STATE, zipf_draw(&d->w->states, &d->c), NONE);
    struct chance own = chance_of(d->w->seed, 8 + d->entities[state].who, d->entities[organisation].who);
    uint32_t way = below(&own, 4), since = below(&d->c, 6) ? 0 : FIRST_YEAR + below(&own, 8);
    struct said s = { .speaker = speaker, .about = organisation };
    s.content.start = here(d);
    mention(d, state);
    put(d, ways[way].words);
    mention(d, organisation);
    if (since) buf_format(&d->text, " since %u", since);
    s.content.end = here(d);
    put(d, ", ");
    s.source.start = here(d);
    title(d, speaker);
    s.source.end = here(d);
    s.cue = (chy_span){ here(d) + 1, here(d) + 5 };
    put(d, " said on ");
    write_day(d, d->day);
    put(d, ".");
    uint32_t statement = was_said(d, s);
    if (d->being_count < ITEM_ROOM)
        d->being[d->being_count++] = (struct being){ .relation = ways[way].relation,
                                                     .subject = state,
                                                     .object = organisation,
                                                     .of = NONE,
                                                     .statement = statement,
                                                     .modality = ways[way].modality,
                                                     .evidence = s.content,
                                                     .day = d->day,
                                                     .since = since };
    holds(d, speaker, s.source);
    sentence(d, from);
    speech(d, speaker, organisation);
    filler(d);
}

static void condemnation(struct draft *d)
{
    uint32_t from = here(d), a = entity(d, ENTITY_STATE, zipf_draw(&d->w->states, &d->c), NONE);
    uint32_t speaker = person_of(d, zipf_draw(&d->w->persons, &d->c));
    mention(d, a);
    chy_span trigger = { here(d) + 1, here(d) + 10 };
    put(d, " condemned the attack, ");
    title(d, speaker);
    put(d, " being informed on ");
    write_day(d, d->day);
    put(d, ".");
    was_done(d, (struct done){ .type = "ACCUSE",
                               .mode = "disapprove",
                               .kind = "condemnation",
                               .cameo = "111",
                               .one = a,
                               .other = NONE,
                               .place = NONE,
                               .day = d->day,
                               .sentence = d->sentence_count,
                               .trigger = trigger });
    holds(d, speaker, (chy_span){ from, here(d) });
    sentence(d, from);
    filler(d);
}

/* ------------------------------------------------------------------ the document as the coder leaves it */

#define PUSH(doc, list, ...)                                                                                                               \
    do {                                                                                                                                   \
        __typeof__((doc)->list.at) pushed = LIST_PUSH(&(doc)->mem, &(doc)->list);                                                          \
        if (!pushed) return false;                                                                                                         \
        *pushed = (__typeof__(*pushed))__VA_ARGS__;                                                                                        \
    } while (0)

static bool push_index(arena *mem, index_list *list, uint32_t value)
{
    uint32_t *at = LIST_PUSH(mem, list);
    if (at) *at = value;
    return at;
}
static bool push_span(arena *mem, span_list *list, chy_span value)
{
    chy_span *at = LIST_PUSH(mem, list);
    if (at) *at = value;
    return at;
}
static bool push_text(arena *mem, str_list *list, chy_str value)
{
    chy_str *at = LIST_PUSH(mem, list);
    if (at) *at = value;
    return at && value.ptr;
}

static bool push_entities(const struct draft *d, chy_doc *doc)
{
    for (uint32_t i = 0; i < d->entity_count; i++) {
        struct entity e = { .type = d->entities[i].type, .of = d->entities[i].of };
        buf name;
        buf_init(&name, NULL, NULL);
        struct draft one = { .w = d->w, .entity_count = 1, .text = name };
        one.entities[0] = d->entities[i];
        write_name(&one, 0);
        e.name = str_keep(&doc->mem, (chy_str){ one.text.ptr, one.text.len });
        free(one.text.ptr);
        if (!e.name.ptr) return false;
        if (e.type == ENTITY_PERSON) e.post = str_of(post_of(d->w, d->entities[i].who));
        uint32_t n = d->entities[i].who;
        chy_str code = str_format(&doc->mem, "%c%c%c", 'A' + n / 26 % 26, 'A' + n % 26, 'Q');
        if (e.type == ENTITY_STATE && !push_text(&doc->mem, &e.codes, code)) return false;
        PUSH(doc, entities, e);
    }
    for (uint32_t i = 0; i < d->mention_count; i++)
        PUSH(doc, mentions, { .span = d->mentions[i].span, .entity = d->mentions[i].entity, .form = FORM_NAME, .title_of = NONE });
    return true;
}

static bool push_statements(const struct draft *d, chy_doc *doc)
{
    for (uint32_t i = 0; i < d->said_count; i++) {
        const struct said *s = &d->said[i];
        struct statement m = { .kind = STATEMENT_INDIRECT, .addressee = NONE, .cue_token = NONE };
        bool all = push_index(&doc->mem, &m.speakers, s->speaker) && push_index(&doc->mem, &m.about, s->about) &&
                   push_span(&doc->mem, &m.source, s->source) && push_span(&doc->mem, &m.cue, s->cue) &&
                   push_span(&doc->mem, &m.content, s->content);
        if (!all) return false;
        m.date = doc->date;
        PUSH(doc, statements, m);
    }
    return true;
}

static bool push_events(const struct draft *d, chy_doc *doc)
{
    for (uint32_t i = 0; i < d->done_count; i++) {
        const struct done *n = &d->done[i];
        char day[16];
        struct event e = { .type = str_of(n->type),
                           .mode = str_of(n->mode),
                           .kind = str_of(n->kind),
                           .cameo = str_of(n->cameo),
                           .place = n->place,
                           .status = STATUS_OCCURRED,
                           .trigger = n->trigger,
                           .sentence = n->sentence,
                           .statement = NONE,
                           .within = NONE,
                           .confidence = 90,
                           .rule = "data/lexicon/en/verbs.tsv:41",
                           .date = str_keep(&doc->mem, day_text(n->day, day)) };
        uint32_t who[2] = { n->one, n->other };
        for (int k = 0; k < 2; k++) {
            if (who[k] == NONE) continue;
            struct role *r = LIST_PUSH(&doc->mem, &e.roles);
            if (!r) return false;
            *r = (struct role){ who[k], k ? ROLE_TARGET : ROLE_SOURCE };
            const struct entity *party = &doc->entities.at[who[k]],
                                *state = party->of < doc->entities.count ? &doc->entities.at[party->of] : party;
            if (state->codes.count && !push_text(&doc->mem, k ? &e.target : &e.source, state->codes.at[0])) return false;
        }
        PUSH(doc, events, e);
    }
    return true;
}

static bool push_facts(const struct draft *d, chy_doc *doc)
{
    for (uint32_t i = 0; i < d->being_count; i++) {
        const struct being *b = &d->being[i];
        struct fact f = { .subject = b->subject,
                          .relation = str_of(b->relation),
                          .object = b->object,
                          .of = b->of,
                          .modality = b->modality,
                          .object_text = str_of(b->title ? b->title : ""),
                          .holder = NONE,
                          .statement = b->statement,
                          .evidence = b->evidence,
                          .confidence = 90,
                          .rule = "data/lexicon/en/facts.tsv:7",
                          .as_of = doc->date };
        if (b->since) f.from = str_format(&doc->mem, "%u", b->since);
        PUSH(doc, facts, f);
    }
    return true;
}

static bool push_all(const struct draft *d, chy_doc *doc)
{
    char day[16];
    doc->date = str_keep(&doc->mem, day_text(d->day, day));
    doc->date_basis = CHY_LIT("dateline");
    doc->lang = CHY_LIT("en");
    doc->coding = CHY_LIT("{\"program\":\"bench\"}");
    doc->author_entity = doc->publisher_entity = NONE;
    PUSH(doc, segments, { { 0, (uint32_t)doc->text.len }, SEGMENT_BODY, "text" });
    for (uint32_t i = 0; i < d->sentence_count; i++) PUSH(doc, sentences, { .span = d->sentences[i] });
    for (uint32_t i = 0; i < d->time_count; i++) {
        chy_str value = str_keep(&doc->mem, day_text(d->times[i].entity, day));
        PUSH(doc, times, { .span = d->times[i].span, .type = TIME_DATE, .value = value, .implied = NONE });
    }
    return push_entities(d, doc) && push_statements(d, doc) && push_events(d, doc) && push_facts(d, doc);
}

static chy_status document(const struct world *w, uint32_t number, chy_doc **out, chy_err *err)
{
    static const char *const papers[] = { "Northern Courier", "Steppe Daily", "Harbour News", "Capital Gazette", "Valley Herald" };
    struct draft *d = calloc(1, sizeof *d);
    char id[40];
    if (!d) return CHY_ENOMEM;
    d->w = w;
    d->c = chance_of(w->seed, 0, number);
    d->day = day_of(w, number, &d->c);
    buf_init(&d->text, NULL, NULL);
    uint32_t items = 3 + below(&d->c, 3);
    for (uint32_t i = 0; i < items; i++) {
        uint32_t way = below(&d->c, 8);
        if (way < 3)
            talks(d, false);
        else if (way < 4)
            talks(d, true);
        else if (way < 5)
            agreement(d);
        else if (way < 7)
            membership(d);
        else
            condemnation(d);
    }
    uint32_t from = here(d);
    buf_format(&d->text, "Release %u of the service.", number);
    sentence(d, from);
    snprintf(id, sizeof id, "press/%04u/%07u.txt", number / 1000, number);
    chy_doc *doc = NULL;
    chy_status st =
        d->text.failed ? CHY_ENOMEM : doc_create(str_of(id), (chy_str){ d->text.ptr, d->text.len }, (size_t)64 << 20, &doc, err);
    if (!st) {
        doc->source = str_of(papers[below(&d->c, 5)]);
        if (!push_all(d, doc)) st = CHY_ENOMEM;
    }
    free(d->text.ptr);
    free(d);
    *out = st ? NULL : doc;
    if (st) chy_doc_destroy(doc);
    return st;
}

/* ------------------------------------------------------------------ adding */

static double clock_now(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double gigabytes(const char *record)
{
    struct stat info;
    return stat(record, &info) ? 0 : (double)info.st_size / 1e9;
}

struct load {
    uint64_t documents, items;
    double wall, busy;
};

static chy_status add_batch(chy_store *s, const struct world *w, uint32_t from, uint32_t to, struct load *load, chy_err *err)
{
    chy_status st = chy_store_begin(s, err);
    bool open = !st;
    for (uint32_t i = from; !st && i < to; i++) {
        chy_doc *doc = NULL;
        chy_added added = { 0 };
        st = document(w, i, &doc, err);
        double wall = clock_now(CLOCK_MONOTONIC), busy = clock_now(CLOCK_PROCESS_CPUTIME_ID);
        if (!st) st = chy_store_add(s, doc, (chy_str){ 0 }, &added, err);
        load->wall += clock_now(CLOCK_MONOTONIC) - wall;
        load->busy += clock_now(CLOCK_PROCESS_CPUTIME_ID) - busy;
        load->documents++;
        load->items += added.facts + added.events;
        chy_doc_destroy(doc);
    }
    double wall = clock_now(CLOCK_MONOTONIC), busy = clock_now(CLOCK_PROCESS_CPUTIME_ID);
    chy_status ended = open ? chy_store_commit(s, st ? NULL : err) : CHY_OK;
    load->wall += clock_now(CLOCK_MONOTONIC) - wall;
    load->busy += clock_now(CLOCK_PROCESS_CPUTIME_ID) - busy;
    return st ? st : ended;
}

static chy_status add(const char *record, const struct world *w, uint32_t from, uint32_t to, uint32_t every, chy_err *err)
{
    chy_store *s = NULL;
    struct load load = { 0 };
    uint64_t items = 0;
    double begun = clock_now(CLOCK_MONOTONIC);
    uint32_t batch = getenv("SCALE_BATCH") ? (uint32_t)strtoul(getenv("SCALE_BATCH"), NULL, 10) : BATCH;
    chy_status st = chy_store_open(record, CHY_STORE_WRITE, &s, err);
    for (uint32_t at = from; !st && at < to;) {
        uint32_t end = at + batch < to ? at + batch : to;
        if (end / every != at / every) end = end / every * every;
        st = add_batch(s, w, at, end, &load, err);
        at = end;
        if (st || (at % every && at != to)) continue;
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        items += load.items;
        printf(
            "%u documents: %.0f a second, %.3f ms of processor time each, %llu facts and reports, %.2f GB, %.0f MB of memory at most, %.0f s\n",
            at, (double)load.documents / load.wall, 1e3 * load.busy / (double)load.documents, (unsigned long long)items, gigabytes(record),
            (double)use.ru_maxrss / 1e3, clock_now(CLOCK_MONOTONIC) - begun);
        fflush(stdout);
        load = (struct load){ 0 };
    }
    chy_store_close(s);
    return st;
}

/* ------------------------------------------------------------------ asking */

static int by_size(const void *a, const void *b)
{
    const double *m = a, *n = b;
    return (*m > *n) - (*m < *n);
}

static chy_str named(const struct world *w, void (*name)(const struct world *, uint32_t, buf *), uint32_t i, buf *out)
{
    *out = (buf){ 0 };
    buf_init(out, NULL, NULL);
    name(w, i, out);
    return (chy_str){ out->ptr, out->len };
}

/* A third of the questions go for the most frequent, a third for names as they come in texts, a third for any name. */
static uint32_t pick(const struct zipf *z, struct chance *c, int round)
{
    if (round % 3 == 0) return (uint32_t)(round / 3) % 40;
    return round % 3 == 1 ? zipf_draw(z, c) : below(c, z->count);
}

static chy_status ask_once(chy_store *s, const struct world *w, int what, int round, struct chance *c, double *took, size_t *rows,
                           chy_err *err)
{
    buf one = { 0 }, other = { 0 };
    chy_query q = { .limit = 50 };
    uint32_t person = pick(&w->persons, c, round), rival = pick(&w->persons, c, round + 3 * (1 + round % 7));
    if (what == 0) {
        q.question = CHY_ASK_FACTS;
        q.name = named(w, name_organisation, pick(&w->organisations, c, round), &one);
        q.on = CHY_LIT("2014-06-01");
    } else if (what == 1) {
        q.question = CHY_ASK_WHO;
        buf_init(&one, NULL, NULL);
        buf_format(&one, "%s of ", post_of(w, person));
        name_state(w, state_of(w, person), &one);
        q.name = (chy_str){ one.ptr, one.len };
        q.on = CHY_LIT("2014-06-01");
    } else if (what == 2) {
        q.question = CHY_ASK_MET;
        q.name = named(w, name_person, person, &one);
        q.other = round % 2 ? named(w, name_person, rival, &other) : named(w, name_state, state_of(w, rival), &other);
    } else {
        q.question = CHY_ASK_SAID;
        q.name = named(w, name_person, person, &one);
        q.about = round % 2 ? named(w, name_organisation, pick(&w->organisations, c, round), &other)
                            : named(w, name_state, pick(&w->states, c, round) % STATES, &other);
    }
    double start = clock_now(CLOCK_MONOTONIC), busy = clock_now(CLOCK_THREAD_CPUTIME_ID);
    chy_rows *answer = NULL;
    const chy_str *values;
    chy_status st = chy_ask(s, &q, &answer, err);
    for (*rows = 0; !st && chy_rows_next(answer, &values, err) == CHY_ROW;) ++*rows;
    took[0] = 1e3 * (clock_now(CLOCK_THREAD_CPUTIME_ID) - busy);
    took[1] = 1e3 * (clock_now(CLOCK_MONOTONIC) - start);
    if (getenv("SCALE_SLOW") && took[0] > atof(getenv("SCALE_SLOW")))
        printf("  %.1f ms: %.*s / %.*s%.*s: %zu rows\n", took[0], (int)q.name.len, q.name.ptr, (int)q.other.len, q.other.ptr,
               (int)q.about.len, q.about.ptr, *rows);
    chy_rows_destroy(answer);
    free(one.ptr);
    free(other.ptr);
    return st;
}

/* Half, nine tenths and 99 of a hundred take no longer; took: every second one. */
static void tell_times(const char *what, double *took, double *sorted, int rounds)
{
    for (int i = 0; i < rounds; i++) sorted[i] = took[2 * i];
    qsort(sorted, (size_t)rounds, sizeof *sorted, by_size);
    printf("  %s p50 %.2f p90 %.2f p99 %.2f most %.2f ms", what, sorted[rounds / 2], sorted[rounds * 9 / 10], sorted[rounds * 99 / 100],
           sorted[rounds - 1]);
}

static chy_status ask(const char *record, const struct world *w, int rounds, chy_err *err)
{
    static const char *const questions[] = { "org", "who", "met", "said --about" };
    chy_store *s = NULL;
    double *took = calloc(3 * (size_t)rounds, sizeof *took);
    chy_status st = took ? chy_store_open(record, CHY_STORE_READ, &s, err) : CHY_ENOMEM;
    for (int n = 0; !st && n < 8; n++) { /* all of them once, and once again, as a server is asked that has been up for a while */
        int what = n % 4;
        struct chance c = chance_of(w->seed, 9, (uint64_t)what);
        size_t rows = 0, all = 0, answered = 0;
        for (int i = 0; !st && i < rounds; i++) {
            st = ask_once(s, w, what, i, &c, &took[2 * i], &rows, err);
            all += rows;
            answered += rows > 0;
        }
        if (st) break;
        printf("%s%s:", questions[what], n < 4 ? "" : ", again");
        tell_times("processor", took, took + 2 * rounds, rounds);
        tell_times("clock", took + 1, took + 2 * rounds, rounds);
        printf("  %zu of %d answered, %zu rows\n", answered, rounds, all);
        fflush(stdout);
    }
    chy_store_close(s);
    free(took);
    return st;
}

int main(int argc, char **argv)
{
    struct world w = { 0 };
    chy_err err = { 0 };
    if (argc < 4 || (strcmp(argv[1], "add") && strcmp(argv[1], "ask"))) {
        fprintf(stderr, "usage: scale add RECORD N [SEED [FROM [EVERY]]] | scale ask RECORD N [SEED [ROUNDS]]\n");
        return 2;
    }
    uint32_t n = (uint32_t)strtoul(argv[3], NULL, 10), from = argc > 5 ? (uint32_t)strtoul(argv[5], NULL, 10) : 0;
    uint32_t every = argc > 6 ? (uint32_t)strtoul(argv[6], NULL, 10) : n / 20;
    w.documents = n;
    chy_status st = world_make(&w, argc > 4 ? strtoul(argv[4], NULL, 10) : 1) ? CHY_OK : CHY_ENOMEM;
    if (!st && !strcmp(argv[1], "add"))
        st = add(argv[2], &w, from, n, every ? every : n, &err);
    else if (!st)
        st = ask(argv[2], &w, argc > 5 ? atoi(argv[5]) : 300, &err);
    if (st) fprintf(stderr, "%s\n", err.text);
    world_done(&w);
    return st != CHY_OK;
}
