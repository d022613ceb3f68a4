/* Reading documents of the record again, from what they were read from the first time. */
#include <pthread.h>
#include <stdlib.h>

#include "api/api.h"
#include "pipeline/pipeline.h"
#include "record/record.h"

/*
 * Documents are fetched, coded and put in batches, each within one transaction, so that nobody corrects a document between its reading and its
 * putting. The batch is coded side by side; whoever called puts the documents in the order of their numbers, each as soon as it and those before it
 * are coded, and codes as well while there is nothing to put. So the record is the same for any number of threads.
 */
enum { BATCH = 32, THREADS_MOST = 256, STORED_COUNT = STORED_READ_BASIS + 1 };
static const size_t BATCH_BYTES = 1 << 20; /* a coded document takes about a hundred times its text */

struct job {
    chy_str stored[STORED_COUNT]; /* what the record keeps of it, by enum stored_column */
    bool given, corrected, there, coded;
    struct record_metadata as_read;
    chy_doc *doc;
    chy_status status;
    chy_err err;
};

struct batch {
    const chy_engine *engine;
    struct job jobs[BATCH];
    uint32_t count, next; /* next: the first that nobody codes yet */
    arena mem;
    pthread_mutex_t lock; /* over next and each coded */
    pthread_cond_t one_more;
};

struct recoding {
    struct store *store;
    const chy_engine *engine;
    chy_recoded *out;
    struct batch batch;
};

static bool keep(chy_doc *d, chy_str *slot, const struct job *j, int column)
{
    chy_str kept = str_keep(&d->mem, j->stored[column]);
    if (!kept.ptr) return false;
    *slot = kept;
    return true;
}

/* What a person has corrected is known before the document is read. */
static bool keep_corrected(chy_doc *d, const struct job *j)
{
    d->date_basis = CHY_LIT("corrected");
    return keep(d, &d->date, j, STORED_PUBLISHED) && keep(d, &d->title, j, STORED_TITLE) && keep(d, &d->source, j, STORED_PUBLISHER) &&
           keep(d, &d->author, j, STORED_AUTHOR) && keep(d, &d->lang, j, STORED_LANG);
}

/* A text that was handed over comes with what was told of it; what stands in the text itself will be read there again. */
static bool keep_given(chy_doc *d, const struct job *j)
{
    bool good = true;
    if (str_is(j->stored[STORED_READ_BASIS], "given")) {
        d->date_basis = CHY_LIT("given");
        good = keep(d, &d->date, j, STORED_READ_PUBLISHED);
    }
    if (good && str_find(d->text, j->stored[STORED_READ_TITLE], 0) == SIZE_MAX) good = keep(d, &d->title, j, STORED_READ_TITLE);
    if (good && str_find(d->text, j->stored[STORED_READ_PUBLISHER], 0) == SIZE_MAX) good = keep(d, &d->source, j, STORED_READ_PUBLISHER);
    return good;
}

static chy_status code_stored(const chy_engine *engine, struct job *j, chy_err *err)
{
    bool good = true;
    chy_str path = j->stored[STORED_PATH];
    chy_doc *d = NULL;
    chy_status st = j->given ? doc_create(path, j->stored[STORED_TEXT], pipeline_ceiling(engine), &d, err)
                             : pipeline_read(engine, path, j->stored[STORED_BYTES], &d, err);
    if (st) return st;
    if (j->given) good = keep_given(d, j);
    j->as_read = (struct record_metadata){ d->title, d->date, d->date_basis, d->source, d->author, d->lang };
    if (good && j->corrected) good = keep_corrected(d, j);
    st = good ? pipeline_run(engine, d, PIPELINE_CODE, err) : err_memory(err, "reading a document again");
    if (st)
        chy_doc_destroy(d);
    else
        j->doc = d;
    return st;
}

/* Code the next document that nobody codes; false: there is none. */
static bool code_next(struct batch *b)
{
    pthread_mutex_lock(&b->lock);
    uint32_t mine = b->next < b->count ? b->next++ : b->count;
    pthread_mutex_unlock(&b->lock);
    if (mine == b->count) return false;
    struct job *j = &b->jobs[mine];
    if (j->there && !j->status) j->status = code_stored(b->engine, j, &j->err);
    pthread_mutex_lock(&b->lock);
    j->coded = true;
    pthread_cond_signal(&b->one_more); /* to the one that puts */
    pthread_mutex_unlock(&b->lock);
    return true;
}

static void *code_all(void *user)
{
    while (code_next(user)) {}
    return NULL;
}

static bool is_coded(struct batch *b, const struct job *j)
{
    pthread_mutex_lock(&b->lock);
    bool coded = j->coded;
    pthread_mutex_unlock(&b->lock);
    return coded;
}

/* Until it is coded, by us or by others. */
static void await(struct batch *b, const struct job *j)
{
    while (!is_coded(b, j))
        if (!code_next(b)) break;
    pthread_mutex_lock(&b->lock);
    while (!j->coded) pthread_cond_wait(&b->one_more, &b->lock);
    pthread_mutex_unlock(&b->lock);
}

/* What the record keeps of a document; how large that is. */
static chy_status fetch(struct store *s, int64_t number, struct job *j, arena *mem, size_t *size, chy_err *err)
{
    struct store_rows *rows = NULL;
    *j = (struct job){ 0 };
    chy_status st = store_stored(s, number, &rows, err);
    if (!st) st = store_next(rows, err);
    if (st == CHY_ROW) {
        st = CHY_OK;
        j->there = true;
        j->given = store_number(rows, STORED_GIVEN) == 1;
        j->corrected = store_number(rows, STORED_ENTRY) > 0;
        for (int column = 0; !st && column < STORED_COUNT; column++) {
            if (column == (j->given ? STORED_BYTES : STORED_TEXT)) continue;
            j->stored[column] = str_keep(mem, store_text(rows, column));
            *size += j->stored[column].len;
            if (!j->stored[column].ptr) st = err_memory(err, "reading a document again");
        }
    }
    store_rows_close(rows);
    return st == CHY_DONE ? CHY_OK : st;
}

static chy_status put(struct recoding *r, struct job *j, chy_str now, chy_err *err)
{
    chy_doc *d = j->doc;
    if (j->status && err) *err = j->err;
    if (j->status || !d) return j->status;
    chy_status st = record_recode(r->store, j->stored[STORED_HASH], d, j->corrected ? &j->as_read : NULL, now, err);
    if (st) return st;
    r->out->read++;
    r->out->statements += d->statements.count;
    r->out->events += d->events.count;
    r->out->facts += d->facts.count;
    return CHY_OK;
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

/* As many of these documents as are read at once; *taken: how many. */
static chy_status fetch_batch(struct recoding *r, const int64_t *numbers, uint32_t count, uint32_t *taken, chy_err *err)
{
    struct batch *b = &r->batch;
    size_t size = 0;
    chy_status st = CHY_OK;
    b->engine = r->engine;
    b->count = b->next = 0;
    while (!st && b->count < count && b->count < BATCH && size < BATCH_BYTES)
        if (!(st = fetch(r->store, numbers[b->count], &b->jobs[b->count], &b->mem, &size, err))) b->count++;
    *taken = b->count;
    return st;
}

/* Put what was fetched, in order. One that cannot be read again is told, and keeps the coding that it has. */
static chy_status put_batch(struct recoding *r, chy_str now, chy_err *err)
{
    struct batch *b = &r->batch;
    chy_status st = CHY_OK;
    for (uint32_t i = 0; !st && i < b->count; i++) {
        chy_err why = { 0 };
        await(b, &b->jobs[i]);
        st = put(r, &b->jobs[i], now, &why);
        chy_doc_destroy(b->jobs[i].doc);
        b->jobs[i].doc = NULL;
        if (st == CHY_ESTORE || st == CHY_ENOMEM) {
            if (err) *err = why;
        } else if (st) {
            r->out->failed++;
            if (r->out->complain) r->out->complain(r->out->user, &why);
            st = CHY_OK;
        }
    }
    return st;
}

/* Nobody begins another document; those that are coded already are forgotten. */
static void stop_batch(struct batch *b, const pthread_t *others, unsigned started)
{
    pthread_mutex_lock(&b->lock);
    b->next = b->count;
    pthread_mutex_unlock(&b->lock);
    for (unsigned i = 0; i < started; i++) pthread_join(others[i], NULL);
    for (uint32_t i = 0; i < b->count; i++) chy_doc_destroy(b->jobs[i].doc);
}

static chy_status recode_batch(struct recoding *r, const int64_t *numbers, uint32_t count, uint32_t *taken, chy_str now, chy_err *err)
{
    struct batch *b = &r->batch;
    pthread_t others[THREADS_MOST];
    unsigned started = 0, wanted = r->out->threads < THREADS_MOST ? r->out->threads : THREADS_MOST;
    chy_status st = store_begin(r->store, err);
    if (st) return st;
    arena_init(&b->mem, (size_t)1 << 30);
    st = fetch_batch(r, numbers, count, taken, err);
    while (!st && started + 1 < wanted && started + 1 < b->count && !pthread_create(&others[started], NULL, code_all, b)) started++;
    if (!st) st = put_batch(r, now, err);
    stop_batch(b, others, started);
    arena_done(&b->mem);
    return store_end(r->store, st, err);
}

static chy_status recode_chosen(struct recoding *r, const int64_t *numbers, uint32_t count, chy_err *err)
{
    char now[API_MOMENT_SIZE];
    uint32_t taken = 0;
    chy_status st = CHY_OK;
    if (pthread_mutex_init(&r->batch.lock, NULL)) return err_memory(err, "reading documents again");
    if (pthread_cond_init(&r->batch.one_more, NULL)) {
        pthread_mutex_destroy(&r->batch.lock);
        return err_memory(err, "reading documents again");
    }
    for (uint32_t i = 0; !st && i < count; i += taken) st = recode_batch(r, numbers + i, count - i, &taken, api_now(now), err);
    pthread_cond_destroy(&r->batch.one_more);
    pthread_mutex_destroy(&r->batch.lock);
    return st;
}

CHY_API chy_status chy_store_recode(chy_store *store, const chy_engine *engine, chy_str which, int only_stale, chy_recoded *out,
                                    chy_err *err)
{
    chy_recoded unasked = { 0 };
    struct recoding *r = calloc(1, sizeof *r); /* with the sentences of a whole batch: too large for the stack of a thread */
    struct store_choice choice = { .document = document_number(which) };
    int64_t *numbers = NULL;
    uint32_t count = 0;
    arena mem;
    if (!r) return err_memory(err, "reading documents again");
    r->store = store->store;
    r->engine = engine;
    r->out = out ? out : &unasked;
    arena_init(&mem, (size_t)1 << 32);
    if (!choice.document) choice.name = which;
    if (only_stale) choice.not_read_by = chy_engine_coding(engine);
    chy_status st = choose(store->store, &choice, &mem, &numbers, &count, err);
    if (!st && !count && which.len && !only_stale)
        st = err_set(err, CHY_EUSAGE, 0, "%.*s: there is no such document in the record", (int)which.len, which.ptr);
    if (!st) st = recode_chosen(r, numbers, count, err);
    arena_done(&mem);
    free(r);
    return st;
}
