#!/usr/bin/env python3
"""Coreference on GUM: MUC, B3, CEAF-e and their mean (the CoNLL figure).

    coref.py GOLD.conllu[.gz] CHANCERY|PEER.js|plain [--json] [--genres]

The text of every document is put together from the treebank, coded by CHANCERY, and its entities are held against the column Entity= of MISC.
A peer is scored alike: PEER.js is run by node (bench/compromise.js). "plain" is no program but the plainest rules there are, for reference: names
with the same head word are one, a pronoun is the nearest name or noun before it that agrees in number and is a person or none; it reads the gold trees.
As in CoNLL 2012 and CorefUD, entities that are mentioned once count on neither side; mentions are the same when their spans have the same head in the gold
tree ("head"), or are equal ("exact").  "gold mentions": the program's mentions that are also gold ones, the gold ones that it missed as
entities of their own; what it marks beyond them is dropped.  "named entities": gold entities that are named somewhere in their text: those that
the program is for; most of GUM's others are things ("the recipe ... it").

Measures: MUC: Vilain et al. 1995; B3: Bagga and Baldwin 1998; CEAF-e: Luo 2005, phi 4.
"""
import collections, gzip, json, subprocess, sys


def read_gum(path):
    """documents: id, genre, text, tokens (start, end, head index or None, upos), mentions (first, last token, entity)"""
    docs, d = [], None
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as f:
        rows, new_par = [], False
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                d = {"id": line.split("= ")[1], "text": "", "tokens": [], "mentions": [], "open": [], "date": None}
                d["genre"] = d["id"].split("_")[1]
                docs.append(d)
            elif line.startswith("# meta::dateCreated"):
                d["date"] = line.split("= ")[1]
            elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
                new_par = True
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                sentence(d, rows, new_par)
                rows, new_par = [], False
    for d in docs:
        d["bytes"] = d["text"].encode("utf-8")
    return docs


def sentence(d, rows, new_par):
    if d["text"]:
        d["text"] += "\n\n" if new_par else " "
    at, base, skip = len(d["text"].encode("utf-8")), len(d["tokens"]), 0
    words, shared = [], None
    for r in rows:
        if "." in r[0]:
            continue
        space = "SpaceAfter=No" not in r[9]
        if "-" in r[0]:
            first, last = map(int, r[0].split("-"))
            size = len(r[1].encode("utf-8"))
            shared, skip = (at, at + size), last - first + 1
            d["text"] += r[1] + (" " if space else "")
            at += size + space
            continue
        if skip:
            span, skip = shared, skip - 1
        else:
            size = len(r[1].encode("utf-8"))
            span = (at, at + size)
            d["text"] += r[1] + (" " if space else "")
            at += size + space
        words.append(span)
        head = int(r[6])
        d["tokens"].append({"span": span, "head": base + head - 1 if head else None, "upos": r[3], "lower": r[1].lower(), "feats": r[5]})
        entities(d, len(d["tokens"]) - 1, r[9])
    d["text"] = d["text"].rstrip(" ")


def entities(d, token, misc):
    value = next((x[7:] for x in misc.split("|") if x.startswith("Entity=")), "")
    i = 0
    while i < len(value):
        if value[i] == "(":
            j = i + 1
            while j < len(value) and value[j] not in "()":
                j += 1
            name = value[i + 1:j].split("-")[0]
            d["open"].append((name, token))
            if j < len(value) and value[j] == ")":
                close(d, name, token)
                j += 1
            i = j
        else:
            j = value.index(")", i)
            close(d, value[i:j].split("-")[0], token)
            i = j + 1


def close(d, name, token):
    for k in range(len(d["open"]) - 1, -1, -1):
        if d["open"][k][0] == name:
            first = d["open"].pop(k)[1]
            d["mentions"].append((first, token, name))
            return


def head_of(d, first, last):
    for t in range(first, last + 1):
        h = d["tokens"][t]["head"]
        if (h is None or not first <= h <= last) and d["tokens"][t]["upos"] != "PUNCT":
            return t
    return first


def system_mentions(d, coded):
    """(first, last token, entities) of what the program marked; a mention of several counts as an entity of those several"""
    starts = {t["span"][0]: i for i, t in reversed(list(enumerate(d["tokens"])))}
    ends = {t["span"][1]: i for i, t in enumerate(d["tokens"])}
    out = []
    for m in coded["mentions"]:
        if m["start"] in starts and m["end"] in ends and starts[m["start"]] <= ends[m["end"]]:
            who = "+".join(sorted(m.get("entities") or [m["entity"]]))
            out.append((starts[m["start"]], ends[m["end"]], who))
    return out


def clusters(mentions, key):
    by, seen = collections.OrderedDict(), {}
    for first, last, entity in mentions:
        k = key(first, last)
        if k in seen:
            continue
        seen[k] = entity
        by.setdefault(entity, set()).add(k)
    return list(by.values())


# ------------------------------------------------------------------ measures: each gives (right, of) for recall and for precision

def muc_side(a, b):
    where = {m: i for i, c in enumerate(b) for m in c}
    right = of = 0
    for c in a:
        parts = len({where[m] for m in c if m in where}) + sum(m not in where for m in c)
        right += len(c) - parts
        of += len(c) - 1
    return right, of


def b3_side(a, b):
    where = {m: c for c in b for m in c}
    right = of = 0
    for c in a:
        for m in c:
            right += len(c & where.get(m, set())) / len(c)
            of += 1
    return right, of


def best_match(weights, n, m):
    """the heaviest one-to-one matching (Hungarian method, Kuhn 1955); weights: {(i, j): w}"""
    cost = [[-weights.get((i, j), 0.0) for j in range(max(n, m))] for i in range(max(n, m))]
    size, inf = max(n, m), float("inf")
    u, v, p, way = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1), [0] * (size + 1)
    for i in range(1, size + 1):
        p[0], j0 = i, 0
        least, used = [inf] * (size + 1), [False] * (size + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = p[j0], inf, 0
            row = cost[i0 - 1]
            for j in range(1, size + 1):
                if not used[j]:
                    cur = row[j - 1] - u[i0] - v[j]
                    if cur < least[j]:
                        least[j], way[j] = cur, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(size + 1):
                if used[j]:
                    u[p[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if not p[j0]:
                break
        while j0:
            j1 = way[j0]
            p[j0], j0 = p[j1], j1
    return sum(weights.get((p[j] - 1, j - 1), 0.0) for j in range(1, size + 1))


def ceaf(gold, system):
    where = {m: j for j, c in enumerate(system) for m in c}
    weights = {}
    for i, c in enumerate(gold):
        for j in {where[m] for m in c if m in where}:
            weights[i, j] = 2 * len(c & system[j]) / (len(c) + len(system[j]))
    used_i, used_j = sorted({i for i, _ in weights}), sorted({j for _, j in weights})
    small = {(used_i.index(i), used_j.index(j)): w for (i, j), w in weights.items()}
    right = best_match(small, len(used_i), len(used_j)) if small else 0.0
    return (right, len(gold)), (right, len(system))


def f1(r, p):
    recall, precision = (r[0] / r[1] if r[1] else 0.0), (p[0] / p[1] if p[1] else 0.0)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


class Sums:
    def __init__(self):
        self.by = {k: [[0.0, 0.0], [0.0, 0.0]] for k in ("MUC", "B3", "CEAFe", "mentions")}

    def add(self, gold, system):
        gold, system = [c for c in gold if len(c) > 1], [c for c in system if len(c) > 1]
        g, s = set().union(*gold) if gold else set(), set().union(*system) if system else set()
        sides = {"MUC": (muc_side(gold, system), muc_side(system, gold)), "B3": (b3_side(gold, system), b3_side(system, gold)),
                 "CEAFe": ceaf(gold, system), "mentions": ((len(g & s), len(g)), (len(g & s), len(s)))}
        for k, (r, p) in sides.items():
            for i, x in enumerate((r, p)):
                self.by[k][i][0] += x[0]
                self.by[k][i][1] += x[1]

    def figures(self):
        out = {k: round(f1(*v), 4) for k, v in self.by.items()}
        out["CoNLL"] = round((out["MUC"] + out["B3"] + out["CEAFe"]) / 3, 4)
        return out


def on_gold(gold, system, key):
    """the program's entities, as far as they are gold mentions"""
    there = {key(f, l) for f, l, _ in gold}
    got = [m for m in system if key(m[0], m[1]) in there]
    have = {key(m[0], m[1]) for m in got}
    return got + [(f, l, "missed %d %d" % (f, l)) for f, l, _ in gold if key(f, l) not in have]


def named_only(d, gold):
    """entities with a name among their mentions"""
    keep = set()
    for first, last, entity in gold:
        t = d["tokens"][head_of(d, first, last)]
        if t["upos"] == "PROPN":
            keep.add(entity)
    return [m for m in gold if m[2] in keep]


def score(docs, coded):
    sums = {}

    def to(name):
        return sums.setdefault(name, Sums())
    for d in docs:
        system = system_mentions(d, coded[d["id"]])
        head = lambda f, l, d=d: head_of(d, f, l)
        exact = lambda f, l: (f, l)
        gold, named = d["mentions"], named_only(d, d["mentions"])
        G = clusters(gold, head)
        to("end to end, head").add(G, clusters(system, head))
        to("end to end, exact").add(clusters(gold, exact), clusters(system, exact))
        to("gold mentions").add(G, clusters(on_gold(gold, system, head), head))
        to("gold mentions of named entities").add(clusters(named, head), clusters(on_gold(named, system, head), head))
        to("genre " + d["genre"]).add(G, clusters(system, head))
    return {k: v.figures() for k, v in sums.items()}


def code(docs, chancery):
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"], "date": d["date"], "lang": "en"}, ensure_ascii=False) + "\n" for d in docs)
    command = ["node", chancery] if chancery.endswith(".js") else [chancery, "code", "--jsonl"]
    p = subprocess.run(command, input=lines.encode("utf-8"), stdout=subprocess.PIPE, check=True)
    return {r["id"]: r for r in map(json.loads, p.stdout.decode("utf-8").splitlines())}


PERSONS = {"he", "she", "him", "her", "his", "hers", "himself", "herself", "who", "whom"}
MANY, THING = {"they", "them", "their", "theirs", "themselves"}, {"it", "its", "itself"}


def plain(d):
    """the rules for reference: {"mentions"} as the program gives them"""
    names, found, before = {}, [], []
    for i, t in enumerate(d["tokens"]):
        if t["lower"] in PERSONS | MANY | THING:
            for person, many, e in reversed(before[-30:]):
                if many == (t["lower"] in MANY) and (many or person == (t["lower"] in PERSONS)):
                    found.append((i, e))
                    break
        elif t["upos"] in ("PROPN", "NOUN"):
            h = t["head"]
            if h is not None and t["upos"] == "PROPN" and d["tokens"][h]["upos"] == "PROPN" and abs(h - i) < 4:
                continue
            e = names.setdefault(t["lower"], "n%d" % len(names)) if t["upos"] == "PROPN" else "w%d" % i
            before.append((t["upos"] == "PROPN", "Number=Plur" in t["feats"], e))
            found.append((i, e))
    return {"mentions": [{"start": d["tokens"][i]["span"][0], "end": d["tokens"][i]["span"][1], "entity": e} for i, e in found]}


def main():
    docs = read_gum(sys.argv[1])
    r = score(docs, {d["id"]: plain(d) for d in docs} if sys.argv[2] == "plain" else code(docs, sys.argv[2]))
    if "--json" in sys.argv[3:]:
        print(json.dumps(r))
        return
    for k, v in r.items():
        if k.startswith("genre ") and "--genres" not in sys.argv[3:]:
            continue
        print("%-34s CoNLL %.4f  MUC %.4f  B3 %.4f  CEAF-e %.4f  mentions %.4f" % (k, v["CoNLL"], v["MUC"], v["B3"], v["CEAFe"], v["mentions"]))


if __name__ == "__main__":
    main()
