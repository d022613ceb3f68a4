#!/usr/bin/env python3
"""The same documents served from a record in a file and from one on PostgreSQL: what the interface describes answers alike.

Usage: tests/team/server tests/server/same.py CHANCERY        (a line a check that fails; exit status 1 when any does)
"""
import json, os, re, shutil, subprocess, sys, tempfile, urllib.parse

from serve import ROOT, Server, bearer, check, examples_of, failed, own_of

DOCUMENTS = os.path.join(ROOT, "examples", "documents")


def plain(data):
    """Moments differ between two records, and what is made of a row that holds one: cursors, numbers of entries; nothing else may."""
    text = re.sub(r'"next":"[^"]*"|:[0-9a-f]{16}</id>', "ROW", data.decode("utf-8", "replace"))
    return re.sub(r"20\d\d-\d\d-\d\dT[0-9:.]+Z?|20\d{6}T\d{6}Z", "NOW", text)


def alike(path, one, other):
    if path.startswith(("/api/v1/search", "/api/v1/facets")) and one[0] == 200:  # the order in which words are found is each database's own
        return one[0] == other[0]
    return one[0] == other[0] and plain(one[2]) == plain(other[2])


def compare(file, team, spec):
    compared = 0
    for api, operations in spec["paths"].items():
        op = operations.get("get")
        if not op or api.endswith(("/live", "/session", "/openapi.json")) or "/export/" in api or "/status" in api or api == "/api/v1/first":
            continue  # those that tell of the record itself
        path, query = examples_of(op, api)
        required = {p["name"] for p in op["parameters"] if p["in"] == "query" and p["required"]}
        least = {k: v for k, v in query.items() if k in required or k in own_of(api)}
        for given in [least] + [{**least, k: v} for k, v in query.items() if k not in least and k != "after"]:
            url = path + ("?" + urllib.parse.urlencode(given) if given else "")
            one, other = file.ask(url), team.ask(url)
            check(alike(url, one, other), "%s: %d %s ... and %d %s" % (url, one[0], one[2][:200], other[0], other[2][:200]))
            compared += 1
    return compared


def words(file, team):
    for q in ("president", "summit", "member states", "accession", "it's", '"OR NEAR(* AND'):
        found = [s.json("/api/v1/search?limit=1000&" + urllib.parse.urlencode({"name": q}))[1] for s in (file, team)]
        rows = [sorted((r["document"], re.sub(r"[][]", "", r["words"])) for r in f["rows"]) for f in found]
        check(rows[0] == rows[1], "search %s: %d and %d sentences" % (q, len(rows[0]), len(rows[1])))


def changes(file, team):
    """What is sent to either is in it, and what another program puts there is seen."""
    for s in (file, team):
        check(s.ask("/api/v1/documents?path=x.txt", "POST", b"Kenya joined the Council of River States on May 3, 2019.\n", **bearer())[0] == 201, "an upload")
        body = {"action": "fix", "ids": ["S-1"], "fields": {"speaker": "person:Ola Nord"}, "because": "the test says so", "by": "test"}
        check(s.ask("/api/v1/corrections", "POST", json.dumps(body), **bearer())[0] == 201, "a correction")
    for url in ("/api/v1/journal", "/api/v1/statements/S-1", "/api/v1/docs", "/api/v1/org?name=Council+of+River+States"):
        one, other = file.ask(url), team.ask(url)
        check(alike(url, one, other), "%s after a change: %s ... and %s" % (url, one[2][-300:], other[2][-300:]))


def main():
    command, home = sys.argv[1], tempfile.mkdtemp()
    records = [os.path.join(home, "record.db"), os.environ["TEAM_RECORD"]]
    servers = []
    try:
        for record in records:
            subprocess.run([command, "add", "-q", "-r", record, DOCUMENTS], check=True)
            servers.append(Server(command, record, "--writable"))
        compared = compare(*servers, servers[0].json("/api/v1/openapi.json")[1])
        words(*servers)
        changes(*servers)
        for s in servers:
            check(s.stop() == 0, "SIGTERM ends it well")
    finally:
        for s in servers:
            if s.process.poll() is None:
                s.process.kill()
        shutil.rmtree(home, ignore_errors=True)
    print("%d addresses compared, %d failed" % (compared, len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
