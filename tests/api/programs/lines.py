"""The profile of lines against a real interpreter: every program of the corpus runs there under sys.settrace(), which counts the lines that begin, and in
heapd with ?profile=lines; the hits of each line must be the same. Of lines that end in "# as tracemalloc" the bytes and blocks that are still alive
at the end must be, too; of every line where the first one ends in "every line as tracemalloc", but
for those that end in "# from free lists".

    python3 lines.py --heapd build/debug/heapd PROGRAM...

Without a CPython 3.11 nothing is compared (exit status 77).
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "oracle"))
from pairs import SKIP, find_python, name_of, run_real  # noqa: E402

COUNT = r"""
import sys, collections
path = sys.argv[1]
hits = collections.Counter()
def local(frame, event, arg):
    if event == "line":
        hits[frame.f_lineno] += 1
    return local
def trace(frame, event, arg):
    return local if frame.f_code.co_filename == "program.py" else None
source = open(path).read()
code = compile(source, "program.py", "exec")
import types
module = types.ModuleType("__main__")
sys.modules["__main__"] = module
sys.stdout = sys.stderr = open("/dev/null", "w")
import gc; module.__builtins__ = __builtins__; gc.collect()  # its dict is as old as that of __main__
sys.settrace(trace)
try:
    exec(code, module.__dict__)
except BaseException:
    pass
sys.settrace(None)
import json
json.dump(sorted((k, v) for k, v in hits.items() if k), sys.__stdout__)
sys.__stdout__.flush()
import os
os._exit(0)
"""

ALIVE = r"""
import tracemalloc, sys, json
code = compile(open(sys.argv[1]).read(), "program.py", "exec")
space = dict.fromkeys(["__name__", "__doc__", "__package__", "__loader__", "__spec__", "__annotations__", "__builtins__", "__file__", "__cached__"])
space |= {"__name__": "__main__", "__annotations__": {}, "__builtins__": __builtins__}  # as many names as a script finds: the dict grows where its dict does
stock = [([], {}, {"x": x}, 1.5 * x, [(x,) * n for n in range(1, 21)]) for x in range(3000)]  # takes what lies in free lists: it would have no trace
tracemalloc.start(1)
exec(code, space)
snapshot = tracemalloc.take_snapshot()
json.dump([(s.traceback[0].lineno, s.size, s.count) for s in snapshot.statistics("lineno") if s.traceback[0].filename == "program.py"], sys.stdout)
"""


DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever the environment says


def start(heapd):
    folder = tempfile.TemporaryDirectory()
    daemon = subprocess.Popen([heapd, "--listen", "127.0.0.1:0", "--data", folder.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in daemon.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return daemon, found.group(), folder
    raise SystemExit("heapd did not start")


def profile(url, version, path):
    with open(path, "rb") as file:
        source = file.read()
    request = urllib.request.Request(f"{url}/v1/run?python={version}&profile=lines&filename=program.py", source,
                                     {"Accept": "application/json", "Content-Type": "text/x-python"})
    with DIRECTLY.open(request, timeout=280) as answer:
        return json.load(answer)["profile"]["lines"]


def ask(python, question, path):
    return json.loads(run_real(python, "-c", question, path).stdout)


def compare_alive(python, path, lines):
    """The lines whose bytes or blocks are others."""
    real = {line: (size, count) for line, size, count in ask(python, ALIVE, path)}
    every = lines[0]["source"].endswith("every line as tracemalloc")
    compared = [line for line in lines if line["source"].endswith("# as tracemalloc") or every and not line["source"].endswith("# from free lists")]
    wrong = [line for line in compared if real.get(line["line"], (0, 0)) != (line["alive"], line["blocks"])]
    for line in wrong:
        print(f"{path}:{line['line']}: {line['alive']} bytes in {line['blocks']} blocks alive, in CPython {real.get(line['line'])}")
    return wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--heapd", required=True)
    options.add_argument("programs", nargs="+")
    options = options.parse_args()
    python = find_python(11)
    if not python:
        return SKIP
    daemon, url, folder = start(options.heapd)
    bad = 0
    try:
        for path in options.programs:
            expected = dict(ask(python, COUNT, path))
            lines = profile(url, "3.11", path)
            found = {line["line"]: line["hits"] for line in lines if line["hits"]}
            wrong = sorted(line for line in expected.keys() | found.keys() if expected.get(line) != found.get(line))
            for line in wrong[:5]:
                print(f"{path}:{line}: {found.get(line, 0)} hits, {expected.get(line, 0)} in CPython {name_of(python)}")
            if any(line["source"].endswith("as tracemalloc") for line in lines):
                wrong += compare_alive(python, path, lines)
            bad += bool(wrong)
    finally:
        daemon.terminate()
        status = daemon.wait()
        folder.cleanup()
    if status:
        print(f"heapd ended with {status}")
    print(f"{len(options.programs) - bad} of {len(options.programs)} programs have the hits of CPython {name_of(python)}")
    return 1 if bad or status else 0


sys.exit(main())
