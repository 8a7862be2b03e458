import functools
import inspect
import sys
import types


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


def plain(a, b=2, *args, c, d=4, **kwargs):
    """Doc of plain.

        indented
    second
    """
    return a


def typed(x: int, y: "str" = "s", /, z: list = None, *, k: float = 1.5) -> bool:
    pass


def positional(a, b, /, c):
    pass


class Base:
    """Base doc"""
    attribute = 1

    def __init__(self, p, q=1):
        self.p = p

    def method(self, m, n=None):
        """Method doc"""

    @classmethod
    def cm(cls, a):
        pass

    @staticmethod
    def sm(a, b=1):
        pass

    @property
    def prop(self):
        return 1

    def __call__(self, called):
        pass


class Derived(Base):
    def method(self, m, n=None):
        pass


class Slots:
    __slots__ = ("s",)


class WithNew:
    def __new__(cls, w):
        return super().__new__(cls)


class Plain:
    pass


for f in (plain, typed, positional, Base, Base.method, Base(1).method, Base.cm, Base.sm, Base(1), Derived, WithNew, Plain, lambda: 0, lambda *a, **k: 0,
          functools.partial(plain, 1), functools.partial(plain, c=5), functools.partial(plain, 1, 2, d=9)):
    attempt(inspect.signature, f)
s = inspect.signature(plain)
for name, p in s.parameters.items():
    print(name, str(p), repr(p), p.kind, p.kind.name, p.kind.description, p.default is inspect.Parameter.empty, p.annotation is p.empty)
print(repr(s), s.return_annotation is inspect.Signature.empty, list(s.parameters))
t = inspect.signature(typed)
print(t, t.parameters["x"].annotation, t.return_annotation, t.parameters["k"])
print(inspect.signature(plain) == s, inspect.signature(plain) == t, hash(s.parameters["a"]) == hash(inspect.signature(plain).parameters["a"]))
b = s.bind(1, 2, 3, 4, c=5, e=6)
print(b, b.arguments, b.args, b.kwargs, b.signature is s)
b = s.bind(1, c=2)
print(b.arguments)
b.apply_defaults()
print(b.arguments)
for args, kwargs in [((), {}), ((1,), {}), ((1,), {"c": 1, "a": 2}), ((1, 2), {"c": 1})]:
    attempt(s.bind, *args, **kwargs)
attempt(s.bind_partial)
attempt(inspect.signature(positional).bind, 1, 2, 3, 4)
attempt(inspect.signature(positional).bind, 1, b=2, c=3)
attempt(inspect.signature(positional).bind, 1, 2, 3, x=3)
attempt(inspect.signature, 5)
attempt(inspect.signature, "x")
P = inspect.Parameter
print(inspect.Signature([P("a", P.POSITIONAL_ONLY), P("b", P.KEYWORD_ONLY, default=3, annotation=int)], return_annotation=str))
attempt(P, "1x", P.POSITIONAL_ONLY)
attempt(P, "class", P.POSITIONAL_ONLY)
attempt(P, "x", P.VAR_POSITIONAL, default=1)
attempt(inspect.Signature, [P("a", P.KEYWORD_ONLY), P("b", P.POSITIONAL_ONLY)])
attempt(inspect.Signature, [P("a", P.KEYWORD_ONLY), P("a", P.KEYWORD_ONLY)])
attempt(inspect.Signature, [P("a", P.POSITIONAL_OR_KEYWORD, default=1), P("b", P.POSITIONAL_OR_KEYWORD)])
for f in (lambda *, k: 0, lambda a, *, k: 0, lambda a=1, *, k: 0, lambda a, /: 0, lambda a=1, /, **r: 0):
    attempt(inspect.signature(f).bind)
    attempt(inspect.signature(f).bind, a=1)
print(s.replace(parameters=[]), s.parameters["b"].replace(name="q", default=9))


@functools.wraps(plain)
def wrapped(*a):
    pass


print(inspect.signature(wrapped), inspect.signature(wrapped, follow_wrapped=False), inspect.unwrap(wrapped) is plain)
print(inspect.getdoc(plain), inspect.getdoc(Derived.method), inspect.getdoc(Derived), inspect.getdoc(Plain), sep="|")
print(inspect.cleandoc("  a\n    b\n\n   c  \n"))


def generate():
    yield 1
    yield 2


g = generate()
print(inspect.getgeneratorstate(g))
next(g)
print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g))
g.close()
print(inspect.getgeneratorstate(g))
checks = ["isfunction", "ismethod", "isclass", "ismodule", "isbuiltin", "isroutine", "isgenerator", "isgeneratorfunction", "iscode", "isframe", "istraceback", "isdatadescriptor",
          "ismethoddescriptor", "isgetsetdescriptor", "ismemberdescriptor", "isabstract", "iscoroutinefunction", "isasyncgen", "isawaitable"]
for o in (plain, Base.method, Base(1).method, Base, sys, len, [].append, list.append, str.join, generate, g, plain.__code__, sys._getframe(), Base.__dict__["prop"], Slots.s,
          types.FunctionType.__code__, 5, Base.__dict__["cm"], object.__init__, int.__add__, (1).__add__):
    print(getattr(o, "__name__", type(o).__name__), [c for c in checks if getattr(inspect, c)(o)])
print([n for n, v in inspect.getmembers(Base, inspect.isfunction)], [n for n, v in inspect.getmembers(Base(3)) if not n.startswith("__")])
print(inspect.getmro(Derived), inspect.getattr_static(Base(1), "prop"), inspect.getattr_static(Base(7), "p"), inspect.getattr_static(Base, "nothing", 5))
attempt(inspect.getattr_static, Base, "nothing")


def frames(a, b=3):
    here = inspect.currentframe()
    print(here.f_code.co_name, inspect.getargvalues(here).args, inspect.getargvalues(here).locals["a"], inspect.formatargvalues(*inspect.getargvalues(here))[:9])
    top = inspect.stack()[0]
    print(top.function, top.lineno, top.code_context, top.index, len(inspect.stack()), type(top).__name__)
    print([f.function for f in inspect.stack()])
    info = inspect.getframeinfo(here)
    print(info.function, info.lineno, info.code_context, info.index)


frames(1)
print(inspect.getsource(positional))
print(inspect.getsource(Slots))
print(inspect.getsource(Base.method))
print(inspect.getsourcelines(generate))
print(inspect.getfile(plain) == inspect.getsourcefile(plain) == inspect.getfile(Base), inspect.getmodule(plain).__name__, inspect.getmodulename("/a/b.py"))
attempt(inspect.getsource, 5)
attempt(inspect.getsource, len)
try:
    1 / 0
except ZeroDivisionError as e:
    print([i.function for i in inspect.trace()], [i.lineno for i in inspect.getinnerframes(e.__traceback__)])
print(inspect.getfullargspec(plain))
print(inspect.getfullargspec(typed))
print(inspect.getclosurevars(frames).globals.keys() >= {"inspect"}, sorted(inspect.getcallargs(plain, 1, c=3).items()))


def counter():
    n = 0

    def step():
        nonlocal n
        n += 1
        return n, len
    return step


c = inspect.getclosurevars(counter())
print(c.nonlocals, c.builtins, c.unbound)
print(inspect.classify_class_attrs(Slots)[-1], inspect.isabstract(Base))
