#!/usr/bin/env python3
"""Time and memory of the command over real text of the genre, and over the commands a person waits for.

    bench.py TEXTS.jsonl[.xz] CHANCERY [OTHER_CHANCERY]

TEXTS    one {"id","text",...} a line
OTHER    the command built from another commit: every figure is then given as a ratio as well, from the same run
"""
import json, lzma, os, subprocess, sys, tempfile, time

ROUNDS = 3
SAMPLE_WORDS = 600_000


def sample(path):
    opened = lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")
    lines, words = [], 0
    with opened as f:
        for line in f:
            text = json.loads(line)["text"]
            words += len(text.split())
            lines.append(line)
            if words >= SAMPLE_WORDS:
                break
    return "".join(lines).encode("utf-8"), words


def spend(args, stdin=b""):
    """best wall seconds of a few rounds, and the peak memory in MiB"""
    best, peak = None, 0
    with tempfile.TemporaryFile() as f:
        f.write(stdin)
        for _ in range(ROUNDS):
            f.seek(0)
            at = time.perf_counter()
            p = subprocess.Popen(args, stdin=f, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(p.pid, 0)
            took = time.perf_counter() - at
            p.returncode = os.waitstatus_to_exitcode(status)
            best = took if best is None else min(best, took)
            peak = max(peak, usage.ru_maxrss / 1024)
    return best, peak


def main():
    lines, words = sample(sys.argv[1])
    programs = sys.argv[2:4]
    texts = "\n\n".join(json.loads(x)["text"] for x in lines.decode("utf-8").splitlines()).encode("utf-8")[:4_000_000]
    text_words = len(texts.split())
    with tempfile.TemporaryDirectory() as box:
        examples = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "documents")
        record = os.path.join(box, "bench.db")
        rows = [
            ("code, words/s on one core", lambda p: words / spend([p, "code", "--jsonl", "--threads", "1"], lines)[0], "%.0f"),
            ("code, peak MiB", lambda p: spend([p, "code", "--jsonl", "--threads", "1"], lines)[1], "%.0f"),
            ("parse, words/s on one core", lambda p: text_words / spend([p, "parse"], texts)[0], "%.0f"),
            ("start to first answer, ms", lambda p: 1000 * spend([p, "org", "SCO", "--record", record])[0], "%.1f"),
            ("code one short text, ms", lambda p: 1000 * spend([p, "code"], b"Wang Yi met Lavrov in Tashkent on 28 July 2022.")[0], "%.1f"),
        ]
        subprocess.run([programs[0], "add", "--record", record, examples], stdout=subprocess.DEVNULL, check=False)
        print("%d documents, %d words" % (lines.count(b"\n"), words))
        for name, measure, form in rows:
            got = [measure(p) for p in programs]
            line = "%-30s %s" % (name, form % got[0])
            if len(got) == 2:
                line += "   other: %s   ratio: %.2f" % (form % got[1], got[0] / got[1])
            print(line, flush=True)


main()
