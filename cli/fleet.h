/* fleet.h: what submit, worker, fleet and reconcile share: the addresses, and documents on their way into the queue. */
#ifndef CLI_FLEET_H
#define CLI_FLEET_H

#include "ledger.h"
#include "queue.h"
#include "answer.h"

#define FLEET_OPTIONS                                                                                                                      \
    { "record", 'r', "ADDRESS", "the team's record, postgresql://... (default: $CHANCERY_RECORD)" },                                       \
    {                                                                                                                                      \
        "queue", 'Q', "ADDRESS", "nats://HOST[,HOST...] or tls://... (default: $CHANCERY_QUEUE, else a queue beside the record)"           \
    }

struct fleet {
    const char *record, *queue;
    struct ledger ledger;
    struct queue *q;
    uint64_t put_in, there, failed;
    int exit;
};

/* The addresses of a call; OPTIONS_GO_ON, or what to leave with: a record that is no server's, a password in a command. */
int fleet_addresses(const struct call *call, const char **record, const char **queue);

/* The ledger and the queue opened, for those who put in or look; make: the record is laid out when there is none. EXIT_DONE, or after a
 * complaint what to leave with. */
int fleet_open(struct fleet *f, const struct call *call, bool make);
void fleet_close(struct fleet *f);

/* All documents of some places into the queue, in bulk. */
chy_status fleet_submit(struct fleet *f, char *const *places, int count, const char *columns, enum submit how, chy_err *err);

#endif
