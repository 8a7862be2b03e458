# Calls every method of every builtin type, and every function of some modules, with arguments that are not right: what each says of it, a line each.
import array, collections, functools, itertools, math, operator, re, sys, types, weakref, bisect, heapq, gc, struct


class Arg:
    def __repr__(self):
        return "Arg()"


class Thing:
    pass


def function(a, b=2):
    return a


def generate():
    yield 1


thing = Thing()
NAMES = set(sys.argv[1:])
arg = Arg()
ARGUMENTS = [(), *((a,) for a in (None, arg, 1, "x", -1, b"x", 1.5)), *((a, b) for a in (None, arg, 1, "x") for b in (None, arg, 1, "x")),
             (None, None, None), (1, 1, 1), ("x", "x", "x"), (arg, arg, arg), ("x", 1, "x"), ("x", "x", 1), ("x", None, None), ("x", "x", None), (1, 1, None), (b"x", "x", 1),
             (None,) * 4, (1,) * 4, ("x",) * 4, ("x", 1, 2, 3), ("x", None, None, None), (1,) * 5, ("x",) * 6]
KEYWORDS = [((), {"zzz": 1}), ((1,), {"zzz": 1}), (("x",), {"zzz": 1}), ((1, 1), {"zzz": None}), (("x", "x"), {"zzz": None}), ((), {"a": 1, "b": 2}), ((1, 1, 1, 1), {"zzz": 1})]

INSTANCES = [
    ("int", lambda: 5), ("bool", lambda: True), ("float", lambda: 1.5), ("complex", lambda: 1j), ("str", lambda: "abc"), ("bytes", lambda: b"abc"),
    ("bytearray", lambda: bytearray(b"abc")), ("list", lambda: [1, 2]), ("tuple", lambda: (1, 2)), ("dict", lambda: {1: 2}), ("set", lambda: {1, 2}),
    ("frozenset", lambda: frozenset({1})), ("range", lambda: range(3)), ("slice", lambda: slice(1, 2, 3)), ("memoryview", lambda: memoryview(b"abc")),
    ("deque", lambda: collections.deque([1])), ("array", lambda: array.array("i", [1])), ("OrderedDict", lambda: collections.OrderedDict(a=1)),
    ("defaultdict", lambda: collections.defaultdict(list)), ("NoneType", lambda: None), ("object", lambda: object()), ("property", lambda: property(function)),
    ("staticmethod", lambda: staticmethod(function)), ("classmethod", lambda: classmethod(function)), ("function", lambda: function),
    ("generator", lambda: generate()), ("list_iterator", lambda: iter([1])), ("Exception", lambda: ValueError("x")), ("OSError", lambda: OSError(1, "x")),
    ("ref", lambda: weakref.ref(thing)), ("mappingproxy", lambda: types.MappingProxyType({1: 2})), ("SimpleNamespace", lambda: types.SimpleNamespace(a=1)),
    ("dict_keys", lambda: {1: 2}.keys()), ("dict_items", lambda: {1: 2}.items()), ("dict_values", lambda: {1: 2}.values()), ("method", lambda: thing.__init__),
    ("cell", lambda: types.CellType(1)), ("partial", lambda: functools.partial(function, 1)), ("Pattern", lambda: re.compile("a")),
    ("Match", lambda: re.match("a", "a")), ("count", lambda: itertools.count()), ("islice", lambda: itertools.islice([1], 1)), ("module", lambda: types.ModuleType("m")),
    ("UnionType", lambda: int | str), ("GenericAlias", lambda: list[int]), ("zip", lambda: zip([1])), ("enumerate", lambda: enumerate([1])),
    ("code", lambda: function.__code__), ("Struct", lambda: struct.Struct("i")), ("builtin", lambda: len), ("TextWrapper", lambda: sys.flags),
]
TYPES = [int, bool, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, memoryview, collections.deque, array.array,
         collections.OrderedDict, collections.defaultdict, property, staticmethod, classmethod, type(None), object, type, enumerate, zip, map, filter, reversed, super,
         BaseException, OSError, StopIteration, SystemExit, ImportError, NameError, AttributeError, UnicodeDecodeError, UnicodeEncodeError, SyntaxError,
         types.FunctionType, types.MethodType, types.MappingProxyType, types.SimpleNamespace, types.CellType, types.ModuleType, types.GenericAlias, types.CodeType,
         weakref.ref, functools.partial, itertools.count, itertools.cycle, itertools.repeat, itertools.chain, itertools.accumulate, itertools.islice,
         itertools.product, itertools.permutations, itertools.combinations, itertools.groupby, itertools.compress, itertools.starmap, itertools.takewhile,
         itertools.zip_longest, itertools.pairwise, operator.itemgetter, operator.attrgetter, operator.methodcaller, struct.Struct, types.TracebackType]
MODULES = {"builtins": __builtins__, "math": math, "operator": operator, "itertools": itertools, "functools": functools, "gc": gc, "bisect": bisect, "heapq": heapq,
           "weakref": weakref, "struct": struct}
SKIPPED = {"builtins": {"breakpoint", "input", "exit", "quit", "help", "copyright", "credits", "license", "print", "open", "__import__", "__build_class__", "globals", "locals",
                        "vars", "dir"},
           "gc": {"enable", "disable", "set_debug", "set_threshold", "freeze", "unfreeze", "get_objects", "get_referrers", "collect", "get_stats", "get_freeze_count"}}
OF_METHODS = {"__class__", "__init_subclass__", "__subclasshook__", "__dir__", "__reduce_ex__", "__reduce__", "__sizeof__", "__repr__", "__str__", "__getattribute__",
              "__setattr__", "__delattr__"}


def say(what, call, args, kwargs):
    try:
        call(*args, **kwargs)
        text = "ok"
    except BaseException as e:
        text = "%s: %s" % (type(e).__name__, e)
    print(what, "(%s%s)" % (", ".join(map(repr, args)), "".join(", %s=%r" % pair for pair in kwargs.items())), text)


def every(what, find):
    if NAMES and what.split(".")[0] not in NAMES and what not in NAMES:
        return
    for args in ARGUMENTS:
        say(what, find(), args, {})
    for args, kwargs in KEYWORDS:
        say(what, find(), args, kwargs)


for name, make in INSTANCES:
    cls = type(make())
    for method in sorted(dir(cls)):
        if method in OF_METHODS and name != "object" or not callable(getattr(cls, method, None)) or method in ("__class__", "__new__", "__subclasshook__"):
            continue
        every("%s.%s" % (name, method), lambda: getattr(make(), method))
for cls in TYPES:
    every(cls.__name__ + ".__call__", lambda: cls)
for name, module in MODULES.items():
    for function_name in sorted(dir(module)):
        if function_name in SKIPPED.get(name, ()) or isinstance(getattr(module, function_name), type) or function_name[0] == "_" or not callable(getattr(module, function_name)):
            continue
        every("%s.%s" % (name, function_name), lambda: getattr(module, function_name))
