"""Traced memory around single lines on heapd and on the real CPython 3.11 of this machine.

    compare.py DRIVER [--show]

lines.py tells of each line what it leaves and what it takes for a moment. What differs is named in different.txt, with its reason; a name there that does
not differ any more is an error, too. 3.14 is not compared: free lists of 3.13, the nearest that there is, are others.
"""
import fnmatch
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, is_early, name_of, run, run_real  # noqa: E402


def told(done):
    """{"alive of len(l)": "0, then 56"}"""
    assert done.returncode == 0, done.stderr.decode()
    return dict(line.rsplit(" = ", 1) for line in done.stdout.decode().splitlines())


def matches(name, pattern):
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))


def main():
    driver, show = sys.argv[1], "--show" in sys.argv
    known = [line.split(" | ") for line in (HERE / "different.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    used, wrong, compared = set(), 0, 0
    for python, minor in find_pairs():
        if minor != 11 or is_early(python):
            continue
        real, ours = told(run_real(python, HERE / "lines.py")), told(run([driver, minor, HERE / "lines.py"]))
        assert real.keys() == ours.keys()
        for name in real:
            compared += 1
            if real[name] == ours[name]:
                continue
            row = next((pattern for pattern, _ in known if matches(name, pattern)), None)
            used.add(row)
            if show or not row:
                print("%s\n    %s: %s\n    heapd: %s" % (name, name_of(python), real[name], ours[name]))
            wrong += not row
    if not compared:
        return SKIP
    for pattern, _ in known:
        if pattern not in used:
            wrong += 1
            print("different.txt names %s, and nothing of it differs" % pattern)
    print("%d numbers compared, %d differ" % (compared, wrong))
    return 1 if wrong else 0


sys.exit(main())
