#include "event/event.h"

#include "event/stage.h"

#include <inttypes.h>

/* ------------------------------------------------------------------ rules */

/* False when the cell holds a word that is none of them. */
static bool how_of(chy_str cell, unsigned *how)
{
    static const struct {
        const char *word;
        unsigned bit;
    } words[] = {
        { "pair", HOW_PAIR },     { "alone", HOW_ALONE }, { "visit", HOW_VISIT },   { "clause", HOW_CLAUSE }, { "not", HOW_NOT },
        { "target", HOW_TARGET }, { "two", HOW_TWO },     { "anyone", HOW_ANYONE }, { "paper", HOW_PAPER },   { "same", HOW_SAME },
    };
    chy_str piece;
    while (cell.len && str_next_piece(&cell, '|', &piece)) {
        unsigned bit = 0;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_is(piece, words[i].word)) bit = words[i].bit;
        if (!bit) return false;
        *how |= bit;
    }
    return true;
}

static bool is_plover_type(const struct table *plover, int column, chy_str type)
{
    for (uint32_t i = 0; i < table_rows(plover); i++)
        if (str_eq(table_cell(plover, i, column), type)) return true;
    return false;
}

static chy_status bad_cell(const struct table *t, uint32_t row, int column, const char *what, chy_err *err)
{
    chy_str cell = table_cell(t, row, column);
    return err_set(err, CHY_EMODEL, 0, "%s:%" PRIu32 ": \"%.*s\" %s", table_where(t, row), table_place(t, row, column), (int)cell.len,
                   cell.ptr, what);
}

static chy_status read_rows(const struct lexicon *lex, const struct table *t, const int *col, arena *mem, struct event_rules *r,
                            chy_err *err)
{
    const struct table *plover;
    int type;
    chy_status st = lexicon_need(lex, CHY_LIT("ontology/plover"), &plover, err, &type, "type", NULL);
    if (st) return st;
    r->rows = ARENA_ARRAY(mem, struct event_row, table_rows(t));
    r->row_count = table_rows(t);
    if (!r->rows && table_rows(t)) return err_memory(err, "compiling the rules of event");
    for (uint32_t i = 0; i < table_rows(t); i++) {
        chy_str status = table_cell(t, i, col[6]);
        struct event_row *row = &r->rows[i];
        *row = (struct event_row){ .type = table_cell(t, i, col[1]),
                                   .mode = table_cell(t, i, col[2]),
                                   .kind = table_cell(t, i, col[3]),
                                   .cameo = table_cell(t, i, col[4]),
                                   .status = status.len ? event_status_of(status) : -1,
                                   .where = table_where(t, i) };
        if (row->type.len && !is_plover_type(plover, type, row->type)) return bad_cell(t, i, col[1], "is no PLOVER type", err);
        if (!how_of(table_cell(t, i, col[5]), &row->how))
            return bad_cell(t, i, col[5], "holds a word for the column how that is not one of those at the head of verbs.tsv", err);
        if (status.len && row->status < 0) return bad_cell(t, i, col[6], "is no status", err);
    }
    return CHY_OK;
}

static int effect_of(chy_str text)
{
    static const struct {
        const char *word;
        int effect;
    } words[] = {
        { "carries", EFFECT_CARRIES }, { "nothing", EFFECT_NOTHING }, { "future in past", EFFECT_FUTURE_IN_PAST },
        { "future", EFFECT_FUTURE },   { "stop", EFFECT_STOP },       { "duty", EFFECT_DUTY },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(text, words[i].word)) return words[i].effect;
    return event_status_of(text);
}

static chy_status read_words(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err)
{
    const struct table *t;
    int col[5];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/event_status"), &t, err, col, "word", "upos", "over", "effect", "dated", NULL);
    for (uint32_t i = st ? 0 : table_rows(t); i-- > 0;) { /* backwards, so that chains come out in table order */
        chy_str whole = table_cell(t, i, col[0]), word = whole, upos = table_cell(t, i, col[1]), piece;
        size_t space = str_find(whole, CHY_LIT(" "), 0);
        if (space != SIZE_MAX) word = str_cut(whole, 0, space);
        struct status_word *w = LIST_PUSH(mem, &r->words);
        if (!w) return err_memory(err, "compiling the rules of event");
        *w = (struct status_word){ .word = word,
                                   .over = table_cell(t, i, col[2]),
                                   .effect = effect_of(table_cell(t, i, col[3])),
                                   .dated = table_cell(t, i, col[4]).len > 0,
                                   .next = map_get(&r->words_by_lemma, word) };
        if (space != SIZE_MAX) w->particle = str_cut(whole, space + 1, whole.len);
        while (upos.len && str_next_piece(&upos, '|', &piece)) {
            if (upos_of(piece) < 0)
                return err_set(err, CHY_EMODEL, 0, "%s: \"%.*s\" is no part of speech", table_where(t, i), (int)piece.len, piece.ptr);
            w->upos |= 1u << upos_of(piece);
        }
        if (w->effect < 0) return err_set(err, CHY_EMODEL, 0, "%s: no such effect", table_where(t, i));
        if (!map_put(&r->words_by_lemma, mem, word, r->words.count - 1)) return err_memory(err, "compiling the rules of event");
    }
    return st;
}

static bool add_group(struct event_rules *r, arena *mem, chy_str noun, chy_str weak, uint32_t row)
{
    size_t space = str_find(noun, CHY_LIT(" "), 0);
    if (space == SIZE_MAX) return map_put(str_is(weak, "beside") ? &r->beside : &r->groups, mem, noun, row);
    chy_str last = str_cut(noun, space + 1, noun.len);
    struct word_pair *pair = LIST_PUSH(mem, &r->pairs);
    if (!pair) return false;
    *pair = (struct word_pair){ str_cut(noun, 0, space), row, map_get(&r->doubles, last) };
    return map_put(&r->doubles, mem, last, r->pairs.count - 1);
}

static chy_status read_groups(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err)
{
    const struct table *t;
    int col[3];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/event_groups"), &t, err, col, "noun", "code", "weak", NULL);
    for (uint32_t i = 0; !st && i < table_rows(t); i++)
        if (!add_group(r, mem, table_cell(t, i, col[0]), table_cell(t, i, col[2]), i)) st = err_memory(err, "compiling the rules of event");
    r->group_table = t;
    r->group_code = col[1];
    r->group_weak = col[2];
    return st;
}

static chy_status read_peoples(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err)
{
    int col[3];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/peoples"), &r->people_table, err, col, "noun", "state", "code", NULL);
    for (uint32_t i = 0; !st && i < table_rows(r->people_table); i++)
        if (!map_put(&r->peoples, mem, table_cell(r->people_table, i, col[0]), i)) st = err_memory(err, "compiling the rules of event");
    r->people_state = col[1];
    r->people_code = col[2];
    return st;
}

static chy_status read_diaries(const struct lexicon *lex, arena *mem, struct event_rules *r, chy_err *err)
{
    const struct table *t;
    int col;
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/diaries"), &t, err, &col, "noun", NULL);
    for (uint32_t i = 0; !st && i < table_rows(t); i++)
        if (!map_put(&r->diaries, mem, table_cell(t, i, col), i)) st = err_memory(err, "compiling the rules of event");
    return st;
}

static chy_status read_partners(const struct lexicon *lex, struct event_rules *r, chy_err *err)
{
    const struct table *t;
    int col[3];
    chy_status st = lexicon_need(lex, CHY_LIT("lexicon/en/event_partners"), &t, err, col, "type", "kind", "who", NULL);
    for (uint32_t i = 0; !st && i < table_rows(t); i++) {
        chy_str type = table_cell(t, i, col[0]), kind = table_cell(t, i, col[1]), who = table_cell(t, i, col[2]);
        unsigned how = str_is(who, "organization") ? HOW_PARTNER | HOW_ORGANIZATION : HOW_PARTNER;
        if (who.len && !(how & HOW_ORGANIZATION))
            return err_set(err, CHY_EMODEL, 0, "%s: \"%.*s\" is nobody", table_where(t, i), (int)who.len, who.ptr);
        for (uint32_t k = 0; k < r->row_count; k++)
            if (str_eq(r->rows[k].type, type) && (!kind.len || str_eq(r->rows[k].kind, kind))) r->rows[k].how |= how;
    }
    return st;
}

chy_status event_rules_create(const struct lexicon *lex, arena *mem, struct event_rules **out, chy_err *err)
{
    struct event_rules *r = ARENA_NEW(mem, struct event_rules);
    const struct table *verbs;
    int col[7];
    if (!r) return err_memory(err, "compiling the rules of event");
    chy_status st =
        lexicon_need(lex, CHY_LIT("lexicon/en/verbs"), &verbs, err, col, "pattern", "type", "mode", "kind", "cameo", "how", "status", NULL);
    if (!st) st = read_rows(lex, verbs, col, mem, r, err);
    if (!st) st = patterns_create(verbs, col[0], mem, &r->patterns, err);
    if (!st) st = read_words(lex, mem, r, err);
    if (!st) st = read_groups(lex, mem, r, err);
    if (!st) st = read_peoples(lex, mem, r, err);
    if (!st) st = read_diaries(lex, mem, r, err);
    if (!st) st = read_partners(lex, r, err);
    if (!st) st = outlook_read(lex, mem, r, err);
    if (!st) *out = r;
    return st;
}

/* ------------------------------------------------------------------ one sentence */

enum { ROWS_AT_ONCE = 24 };

/* "The five states signed ...", "They met in Oslo on Friday" */
static bool may_be_provisional(const struct work *w, const struct draft *x)
{
    return !event_is_noun(w->d, x->m.trigger) && event_slot(&x->m, 'A') != NONE &&
           (str_is(x->row->kind, "signing") || str_is(x->row->kind, "meeting"));
}

/* Remember why a word that a row knows came to nothing. */
static chy_status pass_over(struct work *w, uint32_t token, const struct event_row *row, const char *why, chy_err *err)
{
    struct passed_over *p = LIST_PUSH(&w->d->mem, &w->d->passed_over);
    if (!p) return err_memory(err, "reading events");
    *p = (struct passed_over){ token, why, row->where };
    return CHY_OK;
}

/* "Conference on Disarmament", "Charter of the Forum": a word in the name of an organisation or paper tells of no event; the council
 * that meets does, by the verb over it. */
static bool in_name_of_body(const chy_doc *d, uint32_t token)
{
    if (doc_token(d, token)->upos != UPOS_PROPN) return false;
    uint32_t at = doc_mention_over(d, token);
    if (at == NONE || d->mentions.at[at].form != FORM_NAME || d->mentions.at[at].words.last - d->mentions.at[at].words.first < 2)
        return false;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    if (type == ENTITY_INSTRUMENT) return true;
    return type == ENTITY_ORGANIZATION && tree_child(d, token, REL_acl) == NONE;
}

static chy_status read_token(struct work *w, uint32_t token, chy_err *err)
{
    struct pattern_match found[ROWS_AT_ONCE];
    uint32_t n = patterns_match(w->r->patterns, w->d, token, found, ROWS_AT_ONCE);
    if (!n || in_name_of_body(w->d, token)) return CHY_OK; /* most words end here */
    struct draft maybe = { .row = NULL };
    for (uint32_t i = 0; i < n; i++) {
        struct draft x = { .m = found[i], .row = &w->r->rows[found[i].row], .event = NONE };
        bool fits = false;
        if (!event_gather(w, &x, &fits)) return err_memory(err, "reading events");
        if (!fits) {
            if (maybe.row || !may_be_provisional(w, &x)) continue;
            maybe = x;
            maybe.provisional = true;
            continue;
        }
        bool known = true;
        if ((x.row->how & HOW_SAME) && !event_carry_deed(w, &x, &known)) return err_memory(err, "reading events");
        if (!known) return pass_over(w, token, x.row, "nothing was told before that it could repeat", err);
        if (!x.row->type.len) return pass_over(w, token, x.row, "the row says that this is no event", err);
        struct draft *kept = LIST_PUSH(w->scratch, &w->drafts);
        if (!kept) return err_memory(err, "reading events");
        *kept = x;
        w->is_trigger[token] = 1;
        return CHY_OK;
    }
    if (maybe.row) {
        struct draft *kept = LIST_PUSH(w->scratch, &w->drafts);
        if (!kept) return err_memory(err, "reading events");
        *kept = maybe;
        return CHY_OK;
    }
    return n ? pass_over(w, token, &w->r->rows[found[0].row], "nobody whom the row asks for is named", err) : CHY_OK;
}

/* A noun that another event's verb has taken in ("held talks"), or that only repeats the verb above it ("met for talks"). */
static void drop_told_twice(struct work *w)
{
    for (uint32_t i = 0; i < w->drafts.count; i++) {
        struct draft *x = &w->drafts.at[i];
        for (int k = 0; k < PATTERN_PARTS; k++) {
            if (x->dropped || x->m.part[k] == NONE || !w->is_trigger[x->m.part[k]]) continue;
            for (uint32_t j = 0; j < w->drafts.count; j++) {
                struct draft *y = &w->drafts.at[j];
                if (y->m.trigger == x->m.part[k] && str_eq(y->row->type, x->row->type)) y->dropped = true;
            }
        }
    }
    for (uint32_t i = 0; i < w->drafts.count; i++) {
        struct draft *x = &w->drafts.at[i];
        if (x->dropped || !event_is_noun(w->d, x->m.trigger)) continue;
        for (uint32_t j = 0; j < w->drafts.count && !x->dropped; j++) {
            const struct draft *y = &w->drafts.at[j];
            uint32_t up = doc_token(w->d, x->m.trigger)->head;
            if (i == j || y->dropped || !str_eq(y->row->type, x->row->type) || up == NONE) continue;
            bool over = y->m.trigger == up || y->m.trigger == doc_token(w->d, up)->head;
            bool same = true;
            for (uint32_t k = 0; k < x->a.entities.count; k++)
                same &= event_who_has(&y->a, x->a.entities.at[k]) || event_who_has(&y->b, x->a.entities.at[k]);
            for (uint32_t k = 0; k < x->b.entities.count; k++)
                same &= event_who_has(&y->a, x->b.entities.at[k]) || event_who_has(&y->b, x->b.entities.at[k]);
            if (over && same && !(x->row->how & HOW_ALONE)) x->dropped = true;
        }
    }
}

/* ------------------------------------------------------------------ into the document */

static bool is_definite(const chy_doc *d, uint32_t noun)
{
    for (uint32_t c = doc_token(d, noun)->child; c != NONE; c = doc_token(d, c)->next) {
        chy_str w = doc_token(d, c)->lower;
        if (doc_token(d, c)->rel == REL_det && (str_is(w, "the") || str_is(w, "this") || str_is(w, "these") || str_is(w, "both")))
            return true;
    }
    return false;
}

/* "the talks", when talks were told of before, and nothing new is said of them. */
static bool looks_back(const struct work *w, const struct draft *x)
{
    if (!(x->row->how & (HOW_ALONE | HOW_PAIR)) || !event_is_noun(w->d, x->m.trigger) || !is_definite(w->d, x->m.trigger)) return false;
    if (event_slot(&x->m, 'A') != NONE || event_slot(&x->m, 'B') != NONE) return false;
    for (uint32_t i = w->d->events.count; i-- > 0;)
        if (str_eq(w->d->events.at[i].type, x->row->type) && w->d->events.at[i].sentence != doc_token(w->d, x->m.trigger)->sentence)
            return true;
    return false;
}

struct placed {
    uint32_t entity;
    enum event_role role;
    uint32_t start;
};

static bool add_side(struct work *w, const struct who *side, enum event_role role, struct event *e, uint32_t *starts)
{
    chy_doc *d = w->d;
    for (uint32_t i = 0; i < side->entities.count; i++) {
        bool there = false;
        for (uint32_t k = 0; k < e->roles.count; k++) there |= e->roles.at[k].entity == side->entities.at[i];
        if (there) continue;
        struct role *slot_ = LIST_PUSH(&d->mem, &e->roles);
        if (!slot_) return false;
        uint32_t at = e->roles.count - 1, start = side->spans.at[i].start;
        while (at > 0 && at < 64 && starts[at - 1] > start) {
            e->roles.at[at] = e->roles.at[at - 1];
            starts[at] = starts[at - 1];
            at--;
        }
        e->roles.at[at] = (struct role){ side->entities.at[i], role };
        if (at < 64) starts[at] = start;
        if (role != ROLE_SOURCE && role != ROLE_TARGET) continue;
        span_list *spans = role == ROLE_SOURCE ? &e->source_spans : &e->target_spans;
        chy_span *span = LIST_PUSH(&d->mem, spans);
        if (!span) return false;
        *span = side->spans.at[i];
    }
    return true;
}

/* Different states and organisations among the participants, at most room. */
static uint32_t sides_of(const chy_doc *d, const struct event *e, uint32_t *out, uint32_t room)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->roles.count; i++) {
        uint32_t side = e->roles.at[i].entity, state = entity_country(d, side);
        if (state != NONE)
            side = state;
        else if (d->entities.at[side].type == ENTITY_PERSON && d->entities.at[side].of != NONE)
            side = d->entities.at[side].of;
        bool there = false;
        for (uint32_t k = 0; k < n; k++) there |= out[k] == side;
        if (!there && n < room) out[n++] = side;
    }
    return n;
}

/* How a meeting was held, from who came together where. */
static chy_str consult_mode(const chy_doc *d, const struct event *e, chy_str told, chy_str kind)
{
    uint32_t sides[4], n = sides_of(d, e, sides, 4);
    uint32_t where = e->place == NONE ? NONE : entity_country(d, e->place);
    bool two = n == 2 && where != NONE && str_is(told, "multilateral"); /* "the second summit between X and Y" */
    for (uint32_t i = 0; two && i < n; i++) two = d->entities.at[sides[i]].type == ENTITY_STATE;
    if (two) told = (chy_str){ 0 };
    if (str_is(told, "phone") || str_is(told, "multilateral") || str_is(told, "visit")) return told;
    if (n >= 3) return CHY_LIT("multilateral");
    if (str_is(kind, "meeting") || str_is(kind, "session") || str_is(kind, "summit"))
        for (uint32_t i = 0; i < e->roles.count; i++) {
            const struct entity *x = &d->entities.at[e->roles.at[i].entity];
            if (x->type == ENTITY_ORGANIZATION || x->type == ENTITY_BODY || (x->unnamed && x->plural && e->roles.count == 1))
                return CHY_LIT("multilateral");
        }
    if (n < 2) return told;
    if (where == NONE) return told;
    if (sides[0] == where || sides[1] == where) return CHY_LIT("visit");
    if (d->entities.at[sides[0]].type == ENTITY_STATE && d->entities.at[sides[1]].type == ENTITY_STATE) return CHY_LIT("third-party");
    return told;
}

static chy_span trigger_span(const chy_doc *d, const struct pattern_match *m)
{
    enum { NEAR = 6 };
    uint32_t first = m->trigger, last = m->trigger;
    for (int i = 0; i < PATTERN_PARTS; i++) {
        uint32_t p = m->part[i];
        if (p == NONE || doc_token(d, p)->upos == UPOS_AUX) continue;
        if (p < first && first - p <= NEAR) first = p;
        if (p > last && p - last <= NEAR) last = p;
    }
    return (chy_span){ doc_token(d, first)->span.start, doc_token(d, last)->span.end };
}

static uint8_t confidence_of(const struct draft *x)
{
    bool a = x->a.entities.count > 0, b = x->b.entities.count > 0;
    uint8_t all = a && b ? 90 : a || b ? 75 : 55;
    return x->row->how & HOW_CLAUSE && event_slot(&x->m, 'A') == NONE ? all - 20 : all;
}

static bool dates_agree(chy_str a, chy_str b) { return !a.len || !b.len || str_starts(a, b) || str_starts(b, a); }

static bool takes_part(const struct event *e, uint32_t entity)
{
    for (uint32_t i = 0; i < e->roles.count; i++)
        if (e->roles.at[i].entity == entity) return true;
    return false;
}

static bool same_people(const struct event *a, const struct event *b)
{
    if (a->roles.count != b->roles.count) return false;
    for (uint32_t i = 0; i < a->roles.count; i++)
        if (!takes_part(b, a->roles.at[i].entity)) return false;
    return true;
}

/* Carried by the same hands: what two chains tell is two reports, however alike. */
static bool same_chain(const chy_doc *d, const struct event *a, const struct event *b)
{
    if (a->via.count != b->via.count) return false;
    for (uint32_t i = 0; i < a->via.count; i++)
        if (a->via.at[i] != b->via.at[i]) return false;
    if (!a->via.count || a->statement == b->statement) return true;
    uint32_t x =
        a->statement == NONE || !d->statements.at[a->statement].speakers.count ? NONE : d->statements.at[a->statement].speakers.at[0];
    uint32_t y =
        b->statement == NONE || !d->statements.at[b->statement].speakers.count ? NONE : d->statements.at[b->statement].speakers.at[0];
    return x == y;
}

/* An event told of a few sentences before that may be the same one; NONE. */
static uint32_t told_before(const struct work *w, const struct event *e, bool provisional)
{
    enum { EVENTS_BACK = 12, SENTENCES_BACK = 3 };
    const chy_doc *d = w->d;
    for (uint32_t i = d->events.count, looked = 0; i-- > 0 && looked < EVENTS_BACK; looked++) {
        const struct event *p = &d->events.at[i];
        bool nobody = provisional || w->provisional.at[i];
        if (!str_eq(p->type, e->type) || !str_eq(p->kind, e->kind) || p->status != e->status || !same_chain(d, p, e)) continue;
        if (!dates_agree(p->date, e->date) || (p->place != NONE && e->place != NONE && p->place != e->place)) continue;
        if (nobody ? e->sentence - p->sentence <= SENTENCES_BACK && e->sentence != p->sentence : same_people(p, e)) return i;
    }
    return NONE;
}

/* What the one telling leaves open, the other may say. */
static void merge(struct work *w, uint32_t at, const struct event *e, bool provisional)
{
    struct event *p = &w->d->events.at[at], was = *p;
    if (w->provisional.at[at] && !provisional) {
        *p = *e;
        w->provisional.at[at] = false;
    }
    if (p->date.len < was.date.len) p->date = was.date;
    if (p->date.len < e->date.len) p->date = e->date;
    if (p->place == NONE) p->place = was.place != NONE ? was.place : e->place;
    if (!p->mode.len) p->mode = e->mode;
}

/* "held separate talks with A, B and C", "met separately with" */
static bool is_separate(const chy_doc *d, const struct draft *x)
{
    for (int i = -1; i < PATTERN_PARTS; i++) {
        uint32_t t = i < 0 ? x->m.trigger : x->m.part[i];
        if (t == NONE) continue;
        for (uint32_t c = doc_token(d, t)->child; c != NONE; c = doc_token(d, c)->next) {
            chy_str w = doc_token(d, c)->lower;
            if (str_is(w, "separate") || str_is(w, "separately")) return true;
        }
    }
    return false;
}

static chy_status keep(struct work *w, struct draft *x, uint32_t sentence, chy_err *err);

static chy_status keep_each(struct work *w, struct draft *x, uint32_t sentence, chy_err *err)
{
    if (x->b.entities.count < 2 || !x->a.entities.count || !is_separate(w->d, x)) return keep(w, x, sentence, err);
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < x->b.entities.count; i++) {
        struct draft one = *x;
        one.b.entities.at += i;
        one.b.spans.at += i;
        one.b.sectors.at += i;
        one.b.entities.count = one.b.spans.count = one.b.sectors.count = 1;
        st = keep(w, &one, sentence, err);
        x->event = one.event;
    }
    return st;
}

/* The present tense of what is about to be: "flies to Oslo", "is leaving the union"; titles have it for what happened. */
static bool is_to_come(const struct work *w, const struct draft *x, const struct event *e, uint32_t sentence)
{
    bool going_on;
    uint32_t segment = w->d->sentences.at[sentence].segment;
    if (segment < w->d->segments.count && w->d->segments.at[segment].kind != SEGMENT_BODY) return false;
    if (!event_in_present(w->d, x->m.trigger, &going_on)) return false;
    if (going_on) return (x->row->how & HOW_VISIT) || str_is(e->type, "MOBILIZE") || str_is(e->type, "SANCTION");
    return str_is(e->type, "CONSULT") && (!e->date.len || str_cmp(e->date, w->d->date) >= 0);
}

/* The event whose content x is: "agreed to release", "issued a call for a withdrawal"; NULL. */
static struct draft *outer_of(const struct work *w, const struct draft *x)
{
    enum { STEPS = 8 };
    bool joined;
    uint32_t t = x->m.trigger;
    for (int steps = 0; t != NONE && steps < STEPS; steps++) {
        t = event_step_out(w->d, t, &joined);
        for (uint32_t i = 0; t != NONE && !joined && i < w->drafts.count; i++) {
            struct draft *y = &w->drafts.at[i];
            if (y == x || y->dropped || y->provisional) continue;
            if (y->m.trigger == t) return y;
            for (int k = 0; k < PATTERN_PARTS; k++)
                if (y->m.part[k] == t && event_is_noun(w->d, t)) return y;
        }
    }
    return NULL;
}

/* Whether another event stands above the noun that x tells more of. */
static bool is_background(const struct work *w, const struct draft *x)
{
    enum { STEPS = 32 };
    bool beside = false;
    uint32_t t = x->m.trigger;
    for (int steps = 0; t != NONE && steps < STEPS; steps++) {
        for (uint32_t i = 0; beside && i < w->drafts.count; i++) {
            const struct draft *y = &w->drafts.at[i];
            if (y != x && !y->dropped && !y->provisional && y->m.trigger == t) return true;
        }
        beside |= event_in_background(w->d, t);
        t = doc_token(w->d, t)->head;
    }
    return false;
}

/* What has not happened is an offer, a refusal, a threat, or only the content of one; false when nothing is left of it. */
static bool turn_out(struct work *w, const struct draft *x, struct standing *stand, struct event *e)
{
    stand->background = (!e->date.len || x->counted) && is_background(w, x);
    struct draft *outer = outer_of(w, x);
    const struct outlook_turn *turn = event_outlook(w->r, e->type, stand, outer ? outer->row->type : CHY_LIT(""));
    if (!turn) return true;
    if (!turn->type.len) {
        struct event *o = outer && outer->event != NONE ? &w->d->events.at[outer->event] : NULL;
        if (o && turn->cameo.len && !outer->row->mode.len) o->mode = turn->mode, o->cameo = turn->cameo;
        return false;
    }
    if (!e->roles.count) return false; /* a refusal of nobody */
    e->type = turn->type;
    e->kind = turn->kind;
    e->mode = turn->mode;
    e->cameo = turn->cameo;
    if (stand->negated) e->status = STATUS_OCCURRED; /* the refusal did occur; what is promised is still to come */
    return true;
}

/* The place or state that a slot names; NONE. */
static uint32_t place_in_slot(const chy_doc *d, const struct draft *x, char slot)
{
    uint32_t at = event_slot(&x->m, slot);
    if (at != NONE) at = doc_mention_at(d, at);
    if (at == NONE) return NONE;
    enum entity_type type = d->entities.at[d->mentions.at[at].entity].type;
    return type == ENTITY_PLACE || type == ENTITY_STATE ? event_place_named(d, at) : NONE;
}

/* Of the deeds that are done to places: "shelled the town". */
static bool is_done_to_places(chy_str type)
{
    return str_is(type, "ASSAULT") || str_is(type, "COERCE") || str_is(type, "MOBILIZE") || str_is(type, "RETREAT");
}

/* Of the deeds done by a word or a letter, which are told to be somewhere only where that is said of them themselves. */
static bool is_done_by_word(chy_str type)
{
    static const char *const types[] = { "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "AGREE" };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(type, types[i])) return true;
    return false;
}

/* Where the sentence says that it was. A town is told before the state in which it lies: "Peru hosts the summit in Lima". */
static uint32_t place_told(const struct work *w, const struct draft *x, const clause_list *clauses, uint32_t sentence)
{
    const chy_doc *d = w->d;
    uint32_t place = place_in_slot(d, x, 'P');
    if (place == NONE && (x->row->how & HOW_VISIT)) place = place_in_slot(d, x, 'B');
    if (place != NONE && d->entities.at[place].type == ENTITY_PLACE) return place;
    uint32_t near = event_place(w->r, d, clauses, sentence, w->is_trigger, is_done_by_word(x->row->type));
    if (place != NONE && (near == NONE || d->entities.at[near].type != ENTITY_PLACE || entity_country(d, near) != place)) return place;
    if (near == NONE && is_done_to_places(x->row->type)) {
        near = place_in_slot(d, x, 'B');
        if (near != NONE && d->entities.at[near].type != ENTITY_PLACE) near = NONE;
    }
    return near;
}

static chy_status keep(struct work *w, struct draft *x, uint32_t sentence, chy_err *err)
{
    chy_doc *d = w->d;
    struct standing stand = event_standing(w->r, d, x->m.trigger, x->row->how & HOW_NOT);
    arena_mark here = arena_here(w->scratch);
    clause_list clauses = { 0 };
    uint32_t starts[64];
    if (stand.dropped) return pass_over(w, x->m.trigger, x->row, "the word above it says that it is not told of", err);
    if (!event_clauses(w->r, d, &x->m, w->scratch, &clauses)) return err_memory(err, "reading events");
    struct event e = { .type = x->row->type,
                       .kind = x->row->kind,
                       .cameo = x->row->cameo,
                       .sentence = sentence,
                       .trigger_token = x->m.trigger,
                       .statement = w->told_in[x->m.trigger],
                       .within = NONE,
                       .place = NONE,
                       .rule = x->row->where,
                       .trigger = trigger_span(d, &x->m),
                       .confidence = confidence_of(x) };
    if (!add_side(w, &x->a, ROLE_SOURCE, &e, starts) || !add_side(w, &x->b, ROLE_TARGET, &e, starts) ||
        !add_side(w, &x->c, ROLE_THIRD, &e, starts) || !add_side(w, &x->h, ROLE_HOST, &e, starts) || !event_codes(w, x, &e))
        return err_memory(err, "reading events");
    e.date = event_date_counted(d, x->m.trigger, sentence);
    x->counted = e.date.len > 0;
    if (!x->counted) e.date = event_date(d, &clauses, sentence, w->is_trigger);
    chy_str implied = event_date_implied(d, x->m.trigger);
    if (implied.len) e.date = implied;
    e.place = place_told(w, x, &clauses, sentence);
    arena_rewind(w->scratch, here);
    if ((x->row->how & HOW_NOT) && (stand.status == STATUS_PLANNED || stand.status == STATUS_HYPOTHETICAL) && !stand.conditional)
        stand.status = STATUS_OCCURRED; /* "will not sign" is a refusal now */
    e.status = x->row->status >= 0 && stand.status == STATUS_OCCURRED ? (enum event_status)x->row->status : stand.status;
    if (e.status == STATUS_OCCURRED && is_to_come(w, x, &e, sentence)) e.status = STATUS_PLANNED;
    if (event_status_by_date(d, e.date, e.status) == STATUS_PLANNED && str_is(doc_token(d, x->m.trigger)->xpos, "VBD"))
        e.date = (chy_str){ 0 }; /* told in the past tense: the day to come is that of something else */
    e.status = event_status_by_date(d, e.date, e.status);
    if (stand.duty && e.status == STATUS_HYPOTHETICAL && e.date.len) e.status = STATUS_PLANNED;
    if (stand.duty && e.status == STATUS_HYPOTHETICAL) return pass_over(w, x->m.trigger, x->row, "it is only said that it must be", err);
    if (e.status == STATUS_OCCURRED && !e.date.len && looks_back(w, x))
        return pass_over(w, x->m.trigger, x->row, "it looks back on what was told before", err);
    if (!e.roles.count && (!e.date.len || x->counted) && e.place == NONE && !x->provisional && !event_takes_anyone(x->row))
        return pass_over(w, x->m.trigger, x->row, "neither participant nor date nor place is told", err);
    event_scene(w, &e);
    e.mode = str_is(e.type, "CONSULT") ? consult_mode(d, &e, x->row->mode, x->row->kind) : x->row->mode;
    stand.status = e.status;
    if (!turn_out(w, x, &stand, &e)) return pass_over(w, x->m.trigger, x->row, "what stands over it leaves nothing of it", err);
    uint32_t frame = e.statement != NONE
                         ? e.statement
                         : w->framed_by[sentence]; /* "X reported that Y, meeting Z, said": the carrier tells of the meeting too */
    if (frame != NONE) e.via = d->statements.at[frame].via;
    uint32_t same = told_before(w, &e, x->provisional);
    if (same != NONE) {
        merge(w, same, &e, x->provisional);
        x->event = same;
        return pass_over(w, x->m.trigger, x->row, "an event that is coded already is told again", err);
    }
    struct event *kept = LIST_PUSH(&d->mem, &d->events);
    bool *provisional = LIST_PUSH(&d->mem, &w->provisional);
    if (!kept || !provisional) return err_memory(err, "reading events");
    *kept = e;
    *provisional = x->provisional;
    x->event = d->events.count - 1;
    return CHY_OK;
}

/* A noun of an occasion that stands with "at", "during" or "on the sidelines of". */
static bool is_frame(const chy_doc *d, uint32_t noun)
{
    static const char *const words[] = { "at", "during", "within", "sidelines", "margins", "sideline", "margin", "framework", "fringes" };
    uint32_t up = doc_token(d, noun)->head;
    for (int steps = 0; up != NONE && steps < 2; steps++, noun = up, up = doc_token(d, noun)->head) {
        uint32_t by = tree_case(d, noun);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (by != NONE && str_is(doc_token(d, by)->lower, words[i])) return true;
            if (str_is(doc_token(d, up)->lower, words[i])) return true;
        }
        if (by == NONE || !str_is(doc_token(d, by)->lower, "of")) return false;
    }
    return false;
}

/* A meeting on the sidelines of a summit is where the summit is, if nothing else is said of it. */
static void settle_inner(const chy_doc *d, struct event *inner, const struct event *outer, const struct event_row *row)
{
    if (!str_is(inner->type, "CONSULT") || str_is(inner->kind, "call") || str_is(inner->kind, "visit")) return;
    if (inner->place != NONE || outer->place == NONE) return;
    inner->place = outer->place;
    inner->mode = consult_mode(d, inner, row->mode, row->kind);
}

/* "met on the sidelines of the summit": the meeting took place within the summit. */
static void nest(struct work *w)
{
    for (uint32_t i = 0; i < w->drafts.count; i++) {
        const struct draft *x = &w->drafts.at[i];
        if (x->event == NONE || !event_is_noun(w->d, x->m.trigger) || !str_is(x->row->type, "CONSULT")) continue;
        if (!str_is(x->row->kind, "summit") && !is_frame(w->d, x->m.trigger)) continue;
        uint32_t t = doc_token(w->d, x->m.trigger)->head;
        for (int steps = 0; t != NONE && steps < 4; steps++, t = doc_token(w->d, t)->head)
            for (uint32_t j = 0; j < w->drafts.count; j++) {
                struct event *inner = w->drafts.at[j].event == NONE ? NULL : &w->d->events.at[w->drafts.at[j].event];
                if (!inner || w->drafts.at[j].m.trigger != t || j == i || inner->within != NONE || w->drafts.at[j].event == x->event)
                    continue;
                inner->within = x->event;
                settle_inner(w->d, inner, &w->d->events.at[x->event], w->drafts.at[j].row);
            }
    }
}

static chy_status read_sentence(struct work *w, uint32_t sentence, chy_err *err)
{
    const struct sentence *s = &w->d->sentences.at[sentence];
    chy_status st = CHY_OK;
    if (s->segment < w->d->segments.count && w->d->segments.at[s->segment].kind == SEGMENT_FURNITURE) return CHY_OK;
    arena_mark here = arena_here(w->scratch);
    w->drafts.at = NULL;
    w->drafts.count = w->drafts.room = 0;
    for (uint32_t t = s->words.first; !st && t < s->words.last; t++) st = read_token(w, t, err);
    if (!st && w->drafts.count) drop_told_twice(w);
    for (uint32_t i = 0; !st && i < w->drafts.count; i++) {
        struct draft *x = &w->drafts.at[i];
        st = x->dropped ? pass_over(w, x->m.trigger, x->row, "another word of the sentence tells the same event", err)
                        : keep_each(w, x, sentence, err);
    }
    if (!st && w->drafts.count > 1) nest(w);
    arena_rewind(w->scratch, here);
    return st;
}

/* Take out the events of which no other sentence said who took part. */
static chy_status drop_provisional(struct work *w, chy_err *err)
{
    chy_doc *d = w->d;
    uint32_t *now = ARENA_ARRAY(w->scratch, uint32_t, d->events.count + 1), kept = 0;
    if (!now) return err_memory(err, "reading events");
    for (uint32_t i = 0; i < d->events.count; i++) {
        now[i] = w->provisional.at[i] ? NONE : kept;
        const struct event *e = &d->events.at[i];
        struct passed_over *p = now[i] == NONE ? LIST_PUSH(&d->mem, &d->passed_over) : NULL;
        if (now[i] == NONE && !p) return err_memory(err, "reading events");
        if (p) *p = (struct passed_over){ e->trigger_token, "no sentence near tells who took part", e->rule };
        if (!p) d->events.at[kept++] = *e;
    }
    d->events.count = kept;
    for (uint32_t i = 0; i < kept; i++)
        if (d->events.at[i].within != NONE) d->events.at[i].within = now[d->events.at[i].within];
    return CHY_OK;
}

static void mark_statements(struct work *w)
{
    const chy_doc *d = w->d;
    find_told_in(d, w->told_in);
    memset(w->framed_by, 0xFF, d->sentences.count * sizeof *w->framed_by);
    for (uint32_t i = 0; i < d->statements.count; i++) {
        uint32_t cue = d->statements.at[i].cue_token;
        if (cue != NONE && d->statements.at[i].via.count) w->framed_by[doc_token(d, cue)->sentence] = i;
    }
}

chy_status event_run(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    chy_status st = CHY_OK;
    struct work w = { .r = rules,
                      .d = d,
                      .scratch = scratch,
                      .is_trigger = ARENA_ARRAY(scratch, uint8_t, d->tokens.count + 1),
                      .told_in = ARENA_ARRAY(scratch, uint32_t, d->tokens.count + 1),
                      .framed_by = ARENA_ARRAY(scratch, uint32_t, d->sentences.count + 1) };
    if (!w.is_trigger || !w.told_in || !w.framed_by) {
        st = err_memory(err, "reading events");
        goto out;
    }
    mark_statements(&w);
    w.diary_of = event_diary_owner(&w);
    d->organ_token = event_organ(d);
    for (uint32_t s = 0; !st && s < d->sentences.count; s++) st = read_sentence(&w, s, err);
    if (!st) st = drop_provisional(&w, err);
out:
    arena_rewind(scratch, here);
    return st;
}

chy_status event_complete(const struct event_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    uint8_t *is_trigger = ARENA_ARRAY(scratch, uint8_t, d->tokens.count + 1);
    chy_status st = is_trigger ? CHY_OK : err_memory(err, "dating events");
    for (uint32_t i = 0; !st && i < d->events.count; i++) is_trigger[d->events.at[i].trigger_token] = 1;
    for (uint32_t i = 0; !st && i < d->events.count; i++) {
        struct event *e = &d->events.at[i];
        struct pattern_match m = { .trigger = e->trigger_token };
        arena_mark one = arena_here(scratch);
        clause_list clauses = { 0 };
        for (size_t k = 0; k < sizeof m.part / sizeof *m.part; k++) m.part[k] = NONE;
        for (size_t k = 0; k < sizeof m.slot / sizeof *m.slot; k++) m.slot[k] = NONE;
        if (!event_clauses(rules, d, &m, scratch, &clauses)) {
            st = err_memory(err, "dating events");
            break;
        }
        e->date = event_date(d, &clauses, e->sentence, is_trigger);
        e->place = event_place(rules, d, &clauses, e->sentence, is_trigger, is_done_by_word(e->type));
        e->status = event_status_by_date(d, e->date, event_standing(rules, d, e->trigger_token, false).status);
        arena_rewind(scratch, one);
    }
    arena_rewind(scratch, here);
    return st;
}
