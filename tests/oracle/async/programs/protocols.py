"""async for, async with, asynchronous comprehensions: what they ask of objects and what they say where that is not there."""
import types


@types.coroutine
def pause(value):
    return (yield value)


def run(awaitable):
    yielded, value = [], None
    try:
        while True:
            yielded.append(awaitable.send(value))
            value = yielded[-1]
    except StopIteration as stop:
        return yielded, stop.value
    except BaseException as error:
        chain = error
        texts = []
        while chain is not None:
            texts.append("%s: %s" % (type(chain).__name__, chain))
            chain = chain.__cause__ or chain.__context__
        return yielded, texts


class Count:
    def __init__(self, n, log=False):
        self.n, self.log = n, log

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await pause(self.n)
        return self.n


async def loop(o):
    found = []
    async for x in o:
        if x == 4:
            continue
        if x == 1:
            break
        found.append(x)
    else:
        found.append("else")
    return found


print(run(loop(Count(0))))
print(run(loop(Count(1))))
print(run(loop(Count(6))))


async def nested():
    return [(x, y) for x in [1, 2] for y in [x]], [(x, y) async for x in Count(2) async for y in Count(x + 1)], \
        {x async for x in Count(3) if await pause(x)}, {x: y async for x in Count(2) for y in "ab"}, \
        [[y async for y in Count(x)] for x in range(3)], [await pause(x) for x in range(2)], \
        [x async for x in (y * 2 async for y in Count(3))], sum([x async for x in Count(4)])


print(run(nested()))


def say(text, answer=None):
    print(text)
    return answer


class Manager:
    def __init__(self, name, suppress=False, fails=None):
        self.name, self.suppress, self.fails = name, suppress, fails

    async def __aenter__(self):
        await pause("enter " + self.name)
        if self.fails == "enter":
            raise ValueError("enter")
        return self.name

    async def __aexit__(self, *details):
        await pause("exit %s %s" % (self.name, details[0] and details[0].__name__))
        if self.fails == "exit":
            raise ValueError("exit")
        return self.suppress


async def managed(*managers, error=None):
    async with managers[0] as a, managers[1] as b:
        await pause((a, b))
        if error:
            raise error
        return "returned"
    return "suppressed"


print(run(managed(Manager("a"), Manager("b"))))
print(run(managed(Manager("a"), Manager("b"), error=KeyError("k"))))
print(run(managed(Manager("a"), Manager("b", True), error=KeyError("k"))))
print(run(managed(Manager("a", True), Manager("b"), error=KeyError("k"))))
print(run(managed(Manager("a"), Manager("b", fails="enter"), error=KeyError("k"))))
print(run(managed(Manager("a"), Manager("b", fails="exit"), error=KeyError("k"))))
print(run(managed(Manager("a", fails="exit"), Manager("b", fails="exit"), error=KeyError("k"))))


async def leaves():
    for i in range(3):
        async with Manager("loop %d" % i):
            if i == 1:
                continue
            if i == 2:
                break
    async with Manager("in try"):
        try:
            return 1
        finally:
            await pause("finally")


print(run(leaves()))


class Made:
    """An object with just these methods."""
    def __new__(cls, **methods):
        return type("Made", (), methods)()


async def with_(o):
    async with o as x:
        return x


async def after(o):
    async with o:
        raise KeyError("body")


async def a(*args):
    return None


print("--- async for")
for o in (1, [1], Made(__aiter__=lambda self: 1), Made(__aiter__=lambda self: None), Made(__aiter__=lambda self: [1]),
          Made(__aiter__=lambda self: self, __anext__=lambda self: 1), Made(__aiter__=lambda self: self, __anext__=lambda self: [1]),
          Made(__aiter__=lambda self: self, __anext__=lambda self: Made(__await__=lambda self: 5)), Made(__aiter__=a, __anext__=a),
          Made(__aiter__=None), Made(__aiter__=lambda self: self, __anext__=None),
          Made(__aiter__=lambda self: self, __anext__=lambda self: 1 / 0), (i for i in "ab")):
    print(run(loop(o)))  # 3.14 differs
    print(run(loop(o))[0])
print("--- async with")
for o in (1, Made(), Made(__aenter__=a), Made(__aexit__=a)):
    print(run(with_(o))[0])
for o in (Made(__aenter__=lambda self: 1, __aexit__=a), Made(__aenter__=a, __aexit__=lambda *a: 1),
          Made(__aenter__=a, __aexit__=lambda *a: None), Made(__aenter__=lambda self: iter("abc"), __aexit__=a),
          Made(__aenter__=lambda self: Made(__await__=lambda self: 5), __aexit__=a), Made(__aenter__=a, __aexit__=a)):
    print(run(with_(o)))
    print(run(after(o)))
print("--- builtins")


def tell(call, *args):
    try:
        return call(*args)
    except BaseException as error:
        return type(error).__name__, str(error)


for o in (1, [1], Count(2), Made(__aiter__=lambda self: 5), Made(__aiter__=a), Made(__aiter__=lambda self: Count(1))):
    made = tell(aiter, o)
    print(made if isinstance(made, tuple) else type(made).__name__)
for o in (1, iter([1]), Made(__anext__=lambda self: 5)):
    print(tell(anext, o))
print(type(tell(anext, Made(__anext__=lambda self: 5), 6)).__name__)


async def defaults(*args):
    return await anext(*args)


print(run(defaults(Count(2))), run(defaults(Count(0), "default")), run(defaults(Count(1), "default")), run(defaults(Count(0))))
print(run(defaults(Made(__anext__=lambda self: iter("xy")), "default")))
