"""Programs with coroutines and asynchronous generators: what they print on heapd and on the real CPythons of this machine, on standard error, too.

    compare.py DRIVER [PROGRAM...]

3.14 is compared with 3.13, apart from the texts that 3.14 changed (CHANGED), and from lines that a program marks with "3.14 differs".
"""
import difflib
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, name_of, run, run_real  # noqa: E402

CHANGED = [  # both made one
    (r"object (\w+) can't be used in 'await' expression", r"'\1' object can't be awaited"),
    (r"Exception ignored in: (<.*>)", r"Exception ignored while closing \1:"),
    (r"Exception ignored while (closing generator|finalizing coroutine) ", r"Exception ignored while closing "),
]
LIBRARY = re.compile(r'  File "[^"]*\bwarnings(\.py)?>?", line \d+, in \w+\n(    .*\n)?')  # in C it has no frames, and its lines are others
LATER = re.compile(r"3\.14 differs")


def text_of(source, minor):
    """The program without what cannot be compared: as many lines as before."""
    return "\n".join(re.sub(r"\S.*", "pass", line) if minor == 14 and LATER.search(line) else line for line in source.split("\n"))


def clean(text, minor):
    text = LIBRARY.sub("", re.sub(r"0x[0-9a-f]{6,}", "0x...", text))
    for old, new in CHANGED if minor == 14 else ():
        text = re.sub(old, new, text)
    return text.split("\n")


def compare_all(driver, names, folder):
    wrong = compared = 0
    for python, minor in find_pairs():
        for path in sorted((HERE / "programs").glob("*.py")):
            if names and path.stem not in names:
                continue
            program = pathlib.Path(folder) / path.name
            program.write_text(text_of(path.read_text(), minor))
            real, ours = run_real(python, program, seconds=60), run([driver, minor, program], 200)
            compared += 1
            lines = []
            for stream in ("stdout", "stderr"):
                lines += difflib.unified_diff(clean(getattr(real, stream).decode(), minor), clean(getattr(ours, stream).decode("utf-8", "replace"), minor),
                                              "%s %s of %s" % (path.name, stream, name_of(python)), "heapd", lineterm="", n=1)
            if lines or real.returncode != ours.returncode:
                wrong += 1
                print("\n".join(lines[:60]))
                print("status %d, heapd's %d" % (real.returncode, ours.returncode))
    print("%d programs compared, %d differ" % (compared, wrong))
    return 1 if wrong else 0 if compared else SKIP


with tempfile.TemporaryDirectory() as folder:
    sys.exit(compare_all(sys.argv[1], sys.argv[2:], folder))
