# __sizeof__ is a method of the types that have blocks of their own; object's knows the type alone.
import array
import collections
import itertools

TYPES = [type, bytearray, dict, frozenset, list, int, set, str, bytes, tuple, float, complex, bool, range, collections.deque, collections.OrderedDict,
         collections.defaultdict, array.array, itertools.product, itertools.permutations, itertools.combinations,
         itertools.combinations_with_replacement, itertools.chain, type(lambda: 0), type((lambda: 0).__code__), type(x for x in ())]
for t in TYPES:
    print(t.__name__, "__sizeof__" in vars(t), t.__sizeof__)


class List(list):
    pass


class Dict(dict):
    pass


class Number(int):
    pass


class Plain:
    pass


for o in [[1, 2], List([1, 2]), {1: 2}, Dict({1: 2}), "abc", "\u20ac", b"abc", bytearray(9), collections.deque([1]), collections.OrderedDict(a=1), {1}, frozenset([1]),
          1.5, 1j, range(3), array.array("i", [1, 2]), 1000, -1000, 10**100, Number(2**70), Plain(), object(), itertools.permutations("abc"), itertools.product("ab")]:
    print(type(o).__name__, object.__sizeof__(o), o.__sizeof__(), type(o).__sizeof__(o))

for call in (lambda: dict.__sizeof__([]), lambda: list.__sizeof__(), lambda: object.__sizeof__(), lambda: int.__sizeof__(1, 2), lambda: str.__sizeof__(1)):
    try:
        print(call())
    except TypeError as e:
        print(e)
