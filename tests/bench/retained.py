"""Retained sizes as PyHeap's analyzer finds them, compared with heapd's in the file that bench_retained has written.

    retained.py FILE      NAME<tab>NUMBER: seconds of processor time, objects whose sizes agree, are too small, too large

PyHeap deletes each object in turn and counts down the references to what it refers to; what has none left goes, too, and so on, and the
sizes of all that went are what the object retains. Trees whose every object is referred to once are summed up first, from their leaves,
and then taken as a whole. It is exact where nothing that an object retains is in a cycle, and too small elsewhere. This is that method
written anew, on numbers instead of addresses, and not slower for it.
"""
import array
import sys
import time


def read(path):
    with open(path, "rb") as file:
        def numbers(code, count):
            values = array.array(code)
            values.fromfile(file, count)
            return values

        count = numbers("I", 1)[0]
        sizes, first = numbers("I", count), numbers("I", count + 1)
        to, retained = numbers("I", first[count]), numbers("Q", count)
    return list(sizes), [frozenset(to[first[i]:first[i + 1]]) for i in range(count)], retained


def whole_trees(sizes, referents, referrers):
    """By object what it retains if it is the root of a tree of objects with one reference each, else None."""
    trees, waits = [None] * len(sizes), [len(r) for r in referents]
    ready = [i for i, r in enumerate(referents) if not r and len(referrers[i]) < 2]
    while ready:
        i = ready.pop()
        trees[i] = sizes[i] + sum(trees[r] for r in referents[i])
        for above in referrers[i]:
            waits[above] -= 1
            if not waits[above] and len(referrers[above]) < 2:
                ready.append(above)
    return trees


def retained_sizes(sizes, referents):
    referrers = [[] for _ in sizes]
    for i, to in enumerate(referents):
        for r in to:
            referrers[r].append(i)
    counts = [len(r) for r in referrers]
    trees = whole_trees(sizes, referents, referrers)
    found = []
    for i in range(len(sizes)):
        if trees[i] is not None:
            found.append(trees[i])
            continue
        left, gone, total = {i: 0}, [i], 0
        while gone:
            at = gone.pop()
            if trees[at] is not None:
                total += trees[at]
                continue
            total += sizes[at]
            for r in referents[at]:
                left[r] = count = left.get(r, counts[r]) - 1
                if not count:
                    gone.append(r)
        found.append(total)
    return found


def main():
    sizes, referents, expected = read(sys.argv[1])
    begin = time.process_time()
    found = retained_sizes(sizes, referents)
    print("PyHeap's method\t%.6f" % (time.process_time() - begin))
    for name, number in (("same", sum(map(int.__eq__, found, expected))), ("too small", sum(map(int.__lt__, found, expected))), ("too large", sum(map(int.__gt__, found, expected)))):
        print("%s\t%d" % (name, number))


main()
