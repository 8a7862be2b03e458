"""How functions, aliases, unions and namespaces are found and bound; orders of lookup."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e, getattr(e,'__notes__',''), repr(e.__cause__))
class BadSN:
    def __set_name__(self, o, n): raise ValueError('bad', n)
t(lambda: type('C', (), {'x': BadSN()}))
import types
N = types.SimpleNamespace
n = N(a=1, b='x'); t(lambda: n); n.n = n; t(lambda: n); t(lambda: N(1)); t(lambda: N(a=1) == N(a=1)); t(lambda: N(a=1) < N(a=2)); t(lambda: N({'a': 3})); t(lambda: N(1, 2))
class NN(N): pass
t(lambda: NN(z=1)); t(lambda: vars(N(q=1)))
l = list[int]; t(lambda: l); t(lambda: (l.__origin__, l.__args__, l.__parameters__)); t(lambda: l == list[int]); t(lambda: hash(l) == hash(list[int])); t(lambda: l()); t(lambda: dict[str, 'x']); t(lambda: tuple[int, ...]); t(lambda: l[int]); t(lambda: list[int][str]); t(lambda: isinstance(1, l)); t(lambda: issubclass(int, l)); t(lambda: l.append); t(lambda: dict[str, list[int]]); t(lambda: list[()]); t(lambda: list[None]); t(lambda: list[...]); t(lambda: type[int]); t(lambda: list[N])
u = int | str; t(lambda: u); t(lambda: u.__args__); t(lambda: isinstance(1, u)); t(lambda: u == (str | int)); t(lambda: int | None); t(lambda: int | int); t(lambda: u | float); t(lambda: int | 3); t(lambda: u[0]); t(lambda: issubclass(bool, u)); t(lambda: hash(u) == hash(str | int)); t(lambda: list[int] | None); t(lambda: isinstance([], list[int] | None)); t(lambda: type(u)()); t(lambda: int | str | int); t(lambda: None | int); t(lambda: type[int] | str)
class LL(list[int]): pass
t(lambda: (LL.__mro__, LL.__orig_bases__))
a = list[int]; t(lambda: a([1])); t(lambda: a.__class__); t(lambda: types.GenericAlias(list, (int,)))
# functions binding
class C:
    def f(self): return self.v
    v = 3
    g = len
    h = staticmethod(len)
    k = lambda self: self.v
c = C(); print(c.f.__func__ is C.f, c.f.__self__ is c, C.f(c), c.k(), c.h([1]), c.f == c.f, c.f.__name__, c.f.__qualname__, c.f is c.f)
print(str(c.f)[:25], types.MethodType(lambda s: s, 5)())
C.late = lambda self, x: (self.v, x); print(c.late(2)); c.inst = lambda x: x; print(c.inst(1))
# order of lookup
class D1:
    def __get__(s, o, t): return 'data'
    def __set__(s, o, v): raise AttributeError('ro')
class E: d = D1()
e = E(); e.__dict__['d'] = 5; print(e.d); t(lambda: setattr(e, 'd', 1))
# class attr via metaclass descriptors
class Meta(type):
    @property
    def prop(cls): return 'mp ' + cls.__name__
    def meth(cls): return cls.__name__
    x = 'meta x'
class K(metaclass=Meta): y = 1
print(K.prop, K.meth(), K.x); t(lambda: K().prop); t(lambda: setattr(K, 'prop', 1)); K.x = 2; print(K.x, Meta.x)
class A:
    def __init__(self): self.log = ['A']
class B(A):
    def __init__(self): super().__init__(); self.log.append('B')
class Cc(A):
    def __init__(self): super().__init__(); self.log.append('C')
class D(B, Cc):
    def __init__(self): super().__init__(); self.log.append('D')
print(D().log, [k.__name__ for k in D.__mro__])
class Pt:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
print(Pt(1, 2) == Pt(1, 2), len({Pt(1, 2), Pt(1, 2)}), Pt.x)
class Cnt:
    n = 0
    def __new__(cls, *a):
        cls.n += 1; return super().__new__(cls)
Cnt(); Cnt(); print(Cnt.n)
class Single:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
print(Single() is Single())
t(lambda: C.zzz); t(lambda: c.zzz); t(lambda: (1).zzz); t(lambda: setattr(1, 'a', 2)); t(lambda: delattr(c, 'zzz')); t(lambda: setattr(object(), 'a', 1)); t(lambda: types.nope); t(lambda: getattr(c, 3)); t(lambda: setattr(c, 3, 3)); t(lambda: [].append.__self__); t(lambda: setattr([], 'append', 1)); t(lambda: len.zzz)
try: c.qqq
except AttributeError as e: print(e.name, e.obj is c)
class functools:
    class cached_property:
        def __init__(s, f): s.f = f
        def __set_name__(s, o, n): s.n = n
        def __get__(s, o, t=None):
            v = o.__dict__[s.n] = s.f(o); return v
class Cached:
    @functools.cached_property
    def v(self): print('calc'); return 5
cc = Cached(); print(cc.v, cc.v, cc.__dict__)
class WR:
    pass
import weakref
w = WR(); r = weakref.ref(w); print(r() is w); del w; print(r())
class KR(weakref.ref):
    __slots__ = ('key',)
    def __new__(t, o, cb=None, key=0): s = super().__new__(t, o, cb); s.key = key; return s
    def __init__(s, o, cb=None, key=0): super().__init__(o, cb)
w = WR(); kr = KR(w, None, 5); print(kr.key, kr() is w)
class Exc(ValueError):
    def __init__(self, a, b): super().__init__(a); self.b = b
    def __str__(self): return 'Exc:' + super().__str__()
try: raise Exc(1, 2)
except ValueError as e: print(e, repr(e), e.args, e.b)
class OSub(OSError):
    def __new__(cls, *a): o = super().__new__(cls, *a); o.tag = 1; return o
print(OSub(2, 'x').errno, OSub(2, 'x').tag, type(OSub(2, 'y')))
print(dict.fromkeys('ab', 1)); 
class DF(dict): pass
print(DF.fromkeys('ab'), type(DF.fromkeys('a')), type(DF().copy()))
t(lambda: dict.__dict__['fromkeys']); t(lambda: dict.__dict__['fromkeys'].__get__(None, dict)('a')); t(lambda: dict.__dict__['fromkeys'](dict, 'b')); t(lambda: dict.__dict__['fromkeys'](int, 'b')); t(lambda: dict.__dict__['fromkeys']())
