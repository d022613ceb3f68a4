#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "add.h"
#include "answer.h"
#include "progress.h"

/*
 * Documents are read and coded side by side in batches, and put into the record in the order in which they were named,
 * so that the record is the same for any number of threads. While one batch is being written the next is already coded.
 */
enum { BATCH = 32, THREADS_MOST = 256 };
static const size_t BATCH_BYTES = 1 << 20; /* a coded document takes about a hundred times its text */

struct job {
    char *name, *bytes; /* in one block */
    size_t name_size, size;
    chy_doc *doc;
    int known;
    chy_status status;
    chy_err err;
};

struct batch {
    struct job jobs[BATCH];
    int count;
    size_t bytes;
    atomic_int next;
    const chy_engine *engine;
};

/* A page that was fetched: its address, and what its answer said of itself, in one block. */
struct note {
    struct note *next;
    size_t address, etag, modified;
    char text[];
};

struct adding {
    const struct call *call;
    chy_engine *engine; /* opened for the first document that is new */
    chy_store *store;
    struct batch batches[2], *filling, *coded;
    int exit;
    long threads;
    chy_intake *in;
    chy_web web;
    struct note *notes; /* what was fetched; goes into the record behind the documents */
    struct progress progress;
    uint64_t added, there, failed, statements, events, facts;
};

static void *code_jobs(void *user)
{
    struct batch *b = user;
    for (int i; (i = atomic_fetch_add(&b->next, 1)) < b->count;) {
        struct job *j = &b->jobs[i];
        if (j->status || j->known) continue;
        j->status = chy_read_code(b->engine, (chy_str){ j->name, j->name_size }, (chy_str){ j->bytes, j->size }, &j->doc, &j->err);
    }
    return NULL;
}

/* Word lists and weights are opened when there is something to code. */
static bool engine_ready(struct adding *a, struct batch *b)
{
    bool needed = false;
    for (int i = 0; i < b->count; i++) needed |= !b->jobs[i].status && !b->jobs[i].known;
    if (needed && !a->engine) a->exit = cli_worse(a->exit, cli_engine(a->call, a->threads, &a->engine));
    b->engine = a->engine;
    return !needed || a->engine;
}

static void put_job(struct adding *a, struct job *j)
{
    chy_added added = { 0 };
    if (!j->status && !j->known && a->exit != EXIT_UNAVAILABLE)
        j->status = chy_store_add(a->store, j->doc, (chy_str){ j->bytes, j->size }, &added, &j->err);
    if (j->status) {
        progress_failed(&a->progress, &j->err);
        a->failed++;
        a->exit = cli_worse(a->exit, j->status == CHY_ESTORE ? EXIT_UNAVAILABLE : EXIT_SOME_FAILED);
    } else if (j->known || !added.is_new)
        a->there++;
    else {
        a->added++;
        a->statements += added.statements;
        a->events += added.events;
        a->facts += added.facts;
    }
}

/* Put a coded batch into the record and forget it. */
static void write_batch(struct adding *a, struct batch *b)
{
    chy_err err = { 0 };
    progress_tell(&a->progress, a->in, a->added + a->there);
    chy_status st = a->exit == EXIT_UNAVAILABLE || !b->count ? CHY_OK : chy_store_begin(a->store, &err);
    bool open = !st && a->exit != EXIT_UNAVAILABLE && b->count;
    if (st) a->exit = EXIT_UNAVAILABLE;
    for (int i = 0; i < b->count; i++) {
        struct job *j = &b->jobs[i];
        if (a->exit != EXIT_UNAVAILABLE) put_job(a, j);
        chy_doc_destroy(j->doc);
        free(j->name);
    }
    bool told = st == CHY_OK && a->exit == EXIT_UNAVAILABLE;
    if (open) st = chy_store_commit(a->store, &err);
    if (st && !told) cli_complain(&err);
    if (st) a->exit = EXIT_UNAVAILABLE;
    b->count = 0;
    b->bytes = 0;
}

/* Code the batch that has been filled while the one before it is written; false when the record can take no more. */
static bool next_batch(struct adding *a)
{
    struct batch *b = a->filling;
    pthread_t others[THREADS_MOST];
    int started = 0;
    bool ready = engine_ready(a, b);
    atomic_store(&b->next, 0);
    while (ready && started < a->threads - 1 && started < b->count && !pthread_create(&others[started], NULL, code_jobs, b)) started++;
    write_batch(a, a->coded);
    if (ready) code_jobs(b);
    for (int i = 0; i < started; i++) pthread_join(others[i], NULL);
    a->filling = a->coded;
    a->coded = b;
    return a->exit != EXIT_UNAVAILABLE;
}

/* What the intake gave: a document, or why there is none. */
static bool add_item(struct adding *a, chy_status st, const chy_item *item, const chy_err *why)
{
    struct batch *b = a->filling;
    struct job *j = &b->jobs[b->count++];
    *j = (struct job){ .status = st == CHY_ROW ? CHY_OK : st };
    if (j->status)
        j->err = *why;
    else if (!(j->name = malloc(item->name.len + item->bytes.len + 1)))
        j->status = CHY_ENOMEM;
    else {
        j->bytes = j->name + item->name.len;
        j->name_size = item->name.len;
        j->size = item->bytes.len;
        memcpy(j->name, item->name.ptr, item->name.len);
        if (j->size) memcpy(j->bytes, item->bytes.ptr, j->size);
        j->status = chy_store_has(a->store, (chy_str){ j->bytes, j->size }, &j->known, &j->err);
    }
    b->bytes += j->size;
    return b->count < BATCH && b->bytes < BATCH_BYTES ? true : next_batch(a);
}

static bool add_all(struct adding *a)
{
    chy_item item;
    for (bool go_on = true; go_on;) {
        chy_err err = { 0 };
        chy_status st = chy_intake_next(a->in, &item, &err);
        if (st == CHY_DONE) return true;
        go_on = add_item(a, st, &item, &err);
    }
    return false;
}

/* ------------------------------------------------------------------ what is remembered of the web */

static int known_page(void *user, chy_str address, chy_str *etag, chy_str *modified)
{
    struct adding *a = user;
    chy_err err = { 0 };
    int known = 0;
    for (const struct note *n = a->notes; n; n = n->next) /* of this run */
        if (n->address == address.len && !memcmp(n->text, address.ptr, address.len)) {
            *etag = (chy_str){ n->text + n->address, n->etag };
            *modified = (chy_str){ n->text + n->address + n->etag, n->modified };
            return 1;
        }
    return !chy_store_fetched(a->store, address, &known, etag, modified, &err) && known;
}

static void got_page(void *user, chy_str address, chy_str etag, chy_str modified)
{
    struct adding *a = user;
    struct note *n = malloc(sizeof *n + address.len + etag.len + modified.len);
    if (!n) return; /* it will be fetched again */
    *n = (struct note){ a->notes, address.len, etag.len, modified.len };
    memcpy(n->text, address.ptr, address.len);
    if (etag.len) memcpy(n->text + address.len, etag.ptr, etag.len);
    if (modified.len) memcpy(n->text + address.len + etag.len, modified.ptr, modified.len);
    a->notes = n;
}

static void keep_notes(struct adding *a)
{
    for (struct note *n = a->notes, *next; n; n = next) {
        chy_err err = { 0 };
        chy_str address = { n->text, n->address }, etag = { n->text + n->address, n->etag },
                modified = { n->text + n->address + n->etag, n->modified };
        next = n->next;
        if (a->exit != EXIT_UNAVAILABLE && chy_store_note_fetched(a->store, address, etag, modified, &err)) {
            cli_complain(&err);
            a->exit = EXIT_UNAVAILABLE;
        }
        free(n);
    }
    a->notes = NULL;
}

/* ------------------------------------------------------------------ */

static void print_summary(const struct adding *a, double seconds)
{
#define S(n) (unsigned long long)(n), (n) == 1 ? "" : "s"
    if (!a->added && a->there)
        printf("0 new, %llu already there", (unsigned long long)a->there);
    else {
        printf("read %llu document%s: %llu statement%s, %llu event%s, %llu fact%s", S(a->added), S(a->statements), S(a->events),
               S(a->facts));
        if (a->there) printf(", %llu already there", (unsigned long long)a->there);
    }
    uint64_t unchanged = chy_intake_progress(a->in).unchanged;
    if (unchanged) printf(", %llu unchanged", (unsigned long long)unchanged);
    if (a->failed) printf(", %llu failed", (unsigned long long)a->failed);
    printf("  (%.2f s)\n", seconds);
#undef S
}

int add_run(const struct call *call, bool follow)
{
    struct adding a = { .call = call, .filling = &a.batches[0], .coded = &a.batches[1] };
    chy_err err = { 0 };
    int status = call_number(call, "threads", 1, THREADS_MOST, sysconf(_SC_NPROCESSORS_ONLN), &a.threads);
    if (status != OPTIONS_GO_ON) return status;
    if (chy_store_open(answer_record(call), CHY_STORE_WRITE, &a.store, &err)) {
        cli_complain(&err);
        return EXIT_UNAVAILABLE;
    }
    a.web = (chy_web){ known_page, got_page, &a, follow, call_has(call, "allow-private") };
    chy_places places = { .names = (const char *const *)call->operands,
                          .count = (size_t)call->count,
                          .leave_out = answer_record(call),
                          .columns = call_value(call, "columns"),
                          .web = &a.web };
    if (chy_intake_open(&places, &a.in, &err)) {
        cli_complain(&err);
        chy_store_close(a.store);
        return EXIT_UNAVAILABLE;
    }
    progress_begin(&a.progress, call_has(call, "quiet"));
    if (add_all(&a)) next_batch(&a); /* the last one is coded */
    write_batch(&a, a.coded);
    write_batch(&a, a.filling);
    keep_notes(&a);
    progress_end(&a.progress);
    if (a.exit != EXIT_UNAVAILABLE && !call_has(call, "quiet")) print_summary(&a, progress_now() - a.progress.begin);
    fflush(stdout);
    chy_intake_close(a.in);
    chy_store_close(a.store);
    chy_engine_destroy(a.engine);
    return a.exit;
}

static int run(const struct call *call)
{
    if (!call->count) return options_misuse(call->command, "which documents? (\"-\" is standard input)");
    return add_run(call, false);
}

static const struct option options[] = { RECORD_OPTION,
                                         { "threads", 'j', "N", "documents coded at once (default: one a core)" },
                                         { "quiet", 'q', NULL, "no progress and no summary line" },
                                         CLI_COLUMNS_OPTION,
                                         CLI_PRIVATE_OPTION,
                                         CLI_ENGINE_OPTIONS,
                                         CLI_DICTIONARIES_OPTION,
                                         { 0 } };

const struct command command_add = {
    "add",
    "FILE-or-FOLDER-or-ADDRESS...",
    "read documents into the record; what is there already is left as it is",
    "Files, folders, https addresses, and what holds documents: zip, tar, WARC, feeds, letters, CSV and JSON lines (docs/sources.md).\n"
    "A document is known by its bytes, whatever it is called. Each goes in whole or not at all, so that an interrupted run can\n"
    "simply be started again. One that cannot be read is reported and the rest go on (exit status 3).",
    options,
    run
};
