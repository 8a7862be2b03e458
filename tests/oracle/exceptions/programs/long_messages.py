# What is said of long names and long objects: in one piece, or cut where CPython cuts it.
import re
import sys
import time


def said(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
        print("nothing is raised")
    except BaseException as e:
        print(type(e).__name__, re.sub(r"(.)\1{20,}", lambda run: "%s*%d" % (run[1], len(run[0])), str(e)))


def run(source):
    exec(source, space)
    said(space["f"])


class C:
    pass


n, space = "n" * 1000, {}
for o in (C(), C, 5, object(), sys, time, type):
    said(getattr, o, n)
    said(delattr, o, n)
for o in (5, object()):
    said(setattr, o, n, 1)
said(C, **{n: 1})
said(lambda: 0, **{n: 1})
said(lambda a: 0, 1, **{"a": 2, n: 1})
said(eval, n)
for body in (n, f"{n}\n  {n} = 1", f"from sys import {n}", f"import {n}", f"import {n}.{n}"):
    run(f"def f():\n  {body}")
run(f"def f():\n  def {n}(a): pass\n  {n}()")
run(f"def f():\n  def {n}(a, b, c): pass\n  {n}(1, 2, 3, 4)")
run(f"def f():\n  def {n}(a, /): pass\n  {n}(a=1)")
run(f"def f():\n  def g(*, {n}, {n}2, {n}3): pass\n  g()")
run(f"def f():\n  def g({n}, /, b): pass\n  g({n}=1, b=2)")
run(f"def f():\n  def g({n}): pass\n  g(1, {n}=1)")
run(f"class {n}:\n  def f(self): pass\n  def g(self, a): pass\ndef f(): {n}().f(1)")
run(f"def f(): {n}.g()")

# with what precision names of types are put there
long = type("L" * 1000, (), {})
o = long()
for function, *args in ((len, o), (iter, o), (next, o), (int, o), (float, o), (o.__class__, 1), (lambda: o(),), (lambda: o[0],), (lambda: o + 1,), (lambda: -o,), (lambda: o < 1,),
                        (lambda: [1][o],), (lambda: (1,)[o],), (lambda: "a"[o],), (lambda: b"a"[o],), (lambda: bytearray(1)[o],), (lambda: range(3)[o],), ("".join, [o]), (b"".join, [o]),
                        (bytes, o), (bytearray, o), (list.append, o, 1), (type(C.__dict__["__dict__"]).__get__, C.__dict__["__dict__"], o), (lambda: "a" + o,),
                        (chr, o), (ord, o), (range, o), (sum, [o]), (isinstance, 1, o), (dict, o), (set, o), (pow, o, 1, 2), (lambda: "%d" % o,), (lambda: f"{o:x}",), (hash, [o])):
    said(function, *args)


def enter():
    with o:
        pass


def unpack():
    a, b = o


def throw():
    raise o


for function in (unpack, throw):
    said(function)

# texts and reprs
x = "x" * 1000
for function, *args in ((float, x), (complex, x), (int, x), (int, "9" * 200 + "x"), (range(3).index, x), ("".encode, x), (b"".decode, x), (format, 1, x), (format, "", x), (__import__, x),
                        (enumerate, [], 0), (type, x, (5,), {})):
    said(function, *args)
said([].sort, **{x: 1})
said(print, **{x: 1})
said(int, **{x: 1})
for text in ("é" * 1000, "\U0001f600" * 1000, "a" * 490 + "é" * 5):
    said(eval, text) if text[0] == "a" else said(getattr, C(), text[:200])
