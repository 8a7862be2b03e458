"""Programs about copies: copy(), deepcopy() and pickle of every kind of object, shared and circular, with the methods that classes have for it."""
import re

from grammar import Grammar

HEAD = Grammar.head + '''import collections, copy, copyreg, dataclasses, datetime, decimal, enum, fractions, functools, operator, pickle, random, re, types
log = []
class A:
    def __init__(self, v=1): self.v = v
    def __repr__(self): return "%s(%s)" % (type(self).__name__, ", ".join("%s=%r" % p for p in sorted(getattr(self, "__dict__", {}).items())))
class Init(A):
    def __init__(self, v): super().__init__(v); log.append("init")
class State(A):
    def __getstate__(self): log.append("get"); return {"s": self.v}
    def __setstate__(self, state): log.append("set"); self.v = state["s"], "again"
class Falsy(A):
    def __getstate__(self): return 0
    def __setstate__(self, state): log.append("never")
class Args(A):
    def __new__(cls, *args): o = super().__new__(cls); log.append(("new", args)); return o
    def __getnewargs__(self): return (1, "two")
class ArgsEx(A):
    def __new__(cls, *args, k=None): o = super().__new__(cls); log.append(("new", args, k)); return o
    def __getnewargs_ex__(self): return (1,), {"k": 5}
class Reduce(A):
    def __reduce__(self): log.append("reduce"); return Reduce, (self.v,), {"w": 1}
class ReduceEx(A):
    def __reduce_ex__(self, protocol): log.append(protocol); return made, (self.v, 2), None, iter([1, 2]), iter([("k", self.v)])
    def append(self, x): log.append(("append", x))
    def extend(self, xs): log.append(("extend", list(xs)))
    def __setitem__(self, k, v): log.append(("item", k))
def made(*args): log.append(args); return ReduceEx(args)
class Named(A):
    def __reduce__(self): return "singleton"
singleton = Named()
class Copies(A):
    def __copy__(self): log.append("copy"); return Copies("copied")
    def __deepcopy__(self, memo): log.append("deep %d" % len(memo)); return Copies(copy.deepcopy(self.v, memo))
class S:
    __slots__ = ("a", "b", "__weakref__")
    def __init__(self, a=1): self.a = a
    def __repr__(self): return "S(%r, %s)" % (self.a if hasattr(self, "a") else "-", hasattr(self, "b"))
class SD(S):
    __slots__ = ("c", "__dict__")
class L(list): pass
class D(dict): pass
class I(int): pass
class T(tuple): pass
class St(str): pass
class Set(set): pass
class Missing(collections.OrderedDict):
    def __missing__(self, k): return k
class E(enum.Enum): X = 1; Y = [2]
class F(enum.IntFlag): P = 1; Q = 2
class Oops(Exception):
    def __init__(self, a, b=2): super().__init__(a); self.b = b
class Bad(Exception):
    def __init__(self, a, b): super().__init__("text")
@dataclasses.dataclass
class Da: x: int = 1; y: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True, slots=True)
class Fr: x: object = 1
Nt = collections.namedtuple("Nt", "p q")
class Registered(A): pass
copyreg.pickle(Registered, lambda o: (log.append("registered"), (Registered, (o.v,)))[1])
class Persistent(pickle.Pickler):
    def persistent_id(self, o): return "kept" if o is kept else None
    def reducer_override(self, o): return (int, (7,)) if type(o) is I and o == 99 else NotImplemented
class Loads(pickle.Unpickler):
    def persistent_load(self, pid): log.append(pid); return kept
    def find_class(self, module, name): log.append(name); return super().find_class(module, name)
kept = A("kept")
def told(function, *args):
    try: show(function(*args))
    except RecursionError: print("too deep") # what is called there when it is, is CPython's own
    except BaseException as problem: print(type(problem).__name__, (str(problem).split(" at 0x")[0] if LINES else ""))
    if log: print(re.sub("0x[0-9a-f]+", "", repr(log)))
    log.clear()
def shared(o, seen=None):
    """Which of the objects within are the same."""
    seen = {} if seen is None else seen
    if id(o) in seen: return "#%d" % seen[id(o)]
    if isinstance(o, (list, tuple, set, frozenset, dict, A, collections.deque)):
        seen[id(o)] = len(seen)
        items = o.__dict__.values() if isinstance(o, A) else o.values() if isinstance(o, dict) else () if isinstance(o, (set, frozenset)) else o
        return type(o).__name__, [shared(x, seen) for x in items]
    return type(o).__name__
def again(o, protocol=None): return pickle.loads(pickle.dumps(o, protocol))
def by_hand(o, protocol):
    import io
    out = io.BytesIO(); Persistent(out, protocol).dump(o); out.seek(0); return Loads(out).load()
o, same = A(), [1]
LINES = True
'''


class Pickled(Grammar):
    head = HEAD
    look = "show(l, same)"

    def made(self, n=0):
        kind = self.one("A", "Init", "State", "Falsy", "Reduce", "ReduceEx", "Copies", "S", "SD", "Registered", "A", "Da", "Fr")
        text = self.one(kind + "($)", kind + "($)", kind + "($)", "Args()", "ArgsEx()", "singleton", "[$, $]", "($, same)", "{'k': $, 1: same}", "L([$])", "D(a=$)", "I(99)", "I(5)", "T(($, same))", "St('t')", "Set([1, 2])", "{1, 'a'}", "frozenset((1, (2,)))", "E.X", "E.Y", "F.P | F.Q", "Oops(1)", "Oops($, 5)", "Bad(1, 2)", "ValueError($)", "Nt($, same)", "collections.deque([$], 3)", "collections.OrderedDict(a=$, b=same)", "collections.defaultdict(list, {1: $})", "collections.Counter('abca')", "Missing(z=$)", "collections.ChainMap({'a': $})", "1", "2 ** 70", "-1", "255", "256", "70000", "True", "None", "...", "1.5", "1j", "'text'", "'é€'", "b'bytes'", "bytearray(b'ba')", "'x' * 300", "range(1, 9, 2)", "slice(1, 2)", "int", "A", "len", "E", "made", "types.SimpleNamespace(a=$)", "functools.partial(made, $, k=same)", "operator.itemgetter(1)", "operator.attrgetter('v')", "re.compile('a+', re.I)", "datetime.date(2020, 1, 2)", "datetime.datetime(2020, 1, 2, 3, 4, tzinfo=datetime.timezone.utc)", "datetime.timedelta(1, 2)", "decimal.Decimal('1.50')", "fractions.Fraction(1, 3)", "same", "same", "kept", "o", "[].append", "A(1).__init__", "'a'.upper", "lambda: 1", "(q for q in ())", "iter([1, 2])", "enumerate('ab')" if not self.bare else "1", "object()", "type('Local', (), {})()", "sys", "NotImplemented", "Ellipsis", "dict.fromkeys", "memoryview(b'a')", "property()", "type(None)", "ExceptionGroup('g', [Oops(1)])")
        return re.sub(r"\$", lambda _: self.made(n + 1) if n < 3 else self.one("1", "'a'", "same", "None"), text)

    def circular(self):
        return self.one("q = []; q.append(q)", "q = [1]; q.append((q, same, same))", "q = {}; q['me'] = q", "q = A(); q.v = q", "q = A(); q.v = [q, (q,)]", "q = D(); q['d'] = q; q.attr = [q]", "q = L(); q.append(q); q.x = q", "q = S(); q.a = q", "q = State(None); q.v = [q]", "q = ([],); q[0].append(q)", "q = collections.deque(); q.append(q)", "q = Da(); q.y.append(q)", "q = [same, same]; q += [q, q]", "q = Set(); q.me = q", "q = A(); z = {q: q} if 0 else {1: q}; q.v = z", "q = Copies([]); q.v.append(q)", "q = collections.OrderedDict(); q[1] = q", "q = types.SimpleNamespace(); q.me = q", "q = collections.defaultdict(list); q[0] = q", "q = Oops([]); q.args[0].append(q)")

    def protocol(self):
        return self.one("0", "1", "2", "3", "4", "5", "4", "-1", "2" if self.bare else "None", "6" if self.likely(0.2) else "2")

    def statement(self):
        m, p = self.made, self.protocol
        return self.one(lambda: "told(copy.copy, %s)" % m(), lambda: "told(copy.deepcopy, %s)" % m(), lambda: "told(copy.deepcopy, %s)" % m(), lambda: "told(lambda: shared(copy.deepcopy([same, %s, same])))" % m(), lambda: "told(again, %s, %s)" % (m(), p()), lambda: "told(again, %s, %s)" % (m(), p()), lambda: "told(again, %s, %s)" % (m(), p()), lambda: "told(pickle.dumps, %s, %s)" % (m(), p()), lambda: "told(pickle.dumps, %s, %s)" % (m(), p()), lambda: "told(lambda: shared(again([same, %s, same], %s)))" % (m(), p()), lambda: "told(by_hand, [kept, %s, I(99)], %s)" % (m(), self.one("2", "4")), lambda: "%s\ntold(lambda: shared(copy.deepcopy(q)))\ntold(lambda: shared(again(q, %s)))" % (self.circular(), p()), lambda: "%s\ntold(lambda: pickle.dumps(q, %s))" % (self.circular(), self.one("2", "4", "0")), lambda: "told(lambda: [x for x in (%s).__reduce_ex__(%s)[1:3]])" % (m(), self.one("0", "2", "4")), lambda: "told(lambda: copy.copy(%s) is same)" % self.one(m, "same"), lambda: "told(pickle.loads, %s)" % self.one("b''", "b'.'", "b'N.'", "b'I5\\n.'", "b'(lp0\\nI1\\na.'", "b'\\x80\\x09.'", "b'cbuiltins\\nlen\\n.'", "b'c__main__\\nnothing\\n.'", "b'\\x80\\x04K\\x05.'", "b'S\\'a\\'\\n.'", "b'(I1\\nI2\\nt.'", "b'}(K\\x01K\\x02u.'", "b'X\\x01\\x00\\x00\\x00a'", "b'F1.5\\n.'", "b'V\\\\u00e9\\n.'", "b'\\x88.'", "b'0'", "b'g5\\n.'", "b'L5L\\n.'", "b'(i__main__\\nA\\n.'"), lambda: "told(copy.deepcopy, %s, {id(same): 'memo'})" % self.one("[same, 1]", m), lambda: "o = %s" % m())

    def program(self, length=14):
        return [self.statement() for _ in range(length + 6)]
