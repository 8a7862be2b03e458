# What iter() refuses, in whose words: those of a class's __iter__ or of the caller (3.14 too).
import functools, json, operator


class Count:
    def __iter__(self):
        return 5


class Own(TypeError):
    pass


class Raises:
    def __iter__(self):
        raise Own("own")


class Lost:
    def __iter__(self):
        raise KeyError("lost")


class NoMore:
    def __iter__(self):
        return self.more


class Barred:
    __iter__ = None


class Stops:
    def __iter__(self):
        return self

    def __next__(self):
        raise TypeError("next")


class Keys:
    def __init__(self, keys):
        self.shown = keys

    def keys(self):
        return self.shown

    items = keys

    def __getitem__(self, key):
        return key


class Items(dict):
    def items(self):
        return Count()


def into(x):
    taken = bytearray(b"ab")
    taken[:] = x
    return taken


def given(*args, **kwargs):
    return args, kwargs


calls = {
    "bytes": bytes, "bytearray": bytearray, "extend": lambda x: bytearray().extend(x), "slice": into, "list": list, "tuple": tuple, "set": set,
    "frozenset": frozenset, "dict": dict, "update": lambda x: {}.update(x), "or": lambda x: {}.__ior__(x), "pairs": lambda x: dict([x]), "from": lambda x: int.from_bytes(x, "big"),
    "reduce": lambda x: functools.reduce(max, x), "join": lambda x: ",".join(x), "joined": lambda x: b",".join(x), "args": lambda x: given(*x), "sum": sum,
}
for source in Count(), Raises(), Lost(), NoMore(), Barred(), Stops():
    for name, function in calls.items():
        try:
            print(type(source).__name__, name, function(source))
        except Exception as e:
            print(type(source).__name__, name, repr(e), e.__cause__, e.__context__)
for shown in 5, Count(), Raises(), NoMore():
    for function in dict, {}.update, lambda x: given(**x), lambda x: given(a=1, **x), lambda x: {**x}:
        try:
            print(function(Keys(shown)))
        except Exception as e:
            print(repr(e))
try:
    json.dumps(Items(a=1))
except Exception as e:
    print(repr(e))
