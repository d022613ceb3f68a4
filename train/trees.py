"""Prints trees made of templates: trees.py GRAMMAR NAMES COUNT [SEED] > OUT.conllu (NAMES: the folder with given_names.tsv and so on).

How a grammar is written is said at the head of train/data/trees/grammar.txt. The same arguments give the same bytes.
"""
import random
import re
import sys

CLOSED = {  # words that a template gives without a tag: tag of the treebanks
    "DT": "the a an this these those no any every some all both each another", "PDT": "half",
    "IN": "of on in at to that with from by for against about after before between since until under over during among amid into towards as if because "
          "while although unless than without within despite through like near across along alongside behind beside following including per upon whether though",
    "CC": "and or but nor &", "MD": "will would can could may might must should shall", "PRP": "it he she they we I him her them us themselves itself himself",
    "PRP$": "its his their our", "WP": "who what whom", "WDT": "which", "WP$": "whose", "WRB": "when where how why", "POS": "'s '",
    "RB": "there not also again only now later earlier never already yet still then here together just soon further meanwhile however", 
    ",": ",", ".": ". ?", ":": ": ; - -- — – …", "``": '“', "''": '”', "-LRB-": "(", "-RRB-": ")",
    "NFP": "•", "CD": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty hundred",
}
TAG = {w: t for t, words in reversed(list(CLOSED.items())) for w in words.split()}
UPOS = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "CD": "NUM",
        "DT": "DET", "PDT": "DET", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "WP$": "PRON", "WRB": "ADV", "EX": "PRON", "MD": "AUX", "TO": "PART",
        "POS": "PART", "CC": "CCONJ", "RP": "ADP", "$": "SYM", "NEG": "PART"}
IRREGULAR = {  # lemma: third person, past, participle where they are not as usual
    "be": "is was been being", "have": "has had had having", "do": "does did done doing", "say": "says said said saying", "meet": "meets met met meeting", "hold": "holds held held holding",
    "tell": "tells told told telling", "make": "makes made made making", "take": "takes took taken taking", "give": "gives gave given giving", "pay": "pays paid paid paying",
    "lead": "leads led led leading", "begin": "begins began begun beginning", "leave": "leaves left left leaving", "send": "sends sent sent sending", "win": "wins won won winning",
    "fly": "flies flew flown flying", "speak": "speaks spoke spoken speaking", "seek": "seeks sought sought seeking", "bring": "brings brought brought bringing", "see": "sees saw seen seeing",
    "go": "goes went gone going", "come": "comes came come coming", "put": "puts put put putting", "set": "sets set set setting", "cut": "cuts cut cut cutting", "break": "breaks broke broken breaking",
    "write": "writes wrote written writing", "stand": "stands stood stood standing", "become": "becomes became become becoming", "fall": "falls fell fallen falling", "rise": "rises rose risen rising",
    "sit": "sits sat sat sitting", "shoot": "shoots shot shot shooting", "flee": "flees fled fled fleeing", "overthrow": "overthrows overthrew overthrown overthrowing", "withdraw": "withdraws withdrew withdrawn withdrawing",
    "let": "lets let let letting", "run": "runs ran run running", "swear": "swears swore sworn swearing", "keep": "keeps kept kept keeping", "lay": "lays laid laid laying", "fight": "fights fought fought fighting",
    "find": "finds found found finding", "hear": "hears heard heard hearing", "call": "calls called called calling", "show": "shows showed shown showing", "know": "knows knew known knowing",
    "drop": "drops dropped dropped dropping", "ban": "bans banned banned banning", "plan": "plans planned planned planning", "stop": "stops stopped stopped stopping", "transfer": "transfers transferred transferred transferring",
    "commit": "commits committed committed committing", "admit": "admits admitted admitted admitting", "free": "frees freed freed freeing", "veto": "vetoes vetoed vetoed vetoing", "echo": "echoes echoed echoed echoing", "bomb": "bombs bombed bombed bombing",
    "agree": "agrees agreed agreed agreeing", "attack": "attacks attacked attacked attacking", "visit": "visits visited visited visiting", "open": "opens opened opened opening", "offer": "offers offered offered offering",
    "enter": "enters entered entered entering", "deliver": "delivers delivered delivered delivering", "suffer": "suffers suffered suffered suffering", "answer": "answers answered answered answering",
    "order": "orders ordered ordered ordering", "shell": "shells shelled shelled shelling", "storm": "storms stormed stormed storming", "deepen": "deepens deepened deepened deepening", "wound": "wounds wounded wounded wounding",
    "lift": "lifts lifted lifted lifting", "quit": "quits quit quit quitting", "rebuild": "rebuilds rebuilt rebuilt rebuilding", "strike": "strikes struck struck striking", "refer": "refers referred referred referring", "expel": "expels expelled expelled expelling",
}
PLURAL = {"man": "men", "country": "countries", "people": "people", "media": "media", "person": "people", "troops": "troops", "police": "police", "talks": "talks", "ties": "ties", "envoy": "envoys", "day": "days", "woman": "women", "child": "children"}
LONGEST, DEEP = 48, 6
MONTHS = "January February March April May June July August September October November December".split()
PERSONS = {"I": ("Sing", "1"), "we": ("Plur", "1"), "they": ("Plur", "3"), "you": ("Plur", "2")}


def conjugate(lemma, tag):
    if tag == "VB":
        return lemma
    if tag == "VBP":
        return "are" if lemma == "be" else lemma
    if lemma in IRREGULAR:
        return IRREGULAR[lemma].split()[{"VBZ": 0, "VBD": 1, "VBN": 2, "VBG": 3}[tag]]
    consonant_y = re.search("[^aeiou]y$", lemma)
    double = re.search("^[^aeiou]*[aeiou][bdgmnprt]$", lemma)
    if tag == "VBZ":
        return lemma[:-1] + "ies" if consonant_y else lemma + ("es" if re.search("(s|x|z|ch|sh)$", lemma) else "s")
    if tag == "VBG":
        return (lemma[:-1] if re.search("[^e]e$", lemma) else lemma + lemma[-1] if double else lemma) + "ing"
    return lemma + "d" if lemma[-1] == "e" else lemma[:-1] + "ied" if consonant_y else lemma + (lemma[-1] if double else "") + "ed"


def plural(lemma):
    if lemma in PLURAL:
        return PLURAL[lemma]
    return lemma[:-1] + "ies" if re.search("[^aeiou]y$", lemma) else lemma + ("es" if re.search("(s|x|z|ch|sh)$", lemma) else "s")


class Node:
    __slots__ = ("form", "lemma", "xpos", "rel", "left", "right", "glued", "at")

    def __init__(self, form, lemma, xpos):
        self.form, self.lemma, self.xpos, self.rel, self.left, self.right, self.glued, self.at = form, lemma, xpos, "root", [], [], False, 0

    def words(self):
        return [w for n in self.left for w in n.words()] + [self] + [w for n in self.right for w in n.words()]


def word(text):
    """form, lemma/TAG, form~lemma/TAG."""
    given, tag = (text.rsplit("/", 1) + [None])[:2] if "/" in text and len(text) > 1 else (text, None)
    form, lemma = (given.split("~") + [None])[:2]
    if tag is None:
        tag = TAG.get(form) or ("CD" if form[0].isdigit() else None)
        if tag is None:
            sys.exit("trees.py: no tag for " + text)
    if lemma is None:
        lemma = form
        if tag[0] == "V":
            form = conjugate(lemma, tag)
        elif tag == "NNS":
            form = plural(lemma)
    return Node(form, lemma, tag)


class Grammar:
    def __init__(self, path, names, rng):
        self.rules, self.rng, self.lists = {}, rng, {}
        name = None
        for line in open(path, encoding="utf-8"):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            m = re.fullmatch(r"([A-Z][A-Z0-9_]*) : (\S+) = (.*)", line)
            if m:
                self.rules[m[1]] = [(1.0, self.parse(f"*{w}/{m[2]}")) for w in m[3].split()]
                continue
            m = re.fullmatch(r"([A-Z][A-Z0-9_]*) =( .*)?", line)
            if m:
                name = m[1]
                self.rules.setdefault(name, [])
                line = (m[2] or "").strip()
                if not line:
                    continue
            for one in line.split(" | "):
                weight = 1.0
                m = re.match(r"(\d+(\.\d+)?)\* (.*)", one)
                if m:
                    weight, one = float(m[1]), m[3]
                self.rules[name].append((weight, self.parse(one)))
        for k in ("given_names", "family_names", "cities"):
            self.lists[k] = [w for l in open(f"{names}/{k}.tsv", encoding="utf-8") if l[0] != "#" for w in l.rstrip("\n").split("\t")[1].split("|") if w.isalpha() and w[0].isupper()]

    def parse(self, text):
        """Items of an alternative: (kind, optional, head?, relation, inner)."""
        stack, out = [], []
        for t in re.findall(r"[^\s()]*\(|\)|[^\s()]+", text):
            if t == ")":
                items = out
                out, (maybe, head, rel) = stack.pop()
                out.append(("group", maybe, head, rel, items))
            elif t[-1] == "(":
                maybe, t = t[0] == "?", t.lstrip("?")
                head = t[0] == "*"
                stack.append((out, (maybe, head, t.lstrip("*")[:-1])))
                out = []
            else:
                maybe = t[0] == "?" and len(t) > 1
                t = t[1:] if maybe else t
                head = t[0] == "*"
                t = t[1:] if head else t
                rel = ""
                if not head and ":" in t and len(t) > 1:
                    rel, t = t.rsplit(":", 1)
                t = {"[": "(", "]": ")"}.get(t, t)
                out.append(("rule" if t[0] == "<" else "word", maybe, head, rel, t.strip("<>") if t[0] == "<" else t))
        if stack:
            sys.exit("trees.py: open bracket: " + text)
        return out

    def pick(self, name, depth):
        if name in ("GIVEN", "FAMILY", "TOWN"):
            w = self.rng.choice(self.lists[{"GIVEN": "given_names", "FAMILY": "family_names", "TOWN": "cities"}[name]])
            return [("word", False, True, "", w + "/NNP")]
        if name == "MONTH":
            return [("word", False, True, "", self.rng.choice(MONTHS) + "/NNP")]
        if name in ("DAYNUM", "YEAR", "NUMBER"):
            n = {"DAYNUM": self.rng.randint(1, 30), "YEAR": self.rng.randint(1985, 2025), "NUMBER": self.rng.choice([self.rng.randint(2, 99), self.rng.randint(1, 90) * 10, self.rng.randint(2, 40) * 100])}[name]
            return [("word", False, True, "", str(n) + "/CD")]
        if name not in self.rules:
            sys.exit("trees.py: no rule " + name)
        rules = self.rules[name]
        if depth > DEEP and any(len(r) > 1 or r[0][0] != "word" for _, r in rules):
            return rules[0][1]
        return self.rng.choices([r for _, r in rules], [w for w, _ in rules])[0]

    def grow(self, items, depth, verb=""):
        """(head or None, nodes before it, nodes after it): without a head all nodes are before. verb: the tag for words that are WORD/V."""
        head, before, after = None, [], []
        for kind, maybe, is_head, rel, inner in items:
            if maybe and self.rng.random() < 0.5:
                continue
            if kind == "word":
                got = (word(inner[:-1] + verb if inner.endswith("/V") else inner), [], [])
            elif kind == "rule":
                name, _, tag = inner.partition(".")
                got = self.grow(self.pick(name, depth), depth + 1, verb if tag == "V" else tag)
            else:
                got = self.grow(inner, depth, verb)
            h, b, a = got
            if is_head:
                if h is None:
                    sys.exit("trees.py: a head that is none: %r" % (inner,))
                h.left, h.right = b + h.left, h.right + a
                head, before, after = h, before, []
                continue
            if h is None:
                nodes = b
            else:
                h.left, h.right = b + h.left, h.right + a
                h.rel = rel or ("punct" if h.xpos in (",", ".", ":", "``", "''", "-LRB-", "-RRB-") else h.rel)
                if h.rel == "root":
                    sys.exit("trees.py: no relation for %s in %r" % (h.form, items))
                nodes = [h]
            if head is None:
                before += nodes
            else:
                after += nodes
        return head, before, after

    def sentence(self, start):
        head, before, after = self.grow([("rule", False, True, "", start)], 0)
        head.rel = "root"
        return head


def tidy(head):
    """Words in order, with numbers and heads; a comma beside another mark goes."""
    order = head.words()
    drop = set()
    for i, w in enumerate(order):
        if w.form == "," and (i == 0 or i + 1 == len(order) or order[i + 1].form in (",", ".", ";", ":", "?", ")", "—", "”.")):
            drop.add(id(w))
    keep = [w for w in order if id(w) not in drop]
    for i, w in enumerate(keep):
        w.at = i + 1
        if w.form == "a" and w.rel == "det" and keep[i + 1].form[0] in "aeiouAEIO":
            w.form = "an"
        if w.form in ("to", "that", "there") and w.rel != "punct":
            w.xpos = {"to": "TO" if w.rel == "mark" else "IN", "that": "IN" if w.rel == "mark" else "DT" if w.rel == "det" else "WDT", "there": "EX" if w.rel == "expl" else "RB"}[w.form]
    heads = {}

    def mark(n):
        for k in n.left + n.right:
            heads[id(k)] = n
            mark(k)

    mark(head)
    return [(w, heads[id(w)].at if id(w) in heads else 0) for w in keep]


def hang(rows):
    """Marks as the treebanks hang them: on what begins after the mark and depends on something before it, else on what ends before it and depends on something after it."""
    head = {w.at: h for w, h in rows}
    marks = {w.at for w, _ in rows if w.rel == "punct"}
    first, last = dict(zip(head, head)), dict(zip(head, head))
    for at in head:
        if at not in marks:
            up = at
            while up:
                first[up], last[up] = min(first[up], at), max(last[up], at)
                up = head[up]
    out = []
    for w, h in rows:
        if w.rel == "punct" and w.form in (",", ";", ":", "—", "–", "-"):
            after = [k for k in head if k not in marks and first[k] == w.at + 1 and 0 < head[k] < w.at]
            before = [k for k in head if k not in marks and last[k] == w.at - 1 and head[k] > w.at and w.form == ","]
            if after or before:
                h = min(after, key=lambda k: head[k]) if after else max(before, key=lambda k: head[k])
        out.append((w, h))
    return out


def number_of(node, rows):
    """Of a subject: singular or plural, and its person."""
    kids = node.left + node.right
    if node.lemma in PERSONS:
        return PERSONS[node.lemma]
    if any(k.rel == "conj" for k in kids) or node.xpos in ("NNS", "NNPS") or any(k.rel == "nummod" and k.form not in ("one", "1") for k in kids) and node.xpos != "NNP":
        return "Plur", "3"
    return "Sing", "3"


def agree(rows):
    """Finite verbs take the number of their subject."""
    where = {w.at: w for w, _ in rows}
    for w, h in rows:
        if w.xpos not in ("VBZ", "VBP", "VBD"):
            continue
        top = w if w.rel not in ("aux", "aux:pass", "cop") else where[h]
        subject = None
        while subject is None:
            kids = [x for x, g in rows if g == top.at and x.rel in ("nsubj", "nsubj:pass")]
            there = [x for x, g in rows if g == top.at and x.rel == "expl" and x.xpos == "EX"]
            if kids:
                subject = kids[0]
            elif top.rel == "conj":
                top = where[next(g for x, g in rows if x is top)]
            else:
                break
        if subject is not None and subject.xpos in ("WP", "WDT") and top.rel == "acl:relcl":
            subject = where[next(g for x, g in rows if x is top)]
        number, person = number_of(subject, rows) if subject is not None else ("Sing", "3")
        if w.xpos in ("VBZ", "VBP"):
            w.xpos = "VBZ" if (number, person) == ("Sing", "3") else "VBP"
            w.form = "am" if w.lemma == "be" and (number, person) == ("Sing", "1") else conjugate(w.lemma, w.xpos)
        elif w.lemma == "be":
            w.form = "were" if number == "Plur" else "was"
        w.glued = (number, person)


def spell(rows, rng):
    """Marks as they are written elsewhere: straight quotes, curled apostrophes."""
    other = ({"“": '"', "”": '"'} if rng.random() < 0.5 else {}) | ({"'s": "’s", "'": "’"} if rng.random() < 0.3 else {})
    for w, _ in rows:
        w.form = other.get(w.form, w.form)


def upos(w):
    if w.xpos[0] == "V":
        return "AUX" if w.rel in ("aux", "aux:pass", "cop") else "VERB"
    if w.xpos == "IN":
        return "SCONJ" if w.rel == "mark" else "ADP"
    if w.form.lower() in ("not", "n't"):
        return "PART"
    if w.xpos == "DT" and w.rel not in ("det", "det:predet", "cc:preconj", "nmod:poss"):
        return "PRON"
    if w.form in ("both", "either", "neither") and w.rel == "cc:preconj":
        return "CCONJ"
    if w.rel == "amod" and w.xpos == "NNP":
        return "ADJ"
    return UPOS.get(w.xpos, "PUNCT")


PRONOUNS = {
    "it": "Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs", "he": "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "she": "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "they": "Case=Nom|Number=Plur|Person=3|PronType=Prs", "we": "Case=Nom|Number=Plur|Person=1|PronType=Prs", "i": "Case=Nom|Number=Sing|Person=1|PronType=Prs",
    "him": "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs", "her": "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs", "them": "Case=Acc|Number=Plur|Person=3|PronType=Prs", "us": "Case=Acc|Number=Plur|Person=1|PronType=Prs",
    "its": "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs", "his": "Case=Gen|Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs", "their": "Case=Gen|Number=Plur|Person=3|Poss=Yes|PronType=Prs",
    "our": "Case=Gen|Number=Plur|Person=1|Poss=Yes|PronType=Prs", "who": "PronType=Rel", "which": "PronType=Rel", "what": "PronType=Int", "whom": "PronType=Rel", "whose": "Poss=Yes|PronType=Rel", "there": "_",
    "the": "Definite=Def|PronType=Art", "a": "Definite=Ind|PronType=Art", "an": "Definite=Ind|PronType=Art", "this": "Number=Sing|PronType=Dem", "that": "Number=Sing|PronType=Dem", "these": "Number=Plur|PronType=Dem", "those": "Number=Plur|PronType=Dem",
    "no": "PronType=Neg", "any": "PronType=Ind", "some": "PronType=Ind", "another": "PronType=Ind", "every": "PronType=Tot", "all": "PronType=Tot", "both": "PronType=Tot", "each": "PronType=Tot", "half": "NumForm=Word|NumType=Frac",
}


def feats(w, passive):
    x, f = w.xpos, w.form.lower()
    if x in ("NN", "NNP"):
        return ("Abbr=Yes|" if x == "NNP" and len(w.form) > 1 and w.form.isupper() else "") + "Number=Sing" if upos(w) != "ADJ" else "Degree=Pos"
    if x in ("NNS", "NNPS"):
        return "Number=Plur"
    if x in ("JJ", "RB"):
        return "Degree=Pos" if x == "JJ" else "Polarity=Neg" if f in ("not", "n't") else "_"
    if x == "CD":
        return ("NumForm=Digit" if f[0].isdigit() else "NumForm=Word") + "|NumType=Card"
    if x == "MD":
        return "VerbForm=Fin"
    if x == "VB":
        return "VerbForm=Inf"
    if x in ("VBZ", "VBP", "VBD"):
        n, p = w.glued or ("Sing", "3")
        return f"Mood=Ind|Number={n}|Person={p}|Tense={'Past' if x == 'VBD' else 'Pres'}|VerbForm=Fin"
    if x == "VBN":
        return "Tense=Past|VerbForm=Part" + ("|Voice=Pass" if passive else "")
    if x == "VBG":
        return "_" if w.rel == "case" else "VerbForm=Ger" if w.rel in ("acl", "amod", "xcomp", "nsubj", "obj") or w.left and any(k.rel == "mark" for k in w.left) else "Tense=Pres|VerbForm=Part"
    if x == "WRB":
        return "PronType=Rel" if f == "where" else "PronType=Int"
    if x in ("DT", "PDT", "PRP", "PRP$", "WP", "WDT", "WP$"):
        return "PronType=Rel" if f == "that" and w.rel.startswith(("nsubj", "obj")) and x == "WDT" else PRONOUNS.get(f, "_")
    return "_"


def show(rows, number):
    first = next((w for w, _ in rows if w.form[0].isalpha()), None)
    if first is not None:
        first.form = first.form[0].upper() + first.form[1:]
    text = ""
    for i, (w, _) in enumerate(rows):
        glue = i == 0 or w.form in (",", ".", ";", ":", "?", ")", "”", "'s", "'", "’s") or rows[i - 1][0].form in ("(", "“", "$") or w.form == "-" == w.lemma and w.rel == "punct" and getattr(w, "glued", False)
        text += ("" if glue else " ") + w.form
    out = [f"# sent_id = own-{number}", f"# text = {text}"]
    for w, h in rows:
        passive = w.rel in ("acl", "amod") or any(k.rel == "aux:pass" for k in w.left + w.right) or w.rel in ("advcl", "conj", "xcomp") and not any(k.rel == "aux" and k.lemma == "have" for k in w.left)
        out.append("\t".join((str(w.at), w.form, w.lemma, upos(w), w.xpos, feats(w, passive), str(h), w.rel, "_", "_")))
    return "\n".join(out) + "\n"


def main():
    path, names, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rng = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 20261122)
    grammar = Grammar(path, names, rng)
    seen, made = set(), 0
    while made < count:
        rows = hang(tidy(grammar.sentence("TEXT")))
        agree(rows)
        spell(rows, rng)
        key = " ".join(w.form for w, _ in rows)
        if len(rows) > LONGEST or key in seen:
            continue
        seen.add(key)
        made += 1
        print(show(rows, made))


main()
