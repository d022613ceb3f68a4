"""Fits the weights by which a pronoun chooses what it points to: refer.py DATA TRAIN_REFER TABLE [--gum WEIGHT] [--dry].

DATA holds diplomacy/train_*.jsonl and treebank/en_gum-free-train.conllu.gz; TRAIN_REFER prints what the program weighs (train/refer.c); TABLE is
data/lexicon/en/antecedents.tsv, whose rows are written anew. A weight is a log odds in hundredths. Of all that a pronoun may point to, and of
pointing to nothing, one is to be chosen: the likelihood of the right ones is made as great as it goes (conditional log-linear model, AdaGrad).
A clue has one weight that a kind of pronoun shares with its possessive, and what is added for either alone.
"""
import argparse
import collections
import glob
import json
import math
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench"))
import coref

KINDS = ["person", "person_own", "thing", "thing_own", "several", "several_own", "holder", "described"]
BASE = [0, 0, 1, 1, 2, 2, 3, 4]
NOTHING = [1, 1, 1, 1, 1, 1, 4, 4]  # a post may well be that of nobody named


def overlap(a, b):
    o = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * o / (a[1] - a[0] + b[1] - b[0]) if o > 0 else 0.0


def diplomacy(data):
    for path in sorted(glob.glob(os.path.join(data, "diplomacy", "train_*.jsonl"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                r = json.loads(line)
                gold = [((m["start"], m["end"]), set(m.get("entities") or [m["entity"]]), m["form"]) for m in r["mentions"]]
                yield r["id"], r.get("source") or "", r.get("date") or "", r["text"].encode("utf-8"), gold


def gum(data):
    for d in coref.read_gum(os.path.join(data, "treebank", "en_gum-free-train.conllu.gz")):
        gold = []
        for first, last, entity in d["mentions"]:
            head = coref.head_of(d, first, last)
            kind = "pronoun" if d["tokens"][head]["upos"] == "PRON" else "name" if d["tokens"][head]["upos"] == "PROPN" else "description"
            gold.append(((d["tokens"][first]["span"][0], d["tokens"][last]["span"][1]), {entity}, kind))
            if kind == "name":  # the program marks the name alone
                gold.append((d["tokens"][head]["span"], {entity}, kind))
        yield d["id"], "", d["date"] or "", d["bytes"], gold


def weigh(program, docs):
    """for each document: the cases [(pronoun span, kind, [(span, entities, clues)])] and the mentions [(span, form, entities)]"""
    head = lambda i, s, t, x: "%s\t%s\t%s\t%d\n" % (i, s.replace("\t", " ").replace("\n", " "), t, len(x))
    data = b"".join(head(i, s, t, x).encode("utf-8") + x for i, s, t, x, _ in docs)
    out = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    result, current = {}, None
    for line in out.splitlines():
        c = line.split("\t")
        if c[0] == "D":
            current = result[c[1]] = (collections.OrderedDict(), [])
        elif c[0] == "C":
            key = (int(c[1]), int(c[2]), int(c[3]))
            clues = {k: int(v) for k, v in (x.split("=") for x in c[7].split(" "))}
            current[0].setdefault(key, []).append(((int(c[4]), int(c[5])), tuple(map(int, c[6].split(","))), clues))
        else:
            current[1].append(((int(c[1]), int(c[2])), tuple(map(int, c[4].split(",")))))
    return result


def gold_of_entities(mentions, gold):
    """which gold entity each of the program's is: the one most of its names and descriptions lie on"""
    votes = collections.defaultdict(collections.Counter)
    for span, entities in mentions:
        if len(entities) > 1:
            continue
        best = max(gold, key=lambda g: overlap(span, g[0]), default=None)
        if best and overlap(span, best[0]) >= 0.5 and best[2] != "pronoun" and len(best[1]) == 1:
            votes[entities[0]][next(iter(best[1]))] += 1
    return {e: c.most_common(1)[0][0] for e, c in votes.items()}


def cases(program, docs, weight, lost):
    out = []
    docs = list(docs)
    weighed = weigh(program, docs)
    for name, _, _, _, gold in docs:
        asked, mentions = weighed[name]
        means = gold_of_entities(mentions, gold)
        for (start, end, kind), found in asked.items():
            want = next((g[1] for g in gold if overlap(g[0], (start, end)) >= (0.99 if kind < 6 else 0.6)), None)
            if want is None:
                continue
            right = []
            for span, entities, clues in found:
                if entities == (-1,):  # a noun
                    right.append(any(overlap(g[0], span) >= 0.6 and g[1] & want and g[2] != "pronoun" for g in gold))
                    continue
                got = {means.get(e, "?%d" % e) for e in entities}
                right.append(2 * len(got & want) / (len(got) + len(want)) >= 0.66)
            if not any(right):
                lost[KINDS[kind]] += 1
            out.append((kind, weight, [c for _, _, c in found], right))
    return out


def fit(data, epochs, l2, nothing, seed=1):
    rng = random.Random(seed)
    w, g2 = collections.defaultdict(float), collections.defaultdict(lambda: 1e-6)
    data = list(data)
    for _ in range(epochs):
        rng.shuffle(data)
        for kind, weight, found, right in data:
            base, own = BASE[kind], kind
            scores = [sum(v * (w[base, c] + w["+", own, c]) for c, v in clues.items()) for clues in found] + [0.0]
            top = max(scores)
            p = [math.exp(s - top) for s in scores]
            total = sum(p)
            p = [x / total for x in p]
            if any(right):
                mass, factor = sum(x for x, r in zip(p, right) if r) or 1e-12, 1.0
                q = [x / mass if r else 0.0 for x, r in zip(p, right)] + [0.0]
            else:
                q, factor = [0.0] * len(found) + [1.0], nothing * NOTHING[kind]
            grad = collections.defaultdict(float)
            for i, clues in enumerate(found):
                delta = (p[i] - q[i]) * weight * factor
                if abs(delta) < 1e-9:
                    continue
                for c, v in clues.items():
                    grad[base, c] += delta * v
                    grad["+", own, c] += delta * v
            for k, v in grad.items():
                v += (l2 if k[0] != "+" else 4 * l2) * w[k]
                g2[k] += v * v
                w[k] -= 0.1 * v / math.sqrt(g2[k])
    return {(kind, c): int(round(100 * (w[BASE[kind], c] + w["+", kind, c]))) for kind in range(len(KINDS)) for c in {k[-1] for k in w}}


def judge(data, weights):
    right = collections.Counter()
    for kind, _, found, ok in data:
        best, score = None, 0
        for clues, r in zip(found, ok):
            s = sum(v * weights.get((kind, c), 0) for c, v in clues.items())
            if s > score:
                best, score = r, s
        right[KINDS[kind], "asked"] += 1
        right[KINDS[kind], "right"] += bool(best)
        right[KINDS[kind], "wrong"] += best is False
    return right


def show(title, r):
    print("%-12s" % title, "  ".join("%s %d/%d (-%d)" % (k, r[k, "right"], r[k, "asked"], r[k, "wrong"]) for k in KINDS),
          " all %.4f" % (sum(r[k, "right"] for k in KINDS) / max(1, sum(r[k, "asked"] for k in KINDS))), flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("program"), p.add_argument("table")
    p.add_argument("--gum", type=float, default=0.0)
    p.add_argument("--nothing", type=float, default=0.12)
    p.add_argument("--epochs", type=int, default=30)
    p.add_argument("--l2", type=float, default=0.02)
    p.add_argument("--dry", action="store_true")
    a = p.parse_args()
    with open(a.table, encoding="utf-8") as f:
        lines = f.read().splitlines()
    head = [x for x in lines if x.startswith("#")]
    old = {x.split("\t")[0]: x.split("\t")[1:] for x in lines if x and not x.startswith("#")}
    lost = collections.Counter()
    ours = cases(a.program, diplomacy(a.data), 1.0, lost)
    more = cases(a.program, gum(a.data), a.gum, lost) if a.gum else []
    print("cases", len(ours), len(more), "without a right answer", dict(lost))
    show("before", judge(ours, {(k, c): int(v[k]) for c, v in old.items() for k in range(len(KINDS))}))
    folds = collections.Counter()
    for fold in range(5):
        held = [x for i, x in enumerate(ours) if i * 5 // len(ours) == fold]
        rest = [x for i, x in enumerate(ours) if i * 5 // len(ours) != fold]
        folds.update(judge(held, fit(rest + more, a.epochs, a.l2, a.nothing)))
    show("held out", folds)
    weights = fit(ours + more, a.epochs, a.l2, a.nothing)
    show("after", judge(ours, weights))
    if a.dry:
        return
    names = list(old) + sorted({c for _, c in weights} - set(old))
    with open(a.table, "w", encoding="utf-8") as f:
        f.write("\n".join(head) + "\n")
        for c in names:
            f.write("\t".join([c] + [str(weights.get((k, c), 0)) for k in range(len(KINDS))]) + "\n")


if __name__ == "__main__":
    main()
