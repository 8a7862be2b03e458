"""Forks of sessions as they were, against what they were: random requests, a fingerprint after each step, then forks at random steps.

    check.py --heapd PROGRAM [--seed N] [--rounds N] [--requests N]

The fingerprint is the memory of the heap, byte by byte, read from the daemon's process (where the host allows that), and what the API
says of it. What it was asked for between the steps belongs to the session's past as well.
"""
import argparse
import bisect
import hashlib
import json
import math
import os
import random
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
import daemon

REGION, STATIC, LARGE = 32 << 30, 0x8000, 8 << 30
SEEN = ((STATIC, 96 << 20), (LARGE, 32 << 20))  # offset and size of what is compared of a region
PAGE = 4096

PROGRAMS = [
    "x = [i * 1000 for i in range(50)]",
    "class Node:\n    def __init__(self, v):\n        self.v, self.other = v, None\na, b = Node(1), Node(2)\na.other, b.other = b, a",
    "class R:\n    def __repr__(self):\n        seen.append(len(seen) + 1000)\n        return 'R%d' % len(seen)\nseen = []\nr = R()",
    "d = {str(i): (i, float(i)) for i in range(200)}\ndel d['7']",
    "import re\nm = re.findall(r'(a+)b', 'aab ab b aaab' * 20)\nprint(m)",
    "import time\nt = time.time()\nprint(t)",
    "import random\nrandom.seed(7)\nnumbers = [random.random() for _ in range(40)]",
    "import random\nchance = [random.random() for _ in range(5)]\nprint(chance)",
    "def g():\n    for i in range(10):\n        yield [i]\nit = g()\nnext(it)",
    "try:\n    next(it)\nexcept (NameError, StopIteration) as e:\n    last = repr(e)",
    "import gc\ngc.collect()\nprint(gc.get_count())",
    "1 / 0",
    "def deep(n):\n    return deep(n + 1)\ndeep(0)",
    "print('x' * 1000)\nbig = 'y' * 100000",
    "big = bytearray(300000)\nfor i in range(1000): big.append(i % 256)",
    "syntax error here",
    "s = set('the quick brown fox'.split())\nprint(s)",
    "import weakref\nclass W: pass\nw = W()\nlog = []\nf = weakref.finalize(w, log.append, 1)\ndel w",
    "class F:\n    def __del__(self):\n        kept.append(id(self) % 7)\nkept = []\nF()\ncycle = F(); cycle.me = cycle; del cycle",
    "while True: pass",
    "huge = 'z' * (1 << 31)",
    "import sys\nprint(sys.getsizeof([1, 2, 3]), sys.getrefcount(None))\nn = sys.gettotalrefcount() if hasattr(sys, 'gettotalrefcount') else 0",
]


class Asker:
    def __init__(self, client):
        self.client, self.pid = client, client.pid

    def exchange(self, method, target, body=None, headers=None):
        target = urllib.parse.quote(target, safe="/?&=%.,-")
        answer = self.client.call(method, target, body, None, **{k.replace("-", "_"): v for k, v in (headers or {}).items()})
        return answer.status, answer.headers, answer.body

    def json(self, method, target, document=None, status=200):
        answer = self.client.call(method, target, document, status)
        return json.loads(answer.body) if answer.body else None


class Memory:
    """The regions of a process. Those of sessions are not as a template has them: the rest wait for a session, or are the template's."""

    def __init__(self, pid):
        self.pid = pid
        try:
            self.file = open(f"/proc/{pid}/mem", "rb", buffering=0)
            self.pages = open(f"/proc/{pid}/pagemap", "rb", buffering=0)
        except OSError:
            self.file = None

    def learn(self, client, pythons):
        """How a heap begins that no session has."""
        for python in pythons:
            made = client.json("POST", "/v1/sessions", {"python": python}, status=201)
            client.json("DELETE", f"/v1/sessions/{made['name']}", status=204)
        if self.file:
            self.wait(lambda: len(set(self.regions().values())) == len(pythons))
            self.unused = set(self.regions().values())

    @staticmethod
    def wait(until):
        for _ in range(3000):
            if until():
                return
            time.sleep(0.01)
        raise AssertionError("a region is not given back")

    def live(self):
        return {at for at, head in self.regions().items() if head not in self.unused} if self.file else set()

    def made_since(self, before):
        if not self.file:
            return None
        region, = self.live() - before
        return region

    def end(self, client, session, region):
        """The answer comes before the heap is given back."""
        client.json("DELETE", f"/v1/sessions/{session}", status=204)
        if self.file:
            self.wait(lambda: self.read(region, PAGE) in self.unused | {b""})

    def regions(self):
        """Where they begin, and their first page: at a heap's first word, whole regions away from where some mapping begins or ends (neighbours are one mapping)."""
        with open(f"/proc/{self.pid}/maps") as maps:
            spans = [tuple(int(x, 16) for x in line.split()[0].split("-")) for line in maps if line.split()[1].startswith("rw")]
        bounds = {bound for span in spans for bound in span}
        tried = {bound + away * REGION for bound in bounds for away in range(-8, 9)}
        spans.sort()
        inside = [at for at in tried if (after := bisect.bisect(spans, (at, math.inf))) and at < spans[after - 1][1]]
        heads = {at: self.read(at, PAGE) for at in inside if self.read(at, 8) == b"100dpaeh"}
        return heads

    def read(self, at, size):
        try:
            self.file.seek(at)
            return self.file.read(size)
        except OSError:
            return b""

    def digest(self, region):
        """By page, of those that hold anything. Those of a template are there before they are touched."""
        if not self.file:
            return None
        pages = {}
        with open(f"/proc/{self.pid}/maps") as maps:
            shared = [range(int(low, 16), int(high, 16)) for low, high in (line.split()[0].split("-") for line in maps if "heapd-template" in line)]
        for offset, size in SEEN:
            self.pages.seek((region + offset) // PAGE * 8)
            flags = memoryview(self.pages.read(size // PAGE * 8)).cast("Q")
            for i, flag in enumerate(flags):
                if flag >> 62 or any(region + offset + i * PAGE in r for r in shared):
                    content = self.read(region + offset + i * PAGE, PAGE)
                    if content.strip(b"\0"):
                        pages[offset + i * PAGE] = hashlib.blake2b(content, digest_size=8).digest()
        return pages


class Walk:
    """A session and what it was like after each of its steps."""

    def __init__(self, client, memory, chance, python):
        self.client, self.memory, self.chance = client, memory, chance
        before = memory.live()
        settings = {"python": python, "memory_limit": 64 << 20}
        if chance.random() < 0.5:
            settings["gc"] = {"threshold": [chance.choice([5, 50, 700]), 10, 10]}
        if chance.random() < 0.5:
            settings["trace"] = {"tracing": True, "nframe": 3}
        self.session = client.json("POST", "/v1/sessions", settings, status=201)["name"]
        self.region = memory.made_since(before)
        self.seen, self.tell = {}, []
        self.look(0)

    def path(self, rest):
        return f"/v1/sessions/{self.session}{rest}"

    def look(self, seq):
        self.seen[seq] = fingerprint(self.client, self.memory, self.session, self.region)

    def ask(self, method, rest, document=None, media="application/json", accept="application/json"):
        body = document if document is None or isinstance(document, bytes) else json.dumps(document).encode()
        status, headers, content = self.client.exchange(method, self.path(rest), body, {"Content-Type": media, "Accept": accept})
        self.tell.append((method, rest, body, status))
        assert status < 500 or (status == 503 and b"deadline" in content), (method, rest, body, status, content[:500])
        return status

    def name(self):
        return self.chance.choice(["a", "b", "c", "d", "x", "big", "r"])

    def value(self):
        c = self.chance
        return c.choice([
            lambda: c.randrange(-10, 10 ** c.randrange(1, 30)),
            lambda: [c.randrange(10 ** 6) for _ in range(c.randrange(20))],
            lambda: {str(c.randrange(100)): c.random() for _ in range(c.randrange(12))},
            lambda: {"$set": [c.randrange(1000) for _ in range(c.randrange(9))]},
            lambda: {"$ref": self.name()},
            lambda: "text %d" % c.randrange(1000),
            lambda: {"$tuple": [1.5, "é%d" % c.randrange(10 ** 5), None]},
            lambda: {"$bytearray": "aGVhcGQ="},
            lambda: {"$ref": "nowhere"},
        ])()

    def operation(self):
        c = self.chance
        return c.choice([
            lambda: {"op": "bind", "name": self.name(), "value": self.value()},
            lambda: {"op": "new", "value": self.value(), "bind": self.name()},
            lambda: {"op": "new", "value": self.value()},
            lambda: {"op": "del", "name": self.name()},
            lambda: {"op": "call", "object": self.name(), "method": "append", "args": [self.value()]},
            lambda: {"op": "setattr", "object": self.name(), "name": "v%d" % c.randrange(9), "value": self.value()},
            lambda: {"op": "setitem", "object": self.name(), "key": c.randrange(4), "value": self.value()},
            lambda: {"op": "class", "name": "C%d" % c.randrange(3), "finalizer": {"log": "gone"}},
            lambda: {"op": "bind", "name": "c", "value": {"$new": "C%d" % c.randrange(3), "attrs": {"z": [1]}}},
            lambda: {"op": "weakref", "object": self.name(), "bind": "w"},
            lambda: {"op": "intern", "value": "word %d" % c.randrange(30), "bind": "t"},
            lambda: {"op": "deepcopy", "object": self.name(), "bind": "copy"},
            lambda: {"op": "compare", "left": {"$ref": self.name()}, "right": self.value()},
            lambda: {"op": "push_frame", "function": "f%d" % c.randrange(3), "file": "app.py", "line": c.randrange(99), "locals": {"l": self.value()}},
            lambda: {"op": "pop_frame"},
            lambda: {"op": "line", "line": c.randrange(1000)},
            lambda: {"op": "collect", "generation": c.randrange(3)},
            lambda: {"op": c.choice(["freeze", "unfreeze"])},
            lambda: {"op": "gc", "threshold": [c.choice([3, 30, 700]), 10, 10]},
            lambda: {"op": "trace", "tracing": c.random() < 0.7, "nframe": c.randrange(1, 5)},
            lambda: {"op": "reset_peak"},
            lambda: {"op": "snapshot", "objects": c.random() < 0.5},
            lambda: {"op": "exec", "source": c.choice(PROGRAMS[:18])},
            lambda: {"op": "nothing of the kind"},
        ])()

    def program(self):
        c = self.chance
        query = c.choice(["?steps=20000", "?steps=20000&record=steps&limit=20", "?steps=20000&profile=lines", "?steps=3000&output=500"])
        if c.random() < 0.05:
            query += "&clock=real"
        accept = c.choice(["application/json", "text/plain", "application/x-ndjson"])
        self.ask("POST", "/exec" + query + c.choice(["", "&effects=1"]), c.choice(PROGRAMS).encode(), "text/x-python", accept)

    def batch(self):
        c = self.chance
        operations = [self.operation() for _ in range(c.randrange(1, 12))]
        query = "?steps=20000" + c.choice(["", "&on_error=continue"]) + c.choice(["", "&effects=1"])
        if c.random() < 0.5:
            self.ask("POST", "/ops" + query, operations)
        else:
            lines = [json.dumps(o) for o in operations]
            if c.random() < 0.2:
                lines.insert(c.randrange(len(lines)), "no json")
            self.ask("POST", "/ops" + query, "\n".join(lines).encode(), "application/x-ndjson")

    def change(self):
        c = self.chance
        c.choice([
            self.program, self.program, self.batch, self.batch,
            lambda: self.ask("PUT", f"/names/{self.name()}", {"value": self.value()}),
            lambda: self.ask("DELETE", f"/names/{self.name()}"),
            lambda: self.ask("POST", "/objects", {"value": self.value()}),
            lambda: self.ask("PUT", f"/objects/{self.name()}/attrs/q", {"value": self.value()}),
            lambda: self.ask("DELETE", f"/objects/{self.name()}/attrs/q"),
            lambda: self.ask("POST", f"/objects/{self.name()}/call", {"method": "copy", "bind": "copied"}),
            lambda: self.ask("DELETE", f"/objects/{self.name()}"),
            lambda: self.ask("POST", "/gc/collect", {}),
            lambda: self.ask("PATCH", "/gc", {"threshold": [c.choice([4, 40, 2000])]}),
            lambda: self.ask("PATCH", "/trace", {"tracing": c.random() < 0.7}),
            lambda: self.ask("POST", c.choice(["/trace/clear", "/trace/reset_peak"]), {}),
            lambda: self.ask("POST", c.choice(["/gc/freeze", "/gc/unfreeze"]), {}),
            lambda: self.ask("POST", "/frames", {"function": "h", "locals": {"k": self.value()}}),
            lambda: self.ask("DELETE", "/frames"),
            lambda: self.ask("POST", "/snapshots", {"objects": True}),
            lambda: self.ask("PATCH", "", {"recursion_limit": c.choice([60, 200, 1000])}),
            lambda: self.ask("PATCH", "", {"memory_limit": c.choice([48, 64, 80]) << 20, "labels": {"l": "v"}}),
            lambda: self.ask("PATCH", "", {"labels": {"k": "v"}}),
            lambda: self.ask("POST", "/objects", b"{no json"),
        ])()

    def read(self):
        c = self.chance
        c.choice([
            lambda: self.ask("GET", f"/objects/{self.name()}"),
            lambda: self.ask("GET", f"/objects/{self.name()}.__dict__"),
            lambda: self.ask("GET", f"/objects/{self.name()}.append/layout"),
            lambda: self.ask("GET", f"/objects/d['7']/referrers".replace("'", "%27")),
            lambda: self.ask("GET", f"/objects/{self.name()}[0]/retained"),
            lambda: self.ask("GET", "/names"),
            lambda: self.ask("GET", "/objects?type=list&sort=-size"),
            lambda: self.ask("POST", "/query", {"sql": "SELECT count(*) FROM objects"}),
        ])()

    def seq(self):
        return self.client.json("GET", self.path(""))["seq"]

    def go(self, requests):
        for _ in range(requests):
            before = self.seq()
            (self.change if self.chance.random() < 0.75 else self.read)()
            now = self.seq()
            if now == before + 1 or (now != before and self.chance.random() < 0.9):
                self.look(now)

    def compare(self, at):
        before = self.memory.live()
        status, _, content = self.client.exchange("POST", self.path("/fork"), json.dumps({"at": at}).encode(), {"Content-Type": "application/json"})
        if status == 410:
            return False
        assert status == 201, (at, status, content, self.tell)
        fork = json.loads(content)
        assert fork["seq"] == at, (at, fork)
        region = self.memory.made_since(before)
        found = fingerprint(self.client, self.memory, fork["name"], region)
        differences(self.seen[at], found, f"{self.session} at {at}", self.tell)
        # The fork has a past of its own, with that of the first in it.
        earlier = self.chance.choice([s for s in self.seen if s <= at])
        if fork["forkable_from"] <= earlier:
            again = self.client.json("POST", f"/v1/sessions/{fork['name']}/fork", {"at": earlier}, status=201)
            second = self.memory.made_since(before | {region})
            found = fingerprint(self.client, self.memory, again["name"], second)
            differences(self.seen[earlier], found, f"{self.session} at {earlier} of {at}", self.tell)
            self.memory.end(self.client, again["name"], second)
        self.memory.end(self.client, fork["name"], region)
        return True


def without_times(document):
    if isinstance(document, dict):
        return {k: without_times(v) for k, v in document.items() if k not in ("taken_at", "created_at", "duration_us", "overhead")}
    return [without_times(v) for v in document] if isinstance(document, list) else document


def fingerprint(client, memory, session, region):
    """The memory first: what is asked may change it."""
    found = {"memory": memory.digest(region) if memory.file else None}
    about = client.json("GET", f"/v1/sessions/{session}")
    found["session"] = {k: about[k] for k in ("python", "seq", "memory", "objects")}
    found["verify"] = client.json("GET", f"/v1/sessions/{session}/verify")
    for part in "allocator", "gc", "trace", "types", "frames?limit=1000", "names?limit=1000&frame=0", "objects?limit=10000&sort=address":
        found[part] = without_times(client.json("GET", f"/v1/sessions/{session}/{part}"))
    if found["memory"]: # what is behind the last large block belongs to nobody
        allocator = found["allocator"]
        end = LARGE + allocator["committed"] - len(allocator["arenas"]) * allocator["arena_size"]
        found["memory"] = {page: digest for page, digest in found["memory"].items() if page < end}
    return found


def differences(expected, found, where, told):
    for part in expected:
        if expected[part] != found[part]:
            print(f"{where}: {part} differs", file=sys.stderr)
            if part == "memory":
                pages = sorted(p for p in expected[part].keys() | found[part].keys() if expected[part].get(p) != found[part].get(p))
                print([hex(p) for p in pages][:20], len(pages), file=sys.stderr)
            else:
                print(str(expected[part])[:3000], "\n--- but\n", str(found[part])[:3000], file=sys.stderr)
            for line in told[-60:]:
                print(line, file=sys.stderr)
            sys.exit(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--requests", type=int, default=40)
    options = parser.parse_args()
    made = gone = 0
    with daemon.folder() as folder, daemon.daemon(options.heapd, folder) as client:
        client = Asker(client)
        memory = Memory(client.pid)
        pythons = ["3.14", "3.11"]
        memory.learn(client, pythons)
        for round_ in range(options.rounds):
            chance = random.Random(options.seed * 1000 + round_)
            walk = Walk(client, memory, chance, pythons[round_ % 2])
            walk.go(options.requests)
            steps = sorted(walk.seen)
            for at in chance.sample(steps, min(len(steps), 10)) + [steps[-1], 0]:
                if walk.compare(at):
                    made += 1
                else:
                    gone += 1
            memory.end(client, walk.session, walk.region)
    print(f"{made} forks as they were, {gone} steps that are gone")
    assert made > gone


main()
