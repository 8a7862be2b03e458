# What 3.14 says of where in a document an error was, and of indentation, by its sources: Modules/_json.c, Lib/json/encoder.py.
import collections
import io
import json


class Thing:
    pass


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))


def default(o):
    if o is NotImplemented:
        raise ValueError("refused")
    if o is ...:
        return NotImplemented
    if o is type:
        return collections
    return [...]


class Broken(str):
    def __repr__(self):
        raise OSError("no repr")


class Bad(float):
    def __repr__(self):
        return "a bad one"


loop = []
loop.append({"k": loop})
for f in json.dumps, lambda o, **options: json.dump(o, io.StringIO(), **options):
    show(f, object)
    show(f, [1, [2, 3, Thing]])
    show(f, (1, (2, 3, Thing)))
    show(f, {"a": {"b": Thing}, 5: 6})
    show(f, {"x": [0, {1: (Thing,)}]}, sort_keys=True)
    show(f, type, default=default)
    show(f, [Thing()], default=lambda o: {(1, 2): 3})
    show(f, loop)
    show(f, collections.OrderedDict(a=[Thing]))
    show(f, [float("nan")], allow_nan=False)
    show(f, [Bad("inf")], allow_nan=False)
    show(f, {float("nan"): 1}, allow_nan=False)
    show(f, [{(1,): 2}])
    show(f, [{1: 1, "a": 2}], sort_keys=True)
try:
    json.dumps({Broken("k"): Thing})
except OSError as e:
    print(repr(e), repr(e.__context__))
for skipped in {(1,): 2}, {(1,): 2, "a": {b"": 3}}, {"a": 1, (1,): 2}:
    show(json.dumps, skipped, skipkeys=True, indent=2)
    show(lambda o: list(json.JSONEncoder(skipkeys=True, indent=2).iterencode(o)), skipped)
print(json.JSONEncoder().iterencode([1], _one_shot=True), json.JSONEncoder(indent=1).iterencode([1, {}], _one_shot=True))
