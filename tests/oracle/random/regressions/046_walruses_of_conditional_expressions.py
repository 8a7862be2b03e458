# What the grammar reads otherwise: a := b if c else d, what is starred in targets and indexes, `as` behind a conditional expression.
print((q := 1 if 0 else 2), q)
print([r := 1 if 0 else 2 if 0 else 3], r)
if z := 5 if [] else 0: print("wrong")
print(z)
def f(x): return x, g
print(f(g := (lambda: 5) if 0 else 7))
print([w for v in range(4) if (w := v * 2 if v % 2 else None)])
print((k := lambda: 3 if 0 else 4)(), (m := lambda x=1 if 0 else 9: x)())
print({(n := "a" if 0 else "b"): 1, "c": (o := n if 1 else 0)}, n, o)
d = [1, 2, 3]
print(d[i := 0 if 0 else 1], i)
print(f"{(s := 3 if 0 else 4)}", s)
print((t := 1 if 0 else (u := 8 if 1 else 9)), t, u)
while y := 1 if 0 else 0: pass
assert (y := 3 if 1 else 0), y
match (c := 4 if 0 else 5):
    case x if (e := x if 1 else 0): print(x, e)
print((a := 1, b := 2 if 0 else 3) if False else 6)
print((a := 1, 2 if 0 else 3), a)
class Index:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print("set", key, value)
index = Index()
print(index[*[1, 2], 3], index[*(4, 5)], index[*"ab"], index[*d[:2], *map(str, d)], index[*d if q else (), *(x for x in d)])
index[*{6: 7}, 8] = 9
*(a, b), c = 1, 2, 3
print(a, b, c)
[*[a, *b], c] = *"xyz", 4
print(a, b, c)
for *(a, b), c in [((1, 2), 3)] and [(1, 2, 3)]: print(a, b, c)
print([(x, y, z) for *(x, y), z in ["abc"]])
*(index[*(1, 2)]), z = 5, 6
class Manager:
    def __enter__(self): return 1, 2, 3
    def __exit__(self, *problem): return True
with Manager() if q else None as (*(a, b), c): print(a, b, c)
for kind in (KeyError, IndexError):
    try: {}[1] if kind is KeyError else d[9]
    except KeyError if kind is KeyError else IndexError as problem: print(repr(problem))
    try: d[9]
    except (lambda: IndexError)() if kind is None else LookupError as problem: print(repr(problem))
if q:
    *[i], j = "kl", "m"
    print(i, j)
