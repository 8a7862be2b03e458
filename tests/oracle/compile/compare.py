"""compare.py DRIVER PATH...: compile_module() against a real CPython 3.11 on source files (folders: all in them; .txt: snippets
between lines of dashes; random:SEED:COUNT: those of statements.py): the same code objects, instructions, places, handlers, stack sizes,
or the same error.

Where in the source an instruction or an error is, is as in 3.11.7: earlier ones have a few elsewhere, and are not asked for that. They jump
in other ways where conditions are in conditions, too, and are not asked for random statements."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import ENVIRONMENT, SKIP, find_python, is_early  # noqa: E402

EXPECTED = ("not supported",)  # what heapd refuses


class Process:
    """One path in, one paragraph of JSON out."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)

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


def without_places(key, value):
    if key == "at":
        return None
    return [[x for x in one if not isinstance(x, list)] for one in value] if key == "instructions" else value


def differences(ours, theirs, places):
    for key in theirs:
        a, b = ours.get(key), theirs[key]
        if not places and a is not None:
            a, b = without_places(key, a), without_places(key, b)
        if a == b:
            continue
        if isinstance(a, list) and isinstance(b, list):
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            yield "%s[%d]: ours %s, theirs %s" % (key, at, a[at:at + 3], b[at:at + 3])
        else:
            yield "%s: ours %s, theirs %s" % (key, a, b)


def compare(path, ours, theirs, places):
    """How many differences there are."""
    if "error" in ours[0] and any(text in ours[0]["error"] for text in EXPECTED):
        return None
    count = 0
    for a, b in zip(ours, theirs):
        found = list(differences(a, b, places))
        if found:
            print("%s: %s" % (path, b.get("qualname", "error")))
            if len(theirs) == 1 and os.path.getsize(path) < 1000:
                with open(path) as file:
                    print("    |", file.read().rstrip().replace("\n", "\n    | "))
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


def snippets(path, folder):
    with open(path) as file:
        for i, text in enumerate(file.read().split("\n---\n")):
            name = os.path.join(folder, "%s.%d" % (os.path.basename(path), i))
            with open(name, "w") as part:
                part.write(text.rstrip("\n") + "\n")
            yield name


def main(driver, *paths):
    here = os.path.dirname(os.path.abspath(__file__))
    python = find_python(11)
    if not python:
        print("no CPython 3.11 here")
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for path in paths:
            if path.startswith("random:"):
                if is_early(python):
                    continue
                path, asked = os.path.join(folder, path + ".txt"), path.split(":")[1:]
                with open(path, "w") as file:
                    subprocess.run([python, os.path.join(here, "statements.py"), *asked], stdout=file, env=ENVIRONMENT, check=True)
            found += snippets(path, folder) if path.endswith(".txt") else [path]
        if not found:
            print("no CPython 3.11.7 here")
            return SKIP
        return compare_all(Process(driver, "11"), Process(python, os.path.join(here, "reference.py")), found, not is_early(python))


def compare_all(ours, theirs, paths, places):
    same = wrong = refused = 0
    for path in files(paths):
        count = compare(path, ours.ask(path), theirs.ask(path), places)
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
