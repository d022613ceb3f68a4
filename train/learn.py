"""Trains the network: learn.py DATA WORK [--option value ...]; leaves WORK/net-NAME.pt."""
import argparse
import json
import math
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import corpus
import lemmas
from net import Net, SCALE

KINDS = ["PER", "ORG", "LOC", "EVENT", "DOC", "MISC"]
LABELS = ["O"] + [b + k for k in KINDS for b in ("B-", "I-")]
TAUGHT = ("tag", "feats", "script", "head", "rel")
LABEL = {l: i for i, l in enumerate(LABELS)}


def arguments():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("work")
    for name, default in (("name", "net"), ("names_file", ""), ("masks", ""), ("more", ""), ("own", ""), ("taught", ""), ("init", "")):
        p.add_argument("--" + name, default=default)
    for name, default in (("D", 256), ("layers", 4), ("M", 128), ("names", 96), ("epochs", 30), ("batch", 1000), ("seed", 20261122), ("glove_rows", 100000), ("quantise_from", 99), ("limit", 0), ("share", 1)):
        p.add_argument("--" + name, type=int, default=default)
    for name, default in (("lr", 2e-3), ("drop", 0.25), ("in_drop", 0.15), ("head_drop", 0.25), ("word_drop", 0.08), ("trust", 0.5)):
        p.add_argument("--" + name, type=float, default=default)
    return p.parse_args()


def glove_rows(words):
    rows = {}
    for i, w in enumerate(words):
        rows.setdefault(corpus.key("g", w.encode()), i + 1)
    return rows


def numbers(voc):
    return {k: {v: i for i, v in enumerate(getattr(voc, k))} for k in ("tags", "feats", "scripts", "rels")}


class Vocabulary:
    """Rows of the tables and numbers of the classes, from the training sentences."""

    def __init__(self, banks, sets, glove_words):
        words = [w for bank in sets for s in bank for w in s]
        self.rows, self.often = {}, {}
        seen = {}
        for w in words:
            seen[w.form] = seen.get(w.form, 0) + 1
        groups = {}
        for f, n in seen.items():
            _, word, prefixes, suffixes, shape = corpus.keys(f, False)
            for kind, ks, times in (("w", [word], n), ("p", prefixes, 1), ("s", suffixes, 1), ("h", [shape], n)):
                for k in ks:
                    groups.setdefault(kind, {})
                    groups[kind][k] = groups[kind].get(k, 0) + times
        groups["h"][corpus.key("h", b"!")] = 99
        for kind, least in (("w", 2), ("p", 3), ("s", 3), ("h", 3)):
            for k, n in sorted(groups[kind].items(), key=lambda x: (-x[1], x[0])):
                if n >= least:
                    self.rows[k] = len(self.rows) + 1
                    if kind == "w":
                        self.often[self.rows[k]] = n
        self.glove = glove_rows(glove_words)
        treed = [w for b in banks for s in b for w in s]
        self.tags = corpus.counted((w.upos + " " + w.xpos for w in treed), 2)
        self.feats = corpus.counted((w.feats for w in treed), 2)
        self.scripts = corpus.counted((lemmas.script(w.form, w.lemma) for w in treed if w.rel != "goeswith"), 2)
        self.rels = corpus.counted((w.rel for w in treed), 2)
        self.number = numbers(self)
        of = {}
        for w in treed:
            t, f = self.number["tags"].get(w.upos + " " + w.xpos), self.number["feats"].get(w.feats)
            if t is not None and f is not None:
                of.setdefault(t, set()).add(f)
        self.feats_of = [sorted(of.get(t, {0})) for t in range(len(self.tags))]
        self.seen = {}

    def ids(self, form, shouting):
        got = self.seen.get((form, shouting))
        if got is None:
            glove, word, prefixes, suffixes, shape = corpus.keys(form, shouting)
            r = self.rows.get
            pad = lambda ks, n: ([r(k, 0) for k in ks] + [0] * n)[:n]
            got = self.seen[(form, shouting)] = (self.glove.get(glove, 0), r(word, 0), pad(prefixes, corpus.PREFIXES), pad(suffixes, corpus.SUFFIXES), r(shape, 0))
        return got

    @classmethod
    def open(cls, path, glove_words):
        """As save() left it; for reading only (no counts)."""
        voc = cls.__new__(cls)
        voc.__dict__.update(json.load(open(path)))
        voc.rows = {int(k): v for k, v in voc.rows.items()}
        voc.glove, voc.seen = glove_rows(glove_words), {}
        voc.number = numbers(voc)
        return voc

    def save(self, path):
        json.dump({k: getattr(self, k) for k in ("tags", "feats", "scripts", "rels", "feats_of")} | {"rows": {str(k): v for k, v in self.rows.items()}}, open(path, "w"))


def allowed_labels(label):
    """'B-ORG' -> [that]; 'O?EVENT,DOC' -> O and the labels of these kinds."""
    if "?" not in label:
        return [LABEL.get(label, 0)]
    first, kinds = label.split("?")
    return [LABEL[first]] + [LABEL[b + k] for k in kinds.split(",") for b in ("B-", "I-")]


class Sentence:
    """Numbers of one sentence."""

    taught = None  # what a teacher says: name -> (numbers, probabilities), each (words, best)

    def __init__(self, words, voc, treed):
        self.forms = [w.form for w in words]
        self.n, self.treed, self.words = len(words), treed, words
        self.named = words[0].name is not None
        num = lambda k, v: voc.number[k].get(v, -100)
        if treed:
            self.tag = [num("tags", w.upos + " " + w.xpos) for w in words]
            self.feats = [num("feats", w.feats) for w in words]
            self.script = [num("scripts", lemmas.script(w.form, w.lemma)) if w.rel != "goeswith" else -100 for w in words]
            self.head = [w.head for w in words]
            self.rel = [num("rels", w.rel) for w in words]
        self.name = [allowed_labels(w.name) for w in words] if self.named else None
        self.mask = [w.mask for w in words]
        self.views = {}
        self.shouting = corpus.all_capitals(self.forms)
        last = words[-1]
        self.may_cut = treed and self.n > 3 and last.upos == "PUNCT" and not any(w.head == self.n for w in words)

    def view(self, how, voc):
        v = self.views.get(how)
        if v is None:
            forms = self.forms if how == "" else [f.lower() for f in self.forms] if how == "lower" else [f.upper() for f in self.forms]
            ids = [voc.ids(f, self.shouting or how == "upper") for f in forms]
            v = self.views[how] = tuple(np.array([i[k] for i in ids]) for k in range(5))
        return v


def batch_of(sentences, voc, training, rng, often):
    hows, ns = [], []
    for s in sentences:
        r = rng.random() if training else 1
        hows.append("lower" if r < 0.03 else "upper" if r < 0.045 else "")
        ns.append(s.n - 1 if training and s.may_cut and rng.random() < 0.06 else s.n)
    B, T = len(sentences), max(ns)
    b = {k: np.zeros((B, T), np.int64) for k in ("glove", "word", "shape", "head")}
    for k in ("tag", "feats", "script", "rel"):
        b[k] = np.full((B, T), -100, np.int64)
    b["prefix"], b["suffix"] = np.zeros((B, T, corpus.PREFIXES), np.int64), np.zeros((B, T, corpus.SUFFIXES), np.int64)
    b["mask"], b["allowed"] = np.zeros((B, T, 32), np.float32), np.ones((B, T, len(LABELS)), np.float32)
    b["lens"], b["treed"], b["named"] = np.array(ns, np.int32), np.zeros(B, np.float32), np.zeros(B, np.float32)
    for i, (s, how, n) in enumerate(zip(sentences, hows, ns)):
        g, w, p, x, h = s.view(how, voc)
        b["glove"][i, :n], b["word"][i, :n], b["prefix"][i, :n], b["suffix"][i, :n], b["shape"][i, :n] = g[:n], w[:n], p[:n], x[:n], h[:n]
        for t, m in enumerate(s.mask[:n]):
            while m:
                low = m & -m
                b["mask"][i, t, low.bit_length() - 1] = 1
                m ^= low
        if s.treed:
            b["treed"][i] = 1
            for k in ("tag", "feats", "script", "head", "rel"):
                b[k][i, :n] = getattr(s, k)[:n]
        if s.named:
            b["named"][i] = 1
            for t, a in enumerate(s.name[:n]):
                b["allowed"][i, t] = 0
                b["allowed"][i, t, a] = 1
    if training and sentences[0].taught is not None:
        for k in TAUGHT:
            best = sentences[0].taught[k][0].shape[1]
            b[k + "_i"], b[k + "_p"] = np.zeros((B, T, best), np.int64), np.zeros((B, T, best), np.float32)
            for i, (s, n) in enumerate(zip(sentences, ns)):
                b[k + "_i"][i, :n], b[k + "_p"][i, :n] = s.taught[k][0][:n], s.taught[k][1][:n]
    if training:
        b["mask"] *= (np.random.rand(B, 1, 1) > 0.1) * (np.random.rand(B, T, 1) > 0.1)
        b["word"][np.random.rand(B, T) < 0.25 / (0.25 + often[b["word"]]) + 0.02] = 0
    return {k: torch.from_numpy(v) for k, v in b.items()}


def batches(sentences, size, rng):
    order = sorted(sentences, key=lambda s: s.n + rng.random() * 3)
    out, now, longest = [], [], 0
    for s in order:
        if now and (len(now) + 1) * max(longest, s.n) > size:
            out.append(now)
            now, longest = [], 0
        now.append(s)
        longest = max(longest, s.n)
    out.append(now)
    rng.shuffle(out)
    return out


def follow(scores, b, part):
    """Cross entropy with what the teacher says, summed over words; cut-off heads lose their share."""
    i, p = b[part + "_i"].clamp(max=scores.shape[-1] - 1), b[part + "_p"]
    return -(p * torch.gather(torch.log_softmax(scores, 2), 2, i).clamp(min=-30)).sum()


def losses(net, b, sizes, drop, trust=0.5):
    x = net.encode(b, drop)
    T, F_ = sizes["tags"], sizes["feats"]
    words, treed = float(b["lens"].sum()), b["treed"].any()
    taught = "head_i" in b
    loss = 0
    if treed or taught:
        t = net.tag(net.hidden(net.to_tag, x, drop))
        arcs, rd, rh = net.trees(x, drop)
        inside = torch.arange(arcs.shape[1]).unsqueeze(0) < b["lens"].unsqueeze(1)
        arcs = arcs.masked_fill(~torch.cat([torch.ones_like(inside[:, :1]), inside], 1).unsqueeze(1), -1e4)
        heads = torch.where((b["treed"] > 0).unsqueeze(1), b["head"], b["head_i"][..., 0].clamp(max=arcs.shape[2] - 1)) if taught else b["head"]
        r = net.relations(rd, rh, heads, drop)
        gold_head = b["head"].masked_fill(~inside, -100).masked_fill(b["treed"].unsqueeze(1) == 0, -100)
        parts = (("tag", t[..., :T], b["tag"], 1.0), ("feats", t[..., T : T + F_], b["feats"], 0.5), ("script", t[..., T + F_ :], b["script"], 0.5),
                 ("head", arcs, gold_head, 1.0), ("rel", r, b["rel"], 1.0))
        for part, scores, gold, weight in parts:
            if treed:
                g = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=-100, reduction="sum") / words
                loss = loss + weight * g * ((1 - trust) if taught else 1)
            if taught:
                loss = loss + weight * trust * follow(scores, b, part) / words
    if b["named"].any():
        n = net.name_loss(net.name_scores(x, drop), b["allowed"], b["lens"]) * b["named"]
        loss = loss + n.sum() / max(1.0, float((b["lens"] * b["named"]).sum()))
    return loss


def spans(labels):
    out, start, kind = [], None, None
    for i, l in enumerate(list(labels) + ["O"]):
        if start is not None and (l == "O" or l[0] == "B" or l[2:] != kind):
            out.append((start, i, kind))
            start = None
        if l != "O" and start is None:
            start, kind = i, l[2:]
    return set(out)


def evaluate(net, sentences, voc, sizes, kinds=("PER", "ORG", "LOC")):
    net.eval()
    c = dict.fromkeys(("words", "upos", "xpos", "feats", "lemma", "uas", "las"), 0)
    ner = {k: [0, 0, 0] for k in kinds}
    T, F_ = sizes["tags"], sizes["feats"]
    with torch.no_grad():
        for group in batches(sentences, 3000, random.Random(1)):
            b = batch_of(group, voc, False, random.Random(1), None)
            x = net.encode(b, False)
            t = net.tag(net.hidden(net.to_tag, x, False))
            tag, feats = t[..., :T].argmax(2), t[..., T : T + F_].argmax(2)
            order = t[..., T + F_ :].topk(5, 2)[1]
            arcs, rd, rh = net.trees(x, False)
            inside = torch.arange(arcs.shape[1]).unsqueeze(0) < b["lens"].unsqueeze(1)
            arcs = arcs.masked_fill(~torch.cat([torch.ones_like(inside[:, :1]), inside], 1).unsqueeze(1), -1e4)
            head = arcs.argmax(2)
            rel = net.relations(rd, rh, head, False).argmax(2)
            label = net.best_names(net.name_scores(x, False), b["lens"])
            for i, s in enumerate(group):
                for j, w in enumerate(s.words):
                    if s.treed:
                        u, xp = voc.tags[tag[i, j]].split(" ")
                        c["words"] += 1
                        c["upos"] += u == w.upos
                        c["xpos"] += xp == w.xpos
                        c["feats"] += voc.feats[feats[i, j]] == w.feats
                        lemma = next((l for l in (corpus.apply(voc.scripts[k], w.form) for k in order[i, j]) if l is not None), w.form)
                        c["lemma"] += lemma == w.lemma or w.lemma == "_"
                        ok = int(head[i, j]) == w.head
                        c["uas"] += ok
                        c["las"] += ok and voc.rels[rel[i, j]].split(":")[0] == w.rel.split(":")[0]
                if s.named:
                    gold = spans([w.name.split("?")[0] for w in s.words])
                    mine = spans([LABELS[k] for k in label[i, : s.n]])
                    for k in kinds:
                        a, d = {x for x in gold if x[2] == k}, {x for x in mine if x[2] == k}
                        ner[k][0] += len(a & d)
                        ner[k][1] += len(d)
                        ner[k][2] += len(a)
    net.train()
    out = [f"{k} {100 * c[k] / c['words']:.2f}" for k in c if k != "words" and c["words"]]
    tot = [sum(v[i] for v in ner.values()) for i in range(3)]
    f1 = lambda v: 200 * v[0] / max(1, v[1] + v[2])
    if tot[2]:
        out.append(f"ner {f1(tot):.2f} (" + " ".join(f"{k} {f1(v):.1f}" for k, v in ner.items()) + ")")
    return "  ".join(out)


def attach(sentences, named, sources):
    """Labels of the lists of names onto the treebank sentences with the same words; the rest comes back."""
    where = {}
    for s in sentences:
        where.setdefault(tuple(w.form for w in s), []).append(s)
    rest, hit = [], 0
    for source, rows in named:
        if source in sources:
            got = where.get(tuple(f for f, _ in rows))
            if got:
                hit += 1
                for s in got:
                    for w, (_, l) in zip(s, rows):
                        w.name = l
                continue
        rest.append((source, rows))
    return rest, hit


def bio(path, kinds):
    keep = lambda l: l if l == "O" or l[2:] in kinds else "O"
    return [[(f, keep(l)) for f, l in rows] for _, rows in corpus.names(path)]


def mark(a, banks):
    if a.masks:
        masks = corpus.masks(a.masks)
        for bank in banks:
            for s in bank:
                for w, m in zip(s, masks[tuple(w.form for w in s)]):
                    w.mask = m


def add_own(a, voc, train):
    """Trees of our own, for a network that has the vocabulary already; each is its own teacher, and what a teacher says of the same words is not heard."""
    bank = [s for f in a.own.split(",") for s in corpus.treebank(f)]
    mark(a, [bank])
    own = [s for s in (Sentence(s, voc, True) for s in bank) if s.n <= 160]
    known = {tuple(s.forms) for s in own}
    for s in train:
        if not s.treed and tuple(s.forms) in known and s.taught:
            s.taught = {k: (i, p * 0) for k, (i, p) in s.taught.items()}
    if a.taught:
        best = train[0].taught["tag"][0].shape[1]
        for s in own:
            s.taught = {k: certain(getattr(s, k), best) for k in TAUGHT}
    print("own trees: %d sentences" % len(own))
    return train + own


def certain(numbers, best):
    """One answer, held for true; none where there is no number."""
    n = np.array(numbers)
    i, p = np.zeros((len(n), best), np.int16), np.zeros((len(n), best), np.float16)
    i[:, 0], p[:, 0] = np.maximum(n, 0), n >= 0
    return i, p


def load(a):
    """ewt, gum (with trees), names only, no gold at all, dev by name."""
    d = a.data
    ewt, gum = (corpus.treebank(f"{d}/treebank/{f}-train.conllu.gz") for f in corpus.TREEBANKS)
    dev = {k: corpus.treebank(f"{d}/treebank/{f}-dev.conllu") for k, f in zip(("ewt", "gum"), corpus.TREEBANKS)}
    extra = []
    rest, hit = attach(ewt + gum, corpus.names(a.names_file), ("uner", "gum"))
    print("names: %d sentences lie on the treebanks, %d more" % (hit, len(rest)))
    for _, rows in rest:
        s = []
        for f, l in rows:
            w = corpus.Word(f)
            w.name = l
            s.append(w)
        extra.append(s)
    attach(dev["ewt"], [("uner", r) for r in bio(d + "/ner/uner-ewt-dev.bio", ("PER", "ORG", "LOC"))], ("uner",))
    attach(dev["gum"], [("gum", r) for r in bio(d + "/ner/gum-free-dev.bio", KINDS)], ("gum",))
    more = corpus.treebank(a.more) if a.more else []
    mark(a, (ewt, gum, extra, more, *dev.values()))
    return ewt, gum, extra, more, dev


def glove(a):
    """The words of the vectors, and what is left of these in 8 bits; row 0 is for words that have none."""
    words = open(a.work + "/glove.txt", encoding="utf-8").read().split("\n")[: a.glove_rows]
    v = np.clip(np.rint(np.load(a.work + "/glove.npy")[: a.glove_rows] * SCALE), -127, 127) / SCALE
    return words, torch.from_numpy(np.concatenate([np.zeros((1, v.shape[1])), v]).astype(np.float32))


def vocabulary(a, banks):
    ewt, gum, extra = banks[:3]
    return Vocabulary([ewt, gum], [ewt, gum, extra], glove(a)[0])


def sentences(banks, voc):
    ewt, gum, extra, more = banks[:4]
    all_ = [Sentence(s, voc, True) for s in ewt + gum] + [Sentence(s, voc, False) for s in extra + more]
    return [s for s in all_ if s.n <= 160]


def take_taught(path, train):
    z = np.load(path)
    parts, at = {k: (z[k + "_i"], z[k + "_p"]) for k in TAUGHT}, 0
    for s in train:
        s.taught = {k: (i[at : at + s.n], p[at : at + s.n]) for k, (i, p) in parts.items()}
        at += s.n
    if at != len(parts["tag"][0]):
        sys.exit("learn.py: %s is of other sentences" % path)


def begin(net, saved, rows, old_rows):
    """Start from a trained network; words that it has not stay as they are, layers that it has not let their input pass, at first."""
    old, H = saved["dims"]["layers"], net.dims["D"] // 2
    learned = saved["net"].pop("rows.weight")
    net.load_state_dict(saved["net"], strict=False)
    with torch.no_grad():
        for key, row in rows.items():
            if key in old_rows:
                net.rows.weight[row] = learned[old_rows[key]]
        for l in list(net.layers)[old:]:
            for d in range(2):
                l.bias[(3 * d + 2) * H : (3 * d + 3) * H] = -2.5


def main():
    a = arguments()
    torch.set_num_threads(1)
    random.seed(a.seed), np.random.seed(a.seed), torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    banks = load(a)
    dev = banks[4]
    voc = vocabulary(a, banks)
    sizes = {"tags": len(voc.tags), "feats": len(voc.feats), "scripts": len(voc.scripts), "rels": len(voc.rels), "names": len(LABELS), "rows": len(voc.rows) + 1}
    dims = {k: getattr(a, k) for k in ("D", "layers", "M", "names", "drop", "in_drop", "head_drop", "word_drop")}
    net = Net(sizes, glove(a)[1], dims)
    for j, l in enumerate(LABELS):
        if l[0] == "I":
            for i, k in enumerate(LABELS + ["start"]):
                if k[2:] != l[2:] or k == "O" or k == "start":
                    net.illegal[i, j] = -1e4
    params = sum(p.numel() for n, p in net.named_parameters() if not n.startswith("rows"))
    voc.save(f"{a.work}/voc-{a.name}.json")
    print(vars(a), sizes, "weights", params, flush=True)
    if a.init:
        begin(net, torch.load(f"{a.work}/net-{a.init}.pt"), voc.rows, Vocabulary.open(f"{a.work}/voc-{a.init}.json", []).rows)
    train = sentences(banks, voc)
    if a.taught:
        take_taught(a.taught, train)
    else:
        train = [s for s in train if s.treed or s.named]
    if a.own:
        train = add_own(a, voc, train)
    train = [s for i, s in enumerate(train) if i % a.share == 0]  # what half the data would do
    if a.limit:
        train = train[: a.limit]
    dev = {k: [Sentence(s, voc, True) for s in v] for k, v in dev.items()}
    often = np.zeros(sizes["rows"], np.float32)
    for r, n in voc.often.items():
        often[r] = n
    often[0] = 1e9
    opt = torch.optim.AdamW(net.parameters(), lr=a.lr, betas=(0.9, 0.95), weight_decay=0.0, eps=1e-8)
    steps = a.epochs * len(batches(train, a.batch, random.Random(1)))
    average, step = None, 0
    for epoch in range(a.epochs):
        t0, total, count = time.time(), 0.0, 0
        if epoch >= a.quantise_from:
            net.set_quantised(True)
        for group in batches(train, a.batch, rng):
            for g in opt.param_groups:
                g["lr"] = a.lr * min(1, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * min(1, step / steps))) + 1e-5
            loss = losses(net, batch_of(group, voc, True, rng, often), sizes, True, a.trust)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            opt.step()
            with torch.no_grad():
                net.rows.weight[0] = 0
            step += 1
            total, count = total + float(loss), count + 1
            beta = min(0.998, step / (step + 10))
            if average is None:
                average = {k: p.detach().clone() for k, p in net.named_parameters()}
            else:
                with torch.no_grad():
                    for k, p in net.named_parameters():
                        average[k].lerp_(p, 1 - beta)
        line = f"epoch {epoch + 1} loss {total / count:.4f} {time.time() - t0:.0f}s"
        if epoch % 2 == 1 or epoch + 1 == a.epochs:
            now = {k: p.detach().clone() for k, p in net.named_parameters()}
            with torch.no_grad():
                for k, p in net.named_parameters():
                    p.copy_(average[k])
            line += "\n  ewt " + evaluate(net, dev["ewt"], voc, sizes) + "\n  gum " + evaluate(net, dev["gum"], voc, sizes, KINDS)
            torch.save({"net": net.state_dict(), "sizes": sizes, "dims": dims, "args": vars(a)}, f"{a.work}/net-{a.name}.pt")
            with torch.no_grad():
                for k, p in net.named_parameters():
                    p.copy_(now[k])
        print(line, flush=True)


if __name__ == "__main__":
    main()
