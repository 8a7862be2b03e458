# site
import builtins
import collections
import sys

print(__builtins__ is builtins, __builtins__, type(collections.__builtins__) is dict, collections.__builtins__ is vars(builtins))
print(builtins.__name__, builtins.__package__ == "", builtins.__doc__)
LATER = {"PythonFinalizationError", "_IncompleteInputError"}
print([n for n in dir(builtins) if n not in LATER])
print(set(dir(builtins)) - LATER == set(vars(builtins)) - LATER)
print(exit, quit, help, repr(exit), type(exit), type(help), type(license))
print(license, hasattr(copyright, "__call__"), callable(credits))
print(sys, builtins, sys.modules["builtins"] is builtins)
print(builtins.exit is exit, "exit" in vars(builtins))


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e, *e.args)


# what code sees besides its globals
show(eval, "len", {"__builtins__": {}})
show(eval, "len([1])", {"__builtins__": {"len": lambda o: "mine"}})
show(eval, "len([1])", {"__builtins__": builtins})
show(exec, "def f(): return len\nprint(f.__builtins__ == {'x': 1})\nf()", {"__builtins__": {"x": 1, "print": print}})
show(exec, "class A: pass", {"__builtins__": {}, "__name__": "m"})
space = {}
exec("def f(): return len('abc')", space)
print(space["__builtins__"] is vars(builtins), space["f"](), space["f"].__builtins__ is vars(builtins))
f = eval("lambda: sorted", {"__builtins__": {}})
show(f)
exec("import sys\ntry: print(sys)\nexcept NameError as e: print(e)", {"__builtins__": {"print": print, "NameError": NameError, "__import__": __import__}})
g = eval("(x for x in [1, 2] if abs)", {"__builtins__": {"abs": 1}})
show(list, g)
builtins.answer = 42
print(answer)
del builtins.answer
show(eval, "answer")

# asynchronous iterators, as far as they need no coroutines
class Ticks:
    def __aiter__(self):
        return self

    def __anext__(self):
        return "next"


class Broken:
    def __aiter__(self):
        return 5


ticks = Ticks()
print(aiter(ticks) is ticks, anext(ticks))
show(aiter, 5)
show(anext, 5)
show(aiter, Broken())
show(aiter)
show(aiter, 1, 2)
sys.breakpointhook = lambda *args, **kwargs: ("here", args, kwargs)
show(breakpoint, 1, a=2)
del sys.breakpointhook
show(breakpoint)
show(exit, "text")
show(quit, 5)
show(exit)
print("ends")
exit(77)
