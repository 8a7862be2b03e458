"""Random programs about classes: hierarchies with special methods, descriptors, slots, metaclasses and hooks; then what attributes, operators,
calls and questions of their objects give, or raise.

    generate.py SEED        the program on standard output
"""
import random
import sys

PREAMBLE = '''
def show(x, depth=0):
    if isinstance(x, (int, float, str, bytes, bool, type(None), complex)):
        return repr(x) if type(x) in (int, float, str, bytes, bool, type(None), complex) else type(x).__name__ + ":" + str(len(repr(x)))
    if type(x) in (tuple, list) and depth < 3:
        return "[" + ", ".join(show(i, depth + 1) for i in x) + "]"
    if isinstance(x, type):
        return "class " + x.__name__
    return "a " + type(x).__name__
def attempt(label, f):
    try:
        r = f()
        print(label, show(r))
    except RecursionError:
        print(label, "RecursionError")
    except Exception as e:
        text = str(e)
        print(label, type(e).__name__, text if "0x" not in text else "...")
def make(f):
    try:
        return f()
    except Exception as e:
        print("no object:", type(e).__name__, e)
        return Nothing()
class Nothing: pass
class Data:
    def __init__(self, tag): self.tag = tag
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, o, t=None): return ("data get", self.tag, o is None, getattr(self, "name", "?"))
    def __set__(self, o, v): print("data set", self.tag, show(v))
class Full(Data):
    def __delete__(self, o): print("data delete", self.tag)
class NonData:
    def __init__(self, tag): self.tag = tag
    def __get__(self, o, t=None): return ("nondata get", self.tag, o is None, t.__name__)
class DeleteOnly:
    def __delete__(self, o): print("delete only")
class Meta(type):
    def __new__(m, name, bases, ns, **kw): return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __getattr__(c, n):
        if n == "m_attr": return "from the metaclass"
        raise AttributeError("no " + n)
    shared = "meta shared"
    prop = property(lambda c: "meta prop of " + c.__name__)
    def __contains__(c, x): return x == 1
    def __len__(c): return 5
class Meta2(Meta):
    def __call__(c, *a, **k):
        o = super().__call__(*a, **k)
        return o
class Other(type): pass
'''

NAMES = ["alpha", "beta", "gamma", "shared", "__private", "m_attr", "prop"]
BASES = ["object", "list", "dict", "int", "str", "tuple", "float", "set", "Exception", "bytes", "frozenset"]

UNARY = ["__neg__", "__pos__", "__invert__", "__abs__"]
BINARY = ["add", "sub", "mul", "mod", "floordiv", "truediv", "and", "or", "xor", "lshift", "rshift", "matmul", "pow", "divmod"]
COMPARE = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"]


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.out = [PREAMBLE]
        self.classes = []
        self.number = 0

    def emit(self, text):
        self.out.append(text)

    def method(self, cls):
        """A definition inside the class."""
        r = self.r
        kind = r.randrange(34)
        tag = r.randrange(100)
        name = r.choice(NAMES)
        if kind == 0:
            return "def %s(self, *a): return ('method %d', a)" % (name, tag)
        if kind == 1:
            return "%s = %s" % (name, r.choice(["%d" % tag, "'text'", "None", "(1, 2)", "len", "str.upper", "lambda self: 'lambda %d'" % tag]))
        if kind == 2:
            return "%s = property(lambda self: 'prop %d'%s)" % (name, tag, r.choice(["", ", lambda self, v: print('setter', v)", ", None, lambda self: print('deleter')"]))
        if kind == 3:
            return "%s = %s(%d)" % (name, r.choice(["Data", "Full", "NonData"]), tag)
        if kind == 4:
            return "@staticmethod\n    def %s(*a): return ('static', a)" % name
        if kind == 5:
            return "@classmethod\n    def %s(cls, *a): return ('class', cls.__name__, a)" % name
        if kind == 6:
            return "def __getattr__(self, n):\n        if n in ('alpha', 'zz'): return ('getattr', n)\n        raise AttributeError('lacks ' + n)"
        if kind == 7:
            return "def __getattribute__(self, n):\n        if n == 'beta': return 'always beta'\n        return super().__getattribute__(n)"
        if kind == 8:
            return "def __setattr__(self, n, v):\n        print('setattr', n)\n        super().__setattr__(n, v)"
        if kind == 9:
            return "def __delattr__(self, n):\n        print('delattr', n)\n        super().__delattr__(n)"
        if kind == 10:
            return "def __%s%s__(self, o, *m): return %s" % (r.choice(["", "r", "i"]) , r.choice(BINARY[:13]), r.choice(["('op %d', show(o))" % tag, "NotImplemented", "super().__add__(o)"]))
        if kind == 11:
            return "def %s(self): return ('unary', %d)" % (r.choice(UNARY), tag)
        if kind in (12, 13):
            return "def %s(self, o): return %s" % (r.choice(COMPARE), r.choice(["'cmp %d'" % tag, "NotImplemented", "True", "super().__eq__(o)"]))
        if kind == 14:
            return "__hash__ = None" if r.random() < 0.4 else "def __hash__(self): return %s" % r.choice(["%d" % tag, "super().__hash__()", "'x'", "2 ** 70"])
        if kind == 15:
            return "def __len__(self): return %s" % r.choice(["%d" % tag, "-1", "'x'", "super().__len__() + 1"])
        if kind == 16:
            return "def __bool__(self): return %s" % r.choice(["True", "False", "1"])
        if kind == 17:
            return "def __getitem__(self, k): return %s" % r.choice(["('item', show(k))", "super().__getitem__(k)"])
        if kind == 18:
            return "def __contains__(self, k): return %s" % r.choice(["k == 1", "super().__contains__(k)", "[]"])
        if kind == 19:
            return "def __iter__(self): return %s" % r.choice(["iter([1, 2])", "super().__iter__()", "3"])
        if kind == 20:
            return "def __call__(self, *a, **k): return ('called', a, sorted(k))"
        if kind == 21:
            return "def __repr__(self): return %s" % r.choice(["'<repr %d>'" % tag, "3", "'R' + str(len(super().__repr__()) > 3)"])
        if kind == 22:
            return "def __str__(self): return %s" % r.choice(["'str %d'" % tag, "None", "'S' + str(len(super().__str__()) > 3)"])
        if kind == 23:
            return "def __init__(self, *a, **k):\n        print('init of %s', len(a), sorted(k))\n        super().__init__(%s)" % (cls, r.choice(["*a, **k", "", "*a"]))
        if kind == 24:
            return "def __new__(cls, *a, **k):\n        print('new of %s', len(a))\n        return super().__new__(cls%s)" % (cls, r.choice([", *a, **k", "", ", *a"]))
        if kind == 25:
            return "def __init_subclass__(cls, **k):\n        print('subclass', cls.__name__, sorted(k))\n        super().__init_subclass__(%s)" % r.choice(["", "**k"])
        if kind == 26:
            return "def __class_getitem__(cls, k): return (cls.__name__, show(k))"
        if kind == 27:
            return "def __index__(self): return %s" % r.choice(["%d" % tag, "'x'"])
        if kind == 28:
            return "def __format__(self, s): return 'formatted ' + s"
        if kind == 29:
            return "def __int__(self): return %s" % r.choice(["%d" % tag, "1.5"])
        if kind == 30:
            return "def __float__(self): return %s" % r.choice(["%d.5" % tag, "'x'"])
        if kind == 31:
            return "def __enter__(self): return 'entered'\n    def __exit__(self, *a): print('exit', a[0] and a[0].__name__); return %s" % r.choice(["True", "False"])
        if kind == 32:
            return "def __missing__(self, k): return ('missing', show(k))"
        return "def __reversed__(self): return 'reversed %d'" % tag

    def make_class(self):
        r = self.r
        self.number += 1
        name = "C%d" % self.number
        bases = []
        for _ in range(r.choice([0, 1, 1, 1, 2, 2, 3])):
            pool = self.classes if self.classes and r.random() < 0.75 else BASES
            base = r.choice(pool)
            if base not in bases or r.random() < 0.05:
                bases.append(base)
        keywords = []
        if r.random() < 0.2:
            keywords.append("metaclass=" + r.choice(["Meta", "Meta", "Meta2", "Other", "type"]))
        if r.random() < 0.1:
            keywords.append("option=%d" % r.randrange(9))
        body = []
        if r.random() < 0.2:
            body.append("__slots__ = %s" % r.choice(["()", "('alpha',)", "('beta', 'gamma')", "'delta'", "('__dict__',)", "('alpha', '__weakref__')", "['x', '__y']", "('1x',)", "{'epsilon': 'doc'}"]))
        for _ in range(r.randrange(7)):
            body.append(self.method(name))
        if r.random() < 0.2:
            body.append("'''doc of %s'''" % name)
        lines = "\n    ".join(body) or "pass"
        self.emit("try:\n  class %s(%s):\n    %s\nexcept Exception as e:\n  print('no class %s', type(e).__name__, e)\n  class %s: pass"
                  % (name, ", ".join(bases + keywords), lines.replace("\n", "\n"), name, name))
        self.classes.append(name)
        self.emit("attempt('mro', lambda: %s.__mro__)" % name)

    def value(self):
        return self.r.choice(["1", "'a'", "[1]", "None", "2.5", "{}", "(1, 2)", "'1'", "b'x'"])

    def question(self):
        r = self.r
        cls = r.choice(self.classes)
        var = "o_" + cls
        n = r.choice(NAMES + ["zz", "delta", "__doc__", "__dict__", "__class__", "__module__", "__slots__", "__name__", "__len__", "__eq__"])
        n = "_%s__private" % cls if n == "__private" else n
        o = r.choice([var, var, var, cls])
        other = r.choice(["o_" + r.choice(self.classes), self.value(), self.value()])
        q = r.randrange(30)
        if q <= 5:
            if n in ("__dict__",):
                return "lambda: sorted(getattr(%s, '%s'))[:20] if isinstance(%s, type) is False else 0" % (o, n, o)
            return "lambda: getattr(%s, '%s')" % (o, n)
        if q <= 8:
            n = r.choice(NAMES[:4] + ["zz", "delta", "__class__", "__doc__"])
            return "lambda: setattr(%s, '%s', %s)" % (o, n, self.value())
        if q <= 10:
            n = r.choice(NAMES[:4] + ["zz", "delta"])
            return "lambda: delattr(%s, '%s')" % (o, n)
        if q <= 13:
            op = r.choice(["+", "-", "*", "%", "//", "/", "&", "|", "^", "<<", ">>", "@", "**"])
            return "lambda: %s %s %s" % ((var, op, other) if r.random() < 0.6 else (other, op, var))
        if q == 14:
            return "lambda: %s %s %s" % (var, r.choice(["<", "<=", "==", "!=", ">", ">="]), other)
        if q == 15:
            return "lambda: %s%s" % (r.choice(["-", "+", "~"]), var)
        if q == 16:
            return "lambda: %s(%s)" % (r.choice(["len", "bool", "abs", "int", "float", "list", "tuple", "callable", "iter", "reversed"]), var)
        if q == 17:
            return "lambda: type(hash(%s))" % var
        if q == 18:
            return "lambda: %s[%s]" % (o, r.choice(["0", "'k'", "1:2"]))
        if q == 19:
            return "lambda: %s in %s" % (self.value(), o)
        if q == 20:
            return "lambda: %s(%s)" % (var, r.choice(["", "1", "a=2"]))
        if q == 21:
            return "lambda: isinstance(%s, %s)" % (var, r.choice(self.classes + BASES))
        if q == 22:
            return "lambda: issubclass(%s, %s)" % (cls, r.choice(self.classes + BASES))
        if q == 23:
            return "lambda: format(%s, '%s')" % (var, r.choice(["", "5"])) if r.random() < 0.5 else "lambda: len(str(%s)) > 0" % var
        if q == 24:
            return "lambda: super(%s, %s).%s" % (cls, var, r.choice(["alpha", "beta", "__len__", "__init__"]))
        if q == 25:
            return "lambda: %s.%s(%s)" % (r.choice([cls, var]), r.choice(NAMES[:4]), r.choice(["", "1", var]))
        if q == 26:
            return "lambda: [n for n in dir(%s) if not n.startswith('_') and n != 'from_number'][:30]" % o
        if q == 27:
            return "lambda: (issubclass(%s, tuple) or %s.__basicsize__, %s.__itemsize__, bool(%s.__dictoffset__), bool(%s.__weakrefoffset__))" % (cls, cls, cls, cls, cls)
        if q == 28:
            method = r.choice(["object.__repr__", "object.__eq__", "object.__hash__", "list.__len__", "dict.__getitem__", "int.__add__", "str.__len__",
                               "type.__call__", "object.__setattr__", "object.__getattribute__"])
            return "lambda: type(%s(%s%s))" % (method, var, r.choice(["", ", 1", ", 'zz'", ", 'zz', 1"]))
        return "lambda: setattr(%s, '__class__', %s)" % (var, r.choice(self.classes))

    def change(self):
        """A special method or an attribute of a class, set or deleted later."""
        r = self.r
        cls = r.choice(self.classes)
        name = r.choice(["__len__", "__getattr__", "__call__", "__eq__", "__hash__", "__add__", "__iter__", "__str__", "__repr__", "__setattr__", "alpha",
                         "__contains__", "__bool__", "__init__", "__new__", "__get__", "__neg__", "__lt__"])
        if r.random() < 0.35:
            return "lambda: delattr(%s, '%s')" % (cls, name)
        value = r.choice(["lambda *a: 7", "lambda *a: 'changed'", "None", "lambda self, *a: show(a)", "property(lambda s: lambda *a: 9)", "staticmethod(lambda *a: len(a))",
                          "classmethod(lambda c, *a: c.__name__)", "object.__%s__" % r.choice(["repr", "eq", "hash", "str"])])
        return "lambda: setattr(%s, '%s', %s)" % (cls, name, value)

    def program(self):
        r = self.r
        for _ in range(r.randrange(3, 9)):
            self.make_class()
        for cls in self.classes:
            self.emit("o_%s = make(lambda: %s(%s))" % (cls, cls, r.choice(["", "", "1", "'12'", "[1, 2]", "a=1"])))
        for i in range(r.randrange(20, 60)):
            text = self.question() if r.random() < 0.85 else self.change()
            self.emit("attempt(%d, %s)" % (i, text))
        return "\n".join(self.out) + "\n"


if __name__ == "__main__":
    print(Generator(int(sys.argv[1])).program(), end="")
