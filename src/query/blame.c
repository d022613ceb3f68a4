/* Where a line of the record has come from: which coding read it, when, by which versions and rule, and who corrected it why. */
#include "query/asking.h"

enum { B_WHEN, B_WHAT, B_BY, B_WHY, B_ID, B_COLUMNS };
static const chy_column blame_columns[] = { { "when", 0 }, { "what", 0 }, { "by", 0 }, { "why", 0 }, { "id", 0 } };

static void write_row(struct asking *a, chy_str when, chy_str what, chy_str by, chy_str why, chy_str id)
{
    chy_str *row = answer_row(a);
    if (!row) return;
    row[B_WHEN] = when;
    row[B_WHAT] = what;
    row[B_BY] = by;
    row[B_WHY] = why;
    row[B_ID] = id;
}

static chy_status codings(struct asking *a, char kind, int64_t number)
{
    struct store_rows *r = NULL;
    chy_status st = store_history(a->s, kind, number, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str rule = store_text(r, HISTORY_RULE);
        chy_str why = store_number(r, HISTORY_CONFIDENCE)
                          ? answer_format(a, "%.*s (%lld %%)", (int)rule.len, rule.ptr, (long long)store_number(r, HISTORY_CONFIDENCE))
                          : answer_keep(a, rule);
        chy_str document = source_document(a, r, HISTORY_DOCUMENT);
        write_row(a, answer_keep(a, store_text(r, HISTORY_RECORDED)), answer_format(a, "read in %.*s", (int)document.len, document.ptr),
                  answer_keep(a, store_text(r, HISTORY_VERSIONS)), why, item_id(a, 'C', store_number(r, HISTORY_CODING)));
        if (store_text(r, HISTORY_CLOSED).len)
            write_row(a, answer_keep(a, store_text(r, HISTORY_CLOSED)), CHY_LIT("closed: the document was read again"), CHY_LIT(""),
                      CHY_LIT(""), item_id(a, 'C', store_number(r, HISTORY_NEXT)));
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status corrections(struct asking *a, char kind, int64_t number)
{
    struct store_rows *r = NULL;
    chy_status st = store_applied(a->s, kind, number, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        write_row(a, answer_keep(a, store_text(r, APPLIED_MADE)), answer_keep(a, store_text(r, APPLIED_ACTION)),
                  answer_keep(a, store_text(r, APPLIED_AUTHOR)), answer_keep(a, store_text(r, APPLIED_REASON)),
                  item_id(a, 'J', store_number(r, APPLIED_ENTRY)));
        st = CHY_OK;
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* An event has been read nowhere: its reports have. */
static chy_status reports(struct asking *a, int64_t event)
{
    number_list numbers = { 0 };
    chy_status st = query_reports_of(a, event, &numbers);
    for (uint32_t i = 0; !st && i < numbers.count; i++) {
        st = codings(a, 'R', numbers.at[i]);
        if (!st) st = corrections(a, 'R', numbers.at[i]);
    }
    return st;
}

chy_status ask_blame(struct asking *a)
{
    char kind = 0;
    int64_t number = 0;
    answer_columns(a, blame_columns, B_COLUMNS);
    if (!read_item_id(a->q->name, &kind, &number) || kind == 'I' || kind == 'N')
        return err_set(a->err, CHY_EUSAGE, 0, "\"%.*s\" is no identifier: they look like F-17, E-3, R-3, S-5 or D-2", (int)a->q->name.len,
                       a->q->name.ptr);
    chy_status st = kind == 'E' ? reports(a, number) : codings(a, kind, number);
    if (!st && kind != 'E') st = corrections(a, kind, number);
    if (!st && !a->answer->rows.count) a->answer->note = answer_format(a, "there is no %c-%lld in this record", kind, (long long)number);
    return st;
}

enum { J_ENTRY, J_MADE, J_ACTION, J_BY, J_BECAUSE, J_STATE, J_SAYS, J_COLUMNS };
static const chy_column journal_columns[] = {
    { "entry", 0 }, { "made", 0 }, { "action", 0 }, { "by", 0 }, { "because", 0 }, { "state", 0 }, { "says", CHY_COLUMN_DETAIL }
};

chy_status ask_journal(struct asking *a)
{
    struct store_rows *r = NULL;
    answer_columns(a, journal_columns, J_COLUMNS);
    chy_status st = store_entries(a->s, 0, CHY_LIT(""), 0, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        if (!row) break;
        bool nowhere = !store_number(r, ENTRY_ROWS) && str_find(store_text(r, ENTRY_BODY), CHY_LIT("\"targets\""), 0) != SIZE_MAX;
        row[J_ENTRY] = item_id(a, 'J', store_number(r, ENTRY_ID));
        row[J_MADE] = answer_keep(a, store_text(r, ENTRY_MADE));
        row[J_ACTION] = answer_keep(a, store_text(r, ENTRY_ACTION));
        row[J_BY] = answer_keep(a, store_text(r, ENTRY_AUTHOR));
        row[J_BECAUSE] = answer_keep(a, store_text(r, ENTRY_REASON));
        row[J_STATE] = store_number(r, ENTRY_UNDONE) ? CHY_LIT("undone")
                       : nowhere                     ? CHY_LIT("finds nothing that it speaks of")
                                                     : CHY_LIT("in force");
        row[J_SAYS] = answer_keep(a, store_text(r, ENTRY_BODY));
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

enum { REVIEW_LIMIT = 50, V_COUNT = 7 };
static const chy_column review_columns[] = {
    { "id", 0 },
    { "doubt", 0 },
    { "line", 0 },
    { "confidence", CHY_COLUMN_NUMBER },
    { "rests on it", CHY_COLUMN_NUMBER },
    { "cost", CHY_COLUMN_NUMBER },
    { "document", 0 },
};

chy_status ask_review(struct asking *a)
{
    struct store_rows *r = NULL;
    answer_columns(a, review_columns, V_COUNT);
    chy_status st = store_review(a->s, a->q->limit ? a->q->limit : REVIEW_LIMIT, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        if (!row) break;
        for (int i = 0; i < REVIEW_DOCUMENT; i++) row[i] = answer_keep(a, store_text(r, i));
        row[REVIEW_DOCUMENT] = source_document(a, r, REVIEW_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}
