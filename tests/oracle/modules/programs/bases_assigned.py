import gc
class A:
    def __len__(self): return 1
    def __eq__(self, o): return True
    __hash__ = None
    x = "a"
class B:
    def __len__(self): return 2
    def __call__(self): return "called"
    def __getattr__(self, n): return "B" + n
    def __del__(self): print("del")
    x = "b"
class Base: pass
class C(Base): pass
class D(C): pass
class E(D, Base): pass
def use(o):
    out = []
    for f in (lambda: len(o), lambda: o(), lambda: o.x, lambda: o.zz, lambda: hash(o) and 0, lambda: o == 5, lambda: bool(o)):
        try: out.append(f())
        except Exception as e: out.append(type(e).__name__ + " " + str(e))
    return out
e = E(); d = D()
def loop():
    for i in range(5):
        r = d.x
    return r
print(use(e), use(d))
for bases in ((A,), (B,), (A, B), (B, A), (Base,)):
    C.__bases__ = bases
    print(use(e), use(d), E.__mro__ == tuple(E.mro()), [c.__name__ for c in E.__mro__])
    try: print(loop())
    except AttributeError as x: print(x)
print(A.__subclasses__(), B.__subclasses__(), Base.__subclasses__(), C.__subclasses__())
class X: pass
class Y(X): pass
class Z(X, object): pass
class W(Y, Z): pass
try:
    Z.__bases__ = (Y,)
    print(W.__mro__)
except TypeError as t: print(t, Z.__bases__, W.__mro__, Z.__mro__)
try:
    Y.__bases__ = (Z,); print(W.__mro__)
except TypeError as t: print(t, Y.__bases__, W.__mro__, Y.__mro__)
class M(type):
    pass
class K(metaclass=M): pass
class K2(K): pass
class K3(metaclass=M): pass
K2.__bases__ = (K3,); print(K2.__mro__, type(K2))
for i in range(200):
    C.__bases__ = ((A,), (B,))[i % 2]
    assert len(e) == 1 + i % 2
C.__bases__ = (Base,)
del e, d
gc.collect()
print("end")
