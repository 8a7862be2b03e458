# Who is asked how much there is: the iterable by list() and tuple(), its iterator alone where C wants a sequence.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class E:
    def __length_hint__(self): print("hint"); return -2
    def __getitem__(self, n):
        if n == 2: raise IndexError
        return [n]
class F:
    def __length_hint__(self): print("hint"); return "x"
    def __iter__(self): return iter([1, 2])
class G:
    def __length_hint__(self): print("hint"); raise KeyError(5)
    def __iter__(self): return self
    def __next__(self): raise StopIteration
for K in E, F, G:
    t(lambda: list(K())); t(lambda: list(iter(K()))); t(lambda: [*K()]); t(lambda: tuple(K())); t(lambda: tuple(iter(K()))); t(lambda: list(zip(range(3), K()))); t(lambda: sorted(K())); t(lambda: [].extend(K())); t(lambda: list(map(str, K()))); t(lambda: list(reversed([K()])) and 1); t(lambda: set(K()) and 1); t(lambda: dict.fromkeys(K()) and 1); t(lambda: bytes(K())); t(lambda: bytearray(K())); t(lambda: "".join(K())); t(lambda: __import__("operator").length_hint(K())); t(lambda: __import__("operator").length_hint(K(), 3)); t(lambda: (*K(), 1)); t(lambda: max(K())); t(lambda: list(enumerate(K()))); t(lambda: __import__("collections").deque(K())); t(lambda: __import__("array").array("i", K())); t(lambda: iter(K()).__length_hint__()); t(lambda: list(filter(None, K()))); t(lambda: list(__import__("itertools").chain(K()))); t(lambda: (lambda *a: a)(*K())); t(lambda: __import__("functools").reduce(lambda a, b: b, K()))
def assign(K, *step): l = [1, 2, 3]; l[slice(0, 2, *step)] = K(); return l
for K in E, F, G: t(lambda: assign(K)); t(lambda: assign(K, 2))
class H:
    def __iter__(self): raise TypeError("own")
t(lambda: "".join(H())); t(lambda: assign(H)); t(lambda: assign(H, 2)); t(lambda: b"".join(5)); t(lambda: "".join(H.__iter__))
b = bytearray(b"mutable"); b[:] = b"bytes"; print(b, b.__sizeof__()); b.append(2); print(b, b.__sizeof__()); b[0:3] = b"x"; b[:2] = b"abc"; print(b, b.__sizeof__())
