/* speak.c: quotations and turns of interviews, whose they are, and whom "I" and "we" mean. */
#include "mention/walk.h"

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
void quotes_mark(struct walk *k)
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

static uint32_t subject_entity(struct walk *k, uint32_t verb)
{
    const struct work *w = k->w;
    uint32_t subject = tree_child(w->d, verb, REL_nsubj);
    if (subject == NONE) subject = tree_subject(w->d, verb);
    if (subject == NONE) return NONE;
    uint32_t m = mention_by(k, subject);
    return m == NONE ? NONE : w->d->mentions.at[m].entity;
}

/* The subject of the verb of saying nearest to a quotation, outside of it, in the same paragraph. */
uint32_t quote_speaker(struct walk *k, run q)
{
    const struct work *w = k->w;
    uint32_t paragraph = w->d->sentences.at[tok(w, q.first)->sentence].paragraph;
    for (uint32_t step = 1; step < 40; step++) {
        for (int side = 0; side < 2; side++) {
            uint32_t t = side ? q.first - step - 1 : q.last + step - 1;
            if ((side && q.first < step + 1) || t >= w->n || k->quoted[t]) continue;
            if (w->d->sentences.at[tok(w, t)->sentence].paragraph != paragraph) continue;
            if (tok(w, t)->upos != UPOS_VERB || !(sense_of(w, tok(w, t)->lemma) & (SENSE_SAYS | SENSE_CUE))) continue;
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

/* The first word of the paragraph that this word stands in. */
static uint32_t paragraph_first(const struct work *w, uint32_t t)
{
    uint32_t s = tok(w, t)->sentence, paragraph = w->d->sentences.at[s].paragraph;
    for (int steps = 0; steps < 30 && s > 0 && w->d->sentences.at[s - 1].paragraph == paragraph; steps++) s--;
    return w->d->sentences.at[s].words.first;
}

/* Whose turn it is in an interview: the name before the colon or dash that opens the paragraph. */
uint32_t label_speaker(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    uint32_t first = paragraph_first(w, t);
    for (uint32_t i = first; i < first + 8 && i < w->n; i++) {
        chy_str form = tok(w, i)->form; /* "A." is one word */
        if (i == first && form.len > 1 && form.ptr[form.len - 1] == '.' &&
            map_get(&w->r->answers, str_cut(form, 0, form.len - 1)) != MAP_NONE)
            return interviewed(k);
        bool dash = i > first && tok_is(w, i - 1, ".") && (str_is(form, "–") || str_is(form, "—") || str_is(form, "-"));
        if (!tok_is(w, i, ":") && !dash) continue;
        for (uint32_t j = first; j < i; j++)
            if (k->mention_head[j] != NONE) return w->d->mentions.at[k->mention_head[j]].entity;
        if (i == first + 1 && map_get(&w->r->answers, tok(w, first)->form) != MAP_NONE) return interviewed(k);
        break;
    }
    return NONE;
}

/* The state or organisation that publishes. */
static uint32_t publisher(struct work *w)
{
    uint32_t e = source_entity(w, HIT_STATE);
    return e != NONE ? e : source_entity(w, HIT_ORGANIZATION);
}

static bool is_collective(const struct work *w, uint32_t e)
{
    enum entity_type type = w->d->entities.at[e].type;
    return (type == ENTITY_STATE || type == ENTITY_ORGANIZATION) && !w->d->entities.at[e].plural;
}

/* The first state or organisation that does something between these words; else that has something ("Brazil's president"); NONE. */
static uint32_t collective_between(const struct walk *k, uint32_t from, uint32_t to)
{
    const struct work *w = k->w;
    uint32_t owner = NONE;
    for (uint32_t t = from; t < to; t++) {
        uint32_t m = k->mention_head[t];
        if (m == NONE || w->d->mentions.at[m].entity == NONE || w->d->mentions.at[m].more.count) continue;
        uint32_t e = w->d->mentions.at[m].entity;
        if (!is_collective(w, e)) continue;
        if (is_subject(tok(w, t)->rel)) return e;
        if (owner == NONE && tok(w, t)->rel == REL_nmod_poss) owner = e;
    }
    return owner;
}

/* For whom somebody speaks: his state or organisation; else, in an interview, the one that his answer or the question is about. */
static uint32_t spoken_for(const struct walk *k, uint32_t t, uint32_t speaker, bool turn)
{
    const struct work *w = k->w;
    const struct entity *e = &w->d->entities.at[speaker];
    if (e->type == ENTITY_BODY && e->of != NONE) return e->of;
    if (e->type != ENTITY_PERSON) return speaker;
    uint32_t of = e->of;
    if (of != NONE && w->d->entities.at[of].type == ENTITY_BODY && w->d->entities.at[of].of != NONE) of = w->d->entities.at[of].of;
    if (of != NONE || !turn) return of == NONE ? speaker : of;
    of = publisher(k->w);
    uint32_t first = paragraph_first(w, t);
    if (of == NONE) of = collective_between(k, first, t);
    if (of == NONE && first > 0) of = collective_between(k, paragraph_first(w, first - 1), first);
    return of == NONE ? speaker : of;
}

static void first_person_refer(struct walk *k, uint32_t t, const struct pronoun_row *p, uint32_t speaker, bool turn)
{
    struct work *w = k->w;
    if (speaker == NONE) return;
    uint32_t to = p->many && !p->one ? spoken_for(k, t, speaker, turn) : speaker;
    uint32_t m = mention_add(w, (run){ t, t + 1 }, t, to, FORM_PRONOUN);
    if (m != NONE) k->mention_head[t] = m;
}

/* Whom a question asks: the person whose turn comes next; NONE. */
static uint32_t asked(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    uint32_t s = tok(w, t)->sentence, paragraph = w->d->sentences.at[s].paragraph;
    for (int steps = 0; steps < 30 && s + 1 < w->d->sentences.count && w->d->sentences.at[s].paragraph == paragraph; steps++) s++;
    if (w->d->sentences.at[s].paragraph == paragraph) return NONE;
    uint32_t next = label_speaker(k, w->d->sentences.at[s].words.first);
    if (next == NONE || w->d->entities.at[next].type != ENTITY_PERSON || next == label_speaker(k, t)) return NONE;
    return next;
}

/* "Answer: No." is said by whoever is interviewed. */
static uint32_t answers_here(const struct walk *k, uint32_t t)
{
    const struct work *w = k->w;
    bool label = t + 1 < w->n && tok(w, t)->form.len > 1 && tok_is(w, t + 1, ":") && paragraph_first(w, t) == t &&
                 map_get(&w->r->answers, tok(w, t)->form) != MAP_NONE;
    return label ? interviewed(k) : NONE;
}

void first_persons(struct walk *k)
{
    struct work *w = k->w;
    uint32_t current = NONE, speaker = NONE, before = NONE;
    for (uint32_t t = 0; t < w->n && !w->failed; t++) {
        if (k->mention_head[t] != NONE) continue;
        uint32_t answers = answers_here(k, t);
        if (answers != NONE) k->mention_head[t] = mention_add(w, (run){ t, t + 1 }, t, answers, FORM_POST);
        if (tok(w, t)->upos != UPOS_PRON && !str_is(tok(w, t)->xpos, "PRP$")) continue;
        uint32_t row = map_get(&w->r->pronouns, tok(w, t)->lower);
        if (row == MAP_NONE || w->r->pronoun_rows.at[row].person > 2) continue;
        if (w->r->pronoun_rows.at[row].person == 2) {
            uint32_t you = k->quoted[t] ? NONE : asked(k, t);
            if (you != NONE) k->mention_head[t] = mention_add(w, (run){ t, t + 1 }, t, you, FORM_PRONOUN);
            continue;
        }
        if (!k->quoted[t]) {
            uint32_t label = label_speaker(k, t);
            bool turn = label != NONE;
            if (label == NONE) label = w->d->author_entity;
            if (label == NONE && w->r->pronoun_rows.at[row].many) label = publisher(w); /* "our ambassador" in a ministry's release */
            first_person_refer(k, t, &w->r->pronoun_rows.at[row], label, turn);
            continue;
        }
        if (k->quote[t] != current) {
            current = k->quote[t];
            speaker = quote_speaker(k, k->quote_runs[current]);
            if (speaker == NONE) speaker = before;
            before = speaker;
        }
        first_person_refer(k, t, &w->r->pronoun_rows.at[row], speaker, false);
    }
}
