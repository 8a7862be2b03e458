"""__new__ and __init__ of classes and of what extends builtin types; attribute hooks; slots."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class G:
    def __getattr__(self, n):
        if n.startswith('x'): return n
        raise AttributeError(n)
    def __setattr__(self, n, v): print('sa', n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print('da', n); super().__delattr__(n)
g = G(); g.a = 1; print(g.a, g.xy); del g.a; t(lambda: g.a); t(lambda: hasattr(g,'q')); t(lambda: getattr(g,'q',5))
class GA:
    def __getattribute__(self, n):
        if n == 'secret': raise AttributeError('no')
        return ('ga', n) if n.startswith('q') else super().__getattribute__(n)
    def __getattr__(self, n): return ('fallback', n)
ga = GA(); print(ga.qq, ga.secret, ga.zz); ga.w = 1; print(ga.w)
class S:
    __slots__ = ('a', '__b')
    def __init__(self): self.a = 1
    def setb(self): self.__b = 2; return self.__b
s = S(); print(s.a, s.setb()); t(lambda: setattr(s, 'c', 1)); t(lambda: s.__dict__); del s.a; t(lambda: s.a); t(lambda: delattr(s,'a'))
class S2(S): pass
s2 = S2(); s2.zz = 1; print(s2.__dict__, S2.__slots__, S.a)
class S3: __slots__ = {'p': 'doc p', 'q': 'doc q'}
t(lambda: S3.__slots__); s3=S3(); s3.p=1; print(s3.p)
class S4: __slots__ = iter(['m','n'])
s4=S4(); s4.m=3; print(s4.m)
t(lambda: type('X', (), {'__slots__': ['1a']})); t(lambda: type('X', (), {'__slots__': [1]})); t(lambda: type('X', (), {'__slots__': ('a',), 'a': 1})); t(lambda: type('X', (int,), {'__slots__': ('a',)})); t(lambda: type('X', (), {'__slots__': ('__dict__','__dict__')}))
class L(list):
    def __init__(self, *a): print('linit', a); super().__init__(*a); self.extra = len(a)
    def __len__(self): return 100 + super().__len__()
    def __getitem__(self, i): return ('L', super().__getitem__(i))
    def append(self, x): super().append(x * 2)
    def __repr__(self): return 'L' + super().__repr__()
    def __contains__(self, x): return x == 'magic' or super().__contains__(x)
    def __iter__(self): return (('it', x) for x in super().__iter__())
    def __add__(self, o): return ('add', super().__add__(o))
    def __eq__(self, o): return super().__eq__(o)
l = L([1,2,3]); l.append(5); print(l, len(l), l[0], l[-1], 'magic' in l, 2 in l, 9 in l, list(l), l + [1], l == [1,2,3,10], l.extra, sorted(l))
t(lambda: hash(l))
class Dd(dict):
    def __missing__(self, k): return ('missing', k)
    def __setitem__(self, k, v): super().__setitem__(k, (v,))
d = Dd(a=1); d['b'] = 2; print(d, d['zz'], d.get('zz'), 'zz' in d)
class St(str):
    def __new__(cls, v, tag): o = super().__new__(cls, v.upper()); o.tag = tag; return o
    def __init__(self, *a): pass
    def __add__(self, o): return St(super().__add__(o), self.tag)
    def __len__(self): return 42
x = St('abc', 7); print(x, x.tag, type(x + 'd'), x + 'd', len(x), x[0], x.lower(), x == 'ABC', hash(x) == hash('ABC'), {x: 1}['ABC'])
class I(int):
    def __new__(cls, v=0): return int.__new__(cls, v + 1)
    def __add__(self, o): return I(int(self) + int(o))
    def __repr__(self): return 'I(%d)' % int(self)
i = I(4); print(i, i + 1, i * 2, -i, type(-i), i == 5, hash(i), 5 + i, i.real, int(i), I(), bool(I(-1)))
class F(float):
    def __new__(cls, v): return super().__new__(cls, v)
print(F('2.5'), F(2) + 1, type(F(1) * 2))
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
tt = T(1,2,3); print(tt, tt.first, tt[1:], type(tt[1:]), tt + (4,), tt == (1,2,3), len(tt), hash(tt) == hash((1,2,3)))
class Fs(frozenset): pass
print(Fs([1]), Fs([1]) | {2}, type(Fs([1]) | {2}), Fs([1]) == {1})
class B(bytes): pass
print(B(b'abc'), B(b'a') + b'b', B([65]))
t(lambda: L([1], 2)); t(lambda: object(1)); t(lambda: object.__new__(int)); t(lambda: int.__new__(str)); t(lambda: int.__new__()); t(lambda: int.__new__(3))
class NoArgs: pass
t(lambda: NoArgs(1)); t(lambda: NoArgs(a=1)); t(lambda: NoArgs.__init__(NoArgs(), 1)); t(lambda: object.__init__(NoArgs(), 2))
class WithNew:
    def __new__(cls, a): return super().__new__(cls)
t(lambda: WithNew(1) is not None); t(lambda: WithNew()); t(lambda: WithNew(1, 2))
class WithNew2:
    def __new__(cls, *a): return super().__new__(cls, *a)
t(lambda: WithNew2(1))
class WithInit:
    def __init__(self, a): super().__init__(a)
t(lambda: WithInit(1)); t(lambda: WithInit())
class BadInit:
    def __init__(self): return 3
t(lambda: BadInit())
class NewOther:
    def __new__(cls): return 5
    def __init__(self): print('never')
t(lambda: NewOther())
t(lambda: type()); t(lambda: type(1,2)); t(lambda: type(1,2,3)); t(lambda: type('a',2,3)); t(lambda: type('a',(),3)); t(lambda: type('a',(1,),{})); t(lambda: type('a\0b',(),{})); t(lambda: type('a',(bool,),{})); t(lambda: type('a',(int,str),{})); t(lambda: type('a',(int,int),{}))
t(lambda: int()); t(lambda: type(None)()); t(lambda: type(...)()); t(lambda: type(NotImplemented)() is NotImplemented); t(lambda: type(len)()); t(lambda: type(int.__add__)())
