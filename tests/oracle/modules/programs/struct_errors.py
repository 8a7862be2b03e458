# What struct refuses, and how it says so.
import struct, operator, pickle, codecs
def t(f, *a, **k):
    try: r = f(*a, **k); print(getattr(r, 'co_name', r) if not isinstance(r, bytes) else r)
    except BaseException as e: print(type(e).__name__, e)
for fmt in ("9223372036854775807q", "99999999999999999999b", "9223372036854775808b","9223372036854775807b", "1152921504606846976q", "4611686018427387904hh", "9223372036854775807bi", "9223372036854775807sx", "9223372036854775807bb","99999999999999999999", "99999999999999999999z","3", "3z"):
    print(fmt); t(struct.calcsize, fmt)
for order in ("", "@", "<", ">", "="):
    for c in "bBhHiIlLqQnNP":
        for v in (2**7, 2**8, -1, -2**63-1, 2**63, 2**64, -2**64, 2**31, 2**32, 2**15, 2**16, -2**15-1, -2**31-1, 2**200, 1.5, "x", None):
            try: print(order + c, v, struct.pack(order + c, v))
            except BaseException as e: print(order + c, v, type(e).__name__, e)
class I:
    def __init__(s, n): s.n = n
    def __index__(s): return s.n
class J:
    def __index__(s): raise ZeroDivisionError("q")
class K:
    def __index__(s): return "x"
for c in ("b","<b","q","<q","P","n"):
    for v in (I(5), I(2**70), J(), K(), True)[:: 2 if c == "P" else 1]:
        try: print(c, type(v).__name__, struct.pack(c, v))
        except BaseException as e: print(c, type(v).__name__, type(e).__name__, e)
b = bytes(8)
for fmt in ("<q", "<i", "b", "", "<4s"):
    for off in (-100, -9, -8, -7, -5, -4, -3, -1, 0, 1, 4, 5, 7, 8, 9, 100, 2**62, 2**63-1, -2**63, 2**63, 2**64, -2**64, "x", None, 1.5, True, I(3), I(2**70), J()):
        n = off if not isinstance(off, (I, J)) else type(off).__name__
        try: print("from", fmt, n, struct.unpack_from(fmt, b, off))
        except BaseException as e: print("from", fmt, n, type(e).__name__, e)
        vals = (1,) if fmt in ("<q", "<i", "b") else (b"abcd",) if fmt else ()
        try: print("into", fmt, n, struct.pack_into(fmt, bytearray(8), off, *vals))
        except BaseException as e: print("into", fmt, n, type(e).__name__, e)
for buf in (b"12345678", "12345678", None, 5, memoryview(b"12345678"), [1], memoryview(bytearray(16))[::2], memoryview(bytearray(8)).toreadonly(), memoryview(bytearray(16)).cast("q")):
    print(type(buf))
    t(struct.pack_into, "<q", buf, 0, 1)
    t(struct.Struct("<q").pack_into, buf, 0, 1)
    t(struct.unpack_from, "<q", buf, 0)
    t(struct.unpack, "<q", buf)
    t(struct.iter_unpack, "<q", buf) if not isinstance(buf, (bytes, memoryview)) else 0
t(struct.pack_into, "<q", b"12345678", 0)
t(struct.pack_into, "<q", b"12345678", 0, "x")
t(struct.pack_into, "<q", bytearray(8), 0)
t(struct.pack_into, "<q", bytearray(8), 0, 1, 2)
t(struct.pack_into, "<q", bytearray(8), 100, "x")
t(struct.pack_into, "<q")
t(struct.pack_into, "<q", bytearray(8))
t(struct.pack_into)
t(struct.Struct("<q").pack_into)
t(struct.pack)
t(struct.pack, "<q")
t(lambda: struct.Struct("<q").pack(x=2)), t(lambda: struct.Struct("<q").pack(1, x=2)), t(lambda: struct.Struct("<q").pack_into(bytearray(8), 0, 1, x=2))
t(struct.unpack, "<q", b"1")
t(struct.unpack_from, "<q", b"1")
t(struct.pack, "c", "x"), t(struct.pack, "c", b"xx"), t(struct.pack, "d", "x"), t(struct.pack, "f", 1e300), t(struct.pack, "s", "x"), t(struct.pack, "p", "x"), t(struct.pack, "e", 1e6)
t(struct.pack, 5), t(struct.calcsize, None), t(struct.calcsize, "é"), t(struct.calcsize, "b\0"), t(struct.calcsize, "<n"), t(struct.calcsize, "<P")
ba = bytearray(8)
try: struct.pack_into("<bb", ba, 0, 1, 300)
except struct.error as e: print(e, ba)
try: struct.pack_into("<bq", ba, 7, 1, 300)
except struct.error as e: print(e, ba)
print(struct.pack("300p", b"x" * 400), struct.unpack("300p", struct.pack("300p", b"x" * 400)), struct.pack("p2p1p", b"ab", b"cd", b"e"))
it = struct.iter_unpack("<H", bytes(range(6)))
print(type(it), operator.length_hint(it), next(it), operator.length_hint(it), list(it), operator.length_hint(it), next(it, "ended"))
try:
    type(it)()
except TypeError as e:
    print(e)
