import copy
import gc
import pickle
import sys
from string.templatelib import Interpolation, Template, convert


def raises(error, text, f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except error as e:
        assert str(e) == text, str(e)
    else:
        assert False, text


def parts(t):
    return t.strings, tuple((i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations)


name, number = "World", 3
hello = t"Hello {name}"

# what a template is
assert type(hello) is Template and type(hello.interpolations[0]) is Interpolation
assert (Template.__module__, Template.__qualname__, Interpolation.__module__) == ("string.templatelib", "Template", "string.templatelib")
assert parts(hello) == (("Hello ", ""), (("World", "name", None, ""),))
assert hello.values == ("World",) and t"{name}{number}".values == ("World", 3) and t"".values == ()
assert list(hello) == ["Hello ", hello.interpolations[0]] and [type(p).__name__ for p in t"{name}{number}x"] == ["Interpolation", "Interpolation", "str"]
assert list(t"") == [] and list(t"a") == ["a"]
assert repr(t"a{number!r:>2}") == "Template(strings=('a', ''), interpolations=(Interpolation(3, 'number', 'r', '>2'),))"
assert str(hello) == repr(hello)
raises(AttributeError, "readonly attribute", setattr, hello, "strings", ())
raises(AttributeError, "readonly attribute", setattr, hello.interpolations[0], "value", 1)
assert hello == hello and t"Hello {name}" != hello and hash(hello) == hash(hello)
assert Interpolation.__match_args__ == ("value", "expression", "conversion", "format_spec")
match hello.interpolations[0]:
    case Interpolation(value, expression, None, ""):
        assert (value, expression) == ("World", "name")
    case _:
        assert False
raises(TypeError, "type 'string.templatelib.Template' is not an acceptable base type", type, "T", (Template,), {})
raises(TypeError, "type 'string.templatelib.Interpolation' is not an acceptable base type", type, "I", (Interpolation,), {})
assert repr(Template[int]) == "string.templatelib.Template[int]" and repr(Interpolation[int]) == "string.templatelib.Interpolation[int]"
raises(TypeError, "'string.templatelib.Template' object is not subscriptable", lambda: hello[0])
raises(TypeError, "object of type 'string.templatelib.Template' has no len()", len, hello)

# what the objects are made of
assert [sys.getsizeof(o) for o in (hello, hello.interpolations[0], iter(hello))] == [48, 64, 56]
assert [Template.__basicsize__, Interpolation.__basicsize__, type(iter(hello)).__basicsize__] == [32, 48, 40]
assert gc.is_tracked(hello) and gc.is_tracked(hello.interpolations[0])
raises(TypeError, "cannot create 'string.templatelib.TemplateIter' instances", type(iter(hello)))
assert set(gc.get_referents(hello)) >= {hello.strings, hello.interpolations}
value = []
kept = t"{value}"
before = sys.getrefcount(value)
del kept
assert sys.getrefcount(value) == before - 1
cycle = []
cycle.append(t"{cycle}")
del cycle
assert gc.collect() >= 4

# made by hand
assert parts(Template()) == (("",), ())
assert parts(Template("a", "b")) == (("ab",), ())
one = Interpolation(1, "one")
assert (one.conversion, one.format_spec) == (None, "")
assert parts(Template(one)) == (("", ""), ((1, "one", None, ""),))
assert Template("a", "b", one, one, "c").strings == ("ab", "", "c")
assert Interpolation(1).expression == ""
raises(TypeError, "Template.__new__ *args need to be of type 'str' or 'Interpolation', got int", Template, 1)
raises(TypeError, "Template.__new__ only accepts *args arguments", Template, a=1)
raises(TypeError, "Interpolation() argument 'conversion' must be str, not int", Interpolation, 1, "x", 1)
raises(ValueError, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'", Interpolation, 1, "x", "z")
raises(TypeError, "Interpolation() argument 'expression' must be str, not int", Interpolation, 1, 2)
raises(TypeError, "Interpolation() argument 'format_spec' must be str, not None", Interpolation, 1, "x", None, None)

# put together
assert parts(t"a{name}" + t"b{number}c") == (("a", "b", "c"), (("World", "name", None, ""), (3, "number", None, "")))
assert (t"a" + t"b").strings == ("ab",) and parts(t"a" t"{name}" t"b") == (("a", "b"), (("World", "name", None, ""),))
raises(TypeError, 'can only concatenate string.templatelib.Template (not "str") to string.templatelib.Template', lambda: hello + "!")
raises(TypeError, 'can only concatenate str (not "string.templatelib.Template") to str', lambda: "!" + hello)
for text in ("t'a' 'b'", "'a' t'b'", "t'a' f'{name}'", "f'{name}' t'a'", "t'a' b'b'", "b'a' t'b'", "t'a' u'b'", "t'a' r'b'"):
    raises(SyntaxError, "cannot mix t-string literals with string or bytes literals (<string>, line 1)", eval, text)
for prefix in ("ft", "tf", "bt", "tb", "ut", "tu"):
    raises(SyntaxError, "'%c' and '%c' prefixes are incompatible (<string>, line 1)" % tuple(sorted(prefix, key="ubft".index)), eval, prefix + "''")
assert rt"\n{name}".strings == Rt"\n{name}".strings == tR"\n{name}".strings == T"\\n{name}".strings == ("\\n", "")


class Adds(str):
    __add__ = __radd__ = lambda self, other: 42


assert Template("a", Adds("b")).strings == (Template("a") + Template(Adds("b"))).strings == (Template(Adds("a")) + Template("b")).strings == ("ab",)
assert all(type(s) is str for s in Template(Adds("a"), Adds("b")).strings) and list(Template("a", Adds("b"))) == ["ab"]

# when what is evaluated
order = []


class Watched:
    def __init__(self, name):
        order.append(name)

    def __format__(self, spec):
        order.append("format")
        return "spec"


assert t"{Watched("a")}{Watched("b"):{Watched("c")}}".interpolations[1].format_spec == "spec" and order == ["a", "b", "c", "format"]
assert [f().interpolations[0].value for f in [lambda i=i: t"{i}" for i in range(3)]] == [0, 1, 2]
raises(NameError, "name 'nowhere' is not defined", lambda: t"{nowhere}")
inner = t"{t"{name}"}".interpolations[0]
assert inner.expression == 't"{name}"' and inner.value.values == ("World",)
assert f"{t"{name}".values[0]}" == "World"
assert t"{number:{t'a'.strings[0]:{'>'}3}}".interpolations[0].format_spec == "  a"


async def waits():
    return t"{await other()}".values


async def other():
    return 7


try:
    waits().send(None)
except StopIteration as e:
    assert e.value == (7,)
assert [t"{i}{j}".values for i in range(2) for j in range(2)] == [(0, 0), (0, 1), (1, 0), (1, 1)]

# copies
for o in (hello, t"", t"a{number!r:>{number}}b", Template("x", one)):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert parts(pickle.loads(pickle.dumps(o, protocol))) == parts(o)
    assert parts(copy.copy(o)) == parts(copy.deepcopy(o)) == parts(o)
assert pickle.loads(pickle.dumps(one)).expression == "one"
assert [convert("é", c) for c in (None, "s", "r", "a")] == ["é", "é", "'é'", "'\\xe9'"]
raises(ValueError, "invalid conversion specifier: z", convert, 1, "z")


# as annotations that are texts
space = {}
exec("from __future__ import annotations\ndef f(a: t'{x!r:{y}} and {{ {z}'): pass", space)
assert space["f"].__annotations__ == {"a": "t'{x!r:{y}} and {{ {z}'"}, space["f"].__annotations__

print("as PEP 750 says")
