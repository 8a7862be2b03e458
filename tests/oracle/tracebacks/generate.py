"""Random programs that end in an exception nobody catches."""

ATOMS = ["1", "x", "s", "d", "lst", "None", "'ab'", "o.a", "(x)", "f", "é", "'日本'", "-x", "(x, s)", "[x]", "{}", "1.5", "x  ", "d.get"]
FAILING = ["1/0", "x / 0", "d['no']", "lst[9]", "None.a", "o.missing", "undefined", "f()", "fail()", "fail(x)", "int('z')", "x + s",
           "s+x", "x @ s", "-s", "lst[s]", "lst[x:s]", "d[lst]", "None()", "x(1)", "f(1)(2)", "x //0", "x%0", "x ** s", "(x)+(s)", "( x ) + ( s )",
           "((x)) // ((0))", "d [ 'no' ]", "fail ( x )", "x. nothing", "o.a.b.c", "x if fail() else s", "fail() or x", "not fail()",
           "[fail() for i in lst]", "{fail() for i in lst}", "sum(fail() for i in lst)", "(lambda: fail())()", "f'{fail()}'", "x < s", "x in x",
           "x is fail()", "'日本' + x", "é + 'é'", "*x", "[*x]", "dict(**x)", "print(*x)", "s % (1, 2)", "'%d' % s", "lst[0][1]", "lst[0](1)", "(yield_)()",
           "x(\n  1,\n  2)", "fail(\n  x,\n  s\n)", "(x +\n  s)", "(x # a comment\n  + # more (\n  s)", "d[\n 'no'\n]", "(x\n +\n s)", "(\n x\n + s\n)",
           "fail(\n 1,\n 2,\n 3,\n 4,\n 5,\n 6,\n)", "(x +\n 1 +\n 2 +\n s +\n 4 +\n 5)", "d[ # here [\n 'no'\n]", "lst[\n1:\n2\n][\n5\n]", "fail(x)(\n1\n)",
           "(x.\n  nothing)", "(x\\\n  + s)", "int(\n  'z'\n)", "(1 if x\n else 2)()", "f(\n  fail(\n    x),\n  s)", "max(1,\n\n    s)"]
WRAPS = ["{}", "{} + 1", "1 + {}", "f({})", "[{}]", "({})", "x, {}", "{} if x else s", "{}.a", "({})[0]", "d[{}]", "x and {}", "'é' + {}", "o.g(x, {})", "  ({}) "]
STATEMENTS = ["{e}", "y = {e}", "y = z = {e}", "return_({e})", "y.a = {e}", "d[{e}] = 1", "x += {e}", "assert {e}", "if {e}: pass", "while {e}: break",
              "for i in {e}: pass", "with {e}: pass", "del d[{e}]", "print({e}) # end", "a, b = {e}", "raise ValueError({e})", "raise {e}", "y: int = {e}",
              "y = {e};  z = 1", "z = 1; {e}", "assert x == 0, {e}", "(y := {e})", "o.a = {e}", "import nothing_here", "y = \\\n {e}",
              "a, b = 1", "try:\n    {e}\nfinally:\n    pass", "y = [\n    {e},\n    2,\n]", "@fail\ndef h(): pass", "class H(fail()): pass", "raise ValueError", "f(x)({e})",
              "def h(a={e}): pass", "lambda a={e}: a", "y = x if {e} else 3", "{e} ; 5", "return_(\n    {e}\n)"]
HEAD = """\
import sys
def fail(*a): raise ValueError('é')
def f(*a): return f
class O:
    a = 1
    def g(self, *a): return self
o = O(); x = 1; s = 's'; d = {}; lst = [1, 2]; é = 1; yield_ = None
def return_(x): return x
"""


def indented(text, by):
    return "\n".join(by + l if l.strip() else l for l in text.split("\n"))


def expression(r):
    e = r.choice(FAILING)
    while r.random() < 0.35:
        e = r.choice(WRAPS).format(e)
    return e


def program(r):
    s = r.choice(STATEMENTS).replace("{e}", expression(r))
    form = r.randrange(8)
    if form == 0:
        return HEAD + s + "\n"
    by = r.choice(["    ", "\t", "  ", " \t "])
    if form == 1:
        if r.random() < 0.3:
            s = "return " + expression(r)
        return HEAD + "def k():\n" + by + "global x, é\n" + indented(s, by) + "\n" + r.choice(["k()", "y = k()", "def n():\n  return k()\nn()", "[k() for i in lst]"]) + "\n"
    if form == 2:
        return HEAD + "if x:\n" + by + "if x:\n" + indented(s, by + by) + "\n"
    if form == 3:
        n = r.choice([2, 3, 4, 5, 9])
        return HEAD + f"def k(n):\n  if n == 0:\n    {expression(r)}\n  return k(n - 1)\nk({n})\n"
    if form == 4:
        return HEAD + "class C:\n" + indented(s, by) + "\n"
    if form == 5:
        return HEAD + "def g():\n" + by + "global x, é\n" + by + "yield 1\n" + indented(s, by) + "\nfor v in g(): pass\n"
    if form == 6:
        return HEAD + "def k(n):\n  return " + r.choice(["k(n - 1) if n else fail()", "[k(n - 1)] if n else fail()", "n and k(n-1) or\\\n   fail(n)"]) + f"\nk({r.randrange(1, 8)})\n"
    return HEAD + s + r.choice(["", "  ", " # comment", "  # é"]) + "\n"
