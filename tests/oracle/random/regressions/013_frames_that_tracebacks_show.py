# A warning that is raised shows no frames of the module; code of exec() shows no lines of the program that ran it; what recursion counts.
import sys, traceback, warnings

def show(function):
    try:
        function()
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        print(type(error).__name__, error, [f.name for f in frames], [f.line for f in frames if f.filename == "<string>"])

def outer():
    warnings.warn("older", DeprecationWarning, stacklevel=2)

warnings.simplefilter("error")
show(lambda: warnings.warn("new"))
show(outer)
show(lambda: warnings.warn_explicit("explicit", UserWarning, "a.py", 1))
show(lambda: exec("1/0"))
show(lambda: exec("def f():\n    1/0\nf()"))
show(lambda: eval("1/0"))

def depth(function):
    global n
    n = 0
    try:
        function()
    except RecursionError as error:
        print(n, error)

below, frame = 0, sys._getframe()
while frame: below, frame = below + 1, frame.f_back
sys.setrecursionlimit(199 + below) # whatever runs this
class Missing:
    def __getattr__(self, name):
        global n
        n += 1
        return self.other
depth(lambda: Missing().a)
class Shown:
    def __repr__(self):
        global n
        n += 1
        return repr(self)
depth(lambda: repr(Shown()))
class Added:
    def __add__(self, other):
        global n
        n += 1
        return self + other
depth(lambda: Added() + 1)
class Made:
    def __init__(self):
        global n
        n += 1
        Made()
depth(lambda: Made())
class Called:
    def __call__(self):
        global n
        n += 1
        self()
depth(lambda: Called()())
class Hashed:
    def __hash__(self):
        global n
        n += 1
        return hash(self)
depth(lambda: hash(Hashed()))
