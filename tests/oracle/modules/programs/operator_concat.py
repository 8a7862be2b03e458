# operator.concat() joins sequences, and nothing else that has a +.
import operator
class S:
    def __getitem__(s, i): raise IndexError
class A(S):
    def __add__(s, o): return "A.add"
class R(S):
    def __radd__(s, o): return "R.radd"
class R2:
    def __radd__(s, o): return "R2.radd"
class AA:
    def __add__(s, o): return "AA.add"
class IA(S):
    def __iadd__(s, o): return "IA.iadd"
class L(list): pass
class LA(list):
    def __add__(s, o): return "LA.add"
class LR(list):
    def __radd__(s, o): return "LR.radd"
class LN(list):
    def __add__(s, o): return NotImplemented
class D(dict):
    pass
class DI(dict):
    def __add__(s, o): return "DI"
class G:
    def __len__(s): return 0
class T(tuple): pass
import types
values = [S(), A(), R(), R2(), AA(), IA(), L(), LA(), LR(), LN(), D(), DI(), G(), T(), {}, [1], (1,), "a", b"a", bytearray(b"b"), range(2), memoryview(b"x"), 1, None, 1.5, {1}, types.MappingProxyType({}), {}.keys(), int, type(S)]
def n(v): return type(v).__name__ if not isinstance(v, type) else v.__name__
for f in (operator.concat, operator.iconcat):
    for a in values:
        for b in values:
            if f is operator.iconcat and isinstance(a, (list, bytearray)): a = type(a)(a)
            try: r = f(a, b)
            except BaseException as e: r = type(e).__name__ + " " + str(e)
            print(f.__name__, n(a), n(b), r if isinstance(r, (str, int, list)) else type(r))
