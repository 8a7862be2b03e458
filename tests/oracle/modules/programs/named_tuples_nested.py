"""A NamedTuple inside a class or function says so, and is pickled by that name; what it may not redefine."""
import pickle
import sys
import types
import typing


class Outer:
    class Inner(typing.NamedTuple):
        """Documented."""
        x: int
        y: str = "why"

        def both(self):
            return self.x, self.y


def make():
    class Local(typing.NamedTuple):
        z: int
    return Local


print(Outer.Inner.__qualname__, make().__qualname__, Outer.Inner.__doc__, Outer.Inner(1).both())
print(pickle.loads(pickle.dumps(Outer.Inner(3))), Outer.Inner(4))
print(getattr(Outer.Inner, "__firstlineno__", 8), getattr(Outer.Inner, "__static_attributes__", ()))
for name in "__slots__", "_fields", "__new__", "_asdict":
    try:
        exec("class Bad(typing.NamedTuple):\n    %s = ()\n    x: int" % name)
    except AttributeError as e:
        print(e)
print(typing.GenericAlias is types.GenericAlias, repr(int | typing.GenericAlias(list, int)))
