import copy
import random


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


for s in (0, 1, -1, 42, 2**31, 2**32, 2**64 + 5, 10**50, 2.5, -0.0, True, "", "a", "hello é", b"", b"bytes", bytearray(b"bytes"), "x" * 500, float("inf")):
    random.seed(s)
    print(repr(s)[:20], random.random(), random.getrandbits(5), random.getrandbits(70), random.randrange(1000))
for s in ("", "a", "hello", b"bytes", 7):
    random.seed(s, version=1)
    print(s, random.random(), random.randint(1, 6))
attempt(random.seed, [1])
attempt(random.seed, (1,))
random.seed(1)
for k in (0, 1, 2, 31, 32, 33, 59, 60, 61, 64, 90, 100, 128, 1000):
    print(k, random.getrandbits(k))
attempt(random.getrandbits, -1)
attempt(random.getrandbits, 1.5)
print(random.randbytes(7), random.randbytes(0))
print([random.randrange(10) for _ in range(20)], [random.randrange(5, 100, 7) for _ in range(10)], [random.randrange(10, -10, -3) for _ in range(10)])
print([random.randint(-5, 5) for _ in range(20)], random.randint(3, 3), random.randint(0, 10**40))
for args in ((0,), (-3,), (5, 5), (5, 2), (1, 10, 0), (1, 10, -1), (5, None, 2)):
    attempt(random.randrange, *args)
attempt(random.randrange, "a")
attempt(random.randint, 5, 1)
print([random.choice("abcdef") for _ in range(10)], random.choice([7]))
attempt(random.choice, [])
attempt(random.choice, {})
x = list(range(20))
random.shuffle(x)
print(x)
print(random.sample(range(100), 10), random.sample("abcdef", 6), random.sample(range(10**6), 30)[:5], random.sample([], 0))
print(random.sample(["red", "blue"], counts=[4, 2], k=5))
attempt(random.sample, [1], 2)
attempt(random.sample, [1], -1)
attempt(random.sample, {1, 2}, 1)
attempt(random.sample, [1, 2], 1, counts=[1])
attempt(random.sample, [1, 2], 1, counts=[1.5, 2])
print(random.choices("abc", k=10), random.choices("abc", [1, 2, 10], k=10), random.choices("abc", cum_weights=[5, 6, 7], k=5))
attempt(random.choices, "abc", 3)
attempt(random.choices, "abc", [1, 2])
attempt(random.choices, "abc", [0, 0, 0])
attempt(random.choices, "abc", [1, 2, 3], cum_weights=[1, 2, 3])
attempt(random.choices, "abc", [1, 2, float("inf")])
attempt(random.choices, [])
for name, args in [("uniform", (1, 10)), ("triangular", ()), ("triangular", (0, 10, 2)), ("triangular", (3, 3, 3)), ("normalvariate", (0, 1)), ("normalvariate", ()), ("gauss", (5, 2)), ("gauss", ()),
                   ("lognormvariate", (0, 0.25)), ("expovariate", (1.5,)), ("vonmisesvariate", (0, 4)), ("vonmisesvariate", (1, 1e-9)), ("gammavariate", (9, 0.5)), ("gammavariate", (1, 2)),
                   ("gammavariate", (0.5, 1)), ("betavariate", (3, 3)), ("paretovariate", (3,)), ("weibullvariate", (1, 1.5))]:
    print(name, [getattr(random, name)(*args) for _ in range(4)])
attempt(random.gammavariate, 0, 1)
state = random.getstate()
print(state[0], len(state[1]), state[1][:3], state[1][-1], state[2])
a = [random.gauss(0, 1) for _ in range(3)]
random.setstate(state)
print(a == [random.gauss(0, 1) for _ in range(3)])
attempt(random.setstate, (9, (), None))
attempt(random.setstate, (3, (1, 2), None))
attempt(random.setstate, (3, [1], None))
r = random.Random(5)
s = copy.copy(r)
t = copy.deepcopy(r)
print(r.random() == s.random() == t.random(), r.random())
print(random.Random("x").random(), random.Random(x=3).random(), type(r).__name__)


class Half(random.Random):
    def random(self):
        return 0.5


h = Half(1)
print(h.randrange(10), h.choice("abcdef"), h.sample(range(10), 3), h.uniform(0, 4), h.random())
print(sorted(n for n in random.__all__ if not hasattr(random, n)))
