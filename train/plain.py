"""Text without gold for a teacher to read: plain.py DATA CHANCERY OUT; every twelfth statement of the UN General Debate, as CoNLL-U."""
import json
import lzma
import subprocess
import sys

EVERY = 12


def main():
    data, chancery, out = sys.argv[1:4]
    with lzma.open(data + "/corpus/ungdc_sample.jsonl.xz", "rt", encoding="utf-8") as f:
        texts = [json.loads(line)["text"] for i, line in enumerate(f) if i % EVERY == 0]
    whole = "\n\n".join(" ".join(t.split()) for t in texts)
    with open(out, "wb") as f:
        subprocess.run([chancery, "parse"], input=whole.encode(), stdout=f, check=True)
    print(out, len(texts), "statements")


main()
