"""_random.Random: its size, arguments, errors, copies, and what random.Random makes of it."""
import _random
import random
import sys
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: random.Random([]))
t(lambda: random.Random({}, 1))
t(lambda: random.Random(1,2,3))
t(lambda: random.Random(x=3).random())
t(lambda: _random.Random(x=3))
t(lambda: _random.Random(1,2))
t(lambda: _random.Random(5).random())
t(lambda: _random.Random('a').random() > -1)
t(lambda: _random.Random().getrandbits('a'))
t(lambda: _random.Random().setstate(3))
t(lambda: _random.Random().setstate((1,)))
t(lambda: _random.Random().setstate(('a',)*625))
t(lambda: _random.Random().setstate((-1,)*625))
t(lambda: _random.Random().setstate((2**70,)*625))
t(lambda: _random.Random().setstate((2**33,)*625))
t(lambda: _random.Random().setstate((1,)*625))
t(lambda: len(_random.Random(3).getstate()))
t(lambda: _random.Random(3).getstate()[-1])
t(lambda: _random.Random.__module__)
t(lambda: random.Random.__mro__)
t(lambda: sys.getsizeof(_random.Random()))
t(lambda: _random.Random.__basicsize__)
t(lambda: _random.Random(2.5).random())
t(lambda: _random.Random(-7).random())
t(lambda: _random.Random(2**200).random())
class R(random.Random):
    def __init__(self, a, b): super().__init__(b); self.a=a
t(lambda: R(1,2).random())
class R2(_random.Random): pass
t(lambda: R2(3,4).random())
t(lambda: R2(3,k=4).random())
t(lambda: repr(_random.Random())[:24])
t(lambda: _random.Random(1) == _random.Random(1))
t(lambda: _random.Random(1).seed(1,2))
t(lambda: _random.Random(1).seed(n=1))
t(lambda: _random.Random(1).random(1))
import _thread
import copy
import pickle
t(lambda: copy.copy(_random.Random(1)))
t(lambda: copy.copy(random.Random(1)).random())
t(lambda: copy.deepcopy(random.Random(1)).random())
t(lambda: pickle.loads(pickle.dumps(random.Random(1))).random())
t(lambda: random.Random(1).__dict__)
t(lambda: random.__all__)
class X: __slots__=('__weakref__',)
t(lambda: random.seed('abc') or random.random())
t(lambda: random.seed(b'abc') or random.random())
t(lambda: random.seed(None) or random.random()>-1)
t(lambda: random.seed((1,2)))
t(lambda: random.seed(3.5) or random.random())
t(lambda: random.seed('abc',1) or random.random())
class I(int):
    def __abs__(s): return 7
t(lambda: random.seed(I(5)) or random.random())
t(lambda: random.Random(I(5)).random())
t(lambda: random.Random(True).random())
for o in (_random.Random(1), _thread.RLock()):
    for p in range(6):
        try: pickle.dumps(o, p); print('ok')
        except Exception as e: print(p, type(e).__name__, e)
    for f in (copy.copy, copy.deepcopy, lambda o: o.__reduce__(), lambda o: o.__reduce_ex__(2), lambda o: o.__reduce_ex__(0)):
        try: f(o); print('ok')
        except Exception as e: print(type(e).__name__, e)
