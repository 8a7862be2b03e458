"""Programs about classes, written and random: what they print on heapd and on the real CPythons of this machine.

    compare.py DRIVER written [FOLDER]
    compare.py DRIVER random [COUNT [FIRST_SEED]]

3.14 is compared with 3.13, apart from the texts and sizes that 3.14 changed (CHANGED), and from lines that a written program marks with 3.14.
"""
import concurrent.futures
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import generate

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from pairs import SKIP, find_pairs, run, run_real  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
CHANGED = [  # what 3.14 words otherwise than 3.13, both made one
    (r"(argument of type '\w+' is not) (a container or )?iterable", r"\1 iterable"),
    (r"types\.UnionType", "typing.Union"),
    (r"cannot use '\w+' as a (dict key|set element) \((unhashable type: '\w+')\)", r"\2"),
    (r"(float modulo by zero|float floor division by zero|float division by zero|integer modulo by zero|integer division or modulo by zero)",
     "division by zero"),
]


def clean(text, minor):
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    for old, new in CHANGED if minor == 14 else []:
        text = re.sub(old, new, text)
    return "\n".join(line for line in text.split("\n") if "3.14 differs" not in line)


def compare(job):
    driver, python, minor, path = job
    try:
        real = run_real(python, path, seconds=20)
    except subprocess.TimeoutExpired:
        return []  # it goes on for ever
    try:
        ours = run([driver, minor, path], 200)
    except subprocess.TimeoutExpired:
        return ["%s %s: does not end" % (path.name, minor)]
    expected, got = clean(real.stdout.decode(), minor), clean(ours.stdout.decode("utf-8", "replace"), minor)
    lines = list(difflib.unified_diff(expected.split("\n"), got.split("\n"), "%s %s" % (path.name, minor), "heapd", lineterm="", n=0))
    if ours.returncode != real.returncode:
        lines += ["%s: status %d, not %d" % (path.name, ours.returncode, real.returncode), ours.stderr.decode("utf-8", "replace")[-1500:]]
    return lines[:30]


def main():
    driver, what = sys.argv[1:3]
    versions = find_pairs()
    if not versions:
        return SKIP
    with tempfile.TemporaryDirectory() as folder:
        if what == "written":
            paths = sorted((pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else HERE / "programs").glob("*.py"))
        else:
            count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
            first = int(sys.argv[4]) if len(sys.argv) > 4 else 1
            paths = []
            for seed in range(first, first + count):
                paths.append(pathlib.Path(folder) / ("random_%d.py" % seed))
                paths[-1].write_text(generate.Generator(seed).program())
        jobs = [(driver, python, minor, path) for path in paths for python, minor in versions]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            results = list(pool.map(compare, jobs))
    wrong = 0
    for lines in results:
        wrong += bool(lines)
        if lines and wrong <= 20:
            print("\n".join(lines))
    print("%d programs compared, %d differ" % (len(jobs), wrong))
    return 1 if wrong or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
