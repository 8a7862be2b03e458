# Documents of all kinds with options of all kinds: what is written, its chunks, errors and the frames that they have gone through.
import collections
import enum
import json
import random
import sys
import traceback

r = random.Random(20)


class Number(int):
    def __repr__(self):
        return "?"


class Real(float):
    def __repr__(self):
        return "real"


class Text(str):
    def __str__(self):
        return "no"


class Row(list):
    def __iter__(self):
        return iter([1, "two"])


class Map(dict):
    def items(self):
        return [("k", 1), ("l", [2])]


class Bad(dict):
    def items(self):
        return [("k", 1), ("l",)]


class Worse(dict):
    def items(self):
        return 5


class Level(enum.IntEnum):
    ONE = 1


class Thing:
    def __init__(self, inner):
        self.inner = inner


Pair = collections.namedtuple("Pair", "a b")
CHARS = ["a", "Z", "0", " ", "\"", "\\", "/", "\b", "\f", "\n", "\r", "\t", "\x00", "\x1f", "\x7f", "\x80", "é", "ÿ", "Ā", "€", "中", "\ud800", "\udfff",
         "😀", "\U0010ffff"]


def text():
    x = r.random()
    if x < .1:
        return ""
    if x < .4:
        return "".join(r.choice("abcdefgh ") for _ in range(r.randrange(1, 30)))
    return "".join(r.choice(CHARS[:16] if x < .6 else CHARS) for _ in range(r.randrange(1, 20)))


def scalar(odd):
    x = r.random()
    if x < .3:
        return text()
    if x < .5:
        return r.choice([0, 1, -1, 9, 10, -10, 2 ** 30, 2 ** 31, 2 ** 60, -2 ** 63, 2 ** 64, 10 ** 40, -10 ** 300, r.randrange(-10 ** 6, 10 ** 6)])
    if x < .7:
        return r.choice([0.0, -0.0, 1.5, 1e16, 1e-7, 1e300, 5e-324, r.uniform(-1e3, 1e3), r.uniform(-1, 1) * 10.0 ** r.randrange(-300, 300)])
    if x < .85:
        return r.choice([None, True, False])
    if x < .93 or not odd:
        return r.choice([Number(7), Real(2.5), Text("tx"), Level.ONE, Number(10 ** 20)])
    return r.choice([float("nan"), float("inf"), -float("inf"), {1, 2}, b"bytes", 1j, Thing(5), Thing([Thing(None), {"a": Thing("x")}]), range(3),
                     Real("inf")])


def key(odd):
    x = r.random()
    if x < .7:
        return text()
    if x < .95 or not odd:
        return r.choice([1, 1.5, None, True, False, Number(3), Real(0.5), Level.ONE, -10 ** 20, "k", "é"])
    return r.choice([(1, 2), b"k", float("nan"), Pair(1, 2), frozenset()])


def value(depth, odd):
    x = r.random()
    if depth == 0 or x < .4:
        return scalar(odd)
    n = r.choice([0, 1, 2, 3, 5, 8])
    if x < .7:
        items = [value(depth - 1, odd) for _ in range(n)]
        return items if x < .6 else tuple(items) if x < .66 else Row(items) if x < .68 else Pair(items, n)
    pairs = [(key(odd), value(depth - 1, odd)) for _ in range(n)]
    if x > .985:
        return (Bad if odd and x > .995 else Map)(pairs)
    if x > .95:
        return collections.OrderedDict(pairs)
    if x > .94:
        return collections.defaultdict(list, pairs)
    return dict(pairs)


def fallback(o):
    if isinstance(o, Thing):
        return o.inner
    if isinstance(o, complex):
        return [o.real, o.imag]
    if isinstance(o, set):
        return sorted(o)
    raise TypeError("what is " + type(o).__name__)


class Mine(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Thing):
            return {"thing": o.inner}
        return super().default(o)


def options():
    given = {}
    for name, values in (("skipkeys", [True, False]), ("ensure_ascii", [False]), ("check_circular", [False]), ("allow_nan", [False]),
                         ("indent", [0, 1, 2, "\t", "", "--", -1]), ("separators", [(",", ":"), ("é, ", " = "), ("", "")]), ("sort_keys", [True]),
                         ("default", [fallback]), ("cls", [Mine])):
        if r.random() < .25:
            given[name] = r.choice(values)
    if sys.version_info >= (3, 13) and given.get("skipkeys") and "indent" in given:
        del given["skipkeys"]  # a line too much before 3.13.5
    if sys.version_info >= (3, 13) and given.get("sort_keys"):
        given.pop("indent", None)  # until 3.13.5 the first line break came before what is sorted
    return given


def frames(e):
    return [f.name for f in traceback.extract_tb(e.__traceback__)]


def attempt(what, f, *args, **given):
    try:
        print(what, ascii(f(*args, **given)))
    except Exception as e:
        message = str(e)
        if "compliant" in message:
            message = message.split(":")[0]
        print(what, type(e).__name__, message, frames(e))


class Out:
    def __init__(self):
        self.chunks = []

    def write(self, chunk):
        self.chunks.append(chunk)


def dump(o, **given):
    out = Out()
    try:
        json.dump(o, out, **given)
    except Exception:
        print(ascii(out.chunks))
        raise
    return out.chunks


for i in range(2000):
    odd = r.random() < .3
    o, given = value(r.randrange(1, 6), odd), options()
    if odd and sys.version_info >= (3, 13):
        given.pop("indent", None)  # the first line break came before the first key until 3.13.5
    attempt(i, json.dumps, o, **given)
    attempt(i, dump, o, **given)
    cls = given.pop("cls", json.JSONEncoder)
    attempt(i, lambda: list(cls(**given).iterencode(o)))
    attempt(i, lambda: list(cls(**given).iterencode(o, _one_shot=True)))
