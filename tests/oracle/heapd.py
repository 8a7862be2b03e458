"""A heapd to ask: one that runs already (HEAPD_URL), or one started here on a free port with data in a temporary folder."""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Heapd:
    """with Heapd(path_of_the_binary) as heapd: heapd.post("/v1/sessions", {...})"""

    def __init__(self, binary, *options, data=None):
        self.binary, self.options = binary, options
        self.process, self.url = None, os.environ.get("HEAPD_URL")
        self.folder = data or tempfile.mkdtemp(prefix="heapd-test-")
        self.keep = data is not None
        self.connection = None

    def __enter__(self):
        if not self.url or self.keep:
            self.process = subprocess.Popen(
                [self.binary, *(() if "--listen" in self.options else ("--listen", "127.0.0.1:0")), "--data", self.folder, *self.options],
                stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
            ready = self.process.stdout.readline()
            found = re.search(r"http://[^\s]+", ready)
            assert found, "heapd did not start: %r" % ready
            self.url = found.group(0)
        return self

    def __exit__(self, *exception):
        if self.connection:
            self.connection.close()
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(60)
            self.process.stdout.close()
            assert status == 0 or exception[0], "heapd ended with status %d" % status
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def request(self, method, path, body=None, headers=None):
        """Body: bytes as they are, anything else as JSON."""
        if self.connection and time.monotonic() - self.asked > 20:
            self.connection.close()  # heapd does not keep one that nobody asks on for long
            self.connection = None
        self.asked = time.monotonic()
        if self.connection is None:
            place = urllib.parse.urlsplit(self.url)
            self.connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        sent = dict(headers or {})
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def get(self, path, **headers):
        return self.expect(200, "GET", path, headers=headers)

    def post(self, path, body=None, status=(200, 201), **headers):
        return self.expect(status, "POST", path, body, headers)

    def expect(self, status, method, path, body=None, headers=None):
        answer = self.request(method, path, body, headers)
        wanted = status if isinstance(status, tuple) else (status,)
        assert answer.status in wanted, "%s %s: %d %s" % (method, path, answer.status, answer.body[:2000].decode())
        return answer.json if answer.body else None

    def operations(self, session, operations, query=""):
        """A batch; every operation must succeed. -> results"""
        answer = self.post("/v1/sessions/%s/ops%s" % (session, query), operations)
        for operation, result in zip(operations, answer["results"]):
            assert "problem" not in result, "%s: %s" % (json.dumps(operation)[:500], result["problem"])
        assert answer["completed"] == len(operations)
        return answer["results"]
