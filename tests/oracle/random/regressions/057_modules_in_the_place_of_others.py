# A function's module is the one that it was made for, whatever sys.modules says.
import math
import sys
import types

sqrt, length, own = math.sqrt, len, sys.modules["math"]
print(sqrt.__module__ is math.__name__, length.__module__)
for other in types.ModuleType("other"), types.ModuleType("builtins"), 5:
    sys.modules["math"] = other
    print(sqrt.__module__)
del sys.modules["math"]
print(sqrt.__module__)
sys.modules["math"] = own
own.__init__("renamed")
print(sqrt.__module__, own.__name__)
builtins = sys.modules["builtins"]
sys.modules["builtins"] = types.ModuleType("other")
print(length.__module__)
sys.modules["builtins"] = builtins
