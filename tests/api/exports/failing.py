"""Imports and exports where something goes wrong: the disk is full, the daemon is killed in the middle, many come at once.

    failing.py --heapd PROGRAM
"""
import argparse
import contextlib
import http.client
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tracemalloc

import daemon

DISK, LIVES = 48 << 20, 4


def dump(path, sites, seed):
    """A file of Snapshot.dump(): its bytes, and the bytes and blocks that it counts."""
    rng = random.Random(seed)
    traces = [(0, rng.randrange(16, 9000), tuple(("module%d.py" % rng.randrange(300), rng.randrange(1, 60000)) for _ in range(6)), 6) for _ in range(sites)]
    tracemalloc.Snapshot(traces, 6).dump(path)
    with open(path, "rb") as file:
        return file.read(), sum(size for _, size, _, _ in traces), sites


def new_session(client, name):
    return "/v1/sessions/" + client.post("/v1/sessions", {"name": name}).json["name"]


def check_stored(client, s, number, expected):
    """The snapshot is what its file said, all of it."""
    about = client.get("%s/snapshots/%d" % (s, number)).json
    rows = client.get("%s/snapshots/%d/statistics?group_by=domain" % (s, number)).json["items"]
    assert (about["size"], about["count"]) == expected[1:] == (rows[0]["size"], rows[0]["count"]), (about, rows, expected[1:])


def check_export(client, s, snapshots, path):
    with open(path, "wb") as file:
        file.write(client.get(s + "/export").body)
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",) and database.execute("PRAGMA foreign_key_check").fetchall() == []
    found = database.execute("SELECT s.number, s.size, sum(x.size) FROM snapshot s JOIN site x ON x.snapshot = s.id GROUP BY s.id ORDER BY s.number").fetchall()
    database.close()
    os.unlink(path)
    assert [number for number, _, _ in found] == snapshots and all(size == of_sites for _, size, of_sites in found), found


def numbers(client, s):
    return [x["snapshot"] for x in client.get(s + "/snapshots?order=oldest&limit=1000").json["items"]]


# ---- many at once

class Upload:
    """One whose body comes in pieces."""

    def __init__(self, client, target, data, expect=b""):
        host, _, port = client.address.partition(":")
        self.socket, self.data, self.sent = socket.create_connection((host, int(port)), timeout=300), data, 0
        self.socket.sendall(b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n" % (
            target.encode(), client.address.encode(), len(data), expect))

    @classmethod
    def begun(cls, client, target, data):
        """One whose head has been read, and whose body is wanted."""
        upload, said = cls(client, target, data, b"Expect: 100-continue\r\n"), b""
        while b"\r\n\r\n" not in said:
            piece = upload.socket.recv(1)
            assert piece, said
            said += piece
        assert said.startswith(b"HTTP/1.1 100 "), said
        return upload

    def send(self, length):
        self.socket.sendall(self.data[self.sent:self.sent + length])
        self.sent += length

    def answer(self):
        self.send(len(self.data))
        answer = http.client.HTTPResponse(self.socket)
        answer.begin()
        return answer.status, json.loads(answer.read())

    def close(self):
        self.socket.close()


def check_at_once(client, path):
    s, other = new_session(client, "one"), new_session(client, "two")
    files = [dump(path, 3000 + 500 * i, i) for i in range(6)]
    uploads = [Upload(client, (s if i % 3 else other) + "/snapshots/import", file[0]) for i, file in enumerate(files)]
    while any(upload.sent < len(upload.data) for upload in uploads):  # a piece of each in turn
        for upload in uploads:
            upload.send(10007)
    seen = set()
    for i in random.Random(1).sample(range(6), 6):
        status, about = uploads[i].answer()
        where = s if i % 3 else other
        assert status == 201 and (where, about["snapshot"]) not in seen, about
        seen.add((where, about["snapshot"]))
        check_stored(client, where, about["snapshot"], files[i])
    assert numbers(client, s) == [1, 2, 3, 4] and numbers(client, other) == [1, 2]
    for number in 2, 3, 4:
        client.get("%s/diffs/%d..%d" % (s, number - 1, number))
    check_export(client, s, [1, 2, 3, 4], path)
    check_number(client, s, files[0])


def check_number(client, s, file):
    """Of --max-imports 6."""
    held = [Upload.begun(client, s + "/snapshots/import", file[0]) for _ in range(6)]
    for upload in held:
        upload.send(1000)
    answer = client.call("POST", s + "/snapshots/import", file[0], None)
    assert answer.status == 503 and answer.json["type"] == "/problems/busy" and int(answer.headers["Retry-After"]) > 0, answer.body
    held.pop().close()  # one that is broken off makes room
    for _ in range(600):
        answer = client.call("POST", s + "/snapshots/import", file[0], None)
        if answer.status == 201:
            break
        time.sleep(0.1)
    assert answer.status == 201, answer.body
    for upload in held:
        status, about = upload.answer()
        assert status == 201, about
        check_stored(client, s, about["snapshot"], file)


# ---- a full disk

def on_small_disk(folder):
    """What a program is started with, so that the folder is a disk of its own for it. None: not possible here."""
    command = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=%d none "$0" && exec "$@"' % DISK, folder]
    return command if subprocess.run(command + ["true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0 else None


def graph_lines(objects):
    lines = ['{"heapd_snapshot": 1}\n{"frame": [0, "a.py", 1]}\n{"site": [0, 1, 10, 1, [0]]}\n{"type": [0, "app.Node"]}\n']
    lines += ['{"object": [%d, 0, 64], "text": "object %d", "edges": [["index", %d, 0], ["index", %d, 1]]}\n' % (16 * i, i, 16 * (i * 31 % objects + 1), 16 * (i % objects + 1))
              for i in range(1, objects + 1)]
    return "".join(lines).encode()


def fill_up(path):
    """All that is left of a disk."""
    with open(path, "wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(bytes(65536)):
                pass
        with contextlib.suppress(OSError):
            while file.write(bytes(1)):
                pass


def check_full_disk(client, folder, path):
    inside = "/proc/%d/root%s" % (client.pid, folder)  # the folder as the daemon sees it
    s = new_session(client, "full")
    small, large, graph = dump(path, 100, 1), dump(path, 8000, 2), graph_lines(60000)
    stored = {client.post(s + "/snapshots/import", file[0]).json["snapshot"]: file for file in (small, large, small)}
    for attempt in range(3):
        fill_up(inside + "/ballast")
        for name, document in ("dump", large[0]), ("graph", graph):  # a graph's columns are files, too
            answer = client.call("POST", s + "/snapshots/import", document, None)
            assert answer.status in (503, 507) and answer.media == "application/problem+json", (name, answer.body)
            assert name == "graph" or answer.json["type"] == "/problems/store-full", answer.body
        answer = client.call("GET", s + "/export", None, None)
        assert answer.status == 507 and answer.json["type"] == "/problems/store-full", answer.body
        assert not [name for name in os.listdir(inside) if name.startswith(".heapd-export-")]
        assert numbers(client, s) == sorted(stored)
        for number, file in stored.items():
            check_stored(client, s, number, file)
        assert client.post(s + "/exec", {"source": "print(1 + 1)"}, 200).json["stdout"] == "2\n"
        os.unlink(inside + "/ballast")
        number = client.post(s + "/snapshots/import", large[0]).json["snapshot"]
        stored[number] = large
        check_stored(client, s, number, large)
        check_export(client, s, sorted(stored), path)
    assert client.post(s + "/snapshots/import", graph).json["objects"] is True


# ---- killed

def check_killed(program, data, path):
    """Whatever was being read, stored or exported: what was acknowledged is there, nothing is there by half, and nothing is left over."""
    files, stored, rng = [dump(path, 1000 * i + 500, i) for i in range(5)], {}, random.Random(5)
    s = None

    def ask(client, jobs):
        for job in jobs:
            try:
                job()
            except (OSError, http.client.HTTPException):
                return  # it is gone

    for life in range(LIVES):
        process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--data", data, "--log-level", "error"], stdout=subprocess.PIPE, text=True)
        client = daemon.Client(process.stdout.readline().split()[-1])
        assert not [name for name in os.listdir(data) if name.startswith(".heapd-export-")]
        s = s or new_session(client, "killed")
        listed = numbers(client, s)
        assert set(stored) <= set(listed) and len(set(listed)) == len(listed), (sorted(stored), listed)
        for number in listed:
            sites = client.get("%s/snapshots/%d" % (s, number)).json["count"]
            check_stored(client, s, number, stored.get(number) or next(file for file in files if file[2] == sites))
        if listed:
            check_export(client, s, listed, path)
        half = Upload(client, s + "/snapshots/import", files[4][0])
        half.send(20000)

        def import_one(file):
            answer = client.post(s + "/snapshots/import", file[0])
            stored[answer.json["snapshot"]] = file

        imports = [lambda file=files[rng.randrange(5)]: import_one(file) for _ in range(200)]
        exports = [lambda: client.get(s + "/export")] * 200
        threads = [threading.Thread(target=ask, args=(client, jobs)) for jobs in (imports, exports)]
        for thread in threads:
            thread.start()
        time.sleep(rng.uniform(0.2, 1.5))
        while life == LIVES - 1 and not stored and any(thread.is_alive() for thread in threads):  # on a slow machine
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for thread in threads:
            thread.join()
        half.close()
    assert stored
    with daemon.daemon(program, data) as client:
        check_export(client, s, numbers(client, s), path)
        assert not [name for name in os.listdir(data) if name.startswith(".heapd-export-")]
    database = sqlite3.connect(data + "/heapd.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM snapshot_part WHERE snapshot NOT IN (SELECT id FROM snapshot UNION SELECT id FROM unseen)").fetchone() == (0,)
    database.close()
    return len(stored)


def check_limited(client, path):
    """Files may not grow beyond a size (ulimit -f, LimitFSIZE=): that is no reason to end."""
    s, large, larger = new_session(client, "limited"), dump(path, 12000, 2), dump(path, 40000, 3)
    client.post(s + "/snapshots/import", large[0])
    resource.prlimit(client.pid, resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    answer = client.call("POST", s + "/snapshots/import", larger[0], None)
    assert answer.status in (500, 507) and answer.media == "application/problem+json", answer.body
    assert client.call("GET", s + "/export", None, None).status in (500, 507)
    resource.prlimit(client.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    number = client.post(s + "/snapshots/import", large[0]).json["snapshot"]
    assert numbers(client, s) == [1, number]
    for known in 1, number:
        check_stored(client, s, known, large)
    check_export(client, s, [1, number], path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    program = parser.parse_args().heapd
    with daemon.folder() as path:
        for name in "once", "full", "killed", "limited":
            os.mkdir("%s/%s" % (path, name))
        file = path + "/file"
        with daemon.daemon(program, path + "/once", "--max-imports", "6") as client:
            check_at_once(client, file)
        with daemon.daemon(program, path + "/limited") as client:
            check_limited(client, file)
        disk = on_small_disk(path + "/full")
        if disk:
            with daemon.daemon(disk + [program], path + "/full") as client:
                check_full_disk(client, path + "/full", file)
        else:
            print("no disk of its own for a program here: a full one is not tried")
        stored = check_killed(program, path + "/killed", file)
    print("what is acknowledged is there whatever happens: %d snapshots of a daemon that was killed %d times" % (stored, LIVES))


sys.exit(main())
