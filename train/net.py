"""The network that reads words: embeddings, simple recurrent units, heads for tags, features, lemmas, trees and names (python3-torch 1.13).

Shapes: B sentences, T words of the longest. Activations lie in [-1, 1] wherever the runtime keeps them in 8 bits (tanh, and sums that
stay inside), so that quantising needs no calibration; with `quantised` the forward pass rounds weights and activations as the runtime does.
"""
import ctypes
import math
import os
import subprocess

import torch
from torch import nn
import torch.nn.functional as F

GLOVE, PART, PARTS, INPUT = 100, 64, 5, 448
SCALE = 64.0  # of embeddings in 8 bits


def scans():
    here = os.path.dirname(os.path.abspath(__file__))
    out = os.environ.get("SCAN", "/tmp/chancery_scan.so")
    source = os.path.join(here, "scan.c")
    if not os.path.exists(out) or os.path.getmtime(out) < os.path.getmtime(source):
        subprocess.check_call(["gcc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-o", out + ".new", source])
        os.replace(out + ".new", out)
    return ctypes.CDLL(out)


LIB = scans()


def pointer(t):
    return ctypes.c_void_p(t.data_ptr())


class Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, x, v, lens):
        B, T, H = x.shape[0], x.shape[1], x.shape[2] // 2
        u, x, v = u.contiguous(), x.contiguous(), v.contiguous()
        c, h = torch.zeros_like(x), torch.zeros_like(x)
        LIB.scan_forward(pointer(u), pointer(x), pointer(v), pointer(lens), B, T, H, pointer(c), pointer(h))
        ctx.save_for_backward(u, x, v, lens, c)
        return h

    @staticmethod
    def backward(ctx, dh):
        u, x, v, lens, c = ctx.saved_tensors
        B, T, H = x.shape[0], x.shape[1], x.shape[2] // 2
        dh = dh.contiguous()
        du, dx, dv = torch.zeros_like(u), torch.zeros_like(x), torch.zeros_like(v)
        LIB.scan_backward(pointer(u), pointer(x), pointer(v), pointer(lens), B, T, H, pointer(c), pointer(dh), pointer(du), pointer(dx), pointer(dv))
        return du, dx, dv, None


class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        return torch.clamp(torch.round(x * scale), -127, 127) / scale

    @staticmethod
    def backward(ctx, g):
        return g, None


class Linear(nn.Linear):
    """Weights rounded to 8 bits a row when asked for."""

    quantised = False

    def rounded(self):
        scale = self.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        w = torch.clamp(torch.round(self.weight.detach() / scale), -127, 127) * scale
        return self.weight + (w - self.weight).detach()

    def forward(self, x):
        return F.linear(x, self.rounded() if self.quantised else self.weight, self.bias)


def same_mask(x, p):
    """Dropout with one mask for all words of a sentence."""
    return x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - p).div_(1 - p)


class Net(nn.Module):
    def __init__(self, sizes, glove, dims):
        """sizes: tags feats scripts rels names rows; dims: D layers M names_width."""
        super().__init__()
        self.sizes, self.dims = sizes, dims
        D, M, N = dims["D"], dims["M"], dims["names"]
        self.quantised = False
        self.register_buffer("glove", glove)  # (rows, 100), what the 8-bit numbers mean
        self.rows = nn.Embedding(sizes["rows"], PART, padding_idx=0)
        self.gaz = nn.Linear(32, PART, bias=False)
        nn.init.normal_(self.rows.weight, 0, 0.15)
        nn.init.normal_(self.gaz.weight, 0, 0.1)
        with torch.no_grad():
            self.rows.weight[0] = 0
        self.first = Linear(GLOVE + PARTS * PART, D)
        self.layers = nn.ModuleList(Linear(D, 3 * D) for _ in range(dims["layers"]))
        self.carry = nn.ParameterList(nn.Parameter(torch.empty(2 * D).uniform_(-0.2, 0.2)) for _ in range(dims["layers"]))
        for l in self.layers:
            nn.init.normal_(l.weight, 0, math.sqrt(1.0 / D))
            nn.init.zeros_(l.bias)
            with torch.no_grad():
                for d in range(2):
                    H = D // 2
                    l.bias[d * 3 * H + H : d * 3 * H + 2 * H] = 0.5
        self.to_tag, self.to_dep, self.to_head = Linear(D, M), Linear(D, M), Linear(D, M)
        self.to_rel_dep, self.to_rel_head, self.to_names = Linear(D, M), Linear(D, M, bias=False), Linear(D, N)
        self.tag = Linear(M, sizes["tags"] + sizes["feats"] + sizes["scripts"])
        self.arc = Linear(M, M, bias=False)
        self.root = nn.Parameter(torch.zeros(M))
        self.root_rel = nn.Parameter(torch.zeros(M))
        self.rel = Linear(M, sizes["rels"])
        self.name = Linear(N, sizes["names"])
        self.moves = nn.Parameter(torch.zeros(sizes["names"] + 2, sizes["names"]))  # last two rows: from the start; to the end
        self.register_buffer("illegal", torch.zeros(sizes["names"] + 2, sizes["names"]))

    def set_quantised(self, on):
        self.quantised = on
        for m in self.modules():
            if isinstance(m, Linear):
                m.quantised = on

    def q(self, x, scale=127.0):
        return Round.apply(x, scale) if self.quantised else x

    def embed(self, b, drop):
        keep = lambda t, p: t * t.new_empty(t.shape[0], t.shape[1], 1).bernoulli_(1 - p) if drop and p else t
        E = self.q(self.rows.weight, SCALE) if self.quantised else self.rows.weight
        sums = [F.embedding(b["word"], E), F.embedding(b["prefix"], E).sum(2), F.embedding(b["suffix"], E).sum(2), F.embedding(b["shape"], E),
                F.linear(b["mask"], self.q(self.gaz.weight, SCALE))]
        if self.quantised:
            sums = [torch.clamp(s, -127 / SCALE, 127 / SCALE) for s in sums]
        p = self.dims["word_drop"]
        sums = [keep(s, q) for s, q in zip(sums, (0, p, p, p, 0))]
        return torch.cat([keep(F.embedding(b["glove"], self.glove), p)] + sums, 2)

    def encode(self, b, drop):
        e = self.embed(b, drop)
        p = self.dims["drop"] if drop else 0
        if p:
            e = e * same_mask(e, self.dims["in_drop"])
        x = self.q(torch.tanh(self.first(e)))
        for i, layer in enumerate(self.layers):
            y = x * same_mask(x, p) if p else x
            x = Scan.apply(layer(y), x, self.carry[i], b["lens"])
            x = self.q(x)
        return x * same_mask(x, p) if p else x

    def hidden(self, to, x, drop):
        m = self.q(torch.tanh(to(x)))
        return m * same_mask(m, self.dims["head_drop"]) if drop else m

    def trees(self, x, drop):
        """Arc scores (B, T, 1 + T): of each word, from the root and from every word; and what the relations are made of."""
        dep, head = self.hidden(self.to_dep, x, drop), self.hidden(self.to_head, x, drop)
        B, T, M = dep.shape
        heads = torch.cat([self.q(torch.tanh(self.root)).expand(B, 1, M), head], 1)
        return torch.matmul(self.arc(dep), heads.transpose(1, 2)), self.to_rel_dep(x), self.to_rel_head(x)

    def relations(self, rd, rh, heads, drop):
        """heads (B, T), 0 for the root -> (B, T, rels)."""
        B, T, M = rd.shape
        all_heads = torch.cat([self.root_rel.expand(B, 1, M), rh], 1)
        m = self.q(torch.tanh(rd + torch.gather(all_heads, 1, heads.unsqueeze(2).expand(B, T, M))))
        return self.rel(m * same_mask(m, self.dims["head_drop"]) if drop else m)

    def name_scores(self, x, drop):
        return self.name(self.hidden(self.to_names, x, drop))

    def transitions(self):
        return self.moves + self.illegal

    def chain(self, scores, lens):
        """log of the sum over label sequences: scores (B, T, L)."""
        m = self.transitions()
        L = self.sizes["names"]
        step = m[:L].unsqueeze(0)
        a = m[L] + scores[:, 0]
        for t in range(1, scores.shape[1]):
            n = torch.logsumexp(a.unsqueeze(2) + step, 1) + scores[:, t]
            a = torch.where((lens > t).unsqueeze(1), n, a)
        return torch.logsumexp(a + m[L + 1], 1)

    def name_loss(self, scores, allowed, lens):
        """allowed (B, T, L): 1 where gold leaves a label open."""
        both = torch.cat([scores, scores + (allowed - 1) * 1e4], 0)
        z = self.chain(both, torch.cat([lens, lens]))
        B = scores.shape[0]
        return z[:B] - z[B:]

    def best_names(self, scores, lens):
        m = self.transitions()
        L = self.sizes["names"]
        a, back = m[L] + scores[:, 0], []
        for t in range(1, scores.shape[1]):
            v, i = (a.unsqueeze(2) + m[:L].unsqueeze(0)).max(1)
            go = (lens > t).unsqueeze(1)
            a = torch.where(go, v + scores[:, t], a)
            back.append(torch.where(go, i, torch.arange(L).expand_as(i)))
        last = (a + m[L + 1]).argmax(1)
        out = [last]
        for i in reversed(back):
            last = i.gather(1, last.unsqueeze(1)).squeeze(1)
            out.append(last)
        return torch.stack(out[::-1], 1)
