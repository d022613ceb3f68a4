"""Reads and writes CHYMODEL files (src/model/format.h), and packs what the network of src/net and src/parse wants.

    sections = chymodel.read("models/core.chymodel")          # name -> Section
    sections["net.l1.v"] = chymodel.section(v.astype("<f4"))
    sections.update(chymodel.dense("net.l1", weights, scale, bias))
    sections["net.map"] = chymodel.row_map({chymodel.key("w", b"treaty"): 17})
    sections["net.tag.list"] = chymodel.lines(["NOUN NN", "VERB VBD"])
    chymodel.write("models/core.chymodel", sections)

Needs numpy and libxxhash (Debian: python3-numpy, libxxhash0). Output depends on the sections alone, byte for byte.

Sections of the network. A dense part P is three sections: P.w int8, P.s float32, P.b float32 (see dense()). D: width of the
encoder, H = D/2; M: width of the heads; NW: width of the head of names; all floats finite and at most 1e6 either way.

    net.shape        uint32 (9)            D, layers, M, NW, tags T, feats F, relations R, columns of net.glove, of net.words
    net.map          buckets               keys of kind 'g' -> row of net.glove, all others -> row of net.words
    net.glove        int8 (rows, 100)      frozen vectors
    net.words        int8 (rows, 64)       words, beginnings, endings, shapes
    net.gaz          int8 (32, 64)         one row for each bit of a word's gazetteer mask
    net.in           dense K=448, N=D      glove, word, prefix, suffix, shape, gaz, zeros -> quant(tanh)
    net.l1 ...       dense K=D, N=3D       a layer: forward z f r, backward z f r, H rows each
    net.l1.v ...     float32 (4, H)        vf forward, vr forward, vf backward, vr backward
    net.proj         dense K=D             N = M+NW+4M: tag, names, dependent, head (quant(tanh)), then dependent and head of relations (floats)
    net.tag          dense K=M, N=T+F      tags, feats
    net.arc          dense K=M, N=M        q = rint(clamp16(acc * s + b)); score(i, j) = sum q_i[k] * head_j[k]
    net.arc.root     int8 (M)              head vector of the root
    net.rel          dense K=M, N=R        of quant(tanh(dependent + head))
    net.rel.root     float32 (M)           head side of the root
    net.name         dense K=NW, N=13      in the order of enum name_tag
    net.name.moves   float32 (15, 13)      from a to b; row 13: from the start to b; row 14: from a to the end
    net.tag.list     lines (T)             "UPOS XPOS"
    net.feats.list   lines (F)             "Number=Sing|..." or "_"
    net.feats.at     uint32 (T+1)          the feats seen with tag t are net.feats.of[at[t]:at[t+1]], at least one
    net.feats.of     uint16
    net.rel.list     lines (R)             relations as in src/doc/labels.h, "root" among them
    lemma.words      values                feature hashes of src/parse/lemma.h -> number of a script: lemmas.py makes both
    lemma.scripts    lines
    lemma.spare      uint16 (T+1, 8)       the commonest scripts of a tag, for endings that lead to no word; may be missing
"""
import ctypes
import ctypes.util
import struct
from collections import namedtuple

import numpy as np

MAGIC, MAJOR, MINOR, ALIGN = b"CHYMODEL", 2, 0, 64
HEAD = struct.Struct("<8sHHIQQQ24x")
ENTRY = struct.Struct("<24sI3IQQ8x")

# data: bytes; element: bytes of one element; shape: up to three numbers
Section = namedtuple("Section", "data element shape")


def _xxh3(data):
    name = ctypes.util.find_library("xxhash") or "libxxhash.so.0"
    function = ctypes.CDLL(name).XXH3_64bits
    function.restype, function.argtypes = ctypes.c_uint64, [ctypes.c_char_p, ctypes.c_size_t]
    return function(data, len(data))


def section(array, element=None):
    """A section from a numpy array (its item size and shape) or from bytes (element: bytes of one element, 1)."""
    if isinstance(array, (bytes, bytearray)):
        element = element or 1
        if len(array) % element:
            raise ValueError("%d bytes are not a whole number of elements of %d" % (len(array), element))
        return Section(bytes(array), element, (len(array) // element,))
    a = np.ascontiguousarray(array)
    if a.dtype.byteorder == ">" or a.ndim > 3:
        raise ValueError("an array of at most three dimensions, little-endian")
    return Section(a.tobytes(), a.dtype.itemsize, a.shape)


def lines(texts):
    """A section of text, each piece ended by a line feed."""
    for t in texts:
        if "\n" in t:
            raise ValueError("a line feed inside %r" % t)
    return section("".join(t + "\n" for t in texts).encode())


def read(path):
    """name -> Section of a file, checked; files of version 1 can be read as well."""
    with open(path, "rb") as f:
        data = f.read()
    magic, major, _, count, size, checksum, _ = HEAD.unpack_from(data)
    if magic != MAGIC or major not in (1, MAJOR):
        raise ValueError("%s: not a model of version 1 or %d" % (path, MAJOR))
    if size != len(data) or checksum != _xxh3(data[HEAD.size:]):
        raise ValueError("%s: cut short or altered" % path)
    sections = {}
    for i in range(count):
        name, element, a, b, c, offset, size = ENTRY.unpack_from(data, HEAD.size + ENTRY.size * i)
        shape = tuple(n for n in (a, b, c) if n)
        part = data[offset:offset + size]
        if major == 1 and element == 128:  # maps of values had gaps
            part, element = np.frombuffer(part, "<u2").reshape(-1, 4, 16)[:, ::2].tobytes(), 64
        sections[name.rstrip(b"\0").decode()] = Section(part, element, shape or (0,))
    return sections


def write(path, sections):
    """Write name -> Section in order of name; answers the size in bytes."""
    names = sorted(sections)
    at = HEAD.size + ENTRY.size * len(names)
    directory, body = [], []
    for name in names:
        s = sections[name]
        if len(name.encode()) > 24:
            raise ValueError("%s: too long a name for a section" % name)
        shape = (tuple(s.shape) + (0, 0, 0))[:3]
        if len(s.shape) > 3 or int(np.prod(s.shape)) * s.element != len(s.data):
            raise ValueError("%s: %d bytes do not fit the shape %r" % (name, len(s.data), s.shape))
        directory.append(ENTRY.pack(name.encode(), s.element, *shape, at, len(s.data)))
        body.append(s.data + b"\0" * (-len(s.data) % ALIGN))
        at += len(body[-1])
    rest = b"".join(directory) + b"".join(body)
    with open(path, "wb") as f:
        f.write(HEAD.pack(MAGIC, MAJOR, MINOR, len(names), HEAD.size + len(rest), _xxh3(rest), 0) + rest)
    return HEAD.size + len(rest)


def _up(n, unit):
    return -(-n // unit) * unit


def pack(weights):
    """(N outputs, K inputs) int8 in [-127, 127] -> (N/16, K/4, 64): blocks of 16 outputs, in each 4 inputs of an output side by side."""
    w = np.asarray(weights)
    if w.dtype != np.int8 or w.ndim != 2 or (w.size and w.min() < -127):
        raise ValueError("weights are int8 (N, K) from -127 to 127")
    n, k = _up(w.shape[0], 16), _up(w.shape[1], 64)
    whole = np.zeros((n, k), np.int8)
    whole[:w.shape[0], :w.shape[1]] = w
    return whole.reshape(n // 16, 16, k // 4, 4).transpose(0, 2, 1, 3).reshape(n // 16, k // 4, 64)


def unpack(packed):
    """The (N, K) padded matrix of pack()."""
    p = np.asarray(packed, np.int8)
    return p.reshape(p.shape[0], p.shape[1], 16, 4).transpose(0, 2, 1, 3).reshape(p.shape[0] * 16, p.shape[1] * 4)


def dense(name, weights, scale, bias):
    """Three sections: out[o] = sum(weights[o] * x) * scale[o] + bias[o]. weights int8 (N, K); scale and bias float (N,) or one number."""
    w = pack(weights)
    both = {}
    for part, values in (("s", scale), ("b", bias)):
        v = np.zeros(w.shape[0] * 16, "<f4")
        v[:weights.shape[0]] = values
        if not np.all(np.isfinite(v)) or np.abs(v).max(initial=0) > 1e6:
            raise ValueError("%s.%s: a number too large" % (name, part))
        both[part] = section(v)
    return {name + ".w": section(w), name + ".s": both["s"], name + ".b": both["b"]}


def key(kind, text):
    """FNV-1a over one byte of kind and the bytes of text: what net.map is asked for."""
    h = 0xCBF29CE484222325
    for b in kind.encode() + bytes(text):
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def _mix(k):
    """The upper half of FNV-1a hardly hears of the last bytes of a short key."""
    k ^= k >> 32
    k = (k * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    return k ^ k >> 29


MAP_WAYS, MAP_STEPS = 8, 8


def row_map(rows, load=0.85):
    """key -> row as buckets of 64 bytes: 8 marks (uint32), then 8 rows (uint32, counted from 1; 0: free).

    The upper half of a key, mixed, picks the bucket, the lower half is its mark. A full bucket overflows into the next one, at most
    MAP_STEPS on; a reader stops at a bucket with a free place.
    """
    count = max(1, int(len(rows) / (MAP_WAYS * load)) + 1)
    while True:
        buckets = _fill(rows, count)
        if buckets is not None:
            return Section(buckets.tobytes(), 64, (count,))
        count += count // 20 + 1


def _fill(rows, count):
    buckets = np.zeros((count, 2, MAP_WAYS), "<u4")
    filled = [0] * count
    for key_ in sorted(rows):
        k = _mix(key_)
        place = ((k >> 32) * count) >> 32
        for step in range(MAP_STEPS):
            at = (place + step) % count
            if filled[at] < MAP_WAYS:
                buckets[at, 0, filled[at]] = k & 0xFFFFFFFF
                buckets[at, 1, filled[at]] = rows[key_] + 1
                filled[at] += 1
                break
        else:
            return None
    return buckets


def row_get(map_section, k):
    """The row under a key, or None: what the program does, for tests."""
    buckets = np.frombuffer(map_section.data, "<u4").reshape(-1, 2, MAP_WAYS)
    k = _mix(k)
    place = ((k >> 32) * len(buckets)) >> 32
    for step in range(MAP_STEPS):
        marks, values = buckets[(place + step) % len(buckets)]
        for mark, value in zip(marks, values):
            if value and mark == k & 0xFFFFFFFF:
                return int(value) - 1
        if not values.all():
            return None
    return None


def feature(template, a, b, c):
    """The hash of src/model/weights.h."""
    all_ = 0xFFFFFFFFFFFFFFFF
    h = ((a + template * 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9) & all_
    h = (((h ^ h >> 31) + b) * 0x94D049BB133111EB) & all_
    h = (((h ^ h >> 29) + c) * 0xD6E8FEB86659FD93) & all_
    return h ^ h >> 32


def values(pairs):
    """A map for values_get from (key, value, weight) with value < 65535; weight: who gives way when a bucket is full."""
    count = len(pairs) // 11 + 1
    buckets = np.zeros((count, 2, 16), "<u2")
    used = [[] for _ in range(count)]
    for k, value, _ in sorted(pairs, key=lambda p: (-p[2], p[0])):
        place = ((k >> 32) * count) >> 32
        mark = k & 0xFFFF or 1
        if len(used[place]) < 16 and mark not in used[place]:
            buckets[place, 0, len(used[place])] = mark
            buckets[place, 1, len(used[place])] = value
            used[place].append(mark)
    return Section(buckets.tobytes(), 64, (count,))
