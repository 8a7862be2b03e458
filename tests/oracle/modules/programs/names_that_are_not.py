"""Modules have no name that is asked for: who says so, and where."""
import collections
import io
import sys
import traceback
import typing
import warnings


def places(e):
    tb, found = e.__traceback__, []
    while tb:
        found.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    return found


for module in (collections, io, typing, warnings):
    own = "__getattr__" in vars(module)
    print(module.__name__, own, hasattr(module, "__getattr__"), hasattr(module, "Mapping_"), getattr(module, "Mapping_", 3))
    try:
        module.Mapping_
    except AttributeError as e:
        print(e, e.name, (e.obj is module) if sys.version_info >= (3, 12) or not own else None, places(e))
        if not own:
            print("".join(traceback.format_exception(e)))
    try:
        getattr(module, "counter")
    except AttributeError as e:
        print(e, places(e))
for name in ("Counter_", "Mapping"):
    try:
        exec("from collections import " + name)
    except ImportError as e:
        print(str(e).split(" (")[0], e.name, places(e))
try:
    from warnings import nothing
except ImportError as e:
    print(str(e).split(" (")[0], e.name, places(e))
print(collections.abc.Mapping.__name__, collections.UserDict.__name__, typing.Pattern, typing.Match[str], io.RawIOBase.__name__)
collections.Mapping
