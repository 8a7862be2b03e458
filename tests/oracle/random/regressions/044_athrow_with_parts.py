# From 3.12 on athrow() is warned of where it has a type, a value and a traceback, and at once.
import warnings
warnings.simplefilter("always")
async def g(): yield 1
for args in (ValueError,), (ValueError, 1), (ValueError, 1, None), (ValueError(1), None):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        a = g().athrow(*args)
        print(args, [str(x.message) for x in w]); w.clear()
        try: a.send(None)
        except Exception as e: print(repr(e))
        print(args, [str(x.message) for x in w]); w.clear()
        a = g().asend(None)
        try: a.throw(*args)
        except Exception as e: print(repr(e))
        print(args, [str(x.message) for x in w]); w.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try: g().athrow(*args).close()
        except Exception as e: print(repr(e))
