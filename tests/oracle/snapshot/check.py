"""Statistics, differences, filters and patterns of heapd's snapshots against CPython's own modules.

Random traces are made into real tracemalloc.Snapshot objects; the module and snapshot_driver answer the same
questions; the answers must be the same lines in the same order. With --everywhere the check runs in this
interpreter and in every other CPython from 3.6 on that the machine has.
"""
import argparse
import fnmatch
import glob
import os
import random
import re
import subprocess
import sys
import time
import tracemalloc
import warnings

# Before 3.7 a Traceback was newest first; before 3.9 a trace had no total_nframe; before 3.11 fnmatch let
# ranges through to the regular expression as they were, empty ones included.
OLDEST_FIRST = sys.version_info >= (3, 7)
TOTAL_NFRAME = sys.version_info >= (3, 9)
PLAIN_RANGES = sys.version_info >= (3, 11)

FILES = ["app.py", "app.pyc", "lib/a.py", "lib/b.py", "a", "A", "", "ab", "b.pyc", ".pyc", "\u00e9.py",
         "\U0001f600.py", "\uffff", "\udc80x", "<frozen x>", "/usr/lib/python3/x.py", "[x].py", "a\nb"]
PATTERNS = ["*", "app.py", "app.pyc", "*.py", "*.pyc", "lib/*", "?", "??", "[ab]", "[!ab]*", "*[x]*", "[[]x].py",
            "[^a]", "*\u00e9*", "?.py", "<*>", "", "*/x.py", "a*b", "[]", "[!]", "[", "*\U0001f600*"]


def hexed(text):
    return text.encode("utf-8", "surrogatepass").hex() or "-"


class Driver:
    """Questions are collected, then asked all at once."""

    def __init__(self, path):
        self.path = path
        self.lines = []
        self.expected = []

    def tell(self, *words):
        self.lines.append(" ".join(map(str, words)))

    def ask(self, expected, *words):
        self.expected.append((len(self.lines), expected))
        self.tell(*words)

    def check(self):
        done = subprocess.run([self.path], input="\n".join(self.lines + [""]).encode(), stdout=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit("the driver failed")
        got = []
        rows = []
        for line in done.stdout.decode().splitlines():
            if line == ".":
                got.append(rows)
                rows = []
            else:
                rows.append(line)
        assert len(got) == len(self.expected), (len(got), len(self.expected))
        for answer, (at, expected) in zip(got, self.expected):
            if answer != expected:
                self.report(at, answer, expected)
        return len(got)

    def report(self, at, answer, expected):
        begin = at
        while begin > 0 and self.lines[begin] != "old":
            begin -= 1
        told = [line for line in self.lines[begin:at] if line.split()[0] in ("old", "new", "trace", "type")]
        print("\n".join(told + [self.lines[at]]))
        print("expected:", *expected, sep="\n  ")
        print("answered:", *answer, sep="\n  ")
        sys.exit(1)


def make_trace(rng, files, lines):
    frames = tuple((rng.choice(files), rng.randrange(lines)) for _ in range(rng.choice((1, 1, 2, 3, 5))))
    domain = rng.choice((0, 0, 0, 1, 7, 4294967295))
    size = rng.choice((0, 1, 8, 8, 8, 16, 512, rng.randrange(1 << 40)))
    if TOTAL_NFRAME:
        return (domain, size, frames, len(frames) + rng.choice((0, 0, 3)))
    return (domain, size, frames)


def tell_traces(driver, rng, traces):
    """Equal traces are sometimes told as one site, as a heap that keeps totals would."""
    if rng.random() < 0.5:
        told = [(trace, 1) for trace in traces]
    else:
        counted = {}
        for trace in traces:
            counted[trace] = counted.get(trace, 0) + 1
        told = list(counted.items())
    for trace, count in told:
        frames = " ".join("%s %d" % (hexed(name), line) for name, line in reversed(trace[2]))
        driver.tell("trace", trace[0], trace[1] * count, count, trace[3] if TOTAL_NFRAME else 0, frames)


def make_filter(rng):
    """A filter for the module, and how the driver is told of it."""
    inclusive = rng.random() < 0.5
    domain = rng.choice((None, None, 0, 1, 7))
    if domain is not None and rng.random() < 0.3:
        return (tracemalloc.DomainFilter(inclusive, domain), "%s,none,none,%d,0" % ("ei"[inclusive], domain))
    pattern = rng.choice(PATTERNS)
    line = rng.choice((None, None, 0, 1, 2))
    all_frames = rng.random() < 0.5
    words = ("ei"[inclusive], hexed(pattern), "none" if line is None else line, "none" if domain is None else domain,
             int(all_frames))
    return (tracemalloc.Filter(inclusive, pattern, line, all_frames, domain), ",".join(map(str, words)))


def places(traceback):
    frames = traceback._frames if OLDEST_FIRST else tuple(reversed(traceback._frames))
    return " ".join("%s:%d" % (hexed(name), line) for name, line in frames)


def sort_key(row):
    """The module's key, with tracebacks oldest first in every version."""
    key = row._sort_key()
    frames = row.traceback._frames
    return key[:-1] + (frames if OLDEST_FIRST else tuple(reversed(frames)),)


def expect_rows(rows, limit, cumulative, sizes):
    if not OLDEST_FIRST:
        rows = sorted(rows, key=sort_key, reverse=True)
    answer = []
    for row in rows[:limit or None]:
        numbers = [row.size, row.count]
        if sizes is None or len(sizes) == 2:
            numbers += [row.size_diff, row.count_diff]
        answer.append(" ".join(map(str, numbers)) + " " + places(row.traceback))
    return answer


def totals(snapshot):
    return sum(trace[1] for trace in snapshot.traces._traces), len(snapshot.traces._traces)


def ask_tables(driver, rng, old, new):
    group = rng.choice(("lineno", "filename", "traceback"))
    cumulative = rng.random() < 0.4
    limit = rng.choice((0, 0, 1, 3, 100))
    filters, words = zip(*[make_filter(rng) for _ in range(rng.choice((1, 1, 2, 4)))])
    if rng.random() < 0.4:
        filters, words = (), ()
    compare = rng.random() < 0.6
    old, new = old.filter_traces(filters), new.filter_traces(filters)
    try:
        rows = new.compare_to(old, group, cumulative) if compare else new.statistics(group, cumulative)
    except ValueError:
        expected = ["invalid"]
    else:
        size, count = totals(new)
        before = totals(old) if compare else (size, count)
        expected = expect_rows(rows, limit, cumulative, (size, count) if compare else (size,))
        expected.append("total %d %d %d %d %d" % (len(rows), size, count, size - before[0], count - before[1]))
    driver.ask(expected, "compare" if compare else "statistics", group, int(cumulative), limit, *words)


def ask_domains(driver, new):
    sums = {}
    for trace in new.traces._traces:
        size, count = sums.get(trace[0], (0, 0))
        sums[trace[0]] = (size + trace[1], count + 1)
    rows = sorted(((size, count, domain) for domain, (size, count) in sums.items()), reverse=True)
    expected = ["%d %d %d" % row for row in rows] + ["total %d %d %d 0 0" % ((len(rows),) + totals(new))]
    driver.ask(expected, "statistics domain 0 0")


def ask_flame(driver, new):
    """The tree by its definition: a node for every prefix of a traceback."""
    nodes = {}
    for trace in new.traces._traces:
        frames = tuple(reversed(trace[2]))
        for depth in range(1, len(frames) + 1):
            node = nodes.setdefault(frames[:depth], [0, 0, 0, 0])
            node[0] += trace[1]
            node[1] += 1
        node[2] += trace[1]
        node[3] += 1
    expected = []
    for path in sorted(nodes):
        children = sum(1 for other in nodes if other[:-1] == path)
        name, line = path[-1]
        expected.append("%d %s:%d %d %d %d %d %d" % ((len(path), hexed(name), line) + tuple(nodes[path]) + (children,)))
    driver.ask(expected, "flame")


def ask_types(driver, rng):
    names = rng.sample(["int", "str", "Node", "a.B", "\u00e9", "list"], rng.randrange(1, 6))
    sides = []
    for side in ("old", "new"):
        driver.tell(side)
        types = {name: (rng.choice((0, 8, 16)), rng.choice((1, 2))) for name in names if rng.random() < 0.7}
        for name, (size, count) in types.items():
            driver.tell("type", hexed(name), size, count)
        sides.append(types)
    old, new = sides
    rows = []
    for name in set(old) | set(new):
        size, count = new.get(name, (0, 0))
        before = old.get(name, (0, 0))
        rows.append((abs(size - before[0]), size, abs(count - before[1]), count, name, size - before[0], count - before[1]))
    rows.sort(reverse=True)
    expected = ["%d %d %d %d %s" % (row[1], row[3], row[5], row[6], hexed(row[4])) for row in rows]
    size, count = [sum(values) for values in zip((0, 0), *new.values())]
    before = [sum(values) for values in zip((0, 0), *old.values())]
    expected.append("total %d %d %d %d %d" % (len(rows), size, count, size - before[0], count - before[1]))
    driver.ask(expected, "compare type 0 0")


def ask_case(driver, rng):
    files = rng.sample(FILES, rng.randrange(1, 6))
    lines = rng.choice((1, 2, 5))
    known = [make_trace(rng, files, lines) for _ in range(rng.randrange(1, 30))]
    sides = []
    for side in ("old", "new"):
        traces = [rng.choice(known) for _ in range(rng.choice((0, 1, 5, 20, 60)))]
        driver.tell(side)
        tell_traces(driver, rng, traces)
        sides.append(tracemalloc.Snapshot(traces, 25))
    for _ in range(6):
        ask_tables(driver, rng, *sides)
    ask_domains(driver, sides[1])
    ask_flame(driver, sides[1])
    ask_types(driver, rng)


def ask_patterns(driver, rng, cases):
    alphabet = list("ab]![^*?.\\&~|\u00e9\U0001f600") + (["-", "-", "c", "a-c", "z-a"] if PLAIN_RANGES else [])
    for _ in range(cases):
        pattern = "".join(rng.choice(alphabet) for _ in range(rng.randrange(9)))
        if rng.random() < 0.5:
            pattern = "[" + pattern + "]*"
        name = "".join(rng.choice(alphabet) for _ in range(rng.randrange(5)))
        driver.ask([str(int(fnmatch.fnmatchcase(name, pattern)))], "match", hexed(pattern), hexed(name))


def interpreters():
    """The system's own python3, and what pyenv has from 3.6 on."""
    versions = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
    found = {}
    for path in glob.glob(os.path.join(versions, "*", "bin", "python")):
        version = re.search(r"/(\d+)\.(\d+)[^/]*/bin/python$", path)
        if version and (3, 6) <= tuple(map(int, version.groups())):
            found[path] = tuple(map(int, version.groups()))
    system = ["/usr/bin/python3"] if os.access("/usr/bin/python3", os.X_OK) else []
    return system + sorted(found, key=found.get)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=1500)
    parser.add_argument("--everywhere", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    began = time.time()
    rng = random.Random(options.seed)
    driver = Driver(options.driver)
    for _ in range(options.cases):
        ask_case(driver, rng)
    ask_patterns(driver, rng, options.cases * 10)
    asked = driver.check()
    print("%s: %d answers equal, seed %d, %.1f s" % (sys.version.split()[0], asked, options.seed, time.time() - began))
    sys.stdout.flush()
    if options.everywhere:
        for path in interpreters():
            subprocess.run([path, __file__, "--driver", options.driver, "--seed", str(options.seed + 1), "--cases",
                            str(options.cases // 10)], check=True)


main()
