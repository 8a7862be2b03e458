"""Traceback objects: where they are, how long, what can be set."""
import sys


def depth(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def f(n):
    if n == 0:
        raise ValueError("deep")
    f(n - 1)


try:
    f(3)
except ValueError as e:
    first = e
    print(depth(e.__traceback__))
    try:
        raise
    except ValueError as again:
        print(depth(again.__traceback__), again is e)
    try:
        raise e
    except ValueError as again:
        print(depth(again.__traceback__))
    try:
        raise e.with_traceback(None)
    except ValueError as again:
        print(depth(again.__traceback__))

tb = first.__traceback__
kind = type(tb)
print(kind.__name__, kind.__module__, sorted(n for n in dir(tb) if not n.startswith("__")))
for args in ((None, tb.tb_frame, 2, 3), (tb, tb.tb_frame, 2, 3), (5, tb.tb_frame, 2, 3), (None, tb.tb_frame, "x", 3), (None, tb.tb_frame, 2), (None, tb.tb_frame, 2, 10**20)):
    try:
        new = kind(*args)
        print(new.tb_next is args[0], new.tb_lasti, new.tb_lineno, new.tb_frame is tb.tb_frame)
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, str(e))
a, b = kind(None, tb.tb_frame, 1, 1), kind(None, tb.tb_frame, 1, 2)
for target, value in ((a, b), (b, a), (a, a), (a, 5), (a, None)):
    try:
        target.tb_next = value
        print(target.tb_next is value)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
for name in ("tb_frame", "tb_lasti", "tb_lineno", "tb_next"):
    try:
        delattr(a, name)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
    if name == "tb_next":
        continue
    try:
        setattr(a, name, 5)
        print(name, "set")
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
e = ValueError()
e.__traceback__ = a
print(e.__traceback__ is a, e.with_traceback(None) is e, e.__traceback__)


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        print(t, depth(tb))
        return True


with Manager():
    f(1)
with Manager():
    [][0]


def g():
    yield 1
    f(1)


it = g()
try:
    for _ in it:
        pass
except ValueError as e:
    print(depth(e.__traceback__))


class C:
    def __getattr__(self, name):
        raise AttributeError(name)

    def __len__(self):
        return f(0)

    def __eq__(self, other):
        return f(1)

    def __iter__(self):
        f(0)


for attempt in (lambda: C().x, lambda: len(C()), lambda: C() == 1, lambda: [C()].index(3), lambda: list(C()), lambda: sorted([3, 1], key=f), lambda: list(map(f, [1])), lambda: [f(0) for _ in "a"], lambda: list(f(0) for _ in "a")):
    try:
        attempt()
    except Exception as e:
        print(repr(e), [n for n, _ in depth(e.__traceback__) if "comp" not in n])
