"""Expressions of a known type, for programs that mostly succeed: a family of programs (classes.py, functions.py ...) is a Grammar with
statements of its own.

The variables of a program keep their types: i j k are ints, x y floats, s t strs, u bytes, l m lists, p a tuple, d a dict, e a set.
"""
import random

HEAD = '''import gc, sys
gc.disable() # when a collection came would depend on what was allocated before the program
i, j, k, x, y, s, t, u = 3, -7, 2**70 + 5, 2.5, -0.125, "spam", "Eggs and ham", b"bytes"
l, m, p, d, e = [3, 1, 2], ["b", "a", None], (1, "two", 3.0), {"a": 1, 2: "b", None: []}, {1, 2, 3}
def show(*values):
    for value in values:
        text = repr(value)
        if " at 0x" in text: text = text[:text.index(" at 0x")] + type(value).__name__
        if "None" in text and "{" in text: text = "".join(sorted(text)) # hash(None) is an address
        print(text if len(text) < 400 else text[:200] + "..." + str(len(text)) + text[-20:], end=" ")
    print()
'''

TEXTS = ("''", "'a'", "'abc'", "'hello world'", "'Ünïcode'", "'€5'", "'\\U0001f600 ok'", "'a,b,,c'", "'  pad '", "'12'", "'-3.5e2'", "'MiXed cAse'", "'tab\\there'",
         "'line\\nline\\r\\nlast'", "'ß'", "'ǆ'", "'%s and %d'", "'{} {0!r}'", "'\\x00'", "'٣'", "('x' * 30)", "'a\\\\b'", "\"it's\"", "'½'", "'İ'", "'ﬁne'", "'Σας'")
FLOATS = ("0.0", "-0.0", "1.0", "0.1", "2.5", "-3.75", "1e16", "1e22", "1.5e300", "5e-324", "1e-5", "123456789.125", "float('inf')", "float('-inf')", "float('nan')", "2.0**53",
          "1/3", "-1e-7", "9007199254740993.0", "0.30000000000000004", "1e15", "99999.95", "0.5", "1.5")


class Grammar:
    """What families have in common: a source of choices, and expressions."""
    head = HEAD
    look = "show(i, j, k, x, y, s, t, u, l, m, p, d, e)"
    tail = ""
    of_3_11_7 = None  # where this is in a program, releases before 3.11.7 print something else

    def __init__(self, seed, bare=False):
        self.r, self.bare = random.Random(seed), bare

    def one(self, *choices):
        """One of these: texts, or functions that make one."""
        choice = self.r.choice(choices)
        return choice if isinstance(choice, str) else choice()

    def some(self, make, least=0, most=4, separator=", "):
        return separator.join(make() for _ in range(self.r.randint(least, most)))

    def likely(self, chance):
        return self.r.random() < chance

    # ---- literals

    def int_literal(self):
        r = self.r
        return self.one(lambda: str(r.randint(-10, 20)), lambda: str(r.randint(-300, 300)), lambda: str(r.randint(-2**31, 2**31)), lambda: hex(r.getrandbits(64)),
                        lambda: str(r.getrandbits(30 * r.randint(1, 12)) - r.getrandbits(20)), lambda: "-%d" % r.getrandbits(r.randint(1, 200)), "True", "0", "1", "-1",
                        lambda: "(2**%d%s)" % (r.choice((15, 29, 30, 31, 59, 60, 61, 63, 64, 90, 120)), r.choice(("", "-1", "+1"))), lambda: "(10**%d)" % r.randint(0, 40)) # ** of ** has no bound

    def float_literal(self):
        return self.one(lambda: self.r.choice(FLOATS), lambda: repr(self.r.uniform(-10, 10)), lambda: repr(self.r.uniform(-1, 1) * 10.0 ** self.r.randint(-30, 30)),
                        lambda: repr(round(self.r.uniform(-1000, 1000), self.r.randint(0, 4))))

    def text_literal(self):
        return self.r.choice(TEXTS)

    def bytes_literal(self):
        return self.one("b''", "b'a'", "b'abc abc'", "b'\\x00\\xff\\n'", "b'Mixed,case'", "b'  12 '", "bytes(range(60, 70))", "b'\\'\"'")

    def small(self):
        return str(self.r.choice((0, 1, 2, 3, -1, -2, 5, 8, 40, -40)))

    def index(self):
        return self.one(self.small, self.small, self.small, "None", "''", "-3")

    def piece(self):
        def side():
            return self.one("", "", self.small)
        return self.one(lambda: "%s:%s" % (side(), side()), lambda: "%s:%s:%s" % (side(), side(), self.one("1", "2", "-1", "-2", "3", "")))

    # ---- expressions by type

    def int(self, n=0):
        if n > 2:
            return self.one("i", "j", "k", self.int_literal)
        a = lambda: self.int(n + 1)
        return self.one("i", "j", "k", self.int_literal, self.int_literal,
                        lambda: "(%s %s %s)" % (a(), self.one("+", "-", "*", "//", "%", "&", "|", "^"), a()), lambda: "(%s %s %s)" % (a(), self.one("+", "-", "*"), a()),
                        lambda: "(%s %s %d)" % (a(), self.one("<<", ">>", "**"), self.r.choice((0, 1, 2, 3, 7, 31, 64))), lambda: self.one("-", "~", "+", "abs") + "(%s)" % a(),
                        lambda: "len(%s)" % self.any(n + 1), lambda: "%s.%s" % (self.one("i", "j", "k"), self.one("bit_length()", "bit_count()", "real", "numerator", "conjugate()")),
                        lambda: "%s.%s(%s)" % (self.text(n + 1), self.one("find", "count", "rfind"), self.text(n + 1)), lambda: "sum(%s)" % self.numbers(n + 1),
                        lambda: "(%s if %s else %s)" % (a(), self.bool(n + 1), a()), lambda: "%s(%s, %s)" % (self.one("max", "min"), a(), a()), lambda: "int(%s)" % self.float(n + 1),
                        lambda: "pow(%s, %s, %s)" % (a(), self.small(), a()), lambda: "divmod(%s, %s)[%d]" % (a(), a(), self.r.randint(0, 1)),
                        lambda: "hash(%s)" % self.one(self.int, self.int, self.text, self.bytes, lambda: "2.5 + %s" % self.int(n + 1)), lambda: "round(%s, %d)" % (a(), self.r.randint(-3, 1)))

    def float(self, n=0):
        if n > 2:
            return self.one("x", "y", self.float_literal)
        a = lambda: self.float(n + 1)
        return self.one("x", "y", self.float_literal, self.float_literal, lambda: "(%s %s %s)" % (a(), self.one("+", "-", "*", "/", "//", "%"), a()), lambda: "(%s / %s)" % (self.int(n + 1), self.int(n + 1)),
                        lambda: "(%s ** %s)" % (a(), self.one("2", "0.5", "-1", "0")), lambda: "float(%s)" % self.int(n + 1), lambda: "round(%s, %d)" % (a(), self.r.randint(-2, 6)),
                        lambda: "abs(%s)" % a(), lambda: "-%s" % a(), lambda: "float.fromhex((%s).hex())" % a(), lambda: "sum(%s, 0.0)" % (self.numbers(n + 1), "range(3)")[self.bare], # 3.14 adds ints with what rounding loses
                       
                        lambda: "float(%s)" % self.one("'1e5'", "' 2.5 '", "'-inf'", "'nan'", "'1_0.5'", "'x'"))

    def bool(self, n=0):
        if n > 2:
            return self.one("(i > 3)", "s", "l", "(not d)")
        a = lambda: self.any(n + 1)
        return self.one(lambda: "%s %s %s" % (self.int(n + 1), self.one("<", "<=", "==", "!=", ">", ">="), self.int(n + 1)), lambda: "%s %s %s" % (self.text(n + 1), self.one("<", "==", "in", ">="), self.text(n + 1)),
                        lambda: "%s in %s" % (a(), self.one("l", "m", "p", "d", "e")), lambda: "%s == %s" % (a(), a()), lambda: "(not %s)" % a(), lambda: "(%s %s %s)" % (self.bool(n + 1), self.one("and", "or"), self.bool(n + 1)),
                        lambda: "%s < %s <= %s" % (self.int(n + 1), self.int(n + 1), self.int(n + 1)), lambda: "isinstance(%s, %s)" % (a(), self.one("int", "str", "(list, tuple)", "float")),
                        lambda: "%s(%s)" % (self.one("any", "all", "bool"), self.list(n + 1)), lambda: "%s is %s" % (self.one("l", "m", "d"), self.one("l", "m", "None")))

    def text(self, n=0):
        if n > 2:
            return self.one("s", "t", self.text_literal)
        a = lambda: self.text(n + 1)
        return self.one("s", "t", self.text_literal, self.text_literal, lambda: "(%s + %s)" % (a(), a()), lambda: "(%s * %s)" % (self.text_literal(), self.one("0", "1", "2", "3", "-1")),
                        lambda: "(%s)[%s]" % (a(), self.piece()), lambda: "str(%s)" % self.any(n + 1), lambda: "repr(%s)" % self.any(n + 1), lambda: "(%s).%s" % (a(), self.text_method(n + 1)),
                        lambda: "(%s).%s" % (a(), self.text_method(n + 1)), lambda: "(%s).join(str(v) for v in %s)" % (self.text_literal(), self.list(n + 1)), lambda: "ascii(%s)" % a(),
                        lambda: "chr(%d)" % self.r.choice((65, 97, 233, 8364, 128512, 48, 10)), lambda: "f'{%s!r} {%s}'" % (self.one("i", "x", "s", "l", "u"), self.one("j", "y", "t", "p")))

    def text_method(self, n=0):
        a = lambda: self.text(n + 1)
        return self.one("upper()", "lower()", "title()", "strip()", "swapcase()", "capitalize()", "casefold()", "expandtabs(4)", lambda: "replace(%s, %s)" % (a(), a()), lambda: "replace(%s, %s, %s)" % (a(), a(), self.small()),
                        lambda: "%s(%s)" % (self.one("strip", "lstrip", "rstrip", "removeprefix", "removesuffix"), a()), lambda: "%s(%d%s)" % (self.one("center", "ljust", "rjust"), self.r.randint(0, 15), self.one("", ", '*'", ", '·'")),
                        lambda: "zfill(%d)" % self.r.randint(0, 12), lambda: "translate({97: 'A', 98: None, 99: 120})", lambda: "translate(str.maketrans('abc', 'xyz', 'e'))", lambda: "format(%s)" % self.any(n + 1))

    def bytes(self, n=0):
        if n > 2:
            return self.one("u", self.bytes_literal)
        a = lambda: self.bytes(n + 1)
        return self.one("u", self.bytes_literal, self.bytes_literal, lambda: "(%s + %s)" % (a(), a()), lambda: "%s[%s]" % (a(), self.piece()), lambda: "(%s).encode(%s)" % (self.text(n + 1), self.one("", "'latin-1', 'replace'", "'ascii', 'ignore'", "'utf-16'", "'ascii', 'backslashreplace'", "'ascii', 'xmlcharrefreplace'")),
                        lambda: "%s.%s" % (a(), self.one("upper()", "title()", "strip()", "replace(b'a', b'xy')", "zfill(9)", "center(9, b'*')", "swapcase()", "join([b'1', b'2'])", "translate(None, b'a')", "expandtabs(3)")),
                        lambda: "bytes(%s)" % self.one("[1, 2, 255]", "3", "l", "bytearray(b'z')", "p"), lambda: "(%s).to_bytes(%d, '%s'%s)" % (self.int(n + 1), self.r.randint(0, 12), self.one("big", "little"), self.one("", ", signed=True")))

    def numbers(self, n=0):
        return self.one(lambda: "[%s]" % self.some(lambda: self.int(n + 2)), lambda: "range(%s)" % self.one("5", "2, 9", "10, 0, -3", "0", "-5, 5, 2"), lambda: "[v * v for v in range(%d)]" % self.r.randint(0, 6))

    def list(self, n=0):
        if n > 2:
            return self.one("l", "m", "[]", "[1, 2]")
        a = lambda: self.list(n + 1)
        return self.one("l", "m", "list(p)", "list(d)", "sorted(e, key=repr)", lambda: "[%s]" % self.some(lambda: self.any(n + 1)), lambda: "(%s + %s)" % (a(), a()), lambda: "%s[%s]" % (a(), self.piece()), lambda: "(%s * %d)" % (self.one("l", "m"), self.r.randint(-1, 3)),
                        lambda: "sorted(%s, key=%s%s)" % (a(), self.one("repr", "str", "lambda v: (str(type(v)), repr(v))", "lambda v: len(repr(v))"), self.one("", ", reverse=True")), lambda: "list(map(%s, %s))" % (self.one("repr", "str", "type", "lambda v: [v]"), a()),
                        lambda: "[%s for v in %s%s]" % (self.one("v", "(v, v)", "str(v)", "[w for w in (v, 1)]", "v if v else i", "(lambda: v)()"), a(), self.one("", " if v", " if v != 2", " if isinstance(v, int)")), lambda: "list(%s(%s))" % (self.one("reversed", "enumerate", "list", "iter"), a()),
                        lambda: "[(v, w) for v in %s for w in %s if v != w]" % (a(), self.one("'ab'", "range(2)", "p")), lambda: "[*%s, *%s]" % (a(), self.one("p", "s", "range(2)", "e")), lambda: "(%s).split(%s)" % (self.text(n + 1), self.one("", "','", "None, 1", "'a'", "' ', -1")),
                        lambda: "list(zip(%s, %s))" % (a(), self.one("s", "l", "range(9)")), lambda: "(%s).splitlines(%s)" % (self.text(n + 1), self.one("", "True")), lambda: "list(filter(%s, %s))" % (self.one("None", "bool", "lambda v: v != 1"), a()))

    def tuple(self, n=0):
        a = lambda: self.any(n + 1)
        return self.one("p", "()", lambda: "(%s,)" % self.some(a, 1), lambda: "tuple(%s)" % self.list(n + 1), lambda: "p[%s]" % self.piece(), lambda: "p + (%s,)" % a(), lambda: "(%s).partition(%s)" % (self.text(n + 1), self.text_literal()), lambda: "divmod(%s, %s)" % (self.int(n + 1), self.int(n + 1)))

    def dict(self, n=0):
        if n > 2:
            return self.one("d", "{}")
        a = lambda: self.any(n + 1)
        return self.one("d", "{}", lambda: "{%s}" % self.some(lambda: "%s: %s" % (self.key(), a())), lambda: "dict(%s)" % self.some(lambda: "%s=%s" % (self.one("a", "b", "c"), a()), 0, 1), lambda: "{v: %s for v in %s}" % (self.one("v", "str(v)", "1"), self.one("s", "p", "e", "range(4)")),
                        lambda: "{**%s, %s: %s}" % (self.dict(n + 1), self.key(), a()), lambda: "(%s | %s)" % (self.dict(n + 1), self.dict(n + 1)), lambda: "dict.fromkeys(%s, %s)" % (self.one("s", "p", "range(3)"), a()), lambda: "dict(zip(%s, %s))" % (self.one("s", "p", "t"), self.list(n + 1)))

    def set(self, n=0):
        if n > 2:
            return "e"
        return self.one("e", "set()", lambda: "{%s}" % self.some(self.key, 1, 2), lambda: "set(%s)" % self.one("s", "p", "d", "range(6)", "t"), lambda: "(%s %s %s)" % (self.set(n + 1), self.one("|", "&", "-", "^"), self.set(n + 1)), lambda: "frozenset(%s)" % self.one("p", "e", "s"),
                        lambda: "{v %% 3 for v in range(%d)}" % self.r.randint(0, 9))

    def key(self):
        return self.one(self.int_literal, self.text_literal, "None", "(1, 2)", "1.0", "True", "b'k'", "s", "i", "x", "2.5")

    def any(self, n=0):
        if n > 2:
            return self.one("i", "s", "l", "None", "p", "x")
        if self.likely(0.15):
            return self.one("None", "...", lambda: "%s[%s]" % (self.one("l", "m", "p", "s", "u", "d"), self.index()))
        return self.r.choice((self.int, self.int, self.float, self.text, self.text, self.bytes, self.list, self.list, self.tuple, self.dict, self.set, self.bool))(n + 1)

    # ---- the program

    def assignment(self):
        kind, name = self.r.choice((("int", "i"), ("int", "j"), ("int", "k"), ("float", "x"), ("float", "y"), ("text", "s"), ("text", "t"), ("bytes", "u"), ("list", "l"), ("list", "m"), ("tuple", "p"), ("dict", "d"), ("set", "e")))
        return "%s = %s" % (name, getattr(self, kind)())

    def statement(self):
        raise NotImplementedError

    def program(self, length=14):
        return [self.statement() for _ in range(length)]

    def failed(self, number):
        return "print('%d', type(problem).__name__, str(problem).split(' at 0x')[0]); problem = None" % number

    def render(self, statements, bare=False):
        """The program as text: each statement on its own, and then a look."""
        lines = [self.head.replace("LINES = True", "LINES = False") if bare else self.head]
        for i, s in enumerate(statements):
            body = "".join("    " + line + "\n" for line in s.split("\n"))
            failed = "print('%d', type(problem).__name__); problem = None" % i if bare else self.failed(i)
            lines.append("try:\n%sexcept Exception as problem:\n    %s\n%s\n" % (body, failed, self.look))
        return "".join(lines) + self.tail
