/*
 * nearby.c: quotations that no word of saying introduces, beside a verb and its subject: "Berg shot back: “...”", "“...,” Kral deadpans".
 */
#include "doc/find.h"
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

/* "said he was sure of it: “...”": what is said goes on in a quotation. */
static bool goes_on(struct reader *r, uint32_t q, uint32_t s, uint32_t p)
{
    for (uint32_t i = r->found_from[s]; i < r->found.count; i++) {
        struct found *f = &r->found.at[i];
        if (f->sentence != s || !p || !found_holds(f, p - 1) || f->speaker_token == NONE || f->cue_token == NONE || f->cue_token > p)
            continue;
        if (f->contents == FOUND_RUNS) return false;
        found_claim(r, f, q);
        found_add(r, f, (run){ p, quote_run(&r->quotes.list.at[q]).last });
        return true;
    }
    return false;
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
    if ((!colon && !comma) || tok(r, p)->sentence != s || verb_takes_after(r, q)) return false;
    if (colon && goes_on(r, q, s, p)) return true;
    for (uint32_t t = p; t > first && p - t < BEFORE_MOST; t--) {
        uint32_t v = t - 1;
        if (tok_quoted(r, v) || str_is(tok(r, v)->form, ";")) return false;
        if (!acts(r, v)) continue;
        uint32_t subject = tree_child(r->d, v, REL_nsubj);
        bool joined = tok(r, v)->rel == REL_conj || (str_is(tok(r, v)->xpos, "VBG") && tok(r, v)->rel == REL_advcl);
        if (subject == NONE && joined) subject = tree_subject(r->d, v);
        if (comma && (subject == NONE || group(r, v).last != p)) return false; /* only right before it: "Berg yelled, “...”" */
        if (comma && tree_has(r->d, v, REL_mark)) return false;                /* "that once the house meets, “...”" */
        if (subject == NONE || subject > v || !speaks_up(r, subject) || tree_has(r->d, v, REL_cop)) continue;
        run cue = group(r, v);
        cue.last = p;
        put(r, q, v, subject, cue);
        return true;
    }
    return false;
}

/* “This is late!” beamed Berg: a participle by its form, with a name that the tree takes for its object; the name's head, NONE. */
static uint32_t inverted(const struct reader *r, uint32_t v, uint32_t last)
{
    if (tok(r, v)->upos != UPOS_VERB || v + 1 >= last) return NONE;
    if (!str_is(tok(r, v)->xpos, "VBN") && !str_is(tok(r, v)->xpos, "VBD")) return NONE;
    uint32_t o = tree_child(r->d, v, REL_obj);
    if (o == NONE || o < v || tok(r, o)->lo != v + 1 || tree_child(r->d, v, REL_nsubj) != NONE || !speaks_up(r, o)) return NONE;
    uint32_t e = speaker_entity(r, o);
    return e != NONE && r->d->entities.at[e].type == ENTITY_PERSON ? o : NONE;
}

/* “...,” Berg notes: a word of saying that was taken for a noun, last before a stop; the subject from `first`, NONE. */
static uint32_t misread(const struct reader *r, uint32_t first, uint32_t v, uint32_t last)
{
    uint32_t end;
    if (tok(r, v)->upos != UPOS_NOUN || (v + 1 < last && !tok_punct(r, v + 1))) return NONE;
    const struct cue *c = verb_cue_at(r, v, CUE_VERB, last, &end);
    if (!c || !(c->frames & CUE_QUOTE)) return NONE;
    for (uint32_t t = first; t < v; t++)
        if (tok_punct(r, t) || tok(r, t)->upos == UPOS_ADP || tok(r, t)->upos == UPOS_VERB) return NONE;
    return clause_nominal(r, v - 1) && speaks_up(r, v - 1) ? v - 1 : NONE;
}

/* “It is late.” — Anna Berg: the name that stands behind a dash after a quotation, with no verb; its head, NONE. */
static uint32_t signature(const struct reader *r, const struct quotation *x)
{
    uint32_t t = x->close + 1, s = x->close == NONE ? 0 : tok(r, x->close)->sentence;
    if (x->close == NONE || x->open != sent(r, tok(r, x->open)->sentence)->words.first) return NONE;
    run w = { t, sent(r, s)->words.last };
    while (++s < r->d->sentences.count && sent(r, s)->paragraph == sent(r, s - 1)->paragraph && w.last < t + AFTER_MOST)
        w.last = sent(r, s)->words.last;
    static const char *const dashes[] = { "-", "–", "—", "―", "--", NULL };
    if (w.last - w.first < 2 || w.last - w.first > AFTER_MOST || !clause_word_in(r, t, dashes) || clause_has_verb(r, w)) return NONE;
    uint32_t m = doc_mention_over(r->d, t + 1);
    if (m == NONE || r->d->mentions.at[m].form != FORM_NAME || !entity_is(r->d, r->d->mentions.at[m].entity, ENTITY_PERSON)) return NONE;
    return r->d->mentions.at[m].head;
}

static bool signed_here(struct reader *r, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    uint32_t who = signature(r, x);
    struct found *f = who == NONE ? NULL : found_new(r, tok(r, x->close)->sentence);
    if (!f) return false;
    f->cue = (run){ x->close + 1, x->close + 2 };
    f->whole_quote = true;
    found_claim(r, f, q);
    found_add(r, f, quote_run(x));
    speaker_fill(r, f, who, NONE);
    return true;
}

/* "“...,” Berg deadpanned", "“...,” deadpanned Berg": a verb and a subject right after what ends with a comma or the like. */
static bool after(struct reader *r, uint32_t q)
{
    const struct quotation *x = &r->quotes.list.at[q];
    if (x->close == NONE || x->words.first >= x->words.last) return false;
    if (signed_here(r, q)) return true;
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
    if (t < last && (tok(r, t)->upos == UPOS_CCONJ || tok(r, t)->upos == UPOS_ADP || tok(r, t)->upos == UPOS_SCONJ)) return false;
    for (uint32_t v = t; v < last && v < t + AFTER_MOST; v++) {
        uint32_t who = v == t && x->close + 1 == t ? inverted(r, v, last) : NONE;
        if (who == NONE && v > t) who = misread(r, t, v, last);
        if (who != NONE) {
            put(r, q, v, who, group(r, v));
            return true;
        }
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
