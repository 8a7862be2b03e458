"""What 3.11 alone does: flags are ints, keys of old signatures."""
import dataclasses
import inspect
import traceback
from functools import cached_property


def attempt(function):
    try:
        print(function())
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __index__(self):
        return 1


for reverse in None, (), 1.5, "", 2**40, Index(), 0, True:
    attempt(lambda: sorted([1, 2], reverse=reverse))
    attempt(lambda: [1, 2].sort(reverse=reverse))
print(cached_property(3).func)
C = dataclasses.make_dataclass("C", ["a", ("b", int), ("c", str, "z")])
print(C.__module__, C(1, 2), inspect.signature(dataclasses.make_dataclass))
attempt(lambda: dataclasses.make_dataclass("C", [], module="m"))
for name in "__add__", "__rmul__", "__mod__":
    print(getattr(__import__("fractions").Fraction, name).__qualname__)
frame = traceback.FrameSummary("file.py", 3, "f", lookup_line=False, line="  source line \n")
print(traceback.format_list([frame, ("b.py", 9, "g", "x  ")]))
