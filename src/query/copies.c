/* Which other documents hold the text of one: copies, parts of it, later versions; and what stood at its address. */
#include <stdlib.h>

#include "near/near.h"
#include "query/asking.h"

enum { C_DOCUMENT, C_WHAT, C_SHARED, C_PUBLISHED, C_PUBLISHER, C_TITLE, C_ADDRESS, C_PATH, C_COLUMNS };
static const chy_column copies_columns[] = {
    { "document", 0 },  { "what", 0 },  { "shared", CHY_COLUMN_NUMBER }, { "published", 0 },
    { "publisher", 0 }, { "title", 0 }, { "address", CHY_COLUMN_DETAIL }, { "path", CHY_COLUMN_DETAIL },
};

struct copy {
    int64_t document;
    unsigned percent; /* of the runs of words of the shorter that are in the longer */
    chy_str what;
};
typedef LIST(struct copy) copy_list;

/* The text of a document as it is asked for, its address beside it; *found false: there is none. */
static chy_status read_text(struct asking *a, int64_t document, arena *mem, const struct near_text **text, chy_str *address, bool *found)
{
    struct store_rows *r = NULL;
    chy_status st = store_document_text(a->s, document, &r, a->err);
    if (!st) st = store_next(r, a->err);
    *found = st == CHY_ROW;
    if (*found) {
        *text = near_read(store_text(r, DOCUMENT_TEXT), mem);
        *address = str_keep(mem, store_text(r, DOCUMENT_TEXT_ADDRESS));
        st = *text && address->ptr ? CHY_OK : err_memory(a->err, "comparing texts");
    }
    store_rows_close(r);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_str what_it_is(const struct near_text *a, const struct near_text *b, const struct near_likeness *like, bool same_address)
{
    if (like->same && a->whole == b->whole && a->word_count == b->word_count) return CHY_LIT("same words");
    if (like->same && same_address) return CHY_LIT("another version");
    if (like->same && b->run_count < a->run_count / 2) return CHY_LIT("a part of it");
    if (like->same && a->run_count < b->run_count / 2) return CHY_LIT("holds it");
    if (like->same) return CHY_LIT("copy or version");
    return same_address ? CHY_LIT("same address, another text") : CHY_LIT("");
}

static chy_status compare_with(struct asking *a, const struct near_text *own, chy_str own_address, int64_t document, arena *scratch, copy_list *out)
{
    const struct near_text *text = NULL;
    struct near_likeness like = { 0 };
    chy_str address = CHY_LIT("");
    bool found = false;
    arena_mark here = arena_here(scratch);
    chy_status st = read_text(a, document, scratch, &text, &address, &found);
    if (!st && found && !near_compare(own, text, scratch, &like)) st = err_memory(a->err, "comparing texts");
    if (!st && found) {
        chy_str what = what_it_is(own, text, &like, own_address.len && str_eq(own_address, address));
        struct copy *c = what.len ? LIST_PUSH(a->mem, out) : NULL;
        if (c) *c = (struct copy){ document, (unsigned)(like.containment * 100 + 0.5F), what };
        if (what.len && !c) st = err_memory(a->err, "comparing texts");
    }
    arena_rewind(scratch, here);
    return st;
}

/* What shares most first. */
static int by_share(const void *a, const void *b)
{
    const struct copy *m = a, *n = b;
    if (m->percent != n->percent) return m->percent > n->percent ? -1 : 1;
    return (m->document > n->document) - (m->document < n->document);
}

static chy_status write_copy(struct asking *a, const struct copy *c)
{
    struct store_rows *r = NULL;
    chy_status st = store_documents(a->s, c->document, &r, a->err);
    if (!st) st = store_next(r, a->err);
    chy_str *row = st == CHY_ROW ? answer_row(a) : NULL;
    if (row) {
        row[C_DOCUMENT] = source_document(a, r, DOCUMENT_ID);
        row[C_WHAT] = c->what;
        row[C_SHARED] = answer_format(a, "%u", c->percent);
        row[C_PUBLISHED] = answer_keep(a, store_text(r, DOCUMENT_PUBLISHED));
        row[C_PUBLISHER] = answer_keep(a, store_text(r, DOCUMENT_PUBLISHER));
        row[C_TITLE] = answer_keep(a, store_text(r, DOCUMENT_TITLE));
        row[C_ADDRESS] = answer_keep(a, store_text(r, DOCUMENT_ADDRESS));
        row[C_PATH] = source_path(a, r, DOCUMENT_ID);
    }
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

static chy_status find_copies(struct asking *a, int64_t document, arena *mem, copy_list *out, bool *there)
{
    struct store_set others = { 0 };
    const struct near_text *own = NULL;
    chy_str address = CHY_LIT("");
    chy_status st = read_text(a, document, mem, &own, &address, there);
    if (!st && *there) st = store_worth_comparing(a->s, document, mem, &others, a->err);
    for (uint32_t i = 0; !st && i < others.count; i++) st = compare_with(a, own, address, others.at[i], mem, out);
    if (out->count) qsort(out->at, out->count, sizeof *out->at, by_share);
    return st;
}

chy_status ask_copies(struct asking *a)
{
    char kind = 0;
    int64_t number = 0;
    copy_list copies = { 0 };
    bool there = false;
    arena scratch;
    answer_columns(a, copies_columns, C_COLUMNS);
    if (!read_item_id(a->q->name, &kind, &number) || kind != 'D')
        return err_set(a->err, CHY_EUSAGE, 0, "\"%.*s\" is no document: they look like D-2", (int)a->q->name.len, a->q->name.ptr);
    arena_init(&scratch, (size_t)2 << 30);
    chy_status st = find_copies(a, number, &scratch, &copies, &there);
    for (uint32_t i = 0; !st && !answer_full(a) && i < copies.count; i++) st = write_copy(a, &copies.at[i]);
    if (!st && !copies.count)
        a->answer->note = there ? answer_format(a, "no other document in this record holds the text of D-%lld", (long long)number)
                                : answer_format(a, "there is no D-%lld in this record", (long long)number);
    arena_done(&scratch);
    return st;
}
