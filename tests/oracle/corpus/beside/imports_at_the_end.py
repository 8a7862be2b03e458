# What runs while the modules end imports nothing any more, but for what is relative to nothing.
import atexit
import builtins
import sys


class Last:
    def __init__(self, name):
        self.name = name

    def __del__(self, sys=sys):
        for text in "import bisect", "import sys", "from itertools import chain", "import json.decoder", "from . import other", "import nothing":
            try:
                exec(text, {"__builtins__": __builtins__})
                print(self.name, text)
            except ImportError as e:
                print(self.name, text, type(e).__name__, e, e.name)
            except KeyError as e:
                print(self.name, text, "KeyError", e)
        try:
            print(self.name, __import__("math").floor(1.5))
        except ImportError as e:
            print(self.name, e)
        print(sys.meta_path is None, sys.path is None)


atexit.register(Last, "at exit")
atexit.register(print, "functions run", sys.path is None, sys.meta_path is None)
last = Last("global")
ring = Last("in a ring")
ring.me = ring


def keeps(last=Last("default")):
    yield Last("generator's")


running = keeps()
next(running)
