"""property, static and class methods, super, proxies of dicts, metaclasses, descriptors of a program."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class C:
    @property
    def x(self): "docx"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    @staticmethod
    def s(a): "docs"; return a
    @classmethod
    def c(cls, a): "docc"; return cls, a
c = C(); c.x = 5; print(c.x); del c.x
t(lambda: c.x)
print(C.x.__doc__, C.__dict__['s'].__doc__, C.__dict__['c'].__doc__, C.s(3), C.c(4), c.s(1), c.c(2))
p = property(); C.p = p
t(lambda: c.p); t(lambda: setattr(c,'p',1)); t(lambda: delattr(c,'p'))
C.p.__set_name__(C,'pp'); t(lambda: c.p)
t(lambda: super(C,1)); t(lambda: super(1,1)); t(lambda: super(C,c).zz); t(lambda: repr(super(C,c))); t(lambda: repr(super(C)))
t(lambda: p.__set_name__(1)); t(lambda: property(1,2,3,4,5)); t(lambda: property(foo=1))
t(lambda: staticmethod()); t(lambda: classmethod(1,2)); t(lambda: staticmethod(f=1)); t(lambda: super())
t(lambda: super(x=1)); t(lambda: super(1,2,3))
def bad(): C.__dict__['q']=1
t(lambda: C.__dict__['q']); t(bad)
t(lambda: C.__dict__.get('q',3)); t(lambda: sorted((C.__dict__|{'zz':1})))
MP = type(C.__dict__)
t(lambda: repr(MP({'a':1}))); t(lambda: MP([1])); t(lambda: MP(3)); t(lambda: hash(MP({})))
t(lambda: list(MP({'a':1}))); t(lambda: len(MP({'a':1}))); t(lambda: 'a' in MP({'a':1})); t(lambda: MP({'a':1})=={'a':1}); t(lambda: MP({'a':1}).items()); t(lambda: str(MP({'a':1})))
class M(type):
    def __new__(m, n, b, d, **k):
        print('new', n, b, sorted(n for n in d if n != '__classdictcell__'), k); return super().__new__(m, n, b, d)
    def __init__(s, n, b, d, **k):
        print('init', n, k); super().__init__(n, b, d)
    def __call__(cls, *a, **k):
        print('call', cls.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, n, b, **k):
        print('prepare', n, b, k); return {'pre': 1}
    def __instancecheck__(cls, o): print('ic', cls.__name__); return o == 3
    def __subclasscheck__(cls, o): print('sc'); return o is int
    def __getattr__(cls, n): return 'meta-' + n
    def __len__(cls): return 7
    def __iter__(cls): return iter('ab')
    def __getitem__(cls, k): return ('item', k)
    def __contains__(cls, k): return k == 1
    def __repr__(cls): return '<M %s>' % cls.__name__
class K(metaclass=M, kw=1):
    def __init__(self, a): self.a = a
k = K(9)
print(k.a, isinstance(3, K), isinstance(4, K), issubclass(int, K), K.foo, len(K), list(K), K[5], 1 in K, K.pre, K)
class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw); cls.subs.append((cls.__name__, tag))
class D1(Base, tag='x'): pass
class D2(D1): pass
print(Base.subs)
t(lambda: type('E1', (Base,), {}, foo=1))
t(lambda: type('E1', (), {}, foo=1))
class Desc:
    def __set_name__(self, owner, name): self.n = name; print('set_name', owner.__name__, name)
    def __get__(self, o, t): return (self.n, o is None, t.__name__)
    def __set__(self, o, v): print('set', v)
    def __delete__(self, o): print('delete')
class H:
    d = Desc()
h = H(); print(h.d, H.d); h.d = 4; del h.d
class NonData:
    def __get__(self, o, t=None): return 'nd'
class H2: d = NonData()
h2 = H2(); print(h2.d); h2.d = 3; print(h2.d, H2.d); del h2.d; print(h2.d)
class OnlySet:
    def __set__(self, o, v): o.__dict__['z'] = v
class H3: z = OnlySet()
h3 = H3(); h3.z = 5; print(h3.z); t(lambda: delattr(h3, 'z'))
