"""Answers that take longer than a request may: they go on while they are taken, are whole, are few at a time, and end with their client.

    slow.py --heapd PROGRAM
"""
import argparse
import gzip
import json
import os
import socket
import sqlite3
import sys
import time

import daemon

NODES, SNAPSHOTS = 100000, 3
TIMEOUT = 0.0  # of a request: what is enough on this machine for any that is not taken slowly (measure())
GRAPH, ROWS, TABLE, CHANGES = ("/snapshots/1/graph?format=heapsnapshot", "/query?sql=SELECT+*+FROM+snapshot_refs+WHERE+snapshot=1",
                               "/snapshots/1/statistics?group_by=traceback", "/diffs/1..2?group_by=traceback&format=ndjson")


def lines():
    """A snapshot of many sites and a graph of many objects."""
    yield '{"heapd_snapshot": 1, "nframe": 2}\n'
    for i in range(20000):
        yield '{"frame": [%d, "some folder/of a project/file%d.py", %d]}\n' % (i, i % 700, i)
    for i in range(60000):
        yield '{"site": [0, 2, %d, 1, [%d, %d]]}\n' % (16 + i % 1000, i % 20000, i * 7 % 19997)
    yield '{"type": [0, "app.Node"]}\n'
    for i in range(NODES):
        yield '{"object": [%d, 0, 64], "text": "the text of object %d, %%s", "edges": [["index", %d, 0], ["attribute", %d, "next"]]}\n' % (
            16 * (i + 1), i, 16 * ((i * 31 + 7) % NODES + 1), 16 * ((i + 1) % NODES + 1)) % ("of many characters " * 8)
    yield '{"root": ["module", 16, "app", 0]}\n'

LISTS = "lists = [[] for i in range(400)]"
PAIRS = "/query?sql=SELECT+a.id,a.type,a.size,b.id+AS+other,b.type+AS+other_type+FROM+objects+a,objects+b+WHERE+a.type='list'+AND+b.type='list'"


class Slow:
    """A request whose answer is read when somebody says so."""

    def __init__(self, client, target, accept="*/*"):
        host, _, port = client.address.partition(":")
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        self.socket.settimeout(120)
        self.socket.connect((host, int(port)))
        self.socket.sendall(b"GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\nConnection: close\r\n\r\n" % (target.encode(), client.address.encode(), accept.encode()))
        self.data = bytearray()

    def read(self, most):
        while most > 0:
            piece = self.socket.recv(min(most, 65536))
            if not piece:
                break
            self.data += piece
            most -= len(piece)

    def head(self):
        while b"\r\n\r\n" not in self.data:
            self.read(1)
        return self.data.partition(b"\r\n\r\n")[0].decode()

    def body(self):
        """The rest at once; chunks put together. None: it broke off."""
        self.read(1 << 40)
        head, _, rest = bytes(self.data).partition(b"\r\n\r\n")
        if b"chunked" not in head:
            length = int(head.lower().partition(b"content-length: ")[2].split()[0])
            return rest if len(rest) == length else None
        whole, at = [], 0
        while True:
            end = rest.find(b"\r\n", at)
            if end < 0:
                return None
            size = int(rest[at:end], 16)
            if size == 0:
                return b"".join(whole)
            whole.append(rest[end + 2:end + 2 + size])
            at = end + 2 + size + 2

    def close(self):
        self.socket.close()


def live_session(client):
    live = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    client.post(live + "/exec", {"source": "kept = [[] for i in range(2000)]"}, 200)
    return live


def measure(client, s):
    """Seconds, several times as many as the slowest request needs until its answer begins."""
    longest = 0.25
    for target, accept in ((GRAPH, "*/*"), (ROWS, "application/x-ndjson"), (TABLE + "&format=ndjson", "*/*"), (TABLE, "text/csv"), (CHANGES, "*/*"),
                           (TABLE + "&limit=20000&format=ndjson", "*/*"), ("/snapshots/1/statistics?limit=3", "*/*"), ("/snapshots?limit=1", "*/*")):
        begun = time.monotonic()
        slow = Slow(client, s + target, accept)
        assert slow.head().startswith("HTTP/1.1 200 "), slow.data
        longest = max(longest, time.monotonic() - begun)
        slow.close()
    live = live_session(client)
    client.post(live + "/exec", {"source": "del kept\n" + LISTS}, 200)
    begun = time.monotonic()
    Slow(client, live + PAIRS, "application/x-ndjson").body()
    longest = max(longest, time.monotonic() - begun)
    begun = time.monotonic()
    live_session(client)
    return 2.5 * max(longest, time.monotonic() - begun)


def hold(client, target):
    """One whose client reads the head alone. What the kernel keeps for it is less than the answer."""
    slow = Slow(client, target)
    assert slow.head().startswith("HTTP/1.1 200 "), slow.data
    return slow


def take_slowly(slow):
    """Longer than a request has, a little each time."""
    slow.head()
    begun = time.monotonic()
    while time.monotonic() - begun < 1.5 * TIMEOUT:
        slow.read(100000)
        time.sleep(min(TIMEOUT / 10, 0.5))  # who takes nothing for two seconds is cut off
    return slow.body()


def check_graph(client, s):
    body = take_slowly(Slow(client, s + GRAPH))
    assert body is not None, "the graph broke off"
    graph = json.loads(body)
    assert len(body) > 16 << 20 and len(graph["nodes"]) == 7 * graph["snapshot"]["node_count"] > 7 * NODES
    assert len(graph["edges"]) == 3 * graph["snapshot"]["edge_count"] > 3 * 2 * NODES
    assert "app.Node" in graph["strings"]


def wait_for_turn(client, live, slow):
    """The session's turn is over when the rows are made, not when they are sent: nearly all of twelve megabytes is still to come then."""
    while client.call("POST", live + "/exec", {"source": "lists.append(1)"}, None).status != 200:
        slow.read(50000)  # who takes nothing is cut off
        assert len(slow.data) < 1 << 20, "the session was busy until its rows were sent"


def check_rows(client, s):
    target = s + ROWS
    body = take_slowly(Slow(client, target, "application/x-ndjson"))
    assert body is not None, "rows broke off"
    rows = body.splitlines()
    assert len(rows) == 2 * NODES and "problem" not in json.loads(rows[-1]), (len(rows), rows[-1])
    # Those of the heap are made within the deadline, since everybody else waits for that, and are taken as long as others.
    live = "/v1/sessions/" + client.post("/v1/sessions", {}).json["name"]
    client.post(live + "/exec", {"source": LISTS}, 200)
    for _ in range(4):  # where the machine does something else just now, the deadline comes before all are made
        slow = Slow(client, live + PAIRS, "application/x-ndjson")
        slow.head()
        wait_for_turn(client, live, slow)
        body = take_slowly(slow)
        assert body is not None, "rows of the heap broke off"
        rows = body.splitlines()
        if "problem" not in json.loads(rows[-1]):
            break
    assert len(body) > 12 << 20 and len(rows) == round(len(rows) ** 0.5) ** 2 and len(rows) >= 400 * 400 and "problem" not in json.loads(rows[-1]), (len(rows), rows[-1])
    body = take_slowly(Slow(client, live_session(client) + "/query?sql=SELECT+a.id,b.id,c.id+FROM+objects+a,objects+b,objects+c", "application/x-ndjson"))
    assert json.loads(body.splitlines()[-1])["problem"]["type"] == "/problems/deadline", body[-300:]


def check_flame(client, s):
    """Call paths as files of other tools: longer than an answer may be, and whole."""
    target = s + "/snapshots/1/flamegraph"
    body = take_slowly(Slow(client, target + "?format=speedscope"))
    assert body is not None and len(body) > 1 << 20, "the profile broke off"
    profile = json.loads(body)
    assert sum(profile["profiles"][1]["weights"]) == 60000 and len(profile["shared"]["frames"]) > 19000
    folded = take_slowly(Slow(client, target + "?format=folded")).decode().splitlines()
    assert sum(int(line.rpartition(" ")[2]) for line in folded) == sum(profile["profiles"][0]["weights"]), len(folded)
    assert len(gzip.decompress(take_slowly(Slow(client, target + "?format=pprof")))) > 1 << 20
    body = take_slowly(Slow(client, target + "?min_fraction=0"))
    assert body is not None and len(body) > 8 << 20, "the tree broke off"
    tree = json.loads(body)
    assert tree["count"] == 60000
    body = take_slowly(Slow(client, target + "?format=ndjson"))
    assert len(body) > 8 << 20
    nodes = body.decode().splitlines()
    assert json.loads(nodes[0])["count"] == 60000 and sum(json.loads(node)["own_count"] for node in nodes) == 60000
    rows = take_slowly(Slow(client, target + "?format=csv")).decode().split("\r\n")
    assert len(rows) == len(nodes) + 2 and rows[0].startswith("node,parent,depth,name,"), (len(rows), rows[:2])


def check_table(client, s):
    """Statistics of many rows as lines: the same as in pages."""
    target = s + TABLE
    some = client.get(target + "&limit=20000&format=ndjson").text.splitlines()
    body = take_slowly(Slow(client, target + "&format=ndjson"))
    lines = body.decode().splitlines()
    assert len(lines) >= 55000 and lines[:20000] == some, len(lines)
    assert sum(json.loads(line)["count"] for line in lines) == 60000
    table = take_slowly(Slow(client, target, "text/csv")).decode().split("\r\n")
    assert table[0] == "size,count,group,traceback" and len(table) == len(lines) + 2 and table[-1] == ""
    assert [row.split(",")[0] for row in table[1:-1]] == [str(json.loads(line)["size"]) for line in lines]
    changes = client.get(s + CHANGES).text.splitlines()
    assert len(changes) == len(lines) and all(json.loads(line)["size_diff"] == 0 for line in changes)


def check_file(client, s, path):
    """The export of much takes longer than the deadline; other requests of its session do not wait for it."""
    begun = time.monotonic()
    slow = Slow(client, s + "/export")
    client.get(s + "/snapshots?limit=1")
    beside = time.monotonic() - begun
    body = slow.body()
    took = time.monotonic() - begun
    assert slow.head().startswith("HTTP/1.1 200 "), slow.data[:400]
    with open(path, "wb") as file:
        file.write(body)
    database = sqlite3.connect(path)
    assert database.execute("SELECT count(*) FROM site").fetchone()[0] >= SNAPSHOTS * 55000 and database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    os.unlink(path)
    assert beside < took, "a request of the session waited for its export"
    return took


def check_number(client, s):
    """As many at a time as may be, whichever they are; a client that goes makes room for the next."""
    graph, file = s + GRAPH, s + "/export"
    held = [hold(client, graph), hold(client, graph)]
    for target in graph, file:
        answer = client.call("GET", target, None, 503)
        assert answer.json["type"] == "/problems/busy" and int(answer.headers["Retry-After"]) > 0 and "--max-exports" in answer.json["detail"], answer.body
    client.get(s + "/snapshots/1/statistics?limit=3")  # anything else goes on
    held[0].close()
    for _ in range(600):
        third = Slow(client, graph)
        if third.head().startswith("HTTP/1.1 200 "):
            break
        third.close()
        time.sleep(0.1)
    assert json.loads(third.body())
    assert held[1].body() is not None
    for slow in held + [third]:
        slow.close()


def check_end(client, s):
    """SIGTERM does not wait for who reads nothing (daemon.py wants an orderly end)."""
    return [hold(client, s + GRAPH), Slow(client, s + "/export")]  # the file is still being made


def main():
    global TIMEOUT
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path:
        os.mkdir(path + "/data")
        data = "".join(lines()).encode()
        with daemon.daemon(program, path + "/data") as client:
            s = "/v1/sessions/" + client.post("/v1/sessions", {"name": "much"}).json["name"]
            for _ in range(SNAPSHOTS):
                client.post(s + "/snapshots/import", data)
            TIMEOUT = measure(client, s)
        with daemon.daemon(program, path + "/data", "--request-timeout", "%dms" % (TIMEOUT * 1000), "--max-exports", "2", "--grace", "10m", "--max-answer", "8M") as client:
            check_graph(client, s)
            check_rows(client, s)
            check_table(client, s)
            check_flame(client, s)
            took = check_file(client, s, path + "/much.sqlite")
            check_number(client, s)
            held = check_end(client, s)
            begun = time.monotonic()
        assert time.monotonic() - begun < 60  # and not the grace
        for slow in held:
            slow.close()
    print("answers that take longer than a request may are whole; the file took %.1f s with %.1f s allowed" % (took, TIMEOUT))


sys.exit(main())
