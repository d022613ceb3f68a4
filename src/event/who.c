#include "event/stage.h"

bool event_who_has(const struct who *w, uint32_t entity)
{
    for (uint32_t i = 0; i < w->entities.count; i++)
        if (w->entities.at[i] == entity) return true;
    return false;
}

/* Who acts when this entity is named: itself, its state, or nobody. */
static uint32_t actor_of(const chy_doc *d, uint32_t entity, bool place_state)
{
    const struct entity *e = &d->entities.at[entity];
    switch (e->type) {
    case ENTITY_PERSON:
        if (e->unnamed && e->plural && e->of != NONE && d->entities.at[e->of].type != ENTITY_PERSON) return e->of;
        return entity;
    case ENTITY_STATE:
    case ENTITY_ORGANIZATION:
    case ENTITY_BODY: return entity;
    case ENTITY_PLACE: return place_state ? entity_country(d, entity) : NONE;
    case ENTITY_POST: return e->of;
    default: return NONE;
    }
}

static bool add(const chy_doc *d, uint32_t entity, chy_span span, bool place_state, arena *mem, struct who *out)
{
    uint32_t actor = actor_of(d, entity, place_state);
    if (actor == NONE || event_who_has(out, actor)) return true;
    const struct entity *e = &d->entities.at[actor];
    if (e->plural || e->type == ENTITY_ORGANIZATION || e->type == ENTITY_BODY) out->plural = true;
    uint32_t *slot = LIST_PUSH(mem, &out->entities);
    chy_span *where = LIST_PUSH(mem, &out->spans);
    chy_str *sector = LIST_PUSH(mem, &out->sectors);
    if (!slot || !where || !sector) return false;
    *slot = actor;
    *where = span;
    *sector = (chy_str){ 0 };
    return true;
}

bool event_who_add(const chy_doc *d, uint32_t entity, chy_span span, arena *mem, struct who *out)
{
    return add(d, entity, span, false, mem, out);
}

static bool is_plural(const chy_doc *d, uint32_t t)
{
    return str_is(doc_token(d, t)->xpos, "NNS") || str_is(doc_token(d, t)->xpos, "NNPS");
}

static bool is_called(const struct entity *e, chy_str word)
{
    if (str_eq(e->name, word)) return true;
    for (uint32_t i = 0; i < e->aliases.count; i++)
        if (str_eq(e->aliases.at[i], word)) return true;
    return false;
}

/* Where the text told of an entity before "they" points back to it. */
static const struct mention *told_first(const chy_doc *d, uint32_t mention)
{
    enum { MOST = 256 }; /* mentions looked through */
    const struct mention *m = &d->mentions.at[mention];
    if (m->form != FORM_PRONOUN) return m;
    for (uint32_t looked = 0, i = mention; i-- > 0 && looked < MOST; looked++)
        if (d->mentions.at[i].entity == m->entity && d->mentions.at[i].form != FORM_PRONOUN) return &d->mentions.at[i];
    return m;
}

/* "ECOWAS leaders", "a US delegation led by X": whose they are stands in the words; NONE. */
static uint32_t named_inside(const chy_doc *d, uint32_t mention)
{
    enum { MOST = 256 }; /* entities looked through */
    const struct entity *e = &d->entities.at[d->mentions.at[mention].entity];
    if (!e->unnamed || e->of != NONE || e->codes.count) return NONE;
    if (d->mentions.at[mention].form != FORM_DESCRIPTION && e->type != ENTITY_PERSON) return NONE;
    const struct mention *m = told_first(d, mention);
    for (uint32_t t = m->words.first; t < m->words.last && t <= m->head; t++) {
        if (d->adjective_at && d->adjective_at[t] != NONE) return d->adjective_at[t];
        uint8_t u = doc_token(d, t)->upos;
        for (uint32_t i = 0; u == UPOS_PROPN && t != m->head && i < d->entities.count && i < MOST; i++)
            if (d->entities.at[i].type <= ENTITY_BODY && d->entities.at[i].type != ENTITY_PERSON &&
                is_called(&d->entities.at[i], doc_token(d, t)->form))
                return i;
    }
    return NONE;
}

static bool add_mention(const chy_doc *d, uint32_t mention, bool place_state, arena *mem, struct who *out)
{
    const struct mention *m = &d->mentions.at[mention];
    uint32_t count;
    const uint32_t *all = mention_entities(m, &count);
    uint32_t inside = count == 1 ? named_inside(d, mention) : NONE;
    if (inside != NONE) {
        out->plural |= is_plural(d, m->head);
        return add(d, inside, m->span, place_state, mem, out);
    }
    if (count > 1) out->plural = true;
    for (uint32_t i = 0; i < count; i++)
        if (!add(d, all[i], m->span, place_state, mem, out)) return false;
    return true;
}

static bool listed(const struct map *words, const struct token *k)
{
    return map_get(words, k->lemma) != MAP_NONE || map_get(words, k->lower) != MAP_NONE;
}

/* "Ruritanian": the state whose adjective a word is. */
static bool add_adjective(const chy_doc *d, uint32_t token, arena *mem, struct who *out)
{
    uint32_t state = d->adjective_at ? d->adjective_at[token] : NONE;
    return state == NONE || add(d, state, doc_token(d, token)->span, true, mem, out);
}

static bool add_word(const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out)
{
    uint32_t at = doc_mention_at(d, token);
    return at != NONE ? add_mention(d, at, place_state, mem, out) : add_adjective(d, token, mem, out);
}

/* "..., Britain, France and Albania": the rest of a list of names that the tree hung elsewhere. */
static bool add_rest_of_list(const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out)
{
    uint32_t at = doc_mention_over(d, token);
    if (at == NONE || d->mentions.at[at].form != FORM_NAME) return true;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    uint32_t last = d->sentences.at[doc_token(d, token)->sentence].words.last, t = d->mentions.at[at].words.last;
    for (bool done = false; !done && t + 1 < last;) {
        bool comma = str_is(doc_token(d, t)->form, ",");
        done = str_is(doc_token(d, t)->lower, "and");
        if (!comma && !done) return true;
        t++;
        if (comma && str_is(doc_token(d, t)->lower, "and")) done = true, t++;
        if (t < last && doc_token(d, t)->upos == UPOS_DET) t++;
        uint32_t next = t < last ? doc_mention_over(d, t) : NONE;
        if (next == NONE || d->mentions.at[next].form != FORM_NAME || d->mentions.at[next].words.first != t ||
            d->entities.at[d->mentions.at[next].entity].type != type)
            return true;
        uint8_t rel = doc_token(d, d->mentions.at[next].head)->rel;
        bool sister = doc_token(d, d->mentions.at[next].head)->head == doc_token(d, token)->head && rel == doc_token(d, token)->rel;
        if (!sister && (rel == REL_nsubj || rel == REL_nsubj_pass || rel == REL_obj || rel == REL_nmod_poss)) return true;
        if (comma && !done && rel == REL_appos) return true;
        if (!add_mention(d, next, place_state, mem, out)) return false;
        t = d->mentions.at[next].words.last;
    }
    return true;
}

static bool stands_where(chy_str preposition)
{
    static const char *const where[] = { "in", "at", "near", "outside" };
    for (size_t i = 0; i < sizeof where / sizeof *where; i++)
        if (str_is(preposition, where[i])) return true;
    return false;
}

/* "a spokesman for the army" */
static bool speaks_for(const chy_doc *d, uint32_t noun) { return str_starts(doc_token(d, noun)->lower, CHY_LIT("spokes")); }

static bool is_owner(const chy_doc *d, uint32_t c, bool settled)
{
    uint32_t by = tree_case(d, c);
    switch (doc_token(d, c)->rel) {
    case REL_nmod:
        if (settled && by != NONE && stands_where(doc_token(d, by)->lower)) return true;
        if (by == NONE) return false;
        return str_is(doc_token(d, by)->lower, "of") || str_is(doc_token(d, by)->lower, "from") ||
               (speaks_for(d, doc_token(d, c)->head) && str_is(doc_token(d, by)->lower, "for"));
    case REL_nmod_poss:
    case REL_amod:
    case REL_compound:
    case REL_appos:
    case REL_nmod_desc: return true;
    default: return false;
    }
}

/* "rebels in Ruritania", "a court in Ruritania" are of it, "diplomats in Ruritania" are not. */
static bool is_settled(chy_str sector)
{
    static const char *const settled[] = { "MIL", "REB", "COP", "JUD", "OPP", "CVL", "LEG", "LAB", "EDU",
                                           "UAF", "AGR", "CRM", "BUS", "REL", "HLH", "JRN", "PTY", "SEP" };
    for (size_t i = 0; i < sizeof settled / sizeof *settled; i++)
        if (str_is(sector, settled[i])) return true;
    return false;
}

/* The owners of a noun, or, where it has none of its own, of the noun behind its "of": "the ministers of defence of A and B". */
static bool add_owners_so(const chy_doc *d, uint32_t noun, bool settled, arena *mem, struct who *out)
{
    uint32_t joined[16], within = noun, before = out->entities.count;
    for (int depth = 0; within != NONE && depth < 2; depth++) {
        uint32_t deeper = NONE;
        for (uint32_t c = doc_token(d, within)->child; c != NONE; c = doc_token(d, c)->next) {
            if (!is_owner(d, c, settled)) continue;
            if (doc_token(d, c)->rel == REL_nmod && doc_mention_at(d, c) == NONE) deeper = c;
            uint32_t n = tree_conjuncts(d, c, joined, 16);
            for (uint32_t i = 0; i < n; i++)
                if (!add_word(d, joined[i], true, mem, out)) return false;
            if (n == 1 && doc_token(d, c)->rel == REL_nmod && !add_rest_of_list(d, c, true, mem, out)) return false;
        }
        within = out->entities.count > before ? NONE : deeper;
    }
    return true;
}

/* "troops of Ruritania", "Ruritanian officials", "leaders from A and B"; "a UN force in A" is of the UN, "a court in A" of A. */
static bool add_owners(const chy_doc *d, uint32_t noun, chy_str sector, arena *mem, struct who *out)
{
    uint32_t before = out->entities.count;
    if (!add_owners_so(d, noun, false, mem, out)) return false;
    return out->entities.count > before || !is_settled(sector) || add_owners_so(d, noun, true, mem, out);
}

static bool is_noun(const chy_doc *d, uint32_t t)
{
    uint8_t u = doc_token(d, t)->upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
}

/* "the foreign ministers A and B", "the mediators, A, B and C": one noun for all of the names that stand beside it. */
static bool add_listed_beside(const chy_doc *d, uint32_t noun, arena *mem, struct who *out)
{
    if (!is_plural(d, noun)) return true;
    for (uint32_t c = doc_token(d, noun)->child; c != NONE; c = doc_token(d, c)->next) {
        uint32_t at = c > noun && doc_token(d, c)->rel == REL_appos ? doc_mention_at(d, c) : NONE, joined[16];
        if (at == NONE || d->mentions.at[at].form != FORM_NAME) continue;
        enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
        if (type != ENTITY_PERSON && type != ENTITY_STATE && type != ENTITY_ORGANIZATION) continue;
        uint32_t n = tree_conjuncts(d, c, joined, 16);
        for (uint32_t i = 0; n > 1 && i < n; i++)
            if (!add_word(d, joined[i], false, mem, out)) return false;
    }
    return true;
}

static uint32_t group_row(const struct event_rules *r, const struct token *k)
{
    uint32_t row = map_get(&r->groups, k->lemma);
    return row == MAP_NONE ? map_get(&r->groups, k->lower) : row;
}

static chy_str sector_of_row(const struct event_rules *r, uint32_t row)
{
    return row == MAP_NONE ? (chy_str){ 0 } : table_cell(r->group_table, row, r->group_code);
}

chy_str event_sector(const struct event_rules *r, const struct token *k) { return sector_of_row(r, group_row(r, k)); }

chy_str event_sector_told(const struct event_rules *r, const struct token *k)
{
    uint32_t row = group_row(r, k);
    if (row == MAP_NONE || !table_cell(r->group_table, row, r->group_code).len) row = map_get(&r->beside, k->lower);
    if (row == MAP_NONE) row = map_get(&r->beside, k->lemma);
    return sector_of_row(r, row);
}

/* "riot police", "coast guard": the row of two words, the first of which stands before the noun; MAP_NONE. */
static uint32_t pair_row(const struct event_rules *r, const chy_doc *d, uint32_t noun)
{
    uint32_t at = map_get(&r->doubles, doc_token(d, noun)->lemma);
    if (at == MAP_NONE) at = map_get(&r->doubles, doc_token(d, noun)->lower);
    if (noun == d->sentences.at[doc_token(d, noun)->sentence].words.first) return MAP_NONE;
    for (; at != MAP_NONE; at = r->pairs.at[at].next)
        if (str_eq(r->pairs.at[at].first, doc_token(d, noun - 1)->lower)) return r->pairs.at[at].row;
    return MAP_NONE;
}

/* Whether a word that hangs on a noun may tell of which sector the noun is: "opposition leaders", "leaders of the rebels". */
static bool tells_sector(const chy_doc *d, uint32_t noun, uint32_t c)
{
    uint8_t rel = doc_token(d, c)->rel;
    if (rel == REL_compound || rel == REL_amod) return c < noun;
    if (rel == REL_nmod_poss) return true;
    uint32_t by = rel == REL_nmod ? tree_case(d, c) : NONE;
    return by != NONE && (str_is(doc_token(d, by)->lower, "of") || str_is(doc_token(d, by)->lower, "for"));
}

/* "the former president", "the ousted king" */
static bool is_former(const struct event_rules *r, const chy_doc *d, uint32_t noun)
{
    for (uint32_t c = doc_token(d, noun)->child; c != NONE && c < noun; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_amod && str_is(event_sector(r, doc_token(d, c)), "ELI")) return true;
    return false;
}

chy_str event_sector_at(const struct event_rules *r, const chy_doc *d, uint32_t noun)
{
    uint32_t row = pair_row(r, d, noun);
    if (row == MAP_NONE) row = group_row(r, doc_token(d, noun));
    chy_str own = sector_of_row(r, row), more = { 0 };
    if (is_former(r, d, noun)) return CHY_LIT("ELI");
    bool weak = row != MAP_NONE && table_cell(r->group_table, row, r->group_weak).len > 0;
    if (own.len && !weak) return own;
    for (uint32_t c = doc_token(d, noun)->child; c != NONE && !more.len; c = doc_token(d, c)->next)
        if (tells_sector(d, noun, c)) more = event_sector_told(r, doc_token(d, c));
    return more.len ? more : own;
}

bool event_who_owner(const struct event_rules *r, const chy_doc *d, uint32_t noun, arena *mem, struct who *out)
{
    bool ground = map_get(&r->beside, doc_token(d, noun)->lemma) != MAP_NONE; /* "a village in Ruritania" is of it */
    return add_owners(d, noun, ground ? event_sector_told(r, doc_token(d, noun)) : (chy_str){ 0 }, mem, out);
}

/* The name that stands behind a description: "the host, President X", "his counterpart, Y"; NONE. */
static uint32_t name_beside(const chy_doc *d, uint32_t token)
{
    for (uint32_t c = doc_token(d, token)->child; c != NONE; c = doc_token(d, c)->next) {
        uint32_t at = c > token && doc_token(d, c)->rel == REL_appos ? doc_mention_at(d, c) : NONE;
        if (at == NONE || d->mentions.at[at].form != FORM_NAME) continue;
        const struct entity *e = &d->entities.at[d->mentions.at[at].entity];
        if (e->type == ENTITY_PERSON && !e->unnamed) return at;
    }
    return NONE;
}

/* "the presidents of UNASUR": whoever the presidents were before, these are those of UNASUR. */
static bool names_owner(const chy_doc *d, uint32_t token)
{
    if (!is_plural(d, token)) return false;
    for (uint32_t c = doc_token(d, token)->child; c != NONE; c = doc_token(d, c)->next) {
        uint32_t at = c > token && doc_token(d, c)->rel == REL_nmod ? doc_mention_at(d, c) : NONE;
        if (at == NONE || d->mentions.at[at].form != FORM_NAME || !is_owner(d, c, false)) continue;
        enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
        if (type == ENTITY_ORGANIZATION || type == ENTITY_BODY || type == ENTITY_STATE) return true;
    }
    return false;
}

static bool gather_named(const struct event_rules *r, const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out)
{
    uint32_t at = doc_mention_at(d, token), before = out->entities.count;
    if (!add_listed_beside(d, token, mem, out)) return false;
    if (out->entities.count > before) return true;
    if (at == NONE) at = doc_mention_over(d, token);
    if (at != NONE && d->mentions.at[at].head != token && d->mentions.at[at].form != FORM_NAME && d->mentions.at[at].form != FORM_POST)
        at = NONE;
    if (at != NONE) {
        const struct entity *e = &d->entities.at[d->mentions.at[at].entity];                     /* "the leaders of A and B": A and B */
        bool stray = e->unnamed && e->of == NONE && !e->codes.count && e->type == ENTITY_PERSON; /* "a spokesman for the army of A" */
        bool several =
            e->unnamed && (e->plural || stray) && (e->type == ENTITY_PERSON || e->type == ENTITY_ORGANIZATION || e->type == ENTITY_BODY);
        if (d->mentions.at[at].form != FORM_NAME) several |= names_owner(d, token);
        uint32_t name = e->unnamed && e->type == ENTITY_PERSON ? name_beside(d, token) : NONE;
        if (name != NONE) return add_mention(d, name, place_state, mem, out);
        if (several && !add_owners(d, token, event_sector_at(r, d, token), mem, out)) return false;
        if (out->entities.count > before) return out->plural = true;
        if (!add_mention(d, at, place_state, mem, out)) return false;
    }
    if (out->entities.count > before) return true;
    if (at == NONE && !add_adjective(d, token, mem, out)) return false;
    if (out->entities.count > before) return true;
    for (uint32_t c = doc_token(d, token)->child; c != NONE; c = doc_token(d, c)->next) /* "his host, X" */
        if (doc_token(d, c)->rel == REL_appos && c > token && doc_mention_at(d, c) != NONE &&
            !add_mention(d, doc_mention_at(d, c), place_state, mem, out))
            return false;
    if (out->entities.count > before) return true;
    if (!listed(&r->groups, doc_token(d, token)) && doc_token(d, token)->upos != UPOS_NUM) return true;
    return add_owners(d, token, event_sector_at(r, d, token), mem, out);
}

/* "hundreds of troops": the troops */
uint32_t event_counted(const struct event_rules *r, const chy_doc *d, uint32_t token)
{
    enum { STEPS = 3 };
    for (int i = 0; i < STEPS && token != NONE; i++) {
        uint32_t row = group_row(r, doc_token(d, token)), of = NONE;
        if (row == MAP_NONE || !str_is(table_cell(r->group_table, row, r->group_weak), "of") || doc_mention_at(d, token) != NONE) break;
        for (uint32_t c = doc_token(d, token)->child; c != NONE && of == NONE; c = doc_token(d, c)->next) {
            uint32_t by = doc_token(d, c)->rel == REL_nmod ? tree_case(d, c) : NONE;
            if (by != NONE && str_is(doc_token(d, by)->lower, "of")) of = c;
        }
        if (of == NONE) break;
        token = of;
    }
    return token;
}

/* "West Bank" is no bank. */
static bool names_land(const chy_doc *d, uint32_t token)
{
    uint32_t at = doc_mention_at(d, token);
    if (at == NONE || d->mentions.at[at].form != FORM_NAME) return false;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    return type == ENTITY_PLACE || type == ENTITY_STATE;
}

static bool has_of_state(const chy_doc *d, const struct who *who, uint32_t state)
{
    for (uint32_t i = 0; i < who->entities.count; i++)
        if (entity_country(d, who->entities.at[i]) == state) return true;
    return false;
}

/* "Ruritanian and Graustarkian troops": those of both, where the noun was found to be of one. */
static bool add_joined_adjectives(const chy_doc *d, uint32_t noun, arena *mem, struct who *out)
{
    uint32_t joined[16];
    for (uint32_t c = doc_token(d, noun)->child; d->adjective_at && c != NONE && c < noun; c = doc_token(d, c)->next) {
        if (doc_token(d, c)->rel != REL_amod && doc_token(d, c)->rel != REL_compound) continue;
        uint32_t n = tree_conjuncts(d, c, joined, 16);
        for (uint32_t i = 0; n > 1 && i < n; i++) {
            uint32_t state = d->adjective_at[joined[i]];
            if (state == NONE || has_of_state(d, out, state)) continue;
            if (!add(d, state, doc_token(d, joined[i])->span, true, mem, out)) return false;
        }
    }
    return true;
}

/* The states and bodies behind a noun act through those that the noun names: troops, parliament, police. */
static bool gather_one(const struct event_rules *r, const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out)
{
    uint32_t before = out->entities.count;
    token = event_counted(r, d, token);
    if (!gather_named(r, d, token, place_state, mem, out)) return false;
    if (out->entities.count > before && !add_joined_adjectives(d, token, mem, out)) return false;
    chy_str sector = out->entities.count > before && !names_land(d, token) ? event_sector_at(r, d, token) : (chy_str){ 0 };
    for (uint32_t i = before; sector.len && i < out->entities.count; i++) out->sectors.at[i] = sector;
    return true;
}

/* "the summit of SCO" by the order of words; "the Fifth SCO Summit", one name with an organisation's in it. */
bool event_who_within(const chy_doc *d, uint32_t noun, arena *mem, struct who *out)
{
    enum { MOST = 256 }; /* entities looked through */
    uint32_t last = d->sentences.at[doc_token(d, noun)->sentence].words.last;
    if (noun + 2 < last && str_is(doc_token(d, noun + 1)->lower, "of")) {
        uint32_t at = NONE;
        for (uint32_t t = noun + 2; at == NONE && t < last && t < noun + 5; t++) at = doc_mention_over(d, t);
        if (at != NONE && d->mentions.at[at].form == FORM_NAME) return add_mention(d, at, false, mem, out);
    }
    uint32_t over = doc_mention_over(d, noun);
    for (uint32_t c = doc_token(d, noun)->child; over == NONE && c != NONE && c < noun; c = doc_token(d, c)->next)
        if (doc_token(d, c)->rel == REL_compound) over = doc_mention_over(d, c); /* "SCO Peace Mission 2014 exercises" */
    if (over == NONE || d->entities.at[d->mentions.at[over].entity].type != ENTITY_SERIES) return true;
    run words = d->mentions.at[over].words;
    for (uint32_t t = words.first; t < words.last && t < words.first + 8; t++) {
        if (doc_token(d, t)->upos != UPOS_PROPN) continue;
        for (uint32_t e = 0; e < d->entities.count && e < MOST; e++)
            if (d->entities.at[e].type == ENTITY_ORGANIZATION && is_called(&d->entities.at[e], doc_token(d, t)->form))
                return add(d, e, doc_token(d, t)->span, false, mem, out);
    }
    return true;
}

/* The adjectives and names before a noun, by the order of words: "Ruritanian-Graustarkian talks", "India-EU summit". */
bool event_who_before(const chy_doc *d, uint32_t noun, arena *mem, struct who *out)
{
    enum { NEAR = 8 };
    uint32_t first = d->sentences.at[doc_token(d, noun)->sentence].words.first;
    for (uint32_t t = noun, looked = 0; t-- > first && looked < NEAR; looked++) {
        const struct token *k = doc_token(d, t);
        bool joins = str_is(k->form, "-") || str_is(k->form, "\xE2\x80\x93") || str_is(k->lower, "and") || str_is(k->lower, "us");
        if (!joins && k->upos != UPOS_ADJ && k->upos != UPOS_PROPN && k->upos != UPOS_NOUN) break;
        if (joins && str_is(k->lower, "and") && (t == first || !d->adjective_at || d->adjective_at[t - 1] == NONE)) break;
        uint32_t at = doc_mention_at(d, t);
        if (at != NONE && d->mentions.at[at].form != FORM_NAME) continue;
        if (at != NONE && d->entities.at[d->mentions.at[at].entity].type == ENTITY_PERSON) break;
        if (!add_word(d, t, false, mem, out)) return false;
    }
    return true;
}

bool event_who(const struct event_rules *r, const chy_doc *d, uint32_t token, bool place_state, arena *mem, struct who *out)
{
    if (token == NONE) return true;
    if (!gather_one(r, d, token, place_state, mem, out)) return false;
    /* conjuncts hang on the first one, or, in trees that went astray, on the word before them */
    for (uint32_t c = doc_token(d, token)->child; c != NONE; c = doc_token(d, c)->next) {
        uint8_t rel = doc_token(d, c)->rel;
        if (rel != REL_conj && rel != REL_flat) continue;
        if (rel == REL_conj && !gather_one(r, d, c, place_state, mem, out)) return false;
        for (uint32_t k = doc_token(d, c)->child; k != NONE; k = doc_token(d, k)->next)
            if (doc_token(d, k)->rel == REL_conj && is_noun(d, k) && !gather_one(r, d, k, place_state, mem, out)) return false;
    }
    return add_rest_of_list(d, token, place_state, mem, out);
}
