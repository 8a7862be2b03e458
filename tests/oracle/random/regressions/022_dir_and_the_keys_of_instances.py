# As 3.11.7 has it: dir() of an object puts the names of its classes into the keys that its instances share; a class without subclasses has no dict of them.
import gc, tracemalloc
gc.disable(); gc.collect(); 
HERE = (lambda: 0).__code__.co_filename
def run(texts):
    class C:
        def __init__(self, a=0): self.a = a
    out = []
    ns = {"C": C}
    for text, n in texts:
        code = compile(text, HERE, "exec")
        for i in range(n):
            tracemalloc.start(1)
            exec(code, ns)
            snap = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, HERE)])
            tracemalloc.stop()
            out.append([t.size for t in snap.traces if t.traceback[0].lineno <= 6 and t.size > 70])
            ns["q"] = None
    print(texts, out)
for t in ["q = dir(C())", "q = vars(C())", "C().__dict__", "q = C(); q.__dict__", "q = C(); q.__dict__; q.b = 5", "C().__dict__.copy()", "{**C().__dict__}", "C().__dict__.update({})", "{}.update(C().__dict__)", "list(C().__dict__)", "C().__dict__['z'] = 1", "C().__dict__.pop('a')", "q = C(); del q.a", "q = C(); q.b = 1; del q.b", "C().__dict__.clear()", "dir(C)", "C.x = 1", "C().__dict__.keys()", "q = C(); q.__dict__ = {}", "C().__dict__.setdefault('a')"]:
    run([("q = C()", 2), (t, 3), ("q = C()", 3)])
class A: pass
def subclass(): type("B", (A,), {}); gc.collect()
subclass()
for i in range(2):
    gc.collect(); tracemalloc.start()
    B = type("B", (A,), {})
    snap = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, HERE)])
    tracemalloc.stop()
    print(sorted(t.size for t in snap.traces)); del B, snap
class A:
    z = 1
    def b(self): pass
class B: y = 2
class C(A, B):
    def __init__(self): self.q = 1; self.a = 2
print(C().__dir__()); print(object().__dir__()); print(dir(C()))
class D(C):
    @property
    def __dict__(self): return {"own": 1}
print(D().__dir__())
class E(D):
    __dict__ = 5
print(E().__dir__()[:4])
class F:
    @property
    def __class__(self): return C
print(F().__dir__()[:30])
class M(type):
    def __dir__(cls): return ["m"]
class G(metaclass=M): pass
print(dir(G), )
print(type.__dir__(int)[:10], (5).__dir__()[:5], len(dir(Exception())))
