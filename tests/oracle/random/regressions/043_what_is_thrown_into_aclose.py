# Up to 3.12 an aclose() that something was thrown into goes on as if nothing had been.
import sys


async def generator():
    yield 1


async def guarded():
    try:
        yield 1
    finally:
        await waiting()


class waiting:
    def __await__(self): yield "waits"


def drive(o, *steps):
    for step in steps:
        try: print(o.send(None) if step is None else o.throw(step))
        except BaseException as e: print(type(e).__name__, e)


for make in generator, guarded:
    for steps in ((GeneratorExit(), ValueError("v"), None, None), (None, ValueError("v"), KeyError("k"), None), (ValueError("v"), ValueError("w")), (None, GeneratorExit(), None, StopAsyncIteration())):
        for begun in False, True:
            g = make()
            if begun: drive(g.__anext__(), None)
            drive(g.aclose(), *steps)
            g = make()
            if begun: drive(g.__anext__(), None)
            drive(g.athrow(OSError(1)), *steps)
            print("--")
