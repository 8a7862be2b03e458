import sys
def t(f):
    try: print(repr(f())[:300])
    except BaseException as e: print(type(e).__name__, e)
# reduce
class G:
    def __getattr__(self, n): return n + "!"
t(lambda: G().__reduce_ex__(2))
t(lambda: G().__reduce_ex__(4))
class S:
    __slots__ = ("a", "b")
s = S(); s.a = 1
t(lambda: s.__reduce_ex__(2))
t(lambda: s.__reduce_ex__(0))
t(lambda: s.__reduce__())
class N: pass
n = N(); n.x = 1
t(lambda: n.__reduce_ex__(0))
t(lambda: n.__reduce_ex__(1))
t(lambda: n.__reduce__())
t(lambda: object().__reduce__())
t(lambda: object().__reduce_ex__(0))
t(lambda: (5).__reduce_ex__(0))
t(lambda: (5).__reduce_ex__(2))
t(lambda: [1].__reduce_ex__(2))
class L(list): pass
l = L([1]); l.q = 2
t(lambda: l.__reduce_ex__(0)); 
t(lambda: l.__reduce_ex__(2)[:3]); 
class I(int): pass
t(lambda: I(5).__reduce_ex__(1)); t(lambda: I(5).__reduce_ex__(2))
class SS(S):
    __slots__ = ("c", "__dict__")
ss = SS(); ss.a = 1; ss.c = 3; ss.z = 4
t(lambda: ss.__reduce_ex__(2)); t(lambda: ss.__getstate__())
t(lambda: ss.__reduce_ex__(0))
class GS:
    def __getstate__(self): return None
t(lambda: GS().__reduce_ex__(2)); t(lambda: GS().__reduce_ex__(0))
class GN:
    def __getnewargs__(self): return 5
t(lambda: GN().__reduce_ex__(2))
class GE:
    def __getnewargs_ex__(self): return (1,), {"a": 2}
t(lambda: GE().__reduce_ex__(2)); t(lambda: GE().__reduce_ex__(4))
import copy, pickle
t(lambda: copy.copy(s).a); t(lambda: copy.deepcopy(ss).z); t(lambda: pickle.loads(pickle.dumps(n)).x); t(lambda: pickle.loads(pickle.dumps(n, 0)).x); t(lambda: pickle.dumps(s, 0)); t(lambda: pickle.loads(pickle.dumps(s, 2)).a)
t(lambda: copy.copy(G()).zzz); t(lambda: copy.deepcopy(G()).zzz); t(lambda: object().__reduce_ex__("x"))
class Bad:
    def __init__(self, answer): self.answer = answer
    def __getnewargs_ex__(self): return self.answer
for answer in (5, (), (1, {}), ((), 1), ((), {}), ((1,), {})):
    t(lambda: Bad(answer).__reduce_ex__(2))
t(lambda: copy.copy(GE())); t(lambda: object().__reduce_ex__(10**20)); t(lambda: object().__reduce_ex__(-1))
