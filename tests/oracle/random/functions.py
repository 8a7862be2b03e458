"""Programs about control flow: functions with every kind of parameter, closures, generators, handlers within handlers, match, tracebacks."""
from grammar import Grammar

HEAD = Grammar.head + '''import contextlib, traceback
log = []
class Context:
    def __init__(self, name, quiet=False): self.name, self.quiet = name, quiet
    def __enter__(self): log.append("+" + self.name); return self
    def __exit__(self, kind, value, trace): log.append("-%s %s" % (self.name, kind and kind.__name__)); return self.quiet
class Oops(Exception):
    def __init__(self, *args): super().__init__(*args); log.append(args)
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return "Point(%r, %r)" % (self.x, self.y)
@contextlib.contextmanager
def managed(n):
    log.append(("enter", n))
    try: yield n
    except Oops as o: log.append(("caught", o.args))
    finally: log.append(("leave", n))
def told(function, *args, **keywords):
    try: show(function(*args, **keywords))
    except BaseException as problem:
        chain = problem
        while chain is not None:
            print(type(chain).__name__, chain.args if LINES or isinstance(chain, Oops) else "", end=" <- ")
            print([(f.name, f.lineno) for f in traceback.extract_tb(chain.__traceback__)] if LINES else "")
            chain = chain.__cause__ or chain.__context__
    print(log); log.clear()
LINES = True
'''


class Functions(Grammar):
    head = HEAD
    look = "show(i, j, s, l, d)"

    def indent(self, text, n=1):
        return "\n".join("    " * n + line for line in text.split("\n"))

    # ---- bodies

    def block(self, depth, loop, generator=False, least=1):
        return self.indent("\n".join(self.step(depth, loop, generator) for _ in range(self.r.randint(least, 3))))

    def step(self, depth=0, loop=False, generator=False):
        """A statement of a function's body, whose locals are n v w (ints) and r (a list)."""
        r, cond = self.r, self.condition
        simple = [lambda: "%s %s= %s" % (self.one("n", "v", "w"), self.one("+", "-", "*", "^", ""), self.number()), lambda: "r.append(%s)" % self.number(), lambda: "log.append(%s)" % self.one("n", "'%d'" % r.randint(0, 99), "v", "len(r)")]
        simple += [lambda: "log.append(%s)" % r.randint(0, 99)]
        if self.likely(0.25):
            simple += [lambda: "return %s" % self.one("n", "v", "r", "'done%d'" % r.randint(0, 9), "None"), lambda: "raise Oops(%d)" % r.randint(0, 99), lambda: "1 // (n %% %d)" % r.randint(1, 3), lambda: "r[%d]" % r.randint(0, 9), lambda: "assert %s, n" % cond(), lambda: "raise ValueError(n) from %s" % self.one("None", "KeyError(v)", "Oops(1)"),
                       lambda: "del v", lambda: "{}[n]", lambda: "None.x"]
        if loop and self.likely(0.3):
            simple += ["break", "continue", lambda: "if %s: %s" % (cond(), self.one("break", "continue"))]
        if generator:
            simple += [lambda: "v = yield n", lambda: "yield %s" % self.number(), lambda: "yield from %s" % self.one("[1, 2]", "range(2)", "sub(n)", "r", "()"), lambda: "w = yield from sub(v)"]
        if depth > 3:
            return self.one(*simple)
        b = lambda loops=loop: self.block(depth + 1, loops, generator)
        compound = [lambda: "if %s:\n%s%s%s" % (cond(), b(), "\nelif %s:\n%s" % (cond(), b()) if self.likely(0.3) else "", "\nelse:\n%s" % b() if self.likely(0.4) else ""),
                    lambda: "for %s in %s:\n%s%s" % (self.one("n", "v", "w"), self.one("range(3)", "range(5, 0, -2)", "list(r[:3])", "(1, 2)"), b(True), "\nelse:\n%s" % b() if self.likely(0.3) else ""),
                    lambda: "for _ in range(%d):\n%s" % (r.randint(1, 4), b(True)), lambda: "count{0} = 0\nwhile count{0} < {1}:\n    count{0} += 1\n".format(r.getrandbits(16), r.randint(1, 4)) + b(True) + ("\nelse:\n%s" % b() if self.likely(0.3) else ""),
                    lambda: self.handlers(b), lambda: self.handlers(b), lambda: self.handlers(b), lambda: "with %s:\n%s" % (self.one("Context('%d')" % r.randint(0, 9), "Context('q', True) as c", "managed(n)", "Context('a'), Context('b', %s)" % self.one("True", "False"), "contextlib.suppress(Oops, ZeroDivisionError)"), b()),
                    lambda: self.matching(b), lambda: "def inner(a=n):\n    nonlocal v\n    v = %s\n    return a\nr.append(inner())" % self.one("a", "n", "[a][0] + 1", "w"), lambda: "r.extend(%s)" % self.one("[q * n for q in r[:3] if q != v]", "(q for q in range(3))", "{q for q in (1, 2)}", "map(lambda q: q + n, r[:2])", "[(n := q) for q in range(2)]")]
        return self.one(*(simple + (compound if self.likely(0.75) else simple)))

    def number(self):
        return self.one("n", "v", "w", "len(r)", lambda: str(self.r.randint(-3, 9)), lambda: "n %s %s" % (self.one("+", "-", "*"), self.one("1", "v", "2")), "(n if v else w)", "(v := n)", "sum(range(v %% 5))".replace("%%", "%"), "(lambda q, z=n: q + z)(w)")

    def condition(self):
        return self.one("n", "v > n", "r", "not w", "n < v < w", "n % 2", "v == w or n", "v and not r", "len(r) > 2", "(w := n)", "True", "False", "n in r", "isinstance(v, int)", "r is None")

    def handlers(self, b):
        text = "try:\n%s" % b()
        excepts = ["except %s%s:\n%s" % (kind, " as problem" if self.likely(0.5) else "", b()) for kind in self.r.sample(("Oops", "ZeroDivisionError", "(IndexError, KeyError)", "ValueError", "ArithmeticError", "LookupError", "NameError", "GeneratorExit"), self.r.randint(0, 2))]
        if self.likely(0.3):
            excepts.append("except%s:\n%s" % (self.one("", " Exception as problem", " BaseException"), self.one(b, b, lambda: b() + "\n    raise", lambda: b() + "\n    raise Oops(7)", lambda: "    raise Oops(8) from None")))
        orelse = "else:\n%s" % b() if excepts and self.likely(0.3) else ""
        final = "finally:\n%s" % b() if not excepts or self.likely(0.5) else ""
        return "\n".join(x for x in [text] + excepts + [orelse, final] if x)

    def pattern(self, n=0):
        if n > 2:
            return self.one("_", "1", "'a'", "None")
        p = lambda: self.pattern(n + 1)
        return self.one("_", lambda: str(self.r.randint(-1, 3)), "'a'", "None", "True", "1.5", "-1", "int()", "str(q)" if not n else "str()", "float() | int()", lambda: "[%s]" % self.some(p, 0, 3), lambda: "(%s, *_)" % p(), lambda: "[*_, %s]" % p(), lambda: "{'k': %s}" % p(), lambda: "{'k': %s, **rest}" % p() if not n else "{}", lambda: "Point(%s, %s)" % (p(), p()), lambda: "Point(x=%s)" % p(),
                        lambda: "(%s | %s)" % (self.one("1", "'b'", "None"), self.one("2", "[]", "int()")), lambda: "[%s, %s]" % (p(), self.one("z" if not n else "_", "_")), lambda: "%s as whole" % p() if not n else "_", "Oops.x", "dict()", "tuple()", "b'x'", "1+2j")

    def matching(self, b):
        cases = []
        for _ in range(self.r.randint(1, 3)):
            pattern = self.pattern()
            cases.append("    case %s%s:\n%s" % (pattern, " if %s" % self.condition() if self.likely(0.3) or pattern.startswith("_ as") or pattern == "_" else "", self.indent(b())))
        return "match %s:\n%s" % (self.one("n", "(n, v)", "r", "{'k': n, 'z': v}", "Point(n, v)", "'a'", "[n, [v, w]]", "{'k': Point(n, r)}", "1.5", "None", "[]", "r[:3]"), "\n".join(cases))

    # ---- statements

    def function(self, generator=False):
        parameters = self.one("n, v=2, w=3", "n, /, v=1, *, w=5", "n=1, *rest, v=4, w=0", "n, v, w=1, **named", "n, v=2, /, w=3")
        sub = "    def sub(a):\n        try:\n            got = yield a\n            if got: yield got\n        finally: log.append('sub')\n        return a\n" if generator else ""
        body = self.block(0, False, generator, least=2)
        return "def f(%s):\n    r = [n, v, w]\n%s%s\n    %sreturn %s" % (parameters, sub, body, "yield r\n    " if generator else "", self.one("r", "n", "(n, v, w)", "[*r, v]"))

    def calls(self):
        arguments = lambda: self.one("1", "2, 3", "0, 0", "1, 2, 3", "5, w=2", "1, v=2", "*[1, 2]", "**{'n': 1}", "n=4", "1, 2, 3, 4", "", "3, **{'v': 1, 'zz': 2}", "*(1,), v=0")
        return "\n".join("told(f, %s)" % arguments() for _ in range(self.r.randint(1, 4)))

    def driving(self):
        """What is done with a generator."""
        steps = ["def drive():\n    g = f(1, 2)\n    r = []"]
        for _ in range(self.r.randint(2, 7)):
            steps.append("    r.append(%s)" % self.one("next(g)", "next(g)", "next(g, 'over')", "g.send(%d)" % self.r.randint(0, 5), "g.send(None)", "g.throw(Oops(%d))" % self.r.randint(0, 9), "g.throw(ValueError, 'v')", "g.close()", "list(g)", "g.gi_running", "g.gi_frame and g.gi_frame.f_lineno" if not self.bare else "1", "g.gi_yieldfrom is None"))
        return "\n".join(steps) + "\n    return r\ntold(drive)\ntold(lambda: list(f(2)))"

    def program(self, length=14):
        return [self.statement() for _ in range(length // 2)]

    def closure(self):
        return self.one("fs = [lambda: q for q in range(3)]; show([f() for f in fs])", "fs = [lambda q=q: q + i for q in range(3)]; show([f() for f in fs])",
                        lambda: "def make(a, b=%s):\n    def get(): return a, b\n    def put(v):\n        nonlocal a\n        a = v\n    return get, put\nget, put = make(%s)\nput(%s); show(get(), get.__closure__[0].cell_contents, get.__code__.co_freevars, put.__code__.co_varnames)" % (self.any(1), self.any(1), self.any(1)),
                        lambda: "def deco(f):\n    def wrapper(*a, **k):\n        log.append((a, k))\n        return [f(*a, **k)]\n    return wrapper\n@deco\n%s\n%s" % (self.function(), self.calls()), lambda: "def mutable(a, b=[]):\n    b.append(a); return b\nmutable(%s); show(mutable(%s), mutable.__defaults__)" % (self.any(1), self.any(1)),
                        lambda: "def outer():\n    global i\n    i = %s\n    class C:\n        i = 5\n        z = [i for q in range(2)]\n        def m(self): return i\n    return C.i, C.z, C().m()\ntold(outer)" % self.small(), lambda: "show((lambda *a, k=%s, **z: (a, k, sorted(z)))(%s, *%s, q=1, **{'r': 2}))" % (self.any(1), self.any(1), self.list(1)),
                        lambda: "def kinds(a, b=1, /, c=2, *d, e, f=3, **g): pass\nshow(kinds.__defaults__, kinds.__kwdefaults__, kinds.__code__.co_argcount, kinds.__code__.co_posonlyargcount, kinds.__code__.co_kwonlyargcount, kinds.__code__.co_varnames, kinds.__code__.co_flags)\ntold(kinds%s)" % self.one("", ", 1", ", 1, e=2", ", a=1, e=2", ", 1, 2, 3, 4, 5, e=1, z=3", ", e=1"))

    def unpacking(self):
        targets = self.one("i, j", "i, *l", "*l, i", "(i, j), k", "i, (j, *l), *m", "[i, j]", "l[0], d['k']", "i, j, k", "*_, i", "d[i], j", "i, l[:1]", "*i, *j" if False else "*l, i, j")
        return "%s = %s" % (targets, self.one(self.list, self.tuple, self.text, "(1, 2), 3", "1, (2, 3, 4), 5, 6", "'ab'", "range(3)", "d", "[1], [2, 3]", "1, 2", "((1, 2), 3)"))

    def compound(self):
        return self.one(lambda: "for q in %s:\n    if %s: %s\n    log.append(q)\nelse: log.append('else')\nshow(log); log.clear()" % (self.one(self.list, self.text, self.tuple, self.dict), self.bool(1), self.one("break", "continue", "pass")), lambda: "show([%s for q in %s for z in %s if %s])" % (self.one("(q, z)", "z", "[z, q]", "{q: z}"), self.one("range(3)", "'ab'"), self.one("range(q)", "[q]", "(1, 2)") if False else self.one("(1, 2)", "[q]", "'xy'"), self.one("q", "z != 1", "z and q", "True")),
                        lambda: "show({%s for q in range(4)}, {q: %s for q in 'ab'}, list(%s for q in (1, 2)))" % (self.one("q % 2", "q * q", "str(q)"), self.one("q * 2", "[q]", "i"), self.one("q", "[q, i]", "(z := q)")), lambda: "if (n := %s) and %s: show(n)\nelif %s: show('elif')\nelse: show('else')" % (self.any(1), self.bool(), self.bool()),
                        lambda: "del %s" % self.one("l[0]", "d['a']", "m[:1]", "l[-1], m[0]", "i; i = 1", "(s); s = 's'", "l[::2]"), lambda: "assert %s, %s" % (self.bool(), self.any(1)), lambda: "%s %s %s" % (self.one("l", "s", "p", "i", "x", "d", "l[0]", "d['a']", "e", "m[1:]"), self.one("+=", "*=", "-=", "|=", "&=", "//=", "**=", ">>=", "@=", "%="), self.one(self.small, self.list, self.text, self.dict, self.set)), lambda: "show(%s)" % self.any())

    def statement(self):
        return self.one(lambda: "%s\n%s" % (self.function(), self.calls()), lambda: "%s\n%s" % (self.function(), self.calls()), lambda: "%s\n%s" % (self.function(True), self.driving()), lambda: "%s\n%s" % (self.function(True), self.driving()), self.closure, self.unpacking, self.compound, self.assignment,
                        lambda: "%s\ntry: f(%s)\nexcept Exception: print(traceback.format_exc())" % (self.function(), self.one("1", "0", "2, 3", "1, v=3")) if not self.bare else self.unpacking())
