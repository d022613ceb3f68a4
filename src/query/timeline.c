/* Everything about somebody in order of date; and the calendar: what is on which day. */
#include <stdlib.h>

#include "query/asking.h"

enum { T_DATE, T_WHAT, T_KIND, T_WHO, T_TEXT, T_PLACE, T_STATUS, T_CHAIN, T_DOCUMENT, T_ID, T_PATH, T_COUNT };
#define COLUMNS(when)                                                                                                                      \
    { { when, 0 },     { "what", 0 },   { "kind", 0 },                     { "who", 0 },      { "text", 0 },                               \
      { "place", 0 },  { "status", 0 }, { "through", CHY_COLUMN_DETAIL }, { "document", 0 }, { "id", 0 },                                 \
      { "path", CHY_COLUMN_DETAIL } }
static const chy_column timeline_columns[] = COLUMNS("date");
static const chy_column calendar_columns[] = COLUMNS("day");

enum { ORDER_EVENT, ORDER_BEGINS, ORDER_ATTESTED, ORDER_STATEMENT, ORDER_ENDS };

struct moment {
    struct days at;
    int order;
    int64_t number;
    chy_str *row;
};

struct line {
    struct asking *a;
    struct days window;
    bool calendar; /* only what names its day */
    LIST(struct moment) moments;
};

static bool inside(const struct line *l, struct days at)
{
    if (l->calendar && (at.first == STORE_NO_DAY || at.last - at.first > 31)) return false;
    if (l->window.first == STORE_NO_DAY && l->window.last == STORE_NO_DAY) return true;
    if (at.first == STORE_NO_DAY) return false;
    return (l->window.last == STORE_NO_DAY || at.first <= l->window.last) &&
           (l->window.first == STORE_NO_DAY || at.last >= l->window.first);
}

/* A row that is put in its place at the end; NULL when it is not wanted. */
static chy_str *add(struct line *l, struct days at, int order, int64_t number)
{
    if (!inside(l, at)) return NULL;
    struct moment *m = LIST_PUSH(l->a->mem, &l->moments);
    chy_str *values = m ? ARENA_ARRAY(l->a->mem, chy_str, T_COUNT) : NULL;
    if (!values) {
        l->a->full = true;
        return NULL;
    }
    for (int i = 0; i < T_COUNT; i++) values[i] = CHY_LIT("");
    *m = (struct moment){ at, order, number, values };
    return values;
}

static int by_moment(const void *m, const void *n)
{
    const struct moment *a = m, *b = n;
    if (a->at.first != b->at.first)
        return a->at.first == STORE_NO_DAY ? 1 : b->at.first == STORE_NO_DAY ? -1 : a->at.first < b->at.first ? -1 : 1;
    if (a->at.last != b->at.last) return a->at.last < b->at.last ? -1 : 1;
    if (a->order != b->order) return a->order < b->order ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* ------------------------------------------------------------------ what stands in it */

static struct days days_of(chy_str date)
{
    struct store_date d = store_date_of(date);
    return (struct days){ d.first, d.last };
}

/* A day, or one to another; "2026-09" is no day. */
static bool names_days(chy_str date)
{
    struct date d;
    chy_str rest = date, piece;
    if (!date.len) return false;
    while (str_next_piece(&rest, '/', &piece))
        if (!date_parse(piece, &d) || !date_whole(d)) return false;
    return true;
}

static chy_status add_events(struct line *l, const struct store_events_query *q)
{
    struct asking *a = l->a;
    struct store_rows *r = NULL;
    chy_status st = store_events(a->s, q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str date = store_text(r, EVENT_DATE);
        st = CHY_OK;
        if (l->calendar && !names_days(date)) continue;
        chy_str *row = add(l, days_of(date), ORDER_EVENT, store_number(r, EVENT_ID));
        if (!row) continue;
        row[T_DATE] = answer_keep(a, date);
        row[T_WHAT] = CHY_LIT("event");
        row[T_KIND] = event_kind(a, r);
        row[T_WHO] = answer_keep(a, store_text(r, EVENT_WHO));
        row[T_TEXT] = answer_keep(a, store_text(r, EVENT_SENTENCE));
        row[T_PLACE] = answer_keep(a, store_text(r, EVENT_PLACE));
        row[T_STATUS] = answer_keep(a, store_text(r, EVENT_STATUS));
        row[T_CHAIN] = source_chain(a, r, EVENT_CHAIN, EVENT_CHAIN_LAST, EVENT_DOCUMENT);
        row[T_DOCUMENT] = source_document(a, r, EVENT_DOCUMENT);
        row[T_ID] = item_id(a, 'E', store_number(r, EVENT_ID));
        row[T_PATH] = source_path(a, r, EVENT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status add_statements(struct line *l, struct store_set speaker)
{
    struct asking *a = l->a;
    struct store_rows *r = NULL;
    struct store_statements_query q = { .speaker = speaker, .first = l->window.first, .last = l->window.last };
    chy_status st = store_statements(a->s, &q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str date = store_text(r, STATEMENT_DATE), published = store_text(r, STATEMENT_PUBLISHED);
        chy_str *row = add(l, days_of(date.len ? date : published), ORDER_STATEMENT, store_number(r, STATEMENT_ID));
        st = CHY_OK;
        if (!row) continue;
        row[T_DATE] = date.len        ? answer_keep(a, date)
                      : published.len ? answer_format(a, "by %.*s", (int)published.len, published.ptr)
                                      : CHY_LIT("");
        row[T_WHAT] = CHY_LIT("statement");
        row[T_KIND] = answer_keep(a, store_text(r, STATEMENT_KIND));
        row[T_WHO] = answer_keep(a, store_text(r, STATEMENT_SPEAKERS));
        row[T_TEXT] = answer_keep(a, store_text(r, STATEMENT_CONTENT));
        row[T_CHAIN] = source_chain(a, r, STATEMENT_CHAIN, STATEMENT_CHAIN_LAST, STATEMENT_DOCUMENT);
        row[T_DOCUMENT] = source_document(a, r, STATEMENT_DOCUMENT);
        row[T_ID] = item_id(a, 'S', store_number(r, STATEMENT_ID));
        row[T_PATH] = source_path(a, r, STATEMENT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* What a modality other than "is" puts before the words, so that nobody takes a wish for a membership. */
static const char *wish_of(chy_str modality)
{
    static const char *const wishes[][2] = {
        { "wants", "wanted: " }, { "plans", "planned: " }, { "supports", "supported: " }, { "denies", "denied: " }
    };
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        if (str_is(modality, wishes[i][0])) return wishes[i][1];
    return "";
}

/* "member of SCO", "Foreign Minister of Russia": told of the subject. */
static chy_str fact_text(struct asking *a, struct store_rows *r)
{
    chy_str relation = store_text(r, FACT_RELATION), object = store_text(r, FACT_OBJECT), title = store_text(r, FACT_OBJECT_TEXT),
            of = store_text(r, FACT_OF);
    bool post = str_is(relation, "holds_post");
    chy_str what = post || !object.len ? title : object;
    chy_str spaced = answer_format(a, "%.*s", (int)relation.len, relation.ptr);
    for (size_t i = 0; i < spaced.len; i++)
        if (spaced.ptr[i] == '_') ((char *)spaced.ptr)[i] = ' ';
    return answer_format(a, "%s%.*s%s%.*s%s%.*s", wish_of(store_text(r, FACT_MODALITY)), post ? 0 : (int)spaced.len, spaced.ptr,
                         post ? "" : " ", (int)what.len, what.ptr, of.len ? " of " : "", (int)of.len, of.ptr);
}

static void add_fact(struct line *l, struct store_rows *r, const char *what, chy_str date, int order)
{
    struct asking *a = l->a;
    chy_str modality = store_text(r, FACT_MODALITY);
    chy_str *row = add(l, days_of(date), order, store_number(r, FACT_ID));
    if (!row) return;
    row[T_DATE] = answer_keep(a, date);
    row[T_WHAT] = str_of(what);
    row[T_KIND] = answer_keep(a, store_text(r, FACT_RELATION));
    row[T_WHO] = answer_keep(a, store_text(r, FACT_SUBJECT));
    row[T_TEXT] = fact_text(a, r);
    row[T_STATUS] = answer_keep(a, modality);
    row[T_CHAIN] = source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT);
    row[T_DOCUMENT] = source_document(a, r, FACT_DOCUMENT);
    row[T_ID] = item_id(a, 'F', store_number(r, FACT_ID));
    row[T_PATH] = source_path(a, r, FACT_DOCUMENT);
}

static chy_status add_facts(struct line *l, struct store_set any)
{
    struct asking *a = l->a;
    struct store_rows *r = NULL;
    chy_status st = store_facts(a->s, &(struct store_facts_query){ .any = any, .dated = l->calendar }, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str from = store_text(r, FACT_FROM), to = store_text(r, FACT_TO), as_of = store_text(r, FACT_AS_OF);
        st = CHY_OK;
        if (from.len && (!l->calendar || names_days(from))) add_fact(l, r, "begins", from, ORDER_BEGINS);
        if (to.len && (!l->calendar || names_days(to))) add_fact(l, r, "ends", to, ORDER_ENDS);
        if (!l->calendar && !from.len && !to.len)
            add_fact(l, r, "attested", as_of.len ? as_of : store_text(r, FACT_PUBLISHED), ORDER_ATTESTED);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static bool same_but_source(const struct moment *m, const struct moment *n)
{
    static const int columns[] = { T_DATE, T_WHAT, T_KIND, T_WHO, T_TEXT, T_STATUS };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (!str_eq(m->row[columns[i]], n->row[columns[i]])) return false;
    return true;
}

static void write_lines(struct line *l)
{
    struct asking *a = l->a;
    if (l->moments.count) qsort(l->moments.at, l->moments.count, sizeof *l->moments.at, by_moment);
    for (uint32_t i = 0; i < l->moments.count && !answer_full(a); i++) {
        if (i && same_but_source(&l->moments.at[i - 1], &l->moments.at[i])) continue;
        chy_str *row = answer_row(a);
        if (row) memcpy(row, l->moments.at[i].row, T_COUNT * sizeof *row);
    }
}

static struct days window_of(const struct asking *a) { return a->on.first != STORE_NO_DAY ? a->on : a->between; }

chy_status ask_timeline(struct asking *a)
{
    struct line l = { .a = a, .window = window_of(a) };
    struct store_set who;
    bool known = true;
    answer_columns(a, timeline_columns, T_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "of whom? A name is needed");
    chy_status st = query_names_need(a, a->q->name, &who, &known);
    if (st || !known) return st;
    st = add_events(&l, &(struct store_events_query){ .who = who, .first = l.window.first, .last = l.window.last });
    if (!st) st = add_statements(&l, who);
    if (!st) st = add_facts(&l, who);
    if (!st) write_lines(&l);
    return st;
}

chy_status ask_calendar(struct asking *a)
{
    struct line l = { .a = a, .window = window_of(a), .calendar = true };
    struct store_events_query q = { .status = a->q->status, .first = l.window.first, .last = l.window.last };
    bool known = true;
    answer_columns(a, calendar_columns, T_COUNT);
    chy_status st = query_names_need(a, a->q->name, &q.who, &known);
    if (!st && known) st = query_names_need(a, a->q->place, &q.place, &known);
    if (st || !known) return st;
    st = add_events(&l, &q);
    if (!st && !a->q->place.len && !a->q->status.len) st = add_facts(&l, q.who);
    if (!st) write_lines(&l);
    return st;
}
