/*
 * nearby.c: quotations that no word of saying introduces, beside a verb and its subject: "Berg shot back: “...”", "“...,” Kral deadpans".
 */
#include "doc/tree.h"
#include "statement/clause.h"
#include "statement/verb.h"

enum { AFTER_MOST = 10, BEFORE_MOST = 40, WORDS_LEAST = 2 };

static bool acts(const struct reader *r, uint32_t t)
{
    chy_str x = tok(r, t)->xpos;
    return tok(r, t)->upos == UPOS_VERB && (str_is(x, "VBD") || str_is(x, "VBZ") || str_is(x, "VBP") || str_is(x, "VBG"));
}

static bool speaks_up(const struct reader *r, uint32_t s)
{
    return s != NONE && clause_may_speak(r, s) && !tok_quoted(r, s) && !tok_is(r, s, "it") && !tok_is(r, s, "that") &&
           !tok_is(r, s, "this");
}

static void put(struct reader *r, uint32_t q, uint32_t verb, uint32_t subject, run cue)
{
    const struct quotation *x = &r->quotes.list.at[q];
    struct found *f = found_new(r, tok(r, verb)->sentence);
    if (!f) return;
    f->cue_token = verb;
    f->cue = cue;
    f->whole_quote = true;
    found_claim(r, f, q);
    found_add(r, f, quote_run(x));
    if (!f->contents) {
        found_drop(r);
        return;
    }
    speaker_fill(r, f, subject, verb);
}

/* The verb group around a verb: auxiliaries and adverbs that stand by it. */
static run group(const struct reader *r, uint32_t verb)
{
    run w = { verb, verb + 1 };
    while (w.first > 0 && tok(r, w.first - 1)->head == verb &&
           (tok(r, w.first - 1)->upos == UPOS_AUX || tok(r, w.first - 1)->upos == UPOS_ADV))
        w.first--;
    while (w.last < r->d->tokens.count && tok(r, w.last)->head == verb &&
           (tok(r, w.last)->rel == REL_compound_prt || tok(r, w.last)->upos == UPOS_ADV) && tok(r, w.last)->lo == w.last)
        w.last++;
    return w;
}

/* "Berg shot back: “...”": the last verb with a subject of its own before the colon, or right before the comma. */
static bool before(struct reader *r, uint32_t q)
{
    uint32_t open = r->quotes.list.at[q].open, s = tok(r, open)->sentence;
    if (!open) return false;
    if (sent(r, s)->words.first == open && s) s--;
    if (sent(r, tok(r, open)->sentence)->paragraph > sent(r, s)->paragraph + 1) return false;
    uint32_t first = sent(r, s)->words.first, p = open - 1;
    bool colon = str_is(tok(r, p)->form, ":");
    bool comma = str_is(tok(r, p)->form, ",");
    if ((!colon && !comma) || tok(r, p)->sentence != s) return false;
    for (uint32_t t = p; t > first && p - t < BEFORE_MOST; t--) {
        uint32_t v = t - 1;
        if (tok_quoted(r, v) || str_is(tok(r, v)->form, ";")) return false;
        if (!acts(r, v)) continue;
        uint32_t subject = tree_child(r->d, v, REL_nsubj);
        bool joined = tok(r, v)->rel == REL_conj || (str_is(tok(r, v)->xpos, "VBG") && tok(r, v)->rel == REL_advcl);
        if (subject == NONE && joined) subject = tree_subject(r->d, v);
        if (comma && (subject == NONE || group(r, v).last != p)) return false; /* only right before it: "Berg yelled, “...”" */
        if (subject == NONE || subject > v || !speaks_up(r, subject) || tree_has(r->d, v, REL_cop)) continue;
        run cue = group(r, v);
        cue.last = p;
        put(r, q, v, subject, cue);
        return true;
    }
    return false;
}

/* "“...,” Berg deadpanned", "“...,” deadpanned Berg": a verb and a subject right after what ends with a comma or the like. */
static bool after(struct reader *r, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close == NONE || x->words.first >= x->words.last) return false;
    uint32_t s = tok(r, x->close)->sentence, last = sent(r, s)->words.last, t = x->close + 1;
    chy_str stop = tok(r, x->words.last - 1)->form;
    bool mark = str_is(stop, ",") || str_is(stop, "?") || str_is(stop, "!") || (t < last && str_is(tok(r, t)->form, ","));
    bool opens = x->open == sent(r, tok(r, x->open)->sentence)->words.first || tok_punct(r, x->open - 1);
    if (!mark || !opens) return false;
    if (t == last && s + 1 < r->d->sentences.count && sent(r, s + 1)->paragraph == sent(r, s)->paragraph) { /* “...?” Berg pressed. */
        last = sent(r, s + 1)->words.last;
        if (last - t > AFTER_MOST) return false;
    }
    while (t < last && tok_punct(r, t) && !tok_quoted(r, t)) t++;
    for (uint32_t v = t; v < last && v < t + AFTER_MOST; v++) {
        if (tok_punct(r, v) && !clause_hyphen(r, v)) return false;
        if (!acts(r, v) || str_is(tok(r, v)->xpos, "VBG")) continue;
        uint32_t subject = tree_child(r->d, v, REL_nsubj);
        if (subject == NONE || subject < t || !speaks_up(r, subject)) return false;
        put(r, q, v, subject, group(r, v));
        return true;
    }
    return false;
}

void nearby_sentence(struct reader *r, uint32_t sentence)
{
    run words = sent(r, sentence)->words;
    for (uint32_t t = words.first; t < words.last && !r->out_of_memory; t++) {
        uint32_t q = r->quotes.of[t];
        if (q == NONE || r->claimed[q] != NONE || r->turn_of[sentence] != NONE) continue;
        const struct quotation *x = &r->quotes.list.at[q];
        if ((t != x->open && t != x->close) || !clause_has_words(r, x->words, WORDS_LEAST) || quote_is_name(r->d, x)) continue;
        if (t == x->open ? before(r, q) : after(r, q)) continue;
    }
}
