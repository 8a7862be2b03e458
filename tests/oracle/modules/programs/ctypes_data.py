from ctypes import *
import ctypes


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for t in (c_bool, c_char, c_wchar, c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_longlong, c_ulonglong,
          c_float, c_double, c_void_p, c_char_p, c_wchar_p, c_size_t, c_ssize_t, c_int8, c_uint8, c_int16, c_uint16, c_int32, c_uint32,
          c_int64, c_uint64, py_object):
    print(t.__name__, t._type_, sizeof(t), alignment(t))
print(c_int(5), c_int(), c_ubyte(300), c_byte(200), c_short(-1), c_ushort(-1), c_long(-2**63), c_ulong(-1), c_ssize_t(3))
print(c_float(1.5), c_double(0.1), c_float(0.1), c_bool(2), c_char(b"x"), c_char(65), c_wchar("é"), c_void_p(), c_void_p(17), c_char_p(), c_char_p(b"hi").value)
print(c_int(2**31).value, c_int(7).value, bool(c_int(0)), bool(c_int(1)))
i = c_int(3)
i.value = 9
print(i, i.value)
attempt(lambda: c_int("x"))
attempt(lambda: c_int(1.5))
attempt(lambda: c_char("x"))
attempt(lambda: c_double("x"))
attempt(lambda: c_int.from_address("x"))
attempt(lambda: sizeof(3))
attempt(lambda: sizeof(Structure))

a = (c_int * 4)(1, 2, 3)
print(type(a).__name__, len(a), list(a), a[0], a[-1], a[1:3], sizeof(a), alignment(a))
a[1] = 77
a[2:4] = [8, 9]
print(list(a))
attempt(lambda: a[4])
attempt(lambda: (c_int * 2)(1, 2, 3))
attempt(lambda: c_int * -1)
attempt(lambda: a["x"])
print((c_int * 3) is (c_int * 3), 3 * c_int is c_int * 3)
print(bytes((c_ubyte * 3)(1, 2, 255)), bytearray((c_ubyte * 3)(1, 2, 255)))
s = create_string_buffer(b"hello")
print(sizeof(s), s.value, s.raw, s[1], s[1:3])
s.value = b"hi"
print(s.value, s.raw)
s = create_string_buffer(5)
print(s.raw, len(s))
attempt(lambda: create_string_buffer("x"))


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]


class Mixed(Structure):
    _fields_ = [("a", c_byte), ("b", c_double), ("c", c_short), ("p", Point), ("items", c_ubyte * 3)]


class Packed(Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("a", c_byte), ("b", c_double), ("c", c_short)]


class Either(Union):
    _fields_ = [("i", c_int), ("b", c_ubyte * 4), ("d", c_double)]


class Bits(Structure):
    _fields_ = [("a", c_uint, 3), ("b", c_uint, 5), ("c", c_uint, 30), ("d", c_int, 2)]


class Child(Point):
    _fields_ = [("z", c_int)]


for t in (Point, Mixed, Packed, Either, Bits, Child):
    print(t.__name__, sizeof(t), alignment(t))
p = Point(1, 2)
print(p.x, p.y, Point(y=5).y, Point(3).x)
p.x = -7
print(p.x, bytes(p))
m = Mixed(1, 2.5, 3, Point(4, 5), (6, 7, 8))
print(m.a, m.b, m.c, m.p.x, m.p.y, list(m.items))
m.p.x = 40
m.items[2] = 99
print(m.p.x, list(m.items), Mixed.b.offset, Mixed.b.size, Mixed.items.offset)
attempt(lambda: Point(1, 2, 3))
attempt(lambda: Point(1, x=3))
attempt(lambda: setattr(p, "x", "s"))
u = Either(d=1.0)
print(u.i, list(u.b), u.d)
b = Bits(5, 17, 12345, -1)
print(b.a, b.b, b.c, b.d, bytes(b))
c = Child(1, 2, 3)
print(c.x, c.y, c.z, isinstance(c, Point), Child.z.offset)


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]
n2 = Node(2)
n1 = Node(1, pointer(n2))
print(sizeof(Node), n1.next.contents.value, bool(n1.next), bool(n2.next))
attempt(lambda: n2.next.contents)
n1.next.contents.value = 20
print(n2.value)

q = pointer(i)
print(type(q).__name__, q.contents, q[0], bool(q))
q[0] = 31
print(i)
q.contents.value = 32
print(i, POINTER(c_int) is POINTER(c_int), bool(POINTER(c_int)()))
attempt(lambda: POINTER(c_int)().contents)
ints = cast(a, POINTER(c_int))
print(ints[0], ints[1], ints[:4])
ints[0] = 1000
print(list(a))
v = cast(a, c_void_p)
print(v.value == addressof(a))
print(cast(c_char_p(b"text"), c_void_p).value is not None, cast(v, POINTER(c_int))[1])
print(string_at(b"abc\0def"), string_at(s, 3), string_at(create_string_buffer(b"xyz")))
buffer = bytearray(b"\1\0\0\0\2\0\0\0")
shared = Point.from_buffer(buffer)
shared.y = 258
print(shared.x, buffer)
copied = Point.from_buffer_copy(buffer)
copied.x = 50
print(copied.x, shared.x, copied.y)
attempt(lambda: Point.from_buffer_copy(b"abc"))
attempt(lambda: Point.from_buffer(b"abc"))
memset(addressof(a) and a, 1, 8)
print(list(a))
memmove(a, b"\2\0\0\0", 4)
print(a[0])
o = py_object([1, 2])
print(o, o.value)
attempt(lambda: py_object().value)
print(py_object())
print(CDLL.__name__, ctypes.RTLD_GLOBAL)
