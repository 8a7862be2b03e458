# Deques that their class copies, what shows itself once, signatures, names of aliases, exceptions that are thrown, functions of struct.
import struct
from collections import defaultdict, deque


class Own(deque):
    pass


class Named:
    "Named(a, b=1)\n--\n\nText."


d = Own([1, 2], 3)
print(d + d, d * 2, d.copy(), deque([1]).copy(), deque([1, 2]) + d)
shown = defaultdict(None)
shown.default_factory = shown
print(shown, len.__text_signature__, str.split.__text_signature__, int.__add__.__text_signature__, Named.__text_signature__, int.__text_signature__)
print((5).__add__.__text_signature__, str.maketrans.__qualname__, len(dir(list[int])) > 20)


def waits():
    try:
        yield
    except ValueError as e:
        print(e)
    yield


class Wrong(Exception):
    def __new__(cls, *args):
        return 5


g = waits()
next(g)
g.throw(ValueError("thrown"))
g = waits()
try:
    g.throw(Wrong)
except TypeError as e:
    print(e)
print([1, 2, [3]] == [1, 2, [3]], [1, 2] < [1, 3], int(memoryview(b"12")), complex("\u2003( 1+2j\u2003)"))
print(struct.pack("<ih", 1, 2), struct.unpack_from("<h", buffer=b"\1\0\2\0", offset=2), struct.calcsize("q"))
