# Traced memory around each of these lines: what is alive after it and when its result is gone, and the peak. Free lists are empty before each.
import collections, contextlib, copy, enum, functools, gc, io, itertools, math, operator, re, sys, tracemalloc, weakref
LINES = r'''
s.find("b")
s.count("b")
s.index("b")
s.startswith("a")
s.endswith("a")
s.rfind("b")
s.rindex("b")
s.find("b", 1)
s.find("b", 1, 2)
s.startswith(("a", "b"))
b.find(b"b")
b.count(b"b")
b.index(98)
b.startswith(b"a")
bytearray(b).find(b"c")
s.translate(table)
b.translate(None, b"a")
s.maketrans("a", "b")
s.split("b")
s.split()
s.replace("a", "b")
s.join(l2)
",".join(s)
s.upper()
s.strip()
s.center(40)
s.partition("b")
s.encode()
b.decode()
b.hex()
s.format(1, 2)
"{} {}".format(s, 5)
f"{s} {1.5:.2f}"
"%s %d" % (s, 5)
s.expandtabs()
s.zfill(40)
s.splitlines()
s.isalpha()
nt(1, 2)
nt(x=1, y=2)
nt(1, 2)._replace(x=5)
nt._make(l2)
nt(1, 2)._asdict()
nt(1, 2).x
En.A
En.A.value
En.A.name
En(1)
En["A"]
list(En)
part()
part(1)
functools.partial(c.m, 1)()
c.m(1)
c.m(**d)
c.m(*l2[:1])
c.m(x=1)
C()
C().m(1)
c.p
c.cm()
c.sm()
f(1)
f(**d)
f(*l2[:1])
g(1, 2, 3)
g(1, a=2)
repr(l)
repr(l)
repr(d)
repr(t)
repr(s)
repr({1, 2})
str(l)
str(5)
str(1.5)
eval("1")
eval("1 + x", {"x": 1})
exec("y = 1")
exec("y = 1", {})
compile("1", "", "eval")
fib(50)
tuple(i for i in range(100))
tuple(range(3))
tuple(range(3))
tuple(range(30))
tuple(map(str, l))
tuple(iter(l))
tuple(s)
tuple(d)
tuple({1, 2, 3})
tuple(filter(None, l))
tuple(zip(l, l))
list(i for i in range(100))
list(range(3))
list(map(str, l))
list(zip(l, l))
list(iter(l))
list(s)
list(d)
set(l)
frozenset(l)
dict(zip(l, l))
dict(a=1)
dict(d)
sorted(l)
sorted(l, key=lambda v: -v)
sorted(l, reverse=True)
reversed(l)
list(reversed(l))
sum(l)
sum(x for x in l)
min(l)
max(l)
max(1, 2)
max(l, key=lambda v: -v)
any(l)
all(l)
any(x for x in l)
enumerate(l)
list(enumerate(l))
zip(l, l)
map(str, l)
len(l)
abs(-5)
divmod(7, 2)
pow(7, 2)
round(1.5)
round(1.555, 2)
hash(t)
id(l)
isinstance(c, C)
issubclass(C, object)
getattr(c, "m")
setattr(c, "z", 1)
hasattr(c, "nothing")
callable(c)
iter(l)
next(iter(l))
ord("a")
chr(1000)
bin(5)
hex(5)
vars(c)
dir(c)
type(c)
n ** 5000
(n ** 500) * (n ** 400)
n ** 100
(n ** 5000) * (n ** 4000)
(n ** 500) // (n ** 400)
(n ** 500) % (n ** 400)
(n ** 500) + (n ** 400)
pow(n, 500, 10 ** 50)
int("1" * 100)
str(n ** 100)
hex(n ** 100)
(n ** 100) >> 20
math.factorial(50)
math.gcd(n ** 50, n ** 40)
math.isqrt(n ** 50)
math.log(5)
math.log(5, 2)
math.sqrt(5)
math.floor(5.5)
math.comb(50, 20)
math.prod(l)
float("1.5")
int("15")
int(1.5)
int("ff", 16)
complex(1, 2)
bytes(l)
bytearray(10)
bytes(10)
range(10)
slice(1, 2)
object()
l[1:3]
l + l
l * 2
[*l, *l]
{**d}
{*l}
(*l,)
[x for x in l]
{x: x for x in l}
{x for x in l}
(lambda: 1)()
functools.reduce(operator.add, l)
sorted(l, key=functools.cmp_to_key(lambda a, b: a - b))
operator.itemgetter(1)(l)
operator.attrgetter("m")(c)
operator.methodcaller("m", 1)(c)
re.match("(a)(b)", "ab").group(1, 2)
re.match("(a)(b)", "ab").groups()
re.findall("a", "aaa")
re.sub("a", "b", "aaa")
copy.copy(l)
copy.deepcopy(l)
collections.Counter(s)
collections.deque(l)
collections.OrderedDict(a=1)
collections.defaultdict(list)[1]
list(itertools.chain(l, l))
list(itertools.permutations(l, 2))
list(itertools.product(l, l))
list(itertools.islice(l, 2))
list(itertools.groupby(l))
list(itertools.accumulate(l))
weakref.ref(c)
l.index(3)
l.count(3)
l.copy()
t.index(3)
t.count(3)
d.get("x")
d.items()
list(d.items())
d.copy()
dict.fromkeys(l)
{1, 2} | {3}
{1, 2}.union({3})
gen()
list(gen())
next(gen())
gen().send(None)
with_manager()
caught(lambda: int("x"))
caught(lambda: c.nothing)
caught(lambda: l[100])
caught(lambda: d["y"])
caught(lambda: f(1, 2))
dd.m(1)
object.__new__(C)
tuple.__new__(tuple, l)
int.__new__(int, "15")
ValueError.__new__(ValueError, 1, 2)
print(end="")
sys.getsizeof(l)
gc.get_count()
gc.get_referents(l)
memoryview(b)
memoryview(b)[1:2]
isinstance(5, (int, str))
globals()
locals()
type("X", (), {})
property(f)
staticmethod(f)
io.StringIO()
io.StringIO("abc")
io.StringIO("", "\r\n")
io.BytesIO()
io.BytesIO(b)
io.BytesIO(bytearray(b))
io.StringIO().write(s)
io.BytesIO().write(b)
[o := io.StringIO(), o.write(s), o.write(s), o.getvalue()]
[o := io.StringIO(), o.write(s), o.seek(0), o.read()]
[o := io.BytesIO(), o.write(b), o.write(b), o.getvalue()]
[o := io.BytesIO(b), o.getbuffer()]
'''.strip().splitlines()
s, b = "abcabc \tdef", b"abcabc"
l, l2, t, d = [5, 2, 8, 3], ["a", "b"], (5, 2, 8, 3), {"x": 1}
n, table = 7, {97: "x", 98: None}
nt = collections.namedtuple("nt", "x y")


class En(enum.Enum):
    A = 1
    B = 2


class C:
    def m(self, x=1):
        return x

    @property
    def p(self):
        return 1

    @classmethod
    def cm(cls):
        return 1

    @staticmethod
    def sm():
        return 1


class D(C):
    def m(self, x=1):
        return super().m(x)


def f(x=1):
    return x


def g(*args, **kwargs):
    return args


@functools.lru_cache(None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def gen():
    yield 1
    yield 2


@contextlib.contextmanager
def manager():
    yield


def with_manager():
    with manager():
        pass


def caught(function):
    try:
        function()
    except Exception:
        pass


c, dd, part = C(), D(), functools.partial(f)
CODES = [compile("x = " + line, "line", "exec") for line in LINES]


def measure(code, after):
    namespace = dict(globals())
    gc.collect()
    tracemalloc.start()
    exec(code, namespace)
    if after:
        del namespace["x"]
    told = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return told


for when in ("first", "again"):
    results = [measure(code, False) + measure(code, True) for code in CODES]
    for i, (line, (current, peak, gone, _)) in enumerate(zip(LINES, results)):
        print("alive of %s (%s %d) = %d, then %d" % (line, when, i, current, gone))
        print("peak of %s (%s %d) = %d" % (line, when, i, peak))
