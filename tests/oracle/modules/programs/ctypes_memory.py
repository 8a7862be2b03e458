import ctypes
import sys

a = []
address = id(a)
count = lambda: ctypes.c_ssize_t.from_address(address).value & 0xFFFFFFFF
print(count())
b = a
print(count())
c = [a, a]
print(count())
del b, c
print(count())
print(ctypes.c_void_p.from_address(id(a) + 8).value == id(list))
text = "hello"
print(ctypes.string_at(id(text) + sys.getsizeof(text) - 6, 5))
print(ctypes.string_at(id(text) + sys.getsizeof(text) - 6))
data = b"some bytes"
print(ctypes.string_at(id(data) + 32), (ctypes.c_char * 4).from_address(id(data) + 32).value, (ctypes.c_ubyte * 4).from_address(id(data) + 32)[:])
print(ctypes.c_double.from_address(id(1.25) + 16).value)


class ListObject(ctypes.Structure):
    _fields_ = [("ob_refcnt", ctypes.c_ssize_t), ("ob_type", ctypes.py_object), ("ob_size", ctypes.c_ssize_t),
                ("ob_item", ctypes.POINTER(ctypes.py_object)), ("allocated", ctypes.c_ssize_t)]


items = [10, "x", None]
items.append(4.5)
o = ListObject.from_address(id(items))
print(o.ob_type, o.ob_size, o.allocated, [o.ob_item[i] for i in range(o.ob_size)], ctypes.sizeof(ListObject))
print(ctypes.cast(id(items), ctypes.py_object).value is items)
print(ctypes.py_object.from_address(id(items) + 8).value)


class Bits(ctypes.Structure):
    _fields_ = [("interned", ctypes.c_uint, 2)]


class Thing:
    pass


t = Thing()
print(ctypes.cast(id(t), ctypes.py_object).value is t)
print(ctypes.c_ssize_t.from_address(id((1, 2, 3)) + 16).value)


def peek(n):
    return ctypes.c_ssize_t.from_address(n).value & 0xFFFFFFFF


x = {"k": 1}
y = x
print(peek(id(x)), sys.getrefcount(x) - 1 == peek(id(x)))
