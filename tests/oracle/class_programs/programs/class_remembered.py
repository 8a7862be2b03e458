"""Attributes, methods and globals that were found at the same place many times, and then are something else."""
import sys

TIMES = 40


class A:
    size = 1

    def method(self):
        return "A.method"

    def __init__(self):
        self.x = 1
        self.y = 2


class B(A):
    pass


def x_of(o):
    return o.x


def size_of(o):
    return o.size


def call(o):
    return o.method()


def set_x(o, value):
    o.x = value


def warm(f, *args):
    result = None
    for _ in range(TIMES):
        result = f(*args)
    return result


a, b = A(), B()
print(warm(x_of, a), warm(x_of, b), warm(x_of, a))
print(warm(size_of, a), warm(call, b))

# the class changes
A.size = 2
print(size_of(a), size_of(b), warm(size_of, b))
B.size = 3
print(size_of(a), size_of(b))
del B.size
print(size_of(b))
A.method = lambda self: "another"
print(call(a), call(b))
B.method = lambda self: "B's"
print(call(a), call(b))
del B.method
print(call(b))

# the instance changes
print(warm(call, a))
a.method = lambda: "own"
print(call(a), call(A()))
a.size = 7
print(size_of(a), size_of(A()))
del a.size, a.method
print(size_of(a), call(a))
print(warm(x_of, a))
a.__dict__
print(x_of(a), warm(x_of, a), x_of(A()))
a.__dict__ = {"x": "dict"}
print(x_of(a))
warm(set_x, a, 5)
print(a.__dict__)
c = A()
warm(set_x, c, 6)
d = c.__dict__
set_x(c, 7)
print(d, x_of(c))
del c.x
try:
    x_of(c)
except AttributeError as error:
    print(error)
set_x(c, 8)
print(list(c.__dict__.items()))

# a data descriptor takes the name
e = A()
print(warm(x_of, e))
A.x = property(lambda self: "property", lambda self, value: print("set", value))
print(x_of(e))
set_x(e, 9)
del A.x
print(x_of(e))
set_x(e, 10)
print(x_of(e))

# __getattr__, __getattribute__, __setattr__ come later
A.__getattr__ = lambda self, name: "getattr " + name
print(x_of(e), warm(lambda o: o.missing, e))
A.__getattribute__ = lambda self, name: "getattribute " + name
print(x_of(e), size_of(e))
del A.__getattribute__
print(x_of(e))
A.__setattr__ = lambda self, name, value: print("setattr", name, value)
set_x(e, 11)
del A.__setattr__
set_x(e, 12)
print(x_of(e))

# __class__ becomes another


class Other:
    size = "other"

    def method(self):
        return "Other.method"


f = A()
print(warm(size_of, f), warm(call, f))
f.__class__ = Other
print(size_of(f), call(f), x_of(f))


# slots
class S:
    __slots__ = "x", "z"


class T(S):
    __slots__ = ()


s = S()
try:
    x_of(s)
except AttributeError as error:
    print(error)
warm(set_x, s, "slot")
print(warm(x_of, s))
t = T()
set_x(t, "T's")
print(x_of(t), x_of(s))
del s.x
try:
    x_of(s)
except AttributeError as error:
    print(error)
S.x = 5
print(x_of(s))
try:
    set_x(s, 1)
except AttributeError as error:
    print(error)

# globals and builtins
value = 1


def read():
    return value


def length(o):
    return len(o)


print(warm(read), warm(length, "abc"))
value = 2
print(read())
globals()["value"] = 3
print(read())
del value
try:
    read()
except NameError as error:
    print(error)
value = 4
print(read())
len = lambda o: "own len"
print(length("abc"))
del len
print(length("abc"))
import builtins
builtins.len, kept = (lambda o: "their len"), builtins.len
print(length("abc"))
builtins.len = kept
print(length("abc"))
for i in range(200):
    globals()["name%d" % i] = i
print(read(), length("abcd"))
for i in range(200):
    del globals()["name%d" % i]
print(read(), length("abcd"))

# modules
import math


def pi():
    return math.pi


print(warm(pi))
math.pi = "changed"
print(pi())
del math.pi
try:
    pi()
except AttributeError as error:
    print(error)


# many classes in one place
classes = [type("C%d" % i, (A,), {"size": i, "method": lambda self, i=i: i}) for i in range(30)]
print([size_of(C()) for C in classes], [call(C()) for C in classes])
A.size = "base"
del classes[3].size
print(size_of(classes[3]()), size_of(classes[4]()))


# a finalizer looks at what takes its object's place
class Noisy:
    def __del__(self):
        print("gone", holder.x if hasattr(holder, "x") else None)


class Holder:
    pass


holder = Holder()


def put(o, value):
    o.x = value


for i in range(20):
    put(holder, i)
put(holder, Noisy())
put(holder, "next")
put(holder, Noisy())
del holder.x


# references
def counts(o):
    n = 0
    for _ in range(TIMES):
        o.x = o.y
        n = sys.getrefcount(o.y)
    return n


g = B()
g.y = object()
print(counts(g), sys.getrefcount(g), sys.getrefcount(B) - sys.getrefcount(B))

# code objects stay what they were
before = hash(x_of.__code__), x_of.__code__.co_code


def fresh(o):
    return o.x


h0, c0 = hash(fresh.__code__), fresh.__code__.co_code
warm(fresh, B())
print(hash(fresh.__code__) == h0, fresh.__code__.co_code == c0)

# a module without a dict
import types


def name_of(m):
    return m.__name__


print(warm(name_of, types))
try:
    print(name_of(types.ModuleType.__new__(types.ModuleType)))
except AttributeError:
    print("AttributeError")


# what a class has becomes a descriptor
class D:
    pass


class G:
    def __get__(self, o, t=None):
        return "got from G"


class E:
    pass


class K:
    x = D()
    size = D()
    y = E()
    method = D()


k, own = K(), K()
own.x = "own"
own.y = 1
print(type(warm(x_of, k)).__name__, warm(x_of, own), type(warm(size_of, k)).__name__)


def set_y(o, value):
    o.y = value


def y_of(o):
    return o.y


warm(set_y, own, 2)
print(warm(y_of, own))
try:
    warm(call, k)
except TypeError as error:
    print(error)
K.__dict__["size"].__class__ = G
print(size_of(k), type(x_of(k)).__name__)
D.__get__ = lambda self, o, t: (lambda: "called") if o is None or self is K.__dict__["method"] else "got"
print(x_of(k), x_of(own), call(k))
D.__set__ = lambda self, o, value: print("set", value)
print(x_of(k), x_of(own))
set_x(own, 3)
E.__set__ = lambda self, o, value: print("set y", value)
set_y(own, 5)
print(y_of(own))
E.__get__ = lambda self, o, t: "got y"
print(y_of(own), own.__dict__["y"])
