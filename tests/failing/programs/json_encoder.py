import io
import json


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, Point):
            return {"x": o.x, "y": o.y}
        return super().default(o)


class Items(dict):
    def items(self):
        return [("k", 1), ("l", [2])]


value = [Point(1, 2.5), {"a": [None, True, "\xe9\n\U0001f600"], 10 ** 30: ()}, {}, Items(a=1), {1: {2: {3: [float("inf")]}}}]
texts = [json.dumps(value, cls=Encoder, **options) for options in
         ({}, {"indent": 2}, {"ensure_ascii": False}, {"sort_keys": False, "separators": (",\u20ac", ":")}, {"check_circular": False})]
texts.append(json.dumps({"b": 1, "a": {"d": 2, "c": [3]}}, sort_keys=True, indent="\t"))
out = io.StringIO()
json.dump(value, out, cls=Encoder)
assert out.getvalue() == texts[0] and json.loads(texts[0])[1]["a"][2] == "\xe9\n\U0001f600", texts
for wrong in [[{"a": {1}}]], [{(1, 2): 3}], [{1: 1, "a": 2}], [float("nan")]:
    for f in json.dumps, lambda o, **options: json.dump(o, io.StringIO(), **options):
        try:
            f(wrong, sort_keys=True, allow_nan=False)
        except (TypeError, ValueError):
            pass
value.append(value)
try:
    json.dumps(value, cls=Encoder)
except ValueError:
    pass
long = json.dumps(list(range(3000)) + ["\u20ac"], ensure_ascii=False)
