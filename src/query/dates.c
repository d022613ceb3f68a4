/* When something was, and how the record knows: dates that texts imply, foundings, and the documents' own dates. */
#include "query/asking.h"

enum { D_WHAT, D_DATE, D_BASIS, D_SPEAKERS, D_CHAIN, D_DOCUMENT, D_ID, D_PATH, D_COUNT };
static const chy_column date_columns[] = {
    { "what", 0 },    { "date", 0 },     { "basis", 0 }, { "according to", 0 },
    { "through", 0 }, { "document", 0 }, { "id", 0 },    { "path", CHY_COLUMN_DETAIL },
};

/* Is every word that was asked for in the text? Everything fits when nothing was asked. */
static chy_status fits(struct asking *a, const bag *asked, chy_str text, bool *answer)
{
    bag words;
    *answer = true;
    if (!asked->count) return CHY_OK;
    chy_status st = bag_of(a, text, &words);
    *answer = !st && bag_within(asked, &words);
    return st;
}

static void write_implied(struct asking *a, struct store_rows *r)
{
    chy_str *row = answer_row(a), text = store_text(r, IMPLIED_TEXT);
    if (!row) return;
    row[D_WHAT] = answer_keep(a, store_text(r, IMPLIED_EVENT));
    row[D_DATE] = answer_keep(a, store_text(r, IMPLIED_VALUE));
    row[D_BASIS] = answer_format(a, "“%.*s”", (int)text.len, text.ptr);
    row[D_SPEAKERS] = answer_keep(a, store_text(r, IMPLIED_SPEAKERS));
    row[D_CHAIN] = source_chain(a, r, IMPLIED_CHAIN, IMPLIED_CHAIN_LAST, IMPLIED_DOCUMENT);
    row[D_DOCUMENT] = source_document(a, r, IMPLIED_DOCUMENT);
    row[D_ID] = item_id(a, 'I', store_number(r, IMPLIED_ID));
    row[D_PATH] = source_path(a, r, IMPLIED_DOCUMENT);
}

static chy_status dates_implied(struct asking *a, const bag *asked)
{
    struct store_rows *r = NULL;
    chy_status st = store_implied(a->s, 0, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        bool in = false;
        st = fits(a, asked, store_text(r, IMPLIED_EVENT), &in);
        if (in) write_implied(a, r);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status dates_of_founding(struct asking *a, const bag *asked)
{
    struct store_facts_query q = { .relation = CHY_LIT("established") };
    struct store_rows *r = NULL;
    chy_status st = store_facts(a->s, &q, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        bool in = false;
        chy_str subject = store_text(r, FACT_SUBJECT), date = store_text(r, FACT_OBJECT_TEXT), modality = store_text(r, FACT_MODALITY);
        bool is_so = str_is(modality, "is");
        chy_str what = answer_format(a, "%.*s%sestablishment of %.*s", is_so ? 0 : (int)modality.len, modality.ptr, is_so ? "" : ": ",
                                     (int)subject.len, subject.ptr);
        st = fits(a, asked, what, &in);
        chy_str *row = in ? answer_row(a) : NULL;
        if (!row) continue;
        row[D_WHAT] = what;
        row[D_DATE] = answer_keep(a, date);
        row[D_BASIS] = store_number(r, FACT_INFERRED) ? CHY_LIT("inferred") : CHY_LIT("stated");
        row[D_SPEAKERS] = answer_keep(a, store_text(r, FACT_SPEAKERS));
        row[D_CHAIN] = source_chain(a, r, FACT_CHAIN, FACT_CHAIN_LAST, FACT_DOCUMENT);
        row[D_DOCUMENT] = source_document(a, r, FACT_DOCUMENT);
        row[D_ID] = item_id(a, 'F', store_number(r, FACT_ID));
        row[D_PATH] = source_path(a, r, FACT_DOCUMENT);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status dates_of_documents(struct asking *a, const bag *asked)
{
    struct store_rows *r = NULL;
    chy_status st = store_documents(a->s, 0, &r, a->err);
    while (!st && !answer_full(a) && (st = store_next(r, a->err)) == CHY_ROW) {
        bool in = false;
        chy_str title = store_text(r, DOCUMENT_TITLE), author = store_text(r, DOCUMENT_AUTHOR),
                publisher = store_text(r, DOCUMENT_PUBLISHER);
        chy_str all = answer_format(a, "publication of the document, article %.*s %.*s %.*s", (int)title.len, title.ptr, (int)author.len,
                                    author.ptr, (int)publisher.len, publisher.ptr);
        st = fits(a, asked, all, &in);
        chy_str *row = in ? answer_row(a) : NULL;
        if (!row) continue;
        row[D_WHAT] = title.len ? answer_format(a, "publication of “%.*s”", (int)title.len, title.ptr) : CHY_LIT("publication");
        row[D_DATE] = answer_keep(a, store_text(r, DOCUMENT_PUBLISHED));
        row[D_BASIS] = answer_keep(a, store_text(r, DOCUMENT_BASIS));
        row[D_SPEAKERS] = answer_keep(a, author);
        row[D_CHAIN] = answer_keep(a, publisher);
        row[D_DOCUMENT] = source_document(a, r, DOCUMENT_ID);
        row[D_ID] = item_id(a, 'D', store_number(r, DOCUMENT_ID));
        row[D_PATH] = source_path(a, r, DOCUMENT_ID);
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

chy_status ask_dates(struct asking *a)
{
    bag asked = { 0 };
    answer_columns(a, date_columns, D_COUNT);
    chy_status st = bag_of(a, a->q->name, &asked);
    if (!st) st = dates_implied(a, &asked);
    if (!st) st = dates_of_founding(a, &asked);
    if (!st) st = dates_of_documents(a, &asked);
    return st;
}
