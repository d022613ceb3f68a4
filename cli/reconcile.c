#include <string.h>

#include "fleet.h"

/* Dead letters: into the queue first, then off the list. */
static chy_status revive(struct fleet *f, chy_err *err)
{
    struct item items[QUEUE_TAKEN_MOST];
    char after[HASH_SIZE] = "";
    int count = 1;
    chy_status st = CHY_OK;
    while (!st && count) {
        st = ledger_dead(&f->ledger, after, QUEUE_TAKEN_MOST, items, &count, err);
        if (!st && count) memcpy(after, items[count - 1].hash, HASH_SIZE);
        if (!st && count) st = queue_submit(f->q, items, count, SUBMIT_AGAIN, &f->put_in, err);
        if (!st && count) st = ledger_unbury(&f->ledger, items, count, err);
        for (int i = 0; i < count; i++) item_forget(&items[i]);
    }
    return st;
}

/* What other versions have read, for workers of this program's versions. */
static chy_status submit_stale(struct fleet *f, const chy_engine *engine, chy_err *err)
{
    struct item items[QUEUE_TAKEN_MOST];
    char after[HASH_SIZE] = "", coder[CODER_SIZE];
    int count = 1;
    chy_str versions = chy_engine_coding(engine);
    chy_status st = CHY_OK;
    item_coder(versions, coder);
    while (!st && count) {
        st = ledger_stale(&f->ledger, versions, coder, after, QUEUE_TAKEN_MOST, items, &count, err);
        if (!st && count) memcpy(after, items[count - 1].hash, HASH_SIZE);
        if (!st && count) st = queue_submit(f->q, items, count, SUBMIT_AGAIN, &f->put_in, err);
        for (int i = 0; i < count; i++) item_forget(&items[i]);
    }
    return st;
}

static int run(const struct call *call)
{
    struct fleet f;
    chy_err err = { 0 };
    chy_engine *engine = NULL;
    bool dead = call_has(call, "dead"), stale = call_has(call, "stale");
    if (!call->count && !dead && !stale) return options_misuse(call->command, "what? the documents that were submitted, --dead or --stale");
    int status = fleet_open(&f, call, true);
    if (status) return status;
    if (stale && cli_engine(call, 1, &engine)) {
        fleet_close(&f);
        return EXIT_UNAVAILABLE;
    }
    chy_status st = call->count ? fleet_submit(&f, call->operands, call->count, call_value(call, "columns"), SUBMIT_LACKING, &err) : CHY_OK;
    if (!st && dead) st = revive(&f, &err);
    if (!st && stale) st = submit_stale(&f, engine, &err);
    if (st) {
        cli_complain(&err);
        f.exit = EXIT_UNAVAILABLE;
    } else if (!call_has(call, "quiet"))
        printf("put %llu document%s into the queue\n", (unsigned long long)f.put_in, f.put_in == 1 ? "" : "s");
    chy_engine_destroy(engine);
    fleet_close(&f);
    return f.exit;
}

static const struct option options[] = { FLEET_OPTIONS,
                                         { "dead", 'd', NULL, "the dead letters are tried again" },
                                         { "stale", 's', NULL,
                                           "what other versions of the coder have read is read again, by workers of this one's" },
                                         { "quiet", 'q', NULL, "no summary line" },
                                         CLI_COLUMNS_OPTION,
                                         CLI_ENGINE_OPTIONS,
                                         CLI_DICTIONARIES_OPTION,
                                         { 0 } };

const struct command command_reconcile = {
    "reconcile",
    "[FILE-or-FOLDER...]",
    "put what lacks a result into the queue once more",
    "Of the documents named, those that are neither in the record nor among the dead letters are submitted again, whether or not the queue had\n"
    "them before: what it has twice is coded once.",
    options,
    run
};
