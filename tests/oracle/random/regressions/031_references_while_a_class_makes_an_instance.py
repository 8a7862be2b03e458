# The class and its __init__ are held by whoever calls them, and by nobody else.
import sys


class Made:
    def __init__(self, what=None, other=2):
        print(sys.getrefcount(self), sys.getrefcount(Made), sys.getrefcount(Made.__init__), sys.getrefcount(what))


thing = object()
Made(thing)
Made(thing, thing)


def make():
    for _ in range(4):
        Made(thing)


make()


class Extended(Made):
    def __init__(self):
        Made.__init__(self, thing)
        print(sys.getrefcount(Extended), sys.getrefcount(Extended.__init__))


Extended()


class Failing:
    def __init__(self, answer):
        if answer is None:
            raise ValueError(sys.getrefcount(Failing))
        return answer


for answer in None, 1:
    try:
        Failing(answer)
    except Exception as error:
        print(type(error).__name__, error)
print(sys.getrefcount(Failing))
