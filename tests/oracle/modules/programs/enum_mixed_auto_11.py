# auto() behind values that cannot be sorted warns in the line of the class, and a hook for what is unraisable may be None.
import enum
import sys


class C(enum.Enum):
    RED = 1
    GREEN = "g"
    BLUE = enum.auto()


class B:
    def __del__(self):
        1 / 0


print(list(C))
sys.unraisablehook = None
B()
