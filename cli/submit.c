#include <time.h>

#include "fleet.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(const struct call *call)
{
    struct fleet f;
    chy_err err = { 0 };
    double start = now();
    if (!call->count) return options_misuse(call->command, "which documents? (\"-\" is standard input)");
    int status = fleet_open(&f, call, true);
    if (status) return status;
    chy_status st = fleet_submit(&f, call->operands, call->count, call_value(call, "columns"), SUBMIT_NEW, &err);
    if (st) {
        cli_complain(&err);
        f.exit = EXIT_UNAVAILABLE;
    } else if (!call_has(call, "quiet")) {
        printf("submitted %llu document%s, %llu already there", (unsigned long long)f.put_in, f.put_in == 1 ? "" : "s",
               (unsigned long long)f.there);
        if (f.failed) printf(", %llu failed", (unsigned long long)f.failed);
        printf("  (%.2f s)\n", now() - start);
    }
    fleet_close(&f);
    return f.exit;
}

static const struct option options[] = { FLEET_OPTIONS, { "quiet", 'q', NULL, "no summary line" }, CLI_COLUMNS_OPTION, { 0 } };

const struct command command_submit = {
    "submit",
    "FILE-or-FOLDER...",
    "put documents into the queue of a fleet of workers",
    "Takes what `add` takes. A document is known by its bytes: what is in the record, in the queue or among the dead letters is passed over, so\n"
    "that an interrupted run can simply be started again.",
    options,
    run
};
