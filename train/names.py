#!/usr/bin/env python3
"""Sentences with names, from all sources, in one shape: what the name tagger learns from.

    train/names.py DATA CHANCERY OUT      writes OUT/names.bio (to learn from) and OUT/names-dev.bio (to look at, never to learn from)

DATA is the folder with treebank/, ner/ and diplomacy/; CHANCERY the command, whose `parse` cuts the records into words; our own
sentences stand in train/data/names/.

Shape: a comment "# source = uner|gum|crossner|diplomacy|own", one "# sent_id" where it stands in a document, then FORM TAB LABEL, and a blank
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
    own        Our own frames with names put in (train/data/names/frames.txt), and our own sentences.
"""
import gzip
import json
import os
import random
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
    for number, words in enumerate(cut):
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
        out.append(("diplomacy", "%s-%04d" % (record["id"], number + 1), forms, labels))
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


class Names:
    """Names to put into our own sentences: from the tables, and made up so that no table has them."""

    def __init__(self, root, seed):
        self.root, self.dice = root, random.Random(seed)
        self.states = [r for r in table(root, "world/states") if r["kind"] == "state" and r["adjectives"]]
        firsts = self.column("world/given_names", "name") + self.column("names/given_names", "names")
        lasts = self.column("names/family_names", "names")
        self.lists = {
            "firm": self.column("names/firms", "names"), "school": self.column("names/schools", "names"), "club": self.column("names/clubs", "names"),
            "medium": self.column("names/media", "names") + self.column("world/media", "name"),
            "agency": self.column("names/agencies", "names"), "chamber": ["Senate", "House of Representatives", "House of Commons", "House of Lords",
            "National Assembly", "Federal Assembly", "Bundestag", "Knesset", "Congress", "Parliament", "State Duma", "Rajya Sabha", "Lok Sabha", "Storting",
            "Riksdag", "Diet", "Seimas", "Majlis", "Verkhovna Rada", "Sejm", "Chamber of Deputies", "Legislative Council", "National Congress"],
            "igo": self.column("world/organizations", "name") + self.column("world/organizations", "abbreviation"),
            "first": firsts, "last": lasts, "city": self.column("world/places", "name", "kind", "city") + self.column("names/cities", "names"),
            "country": [r["name"] for r in self.states], "american": [x for r in self.states for x in r["adjectives"].split("|")],
            "demonym": [x for r in self.states for x in r["demonyms"].split("|") if x],
            "land": self.column("names/lands", "names", "kind", "region of Europe|region of Asia|region of Africa and the Americas|province of Canada, Australia"),
            "usstate": self.column("names/lands", "names", "kind", "state of the United States|state, short"),
            "statecode": self.column("names/lands", "names", "kind", "state, short"), "water": self.column("names/lands", "names", "kind", "water"),
            "building": self.column("names/lands", "names", "kind", "building"), "party": self.column("names/groups", "names", "kind", "party"),
            "group": self.column("names/groups", "names", "kind", "armed group"), "ngo": self.column("names/groups", "names", "kind", "rights and aid"),
            "union": self.column("names/groups", "names", "kind", "union and chamber"), "war": self.column("names/events", "names", "kind", "war"),
            "treaty": self.column("names/documents", "names", "kind", "treaty"), "act": self.column("names/documents", "names", "kind", "act and constitution"),
            "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
            "month": "January February March April May June July August September October November December".split(),
        }

    def column(self, name, column, where="", values=""):
        wanted = values.split("|")
        return [x for r in table(self.root, name) if not where or r[where] in wanted for x in r[column].split("|") if x and x[0].isupper()]

    def pick(self, *of):
        return self.dice.choice(of)

    def any(self, name):
        return self.dice.choice(self.lists[name])

    def made(self, slot):
        """A name for this slot, as a text."""
        how = getattr(self, "make_" + slot, None)
        return how() if how else self.any(slot)

    def make_per(self):
        middle = self.pick("", "", "", "", " %s." % self.pick(*"ABCDEFGHJKLMNPRSTW"), " " + self.any("first"))
        return self.any("first") + middle + " " + self.any("last")

    def make_year(self):
        return str(self.dice.randint(1850, 2024))

    def make_number(self):
        return self.pick(str(self.dice.randint(2, 99)), "%d,%03d" % (self.dice.randint(1, 99), self.dice.randint(0, 999)), "five", "twelve", "thirty", "nine")

    def make_acronym(self):
        return "".join(self.dice.choice("AABCCDEEFGHIIJKLMNNOPPRRSSTTUVW") for _ in range(self.pick(2, 3, 3, 3, 4, 4, 5)))

    def make_invented(self):
        """A word that sounds like a firm."""
        begin = self.pick("Vel", "Nor", "Trans", "Aer", "Cal", "Quan", "Syn", "Med", "Lum", "Ver", "Ast", "Dyna", "Equi", "Inter", "Omni", "Pro", "Ax", "Cen", "Del", "Ter",
                          "Alt", "Bri", "Cor", "Gen", "Hal", "Kin", "Lan", "Mer", "Nex", "Opt", "Pan", "Rad", "Sol", "Tel", "Uni", "Vis", "West", "Zen", "Petro", "Bio", "Info", "Net")
        middle = self.pick("", "", "a", "i", "o", "ti", "ra", "vi", "ne", "lo", "mi", "ca")
        end = self.pick("dyne", "trix", "via", "con", "tec", "tech", "soft", "gen", "nex", "star", "com", "net", "corp", "link", "lis", "ron", "tron", "sys", "wave", "gas", "tex",
                        "line", "pro", "max", "ium", "ova", "co", "ix", "is", "on", "ant", "era", "ics", "data", "power", "Works", "Bridge", "Soft", "Point")
        word = begin + middle + end
        more = self.pick("", "", "", "", " " + self.pick("Energy", "Systems", "Partners", "Capital", "Group", "Resources", "Software", "Networks", "Pharmaceuticals", "Logistics", "Foods"))
        return word + more

    def make_firmfull(self):
        stem = self.pick(self.make_invented(), self.any("last"), self.any("last") + " & " + self.any("last"), self.any("city"), self.any("firm"), self.make_acronym())
        trade = self.pick("", " " + self.pick("Energy", "Gas", "Power", "Marketing", "Capital", "Financial", "Trading", "Oil", "Pipeline", "Services", "Holdings", "Resources",
                                              "Industries", "Insurance", "Technologies", "Consulting", "Motors", "Steel", "Foods", "Chemical"))
        return stem + trade + self.pick(" Inc.", " , Inc.", " Corp.", " Corporation", " LLC", " , LLC", " Ltd.", " Limited", " L.P.", " Company", " Co.", " plc", " AG", " S.A.", " GmbH", " Group")

    def make_biz(self):
        """A shop, a kitchen, a workshop, a practice of some town."""
        trade = self.pick("Auto Repair", "Auto Body", "Tire", "Transmission", "Towing", "Plumbing", "Heating", "Electric", "Roofing", "Landscaping", "Painting", "Carpet Cleaning",
                          "Cleaners", "Movers", "Self Storage", "Flowers", "Florist", "Bakery", "Cafe", "Diner", "Grill", "Bistro", "Pizza", "Pizzeria", "Sushi", "BBQ", "Deli",
                          "Tavern", "Pub", "Brewing", "Catering", "Chiropractic", "Dental", "Dental Care", "Family Dentistry", "Veterinary Clinic", "Animal Hospital", "Pet Care",
                          "Kennels", "Salon", "Hair Studio", "Nails", "Day Spa", "Fitness", "Yoga", "Pilates", "Martial Arts", "Dance Academy", "Music", "Books", "Toys", "Jewelers",
                          "Furniture", "Interiors", "Flooring", "Windows", "Builders", "Construction", "Realty", "Properties", "Apartments", "Insurance", "Tax Service", "Law Firm",
                          "Photography", "Printing", "Computers", "Cellular", "Optical", "Pharmacy", "Medical Group", "Eye Care", "Market", "Hardware", "Nursery", "Garden Center", "Garage",
                          "Motors", "Cars", "Limo", "Taxi", "Travel", "Tattoo", "Barber Shop", "Laundry", "Steakhouse", "Noodle House", "Tea Room", "Donuts", "Wings", "Tacos", "Burgers")
        stem = self.pick(self.any("first") + " 's", self.any("last"), self.any("last") + " 's", self.any("last") + " & Sons", self.any("city"), self.any("last") + " Bros",
                         self.pick("Golden", "Royal", "Happy", "Sunny", "Blue", "Silver", "Lucky", "Crystal", "Green", "Little", "Old Town", "Uptown", "Downtown", "Main Street", "Riverside",
                                   "Lakeside", "Village", "Premier", "Elite", "Precision", "Quality", "Affordable", "First Choice", "All Star", "Five Star", "Budget", "Express", "Modern",
                                   "Pacific", "Atlantic", "Mountain", "Desert", "Valley", "Northside", "Southside", "Red Barn", "Lone Star", "Liberty", "Heritage", "Perfect", "Paradise",
                                   "Lovely", "Magic", "Bella", "La Casa", "El Sol", "Bombay", "Shanghai", "Tokyo", "Athens", "Casa", "Villa", "Gentle", "Happy Tails", "Kid 's", "A - 1", "ABC"))
        alone = self.pick("The " + self.pick("Copper", "Rusty", "Crooked", "Hungry", "Drunken", "Velvet", "Blue", "Black", "White", "Green", "Painted", "Broken", "Laughing") + " " +
                          self.pick("Kettle", "Anchor", "Fork", "Spoon", "Barn", "Horse", "Rooster", "Pig", "Whale", "Lantern", "Door", "Oak", "Olive", "Pear", "Tub", "Wheel", "Monk", "Table"),
                          self.pick("Papillon", "Tango", "Bonsai", "Saffron", "Cilantro", "Basil", "Zest", "Echo", "Ember", "Juniper", "Marlowe", "Oasis", "Mirage", "Sakura", "Kyoto", "Portobello",
                                    "Alegria", "Fusion", "Harvest", "Thyme", "Sage", "Luna", "Solo", "Amici", "Trattoria Lucia", "Chez Nous", "Casa Loma", "Samba", "Pita Pit", "Wok In"),
                          self.pick("Wines and Vines", "Bits & Bytes", "Bark Avenue", "Shear Delight", "Curl Up and Dye", "Paws and Claws", "Bun in the Oven", "Hair It Is", "Second Chance",
                                    "Needle & Thread", "Pots of Fun", "Signs of Summer", "Friends of Jazz", "House of Curry", "Taste of India", "King of Falafel", "World of Rugs"))
        return self.pick(stem + " " + trade, stem + " " + trade, stem + " " + trade, "The " + stem + " " + trade, alone, self.make_invented())

    def make_adjbiz(self):
        return self.pick("Pizza", "Sushi", "Mechanic", "Dentist", "Haircut", "Bagels", "Coffee", "Vet", "Florist", "Tacos", "Gym", "Plumber")

    def make_firmlow(self):
        return self.any("firm").lower()

    def make_citylow(self):
        return self.any("city").lower()

    def make_inst(self):
        field = self.pick("Peace Research", "Strategic Studies", "Economic Research", "Public Health", "Human Rights", "Nuclear Safety", "Marine Biology", "Climate Policy", "Foreign Affairs",
                          "Social Justice", "Renewable Energy", "Urban Planning", "Media Studies", "Cancer Research", "Children 's Health", "Agricultural Development", "Space Research",
                          "Oriental Studies", "International Relations", "Veterans", "Migration", "Political Violence", "Energy Policy", "Women 's Rights", "Labour Statistics")
        place = self.pick(self.any("city"), self.any("land"), self.any("country"), self.any("american"), "National", "International", "European", "African", "Royal", "Federal", "Central")
        return self.pick("%s Institute of %s" % (place, field), "Institute for %s" % field, "Center for %s" % field, "Centre for %s" % field, "%s Council on %s" % (place, field),
                         "%s Foundation" % self.any("last"), "%s %s Foundation" % (self.any("first"), self.any("last")), "%s Society" % place, "%s Association of %s" % (place, self.pick(
                         "Journalists", "Engineers", "Teachers", "Farmers", "Nurses", "Lawyers", "Retired Persons", "Broadcasters", "Manufacturers")), "%s Chamber of Commerce" % self.any("city"),
                         "%s Police Department" % self.any("city"), "%s City Council" % self.any("city"), "%s School Board" % self.any("city"), "%s High School" % self.any("last"),
                         "%s Memorial Hospital" % self.any("last"), "%s Symphony Orchestra" % self.any("city"), "%s Public Library" % self.any("city"), "%s Historical Society" % self.any("city"),
                         "Museum of %s" % self.pick("Modern Art", "Natural History", "Science", "Folk Art"), "%s Academy of Sciences" % place, "Department of %s" % self.pick(
                         "Physics", "Linguistics", "History", "Economics", "Computer Science", "Psychology"), "%s Task Force" % field, "Committee to Protect %s" % self.pick(
                         "Journalists", "the Coast", "Whales", "Tenants"), "Friends of %s" % self.any("city"), "First Baptist Church of %s" % self.any("city"), "St. %s Church" % self.any("first"))

    def make_uni(self):
        return self.pick("University of %s" % self.any("city"), "University of %s" % self.any("city"), "%s University" % self.any("city"), "%s State University" % self.any("city"),
                         "Technical University of %s" % self.any("city"), "%s College" % self.any("last"), "University of %s" % self.any("land"))

    def make_newparty(self):
        creeds = ("Social Democratic", "Liberal", "Conservative", "Socialist", "Communist", "Christian Democratic", "Green", "National", "People 's", "Agrarian", "Labour", "Republican",
                  "Democratic", "Progressive", "Radical", "Workers '", "Unionist", "Reform", "Popular", "Patriotic", "Christian Social", "National Liberal", "Centre", "Civic")
        ideology, second = self.pick(*creeds), self.pick(*creeds)
        place = self.pick(self.any("country"), self.any("country"), self.any("land"), "the " + self.pick("Republic", "Left", "Right", "Nation", "People"))
        cause = self.pick("Change", "Justice", "Progress and Unity", "National Unity", "Democracy", "Social Progress", "Peace and Freedom", "Work and Bread", "Civil Rights",
                          "the Liberation of %s" % self.any("country"), "the Salvation of %s" % self.any("land"), "a Free %s" % self.any("country"), "Reform and Development")
        members = self.pick("Free Democrats", "Liberals", "Liberals and Democrats", "the Left", "Farmers and Greens", "Young Democrats", "Christian Workers", "Socialists and Democrats",
                            "Ethnic Hungarians", "Trade Unions", "Local Lists", "Independents")
        own = self.pick("Partido %s" % self.pick("Popular", "Nacional", "Liberal", "de los Trabajadores", "Renovador", "Humanista", "del Pueblo"),
                        "%s %s" % (self.pick("Parti", "Mouvement", "Rassemblement", "Union", "Alliance"), self.pick("socialiste", "républicain", "démocratique", "pour le Changement", "populaire", "national")),
                        "%s %s" % (self.pick("Partito", "Movimento", "Unione", "Lega"), self.pick("Popolare", "Sociale", "Democratica", "Liberale", "del Sud", "per l'Autonomia")),
                        self.pick("Volkspartei", "Freie Wähler", "Die Mitte", "Zentrum", "Bayernpartei", "Volksunie", "Vooruit", "Nieuwe Koers", "Radikale Venstre", "Kristelig Samling", "Nowa Lewica",
                                  "Naša Stranka", "Nova Sila", "Halk Partisi", "Milli Birlik", "Jana Shakti", "Rakyat Bersatu", "Gerakan Baru", "Umoja wa Taifa", "Nuestra Tierra", "Herria Bai"))
        return self.pick("%s Party" % ideology, "%s Party of %s" % (ideology, place), "%s %s Party" % (self.any("american"), ideology), "%s and %s Party" % (ideology, second),
                         "%s of %s" % (self.pick("Alliance", "Union", "League", "Party"), members), "%s for %s" % (self.pick("Movement", "Front", "Union", "Popular Front", "Coalition"), cause),
                         "%s %s" % (ideology, self.pick("Union", "Alliance", "Movement", "Front", "League", "Left", "Rally", "Bloc", "Convention")),
                         "%s %s in %s" % (ideology, self.pick("Union", "Party"), self.any("land")), own, own,
                         "%s %s" % (self.pick("New", "Our", "United", "Forward", "Free", "Together", "Bright", "Strong"), self.any("country")), self.make_acronym())

    def make_election(self):
        kind = self.pick("general election", "presidential election", "parliamentary election", "legislative election", "federal election", "local elections", "Senate election", "European Parliament election",
                         "gubernatorial election", "snap election", "state election", "Senate special election", "municipal election")
        whose = self.pick(self.any("american"), self.any("american"), self.any("country"), "United States", "United Kingdom", self.any("land"), self.any("city"))
        where = self.pick("", "", "", " in " + self.any("usstate"), " in " + self.any("land"))
        return self.pick("", "", "", "", self.any("month") + " ") + "%s %s %s%s" % (self.make_year(), whose, kind, where)

    def make_summit(self):
        body = self.pick(self.any("igo"), self.any("igo"), self.any("city"), self.any("city"), self.any("country") + " - " + self.any("country"), "G" + self.pick("7", "8", "20"), "NATO", "Arab League",
                         self.any("land"), "BRICS")
        kind = self.pick("Summit", "summit", "Summit", "Conference", "Forum", "Dialogue", "Peace Conference", "Summit Meeting", "Economic Forum", "Security Conference")
        return self.pick("%s %s" % (body, kind), "%s %s" % (self.make_year(), body + " " + kind), "%s %s %s" % (self.pick("Second", "Third", "Fifth", "12th", "21st", "XI", "IV"), body, kind),
                         "Conference of %s" % self.any("city"), "%s %s" % (body, kind))

    def make_exercise(self):
        word = self.pick("Steadfast", "Noble", "Northern", "Desert", "Eastern", "Iron", "Silent", "Arctic", "Pacific", "Brave", "Swift", "Coastal", "Cobra", "Saber", "Black Sea", "Steppe")
        return self.pick("%s %s" % (word, self.pick("Shield", "Falcon", "Eagle", "Response", "Resolve", "Partner", "Dawn", "Bear", "Star", "Storm", "Union", "Brotherhood", "Wolf")),
                         "%s - %s" % (self.pick("Zapad", "Vostok", "Tsentr", "Rubezh", "Peace Mission", "Indra", "Cooperation", "Interaction", "Shanti", "Ural", "Altai", "Caspian"), self.make_year()))

    def make_declaration(self):
        return self.pick("%s Declaration" % self.any("city"), "%s Communiqué" % self.any("city"), "%s Charter" % self.any("city"), "%s Accord" % self.any("city"), "%s Protocol" % self.any("city"),
                         "Declaration of %s" % self.any("city"), "Joint Declaration on %s" % self.pick("Strategic Partnership", "Peace and Stability", "Food Security", "the Fight against Terrorism", "Climate Change"),
                         "Memorandum of Understanding on %s" % self.pick("Trade", "Energy", "Water", "Border Crossings"), "%s Principles" % self.any("city"), "%s Agreement" % self.any("city"))

    def make_strategy(self):
        return self.pick("Strategy for %s until %d" % (self.pick("Development", "Regional Cooperation", "Africa", "Central Asia"), self.dice.randint(2015, 2050)), "Vision %d" % self.dice.randint(2020, 2050),
                         "%s Action Plan" % self.any("city"), "Agenda %d" % self.dice.randint(2020, 2063), "%s Strategy" % self.pick("Maritime", "National Security", "Arctic", "Indo - Pacific", "Cyber Security"),
                         "%s Road Map" % self.any("city"), "Program of Cooperation in %s" % self.pick("Agriculture", "Education", "Combating Extremism", "Tourism"), "Five - Year Plan",
                         "Concept of %s" % self.pick("Foreign Policy", "Maritime Doctrine", "Collective Security"))

    def make_law(self):
        return self.pick("%s Act" % self.pick("Fair Housing", "Land Reform", "Public Order", "Representation", "Education", "Clean Rivers", "Press", "Electoral Reform", "Immigration", "Banking"),
                         "%s Treaty" % self.any("city"), "Treaty of %s" % self.any("city"))

    def make_ministry(self):
        field = self.pick("Foreign", "Defence", "Defense", "Interior", "Finance", "Justice", "Energy", "Health", "Agriculture", "Culture", "Transport", "Education")
        return self.pick("%s Ministry" % field, "%s Ministry" % field, "Ministry of %s" % self.pick("Foreign Affairs", "Defence", "the Interior", "Finance", "Justice", "Economic Development", "Health",
                         "Internal Affairs", "Culture and Tourism", "Oil", "Science and Technology", "External Relations"), "%s %s Ministry" % (self.any("american"), field),
                         "Department of %s" % self.pick("Trade", "Foreign Affairs", "Defence", "Labor", "Health", "the Interior"))

    def make_organof(self):
        return self.pick("Council of Ministers", "Council of Heads of State", "Executive Council", "Permanent Council", "Secretariat", "Parliamentary Assembly", "Governing Board", "Peace and Security Council",
                         "General Assembly", "Executive Board", "Council of Foreign Ministers", "Advisory Committee", "Standing Committee", "Military Committee", "Commission")

    def make_commission(self):
        return self.pick("Joint Commission on %s" % self.pick("Trade", "Borders", "Transboundary Waters", "Economic Cooperation"), "%s River Commission" % self.any("last"), "Intergovernmental Commission",
                         "%s - %s Business Council" % (self.any("country"), self.any("country")), "Joint Working Group on %s" % self.pick("Security", "Visas", "Energy"), "Border Commission",
                         "%s Contact Group" % self.any("country"))

    def make_court(self):
        return self.pick("Supreme Court", "Constitutional Court", "Court of Appeal", "High Court of %s" % self.any("city"), "European Court of Justice", "Supreme Court of %s" % self.any("country"),
                         "International Court of Justice", "Federal Constitutional Court")

    def make_river(self):
        return self.any("last") + self.pick(" River", " Creek", " Canal")


SLOTS = {"per": "PER", "first": "PER", "last": "PER", "demonym": "O", "american": "O", "year": "O", "number": "O", "weekday": "O", "month": "O", "adjbiz": "O", "war": "EVENT",
         "election": "EVENT", "summit": "EVENT", "exercise": "EVENT", "treaty": "DOC", "act": "DOC", "law": "DOC", "declaration": "DOC", "strategy": "DOC"}
SLOTS.update(dict.fromkeys("firm firmfull firmlow invented acronym biz school uni inst club medium agency ministry chamber igo organof commission party newparty group ngo union court".split(), "ORG"))
SLOTS.update(dict.fromkeys("city citylow country land usstate statecode water building river".split(), "LOC"))


def table(root, name):
    columns, rows = [], []
    for line in open(os.path.join(root, "data", name + ".tsv"), encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# columns:"):
            columns = [cells[0][len("# columns: "):]] + cells[1:]
        elif not line.startswith("#") and line.strip():
            rows.append(dict(zip(columns, cells)))
    return rows


def words_of(name):
    """A name cut as the treebanks cut: hyphens apart between words, 's and commas apart; "Chi-fung" stays."""
    name = re.sub(r"(?<=[\w])[-–](?=[A-Z])", " - ", name)
    name = re.sub(r"^(al|Al|el|El)-(?=\w)", r"\1 - ", name)
    name = re.sub(r"['’]s\b", " 's", name)
    return name.replace(",", " ,").replace("’", "'").split()


def shaken(forms, labels, web, dice):
    """As people write, above all on the web: now and then all in capitals, all in small letters, without the full stop."""
    r = dice.random()
    if r < 0.03:
        forms = [f.upper() for f in forms]
    elif r < (0.2 if web else 0.05):
        forms = [f.lower() for f in forms]
    elif r < (0.35 if web else 0.1) and forms[-1] == "." and len(forms) > 3:
        forms, labels = forms[:-1], labels[:-1]
    return forms, labels


def from_frames(root, times, seed, report):
    """Every frame so many times, with other names each time."""
    path, out = os.path.join(root, "train/data/names/frames.txt"), []
    web = False
    names = Names(root, seed)
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if not line or line[0] == "#":
            web = line.endswith("web") if line.startswith("##") else web
            continue
        slots = line.count("[")
        for _ in range(times if slots else 1):
            forms, labels = [], []
            for piece in re.findall(r"\[[^]]*\]|\S+", line):
                if piece[0] != "[" or piece == "[":
                    forms.append(piece)
                    labels.append("O")
                    continue
                slot, _, label = piece[1:-1].partition("=")
                label = label or SLOTS[slot]
                put = words_of(names.made(slot))
                forms += put
                labels += ["O"] * len(put) if label == "O" else ["B-" + label] + ["I-" + label] * (len(put) - 1)
            forms[0] = forms[0][0].upper() + forms[0][1:] if labels[0] == "O" else forms[0]
            out.append(("own", None) + shaken(forms, labels, web, names.dice))
    report("frames: %d sentences" % len(out))
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
        from_crossner(data, "train", closed, report) + from_frames(root, 12, 20261122, report) + \
        from_diplomacy(data, chancery, ["train_tra.jsonl", "train_trb.jsonl", "train_trc.jsonl", "train_trd.jsonl"], closed, report)
    dev = from_uner(data, "dev.conllu", closed, report) + from_gum(data, "dev.conllu", closed, report) + \
        from_crossner(data, "dev", closed, report) + from_diplomacy(data, chancery, ["dev.jsonl"], closed, report)
    os.makedirs(out, exist_ok=True)
    for name, part in (("names.bio", rows), ("names-dev.bio", dev)):
        mend(part)
        write(os.path.join(out, name), part, report)


if __name__ == "__main__":
    main()
