"""Programs about memory: counts and sizes after each step, the collector, weak references, finalizers, what tracemalloc adds up to."""
from grammar import Grammar

HEAD = '''import copy, gc, sys, tracemalloc, weakref
from collections import OrderedDict, defaultdict, deque
gc.disable(); gc.collect()
try: gc.freeze()
except AttributeError: pass
log = []
class Node:
    def __init__(self, name, *links): self.name, self.links = name, list(links)
    def __repr__(self): return self.name
class Slot:
    __slots__ = ("name", "link", "__weakref__")
    def __init__(self, name, link=None): self.name, self.link = name, link
    def __repr__(self): return self.name
class Last(Node):
    def __del__(self): log.append("del " + self.name)
class Back(Node):
    def __del__(self):
        log.append("back " + self.name)
        if len(kept) < 3: kept.append(self)
class Sub(list): pass
class Map(dict): pass
kept, names, refs, HERE = [], {}, [], (lambda: 0).__code__.co_filename
def called(name):
    def callback(r): log.append("dead %s %s" % (name, r() is None))
    return callback
def show(*values): print(*[repr(v) if " at 0x" not in repr(v) else type(v).__name__ for v in values])
def look():
    out = []
    for n in "abcdefgh":
        o = names.get(n)
        if n not in names: continue
        out.append("%s:%s %d %d %d %s" % (n, type(o).__name__, sys.getrefcount(o) if o is not None and not (type(o) is tuple and not o) else 0, sys.getsizeof(o), weakref.getweakrefcount(o) if hasattr(type(o), "__weakref__") or type(o) in (deque, set, type) else -1, gc.is_tracked(o)))
        if hasattr(o, "__dict__") and type(o) is not type: out[-1] += " %d" % sys.getsizeof(o.__dict__)
    del o
    print("; ".join(out), log, [r() is not None for r in refs], len(kept)); log.clear()
'''


class Memory(Grammar):
    head = HEAD
    look = "look()"
    tail = "names.clear(); refs.clear(); kept.clear(); show(gc.collect(), log); kept.clear(); show(gc.collect(), gc.garbage)\n"

    def name(self):
        return "names['%s']" % self.r.choice("abcdefgh")

    def made(self, n=0):
        a = lambda: self.made(n + 1) if n < 2 and self.likely(0.5) else self.one(self.name, self.name, lambda: str(self.r.randint(300, 10**6)), "None")
        s = lambda: "'%s%d'" % (self.one("n", "x"), self.r.randint(0, 9))
        number = lambda: str(self.r.choice((0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 30, 63, 64, 65, 100)))
        return self.one(lambda: "[%s]" % self.some(a), lambda: "(%s,)" % self.some(a, 1), lambda: "{%s}" % self.some(lambda: "%s: %s" % (s(), a())), lambda: "Node(%s, %s)" % (s(), self.some(a, 0, 2)), lambda: "Node(%s, %s)" % (s(), self.some(a, 0, 2)), lambda: "Slot(%s, %s)" % (s(), a()), lambda: "Last(%s, %s)" % (s(), self.some(a, 0, 2)), lambda: "Last(%s, %s)" % (s(), self.some(a, 0, 2)), lambda: "Back(%s)" % s(), lambda: "Sub([%s])" % self.some(a), lambda: "Map(a=%s)" % a(), lambda: "deque([%s])" % self.some(a),
                        lambda: "list(range(%s))" % number(), lambda: "{n: n for n in range(%s)}" % number(), lambda: "set(range(%s))" % number(), lambda: "'x' * %s" % self.r.randint(2, 300), lambda: "bytearray(%s)" % number(), lambda: "b'y' * %d" % self.r.randint(2, 100), lambda: "2 ** %d" % self.r.randint(10, 400), lambda: "%s * 1.5" % self.r.randint(1, 99), lambda: "[%s] * %s" % (a(), number()), lambda: "frozenset((%s,))" % number(), lambda: "(lambda q=%s: q)" % a(), lambda: "weakref.ref(%s)" % self.name(), lambda: "type('T', (Node,), {'v': %s})" % a(), lambda: "iter(%s)" % self.name(), lambda: "(q for q in %s)" % self.name(), lambda: "OrderedDict(a=%s)" % a(), lambda: "defaultdict(list, {1: %s})" % a(),
                        lambda: "%s.copy()" % self.name(), lambda: "copy.%s(%s)" % (self.one("copy", "deepcopy"), self.name()), lambda: "%s[:]" % self.name(), lambda: "%s.__dict__" % self.name(), lambda: "%s.links" % self.name(), lambda: "%s.__init__" % self.name(), lambda: "dict.fromkeys('%s', %s)" % ("abcdefghij"[:self.r.randint(0, 10)], a()), lambda: "range(%s)" % number(), lambda: "%s.keys()" % self.name(), lambda: "str(%s)" % self.name(), lambda: "tuple(%s)" % self.name(), lambda: "list(%s)" % self.name(), lambda: "set(%s)" % self.name())

    def statement(self):
        n, a = self.name, self.made
        return self.one(lambda: "%s = %s" % (n(), a()), lambda: "%s = %s" % (n(), a()), lambda: "%s = %s" % (n(), a()), lambda: "%s = %s = %s" % (n(), n(), a()), lambda: "del %s" % n(), lambda: "del %s" % n(), lambda: "%s.%s" % (n(), self.one("append(%s)" % a(), "append(%s)" % n(), "pop()", "clear()", "extend(%s)" % a(), "remove(%s)" % n(), "insert(0, %s)" % a(), "update(%s)" % a(), "add(%s)" % self.r.randint(0, 99), "popitem()", "setdefault('k', %s)" % a(), "links.append(%s)" % n(), "sort()", "reverse()", "discard(3)")),
                        lambda: "%s.%s = %s" % (n(), self.one("link", "name", "extra", "links", "x%d" % self.r.randint(0, 40)), self.one(a, n)), lambda: "for q in range(%d): %s" % (self.r.randint(1, 40), self.one("%s.append(q)" % n(), "%s[q] = q" % n(), "setattr(%s, 'y%%d' %% q, q)" % n(), "%s.add(q * 7)" % n(), "%s.pop()" % n(), "%s += [q]" % n())), lambda: "del %s.%s" % (n(), self.one("link", "links", "name", "extra")), lambda: "%s[%s] = %s" % (n(), self.one("0", "'k'", "1", ":2", "-1"), a()), lambda: "del %s[%s]" % (n(), self.one("0", "'k'", ":2", "-1", "::2", "'n1'")),
                        lambda: "refs.append(weakref.ref(%s, called('%d')))" % (n(), self.r.randint(0, 99)), lambda: "refs.append(weakref.ref(%s))" % n(), lambda: "show(weakref.ref(%s) is weakref.ref(%s))" % (n(), n()), lambda: "weakref.finalize(%s, log.append, 'final%d')" % (n(), self.r.randint(0, 9)), lambda: "refs[:] = []", lambda: "show(gc.collect(%s))" % self.one("", "0", "1", "2"), lambda: "show(gc.collect())", lambda: "show(len(gc.get_referents(%s)))" % n(), lambda: "show(len(gc.get_referrers(%s)))" % n(), lambda: "kept.clear()", lambda: "show(sys.getrefcount(%s), gc.is_finalized(%s))" % (self.one("Node", "Slot", "Last", "kept", "names"), n()),
                        lambda: "w = weakref.%s()\nw[%s] = 1\nshow(len(w))" % (self.one("WeakKeyDictionary", "WeakKeyDictionary"), n()), lambda: "w = weakref.WeakValueDictionary()\nw['k'] = %s\nshow(len(w), sorted(w))\ndel %s\nshow(len(w))" % (n(), n()), lambda: "w = weakref.WeakSet([%s])\nshow(len(w))" % n(), lambda: "w = weakref.proxy(%s)\nshow(w.name, len(w.links))" % n(), lambda: "def f(q):\n    q2 = q\n    show(sys.getrefcount(q))\n    return [q, q2]\n%s = f(%s)" % (n(), self.one(a, n)), lambda: "%s.links.append(%s); del %s" % (n(), n(), n()), lambda: "gc.enable(); q = [[] for q in range(%d)]; gc.disable(); del q" % self.r.choice((10, 500, 800, 1500)), lambda: "gc.set_threshold(%s); show(gc.get_threshold())" % self.one("700, 10, 10", "5, 10, 10000", "50, 2, 10000"), lambda: "gc.set_debug(%s); show(gc.collect(), len(gc.garbage)); gc.set_debug(0); gc.garbage.clear()" % self.one("gc.DEBUG_SAVEALL", "0"),
                        lambda: "gc.callbacks.append(lambda phase, info: log.append((phase, info['generation'], info['collected']))); gc.collect(%s); gc.callbacks.clear()" % self.one("", "0", "1"), lambda: "try: raise ValueError(%s)\nexcept ValueError as x: show(sys.getrefcount(x), sys.getrefcount(x.args), sys.getsizeof(x))" % self.one(a, n), lambda: "x = %s\ny = x\nshow(sys.getrefcount(x), x is y)\ndel x, y" % a(), lambda: "%s, %s = %s, %s" % (n(), n(), n(), n()), lambda: self.traced(), lambda: self.traced(), lambda: "q = %s; q.q = q; del q" % self.one("Node('self')", "Last('self')", "Back('self')", "Sub()"), lambda: "q = []; q.append(q); %s = q; del q" % n(), lambda: "def g():\n    q = %s\n    yield q\n    yield q\n%s = g(); next(%s)" % (a(), n(), n()))

    def traced(self):
        """What is still traced is asked for per line, or as a sum."""
        return "gc.collect(); tracemalloc.start(%s)\n%s = %s\n%s = %s\ngc.collect(); snap = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, HERE)])\ntracemalloc.stop()\nshow(sorted((t.size for t in snap.traces), reverse=True)[:12]); del snap" % (self.one("", "1", "5"), self.name(), self.made(), self.name(), self.made())
