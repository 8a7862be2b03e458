"""`yield from` something whose attributes raise."""
class Broken:
    def __iter__(self): return self
    def __next__(self): return 1
    def __getattr__(self, attr): 1/0
def g(): yield from Broken()
import sys
got = []
sys.unraisablehook = lambda u: got.append((u.exc_type.__name__, u.err_msg, type(u.object).__name__))
gi = g(); next(gi)
try: gi.send(3)
except Exception as e: print(type(e))
gi = g(); next(gi)
try: gi.throw(AttributeError)
except Exception as e: print(type(e))
gi = g(); next(gi)
try: print(gi.close())
except Exception as e: print(type(e))
print(got)
gi = g(); next(gi)
try: gi.throw(GeneratorExit)
except BaseException as e: print(type(e))
print(got)
got.clear()
gi = g(); next(gi); del gi
print(got)
