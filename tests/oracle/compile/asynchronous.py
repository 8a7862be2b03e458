async def asynchronous(a, *b, c=1):
    "docstring"
    await a
    x = await a.b(c) + await b[0] * 2
    y = await a ** 2, -await a ** -await b ** c, not await a, await (a), await (await a)
    async for i in a:
        await i
        if i: continue
        if not i: break
        return
    else:
        await b
    async for i, (j, *k) in await a: pass
    async with a: pass
    async with a as b, c as d.e, f as (g, h):
        await g
        return await h
    async with (a as b, c): await d
    for i in a:
        async with b:
            if i: continue
            else: break
    try:
        async with a as i:
            if i == a: raise i
        async with b: pass
    finally: pass
    try:
        await a
    except E as e:
        await e
        async with a: return e
    finally:
        await b
        async for i in a: await i
    while await a: await b
    if await a and await b or await c: pass
    with a: await b
    lambda: a
    f'{await a!r:{await b}} {x}'
    assert await a, await b
    raise await a from await b


async def generator(a):
    yield
    x = yield a
    y = yield await a
    async for i in a:
        yield i
        async with i as j:
            yield j
            continue
    try:
        yield 1
    finally:
        yield 2
    return


async def comprehensions(a):
    [x async for x in a]
    {x async for x in a if await x if x}
    {x: await y async for x, y in a for z in x async for w in z if w}
    (x async for x in a)
    (await x for x in a)
    (x for x in await a)
    [await x for x in a]
    [[x async for x in y] for y in a]
    [[x async for x in y] async for y in a]
    [x for x in [await y for y in a]]
    [x for x in (y async for y in a)]
    [lambda: x async for x in a]
    sum(x async for x in a)
    return [x for x in await a if await x], [y for x in a async for y in x]


def plain(a):
    (x async for x in a)
    (await x for x in a)
    async def inner():
        nonlocal a
        a = await a
        return [a async for b in a]
    return inner


class Asynchronous:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): await super().__aexit__(*a)
    def __aiter__(self): return self
    async def __anext__(self): raise StopAsyncIteration
    @decorated
    @also.decorated(1)
    async def method(self: int, a: str = '') -> await_: __class__; await self.method(a)
    async def __private(self): await self.__private()
