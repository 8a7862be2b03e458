"""A list as a heap: the smallest item first, every item not greater than the two at 2 * i + 1 and 2 * i + 2."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace
from sys import version_info as _version_info

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]
if _version_info >= (3, 14):
    from _heapq import heapify_max, heappop_max, heappush_max, heappushpop_max, heapreplace_max

    __all__ = ["heappush", "heappop", "heapify", "heapreplace", "heappushpop", "heappush_max", "heappop_max", "heapify_max",
               "heapreplace_max", "heappushpop_max", "nlargest", "nsmallest", "merge"]
    _heapify_max, _heappop_max, _heapreplace_max = heapify_max, heappop_max, heapreplace_max
else:
    from _heapq import _heapify_max, _heappop_max, _heapreplace_max


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in order; equal ones in the order of their iterables."""
    heap = []
    order, pop, replace, sign = (_heapify_max, _heappop_max, _heapreplace_max, -1) if reverse else (heapify, heappop, heapreplace, 1)
    for number, iterator in enumerate(map(iter, iterables)):
        for value in iterator:
            heap.append([value, number * sign, iterator] if key is None else [key(value), number * sign, iterator, value])
            break
    order(heap)
    while len(heap) > 1:
        entry = heap[0]
        yield entry[0] if key is None else entry[3]
        for value in entry[2]:
            if key is None:
                entry[0] = value
            else:
                entry[0], entry[3] = key(value), value
            replace(heap, entry)
            break
        else:
            pop(heap)
    if heap:
        entry = heap.pop()
        yield entry[0] if key is None else entry[3]
        yield from entry[2]


def _of_one(choose, iterable, key):
    nothing = object()
    best = choose(iter(iterable), default=nothing, key=key)
    return [] if best is nothing else [best]


def _has_at_most(n, iterable):
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        return False
    return n >= size


def _select(n, iterable, key, largest):
    """The n best items, best first, in memory for n of them: those so far are a heap with the worst on top; among equals the earlier ones."""
    order, replace, sign = (heapify, heapreplace, -1) if largest else (_heapify_max, _heapreplace_max, 1)
    items = iter(iterable)
    if key is None:
        heap = [(item, number) for number, item in zip(range(0, n * sign, sign), items)]
    else:
        heap = [(key(item), number, item) for number, item in zip(range(0, n * sign, sign), items)]
    if not heap:
        return heap
    order(heap)
    top, number = heap[0][0], n * sign
    for item in items:
        rank = item if key is None else key(item)
        if top < rank if largest else rank < top:
            replace(heap, (rank, number) if key is None else (rank, number, item))
            top = heap[0][0]
            number += sign
    heap.sort(reverse=largest)
    return [entry[0 if key is None else 2] for entry in heap]


def nsmallest(n, iterable, key=None):
    """The n smallest items, smallest first."""
    if n == 1:
        return _of_one(min, iterable, key)
    if _has_at_most(n, iterable):
        return sorted(iterable, key=key)[:n]
    return _select(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    """The n largest items, largest first."""
    if n == 1:
        return _of_one(max, iterable, key)
    if _has_at_most(n, iterable):
        return sorted(iterable, key=key, reverse=True)[:n]
    return _select(n, iterable, key, True)
