"""What programs of an outside checker found to be otherwise."""
import collections, dataclasses, functools, json, re, sys, warnings, weakref

def told(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

class Meta(type):
    def mro(cls):
        return (cls, int)
told(lambda: Meta("X", (), {}))
print(functools.partialmethod(len, 1), functools.partialmethod(len, a=1), functools.partialmethod(len))
class Missing(collections.UserDict):
    def __missing__(self, key): return key * 2
print(Missing(a=1).get("q"), Missing(a=1)["q"])
for c in (collections.ChainMap, collections.UserDict, collections.UserList, collections.UserString, collections.Counter):
    print(c.__mro__, type(c), c.__module__)
@dataclasses.dataclass
class Data: pass
print(Data.__dataclass_params__)
print(list(json.JSONEncoder().iterencode([1, {"a": [2, [], {}], "b": "c"}, [3], "d", (4,)])))
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    for pattern in ("[[a]", "[a&&b]", "[a--b]", "[a||b]", "[a~~b]", "[^[a]", r"\[[a]", r"[\[[a]", "(?x)[a] # [[b]", "[]&&]", "[&&a]", "[a-b--c]", "[a--]"):
        told(lambda: re.compile(pattern).groups)
    for w in seen:
        print(w.category.__name__, w.message, w.filename == __file__, w.lineno)
print(re.T, re.TEMPLATE, "template" in re.__all__)
def starred(x, *y):
    match *y, x:
        case [1, 2]: return "first"
        case [a, *rest]: return a, rest
print(starred(2, 1), starred(3, 4, 5))
def starred_last(x, y):
    match x, *y:
        case [*rest, "z"]: return rest
        case _: return None
print(starred_last(1, "abz"), starred_last(1, "ab"))
told(lambda: compile("match *a:\n case x: pass", "s", "exec"))
class Number:
    def __int__(self): return 5
    def __index__(self): return 6
    def __float__(self): return 1.5
    def __bytes__(self): return b"B"
    def __reversed__(self): return "reversed"
    def __trunc__(self): return 8
n = Number()
p = weakref.proxy(n)
print(int(p), float(p), bytes(p), reversed(p), range(10)[p], complex(p), [0] * 7 == [0] * 7)
class Called(Number):
    def __call__(self): return 1
c = Called()
q = weakref.proxy(c)
print(int(q), float(q), bytes(q), q())
told(lambda: reversed(q))
print(sys.stdout.mode, sys.stdout.buffer.mode, sys.stdin.mode, sys.stderr.writable(), type(sys.stdout))
told(lambda: sys.stdout.read())
told(lambda: sys.stdout.nope)
sys.stdout.buffer.write("bytes é\n".encode())
sys.stdout.flush()
