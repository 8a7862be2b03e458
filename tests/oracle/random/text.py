"""Programs about numbers and text: arithmetic of any length, how floats are written and read, formats, the methods of str, bytes and bytearray."""
from grammar import Grammar


class Text(Grammar):
    look = "show(i, j, x, s, u)"

    def spec(self):
        one, r = self.one, self.r
        fill = one("", "", "", "*", "0", "é", " ", "{{", "x")
        align = one("<", ">", "^", "=") if fill or self.likely(0.4) else ""
        return fill + align + one("", "", "+", "-", " ") + one("", "", "", "z") + one("", "", "#") + one("", "", "0") + one("", "", lambda: str(r.randint(0, 25))) + one("", "", "", ",", "_") + \
            one("", "", lambda: ".%d" % r.randint(0, 20)) + one("", "d", "x", "X", "o", "b", "c", "e", "E", "f", "F", "g", "G", "n", "%", "s", "r", "q")

    def simple_spec(self):
        """One that goes with its type more often."""
        width = self.one("", "", ">12", "<12", "^12", "012", "+", " ", "*^20", "=+15", "5", "<+9")
        return self.r.choice((
            (self.int(1), width + self.one("", "d", "x", "#x", "#o", "b", "#b", "X", "n")), (self.int(1), self.one("", "+", ">40", "030") + self.one(",", "_", "_x", "_b", ",d", "_o")),
            (self.int(1), width + self.one("f", ".2f", "e", ".3g", "%", "g", ",.1f")), (self.float(1), width + self.one("", ".3", ".0f", ".2f", ".10f", "e", ".0e", ".3e", "g", ".3g", "G", "#g", "#.0f", "%", ".1%", "n", ",", ",.2f", "_.3f", ".17g", ".30f", "E", "z.1f")),
            (self.text(1), self.one("", ">12", "<12", "^12", "*^20", ".3", ">10.2", "s", "012", "é<9s")), ("complex(%s, %s)" % (self.float(2), self.float(2)), self.one("", ".2f", "e", "+.1f", ">30", "g", ".3", "<25.1e", ",.2f")),
            (self.any(1), self.one("", "", "s", ">5", "d"))))

    def percent(self):
        return "%" + self.one("", "", "-", "+", " ", "0", "#", "-+", "0#") + self.one("", "", lambda: str(self.r.randint(0, 20))) + self.one("", "", lambda: ".%d" % self.r.randint(0, 12)) + self.one("d", "i", "u", "x", "X", "o", "e", "E", "f", "F", "g", "G", "s", "r", "a", "c", "%")

    def formatted(self):
        value, spec = self.simple_spec()
        return self.one(lambda: "format(%s, %r)" % (value, spec), lambda: "('{:%s}').format(%s)" % (spec.replace("{", "").replace("}", ""), value), lambda: "format(%s, %r)" % (self.one(self.int, self.float, self.text), self.spec()),
                        lambda: "f'{%s:%s}'" % (self.one("i", "j", "k", "x", "y", "s", "t"), self.simple_spec()[1]), lambda: "f'{%s!%s:%s}|{i:{j}}|{x:.{i}}'" % (self.one("i", "s", "u", "l"), self.one("r", "s", "a"), self.one("", ">20", "^9", ".4")),
                        lambda: "f'{%s = }{%s=:%s}{%s=!s}'" % (self.one("i", "l", "s"), self.one("x", "i"), self.one("", ".2f", "+"), self.one("t", "p")), lambda: "%r %% (%s,)" % (self.percent(), self.one(self.int, self.float, self.text, self.any)),
                        lambda: "'%s|%s' %% (%s, %s)" % (self.percent(), self.percent(), self.one(self.int, self.float), self.any(1)), lambda: "'%%(a)%s %%(b)r' %% {'a': %s, 'b': %s}" % (self.one("s", "d", "5.1f", "x"), self.int(1), self.any(1)),
                        lambda: "%r %% (%s,)" % (self.percent().encode(), self.one(self.int, self.bytes, self.float)), lambda: "'%s'.format(%s, %s, key=%s)" % (self.one("{} {}", "{1} {0}", "{0!r:>9}{key}", "{:{}}", "{0[0]}{key}", "{} {2}", "{0} {}", "{key.real}", "{{{0}}}", "{0.__class__.__name__}", "{", "}", "{0!x}", "{:>{key}}"), self.any(1), self.any(1), self.any(1)),
                        lambda: "'{a} {b[k]} {c.imag}'.format_map({'a': %s, 'b': {'k': %s}, 'c': %s})" % (self.any(1), self.any(1), self.int(1)), lambda: "'%*.*f' % (" + "%s, %s, %s)" % (self.small(), self.small(), self.float(1)))

    def methods(self):
        t, b, n = self.text, self.bytes, self.small
        return self.one(lambda: "(%s).%s(%s)" % (t(), self.one("find", "rfind", "index", "rindex", "count", "startswith", "endswith", "split", "rsplit", "partition", "rpartition", "strip", "join", "removeprefix"), t()),
                        lambda: "(%s).%s(%s, %s%s)" % (t(), self.one("find", "rfind", "index", "rindex", "count", "startswith", "endswith"), t(), n(), self.one("", ", 5", ", None", ", -1")), lambda: "(%s).%s(%s, %s)" % (t(), self.one("split", "rsplit"), self.one("None", t), self.one("0", "1", "2", "-1")),
                        lambda: "(%s).%s" % (t(), self.text_method()), lambda: "[v for v in (%s) if v.%s()]" % (t(), self.one("isalpha", "isalnum", "isdigit", "isdecimal", "isnumeric", "isspace", "islower", "isupper", "istitle", "isprintable", "isidentifier", "isascii")),
                        lambda: "(%s).%s()" % (t(), self.one("istitle", "isupper", "islower", "isidentifier", "splitlines", "split", "encode", "isprintable")), lambda: "(%s).startswith((%s, %s))" % (t(), t(), t()), lambda: "sorted(%s)" % t(), lambda: "list(%s)" % b(),
                        lambda: "(%s).%s(%s)" % (b(), self.one("find", "rfind", "index", "count", "startswith", "split", "rsplit", "partition", "rpartition", "strip", "lstrip", "join", "removeprefix", "endswith"), self.one(b, b, "b'a'", "97", "[b'x', b'y']")), lambda: "(%s).decode(%s)" % (b(), self.one("", "'ascii', 'replace'", "'latin-1'", "'utf-8', 'ignore'", "'utf-8', 'backslashreplace'", "'utf-16'", "'utf-8', 'surrogateescape'")),
                        lambda: "(%s).%s" % (b(), self.one("hex()", "hex('-', 2)", "isalpha()", "islower()", "splitlines()", "isspace()", "ljust(8, b'.')", "rjust(7)")), lambda: "bytes.fromhex(%s)" % self.one("'00ff'", "'0 0'", "'a b'", "' ab cd '", "'xyz'"), lambda: "%s.isdigit(), %s < %s, %s == %s" % (b(), b(), b(), b(), b()))

    def numbers_of_text(self):
        return self.one(lambda: "int(%s%s)" % (self.one("'12'", "' -7 '", "'0x1f'", "'1_000'", "'z'", "'٣٤'", "''", "'0b101'", "b'12'", "'1__0'", "'+5'", "'0o17'", "'9' * 50", "'  1 2'"), self.one("", "", ", 16", ", 0", ", 36", ", 2", ", 37", ", 8")), lambda: "float(%s)" % self.one("'1e400'", "'1e-400'", "'.5'", "'5.'", "'1_0.0_1'", "'0x1'", "'infinity'", "' nan'", "'-0'", "'1e'", "'123456789012345678901234567890'", "b'2.5'", "'٣.٥'", "'4.9e-324'", "'2.4703282292062328e-324'", "'179769313486231580793e289'", "'0.1e1'"),
                        lambda: "(%s).hex()" % self.float(), lambda: "float.fromhex(%s)" % self.one("'0x1.8p3'", "'1p-1074'", "'0x.8'", "'inf'", "'-0x1.fffffffffffffp+1023'", "'0x1p1024'", "'0x1.00000000000008p0'", "'g'"), lambda: "(%s).as_integer_ratio()" % self.one(self.float, self.int), lambda: "(%s).is_integer()" % self.float(),
                        lambda: "%s(%s)" % (self.one("hex", "oct", "bin", "str", "repr"), self.int()), lambda: "int.from_bytes(%s, %s%s)" % (self.bytes(), self.one("'big'", "'little'"), self.one("", ", signed=True")), lambda: "round(%s%s)" % (self.one(self.float, self.int), self.one("", ", 0", ", 1", ", 2", ", -1", ", -2", ", None", ", 16", ", 300")), lambda: "complex(%s, %s) %s complex(%s, 1)" % (self.float(), self.float(), self.one("+", "-", "*-"[self.bare], "/-"[self.bare], "=="), self.float()),
                        lambda: "complex(%s)" % self.one("'1+2j'", "'-j'", "' 3 '", "'(1e5-infj)'", "'1+'", "x, y", "'nan+nanj'", "1j, 2"), lambda: "%s, repr(%s)" % (self.float(), self.float()), lambda: "math.%s(%s)" % (self.one("floor", "ceil", "trunc", "sqrt", "isqrt", "frexp", "modf", "exp", "log", "log2", "factorial", "fabs", "degrees", "isnan"), self.one(self.int, self.float)),
                        lambda: "math.%s(%s, %s)" % (self.one("gcd", "lcm", "comb", "perm", "fmod", "pow", "copysign", "isclose", "log", "ldexp", "nextafter", "remainder", "hypot"), self.one(self.int, self.float), self.one(self.int, self.small, self.float)), lambda: "math.fsum(%s), math.prod(%s)" % (self.numbers(), self.numbers()), lambda: "divmod(%s, %s)" % (self.one(self.int, self.float), self.one(self.int, self.float)),
                        lambda: "%s %s %s" % (self.one(self.int, self.float), self.one("+", "-", "*", "/", "//", "%", "**", "<", "=="), self.one(self.small, self.float)))

    head = Grammar.head + "import math\nba = bytearray(b'mutable')\n"

    def statement(self):
        return self.one(lambda: "show(%s)" % self.formatted(), lambda: "show(%s)" % self.formatted(), lambda: "show(%s)" % self.methods(), lambda: "show(%s)" % self.numbers_of_text(), lambda: "show(%s)" % self.numbers_of_text(), lambda: "show(%s)" % self.int(), lambda: "show(%s)" % self.float(), self.assignment,
                        lambda: "ba%s" % self.one(".append(%s)" % self.small(), ".extend(%s)" % self.bytes(), "[%s] = %s" % (self.piece(), self.bytes()), " += %s" % self.bytes(), ".pop()", ".insert(%s, 65)" % self.small(), " *= %s" % self.small(), ".reverse()", "[%s] = %s" % (self.small(), self.small()), ".remove(97)", ".clear()") + "\nshow(ba, sys.getsizeof(ba))",
                        lambda: "del ba[%s]\nshow(ba)" % self.piece(), lambda: "%s %s= %s" % (self.one("i", "j", "k"), self.one("+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^"), self.one(self.int, self.small)), lambda: "show(sys.getsizeof(%s), sys.getsizeof(%s))" % (self.int(), self.text()))
