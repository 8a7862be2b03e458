"""Every type that can be reached, as its type object says it is: run by compare.py with the names of modules put in the place of MODULES."""
import sys

MODULES = """@MODULES@"""
for _name in MODULES.split():
    try:
        __import__(_name)
    except ImportError:
        print("missing", _name)

# Bits of tp_flags that say something about the type, not about how far it is made or what is cached.
FLAGS = ((1, "STATIC_BUILTIN"), (2, "INLINE_VALUES"), (3, "MANAGED_WEAKREF"), (4, "MANAGED_DICT"), (5, "SEQUENCE"), (6, "MAPPING"), (7, "DISALLOW_INSTANTIATION"),
         (8, "IMMUTABLETYPE"), (9, "HEAPTYPE"), (10, "BASETYPE"), (11, "VECTORCALL"), (14, "HAVE_GC"), (17, "METHOD_DESCRIPTOR"), (20, "ABSTRACT"),
         (22, "MATCH_SELF"), (23, "ITEMS_AT_END"), (24, "LONG"), (25, "LIST"), (26, "TUPLE"), (27, "BYTES"), (28, "STR"), (29, "DICT"), (30, "EXCEPTION"), (31, "TYPE"))




def reach():
    """Classes by way of their bases, and what else the modules have in them: a heap does not list the builtin types as subclasses of object."""
    seen, pending = {}, [object]
    for module in list(sys.modules.values()):
        for value in list(vars(module).values()):
            pending += [type(value)] + [value] * isinstance(value, type)
    while pending:
        one = pending.pop()
        if one not in seen:
            seen[one] = True
            pending += type.__subclasses__(one) + [type(one)] + list(one.__mro__)
    return seen


def name_of(one):
    return "%s.%s" % (one.__module__, one.__qualname__)


def size_of(one):
    """Beyond what it extends where that is of another size in 3.14, and has values inside where no other class had."""
    base = tuple if issubclass(one, tuple) else type if issubclass(one, type) else SyntaxError if issubclass(one, SyntaxError) else None
    return one.__basicsize__ if base in (None, one) else "%s+%d" % (base.__name__, one.__basicsize__ - base.__basicsize__)


def describe(one):
    flags = one.__flags__
    if one.__base__ is not object:
        flags &= ~(1 << 2)
    return "size %s+%d dict %d weak %d bases %s meta %s %s" % (
        size_of(one), one.__itemsize__, one.__dictoffset__, one.__weakrefoffset__, ",".join(map(name_of, one.__bases__)), name_of(type(one)),
        " ".join(name for bit, name in FLAGS if flags >> bit & 1))


for line in sorted("type %s: %s" % (name_of(one), describe(one)) for one in reach() if one.__module__ != "__main__"):
    print(line)
