# f_locals of functions' frames: a dict, and from 3.13 on a view that writes through (PEP 667).
import gc
import sys
import weakref

LATER = sys.version_info >= (3, 13)
ASKED = """d['none'] | d.popitem() | d.clear() | d.setdefault('q', 4) | d.setdefault('x', 4) | d.get('x') | d.get('none', 1) | d.get('none') | d.update({'x': 9, 'z': 1})
d.update(4) | d.update([('x', 8)]) | dict(d, m=1) | d == dict(d) | d == d | d != {} | d.copy() | list(reversed(d)) | hash(d) | d[1] | [] in d | d[[]] | d.foo
len(d) | bool(d) | d < {} | type(d).__mro__ | d.update(x=3) | d.get() | d.setdefault() | d.setdefault('x', 1, 2) | d.items(1) | type(d).__doc__ is None | type(d).__module__
type(d).__flags__ & (1 << 6 | 1 << 10 | 1 << 14) | type(d).__basicsize__ | type(iter(d)) | type(d.keys()) | type(d.items()) | str(d) | sys.getrefcount(d)
[type(x) for x in gc.get_referents(d)] | type(d).__reduce__(d) | gc.is_tracked(d) | d.copy(1) | d.__contains__('x') | d.__getitem__('x') | d.__setitem__('x', 44) | d.__len__()
d.__or__(3) | d.__ior__(3) | d | 3 | {'m': 1} | d | [*d] | {**d} | d.__sizeof__() | type('T', (type(d),), {}) | weakref.ref(d) | sys.getsizeof(d) | 'x' in d | 'none' in d
d.values() | d.keys() | d.items() | sorted(vars(type(d)))""".replace("\n", " | ").split(" | ")


def f(a, b=2):
    x = 1
    d = sys._getframe().f_locals
    d["x"] = 5
    print(x, d["x"], "x" in d, "none" in d)
    d["extra"] = 7
    print(sys._getframe().f_locals, len(d))
    print(locals())
    for text in ASKED if LATER else ():
        if text == "sorted(vars(type(d)))":
            text = "sorted(name for name in vars(type(d)) if name not in ('pop', '__doc__'))"
        try:
            print(text, eval(text, {"d": d, "sys": sys, "gc": gc, "weakref": weakref}))
        except Exception as e:
            print(text, type(e).__name__, e)
    print(x)
    try:
        print(type(d)(sys._getframe()))
        print(type(d)(3))
    except TypeError as e:
        print(e)
    try:
        print(type(d)())
    except TypeError as e:
        print(e)


f(1)


def cells():
    y = 1

    def h():
        return y

    d = sys._getframe().f_locals
    d["y"] = 3
    print(h(), y, list(d))
    del y
    print("y" in d, list(d) == ["h", "d"])
    d["y"] = 4
    try:
        print(y)
    except NameError as e:
        print(e)
    d["unset"] = 3
    if d is None:
        unset = 1
    try:
        print(unset)
    except NameError as e:
        print(e)


cells()


def steps():
    yield 1
    z = 2
    yield sys._getframe().f_locals
    print(z)
    yield


it = steps()
next(it)
d = it.gi_frame.f_locals
print(d)
e = next(it)
print(d == e, "z" in d)
d["z"] = 7
next(it)


def ended(v):
    return sys._getframe().f_locals


q = ended(3)
q["v"], q["w"] = 5, 6
print(q, list(q))


class C:
    w = 1
    print(type(sys._getframe().f_locals))


print(type(sys._getframe().f_locals))
print([type(sys._getframe().f_locals) for _ in range(1)])


def many():
    s = 1
    a = locals()
    t = 2
    b = locals()
    print(a is b, list(a), list(b))
    print([sorted(locals()) for i in range(1)])
    exec("s = 9")
    print(s)
    exec("s = 9", sys._getframe().f_globals, sys._getframe().f_locals)
    print(s)


many()


class Thing:
    def __init__(self, text="gone"):
        self.text = text

    def __del__(self):
        print(self.text)


def overwritten():
    thing = Thing("3.14 differs: it is kept until the frame object goes")
    view = sys._getframe().f_locals
    view["thing"] = 3
    other = Thing()
    view["other"] = other
    held = [other]
    print(sys.getrefcount(held[0]) == sys.getrefcount(other) + (sys.version_info >= (3, 14)))


gc.collect()
overwritten()
gc.collect()


def cyclic():
    frame = sys._getframe()
    view = frame.f_locals
    view["self"] = view
    kept = Thing()


cyclic()
print(gc.collect() > 0)


class Key(str):
    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        print("asked")
        return str(self) == str(other)


def keyed():
    number = 1
    view = sys._getframe().f_locals
    print(view[Key("number")] if LATER else number)
    view[Key("number")] = 2
    print(number)


keyed() if LATER else print("a dict")
