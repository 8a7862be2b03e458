"""Forks of sessions as they were, where something goes wrong: deadlines, clients that go, limits, full disks, kill -9, many at a time.

    trouble.py --heapd PROGRAM
"""
import argparse
import http.client
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
import daemon

PYTHON = {"Content_Type": "text/x-python"}


def session(client, **settings):
    return client.post("/v1/sessions", {"python": "3.14", **settings}).json["name"]


def put(client, name, value):
    client.call("PUT", f"/v1/sessions/{name}/names/n", {"value": value})


def value(client, name):
    return client.get(f"/v1/sessions/{name}/names/n").json["value"]


def fork(client, name, at, status=201):
    return client.call("POST", f"/v1/sessions/{name}/fork", {"at": at}, status).json


def about(client, name):
    return client.get(f"/v1/sessions/{name}").json


def cut_off_at_the_deadline(program):
    """What a deadline has cut is not done again: its end is found in an image, its beginning as always."""
    with daemon.folder() as folder, daemon.daemon(program, folder, "--request-timeout", "4s") as client:  # enough for all that ends, on a slow machine too
        s = session(client)
        put(client, s, 1000)
        answer = client.call("POST", f"/v1/sessions/{s}/ops?on_error=continue", [
            {"op": "bind", "name": "n", "value": 2000}, {"op": "exec", "source": "i = 0\nwhile True: i += 1"}, {"op": "bind", "name": "n", "value": 4000}], None)
        seq = about(client, s)["seq"]
        assert seq == 3, (answer.body, seq)  # what it had done until then is a step
        put(client, s, 5000)
        assert value(client, fork(client, s, 1)["name"]) == 1000
        assert value(client, fork(client, s, 2)["name"]) == 2000
        i = client.get(f"/v1/sessions/{s}/names/i").json["repr"]
        for at, n in (3, 2000), (4, 5000):
            then = fork(client, s, at)["name"]
            assert value(client, then) == n
            assert client.get(f"/v1/sessions/{then}/names/i").json["repr"] == i


def longer_than_a_request_may_take(program):
    """Doing again has the deadline of who asks for it, and leaves nothing when it passes."""
    with daemon.folder() as folder, daemon.daemon(program, folder) as client:
        s = session(client)
        client.call("POST", f"/v1/sessions/{s}/exec", b"n = 0\nfor i in range(60000): n += i", **PYTHON)
        put(client, s, 7000)
        begin = time.monotonic()
        connection = http.client.HTTPConnection(client.address, timeout=30)
        connection.request("POST", f"/v1/sessions/{s}/fork", json.dumps({"at": 1, "name": "unwanted"}))
        connection.close()
        while time.monotonic() - begin < 20:
            names = [item["name"] for item in client.get("/v1/sessions").json["items"]]
            put(client, s, 8000)
            if time.monotonic() - begin > 3:
                break
        assert value(client, s) == 8000
        if "unwanted" in names: # it was quicker than the client
            assert about(client, "unwanted")["seq"] == 1


def limits(program):
    """The oldest goes; what there is is what the session says, and all of it works."""
    with daemon.folder() as folder, daemon.daemon(program, folder, "--journal-limit", "2M", "--journal-total", "8M") as client:
        s = session(client)
        for i in range(60):
            put(client, s, "%06d" % i + "x" * 100000)
        seq, first = about(client, s)["seq"], about(client, s)["forkable_from"]
        assert about(client, s)["journal"]["bytes"] <= 2 << 20
        assert 0 < first <= seq == 60
        for at in range(first, seq + 1):
            name = fork(client, s, at)["name"]
            assert value(client, name)[:6] == "%06d" % (at - 1), at
            assert about(client, name)["forkable_from"] <= at
            client.call("DELETE", f"/v1/sessions/{name}", None, 204)
        problem = fork(client, s, 0, 410)
        assert problem["type"] == "/problems/past-gone" and str(first) in problem["detail"], problem
        others = [session(client) for _ in range(8)]
        for name in others:
            for i in range(30):
                put(client, name, "y" * 100000)
        for name in [s, *others]:
            assert about(client, name)["journal"]["state"] in ("on", "interrupted")
            fork(client, name, about(client, name)["seq"])
    with daemon.folder() as folder, daemon.daemon(program, folder, "--journal-limit", "0") as client:
        s = session(client)
        put(client, s, 1)
        put(client, s, 2)
        assert about(client, s)["journal"] == {"state": "off", "bytes": 0} and about(client, s)["forkable_from"] == 2
        assert fork(client, s, 1, 410)["type"] == "/problems/past-gone"
        assert value(client, fork(client, s, 2)["name"]) == 2


def a_disk_that_is_full(program):
    """The session goes on, its document and the log say what has happened."""
    with daemon.folder() as folder:
        process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--data", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            client = daemon.Client(process.stdout.readline().split()[-1])
            s, other = session(client), session(client)
            put(client, s, 1000)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
            for i in range(3):
                client.call("PUT", f"/v1/sessions/{s}/names/big{i}", {"value": "x" * 100000})
            assert about(client, s)["journal"]["state"] == "failed", about(client, s)
            put(client, s, 2000)
            seq = about(client, s)["seq"]
            assert about(client, s)["forkable_from"] == seq
            assert fork(client, s, 1, 410)["type"] == "/problems/past-gone"
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert client.get(f"/v1/sessions/{s}/verify").json["sound"]
            again = fork(client, s, seq)["name"]
            put(client, again, 3000)
            put(client, again, 4000)
            assert about(client, again)["journal"]["state"] == "on"
            assert value(client, fork(client, again, seq + 1)["name"]) == 3000
            put(client, other, 5)
            assert about(client, other)["journal"]["state"] == "on"
            process.send_signal(signal.SIGTERM)
            log = process.stderr.read()
            assert process.wait(200) == 0
            assert log.count("journal is switched off") == 1 and "too large" in log.lower(), log
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()


def no_file_is_left(program):
    with daemon.folder() as folder:
        process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--data", folder, "--log-level", "error"], stdout=subprocess.PIPE, text=True)
        client = daemon.Client(process.stdout.readline().split()[-1])
        s = session(client)
        client.call("PUT", f"/v1/sessions/{s}/names/big", {"value": "x" * 1000000})
        assert about(client, s)["journal"]["bytes"] > 1000000
        assert all("journal" not in name for name in os.listdir(folder)), os.listdir(folder)
        process.kill()
        process.wait()
        process.stdout.close()
        assert all("journal" not in name for name in os.listdir(folder)), os.listdir(folder)


def many_at_a_time(program):
    """Forks of the past while the session is used, forked, looked at and deleted."""
    with daemon.folder() as folder, daemon.daemon(program, folder) as client:
        s = session(client)
        for i in range(20):
            put(client, s, i)
        failures, stop = [], threading.Event()

        def in_thread(work):
            def run():
                try:
                    while not stop.is_set():
                        work()
                except Exception as error: # noqa: BLE001
                    failures.append(repr(error))
            thread = threading.Thread(target=run)
            thread.start()
            return thread

        def go_back():
            for at in (3, 19, 0, 7):
                answer = client.call("POST", f"/v1/sessions/{s}/fork", {"at": at}, None)
                assert answer.status in (201, 503), answer.body
                if answer.status == 201:
                    name = answer.json["name"]
                    assert answer.json["seq"] == at
                    assert at == 0 or value(client, name) == at - 1
                    client.call("DELETE", f"/v1/sessions/{name}", None, 204)

        def go_on():
            client.call("POST", f"/v1/sessions/{s}/ops", [{"op": "bind", "name": "m", "value": [1, 2]}] * 20, 200)
            client.get(f"/v1/sessions/{s}/objects/m[0]")
            client.call("POST", f"/v1/sessions/{s}/exec", b"n2 = [i for i in range(1000)]", **PYTHON)

        def copy():
            name = client.post(f"/v1/sessions/{s}/fork", {}).json["name"]
            put(client, name, 5)
            client.call("DELETE", f"/v1/sessions/{name}", None, 204)

        threads = [in_thread(work) for work in (go_back, go_back, go_back, go_on, go_on, copy)]
        time.sleep(6)
        stop.set()
        for thread in threads:
            thread.join()
        assert not failures, failures
        # Of one that is busy, without waiting for it.
        busy = threading.Thread(target=lambda: client.call("POST", f"/v1/sessions/{s}/exec", b"for i in range(20000000): pass", None, **PYTHON))
        busy.start()
        time.sleep(0.3)
        begin = time.monotonic()
        fork(client, s, 5)
        took, still = time.monotonic() - begin, busy.is_alive()
        client.call("DELETE", f"/v1/sessions/{s}", None, 204)
        busy.join()
        assert not still or took < 20, took  # and not until its deadline
        client.call("POST", f"/v1/sessions/{s}/fork", {"at": 1}, 404)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd", required=True)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    for test in cut_off_at_the_deadline, longer_than_a_request_may_take, limits, a_disk_that_is_full, no_file_is_left, many_at_a_time:
        if not options.names or test.__name__ in options.names:
            print(test.__name__, flush=True)
            test(options.heapd)


main()
