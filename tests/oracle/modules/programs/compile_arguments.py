# What compile(), eval() and __import__() take, and how they refuse the rest.
def t(f, *a, **k):
    try: r = f(*a, **k); print(r if type(r).__name__ != 'code' else r.co_name)
    except BaseException as e: print(type(e).__name__, e)
c = compile("1", "f", "eval")
t(compile, c, "f", "eval"); t(compile, c, "f", "exec"); t(compile, c, "f", "nope"); t(compile, 5, "f", "exec"); t(compile, None, "f", "eval"); t(compile, [], "f", "exec")
for fl in (0, 1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x1000, 0x2000, 0x4000, 0x10000, 0x20000, 0x40000, 0x80000, 0x100000, 0x200000, 0x400000, 0x800000, 0x1000000, 0x2000000, -1, 2**31, 2**40, -2**31, "x", 1.5, None, True): print(fl); t(compile, "1", "f", "exec", fl)
for o in (-3, -2, -1, 0, 1, 2, 3, 100, -100, 2**31, "x", None, 1.0, True): print(o); t(compile, "1", "f", "exec", 0, False, o); t(compile, "1", "f", "exec", optimize=o)
t(compile, "1", "f", "nope", 1); t(compile, "1", "f", "exec", 1, False, 9); t(compile, c, "f", "exec", 1); t(compile, c, "f", "exec", optimize=7); t(compile, c, "f", "nope", optimize=7)
t(compile, "1", "f", "func_type"); t(compile, memoryview(b"1"), "f", "eval"); t(compile, bytearray(b"1"), "f", "eval"); t(compile, memoryview(bytearray(b"1x1x"))[::2], "f", "eval")
t(eval, memoryview(b"1+1")); t(eval, memoryview(b" 1+1 ")); t(eval, memoryview(b"1\0")); t(eval, memoryview(b"1+123")[:3]); t(eval, memoryview(b"1x+x1x")[::2]); t(exec, memoryview(b"print(3)")); t(eval, 5); t(exec, None); t(eval, range(3)); t(eval, memoryview(b"+"))
m = memoryview(b"1"); m.release(); t(eval, m)
import math, json
for name in ("math.x", "math.x.y", "json.nope", "json.nope.x", "nope.x", "nope", "json.decoder.x", "sys.a", ".", "", "math.", "a..b", "operator.x"):
    try: __import__(name)
    except BaseException as e: print(name, type(e).__name__, e, getattr(e, "name", 0), getattr(e, "path", 0))
try:
    import math.x
except ImportError as e: print(e)
try:
    from math.x import y
except ImportError as e: print(e)
import sys, types
for path in (None, []):
    sys.modules["made"] = module = types.ModuleType("made")
    if path is not None: module.__path__ = path
    try: __import__("made.x")
    except ImportError as e: print(e)
