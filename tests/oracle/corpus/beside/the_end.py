# In which order what is left at the end of a program goes, and what its finalizers still find.
import builtins
import json
import sys
import types
import weakref


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sorted(n for n in globals() if n in ("_one", "two", "keep")), "__main__" in sys.modules)


_one = Last("_one")
two = Last("two")
__three = Last("__three")
four = Last("four")
_five = Last("_five")
weakref.ref(two)
refs = [weakref.ref(sys.modules["__main__"], lambda r, p=print: p("the module is gone"))]
sys.kept_refs = refs
del refs
weakref.finalize(two, print, "finalize two", sys.getrefcount(sys.modules["__main__"]))
module = types.ModuleType("module")
module.held = Last("module.held")
module.itself = module
sys.modules["module"] = module
sys.modules["no module"] = Last("no module")
json.held = Last("json.held")
builtins.held = Last("builtins.held")
sys.held = Last("sys.held")
cycle = [Last("cycle")]
cycle.append(cycle)


class Out:
    def write(self, text):
        sys.__stdout__.write(text.upper())

    def flush(self):
        pass


sys.stdout = Out()
print("shown by the program's own")
print(sys.getrefcount(globals()))
