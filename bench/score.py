#!/usr/bin/env python3
"""Feed every development set to chancery, run its scorer, print the figures and add them to bench/SCORES.md.

    score.py SHARED CHANCERY [--dry]
"""
import datetime, json, os, subprocess, sys, tempfile

SHARED, CHANCERY = sys.argv[1], sys.argv[2]
DRY = "--dry" in sys.argv[3:]
DATA, TOOLS = os.path.join(SHARED, "data"), os.path.join(SHARED, "tools")
HERE = os.path.dirname(os.path.abspath(__file__))


def run(args, stdin=None, ok=(0,)):
    p = subprocess.run(args, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode not in ok:
        sys.stderr.write(p.stderr.decode("utf-8", "replace")[-2000:])
        raise SystemExit("score.py: %s ended with %d" % (" ".join(args), p.returncode))
    return p.stdout


def tool(name, *args, ok=(0,)):
    return run([sys.executable, os.path.join(TOOLS, name), *args], ok=ok)


def data(*path):
    return os.path.join(DATA, *path)


def keep(tmp, name, content):
    path = os.path.join(tmp, name)
    with open(path, "wb") as f:
        f.write(content)
    return path


def code_jsonl(tmp, gold, *options):
    with open(gold, "rb") as f:
        return keep(tmp, "system.jsonl", run([CHANCERY, "code", "--jsonl", *options], f.read(), ok=(0, 3)))


def pct(x):
    return "%.1f" % (100 * x if x <= 1 else x)


def f1(value):
    if isinstance(value, dict):
        value = value.get("F1", value.get("f1", value.get("f", 0)))
    return pct(value)


def ud(tmp, gold, raw):
    if raw:
        text = tool("score_ud.py", "--raw", gold)
        out = run([CHANCERY, "parse"], text)
    else:
        with open(gold, "rb") as f:
            out = run([CHANCERY, "parse", "--conllu"], f.read())
    r = json.loads(tool("score_ud.py", gold, keep(tmp, "system.conllu", out), "--json"))
    m = r.get("measures", r)
    keys = ["Tokens", "Sentences", "UPOS", "UFeats", "Lemmas", "UAS", "LAS"] if raw else ["UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS"]
    return ", ".join("%s %s" % (k, f1(m[k])) for k in keys)


def ner(tmp, gold, *options):
    text = tool("score_ner.py", "--raw", gold)
    out = keep(tmp, "system.conllu", run([CHANCERY, "parse"], text))
    r = json.loads(tool("score_ner.py", gold, out, "--json", *options))
    parts = ["F1 " + f1(r["micro"])]
    parts += ["%s %s" % (k, f1(v)) for k, v in sorted(r["types"].items())]
    return ", ".join(parts)


def times(tmp, gold):
    r = json.loads(tool("score_time.py", gold, code_jsonl(tmp, gold), "--json", ok=(0, 3)))
    r = r.get("overall", r)
    out = ["%s %s" % (k, f1(r[k])) for k in ("strict", "relaxed", "type", "value") if k in r]
    implied = r.get("implied") or {}
    if implied.get("gold"):
        out.append("implied %d of %d" % (implied["correct"], implied["gold"]))
    return ", ".join(out)


QUOTE_PARTS = [("segments", "source"), ("segments", "cue"), ("segments", "content"), ("direct", "content"), ("direct", "attributed")]


def quotes(tmp, gold, attitudes):
    """What PolNeAR calls an attribution is what is said and what is thought, wished, supported, refused: with attitudes, both count and continuations join."""
    rows = [json.loads(line) for line in open(code_jsonl(tmp, gold), encoding="utf-8")]
    for d in rows if attitudes else []:
        whole = []
        for x in d["statements"]:  # and what goes on without a cue is part of it
            if x["continued"] and not x["cue"] and whole:
                whole[-1]["content"] += x["content"]
            else:
                whole.append(x)
        d["statements"] = whole + d["attitudes"]
    r = json.loads(tool("score_quotes.py", gold, keep(tmp, "quotes.jsonl", "".join(json.dumps(d) + "\n" for d in rows).encode()), "--json"))
    out = ["%s %s" % (k, f1(r[k])) for k in ("exact", "exact_words", "relation50", "soft") if k in r]
    out += ["%s.%s %s" % (a, b, f1(r[a][b])) for a, b in QUOTE_PARTS]
    return ", ".join(out)


def events(tmp, gold, *options):
    r = json.loads(tool("score_events.py", gold, code_jsonl(tmp, gold, *options), "--json", "--per-set"))
    keys = ("type", "root", "triple", "full", "cameo", "actors", "codes", "pair")
    out = ["%s %s" % (k, f1(r["measures"][k])) for k in keys if r["measures"].get(k, {}).get("gold")]
    out += ["macro %s" % f1(r["macro_F1"])] if r.get("macro_F1") else []
    out += ["%s type %s" % (name, f1(m["type"])) for name, m in sorted(r.get("sets", {}).items()) if m.get("type", {}).get("gold")]
    return ", ".join(out)


def record(tmp, gold):
    r = json.loads(tool("score_record.py", gold, code_jsonl(tmp, gold), "--json"))
    m = r.get("measures", r.get("scores", r))
    keep_keys = ["statement", "statement.content", "statement.source", "statement.kind", "statement.chains", "event", "event.soft", "event.date", "event.place",
                 "event.status", "event.mode", "fact", "fact.sro", "fact.date", "time", "time.value", "time.implied", "coref"]
    out = ["%s %s" % (k, f1(m[k])) for k in keep_keys if k in m]
    out += ["modality %d" % r["modality_errors"], "forbidden %d" % r["forbidden"]]
    return ", ".join(out)


def coreference(tmp, gold):
    r = json.loads(run([sys.executable, os.path.join(HERE, "coref.py"), gold, CHANCERY, "--json"]))
    parts = []
    for title, key in (("end to end", "end to end, head"), ("gold mentions", "gold mentions"), ("named entities", "gold mentions of named entities")):
        parts.append("%s CoNLL %s" % (title, f1(r[key]["CoNLL"])))
    v = r["end to end, head"]
    parts += ["%s %s" % (k, f1(v[k])) for k in ("MUC", "B3", "CEAFe")]
    return ", ".join(parts)


def webtext(tmp, archive, *sets):
    """what `read` makes of stored pages; the weights have seen the whole texts of these pages, so models/page.md has the fair figures of text"""
    with tempfile.TemporaryDirectory() as box:
        run(["tar", "-xJf", archive, "-C", box])
        pages = sorted(os.path.join(folder, f) for folder, _, files in os.walk(box) for f in files if f.startswith("page."))
        out = keep(tmp, "system.jsonl", run([CHANCERY, "read", "--id-from-path", "2"] + pages, ok=(0, 3)))
        r = json.loads(tool("score_webtext.py", archive, out, "--json"))
    parts = []
    for name in sets:
        m = r[name]
        row = ["%s %s" % (k, f1(m[k]["f1"])) for k in ("shingle", "segment") if m.get(k, {}).get("f1") is not None]
        row += ["%s %d of %d" % (k.replace("_", " "), m[k]["right"], m[k]["gold"]) for k in ("title", "title_close", "date", "author", "site") if m.get(k, {}).get("gold")]
        parts.append((name + ": " if len(sets) > 1 else "") + ", ".join(row))
    return "; ".join(parts)


def train(tmp):
    """the four parts of the train set as one: figures on text that rules were written by, beside those of the dev set"""
    parts = [data("diplomacy", "train_tr%s.jsonl" % x) for x in "abcd"]
    return keep(tmp, "train.jsonl", b"".join(open(p, "rb").read() for p in parts))


SETS = [
    ("UD EWT dev, gold tokens", lambda t: ud(t, data("treebank", "en_ewt-ud-dev.conllu"), False)),
    ("UD EWT dev, raw text", lambda t: ud(t, data("treebank", "en_ewt-ud-dev.conllu"), True)),
    ("UD GUM free dev, gold tokens", lambda t: ud(t, data("treebank", "en_gum-free-dev.conllu"), False)),
    ("UD GUM free dev, raw text", lambda t: ud(t, data("treebank", "en_gum-free-dev.conllu"), True)),
    ("names UNER EWT dev", lambda t: ner(t, data("ner", "uner-ewt-dev.bio"), "--types", "PER,ORG,LOC")),
    ("names GUM free dev", lambda t: ner(t, data("ner", "gum-free-dev.bio"))),
    ("names CrossNER politics dev", lambda t: ner(t, data("ner", "crossner-politics-dev.bio"), "--preset", "crossner-politics", "--types", "PER,ORG,LOC")),
    ("time diplomatic dev", lambda t: times(t, data("time", "diplomatic_dev.jsonl"))),
    ("time MEANTIME dev", lambda t: times(t, data("time", "meantime_dev.jsonl"))),
    ("time TimeBank dev", lambda t: times(t, data("time", "te3_timebank_dev.jsonl"))),
    ("time AQUAINT dev", lambda t: times(t, data("time", "te3_aquaint_dev.jsonl"))),
    ("time Recognizers dev", lambda t: times(t, data("time", "recognizers_dev.jsonl"))),
    ("quotes PolNeAR dev", lambda t: quotes(t, data("quotes", "dev.jsonl"), False)),
    ("quotes PolNeAR dev, attitudes counted", lambda t: quotes(t, data("quotes", "dev.jsonl"), True)),
    ("events dev", lambda t: events(t, data("events", "dev.jsonl"))),
    ("events plv dev", lambda t: events(t, data("events", "plv-dev.jsonl"))),
    ("events dict dev, PETRARCH dictionaries", lambda t: events(t, data("events", "dict-dev.jsonl"), "--dictionaries",
                                                                data("dictionaries", "validate"))),
    ("events dev, TABARI dictionaries", lambda t: events(t, data("events", "dev.jsonl"), "--dictionaries", data("dictionaries", "tabari"))),
    ("record diplomacy train", lambda t: record(t, train(t))),
    ("record diplomacy dev", lambda t: record(t, data("diplomacy", "dev.jsonl"))),
    ("coreference gum free dev", lambda t: coreference(t, data("treebank", "en_gum-free-dev.conllu"))),
    ("reading the seeds", lambda t: webtext(t, data("webtext", "seed.tar.xz"), "seedtxt", "seedhtml", "seedpdf")),
    ("pages aeb (text seen in training)", lambda t: webtext(t, data("webtext", "aeb.tar.xz"), "aeb")),
    ("pages traf (text seen in training)", lambda t: webtext(t, data("webtext", "traf.tar.xz"), "traf")),
    ("pages mozread (text seen in training)", lambda t: webtext(t, data("webtext", "mozread.tar.xz"), "mozread")),
    ("pages hd_mc", lambda t: webtext(t, data("webtext", "hd_mc.tar.xz"), "hd_mc")),
    ("pages hd_def", lambda t: webtext(t, data("webtext", "hd_def.tar.xz"), "hd_def")),
]


def main():
    commit = run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"]).decode().strip()
    if run(["git", "-C", HERE, "status", "--porcelain", "--", "src", "data", "models"]).strip():
        commit += "+"
    today = datetime.date.today().isoformat()
    lines = []
    with tempfile.TemporaryDirectory() as tmp:
        for name, measure in SETS:
            lines.append("| %s | %s | %s | %s |" % (today, commit, name, measure(tmp)))
            print(lines[-1], flush=True)
    if not DRY:
        with open(os.path.join(HERE, "SCORES.md"), "a", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")


main()
