/*
 * chain.c: who carried what was found.
 *
 * Within a sentence: a statement inside another's content was carried by its speaker; a medium that was told, that is cited or that
 * cites stands in the chain. Across sentences: "X News reported on July 31." carries all that follows; "the report" points back.
 */
#include "doc/find.h"
#include "doc/tree.h"
#include "statement/clause.h"

enum { PAIRS_MOST = 24, BARE_MOST = 16, GAP_MOST = 40 };

struct chain_state {
    carrier_list document; /* a whole text that is relayed */
    carrier_list report;   /* what "the report" points back to */
    carrier_list release;  /* what "the press release" points back to */
    carrier_list last;     /* the latest of them, while it lasts */
};

static void carry_all(struct reader *r, struct found *f, const carrier_list *from)
{
    carrier_list copy = *from;
    for (uint32_t i = 0; i < copy.count; i++) found_carry(r, f, copy.at[i].entity, copy.at[i].date);
}

static void push(struct reader *r, carrier_list *list, uint32_t entity, chy_str date)
{
    struct carrier *c = LIST_PUSH(r->scratch, list);
    if (c)
        *c = (struct carrier){ entity, date };
    else
        r->out_of_memory = true;
}

/* The day that stands with a carrier: a date between it and the next comma. */
static chy_str date_after(const struct reader *r, uint32_t sentence, uint32_t token)
{
    for (uint32_t i = r->time_from[sentence]; i < r->time_from[sentence + 1]; i++) {
        const struct time *x = &r->d->times.at[r->time_order[i]];
        if (x->words.first <= token || x->type == TIME_DURATION || x->type == TIME_SET) continue;
        for (uint32_t t = token + 1; t < x->words.first; t++)
            if (str_is(tok(r, t)->form, ",") || str_is(tok(r, t)->form, ";") || tok(r, t)->upos == UPOS_VERB) return CHY_LIT("");
        return x->value;
    }
    return CHY_LIT("");
}

/* Where to look for its day from: "according to" itself, or the medium that speaks. */
static uint32_t carrier_token(const struct found *c)
{
    return c->according || c->speaker_token == NONE || c->speaker_token < c->cue_token ? c->cue_token : c->speaker_token;
}

static bool speaks(const struct found *f, uint32_t entity)
{
    for (uint32_t i = 0; i < f->speakers.count; i++)
        if (f->speakers.at[i] == entity) return true;
    return false;
}

static bool medium_speaks(const struct reader *r, const struct found *f)
{
    return f->speakers.count == 1 && speaker_medium(r, f->speakers.at[0]);
}

static uint32_t content_words(const struct reader *r, const struct found *f)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->contents; i++)
        for (uint32_t t = f->content[i].first; t < f->content[i].last; t++) n += !tok_punct(r, t);
    return n;
}

static uint32_t shared_words(const struct reader *r, const struct found *a, const struct found *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->contents; i++)
        for (uint32_t t = a->content[i].first; t < a->content[i].last; t++) n += !tok_punct(r, t) && found_holds(b, t);
    return n;
}

/* ------------------------------------------------------------------ one source that cites another */

static void cites_read(struct reader *r, uint32_t t, uint32_t from, uint32_t to)
{
    uint32_t cited = NONE, by = NONE;
    const struct token *w = tok(r, t);
    if (tok_quoted(r, t)) return;
    if (w->upos == UPOS_NOUN) { /* "with the reference to X" */
        uint32_t k = tree_case(r->d, t);
        if (k == NONE || !tok_is(r, k, "with")) return;
        for (uint32_t c = w->child; c != NONE; c = tok(r, c)->next)
            if (c > t && deprel_base(tok(r, c)->rel) == REL_nmod) cited = c;
        by = w->head;
        if (by != NONE && tok(r, by)->upos == UPOS_VERB) by = tree_subject(r->d, by);
    } else {
        if (tree_has(r->d, t, REL_aux_pass) || tree_has(r->d, t, REL_nsubj_pass)) return;
        if (t + 1 < sent(r, w->sentence)->words.last && tok_is(r, t + 1, "by") && !str_is(w->xpos, "VBG")) return; /* "X, cited by AFP" */
        cited = tree_child(r->d, t, REL_obj);
        if (cited == NONE) /* by the order of words */
            for (uint32_t k = t + 1; k < sent(r, tok(r, t)->sentence)->words.last && k < t + 8 && !tok_punct(r, k) && cited == NONE; k++)
                if (clause_nominal(r, k) && tok(r, k)->upos != UPOS_PRON && tok(r, k)->rel != REL_compound) cited = k;
        by = tree_subject(r->d, t);
        for (uint32_t c = w->child; c != NONE && cited != NONE; c = tok(r, c)->next)
            if (tok(r, c)->rel == REL_advcl && tree_child(r->d, c, REL_mark) != NONE && tok_is(r, tree_child(r->d, c, REL_mark), "as"))
                return;
    }
    if (cited == NONE || tok(r, cited)->upos == UPOS_PRON) return;
    if (tok(r, cited)->upos == UPOS_NOUN && !speaker_may(r, speaker_entity(r, cited)) &&
        (carrier_kind(r->rules, tok(r, cited)->lemma) || tok_quoted(r, cited)))
        return;
    uint32_t e = by == NONE ? NONE : speaker_entity(r, by);
    uint32_t phrase = NONE; /* "according to a report by X quoting Y" */
    for (uint32_t i = from; i < to; i++) {
        const struct found *f = &r->found.at[i];
        if (f->according && !f->dead && f->cue_token < t && f->speaker_token < t && !found_holds(f, t) &&
            (phrase == NONE || r->found.at[phrase].cue_token < f->cue_token) &&
            !(f->content[0].first > f->cue_token && f->content[0].first < t))
            phrase = i;
    }
    for (uint32_t i = to; i-- > from;) {
        struct found *f = &r->found.at[i];
        if (f->dead || found_holds(f, t) || !f->speakers.count || (phrase != NONE && i != phrase)) continue;
        bool his = (e != NONE && speaks(f, e)) || by == f->speaker_token || medium_speaks(r, f) || i == phrase;
        if (!his || speaks(f, speaker_entity(r, cited))) continue;
        if (f->whole_quote && i != phrase && f->speakers.count == 1 && entity_is(r->d, f->speakers.at[0], ENTITY_PERSON))
            continue; /* “...,” he said, citing the law: his words */
        index_list carriers = f->speakers;
        uint32_t told = f->speaker_token;
        struct found saved = *f;
        f->speakers = (index_list){ 0 };
        speaker_fill(r, f, cited, NONE);
        f = &r->found.at[i];
        if (!f->speakers.count) {
            *f = saved;
            continue;
        }
        f->cue = (run){ t, t + 1 };
        f->cue_token = t;
        f->carried = f->cited = true;
        carrier_list old = f->via;
        f->via = (carrier_list){ 0 };
        for (uint32_t k = 0; k < carriers.count; k++)
            found_carry(r, f, carriers.at[k], date_after(r, f->sentence, told == NONE ? t : told));
        carry_all(r, f, &old);
        return;
    }
}

/* ------------------------------------------------------------------ media beside the statement */

/* The word before the phrase that a mention stands in: "to the Russian agency TASS" -> "to". */
static uint32_t word_before(const struct reader *r, const struct mention *m, uint32_t first)
{
    uint32_t t = m->words.first;
    for (int steps = 0; t > first && steps < 8; steps++) {
        const struct token *w = tok(r, t - 1);
        if (w->upos == UPOS_DET || w->upos == UPOS_ADJ || w->upos == UPOS_NOUN || w->upos == UPOS_PROPN || w->upos == UPOS_PART)
            t--;
        else
            break;
    }
    return t > first ? t - 1 : NONE;
}

/* "the Austrian agency APA": a name of no known kind after a noun for media. */
static bool called_medium(const struct reader *r, const struct mention *m, uint32_t first)
{
    const struct entity *e = &r->d->entities.at[m->entity];
    if (m->form != FORM_NAME || e->codes.count || e->type == ENTITY_STATE || e->type == ENTITY_PLACE) return false;
    return m->words.first > first && tok(r, m->words.first - 1)->upos == UPOS_NOUN &&
           map_get(&r->rules->speakers, tok(r, m->words.first - 1)->lemma) == ENTITY_MEDIUM;
}

static void media_read(struct reader *r, uint32_t s, uint32_t from, uint32_t to)
{
    uint32_t first = sent(r, s)->words.first;
    for (uint32_t m = r->mention_from[s]; m < r->mention_from[s + 1]; m++) {
        const struct mention *x = &r->d->mentions.at[m];
        if (!speaker_medium(r, x->entity) && !called_medium(r, x, first)) continue;
        uint32_t b = word_before(r, x, first);
        if (b == NONE) continue;
        bool to_it = tok_is(r, b, "to") || tok_is(r, b, "told") || tok_is(r, b, "with");
        bool talk = b > first && (tok_is(r, b, "to") || tok_is(r, b, "with") || tok_is(r, b, "for")) &&
                    map_get(&r->rules->occasions, tok(r, b - 1)->lemma) != MAP_NONE; /* "in an interview with Le Monde" */
        bool by_it = talk || ((tok_is(r, b, "by") || tok_is(r, b, "in") || tok_is(r, b, "on")) && medium_participle(r, b) != NONE);
        if (!to_it && !by_it) continue;
        for (uint32_t i = from; i < to; i++) {
            struct found *f = &r->found.at[i];
            if (f->dead || f->turn || found_holds(f, x->head) || speaks(f, x->entity)) continue;
            if (to_it && !by_it && f->addressee != x->entity && b != f->cue_token &&
                !(x->head >= f->source.first && x->head < f->source.last))
                continue;
            if (by_it && i + 1 < to && r->found.at[i + 1].cue_token != NONE && r->found.at[i + 1].cue_token < x->head &&
                !found_holds(&r->found.at[i], r->found.at[i + 1].cue_token))
                continue;
            found_carry(r, f, x->entity, date_after(r, s, x->words.last - 1));
        }
    }
}

/* "told Radio Koper": an unknown name that was told something, and is no parliament. */
static uint32_t stranger(struct reader *r, const struct found *f)
{
    const struct token *w = tok(r, f->hearer);
    if (w->upos != UPOS_PROPN || f->cue_token == NONE || f->hearer < f->cue_token) return NONE;
    run name = tree_run(r->d, f->hearer);
    uint32_t m = doc_mention_over(r->d, f->hearer);
    if (m != NONE && r->d->mentions.at[m].words.first == f->cue_token + 1 &&
        r->d->entities.at[r->d->mentions.at[m].entity].codes.count == 0 &&
        entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_ORGANIZATION))
        name = r->d->mentions.at[m].words;
    else if (m != NONE)
        return NONE;
    if (name.first != f->cue_token + 1) return NONE;
    for (uint32_t t = name.first; t < name.last; t++) {
        if (tok(r, t)->upos != UPOS_PROPN || tok_quoted(r, t)) return NONE;
        uint32_t kind = map_get(&r->rules->speakers, tok(r, t)->lower);
        if ((kind != MAP_NONE && kind != ENTITY_MEDIUM) || (carrier_kind(r->rules, tok(r, t)->lower) & CARRIER_AUDIENCE)) return NONE;
    }
    if (m != NONE) return r->d->mentions.at[m].entity;
    uint32_t e = speaker_unnamed(r, f->hearer, name, ENTITY_MEDIUM);
    if (e != NONE) r->d->entities.at[e].unnamed = false;
    return e;
}

/* "told the weekly Globus": a hearer that is a medium carries what it was told. */
static void hearer_read(struct reader *r, struct found *f)
{
    uint32_t e = f->addressee;
    if (!speaker_medium(r, e)) e = f->hearer == NONE ? NONE : medium_at(r, f->hearer);
    if (e == NONE && f->told && f->hearer != NONE) e = stranger(r, f);
    if (e == NONE) return;
    found_carry(r, f, e, CHY_LIT(""));
    f->carried |= f->told;
}

/* ------------------------------------------------------------------ statements inside statements */

/* "X said that A, Reuters reported": the words of the outer one, which come last, are no part of what the inner one said. */
static void part_mutual(struct reader *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        for (uint32_t k = from; k < to; k++) {
            struct found *in = &r->found.at[i];
            const struct found *out = &r->found.at[k];
            if (i == k || in->cue_token == NONE || out->cue_token == NONE || in->cue_token > out->cue_token) continue;
            if (!found_holds(in, out->cue_token) || !found_holds(out, in->cue_token)) continue;
            uint32_t cut = out->source.first < out->source.last && out->source.first < out->cue.first ? out->source.first : out->cue.first;
            if (out->edge < cut) cut = out->edge;
            for (uint32_t c = 0; c < in->contents; c++)
                if (in->content[c].first < cut && cut < in->content[c].last) found_cut(r, in, c, cut);
        }
}

/* "He said, according to TASS, that ...", "Berg, according to his office, told ...": a carrier beside the speaker or the verb. */
static void aside_read(struct reader *r, uint32_t from, uint32_t to)
{
    for (uint32_t k = from; k < to; k++) {
        struct found *c = &r->found.at[k];
        if (!c->according || c->dead || c->cue_token > c->source.first) continue;
        uint32_t first = c->cue.first, last = c->source.last;
        for (uint32_t i = from; i < to && !c->dead; i++) {
            struct found *f = &r->found.at[i];
            if (i == k || f->dead || f->according || f->turn || f->cue.last > first + 1 + GAP_MOST) continue;
            bool after_cue = f->cue.last <= first && first <= f->cue.last + 1 && tok_punct(r, first - 1);
            bool after_source = f->source.first < first && first <= f->source.last + 1 && last <= f->cue.first && last + 1 >= f->cue.first;
            if (!after_cue && !after_source) continue;
            if (f->source.last > first && after_source) f->source.last = tok_punct(r, first - 1) ? first - 1 : first;
            while (last < r->d->tokens.count && tok_punct(r, last) && !tok_quoted(r, last)) last++;
            for (uint32_t p = 0; p < f->contents && after_cue; p++)
                if (f->content[p].first <= first + 1 && last < f->content[p].last)
                    f->content[p].first = tok_is(r, last, "that") ? last + 1 : last;
            for (uint32_t e = 0; e < c->speakers.count; e++)
                found_carry(r, f, c->speakers.at[e], date_after(r, c->sentence, carrier_token(c)));
            carry_all(r, f, &c->via);
            f->carried = c->dead = true;
        }
    }
}

/* "Dahl called it late, the radio said, but added that ...": who carried the one carried the other. */
static void share_subject(struct reader *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i + 1 < to; i++) {
        const struct found *a = &r->found.at[i];
        struct found *b = &r->found.at[i + 1];
        if (a->dead || b->dead || !a->carried || !a->via.count || b->via.count || a->speaker_token == NONE) continue;
        if (a->speaker_token != b->speaker_token || !b->speakers.count) continue;
        carrier_list via = a->via;
        carry_all(r, b, &via);
        b->carried = true;
    }
}

/* Words of its source and cue that the other one holds. */
static uint32_t outside_words(const struct found *f, const struct found *c)
{
    uint32_t n = 0;
    for (uint32_t t = f->source.first; t < f->source.last; t++) n += found_holds(c, t);
    for (uint32_t t = f->cue.first; t < f->cue.last; t++) n += found_holds(c, t);
    return n;
}

static bool has_quote(const struct reader *r, const struct found *f)
{
    for (uint32_t i = 0; i < f->contents; i++)
        for (uint32_t t = f->content[i].first; t < f->content[i].last; t++)
            if (tok_quoted(r, t)) return true;
    return false;
}

static void nested_read(struct reader *r, uint32_t from, uint32_t to)
{
    part_mutual(r, from, to);
    aside_read(r, from, to);
    for (uint32_t i = from; i < to; i++) {
        struct found *f = &r->found.at[i];
        if (f->cue_token == NONE) continue;
        uint32_t around[PAIRS_MOST], n = 0;
        for (uint32_t k = from; k < to; k++) { /* those that hold it, the smallest first */
            const struct found *c = &r->found.at[k];
            if (k == i || !found_holds(c, f->cue_token) || found_holds(f, c->cue_token)) continue;
            uint32_t at = n++;
            for (; at && content_words(r, &r->found.at[around[at - 1]]) > content_words(r, c); at--) around[at] = around[at - 1];
            around[at] = k;
        }
        if (n && f->bare && !has_quote(r, f) && !medium_speaks(r, &r->found.at[around[0]]) &&
            !r->found.at[around[0]].according) { /* "said that Spain had asked for help": told of, a deed */
            f->dead = true;
            continue;
        }
        for (uint32_t k = 0; k < n; k++) {
            struct found *c = &r->found.at[around[k]];
            for (uint32_t e = 0; e < c->speakers.count; e++)
                found_carry(r, f, c->speakers.at[e], medium_speaks(r, c) ? date_after(r, c->sentence, carrier_token(c)) : CHY_LIT(""));
            carry_all(r, f, &c->via);
            f->carried |= c->carried || medium_speaks(r, c);
        }
    }
    for (uint32_t k = from; k < to; k++) {
        struct found *c = &r->found.at[k];
        if (!medium_speaks(r, c) && !c->according && !c->cited && c->speakers.count) continue;
        for (uint32_t i = from; i < to && !c->dead; i++) {
            const struct found *f = &r->found.at[i];
            if (i == k || f->dead || f->cue_token == NONE || !found_holds(c, f->cue_token)) continue;
            if ((shared_words(r, f, c) + outside_words(f, c)) * 2 >= content_words(r, c) || c->according || c->cited) c->dead = true;
        }
    }
}

/* ------------------------------------------------------------------ across sentences */

static bool points_back(const struct reader *r, const struct found *f, unsigned kinds)
{
    if (f->speaker_token == NONE || f->speakers.count) return false;
    return (carrier_kind(r->rules, tok(r, f->speaker_token)->lemma) & kinds) != 0;
}

/* An organisation with "News" or the like in its name. */
static bool sounds_medium(const struct reader *r, const struct mention *m)
{
    if (!entity_is(r->d, m->entity, ENTITY_ORGANIZATION)) return false;
    for (uint32_t t = m->words.first; t < m->words.last; t++)
        if (map_get(&r->rules->speakers, tok(r, t)->lower) == ENTITY_MEDIUM) return true;
    return false;
}

/* "Reference News Network reported on July 31.": a medium, a verb of reporting, and nothing that is reported. */
static bool bare_carrier(struct reader *r, uint32_t s, struct chain_state *state)
{
    run w = sent(r, s)->words;
    if (w.last - w.first > BARE_MOST) return false;
    for (uint32_t m = r->mention_from[s]; m < r->mention_from[s + 1]; m++) {
        const struct mention *x = &r->d->mentions.at[m];
        uint32_t v = x->words.last;
        if (!speaker_medium(r, x->entity) && !sounds_medium(r, x)) continue;
        while (v < w.last && (tok(r, v)->upos == UPOS_AUX || tok(r, v)->upos == UPOS_ADV)) v++;
        if (v >= w.last || tok(r, v)->upos != UPOS_VERB || !(carrier_kind(r->rules, tok(r, v)->lemma) & CARRIER_TOLD)) continue;
        bool bare = v + 1 >= w.last || tok_punct(r, v + 1) || tok(r, v + 1)->upos == UPOS_ADP || tok(r, v + 1)->upos == UPOS_PROPN ||
                    tok(r, v + 1)->upos == UPOS_ADV;
        if (!bare || clause_has_verb(r, (run){ v + 1, w.last }) || tree_has(r->d, v, REL_aux_pass)) continue;
        state->document = state->report = state->release = state->last = (carrier_list){ 0 };
        push(r, &state->document, x->entity, date_after(r, s, v));
        return true;
    }
    return false;
}

/* A sentence that is the name of a medium and nothing else belongs to what stands before it. */
static void dangling(struct reader *r, uint32_t s, uint32_t before)
{
    run w = sent(r, s)->words;
    if (w.last - w.first > 10 || !before) return;
    for (uint32_t m = r->mention_from[s]; m < r->mention_from[s + 1]; m++) {
        const struct mention *x = &r->d->mentions.at[m];
        if (!speaker_medium(r, x->entity)) continue;
        for (uint32_t t = w.first; t < w.last; t++)
            if (!tok_punct(r, t) && !(t >= x->words.first && t < x->words.last) && tok(r, t)->upos != UPOS_DET &&
                tok(r, t)->upos != UPOS_NOUN)
                return;
        const struct found *last = &r->found.at[before - 1];
        if (last->sentence + 6 < s) return;
        if (sent(r, last->sentence)->paragraph != sent(r, s)->paragraph) return;
        for (uint32_t i = before, steps = 0; i-- > 0 && steps < 8; steps++) {
            struct found *f = &r->found.at[i];
            if (sent(r, f->sentence)->paragraph + 1 < sent(r, s)->paragraph) break;
            if (sent(r, f->sentence)->paragraph != sent(r, s)->paragraph &&
                !(f->speakers.count && last->speakers.count && f->speakers.at[0] == last->speakers.at[0]))
                break;
            if (!f->dead) found_carry(r, f, x->entity, CHY_LIT(""));
        }
        return;
    }
}

static bool same_speakers(const struct found *a, const struct found *b)
{
    if (!a->speakers.count || a->speakers.count != b->speakers.count) return false;
    for (uint32_t i = 0; i < a->speakers.count; i++)
        if (a->speakers.at[i] != b->speakers.at[i]) return false;
    return true;
}

/* What the sentence says of carriers, for the sentences after it. */
static void remember(struct reader *r, struct chain_state *state, const struct found *c)
{
    bool medium = medium_speaks(r, c);
    unsigned kind = c->speaker_token == NONE ? 0 : carrier_kind(r->rules, tok(r, c->speaker_token)->lemma);
    if (!c->speakers.count || c->pointed || (!medium && !(c->according && (kind & (CARRIER_REPORT | CARRIER_DOCUMENT))))) return;
    carrier_list list = { 0 };
    push(r, &list, c->speakers.at[0], date_after(r, c->sentence, carrier_token(c)));
    for (uint32_t i = 0; i < c->via.count; i++) push(r, &list, c->via.at[i].entity, c->via.at[i].date);
    if (kind & CARRIER_DOCUMENT) {
        for (uint32_t i = 0; i < state->report.count && state->document.count; i++)
            push(r, &list, state->report.at[i].entity, state->report.at[i].date);
        state->release = list;
    } else {
        state->report = list;
    }
    state->last = list;
}

static void across(struct reader *r, struct chain_state *state, uint32_t s)
{
    uint32_t from = r->found_from[s], to = r->found_from[s + 1];
    bool own = false;
    if (to - from > PAIRS_MOST) from = to - PAIRS_MOST;
    if (from == to && !bare_carrier(r, s, state)) dangling(r, s, from);
    for (uint32_t i = from; i < to; i++) {
        struct found *c = &r->found.at[i];
        const carrier_list *back = points_back(r, c, CARRIER_REPORT)     ? &state->report
                                   : points_back(r, c, CARRIER_DOCUMENT) ? &state->release
                                                                         : NULL;
        if (!back || !back->count) continue;
        own = true;
        for (uint32_t k = from; k < to; k++)
            if (k != i && found_holds(c, r->found.at[k].cue_token)) carry_all(r, &r->found.at[k], back);
        c->pointed = true;
        found_speaker(r, c, back->at[0].entity); /* "the report said": it speaks itself */
        carry_all(r, c, back);
        state->last = *back;
    }
    for (uint32_t i = from; i < to; i++) {
        struct found *c = &r->found.at[i];
        const struct carrier *had = state->last.at;
        remember(r, state, c);
        own |= had != state->last.at || medium_speaks(r, c);
        if (had != state->last.at && state->last.at == state->release.at && !c->dead) carry_all(r, c, &state->report);
    }
    for (uint32_t i = from; i < to; i++) {
        struct found *f = &r->found.at[i];
        if (f->dead) continue;
        if (!own && state->document.count && !f->via.count) carry_all(r, f, &state->last);
        if (!state->document.count && !f->via.count && from) {
            for (uint32_t k = from, steps = 0; k-- > 0 && steps < 3; steps++) {
                const struct found *p = &r->found.at[k];
                if (p->dead) continue;
                if (p->carried && p->via.count && p->sentence + 1 >= s && sent(r, p->sentence)->paragraph == sent(r, s)->paragraph &&
                    same_speakers(p, f)) {
                    carrier_list via = p->via;
                    carry_all(r, f, &via);
                    f->carried = true;
                }
                break;
            }
        }
        carry_all(r, f, &state->document);
        found_carry(r, f, r->asked_by[s], CHY_LIT(""));
        if (r->turn_of[s] != NONE && !f->turn) {
            const struct found *answer = &r->found.at[r->turn_of[s]];
            index_list speakers = answer->speakers;
            for (uint32_t k = 0; k < speakers.count; k++) found_carry(r, f, speakers.at[k], CHY_LIT(""));
        }
    }
}

void chain_read(struct reader *r)
{
    struct chain_state state = { 0 };
    for (uint32_t s = 0; s < r->d->sentences.count && !r->out_of_memory; s++) {
        uint32_t from = r->found_from[s], to = r->found_from[s + 1];
        for (uint32_t i = from; i < to; i++) hearer_read(r, &r->found.at[i]);
        if (to - from > PAIRS_MOST) from = to - PAIRS_MOST;
        if (to > from) {
            media_read(r, s, from, to);
            for (uint32_t t = sent(r, s)->words.first; t < sent(r, s)->words.last; t++)
                if ((tok(r, t)->upos == UPOS_VERB || tok(r, t)->upos == UPOS_NOUN) &&
                    (carrier_kind(r->rules, tok(r, t)->lemma) & CARRIER_CITES))
                    cites_read(r, t, from, to);
            nested_read(r, from, to);
            share_subject(r, from, to);
        }
        across(r, &state, s);
    }
}
