"""Programs that end in an exception nobody catches: what is printed of it, by heapd and by the real CPythons of this machine.

    uncaught.py DRIVER COUNT [SEED]
"""
import importlib.util
import os
import pathlib
import random
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, early_carets, find_pairs, is_early, name_of, run, run_real  # noqa: E402

# Programs of their own kind, parted by lines of dashes.
FIXED = """\
class A:
    def __init__(self): self.alpha = 1; self._private = 2
    def m(self): return alpha
A().m()
----
class A:
    alpha = 1
A().alhpa
----
class A:
    alpha = 1
A.Alpha
----
class A:
    _alpha = 1
    def m(self): return self.alpha
A().m()
----
class A:
    _alpha = 1
A().alpha
----
[].appendd(1)
----
"".uper()
----
import sys
sys.exti
----
import sys
sys.exit("goodbye")
----
raise SystemExit
----
raise SystemExit(["a", 1])
----
raise SystemExit(3)
----
raise KeyboardInterrupt
----
raise KeyboardInterrupt("x")
----
raise GeneratorExit
----
pritn(1)
----
def f(lenght): return length
f(1)
----
def f():
    lenght = 1
    def g(): return lenght + lenght
    g()
f()
----
valeu = 1
value_
----
x = 5
del x
x
----
def f():
    print(y)
    y = 1
f()
----
math.pi
----
tiem.x
----
itertools
----
e = ValueError("x")
e.add_note("one")
e.add_note("two\\nthree")
raise e
----
e = ValueError()
e.__notes__ = 5
raise e
----
e = ValueError()
e.__notes__ = "text"
raise e
----
e = ValueError()
e.__notes__ = b"ab"
raise e
----
e = ValueError()
e.__notes__ = {"a": 1}
raise e
----
e = ValueError()
e.__notes__ = ("a", "b\\nc")
raise e
----
e = ValueError()
e.__notes__ = None
raise e
----
e = ValueError()
e.__notes__ = [1, None, ValueError(2), ("t",)]
raise e
----
class N:
    def __str__(self): raise ValueError
    def __repr__(self): raise ValueError
e = ValueError()
e.__notes__ = [N()]
raise e
----
class N:
    def __str__(self): raise ValueError
    def __repr__(self): raise ValueError
e = ValueError()
e.__notes__ = N()
raise e
----
class E(Exception):
    def __str__(self): raise ValueError
raise E
----
class E(Exception):
    def __str__(self): return "é\\ud800\\u65e5"
raise E
----
class E(Exception): pass
E.__module__ = "else.where"
raise E(1)
----
class E(Exception): pass
E.__module__ = 5
raise E(1)
----
class E(Exception): pass
E.__qualname__ = "Other.E"
raise E("a\\nb\\nc")
----
def f():
    class Inner(Exception): pass
    raise Inner
f()
----
raise ValueError("")
----
raise ValueError(None)
----
raise KeyError("é")
----
raise KeyError
----
raise OSError(2, "No such file", "a b")
----
raise UnicodeDecodeError("u", b"ab", 0, 1, "r")
----
raise StopIteration(3)
----
try:
    1/0
except ZeroDivisionError as e:
    raise ValueError("v") from e
----
try:
    1/0
except ZeroDivisionError as e:
    raise ValueError("v")
----
try:
    1/0
except ZeroDivisionError as e:
    raise ValueError("v") from None
----
a, b = ValueError("a"), KeyError("b")
a.__context__ = b
b.__context__ = a
raise a
----
a, b = ValueError("a"), KeyError("b")
a.__cause__ = b
b.__cause__ = a
raise a
----
a = ValueError("a")
a.__cause__ = a
raise a
----
a, b, c = ValueError("a"), KeyError("b"), TypeError("c")
a.__cause__ = b
a.__context__ = c
raise a
----
def f(n):
    try: raise ValueError(n)
    except ValueError:
        if n: f(n - 1)
        raise
f(3)
----
def f(n):
    if n == 0: raise ValueError
    try: f(n - 1)
    finally: pass
f(10)
----
def a(n): return b(n - 1) if n else {}[1]
def b(n): return a(n - 1) if n else {}[2]
a(9)
----
def f(): f()
f()
----
raise SyntaxError("m", ("f.py", 1, 2, "abc def\\n"))
----
raise SyntaxError("m", ("f.py", 1, 2, "  abc def\\n", 1, 5))
----
raise SyntaxError("m", ("f.py", 3, 1, "abc\\ndef\\n", 4, 2))
----
raise SyntaxError("m", ("f.py", None, 1, "abc"))
----
raise SyntaxError("m", (None, 3, 1, "abc"))
----
raise SyntaxError("m", ("f.py", 3, None, "abc"))
----
raise SyntaxError("m", ("f.py", 3, 40, "abc"))
----
raise SyntaxError("m", ("f.py", 3, 0, "abc"))
----
raise SyntaxError("m", ("f.py", 3, 2, ""))
----
raise SyntaxError("m", ("f.py", 3, 2, None))
----
raise SyntaxError("m", ("f.py", 3, 5, "abcdefgh", 3, 2))
----
raise SyntaxError("m", ("f.py", 3, 5, "abcdefgh", 3, 0))
----
raise SyntaxError("m", ("f.py", 3, 5, "abcdefgh", 3, -1))
----
raise SyntaxError("m", ("f.py", 3, 2, "abcdefgh", 3, 100))
----
raise SyntaxError
----
raise SyntaxError("")
----
raise SyntaxError(None)
----
raise SyntaxError("only")
----
raise IndentationError("m", ("f.py", 1, 2, "abc def\\n", 1, 5))
----
raise SyntaxError("m", ("f.py", 1, 3, "\\tab\\tc d", 1, 5))
----
raise SyntaxError("m", ("f.py", 1, 3, "ééé ab", 1, 5))
----
raise SyntaxError(5, ("f.py", 1, 3, "abc", 1, 5))
----
class S(SyntaxError):
    def __str__(self): return "own"
raise S("m", ("f.py", 1, 2, "abc", 1, 3))
----
raise SyntaxError("m", ("f.py", 1, 2, "abc\\n", 1, 100))
----
raise SyntaxError("m", ("f.py", 1, 3, "  abc\\n", 1, 100))
----
raise SyntaxError("m", ("f.py", 1, 3, "  abc\\n\\n", 1, 100))
----
raise SyntaxError("m", ("f.py", 1, 3, "  abc", 1, 7))
----
raise SyntaxError("m", ("f.py", 1, 30, "  abc", 1, 40))
----
raise SyntaxError("m", ("f.py", 1, 6, "ééé abc", 1, 100))
----
raise SyntaxError("m", ("f.py", 1, 2, "", 1, 100))
----
raise SyntaxError("m", ("f.py", 1, 1, "abc\\ndef\\n", 2, 3))
----
raise SyntaxError("m", ("f.py", 1, 6, "abc\\ndef\\n", 1, 7))
----
import nosuchmodule
----
from sys import exti
----
class M:
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError("exit")
with M():
    raise ValueError("body")
----
def g():
    yield 1
    raise StopIteration
list(g())
----
def g():
    try:
        yield 1
    finally:
        raise ValueError("late")
it = g()
next(it)
it.throw(KeyError("thrown"))
----
assert 1 == 2, "no"
----
assert (1 ==
        2)
----
x = {
    "a": 1,
    "b": 2 / 0,
    "c": 3,
}
----
def f(a, b,
      c=1/0): pass
----
@property
@undefined_decorator
def f(): pass
----
class C(1/0): pass
----
lambda: 0
(lambda x:
    x.y)(1)
----
[i / 0
 for i in range(3)]
----
print(f"a {1/0} b")
----
print(f"{undefined!r:>{10}}")
----
for i in 5: pass
----
a, *b = 5
----
del undefined
----
x = [1, 2]
x[5] += 1
----
x.y.z = 1
----
{}["a"]["b"]
----
exec("1/0")
----
exec("def f():\\n  return x.y\\nf()")
----
int("x"); 1
----
if True: raise ValueError   # comment
----
def outer():
    def inner():
        raise ValueError("in inner")
    return inner
outer()()
----
class C:
    def __getattr__(self, n): raise AttributeError(n)
C().attr
----
class C:
    def __getattr__(self, n): raise AttributeError("no " + n)
    @property
    def p(self): return self.q
C().p
----
class C:
    def __eq__(self, o): raise ValueError
C() == 1
----
sorted([1, "a"])
----
sorted([1, 2], key=lambda x: x.y)
----
list(map(lambda x: 1 / x, [1, 0]))
----
class P(type):
    def __new__(m, n, b, d): raise TypeError("no class")
class C(metaclass=P): pass
----
match 5:
    case int(x) if x.y: pass
----
while 1: raise ValueError
----
try:
    raise ValueError
except TypeError:
    pass
else:
    x
----
print(1, file=5)
----
print(*5)
----
{}(*5)
----
class C:
    def __call__(self): pass
    def __str__(self): return "C's"
C()(**5)
----
dict(**5)
----
(lambda *, a: a)(b=1)
----
x = 1
x()
----
"abc" "def" + 1
----
x = "日本" + 1
----
é = "日本"; é.nothing
----
raise ValueError(
    "many",
    "lines",
)
----
def f():
    raise ValueError(
        "x"
    ) from KeyError(
        "y"
    )
f()
----
import sys
sys.tracebacklimit = 1
def f(): 1/0
def g(): f()
g()
----
import sys
sys.tracebacklimit = 0
def f(): 1/0
f()
----
import sys
sys.tracebacklimit = -5
1/0
""".replace("\\\\n", "\\n").split("----\n")


def generator():
    spec = importlib.util.spec_from_file_location("tracebacks", HERE.parent / "tracebacks/generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.program


REWORDED = r"(?m)^(TypeError: (argument of type|unhashable type|cannot use)|ZeroDivisionError: |ValueError: too many values|TypeError: .* does not support the context manager).*$"


def clean(text, minor):
    """Without addresses; of 3.13 without what 3.14 words in another way."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    return re.sub(REWORDED, lambda m: m[0].split(":")[0], text) if minor > 11 else text


def ask_real(python, paths):
    out = run_real(python, HERE / "print_uncaught.py", site=True, input="".join(path + "\n" for path in paths).encode(), seconds=600)
    return out.stderr.decode("utf-8", "replace").split("\0\n")[:-1]


def main():
    driver, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    versions = find_pairs()
    if not versions:
        return SKIP
    program, r, wrong, compared = generator(), random.Random(seed), 0, 0
    sources = (FIXED if count else []) + [program(r) for _ in range(count)]
    only = os.environ.get("ONLY")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, source in enumerate(sources):
            if only and str(i) not in only.split(","):
                continue
            paths.append(os.path.join(folder, f"p{i}.py"))
            pathlib.Path(paths[-1]).write_text(source, encoding="utf-8")
        for python, minor in versions:
            expected = ask_real(python, paths)
            got = []
            for i in range(0, len(paths), 100):
                ours = run([driver, minor] + paths[i:i + 100], 600)
                got += ours.stderr.decode("utf-8", "replace").split("\0\n")[:-1]
            if len(expected) != len(paths) or len(got) != len(paths):
                print(f"{len(paths)} programs, {len(expected)} answers, {len(got)} of heapd")
                wrong += 1
            for path, a, b in zip(paths, expected, got):
                if a.startswith("  File"):  # a random program that does not compile: other tests are about those
                    continue
                compared += 1
                if is_early(python):
                    a, b = early_carets(a), early_carets(b)
                if clean(a, minor) != clean(b, minor):
                    wrong += 1
                    if wrong <= int(os.environ.get("SHOW", "5")):
                        print(f"==== {name_of(python)} {path}\n{pathlib.Path(path).read_text()}---- expected\n{a}---- got\n{b}")
    print(f"{compared} programs compared, {wrong} differ (seed {seed})")
    return 1 if wrong or not compared else 0


sys.exit(main())
