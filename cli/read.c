#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int read_one(const chy_engine *engine, const char *path)
{
    chy_err err = { 0 };
    chy_doc *doc = NULL;
    char *bytes = NULL;
    size_t size = 0;
    chy_status st = cli_read_file(path, &bytes, &size, &err);
    if (!st) st = chy_read(engine, (chy_str){ path, strlen(path) }, (chy_str){ bytes, size }, &doc, &err);
    if (!st) st = chy_doc_write_read(doc, cli_to_file, stdout, &err);
    if (st) cli_complain(&err);
    chy_doc_destroy(doc);
    free(bytes);
    return st ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int run(const struct call *call)
{
    chy_engine *engine = NULL;
    int status = cli_engine(call, &engine);
    if (status) return status;
    if (!call->count) status = read_one(engine, "-");
    for (int i = 0; i < call->count; i++) status = cli_worse(status, read_one(engine, call->operands[i]));
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { CLI_ENGINE_OPTIONS, { 0 } };

const struct command command_read = {
    "read",
    "[FILE...]",
    "print what a file holds: text, segments, title, date, publisher",
    "One JSON object a file, in order: id, text, title, date, date_basis, author, source, lang, segments.\n"
    "No record is touched.",
    options,
    run
};
