"""check.py --driver DRIVER [--seconds N] [--full] [--mutants N] [--python PYTHON]

Compares ast_parse() with every interpreter present (Debian's, pyenv's): the sources of valid.txt and invalid.txt, the programs of
tests/oracle/programs, damaged copies of them, and files of the interpreter's own library: a sample, as many as N seconds allow, or all of
them with --full (by hand: some minutes each).
"""
import argparse
import glob
import os
import random
import re
import sys
import tempfile
import time

from compare import HERE, Comparison
from pairs import every_python, run_real, version_of

PROGRAMS = sorted(glob.glob(os.path.join(HERE, "..", "programs", "*.py")))
# What an encoding other than UTF-8 says is refused, and so is not compared.
DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*(?!utf-?8)[-\w.]+", re.M)
PIECES = (
    "( ) [ ] { } , : ; = == := + - * ** . if else for in not is and or lambda def class return yield import from as with try except "
    "finally raise del pass break print match case x 1 's' f'{x}' True None -> ... ! $ \\ # ' \"\"\" 0x 1_ % <> while global assert elif ~ | "
    "f'{ }' 1.5 *a **k _ type"
).split() + ["\n", "\n    ", "a b"]


def interpreters():
    """{minor: (path, the folder of its library)}"""
    found = {}
    for python in reversed(every_python()):  # the system's last
        library = run_real(python, "-c", "import os; print(os.path.dirname(os.__file__))").stdout.decode().strip()
        found.setdefault(version_of(python)[1], (python, library))
    return found


def sections(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return [s if s.endswith("\n") else s + "\n" for s in file.read().split("\n%%\n")]


def mutant(rng, lines):
    """A few lines of a program with one or two pieces removed, added or replaced."""
    first = rng.randrange(len(lines))
    chunk = lines[first:first + rng.choice((1, 2, 3, 5, 8, 20))]
    indent = min((len(line) - len(line.lstrip()) for line in chunk if line.strip()), default=0)
    source = "\n".join(line[indent:] for line in chunk) + "\n"
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        pieces = [m.span() for m in re.finditer(r"\w+|[^\w\s]+|\s+", source)]
        begin, end = rng.choice(pieces or [(0, 0)])
        source = rng.choice((
            source[:begin] + source[end:],
            source[:begin] + rng.choice(PIECES) + " " + source[begin:],
            source[:begin] + rng.choice(PIECES) + source[end:],
            source[:end] + " " + rng.choice(PIECES) + source[end:],
            source[:begin] + source[begin + 1:]))
    return source


class Sources:
    """Files with the sources that are made up here."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def path(self, source):
        self.count += 1
        path = os.path.join(self.folder, "%05d.py" % self.count)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(source)
        return path


def library(folder):
    files = [p for p in glob.glob(os.path.join(folder, "**", "*.py"), recursive=True) if "site-packages" not in p and "dist-packages" not in p]
    return sorted(files)


def readable(path):
    with open(path, "rb") as file:
        source = file.read()
    lines = b"\n".join(source.split(b"\n")[:2])
    return not DECLARED.search(lines) and not (b"coding" in lines and source.startswith(b"\xef\xbb\xbf")) and decodes(source)


def decodes(source):
    try:
        source.decode()
    except UnicodeDecodeError:
        return False
    return True


def check(driver, minor, python, folder, options, made):
    comparison = Comparison(driver, python, minor)
    for path in made["valid"] + PROGRAMS:
        comparison.compare(path)
    if minor >= 10:  # before, the parser was another one, with other errors
        for path in made["invalid"] + made["mutants"]:
            comparison.compare(path)
    files = [p for p in library(folder) if readable(p)]
    if not options.full:
        random.Random(options.seed).shuffle(files)
    until = time.monotonic() + options.seconds
    for path in files:
        if not options.full and time.monotonic() > until:
            break
        comparison.compare(path)
    return comparison.report()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("--seconds", type=float, default=4, help="for each interpreter's library")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--mutants", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the interpreter of 3.ONLY")
    options = parser.parse_args()
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        sources, rng = Sources(temporary), random.Random(options.seed)
        programs = []
        for path in PROGRAMS:
            with open(path, encoding="utf-8") as file:
                programs.append(file.read().split("\n"))
        made = {
            "valid": [sources.path(s) for s in sections("valid.txt")],
            "invalid": [sources.path(s) for s in sections("invalid.txt")],
            "mutants": [sources.path(mutant(rng, rng.choice(programs))) for _ in range(options.mutants)],
        }
        for minor, (python, folder) in sorted(interpreters().items()):
            if options.only in (None, minor):
                bad += check(options.driver, minor, python, folder, options, made)
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
