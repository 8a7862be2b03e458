"""Random programs that fail: what a real CPython prints of their frames, and what heapd makes of the same positions.

    compare.py DRIVER COUNT [SEED]
"""
import json
import os
import pathlib
import random
import sys
import tempfile

from generate import program

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, early_carets, find_pairs, is_early, name_of, run, run_real  # noqa: E402


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
    versions = find_pairs()  # from 3.13 on the rules are those of 3.14
    if not versions:
        return SKIP
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        r = random.Random(seed)
        for i in range(count):
            path = os.path.join(folder, f"p{i}.py")
            pathlib.Path(path).write_text(program(r), encoding="utf-8")
            paths.append(path)
        for python, minor in versions:
            answers = run_real(python, HERE / "ask.py", input="".join(path + "\n" for path in paths).encode(), seconds=300)
            asked = []
            for path, line in zip(paths, [l for l in answers.stdout.decode().split("\n") if l.startswith("{") or l == "null"]):
                answer = json.loads(line)
                if answer:
                    asked.append((path, answer))
            script = "".join("source %s\n" % path + "".join("frame %d %d %d %d %d %s\n" % tuple(f) for f in a["frames"]) + "end\n" for path, a in asked)
            out = run([driver, minor], 300, script.encode()).stdout.decode("utf-8", "replace").split("\0\n")
            for (path, answer), got in zip(asked, out):
                compared += 1
                expected = frames_text(answer["text"])
                if is_early(python):
                    expected, got = early_carets(expected), early_carets(got)
                if got != expected:
                    wrong += 1
                    if wrong <= int(os.environ.get("SHOW", "5")):
                        print(f"---- {name_of(python)}: {path}\n{pathlib.Path(path).read_text()}---- expected\n{expected}---- got\n{got}{answer['frames'][-1]}")
    print(f"{compared} tracebacks compared, {wrong} differ (seed {seed})")
    return 1 if wrong or compared < count // 2 else 0


sys.exit(main())
