/* What happened: meetings of somebody, and events by place, kind and day. */
#include "query/asking.h"

/* ------------------------------------------------------------------ chancery met */

enum {
    M_EVENT,
    M_DATE,
    M_PLACE,
    M_KIND,
    M_STATUS,
    M_WHO,
    M_REPORT,
    M_SPEAKERS,
    M_CHAIN,
    M_DOCUMENT,
    M_WORDS,
    M_REPORT_DATE,
    M_REPORT_PLACE,
    M_REPORT_STATUS,
    M_REPORT_WHO,
    M_CAMEO,
    M_CONFIDENCE,
    M_PATH,
    M_COUNT
};
static const chy_column met_columns[] = {
    { "event", 0 },
    { "date", 0 },
    { "place", 0 },
    { "kind", 0 },
    { "status", 0 },
    { "who", 0 },
    { "report", 0 },
    { "according to", 0 },
    { "through", 0 },
    { "document", 0 },
    { "words", 0 },
    { "report date", CHY_COLUMN_DETAIL },
    { "report place", CHY_COLUMN_DETAIL },
    { "report status", CHY_COLUMN_DETAIL },
    { "report who", CHY_COLUMN_DETAIL },
    { "cameo", CHY_COLUMN_DETAIL },
    { "confidence", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "path", CHY_COLUMN_DETAIL },
};

chy_str event_kind(struct asking *a, struct store_rows *r)
{
    chy_str kind = store_text(r, EVENT_KIND), mode = store_text(r, EVENT_MODE);
    return answer_keep(a, kind.len ? kind : mode.len ? mode : store_text(r, EVENT_TYPE));
}

static chy_status write_reports(struct asking *a, struct store_rows *event)
{
    struct store_rows *r = NULL;
    int64_t number = store_number(event, EVENT_ID);
    chy_str date = answer_keep(a, store_text(event, EVENT_DATE)), place = answer_keep(a, store_text(event, EVENT_PLACE)),
            kind = event_kind(a, event);
    chy_str status = answer_keep(a, store_text(event, EVENT_STATUS)), who = answer_keep(a, store_text(event, EVENT_WHO));
    chy_status st = store_reports(a->s, &(struct store_reports_query){ .event = number }, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        st = CHY_OK;
        chy_str *row = answer_row(a);
        if (!row) break;
        row[M_EVENT] = item_id(a, 'E', number);
        row[M_DATE] = date;
        row[M_PLACE] = place;
        row[M_KIND] = kind;
        row[M_STATUS] = status;
        row[M_WHO] = who;
        row[M_REPORT] = item_id(a, 'R', store_number(r, REPORT_ID));
        row[M_SPEAKERS] = answer_keep(a, store_text(r, REPORT_SPEAKERS));
        row[M_CHAIN] = source_chain(a, r, REPORT_CHAIN, REPORT_CHAIN_LAST, REPORT_DOCUMENT);
        row[M_DOCUMENT] = source_document(a, r, REPORT_DOCUMENT);
        row[M_WORDS] = answer_keep(a, store_text(r, REPORT_SENTENCE));
        row[M_REPORT_DATE] = answer_keep(a, store_text(r, REPORT_DATE));
        row[M_REPORT_PLACE] = answer_keep(a, store_text(r, REPORT_PLACE));
        row[M_REPORT_STATUS] = answer_keep(a, store_text(r, REPORT_STATUS));
        row[M_REPORT_WHO] = answer_keep(a, store_text(r, REPORT_WHO));
        row[M_CAMEO] = answer_keep(a, store_text(r, REPORT_CAMEO));
        row[M_CONFIDENCE] = answer_keep(a, store_text(r, REPORT_CONFIDENCE));
        row[M_PATH] = source_path(a, r, REPORT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status ask_met(struct asking *a)
{
    struct store_events_query q = {
        .type = CHY_LIT("CONSULT"), .status = a->q->status, .kind = a->q->kind, .first = a->between.first, .last = a->between.last
    };
    struct store_rows *rows = NULL;
    uint32_t events = 0;
    bool known = true;
    answer_columns(a, met_columns, M_COUNT);
    if (!a->q->name.len) return err_set(a->err, CHY_EUSAGE, 0, "who met? A person, a state or an organisation is needed");
    chy_status st = query_names_need(a, a->q->name, &q.who, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &q.with, &known);
    if (!st && known) st = query_names_need(a, a->q->place, &q.place, &known);
    if (st || !known) return st;
    if (a->on.first != STORE_NO_DAY) q.first = a->on.first, q.last = a->on.last;
    q.limit = a->q->limit, q.latest = a->q->order.len != 0;
    st = store_events(a->s, &q, &rows, a->err);
    while (!st && !answer_full(a) && (st = store_next(rows, a->err)) == CHY_ROW) {
        events++;
        st = write_reports(a, rows);
    }
    store_rows_close(rows);
    if (st && st != CHY_DONE) return st;
    if (events)
        a->answer->note = answer_format(a, "%u event%s, %u report%s", events, events == 1 ? "" : "s", a->answer->rows.count,
                                        a->answer->rows.count == 1 ? "" : "s");
    return CHY_OK;
}

/* ------------------------------------------------------------------ chancery events */

enum { E_EVENT, E_DATE, E_KIND, E_WHO, E_PLACE, E_STATUS, E_REPORTS, E_CHAIN, E_DOCUMENT, E_WORDS, E_TYPE, E_MODE, E_PATH, E_COUNT };
static const chy_column event_columns[] = {
    { "event", 0 },
    { "date", 0 },
    { "kind", 0 },
    { "who", 0 },
    { "place", 0 },
    { "status", 0 },
    { "reports", CHY_COLUMN_NUMBER },
    { "through", CHY_COLUMN_DETAIL },
    { "document", 0 },
    { "words", 0 },
    { "type", CHY_COLUMN_DETAIL },
    { "mode", CHY_COLUMN_DETAIL },
    { "path", CHY_COLUMN_DETAIL },
};

static void write_event(struct asking *a, struct store_rows *r)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    row[E_EVENT] = item_id(a, 'E', store_number(r, EVENT_ID));
    row[E_DATE] = answer_keep(a, store_text(r, EVENT_DATE));
    row[E_KIND] = event_kind(a, r);
    row[E_WHO] = answer_keep(a, store_text(r, EVENT_WHO));
    row[E_PLACE] = answer_keep(a, store_text(r, EVENT_PLACE));
    row[E_STATUS] = answer_keep(a, store_text(r, EVENT_STATUS));
    row[E_REPORTS] = answer_keep(a, store_text(r, EVENT_REPORTS));
    row[E_TYPE] = answer_keep(a, store_text(r, EVENT_TYPE));
    row[E_MODE] = answer_keep(a, store_text(r, EVENT_MODE));
    row[E_CHAIN] = source_chain(a, r, EVENT_CHAIN, EVENT_CHAIN_LAST, EVENT_DOCUMENT);
    row[E_DOCUMENT] = source_document(a, r, EVENT_DOCUMENT);
    row[E_WORDS] = answer_keep(a, store_text(r, EVENT_SENTENCE));
    row[E_PATH] = source_path(a, r, EVENT_DOCUMENT);
}

chy_status ask_events(struct asking *a)
{
    struct store_events_query q = { .kind = a->q->kind, .status = a->q->status, .first = a->between.first, .last = a->between.last };
    struct store_rows *rows = NULL;
    bool known = true;
    answer_columns(a, event_columns, E_COUNT);
    chy_status st = query_names_need(a, a->q->name, &q.who, &known);
    if (!st && known) st = query_names_need(a, a->q->other, &q.with, &known);
    if (!st && known) st = query_names_need(a, a->q->place, &q.place, &known);
    if (st || !known) return st;
    if (a->on.first != STORE_NO_DAY) q.first = a->on.first, q.last = a->on.last;
    q.limit = a->q->limit, q.latest = a->q->order.len != 0;
    st = store_events(a->s, &q, &rows, a->err);
    while (!st && !answer_full(a) && (st = store_next(rows, a->err)) == CHY_ROW) {
        write_event(a, rows);
        st = CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}
