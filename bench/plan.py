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
    "coding_words": (100_000, "words/s/core", "bench/SPEED.md, `code`, one thread, 100,670 at 39fbc2a"),
    # A press release as in the seeds.
    "text_bytes": (4_000, "bytes/document", "assumed: a press release; set it for the archive at hand"),
    "word_bytes": (6, "bytes/word", "assumed: English, with the space behind"),
    # The record on one PostgreSQL server.
    "put_bytes": (16_600, "bytes of text/s", "bench/FLEET.md: 500 documents of 240 bytes in 7.24 s, server and worker on the same two busy cores"),
    "put_cores": (1, "cores", "assumed: what one writer keeps busy on the server"),
    "writers": (1, "writers", "transactions that put at once into one record (docs/record.md)"),
    "record_factor": (46, "bytes/byte of text", "bench/FLEET.md: 100 documents of 7.3 KB made a database of 40.9 MB, 7.6 of them there before"),
    # The queue.
    "queue_documents": (7_345, "documents/s", "measured before this was built: SKIP LOCKED, three workers, two cores, nothing coded"),
    "nats_published": (42_000, "messages/s", "measured before this was built: JetStream, one publisher, window of 512"),
    "nats_worked": (8_400, "messages/s", "measured before this was built: JetStream, commit then acknowledge, two cores"),
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
    per_core = c["coding_words"] * c["word_bytes"] / c["text_bytes"]
    cores = wanted / per_core
    machines = math.ceil(cores / c["worker_cores"])
    put = c["put_bytes"] / c["text_bytes"] * c["writers"]
    records = math.ceil(wanted / put)
    limits = sorted([("coding, on one machine", per_core * c["worker_cores"]), ("putting, into one record", put),
                     ("the queue in PostgreSQL, on one server", c["queue_documents"]), ("the queue in JetStream, one cluster", c["nats_worked"]),
                     ("submitting, one process", c["nats_published"])], key=lambda row: row[1])
    storage = documents * c["text_bytes"] * c["record_factor"] / 1e9
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
        print(f"{what:42} {rate:>10,.1f}")


main()
