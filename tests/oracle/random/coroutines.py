"""Programs about coroutines and asynchronous generators driven by hand: awaits, async with and async for, what send(), throw() and close() do."""
from grammar import Grammar

HEAD = Grammar.head + '''import contextlib, types, warnings
log = []
class Oops(Exception): pass
class Wait:
    def __init__(self, *values, fails=None): self.values, self.fails = values, fails
    def __await__(self):
        got = []
        try:
            for v in self.values:
                try: got.append((yield v))
                except Oops as o: log.append("wait %s" % o.args); got.append("oops")
        finally: log.append("waited %d" % len(got))
        if self.fails: raise self.fails
        return got
class Bad:
    def __await__(self): return 5
@types.coroutine
def old(v): log.append("old"); got = yield v; return [got]
class C:
    def __init__(self, name, quiet=False, fails=False): self.name, self.quiet, self.fails = name, quiet, fails
    async def __aenter__(self): log.append("+" + self.name); await Wait(self.name); return self.name
    async def __aexit__(self, kind, value, trace):
        log.append("-%s %s" % (self.name, kind and kind.__name__))
        if self.fails: raise Oops("exit " + self.name)
        await Wait("x" + self.name); return self.quiet
class Count:
    def __init__(self, n, fails=False): self.n, self.fails = n, fails
    def __aiter__(self): log.append("aiter"); return self
    async def __anext__(self):
        if not self.n:
            if self.fails: raise Oops("end")
            raise StopAsyncIteration("over")
        self.n -= 1
        if self.n % 2: await Wait("next")
        return self.n
async def agen(n, stop=None):
    try:
        for q in range(n):
            got = yield q
            if got is not None: log.append(("sent", got))
            if q == stop: return
            await Wait("a%d" % q)
    except Oops as o: log.append("agen %s" % o.args); yield "caught"
    finally: log.append("agen ends"); await Wait("fin")
async def sub(n):
    r = await Wait(n, n + 1)
    if n > 7: raise Oops(n)
    return n, r
@contextlib.asynccontextmanager
async def managed(n):
    log.append("enter %s" % n)
    try: yield n
    except Oops as o: log.append("managed %s" % o.args)
    finally: await Wait("leave")
def drive(make, plan):
    try: c = make()
    except Exception as problem: print("made:", type(problem).__name__, problem if LINES else ""); return
    out = []
    for kind, value in plan:
        try:
            if kind == "send": out.append(c.send(value))
            elif kind == "throw": out.append(c.throw(value))
            elif kind == "close": out.append(c.close())
            elif kind == "state": out.append((c.cr_running, c.cr_await is None, c.cr_frame is None, c.cr_suspended) if hasattr(c, "cr_running") else "other")
        except StopIteration as stop: out.append(("returned", stop.value)); log.append("over")
        except BaseException as problem:
            chain = []
            while problem is not None and len(chain) < 6: chain.append((type(problem).__name__, problem.args if LINES or isinstance(problem, Oops) else 0)); problem = problem.__cause__ or problem.__context__
            out.append(chain)
    try: c.close()
    except BaseException as problem: out.append(type(problem).__name__)
    del c
    for o in out: show(o)
    print(log); log.clear()
def finish(c):
    try:
        while True: c.send(None)
    except StopIteration as stop: return stop.value
LINES = True
'''


class Coroutines(Grammar):
    head = HEAD
    look = "print(i, log)"

    def indent(self, text):
        return "\n".join("    " + line for line in text.split("\n"))

    def awaited(self):
        r = self.r
        return self.one(lambda: "await Wait(%s)" % self.some(lambda: str(r.randint(0, 9)), 0, 3), lambda: "await sub(%s)" % self.one("n", str(r.randint(0, 9))), lambda: "await Wait(1, fails=Oops('f'))", lambda: "await old(%d)" % r.randint(0, 9), lambda: "await %s" % self.one("Bad()", "5", "None", "agen(2).__anext__()", "Count(1).__anext__()", "anext(agen(1))", "anext(agen(0), 'default')", "agen(2).asend(None)", "agen(1).aclose()", "agen(2).athrow(Oops('t'))"), lambda: "[q async for q in %s]" % self.source(), lambda: "{q: 1 async for q in %s if q}" % self.source(), lambda: "[await Wait(q) for q in range(2)]", lambda: "[(await sub(q), z) for q in range(2) async for z in %s]" % self.source(), lambda: "[q async for q in (z async for z in %s)]" % self.source(), lambda: "(await Wait(1), await Wait(2))", lambda: "f'{await sub(n)!r:>30}'", lambda: "{await sub(1): 2}.__len__()", "await (await deep())", "n if await Wait() else 5", "(lambda: n)()")

    def source(self):
        return self.one(lambda: "agen(%d)" % self.r.randint(0, 3), lambda: "Count(%d)" % self.r.randint(0, 3), "agen(3, 1)", "Count(1, True)", "[1]" if self.likely(0.15) else "agen(2)", "(z * 2 async for z in agen(2))")

    def step(self, depth=0, loop=False, generator=False):
        r = self.r
        simple = [lambda: "r.append(%s)" % self.awaited(), lambda: "r.append(%s)" % self.awaited(), self.awaited, lambda: "log.append(%d)" % r.randint(0, 99), "n += 1"]
        if generator:
            simple += [lambda: "n = yield %s" % self.one("n", "len(r)", self.awaited), "r.append((yield n))", "yield"]
        if self.likely(0.25):
            simple += [lambda: "raise Oops(%d)" % r.randint(0, 9), lambda: "return" if generator else "return %s" % self.one("n", "r", self.awaited), "1 // n", "raise StopIteration(1)" if self.likely(0.3) else "raise ValueError", "raise StopAsyncIteration" if self.likely(0.3) else "{}[n]"]
        if loop and self.likely(0.3):
            simple += ["break", "continue"]
        if depth > 2 or self.likely(0.35):
            return self.one(*simple)
        b = lambda loops=loop: self.block(depth + 1, loops, generator)
        manager = lambda: self.one("C('a')", "C('q', True)", "C('f', fails=True)", "managed(1)", "contextlib.AsyncExitStack()", "contextlib.aclosing(agen(2))", "5" if self.likely(0.1) else "C('b')")
        return self.one(lambda: "async with %s%s:\n%s" % (manager(), self.one("", " as n", " as m"), b()), lambda: "async with %s as m, %s:\n%s" % (manager(), manager(), b()), lambda: "async for n in %s:\n%s%s" % (self.source(), b(True), "\nelse:\n%s" % b() if self.likely(0.3) else ""), lambda: "async for q in %s:\n%s" % (self.source(), b(True)), lambda: "try:\n%s\nexcept %s:\n%s" % (b(), self.one("Oops", "Exception as problem", "GeneratorExit", "BaseException", "(Oops, ZeroDivisionError)"), self.one(b, lambda: b() + "\n    raise")), lambda: "try:\n%s\nfinally:\n%s" % (b(), b()), lambda: "for n in range(%d):\n%s" % (r.randint(1, 3), b(True)), lambda: "if n:\n%s\nelse:\n%s" % (b(), b()), lambda: "try:\n%s\nexcept* Oops as group:\n    log.append(len(group.exceptions))\n    r.append(%s)" % (self.block(depth + 1, False, generator) if "return" not in "" else b(), self.awaited()))

    def block(self, depth, loop, generator):
        return self.indent("\n".join(self.step(depth, loop, generator) for _ in range(self.r.randint(1, 3))))

    def plan(self):
        r = self.r
        steps = ["('send', None)" if self.likely(0.9) else "('send', 1)"]
        for _ in range(r.randint(2, 9)):
            steps.append(self.one("('send', None)", "('send', None)", "('send', %d)" % r.randint(0, 9), "('throw', Oops('t'))", "('throw', GeneratorExit())", "('throw', ValueError('v'))", "('state', 0)", "('close', 0)"))
        return "[%s]" % ", ".join(steps)

    def coroutine(self):
        return "async def deep(): return sub(1)\nasync def f(n=1):\n    r = []\n%s\n    return r\n%s" % (self.indent("\n".join(self.step() for _ in range(self.r.randint(1, 4)))), "\n".join("drive(f, %s)" % self.plan() for _ in range(self.r.randint(1, 3))))

    def generator(self):
        body = self.indent("\n".join(self.step(0, False, True) for _ in range(self.r.randint(1, 4))))
        asked = lambda: self.one("drive(lambda: g.asend(%s), %s)" % (self.one("None", "None", "5"), self.plan()), "drive(lambda: g.__anext__(), %s)" % self.plan(), "drive(lambda: g.athrow(%s), %s)" % (self.one("Oops('a')", "GeneratorExit()", "ValueError()"), self.plan()), "drive(lambda: g.aclose(), %s)" % self.plan(), "drive(lambda: anext(g, 'd'), %s)" % self.plan(), "show(g.ag_running, g.ag_await is None, g.ag_frame is None)")
        return "async def deep(): return sub(1)\nasync def f(n=1):\n    r = []\n    yield n\n%s\n    yield r\ng = f(2)\n%s\ndel g" % (body, "\n".join(asked() for _ in range(self.r.randint(2, 5))))

    def asked(self):
        return self.one("async def f(): return 1\nwarnings.simplefilter('ignore'); c = f(); show(type(c).__name__, c.__name__, c.__qualname__, c.cr_code.co_flags, c.cr_origin); c.close(); del c", "show(finish(sub(%d)))" % self.r.randint(0, 7), "async def f():\n    return [q async for q in %s]\nshow(finish(f()))" % self.source(), "a = agen(2)\nshow(a.ag_code.co_flags, a.__name__, a.ag_running)\ndel a", "async def f():\n    async with contextlib.AsyncExitStack() as stack:\n        log.append(await stack.enter_async_context(C('s')))\n        stack.push_async_callback(sub, 3)\n        stack.callback(log.append, 'cb')\n        %s\ndrive(f, [('send', None)] * 9)" % self.one("raise Oops('x')", "return 5", "await stack.aclose()", "await Wait(3)"), "c = sub(1)\nshow(c.send(None)); %s" % self.one("show(c.close())", "c.send(1); show(finish(c))", "finish(c); c.send(None)", "c.throw(Oops('o')); c.close()", "c.throw(ValueError)"), "def g():\n    r = yield from %s\n    return r\nshow(list(g()))" % self.one("sub(1)", "Wait(1).__await__()", "old(2)", "agen(1)", "sub(1).__await__()"))

    def statement(self):
        return self.one(self.coroutine, self.coroutine, self.generator, self.generator, self.asked)

    def program(self, length=14):
        return [self.statement() for _ in range(length // 2)]
