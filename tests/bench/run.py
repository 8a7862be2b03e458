#!/usr/bin/env python3
"""Measures heapd against what it is compared with and prints one table of ratios. README.md says what each row means.

Everything that is compared runs in turn, in the same minutes, and the best of several rounds counts. Times are processor
times, so that a busy machine disturbs little. Nothing fails because of a figure.
"""
import argparse
import glob
import itertools
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import servers

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DEBIAN_PYTHON = "/usr/bin/python3"
TEN_LINES = """import gc
class Node:
    def __init__(self, value):
        self.value, self.other = value, None
a, b = Node(1), Node(2)
a.other, b.other = b, a
del a, b
print(gc.collect())
numbers = [n * n for n in range(10)]
print(sum(n for n in numbers if n % 2 == 0))
"""


class Table:
    def title(self, text):
        print(f"\n{text}", flush=True)

    def row(self, what, measured, reference, ratio, aim=""):
        print(f"  {what:<44} {measured:>13} {reference:>22}   {ratio:>9}   {aim}", flush=True)


def lines_of(command):
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: float(value) for name, value in (line.split("\t") for line in output.splitlines())}


def best(rounds, *commands):
    """Of each command's figures the smallest, the commands taking turns."""
    figures = [{} for _ in commands]
    for _ in range(rounds):
        for known, command in zip(figures, commands):
            for name, value in lines_of(command).items():
                known[name] = min(value, known.get(name, value))
    return figures


class Benches:
    def __init__(self, build, seconds, table):
        self.build, self.seconds, self.table = build, seconds, table

    def against_python(self, workload, rounds):
        return best(rounds, [f"{self.build}/bench/bench_heap", workload], [DEBIAN_PYTHON, f"{HERE}/cpython.py", workload])

    def allocation(self):
        ours, python = self.against_python("allocation", 4)
        self.table.title("Allocation and release, ns an object                     heapd                 CPython   CPython/heapd")
        for kind in "list", "dict", "str", "instance":
            mine, theirs = ours[kind] - ours["loop"], python[kind] - python["loop"]
            self.table.row(kind, f"{mine:.0f}", f"{theirs:.0f}", f"{theirs / mine:.2f}")

    def collection(self):
        ours, python = self.against_python("collection", 1)
        self.table.title("Full collection of a million lists, ns an object         heapd                 CPython   CPython/heapd")
        for kind, aim in ("ordered", "3"), ("shuffled", "5"), ("garbage", ""):
            self.table.row({"ordered": "alive, in order", "shuffled": "alive, references shuffled",
                            "garbage": "garbage, each a cycle"}[kind],
                           f"{ours[kind]:.0f}", f"{python[kind]:.0f}", f"{python[kind] / ours[kind]:.1f}", aim)

    def tracing(self):
        ours, python = self.against_python("tracing", 3)
        self.table.title("Tracing, ns a list, 30 calls deep                         heapd                 CPython   on/off (CPython's)")
        self.table.row("off", f"{ours['off']:.0f}", f"{python['off']:.0f}", "")
        for kind, aim in ("1 frame", "< 2"), ("25 frames", "< 3"):
            self.table.row(kind, f"{ours[kind]:.0f}", f"{python[kind]:.0f}",
                           f"{ours[kind] / ours['off']:.2f} ({python[kind] / python['off']:.0f})", aim)

    def snapshots(self):
        ours, python = self.against_python("snapshots", 1)
        self.table.title("A million traced blocks from a thousand places, ms       heapd             tracemalloc   CPython/heapd")
        for kind in "snapshot", "by lineno", "by traceback", "difference":
            self.table.row(kind, f"{ours[kind]:.3f}", f"{python[kind]:.0f}", f"{python[kind] / ours[kind]:.0f}", "100")

    def imports(self):
        """Files of Snapshot.dump(): read in and asked over HTTP, against the module itself."""
        asked = {
            "by lineno": "snapshots/2/statistics?group_by=lineno", "by traceback": "snapshots/2/statistics?group_by=traceback",
            "by lineno, cumulative": "snapshots/2/statistics?group_by=lineno&cumulative",
            "by lineno, filtered": "snapshots/2/statistics?group_by=lineno&include=*package1*&exclude=*module7.py&all_frames",
            "difference by lineno": "diffs/1..2?group_by=lineno", "difference by traceback": "diffs/1..2?group_by=traceback"}
        for traces, blocks in (100000, 50), (1000000, 50), (1000000, 2):
            with tempfile.TemporaryDirectory() as folder, servers.Heapd(self.build) as heapd:
                subprocess.run([DEBIAN_PYTHON, f"{HERE}/dumps.py", "make", str(traces), str(blocks), folder], check=True)
                theirs = best(1, [DEBIAN_PYTHON, f"{HERE}/dumps.py", "measure", folder])[0]
                servers.call(heapd, "POST", "/v1/sessions", '{"name":"bench"}')
                ours, clock = {}, {}
                def timed(name, *request):
                    before, begin = heapd.processor_time(), time.monotonic()
                    servers.call(heapd, *request)
                    ours[name] = min(heapd.processor_time() - before, ours.get(name, 1e9))
                    clock[name] = min(time.monotonic() - begin, clock.get(name, 1e9))
                for name in "old", "new":
                    with open(f"{folder}/{name}", "rb") as file:
                        timed("import", "POST", "/v1/sessions/bench/snapshots/import", file.read(), "application/octet-stream")
                for _ in range(3):
                    for name, path in asked.items():
                        timed(name, "GET", f"/v1/sessions/bench/{path}&limit=100")
                for figures in ours, theirs: # what whoever has a file wants of it
                    figures["import, then by lineno"] = figures["import"] + figures["by lineno"]
                of = f"A file of {traces:,} traces, a traceback for {blocks} of them, ms"
                self.table.title(of.ljust(57) + "heapd             tracemalloc   CPython/heapd")
                for name in ["import", "import, then by lineno"] + [name for name in theirs if not name.startswith("import")]:
                    self.table.row(name, f"{ours[name] * 1e3:.1f}", f"{theirs[name] * 1e3:.0f}", f"{theirs[name] / ours[name]:.1f}", "20")
                self.table.row("import, by the clock", f"{clock['import'] * 1e3:.0f}", "", "")
                self.table.row("resident, MiB", f"{heapd.resident() / 1048576:.0f}", "", "")

    def graphs(self):
        """The stages of a graph's analysis: there is nothing to compare them with."""
        for objects in 1000000, 10000000:
            figures = lines_of([f"{self.build}/bench/bench_graph", str(objects)])
            self.table.title(f"A graph of {objects:,} objects, s".ljust(57) + "heapd")
            for name, seconds in figures.items():
                aim = "10" if name == "dominators" and objects == 10000000 else ""
                self.table.row(name, f"{seconds:.2f}", "", "", aim)

    def retained(self):
        """Retained sizes against PyHeap's method, each shape until that takes too long."""
        with tempfile.TemporaryDirectory() as folder:
            for shape, exact in ("records", True), ("linked", True), ("parents", False):
                self.table.title(f"What each object retains, {shape}, s".ljust(57) + "heapd         PyHeap's method   PyHeap/heapd")
                for objects in 3000, 10000, 30000, 100000, 300000, 1000000:
                    ours = min(lines_of([f"{self.build}/bench/bench_retained", shape, str(objects), f"{folder}/graph"])["heapd"] for _ in range(3))
                    theirs = lines_of([DEBIAN_PYTHON, f"{HERE}/retained.py", f"{folder}/graph"])
                    seconds, same, small = theirs["PyHeap's method"], int(theirs["same"]), int(theirs["too small"])
                    if theirs["too large"] or (exact and small):
                        sys.exit(f"{shape}, {objects} objects: the retained sizes differ, {theirs}")
                    self.table.row(f"{objects:,} objects" + ("" if exact else f", {small:,} too small by its method"), f"{ours:.4f}", f"{seconds:.2f}", f"{seconds / ours:.0f}")
                    if seconds > 3:
                        break

    def language(self):
        programs = sorted(glob.glob(f"{HERE}/python/*.py"))
        ours, python = best(3, [f"{self.build}/bench/bench_python", "3", *programs], [DEBIAN_PYTHON, f"{HERE}/python.py", "3", *programs])
        self.table.title("Python programs, ms                                      heapd                 CPython   heapd/CPython")
        for name, mine in ours.items():
            self.table.row(name.replace("_", ", "), f"{mine:.1f}", f"{python[name]:.1f}", f"{mine / python[name]:.2f}", "1")
        mean = math.exp(sum(math.log(mine / python[name]) for name, mine in ours.items()) / len(ours))
        self.table.row("geometric mean", "", "", f"{mean:.2f}", "1")

    def run(self):
        self.table.title("POST /v1/run, ms of processor time                       heapd                 CPython   heapd/CPython")
        for what, source in ("ten lines", TEN_LINES), ("ten lines, collections", TEN_LINES.replace("gc", "collections, gc", 1)):
            with servers.Heapd(self.build) as heapd:
                def post():
                    answer = servers.call(heapd, "POST", "/v1/run", source, "text/x-python")
                    if b"120" not in answer:
                        raise RuntimeError(f"the program failed: {answer[-300:]}")
                post()
                mine = wall = 1
                for _ in range(5):
                    before, begin = heapd.processor_time(), time.monotonic()
                    for _ in range(20):
                        post()
                    mine, wall = min(mine, (heapd.processor_time() - before) / 20), min(wall, (time.monotonic() - begin) / 20)
            theirs = 1
            for _ in range(5):
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                subprocess.run([DEBIAN_PYTHON, "-I", "-c", source], stdout=subprocess.DEVNULL, check=True)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                theirs = min(theirs, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
            self.table.row(what, f"{mine * 1e3:.2f}", f"{theirs * 1e3:.0f}", f"{mine / theirs:.2f}", "2 ms")
            self.table.row("  by the clock, connection and all", f"{wall * 1e3:.2f}", "", "", "2 ms")

    def requests(self):
        if not shutil.which("wrk"):
            return self.table.title("Requests: not measured, there is no wrk")
        post, put = '{"value":[1,2,3],"bind":"b"}', '{"value":{"name":"Ada","born":1815}}'
        kinds = [
            ("GET /healthz", "/healthz", "GET", ""),
            ("GET a name", "/v1/sessions/bench/names/a", "GET", ""),
            ("POST an object", "/v1/sessions/bench/objects", "POST", post),
            ("PUT a name", "/v1/sessions/bench/names/a", "PUT", put),
        ]
        figures = {}
        with servers.Bare(self.build, "constant") as constant, servers.Bare(self.build, "json") as json, \
                servers.Heapd(self.build) as heapd:
            servers.call(heapd, "POST", "/v1/sessions", '{"name":"bench"}')
            servers.call(heapd, "PUT", "/v1/sessions/bench/names/a", put)
            for _, (kind, server) in itertools.product(range(3), itertools.product(kinds, (constant, json, heapd))):
                load = servers.Load(server, kind[1], self.seconds, kind[2], kind[3])
                key = kind[0], server
                figures[key] = min(load.each, figures.get(key, 1))
            self.table.title("Single requests, µs of processor time                    heapd  constant, cJSON both   heapd/constant")
            for kind in kinds:
                mine, const, parsed = (figures[kind[0], s] * 1e6 for s in (heapd, constant, json))
                self.table.row(kind[0], f"{mine:.1f}", f"{const:.1f}, {parsed:.1f}", f"{mine / const:.2f}", "1.25")

    def operations(self):
        if not shutil.which("wrk") or not shutil.which("redis-benchmark"):
            return self.table.title("Operations: not measured, there is no wrk or no redis-benchmark")
        count = 1000
        binds = "".join('{"op":"bind","name":"n%d","value":%d}\n' % (i % 500, i) for i in range(count))
        news = "".join('{"op":"new","value":[%d,"text"],"bind":"n%d"}\n' % (i, i % 500) for i in range(count))
        self.table.title("Operations a second, a thousand in a request             heapd        Redis SET, -P 100   heapd/Redis")
        with servers.Redis() as redis, servers.Heapd(self.build) as heapd:
            servers.call(heapd, "POST", "/v1/sessions", '{"name":"bench"}')
            for body in binds, news:
                answer = servers.call(heapd, "POST", "/v1/sessions/bench/ops", body, "application/x-ndjson")
                if answer.count(b"\n") != count or b'"problem"' in answer:
                    raise RuntimeError(f"operations failed: {answer[-300:]}")
            rate = each = 0
            results = {"bind an int": [0, 1], "new list, bound": [0, 1]}
            for _ in range(3):
                before, begin, sets = redis.processor_time(), time.monotonic(), 500000
                subprocess.run(["redis-benchmark", "-p", str(redis.port), "-t", "set", "-n", str(sets), "-r", "500", "-P", "100", "-c", "8", "-q"],
                               capture_output=True, check=True)
                used = (redis.processor_time() - before) / sets
                rate, each = max(rate, sets / (time.monotonic() - begin)), min(used, each or used)
                for name, body in ("bind an int", binds), ("new list, bound", news):
                    load = servers.Load(heapd, "/v1/sessions/bench/ops", self.seconds, "POST", body, "application/x-ndjson", 4)
                    known = results[name]
                    results[name] = [max(known[0], load.requests * count / load.seconds), min(known[1], load.each / count)]
            for name, (ours, used) in results.items():
                self.table.row(name, f"{ours / 1e3:.0f} k", f"{rate / 1e3:.0f} k", f"{ours / rate:.2f}", "1000 k")
                self.table.row("  processor time each, µs", f"{used * 1e6:.2f}", f"{each * 1e6:.2f}", f"{each / used:.2f}")

    def sessions(self):
        heap = best(2, [f"{self.build}/bench/bench_heap", "sessions"])[0]
        self.table.title("Sessions                                                 heapd")
        self.table.row("heap from its template, first use, µs", f"{heap['create']:.0f}", "", "")
        self.table.row("  and its end, µs", f"{heap['destroy']:.0f}", "", "")
        self.table.row("  resident, KiB", f"{heap['bytes'] / 1024:.0f}", "", "", "64")
        with servers.Heapd(self.build) as heapd:
            servers.call(heapd, "POST", "/v1/sessions", "{}")
            before = heapd.resident()
            load = servers.Flood(heapd, "/v1/sessions", "{}", 2000)
            made = load.requests
            self.table.row("made over HTTP and stored, a second", f"{made / load.seconds:.0f}", "", "")
            self.table.row("  processor time each, µs", f"{load.each * 1e6:.0f}", "", "", "100")
            self.table.row("  resident each, KiB", f"{(heapd.resident() - before) / made / 1024:.0f}", "", "", "64")


def main():
    groups = ["allocation", "collection", "tracing", "snapshots", "imports", "graphs", "retained", "language", "run", "requests", "operations", "sessions"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"what to measure: {' '.join(groups)} (all)")
    parser.add_argument("--build", help="a release build that is there already (else it is made in build/release)")
    parser.add_argument("--seconds", type=float, default=1, help="of load for each kind of request and round")
    options = parser.parse_args()
    if any(g not in groups for g in options.groups):
        parser.error(f"a group is one of: {' '.join(groups)}")
    build = options.build or os.path.join(ROOT, "build", "release")
    if not options.build:
        for command in ["cmake", "--preset", "release"], ["cmake", "--build", build, "--target", "heapd", "bench_heap", "bench_bare", "bench_python", "bench_graph", "bench_retained"]:
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    benches = Benches(build, max(1, int(options.seconds)), Table())
    print(f"heapd against {subprocess.run([DEBIAN_PYTHON, '--version'], capture_output=True, text=True).stdout.strip()}, "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; the last column is the aim")
    for group in options.groups or groups:
        getattr(benches, group)()


if __name__ == "__main__":
    sys.exit(main())
