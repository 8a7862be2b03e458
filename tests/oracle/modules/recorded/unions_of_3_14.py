# typing.Union of 3.14 is the type of int | str ("What's New In Python 3.14", typing; the library's pages on typing and types).
import copy
import pickle
import types
import typing
from typing import ForwardRef, Optional, TypeVar, Union, get_args, get_origin

print(Union is types.UnionType, Union, type(int | str) is Union, type(Union[int, str]) is Union)
print(Union[int, str], repr(Optional[int]), Union[int, None], Union[int], Union[int, Union[str, None]])
print(Union[int, str] == (int | str) == Union[str, int], hash(Union[int, str]) == hash(str | int))
print(get_origin(int | str) is Union, get_args(Optional[int]), isinstance(int | str, Union), isinstance(3, Union[int, str]))
print((int | str).__origin__, (int | str).__name__, (int | str).__qualname__)
print(Union[int, "later"].__args__ == (int, ForwardRef("later")))
T = TypeVar("T")
print(Union[T, int][str], (T | int)[str], Union[T, list[int]].__parameters__)
print(copy.copy(int | None), pickle.loads(pickle.dumps(Union[int, str])))
print({int | str: 1}[Union[str, int]], len({int | str, Union[str, int]}))


def attempt(do):
    try:
        print(do())
    except TypeError as e:
        print(type(e).__name__, e)


def subclass(base):
    class C(base):
        pass


attempt(lambda: Union[()])
attempt(lambda: Union())
attempt(lambda: subclass(Union))
attempt(lambda: subclass(int | str))
attempt(lambda: int | "text")


class Unhashable:
    __hash__ = None

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, Unhashable) and self.n == other.n

    def __call__(self):
        pass

    def __repr__(self):
        return f"U({self.n})"


u = Union[int, typing.Annotated[str, [1]], typing.Annotated[str, [1]]]
print(len(u.__args__), u == Union[typing.Annotated[str, [1]], int], u == Union[int, typing.Annotated[str, [2]]])
attempt(lambda: hash(u))
v = Union[Unhashable(1), int, Unhashable(1), Unhashable(2)]
print(v, v == Union[Unhashable(2), Unhashable(1), int], v == Union[Unhashable(2), int])
attempt(lambda: hash(v))
