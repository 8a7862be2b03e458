import sys


class Sized:
    def __init__(self, answer):
        self.answer = answer

    def __sizeof__(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


for answer in (100, True, -1, "x", 1.5, None, 2**70, ValueError("no"), TypeError("nor this")):
    for more in ((), ("default",)):
        try:
            print(repr(answer), more, sys.getsizeof(Sized(answer), *more))
        except Exception as e:
            print(repr(answer), more, type(e).__name__, e)
print(sys.getsizeof(1, default=5))

# A bytearray that comes out of an iterator grew with it; one of a list, a tuple or bytes did not.
for n in (0, 1, 2, 5, 8, 9, 10, 17, 100, 200):
    makers = range, lambda n: iter(list(range(n))), lambda n: (i for i in range(n)), lambda n: list(range(n)), lambda n: tuple(range(n)), bytes, lambda n: dict.fromkeys(range(n))
    print(n, [sys.getsizeof(bytearray(make(n))) for make in makers], [bytearray(make(n)).__alloc__() for make in makers])
