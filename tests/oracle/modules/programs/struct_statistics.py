import struct, statistics as S
def show(f, *a, **k):
    try: print(repr(f(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
for fmt in ["", "b", "B", "h", "<h", ">h", "!I", "=l", "@l", "q", "Q", "c", "?", "f", "d", "e", "<e", ">d", "4s", "4p", "x", "3x", "bhi", "<bhi", "hhl", "3h", "0i", "n", "N", "P", "2b3s", "i 2h", "z", "3", "<n", "bx?", "ib0i"]:
    show(struct.calcsize, fmt)
for fmt, *v in [("b", 127), ("b", 128), ("B", -1), ("h", 40000), ("H", 65536), ("i", 2**31), ("I", -1), ("q", 2**63), ("Q", 2**64), ("<l", 2**31), ("c", b"a"), ("c", "a"), ("c", b"ab"), ("?", []), ("?", 5), ("f", 1.5), ("f", 1e39), ("d", 1.1), ("e", 1.5), ("e", 65504.0), ("e", 65520.0), ("e", 1e-7), ("f", "a"), ("i", "a"), ("i", 1.5), ("4s", b"ab"), ("4s", b"abcdef"), ("4s", "ab"), ("4p", b"abcdef"), ("3p", b"a"), ("<bhi", 1, 2, 3), ("bhi", 1, 2, 3), ("2h", 1), ("2h", 1, 2, 3), ("x",), ("bx?", 1, True), ("P", 5), (">d", float("inf")), ("e", float("nan")), ("i", True)]:
    show(struct.pack, fmt, *v)
for fmt, d in [("b", b"\xff"), ("B", b"\xff"), ("<h", b"\x01\x02"), (">h", b"\x01\x02"), ("<i", b"\x00"), ("<f", b"\x00\x00\xc0\x3f"), ("<d", b"\0" * 8), ("<e", b"\x00\x3e"), ("4s", b"ab\0\0"), ("4p", b"\x02abc"), ("<bhi", b"\1\2\0\3\0\0\0"), ("?", b"\2"), ("c", b"z"), ("3x", b"abc"), ("<2h", b"\1\0\2\0"), ("i", "abcd")]:
    show(struct.unpack, fmt, d)
s = struct.Struct("<hb"); print(s.size, s.format, s.pack(1, 2), s.unpack(b"\1\0\2"))
b = bytearray(8); struct.pack_into("<h", b, 2, 258); print(b, struct.unpack_from("<h", b, 2), list(struct.iter_unpack("<h", b)))
show(struct.pack_into, "<i", b, 6, 1); show(struct.unpack_from, "<i", b, 6); show(struct.iter_unpack, "<h", b"abc"); show(struct.unpack_from, "<h", b, -2); show(struct.unpack_from, "<h", b, -20)
for data in ([1, 2, 3], [1.5, 2.5, 4], [1, 2, 3, 4], [5], [], [1, 1, 2], ["a"], [0.1] * 3, [1e300, 1e300], [True, 2], [3, 3.5], [2, 4, 4, 4, 5, 5, 7, 9]):
    for f in (S.mean, S.fmean, S.median, S.median_low, S.median_high, S.median_grouped, S.mode, S.multimode, S.variance, S.pvariance, S.stdev, S.pstdev, S.harmonic_mean, S.quantiles):
        print(f.__name__, end=" "); show(f, data)
print(S.quantiles(range(1, 101), n=10), S.quantiles([1, 2, 3, 4, 5], n=4, method="inclusive"), S.fmean([1, 2, 3], [1, 1, 2]), S.correlation([1, 2, 3], [1, 3, 2]), S.covariance([1, 2, 3], [4, 5, 9]), S.linear_regression([1, 2, 3], [2, 4, 6.5]))
n = S.NormalDist(100, 15); print(n, n.cdf(115), n.pdf(100), round(n.inv_cdf(0.95), 9), n + 5, n * 2, n.mean, n.variance, S.NormalDist.from_samples([1, 2, 3]), n == S.NormalDist(100, 15), n.zscore(130))
show(S.mean, []); show(S.stdev, [1]); show(S.mode, [])
