/* The part of chancery.h that shows single things, and tells when the record has changed. */
#include <stdio.h>
#include <stdlib.h>

#include "api/api.h"
#include "query/joined.h"
#include "query/show.h"
#include "store/show.h"

CHY_API chy_status chy_store_show(chy_store *store, chy_thing thing, const chy_query *query, chy_sink sink, void *user, chy_err *err)
{
    buf out;
    buf_init(&out, NULL, NULL); /* kept until it is whole: nothing is printed of what turns out not to be there */
    chy_status st = query_show(store->store, thing, query, &out, err);
    if (!st && out.failed) st = err_memory(err, "answering");
    if (!st && sink(user, out.ptr, out.len)) st = err_set(err, CHY_STOPPED, 0, "the output was stopped by its reader");
    free(out.ptr);
    return st;
}

CHY_API chy_status chy_store_names(chy_store *store, const chy_str *lists, size_t count, chy_sink sink, void *user, chy_err *err)
{
    struct joined j;
    buf out;
    chy_status st = CHY_OK;
    buf_init(&out, NULL, NULL);
    joined_init(&j, store->store, err);
    for (size_t i = 0; !st && i < count; i++) {
        out.len = 0;
        st = joined_write(&j, lists[i], &out);
        if (!st && sink(user, out.ptr, out.len)) st = err_set(err, CHY_STOPPED, 0, "the output was stopped by its reader");
    }
    joined_done(&j);
    free(out.ptr);
    return st;
}

CHY_API chy_status chy_store_state(chy_store *store, chy_state *out, chy_err *err)
{
    struct store_rows *r = NULL;
    *out = (chy_state){ 0 };
    chy_status st = store_state(store->store, &r, err);
    if (!st) st = store_next(r, err);
    if (st == CHY_ROW) {
        chy_str word = store_text(r, STATE_WORD);
        snprintf(out->word, sizeof out->word, "%.*s", (int)word.len, word.ptr);
        out->documents = (uint64_t)store_number(r, STATE_DOCUMENTS);
    }
    store_rows_close(r);
    return st == CHY_ROW || st == CHY_DONE ? CHY_OK : st;
}

CHY_API void chy_store_patience(chy_store *store, unsigned milliseconds) { store_patience(store->store, milliseconds); }
