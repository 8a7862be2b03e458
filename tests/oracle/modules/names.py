"""Which names modules have: those of the real CPythons of this machine, but for what a session does not have, listed here with the reason.

    names.py DRIVER

gc and sys are compared name by name, weakref and tracemalloc but for their private names; of the others what they offer (__all__, else what begins without an underscore and is
no module).
"""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from pairs import SKIP, find_pairs, run, run_real  # noqa: E402

IMPORTS = "is what the module itself has imported"
NO_LIBRARIES = "a session has no dynamic libraries"
FILES = "a session has no files"

MISSING = {
    "sys": {
        "getdlopenflags": NO_LIBRARIES, "setdlopenflags": NO_LIBRARIES,
        "_getquickenedcount": "a counter of CPython 3.11's own evaluation",
        "_baserepl": "a session has no terminal",
        "__loader__": FILES, "__spec__": FILES,
    },
    "tracemalloc": {name: IMPORTS for name in ("linecache", "os", "pickle")},
    "json": {}, "random": {}, "traceback": {}, "inspect": {"BlockFinder": FILES, "BufferFlags": "is for C code"},
}
# What is there besides: of 3.14, for which 3.13 stands here.
OF_3_14 = {"sys": {"_is_immortal"}, "inspect": {"ispackage"}, "heapq": {"heapify_max", "heappop_max", "heappush_max", "heappushpop_max", "heapreplace_max"}}

PROGRAM = r"""
import gc, sys, weakref, tracemalloc, json, random, traceback, inspect, pprint, textwrap, bisect, heapq, keyword, cProfile, pstats, ctypes
import collections
module = type(sys)
for m in (gc, sys, weakref, tracemalloc):
    print(m.__name__, *(n for n in dir(m) if m in (gc, sys) or n[0] != "_" or n == "__all__"))
for m in (json, random, traceback, inspect, pprint, textwrap, bisect, heapq, keyword, cProfile, pstats):
    print(m.__name__, *(getattr(m, "__all__", None) or [n for n in dir(m) if n[0] != "_" and not isinstance(getattr(m, n), module)]))
for c in (weakref.WeakKeyDictionary, weakref.WeakValueDictionary, weakref.WeakSet, weakref.WeakMethod, weakref.finalize, weakref.KeyedRef, weakref.ref,
          tracemalloc.Snapshot, tracemalloc.Filter, tracemalloc.DomainFilter, tracemalloc.Statistic, tracemalloc.StatisticDiff, tracemalloc.Frame,
          tracemalloc.Traceback, json.JSONEncoder, json.JSONDecoder, random.Random, traceback.FrameSummary, inspect.Signature, inspect.Parameter,
          inspect.BoundArguments, textwrap.TextWrapper):
    print(c.__qualname__, *(n for n in dir(c) if n[0] != "_" or c.__module__ != "inspect" and n[:2] == "__" and n not in dir(object)))
"""
# Of classes: what they have for themselves, or what every class of a version has.
OF_CLASSES = {"__abstractmethods__", "__dict__", "__module__", "__weakref__", "__annotations__", "__annotate_func__", "__annotations_cache__", "__class_getitem__",
              "__firstlineno__", "__static_attributes__", "__match_args__", "__parameters__", "__orig_bases__", "__slots__", "__hash__", "__reversed__",
              "__text_signature__", "__getstate__", "__reduce__", "__setstate__", "__callback__", "_abc_impl", "__replace__", "__doc__", "__copy__",
              "__deepcopy__", "__bytes__"}


def read(done):
    if done.returncode:
        print(done.stderr.decode())
        sys.exit(1)
    return {line.split()[0]: set(line.split()[1:]) for line in done.stdout.decode().splitlines()}


def main():
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "names.py"
        path.write_text(PROGRAM)
        for python, minor in find_pairs():
            real, ours = read(run_real(python, path)), read(run([sys.argv[1], minor, path]))
            for name, names in real.items():
                compared += 1
                later = OF_3_14.get(name, set()) if minor == 14 else set()
                missing = names - ours.get(name, set()) - set(MISSING.get(name, {})) - OF_CLASSES
                more = ours.get(name, set()) - names - later - OF_CLASSES
                if name == "inspect":
                    missing = {n for n in missing if n[0].islower()} - {"attrgetter", "namedtuple", "iskeyword", "formatannotationrelativeto", "make_weakref"}
                if missing or more:
                    wrong += 1
                    print("%s of 3.%d: not there %s; there besides %s" % (name, minor, sorted(missing), sorted(more)))
    print("%d modules and classes compared, %d differ" % (compared, wrong))
    return 1 if wrong else 0 if compared else SKIP


sys.exit(main())
