import copy
import gc
import pickle
import sys
import time
import tracemalloc
import _thread


def tell(function, *args, **kwargs):
    try:
        answer = function(*args, **kwargs)
    except Exception as e:
        answer = "%s: %s" % (type(e).__name__, e)
    print("   ", answer)


class Dies:
    def __del__(self):
        raise ValueError


unraisable = []
sys.unraisablehook = lambda args: unraisable.append(args)
Dies()
sys.unraisablehook = sys.__unraisablehook__

then = time.gmtime(86400 * 365.25 * 30)
objects = [then, time.localtime(0), sys.flags, sys.version_info, sys.hash_info, sys.int_info, sys.float_info, sys.thread_info, sys.get_asyncgen_hooks(),
           unraisable.pop()]
types = [type(o) for o in objects] + [_thread._ExceptHookArgs]
EMPTY = sys.getsizeof(())
HIDDEN = 8 * (type(sys.flags).n_fields - 18)  # of sys.flags: others from version to version
for o in objects:
    print(type(o).__name__, len(o), sys.getsizeof(o) - EMPTY - HIDDEN * (o is sys.flags), gc.is_tracked(o), hasattr(o, "__dict__"), type(o[:]), o == tuple(o), hash(o[:2]) == hash(tuple(o)[:2]))
for t in types:
    n = t.n_sequence_fields
    print(t, t.__module__, t.__qualname__, t.__mro__, n, t.n_unnamed_fields, t.__match_args__)
    print("   ", t.__basicsize__ - tuple.__basicsize__ - HIDDEN * (t.__name__ == "flags"), t.__itemsize__, [t.__flags__ >> bit & 1 for bit in (5, 7, 9, 10, 14, 22, 26)])
    print("   ", [name for name in t.__dict__ if name not in ("gil", "thread_inherit_context", "context_aware_warnings")])
    for given in (range(n), [1] * n, (1,) * (n - 1), [None] * (t.n_fields + 1), 5, None, "x" * n, iter(range(n)), {i for i in range(n)}):
        tell(t, given)
    tell(t, range(n), {})
    tell(t, range(n), {t.__match_args__[0]: 1})
    tell(t, range(n), None)
    tell(t, range(n), {}, 5)
    tell(t)
    tell(t, given=5)
    tell(t, sequence=range(n), dict={})
    tell(type, "Sub", (t,), {})
    tell(tuple.__new__, t, (1,) * n)

T = time.struct_time
for names in ({"tm_zone": "x"}, {"tm_zone": "x", "tm_gmtoff": 5}, {"tm_year": 1}, {"nothing": 1}, {"tm_zone": 1, "nothing": 2}):
    for n in (9, 10, 11):
        try:
            made = T(range(n), names)
            print(n, names, made.tm_zone, made.tm_gmtoff, made.__reduce__(), gc.is_tracked(made), gc.get_referents(made)[1:])
        except TypeError as e:
            print(n, names, e)
print(then, then.tm_year, then.tm_zone, then.tm_gmtoff, then.__reduce__(), then.__getnewargs__(), then + (1,), then * 2, 2000 in then, then.index(5), then[-1])
print(T.tm_year, T.tm_gmtoff, type(T.tm_zone), sys.int_info.__reduce__())
for name in ("tm_year", "tm_zone", "nothing"):
    tell(setattr, then, name, 5) if name != "nothing" else tell(getattr, then, name)
    tell(delattr, then, name) if name != "nothing" else None
tell(setattr, type(sys.int_info), "nothing", 5)
tell(then.__setitem__ if hasattr(then, "__setitem__") else lambda: "no __setitem__")
print(pickle.loads(pickle.dumps(then)).tm_zone, copy.copy(then) is then, copy.copy(then) == then, copy.copy(then).tm_gmtoff, copy.deepcopy(then).tm_zone)
tell(copy.copy, sys.version_info)
for words in ({}, {"tm_year": 5, "tm_zone": "there"}, {"nothing": 1, "tm_mon": 2, "nobody": 3}):
    if hasattr(then, "__replace__"):
        tell(then.__replace__, **words)
        tell(lambda: (then.__replace__(**words).tm_zone, gc.is_tracked(then.__replace__(**words))))
if hasattr(then, "__replace__"):
    tell(then.__replace__, 5)
match then:
    case T(year, tm_mon=month):
        print(year, month)

# What is hidden is held, let go of and collected as what is visible.
held = []
one = T([held] * 11)
print(sys.getrefcount(held), gc.get_referents(one)[1:] == [held] * 11)
del one
print(sys.getrefcount(held))
cycle = []
cycle.append(T([1] * 9 + [cycle, None]))
gc.collect()
del cycle
print(gc.collect())
tracemalloc.start()
many = [time.gmtime(i) for i in range(100)]
sizes = [trace.size for trace in tracemalloc.take_snapshot().traces if trace.size > 100]
print(max(sizes, key=sizes.count) - tuple.__basicsize__)

# What refuses what is no struct sequence.
tell(sys.unraisablehook, ValueError())
tell(sys.excepthook, 1, "1", None)
out = sys.stdout
del sys.stdout
for value in (42, None):
    try:
        sys.__displayhook__(value)
    except RuntimeError as e:
        print(e, file=out)
sys.stdout = out
for far in (2**60, -2**60, 2**63, 67768036191676800):
    tell(time.gmtime, far)
    tell(time.ctime, far)
