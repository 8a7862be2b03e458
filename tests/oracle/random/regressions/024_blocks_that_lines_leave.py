# What lines leave traced: an exception's args are the tuple that it was called with, floats pass through their free list, no bytes are none.
import gc, tracemalloc
from collections import OrderedDict, defaultdict
gc.disable()
class D(dict): pass
HERE = (lambda: 0).__code__.co_filename
def test(text):
    code = compile(text, HERE, "exec"); names = {"x": None, "l": [], "n": 300, "D": D, "OrderedDict": OrderedDict, "defaultdict": defaultdict}
    exec(code, names); names.update(x=None, w=None); names["l"].clear(); gc.collect()
    tracemalloc.start()
    exec(code, names)
    snap = tracemalloc.take_snapshot(); tracemalloc.stop()
    print(text, sorted((t.traceback[0].lineno, t.size) for t in snap.filter_traces([tracemalloc.Filter(True, HERE)]).traces))
for text in ("w = ValueError(l)", "w = ValueError(l, n)", "w = KeyError('a')", "w = OSError(1, 'a')", "w = ValueError(l); w = None", "w = Exception()", "w = complex(n, 2)", "complex(n)", "complex(True)",
             "complex(1.5, n)", "complex(1.5)", "w = list(x for x in ())", "l.extend(x for x in ())", "l.append(1); l.pop()", "l.append(1); l.clear()", "w = format(n, 'f')", "w = '%f' % n", "w = '%d' % 255.5", "w = f'{n:e}'", "w = OrderedDict(a=l)", "w = D(a=l)", "w = defaultdict(list, a=1)", "w = dict(a=1)", "w = OrderedDict({}, a=1)", "w = defaultdict(list, {1: 2})", "w = defaultdict(list, {1: 2}, a=1)", "w = defaultdict(list)"):
    test(text)
