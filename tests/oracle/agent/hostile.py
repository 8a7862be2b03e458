"""A program whose objects tell whoever runs any of their code: it prints, sleeps and raises. Arguments: where the agent lies, the address
of heapd, the session. The agent looks at all of it, and nothing is told."""
import collections
import json
import sys
import threading
import time

sys.path.insert(0, sys.argv[1])
import heapd_agent  # noqa: E402

armed = False
told = []
program = threading.get_ident()


def tell(name):
    if armed and threading.get_ident() != program:
        told.append(name)
        sys.stderr.write("the agent has run %s\n" % name)
        time.sleep(5)
        raise SystemExit(name)


NAMES = """__repr__ __str__ __bytes__ __format__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__ __hash__ __bool__ __len__ __length_hint__ __getitem__
__missing__ __iter__ __reversed__ __contains__ __call__ __sizeof__ __dir__ __index__ __int__ __float__ __complex__ __enter__ __exit__ __reduce__
__reduce_ex__ __getstate__ __copy__ __deepcopy__ __add__ __radd__ __iadd__ __and__ __or__ __invert__ __neg__ __round__ __get__ __set__ __delete__
__instancecheck__ __subclasscheck__ __getattribute__ __getattr__ __setattr__ __delattr__ __subclasses__ mro""".split()
default = {"__getattribute__": object.__getattribute__, "__hash__": object.__hash__, "__setattr__": object.__setattr__,
           "__eq__": lambda one, other: one is other}
of_class = {"__getattribute__": type.__getattribute__, "__hash__": type.__hash__, "__setattr__": type.__setattr__, "mro": type.mro,
            "__call__": type.__call__, "__eq__": lambda one, other: one is other, "__instancecheck__": type.__instancecheck__,
            "__subclasscheck__": type.__subclasscheck__}


def touchy(name, otherwise=None):
    def method(self, *arguments, **named):
        tell(name)
        if otherwise is None:
            raise AttributeError(name)
        return otherwise(self, *arguments, **named)
    return method


def namespace(defaults):
    members = {name: touchy(name, defaults.get(name)) for name in NAMES}
    members["__class__"] = property(touchy("__class__", lambda self: int))
    members["__name__"] = members["__qualname__"] = members["lazy"] = property(touchy("a property", lambda self: "?"))
    return members


def without(members, *names):
    return {name: value for name, value in members.items() if name not in names}


Meta = type("Meta", (type,), without(namespace(of_class), "__qualname__", "__set__", "__delete__", "__get__", "__subclasses__", "__name__"))
Proxy = Meta("Proxy", (), without(namespace(default), "mro", "__qualname__", "__name__", "__subclasses__", "__get__", "__set__", "__delete__"))
Listy = Meta("Listy", (list,), without(namespace(default), "mro", "__qualname__", "__name__", "__subclasses__", "__class__", "__iadd__"))
Dicty = Meta("Dicty", (dict,), without(namespace(default), "mro", "__qualname__", "__name__", "__subclasses__", "__setitem__"))
Texty = type("Texty", (str,), {name: touchy(name, getattr(str, name, None)) for name in
                               ("__getitem__", "__len__", "__iter__", "__eq__", "__hash__", "__add__", "__str__", "__repr__", "encode", "__format__", "__mod__")})


class Descriptor:
    def __get__(self, one, owner=None):
        tell("a descriptor")
        return 1

    def __set__(self, one, value):
        tell("a descriptor's __set__")


class Lazy:
    """Loads what is asked for."""
    loaded = Descriptor()

    def __init__(self):
        self.kept = [bytes(3000)]

    def touch(self):
        return self.missing, self.loaded, self.kept

    def __getattr__(self, name):
        tell("__getattr__")
        raise AttributeError(name)


class Slotted:
    __slots__ = ("left", "__weakref__")

    def __getattribute__(self, name):
        tell("__getattribute__")
        return object.__getattribute__(self, name)


class Namespace(dict):
    def __getitem__(self, name):
        tell("a class's namespace")
        return dict.__getitem__(self, name)

    def items(self):
        tell("items() of a class's namespace")
        return dict.items(self)


class Preparing(type):
    @classmethod
    def __prepare__(cls, name, bases):
        return Namespace()


proxies = [Proxy() for _ in range(50)]
lists, dicts = [Listy() for _ in range(5)], [Dicty() for _ in range(5)]
keys = {proxy: [proxy] for proxy in proxies}
texts = {Texty("text%d" % i): i for i in range(5)}
list.append(lists[3], bytearray(60000))
dict.__setitem__(dicts[3], "in a dict", bytearray(70000))
Point = collections.namedtuple("Point", "x y")
point, counted = Point(1, bytearray(80000)), collections.defaultdict(list, {"counted": bytearray(90000)})
lazy, slotted = Lazy(), Slotted()
object.__setattr__(slotted, "left", bytearray(50000))
named = type(Texty("Named"), (), {})
function = lambda: proxies  # noqa: E731
function.__name__ = Texty("function")
function.__qualname__ = Texty("function")
sys.modules[Texty("hostile_module")] = proxies[0]

agent = heapd_agent.start(url=sys.argv[2], session=sys.argv[3], every=0, nframe=1, at_exit=False, values=True)


class While(metaclass=Preparing):
    """Its body runs while the agent looks."""
    armed = globals().__setitem__("armed", True)
    agent.graph("hostile")
    sent = agent.flush(100)
    disarmed = globals().__setitem__("armed", False)


cost = agent.cost()
heapd_agent.stop()
del sys.modules["hostile_module"]
if told or cost["sent"] != 1 or cost["failures"]:
    sys.exit("%s %s" % (told, cost))
print(json.dumps({"kept": id(lazy.__dict__["kept"]), "left": id(object.__getattribute__(slotted, "left")), "proxies": id(proxies), "proxy": id(proxies[7]),
                  "index": id(list.__getitem__(lists[3], 0)), "value": id(dict.__getitem__(dicts[3], "in a dict")), "field": id(point[1]),
                  "default": id(counted["counted"])}))
