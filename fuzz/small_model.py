#!/usr/bin/env python3
"""Cut the built-in weights down to a few rows a section: the input that fuzzing of model files begins with.

Usage: fuzz/small_model.py models/core.chymodel fuzz/corpus/model/small [ROWS]
"""
import struct
import sys

HEAD, ENTRY, ALIGN = 64, 64, 64


def main(source, target, rows=4):
    data = open(source, "rb").read()
    count = struct.unpack_from("<I", data, 12)[0]
    entries, body, at = [], b"", (HEAD + ENTRY * count + ALIGN - 1) // ALIGN * ALIGN
    for i in range(count):
        name, element, a, b, c, offset, size, rest = struct.unpack_from("<24sI3IQQ8s", data, HEAD + ENTRY * i)
        # What is as long as there are classes, and text, stays whole; tables of weights and words lose their rows.
        if name.rstrip(b"\0").endswith((b".sparse", b".dense", b".clusters", b".common", b".words", b".runs")) and a > rows:
            size, a = size // a * rows, rows
        part = data[offset:offset + size]
        entries.append(struct.pack("<24sI3IQQ8s", name, element, a, b, c, at, size, rest))
        part += b"\0" * (-len(part) % ALIGN)
        body += part
        at += len(part)
    directory = b"".join(entries)
    directory += b"\0" * (-(HEAD + len(directory)) % ALIGN)
    whole = data[:16] + struct.pack("<QQ", HEAD + len(directory) + len(body), 0) + data[32:HEAD] + directory + body
    open(target, "wb").write(whole)
    for e in entries:
        print(e[:24].rstrip(b"\0").decode(), *struct.unpack_from("<I3I", e, 24))
    print(len(whole), "bytes")


main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
