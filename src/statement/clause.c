#include "statement/clause.h"

enum { CLAUSE_MOST = 600, TIMES_MOST = 32 };

bool clause_word_in(const struct reader *r, uint32_t t, const char *const *words)
{
    for (; *words; words++)
        if (str_is(tok(r, t)->lower, *words)) return true;
    return false;
}

bool clause_lemma_is(const struct reader *r, uint32_t t, const char *lemma) { return str_is(tok(r, t)->lemma, lemma); }

uint32_t clause_start(const struct reader *r, uint32_t t)
{
    uint32_t first = sent(r, tok(r, t)->sentence)->words.first;
    if (t - first > CLAUSE_MOST) first = t - CLAUSE_MOST;
    while (t > first && !((str_is(tok(r, t - 1)->form, ";") || str_is(tok(r, t - 1)->form, ":")) && !tok_quoted(r, t - 1))) t--;
    return t;
}

uint32_t clause_end(const struct reader *r, uint32_t within, uint32_t t)
{
    uint32_t last = sent(r, tok(r, within)->sentence)->words.last;
    if (t >= last) return last;
    if (last - t > CLAUSE_MOST) last = t + CLAUSE_MOST;
    while (t < last && !(str_is(tok(r, t)->form, ";") && !tok_quoted(r, t))) t++;
    return t;
}

bool clause_nominal(const struct reader *r, uint32_t t)
{
    uint8_t u = tok(r, t)->upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
}

bool clause_has_words(const struct reader *r, run w, uint32_t least)
{
    uint32_t n = 0;
    for (uint32_t t = w.first; t < w.last && n < least; t++) n += !tok_punct(r, t);
    return n >= least;
}

bool clause_has_verb(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++)
        if (tok(r, t)->upos == UPOS_VERB || tok(r, t)->upos == UPOS_AUX) return true;
    return false;
}

bool clause_has_finite(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++) {
        chy_str x = tok(r, t)->xpos;
        if (str_is(x, "VBD") || str_is(x, "VBZ") || str_is(x, "VBP") || str_is(x, "MD")) return true;
    }
    return false;
}

/* The mark inside "Jean-Claude". */
bool clause_hyphen(const struct reader *r, uint32_t t) { return str_is(tok(r, t)->form, "-") && t > 0 && !tok(r, t - 1)->space_after; }

bool clause_comma(const struct reader *r, uint32_t t)
{
    chy_str f = tok(r, t)->form;
    if (str_is(f, "-")) return t > 0 && !clause_hyphen(r, t);
    return str_is(f, ",") || str_is(f, "–") || str_is(f, "—") || str_is(f, "―") || str_is(f, "--");
}

/* Of the words in a stretch, the clause_nominal that does not hang inside it; NONE. */
uint32_t clause_outermost(const struct reader *r, run w)
{
    for (uint32_t t = w.first; t < w.last; t++) {
        uint32_t h = tok(r, t)->head;
        if (clause_nominal(r, t) && (h == NONE || h < w.first || h >= w.last)) return t;
    }
    return NONE;
}

/* The word stands in a time. */
bool clause_time(const struct reader *r, uint32_t t)
{
    uint32_t s = tok(r, t)->sentence;
    for (uint32_t i = r->time_from[s]; i < r->time_from[s + 1] && i < r->time_from[s] + TIMES_MOST; i++) {
        run w = r->d->times.at[r->time_order[i]].words;
        if (t >= w.first && t < w.last) return true;
    }
    return false;
}

/* Can be who speaks: a nominal that is no time. */
bool clause_may_speak(const struct reader *r, uint32_t t)
{
    if (!clause_nominal(r, t) || tok(r, t)->rel == REL_expl || (carrier_kind(r->rules, tok(r, t)->lemma) & CARRIER_NEVER)) return false;
    if (tok(r, t)->upos == UPOS_PRON && (tok_is(r, t, "who") || tok_is(r, t, "which") || tok_is(r, t, "that") || tok_is(r, t, "whose")))
        return false;
    return !clause_time(r, t);
}

/* The head of a nominal by the order of words: the last noun before a preposition, a mark or "and". */
uint32_t clause_nominal_head(const struct reader *r, run w)
{
    uint32_t head = NONE;
    for (uint32_t t = w.first; t < w.last; t++) {
        uint8_t u = tok(r, t)->upos;
        if (head != NONE && (u == UPOS_ADP || u == UPOS_PUNCT || u == UPOS_CCONJ || u == UPOS_VERB) && !str_is(tok(r, t)->form, "-")) break;
        if (head != NONE && tok(r, t)->upos == UPOS_PART && tok(r, t)->rel == REL_case) continue;
        if (clause_may_speak(r, t)) head = t;
    }
    for (int steps = 0; head != NONE && steps < 4; steps++) {
        uint32_t h = tok(r, head)->head;
        if ((tok(r, head)->rel != REL_flat && tok(r, head)->rel != REL_compound) || h == NONE || h < w.first || h >= w.last ||
            !clause_may_speak(r, h))
            break;
        head = h;
    }
    return head;
}

/* Where a clause beside what is said begins: the comma before "while", "though", "saying"; the end of the run when there is none. */
uint32_t clause_aside(const struct reader *r, run w)
{
    static const char *const words[] = { "while", "although", "though", "after",  "before", "as",
                                         "when",  "despite",  "saying", "adding", "noting", NULL };
    for (uint32_t t = w.first + 1; t + 1 < w.last; t++)
        if (str_is(tok(r, t)->form, ",") && !tok_quoted(r, t) && clause_word_in(r, t + 1, words)) return t;
    return w.last;
}
