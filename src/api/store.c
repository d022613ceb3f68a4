/* The part of chancery.h that keeps the record and asks it. */
#include <stdlib.h>
#include <time.h>

#include "api/api.h"
#include "query/query.h"
#include "record/record.h"

chy_str api_now(char out[API_MOMENT_SIZE])
{
    struct tm parts;
    time_t clock = time(NULL);
    gmtime_r(&clock, &parts);
    return (chy_str){ out, strftime(out, API_MOMENT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts) };
}

CHY_API chy_status chy_store_open(const char *path, chy_store_mode mode, chy_store **out, chy_err *err)
{
    chy_store *s = calloc(1, sizeof *s);
    if (!s) return err_memory(err, "opening the record");
    arena_init(&s->fetched, (size_t)1 << 24);
    chy_status st = store_open(path, mode == CHY_STORE_WRITE ? STORE_WRITE : STORE_READ, &s->store, err);
    if (st)
        free(s);
    else
        *out = s;
    return st;
}

CHY_API void chy_store_close(chy_store *store)
{
    if (!store) return;
    store_close(store->store);
    arena_done(&store->fetched);
    free(store);
}

CHY_API chy_status chy_store_has(chy_store *store, chy_str bytes, int *has, chy_err *err)
{
    char hash[RECORD_HASH_SIZE + 1];
    int64_t number = 0;
    record_hash(bytes, hash);
    chy_status st = store_find_document(store->store, str_of(hash), &number, err);
    if (!st) *has = number != 0;
    return st;
}

CHY_API chy_status chy_store_fetched(chy_store *store, chy_str address, int *known, chy_str *etag, chy_str *modified, chy_err *err)
{
    bool there = false;
    arena_done(&store->fetched);
    chy_status st = store_find_fetched(store->store, address, &store->fetched, &there, etag, modified, err);
    *known = there;
    return st;
}

CHY_API chy_status chy_store_note_fetched(chy_store *store, chy_str address, chy_str etag, chy_str modified, chy_err *err)
{
    char now[API_MOMENT_SIZE];
    return store_note_fetched(store->store, address, etag, modified, api_now(now), err);
}

CHY_API chy_status chy_store_add(chy_store *store, const chy_doc *doc, chy_str bytes, chy_added *out, chy_err *err)
{
    char now[API_MOMENT_SIZE];
    char hash[RECORD_HASH_SIZE + 1];
    bool is_new = false;
    chy_status st = record_add(store->store, doc, bytes, api_now(now), &is_new, err);
    if (st || !out) return st;
    int64_t number = 0;
    record_hash(bytes.len ? bytes : doc->text, hash);
    st = store_find_document(store->store, str_of(hash), &number, err);
    *out = (chy_added){ is_new, doc->statements.count, doc->events.count, doc->facts.count, (uint64_t)number };
    return st;
}

CHY_API chy_status chy_store_begin(chy_store *store, chy_err *err) { return store_begin_adding(store->store, err); }
CHY_API chy_status chy_store_commit(chy_store *store, chy_err *err) { return store_end(store->store, CHY_OK, err); }

CHY_API chy_status chy_ask(chy_store *store, const chy_query *query, chy_rows **out, chy_err *err)
{
    return query_ask(store->store, query, out, err);
}
CHY_API size_t chy_rows_columns(const chy_rows *rows, const chy_column **columns) { return query_columns(rows, columns); }
CHY_API chy_str chy_rows_note(const chy_rows *rows) { return query_note(rows); }
CHY_API void chy_rows_destroy(chy_rows *rows) { query_destroy(rows); }

CHY_API chy_status chy_rows_next(chy_rows *rows, const chy_str **values, chy_err *err)
{
    (void)err;
    return query_next(rows, values);
}
