# What says a number may change what is being reduced, told in hexadecimal or gone through.
import array

b = bytearray(100000)


class Clears:
    def __init__(self, what, answer):
        self.what, self.answer = what, answer

    def __index__(self):
        self.what.clear()
        return self.answer


print(bytearray(b"ab").__reduce_ex__(2), bytearray(b"ab").__reduce_ex__(3), bytearray().__reduce_ex__(3))
print(b.__reduce_ex__(Clears(b, 3)))
b = bytearray(100000)
print(b.__reduce_ex__(Clears(b, 2)))


class Releases:
    def __index__(self):
        m.release()
        return 2


m = memoryview(b"abcdef")
try:
    print(m.hex(":", Releases()))
except ValueError as e:
    print(e)
print(memoryview(b"abcdef")[::2].hex("-"))
items = [1, 2, 3]
items.append(Clears(items, 1))
a = array.array("i")
try:
    a.fromlist(items)
except RuntimeError as e:
    print(e)
print(a)


class State(array.array):
    def __getstate__(self):
        return 5


print(State("i", range(3)).__reduce_ex__(2)[2], State("i", range(3)).__reduce_ex__(3)[2], array.array("i").__reduce_ex__(3)[2])
for typecode, form, items in (("i", 10, b"\xff" * 7 + b"\x7f"), ("L", 13, b"\xff" * 8), ("d", 10, b"\1" * 8), ("u", 0, b"abc"), ("u", 18, b"\0\xd8"), ("b", 1, b"ab"),
                              ("q", 17, b"\0" * 8), ("i", 14, b"\0" * 4)):
    try:
        print(array._array_reconstructor(array.array, typecode, form, items))
    except (ValueError, TypeError) as e:
        print(typecode, form, e)
