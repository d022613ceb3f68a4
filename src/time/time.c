#include "time/time.h"

#include "doc/tree.h"
#include "time/implied.h"
#include "time/resolve.h"
#include "time/tense.h"

enum { DATELINE_DAYS = 10, RUN_DAYS = 14 };

struct time_rules {
    struct time_words *words;
    struct time_grammar *grammar;
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
    *out = r;
    return CHY_OK;
}

/* ------------------------------------------------------------------ the document */

static bool is_figure(char c) { return (unsigned)(c - '0') <= 9; }

static size_t read_figures(chy_str text, size_t at, int *out)
{
    size_t n = 0;
    *out = 0;
    while (at + n < text.len && n < 5 && is_figure(text.ptr[at + n])) *out = *out * 10 + (text.ptr[at + n++] - '0');
    return n;
}

/* What a/b/year tells of the order: above 0 day first, below month first, 0 nothing. Above 12 there is no month; or one reading falls on
 * the days about publication and the other does not. */
static int order_told(const struct time_context *c, int a, int b, int year)
{
    enum { ABOUT = 10, SURE = 1000 };
    if (a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12)) return 0;
    if (a > 12 || b > 12) return a > 12 ? SURE : -SURE;
    if (a == b || year < 1000 || !date_whole(c->published)) return 0;
    int64_t p = date_days(c->published), day_first = date_days((struct date){ year, b, a }) - p,
            month_first = date_days((struct date){ year, a, b }) - p;
    bool day = day_first >= -ABOUT && day_first <= ABOUT, month = month_first >= -ABOUT && month_first <= ABOUT;
    return day - month;
}

/* Dates in figures vote on which comes first, day or month. */
static void find_day_order(struct time_context *c)
{
    chy_str text = c->d->text;
    int votes = 0;
    for (size_t i = 1; i + 1 < text.len; i++) {
        char mark = text.ptr[i];
        if ((mark != '.' && mark != '/' && mark != '-') || !is_figure(text.ptr[i - 1]) || !is_figure(text.ptr[i + 1])) continue;
        size_t from = i - 1;
        int a, b, year;
        if (from && is_figure(text.ptr[from - 1])) from--;
        if (from && (is_figure(text.ptr[from - 1]) || text.ptr[from - 1] == mark)) continue;
        if (read_figures(text, from, &a) != i - from) continue;
        size_t n = read_figures(text, i + 1, &b), at = i + 1 + n;
        if (n > 2 || at >= text.len || text.ptr[at] != mark) continue;
        n = read_figures(text, at + 1, &year);
        if (n == 2) year += year < 40 ? 2000 : 1900;
        if (n == 2 || n == 4) votes += order_told(c, a, b, year);
        i = at;
    }
    c->order = (struct date_order){ votes > 0, votes != 0 };
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
    *c = (struct time_context){ .d = d, .words = words, .asked = d->asked };
    c->focus.day_sentence = c->focus.run_sentence = NONE;
    if (!date_parse(d->date, &c->published)) c->published = (struct date){ 0 };
    c->published_minutes = minutes_of(d->date);
    find_day_order(c);
}

static void move_focus(struct time_context *c, const struct resolved *r)
{
    c->focus.open = r->year_open ? r->date : date_whole(r->date) ? (struct date){ 0 } : c->focus.open;
    if (!r->moves || r->year_open) return;
    if (r->quarter) {
        c->focus.quarter = r->quarter;
        c->focus.quarter_year = r->date.year;
        c->focus.quarter_sentence = c->sentence;
    }
    c->focus.any = r->date;
    if (date_whole(r->date)) {
        c->focus.day = r->date;
        if (!date_whole(c->published) || date_days(r->date) <= date_days(c->published)) c->focus.told = r->date;
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

/* "focus 2014-09-10": counted from a day that the text has spoken of. */
static chy_str anchor_of(const struct time_context *c, chy_doc *d, const struct resolved *r)
{
    struct date from = date_whole(c->focus.day) && date_whole(r->date) ? c->focus.day : c->focus.any;
    if (!str_is(str_of(r->anchor), "focus") || !from.year) return str_keep(&d->mem, str_of(r->anchor));
    return str_join(&d->mem, CHY_LIT("focus "), date_format(&d->mem, from), (chy_str){ 0 });
}

/* "from 1994 to 1997", "between April and June": the items of the first end end where the word between begins. False for "26 to 27 May" and
 * "1994-1997", which are one expression. */
static bool ends_of(const struct time_match *m, const struct step *path, uint32_t first, uint32_t last, const struct item_list *items,
                    uint32_t cut[2])
{
    uint32_t side = 0;
    cut[0] = cut[1] = NONE;
    if (m->first == first) return false;
    while (side < m->steps && path[side].what != STEP_SIDE) side++;
    for (uint32_t i = side; i < m->steps && cut[1] == NONE; i++)
        if (path[i].what == STEP_ITEM) cut[1] = path[i].item;
    for (uint32_t i = side; i > 0 && cut[0] == NONE; i--)
        if (path[i - 1].what == STEP_ITEM && path[i - 1].name != GRAMMAR_NAME) cut[0] = path[i - 1].item + 1;
    return cut[1] != NONE && cut[0] != NONE && cut[0] > first && cut[0] < cut[1] && cut[1] < last && !items->at[cut[0]].mark;
}

static bool put_ends(chy_doc *d, struct time *t, const struct item_list *items, uint32_t first, uint32_t last, const uint32_t cut[2],
                     const struct resolved *r)
{
    t->ends[0] = (struct time_end){ { items->at[first].start, items->at[cut[0] - 1].end }, str_keep(&d->mem, str_of(r->ends[0])) };
    t->ends[1] = (struct time_end){ { items->at[cut[1]].start, items->at[last - 1].end }, str_keep(&d->mem, str_of(r->ends[1])) };
    return t->ends[0].value.ptr && t->ends[1].value.ptr;
}

static struct time *time_add(const struct time_context *c, chy_doc *d, const struct item_list *items, const struct time_match *m,
                             const struct step *path, uint32_t first, uint32_t last, const struct resolved *r)
{
    struct time *t = LIST_PUSH(&d->mem, &d->times);
    uint32_t cut[2];
    if (!t) return NULL;
    *t = (struct time){ 0 };
    t->span = (chy_span){ items->at[first].start, items->at[last - 1].end };
    t->words = (run){ items->at[first].token, items->at[last - 1].last + 1 };
    t->type = r->type;
    t->value = str_keep(&d->mem, str_of(r->value));
    t->anchor = anchor_of(c, d, r);
    t->implied = NONE;
    if (r->apart && ends_of(m, path, first, last, items, cut) && !put_ends(d, t, items, first, last, cut, r)) return NULL;
    return t->value.ptr && t->anchor.ptr ? t : NULL;
}

/* A happening named beside a day: "The summit opened on 9 June". Its day is the next one told in the sentence, or else the last. */
static bool note_happenings(struct time_context *c, const struct item_list *items, const struct found *found, uint32_t count,
                            arena *scratch)
{
    for (uint32_t i = 0, f = 0; count && i < items->count; i++) {
        while (f < count && found[f].first < i) f++;
        if (!(items->at[i].classes & CLASS_BIT(CLASS_EVENT)) || items->at[i].word == WORD_NONE) continue;
        const struct found *near = &found[f < count ? f : count - 1];
        if (!date_whole(near->date) || !near->begin.year) continue;
        struct happening *h = LIST_PUSH(scratch, &c->happenings);
        if (!h) return false;
        bool in = i + 2 < items->count && str_is(c->d->tokens.at[items->at[i + 1].token].lower, "in");
        *h = (struct happening){ items->at[i].word, i ? time_name_at(c, items, i - 1) : (chy_str){ 0 },
                                 in ? time_name_at(c, items, i + 2) : (chy_str){ 0 }, near->begin, near->date };
    }
    return true;
}

static bool is_alnum(char ch) { return is_figure(ch) || (unsigned)((ch | 32) - 'a') < 26; }

/* Inside a longer run of letters and figures ("a8-413d-b1") nothing is a time; "2014-09-10T12:00" is. */
static bool stands_alone(const chy_doc *d, const struct item_list *items, uint32_t first, uint32_t last)
{
    uint32_t from = items->at[first].start, to = items->at[last - 1].end;
    const char *text = d->text.ptr;
    if (from && is_alnum(text[from]) && is_alnum(text[from - 1])) return false;
    if (from > 1 && text[from - 1] == '-' && is_alnum(text[from - 2]) && to + 1 < d->text.len && text[to] == '-' && is_alnum(text[to + 1]))
        return false;
    return to >= d->text.len || !is_alnum(text[to - 1]) || !is_alnum(text[to]) || text[to] == 'T';
}

/* The best reading that begins at item i and makes sense. */
static bool read_at(const struct time_rules *rules, struct time_context *c, const struct item_list *items, uint32_t i, struct time_match *m,
                    struct step *path, uint32_t *first, uint32_t *last, struct resolved *r)
{
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
            if (longer && own_last > *last &&
                (own.kind == KIND_none ||
                 time_resolve(c, items, &own, own_path, time_direction(rules->words, c->d, items, own_first, own_last), r))) {
                *m = own, *first = own_first, *last = own_last;
                memcpy(path, own_path, sizeof own_path);
                return true;
            }
        }
        if (m->kind == KIND_none) return true;
        if (*first < *last && stands_alone(c->d, items, *first, *last) &&
            time_resolve(c, items, m, path, time_direction(rules->words, c->d, items, *first, *last), r))
            return true;
        refused = *m;
    }
    return false;
}

static chy_status run_sentence(const struct time_rules *rules, struct time_context *c, chy_doc *d, struct item_list *items,
                               struct found_list *found, arena *scratch, chy_err *err)
{
    struct step path[GRAMMAR_STEPS];
    struct time_match m;
    struct resolved r;
    found->count = 0;
    c->sentence_dates = 0;
    for (uint32_t i = 0; i < items->count;) {
        uint32_t first, last;
        if (!read_at(rules, c, items, i, &m, path, &first, &last, &r)) {
            i++;
            continue;
        }
        if (m.kind != KIND_none) {
            struct found *f = list_push(scratch, found, sizeof *f);
            if (!f || (!r.silent && !time_add(c, d, items, &m, path, first, last, &r))) return err_memory(err, "finding times");
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
    return note_happenings(c, items, found->at, found->count, scratch) ? CHY_OK : err_memory(err, "finding times");
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

static uint64_t token_classes(const struct time_rules *rules, const struct token *t) { return time_word_classes(rules->words, t->lower); }

/* "until 9 a.m. | Tuesday to sign": the full stop of the clock time ended no sentence where a day, a month or a zone goes on, and no verb
 * follows it ("Monday is a holiday"); nor did a figure before a dash and a figure. */
static bool goes_on(const struct time_rules *rules, const chy_doc *d, uint32_t s)
{
    const uint64_t follows = CLASS_BIT(CLASS_WDAY) | CLASS_BIT(CLASS_WABBR) | CLASS_BIT(CLASS_ZONE) | CLASS_BIT(CLASS_MONTH);
    if (s + 1 >= d->sentences.count) return false;
    const struct sentence *a = &d->sentences.at[s], *b = &d->sentences.at[s + 1];
    if (a->paragraph != b->paragraph || a->words.first == a->words.last || b->words.first == b->words.last) return false;
    const struct token *last = &d->tokens.at[a->words.last - 1], *next = &d->tokens.at[b->words.first];
    if (last->form.len && is_figure(last->form.ptr[last->form.len - 1]) && str_is(next->form, "-") && b->words.last - b->words.first > 1 &&
        next[1].form.len && is_figure(next[1].form.ptr[0]))
        return true;                                                           /* 10/1/2018 | - 10/7/2018 */
    if (str_is(last->form, ".") && a->words.last - a->words.first > 1) last--; /* p.m. in two tokens */
    if (!(token_classes(rules, last) & CLASS_BIT(CLASS_AMPM)) || !(token_classes(rules, next) & follows)) return false;
    if (b->words.first + 1 == b->words.last) return true;
    uint8_t upos = next[1].upos;
    return upos != UPOS_VERB && upos != UPOS_AUX;
}

chy_status time_run(const struct time_rules *rules, chy_doc *d, arena *scratch, chy_err *err)
{
    arena_mark here = arena_here(scratch);
    struct time_context c;
    struct item_list raw = { 0 }, items = { 0 };
    struct found_list found = { 0 };
    chy_status st = CHY_OK;
    context_init(&c, d, rules->words);
    for (uint32_t s = 0; st == CHY_OK && s < d->sentences.count; s++) {
        run tokens = d->sentences.at[s].words;
        c.sentence = s;
        for (; goes_on(rules, d, s); s++) tokens.last = d->sentences.at[s + 1].words.last;
        if (!time_items(rules->words, d, tokens, c.order, scratch, &raw, &items))
            st = err_memory(err, "finding times");
        else
            st = run_sentence(rules, &c, d, &items, &found, scratch, err);
        if (st == CHY_OK) take_dateline(&c, &found);
        if (st == CHY_OK) st = implied_run(rules->words, &c, d, &items, &found, err);
    }
    arena_rewind(scratch, here);
    return st;
}
