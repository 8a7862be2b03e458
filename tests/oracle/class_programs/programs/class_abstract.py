"""Abstract base classes: what cannot be instantiated, virtual subclasses, hooks."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
from abc import ABC, ABCMeta, abstractmethod
import abc
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    @staticmethod
    @abstractmethod
    def st(): ...
    def ok(self): return 1
print(sorted(Shape.__abstractmethods__))
t(lambda: Shape())
class Half(Shape):
    def area(self): return 1
t(lambda: Half())
class One(Shape):
    def area(self): return 2
    name = 'n'
    make = st = None
print(One().area(), One.__abstractmethods__)
class OnlyOne(ABC):
    @abstractmethod
    def foo(self): pass
t(lambda: OnlyOne())
class Other: pass
print(issubclass(Other, Shape), isinstance(Other(), Shape))
print(Shape.register(Other)); print(issubclass(Other, Shape), isinstance(Other(), Shape))
class Sub(Other): pass
print(issubclass(Sub, Shape), isinstance(Sub(), Shape), isinstance(3, Shape), issubclass(int, Shape))
class Sized(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C):
        if cls is Sized: return any('__len__' in B.__dict__ for B in C.__mro__)
        return NotImplemented
print(issubclass(list, Sized), isinstance([], Sized), isinstance(3, Sized), issubclass(int, Sized))
class SubSized(Sized): pass
print(issubclass(list, SubSized), issubclass(SubSized, Sized))
t(lambda: Shape.register(3)); t(lambda: Sub.register(Shape)); t(lambda: issubclass(3, Shape)); t(lambda: One.register(Shape))
@Shape.register
class Deco: pass
print(isinstance(Deco(), Shape))
class A1(ABC): pass
class A2(A1): pass
A2.register(int)
print(isinstance(1, A1), isinstance(True, A1), isinstance('a', A1))
tok = abc.get_cache_token(); A1.register(str); print(abc.get_cache_token() != tok, isinstance('a', A1))
import gc, weakref
class Tmp: pass
A1.register(Tmp); r = weakref.ref(Tmp); print(isinstance(Tmp(), A1)); del Tmp; gc.collect(); print(r())
print(type(A1), A1.__class__.__mro__, ABC.__slots__, ABCMeta.__module__)
class Abs2(ABC):
    x = abc.abstractproperty(lambda s: 1)
t(lambda: Abs2())
def upd():
    class U(ABC):
        @abstractmethod
        def f(self): pass
    U.f = lambda self: 5
    abc.update_abstractmethods(U)
    return U().f()
t(upd)
class WithInit(ABC):
    def __init_subclass__(cls, **k): print('is', cls.__name__, k); super().__init_subclass__()
class WI2(WithInit, q=1): pass
class AbsList(list, ABC):
    @abstractmethod
    def f(self): pass
t(lambda: AbsList())
