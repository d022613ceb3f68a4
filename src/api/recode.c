/* Reading documents of the record again, from what they were read from the first time. */
#include "api/api.h"
#include "pipeline/pipeline.h"
#include "record/record.h"

enum { BATCH = 32 };

struct recoding {
    struct store *store;
    const chy_engine *engine;
    chy_recoded *out;
};

static bool keep(chy_doc *d, chy_str *slot, struct store_rows *rows, int column)
{
    chy_str kept = str_keep(&d->mem, store_text(rows, column));
    if (!kept.ptr) return false;
    *slot = kept;
    return true;
}

/* What a person has corrected is known before the document is read. */
static bool keep_corrected(chy_doc *d, struct store_rows *rows)
{
    d->date_basis = CHY_LIT("corrected");
    return keep(d, &d->date, rows, STORED_PUBLISHED) && keep(d, &d->title, rows, STORED_TITLE) &&
           keep(d, &d->source, rows, STORED_PUBLISHER) && keep(d, &d->author, rows, STORED_AUTHOR) && keep(d, &d->lang, rows, STORED_LANG);
}

/* A text that was handed over comes with what was told of it; what stands in the text itself will be read there again. */
static bool keep_given(chy_doc *d, struct store_rows *rows)
{
    bool good = true;
    if (str_is(store_text(rows, STORED_READ_BASIS), "given")) {
        d->date_basis = CHY_LIT("given");
        good = keep(d, &d->date, rows, STORED_READ_PUBLISHED);
    }
    if (good && str_find(d->text, store_text(rows, STORED_READ_TITLE), 0) == SIZE_MAX) good = keep(d, &d->title, rows, STORED_READ_TITLE);
    if (good && str_find(d->text, store_text(rows, STORED_READ_PUBLISHER), 0) == SIZE_MAX)
        good = keep(d, &d->source, rows, STORED_READ_PUBLISHER);
    return good;
}

static chy_status code_stored(const chy_engine *engine, struct store_rows *rows, chy_doc **out, struct record_metadata *as_read,
                              chy_err *err)
{
    bool given = store_number(rows, STORED_GIVEN) == 1, good = true;
    chy_str path = store_text(rows, STORED_PATH);
    chy_doc *d = NULL;
    chy_status st = given ? doc_create(path, store_text(rows, STORED_TEXT), pipeline_ceiling(engine), &d, err)
                          : pipeline_read(engine, path, store_text(rows, STORED_BYTES), &d, err);
    if (st) return st;
    if (given) good = keep_given(d, rows);
    *as_read = (struct record_metadata){ d->title, d->date, d->date_basis, d->source, d->author, d->lang };
    if (good && store_number(rows, STORED_ENTRY) > 0) good = keep_corrected(d, rows);
    st = good ? pipeline_run(engine, d, PIPELINE_CODE, err) : err_memory(err, "reading a document again");
    if (st)
        chy_doc_destroy(d);
    else
        *out = d;
    return st;
}

static chy_status recode_one(struct recoding *r, int64_t number, chy_str now, chy_err *err)
{
    struct store_rows *rows = NULL;
    chy_doc *d = NULL;
    struct record_metadata as_read;
    chy_status st = store_stored(r->store, number, &rows, err);
    if (!st) st = store_next(rows, err);
    if (st == CHY_ROW) st = code_stored(r->engine, rows, &d, &as_read, err);
    if (!st && d)
        st = record_recode(r->store, store_text(rows, STORED_HASH), d, store_number(rows, STORED_ENTRY) > 0 ? &as_read : NULL, now, err);
    if (!st && d) {
        r->out->read++;
        r->out->statements += d->statements.count;
        r->out->events += d->events.count;
        r->out->facts += d->facts.count;
    }
    chy_doc_destroy(d);
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

/* "D-2" -> 2; 0: it is no number of a document. */
static int64_t document_number(chy_str text)
{
    int64_t n = 0;
    if (text.len < 3 || text.len > 20 || (text.ptr[0] | 0x20) != 'd' || text.ptr[1] != '-') return 0;
    for (size_t i = 2; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return 0;
        n = n * 10 + text.ptr[i] - '0';
    }
    return n;
}

static chy_status choose(struct store *s, const struct store_choice *choice, arena *mem, int64_t **out, uint32_t *count, chy_err *err)
{
    struct store_rows *rows = NULL;
    LIST(int64_t) numbers = { 0 };
    chy_status st = store_choose(s, choice, &rows, err);
    while (!st && (st = store_next(rows, err)) == CHY_ROW) {
        int64_t *slot = LIST_PUSH(mem, &numbers);
        st = slot ? CHY_OK : err_memory(err, "choosing documents");
        if (slot) *slot = store_number(rows, 0);
    }
    store_rows_close(rows);
    *out = numbers.at;
    *count = numbers.count;
    return st == CHY_DONE ? CHY_OK : st;
}

/* Some documents in one go. One that cannot be read again is told, and keeps the coding that it has. */
static chy_status recode_batch(struct recoding *r, const int64_t *numbers, uint32_t count, chy_str now, chy_err *err)
{
    chy_status st = store_begin(r->store, err);
    if (st) return st;
    for (uint32_t i = 0; !st && i < count; i++) {
        chy_err why = { 0 };
        st = recode_one(r, numbers[i], now, &why);
        if (st == CHY_ESTORE || st == CHY_ENOMEM) {
            if (err) *err = why;
        } else if (st) {
            r->out->failed++;
            if (r->out->complain) r->out->complain(r->out->user, &why);
            st = CHY_OK;
        }
    }
    return store_end(r->store, st, err);
}

CHY_API chy_status chy_store_recode(chy_store *store, const chy_engine *engine, chy_str which, int only_stale, chy_recoded *out,
                                    chy_err *err)
{
    chy_recoded unasked = { 0 };
    struct recoding r = { store->store, engine, out ? out : &unasked };
    struct store_choice choice = { .document = document_number(which) };
    char now[API_MOMENT_SIZE];
    int64_t *numbers = NULL;
    uint32_t count = 0;
    arena mem;
    arena_init(&mem, (size_t)1 << 32);
    if (!choice.document) choice.name = which;
    if (only_stale) choice.not_read_by = chy_engine_coding(engine);
    chy_status st = choose(store->store, &choice, &mem, &numbers, &count, err);
    if (!st && !count && which.len && !only_stale)
        st = err_set(err, CHY_EUSAGE, 0, "%.*s: there is no such document in the record", (int)which.len, which.ptr);
    for (uint32_t i = 0; !st && i < count; i += BATCH)
        st = recode_batch(&r, numbers + i, count - i < BATCH ? count - i : BATCH, api_now(now), err);
    arena_done(&mem);
    return st;
}
