/* What stands behind a line of the record: the sentence, the bytes, the rule, the chain, the coding. */
#include <stdlib.h>

#include "base/utf8.h"
#include "query/place.h"

enum { Y_WHAT, Y_VALUE, Y_COUNT };
static const chy_column why_columns[] = { { "what", 0 }, { "value", 0 } };

static void line(struct asking *a, const char *what, chy_str value)
{
    chy_str *row = value.len ? answer_row(a) : NULL;
    if (!row) return;
    row[Y_WHAT] = str_of(what);
    row[Y_VALUE] = answer_keep(a, value);
}

static chy_status lines_of_document(struct asking *a, int64_t document, bool layout)
{
    struct store_rows *r = NULL;
    chy_status st = store_documents(a->s, document, &r, a->err);
    if (!st) st = store_next(r, a->err);
    if (st == CHY_ROW) {
        chy_str published = store_text(r, DOCUMENT_PUBLISHED), basis = store_text(r, DOCUMENT_BASIS);
        line(a, "document", source_document(a, r, DOCUMENT_ID));
        line(a, "path", store_text(r, DOCUMENT_PATH));
        line(a, "title", store_text(r, DOCUMENT_TITLE));
        line(a, "author", store_text(r, DOCUMENT_AUTHOR));
        line(a, "publisher", store_text(r, DOCUMENT_PUBLISHER));
        line(a, "published",
             basis.len && published.len ? answer_format(a, "%.*s (%.*s)", (int)published.len, published.ptr, (int)basis.len, basis.ptr)
                                        : published);
        line(a, "updated", store_text(r, DOCUMENT_UPDATED));
        line(a, "address", store_text(r, DOCUMENT_ADDRESS));
        line(a, "sha-256", store_text(r, DOCUMENT_HASH));
        line(a, "recorded", store_text(r, DOCUMENT_RECORDED));
        chy_str recorded = answer_keep(a, store_text(r, DOCUMENT_RECORDED));
        if (!str_eq(recorded, store_text(r, DOCUMENT_CODED))) line(a, "read again", store_text(r, DOCUMENT_CODED));
        line(a, "coding", store_text(r, DOCUMENT_CODING));
    }
    store_rows_close(r);
    r = NULL;
    if (st == CHY_ROW) st = layout ? store_segments(a->s, document, &r, a->err) : CHY_DONE;
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str kind = store_text(r, SEGMENT_KIND), why = store_text(r, SEGMENT_WHY), text = store_text(r, SEGMENT_TEXT);
        chy_str lang = store_text(r, SEGMENT_LANG);
        size_t shown = utf8_cut(text, 120).len;
        line(a, "segment",
             answer_format(a, "%.*s%s%.*s%s%s%.*s bytes %lld-%lld: %.*s%s", (int)kind.len, kind.ptr, why.len ? " (" : "", (int)why.len,
                           why.ptr, why.len ? ")" : "", lang.len ? " in " : "", (int)lang.len, lang.ptr,
                           (long long)store_number(r, SEGMENT_START), (long long)store_number(r, SEGMENT_END), (int)shown, text.ptr,
                           shown < text.len ? "…" : ""));
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status lines_of_evidence(struct asking *a, char kind, int64_t number, int64_t document)
{
    struct store_rows *r = NULL;
    struct place place;
    bool first = true;
    chy_status st = place_open(a, document, &place);
    if (!st) st = store_evidence(a->s, kind, number, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str text = store_text(r, EVIDENCE_TEXT), role = answer_keep(a, store_text(r, EVIDENCE_ROLE));
        if (first) line(a, "sentence", store_text(r, EVIDENCE_SENTENCE));
        first = false;
        line(a, role.ptr,
             answer_format(a, "bytes %lld-%lld: %.*s", (long long)store_number(r, EVIDENCE_START), (long long)store_number(r, EVIDENCE_END),
                           (int)text.len, text.ptr));
        line(a, "in the source", place_of(a, &place, store_number(r, EVIDENCE_START), store_number(r, EVIDENCE_END)));
        st = CHY_OK;
    }
    store_rows_close(r);
    place_close(&place);
    return st == CHY_DONE ? CHY_OK : st;
}

static void line_percent(struct asking *a, struct store_rows *r, int column)
{
    if (store_number(r, column)) line(a, "confidence", answer_format(a, "%lld %%", (long long)store_number(r, column)));
}

static int64_t lines_of_fact(struct asking *a, struct store_rows *r)
{
    chy_str subject = store_text(r, FACT_SUBJECT), relation = store_text(r, FACT_RELATION), object = store_text(r, FACT_OBJECT);
    chy_str text = store_text(r, FACT_OBJECT_TEXT);
    if (object.len && text.len) object = answer_format(a, "%.*s (%.*s)", (int)object.len, object.ptr, (int)text.len, text.ptr);
    if (!object.len) object = text;
    line(a, "fact",
         answer_format(a, "%.*s · %.*s · %.*s", (int)subject.len, subject.ptr, (int)relation.len, relation.ptr, (int)object.len,
                       object.ptr));
    line(a, "of", store_text(r, FACT_OF));
    line(a, "modality", store_text(r, FACT_MODALITY));
    line(a, "holder", store_text(r, FACT_HOLDER));
    line(a, "as of", store_text(r, FACT_AS_OF));
    line(a, "from", store_text(r, FACT_FROM));
    line(a, "to", store_text(r, FACT_TO));
    if (store_number(r, FACT_ENDED)) line(a, "ended", CHY_LIT("yes"));
    if (store_number(r, FACT_INFERRED)) line(a, "inferred", CHY_LIT("yes"));
    line(a, "rests on", store_text(r, FACT_SOURCES));
    line(a, "according to", store_text(r, FACT_SPEAKERS));
    line(a, "through", source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT));
    line(a, "statement", item_id(a, 'S', store_number(r, FACT_STATEMENT)));
    line(a, "rule", store_text(r, FACT_RULE));
    line_percent(a, r, FACT_CONFIDENCE);
    return store_number(r, FACT_DOCUMENT);
}

static int64_t lines_of_report(struct asking *a, struct store_rows *r)
{
    chy_str type = store_text(r, REPORT_TYPE), mode = store_text(r, REPORT_MODE), kind = store_text(r, REPORT_KIND);
    line(a, "report", answer_format(a, "%.*s %.*s %.*s", (int)type.len, type.ptr, (int)mode.len, mode.ptr, (int)kind.len, kind.ptr));
    line(a, "event", item_id(a, 'E', store_number(r, REPORT_EVENT)));
    line(a, "cameo", store_text(r, REPORT_CAMEO));
    line(a, "who", store_text(r, REPORT_WHO));
    line(a, "date", store_text(r, REPORT_DATE));
    line(a, "place", store_text(r, REPORT_PLACE));
    line(a, "status", store_text(r, REPORT_STATUS));
    line(a, "according to", store_text(r, REPORT_SPEAKERS));
    line(a, "through", source_chain(a, r, REPORT_CHAIN, REPORT_CHAIN_LAST, REPORT_DOCUMENT));
    line(a, "statement", item_id(a, 'S', store_number(r, REPORT_STATEMENT)));
    line(a, "rule", store_text(r, REPORT_RULE));
    line_percent(a, r, REPORT_CONFIDENCE);
    return store_number(r, REPORT_DOCUMENT);
}

static int64_t lines_of_statement(struct asking *a, struct store_rows *r)
{
    line(a, "said", store_text(r, STATEMENT_CONTENT));
    line(a, "who", store_text(r, STATEMENT_SPEAKERS));
    line(a, "kind", store_text(r, STATEMENT_KIND));
    line(a, "date", store_text(r, STATEMENT_DATE));
    line(a, "to", store_text(r, STATEMENT_ADDRESSEE));
    line(a, "occasion", store_text(r, STATEMENT_OCCASION));
    line(a, "through", source_chain(a, r, STATEMENT_CHAIN, STATEMENT_CHAIN_LAST, STATEMENT_DOCUMENT));
    return store_number(r, STATEMENT_DOCUMENT);
}

static int64_t lines_of_implied(struct asking *a, struct store_rows *r)
{
    chy_str event = store_text(r, IMPLIED_EVENT), value = store_text(r, IMPLIED_VALUE);
    line(a, "date", answer_format(a, "%.*s: %.*s", (int)event.len, event.ptr, (int)value.len, value.ptr));
    line(a, "according to", store_text(r, IMPLIED_SPEAKERS));
    line(a, "through", source_chain(a, r, IMPLIED_CHAIN, IMPLIED_CHAIN_LAST, IMPLIED_DOCUMENT));
    line(a, "statement", item_id(a, 'S', store_number(r, IMPLIED_STATEMENT)));
    return store_number(r, IMPLIED_DOCUMENT);
}

/* The one row of an item, its lines, its evidence, its document. *found false when there is none. */
static chy_status why_item(struct asking *a, char kind, int64_t number, bool *found)
{
    struct store_rows *r = NULL;
    int64_t document = 0;
    chy_status st =
        kind == 'F'   ? store_facts(a->s, &(struct store_facts_query){ .fact = number }, &r, a->err)
        : kind == 'R' ? store_reports(a->s, &(struct store_reports_query){ .report = number }, &r, a->err)
        : kind == 'S'
            ? store_statements(a->s, &(struct store_statements_query){ .statement = number, .first = STORE_NO_DAY, .last = STORE_NO_DAY },
                               &r, a->err)
            : store_implied(a->s, number, &r, a->err);
    if (!st) st = store_next(r, a->err);
    *found = st == CHY_ROW;
    if (*found)
        document = kind == 'F'   ? lines_of_fact(a, r)
                   : kind == 'R' ? lines_of_report(a, r)
                   : kind == 'S' ? lines_of_statement(a, r)
                                 : lines_of_implied(a, r);
    store_rows_close(r);
    if (!*found) return st == CHY_DONE ? CHY_OK : st;
    st = lines_of_evidence(a, kind, number, document);
    return st ? st : lines_of_document(a, document, false);
}

/* An event that was found to be another's goes on under that one's number: its first report tells which. */
static chy_status event_now(struct asking *a, int64_t number, int64_t *now)
{
    struct store_rows *r = NULL;
    chy_status st = store_reports(a->s, &(struct store_reports_query){ .report = number }, &r, a->err);
    if (!st) st = store_next(r, a->err);
    *now = st == CHY_ROW ? store_number(r, REPORT_EVENT) : number;
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status why_event(struct asking *a, int64_t number, bool *found)
{
    struct store_rows *r = NULL;
    number_list reports = { 0 };
    struct store_events_query q = { .first = STORE_NO_DAY, .last = STORE_NO_DAY };
    chy_status st = event_now(a, number, &number);
    q.event = number;
    if (!st) st = store_events(a->s, &q, &r, a->err);
    if (!st) st = store_next(r, a->err);
    *found = st == CHY_ROW;
    if (*found) {
        line(a, "event", item_id(a, 'E', number));
        line(a, "type", store_text(r, EVENT_TYPE));
        line(a, "mode", store_text(r, EVENT_MODE));
        line(a, "kind", store_text(r, EVENT_KIND));
        line(a, "date", store_text(r, EVENT_DATE));
        line(a, "place", store_text(r, EVENT_PLACE));
        line(a, "status", store_text(r, EVENT_STATUS));
        line(a, "who", store_text(r, EVENT_WHO));
        line(a, "reports", store_text(r, EVENT_REPORTS));
    }
    store_rows_close(r);
    r = NULL;
    if (!*found) return st == CHY_DONE ? CHY_OK : st;
    st = query_reports_of(a, number, &reports);
    for (uint32_t i = 0; !st && i < reports.count; i++) {
        bool there = false;
        line(a, "—", item_id(a, 'R', reports.at[i]));
        st = why_item(a, 'R', reports.at[i], &there);
    }
    return st;
}

/* Who an entity is, and which others are the same, and why. */
static chy_status why_entity(struct asking *a, int64_t number, bool *found)
{
    struct store_rows *r = NULL;
    int64_t same = 0;
    chy_status st = store_entity(a->s, CHY_LIT(""), CHY_LIT(""), number, &r, a->err);
    if (!st) st = store_next(r, a->err);
    *found = st == CHY_ROW;
    if (*found) {
        same = store_number(r, ONE_SAME);
        line(a, "entity", item_id(a, 'N', number));
        line(a, "type", store_text(r, ONE_TYPE));
        line(a, "name", store_text(r, ONE_SAME_NAME));
        line(a, "known by", store_text(r, ONE_KEY));
        if (same != number) line(a, "same as", item_id(a, 'N', same));
    }
    store_rows_close(r);
    r = NULL;
    if (!*found) return st == CHY_DONE ? CHY_OK : st;
    st = store_alikes(a->s, same, true, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str name = answer_keep(a, store_text(r, NAMING_NAME)), reason = query_why_same(a, r);
        int64_t id = store_number(r, NAMING_ENTITY);
        st = CHY_OK;
        if (id != same)
            line(a, "the same", answer_format(a, "N-%lld %.*s: %.*s", (long long)id, (int)name.len, name.ptr, (int)reason.len, reason.ptr));
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status ask_why(struct asking *a)
{
    char kind = 0;
    int64_t number = 0;
    bool found = false;
    answer_columns(a, why_columns, Y_COUNT);
    if (!read_item_id(a->q->name, &kind, &number))
        return err_set(a->err, CHY_EUSAGE, 0, "\"%.*s\" is no identifier: they look like F-17, E-3, R-3, S-5, I-1, D-2 or N-4",
                       (int)a->q->name.len, a->q->name.ptr);
    chy_status st = CHY_OK;
    if (kind == 'E')
        st = why_event(a, number, &found);
    else if (kind == 'N')
        st = why_entity(a, number, &found);
    else if (kind != 'D')
        st = why_item(a, kind, number, &found);
    else {
        st = lines_of_document(a, number, true);
        found = a->answer->rows.count > 0;
    }
    if (!st && !found) a->answer->note = answer_format(a, "there is no %c-%lld in this record", kind, (long long)number);
    return st;
}
