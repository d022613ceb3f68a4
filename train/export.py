"""From what learn.py leaves to a model file: export.py DATA WORK NAME SPLITTER OUT (SPLITTER: the model file whose splitter sections are taken).

Lemma scripts are learned along with the tags, but the lemmas of the program come from a lexicon (lemmas.py), which is right more often.
"""
import json
import sys

import numpy as np
import torch

import chymodel
import corpus
import lemmas
from net import SCALE

ARC_SCALE = 1024.0
KEEP = ("break.", "split.", "word.clusters")


def rows8(w):
    """(N, K) float -> int8 and the scale of each row."""
    scale = np.maximum(np.abs(w).max(1, keepdims=True), 1e-8) / 127
    return np.clip(np.rint(w / scale), -127, 127).astype(np.int8), scale[:, 0].astype(np.float64)


def dense(name, w, bias, unit):
    """unit: what one step of the input means."""
    q, scale = rows8(w)
    bias = np.zeros(w.shape[0]) if bias is None else bias
    return chymodel.dense(name, q, (scale * unit).astype(np.float32), bias.astype(np.float32))


def eight(x, scale):
    return np.clip(np.rint(x * scale), -127, 127).astype(np.int8)


def main():
    data, work, name, splitter, out = sys.argv[1:6]
    saved = torch.load(f"{work}/net-{name}.pt")
    voc = json.load(open(f"{work}/voc-{name}.json"))
    p = {k: v.numpy().astype(np.float64) for k, v in saved["net"].items()}
    sizes, dims = saved["sizes"], saved["dims"]
    glove_words = open(f"{work}/glove.txt", encoding="utf-8").read().split("\n")[: p["glove"].shape[0] - 1]
    s = {k: v for k, v in chymodel.read(splitter).items() if k.startswith(KEEP)}
    unit = 1 / 127
    D, M = dims["D"], dims["M"]
    shape = [D, dims["layers"], M, dims["names"], sizes["tags"], sizes["feats"], sizes["rels"], 100, 64]
    s["net.shape"] = chymodel.section(np.array(shape, "<u4"))
    keys = {int(k): v for k, v in voc["rows"].items()}
    for i, w in enumerate(glove_words):
        keys.setdefault(chymodel.key("g", w.encode()), i)
    s["net.map"] = chymodel.row_map(keys)
    s["net.glove"] = chymodel.section(eight(p["glove"][1:], SCALE))
    s["net.words"] = chymodel.section(eight(p["rows.weight"], SCALE))
    told = bool(saved["args"].get("masks"))  # without masks nothing was learned of them
    s["net.gaz"] = chymodel.section(eight(p["gaz.weight"].T * told, SCALE))
    s.update(dense("net.in", p["first.weight"], p["first.bias"], 1 / SCALE))
    for l in range(dims["layers"]):
        s.update(dense(f"net.l{l + 1}", p[f"layers.{l}.weight"], p[f"layers.{l}.bias"], unit))
        s[f"net.l{l + 1}.v"] = chymodel.section(p[f"carry.{l}"].astype("<f4").reshape(4, D // 2))
    parts = ("to_tag", "to_names", "to_dep", "to_head", "to_rel_dep", "to_rel_head")
    bias = np.concatenate([p.get(k + ".bias", np.zeros(M)) for k in parts])
    s.update(dense("net.proj", np.concatenate([p[k + ".weight"] for k in parts]), bias, unit))
    tags = sizes["tags"] + sizes["feats"]
    s.update(dense("net.tag", p["tag.weight"][:tags], p["tag.bias"][:tags], unit))
    s.update(dense("net.arc", p["arc.weight"], None, unit * ARC_SCALE))
    s["net.arc.root"] = chymodel.section(eight(np.tanh(p["root"]), 127))
    s.update(dense("net.rel", p["rel.weight"], p["rel.bias"], unit))
    s["net.rel.root"] = chymodel.section(p["root_rel"].astype("<f4"))
    s.update(dense("net.name", p["name.weight"], p["name.bias"], unit))
    s["net.name.moves"] = chymodel.section(np.maximum(p["moves"] + p["illegal"], -1e4).astype("<f4"))
    s["net.tag.list"] = chymodel.lines(voc["tags"])
    s["net.feats.list"] = chymodel.lines([f or "_" for f in voc["feats"]])
    s["net.feats.at"] = chymodel.section(np.cumsum([0] + [len(f) for f in voc["feats_of"]]).astype("<u4"))
    s["net.feats.of"] = chymodel.section(np.concatenate(voc["feats_of"]).astype("<u2"))
    treed = [w for f in corpus.TREEBANKS for sentence in corpus.treebank(f"{data}/treebank/{f}-train.conllu.gz") for w in sentence]
    s.update(lemmas.sections([(w.form, w.lemma, w.upos + " " + w.xpos) for w in treed if w.rel != "goeswith"], voc["tags"]))
    s["net.rel.list"] = chymodel.lines(voc["rels"])
    print(out, chymodel.write(out, s), "bytes")


main()
