#include "cli.h"

/* The last `parts` folders of a path, without the file's own name: "set/one" of "a/set/one/page.html"; 0: the whole path. */
static chy_str id_of(chy_str name, long parts)
{
    size_t end = name.len, from;
    while (end && name.ptr[end - 1] != '/') end--;
    if (!parts || !end) return name;
    for (from = --end; from && (name.ptr[from - 1] != '/' || --parts); from--) {}
    return (chy_str){ name.ptr + from, end - from };
}

static int read_one(const chy_engine *engine, const chy_item *item, long parts)
{
    chy_err err = { 0 };
    chy_doc *doc = NULL;
    chy_status st = chy_read(engine, id_of(item->name, parts), item->bytes, &doc, &err);
    if (!st) st = chy_doc_write_read(doc, cli_to_file, stdout, &err);
    if (st) cli_complain(&err);
    chy_doc_destroy(doc);
    return st ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int read_all(const chy_engine *engine, const chy_places *places, long parts)
{
    chy_intake *in = NULL;
    chy_item item;
    chy_err err = { 0 };
    int status = EXIT_DONE;
    chy_status st = chy_intake_open(places, &in, &err);
    if (st) {
        cli_complain(&err);
        return EXIT_UNAVAILABLE;
    }
    while (!ferror(stdout) && (st = chy_intake_next(in, &item, &err)) != CHY_DONE) {
        if (st == CHY_ROW)
            status = cli_worse(status, read_one(engine, &item, parts));
        else {
            cli_complain(&err);
            status = EXIT_SOME_FAILED;
        }
    }
    chy_intake_close(in);
    return status;
}

static int run(const struct call *call)
{
    static const char *const standard[] = { "-" };
    chy_engine *engine = NULL;
    long parts = 0;
    chy_web web = { .allow_private = call_has(call, "allow-private") };
    chy_places places = { .names = call->count ? (const char *const *)call->operands : standard,
                          .count = call->count ? (size_t)call->count : 1,
                          .columns = call_value(call, "columns"),
                          .web = &web };
    int status = call_number(call, "id-from-path", 1, 64, 0, &parts);
    if (status == OPTIONS_GO_ON) status = cli_engine(call, 1, &engine);
    if (status) return status;
    status = read_all(engine, &places, parts);
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { { "id-from-path", 'i', "N", "id: the last N folders of the path, without the file's own name" },
                                         CLI_COLUMNS_OPTION,
                                         CLI_PRIVATE_OPTION,
                                         CLI_ENGINE_OPTIONS,
                                         { 0 } };

const struct command command_read = {
    "read",
    "[FILE-or-FOLDER-or-ADDRESS...]",
    "print what a file holds: text, segments, title, date, publisher",
    "One JSON object a document, in order: id, text (what is to be read: no title, captions, furniture), title, date,\n"
    "date_basis, updated, author, source, address, lang, document (all there is), segments (places in document).\n"
    "Plain text in any encoding, pages of the web and PDF (by pdftotext) are read, also out of archives (zip, tar, gzip, zstd),\n"
    "archives of the web (WARC), feeds, letters, and corpora in CSV or JSON lines; docs/sources.md tells how.\n"
    "No record is touched.",
    options,
    run
};
