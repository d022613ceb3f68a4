#!/usr/bin/env python3
"""A small model of every section, with weights out of the air: the input that fuzzing of model files begins with.

Usage: fuzz/small_model.py models/core.chymodel fuzz/corpus/model/network [ROWS]      (needs numpy and libxxhash)

The splitter is that of the model, cut down to ROWS rows a section; the network is as narrow as one can be.
"""
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "train"))
import chymodel  # noqa: E402
import lemmas  # noqa: E402

WIDTH, LAYERS, HEAD, NAMES, GLOVE, WORDS = 128, 1, 64, 16, 32, 32
TAGS = ["NOUN NN", "VERB VBD", "PROPN NNP", "X FW"]
FEATS = ["_", "Number=Sing", "Tense=Past|VerbForm=Fin"]
RELS = ["root", "nsubj", "obj", "punct"]
LEMMAS = [("met", "meet", "VERB VBD"), ("ministers", "minister", "NOUN NN"), ("Riga", "Riga", "PROPN NNP"), ("said", "say", "VERB VBD")]
NAME_TAGS = 13


def matrix(n, k):
    """Few numbers and many zeros: a file that packs well."""
    w = np.zeros((n, k), np.int8)
    for i in range(n):
        for j in range(5):
            w[i, (7 * i + 31 * j) % k] = (37 * i + 11 * j) % 255 - 127
    return w


def dense(name, n, k):
    return chymodel.dense(name, matrix(n, k), np.full(n, 2e-4), (np.arange(n) % 7 - 3) / 8)


def network():
    half, rows = WIDTH // 2, {}
    for i, word in enumerate((b"the", b"minister", b"met", b"riga", b"wednesday", b",", b".")):
        rows[chymodel.key("g", word)] = i
        rows[chymodel.key("w", word)] = i
        rows[chymodel.key("5", word[-1:])] = 7 + i
    rows[chymodel.key("h", b"Aa")] = 15
    s = {
        "net.shape": chymodel.section(np.array([WIDTH, LAYERS, HEAD, NAMES, len(TAGS), len(FEATS), len(RELS), GLOVE, WORDS], "<u4")),
        "net.map": chymodel.row_map(rows),
        "net.glove": chymodel.section(matrix(8, GLOVE)),
        "net.words": chymodel.section(matrix(16, WORDS)),
        "net.gaz": chymodel.section(matrix(32, WORDS)),
        "net.arc.root": chymodel.section(matrix(1, HEAD)[0]),
        "net.rel.root": chymodel.section(np.linspace(-1, 1, HEAD).astype("<f4")),
        "net.name.moves": chymodel.section(np.zeros((NAME_TAGS + 2, NAME_TAGS), "<f4")),
        "net.tag.list": chymodel.lines(TAGS),
        "net.feats.list": chymodel.lines(FEATS),
        "net.feats.at": chymodel.section(np.array([0, 2, 3, 5, 6], "<u4")),
        "net.feats.of": chymodel.section(np.array([0, 1, 2, 0, 1, 0], "<u2")),
        "net.rel.list": chymodel.lines(RELS),
    }
    s.update(dense("net.in", WIDTH, GLOVE + 5 * WORDS))
    for i in range(1, LAYERS + 1):
        s.update(dense("net.l%d" % i, 3 * WIDTH, WIDTH))
        s["net.l%d.v" % i] = chymodel.section(np.linspace(-1, 1, 4 * half).astype("<f4").reshape(4, half))
    s.update(dense("net.proj", 5 * HEAD + NAMES, WIDTH))
    s.update(dense("net.tag", len(TAGS) + len(FEATS), HEAD))
    s.update(dense("net.arc", HEAD, HEAD))
    s.update(dense("net.rel", len(RELS), HEAD))
    s.update(dense("net.name", NAME_TAGS, NAMES))
    s.update(lemmas.sections(LEMMAS, TAGS))
    return s


def cut(section, rows):
    n = section.shape[0]
    if n <= rows:
        return section
    return chymodel.Section(section.data[:len(section.data) // n * rows], section.element, (rows,) + tuple(section.shape[1:]))


def main(source, target, rows=4):
    old = chymodel.read(source)
    s = {n: cut(v, rows) for n, v in old.items() if n.startswith(("break.", "split.")) or n == "word.clusters"}
    s.update(network())
    for name in sorted(s):
        print(name, s[name].element, s[name].shape)
    print(chymodel.write(target, s), "bytes")


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
