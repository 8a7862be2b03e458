"""Programs about exception groups: except* over every kind of block, splits and subgroups, notes, subclasses, and what is chained to what."""
import re

from grammar import Grammar

HEAD = Grammar.head + '''import traceback
log = []
class Oops(Exception): pass
class Worse(Oops): pass
class Mine(ExceptionGroup):
    def derive(self, found): log.append("derive %d" % len(found)); return Mine(self.message, found)
class Coded(ExceptionGroup):
    def __new__(cls, text, found, code=0): o = super().__new__(cls, text, found); o.code = code; return o
    def derive(self, found): return Coded(self.message, found, self.code + 1)
class Plain(ExceptionGroup): pass
def noted(e, *notes):
    for n in notes: e.add_note(n)
    return e
def shape(e, depth=0):
    if not isinstance(e, BaseException) or depth > 9: return e if e is None else "..."
    inside = [shape(x, depth + 1) for x in e.exceptions] if isinstance(e, BaseExceptionGroup) else e.args if LINES or isinstance(e, Oops) else 0
    links = [(n[2:-2], shape(getattr(e, n), depth + 4)) for n in ("__cause__", "__context__") if getattr(e, n) is not None]
    frames = [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)] if LINES else ""
    return (type(e).__name__, inside, getattr(e, "__notes__", ""), frames, *links) + (("quiet",) if e.__suppress_context__ else ())
def told(function, *args):
    try: show(function(*args))
    except BaseException as problem:
        print(shape(problem))
        if LINES and written: print(written(problem))
    print(log); log.clear()
def written(problem): return "".join(traceback.format_exception(problem)).replace(__file__, "FILE")
LINES = True
'''


class Groups(Grammar):
    head = HEAD
    look = "print(i, l, log)"

    def indent(self, text):
        return "\n".join("    " + line for line in text.split("\n"))

    def leaf(self):
        return self.one("Oops(%d)" % self.r.randint(0, 9), "Worse(%d)" % self.r.randint(0, 9), "ValueError('v')", "KeyError('k')", "TypeError()", "OSError(2, 'gone')", "KeyboardInterrupt()" if self.likely(0.15) else "ZeroDivisionError('z')",
                        "noted(Oops(1), 'first', 'sec\\nond')", "StopIteration(5)", "GeneratorExit()" if self.likely(0.1) else "IndexError(1)", "UnicodeDecodeError('utf-8', b'x', 0, 1, 'r')", "SyntaxError('s')" if not self.bare else "Oops()")

    def group(self, n=0):
        x = lambda: self.group(n + 1) if n < 3 and self.likely(0.4) else self.leaf()
        made = "%s('%s', [%s])" % (self.one("ExceptionGroup", "ExceptionGroup", "BaseExceptionGroup", "Mine", "Coded", "Plain"), self.one("g", "eg", "", "two words", "ünï"), self.some(x, 1, 4))
        return self.one(made, made, made, "noted(%s, 'note')" % made)

    def kinds(self):
        return self.one("Oops", "Worse", "ValueError", "(KeyError, TypeError)", "Exception", "BaseException", "OSError", "(ZeroDivisionError, LookupError)", "KeyboardInterrupt", "(Oops, ValueError)", "StopIteration", "Worse, KeyError" if False else "IndexError")

    def raising(self):
        return self.one(lambda: "raise %s" % self.group(), lambda: "raise %s" % self.group(), lambda: "raise %s" % self.leaf(), lambda: "raise %s from %s" % (self.group(1), self.one("None", "Oops('cause')", self.leaf)), "1 // 0", "{}['k']", "raise KeyboardInterrupt" if self.likely(0.2) else "[][1]", "raise e" if self.likely(0.3) else "raise Oops('plain')")

    def simple(self):
        return self.one(lambda: "log.append(%d)" % self.r.randint(0, 99), "log.append(shape(sys.exc_info()[1], 5))", "log.append(shape(e, 5))", "n += 1", "r.append(n)", "e.add_note('n%d' % n)", "log.append(type(e).__name__)", "e = None")

    def handler(self, depth):
        b = lambda: self.block(depth + 1)
        return self.one(b, b, lambda: "    " + self.simple(), lambda: b() + "\n    raise", lambda: "    raise", lambda: "    raise Oops('in handler')", lambda: "    raise Worse('h') from %s" % self.one("None", "e", "KeyError(1)"), lambda: "    raise %s" % self.group(1), lambda: "    " + "raise e", lambda: "    raise e.exceptions[0]", lambda: "    try:\n        raise Oops('again')\n    except* Oops as e:\n        log.append('nested')" + self.one("", "\n        raise"))

    def handler_of_some(self, depth):
        """Without what is raised again: what except* makes of an exception that is no group has a traceback of its own from 3.14 on, by which it is
        known as raised."""
        made = self.handler(depth)
        return re.sub(r"(?m)\braise( e)?$", "log.append('again')", made) if self.bare else made

    def starred(self, depth):
        b = lambda: self.block(depth + 1)
        handlers = "\n".join("except* %s%s:\n%s" % (self.kinds(), self.one("", " as e", " as e", " as x"), self.handler_of_some(depth)) for _ in range(self.r.randint(1, 3)))
        return "try:\n%s\n%s%s%s" % (b() if self.likely(0.4) else "    " + self.raising(), handlers, "\nelse:\n%s" % b() if self.likely(0.2) else "", "\nfinally:\n%s" % b() if self.likely(0.25) else "")

    def step(self, depth):
        if depth > 3 or self.likely(0.25):
            return self.one(self.simple, self.simple, self.raising)
        b = lambda: self.block(depth + 1)
        return self.one(lambda: self.starred(depth), lambda: self.starred(depth), lambda: self.starred(depth), lambda: "try:\n%s\nexcept %s%s:\n%s" % (b(), self.one("ExceptionGroup", "Mine", "BaseExceptionGroup", "Oops", "Exception", "BaseException"), self.one("", " as e"), self.handler(depth)), lambda: "try:\n%s\nfinally:\n%s" % (b(), b()), lambda: "for n in range(%d):\n%s" % (self.r.randint(1, 3), b()), lambda: "if n %% 2:\n%s\nelse:\n%s" % (b(), b()))

    def block(self, depth):
        return self.indent("\n".join(self.step(depth) for _ in range(self.r.randint(1, 2))))

    def function(self):
        return "def f(n=0, e=None):\n    r, x = [], None\n%s\n    return r\ntold(f)\ntold(f, 1, %s)" % (self.indent("\n".join(self.step(0) for _ in range(self.r.randint(1, 3)))), self.leaf())

    def asked(self):
        g = self.group
        condition = lambda: self.one(self.kinds, lambda: "lambda e: %s" % self.one("isinstance(e, Oops)", "log.append(type(e).__name__)", "len(e.args) > 0", "hasattr(e, 'exceptions')", "True", "1 // 0" if self.likely(0.2) else "not isinstance(e, Oops)"), "Mine", "5" if self.likely(0.1) else "Coded")
        return "told(lambda: %s)" % self.one(lambda: "[shape(x) for x in %s.split(%s)]" % (g(), condition()), lambda: "shape(%s.subgroup(%s))" % (g(), condition()), lambda: "shape(%s)" % g(), lambda: "(str(%s), repr(%s))" % (g(), g()), lambda: "%s.%s" % (g(), self.one("message", "exceptions.__len__()", "args.__len__()", "code", "derive([Oops(5)]).message", "exceptions[0].args", "__notes__", "add_note(5)", "__traceback__")), lambda: "%s(%s)" % (self.one("ExceptionGroup", "BaseExceptionGroup", "Mine", "Coded"), self.one("", "'m'", "'m', []", "'m', 5", "'m', [1]", "5, [Oops()]", "'m', (Oops(1),)", "'m', [KeyboardInterrupt()]", "'m', [Oops], 1", "'m', {Oops(1): 2}", "'m', [Oops(), 3]", "'m', 'ab'", "'m', [Oops()], 7")),
                                             lambda: "type(BaseExceptionGroup('b', [%s])).__name__" % self.some(self.leaf, 1, 3), lambda: "isinstance(%s, %s)" % (g(), self.one("Exception", "ExceptionGroup", "BaseExceptionGroup", "Mine")), lambda: "ExceptionGroup.__class_getitem__(int)", lambda: "written(%s)" % g() if not self.bare else "1", lambda: "[x.message for x in %s.split(%s) if x]" % (g(), condition()))

    def statement(self):
        return self.one(self.function, self.function, self.function, self.asked, lambda: "try:\n    %s\n%s" % (self.raising(), "\n".join("except* %s as q: print(%d, shape(q))" % (self.kinds(), n) for n in range(self.r.randint(1, 3)))))

    def program(self, length=14):
        return [self.statement() for _ in range(length // 2)]
