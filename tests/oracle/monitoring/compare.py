"""Events of sys.monitoring: what programs print of them, on heapd and on the real CPythons of this machine.

    compare.py DRIVER [PROGRAM...]

Each program follows recorder.py, in one file. 3.14 is compared with 3.13, and programs say which of its events are others; offsets of instructions
are compared as lines, what they are numbers of is heapd's own.
"""
import difflib
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, name_of, run, run_real, version_of  # noqa: E402


def clean(text):
    return re.sub(r"0x[0-9a-f]{6,}", "0x...", text.decode("utf-8", "replace")).split("\n")


def main():
    driver, chosen = sys.argv[1], sys.argv[2:]
    versions = [(python, minor) for python, minor in find_pairs() if version_of(python) >= (3, 12)]
    if not versions:
        return SKIP
    recorder = (HERE / "recorder.py").read_text()
    wrong = lines_compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for program in sorted((HERE / "programs").glob("*.py")):
            if chosen and program.stem not in chosen:
                continue
            path = pathlib.Path(folder, program.name)
            path.write_text(recorder + program.read_text())
            for python, minor in versions:
                real, ours = run_real(python, path), run([driver, minor, path])
                for expected, got in ((real.stdout, ours.stdout), (real.stderr, ours.stderr)):
                    pair = [clean(expected), clean(got)]
                    lines_compared += len(pair[0])
                    lines = list(difflib.unified_diff(*pair, "%s on %s" % (program.name, name_of(python)), "heapd", lineterm="", n=0))
                    print("\n".join(lines[:60]), end="\n" if lines else "")
                    wrong += sum(1 for line in lines[2:] if line[0] in "+-")
                if ours.returncode != real.returncode:
                    wrong += 1
                    print("%s of %s ended with %d, in heapd with %d" % (program.name, name_of(python), real.returncode, ours.returncode))
    print("%d lines compared, %d differ" % (lines_compared, wrong))
    return 1 if wrong else 0


sys.exit(main())
