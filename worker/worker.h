/*
 * worker.h: takes documents from the queue, codes them, puts them into the record, and only then tells the queue.
 *
 * What is asked for is a supervisor and, under it, the process that works. When a document ends that process, or holds it up for too long,
 * the supervisor starts another one, which codes the suspects alone, so that nobody else is hurt; after some tries the document is a dead
 * letter.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include <signal.h>
#include <stdatomic.h>

#include "ledger.h"
#include "queue.h"

enum { WORKER_THREADS_MOST = 256, SUSPECTS = 64 };
enum { WORKER_DONE = 0, WORKER_UNAVAILABLE = 4, WORKER_STUCK = 75 };

struct worker_options {
    const char *record, *queue; /* addresses; queue "": beside the record */
    const char *name;           /* NULL: host and process */
    chy_options engine;
    int threads, lease, tries, patience; /* seconds, times, seconds */
    int metrics;                         /* port on 127.0.0.1; 0: none */
    bool drain;                          /* leave when the queue is empty */
};

/* One document in the hands of one thread. */
struct worker_slot {
    char hash[HASH_SIZE];
    atomic_llong since; /* milliseconds; 0: nothing */
};

/* What outlives the process that works; only it writes, but for the suspects, which are the supervisor's. */
struct worker_shared {
    atomic_ullong coded, known, dead, failed, bytes, restarts;        /* documents, but for bytes */
    atomic_ullong coding, writing, waiting;                           /* microseconds */
    atomic_ullong queue_waiting, queue_leased, queue_dead, queue_age; /* when last looked at; seconds */
    atomic_int in_hand, threads, ready;
    atomic_ullong rate;                                /* documents in a thousand seconds */
    struct worker_slot slots[WORKER_THREADS_MOST + 1]; /* the last: what is being put */
    struct worker_suspect {
        char hash[HASH_SIZE], how[96];
        int times;
    } suspects[SUSPECTS];
    int suspect_count;
};

/* Works until SIGTERM or SIGINT (what is in hand is finished; a second one ends at once), or until the queue is empty. */
int worker_supervise(const struct worker_options *options);

/* The process under it (work.c). */
int worker_work(const struct worker_options *options, struct worker_shared *shared);

/* For the supervisor's signals. */
extern volatile sig_atomic_t worker_stop;

/* The numbers in Prometheus's text form, on 127.0.0.1 (metrics.c). */
struct MHD_Daemon;
chy_status worker_metrics_start(int port, const struct worker_shared *shared, struct MHD_Daemon **out, chy_err *err);
void worker_metrics_stop(struct MHD_Daemon *daemon); /* NULL is fine */

/* One line of JSON on standard error: time, level, event, and the members of a format as json_pack takes it, "{...}". */
void worker_log(const char *level, const char *event, const char *format, ...);

#endif
