REPEAT = 1
import sys, functools, weakref, contextlib, operator
R = sys.getrefcount
def show(n, *a): print('   ', n, *[v if type(v) is not int or v < 1000 else 'many' for v in a])
class C:
    def __init__(self, x=None): show('init', R(self), R(x))
class N:
    def __new__(cls, x=None):
        show('new', R(x)); o = super().__new__(cls); show('new o', R(o)); return o
    def __init__(self, x=None): show('N.init', R(self), R(x))
def fresh(): return object()
def f1(x): show('f1', R(x))
def fkw(*, x): show('fkw', R(x))
def fargs(*a): show('fargs', R(a), R(a[0]))
def fkws(**k): show('fkws', R(k), R(k['x']))
class M:
    def m(self, x): show('m', R(self), R(x))
    @classmethod
    def cm(cls, x): show('cm', R(x))
    @staticmethod
    def sm(x): show('sm', R(x))
    @property
    def p(self): show('prop', R(self)); return 1
    @p.setter
    def p(self, v): show('propset', R(self), R(v))
    @p.deleter
    def p(self): show('propdel', R(self))
    def __call__(self, x): show('call', R(self), R(x))
    def __getattr__(self, n): show('getattr', R(self)); return 1
    def __enter__(self): show('enter', R(self)); return self
    def __exit__(self, *a): show('exit', R(self), R(a))
    def __repr__(self): show('repr', R(self)); return 'M'
    def __str__(self): show('str', R(self)); return 'M'
    def __format__(self, s): show('format', R(self)); return 'M'
    def __len__(self): show('len', R(self)); return 3
    def __bool__(self): show('bool', R(self)); return True
    def __iter__(self): show('iter', R(self)); return self
    def __next__(self): show('next', R(self)); raise StopIteration
    def __getitem__(self, k): show('getitem', R(self), R(k)); return 1
    def __setitem__(self, k, v): show('setitem', R(self), R(k), R(v))
    def __delitem__(self, k): show('delitem', R(self), R(k))
    def __contains__(self, k): show('contains', R(self), R(k)); return True
    def __hash__(self): show('hash', R(self)); return 1
    def __eq__(self, o): show('eq', R(self), R(o)); return True
    def __lt__(self, o): show('lt', R(self), R(o)); return True
    def __gt__(self, o): show('gt', R(self), R(o)); return True
    def __ne__(self, o): show('ne', R(self), R(o)); return True
    def __le__(self, o): show('le', R(self), R(o)); return True
    def __ge__(self, o): show('ge', R(self), R(o)); return True
    def __add__(self, o): show('add', R(self), R(o)); return 1
    def __radd__(self, o): show('radd', R(self), R(o)); return 1
    def __iadd__(self, o): show('iadd', R(self), R(o)); return self
    def __sub__(self, o): show('sub', R(self), R(o)); return 1
    def __rsub__(self, o): show('rsub', R(self), R(o)); return 1
    def __mul__(self, o): show('mul', R(self), R(o)); return 1
    def __rmul__(self, o): show('rmul', R(self), R(o)); return 1
    def __imul__(self, o): show('imul', R(self), R(o)); return self
    def __truediv__(self, o): show('truediv', R(self), R(o)); return 1
    def __floordiv__(self, o): show('floordiv', R(self), R(o)); return 1
    def __mod__(self, o): show('mod', R(self), R(o)); return 1
    def __rmod__(self, o): show('rmod', R(self), R(o)); return 1
    def __divmod__(self, o): show('divmod', R(self), R(o)); return 1
    def __rdivmod__(self, o): show('rdivmod', R(self), R(o)); return 1
    def __pow__(self, o, m=None): show('pow', R(self), R(o), R(m) if m else 0); return 1
    def __rpow__(self, o): show('rpow', R(self), R(o)); return 1
    def __and__(self, o): show('and', R(self), R(o)); return 1
    def __or__(self, o): show('or', R(self), R(o)); return 1
    def __xor__(self, o): show('xor', R(self), R(o)); return 1
    def __lshift__(self, o): show('lshift', R(self), R(o)); return 1
    def __rshift__(self, o): show('rshift', R(self), R(o)); return 1
    def __matmul__(self, o): show('matmul', R(self), R(o)); return 1
    def __neg__(self): show('neg', R(self)); return 1
    def __pos__(self): show('pos', R(self)); return 1
    def __invert__(self): show('invert', R(self)); return 1
    def __abs__(self): show('abs', R(self)); return 1
    def __int__(self): show('int', R(self)); return 1
    def __float__(self): show('float', R(self)); return 1.0
    def __complex__(self): show('complex', R(self)); return 1j
    def __index__(self): show('index', R(self)); return 1
    def __round__(self, n=None): show('round', R(self)); return 1
    def __trunc__(self): show('trunc', R(self)); return 1
    def __floor__(self): show('floor', R(self)); return 1
    def __ceil__(self): show('ceil', R(self)); return 1
    def __reversed__(self): show('reversed', R(self)); return iter(())
    def __dir__(self): show('dir', R(self)); return []
    def __bytes__(self): show('bytes', R(self)); return b''
    def __length_hint__(self): show('hint', R(self)); return 1
    def __missing__(self, k): show('missing', R(self)); return 1
    def __sizeof__(self): show('sizeof', R(self)); return 1
    def __copy__(self): show('copy', R(self)); return 1
    def __deepcopy__(self, memo): show('deepcopy', R(self), R(memo)); return 1
class SA:
    def __setattr__(self, n, v): show('setattr', R(self), R(v))
    def __delattr__(self, n): show('delattr', R(self))
    def __getattribute__(self, n): show('getattribute', R(self)); return 1
class D:
    def __get__(self, o, t): show('get', R(self), R(o)); return 1
    def __set__(self, o, v): show('set', R(self), R(o), R(v))
    def __delete__(self, o): show('delete', R(self), R(o))
    def __set_name__(self, o, n): show('set_name', R(self), R(n) > 3)
class HD: d = D()
class Del:
    def __del__(self): show('del', R(self))
class DictM(dict):
    def __missing__(self, k): show('missing', R(self), R(k)); return 1
class Meta(type):
    def __new__(m, n, b, ns, **k): show('meta new', R(b), R(ns)); return super().__new__(m, n, b, ns)
    def __init__(c, n, b, ns, **k): show('meta init', R(b), R(ns))
    @classmethod
    def __prepare__(m, n, b, **k): show('prepare', R(b), R(k)); return {}
    def __call__(cls, *a, **k): show('meta call', R(a), R(k), R(a[0]) if a else 0); return super().__call__(*a, **k)
    def __instancecheck__(cls, o): show('instancecheck', R(o)); return True
    def __subclasscheck__(cls, o): show('subclasscheck'); return True
    def __getitem__(cls, o): show('meta getitem', R(o)); return 1
class B:
    def __init_subclass__(cls, x=None): show('init_subclass', R(x))
    def __class_getitem__(cls, k): show('class_getitem', R(k)); return 1
class Sup(M):
    def m(self, x): show('sup', R(self), R(x)); super().m(x)
    def __call__(self, x): super().__call__(x)
    def __len__(self): show('sublen', R(self)); return super().__len__()
def deco(f):
    @functools.wraps(f)
    def w(*a, **k): show('w', R(a), R(k)); return f(*a, **k)
    return w
@deco
def decorated(x): show('decorated', R(x))
def gen(x): show('gen', R(x)); y = yield x; show('gen2', R(x), R(y)); yield y
@contextlib.contextmanager
def cman(x): show('cm1', R(x)); yield x; show('cm2', R(x))
import operator, copy, math
import traceback
SRC = ['    C(x)', '    C(x=x)', '    C(fresh())', '    t = C(x)', '    N(x)', '    N(fresh())', '    n = N(x=x)', '    f1(x)', '    f1(x=x)', '    f1(fresh())', '    f1(*[x])', '    f1(*(x,))', "    f1(**{'x': x})", '    fkw(x=x)', '    fkw(x=fresh())', '    fargs(x)', '    fargs(*[x])', '    fargs(fresh())', '    fkws(x=x)', "    fkws(**{'x': x})", '    fkws(x=fresh())', '    c.m(x)', '    c.m(x=x)', '    c.m(fresh())', '    c.m(*[x])', '    M.m(c, x)', '    b = c.m', '    b(x)', '    b(x=x)', '    b(*[x])', '    M().m(x)', '    c.cm(x)', '    M.cm(x)', '    M.cm(x=x)', '    c.sm(x)', '    M.sm(x)', '    M.sm(*[x])', '    c.p', '    c.p = x', '    c.p = fresh()', '    del c.p', "    getattr(c, 'p')", "    setattr(c, 'p', x)", '    M().p', '    c(x)', '    c(x=x)', '    c(*[x])', '    c(fresh())', '    M()(x)', '    c.nosuch', "    getattr(c, 'nosuch')", "    hasattr(c, 'nosuch')", "    getattr(c, 'nosuch', 1)", '    with c: pass', '    with c as d: pass', '    with M(): pass', '    with M() as d: pass', '    del d', '    repr(c)', '    str(c)', "    f'{c}'", "    f'{c!r}'", "    f'{c!s:>5}'", "    f'{c:>5}'", "    '%s' % c", "    '%r' % (c,)", "    '{}'.format(c)", "    '{!r}'.format(c)", '    format(c)', '    ascii(c)', '    print(c)', '    [c].__repr__()', '    repr((c,))', '    repr({1: c})', '    str([c])', '    repr(M())', "    f'{M()}'", '    str(M())', '    len(c)', '    bool(c)', '    not c', '    if c: pass', '    c and 1', '    for i in c: pass', '    list(c)', '    tuple(c)', '    iter(c)', '    next(c, 1)', '    [i for i in c]', '    set(c)', '    sorted(c)', '    sum(c)', '    min(c, default=1)', '    a, *bb = [*c, 1]', "    '' in iter(c)", '    dict(c) if 0 else 0', '    enumerate(c)', '    zip(c)', '    list(zip(c))', '    map(f1, c)', '    list(map(f1, [x]))', '    list(map(f1, [fresh()]))', '    list(filter(f1, [x]))', '    functools.reduce(lambda a, b: f1(a), [x, x])', '    for i in M(): pass', '    c[x]', '    c[x] = x', '    del c[x]', '    x in c', '    c[1]', '    c[1] = fresh()', '    c[fresh()]', '    c[1:2]', '    M()[x]', '    c[fresh()] = fresh()', '    del c[fresh()]', '    x in M()', '    fresh() in c', '    x not in c', '    c[x] += 1', '    hash(c)', '    {c: 1}', '    {c}', '    dd = {}', '    dd[c] = 1', '    dd[c]', '    dd.get(c)', '    c in dd', '    del dd[c];', '    c == o2', '    c != o2', '    c < o2', '    c > o2', '    c <= o2', '    c >= o2', '    c == x', '    x == c', '    x < c', '    c < M()', '    M() == M()', '    1 < c', '    [c] == [o2]', '    c in [o2]', '    [o2].index(c)', '    [o2].count(c)', '    max(c, o2)', '    sorted([c, o2])', '    sorted([c, o2], key=lambda v: f1(v) or 1)', '    [c, o2].sort()', '    min([c, o2], key=lambda v: f1(v) or 1)', '    c + o2', '    c + x', '    x + c', '    c + M()', '    M() + c', '    1 + c', '    c - x', '    c * x', '    x * c', '    c / x', '    c // x', '    c % x', '    x % c', '    divmod(c, x)', '    divmod(x, c)', '    c ** x', '    x ** c', '    pow(c, x, x)', '    c & x', '    c | x', '    c ^ x', '    c << x', '    c >> x', '    c @ x', '    M() + M()', '    c += x', '    c *= x', '    c -= 1 if 0 else x', '    c = M()', '    c += fresh()', '    -c', '    +c', '    ~c', '    abs(c)', '    -M()', '    int(c)', '    float(c)', '    complex(c)', '    [1, 2, 3][c]', '    operator.index(c)', '    round(c)', '    round(c, 1)', '    bin(c)', '    range(c)', "    import_math = __import__('math')", '    import_math.trunc(c)', '    import_math.floor(c)', '    import_math.ceil(c)', '    chr(c)', "    'a' * 3", '    [0] * c', '    reversed(c)', '    dir(c)', '    bytes(c)', '    sys.getsizeof(c)', "    import_copy = __import__('copy')", '    import_copy.copy(c)', '    import_copy.deepcopy(c)', '    list.__len__', '    operator.length_hint(c) ', '    operator.add(c, x)', '    operator.getitem(c, x)', "    operator.attrgetter('nosuch')(c)", "    operator.methodcaller('m', x)(c)", '    operator.itemgetter(x)(c)', '    operator.itemgetter(1)(c)', '    s = SA()', '    s.a = x', '    del s.a', '    s.a', '    s.a = fresh()', "    setattr(s, 'a', x)", "    getattr(s, 'a')", '    h = HD()', '    h.d', '    h.d = x', '    del h.d', '    h.d = fresh()', '    HD.d', '    HD().d', "    getattr(h, 'd')", "    setattr(h, 'd', x)", '    Del()', '    e = Del()', '    del e', '    e = Del()', '    e = None', '    [Del()]', '    f1(Del())', '    DictM()[x]', '    dm = DictM()', '    dm[x]', "    class MM(metaclass=Meta):\n        def __init__(self, *a): show('MM init', R(self), R(a))", '    MM()', '    MM(x)', '    MM(fresh())', '    isinstance(x, MM)', '    issubclass(int, MM)', '    MM[x]', '    class MB(MM): pass', '    class BB(B, x=x): pass', '    class BC(B): d = D()', '    B[x]', '    BB[x]', '    s = Sup()', '    s.m(x)', '    s(x)', '    len(s)', '    s.m(fresh())', '    Sup().m(x)', '    decorated(x)', '    decorated(x=x)', '    decorated(fresh())', '    g = gen(x)', '    next(g)', '    g.send(x);', "    for i in gen(x): show('for', R(i))", '    [f1(i) for i in [x]]', '    [f1(i) for i in gen(x)]', '    {f1(i) for i in (x,)}', '    list(f1(i) for i in [x])', '    {1: f1(i) for i in [x]}', '    [R(i) for i in [x]]', "    for i in [x]: show('for list', R(i))", "    for i in [fresh()]: show('for fresh', R(i))", "    for i, j in [(x, x)]: show('for pair', R(i))", "    for i, j in enumerate([x]): show('enum', R(j))", "    for i, j in zip([x], [x]): show('zip', R(j))", "    for i in map(lambda v: (show('map', R(v)), v)[1], [x]): show('mapped', R(i))", "    for i in filter(lambda v: (show('filter', R(v)), v)[1], [x]): show('filtered', R(i))", "    with cman(x) as y: show('with cm', R(y))", '    del y, i, j', '    p = functools.partial(f1, x)', '    p()', '    p = functools.partial(f1)', '    p(x)', '    p(x=x)', '    functools.partial(c.m)(x)', '    functools.partial(f1, x=x)()', '    w = Del()', "    r = weakref.ref(w, lambda r: show('weak', R(r)))", '    del w', '    r = None', '    w = N()', '    weakref.finalize(w, f1, x)', '    del w', '    l = [1]', '    l = l + l', "    show('l+l', R(l))", '    l += l', "    show('l+=l', R(l))", '    l = l * 2', '    t = (x,)', '    t = t + t', "    show('t+t', R(t))", "    st = 'ab' * len(l)", '    st = st + st', "    show('s+s', R(st))", '    st += st', "    show('s+=s', R(st))", "    (lambda v: show('lambda', R(v)))(x)", "    (lambda v=x: show('default', R(v)))()", "    def inner(): show('cell', R(x))", '    inner()', "    def deflt(v=fresh()): show('default', R(v))", '    deflt()', "    k = {'x': x}", '    f1(**k)', '    fkws(**k)', "    show('k', R(k))", "    try: raise ValueError(x)\n    except ValueError as ex: show('exc', R(ex), R(ex.args), R(x))", '    sorted([x], key=f1)', '    max([x, x], key=f1)', '    list(map(f1, (x,)))', '    list(map(M.m, [c], [x]))', '    list(map(c.m, [x]))', '    list(map(c, [x]))', '    list(map(C, [x]))', '    any(f1(i) for i in [x])', "    match x:\n        case y: show('match', R(y))", "    match c:\n        case M(p=pp): show('match class')", "    if (y := x): show('walrus', R(y))", "    show('tuple', R((x, x)), R([x]), R({1: x}), R({x}), R(fresh()), R(M().m), R(lambda: 1))", "    show('attr')", '    c.z = x', "    show('attr', R(c.z), R(c.__dict__))", '    import_ft = functools.singledispatch(f1)', '    import_ft(x)', "    @functools.lru_cache\n    def cached(v): show('lru', R(v))", '    cached(x)', '    cached(v=x)', '    cached(x)', "    class CP:\n        @functools.cached_property\n        def q(self): show('cprop', R(self)); return 1", '    CP().q', '    cp = CP()', '    cp.q', '    cp.q', '    it = iter(lambda: f1(x), None)', '    list(it)', '    def yf(): yield from gen(x)', "    for v in yf(): show('yf', R(v))", '    del v', '    operator.call if 0 else 0', '    apply = lambda f, *a, **k: f(*a, **k)', '    apply(f1, x)', '    apply(f1, x=x)', '    apply(c.m, x)', '    apply(C, x)', "    eval('f1(x)', {'f1': f1, 'x': x})", "    exec('f1(x)', {'f1': f1, 'x': x})", "    object.__setattr__(c, 'zz', x)", '    type(c).__call__(c, x)', '    type.__call__(C, x)', '    c.__call__(x)', '    c.__len__()', '    c.__add__(x)', '    C.__call__(x)', '    sorted([3, 1], key=functools.cmp_to_key(lambda a, b: 0))', '    functools.partialmethod(f1)', '    int.__add__', '    c.__class__.m(c, x)', '    with contextlib.ExitStack() as es: es.enter_context(c); es.callback(f1, x)', "    with contextlib.closing(N()) if 0 else contextlib.nullcontext(x) as y: show('null', R(y))", '    del y', "    show('end', R(x), R(c), R(o2))"]
def t1(x, o2):
    c = M()
    print(SRC[0])
    C(x)
    show('end', R(x), R(c), R(o2))
def t2(x, o2):
    c = M()
    print(SRC[1])
    C(x=x)
    show('end', R(x), R(c), R(o2))
def t3(x, o2):
    c = M()
    print(SRC[2])
    C(fresh())
    show('end', R(x), R(c), R(o2))
def t4(x, o2):
    c = M()
    print(SRC[3])
    t = C(x)
    show('end', R(x), R(c), R(o2))
def t5(x, o2):
    c = M()
    print(SRC[4])
    N(x)
    show('end', R(x), R(c), R(o2))
def t6(x, o2):
    c = M()
    print(SRC[5])
    N(fresh())
    show('end', R(x), R(c), R(o2))
def t7(x, o2):
    c = M()
    print(SRC[6])
    n = N(x=x)
    show('end', R(x), R(c), R(o2))
def t8(x, o2):
    c = M()
    print(SRC[7])
    f1(x)
    show('end', R(x), R(c), R(o2))
def t9(x, o2):
    c = M()
    print(SRC[8])
    f1(x=x)
    show('end', R(x), R(c), R(o2))
def t10(x, o2):
    c = M()
    print(SRC[9])
    f1(fresh())
    show('end', R(x), R(c), R(o2))
def t11(x, o2):
    c = M()
    print(SRC[10])
    f1(*[x])
    show('end', R(x), R(c), R(o2))
def t12(x, o2):
    c = M()
    print(SRC[11])
    f1(*(x,))
    show('end', R(x), R(c), R(o2))
def t13(x, o2):
    c = M()
    print(SRC[12])
    f1(**{'x': x})
    show('end', R(x), R(c), R(o2))
def t14(x, o2):
    c = M()
    print(SRC[13])
    fkw(x=x)
    show('end', R(x), R(c), R(o2))
def t15(x, o2):
    c = M()
    print(SRC[14])
    fkw(x=fresh())
    show('end', R(x), R(c), R(o2))
def t16(x, o2):
    c = M()
    print(SRC[15])
    fargs(x)
    show('end', R(x), R(c), R(o2))
def t17(x, o2):
    c = M()
    print(SRC[16])
    fargs(*[x])
    show('end', R(x), R(c), R(o2))
def t18(x, o2):
    c = M()
    print(SRC[17])
    fargs(fresh())
    show('end', R(x), R(c), R(o2))
def t19(x, o2):
    c = M()
    print(SRC[18])
    fkws(x=x)
    show('end', R(x), R(c), R(o2))
def t20(x, o2):
    c = M()
    print(SRC[19])
    fkws(**{'x': x})
    show('end', R(x), R(c), R(o2))
def t21(x, o2):
    c = M()
    print(SRC[20])
    fkws(x=fresh())
    show('end', R(x), R(c), R(o2))
def t22(x, o2):
    c = M()
    print(SRC[21])
    c.m(x)
    show('end', R(x), R(c), R(o2))
def t23(x, o2):
    c = M()
    print(SRC[22])
    c.m(x=x)
    show('end', R(x), R(c), R(o2))
def t24(x, o2):
    c = M()
    print(SRC[23])
    c.m(fresh())
    show('end', R(x), R(c), R(o2))
def t25(x, o2):
    c = M()
    print(SRC[24])
    c.m(*[x])
    show('end', R(x), R(c), R(o2))
def t26(x, o2):
    c = M()
    print(SRC[25])
    M.m(c, x)
    show('end', R(x), R(c), R(o2))
def t27(x, o2):
    c = M()
    print(SRC[26])
    b = c.m
    show('end', R(x), R(c), R(o2))
def t28(x, o2):
    c = M()
    b = c.m
    print(SRC[27])
    b(x)
    show('end', R(x), R(c), R(o2))
def t29(x, o2):
    c = M()
    b = c.m
    print(SRC[28])
    b(x=x)
    show('end', R(x), R(c), R(o2))
def t30(x, o2):
    c = M()
    b = c.m
    print(SRC[29])
    b(*[x])
    show('end', R(x), R(c), R(o2))
def t31(x, o2):
    c = M()
    print(SRC[30])
    M().m(x)
    show('end', R(x), R(c), R(o2))
def t32(x, o2):
    c = M()
    print(SRC[31])
    c.cm(x)
    show('end', R(x), R(c), R(o2))
def t33(x, o2):
    c = M()
    print(SRC[32])
    M.cm(x)
    show('end', R(x), R(c), R(o2))
def t34(x, o2):
    c = M()
    print(SRC[33])
    M.cm(x=x)
    show('end', R(x), R(c), R(o2))
def t35(x, o2):
    c = M()
    print(SRC[34])
    c.sm(x)
    show('end', R(x), R(c), R(o2))
def t36(x, o2):
    c = M()
    print(SRC[35])
    M.sm(x)
    show('end', R(x), R(c), R(o2))
def t37(x, o2):
    c = M()
    print(SRC[36])
    M.sm(*[x])
    show('end', R(x), R(c), R(o2))
def t38(x, o2):
    c = M()
    print(SRC[37])
    c.p
    show('end', R(x), R(c), R(o2))
def t39(x, o2):
    c = M()
    print(SRC[38])
    c.p = x
    show('end', R(x), R(c), R(o2))
def t40(x, o2):
    c = M()
    print(SRC[39])
    c.p = fresh()
    show('end', R(x), R(c), R(o2))
def t41(x, o2):
    c = M()
    print(SRC[40])
    del c.p
    show('end', R(x), R(c), R(o2))
def t42(x, o2):
    c = M()
    print(SRC[41])
    getattr(c, 'p')
    show('end', R(x), R(c), R(o2))
def t43(x, o2):
    c = M()
    print(SRC[42])
    setattr(c, 'p', x)
    show('end', R(x), R(c), R(o2))
def t44(x, o2):
    c = M()
    print(SRC[43])
    M().p
    show('end', R(x), R(c), R(o2))
def t45(x, o2):
    c = M()
    print(SRC[44])
    c(x)
    show('end', R(x), R(c), R(o2))
def t46(x, o2):
    c = M()
    print(SRC[45])
    c(x=x)
    show('end', R(x), R(c), R(o2))
def t47(x, o2):
    c = M()
    print(SRC[46])
    c(*[x])
    show('end', R(x), R(c), R(o2))
def t48(x, o2):
    c = M()
    print(SRC[47])
    c(fresh())
    show('end', R(x), R(c), R(o2))
def t49(x, o2):
    c = M()
    print(SRC[48])
    M()(x)
    show('end', R(x), R(c), R(o2))
def t50(x, o2):
    c = M()
    print(SRC[49])
    c.nosuch
    show('end', R(x), R(c), R(o2))
def t51(x, o2):
    c = M()
    print(SRC[50])
    getattr(c, 'nosuch')
    show('end', R(x), R(c), R(o2))
def t52(x, o2):
    c = M()
    print(SRC[51])
    hasattr(c, 'nosuch')
    show('end', R(x), R(c), R(o2))
def t53(x, o2):
    c = M()
    print(SRC[52])
    getattr(c, 'nosuch', 1)
    show('end', R(x), R(c), R(o2))
def t54(x, o2):
    c = M()
    print(SRC[53])
    with c: pass
    show('end', R(x), R(c), R(o2))
def t55(x, o2):
    c = M()
    print(SRC[54])
    with c as d: pass
    show('end', R(x), R(c), R(o2))
def t56(x, o2):
    c = M()
    print(SRC[55])
    with M(): pass
    show('end', R(x), R(c), R(o2))
def t57(x, o2):
    c = M()
    print(SRC[56])
    with M() as d: pass
    show('end', R(x), R(c), R(o2))
def t59(x, o2):
    c = M()
    print(SRC[58])
    repr(c)
    show('end', R(x), R(c), R(o2))
def t60(x, o2):
    c = M()
    print(SRC[59])
    str(c)
    show('end', R(x), R(c), R(o2))
def t61(x, o2):
    c = M()
    print(SRC[60])
    f'{c}'
    show('end', R(x), R(c), R(o2))
def t62(x, o2):
    c = M()
    print(SRC[61])
    f'{c!r}'
    show('end', R(x), R(c), R(o2))
def t63(x, o2):
    c = M()
    s = SA()
    print(SRC[62])
    f'{c!s:>5}'
    show('end', R(x), R(c), R(o2))
def t64(x, o2):
    c = M()
    print(SRC[63])
    f'{c:>5}'
    show('end', R(x), R(c), R(o2))
def t66(x, o2):
    c = M()
    print(SRC[65])
    '%r' % (c,)
    show('end', R(x), R(c), R(o2))
def t67(x, o2):
    c = M()
    print(SRC[66])
    '{}'.format(c)
    show('end', R(x), R(c), R(o2))
def t68(x, o2):
    c = M()
    print(SRC[67])
    '{!r}'.format(c)
    show('end', R(x), R(c), R(o2))
def t69(x, o2):
    c = M()
    print(SRC[68])
    format(c)
    show('end', R(x), R(c), R(o2))
def t70(x, o2):
    c = M()
    print(SRC[69])
    ascii(c)
    show('end', R(x), R(c), R(o2))
def t71(x, o2):
    c = M()
    print(SRC[70])
    print(c)
    show('end', R(x), R(c), R(o2))
def t72(x, o2):
    c = M()
    print(SRC[71])
    [c].__repr__()
    show('end', R(x), R(c), R(o2))
def t73(x, o2):
    c = M()
    print(SRC[72])
    repr((c,))
    show('end', R(x), R(c), R(o2))
def t74(x, o2):
    c = M()
    print(SRC[73])
    repr({1: c})
    show('end', R(x), R(c), R(o2))
def t75(x, o2):
    c = M()
    print(SRC[74])
    str([c])
    show('end', R(x), R(c), R(o2))
def t76(x, o2):
    c = M()
    print(SRC[75])
    repr(M())
    show('end', R(x), R(c), R(o2))
def t77(x, o2):
    c = M()
    print(SRC[76])
    f'{M()}'
    show('end', R(x), R(c), R(o2))
def t78(x, o2):
    c = M()
    print(SRC[77])
    str(M())
    show('end', R(x), R(c), R(o2))
def t79(x, o2):
    c = M()
    print(SRC[78])
    len(c)
    show('end', R(x), R(c), R(o2))
def t80(x, o2):
    c = M()
    print(SRC[79])
    bool(c)
    show('end', R(x), R(c), R(o2))
def t81(x, o2):
    c = M()
    print(SRC[80])
    not c
    show('end', R(x), R(c), R(o2))
def t82(x, o2):
    c = M()
    print(SRC[81])
    if c: pass
    show('end', R(x), R(c), R(o2))
def t83(x, o2):
    c = M()
    print(SRC[82])
    c and 1
    show('end', R(x), R(c), R(o2))
def t84(x, o2):
    c = M()
    print(SRC[83])
    for i in c: pass
    show('end', R(x), R(c), R(o2))
def t85(x, o2):
    c = M()
    print(SRC[84])
    list(c)
    show('end', R(x), R(c), R(o2))
def t86(x, o2):
    c = M()
    print(SRC[85])
    tuple(c)
    show('end', R(x), R(c), R(o2))
def t87(x, o2):
    c = M()
    print(SRC[86])
    iter(c)
    show('end', R(x), R(c), R(o2))
def t88(x, o2):
    c = M()
    print(SRC[87])
    next(c, 1)
    show('end', R(x), R(c), R(o2))
def t89(x, o2):
    c = M()
    print(SRC[88])
    [i for i in c]
    show('end', R(x), R(c), R(o2))
def t90(x, o2):
    c = M()
    print(SRC[89])
    set(c)
    show('end', R(x), R(c), R(o2))
def t91(x, o2):
    c = M()
    print(SRC[90])
    sorted(c)
    show('end', R(x), R(c), R(o2))
def t92(x, o2):
    c = M()
    print(SRC[91])
    sum(c)
    show('end', R(x), R(c), R(o2))
def t93(x, o2):
    c = M()
    print(SRC[92])
    min(c, default=1)
    show('end', R(x), R(c), R(o2))
def t94(x, o2):
    c = M()
    print(SRC[93])
    a, *bb = [*c, 1]
    show('end', R(x), R(c), R(o2))
def t95(x, o2):
    c = M()
    print(SRC[94])
    '' in iter(c)
    show('end', R(x), R(c), R(o2))
def t96(x, o2):
    c = M()
    print(SRC[95])
    dict(c) if 0 else 0
    show('end', R(x), R(c), R(o2))
def t97(x, o2):
    c = M()
    print(SRC[96])
    enumerate(c)
    show('end', R(x), R(c), R(o2))
def t98(x, o2):
    c = M()
    print(SRC[97])
    zip(c)
    show('end', R(x), R(c), R(o2))
def t99(x, o2):
    c = M()
    print(SRC[98])
    list(zip(c))
    show('end', R(x), R(c), R(o2))
def t100(x, o2):
    c = M()
    print(SRC[99])
    map(f1, c)
    show('end', R(x), R(c), R(o2))
def t101(x, o2):
    c = M()
    print(SRC[100])
    list(map(f1, [x]))
    show('end', R(x), R(c), R(o2))
def t102(x, o2):
    c = M()
    print(SRC[101])
    list(map(f1, [fresh()]))
    show('end', R(x), R(c), R(o2))
def t103(x, o2):
    c = M()
    print(SRC[102])
    list(filter(f1, [x]))
    show('end', R(x), R(c), R(o2))
def t104(x, o2):
    c = M()
    print(SRC[103])
    functools.reduce(lambda a, b: f1(a), [x, x])
    show('end', R(x), R(c), R(o2))
def t105(x, o2):
    c = M()
    print(SRC[104])
    for i in M(): pass
    show('end', R(x), R(c), R(o2))
def t106(x, o2):
    c = M()
    print(SRC[105])
    c[x]
    show('end', R(x), R(c), R(o2))
def t107(x, o2):
    c = M()
    print(SRC[106])
    c[x] = x
    show('end', R(x), R(c), R(o2))
def t108(x, o2):
    c = M()
    print(SRC[107])
    del c[x]
    show('end', R(x), R(c), R(o2))
def t109(x, o2):
    c = M()
    print(SRC[108])
    x in c
    show('end', R(x), R(c), R(o2))
def t110(x, o2):
    c = M()
    print(SRC[109])
    c[1]
    show('end', R(x), R(c), R(o2))
def t111(x, o2):
    c = M()
    print(SRC[110])
    c[1] = fresh()
    show('end', R(x), R(c), R(o2))
def t112(x, o2):
    c = M()
    print(SRC[111])
    c[fresh()]
    show('end', R(x), R(c), R(o2))
def t113(x, o2):
    c = M()
    print(SRC[112])
    c[1:2]
    show('end', R(x), R(c), R(o2))
def t114(x, o2):
    c = M()
    print(SRC[113])
    M()[x]
    show('end', R(x), R(c), R(o2))
def t115(x, o2):
    c = M()
    print(SRC[114])
    c[fresh()] = fresh()
    show('end', R(x), R(c), R(o2))
def t116(x, o2):
    c = M()
    print(SRC[115])
    del c[fresh()]
    show('end', R(x), R(c), R(o2))
def t117(x, o2):
    c = M()
    print(SRC[116])
    x in M()
    show('end', R(x), R(c), R(o2))
def t118(x, o2):
    c = M()
    print(SRC[117])
    fresh() in c
    show('end', R(x), R(c), R(o2))
def t119(x, o2):
    c = M()
    print(SRC[118])
    x not in c
    show('end', R(x), R(c), R(o2))
def t120(x, o2):
    c = M()
    print(SRC[119])
    c[x] += 1
    show('end', R(x), R(c), R(o2))
def t121(x, o2):
    c = M()
    print(SRC[120])
    hash(c)
    show('end', R(x), R(c), R(o2))
def t122(x, o2):
    c = M()
    print(SRC[121])
    {c: 1}
    show('end', R(x), R(c), R(o2))
def t123(x, o2):
    c = M()
    print(SRC[122])
    {c}
    show('end', R(x), R(c), R(o2))
def t124(x, o2):
    c = M()
    print(SRC[123])
    dd = {}
    show('end', R(x), R(c), R(o2))
def t125(x, o2):
    c = M()
    dd = {}; dd[c] = 1
    print(SRC[124])
    dd[c] = 1
    show('end', R(x), R(c), R(o2))
def t126(x, o2):
    c = M()
    dd = {}; dd[c] = 1
    print(SRC[125])
    dd[c]
    show('end', R(x), R(c), R(o2))
def t127(x, o2):
    c = M()
    dd = {}; dd[c] = 1
    print(SRC[126])
    dd.get(c)
    show('end', R(x), R(c), R(o2))
def t128(x, o2):
    c = M()
    dd = {}; dd[c] = 1
    print(SRC[127])
    c in dd
    show('end', R(x), R(c), R(o2))
def t129(x, o2):
    c = M()
    dd = {}; dd[c] = 1
    print(SRC[128])
    del dd[c];
    show('end', R(x), R(c), R(o2))
def t130(x, o2):
    c = M()
    print(SRC[129])
    c == o2
    show('end', R(x), R(c), R(o2))
def t131(x, o2):
    c = M()
    print(SRC[130])
    c != o2
    show('end', R(x), R(c), R(o2))
def t132(x, o2):
    c = M()
    print(SRC[131])
    c < o2
    show('end', R(x), R(c), R(o2))
def t133(x, o2):
    c = M()
    print(SRC[132])
    c > o2
    show('end', R(x), R(c), R(o2))
def t134(x, o2):
    c = M()
    print(SRC[133])
    c <= o2
    show('end', R(x), R(c), R(o2))
def t135(x, o2):
    c = M()
    print(SRC[134])
    c >= o2
    show('end', R(x), R(c), R(o2))
def t136(x, o2):
    c = M()
    print(SRC[135])
    c == x
    show('end', R(x), R(c), R(o2))
def t137(x, o2):
    c = M()
    print(SRC[136])
    x == c
    show('end', R(x), R(c), R(o2))
def t138(x, o2):
    c = M()
    print(SRC[137])
    x < c
    show('end', R(x), R(c), R(o2))
def t139(x, o2):
    c = M()
    print(SRC[138])
    c < M()
    show('end', R(x), R(c), R(o2))
def t140(x, o2):
    c = M()
    print(SRC[139])
    M() == M()
    show('end', R(x), R(c), R(o2))
def t141(x, o2):
    c = M()
    print(SRC[140])
    1 < c
    show('end', R(x), R(c), R(o2))
def t142(x, o2):
    c = M()
    print(SRC[141])
    [c] == [o2]
    show('end', R(x), R(c), R(o2))
def t143(x, o2):
    c = M()
    print(SRC[142])
    c in [o2]
    show('end', R(x), R(c), R(o2))
def t144(x, o2):
    c = M()
    print(SRC[143])
    [o2].index(c)
    show('end', R(x), R(c), R(o2))
def t145(x, o2):
    c = M()
    print(SRC[144])
    [o2].count(c)
    show('end', R(x), R(c), R(o2))
def t146(x, o2):
    c = M()
    print(SRC[145])
    max(c, o2)
    show('end', R(x), R(c), R(o2))
def t147(x, o2):
    c = M()
    print(SRC[146])
    sorted([c, o2])
    show('end', R(x), R(c), R(o2))
def t148(x, o2):
    c = M()
    print(SRC[147])
    sorted([c, o2], key=lambda v: f1(v) or 1)
    show('end', R(x), R(c), R(o2))
def t149(x, o2):
    c = M()
    print(SRC[148])
    [c, o2].sort()
    show('end', R(x), R(c), R(o2))
def t150(x, o2):
    c = M()
    print(SRC[149])
    min([c, o2], key=lambda v: f1(v) or 1)
    show('end', R(x), R(c), R(o2))
def t151(x, o2):
    c = M()
    print(SRC[150])
    c + o2
    show('end', R(x), R(c), R(o2))
def t152(x, o2):
    c = M()
    print(SRC[151])
    c + x
    show('end', R(x), R(c), R(o2))
def t153(x, o2):
    c = M()
    print(SRC[152])
    x + c
    show('end', R(x), R(c), R(o2))
def t154(x, o2):
    c = M()
    print(SRC[153])
    c + M()
    show('end', R(x), R(c), R(o2))
def t155(x, o2):
    c = M()
    print(SRC[154])
    M() + c
    show('end', R(x), R(c), R(o2))
def t156(x, o2):
    c = M()
    print(SRC[155])
    1 + c
    show('end', R(x), R(c), R(o2))
def t157(x, o2):
    c = M()
    print(SRC[156])
    c - x
    show('end', R(x), R(c), R(o2))
def t158(x, o2):
    c = M()
    print(SRC[157])
    c * x
    show('end', R(x), R(c), R(o2))
def t159(x, o2):
    c = M()
    print(SRC[158])
    x * c
    show('end', R(x), R(c), R(o2))
def t160(x, o2):
    c = M()
    print(SRC[159])
    c / x
    show('end', R(x), R(c), R(o2))
def t161(x, o2):
    c = M()
    print(SRC[160])
    c // x
    show('end', R(x), R(c), R(o2))
def t162(x, o2):
    c = M()
    print(SRC[161])
    c % x
    show('end', R(x), R(c), R(o2))
def t163(x, o2):
    c = M()
    print(SRC[162])
    x % c
    show('end', R(x), R(c), R(o2))
def t164(x, o2):
    c = M()
    print(SRC[163])
    divmod(c, x)
    show('end', R(x), R(c), R(o2))
def t165(x, o2):
    c = M()
    print(SRC[164])
    divmod(x, c)
    show('end', R(x), R(c), R(o2))
def t166(x, o2):
    c = M()
    print(SRC[165])
    c ** x
    show('end', R(x), R(c), R(o2))
def t167(x, o2):
    c = M()
    print(SRC[166])
    x ** c
    show('end', R(x), R(c), R(o2))
def t168(x, o2):
    c = M()
    print(SRC[167])
    pow(c, x, x)
    show('end', R(x), R(c), R(o2))
def t169(x, o2):
    c = M()
    print(SRC[168])
    c & x
    show('end', R(x), R(c), R(o2))
def t170(x, o2):
    c = M()
    print(SRC[169])
    c | x
    show('end', R(x), R(c), R(o2))
def t171(x, o2):
    c = M()
    print(SRC[170])
    c ^ x
    show('end', R(x), R(c), R(o2))
def t172(x, o2):
    c = M()
    print(SRC[171])
    c << x
    show('end', R(x), R(c), R(o2))
def t173(x, o2):
    c = M()
    print(SRC[172])
    c >> x
    show('end', R(x), R(c), R(o2))
def t174(x, o2):
    c = M()
    print(SRC[173])
    c @ x
    show('end', R(x), R(c), R(o2))
def t175(x, o2):
    c = M()
    print(SRC[174])
    M() + M()
    show('end', R(x), R(c), R(o2))
def t176(x, o2):
    c = M()
    print(SRC[175])
    c += x
    show('end', R(x), R(c), R(o2))
def t177(x, o2):
    c = M()
    print(SRC[176])
    c *= x
    show('end', R(x), R(c), R(o2))
def t178(x, o2):
    c = M()
    print(SRC[177])
    c -= 1 if 0 else x
    show('end', R(x), R(c), R(o2))
def t179(x, o2):
    c = M()
    print(SRC[178])
    c = M()
    show('end', R(x), R(c), R(o2))
def t180(x, o2):
    c = M()
    print(SRC[179])
    c += fresh()
    show('end', R(x), R(c), R(o2))
def t181(x, o2):
    c = M()
    print(SRC[180])
    -c
    show('end', R(x), R(c), R(o2))
def t182(x, o2):
    c = M()
    print(SRC[181])
    +c
    show('end', R(x), R(c), R(o2))
def t183(x, o2):
    c = M()
    print(SRC[182])
    ~c
    show('end', R(x), R(c), R(o2))
def t184(x, o2):
    c = M()
    print(SRC[183])
    abs(c)
    show('end', R(x), R(c), R(o2))
def t185(x, o2):
    c = M()
    print(SRC[184])
    -M()
    show('end', R(x), R(c), R(o2))
def t186(x, o2):
    c = M()
    print(SRC[185])
    int(c)
    show('end', R(x), R(c), R(o2))
def t187(x, o2):
    c = M()
    print(SRC[186])
    float(c)
    show('end', R(x), R(c), R(o2))
def t188(x, o2):
    c = M()
    print(SRC[187])
    complex(c)
    show('end', R(x), R(c), R(o2))
def t189(x, o2):
    c = M()
    print(SRC[188])
    [1, 2, 3][c]
    show('end', R(x), R(c), R(o2))
def t190(x, o2):
    c = M()
    print(SRC[189])
    operator.index(c)
    show('end', R(x), R(c), R(o2))
def t191(x, o2):
    c = M()
    print(SRC[190])
    round(c)
    show('end', R(x), R(c), R(o2))
def t192(x, o2):
    c = M()
    print(SRC[191])
    round(c, 1)
    show('end', R(x), R(c), R(o2))
def t193(x, o2):
    c = M()
    print(SRC[192])
    bin(c)
    show('end', R(x), R(c), R(o2))
def t194(x, o2):
    c = M()
    print(SRC[193])
    range(c)
    show('end', R(x), R(c), R(o2))
def t195(x, o2):
    c = M()
    print(SRC[194])
    pass
    show('end', R(x), R(c), R(o2))
def t196(x, o2):
    c = M()
    print(SRC[195])
    math.trunc(c)
    show('end', R(x), R(c), R(o2))
def t197(x, o2):
    c = M()
    print(SRC[196])
    math.floor(c)
    show('end', R(x), R(c), R(o2))
def t198(x, o2):
    c = M()
    print(SRC[197])
    math.ceil(c)
    show('end', R(x), R(c), R(o2))
def t199(x, o2):
    c = M()
    print(SRC[198])
    chr(c)
    show('end', R(x), R(c), R(o2))
def t200(x, o2):
    c = M()
    print(SRC[199])
    'a' * 3
    show('end', R(x), R(c), R(o2))
def t201(x, o2):
    c = M()
    print(SRC[200])
    [0] * c
    show('end', R(x), R(c), R(o2))
def t202(x, o2):
    c = M()
    print(SRC[201])
    reversed(c)
    show('end', R(x), R(c), R(o2))
def t203(x, o2):
    c = M()
    print(SRC[202])
    dir(c)
    show('end', R(x), R(c), R(o2))
def t204(x, o2):
    c = M()
    print(SRC[203])
    bytes(c)
    show('end', R(x), R(c), R(o2))
def t205(x, o2):
    c = M()
    print(SRC[204])
    sys.getsizeof(c)
    show('end', R(x), R(c), R(o2))
def t206(x, o2):
    c = M()
    print(SRC[205])
    pass
    show('end', R(x), R(c), R(o2))
def t207(x, o2):
    c = M()
    print(SRC[206])
    copy.copy(c)
    show('end', R(x), R(c), R(o2))
def t208(x, o2):
    c = M()
    print(SRC[207])
    copy.deepcopy(c)
    show('end', R(x), R(c), R(o2))
def t209(x, o2):
    c = M()
    print(SRC[208])
    list.__len__
    show('end', R(x), R(c), R(o2))
def t210(x, o2):
    c = M()
    print(SRC[209])
    operator.length_hint(c) 
    show('end', R(x), R(c), R(o2))
def t213(x, o2):
    c = M()
    print(SRC[212])
    operator.attrgetter('nosuch')(c)
    show('end', R(x), R(c), R(o2))
def t214(x, o2):
    c = M()
    print(SRC[213])
    operator.methodcaller('m', x)(c)
    show('end', R(x), R(c), R(o2))
def t215(x, o2):
    c = M()
    print(SRC[214])
    operator.itemgetter(x)(c)
    show('end', R(x), R(c), R(o2))
def t216(x, o2):
    c = M()
    print(SRC[215])
    operator.itemgetter(1)(c)
    show('end', R(x), R(c), R(o2))
def t217(x, o2):
    c = M()
    print(SRC[216])
    s = SA()
    show('end', R(x), R(c), R(o2))
def t218(x, o2):
    c = M()
    s = SA()
    print(SRC[217])
    s.a = x
    show('end', R(x), R(c), R(o2))
def t219(x, o2):
    c = M()
    s = SA()
    print(SRC[218])
    del s.a
    show('end', R(x), R(c), R(o2))
def t220(x, o2):
    c = M()
    s = SA()
    print(SRC[219])
    s.a
    show('end', R(x), R(c), R(o2))
def t221(x, o2):
    c = M()
    s = SA()
    print(SRC[220])
    s.a = fresh()
    show('end', R(x), R(c), R(o2))
def t222(x, o2):
    c = M()
    s = SA()
    print(SRC[221])
    setattr(s, 'a', x)
    show('end', R(x), R(c), R(o2))
def t223(x, o2):
    c = M()
    s = SA()
    print(SRC[222])
    getattr(s, 'a')
    show('end', R(x), R(c), R(o2))
def t224(x, o2):
    c = M()
    print(SRC[223])
    h = HD()
    show('end', R(x), R(c), R(o2))
def t225(x, o2):
    c = M()
    h = HD()
    print(SRC[224])
    h.d
    show('end', R(x), R(c), R(o2))
def t226(x, o2):
    c = M()
    h = HD()
    print(SRC[225])
    h.d = x
    show('end', R(x), R(c), R(o2))
def t227(x, o2):
    c = M()
    h = HD()
    print(SRC[226])
    del h.d
    show('end', R(x), R(c), R(o2))
def t228(x, o2):
    c = M()
    h = HD()
    print(SRC[227])
    h.d = fresh()
    show('end', R(x), R(c), R(o2))
def t229(x, o2):
    c = M()
    print(SRC[228])
    HD.d
    show('end', R(x), R(c), R(o2))
def t230(x, o2):
    c = M()
    print(SRC[229])
    HD().d
    show('end', R(x), R(c), R(o2))
def t231(x, o2):
    c = M()
    h = HD()
    print(SRC[230])
    getattr(h, 'd')
    show('end', R(x), R(c), R(o2))
def t232(x, o2):
    c = M()
    h = HD()
    print(SRC[231])
    setattr(h, 'd', x)
    show('end', R(x), R(c), R(o2))
def t233(x, o2):
    c = M()
    print(SRC[232])
    Del()
    show('end', R(x), R(c), R(o2))
def t234(x, o2):
    c = M()
    print(SRC[233])
    e = Del()
    show('end', R(x), R(c), R(o2))
def t235(x, o2):
    c = M()
    e = Del()
    print(SRC[234])
    del e
    show('end', R(x), R(c), R(o2))
def t236(x, o2):
    c = M()
    print(SRC[235])
    e = Del()
    show('end', R(x), R(c), R(o2))
def t237(x, o2):
    c = M()
    e = Del()
    print(SRC[236])
    e = None
    show('end', R(x), R(c), R(o2))
def t238(x, o2):
    c = M()
    print(SRC[237])
    [Del()]
    show('end', R(x), R(c), R(o2))
def t239(x, o2):
    c = M()
    print(SRC[238])
    f1(Del())
    show('end', R(x), R(c), R(o2))
def t240(x, o2):
    c = M()
    print(SRC[239])
    DictM()[x]
    show('end', R(x), R(c), R(o2))
def t241(x, o2):
    c = M()
    print(SRC[240])
    dm = DictM()
    show('end', R(x), R(c), R(o2))
def t242(x, o2):
    c = M()
    dm = DictM()
    print(SRC[241])
    dm[x]
    show('end', R(x), R(c), R(o2))
def t243(x, o2):
    c = M()
    print(SRC[242])
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    show('end', R(x), R(c), R(o2))
def t244(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[243])
    MM()
    show('end', R(x), R(c), R(o2))
def t245(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[244])
    MM(x)
    show('end', R(x), R(c), R(o2))
def t246(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[245])
    MM(fresh())
    show('end', R(x), R(c), R(o2))
def t247(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[246])
    isinstance(x, MM)
    show('end', R(x), R(c), R(o2))
def t248(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[247])
    issubclass(int, MM)
    show('end', R(x), R(c), R(o2))
def t249(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[248])
    MM[x]
    show('end', R(x), R(c), R(o2))
def t250(x, o2):
    c = M()
    class MM(metaclass=Meta):
        def __init__(self, *a): show('MM init', R(self), R(a))
    print(SRC[249])
    class MB(MM): pass
    show('end', R(x), R(c), R(o2))
def t251(x, o2):
    c = M()
    print(SRC[250])
    class BB(B, x=x): pass
    show('end', R(x), R(c), R(o2))
def t252(x, o2):
    c = M()
    print(SRC[251])
    class BC(B): d = D()
    show('end', R(x), R(c), R(o2))
def t253(x, o2):
    c = M()
    print(SRC[252])
    B[x]
    show('end', R(x), R(c), R(o2))
def t254(x, o2):
    c = M()
    class BB(B): pass
    print(SRC[253])
    BB[x]
    show('end', R(x), R(c), R(o2))
def t255(x, o2):
    c = M()
    print(SRC[254])
    s = Sup()
    show('end', R(x), R(c), R(o2))
def t256(x, o2):
    c = M()
    s = Sup()
    print(SRC[255])
    s.m(x)
    show('end', R(x), R(c), R(o2))
def t257(x, o2):
    c = M()
    s = Sup()
    print(SRC[256])
    s(x)
    show('end', R(x), R(c), R(o2))
def t258(x, o2):
    c = M()
    s = Sup()
    print(SRC[257])
    len(s)
    show('end', R(x), R(c), R(o2))
def t259(x, o2):
    c = M()
    s = Sup()
    print(SRC[258])
    s.m(fresh())
    show('end', R(x), R(c), R(o2))
def t260(x, o2):
    c = M()
    print(SRC[259])
    Sup().m(x)
    show('end', R(x), R(c), R(o2))
def t261(x, o2):
    c = M()
    print(SRC[260])
    decorated(x)
    show('end', R(x), R(c), R(o2))
def t262(x, o2):
    c = M()
    print(SRC[261])
    decorated(x=x)
    show('end', R(x), R(c), R(o2))
def t263(x, o2):
    c = M()
    print(SRC[262])
    decorated(fresh())
    show('end', R(x), R(c), R(o2))
def t264(x, o2):
    c = M()
    print(SRC[263])
    g = gen(x)
    show('end', R(x), R(c), R(o2))
def t265(x, o2):
    c = M()
    g = gen(x)
    print(SRC[264])
    next(g)
    show('end', R(x), R(c), R(o2))
def t266(x, o2):
    c = M()
    g = gen(x)
    next(g)
    print(SRC[265])
    g.send(x);
    show('end', R(x), R(c), R(o2))
def t267(x, o2):
    c = M()
    print(SRC[266])
    for i in gen(x): show('for', R(i))
    show('end', R(x), R(c), R(o2))
def t268(x, o2):
    c = M()
    print(SRC[267])
    [f1(i) for i in [x]]
    show('end', R(x), R(c), R(o2))
def t269(x, o2):
    c = M()
    print(SRC[268])
    [f1(i) for i in gen(x)]
    show('end', R(x), R(c), R(o2))
def t270(x, o2):
    c = M()
    print(SRC[269])
    {f1(i) for i in (x,)}
    show('end', R(x), R(c), R(o2))
def t271(x, o2):
    c = M()
    print(SRC[270])
    list(f1(i) for i in [x])
    show('end', R(x), R(c), R(o2))
def t272(x, o2):
    c = M()
    print(SRC[271])
    {1: f1(i) for i in [x]}
    show('end', R(x), R(c), R(o2))
def t273(x, o2):
    c = M()
    print(SRC[272])
    [R(i) for i in [x]]
    show('end', R(x), R(c), R(o2))
def t274(x, o2):
    c = M()
    print(SRC[273])
    for i in [x]: show('for list', R(i))
    show('end', R(x), R(c), R(o2))
def t275(x, o2):
    c = M()
    print(SRC[274])
    for i in [fresh()]: show('for fresh', R(i))
    show('end', R(x), R(c), R(o2))
def t276(x, o2):
    c = M()
    print(SRC[275])
    for i, j in [(x, x)]: show('for pair', R(i))
    show('end', R(x), R(c), R(o2))
def t277(x, o2):
    c = M()
    print(SRC[276])
    for i, j in enumerate([x]): show('enum', R(j))
    show('end', R(x), R(c), R(o2))
def t278(x, o2):
    c = M()
    print(SRC[277])
    for i, j in zip([x], [x]): show('zip', R(j))
    show('end', R(x), R(c), R(o2))
def t279(x, o2):
    c = M()
    print(SRC[278])
    for i in map(lambda v: (show('map', R(v)), v)[1], [x]): show('mapped', R(i))
    show('end', R(x), R(c), R(o2))
def t280(x, o2):
    c = M()
    print(SRC[279])
    for i in filter(lambda v: (show('filter', R(v)), v)[1], [x]): show('filtered', R(i))
    show('end', R(x), R(c), R(o2))
def t281(x, o2):
    c = M()
    print(SRC[280])
    with cman(x) as y: show('with cm', R(y))
    show('end', R(x), R(c), R(o2))
def t283(x, o2):
    c = M()
    print(SRC[282])
    p = functools.partial(f1, x)
    show('end', R(x), R(c), R(o2))
def t284(x, o2):
    c = M()
    p = functools.partial(f1, x)
    print(SRC[283])
    p()
    show('end', R(x), R(c), R(o2))
def t285(x, o2):
    c = M()
    print(SRC[284])
    p = functools.partial(f1)
    show('end', R(x), R(c), R(o2))
def t286(x, o2):
    c = M()
    p = functools.partial(f1)
    print(SRC[285])
    p(x)
    show('end', R(x), R(c), R(o2))
def t287(x, o2):
    c = M()
    p = functools.partial(f1)
    print(SRC[286])
    p(x=x)
    show('end', R(x), R(c), R(o2))
def t288(x, o2):
    c = M()
    print(SRC[287])
    functools.partial(c.m)(x)
    show('end', R(x), R(c), R(o2))
def t289(x, o2):
    c = M()
    print(SRC[288])
    functools.partial(f1, x=x)()
    show('end', R(x), R(c), R(o2))
def t290(x, o2):
    c = M()
    print(SRC[289])
    w = Del()
    show('end', R(x), R(c), R(o2))
def t291(x, o2):
    c = M()
    print(SRC[290])
    r = weakref.ref(w, lambda r: show('weak', R(r)))
    show('end', R(x), R(c), R(o2))
def t292(x, o2):
    c = M()
    w = Del()
    print(SRC[291])
    del w
    show('end', R(x), R(c), R(o2))
def t293(x, o2):
    c = M()
    print(SRC[292])
    r = None
    show('end', R(x), R(c), R(o2))
def t294(x, o2):
    c = M()
    print(SRC[293])
    w = N()
    show('end', R(x), R(c), R(o2))
def t295(x, o2):
    c = M()
    print(SRC[294])
    weakref.finalize(w, f1, x)
    show('end', R(x), R(c), R(o2))
def t296(x, o2):
    c = M()
    w = Del()
    print(SRC[295])
    del w
    show('end', R(x), R(c), R(o2))
def t297(x, o2):
    c = M()
    print(SRC[296])
    l = [1]
    show('end', R(x), R(c), R(o2))
def t298(x, o2):
    c = M()
    l = [1]
    print(SRC[297])
    l = l + l
    show('end', R(x), R(c), R(o2))
def t299(x, o2):
    c = M()
    l = [1]
    print(SRC[298])
    show('l+l', R(l))
    show('end', R(x), R(c), R(o2))
def t300(x, o2):
    c = M()
    l = [1]
    print(SRC[299])
    l += l
    show('end', R(x), R(c), R(o2))
def t301(x, o2):
    c = M()
    l = [1]
    print(SRC[300])
    show('l+=l', R(l))
    show('end', R(x), R(c), R(o2))
def t302(x, o2):
    c = M()
    l = [1]
    print(SRC[301])
    l = l * 2
    show('end', R(x), R(c), R(o2))
def t303(x, o2):
    c = M()
    print(SRC[302])
    t = (x,)
    show('end', R(x), R(c), R(o2))
def t304(x, o2):
    c = M()
    t = (x,)
    print(SRC[303])
    t = t + t
    show('end', R(x), R(c), R(o2))
def t305(x, o2):
    c = M()
    t = (x,)
    print(SRC[304])
    show('t+t', R(t))
    show('end', R(x), R(c), R(o2))
def t306(x, o2):
    c = M()
    l = [1]
    print(SRC[305])
    st = 'ab' * len(l)
    show('end', R(x), R(c), R(o2))
def t307(x, o2):
    c = M()
    st = "ab" * len([1, 2])
    print(SRC[306])
    st = st + st
    show('end', R(x), R(c), R(o2))
def t308(x, o2):
    c = M()
    s = SA()
    st = "ab" * len([1, 2])
    print(SRC[307])
    show('s+s', R(st))
    show('end', R(x), R(c), R(o2))
def t309(x, o2):
    c = M()
    st = "ab" * len([1, 2])
    print(SRC[308])
    st += st
    show('end', R(x), R(c), R(o2))
def t310(x, o2):
    c = M()
    s = SA()
    st = "ab" * len([1, 2])
    print(SRC[309])
    show('s+=s', R(st))
    show('end', R(x), R(c), R(o2))
def t311(x, o2):
    c = M()
    print(SRC[310])
    (lambda v: show('lambda', R(v)))(x)
    show('end', R(x), R(c), R(o2))
def t312(x, o2):
    c = M()
    print(SRC[311])
    (lambda v=x: show('default', R(v)))()
    show('end', R(x), R(c), R(o2))
def t313(x, o2):
    c = M()
    print(SRC[312])
    def inner(): show('cell', R(x))
    show('end', R(x), R(c), R(o2))
def t314(x, o2):
    c = M()
    def inner(): show('cell', R(x))
    print(SRC[313])
    inner()
    show('end', R(x), R(c), R(o2))
def t315(x, o2):
    c = M()
    print(SRC[314])
    def deflt(v=fresh()): show('default', R(v))
    show('end', R(x), R(c), R(o2))
def t316(x, o2):
    c = M()
    print(SRC[315])
    deflt()
    show('end', R(x), R(c), R(o2))
def t317(x, o2):
    c = M()
    print(SRC[316])
    k = {'x': x}
    show('end', R(x), R(c), R(o2))
def t318(x, o2):
    c = M()
    k = {'x': x}
    print(SRC[317])
    f1(**k)
    show('end', R(x), R(c), R(o2))
def t319(x, o2):
    c = M()
    k = {'x': x}
    print(SRC[318])
    fkws(**k)
    show('end', R(x), R(c), R(o2))
def t320(x, o2):
    c = M()
    print(SRC[319])
    show('k', R(k))
    show('end', R(x), R(c), R(o2))
def t321(x, o2):
    c = M()
    print(SRC[320])
    try: raise ValueError(x)
    except ValueError as ex: show('exc', R(ex), R(ex.args), R(x))
    show('end', R(x), R(c), R(o2))
def t322(x, o2):
    c = M()
    print(SRC[321])
    sorted([x], key=f1)
    show('end', R(x), R(c), R(o2))
def t323(x, o2):
    c = M()
    print(SRC[322])
    max([x, x], key=f1)
    show('end', R(x), R(c), R(o2))
def t324(x, o2):
    c = M()
    print(SRC[323])
    list(map(f1, (x,)))
    show('end', R(x), R(c), R(o2))
def t325(x, o2):
    c = M()
    print(SRC[324])
    list(map(M.m, [c], [x]))
    show('end', R(x), R(c), R(o2))
def t326(x, o2):
    c = M()
    print(SRC[325])
    list(map(c.m, [x]))
    show('end', R(x), R(c), R(o2))
def t327(x, o2):
    c = M()
    print(SRC[326])
    list(map(c, [x]))
    show('end', R(x), R(c), R(o2))
def t328(x, o2):
    c = M()
    print(SRC[327])
    list(map(C, [x]))
    show('end', R(x), R(c), R(o2))
def t329(x, o2):
    c = M()
    print(SRC[328])
    any(f1(i) for i in [x])
    show('end', R(x), R(c), R(o2))
def t330(x, o2):
    c = M()
    print(SRC[329])
    match x:
        case y: show('match', R(y))
    show('end', R(x), R(c), R(o2))
def t331(x, o2):
    c = M()
    print(SRC[330])
    match c:
        case M(p=pp): show('match class')
    show('end', R(x), R(c), R(o2))
def t332(x, o2):
    c = M()
    print(SRC[331])
    if (y := x): show('walrus', R(y))
    show('end', R(x), R(c), R(o2))
def t333(x, o2):
    c = M()
    print(SRC[332])
    show('tuple', R((x, x)), R([x]), R({1: x}), R({x}), R(fresh()), R(M().m), R(lambda: 1))
    show('end', R(x), R(c), R(o2))
def t334(x, o2):
    c = M()
    print(SRC[333])
    show('attr')
    show('end', R(x), R(c), R(o2))
def t335(x, o2):
    c = M()
    print(SRC[334])
    c.z = x
    show('end', R(x), R(c), R(o2))
def t336(x, o2):
    c = M()
    print(SRC[335])
    show('attr', R(c.z), R(c.__dict__))
    show('end', R(x), R(c), R(o2))
def t337(x, o2):
    c = M()
    print(SRC[336])
    import_ft = functools.singledispatch(f1)
    show('end', R(x), R(c), R(o2))
def t338(x, o2):
    c = M()
    import_ft = functools.singledispatch(f1)
    print(SRC[337])
    import_ft(x)
    show('end', R(x), R(c), R(o2))
def t339(x, o2):
    c = M()
    print(SRC[338])
    @functools.lru_cache
    def cached(v): show('lru', R(v))
    show('end', R(x), R(c), R(o2))
def t340(x, o2):
    c = M()
    @functools.lru_cache
    def cached(v): show('lru', R(v))
    print(SRC[339])
    cached(x)
    show('end', R(x), R(c), R(o2))
def t341(x, o2):
    c = M()
    @functools.lru_cache
    def cached(v): show('lru', R(v))
    print(SRC[340])
    cached(v=x)
    show('end', R(x), R(c), R(o2))
def t342(x, o2):
    c = M()
    @functools.lru_cache
    def cached(v): show('lru', R(v))
    print(SRC[341])
    cached(x)
    show('end', R(x), R(c), R(o2))
def t343(x, o2):
    c = M()
    print(SRC[342])
    class CP:
        @functools.cached_property
        def q(self): show('cprop', R(self)); return 1
    show('end', R(x), R(c), R(o2))
def t344(x, o2):
    c = M()
    class CP:
        @functools.cached_property
        def q(self): show('cprop', R(self)); return 1
    print(SRC[343])
    CP().q
    show('end', R(x), R(c), R(o2))
def t345(x, o2):
    c = M()
    class CP:
        @functools.cached_property
        def q(self): show('cprop', R(self)); return 1
    print(SRC[344])
    cp = CP()
    show('end', R(x), R(c), R(o2))
def t346(x, o2):
    c = M()
    class CP:
        @functools.cached_property
        def q(self): show('cprop', R(self)); return 1
    cp = CP()
    print(SRC[345])
    cp.q
    show('end', R(x), R(c), R(o2))
def t347(x, o2):
    c = M()
    class CP:
        @functools.cached_property
        def q(self): show('cprop', R(self)); return 1
    cp = CP()
    print(SRC[346])
    cp.q
    show('end', R(x), R(c), R(o2))
def t348(x, o2):
    c = M()
    print(SRC[347])
    it = iter(lambda: f1(x), None)
    show('end', R(x), R(c), R(o2))
def t349(x, o2):
    c = M()
    it = iter(lambda: f1(x), None)
    print(SRC[348])
    list(it)
    show('end', R(x), R(c), R(o2))
def t350(x, o2):
    c = M()
    print(SRC[349])
    def yf(): yield from gen(x)
    show('end', R(x), R(c), R(o2))
def t351(x, o2):
    c = M()
    def yf(): yield from gen(x)
    print(SRC[350])
    for v in yf(): show('yf', R(v))
    show('end', R(x), R(c), R(o2))
def t353(x, o2):
    c = M()
    print(SRC[352])
    operator.call if 0 else 0
    show('end', R(x), R(c), R(o2))
def t354(x, o2):
    c = M()
    k = {'x': x}
    print(SRC[353])
    apply = lambda f, *a, **k: f(*a, **k)
    show('end', R(x), R(c), R(o2))
def t355(x, o2):
    c = M()
    apply = lambda f, *a, **k: f(*a, **k)
    print(SRC[354])
    apply(f1, x)
    show('end', R(x), R(c), R(o2))
def t356(x, o2):
    c = M()
    apply = lambda f, *a, **k: f(*a, **k)
    print(SRC[355])
    apply(f1, x=x)
    show('end', R(x), R(c), R(o2))
def t357(x, o2):
    c = M()
    apply = lambda f, *a, **k: f(*a, **k)
    print(SRC[356])
    apply(c.m, x)
    show('end', R(x), R(c), R(o2))
def t358(x, o2):
    c = M()
    apply = lambda f, *a, **k: f(*a, **k)
    print(SRC[357])
    apply(C, x)
    show('end', R(x), R(c), R(o2))
def t359(x, o2):
    c = M()
    print(SRC[358])
    eval('f1(x)', {'f1': f1, 'x': x})
    show('end', R(x), R(c), R(o2))
def t360(x, o2):
    c = M()
    print(SRC[359])
    exec('f1(x)', {'f1': f1, 'x': x})
    show('end', R(x), R(c), R(o2))
def t361(x, o2):
    c = M()
    print(SRC[360])
    object.__setattr__(c, 'zz', x)
    show('end', R(x), R(c), R(o2))
def t362(x, o2):
    c = M()
    print(SRC[361])
    type(c).__call__(c, x)
    show('end', R(x), R(c), R(o2))
def t363(x, o2):
    c = M()
    print(SRC[362])
    type.__call__(C, x)
    show('end', R(x), R(c), R(o2))
def t364(x, o2):
    c = M()
    print(SRC[363])
    c.__call__(x)
    show('end', R(x), R(c), R(o2))
def t365(x, o2):
    c = M()
    print(SRC[364])
    c.__len__()
    show('end', R(x), R(c), R(o2))
def t366(x, o2):
    c = M()
    print(SRC[365])
    c.__add__(x)
    show('end', R(x), R(c), R(o2))
def t367(x, o2):
    c = M()
    print(SRC[366])
    C.__call__(x)
    show('end', R(x), R(c), R(o2))
def t368(x, o2):
    c = M()
    print(SRC[367])
    sorted([3, 1], key=functools.cmp_to_key(lambda a, b: 0))
    show('end', R(x), R(c), R(o2))
def t369(x, o2):
    c = M()
    print(SRC[368])
    functools.partialmethod(f1)
    show('end', R(x), R(c), R(o2))
def t370(x, o2):
    c = M()
    print(SRC[369])
    int.__add__
    show('end', R(x), R(c), R(o2))
def t371(x, o2):
    c = M()
    print(SRC[370])
    c.__class__.m(c, x)
    show('end', R(x), R(c), R(o2))
def t372(x, o2):
    c = M()
    print(SRC[371])
    with contextlib.ExitStack() as es: es.enter_context(c); es.callback(f1, x)
    show('end', R(x), R(c), R(o2))
def t373(x, o2):
    c = M()
    print(SRC[372])
    with contextlib.closing(N()) if 0 else contextlib.nullcontext(x) as y: show('null', R(y))
    show('end', R(x), R(c), R(o2))
def t375(x, o2):
    c = M()
    print(SRC[374])
    show('end', R(x), R(c), R(o2))
    show('end', R(x), R(c), R(o2))

for name, f in list(globals().items()):
    if name[0] == 't' and name[1:].isdigit():
        for i in range(REPEAT):
            try: f(fresh(), M())
            except Exception as e: print('    raised', type(e).__name__, e)
            f = globals()[name]
