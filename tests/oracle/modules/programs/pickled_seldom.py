"""Streams and weak sets are pickled seldom, and copied."""
import codecs
import copy
import io
import pickle
import re
import weakref
from array import array


class Text(io.StringIO):
    pass


class Thing:
    pass


thing = Thing()
for make in (lambda: io.StringIO("abc"), lambda: io.BytesIO(b"abc"), Text, lambda: weakref.WeakSet([thing]), lambda: weakref.WeakKeyDictionary()):
    for protocol in range(5):
        try:
            print(protocol, type(pickle.loads(pickle.dumps(make(), protocol))))
        except Exception as e:
            print(protocol, type(e).__name__, re.sub("0x[0-9a-f]+", "", str(e)))
print(len(copy.copy(weakref.WeakSet([thing]))), type(complex.real).__name__, type(complex.imag).__name__, complex.real.__get__(2 + 3j))
print(codecs.decode(array("b", b"abc")), codecs.decode(memoryview(b"abc"), "ascii"))


def nests(opening, closing, n):
    try:
        re.compile(opening * n + closing * n)
    except RecursionError:
        return False
    return True


for opening in ("(", "(?:", "(?=", "(?i:"):
    print(opening, [nests(opening, ")", n) for n in (100, 400, 495, 496, 600)])
