"""Asynchronous generators: what their methods answer, how they end, who finalizes them."""
import gc
import sys
import types
import warnings

warnings.simplefilter("ignore")


@types.coroutine
def pause(value):
    return (yield value)


def tell(name, call, *args):
    try:
        print(name, "->", call(*args))
    except BaseException as error:
        print(name, "raised", type(error).__name__, error, "| cause", repr(error.__cause__), "| context", type(error.__context__).__name__)


async def numbers(n, log=print):
    try:
        for i in range(n):
            got = await pause(("paused", i))
            got = yield i, got
            log("got", got)
    except ValueError as error:
        yield "caught", error.args
    finally:
        await pause("cleaning up")
        log("cleaned up")


g = numbers(2)
print(type(g).__name__, type(g).__mro__, repr(g).split(" at ")[0], g.ag_running, g.ag_await, g.ag_code.co_name, g.ag_frame.f_lineno > 0)
print(g.__aiter__() is g, aiter(g) is g, hasattr(g, "__iter__"), hasattr(g, "send"), hasattr(g, "__next__"))
step = g.__anext__()
print(type(step).__name__, iter(step) is step, step.__await__() is step)
tell("first", step.send, None)
print(g.ag_running, type(g.ag_await).__name__)
tell("item", step.send, "sent")
print(g.ag_running, g.ag_await)
tell("reused", step.send, None)
tell("reused", next, step)
tell("reused", step.throw, ValueError)
tell("closed", step.close)
step = g.asend("value")
tell("asend", step.send, None)
tell("item", step.send, "other")
step = g.athrow(ValueError("thrown"))
print(type(step).__name__)
tell("athrow", step.send, None)
tell("reused", step.send, None)
step = g.aclose()
print(type(step).__name__)
tell("aclose", step.send, None)
tell("aclose", step.send, None)
tell("aclose", step.send, None)
tell("closed: anext", g.__anext__().send, None)
tell("closed: asend", g.asend(1).send, None)
tell("closed: athrow", g.athrow(KeyError).send, None)
tell("closed: aclose", g.aclose().send, None)

# ---- not begun
g = numbers(1)
tell("aclose", g.aclose().send, None)
tell("then anext", g.__anext__().send, None)
g = numbers(1)
tell("athrow", g.athrow(KeyError("k")).send, None)
g = numbers(1)
tell("asend a value", g.asend(5).send, None)
g = numbers(1)
tell("send into aclose", g.aclose().send, 1)
g = numbers(1)
tell("throw into aclose", g.aclose().throw, KeyError("into"))
g = numbers(1)
tell("throw into asend", g.asend(None).throw, KeyError("into"))
g = numbers(1)
tell("throw into athrow", g.athrow(KeyError).throw, LookupError("into"))
for method, args in (("asend", ()), ("aclose", (1,)), ("asend", (1, 2))):
    tell(method, getattr(numbers(1), method), *args)
tell("athrow nothing sensible", lambda: numbers(1).athrow(1).send(None))
tell("athrow a class and a value", lambda: numbers(1).athrow(KeyError, "v").send(None))

# ---- asked twice
g = numbers(3)
one = g.__anext__()
one.send(None)
for name in ("__anext__", "aclose"):
    two = getattr(g, name)()
    tell(name + " while it runs", two.send, None)
two = g.athrow(ValueError)
tell("athrow while it runs", two.send, None)
tell("athrow, again", two.send, None)
tell("goes on", one.send, 5)
del one, two, g
gc.collect()


# ---- ends
async def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignored")


g = ignores()
tell("item", g.__anext__().send, None)
tell("aclose", g.aclose().send, None)


async def awaits_at_the_end():
    try:
        yield 1
    finally:
        await pause(2)
        await pause(3)


g = awaits_at_the_end()
tell("item", g.__anext__().send, None)
step = g.aclose()
print(step.send(None), step.send(None))
tell("end", step.send, None)


async def raises(error):
    yield 1
    raise error


for error in (StopIteration("s"), StopAsyncIteration("a"), KeyError("k"), GeneratorExit()):
    g = raises(error)
    tell("item", g.__anext__().send, None)
    tell("raises " + type(error).__name__, g.__anext__().send, None)
    tell("afterwards", g.__anext__().send, None)


async def returns():
    yield 1
    return


g = returns()
tell("item", g.__anext__().send, None)
tell("returns", g.__anext__().send, None)
tell("has returned", g.__anext__().send, None)
tell("None", lambda: [x for x in [0]] and numbers)


async def of_values():
    for value in (None, (1, 2), StopIteration(5), ValueError("value"), []):
        yield value


g = of_values()
for i in range(6):
    try:
        g.__anext__().send(None)
    except BaseException as error:
        print(type(error).__name__, error.args, repr(getattr(error, "value", None)))

# ---- anext with a default
tell("anext", lambda: anext(of_values(), 5).send(None))
g = of_values()
for i in range(5):
    tell("anext", anext(g, "default").send, None)
tell("the end", anext(g, "default").send, None)
step = anext(numbers(1), "default")
print(type(step).__name__, step.send(None))
tell("thrown", step.throw, KeyError("k"))
tell("closed", anext(numbers(1), 1).close)


# ---- hooks
def first(g):
    print("first", g.__name__)


def last(g):
    print("last", g.__name__, g.ag_frame is not None)
    try:
        g.aclose().send(None)
    except StopIteration:
        print("closed by the hook")


print(tuple(sys.get_asyncgen_hooks()))
sys.set_asyncgen_hooks(first, last)
print([h.__name__ for h in sys.get_asyncgen_hooks()])
g = returns()
g.__anext__
tell("hooked", g.__anext__().send, None)
tell("not again", g.asend(1).send, None)
g = returns()
tell("hooked", g.__anext__().send, None)
del g
g = returns()
del g
g = returns()
tell("hooked by aclose", g.aclose().send, None)
del g
sys.set_asyncgen_hooks(firstiter=None)
print([h and h.__name__ for h in sys.get_asyncgen_hooks()])
tell("not callable", sys.set_asyncgen_hooks, 1)
sys.set_asyncgen_hooks(None, None)


def fails(g):
    raise KeyError("hook")


sys.set_asyncgen_hooks(fails)
g = returns()
tell("a hook that fails", g.__anext__)
tell("and then", g.__anext__().send, None)
sys.set_asyncgen_hooks(None, None)

# ---- abandoned
g = awaits_at_the_end()
tell("item", g.__anext__().send, None)
del g


async def cycle():
    me = sys._getframe()
    try:
        yield me
    finally:
        print("finally")


g = cycle()
tell("item", lambda: [isinstance(x, types.FrameType) for x in [g.ag_frame]])
try:
    g.__anext__().send(None)
except StopIteration:
    pass
del g
print(gc.collect() > 0)
