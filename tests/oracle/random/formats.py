"""Programs about formatting in depth: the format language over every type, % with every flag, f-strings within f-strings, __format__ of classes."""
from grammar import Grammar

HEAD = Grammar.head + '''import string
class Own:
    def __init__(self, v): self.v, self.items = v, [v, {"k": v}]
    def __format__(self, spec): return "<%s:%s>" % (self.v, spec)
    def __str__(self): return "str"
    def __repr__(self): return "Own(%r)" % (self.v,)
    def __getitem__(self, k): return "[%r]" % (k,)
class Text(str):
    def __format__(self, spec): return "Text " + super().__format__(spec)
class Num(int):
    def __str__(self): return "num"
class Real(float): pass
class Bare: pass
class Default(dict):
    def __missing__(self, k): return "{%s}" % k
class Fmt(string.Formatter):
    def get_value(self, key, args, named): return named.get(key, "?") if isinstance(key, str) else args[key] if key < len(args) else "none"
o, tx, nu, re_ = Own(5), Text("tx"), Num(42), Real(2.5)
'''


class Formats(Grammar):
    head = HEAD
    look = ""

    def spec(self):
        r = self.r
        fill = self.one("", "", "", "*", "0", " ", "é", "<", "€", "x")
        align = self.one("<", ">", "^", "=") if fill or self.likely(0.4) else ""
        return fill + align + self.one("", "", "+", "-", " ") + self.one("", "", "", "z") * self.likely(0.2) + self.one("", "", "#") + self.one("", "", "0") + self.one("", "", lambda: str(r.choice((0, 1, 5, 8, 12, 20, 40)))) + self.one("", "", "", ",", "_") + self.one("", "", lambda: ".%d" % r.choice((0, 1, 2, 3, 6, 10, 17, 25)), "." if self.likely(0.05) else "") + self.one("", "", "d", "f", "e", "g", "%", "x", "X", "o", "b", "c", "s", "n", "E", "F", "G", "q" if self.likely(0.1) else "g")

    def value(self):
        return self.one("i", "j", "k", "x", "y", "s", "t", "u", "l", "p", "None", "True", "o", "tx", "nu", "re_", self.int_literal, self.int_literal, self.float_literal, self.float_literal, self.text_literal, lambda: "complex(%s, %s)" % (self.float_literal(), self.float_literal()), "1j", "-0.0", "Bare()", "int", "[1, 'a']", "{1: 2}", "float('nan')", "float('-inf')", "10**30", "-1", "0", "65", "1e100", "1e-7", "123456789.987654321", "b'b'", "''")

    def field(self):
        name = self.one("", "", "0", "1", "a", "0.v", "a.items[1][k]", "0[1]", "b[x]", "a.v", "2", "0.real", "0.__class__.__name__", "b[-1]", "a[ k ]", "0[", "a..v", "c")
        return "{%s%s%s}" % (name, self.one("", "", "", "!r", "!s", "!a", "!q" if self.likely(0.2) else ""), self.one("", "", lambda: ":" + self.spec(), lambda: ":{%s}" % self.one("", "1", "w", "0"), lambda: ":{}{}" if self.likely(0.3) else ":>{w}.{q}"))

    def template(self):
        return repr("".join(self.one("text ", "{{", "}}", " é", self.field, self.field, self.field, "{" if self.likely(0.05) else "|") for _ in range(self.r.randint(1, 4))))

    def percent(self):
        r = self.r
        one = lambda: "%" + self.one("", "", "", "(a)", "(b)" if self.likely(0.3) else "") + "".join(r.sample("#0- +", r.choice((0, 0, 1, 1, 2)))) + self.one("", "", lambda: str(r.choice((1, 5, 10, 20))), "*") + self.one("", "", lambda: ".%d" % r.choice((0, 1, 3, 10, 20)), ".*", ".") + self.one("", "", "", "l", "h") + self.one("d", "s", "r", "a", "i", "x", "X", "o", "f", "e", "g", "G", "E", "F", "c", "u", "%", "b" if self.likely(0.1) else "s", "y" if self.likely(0.1) else "d")
        text = "".join(self.one("text ", "é", one, one, one, "%%", "") for _ in range(r.randint(1, 3)))
        args = self.one(lambda: "(%s,)" % self.some(self.value, 1, 4), lambda: "(%s,)" % self.some(self.value, 1, 2), self.value, lambda: "{'a': %s, 'b': %s}" % (self.value(), self.value()), lambda: "(%s, %s)" % (self.small(), self.value()))
        kind = self.one("", "", "", "b")
        return "%s%% %s" % ("b" + ascii(text) if kind and text.isascii() else repr(text), args) if "%%" not in text or True else ""

    def fstring(self, n=0):
        quote = '"' if n == 0 else "'"
        inner = lambda: self.one("i", "x", "s[0]" if n == 0 else "s", "o", "nu", "l[0]", "i + 1", "(lambda q: q)(5)", "len(s)", "k % 7", "p", "not i", "-x", "i if i else j", "[q for q in l]", "re_", "tx", "u", "{1: 2}[1]" if self.likely(0.2) else "(1, 2)", "x!r:>10"[:1])
        parts = []
        for _ in range(self.r.randint(1, 3)):
            value = inner()
            value = " " + value if value.startswith("{") else value
            tail = self.one("", "", "=", " = ") + self.one("", "", "!r", "!s", "!a")
            tail += self.one("", "", lambda: ":" + self.spec().replace('"', "").replace("{", ""), lambda: ":{%s}" % self.one("5", "i", "len(s)", "'>8'" if n == 0 else "8"), lambda: ":{'*'}^{10}" if n == 0 else ":^{10}", lambda: ":>{5}.{2}")
            parts.append(self.one("a ", "{{", "}}", "é") + "{%s%s}" % (value, tail))
        return "f%s%s%s" % (quote, "".join(parts), quote)

    def statement(self):
        v = self.value
        return "show(%s)" % self.one(lambda: "format(%s, %r)" % (v(), self.spec()), lambda: "format(%s, %r)" % (v(), self.spec()), lambda: "format(%s, %r)" % (v(), self.spec()), self.percent, self.percent, lambda: "%s.format(%s, %s, a=o, b=%s, w=9, q=3)" % (self.template(), v(), v(), self.one("l", "d", "o", "'abc'")), lambda: "%s.format(%s, a=o, w=%s)" % (self.template(), v(), self.small()), lambda: "%s.format_map(%s)" % (self.template(), self.one("Default(a=o, w=5)", "{'a': 1, 'b': l}", "d")), self.fstring, self.fstring, self.fstring, lambda: "Fmt().format(%s, %s, a=%s, w=4, q=2, b=l)" % (self.template(), v(), v()), lambda: "list(string.Formatter().parse(%s))" % self.template(), lambda: "string.Template(%r).%s(a=%s, b=2)" % (self.one("$a $b", "${a}x $$", "$a$c", "$ a", "${a", "$A", "é$a"), self.one("substitute", "safe_substitute"), v()), lambda: "str(%s), repr(%s), ascii(%s)" % (v(), v(), v()), lambda: "round(%s, %d), '%%.%df' %% %s" % (self.float_literal(), self.r.randint(0, 5), self.r.randint(0, 20), self.float_literal()), lambda: "(%s).%s" % (v(), self.one("__format__('')", "__format__('>5')", "__str__()", "__format__(5)", "__repr__()")), lambda: "'%%s' %% %s, f'{%s}'" % (self.one("o", "nu", "tx", "(o,)", "[o]"), self.one("o", "nu", "tx", "[o]", "[nu, tx]")))

    def program(self, length=14):
        return [self.statement() for _ in range(length * 2)]
