#!/usr/bin/env python3
"""Sentences with names, from all sources, in one shape: what the name tagger learns from.

    train/names.py DATA CHANCERY OUT      writes OUT/names.bio (to learn from) and OUT/names-dev.bio (to look at, never to learn from)

DATA is the folder with treebank/, ner/ and diplomacy/; CHANCERY the command, whose `parse` cuts the records into words; our own
sentences stand in train/data/names/*.bio.

Shape: a comment "# source = uner|gum|crossner|diplomacy|own", one "# sent_id" where the treebank has one, then FORM TAB LABEL, and a blank
line. LABEL is BIO over PER ORG LOC EVENT DOC MISC. Where a source cannot tell, the label says what is open:
    O?EVENT,DOC,MISC    outside, or anything (B- or I-) of these kinds
Only tokens that could be names are open: those with a capital (or a tag of names) and the joints between two of them.

What each source says, and how it is brought to our classes:
    uner       UNER EWT train on EWT words. PER ORG LOC as they are (a leading "The" and titles stay where the annotator had them: the scorer
               asks for the same spans). Events, documents, works and products are not marked: open. Nationalities, titles, months and weekdays: O.
    gum        GUM train, free genres. PER ORG LOC EVENT MISC by rule from the entities. MISC with a word of documents in it ("Act",
               "Treaty") is DOC. Addresses (web, mail) and peoples are no names for us: O. The rest is whole, O is O.
    crossner   CrossNER politics train: politician person -> PER, organisation politicalparty -> ORG, country location -> LOC, event
               election -> EVENT. misc: DOC when it has a word of documents, O when it is a nationality, religion or language, else open.
               What stands outside may still be a document, a work or a title: open for DOC, MISC.
    diplomacy  Records, mentions by name: person PER, state place LOC, organization body medium ORG, instrument DOC, series EVENT; a leading
               article and titles before a person are taken off. Mentions all in small letters ("the agreement") are no names. Outside: open
               for MISC alone; a kind of document or meeting with a capital that nobody marked ("the Treaty") for DOC, EVENT too.
    own        as written.
"""
import glob
import gzip
import json
import os
import re
import subprocess
import sys

MONTHS = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
             "sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split())
DOCUMENT = set("treaty act agreement accord accords charter declaration convention protocol constitution covenant pact statute resolution "
               "doctrine amendment amendments bill code memorandum communiqué communique concordat proclamation decree directive plan "
               "compact law laws strategy".split())
OCCASION = set("summit forum conference exercise exercises meeting session games dialogue congress talks war".split())
CIVIL = set("jewish buddhist muslim islamic christian catholic protestant orthodox hindu sunni shia shiite republican republicans democrat "
            "democrats democratic soviet basque tatar uyghur phoenician arab arabs arabic english jews kurdish kurds bolsheviks independent "
            "conservative liberal marxist communist tamil bosniak serb serbs croat slavic celtic european asian african latin american "
            "canarian catalan galician scottish welsh palestinian tibetan mongol hebrew yiddish persian roman ottoman".split())
TITLES = set("president presidents prime minister ministers foreign defence defense secretary secretary-general general king queen emperor "
             "sultan emir sheikh prince princess pope chancellor ambassador senator governor mr mr. mrs mrs. ms ms. dr dr. prof. professor sir "
             "lord lady dame judge justice colonel captain major lieutenant admiral marshal chairman speaker premier ayatollah imam "
             "archbishop cardinal bishop hon. h.e. gen. col. lt. comrade madam madame monsieur envoy deputy".split())
JOINT = set("of the and for in on to with 's ’s ' ’ - – & / de la del du".split())
UNER_KINDS = set("PER ORG LOC".split())


def capital(word):
    return any(c.isupper() for c in word[:2])


def nationalities(root):
    """Adjectives of data/world/states.tsv, and what the people are called, in small letters."""
    out = set(CIVIL)
    columns = []
    for line in open(os.path.join(root, "data/world/states.tsv"), encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# columns:"):
            cells[0] = cells[0].replace("# columns: ", "")
            columns = cells
        elif not line.startswith("#"):
            row = dict(zip(columns, cells))
            for cell in (row["adjectives"], row["demonyms"]):
                out |= {x.lower() for x in cell.split("|") if x and x.upper() != x}
    return out


def sentences(path, tag_column=1):
    """[(sent_id or None, [[form, label]])] of a file in two columns."""
    out, now, name = [], [], None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line[len("# sent_id = "):]
        elif not line.strip():
            if now:
                out.append((name, now))
            now, name = [], None
        elif "\t" in line:
            cells = line.split("\t")
            now.append([cells[0], cells[tag_column]])
    if now:
        out.append((name, now))
    return out


def treebank(path):
    """sent_id -> [(form, xpos)]"""
    out, now, name = {}, [], None
    for line in (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            name = line[len("# sent_id = "):]
        elif not line:
            out[name] = now
            now = []
        elif line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                now.append((cells[1], cells[4]))
    return out


def spans(labels):
    """[(first, last, kind)], last is the token after."""
    out, i = [], 0
    while i < len(labels):
        if labels[i].startswith("B-"):
            j = i + 1
            while j < len(labels) and labels[j] == "I-" + labels[i][2:]:
                j += 1
            out.append((i, j, labels[i][2:]))
            i = j
        else:
            i += 1
    return out


def paint(labels, first, last, kind):
    for t in range(first, last):
        labels[t] = kind if kind == "O" or kind.startswith("O?") else ("B-" if t == first else "I-") + kind


def realign(words, marked):
    """Labels of sentence `marked` brought to the words of the treebank, by letters; None when they spell otherwise."""
    if "".join(w for w, _ in words) != "".join(w for w, _ in marked):
        return None
    at, starts = 0, {}
    for n, (form, label) in enumerate(marked):
        for k in range(len(form)):
            starts[at + k] = (label, k == 0)
        at += len(form)
    labels, at = [], 0
    for form, _ in words:
        label, first = starts[at]
        if label.startswith("B-") and not first:
            label = "I-" + label[2:]
        labels.append(label)
        at += len(form)
    return labels


def open_up(forms, tags, labels, kinds, closed):
    """O becomes open for `kinds` where a name could stand."""
    could = []
    for t, form in enumerate(forms):
        lower = form.lower()
        name = tags[t].startswith("NNP") if tags else capital(form) and (t > 0 or len(forms) == 1)
        could.append(labels[t] == "O" and name and lower.rstrip(".") not in MONTHS and lower not in closed and any(c.isalpha() for c in form))
    marked = list(could)
    for t in range(len(forms)):
        if not could[t]:
            continue
        last = t + 1
        while last < len(forms) and last - t < 5 and labels[last] == "O" and not could[last] and \
                (forms[last].lower() in JOINT or forms[last].isdigit() or not capital(forms[last]) and last - t < 2 and forms[last].isalpha()
                 and tags and tags[last] in ("NN", "CD")):
            last += 1
        if last < len(forms) and could[last]:
            for k in range(t, last):
                marked[k] = labels[k] == "O"
    for t in range(len(forms)):
        if marked[t]:
            labels[t] = "O?" + ",".join(kinds)


def from_uner(data, half, closed, report):
    bank = treebank(os.path.join(data, "treebank", "en_ewt-ud-%s" % half))
    out, missed = [], 0
    for name, marked in sentences(os.path.join(data, "ner", "uner-ewt-%s.bio" % half.split(".")[0])):
        words = bank.get(name)
        labels = realign(words, marked) if words else None
        if labels is None:
            missed += 1
            continue
        labels = [x if x == "O" or x[2:] in UNER_KINDS else "O" for x in labels]
        open_up([w for w, _ in words], [t for _, t in words], labels, ["EVENT", "DOC", "MISC"], closed | TITLES)
        out.append(("uner", name, [w for w, _ in words], labels))
    report("uner %s: %d sentences, %d not aligned" % (half, len(out), missed))
    return out


def from_gum(data, half, closed, report):
    bank = treebank(os.path.join(data, "treebank", "en_gum-free-%s" % half))
    out, missed = [], 0
    for name, marked in sentences(os.path.join(data, "ner", "gum-free-%s.bio" % half.split(".")[0])):
        words = bank.get(name)
        labels = realign(words, marked) if words else None
        if labels is None:
            missed += 1
            continue
        forms = [w for w, _ in words]
        for first, last, kind in spans(labels):
            lower = [f.lower() for f in forms[first:last]]
            if kind != "MISC":
                continue
            if any("@" in f or "www." in f or "://" in f for f in lower) or lower == ["it"]:
                paint(labels, first, last, "O")
            elif last - first > 1 and DOCUMENT & set(lower):
                paint(labels, first, last, "DOC")
            elif all(f in closed for f in lower):
                paint(labels, first, last, "O?MISC")
        out.append(("gum", name, forms, labels))
    report("gum %s: %d sentences, %d not aligned" % (half, len(out), missed))
    return out


CROSSNER = {"politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC", "location": "LOC",
            "event": "EVENT", "election": "EVENT"}


def from_crossner(data, half, closed, report):
    out = []
    for _, marked in sentences(os.path.join(data, "ner", "crossner-politics-%s.bio" % half)):
        forms, labels = [w for w, _ in marked], [x for _, x in marked]
        todo = spans(labels)
        labels = ["O"] * len(forms)
        for first, last, kind in todo:
            lower = [f.lower() for f in forms[first:last]]
            if kind in CROSSNER:
                paint(labels, first, last, CROSSNER[kind])
            elif DOCUMENT & set(lower):
                paint(labels, first, last, "DOC")
            elif not all(f in closed for f in lower):
                paint(labels, first, last, "O?ORG,EVENT,DOC,MISC")
        open_up(forms, None, labels, ["DOC", "MISC"], closed | TITLES)
        out.append(("crossner", None, forms, labels))
    report("crossner %s: %d sentences" % (half, len(out)))
    return out


DIPLOMACY = {"person": "PER", "state": "LOC", "place": "LOC", "organization": "ORG", "body": "ORG", "medium": "ORG", "instrument": "DOC",
             "series": "EVENT"}


def squeezed(text):
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\ufeff")


def parsed(chancery, text):
    """[[(form, first, last, xpos)]]: words with what they cover of the squeezed text; None when the letters differ."""
    lines = subprocess.run([chancery, "parse"], input=text, capture_output=True, text=True, check=True).stdout.split("\n")
    out, now, at, until, whole = [], [], 0, 0, []
    for line in lines:
        if not line:
            if now:
                out.append(now)
            now, until = [], 0
        elif line[0] != "#":
            cells = line.split("\t")
            if "-" in cells[0]:
                until = int(cells[0].split("-")[1])
                many, length = (at, at + len(squeezed(cells[1]))), 0
                whole.append(squeezed(cells[1]))
                at = many[1]
            elif cells[0].isdigit() and int(cells[0]) <= until:
                first = min(many[0] + length, many[1] - 1)
                length += len(squeezed(cells[1]))
                now.append((cells[1], first, max(first + 1, min(many[0] + length, many[1])), cells[4]))
            elif cells[0].isdigit():
                form = squeezed(cells[1])
                now.append((cells[1], at, at + len(form), cells[4]))
                whole.append(form)
                at += len(form)
    return out if "".join(whole) == squeezed(text) else None


def record_sentences(chancery, record, closed):
    text, raw = record["text"], record["text"].encode()
    cut = parsed(chancery, text)
    if cut is None:
        return None
    place = {}
    for m in record["mentions"]:
        if m["form"] == "name" and m.get("type") in DIPLOMACY or m["form"] == "metonym":
            first = len(squeezed(raw[:m["start"]].decode()))
            name = raw[m["start"]:m["end"]].decode()
            place[first] = (first + len(squeezed(name)), "LOC" if m["form"] == "metonym" else DIPLOMACY[m["type"]], m["form"])
    out = []
    for words in cut:
        forms, labels = [w[0] for w in words], ["O"] * len(words)
        for t, word in enumerate(words):
            if word[1] not in place:
                continue
            until, kind, how = place[word[1]]
            first, last = t, t
            while last < len(words) and words[last][2] <= until:
                last += 1
            if last == first:
                last = first + 1
            while first < last and (forms[first].lower() in ("the", "a", "an") or kind == "PER" and last - first > 1 and
                                    forms[first].lower() in TITLES):
                first += 1
            named = [f for f in forms[first:last] if capital(f) or any(c.isdigit() for c in f)]
            if first == last or not any(capital(f) for f in forms[first:last]):
                continue
            if how == "metonym":        # a capital for its government: a place to the eye, an institution to the record
                paint(labels, first, last, "LOC" if last - first == 1 or "House" not in forms[first:last] else "ORG")
            elif kind in ("DOC", "EVENT") and (last - first == 1 and forms[first].lower() in DOCUMENT | OCCASION or not named):
                paint(labels, first, last, "O?" + kind)
            else:
                paint(labels, first, last, kind)
        general = [w.lower() in DOCUMENT | OCCASION and capital(w) for w in forms]
        open_up(forms, [w[3] for w in words], labels, ["MISC"], closed | TITLES)
        for t, form in enumerate(forms):
            if general[t] and labels[t][0] == "O":
                labels[t] = "O?EVENT,DOC,MISC"
        out.append(("diplomacy", None, forms, labels))
    return out


def from_diplomacy(data, chancery, files, closed, report):
    out, records, missed = [], 0, 0
    for file in files:
        for line in open(os.path.join(data, "diplomacy", file), encoding="utf-8"):
            record = json.loads(line)
            records += 1
            got = record_sentences(chancery, record, closed)
            if got is None:
                missed += 1
            else:
                out += got
    report("diplomacy %s: %d records, %d sentences, %d records not aligned" % (files[0], records, len(out), missed))
    return out


def from_own(root, report):
    out = []
    for path in sorted(glob.glob(os.path.join(root, "train/data/names/*.bio"))):
        here = [("own", None, [w for w, _ in s], [x for _, x in s]) for _, s in sentences(path)]
        report("%s: %d sentences" % (os.path.basename(path), len(here)))
        out += here
    return out


def write(path, rows, report):
    count = {}
    with open(path, "w", encoding="utf-8") as f:
        for source, name, forms, labels in rows:
            f.write("# source = %s\n" % source)
            if name:
                f.write("# sent_id = %s\n" % name)
            for form, label in zip(forms, labels):
                f.write("%s\t%s\n" % (form, label))
                key = label if label[0] == "B" else "open" if "?" in label else None
                if key:
                    count[source, key] = count.get((source, key), 0) + 1
            f.write("\n")
    report("%s: %s" % (path, ", ".join("%s %s %d" % (s, k.replace("B-", ""), n) for (s, k), n in sorted(count.items()))))


def mend(rows):
    """An I- that continues nothing begins a name."""
    for _, _, _, labels in rows:
        for t, label in enumerate(labels):
            if label.startswith("I-") and (not t or labels[t - 1][1:] != label[1:]):
                labels[t] = "B" + label[1:]


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    data, chancery, out = sys.argv[1:]
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    closed = nationalities(root)
    def report(text):
        print(text, file=sys.stderr)
    rows = from_uner(data, "train.conllu.gz", closed, report) + from_gum(data, "train.conllu.gz", closed, report) + \
        from_crossner(data, "train", closed, report) + from_own(root, report) + \
        from_diplomacy(data, chancery, ["train_tra.jsonl", "train_trb.jsonl", "train_trc.jsonl", "train_trd.jsonl"], closed, report)
    dev = from_uner(data, "dev.conllu", closed, report) + from_gum(data, "dev.conllu", closed, report) + \
        from_crossner(data, "dev", closed, report) + from_diplomacy(data, chancery, ["dev.jsonl"], closed, report)
    os.makedirs(out, exist_ok=True)
    for name, part in (("names.bio", rows), ("names-dev.bio", dev)):
        mend(part)
        write(os.path.join(out, name), part, report)


main()
