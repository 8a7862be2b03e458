"""Programs about sizes: sys.getsizeof() of everything there is, while it grows, shrinks and is copied."""
from grammar import Grammar

HEAD = '''import array, collections, copy, enum, functools, gc, itertools, operator, sys, types, weakref
gc.disable(); gc.collect()
from collections import deque, OrderedDict, defaultdict, Counter, namedtuple
def z(*values): print([sys.getsizeof(v) for v in values], [v.__sizeof__() for v in values if not isinstance(v, type)])
class A:
    def __init__(self, **names): self.__dict__.update(names)
class B:
    def __init__(self, a=1): self.a = a; self.b = 2
class S: __slots__ = ("p", "q")
class T(S): pass
class Lx(list): pass
class Dx(dict): __slots__ = ()
class Ix(int): pass
class Sx(str): pass
class Tx(tuple): pass
class V:
    __slots__ = ("__dict__", "__weakref__")
Nt = namedtuple("Nt", "a b")
l, d, e, t, s, u, ba, dq, od, ar, o, i = [], {}, set(), (), "", b"", bytearray(), deque(), OrderedDict(), array.array("i"), A(), 0
'''


class Sizes(Grammar):
    head = HEAD
    look = "z(l, d, e, t, s, u, ba, dq, od, ar, o, i)"

    def n(self):
        return str(self.r.choice((0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 20, 31, 33, 64, 65, 86, 100, 129, 200)))

    def filled(self):
        n = self.n
        return self.one(lambda: "list(range(%s))" % n(), lambda: "[0] * %s" % n(), lambda: "[q for q in range(%s)]" % n(), lambda: "list(q for q in range(%s))" % n(), lambda: "[*range(%s), 1]" % n(), lambda: "list('x' * %s)" % n(), lambda: "sorted(range(%s))" % n(), lambda: "list({q: 1 for q in range(%s)})" % n(), lambda: "[1, 2] + list(range(%s))" % n(), lambda: "list(map(str, range(%s)))" % n(), lambda: "l[%s:]" % n(), lambda: "l.copy()", lambda: "l * %s" % self.one("2", "3", "0"), lambda: "list(zip(range(%s), l))" % n(), lambda: "list(filter(None, range(%s)))" % n(), lambda: "'a b c d'.split()", lambda: "list(dict.fromkeys(range(%s)).items())" % n(), lambda: "list(reversed(range(%s)))" % n(), lambda: "list(enumerate(range(%s)))" % n())

    def mapping(self):
        n = self.n
        return self.one(lambda: "{q: q for q in range(%s)}" % n(), lambda: "dict.fromkeys(range(%s))" % n(), lambda: "dict(zip(range(%s), range(99)))" % n(), lambda: "{str(q): q for q in range(%s)}" % n(), lambda: "{'a': 1, 'b': 2}", lambda: "{1: 2, **d}", lambda: "d.copy()", lambda: "dict(d)", lambda: "d | {%s: 1}" % n(), lambda: "dict(a=1, b=2, c=3, d=4, e=5, f=6)", lambda: "vars(B())", lambda: "dict(vars(B()))", lambda: "copy.copy(d)", lambda: "dict([(q, 1) for q in range(%s)])" % n(), lambda: "{k: v for k, v in d.items() if k != 1}", lambda: "dict.fromkeys('x' * 3)", lambda: "dict.fromkeys(d, 1)", lambda: "Counter(range(%s))" % n(), lambda: "defaultdict(int, d)", lambda: "Dx(d)")

    def string(self):
        n = self.n
        return self.one(lambda: "'x' * %s" % n(), lambda: "'é' * %s" % n(), lambda: "'€' * %s" % n(), lambda: "'\\U0001f600' * %s" % n(), lambda: "s + 'q'", lambda: "s[%s:]" % n(), lambda: "s.upper()", lambda: "str(2 ** %s)" % n(), lambda: "f'{s}{i}'", lambda: "s.replace('x', 'é')", lambda: "''.join(map(str, range(%s)))" % n(), lambda: "'%%s %%s' %% (s, %s)" % n(), lambda: "repr(l)", lambda: "s.encode().decode()", lambda: "chr(%s)" % self.one("65", "233", "8364", "128512"), lambda: "Sx('abc' * %s)" % n(), lambda: "'{}'.format(s)", lambda: "s.center(%s)" % n(), lambda: "('é' + 'x' * %s)[1:]" % n(), lambda: "sys.intern('a%s')" % n())

    def other(self):
        n = self.n
        return self.one(lambda: "Lx(range(%s))" % n(), lambda: "Ix(2 ** %s)" % n(), lambda: "Tx(range(%s))" % n(), "S()", "T()", "V()", "B()", "Nt(1, 2)", "lambda q: q", "(q for q in l)", "iter(l)", "iter(d)", "d.keys()", "d.items()", "iter(e)", "iter(range(5))", "range(5)", "slice(1)", "map(str, l)", "zip(l, l)", "enumerate(l)", "reversed(l)", "filter(None, l)", "itertools.chain(l)", "itertools.count()", "itertools.cycle('ab')", "itertools.islice(l, 2)", "itertools.product('ab', repeat=%s)" % self.one("1", "2", "3"), "itertools.permutations('abc')", "itertools.combinations('abcd', 2)", "itertools.accumulate(l)", "itertools.groupby(l)", "itertools.tee(l)[0]", "itertools.repeat(1)", "itertools.zip_longest(l, l)", "functools.partial(len, l)", "operator.itemgetter(1)", "operator.attrgetter('a')", "property()", "classmethod(len)", "staticmethod(len)", "super(T, T())", "Exception('a')", "OSError(1, 'a')", "KeyError(1)", "StopIteration(5)", "UnicodeDecodeError('a', b'b', 0, 1, 'c')", "ImportError('x')", "SyntaxError('x')", "weakref.ref(A)", "weakref.proxy(A)", "memoryview(b'abc')", "1.5", "1j", "None", "True", "...", "object()", "len", "[].append", "str.join", "B().__init__", "types.SimpleNamespace(a=1)", "types.MappingProxyType({1: 2})", "int | str", "list[int]", "sys._getframe()", "(lambda: 0).__code__", "type('X', (), {})", "type('X', (B,), {'__slots__': ('x', 'y')})", "B", "S", "int", "defaultdict(list, {1: 2})", "Counter('aab')", "frozenset(range(%s))" % n(), "complex(1, 2)", "-(2 ** %s)" % n(), "2 ** %s" % n(), "float(%s)" % n(), "copy.copy(o)", "copy.deepcopy(l)", "(1).__add__", "object.__init__", "types.CellType(1)", "functools.lru_cache(len)", "functools.cmp_to_key(len)", "array.array('d', [1.0] * %s)" % n(), "sys.float_info", "sys.flags", "sys.version_info", "enum.Enum('E', 'a b')", "enum.Enum('E', 'a b').a")

    def changed(self):
        n = self.n
        return self.one(
            lambda: "for q in range(%s): l.append(q)" % n(), lambda: "for q in range(%s): l.pop()" % n(), lambda: "l.extend(range(%s))" % n(), lambda: "l.insert(0, 1)", lambda: "del l[:%s]" % n(), lambda: "l += [1] * %s" % n(), lambda: "l[%s:%s] = range(%s)" % (n(), n(), n()), lambda: "l.clear()", lambda: "l *= 2", lambda: "l.sort()", lambda: "l.remove(1)", lambda: "for q in range(%s): l.append(q); z(l)" % self.one("5", "10"), lambda: "l[::2] = []" if self.likely(0.1) else "del l[::2]",
            lambda: "for q in range(%s): d[q] = q" % n(), lambda: "for q in range(%s): d[str(q)] = q" % n(), lambda: "for q in list(d)[:%s]: del d[q]" % n(), lambda: "d.update({q: 1 for q in range(%s)})" % n(), lambda: "d.pop(1)", lambda: "d.popitem()", lambda: "d.clear()", lambda: "d.setdefault('k', [])", lambda: "d |= {q: 0 for q in range(%s)}" % n(), lambda: "d[None] = d",
            lambda: "for q in range(%s): e.add(q)" % n(), lambda: "e.update(range(%s))" % n(), lambda: "for q in range(%s): e.discard(q)" % n(), lambda: "e -= set(range(%s))" % n(), lambda: "e = e | set(range(%s))" % n(), lambda: "e.clear()", lambda: "e = e.copy()", lambda: "e.pop()", lambda: "e &= {1, 2, 3}", lambda: "e = set(range(%s))" % n(), lambda: "e = {q for q in range(%s)}" % n(), lambda: "e ^= {1, 50}",
            lambda: "ba.extend(b'x' * %s)" % n(), lambda: "ba += b'y' * %s" % n(), lambda: "del ba[:%s]" % n(), lambda: "ba.append(1)", lambda: "ba.pop()", lambda: "ba = bytearray(%s)" % n(), lambda: "ba.clear()", lambda: "ba *= 2", lambda: "ba[1:2] = b'abc'", lambda: "ba = ba.upper()", lambda: "ba.insert(0, 5)",
            lambda: "dq.extend(range(%s))" % n(), lambda: "dq.rotate(%s)" % n(), lambda: "dq = deque(range(%s), %s)" % (n(), n()), lambda: "dq.popleft()", lambda: "dq.clear()", lambda: "dq = dq.copy()", lambda: "od['%s'] = 1" % self.r.choice("abcdefgh"), lambda: "for q in range(%s): od[q] = q" % n(), lambda: "od.popitem()", lambda: "od.move_to_end('a')", lambda: "od = od.copy()", lambda: "od.clear()", lambda: "del od[1]", lambda: "ar.extend(range(%s))" % n(), lambda: "ar.append(1)", lambda: "ar.pop()", lambda: "ar = array.array('%s', [1] * %s)" % (self.r.choice("bhilqfd"), n()), lambda: "del ar[:%s]" % n(), lambda: "ar *= 2",
            lambda: "for q in range(%s): setattr(o, 'x%%d' %% q, q)\nz(o.__dict__)" % n(), lambda: "o = B(); z(o.__dict__)", lambda: "o.%s = 1; z(o.__dict__)" % self.r.choice("abcxyz"), lambda: "del o.%s; z(o.__dict__)" % self.r.choice("ab"), lambda: "z(o.__dict__, vars(B()))", lambda: "o = A(**{'k%%d' %% q: q for q in range(%s)}); z(o.__dict__)" % n(), lambda: "o.__dict__.clear(); z(o.__dict__)", lambda: "o.__dict__ = {}; z(o.__dict__)", lambda: "o = copy.copy(o); z(vars(o))", lambda: "for q in range(%s): B().%s = 1" % (n(), self.r.choice("cdef")), lambda: "z(vars(B()), vars(B(5)), B())")

    def statement(self):
        return self.one(lambda: "l = %s" % self.filled(), lambda: "d = %s" % self.mapping(), lambda: "s = %s" % self.string(), lambda: "t = tuple(%s)" % self.filled(), lambda: "u = (%s).encode()" % self.string(), lambda: "u = bytes(%s)" % self.n(), lambda: "i = %s" % self.one("2 ** %s" % self.n(), "-i", "i * i + 1", "i >> 30", "i // 7", "~i", "int('9' * %s or '0')" % self.n(), "abs(i)", "i & (2 ** 31)"), lambda: "z(%s)" % self.other(), lambda: "z(%s, %s, %s)" % (self.other(), self.other(), self.other()), self.changed, self.changed, self.changed, self.changed)
