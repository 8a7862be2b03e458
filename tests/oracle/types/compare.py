"""Types and objects: their sizes, offsets, flags, and whether they are collected, on heapd and on the real CPythons of this machine.

    compare.py DRIVER [--show]

type_objects.py describes every type that it can reach in both, objects.py one object of each kind. What differs is named in different.txt, with its reason; a
name there that does not differ any more is an error, too.
"""
import fnmatch
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, is_early, name_of, run, run_real  # noqa: E402

PROGRAMS = ("type_objects", "objects")
MODULES = """__future__ _bisect _codecs _collections _ctypes _datetime _decimal _functools _heapq _io _json _lsprof _operator _random _sre _strptime _thread
    _tracemalloc _typing _warnings _weakref abc array atexit bisect cProfile codecs collections collections.abc contextlib copy copyreg ctypes dataclasses datetime
    decimal enum fnmatch fractions functools gc heapq inspect io itertools json keyword linecache math numbers operator pickle pprint pstats queue random re
    reprlib statistics string struct sys textwrap threading time traceback tracemalloc types typing warnings weakref"""


def read_known(minor):
    """[(name, reason)] of different.txt, lines VERSIONS | NAME | REASON; in a name * is any text."""
    rows = [line.split(" | ", 2) for line in (HERE / "different.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(name, reason) for versions, name, reason in rows if "3.%d" % minor in versions.split()]


def told(done):
    """{"type int": "size ..."}"""
    assert done.returncode == 0, done.stderr.decode()
    rows = {}
    for line in done.stdout.decode().splitlines():
        name, _, text = line.partition(": ")
        rows[name] = rows[name] + "; " + text if name in rows and rows[name] != text else text
    return rows


def matches(name, pattern):
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))


def main():
    driver, show = sys.argv[1], "--show" in sys.argv
    pairs = [(python, minor) for python, minor in find_pairs() if not is_early(python)]
    if not pairs:
        return SKIP
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as place:
        for name in PROGRAMS:
            text = (HERE / "programs" / (name + ".py")).read_text(encoding="utf-8").replace("@MODULES@", MODULES)
            (pathlib.Path(place) / (name + ".py")).write_text(text, encoding="utf-8")
        for python, minor in pairs:
            known, used = read_known(minor), set()
            for name in PROGRAMS:
                program = pathlib.Path(place) / (name + ".py")
                real, ours = told(run_real(python, program)), told(run([driver, minor, program]))
                for key in sorted(real.keys() & ours.keys()):
                    compared += 1
                    if real[key] == ours[key]:
                        continue
                    row = next((pattern for pattern, _ in known if matches(key, pattern)), None)
                    used.add(row)
                    if show or not row:
                        print("%s of 3.%d\n    %s: %s\n    heapd: %s" % (key, minor, name_of(python), real[key], ours[key]))
                    wrong += not row
            for pattern, _ in known:
                if pattern not in used:
                    wrong += 1
                    print("different.txt names %s for 3.%d, and nothing of it differs" % (pattern, minor))
    print("%d descriptions compared, %d differ" % (compared, wrong))
    return 1 if wrong or not compared else 0


sys.exit(main())
