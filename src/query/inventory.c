/* What there is: words in sentences, documents, counts. */
#include "query/asking.h"

enum { SEARCH_LIMIT = 20 };

enum { H_DOCUMENT, H_PUBLISHED, H_WORDS, H_START, H_END, H_PATH, H_COUNT };
static const chy_column search_columns[] = {
    { "document", 0 },
    { "published", 0 },
    { "words", 0 },
    { "start", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "end", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER },
    { "path", CHY_COLUMN_DETAIL },
};

static const chy_column facet_columns[] = { { "facet", 0 }, { "value", 0 }, { "sentences", CHY_COLUMN_NUMBER } };

static chy_status write_found(struct asking *a, const struct store_search_query *q)
{
    struct store_rows *r = NULL;
    chy_status st = store_search(a->s, q, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        if (!row) break;
        row[H_DOCUMENT] = source_document(a, r, SEARCH_DOCUMENT);
        row[H_PUBLISHED] = answer_keep(a, store_text(r, SEARCH_PUBLISHED));
        row[H_WORDS] = answer_keep(a, store_text(r, SEARCH_SNIPPET));
        row[H_START] = answer_keep(a, store_text(r, SEARCH_START));
        row[H_END] = answer_keep(a, store_text(r, SEARCH_END));
        row[H_PATH] = source_path(a, r, SEARCH_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status write_facets(struct asking *a, const struct store_search_query *q)
{
    struct store_rows *r = NULL;
    chy_status st = store_facets(a->s, q, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        for (int i = 0; row && i < 3; i++) row[i] = answer_keep(a, store_text(r, i));
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status ask_search(struct asking *a)
{
    bool facets = a->q->question == CHY_ASK_FACETS, known = true;
    struct days on = a->on.first != STORE_NO_DAY ? a->on : a->between;
    struct store_search_query q = { .words = a->q->name,
                                    .publisher = a->q->publisher,
                                    .lang = a->q->lang,
                                    .first = on.first,
                                    .last = on.last,
                                    .limit = a->q->limit ? a->q->limit : SEARCH_LIMIT,
                                    .latest = a->q->order.len != 0 };
    if (facets)
        answer_columns(a, facet_columns, 3);
    else
        answer_columns(a, search_columns, H_COUNT);
    if (!str_trim(a->q->name).len) return err_set(a->err, CHY_EUSAGE, 0, "which words? At least one is needed");
    chy_status st = query_names_need(a, a->q->other, &q.who, &known);
    if (st || !known) return st;
    return facets ? write_facets(a, &q) : write_found(a, &q);
}

/* The columns of the answer and of store_documents are in the same order, but for the id. */
static const struct {
    chy_column column;
    int from;
} doc_table[] = {
    { { "document", 0 }, DOCUMENT_ID },
    { { "published", 0 }, DOCUMENT_PUBLISHED },
    { { "basis", 0 }, DOCUMENT_BASIS },
    { { "publisher", 0 }, DOCUMENT_PUBLISHER },
    { { "segments", CHY_COLUMN_NUMBER }, DOCUMENT_SEGMENTS },
    { { "furniture", CHY_COLUMN_NUMBER }, DOCUMENT_FURNITURE },
    { { "statements", CHY_COLUMN_NUMBER }, DOCUMENT_STATEMENTS },
    { { "events", CHY_COLUMN_NUMBER }, DOCUMENT_REPORTS },
    { { "facts", CHY_COLUMN_NUMBER }, DOCUMENT_FACTS },
    { { "title", 0 }, DOCUMENT_TITLE },
    { { "author", CHY_COLUMN_DETAIL }, DOCUMENT_AUTHOR },
    { { "lang", CHY_COLUMN_DETAIL }, DOCUMENT_LANG },
    { { "path", CHY_COLUMN_DETAIL }, DOCUMENT_PATH },
    { { "sha256", CHY_COLUMN_DETAIL }, DOCUMENT_HASH },
    { { "size", CHY_COLUMN_DETAIL | CHY_COLUMN_NUMBER }, DOCUMENT_SIZE },
    { { "recorded", CHY_COLUMN_DETAIL }, DOCUMENT_RECORDED },
};
enum { DOC_COLUMNS = sizeof doc_table / sizeof *doc_table };

chy_status ask_docs(struct asking *a)
{
    struct store_rows *r = NULL;
    chy_column *columns = ARENA_ARRAY(a->mem, chy_column, DOC_COLUMNS);
    if (!columns) return err_memory(a->err, "answering");
    for (int i = 0; i < DOC_COLUMNS; i++) columns[i] = doc_table[i].column;
    answer_columns(a, columns, DOC_COLUMNS);
    chy_status st = a->q->order.len ? store_documents_latest(a->s, a->q->limit ? a->q->limit : UINT32_MAX, &r, a->err) : store_documents(a->s, 0, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        if (!row) break;
        for (int i = 0; i < DOC_COLUMNS; i++)
            row[i] = i ? answer_keep(a, store_text(r, doc_table[i].from)) : source_document(a, r, DOCUMENT_ID);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static const chy_column status_columns[] = { { "what", 0 }, { "value", 0 } };

chy_status ask_status(struct asking *a)
{
    struct store_rows *r = NULL;
    answer_columns(a, status_columns, 2);
    chy_status st = store_counts(a->s, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str *row = answer_row(a);
        st = CHY_OK;
        if (!row) break;
        row[0] = answer_keep(a, store_text(r, 0));
        row[1] = answer_keep(a, store_text(r, 1));
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ documents that older versions have read */

enum { O_DOCUMENT, O_OLD, O_READ, O_STATEMENTS, O_EVENTS, O_FACTS, O_CODING, O_PATH, O_COUNT };
static const chy_column stale_columns[] = {
    { "document", 0 },
    { "other", 0 },
    { "read", 0 },
    { "statements", CHY_COLUMN_NUMBER },
    { "events", CHY_COLUMN_NUMBER },
    { "facts", CHY_COLUMN_NUMBER },
    { "coding", CHY_COLUMN_DETAIL },
    { "path", CHY_COLUMN_DETAIL },
};

/* The value of a member of {"program":"0.1.0","model":"...","lexicon":"..."}. */
static chy_str member_of(chy_str json, const char *name)
{
    for (size_t at = 0; (at = str_find(json, str_of(name), at)) != SIZE_MAX; at++) {
        size_t open = at + strlen(name);
        if (!at || json.ptr[at - 1] != '"' || !str_starts(str_cut(json, open, json.len), CHY_LIT("\":\""))) continue;
        size_t end = str_find(json, CHY_LIT("\""), open + 3);
        return end == SIZE_MAX ? CHY_LIT("") : str_cut(json, open + 3, end);
    }
    return CHY_LIT("");
}

static chy_str what_is_old(struct asking *a, chy_str coding)
{
    static const char *const members[] = { "program", "model", "lexicon" };
    chy_str old = CHY_LIT("");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!str_eq(member_of(coding, members[i]), member_of(a->q->coding, members[i])))
            old = old.len ? answer_format(a, "%.*s, %s", (int)old.len, old.ptr, members[i]) : str_of(members[i]);
    return old.len ? old : CHY_LIT("coding");
}

chy_status ask_stale(struct asking *a)
{
    struct store_rows *r = NULL;
    uint32_t count = 0;
    answer_columns(a, stale_columns, O_COUNT);
    if (!a->q->coding.len) return err_set(a->err, CHY_EUSAGE, 0, "older than which versions?");
    chy_status st = store_documents(a->s, 0, &r, a->err);
    while (!st && (st = store_next(r, a->err)) == CHY_ROW) {
        chy_str coding = store_text(r, DOCUMENT_CODING), *row;
        st = CHY_OK;
        if (str_eq(coding, a->q->coding)) continue;
        count++;
        if (answer_full(a) || !(row = answer_row(a))) continue;
        row[O_DOCUMENT] = source_document(a, r, DOCUMENT_ID);
        row[O_OLD] = what_is_old(a, coding);
        row[O_READ] = answer_keep(a, store_text(r, DOCUMENT_CODED));
        row[O_STATEMENTS] = answer_keep(a, store_text(r, DOCUMENT_STATEMENTS));
        row[O_EVENTS] = answer_keep(a, store_text(r, DOCUMENT_REPORTS));
        row[O_FACTS] = answer_keep(a, store_text(r, DOCUMENT_FACTS));
        row[O_CODING] = answer_keep(a, coding);
        row[O_PATH] = source_path(a, r, DOCUMENT_ID);
    }
    store_rows_close(r);
    if (st && st != CHY_DONE) return st;
    a->answer->note = count ? answer_format(a, "%u document%s; chancery recode --stale reads them again", count, count == 1 ? "" : "s")
                            : CHY_LIT("every document has been read by the versions in use");
    return CHY_OK;
}
