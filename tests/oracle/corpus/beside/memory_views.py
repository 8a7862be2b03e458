"""memoryview: sizes, references, indexes, slices, formats, shapes, release, and what may not be resized meanwhile."""
import array
import gc
import sys
import weakref


def t(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def put(m, k, v):
    m[k] = v
    return bytes(m.obj)


def delete(m, k):
    del m[k]


b = bytearray(range(12))
m = memoryview(b)
print(sys.getsizeof(m), sys.getsizeof(m[1:]), sys.getsizeof(m.cast("B", (2, 6))), sys.getsizeof(m.cast("B", [2, 3, 2])))
print(gc.is_tracked(m), [type(o).__name__ for o in gc.get_referents(m)], gc.get_referents(gc.get_referents(m)[0]))
print(sys.getrefcount(b), sys.getrefcount(gc.get_referents(m)[0]), type(m).__basicsize__, type(m).__itemsize__)
for k in (0, -1, 11, 12, -12, -13, slice(None), slice(2, 5), slice(None, None, -1), slice(1, 100, 3), (0,), (), (0, 0), ..., "a", 1.5, None, True,
          (slice(1), slice(2)), slice(5, 2)):
    t(lambda: m[k] if not isinstance(m[k], memoryview) else (m[k].tolist(), m[k].shape, m[k].strides, m[k].contiguous))
for k, v in ((0, 1), (0, 256), (0, -1), (0, "a"), (0, 1.5), (slice(0, 2), b"ab"), (slice(0, 2), b"abc"), (slice(0, 4, 2), b"xy"), (slice(0, 2), 5),
             (slice(0, 2), [1, 2]), ((1,), 7), ((), 7), (..., 7), ("a", 7), (12, 7), (slice(0, 3), m[1:4]), (slice(0, 2), array.array("b", [1, 2])),
             (slice(0, 2), array.array("B", [1, 2])), (slice(None, None, -1), m)):
    t(lambda: put(m, k, v))
t(lambda: delete(m, 0))
t(lambda: put(memoryview(b"abc"), 0, 1))
t(lambda: delete(memoryview(b"abc"), 0))
for f in "cbB?hHiIlLqQnNfdPxs":
    t(lambda: (memoryview(bytes(range(250, 256)) + bytes(10)).cast(f).tolist(), memoryview(bytes(16)).cast(f).itemsize, memoryview(bytes(16)).cast("@" + f).format))
for f in ("", "BB", "@", "<B", "é", 5):
    t(lambda: m.cast(f))
t(lambda: m.cast("i").cast("h"))
t(lambda: m.cast("i").cast("B").shape)
t(lambda: memoryview(bytes(7)).cast("i"))
t(lambda: m[::2].cast("B"))
for s in ([2, 6], (3, 4), [2, 3, 2], [12], [], [0], [-1], ["a"], 5, [5, 5], [2**70], [1] * 64, [1] * 65):
    t(lambda: (m.cast("B", s).shape, m.cast("B", s).strides, m.cast("B", s).tolist(), m.cast("B", s).ndim))
n = m.cast("B", [2, 3, 2])
for k in ((0, 0, 0), (1, 2, 1), (-1, -1, -1), (2, 0, 0), (0, 3, 0), (0, 0), (0, 0, 0, 0), 0, slice(1), (slice(1), slice(1), slice(1)), ()):
    t(lambda: n[k].tolist() if isinstance(n[k], memoryview) else n[k])
t(lambda: put(n, (0, 0, 0), 99))
t(lambda: put(n, 0, 99))
t(lambda: put(n, slice(1), b"a"))
t(lambda: (n.c_contiguous, n.f_contiguous, n.contiguous, n.nbytes, len(n), n.tobytes(), n.tobytes("F"), n.tobytes("A")))
t(lambda: n.tobytes("X"))
t(lambda: n.cast("B", [3, 4]))
t(lambda: n.cast("B").shape)
t(lambda: list(n))
t(lambda: hash(n))
one = memoryview(b"x").cast("B", [])
t(lambda: (one.shape, one.ndim, one[()], one.tolist(), one.tobytes(), one.strides, one.nbytes))
t(lambda: one[0])
t(lambda: one[...] is one)
t(lambda: list(one))
for x in (m, m[2:], m[::-1], memoryview(b"ab"), memoryview(array.array("i", [1, 2])), memoryview(array.array("d", [1.0, 2.0]))):
    print([x == y for y in (b"ab", bytearray(b"ab"), m, array.array("i", [1, 2]), array.array("d", [1, 2]), [1, 2], "ab", memoryview(b"ab"))])
    print([x.readonly, x.format, x.itemsize, x.ndim, x.shape, x.strides, x.suboffsets, x.nbytes, x.contiguous, type(x.obj).__name__])
t(lambda: memoryview(b"ab") < memoryview(b"ac"))
t(lambda: b"ab" == memoryview(b"ab"))
t(lambda: hash(memoryview(b"ab")) == hash(b"ab"))
t(lambda: hash(m))
t(lambda: hash(memoryview(array.array("i", [1])).toreadonly()))
t(lambda: hash(memoryview(bytearray(b"ab")).toreadonly()))
t(lambda: {memoryview(b"ab"): 1}[b"ab"])
t(lambda: (m.hex(), m.hex("-"), m.hex(":", 2), m[::-1].hex()))
t(lambda: (bytes(m[::-2]), bytearray(m[2:4]), b"-".join([m[:2], b"x"]), b"a" + m[:2], bytearray(b"a") + m[:2], b"%b" % m[:2]))
t(lambda: (97 in memoryview(b"abc"), 200 in m, b"bc".find(memoryview(b"c")), int.from_bytes(m[:2], "big"), str(memoryview(b"abc"), "ascii")))
t(lambda: (bytes(memoryview(b"")), list(memoryview(b"abc")), list(reversed(memoryview(b"abc"))), sorted(memoryview(b"cab")), sum(m[:3])))
t(lambda: memoryview())
t(lambda: memoryview(5))
t(lambda: memoryview("abc"))
t(lambda: memoryview(object=b"abc").tobytes())
t(lambda: memoryview(b"a", 1))
for f in (lambda: b.append(1), lambda: b.extend(b"a"), lambda: b.pop(), lambda: b.clear(), lambda: b.insert(0, 1), lambda: b.remove(2),
          lambda: b.__delitem__(0), lambda: b.__delitem__(slice(0, 4, 2)), lambda: b.__setitem__(slice(0, 1), b"abc"), lambda: b.__iadd__(b"x"),
          lambda: b.__imul__(2), lambda: b.__setitem__(slice(0, 2), b"zz"), lambda: b.__imul__(1), lambda: b.extend(b""), lambda: b.reverse()):
    t(f)
print(b)
a = array.array("h", [1, 2, 3])
v = memoryview(a)
for f in (lambda: a.append(1), lambda: a.extend([1]), lambda: a.pop(), lambda: a.insert(0, 1), lambda: a.remove(2), lambda: a.__delitem__(0),
          lambda: a.__delitem__(slice(0, 2)), lambda: a.__setitem__(slice(0, 1), array.array("h", [5, 6])), lambda: a.__iadd__(a), lambda: a.frombytes(b"ab"),
          lambda: a.__setitem__(0, 9), lambda: a.reverse(), lambda: a.byteswap()):
    t(f)
print(a, v.tolist(), v[1], v.format)
t(lambda: put(v, 0, 70000))
t(lambda: put(v, 0, -5))
t(lambda: put(v, slice(0, 1), b"ab"))
with memoryview(b) as w:
    x = w[1:]
    print(w.nbytes, sys.getrefcount(b))
print(repr(w).split(" at ")[0], sys.getrefcount(b))
for f in (lambda: w[0], lambda: w.tolist(), lambda: w.obj, lambda: len(w), lambda: bytes(w), lambda: w.release(), lambda: w.__enter__(), lambda: w == w,
          lambda: w == b, lambda: memoryview(w), lambda: w.cast("B"), lambda: hash(w), lambda: w.shape, lambda: w.hex(), lambda: x[0]):
    t(f)
x.release()
m.release()
n.release()
t(lambda: b.append(1))
gc.collect()
print(sys.getrefcount(b))


class B(bytearray):
    pass


s = B(b"abc")
s.me = memoryview(s)
r = weakref.ref(s.me)
q = weakref.ref(s)
del s
print(r() is None, q() is None)
print(gc.collect() > 0, r() is None, q() is None)
it = iter(memoryview(b"abc"))
print(type(it).__name__, next(it), list(it), list(it), sys.getsizeof(it))
it = iter(memoryview(bytearray(b"abc")))
print(next(it))
match memoryview(b"ab"):
    case [p, q]:
        print(p, q)
