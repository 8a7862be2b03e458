# What writing JSON does at its edges: circles, depth, options that are none, what default() and the methods of classes do meanwhile.
import io
import json
import traceback


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__name__, str(e)[:150], [frame.name for frame in traceback.extract_tb(e.__traceback__)][:8])


def circle():
    a = []
    a.append({"x": (a,)})
    return a


for options in {}, {"indent": 1}, {"sort_keys": True}:
    show(json.dumps, circle(), **options)
    show(json.dump, circle(), io.StringIO(), **options)
same = [1]
show(json.dumps, [same, same, {"a": same}], indent=0)


def depth(f, o, **options):
    try:
        f(o, **options)
    except RecursionError as e:
        print("RecursionError", str(e)[:32])


depth(json.dumps, circle(), check_circular=False)
depth(json.dumps, object(), default=lambda o: [object()])
depth(json.dumps, object(), default=lambda o: [o], check_circular=False)
deep = []
for i in range(100000):
    deep = [deep]
depth(json.dumps, deep)
while deep:
    deep = deep[0]
show(json.dumps, object(), default=lambda o: [o])


def refuse(o):
    raise KeyError(o)


class Refusing(dict):
    def items(self):
        raise OSError("items")


show(json.dumps, {"a": [1j]}, default=refuse)
show(json.dumps, [Refusing(a=1)])
show(json.dumps, [Refusing(a=1)], check_circular=False, indent=1)
show(json.dumps, [Refusing()])
shrinking = [1j, 2, 3]
show(json.dumps, shrinking, default=lambda o: shrinking.clear())
growing = [1j]
show(json.dumps, growing, default=lambda o: growing.append(len(growing)))
markers = []


def look(o):
    markers.append(o)
    return {"o": [str(o)]}


show(json.dumps, [1j, 2j, {"a": 3j}], default=look)
show(json.dumps, 10 ** 5000)
show(json.dumps, {10 ** 5000: 1})
show(json.dumps, [-10 ** 4000 + 1, {2 ** 70: 2 ** 70}, -2 ** 63, 2 ** 63])
show(json.dumps, [1], indent=1.5)
show(json.dumps, [1], indent=True)
show(json.dumps, [1], indent=[])
show(json.dumps, [1], separators=5)
show(json.dumps, [1], separators=(1, 2))
show(json.dumps, {"a": [1]}, separators=(1, 2), indent=1)
show(json.dumps, {1: 1, "a": 2}, sort_keys=True)
show(json.dumps, {2: 1, True: 3, 1.5: 2}, sort_keys=True)
show(json.dumps, {"b": object, "a": {"d": 1, "c": 2}}, sort_keys=True, default=str)
show(json.JSONEncoder(skipkeys=True).encode, {(1,): 2, 1: 2, b"": 3})
show(json.dumps, {(1,): 2}, skipkeys=True)
show(json.dumps, [], ensure_ascii=False)
show(json.dumps, "x", cls=json.JSONEncoder, allow_nan=False)
show(json.dumps, [1], nonsense=1)
show(json.dumps, ["\xe9" * 3, "\u20ac", "\U0001f600", "a"], ensure_ascii=False)
show(json.dumps, ["a", "\U0001f600", "\xe9", {"\u20ac": "b"}], ensure_ascii=False, separators=("\xff", "\u0100"))


class Around(json.JSONEncoder):
    def iterencode(self, o, _one_shot=False):
        yield "<"
        yield from super().iterencode(o, _one_shot)
        yield ">"


class Words(json.JSONEncoder):
    item_separator = " ; "
    key_separator = " = "


show(json.dumps, {"a": 1}, cls=Around)
show(json.dumps, {"a": 1, "b": [1, 2]}, cls=Words)
show(json.dumps, {"a": 1, "b": [1, 2]}, cls=Words, indent=0)
show(json.encoder.encode_basestring, 5)
show(json.encoder.encode_basestring_ascii, b"")
for n in 0, 1, 99999, 100000, 100001, 250000:
    text = json.dumps([5] * n)
    print(len(text), text[:5], text[-5:], len(json.dumps(["\u20ac"] * n, ensure_ascii=False)))
