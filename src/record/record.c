#include "record/record.h"

#include <sodium.h>
#include <stdlib.h>

#include "record/code.h"
#include "record/resolve.h"

void record_hash(chy_str bytes, char out[RECORD_HASH_SIZE + 1])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)bytes.ptr, bytes.len);
    sodium_bin2hex(out, RECORD_HASH_SIZE + 1, digest, sizeof digest);
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const chy_str *)a, *(const chy_str *)b); }

/* The events of every block that the document has a report in. */
static chy_status resolve_touched(struct store *s, const struct store_coded *rows, arena *mem, chy_err *err)
{
    uint32_t n = rows->reports.count;
    chy_str *blocks = ARENA_ARRAY(mem, chy_str, n + 1);
    if (!blocks) return err_memory(err, "telling events apart");
    for (uint32_t i = 0; i < n; i++) blocks[i] = rows->reports.at[i].block;
    qsort(blocks, n, sizeof *blocks, by_text);
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < n; i++)
        if (!i || !str_eq(blocks[i], blocks[i - 1])) st = resolve_block(s, blocks[i], err);
    return st;
}

chy_status record_add(struct store *s, const chy_doc *d, chy_str bytes, chy_str recorded, bool *is_new, chy_err *err)
{
    char hash[RECORD_HASH_SIZE + 1];
    int64_t number = 0;
    struct store_coded *rows = NULL;
    arena mem;
    *is_new = false;
    record_hash(bytes.len ? bytes : d->text, hash);
    arena_init(&mem, ((size_t)256 << 20) + d->text.len * 64);
    chy_status st = store_find_document(s, str_of(hash), &number, err); /* first without a lock */
    if (st || number) goto out;
    rows = ARENA_NEW(&mem, struct store_coded);
    st = rows ? code_rows(d, str_of(hash), bytes.len ? bytes.len : d->text.len, recorded, &mem, rows, err)
              : err_memory(err, "putting a document into the record");
    if (!st) st = store_begin(s, err);
    if (st) goto out;
    st = store_find_document(s, str_of(hash), &number, err);
    if (!st && !number) {
        st = store_put(s, rows, &number, err);
        if (!st) st = resolve_touched(s, rows, &mem, err);
        *is_new = !st;
    }
    st = store_end(s, st, err);
    if (st) *is_new = false;
out:
    arena_done(&mem);
    return st ? err_while(err, st, "%.*s", (int)d->id.len, d->id.ptr) : CHY_OK;
}

chy_status record_resolve_all(struct store *s, chy_err *err)
{
    struct store_rows *rows = NULL;
    LIST(chy_str) blocks = { 0 };
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    chy_status st = store_blocks(s, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        chy_str *block = LIST_PUSH(&mem, &blocks);
        if (block) *block = str_keep(&mem, store_text(rows, 0));
        st = block && block->ptr ? CHY_OK : err_memory(err, "telling events apart");
    }
    store_rows_close(rows);
    if (st == CHY_DONE) st = store_begin(s, err);
    if (!st) {
        for (uint32_t i = 0; !st && i < blocks.count; i++) st = resolve_block(s, blocks.at[i], err);
        st = store_end(s, st, err);
    }
    arena_done(&mem);
    return st;
}
