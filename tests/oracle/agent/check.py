#!/usr/bin/env python3
"""The agent (api/clients/python/heapd_agent.py), run by every CPython that is here, against a heapd.

    check.py HEAPD [PART PARTS]

With PART, one of 0 to PARTS - 1, only every so manieth interpreter: most of the time is waited.
"""
import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from heapd import Heapd  # noqa: E402
from pairs import ENVIRONMENT, every_python, version_of  # noqa: E402

AGENT = str(HERE.parents[2] / "api" / "clients" / "python" / "heapd_agent.py")
LEAKY = str(HERE / "leaky.py")
LEAK_LINE = 1 + [line.rstrip().endswith("# the leak") for line in pathlib.Path(LEAKY).read_text().splitlines()].index(True)


PATIENCE = 200  # seconds
WAITS = dict(ENVIRONMENT, HEAPD_LINGER=str(PATIENCE))  # for heapd at its end: what is sent there is looked at


def run(python, *arguments, status=0, until=None, env=WAITS):
    """A program to its end. With `until` its standard input ends only once that is so."""
    with subprocess.Popen([python, "-W", "error::DeprecationWarning", *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True, env=env) as process:
        try:
            for _ in range(20 * PATIENCE):
                if until is None or process.poll() is not None or until():
                    break
                time.sleep(0.05)
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == status, (python, arguments, process.returncode, out, err)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def snapshots_of(heapd, session):
    answer = heapd.request("GET", "/v1/sessions/%s/snapshots?order=oldest" % session)
    return answer.json["items"] if answer.status == 200 else []


def check_program(heapd, python, version):
    """A program from outside, on a schedule: its output and status are its own, its leak is found."""
    session = "timer-" + version.replace(".", "-")

    def sent():
        snapshots = snapshots_of(heapd, session)
        return len(snapshots) >= 4 and snapshots[-1]["size"] > 400 * 1000

    done = run(python, AGENT, "--url", heapd.url, "--session", session, "--every", "0.3", "--verbose", LEAKY, 20, 0.06, "fail", "on", status=7, until=sent)
    word, kept_in_all = done.stdout.split()
    assert word == "done" and int(kept_in_all) >= 2000, done.stdout
    assert '"failures": 0' in done.stderr, done.stderr
    where = "/v1/sessions/" + session
    snapshots = heapd.get(where + "/snapshots?order=oldest")["items"]
    assert len(snapshots) >= 5 and snapshots[-1]["label"] == "exit", snapshots
    assert all(one["source"].startswith("agent ") and "CPython " + version in one["source"] and one["peak"] >= one["size"] * 0.9
               for one in snapshots), snapshots
    assert snapshots[-1]["nframe"] == 10
    tracebacks = heapd.get(where + "/snapshots/%d/statistics?group_by=traceback&limit=0" % snapshots[-1]["snapshot"])["items"]
    for row in tracebacks:  # neither the agent's own blocks nor its frames under the program's
        assert not any("heapd_agent" in frame["file"] for frame in row["traceback"]), row
    (kept,) = [row for row in tracebacks if row["size"] > 2000 * 1000]
    assert [frame["file"] for frame in kept["traceback"]] == [LEAKY] * 2 and kept["count"] >= int(kept_in_all), kept
    heapd.expect(204, "DELETE", where + "/snapshots/%d" % snapshots[-1]["snapshot"])  # may have come right after the one before
    leak = heapd.get(where + "/leaks?k=3&include=*leaky.py")["items"][0]
    assert leak["traceback"][0]["line"] == LEAK_LINE and leak["sizes"][-1] > 300 * 1000, leak
    labels = heapd.get(where)["labels"]
    assert labels["agent"] == "1" and labels["python"] == version and "agent.share" in labels, labels
    supported = [one["python"] for one in heapd.get("/v1/versions")["items"]]
    assert heapd.get(where)["python"] == (version if version in supported else supported[-1])


def check_signal(heapd, python, version):
    session = "signal-" + version.replace(".", "-")
    run(python, AGENT, "--url", heapd.url, "--session", session, "--every", 0, "--signal", "USR1", "--no-exit-snapshot", "--nframe", 1, LEAKY, 2,
        0.1, "signal", "stay", until=lambda: len(snapshots_of(heapd, session)) >= 2)
    labels = [one["label"] for one in snapshots_of(heapd, session)]
    assert labels == ["SIGUSR1", "SIGUSR1"], labels


INSIDE = """
import sys, time
sys.path.insert(0, %r)
import heapd_agent
agent = heapd_agent.start(url=%r, session=%r, every=0, nframe=3, at_exit=False)
kept = [[str(i)] for i in range(1000)]
agent.snapshot("one")
assert agent.flush(100), agent.cost()
kept += [[str(i)] for i in range(1000)]
agent.snapshot("two")
assert agent.flush(100), agent.cost()
cost = agent.cost()
assert cost["sent"] == 2 and cost["failures"] == 0 and cost["bytes_sent"] > 0 and cost["tracemalloc_bytes"] > 0, cost
try:
    heapd_agent.start()
except RuntimeError:
    pass
else:
    raise AssertionError
heapd_agent.stop()
"""


def check_inside(heapd, python, version):
    session = "inside-" + version.replace(".", "-")
    run(python, "-c", INSIDE % (os.path.dirname(AGENT), heapd.url, session))
    rows = heapd.get("/v1/sessions/%s/diffs/1..2" % session)["items"]
    assert rows[0]["traceback"][0]["file"] == "<string>" and rows[0]["count_diff"] >= 2000, rows[:3]


def check_graph(heapd, python, version):
    """The object graph: retained sizes, labelled paths, nothing of the program's code run, nothing of the agent's own."""
    session = "graph-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    found = json.loads(run(python, HERE / "shapes.py", os.path.dirname(AGENT), heapd.url, session).stdout)
    where = "/v1/sessions/%s/snapshots/1" % session
    taken = heapd.get(where)
    assert taken["objects"] and taken["label"] == "shapes" and taken["count"] > 0, taken

    def path(name):
        steps = heapd.get("%s/objects/0x%x/paths" % (where, found[name]))["items"][0]["steps"]
        return [step.get("label") for step in steps[1:]]

    cache = heapd.get("%s/objects/0x%x/retained" % (where, found["cache"]))
    assert 10 * 100000 < cache["retained_size"] < 10 * 100000 + 3000 and cache["type"] == "__main__.Cache", cache
    items = heapd.get("%s/objects/0x%x/retained" % (where, found["items"]))
    assert items["size"] == found["sizeof"] and items["retained_count"] == 11, items
    assert path("left")[-1] == ".left", path("left")
    assert path("text")[-1] in ("['text']", "[text]"), path("text")
    if version not in ("3.6", "3.7", "3.8", "3.9", "3.10"):  # those keep attributes in a dict
        assert path("items")[-1] == ".items" and path("real")[-1] == ".real", (path("items"), path("real"))
        assert path("outside")[-1] == ".outside" and path("furniture")[-1] == ".furniture", (path("outside"), path("furniture"))
    else:
        assert "items" in path("items")[-1], path("items")
    assert any(step and "captured" in step for step in path("captured")), path("captured")
    assert heapd.request("GET", "%s/objects/0x%x/retained" % (where, found["agent"])).status in (404, 410)
    types = {row["group"]: row for row in heapd.get(where + "/statistics?group_by=type&limit=0")["items"]}
    assert types["__main__.Cache"]["count"] == 1 and types["list"]["count"] > 5, types["__main__.Cache"]


def check_hostile(heapd, python, version):
    """Proxies, metaclasses, lazy objects: none of their code is run, and what they hold is found all the same."""
    session = "hostile-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    done = run(python, HERE / "hostile.py", os.path.dirname(AGENT), heapd.url, session)
    assert done.stderr == "", done.stderr
    found = json.loads(done.stdout)
    where = "/v1/sessions/%s/snapshots/1" % session
    for name in found:
        one = heapd.get("%s/objects/0x%x/retained" % (where, found[name]))
        assert one["retained_size"] > 0 and (name != "left" or one["retained_size"] > 50000), (name, one)
    for name, label in (("left", ".left"), ("index", "[0]"), ("value", "['in a dict']"), ("field", "[1]"), ("default", "['counted']")):
        steps = heapd.get("%s/objects/0x%x/paths" % (where, found[name]))["items"][0]["steps"]
        assert steps[-1].get("label") == label, (name, steps)
    types = {row["group"]: row["count"] for row in heapd.get(where + "/statistics?group_by=type&limit=0")["items"]}
    assert types["__main__.Proxy"] == 50 and types["__main__.Listy"] == 5 and types["__main__.Dicty"] == 5, types


class Moody(http.server.BaseHTTPRequestHandler):
    """Answers each upload as the next of `moods` says: (status, Retry-After), or "slow"."""
    moods, uploads = [], []

    def answer(self, status, document, **headers):
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, {"items": []})

    do_PATCH = do_GET

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        if "/import" not in self.path:
            self.rfile.read(length)
            return self.answer(201, {})
        mood = self.moods.pop(0) if self.moods else None
        body = b""
        while len(body) < length:
            piece = self.rfile.read(min(length - len(body), length // 10 + 1) if mood == "slow" else length)
            if not piece:
                break
            body += piece
            time.sleep(0.15 if mood == "slow" else 0)
        self.uploads.append((time.monotonic(), mood, len(body) == length, self.path))
        if mood in (None, "slow"):
            return self.answer(201, {"snapshot": 1})
        if mood[0] == "html":
            self.send_response(502)
            self.send_header("Content-Length", "6")
            self.end_headers()
            return self.wfile.write(b"<html>")
        self.answer(mood[0], {"detail": "not now"}, **({"Retry_After": mood[1]} if mood[1] else {}))

    def log_message(self, *arguments):
        pass


class moody_server:
    def __init__(self, *moods):
        Moody.moods, Moody.uploads = list(moods), []

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Moody)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return "http://127.0.0.1:%d" % self.server.server_address[1]

    def __exit__(self, *exception):
        self.server.shutdown()
        self.server.server_close()


SENDS = """
import sys, time
sys.path.insert(0, %r)
import heapd_agent
agent = heapd_agent.start(url=%r, session="moody", every=0, nframe=5, at_exit=False, retry=(0.1, 0.4), waiting=%d)
kept = [[str(i), bytes(50)] for i in range(20000)]
for i in range(%d):
    agent.snapshot(str(i))
    began = time.time()
    while agent.cost()["taken"] <= i:
        time.sleep(0.005)
assert agent.flush(60), agent.cost()
heapd_agent.stop()
print(agent.cost())
"""


def check_moods(python):
    """503 and 429 with Retry-After are waited for, a proxy's page is tried again, what is refused for good is not sent twice."""
    agent = os.path.dirname(AGENT)
    with moody_server((503, "2"), (429, time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 4))), ("html", None), (400, None)) as url:
        cost = eval(run(python, "-c", SENDS % (agent, url, 4, 2)).stdout)
        uploads = Moody.uploads
    assert [one[1] and one[1][0] for one in uploads] == [503, 429, "html", 400, None], uploads
    assert "label=0" in uploads[3][3] and "label=1" in uploads[4][3], uploads
    assert uploads[1][0] - uploads[0][0] > 1.9, uploads
    assert cost["sent"] == 1 and cost["refused"] == 1 and cost["failures"] == 4 and cost["dropped"] == 0, cost
    # An upload that takes longer than the schedule is not cut by the snapshots that come meanwhile; of those the oldest are dropped.
    with moody_server("slow") as url:
        cost = eval(run(python, "-c", SENDS % (agent, url, 1, 6)).stdout)
        uploads = Moody.uploads
    assert all(one[2] for one in uploads) and "label=0" in uploads[0][3] and "label=5" in uploads[-1][3], uploads
    assert cost["failures"] == 0 and cost["sent"] == len(uploads) and cost["sent"] + cost["dropped"] == 6, (cost, uploads)


def check_speed(python, version):
    """50,000 objects in well under a second of the processor, where it is not slow and nothing else runs."""
    program = ("import sys, gc, time; sys.path.insert(0, %r); import heapd_agent as a\nclass Node:\n def __init__(self, i):\n  self.i = i; self.kept = [i]\n"
               "class Null:\n def write(self, data): pass\nnodes = {i: Node(i) for i in range(20000)}\nbegan = time.process_time()\n"
               "lines = a._Lines(Null()); a._Walk(a.Agent(session='x', every=0), lines).run(); lines.flush()\nprint(time.process_time() - began)")
    seconds = float(run(python, "-c", program % os.path.dirname(AGENT)).stdout)
    assert seconds < 8, (version, seconds)  # once it was minutes


def check_traced_speed(python, version):
    """A walk while tracemalloc runs costs a few times what it costs otherwise, not thirty times; the program is let in meanwhile."""
    program = """
import sys, threading, time, tracemalloc
sys.path.insert(0, %r)
import heapd_agent as a
class Node:
    def __init__(self, i):
        self.i = i; self.kept = [i]; self.text = str(i)
class Null:
    def write(self, data): pass
nodes = {i: Node(i) for i in range(2000)}
def walk():
    lines = a._Lines(Null())
    walked = a._Walk(a.Agent(session="x", every=0), lines)
    def run():
        began = a._clock()
        return walked.run(), a._clock() - began
    objects, seconds = a._alone(run)
    return seconds / objects * 1e6
def deep(n):
    return walk() if n == 0 else deep(n - 1)
plain = walk()
tracemalloc.start(25)
kept = [str(i) for i in range(100000)]
print(plain, deep(30))
"""
    plain, traced = map(float, run(python, "-c", program % os.path.dirname(AGENT)).stdout.split())
    assert traced < 8 * plain + 5, (version, plain, traced)


GRAPHS = """
import sys
sys.path.insert(0, %r)
import heapd_agent
agent = heapd_agent.start(url=%r, session=%r, every=0, at_exit=False, values=True)
texts = ["".join(["one text that is there ", "several times"]) for _ in range(5)]
pairs = [(texts[0], part) for part in [texts[1]] * 4]
for number in range(4):
    agent.graph(str(number))
    assert agent.flush(60), agent.cost()
agent.stop()
"""


def check_own(heapd, python, version):
    """Of a program that does nothing there is nothing new from graph to graph: neither what the agent is made of nor what it leaves."""
    session = "own-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    run(python, "-c", GRAPHS % (os.path.dirname(AGENT), heapd.url, session))
    rows = heapd.get("/v1/sessions/%s/diffs/3..4/objects" % session)["items"]
    assert sum(row["new"] for row in rows) < 80, [row for row in rows if row["new"]]
    types = {row["group"] for row in heapd.get("/v1/sessions/%s/snapshots/4/statistics?group_by=type&limit=0" % session)["items"]}
    mine = types & {"heapd_agent." + name for name in ("Agent", "Heapd", "Report", "_Walk", "_Blocks", "_Lines", "_Class", "_Cleaner")}
    equal = heapd.get("/v1/sessions/%s/snapshots/4/duplicates?type=str&limit=500" % session)["items"]
    assert [row["count"] for row in equal if "one text that is there several times" in json.dumps(row)] == [5], equal[:3]
    equal = heapd.get("/v1/sessions/%s/snapshots/4/duplicates?type=tuple&limit=500" % session)["items"]
    assert any(row["count"] == 4 for row in equal), equal[:3]
    sql = "SELECT type, text FROM snapshot_objects WHERE snapshot = 4 AND type <> 'str' AND text IN ('heapd_agent', 'Agent', '_Walk', '_write_sites', '_take_all', '_pack_graph')"
    answer = heapd.request("POST", "/v1/sessions/%s/query" % session, {"sql": sql}).json
    assert answer["rows"] == [], answer["rows"]  # its module, classes, functions and their code
    assert not mine and "zlib.Compress" not in types and "gzip.GzipFile" not in types, mine


ASKS = """
import os, signal
os.kill(os.getpid(), signal.SIGUSR2)
"""


def check_parsed(heapd, python, version):
    """What the parser made of the agent's file is there until the program's end, and no object of the program's."""
    session = "parsed-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "asks.py")
        with open(program, "w") as file:
            file.write(ASKS)
        done = run(python, AGENT, "--url", heapd.url, "--session", session, "--every", "0", "--graph-signal", "USR2", "--no-exit-snapshot", "--verbose", program)
    cost = json.loads(done.stderr[done.stderr.index("{"):])
    assert cost["sent"] == 1 and cost["tracemalloc_bytes"] > 10000, cost
    sql = "SELECT max(size) FROM snapshot_objects WHERE snapshot = 1 AND type = 'list'"
    answer = heapd.request("POST", "/v1/sessions/%s/query" % session, {"sql": sql}).json
    assert answer["rows"][0][0] < 100000, answer


EXITS = """
import os, signal, sys, time
sys.path.insert(0, %r)
import heapd_agent
agent = heapd_agent.start(url=%r, session=%r, every=0, nframe=3, graph_signal="USR2", retry=(0.2, 1))
kept = [[str(i)] for i in range(30000)]
os.kill(os.getpid(), signal.SIGUSR2)
"""


def check_exit(heapd, python, version):
    """A graph that was asked for right before the end is sent; one that heapd does not take within the bound holds nobody up for longer."""
    agent, session = os.path.dirname(AGENT), "exits-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    run(python, "-c", EXITS % (agent, heapd.url, session))
    snapshots = heapd.get("/v1/sessions/%s/snapshots?order=oldest" % session)["items"]
    assert [one["label"] for one in snapshots] == ["SIGUSR2", "exit"] and snapshots[0]["objects"], snapshots
    with moody_server((503, "1"), (503, None)) as url:
        run(python, "-c", EXITS % (agent, url, session))
        uploads = Moody.uploads
    assert [one[1] and one[1][0] for one in uploads] == [503, 503, None, None] and "label=SIGUSR2" in uploads[2][3], uploads
    with moody_server(*[(503, "1")] * 100) as url:
        began = time.monotonic()
        run(python, "-c", EXITS.replace("retry=(0.2, 1)", "graph_linger=6") % (agent, url, session))
        assert 4 < time.monotonic() - began < 40
    heapd.connection = None  # which heapd has closed meanwhile


TRACED = """
import json, sys, threading, tracemalloc
mine = %r
if not tracemalloc.is_tracing():
    tracemalloc.start(%d)
kept = []

def leaf(n):
    kept.append([bytes(n) for _ in range(3)])

def deep(n, depth):
    return leaf(n) if depth == 0 else deep(n, depth - 1)

class Made:
    kept.append(bytearray(33333))

for depth in (0, 1, 5, 40):
    deep(10000 + depth, depth)
thread = threading.Thread(target=deep, args=(20000, 2))
thread.start()
thread.join()
kept += [json.loads('{"a": [%%d, "text"]}' %% (1 << 40))]
if mine:
    seen = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*traced.py", all_frames=True)])
    json.dump([[one.size, one.count, [(f.filename, f.lineno) for f in one.traceback]] for one in seen.statistics("traceback")], open(sys.argv[1], "w"))
"""


def check_tracebacks(heapd, python, version):
    """Tracebacks are those of `python app.py`, frame by frame, whatever their bound; so are those of `-m`, up to how it was started."""
    for nframe in (1, 5, 25):
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "traced.py")
            pathlib.Path(program).write_text(TRACED % (True, nframe))
            told = os.path.join(folder, "told.json")
            run(python, program, told)
            expected = json.loads(pathlib.Path(told).read_text())
            for how in ((program,), ("-m", "traced")):
                session = "traced-" + version.replace(".", "-")
                heapd.request("DELETE", "/v1/sessions/" + session)
                pathlib.Path(program).write_text(TRACED % (False, nframe))
                done = subprocess.run([python, AGENT, "--url", heapd.url, "--session", session, "--every", "0", "--nframe", str(nframe), *how],
                                      cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=60, env=ENVIRONMENT)
                assert done.returncode == 0, done.stderr
                rows = heapd.get("/v1/sessions/%s/snapshots/1/statistics?group_by=traceback&limit=0" % session)["items"]
                paths = {tuple((frame["file"], frame["line"]) for frame in row["traceback"]): row["size"] for row in rows}
                if version == "3.6":  # newest first
                    expected = [(size, count, frames[::-1]) for size, count, frames in json.loads(pathlib.Path(told).read_text())]
                wanted = {tuple((name, line) for name, line in frames): size for size, _, frames in expected}
                large = [{path for path in seen if seen[path] > 25000 and any(name == program for name, _ in path)} for seen in (paths, wanted)]
                assert large[0] == large[1] and len(large[0]) >= (2 if nframe == 1 else 4), (version, nframe, how, large[0] ^ large[1])
                for path in paths:
                    assert not any("heapd_agent" in name or "runpy" in name for name, _ in path), (version, how, path)


def check_module(heapd, python):
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "tool.py").write_text("import sys\nkeep = [[i] for i in range(5000)]\nprint(__name__, sys.argv[1:])\n")
        done = subprocess.run([python, AGENT, "--url", heapd.url, "--session", "module", "--every", "0", "-m", "tool", "a", "--every"], cwd=folder,
                              stdout=subprocess.PIPE, universal_newlines=True, timeout=PATIENCE, env=WAITS)
    assert done.returncode == 0 and done.stdout == "__main__ ['a', '--every']\n", done
    rows = heapd.get("/v1/sessions/module/snapshots/1/statistics?group_by=filename")["items"]
    assert any(row["traceback"][0]["file"].endswith("tool.py") and row["count"] >= 5000 for row in rows), rows[:3]


NAMES = """import sys
print(__file__, sys._getframe().f_code.co_filename, sys.argv, sys.path)
print(sorted(globals()), __package__, __spec__ is None, type(__loader__).__name__, globals().get("__annotations__"))
sys.exit(3)
"""


def check_names(python):
    """The script is called what this interpreter calls it: what both have seen can be compared."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "app.py").write_text(NAMES)
        os.mkdir(os.path.join(folder, "other"))
        os.symlink("../app.py", os.path.join(folder, "other", "link.py"))
        for name in (["app.py"], ["./app.py"], ["other/../app.py"], ["other/link.py"], [os.path.join(folder, "app.py")], ["-m", "app"]):
            for option in ("-s", "-I"):
                if option == "-I" and name[0] == "-m":
                    continue  # it is not found
                said = [subprocess.run([python, option, *before, *name, "--every"], cwd=folder, stdout=subprocess.PIPE, universal_newlines=True,
                                       timeout=PATIENCE, env=ENVIRONMENT) for before in ((), (AGENT, "--every", "0", "--no-exit-snapshot"))]
                assert said[0].stdout and said[0].stdout == said[1].stdout and [one.returncode for one in said] == [3, 3], said


IDLE = """
import sys
sys.path.insert(0, %r)
import heapd_agent
agent = heapd_agent.start(url=%r, session=%r, every=0, at_exit=False)
for number in range(4):
    agent.snapshot(str(number))
    assert agent.flush(60), agent.cost()
agent.stop()
"""


def check_traces_of_its_own(heapd, python, version):
    """What the agent allocates is none of the program's, also where its own frames are further down than tracebacks go."""
    session = "idle-" + version.replace(".", "-")
    heapd.request("DELETE", "/v1/sessions/" + session)
    run(python, "-c", IDLE % (os.path.dirname(AGENT), heapd.url, session))
    snapshots = snapshots_of(heapd, session)
    assert len(snapshots) == 4 and all(one["size"] < 8000 for one in snapshots), snapshots
    with tempfile.TemporaryDirectory() as folder:  # where all was traced from the beginning, too
        program = os.path.join(folder, "little.py")
        pathlib.Path(program).write_text("kept = bytes(5000)\n")
        for frames in ("1", "25"):
            heapd.request("DELETE", "/v1/sessions/" + session)
            run(python, AGENT, "--url", heapd.url, "--session", session, "--every", "0", program, env=dict(WAITS, PYTHONTRACEMALLOC=frames))
            (one,) = snapshots_of(heapd, session)
            assert 5000 < one["size"] < 15000 and one["nframe"] == int(frames), one


def check_session(heapd, python):
    """A session that nobody names is called after the program, with its process id."""
    with tempfile.TemporaryDirectory() as folder:
        for name, session in (("app.py", "app-"), ("my app\u00e9.py", "my-app--"), (".hidden.py", "python.hidden-")):
            program = os.path.join(folder, name)
            pathlib.Path(program).write_text("import os\nprint(os.getpid())\n")
            done = run(python, AGENT, "--url", heapd.url, "--every", "0", program)
            assert len(snapshots_of(heapd, session + done.stdout.strip())) == 1, (name, done)


ENDS = (
    "def f():\n    raise ValueError('one', 2)\ntry:\n    f()\nexcept ValueError:\n    {}['another']\n", "raise KeyboardInterrupt\n", "def f(:\n",
    "import sys\nsys.excepthook = lambda kind, value, trace: print('mine', kind.__name__, trace.tb_lineno, trace.tb_next is None)\n1 / 0\n",
    "import os, sys\nif os.fork() == 0:\n    raise ValueError('of the child')\nprint(os.wait()[1])\n", "import sys\nsys.exit('a text')\n",
)


def check_exceptions(python):
    """What ends a program is shown as without the agent, its frames are not there."""
    with tempfile.TemporaryDirectory() as folder:
        for text in ENDS:
            pathlib.Path(folder, "ends.py").write_text(text)
            for how in (["ends.py"], ["-m", "ends"])[:1 if text is not ENDS[0] else 2]:
                said = [subprocess.run([python, "-W", "ignore", *before, *how], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True,
                                       timeout=PATIENCE, env=ENVIRONMENT) for before in ((), (AGENT, "--every", "0", "--no-exit-snapshot"))]
                assert [(one.returncode, one.stdout, one.stderr) for one in said[1:]] == [(one.returncode, one.stdout, one.stderr) for one in said[:1]], said


OUTLIVES = """
import pickle, sys, threading
kept = []

class Job:
    pass

def work():
    for line in sys.stdin:
        pass
    kept.append(bytes(333333))
    print(type(pickle.loads(pickle.dumps(Job()))) is Job)

threading.Thread(target=work).start()
print("the main thread is done", flush=True)
sys.exit(4)
"""


def check_outlived(heapd, python, version):
    """Threads that outlive the main one are the program, too: snapshots are taken while they run, and the last one when they have ended."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "outlives.py")
        pathlib.Path(program).write_text(OUTLIVES)
        for how in ((program,), ("-m", "outlives")):
            session = "outlives-" + version.replace(".", "-")
            heapd.request("DELETE", "/v1/sessions/" + session)
            env = dict(WAITS, PYTHONPATH=folder)
            done = run(python, AGENT, "--url", heapd.url, "--session", session, "--every", "0.2", *how, status=4, env=env,
                       until=lambda: len(snapshots_of(heapd, session)) >= 3)
            assert done.stdout == "the main thread is done\nTrue\n", done
            snapshots = snapshots_of(heapd, session)
            assert [one["label"] for one in snapshots[:3]] == [None] * 3 and snapshots[-1]["label"] == "exit", snapshots
            assert snapshots[0]["size"] < 333333 < snapshots[-1]["size"], snapshots


def check_told(heapd, python):
    """Who starts it is told that heapd is not there, or refuses; the program's output and status are its own. Mistakes are one line."""
    with socket.socket() as place:  # which is nobody else's until the end, and does not listen
        place.bind(("127.0.0.1", 0))
        nobody = "http://127.0.0.1:%d" % place.getsockname()[1]
        done = run(python, AGENT, "--url", nobody, "--session", "q", LEAKY, 1, 0.01, "fail", status=7)
    first, last = done.stderr.splitlines()
    assert first.startswith("heapd_agent: heapd at %s cannot be reached (Connection refused)" % nobody), first
    assert last == "heapd_agent: heapd at %s cannot be reached (Connection refused): 1 snapshot lost" % nobody, last
    done = run(python, AGENT, "--url", heapd.url, "--session", "my session", LEAKY, 1, 0.01)
    first, last = done.stderr.splitlines()
    assert "refuses what is sent (400 a session's name is" in first and last.endswith(": 1 snapshot lost"), done.stderr
    done = run(python, AGENT, "--url", heapd.url, "--session", "quiet", LEAKY, 1, 0.01)
    assert done.stderr == "", done.stderr
    for wrong in (("--url", "127.0.0.1:4327", LEAKY), ("--url", "http://127.0.0.1:port", LEAKY), ("--signal", "NONE", LEAKY), ("--signal", "KILL", LEAKY),
                  ("--every", "-1", LEAKY), ("--every", "nan", LEAKY), ("--nframe", "0", LEAKY), ("/no/such.py",)):
        done = run(python, AGENT, "--every", 0, *wrong, status=2)
        assert done.stderr.startswith("heapd_agent: ") and done.stderr.count("\n") == 1 and done.stdout == "", done
    done = run(python, AGENT, "--url", heapd.url, "--no-exit-snapshot", "-m", "no_such_module", status=1)
    assert done.stderr == "heapd_agent: No module named no_such_module\n", done.stderr


def check_absent(python, heapd_binary):
    """Nobody there, or somebody who never answers: the program is not held up, and what waits is bounded. Later it is sent."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(5)
        url = "http://127.0.0.1:%d" % deaf.getsockname()[1]
        began = time.time()
        done = run(python, AGENT, "--url", url, "--every", "0.05", "--waiting", 2, "--verbose", LEAKY, 40, 0.05, env=ENVIRONMENT)
        assert done.stdout == "done 4000\n" and time.time() - began < 28  # one request would wait for 30
        assert '"sent": 0' in done.stderr and '"dropped": 0' not in done.stderr, done.stderr
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
        url = "http://127.0.0.1:%d" % port
        done = run(python, AGENT, "--url", url, "--every", "0.05", "--waiting", 2, "--verbose", LEAKY, 10, 0.05)
        assert done.stdout == "done 1000\n" and '"sent": 0' in done.stderr, done.stderr
        # heapd comes there only later
        program = subprocess.Popen([python, AGENT, "--url", url, "--session", "late", "--every", "0.2", LEAKY, "10", "0.1", "on"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
        time.sleep(1)
    with Heapd(heapd_binary, "--listen", "127.0.0.1:%d" % port) as heapd:
        for _ in range(10 * PATIENCE):
            if len(snapshots_of(heapd, "late")) > 3:
                break
            time.sleep(0.1)
        output, _ = program.communicate(timeout=PATIENCE)
        assert output.startswith(b"done "), output
        assert len(heapd.get("/v1/sessions/late/snapshots")["items"]) > 3


def main(binary, part=0, parts=1):
    every = every_python()
    found = every[part::parts]
    with Heapd(binary) as heapd:
        for python in found:
            version = "%d.%d" % version_of(python)[:2]
            for session in ("timer", "signal", "inside"):
                heapd.request("DELETE", "/v1/sessions/%s-%s" % (session, version.replace(".", "-")))
            check_program(heapd, python, version)
            check_signal(heapd, python, version)
            check_inside(heapd, python, version)
            check_graph(heapd, python, version)
            check_hostile(heapd, python, version)
            check_speed(python, version)
            check_traced_speed(python, version)
            check_exit(heapd, python, version)
            check_own(heapd, python, version)
            check_parsed(heapd, python, version)
            check_tracebacks(heapd, python, version)
            check_names(python)
            check_exceptions(python)
            check_outlived(heapd, python, version)
            check_traces_of_its_own(heapd, python, version)
            check_session(heapd, python)
            check_told(heapd, python)
        if part == 0:
            check_module(heapd, every[0])
    if part == 0:
        check_moods(every[0])
        check_absent(every[0], binary)
    if part == parts - 1:
        check_moods(every[-1])
    print("%d interpreters" % len(found))


main(sys.argv[1], *map(int, sys.argv[2:]))
