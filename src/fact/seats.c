#include "fact/seats.h"

enum { SEATS_MOST = 64 }; /* states of one list */

struct list {
    uint32_t mention[SEATS_MOST], count;
    uint32_t end; /* token after the last state */
};

static const struct token *at(const struct fact_walk *w, uint32_t t) { return &w->d->tokens.at[t]; }

static unsigned kind(const struct fact_walk *w, uint32_t t)
{
    return rules_word(w->rules, at(w, t)->lemma) | rules_word(w->rules, at(w, t)->lower);
}

static bool any_kind(const struct fact_walk *w, uint32_t first, uint32_t last, unsigned kinds)
{
    for (uint32_t t = first; t < last; t++)
        if (kind(w, t) & kinds) return true;
    return false;
}

/* "Invited to attend"; not "as well as invited guests". */
static bool anybody_invited(const struct fact_walk *w, run words)
{
    for (uint32_t t = words.first; t < words.last; t++)
        if (kind(w, t) & WORD_INVITED && !(t + 1 < words.last && kind(w, t + 1) & WORD_OUTSIDER)) return true;
    return false;
}

/* What may stand between the states of a list: commas, "and the presidents of". */
static bool joins_states(const struct fact_walk *w, uint32_t t, uint32_t end)
{
    const struct token *k = at(w, t);
    if (k->upos == UPOS_CCONJ || k->upos == UPOS_DET || str_is(k->form, ",")) return true;
    if (str_is(k->lower, "of") || str_is(k->lower, "from")) return true;
    if (kind(w, t) & (WORD_CHIEF | WORD_REALM)) return true;
    return k->upos == UPOS_ADJ && t + 1 < end && kind(w, t + 1) & WORD_CHIEF; /* "the foreign ministers" */
}

/* The states named after "the leaders of", up to the first word that is neither. */
static void list_of(const struct fact_walk *w, uint32_t chief, uint32_t end, struct list *out)
{
    const chy_doc *d = w->d;
    *out = (struct list){ .end = chief + 1 };
    for (uint32_t t = chief + 1; t < end; t++) {
        uint32_t m = doc_mention_over(d, t);
        bool state = m != NONE && d->mentions.at[m].words.first == t && d->mentions.at[m].form == FORM_NAME &&
                     entity_is(d, d->mentions.at[m].entity, ENTITY_STATE);
        if (!state && joins_states(w, t, end)) continue;
        if (!state || out->count == SEATS_MOST) return;
        out->mention[out->count++] = m;
        t = d->mentions.at[m].words.last - 1;
        out->end = t + 1;
    }
}

/* The token after "as well as", "and", "along with" right behind the list; NONE when the list is not carried on. */
static uint32_t after_joint(const struct fact_walk *w, uint32_t t, uint32_t end)
{
    if (t < end && str_is(at(w, t)->form, ",")) t++;
    if (t >= end) return NONE;
    if (at(w, t)->upos == UPOS_CCONJ) return t + 1;
    if (t + 1 < end && !(kind(w, t) & WORD_BESIDE)) t++; /* "as" of "as well as" */
    if (!(kind(w, t) & WORD_BESIDE)) return NONE;
    return t + 1;
}

/* Are observers, partners or guests told apart from the list, and not as the "other" ones? */
static bool told_apart(const struct fact_walk *w, uint32_t t, uint32_t end)
{
    for (t = after_joint(w, t, end); t < end; t++) { /* NONE is past every end */
        const struct token *k = at(w, t);
        bool finite = str_is(k->xpos, "VBD") || str_is(k->xpos, "VBZ") || str_is(k->xpos, "VBP") || str_is(k->xpos, "MD");
        if (finite || k->upos == UPOS_SCONJ || str_is(k->form, ";")) return false;
        if (kind(w, t) & WORD_OUTSIDER) return !any_kind(w, t - 2, t, WORD_FURTHER);
    }
    return false;
}

/* Count a party that hangs on the meeting: one organisation there may be, and nobody else. */
static bool one_host(const struct fact_walk *w, uint32_t entity, uint32_t *org)
{
    const struct entity *e = &w->d->entities.at[entity];
    if (e->type == ENTITY_BODY && note_is_org(w->d, e->of)) entity = e->of, e = &w->d->entities.at[entity];
    if (e->type == ENTITY_STATE) return false;
    if (e->type != ENTITY_ORGANIZATION) return true;
    if (*org != NONE && *org != entity) return false;
    *org = entity;
    return true;
}

/* The organisation whose meeting it is; NONE when it is nobody's, or a meeting of two sides: "the EU-China summit". */
static uint32_t whose_meeting(const struct fact_walk *w, uint32_t meeting)
{
    const chy_doc *d = w->d;
    uint32_t m = doc_mention_over(d, meeting), org = NONE;
    run words = { meeting, meeting + 1 };
    if (m != NONE && d->mentions.at[m].form == FORM_NAME) {
        const struct entity *e = &d->entities.at[d->mentions.at[m].entity];
        words = d->mentions.at[m].words;
        if (e->type == ENTITY_SERIES && e->of != NONE && !one_host(w, e->of, &org)) return NONE;
        if (e->type != ENTITY_SERIES && !one_host(w, d->mentions.at[m].entity, &org)) return NONE;
    }
    for (uint32_t t = words.first; t < words.last; t++)
        if (at(w, t)->upos == UPOS_CCONJ || at(w, t)->upos == UPOS_SYM || kind(w, t) & WORD_BESIDE ||
            (at(w, t)->upos == UPOS_PUNCT && !str_is(at(w, t)->form, ".")))
            return NONE;
    for (uint32_t c = at(w, meeting)->child; c != NONE; c = at(w, c)->next) {
        enum deprel rel = deprel_base(at(w, c)->rel);
        if (rel != REL_nmod && rel != REL_compound && rel != REL_amod) continue;
        if ((c >= words.first && c < words.last) || str_is(at(w, c)->lower, "in")) continue;
        uint32_t p = tree_case(d, c);
        if (p != NONE && (str_is(at(w, p)->lower, "in") || str_is(at(w, p)->lower, "at"))) continue; /* where it is held */
        for (uint32_t t = at(w, c)->lo; t <= at(w, c)->hi; t++) {
            uint32_t over = doc_mention_over(d, t);
            if (d->adjective_at && d->adjective_at[t] != NONE && over == NONE) return NONE; /* "the Russian-Arab summit" */
            if (over != NONE && d->mentions.at[over].head == t && !one_host(w, d->mentions.at[over].entity, &org)) return NONE;
        }
    }
    return org;
}

void seats_match(struct fact_walk *w, const struct standing *row, const struct pattern_match *m, const struct claim *c)
{
    const chy_doc *d = w->d;
    uint32_t chief = m->slot[0], meeting = m->slot[1];
    if (chief == NONE || meeting == NONE || (c->yield != YIELD_IS && c->yield != YIELD_PLANS)) return;
    run sentence = d->sentences.at[at(w, m->trigger)->sentence].words;
    struct list list;
    list_of(w, chief, sentence.last, &list);
    if (list.count < 2 || !told_apart(w, list.end, sentence.last)) return;
    if (anybody_invited(w, sentence)) return;
    if (any_kind(w, at(w, chief)->lo, chief, WORD_OUTSIDER) || any_kind(w, at(w, meeting)->lo, meeting, WORD_OUTSIDER)) return;
    uint32_t org = whose_meeting(w, meeting);
    if (org == NONE) return;
    chy_span evidence = { d->mentions.at[list.mention[0]].span.start, d->mentions.at[list.mention[list.count - 1]].span.end };
    for (uint32_t i = 0; i < list.count && !w->failed; i++)
        note_fact(w, &(struct fact){ .subject = d->mentions.at[list.mention[i]].entity,
                                     .relation = row->relation,
                                     .object = org,
                                     .of = NONE,
                                     .holder = NONE,
                                     .modality = MODALITY_IS,
                                     .inferred = true,
                                     .statement = w->statement_at[m->trigger],
                                     .evidence = evidence,
                                     .confidence = 50,
                                     .rule = row->where });
}
