"""Keys of **mappings that are no strings, or that come twice; and what slices say of their hash."""
import sys


def f(*a,**k): pass
def p(x): print(x, end=' '); return x
for s in ('f(**{1:3},**{1:5})','f(**{1:3})','f(a=1,**{1:3, "a":2})','f(**{"a":3},**{1:2,"a":5})','dict(**{1:2})','f(**{1:2}, **{p(3):4})','print(**{1:2})','(lambda: 0)(**{1:2})', 'len([], **{1:2})', 'p(3)(**{1:2})','f(*p([1]), **{None:2})', 'int(**{1:2})', '"".join([], **{2:3})','max(1,2,**{3:4})'):
    try: eval(s); print('fine', s)
    except Exception as e: print(s, type(e).__name__, e)
try: slice(1).__hash__()
except TypeError as e: print(e)
except Exception as e: print(e)
print(repr(slice.__hash__) if sys.version_info < (3, 12) else '')
