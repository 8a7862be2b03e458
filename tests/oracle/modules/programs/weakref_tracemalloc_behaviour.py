import gc
import tracemalloc
import weakref


def attempt(text):
    try:
        print(text, "->", repr(eval(text))[:300])
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


for text in """tracemalloc.start(0)|tracemalloc.start("a")|tracemalloc.start(10**9)|tracemalloc.take_snapshot()|tracemalloc.get_object_traceback()|tracemalloc.Filter()|tracemalloc.Frame(("a", 1))|tracemalloc.Traceback([("a", 1)], 1)
tracemalloc.get_traced_memory()|tracemalloc.Filter(True, "a").inclusive|tracemalloc.DomainFilter(True, 1).domain|tracemalloc.Filter(True, "x.pyc").filename_pattern|tracemalloc.Snapshot([], 1).statistics("x")
tracemalloc.Snapshot([], 1).statistics("traceback", True)|tracemalloc.Snapshot([], 1).traces|tracemalloc.Snapshot([], 1).filter_traces(1)|tracemalloc.Trace((0, 10, (("a", 1),)))|tracemalloc.get_traceback_limit()|tracemalloc.is_tracing()
list(tracemalloc.Traceback([("b", 2), ("a", 1)]))|tracemalloc.Traceback([("b", 2), ("a", 1)])[0]|tracemalloc.Traceback([("b", 2), ("a", 1)]).index(tracemalloc.Frame(("b", 2)))|tracemalloc.Traceback([("a", 1)]).format()
str(tracemalloc.Traceback([("b", 2), ("a", 1)]))|tracemalloc.Frame(("a", 1)) < tracemalloc.Frame(("a", 2))|tracemalloc.Frame(("a", 1)) < 5|tracemalloc.Statistic(tracemalloc.Traceback([("a", 1)]), 10, 2)
str(tracemalloc.Statistic(tracemalloc.Traceback([("a", 1)]), 10**7, 3))|str(tracemalloc.StatisticDiff(tracemalloc.Traceback([("a", 1)]), 100, -50, 4, 2))|tracemalloc.StatisticDiff(tracemalloc.Traceback([("a", 1)]), 100, -50, 4, 2)
tracemalloc.Traceback([("a", 1)]) == tracemalloc.Traceback([("a", 1)], 5)|hash(tracemalloc.Frame(("a", 1))) == hash(tracemalloc.Frame(("a", 1)))|tracemalloc.Traceback([("a", 1)]).total_nframe|tracemalloc.reset_peak()|tracemalloc.clear_traces()""".replace("\n", "|").split("|"):
    attempt(text)
tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())


class Thing:
    def method(self):
        return "called"

    def __repr__(self):
        return "Thing"

    def __call__(self, x):
        return x


def make():
    return [bytearray(1000) for _ in range(3)]


kept = make()
t = tracemalloc.get_object_traceback(kept[0])
print(len(t), t.total_nframe, [f.lineno for f in t], t[-1].filename.rsplit("/")[-1])

class WithDict(list):
    pass


class WithSlots(dict):
    __slots__ = ()


class WithNothing:
    __slots__ = ()


ranges = [range(i) for i in range(6)]  # what 3.14 has of them in a free list, from before
for o in (Thing(), WithDict(), WithSlots(), WithNothing(), ValueError(), [], {}, Thing, lambda: 1, make, range(5), 1.5 * len(kept)):
    t = tracemalloc.get_object_traceback(o)
    print(type(o).__name__, t and [f.lineno for f in t])
s = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*behaviour.py"), tracemalloc.Filter(False, "nothing")])
top = s.statistics("lineno")[0]
print(top.size // 1000, top.traceback[0].lineno, s.traceback_limit)
print(tracemalloc.get_traced_memory()[0] > 3000, tracemalloc.get_tracemalloc_memory() > 0)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_object_traceback(kept))

o = Thing()
for text in """weakref.ref(5)|weakref.ref()|weakref.ref(o) is weakref.ref(o)|weakref.ref(o)() is o|weakref.ref(o) == weakref.ref(o)|hash(weakref.ref(o)) == hash(o)|weakref.ref([])|weakref.proxy(o).method()|weakref.proxy(o)(4)|weakref.proxy(5)
type(weakref.proxy(o))|weakref.getweakrefcount(o)|weakref.getweakrefs(5)|weakref.WeakMethod(o.method)()()|weakref.WeakMethod(len)|weakref.WeakMethod(o.method) == weakref.WeakMethod(o.method)|weakref.WeakSet([o]) == {o}|weakref.WeakSet([o])
o in weakref.WeakSet([o])|5 in weakref.WeakSet()|weakref.WeakSet([o]) <= {o}|len(weakref.WeakSet([o]) | {o})|weakref.WeakSet([5])|weakref.WeakKeyDictionary({o: 1})|dict(weakref.WeakKeyDictionary({o: 1}) | {o: 2})|weakref.WeakKeyDictionary({5: 1})
weakref.WeakValueDictionary(a=o)["a"]|weakref.WeakValueDictionary(a=5)|weakref.WeakValueDictionary({"a": o}) \
 == {"a": o}|list(weakref.WeakValueDictionary({"a": o}).items())|weakref.WeakValueDictionary()["x"]|weakref.WeakValueDictionary().get("x", 7)|weakref.WeakValueDictionary(a=o).pop("a")|weakref.WeakValueDictionary().pop("a")
dict(weakref.WeakValueDictionary(a=o) | {"b": o})|dict({"b": o} | weakref.WeakValueDictionary(a=o))|weakref.WeakValueDictionary(a=o).setdefault("a", None) is o|weakref.WeakValueDictionary(a=o).valuerefs()[0]() is o|weakref.WeakKeyDictionary({o: 1}).keyrefs()[0]() is o
weakref.WeakKeyDictionary({o: 1}).popitem()|weakref.WeakSet().pop()|weakref.finalize(o, print).alive|weakref.finalize(5, print)|weakref.finalize()|weakref.finalize(o, print, 1, end='.').peek()[2:]|weakref.ProxyTypes""".replace("\n", "|").split("|"):
    attempt(text)
d = weakref.WeakValueDictionary()
k = weakref.WeakKeyDictionary()
w = weakref.WeakSet()
p = Thing()
d["p"], k[p] = p, 1
w.add(p)
f = weakref.finalize(p, print, "finalized", 1)
print(f.alive, f.atexit, f.peek()[0] is p, repr(f)[:10])
x = weakref.proxy(p)
del p
print(len(d), len(k), len(w), f.alive, f.peek(), f())
try:
    x.method()
except ReferenceError as e:
    print(e)
g = weakref.finalize(o, print, "called")
print(g(), g.alive, g.detach())
h = weakref.finalize(o, print, "detached")
print(h.detach()[1] is print, h.alive)
last = weakref.finalize(o, print, "at exit")
never = weakref.finalize(o, print, "never")
never.atexit = False
