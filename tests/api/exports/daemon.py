"""A daemon for one test, and requests to it."""
import contextlib
import http.client
import json
import subprocess
import tempfile
import urllib.parse


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.media = headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url).netloc

    def call(self, method, target, document=None, status=200, **headers):
        body = document if document is None or isinstance(document, bytes) else json.dumps(document)
        if body is not None and not isinstance(body, bytes):
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self.address, timeout=300)
        connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        assert status is None or answer.status == status, (method, target, answer.status, answer.body[:400])
        return answer

    def get(self, target, **headers):
        return self.call("GET", target, **headers)

    def post(self, target, document, status=201):
        return self.call("POST", target, document, status)

    def refused(self, target, status, slug, **headers):
        answer = self.call("GET", target, None, status, **headers)
        assert answer.media == "application/problem+json" and answer.json["type"] == "/problems/" + slug, (target, answer.body[:400])


@contextlib.contextmanager
def daemon(program, folder, *options):
    command = program if isinstance(program, list) else [program]
    process = subprocess.Popen([*command, "--listen", "127.0.0.1:0", "--data", folder, "--log-level", "warn", *options], stdout=subprocess.PIPE, text=True)
    try:
        client = Client(process.stdout.readline().split()[-1])
        client.pid = process.pid
        yield client
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(200) == 0, "the daemon did not end orderly"


def folder():
    return tempfile.TemporaryDirectory(prefix="heapd-test-")
