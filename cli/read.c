#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* The last `parts` folders of a path, without the file's own name: "set/one" of "a/set/one/page.html"; 0: the whole path. */
static chy_str id_of(const char *path, long parts)
{
    const char *end = strrchr(path, '/'), *from = end;
    if (!parts || !end) return (chy_str){ path, strlen(path) };
    while (from > path && (from[-1] != '/' || --parts)) from--;
    return (chy_str){ from, (size_t)(end - from) };
}

static int read_one(const chy_engine *engine, const char *path, long parts)
{
    chy_err err = { 0 };
    chy_doc *doc = NULL;
    char *bytes = NULL;
    size_t size = 0;
    chy_status st = cli_read_file(path, &bytes, &size, &err);
    if (!st) st = chy_read(engine, id_of(path, parts), (chy_str){ bytes, size }, &doc, &err);
    if (!st) st = chy_doc_write_read(doc, cli_to_file, stdout, &err);
    if (st) cli_complain(&err);
    chy_doc_destroy(doc);
    free(bytes);
    return st ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int run(const struct call *call)
{
    chy_engine *engine = NULL;
    long parts = 0;
    int status = call_number(call, "id-from-path", 1, 64, 0, &parts);
    if (status == OPTIONS_GO_ON) status = cli_engine(call, &engine);
    if (status) return status;
    if (!call->count) status = read_one(engine, "-", 0);
    for (int i = 0; i < call->count; i++) status = cli_worse(status, read_one(engine, call->operands[i], parts));
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { { "id-from-path", 'i', "N", "id: the last N folders of the path, without the file's own name" },
                                         CLI_ENGINE_OPTIONS,
                                         { 0 } };

const struct command command_read = {
    "read",
    "[FILE...]",
    "print what a file holds: text, segments, title, date, publisher",
    "One JSON object a file, in order: id, text (what is to be read: no title, captions, furniture), title, date,\n"
    "date_basis, author, source, lang, document (all there is), segments (places in document).\n"
    "Plain text in any encoding, pages of the web and PDF (by pdftotext) are read.\n"
    "No record is touched.",
    options,
    run
};
