# Type parameters and type statements (PEP 695, 696), from 3.12 on; before, they are syntax errors.
import gc
import sys
import weakref

if sys.version_info < (3, 12):
    for source in ("def f[T](): pass", "class A[T]: pass", "type A = int", "type A[T] = T"):
        try:
            compile(source, "<text>", "exec")
        except SyntaxError as e:
            print(source, "!", e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    raise SystemExit(0)

import typing
from typing import Generic, TypeVar, TypeVarTuple, ParamSpec, TypeAliasType, NoDefault

PROGRAM = '''
def show(what, *values):
    print(what, *[repr(v) for v in values])

# ---- functions
def first[T](items: list[T], default: T = None, *, key=1) -> T:
    return items[0] if items else (default, key)
show("first", first([1]), first([]), first.__type_params__, first.__defaults__, first.__kwdefaults__, first.__qualname__, first.__name__)
show("names", first.__code__.co_varnames, first.__code__.co_freevars, first.__annotations__)
def plain[T](): return T
show("plain", plain(), plain() is plain.__type_params__[0], plain.__code__.co_freevars, plain.__closure__[0].cell_contents)
def three[T: int, *Ts, **P](x: T, *a: *Ts, **k: P.kwargs) -> None: return T, Ts, P
show("three", three(1), [type(p).__name__ for p in three.__type_params__])
T, Ts, P = three.__type_params__
show("var", T.__name__, T.__bound__, T.__constraints__, T.__covariant__, T.__contravariant__, T.__infer_variance__, T.__default__, T.has_default())
show("tuple", Ts.__name__, Ts.__default__, Ts.has_default(), [*Ts])
show("spec", P.__name__, P.__infer_variance__, P.args, P.kwargs, P.args == P.args, P.args.__origin__ is P)
show("modules", T.__module__, Ts.__module__, P.__module__, type(T), type(Ts), type(P))
show("reduce", T.__reduce__(), Ts.__reduce__(), P.__reduce__())
def limited[T: (int, str), U: list[T] = list[int], *Vs = *tuple[int, str], **Q = [int]](): return T, U, Vs, Q
T, U, Vs, Q = limited.__type_params__
show("limited", T.__constraints__, T.__bound__, U.__bound__, U.__default__, U.has_default(), Vs.__default__, Q.__default__)
show("once", U.__bound__ is U.__bound__, T.__constraints__ is T.__constraints__, U.__default__ is U.__default__)
def only_defaults[T](x=1, /, y=2): return x, y
def only_keywords[T](*, x=1, y): return x, y
show("given", only_defaults(), only_keywords(y=3), only_defaults.__defaults__, only_keywords.__kwdefaults__)
def generator[T](x):
    yield x
    yield T
show("generator", list(generator(1)))
def decorated(f):
    f.mark = f.__type_params__
    return f
@decorated
def marked[T](): pass
show("marked", marked.mark)
show("hidden", [c.co_name for c in compile("def f[T: int](): pass", "", "exec").co_consts if hasattr(c, "co_name")])

# ---- evaluated when somebody asks
log = []
def note(x):
    log.append(x)
    return x
def lazy[T: note("bound"), U = note("default")](): pass
show("before", log)
T, U = lazy.__type_params__
T.__bound__, T.__bound__, U.__default__
show("after", log)
def later[T: missing](): pass
try:
    later.__type_params__[0].__bound__
except NameError as e:
    show("missing", str(e))
missing = 5
show("found", later.__type_params__[0].__bound__)

# ---- classes
class Box[T]:
    """A box."""
    one: T
    def __init__(self, item: T): self.item = item
    def get(self) -> T: return self.item
    def own(self): return T
    def more[U](self, other: U) -> tuple[T, U]: return T, U
show("box", Box.__type_params__, Box.__orig_bases__, Box.__bases__, Box.__mro__, Box.__parameters__, Box.__doc__, Box.__qualname__)
show("alias", Box[int], Box[int].__args__, Box[int](3).get(), Box(4).own() is Box.__type_params__[0], Box(1).more(2), Box.more.__type_params__, Box.more.__qualname__)
show("dict", [n for n in Box.__dict__ if n not in ("__annotations__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__classdictcell__", "__static_attributes__", "__firstlineno__")])
class Base: pass
class Sub[T, *Us](Base, dict): pass
show("sub", Sub.__bases__, Sub.__orig_bases__, Sub.__parameters__, Sub.__type_params__)
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        show("meta", name, bases, kw, "__type_params__" in ns)
        return super().__new__(mcs, name, bases, ns)
class WithMeta[T](metaclass=Meta, x=1): pass
class Child[S](Box[S]): pass
show("child", Child.__orig_bases__, Child.__bases__, Child.__parameters__, Child[int], Child[int](2).get())
class Outer[T]:
    class Inner[U]:
        def f[V](self): return T, U, V
        type A = tuple[T, U]
    T2 = T
show("outer", Outer.Inner().f(), Outer.Inner.A.__value__, Outer.Inner.f.__qualname__, Outer.T2, Outer.Inner.__qualname__)
class Private[__T]:
    __x = __T
    def f(self, y: __T): return __T
    def g[__U](self): return __U
show("private", Private.__type_params__, Private().f(1), Private._Private__x, Private().g())
class UsesSuper[T](Base):
    def f(self): return super().__thisclass__, __class__
show("super", UsesSuper().f())
class Hiding[T]:
    T = 3
    def f(self): return T
    x: T
show("hiding", Hiding.T, Hiding().f())
class Scoped:
    name = "class"
    def f[T: name](self): pass
    type A = name
    class In[T: name](Base): seen = "in"
    def g[T = name](self, x=name): return x
show("scoped", Scoped.f.__type_params__[0].__bound__, Scoped.A.__value__, Scoped.In.__type_params__[0].__bound__, Scoped.g.__type_params__[0].__default__)
Scoped.name = "changed"
show("namespace", Scoped.A.__value__)

# ---- aliases
type Number = int | float
type Pair[X, Y = X] = tuple[X, Y]
type Nested = list[Nested]
show("number", Number, Number.__name__, Number.__value__, Number.__type_params__, Number.__parameters__, Number.__module__, type(Number))
show("pair", Pair, Pair.__type_params__, Pair.__value__, Pair[int, str], Pair[int, str].__origin__, Pair[int, str].__args__, Pair.__type_params__[1].__default__)
show("nested", Nested.__value__, Nested.__value__.__args__[0] is Nested)
for bad in ("Number[int]", "Number()", "isinstance(1, Number)", "Number.x", "setattr(Number, 'x', 1)", "setattr(Number, '__name__', 1)", "class_of(Number)"):
    try:
        show(bad, eval(bad))
    except Exception as e:
        show(bad, type(e).__name__, str(e))
def maker():
    x = int
    type Local[T] = dict[T, x]
    return Local
show("local", maker(), maker().__value__, maker().__type_params__[0].__name__, maker() is maker())
type type = type
show("type", type)
del type
type Deep[*Vs, **Q] = tuple[*Vs]
show("deep", Deep, Deep.__parameters__, Deep.__type_params__)

# ---- scopes
x = "global"
def scope():
    x = "local"
    def f[T: x](): return x
    class C[T]:
        y = x
    type A = x
    return f.__type_params__[0].__bound__, f(), C.y, A.__value__
show("scope", scope())
def assigns[T]():
    T = 1
    return T
show("assigns", assigns())
def redeclared[T]():
    global T
    T = "made"
    return T
show("redeclared", redeclared(), T)
def shadow[x](): return x
show("shadow", shadow())
show("lambda", (lambda: [y for y in ()])(), [f.__type_params__ for f in [plain]])
exec("def inner[T](a=x): return a, T")
show("exec", inner())
'''
exec(compile(PROGRAM, "<program>", "exec"), globals())

# ---- objects
sizes = []
for source in ("def f[T](): pass", "def f[*T](): pass", "def f[**T](): pass"):
    space = {}
    exec(source, space)
    parameter = space["f"].__type_params__[0]
    print(source, sys.getsizeof(parameter), gc.is_tracked(parameter), weakref.ref(parameter)() is parameter, gc.is_tracked(space["f"].__type_params__))
exec("type A = int\ntype B[T] = list[T]")
print(sys.getsizeof(A), gc.is_tracked(A), gc.is_tracked(B), sys.getsizeof(B))
try:
    weakref.ref(A)
except TypeError as e:
    print(e)
exec("def f[**P](): pass")
print(sys.getsizeof(f.__type_params__[0].args), gc.is_tracked(f.__type_params__[0].args), sys.getsizeof(NoDefault))
for kind in (TypeVar, TypeVarTuple, ParamSpec, TypeAliasType, type(f.__type_params__[0].args), type(NoDefault)):
    print(kind.__name__, kind.__module__, kind.__basicsize__, kind.__itemsize__, kind.__dictoffset__, kind.__weakrefoffset__, hex(kind.__flags__), kind.__mro__)
    try:
        type("Sub", (kind,), {})
    except TypeError as e:
        print(e)

# Nothing keeps what is gone: an alias that refers to itself, a function in its own bound.
gc.collect()
exec("""
class Held: pass
def cycle():
    held = Held()
    type Loop[T: (Loop, held)] = tuple[Loop, T, held]
    Loop.__value__
    Loop.__type_params__[0].__constraints__
    return weakref.ref(held)
gone = cycle()
""")
print(gone() is None, gc.collect() > 0, gone())


def ask(source, space={}):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as e:
        print(source, "!", type(e).__name__, e)


T, P, Ts = TypeVar("T"), ParamSpec("P"), TypeVarTuple("Ts")
for name in ("TypeVar", "ParamSpec", "TypeVarTuple"):
    for arguments in ("", "1", '"a", 1', 'name="a"', '"a", bogus=1', '"a", default=int', '"a", default=None'):
        ask(f"{name}({arguments})")
for source in (
        'TypeVar("a", 1, 2)', 'TypeVar("a", int, str, bound=int)', 'TypeVar("a", covariant=1, contravariant=1)', 'TypeVar("a", infer_variance=1, covariant=1)',
        'TypeVar("a", covariant=True)', 'TypeVar("a", contravariant=True)', 'TypeVar("a", infer_variance=True)', 'TypeVar("a", bound=int).__bound__',
        'TypeVar("a", int, str).__constraints__', 'TypeVar("a", default=int).__default__', 'TypeVar("a", default=None).has_default()', 'ParamSpec("a", bound=int).__bound__',
        'TypeAliasType("Z", int)', 'TypeAliasType("Z", int).__value__', 'TypeAliasType("Z", int).__module__', 'TypeAliasType()', 'TypeAliasType(1)', 'TypeAliasType("Z", int, 1)',
        'TypeAliasType("Z", int, type_params=1)', 'TypeAliasType("Z", list[T], type_params=(T,))[int]', 'TypeAliasType("Z", int, type_params=()).__type_params__',
        "T.__module__", "T.x", 'setattr(T, "__name__", 1)', 'setattr(T, "x", 1)', "T.x", "T.__dict__", "T()", "isinstance(1, T)", "T == T", "T != P", "hash(T) == hash(T)", "Ts | int", "T.__typing_subst__(int)",
        "Ts.__typing_subst__(int)", "T.__mro_entries__((1,))", "list[T]", "list[T][int]", "dict[T, P].__parameters__", "P.args", "P.kwargs", "P.args == P.args", "P.args == P.kwargs", "hash(P.args)",
        "typing.ParamSpecArgs(P)", "typing.ParamSpecKwargs(1)", "NoDefault", "type(NoDefault)()", "type(NoDefault)(1)", "NoDefault.__reduce__()", "typing.get_origin(B[int])", "typing.get_args(B[int])",
        "A | int", "int | A", "A | None", 'A | "x"', "list[A]", "B[int].__value__", "class_name"):
    ask(source)
