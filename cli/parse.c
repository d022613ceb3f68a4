#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int parse_one(const chy_engine *engine, const char *path, bool conllu)
{
    chy_err err = { 0 };
    chy_doc *doc = NULL;
    char *bytes = NULL;
    size_t size = 0;
    chy_status st = cli_read_file(path, &bytes, &size, &err);
    chy_str given = { bytes, size };
    if (!st) {
        st = conllu ? chy_parse_conllu(engine, given, &doc, &err) : chy_parse(engine, given, &doc, &err);
        if (st) { /* name the document */
            char what[sizeof err.text];
            memcpy(what, err.text, sizeof what);
            snprintf(err.text, sizeof err.text, "%.150s: %.300s", path, what);
        }
    }
    if (!st) st = chy_doc_write_conllu(doc, cli_to_file, stdout, &err);
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
    bool conllu = call_has(call, "conllu");
    if (!call->count) status = parse_one(engine, "-", conllu);
    for (int i = 0; i < call->count; i++) status = cli_worse(status, parse_one(engine, call->operands[i], conllu));
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { { "conllu", 'c', NULL, "take CoNLL-U, keep its sentences and words, fill in the rest" },
                                         CLI_ENGINE_OPTIONS,
                                         { 0 } };

const struct command command_parse = {
    "parse",
    "[FILE...]",
    "print sentences, words, tags, trees and names as CoNLL-U",
    "A blank line parts paragraphs. Names stand in MISC: NER=B-PER, I-PER ... with PER ORG LOC EVENT DOC MISC.",
    options,
    run
};
