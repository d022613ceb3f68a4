/*
 * ledger.h: what the fleet keeps beside the record, in the schema chancery_queue of its database, whatever the queue is: the workers and
 * how they are doing, the dead letters with their reasons, and bodies that are too large for a message.
 */
#ifndef WORKER_LEDGER_H
#define WORKER_LEDGER_H

#include "pg.h"

struct ledger {
    struct pg pg;
};

/* How a worker is doing, as it says itself every few seconds. */
struct ledger_beat {
    const char *state; /* "working", "idle", "stopped" */
    uint64_t coded, known, dead, failed, restarts;
    double rate; /* documents a second over the last minute or so */
    int in_hand, lease;
    const char *hashes; /* of what is in hand: ledger_hashes */
};

/* Opens the database of the record and lays out the schema where it is not there. The address must outlive the ledger. */
chy_status ledger_open(struct ledger *l, const char *record, chy_err *err);
void ledger_close(struct ledger *l);

/* Enter a worker, or one that comes again under the same name; *number is then its own. The connection holds a lock that tells the others
 * that it lives. */
chy_status ledger_enter(struct ledger *l, const char *name, const char *coder, chy_str versions, int threads, const char *queue,
                        int64_t *number, chy_err *err);

/* Tell how it goes, begin the leases of what is in hand anew, and take back what was leased to those who are gone or late. */
chy_status ledger_beat(struct ledger *l, int64_t number, const struct ledger_beat *beat, chy_err *err);

/* A dead letter, with its body: from then on it is only here. */
chy_status ledger_bury(struct ledger *l, const struct item *item, const char *worker, const char *reason, chy_err *err);

/* Bodies beside the queue. */
chy_status ledger_keep_body(struct ledger *l, const struct item *item, chy_err *err);
chy_status ledger_get_body(struct ledger *l, struct item *item, chy_err *err);
chy_status ledger_drop_bodies(struct ledger *l, const struct item *items, int count, chy_err *err);

chy_status ledger_count_dead(struct ledger *l, uint64_t *count, chy_err *err);

/* Dead letters to be tried again: up to `most` after the hash `after` (whose hash comes first of all: ""). */
chy_status ledger_dead(struct ledger *l, const char *after, int most, struct item *items, int *count, chy_err *err);
chy_status ledger_unbury(struct ledger *l, const struct item *items, int count, chy_err *err);

/* Documents of the record that other versions than these have read, after the hash `after`, as items for those of `coder`. */
chy_status ledger_stale(struct ledger *l, chy_str versions, const char *coder, const char *after, int most, struct item *items, int *count,
                        chy_err *err);

/* Which of these does the record hold, or the list of the dead letters, already? */
chy_status ledger_known(struct ledger *l, const struct item *items, int count, bool *known, chy_err *err);

/* For people and programs: rows of text, the caller's to clear; NULL after a complaint. */
PGresult *ledger_workers(struct ledger *l,
                         chy_err *err); /* name, state, in hand, coded, known, given back, dead, rate, seen, threads, restarts, coder */
PGresult *ledger_letters(struct ledger *l, chy_err *err); /* document, id, reason, taken, worker, died */

/* Whether an address holds a password, which has no place in a command. */
bool ledger_tells_password(const char *address);

/* {"HASH","HASH"}: an array for a statement, on the heap; NULL without memory. */
char *ledger_hashes(const struct item *const *items, int count);

#endif
