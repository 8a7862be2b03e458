class A: 
    def f(self): return "A"
class B:
    def f(self): return "B"
class C(A): pass
class D(C): pass
def show(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
d = D(); print(d.f(), C.__mro__, C.__base__)
def seta(cls, b): cls.__bases__ = b
show(lambda: seta(C, (B,))); print(d.f(), D.__mro__, A.__subclasses__(), B.__subclasses__())
show(lambda: seta(C, (B, A))); print(d.f(), C().f(), D.__mro__)
show(lambda: seta(C, ())); show(lambda: seta(C, 5)); show(lambda: seta(C, (5,))); show(lambda: seta(C, (D,))); show(lambda: seta(C, (int,))); show(lambda: seta(C, (A, A))); show(lambda: seta(int, (A,))); show(lambda: seta(A, (dict,)))
show(lambda: seta(C, (C,)))
class S1:
    __slots__ = ("a",)
class S2(S1): __slots__ = ()
class S3:
    __slots__ = ("a",)
show(lambda: seta(S2, (S3,)))
class X(object): pass
show(lambda: seta(X, (A,))); 
def delb(c): del c.__bases__
show(lambda: delb(C))
# __class__
def setc(o, c): o.__class__ = c; return type(o).__name__
show(lambda: setc(A(), B)); show(lambda: setc(A(), int)); show(lambda: setc(5, int)); show(lambda: setc(A(), 5)); show(lambda: setc(S1(), S3)); show(lambda: setc(S1(), A)); show(lambda: setc(A, type)); show(lambda: setc([], list))
class M1(type): pass
class M2(type): pass
K = M1("K", (), {}); show(lambda: setc(K, M2)); show(lambda: setc(A, M1))
class L(list): pass
class L2(list): pass
show(lambda: setc(L(), L2)); show(lambda: setc(L(), list)); show(lambda: setc(L(), A))
def delc(o): del o.__class__
show(lambda: delc(A()))
import types, sys
class Mod(types.ModuleType):
    @property
    def x(self): return 42
    def __call__(self): return "called"
m = types.ModuleType("m"); show(lambda: setc(m, Mod)); print(m.x, m())
sys.modules[__name__].__class__ = Mod
import __main__
print(__main__.x, __main__())
show(lambda: setc(m, A)); show(lambda: setc(A(), types.ModuleType)); show(lambda: setc(m, types.ModuleType))
class MG(types.ModuleType):
    def __getattr__(self, n): return "got " + n
m.__class__ = MG; print(m.anything)
show(lambda: setc(lambda: 1, A)); show(lambda: setc(ValueError(), KeyError)); show(lambda: setc(ValueError(), TypeError))
class E1(ValueError): pass
class E2(ValueError): pass
show(lambda: setc(E1(), E2))
A.f = lambda self: "changed"; print(d.f(), C().f())
class P:
    @property
    def __class__(self): return int
print(isinstance(P(), int), P().__class__, type(P()))
