# What classes of dataclasses, enums and typing leave when they are gone; and that pprint() knows a __repr__() that dataclass() has made.
import dataclasses, enum, gc, pprint, typing
gc.disable()
T = typing.TypeVar("T")
def data():
    @dataclasses.dataclass
    class D: x: int = 1; y: list = dataclasses.field(default_factory=list)
    repr(D())
def frozen():
    @dataclasses.dataclass(frozen=True, order=True)
    class D: x: int = 1
def color():
    class E(enum.Enum): A = 1; B = 2
def generic():
    class G(typing.Generic[T]): pass
    G()
for make in data, frozen, color, generic:
    make(); gc.collect(); make(); print(make.__name__, gc.collect())
print(typing.List[int] is typing.List[int], typing.Optional[int] is typing.Optional[int], typing.Dict[str, int] is typing.Dict[str, int],
      typing.Literal[1] is typing.Literal[True], typing.Callable[[int], str] is typing.Callable[[int], str])
@dataclasses.dataclass
class Long: first: list; second: str = "s" * 30; hidden: int = dataclasses.field(default=1, repr=False)
@dataclasses.dataclass
class Own:
    first: list
    def __repr__(self): return "Own(%d)" % len(self.first)
@dataclasses.dataclass(repr=False)
class Bare(Long): pass
class Heir(Long): pass
x = list(range(40))
for o in Long(x), Own(x), Heir(x), Long([Long(x), Own(x)]), [Long(x), Own(x)]: pprint.pprint(o)
print(repr(Long([])), repr(Heir([1])), Bare(x).first == x)
o = Long([]); o.first.append(o); print(o)
