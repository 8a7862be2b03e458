"""Every operator and builtin function through the special methods of a class, right and wrong."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class V:
    def __init__(s, v): s.v = v
    def __repr__(s): return 'V(%r)' % (s.v,)
    def __add__(s, o): return V(('add', s.v, o))
    def __radd__(s, o): return V(('radd', s.v, o))
    def __iadd__(s, o): s.v = ('iadd', s.v, o); return s
    def __neg__(s): return 'neg'
    def __pos__(s): return 'pos'
    def __invert__(s): return 'inv'
    def __abs__(s): return 'abs'
    def __lt__(s, o): return ('lt', o)
    def __eq__(s, o): return ('eq', o)
    def __hash__(s): return 7
    def __bool__(s): return False
    def __len__(s): return 3
    def __contains__(s, x): return x == 1
    def __getitem__(s, k): return ('gi', k)
    def __setitem__(s, k, v): print('si', k, v)
    def __delitem__(s, k): print('di', k)
    def __call__(s, *a, **k): return ('call', a, k)
    def __iter__(s): return iter([1, 2])
    def __reversed__(s): return 'rev'
    def __index__(s): return 2
    def __int__(s): return 5
    def __float__(s): return 1.5
    def __complex__(s): return 1j
    def __str__(s): return 'str!'
    def __format__(s, spec): return 'fmt:' + spec
    def __bytes__(s): return b'by'
    def __round__(s, n=None): return ('round', n)
    def __divmod__(s, o): return 'dm'
    def __rdivmod__(s, o): return 'rdm'
    def __pow__(s, o, m=None): return ('pow', o, m)
    def __rpow__(s, o): return ('rpow', o)
    def __matmul__(s, o): return 'mm'
    def __enter__(s): print('enter'); return s
    def __exit__(s, *a): print('exit', a[0]); return True
    def __dir__(s): return ['z', 'y']
    def __sizeof__(s): return 1000
    def __trunc__(s): return 'trunc'
v = V(1)
print(round(v), round(v,2)); print(v + 2, 2 + v, -v, +v, ~v, abs(v), v < 1, v == 2, v != 2, hash(v), bool(v), len(v), 1 in v, 2 in v, v[5], v[1:2], v(1, a=2), list(v), [10, 20, 30][v], int(v), float(v), complex(v), str(v), f'{v:abc}', format(v, 'x'), bytes(v), divmod(v, 1), divmod(1, v), v ** 2, 2 ** v, v @ 1, dir(v))
v[1] = 2; del v[3]
w = V(1); w += 5; print(w)
with v as q: 1/0
class N: pass
n = N()
for op in ('n + 1', '1 + n', '-n', 'n < 1', 'n()', 'n[0]', 'len(n)', '1 in n', 'iter(n)', 'next(n)', 'int(n)', 'float(n)', 'abs(n)', 'n @ n', 'n ** 2', 'divmod(n,1)', 'n += 1', 'hash(n) is not None', 'bool(n)', 'n == n', 'n != n', 'round(n)', 'reversed(n)', 'bytes(n)', '[1][n]', 'range(n)', 'format(n, "x")', 'n & 1', 'n << 1', 'n // 1', 'n % 1', 'n - 1', 'n * 1', 'n | 1', 'n ^ 1', 'n / 1', 'del n[0]', 'n.x'):
    def g():
        e = {'n': n}
        try: exec('r = ' + op if '+=' not in op and 'del' not in op else op, e)
        except Exception as x: return type(x).__name__ + ': ' + str(x)
        return e.get('r')
    r = g(); print(op, r if not isinstance(r, N) else 'N')
class R:
    def __init__(s, **k):
        for n, f in k.items(): setattr(R, n, f)
for name, val in (('__len__', -1), ('__len__', 'a'), ('__bool__', 3), ('__hash__', 'x'), ('__index__', 1.5), ('__int__', 'a'), ('__float__', 1), ('__str__', 3), ('__repr__', 3), ('__iter__', 3), ('__contains__', []), ('__complex__', 1)):
    class Q: pass
    setattr(Q, name, lambda *a, val=val: val)
    q = Q()
    for f in (len, bool, hash, lambda x: [1, 2, 3][x], int, float, str, repr, list, lambda x: 1 in x):
        try: r = f(q)
        except Exception as e: r = type(e).__name__ + ': ' + str(e)
        if not (isinstance(r, str) and ('object at' in r)): print(name, getattr(f, '__name__', '?'), r if not isinstance(r, int) or abs(r) < 1000 else 'big')
class NH: __hash__ = None
t(lambda: hash(NH())); t(lambda: {NH(): 1})
class NI: __iter__ = None; __contains__ = None; __len__ = None
t(lambda: iter(NI())); t(lambda: 1 in NI()); t(lambda: len(NI()))
class EqOnly:
    def __eq__(s, o): return True
t(lambda: hash(EqOnly())); t(lambda: EqOnly() == 1); t(lambda: EqOnly() != 1); t(lambda: EqOnly.__hash__)
class Old:
    def __getitem__(s, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Old()), 20 in Old(), 5 in Old(), tuple(Old()))
class It:
    def __init__(s): s.i = 0
    def __iter__(s): return s
    def __next__(s):
        s.i += 1
        if s.i > 3: raise StopIteration
        return s.i
print(list(It()), sum(It()), max(It()), [*It()], dict(zip(It(), It())))
class Sub1(V):
    def __radd__(s, o): return 'sub radd'
print(V(1) + Sub1(2))
class Cmp:
    def __init__(s, v): s.v = v
    def __lt__(s, o): return s.v < o.v
    def __repr__(s): return str(s.v)
print(sorted([Cmp(3), Cmp(1), Cmp(2)]), min(Cmp(2), Cmp(1)), Cmp(1) > Cmp(0)); t(lambda: Cmp(1) <= Cmp(2))
class NotImp:
    def __add__(s, o): return NotImplemented
    def __eq__(s, o): return NotImplemented
    def __lt__(s, o): return NotImplemented
t(lambda: NotImp() + 1); t(lambda: NotImp() == 1); t(lambda: NotImp() < 1); t(lambda: NotImp() + NotImp())
class DelC:
    def __del__(s): print('del', s.n)
d = DelC(); d.n = 1; del d
d = DelC(); d.n = 2; d = None
class Res:
    keep = []
    def __del__(s): Res.keep.append(s)
r = Res(); del r; print(len(Res.keep)); Res.keep.clear(); print(len(Res.keep))
import gc
class Cyc:
    def __del__(s): print('cyc del')
c = Cyc(); c.me = c; del c; gc.collect()
class BadDel:
    def __del__(s): raise ValueError('in del')
