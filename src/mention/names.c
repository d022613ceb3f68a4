/*
 * names.c: names of persons, states, organisations, places, media, treaties and meetings.
 *
 * Two witnesses: the phrases of the tables, and the name tagger. Where they agree the tables say what it is; a longer run of
 * the tagger holds a name inside ("Embassy of China"); a lone phrase needs no tagger when it cannot be much else.
 */
#include "mention/work.h"

enum { NAME_LONGEST = 14 };

/* ------------------------------------------------------------------ phrases of the tables */

static enum hit_kind hit_kind_of(const struct mention_rules *r, const struct phrase_hit *h)
{
    if (h->table == r->tables[HIT_STATE]) return h->column == r->adjectives || h->column == r->demonyms ? HIT_ADJECTIVE : HIT_STATE;
    for (int k = HIT_ORGANIZATION; k < HIT_KIND_COUNT; k++)
        if (r->tables[k] && h->table == r->tables[k]) return (enum hit_kind)k;
    return HIT_NONE;
}

static uint32_t hit_push(struct work *w, enum hit_kind kind, uint32_t first, const struct phrase_hit *h)
{
    struct hit *hit = LIST_PUSH(w->scratch, &w->hits);
    if (!hit) {
        w->failed = true;
        return NONE;
    }
    *hit = (struct hit){ kind, { first, h->end }, h->row, NONE };
    if (kind != HIT_POST && kind != HIT_MODIFIER) hit->known = w->r->base[kind == HIT_ADJECTIVE ? HIT_STATE : kind] + h->row;
    return w->hits.count - 1;
}

/* A better hit for the same place: longer; of equal length, in the order of the kinds; a capital before other places. */
static bool hit_better(const struct work *w, uint32_t have, enum hit_kind kind, uint32_t end, uint32_t known)
{
    if (have == NONE) return true;
    const struct hit *h = &w->hits.at[have];
    if (end != h->words.last) return end > h->words.last;
    if (kind != h->kind) return kind < h->kind;
    return kind == HIT_PLACE && w->r->known.at[known].capital && !w->r->known.at[h->known].capital;
}

static void hit_note(struct work *w, uint32_t t, const struct phrase_hit *p)
{
    enum hit_kind kind = hit_kind_of(w->r, p);
    uint32_t *slot = kind == HIT_POST        ? &w->post_at[t]
                     : kind == HIT_MODIFIER  ? &w->modifier_at[t]
                     : kind == HIT_ADJECTIVE ? &w->adjective_hit[t]
                                             : &w->hit_at[t];
    uint32_t known =
        kind == HIT_NONE || kind == HIT_POST || kind == HIT_MODIFIER ? NONE : w->r->base[kind == HIT_ADJECTIVE ? HIT_STATE : kind] + p->row;
    if (kind == HIT_NONE || !hit_better(w, *slot, kind, p->end, known)) return;
    *slot = hit_push(w, kind, t, p);
}

static void phrases_collect(struct work *w)
{
    struct phrase_hit found[32];
    for (uint32_t t = 0; t < w->n && !w->failed; t++) {
        size_t count = lexicon_match(w->r->lex, w->d, t, w->n, found, sizeof found / sizeof *found);
        for (size_t i = 0; i < count; i++) hit_note(w, t, &found[i]);
    }
}

/* ------------------------------------------------------------------ runs of the name tagger */

static run tagged_run(const struct work *w, uint32_t t)
{
    uint8_t tag = tok(w, t)->name;
    run r = { t, t + 1 };
    if (!tag) return (run){ t, t };
    bool goes_on = !name_tag_begins(tag) && t > 0 && same_sentence(w, t, t - 1) && tok(w, t - 1)->name &&
                   name_tag_kind(tok(w, t - 1)->name) == name_tag_kind(tag);
    if (goes_on) return (run){ t, t };
    uint8_t inside = (uint8_t)name_inside(name_tag_kind(tag));
    bool plain = name_tag_kind(tag) == NAME_PER || name_tag_kind(tag) == NAME_LOC;
    while (r.last < w->n && same_sentence(w, t, r.last) && tok(w, r.last)->name == inside) {
        const struct token *k = tok(w, r.last);
        if (plain && (k->upos == UPOS_AUX || k->upos == UPOS_VERB || k->upos == UPOS_ADP || str_is(k->form, ",")) &&
            !tok_upper(w, r.last) && map_get(&w->r->joints, k->lower) == MAP_NONE)
            break;
        r.last++;
    }
    return r;
}

/* Determiners, courtesy and posts at the front of a person's run are not the name: "President Putin". */
static run person_trim(const struct work *w, run r)
{
    while (r.first < r.last) {
        uint32_t post = w->post_at[r.first], adjective = w->adjective_hit[r.first];
        if (post != NONE && w->hits.at[post].words.last <= r.last && (w->hits.at[post].words.last < r.last || !is_honorific(w, r.first)))
            r.first = w->hits.at[post].words.last;
        else if (adjective != NONE && w->hits.at[adjective].words.last < r.last && w->post_at[w->hits.at[adjective].words.last] != NONE)
            r.first = w->hits.at[adjective].words.last;
        else if (is_honorific(w, r.first) || tok(w, r.first)->upos == UPOS_DET || tok(w, r.first)->upos == UPOS_PUNCT)
            r.first++;
        else
            break;
    }
    while (r.last > r.first && (tok_possessive(w, r.last - 1) || tok(w, r.last - 1)->upos == UPOS_PUNCT)) r.last--;
    return r;
}

/* "SCO Secretary-General", "the Kremlin": what of a run is the name. */
static run other_trim(const struct work *w, run r)
{
    while (r.first < r.last && (tok(w, r.first)->upos == UPOS_DET || tok(w, r.first)->upos == UPOS_PUNCT) && !tok_is(w, r.first, "al"))
        r.first++;
    while (r.last > r.first && (tok_possessive(w, r.last - 1) || tok(w, r.last - 1)->upos == UPOS_PUNCT)) r.last--;
    for (uint32_t t = r.first; t < r.last; t++) {
        uint32_t post = w->post_at[t];
        if (post == NONE || w->hits.at[post].words.last != r.last) continue;
        uint32_t joint = t > r.first ? map_get(&w->r->joints, tok(w, t - 1)->lower) : MAP_NONE;
        if (joint != MAP_NONE) continue;
        r.last = t;
        while (r.last > r.first && tok_possessive(w, r.last - 1)) r.last--;
        break;
    }
    return r;
}

/* The noun a name is built on: the last word before "of", "for", "on" ..., else the last word. */
static const struct head_row *run_head_row(const struct work *w, run r)
{
    for (uint32_t t = r.first; t < r.last; t++) {
        bool end = t + 1 == r.last || map_get(&w->r->joints, tok(w, t + 1)->lower) != MAP_NONE;
        if (!end && t + 1 < r.last && tok(w, t + 1)->upos == UPOS_NUM) end = true;
        if (!end) continue;
        uint32_t row = map_get(&w->r->heads, tok(w, t)->lower);
        if (row == MAP_NONE) row = map_get(&w->r->heads, tok(w, t)->lemma);
        if (row != MAP_NONE) return &w->r->head_rows.at[row];
        if (t + 1 < r.last && tok_is(w, t + 1, "and")) continue;
        break;
    }
    return NULL;
}

static enum entity_type tagged_type(const struct work *w, run r, enum name_kind kind)
{
    const struct head_row *head = run_head_row(w, r);
    switch (kind) {
    case NAME_PER: return ENTITY_PERSON;
    case NAME_LOC: return head && head->type == ENTITY_BODY ? ENTITY_BODY : ENTITY_PLACE;
    case NAME_EVENT: return head && head->type == ENTITY_INSTRUMENT ? ENTITY_INSTRUMENT : ENTITY_SERIES;
    case NAME_DOC: return ENTITY_INSTRUMENT;
    case NAME_ORG: return head && head->type != ENTITY_PLACE ? (enum entity_type)head->type : ENTITY_ORGANIZATION;
    default: return head ? (enum entity_type)head->type : ENTITY_TYPE_COUNT;
    }
}

/* ------------------------------------------------------------------ choosing */

static void span_push(struct work *w, run words, enum entity_type type, uint32_t known)
{
    if (words.first >= words.last) return;
    struct name_span *s = LIST_PUSH(w->scratch, &w->spans);
    if (!s) {
        w->failed = true;
        return;
    }
    *s = (struct name_span){ words, type, known, NONE, NONE, NONE };
    for (uint32_t t = words.first; t < words.last; t++) w->span_at[t] = w->spans.count - 1;
}

static enum entity_type known_type(const struct work *w, uint32_t known)
{
    switch (w->r->known.at[known].kind) {
    case HIT_STATE: return ENTITY_STATE;
    case HIT_BODY: return ENTITY_BODY;
    case HIT_PLACE: return ENTITY_PLACE;
    case HIT_MEDIUM: return ENTITY_MEDIUM;
    default: return ENTITY_ORGANIZATION;
    }
}

static bool title_before(const struct work *w, uint32_t t)
{
    if (t == 0 || !same_sentence(w, t, t - 1)) return false;
    if (is_honorific(w, t - 1)) return true;
    for (uint32_t b = t; b-- > 0 && t - b <= 5 && same_sentence(w, b, t);) {
        uint32_t post = w->post_at[b];
        if (post != NONE && w->hits.at[post].words.last == t) return true;
    }
    return false;
}

/* A place or state that is a person's name here: "Mr Jordan", "Georgia Meloni". */
static bool hit_is_person(const struct work *w, const struct hit *h, run tagged)
{
    bool person = tagged.first < tagged.last && name_tag_kind(tok(w, tagged.first)->name) == NAME_PER;
    if (h->kind != HIT_STATE && h->kind != HIT_PLACE && h->kind != HIT_MEDIUM) return false;
    if (person && tagged.last > h->words.last && !tok_is(w, h->words.first - (h->words.first > 0), "of")) return true;
    if (h->words.last - h->words.first == 1 && is_honorific(w, h->words.first ? h->words.first - 1 : 0) && h->words.first) return true;
    return person && title_before(w, h->words.first) && h->words.last - h->words.first == 1;
}

/* An organ that any state or organisation may have: the table names no owner. */
static bool is_common_body(const struct work *w, uint32_t known)
{
    if (known == NONE) return false;
    const struct known *k = &w->r->known.at[known];
    return k->kind == HIT_BODY && !k->owner.len && !k->iso.len;
}

static uint32_t owner_hit(const struct work *w, uint32_t t)
{
    uint32_t at = w->adjective_hit[t] != NONE ? w->adjective_hit[t] : w->hit_at[t];
    if (at == NONE) return NONE;
    enum hit_kind kind = w->hits.at[at].kind;
    return kind == HIT_STATE || kind == HIT_ADJECTIVE || kind == HIT_ORGANIZATION ? at : NONE;
}

/* Whose a body is, by the words beside it: "Russia's Foreign Ministry", "Hungarian parliament", "Ministry ... of Georgia"; a hit or NONE.
 */
static uint32_t owner_beside(const struct work *w, run r)
{
    uint32_t low = sentence_first(w, r.first), end = sentence_last(w, r.first), before = r.first;
    if (before > low && tok_possessive(w, before - 1)) before--;
    for (uint32_t t = before; t-- > low && before - t <= 5;) {
        uint32_t at = owner_hit(w, t);
        if (at != NONE && w->hits.at[at].words.last == before) return at;
    }
    uint32_t t = r.last;
    if (t >= end || !(tok_is(w, t, "of") || tok_is(w, t, "in"))) return NONE;
    for (t++; t < end && tok_is(w, t, "the"); t++) {}
    return t < end ? owner_hit(w, t) : NONE;
}

static bool body_fits(const struct work *w, const struct hit *h)
{
    if (!is_common_body(w, h->known)) return true;
    if (str_is(w->r->known.at[h->known].name, "Government")) return false;
    if (owner_beside(w, h->words) != NONE) return true;
    return tok_upper(w, h->words.first) && h->words.last - h->words.first > 1;
}

static bool hit_fits(const struct work *w, const struct hit *h)
{
    const struct token *t = tok(w, h->words.first);
    if (h->kind == HIT_BODY) return body_fits(w, h);
    if (h->kind == HIT_STATE || h->kind == HIT_ORGANIZATION || h->kind == HIT_METONYM) return true;
    if (t->name && name_tag_kind(t->name) == NAME_PER) return false;
    bool next_proper = h->words.last < w->n && same_sentence(w, h->words.last, h->words.first) &&
                       tok(w, h->words.last)->upos == UPOS_PROPN && tok(w, h->words.last)->name == 0;
    if (h->kind == HIT_PLACE && !t->name && next_proper) return false;
    if (h->kind == HIT_PLACE && w->r->known.at[h->known].capital) return true;
    if (h->kind == HIT_MEDIUM && h->words.last - h->words.first > 1) { /* "Reference News Network reported": no accident */
        bool capitals = true;
        for (uint32_t i = h->words.first; i < h->words.last; i++) capitals = capitals && tok_upper(w, i);
        if (capitals) return true;
    }
    return t->name || t->upos == UPOS_PROPN;
}

/* "the Union", "the Council": a description, not a name. */
static bool is_generic(const struct work *w, run r)
{
    if (r.last - r.first != 1 || r.first == 0) return false;
    uint32_t row = map_get(&w->r->descriptions, tok(w, r.first)->lower);
    return row != MAP_NONE && w->r->description_rows.at[row].same &&
           (tok_is(w, r.first - 1, "the") || tok_is(w, r.first - 1, "this") || tok_is(w, r.first - 1, "our"));
}

/* Between here and the end only names of the tables and what joins them. */
static bool ends_list(const struct work *w, uint32_t t, uint32_t end)
{
    while (t < end) {
        if (w->hit_at[t] != NONE && w->hits.at[w->hit_at[t]].words.last <= end)
            t = w->hits.at[w->hit_at[t]].words.last;
        else if (tok(w, t)->upos == UPOS_CCONJ || tok(w, t)->upos == UPOS_PUNCT || tok(w, t)->upos == UPOS_DET)
            t++;
        else
            return false;
    }
    return true;
}

/* "military governments of Mali and Niger", taken for one name: lower case before "of", a name of the tables after it. */
static uint32_t described_by(const struct work *w, run r)
{
    for (uint32_t t = r.first; t + 1 < r.last && !tok_upper(w, t); t++) {
        uint32_t next = t + 1;
        if (!tok_is(w, t, "of")) continue;
        while (next < r.last && tok(w, next)->upos == UPOS_DET) next++;
        return next < r.last && w->hit_at[next] != NONE ? next : NONE;
    }
    return NONE;
}

/* "the Republic of Belarus" right here, to the end of the run. */
static bool state_follows(const struct work *w, uint32_t t, uint32_t end)
{
    while (t < end && tok(w, t)->upos == UPOS_DET) t++;
    uint32_t at = t < end ? w->hit_at[t] : NONE;
    return at != NONE && w->hits.at[at].kind == HIT_STATE && w->hits.at[at].words.last >= end;
}

/* "LE BOURGET, France, Dec 12 - ...": capitals at the head of a sentence with the state behind them are no organisation. */
static bool is_dateline_city(const struct work *w, run r)
{
    uint32_t t = r.last;
    if (r.first != sentence_first(w, r.first) || t + 1 >= sentence_last(w, r.first) || !tok_is(w, t, ",")) return false;
    if (w->hit_at[t + 1] == NONE || w->hits.at[w->hit_at[t + 1]].kind != HIT_STATE) return false;
    for (uint32_t i = r.first; i < r.last; i++)
        if (!str_all_upper(tok(w, i)->form)) return false;
    uint32_t after = w->hits.at[w->hit_at[t + 1]].words.last;
    return after + 2 < sentence_last(w, r.first) && tok_is(w, after, ",") && tok(w, after + 2)->upos == UPOS_NUM;
}

/* "Charter of", "the Shanghai Cooperation Organisation": a paper's or a meeting's name goes on with whose it is; no name ends with "of". */
static run to_its_owner(const struct work *w, run r, enum name_kind kind)
{
    run bare = r;
    while (bare.last - bare.first > 1 && map_get(&w->r->joints, tok(w, bare.last - 1)->lower) != MAP_NONE && !tok_upper(w, bare.last - 1)) bare.last--;
    if (bare.last == r.last) return r;
    uint32_t t = r.last, end = sentence_last(w, r.first);
    while (t < end && tok(w, t)->upos == UPOS_DET) t++;
    const struct hit *h = t < end && w->hit_at[t] != NONE ? &w->hits.at[w->hit_at[t]] : NULL;
    bool owner = h && (h->kind == HIT_STATE || h->kind == HIT_ORGANIZATION) && tok_is(w, r.last - 1, "of");
    return owner && (kind == NAME_DOC || kind == NAME_EVENT) ? (run){ r.first, h->words.last } : bare;
}

/* A run of the tagger against the phrases that begin in it; answers the token to go on from. */
static uint32_t choose_tagged(struct work *w, run r)
{
    enum name_kind kind = name_tag_kind(tok(w, r.first)->name);
    bool title = kind == NAME_PER || (kind == NAME_LOC && w->post_at[r.first] != NONE);
    run name = title ? person_trim(w, r) : to_its_owner(w, other_trim(w, r), kind);
    if (name.last > r.last) r.last = name.last;
    if (name.first >= name.last) return r.last;
    uint32_t at = w->hit_at[name.first];
    const struct hit *h = at == NONE ? NULL : &w->hits.at[at];
    if (h && kind == NAME_PER && name.last > h->words.last && h->kind == HIT_STATE && name.first && tok_is(w, name.first - 1, "of")) {
        span_push(w, h->words, ENTITY_STATE, h->known);
        span_push(w, (run){ h->words.last, name.last }, ENTITY_PERSON, NONE);
        return r.last;
    }
    if (is_generic(w, name)) return r.last;
    uint32_t of = kind == NAME_ORG ? described_by(w, name) : NONE;
    if (of != NONE) return of;
    if (!h && name.last - name.first == 1 && kind != NAME_PER && w->adjective_hit[name.first] != NONE)
        return r.last; /* "Chinese" is no name */
    if (h && h->words.last < name.last && kind != NAME_PER &&
        (tok(w, h->words.last)->upos == UPOS_CCONJ || tok(w, h->words.last)->upos == UPOS_PUNCT) &&
        ends_list(w, h->words.last, name.last)) {
        span_push(w, h->words, known_type(w, h->known), h->known); /* one run over two names: "Palau and Kiribati" */
        return h->words.last;
    }
    if (h && h->kind == HIT_PLACE && h->words.last < name.last && state_follows(w, h->words.last, name.last)) {
        span_push(w, h->words, known_type(w, h->known), h->known); /* "Today in Astana the Republic of Belarus became ..." */
        return h->words.last;
    }
    if (h && h->words.last >= name.last && h->kind == HIT_BODY && !body_fits(w, h)) return r.last;
    if (h && h->words.last >= name.last && !hit_is_person(w, h, name)) {
        span_push(w, h->words, known_type(w, h->known), h->known);
        return h->words.last > r.last ? h->words.last : r.last;
    }
    enum entity_type type = name.first > r.first && w->post_at[r.first] != NONE && tok(w, name.first)->upos == UPOS_PROPN
                                ? ENTITY_PERSON
                                : tagged_type(w, name, kind);
    if (h && kind == NAME_LOC && hit_is_person(w, h, (run){ name.first, name.first })) type = ENTITY_PERSON;
    if (type == ENTITY_ORGANIZATION && is_dateline_city(w, name)) type = ENTITY_PLACE;
    if (!h && kind == NAME_LOC && name.last - name.first > 1 && title_before(w, name.first)) type = ENTITY_PERSON;
    if (type == ENTITY_TYPE_COUNT) return name.first + 1 > r.last ? r.last : name.first + 1;
    span_push(w, name, type, NONE);
    return r.last;
}

static bool starts_name(const struct work *w, uint32_t t)
{
    const struct token *k = tok(w, t);
    return tok_upper(w, t) && (k->upos == UPOS_PROPN || k->upos == UPOS_NOUN || k->upos == UPOS_ADJ || k->upos == UPOS_NUM) &&
           w->span_at[t] == NONE;
}

/* Capitalised words that hang together, joined by "of", "on", "for" ... in lower case. */
static run capital_run(const struct work *w, uint32_t t)
{
    run r = { t, t + 1 };
    uint32_t end = sentence_last(w, t), look = t + 1;
    while (look < end && look - t < NAME_LONGEST) {
        if (tok_upper(w, look) && tok(w, look)->upos != UPOS_PUNCT && tok(w, look)->upos != UPOS_DET)
            r.last = ++look;
        else if (map_get(&w->r->joints, tok(w, look)->lower) == 2 && look - r.last < 2)
            look++;
        else if (tok(w, look)->upos == UPOS_NUM && look == r.last && tok(w, look)->form.len == 4)
            r.last = ++look;
        else
            break;
    }
    return r;
}

/* No phrase and no tag: capitals built on a noun that says what is named, or after a title. */
static uint32_t choose_capitals(struct work *w, uint32_t t)
{
    if (!starts_name(w, t) || w->post_at[t] != NONE || w->adjective_hit[t] != NONE) return t + 1;
    if (tok(w, t)->shouting) return t + 1;
    run r = capital_run(w, t);
    if (tok(w, t)->upos == UPOS_PROPN && title_before(w, t)) {
        run p = { t, t + 1 };
        while (p.last < r.last && tok(w, p.last)->upos == UPOS_PROPN && !tok(w, p.last)->name) p.last++;
        if (sense_of(w, tok(w, t)->lower) & SENSE_TIME) return t + 1;
        span_push(w, p, ENTITY_PERSON, NONE);
        return p.last;
    }
    for (uint32_t i = r.first; i < r.last; i++)
        if (tok(w, i)->name || (w->hit_at[i] != NONE && i == r.first)) {
            r.last = i;
            break;
        }
    while (r.last > r.first && map_get(&w->r->joints, tok(w, r.last - 1)->lower) != MAP_NONE) r.last--;
    const struct head_row *head = r.last - r.first >= 2 ? run_head_row(w, r) : NULL;
    if (!head) return t + 1;
    span_push(w, r, (enum entity_type)head->type, NONE);
    return r.last;
}

static void choose_names(struct work *w)
{
    for (uint32_t t = 0; t < w->n && !w->failed;) {
        run tagged = tok(w, t)->name ? tagged_run(w, t) : (run){ t, t };
        const struct hit *h = w->hit_at[t] == NONE ? NULL : &w->hits.at[w->hit_at[t]];
        if (h && (tagged.first == tagged.last || h->words.last > tagged.last) && hit_fits(w, h) && !hit_is_person(w, h, tagged)) {
            span_push(w, h->words, known_type(w, h->known), h->known);
            t = h->words.last;
        } else if (tagged.first < tagged.last) {
            t = choose_tagged(w, tagged);
        } else {
            t = choose_capitals(w, t);
        }
    }
}

/* ------------------------------------------------------------------ from names to entities */

/* The first state, or state of a city, that is named in these words; NONE. */
static uint32_t state_named(struct work *w, uint32_t first, uint32_t last)
{
    for (uint32_t t = first; t < last; t++) {
        if (w->span_at[t] == NONE) continue;
        const struct name_span *s = &w->spans.at[w->span_at[t]];
        if (s->known == NONE) continue;
        if (s->type == ENTITY_STATE) return entity_known(w, s->known);
        uint32_t state = s->type == ENTITY_PLACE ? entity_state(w, w->r->known.at[s->known].iso) : NONE;
        if (state != NONE) return state;
    }
    return NONE;
}

/* "ethnic Albanians in Serbia", "the Albanians of Serbia", "Bosnian Serbs": a people within a state is of that state, or of none. */
static void people_within(struct work *w, uint32_t t)
{
    enum { NEAR = 24 };
    uint32_t end = sentence_last(w, t), last = t + NEAR < end ? t + NEAR : end;
    bool plural = tok_plural(w, t);
    if (t > sentence_first(w, t) && tok_is(w, t - 1, "ethnic")) {
        w->d->adjective_at[t] = state_named(w, t + 1, last);
        return;
    }
    uint32_t of = plural && t + 1 < end && tok_is(w, t + 1, "of") ? state_named(w, t + 2, t + 5 < end ? t + 5 : end) : NONE;
    if (of != NONE) w->d->adjective_at[t] = of;
    uint32_t before = t > sentence_first(w, t) ? w->d->adjective_at[t - 1] : NONE;
    bool cypriot = str_is(tok(w, t)->lemma, "Cypriot") || str_is(tok(w, t)->lower, "cypriots"); /* "Turkish Cypriots" are of Cyprus */
    if (before == NONE || before == w->d->adjective_at[t] || cypriot || w->hits.at[w->adjective_hit[t]].words.first != t) return;
    if (plural || (t + 1 < end && tok_plural(w, t + 1))) w->d->adjective_at[t] = before;
}

/* States whose adjectives or demonyms are words here; of two with one adjective, the one the text names. */
static void adjectives_resolve(struct work *w)
{
    for (uint32_t t = 0; t < w->n; t++) {
        uint32_t at = w->adjective_hit[t];
        if (at == NONE || (w->span_at[t] != NONE && w->spans.at[w->span_at[t]].type == ENTITY_PERSON)) continue;
        const struct hit *h = &w->hits.at[at];
        uint32_t known = h->known;
        struct phrase_hit found[32];
        size_t count = lexicon_match(w->r->lex, w->d, t, w->n, found, 32);
        for (size_t i = 0; i < count; i++) {
            if (found[i].end != h->words.last || hit_kind_of(w->r, &found[i]) != HIT_ADJECTIVE) continue;
            uint32_t other = w->r->base[HIT_STATE] + found[i].row;
            if (w->entity_of_known[other]) {
                known = other;
                break;
            }
        }
        uint32_t e = entity_known(w, known);
        for (uint32_t i = h->words.first; i < h->words.last; i++) w->d->adjective_at[i] = e;
    }
    for (uint32_t t = 0; t < w->n && !w->failed; t++)
        if (w->adjective_hit[t] != NONE && w->d->adjective_at[t] != NONE) people_within(w, t);
}

/* "Shanghai Cooperation Organization (SCO)": the letters are a name too. */
static void bracket_alias(struct work *w, const struct name_span *s)
{
    uint32_t t = s->words.last;
    if (t + 2 >= w->n || !tok_is(w, t, "(") || !same_sentence(w, t, t + 2)) return;
    uint32_t end = t + 1;
    while (end < w->n && end - t < 5 && !tok_is(w, end, ")")) end++;
    if (end >= w->n || !tok_is(w, end, ")") || end == t + 1) return;
    run inside = { t + 1, end };
    chy_str text = run_text(w, inside), key = utf8_fold(w->scratch, text);
    if (!key.ptr) {
        w->failed = true;
        return;
    }
    if (!str_all_upper(text) || text.len > 12 || !key.len) return;
    if (w->span_at[t + 1] != NONE && w->spans.at[w->span_at[t + 1]].known != NONE && s->known == NONE) return;
    entity_alias(w, s->entity, text);
    if (!map_put(&w->by_name, w->scratch, key, s->entity)) w->failed = true;
}

static uint32_t owner_within(const struct work *w, run r)
{
    for (uint32_t t = r.first; t < r.last; t++) {
        uint32_t at = owner_hit(w, t);
        if (at == NONE || w->hits.at[at].words.last > r.last) continue;
        const struct hit *h = &w->hits.at[at];
        if (h->words.first != r.first || h->words.last != r.last) return at;
    }
    return NONE;
}

static void body_code(struct work *w, uint32_t entity, uint32_t owner, chy_str role)
{
    struct entity *e = &w->d->entities.at[entity];
    const struct entity *o = &w->d->entities.at[owner];
    e->of = owner;
    if (e->type != ENTITY_BODY || e->codes.count || !o->codes.count) return;
    if (role.len != 3 || str_is(role, "IGO")) role = CHY_LIT("GOV");
    chy_str code = o->type == ENTITY_STATE ? str_join(&w->d->mem, o->codes.at[0], role, CHY_LIT("")) : o->codes.at[0];
    if (!code.ptr)
        w->failed = true;
    else
        entity_code(w, entity, code);
}

/* The run with its owner's words, where they stand right beside it. */
static run with_owner(run r, const struct hit *owner)
{
    if (owner->words.last <= r.first)
        r.first = owner->words.first;
    else if (owner->words.first >= r.last)
        r.last = owner->words.last;
    return r;
}

/* Organs under a common name are told apart by whose they are: one foreign ministry for each state. */
static void body_link(struct work *w, struct name_span *s)
{
    uint32_t at = owner_beside(w, s->words);
    if (at == NONE) at = owner_within(w, s->words);
    uint32_t owner = at == NONE                             ? NONE
                     : w->hits.at[at].kind == HIT_ADJECTIVE ? w->d->adjective_at[w->hits.at[at].words.first]
                                                            : entity_known(w, w->hits.at[at].known);
    if (owner == NONE && is_common_body(w, s->known)) owner = source_entity(w, HIT_ORGANIZATION);
    if (owner == NONE) {
        chy_str lower = utf8_lower(w->scratch, run_text(w, s->words));
        uint32_t usual = lower.ptr ? map_get(&w->r->usual, lower) : MAP_NONE;
        if (usual != MAP_NONE) s->entity = entity_known(w, usual);
        if (usual != MAP_NONE) return;
    }
    const struct known *k = s->known == NONE ? NULL : &w->r->known.at[s->known];
    const struct head_row *head = run_head_row(w, s->words);
    chy_str name = k ? k->name : run_text(w, s->words), role = k ? k->code : head ? head->role : CHY_LIT("");
    chy_str key = utf8_fold(w->scratch, name), plain = key;
    if (!key.ptr) {
        w->failed = true;
        return;
    }
    if (owner != NONE) key = str_format(w->scratch, "%.*s of %u", (int)key.len, key.ptr, owner);
    uint32_t e = map_get(&w->by_name, key);
    if (e == MAP_NONE) {
        e = entity_add(w, s->type, run_text(w, at == NONE || k == NULL ? s->words : with_owner(s->words, &w->hits.at[at])));
        if (e == NONE) return;
        if (!map_put(&w->by_name, w->scratch, key, e) || !map_put(&w->by_name, w->scratch, plain, e)) w->failed = true;
        if (owner != NONE) body_code(w, e, owner, role);
    }
    entity_alias(w, e, run_text(w, s->words));
    s->entity = e;
}

/* Organisations, treaties and meetings that carry their owner's name: "Russian Geographical Society", "SCO summit". */
static void owner_link(struct work *w, const struct name_span *s)
{
    if (w->d->entities.at[s->entity].of != NONE) return;
    uint32_t at = owner_within(w, s->words);
    if (at == NONE) return;
    uint32_t owner =
        w->hits.at[at].kind == HIT_ADJECTIVE ? w->d->adjective_at[w->hits.at[at].words.first] : entity_known(w, w->hits.at[at].known);
    if (owner != NONE && owner != s->entity) w->d->entities.at[s->entity].of = owner;
}

static char honorific_gender(const struct work *w, uint32_t first)
{
    for (uint32_t t = first; t-- > 0 && first - t <= 2 && is_honorific(w, t);) {
        uint32_t g = map_get(&w->r->honorifics, tok(w, t)->lower);
        if (g == 'm' || g == 'f') return (char)g;
    }
    return 0;
}

static bool one_word(const struct work *w, run r)
{
    for (uint32_t t = r.first; t + 1 < r.last; t++)
        if (tok(w, t)->space_after) return false;
    return true;
}

/* Persons by full name first, so that a headline's "Lavrov" finds the "Sergei Lavrov" of the text. */
static void persons_link(struct work *w)
{
    for (uint32_t i = 0; i < w->spans.count; i++) {
        struct name_span *s = &w->spans.at[i];
        if (s->type == ENTITY_PERSON && !one_word(w, s->words)) {
            s->entity = person_full(w, s->words);
            char g = honorific_gender(w, s->words.first);
            if (s->entity != NONE && g && !w->d->entities.at[s->entity].gender) w->d->entities.at[s->entity].gender = g;
        }
    }
    for (uint32_t i = 0; i < w->spans.count; i++) {
        struct name_span *s = &w->spans.at[i];
        if (s->type == ENTITY_PERSON && s->entity == NONE) s->entity = person_short(w, s->words, honorific_gender(w, s->words.first));
        if (s->entity == NONE) continue;
        s->mention = mention_add(w, s->words, run_head(w, s->words), s->entity, FORM_NAME);
    }
}

/* "agreement on fishing" is "agreement" too. */
static void short_alias(struct work *w, const struct name_span *s)
{
    for (uint32_t t = s->words.first + 1; t < s->words.last; t++) {
        if (map_get(&w->r->joints, tok(w, t)->lower) == MAP_NONE) continue;
        entity_alias(w, s->entity, run_text(w, (run){ s->words.first, t }));
        return;
    }
}

/* A lone word the tagger took for a person may be an abbreviation the text has introduced. */
static void others_link(struct work *w)
{
    for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
        struct name_span *s = &w->spans.at[i];
        if (s->type == ENTITY_PERSON) {
            chy_str key = utf8_fold(w->scratch, run_text(w, s->words));
            uint32_t e = key.len ? map_get(&w->by_name, key) : MAP_NONE;
            if (e == MAP_NONE || !str_all_upper(tok(w, s->words.first)->form) || tok(w, s->words.first)->shouting) continue;
            s->entity = e;
            s->type = w->d->entities.at[e].type;
            continue;
        }
        if (s->type == ENTITY_BODY && (s->known == NONE || is_common_body(w, s->known))) continue;
        s->entity = s->known != NONE ? entity_known(w, s->known) : entity_named(w, s->type, s->words);
        if (s->entity == NONE) continue;
        s->type = w->d->entities.at[s->entity].type;
        if (s->known != NONE)
            entity_alias(w, s->entity, run_text(w, s->words));
        else if (s->type == ENTITY_INSTRUMENT && !tok_upper(w, s->words.first))
            short_alias(w, s);
        bracket_alias(w, s);
    }
}

/* "the SCO Business Council, Interbank Consortium and Energy Club": the owner is said once. */
static void owners_share(struct work *w)
{
    for (uint32_t i = 0; i < w->spans.count; i++) {
        const struct name_span *span = &w->spans.at[i];
        if (span->type != ENTITY_BODY || span->entity == NONE || w->d->entities.at[span->entity].of == NONE) continue;
        uint32_t head = run_head(w, span->words), of = w->d->entities.at[span->entity].of;
        for (uint32_t c = tok(w, head)->child; c != NONE; c = tok(w, c)->next) {
            if (tok(w, c)->rel != REL_conj || w->span_at[c] == NONE || tree_has(w->d, c, REL_det)) continue;
            struct name_span *other = &w->spans.at[w->span_at[c]];
            bool organ = other->type == ENTITY_BODY || other->type == ENTITY_ORGANIZATION;
            bool common = other->known == NONE ? run_head_row(w, other->words) != NULL : is_common_body(w, other->known);
            if (!organ || !common || other->entity == NONE || w->d->entities.at[other->entity].of != NONE) continue;
            other->type = w->d->entities.at[other->entity].type = ENTITY_BODY;
            w->d->entities.at[other->entity].of = of;
        }
    }
}

/* One name is one thing: what the tagger takes for a person in one place and for something else in another is the person. */
static void persons_agree(struct work *w)
{
    struct map persons = { 0 };
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
            struct name_span *span = &w->spans.at[i];
            if (span->known != NONE || span->words.last - span->words.first < 2 || (span->type == ENTITY_PERSON) != (pass == 0)) continue;
            chy_str key = utf8_fold(w->scratch, run_text(w, span->words));
            if (!key.ptr)
                w->failed = true;
            else if (!pass)
                w->failed = !map_put(&persons, w->scratch, key, i);
            else if (map_get(&persons, key) != MAP_NONE)
                span->type = ENTITY_PERSON;
        }
    }
}

chy_status names_find(struct work *w, chy_err *err)
{
    phrases_collect(w);
    if (!w->failed) choose_names(w);
    if (!w->failed) persons_agree(w);
    if (!w->failed) others_link(w);
    if (!w->failed) adjectives_resolve(w);
    for (uint32_t i = 0; i < w->spans.count && !w->failed; i++) {
        struct name_span *span = &w->spans.at[i];
        if (span->type == ENTITY_BODY && span->entity == NONE)
            body_link(w, span);
        else if (span->entity != NONE && span->known == NONE && span->type != ENTITY_PERSON)
            owner_link(w, span);
    }
    if (!w->failed) owners_share(w);
    if (!w->failed) persons_link(w);
    return w->failed ? err_memory(err, "finding names") : CHY_OK;
}
