"""Errors that pass through C code, finalizers and callbacks; recursion."""
import sys


def recurse(n):
    return recurse(n + 1)


try:
    recurse(0)
except RecursionError as e:
    print(type(e).__name__, e, e.__cause__, e.__context__)


class R:
    def __repr__(self):
        return repr(self)


try:
    repr(R())
except RecursionError as e:
    print(str(e).split(" while")[0])


class S(Exception):
    def __str__(self):
        raise ValueError("in str")

    def __repr__(self):
        raise KeyError("in repr")


for f in (str, repr, ascii, "{}".format, "{!r}".format):
    try:
        print(f(S()))
    except Exception as e:
        print(repr(e), repr(e.__context__))


class N(Exception):
    def __str__(self):
        return 5


try:
    str(N())
except TypeError as e:
    print(e)

e = ValueError()
e.args = (e,)
try:
    print(len(repr(e)) > 100)
except RecursionError as error:
    print("RecursionError")
e = ValueError([1])
e.args[0].append(e)
try:
    print(repr(e))
except RecursionError:
    print("RecursionError")


class Key:
    def __hash__(self):
        raise TypeError("no hash today")


for f in (lambda: {}[Key()], lambda: Key() in set(), lambda: {Key(): 1}):
    try:
        f()
    except TypeError as e:
        print("no hash today" in str(e))


class Raises:
    def __getattr__(self, name):
        raise RuntimeError("lost " + name)

    def __bool__(self):
        raise OSError(5, "io")

    def __contains__(self, x):
        raise StopIteration(x)

    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i

    def __call__(self):
        raise MemoryError("mine")


r = Raises()
for f in (lambda: r.x, lambda: hasattr(r, "x"), lambda: getattr(r, "x", 3), lambda: bool(r), lambda: not r, lambda: 3 in r, lambda: list(r), lambda: r(), lambda: [] if r else 1, lambda: sorted([r, r]), lambda: r < r):
    try:
        print(f())
    except Exception as e:
        print(repr(e))
