"""Every function and type of gc, sys, weakref and tracemalloc, called with arguments of all kinds and numbers."""
import gc
import re
import sys
import tracemalloc
import weakref


class C:
    def m(self):
        pass


c = C()
KEYS = [{"x": 1}, {"object": c}, {"generation": 0}, {"obj": c}, {"dict": {}}, {"depth": 0}, {"hook": len}, {"args": ()}, {"meth": c.m}]


def show(value):
    kind = type(value).__name__
    if value is None or kind in ("bool", "str", "tuple", "float"):
        text = repr(value)[:80]
        return text if "0x" not in text else text.split("0x")[0]
    return kind


def attempt(label, f, args, kw):
    try:
        value = f(*args, **kw)
        if type(value) is weakref.finalize:
            value.detach()
        told = show(value)
    except BaseException as e:
        told = "%s: %s" % (type(e).__name__, str(e).split(" at 0x")[0][:200])
        told = re.sub(r"cannot use '.*' as a (?:dict key|set element) \((.*)\)", r"\1", told)  # of 3.14
    print(label, [show(a) for a in args], sorted(kw), "->", told)


VALUES = [(), (None,), (1,), (-1,), ("a",), (b"a",), (1.5,), ([],), (c,), (len,), (2**31,), (2**63,), (1, 2), (None, None), ("a", "b"), (c, len),
          (c, None), (c, 1), ([c], c), (1, 2, 3), (c, len, 1), (1, 2, 3, 4), (1, 2, 3, 4, 5), ({c: 1},), ({"a": c},), ([c],), ((c, 1),), ("a", c),
          (c, "a"), (c, len, 1, 2)]
# What ends the program, changes what runs it, or answers with what is counted.
AVOID = {"exit", "settrace", "setprofile", "_settraceallthreads", "_setprofileallthreads", "setrecursionlimit", "breakpointhook", "__breakpointhook__",
         "addaudithook", "_debugmallocstats", "_current_frames", "getdlopenflags", "setdlopenflags", "excepthook", "__excepthook__",
         "_getquickenedcount", "_baserepl", "displayhook", "__displayhook__", "call_tracing", "get_asyncgen_hooks", "set_asyncgen_hooks",
         "activate_stack_trampoline", "_is_immortal", "getrefcount", "get_count", "__loader__", "__spec__", "__class__", "Iterable", "Sequence",
         "total_ordering"}


def reset():
    gc.enable()
    gc.set_threshold(700, 10, 10)
    gc.set_debug(0)
    gc.unfreeze()
    sys.setswitchinterval(0.005)
    sys.set_int_max_str_digits(4300)
    sys.set_coroutine_origin_tracking_depth(0)
    tracemalloc.stop()


for module in (gc, sys, weakref, tracemalloc):
    for name in sorted(set(dir(module)) - AVOID):
        f = getattr(module, name)
        if name[0] == "_" and name[1] != "_" and module is not sys or not callable(f):
            continue
        for args in VALUES:
            attempt(module.__name__ + "." + name, f, args, {})
            reset()
        for kw in KEYS:
            attempt(module.__name__ + "." + name, f, (), kw)
            attempt(module.__name__ + "." + name, f, (c,), kw)
            reset()
