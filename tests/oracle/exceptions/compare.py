"""Programs about exceptions: what they print, on heapd and on the real CPythons of this machine.

    compare.py DRIVER [PROGRAM...]
"""
import difflib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, is_early, name_of, run, run_real  # noqa: E402


def clean(text):
    """Without addresses, and without what 3.14 says that 3.13 does not: what was being done, and the warning of PEP 765."""
    text = re.sub(r"(?m)^.*: SyntaxWarning: '\w+' in a 'finally' block\n.*\n", "", text)
    text = re.sub(r"Exception ignored while (?:calling (?:deallocator|weakref callback|GC callback)|closing generator) (.*):\n", r"Exception ignored in: \1\n", text)
    return re.sub(r"0x[0-9a-f]{6,}", "0x...", text).rstrip("\n")


def as_early(text):
    """What 3.11.7 words otherwise than those before."""
    return text.replace("AttributeError attribute 'tb_lineno' of 'traceback' objects is not writable", "AttributeError readonly attribute")


def differences(expected, got, program, version):
    if expected == got:
        return 0
    lines = list(difflib.unified_diff(expected.split("\n"), got.split("\n"), f"{program.name} on {version}", "heapd", lineterm="", n=0))
    print("\n".join(lines[:60]))
    return sum(1 for l in lines[2:] if l[0] in "+-")


def main():
    driver, chosen = sys.argv[1], sys.argv[2:]
    programs = [p for p in sorted((HERE / "programs").glob("*.py")) if not chosen or p.stem in chosen]
    versions = find_pairs()
    if not versions:
        return SKIP
    wrong = compared = 0
    for python, minor in versions:
        for program in programs:
            real = run_real(python, program)
            ours = run([driver, minor, program], 300)
            for a, b in ((real.stdout, ours.stdout), (real.stderr, ours.stderr)):
                got = b.decode("utf-8", "replace").replace("\0\n", "")
                got = as_early(got) if is_early(python) else got
                wrong += differences(clean(a.decode("utf-8", "replace")), clean(got), program, name_of(python))
            compared += 1
            if ours.returncode:
                print(f"{program.name}: the driver ended with {ours.returncode}")
                wrong += 1
    print(f"{compared} programs compared, {wrong} lines differ")
    return 1 if wrong or not compared else 0


sys.exit(main())
