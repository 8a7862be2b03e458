# Methods of list[int] are those of list, also where they are called at once; a bases tuple it has not from 3.12 on.
import sys
a = list[int]
for n in "__sizeof__", "__repr__", "__eq__", "__hash__", "__name__", "__module__", "__len__", "__dict__", "__class__", "__mro__", "__reduce__", "__reduce_ex__", "__getattribute__", "__dir__", "__init__", "__new__", "__call__", "append", "__origin__", "__args__", "__parameters__", "__copy__", "__bases__", "__subclasses__", "__iter__", "__unpacked__":
    try: r = getattr(a, n); print(n, type(r).__name__, repr(r).split(" at 0x")[0])
    except Exception as e: print(n, type(e).__name__, e)
try: print(a.__sizeof__())
except Exception as e: print(e)
