"""contextlib, inspect, collections.abc, typing, functools: what of them is asynchronous."""
import collections.abc
import contextlib
import functools
import inspect
import types
import typing


@types.coroutine
def pause(value):
    return (yield value)


def run(awaitable):
    yielded, value = [], None
    try:
        while True:
            yielded.append(awaitable.send(value))
            value = None
    except StopIteration as stop:
        return yielded, stop.value
    except BaseException as error:
        return yielded, type(error).__name__, str(error), repr(error.__cause__), repr(error.__context__)


@contextlib.asynccontextmanager
async def manager(name, catches=()):
    """Its documentation."""
    await pause("enter " + name)
    try:
        yield name
    except catches as error:
        await pause("caught %r" % error)
    finally:
        await pause("exit " + name)


async def use(m, error=None):
    async with m as x:
        await pause(x)
        if error:
            raise error
    return "done"


print(manager.__name__, manager.__doc__, type(manager("x")).__name__, isinstance(manager("x"), contextlib.AbstractAsyncContextManager))
print(run(use(manager("a"))))
print(run(use(manager("a"), KeyError("k"))))
print(run(use(manager("a", KeyError), KeyError("k"))))
print(run(use(manager("a"), StopAsyncIteration("s"))))
print(run(use(manager("a"), StopIteration("s"))))


@contextlib.asynccontextmanager
async def yields(n):
    for i in range(n):
        yield i


print(run(use(yields(0))))
print(run(use(yields(2))))
print(run(use(yields(2), KeyError("k"))))


@contextlib.asynccontextmanager
async def swallows():
    try:
        yield 1
    except KeyError:
        yield 2


print(run(use(swallows(), KeyError("k"))))


@manager("decorating")
async def decorated(a):
    await pause(a)
    return a


print(run(decorated(1)), run(decorated(2)), decorated.__name__)


class Thing:
    async def aclose(self):
        await pause("aclose")


print(run(use(contextlib.aclosing(Thing()), None))[0][1:])
print(run(use(contextlib.nullcontext("nothing"))))


class Plain:
    def __enter__(self):
        return "plain"

    def __exit__(self, *details):
        print("plain exit", details[0] and details[0].__name__)


async def stack(error=None, suppress=False):
    async with contextlib.AsyncExitStack() as s:
        print(await s.enter_async_context(manager("one")))
        print(s.enter_context(Plain()))
        s.callback(print, "callback", end="!\n")

        async def later(*args):
            await pause(args)

        s.push_async_callback(later, 1, 2)

        async def leaves(t, v, tb):
            await pause(t and t.__name__)
            return suppress

        s.push_async_exit(leaves)
        s.push(lambda *details: print("pushed", details[0] and details[0].__name__))
        print(len(s._exit_callbacks))
        if error:
            raise error
    return "done"


print(run(stack()))
print(run(stack(KeyError("k"))))
print(run(stack(KeyError("k"), True)))


async def wrong(method, o):
    async with contextlib.AsyncExitStack() as s:
        result = getattr(s, method)(o)
        if inspect.isawaitable(result):
            await result


print(run(wrong("enter_async_context", Plain())))
print(run(wrong("enter_context", manager("m"))))


async def pops():
    async with contextlib.AsyncExitStack() as s:
        await s.enter_async_context(manager("kept"))
        kept = s.pop_all()
    await pause("popped")
    await kept.aclose()


print(run(pops()))


# ---- inspect
async def coroutine():
    await pause(1)


async def agen():
    yield await pause(1)


def generator():
    yield


class Awaits:
    def __await__(self):
        return iter(())

    async def method(self):
        pass

    async def agen(self):
        yield


c, a, g, p = coroutine(), agen(), generator(), pause(1)
for f in (coroutine, agen, generator, pause, print, Awaits, Awaits.method, Awaits().method, Awaits().agen, functools.partial(coroutine), c, lambda: 1):
    print(getattr(f, "__name__", type(f).__name__), inspect.iscoroutinefunction(f), inspect.isasyncgenfunction(f), inspect.isgeneratorfunction(f))
for o in (c, a, g, p, Awaits(), a.__anext__(), c.__await__(), 1):
    print(type(o).__name__, inspect.iscoroutine(o), inspect.isasyncgen(o), inspect.isgenerator(o), inspect.isawaitable(o))
print(inspect.getcoroutinestate(c), inspect.getcoroutinelocals(c))
c.send(None)
print(inspect.getcoroutinestate(c))
c.close()
print(inspect.getcoroutinestate(c), inspect.getcoroutinelocals(c))
print(inspect.signature(manager), inspect.signature(Awaits.method))

# ---- abstract classes
names = "Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Iterator Generator".split()
c = coroutine()
for o in (c, a, g, p, Awaits(), a.__anext__(), c.__await__(), 1, contextlib.nullcontext()):
    print(type(o).__name__, [n for n in names if isinstance(o, getattr(collections.abc, n))])
c.close()


class Coro(collections.abc.Coroutine):
    def __await__(self):
        return (yield 1)

    def send(self, value):
        return value

    def throw(self, *error):
        return super().throw(*error)


print(run(Coro().__await__()), Coro().close())
try:
    collections.abc.Coroutine()
except TypeError as error:
    print(error)


class Gen(collections.abc.AsyncGenerator):
    async def asend(self, value):
        return ("asend", value)

    async def athrow(self, *error):
        return await super().athrow(*error)


print(run(Gen().__anext__()), run(Gen().aclose()), aiter(gen := Gen()) is gen)
for bad in (collections.abc.AsyncIterator, collections.abc.AsyncGenerator, contextlib.AbstractAsyncContextManager):
    try:
        bad()
    except TypeError as error:
        print(error)


class Both(contextlib.AbstractAsyncContextManager):
    async def __aexit__(self, *details):
        return await super().__aexit__(*details)


print(run(use(Both()))[1:])
print(typing.Coroutine[int, str, bytes], typing.AsyncGenerator[int, str], typing.Awaitable[int], typing.AsyncIterator[int], typing.AsyncIterable[str])
print(collections.abc.Coroutine[int, str, bytes], types.CoroutineType.__name__, types.AsyncGeneratorType.__name__, types.AsyncGeneratorType[int, str])
print(typing.get_type_hints(typing.cast(typing.Any, lambda: 0)))


@functools.lru_cache
def cached():
    return 5


async def partial(a, b):
    return a + b


print(run(functools.partial(partial, 1)(2)))
print(functools.singledispatch(coroutine).__name__)
