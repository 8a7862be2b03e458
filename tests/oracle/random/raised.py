"""Programs about tracebacks: which part of a line, over how many lines and frames, is marked where what kind of expression fails."""
from grammar import Grammar

HEAD = Grammar.head + '''import re, traceback
class Bad:
    def __getattr__(self, name): raise AttributeError(name)
    def __add__(self, o): raise ValueError("add")
    def __call__(self, *a, **k): raise TypeError("call")
    def __getitem__(self, k): raise KeyError(k)
    def __iter__(self): raise OSError("iter")
    def __enter__(self): raise RuntimeError("enter")
    def __exit__(self, *a): raise RuntimeError("exit")
    def __bool__(self): raise ArithmeticError("bool")
    def __format__(self, spec): raise ValueError("format")
    def __eq__(self, o): raise TypeError("eq")
    __hash__ = None
    def __await__(self): raise LookupError("await")
class Enters:
    def __enter__(self): return self
    def __exit__(self, *a): raise RuntimeError("left")
b = Bad()
def fails(*a, **k): return 1 // 0
class Shown:
    """Where tracebacks go: without addresses."""
    def write(self, text): print(re.sub("0x[0-9a-f]+", "", text), end="")
    def flush(self): pass
def same(x, *a, **k): return x
def told(text):
    try: exec(compile(text, "text", "exec"), globals())
    except BaseException as problem:
        for p in problem, problem.__context__:
            t = p and p.__traceback__
            while t:
                print(t.tb_frame.f_code.co_name, t.tb_lineno, list(t.tb_frame.f_code.co_positions())[t.tb_lasti // 2])
                t = t.tb_next
'''


class Raised(Grammar):
    head = HEAD
    look = ""

    def fault(self):
        """An expression that fails by itself."""
        return self.one("b.name", "b + 1", "b()", "b[0]", "b[1:2]", "[*b]", "not b", "f'{b}'", "b == 1", "{b}", "{b: 1}", "1 // 0", "undefined", "None.x", "[][3]", "{}['k']", "fails()", "'a' + 1", "1 < 'a'", "-'a'", "len(5)", "fails(1, *l, k=2)", "s.nothing", "(1)(2)", "l['x']", "f'{s:d}'", "i.x.y", "int('q')", "[q for q in b]", "next(iter(()))", "same(**5)", "same(*5)", "(lambda: 1 // 0)()", "{**5}", "super()", "b in 5", "print(1, end=2)", "1 if b else 2", "b and 1", "l[0](1)", "(yield_ := 1 / 0)", "u'a' % 1", "~1.5", "x ** 'a'", "l @ l", "d.a.b.c", "max()", "[1][1][2]")

    def any(self, n=0):
        return self.expression(n)

    def value(self):
        return self.one("i", "l", "s", "1", "'text'", "d", "len(l)", "same(1)", "l[0]", "s.upper()", "i + 1", "(i, j)", "[1, 2]", "'é€'", "x * 2.5", "s[1:]", "f'{i}'", "not i", "lambda q: q", "i if j else k")

    def expression(self, n=0, wide=False):
        """One that holds a fault somewhere; over several lines where `wide`."""
        if n > 2 or self.likely(0.25):
            return self.fault()
        e = lambda: self.expression(n + 1, wide)
        v, nl = self.value, self.one("", "\n", "\n      ") if wide else ""
        two = [e(), v()]
        self.r.shuffle(two)
        a, c = two
        return self.one("same(%s%s)" % (nl, e()), "same(%s, %s%s)" % (a, nl, c), "same(%s, k=%s%s)" % (a, nl, c), "same(1, *%s)" % e(), "same(**%s)" % e(), "(%s + %s%s)" % (a, nl, c), "(%s%s * %s)" % (a, nl, c), "[%s, %s%s]" % (a, nl, c), "{%s: %s%s}" % (a, nl, c), "(%s, %s%s)" % (a, nl, c), "l[%s]" % e(), "(%s)[%s%s]" % (a, nl, c), "(%s%s).upper(%s)" % (e(), nl, v()), "(%s).x" % e(), "(%s%s\n.x)" % (e(), nl) if wide else "(%s).x" % e(), "(%s if %s else %s)" % (a, c, v()), "(%s %s%s %s)" % (a, self.one("and", "or", "<", "in", "is", "==", "not in"), nl, c), "(%s < %s%s < %s)" % (v(), a, nl, c), "[%s for q in l%s]" % (e(), nl), "[q for q in l if %s]" % e(), "{q: %s for q in (1, 2)}" % e(), "list(%s for q in l)" % e(), "(lambda: %s%s)()" % (nl, e()), "f'{%s}'" % e().replace("'", '"') if not wide else "(%s)" % e(), "f'{i} é {%s!r:>{i}}'" % e().replace("'", '"') if not wide else "not (%s)" % e(), "-(%s)" % e(), "(q := %s)" % e(), "'é€' + (%s)" % e(), "s.join([%s])" % e(), "print(%s, %s%s)" % (a, nl, c), "same(\n  %s,\n  %s,\n)" % (a, c) if wide else "same(%s)" % e(), "l[%s:%s]" % (a, c), "[*%s]" % e(), "same(*[%s], **{'k': %s})" % (a, c))

    def line(self):
        e = lambda: self.expression(0, self.likely(0.4))
        return self.one(lambda: "y = %s" % e(), lambda: "y = %s" % e(), lambda: e(), lambda: e(), lambda: "l[0], %s.x = 1, 2" % self.one("b", "i", "(%s)" % e()), lambda: "i, j = %s" % self.one(e, "5", "(1, 2, 3)", "b", "[]"), lambda: "y = i, *b, 1", lambda: "b[0] = %s" % e(), lambda: "del b.x, l[99]", lambda: "del %s[0]" % self.one("b", "5 .x", "(%s)" % e()), lambda: "i += %s" % e(), lambda: "l[9] += %s" % self.value(), lambda: "b.x -= 1", lambda: "assert %s, %s" % (self.one("not i", e, "b", "0"), self.one(self.value, e)), lambda: "assert (i ==\n  %s)" % self.one("99", e), lambda: "raise %s" % self.one("ValueError(%s)" % e(), "5", "Bad", "ValueError from 5", "ValueError('x') from KeyError(\n 1)", "undefined"), lambda: "import nothing.at_all", lambda: "from sys import nothing", lambda: "for q in %s: pass" % e(), lambda: "for (q,\n  z) in l: pass", lambda: "with %s as q: pass" % self.one("b", "5", "Enters()", e), lambda: "with Enters() as q, b:\n    pass", lambda: "with Enters():\n    i = 1\n    j = 2", lambda: "if %s: pass\nelif %s: pass" % (self.one("not i", e), e()), lambda: "while %s: break" % e(), lambda: "def g(a=%s, *, k: %s = 1) -> 1: pass" % (self.one(self.value, e), e()), lambda: "@%s\ndef g(): pass" % self.one("b", "fails", "same(%s)" % e(), "same\n@fails"), lambda: "class C(%s): pass" % self.one("5", "b", e, "int, str", "int, metaclass=b", "l"), lambda: "class C(same(int)):\n    q = 1\n    z = %s" % e(), lambda: "class C:\n    def __init__(self, a): self.a = a\nC(1,\n  2)", lambda: "match %s:\n    case %s: pass" % (self.one(self.value, e), self.one("b.x", "5", "Bad(q)", "[1, b.x]", "{'k': i.y}", "int(a=1) if %s" % e())), lambda: "try:\n    %s\nexcept %s: pass" % (e(), self.one("5", "ValueError", "undefined", "b.x", "(OSError, 5)")), lambda: "try:\n    %s\nfinally:\n    %s" % (e(), e()), lambda: "try:\n    %s\nexcept Exception as problem:\n    %s" % (e(), self.one(e, "raise", "raise problem", "raise OSError(1) from problem")), lambda: "def g():\n    return %s\ng()" % e(), lambda: "def g():\n    q = yield %s\n    %s\nh = g(); next(h); h.send(1)" % (self.value(), e()), lambda: "def g(): yield from %s\nlist(g())" % self.one(e, "b", "5", "(1 // q for q in (1, 0))"), lambda: "async def g():\n    %s\ng().send(None)" % self.one("await b", "await 5", "async with b: pass", "async for q in b: pass", "return [q async for q in 5]", "x = (1,\n   await b)"), lambda: "global q1; q1 = %s" % e(), lambda: "y = (\n    %s\n)" % e(), lambda: "y: %s = %s" % (self.one("int", e), self.one(self.value, e)), lambda: "print(i); y = 1; %s; z = 2" % e(), lambda: "return_ = [\n    1,\n    %s,\n    2]" % e(), lambda: "for q in l:\n    if q == 1: %s" % e(), lambda: "type(%s)(\n  'q')" % self.value())

    def statement(self):
        text = self.line()
        if self.bare or self.likely(0.4):
            return "told(%r)" % text
        return "def f():\n%s\ntry: %s\nexcept BaseException as problem: traceback.print_exc(file=Shown())" % ("\n".join("    " + x for x in text.split("\n")), "f()")

    def program(self, length=14):
        made = []
        while len(made) < length:
            s = self.statement()
            try:
                compile("try:\n%s\nfinally: pass" % "\n".join("    " + x for x in s.split("\n")), "x", "exec", dont_inherit=True)
                if s.startswith("told("):
                    compile(eval(s[5:-1]), "x", "exec", dont_inherit=True)
            except SyntaxError:
                continue
            made.append(s)
        return made
