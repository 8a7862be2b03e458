# asynchronous loops have branches, from 3.14 on
async def co(n):
    if n:
        return await co(n - 1)
    return 3


async def agen():
    yield 1
    yield 2


async def uses():
    total = 0
    async for x in agen():
        total += x
    await co(1)
    return total


def asyncs():
    try:
        uses().send(None)
    except StopIteration as e:
        e.value


run(asyncs, "BRANCH")
