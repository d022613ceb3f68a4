"""Measures whether a learned part would find events that no row of verbs.tsv tells: event_types.py DATA CHANCERY [--parts 1 0.5 0.25].

DATA holds diplomacy/train_*.jsonl, CHANCERY is the command. Every verb and noun of the documents is a case; its class is the PLOVER type of the event
that the gold hangs on it, or none. A linear classifier (maximum likelihood, a Gaussian prior) sees the word, its tag, its place in the tree, the words
above and below it and what kinds of names they are. It is fitted to four fifths of the documents and asked about the rest, five times. Of the words
that are in no trigger of the program's own events, those it is surest of are looked at: how many of the first 25, 50 ... are events of that type.
Nothing is written: docs/training.md tells what came of it.
"""
import argparse
import collections
import glob
import hashlib
import json
import os
import subprocess

import numpy
import torch

ABOVE = ("nsubj", "obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "advcl", "compound", "amod", "acl", "advmod", "conj", "expl", "nummod", "cop", "det", "aux")
FOLDS, SURE = 5, (25, 50, 75, 100, 150, 200, 300)


def coded(chancery, command, docs):
    lines = "".join(json.dumps({k: r[k] for k in ("id", "text", "date", "source") if r.get(k)}) + "\n" for r in docs)
    return subprocess.run([chancery, command, "--jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()


def spans(event):
    at = event.get("triggers") or event.get("trigger") or []
    return [at] if at and isinstance(at[0], int) else at


def trees(chancery, docs):
    """{id: [sentence: [word]]}; a word knows its bytes, where its form stands as it is in the text"""
    text, out, doc, at, rows = {r["id"]: r["text"].encode() for r in docs}, {}, None, 0, []
    for line in coded(chancery, "parse", docs).split("\n"):
        c = line.split("\t")
        if line.startswith("# newdoc id = "):
            doc, at = line[len("# newdoc id = "):], 0
            out[doc] = []
        elif len(c) == 10 and c[0].isdigit():
            form = c[1].encode()
            found = text[doc].find(form, at, at + len(form) + 40)
            w = {"lemma": c[2].lower(), "upos": c[3], "xpos": c[4], "head": int(c[6]), "rel": c[7], "name": c[9].split("|")[0][4:].split("-")[-1],
                 "span": (found, found + len(form)), "below": []}
            at = max(at, found + len(form)) if found >= 0 else at
            rows.append(w)
        elif not line and rows:
            for w in rows:
                w["above"] = rows[w["head"] - 1] if w["head"] else None
                if w["head"]:
                    rows[w["head"] - 1]["below"].append(w)
            out[doc].append(rows)
            rows = []
    return out


def base(rel):
    return rel.split(":")[0]


def case_of(w):
    return next((k["lemma"] for k in w["below"] if k["rel"] in ("case", "mark")), "")


def kind(w):
    return w["name"] if w["name"] != "O" else w["lemma"] if w["upos"] == "PRON" else w["upos"]


def features(w):
    lemma, over = w["lemma"], w["above"]
    f = {"lemma " + lemma, "lemma %s %s" % (lemma, w["upos"]), "tag " + w["xpos"], "rel " + w["rel"], "rel %s %s" % (w["upos"], base(w["rel"]))}
    if over:
        f |= {"over " + over["lemma"], "over %s %s" % (base(w["rel"]), over["lemma"]), "over " + over["upos"], "case " + case_of(w)}
    for k in w["below"]:
        rel = base(k["rel"])
        if rel not in ABOVE:
            continue
        by = rel + ":" + case_of(k) if rel in ("obl", "nmod", "advcl", "acl") else k["rel"]
        f |= {"below " + by, "below %s %s" % (rel, k["lemma"]), "below %s %s" % (by, kind(k)), "%s below %s %s" % (lemma, rel, k["lemma"]),
              "%s below %s" % (lemma, by)}
    return f


def cases(docs, parsed, own):
    """[(document, features, type, required, told by the program)]"""
    out = []
    for r in docs:
        told = [tuple(s) for e in own[r["id"]]["events"] for s in spans(e)]
        for rows in parsed[r["id"]]:
            of = {}
            for e in r["events"]:
                inside = [w for w in rows if any(w["span"][0] < b and a < w["span"][1] for a, b in spans(e))]
                top = [w for w in inside if w["above"] not in inside and w["upos"] in ("VERB", "NOUN", "PROPN", "ADJ")] or inside
                for w in inside:
                    of.setdefault(id(w), (None, False))
                if top and (of[id(top[0])][0] is None or e.get("required", True)):
                    of[id(top[0])] = (e["type"], e.get("required", True))
            for w in rows:
                if w["upos"] not in ("VERB", "NOUN") or base(w["rel"]) in ("aux", "case", "mark", "compound", "fixed"):
                    continue
                type_, required = of.get(id(w), ("", True))
                if type_ is not None:
                    out.append((r["id"], features(w), type_, required, any(w["span"][0] < b and a < w["span"][1] for a, b in told)))
    return out


def matrix(rows, number):
    pairs = [(i, number[x]) for i, f in enumerate(rows) for x in sorted(f) if x in number]
    at = torch.tensor(pairs, dtype=torch.long).t().reshape(2, -1)
    return torch.sparse_coo_tensor(at, torch.ones(at.shape[1]), (len(rows), len(number))).coalesce()


def fit(rows, y, weight, classes, prior):
    count = collections.Counter(x for f in rows for x in f)
    number = {x: i for i, x in enumerate(sorted(x for x in count if count[x] > 1))}
    a, w, b = matrix(rows, number), torch.zeros(len(number), classes, requires_grad=True), torch.zeros(classes, requires_grad=True)
    step = torch.optim.LBFGS([w, b], max_iter=60, line_search_fn="strong_wolfe")

    def loss():
        step.zero_grad()
        value = (torch.nn.functional.cross_entropy(torch.sparse.mm(a, w) + b, y, reduction="none") * weight).mean() + prior * (w * w).sum()
        value.backward()
        return value
    step.step(loss)
    return lambda unseen: torch.softmax(torch.sparse.mm(matrix(unseen, number), w) + b, 1).detach().numpy()


def share(doc, salt):
    return int(hashlib.sha256((salt + doc).encode()).hexdigest()[:8], 16) / 2**32


def measure(all_, part, prior):
    types = [""] + sorted({c[2] for c in all_} - {""})
    y = torch.tensor([types.index(c[2]) for c in all_])
    weight = torch.tensor([1.0 if c[3] else 0.5 for c in all_])
    fold = numpy.array([int(share(c[0], "fold ") * FOLDS) for c in all_])
    kept = numpy.array([share(c[0], "part ") < part for c in all_])
    sure = numpy.zeros((len(all_), len(types)))
    for k in range(FOLDS):
        learn, ask = numpy.where((fold != k) & kept)[0], numpy.where(fold == k)[0]
        sure[ask] = fit([all_[i][1] for i in learn], y[learn], weight[learn], len(types), prior)([all_[i][1] for i in ask])
    best = sure[:, 1:].argmax(1) + 1
    order = [i for i in numpy.argsort(-sure[:, 1:].max(1), kind="stable") if not all_[i][4]]
    order = [i for i in order if all_[i][3] or best[i] != y[i]]  # an optional reading is neither asked nor punished
    hit = numpy.array([best[i] == y[i] for i in order], float)
    there = sum(1 for c in all_ if c[2] and c[3] and not c[4])
    average = float((hit.cumsum() / numpy.arange(1, len(hit) + 1))[hit > 0].sum()) / max(1, there)
    print("%3.0f %% of the documents: average precision %.3f of %d;" % (100 * part, average, there),
          ", ".join("first %d: %.2f" % (n, hit[:n].mean()) for n in SURE if n <= len(hit)), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("data")
    ap.add_argument("chancery")
    ap.add_argument("--parts", type=float, nargs="+", default=[1, 0.5, 0.25], help="shares of the documents to learn from")
    ap.add_argument("--prior", type=float, default=1e-4)
    a = ap.parse_args()
    torch.set_num_threads(1)
    docs = [json.loads(line) for p in sorted(glob.glob(os.path.join(a.data, "diplomacy", "train_*.jsonl"))) for line in open(p, encoding="utf-8")]
    own = {r["id"]: r for r in map(json.loads, coded(a.chancery, "code", docs).splitlines())}
    all_ = cases(docs, trees(a.chancery, docs), own)
    print("%d words, %d with an event, %d of them told by no row" % (len(all_), sum(1 for c in all_ if c[2]), sum(1 for c in all_ if c[2] and not c[4])))
    for part in a.parts:
        measure(all_, part, a.prior)


if __name__ == "__main__":
    main()
