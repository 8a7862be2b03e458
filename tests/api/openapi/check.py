"""The contract against a running daemon: every operation of /openapi.json is called, successes and failures, and every answer must be
one that the contract describes: its status, its media type, its schema. Nothing may be left out.

    check.py --heapd PROGRAM     (or with HEAPD_URL in the environment)
"""
import argparse
import http.client
import json
import os
import pickle
import re
import subprocess
import sys
import tempfile
import tracemalloc
import urllib.parse

try:
    import jsonschema
    from jsonschema import Draft202012Validator, RefResolver
except ImportError:
    print("no jsonschema module (Debian: python3-jsonschema): skipped")
    sys.exit(77)


class Contract:
    def __init__(self, document):
        self.document = document
        self.called = {}
        self.patterns = []
        for path, item in document["paths"].items():
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", path))
            for method, operation in item.items():
                if method != "parameters":
                    self.patterns.append((method, re.compile(pattern + "$"), path, operation))
                    self.called[operation["operationId"]] = set()

    def operation(self, method, path):
        found = [p for p in self.patterns if p[0] == method.lower() and p[1].match(path)]
        # Literal paths come before those with places: "/names" is no {name}.
        return min(found, key=lambda p: p[2].count("{"))[3] if found else None

    def resolve(self, item):
        while "$ref" in item:
            place = self.document
            for key in item["$ref"][2:].split("/"):
                place = place[key]
            item = place
        return item

    def check(self, operation, status, content_type, body):
        responses = operation["responses"]
        response = responses.get(str(status)) or (responses["default"] if status >= 400 else None)
        if response is None:
            return "status %d is not described" % status
        response = self.resolve(response)
        self.called[operation["operationId"]].add(status)
        media = content_type.partition(";")[0]
        if "content" not in response:
            return "a body where none is described" if body else None
        described = response["content"].get(media)
        if described is None:
            return "media type %r is not described" % media
        if not media.endswith("json"):
            return None
        schema = described.get("schema", {})
        validator = Draft202012Validator(schema, resolver=RefResolver("", self.document), format_checker=jsonschema.FormatChecker())
        for text in body.splitlines() if media.endswith("ndjson") else [body]:
            for error in validator.iter_errors(json.loads(text)):
                return "%s: %s" % ("/".join(map(str, error.absolute_path)) or "the body", error.message[:400])
        return None


class Client:
    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc
        self.contract = None
        self.failures = []

    def call(self, method, target, document=None, status=None, media="application/json", stream=False):
        connection = http.client.HTTPConnection(self.address, timeout=300)
        headers = {}
        body = None
        if document is not None:
            body = document if isinstance(document, bytes) else json.dumps(document).encode("utf-8")
            headers["Content-Type"] = media
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        content = answer.read1(200) if stream else answer.read()
        connection.close()
        if self.contract is not None:
            operation = self.contract.operation(method, target.partition("?")[0])
            wrong = "not in the contract" if operation is None else self.contract.check(
                operation, answer.status, answer.headers.get("Content-Type", ""), b"" if stream else content)
            if status is not None and answer.status != status:
                wrong = "status %d instead of %d" % (answer.status, status)
            if wrong:
                self.failures.append("%s %s: %s\n    %s" % (method, target, wrong, content[:500].decode("utf-8", "replace")))
        try:
            return json.loads(content)
        except ValueError:
            return content


def service(client):
    for target in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/problems", "/problems/gone", "/v1/versions"):
        client.call("GET", target, status=200)
    client.call("GET", "/problems/none", status=404)
    client.call("GET", "/v1/events", status=200, stream=True)


def sessions(client, python):
    s = client.call("POST", "/v1/sessions", {
        "name": "contract-" + python.replace(".", "-"), "python": python, "memory_limit": 64 << 20, "recursion_limit": 500, "hash_seed": 7, "labels": {"suite": "contract"},
        "expires_after": 600, "gc": {"threshold": [700, 10, 10], "enabled": True}, "trace": {"tracing": True, "nframe": 4}}, status=201)["name"]
    client.call("POST", "/v1/sessions", {"name": s}, status=409)
    client.call("POST", "/v1/sessions", {"nme": s}, status=400)
    client.call("POST", "/v1/sessions", {"python": "2.7"}, status=400)
    client.call("POST", "/v1/sessions", b"{", status=400)
    client.call("GET", "/v1/sessions?label=suite:contract&limit=10", status=200)
    client.call("GET", "/v1/sessions?limit=x", status=400)
    client.call("GET", "/v1/sessions/" + s, status=200)
    client.call("GET", "/v1/sessions/none", status=404)
    client.call("PATCH", "/v1/sessions/" + s, {"labels": {"more": "yes"}, "expires_after": 0}, status=200)
    client.call("PATCH", "/v1/sessions/" + s, {"memory_limit": 0}, status=400)
    client.call("GET", "/v1/sessions/%s/events" % s, status=200, stream=True)
    fork = client.call("POST", "/v1/sessions/%s/fork" % s, {"name": s + "-fork"}, status=201)["name"]
    client.call("DELETE", "/v1/sessions/" + fork, status=204)
    client.call("DELETE", "/v1/sessions/" + fork, status=404)
    return "/v1/sessions/" + s


def names_and_frames(client, s):
    client.call("PUT", s + "/names/a", {"value": [1, 2.5, {"k": None}, "text", {"$tuple": [True]}]}, status=200)
    client.call("PUT", s + "/names/b?effects=1", {"value": {"$set": [1, 2]}}, status=200)
    client.call("GET", s + "/names/a", status=200)
    client.call("GET", s + "/names/none", status=404)
    client.call("GET", s + "/names?limit=1", status=200)
    client.call("POST", s + "/frames", {"function": "f", "file": "app.py", "line": 3, "locals": {"x": [1]}}, status=201)
    client.call("PATCH", s + "/frames", {"line": 4}, status=200)
    client.call("GET", s + "/frames", status=200)
    client.call("GET", s + "/names", status=200)
    client.call("DELETE", s + "/frames", status=200)
    client.call("DELETE", s + "/frames")
    client.call("DELETE", s + "/names/b?effects=1", status=200)
    client.call("DELETE", s + "/names/b", status=404)


def objects(client, s):
    held = client.call("POST", s + "/objects", {"value": {"key": [1, 2, 3]}}, status=201)["id"]
    client.call("POST", s + "/objects", {"value": {"$none": 1}}, status=400)
    client.call("POST", s + "/objects", {"value": {"$bytes": "AAEC"}, "bind": "data"}, status=201)
    client.call("GET", s + "/objects?sort=-size&limit=5", status=200)
    client.call("GET", s + "/objects?sort=colour", status=400)
    client.call("GET", s + "/objects?type=list&generation=0&min_size=1", status=200)
    for what in ("", "/layout", "/referents", "/referrers", "/traceback"):
        client.call("GET", s + "/objects/" + held + what, status=200)
        client.call("GET", s + "/objects/0x7f00000000f1" + what, status=410)
    client.call("POST", s + "/objects/a/call", {"method": "append", "args": [7]}, status=200)
    client.call("POST", s + "/objects/a/call", {"method": "nothing"}, status=422)
    client.call("POST", s + "/ops?effects=1", [{"op": "class", "name": "Node", "bind": "Node"}, {"op": "new", "value": {"$new": "Node"}, "bind": "n"}], status=200)
    client.call("PUT", s + "/objects/n/attrs/x", {"value": [1]}, status=200)
    client.call("DELETE", s + "/objects/n/attrs/x", status=200)
    client.call("DELETE", s + "/objects/n/attrs/x")
    client.call("POST", s + "/exec?effects=1", {"source": "x = [1]\nlen(x)"}, status=200)
    client.call("POST", s + "/exec", b"print(1)\n1 / 0\n", status=200, media="text/x-python")
    client.call("POST", s + "/exec?steps=100", b"while True: pass\n", status=422, media="text/x-python")
    client.call("POST", "/v1/run?python=3.11", b"print('hello')\n", status=200, media="text/x-python")
    client.call("POST", s + "/exec?record=steps&limit=20", b"class C: pass\na = C(); a.me = a\ndef f(b): return [b]\nc = f(a)\ndel a, c\n", status=200,
                media="text/x-python")
    client.call("POST", s + "/exec?profile=lines", b"x = [0] * 10\ny = x)", status=200, media="text/x-python")
    client.call("POST", s + "/exec?profile=bytes", b"1", status=400, media="text/x-python")
    client.call("POST", s + "/exec?record=steps&limit=0", b"1", status=400, media="text/x-python")
    client.call("POST", s + "/ops", b'{"op": "new", "value": 1}\n{"op": "none"}\n', status=200, media="application/x-ndjson")
    client.call("POST", s + "/ops", [{"op": "new", "value": [1], "bind": "z"}, {"op": "del", "name": "zz"}], status=200)
    client.call("DELETE", s + "/objects/" + held, status=200)


def collector(client, s):
    client.call("GET", s + "/gc", status=200)
    client.call("PATCH", s + "/gc", {"threshold": [500, 5], "debug": ["stats"]}, status=200)
    client.call("PATCH", s + "/gc", {"threshold": "x"}, status=400)
    client.call("POST", s + "/gc/collect", {"generation": 1}, status=200)
    client.call("POST", s + "/gc/collect", status=200)
    client.call("POST", s + "/gc/collect", {"generation": 5})
    client.call("POST", s + "/gc/freeze", status=200)
    client.call("POST", s + "/gc/unfreeze", status=200)
    client.call("GET", s + "/gc/history?limit=2", status=200)


def tracing(client, s):
    client.call("GET", s + "/trace", status=200)
    client.call("PATCH", s + "/trace", {"tracing": True, "nframe": 2}, status=200)
    client.call("PATCH", s + "/trace", {"nframe": 0}, status=400)
    client.call("POST", s + "/ops", [{"op": "new", "value": [i], "bind": "t%d" % i, "at": "app.py:%d" % i} for i in range(5)], status=200)
    client.call("POST", s + "/snapshots", {"label": "one"}, status=201)
    client.call("POST", s + "/ops", [{"op": "new", "value": [i], "bind": "u%d" % i, "at": ["app.py:1", "lib.py:7"]} for i in range(5)], status=200)
    client.call("POST", s + "/snapshots", {"objects": True}, status=201)
    if client.call("GET", s, status=200)["snapshots"] != 2:
        client.failures.append("a session with two snapshots does not say so")
    client.call("POST", s + "/trace/reset_peak", status=200)
    client.call("GET", s + "/snapshots", status=200)
    client.call("GET", s + "/snapshots/1", status=200)
    client.call("GET", s + "/snapshots/99", status=404)
    client.call("PATCH", s + "/snapshots/1", {"label": "first"}, status=200)
    for group in ("lineno", "filename", "traceback", "domain"):
        client.call("GET", s + "/snapshots/2/statistics?group_by=" + group, status=200)
        client.call("GET", s + "/diffs/1..2?group_by=" + group, status=200)
    client.call("GET", s + "/snapshots/2/statistics?group_by=type", status=200)
    client.call("GET", s + "/snapshots/2/statistics?group_by=colour", status=400)
    for form in "json", "speedscope", "pprof", "folded", "ndjson", "csv":
        client.call("GET", s + "/snapshots/2/flamegraph?format=" + form, status=200)
        client.call("GET", s + "/diffs/1..2/flamegraph?format=" + form, status=200)
    client.call("GET", s + "/diffs/1..2/flamegraph?format=svg", status=400)
    client.call("GET", s + "/diffs/1..x")
    traces = [(0, 8 * i, (("app.py", i),), 1) for i in range(5)]
    dump = pickle.dumps(tracemalloc.Snapshot(traces, 1), 4)
    client.call("POST", s + "/snapshots/import?label=mine&source=contract", dump, media="application/octet-stream", status=201)
    client.call("POST", s + "/snapshots/import", dump[:-1], media="application/octet-stream", status=400)
    client.call("GET", s + "/diffs/2..3?group_by=package&exclude_domain=1", status=200)
    graph(client, s)
    lines = client.call("GET", s + "/diffs/2..3?group_by=traceback&format=ndjson", status=200)
    csv = client.call("GET", s + "/snapshots/2/statistics?format=csv", status=200)
    if b"app.py" not in lines or not csv.startswith(b"size,count,group,traceback\r\n") or b",,app.py:" not in csv:
        client.failures.append("the rows as lines or as CSV are not what they should be: %r %r" % (lines, csv))
    client.call("GET", s + "/snapshots/2/statistics?format=xml", status=400)
    client.call("GET", s + "/leaks?k=3", status=200)
    client.call("GET", s + "/retention", status=200)
    client.call("PATCH", s + "/retention", {"snapshots": 100, "age": 86400}, status=200)
    client.call("PATCH", s + "/retention", {"snapshots": 0}, status=400)
    client.call("PATCH", s + "/retention", {"snapshots": None, "age": None}, status=200)
    client.call("GET", s + "/leaks?k=1", status=400)
    client.call("GET", s + "/leaks?k=2&group_by=type", status=409)
    client.call("POST", s + "/assert", {"growth": 1 << 30, "sites": {"app.py": 1 << 30}, "count_growth": 1000}, status=200)
    client.call("POST", s + "/assert", {"old": 3, "new": 2, "growth": -1, "sites": {"*": 0}}, status=422)
    client.call("POST", s + "/assert", {"types": {"list": 0}}, status=409)
    client.call("POST", s + "/assert", {"colour": 0}, status=400)
    client.call("POST", s + "/assert", {"new": 99, "growth": 0}, status=404)
    client.call("POST", s + "/assert", {}, status=400)
    client.call("DELETE", s + "/snapshots/3", status=204)
    client.call("GET", s + "/history", status=200)
    client.call("POST", s + "/trace/clear", status=200)
    client.call("DELETE", s + "/snapshots/1", status=204)
    if client.call("GET", s, status=200)["snapshots"] != 1:
        client.failures.append("a session whose snapshot was deleted does not say so")
    client.call("PATCH", s + "/trace", {"tracing": False}, status=200)


def graph(client, s):
    """The object graph, of the heap and of snapshot 2."""
    id = client.call("PUT", s + "/names/kept", {"value": {"rows": [["a", "b"], ["a", "b"], "c" * 100]}}, status=200)["id"]
    client.call("POST", s + "/snapshots", {"label": "before", "objects": True}, status=201)
    client.call("PUT", s + "/names/more", {"value": [1.5, 2.5]}, status=200)
    client.call("POST", s + "/snapshots", {"label": "after", "objects": True}, status=201)
    for at in (s, s + "/snapshots/4"):
        one = client.call("GET", at + "/objects/" + id + "/retained", status=200)
        if one["retained_count"] < 5 or one["dominator"] is not None:
            client.failures.append("a dict that a name alone keeps: %r" % one)
        client.call("GET", at + "/objects/kept/retained", status=200)
        client.call("GET", at + "/objects/0x1230/retained", status=410)
        client.call("GET", at + "/objects/" + id + "/paths?limit=3", status=200)
        client.call("GET", at + "/objects/" + id + "/graph?depth=3&direction=out", status=200)
        client.call("GET", at + "/objects/" + id + "/graph?direction=in&format=dot", status=200)
        client.call("GET", at + "/objects/" + id + "/graph?direction=up", status=400)
        client.call("GET", at + "/dominators?depth=3&limit=5", status=200)
        client.call("GET", at + "/dominators?id=" + id, status=200)
        client.call("GET", at + "/dominators?id=0x10", status=410)
        client.call("GET", at + "/suspects?percent=1", status=200)
        client.call("GET", at + "/cycles?limit=2", status=200)
        client.call("GET", at + "/duplicates?type=tuple", status=200 if "snapshots" not in at else None)
        client.call("GET", at + "/duplicates?limit=2", status=200)
        client.call("GET", at + "/waste", status=200)
        client.call("GET", at + "/paths?type=list", status=200)
        client.call("GET", at + "/paths", status=400)
        client.call("GET", at + "/graph", status=200)
    client.call("GET", s + "/snapshots/4/types?limit=3", status=200)
    client.call("GET", s + "/snapshots/1/dominators", status=409)
    client.call("GET", s + "/snapshots/99/dominators", status=404)
    change = client.call("GET", s + "/diffs/4..5/objects", status=200)
    if not any(row["type"] == "float" and row["new"] == 2 for row in change["items"]):
        client.failures.append("two new floats are not among what is new: %r" % change)
    client.call("GET", s + "/diffs/4..5/objects?fate=new&type=float", status=200)
    client.call("GET", s + "/diffs/4/objects", status=404)
    client.call("DELETE", s + "/snapshots/5", status=204)
    client.call("DELETE", s + "/snapshots/4", status=204)


def memory(client, s):
    sound = client.call("GET", s + "/verify", status=200)
    if not sound["sound"]:
        client.failures.append("the heap is not sound: %r" % sound)
    client.call("GET", s + "/types?limit=3", status=200)
    client.call("GET", s + "/types?retained", status=200)
    tables = client.call("GET", s + "/query", status=200)
    for example in tables["examples"]:
        client.call("POST", s + "/query", {"sql": example["sql"]})
    client.call("POST", s + "/query", {"sql": "SELECT *, ?, x'00' FROM objects", "parameters": [1.5], "limit": 2}, status=200)
    client.call("GET", s + "/query?sql=SELECT+1&format=csv", status=200)
    client.call("POST", s + "/query", {"sql": "SELEC"}, status=400)
    client.call("POST", s + "/query", {"sql": "CREATE TABLE t(a)"}, status=403)
    client.call("POST", s + "/query", {"sql": "SELECT length(zeroblob(1000000000))"}, status=422)
    client.call("GET", s + "/allocator", status=200)
    client.call("GET", s + "/memory", status=200)
    for form in "ndjson", "csv":
        for name in ("names", "frames", "objects", "gc/history", "snapshots", "history", "types", "allocator", "memory", "leaks", "dominators", "suspects", "cycles",
                     "duplicates", "waste"):
            client.call("GET", "%s/%s?format=%s" % (s, name, form), status=200)
        client.call("GET", "/v1/sessions?format=" + form, status=200)
    for name in s + "/graph", s + "/snapshots/2/graph":
        client.call("GET", name + "?format=dot&limit=5", status=200)
        client.call("GET", name + "?format=svg", status=400)
    client.call("GET", s + "/export", status=200)
    client.call("GET", "/v1/sessions/none/export", status=404)


def parameters(client, document, s):
    """What an operation does not know it refuses, by name, before anything else; each that it describes it knows."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            described = [client.contract.resolve(p) for p in item.get("parameters", []) + operation.get("parameters", [])]
            known = [p["name"] for p in described if p["in"] == "query"]
            target = path.replace("/v1/sessions/{s}", s).replace("{name}", "gone").replace("{id}", "a").replace("{n}", "1")
            answer = client.call(method.upper(), target + "?no_such_parameter=1", status=400)
            if answer.get("parameter") != "no_such_parameter" or sorted(answer["known"]) != sorted(known + ["pretty"]):
                client.failures.append("%s %s: %r" % (method, path, answer))
            for name in ["pretty"] + [p["name"] for p in described if p["in"] == "query" and p["schema"].get("type") == "boolean"]:
                answer = client.call(method.upper(), target + "?%s=maybe" % name, status=400)
                if answer.get("parameter") != name:
                    client.failures.append("%s %s: %s: %r" % (method, path, name, answer))
                answer = client.call(method.upper(), target + "?%s=False&no_such_parameter=1" % name, status=400)
                if answer.get("parameter") != "no_such_parameter":
                    client.failures.append("%s %s: %s: %r" % (method, path, name, answer))
            for name in known:
                repeated = [p for p in described if p["name"] == name][0]["schema"].get("type") == "array"
                answer = client.call(method.upper(), target + "?%s=1&%s=2&no_such_parameter" % (name, name), status=400)
                if answer.get("parameter") != ("no_such_parameter" if repeated else name):
                    client.failures.append("%s %s: %s: %r" % (method, path, name, answer))


def start(program, folder):
    process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--data", folder, "--log-level", "warn"], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            return process, found.group(0)
    sys.exit("heapd did not get ready")


def run(url):
    client = Client(url)
    document = client.call("GET", "/openapi.json")
    Draft202012Validator.check_schema({"$defs": document["components"]["schemas"]})
    client.contract = Contract(document)
    service(client)
    for version in client.call("GET", "/v1/versions")["items"]:
        s = sessions(client, version["python"])
        for part in (names_and_frames, objects, collector, tracing, memory):
            part(client, s)
        parameters(client, document, s)
        client.call("DELETE", s, status=204)
    left = sorted(name for name, statuses in client.contract.called.items() if not any(status < 300 for status in statuses))
    if left:
        client.failures.append("never called with success: " + ", ".join(left))
    return client


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heapd")
    program = parser.parse_args().heapd
    url = os.environ.get("HEAPD_URL")
    if url:
        client = run(url)
    else:
        with tempfile.TemporaryDirectory(prefix="heapd-test-") as folder:
            process, url = start(program, folder)
            try:
                client = run(url)
            finally:
                process.terminate()
                status = process.wait(200)
            if status != 0:
                client.failures.append("heapd ended with status %d" % status)
    for failure in client.failures:
        print(failure)
    print("%d operations, %d answers did not fit" % (len(client.contract.called), len(client.failures)))
    sys.exit(bool(client.failures))


main()
