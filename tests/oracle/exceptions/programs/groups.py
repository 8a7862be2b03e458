"""Exception groups: made, taken apart, caught with except*."""
import sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
E=ExceptionGroup; B=BaseExceptionGroup
t(lambda: E()); t(lambda: E(1)); t(lambda: E(1,2)); t(lambda: E("a",2)); t(lambda: E("a",[])); t(lambda:E("a",[1])); t(lambda:E("a",{1}));t(lambda:E("a",[KeyboardInterrupt()]))
t(lambda:B("a",[KeyboardInterrupt()])); t(lambda:E("a",[ValueError()],3)); t(lambda:E("a",exceptions=[ValueError()])); t(lambda: E("a",[ValueError()],x=1)); t(lambda: E(message="a", exceptions=[ValueError()]))
class D(E): pass
class M(B): pass
t(lambda:D("a",[KeyboardInterrupt()])); t(lambda:M("a",[ValueError()])); t(lambda:type(M("a",[ValueError()])))
e=E("m",[ValueError(1),TypeError(2),E("n",[OSError(3),ValueError(4)])])
t(lambda:e.split(ValueError)); t(lambda:e.subgroup(ValueError)); t(lambda:e.subgroup((TypeError,OSError))); t(lambda:e.split(lambda x: isinstance(x,OSError)));
t(lambda:e.split(1)); t(lambda:e.split([ValueError])); t(lambda:e.split(int)); t(lambda:e.split((int,))); t(lambda: e.derive([KeyError()])); t(lambda: e.derive(1)); t(lambda:e.subgroup(len)); t(lambda:e.subgroup(print))
t(lambda:e.split(E)); t(lambda:e.split(B)); t(lambda:e.split(KeyError)); t(lambda:e.subgroup(KeyError)); t(lambda:e.derive([]))
class C:
    def __call__(self, x): return True
t(lambda:e.split(C()))
def s(n,v):
    setattr(e,n,v)
t(lambda:s("message",1)); t(lambda:s("exceptions",1)); t(lambda:s("x",1)); t(lambda: e.message); t(lambda:e.exceptions); t(lambda:E[int]); t(lambda:str(e)); t(lambda:str(E("x",[ValueError()])))
t(lambda: e.__reduce__())
import copy, pickle
t(lambda: copy.copy(e)); t(lambda: copy.deepcopy(e))
t(lambda: pickle.loads(pickle.dumps(e)))
e.add_note("hello"); e.__cause__=ValueError("c")
m,r=e.split(ValueError)
print(m.__notes__, r.__notes__, m.__notes__ is e.__notes__, m.__cause__, m.__suppress_context__, m.__context__, m.__traceback__)
class X(E):
    def derive(self, excs): return 5
t(lambda: X("a",[ValueError(),TypeError()]).split(ValueError))
class Y(E):
    def __new__(cls, m, excs, code): 
        o=super().__new__(cls, m, excs); o.code=code; return o
    def __init__(self,*a): pass
    def derive(self, excs): return Y(self.message, excs, self.code)
y=Y("y",[ValueError(),TypeError()],7)
t(lambda: y); t(lambda: y.split(ValueError)[0].code); t(lambda: y.args)
print(sys.getsizeof(e), sys.getsizeof(y), sys.getsizeof(D("a",[ValueError()])), sys.getrefcount(e.exceptions), D.__basicsize__, E.__basicsize__, E.__weakrefoffset__, B.__basicsize__, sys.getsizeof(E) - sys.getsizeof(D))
import weakref, gc
print(weakref.ref(e)() is e, gc.is_tracked(e))
t(lambda: weakref.ref(B("a",[KeyboardInterrupt()])))
print(E.__dict__.keys(), [n for n in B.__dict__ if n != '__doc__'], E.__bases__, E.__mro__, E.__base__)
l=[ValueError()]; t(lambda: E("a",tuple(l)).exceptions); tt=(ValueError(),); print(E("a",tt).exceptions is tt)
t(lambda: e.__init__(1,2,3)); t(lambda: e.args); t(lambda: repr(e)); t(lambda:e.__init__(x=1))
def handler(ex, *types):
    try:
        try: raise ex
        except* ValueError as g: print("V", repr(g), sys.exc_info()[1] is g, sys.getrefcount(g))
        except* (TypeError, OSError) as g: print("TO", repr(g))
        else: print("else")
        finally: print("fin")
    except BaseException as r: print("rest", repr(r), repr(r.__context__), repr(r.__cause__))
for ex in (ValueError(1), TypeError(2), KeyError(3), E("q",[ValueError(1)]), E("q",[ValueError(1),KeyError(2)]), E("q",[E("r",[OSError(5),KeyError(6)]),ValueError(8)]), B("z",[KeyboardInterrupt(), ValueError(1)])):
    handler(ex)
try:
    pass
except* ValueError: pass
else: print("else")
def raising(ex):
    try:
        try: raise ex
        except* ValueError: raise KeyError("from V")
        except* TypeError as g: raise
        except* OSError as g: raise g
    except BaseException as r: print("rest", repr(r), repr(r.__context__), repr(r.__cause__), r.__suppress_context__)
for ex in (ValueError(1), TypeError(2), OSError(3), E("q",[ValueError(1), TypeError(2)]), E("q",[ValueError(1), OSError(2), KeyError(9)]),  E("q",[OSError(2), TypeError(3)]), E("q",[OSError(2)])): raising(ex)
def bad(x):
    try:
        try: raise E("a",[ValueError(1)])
        except* x: print("caught")
    except BaseException as r: print(type(r).__name__, r, repr(r.__context__))
for x in (1, int, E, B, (ValueError, E), (ValueError, 3), [ValueError], Exception, BaseException, D, object): bad(x)
def gen():
    try:
        yield 1
    except* ValueError as g:
        print("gen", repr(g)); yield 2
        print(repr(sys.exc_info()[1]))
    yield 3
g=gen(); next(g); print(g.throw(ValueError("t")), next(g))
def f():
    try: raise E("a",[ValueError(1)])
    except* ValueError as e: pass
    try: e
    except UnboundLocalError as u: print(u)
f()
def nested():
    try:
        try: raise E("a",[ValueError(1),TypeError(2)])
        except* ValueError:
            try: raise E("b",[KeyError(1)])
            except* KeyError: print("inner", repr(sys.exc_info()[1]))
            print("back", repr(sys.exc_info()[1]))
    except* TypeError as t: print("outer", repr(t))
    print(sys.exc_info())
nested()
def loop():
    for i in range(3):
        try: raise E("a",[ValueError(i)])
        except* ValueError:
            for j in range(2):
                if j: continue
                break
            else: pass
    return "ok"
print(loop())
import contextlib
for ex in (E("a",[ValueError(1),TypeError(2)]), ValueError(), E("a",[ValueError(2)])):
    try:
        with contextlib.suppress(ValueError): raise ex
        print("suppressed")
    except BaseException as r: print(repr(r))
