"""Random programs that fail: what a real CPython prints of their frames, and what heapd makes of the same positions.

    compare.py DRIVER COUNT [SEED]
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from generate import program

HERE = pathlib.Path(__file__).resolve().parent
PYENV = pathlib.Path.home() / ".pyenv/versions"
# from 3.13 on the rules are those of 3.14
PAIRS = [("3.11.7", 11), ("3.13.0", 14)]

def frames_text(text):
    """What is between the header and the exception's own lines."""
    lines = text.split("\n")
    assert lines[0].startswith("Traceback"), text
    end = len(lines) - 1
    while end > 1 and not lines[end].startswith(" "):
        end -= 1
    return "\n".join(lines[1:end + 1]) + "\n"


def main():
    driver, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    versions = [(PYENV / v / "bin/python", minor) for v, minor in PAIRS if (PYENV / v / "bin/python").exists()]
    if not versions:
        return 77
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        r = random.Random(seed)
        for i in range(count):
            path = os.path.join(folder, f"p{i}.py")
            pathlib.Path(path).write_text(program(r), encoding="utf-8")
            paths.append(path)
        for python, minor in versions:
            env = {**os.environ, "PYTHON_COLORS": "0", "PYTHONIOENCODING": "utf-8"}
            answers = subprocess.run([python, "-W", "ignore", HERE / "ask.py"], input="\n".join(paths) + "\n", stdout=subprocess.PIPE, env=env, encoding="utf-8", check=True)
            asked = []
            for path, line in zip(paths, [l for l in answers.stdout.split("\n") if l.startswith("{") or l == "null"]):
                answer = json.loads(line)
                if answer:
                    asked.append((path, answer))
            script = "".join("source %s\n" % path + "".join("frame %d %d %d %d %d %s\n" % tuple(f) for f in a["frames"]) + "end\n" for path, a in asked)
            out = subprocess.run([driver, str(minor)], input=script.encode(), stdout=subprocess.PIPE, check=True).stdout.decode("utf-8", "replace").split("\0\n")
            for (path, answer), got in zip(asked, out):
                compared += 1
                expected = frames_text(answer["text"])
                if got != expected:
                    wrong += 1
                    if wrong <= int(os.environ.get("SHOW", "5")):
                        print(f"---- {python.parent.parent.name}: {path}\n{pathlib.Path(path).read_text()}---- expected\n{expected}---- got\n{got}{answer['frames'][-1]}")
    print(f"{compared} tracebacks compared, {wrong} differ (seed {seed})")
    return 1 if wrong or compared < count // 2 else 0


sys.exit(main())
