"""Programs about tracing: what each line has allocated when it has run, in bytes and blocks, with what lies in free lists, and the peak."""
from grammar import Grammar

HEAD = '''import copy, gc, sys, tracemalloc
from collections import OrderedDict, defaultdict, deque
gc.disable(); gc.collect()
HERE = (lambda: 0).__code__.co_filename
class A:
    def __init__(self, a=1, *more): self.a, self.more = a, more
class S:
    __slots__ = ("p", "q")
    def __init__(self, p=None): self.p = p
class D(dict): pass
def many(n): return [[] for q in range(n)]
def pairs(n):
    for q in range(n): yield q, [q]
def nested(n): return [nested(n - 1)] if n else []
def keep(*values): return values
def run(text, frames=1):
    code, names = compile(text, HERE, "exec"), dict(globals())
    names.update(x=None, y=None, w=None, l=[], d={}, e=set(), s="s", t=(), n=300)
    gc.collect(); tracemalloc.start(frames)
    try: exec(code, names)
    except Exception as problem: tracemalloc.stop(); print(type(problem).__name__); return
    snap, traced = tracemalloc.take_snapshot(), 0
    gc.collect(); again = tracemalloc.take_snapshot(); tracemalloc.stop()
    for one in snap, again:
        one = one.filter_traces([tracemalloc.Filter(True, HERE)])
        lines = sorted((s.traceback[0].lineno, s.size, s.count) for s in one.statistics("lineno"))
        print(lines, sorted(t.size for t in one.traces))
    names.clear(); gc.collect()
'''


# str(q) is called with a tuple only until the code is warm (3.11 counts its jumps back, heapd does not): programs have repr(q).
class Totals(Grammar):
    head = HEAD
    look = ""

    def n(self):
        return str(self.r.choice((0, 1, 2, 3, 5, 8, 10, 20, 50, 81, 100, 150)))

    def value(self, depth=0):
        v = lambda: self.value(depth + 1) if depth < 2 else self.one("x", "y", "n", "None", "1", "'k'")
        n = self.n
        return self.one("x", "y", "None", "n", lambda: "[%s]" % self.some(v), lambda: "(%s, %s)" % (v(), self.one("x", "n * 2")), lambda: "{%s: %s}" % (self.one("'a'", "1", "n * 3"), v()), lambda: "{n * %s}" % n(), lambda: "A(%s)" % self.some(v, 0, 3), lambda: "S(%s)" % v(), lambda: "D(a=%s)" % v(), lambda: "list(range(%s))" % n(), lambda: "dict(pairs(%s))" % n(), lambda: "many(%s)" % n(), lambda: "nested(%s)" % n(), lambda: "'x' * (n + %s)" % n(), lambda: "n * 1.5", lambda: "n ** 5", lambda: "repr(n) + s", lambda: "[q for q in range(%s)]" % n(), lambda: "[q * 1.5 for q in range(%s)]" % n(), lambda: "[(q, q) for q in range(%s)]" % n(), lambda: "{q: [q] for q in range(%s)}" % n(), lambda: "set(range(%s))" % n(), lambda: "tuple(many(%s))" % n(), lambda: "keep(%s, %s)" % (v(), v()), lambda: "(lambda q=%s: q)" % v(), lambda: "(q for q in range(%s))" % n(), lambda: "pairs(%s)" % n(), lambda: "bytearray(%s)" % n(), lambda: "bytes(%s)" % n(), lambda: "deque(range(%s))" % n(), lambda: "OrderedDict(a=%s)" % v(), lambda: "defaultdict(list, {1: %s})" % v(), lambda: "slice(n, %s)" % n(), lambda: "complex(n, 2)", lambda: "l[:]", lambda: "l + [%s]" % v(), lambda: "d.copy()", lambda: "list(d)", lambda: "dict(d)", lambda: "sorted(l, key=id)" if self.likely(0.2) else "l * 2", lambda: "A.__init__", lambda: "A().__init__", lambda: "[].append", lambda: "iter(l)", lambda: "copy.copy(%s)" % self.one("l", "d"), lambda: "type('T', (), {})" if self.likely(0.3) else "object()", lambda: "f'{n}{s}'", lambda: "'%s %s' % (n, s)", lambda: "s.join(['a'] * %s)" % n(), lambda: "map(str, l)", lambda: "enumerate(l)", lambda: "zip(l, l)", lambda: "range(n)", lambda: "-n", lambda: "divmod(n * n, 7)", lambda: "Exception(%s)" % v(), lambda: "frozenset(range(%s))" % n(), lambda: "memoryview(b'abc')", lambda: "property()", lambda: "vars(A())", lambda: "reversed(l)", lambda: "2 ** (n + 1)")

    def line(self):
        v, n = self.value, self.n
        name = lambda: self.one("x", "y", "w")
        return self.one(lambda: "%s = %s" % (name(), v()), lambda: "%s = %s" % (name(), v()), lambda: "%s = %s" % (name(), v()), lambda: v(), lambda: "%s = None" % name(), lambda: "l.append(%s)" % v(), lambda: "l.extend(many(%s))" % n(), lambda: "d[%s] = %s" % (self.one("'a'", "1", "n", "'b'"), v()), lambda: "del l[:%s]" % n(), lambda: "l = []", lambda: "d = {}", lambda: "for q in range(%s): l.append(%s)" % (n(), self.one("[]", "(q, n)", "q * 1.5", "{}", "A()", "S()", "q")), lambda: "for q in range(%s): %s" % (n(), self.one("[]", "(q, n)", "q * 1.5", "{}", "A()", "S()", "[q]", "{q}", "repr(q)", "{1: q}", "lambda: q", "(q,)", "(q, n, 3)")), lambda: "for q in range(%s): d[q] = %s" % (n(), self.one("q", "[]", "(q, q)")), lambda: "e.update(range(%s))" % n(), lambda: "s += 'x' * %s" % n(), lambda: "t = (*l, %s)" % v(), lambda: "t += (1,)", lambda: "l.sort(key=id)" if self.likely(0.2) else "l.reverse()", lambda: "try: 1 // 0\nexcept Exception as x: pass", lambda: "try: raise ValueError(%s)\nexcept ValueError as problem: y = problem.args" % v(), lambda: "x = y = w = None", lambda: "l.clear()", lambda: "d.clear()", lambda: "l = l + [1]", lambda: "x, y = y, x", lambda: "def f(a=%s): return [a, a]" % v(), lambda: "w = f()", lambda: "x = next(%s)" % self.one("pairs(3)", "iter([[]])"), lambda: "x = A(); x.b = %s" % v(), lambda: "x.c = %s" % v(), lambda: "with open(5) as q: pass" if False else "assert True", lambda: "x = list(pairs(%s))" % n(), lambda: "x = [*l, *t]", lambda: "x = {**d, 'z': 1}", lambda: "x = sum(q for q in range(%s))" % n(), lambda: "l = [[] for q in range(%s)]; l = None; l = []" % n())

    def statement(self):
        lines = "\n".join(self.line() for _ in range(self.r.randint(1, 6)))
        return "run(%r%s)" % (lines, self.one("", "", ", 5"))

    def program(self, length=14):
        return [self.statement() for _ in range(length // 2)]
