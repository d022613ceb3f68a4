#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/*
 * Documents are coded side by side and printed in order: batches of jobs are filled by the main thread, worked by all,
 * and printed by the main thread again.
 */
enum { BATCH = 64, THREADS_MOST = 256 };

struct job {
    char *bytes;       /* the document, and its name behind it; or the line */
    size_t size, line; /* line: 0 for a document */
    size_t name_size;
    char *out;
    size_t out_len, out_room;
    chy_status status;
    chy_err err;
};

struct work {
    const chy_engine *engine;
    struct job *jobs;
    int count;
    bool jsonl, events, explain;
    atomic_int next;
};

static int to_job(void *user, const char *bytes, size_t size)
{
    struct job *j = user;
    if (j->out_len + size > j->out_room) {
        size_t room = (j->out_len + size) * 2;
        char *p = realloc(j->out, room);
        if (!p) return 1;
        j->out = p;
        j->out_room = room;
    }
    memcpy(j->out + j->out_len, bytes, size);
    j->out_len += size;
    return 0;
}

static chy_str member(const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    return json_is_string(v) ? (chy_str){ json_string_value(v), json_string_length(v) } : (chy_str){ 0 };
}

static chy_status refuse_line(struct job *j, size_t line, const char *why)
{
    snprintf(j->err.text, sizeof j->err.text, "line %zu: %s", line, why);
    return j->err.status = CHY_EINPUT;
}

/* One line of --jsonl: {"id", "text"} and what else is known. */
static chy_status code_line(const chy_engine *engine, struct job *j, chy_doc **doc)
{
    json_error_t why;
    json_t *o = json_loadb(j->bytes, j->size, JSON_ALLOW_NUL, &why);
    chy_status st;
    if (!o) return refuse_line(j, j->line, why.text);
    chy_input in = { .id = member(o, "id"),
                     .text = member(o, "text"),
                     .title = member(o, "title"),
                     .date = member(o, "date"),
                     .source = member(o, "source"),
                     .lang = member(o, "lang"),
                     .reference_time = member(o, "reference_time") };
    if (!json_is_object(o))
        st = refuse_line(j, j->line, "not a JSON object");
    else if (!in.id.ptr)
        st = refuse_line(j, j->line, "no \"id\", which must be a string");
    else if (!in.text.ptr)
        st = refuse_line(j, j->line, "no \"text\", which must be a string");
    else
        st = chy_code(engine, &in, doc, &j->err);
    json_decref(o);
    return st;
}

static void work_job(const struct work *w, struct job *j)
{
    chy_doc *doc = NULL;
    if (!j->status && w->jsonl)
        j->status = code_line(w->engine, j, &doc);
    else if (!j->status)
        j->status = chy_read_code(w->engine, (chy_str){ j->bytes + j->size, j->name_size }, (chy_str){ j->bytes, j->size }, &doc, &j->err);
    if (!j->status && w->events) j->status = chy_doc_write_events(w->engine, doc, to_job, j, &j->err);
    if (!j->status && w->explain) j->status = chy_doc_write_explanation(doc, to_job, j, &j->err);
    if (!j->status && !w->events && !w->explain) j->status = chy_doc_write_json(doc, to_job, j, &j->err);
    chy_doc_destroy(doc);
    free(j->bytes);
    j->bytes = NULL;
}

static void *worker(void *user)
{
    struct work *w = user;
    for (int i; (i = atomic_fetch_add(&w->next, 1)) < w->count;) work_job(w, &w->jobs[i]);
    return NULL;
}

/* Work a batch with this many threads, this one among them. */
static void work_batch(struct work *w, int threads)
{
    pthread_t others[THREADS_MOST];
    int started = 0;
    atomic_store(&w->next, 0);
    while (started < threads - 1 && started < w->count - 1 && !pthread_create(&others[started], NULL, worker, w)) started++;
    worker(w);
    for (int i = 0; i < started; i++) pthread_join(others[i], NULL);
}

static int print_batch(struct work *w)
{
    int status = EXIT_DONE;
    for (int i = 0; i < w->count; i++) {
        struct job *j = &w->jobs[i];
        if (!j->status && fwrite(j->out, 1, j->out_len, stdout) != j->out_len) j->status = CHY_EIO;
        if (j->status) {
            cli_complain(&j->err);
            status = EXIT_SOME_FAILED;
        }
        free(j->out);
    }
    w->count = 0;
    return status;
}

/* The next job from the intake; false when there are no more. */
static bool next_item(chy_intake *in, struct job *j)
{
    chy_item item;
    *j = (struct job){ 0 };
    j->status = chy_intake_next(in, &item, &j->err);
    if (j->status == CHY_DONE) return false;
    if (j->status != CHY_ROW) return true;
    j->status = (j->bytes = malloc(item.bytes.len + item.name.len + 1)) ? CHY_OK : CHY_ENOMEM;
    if (!j->bytes) return true;
    if (item.bytes.len) memcpy(j->bytes, item.bytes.ptr, item.bytes.len);
    memcpy(j->bytes + item.bytes.len, item.name.ptr, item.name.len);
    j->size = item.bytes.len;
    j->name_size = item.name.len;
    return true;
}

static bool next_line(FILE *in, size_t *line, struct job *j)
{
    for (;;) {
        char *p = NULL;
        size_t room = 0;
        ssize_t n = getline(&p, &room, in);
        if (n < 0) {
            free(p);
            return false;
        }
        ++*line;
        if (n == 1 && *p == '\n') {
            free(p);
            continue;
        }
        *j = (struct job){ .bytes = p, .size = (size_t)n, .line = *line };
        return true;
    }
}

static int run(const struct call *call)
{
    chy_engine *engine = NULL;
    long threads = 1;
    int status = call_number(call, "threads", 1, THREADS_MOST, sysconf(_SC_NPROCESSORS_ONLN), &threads);
    if (status != OPTIONS_GO_ON) return status;
    const char *format = call_value(call, "format");
    if (format && strcmp(format, "json") && strcmp(format, "events"))
        return options_misuse(call->command, "--format takes json or events, not \"%s\"", format);
    if (format && call_has(call, "explain")) return options_misuse(call->command, "--explain prints for people and takes no --format");
    if (call_has(call, "jsonl") && call->count) return options_misuse(call->command, "--jsonl reads standard input and takes no files");
    status = cli_engine(call, threads, &engine);
    if (status) return status;
    struct job jobs[BATCH];
    struct work w = { .engine = engine,
                      .jobs = jobs,
                      .jsonl = call_has(call, "jsonl"),
                      .events = format && !strcmp(format, "events"),
                      .explain = call_has(call, "explain") };
    static const char *const standard[] = { "-" };
    chy_web web = { .allow_private = call_has(call, "allow-private") };
    chy_places places = { .names = call->count ? (const char *const *)call->operands : standard,
                          .count = call->count ? (size_t)call->count : 1,
                          .columns = call_value(call, "columns"),
                          .web = &web };
    chy_intake *in = NULL;
    chy_err err = { 0 };
    size_t line = 0;
    if (!w.jsonl && chy_intake_open(&places, &in, &err)) {
        cli_complain(&err);
        chy_engine_destroy(engine);
        return EXIT_UNAVAILABLE;
    }
    if (w.events) chy_doc_write_events(engine, NULL, cli_to_file, stdout, NULL);
    for (bool more = true; more;) {
        more = w.jsonl ? next_line(stdin, &line, &jobs[w.count]) : next_item(in, &jobs[w.count]);
        w.count += more;
        if (w.count == BATCH || (!more && w.count)) {
            work_batch(&w, (int)threads);
            status = cli_worse(status, print_batch(&w));
            if (ferror(stdout)) break;
        }
    }
    chy_intake_close(in);
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = {
    { "jsonl", 'l', NULL, "read one JSON document a line from standard input, and code its text exactly as given" },
    { "format", 'f', "FORMAT", "json (default), or events: event data, tab-separated, a line a dyad" },
    { "explain", 'x', NULL, "tell for each sentence which rule coded an event, or why none was coded" },
    { "threads", 'j', "N", "documents coded at once (default: one a core)" },
    CLI_COLUMNS_OPTION,
    CLI_PRIVATE_OPTION,
    CLI_ENGINE_OPTIONS,
    CLI_DICTIONARIES_OPTION,
    { 0 }
};

const struct command command_code = {
    "code",
    "[FILE-or-FOLDER-or-ADDRESS...]",
    "print coded documents: statements, events, facts, each with its bytes",
    "One JSON object a document, one document a line, in order; docs/interchange.md tells every member.\n"
    "With --jsonl a line is {\"id\", \"text\"} and, where known, \"date\" (or \"reference_time\"), \"title\", \"source\", \"lang\".\n"
    "With --format events the events alone are printed, as a table for statistics; docs/event-data.md tells every column.\n"
    "No record is touched.",
    options,
    run
};
