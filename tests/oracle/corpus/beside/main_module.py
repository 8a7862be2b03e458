# The module __main__ and its namespace: who counts them, who refers to them, whether they are tracked, how large they are.
import builtins
import gc
import sys

minor = sys.version_info[1]
main = sys.modules["__main__"]


def names(found):
    return sorted(getattr(o, "__qualname__", None) or ("globals" if o is globals() else "modules" if o is sys.modules else type(o).__name__) for o in found)


print(globals() is vars(main) is main.__dict__ is names.__globals__ is sys._getframe().f_globals is locals())
print(sys.getrefcount(globals()), sys.getrefcount(main), sys.getrefcount(vars(builtins)) > 3)
del main
print(sys.getrefcount(globals()), sys.getrefcount(sys.modules["__main__"]))


def function():
    return sys.getrefcount(globals()), sys.getrefcount(locals())


print(function(), sys.getrefcount(globals()))


class Class:
    within = sys.getrefcount(globals())

    def method(self):
        return sys.getrefcount(globals())


print(Class.within, Class().method(), sys.getrefcount(globals()))
generator = (sys.getrefcount(globals()) for _ in range(3))
print(sys.getrefcount(globals()), next(generator), sys.getrefcount(globals()), list(generator), sys.getrefcount(globals()))
nested = lambda: lambda: lambda: sys.getrefcount(globals())
print(nested()()(), sys.getrefcount(globals()))
del function, Class, generator, nested
print(sys.getrefcount(globals()))
held = [globals(), globals()]
print(sys.getrefcount(globals()))
del held
if minor < 12:
    exec("print('exec', sys.getrefcount(globals()), names(gc.get_referrers(globals())))")
    print("eval", eval("sys.getrefcount(globals())"))
    exec("print('exec', sys.getrefcount(globals()))", globals())
    exec("print('exec', sys.getrefcount(globals()))", globals(), {})


def deeper():
    local = 1
    exec("print(sys.getrefcount(globals()), sorted(locals()))") if minor < 12 else None
    return eval("names(gc.get_referrers(globals()))")


print(deeper())
print(names(gc.get_referrers(globals())))
print(names(gc.get_referrers(sys.modules["__main__"])))
print(names(gc.get_referents(sys.modules["__main__"])))
value = object()
print(names(gc.get_referrers(value)), [o is globals() for o in gc.get_referents(names) if type(o) is dict])
print(gc.is_tracked(globals()), gc.is_tracked(sys.modules["__main__"]), gc.is_tracked(sys.modules))
print(gc.is_finalized(globals()), gc.is_finalized(sys.modules["__main__"]))
everything = gc.get_objects()
print([sum(o is one for o in everything) for one in (globals(), sys.modules["__main__"], sys.modules, names)])
del everything
gc.collect()
print(gc.is_tracked(globals()), names(gc.get_referrers(value)))
gc.freeze()
print(sum(o is globals() for o in gc.get_objects()), gc.is_tracked(globals()))
gc.unfreeze()
print(sum(o is globals() for o in gc.get_objects()), gc.is_tracked(globals()))

# its size as it grows and shrinks
sizes = []
for i in range(200):
    globals()["name_%d" % i] = i
    size = sys.getsizeof(globals())
    if not sizes or sizes[-1] != size:
        sizes.append(size)
print(sizes, sys.getsizeof(sys.modules["__main__"]))
for i in range(200):
    del globals()["name_%d" % i]
print(sys.getsizeof(globals()))

# what it has among its values is an ordinary object as well
if minor < 12:  # 3.14 makes them when somebody asks
    print(sys.getrefcount(__annotations__), gc.is_tracked(__annotations__), sys.getsizeof(__annotations__))
    __annotations__["number"] = int
    print(gc.is_tracked(__annotations__))
    __annotations__["list"] = list[int]
    print(gc.is_tracked(__annotations__), sum(o is __annotations__ for o in gc.get_objects()))
    kept = __annotations__
    del __annotations__
    print(sys.getrefcount(kept), sorted(kept))
    del kept

# a tuple or dict of it stays tracked, one of builtin functions too
for o in ({"a": globals()}, {"a": len}, (globals(),), {"a": 1}, {"a": int}, (len,), (1,)):
    gc.collect()
    print(gc.is_tracked(o) if minor < 12 or type(o) is tuple else "3.14 tracks all dicts")

# another module in its place
import types  # noqa: E402

other = types.ModuleType("__main__")
mine = sys.modules["__main__"]
sys.modules["__main__"] = other
print(sys.getrefcount(mine), sys.getrefcount(globals()), names(gc.get_referrers(mine)), __name__)
sys.modules["__main__"] = mine
del mine, other
print(sys.getrefcount(sys.modules["__main__"]), sys.getrefcount(globals()))
try:
    sys.modules["__main__"].__dict__ = {}
except AttributeError as e:
    print(e)
globals().__init__(fresh=1)
print(fresh, "sys" in globals())  # noqa: F821
