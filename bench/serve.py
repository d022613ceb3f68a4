#!/usr/bin/env python3
"""What the server bears: requests a second, slow clients beside an honest one, memory under load.

  bench/serve.py CHANCERY RECORD ORGANISATION [SECONDS [MEMORY_SECONDS]]

The server is held to one core (taskset) and wrk to another. Needs wrk (Debian: wrk).
"""
import http.client, os, re, socket, subprocess, sys, threading, time, urllib.parse

TOKEN = "a token of the bench, long enough"


def start(command, record):
    p = subprocess.Popen(["taskset", "-c", "0", command, "serve", "-r", record, "--port", "0"], stdout=subprocess.PIPE, text=True)
    return p, int(re.search(r":(\d+)/", p.stdout.readline()).group(1))


def memory(pid):
    """MB of its own, and of the record's file as it is mapped, which the system takes back when it needs to"""
    status = open(f"/proc/{pid}/status").read()
    return tuple(int(re.search(kind + r":\s+(\d+)", status).group(1)) / 1024 for kind in ("RssAnon", "RssFile"))


def core_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wrk(port, path, connections, seconds):
    out = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    p50, p99 = re.search(r"^\s+50%\s+(\S+)", out, re.M).group(1), re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)
    bad = re.search(r"Non-2xx.*: (\d+)", out)
    return rate, p50, p99, int(bad.group(1)) if bad else 0


def honest(port, paths, seconds):
    """One client, one request after the other: milliseconds of each."""
    took, c, end, i = [], http.client.HTTPConnection("127.0.0.1", port, timeout=10), time.time() + seconds, 0
    while time.time() < end:
        begin = time.perf_counter()
        c.request("GET", paths[i % len(paths)])
        c.getresponse().read()
        took.append((time.perf_counter() - begin) * 1000)
        i += 1
        time.sleep(0.005)
    took.sort()
    return len(took), took[len(took) // 2], took[int(len(took) * 0.99)], took[-1]


def attack(port, kind, count, stop):
    """Clients that never end their request: silent ones, and ones that send a byte a second."""
    head = b"GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nX: "
    open_, cut = [], 0
    while not stop.is_set():
        while len(open_) < count and not stop.is_set():
            try:
                s = socket.create_connection(("127.0.0.1", port), timeout=2)
                s.sendall(head if kind == "drip" else b"GET /")
                s.setblocking(False)
                open_.append(s)
            except OSError:
                break
        for s in list(open_):
            try:
                if kind == "drip":
                    s.send(b"x")
                if s.recv(1) == b"":
                    raise OSError
            except BlockingIOError:
                pass
            except OSError:
                s.close()
                open_.remove(s)
                cut += 1
        time.sleep(1)
    for s in open_:
        s.close()
    return cut


def main():
    command, record, organisation = sys.argv[1:4]
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 10
    long = int(sys.argv[5]) if len(sys.argv) > 5 else 60
    p, port = start(command, record)
    org = "/api/v1/org?" + urllib.parse.urlencode({"name": organisation, "on": "2014-09-10"})
    c = http.client.HTTPConnection("127.0.0.1", port)
    for name, path in (("an organisation on a day", org), ("its events", "/api/v1/events?limit=50&" + urllib.parse.urlencode({"name": organisation})), ("status", "/api/v1/status")):
        begin = time.perf_counter()
        c.request("GET", path)
        size = len(c.getresponse().read())
        print(f"first answer, {name}: {(time.perf_counter() - begin) * 1000:.0f} ms, {size} bytes", flush=True)
    for connections in (16, 64, 256):
        before = core_seconds(p.pid)
        rate, p50, p99, bad = wrk(port, org, connections, seconds)
        used = core_seconds(p.pid) - before
        print(f"wrk, {connections} connections, {seconds} s: {rate:.0f} requests/s, p50 {p50}, p99 {p99}, {bad} refused; {rate * seconds / used:.0f} requests a second of the core's time", flush=True)
    alone = honest(port, [org, "/api/v1/session"], 5)
    print("an honest client alone: %d requests, p50 %.1f ms, p99 %.1f ms, most %.1f ms" % alone, flush=True)
    stop = threading.Event()
    threads = [threading.Thread(target=attack, args=(port, kind, 500, stop)) for kind in ("stall", "drip")]
    for t in threads:
        t.start()
    time.sleep(3)
    beside = honest(port, [org, "/api/v1/session"], 12)
    print("beside 500 silent and 500 dripping ones: %d requests, p50 %.1f ms, p99 %.1f ms, most %.1f ms" % beside, flush=True)
    stop.set()
    for t in threads:
        t.join()
    end = time.time() + long
    while time.time() < end:
        wrk(port, org, 64, max(1, min(10, int(end - time.time()))))
        # and addresses that were never asked before
        for i in range(200):
            c = http.client.HTTPConnection("127.0.0.1", port)
            c.request("GET", "/api/v1/org?" + urllib.parse.urlencode({"name": organisation, "limit": 1 + i, "from": int(time.time()) % 2000}))
            c.getresponse().read()
            c.close()
        print("memory: %.0f MB, and %.0f MB of the record mapped" % memory(p.pid), flush=True)
    p.terminate()
    print("ended with", p.wait())


main()
