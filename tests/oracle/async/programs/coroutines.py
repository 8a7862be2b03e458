"""Coroutines by hand: sent into, thrown into, closed, awaited twice, never."""
import sys
import types


@types.coroutine
def pause(value):
    return (yield value)


def tell(name, call, *args):
    try:
        print(name, "->", call(*args))
    except BaseException as error:
        print(name, "raised", type(error).__name__, error, "| cause", repr(error.__cause__), "| context", type(error.__context__).__name__)


def drive(awaitable, answers=()):
    """All that it yields, and what it returns."""
    answers, yielded, value = iter(answers), [], None
    while True:
        try:
            yielded.append(awaitable.send(value))
        except StopIteration as stop:
            return yielded, stop.value
        value = next(answers, None)


async def inner(a):
    x = await pause(a)
    return x, await pause(x)


async def outer():
    first = await inner(1)
    second = await inner(2)
    return first, second


tell("drive", drive, outer(), "abcd")
tell("started with a value", outer().send, 1)

c = outer()
print(type(c).__name__, type(c).__mro__, c.__name__, c.__qualname__, c.cr_running, c.cr_suspended, c.cr_origin, c.cr_await, c.cr_code.co_name)
print(repr(c).startswith("<coroutine object outer at 0x"), c.cr_frame.f_lineno - outer.__code__.co_firstlineno, c.cr_frame.f_locals)
print(c.send(None), c.cr_suspended, type(c.cr_await).__name__, type(c.cr_await.cr_await).__name__)
tell("iter", iter, c)
tell("next", next, c)
tell("len", len, c)
c.__name__ = "other"
c.__qualname__ = "quite.other"
print(repr(c).split(" at ")[0])
tell("name", setattr, c, "__name__", 1)
tell("read only", setattr, c, "cr_frame", 1)
tell("origin", setattr, c, "cr_origin", 1)
tell("thrown", c.throw, ValueError("in"))
tell("again", c.send, None)
tell("thrown again", c.throw, ValueError("in"))
tell("close", c.close)
print(c.cr_frame, c.cr_await, c.cr_running, c.cr_code.co_name)


async def stubborn():
    try:
        await pause(1)
    except GeneratorExit:
        await pause(2)


c = stubborn()
c.send(None)
tell("ignores the exit", c.close)
c.close()


async def polite():
    try:
        await pause(1)
    finally:
        print("cleaned up")


c = polite()
c.send(None)
tell("closed", c.close)
c = polite()
tell("closed before it has begun", c.close)
tell("and awaited then", c.send, None)
c = polite()
tell("thrown into before it has begun", c.throw, KeyError("k"))


async def stops(what):
    raise what


tell("StopIteration", stops(StopIteration(3)).send, None)
tell("StopAsyncIteration", stops(StopAsyncIteration(3)).send, None)
tell("a class of it", stops(type("Stop", (StopIteration,), {})()).send, None)


async def itself():
    await me


me = itself()
tell("awaits itself", me.send, None)


async def awaits(o):
    return await o


pending = inner(1)
a, b = awaits(pending), awaits(pending)
print(a.send(None))
tell("awaited by two", b.send, None)
a.close()
tell("awaited when it has ended", awaits(pending).send, None)


class Running:
    def __await__(self):
        tell("running", runs.send, None)
        tell("running, thrown", runs.throw, ValueError)
        tell("running, closed", runs.close)
        print(runs.cr_running, runs.cr_suspended)
        yield 1


runs = awaits(Running())
print(runs.send(None))
runs.close()


class Answers:
    def __init__(self, answer):
        self.answer = answer

    def __await__(self):
        return self.answer


class Iterator:
    def __init__(self, *items):
        self.items = list(items)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration("end")
        return self.items.pop(0)


class Sender(Iterator):
    def send(self, value):
        print("sent", value)
        return next(self)

    def throw(self, *error):
        print("thrown", [type(e).__name__ if isinstance(e, BaseException) else e.__name__ for e in error][:1])
        raise StopIteration("out")

    def close(self):
        print("closed")


for o in (Iterator(1, 2), iter([1, 2]), (i for i in "ab"), Sender(1, 2), range(3).__iter__()):
    tell("await " + type(o).__name__, drive, awaits(Answers(o)), [None, "x", "y"])
for o in (1, None, [], inner(1), "s", pause(1), Answers(iter("x")), int):
    tell("__await__ answers " + type(o).__name__, drive, awaits(Answers(o)))
    getattr(o, "close", int)()
for o in (1, None, [], "s", (i for i in "ab"), inner, object()):
    tell("await " + type(o).__name__, drive, awaits(o))
c = awaits(Answers(Sender(1, 2)))
c.send(None)
tell("sends", c.send, "value")
tell("throws", c.throw, ValueError)
c = awaits(Answers(Sender(1, 2)))
c.send(None)
tell("closes", c.close)


class Own(Answers):
    __await__ = None


tell("__await__ is None", drive, awaits(Own(1)))
o = Answers(1)
o.__await__ = lambda: iter("abc")
tell("of the instance", drive, awaits(o))

# ---- coroutine_wrapper
c = inner(5)
w = c.__await__()
print(type(w).__name__, iter(w) is w, next(w), w.send("a"))
tell("wrapper", w.send, "b")
w = inner(5).__await__()
print(next(w))
tell("thrown", w.throw, ValueError("v"))
w = inner(5).__await__()
print(next(w), w.close())
tell("list", list, inner(7).__await__())

# ---- yield from, types.coroutine


def plain(o):
    return (yield from o)


tell("yield from a coroutine", next, plain(pending))
tell("yield from, may be awaited", drive, awaits(types.coroutine(plain)(inner(3))), "xy")


@types.coroutine
def answers(what):
    return what


for o in (inner(1), pause(1), Iterator(1), 5, Answers(iter("z"))):
    made = answers(o)
    print(type(o).__name__, type(made).__name__, made is o)
    getattr(made, "close", int)()
g = plain("ab")
wrapped = answers(g)
print(wrapped is g)
print(pause.__code__.co_flags & 0x1a0, inner.__code__.co_flags & 0x2a0, types.coroutine(inner) is inner, types.coroutine(pause) is pause)
tell("not callable", types.coroutine, 1)

# ---- chains


async def chain(n):
    return await chain(n - 1) + 1 if n else await pause("deep")


c = chain(100)
print(c.send(None))
tell("through the chain", c.send, 5)
c = chain(50)
c.send(None)
tell("thrown through the chain", c.throw, LookupError("far"))
c = chain(50)
c.send(None)
tell("closed through the chain", c.close)
c = chain(5000)
try:
    c.send(None)
except RecursionError as error:
    print(type(error).__name__)


async def handled():
    try:
        raise KeyError("first")
    except KeyError:
        await pause(1)
        print(sys.exc_info()[1])
        try:
            await inner(2)
        except ValueError as error:
            print(repr(error), repr(error.__context__))
        raise


c = handled()
c.send(None)
print(sys.exc_info())
c.send(None)
tell("context", c.throw, ValueError("thrown"))
eval(compile("async def compiled(): return 5", "x", "exec"))
tell("compiled", compiled().send, None)
