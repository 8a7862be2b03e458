"""What containers ask of classes, and say of themselves: copies of deques, defaultdicts that hold their factory, lists that change while they are
compared, lengths that raise, names of generic aliases, numbers from buffers, exceptions that are none."""
import collections
import copy
import pickle
import sys
from array import array
from collections import defaultdict, deque


def told(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except BaseException as e:
        print(type(e).__name__, e)


class Own(defaultdict):
    def __init__(self):
        self.default_factory = self.factory

    def factory(self):
        return []


told(lambda: repr(Own()))
d = defaultdict(None)
d.default_factory = d
told(repr, d)
d["x"] = d
told(repr, d)

d = deque(range(5))
it = iter(d)
next(it)
told(lambda: list(pickle.loads(pickle.dumps(it))))
told(lambda: list(copy.copy(it)))
back = reversed(d)
next(back)
told(lambda: list(copy.copy(back)))
print(type(it), "_deque_iterator" in vars(collections))


class Bounded(deque):
    def __init__(self, *args, **kwargs):
        print("init", len(args), kwargs)
        super().__init__(*args, **kwargs)


x = Bounded([1, 2], maxlen=3)
for made in (x.copy(), copy.copy(x), x + deque([7]), x * 2, 2 * x, Bounded() + x):
    print(type(made).__name__, made, made.maxlen)
Bounded.__new__ = lambda cls, *a, **k: [42]
for f in (lambda: x * 42, lambda: x + deque([1, 2]), lambda: x.copy(), lambda: copy.copy(x), lambda: 2 * x, lambda: x + [1]):
    told(f)


class Itself(Exception):
    def __new__(cls, *args, **kwargs):
        return cls


class Fails(Exception):
    def __init__(self, *args):
        raise LookupError(args)


def waits():
    try:
        yield
    except BaseException as e:
        print("in", type(e).__name__, e)
        return "caught"


for args in ((Itself,), (Itself, 1), (Fails,), (Fails, (1, 2)), (Fails, 5), (ValueError, (1, 2)), (5,), (int,), (ValueError("v"),)):
    if len(args) > 1 and sys.version_info >= (3, 12):
        continue  # a warning
    g = waits()
    next(g)
    told(g.throw, *args)
    g = waits()
    told(g.throw, *args)
    told(next, g, "ended")


class BadLen:
    def __iter__(self):
        return iter(range(3))

    def __len__(self):
        raise RuntimeError("len")


class BadHint(BadLen):
    __len__ = None

    def __length_hint__(self):
        raise RuntimeError("hint")


for c in (BadLen, BadHint):
    for f in (list, [].extend, bytearray(b"a").extend, tuple, bytes, bytearray, set, deque, lambda x: [*x], sorted, b"".join, sum, dict.fromkeys):
        told(f, c())


def lists():
    class Clears:
        def __init__(self, which):
            self.which = which

        def __eq__(self, other):
            made[self.which].clear()
            return NotImplemented

    made = [[Clears(1)], [Clears(0)]]
    yield made
    made = [[Clears(0)], [1]]
    yield made
    made = [[1], [Clears(1)]]
    yield made
    made = [[1, Clears(1), 3], [1, 2, 3]]
    yield made


for op in ("__eq__", "__ne__"):
    for one, other in lists():
        told(getattr(one, op), other)

for alias in (list[int], dict[str, int], deque[int], type[int]):
    print(alias, sorted(set(dir(alias)) ^ set(dir(alias.__origin__))))
for value in (memoryview(b"100"), array("B", b"100"), memoryview(b" 7_0 "), memoryview(b"A"), array("b", [65]), array("H", [0x3231])):
    told(int, value)
    told(int, value, 2)
for value in (memoryview(b"1.5"), array("B", b"1.5"), bytearray(b" 1e3 ")):
    told(float, value)
for f in (min, max):
    told(f, 0, default=1, key=2, foo=3)
    told(f, 0, foo=3)
told(sorted, [], key=None, reverse=1, foo=3)
told([].sort, key=None, reverse=1, foo=3)
print(str.maketrans.__qualname__, bytes.maketrans.__qualname__, str.maketrans.__self__, [].append.__qualname__)


def both(flags):
    class Both(collections.abc.Collection):
        __abc_tpflags__ = flags
    return Both.__flags__ & (collections.abc.Sequence.__flags__ | collections.abc.Mapping.__flags__) & 0x60


import collections.abc
told(both, collections.abc.Sequence.__flags__ | collections.abc.Mapping.__flags__)
told(both, collections.abc.Sequence.__flags__)


class Base:
    pass


class OfTypes(type, Base):
    pass


class OfModules(type(sys), Base):
    pass


class OfErrors(Exception, Base):
    pass


class Class(metaclass=OfTypes):
    pass


own_dict = Base.__dict__["__dict__"]
for one in (Class, OfModules("m"), OfErrors(), Base()):
    told(own_dict.__set__, one, {"a": 1})
    told(lambda: type(own_dict.__get__(one)))
    told(own_dict.__delete__, one)
    told(setattr, one, "__dict__", {})
    told(delattr, one, "__dict__")


class Raises:
    __eq__ = property(lambda self: 1 / 0)
    __lt__ = property(lambda self: self.missing)
    __hash__ = property(lambda self: self.missing)


told(lambda: Raises() == Raises())
told(lambda: Raises() != 1)
told(lambda: Raises() < Raises())
told(lambda: 5 > Raises())
told(hash, Raises())
for text in ("\u2003(\u20021+1j ) ", "\u3000 1j", "1\u30001j", "(\u30001)"):
    told(complex, text)
