"""A session as an SQLite file: what is in it is what the API answers and what tracemalloc counted, nothing of any other session is, and
a daemon can serve it.

    session.py --heapd PROGRAM
"""
import argparse
import collections
import contextlib
import os
import socket
import sqlite3
import sys
import threading
import time
import tracemalloc

import daemon

PROGRAM = """
import gc
class Row: pass
rows = [Row() for i in range(200)]
a = Row(); a.me = a; del a
gc.collect(); gc.collect(1)
"""


def real_dump(path):
    tracemalloc.start(6)
    kept = [str(i) * 30 for i in range(300)], {i: [i] for i in range(100)}
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    snapshot.dump(path)
    with open(path, "rb") as file:
        return snapshot, file.read(), kept


def fill(client, name, dump, secret):
    s = "/v1/sessions/" + client.post("/v1/sessions", {"name": name, "python": "3.11", "labels": {"kept": secret}, "trace": {"tracing": True, "nframe": 3}}).json["name"]
    client.post(s + "/exec", {"source": PROGRAM, "filename": secret + ".py"}, 200)
    client.post(s + "/snapshots", {"objects": True, "label": secret})
    client.post(s + "/exec", {"source": "class %s: pass\nmore = [%s() for i in range(50)]" % (secret, secret), "filename": secret + " again.py"}, 200)
    client.post(s + "/snapshots", {"objects": True})
    if dump:
        client.post(s + "/snapshots/import?source=real", dump)
    client.call("PATCH", s + "/retention", {"snapshots": 1000})
    return s


@contextlib.contextmanager
def opened(data, path):
    with open(path, "wb") as file:
        file.write(data)
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    try:
        yield database
    finally:
        database.close()
        os.unlink(path)


def dumped(database):
    """All rows of all tables."""
    tables = [name for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
    return {table: database.execute("SELECT * FROM %s ORDER BY 1, 2" % table).fetchall() for table in tables}


PATHS = """
WITH RECURSIVE path(traceback, node, text) AS (
  SELECT DISTINCT traceback, traceback, '' FROM site
  UNION ALL
  SELECT p.traceback, t.parent, string.text || ':' || f.line || ';' || p.text
  FROM path AS p JOIN traceback AS t ON t.id = p.node JOIN frame AS f ON f.id = t.frame JOIN string ON string.id = f.file)
SELECT s.number, rtrim(p.text, ';'), sum(x.size), sum(x.count)
FROM snapshot AS s JOIN site AS x ON x.snapshot = s.id JOIN path AS p ON p.traceback = x.traceback AND p.node = 0
GROUP BY s.number, p.text
"""


def check_content(client, s, database, snapshots):
    name = s.rpartition("/")[2]
    assert [row[0] for row in database.execute("SELECT name FROM session")] == [name]
    listed = client.get(s + "/snapshots?order=oldest").json["items"]
    assert database.execute("SELECT number, label, source, size, count, objects FROM snapshot ORDER BY number").fetchall() == [
        (x["snapshot"], x["label"], x["source"], x["size"], x["count"], int(x["objects"])) for x in listed] and len(listed) == snapshots
    found = collections.defaultdict(dict)
    for number, path, size, count in database.execute(PATHS):
        found[number][path] = (size, count)
    for number in found:
        rows = client.get("%s/snapshots/%d/statistics?group_by=traceback&format=ndjson" % (s, number)).text.splitlines()
        assert len(found[number]) == len(rows) > 0
        tree = client.get("%s/snapshots/%d/flamegraph?format=folded" % (s, number)).text.splitlines()
        assert {path: size for path, (size, _) in found[number].items() if size} == {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in tree}
    collections_of = client.get(s + "/gc/history?order=oldest&limit=1000").json["items"]
    assert database.execute("SELECT number, collected, pause_us FROM collection ORDER BY number").fetchall() == [
        (x["collection"], x["collected"], x["duration_us"]) for x in collections_of] and len(collections_of) >= 2
    steps = client.get(s + "/history?order=oldest").json["items"]
    assert database.execute("SELECT previous, size_diff, count_diff FROM diff ORDER BY snapshot").fetchall() == [
        (x["diff"]["old"], x["diff"]["size_diff"], x["diff"]["count_diff"]) for x in steps if x["diff"]]
    types = database.execute("SELECT string.text, t.size, t.count FROM type_total AS t JOIN string ON string.id = t.name JOIN snapshot AS s ON s.id = t.snapshot WHERE s.number = 1").fetchall()
    rows = client.get(s + "/snapshots/1/statistics?group_by=type").json["items"]
    assert sorted(types) == sorted((x["group"], x["size"], x["count"]) for x in rows) and rows
    assert database.execute("SELECT count FROM retention").fetchall() == [(1000,)]
    return found


def check_real(found, snapshot):
    expected = {";".join("%s:%d" % (f.filename, f.lineno) for f in x.traceback): (x.size, x.count) for x in snapshot.statistics("traceback")}
    assert found == expected and len(expected) >= 2


def check_nothing_of_others(data, database, secret, others):
    for other in others:
        assert other.encode() not in data, "the file has something of another session"
    assert secret.encode() in data
    # What is shared is there as far as it is referred to.
    unused = database.execute("SELECT text FROM string WHERE id NOT IN (SELECT file FROM frame UNION SELECT name FROM type_total UNION SELECT name FROM diff_type_growth)")
    assert unused.fetchall() == []
    assert database.execute("SELECT id FROM frame WHERE id NOT IN (SELECT frame FROM traceback WHERE frame IS NOT NULL UNION SELECT frame FROM diff_growth)").fetchall() == []
    assert database.execute("SELECT count(*) FROM unseen").fetchone() == (0,)


def check_served(program, data, path, client, s):
    """The file is a store: a daemon answers from it what the first one did."""
    os.mkdir(path)
    with open(path + "/heapd.sqlite", "wb") as file:
        file.write(data)
    asked = ["/snapshots", "/history", "/diffs/1..2?group_by=traceback", "/snapshots/1/statistics", "/snapshots/1/types", "/snapshots/2/suspects?percent=1", "/gc/history",
             "/diffs/1..2/objects", "/snapshots/1/flamegraph"]
    expected = [client.get(s + question).json for question in asked]
    with daemon.daemon(program, path) as other:
        for question, answer in zip(asked, expected):
            assert other.get(s + question).json == answer, question
        assert [x["name"] for x in other.get("/v1/sessions").json["items"]] == [s.rpartition("/")[2]]
        new = fill(other, "new", None, "later")  # and goes on storing
        assert len(other.get(new + "/snapshots").json["items"]) == 2
        assert other.get(s + "/snapshots/1/statistics").json == expected[3]


def check_beside_writing(client, s, path):
    """Exports while snapshots are stored: each is of one moment, and neither waits for the other for long."""
    end, failures, stored = threading.Event(), [], []

    def write():
        try:
            while not end.is_set():
                client.post(s + "/exec", {"source": "kept = [i * 1000 for i in range(300)]"}, 200)
                stored.append(client.post(s + "/snapshots", {"objects": True}).json["snapshot"])
        except AssertionError as error:
            failures.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        last = 0
        while len(stored) < 5 and not failures:
            with opened(client.get(s + "/export").body, path) as database:
                number, highest, sites = database.execute("SELECT count(*), max(number), (SELECT count(DISTINCT snapshot) FROM site) FROM snapshot").fetchone()
                assert number == highest == sites >= last
                last = number
    finally:
        end.set()
        thread.join()
    assert not failures, failures


def files_without_names(client):
    links = []
    for number in os.listdir("/proc/%d/fd" % client.pid):
        with contextlib.suppress(OSError):
            links.append(os.readlink("/proc/%d/fd/%s" % (client.pid, number)))
    return [link for link in links if "export-" in link]


def check_nothing_stays(client, s, data):
    """Whatever becomes of the client, the file goes with the answer."""
    host, _, port = client.address.partition(":")
    for i in range(20):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET %s/export HTTP/1.1\r\nHost: %s\r\n\r\n" % (s.encode(), client.address.encode()))
            if i % 2:
                connection.recv(100)
    for _ in range(200):
        if not files_without_names(client):
            break
        time.sleep(0.1)
    assert files_without_names(client) == []
    assert not [name for name in os.listdir(data) if name.startswith(".heapd-export-")], os.listdir(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path:
        snapshot, dump, _ = real_dump(path + "/dump")
        data, file = path + "/data", path + "/export.sqlite"
        os.mkdir(data)
        with open(data + "/.heapd-export-left00", "w"):  # by a daemon that was killed
            pass
        with daemon.daemon(program, data) as client:
            assert ".heapd-export-left00" not in os.listdir(data)
            s, other = fill(client, "one", dump, "kestrel"), fill(client, "two", None, "wombat")
            empty = "/v1/sessions/" + client.post("/v1/sessions", {"name": "empty"}).json["name"]
            answer = client.get(s + "/export")
            assert answer.media == "application/vnd.sqlite3" and int(answer.headers["Content-Length"]) == len(answer.body)
            with opened(answer.body, file) as database:
                check_real(check_content(client, s, database, 3)[3], snapshot)
                check_nothing_of_others(answer.body, database, "kestrel", ["wombat"])
                before = dumped(database)
            exported = client.get(other + "/export").body
            with opened(exported, file) as database:
                check_content(client, other, database, 2)
                check_nothing_of_others(exported, database, "wombat", ["kestrel", __file__])
            with opened(client.get(empty + "/export").body, file) as database:
                found = {table: len(rows) for table, rows in dumped(database).items() if rows and table != "memory_sample"}
                assert found == {"session": 1, "tally": 1, "traceback": 1}, found
            check_served(program, answer.body, path + "/served", client, s)
            check_beside_writing(client, other, file)
            client.refused("/v1/sessions/nobody/export", 404, "no-such-session")
            client.refused(s + "/export?format=csv", 400, "invalid-parameter")
            client.call("POST", s + "/export", {}, 405)
            assert client.call("HEAD", s + "/export").body == b""
            client.call("DELETE", other, status=204)
            client.refused(other + "/export", 404, "no-such-session")
            check_nothing_stays(client, s, data)
        with daemon.daemon(program, data) as client:  # it has ended
            with opened(client.get(s + "/export").body, file) as database:
                after = dumped(database)
                check_content(client, s, database, 3)
        for table in before:
            if table not in ("session", "memory_sample"):
                assert before[table] == after[table], table
        assert len(after["memory_sample"]) >= len(before["memory_sample"])
    print("sessions as files are what the API and tracemalloc say, and can be served")


sys.exit(main())
