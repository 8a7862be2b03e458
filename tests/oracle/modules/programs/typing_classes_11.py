from typing import *
import typing, dataclasses, collections.abc
class P1(Protocol):
    def a(self) -> int: ...
@runtime_checkable
class P2(Protocol):
    name: str
    def close(self): ...
class Impl:
    name = "x"
    def close(self): pass
class Sub(P1):
    def a(self): return 1
def show(f, *a):
    try: r = f(*a); print(repr(r))
    except Exception as e: print(type(e).__name__, e)
class TD(TypedDict):
    a: int
    b: "str"
class TD2(TD, total=False):
    c: List[int]
TD3 = TypedDict("TD3", {"x": int, "y-z": str}, total=False)
class NT(NamedTuple):
    """doc"""
    x: int
    y: str = "d"
    def m(self): return self.x * 2
NT2 = NamedTuple("NT2", [("a", int), ("b", str)])
class Node:
    left: "Optional[Node]"
    right: Optional["Node"] = None
    v: ClassVar[int] = 5
    def f(self, a: "int", *b: str, c: "List[Node]" = [], **d: Any) -> "Node": ...
def g(a: int = None, b: Annotated[int, "m"] = 5, c: "int | None" = None) -> None: ...
@overload
def ov(x: int) -> int: ...
@overload
def ov(x: str) -> str: ...
def ov(x): return x
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, item: T) -> None: self.items.append(item)
@dataclasses.dataclass
class DC(Generic[T]):
    a: T
    b: List[T] = dataclasses.field(default_factory=list)
Num = NewType("Num", int)
@final
class F: pass
for f in [lambda: P1(), lambda: isinstance(Impl(), P2), lambda: isinstance(5, P2), lambda: isinstance(Sub(), P1), lambda: issubclass(Impl, P2), lambda: isinstance(Impl(), P1), lambda: Sub().a(), lambda: P2.__mro__, lambda: P1.__dict__.get("_is_protocol"), lambda: runtime_checkable(Impl),
  lambda: TD(a=1, b="x"), lambda: TD.__annotations__, lambda: TD.__total__, lambda: TD2.__required_keys__ == {"a", "b"}, lambda: TD2.__optional_keys__, lambda: sorted(TD2.__annotations__), lambda: TD3, lambda: TD3.__total__, lambda: TD.__bases__, lambda: TD.__mro__, lambda: isinstance({}, TD), lambda: type(TD(a=1, b="")), lambda: is_typeddict(TD), lambda: TD, lambda: get_type_hints(TD), lambda: TD3.__annotations__, lambda: TD2.__total__,
  lambda: NT(1), lambda: NT(1, "b"), lambda: NT(), lambda: NT._fields, lambda: NT._field_defaults, lambda: NT.__annotations__, lambda: NT.__doc__, lambda: NT(3).m(), lambda: NT(1)._replace(x=5), lambda: NT(1)._asdict(), lambda: NT2(1, "a"), lambda: NT2.__annotations__, lambda: NT.__bases__, lambda: NT.__orig_bases__, lambda: NT(1) == (1, "d"), lambda: NT.__match_args__,
  lambda: get_type_hints(Node), lambda: get_type_hints(Node.f), lambda: get_type_hints(g), lambda: get_type_hints(g, include_extras=True), lambda: Node.__annotations__, lambda: Node.f.__annotations__, lambda: get_type_hints(5), lambda: get_type_hints(ov), lambda: get_type_hints(NT), lambda: get_type_hints(typing),
  lambda: ov(1), lambda: len(typing.get_overloads(ov)), lambda: Stack[int]().push(5), lambda: Stack[int](), lambda: DC(1), lambda: DC[int](1), lambda: DC[int](1, [2]), lambda: DC.__parameters__, lambda: Num, lambda: Num.__name__, lambda: Num.__module__, lambda: Num(3), lambda: F.__final__, lambda: List[Num], lambda: Num | int,
  lambda: type("X", (Generic,), {}), lambda: type("X", (List[int],), {}), lambda: Stack[int].push, lambda: Stack[int].__name__, lambda: Stack.__class_getitem__(int), lambda: Stack[int].nothing, lambda: Stack[T][int], lambda: Stack["Node"], lambda: Stack[None], lambda: Stack[...], lambda: Stack[5], lambda: Stack[[int]], lambda: Stack[()]]:
    show(f)
class Sub2(List[int]): pass
class Sub3(Dict[str, T]): pass
class Sub4(Stack[int]): pass
class Sub5(collections.abc.Mapping[str, int]):
    def __getitem__(self, k): return 1
    def __iter__(self): return iter(())
    def __len__(self): return 0
print(Sub2.__mro__, Sub2.__orig_bases__, Sub3.__mro__, Sub3[int], Sub4.__mro__, Sub4.__orig_bases__, Sub5.__orig_bases__, Sub5().get("a"))
show(lambda: type("X", (int, Generic[T]), {}).__mro__)
try:
    class Bad(Generic[T], Generic[T]): pass
except TypeError as e: print(e)
try:
    class Bad(Generic[int]): pass
except TypeError as e: print(e)
try:
    class Bad(Protocol, int): pass
except TypeError as e: print(e)
try:
    class Bad(Union[int, str]): pass
except TypeError as e: print(e)
try:
    class Bad(Any): pass
    print(Bad.__mro__)
except TypeError as e: print(e)
try:
    class Bad(NewType("U", int)): pass
except TypeError as e: print(e)
try:
    class Bad(NamedTuple):
        x: int = 1
        y: int
except TypeError as e: print(e)
try:
    class Bad(NamedTuple):
        _x: int
except ValueError as e: print(e)
