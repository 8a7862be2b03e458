"""Object graphs over HTTP, against what can be worked out beside them: the exported graph is read as DevTools would read it, and
retained sizes, paths and dominators are computed from it by deleting objects one at a time.

    check.py --heapd PROGRAM
"""
import argparse
import ast
import http.client
import json
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

PROGRAM = """
class Row:
    def __init__(self, i):
        self.i, self.name, self.pair = i + 1000, "row %d" % (i % 10), (i % 7, "x" * 5)
class Table:
    def __init__(self, n):
        self.rows = [Row(i) for i in range(n)]
class Node: pass
cache = {"rows": Table(60)}
a, b, c = Node(), Node(), Node()
a.other, b.other, b.third = b, a, c
shared = [c, {1: "one", (2, 3): "two"}]
def outer(x):
    def inner():
        return x, cache
    return inner
closure = outer([1, 2, 3])
import weakref
ref = weakref.ref(a)
lost = Node(); lost.me = lost; lost.load = ["lost"] * 20; del lost
"""
LABELS = """
import collections, types
class Slots: __slots__ = ("a",)
class Sub(collections.deque): pass
class Prop:
    @property
    def p(self): return 1
    @staticmethod
    def s(): pass
    @classmethod
    def c(cls): pass
def mark(n): return ["mark", n]
queue = collections.deque([mark(0), mark(1), mark(2)])
sub = Sub([mark(3)]); sub.at = mark(4)
holes = {(n, "t"): mark(n) for n in range(5)}
del holes[1, "t"], holes[3, "t"]
odd = {None: mark(20), True: mark(21), b"k": mark(22), frozenset([1]): mark(23), "it's": mark(24), 'say "it\\'s"': mark(25), "line\\n": mark(26),
       10 ** 30: mark(27), 1.5: mark(28), "\\u00fc": mark(29)}
slots = Slots(); slots.a = mark(30)
space = types.SimpleNamespace(x=mark(31))
def closing(y):
    return lambda: y
closure = closing(mark(32))
def waiting(z):
    inside = z
    yield
generator = waiting(mark(33)); next(generator)
prop = Prop
"""
# Steps that are written otherwise than Python does, as Python's.
STEPS = {"(func_closure)": "%s.__closure__", "(ob_ref)": "%s.cell_contents", "(local inside)": "%s.gi_frame.f_locals['inside']",
         "(local z)": "%s.gi_frame.f_locals['z']"}
# Containers, and what an item takes: beyond an empty one of theirs, that is all that sys.getsizeof() counts but for capacity.
CAPACITY = """
import array, collections, sys
def grown(make, count):
    o = make()
    for i in range(count): (o.add if hasattr(o, "add") else o.append)(i)
    return o
things = [(grown(make, n), size) for n in (0, 1, 5, 9, 40, 65, 130, 200)
          for make, size in ((list, 8), (bytearray, 1), (lambda: array.array("i"), 4), (lambda: array.array("d"), 8))]
things += [(list(range(n)), 8) for n in (3, 30)] + [(bytearray(b"x" * 9), 1)]
things[-1][0].extend(b"yy")
[things[-4 - i][0].pop() for i in range(3)]
wanted = {id(o): sys.getsizeof(o) - sys.getsizeof(type(o)("i") if type(o) is array.array else type(o)()) - (type(o) is bytearray and len(o) > 0) - len(o) * size for o, size in things}
queues = [grown(collections.deque, n) for n in (0, 1, 64, 65, 300)]
queues[-1].rotate(17)
[queues[-1].popleft() for _ in range(100)]
wanted.update((id(q), sys.getsizeof(q) - sys.getsizeof(collections.deque()) + 512 - ((sys.getsizeof(q) - sys.getsizeof(collections.deque())) // 528) * 16 - 8 * len(q)) for q in queues)
"""
TURNOVER = """
class Row:
    __slots__ = ("n",)
    def __init__(self, n): self.n = n
rows = [Row(n) for n in range(1000)]
"""
MORE = """
cache["rows"].rows.extend(Row(i) for i in range(40))
del cache["rows"].rows[:10]
big = {i: None for i in range(200)}
"""


class Client:
    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc

    def call(self, method, target, document=None, status=200):
        connection = http.client.HTTPConnection(self.address, timeout=300)
        headers = {"Content-Type": "application/json"} if document is not None else {}
        connection.request(method, urllib.parse.quote(target, safe="/?&=%.,-"), None if document is None else json.dumps(document), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status == status, (method, target, answer.status, content[:400])
        return json.loads(content) if content and content[:1] in b"{[" else content


class Graph:
    """An exported graph, every invariant of the form checked on the way."""

    def __init__(self, document):
        meta = document["snapshot"]["meta"]
        nodes, edges, strings = document["nodes"], document["edges"], document["strings"]
        width, edge_width = len(meta["node_fields"]), len(meta["edge_fields"])
        assert len(nodes) == width * document["snapshot"]["node_count"]
        assert len(edges) == edge_width * document["snapshot"]["edge_count"]
        field = {name: i for i, name in enumerate(meta["node_fields"])}
        kinds, edge_kinds = meta["node_types"][0], meta["edge_types"][0]
        self.sizes, self.names, self.out, self.addresses = [], [], [], []
        ids, at = set(), 0
        for base in range(0, len(nodes), width):
            assert 0 <= nodes[base + field["type"]] < len(kinds)
            assert 0 <= nodes[base + field["name"]] < len(strings)
            ids.add(nodes[base + field["id"]])
            self.sizes.append(nodes[base + field["self_size"]])
            self.names.append(strings[nodes[base + field["name"]]])
            targets = []
            for _ in range(nodes[base + field["edge_count"]]):
                kind, name, to = edges[at:at + edge_width]
                at += edge_width
                kind = edge_kinds[kind]
                assert kind in ("element", "hidden") or 0 <= name < len(strings)
                assert to % width == 0 and 0 <= to < len(nodes)
                if kind != "weak":
                    targets.append(to // width)
            self.out.append(targets)
        assert at == len(edges)
        assert len(ids) == len(self.sizes)
        assert kinds[nodes[field["type"]]] == "synthetic"
        assert self.names[1:10] == ["(%s roots)" % kind for kind in "name local frame module thread session internal builtin garbage".split()], self.names[1:10]

    def reach(self, without=None):
        seen, stack = {0}, [0]
        while stack:
            for to in self.out[stack.pop()]:
                if to != without and to not in seen:
                    seen.add(to)
                    stack.append(to)
        return seen


def compare_with_deletion(client, at, graph, choice):
    """Node numbers are not addresses: objects are matched through a walk of /dominators and the order of addresses."""
    everything = graph.reach()
    assert len(everything) == len(graph.sizes), "what is exported is reached"
    first = 10  # behind the root and the kinds of roots
    listed = client.call("GET", at + "/dominators?depth=8&limit=10000")
    addresses = {}

    def walk(level):
        for row in level["items"]:
            addresses[row["id"]] = row
            if "items" in row:
                walk(row)
            elif row["retained_count"] > 1:
                walk(client.call("GET", at + "/dominators?depth=8&limit=10000&id=" + row["id"]))
    walk(listed)
    known = sorted(addresses, key=lambda a: int(a, 16))
    assert len(known) == len(graph.sizes) - first, (len(known), len(graph.sizes))
    for index in random.Random(5).sample(range(len(known)), choice) + [known.index(a) for a in known if addresses[a]["type"] in ("Table", "Node", "Row")][:30]:
        row = addresses[known[index]]
        lost = everything - graph.reach(first + index)
        size = sum(graph.sizes[i] for i in lost)
        assert row["size"] == graph.sizes[first + index], row
        assert row["retained_size"] == size and row["retained_count"] == len(lost), (row, size, len(lost))


def check_live(client, s, types_of):
    live = client.call("GET", s + "/types?limit=10000")["items"]
    graph = client.call("GET", types_of + "/types?limit=10000")["items"]
    assert {t["type"]: (t["count"], t["bytes"]) for t in live} == {t["type"]: (t["count"], t["bytes"]) for t in graph}, "types of heap and graph"
    assert {t["type"]: t["retained_size"] for t in client.call("GET", s + "/types?retained&limit=10000")["items"]} == {
        t["type"]: t["retained_size"] for t in graph}, "what types retain, in heap and snapshot"
    for row in graph:
        assert row["retained_size"] >= row["bytes"], row


def check_questions(client, at):
    suspects = client.call("GET", at + "/suspects?percent=1")
    assert suspects["garbage"]["objects"] in (2, 3), suspects["garbage"]  # where the str is mortal it goes with them
    words = [item["words"] for item in suspects["items"] if "(name cache)" in item["words"]]
    assert len(words) == 1 and "(name cache['rows'].rows), 2 steps further down" in words[0] and "of type Row" in words[0], suspects
    cycles = client.call("GET", at + "/cycles?limit=10000")["items"]
    assert [c for c in cycles if c["members"] == 2 and {o["type"] for o in c["objects"]} == {"Node"} and not c["garbage"]], "a and b"
    assert [c for c in cycles if c["members"] == 1 and c["garbage"] and c["objects"][0]["type"] == "Node"], "lost"
    duplicates = client.call("GET", at + "/duplicates?type=str&limit=10000")["items"]
    assert [d for d in duplicates if d.get("text") == "row 3" and d["count"] == 6], duplicates
    merged = client.call("GET", at + "/paths?type=Row")
    assert merged["count"] == 60 and [g.get("label") for g in merged["items"]][-1] is None
    assert [g["targets"] for g in merged["items"]] == [60] * 5, merged
    path = client.call("GET", at + "/objects/" + merged["items"][-1]["id"] + "/paths?limit=5")
    labels = [step.get("label") for step in path["items"][0]["steps"]]
    assert labels[:3] == [None, "['rows']", ".rows"] and re.fullmatch(r"\[\d+\]", labels[3]), path
    waste = client.call("GET", at + "/waste")
    assert waste["wasted"] >= sum(row["wasted"] for row in waste["items"]) > 0
    dot = client.call("GET", at + "/objects/" + merged["items"][1]["id"] + "/graph?format=dot")
    assert dot.startswith(b"digraph heap {") and dot.count(b"->") >= 3 and dot.endswith(b"}\n")


def check_comparison(client, s):
    change = {row["type"]: row for row in client.call("GET", s + "/diffs/1..2/objects?limit=10000")["items"]}
    assert (change["Row"]["new"], change["Row"]["deleted"]) == (40, 10), change["Row"]
    assert change["Row"]["delta"] == 30 and change["Row"]["size_delta"] == 30 * change["Row"]["allocated_size"] // change["Row"]["new"]
    grown = client.call("GET", s + "/diffs/1..2/objects?fate=grown&type=list")["items"]
    assert any(row["size_diff"] > 0 for row in grown), grown
    new = client.call("GET", s + "/diffs/1..2/objects?fate=new&type=dict&limit=10000")["items"]
    assert any(row["size"] > 5000 for row in new), new
    same = client.call("GET", s + "/diffs/2..2/objects")
    assert same["items"] == [] and same["all"]["new"] == 0 and same["all"]["surviving"] > 100


def check_reach(client, s):
    """From roots along references SQL comes to what has a distance, and to nothing else."""
    walk = ("WITH RECURSIVE reached(a) AS (SELECT object FROM snapshot_roots WHERE snapshot = 1 %s UNION SELECT r.target FROM reached JOIN snapshot_refs r "
            "ON r.snapshot = 1 AND r.source = a) SELECT o.id, o.type, o.distance FROM snapshot_objects o WHERE o.snapshot = 1 AND %s")
    wrong = client.call("POST", s + "/query", {"sql": walk % ("", "(o.address IN (SELECT a FROM reached)) <> (o.distance IS NOT NULL)")})["rows"]
    assert wrong == [], wrong[:5]
    held = client.call("POST", s + "/query", {"sql": "SELECT count(*), count(holder) FROM snapshot_roots WHERE kind = 'static' AND type = 'module'"})["rows"]
    assert held[0][0] == held[0][1] > 0, "modules that sys.modules has"
    # What `cache` alone keeps is what would go with it.
    alone = client.call("POST", s + "/query?limit=100000", {"sql": walk % ("AND NOT (kind = 'name' AND name = 'cache')", "o.distance IS NOT NULL AND o.address NOT IN (SELECT a FROM reached)")})["rows"]
    assert len(alone) == client.call("GET", s + "/snapshots/1/objects/cache/retained")["retained_count"], len(alone)


def check_labels(client, python):
    """What a path says is what Python finds there."""
    s = "/v1/sessions/labels-" + python.replace(".", "-")
    client.call("POST", "/v1/sessions", {"name": s[len("/v1/sessions/"):], "python": python}, 201)
    assert client.call("POST", s + "/exec", {"source": LABELS})["exception"] is None
    client.call("POST", s + "/snapshots", {"objects": True}, 201)
    for table, where in (("refs", ""), ("snapshot_refs", "AND snapshot = 1")):
        unknown = client.call("POST", s + "/query", {"sql": "SELECT source_type, label FROM %s WHERE (kind = 'other' OR label LIKE '%%?%%' OR label = '') %s" % (table, where)})
        assert unknown["rows"] == [], unknown["rows"][:9]
    marks = client.call("POST", s + "/query", {"sql": "SELECT DISTINCT r.source_id FROM snapshot_refs r JOIN snapshot_refs n ON n.source = r.source "
                                                      "JOIN snapshot_objects o ON o.snapshot = 1 AND o.address = r.target WHERE r.snapshot = 1 AND n.snapshot = 1 "
                                                      "AND o.text = 'mark' AND r.label = '[0]' AND r.source_type = 'list'"})["rows"]
    assert len(marks) == 22, marks
    tests = []
    for (mark,) in marks:
        for at in (s, s + "/snapshots/1"):
            for path in client.call("GET", at + "/objects/" + mark + "/paths?limit=3")["items"]:
                assert path["root"]["kind"] == "name", path
                expression = path["root"]["text"]
                for step in path["steps"][1:]:
                    expression = STEPS.get(step["label"], "%s" + step["label"]) % expression
                tests.append((expression, int(mark, 16)))
    keys = client.call("POST", s + "/query", {"sql": "SELECT source, target, label FROM snapshot_refs WHERE snapshot = 1 AND kind = 'key' AND source = (SELECT object FROM names WHERE name = 'holes')"})["rows"]
    live = client.call("POST", s + "/query", {"sql": "SELECT source, target, '(' || label || ')', position FROM refs WHERE kind = 'key' AND source = (SELECT object FROM names WHERE name = 'holes')"})["rows"]
    assert keys == [row[:3] for row in live] and [row[3] for row in live] == [0, 1, 2], (keys, live)
    tests += [("list(holes)[%s]" % label.strip("(key )"), target) for _, target, label in keys]
    assert len(tests) >= 47, tests
    ran = client.call("POST", s + "/exec", {"source": "[t for t in %r if id(eval(t[0])) != t[1]]" % tests})
    assert ran["exception"] is None and ran["result"]["repr"] == "[]", ran


ASKED = """
import datetime
told = []
class Asked(frozenset):
    def __iter__(self):
        told.append(1)
        return super().__iter__()
    def __repr__(self):
        told.append(2)
        return "asked"
day = datetime.date(2026, 1, 1)
places = {(Asked([1]),): [1], (day, "x"): [2], Asked([2]): [3], (list[int], 10 ** 100000): [4]}
"""


def check_nothing_runs(client, python):
    """Looking at a heap runs nothing of it and makes nothing in it, whatever its keys are."""
    s = "/v1/sessions/" + client.call("POST", "/v1/sessions", {"python": python}, status=201)["name"]
    assert client.call("POST", s + "/exec", {"source": ASKED})["exception"] is None
    before = client.call("GET", s)
    snapshot = client.call("POST", s + "/snapshots", {"objects": True}, status=201)["snapshot"]
    assert client.call("GET", "%s/snapshots/%d/suspects" % (s, snapshot))
    after = client.call("GET", s)
    assert (after["objects"], after["memory"]["used"]) == (before["objects"], before["memory"]["used"]), (before, after)
    assert client.call("POST", s + "/exec", {"source": "len(told)"})["result"]["repr"] == "0"


def check_capacity(client, python):
    """What is not used is what sys.getsizeof() counts beside the items."""
    s = "/v1/sessions/capacity-" + python.replace(".", "-")
    client.call("POST", "/v1/sessions", {"name": s[len("/v1/sessions/"):], "python": python}, 201)
    ran = client.call("POST", s + "/exec", {"source": CAPACITY + "\nprint(wanted)"})
    assert ran["exception"] is None, ran
    client.call("POST", s + "/snapshots", {"objects": True}, 201)
    rows = client.call("POST", s + "/query?limit=100000", {"sql": "SELECT address, wasted, type FROM snapshot_objects WHERE snapshot = 1"})["rows"]
    found = {address: (wasted, kind) for address, wasted, kind in rows}
    wanted = ast.literal_eval(ran["stdout"])
    assert len(wanted) > 30 and sum(w > 0 for w in wanted.values()) > 20
    for address, wasted in wanted.items():
        assert found[address][0] == wasted, (python, found[address], wasted)


def check_turnover(client, python):
    """Rows that go leave their places to others: those are other objects."""
    s = "/v1/sessions/turnover-" + python.replace(".", "-")
    client.call("POST", "/v1/sessions", {"name": s[len("/v1/sessions/"):], "python": python}, 201)
    sources = [TURNOVER, "first = id(rows[0]); del rows[500:]; rows += [Row(n) for n in range(1000, 1200)]", "rows[0] = None; rows[0] = Row(7)", "del rows[:]"]
    addresses = []
    for source in sources:
        assert client.call("POST", s + "/exec", {"source": source})["exception"] is None
        client.call("POST", s + "/snapshots", {"objects": True}, 201)
        client.call("GET", s + "/dominators")  # looking is no snapshot
        addresses.append(client.call("POST", s + "/exec", {"source": "[id(row) for row in rows[-200:]], id(rows[0]) if rows else 0"})["result"]["repr"])
    was = client.call("POST", s + "/query", {"sql": "SELECT count(*) FROM snapshot_objects a JOIN snapshot_objects b USING (address, type) WHERE a.snapshot = 1 AND b.snapshot = 2 "
                                                    "AND a.type = 'Row' AND a.birth <> b.birth"})["rows"]
    assert was[0][0] > 100, "places are used again, or nothing is tested here"
    for pair, new, deleted in (("1..2", 200, 500), ("2..3", 1, 1), ("1..3", 201, 501), ("3..4", 0, 700), ("1..4", 0, 1000), ("2..2", 0, 0), ("3..1", 501, 201)):
        rows = [row for row in client.call("GET", s + "/diffs/" + pair + "/objects?limit=10000")["items"] if row["type"] == "Row"]
        found = (rows[0]["new"], rows[0]["deleted"]) if rows else (0, 0)
        assert found == (new, deleted), (python, pair, found)
        for fate, count in (("new", new), ("deleted", deleted)):
            assert client.call("GET", s + "/diffs/" + pair + "/objects?type=Row&fate=" + fate)["total"] == count
    there = addresses[1][2:].split(",")[0]  # a row of the second that is in a place of the first
    gone = {"old": 1, "new": 2, "gone": [hex(int(there))]}
    if [row for row in client.call("POST", s + "/query", {"sql": "SELECT 1 FROM snapshot_objects WHERE snapshot = 1 AND type = 'Row' AND address = " + there})["rows"]]:
        client.call("POST", s + "/assert", gone)
    client.call("POST", s + "/assert", {"old": 2, "new": 3, "gone": gone["gone"]}, 422)


def check_version(client, python):
    s = "/v1/sessions/graph-" + python.replace(".", "-")
    client.call("POST", "/v1/sessions", {"name": s[len("/v1/sessions/"):], "python": python, "gc": {"enabled": False}}, 201)
    assert client.call("POST", s + "/exec", {"source": PROGRAM})["exception"] is None
    client.call("POST", s + "/snapshots", {"objects": True}, 201)
    check_live(client, s, s + "/snapshots/1")
    check_reach(client, s)
    for at in (s, s + "/snapshots/1"):
        check_questions(client, at)
        compare_with_deletion(client, at, Graph(client.call("GET", at + "/graph")), 60)
    assert client.call("POST", s + "/exec", {"source": MORE})["exception"] is None
    client.call("POST", s + "/snapshots", {"objects": True}, 201)
    check_comparison(client, s)
    assert client.call("GET", s + "/verify")["sound"]
    return s


def start(program, folder):
    process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--data", folder, "--log-level", "warn"], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            return process, Client(found.group(0))
    sys.exit("heapd did not get ready")


def stop(process):
    process.terminate()
    assert process.wait(200) == 0, "heapd ended with status %d" % process.returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with tempfile.TemporaryDirectory(prefix="heapd-test-") as folder:
        process, client = start(program, folder)
        try:
            sessions = [check_version(client, v["python"]) for v in client.call("GET", "/v1/versions")["items"]]
            for v in client.call("GET", "/v1/versions")["items"]:
                check_labels(client, v["python"])
                check_nothing_runs(client, v["python"])
                check_capacity(client, v["python"])
                check_turnover(client, v["python"])
            before = [client.call("GET", s + "/snapshots/1/suspects") for s in sessions]
        finally:
            stop(process)
        process, client = start(program, folder)  # heaps are gone, snapshots are not
        try:
            for s, known in zip(sessions, before):
                assert client.call("GET", s + "/snapshots/1/suspects") == known
                check_comparison(client, s)
                client.call("DELETE", s + "/snapshots/1", status=204)
                client.call("GET", s + "/snapshots/1/suspects", status=404)
        finally:
            stop(process)
    print("graphs of %d versions agree with deletion" % len(sessions))


main()
