"""What trained networks, averaged, say of every training sentence: teach.py DATA WORK NAMES MASKS MORE OUT NET...

The best six of each distribution (tag, feats, lemma script, head, relation at the best head) go to OUT (npz), for learn.py --taught. NAMES: the
list of names; MASKS: what the gazetteer says; MORE: sentences without gold (CoNLL-U, or "" for none). The order of sentences is that of learn.py.
"""
import json
import random
import sys

import numpy as np
import torch

import learn
from net import Net

BEST = 6


def open_net(work, name):
    saved = torch.load(f"{work}/net-{name}.pt")
    net = Net(saved["sizes"], saved["net"]["glove"], saved["dims"])
    net.load_state_dict(saved["net"])
    return net.eval(), saved["sizes"]


def main():
    data, work, names, masks, more, out = sys.argv[1:7]
    given = sys.argv[7:]
    torch.set_num_threads(1)
    sys.argv = ["learn.py", data, work, "--names_file", names, "--masks", masks, "--more", more]
    a = learn.arguments()
    banks = learn.load(a)
    nets = [open_net(work, n) for n in given]
    sizes, words = nets[0][1], learn.glove(a)[0]
    vocs = [learn.Vocabulary.open(f"{work}/voc-{n}.json", words) for n in given]
    views = [learn.sentences(banks, v) for v in vocs]  # of the same sentences, in the numbers of each network
    sentences = views[0]
    starts = np.cumsum([0] + [s.n for s in sentences])
    place = {id(s): i for i, s in enumerate(sentences)}
    parts = ("tag", "feats", "script", "head", "rel")
    idx = {k: np.zeros((starts[-1], BEST), np.int16) for k in parts}
    prob = {k: np.zeros((starts[-1], BEST), np.float16) for k in parts}
    T, F_ = sizes["tags"], sizes["feats"]
    with torch.no_grad():
        for group in learn.batches(sentences, 3000, random.Random(1)):
            own = [learn.batch_of([v[place[id(s)]] for s in group], voc, False, random.Random(1), None) for v, voc in zip(views, vocs)]
            b = own[0]
            inside = torch.arange(b["word"].shape[1]).unsqueeze(0) < b["lens"].unsqueeze(1)
            closed = ~torch.cat([torch.ones_like(inside[:, :1]), inside], 1).unsqueeze(1)
            total, kept = {}, []
            for (net, _), mine in zip(nets, own):
                x = net.encode(mine, False)
                t = net.tag(net.hidden(net.to_tag, x, False))
                arcs, rd, rh = net.trees(x, False)
                kept.append((net, rd, rh))
                for k, v in (("tag", t[..., :T]), ("feats", t[..., T : T + F_]), ("script", t[..., T + F_ :]), ("head", arcs.masked_fill(closed, -1e4))):
                    total[k] = total.get(k, 0) + torch.softmax(v, 2) / len(nets)
            best = total["head"].argmax(2)
            gold = torch.where((b["treed"] > 0).unsqueeze(1), b["head"], best)
            total["rel"] = sum(torch.softmax(n.relations(rd, rh, gold, False), 2) for n, rd, rh in kept) / len(nets)
            for k in parts:
                p, i = total[k].topk(min(BEST, total[k].shape[2]), 2)
                p = p / p.sum(2, keepdim=True)
                for r, s in enumerate(group):
                    at = starts[place[id(s)]]
                    idx[k][at : at + s.n, : p.shape[2]] = i[r, : s.n].numpy()
                    prob[k][at : at + s.n, : p.shape[2]] = p[r, : s.n].numpy()
    np.savez(out, **{k + "_i": v for k, v in idx.items()}, **{k + "_p": v for k, v in prob.items()})
    print(out, len(sentences), "sentences", int(starts[-1]), "words")


main()
