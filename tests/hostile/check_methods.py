"""check_methods.py DRIVER [--minor 11]

Every method of a builtin type that can be large is either among the operations of long.txt, of which check_looks.py counts how often they
look whether the run goes on, or in methods.txt, with the reason why it need not. Which methods there are is asked of the interpreter: a new
one cannot be forgotten.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

from check_looks import operations

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = "str bytes bytearray memoryview list tuple dict set frozenset int float complex range slice".split()
IMPORTED = {"array": "array", "collections": "deque OrderedDict defaultdict"}

# The class that is raised at the end has what is wrong for its name, which is what the driver tells.
PROGRAM = """
N = 64
types = [%s]
told = []
known = {t: set() for t in types}
for setup, names in %r:
    there = {"N": N}
    try:
        exec(setup, there)
    except AttributeError:  # of what only other versions have; the methods that it was for are missed below
        continue
    known.setdefault(type(there.get("x")), set()).update(names)
listed = %r
for t in types:
    public = {name for name in vars(t) if not name.startswith("_")}
    reasons = listed.pop(t.__name__, set())
    told += ["%%s.%%s-is-in-neither" %% (t.__name__, name) for name in sorted(public - known[t] - reasons)]
told += [name + "-is-no-type" for name in sorted(listed)]
raise type(",".join(told) or "Well", (Exception,), {})
"""


def listed(path):
    """{type: names}, of lines "type: name name | reason"."""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                names, _, reason = line.partition(" | ")
                kind, _, names = names.partition(": ")
                if not reason.strip():
                    sys.exit("methods.txt: no reason for " + line.strip())
                found.setdefault(kind, set()).update(names.split())
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--minor", type=int, default=11)
    options = parser.parse_args()
    named = {}
    for setup, operation in operations(os.path.join(HERE, "long.txt")):
        named.setdefault(setup, set()).update(re.findall(r"\.(\w+)\(", operation))
    imports = ["from %s import %s" % (module, ", ".join(names.split())) for module, names in IMPORTED.items()]
    types = TYPES + " ".join(IMPORTED.values()).split()
    program = "\n".join(imports) + PROGRAM % (", ".join(types), sorted(named.items()), listed(os.path.join(HERE, "methods.txt")))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "methods.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(program)
        answer = subprocess.run([options.driver, str(options.minor), "100000000", "100000", path], stdout=subprocess.PIPE, encoding="utf-8")
    told = answer.stdout.split()[0]
    print("\n".join(told.split(",")))
    return told != "Well"


if __name__ == "__main__":
    sys.exit(main())
