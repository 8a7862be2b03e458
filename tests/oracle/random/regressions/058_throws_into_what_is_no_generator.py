# What is thrown into something that is no generator comes from whoever throws: the frame that delegates is not between them (3.14 too).
import sys, types
def callers():
    names, x = [], sys._getframe(1)
    while x.f_code.co_name != '<module>': names.append(x.f_code.co_name); x = x.f_back
    return [name for name in names if name != 'main']
class It:
    def __iter__(self): return self
    def __next__(self): return 1
    def throw(self, *a):
        print(callers()); raise KeyError
    def close(self):
        print('close', callers())
def g():
    yield from It()
def gg():
    yield from g()
def f(g):
    it = g(); next(it)
    try: it.throw(ValueError)
    except KeyError as e:
        t = e.__traceback__
        while t: print(' ', t.tb_frame.f_code.co_name, t.tb_lineno); t = t.tb_next
    it = g(); next(it)
    it.close()
f(g); f(gg)
async def ag():
    try: await aw()
    finally:
        print(callers())
    yield 1
@types.coroutine
def aw(): yield
async def co():
    async for x in ag(): pass
async def co2():
    await ag().__anext__()
def f2(c):
    it = c(); it.send(None)
    try: it.throw(KeyError)
    except KeyError: pass
    it = c(); it.send(None)
    it.close()
f2(co); f2(co2)
