#include "time/time.h"

#include "doc/tree.h"
#include "time/implied.h"
#include "time/resolve.h"

enum { DATELINE_DAYS = 10, RUN_DAYS = 14 };

struct time_rules {
    struct time_words *words;
    struct time_grammar *grammar;
    uint32_t word_count;
};

chy_status time_rules_create(const struct lexicon *lex, arena *mem, struct time_rules **out, chy_err *err)
{
    static const char *const kinds[] = {
#define X(name) #name,
        TIME_KIND_LIST(X)
#undef X
            NULL
    };
    struct time_rules *r = ARENA_NEW(mem, struct time_rules);
    if (!r) return err_memory(err, "compiling the rules of time");
    chy_status st = time_words_create(lex, mem, &r->words, err);
    if (!st) st = time_grammar_create(lex, r->words, kinds, mem, &r->grammar, err);
    if (st) return err_while(err, st, "compiling the rules of time");
    r->word_count = time_words_count(r->words);
    *out = r;
    return CHY_OK;
}

/* ------------------------------------------------------------------ the document */

/* "10.09.2014" or "13/9/2014" somewhere tells which comes first, day or month; so does one that falls near publication. */
static void find_day_order(struct time_context *c)
{
    chy_str text = c->d->text;
    for (size_t i = 1; i + 1 < text.len; i++) {
        char mark = text.ptr[i];
        if ((mark != '.' && mark != '/' && mark != '-') || (unsigned)(text.ptr[i - 1] - '0') > 9 || (unsigned)(text.ptr[i + 1] - '0') > 9)
            continue;
        size_t from = i - 1, to = i + 1;
        if (from && (unsigned)(text.ptr[from - 1] - '0') <= 9) from--;
        if (from && ((unsigned)(text.ptr[from - 1] - '0') <= 9 || text.ptr[from - 1] == mark)) continue;
        int a = 0, b = 0;
        for (size_t k = from; k < i; k++) a = a * 10 + (text.ptr[k] - '0');
        while (to < text.len && to < i + 4 && (unsigned)(text.ptr[to] - '0') <= 9) b = b * 10 + (text.ptr[to++] - '0');
        if (to >= text.len || text.ptr[to] != mark || to + 1 >= text.len || (unsigned)(text.ptr[to + 1] - '0') > 9) continue;
        if (a < 1 || b < 1 || (a > 12) == (b > 12)) continue;
        if ((a > 12 && a > 31) || (b > 12 && b > 31)) continue;
        c->day_first = a > 12;
        c->day_first_known = true;
        return;
    }
}

static int minutes_of(chy_str date)
{
    if (date.len < 16 || date.ptr[10] != 'T' || date.ptr[13] != ':') return -1;
    const char *p = date.ptr;
    for (int i = 11; i < 16; i++)
        if (i != 13 && (unsigned)(p[i] - '0') > 9) return -1;
    return ((p[11] - '0') * 10 + p[12] - '0') * 60 + (p[14] - '0') * 10 + p[15] - '0';
}

static void context_init(struct time_context *c, const chy_doc *d, const struct time_words *words)
{
    *c = (struct time_context){ .d = d, .words = words };
    c->focus.day_sentence = c->focus.run_sentence = NONE;
    if (!date_parse(d->date, &c->published)) c->published = (struct date){ 0 };
    c->published_minutes = minutes_of(d->date);
    find_day_order(c);
}

static void move_focus(struct time_context *c, const struct resolved *r)
{
    if (!r->moves) return;
    if (r->quarter) {
        c->focus.quarter = r->quarter;
        c->focus.quarter_year = r->date.year;
        c->focus.quarter_sentence = c->sentence;
    }
    c->focus.any = r->date;
    if (date_whole(r->date)) {
        c->focus.day = r->date;
        c->focus.day_sentence = c->sentence;
        c->sentence_dates++;
    }
    if (date_whole(r->first) && date_whole(r->date)) {
        int64_t days = date_days(r->date) - date_days(r->first);
        if (days > 0 && days <= RUN_DAYS) {
            c->focus.from = r->first;
            c->focus.to = r->date;
            c->focus.run_sentence = c->sentence;
        }
    }
}

/* ------------------------------------------------------------------ one match */

static void span_of(const struct time_match *m, const struct step *path, uint32_t *first, uint32_t *last)
{
    *first = m->first;
    *last = m->last;
    for (uint32_t i = 0; i < m->steps; i++) {
        if (path[i].what == STEP_BEGIN) *first = path[i].item;
        if (path[i].what == STEP_END) *last = path[i].item;
    }
}

static struct time *time_add(chy_doc *d, const struct item_list *items, uint32_t first, uint32_t last, const struct resolved *r)
{
    struct time *t = LIST_PUSH(&d->mem, &d->times);
    if (!t) return NULL;
    t->span = (chy_span){ items->at[first].start, items->at[last - 1].end };
    t->words = (run){ items->at[first].token, items->at[last - 1].last + 1 };
    t->type = r->type;
    t->value = str_keep(&d->mem, str_of(r->value));
    t->anchor = str_keep(&d->mem, str_of(r->anchor));
    t->implied = NONE;
    return t->value.ptr && t->anchor.ptr ? t : NULL;
}

/* A happening named beside a day: "The summit opened on 9 June". Its day is the next one told in the sentence, or else the last. */
static void note_happenings(struct time_context *c, const struct item_list *items, const struct found *found, uint32_t count)
{
    for (uint32_t i = 0, f = 0; count && i < items->count; i++) {
        while (f < count && found[f].first < i) f++;
        if (!(items->at[i].classes & CLASS_BIT(CLASS_EVENT)) || items->at[i].word == WORD_NONE) continue;
        const struct found *near = &found[f < count ? f : count - 1];
        if (date_whole(near->date) && near->begin.year) c->happenings[items->at[i].word] = (struct happening){ near->begin, near->date };
    }
}

/* The best reading that begins at item i and makes sense. */
static bool read_at(const struct time_rules *rules, struct time_context *c, const struct item_list *items, uint32_t i, struct time_match *m,
                    uint32_t *first, uint32_t *last, struct resolved *r)
{
    struct step path[GRAMMAR_STEPS];
    struct time_match refused;
    for (int tries = 0; tries < 4; tries++) {
        if (!time_grammar_match(rules->grammar, items, i, tries ? &refused : NULL, path, m)) return false;
        span_of(m, path, first, last);
        if (*first > i) { /* a pattern that looked back must not cut short one that begins where its time does */
            struct time_match own;
            struct step own_path[GRAMMAR_STEPS];
            uint32_t own_first = 0, own_last = 0;
            bool longer = time_grammar_match(rules->grammar, items, *first, NULL, own_path, &own);
            if (longer) span_of(&own, own_path, &own_first, &own_last);
            if (longer && own_last > *last && own.kind != KIND_none &&
                time_resolve(c, items, &own, own_path, time_direction(rules->words, c->d, items, own_first), r)) {
                *m = own, *first = own_first, *last = own_last;
                return true;
            }
        }
        if (m->kind == KIND_none) return true;
        if (*first < *last && time_resolve(c, items, m, path, time_direction(rules->words, c->d, items, *first), r)) return true;
        refused = *m;
    }
    return false;
}

static chy_status run_sentence(const struct time_rules *rules, struct time_context *c, chy_doc *d, struct item_list *items,
                               struct found_list *found, arena *scratch, chy_err *err)
{
    struct time_match m;
    struct resolved r;
    found->count = 0;
    c->sentence_dates = 0;
    for (uint32_t i = 0; i < items->count;) {
        uint32_t first, last;
        if (!read_at(rules, c, items, i, &m, &first, &last, &r)) {
            i++;
            continue;
        }
        if (m.kind != KIND_none) {
            struct found *f = list_push(scratch, found, sizeof *f);
            if (!f || (!r.silent && !time_add(d, items, first, last, &r))) return err_memory(err, "finding times");
            *f = (struct found){ first,
                                 last,
                                 r.silent ? NONE : d->times.count - 1,
                                 m.kind,
                                 date_whole(r.first) ? r.first : r.date,
                                 r.date,
                                 r.count,
                                 r.unit,
                                 r.order,
                                 r.today };
            move_focus(c, &r);
        }
        i = last > i ? last : i + 1;
    }
    note_happenings(c, items, found->at, found->count);
    return CHY_OK;
}

/* A dispatch counts from the day in its dateline, which may be some days before publication. */
static void take_dateline(struct time_context *c, const struct found_list *found)
{
    const struct sentence *s = &c->d->sentences.at[c->sentence];
    if (!found->count || s->segment >= c->d->segments.count || c->d->segments.at[s->segment].kind != SEGMENT_DATELINE) return;
    struct date day = found->at[0].date;
    if (!date_whole(day)) return;
    int64_t late = date_whole(c->published) ? date_days(c->published) - date_days(day) : 0;
    if (late >= 0 && late <= DATELINE_DAYS) c->published = day;
}

chy_status time_run(const struct time_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    struct time_context c;
    struct item_list raw = { 0 }, items = { 0 };
    struct found_list found = { 0 };
    chy_status st = CHY_OK;
    context_init(&c, d, rules->words);
    c.happenings = ARENA_ARRAY(scratch, struct happening, rules->word_count + 1);
    if (!c.happenings) return err_memory(err, "finding times");
    for (uint32_t s = 0; st == CHY_OK && s < d->sentences.count; s++) {
        c.sentence = s;
        if (!time_items(rules->words, d, s, scratch, &raw, &items))
            st = err_memory(err, "finding times");
        else
            st = run_sentence(rules, &c, d, &items, &found, scratch, err);
        if (st == CHY_OK) take_dateline(&c, &found);
        if (st == CHY_OK) st = implied_run(rules->words, &c, d, &items, &found, err);
    }
    arena_rewind(scratch, here);
    return st;
}
