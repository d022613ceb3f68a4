#include <string.h>

#include "dictionary/stage.h"

/* ------------------------------------------------------------------ units */

static bool read_units(struct scene *s, uint32_t sentence)
{
    const struct sentence *here = &s->d->sentences.at[sentence];
    s->units.count = 0;
    for (uint32_t t = here->words.first; t < here->words.last; t++) {
        if (doc_token(s->d, t)->upos == UPOS_PUNCT) continue;
        chy_str rest = word_fold(s->scratch, doc_token(s->d, t)->lower), piece;
        if (!rest.ptr) return false;
        while (word_next_piece(&rest, &piece)) {
            struct unit *u = LIST_PUSH(s->scratch, &s->units);
            if (!u) return false;
            *u = (struct unit){ .text = piece, .token = t, .group = NONE };
        }
    }
    return true;
}

/* ------------------------------------------------------------------ phrases */

/* How many units the phrase takes from `at` on; 0 when it is not there. */
static uint32_t phrase_fits(const struct scene *s, const struct phrase *p, uint32_t at)
{
    const struct word *w = s->dict->words.at + p->first;
    if (p->count > s->units.count - at) return 0;
    for (uint32_t i = p->count; i-- > 0;)
        if (!word_fits(w[i].text, (enum fit)w[i].fit, s->units.at[at + i].text)) return 0;
    return p->count;
}

/* The longest phrase under a key; of two, an actor before an agent, then the one that was read first. */
static void try_key(const struct scene *s, chy_str key, uint32_t at, const struct phrase **best, uint32_t *most)
{
    for (uint32_t i = map_get(&s->dict->phrase_of, key); i != MAP_NONE; i = s->dict->phrases.at[i].next) {
        const struct phrase *p = &s->dict->phrases.at[i];
        uint32_t n = p->count >= *most ? phrase_fits(s, p, at) : 0;
        if (!n || (n == *most && *best && (*best)->kind < p->kind)) continue;
        *best = p;
        *most = n;
    }
}

static const struct phrase *phrase_at(const struct scene *s, uint32_t at, uint32_t *count)
{
    const struct phrase *best = NULL;
    chy_str text = s->units.at[at].text;
    *count = 0;
    try_key(s, text, at, &best, count);
    if (*count > 1 || text.len < 3 || text.ptr[text.len - 1] != 's') return best;
    try_key(s, str_cut(text, 0, text.len - 1), at, &best, count);
    if (str_ends(text, CHY_LIT("es"))) try_key(s, str_cut(text, 0, text.len - 2), at, &best, count);
    if (str_ends(text, CHY_LIT("ies"))) { /* "ministries" is kept under "ministry" */
        chy_str singular = str_join(s->scratch, str_cut(text, 0, text.len - 3), CHY_LIT("y"), CHY_LIT(""));
        if (singular.ptr) try_key(s, singular, at, &best, count);
    }
    return best;
}

/*
 * The code of a phrase on the day of the document: one that names that day, else one without dates; when the day is not known, the
 * first that has no last day. "" when there is none.
 */
static chy_str code_of(const struct scene *s, const struct phrase *p)
{
    const struct entry *e = &s->dict->entries.at[p->entry];
    chy_str always = { 0 }, still = { 0 };
    for (uint32_t i = 0; i < e->count; i++) {
        const struct code *c = &s->dict->codes.at[e->first + i];
        bool dated = c->from || c->to != 99999999;
        if (dated && s->today && c->from <= s->today && s->today <= c->to) return c->text;
        if (!dated && !always.len) always = c->text;
        if (dated && !s->today && c->to == 99999999 && !still.len) still = c->text;
    }
    return always.len ? always : still;
}

/* Says that nothing is coded there: "---" for a phrase that only looks like an actor. */
static bool is_blank(chy_str code) { return !code.len || str_is(code, "---"); }
static bool ends_sentence(chy_str code) { return str_is(code, "###") || str_is(code, "+++"); }

/* The noun that a word describes or is: from "Osgiliath" in "Osgiliath soldiers" to "soldiers". */
static uint32_t base_of(const chy_doc *d, uint32_t t)
{
    for (uint32_t steps = 0; doc_token(d, t)->head != NONE && steps < d->tokens.count; steps++) {
        enum deprel rel = (enum deprel)doc_token(d, t)->rel, base = deprel_base(rel);
        bool inside = base == REL_compound || base == REL_amod || base == REL_flat || base == REL_det || base == REL_nummod ||
                      base == REL_fixed || base == REL_goeswith || rel == REL_nmod_poss || rel == REL_nmod_desc;
        if (!inside) break;
        t = doc_token(d, t)->head;
    }
    return t;
}

/* "X and the Y met", read as two subjects of one verb: the one that stands before with an "and" between; NONE. */
static uint32_t twin_of(const chy_doc *d, uint32_t t)
{
    uint32_t head = doc_token(d, t)->head, twin = NONE;
    bool joined = false, apart = false;
    if (head == NONE) return NONE;
    for (uint32_t c = doc_token(d, head)->child; c != NONE && c < t; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == doc_token(d, t)->rel) twin = c;
    for (uint32_t k = twin == NONE ? t : twin; k < t; k++) {
        joined |= doc_token(d, k)->upos == UPOS_CCONJ;
        apart |= k == head || doc_token(d, k)->upos == UPOS_VERB;
    }
    return joined && !apart ? twin : NONE;
}

static uint32_t group_of(const chy_doc *d, uint32_t base)
{
    for (;;) {
        uint32_t up = NONE;
        enum deprel rel = (enum deprel)doc_token(d, base)->rel;
        if (rel == REL_conj && doc_token(d, base)->head != NONE && doc_token(d, doc_token(d, base)->head)->upos != UPOS_VERB)
            up = base_of(d, doc_token(d, base)->head);
        else if (deprel_base(rel) == REL_nsubj || rel == REL_obj)
            up = twin_of(d, base);
        if (up == NONE || up >= base) return base;
        base = up;
    }
}

static bool add_hit(struct scene *s, const struct phrase *p, uint32_t at, uint32_t count)
{
    struct hit *h = LIST_PUSH(s->scratch, &s->hits);
    if (!h) return false;
    *h = (struct hit){ .phrase = p, .first = s->units.at[at].token, .last = s->units.at[at + count - 1].token };
    uint32_t head = h->last;
    for (uint32_t t = h->first; t <= h->last; t++) {
        uint32_t up = doc_token(s->d, t)->head;
        if (up == NONE || up < h->first || up > h->last) head = t;
    }
    h->base = base_of(s->d, head);
    h->group = group_of(s->d, h->base);
    return true;
}

static void mark_groups(struct scene *s)
{
    for (uint32_t i = 0; i < s->hits.count; i++) {
        const struct hit *h = &s->hits.at[i];
        uint32_t from = 0, to = 0;
        for (uint32_t u = 0; u < s->units.count; u++) {
            if (s->units.at[u].token == h->last && !from) from = u + 1;
            if (s->units.at[u].token == h->last) to = u + 1;
        }
        bool first = true, last = true;
        for (uint32_t k = 0; k < s->hits.count; k++) {
            if (s->hits.at[k].group != h->group) continue;
            first &= k >= i;
            last &= k <= i;
        }
        if (first && from) {
            s->units.at[from - 1].group = h->group;
            s->units.at[from - 1].begins = true;
        }
        if (last && to) {
            s->units.at[to - 1].group = h->group;
            s->units.at[to - 1].ends = true;
        }
    }
}

bool scene_read(struct scene *s, uint32_t sentence)
{
    s->hits.count = 0;
    s->discarded = false;
    if (!read_units(s, sentence)) return false;
    for (uint32_t at = 0, count; at < s->units.count; at += count ? count : 1) {
        const struct phrase *p = phrase_at(s, at, &count);
        if (!p) continue;
        if (p->kind >= PHRASE_DISCARD) {
            s->discarded = true;
            s->story_discarded |= p->kind == PHRASE_DISCARD_STORY;
            continue;
        }
        chy_str code = code_of(s, p);
        if (ends_sentence(code)) s->discarded = true;
        if (!add_hit(s, p, at, count)) return false;
    }
    if (!s->discarded) mark_groups(s);
    return true;
}

/* ------------------------------------------------------------------ sides */

/* An apposition that stands inside a list: "X, the Y, and Z". */
static bool is_listed(const chy_doc *d, uint32_t t)
{
    if (doc_token(d, t)->rel != REL_appos) return false;
    for (uint32_t c = doc_token(d, t)->next; c != NONE; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_conj && doc_token(d, c)->upos == UPOS_PROPN) return doc_token(d, t)->upos == UPOS_PROPN;
    return false;
}

/* A noun and those joined to it by "and". */
static uint32_t members_of(const struct scene *s, uint32_t group, uint32_t *out, uint32_t room)
{
    const chy_doc *d = s->d;
    uint32_t n = 0;
    out[n++] = group;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t c = doc_token(d, out[i])->child; c != NONE && n < room; c = doc_token(d, c)->next)
            if ((doc_token(d, c)->rel == REL_conj && doc_token(d, c)->upos != UPOS_VERB) || is_listed(d, c)) out[n++] = c;
    for (uint32_t i = 0; i < s->hits.count; i++) {
        uint32_t twin = s->hits.at[i].base;
        bool there = s->hits.at[i].group != group || doc_token(d, twin)->rel == REL_conj || is_listed(d, twin);
        for (uint32_t k = 0; k < n; k++) there |= out[k] == twin;
        if (!there && n < room) out[n++] = twin;
    }
    return n;
}

/* Whether t hangs on member as a noun does: no clause and no other member between. */
static bool belongs(const chy_doc *d, uint32_t t, uint32_t member)
{
    while (t != member) {
        enum deprel base = deprel_base((enum deprel)doc_token(d, t)->rel);
        uint32_t up = doc_token(d, t)->head;
        if (up == NONE || base == REL_acl || base == REL_advcl || base == REL_ccomp || base == REL_parataxis) return false;
        if ((base == REL_conj || is_listed(d, t)) && up == member) return false;
        t = up;
    }
    return true;
}

static const struct hit *actor_in(const struct scene *s, uint32_t member)
{
    for (uint32_t i = 0; i < s->hits.count; i++) {
        const struct hit *h = &s->hits.at[i];
        if (h->phrase->kind == PHRASE_ACTOR && !is_blank(code_of(s, h->phrase)) && belongs(s->d, h->base, member)) return h;
    }
    return NULL;
}

/* Whether a noun lies on the way from `from` up to `to`. */
static bool on_the_way(const chy_doc *d, uint32_t noun, uint32_t from, uint32_t to)
{
    for (;; from = doc_token(d, from)->head) {
        if (from == noun) return true;
        if (from == to || doc_token(d, from)->head == NONE) return false;
    }
}

/* "[~GOV]" goes behind the code of its actor, "[NGO~]" before it. */
static chy_str with_agent(struct scene *s, chy_str code, chy_str agent)
{
    size_t tilde = str_find(agent, CHY_LIT("~"), 0);
    if (tilde == SIZE_MAX || is_blank(agent)) return code;
    chy_str before = str_trim(str_cut(agent, 0, tilde)), behind = str_trim(str_cut(agent, tilde + 1, agent.len));
    if ((behind.len && str_find(code, behind, 0) != SIZE_MAX) || (before.len && str_starts(code, before))) return code;
    return str_join(&s->d->mem, before, code, behind);
}

/* Agents between the actor and the noun at the head, and those that only describe the noun that lends its actor. */
static chy_str with_agents(struct scene *s, chy_str code, uint32_t from, uint32_t member, uint32_t lender)
{
    for (uint32_t i = 0; i < s->hits.count && code.ptr; i++) {
        const struct hit *h = &s->hits.at[i];
        if (h->phrase->kind != PHRASE_AGENT) continue;
        bool own = lender == NONE ? on_the_way(s->d, h->base, from, member)
                                  : h->base == member || (h->base == lender && h->last != lender && h->last < lender);
        if (own) code = with_agent(s, code, code_of(s, h->phrase));
    }
    return code;
}

static bool add_code(struct scene *s, struct side *out, chy_str code, const struct hit *h)
{
    for (uint32_t i = 0; i < out->codes.count; i++)
        if (str_eq(out->codes.at[i], code)) return true;
    chy_str *c = LIST_PUSH(s->scratch, &out->codes);
    chy_span *span = LIST_PUSH(s->scratch, &out->spans);
    uint32_t *token = LIST_PUSH(s->scratch, &out->tokens);
    if (!c || !span || !token) return false;
    *c = code;
    *span = (chy_span){ doc_token(s->d, h->first)->span.start, doc_token(s->d, h->last)->span.end };
    *token = h->last;
    return true;
}

/* "[FRO/BIL/SAM]" is three. */
static bool add_actor(struct scene *s, struct side *out, const struct hit *h, uint32_t member, uint32_t lender)
{
    chy_str rest = code_of(s, h->phrase), one;
    while (str_next_piece(&rest, '/', &one)) {
        chy_str code = with_agents(s, one, h->base, member, lender);
        if (!code.ptr || !add_code(s, out, code, h)) return false;
    }
    return true;
}

/* The actor found under a member, and those joined to it: "lawmakers in Fornost and Gondor". */
static bool add_actors(struct scene *s, struct side *out, const struct hit *h, uint32_t member, uint32_t lender)
{
    if (!add_actor(s, out, h, member, lender)) return false;
    uint32_t under = lender == NONE ? member : lender;
    if (h->base == under) return true;
    for (uint32_t c = doc_token(s->d, h->base)->child; c != NONE; c = doc_token(s->d, c)->next) {
        const struct hit *other = doc_token(s->d, c)->rel == REL_conj ? actor_in(s, c) : NULL;
        if (other && !add_actor(s, out, other, member, lender)) return false;
    }
    return true;
}

static bool has_agent(const struct scene *s, uint32_t member)
{
    for (uint32_t i = 0; i < s->hits.count; i++)
        if (s->hits.at[i].phrase->kind == PHRASE_AGENT && s->hits.at[i].base == member) return true;
    return false;
}

bool scene_side(struct scene *s, uint32_t group, struct side *out)
{
    enum { MEMBERS_MOST = 32 };
    uint32_t members[MEMBERS_MOST], n = members_of(s, group, members, MEMBERS_MOST);
    for (uint32_t i = 0; i < n; i++) {
        const struct hit *h = actor_in(s, members[i]);
        uint32_t lender = NONE;
        for (uint32_t k = 0; !h && has_agent(s, members[i]) && k < 2 * n; k++) {
            uint32_t at = k % 2 ? i - (k + 1) / 2 : i + (k + 2) / 2; /* its neighbours, nearest first; what is no member wraps round */
            if (at < n && (h = actor_in(s, members[at]))) lender = members[at];
        }
        if (h && !add_actors(s, out, h, members[i], lender)) return false;
    }
    return true;
}

uint32_t scene_group(const struct scene *s, uint32_t token) { return group_of(s->d, base_of(s->d, token)); }
