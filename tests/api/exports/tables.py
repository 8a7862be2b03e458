"""Tables as lines of JSON and as CSV: row by row what the JSON document has, all of it, page by page too.

    tables.py --heapd PROGRAM
"""
import argparse
import csv
import io
import json
import re
import sys
import tracemalloc

import daemon

PROGRAM = """
import gc, sys
class Row:
    def __init__(self, i):
        self.i, self.name, self.quoted = i + 1000, "row, number %d" % i, 'a "quoted" name\\nof two lines %d' % (i % 3)
cache = {"rows": [Row(i) for i in range(40)], "word": "w\\u00f6rld \\U0001f600", "tuple": (1, 2, 3), "lone": "\\ud800"}
class Node: pass
a, b = Node(), Node()
a.other, b.other = b, a
pi = 3.25
more = [float(i) for i in range(300)]
lost = Node(); lost.me = lost; del lost
gc.collect(); gc.collect(0)
"""
MORE = """
cache["rows"].extend(Row(i) for i in range(10))
del cache["rows"][:3]
more.append("x")
gc.collect()
"""


def pages(client, target, items):
    """All rows of the JSON document, page by page."""
    rows, separator = [], "&" if "?" in target else "?"
    at = target
    while True:
        document = client.get(at).json
        rows += items(document)
        if document.get("next") is None:
            return rows
        at = "%s%scursor=%s" % (target, separator, document["next"])


def field_of(row, column):
    for name in column.split("."):
        row = row.get(name) if isinstance(row, dict) else None
    return row


def is_traceback(value):
    return isinstance(value, list) and all(isinstance(f, dict) and set(f) == {"file", "line"} for f in value)


def check_field(field, value, where):
    if value is None:
        assert field == "", where
    elif isinstance(value, bool):
        assert field == str(value).lower(), where
    elif isinstance(value, float):
        assert float(field) == value, where
    elif isinstance(value, (int, str)):
        assert field == re.sub("[\ud800-\udfff]", "\ufffd", str(value)), where
    elif is_traceback(value):
        assert field == ";".join(f["file"] + (":%d" % f["line"] if f["line"] else "") for f in value), where
    else:
        assert json.loads(field) == value, where


def check_covered(value, columns, name=""):
    """Every member of a row has a column, or is part of one."""
    if name in columns or value is None and any(column.startswith(name + ".") for column in columns):
        return
    assert isinstance(value, dict), "%s has no column" % name
    for key, member in value.items():
        check_covered(member, columns, name + "." + key if name else key)


def same(rows, others):
    """But for what time changes, and for the paths that only the first rows of a page are called by."""
    assert len(rows) == len(others)
    for row, other in zip(rows, others):
        keys = set(row) | set(other) if ("name" in row) == ("name" in other) else (set(row) | set(other)) - {"name"}
        if any(row.get(key) != other.get(key) for key in keys - {"expires_in"}):
            return False
    return True


def check_csv(text, rows, target):
    assert text.endswith("\r\n") and text.count("\ufeff") == 0
    table = list(csv.reader(io.StringIO(text, newline="")))
    columns = table.pop(0)
    assert len(table) == len(rows), (target, len(table), len(rows))
    for line, row in zip(table, rows):
        assert len(line) == len(columns), (target, line)
        check_covered(row, set(columns))
        for column, field in zip(columns, line):
            if column != "expires_in":
                check_field(field, field_of(row, column), (target, column, field, row))
    return columns


def lines_of(answer):
    lines = answer.text.split("\n")
    assert lines.pop() == ""
    return lines


def follow(client, target, limit):
    """Lines, page by page along the Link header."""
    separator = "&" if "?" in target else "?"
    at, lines = "%s%sformat=ndjson&limit=%d" % (target, separator, limit), []
    while at:
        answer = client.get(at)
        found = lines_of(answer)
        assert len(found) <= limit
        lines += found
        link = answer.headers.get("Link")
        at = re.fullmatch('<(.*)>; rel="next"', link).group(1) if link else None
    return [json.loads(line) for line in lines]


def check_table(client, target, items=lambda document: document["items"], at_least=1, paged=True):
    rows = pages(client, target, items)
    assert len(rows) >= at_least, (target, len(rows))
    lines = client.get(target, Accept="application/x-ndjson")
    assert lines.media == "application/x-ndjson" and "Link" not in lines.headers
    whole = [json.loads(line) for line in lines_of(lines)]
    assert same(whole, rows), target
    table = client.get(target, Accept="text/csv")
    assert table.media == "text/csv" and "Link" not in table.headers
    columns = check_csv(table.text, whole, target)
    separator = "&" if "?" in target else "?"
    assert client.get(target + separator + "format=csv").text.partition("\r\n")[0].split(",") == columns
    if paged and rows:
        assert same(follow(client, target, 7 if len(rows) < 100 else 97), rows), target
    client.refused(target + separator + "format=xml", 400, "invalid-parameter")
    client.refused(target + separator + "format=", 400, "invalid-parameter")
    return rows


def pools_of(document):
    return [dict(pool, arena=arena["address"]) for arena in document["arenas"] for pool in arena["pools"]]


STORED = {"snapshots": 3, "history": 3, "history?order=oldest": 3, "gc/history": 2, "gc/history?order=oldest": 2, "memory?order=oldest": 0}
UNPAGED = {"snapshots/1/statistics": 3, "snapshots/1/statistics?group_by=traceback": 3, "snapshots/1/statistics?group_by=filename": 1,
           "snapshots/1/statistics?group_by=type": 5, "snapshots/1/statistics?group_by=domain": 1, "snapshots/1/statistics?group_by=package": 1,
           "diffs/1..2": 3, "diffs/1..2?group_by=type": 5, "diffs/2..1?group_by=traceback": 3, "diffs/1..2?include=nothing": 0,
           "leaks?k=2": 0, "leaks?k=2&group_by=traceback": 0}
GRAPH = {"dominators": 5, "cycles": 1, "duplicates?type=str": 1, "waste": 1, "types?retained": 5}
GRAPH_UNPAGED = {"paths?type=Row": 2, "suspects?percent=1": 1}


def live_session(client, python):
    s = "/v1/sessions/" + client.post("/v1/sessions", {"python": python, "labels": {"for": "tables, lines"}, "trace": {"tracing": True, "nframe": 3}}).json["name"]
    client.post(s + "/exec", {"source": PROGRAM, "filename": "first.py"}, 200)
    client.post(s + "/snapshots", {"objects": True, "label": "one, \"first\""})
    client.post(s + "/exec", {"source": MORE, "filename": "second file.py"}, 200)
    client.post(s + "/snapshots", {"objects": True})
    client.post(s + "/exec", {"source": "grown = list(range(5000))"}, 200)
    client.post(s + "/snapshots", {})
    client.post(s + "/frames", {"function": "f", "file": "app.py", "line": 3, "locals": {"x": [1], "y": {"k": None}}})
    return s


def check_some_fields(client, target):
    """Of a list with a field for each item: the first of each block, and how many there are."""
    whole = client.get(target).json
    assert whole["total"] == len(whole["fields"]) > 300
    some = client.get(target + "?limit=2").json
    assert some["total"] == whole["total"]
    blocks = {field["block"] for field in whole["fields"]}
    for block in blocks:
        assert [f for f in some["fields"] if f["block"] == block] == [f for f in whole["fields"] if f["block"] == block][:2], block
    assert len(check_table(client, target + "?limit=2", lambda document: document["fields"], paged=False)) == len(some["fields"]) < 2 * len(blocks) + 1
    client.refused(target + "?limit=0", 400, "invalid-parameter")


def check_live(client, s):
    for name, least in {"objects": 400, "objects?type=str&sort=-size": 20, "objects?sort=refcount": 400, "names": 2, "names?frame=0": 5, "frames": 2,
                        "objects/cache/referents": 4, "objects/cache/referrers": 1, "types": 8}.items():
        check_table(client, "%s/%s" % (s, name), at_least=least)
    check_table(client, s + "/allocator", pools_of, at_least=10, paged=False)
    for name in "cache", "more", "pi":
        check_table(client, "%s/objects/%s/layout" % (s, name), lambda document: document["fields"], at_least=3, paged=False)
    check_some_fields(client, s + "/objects/more/layout")
    for name, least in GRAPH.items():
        check_table(client, "%s/%s" % (s, name), at_least=least)
    for name, least in GRAPH_UNPAGED.items():
        check_table(client, "%s/%s" % (s, name), at_least=least, paged=False)
    for name, least in {"snapshots/1/dominators": 5, "snapshots/1/cycles": 1, "snapshots/1/duplicates": 1, "snapshots/1/waste": 1, "snapshots/1/types": 5,
                        "diffs/1..2/objects": 3, "diffs/1..2/objects?fate=new": 10, "diffs/1..2/objects?fate=deleted": 3, "diffs/1..2/objects?fate=surviving": 100,
                        "diffs/1..2/objects?fate=grown": 1, "diffs/1..2/objects?fate=new&type=complex": 0}.items():
        check_table(client, "%s/%s" % (s, name), at_least=least)
    for name in "snapshots/1/paths?type=Row", "snapshots/1/suspects?percent=1":
        check_table(client, "%s/%s" % (s, name), paged=False)


def check_stored(client, s):
    for name, least in STORED.items():
        check_table(client, "%s/%s" % (s, name), at_least=least)
    for name, least in UNPAGED.items():
        check_table(client, "%s/%s" % (s, name), at_least=least, paged=False)


def check_empty(client):
    """A table without rows has its columns."""
    s = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    for name, first in {"objects": "id", "snapshots": "snapshot", "history": "snapshot", "gc/history": "collection", "leaks": "size"}.items():
        answer = client.get("%s/%s?format=csv" % (s, name))
        assert answer.text.startswith(first + ",") and answer.text.count("\r\n") == 1, answer.text
        assert client.get("%s/%s?format=ndjson" % (s, name)).body == b""


def check_refusals(client, s):
    client.refused(s + "/objects?format=csv&limit=0", 400, "invalid-parameter")
    client.refused(s + "/objects?format=csv&limit=1000001", 400, "invalid-parameter")
    client.refused(s + "/objects?limit=10001", 400, "invalid-parameter")
    client.refused(s + "/objects?format=csv&cursor=x", 400, "invalid-parameter")
    client.refused(s + "/leaks?k=3&group_by=type&format=csv", 409, "conflict")
    for name in "snapshots/99/statistics", "snapshots/99/types", "diffs/1..99", "diffs/1..99/objects":
        client.refused("%s/%s?format=csv" % (s, name), 404, "no-such-snapshot")
    for form in "csv", "ndjson":  # taken without objects: it has no graph, and knows no types
        for name in "types", "dominators", "suspects", "statistics?group_by=type":
            answer = client.call("GET", "%s/snapshots/3/%s%sformat=%s" % (s, name, "&" if "?" in name else "?", form), None, 409)
            assert answer.media == "application/problem+json", answer.body
    client.refused("/v1/sessions/nobody/objects?format=csv", 404, "no-such-session")
    client.refused("/v1/sessions/nobody/history?format=csv", 404, "no-such-session")
    client.refused(s + "/objects/nothing/referents?format=csv", 404, "no-such-name")
    # Where several are accepted, quality decides; JSON is what anything is.
    for accept, media in (("text/csv;q=0.5, application/json", "application/json"), ("*/*", "application/json"), ("text/csv, */*;q=0.1", "text/csv"),
                          ("application/json, text/csv", "application/json"), ("text/html", "application/json"), ("application/jsonl", "application/x-ndjson")):
        assert client.get(s + "/types", Accept=accept).media == media, accept
    assert client.get(s + "/types?format=json", Accept="text/csv").media == "application/json"
    assert client.call("HEAD", s + "/types?format=csv").body == b""
    answer = client.get(s + "/objects?format=csv", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip" and answer.headers["ETag"]


def check_statistics(client):
    """CSV of a real snapshot against tracemalloc itself."""
    tracemalloc.start(5)
    kept = [str(i) * 20 for i in range(1000)], {i: [i] for i in range(500)}
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    s = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    with daemon.folder() as path:
        snapshot.dump(path + "/dump")
        with open(path + "/dump", "rb") as file:
            client.post(s + "/snapshots/import", file.read())
    for group in "lineno", "filename", "traceback":
        rows = list(csv.DictReader(io.StringIO(client.get("%s/snapshots/1/statistics?format=csv&group_by=%s" % (s, group)).text, newline="")))
        expected = [(str(x.size), str(x.count), ";".join("%s:%d" % (f.filename, f.lineno) if f.lineno else f.filename for f in x.traceback))
                    for x in snapshot.statistics(group)]
        assert [(row["size"], row["count"], row["traceback"]) for row in rows] == expected and len(kept) == 2, group


def check_large(client):
    """More rows than an answer may have: it ends early, and says where the rest is."""
    s = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    client.post(s + "/exec", {"source": "many = [('a text of some length %d' % i, [i]) for i in range(4000)]"}, 200)
    client.call("PUT", s + "/names/top", {"value": 1}, 200)
    for target in "/objects?sort=size", "/objects/many/referents", "/dominators", "/query?sql=SELECT+*+FROM+objects":
        rows = {}
        for form in "ndjson", "csv":
            at, pages_of, lines = s + target + ("&" if "?" in target else "?") + "format=" + form, 0, []
            while at:
                answer = client.get(at)
                assert len(answer.body) < 700000 or "query" in target, len(answer.body)
                link = answer.headers.get("Link")
                at = re.fullmatch('<(.*)>; rel="next"', link).group(1) if link else None
                found = answer.text.split("\r\n" if form == "csv" else "\n")[:-1]
                lines += found[1:] if form == "csv" else found
                pages_of += 1
            rows[form] = len(lines)
            assert len(set(lines)) == len(lines), target
            assert pages_of > 1 or form == "csv" or target not in ("/objects?sort=size", "/dominators"), (target, pages_of)
        assert rows["csv"] == rows["ndjson"] >= 4000, (target, rows)


def check_link(client):
    """What was sent unescaped does not end the link."""
    for _ in range(3):
        client.post("/v1/sessions", {"labels": {"odd": '<a>;"b"'}})
    link = client.get('/v1/sessions?format=ndjson&label=odd:<a>;"b"&limit=2').headers["Link"]
    at = re.fullmatch('<([^<>" ]*)>; rel="next"', link).group(1)
    assert "label=odd:%3Ca%3E;%22b%22&" in at, link
    assert len(client.get(at).text.splitlines()) == 1, at


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path:
        with daemon.daemon(program, path) as client:
            check_empty(client)
            sessions = [live_session(client, version["python"]) for version in client.get("/v1/versions").json["items"]]
            for s in sessions:
                check_live(client, s)
                check_stored(client, s)
            check_refusals(client, sessions[0])
            check_statistics(client)
            check_link(client)
            check_table(client, "/v1/sessions", paged=False)
            check_table(client, "/v1/sessions?label=for", at_least=len(sessions))
        with daemon.daemon(program, path) as client:  # the heaps are gone
            for s in sessions:
                check_stored(client, s)
                check_table(client, s + "/snapshots/1/types", at_least=5)
                for name in "objects", "types", "allocator", "names":
                    client.refused("%s/%s?format=csv" % (s, name), 404, "no-such-session")
            check_table(client, "/v1/sessions?state=ended", at_least=len(sessions))
        with daemon.daemon(program, path, "--max-answer", "1M") as client:
            check_large(client)
    print("tables of %d versions are the same in three notations" % len(sessions))


sys.exit(main())
