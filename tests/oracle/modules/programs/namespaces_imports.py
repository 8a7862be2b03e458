"""What namespaces, names of classes and imports from a package have to be, and what is said otherwise."""


def t(f, *a):
    try:
        print("ok", f(*a))
    except Exception as e:
        print(type(e).__name__, str(e)[:90])


def outer():
    a = 1

    def inner():
        return a

    return inner


for cells in [outer().__closure__, None, (1,), [1], ()]:
    for code in [outer().__code__, "1", compile("1", "", "exec")]:
        t(lambda: exec(code, {}, closure=cells))


class Documented:
    def method(self):
        "of the function"


print(Documented().method.__doc__)
Documented.method.__doc__ = "another"
print(Documented().method.__doc__)


def hooked(name, globals, locals, fromlist, level):
    print(name, fromlist, level)
    return name


exec("import spam; from ham import upper; print(spam, upper())", {"__builtins__": {"__import__": hooked, "print": print}})


class Meta(type):
    @classmethod
    def __prepare__(cls, *args):
        return None


t(lambda: Meta("M", (), {}))
t(lambda: exec("class M(metaclass=Meta): pass"))
try:
    raise IndexError
except IndexError as e:
    print(dir(e.__traceback__))
import types,sys,warnings
class M2(type(sys)):
    __dict__ = property(lambda s: 'x')
t(dir, M2('x'))
class M3(type(sys)):
    __dict__ = property(lambda s: {'x':1})
t(dir, M3('x'))
t(lambda: type('x\udcdcy',(),{}))
t(lambda: type('C',(),{'__doc__':'x\udcdcy'}))
import collections
t(lambda: type('C',(),collections.OrderedDict(b=1,a=2)).__dict__.keys())
class MyD(dict):pass
t(lambda: list(type('C',(),MyD(b=1,a=2)).__dict__))
t(lambda: type('C',(),[]))
t(lambda: type('C',[],{}))
t(lambda: type('C',collections.namedtuple('a','b')(int),{}))
class S(str): pass
t(lambda: type(S('C'),(),{}).__name__.__class__)
warnings.simplefilter('error')
t(lambda: __import__('', {'__package__': None, '__spec__': None, '__name__': '__main__'}, {}, ('foo',), 1))
t(lambda: __import__('', {'__package__': '', '__spec__': None, '__name__': '__main__'}, {}, ('foo',), 1))
t(lambda: __import__('', {'__package__': 3, '__spec__': None, '__name__': '__main__'}, {}, ('foo',), 1))
t(lambda: __import__('', {}, {}, ('foo',), 1))
t(lambda: __import__('', 3, {}, ('foo',), 1))
t(lambda: __import__('', {'__name__':'nopkg','__package__':'nopkg'}, {}, ('foo',), 1))
t(lambda: __import__('', {'__name__':'json.x'}, {}, ('foo',), 1))
t(lambda: __import__('',  level=1))
t(lambda: exec('from . import x'))
class D(dict):
    def __getitem__(s,k): return 'own '+k
t(lambda: eval('zork', D()))
t(lambda: eval('(lambda: zork)()', D()))
t(lambda: eval('zork', {'__builtins__':D()}))
t(lambda: eval('zork', {'__builtins__':3}))
t(lambda: eval('zork', {'__builtins__':{}}))
t(lambda: exec('class A:pass', {'__builtins__':{}}))
t(lambda: exec('class A:pass', {'__builtins__':3}))
t(lambda: exec('import x', {'__builtins__':{}}))
