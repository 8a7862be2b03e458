# 3.14 too. What writes JSON in one go is no Python: its frames are those of json and of default(), and chunk by chunk those of its generators.
import io
import json
import traceback


def frames(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except Exception as e:
        print(type(e).__name__, [frame.name for frame in traceback.extract_tb(e.__traceback__)])


class Encoder(json.JSONEncoder):
    def default(self, o):
        return [super().default(o)]


def refuse(o):
    raise KeyError(o)


loop = []
loop.append({"loop": loop})
for o in {1}, [1, {"a": {1}}], {"a": [1, {1}]}, loop, {(1, 2): 3}, {1: 2, "a": 3}, [float("nan")], {"a": ({1},)}:
    for options in {}, {"default": refuse}, {"cls": Encoder}, {"sort_keys": True, "allow_nan": False}:
        frames(json.dumps, o, **options)
        frames(json.dump, o, io.StringIO(), **options)
        frames(json.JSONEncoder(**{k: v for k, v in options.items() if k != "cls"}).iterencode, o)
