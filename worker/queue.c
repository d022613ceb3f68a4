#include <string.h>

#include "queue.h"

bool queue_is_nats(const char *address) { return !strncmp(address, "nats://", 7) || !strncmp(address, "tls://", 6); }

chy_status queue_open(const char *address, struct ledger *ledger, const struct queue_reader *reader, struct queue **out, chy_err *err)
{
    if (!*address) return queue_open_postgres(ledger, reader, out, err);
    if (queue_is_nats(address)) return queue_open_nats(address, ledger, reader, out, err);
    return fleet_error(err, CHY_EUSAGE,
                       "the address of a queue begins with nats:// or tls://; without one the queue is kept beside the record");
}
