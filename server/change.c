/* Those who change the record: documents that come in, corrections, reading again. One after the other, by one thread. */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "live.h"

enum { LARGE = 512 << 10, IDS_MOST = 64, FIELDS_MOST = 32, TOLD_EVERY_MS = 200, FAILURES_TOLD = 20 };

static struct kept *json_answer(int status, struct out *body)
{
    out_text(body, "\n");
    return kept_create(status, route_forms[FORM_JSON].type, body, NULL, "no-store");
}

static struct kept *refusal(chy_status st, const chy_err *err)
{
    int status = st == CHY_EUSAGE ? 400 : st == CHY_EINPUT ? 422 : st == CHY_E2BIG ? 413 : st == CHY_ENOMEM ? 503 : 500;
    return kept_error(status, status == 500  ? "the record cannot be written to at the moment"
                              : err->text[0] ? err->text
                                             : "there is no memory for this");
}

/* ------------------------------------------------------------------ documents */

struct arrival {
    struct server *server;
    chy_store *store;
    uint64_t job;                                                      /* 0: the one who sent it waits */
    uint64_t read, there, failed, statements, events, facts, document; /* the last one's number */
    int64_t told;
    chy_err err; /* of the last that failed */
    chy_status status;
    struct out failures; /* what failed and why, the first ones, as strings of JSON with commas between */
};

/* err: a sentence that names the document. */
static void fail(struct arrival *a, chy_status st, const chy_err *err)
{
    if (a->failed++ < FAILURES_TOLD) {
        if (a->failures.len) out_text(&a->failures, ",");
        out_json(&a->failures, str(err->text));
    }
    a->status = st;
    a->err = *err;
}

static void write_failures(struct out *out, const struct arrival *a)
{
    out_text(out, ",\"failures\":[");
    if (!a->failures.failed) out_bytes(out, a->failures.ptr, a->failures.len);
    out_text(out, "]}");
}

static void tell_progress(struct arrival *a, bool over)
{
    struct out text = { 0 };
    if (!a->job || (!over && now_ms() - a->told < TOLD_EVERY_MS)) return;
    a->told = now_ms();
    uint64_t done = a->read + a->there + a->failed;
    out_format(&text, "{\"job\":\"%llu\",\"done\":%llu,\"of\":%s%.0llu,\"failed\":%llu", (unsigned long long)a->job,
               (unsigned long long)done, over ? "" : "null", over ? (unsigned long long)done : 0ull, (unsigned long long)a->failed);
    if (over)
        write_failures(&text, a);
    else
        out_text(&text, "}");
    out_bytes(&text, "", 1);
    if (!text.failed) live_tell(&a->server->live, "progress", text.ptr);
    free(text.ptr);
}

/* The document in the record, whose bytes these are: the newest, or one that was there already. */
static void put_document(struct arrival *a, chy_str name, chy_str bytes)
{
    chy_doc *doc = NULL;
    chy_added added = { 0 };
    chy_err err = { 0 };
    chy_status st = chy_read_code(a->server->engine, name, bytes, &doc, &err);
    if (!st) st = chy_store_add(a->store, doc, bytes, &added, &err);
    chy_doc_destroy(doc);
    if (!st) a->document = added.document;
    if (st)
        fail(a, st, &err);
    else if (!added.is_new)
        a->there++;
    else {
        a->read++;
        a->statements += added.statements;
        a->events += added.events;
        a->facts += added.facts;
    }
    tell_progress(a, false);
}

/* What was sent lies in memory that has no name among files; what it holds is called by the name that the sender gave. */
static void put_all(struct arrival *a, chy_str name, const struct out *body)
{
    char place[40], *called = NULL;
    chy_item item;
    chy_intake *in = NULL;
    chy_err err = { 0 };
    int fd = memfd_create("document", MFD_CLOEXEC);
    size_t written = 0;
    while (fd >= 0 && written < body->len) {
        ssize_t n = write(fd, body->ptr + written, body->len - written);
        if (n <= 0) break;
        written += (size_t)n;
    }
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    const char *names[] = { place };
    chy_places places = { .names = names, .count = 1 };
    chy_status st = fd < 0 || written < body->len ? CHY_ENOMEM : chy_intake_open(&places, &in, &err);
    while (!st && (st = chy_intake_next(in, &item, &err)) != CHY_DONE) {
        size_t head = strlen(place);
        bool ours = item.name.len >= head && !memcmp(item.name.ptr, place, head);
        if (st != CHY_ROW) {
            chy_err named = err;
            const char *why = strstr(err.text, place) == err.text ? err.text + strlen(place) : err.text;
            snprintf(named.text, sizeof named.text, "%.*s%.250s", (int)(name.len < 200 ? name.len : 200), name.ptr, why);
            fail(a, st, &named);
        } else if (asprintf(&called, "%.*s%.*s", (int)name.len, name.ptr, ours ? (int)(item.name.len - head) : 0, item.name.ptr + head) >=
                   0) {
            put_document(a, (chy_str){ called, strlen(called) }, item.bytes);
            free(called);
        }
        st = CHY_OK;
    }
    if (st && st != CHY_DONE) fail(a, st, &err);
    chy_intake_close(in);
    if (fd >= 0) close(fd);
}

static struct kept *arrived(struct arrival *a)
{
    struct out body = { 0 };
    if (!a->read && !a->there) return a->failed ? refusal(a->status, &a->err) : kept_error(422, "there is no document in it");
    out_format(&body,
               "{\"document\":\"D-%llu\",\"new\":%s,\"documents\":%llu,\"failed\":%llu,\"statements\":%llu,\"events\":%llu,\"facts\":%llu",
               (unsigned long long)a->document, a->read ? "true" : "false", (unsigned long long)a->read, (unsigned long long)a->failed,
               (unsigned long long)a->statements, (unsigned long long)a->events, (unsigned long long)a->facts);
    write_failures(&body, a);
    return json_answer(a->read ? 201 : 200, &body);
}

static void wake(struct exchange *x, struct kept *k)
{
    struct server *s = x->server; /* x may be gone as soon as it goes on */
    x->kept = k;
    x->done = true;
    loop_resume(s, x->connection);
}

static void add_documents(struct server *s, struct exchange *x, chy_store *store)
{
    struct arrival a = { .server = s, .store = store };
    chy_str name = x->document_name.len ? (chy_str){ x->document_name.ptr, x->document_name.len } : str("upload");
    if (x->body.len <= LARGE) {
        put_all(&a, name, &x->body);
        watch_look(s, store);
        wake(x, arrived(&a));
        free(a.failures.ptr);
        return;
    }
    struct out body = x->body, called = { 0 }, answer = { 0 };
    x->body = (struct out){ 0 };
    a.job = ++s->jobs;
    out_str(&called, name);
    out_format(&answer, "{\"job\":\"%llu\"}", (unsigned long long)a.job);
    wake(x, json_answer(202, &answer)); /* from here on it is no longer ours */
    put_all(&a, (chy_str){ called.ptr, called.len }, &body);
    watch_look(s, store);
    tell_progress(&a, true);
    free(body.ptr);
    free(called.ptr);
    free(a.failures.ptr);
}

/* ------------------------------------------------------------------ corrections */

static chy_str text_of(const json_t *v) { return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : str(""); }

static const char *read_action(const json_t *v, chy_action *out)
{
    static const char *const actions[] = { [CHY_FIX] = "fix",       [CHY_MERGE] = "merge", [CHY_SPLIT] = "split",
                                           [CHY_REJECT] = "reject", [CHY_UNDO] = "undo",   [CHY_ACCEPT] = "accept" };
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (same(text_of(v), actions[i])) {
            *out = (chy_action)i;
            return NULL;
        }
    return "action is fix, merge, split, reject, accept or undo";
}

static const char *read_ids(const json_t *list, chy_str *ids, size_t *count)
{
    *count = json_array_size(list);
    if (!*count || *count > IDS_MOST) return "ids is a list of 1 to 64 identifiers";
    for (size_t i = 0; i < *count; i++) {
        ids[i] = text_of(json_array_get(list, i));
        if (!ids[i].len) return "ids is a list of identifiers, such as [\"S-5\"]";
    }
    return NULL;
}

static const char *read_fields(json_t *object, struct chy_field *fields, size_t *count)
{
    const char *key;
    json_t *value;
    *count = 0;
    if (!object || json_is_null(object)) return NULL;
    if (!json_is_object(object) || json_object_size(object) > FIELDS_MOST) return "fields is an object of names and values";
    json_object_foreach(object, key, value)
    {
        if (!json_is_string(value) && !json_is_null(value)) return "values of fields are strings, or null to leave one open";
        fields[(*count)++] = (struct chy_field){ str(key), text_of(value) };
    }
    return NULL;
}

static struct kept *correct(const struct exchange *x, chy_store *store)
{
    chy_str ids[IDS_MOST];
    struct chy_field fields[FIELDS_MOST];
    chy_correction c = { .ids = ids, .fields = fields };
    uint64_t entry = 0;
    chy_err err = { 0 };
    struct out body = { 0 };
    json_t *said = json_loadb(x->body.ptr ? x->body.ptr : "", x->body.len, JSON_REJECT_DUPLICATES, NULL);
    const char *bad = json_is_object(said) ? read_action(json_object_get(said, "action"), &c.action) : "the body is no object of JSON";
    if (!bad) bad = read_ids(json_object_get(said, "ids"), ids, &c.id_count);
    if (!bad) bad = read_fields(json_object_get(said, "fields"), fields, &c.field_count);
    c.because = text_of(json_object_get(said, "because"));
    c.by = text_of(json_object_get(said, "by"));
    chy_status st = bad ? CHY_EUSAGE : chy_store_correct(store, &c, &entry, &err);
    json_decref(said);
    if (bad) return kept_error(400, bad);
    if (st) return refusal(st, &err);
    out_format(&body, "{\"entry\":\"J-%llu\"}", (unsigned long long)entry);
    return json_answer(201, &body);
}

static struct kept *recode(struct server *s, const struct exchange *x, chy_store *store)
{
    chy_recoded total = { 0 };
    chy_err err = { 0 };
    chy_status st = CHY_OK;
    struct out body = { 0 };
    json_t *said = json_loadb(x->body.ptr ? x->body.ptr : "", x->body.len, JSON_REJECT_DUPLICATES, NULL);
    const json_t *list = json_object_get(said, "documents");
    size_t count = json_array_size(list);
    bool good = count && count <= IDS_MOST;
    for (size_t i = 0; good && i < count; i++) good = text_of(json_array_get(list, i)).len > 0;
    for (size_t i = 0; good && !st && i < count; i++) {
        chy_recoded one = { 0 };
        st = chy_store_recode(store, s->engine, text_of(json_array_get(list, i)), 0, &one, &err);
        total.read += one.read;
        total.failed += one.failed;
    }
    json_decref(said);
    if (!good) return kept_error(400, "documents is a list of 1 to 64 identifiers, such as [\"D-2\"]");
    if (st) return refusal(st, &err);
    out_format(&body, "{\"read\":%llu,\"failed\":%llu}", (unsigned long long)total.read, (unsigned long long)total.failed);
    return json_answer(200, &body);
}

/* ------------------------------------------------------------------ the one who writes */

struct writer {
    struct server *server;
    chy_store *store;
};

static void *write_on(void *user)
{
    struct writer *w = user;
    struct server *s = w->server;
    for (struct exchange *x; (x = queue_take(&s->changes));) {
        if (x->wanted.route->work == ROUTE_ADD) {
            add_documents(s, x, w->store);
            continue;
        }
        struct kept *k = x->wanted.route->work == ROUTE_CORRECT ? correct(x, w->store) : recode(s, x, w->store);
        watch_look(s, w->store); /* who changed it sees it changed */
        wake(x, k);
    }
    chy_store_close(w->store);
    free(w);
    return NULL;
}

chy_status changes_start(struct server *s, chy_err *err)
{
    queue_init(&s->changes);
    struct writer *w = calloc(1, sizeof *w);
    if (!w) return CHY_ENOMEM;
    w->server = s;
    chy_status st = chy_store_open(s->record, CHY_STORE_WRITE, &w->store, err);
    if (!st && pthread_create(&s->writer, NULL, write_on, w)) st = CHY_ENOMEM;
    s->writing = !st;
    if (!st) return CHY_OK;
    chy_store_close(w->store);
    free(w);
    return st;
}

void changes_stop(struct server *s)
{
    if (!s->writing) return;
    queue_close(&s->changes);
    pthread_join(s->writer, NULL);
    s->writing = false;
}
