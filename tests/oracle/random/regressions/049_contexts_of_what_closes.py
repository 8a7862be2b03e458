# What is handled where a generator is closed is the context of its GeneratorExit; not where that is thrown. In 3.14 too.
import sys


def contexts():
    error, out = sys.exc_info()[1], []
    while error:
        out.append(repr(error))
        error = error.__context__
    return out


def plain():
    try: yield 1
    finally: print("ends", contexts())


def handling():
    try: raise IndexError
    except IndexError:
        try: yield 1
        finally: print("handling ends", contexts())


def outer(inner): yield from inner


class Awaited:
    def __await__(self):
        try: yield 1
        finally: print("awaited ends", contexts())


async def coroutine():
    try: await Awaited()
    finally: print("coroutine ends", contexts())


async def asynchronous():
    try: yield 1
    finally: print("asynchronous ends", contexts())


for make in plain, handling, lambda: outer(plain()), lambda: outer(handling()), coroutine, asynchronous:
    for how in "close", "throw", "del", "type":
        g = make()
        later = make is asynchronous
        try: (g.asend(None) if later else g).send(None)
        except StopIteration: pass
        try: raise KeyError
        except KeyError:
            try:
                if how == "close": g.aclose().send(None) if later else g.close()
                elif how == "throw": g.athrow(ValueError()).send(None) if later else g.throw(ValueError())
                elif how == "type": g.athrow(GeneratorExit).send(None) if later else g.throw(GeneratorExit)
                else: del g
            except BaseException: print(how, contexts())
        g = None


def raises():
    try: raise KeyError
    except KeyError:
        for x in plain(): raise TypeError


def breaks():
    try: raise KeyError
    except KeyError:
        for x in plain(): break


def returns():
    try: raise KeyError
    except KeyError:
        x = plain(); next(x)
        return


for f in raises, breaks, returns:
    try: f()
    except Exception: print(f.__name__, contexts())


async def within():
    try: [q async for q in (z async for z in asynchronous())]
    finally:
        async for n in asynchronous(): nowhere


try: within().send(None)
except NameError as error: print(repr(error), repr(error.__context__))
