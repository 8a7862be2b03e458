"""repr() of modules by their loaders, specs and names, and annotations that are made when somebody asks."""
import types, sys
class Full:
    @classmethod
    def module_repr(cls, m): return "<module %r (crafted)>" % m.__name__
class Bad:
    def module_repr(self, m): raise ValueError
    def __repr__(self): return "BAD"
class Odd:
    @staticmethod
    def module_repr(m): return 7
class Spec:
    def __init__(self, **k): self.__dict__.update(k)
def t(**k):
    m = types.ModuleType("foo")
    for a, v in k.items():
        if v is ...: delattr(m, a)
        else: setattr(m, a, v)
    try: print(repr(m))
    except BaseException as e: print(type(e).__name__, e)
L=[{}, dict(__name__=...), dict(__name__=5), dict(__file__="/tmp/x.py"), dict(__file__="/tmp/x.py", __name__=...), dict(__loader__=Full), dict(__loader__=Bad()), dict(__loader__=Odd),
 dict(__loader__="L", __file__=None), dict(__loader__=...), dict(__spec__=...), dict(__spec__=Spec(name="s", origin=None, loader=None)), dict(__spec__=Spec(name=None, origin=None, loader=3)),
 dict(__spec__=Spec(name="s", origin="o", has_location=True)), dict(__spec__=Spec(name="s", origin="o", has_location=False)), dict(__spec__=Spec(name=None, origin=4, has_location=False)), dict(__spec__=Spec(name="x")), dict(__spec__=Spec()), dict(__spec__=0, __loader__=7), dict(__loader__=Full, __spec__=Spec(name="q", origin=None, loader=None))]
for k in L: t(**k)
m = types.ModuleType.__new__(types.ModuleType)
print(repr(m))
class M(types.ModuleType):
    def __getattr__(self, n):
        print("asked", n); raise AttributeError(n)
m = M("sub"); del m.__spec__, m.__loader__
print(repr(m))
# annotations
m = types.ModuleType("a")
print('__annotations__' in m.__dict__, m.__annotations__, m.__dict__['__annotations__'] is m.__annotations__)
m.__annotations__ = {'x': 1}; print(m.__annotations__, m.__dict__['__annotations__'])
del m.__annotations__; print('__annotations__' in m.__dict__)
try: del m.__annotations__
except AttributeError as e: print(repr(e))
m.__annotations__ = None; print(m.__annotations__)
m.__annotations__ = {}
m2 = types.ModuleType.__new__(types.ModuleType)
try: m2.__annotations__
except Exception as e: print(type(e).__name__, e)
try: m2.__annotations__ = 3
except Exception as e: print(type(e).__name__, e)
print(sorted(k for k in vars(types.ModuleType) if 'ann' in k and 'annotate' not in k), hasattr(m, '__annotations__'))
exec("x: int = 1\ny: str", m.__dict__)
print(m.__annotations__ if sys.version_info < (3, 12) else '')
print(type(types.ModuleType.__dict__['__annotations__']))
