"""A list as a heap: the smallest item first, every item not greater than the two at 2 * i + 1 and 2 * i + 2."""

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace
from sys import version_info as _version_info

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"]

if _version_info >= (3, 14):
    from _heapq import heapify_max, heappop_max, heappush_max, heappushpop_max, heapreplace_max

    __all__ += ["heappush_max", "heappop_max", "heapify_max", "heapreplace_max", "heappushpop_max"]
else:
    from _heapq import _heapify_max, _heappop_max, _heapreplace_max


class _Reversed:
    """Orders the other way around."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return other.value < self.value

    def __eq__(self, other):
        return self.value == other.value


def merge(*iterables, key=None, reverse=False):
    heap = []
    for order, iterator in enumerate(map(iter, iterables)):
        for value in iterator:
            heap.append([_rank(value, key, reverse), order, value, iterator])
            break
    heapify(heap)
    while heap:
        entry = heap[0]
        yield entry[2]
        for value in entry[3]:
            entry[0], entry[2] = _rank(value, key, reverse), value
            heapreplace(heap, entry)
            break
        else:
            heappop(heap)


def _rank(value, key, reverse):
    rank = value if key is None else key(value)
    return _Reversed(rank) if reverse else rank


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
