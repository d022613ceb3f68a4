#include <string.h>

#include "base/date.h"
#include "dictionary/stage.h"
#include "doc/find.h"
#include "lexicon/pattern.h"

/*
 * A pattern is tried on the words of its verb's sentence, at most so many to each side: authors write them for what stands near,
 * and the cost of a sentence stays linear in its length.
 */
enum { WORDS_AROUND = 80 };

/* A longer sentence is a list or a table that lost its lines: it is not coded. Looking round within one is quadratic in its words. */
enum { SENTENCE_MOST = 600 };

/* ------------------------------------------------------------------ words of a pattern */

/* Walks the units from the verb outwards. */
struct walk {
    const struct scene *s;
    int64_t at, limit; /* next unit to look at, and the first that is out of reach */
    int step;          /* 1 or -1 */
};

static bool at_end(const struct walk *w) { return w->step > 0 ? w->at >= w->limit : w->at <= w->limit; }

/* The group that begins (seen from the verb) at the unit; NONE. */
static uint32_t group_here(const struct walk *w)
{
    const struct unit *u = &w->s->units.at[w->at];
    return (w->step > 0 ? u->begins : u->ends) ? u->group : NONE;
}

/* Past the group that begins here. */
static void pass_group(struct walk *w, uint32_t group)
{
    for (; !at_end(w); w->at += w->step) {
        const struct unit *u = &w->s->units.at[w->at];
        if (u->group == group && (w->step > 0 ? u->ends : u->begins)) break;
    }
    w->at += w->step;
}

/* The groups that a pattern names, NONE; and the unit behind its last word. */
struct sides {
    uint32_t source, target, both;
    uint32_t behind;
};

/* The longest element of a set that stands here. */
static bool set_fits(struct walk from, uint32_t set, struct walk *after)
{
    const struct dictionary *dict = from.s->dict;
    bool any = false;
    for (uint32_t e = 0; e < dict->sets.at[set].count; e++) {
        const struct run_of *element = &dict->elements.at[dict->sets.at[set].first + e];
        struct walk w = from;
        bool fits = true;
        for (uint32_t k = 0; fits && k < element->count; k++) {
            uint32_t at = from.step > 0 ? k : element->count - 1 - k;
            const struct item *i = &dict->items.at[element->first + at];
            fits = !at_end(&w) && (i->kind == ITEM_WORD ? word_fits(i->word.text, (enum fit)i->word.fit, w.s->units.at[w.at].text)
                                                        : i->kind == ITEM_SET && i->set < set && set_fits(w, i->set, &w));
            if (fits && i->kind == ITEM_WORD) w.at += w.step;
        }
        if (!fits || (any && (w.at - after->at) * w.step <= 0)) continue;
        *after = w;
        any = true;
    }
    return any;
}

static bool item_fits(struct walk from, const struct item *i, struct sides *found, struct walk *after)
{
    if (at_end(&from)) return false;
    if (i->kind == ITEM_SET) return set_fits(from, i->set, after);
    *after = from;
    if (i->kind == ITEM_WORD) {
        after->at += after->step;
        return word_fits(i->word.text, (enum fit)i->word.fit, from.s->units.at[from.at].text);
    }
    uint32_t group = group_here(&from);
    if (group == NONE) return false;
    pass_group(after, group);
    if (i->kind == ITEM_SOURCE) found->source = group;
    if (i->kind == ITEM_TARGET) found->target = group;
    if (i->kind == ITEM_BOTH) found->both = group;
    return true;
}

/*
 * Items that are joined stand side by side; the first run of them may stand anywhere after the one before. The nearest place of each
 * run leaves the most room for the next, so nothing need be tried twice.
 */
static bool items_fit(struct walk w, const struct item *items, uint32_t count, struct sides *found)
{
    for (uint32_t i = 0; i < count;) {
        uint32_t end = i + 1;
        bool joined = items[i].joined, fits = false;
        while (end < count && items[end].joined) end++;
        for (; !at_end(&w) && !fits; w.at += w.step) {
            struct sides seen = *found;
            struct walk here = w;
            fits = true;
            for (uint32_t k = i; fits && k < end; k++) fits = item_fits(here, &items[k], &seen, &here);
            if (fits) {
                *found = seen;
                w = here;
                break;
            }
            if (joined) return false;
        }
        if (!fits) return false;
        i = end;
    }
    if (count) found->behind = (uint32_t)w.at;
    return true;
}

/* ------------------------------------------------------------------ verbs */

struct work {
    const struct dictionary *dict;
    struct scene scene;
    chy_doc *d;
    arena *scratch;
    uint32_t *told_in; /* (tokens) statement whose content covers it, NONE */
    uint8_t *covered;  /* (tokens) an event was seen above it: what its own clause says is not coded again */
    uint32_t first_event;
};

/* A verb of the sentence: which entry, and the units it takes. */
struct seen {
    const struct verb *verb;
    uint32_t first, last; /* units, both inclusive */
};

static uint32_t unit_of(const struct scene *s, uint32_t token)
{
    for (uint32_t u = 0; u < s->units.count; u++)
        if (s->units.at[u].token == token) return u;
    return NONE;
}

/* The words of the entry stand round the verb, which may itself be another form of its word. */
static bool verb_fits(const struct scene *s, const struct verb *v, uint32_t unit, struct seen *out)
{
    const struct word *w = s->dict->words.at + v->first;
    if (unit < v->at || unit + v->count - v->at > s->units.count) return false;
    for (uint32_t i = 0; i < v->count; i++)
        if (i != v->at && !str_eq(w[i].text, s->units.at[unit - v->at + i].text)) return false;
    *out = (struct seen){ v, unit - v->at, unit - v->at + v->count - 1 };
    return true;
}

enum key { KEY_FORM, KEY_LEMMA, KEY_BEGINNING };

static void try_verb(const struct scene *s, chy_str key, uint32_t unit, enum key kind, struct seen *best)
{
    for (uint32_t i = map_get(&s->dict->verb_of, key); i != MAP_NONE; i = s->dict->verbs.at[i].next) {
        const struct verb *v = &s->dict->verbs.at[i];
        struct seen x;
        if (kind == KEY_BEGINNING && s->dict->words.at[v->first + v->at].fit != FIT_STEM) continue;
        if (kind == KEY_LEMMA && v->as_is) continue;
        if (!verb_fits(s, v, unit, &x) || (best->verb && x.last - x.first < best->last - best->first)) continue;
        *best = x; /* chains run backwards, so of two the one that was read first stays */
    }
}

static bool find_verb(const struct scene *s, uint32_t token, struct seen *out)
{
    uint32_t unit = unit_of(s, token);
    *out = (struct seen){ 0 };
    if (unit == NONE) return false;
    chy_str form = s->units.at[unit].text, lemma = doc_token(s->d, token)->lemma;
    try_verb(s, form, unit, KEY_FORM, out);
    if (!out->verb && !str_eq(lemma, form)) try_verb(s, lemma, unit, KEY_LEMMA, out);
    for (size_t n = form.len; !out->verb && s->dict->stems && n > 2; n--) try_verb(s, str_cut(form, 0, n), unit, KEY_BEGINNING, out);
    return out->verb != NULL;
}

/* ------------------------------------------------------------------ who acts */

/* Who acts in the clause of a verb, by the tree; failing that, who is named last before it. */
static bool default_source(struct work *w, const struct seen *x, uint32_t verb, uint32_t other, uint32_t *group)
{
    uint32_t subject = pattern_surface_subject(w->d, verb);
    struct side side = { 0 };
    *group = NONE;
    if (subject != NONE) {
        *group = scene_group(&w->scene, subject);
        if (!scene_side(&w->scene, *group, &side)) return false;
        if (side.codes.count && *group != other) return true;
        *group = NONE;
    }
    for (uint32_t u = x->first; u-- > 0;) {
        const struct unit *at = &w->scene.units.at[u];
        if (!at->ends || at->group == other) continue;
        side = (struct side){ 0 };
        if (!scene_side(&w->scene, at->group, &side)) return false;
        if (!side.codes.count) continue;
        *group = at->group;
        return true;
    }
    return true;
}

static bool same_codes(const struct side *a, const struct side *b)
{
    for (uint32_t i = 0; i < b->codes.count; i++) {
        bool there = false;
        for (uint32_t k = 0; k < a->codes.count; k++) there |= str_eq(a->codes.at[k], b->codes.at[i]);
        if (!there) return false;
    }
    return true;
}

/* The verb of a clause that is joined by "and" is another deed. */
static bool in_own_clause(const chy_doc *d, uint32_t token, uint32_t verb)
{
    for (uint32_t t = token; t != verb; t = doc_token(d, t)->head) {
        if (doc_token(d, t)->head == NONE) return false;
        if (doc_token(d, t)->rel == REL_conj && doc_token(d, t)->upos == UPOS_VERB) return false;
    }
    return true;
}

/* The first that is named behind the verb in its clause and is not who acts. */
static bool default_target(struct work *w, const struct seen *x, uint32_t verb, const struct side *source, uint32_t behind, uint32_t *group)
{
    enum { NEAR = 4 }; /* what the pattern leads up to is its target, whatever the tree says */
    *group = NONE;
    for (uint32_t u = x->last + 1; u < w->scene.units.count; u++) {
        const struct unit *at = &w->scene.units.at[u];
        struct side side = { 0 };
        bool led_up_to = behind != NONE && u >= behind && u < behind + NEAR;
        if (!at->begins || !(led_up_to || in_own_clause(w->d, at->token, verb))) continue;
        if (!scene_side(&w->scene, at->group, &side)) return false;
        if (!side.codes.count || same_codes(source, &side)) continue;
        *group = at->group;
        return true;
    }
    return true;
}

/* ------------------------------------------------------------------ events */

/* The row of a CAMEO code, or of the nearest code above it; NONE when it is no code of CAMEO. */
static uint32_t cameo_row(const struct dictionary *dict, chy_str code)
{
    for (size_t n = code.len; n >= 2; n--) {
        uint32_t row = map_get(&dict->cameo_row, str_cut(code, 0, n));
        if (row != MAP_NONE) return row;
    }
    return NONE;
}

static bool add_strings(chy_doc *d, str_list *to, const str_list *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        chy_str *kept = LIST_PUSH(&d->mem, to);
        if (!kept) return false;
        *kept = from->at[i];
    }
    return true;
}

static bool add_roles(chy_doc *d, struct event *e, const struct side *side, enum event_role role)
{
    span_list *spans = role == ROLE_SOURCE ? &e->source_spans : &e->target_spans;
    for (uint32_t i = 0; i < side->spans.count; i++) {
        chy_span *span = LIST_PUSH(&d->mem, spans);
        uint32_t at = doc_mention_at(d, side->tokens.at[i]);
        if (!span) return false;
        *span = side->spans.at[i];
        if (at == NONE) continue;
        uint32_t entity = d->mentions.at[at].entity;
        bool there = false;
        for (uint32_t k = 0; k < e->roles.count; k++) there |= e->roles.at[k].entity == entity;
        struct role *kept = there ? NULL : LIST_PUSH(&d->mem, &e->roles);
        if (!there && !kept) return false;
        if (kept) *kept = (struct role){ entity, role };
    }
    return true;
}

static bool told_already(const struct work *w, const struct event *e)
{
    for (uint32_t i = w->d->events.count; i-- > w->first_event;) {
        const struct event *p = &w->d->events.at[i];
        if (p->sentence != e->sentence) break;
        bool same = str_eq(p->cameo, e->cameo) && p->source.count == e->source.count && p->target.count == e->target.count;
        for (uint32_t k = 0; same && k < e->source.count; k++) same = str_eq(p->source.at[k], e->source.at[k]);
        for (uint32_t k = 0; same && k < e->target.count; k++) same = str_eq(p->target.at[k], e->target.at[k]);
        if (same) return true;
    }
    return false;
}

static bool emit(struct work *w, const struct seen *x, uint32_t verb, chy_str code, const char *where, const struct side *source,
                 const struct side *target)
{
    chy_doc *d = w->d;
    const struct dictionary *dict = w->dict;
    uint32_t row = cameo_row(dict, code), statement = w->told_in[verb];
    struct event e = { .type = row == NONE ? (chy_str){ 0 } : table_cell(dict->cameo, row, dict->cameo_type),
                       .mode = row == NONE ? (chy_str){ 0 } : table_cell(dict->cameo, row, dict->cameo_mode),
                       .cameo = code,
                       .place = NONE,
                       .status = STATUS_OCCURRED,
                       .trigger = { doc_token(d, w->scene.units.at[x->first].token)->span.start,
                                    doc_token(d, w->scene.units.at[x->last].token)->span.end },
                       .trigger_token = verb,
                       .sentence = doc_token(d, verb)->sentence,
                       .statement = statement,
                       .within = NONE,
                       .confidence = 60,
                       .rule = where };
    if (statement != NONE) e.via = d->statements.at[statement].via;
    if (!add_strings(d, &e.source, &source->codes) || !add_strings(d, &e.target, &target->codes)) return false;
    if (told_already(w, &e)) return true;
    if (!add_roles(d, &e, source, ROLE_SOURCE) || !add_roles(d, &e, target, ROLE_TARGET)) return false;
    struct event *kept = LIST_PUSH(&d->mem, &d->events);
    if (kept) *kept = e;
    return kept != NULL;
}

static struct side one_of(const struct side *s, uint32_t i)
{
    return (struct side){ { s->codes.at + i, 1, 1 }, { s->spans.at + i, 1, 1 }, { s->tokens.at + i, 1, 1 } };
}

/* Everyone on one side with everyone on the other, nobody with themselves; one event where that comes to the same. */
static bool emit_sides(struct work *w, const struct seen *x, uint32_t verb, chy_str code, const char *where, const struct side *source,
                       const struct side *target)
{
    bool apart = true;
    for (uint32_t i = 0; i < source->codes.count; i++)
        for (uint32_t k = 0; k < target->codes.count; k++) apart &= !str_eq(source->codes.at[i], target->codes.at[k]);
    if (apart) return emit(w, x, verb, code, where, source, target);
    for (uint32_t i = 0; i < source->codes.count; i++)
        for (uint32_t k = 0; k < target->codes.count; k++) {
            struct side a = one_of(source, i), b = one_of(target, k);
            if (!str_eq(*a.codes.at, *b.codes.at) && !emit(w, x, verb, code, where, &a, &b)) return false;
        }
    return true;
}

static bool codes_nothing(chy_str code) { return !code.len || str_is(code, "---"); }

/* The first pattern of the verb's block that fits; NULL when none does. */
static const struct pattern *find_pattern(const struct work *w, const struct seen *x, struct sides *found)
{
    const struct block *b = &w->dict->blocks.at[x->verb->block];
    int64_t units = w->scene.units.count, before = (int64_t)x->first - 1 - WORDS_AROUND, after = (int64_t)x->last + 1 + WORDS_AROUND;
    for (uint32_t i = 0; i < b->patterns.count; i++) {
        const struct pattern *p = &w->dict->patterns.at[b->patterns.first + i];
        const struct item *items = w->dict->items.at + p->first;
        struct walk left = { &w->scene, (int64_t)x->first - 1, before < -1 ? -1 : before, -1 };
        struct walk right = { &w->scene, (int64_t)x->last + 1, after > units ? units : after, 1 };
        *found = (struct sides){ NONE, NONE, NONE, NONE };
        if (!items_fit(left, items, p->left, found)) continue;
        struct sides beside = *found;
        found->behind = NONE;
        if (!items_fit(right, items + p->left, p->right, found)) continue;
        if (beside.both == NONE && found->both != NONE) { /* "agreed with % " names who it was agreed with */
            found->target = found->both;
            found->both = NONE;
        }
        return p;
    }
    return NULL;
}

static bool pass_over(struct work *w, uint32_t verb, const char *where, const char *why)
{
    struct passed_over *p = LIST_PUSH(&w->d->mem, &w->d->passed_over);
    if (p) *p = (struct passed_over){ verb, why, where };
    return p != NULL;
}

static bool code_verb(struct work *w, uint32_t verb, bool *coded)
{
    struct seen x;
    struct sides found = { NONE, NONE, NONE, NONE };
    struct side source = { 0 }, target = { 0 };
    uint32_t group;
    *coded = false;
    if (!find_verb(&w->scene, verb, &x)) return true;
    const struct pattern *p = find_pattern(w, &x, &found);
    chy_str code = p ? p->code : x.verb->code, back = p ? p->back : x.verb->back;
    const char *where = p ? p->where : x.verb->where;
    if (str_is(code, "###") || str_is(code, "+++")) {
        w->scene.discarded = true;
        return true;
    }
    if (codes_nothing(code)) return pass_over(w, verb, where, "the line has the code [---]");
    if (found.both != NONE) {
        if (!scene_side(&w->scene, found.both, &source)) return false;
        *coded = source.codes.count > 1;
        return *coded ? emit_sides(w, &x, verb, code, where, &source, &source) : pass_over(w, verb, where, "only one side has a code");
    }
    group = found.source;
    if (group == NONE && !default_source(w, &x, verb, found.target, &group)) return false;
    if (group != NONE && !scene_side(&w->scene, group, &source)) return false;
    if (!source.codes.count) return pass_over(w, verb, where, "nobody who acts has a code");
    group = found.target;
    if (group == NONE && !default_target(w, &x, verb, &source, found.behind, &group)) return false;
    if (group != NONE && !scene_side(&w->scene, group, &target)) return false;
    if (!target.codes.count || same_codes(&source, &target))
        return pass_over(w, verb, where, "nobody on whom it is done has a code of their own");
    *coded = true;
    return emit_sides(w, &x, verb, code, where, &source, &target) &&
           (codes_nothing(back) || emit_sides(w, &x, verb, back, where, &target, &source));
}

/* What stands in the clause of a coded verb, behind it, is part of that event. */
static void cover(struct work *w, uint32_t verb)
{
    for (uint32_t t = verb + 1; t <= doc_token(w->d, verb)->hi; t++)
        if (in_own_clause(w->d, t, verb)) w->covered[t] = 1;
}

static chy_status code_sentence(struct work *w, uint32_t sentence, chy_err *err)
{
    const struct sentence *s = &w->d->sentences.at[sentence];
    uint32_t verbs = 0, before = w->d->events.count;
    if (s->segment < w->d->segments.count && w->d->segments.at[s->segment].kind == SEGMENT_FURNITURE) return CHY_OK;
    if (s->words.last - s->words.first > SENTENCE_MOST) return CHY_OK;
    if (!scene_read(&w->scene, sentence)) return err_memory(err, "coding with dictionaries");
    for (uint32_t t = s->words.first; t < s->words.last; t++) verbs += doc_token(w->d, t)->upos == UPOS_VERB;
    if (w->dict->verbs_most && verbs > w->dict->verbs_most) return CHY_OK;
    for (uint32_t t = s->words.first; t < s->words.last && !w->scene.discarded; t++) {
        bool coded;
        if (doc_token(w->d, t)->upos != UPOS_VERB || w->covered[t]) continue;
        if (!code_verb(w, t, &coded)) return err_memory(err, "coding with dictionaries");
        if (coded) cover(w, t);
    }
    if (w->scene.discarded) w->d->events.count = before;
    return CHY_OK;
}

/* YYYYMMDD of a whole date, else 0. */
static uint32_t day_of(chy_str date)
{
    struct date d;
    return date_parse(date, &d) && date_whole(d) ? (uint32_t)(d.year * 10000 + d.month * 100 + d.day) : 0;
}

chy_status dictionary_run(const struct dictionary *dict, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    chy_status st = CHY_OK;
    struct work w = { .dict = dict,
                      .d = d,
                      .scratch = scratch,
                      .told_in = ARENA_ARRAY(scratch, uint32_t, d->tokens.count + 1),
                      .covered = ARENA_ARRAY(scratch, uint8_t, d->tokens.count + 1),
                      .first_event = d->events.count };
    if (!w.told_in || !w.covered) {
        st = err_memory(err, "coding with dictionaries");
        goto out;
    }
    find_told_in(d, w.told_in);
    for (uint32_t s = 0; !st && s < d->sentences.count && !w.scene.story_discarded; s++) {
        arena_mark sentence = arena_here(scratch);
        w.scene = (struct scene){ .dict = dict, .d = d, .scratch = scratch, .today = day_of(d->date) };
        st = code_sentence(&w, s, err);
        if (w.scene.story_discarded) d->events.count = w.first_event;
        arena_rewind(scratch, sentence);
    }
out:
    arena_rewind(scratch, here);
    return st;
}
