import pickle, collections, copyreg, functools, dataclasses, enum
from collections import OrderedDict, namedtuple, defaultdict, deque, Counter
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return type(o) is type(self) and vars(o) == vars(self)
class Slots:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
class State:
    def __getstate__(self): return {"s": 1}
    def __setstate__(self, s): self.restored = s
class Red:
    def __reduce__(self): return (Red._make, (1, 2))
    @staticmethod
    def _make(a, b): r = Red(); r.v = (a, b); return r
class L(list): pass
class D(dict): pass
class NewArgs:
    def __new__(cls, *a, **k): o = super().__new__(cls); o.args = (a, k); return o
    def __getnewargs_ex__(self): return self.args
Pt = namedtuple("Pt", "x y")
class Color(enum.Enum): RED = 1; BLUE = 2
@dataclasses.dataclass
class DC: a: int; b: list
shared = [1]
cyc = [1]; cyc.append(cyc)
objs = [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**100, -2**100, 1.5, float("inf"), "", "a", "é\u20ac\U0001f600", "x" * 300, "a\nb\\c", b"", b"ab", b"x" * 300, bytearray(b"ab"),
  (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {1: 2}, {"a": [1], "b": (2,)}, set(), {1}, frozenset(), frozenset({1}), [shared, shared], ("s", "s"), list(range(3)), int, len, P, functools.reduce, type(None), ..., NotImplemented,
  P(1), P([P(2)]), State(), Red(), L([1, 2]), D(a=1), Pt(1, 2), Color.RED, DC(1, [2]), OrderedDict(a=1), deque([1, 2]), Counter("aab"), 1j, range(5), slice(1, 2), ValueError("x", 1), KeyError("k"), NewArgs(1, k=2), "ab".upper, [].append, P.__init__, list(range(1500)), "y" * 70000, collections.ChainMap({1: 2}), defaultdict(list, a=[1]), 10**400, Exception]
for o in objs:
    for proto in (4, 5) if o in (P.__init__,) or type(o) in (Red, NewArgs) else (0, 1, 2, 3, 4, 5):
        try:
            d = pickle.dumps(o, proto)
            print(proto, repr(d)[:200], len(d), hash(d) if len(d) > 200 else "")
            back = pickle.loads(d)
            print(type(back).__name__, back == o, repr(back)[:60] if "0x" not in repr(back) else "")
        except Exception as e: print(proto, type(o).__name__, type(e).__name__, e)
d = pickle.loads(pickle.dumps(cyc)); print(d[1] is d)
a, b = pickle.loads(pickle.dumps([shared, shared])); print(a is b)
for bad in (b"", b".", b"\x80\x09.", b"abc", b"\x80\x04K", b"\x80\x04\x95\x05\x00", b"(", b"l.", b"cno_such\nname\n.", b"cbuiltins\nnope\n.", b"K\x01K", "str", b"\xff", b"h\x05.", b"]K\x01a."):
    try: print(pickle.loads(bad))
    except Exception as e: print(bad, type(e).__name__, e)
for bad in (lambda: 1, (i for i in []), open, type("T", (), {})):
    try: pickle.dumps(bad)
    except Exception as e: print(type(e).__name__, str(e).split(" at 0x")[0])
import io
f = io.BytesIO(); p = pickle.Pickler(f); p.dump([1]); p.dump("b"); f.seek(0); u = pickle.Unpickler(f); print(u.load(), u.load())
s = pickle.loads(pickle.dumps(Slots(), 2)); print(s.a, hasattr(s, "b"))
import copy
print(copy.copy(P(3)) == P(3), pickle.HIGHEST_PROTOCOL)
