/* Who said what, and through whom we know it. */
#include "query/asking.h"

enum { S_DATE, S_SPEAKERS, S_KIND, S_CHAIN, S_DOCUMENT, S_ID, S_WORDS, S_TO, S_OCCASION, S_PUBLISHED, S_PATH, S_COUNT };
static const chy_column said_columns[] = {
    { "date", 0 },
    { "who", 0 },
    { "kind", 0 },
    { "through", 0 },
    { "document", 0 },
    { "id", 0 },
    { "words", 0 },
    { "to", CHY_COLUMN_DETAIL },
    { "occasion", CHY_COLUMN_DETAIL },
    { "published", CHY_COLUMN_DETAIL },
    { "path", CHY_COLUMN_DETAIL },
};

static void write_statement(struct asking *a, struct store_rows *r)
{
    chy_str *row = answer_row(a), date = store_text(r, STATEMENT_DATE), published = store_text(r, STATEMENT_PUBLISHED);
    if (!row) return;
    if (date.len)
        row[S_DATE] = answer_keep(a, date);
    else if (published.len)
        row[S_DATE] = answer_format(a, "by %.*s", (int)published.len, published.ptr);
    row[S_SPEAKERS] = answer_keep(a, store_text(r, STATEMENT_SPEAKERS));
    row[S_KIND] = answer_keep(a, store_text(r, STATEMENT_KIND));
    row[S_CHAIN] = source_chain(a, r, STATEMENT_CHAIN, STATEMENT_CHAIN_LAST, STATEMENT_DOCUMENT);
    row[S_DOCUMENT] = source_document(a, r, STATEMENT_DOCUMENT);
    row[S_ID] = item_id(a, 'S', store_number(r, STATEMENT_ID));
    row[S_WORDS] = answer_keep(a, store_text(r, STATEMENT_CONTENT));
    row[S_TO] = answer_keep(a, store_text(r, STATEMENT_ADDRESSEE));
    row[S_OCCASION] = answer_keep(a, store_text(r, STATEMENT_OCCASION));
    row[S_PUBLISHED] = answer_keep(a, published);
    row[S_PATH] = source_path(a, r, STATEMENT_DOCUMENT);
}

/* A LIKE pattern for words that nobody is called by. */
static chy_str like_pattern(struct asking *a, chy_str words)
{
    char *out = arena_alloc(a->mem, words.len * 2 + 3);
    if (!out) {
        a->full = true;
        return CHY_LIT("");
    }
    size_t n = 0;
    out[n++] = '%';
    for (size_t i = 0; i < words.len; i++) {
        if (words.ptr[i] == '%' || words.ptr[i] == '_' || words.ptr[i] == '\\') out[n++] = '\\';
        out[n++] = words.ptr[i];
    }
    out[n++] = '%';
    return (chy_str){ out, n };
}

chy_status ask_said(struct asking *a)
{
    struct store_statements_query q = { .first = a->between.first, .last = a->between.last };
    struct store_rows *rows = NULL;
    named_list about = { 0 };
    bool known = true;
    answer_columns(a, said_columns, S_COUNT);
    if (!a->q->name.len && !a->q->about.len) return err_set(a->err, CHY_EUSAGE, 0, "who said, or about what? A name is needed");
    chy_status st = query_names_need(a, a->q->name, &q.speaker, &known);
    if (st || !known) return st;
    if (a->q->about.len) st = query_names(a, a->q->about, &about);
    if (st) return st;
    if (about.count)
        q.about = query_names_set(a, &about);
    else if (a->q->about.len)
        q.about_words = like_pattern(a, a->q->about);
    if (a->on.first != STORE_NO_DAY) q.first = a->on.first, q.last = a->on.last;
    q.limit = a->q->limit, q.latest = a->q->order.len != 0;
    st = store_statements(a->s, &q, &rows, a->err);
    while (!st && !answer_full(a) && (st = store_next(rows, a->err)) == CHY_ROW) {
        write_statement(a, rows);
        st = CHY_OK;
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}
