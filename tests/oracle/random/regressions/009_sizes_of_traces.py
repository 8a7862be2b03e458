# Traces of one traceback had the average of their sizes; and a collection while they were read left some of blocks that were gone.
import gc, tracemalloc
class Ring: pass
gc.collect()
tracemalloc.start()
kept = [bytearray(1000), bytearray(10), list(range(300))]; gc.collect(); snapshot = tracemalloc.take_snapshot()
print(sorted(t.size for t in snapshot.traces if t.size > 56))
for n in range(10):
    gc.disable()
    for i in range(50):
        a = Ring(); a.a = a
        del a
    gc.set_threshold(1)
    gc.enable(); tracemalloc.take_snapshot(); gc.disable()
print(len(tracemalloc.take_snapshot().traces) > 3)
