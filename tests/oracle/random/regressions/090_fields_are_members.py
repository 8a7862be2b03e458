# What is a field of a builtin type, and what is computed: who sets it, and what its descriptor says (3.14 too).
import typing, sys, types

try: types.MethodType(len, None)
except TypeError as e: print(e)
def f(): pass
f.__module__ = 5
print(f.__module__); del f.__module__; print(f.__module__)
f.__doc__ = 'x'; print(f.__doc__); del f.__doc__; print(f.__doc__)
def g(): yield
for o, n in ((slice(1), 'start'), (range(3), 'stop'), (f, '__closure__'), (f, '__globals__'), (f, '__builtins__'), (f.__code__, 'co_name'), (f.__code__, 'co_flags'), (f.__code__, 'co_code'), (f.__code__, 'co_varnames'), (g(), 'gi_code'), (g(), 'gi_frame'), (sys._getframe(), 'f_code'), (sys._getframe(), 'f_trace_lines')):
    try: setattr(o, n, None); print(n, 'set')
    except Exception as e: print(n, type(e).__name__, e)
    try: delattr(o, n); print(n, 'deleted')
    except Exception as e: print(n, type(e).__name__, e)
    print(type(o).__dict__[n], type(type(o).__dict__[n]).__name__)
print(type(g()).__del__, types.__dir__()[:3] == list(types.__dict__)[:3], type(types).__dir__)
x = g(); next(x); x.__del__(); print(next(x, 'over'))
