#!/usr/bin/python3
"""Fill the cells iso2, names_ru and names_zh of a table of states from ICU's region names (Debian: python3-icu).

    python3 data/generate/region_names.py data/world/states.tsv

Rewrites the table in place. A cell that already says something is left alone, so a person's word stays; rows whose
iso3 is none of ISO 3166 (disputed and withdrawn states) are left alone too.
"""
import sys

import icu

LOCALES = {"names_ru": "ru", "names_zh": "zh"}


def regions():
    """iso3 -> iso2 of every region ICU knows."""
    known = {}
    for iso2 in icu.Locale.getISOCountries():
        iso3 = icu.Locale("und_" + iso2).getISO3Country()
        if iso3:
            known[iso3] = iso2
    return known


def shown(iso2, locale):
    name = icu.Locale("und_" + iso2).getDisplayCountry(icu.Locale(locale))
    return "" if name == iso2 else name


def main(path):
    known = regions()
    columns, lines = None, []
    with open(path, encoding="utf-8") as table:
        for line in table.read().split("\n"):
            if line.startswith("# columns: "):
                columns = line[len("# columns: "):].split("\t")
            elif line and not line.startswith("#"):
                row = dict(zip(columns, line.split("\t")))
                iso2 = known.get(row["iso3"], "")
                if iso2:
                    row["iso2"] = row["iso2"] or iso2
                    for column, locale in LOCALES.items():
                        row[column] = row[column] or shown(iso2, locale)
                line = "\t".join(row[c] for c in columns)
            lines.append(line)
    with open(path, "w", encoding="utf-8") as table:
        table.write("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1])
