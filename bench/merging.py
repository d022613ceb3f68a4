#!/usr/bin/env python3
"""Who is the same across documents, and which reports are of one event: precision and recall over pairs.

    bench/merging.py build/release/chancery

bench/merging.tsv holds documents of one line, each naming a person; every two of them with a name in common are a pair. They are put
into one record; a pair is joined when both mean the same entity there. bench/merging_things.tsv does so for papers and meetings,
bench/merging_events.tsv for reports of events.
"""
import csv, itertools, os, re, subprocess, sys, tempfile, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]


def record(chancery, texts):
    """The texts in a fresh record, and a way to ask it."""
    folder = tempfile.mkdtemp()
    env = dict(os.environ, CHANCERY_RECORD=os.path.join(folder, "record.db"))
    for name, text in texts:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    subprocess.run([chancery, "add"] + [os.path.join(folder, name) for name, _ in texts], env=env, check=True, capture_output=True)

    def ask(sql):
        out = subprocess.run([chancery, "sql", sql, "--csv"], env=env, check=True, capture_output=True, text=True).stdout
        return list(csv.DictReader(out.splitlines()))
    return ask


def folded(words):
    return {w for w in re.findall(r"\w+", unicodedata.normalize("NFD", words).encode("ascii", "ignore").decode().lower())}


def report(what, pairs, verbose):
    good = sum(1 for same, joined, _ in pairs if same and joined)
    wrong = [t for same, joined, t in pairs if joined and not same]
    missed = [t for same, joined, t in pairs if same and not joined]
    positive = sum(1 for same, _, _ in pairs if same)
    print(f"{what}: {len(pairs)} pairs, {positive} of them one; precision {good / max(1, good + len(wrong)):.3f}, "
          f"recall {good / max(1, positive):.3f}; {len(wrong)} joined wrongly, {len(missed)} missed")
    for label, some in (("wrongly", wrong), ("missed", missed)):
        for t in some if verbose else []:
            print(f"  {label}: {t}")


def persons(chancery, verbose):
    given = rows("merging.tsv")
    texts = [(f"{i:04}.txt", f"Talk of trade\n{date}, Coast Courier\n\n{words} spoke to reporters on {date} about trade.\n") for i, (_, date, words) in enumerate(given)]
    ask = record(chancery, texts)
    found = {}
    for r in ask("SELECT d.path AS path, e.same AS same, e.key AS key, r.name AS name FROM docs d JOIN referents r ON r.coding = d.coding JOIN entities e ON e.id = r.entity "
                 "WHERE e.type = 'person' ORDER BY d.path, r.id"):
        found.setdefault(int(os.path.basename(r["path"])[:4]), []).append(r)
    generic = folded("President Prime Minister Foreign of the Chinese Russian US State Secretary General and Defence Bin al King for")
    pairs = []
    unread = [given[i][2] for i in range(len(given)) if i not in found]
    for (i, a), (k, b) in itertools.combinations(enumerate(given), 2):
        names = [{w for r in found.get(x, [])[:1] for w in folded(r["name"])} for x in (i, k)]
        if a[0] != b[0] and not (names[0] & names[1] - generic):
            continue
        joined = i in found and k in found and found[i][0]["same"] == found[k][0]["same"]
        pairs.append((a[0] == b[0], joined, f"{a[2]} ({a[1]}) / {b[2]} ({b[1]})" + (" [%s | %s]" % (found[i][0]["key"], found[k][0]["key"]) if i in found and k in found else "")))
    report("persons", pairs, verbose)
    if verbose and unread:
        print("  no person read:", "; ".join(unread))


def things(chancery, verbose):
    given = rows("merging_things.tsv")
    ask = record(chancery, [(f"{i:04}.txt", f"Coast Courier\n{date}\n\n{words}\n") for i, (_, date, words) in enumerate(given)])
    found = {}
    for r in ask("SELECT d.path AS path, e.same AS same, e.key AS key FROM docs d JOIN referents r ON r.coding = d.coding JOIN entities e ON e.id = r.entity "
                 "WHERE e.type IN ('instrument', 'series') ORDER BY d.path, r.id"):
        found.setdefault(int(os.path.basename(r["path"])[:4]), (r["same"], r["key"]))
    pairs = []
    for (i, a), (k, b) in itertools.combinations(enumerate(given), 2):
        if a[0].split("-")[0] == b[0].split("-")[0]:
            joined = i in found and k in found and found[i][0] == found[k][0]
            pairs.append((a[0] == b[0], joined, f"{a[2]} / {b[2]} [{found.get(i)} | {found.get(k)}]"))
    report("papers and meetings", pairs, verbose)


def events(chancery, verbose):
    given = rows("merging_events.tsv")
    texts = [(f"{i:04}.txt", f"{paper}\n{date}\n\n{words}\n") for i, (_, date, paper, words) in enumerate(given)]
    ask = record(chancery, texts)
    found = {}
    for r in ask("SELECT d.path AS path, x.event AS event FROM docs d JOIN reports t ON t.coding = d.coding JOIN told x ON x.report = t.id "
                 "WHERE t.type = 'CONSULT' ORDER BY d.path, t.id"):
        found.setdefault(int(os.path.basename(r["path"])[:4]), r["event"])
    pairs = []
    for (i, a), (k, b) in itertools.combinations(enumerate(given), 2):
        if a[0].split("-")[0] != b[0].split("-")[0]:
            continue
        joined = i in found and k in found and found[i] == found[k]
        pairs.append((a[0] == b[0], joined, f"{a[3]} ({a[1]}) / {b[3]} ({b[1]})"))
    report("events", pairs, verbose)


if __name__ == "__main__":
    loud = "-v" in sys.argv
    program = [a for a in sys.argv[1:] if a != "-v"][0]
    persons(os.path.abspath(program), loud)
    things(os.path.abspath(program), loud)
    if os.path.exists(os.path.join(HERE, "merging_events.tsv")):
        events(os.path.abspath(program), loud)
