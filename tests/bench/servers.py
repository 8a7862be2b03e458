"""The servers that are compared, on free ports of the loopback address; processor time and memory of each from /proc."""
import glob
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time


class Server:
    """A process of ours: started here, ended here, by its id."""

    def __init__(self, command, **options):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, **options)

    def processor_time(self):
        """Seconds, of all threads, ended ones included."""
        ticks = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        fine = 0
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/schedstat"):
            try:
                fine += int(open(path).read().split()[0])
            except (OSError, IndexError):
                pass
        return max(fine * 1e-9, (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK"))

    def resident(self):
        """Bytes that are in memory for this process, its share of what is shared."""
        return int(re.search(r"^Pss: +(\d+)", open(f"/proc/{self.process.pid}/smaps_rollup").read(), re.M)[1]) * 1024

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Bare(Server):
    """The HTTP library alone: `kind` is constant or json."""

    def __init__(self, build, kind):
        super().__init__([f"{build}/bench/bench_bare", kind])
        self.url = self.process.stdout.readline().strip()


class Heapd(Server):
    def __init__(self, build):
        self.folder = tempfile.mkdtemp(prefix="heapd-bench-")
        super().__init__([f"{build}/heapd", "--listen", "127.0.0.1:0", "--data", self.folder, "--log-level", "error"])
        self.url = re.search(r"http://\S+", self.process.stdout.readline())[0]

    def __exit__(self, *failure):
        super().__exit__(*failure)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis(Server):
    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        super().__init__(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("redis-server does not answer")


class Load:
    """wrk against a server: requests, seconds, and the server's processor time for each request."""

    def __init__(self, server, path, seconds, method="GET", body="", media="application/json", connections=8):
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(f'wrk.method = "{method}"\n')
            if body:
                script.write(f'wrk.headers["Content-Type"] = "{media}"\nwrk.body = [==[\n{body}]==]\n')
            script.flush()
            before, begin = server.processor_time(), time.monotonic()
            output = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name, server.url + path],
                                    capture_output=True, text=True, check=True).stdout
            used = server.processor_time() - before
        self.requests = int(re.search(r"(\d+) requests in", output)[1])
        self.seconds = time.monotonic() - begin
        if "Non-2xx" in output:
            raise RuntimeError(f"{method} {path} was refused: {output}")
        self.each = used / self.requests


class Flood:
    """A number of equal POST requests, sent ahead over several connections: seconds, and processor time for each."""

    def __init__(self, server, path, body, count, connections=32):
        host, port = server.url.removeprefix("http://").split(":")
        request = (f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                   f"Content-Length: {len(body)}\r\n\r\n{body}").encode()
        self.requests = count // connections * connections
        sockets = [socket.create_connection((host, int(port))) for _ in range(connections)]
        before, begin = server.processor_time(), time.monotonic()
        for one in sockets:
            one.sendall(request * (count // connections))
        for one in sockets:
            answers = b""
            while answers.count(b"HTTP/1.1 201 ") < count // connections:
                part = one.recv(1 << 20)
                if not part or b"HTTP/1.1 4" in answers:
                    raise RuntimeError(f"POST {path} was refused: {answers[-500:]}")
                answers += part
            one.close()
        self.seconds = time.monotonic() - begin
        self.each = (server.processor_time() - before) / self.requests


def call(server, method, path, body=None, media="application/json"):
    import urllib.request
    request = urllib.request.Request(server.url + path, data=body.encode() if isinstance(body, str) else body, method=method,
                                     headers={"Content-Type": media})
    with urllib.request.urlopen(request) as answer:
        return answer.read()
