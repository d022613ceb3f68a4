#include <unistd.h>

#include "worker.h"
#include "fleet.h"

static int number_of(const struct call *call, const char *name, long min, long max, long fallback, int *out)
{
    long n = 0;
    int status = call_number(call, name, min, max, fallback, &n);
    *out = (int)n;
    return status;
}

static void warn(void *user, const char *sentence)
{
    (void)user;
    worker_log("warning", "dictionaries", "{s:s}", "reason", sentence);
}

static int run(const struct call *call)
{
    struct worker_options o = { .name = call_value(call, "name"),
                                .drain = call_has(call, "drain"),
                                .engine = { .lexicon_dir = call_value(call, "lexicon"),
                                            .dictionaries_dir = call_value(call, "dictionaries"),
                                            .model_file = call_value(call, "model"),
                                            .warn = warn,
                                            .threads = 2 } }; /* at least: the one that keeps the lease */
    if (call->count) return options_misuse(call->command, "what is to be coded comes from the queue; `chancery submit` puts it there");
    int status = fleet_addresses(call, &o.record, &o.queue);
    if (status == OPTIONS_GO_ON) status = number_of(call, "threads", 1, WORKER_THREADS_MOST, sysconf(_SC_NPROCESSORS_ONLN), &o.threads);
    if (status == OPTIONS_GO_ON) status = number_of(call, "lease", 5, 86400, 60, &o.lease);
    if (status == OPTIONS_GO_ON) status = number_of(call, "tries", 1, 1000, 3, &o.tries);
    if (status == OPTIONS_GO_ON) status = number_of(call, "patience", 1, 86400, 600, &o.patience);
    if (status == OPTIONS_GO_ON) status = number_of(call, "metrics", 1, 65535, 0, &o.metrics);
    return status == OPTIONS_GO_ON ? worker_supervise(&o) : status;
}

static const struct option options[] = { FLEET_OPTIONS,
                                         { "threads", 'j', "N", "documents coded at once (default: one a core)" },
                                         { "name", 0, "NAME", "what the fleet calls this worker (default: host and process)" },
                                         { "drain", 0, NULL, "leave when the queue is empty and nobody has anything in hand" },
                                         { "lease", 0, "SECONDS",
                                           "what a worker that is not heard of has in hand is given to others after this (default: 60)" },
                                         { "tries", 0, "N", "a document that came to nothing so often is a dead letter (default: 3)" },
                                         { "patience", 0, "SECONDS", "coding one document may take so long (default: 600)" },
                                         { "metrics", 0, "PORT", "answer Prometheus at http://127.0.0.1:PORT/metrics" },
                                         CLI_ENGINE_OPTIONS,
                                         CLI_DICTIONARIES_OPTION,
                                         { 0 } };

const struct command command_worker = {
    "worker",
    "",
    "code what is in the queue into the team's record, until it is told to stop",
    "SIGTERM or SIGINT: what is in hand is finished, then it ends; a second one ends it at once. A worker that is killed, and a server that is,\n"
    "lose nothing: a document leaves the queue when it is in the record. The log is lines of JSON on standard error.",
    options,
    run
};
