"""check_looks.py LOOKS [--minor 11] [TEXT...]

Operations on what is large (long.txt): each looks meanwhile, many times, whether the run goes on, can be given up there, and leaves a heap
that is whole. How often it looks is compared between a small and a large N, so that it is not the speed of a machine that decides. TEXT: only
the operations that have it in them.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FEW, MANY = 1 << 10, 1 << 18
LEAST = 2  # looks more for MANY than for FEW


def operations(path):
    """(setup, operation)"""
    setup = None
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.startswith("## "):
                setup = line[3:].replace(" ;; ", "\n")
            elif line:
                yield setup, line.replace(" ;; ", "\n")


def in_parts(setup, operation):
    """What the drivers read: behind " ## " in a line is what holds wherever the operation was given up."""
    return "\n####\n".join([setup] + operation.split(" ## ")) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("looks")
    parser.add_argument("--minor", type=int, default=11)
    parser.add_argument("--part", type=int, default=1, help="every so manieth operation only")
    parser.add_argument("--first", type=int, default=0, help="beginning with that one")
    parser.add_argument("--all", action="store_true", help="tell of those that are well too")
    parser.add_argument("--file", default=os.path.join(HERE, "long.txt"))
    parser.add_argument("texts", nargs="*")
    options = parser.parse_args()
    rows = [row for row in operations(options.file) if not options.texts or any(text in row[1] for text in options.texts)][options.first::options.part]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for setup, operation in rows:
            paths.append(os.path.join(folder, "%d.py" % len(paths)))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(in_parts(setup, operation))
        process = subprocess.Popen([options.looks, str(options.minor), str(FEW), str(MANY)] + paths, stdout=subprocess.PIPE, encoding="utf-8")
        for _, operation in rows:
            line = process.stdout.readline()
            words = line.split()
            told = [word for word in words if word.isdigit()]
            seldom = len(told) < 2 or int(told[1]) - int(told[0]) < LEAST
            bad = "BROKEN" in line or seldom
            failures += bad
            if bad or options.all:
                print("%-60s %s%s" % (operation.replace("\n", " ;; "), " ".join(words[:-1]), "; looks too seldom" if seldom else ""), flush=True)
        process.wait()
    print("%d operations, %d failures" % (len(rows), failures))
    return failures != 0 or not rows


if __name__ == "__main__":
    sys.exit(main())
