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

chy_status ask_search(struct asking *a)
{
    struct store_rows *r = NULL;
    answer_columns(a, search_columns, H_COUNT);
    if (!str_trim(a->q->name).len) return err_set(a->err, CHY_EUSAGE, 0, "which words? At least one is needed");
    chy_status st = store_search(a->s, a->q->name, a->q->limit ? a->q->limit : SEARCH_LIMIT, &r, a->err);
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
    chy_status st = store_documents(a->s, 0, &r, a->err);
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
