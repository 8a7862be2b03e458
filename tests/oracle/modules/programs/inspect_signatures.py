"""Signatures of what is in C: functions, methods, types, slots, partial objects of them; of classes by whatever makes their instances."""
import collections
import functools
import inspect
import itertools
import math
import operator
import sys
import types


def told(name, f):
    try:
        shown = str(inspect.signature(f))
    except (TypeError, ValueError) as e:
        shown = "%s %s" % (type(e).__name__, e)
    text = getattr(f, "__text_signature__", "none")
    print(name, shown, repr(text) if text != shown else "")


for f in (len, sorted, print, isinstance, iter, next, max, min, sum, open, compile, exec, eval, getattr, setattr, dir, vars, input, round, pow, hash, abs,
          callable, repr, divmod, any, all, ord, chr, format, id, bin, __build_class__, __import__, hasattr, globals):
    told(f.__name__, f)
for cls, names in ((str, "split join upper replace encode find startswith strip format maketrans zfill center splitlines partition isalpha"),
                   (bytes, "split join decode fromhex hex find replace maketrans strip"), (list, "append sort pop insert index extend clear copy remove"),
                   (dict, "get setdefault pop update fromkeys keys items popitem"), (set, "add union update discard pop"),
                   (int, "to_bytes from_bytes bit_length as_integer_ratio conjugate"), (float, "fromhex hex is_integer as_integer_ratio"),
                   (tuple, "index count"), (bytearray, "extend insert append"), (complex, "conjugate"), (range, "index count"), (type, "mro __subclasses__"),
                   (collections.deque, "append rotate extend"), (collections.OrderedDict, "move_to_end popitem"), (memoryview, "tobytes cast release"),
                   (object, "__reduce_ex__ __format__ __sizeof__ __dir__ __init_subclass__ __subclasshook__"), (slice, "indices")):
    for name in names.split():
        told("%s.%s" % (cls.__name__, name), getattr(cls, name))
        told("%s dict %s" % (cls.__name__, name), cls.__dict__[name])
for bound in ("".split, [].append, {}.get, (5).to_bytes, {1}.add, b"".hex, 1.5.hex):
    told(bound.__name__, bound)
for name in """__add__ __init__ __call__ __getattribute__ __setattr__ __eq__ __hash__ __repr__ __len__ __getitem__ __setitem__ __contains__ __iter__ __new__
               __next__ __get__ __bool__ __index__ __pow__ __radd__ __iadd__ __delitem__ __lt__ __str__ __neg__ __float__""".split():
    for cls in (object, int, list, dict, str, type, float, type(len.__call__), type(told), type(iter([]))):
        if name in cls.__dict__:
            told("%s.%s" % (cls.__name__, name), getattr(cls, name))
told("5 +", (5).__add__)
told("[] =", [].__setitem__)
for cls in (object, type, int, str, list, dict, tuple, set, frozenset, float, complex, bool, bytes, bytearray, memoryview, range, slice, enumerate, zip, map,
            filter, reversed, property, classmethod, staticmethod, super, Exception, KeyError, OSError, collections.deque, collections.defaultdict,
            collections.OrderedDict, itertools.chain, itertools.count, itertools.islice, functools.partial, types.SimpleNamespace, types.FunctionType,
            types.CodeType, types.MethodType, types.ModuleType, types.MappingProxyType, operator.itemgetter, operator.attrgetter, operator.methodcaller):
    told(cls.__name__, cls)
for f in (operator.add, operator.index, math.gcd, math.isclose, math.log, math.hypot, functools.reduce, sys.getsizeof, sys.intern,
          sys.getrefcount, sys.exit, sys._getframe, collections.deque().append, functools.cmp_to_key, operator.length_hint):
    told(f.__name__, f)
for f in (functools.partial(sorted, key=len), functools.partial(len, []), functools.partial(str.split, sep=","), functools.partial("".split, ","),
          functools.partial(int.from_bytes, byteorder="big"), functools.partial(dict.get, {}, 1), functools.partial(isinstance, 1, 2, 3)):
    told("partial", f)


@functools.lru_cache
def cached(a, *, b=1):
    pass


class Plain:
    pass


class Init:
    def __init__(self, a, b=2):
        pass


class New(Init):
    def __new__(cls, x, /, *y):
        pass


class Text:
    "Text(a, b=1)\n--\n\nWhat it is."


class NoText:
    "NoText(a, b=1)\n\n--\n\n"


class Called:
    def __call__(self, q, *, r):
        pass


class Meta(type):
    def __call__(cls, m, n=3):
        pass


class OfMeta(metaclass=Meta):
    pass


class CallsDict(type):
    __call__ = dict


class OfCallsDict(metaclass=CallsDict):
    pass


class Ints(int):
    pass


class Lists(list):
    def __init__(self, *args, more):
        pass


class Given:
    __signature__ = inspect.Signature([inspect.Parameter("z", inspect.Parameter.VAR_POSITIONAL)])


class Methods:
    def three(self, a, b, /, c=1, *, d=2):
        pass

    def any(*args, **kwargs):
        pass

    one = functools.partialmethod(three, 1)
    named = functools.partialmethod(three, 1, c=5)
    of_any = functools.partialmethod(any, 1, x=2)
    wrong = functools.partialmethod(three, 1, e=5)


for name in ("one", "named", "of_any", "wrong"):
    for f in (getattr(Methods, name), getattr(Methods(), name)):
        try:
            print(name, inspect.signature(f))
        except ValueError as e:
            print(name, str(e).split(" object ")[0])


class Wrapped(Init):
    __init__ = functools.wraps(Init.__init__)(lambda *args, **kw: None)


for f in (cached, Plain, Init, New, Text, NoText, Called, Called(), Called().__call__, Meta, OfMeta, OfCallsDict, Ints, Lists, Given, Wrapped, Plain(), 5,
          Init(1).__init__, Init.__init__, Plain.__init__, Plain().__init__, Plain.__new__, Plain.__eq__, type.__call__, Called.__call__):
    told(getattr(f, "__qualname__", type(f).__name__), f if f is not Plain and not isinstance(f, Plain) else f)
for f in (len, [].append, str.split, sorted, int, Init, Init(1).__init__, functools.partial(sorted, key=len), Called(), print):
    try:
        print(inspect.getfullargspec(f))
    except TypeError as e:
        print("TypeError", e)
bound = inspect.signature(sorted).bind([3, 1], reverse=True)
print(bound, bound.args, bound.kwargs, inspect.signature(str.split).parameters["sep"].kind, inspect.signature(print).parameters["end"].default)
