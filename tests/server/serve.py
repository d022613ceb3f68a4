#!/usr/bin/env python3
"""The server as a client meets it: a record is made of examples/documents, served on a free port of loopback, and asked.

Usage: tests/server/serve.py CHANCERY        (a line a check that fails; exit status 1 when any does)
"""
import gzip, http.client, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time, urllib.parse, zipfile, io
import xml.dom.minidom

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TOKEN = "a token of the test, long enough"
failed = []


def check(good, what):
    if not good:
        failed.append(what)
        print("FAILED", what, flush=True)


class Server:
    def __init__(self, command, record, *options, token=TOKEN):
        env = dict(os.environ)
        env.pop("CHANCERY_TOKEN", None)
        if token:
            env["CHANCERY_TOKEN"] = token
        self.process = subprocess.Popen([command, "serve", "-r", record, "--port", "0", *options], stdout=subprocess.PIPE, env=env, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/", line).group(1)) if line else 0

    def ask(self, path, method="GET", body=None, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        c.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        r = c.getresponse()
        data = r.read()
        c.close()
        return r.status, dict((k.lower(), v) for k, v in r.getheaders()), data

    def json(self, path, *args, **more):
        status, headers, data = self.ask(path, *args, **more)
        return status, json.loads(data)

    def raw(self, data, seconds=3):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=seconds)
        got = b""
        try:
            s.sendall(data)
            while True:
                piece = s.recv(65536)
                if not piece:
                    break
                got += piece
        except OSError:
            pass
        s.close()
        return got

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)


def bearer():
    return {"Authorization": "Bearer " + TOKEN}


# ------------------------------------------------------------------ the description, walked

OWN = {"/api/v1/event": {"name": "E-1"}, "/api/v1/why": {"name": "F-1"}, "/api/v1/blame": {"name": "F-1"}, "/api/v1/copies": {"name": "D-1"}, "/api/v1/who": {"name": "Secretary-General of SCO"},
       "/api/v1/person": {"name": "Antonio Guterres"}, "/api/v1/search": {"name": "summit"}, "/api/v1/facets": {"name": "summit"}, "/api/v1/dates": {"name": "summit"},
       "/api/v1/said": {"name": "Russia"}, "/api/v1/diff": {"from": "2020"}, "/api/v1/names": {"q": "a"}}


def own_of(api):
    return OWN.get(re.sub(r"\.\w+$", "", api), {})


def examples_of(op, api):
    """Values that make sense for the parameters of an operation."""
    path, query = api, {}
    for p in op["parameters"]:
        value = own_of(api).get(p["name"], p.get("example"))
        if p["in"] == "path":
            path = path.replace("{%s}" % p["name"], str(value))
        elif value is not None:
            query[p["name"]] = str(value)
    return path, query


def walk(server, spec):
    schemas = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": spec["components"]}
    check(spec["openapi"].startswith("3.1"), "the description is OpenAPI 3.1")

    def validate(data, schema, what):
        errors = list(jsonschema.Draft202012Validator({**schemas, **schema}).iter_errors(data))
        check(not errors, "%s: %s" % (what, errors[0].message[:300] if errors else ""))

    for api, operations in spec["paths"].items():
        for method, op in operations.items():
            if method != "get" or api.endswith("/live"):
                continue
            path, query = examples_of(op, api)
            required = {p["name"] for p in op["parameters"] if p["in"] == "query" and p["required"]}
            least = {k: v for k, v in query.items() if k in required or k in own_of(api)}
            tries = [least] + [{**least, k: v} for k, v in query.items() if k not in least]
            for given in tries:
                url = path + ("?" + urllib.parse.urlencode(given) if given else "")
                status, headers, data = server.ask(url)
                known = op["responses"].get(str(status))
                check(known is not None, "%s answers %d, which is not described: %s" % (url, status, data[:200]))
                if not known or "content" not in known:
                    continue
                kind = next(iter(known["content"]))
                got = headers["content-type"].split(";")[0]
                check(got == kind or kind == "application/octet-stream", "%s is %s, described as %s" % (url, got, kind))
                check(status == 200 or (status in (400, 404) and given != least), "%s answers %d: %s" % (url, status, data[:200]))
                if "json" in kind and "$ref" in json.dumps(known["content"][kind]["schema"]):
                    validate(json.loads(data), known["content"][kind]["schema"], url)
                if kind.endswith("xml"):
                    xml.dom.minidom.parseString(data)
            for name in required:
                status, headers, data = server.ask(path + "?" + urllib.parse.urlencode({k: v for k, v in least.items() if k != name}))
                check(status == 400, "%s without %s answers %d" % (path, name, status))
                validate(json.loads(data), {"$ref": "#/components/schemas/Error"}, path + " without " + name)
            if api.startswith("/api/v1/export"):
                continue
            status, _, data = server.ask(path + "?nothing_of_ours=1")
            check(status in (400, 404), "%s takes an unknown parameter: %d" % (path, status))
    # those that change something
    post = spec["paths"]["/api/v1/corrections"]["post"]
    body = {"action": "fix", "ids": ["S-1"], "fields": {"speaker": "person:Ola Nord"}, "because": "the test says so", "by": "test"}
    validate(body, post["requestBody"]["content"]["application/json"]["schema"], "a correction")
    for api, body in (("/api/v1/corrections", body), ("/api/v1/recode", {"documents": ["D-1"]})):
        status, data = server.json(api, "POST", json.dumps(body), **bearer())
        answer = spec["paths"][api]["post"]["responses"].get(str(status))
        check(answer is not None and status < 300, "%s answers %d: %s" % (api, status, data))
        if answer:
            validate(data, answer["content"]["application/json"]["schema"], api)
    status, data = server.json("/api/v1/documents?path=x.txt", "POST", b"Kenya joined the Council of River States on May 3, 2019.\n", **bearer())
    validate(data, spec["paths"]["/api/v1/documents"]["post"]["responses"][str(status)]["content"]["application/json"]["schema"], "an upload")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("good.txt", "Kenya left the Council of River States on June 3, 2020.\n")
        z.writestr("bad.pdf", "%PDF-1.4 and no more")
    status, data = server.json("/api/v1/documents?path=both.zip", "POST", archive.getvalue(), **bearer())
    validate(data, spec["paths"]["/api/v1/documents"]["post"]["responses"][str(status)]["content"]["application/json"]["schema"], "an archive")
    check(status == 201 and data["failed"] == 1 and len(data["failures"]) == 1 and data["failures"][0].startswith("both.zip/bad.pdf: "),
          "what of an archive cannot be read is told: %s" % data)


def forms(s):
    """A form holds one document; what is wrong with another is said."""
    def form(*files, mark="XX"):
        parts = ["--" + mark + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n" % f for f in files]
        return s.json("/api/v1/documents", "POST", ("".join(parts) + "--" + mark + "--\r\n").encode(), **{"Content_Type": "multipart/form-data; boundary=" + mark}, **bearer())
    one, two = ("a.txt", "Ministers of Laos and Nepal met in Vientiane on May 8, 2012."), ("b.txt", "Ministers of Laos and India met in Delhi on May 9, 2012.")
    status, data = form(one)
    check(status == 201 and data["failures"] == [], "a form with a document: %s" % data)
    status, data = form(one, two)
    check(status == 400 and "one document" in data["error"]["text"], "a form with two: %d %s" % (status, data))
    status, data = form(two, mark="X")  # libmicrohttpd takes no mark of one letter
    check(status == 400 and "form" in data["error"]["text"], "a form that cannot be read is not taken for a document: %d %s" % (status, data))


# ------------------------------------------------------------------ answers

def answers(s):
    status, headers, data = s.ask("/api/v1/events?limit=5")
    etag = headers["etag"]
    check(s.ask("/api/v1/events?limit=5", If_None_Match=etag)[0] == 304, "an unchanged answer is 304")
    check(s.ask("/api/v1/status", If_None_Match=etag)[0] == 200, "another answer has another etag")
    status, headers, zipped = s.ask("/api/v1/events?limit=5", Accept_Encoding="gzip")
    check(headers.get("content-encoding") == "gzip" and gzip.decompress(zipped) == data, "gzip gives the same bytes")
    check(headers["etag"] == etag and etag.startswith('W/"'), "one tag for both, which is not one of bytes: " + etag)
    check(s.ask("/api/v1/events?limit=5", If_None_Match=etag[2:])[0] == 304, "a tag is known without its W/ too")
    for refused in ("gzip;q=0", "gzip; q=0", "gzip ;\tQ=0.0", "identity"):
        check("content-encoding" not in s.ask("/api/v1/events?limit=5", Accept_Encoding=refused)[1], "gzip can be refused: " + refused)
    for taken in ("GZIP", "gzip; q=0.01", "br, gzip;q=1.0"):
        check("content-encoding" in s.ask("/api/v1/events?limit=5", Accept_Encoding=taken)[1], "gzip is taken: " + taken)
    status, headers, nothing = s.ask("/api/v1/events?limit=5", "HEAD")
    check(status == 200 and not nothing and headers["etag"] == etag, "HEAD is GET without a body")
    for name in ("content-security-policy", "referrer-policy", "x-content-type-options", "cross-origin-opener-policy", "cross-origin-resource-policy"):
        check(name in headers, "every answer has " + name)
    rows, after = [], None
    while True:
        page = s.json("/api/v1/events?limit=7" + ("&after=" + after if after else ""))[1]
        rows += [r["event"] for r in page["rows"]]
        after = page["next"]
        if not after:
            break
    whole = [r["event"] for r in s.json("/api/v1/events?limit=1000")[1]["rows"]]
    check(rows == whole and len(rows) == len(set(rows)) > 20, "pages put together are the whole")
    for question in ("events", "calendar", "agreements", "timeline?name=SCO"):
        for row in s.json("/api/v1/" + question)[1]["rows"]:
            joined = row.get("who") or row.get("parties") or ""
            check(", ".join(n["name"] for n in row["names"]) == joined, "%s: the names put together are what the row says: %s" % (question, row["names"]))
            for n in row["names"][:2]:
                check(n["id"] is None or s.json("/api/v1/entities/" + n["id"])[1]["entity"]["name"] == n["name"], "%s is %s" % (n["id"], n["name"]))
    zip_ = zipfile.ZipFile(io.BytesIO(s.ask("/api/v1/export/csv")[2]))
    check(zip_.testzip() is None and "facts.csv" in zip_.namelist(), "an export of several files is a zip")
    part = s.ask("/api/v1/export/csv?part=facts.csv")[2]
    check(part == zip_.read("facts.csv"), "a part of an export is the file in the zip")


def cursor_is_stable(s):
    first = s.json("/api/v1/docs?limit=3")[1]
    check(s.ask("/api/v1/documents?path=later.txt", "POST", b"Ministers of Ghana and Togo met in Accra on May 9, 2001.\n", **bearer())[0] == 201, "an upload")
    second = s.json("/api/v1/docs?limit=3&after=" + first["next"])[1]
    check(not {r["document"] for r in first["rows"]} & {r["document"] for r in second["rows"]}, "a page goes on where the one before ended")
    events = s.json("/api/v1/events?limit=4")[1]
    s.ask("/api/v1/documents?path=early.txt", "POST", b"The presidents of Peru and Chile met in Lima on May 9, 1901.\n", **bearer())
    more = s.json("/api/v1/events?limit=4&after=" + events["next"])[1]
    check(not {r["event"] for r in events["rows"]} & {r["event"] for r in more["rows"]}, "rows that come before the cursor shift nothing")
    whole = [r["event"] for r in s.json("/api/v1/events?limit=1000")[1]["rows"]]
    check(len(more["rows"]) == 4 and more["next"] is not None, "nor do they end the answer: %s" % more["next"])
    seen, page = [r["event"] for r in events["rows"]], more
    while True:
        seen += [r["event"] for r in page["rows"]]
        if not page["next"]:
            break
        page = s.json("/api/v1/events?limit=4&after=" + page["next"])[1]
    check(set(whole) - set(seen) == {whole[0]} and len(seen) == len(set(seen)), "all rows are given once, but for the one that came before those that were given: %s" % (set(whole) - set(seen)))


def few_are_the_first_of_all(s):
    """Of many facts the first few are found without reading all: the same ones, said twice in one voice or not."""
    s.ask("/api/v1/documents?path=twice.txt", "POST", b"3 May 2015\n\nFiji is a member of ASEAN. Fiji is a member of ASEAN. Fiji is a member of ASEAN. Fiji wants to join NATO. Fiji is a member of ASEAN.\n", **bearer())
    for name in ("ASEAN", "Fiji", "Russia", "African%20Union", "China"):
        whole = s.json("/api/v1/facts?limit=1000&name=" + name)[1]["rows"]
        check(whole, "%s has facts" % name)
        for limit in (1, 2, 3, 5, 8, 13):
            check(s.json("/api/v1/facts?limit=%d&name=%s" % (limit, name))[1]["rows"] == whole[:limit], "the first %d facts of %s" % (limit, name))


def feeds_hold_the_latest(s):
    last = s.json("/api/v1/documents?path=fed.txt", "POST", b"9 June 2031\n\nThe presidents of Fiji and Tonga met in Suva on June 9, 2031 after a summit. \"We want peace\", Fiji said.\n", **bearer())[1]["document"]
    early = s.json("/api/v1/documents?path=early.txt", "POST", b"2 May 2021\n\n\"We want talks\", Fiji said. Fiji said on May 1, 2021 that it was ready.\n", **bearer())[1]["document"]
    check([r["document"] for r in s.json("/api/v1/said?name=Fiji")[1]["rows"]] == [early + " early.txt"] * 2 + [last + " fed.txt"], "what Fiji said, in order")
    for path in ("events.atom?limit=2", "search.atom?name=summit&limit=1", "said.atom?name=Fiji&limit=1", "said.atom?name=Fiji&about=peace&limit=1"):
        check('term="%s fed.txt"' % last in s.ask("/api/v1/" + path)[2].decode(), "%s has what came last" % path)
    for path in ("events?limit=2", "search?name=summit&limit=1", "said?name=Fiji&limit=1"):
        check(s.json("/api/v1/" + path)[1]["rows"][0]["document"] != last + " fed.txt", "%s begins with something else" % path)


def visits_as_a_calendar(s):
    """The places and the calendar of visits hold visits, not whatever else is known of those who go along."""
    kinds = {f["properties"].get("mode") for f in json.loads(s.ask("/api/v1/visits.geojson?of=Pakistan")[2])["features"] if f["properties"].get("mode")}
    everything = json.loads(s.ask("/api/v1/events.geojson?name=Pakistan")[2])["features"]
    visits = json.loads(s.ask("/api/v1/visits.geojson?of=Pakistan")[2])["features"]
    check(len(visits) < len(everything), "%d visits among %d events (%s)" % (len(visits), len(everything), kinds))


def survives_a_recoding(s):
    """A corrector mends a wrong speaker; the document is read again; the word of the corrector stands."""
    for n in range(1, 20):
        page = s.json("/api/v1/documents/D-%d" % n)[1]
        if page["statements"]:
            said = page["statements"][0]
            break
    answer = s.json("/api/v1/corrections", "POST", json.dumps({"action": "fix", "ids": [said["id"]], "fields": {"speaker": "person:Ana Soares"}, "because": "she said it", "by": "test"}), **bearer())
    check(answer[0] == 201, "fix a speaker: %s" % (answer,))
    now = s.json("/api/v1/statements/" + said["id"])[1]["statement"]
    check([x["name"] for x in now["speakers"]] == ["Ana Soares"] and now["correction"] == answer[1]["entry"], "the speaker is corrected at once: %s" % now["speakers"])
    check(s.json("/api/v1/recode", "POST", json.dumps({"documents": [page["document"]["id"]]}), **bearer())[1]["read"] == 1, "read again")
    again = s.json("/api/v1/documents/" + page["document"]["id"])[1]["statements"]
    check(any([x["name"] for x in m["speakers"]] == ["Ana Soares"] and m["content"] == said["content"] for m in again), "the corrected speaker outlives a reading")
    undo = s.json("/api/v1/corrections", "POST", json.dumps({"action": "undo", "ids": [answer[1]["entry"]], "because": "no", "by": "test"}), **bearer())
    check(undo[0] == 201, "undo")
    doubtful = s.json("/api/v1/review")[1]["rows"]
    if doubtful:
        line = doubtful[0]["id"]
        check(s.json("/api/v1/corrections", "POST", json.dumps({"action": "accept", "ids": [line], "because": "it is so", "by": "test"}), **bearer())[0] == 201, "accept")
        check(line not in [r["id"] for r in s.json("/api/v1/review")[1]["rows"]], "what is accepted is doubtful no more")


def whole_forms(s):
    """Documents that come in a form: whole, or not at all."""
    head = b'--XX\r\nContent-Disposition: form-data; name="document"; filename="form.txt"\r\n\r\n'
    send = lambda body, kind="multipart/form-data; boundary=XX": s.json("/api/v1/documents", "POST", body, Content_Type=kind, **bearer())
    text = b"The presidents of Kenya and Chad met in Lome on May %d, 2002.\n"
    for n, (end, status) in enumerate(((b"\r\n--XX--\r\n", 201), (b"\r\n--XX--", 201), (b"", 400), (b"\r\n--X", 400)), 1):
        got = send(head + text % n + end)
        check(got[0] == status, "a form that ends with %r: %s" % (end, got))
    check(send(head + text % 9 + b"\r\n" + head + b"another\r\n--XX--\r\n")[0] == 400, "two documents in a form")
    check(send(head + text % 9 + b"\r\n--XX--\r\n", "multipart/form-data")[0] == 400, "a form without a boundary")
    check(not any("May 9" in r["title"] or r["path"] == "upload" for r in s.json("/api/v1/docs?limit=1000")[1]["rows"] if r["title"]), "nothing of a form that is refused stays")
    told = b"POST /api/v1/documents?path=twice.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN.encode() + b"\r\n"
    for twice in (b"Content-Length: 3\r\nContent-Length: 38\r\n\r\n", b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n26\r\n"):
        got = s.raw(told + twice + b"Kenya met Togo in Lome on 4 May 2001. \r\n0\r\n\r\n")
        check(got.count(b"HTTP/1.1 ") == 1 and b" 400 " in got[:15], "a length that is told twice: %r" % got[:60])
    got = s.raw(b"GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 50\r\n\r\nGET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n")
    check(got.count(b"HTTP/1.1 ") == 1 and b" 400 " in got[:15], "and of a question: %r" % got[:60])


def live(s):
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=10)
    c.request("GET", "/api/v1/live")
    r = c.getresponse()
    check(r.getheader("content-type").startswith("text/event-stream"), "live is a stream of events")
    threading.Timer(0.3, lambda: s.ask("/api/v1/documents?path=live.txt", "POST", b"Envoys of Fiji and Tonga met in Suva on June 1, 2011.\n", **bearer())).start()
    seen = b""
    while b"event: changed" not in seen and len(seen) < 4096:
        piece = r.fp.readline()
        if not piece:
            break
        seen += piece
    check(b"event: changed" in seen, "a change is told: %r" % seen[:200])
    c.close()

    def heard(**headers):
        c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=2)
        c.request("GET", "/api/v1/live", headers=headers)
        r, lines = c.getresponse(), b""
        try:
            while b"event: changed" not in lines:
                lines += r.fp.readline()
        except TimeoutError:
            pass
        c.close()
        return re.findall(rb"id: (\S+)", lines), b"event: changed" in lines
    ids, told = heard()
    check(len(ids) == 1 and not told, "who comes anew is told how the record stands, and of no change: %s" % ids)
    check(not heard(**{"Last-Event-ID": ids[0].decode()})[1], "who has missed nothing is told of nothing")
    s.ask("/api/v1/documents?path=missed.txt", "POST", b"Envoys of Fiji and Samoa met in Suva on June 2, 2011.\n", **bearer())
    check(heard(**{"Last-Event-ID": ids[0].decode()})[1], "who has missed a change is told of it when he comes back")

    # a large upload is told of while it is read, and whole at its end
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("large.txt", "Envoys of Fiji and Nauru met in Suva on June 3, 2011.\n\n" + "The sea was calm that day. " * 25000)
        for i in range(25):
            z.writestr("a-name-that-says-a-good-deal-about-what-is-not-in-it-%d.pdf" % i, "%PDF-1.4 and no more")
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=60)
    c.request("GET", "/api/v1/live")
    r, ended = c.getresponse(), None
    status, data = s.json("/api/v1/documents?path=large.zip", "POST", archive.getvalue(), **bearer())
    check(status == 202 and data["job"], "a large upload is a job: %d %s" % (status, data))
    try:
        while not ended:
            line = r.fp.readline()
            told = json.loads(line[6:]) if line.startswith(b'data: {"job"') else {}
            ended = told if told.get("of") else None
    except (TimeoutError, ValueError) as e:
        check(False, "the end of a job is told whole: %s" % e)
    check(ended and ended["failed"] == 25 and len(ended["failures"]) == 20 and "large.zip/a-name" in ended["failures"][0], "what failed of a job is told: %s" % ended)
    c.close()


def marks_of(s):
    """All marks of the record that a listener is told of from now on, in their order; the list grows until the server ends."""
    marks = []
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=60)
    c.request("GET", "/api/v1/live")
    r = c.getresponse()

    def listen():
        try:
            for line in iter(r.fp.readline, b""):
                if line.startswith(b"id: "):
                    marks.append(line[4:-1])
        except OSError:
            pass
    threading.Thread(target=listen, daemon=True).start()
    return marks


# ------------------------------------------------------------------ those who mean no good

HOSTILE = "‮<script>alert(1)</script> & \"quotes\" ⁦ ]]> \x85 '; DROP TABLE documents; -- Foreign Minister <b>Lavrov</b> met <img src=x onerror=alert(1)> Wang Yi in Moscow on May 4, 2021.\n"


def hostile(s):
    status, data = s.json("/api/v1/documents?path=%3Cscript%3E.txt", "POST", HOSTILE.encode(), **bearer())
    check(status == 201, "a hostile document is taken: %s" % data)
    status, headers, page = s.ask("/api/v1/documents/" + data["document"])
    check(headers["content-type"].startswith("application/json") and headers["x-content-type-options"] == "nosniff", "it is told as JSON and as nothing else")
    check(json.loads(page)["text"].count("<script>") == 1, "its text is what it was")
    for ending in ("atom", "ics", "csv"):
        status, headers, out = s.ask("/api/v1/events.%s?name=Russia" % ending)
        check(status == 200 and "html" not in headers["content-type"], "events.%s: %d" % (ending, status))
        if ending == "atom":
            xml.dom.minidom.parseString(out)
    long = ("Minister A of Kenya met " + "x" * (10 << 20) + "\n").encode()
    status, data = s.json("/api/v1/documents?path=long.txt", "POST", long, **bearer())
    check(status in (201, 202, 422), "a line of 10 MB is taken or refused: %d" % status)
    for _ in range(200 if status == 202 else 0):
        if any("long.txt" in (r["path"] or "") for r in s.json("/api/v1/docs?limit=1000")[1]["rows"]):
            break
        time.sleep(0.1)
    check(s.ask("/api/v1/status")[0] == 200, "the server goes on after it")


def requests_that_are_none(s):
    for path, status in (("/api/v1/org", 400), ("/api/v1/nothing", 404), ("/../../etc/passwd", 404), ("/assets/../../../etc/passwd", 404), ("/assets/%2e%2e/%2e%2e/etc/passwd", 404),
                         ("/assets/..%2fserve.py", 404), ("/api/v1/org?name=%ff", 400), ("/api/v1/org?name=%0a", 400), ("/api/v1/org?name=%", 400),
                         ("/api/v1/org?name=SCO&limit=0", 400), ("/api/v1/org?name=SCO&limit=1001", 400), ("/api/v1/org?name=SCO&after=x", 400),
                         ("/api/v1/org?name=SCO&on=yesterday", 400), ("/api/v1/org.gexf?name=SCO", 404), ("/api/v1/documents/D-99999999", 404),
                         ("/api/v1/documents/D-1%2f..", 404), ("/api/v1/search?name=" + urllib.parse.quote('" OR NEAR(* AND'), 200)):
        got = s.ask(path)[0]
        check(got == status, "%s answers %d, not %d" % (path, got, status))
    check(s.ask("/api/v1/org?name=" + "x" * 9000)[0] in (400, 414), "a long address is refused")
    check(s.ask("/api/v1/status", "DELETE")[0] == 405, "DELETE is not taken")
    check(s.ask("/api/v1/status", "POST", b"x")[0] == 405, "POST where there is nothing to post")
    check(s.ask("/api/v1/status", Host="evil.example")[0] == 421, "another name is not answered to")
    check(s.ask("/api/v1/corrections", "POST", b"{}")[0] == 401, "no token")
    check(s.ask("/api/v1/corrections", "POST", b"{}", Authorization="Bearer " + TOKEN + "x")[0] == 401, "a wrong token")
    check(s.ask("/api/v1/corrections", "POST", b"[" * 5000, **bearer())[0] == 400, "deep JSON")
    check(s.ask("/api/v1/corrections", "POST", b"x" * (80 << 10), **bearer())[0] == 413, "a correction that is too long")
    check(b" 413 " in s.raw(b"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN.encode() + b"\r\nContent-Length: 99999999999\r\n\r\n"), "too large a document is refused before it is sent")
    for junk in (b"\x00" * 100 + b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 9000 + b"\r\n"):
        s.raw(junk, 0.5)
    check(s.ask("/api/v1/session")[0] == 200, "the server goes on after junk")


def pages(s):
    for path in ("/", "/org/SCO", "/document/D-2", "/search?q=x", "/name/A%2FB"):
        status, headers, data = s.ask(path)
        check(status == 200 and headers["content-type"].startswith("text/html"), "%s is a page" % path)
    link = s.ask("/")[1].get("link", "")
    first = re.search(r"</api/v1/(first\?from=\d{4}-\d\d-\d\d)>", link)
    check(first is not None and "link" not in s.ask("/org/SCO")[1], "the first page, and no other, calls for its answers: " + link)
    if first:
        answers = s.json("/api/v1/" + first.group(1))[1]["answers"]
        check(len(answers) == 8 and all(s.json("/api/v1/" + path)[1] == answer for path, answer in answers.items()), "each part of first is what its own address gives")
        shown = s.ask("/")[2].decode()
        block = re.search(r'<script type="application/json" id="first">([^<]*)</script>', shown)
        check(block is not None and json.loads(block.group(1))["first"]["answers"] == answers, "once they are at hand, the first page has its answers in it")
        check(block is not None and json.loads(block.group(1))["session"] == s.json("/api/v1/session")[1], "and what the server lets the asker do")
        etag = s.ask("/")[1]["etag"]
        check(s.ask("/", **{"If-None-Match": etag})[0] == 304, "the first page is known again")
    latest = [(r["published"] or "", int(r["document"].split(" ")[0][2:])) for r in s.json("/api/v1/docs?order=latest&limit=1000")[1]["rows"]]
    check(latest == sorted(latest, key=lambda r: (r[0][:10] or "0", r[1]), reverse=True) and len(latest) == len(s.json("/api/v1/docs?limit=1000")[1]["rows"]), "documents, the latest first: %s" % latest)
    check(s.json("/api/v1/docs?order=latest&limit=2")[1]["rows"] == s.json("/api/v1/docs?order=latest&limit=1000")[1]["rows"][:2], "the latest two")
    check(s.ask("/api/v1/docs?order=size")[0] == 400, "an order that is none")
    best, last = (s.json("/api/v1/search?name=meeting&limit=1000" + order)[1]["rows"] for order in ("", "&order=latest"))
    check(len(best) > 2 and best != last and sorted(map(str, best)) == sorted(map(str, last)), "sentences, those recorded last first")
    check(s.json("/api/v1/search?name=meeting&order=latest&limit=2")[1]["rows"] == last[:2], "the two recorded last")
    check(s.ask("/api/v1/first?from=" + "%25s" * 3)[0] == 200 and s.ask("/api/v1/first?from=" + "9" * 40)[0] == 400, "first with days that are none")
    check(s.ask("/elsewhere")[0] == 404, "other addresses are no pages")


def crowd(s):
    """As many at once as events are taken at a time, and a multiple of that: all are answered, though nobody else comes."""
    path = b"/api/v1/org?name=SCO"
    s.ask(path.decode())
    for count in (128, 256):
        clients = [socket.create_connection(("127.0.0.1", s.port), timeout=8) for _ in range(count)]
        for c in clients:
            c.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        heads = [c.recv(65536)[:12] for c in clients]
        s.process.send_signal(signal.SIGSTOP)
        for c in clients:
            c.sendall(b"GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        s.process.send_signal(signal.SIGCONT)
        answered = 0
        for c in clients:
            try:
                rest = b""
                while more := c.recv(65536):
                    rest += more
                answered += b"token_needed" in rest
            except TimeoutError:
                break
        for c in clients:
            c.close()
        check(set(heads) == {b"HTTP/1.1 200"} and answered == count, "%d clients at once: %d answered" % (count, answered))


# ------------------------------------------------------------------ starting and stopping

def starting(command, record):
    run = lambda *o, token="": subprocess.run([command, "serve", "-r", record, "--port", "0", *o], capture_output=True, text=True, timeout=10,
                                                env={**os.environ, "CHANCERY_TOKEN": token})
    check(run("--listen", "0.0.0.0").returncode == 2, "another address needs a token")
    check(run("--writable").returncode == 2, "writing needs a token")
    check(run("--writable", token="short").returncode == 2, "a short token is refused")
    check(run("--trusted-proxy", "nobody").returncode == 2, "a proxy whose address is none")
    check(run("--listen", "nowhere").returncode == 2, "an address that is none")
    check(subprocess.run([command, "serve", "-r", record + ".none", "--port", "0"], capture_output=True).returncode == 4, "no record")
    everywhere = Server(command, record, "--listen", "0.0.0.0")
    check(everywhere.ask("/api/v1/status")[0] == 401 and everywhere.ask("/api/v1/status", **bearer())[0] == 200, "elsewhere everybody needs the token")
    check(everywhere.json("/api/v1/session")[1]["token_needed"], "and is told so")
    check(everywhere.stop() == 0, "SIGTERM ends it well")
    reader = Server(command, record, token="")
    check(reader.ask("/api/v1/corrections", "POST", b"{}", **bearer())[0] == 403, "read-only as a rule")
    slow = threading.Thread(target=lambda: slow_answer.append(reader.ask("/api/v1/export/jsonl")[0]))
    slow_answer = []
    slow.start()
    time.sleep(0.05)
    check(reader.stop() == 0, "SIGTERM ends it well")
    slow.join()
    check(slow_answer and slow_answer[0] == 200, "what is in hand is finished")


def behind_a_proxy(command, record):
    """Sixty questions at once from one client of a proxy: some are refused; from many clients, or without the option, none is."""
    def asked(server, who):
        got, lock = [], threading.Lock()
        def one(n):
            status = server.ask("/api/v1/events?limit=%d" % (900 + n), X_Forwarded_For=who(n))[0]
            with lock:
                got.append(status)
        threads = [threading.Thread(target=one, args=(n,)) for n in range(60)]
        server.process.send_signal(signal.SIGSTOP) # so that all of them wait when it goes on
        [t.start() for t in threads]
        time.sleep(0.3)
        server.process.send_signal(signal.SIGCONT)
        [t.join() for t in threads]
        return got
    s = Server(command, record, "--trusted-proxy", "127.0.0.1", "--workers", "1")
    other = Server(command, record, "--workers", "1")
    one = asked(s, lambda n: "10.9.8.7, 192.0.2.1")
    check(one.count(429) > 0 and one.count(200) > 0, "one client of the proxy is limited: %s" % {x: one.count(x) for x in one})
    many = asked(s, lambda n: "192.0.2.1, 198.51.100.%d" % n)
    check(many.count(429) == 0, "many clients of the proxy are not")
    check(asked(other, lambda n: "192.0.2.1").count(429) == 0, "nobody is believed who is not the proxy")
    check(s.ask("/api/v1/status", X_Forwarded_For="nonsense")[0] == 200, "a header that is no address")
    s.stop()
    other.stop()


def main():
    command, home = sys.argv[1], tempfile.mkdtemp()
    record = os.path.join(home, "record.db")
    try:
        subprocess.run([command, "add", "-q", "-r", record, os.path.join(ROOT, "examples", "documents")], check=True)
        s = Server(command, record, "--writable")
        spec, marks = s.json("/api/v1/openapi.json")[1], marks_of(s)
        for step in (lambda: walk(s, spec), lambda: answers(s), lambda: forms(s), lambda: cursor_is_stable(s), lambda: survives_a_recoding(s), lambda: few_are_the_first_of_all(s), lambda: feeds_hold_the_latest(s), lambda: visits_as_a_calendar(s), lambda: whole_forms(s), lambda: live(s), lambda: hostile(s),
                     lambda: requests_that_are_none(s), lambda: pages(s), lambda: crowd(s)):
            step()
        check(len(marks) > 10 and len(set(marks)) == len(marks), "no change is told of twice, and none goes back: %d marks, %d different" % (len(marks), len(set(marks))))
        check(s.stop() == 0, "SIGTERM ends it well")
        starting(command, record)
        behind_a_proxy(command, record)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print("%d failed" % len(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
