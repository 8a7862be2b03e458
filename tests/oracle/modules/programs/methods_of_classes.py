import gc
import sys


class A:
    def __new__(cls):
        return object.__new__(cls)

    def __init_subclass__(cls):
        pass

    def __class_getitem__(cls, item):
        return cls

    @staticmethod
    def s(x):
        "one"

    @classmethod
    def c(cls):
        "two"


# What a class makes of its __new__ describes nothing; what a decorator makes takes over what describes the function.
for name in ("__new__", "__init_subclass__", "__class_getitem__", "s", "c"):
    method = A.__dict__[name]
    print(name, type(method).__name__, [type(x).__name__ for x in gc.get_referents(method)], sys.getsizeof(method))
    print(name, hasattr(method, "__name__"), hasattr(method, "__wrapped__"), "__qualname__" in method.__dict__)


def make():
    class B:
        def __new__(cls):
            return object.__new__(cls)


make()
gc.collect()
make()
print(gc.collect())
