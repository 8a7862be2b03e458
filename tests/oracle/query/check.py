#!/usr/bin/env python3
"""What SQL answers about the objects of a program, against gc and sys of a real CPython 3.11 that runs the same program.

    check.py --heapd PROGRAM     (or with HEAPD_URL in the environment)

A question is two expressions of the same thing: Python, evaluated after the program in a real interpreter, and SQL, asked of a session that
has run it. Numbers must be equal. Objects of the program are told apart from the interpreter's own by their classes.
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from heapd import Heapd  # noqa: E402
from pairs import SKIP, find_python, run_real  # noqa: E402

PROGRAM = r"""
import gc, sys, weakref
gc.collect()
gc.disable()
class Node:
    def __init__(self, value):
        self.value, self.peer = value, None
class Slots:
    __slots__ = ("left", "right", "__weakref__")
class MyList(list): pass
class MyDict(dict): pass
class MyStr(str): pass
nodes = [Node([i, float(i)]) for i in range(300)]
for a, b in zip(nodes[::2], nodes[1::2]):
    a.peer, b.peer = b, a
slots = [Slots() for i in range(40)]
for i, s in enumerate(slots):
    s.left = nodes[i]
    s.right = s if i % 4 == 0 else nodes[-1]
lists = [MyList(range(i)) for i in range(60)]
dicts = [MyDict((k, nodes[k]) for k in range(i)) for i in range(30)]
texts = [MyStr("x" * i) for i in range(50)]
refs = [weakref.ref(s) for s in slots[:10]]
refs += [weakref.ref(s, print) for s in slots[:7]]
alone = [Node(None) for i in range(25)]
alone[0].peer = nodes[0]
del i, a, b, s
"""

PRELUDE = r"""
def of(cls): return [o for o in gc.get_objects() if type(o) is cls]
def generation(n): return [o for o in gc.get_objects(n)]
NAMES = ("Node", "Slots", "MyList", "MyDict")
"""

QUESTIONS = [
    ("len(of(Node))", "SELECT count(*) FROM objects WHERE type = 'Node'"),
    ("len(of(Slots))", "SELECT count(*) FROM objects WHERE type = 'Slots'"),
    ("sum(map(sys.getsizeof, of(Node)))", "SELECT sum(size) FROM objects WHERE type = 'Node'"),
    ("sum(map(sys.getsizeof, of(Slots)))", "SELECT sum(size) FROM objects WHERE type = 'Slots'"),
    ("sum(map(sys.getsizeof, lists))", "SELECT sum(size) FROM objects WHERE type = 'MyList'"),
    ("sum(map(sys.getsizeof, dicts))", "SELECT sum(size) FROM objects WHERE type = 'MyDict'"),
    ("sum(map(sys.getsizeof, texts))", "SELECT sum(size) FROM objects WHERE type = 'MyStr'"),
    ("sum(map(len, lists))", "SELECT sum(length) FROM objects WHERE type = 'MyList'"),
    ("sum(map(len, dicts))", "SELECT sum(length) FROM objects WHERE type = 'MyDict'"),
    ("sum(gc.is_tracked(o) for o in dicts + lists + slots)", "SELECT sum(tracked) FROM objects WHERE type IN ('MyDict', 'MyList', 'Slots')"),
    # counts: getrefcount's argument is one more
    ("sum(sys.getrefcount(nodes[i]) - 1 for i in range(300))",
     "SELECT sum(o.refcount) FROM names n JOIN refs r ON r.source = n.object JOIN objects o ON o.address = r.target WHERE n.name = 'nodes' AND r.kind = 'index'"),
    ("sum(weakref.getweakrefcount(s) for s in slots)", "SELECT sum(weakrefs) FROM objects WHERE type = 'Slots'"),
    ("len({id(r) for r in refs})", "SELECT count(*) FROM weakrefs w JOIN objects o ON o.address = w.referent WHERE o.type = 'Slots'"),
    ("sum(r.__callback__ is not None for r in {id(r): r for r in refs}.values())",
     "SELECT count(w.callback) FROM weakrefs w JOIN objects o ON o.address = w.referent WHERE o.type = 'Slots'"),
    # references
    ("sum(type(t) is Node for s in slots for t in gc.get_referents(s))", "SELECT count(*) FROM refs WHERE source_type = 'Slots' AND target_type = 'Node'"),
    ("sum(t is s for s in slots for t in gc.get_referents(s))", "SELECT count(*) FROM refs WHERE source = target AND source_type = 'Slots'"),
    ("sum(len(gc.get_referents(d)) for d in dicts)", "SELECT count(*) FROM refs WHERE source_type = 'MyDict'"),
    ("sum(type(t) is Node for d in dicts for t in gc.get_referents(d))", "SELECT count(*) FROM refs WHERE source_type = 'MyDict' AND target_type = 'Node' AND kind = 'value'"),
    ("sum(len(gc.get_referents(l)) for l in lists)", "SELECT count(*) FROM refs WHERE source_type = 'MyList'"),
    ("sum(type(r) in (Node, Slots, MyDict) for r in gc.get_referrers(nodes[0]))",
     "SELECT count(DISTINCT source) FROM refs WHERE target = (SELECT target FROM names n JOIN refs r ON r.source = n.object WHERE n.name = 'nodes' AND r.label = '[0]') "
     "AND source_type IN ('Node', 'Slots', 'MyDict')"),
    ("sum(a.peer is not None and a.peer.peer is a for a in nodes) // 2",
     "SELECT count(*) FROM refs a JOIN refs b ON b.source = a.target AND b.target = a.source WHERE a.source < a.target AND a.source_type = 'Node' AND a.target_type = 'Node'"),
    # generations: collection is off, so that all of them are where they began
    ("sum(type(o) in (Node, Slots, MyList, MyDict) for o in generation(0))",
     "SELECT count(*) FROM objects WHERE generation = 0 AND type IN ('Node', 'Slots', 'MyList', 'MyDict')"),
    ("[o.value[0] for o in generation(0) if type(o) is Node and o.value][:5] == [0, 1, 2, 3, 4]",
     "SELECT group_concat(repr) = '[0, 0.0],[1, 1.0],[2, 2.0],[3, 3.0],[4, 4.0]' FROM (SELECT v.repr FROM objects o JOIN refs r ON r.source = o.address AND r.name = 'value' "
     "JOIN objects v ON v.address = r.target WHERE o.generation = 0 AND o.type = 'Node' ORDER BY o.position LIMIT 5)"),
    ("gc.get_threshold()[0]", "SELECT threshold FROM generations WHERE generation = 0"),
    ("gc.get_threshold()[2]", "SELECT threshold FROM generations WHERE generation = 2"),
    # what goes with a name: counted by what is left of the class when it is deleted, which comes last
    ("[before - len(of(Node)) for before in [len(of(Node))] if globals().pop('alone') is not None][0]",
     "WITH RECURSIVE others(a) AS (SELECT object FROM roots WHERE NOT (kind = 'global' AND name = 'alone') UNION SELECT r.target FROM others JOIN refs r ON r.source = others.a), "
     "mine(a) AS (SELECT object FROM names WHERE name = 'alone' UNION SELECT r.target FROM mine JOIN refs r ON r.source = mine.a) "
     "SELECT count(*) FROM mine JOIN objects o ON o.address = mine.a WHERE o.type = 'Node' AND mine.a NOT IN (SELECT a FROM others)"),
]


def expected(python):
    source = PROGRAM + PRELUDE + "import json\nprint(json.dumps([int(eval(q)) for q in %r]))" % [q for q, _ in QUESTIONS]
    return json.loads(run_real(python, "-c", source).stdout)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--heapd", default="heapd")
    arguments = options.parse_args()
    python = find_python(11)
    if python is None:
        print("no CPython 3.11 here: skipped")
        sys.exit(SKIP)
    wanted = expected(python)
    wrong = 0
    with Heapd(arguments.heapd) as heapd:
        heapd.request("POST", "/v1/sessions", {"name": "oracle-query", "python": "3.11"})
        heapd.request("POST", "/v1/sessions/oracle-query/exec", {"source": PROGRAM})
        for (question, sql), number in zip(QUESTIONS, wanted):
            answer = heapd.request("POST", "/v1/sessions/oracle-query/query", {"sql": sql}).json
            if answer.get("rows") != [[number]]:
                wrong += 1
                print("%s\n  CPython: %d\n  %s\n  heapd: %s" % (question, number, sql, answer.get("rows", answer)))
        heapd.request("DELETE", "/v1/sessions/oracle-query")
    print("%d questions, %d answers differ" % (len(QUESTIONS), wrong))
    sys.exit(wrong != 0)


main()
