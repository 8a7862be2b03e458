# Tuples within tuples are hashed however deep they are.
def nest(n, inner=()):
    for i in range(n): inner = (inner,)
    return inner
class Bad:
    def __hash__(self): raise ValueError("bad")
class Same:
    def __hash__(self): return 7
for n in 1, 7, 8, 9, 100, 990, 1100, 5000:
    print(n, hash(nest(n)), hash((1, nest(n), "a", (nest(n), 2.5), nest(3))), hash(nest(n, (Same(), (Same(),)))))
    try: hash(nest(n, (1, Bad())))
    except ValueError as e: print(e)
    try: hash(nest(n, [1]))
    except TypeError as e: print(e)
class T(tuple): pass
class U(tuple):
    def __hash__(self): return 3
print(hash(T((1, T((2, U((5,))))))), hash((1, (2, 3))), hash(()), hash(((),)), {nest(2000): 1}[nest(2000)] if False else hash(frozenset([nest(1200)])))
