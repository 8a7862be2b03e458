# Which words for modules' names are the same object, and what pickles remember of them. In 3.14 too.
import array
import builtins
import collections
import decimal
import functools
import io
import math
import operator
import pickle
import sys
import time

print(len.__module__ is builtins.__name__, len.__module__ is print.__module__, len.__module__ is int.__module__, int.__module__ is type.__module__)
print(builtins.__name__ is sys.intern("builtins"), int.__module__ is sys.intern("builtins"), int.__module__ is ValueError.__module__)
print(sys.exit.__module__ is sys.__name__, sys.exit.__module__ is sys.getsizeof.__module__, sys.__name__ is sys.intern("sys"))
print(math.sqrt.__module__ is math.__name__, math.sqrt.__module__ is math.sin.__module__, math.__name__ is sys.intern("math"))
print(ExceptionGroup.__module__ is ExceptionGroup.__module__, ExceptionGroup.__module__ is int.__module__, BaseExceptionGroup.__module__ is int.__module__)
for kind in array.array, time.struct_time, functools.partial, operator.itemgetter, collections.deque, collections.OrderedDict, decimal.Decimal:
    print(kind.__name__, kind.__module__ is kind.__module__, kind.__module__ is sys.intern(kind.__module__[:]))
print(decimal.Decimal.__module__ is decimal.Context.__module__, open.__module__, open is io.open)
for values in ([math.sqrt, int, len, math.sin, time.time, print, int, ValueError], [int, len, time.struct_time, time.sleep], [open, len, open], [sys.exit, "sys"],
               [collections.deque, collections.OrderedDict, collections.defaultdict], [array.array, array._array_reconstructor],
               [functools.partial, functools.reduce], [operator.itemgetter, operator.add], [decimal.Decimal, decimal.Context],
               [ExceptionGroup("", [ValueError()]), BaseExceptionGroup, int]):
    for protocol in 0, 2, 4: print(pickle.dumps(values, protocol))
math.__name__ = "other"
print(math.sqrt.__module__, math.sqrt.__self__ is math)
