import io
import json
import sys


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "pos", ""), getattr(e, "lineno", ""), getattr(e, "colno", ""))


values = [None, True, False, 0, -5, 10**30, 1.5, -0.0, 1e300, 1e-7, float("inf"), float("nan"), "", "plain", "é\u4e2d\U0001f600\ud800", '"\\/\b\f\n\r\t\x00\x1f\x7f',
          [], {}, [1, [2, [3]]], (1, 2), {"a": 1, "b": [True, None]}, {1: 2, None: 3, True: 4, 1.5: 5}, [[], {}], {"x": {}, "y": []}]
for v in values:
    attempt(json.dumps, v)
    attempt(json.dumps, v, ensure_ascii=False)
    attempt(json.dumps, v, indent=2)
attempt(json.dumps, values[20], separators=(",", ":"))
attempt(json.dumps, {"b": 1, "a": {"d": 1, "c": 2}}, sort_keys=True, indent="\t")
attempt(json.dumps, [1, 2], indent=0)
attempt(json.dumps, {(1, 2): 3})
attempt(json.dumps, {(1, 2): 3, "a": 1}, skipkeys=True)
attempt(json.dumps, {1, 2})
attempt(json.dumps, object)
attempt(json.dumps, float("nan"), allow_nan=False)
attempt(json.dumps, [float("inf")], allow_nan=False)
attempt(json.dumps, {1, 2}, default=list)
attempt(json.dumps, [1j], default=lambda o: [o.real, o.imag])
loop = []
loop.append(loop)
attempt(json.dumps, loop)
ring = {}
ring["me"] = [ring]
attempt(json.dumps, ring)
attempt(json.dumps, b"bytes")


class Number(int):
    def __repr__(self):
        return "?"


class Real(float):
    def __repr__(self):
        return "?"


class Text(str):
    pass


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class PointEncoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Point):
            return {"x": o.x, "y": o.y}
        return super().default(o)


attempt(json.dumps, [Number(3), Real(2.5), Text("t"), {Number(1): 1, Text("k"): 2}])
attempt(json.dumps, [Point(1, 2)], cls=PointEncoder)
attempt(json.dumps, [Point(1, {3})], cls=PointEncoder)
print(list(json.JSONEncoder().iterencode([1, [2, "x"], {"a": []}])) != [])
print(json.JSONEncoder(indent=1).encode({"a": [1, 2, {"b": None}]}))
out = io.StringIO()
json.dump({"a": [1, 2]}, out)
print(out.getvalue())
print(json.load(io.StringIO('{"q": [1, 2.5]}')))

for text in ["null", "true", "false", "0", "-0", "12", "-3.5e2", "1E5", "1e-3", "123456789012345678901234567890", "NaN", "Infinity", "-Infinity", '""', '"a\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t"',
             '"\\ud83d\\ude00"', '"\\ud83d"', '"\\ude00x"', '"\\ud83d\\u0041"', "[]", "{}", " [1 , 2 , [ ] ] ", '{"a":1,"b":{"c":[]}}', '\n\t{"a" : 1}\r\n', "[1.0, 1]", "0.1", "1.7976931348623157e309",
             '"\x7f"', '["a", "a"]', '{"k": 1, "k": 2}']:
    attempt(json.loads, text)
    attempt(json.loads, text.encode("utf-8", "surrogatepass"))
for text in ["", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{1: 2}", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{"a" 1}', '{"a":1 "b":2}', "tru", "nul", "-", "--1", "+1", "01", "1.", ".5", "1e",
             "1 2", '"', '"abc', '"\\', '"\\x"', '"\\u12"', '"\\u12g4"', '"\\u123', '"\\ud83d\\u12x4"', '"\n"', '"\x00"', "[\n1,\n  2,\n x]", "'a'", "{'a': 1}", "nan", "[1,\n\n2", '{"a":1}}', '["x]', "\ufeff[]", "#", '{"a": }', '{,}', "[[[]"]:
    attempt(json.loads, text)
attempt(json.loads, '"a\nb"', strict=False)
attempt(json.loads, 5)
attempt(json.loads, None)
attempt(json.loads, b"\xff\xfe[\0]\0")
attempt(json.loads, b"\xef\xbb\xbf[1]")
attempt(json.loads, b'"\xff"')
attempt(json.loads, "[1, 2.5, NaN]", parse_float=str, parse_int=lambda s: "i" + s, parse_constant=lambda s: "c" + s)
attempt(json.loads, '{"a": {"b": 1}, "c": 2}', object_hook=lambda d: sorted(d.items()))
attempt(json.loads, '{"a": {"b": 1}, "c": 2}', object_pairs_hook=tuple)
attempt(json.loads, "[1", cls=json.JSONDecoder)
d = json.JSONDecoder()
attempt(d.raw_decode, "[1] x")
attempt(d.raw_decode, " 1")
attempt(d.decode, " 1 ")
a, b = json.loads('[{"key": 1}, {"key": 2}]')
print(list(a)[0] is list(b)[0])
big = json.loads(json.dumps({str(i): list(range(i % 7)) for i in range(300)}))
print(len(big), sys.getsizeof(big), sum(map(len, big.values())), big["13"])
try:
    json.loads("[1,\n 2,\n oops]")
except json.JSONDecodeError as e:
    print(isinstance(e, ValueError), e.msg, e.pos, e.lineno, e.colno, repr(e.doc), repr(e), e.args)
try:
    json.loads("[" * 100000)
except RecursionError as e:
    print("RecursionError", str(e)[:40])
try:
    json.loads('{"a":' * 100000)
except RecursionError as e:
    print("RecursionError", str(e)[:40])
deep = []
for i in range(100000):
    deep = [deep]
try:
    json.dumps(deep)
except RecursionError as e:
    print("RecursionError")
while deep:
    deep = deep[0]
print(json.__version__, json.__all__)
