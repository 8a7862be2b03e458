"""What objects say of how they are copied."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
import copy
class S(set): pass
s = S([1]); s.a = 2
t(lambda: {1}.__reduce__()); t(lambda: s.__reduce__()); t(lambda: frozenset([1]).__reduce_ex__(4)); t(lambda: range(3).__reduce__()); t(lambda: slice(1,2).__reduce__()); t(lambda: bytearray(b'ab').__reduce_ex__(4)); t(lambda: bytearray().__reduce__()); 
t(lambda: copy.deepcopy(frozenset([1,2])) == frozenset([1,2])); t(lambda: copy.copy(s) == s); t(lambda: copy.deepcopy(s).a)
t(lambda: (x for x in []).__reduce_ex__(2)); t(lambda: copy.copy(copy)); t(lambda: (lambda: 0).__reduce_ex__(2))
class L(list): pass
l = L([1, 2]); l.z = 1
r = l.__reduce_ex__(2); print(r[1:3], list(r[3]), r[4], r[0].__name__)
class D(dict): pass
d = D(a=1); r = d.__reduce_ex__(4); print(r[1:4], list(r[4]))
class I(int): pass
i = I(5); i.q = 1; print(i.__reduce_ex__(2)[1:]); c = copy.copy(i); print(c, type(c), c.q)
class T(tuple): pass
print(copy.deepcopy(T((1, [2]))), type(copy.copy(T((1,)))))
class St(str): pass
print(copy.copy(St('ab')), type(copy.copy(St('ab'))))
class NA:
    def __new__(cls, a): o = super().__new__(cls); o.a = a; return o
    def __getnewargs__(self): return (self.a,)
print(NA(3).__reduce_ex__(2)[1:3], copy.copy(NA(4)).a)
class GS:
    def __getstate__(self): return {'s': 1}
    def __setstate__(self, st): self.st = st
print(copy.copy(GS()).st)
class RE:
    def __reduce_ex__(self, p): return (int, ('7',))
print(copy.copy(RE()))
class RD:
    def __reduce__(self): return (str, (8,))
print(copy.deepcopy(RD()))
class SL: __slots__ = ('a', 'b')
x = SL(); x.a = 1; y = copy.copy(x); print(y.a, hasattr(y, 'b')); print(x.__reduce_ex__(2)[1:3])
t(lambda: object().__reduce_ex__(2)[1:]); t(lambda: property().__reduce_ex__(2))
t(lambda: object().__format__('x')); t(lambda: object().__format__(1)); t(lambda: object().__sizeof__()); t(lambda: object().__dir__()[:2] is not None); t(lambda: object.__init_subclass__()); t(lambda: object.__init_subclass__(1)); t(lambda: object.__init_subclass__(a=1)); t(lambda: object().__getstate__())
