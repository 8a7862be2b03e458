# times
import cProfile
import io
import pstats
import sys


def fibonacci(n):
    if n <= 1:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


def helper(x):
    return len(x)


def work():
    items = []
    for i in range(10):
        items.append(i)
    items.sort(key=lambda v: -v)
    helper(items)
    return sum(generate())


def generate():
    for i in range(3):
        yield i


def fails():
    try:
        raises()
    except ZeroDivisionError:
        pass
    try:
        int("x")
    except ValueError:
        pass


def raises():
    return 1 / 0


class Thing:
    def __init__(self):
        self.x = 1

    def __del__(self):
        helper("abc")

    def __eq__(self, other):
        return True


def objects():
    t = Thing()
    t == 5
    [t].index(3)
    sorted([3, 1, 2], key=abs)
    "a,b".split(",")
    dict.fromkeys("ab")
    isinstance(t, Thing)
    max(1, 2)


pr = cProfile.Profile()
pr.enable()
fibonacci(10)
pr.disable()
stats = pstats.Stats(pr)
stats.sort_stats("stdname").print_stats()
stats.strip_dirs().sort_stats("calls", "name").print_stats(5)
for f in (work, fails, objects):
    pr = cProfile.Profile()
    pr.runcall(f)
    pstats.Stats(pr).strip_dirs().sort_stats("name").print_stats()
    pstats.Stats(pr).strip_dirs().sort_stats("name").print_callers()
    pstats.Stats(pr).strip_dirs().sort_stats("name").print_callees()
with cProfile.Profile() as pr:
    work()
    fibonacci(5)
out = io.StringIO()
s = pstats.Stats(pr, stream=out).strip_dirs().sort_stats(pstats.SortKey.NAME)
s.print_stats("fib|work")
print(out.getvalue())
s.print_stats(0.5)
print(out.getvalue()[-30:])
print(s.total_calls, s.prim_calls, sorted(k[2] for k in s.stats))
pr = cProfile.Profile(builtins=False, subcalls=False)
pr.runcall(work)
pstats.Stats(pr).strip_dirs().sort_stats("name").print_stats()
cProfile.run("helper([1, 2])", sort="name")
cProfile.runctx("y = f(x)", {"f": helper, "x": "abc"}, {}, sort="name")
for bad in (lambda: s.sort_stats("nothing"), lambda: pstats.Stats(cProfile.Profile()), lambda: s.sort_stats("name", 1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
pr = cProfile.Profile()
pr.enable()
helper("x")
pr.disable()
first = sorted(((e.code if isinstance(e.code, str) else e.code.co_name), e.callcount, e.reccallcount) for e in pr.getstats())
print(first)
pr.enable()
helper("x")
pr.disable()
print(sorted(((e.code if isinstance(e.code, str) else e.code.co_name), e.callcount) for e in pr.getstats()))
pr.clear()
print(pr.getstats())
p1, p2 = cProfile.Profile(), cProfile.Profile()
p1.enable()
try:
    p2.enable()
    print("both")
except ValueError as e:
    print(e)
p2.disable()
p1.disable()
