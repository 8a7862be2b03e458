"""Functions that are in C in CPython: what they say of their arguments, and that no traceback knows what they are made of."""
import bisect, contextlib, gc, heapq, struct, sys, time, traceback, tracemalloc

def told(f, *args, **kw):
    try:
        given = f(*args, **kw)
        print(f.__name__, type(f).__name__, len(args), kw, given if f is not gc.get_objects else len(given) > 9)
    except Exception as e:
        print(f.__name__, len(args), kw, type(e).__name__, e, len(traceback.extract_tb(e.__traceback__)))

for f in (gc.collect, gc.set_threshold, gc.set_debug, gc.get_objects, sys._getframe, sys.setrecursionlimit, sys.set_int_max_str_digits,
          sys.set_coroutine_origin_tracking_depth, tracemalloc.start):
    for v in (2 ** 31, -2 ** 31 - 1, 2 ** 40, 2 ** 63, 2 ** 70, -2 ** 70, None, "a", 1.5):
        told(f, v)
gc.set_debug(-1)
print(gc.get_debug())
gc.set_debug(0)
gc.set_threshold(700, 10, 10)
for name in ("call_tracing", "is_finalizing", "get_int_max_str_digits", "set_int_max_str_digits", "getswitchinterval", "setswitchinterval",
             "get_asyncgen_hooks", "get_coroutine_origin_tracking_depth", "set_coroutine_origin_tracking_depth",
             "getfilesystemencodeerrors", "intern", "audit"):
    for args in ((), (1, 2), ("a", "b", "c"), (None,)):
        told(getattr(sys, name), *args)
print(sys.set_int_max_str_digits(maxdigits=700), sys.get_int_max_str_digits(), sys.call_tracing(max, (1, 2)))
for f in (heapq.heapify, heapq.heappop, heapq.heappush, heapq.heapreplace, heapq.heappushpop):
    for args in ((), ([],), ((1,), 2), ([1, "a"],), (None,), ([], 1), ([3, 1, 2], 2), ([1], "a"), ([1], 1, 1)):
        told(f, *args)
class Changes:
    def __lt__(self, other):
        items.append(1)
        return True
for f in (heapq.heapify, heapq.heappop, lambda l: heapq.heappush(l, Changes()), lambda l: heapq.heapreplace(l, Changes()),
          lambda l: heapq.heappushpop(l, Changes())):
    items = [Changes() for _ in range(5)]
    told(f, items) if f.__name__ != "<lambda>" else told(lambda: f(items))
compared = []
class Counts:
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        compared.append((self.n, other.n))
        return self.n < other.n
import random
random.seed(3)
for count in (7, 100, 2600):
    heap = [Counts(random.randrange(count)) for _ in range(count)]
    heapq.heapify(heap)
    heapq.heappush(heap, Counts(5)); heapq.heappushpop(heap, Counts(1)); heapq.heapreplace(heap, Counts(7)); heapq.heappop(heap)
    print(len(compared), hash(tuple(compared)), [c.n for c in heap[:20]])
heap = [1, 5, 3, 4]
heapq._heapify_max(heap); print(heap, heapq._heappop_max(heap), heapq._heapreplace_max(heap, 2), heap)
for f in (bisect.bisect, bisect.bisect_left, bisect.insort, bisect.insort_left):
    for args, kw in (((), {}), (([1],), {}), (([1], 2, -1), {}), (([1], 2, 0, 9), {}), (([1], "a"), {}), (((1,), 2), {}), (([1, 2, 3], 2), {"lo": 1, "hi": None}),
                     (([1, 2, 3], 2, 0), {"lo": 1}), (([1], 2), {"x": 3}), (([1], 2), {"nope": 1}), (([1], 2, 0, 1, len), {}), (([-3, 2], 1), {"key": abs}),
                     (([1], 2, "a"), {}), (([1], 2, 0, "a"), {}), ((5, 2), {}), (([1], 2), {"key": 5}), (([1], 2, 2 ** 70), {})):
        told(f, *args, **kw)
for f, args in ((struct.pack, ("i", "a")), (struct.unpack, ("i", b"a")), (time.sleep, (-1,)), (time.strftime, (5,)), (time.gmtime, ("a",))):
    told(f, *args)
print(contextlib.__all__[:3], isinstance(time.clock_gettime(time.CLOCK_MONOTONIC), float))
def unbound(): return object.__reduce_ex__(1)
def outer():
    class Inner(list):
        pass
    def bound():
        f = Inner().append
        f()
    for g in (lambda: Inner().append(), lambda: Inner.fromkeys, bound, lambda: Inner.__init_subclass__(1), unbound):
        told(g)
outer()
for f in (lambda: complex("1__0"), lambda: complex("1_"), lambda: complex("1_0j"), lambda: complex(b"1" and "1__0j ")):
    told(f)
