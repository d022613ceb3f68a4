#!/usr/bin/env python3
"""Read an export with a reader that knows nothing of Chancery: validate.py FORMAT FILE-or-FOLDER [RECORDED-TEXT-FILE...].

Exit status 0: read, and as it should be; 1: not, with a sentence; 77: the reader is not installed.
"""
import csv
import datetime
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

MISSING = 77


def fail(sentence):
    sys.exit(sentence)


def need(name):
    try:
        return __import__(name)
    except ImportError:
        print(f"{name} is not installed")
        sys.exit(MISSING)


def read_csv(path):
    tables = {}
    for name in sorted(os.listdir(path)):
        raw = open(os.path.join(path, name), "rb").read()
        if raw.count(b"\n") and not raw.endswith(b"\r\n"):
            fail(f"{name}: lines end otherwise than in CR LF")
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
        if any(len(row) != len(rows[0]) for row in rows):
            fail(f"{name}: not every row has as many cells as the header")
        tables[name[:-4]] = [dict(zip(rows[0], row)) for row in rows[1:]]
    ids = {name: [row["id"] for row in rows] for name, rows in tables.items() if rows and "id" in rows[0]}
    for name, values in ids.items():
        if len(set(values)) != len(values):
            fail(f"{name}: an id stands twice")
    for name, column, target in [("facts", "subject", "entities"), ("facts", "object", "entities"), ("facts", "document", "documents"),
                                 ("facts", "statement", "statements"), ("reports", "event", "events"), ("events", "place", "entities"),
                                 ("participants", "event", "events"), ("participants", "entity", "entities"), ("links", "entity", "entities"),
                                 ("aliases", "entity", "entities"), ("reports", "document", "documents")]:
        known = set(ids.get(target, []))
        for row in tables.get(name, []):
            if row[column] and row[column] not in known:
                fail(f"{name}: {column} {row[column]} is in no row of {target}")


def read_jsonl(path):
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    if lines[0]["row"] != "export" or not lines[0]["codings"] or "lexicon" not in lines[0]["codings"][0]:
        fail("the first line does not say what the record was read with")
    texts = {row["id"]: row["text"].encode() for row in lines if row["row"] == "document"}
    for row in lines:
        if row["row"] == "evidence" and texts[row["document"]][row["start"]:row["end"]].decode() != row["words"]:
            fail(f"evidence of {row['item']}: the bytes are others than the words")


def read_geojson(path):
    data = json.load(open(path, encoding="utf-8"))
    if data["type"] != "FeatureCollection" or not data["codings"]:
        fail("no FeatureCollection that says what it was read with")
    for feature in data["features"]:
        if feature["type"] != "Feature" or "properties" not in feature:
            fail("a feature that is none")
        point = feature["geometry"]
        if point is not None:
            longitude, latitude = point["coordinates"]
            if point["type"] != "Point" or not -180 <= longitude <= 180 or not -90 <= latitude <= 90:
                fail(f"{feature['id']}: no point on earth")
    if len({f["id"] for f in data["features"]}) != len(data["features"]):
        fail("an id stands twice")


def read_gexf(path):
    networkx = need("networkx")
    graph = networkx.read_gexf(path)
    for one, other, data in graph.edges(data=True):
        if one not in graph or other not in graph or data.get("status") not in ("occurred", "historical"):
            fail("an edge that joins nobody, or was never so")


def read_jsonld(path):
    rdflib = need("rdflib")
    graph = rdflib.Graph()
    graph.parse(path, format="json-ld")
    rdf = rdflib.RDF
    facts = list(graph.subjects(rdf.type, rdf.Statement))
    for fact in facts:
        for term in (rdf.subject, rdf.predicate, rdflib.URIRef("urn:chancery:term:modality")):
            if (fact, term, None) not in graph:
                fail(f"{fact} has no {term}")
    for subject, _, value in graph:
        if isinstance(value, rdflib.URIRef) and " " in value:
            fail(f"{value} is no IRI")
    if not facts:
        fail("no fact")


def read_ics(path):
    raw = open(path, "rb").read()
    for line in raw.split(b"\r\n"):
        if len(line) > 75 or b"\n" in line:
            fail("a line of more than 75 octets, or one that ends otherwise than in CR LF")
        line.decode("utf-8")
    icalendar = need("icalendar")
    calendar = icalendar.Calendar.from_ical(raw)
    seen = set()
    for event in calendar.walk("VEVENT"):
        if event["UID"] in seen:
            fail("a UID stands twice")
        seen.add(event["UID"])
        first, last = event["DTSTART"].dt, event["DTEND"].dt
        if isinstance(first, datetime.datetime) or not first < last or "DTSTAMP" not in event:
            fail(f"{event['UID']}: from {first} to {last}")
    if not seen:
        fail("no event")


def read_atom(path):
    space = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(path).getroot()
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    if feed.tag != space + "feed" or feed.find(space + "author/" + space + "name") is None:
        fail("no feed with an author")
    seen = set()
    for part in [feed] + feed.findall(space + "entry"):
        for name in ("id", "title", "updated"):
            if len(part.findall(space + name)) != 1:
                fail(f"not one {name}")
        if not moment.fullmatch(part.find(space + "updated").text):
            fail("updated is no moment")
        if part.find(space + "id").text in seen:
            fail("an id stands twice")
        seen.add(part.find(space + "id").text)
    if any(entry.find(space + "content") is None for entry in feed.findall(space + "entry")):
        fail("an entry without content")


def read_events(path):
    lines = open(path, encoding="utf-8").read().rstrip("\n").split("\n")
    width = lines[0].count("\t")
    if any(line.count("\t") != width for line in lines):
        fail("not every line has as many cells as the header")
    keys = [tuple(line.split("\t")[:2]) for line in lines]
    if len(set(keys)) != len(keys):
        fail("a dyad stands twice")


def read_annotations(path):
    page = json.load(open(path, encoding="utf-8"))
    texts = {}
    for line in open(os.path.join(os.path.dirname(path), "out.jsonl"), encoding="utf-8"):
        row = json.loads(line)
        if row["row"] == "document":
            texts["urn:chancery:document:" + row["id"]] = row["text"]
    if page["type"] != "AnnotationPage" or not page["items"]:
        fail("no page of annotations")
    for item in page["items"]:
        text = texts[item["target"]["source"]["id"]]
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        if text[start:end] != quote["exact"]:
            fail(f"{item['id']}: the characters are others than the quotation")
        if not text[:start].endswith(quote["prefix"]) or not text[end:].startswith(quote["suffix"]):
            fail(f"{item['id']}: prefix or suffix is not what stands there")


if __name__ == "__main__":
    globals()["read_" + sys.argv[1]](sys.argv[2])
