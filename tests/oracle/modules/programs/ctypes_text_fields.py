"""Fields of structures that are arrays of characters: what is read is their text."""
from ctypes import *


class S(Structure):
    _fields_ = [("n", c_long), ("t", c_char * 6), ("w", c_wchar * 3)]


class BytesObject(Structure):
    _fields_ = [("ob_refcnt", c_ssize_t), ("ob_type", c_void_p), ("ob_size", c_ssize_t), ("ob_shash", c_ssize_t), ("ob_sval", c_char * 6)]


class U(Union):
    _fields_ = [("t", c_char * 4), ("i", c_int)]


def show(name, value):
    try:
        setattr(s, name, value)
        print(s.t, repr(s.w), bytes(s))
    except Exception as problem:
        print(type(problem).__name__, problem)


s = S(1, b"ab", "c")
print(s.t, repr(s.w), s.n, bytes(s))
for value in (b"hello", b"sixsix", b"sevense", "str", 5, b"", b"a\0b", (c_char * 6)(), None):
    show("t", value)
for value in ("ab", "abc", "abcd", b"x", ""):
    show("w", value)
b = b"hello"
o = BytesObject.from_address(id(b))
print(o.ob_sval, o.ob_size, BytesObject.ob_sval)
u = U()
u.i = 0x00434241
print(u.t)
