# What an object has in its slots is asked for by name when it is taken apart, so that __getattr__ and __getattribute__ answer.
import copy
class A:
    __slots__ = ("a", "b")
    def __getattr__(self, name):
        return (name, 5)
class B:
    __slots__ = ("a", "b", "__dict__")
    def __getattr__(self, name):
        print("asked", name)
        raise AttributeError(name)
class C:
    __slots__ = ("a", "b")
    def __getattr__(self, name):
        print("asked", name)
        if name == "a": return 1
        if name == "b": raise ValueError(name)
        raise AttributeError(name)
class D:
    __slots__ = ("a", "b")
    def __getattribute__(self, name):
        print("attribute", name)
        return super().__getattribute__(name)
class E:
    def __getattr__(self, name):
        print("asked", name)
        return {"x": 1}
class F(E):
    __slots__ = ()
class G(E):
    __slots__ = ("z",)
    @property
    def __dict__(self): print("dict"); return {"q": 5}
for K in A, B, C, D, E, F, G:
    print(K.__name__)
    for f in copy.copy, lambda o: o.__reduce_ex__(2), lambda o: o.__reduce_ex__(4), lambda o: o.__reduce__(), lambda o: o.__getstate__(), copy.deepcopy:
        try:
            r = f(K()); print(type(r).__name__, r[1:] if type(r) is tuple else r if type(r) is dict else sorted(r.__dict__) if hasattr(r, "__dict__") else "")
        except Exception as e: print(type(e).__name__, e)
for o in len, [].append, list.append, int.__add__, (1).__add__, dict.__dict__["fromkeys"], type.__dict__["__name__"], Ellipsis, NotImplemented, A.__getattr__:
    try: r = o.__reduce__(); print(r if type(r) is str else (r[0], r[1:]))
    except Exception as e: print(type(e).__name__, e)
