#!/usr/bin/env python3
"""ISO 639-3 in a heap, and in this python3: the same document must weigh the same, to the byte.

    iso_639.py HEAPD [DOCUMENT]

This interpreter loads the document with json.load and sums sys.getsizeof over every object once; heapd is asked for the same of a session
of this interpreter's version. Then the name is dropped, and the heap must be what it was; two snapshots around the
document must differ by exactly what tracing saw.
"""
import collections
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from heapd import Heapd  # noqa: E402

DOCUMENT = "/usr/share/iso-codes/json/iso_639-3.json"


def weigh(root):
    """Every object once -> sum of sizes, number, {type: [count, bytes]}"""
    seen, todo = {}, [root]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, dict):
            for key, value in one.items():
                todo += [key, value]
        elif isinstance(one, list):
            todo += one
    types = collections.defaultdict(lambda: [0, 0])
    for one in seen.values():
        row = types[type(one).__name__]
        row[0] += 1
        row[1] += sys.getsizeof(one)
    return sum(size for _, size in types.values()), len(seen), {name: tuple(row) for name, row in types.items()}


def types_of(heapd, session):
    rows = heapd.get("/v1/sessions/%s/types?limit=1000" % session)["items"]
    return {row["type"]: (row["count"], row["bytes"]) for row in rows}


def equal(what, expected, got):
    assert expected == got, "%s: expected %r, got %r" % (what, expected, got)
    print("%-46s %s" % (what, "{:,}".format(got) if isinstance(got, int) else got))


def main():
    binary, document = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else DOCUMENT
    text = pathlib.Path(document).read_bytes()
    version = "%d.%d" % sys.version_info[:2]
    root = json.loads(text)
    size, count, types = weigh(root)
    singles = {c for c in _strings(root) if len(c) <= 1}  # shared with everything else that the interpreter has
    with Heapd(binary) as heapd:
        session = heapd.post("/v1/sessions", {"python": version})["name"]
        here = "/v1/sessions/" + session
        heapd.expect(200, "PATCH", here + "/trace", {"tracing": True})
        heapd.expect(200, "PATCH", here + "/gc", {"enabled": True})
        before, types_before = heapd.get(here), types_of(heapd, session)
        first = heapd.post(here + "/snapshots", {"label": "before"})
        made = heapd.post(here + "/objects", b'{"value": ' + text + b', "bind": "iso"}')
        equal("deep size, bytes", size, made["deep_size"])
        equal("objects", count, made["deep_count"])
        after = types_of(heapd, session)
        for name, (number, weight) in sorted(types.items()):
            old = types_before.get(name, (0, 0))
            shared = sum(1 for _ in singles) if name == "str" else 0
            extra = 1 if name == "str" else 0  # the name itself: "iso"
            equal("%s objects" % name, number - shared + extra, after[name][0] - old[0])
        second = heapd.post(here + "/snapshots", {"label": "with it"})
        traced = heapd.get(here + "/trace")
        diff = heapd.get(here + "/diffs/%d..%d?limit=0" % (first["snapshot"], second["snapshot"]))
        equal("difference of two snapshots, bytes", second["size"] - first["size"], diff["size_diff"])
        equal("the same as rows, bytes", sum(row["size_diff"] for row in diff["items"]), diff["size_diff"])
        equal("traced now, bytes", traced["current"], second["size"])
        heapd.expect((200, 204), "DELETE", here + "/names/iso")
        again = heapd.get(here)
        equal("objects after dropping the name", before["objects"], again["objects"])
        equal("memory in use after dropping the name", before["memory"]["used"], again["memory"]["used"])
        equal("types after dropping the name", types_before, types_of(heapd, session))
        third = heapd.post(here + "/snapshots", {"label": "after"})
        equal("traced after dropping the name, bytes", first["size"], third["size"])
    print("1 passed, 0 failed")


def _strings(root):
    todo, found = [root], set()
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            found.add(one)
        elif isinstance(one, dict):
            todo += list(one) + list(one.values())
        elif isinstance(one, list):
            todo += one
    return found


if __name__ == "__main__":
    main()
