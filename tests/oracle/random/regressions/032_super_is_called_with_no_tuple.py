# super(C, o) is called with an array of its arguments: no tuple of them comes from memory that is traced.
import gc, tracemalloc
HERE = (lambda: 0).__code__.co_filename
class D:
    def __init__(self): self.a = 1
class E: pass
def told(make):
    gc.collect(); tracemalloc.start()
    made = make()
    snap = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, HERE)])
    print(sorted(t.size for t in snap.traces if t.size < 200))
    tracemalloc.stop()
gc.disable()
for i in range(2):
    told(lambda: super(D, D()))
    told(lambda: super(E, E))
    told(lambda: [super(E, E()), 1])
