/*
 * attitude.c: what is thought, wished, planned, supported, refused, asked about, decreed or shown, rather than said.
 *
 * Runs last: only where no statement stands already, and only the outermost of several that lie in one another. Who holds the attitude
 * is the source, what it is directed at the content. Such a statement has a stance, so that a wish is never taken for a report.
 */
#include "doc/tree.h"
#include "statement/clause.h"
#include "statement/verb.h"

enum { LIGHT_GAP = 6, REST_MOST = 40 };

struct held {
    const struct cue *cue;
    uint32_t at, last; /* the word, and the last word of the cue */
    uint32_t verb;     /* where subject and auxiliaries hang: the word itself, or the verb that carries a noun ("expressed concern") */
    uint32_t holder;   /* NONE */
    bool passive;
};

static bool is_to(const struct reader *r, uint32_t c)
{
    for (uint32_t k = tok(r, c)->child; k != NONE && k < c; k = tok(r, k)->next)
        if (tok(r, k)->upos == UPOS_PART && tok_is(r, k, "to")) return true;
    return false;
}

static bool prep_of(const struct cue *c, chy_str word)
{
    for (int i = 0; i < CUE_PREPS && c->prep[i].len; i++)
        if (str_eq(c->prep[i], word)) return true;
    return false;
}

/* What begins at `from` and may end at `end` goes on with what hangs from the word and follows at once: "criticized X for Y". */
static uint32_t goes_on(const struct reader *r, const struct held *h, uint32_t end)
{
    for (uint32_t c = tok(r, h->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c < end || x->lo != end || clause_time(r, x->lo) || (x->lo + 1 < r->d->tokens.count && clause_time(r, x->lo + 1))) continue;
        if (deprel_base(x->rel) == REL_obl || x->rel == REL_xcomp || (x->rel == REL_advcl && !tree_has(r->d, c, REL_nsubj)))
            end = x->hi + 1;
    }
    return end;
}

static bool any_complement(const struct reader *r, const struct held *h, run *out)
{
    unsigned k = h->cue->frames;
    run w = { NONE, 0 };
    for (uint32_t c = tok(r, h->at)->child; c != NONE; c = tok(r, c)->next) {
        const struct token *x = tok(r, c);
        if (c <= h->last) continue;
        bool clause = (k & CUE_CLAUSE) && (x->rel == REL_ccomp || (x->rel == REL_acl && tree_has(r->d, c, REL_mark) && !is_to(r, c)) ||
                                           (x->rel == REL_advcl && tree_has(r->d, c, REL_mark) && tok_is(r, x->lo, "that")));
        bool inf = (k & CUE_INF) && (x->rel == REL_xcomp || x->rel == REL_acl || x->rel == REL_advcl || x->rel == REL_ccomp) && is_to(r, c);
        bool obj =
            (k & CUE_OBJ) && (x->rel == REL_obj || (w.first != NONE && x->rel == REL_xcomp) || (x->rel == REL_ccomp && !is_to(r, c)));
        uint32_t p = tree_case(r->d, c);
        if (p == NONE) p = tree_child(r->d, c, REL_mark);
        bool prep = (k & CUE_PREP) && w.first == NONE && p != NONE && p > h->last && x->lo == p && prep_of(h->cue, tok(r, p)->lower);
        if (!clause && !inf && !obj && !prep) continue;
        uint32_t first = prep ? p + 1 : x->lo;
        if (w.first == NONE) w.first = first;
        w.last = x->hi + 1;
        if (prep) w.last = x->hi + 1;
    }
    if (w.first == NONE || w.first >= w.last) return false;
    w.last = goes_on(r, h, w.last);
    *out = (run){ w.first, clause_aside(r, w) };
    return true;
}

static void add(struct reader *r, struct found *f, const struct held *h, run content)
{
    uint32_t end = clause_end(r, h->at, content.first);
    if (content.last > end) content.last = end;
    found_add(r, f, content);
}

static run cue_run(const struct reader *r, const struct held *h, uint32_t content)
{
    run w = { h->verb < h->at ? h->verb : h->at, h->last + 1 };
    uint32_t v = h->verb;
    for (uint32_t t = w.first; t > 0 && tok(r, t - 1)->sentence == tok(r, v)->sentence; t--) {
        const struct token *x = tok(r, t - 1);
        if ((x->head != v && x->head != h->at) || x->upos == UPOS_SCONJ || x->upos == UPOS_CCONJ || tok_punct(r, t - 1)) break;
        if (deprel_base(x->rel) != REL_aux && x->rel != REL_advmod && x->rel != REL_cop && x->upos != UPOS_PART) break;
        w.first = t - 1;
    }
    if ((h->cue->frames & CUE_PREP) && content == w.last + 1 && prep_of(h->cue, tok(r, w.last)->lower)) w.last++;
    return w;
}

static uint32_t holder_of_verb(const struct reader *r, struct held *h)
{
    uint32_t v = h->verb;
    for (uint32_t c = tok(r, v)->child; c != NONE; c = tok(r, c)->next)
        if (c < h->at && (tok(r, c)->rel == REL_aux_pass || tok(r, c)->rel == REL_nsubj_pass)) h->passive = true;
    if (h->passive || (str_is(tok(r, v)->xpos, "VBN") && tok(r, v)->rel == REL_acl)) {
        h->passive = true;
        return verb_agent(r, v);
    }
    uint32_t s = tree_child(r->d, v, REL_nsubj);
    if (s == NONE) s = tree_subject(r->d, v);
    if (s == NONE && tok(r, v)->rel == REL_acl) s = tok(r, v)->head;
    if (s != NONE && (tok(r, s)->sentence != tok(r, v)->sentence || tok(r, s)->rel == REL_expl || clause_time(r, s))) s = NONE;
    return s;
}

static void finish(struct reader *r, struct found *f, const struct held *h)
{
    if (!f->contents) {
        found_drop(r);
        return;
    }
    f->stance = h->cue->act;
    f->cue = cue_run(r, h, f->content[0].first);
    if (h->holder != NONE && !found_holds(f, h->holder)) {
        speaker_fill(r, f, h->holder, h->passive ? NONE : h->verb);
        f = &r->found.at[r->found.count - 1];
    }
}

/* "is expected to come", "seems to be": what is raised to subject is part of the content. */
static void raised(struct reader *r, uint32_t sentence, struct held *h)
{
    uint32_t s = tree_child(r->d, h->at, REL_nsubj), x = NONE;
    if (s == NONE) s = tree_child(r->d, h->at, REL_nsubj_pass);
    for (uint32_t c = tok(r, h->at)->child; c != NONE; c = tok(r, c)->next)
        if (c > h->last && (tok(r, c)->rel == REL_xcomp || tok(r, c)->rel == REL_ccomp || tok(r, c)->rel == REL_advcl) && x == NONE) x = c;
    if (x == NONE) return;
    struct found *f = found_new(r, sentence);
    if (!f) return;
    f->cue_token = h->at;
    if (s != NONE && s < h->at && !tok_is(r, s, "it") && tok(r, s)->rel != REL_expl) add(r, f, h, tree_run(r->d, s));
    add(r, f, h, tree_run(r->d, x));
    h->holder = h->passive ? verb_agent(r, h->at) : NONE;
    finish(r, f, h);
}

static void verb_held(struct reader *r, uint32_t sentence, uint32_t t, uint32_t end)
{
    struct held h = { .at = t, .last = t, .verb = t, .holder = NONE };
    run content;
    h.cue = attitude_at(r, t, tok(r, t)->upos == UPOS_ADJ ? CUE_ADJECTIVE : CUE_VERB, end, &h.last);
    if (!h.cue || tok(r, t)->rel == REL_amod || tok(r, t)->rel == REL_compound || tok(r, t)->rel == REL_case) return;
    if (tok(r, t)->upos == UPOS_ADJ && tree_child(r->d, t, REL_cop) == NONE) return;
    if (str_is(tok(r, t)->xpos, "VBG") && !tree_has(r->d, t, REL_aux) && !tree_has(r->d, t, REL_nsubj)) return;
    if (is_to(r, t) && tok(r, t)->rel != REL_root) return; /* what is to be done: part of what another word governs, or a purpose */
    uint32_t prt = tree_child(r->d, t, REL_compound_prt);
    if (prt == h.last + 1) h.last++;
    h.holder = holder_of_verb(r, &h);
    if (h.holder != NONE && tok_is(r, h.holder, "that")) return;
    if ((h.cue->frames & CUE_RAISED) && (h.passive || !(h.cue->frames & (CUE_CLAUSE | CUE_OBJ)))) {
        raised(r, sentence, &h);
        return;
    }
    if (h.passive) {
        uint32_t s = tree_child(r->d, t, REL_nsubj_pass);
        if (!(h.cue->frames & CUE_OBJ) || s == NONE || h.holder == NONE) return;
        struct found *f = found_new(r, sentence);
        if (!f) return;
        f->cue_token = t;
        add(r, f, &h, tree_run(r->d, s));
        finish(r, f, &h);
        return;
    }
    if (!any_complement(r, &h, &content)) return;
    struct found *f = found_new(r, sentence);
    if (!f) return;
    f->cue_token = t;
    add(r, f, &h, content);
    finish(r, f, &h);
}

/* "his support for X", "the decision to go", "expressed concern about X". */
static void noun_held(struct reader *r, uint32_t sentence, uint32_t t, uint32_t end)
{
    struct held h = { .at = t, .last = t, .verb = t, .holder = NONE };
    run content;
    h.cue = attitude_at(r, t, CUE_NOUN, end, &h.last);
    if (!h.cue || !any_complement(r, &h, &content)) return;
    uint32_t v = tok(r, t)->head, last;
    if (v != NONE && v < t && t - v <= LIGHT_GAP && tok(r, t)->rel == REL_obj && attitude_at(r, v, CUE_LIGHT, end, &last)) {
        h.verb = v;
        h.holder = holder_of_verb(r, &h);
        if (h.passive) return;
    } else {
        for (uint32_t c = tok(r, t)->child; c != NONE; c = tok(r, c)->next) {
            uint32_t p = tree_case(r->d, c);
            if (tok(r, c)->rel == REL_nmod_poss) h.holder = c;
            if (h.holder == NONE && c > t && tok(r, c)->hi < content.first && p != NONE &&
                (tok_is(r, p, "by") || tok_is(r, p, "of") || tok_is(r, p, "from") || tok_is(r, p, "among")))
                h.holder = c;
        }
        if (h.holder == NONE) return;
    }
    struct found *f = found_new(r, sentence);
    if (!f) return;
    f->cue_token = t;
    add(r, f, &h, content);
    finish(r, f, &h);
    if (h.verb == t && h.holder < t && tok(r, h.holder)->hi + 1 < h.last + 1 && r->found.count &&
        r->found.at[r->found.count - 1].cue_token == t)
        r->found.at[r->found.count - 1].cue = (run){ tok(r, h.holder)->hi + 1, r->found.at[r->found.count - 1].cue.last };
}

static void mark(struct reader *r, uint32_t *owner, uint32_t i)
{
    const struct found *f = &r->found.at[i];
    for (uint32_t k = 0; k < f->contents; k++)
        for (uint32_t t = f->content[k].first; t < f->content[k].last; t++) owner[t] = i;
    for (uint32_t t = f->cue.first; t < f->cue.last; t++) owner[t] = i;
    for (uint32_t t = f->source.first; t < f->source.last; t++)
        if (owner[t] == NONE && f->source.last - f->source.first > 1) owner[t] = i;
}

/* It cuts into another statement: shares words with its content without holding its cue. */
static bool cuts(const struct reader *r, const uint32_t *owner, const struct found *f)
{
    for (uint32_t k = 0; k < f->contents; k++)
        for (uint32_t t = f->content[k].first; t < f->content[k].last; t++) {
            if (owner[t] == NONE) continue;
            const struct found *o = &r->found.at[owner[t]];
            if (o->cue_token == NONE || !found_holds(f, o->cue_token)) return true;
        }
    return false;
}

static void sentence_held(struct reader *r, uint32_t *owner, uint32_t sentence)
{
    run words = sent(r, sentence)->words;
    for (uint32_t t = words.first; t < words.last && !r->out_of_memory; t++) {
        uint8_t u = tok(r, t)->upos;
        if ((u != UPOS_VERB && u != UPOS_NOUN && u != UPOS_ADJ) || tok_quoted(r, t) || owner[t] != NONE) continue;
        uint32_t before = r->found.count;
        if (u == UPOS_NOUN)
            noun_held(r, sentence, t, words.last);
        else
            verb_held(r, sentence, t, words.last);
        if (r->found.count == before) continue;
        if (cuts(r, owner, &r->found.at[before]))
            found_drop(r);
        else
            mark(r, owner, before);
    }
}

void attitude_read(struct reader *r)
{
    uint32_t count = r->found.count, *owner = ARENA_ARRAY(r->scratch, uint32_t, (size_t)r->d->tokens.count + 1);
    if (!owner) {
        r->out_of_memory = true;
        return;
    }
    r->known_only = true;
    memset(owner, 0xFF, ((size_t)r->d->tokens.count + 1) * sizeof *owner);
    for (uint32_t i = 0; i < count; i++)
        if (!r->found.at[i].dead && r->found.at[i].contents) mark(r, owner, i);
    for (uint32_t s = 0; s < r->d->sentences.count && !r->out_of_memory; s++)
        if (speech_in(r, s)) sentence_held(r, owner, s);
}
