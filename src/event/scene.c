#include "event/stage.h"

#include "base/date.h"

/* Of the kinds whose place is worth a line: meetings, signings, decisions taken together. */
static bool has_scene(const struct event *e)
{
    if (str_is(e->type, "CONSULT")) return !str_is(e->kind, "call");
    return str_is(e->type, "SUPPORT") && !str_is(e->cameo, "051") && !str_is(e->cameo, "054");
}

static uint32_t side_of(const chy_doc *d, uint32_t entity)
{
    uint32_t state = entity_country(d, entity);
    if (state != NONE) return state;
    const struct entity *e = &d->entities.at[entity];
    return (e->type == ENTITY_PERSON || e->type == ENTITY_BODY) && e->of != NONE ? e->of : entity;
}

/* Whether one who took part in a, as its source if only such count, took part in b. */
static bool share_a_side(const chy_doc *d, const struct event *a, const struct event *b, bool source)
{
    for (uint32_t i = 0; i < a->roles.count; i++)
        for (uint32_t k = 0; k < b->roles.count && (!source || a->roles.at[i].role == ROLE_SOURCE); k++)
            if (side_of(d, a->roles.at[i].entity) == side_of(d, b->roles.at[k].entity)) return true;
    return false;
}

/* "They met in Oslo on Monday. They signed ...": the same people a sentence later are still there, if the text says nothing else. */
static void carry(const struct work *w, struct event *e)
{
    enum { SENTENCES_BACK = 2 };
    const chy_doc *d = w->d;
    if (e->status != STATUS_OCCURRED || !has_scene(e)) return;
    bool dated = event_sentence_dated(d, e->sentence);
    for (uint32_t i = d->events.count; i-- > 0;) {
        const struct event *p = &d->events.at[i];
        if (e->sentence - p->sentence > SENTENCES_BACK) return;
        if (d->sentences.at[p->sentence].paragraph != d->sentences.at[e->sentence].paragraph) return;
        if (p->status != e->status || !has_scene(p) || w->provisional.at[i]) continue;
        if (e->roles.count && !share_a_side(d, e, p, false)) continue;
        if (e->date.len && p->date.len && !str_eq(e->date, p->date)) continue;
        if (!e->date.len && !dated) e->date = p->date;
        if (e->place == NONE) e->place = p->place;
        return;
    }
}

/* Told in the first sentence after a dateline: that is the news of the day, and of that place. */
static bool opens_after_dateline(const chy_doc *d, const struct event *e)
{
    uint32_t before = e->sentence;
    if (e->statement != NONE || e->status != STATUS_OCCURRED) return false;
    uint32_t segment = d->sentences.at[e->sentence].segment;
    if (before == 0 || segment == 0 || segment >= d->segments.count || d->segments.at[segment].kind != SEGMENT_BODY) return false;
    return d->segments.at[segment - 1].kind == SEGMENT_DATELINE && d->sentences.at[before - 1].segment != segment;
}

static uint32_t place_at(const chy_doc *d, uint32_t t)
{
    uint32_t at = doc_mention_at(d, t);
    if (at == NONE || d->mentions.at[at].form != FORM_NAME) return NONE;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    return type == ENTITY_PLACE || type == ENTITY_STATE ? d->mentions.at[at].entity : NONE;
}

/* "flew to Oslo, where he met ...", "It was in Oslo that they met" */
static uint32_t place_above(const chy_doc *d, uint32_t trigger)
{
    const struct token *k = doc_token(d, trigger);
    if (k->head == NONE) return NONE;
    bool where = tree_child_lemma(d, trigger, REL_advmod, CHY_LIT("where")) != NONE ||
                 tree_child_lemma(d, trigger, REL_mark, CHY_LIT("where")) != NONE;
    bool cleft = tree_has(d, k->head, REL_cop) && tree_case(d, k->head) != NONE;
    if (!where && !cleft) return NONE;
    uint32_t place = place_at(d, k->head);
    for (uint32_t c = doc_token(d, k->head)->child; place == NONE && where && c != NONE && c < trigger; c = doc_token(d, c)->next)
        place = place_at(d, c); /* hung on the verb: "said in Oslo today, where he met" */
    return place;
}

/* "There they signed ...": the place spoken of last, in this sentence or the one before. */
static uint32_t place_before(const chy_doc *d, const struct event *e)
{
    uint32_t there = tree_child_lemma(d, e->trigger_token, REL_advmod, CHY_LIT("there"));
    if (there == NONE) return NONE;
    uint32_t first = d->sentences.at[e->sentence ? e->sentence - 1 : 0].words.first;
    for (uint32_t t = there; t-- > first;) {
        uint32_t place = place_at(d, t), by = place == NONE ? NONE : tree_case(d, t);
        bool owner = by != NONE && str_is(doc_token(d, by)->lower, "of"); /* "President X of Peru" */
        if (place != NONE && (d->entities.at[place].type == ENTITY_PLACE || (by != NONE && !owner))) return place;
    }
    return NONE;
}

/* The day or so of a dateline is when and where the rest of the story goes on too, until it speaks of another day or place. */
static bool goes_on_there(const chy_doc *d, const struct event *e)
{
    if (e->statement != NONE || e->status != STATUS_OCCURRED || str_is(e->kind, "visit")) return false;
    uint32_t segment = d->sentences.at[e->sentence].segment, first = e->sentence;
    if (segment == 0 || segment >= d->segments.count || d->segments.at[segment].kind != SEGMENT_BODY) return false;
    if (d->segments.at[segment - 1].kind != SEGMENT_DATELINE) return false;
    if (e->date.len) return str_eq(e->date, d->date);
    while (first > 0 && d->sentences.at[first - 1].paragraph == d->sentences.at[e->sentence].paragraph) first--;
    return first > 0 && d->sentences.at[first - 1].segment != segment;
}

/* "New York: X speaks at the summit", "NATO summit, Vilnius", "Next summit: Brussels, 2018": places of notes and lists. */
static uint32_t place_of_entry(const chy_doc *d, const struct event *e)
{
    enum { INTO_ENTRY = 7, LONGEST = 24 };
    const struct sentence *s = &d->sentences.at[e->sentence];
    for (uint32_t t = s->words.first; t < s->words.last && t < s->words.first + INTO_ENTRY; t++) {
        uint32_t at = doc_mention_at(d, t);
        if (at == NONE || d->mentions.at[at].head != t || place_at(d, t) == NONE || d->mentions.at[at].words.last >= s->words.last)
            continue;
        if (str_is(doc_token(d, d->mentions.at[at].words.last)->form, ":")) return place_at(d, t);
    }
    if (s->words.last - s->words.first > LONGEST || !event_is_noun(d, e->trigger_token)) return NONE;
    for (uint32_t t = e->trigger_token + 1; t < s->words.last; t++) {
        uint32_t at = doc_mention_at(d, t);
        if (doc_token(d, t)->upos == UPOS_VERB || doc_token(d, t)->upos == UPOS_AUX) break;
        if (at == NONE || d->mentions.at[at].head != t || place_at(d, t) == NONE) continue;
        uint32_t before = d->mentions.at[at].words.first;
        if (before > s->words.first && (str_is(doc_token(d, before - 1)->form, ",") || str_is(doc_token(d, before - 1)->form, ":")))
            return place_at(d, t);
    }
    return NONE;
}

/* "... met Z on Monday. He asked for ...": what the same one did in the next breath he did that day. */
static void carry_date(const struct work *w, struct event *e)
{
    const chy_doc *d = w->d;
    if (e->status != STATUS_OCCURRED || !e->roles.count || event_sentence_dated(d, e->sentence)) return;
    uint32_t subject = doc_token(d, e->trigger_token)->upos == UPOS_VERB ? pattern_subject(d, e->trigger_token) : NONE;
    if (subject == NONE) return;
    for (uint32_t i = d->events.count; i-- > 0;) {
        const struct event *p = &d->events.at[i];
        if (e->sentence - p->sentence > 1 || d->sentences.at[p->sentence].paragraph != d->sentences.at[e->sentence].paragraph) return;
        if (p->status != STATUS_OCCURRED || !p->date.len || w->provisional.at[i] || !share_a_side(d, e, p, true)) continue;
        if (e->statement != p->statement) continue;
        e->date = p->date;
        return;
    }
}

/* What others say to it may be said on another day. */
static bool is_answer(const struct event *e)
{
    return str_is(e->type, "ACCUSE") || str_is(e->type, "REQUEST") || str_is(e->type, "REJECT");
}

/* "X met Y on Monday. Z signed ...": what the next sentence tells in the simple past was that day too. */
static void carry_day(const struct work *w, struct event *e)
{
    enum { SENTENCES_BACK = 1 };
    const chy_doc *d = w->d;
    if (e->status != STATUS_OCCURRED || !str_is(doc_token(d, e->trigger_token)->xpos, "VBD")) return;
    if (event_sentence_dated(d, e->sentence)) return;
    for (uint32_t i = d->events.count; i-- > 0;) {
        const struct event *p = &d->events.at[i];
        if (e->sentence - p->sentence > SENTENCES_BACK) return;
        if (d->sentences.at[p->sentence].paragraph != d->sentences.at[e->sentence].paragraph) return;
        if (is_answer(e) && p->sentence != e->sentence) return;
        if (p->status != STATUS_OCCURRED || p->date.len != strlen("2000-01-01") || e->statement != p->statement) continue;
        e->date = p->date;
        return;
    }
}

/* The same of a sentence that gives one day, near that of publication, and tells no event. */
static void carry_day_told(const chy_doc *d, struct event *e)
{
    enum { NEAR = 7 };
    struct date day, published;
    if (e->status != STATUS_OCCURRED || !str_is(doc_token(d, e->trigger_token)->xpos, "VBD") || is_answer(e)) return;
    if (!e->sentence || e->statement != NONE || event_sentence_dated(d, e->sentence)) return;
    const struct sentence *s = &d->sentences.at[e->sentence - 1];
    if (s->paragraph != d->sentences.at[e->sentence].paragraph) return;
    chy_str one = { 0 };
    for (uint32_t i = event_first_time(d, s->span.start); i < d->times.count && d->times.at[i].span.start < s->span.end; i++) {
        if (d->times.at[i].type != TIME_DATE) continue;
        uint32_t first = d->times.at[i].words.first;
        if (one.len || (first > s->words.first && event_bounds_only(doc_token(d, first - 1)->lower))) return;
        one = d->times.at[i].value;
    }
    if (!date_parse(one, &day) || !date_whole(day) || !date_parse(d->date, &published) || !date_whole(published)) return;
    int64_t ago = date_days(published) - date_days(day);
    if (ago >= 0 && ago <= NEAR) e->date = one;
}

/* "attended consultations on 12 July. The consultations were held in ...": the one day that the sentence before gives them. */
static void date_of_same(const chy_doc *d, struct event *e)
{
    uint32_t noun = e->trigger_token;
    if (!e->sentence || event_sentence_dated(d, e->sentence)) return;
    if (!event_is_noun(d, noun)) noun = pattern_surface_subject(d, noun);
    if (noun == NONE || !event_is_noun(d, noun) || doc_mention_at(d, noun) != NONE) return;
    uint32_t det = tree_child(d, noun, REL_det);
    if (det == NONE || !(str_is(doc_token(d, det)->lower, "the") || str_is(doc_token(d, det)->lower, "these"))) return;
    const struct sentence *s = &d->sentences.at[e->sentence - 1];
    bool there = false;
    for (uint32_t t = s->words.first; t < s->words.last && !there; t++) there = str_eq(doc_token(d, t)->lemma, doc_token(d, noun)->lemma);
    chy_str date = { 0 };
    for (uint32_t i = event_first_time(d, s->span.start); there && i < d->times.count && d->times.at[i].span.start < s->span.end; i++) {
        const struct time *t = &d->times.at[i];
        if (t->type != TIME_DATE) continue;
        if (date.len) return;
        date = t->value;
    }
    if (date.len >= strlen("2000") && date.ptr[0] >= '0' && date.ptr[0] <= '9') e->date = date;
}

uint32_t event_place_named(const chy_doc *d, uint32_t mention)
{
    enum { MOST = 256 }; /* entities looked through */
    const struct mention *m = &d->mentions.at[mention];
    for (uint32_t i = 0; m->form == FORM_METONYM && i < d->entities.count && i < MOST; i++)
        if (d->entities.at[i].type == ENTITY_PLACE && str_eq(d->entities.at[i].name, doc_text(d, m->span))) return i;
    return m->entity;
}

void event_scene(const struct work *w, struct event *e)
{
    const chy_doc *d = w->d;
    if (e->sentence >= d->sentences.count) return;
    if (e->place == NONE && has_scene(e)) e->place = place_above(d, e->trigger_token);
    if (e->place == NONE && has_scene(e)) e->place = place_before(d, e);
    if (e->place == NONE && has_scene(e)) e->place = place_of_entry(d, e);
    bool opens = opens_after_dateline(d, e);
    if (opens && e->place == NONE && has_scene(e) && !str_is(e->kind, "visit")) e->place = event_dateline_place(d);
    if (opens && !e->date.len && d->date.len == strlen("2000-01-01") && !event_sentence_dated(d, e->sentence)) e->date = d->date;
    if (!e->date.len || e->place == NONE) carry(w, e);
    if (e->place == NONE && has_scene(e) && goes_on_there(d, e)) e->place = event_dateline_place(d);
    bool operative = d->organ_token != NONE && pattern_surface_subject(d, e->trigger_token) == d->organ_token;
    if (operative && !e->date.len && e->status == STATUS_OCCURRED && d->date.len == strlen("2000-01-01")) e->date = d->date;
    if (!e->date.len) date_of_same(d, e);
    if (!e->date.len) carry_date(w, e);
    if (!e->date.len) carry_day(w, e);
    if (!e->date.len) carry_day_told(d, e);
}
