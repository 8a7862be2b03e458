#!/usr/bin/env python3
"""Allocation tracing on against off: heapd's heap library and tracemalloc of a real CPython, in the same run.

    heap_trace.py PROGRAM [--python /usr/bin/python3] [--count 1000000] [--rounds 5]

PROGRAM is the compiled heap_trace.c. One line for each case: how many times slower making and releasing an object is.
"""
import argparse
import subprocess
import sys

CASES = r'''
import gc, sys, time, tracemalloc
gc.disable()
count, rounds = int(sys.argv[1]), int(sys.argv[2])
BATCH = 1000
def deeper(n, f): return f() if n == 0 else deeper(n - 1, f)
def floats():
    kept, x = [None] * BATCH, 0.5
    for done in range(0, count, BATCH):
        for i in range(BATCH): kept[i] = x + i
def lists():
    kept = [None] * BATCH
    for done in range(0, count, BATCH):
        for i in range(BATCH): kept[i] = [i]
def dicts():
    kept = [None] * BATCH
    for done in range(0, count, BATCH):
        for i in range(BATCH): kept[i] = {i: i}
def measure(f):
    best = None
    for r in range(rounds):
        start = time.process_time_ns()
        deeper(30, f)
        t = (time.process_time_ns() - start) / count
        best = t if best is None else min(best, t)
    return best
for label, nframe in (('off', 0), ('1', 1), ('25', 25)):
    if nframe: tracemalloc.start(nframe)
    for name, f in (('float', floats), ('list', lists), ('dict', dicts)):
        print(name + '_' + label, measure(f), flush=True)
    if nframe: tracemalloc.stop()
'''


def table(command):
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
    return dict((name, float(value)) for name, value in (line.split() for line in out.splitlines()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('program')
    parser.add_argument('--python', default='/usr/bin/python3')
    parser.add_argument('--count', type=int, default=1000000)
    parser.add_argument('--rounds', type=int, default=5)
    args = parser.parse_args()
    arguments = [str(args.count), str(args.rounds)]
    real = table([args.python, '-c', CASES] + arguments)
    ours = table([args.program, '11'] + arguments)
    print('tracing on against off: times slower, making and releasing an object (nanoseconds of processor time while off)')
    print('%-14s %22s %22s' % ('', 'tracemalloc', 'heapd'))
    for name in ('float', 'list', 'dict', 'list_moving'):
        cells = []
        for t in (real, ours):
            off = t.get(name + '_off')
            cells.append('-' if off is None else '%.1fx  %.1fx  (%.0f ns)' % (t[name + '_1'] / off, t[name + '_25'] / off, off))
        print('%-14s %22s %22s' % (name, cells[0], cells[1]))
    print('columns: 1 frame, 25 frames, (off); list_moving: on another line of the program each time')


if __name__ == '__main__':
    sys.exit(main())
