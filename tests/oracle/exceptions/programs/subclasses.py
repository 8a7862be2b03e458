"""Classes that extend exceptions."""
import sys


class A(Exception):
    pass


class B(A, ValueError):
    def __init__(self, x, y=2):
        super().__init__(x)
        self.y = y

    def __str__(self):
        return "B says %s" % self.y


class C(KeyError):
    pass


class D(OSError):
    def __init__(self, path):
        self.path = path


class E(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, 13, "denied")


class F(Exception):
    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls, *args)
        self.extra = kwargs
        return self

    def __init__(self, *args, **kwargs):
        pass


class G(Exception):
    __slots__ = ("a",)


class H(StopIteration):
    def __repr__(self):
        return "<H %r>" % (self.value,)


class I(SyntaxError):
    pass


class J(UnicodeDecodeError):
    pass


class K(FileNotFoundError):
    pass


class L(BaseException):
    args = (7,)


def tell(f):
    try:
        e = f()
    except Exception as error:
        print("raised", repr(error))
        return
    print(type(e).__name__, [str(e)], repr(e), e.args, sorted(e.__dict__.items(), key=str))


for f in (lambda: A(), lambda: A(1), lambda: A(x=1), lambda: B(5), lambda: B(5, y=6), lambda: B(), lambda: C("k"), lambda: C("k", 1), lambda: D("p"), lambda: D(path="q"), lambda: E(1, 2, 3), lambda: F(1, 2, z=3), lambda: G(1),
          lambda: H(4), lambda: I("m", ("f.py", 9, 1, "t")), lambda: J("u", b"x", 0, 1, "r"), lambda: K(1, "m"), lambda: OSError(2, "n", "f"), lambda: L(1)):
    tell(f)
g = G(1)
g.a = 5
g.b = 6
print(g.a, g.__dict__)
print(D("p").errno, D("p").filename, E().errno, E().args)
for bases in ((OSError, SyntaxError), (ValueError, KeyError), (OSError, ValueError), (ValueError, OSError), (StopIteration, SystemExit), (Exception, dict), (KeyError, AttributeError, NameError), (UnicodeDecodeError, UnicodeEncodeError),
              (Exception, BaseException), (BaseException, Exception), (ImportError, ModuleNotFoundError), (ModuleNotFoundError, ImportError), (Warning, UserWarning)):
    try:
        t = type("T", bases, {})
        print([b.__name__ for b in t.__mro__], t.__basicsize__ > 60)
    except TypeError as e:
        print(bases[0].__name__, bases[1].__name__, str(e).replace("\n", " "))
print(issubclass(B, (A, KeyError)), isinstance(B(1), ValueError), isinstance(K(1, "m"), OSError), A.__base__, B.__bases__)
e = A(1)
try:
    e.__class__ = ValueError
except TypeError as error:
    print(error)
e.__class__ = type("A2", (Exception,), {})
print(type(e).__name__, e.args)
print(hash(e) == hash(e), e == e, e != A(1), A(1) == A(1), bool(e))
print(Exception.__init__(e, 5, 6), e.args)
try:
    Exception.__init__(e, a=1)
except TypeError as error:
    print(error)
print(repr(BaseException.__new__(ValueError, 1, 2)), repr(ValueError.__new__(ValueError)), repr(StopIteration.__new__(StopIteration, 3).value))
try:
    print(ValueError.__new__(int))
except TypeError as error:
    print(error)
print(str(UnicodeDecodeError.__new__(UnicodeDecodeError)) == "", SyntaxError.__new__(SyntaxError, "m").msg)
x = KeyError("a")
x.__init__("b", "c")
print(x.args, [str(x)])
x = OSError(2, "a")
x.__init__(13, "b")
print(x.args, [str(x)], type(x).__name__)
x = StopIteration(1)
x.__init__()
print(x.value, x.args)
x = SystemExit(1)
x.__init__()
print(x.code, x.args)
x = ImportError("m", name="n")
x.__init__("k")
print(x.msg, x.name)
x = ImportError("m", name="n")
x.__init__("k", "l")
print(x.msg, x.name, x.args)


# what the builtin classes have from the start
import builtins  # noqa: E402

LIBRARY = {"InterpreterError", "NotShareableError", "UnsupportedOperation", "itimer_error", "CodecRegistryError", "ZipImportError", "_DeadlockError"}
for name, value in sorted(vars(builtins).items()):
    if isinstance(value, type) and (issubclass(value, BaseException) or value in (int, str, float, set)) and name == value.__name__:
        print(name, [c.__name__ for c in value.__subclasses__() if c.__module__ == "builtins" and c.__name__ not in LIBRARY])
print(int in object.__subclasses__(), BaseException in object.__subclasses__(), bool in object.__subclasses__(), type in object.__subclasses__())


class Own(OSError, TypeError):
    pass


print(OSError.__subclasses__()[-1], TypeError.__subclasses__())
del Own

for base in (BaseException, Exception, ValueError, BaseExceptionGroup, OSError, KeyError):
    for wanted in (ExceptionGroup, BaseExceptionGroup, OSError, KeyError, UnicodeDecodeError, StopIteration):
        try:
            print(base.__name__, wanted.__name__, type(base.__new__(wanted, "a", [KeyError()])))
        except TypeError as e:
            print(base.__name__, wanted.__name__, e)
