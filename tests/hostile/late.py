"""late.py LATE [--minor 11] [--after 20] [--more 10] [TEXT...]

The operations of long.txt on as much as memory has room for, each with a time limit of --after milliseconds: tells which of them end more
than --more milliseconds later. Nothing is decided by it: that is check_looks.py's, which counts. TEXT: only the operations that have it in
them.
"""
import argparse
import os
import subprocess
import tempfile

from check_looks import HERE, in_parts, operations

MOST, LEAST = 1 << 26, 1 << 12


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("late")
    parser.add_argument("--minor", default="11")
    parser.add_argument("--after", default="20")
    parser.add_argument("--more", type=int, default=10)
    parser.add_argument("--file", default=os.path.join(HERE, "long.txt"))
    parser.add_argument("texts", nargs="*")
    options = parser.parse_args()
    largest = {}
    late = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "operation.py")
        for setup, operation in operations(options.file):
            if options.texts and not any(text in operation for text in options.texts):
                continue
            with open(path, "w", encoding="utf-8") as file:
                file.write(in_parts(setup, operation))
            size = largest.get(setup, MOST)
            while True:
                line = subprocess.run([options.late, options.minor, str(size), options.after, path], stdout=subprocess.PIPE,
                                      encoding="utf-8").stdout
                if "MemoryError" not in line or size <= LEAST:
                    break
                size //= 2
                if "BROKEN afterwards: MemoryError" in line:
                    largest[setup] = size
            words = line.split()[:-1]
            if "BROKEN" in line or not words[-1].isdigit() or int(words[-1]) > options.more:
                late += 1
                print("%-60s N = %-9d %s" % (operation.replace("\n", " ;; "), size, " ".join(words)), flush=True)
    print("%d operations end late" % late)


if __name__ == "__main__":
    main()
