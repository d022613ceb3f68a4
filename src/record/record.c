#include "record/record.h"

#include <sodium.h>
#include <stdlib.h>

#include "record/code.h"
#include "record/journal.h"
#include "record/meeting.h"
#include "record/resolve.h"
#include "record/same.h"

void record_hash(chy_str bytes, char out[RECORD_HASH_SIZE + 1])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)bytes.ptr, bytes.len);
    sodium_bin2hex(out, RECORD_HASH_SIZE + 1, digest, sizeof digest);
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

/* The blocks that the document has a report in, as it is coded now; document 0: all. */
static chy_status blocks_of_coding(struct store *s, int64_t document, arena *mem, block_list *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_blocks(s, document, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str *block = LIST_PUSH(mem, out);
        if (block) *block = str_keep(mem, store_text(rows, 0));
        st = block && block->ptr ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static void sort_blocks(block_list *blocks)
{
    if (blocks->count) qsort(blocks->at, blocks->count, sizeof *blocks->at, by_text);
}

/* Meetings of states first: they may move reports into other blocks. */
static chy_status settle_meetings(struct store *s, block_list *blocks, arena *mem, chy_err *err)
{
    uint32_t count = blocks->count, days = 0;
    chy_status st = CHY_OK;
    sort_blocks(blocks);
    chy_str *states = ARENA_ARRAY(mem, chy_str, count + 1);
    if (!states) return err_memory(err, "telling events apart");
    for (uint32_t i = 0; i < count; i++) {
        chy_str block = blocks->at[i];
        if (str_starts(block, CHY_LIT("=")) && (!i || !str_eq(block, blocks->at[i - 1]))) states[days++] = str_cut(block, 1, block.len);
    }
    for (uint32_t i = 0; !st && i < days; i++) {
        uint32_t left = days - i;
        if (i % STORE_AHEAD_MOST == 0) st = store_meetings_ahead(s, states + i, left < STORE_AHEAD_MOST ? left : STORE_AHEAD_MOST, err);
        if (!st) st = meeting_settle(s, states[i], mem, blocks, err);
    }
    return st;
}

static int by_block(const void *a, const void *b)
{
    const struct new_report *m = a, *n = b;
    return str_cmp(m->block, n->block);
}

/* Blocks with what is new in each. */
struct some_blocks {
    chy_str block[STORE_BLOCKS_AHEAD_MOST], among[STORE_BLOCKS_AHEAD_MOST];
    const struct new_report *reports[STORE_BLOCKS_AHEAD_MOST];
    uint32_t reports_count[STORE_BLOCKS_AHEAD_MOST], count;
};

/* What one block is resolved to leaves the others as they are: so all are asked of first. */
static chy_status resolve_some(struct store *s, struct some_blocks *some, chy_str when, chy_err *err)
{
    arena mem;
    if (!some->count) return CHY_OK;
    arena_init(&mem, (size_t)1 << 30);
    chy_status st = store_block_days_ahead(s, some->block, some->count, err);
    for (uint32_t i = 0; !st && i < some->count; i++) {
        some->among[i] = CHY_LIT("");
        if (some->reports_count[i]) st = among_new(s, some->block[i], some->reports[i], some->reports_count[i], &mem, &some->among[i], err);
    }
    if (!st) st = store_blocks_ahead(s, some->block, some->among, some->count, err);
    for (uint32_t i = 0; !st && i < some->count; i++) st = resolve_block(s, some->block[i], some->among[i], when, err);
    some->count = 0;
    arena_done(&mem);
    return st;
}

/* reports NULL: all of the block. */
static chy_status add_some(struct store *s, struct some_blocks *some, chy_str block, const struct new_report *reports, uint32_t count,
                           chy_str when, chy_err *err)
{
    some->block[some->count] = block;
    some->reports[some->count] = reports;
    some->reports_count[some->count++] = count;
    return some->count == STORE_BLOCKS_AHEAD_MOST ? resolve_some(s, some, when, err) : CHY_OK;
}

/* Of the blocks that nothing else has touched; blocks are sorted. */
static chy_status resolve_new(struct store *s, const block_list *blocks, new_report_list *reports, chy_str when, chy_err *err)
{
    struct some_blocks some = { .count = 0 };
    chy_status st = CHY_OK;
    if (reports->count) qsort(reports->at, reports->count, sizeof *reports->at, by_block);
    for (uint32_t from = 0, to; !st && from < reports->count; from = to) {
        chy_str block = reports->at[from].block;
        for (to = from + 1; to < reports->count && str_eq(reports->at[to].block, block);) to++;
        if (blocks->count && bsearch(&block, blocks->at, blocks->count, sizeof *blocks->at, by_text)) continue;
        st = add_some(s, &some, block, reports->at + from, to - from, when, err);
    }
    return st ? st : resolve_some(s, &some, when, err);
}

chy_status record_resolve(struct store *s, block_list *blocks, new_report_list *reports, chy_str when, arena *mem, chy_err *err)
{
    chy_status st = settle_meetings(s, blocks, mem, err);
    sort_blocks(blocks);
    for (uint32_t i = 0; !st && i < blocks->count; i++)
        if (!str_starts(blocks->at[i], CHY_LIT("=")) && (!i || !str_eq(blocks->at[i], blocks->at[i - 1])))
            st = resolve_block(s, blocks->at[i], CHY_LIT(""), when, err);
    if (!st && reports) st = resolve_new(s, blocks, reports, when, err);
    return st ? st : store_end_events(s, err);
}

/* What states met on which days by a coding that will be closed. */
static chy_status add_days(struct store *s, int64_t document, arena *mem, block_list *out, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_status st = store_meeting_days(s, document, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str *day = LIST_PUSH(mem, out);
        if (day) *day = str_join(mem, CHY_LIT("="), store_text(rows, 0), CHY_LIT(""));
        st = day && day->ptr ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* ------------------------------------------------------------------ what follows from what was put */

enum { TOGETHER_MOST = 1024 }; /* documents: of more the first are settled before the rest is put */

struct settled {
    chy_str hash;
    int64_t number;
    bool by_family_name; /* somebody is named so and not otherwise: whom it means is told by other documents */
};

/* Of the documents that were put since the last commit. */
struct settling {
    arena mem;
    block_list blocks; /* of which more than new reports may have changed */
    new_report_list reports;
    LIST(struct settled) documents;
    struct same_work same;
    chy_str when;
};

/* Of who is named by the family name, and is somebody by now. */
static chy_status rename_blocks(struct settling *w, struct store *s, chy_err *err)
{
    buf list;
    buf_init(&list, NULL, NULL);
    for (uint32_t i = 0; i < w->documents.count; i++)
        if (w->documents.at[i].by_family_name) buf_format(&list, "%c%lld", list.len ? ',' : '[', (long long)w->documents.at[i].number);
    bool any = list.len != 0;
    buf_char(&list, ']');
    chy_status st = list.failed ? err_memory(err, "telling events apart") : CHY_OK;
    if (!st && any) st = journal_rename_merged(s, (chy_str){ list.ptr, list.len }, &w->mem, &w->blocks, err);
    free(list.ptr);
    return st;
}

static chy_status settle_now(struct settling *w, struct store *s, chy_err *err)
{
    bool corrected = false;
    w->same.when = w->when;
    w->same.err = err;
    chy_status st = same_settle(&w->same);
    if (!st) st = store_has_journal(s, &corrected, err);
    for (uint32_t i = 0; !st && corrected && i < w->documents.count; i++)
        st = journal_apply(s, w->documents.at[i].hash, w->when, &w->mem, &w->blocks, err);
    if (!st && !corrected) st = rename_blocks(w, s, err);
    return st ? st : record_resolve(s, &w->blocks, &w->reports, w->when, &w->mem, err);
}

static chy_status settle(void *user, struct store *s, chy_status so_far, chy_err *err)
{
    struct settling *w = user;
    chy_status st = so_far ? so_far : settle_now(w, s, err);
    arena_done(&w->mem);
    free(w);
    return st;
}

static chy_status settling_of(struct store *s, struct settling **out, chy_err *err)
{
    struct settling *w = store_last_user(s, settle);
    if (!w && (w = calloc(1, sizeof *w))) {
        arena_init(&w->mem, (size_t)2 << 30);
        same_begin(&w->same, s, CHY_LIT(""), &w->mem, &w->blocks, err);
        w->same.only_new = true;
        store_at_end(s, settle, w);
    }
    *out = w;
    return w ? CHY_OK : err_memory(err, "putting a document into the record");
}

static chy_status add_block(struct settling *w, chy_str before, chy_str block, chy_err *err)
{
    chy_str *slot = LIST_PUSH(&w->mem, &w->blocks);
    if (slot) *slot = str_join(&w->mem, before, block, CHY_LIT(""));
    return slot && slot->ptr ? CHY_OK : err_memory(err, "telling events apart");
}

static chy_status add_report(struct settling *w, const struct store_coded *rows, const struct store_report *r, chy_err *err)
{
    struct new_report *slot = LIST_PUSH(&w->mem, &w->reports);
    if (slot) *slot = (struct new_report){ str_keep(&w->mem, r->block), r->date.first, r->date.last, rows->document.published.first };
    return slot && slot->block.ptr ? CHY_OK : err_memory(err, "telling events apart");
}

/* What the document touches; again: it was there, and its reports have taken the place of others. */
static chy_status note(struct settling *w, const struct store_coded *rows, int64_t number, bool again, chy_err *err)
{
    struct settled *d = LIST_PUSH(&w->mem, &w->documents);
    if (d) *d = (struct settled){ .hash = str_keep(&w->mem, rows->document.hash), .number = number };
    chy_status st = d && d->hash.ptr ? CHY_OK : err_memory(err, "putting a document into the record");
    for (uint32_t i = 0; !st && i < rows->referents.count; i++)
        d->by_family_name |= str_find(rows->referents.at[i].key, CHY_LIT("#"), 0) != SIZE_MAX;
    for (uint32_t i = 0; !st && i < rows->reports.count; i++) {
        const struct store_report *r = &rows->reports.at[i];
        st = again ? add_block(w, CHY_LIT(""), r->block, err) : add_report(w, rows, r, err);
        if (!st && r->states.len) st = add_block(w, CHY_LIT("="), r->states, err);
    }
    for (uint32_t i = 0; !st && i < rows->namings.count; i++) st = same_add(&w->same, rows->namings.at[i].likeness);
    if (st || str_cmp(rows->document.recorded, w->when) <= 0) return st;
    w->when = str_keep(&w->mem, rows->document.recorded);
    return w->when.ptr ? CHY_OK : err_memory(err, "putting a document into the record");
}

/* Put the rows, as a new document or as a new coding of one that is there. The events that this touches are told apart when the outermost
 * transaction ends. */
static chy_status put_rows(struct store *s, const struct store_coded *rows, int64_t there, chy_err *err)
{
    int64_t number = 0;
    struct settling *w = NULL;
    chy_status st = settling_of(s, &w, err);
    if (st) return st;
    w->same.err = err;
    if (there) st = store_settle(s, err); /* its names are counted */
    if (!st && there) st = blocks_of_coding(s, there, &w->mem, &w->blocks, err);
    if (!st && there) st = add_days(s, there, &w->mem, &w->blocks, err);
    if (!st && there) st = same_take_out(&w->same, there);
    if (!st) st = store_put(s, rows, &number, err);
    return st ? st : note(w, rows, number, there != 0, err);
}

/* Before more is put than can be settled at once. */
static chy_status settle_some(struct store *s, chy_err *err)
{
    struct settling *w = store_last_user(s, settle);
    if (!w || w->documents.count < TOGETHER_MOST || store_is_adding(s)) return CHY_OK;
    chy_status st = store_settle(s, err);
    store_at_end(s, NULL, NULL);
    return settle(w, s, st, err);
}

/* known_as: the SHA-256 of a document that gets one more coding; "": it may be new, and is left as it is when it is not. */
static chy_status put(struct store *s, const chy_doc *d, chy_str bytes, chy_str known_as, const struct record_metadata *as_read,
                      chy_str recorded, bool *is_new, chy_err *err)
{
    bool again = known_as.len != 0;
    char hash[RECORD_HASH_SIZE + 1] = "", text_hash[RECORD_HASH_SIZE + 1];
    int64_t number = 0;
    struct store_coded *rows = NULL;
    arena mem;
    *is_new = false;
    if (again)
        memcpy(hash, known_as.ptr, known_as.len < RECORD_HASH_SIZE ? known_as.len : RECORD_HASH_SIZE);
    else
        record_hash(bytes.len ? bytes : d->text, hash);
    record_hash(d->text, text_hash);
    arena_init(&mem, ((size_t)256 << 20) + d->text.len * 64);
    chy_status st = store_find_document(s, str_of(hash), &number, err); /* first without a lock */
    if (st || (number && !again)) goto out;
    rows = ARENA_NEW(&mem, struct store_coded);
    st = rows ? code_rows(d, str_of(hash), bytes.len ? bytes.len : d->text.len, recorded, &mem, rows, err)
              : err_memory(err, "putting a document into the record");
    if (st) goto out;
    rows->document.bytes = bytes;
    rows->document.text_hash = str_of(text_hash);
    if (as_read) {
        rows->document.title = as_read->title;
        rows->document.published = store_date_of(as_read->date);
        rows->document.published_basis = as_read->date_basis;
        rows->document.publisher = as_read->source;
        rows->document.author = as_read->author;
        rows->document.lang = as_read->lang;
    }
    st = again ? store_begin(s, err) : store_begin_adding(s, err);
    if (st) goto out;
    st = settle_some(s, err);
    if (!st && !store_is_adding(s)) st = store_find_document(s, str_of(hash), &number, err); /* somebody else may have put it */
    if (!st && (!number || again)) {
        st = put_rows(s, rows, number, err);
        *is_new = !st && !number;
    }
    st = store_end(s, st, err);
    if (st) *is_new = false;
out:
    arena_done(&mem);
    return st ? err_while(err, st, "%.*s", (int)d->id.len, d->id.ptr) : CHY_OK;
}

chy_status record_add(struct store *s, const chy_doc *d, chy_str bytes, chy_str recorded, bool *is_new, chy_err *err)
{
    return put(s, d, bytes, CHY_LIT(""), NULL, recorded, is_new, err);
}

chy_status record_recode(struct store *s, chy_str hash, const chy_doc *d, const struct record_metadata *as_read, chy_str recorded,
                         chy_err *err)
{
    bool is_new = false;
    return put(s, d, CHY_LIT(""), hash, as_read, recorded, &is_new, err);
}

chy_status record_resolve_all(struct store *s, chy_str when, chy_err *err)
{
    block_list blocks = { 0 };
    struct same_work same;
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    chy_status st = store_begin(s, err);
    if (!st) {
        same_begin(&same, s, when, &mem, &blocks, err);
        st = same_add_all(&same);
        if (!st) st = same_settle(&same);
        if (!st) st = meeting_settle_all(s, 0, &mem, &blocks, err);
        if (!st) st = blocks_of_coding(s, 0, &mem, &blocks, err);
        if (!st) st = record_resolve(s, &blocks, NULL, when, &mem, err);
        st = store_end(s, st, err);
    }
    arena_done(&mem);
    return st;
}
