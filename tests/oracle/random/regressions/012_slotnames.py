# A class whose objects have been copied remembers the names of its slots.
import copy
class A:
    pass
class B:
    __slots__ = ("x", "__y", "__dict__")
class C(B):
    __slots__ = {"z": "about z"}
class D(C):
    __slots__ = "w"
class E(Exception):
    pass
class F:
    def __getstate__(self): return {}
for c in (A, C, D, E, F, int):
    o = c()
    copy.copy(o)
    copy.deepcopy(o)
    print(c.__name__, c.__dict__.get("__slotnames__"), B.__dict__.get("__slotnames__"))
