#!/usr/bin/env python3
"""Time and memory of the command over real text of the genre, and over what a person waits for; side by side with others.

    bench.py TEXTS.jsonl[.xz] [--wink] NAME=CHANCERY [NAME=OTHER_CHANCERY]...

TEXTS    one {"id","text",...} a line
NAME=    a command, and what its column is called; the first is the one that the others are compared with
--wink   a column for wink-nlp (bench/wink.js), which reads the same text as `parse`

All in one run on one core. Words a second are counted by processor time, which other work on the machine hardly stretches;
what a person waits for is measured by the clock. The best of three rounds, but for memory: the most.
"""
import json, lzma, os, subprocess, sys, tempfile, time

ROUNDS = 3
SAMPLE_WORDS = 600_000
PARSE_BYTES = 4_000_000
HERE = os.path.dirname(os.path.abspath(__file__))
NOTE = "Wang Yi met Lavrov in Tashkent on 28 July 2022."


def sample(path):
    opened = lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")
    lines, words = [], 0
    with opened as f:
        for line in f:
            lines.append(line)
            words += len(json.loads(line)["text"].split())
            if words >= SAMPLE_WORDS:
                break
    return lines, words


def spend(args, stdin=""):
    """seconds by the clock, seconds of the processor, MiB at most"""
    clock, processor, peak = [], [], []
    with tempfile.TemporaryFile() as f:
        f.write(stdin.encode("utf-8"))
        for _ in range(ROUNDS):
            f.seek(0)
            at = time.perf_counter()
            p = subprocess.Popen(args, stdin=f, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(p.pid, 0)
            clock.append(time.perf_counter() - at)
            processor.append(usage.ru_utime + usage.ru_stime)
            peak.append(usage.ru_maxrss / 1024)
            p.returncode = os.waitstatus_to_exitcode(status)
            if p.returncode not in (0, 1):
                return None
    return min(clock), min(processor), max(peak)


def table(title, names, rows):
    print("\n%s\n" % title)
    print("| | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for name, form, got in rows:
        cells = ["-" if x is None else form % x for x in got]
        cells = [c if x is None or not i or not got[0] else "%s (%.2f)" % (c, got[0] / x) for i, (c, x) in enumerate(zip(cells, got))]
        print("| %s | %s |" % (name, " | ".join(cells)))
    sys.stdout.flush()


def parsing(commands, names, text):
    words = len(text.split())
    long, short = [spend(c, text) for c in commands], [spend(c, NOTE) for c in commands]
    table("`parse`: %d words in one stream. In brackets: the first column divided by this one." % words, names, [
        ("words a second", "%.0f", [x and words / x[1] for x in long]),
        ("peak, MiB", "%.0f", [x and x[2] for x in long]),
        ("start-up and one short text, ms", "%.1f", [x and 1000 * x[0] for x in short]),
    ])


def coding(programs, names, lines, words):
    with tempfile.TemporaryDirectory() as box:
        record = os.path.join(box, "bench.db")
        subprocess.run([programs[0], "add", "--record", record, os.path.join(HERE, "..", "examples", "documents")],
                       stdout=subprocess.DEVNULL, check=False)
        code = [spend([p, "code", "--jsonl", "--threads", "1"], "".join(lines)) for p in programs]
        answer = [spend([p, "org", "SCO", "--record", record]) for p in programs]
        short = [spend([p, "code"], NOTE) for p in programs]
        table("`code` and questions: %d documents, %d words" % (len(lines), words), names, [
            ("words a second", "%.0f", [x and words / x[1] for x in code]),
            ("peak, MiB", "%.0f", [x and x[2] for x in code]),
            ("one short text, ms", "%.1f", [x and 1000 * x[0] for x in short]),
            ("start to first answer, ms", "%.1f", [x and 1000 * x[0] for x in answer]),
        ])


def main():
    wink = "--wink" in sys.argv
    path, *given = [a for a in sys.argv[1:] if a != "--wink"]
    names, programs = zip(*(a.split("=", 1) for a in given))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines, words = sample(path)
    text = "\n\n".join(json.loads(x)["text"] for x in lines).encode("utf-8")[:PARSE_BYTES].decode("utf-8", "ignore")
    commands, columns = [[p, "parse"] for p in programs], list(names)
    if wink:
        commands.append(["node", os.path.join(HERE, "wink.js")])
        columns.append("wink-nlp (no trees, no lemmas)")
    parsing(commands, columns, text)
    coding(programs, names, lines, words)


main()
