# dict.fromkeys() calls the class: the dict's memory is from no free list, as that of dict().
import gc, tracemalloc
HERE = (lambda: 0).__code__.co_filename
gc.disable()
names = {}
def run(make):
    for i in range(2):
        names["b"] = {"a": [1]}
        gc.collect(); tracemalloc.start()
        names["b"] = None
        q = make()
        gc.collect()
        snap = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, HERE)])
        print(sorted((t.size, t.traceback[0].lineno) for t in snap.traces))
        del snap; tracemalloc.stop()
run(lambda: dict.fromkeys("abc", 1))
run(lambda: dict.fromkeys({"a": 1}))
run(lambda: dict.fromkeys({1}, 2))
run(lambda: dict())
run(lambda: {"a": 1})
