"""The figures of a model, and its card: card.py DATA CHANCERY MODEL WORK (chancery built with that model); prints the card.

The command, the data and its licences stand in the text below; figures come from the scorers beside DATA.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

TREEBANKS = (("EWT dev", "en_ewt-ud-dev.conllu"), ("GUM dev (free genres)", "en_gum-free-dev.conllu"))
OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "trees", "held.conllu")
MEASURES = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS")
NAMES = (("UNER EWT dev", "uner-ewt-dev.bio", ["--preset", "uner"]), ("GUM dev (free genres)", "gum-free-dev.bio", ["--preset", "gum"]),
         ("CrossNER politics dev (preset)", "crossner-politics-dev.bio", ["--preset", "crossner-politics", "--types", "PER,ORG,LOC"]))
KINDS = ("PER", "ORG", "LOC", "EVENT", "MISC")


def run(args, given=b""):
    p = subprocess.run(args, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode:
        sys.exit("card.py: %s: %s" % (" ".join(args), p.stderr.decode()[-400:]))
    return p.stdout


def percent(x):
    return "%.2f" % (100 * x if x <= 1 else x)


class Scorer:
    def __init__(self, data, chancery, work):
        self.data, self.chancery, self.tools = data, chancery, os.path.join(os.path.dirname(os.path.abspath(data)), "tools")
        self.tmp = tempfile.mkdtemp(dir=work)

    def tool(self, name, *args):
        return run([sys.executable, os.path.join(self.tools, name), *args])

    def read(self, gold, *args):
        out = os.path.join(self.tmp, "out.conllu")
        with open(out, "wb") as f:
            f.write(run([self.chancery, "parse", *args], gold))
        return out

    def trees(self, file, raw):
        gold = file if os.path.isabs(file) else os.path.join(self.data, "treebank", file)
        out = self.read(self.tool("score_ud.py", "--raw", gold)) if raw else self.read(open(gold, "rb").read(), "--conllu")
        r = json.loads(self.tool("score_ud.py", gold, out, "--json"))
        m = r.get("measures", r)
        return [percent(m[k].get("F1", m[k].get("f1")) if isinstance(m[k], dict) else m[k]) for k in MEASURES]

    def names(self, file, options):
        gold = os.path.join(self.data, "ner", file)
        out = self.read(self.tool("score_ner.py", "--raw", gold))
        r = json.loads(self.tool("score_ner.py", gold, out, *options, "--json"))
        return r


def figures(data, chancery, work):
    s = Scorer(data, chancery, work)
    out = ["| set | " + " | ".join(MEASURES) + " |", "|---" * (len(MEASURES) + 1) + "|"]
    for title, file in TREEBANKS:
        for raw in (False, True):
            out.append("| %s, %s | %s |" % (title, "raw text" if raw else "gold words", " | ".join(s.trees(file, raw))))
    out.append("| diplomatic news, gold words | %s |" % " | ".join(s.trees(OWN, False)))
    out += ["", "| names, raw text | " + " | ".join(KINDS) + " | all |", "|---" * (len(KINDS) + 2) + "|"]
    for title, file, options in NAMES:
        r = s.names(file, options)
        out.append("| %s | %s | %s |" % (title, " | ".join(kind_figure(r, k) for k in KINDS), kind_figure(r, None)))
    return out


def kind_figure(r, kind):
    v = r["types"].get(kind) if kind else r["micro"]
    return percent(v["f1"] if isinstance(v, dict) else v) if v is not None else "-"


def main():
    data, chancery, model, work = sys.argv[1:5]
    text = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "card.md"), encoding="utf-8").read()
    fill = {"DATE": datetime.date.today().isoformat(), "SIZE": "%.1f MB" % (os.path.getsize(model) / 1e6), "FIGURES": "\n".join(figures(data, chancery, work))}
    sys.stdout.write(re.sub(r"@([A-Z]+)@", lambda m: fill[m.group(1)], text))


main()
