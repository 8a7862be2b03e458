"""Names that are long and not ASCII, and such with NULs, in what is said of them: whole, or cut where CPython cuts them."""
import re
import sys


def said(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
        print("nothing is raised")
    except BaseException as e:
        print(type(e).__name__, ascii(re.sub(r"(.)\1{20,}", lambda run: "%s*%d" % (run[1], len(run[0])), str(e))))


class C:
    pass


for n in ("\xe9" * 3000, "\xe9" * 100, "\xe9" * 120, "\U00020000" * 900, "x" * 2000, "a\0b", "\xe9\0b", "\0"):
    for o in (C(), C, 5, sys):
        said(getattr, o, n)
        said(delattr, o, n)
    said(object.__getattribute__, C(), n)
    said(setattr, 5, n, 1)
    for name in (n, "sys." + n, n + ".a", "nosuch." + n, "collections.abc." + n):
        said(__import__, name)
    for function in (C, print, int, lambda: 0, lambda a: 0):
        said(function, **{n: 1})
    said(lambda a: 0, 1, **{"a": 1, n: 1})
    said(sorted, [], **{n: 1})
    said(int, n)
    said(int, n.encode())
    said(int, n, 7)
    said("a".encode, n)
    said("a".encode, "utf-8", n)
    said(b"a".decode, n)
    said("\xff".encode, "ascii", n)
    said(b"\xff".decode, "ascii", n)
    said(format, 1, n)
    if n.isidentifier():
        space = {}
        exec(f"def F(a, *, k): pass\nF.__qualname__ = '{n}'\ndef g(): return {n}_no\ndef h():\n  {n}_u\n  {n}_u=1\ndef i():\n  def j(): {n}_f\n  j()\n  {n}_f = 1\nclass {n}_C:\n  def m(self, a): pass", space)
        for args, kwargs in (((), {}), ((1, 2), {}), ((1,), {"k": 1, "z": 2}), ((1,), {"a": 2}), ((1,), {n: 1})):
            said(space["F"], *args, **kwargs)
        for name in "ghi":
            said(space[name])
        said(space[n + "_C"]().m)
        said(exec, f"from sys import {n}")
        said(exec, f"import sys\nsys.{n}")
