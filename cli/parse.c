#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int from_file(void *file, char *room, size_t size, size_t *got)
{
    *got = fread(room, 1, size, file);
    return !*got && ferror((FILE *)file);
}

/* Name the document before the sentence. */
static void name_it(chy_err *err, const char *name)
{
    char what[sizeof err->text];
    memcpy(what, err->text, sizeof what);
    snprintf(err->text, sizeof err->text, "%.150s: %.300s", name, what);
}

static chy_status parse_text(const chy_engine *engine, const char *path, chy_err *err)
{
    FILE *f = NULL;
    chy_status st = cli_open(path, &f, err);
    if (st) return st;
    st = chy_parse_stream(engine, CHY_LIT("text"), from_file, f, cli_to_file, stdout, err);
    if (st && ferror(f)) snprintf(err->text, sizeof err->text, "%s", strerror(errno));
    cli_close(f);
    if (st) name_it(err, path);
    return st;
}

static chy_status parse_conllu(const chy_engine *engine, const char *path, chy_err *err)
{
    chy_doc *doc = NULL;
    char *bytes = NULL;
    size_t size = 0;
    chy_status st = cli_read_file(path, &bytes, &size, err);
    if (st) return st;
    st = chy_parse_conllu(engine, (chy_str){ bytes, size }, &doc, err);
    if (st) name_it(err, path);
    if (!st) st = chy_doc_write_conllu(doc, cli_to_file, stdout, err);
    chy_doc_destroy(doc);
    free(bytes);
    return st;
}

/* A text in memory as a source. */
struct rest {
    const char *at;
    size_t len;
};

static int from_memory(void *user, char *room, size_t size, size_t *got)
{
    struct rest *r = user;
    *got = r->len < size ? r->len : size;
    memcpy(room, r->at, *got);
    r->at += *got;
    r->len -= *got;
    return 0;
}

static chy_status parse_line(const chy_engine *engine, const char *line, size_t size, size_t number, chy_err *err)
{
    json_error_t why;
    chy_status st;
    char name[32];
    json_t *o = json_loadb(line, size, JSON_ALLOW_NUL, &why);
    const json_t *id = json_object_get(o, "id"), *text = json_object_get(o, "text");
    if (!json_is_string(id) || !json_is_string(text)) {
        st = err->status = CHY_EINPUT;
        snprintf(err->text, sizeof err->text, "%.300s", o ? "no \"id\" and \"text\", which must be strings" : why.text);
    } else {
        struct rest rest = { json_string_value(text), json_string_length(text) };
        st = chy_parse_stream(engine, (chy_str){ json_string_value(id), json_string_length(id) }, from_memory, &rest, cli_to_file, stdout,
                              err);
    }
    json_decref(o);
    snprintf(name, sizeof name, "line %zu", number);
    if (st) name_it(err, name);
    return st;
}

static int parse_lines(const chy_engine *engine, FILE *in)
{
    int status = EXIT_DONE;
    char *line = NULL;
    size_t room = 0, number = 0;
    for (ssize_t n; (n = getline(&line, &room, in)) >= 0 && !ferror(stdout);) {
        chy_err err = { 0 };
        number++;
        if ((n == 1 && *line == '\n') || !parse_line(engine, line, (size_t)n, number, &err)) continue;
        cli_complain(&err);
        status = EXIT_SOME_FAILED;
    }
    free(line);
    return status;
}

static int parse_one(const chy_engine *engine, const char *path, bool conllu)
{
    chy_err err = { 0 };
    if (!(conllu ? parse_conllu : parse_text)(engine, path, &err)) return EXIT_DONE;
    cli_complain(&err);
    return EXIT_SOME_FAILED;
}

static int run(const struct call *call)
{
    chy_engine *engine = NULL;
    bool jsonl = call_has(call, "jsonl"), conllu = call_has(call, "conllu");
    if (jsonl && (call->count || conllu))
        return options_misuse(call->command, "--jsonl reads standard input, and takes no files and no --conllu");
    int status = cli_engine(call, 1, &engine);
    if (status) return status;
    if (jsonl)
        status = parse_lines(engine, stdin);
    else if (!call->count)
        status = parse_one(engine, "-", conllu);
    for (int i = 0; i < call->count; i++) status = cli_worse(status, parse_one(engine, call->operands[i], conllu));
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { { "conllu", 'c', NULL, "take CoNLL-U, keep its sentences and words, fill in the rest" },
                                         { "jsonl", 'l', NULL, "read one JSON document a line from standard input: {\"id\", \"text\"}" },
                                         CLI_ENGINE_OPTIONS,
                                         { 0 } };

const struct command command_parse = {
    "parse",
    "[FILE...]",
    "print sentences, words, tags, trees and names as CoNLL-U",
    "A blank line parts paragraphs. Names stand in MISC: NER=B-PER, I-PER ... with PER ORG LOC EVENT DOC MISC.\n"
    "Plain text is read and printed piece by piece: a text may be of any length. One that turns out not to be UTF-8\n"
    "is reported, and what was before the fault is printed.",
    options,
    run
};
