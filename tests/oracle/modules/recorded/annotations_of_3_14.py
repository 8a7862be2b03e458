# What 3.14 says by its documentation (annotationlib, PEP 649, PEP 749) and its sources: Lib/annotationlib.py, Lib/dataclasses.py, Lib/typing.py, Lib/inspect.py,
# Objects/typeobject.c.
import dataclasses
import functools
import inspect
import typing
from annotationlib import (Format, ForwardRef, annotations_to_string, call_annotate_function, call_evaluate_function, get_annotate_from_class_namespace,
                           get_annotations, type_repr)
from typing import NamedTuple, NotRequired, Optional, Protocol, ReadOnly, TypedDict, Union, get_type_hints, runtime_checkable


def raised(f, *args, **named):
    try:
        print("no error:", f(*args, **named))
    except Exception as e:
        print(type(e).__name__, e)


# classes whose annotations name what is not there yet
@dataclasses.dataclass
class Node:
    value: int
    next: Node | None = None


print(Node(1, Node(2)), Node.__doc__, inspect.signature(Node))


@dataclasses.dataclass(slots=True)
class Slotted:
    own: Slotted | None
    later: list[Later]

    def me(self):
        return __class__ is Slotted, super().__init__.__name__


print(Slotted.__doc__)
print([f.type for f in dataclasses.fields(Slotted)], Slotted(None, []).me())
print(get_annotations(Slotted.__init__, format=Format.STRING))
raised(lambda: Slotted.__init__.__annotations__)
Made = dataclasses.make_dataclass("Made", ["x", ("y", int), ("z", "Foo", 5)])
print(Made(1, 2), Made.__annotations__, Made.__doc__)


class Pair(NamedTuple):
    first: int
    rest: Pair | None = None
    later: Later = None


class Keys(TypedDict):
    inner: Keys
    maybe: NotRequired[Later]
    fixed: ReadOnly[int]


class More(Keys, total=False):
    more: Later


@runtime_checkable
class HasX(Protocol):
    x: Later

    def m(self): ...


class With:
    x = m = 1


print(Pair(1, Pair(2)), Keys(inner=1), isinstance(With(), HasX), isinstance(1, HasX))
print(sorted(typing.get_protocol_members(HasX)), typing.is_protocol(HasX), typing.is_protocol(With), typing.is_protocol(Protocol))
raised(typing.get_protocol_members, With)
raised(lambda: Pair.__annotations__)
raised(lambda: Keys.__annotations__)
for cls in Pair, Keys, More, HasX:
    print(get_annotations(cls, format=Format.FORWARDREF), get_annotations(cls, format=Format.STRING))
print(*map(sorted, (Keys.__required_keys__, Keys.__optional_keys__, Keys.__readonly_keys__, Keys.__mutable_keys__, More.__optional_keys__)))
Later = str
print(Pair.__annotations__, get_type_hints(Keys), More.__annotations__, get_type_hints(Node))
del Later


# __annotate__ of classes
class Plain:
    pass


print(Plain.__annotate__, Plain.__annotations__, Plain.__dict__["__annotate_func__"], Plain.__dict__["__annotations_cache__"])
Plain.__annotate__ = lambda format: {"a": format}
print(Plain.__annotations__, "__annotate__" in Plain.__dict__)
Plain.__annotate__ = None
print(Plain.__annotations__, Plain.__annotate__)
Plain.__annotate__ = lambda format: {"b": format}
print(Plain.__annotations__)
Plain.__annotations__ = {"c": 3}
print(Plain.__annotate__, Plain.__annotations__, "__annotations__" in Plain.__dict__)
del Plain.__annotations__
print(Plain.__annotations__)
del Plain.__annotations__
raised(delattr, Plain, "__annotations__")
raised(delattr, Plain, "__annotate__")
raised(setattr, Plain, "__annotate__", 42)
raised(setattr, int, "__annotate__", None)
raised(lambda: int.__annotate__)
for owner in Plain, (lambda: None), type(typing)("module"):
    owner.__annotate__ = lambda format: 42
    raised(lambda: owner.__annotations__)


class Child(Node):
    pass


print(Child.__annotations__, Child.__annotate__)
print(get_annotate_from_class_namespace(Node.__dict__) is Node.__annotate__, get_annotate_from_class_namespace({}))
raised(Node.__annotate__, 3)


# texts: as ast.unparse() writes them
def operators(add: a + b * c, both: (a + b) * c, power: a ** b ** c, left: (a ** b) ** -c, minus: -a ** b, less: a < (b < d), member: (a + b).x,
              parts: a[b, c:d, ::e, :], none: a[()], one: a[b,], call: a(b, *c, d=e, f=(1, 2)), many: [a, b], some: {a + b}, pairs: {a: b + c, "k": 1.5},
              row: (a, b), star: [*a], dots: a[...], turned: ~(a | b), rest: a - (b - c), either: a | None, text: a["x"], right: 1 - a, huge: a[1e400],
              *args: *a, **named: "text") -> "result": pass


for name, text in get_annotations(operators, format=Format.STRING).items():
    print(name, text)


def formatted(x: f"{a}"): pass


raised(get_annotations, formatted, format=Format.STRING)


# references
class Several:
    known: int
    later: Soon
    inside: list[Soon]
    made: int | Soon
    called: Soon.x[int](3)
    maybe: Optional[Soon]
    either: Union[int, Soon]
    if int:
        here: Soon
    else:
        there: Soon


found = get_annotations(Several, format=Format.FORWARDREF)
for name, value in found.items():
    print(name, repr(value))
print(get_annotations(Several, format=Format.STRING))
later = found["later"]
print(later.__forward_arg__, later.__forward_is_class__, later.__forward_module__, later == get_annotations(Several, format=3)["later"])
raised(later.evaluate)
print(later.evaluate(format=Format.FORWARDREF) is later, later.evaluate(format=Format.STRING), later.evaluate(globals={"Soon": 3}), later.evaluate(locals={"Soon": 4}))
Soon = bytes
print(later.evaluate(), found["inside"].__args__[0].evaluate(), get_annotations(Several, format=Format.FORWARDREF)["inside"])
del Soon


def outer():
    def inner(x: here, y: list[here]) -> here: pass

    found = get_annotations(inner, format=Format.FORWARDREF)
    print([value.__forward_arg__ for value in (found["x"], found["return"])])
    raised(found["x"].evaluate)
    here = 5
    return found["x"].evaluate(), found["y"].__args__[0].evaluate(), get_annotations(inner)


print(outer())


class Generic_[T: Bound]:
    x: T
    y: dict[T, Soon]


type Alias[T] = Soon[T] | int
print(get_annotations(Generic_, format=Format.STRING), get_annotations(Generic_, format=Format.FORWARDREF))
print(call_evaluate_function(Generic_.__type_params__[0].evaluate_bound, Format.FORWARDREF), call_evaluate_function(Alias.evaluate_value, Format.STRING))
print(ForwardRef("x"), ForwardRef("x", module="m"), ForwardRef("x", is_class=True, owner=int), ForwardRef("x") | None, ForwardRef.__module__)
print(ForwardRef("x") == ForwardRef("x"), ForwardRef("x") == ForwardRef("y"), hash(ForwardRef("x")) == hash(ForwardRef("x")), typing.ForwardRef is ForwardRef)
print(ForwardRef("list[int]").evaluate(), ForwardRef("T").evaluate(owner=Generic_), ForwardRef("Counter", module="collections").evaluate())
print(typing.evaluate_forward_ref(ForwardRef("list['Node']"), globals=globals()), typing.evaluate_forward_ref(ForwardRef("Nowhere"), format=Format.FORWARDREF))
raised(ForwardRef, 1)
raised(ForwardRef("1+").evaluate)
raised(ForwardRef("if").evaluate)
raised(type, "Sub", (ForwardRef,), {})

# what is asked wrongly
print(list(Format), get_annotations(int), get_annotations(len))
raised(get_annotations, 3)
raised(get_annotations, Node, format=2)
raised(get_annotations, Node, format=9)
raised(get_annotations, Node, format=Format.STRING, eval_str=True)
raised(call_annotate_function, Node.__annotate__, 7)
raised(call_annotate_function, Node.__annotate__, Format.VALUE_WITH_FAKE_GLOBALS)
print(type_repr(int), type_repr(Node), type_repr(len), type_repr(...), type_repr(3), annotations_to_string({"a": int, "b": "x", "c": None}))


def by_hand(format):
    if format != Format.VALUE:
        raise NotImplementedError
    return {"a": int}


print(call_annotate_function(by_hand, Format.STRING), call_annotate_function(by_hand, Format.FORWARDREF))


# functions, wrapped and inspected
def passes(f):
    @functools.wraps(f)
    def wrapper(*args, **named):
        return f(*args, **named)

    return wrapper


@passes
def wrapped(a: Undefined, *b: "text", c: Undefined.x = 1) -> Node:
    return a


print(wrapped(1), inspect.signature(wrapped, annotation_format=Format.FORWARDREF))
print(inspect.signature(wrapped, annotation_format=Format.STRING))
print(inspect.signature(wrapped, annotation_format=Format.STRING).format(quote_annotation_strings=False))
raised(inspect.signature, wrapped)
print(inspect.get_annotations is get_annotations, inspect.ispackage(inspect), get_annotations(wrapped, format=Format.STRING))
if wrapped:
    variable: Undefined
import sys

print(get_annotations(sys.modules["__main__"], format=Format.STRING))


@functools.singledispatch
def which(x):
    return "any"


@which.register
def _(x: int):
    return "int"


print(which(1), which("x"))
try:
    @which.register
    def unresolved(x: Undefined): pass
except TypeError as e:
    print(str(e).split("<function")[0])
