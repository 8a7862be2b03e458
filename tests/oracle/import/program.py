"""Run by each interpreter: a program that allocates, two snapshots of it, and what this interpreter's own module says of them.

    program.py FOLDER     writes FOLDER/old, FOLDER/new (Snapshot.dump) and FOLDER/expected.json
"""
import collections
import json
import os
import sys
import tracemalloc

OLDEST_FIRST = sys.version_info >= (3, 7)
FILTERS = [  # as the query says it, as the module does
    ("", []),
    ("include=*program.py", [(True, "*program.py", None, False, None)]),
    ("exclude=*json*&exclude=<frozen*", [(False, "*json*", None, False, None), (False, "<frozen*", None, False, None)]),
    ("include=*program.py&all_frames", [(True, "*program.py", None, True, None)]),
    ("include=*:1", [(True, "*", 1, False, None)]),
    ("domain=0", [(True, None, None, False, 0)]),
    ("exclude_domain=0", [(False, None, None, False, 0)]),
    ("include=*.py&domain=0", [(True, "*.py", None, False, 0)]),
]


class Node:
    def __init__(self, depth):
        self.children = [Node(depth - 1) for _ in range(2)] if depth else ()
        self.name = "node %d" % depth


def work(kept):
    kept.append(Node(6))
    kept.append(json.loads(json.dumps({"k%d" % i: [i, str(i)] for i in range(300)})))
    kept.append(collections.OrderedDict((i, bytes(i)) for i in range(100)))
    kept.append(eval("lambda: 1"))


def make(filters):
    made = []
    for inclusive, pattern, line, all_frames, domain in filters:
        if pattern is None:
            made.append(tracemalloc.DomainFilter(inclusive, domain))
        else:
            made.append(tracemalloc.Filter(inclusive, pattern, line, all_frames, domain))
    return made


def frames(traceback):
    found = [{"file": frame.filename, "line": frame.lineno} for frame in traceback]
    return found if OLDEST_FIRST else found[::-1]


def rows(statistics, difference):
    if not OLDEST_FIRST:  # ties are ordered by the traceback, which was newest first
        statistics = sorted(statistics, key=lambda s: s._sort_key()[:-1] + (s.traceback._frames[::-1],), reverse=True)
    answer = []
    for one in statistics:
        row = {"size": one.size, "count": one.count, "traceback": frames(one.traceback)}
        if difference:
            row.update(size_diff=one.size_diff, count_diff=one.count_diff)
        answer.append(row)
    return answer


def main(folder):
    tracemalloc.start(12)
    kept = []
    work(kept)
    old = tracemalloc.take_snapshot()
    kept.pop(1)
    work(kept)
    new = tracemalloc.take_snapshot()
    tracemalloc.stop()
    old.dump(os.path.join(folder, "old"))
    new.dump(os.path.join(folder, "new"))
    expected = []
    for query, filters in FILTERS:
        a, b = old.filter_traces(make(filters)), new.filter_traces(make(filters))
        for group in ("lineno", "filename", "traceback"):
            for cumulative in (False, True):
                if cumulative and group == "traceback":
                    continue
                whole = "group_by=%s&limit=0&%s%s" % (group, query, "&cumulative" if cumulative else "")
                expected.append([whole, rows(b.statistics(group, cumulative), False), rows(b.compare_to(a, group, cumulative), True)])
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump({"traces": [len(old.traces), len(new.traces)], "limit": old.traceback_limit, "answers": expected}, file)


main(sys.argv[1])
