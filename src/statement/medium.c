/* medium.c: which medium a nominal names: "the weekly Globus", "the KCNA news agency", "the Burmese service of the BBC". */
#include "base/utf8.h"
#include "doc/find.h"
#include "doc/tree.h"
#include "statement/clause.h"

enum { NOMINAL_MOST = 12, NAME_MOST = 5, ASIDE_MOST = 6, LOOK_BACK = 16 };

static bool medium_noun(const struct reader *r, uint32_t t)
{
    const struct token *w = tok(r, t);
    return map_get(&r->rules->speakers, w->upos == UPOS_PROPN ? w->lower : w->lemma) == ENTITY_MEDIUM;
}

/* The mention of a medium that begins at `first` or ends at `last`; NONE. */
static uint32_t mention_beside(const struct reader *r, uint32_t first, uint32_t last)
{
    uint32_t s = tok(r, first)->sentence;
    for (uint32_t m = r->mention_from[s]; m < r->mention_from[s + 1]; m++) {
        const struct mention *x = &r->d->mentions.at[m];
        if (x->form == FORM_NAME && speaker_medium(r, x->entity) && (x->words.first == first || x->words.last == last)) return m;
    }
    return NONE;
}

/* The words of a name that begins at t: capitals, and hyphens between them. */
static run name_run(const struct reader *r, uint32_t t)
{
    run w = { t, t };
    uint32_t end = sent(r, tok(r, t)->sentence)->words.last;
    for (; w.last < end && w.last < t + NAME_MOST; w.last++) {
        const struct token *x = tok(r, w.last);
        bool capital = str_upper_first(x->form) && (x->upos == UPOS_PROPN || (x->upos == UPOS_DET && w.last == t));
        bool hyphen = w.last > t && w.last + 1 < end && str_is(x->form, "-") && !tok(r, w.last - 1)->space_after && !x->space_after;
        if ((!capital && !hyphen) || clause_time(r, w.last)) break;
    }
    if (w.last == t + 1 && tok(r, t)->upos == UPOS_DET) w.last = t;
    return w;
}

/* The medium of that name: its entity when the text has one for these words, else a new one. */
static uint32_t named(struct reader *r, run name)
{
    for (uint32_t t = name.first; t < name.last; t++) {
        uint32_t e = speaker_entity(r, t);
        if (e == NONE) continue;
        if (speaker_medium(r, e)) return e;
        uint32_t m = doc_mention_over(r->d, t);
        if (entity_is(r->d, e, ENTITY_PERSON) && m != NONE && r->d->mentions.at[m].words.last - r->d->mentions.at[m].words.first > 1)
            return NONE; /* "the newspaper, Jan Berg said" */
    }
    chy_str text = doc_text(r->d, doc_run_span(r->d, name));
    for (uint32_t i = r->described.count, n = 0; i-- > 0 && n < LOOK_BACK; n++) { /* this stage made it before */
        uint32_t before = r->described.at[i].entity;
        if (speaker_medium(r, before) && str_eq(r->d->entities.at[before].name, text)) return before;
    }
    uint32_t e = speaker_unnamed(r, name.first, name, ENTITY_MEDIUM);
    if (e != NONE) r->d->entities.at[e].unnamed = false;
    return e;
}

uint32_t medium_named(struct reader *r, uint32_t token)
{
    uint32_t end = sent(r, tok(r, token)->sentence)->words.last, t = token + 1;
    if (tok(r, token)->upos != UPOS_NOUN || !medium_noun(r, token)) return NONE;
    uint32_t m = mention_beside(r, t < end ? t : token, token);
    if (m == NONE && token > 0 && tok(r, token - 1)->upos == UPOS_NOUN && medium_noun(r, token - 1)) /* "the KCNA news agency" */
        m = mention_beside(r, t < end ? t : token, token - 1);
    if (m != NONE) return r->d->mentions.at[m].entity;
    if (t < end && tok_quoted(r, t) && tok_punct(r, t)) t++; /* the agency “Bakhtar” */
    if (t >= end) return NONE;
    run name = name_run(r, t);
    return name.first < name.last ? named(r, name) : NONE;
}

static bool stops(const struct reader *r, uint32_t t)
{
    uint8_t u = tok(r, t)->upos;
    return u == UPOS_PUNCT || u == UPOS_VERB || u == UPOS_SCONJ || u == UPOS_CCONJ || tok_is(r, t, "which") || tok_is(r, t, "that");
}

/* "the Burmese service of the BBC", "a Reuters reporter", "journalists of “Armenpress”": whose people or pages they are; NONE. */
static uint32_t medium_behind(const struct reader *r, run w, uint32_t place)
{
    for (uint32_t m = r->mention_from[tok(r, place)->sentence]; m < r->mention_from[tok(r, place)->sentence + 1]; m++) {
        const struct mention *x = &r->d->mentions.at[m];
        if (x->words.first >= w.first && x->words.last <= w.last && speaker_medium(r, x->entity)) return x->entity;
    }
    return NONE;
}

uint32_t medium_at(struct reader *r, uint32_t token)
{
    static const char *const known[] = { "the", "this", "our", "a", NULL };
    uint32_t e = speaker_entity(r, token), word = NONE, name = NONE, place = NONE;
    if (speaker_medium(r, e) && !r->d->entities.at[e].unnamed) return e;
    if (tok(r, token)->upos == UPOS_PRON) return NONE;
    run w = tree_run(r->d, token);
    for (uint32_t t = w.first; t < w.last && t < w.first + NOMINAL_MOST; t++) {
        if ((stops(r, t) && !tok_quoted(r, t) && !clause_hyphen(r, t)) ||
            (tok(r, t)->upos == UPOS_ADP && t > w.first && !tok_is(r, t, "of"))) {
            w.last = t;
            break;
        }
        if (tok(r, t)->upos == UPOS_ADP && t == w.first) {
            w.first++;
            continue;
        }
        if (medium_noun(r, t)) word = t;
        if (carrier_kind(r->rules, tok(r, t)->lemma) & CARRIER_PLACE) place = t;
        if (tok(r, t)->upos == UPOS_PROPN && name == NONE) name = t;
    }
    if (place != NONE && medium_behind(r, w, place) != NONE) return medium_behind(r, w, place);
    if (word == NONE) return NONE;
    uint32_t by_name = medium_named(r, word);
    if (by_name != NONE) return by_name;
    if (speaker_medium(r, e)) return e;
    if (name == NONE && clause_word_in(r, w.first, known)) return NONE; /* "the newspaper": the one that was named before, or this one */
    e = name == NONE ? NONE : speaker_entity(r, name);
    if (e != NONE && (entity_is(r->d, e, ENTITY_PERSON) || entity_is(r->d, e, ENTITY_STATE))) e = NONE;
    if (e != NONE) return e;
    while (w.last > w.first && stops(r, w.last - 1)) w.last--;
    e = speaker_unnamed(r, name == NONE ? word : name, name == NONE ? w : (run){ name, w.last }, ENTITY_MEDIUM);
    if (e != NONE && name != NONE) r->d->entities.at[e].unnamed = false;
    return e;
}

/* "carried by", "quoted on Thursday by", "taken up by", "published in": the participle that stands before the preposition at t; NONE. */
uint32_t medium_participle(const struct reader *r, uint32_t by)
{
    uint32_t first = sent(r, tok(r, by)->sentence)->words.first, t = by;
    for (uint32_t n = 0; t > first && n < ASIDE_MOST; t--, n++) {
        const struct token *x = tok(r, t - 1);
        if (x->rel != REL_compound_prt && x->upos != UPOS_ADV && !clause_time(r, t - 1) && !(x->upos == UPOS_ADP && clause_time(r, t)))
            break;
    }
    if (t == first || tok(r, t - 1)->upos != UPOS_VERB || str_is(tok(r, t - 1)->xpos, "VBG")) return NONE;
    return carrier_kind(r->rules, tok(r, t - 1)->lemma) & CARRIER_PASSED ? t - 1 : NONE;
}
