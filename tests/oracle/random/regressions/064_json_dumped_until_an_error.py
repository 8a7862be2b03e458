# 3.14 too. Chunks are made one after the other: what came before an error has been written, and nothing is looked at before it is asked for.
import json


class Out:
    def __init__(self):
        self.chunks = []

    def write(self, chunk):
        self.chunks.append(chunk)


def dump(o, **options):
    out = Out()
    try:
        json.dump(o, out, **options)
    except Exception as e:
        print(type(e).__name__, e)
    print(out.chunks)


def default(o):
    print("asked")
    return repr(o)


for o in [1, "two", [3.5, None, {}], {"a": [True, {1}]}], {"a": 1, "b": {1}}, {"a": [], (1,): 2}, (1, {1}), {"x": {"y": {}}}:
    dump(o)
    dump(o, default=default)
    dump(o, separators=(",", ":"), skipkeys=True)
dump([[1, [2, {"a": 3}]], []], indent=2)
dump({"a": {"b": [{}]}}, indent="\t")
chunks = json.JSONEncoder(default=default).iterencode([1, {2}, [{3}]])
print(type(chunks).__name__)
for chunk in chunks:
    print(repr(chunk))
items = [1, 2]
chunks = json.JSONEncoder().iterencode(items)
print(next(chunks))
items.append([])
print(list(chunks), list(chunks))
chunks = json.JSONEncoder().iterencode([[], [[]]])
print(next(chunks))
chunks.close()
print(list(chunks))
print(list(json.JSONEncoder().iterencode({"a": [1, 2]}, _one_shot=True)))
