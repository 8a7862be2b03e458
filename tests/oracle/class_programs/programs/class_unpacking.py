class S:
    def __init__(self, a, b): self.a = a
A, B, C = (S(n, 1) for n in ("x", "y", "z"))
print(A.a, B.a, C.a)
A, B, C, D, E, F, G = (S(n, 1) for n in ("x", "y", "z", "1", "2", "3", "4"))
print(A.a, B.a, C.a)
A, B = map(str, (1, 2))
print(A, B)
def gen(n):
    for i in range(n):
        yield str(i)
a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p = gen(16)
print(a, b, o, p)
a, *b, c, d, e, f, g, h, i = gen(12)
print(a, b, c, d, e, f, g, h, i)
def inner():
    a, b, c, d, e, f, g, h = (str(x) for x in range(8))
    return a + b + c + d + e + f + g + h
print(inner())
for bad in (lambda: gen(3), lambda: gen(9), lambda: (1 / (3 - x) for x in range(9)), lambda: 5):
    try:
        a, b, c, d, e, f, g, h = bad()
    except Exception as e: print(type(e).__name__, e)
    try:
        a, b, c, *d, e, f, g, h = bad()
    except Exception as e: print(type(e).__name__, e)
