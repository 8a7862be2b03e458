"""Attributes of types, and what isinstance, metaclasses, mro() and slot wrappers answer."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class A:
    "doc A"
    x = 1
    def f(self): pass
class B(A): y: int = 3
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, B.__doc__, A.__bases__, B.__mro__, B.__base__, B.mro(), A.__subclasses__())
print(B.__annotations__, A.__annotations__)
A.__name__ = 'AA'; print(A.__name__, A.__qualname__, A); A.__qualname__ = 'Q.A'; print(A, A())if 0 else print(A)
A.__doc__ = 'new'; print(A.__doc__); A.__module__ = 'mod'; print(A)
t(lambda: setattr(A, '__name__', 1)); t(lambda: delattr(A, '__name__')); t(lambda: setattr(int, '__name__', 'x')); t(lambda: setattr(int, 'foo', 1)); t(lambda: setattr(A, '__name__', 'a\0b')); t(lambda: delattr(A,'nope')); t(lambda: A.nope); t(lambda: setattr(A,'__mro__',()))
t(lambda: setattr(A,'__dict__',{})); t(lambda: delattr(int,'real')); t(lambda: setattr(A, '__qualname__', 3))
A.__name__='Ünï'; print(A.__name__); A.__name__='A'; A.__module__='__main__'; A.__qualname__='A'
print(A.__basicsize__, A.__itemsize__, A.__dictoffset__, A.__weakrefoffset__, A.__flags__ & (1<<9|1<<10|1<<14), int.__basicsize__, tuple.__itemsize__)
t(lambda: A.__abstractmethods__); t(lambda: type.__abstractmethods__)
print(A.__type_params__ if hasattr(A,'__type_params__') else 'no tp')
print(int.__doc__ is None or True, type(A.__dict__), sorted(k for k in A.__dict__ if not k.startswith('__a') and k not in ('__static_attributes__','__firstlineno__')))
print([n for n in dir(B) if not n.startswith('_')], [n for n in dir(B()) if n.startswith('__') and not n.startswith('__a')][:40])
class Dir:
    def __dir__(self): return ['b', 'a']
print(dir(Dir()))
o = A(); o.z = 1; print('z' in dir(o), 'f' in dir(o), '__class__' in dir(o))
import sys
print([n for n in dir(type) if 'mro' in n])
print(isinstance(1, (str, (int,))), issubclass(bool, (str, int)), isinstance(1, int | str), isinstance(None, int | None))
t(lambda: isinstance(1, 2)); t(lambda: issubclass(1, int)); t(lambda: issubclass(int, 1)); t(lambda: isinstance(1, (2,)))
class Fake:
    @property
    def __class__(self): return int
print(isinstance(Fake(), int), type(Fake()), isinstance(Fake(), Fake))
class X: pass
class Y: pass
x = X(); x.a = 1; x.__class__ = Y; print(type(x), x.a); t(lambda: setattr(x, '__class__', int)); t(lambda: setattr(x,'__class__',1)); t(lambda: delattr(x,'__class__'))
t(lambda: type('Z', (X, A), {}).__mro__)
class P: pass
class Q(P): pass
t(lambda: type('Z', (P, Q), {}))
class CG:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(CG[1], CG['a', 'b']); t(lambda: CG()[1]); t(lambda: X[1])
class ME:
    def __mro_entries__(self, bases): return (A,)
class Z(ME()): pass
print(Z.__mro__, Z.__orig_bases__[0].__class__.__name__); t(lambda: type('W', (ME(),), {}))
class Meta1(type): pass
class Meta2(type): pass
class U1(metaclass=Meta1): pass
class U2(metaclass=Meta2): pass
t(lambda: type('U3', (U1, U2), {})); t(lambda: type(type('U4', (U1,), {})))
class MroMeta(type):
    def mro(cls): return [cls, A, object]
class MM(metaclass=MroMeta): pass
print(MM.__mro__, MM.x)
class BadMro(type):
    def mro(cls): return [1]
t(lambda: BadMro('x', (), {}))
def fmeta(n, b, d): return (n, b, sorted(k for k in d if not k.startswith('__')))
class FM(A, metaclass=fmeta): q = 1
print(FM)
print(object.__reduce_ex__(A(), 2)[1:], A().__getstate__(), o.__getstate__(), o.__reduce_ex__(2)[2])
class Sl: __slots__ = ('a',)
sl = Sl(); sl.a = 3; print(sl.__getstate__())
print(A.__init__, A.__hash__, A.__eq__, A.__repr__, A.__str__, A.__setattr__, A.__getattribute__, A.__new__, A.__init_subclass__, A.__subclasshook__, A.__dir__, A.__sizeof__, A.__reduce_ex__, A.__format__) if 0 else None
for n in ('__init__', '__hash__', '__eq__', '__setattr__', '__format__', '__reduce__', '__subclasshook__','__class__', '__dict__', '__weakref__', '__doc__', '__new__'):
    v = A.__dict__.get(n) or object.__dict__.get(n); print(n, type(v).__name__, getattr(v, '__name__', None), getattr(v, '__objclass__', None), getattr(v, '__qualname__', None))
print(int.__add__, (1).__add__(2), int.__add__(1, 2), (1).__eq__(1.0), (1).__lt__('a'), list.__len__([1]), str.__add__('a', 'b'), dict.__getitem__({1: 2}, 1), [].__iter__().__next__ is None, object.__eq__(1, 1), object.__ne__(1,2))
t(lambda: int.__add__('a', 1)); t(lambda: int.__add__()); t(lambda: int.__add__(1)); t(lambda: int.__add__(1, 2, 3)); t(lambda: int.__add__(1, b=2)); t(lambda: (1).__add__()); t(lambda: [].__len__(1)); t(lambda: object.__setattr__(A, 'x', 1)); t(lambda: object.__getattribute__(1)); t(lambda: object.__getattribute__(1, 2)); t(lambda: object.__setattr__(A(), 1, 2)); t(lambda: object().__setattr__('x', 1)); t(lambda: type.__call__(A) is not None); t(lambda: type.__setattr__(int, 'x', 1)); t(lambda: pow(2,3,5)); t(lambda: int.__pow__(2,3,5)); t(lambda: int.__rsub__(2, 5)); t(lambda: [1].__mul__(2)); t(lambda: [1].__iadd__('ab')); t(lambda: (1).__bool__()); t(lambda: (5).__float__()); t(lambda: (5.7).__int__()); t(lambda: True.__index__()); t(lambda: True.__and__(False)); t(lambda: {1}.__or__({2})); t(lambda: {1: 2}.__or__({3: 4})); t(lambda: 'a%s'.__mod__(1)); t(lambda: 'abc'.__contains__('b')); t(lambda: (3).__hash__()); t(lambda: 'x'.__hash__() == hash('x')); t(lambda: [].__hash__); t(lambda: (1).__repr__()); t(lambda: 'a'.__str__()); t(lambda: (1).__divmod__(2)); t(lambda: (7).__rdivmod__(20)); t(lambda: (1.5).__rtruediv__(3)); t(lambda: [3,1].__lt__([3,2])); t(lambda: (1,).__ge__((1,))); t(lambda: [1].__getitem__(0)); t(lambda: [1,2].__delitem__(0)); t(lambda: {}.__setitem__(1,2)); t(lambda: {}.__delitem__(1)); t(lambda: iter([1]).__next__()); t(lambda: iter([]).__next__())

# The name of the module is not the interned one before 3.13.
class Named: pass
main = "__main__"
print(Named.__module__ is main, Named.__module__ is __name__, __name__ is main, __import__("sys").intern("__main__") is main)
