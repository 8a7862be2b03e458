"""Coroutines that nobody awaits, and exceptions that leave those that somebody does: what standard error has of it."""
import gc
import sys
import types
import warnings


@types.coroutine
def pause(value):
    return (yield value)


async def never():
    pass


class Named:
    async def method(self):
        yield 1

    async def other(self):
        pass


never()
c = never()
c = None
Named().other()
Named().method()
x = [never() for i in range(2)]
del x


def makes():
    c = never()
    return 5


makes()
(lambda: never())()
c = never()
c.close()
del c
c = never()
try:
    c.throw(KeyError)
except KeyError:
    pass
del c
for i in range(3):
    never()
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    never()
    print([str(w.message) for w in log], log[0].category.__name__, type(log[0].source).__name__, log[0].lineno)
    del log[:]
with warnings.catch_warnings():
    warnings.simplefilter("error")
    never()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    never()


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, type(args.object).__name__)  # 3.14 differs


sys.unraisablehook = hook
with warnings.catch_warnings():
    warnings.simplefilter("error")
    never()
sys.unraisablehook = sys.__unraisablehook__
# Origins
sys.set_coroutine_origin_tracking_depth(2)
print(sys.get_coroutine_origin_tracking_depth())


def deep():
    return never()


c = deep()
print([(line, name) for file, line, name in c.cr_origin])
del c
sys.set_coroutine_origin_tracking_depth(0)
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)


class Fails:
    async def run(self):
        try:
            await pause(1)
        finally:
            raise KeyError("in the end")


async def ignores():
    try:
        await pause(1)
    except GeneratorExit:
        await pause(2)


def cycle():
    a = Fails()
    a.c = a.run()
    a.c.send(None)


cycle()
gc.collect()
c = ignores()
c.send(None)
del c


async def inner(n):
    if n:
        await inner(n - 1)
    await pause(1)
    raise LookupError("inner")


class Manager:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *details):
        await pause(3)
        raise ValueError("exit") from details[1]


async def items():
    yield 1
    await inner(0)


async def outer():
    async with Manager():
        async for x in items():
            await pause(2)


c = outer()
try:
    for i in range(10):
        c.send(None)
except ValueError:
    import traceback
    traceback.print_exc()
c = inner(3)
c.send(None)
try:
    c.throw(KeyError("thrown in"))
except KeyError:
    traceback.print_exc()
kept = never()
c = inner(1)
c.send(None)
c.send(None)
