# Code of a module or a class called as a function's has its names in the globals.
import types
def f():
    class A:
        x = y = 1
        del y
        def m(self): return x
        print(sorted(k for k in locals() if k != '__builtins__'), x)
c = [k for k in f.__code__.co_consts if hasattr(k, 'co_code')][0]
g = {'__name__': 'n'}
try: print(types.FunctionType(c, g)())
except Exception as e: print(type(e).__name__, e)
print(sorted(k for k in g if k != '__builtins__'), g['m'](0))
try: print(types.FunctionType(c, {})())
except Exception as e: print(type(e).__name__, e)
m = types.FunctionType(compile('a = 1\nimport sys\nprint(sys._getframe().f_locals is globals(), a)', 'm', 'exec'), g)
print(m(), g['a'])
print(type(__build_class__(lambda: None, 'B')), [__build_class__(types.FunctionType(c, {'__name__': 'k'}), 'K').__dict__['x']])
