#!/usr/bin/env python3
"""Full collections: heapd's heap library against gc.collect() of a real CPython, in the same run.

    heap_collect.py PROGRAM [--python /usr/bin/python3] [--count 1000000] [--rounds 5]

PROGRAM is the compiled heap_collect.c. One line for each case: nanoseconds of processor time for each object, and how many
times faster heapd is.
"""
import argparse
import subprocess
import sys

CASES = r'''
import gc, random, sys, time
gc.disable()
count, rounds = int(sys.argv[1]), int(sys.argv[2])
class Node: pass

def shuffled(objects):
    objects = list(objects)
    random.Random(1).shuffle(objects)
    return objects

def collect():
    start = time.process_time_ns()
    gc.collect()
    return (time.process_time_ns() - start) / count

def live(name, make, link, order):
    objects = [make() for i in range(count)]
    objects = order(objects)
    for i in range(count): link(objects[i], objects[i - 1])
    keep = []
    for o in objects: keep.append(o)
    del objects
    collect()
    print(name, min(collect() for i in range(rounds)), flush=True)

def append(a, b): a.append(b)
def set_next(a, b): a.next = b
for name, make, link in (('lists', list, append), ('instances', Node, set_next)):
    live(name + '_ordered', make, link, list)
    gc.collect()
    live(name + '_shuffled', make, link, shuffled)
    gc.collect()

def list_cycles():
    for i in range(count):
        x = []; x.append(x)
def instance_pairs():
    for i in range(count // 2):
        a, b = Node(), Node()
        a.next, b.next = b, a
for name, make in (('list_cycles', list_cycles), ('instance_pairs', instance_pairs)):
    best = None
    for i in range(rounds):
        gc.collect()
        make()
        t = collect()
        best = t if best is None else min(best, t)
    print(name, best)
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
    minor = subprocess.run([args.python, '-c', 'import sys; print(sys.version_info[1])'], check=True, stdout=subprocess.PIPE,
                           universal_newlines=True).stdout.strip()
    real = table([args.python, '-c', CASES, str(args.count), str(args.rounds)])
    ours = table([args.program, minor if minor in ('11', '14') else '11', str(args.count), str(args.rounds)])
    print('full collection of %d objects, nanoseconds of processor time each' % args.count)
    print('%-22s %10s %10s %8s' % ('', 'CPython', 'heapd', 'ratio'))
    for name in real:
        print('%-22s %10.1f %10.1f %7.1fx' % (name, real[name], ours[name], real[name] / ours[name]))


if __name__ == '__main__':
    sys.exit(main())
