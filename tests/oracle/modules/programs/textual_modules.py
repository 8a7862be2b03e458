import collections
import dataclasses
import keyword
import pprint
import string
import sys
import textwrap
import types


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


long = "The quick brown fox jumps over the lazy dog. It was   a bright cold day in April, and the clocks were striking thirteen-hundred times; well-known."
for width in (10, 20, 40, 70, 200):
    print(textwrap.wrap(long, width))
print(textwrap.fill(long, 30))
print(textwrap.fill(long, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.wrap("abcdefghijklmnop qrs", 5), textwrap.wrap("abcdefghijklmnop qrs", 5, break_long_words=False), textwrap.wrap("a-b-c well-known", 6, break_on_hyphens=False))
print(textwrap.wrap("tab\tand\nnewline  two", 12), textwrap.wrap("", 10), textwrap.wrap("   lead", 10), textwrap.wrap("a  b", 10, drop_whitespace=False))
print(textwrap.wrap(long, 25, max_lines=2), textwrap.wrap(long, 25, max_lines=2, placeholder="..."), textwrap.wrap("a b", 1))
print(textwrap.shorten("Hello   world, this is long", 15), textwrap.shorten("Hello world", 20), textwrap.shorten("Hello world", 7, placeholder="..."))
attempt(textwrap.wrap, "x", 0)
attempt(textwrap.shorten, "hello world", 3)
print(repr(textwrap.dedent("\n    a\n      b\n\n    c\n")), repr(textwrap.dedent("\ta\n  b")), repr(textwrap.dedent("  x\n   \n  y")))
print(repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)))
print(textwrap.TextWrapper(width=12, fix_sentence_endings=True).wrap("One. Two three! Four"))

pprint.pprint([1, 2, 3])
pprint.pprint({"b": 1, "a": [1, 2, {"z": None, "y": (1,)}]})
pprint.pprint({i: list(range(i)) for i in range(12)})
pprint.pprint([["x" * 30] * 4, ("y" * 20,) * 5, {"k" * 10: "v" * 90}])
pprint.pprint("word " * 40)
pprint.pprint(["word " * 30, b"bytes" * 30, bytearray(b"q" * 100)])
pprint.pprint({3, 1, 2})
pprint.pprint(frozenset(range(40)))
pprint.pprint(set("abcdefghijklmnopqrstuvwxyz"), width=30)
pprint.pprint([1, [2, [3, [4]]]], depth=2)
pprint.pprint({"a": {"b": {"c": 1}}}, depth=1)
pprint.pprint(list(range(50)), compact=True, width=40)
pprint.pprint({"x": [1] * 40}, indent=4)
pprint.pprint({"b": 1, "a": 2}, sort_dicts=False)
pprint.pp({"b": 1, "a": 2})
pprint.pprint({1: "a", "b": 2, None: 3, (1, 2): 4})
pprint.pprint(collections.OrderedDict([("a", 1), ("b", 2)]))
pprint.pprint(collections.OrderedDict((str(i) * 5, i) for i in range(12)))
pprint.pprint(collections.defaultdict(list, {str(i) * 6: [i] for i in range(10)}))
pprint.pprint(collections.Counter("abracadabra" * 3))
pprint.pprint(collections.Counter({str(i) * 6: i for i in range(10)}))
pprint.pprint(collections.deque(range(30), maxlen=40))
pprint.pprint(types.SimpleNamespace(a=1, b=list(range(30))))
pprint.pprint(types.MappingProxyType({str(i) * 6: i for i in range(10)}))
loop = [1]
loop.append(loop)
print(pprint.pformat(loop)[:30], pprint.isrecursive(loop), pprint.isreadable(loop), pprint.isreadable([1, "a"]), pprint.saferepr({"b": 1, "a": 2}))
print(pprint.pformat([123456789] * 3, underscore_numbers=True))


@dataclasses.dataclass
class Point:
    x: int
    y: list
    hidden: int = dataclasses.field(default=1, repr=False)


pprint.pprint(Point(1, [1]))
pprint.pprint(Point(1, ["abc" * 10] * 4))
pprint.pprint([Point(1, ["abc" * 10] * 4)])


class Odd:
    def __repr__(self):
        return "Odd\nrepr"


pprint.pprint([Odd()] * 3)
pprint.PrettyPrinter(width=20).pprint({"a": "long text here that wraps", "b": 2})
T = string.Template("$who likes ${what} for $$5 $who")
print(T.substitute(who="tim", what="kung pao"), T.safe_substitute(who="x"), T.substitute({"who": 1}, what=2))
attempt(T.substitute, who=1)
attempt(string.Template("$1bad").substitute)
attempt(string.Template("a\nb $").substitute)
print(string.Template("$1bad $ ok").safe_substitute(), string.capwords("hello  big world"), string.ascii_letters, string.punctuation, repr(string.whitespace))
print(string.Formatter().format("{0} {a!r:>5} {0:{1}}", 3, 4, a="x"))
print(keyword.iskeyword("for"), keyword.iskeyword("match"), keyword.issoftkeyword("match"), len(keyword.kwlist), keyword.softkwlist)
