#!/usr/bin/env python3
"""A large record that looks like a real one, and how it is to work with.

  bench/record.py write N DIR [--seed S]            N documents, 1,000 a folder, as files with a date line
  bench/record.py add CHANCERY DIR RECORD           adds folder by folder: documents a second, the first tenth against the last
  bench/record.py ask CHANCERY DIR RECORD [ROUNDS]  p50 and p99 of org, who, met, said --about over names of the record

Documents are of the size of a press release (about 250 words): a meeting with what each side said, a visit, a call, an appointment,
an accession, an agreement, with persons and organisations drawn after Zipf, so that some names stand in one document of twenty and
most in a handful; dates over fifteen years. One document in eight tells of a meeting that another has told of, one in sixteen is a copy.
"""
import bisect
import itertools
import os
import random
import subprocess
import sys
import time

STATES = """China:Chinese:Beijing Russia:Russian:Moscow India:Indian:Delhi Kazakhstan:Kazakh:Astana Uzbekistan:Uzbek:Tashkent Pakistan:Pakistani:Islamabad
Iran:Iranian:Tehran Turkey:Turkish:Ankara Japan:Japanese:Tokyo Germany:German:Berlin France:French:Paris Egypt:Egyptian:Cairo Brazil:Brazilian:Brasilia
Mongolia:Mongolian:Ulaanbaatar Vietnam:Vietnamese:Hanoi Indonesia:Indonesian:Jakarta Kenya:Kenyan:Nairobi Ethiopia:Ethiopian:Addis_Ababa Serbia:Serbian:Belgrade
Norway:Norwegian:Oslo Poland:Polish:Warsaw Armenia:Armenian:Yerevan Tajikistan:Tajik:Dushanbe Kyrgyzstan:Kyrgyz:Bishkek Belarus:Belarusian:Minsk
Qatar:Qatari:Doha Oman:Omani:Muscat Chile:Chilean:Santiago Peru:Peruvian:Lima Ghana:Ghanaian:Accra""".split()
STATES = [[p.replace("_", " ") for p in s.split(":")] for s in STATES]
ORGANISATIONS = ["Shanghai Cooperation Organisation", "United Nations", "BRICS", "Collective Security Treaty Organisation", "Eurasian Economic Union",
                 "African Union", "ASEAN", "Arab League", "Gulf Cooperation Council", "Organisation of Islamic Cooperation", "OPEC", "NATO"]
POSTS = ["Foreign Minister", "Deputy Foreign Minister", "Prime Minister", "Defence Minister", "President"]
ONSETS = "B D F G H K L M N P R S T V Z Sh Kh Br Tr".split()
CORES = "a e i o u ai".split()
CODAS = ["", "n", "r", "l", "s", "m"]
FIELDS = ["trade", "energy", "water management", "border security", "railway transport", "counter-terrorism", "education", "the digital economy"]
PAPERS = ["Northern Courier", "Steppe Daily", "Harbour News", "Capital Gazette", "Valley Herald"]
MONTHS = "January February March April May June July August September October November December".split()


def word(r, parts):
    w = "".join(r.choice(ONSETS).lower() + r.choice(CORES) + r.choice(CODAS) for _ in range(parts))
    return w[0].upper() + w[1:]


class World:
    """Who there is: everything a function of the size and the seed."""

    def __init__(self, n, seed):
        r = random.Random(f"world-{seed}-{n}")
        self.persons = []
        for i in range(max(60, n // 12)):
            state = STATES[min(int(r.expovariate(1 / 6)), len(STATES) - 1)]
            self.persons.append((f"{word(r, 2)} {word(r, r.choice([2, 3]))}", state, r.choice(POSTS)))
        self.weights = list(itertools.accumulate(1 / (k + 8) for k in range(len(self.persons))))
        self.meetings = []

    def person(self, r):
        return self.persons[bisect.bisect(self.weights, r.random() * self.weights[-1])]

    def two(self, r):
        a = self.person(r)
        for _ in range(50):
            b = self.person(r)
            if b[1] != a[1]:
                break
        return a, b


def day_of(r):
    return r.randint(2010, 2024), r.randint(1, 12), r.randint(1, 28)


def told(d):
    return f"{MONTHS[d[1] - 1]} {d[2]}, {d[0]}"


def meeting(r, w, again):
    if again and w.meetings:
        a, b, d, place = r.choice(w.meetings[-4000:])
    else:
        (a, b), d = w.two(r), day_of(r)
        place = r.choice([a, b])[1][2]
        w.meetings.append((a, b, d, place))
    f, g = r.sample(FIELDS, 2)
    first = r.choice([
        f"{a[1][1]} {a[2]} {a[0]} met with {b[1][1]} {b[2]} {b[0]} in {place} on {told(d)}.",
        f"{a[2]} of {a[1][0]} {a[0]} held talks with {b[2]} of {b[1][0]} {b[0]} in {place} on {told(d)}.",
        f"On {told(d)}, {b[1][1]} {b[2]} {b[0]} received {a[1][1]} {a[2]} {a[0]} in {place}."])
    return d, (f"{first} They exchanged views on {f} and {g}. \"We attach great importance to cooperation in {f},\" {a[0]} said after the talks. "
               f"{b[0]} said that {b[1][0]} supported the proposals of {a[1][0]} on {g}.")


def call(r, w, again):
    (a, b), d = w.two(r), day_of(r)
    return d, (f"{a[1][1]} {a[2]} {a[0]} had a telephone conversation with {b[1][1]} {b[2]} {b[0]} on {told(d)}. The sides discussed {r.choice(FIELDS)}. "
               f"{a[0]} noted that relations between {a[1][0]} and {b[1][0]} were developing steadily.")


def joining(r, w, again):
    a, d = w.person(r), day_of(r)
    o, s = r.choice(ORGANISATIONS), r.choice(STATES)[0]
    return d, (f"{s} {r.choice(['wants to join', 'became a member of', 'is an observer of', 'became a dialogue partner of'])} the {o}, {a[1][1]} {a[2]} {a[0]} "
               f"said on {told(d)}. \"The {o} is open to new members,\" {a[0]} told reporters.")


def appointed(r, w, again):
    a, d = w.person(r), day_of(r)
    return d, (f"{a[0]} was appointed {a[2]} of {a[1][0]} on {told(d)}. {a[0]} said that the first visit would be to {r.choice(STATES)[0]}.")


def agreed(r, w, again):
    (a, b), d = w.two(r), day_of(r)
    return d, (f"{a[1][0]} and {b[1][0]} signed an agreement on {r.choice(FIELDS)} in {b[1][2]} on {told(d)}. The document was signed by {a[2]} {a[0]} and "
               f"{b[2]} {b[0]}.")


FILL = """The sides noted the steady growth of contacts at all levels. Particular attention was given to practical work in the months ahead. The talks were
held in a businesslike atmosphere. A number of documents are being prepared. The press service gave no further details. Experts of both sides will
meet again before the end of the year. Observers recall that earlier rounds had been difficult. The next steps are to be discussed through
diplomatic channels.""".replace("\n", " ").split(". ")


def document(r, w, last):
    """One text, and whether it is a copy of the one before."""
    if last and r.random() < 1 / 16:
        return f"{last}\n\nAs published by the {r.choice(PAPERS)}.\n"
    parts = [r.choice([meeting, meeting, meeting, call, joining, appointed, agreed]) for _ in range(r.choice([2, 3, 3, 4]))]
    first, text = None, []
    for p in parts:
        d, t = p(r, w, r.random() < 1 / 8)
        first = first or d
        text.append(t + " " + ". ".join(s.rstrip(".") for s in r.sample(FILL, 3)) + ".")
    title = text[0].split(". ")[0]
    return f"{title}\n{told(first)}, {r.choice(PAPERS)}\n\n" + "\n\n".join(text) + "\n"


def write(n, folder, seed=1):
    w, r, last = World(n, seed), random.Random(f"documents-{seed}-{n}"), None
    for i in range(n):
        at = os.path.join(folder, f"{i // 1000:05d}")
        if i % 1000 == 0:
            os.makedirs(at, exist_ok=True)
        text = document(r, w, last)
        last = None if "As published by" in text else text
        with open(os.path.join(at, f"{i:07d}.txt"), "w", encoding="utf-8") as f:
            f.write(text)


def add(chancery, folder, record):
    """Folder by folder, each a run of the command: seconds each."""
    seconds = []
    for at in sorted(os.listdir(folder)):
        start = time.monotonic()
        before = os.times()
        subprocess.run([chancery, "add", "--quiet", "--threads", "1", "--record", record, os.path.join(folder, at)], check=True)
        after = os.times()
        seconds.append((after.children_user + after.children_system - before.children_user - before.children_system, time.monotonic() - start))
        if len(seconds) % 10 == 0:
            print(f"{len(seconds)},000 documents: {seconds[-1][0]:.2f} s of processor time for the last 1,000, {os.path.getsize(record) / 1e6:.0f} MB", flush=True)
    tenth = max(1, len(seconds) // 10)
    first, last = (sum(s[0] for s in part) / tenth for part in (seconds[:tenth], seconds[-tenth:]))
    print(f"{len(seconds)},000 documents; processor time a document: first tenth {first:.3f} ms, last tenth {last:.3f} ms, ratio {last / first:.2f}; "
          f"record {os.path.getsize(record) / 1e6:.0f} MB")


def ask(chancery, folder, record, rounds=100):
    n = sum(len(os.listdir(os.path.join(folder, d))) for d in os.listdir(folder))
    w, r = World(n, 1), random.Random("questions")
    for name, question in {
            "org": lambda: ["org", r.choice(ORGANISATIONS), "--on", "2020-01-01"],
            "who": lambda: (lambda p: ["who", f"{p[2]} of {p[1][0]}", "--on", "2020-01-01"])(w.person(r)),
            "met": lambda: (lambda p: ["met", p[0][0], p[1][0]])(w.two(r)),
            "said --about": lambda: ["said", w.person(r)[0], "--about", r.choice(FIELDS[:2] + ORGANISATIONS)]}.items():
        times = []
        for _ in range(rounds):
            words = question()
            start = time.monotonic()
            subprocess.run([chancery, *words, "--record", record], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times.append(1000 * (time.monotonic() - start))
        times.sort()
        print(f"{name}: p50 {times[len(times) // 2]:.1f} ms, p99 {times[min(len(times) - 1, len(times) * 99 // 100)]:.1f} ms, most {times[-1]:.1f} ms (the command as a whole)")


if __name__ == "__main__":
    what, *rest = sys.argv[1:] or ["help"]
    if what == "write":
        write(int(rest[0]), rest[1], int(rest[3]) if len(rest) > 3 else 1)
    elif what == "add":
        add(*rest)
    elif what == "ask":
        ask(rest[0], rest[1], rest[2], int(rest[3]) if len(rest) > 3 else 100)
    else:
        print(__doc__)
