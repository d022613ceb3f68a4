/*
 * extent.c: how far source, cue and content reach, once it is known what is said.
 *
 * Until here the runs are those that the grammar of the sentence needs. A reader marks otherwise: the "that" that leads into the content
 * belongs to it, "went on to say" is one cue, and a relative pronoun that stands for the speaker is the source.
 */
#include "doc/tree.h"
#include "statement/clause.h"
#include "statement/verb.h"

enum { BACK_MOST = 3 };

static bool in_source(const struct found *f, uint32_t t) { return t >= f->source.first && t < f->source.last; }

static bool free_word(const struct reader *r, const struct found *f, uint32_t t)
{
    return t < r->d->tokens.count && tok(r, t)->sentence == tok(r, f->cue_token)->sentence && !found_holds(f, t) && !in_source(f, t) &&
           !tok_quoted(r, t);
}

/* "said that", "asked whether": the word that leads in belongs to what is said. */
static void lead_in(const struct reader *r, struct found *f)
{
    static const char *const words[] = { "that", "whether", NULL };
    for (uint32_t i = 0; i < f->contents; i++) {
        uint32_t t = f->content[i].first;
        if (!t || !clause_word_in(r, t - 1, words) || !free_word(r, f, t - 1) || t - 1 < f->cue.last) continue;
        if (tok(r, t - 1)->upos == UPOS_DET) continue;
        f->content[i].first--;
        if (!i) f->led = true;
    }
}

/* "the minister, who said ...": the pronoun that stands for the speaker is the source. */
static void relative(const struct reader *r, struct found *f)
{
    uint32_t t = f->cue.first, s = tree_child(r->d, f->cue_token, REL_nsubj);
    if (f->speaker_token == NONE || f->source.first >= f->source.last || f->source.last > t) return;
    if (s == NONE && tok(r, f->cue_token)->rel == REL_conj) s = tree_subject(r->d, f->cue_token);
    if (s == NONE || s < f->source.first || s >= t || f->speaker_token == s) return;
    if (tok(r, s)->upos != UPOS_PRON || !(tok_is(r, s, "who") || tok_is(r, s, "which") || tok_is(r, s, "that"))) return;
    f->source = (run){ s, s + 1 };
}

/* "went on to say": the verb before belongs to it. */
enum { COLON_MOST = 12 };

/* "said in a statement:": up to the colon, and with it. */
static void to_colon(const struct reader *r, struct found *f)
{
    uint32_t t = f->cue.last;
    if (f->cue_token == NONE || tok(r, f->cue_token)->upos != UPOS_VERB) return;
    while (free_word(r, f, t) && t < f->cue.last + COLON_MOST && t != f->hearer && !str_is(tok(r, t)->form, ":") &&
           !str_is(tok(r, t)->form, ","))
        t++;
    if (free_word(r, f, t) && str_is(tok(r, t)->form, ":") && (t + 1 >= r->d->tokens.count || found_holds(f, t + 1))) f->cue.last = t + 1;
}

static void cue_reach(const struct reader *r, struct found *f)
{
    static const char *const on[] = { "go", "continue", "proceed", "begin", "keep", NULL };
    if (f->cue_token == NONE || f->cue.last <= f->cue_token || tok(r, f->cue_token)->upos != UPOS_VERB || f->according) return;
    uint32_t h = tok(r, f->cue_token)->head;
    if (h == NONE || h >= f->cue.first || f->cue.first - h > BACK_MOST || !free_word(r, f, h)) return;
    for (const char *const *w = on; *w; w++)
        if (clause_lemma_is(r, h, *w) && (tok(r, f->cue_token)->rel == REL_xcomp || tok(r, f->cue_token)->rel == REL_advcl))
            f->cue.first = h;
}

/* "Berg, the head of the group, said": the comma that closes an apposition belongs to who speaks. */
static void source_reach(const struct reader *r, struct found *f)
{
    uint32_t comma = 0;
    for (uint32_t t = f->source.first + 1; t + 1 < f->source.last; t++) {
        if (!str_is(tok(r, t)->form, ",")) continue;
        comma = t;
    }
    uint32_t t = f->source.last;
    if (comma && comma > f->speaker_token && free_word(r, f, t) && str_is(tok(r, t)->form, ",") && t < f->cue.first) f->source.last++;
}

/* What began within a quotation of its own goes on to its end: “in direct conflict. The threat is clear.” */
static void to_mark(const struct reader *r, struct found *f)
{
    for (uint32_t i = 0; i < f->contents; i++) {
        run *w = &f->content[i];
        uint32_t q = r->quotes.of[w->last - 1];
        if (q == NONE) continue;
        const struct quotation *x = &r->quotes.list.at[q];
        if (x->open < w->first || x->close == NONE || x->close < w->last) continue;
        if (i + 1 < f->contents && f->content[i + 1].first <= x->close) continue;
        if (f->cue.first > w->last && f->cue.first <= x->close) continue;
        w->last = x->close + 1;
    }
}

/* "said Berg, who added that ...": what he says besides is no part of who he is. */
static void without_speech(const struct reader *r, struct found *f)
{
    for (uint32_t t = f->source.first + 1; t + 1 < f->source.last; t++) {
        if (!str_is(tok(r, t)->form, ",") || !tok_is(r, t + 1, "who")) continue;
        uint32_t v = t + 2, last;
        while (v < f->source.last && v < t + 2 + BACK_MOST && (tok(r, v)->upos == UPOS_AUX || tok(r, v)->upos == UPOS_ADV)) v++;
        if (v >= f->source.last || tok(r, v)->upos != UPOS_VERB || f->speaker_token > t) continue;
        const struct cue *c = verb_cue_at(r, v, CUE_VERB, f->source.last, &last);
        if (!c || !(c->frames & (CUE_CLAUSE | CUE_QUOTE | CUE_NOT))) continue;
        f->source.last = t;
        return;
    }
}

void extent_read(struct reader *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        struct found *f = &r->found.at[i];
        if (f->dead || !f->contents || f->turn || f->cue_token == NONE) continue;
        to_mark(r, f);
        relative(r, f);
        without_speech(r, f);
        if (f->source.first < f->source.last) source_reach(r, f);
        cue_reach(r, f);
        to_colon(r, f);
        lead_in(r, f);
    }
}
