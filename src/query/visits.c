/*
 * Who visited whom, and how often.
 *
 * A visit is an event whose kind is "visit", or "hosting", or which has no finer kind and the mode "visit": somebody came to somebody or
 * somewhere. Talks and consultations are meetings, wherever they are held. The visitor is whoever the visit is told of, of a hosting
 * whoever is received; one who holds a post of a state visits for that state too. Only what occurred is counted unless a status is asked
 * for. Counted are events (however many tell of one), reports, or distinct days; a visit of which no day is known is a day of its own.
 */
#include <stdlib.h>

#include "query/asking.h"

enum { V_NUMBER, V_DATE, V_VISITOR, V_TO, V_PLACE, V_STATUS, V_REPORTS, V_EVENT, V_CHAIN, V_DOCUMENT, V_WORDS, V_REPORT, V_PATH, V_COUNT };
static const chy_column visit_columns[] = {
    { "n", CHY_COLUMN_NUMBER },
    { "date", 0 },
    { "visitor", 0 },
    { "to", 0 },
    { "place", 0 },
    { "status", 0 },
    { "reports", CHY_COLUMN_NUMBER },
    { "event", 0 },
    { "through", CHY_COLUMN_DETAIL },
    { "document", 0 },
    { "words", 0 },
    { "report", CHY_COLUMN_DETAIL },
    { "path", CHY_COLUMN_DETAIL },
};

enum rule { BY_EVENT, BY_REPORT, BY_DAY };

struct visits {
    struct asking *a;
    struct store_set of, to;
    enum rule rule;
    LIST(int64_t) seen; /* events that have been looked at */
    uint32_t events, reports, days;
    chy_str last_day; /* of the row before: rows come in order of date */
};

/* Who came, to whom; the sides of all reports together. */
struct sides {
    chy_str visitor, host;
    bool of, to; /* one of those asked for is among them */
};

static bool is_visit(struct store_rows *event)
{
    chy_str kind = store_text(event, EVENT_KIND);
    if (kind.len) return str_is(kind, "visit") || str_is(kind, "hosting");
    return str_is(store_text(event, EVENT_MODE), "visit");
}

/* "Xi Jinping, Wang Yi", each once. */
static void add_name(struct asking *a, chy_str *list, chy_str name)
{
    chy_str rest = *list;
    while (rest.len) {
        size_t cut = str_find(rest, CHY_LIT(", "), 0);
        if (str_eq(str_cut(rest, 0, cut), name)) return;
        rest = cut == SIZE_MAX ? CHY_LIT("") : str_cut(rest, cut + 2, rest.len);
    }
    *list = list->len ? answer_format(a, "%.*s, %.*s", (int)list->len, list->ptr, (int)name.len, name.ptr) : answer_keep(a, name);
}

static chy_status read_sides(struct visits *v, int64_t event, struct sides *out)
{
    struct store_rows *r = NULL;
    *out = (struct sides){ .visitor = CHY_LIT(""), .host = CHY_LIT("") };
    chy_status st = store_participants(v->a->s, event, &r, v->a->err);
    while (!st && (st = store_next(r, v->a->err)) == CHY_ROW) {
        chy_str role = store_text(r, PARTICIPANT_ROLE);
        bool came = str_is(role, str_is(store_text(r, PARTICIPANT_KIND), "hosting") ? "target" : "source");
        int64_t entity = store_number(r, PARTICIPANT_ENTITY), owner = store_number(r, PARTICIPANT_OF);
        st = CHY_OK;
        out->to |= in_set(v->to, store_number(r, PARTICIPANT_PLACE)) || in_set(v->to, store_number(r, PARTICIPANT_PLACE_STATE));
        if (str_is(role, "third party")) continue;
        add_name(v->a, came ? &out->visitor : &out->host, store_text(r, PARTICIPANT_NAME));
        if (came)
            out->of |= in_set(v->of, entity) || (owner && in_set(v->of, owner));
        else
            out->to |= in_set(v->to, entity) || (owner && in_set(v->to, owner));
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static void fill(struct visits *v, chy_str *row, struct store_rows *event, const struct sides *s)
{
    struct asking *a = v->a;
    row[V_DATE] = answer_keep(a, store_text(event, EVENT_DATE));
    row[V_VISITOR] = s->visitor;
    row[V_TO] = s->host;
    row[V_PLACE] = answer_keep(a, store_text(event, EVENT_PLACE));
    row[V_STATUS] = answer_keep(a, store_text(event, EVENT_STATUS));
    row[V_REPORTS] = answer_keep(a, store_text(event, EVENT_REPORTS));
    row[V_EVENT] = item_id(a, 'E', store_number(event, EVENT_ID));
}

static chy_status write_reports(struct visits *v, struct store_rows *event, const struct sides *s)
{
    struct asking *a = v->a;
    struct store_rows *r = NULL;
    chy_status st = store_reports(a->s, &(struct store_reports_query){ .event = store_number(event, EVENT_ID) }, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        v->reports++;
        if (!row) break;
        fill(v, row, event, s);
        row[V_NUMBER] = answer_format(a, "%u", v->reports);
        row[V_REPORT] = item_id(a, 'R', store_number(r, REPORT_ID));
        row[V_CHAIN] = source_chain(a, r, REPORT_CHAIN, REPORT_CHAIN_LAST, REPORT_DOCUMENT);
        row[V_DOCUMENT] = source_document(a, r, REPORT_DOCUMENT);
        row[V_WORDS] = answer_keep(a, store_text(r, REPORT_SENTENCE));
        row[V_PATH] = source_path(a, r, REPORT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static void write_event(struct visits *v, struct store_rows *event, const struct sides *s, bool new_day)
{
    struct asking *a = v->a;
    chy_str *row = v->rule == BY_DAY && !new_day ? NULL : answer_row(a);
    if (!row) return;
    fill(v, row, event, s);
    row[V_NUMBER] = answer_format(a, "%u", v->rule == BY_DAY ? v->days : v->events);
    row[V_CHAIN] = source_chain(a, event, EVENT_CHAIN, EVENT_CHAIN_LAST, EVENT_DOCUMENT);
    row[V_DOCUMENT] = source_document(a, event, EVENT_DOCUMENT);
    row[V_WORDS] = answer_keep(a, store_text(event, EVENT_SENTENCE));
    row[V_PATH] = source_path(a, event, EVENT_DOCUMENT);
}

static chy_status take(struct visits *v, struct store_rows *event)
{
    struct asking *a = v->a;
    struct sides s;
    chy_str status = store_text(event, EVENT_STATUS);
    int64_t number = store_number(event, EVENT_ID);
    if (!is_visit(event)) return CHY_OK;
    if (!a->q->status.len && !str_is(status, "occurred") && !str_is(status, "historical")) return CHY_OK;
    chy_status st = read_sides(v, number, &s);
    if (st || (v->of.count && !s.of) || (v->to.count && !s.to)) return st;
    chy_str day = store_text(event, EVENT_DATE);
    bool new_day = !day.len || !str_eq(day, v->last_day);
    v->last_day = answer_keep(a, day);
    v->events++;
    v->days += new_day;
    if (v->rule == BY_REPORT) return write_reports(v, event, &s);
    v->reports += (uint32_t)store_number(event, EVENT_REPORTS);
    write_event(v, event, &s, new_day);
    return CHY_OK;
}

static chy_status read_rule(struct asking *a, enum rule *out)
{
    chy_str rule = a->q->count_rule;
    if (!rule.len || str_is(rule, "event"))
        *out = BY_EVENT;
    else if (str_is(rule, "report"))
        *out = BY_REPORT;
    else if (str_is(rule, "day"))
        *out = BY_DAY;
    else
        return err_set(a->err, CHY_EUSAGE, 0, "visits are counted by event, report or day, not by \"%.*s\"", (int)rule.len, rule.ptr);
    return CHY_OK;
}

chy_status ask_visits(struct asking *a)
{
    static const char *const rules[] = { "by event", "by report", "by day" };
    struct store_events_query q = { .kind = CHY_LIT("visit"), .status = a->q->status, .first = a->between.first, .last = a->between.last };
    struct visits v = { .a = a, .last_day = CHY_LIT("") };
    struct store_rows *rows = NULL;
    bool known = true;
    answer_columns(a, visit_columns, V_COUNT);
    chy_status st = read_rule(a, &v.rule);
    if (!st) st = query_names_need(a, a->q->name, &v.of, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &v.to, &known);
    if (!st && known) st = query_names_need(a, a->q->place, &q.place, &known);
    if (st || !known) return st;
    q.who = v.of; /* the sides are told apart afterwards */
    if (a->on.first != STORE_NO_DAY) q.first = a->on.first, q.last = a->on.last;
    st = store_events(a->s, &q, &rows, a->err);
    while (!st && !answer_full(a) && (st = store_next(rows, a->err)) == CHY_ROW) st = take(&v, rows);
    store_rows_close(rows);
    if (st && st != CHY_DONE) return st;
    if (v.events)
        a->answer->note = answer_format(a, "%u visit%s counted %s: %u event%s, %u report%s, %u day%s",
                                        v.rule == BY_EVENT    ? v.events
                                        : v.rule == BY_REPORT ? v.reports
                                                              : v.days,
                                        (v.rule == BY_EVENT    ? v.events
                                         : v.rule == BY_REPORT ? v.reports
                                                               : v.days) == 1
                                            ? ""
                                            : "s",
                                        rules[v.rule], v.events, v.events == 1 ? "" : "s", v.reports, v.reports == 1 ? "" : "s", v.days,
                                        v.days == 1 ? "" : "s");
    return CHY_OK;
}
