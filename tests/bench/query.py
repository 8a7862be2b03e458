#!/usr/bin/env python3
"""SQL over a heap, in rows a second, beside a loop over gc.get_objects() and gc.get_referents() in CPython with as many objects.

    query.py --build FOLDER [--python /usr/bin/python3] [--nodes 200000]
"""
import argparse
import subprocess

LOOP = """
import collections, gc, sys, time
gc.disable()
class Node:
    def __init__(self, i):
        self.items = [i, str(i)]
        self.more = {'k': self}
data = [Node(i) for i in range(%d)]
def timed(name, act):
    begin = time.process_time()
    rows = act()
    print("%%s\\t%%d\\t%%.0f" %% (name, rows, rows / (time.process_time() - begin)))
def by_type():
    counts, sizes = collections.Counter(), collections.Counter()
    for o in gc.get_objects():
        counts[type(o)] += 1
        sizes[type(o)] += sys.getsizeof(o)
    return sum(counts.values())
def references():
    return sum(len(gc.get_referents(o)) for o in gc.get_objects())
def two():
    rows = 0
    for o in gc.get_objects():
        for t in gc.get_referents(o):
            rows += 1
            if gc.is_tracked(t):
                any(back is o for back in gc.get_referents(t))
    return rows
timed("objects by type", by_type)
timed("references counted", references)
timed("cycles of length two", two)
"""


def rows_of(command):
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: (int(rows), float(rate)) for name, rows, rate in (line.split("\t") for line in answer.stdout.splitlines())}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--build", default="build/release")
    options.add_argument("--python", default="/usr/bin/python3")
    options.add_argument("--nodes", type=int, default=200000)
    arguments = options.parse_args()
    sql = rows_of([arguments.build + "/bench/bench_query", str(arguments.nodes)])
    real = rows_of([arguments.python, "-c", LOOP % arguments.nodes])
    print("%-40s %12s %14s %14s %7s" % ("", "rows", "rows/s", "CPython loop", "ratio"))
    for name, (rows, rate) in sql.items():
        beside = real.get(name)
        print("%-40s %12d %14.0f %14s %7s" % (name, rows, rate, "%.0f" % beside[1] if beside else "", "%.1f" % (rate / beside[1]) if beside else ""))


main()
