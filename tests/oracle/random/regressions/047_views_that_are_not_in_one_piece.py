# What is asked of views in pieces, and of a None.
import struct


def told(function, *args):
    try:
        print(function(*args))
    except Exception as problem:
        print(type(problem).__name__, problem)


backwards = memoryview(b"xyz")[::-1]
b = bytearray(b"ab")
told(b.extend, backwards)
told(b.extend, memoryview(b"cd"))
print(b)
told(struct.iter_unpack, ">0i", backwards)
told(lambda: None.__reduce_ex__(4)[1:])
told(lambda: None.__reduce_ex__(2)[0].__name__)
