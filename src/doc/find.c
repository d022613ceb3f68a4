#include "doc/find.h"

#include "doc/tree.h"

enum { CONJUNCTS = 24 };

static uint32_t adjective_entity(const chy_doc *d, uint32_t token)
{
    return d->adjective_at && token < d->tokens.count ? d->adjective_at[token] : NONE;
}

uint32_t find_entity(const chy_doc *d, uint32_t token)
{
    if (token >= d->tokens.count) return NONE;
    uint32_t m = doc_mention_over(d, token);
    if (m != NONE) return d->mentions.at[m].entity;
    const struct token *t = &d->tokens.at[token];
    bool noun = t->upos == UPOS_NOUN || t->upos == UPOS_PROPN;
    return noun ? adjective_entity(d, token) : NONE;
}

static uint32_t add_once(uint32_t e, uint32_t *out, uint32_t count, uint32_t room)
{
    for (uint32_t i = 0; i < count; i++)
        if (out[i] == e) return count;
    if (e != NONE && count < room) out[count++] = e;
    return count;
}

static uint32_t add_of_token(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t count, uint32_t room)
{
    uint32_t m = doc_mention_over(d, token), n;
    if (m == NONE) return add_once(find_entity(d, token), out, count, room);
    const uint32_t *all = mention_entities(&d->mentions.at[m], &n);
    for (uint32_t i = 0; i < n; i++) count = add_once(all[i], out, count, room);
    return count;
}

uint32_t find_entities(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t room)
{
    if (token >= d->tokens.count) return 0;
    uint32_t joined[CONJUNCTS], n = tree_conjuncts(d, token, joined, CONJUNCTS), count = 0;
    for (uint32_t i = 0; i < n; i++) count = add_of_token(d, joined[i], out, count, room);
    return count;
}

static bool owner_relation(const chy_doc *d, uint32_t c)
{
    const struct token *t = &d->tokens.at[c];
    if (t->rel == REL_amod || t->rel == REL_compound || t->rel == REL_nmod_poss || t->rel == REL_nmod_desc) return true;
    if (t->rel != REL_nmod) return false;
    uint32_t prep = tree_case(d, c);
    if (prep == NONE) return false;
    chy_str w = d->tokens.at[prep].lower;
    return str_is(w, "of") || str_is(w, "from") || str_is(w, "for");
}

static bool may_own(const chy_doc *d, uint32_t e)
{
    return entity_is(d, e, ENTITY_STATE) || entity_is(d, e, ENTITY_ORGANIZATION) || entity_is(d, e, ENTITY_BODY);
}

static uint32_t owners_add(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t count, uint32_t room)
{
    for (uint32_t c = d->tokens.at[token].child; c != NONE; c = d->tokens.at[c].next) {
        if (!owner_relation(d, c)) continue;
        uint32_t joined[CONJUNCTS], n = tree_conjuncts(d, c, joined, CONJUNCTS);
        for (uint32_t i = 0; i < n; i++) { /* "Russian and Chinese officials" */
            uint32_t e = adjective_entity(d, joined[i]), m = doc_mention_at(d, joined[i]);
            if (e == NONE && m != NONE) e = d->mentions.at[m].entity;
            if (may_own(d, e)) count = add_once(e, out, count, room);
        }
    }
    return count;
}

uint32_t find_owner(const chy_doc *d, uint32_t token)
{
    uint32_t one = NONE;
    return token < d->tokens.count && owners_add(d, token, &one, 0, 1) ? one : NONE;
}

uint32_t find_actors(const chy_doc *d, uint32_t token, uint32_t *out, uint32_t room)
{
    if (token >= d->tokens.count) return 0;
    uint32_t joined[CONJUNCTS], n = tree_conjuncts(d, token, joined, CONJUNCTS), count = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t before = count;
        count = add_of_token(d, joined[i], out, count, room);
        if (count == before) count = owners_add(d, joined[i], out, count, room);
    }
    return count;
}

uint32_t entity_country(const chy_doc *d, uint32_t entity)
{
    for (int steps = 0; steps < 4 && entity != NONE; steps++) {
        if (entity_is(d, entity, ENTITY_STATE)) return entity;
        entity = d->entities.at[entity].of;
    }
    return NONE;
}

void find_told_in(const chy_doc *d, uint32_t *out)
{
    for (uint32_t t = 0; t < d->tokens.count; t++) out[t] = NONE;
    for (uint32_t i = 0; i < d->statements.count; i++)
        for (uint32_t k = 0; k < d->statements.at[i].content.count; k++) {
            chy_span span = d->statements.at[i].content.at[k];
            for (uint32_t t = doc_token_after(d, span.start); t < d->tokens.count && d->tokens.at[t].span.start < span.end; t++) out[t] = i;
        }
}
