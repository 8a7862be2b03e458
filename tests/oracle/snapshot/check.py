"""Statistics, differences, filters and patterns of heapd's snapshots against CPython's own modules.

Random traces are made into real tracemalloc.Snapshot objects; the module and snapshot_driver answer the same
questions; the answers must be the same lines in the same order. With --everywhere the check runs in this
interpreter and in every other CPython from 3.6 on that the machine has.
"""
import argparse
import fnmatch
import os
import pickle
import pickletools
import random
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
import warnings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import ENVIRONMENT, every_python  # noqa: E402

# Before 3.7 a Traceback was newest first; before 3.9 a trace had no total_nframe; before 3.11 fnmatch let
# ranges through to the regular expression as they were, empty ones included.
OLDEST_FIRST = sys.version_info >= (3, 7)
TOTAL_NFRAME = sys.version_info >= (3, 9)
PLAIN_RANGES = sys.version_info >= (3, 11)

FOLDER = tempfile.TemporaryDirectory()

FILES = ["app.py", "app.pyc", "lib/a.py", "lib/b.py", "a", "A", "", "ab", "b.pyc", ".pyc", "\u00e9.py",
         "\U0001f600.py", "\uffff", "\udc80x", "<frozen x>", "<string>", "/usr/lib/python3/x.py",
         "/usr/lib/python3.12/json/decoder.py", "/usr/lib/python3/dist-packages/six.py", "C:\\Lib\\site-packages\\a\\b.py",
         "/v/lib/python3.9/site-packages/six.py", "/v/lib/python3.9/site-packages/requests/api.py", "/x.py", "[x].py", "a\nb"]
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
        told = [line for line in self.lines[begin:at] if line.split()[0] in ("old", "new", "trace", "type", "dump")]
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


def dump_file(snapshot=None):
    """A file of its own for each dump: the driver reads them when all are written."""
    dump_file.count = getattr(dump_file, "count", 0) + 1
    path = os.path.join(FOLDER.name, "%d.snapshot" % dump_file.count)
    if snapshot is not None:
        snapshot.dump(path)
    return path


def ask_dump(driver, rng, snapshot):
    """The driver reads the file that the module writes, in pieces of any size."""
    path = dump_file(snapshot)
    with open(path, "rb") as file:
        data = file.read()
    driver.ask(["dump %d %d %d %d" % (data[1], len(snapshot.traces), snapshot.traceback_limit, len(data))],
               "dump", rng.choice((1, 2, 7, 1000, 65536)), path)


class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/this-was-executed",)


def first(data, *names):
    for opcode, _, position in pickletools.genops(data):
        if opcode.name in names:
            return "%d %s" % (position, opcode.name)
    raise ValueError(names)


def ask_refusals(driver):
    """Files that are no snapshots: refused at the offset that pickletools says, and never executed."""
    snapshot = tracemalloc.Snapshot([(0, 8, (("a.py", 1),), 1)], 1)
    good = pickle.dumps(snapshot, 4)
    with_list, with_float, with_bytes = [tracemalloc.Snapshot([], 1) for _ in range(3)]
    with_list.traces._traces.append([])
    with_float.traceback_limit = 1.5
    with_bytes.more = b"x"
    refused = [
        (pickle.dumps(Evil(), 4), ("STACK_GLOBAL",)), (pickle.dumps(Evil(), 2), ("PROTO",)),
        (pickle.dumps(Evil(), 0), ("GLOBAL",)), (pickle.dumps(snapshot, 3), ("PROTO",)),
        (pickle.dumps(eval, 4), ("STACK_GLOBAL",)), (pickle.dumps(with_float, 4), ("BINFLOAT",)),
        (pickle.dumps(with_bytes, 4), ("SHORT_BINBYTES",)), (pickle.dumps({1, 2}, 4), ("EMPTY_SET",)),
        (pickle.dumps(None, 4), ("NONE",)), (pickle.dumps(1.5, 4), ("BINFLOAT",)), (pickle.dumps(1, 4), ("STOP",)),
        (pickle.dumps(tracemalloc.Filter, 4), ("STACK_GLOBAL",)), (pickle.dumps((1, 2), 4), ("TUPLE2",)),
        (pickle.dumps("x" * (1 << 21), 4), ("BINUNICODE",)), (pickle.dumps(snapshot.traces, 4), ("STOP",)),
    ]
    for data, names in refused:
        ask_refusal(driver, data, first(data, *names))
    ask_refusal(driver, good + b".", "%d " % len(good))
    for length in range(len(good)):
        ask_refusal(driver, good[:length], "%d " % length)
    # The list in the list is the second one.
    data = pickle.dumps(with_list, 4)
    lists = [position for opcode, _, position in pickletools.genops(data) if opcode.name == "EMPTY_LIST"]
    ask_refusal(driver, data, "%d EMPTY_LIST" % lists[1])


def ask_refusal(driver, data, where):
    path = dump_file()
    with open(path, "wb") as file:
        file.write(data)
    driver.tell("new")
    driver.ask(Refused("refused " + where), "dump 65536", path)


class Refused(str):
    """An answer of one line that begins so."""

    def __eq__(self, answer):
        return len(answer) == 1 and answer[0].startswith(self)

    def __ne__(self, answer):
        return not self == answer

    __hash__ = None


def ask_real_traces(driver, rng):
    """A snapshot of this very interpreter."""
    snapshots = []
    tracemalloc.start(rng.choice((1, 5, 25)))
    kept = [[bytes(i) for i in range(50)] for _ in range(20)]
    for side in ("old", "new"):
        kept.append(re.compile("a{%d}" % len(kept)))
        driver.tell(side)
        snapshots.append(tracemalloc.take_snapshot())
        ask_dump(driver, rng, snapshots[-1])
    tracemalloc.stop()
    for _ in range(6):
        ask_tables(driver, rng, *snapshots)
    ask_domains(driver, snapshots[1])
    ask_packages(driver, rng, *snapshots)


def package(name):
    """The rule of daemon/snapshot/package.h, as a pattern."""
    if name.startswith("<"):
        return "python" if name.startswith("<frozen ") else name
    found = re.search(r"(?s).*(?:^|[/\\\\])(?:site|dist)-packages[/\\\\]([^/\\\\]+)", name)
    if found:
        whole = found.end() == len(name)
        return re.sub(r"(.)\.(?:py|pyc|so|pyd)\Z", r"\1", found.group(1)) if whole else found.group(1)
    if re.search(r"(?s)(?:^|[/\\\\])lib(?:64)?[/\\\\]python[0-9][^/\\\\]*[/\\\\].", name):
        return "python"
    folder = re.match(r"(?s)(.*)[/\\\\]", name)
    return "." if not folder else folder.group(1) or name[0]


def ask_packages(driver, rng, old, new):
    """Grouped by package, in the order of compare_to."""
    sums = []
    for snapshot in (old, new):
        groups = {}
        for trace in snapshot.traces._traces:
            size, count = groups.get(package(trace[2][0][0]), (0, 0))
            groups[package(trace[2][0][0])] = (size + trace[1], count + 1)
        sums.append(groups)
    rows = []
    for name in set(sums[0]) | set(sums[1]):
        (size, count), before = sums[1].get(name, (0, 0)), sums[0].get(name, (0, 0))
        rows.append((abs(size - before[0]), size, abs(count - before[1]), count, name, size - before[0], count - before[1]))
    rows.sort(reverse=True)
    expected = ["%d %d %d %d %s" % (row[1], row[3], row[5], row[6], hexed(row[4])) for row in rows]
    (size, count), before = totals(new), totals(old)
    expected.append("total %d %d %d %d %d" % (len(rows), size, count, size - before[0], count - before[1]))
    driver.ask(expected, "compare package 0 0")


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


def flame_nodes(snapshot):
    """The tree by its definition: a node for every prefix of a traceback."""
    nodes = {}
    for trace in snapshot.traces._traces:
        frames = tuple(reversed(trace[2]))
        for depth in range(1, len(frames) + 1):
            node = nodes.setdefault(frames[:depth], [0, 0, 0, 0])
            node[0] += trace[1]
            node[1] += 1
        node[2] += trace[1]
        node[3] += 1
    return nodes


def ask_flame(driver, old, new):
    before, after = flame_nodes(old), flame_nodes(new)
    nothing = [0, 0, 0, 0]
    for command, paths in ("flame", set(after)), ("flamediff", set(before) | set(after)):
        expected = []
        for path in sorted(paths):
            children = sum(1 for other in paths if other[:-1] == path)
            name, line = path[-1]
            now = after.get(path, nothing)
            row = (len(path), hexed(name), line) + tuple(now) + (children,)
            if command == "flamediff":
                row += tuple(a - b for a, b in zip(now, before.get(path, nothing)))
            expected.append("%d %s:%d " % row[:3] + " ".join(map(str, row[3:])))
        driver.ask(expected, command)


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
        sides.append(tracemalloc.Snapshot(traces, 25))
        if rng.random() < 0.3:
            ask_dump(driver, rng, sides[-1])
        else:
            tell_traces(driver, rng, traces)
    for _ in range(6):
        ask_tables(driver, rng, *sides)
    ask_domains(driver, sides[1])
    ask_packages(driver, rng, *sides)
    ask_flame(driver, *sides)
    ask_types(driver, rng)


def ask_patterns(driver, rng, cases):
    alphabet = list("ab]![^*?.\\&~|\u00e9\U0001f600") + (["-", "-", "c", "a-c", "z-a"] if PLAIN_RANGES else [])
    for _ in range(cases):
        pattern = "".join(rng.choice(alphabet) for _ in range(rng.randrange(9)))
        if rng.random() < 0.5:
            pattern = "[" + pattern + "]*"
        name = "".join(rng.choice(alphabet) for _ in range(rng.randrange(5)))
        driver.ask([str(int(fnmatch.fnmatchcase(name, pattern)))], "match", hexed(pattern), hexed(name))


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
    ask_real_traces(driver, rng)
    ask_refusals(driver)
    asked = driver.check()
    print("%s: %d answers equal, seed %d, %.1f s" % (sys.version.split()[0], asked, options.seed, time.time() - began))
    sys.stdout.flush()
    if options.everywhere:
        for path in every_python():
            subprocess.run([path, __file__, "--driver", options.driver, "--seed", str(options.seed + 1), "--cases",
                            str(options.cases // 10)], check=True, env=ENVIRONMENT)


main()
