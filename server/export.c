/*
 * Exports: written by a thread of its own, with its own handle to the record, as fast as the one who asked takes the bytes. What is under
 * way at any time is a small piece, however large the record.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "inside.h"
#include "zip.h"

enum { EXPORTS_MOST = 4, AHEAD = 256 << 10, STUCK_MS = 30000, PARTS_MOST = 64 };

struct flow {
    struct server *server;
    struct exchange *exchange; /* until the first bytes are there; it must not be looked at afterwards */
    struct MHD_Connection *connection;
    const struct chy_export_format *format;
    char part[64], name[80];
    const char *type;
    chy_query filter;
    char *texts; /* the filter's own */
    pthread_mutex_t lock;
    pthread_cond_t taken;
    struct out ready;
    bool begun, asleep, over, gone;
    unsigned users;
    struct spool {
        char name[64];
        FILE *file; /* without a name, gone with its last user */
    } spools[PARTS_MOST]; /* of a format of several files: they are filled side by side, and a zip holds one behind the other */
    unsigned spool_count;
};

static void flow_leave(struct flow *f)
{
    pthread_mutex_lock(&f->lock);
    bool last = !--f->users;
    pthread_mutex_unlock(&f->lock);
    if (!last) return;
    pthread_mutex_destroy(&f->lock);
    pthread_cond_destroy(&f->taken);
    free(f->ready.ptr);
    free(f->texts);
    free(f);
}

/* ------------------------------------------------------------------ the side of MHD */

static ssize_t read_on(void *user, uint64_t position, char *room, size_t size)
{
    struct flow *f = user;
    ssize_t n = 0;
    (void)position;
    pthread_mutex_lock(&f->lock);
    if (f->ready.len) {
        n = (ssize_t)(f->ready.len < size ? f->ready.len : size);
        memcpy(room, f->ready.ptr, (size_t)n);
        f->ready.len -= (size_t)n;
        memmove(f->ready.ptr, f->ready.ptr + n, f->ready.len);
        pthread_cond_signal(&f->taken);
    } else if (f->over || f->ready.failed)
        n = f->ready.failed ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    else {
        f->asleep = true;
        MHD_suspend_connection(f->connection);
    }
    pthread_mutex_unlock(&f->lock);
    return n;
}

static void left(void *user)
{
    struct flow *f = user;
    pthread_mutex_lock(&f->lock);
    f->gone = true;
    pthread_cond_signal(&f->taken);
    pthread_mutex_unlock(&f->lock);
    flow_leave(f);
}

/* The first bytes are there: the one who asked gets his answer, and with it the rest as it comes. Called with the lock held. */
static void begin(struct flow *f)
{
    struct exchange *x = f->exchange;
    char disposition[128];
    f->begun = true;
    f->exchange = NULL;
    f->users++;
    struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 64 << 10, read_on, f, left);
    if (r) {
        dress(r);
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", f->name);
        MHD_add_response_header(r, "Content-Type", f->type);
        MHD_add_response_header(r, "Content-Disposition", disposition);
        MHD_add_response_header(r, "Cache-Control", "no-store");
    } else {
        f->users--;
        f->gone = true;
        x->kept = kept_error(503, "there is no memory for this");
    }
    x->stream = r;
    x->done = true;
    loop_resume(f->server, x->connection);
}

/* ------------------------------------------------------------------ the side of the record */

/* Hand over bytes; waits for room. Non-zero when nobody takes them. */
static int put(void *user, const char *bytes, size_t size)
{
    struct flow *f = user;
    struct timespec until;
    int stuck = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STUCK_MS / 1000;
    pthread_mutex_lock(&f->lock);
    if (!f->begun && size) begin(f);
    while (f->ready.len > AHEAD && !f->gone && !stuck) stuck = pthread_cond_timedwait(&f->taken, &f->lock, &until) == ETIMEDOUT;
    bool stop = f->gone || stuck || atomic_load(&f->server->cut);
    if (!stop) out_bytes(&f->ready, bytes, size);
    stop |= f->ready.failed;
    if (f->asleep) {
        f->asleep = false;
        loop_resume(f->server, f->connection);
    }
    pthread_mutex_unlock(&f->lock);
    return stop;
}

/* The one part that is wanted; all of a format that has one alone. */
static int part_sink(void *user, const char *part, const char *bytes, size_t size)
{
    struct flow *f = user;
    return f->part[0] && strcmp(part, f->part) ? 0 : put(f, bytes, size);
}

static int spool_sink(void *user, const char *part, const char *bytes, size_t size)
{
    struct flow *f = user;
    unsigned i = 0;
    while (i < f->spool_count && strcmp(f->spools[i].name, part)) i++;
    if (i == PARTS_MOST || atomic_load(&f->server->cut)) return 1;
    if (i == f->spool_count) {
        snprintf(f->spools[i].name, sizeof f->spools[i].name, "%s", part);
        if (!(f->spools[i].file = tmpfile())) return 1;
        f->spool_count++;
    }
    return fwrite(bytes, 1, size, f->spools[i].file) != size;
}

static chy_status run(struct flow *f, chy_store *store, chy_part_sink sink, chy_err *err)
{
    chy_export what = { .format = str(f->format->name), .filter = &f->filter, .sink = sink, .user = f };
    return chy_store_export(store, &what, NULL, err);
}

static int zip_spool(struct zip *z, struct spool *p)
{
    char some[16384];
    long size = ftell(p->file);
    if (size < 0 || zip_open(z, p->name, size)) return 1;
    rewind(p->file);
    for (size_t n; (n = fread(some, 1, sizeof some, p->file)) > 0;)
        if (zip_bytes(z, some, n)) return 1;
    return ferror(p->file) || zip_close(z);
}

/* All parts of a format that is several files, from one walk through the record. */
static chy_status run_zip(struct flow *f, chy_store *store, chy_err *err)
{
    struct zip z;
    chy_status st = run(f, store, spool_sink, err);
    bool stopped = !st && zip_begin(&z, put, f);
    for (unsigned i = 0; !st && i < f->spool_count && !stopped; i++) stopped = zip_spool(&z, &f->spools[i]);
    if (!st && !stopped) stopped = zip_end(&z);
    if (!st) zip_done(&z);
    for (unsigned i = 0; i < f->spool_count; i++) fclose(f->spools[i].file);
    return stopped ? CHY_STOPPED : st;
}

static void end(struct flow *f, chy_status st, const chy_err *err)
{
    pthread_mutex_lock(&f->lock);
    f->over = true;
    if (!f->begun) { /* nothing came */
        struct exchange *x = f->exchange;
        f->begun = true;
        x->kept = !st                ? kept_error(404, "there is nothing in this part of the export")
                  : st == CHY_EUSAGE ? kept_error(400, err->text)
                                     : kept_error(500, "the record cannot be given out at the moment");
        x->done = true;
        loop_resume(f->server, x->connection);
    } else if (st)
        f->ready.failed = true; /* cut off in the middle: the one who asked must not take it for whole */
    if (f->asleep) {
        f->asleep = false;
        loop_resume(f->server, f->connection);
    }
    pthread_mutex_unlock(&f->lock);
}

static void *export_on(void *user)
{
    struct flow *f = user;
    struct server *s = f->server;
    chy_store *store = NULL;
    chy_err err = { 0 };
    chy_status st = chy_store_open(s->record, CHY_STORE_READ, &store, &err);
    if (!st) st = f->format->folder && !f->part[0] ? run_zip(f, store, &err) : run(f, store, part_sink, &err);
    chy_store_close(store);
    end(f, st, &err);
    flow_leave(f);
    atomic_fetch_sub(&s->exports, 1);
    return NULL;
}

/* ------------------------------------------------------------------ starting */

static const struct chy_export_format *format_called(chy_str name)
{
    size_t count;
    const chy_export_format *formats = chy_export_formats(&count);
    for (size_t i = 0; i < count; i++)
        if (same(name, formats[i].name)) return &formats[i];
    return NULL;
}

/* ".csv": "csv" */
static const char *ending_of(const char *suffix) { return *suffix == '.' ? suffix + 1 : suffix; }

static const char *type_called(const char *suffix)
{
    for (int i = 0; i < FORM_COUNT; i++)
        if (!strcmp(route_forms[i].ending, suffix)) return route_forms[i].type;
    return !strcmp(suffix, "jsonl")    ? "application/x-ndjson"
           : !strcmp(suffix, "jsonld") ? "application/ld+json"
                                       : "text/plain; charset=utf-8";
}

/* The words of the filter outlive the request. */
static bool keep_filter(struct flow *f, const chy_query *q)
{
    chy_str *const from[] = { (chy_str *)&q->name,    (chy_str *)&q->other,  (chy_str *)&q->about,     (chy_str *)&q->place,
                              (chy_str *)&q->kind,    (chy_str *)&q->status, (chy_str *)&q->relation,  (chy_str *)&q->on,
                              (chy_str *)&q->from,    (chy_str *)&q->to,     (chy_str *)&q->publisher, (chy_str *)&q->lang,
                              (chy_str *)&q->known_by };
    chy_str *const to[] = { &f->filter.name,      &f->filter.other,    &f->filter.about,   &f->filter.place, &f->filter.kind,
                            &f->filter.status,    &f->filter.relation, &f->filter.on,      &f->filter.from,  &f->filter.to,
                            &f->filter.publisher, &f->filter.lang,     &f->filter.known_by };
    size_t size = 1, at = 0;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) size += from[i]->len;
    if (!(f->texts = malloc(size))) return false;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        *to[i] = (chy_str){ f->texts + at, from[i]->len };
        if (from[i]->len) memcpy(f->texts + at, from[i]->ptr, from[i]->len);
        at += from[i]->len;
    }
    return true;
}

int export_start(struct server *s, struct exchange *x)
{
    const struct chy_export_format *format = format_called(x->wanted.named);
    pthread_t thread;
    if (!format) return 404;
    if (x->wanted.part.len >= sizeof((struct flow *)0)->part) return 404;
    if (atomic_fetch_add(&s->exports, 1) >= EXPORTS_MOST || atomic_load(&s->ending)) {
        atomic_fetch_sub(&s->exports, 1);
        return 503;
    }
    struct flow *f = calloc(1, sizeof *f);
    if (!f || !keep_filter(f, &x->wanted.query)) {
        free(f);
        atomic_fetch_sub(&s->exports, 1);
        return 503;
    }
    f->server = s;
    f->exchange = x;
    f->connection = x->connection;
    f->format = format;
    f->users = 1;
    if (x->wanted.part.len) memcpy(f->part, x->wanted.part.ptr, x->wanted.part.len);
    bool zipped = format->folder && !f->part[0];
    const char *ending = strrchr(f->part, '.');
    f->type = zipped ? "application/zip" : type_called(format->folder ? (ending ? ending + 1 : "") : ending_of(format->suffix));
    snprintf(f->name, sizeof f->name, "chancery-%s.%s", format->name,
             zipped           ? "zip"
             : format->folder ? (ending ? ending + 1 : "part")
                              : ending_of(format->suffix));
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->taken, NULL);
    MHD_suspend_connection(x->connection);
    if (!pthread_create(&thread, NULL, export_on, f)) {
        pthread_detach(thread);
        return 0;
    }
    loop_resume(s, x->connection);
    flow_leave(f);
    atomic_fetch_sub(&s->exports, 1);
    return 503;
}
