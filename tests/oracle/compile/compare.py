"""compare.py DRIVER PYTHON PATH...: compile_module() against a real CPython 3.11 on source files (folders: all in them): the same code objects,
instructions, places, handlers, stack sizes, or the same error."""
import json
import os
import subprocess
import sys

EXPECTED = ("not supported",)  # what heapd refuses


class Process:
    """One path in, one paragraph of JSON out."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": "0"})

    def ask(self, path):
        self.process.stdin.write(path.encode() + b"\n")
        self.process.stdin.flush()
        lines = []
        while True:
            line = self.process.stdout.readline()
            assert line, "died at %s" % path
            if line == b"\n":
                return lines
            lines.append(json.loads(line))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def differences(ours, theirs):
    for key in theirs:
        a, b = ours.get(key), theirs[key]
        if a == b:
            continue
        if isinstance(a, list) and isinstance(b, list):
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            yield "%s[%d]: ours %s, theirs %s" % (key, at, a[at:at + 3], b[at:at + 3])
        else:
            yield "%s: ours %s, theirs %s" % (key, a, b)


def compare(path, ours, theirs):
    """How many differences there are."""
    if "error" in ours[0] and any(text in ours[0]["error"] for text in EXPECTED):
        return None
    count = 0
    for a, b in zip(ours, theirs):
        found = list(differences(a, b))
        if found:
            print("%s: %s" % (path, b.get("qualname", "error")))
            for text in found[:4]:
                print("   ", text)
            count += 1
            if count > 3:
                break
    if len(ours) != len(theirs) and not count:
        print("%s: %d code objects, not %d" % (path, len(ours), len(theirs)))
        count += 1
    return count


def files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, _, names in sorted(os.walk(path)):
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".py"))


def main(driver, python, *paths):
    here = os.path.dirname(os.path.abspath(__file__))
    ours, theirs = Process(driver, "11"), Process(python, os.path.join(here, "reference.py"))
    same = wrong = refused = 0
    for path in files(paths):
        count = compare(path, ours.ask(path), theirs.ask(path))
        if count is None:
            refused += 1
        elif count:
            wrong += 1
        else:
            same += 1
    ours.close()
    theirs.close()
    print("%d the same, %d different, %d refused" % (same, wrong, refused))
    return wrong != 0 or not same


sys.exit(main(*sys.argv[1:]))
