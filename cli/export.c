#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "answer.h"

enum { PARTS_MAX = 32 };

/* Where the parts go: each into a file of its own, which gets its name when all of it is there. */
struct target {
    const char *path; /* NULL: standard output */
    bool folder;
    struct {
        char *name, *unfinished;
        FILE *f;
    } parts[PARTS_MAX];
    size_t count;
    int trouble; /* errno of the first thing that could not be done */
    char *where; /* and its name */
};

static void fail(struct target *t, const char *name)
{
    if (t->trouble) return;
    t->trouble = errno ? errno : EIO;
    t->where = strdup(name);
}

static FILE *open_part(struct target *t, const char *part)
{
    char *name = NULL, *unfinished = NULL;
    if (t->count == PARTS_MAX) return NULL;
    if (asprintf(&name, t->folder ? "%s/%s" : "%s", t->path, part) < 0) name = NULL;
    if (!name || asprintf(&unfinished, "%s.unfinished", name) < 0) {
        free(name);
        return NULL;
    }
    FILE *f = fopen(unfinished, "wb");
    if (!f) fail(t, unfinished);
    t->parts[t->count].name = name;
    t->parts[t->count].unfinished = unfinished;
    t->parts[t->count++].f = f;
    return f;
}

static FILE *part_file(struct target *t, const char *part)
{
    size_t tail = strlen(part);
    for (size_t i = 0; i < t->count; i++) {
        size_t size = strlen(t->parts[i].name);
        if (!t->folder || (size > tail && !strcmp(t->parts[i].name + size - tail, part) && t->parts[i].name[size - tail - 1] == '/'))
            return t->parts[i].f;
    }
    return open_part(t, part);
}

static int to_target(void *user, const char *part, const char *bytes, size_t size)
{
    struct target *t = user;
    FILE *f = t->path ? part_file(t, part) : stdout;
    if (!f) return 1;
    if (fwrite(bytes, 1, size, f) == size) return 0;
    fail(t, t->path ? t->path : "standard output");
    return 1;
}

/* Give the files their names when all went well, take them away otherwise. */
static void close_parts(struct target *t, bool keep)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->parts[i].f && fclose(t->parts[i].f)) fail(t, t->parts[i].unfinished);
        t->parts[i].f = NULL;
    }
    keep = keep && !t->trouble;
    for (size_t i = 0; i < t->count; i++) {
        if (!keep)
            remove(t->parts[i].unfinished);
        else if (rename(t->parts[i].unfinished, t->parts[i].name))
            fail(t, t->parts[i].name);
        free(t->parts[i].name);
        free(t->parts[i].unfinished);
    }
}

static const chy_export_format *format_named(const char *name)
{
    size_t count;
    const chy_export_format *formats = chy_export_formats(&count);
    for (size_t i = 0; i < count; i++)
        if (!strcmp(formats[i].name, name)) return &formats[i];
    return NULL;
}

static int finish(struct target *t, chy_status st, const chy_exported *done, const chy_err *err)
{
    close_parts(t, !st);
    if (t->trouble)
        fprintf(stderr, "chancery: %s: %s\n", t->where ? t->where : "the export", strerror(t->trouble));
    else if (st)
        cli_complain(err);
    else if (done->left_out)
        fprintf(stderr, "chancery: %llu event%s left out, which lack %s\n", (unsigned long long)done->left_out,
                done->left_out == 1 ? "" : "s", done->why);
    free(t->where);
    return t->trouble ? EXIT_SOME_FAILED : st ? EXIT_UNAVAILABLE : EXIT_DONE;
}

static int run(const struct call *call)
{
    const char *name = call_value(call, "format"), *out = call_value(call, "output");
    const chy_export_format *format = name ? format_named(name) : NULL;
    if (call->count) return options_misuse(call->command, "takes no operands: --who names a person, a state or an organisation");
    if (!name) return options_misuse(call->command, "in which --format?");
    if (!format) return options_misuse(call->command, "there is no format \"%s\"", name);
    if (format->folder && !out) return options_misuse(call->command, "%s is several files: -o names a folder for them", name);
    struct target t = { .path = out && strcmp(out, "-") ? out : NULL, .folder = format->folder != 0 };
    if (t.folder && t.path && mkdir(t.path, 0777) && errno != EEXIST) {
        fprintf(stderr, "chancery: %s: %s\n", t.path, strerror(errno));
        return EXIT_SOME_FAILED;
    }
    chy_query filter = { .name = answer_value(call, "who"),
                         .other = answer_value(call, "with"),
                         .about = answer_value(call, "about"),
                         .place = answer_value(call, "place"),
                         .kind = answer_value(call, "kind"),
                         .status = answer_value(call, "status"),
                         .relation = answer_value(call, "relation"),
                         .publisher = answer_value(call, "publisher"),
                         .lang = answer_value(call, "lang"),
                         .on = answer_value(call, "on"),
                         .from = answer_value(call, "from"),
                         .to = answer_value(call, "to"),
                         .known_by = answer_value(call, "known-by") };
    chy_export what = { .format = { name, strlen(name) }, .filter = &filter, .sink = to_target, .user = &t };
    chy_exported done = { 0 };
    chy_store *store = NULL;
    chy_err err = { 0 };
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_READ, &store, &err);
    if (!st) st = chy_store_export(store, &what, &done, &err);
    chy_store_close(store);
    if (st == CHY_EUSAGE) {
        close_parts(&t, false);
        return options_misuse(call->command, "%s", err.text);
    }
    return finish(&t, st, &done, &err);
}

static const struct option options[] = { { "format", 'f', "FORMAT", "csv, jsonl, geojson, gexf, jsonld, ics, atom, events, annotations or parquet" },
                                         { "output", 'o', "FILE", "where to (csv, parquet: a folder); default: standard output" },
                                         { "who", 0, "NAME", "only what this person, state or organisation does, says or is part of" },
                                         { "with", 0, "NAME", "and this one, too" },
                                         { "about", 0, "NAME", "only statements about it" },
                                         { "place", 0, "NAME", "only events there" },
                                         { "kind", 0, "KIND", "only events of that kind" },
                                         { "status", 0, "STATUS",
                                           "only events that occurred, are planned, cancelled, denied, hypothetical or historical" },
                                         { "relation", 0, "NAME", "only facts of this relation" },
                                         { "publisher", 0, "NAME", "only from documents of this publisher" },
                                         { "lang", 0, "LANGUAGE", "only from documents in this language" },
                                         { "on", 0, "DATE", "facts that hold on that day, events and statements of that day" },
                                         { "from", 0, "DATE", "not before" },
                                         { "to", 0, "DATE", "not after" },
                                         RECORD_OPTION,
                                         { "known-by", 'k', "WHEN", "what the record held at the end of that day, or at that moment" },
                                         { 0 } };

const struct command command_export = {
    "export",
    "",
    "the record in the formats of others",
    "The same record gives the same bytes, whatever came into it first. docs/exports.md tells what each format holds.\n"
    "A file gets its name when all of it has been written.",
    options,
    run
};
