#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"

enum { THREADS_MOST = 256 };

static void complain(void *user, const chy_err *why)
{
    (void)user;
    cli_complain(why);
}

static chy_status recode_all(const struct call *call, chy_store *store, const chy_engine *engine, chy_recoded *out, chy_err *err)
{
    bool stale = call_has(call, "stale");
    if (!call->count) return chy_store_recode(store, engine, (chy_str){ "", 0 }, stale, out, err);
    chy_status st = CHY_OK;
    for (int i = 0; !st && i < call->count; i++) st = chy_store_recode(store, engine, answer_operand(call, i), stale, out, err);
    return st;
}

static int run(const struct call *call)
{
    chy_store *store = NULL;
    chy_engine *engine = NULL;
    chy_err err = { 0 };
    chy_recoded out = { .complain = complain };
    long threads = 1;
    int status = call_number(call, "threads", 1, THREADS_MOST, sysconf(_SC_NPROCESSORS_ONLN), &threads);
    if (status != OPTIONS_GO_ON) return status;
    bool chosen = call->count || call_has(call, "stale") || call_has(call, "all");
    if (!chosen) return options_misuse(call->command, "which documents? D-2, a path, --stale or --all");
    if (call->count && call_has(call, "all")) return options_misuse(call->command, "--all, or some, not both");
    if (cli_engine(call, threads, &engine)) return EXIT_UNAVAILABLE;
    status = EXIT_DONE;
    out.threads = (unsigned)threads;
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_WRITE, &store, &err);
    if (!st) st = recode_all(call, store, engine, &out, &err);
    if (st) cli_complain(&err);
    if (st) status = st == CHY_EUSAGE ? EXIT_MISUSE : EXIT_UNAVAILABLE;
    if (!st && out.failed) status = EXIT_SOME_FAILED;
    if (!st && !call_has(call, "quiet")) {
        printf("read %llu document%s again: %llu statements, %llu events, %llu facts", (unsigned long long)out.read,
               out.read == 1 ? "" : "s", (unsigned long long)out.statements, (unsigned long long)out.events, (unsigned long long)out.facts);
        if (out.failed) printf(", %llu failed", (unsigned long long)out.failed);
        putchar('\n');
    }
    chy_store_close(store);
    chy_engine_destroy(engine);
    return status;
}

static const struct option options[] = { RECORD_OPTION,
                                         { "all", 'a', NULL, "every document" },
                                         { "stale", 's', NULL, "only what other versions of program, weights or word lists have read" },
                                         { "threads", 'j', "N", "documents coded at once (default: one a core)" },
                                         { "quiet", 'q', NULL, "no summary line" },
                                         CLI_ENGINE_OPTIONS,
                                         CLI_DICTIONARIES_OPTION,
                                         { 0 } };

const struct command command_recode = {
    "recode",
    "[DOCUMENT...]",
    "read documents of the record again; what was read before stays to be looked back to",
    "DOCUMENT is what the other commands print (D-2), its path, or its SHA-256. The record keeps what each was read from, so the files\n"
    "themselves are not needed. Corrections stay in force.",
    options,
    run
};
