"""Treebanks and lists of names as the network sees them: keys of words, and numbers of the classes.

Everything that the network knows of a word is a handful of 64-bit keys (`keys`); src/parse makes the same keys of the same word.
"""
import collections
import gzip
import re

from chymodel import key

PREFIXES, SUFFIXES = 4, 5
TREEBANKS = "en_ewt-ud", "en_gum-free"  # files: -train.conllu.gz, -dev.conllu


def shape(form):
    out, last, times = [], None, 0
    for ch in form[:40]:
        c = "A" if ch.isupper() else "a" if ch.isalpha() else "9" if "0" <= ch <= "9" else ch
        times = times + 1 if c == last else 0
        if times < 2:
            out.append(c)
        last = c
    return "".join(out).encode()


def all_capitals(forms):
    """A line of capitals: at least four words of letters in it, and no small letter."""
    words = 0
    for f in forms:
        if f.lower() == f:
            if any("a" <= c <= "z" for c in f):
                return False
        elif f.upper() == f:
            words += 1
        else:
            return False
    return words >= 4


def keys(form, shouting):
    """(glove, word, [prefixes], [suffixes], shape) of a word."""
    low = form.lower().encode()
    plain = re.sub(rb"[0-9]", b"9", low).replace(b"`", b"'")
    prefixes = [key(str(n), plain[:n]) for n in range(1, PREFIXES + 1) if len(plain) > n]
    suffixes = [key(str(n + PREFIXES), plain[-n:]) for n in range(1, SUFFIXES + 1) if len(plain) > n]
    return key("g", low), key("w", plain), prefixes, suffixes, key("h", b"!" if shouting else shape(form))


class Word:
    __slots__ = ("form", "upos", "xpos", "feats", "lemma", "head", "rel", "name", "mask")

    def __init__(self, form):
        self.form, self.upos, self.xpos, self.feats, self.lemma, self.head, self.rel, self.name, self.mask = form, "", "", "", "", -1, "", None, 0


def treebank(path):
    """Sentences (lists of Word) of a CoNLL-U file."""
    out, now = [], []
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as f:
        for line in f:
            line = line.rstrip("\n")
            if not line:
                if now:
                    out.append(now)
                now = []
            elif line[0] != "#":
                c = line.split("\t")
                if "-" in c[0] or "." in c[0]:
                    continue
                w = Word(c[1])
                w.lemma, w.upos, w.xpos, w.feats, w.head, w.rel = c[2], c[3], c[4], "" if c[5] == "_" else c[5], int(c[6]), c[7]
                now.append(w)
    if now:
        out.append(now)
    return out


def names(path):
    """Sentences of a list of names: (source, [(form, label)])."""
    out, now, source = [], [], ""
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# source = "):
            source = line[11:]
        elif not line:
            if now:
                out.append((source, now))
            now = []
        elif "\t" in line:
            c = line.split("\t")
            now.append((c[0], c[-1]))
    if now:
        out.append((source, now))
    return out


def masks(path):
    """What the gazetteer says (train_masks prints it): {forms of a sentence: (mask of each word)}."""
    out, forms, bits = {}, [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if forms:
                out[tuple(forms)] = tuple(bits)
            forms, bits = [], []
        elif line[0] != "#" or "\t" in line:
            form, mask = line.rsplit("\t", 1)
            forms.append(form)
            bits.append(int(mask, 16))
    if forms:
        out[tuple(forms)] = tuple(bits)
    return out


def apply(script, form):
    """What a script makes of a form; None when it does not fit."""
    if script[0] == "=":
        return script[1:]
    base = (form.lower() if script[0] == "l" else form).encode()
    off = int(script[1])
    if off > len(base):
        return None
    try:
        return base[: len(base) - off].decode() + script[3:]
    except UnicodeDecodeError:
        return None


def counted(values, least):
    """Values seen at least so often, most frequent first; ties by value."""
    c = collections.Counter(values)
    return [v for v, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]
