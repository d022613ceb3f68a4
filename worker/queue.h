/*
 * queue.h: documents on their way to the workers. What holds them may be PostgreSQL or NATS JetStream; a worker sees no difference.
 *
 *     struct item items[QUEUE_TAKEN_MOST];
 *     int count = 0;
 *     st = queue_take(q, QUEUE_TAKEN_MOST, 1000, items, &count, err);    // they are this worker's for a while (the lease)
 *     ... coded, put, committed ...
 *     st = queue_done(q, items, count, err);                              // and only now they leave the queue
 *
 * Everything is handed out at least once: what was taken and not done with comes back when its lease is over or its worker is gone. That
 * the effect is there exactly once is the record's doing, which knows a document by its hash. Dead letters (documents that cannot be
 * coded), the list of the workers and bodies that are too large for a message are kept beside the record (ledger.h), whatever the queue is.
 */
#ifndef WORKER_QUEUE_H
#define WORKER_QUEUE_H

#include <stdbool.h>

#include "chancery/chancery.h"

enum { HASH_SIZE = 65, CODER_SIZE = 17, QUEUE_TAKEN_MOST = 32 };

/* One document: on its way in all is borrowed, as it is taken out it rests on `memory`. */
struct item {
    char hash[HASH_SIZE];   /* SHA-256 of the body, by which the record knows it */
    char coder[CODER_SIZE]; /* the only versions of the coder that may have it; "": any */
    chy_str id, body;       /* its path or address, and its bytes as chy_read_code takes them */
    bool again;             /* it is in the record, and is to be read again from there: no body */
    bool beside;            /* the body is kept beside the record */
    int taken;              /* how often it has been handed out, this time included */
    void *memory, *message;
};

struct queue_counts {
    uint64_t waiting, leased, dead;
    double oldest; /* seconds that the one that waits longest has waited */
};

/* What is passed over: what is in the record, among the dead letters or in the queue; the same, but sent again when only the queue might
 * have it (a queue of messages may have lost it); nothing but what is in the queue. */
enum submit { SUBMIT_NEW, SUBMIT_LACKING, SUBMIT_AGAIN };

struct ledger;
struct queue;

struct queue_driver {
    void (*close)(struct queue *q);
    chy_status (*submit)(struct queue *q, const struct item *items, int count, enum submit how, uint64_t *fresh, chy_err *err);
    chy_status (*take)(struct queue *q, int most, int wait, struct item *items, int *count, chy_err *err);
    chy_status (*done)(struct queue *q, struct item *items, int count, chy_err *err);
    chy_status (*give_back)(struct queue *q, struct item *item, chy_err *err);
    void (*renew)(struct queue *q, struct item *const *items, int count);
    chy_status (*counts)(struct queue *q, struct queue_counts *out, chy_err *err);
};

/* What every driver's own struct begins with. */
struct queue {
    const struct queue_driver *driver;
    struct ledger *ledger;
};

/* How a worker stands to the queue; the commands that only put in or look leave it all 0. */
struct queue_reader {
    int64_t worker; /* its number in the ledger; 0: takes nothing */
    const char *coder;
    int lease; /* seconds */
};

/* address "": beside the record of the ledger; else nats://HOST[:PORT][,HOST...] or tls://... */
chy_status queue_open(const char *address, struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err);
bool queue_is_nats(const char *address);

/* One for each kind of queue. */
chy_status queue_open_postgres(struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err);
chy_status queue_open_nats(const char *address, struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err);

/* Put documents in. *fresh is raised by how many were not there. */
static inline chy_status queue_submit(struct queue *q, const struct item *items, int count, enum submit how, uint64_t *fresh, chy_err *err)
{
    return q->driver->submit(q, items, count, how, fresh, err);
}

/* Take up to `most`; when there is nothing, wait so many milliseconds for something. Each is forgotten by done or give_back. */
static inline chy_status queue_take(struct queue *q, int most, int wait, struct item *items, int *count, chy_err *err)
{
    return q->driver->take(q, most, wait, items, count, err);
}

/* They are in the record, committed (or among the dead letters). When it cannot be told to the queue they come once more. */
static inline chy_status queue_done(struct queue *q, struct item *items, int count, chy_err *err)
{
    return q->driver->done(q, items, count, err);
}

/* Somebody else may try. */
static inline chy_status queue_give_back(struct queue *q, struct item *item, chy_err *err) { return q->driver->give_back(q, item, err); }

/* Still at it: the leases begin anew. May be called beside the others from another thread, while these items are not being forgotten. */
static inline void queue_renew(struct queue *q, struct item *const *items, int count) { q->driver->renew(q, items, count); }

static inline chy_status queue_count(struct queue *q, struct queue_counts *out, chy_err *err) { return q->driver->counts(q, out, err); }

static inline void queue_close(struct queue *q) /* NULL is fine */
{
    if (q) q->driver->close(q);
}

/* ------------------------------------------------------------------ items (item.c) */

void item_hash(chy_str body, char hash[HASH_SIZE]);
void item_coder(chy_str versions, char coder[CODER_SIZE]); /* versions of a coder, as chy_engine_coding tells them, in short */

/* The head as one line of JSON, on the heap; NULL without memory. */
char *item_head_write(const struct item *item);
/* And back: strings live in item->memory, which item_forget frees. CHY_EINPUT when it is none. */
chy_status item_head_read(struct item *item, chy_str json, chy_err *err);
/* The body on the heap, to live as long as the item; false without memory. */
bool item_keep_body(struct item *item, chy_str body);
void item_forget(struct item *item);

/* A sentence about a failure. */
chy_status fleet_error(chy_err *err, chy_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
