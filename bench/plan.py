#!/usr/bin/env python3
"""What 10^9 documents take: machines, queue, storage, cost, and what runs out first.

A model and not a measurement: every constant below has a name, what it was measured by, and can be set on the command line.

usage: plan.py [--documents N] [--days D] [--set NAME=VALUE]... [--list]
"""
import argparse
import math

# name: (value, unit, where it comes from)
CONSTANTS = {
    "text_bytes": (4_300, "bytes/document", "bench/FLEET.md: the documents that the figures below were measured with, about the size of a press release"),
    # Processor time by document of that size; other sizes go in proportion.
    "worker_ms": (7.4, "ms/document", "bench/FLEET.md: all of a worker, coding and putting, 1,600 documents, two workers, the median of five rounds at 7eba694"),
    "server_ms": (6.8, "ms/document", "bench/FLEET.md: all processes of PostgreSQL, the same; 6.5 with one worker"),
    "serial_share": (0.3, "of server_ms", "bench/FLEET.md: statements of settling, one writer at a time, among all (pg_stat_statements, at c0e816f)"),
    "record_bytes": (65_400, "bytes/document", "bench/FLEET.md: the database with 1,600 documents, less what an empty one takes"),
    # The queue.
    "queue_bytes": (6_230, "bytes/document", "bench/FLEET.md: chancery_queue.items with 400 documents"),
    "nats_bytes": (9_450, "bytes/document/copy", "bench/FLEET.md: files of a JetStream server with 400 documents, its log of the cluster among them"),
    "queue_documents": (7_345, "documents/s", "measured before this was built: SKIP LOCKED, three workers, two cores, nothing coded"),
    "nats_published": (42_000, "messages/s", "measured before this was built: JetStream, one publisher, window of 512"),
    "nats_worked": (8_400, "messages/s", "measured before this was built: JetStream, commit then acknowledge, two cores"),
    "queue_copies": (3, "copies", "replicas of the stream"),
    "queue_hours": (24, "hours", "of work that the queue is to hold at most"),
    # Machines that are hired.
    "worker_cores": (16, "cores", "of one worker machine"),
    "server_cores": (16, "cores", "of one PostgreSQL server"),
    "filled": (0.7, "of a core", "assumed: what of its time a core is at work, so that a rate can be kept"),
    "measured_bytes": (4_300, "bytes/document", "of the documents that were measured"),
    "price_core": (0.04, "money/core/hour", "assumed"),
    "price_storage": (0.10, "money/GB/month", "assumed"),
    "day": (86_400, "s", ""),
}


def plan(c, documents, days):
    """Rows of (what, value, unit); and what limits the whole, as (what, documents a second)."""
    wanted = documents / (days * c["day"])
    size = c["text_bytes"] / c["measured_bytes"]
    per_core = 1000 * c["filled"] / (c["worker_ms"] * size)
    machines = math.ceil(wanted / per_core / c["worker_cores"])
    settled = 1000 * c["filled"] / (c["server_ms"] * c["serial_share"] * size)
    served = 1000 * c["filled"] * c["server_cores"] / (c["server_ms"] * size)
    put = min(settled, served)
    records = math.ceil(wanted / put)
    limits = sorted([("workers, on one machine", per_core * c["worker_cores"]), ("settling, one writer at a time in one record", settled),
                     ("the processors of one PostgreSQL server", served), ("the queue in PostgreSQL, on one server", c["queue_documents"]),
                     ("the queue in JetStream, one cluster", c["nats_worked"]), ("submitting, one process", c["nats_published"])], key=lambda row: row[1])
    storage = documents * c["record_bytes"] * size / 1e9
    waiting = min(documents, wanted * c["queue_hours"] * 3600)
    queue = waiting * c["nats_bytes"] * size * c["queue_copies"] / 1e9
    hours = days * 24
    cost_cores = hours * c["price_core"] * (machines * c["worker_cores"] + records * c["server_cores"])
    cost_storage = (storage + queue) * c["price_storage"] * days / 30
    rows = [("documents", documents, ""), ("days", days, ""), ("rate wanted", wanted, "documents/s"), ("a worker, one core", per_core, "documents/s"),
            ("cores of workers", wanted / per_core, ""), ("worker machines", machines, f"of {c['worker_cores']:.0f} cores"),
            ("one record takes in", put, "documents/s"), ("records side by side", records, f"(1: one server of {c['server_cores']:.0f} cores keeps up)"),
            ("of one record alone, days", documents / put / c["day"], ""), ("storage of the record", storage, "GB"),
            ("storage of the queue", queue, f"GB in JetStream, {c['queue_copies']:.0f} copies of {c['queue_hours']:.0f} h"),
            ("the same in PostgreSQL", waiting * c["queue_bytes"] * size / 1e9, "GB"),
            ("cost of cores", cost_cores, "money"), ("cost of storage, while it lasts", cost_storage, "money")]
    return rows, limits


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=float, default=1e9)
    parser.add_argument("--days", type=float, default=30)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--list", action="store_true", help="the constants and where they come from")
    given = parser.parse_args()
    constants = {name: row[0] for name, row in CONSTANTS.items()}
    for setting in given.set:
        name, _, value = setting.partition("=")
        if name not in constants:
            parser.error(f"there is no constant {name}")
        constants[name] = float(value)
    if given.list:
        for name, (_, unit, source) in CONSTANTS.items():
            print(f"{name:16} {constants[name]:>12,g} {unit:18} {source}")
        return
    rows, limits = plan(constants, given.documents, given.days)
    for what, value, unit in rows:
        print(f"{what:32} {value:>18,.1f}  {unit}".rstrip())
    print("\nWhat runs out first, for one of each (documents/s):")
    for what, rate in limits:
        print(f"{what:42} {rate:>10,.1f}")


main()
