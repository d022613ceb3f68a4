#!/usr/bin/env python3
"""What 10^9 documents take: machines, queue, storage, cost, and what runs out first.

A model and not a measurement: every constant below has a name, what it was measured by, and can be set on the command line.

usage: plan.py [--documents N] [--days D] [--set NAME=VALUE]... [--list]
"""
import argparse
import math

# name: (value, unit, where it comes from)
CONSTANTS = {
    # One core codes so many words a second: bench/SPEED.md (whole reading, one thread).
    "coding_words": (150_000, "words/s/core", "bench/SPEED.md, `code`, one thread"),
    # A press release as in the seeds.
    "words": (600, "words/document", "mean of a press release; set it for the archive at hand"),
    "text_bytes": (4_000, "bytes/document", "the same"),
    # The record on one PostgreSQL server.
    "put_documents": (70, "documents/s", "bench/FLEET.md, one writer, short documents, server and worker on the same two cores"),
    "put_cores": (1.0, "cores", "what one writer keeps busy on the server, the same run"),
    "writers": (1, "writers", "transactions that put at once into one record (docs/record.md)"),
    "record_bytes": (14_000, "bytes/document", "bench/FLEET.md, size of the database without the queue, short documents"),
    # The queue.
    "queue_documents": (7_345, "documents/s", "PostgreSQL SKIP LOCKED, three workers, two cores, nothing coded"),
    "nats_published": (42_000, "messages/s", "JetStream, one publisher, window of 512"),
    "nats_worked": (8_400, "messages/s", "JetStream, commit then acknowledge, two cores"),
    "queue_copies": (3, "copies", "replicas of the stream"),
    "queue_hours": (24, "hours", "of work that the queue is to hold at most"),
    # Machines that are hired.
    "worker_cores": (16, "cores", "of one worker machine"),
    "price_core": (0.04, "money/core/hour", "assumed"),
    "price_storage": (0.10, "money/GB/month", "assumed"),
    "day": (86_400, "s", ""),
}


def plan(c, documents, days):
    """Rows of (what, value, unit); and what limits the whole, as (what, documents a second)."""
    wanted = documents / (days * c["day"])
    per_core = c["coding_words"] / c["words"]
    cores = wanted / per_core
    machines = math.ceil(cores / c["worker_cores"])
    put = c["put_documents"] * c["writers"]
    records = math.ceil(wanted / put)
    limits = sorted([("coding, on one machine", per_core * c["worker_cores"]), ("putting, into one record", put),
                     ("the queue in PostgreSQL, on one server", c["queue_documents"]), ("the queue in JetStream, one cluster", c["nats_worked"]),
                     ("submitting, one process", c["nats_published"])], key=lambda row: row[1])
    storage = documents * c["record_bytes"] / 1e9
    queue = min(documents, wanted * c["queue_hours"] * 3600) * c["text_bytes"] * c["queue_copies"] / 1e9
    hours = days * 24
    cost_cores = hours * c["price_core"] * (machines * c["worker_cores"] + records * max(2, c["put_cores"] * c["writers"] * 2))
    cost_storage = (storage + queue) * c["price_storage"] * days / 30
    rows = [("documents", documents, ""), ("days", days, ""), ("rate wanted", wanted, "documents/s"), ("coding, one core", per_core, "documents/s"),
            ("cores that code", cores, ""), ("worker machines", machines, f"of {c['worker_cores']:.0f} cores"), ("one record takes in", put, "documents/s"),
            ("records side by side", records, "(1: one server keeps up)"), ("of one record alone, days", documents / put / c["day"], ""),
            ("storage of the record", storage, "GB"), ("storage of the queue", queue, f"GB, {c['queue_copies']:.0f} copies of {c['queue_hours']:.0f} h"),
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
        print(f"{what:42} {rate:>10,.0f}")


main()
