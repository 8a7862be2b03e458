"""What coroutines weigh, who counts and who tracks them, cycles through them."""
import gc
import sys
import types
import weakref


@types.coroutine
def pause(value):
    return (yield value)


async def nothing():
    pass


async def some(a, b, *c, **d):
    x = y = z = a
    await pause([x, y, z, b])
    return c, d


async def items(a):
    async with a as b:
        async for i in b:
            yield [i async for j in a if await j]


def closes(o):
    getattr(o, "close", int)()


async def one():
    yield 1


for o in (nothing(), some(1, 2), items(3), one()):
    kind = type(o)
    if kind.__name__ != "async_generator":
        print(sys.getsizeof(o) - kind.__basicsize__)
    print(kind.__name__, sys.getsizeof(o) - kind.__basicsize__)  # 3.14 differs
    print(kind.__itemsize__, gc.is_tracked(o), sys.getrefcount(o) > 0)
    r, p = weakref.ref(o), weakref.proxy(o)
    print(type(r).__name__, r() is o, type(p).__name__, p.__name__, weakref.getweakrefcount(o))
    closes(o)
    del o
    print(r())
g = one()
for o in (g.__anext__(), g.athrow(ValueError), anext(g, 1), nothing().__await__()):
    kind = type(o)
    print(kind.__name__, kind.__basicsize__ if "athrow" not in kind.__name__ else "", gc.is_tracked(o), kind.__weakrefoffset__, kind.__flags__ & (1 << 14 | 1 << 10))
    try:
        weakref.ref(o)
    except TypeError as error:
        print(error)
    for call in (lambda: kind(), lambda: type("Sub", (kind,), {}), lambda: hash(o) == hash(o), lambda: o == o, lambda: o < o):
        try:
            print(call())
        except TypeError as error:
            print(error)
    closes(o)

# ---- who holds what
c = some("a", "b")
print([type(x).__name__ for x in gc.get_referents(c)])
c.send(None)
print([type(x).__name__ for x in gc.get_referents(c)])
wrapper = c.__await__()
print([type(x).__name__ for x in gc.get_referents(wrapper)], gc.get_referents(wrapper)[0] is c)
before = sys.getrefcount(c)
again = c.__await__()
print(sys.getrefcount(c) - before)
del again, wrapper
print(sys.getrefcount(c) - before)
c.close()
print([type(x).__name__ for x in gc.get_referents(c)])  # 3.14 differs
value = object()
before = sys.getrefcount(value)


async def holds(v):
    await pause(v)
    yield v
    yield v


g = holds(value)
step = g.asend(None)
print(sys.getrefcount(value) - before, step.send(None) is value)
print(sys.getrefcount(value) - before)
try:
    step.send(None)
except StopIteration as stop:
    print(stop.value is value, sys.getrefcount(value) - before)
del step
print(sys.getrefcount(value) - before)
try:
    g.aclose().send(None)
except StopIteration:
    pass
del g
print(sys.getrefcount(value) - before)

# ---- cycles
gc.collect()


class Node:
    def __del__(self):
        print("node gone")


async def waits(node):
    try:
        node.waiter = node.me
        await pause(1)
    finally:
        print("finally", type(node).__name__)


def tie():
    node = Node()
    node.me = waits(node)
    node.me.send(None)
    return weakref.ref(node)


r = tie()
print(r() is not None, gc.collect() > 0, r())


async def unawaited(node):
    pass


def loop():
    node = Node()
    c = some(node, 1)
    c.send(None)
    node.c = c
    node.w = c.__await__()
    node.g = holds(node)
    node.s = node.g.asend(None)
    node.s.send(None)
    node.d = anext(node.g, node)


loop()
print(gc.collect() > 0)
print(len(gc.garbage))


# ---- resurrected
class Saves:
    async def run(self):
        try:
            await pause(1)
        finally:
            global saved
            saved = self


def start():
    s = Saves()
    s.c = s.run()
    s.c.send(None)


start()
gc.collect()
print(type(saved).__name__, saved.c.cr_frame)
counts = gc.get_count()[0]
kept = [nothing() for i in range(100)]
print(gc.get_count()[0] - counts >= 100)
for c in kept:
    c.close()
