/* entities.c: finding or making the entity that a name stands for. */
#include "mention/work.h"

static bool has_space(chy_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\n' || s.ptr[i] == '\t' || s.ptr[i] == '\r' || s.ptr[i] == '\xc2' ||
            (s.ptr[i] == ' ' && i + 1 < s.len && s.ptr[i + 1] == ' '))
            return true;
    return false;
}

/* The words as the text has them; line breaks become spaces. */
chy_str run_text(struct work *w, run words)
{
    chy_str s = doc_text(w->d, doc_run_span(w->d, words));
    if (!has_space(s)) return s;
    char *out = arena_alloc(&w->d->mem, s.len + 1);
    size_t n = 0;
    if (!out) {
        w->failed = true;
        return s;
    }
    for (size_t i = 0; i < s.len; i++) {
        bool space = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t' || s.ptr[i] == '\r';
        if (s.ptr[i] == '\xc2' && i + 1 < s.len && s.ptr[i + 1] == '\xa0') { /* a no-break space */
            space = true;
            i++;
        }
        if (space && n && out[n - 1] == ' ') continue;
        out[n++] = space ? ' ' : s.ptr[i];
    }
    return (chy_str){ out, n };
}

uint32_t run_head(struct work *w, run words)
{
    for (uint32_t t = words.first; t < words.last; t++) {
        uint32_t h = tok(w, t)->head;
        if ((h == NONE || h < words.first || h >= words.last) && tok(w, t)->upos != UPOS_PUNCT) return t;
    }
    return words.last - 1;
}

uint32_t outer_head(const struct work *w, uint32_t mention)
{
    const struct mention *m = &w->d->mentions.at[mention];
    uint32_t t = m->head, first = m->words.first;
    while (first > 0 && m->words.first - first < 3 && is_honorific(w, first - 1)) first--; /* "Mr Conte" may hang by "Mr" */
    for (int steps = 0; steps < 6 && tok(w, t)->head != NONE; steps++) {
        uint32_t h = tok(w, t)->head;
        if (!(h >= m->title.first && h < m->title.last) && !(h >= first && h < m->words.last)) break;
        t = h;
    }
    return t;
}

uint32_t entity_add(struct work *w, enum entity_type type, chy_str name)
{
    struct entity *e = LIST_PUSH(&w->d->mem, &w->d->entities);
    struct entity_note *note = e ? LIST_PUSH(w->scratch, &w->notes) : NULL;
    if (!note) {
        if (e) w->d->entities.count--;
        w->failed = true;
        return NONE;
    }
    e->type = type;
    e->name = name;
    e->of = NONE;
    *note = (struct entity_note){ .known = NONE, .post_row = NONE, .first = NONE, .last = NONE, .head = NONE };
    return w->d->entities.count - 1;
}

void entity_alias(struct work *w, uint32_t entity, chy_str alias)
{
    struct entity *e = &w->d->entities.at[entity];
    if (!alias.len || str_eq(e->name, alias)) return;
    for (uint32_t i = 0; i < e->aliases.count; i++)
        if (str_eq(e->aliases.at[i], alias)) return;
    if (e->aliases.count >= 12) return;
    chy_str *slot = LIST_PUSH(&w->d->mem, &e->aliases);
    if (slot)
        *slot = alias;
    else
        w->failed = true;
}

void entity_code(struct work *w, uint32_t entity, chy_str code)
{
    struct entity *e = &w->d->entities.at[entity];
    for (uint32_t i = 0; i < e->codes.count; i++)
        if (str_eq(e->codes.at[i], code)) return;
    chy_str *slot = code.len ? LIST_PUSH(&w->d->mem, &e->codes) : NULL;
    if (slot)
        *slot = code;
    else if (code.len)
        w->failed = true;
}

static void name_put(struct work *w, chy_str name, uint32_t entity)
{
    chy_str key = utf8_fold(w->scratch, name);
    if (!key.ptr)
        w->failed = true;
    else if (key.len && map_get(&w->by_name, key) == MAP_NONE && !map_put(&w->by_name, w->scratch, key, entity))
        w->failed = true;
}

uint32_t entity_state(struct work *w, chy_str iso)
{
    uint32_t known = iso.len == 3 ? map_get(&w->r->state_of_iso, iso) : MAP_NONE;
    return known == MAP_NONE ? NONE : entity_known(w, known);
}

static void known_fill(struct work *w, uint32_t e, const struct known *k)
{
    uint32_t state = k->kind != HIT_STATE ? entity_state(w, k->iso) : NONE;
    struct entity *entity = &w->d->entities.at[e];
    chy_str code = k->code;
    entity->of = state;
    if (k->kind == HIT_ORGANIZATION && !code.len) code = CHY_LIT("IGO");
    if (k->kind == HIT_PLACE) code = k->iso;
    if (k->kind == HIT_BODY || k->kind == HIT_METONYM) {
        uint32_t owner = k->owner.len ? map_get(&w->r->org_of_name, k->owner) : MAP_NONE;
        if (owner != MAP_NONE) {
            uint32_t of = entity_known(w, owner);
            if (of == NONE) return;
            w->d->entities.at[e].of = of;
            code = w->r->known.at[owner].code;
        } else if (state != NONE) {
            code = str_join(&w->d->mem, k->iso, k->code.len ? k->code : CHY_LIT("GOV"), CHY_LIT(""));
        } else {
            code = CHY_LIT("");
        }
    }
    if (code.len) entity_code(w, e, code);
    if (k->short_name.len) entity_alias(w, e, k->short_name);
}

uint32_t entity_known(struct work *w, uint32_t known)
{
    static const enum entity_type types[HIT_KIND_COUNT] = {
        [HIT_STATE] = ENTITY_STATE,   [HIT_ORGANIZATION] = ENTITY_ORGANIZATION, [HIT_BODY] = ENTITY_BODY, [HIT_PLACE] = ENTITY_PLACE,
        [HIT_MEDIUM] = ENTITY_MEDIUM, [HIT_METONYM] = ENTITY_ORGANIZATION,
    };
    if (w->entity_of_known[known]) return w->entity_of_known[known] - 1;
    const struct known *k = &w->r->known.at[known];
    uint32_t e = entity_add(w, types[k->kind], k->name);
    if (e == NONE) return NONE;
    w->entity_of_known[known] = e + 1;
    w->notes.at[e].known = known;
    known_fill(w, e, k);
    if (k->kind != HIT_PLACE && k->kind != HIT_METONYM) {
        name_put(w, k->name, e);
        if (k->short_name.len) name_put(w, k->short_name, e);
    }
    return e;
}

uint32_t source_entity(struct work *w, enum hit_kind kind)
{
    return w->source_known != NONE && w->r->known.at[w->source_known].kind == kind ? entity_known(w, w->source_known) : NONE;
}

uint32_t entity_named(struct work *w, enum entity_type type, run words)
{
    chy_str text = run_text(w, words), key = utf8_fold(w->scratch, text);
    if (!key.ptr) {
        w->failed = true;
        return NONE;
    }
    uint32_t e = key.len ? map_get(&w->by_name, key) : MAP_NONE;
    if (e == MAP_NONE) {
        e = entity_add(w, type, text);
        if (e != NONE) name_put(w, text, e);
    } else {
        entity_alias(w, e, text);
    }
    return e;
}

/* ------------------------------------------------------------------ persons */

/* Words of a person's name, folded, courtesy and punctuation left out; at most 8. */
static uint32_t name_words(struct work *w, run words, chy_str out[8])
{
    chy_str rest = run_text(w, words), piece;
    uint32_t n = 0;
    while (n < 8 && str_next_piece(&rest, ' ', &piece)) {
        chy_str lower = utf8_lower(w->scratch, piece), folded = utf8_fold(w->scratch, piece);
        if (!lower.ptr || !folded.ptr) {
            w->failed = true;
            return n;
        }
        if (!folded.len || (!n && map_get(&w->r->honorifics, lower) != MAP_NONE)) continue;
        out[n++] = folded;
    }
    return n;
}

static bool same_word(const struct work *w, chy_str a, chy_str b)
{
    if (str_eq(a, b)) return true;
    uint32_t x = map_get(&w->r->variants, a);
    if (x != MAP_NONE && x == map_get(&w->r->variants, b)) return true;
    return (a.len == 1 && b.len > 1 && a.ptr[0] == b.ptr[0]) || (b.len == 1 && a.len > 1 && a.ptr[0] == b.ptr[0]);
}

static bool words_within(const struct work *w, const chy_str *a, uint32_t na, const chy_str *b, uint32_t nb)
{
    for (uint32_t i = 0; i < na; i++) {
        bool found = false;
        for (uint32_t j = 0; j < nb && !found; j++) found = same_word(w, a[i], b[j]);
        if (!found) return false;
    }
    return true;
}

void person_index(struct work *w, uint32_t entity)
{
    struct entity_note *note = &w->notes.at[entity];
    for (uint32_t i = 0; i < note->word_count; i++) {
        uint32_t before = map_get(&w->persons_by_word, note->words[i]);
        struct word_entry *entry = LIST_PUSH(w->scratch, &w->entries);
        if (!entry) {
            w->failed = true;
            return;
        }
        *entry = (struct word_entry){ entity, before };
        if (!map_put(&w->persons_by_word, w->scratch, note->words[i], w->entries.count - 1)) w->failed = true;
    }
}

static uint32_t person_new(struct work *w, run words, const chy_str *name, uint32_t n)
{
    uint32_t first = words.first;
    while (first + 1 < words.last && is_honorific(w, first)) first++;
    uint32_t e = entity_add(w, ENTITY_PERSON, run_text(w, (run){ first, words.last }));
    if (e == NONE) return NONE;
    struct entity_note *note = &w->notes.at[e];
    note->words = ARENA_ARRAY(w->scratch, chy_str, n ? n : 1);
    if (!note->words) {
        w->failed = true;
        return e;
    }
    for (uint32_t i = 0; i < n; i++) note->words[i] = name[i];
    note->word_count = n;
    if (n > 1) {
        uint32_t g = map_get(&w->r->given, name[0]);
        if (g != MAP_NONE && (g == 'm' || g == 'f')) w->d->entities.at[e].gender = (char)g;
    }
    person_index(w, e);
    return e;
}

static bool same_person(const struct work *w, const struct entity_note *p, const chy_str *name, uint32_t n)
{
    if (p->word_count < 2 && n < 2) return p->word_count == n && n && str_eq(p->words[0], name[0]);
    if (!p->word_count || !n) return false;
    return n <= p->word_count ? words_within(w, name, n, p->words, p->word_count) : words_within(w, p->words, p->word_count, name, n);
}

/* Walk the persons that share this word, newest first, a few of them. */
static uint32_t person_sharing(struct work *w, chy_str word, const chy_str *name, uint32_t n)
{
    uint32_t at = map_get(&w->persons_by_word, word);
    for (int steps = 0; at != MAP_NONE && steps < 12; steps++, at = w->entries.at[at].next) {
        uint32_t e = w->entries.at[at].entity;
        if (w->notes.at[e].word_count > 1 && same_person(w, &w->notes.at[e], name, n)) return e;
    }
    return NONE;
}

uint32_t person_full(struct work *w, run words)
{
    chy_str name[8];
    uint32_t n = name_words(w, words, name);
    if (!n) return NONE;
    uint32_t e = person_sharing(w, name[n - 1], name, n);
    if (e == NONE) e = person_sharing(w, name[0], name, n);
    if (e == NONE) return person_new(w, words, name, n);
    chy_str text = run_text(w, words);
    struct entity *p = &w->d->entities.at[e];
    if (n > w->notes.at[e].word_count) {
        chy_str old = p->name;
        p->name = text;
        entity_alias(w, e, old);
        w->notes.at[e].words = ARENA_ARRAY(w->scratch, chy_str, n);
        if (!w->notes.at[e].words) {
            w->failed = true;
            w->notes.at[e].word_count = 0;
            return e;
        }
        memcpy(w->notes.at[e].words, name, n * sizeof *name);
        w->notes.at[e].word_count = n;
        person_index(w, e);
    } else {
        entity_alias(w, e, text);
    }
    return e;
}

/* How well a lone word fits a person: the last word of the name, or a family name that comes first. */
static int short_fit(const struct work *w, uint32_t e, chy_str word, char gender)
{
    const struct entity_note *p = &w->notes.at[e];
    char have = w->d->entities.at[e].gender;
    if (!p->word_count || (gender && have && gender != have)) return 0;
    int fit = p->word_count == 1 ? 3 : 0;
    if (str_eq(p->words[p->word_count - 1], word))
        fit = 4;
    else if (str_eq(p->words[0], word))
        fit = map_get(&w->r->given, word) == MAP_NONE ? 3 : 1;
    else
        for (uint32_t i = 0; i < p->word_count; i++)
            if (str_eq(p->words[i], word)) fit = 2;
    return fit;
}

uint32_t person_short(struct work *w, run words, char gender)
{
    chy_str name[8];
    uint32_t n = name_words(w, words, name), best = NONE;
    int best_fit = 0;
    if (!n) return NONE;
    uint32_t at = map_get(&w->persons_by_word, name[n - 1]);
    for (int steps = 0; at != MAP_NONE && steps < 24; steps++, at = w->entries.at[at].next) {
        uint32_t e = w->entries.at[at].entity;
        const struct entity_note *note = &w->notes.at[e];
        int fit = 8 * short_fit(w, e, name[n - 1], gender);
        if (!fit) continue;
        if (note->last != NONE) fit += 4; /* named before */
        if (best != NONE && note->last != NONE && w->notes.at[best].last != NONE && note->last > w->notes.at[best].last) fit += 1;
        if (fit > best_fit) best = e, best_fit = fit;
    }
    if (best == NONE) return person_new(w, words, name, n);
    entity_alias(w, best, run_text(w, words));
    if (gender && !w->d->entities.at[best].gender) w->d->entities.at[best].gender = gender;
    return best;
}

/* CAMEO role for a post of a state: the row's own, else of government; of former holders the elite. */
static void person_code(struct work *w, uint32_t entity, uint32_t row, uint32_t of, bool over)
{
    struct entity *p = &w->d->entities.at[entity];
    const struct entity *o = &w->d->entities.at[of];
    if (p->codes.count || !o->codes.count) return;
    chy_str code = o->codes.at[0];
    if (o->type == ENTITY_STATE) {
        chy_str role = row != NONE ? w->r->posts.at[row].role : CHY_LIT("GOV");
        if (over) role = CHY_LIT("ELI"); /* who held office is of the elite, as CAMEO has it */
        code = str_join(&w->d->mem, code, role.len == 3 ? role : CHY_LIT(""), CHY_LIT(""));
    } else if (o->type == ENTITY_MEDIUM || o->type == ENTITY_PLACE) {
        return;
    }
    if (!code.ptr)
        w->failed = true;
    else
        entity_code(w, entity, code);
}

void person_post(struct work *w, uint32_t entity, uint32_t row, chy_str title, uint32_t of, bool stated)
{
    struct entity_note *note = &w->notes.at[entity];
    struct entity *p = &w->d->entities.at[entity];
    if (!p->post.len && title.len) {
        p->post = title;
        note->post_row = row;
    }
    if (of != NONE && (p->of == NONE || (stated && !note->of_stated))) {
        p->of = of;
        note->of_stated = stated;
        person_code(w, entity, row, of, note->over);
    }
}

uint32_t mention_add(struct work *w, run words, uint32_t head, uint32_t entity, enum mention_form form)
{
    struct mention *m = LIST_PUSH(&w->d->mem, &w->d->mentions);
    if (!m) {
        w->failed = true;
        return NONE;
    }
    m->words = words;
    m->span = doc_run_span(w->d, words);
    m->head = head;
    m->entity = entity;
    m->form = form;
    m->title_of = NONE;
    if (entity != NONE) {
        struct entity_note *note = &w->notes.at[entity];
        if (note->first == NONE || words.first < note->first) note->first = words.first;
        if (note->last == NONE || words.first > note->last) note->last = words.first;
    }
    return w->d->mentions.count - 1;
}
