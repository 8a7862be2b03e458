"""Modules of the library tell which file their code is from: who filters traces asks for it."""
import collections, contextlib, gc, json, math, re, sys, time, tracemalloc

for module in (collections, contextlib, json, re, tracemalloc):
    some = [value for value in vars(module).values() if type(value).__name__ == "function" and value.__module__ == module.__name__]
    print(module.__name__, {value.__code__.co_filename == module.__file__ for value in some if value.__code__.co_filename[:1] in "<" + module.__file__[:1]})
print([hasattr(module, "__file__") for module in (gc, sys, time)])
tracemalloc.start()
kept = [json.loads("[1, 2, [3]]") for _ in range(3)]
snapshot = tracemalloc.take_snapshot().filter_traces((tracemalloc.Filter(False, tracemalloc.__file__), tracemalloc.Filter(False, json.__file__)))
print({trace.traceback[0].filename in (tracemalloc.__file__, json.__file__) for trace in snapshot.traces})
