/* verify and backup: looking after a record. */
#include "answer.h"

enum { FAULTS_SHOWN = 50 };

static void tell(void *user, const char *what, chy_str where)
{
    unsigned *shown = user;
    if ((*shown)++ < FAULTS_SHOWN) printf("%s: %.*s\n", what, (int)where.len, where.ptr);
}

static int run_verify(const struct call *call)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    unsigned shown = 0;
    uint64_t faults = 0;
    if (call->count) return options_misuse(call->command, "nothing but the record is verified");
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_READ, &store, &err); /* one that is not there is not made */
    chy_store_close(store);
    store = NULL;
    if (!st) st = chy_store_open(answer_record(call), CHY_STORE_WRITE, &store, &err);
    if (!st) st = chy_store_verify(store, tell, &shown, &faults, &err);
    chy_store_close(store);
    if (st) {
        cli_complain(&err);
        return EXIT_UNAVAILABLE;
    }
    if (faults > FAULTS_SHOWN) printf("... and %llu more\n", (unsigned long long)(faults - FAULTS_SHOWN));
    if (!call_has(call, "quiet")) printf("%llu fault%s\n", (unsigned long long)faults, faults == 1 ? "" : "s");
    return faults ? EXIT_SOME_FAILED : EXIT_DONE;
}

static int run_backup(const struct call *call)
{
    chy_store *store = NULL;
    chy_err err = { 0 };
    if (call->count != 1) return options_misuse(call->command, "one file to copy the record into");
    chy_status st = chy_store_open(answer_record(call), CHY_STORE_READ, &store, &err);
    if (!st) st = chy_store_backup(store, call->operands[0], &err);
    if (st) cli_complain(&err);
    chy_store_close(store);
    return !st ? EXIT_DONE : st == CHY_EUSAGE ? EXIT_MISUSE : EXIT_UNAVAILABLE;
}

static const struct option verify_options[] = { RECORD_OPTION, { "quiet", 'q', NULL, "no summary line" }, { 0 } };
static const struct option backup_options[] = { RECORD_OPTION, { 0 } };

const struct command command_verify = {
    "verify",
    "",
    "does everything in the record hold together?",
    "The file itself, every key, the bytes that each line rests on, the documents' hashes, the journal laid over again, and the events told\n"
    "apart again. One line a fault; exit status 3 when there is one, 4 when the record cannot be used at all.",
    verify_options,
    run_verify
};
const struct command command_backup = { "backup",
                                        "FILE",
                                        "copy the record as it is at this moment, also while others read and write",
                                        "FILE must not be there yet; it is there when the copy is whole, and not before.",
                                        backup_options,
                                        run_backup };
