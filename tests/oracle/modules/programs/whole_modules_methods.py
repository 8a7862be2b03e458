"""Every method of what weakref and tracemalloc make, called with arguments of all kinds and numbers."""
import gc
import re
import tracemalloc
import weakref


class C:
    def m(self):
        pass


c = C()
KEYS = [{"x": 1}, {"object": c}, {"generation": 0}, {"obj": c}, {"dict": {}}, {"depth": 0}, {"hook": len}, {"args": ()}, {"meth": c.m}]


def show(value):
    kind = type(value).__name__
    if value is None or kind in ("bool", "str", "tuple", "float"):
        text = repr(value)[:80]
        return text if "0x" not in text else text.split("0x")[0]
    return kind


def attempt(label, f, args, kw):
    try:
        value = f(*args, **kw)
        if type(value) is weakref.finalize:
            value.detach()
        told = show(value)
    except BaseException as e:
        told = "%s: %s" % (type(e).__name__, str(e).split(" at 0x")[0][:200])
        told = re.sub(r"cannot use '.*' as a (?:dict key|set element) \((.*)\)", r"\1", told)  # of 3.14
    print(label, [show(a) for a in args], sorted(kw), "->", told)


class Num:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return "add"

    def __iadd__(self, o):
        return "iadd"

    def __radd__(self, o):
        return "radd"

    def __call__(self, *a):
        return a

    def __len__(self):
        return 3

    def __getitem__(self, i):
        return i

    def __setitem__(self, i, v):
        pass

    def __contains__(self, o):
        return o == 1

    def __iter__(self):
        return iter([1, 2])

    def __int__(self):
        return 5

    def __index__(self):
        return 6

    def __bool__(self):
        return False

    def __eq__(self, o):
        return o == 1

    def __hash__(self):
        return 9

    def __enter__(self):
        return "entered"

    def __matmul__(self, o):
        return "mat"

    def __pow__(self, o, m=None):
        return ("pow", o if isinstance(o, int) else 0, m)

    def __divmod__(self, o):
        return "divmod"

    def __neg__(self):
        return "neg"

    def __abs__(self):
        return "abs"

    def __reversed__(self):
        return "rev"

    def __bytes__(self):
        return b"by"

    def __str__(self):
        return "text"

    def __format__(self, s):
        return "f" + s

    def __round__(self, n=None):
        return n

    def __complex__(self):
        return 1j


n = Num(1)
VALUES = [(), (None,), (1,), ("a",), (c,), (n,), ([1],), (1, 2), (c, 1), ("a", c), (1, 2, 3), ({c: 1},), ({"a": c},), ([c],), (weakref.ref(c),),
          (weakref.WeakSet([c]),), (slice(1),)]
AVOID = {"__class__", "__class_getitem__", "__init_subclass__", "__dir__", "__sizeof__", "__doc__", "__dict__", "__module__", "__weakref__",
         "__annotations__", "__annotations_cache__", "__new__", "__subclasshook__", "__delattr__", "__setattr__", "__getattribute__",
         "__annotate_func__", "__firstlineno__", "__static_attributes__", "__slots__", "__hash__", "__init__", "__deepcopy__", "__reduce__",
         "__reduce_ex__", "__getstate__", "dump", "load"}


def methods(label, make, *avoid):
    for name in sorted(set(dir(make())) - AVOID - set(avoid)):
        if name[0] == "_" and name[1] != "_":
            continue
        if not callable(getattr(make(), name)):
            print(label, name, show(getattr(make(), name)))
            continue

        def call(*args, **kw):
            return getattr(make(), name)(*args, **kw)

        for args in VALUES:
            attempt(label + "." + name, call, args, {})
        for kw in KEYS:
            attempt(label + "." + name, call, (), kw)


def finalizer():
    made = weakref.finalize(c, lambda *a, **k: (a, k), 1, x=2)
    made.atexit = False
    return made


methods("ref", lambda: weakref.ref(c))
methods("dead", lambda: weakref.ref(C()))
methods("proxy", lambda: weakref.proxy(n), "__eq__", "__ne__", "__repr__")
methods("proxy of an instance", lambda: weakref.proxy(c), "__repr__")
methods("WeakSet", lambda: weakref.WeakSet([c, n]), "__repr__", "pop")
methods("WeakKeyDictionary", lambda: weakref.WeakKeyDictionary({c: 1}))
methods("WeakValueDictionary", lambda: weakref.WeakValueDictionary(a=c))
methods("WeakMethod", lambda: weakref.WeakMethod(c.m))
methods("finalize", finalizer)
for o in (weakref.WeakSet([c]), weakref.WeakKeyDictionary({c: 1}), weakref.WeakValueDictionary(a=c)):
    print(type(o).__mro__, type(o).__module__, show(o.copy() == o), type(o.__reduce_ex__(2)[0]).__name__)
dead = weakref.proxy(C())
for name in sorted(set(dir(type(dead))) - {"__class__"}):
    attempt("dead proxy." + name, lambda: getattr(dead, name), (), {})

frame = tracemalloc.Frame(("a.py", 3))
trace = tracemalloc.Trace((0, 100, (("a.py", 3), ("b.py", 4)), 7))
traceback = tracemalloc.Traceback((("a.py", 3), ("b.py", 4)), 7)
statistic = tracemalloc.Statistic(traceback, 100, 2)
difference = tracemalloc.StatisticDiff(traceback, 100, 20, 2, -1)
snapshot = tracemalloc.Snapshot([(0, 100, (("a.py", 3), ("b.py", 4)), 7), (0, 50, (("a.py", 3),), 1), (1, 10, (("c.pyc", 3),), 1)], 2)
before = tracemalloc.Snapshot([(0, 100, (("a.py", 3), ("b.py", 4)), 7)], 2)
VALUES += [(frame,), (traceback,), (statistic,), (difference,), (trace,), (snapshot,), ([tracemalloc.Filter(True, "a*")],),
           ([tracemalloc.DomainFilter(False, 1)],), (before, "lineno"), (before, "filename", True), (before, "traceback"), ("lineno",),
           ("filename", True), ("traceback",), (0,), (-1,), (5,), (slice(0, 1),), (1, True)]
for name, o in (("Frame", frame), ("Traceback", traceback), ("Statistic", statistic), ("StatisticDiff", difference), ("Trace", trace),
                ("Snapshot", snapshot), ("Filter", tracemalloc.Filter(True, "a*")), ("DomainFilter", tracemalloc.DomainFilter(True, 0))):
    methods(name, lambda: o)
    print(name, str(o).split(" at 0x")[0], repr(o).split(" at 0x")[0])
methods("traces", lambda: snapshot.traces, "__iter__")
for key in ("lineno", "filename", "traceback"):
    print(snapshot.statistics(key))
    print(snapshot.compare_to(before, key), [str(one) for one in before.compare_to(snapshot, key)])
print(snapshot.statistics("lineno", True), snapshot.compare_to(before, "filename", True))
