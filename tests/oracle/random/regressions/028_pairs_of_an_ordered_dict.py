# What an OrderedDict takes from a dict is a list of pairs first, which all are there at once.
import gc, tracemalloc
from collections import OrderedDict
gc.disable()
HERE = (lambda: 0).__code__.co_filename
def test(text):
    code = compile(text, HERE, "exec"); names = {"OrderedDict": OrderedDict, "d": {1: 2, 3: 4, 5: 6}, "y": None}
    exec(code, names); names["y"] = None; gc.collect()
    tracemalloc.start()
    exec(code, names)
    snap = tracemalloc.take_snapshot(); tracemalloc.stop()
    print(text, sorted((t.traceback[0].lineno, t.size) for t in snap.filter_traces([tracemalloc.Filter(True, HERE)]).traces))
for text in ("y = [[], []]\ny = OrderedDict(a=1)", "y = OrderedDict(a=1, b=2)", "y = OrderedDict(d)", "y = OrderedDict(d, a=1)", "y = OrderedDict()\ny.update(a=1)", "y = OrderedDict({})"):
    test(text)
