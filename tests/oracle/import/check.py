#!/usr/bin/env python3
"""Files of tracemalloc's Snapshot.dump(), written by every CPython that is here, imported as they are: statistics and differences must be
what that CPython says of them. And what is no such file: refused, and the daemon goes on.

    check.py HEAPD
"""
import gzip
import http.client
import io
import json
import os
import pathlib
import pickle
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))
from heapd import Heapd  # noqa: E402
from pairs import ENVIRONMENT, every_python  # noqa: E402
import pyheap  # noqa: E402

BINARY = {"Content-Type": "application/octet-stream"}


def upload(heapd, session, data, query="", status=201, headers=BINARY):
    return heapd.expect(status, "POST", "/v1/sessions/%s/snapshots/import?%s" % (session, query), data, headers)


def upload_in_chunks(heapd, session, data, query):
    """Without Content-Length."""
    place = urllib.parse.urlsplit(heapd.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=300)
    connection.request("POST", "/v1/sessions/%s/snapshots/import?%s" % (session, query), iter([data[i:i + 5000] for i in range(0, len(data), 5000)]),
                       BINARY, encode_chunked=True)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    assert answer.status == 201, body
    return body


def check_interpreter(heapd, python):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, str(HERE / "program.py"), folder], check=True, env=ENVIRONMENT)
        old, new = [pathlib.Path(folder, name).read_bytes() for name in ("old", "new")]
        expected = json.loads(pathlib.Path(folder, "expected.json").read_text())
    session = heapd.post("/v1/sessions", {})["name"]
    first = upload(heapd, session, old, "label=old&source=program.py&taken_at=2026-01-02T03:04:05.5Z&peak=123456")
    second = upload_in_chunks(heapd, session, gzip.compress(new, 1), "label=new")
    assert [first["import"]["traces"], second["import"]["traces"]] == expected["traces"]
    assert first["nframe"] == expected["limit"] and first["source"] == "program.py" and first["peak"] == 123456
    assert first["taken_at"] == "2026-01-02T03:04:05.500000Z" and first["label"] == "old"
    assert second["peak"] is None, second  # the file does not say it
    assert second["import"]["gzip"] and second["import"]["bytes"] == len(new) and second["source"] == "tracemalloc"
    where = "/v1/sessions/%s" % session
    for query, statistics, differences in expected["answers"]:
        for path, rows in (("/snapshots/2/statistics?", statistics), ("/diffs/1..2?", differences)):
            answered = [{key: row[key] for key in rows[0]} for row in heapd.get(where + path + query)["items"]] if rows else \
                heapd.get(where + path + query)["items"]
            assert answered == rows, "%s %s\n%s\n%s" % (python, path + query, answered[:3], rows[:3])
    listed = heapd.get(where + "/history?order=oldest")["items"]
    assert [one["diff"] and one["diff"]["old"] for one in listed] == [None, 1]
    assert listed[1]["diff"]["size_diff"] == second["size"] - first["size"]
    return len(expected["answers"]) * 2


def small(protocol=4, traces=((0, 8, (("a.py", 1),), 1),)):
    import tracemalloc
    return pickle.dumps(tracemalloc.Snapshot(list(traces), 3), protocol)


class Evil:
    def __reduce__(self):
        return os.system, ("exit 1",)


def expect_problem(heapd, session, data, status, slug, word):
    problem = upload(heapd, session, data, status=status)
    assert problem["type"] == "/problems/" + slug and word in problem["detail"], problem


def check_refusals(heapd):
    session = heapd.post("/v1/sessions", {})["name"]
    good = small()
    expect_problem(heapd, session, b"", 400, "invalid-snapshot", "ends before")
    expect_problem(heapd, session, b"GIF89a", 400, "invalid-snapshot", "offset 0")
    expect_problem(heapd, session, pickle.dumps(Evil(), 4), 400, "invalid-snapshot", "STACK_GLOBAL: posix.system is refused")
    expect_problem(heapd, session, small(2), 400, "invalid-snapshot", "offset 0, PROTO")
    expect_problem(heapd, session, good[:-1], 400, "invalid-snapshot", "offset %d: the file ends" % (len(good) - 1))
    expect_problem(heapd, session, good + b"x", 400, "invalid-snapshot", "more bytes")
    expect_problem(heapd, session, gzip.compress(good)[:-3], 400, "invalid-snapshot", "gzip")
    # Refused in the middle of a long upload: the answer is still there to be read.
    expect_problem(heapd, session, good + bytes(8 << 20), 400, "invalid-snapshot", "more bytes")
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as file:
        file.write(good[:2])
        for _ in range(100):
            file.write((b"\x95" + bytes(8)) * (1 << 17))
    assert len(bomb.getvalue()) < 1 << 19
    expect_problem(heapd, session, bomb.getvalue(), 413, "too-large", "unpacks to more")
    heapd.expect(404, "POST", "/v1/sessions/none/snapshots/import", good, BINARY)
    for time_ in ("now", "2026-02-31T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T12:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
                  "2026-01-01T00:00:60Z", "2026-13-01T00:00:00Z"):
        heapd.expect(400, "POST", "/v1/sessions/%s/snapshots/import?taken_at=%s" % (session, time_), good, BINARY)
    heapd.expect(415, "POST", "/v1/sessions/%s/snapshots/import" % session, good, dict(BINARY, **{"Content-Encoding": "br"}))
    assert heapd.get("/v1/sessions/" + session)["snapshots"] == 0
    # Cut off in the middle, many times: nothing stays behind that would keep the next one out.
    place = urllib.parse.urlsplit(heapd.url)
    for _ in range(20):
        with socket.create_connection((place.hostname, place.port)) as plug:
            plug.sendall(b"POST /v1/sessions/%s/snapshots/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n" % session.encode() + good[:40])
    for _ in range(100):
        answer = heapd.request("POST", "/v1/sessions/%s/snapshots/import" % session, good, BINARY)
        if answer.status != 503:
            break
        time.sleep(0.1)
    assert answer.status == 201, answer.body
    upload(heapd, session, gzip.compress(good[:30]) + gzip.compress(good[30:]))  # joined files are one
    upload(heapd, session, good, headers={"Content-Type": "application/x-www-form-urlencoded"})  # as curl says it
    upload(heapd, session, gzip.compress(good), headers=dict(BINARY, **{"Content-Encoding": "gzip"}))
    empty = upload(heapd, session, small(traces=()))
    assert (empty["size"], empty["count"]) == (0, 0)


def check_beside_a_heap(heapd):
    """An imported snapshot against one of the session's own heap, and after the session has ended."""
    session = heapd.post("/v1/sessions", {"python": "3.11", "trace": {"tracing": True}})["name"]
    where = "/v1/sessions/" + session
    heapd.post(where + "/objects", {"value": [1.5, 2.5], "bind": "a"})
    heapd.post(where + "/snapshots", {})
    upload(heapd, session, small())
    answer = heapd.get(where + "/diffs/1..2?group_by=filename")
    assert {row["traceback"][0]["file"]: row["size"] for row in answer["items"]} == {"a.py": 8, "<request>": 0}, answer
    heapd.expect(204, "DELETE", where)
    heapd.expect(404, "POST", where + "/snapshots/import", small(), BINARY)


LINES = [
    {"heapd_snapshot": 1, "nframe": 5, "peak": 1000}, {"frame": [0, "a.py", 1]}, {"frame": [1, "b\u00e9.py", 2]},
    {"site": [0, 2, 300, 3, [0, 1]]}, {"type": [0, "dict"]}, {"type": [1, "app.Node"]},
    {"object": [4096, 1, 48], "flags": ["tracked"], "references": 1, "edges": [["attribute", 8192, "cache"], ["other", 12345]]},
    {"object": [8192, 0, 232], "edges": [["key", 4096, 0], ["value", 16384, 4096]]}, {"edges": [["value", 16384, "k"]]},
    {"object": [16384, 1, 1000], "text": "named", "wasted": 8}, {"root": ["module", 4096, "app"]}, {"root": ["local", 8192, "x", 2]},
]


def check_lines(heapd):
    """The agents' form: traces and objects in lines of JSON."""
    session = heapd.post("/v1/sessions", {})["name"]
    where = "/v1/sessions/" + session
    text = "".join(json.dumps(line) + "\n" for line in LINES).encode()
    answer = upload(heapd, session, gzip.compress(text))
    assert (answer["size"], answer["count"], answer["nframe"], answer["peak"], answer["objects"]) == (300, 3, 5, 1000, True), answer
    assert {"format": "lines", "traces": 3, "sites": 1, "objects": 3, "edges": 5}.items() <= answer["import"].items(), answer
    (row,) = heapd.get(where + "/snapshots/1/statistics?group_by=traceback")["items"]
    assert [frame["file"] for frame in row["traceback"]] == ["b\u00e9.py", "a.py"]
    types = heapd.get(where + "/snapshots/1/statistics?group_by=type")["items"]
    assert [(t["group"], t["count"], t["size"]) for t in types] == [("app.Node", 2, 1048), ("dict", 1, 232)]
    retained = heapd.get(where + "/snapshots/1/objects/0x2000/retained")
    assert retained["retained_size"] == 1232, retained
    upload(heapd, session, text[:-1])
    for place, line, word in ((0, {"heapd_snapshot": 2}, "line 1: the first line"), (1, {"frame": [1, "a.py", 1]}, "line 2: frames are numbered"),
                              (3, {"site": [0, 1, 8, 1, [2]]}, "line 4: a frame that"), (3, {"site": [0, 1, -8, 1, [0]]}, "line 4: a site is"),
                              (6, {"object": [0, 0, 8]}, "line 7: an object"), (6, {"object": [1, 2, 8]}, "line 7: a type that"),
                              (8, {"edges": [["friend", 1]]}, "line 9: an edge is"), (8, {"edges": [["index", 1, "x"]]}, "line 9: a place"),
                              (10, {"root": ["garbage", 1, "x"]}, "line 11: a kind of root"), (10, {"roof": []}, "line 11: neither"), (10, [1], "line 11: each line")):
        changed = "".join(json.dumps(line if i == place else one) + "\n" for i, one in enumerate(LINES)).encode()
        expect_problem(heapd, session, changed, 400, "invalid-snapshot", word)
    expect_problem(heapd, session, text + b"{", 400, "invalid-snapshot", "line 13: not JSON")
    expect_problem(heapd, session, text + b'{"edges": [' + b" " * (5 << 20), 400, "invalid-snapshot", "line 12")


class Kept:
    pass


def check_pyheap(heapd):
    """PyHeap's dumps: one made by hand, one of this process, and damaged ones."""
    session = heapd.post("/v1/sessions", {})["name"]
    where = "/v1/sessions/" + session
    data = pyheap.small()
    answer = upload(heapd, session, data)
    assert (answer["source"], answer["size"], answer["peak"], answer["objects"]) == ("pyheap", 0, None, True), answer
    assert {"format": "pyheap", "bytes": len(data), "sites": 0, "objects": 8, "edges": 5005}.items() <= answer["import"].items(), answer
    types = heapd.get(where + "/snapshots/1/statistics?group_by=type")["items"]
    assert {t["group"]: (t["count"], t["size"]) for t in types} == {
        "Node": (3, 1112), "dict": (2, 296), "type": (1, 900), "module": (1, 72), "set": (1, 56)}, types
    object_ = heapd.get(where + "/snapshots/1/objects/0x2000/retained")
    assert (object_["retained_size"], object_["retained_count"]) == (48 + 232 + 1000 + 900, 4), object_
    paths = heapd.get(where + "/snapshots/1/objects/0x2200/paths")["items"]
    text = json.dumps(paths)
    assert "local" in text and '"x"' in text and "cache" in text, text
    assert "app.things" in json.dumps(heapd.get(where + "/snapshots/1/objects/0x2400/paths")), "a module is a root"
    assert heapd.get(where + "/snapshots/1/objects/0x2500/retained")["retained_size"] == 56  # alive, though nothing known refers to it
    upload(heapd, session, gzip.compress(pyheap.small(texts=False)), "source=other")
    assert heapd.get(where + "/snapshots/2")["source"] == "other"
    compared = heapd.get(where + "/diffs/1..2?group_by=type")["items"]
    assert all(row["size_diff"] == row["count_diff"] == 0 for row in compared), compared
    # Of a real program.
    kept = [Kept() for _ in range(300)]
    for one in kept:
        one.label = object()
    dump, expected = pyheap.own(kept)
    answer = upload(heapd, session, dump)
    counted = {t["group"]: (t["count"], t["size"]) for t in heapd.get(where + "/snapshots/3/statistics?group_by=type&limit=10000")["items"]}
    assert counted == expected, set(counted.items()) ^ set(expected.items())
    paths = json.dumps(heapd.get(where + "/snapshots/3/objects/%#x/paths" % id(kept[7].label))["items"])
    assert "kept" in paths or "one" in paths, paths
    # Damaged: cut at every place of the small one, and changed.
    data = pyheap.small(change=lambda objects: objects[:3])
    for cut in list(range(0, len(data), 7)) + [len(data) - 1]:
        upload(heapd, session, data[:cut], status=400)
    expect_problem(heapd, session, data[:-1], 400, "invalid-snapshot", "ends before")
    expect_problem(heapd, session, data + b"x", 400, "invalid-snapshot", "offset %d: more bytes" % len(data))
    expect_problem(heapd, session, data[:-1] + b"x", 400, "invalid-snapshot", "does not end")
    expect_problem(heapd, session, data[:11] + b"\x02" + data[12:], 400, "invalid-snapshot", "version 2")
    expect_problem(heapd, session, bytes(100), 400, "invalid-snapshot", "no dump of PyHeap")
    expect_problem(heapd, session, data.replace(b"inner", b"\xff\xfe\xfd\xfc\xfb").replace(b"\0\x01x\0", b"\0\x01\xff\0"), 400, "invalid-snapshot", "UTF-8")
    expect_problem(heapd, session, pyheap.small(change=lambda objects: [(0,) + objects[0][1:]]), 400, "invalid-snapshot", "address 0")
    expect_problem(heapd, session, pyheap.small(change=lambda objects: objects + objects[:1]), 400, "invalid-snapshot", "two objects at one address")
    assert heapd.get(where)["snapshots"] == 3


def check_progress(heapd):
    session = heapd.post("/v1/sessions", {})["name"]
    files = ["f%d.py" % i for i in range(50)]
    data = small(traces=[(0, i % 1000, ((files[i % 50], i % 97), (files[i % 49], 3)), 2) for i in range(600000)])
    place = urllib.parse.urlsplit(heapd.url)
    watch = http.client.HTTPConnection(place.hostname, place.port, timeout=300)
    watch.request("GET", "/v1/sessions/%s/events" % session)
    stream = watch.getresponse()
    seen = []

    def read():
        kind = None
        for line in stream:
            if line.startswith(b"event: "):
                kind = line[7:].strip()
            elif line.startswith(b"data: ") and kind == b"import":
                seen.append(json.loads(line[6:]))
            elif line.startswith(b"data: ") and kind == b"snapshot":
                return

    reader = threading.Thread(target=read)
    reader.start()
    upload(heapd, session, data, "label=big")
    reader.join(60)
    states = [event["state"] for event in seen]
    assert states[0] == "reading" and states[-1] == "storing" and len(states) > 3, states
    assert all(event["total"] == len(data) and event["label"] == "big" for event in seen)
    received = [event["received"] for event in seen]
    assert received == sorted(received) and received[-1] == len(data) and seen[-1]["traces"] == 600000
    watch.close()


def check_limits(binary):
    with Heapd(binary, "--max-import", "1M", "--max-import-memory", "1M", "--max-imports", "1") as heapd:
        session = heapd.post("/v1/sessions", {})["name"]
        place = urllib.parse.urlsplit(heapd.url)
        with socket.create_connection((place.hostname, place.port)) as plug:  # refused by its length, before the body
            plug.sendall(b"POST /v1/sessions/%s/snapshots/import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n" % session.encode())
            answer = plug.recv(65536)
            assert answer.startswith(b"HTTP/1.1 413 ") and b"1048576" in answer, answer
        expect_problem(heapd, session, gzip.compress(small() + bytes(2 << 20)), 400, "invalid-snapshot", "more bytes")
        many = small(traces=[(0, i, (("file number %d" % i, i),), 1) for i in range(20000)])
        expect_problem(heapd, session, many, 413, "too-large", "--max-import-memory")
        upload(heapd, session, small())
    with Heapd(binary, "--max-import", "16M", "--max-import-memory", "1M") as heapd:
        session = heapd.post("/v1/sessions", {})["name"]
        # Everything counts that grows with a file: types and frames of lines, their objects' texts, a dump's names.
        head = b'{"heapd_snapshot": 1}\n'
        for line in ('{"type": [%d, "app.Type%d"]}\n', '{"frame": [%d, "file%d.py", 1]}\n'):
            expect_problem(heapd, session, head + b"".join(line.encode() % (i, i) for i in range(30000)), 413, "too-large", "--max-import-memory")
        objects = b'{"type": [0, "app.Type"]}\n' + b"".join(b'{"object": [%d, 0, 8], "text": "text %d"}\n' % (i, i) for i in range(1, 20000))
        expect_problem(heapd, session, head + objects, 413, "too-large", "--max-import-memory")
        many = pyheap.small(change=lambda objects: [(i, pyheap.DICT, 8, [], [], "text %d" % i) for i in range(1, 20000)])
        expect_problem(heapd, session, many, 413, "too-large", "--max-import-memory")
        upload(heapd, session, small())


def main(binary):
    asked = 0
    with Heapd(binary) as heapd:
        for python in every_python():
            asked += check_interpreter(heapd, python)
        check_refusals(heapd)
        check_beside_a_heap(heapd)
        check_lines(heapd)
        check_pyheap(heapd)
        check_progress(heapd)
    if not os.environ.get("HEAPD_URL"):
        check_limits(binary)
    print("%d interpreters, %d answers equal" % (len(every_python()), asked))


main(sys.argv[1])
