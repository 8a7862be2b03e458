"""Flame graphs, folded stacks, speedscope and pprof of real snapshots: what each file says, read by its own rules, is what tracemalloc's
traces say.

    profiles.py --heapd PROGRAM
"""
import argparse
import collections
import csv
import gzip
import io
import json
import re
import shutil
import subprocess
import sys
import tracemalloc

import daemon


# ---- real snapshots, and their sums by traceback

def leaf(n):
    return [bytearray(100 + i) for i in range(n)]


def middle(n, depth=0):
    return middle(n, depth + 1) if depth < 3 else [leaf(n), {i: str(i) * 50 for i in range(n)}]


def real_snapshots(path):
    tracemalloc.start(12)
    kept, passing = [middle(30)], [middle(20), leaf(50)]
    first = tracemalloc.take_snapshot()
    kept.append(middle(70))
    passing.clear()
    other = leaf(10)
    second = tracemalloc.take_snapshot()
    tracemalloc.stop()
    for snapshot, name in (first, "first"), (second, "second"):
        snapshot.dump("%s/%s" % (path, name))
    return first, second


def sums(snapshot):
    """{((file, line), …) oldest first: (bytes, blocks)}"""
    found = collections.defaultdict(lambda: (0, 0))
    for trace in snapshot.traces:
        key = tuple((frame.filename, frame.lineno) for frame in trace.traceback)
        size, count = found[key]
        found[key] = size + trace.size, count + 1
    return dict(found)


def differences(old, new):
    zero = (0, 0)
    return {key: tuple(a - b for a, b in zip(new.get(key, zero), old.get(key, zero))) for key in set(old) | set(new)}


def without_zeros(found):
    return {key: value for key, value in found.items() if any(value)}


def text_of(frame):
    return "%s:%d" % frame


# ---- readers

def check_tree(node, own, path=()):
    """Every node's sums are its own and its children's; what is its own goes into `own`."""
    keys = [key for key in ("size", "count", "size_diff", "count_diff") if key in node]
    for key in keys:
        assert node[key] == node["own_" + key] + sum(child[key] for child in node["children"]), (path, key)
    assert node["value"] == node["size"] and node.get("delta") == node.get("size_diff")
    if path:
        assert node["name"] == text_of((node["file"], node["line"]))
    own[path] = tuple(node["own_" + key] for key in keys)
    places = [(child["file"], child["line"]) for child in node["children"]]
    assert len(set(places)) == len(places)
    for child, place in zip(node["children"], places):
        check_tree(child, own, path + (place,))
    return own


SPEEDSCOPE = {
    "type": "object", "required": ["$schema", "shared", "profiles"], "additionalProperties": False,
    "properties": {
        "$schema": {"const": "https://www.speedscope.app/file-format-schema.json"},
        "name": {"type": "string"}, "exporter": {"type": "string"}, "activeProfileIndex": {"type": "integer", "minimum": 0},
        "shared": {"type": "object", "required": ["frames"], "properties": {"frames": {"type": "array", "items": {
            "type": "object", "required": ["name"], "additionalProperties": False,
            "properties": {"name": {"type": "string"}, "file": {"type": "string"}, "line": {"type": "number"}, "col": {"type": "number"}}}}}},
        "profiles": {"type": "array", "items": {
            "type": "object", "required": ["type", "name", "unit", "startValue", "endValue", "samples", "weights"], "additionalProperties": False,
            "properties": {
                "type": {"const": "sampled"}, "name": {"type": "string"},
                "unit": {"enum": ["none", "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes"]},
                "startValue": {"type": "number"}, "endValue": {"type": "number"},
                "samples": {"type": "array", "items": {"type": "array", "items": {"type": "integer", "minimum": 0}}},
                "weights": {"type": "array", "items": {"type": "number", "minimum": 0}}}}}}}


def read_speedscope(document):
    """{profile's name: {path: weight}}"""
    try:
        import jsonschema
        jsonschema.Draft202012Validator(SPEEDSCOPE).validate(document)
    except ImportError:
        print("no jsonschema: the rules of speedscope's schema are not checked")
    frames = [(frame["file"], frame["line"]) for frame in document["shared"]["frames"]]
    assert len(set(frames)) == len(frames) and [text_of(f) for f in frames] == [f["name"] for f in document["shared"]["frames"]]
    assert document["activeProfileIndex"] < len(document["profiles"])
    found, used = {}, set()
    for profile in document["profiles"]:
        assert len(profile["samples"]) == len(profile["weights"])
        assert profile["endValue"] - profile["startValue"] == sum(profile["weights"])
        paths = found[profile["name"]] = {}
        for sample, weight in zip(profile["samples"], profile["weights"]):
            used.update(sample)
            path = tuple(frames[i] for i in sample)
            assert path not in paths
            paths[path] = weight
    assert used == set(range(len(frames)))
    return found


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def message(data):
    """The fields of a protobuf message: [(number, value)], values numbers or bytes."""
    at, fields = 0, []
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        else:
            assert key & 7 == 2, key
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
            assert len(value) == length
        fields.append((key >> 3, value))
    return fields


def packed(data):
    at, values = 0, []
    while at < len(data):
        value, at = varint(data, at)
        values.append(value - (1 << 64) if value >> 63 else value)
    return values


def all_of(fields, number):
    return [value for key, value in fields if key == number]


def read_pprof(data):
    """({path: (bytes, blocks)}, comments), as profile.proto says."""
    data = gzip.decompress(data)
    profile = message(data)
    strings = [value.decode("utf-8") for value in all_of(profile, 6)]
    assert strings[0] == ""
    types = [tuple(strings[value] for key, value in message(value_type)) for value_type in all_of(profile, 1)]
    assert types == [("inuse_objects", "count"), ("inuse_space", "bytes")]
    assert strings[all_of(profile, 14)[0]] == "inuse_space" and all_of(profile, 12) == [1]
    functions, locations = {}, {}
    for function in map(dict, map(message, all_of(profile, 5))):
        place = strings[function[4]], function.get(5, 0)
        assert strings[function[2]] == text_of(place) and function[1] not in functions and function[1]
        functions[function[1]] = place
    for location in map(dict, map(message, all_of(profile, 4))):
        line = dict(message(location[4]))
        assert functions[line[1]][1] == line.get(2, 0) and location[1] not in locations and location[1]
        locations[location[1]] = functions[line[1]]
    found, used = {}, set()
    for sample in map(dict, map(message, all_of(profile, 2))):
        count, size = packed(sample[2])
        ids = packed(sample[1])
        used.update(ids)
        path = tuple(locations[i] for i in reversed(ids))
        assert path not in found
        found[path] = size, count
    assert used == set(locations)
    if shutil.which("protoc"):  # a reader that is not of this file
        decoded = subprocess.run(["protoc", "--decode_raw"], input=data, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
        assert len(re.findall(r"^2 \{$", decoded, re.M)) == len(found)
        assert len(re.findall(r"^6: ", decoded, re.M)) == len(strings)
    return found, [strings[i] for i in all_of(profile, 13)], all_of(profile, 9)[0]


def read_folded(text, columns):
    found = {}
    for line in text.splitlines():
        parts = line.rsplit(" ", columns)
        path = tuple((file, int(number)) for file, _, number in (frame.rpartition(":") for frame in parts[0].split(";")))
        found[path] = tuple(map(int, parts[1:]))
    return found


# ---- checks

def check_flat(client, at, tree):
    """The tree as rows: parents before their children, each as it is in the tree."""
    nodes = []

    def walk(node, parent, depth):
        mine = len(nodes)
        nodes.append({key: value for key, value in node.items() if key not in ("children", "value", "delta")})
        nodes[-1].update(node=mine, parent=parent, depth=depth)
        for child in node["children"]:
            walk(child, mine, depth + 1)

    walk(tree, None, 0)
    assert [json.loads(line) for line in client.get(at, Accept="application/x-ndjson").text.split("\n")[:-1]] == nodes
    rows = list(csv.DictReader(io.StringIO(client.get(at + "?format=csv").text, newline="")))
    assert [set(row) for row in rows] == [set(nodes[-1])] * len(nodes)
    for row, node in zip(rows, nodes):
        assert all(row[key] == ("" if node.get(key) is None else str(node[key])) for key in row), (row, node)


SUMS = "size", "count", "size_diff", "count_diff"


def pruned(node, root, fraction):
    """What is to be left of a tree: this file's own rule."""
    def is_large(child):
        return any(child[key] >= fraction * root[key] or child[key] - child.get(key + "_diff", 0) >= fraction * (root[key] - root.get(key + "_diff", 0))
                   for key in ("size", "count"))

    def number(child):
        return 1 + sum(map(number, child["children"]))

    small = [child for child in node["children"] if not is_large(child)]
    children = [pruned(child, root, fraction) for child in node["children"] if is_large(child)]
    if small:
        other = {key: sum(child[key] for child in small) for key in SUMS if key in node}
        other.update({"own_" + key: value for key, value in other.items()})
        other.update(name="(other)", left_out=sum(map(number, small)), value=other["size"], children=[])
        if "delta" in node:
            other["delta"] = other["size_diff"]
        children.append(other)
    return dict(node, children=children)


def check_pruned(client, at, tree):
    for fraction in "0.00025", "0.004", "0.03", "0.25", "1":
        expected = pruned(tree, tree, float(fraction))
        assert client.get("%s?min_fraction=%s" % (at, fraction)).json == expected, fraction
        rows = [json.loads(line) for line in client.get("%s?format=ndjson&min_fraction=%s" % (at, fraction)).text.splitlines()]
        assert sum(row["own_size"] for row in rows) == tree["size"] and sum(row["own_count"] for row in rows) == tree["count"]
    assert client.get(at).json == pruned(tree, tree, 0.00025)
    for wrong in "", "-1", "1.1", "nan", "one", "0.1x", "+0.1":
        client.refused("%s?min_fraction=%s" % (at, wrong), 400, "invalid-parameter")
    for form in "folded", "speedscope", "pprof":
        client.refused("%s?min_fraction=0.1&format=%s" % (at, form), 400, "invalid-parameter")


def check_many_sites(client, path):
    """Twenty thousand sites at random are no answer of sixty megabytes."""
    s = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    random = __import__("random").Random(3)
    traces = [(0, random.randrange(16, 4096), tuple(("package/module%d.py" % random.randrange(400), random.randrange(1, 900)) for _ in range(12)), 12) for _ in range(20000)]
    tracemalloc.Snapshot(traces, 12).dump(path)
    with open(path, "rb") as file:
        client.post(s + "/snapshots/import", file.read())
    answer = client.get(s + "/snapshots/1/flamegraph")
    assert len(answer.body) < 1 << 20 and answer.json["size"] == sum(size for _, size, _, _ in traces) and answer.json["count"] == 20000
    for seed in range(2):  # and trees that have branches of all sizes
        traces = []
        for i in range(400):
            frames = tuple(("m%d.py" % min(random.randrange(9), random.randrange(9)), random.randrange(3)) for _ in range(random.randrange(1, 9)))
            traces.append((0, int(random.expovariate(1 / 2000)) ** (1 + i % 2), frames[::-1], len(frames)))
        tracemalloc.Snapshot(traces, 12).dump(path)
        with open(path, "rb") as file:
            client.post(s + "/snapshots/import", file.read())
    for at in s + "/snapshots/2/flamegraph", s + "/diffs/2..3/flamegraph":
        check_pruned(client, at, client.get(at + "?min_fraction=0").json)


def check_one(client, at, expected):
    tree = client.get(at + "?min_fraction=0").json
    check_flat(client, at, tree)
    check_pruned(client, at, tree)
    own = check_tree(tree, {})
    assert without_zeros(own) == expected
    profiles = read_speedscope(client.get(at + "?format=speedscope").json)
    assert profiles == {"bytes": {k: v[0] for k, v in expected.items()}, "blocks": {k: v[1] for k, v in expected.items()}}
    answer = client.get(at + "?format=pprof")
    assert answer.media == "application/octet-stream"
    found, comments, _ = read_pprof(answer.body)
    assert found == expected and len(comments) == 1 and "snapshot" in comments[0]
    answer = client.get(at + "?format=folded")
    assert answer.media == "text/plain"
    assert read_folded(answer.text, 1) == {key: value[:1] for key, value in expected.items() if value[0]}


def check_two(client, at, old, new):
    expected = without_zeros(differences(old, new))
    tree = client.get(at + "?min_fraction=0").json
    check_flat(client, at, tree)
    check_pruned(client, at, tree)
    own = check_tree(tree, {})
    assert without_zeros({path: values[2:] for path, values in own.items()}) == expected
    assert without_zeros({path: values[:2] for path, values in own.items()}) == new
    assert any(value[0] < 0 for value in expected.values()) and any(value[0] > 0 for value in expected.values())
    profiles = read_speedscope(client.get(at + "?format=speedscope").json)
    for i, unit in enumerate(("bytes", "blocks")):
        assert profiles["grown: " + unit] == {k: v[i] for k, v in expected.items() if v[i] > 0}
        assert profiles["shrunk: " + unit] == {k: -v[i] for k, v in expected.items() if v[i] < 0}
    assert read_pprof(client.get(at + "?format=pprof").body)[0] == expected
    folded = read_folded(client.get(at + "?format=folded").text, 2)
    assert folded == {key: (old.get(key, (0, 0))[0], new.get(key, (0, 0))[0]) for key in set(old) | set(new)}


def check_filters(client, at, snapshot):
    pattern = __file__
    kept = snapshot.filter_traces((tracemalloc.Filter(True, pattern, all_frames=False),))
    own = check_tree(client.get("%s?include=%s" % (at, pattern)).json, {})
    assert without_zeros(own) == sums(kept)
    assert read_pprof(client.get("%s?include=%s&format=pprof" % (at, pattern)).body)[0] == sums(kept)


def check_strange_names(client):
    """Names that the formats have no place for, and a heap of heapd's own."""
    s = "/v1/sessions/" + client.post("/v1/sessions", {"python": "3.11", "trace": {"tracing": True, "nframe": 8}}).json["name"]
    client.post(s + "/ops", [{"op": "new", "value": [1, 2, 3], "bind": "a", "at": ["a;b.py:1", "wörld \U0001f600.py:2"]},
                             {"op": "new", "value": [4.5], "bind": "b", "at": ["two\nlines.py:1"]}], 200)
    client.post(s + "/snapshots", {"label": "strange"})
    at = s + "/snapshots/1/flamegraph"
    own = without_zeros(check_tree(client.get(at).json, {}))
    assert {path for path in own} >= {(("a;b.py", 1), ("wörld \U0001f600.py", 2)), (("two\nlines.py", 1),)}
    assert read_pprof(client.get(at + "?format=pprof").body)[0] == own
    assert read_speedscope(client.get(at + "?format=speedscope").json)["bytes"] == {k: v[0] for k, v in own.items()}
    folded = read_folded(client.get(at + "?format=folded").text, 1)
    assert {path for path in folded} >= {(("a_b.py", 1), ("wörld \U0001f600.py", 2)), (("two_lines.py", 1),)}
    client.post(s + "/snapshots", {})
    for form in "json", "speedscope", "pprof", "folded":  # nothing differs
        client.get("%s/diffs/1..2/flamegraph?format=%s" % (s, form))
    client.post(s + "/trace/clear", {}, 200)
    client.post(s + "/snapshots", {})
    assert client.get(s + "/snapshots/3/flamegraph").json["children"] == []
    assert read_pprof(client.get(s + "/snapshots/3/flamegraph?format=pprof").body)[0] == {}
    assert client.get(s + "/snapshots/3/flamegraph?format=folded").body == b""
    return s


def check_refusals(client, s):
    for at in s + "/snapshots/1/flamegraph", s + "/diffs/1..2/flamegraph":
        client.refused(at + "?format=svg", 400, "invalid-parameter")
        client.refused(at + "?include=", 400, "invalid-parameter")
    client.refused(s + "/snapshots/99/flamegraph?format=pprof", 404, "no-such-snapshot")
    client.refused(s + "/snapshots/0/flamegraph", 404, "no-such-snapshot")
    for pair in "1..99", "99..1", "0..1", "1..0", "1", "1..", "..", "1..2..3", "1..18446744073709551615", "1..99999999999999999999999":
        client.refused(s + "/diffs/%s/flamegraph" % pair, 404, "no-such-snapshot")
    client.refused("/v1/sessions/nobody/diffs/1..2/flamegraph", 404, "no-such-session")


def resident(client):
    """The most memory that the daemon has had, in bytes."""
    with open("/proc/%d/status" % client.pid) as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) << 10


def check_bounded(client, path):
    """Answers of some 200 MB where 4 MB may be: call paths are sent while they are written, tables of few rows are refused, and no more memory
    is used for either than for those that may be."""
    s = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    deep = [(0, 100, (("d" * 5000, 7),) * 40000, 40000)]  # one path
    wide = [(0, 10, (("w" * 60000, line),), 1) for line in range(1, 3501)]  # one name, and each line has it
    for traces in deep, wide:
        tracemalloc.Snapshot(traces, 40000).dump(path)
        with open(path, "rb") as file:
            client.post(s + "/snapshots/import", file.read())
    for target in ("1/flamegraph?format=folded", "1/statistics?group_by=traceback&format=csv", "1/statistics?group_by=traceback&format=ndjson",
                   "1/flamegraph?format=csv", "2/flamegraph?format=pprof", "2/flamegraph?format=folded", "2/statistics?group_by=lineno&limit=10000&format=csv"):
        before = resident(client)
        if "flamegraph" in target:
            body = client.get("%s/snapshots/%s" % (s, target)).body
            assert len(gzip.decompress(body) if "pprof" in target else body) > 190 << 20, (target, len(body))
        else:
            client.refused("%s/snapshots/%s" % (s, target), 503, "out-of-memory")
        assert resident(client) - before < 48 << 20, (target, before, resident(client))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path:
        first, second = real_snapshots(path)
        old, new = sums(first), sums(second)
        with daemon.daemon(program, path + "/data") as client:
            s = "/v1/sessions/" + client.post("/v1/sessions", {"name": "real"}).json["name"]
            for name in "first", "second":
                with open("%s/%s" % (path, name), "rb") as file:
                    client.post("%s/snapshots/import?label=%s" % (s, name), file.read())
            check_one(client, s + "/snapshots/1/flamegraph", old)
            check_one(client, s + "/snapshots/2/flamegraph", new)
            check_two(client, s + "/diffs/1..2/flamegraph", old, new)
            check_filters(client, s + "/snapshots/2/flamegraph", second)
            taken = client.get(s + "/snapshots/1").json["taken_at"]
            comment, nanoseconds = read_pprof(client.get(s + "/snapshots/1/flamegraph?format=pprof").body)[1:]
            assert comment == ["real, snapshot 1 (first)"] and nanoseconds > 10 ** 18 and taken
            check_refusals(client, s)
            check_many_sites(client, path + "/many")
            strange = check_strange_names(client)
            client.call("DELETE", strange, status=204)
            client.refused(strange + "/snapshots/1/flamegraph?format=pprof", 404, "no-such-session")
            exports = [s + "/diffs/1..2/flamegraph?format=" + form for form in ("json", "speedscope", "pprof", "folded")]
            before = [client.get(at).body for at in exports]
        with daemon.daemon(program, path + "/data") as client:  # the session has ended, its snapshots are there
            assert [client.get(at).body for at in exports] == before
        with daemon.daemon(program, path + "/bounded", "--max-answer", "4M") as client:
            check_bounded(client, path + "/dump")
    print("profiles of %d and %d sites agree with tracemalloc" % (len(old), len(new)))


sys.exit(main())
