"""Programs about weak references: in which order callbacks and finalizers come, with cycles, resurrection, proxies and weak containers."""
from grammar import Grammar

HEAD = '''import gc, sys, weakref
gc.disable(); gc.collect()
log, kept, refs = [], [], []
class N:
    def __init__(self, name, *to): self.name, self.to = name, list(to)
    def __repr__(self): return self.name
class S:
    __slots__ = ("name", "to", "__weakref__")
    def __init__(self, name, *to): self.name, self.to = name, list(to)
    def __repr__(self): return self.name
class F(N):
    def __del__(self): log.append("del " + self.name)
class Saved(N):
    def __del__(self):
        log.append("saved " + self.name)
        if len(kept) < 2: kept.append(self)
class Looks(N):
    def __del__(self): log.append("looks %s %s" % (self.name, [r() is not None for r in refs][:6]))
class Adds(N):
    def __del__(self): refs.append(weakref.ref(self, told("late"))); log.append("adds " + self.name)
class Sub(weakref.ref):
    __slots__ = ("tag",)
    def __new__(cls, o, callback=None, tag=0): return super().__new__(cls, o, callback)
    def __init__(self, o, callback=None, tag=0): super().__init__(o, callback); self.tag = tag
class L(list): pass
def told(name, fails=False):
    def callback(r):
        log.append("%s %s" % (name, r() is None))
        if fails: raise ValueError(name)
    return callback
def show(*values): print(*[repr(v) if " at 0x" not in repr(v) else type(v).__name__ for v in values])
a, b, c, d = N("a"), F("b"), S("c"), N("d")
wv, wk, ws = weakref.WeakValueDictionary(), weakref.WeakKeyDictionary(), weakref.WeakSet()
'''
NAMES = "abcd"


class Weak(Grammar):
    head = HEAD
    look = "print(log, [r() is not None for r in refs], len(kept), sorted(wv), len(wk), len(ws)); log.clear()"
    tail = "a = b = c = d = None\nprint(gc.collect(), log, len(wv), len(wk), len(ws)); log.clear(); kept.clear(); refs.clear(); print(gc.collect(), log, gc.garbage)\nfor K in F, Saved, Looks, Adds: K.__del__ = lambda self: None\n"

    def name(self):
        return self.r.choice(NAMES)

    def made(self, n=0):
        to = lambda: self.some(lambda: self.one(self.name, self.name, lambda: self.made(n + 1)) if n < 2 else self.name(), 0, 2)
        s = lambda: "'%s%d'" % (self.one("n", "m"), self.r.randint(0, 9))
        kind = self.one("N", "N", "S", "F", "F", "Saved", "Looks", "Adds")
        inner = to()
        return "%s(%s%s)" % (kind, s(), ", " + inner if inner else "") if self.likely(0.9) else "L([%s])" % inner

    def referring(self):
        n, r = self.name, self.r
        callback = lambda: self.one("", ", told('%d')" % r.randint(0, 99), ", told('%d')" % r.randint(0, 99), ", told('f%d', True)" % r.randint(0, 9), ", lambda r: log.append(len(kept))", ", lambda r: log.append(type(r).__name__)")
        return self.one(lambda: "refs.append(weakref.ref(%s%s))" % (n(), callback()), lambda: "refs.append(weakref.ref(%s%s))" % (n(), callback()), lambda: "refs.append(Sub(%s%s))" % (n(), self.one("", ", told('s')", ", None, 5")), lambda: "%s.to.append(weakref.ref(%s%s))" % (n(), n(), callback()), lambda: "%s.r = weakref.ref(%s%s)" % (n(), n(), callback()), lambda: "weakref.finalize(%s, log.append, 'fin%d')" % (n(), r.randint(0, 9)), lambda: "fin = weakref.finalize(%s, log.append, 'last'); fin.atexit = False; show(fin.alive, fin.peek() is not None)" % n(), "show(fin.alive, fin.detach() is not None)", "show(fin())", lambda: "p = weakref.proxy(%s%s); show(p.name, p == p)" % (n(), callback()), "show(p.name, len(p.to))", lambda: "p.name = 'new'; show(%s.name)" % n(), lambda: "refs.append(weakref.WeakMethod(%s.__init__))" % n(), lambda: "show(weakref.getweakrefcount(%s), len(weakref.getweakrefs(%s)))" % (n(), n()), lambda: "show([type(r).__name__ for r in weakref.getweakrefs(%s)])" % n(), lambda: "show(weakref.ref(%s) is weakref.ref(%s), weakref.ref(%s) == weakref.ref(%s))" % (n(), n(), n(), n()), lambda: "refs.pop(%s)" % self.one("", "0", "-1"), lambda: "refs[:] = refs[::-1]", "refs.clear()", "show([r() for r in refs])")

    def containers(self):
        n = self.name
        return self.one(lambda: "wv['%s'] = %s" % (self.one("x", "y", "z"), n()), lambda: "wv['%s'] = %s" % (self.one("x", "y", "z"), n()), lambda: "wk[%s] = %s" % (n(), self.one(n, "5", "[1]")), lambda: "ws.add(%s)" % n(), lambda: "show(%s in ws, %s in wk, 'x' in wv)" % (n(), n()), lambda: "show(sorted(map(str, wv.values())), sorted(map(str, wk)), sorted(map(str, ws)))", lambda: "show(wv.get('x'), wk.get(%s, 0))" % n(), lambda: "show(wv.%s)" % self.one("pop('x', None)", "setdefault('w', a)", "popitem()[0]", "copy().__len__()", "valuerefs().__len__()"), lambda: "ws.%s" % self.one("discard(%s)" % n(), "remove(%s)" % n(), "clear()", "update([%s, %s])" % (n(), n()), "pop()"), lambda: "del wk[%s]" % n(), lambda: "for q in list(wv.values()): show(q); %s = None\ndel q" % n(), lambda: "for q in ws:\n    %s = None\n    break\ndel q\nshow(len(ws))" % n(), lambda: "show(len(ws | {%s}), len(ws & {%s}), ws == ws.copy())" % (n(), n()), "wv = weakref.WeakValueDictionary(wv)", "wk.clear()")

    def statement(self):
        n = self.name
        return self.one(lambda: "%s = %s" % (n(), self.made()), lambda: "%s = %s" % (n(), self.made()), lambda: "%s = None" % n(), lambda: "%s = None" % n(), lambda: "%s.to.append(%s)" % (n(), n()), lambda: "%s.to.append(%s)" % (n(), n()), lambda: "%s.to.append(%s); %s = None" % (n(), n(), n()), lambda: "q = %s; q.to.append(q); %s; del q" % (self.made(), "refs.append(weakref.ref(q, told('cycle')))"), lambda: "q, z = %s, %s; q.to.append(z); z.to.append(q); refs.append(weakref.ref(q, told('one'))); refs.append(weakref.ref(z, told('two'))); del q, z" % (self.made(), self.made()), lambda: "q, z = %s, %s; q.to.append(z); z.to.append(q); q.r = weakref.ref(z, told('in')); del q, z" % (self.made(), self.made()), lambda: "%s.to.clear()" % n(), self.referring, self.referring, self.referring, self.containers, self.containers, lambda: "show(gc.collect(%s))" % self.one("", "", "0", "1"), lambda: "show(gc.collect())", "kept.clear()", lambda: "%s, %s = %s, %s" % (n(), n(), n(), n()), lambda: "show(gc.is_finalized(%s), gc.is_tracked(%s))" % (n(), n()), lambda: "gc.freeze(); %s = None; show(gc.collect()); gc.unfreeze()" % n(), lambda: "gc.callbacks.append(lambda phase, info: log.append(phase)); gc.collect(); gc.callbacks.clear()")

    def render(self, statements, bare=False):
        """Behind gc.unfreeze() the oldest generation begins with the youngest objects, and the globals, which are an object of the collector's in
        CPython alone, come later than what they refer to: in which order finalizers run is theirs then, and is not printed."""
        text = super().render(statements, bare)
        return text.replace("print(log,", "print(sorted(log),").replace("gc.collect(), log,", "gc.collect(), sorted(log),") if "gc.unfreeze()" in text else text
