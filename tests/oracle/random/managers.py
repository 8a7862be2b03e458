"""Programs about context managers and exceptions: who is entered, told and left, in which order, and what is chained to what."""
from grammar import Grammar

HEAD = Grammar.head + '''import contextlib, io, traceback
from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout, suppress
log = []
class Oops(Exception): pass
class Worse(Oops): pass
class M:
    """Enters, says so, and does what its name says when it is left."""
    def __init__(self, name, does=""): self.name, self.does = name, does
    def __enter__(self):
        log.append("+" + self.name)
        if "E" in self.does: raise Worse("enter " + self.name)
        return self if "V" not in self.does else (self.name, 1)
    def __exit__(self, kind, value, trace):
        log.append("-%s %s %s" % (self.name, kind and kind.__name__, value and value.args))
        if "X" in self.does: raise Worse("exit " + self.name)
        if "C" in self.does: raise Worse("chained") from value
        if "N" in self.does: raise Worse("alone") from None
        return "Q" in self.does
    def close(self): log.append("close " + self.name)
@contextmanager
def g(name, does=""):
    log.append("(" + name)
    try:
        if "E" in does: raise Worse("begin " + name)
        if "0" not in does: yield name
        if "2" in does: yield name
    except Oops as problem:
        log.append("caught %s" % problem.args)
        if "Q" not in does: raise
        if "C" in does: raise ValueError("other") from problem
    finally:
        log.append(")" + name)
        if "X" in does: raise Worse("end " + name)
def told(function):
    try: show(function())
    except BaseException as problem:
        seen = []
        while problem is not None and len(seen) < 9:
            seen.append((type(problem).__name__, problem.args if LINES or isinstance(problem, Oops) else 0, problem.__suppress_context__, [f.name for f in traceback.extract_tb(problem.__traceback__)] if LINES else 0, "cause" if problem.__cause__ else "context" if problem.__context__ else ""))
            problem = problem.__cause__ or problem.__context__
        print(*seen, sep="\\n  ")
    print(log); log.clear()
LINES = True
'''


class Managers(Grammar):
    head = HEAD
    look = "show(i, s, l)"
    of_3_11_7 = ", '2'"  # a generator that goes on where it should end is closed

    def indent(self, text):
        return "\n".join("    " + line for line in text.split("\n"))

    def manager(self):
        n = lambda: "'%s'" % self.r.choice("abcdxyz")
        does = lambda: self.one("", "", "", ", 'Q'", ", 'X'", ", 'E'", ", 'V'", ", 'C'", ", 'N'", ", 'QX'", ", '2'", ", '0'", ", 'QC'")
        return self.one(lambda: "M(%s%s)" % (n(), does()), lambda: "M(%s%s)" % (n(), does()), lambda: "g(%s%s)" % (n(), does()), lambda: "g(%s%s)" % (n(), does()), lambda: "suppress(%s)" % self.one("Oops", "Worse", "ZeroDivisionError", "", "LookupError, Oops", "Exception"), lambda: "closing(M(%s))" % n(), "nullcontext()", "nullcontext(5)", "ExitStack()", lambda: "redirect_stdout(io.StringIO())", "5" if self.likely(0.1) and not self.bare else "M('q')")

    def raising(self):
        return self.one("raise Oops('body')", "raise Worse('body')", "1 // 0", "{}['k']", "raise Oops('b') from ValueError('c')", "raise Worse from None", "raise", "assert not 1, 'no'", "[].pop()", "raise StopIteration(5)", "raise KeyboardInterrupt", "undefined", "raise Oops", "next(iter(()))", "raise RuntimeError('r')")

    def step(self, depth, loop):
        b = lambda loops=loop: self.block(depth + 1, loops)
        simple = [lambda: "log.append(%d)" % self.r.randint(0, 99), lambda: "r.append(n)", lambda: "n += 1"]
        if self.likely(0.45):
            simple = [self.raising, self.raising, lambda: "return %s" % self.one("n", "r", "'done'"), lambda: "log.append(type(sys.exc_info()[1]).__name__)"]
            if loop:
                simple += ["break", "continue"]
        if depth > 3 or self.likely(0.3):
            return self.one(*simple)
        return self.one(lambda: "with %s%s:\n%s" % (self.manager(), self.one("", " as m", " as (m, k)" if self.likely(0.2) else " as m"), b()), lambda: "with %s, %s as m:\n%s" % (self.manager(), self.manager(), b()), lambda: "with (%s as m, %s as k):\n%s" % (self.manager(), self.manager(), b()), lambda: "with ExitStack() as stack:\n%s" % self.indent(self.stacked(depth)), lambda: "try:\n%s\nexcept %s:\n%s" % (b(), self.one("Oops", "Worse", "(Oops, LookupError)", "Exception as problem", "ZeroDivisionError", "BaseException as problem"), self.one(b, lambda: b() + "\n    raise", lambda: "    raise Worse('handler') from %s" % self.one("None", "ValueError('v')"), lambda: "    raise Worse('handler')")), lambda: "try:\n%s\nfinally:\n%s" % (b(), b()), lambda: "for n in range(%d):\n%s" % (self.r.randint(1, 3), b(True)), lambda: "if n %s %d:\n%s" % (self.one("<", ">", "=="), self.r.randint(0, 3), b()))

    def stacked(self, depth):
        steps = []
        for _ in range(self.r.randint(1, 5)):
            steps.append(self.one(lambda: "r.append(type(stack.enter_context(%s)).__name__)" % self.manager(), lambda: "stack.enter_context(%s)" % self.manager(), lambda: "stack.callback(log.append, %d)" % self.r.randint(0, 9), lambda: "stack.callback(%s)" % self.one("lambda: 1 // 0", "lambda: log.append('called')", "print, 'bye', sep=''", "M('z').__enter__"), lambda: "stack.push(%s)" % self.one("M('p')", "M('p', 'Q')", "lambda *a: log.append(len(a))", "lambda *a: True", "M('p', 'X')", "5" if self.likely(0.1) else "M('r')"), "stack.close()", "other = stack.pop_all(); log.append('popped'); other.close()", self.raising if self.likely(0.4) else "log.append('in')", lambda: self.step(depth + 1, False)))
        return "\n".join(steps)

    def block(self, depth, loop=False):
        return self.indent("\n".join(self.step(depth, loop) for _ in range(self.r.randint(1, 3))))

    def function(self):
        return "def f(n=%d):\n    r = []\n%s\n    return r, n\ntold(f)\ntold(lambda: f(%d))" % (self.r.randint(0, 3), self.block(0), self.r.randint(0, 3))

    def generator(self):
        return "def gen(n=%d):\n    r = []\n%s\n    yield r\n%s\ndef drive():\n    it, out = gen(), []\n%s\n    return out\ntold(drive)" % (self.r.randint(0, 3), self.block(1), self.block(1).replace("return", "yield"), "\n".join("    out.append(%s)" % self.one("next(it)", "next(it, 0)", "it.throw(Oops('t'))", "it.close()", "it.send(1)" if self.likely(0.5) else "next(it, 1)", "list(it)") for _ in range(self.r.randint(1, 4))))

    def decorated(self):
        return "@g('d'%s)\ndef h(n=1):\n%s\ntold(h)\ntold(h)" % (self.one("", ", 'Q'", ", 'X'", ", 'E'", ", '2'"), self.block(1))

    def statement(self):
        return self.one(self.function, self.function, self.function, self.generator, self.decorated, lambda: "told(lambda: [x for x in map(lambda q: 1 // q, %s)])" % self.one("(1, 0)", "[1, 2]"), lambda: "cm = %s\ntold(lambda: cm.__enter__())\ntold(lambda: cm.__exit__(%s))" % (self.manager(), self.one("None, None, None", "Oops, Oops('x'), None", "Oops, Oops(), None", "ValueError, ValueError(5), None", "None, None")))

    def program(self, length=14):
        return [self.statement() for _ in range(length // 2)]

    def render(self, statements, bare=False):
        """What 3.13 says of 1 // 0 is another message than 3.14's, which is the same for both of 1 / 0; and 3.14 misses __exit__ first of what is no
        manager."""
        text = super().render(statements, bare)
        return text.replace("1 // ", "1 / ").replace("nullcontext(5)", "nullcontext(M('y'))") if bare else text
