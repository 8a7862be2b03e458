"""Dataclasses: their docstrings, fields by names that none may have, slots of bases, what make_dataclass() makes."""
import dataclasses
import sys
from dataclasses import KW_ONLY, dataclass, field, make_dataclass


def told(f, *args, **kwargs):
    try:
        made = f(*args, **kwargs)
        print("   ", made.__doc__, made.__module__, made.__dict__.get("__slots__"))
    except Exception as e:
        print("   ", type(e).__name__, e)


class CallsDict(type):
    __call__ = dict


class Base(metaclass=CallsDict):
    pass


@dataclass
class Plain(Base):
    pass


@dataclass
class Many:
    a: int
    b: "str" = "x"
    c: list = field(default_factory=list)
    _: KW_ONLY
    d: "float | None" = None


@dataclass(init=False)
class WithoutInit:
    a: int


@dataclass(init=False)
class OwnInit:
    a: int

    def __init__(self, a, *rest, key=None):
        pass


@dataclass
class OwnInitToo:
    a: int

    def __init__(self, *, z=1):
        pass


@dataclass
class WithNew:
    a: int

    def __new__(cls, x, y=2):
        return super().__new__(cls)


class Meta(type):
    def __call__(cls, q, r=1):
        return super().__call__(q)


@dataclass
class OfMeta(metaclass=Meta):
    a: int


@dataclass
class Documented:
    "Text."
    a: int


for cls in (Plain, Many, WithoutInit, OwnInit, OwnInitToo, WithNew, OfMeta, Documented):
    print(cls.__name__, cls.__doc__)
for names in (["for"], ["a", "async"], ["as", "b"], ["a", "a"], ["1"], [1], ["match"], [("a", int, 3)], [("a", int, 3, 4)], [("x", "list[int]")], ["_"]):
    told(make_dataclass, "C", names)
told(make_dataclass, "C", ["a"], slots=True, weakref_slot=True)
told(make_dataclass, "C", ["a"], bases=(Many,), namespace={"a": 5, "f": len}, frozen=False)
told(make_dataclass, "C", ["a"], kw_only=True, order=True, eq=False)


class Root:
    __slots__ = iter(["a"])


class Child(Root):
    __slots__ = ("b",)


class Open:
    pass


class Held:
    __slots__ = ("__weakref__",)


class One:
    __slots__ = "a"


def slots(*bases, **options):
    return dataclass(slots=True, **options)(type("C", bases, {"__annotations__": {"a": int, "x": int}}))


for bases in ((Child,), (Open,), (Held,), (One,), (One, Open), ()):
    told(slots, *bases)
    told(slots, *bases, weakref_slot=True)
    told(slots, *bases, frozen=True)


# copy.replace() and what it asks for
import copy
import inspect


@dataclass
class Replaced:
    a: int
    b: int = 2
    c: int = field(default=3, init=False)


print(dataclasses.replace(Replaced(1), b=5), hasattr(Replaced, "__replace__") == (sys.version_info >= (3, 13)))
if sys.version_info >= (3, 13):
    print(copy.replace(Replaced(1), b=7), Replaced.__replace__.__qualname__)
    try:
        copy.replace(Replaced(1), c=7)
    except TypeError as e:
        print(e)
try:
    inspect.signature(len, wrong=1)
except TypeError as e:
    print(e)
