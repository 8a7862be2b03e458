"""What bench_python (python.c) does, in CPython: python.py ROUNDS FILE... prints NAME TAB milliseconds for each program."""
import os
import sys
import time


def run(path):
    with open(path) as file:
        text = file.read()
    space = {"__name__": "__main__", "__builtins__": __builtins__}
    begin = time.process_time()
    exec(compile(text, path, "exec"), space)
    return (time.process_time() - begin) * 1e3


for path in sys.argv[2:]:
    best = min(run(path) for _ in range(int(sys.argv[1])))
    print(f"{os.path.basename(path).removesuffix('.py')}\t{best:.3f}")
