# What cannot be imported, and stars from whatever lies in sys.modules.
import sys
import types


def attempt(source, namespace=None):
    try:
        exec(source, {} if namespace is None else namespace)
        print("fine")
    except Exception as e:
        print(type(e).__name__, ascii(str(e)), getattr(e, "name", None))


for name in ("a" * 150, "b" * 300, "x.y", "json.nope", "\xe9" * 120, "\xe9" * 210):
    attempt("import " + name)
sys.modules["stopped"] = None
attempt("import stopped")
attempt("from stopped import a")
attempt("__import__('')")
attempt("from . import z")

sys.modules["number"] = 5
attempt("from number import *")
attempt("from number import nope")


class Namespace:
    __all__ = ("a", "b")
    a = 3

    def __getattr__(self, name):
        raise AttributeError(name)


sys.modules["namespace"] = Namespace()
attempt("from namespace import *")
Namespace.__all__ = ["a", 1]
attempt("from namespace import *")
Namespace.__name__ = "named"
sys.modules["namespace"].__name__ = 7
attempt("from namespace import *")
del Namespace.__all__
bound = {}
attempt("from namespace import *", bound)

module = types.ModuleType("module")
sys.modules["module"] = module
module.__all__ = ["q"]
attempt("from module import *")
module.__all__ = [1]
attempt("from module import *")
module.__all__ = 7
attempt("from module import *")


class Letters:
    def __getitem__(self, i):
        return "pqr"[i]


module.p, module.q, module.r, module._s = 1, 2, 3, 4
module.__all__ = Letters()
bound = {}
attempt("from module import *", bound)
print(sorted(bound)[1:])
del module.__all__
bound = {}
attempt("from module import *", bound)
print(sorted(bound)[1:])
module.__getattr__ = lambda name: ["_s"] if name == "__all__" else 0
bound = {}
attempt("from module import *", bound)
print(sorted(bound)[1:])
del module.__getattr__
module.__dict__[3] = 4
attempt("from module import *")
