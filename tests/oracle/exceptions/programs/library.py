"""What the exceptions of the library itself carry."""


class C:
    __slots__ = ("slot",)
    attr = 1


class D:
    def method(self):
        return undefined_here


def show(f):
    try:
        f()
    except Exception as e:
        out = [type(e).__name__, e.args]
        for name in ("name", "obj", "value", "start", "end", "object", "reason", "encoding", "errno"):
            if hasattr(e, name):
                value = getattr(e, name)
                out.append((name, value if isinstance(value, (str, int, bytes, type(None))) else type(value).__name__))
        print(*out)
    else:
        print("nothing raised")


def unbound():
    print(x)
    x = 1


def free():
    def inner():
        return y
    inner()
    y = 1


def deleted():
    z = 1
    del z
    return z


for f in (lambda: {}["k"], lambda: {}[(1, 2)], lambda: {1: 2}.pop("x"), lambda: {}.popitem(), lambda: set().pop(), lambda: set().remove((1,)), lambda: [].nothing, lambda: C().slot, lambda: C.nothing, lambda: C().nothing, lambda: D().method(),
          lambda: setattr(C(), "x", 1), lambda: setattr(C(), "attr", 1), lambda: delattr(C(), "slot"), lambda: delattr(D(), "x"), lambda: (1).x, lambda: None.x, lambda: undefined_name, unbound, free, deleted,
          lambda: next(iter([])), lambda: b"\xff".decode(), lambda: b"ab\xe9".decode("ascii"), lambda: "é\u1234".encode("ascii"), lambda: "\ud800".encode(), lambda: "\u1234".encode("latin-1"), lambda: b"a\xc3".decode("utf-8"), lambda: b"\xed\xa0\x80x".decode(),
          lambda: b"\xf0\x9f".decode(), lambda: int("x"), lambda: float("x"), lambda: (1).bit, lambda: "a".nothing(), lambda: getattr(5, "zzz"), lambda: [].pop(), lambda: [1][5], lambda: 1 / 0, 
          lambda: "a" + 1, lambda: len(5), lambda: iter(5), lambda: next(5), lambda: 5(), lambda: [1, 2][None], lambda: hash([]), lambda: "%d" % "x", lambda: "{}".format(), lambda: "{a}".format(), lambda: "{0.x}".format(1),
          lambda: __import__("no_such_module_at_all"), lambda: float("inf").__int__(), lambda: int("9" * 5000), lambda: chr(-1), lambda: bytes([300]), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: (lambda a: a)(), lambda: (lambda a: a)(1, 2), lambda: (lambda *, a: a)(),
          lambda: (lambda a: a)(b=1), lambda: print(sep=1), lambda: sorted([1, "a"]), lambda: [].remove(1), lambda: "a".index("b"), lambda: b"a"[5], lambda: range(3)[7], lambda: ().__getitem__(0)):
    show(f)
