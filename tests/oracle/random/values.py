"""Random programs: statements about a few names, after each of which is printed what can be told of what they refer to.

A program is a list of statements (of one line or several); each runs under try, so that any of them can be left out.
"""
from grammar import Grammar

HEAD = '''import contextlib, gc, sys, weakref
gc.disable(); gc.collect()
class P:
    def __repr__(self): return 'P()'
class Q(P):
    __slots__ = ("s", "t")
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("gone", self.n)
    def __eq__(self, o): return isinstance(o, D) and self.n == o.n
    def __hash__(self): return hash(self.n)
    def __repr__(self): return "D(%r)" % (self.n,)
class L(list): pass
class M(dict):
    def __missing__(self, k): return ("missing", k)
a = [1, 2, 3]; b = {"x": 1}; c = "text"; d = (1, [2], "z"); e = {3, 4}; f = P(); g = D(5); w = None
def short(o):
    t = type(o)
    if t in (P, Q) or t.__name__ in ("weakref", "ReferenceType", "generator", "function", "list_iterator", "dict_keys"): return t.__name__
    r = repr(o)
    if "None" in r and "{" in r: r = "".join(sorted(r)) # hash(None) is an address
    return (r if len(r) < 300 else r[:150] + "..." + str(len(r))) if "0x" not in r else t.__name__
def look(n):
    out = []
    for k in "abcdefgw":
        o = globals()[k]
        try: out.append("%s %s %d %d %s" % (k, short(o), sys.getsizeof(o), min(sys.getrefcount(o), 100) if not isinstance(o, (int, str, bool, float, type(None), type, type(len), slice, type(...))) and o != () and o != b"" else 0, gc.is_tracked(o)))
        except Exception as x: out.append("%s %s: %s" % (k, type(x).__name__, x))
    same = [x + y for x in "abcdefgw" for y in "abcdefgw" if x < y and globals()[x] is globals()[y]]
    print(n, "; ".join(out), same)
'''

NAMES = "abcdefg"


class Values(Grammar):
    head = HEAD
    look = "look('')"
    tail = "a = b = c = d = e = f = g = None\ngc.collect(); gc.collect(); print('end')\nD.__del__ = lambda self: None\n"

    def one(self, *choices):
        return self.r.choice(choices)

    def name(self):
        return self.r.choice(NAMES)

    def number(self):
        return self.one("0", "1", "-1", "2", "3", "5", "7", "10", "255", "256", "257", "-5", "-6", "1000", "2**31", "2**30", "-2**62", "2**64", "10**20", "True")

    def small(self):
        return self.one("0", "1", "-1", "2", "3", "-2", "4", "5", "8", "None", "-3", "100")

    def text(self):
        return self.one("''", "'a'", "'x'", "'abc'", "'hello world'", "'é'", "'€uro'", "'\\U0001f600'", "'a,b,,c'", "' pad '", "'12'", "'Ab1'", "('x' * 20)", "'ß'", "'\\x00\\n'")

    def constant(self):
        return self.one(self.number, self.number, self.text, self.text, lambda: self.one(
            "None", "1.5", "-0.0", "1e100", "float('inf')", "1j", "b'ab'", "b''", "bytearray(b'xyz')", "()", "[]", "{}", "set()", "frozenset({1})",
            "range(5)", "slice(1, 2)"))()

    def value(self, depth=0):
        if depth > 2:
            return self.one(self.name, self.constant)()
        v = lambda: self.value(depth + 1)
        return self.one(
            self.name, self.name, self.constant, self.constant,
            lambda: "[%s]" % ", ".join(v() for _ in range(self.r.randrange(5))),
            lambda: "(%s,)" % ", ".join(v() for _ in range(1 + self.r.randrange(4))),
            lambda: "{%s}" % ", ".join("%s: %s" % (self.constant(), v()) for _ in range(self.r.randrange(5))),
            lambda: "{%s}" % ", ".join(self.constant() for _ in range(1 + self.r.randrange(2))), # three or more are folded
            lambda: "%s(%s)" % (self.one("list", "tuple", "set", "dict", "str", "repr", "sorted", "len", "sum", "bool", "int", "float", "L", "M", "D", "frozenset",
                                         "bytes", "bytearray", "list", "reversed", "enumerate", "hash", "abs", "min", "max", "any", "all", "type", "ord", "round"), v()),
            lambda: "%s %s %s" % (v(), self.one("+", "-", "*", "//", "%", "&", "|", "^", "==", "<", "in", "is", "and", "or", ">=", "!="), v()),
            lambda: "%s %s %s" % (self.name(), self.one("+", "*", "%", "|"), v()),
            lambda: "%s[%s]" % (self.name(), self.one(self.small(), self.text(), self.piece())),
            lambda: "%s[%s]" % (self.name(), self.piece()),
            lambda: "[%s for i in %s%s]" % (self.one("i", "(i, i)", "[i]", "i * 2", self.name()), self.name(), self.one("", " if i", " if i != 2")),
            lambda: "{%s: i for i in %s}" % (self.one("i", "str(i)", "1"), self.name()),
            lambda: "sum(1 for i in %s)" % self.name(),
            lambda: "(%s if %s else %s)" % (v(), v(), v()),
            lambda: "(lambda x, y=%s: [x, y])(%s)" % (v(), v()),
            lambda: "f'{%s%s}'" % (self.name(), self.one("", "!r", "!s", ":>10", ":5", "!r:.3")),
            lambda: "format(%s, %s)" % (self.number(), self.one("'d'", "'x'", "'#b'", "'+'", "',d'", "'08.2f'", "'e'", "'>10'", "'^+12,.1f'", "'_x'", "'c'", "'s'")),
            lambda: "%s %% (%s,)" % (self.one("'%s'", "'%r'", "'%d'", "'%5.1f'", "'%x'", "'%-8s|'", "'%+d'", "'%c'", "'%%%s'", "'%a'"), self.constant()),
            lambda: "%s.%s" % (self.text(), self.text_call()),
            lambda: "%s.%s" % (self.one("b'a b c'", "b'xx'", "bytearray(b'abcabc')", "b''"), self.one(
                "split()", "upper()", "hex()", "decode()", "replace(b'a', b'bb')", "find(b'b')", "strip(b'x')", "partition(b' ')", "count(b'a')", "center(9)", "title()")),
            lambda: "type(%s).__name__" % self.name(),
            lambda: "gc.get_referents(%s).__len__()" % self.name(),
            lambda: "isinstance(%s, %s)" % (self.name(), self.one("list", "(int, str)", "dict", "P")),
            lambda: "divmod(%s, %s)" % (self.number(), self.number()),
            lambda: "pow(%s, %s, %s)" % (self.number(), self.small(), self.number()),
        )()

    def text_call(self):
        t = self.text
        return self.one("upper()", "split()", "title()", "strip()", "center(11, '*')", "zfill(6)", "casefold()", "swapcase()", "isalpha()", "isdigit()", "splitlines()",
                        "encode()", "expandtabs()", "split(%s)" % t(), "replace(%s, %s)" % (t(), t()), "find(%s)" % t(), "partition(%s)" % t(), "count(%s)" % t(),
                        "join(%s)" % self.name(), "rsplit(%s, 1)" % t(), "startswith(%s)" % t(), "lstrip(%s)" % t(), "rfind(%s)" % t(), "format(%s)" % self.name(),
                        "isidentifier()", "islower()", "capitalize()", "removeprefix(%s)" % t(), "translate({97: 'bb', 120: None})", "encode('latin-1', 'replace')")

    def piece(self):
        s = lambda: self.one("", "", self.small())
        return self.one("%s:%s", "%s:%s", "%s:%s:%s", "::%s")  .replace("%s", "{}").format(s(), s(), s())

    def call(self):
        v, n = self.value, self.name()
        return n + self.one(
            ".append(%s)" % v(), ".extend(%s)" % v(), ".insert(%s, %s)" % (self.small(), v()), ".pop()", ".pop(%s)" % self.small(), ".clear()", ".copy()",
            ".reverse()", ".sort(key=repr)", ".remove(%s)" % v(), ".index(%s)" % v(), ".count(%s)" % v(), ".update(%s)" % v(), ".get(%s)" % self.constant(),
            ".setdefault(%s, %s)" % (self.constant(), v()), ".popitem()", ".keys()", ".items()", ".values()", ".add(%s)" % v(), ".discard(%s)" % self.constant(),
            ".union(%s)" % v(), ".difference(%s)" % v(), ".intersection(%s)" % v(), ".symmetric_difference(%s)" % v(), ".issubset(%s)" % v(),
            ".__class__", ".__len__()", ".__contains__(%s)" % self.constant(), ".__sizeof__()", ".%s" % self.text_call())

    def statement(self):
        n, v = self.name, self.value
        return self.one(
            lambda: "%s = %s" % (n(), v()), lambda: "%s = %s" % (n(), v()), lambda: "%s = %s" % (n(), v()),
            lambda: self.call(), lambda: self.call(), lambda: "print(short(%s))" % self.call(), lambda: "print(short(%s))" % v(), lambda: "print(short(%s))" % v(),
            lambda: "%s = %s" % (n(), self.call()),
            lambda: "%s[%s] = %s" % (n(), self.one(self.small(), self.constant()), v()),
            lambda: "%s[%s] = %s" % (n(), self.piece(), v()),
            lambda: "del %s[%s]" % (n(), self.one(self.small(), self.piece(), self.constant())),
            lambda: "%s %s %s" % (n(), self.one("+=", "*=", "|=", "-=", "&=", "^="), v()),
            lambda: "%s.%s = %s" % (self.one("f", "f", n()), self.one("p", "q", "s", "t"), v()),
            lambda: "del %s.%s" % (n(), self.one("p", "q", "s")),
            lambda: "f = P(); f.p = %s" % v(), lambda: "f = Q(); f.s = %s" % v(), lambda: "%s = D(%s)" % (n(), self.constant()), lambda: "%s = L(%s)" % (n(), v()),
            lambda: "print(short(f.__dict__), sys.getsizeof(f.__dict__))",
            lambda: "gc.collect(); print(gc.collect(), gc.get_count()[1:])", lambda: "print(gc.collect())",
            lambda: "w = weakref.ref(%s, lambda r: print('dead'))" % n(), lambda: "print(w() is %s)" % n(), lambda: "w = None",
            lambda: "%s = %s = %s" % (n(), n(), v()), lambda: "%s, %s = %s" % (n(), n(), v()), lambda: "%s, *%s = %s" % (n(), n(), v()),
            lambda: "for i in %s:\n    %s\n    if len(a) > 50: break" % (n(), self.one("a.append(i)", "print(short(i))", "b[i] = %s" % n(), "e.add(i)")),
            lambda: "def h(x, *y, k=%s, **z):\n    try: return x[0], y, k, z\n    except TypeError as t: return str(t)\n    finally: print('finally')\n%s = h(%s, %s)" % (v(), n(), v(), v()),
            lambda: "def gen(x):\n    for i in x:\n        y = yield i\n        if y: return y\n%s = gen(%s)\nprint(short(next(%s)))" % ("g", v(), "g"),
            lambda: "def outer():\n    x = %s\n    def inner(): nonlocal x; x = [x]; return x\n    inner()\n    return inner\n%s = outer()()" % (v(), n()),
            lambda: "try:\n    %s\nexcept Exception as x:\n    print(type(x).__name__, x.args.__len__(), sys.getrefcount(x))\nelse:\n    print('else')" % ("%s = %s" % (n(), v())),
            lambda: "with contextlib.suppress(TypeError, KeyError):\n    %s" % self.call(),
            lambda: "a.append(a)", lambda: "b['self'] = b", lambda: "f.p = f", lambda: "print(%s.__eq__(%s))" % (n(), n()),
            lambda: "class K(%s):\n    z = %s\n    def m(self): return type(self).__name__, self.z\nprint(short(K().m()))" % (self.one("P", "Q", "L", "object"), v()),
        )()

    def program(self, length=14):
        return [self.statement() for _ in range(length)]
