"""Classes whose metaclass puts them anywhere in their order, or nowhere."""
def told(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
class A(object):
    def f(self): return "A"
    def __len__(self): return 7
class B(A): pass
class C(A):
    def f(self): return "C"
class D(B, C): pass
class Reversed(type):
    def mro(cls):
        order = type.mro(cls)
        order.reverse()
        return order
class X(D, B, C, A, metaclass=Reversed):
    def __repr__(self): return "an X"
    def __hash__(self): return 7
    def __add__(self, other): return "added"
    def g(self): return "g"
    x = 5
print(X.__mro__, X().f(), X.x, X().x, len(X()), X().g(), X() + 1, hash(X()) == 7, repr(X())[:8])
X.x = 6
print(X.x, X().x)
X.f = lambda self: "X"
print(X().f(), isinstance(X(), X), issubclass(X, X), isinstance(X(), D), issubclass(X, A))
class Y(X): pass
print(Y.__mro__, Y().x, Y.mro())
def order(answer):
    class Meta(type):
        def mro(cls):
            return answer(cls)
    return Meta
told(lambda: order(lambda c: [])("E", (), {}))
def e():
    c = order(lambda c: [])("E", (), {"a": 1})
    print(c.__mro__, issubclass(c, c), issubclass(c, object))
    told(lambda: c.a)
    told(lambda: c())
    told(lambda: c().a)
    told(lambda: isinstance(c(), c))
    told(lambda: isinstance(c(), object))
told(e)
def e():
    c = order(lambda c: [A])("E", (), {"a": 1})
    print(c.__mro__, issubclass(c, c), issubclass(c, object), issubclass(c, A))
    told(lambda: c.a)
    told(lambda: c())
    told(lambda: c().a)
    told(lambda: c().f())
    told(lambda: len(c()))
    told(lambda: isinstance(c(), c))
    told(lambda: isinstance(c(), object))
    told(lambda: super(c, c()))
    told(lambda: super(c, c()).f)
    d = type(c)("D", (c,), {})
    told(lambda: d.__mro__)
    told(lambda: type("D", (c,), {}))
told(e)
def e():
    c = order(lambda c: [object, c])("E", (A,), {"a": 1, "__repr__": lambda self: "repr"})
    print(c.__mro__, c.a, c().a, repr(c())[:10])
    told(lambda: c().f())
    told(lambda: len(c()))
    told(lambda: super(c, c()).f)
    c.a = 2
    print(c.a)
told(e)
for answer in ((lambda c: 1), (lambda c: [1]), (lambda c: [c, int]), (lambda c: [int, c]), (lambda c: [c]), (lambda c: [object]), (lambda c: [c, c, object])):
    told(lambda: order(answer)("E", (), {}).__mro__)
class Numbers(int, metaclass=Reversed):
    def __add__(self, other): return "never"
    def __call__(self): return "called"
    def __iter__(self): return iter("ab")
    @property
    def p(self): return self.real
    attribute = 1
print(Numbers.__mro__, Numbers(3) + 4, Numbers(3)(), list(Numbers(3)), Numbers(3).p, Numbers(3).attribute, isinstance(Numbers(), int), Numbers.__new__ is object.__new__)
class Dict(dict, metaclass=order(lambda c: type.mro(c))):
    pass
print(Dict(a=1), Dict.__mro__)
class Late(X):
    def __len__(self): return 1
    def f(self): return "late"
late = Late()
print(len(late), late.f(), Late.__mro__)
A.f = lambda self: "A again"
del A.__len__
D.__len__ = lambda self: 2
print(late.f(), len(late), X().f(), len(X()))
Late.h = lambda self: "h"
print(late.h(), callable(late.h), hasattr(X, "h"))
class Wrong(Exception, metaclass=Reversed):
    def __str__(self): return "own text"
try:
    raise Wrong()
except Exception as e:
    print(type(e), e, isinstance(e, Wrong), e.args)
try:
    raise Wrong
except Wrong:
    print("caught")
