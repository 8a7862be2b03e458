"""What the language has, each thing at least once and in odd combinations: compiled here and by a real CPython, never run."""
from __future__ import annotations
import a.b.c, d as e, f.g as h, i.j.k as l
from . import m
from .. import n as o
from ...p.q import r, s as t, u
from v import *

x: int
y: str = 'annotated'
(z): float = 1.0
x.y: int = 1
x[0]: 'text' = 2


def arguments(a, /, b, c=1, *d, e, f=2, **g): return a, b, c, d, e, f, g
def annotated(a: int, /, b: str = '', *c: float, d: bool = True, **e: bytes) -> None: "docstring"
def bare(*, a): pass
def shadowing(a, b):
    def inner(): return a
    b = lambda a=a: (a, b)
    return inner


def closures():
    a = b = c = 1
    def one():
        nonlocal a
        a += 1
        def two():
            nonlocal b
            del b
            class Three:
                c = c
                d = a
                def four(self): return __class__, c, self
                [c for i in range(3) if a]
                {i: c for i in a for j in b if c}
            return Three
        return two
    class Private:
        __slots__ = '__x', '__y__'
        def __init__(self, __z): self.__x = __z.__w.__v__; self._C__x = __z
        def method(self, *, __k=1): return [self.__x for __x in __k], self.method(__k=2)
        import __a, __b.__c
        from __d import __e as __f
    return one, Private


def generators():
    x = yield
    y = yield 1, 2
    z = yield from closures()
    yield (yield (yield))
    try:
        yield 1
    except (A, B) as e:
        yield e
    else:
        yield 2
    finally:
        yield 3
    return x, y, z


def loops(n):
    for i in n:
        if i: continue
        elif n: break
        while i and n or not i:
            if n: break
            continue
        else:
            n()
    else:
        return
    for i, (j, *k), l.m, n[i] in n: pass
    while True:
        while 1:
            if i: return 2
            break
    while 0: never()
    while not i: i = n
    for i in n:
        try: continue
        finally: i()
    for i in n:
        with i: continue
    for i in n:
        try:
            break
        except E as e:
            continue
        finally:
            n()
    for [] in n: pass
    for i in [1, 2, 3]: pass
    for i in {1, 2, 3}: pass
    for i in [a, b]: pass


def exceptions():
    try:
        try: a
        except: b
    except A: return 1
    except (B, C) as d: return d
    except E as d:
        raise d from None
    else: return 2
    finally:
        try: c
        finally: return 3
    try:
        return 4
    finally:
        try:
            raise
        except: pass
    try:
        with a as b, c, d as (e, f): return b
    finally:
        g
    assert a
    assert b, c
    assert not b, 'no'
    assert (a and b) or c, d
    raise A
    raise A() from B


def contexts(a):
    with a: pass
    with a as b: return b
    with a() as b.c, b() as d[0], (e): x = 1
    with (a as b, c as d): return
    for i in a:
        with b:
            break
        with c:
            return 1
    while a:
        with b as c:
            if c: continue
        return c


def operators(a, b, c):
    a + b - c * a / b // c % a ** b @ c << a >> b & c ^ a | b
    -a, +b, ~c, not a
    a += b; a -= b; a *= b; a /= b; a //= b; a %= b; a **= b; a @= b; a <<= b; a >>= b; a &= b; a ^= b; a |= b
    a.b += 1; a[b] += 1; a[b:c] += 1; a[b:c:2] -= 1; a[b, c] |= 1; a.b.c[d].e *= 2
    a < b <= c == a != b > c >= a is b is not c in a not in b
    a < b and b < c or not c
    (a if b else c) if c else (b and a)
    a and b and c; a or b or c; a and (b or c); (a or b) and c
    if a and b or c: pass
    if not (a and b): pass
    if a < b < c: pass
    if a if b else c: pass
    if not a is None: pass
    if a is not None and b is None: pass
    if a in (1, 2) or b not in [1, 2] or c in {1, 2}: pass
    if (x := a) and (y := x): pass
    while (x := b()) is not None: pass
    return a[b], a[b:c], a[:], a[b:], a[:c], a[::b], a[b:c, ...], a[1:2], a[()], a[-1], a[b, c:d]


def targets():
    a = b = c = d
    a, b = b, a
    a, b, c = c, b, a
    a, b, c, d = d, c, b, a
    (a, b), [c, d] = e
    a, *b = c
    *a, b = c
    a, *b, c = d
    [a, [b, *c], d] = e
    a.b, a[0], a[1:2], (a.c) = d
    del a, b.c, d[0], d[1:2], (e, f), [g, h]
    a = (b := 1)
    a, b = 1, 2
    a, b = c = d, e
    (a,) = b
    [] = a
    () = a
    a, a = b
    a, b, a = c


def displays(a, b):
    return [], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [a], [a, 1, b], [*a], [*a, *b], [1, *a, 2, b], \
        (), (1,), (1, 2), (a,), (a, 1), (*a,), (1, *a, 2), (*a, *b), \
        {1}, {1, 2}, {1, 2, 3}, {a, b}, {*a}, {*a, 1}, {1, 2, *a}, \
        {}, {1: 2}, {1: 2, 3: 4}, {1: a, 'b': b}, {a: 1, b: 2}, {**a}, {**a, **b}, {1: 2, **a, 3: 4, 5: 6}, {'a': 1, 'b': {'c': 2}}, \
        [a, b, [a, [b, (1, (2, 3))]]], ((1, 2), (3, 4)), [(1, 2), (3, 4), (5, 6)]


def comprehensions(a, b):
    x = [i for i in a]
    x = [i + j for i in a for j in b if i if j]
    x = {i for i in a if i not in b}
    x = {i: j for i, j in a}
    x = (i for i in a)
    x = [[j for j in i] for i in a]
    x = [i for i in [j for j in a]]
    x = [lambda: i for i in a]
    x = [(lambda: i + k)() for i in a for k in [i]]
    x = [y := i for i in a]
    x = [i for i, *j in a]
    x = [i for i.x in a]
    x = [a for a in a]
    x = sum(i for i in a), any(i for i in a if b), f(*[i for i in a], **{i: j for i, j in b})
    x = [i for i in (1, 2, 3)], [i for i in [1]], [0 for i in {1, 2}]
    return [x for x in [x]]


def calls(f, a):
    f(); f(a); f(a, 1); f(a=1); f(a, b=2, c=3); f(*a); f(**a); f(*a, **a); f(1, *a, 2, *a, b=3, **a, c=4, **a)
    f.g(); f.g(a); f.g(a=1); f.g(*a); f.g.h(a)(b).i(c, *d); f[0](1); (lambda x: x)(1); f()()()
    a.b(1 if c else 2, not d); print(a, b, sep='', end='\n'); f(x for x in a); f(a)(x for x in a)
    super(); super().f(); super().g; super(A, a).f(b); super(a).c
    a.b.c.d = f(a.b.c)
    (a
     .b(1)
     .c(
         2)
     .d)
    return f(
        a,
        b
    )


def strings(a, b):
    'statement'; 1; None; ...; a; a.b
    return f'', f'a', f'{a}', f'{a}b', f'a{a}b{b}c', f'{a!r}', f'{a!s:>{b}}', f'{a:x}', f'{a=}', f'{a!a:{b}.{a}}', f'{{{a}}}', 'a' f'b{a}' 'c', \
        b'a' b'b', '%s' % a, '%s and %r' % (a, b), '%d%%' % (a,), '%5s' % (a,), '%s' % (a, b), '%(a)s' % b, f'{a:{"x"}}', f"{'a' 'b'}", ''.join([a]), '' f'{a}' ''


def constants():
    a = 1 + 2 * 3 - 4 ** 2 // 5 % 6
    b = 'a' * 10 + 'b', 'a' * 5000, b'x' * 4096, (1, 2) * 3, (1, 2)[0], 'abc'[1], 'abc'[-1], 'abc'[5]
    c = -1, +1, ~1, not 1, -0.0, 0.0, -0, 1j, -1j, 0j, 1 + 2j, True, False, None, ..., not None, not 'a'
    d = 1 / 0, 1 // 0, 1 % 0, 2 ** 1000, 2 ** -1, 1 << 200, 1 << 100, 'a' % (), 'a%s' % 1, 1 @ 2
    e = 1 == 1.0, 1 is 1, 1, 1.0, True, (1, 1.0), (1.0, 1), (0.0, -0.0), (1, (2, 'x')), 10 ** 30, 'identifier', 'not identifier', b'identifier'
    f = 3 if True else 4, 3 if 0 else 4, 1 and a, 0 and a, 1 or a, 0 or a, a and 1 and b, not not a
    if 0: never
    if 1: always
    else: never
    if None: never
    elif '': never
    elif a: sometimes
    if __debug__: always
    return 1000000, 10000000000, 3.25, 'x' 'y'
    dead


def matching(x):
    match x:
        case 0 | 1 | -1 | 1.5 | -2j | 1 + 2j: return 'number'
        case 'text' | b'bytes' | None | True | False: return 'constant'
        case a.b | a.b.c: return 'value'
        case []: return 'empty'
        case [a]: return a
        case [a, _, *b]: return a, b
        case (a, *_, b) if a > b: return a
        case [*_]: return 'any'
        case [1, [2, [c]]]: return c
        case {}: return 'mapping'
        case {'a': 1, 'b': b, **rest}: return b, rest
        case {a.b: c, -1: _}: return c
        case C(): return 'class'
        case C(1, a, b=2, c=d): return a, d
        case a.C([x, y]) | a.D(x, y): return x, y
        case (1 | 2) as z: return z
        case [a, b] | [b, a, _]: return a, b
        case str() | int() as w if w: return w
        case _: return 'nothing'


def matching_statement(x, y):
    match x, y:
        case (1, a) | (a, 1): pass
        case [_, _]: y = 1
    match x:
        case _: pass
    match (yield):
        case a: return a
    match x:
        case {'k': [a, {'l': (b, c)}]}:
            for i in a:
                match i:
                    case 1: continue
                    case 2: break
        case object(a=1): return


@decorator
@other(1, 2)
@a.b.c
class Decorated(Base, *bases, metaclass=Meta, **keywords):
    """Documented.

        Indented.
    """
    a: int = 1
    b: str
    def method(self, x: Decorated) -> Decorated:
        """Doc."""
        return super().method(x)
    @property
    def p(self): return self.q
    @p.setter
    def p(self, value): self.q = self.r = value; self.s, self.t = value; del self.u
    @staticmethod
    def s(): pass
    class Inner:
        def f(self): return __class__
        x = [a for a in range(3)]
    lambda self: super().x
    for i in a: j = i
    if a: k = 1
    else: del b
    try: pass
    except E as e: pass
    with a as l: pass
    import m
    global n
    n = 1
    def n(): pass


@decorator
def decorated(
        a,
        b=1,
        *c):

    return (
        a +
        b
    )


class Empty: pass
class Bases(a, b): x = 1
def scopes():
    global g1
    g1 = 1
    g1 += g2
    del g1
    import g1
    def g1(): global g3; g3 = 1
    class g1: global g4; g4 = 1; g5 = g4
    x = 1
    def f(x=x, *, y=x): return x, y, z
    z = lambda: z
    class C:
        x = x
        y = lambda: x
        def f(self): nonlocal z; z = 1
    exec('')
    return locals(), [x for _ in y]
def unused():
    return 1
    return 2
def unreachable(a):
    if a: return 1
    else: return 2
    return 3
def unreachable_loop():
    while 1:
        pass
    return 1
def raises(): raise
def both(a):
    if a: raise a
    return a
def large(): return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33], \
    {0: a, 1: a, 2: a, 3: a, 4: a, 5: a, 6: a, 7: a, 8: a, 9: a, 10: a, 11: a, 12: a, 13: a, 14: a, 15: a, 16: a, 17: a, 18: a}, \
    f(a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, k=1), \
    f(k1=1, k2=1, k3=1, k4=1, k5=1, k6=1, k7=1, k8=1, k9=1, k10=1, k11=1, k12=1, k13=1, k14=1, k15=1, k16=1, k17=1, **a), \
    x.y(a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a), \
    (*a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32), \
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, a}


def groups():
    try:
        one()
    except* A as a:
        two(a)
        del a
    except* (B, C):
        try:
            three()
        except* D as d:
            for i in d:
                if i:
                    break
                continue
            else:
                pass
            raise
        finally:
            four()
    except *E:
        pass
    else:
        five()
    while one:
        try:
            def inner(): return a
        except* F:
            def inner(): return 1
        except* G as g:
            lambda: g
    try: pass
    except* A: x = yield
    finally: return 1


try:
    module
except* Level as l:
    print(l)
