#include "read/apart.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "child/cell.h"
#include "read/wire.h"

enum { IDLE_MOST = 64, SECONDS_MOST = 30, SAY_DOCUMENT = 1, SAY_FAILED };
static const size_t document_most = (size_t)33 << 20;

struct apart {
    const struct read_rules *rules;
    size_t ceiling;
    struct ward *ward;
    pthread_mutex_t lock; /* over what follows */
    struct cell *idle[IDLE_MOST];
    unsigned count;
};

struct request {
    uint32_t id, bytes, xml;
    uint32_t has_xml;
};

/* ------------------------------------------------------------------ in the child */

static void work(const void *user, chy_str request, int fd, struct cell_voice *voice)
{
    const struct apart *a = user;
    struct request r;
    chy_doc *d = NULL;
    chy_err err = { 0 };
    buf out;
    (void)fd;
    if (request.len < sizeof r) return;
    memcpy(&r, request.ptr, sizeof r);
    chy_str rest = str_cut(request, sizeof r, request.len);
    if (rest.len != (size_t)r.id + r.bytes + r.xml) return;
    chy_str bytes = str_cut(rest, r.id, (size_t)r.id + r.bytes), xml = str_cut(rest, (size_t)r.id + r.bytes, rest.len);
    chy_status st = read_document(a->rules, str_cut(rest, 0, r.id), bytes, r.has_xml ? xml : (chy_str){ 0 }, a->ceiling, &d, &err);
    buf_init(&out, NULL, NULL);
    if (!st) wire_write(d, &out);
    uint32_t status = (uint32_t)(st ? st : CHY_ENOMEM);
    if (!st && !out.failed)
        cell_say_last(voice, SAY_DOCUMENT, &(chy_str){ out.ptr, out.len }, 1);
    else
        cell_say_last(voice, SAY_FAILED, (chy_str[]){ { (const char *)&status, sizeof status }, str_of(err.text) }, 2);
    buf_done(&out, NULL);
    chy_doc_destroy(d);
}

/* ------------------------------------------------------------------ in the parent */

static const struct cell_limits limits = { .seconds = SECONDS_MOST, .memory = (size_t)3 << 30, .answer = (size_t)512 << 20 };

chy_status apart_create(const struct read_rules *rules, size_t ceiling, bool threaded, struct apart **out, chy_err *err)
{
    struct apart *a = calloc(1, sizeof *a);
    if (!a) return err_memory(err, "making a reader");
    a->rules = rules;
    a->ceiling = ceiling;
    pthread_mutex_init(&a->lock, NULL);
    chy_status st = ward_open(work, a, &limits, &a->ward, err);
    if (!st && threaded) ward_ready(a->ward);
    if (st)
        apart_destroy(a);
    else
        *out = a;
    return st;
}

void apart_destroy(struct apart *a)
{
    if (!a) return;
    for (unsigned i = 0; i < a->count; i++) cell_end(a->idle[i]);
    ward_close(a->ward);
    pthread_mutex_destroy(&a->lock);
    free(a);
}

static chy_status borrow(struct apart *a, struct cell **out, chy_err *err)
{
    pthread_mutex_lock(&a->lock);
    *out = a->count ? a->idle[--a->count] : NULL;
    pthread_mutex_unlock(&a->lock);
    return *out ? CHY_OK : cell_start(a->ward, out, err);
}

static void give_back(struct apart *a, struct cell *c)
{
    pthread_mutex_lock(&a->lock);
    bool kept = a->count < IDLE_MOST;
    if (kept) a->idle[a->count++] = c;
    pthread_mutex_unlock(&a->lock);
    if (!kept) cell_end(c);
}

static chy_status named(chy_status st, chy_str id, chy_err *err) { return st ? err_while(err, st, "%.*s", (int)id.len, id.ptr) : CHY_OK; }

static chy_status answer(uint8_t kind, chy_str said, chy_str id, size_t size, size_t ceiling, chy_doc **out, chy_err *err)
{
    uint32_t status = CHY_EINPUT;
    if (kind == SAY_DOCUMENT) return named(wire_read(said, id, size, ceiling, out, err), id, err);
    if (said.len >= sizeof status) memcpy(&status, said.ptr, sizeof status);
    chy_str why = str_cut(said, sizeof status, said.len);
    if (status < CHY_ENOMEM || status > CHY_ESTORE) status = CHY_EINPUT;
    return err_set(err, (chy_status)status, 0, "%.*s", (int)why.len, why.ptr);
}

/* One question and its one answer; what comes behind it is only that all is said. */
static chy_status ask(struct apart *a, chy_str id, chy_str bytes, chy_str xml, size_t source_size, chy_doc **out, chy_err *err)
{
    struct cell *c = NULL;
    struct request r = { (uint32_t)id.len, (uint32_t)bytes.len, (uint32_t)xml.len, xml.ptr != NULL };
    const chy_str pieces[] = { { (const char *)&r, sizeof r }, id, bytes, xml };
    chy_str said;
    uint8_t kind = 0;
    chy_status st = borrow(a, &c, err);
    if (!st) st = cell_ask(c, pieces, sizeof pieces / sizeof *pieces, -1, err);
    if (!st) st = cell_next(c, &kind, &said, err);
    if (st == CHY_ROW)
        st = answer(kind, said, id, source_size, a->ceiling, out, err);
    else if (st == CHY_DONE)
        st = named(err_set(err, CHY_EINPUT, 0, "cannot be read: its reader says nothing"), id, err);
    else
        st = named(st, id, err);
    if (!c) return st;
    chy_err lost = { 0 };
    if (!st || kind == SAY_FAILED) cell_next(c, &kind, &said, &lost);
    give_back(a, c);
    return st;
}

static chy_status read_pdf(struct apart *a, chy_str id, chy_str bytes, chy_str known, chy_doc **out, chy_err *err)
{
    chy_str xml;
    arena mem;
    arena_init(&mem, (size_t)1 << 30);
    chy_status st = named(read_words(bytes, &mem, &xml, err), id, err);
    if (!st) st = ask(a, id, known, xml, bytes.len, out, err);
    arena_done(&mem);
    return st;
}

chy_status apart_read(struct apart *a, chy_str id, chy_str bytes, chy_doc **out, chy_err *err)
{
    chy_str known, none = { 0 };
    if (bytes.len > document_most || id.len > UINT16_MAX) return read_document(a->rules, id, bytes, none, a->ceiling, out, err);
    enum read_form form = read_form(bytes, &known);
    if (form == READ_TEXT && utf8_invalid_at(bytes) == bytes.len) return read_document(a->rules, id, bytes, none, a->ceiling, out, err);
    return form == READ_PRINT ? read_pdf(a, id, bytes, known, out, err) : ask(a, id, bytes, none, bytes.len, out, err);
}
