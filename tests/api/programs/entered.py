kept = []  # every line as tracemalloc
# What is made while a function is entered (cells, generators, the tuple and dict of further arguments) is its caller's.
# (Tables of dicts that come from free lists stay where they were made first for tracemalloc, a profile has them where they are used.)
def clock():  # a module that is there before any program
    import time
    return time.time


def counter(start):
    def inc():
        return start
    return inc


def gen(n):
    yield n


async def coroutine(n):
    return n


async def stream(n):
    yield n


def gather(*args, **kwargs):
    return args, kwargs


def both(*args, **kwargs):
    def inner():
        return args, kwargs
    return inner


def defaults(a, *, b=(1, 2), **more):
    return [more, lambda: (a, b)]


class Plain:  # from free lists
    def __init__(self, n):
        self.n = n
        self.get = lambda: (self, n)


class Slotted:  # from free lists
    __slots__ = ("n", "made")

    def __init__(self, n, *args, **kwargs):
        self.n = args
        self.made = kwargs


class Called:  # from free lists
    def __call__(self, n):
        return [lambda: (self, n)]

    def __getattr__(self, name):
        return [lambda: (self, name)]

    def __add__(self, other):
        def added():
            return self, other
        return added

    def __iter__(self):
        yield self

    @property
    def value(self):
        return lambda: self

    @classmethod  # from free lists
    def make(cls, n):
        return lambda: (cls, n)


def nested(n):
    def middle(m):
        def inner():
            return n, m
        return inner
    return middle(
        n)


def classes(n):
    class Local:  # from free lists
        size = n

        def get(self):
            return n, __class__
    return Local


def comprehended(n):
    return [
        lambda: (n, i)
        for i in range(3)]


taken = [{"key": None} for count in range(10)]  # from free lists
numbers = list(range(1000, 2000))
called = Called()
kept += [None] * 20000
at = 0
for n in numbers:
    kept[at] = counter(n)
    kept[at + 1] = gen(n)
    kept[at + 2] = gather(
        n, n,
        key=n)
    kept[at + 3] = both(n, a=n)
    kept[at + 4] = defaults(n, c=n)
    kept[at + 5] = Plain(n)
    kept[at + 6] = called.missing
    kept[at + 7] = called(n)
    kept[at + 8] = called + n
    kept[at + 9] = iter(called)
    kept[at + 10] = called.value
    kept[at + 11] = Called.make(n)
    kept[at + 12] = nested(n)
    kept[at + 13] = stream(n)
    kept[at + 14] = comprehended(n)
    kept[at + 15] = (
        m for m in numbers)
    at += 16
kept.append([counter(n) for n in numbers])
kept.append({n: gen(n) for n in numbers})
kept.append([gather(n, m=n)
             for n in numbers])
kept.append(list(map(counter, numbers)))
kept.extend(sorted(numbers, key=lambda n: kept.append(counter(n)) or n))
kept.append([Slotted(n, n, n,  # from free lists
                     k=n) for n in numbers])
kept.append([classes(n) for n in numbers[:5]])
kept.append(clock())
