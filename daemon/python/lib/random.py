"""Random numbers: the Mersenne Twister, and distributions made of it, with CPython's results for the same seed.

A session has no source of chance: what is not seeded begins with the number of such generators so far, so that runs repeat exactly.
"""

import _random
from _random import _sha512
from bisect import bisect as _bisect
from itertools import accumulate as _accumulate, repeat as _repeat
from math import (acos as _acos, ceil as _ceil, cos as _cos, e as _e, exp as _exp, fabs as _fabs, floor as _floor, isfinite as _isfinite,
                  lgamma as _lgamma, log as _log, log2 as _log2, pi as _pi, sin as _sin, sqrt as _sqrt)
from operator import index as _index
from sys import version_info as _version_info

__all__ = ["Random", "SystemRandom", "betavariate", "choice", "choices", "expovariate", "gammavariate", "gauss", "getrandbits", "getstate",
           "lognormvariate", "normalvariate", "paretovariate", "randbytes", "randint", "random", "randrange", "sample", "seed", "setstate",
           "shuffle", "triangular", "uniform", "vonmisesvariate", "weibullvariate"]

NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
TWOPI = 2.0 * _pi
BPF = 53
RECIP_BPF = 2 ** -BPF
_LATER = _version_info >= (3, 12)
_LATEST = _version_info >= (3, 13)

_unseeded = 0


def _next_unseeded():
    global _unseeded
    _unseeded += 1
    return _unseeded


def _text_seed(a):
    """A seed of text, by version 1: a hash of its characters."""
    if isinstance(a, bytes):
        a = a.decode("latin-1")
    x = ord(a[0]) << 7 if a else 0
    for c in a:
        x = (1000003 * x ^ ord(c)) & 0xFFFFFFFFFFFFFFFF
    x ^= len(a)
    return -2 if x == -1 else x


class Random(_random.Random):
    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def __init_subclass__(cls, /, **kwargs):
        for c in cls.__mro__:
            names = c.__dict__
            if "_randbelow" in names:
                break
            if "getrandbits" in names:
                cls._randbelow = cls._randbelow_with_getrandbits
                break
            if "random" in names:
                cls._randbelow = cls._randbelow_without_getrandbits
                break

    # ---- state

    def seed(self, a=None, version=2):
        if version == 1 and isinstance(a, (str, bytes)):
            a = _text_seed(a)
        elif version == 2 and isinstance(a, (str, bytes, bytearray)):
            data = a.encode() if isinstance(a, str) else bytes(a)
            a = int.from_bytes(data + _sha512(data), "big")
        elif not isinstance(a, (type(None), int, float, str, bytes, bytearray)):
            raise TypeError("The only supported seed types are:%sint, float, str, bytes, and bytearray." % (
                "\nNone, " if _LATEST else " None,\n"))
        if a is None:
            a = _next_unseeded()
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        version = state[0]
        if version == 3:
            version, words, self.gauss_next = state
            super().setstate(words)
        elif version == 2:
            version, words, self.gauss_next = state
            try:
                words = tuple(x % 2 ** 32 for x in words)
            except ValueError as e:
                raise TypeError from e
            super().setstate(words)
        else:
            raise ValueError("state with version %s passed to Random.setstate() of version %s" % (version, self.VERSION))

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    # ---- bits

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def _randbelow_with_getrandbits(self, n):
        getrandbits = self.getrandbits
        k = n.bit_length()
        r = getrandbits(k)
        while r >= n:
            r = getrandbits(k)
        return r

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        random = self.random
        if n >= maxsize:
            from warnings import warn

            warn("Underlying random() generator does not supply \nenough bits to choose from a population range this large.\n"
                 "To remove the range limitation, add a getrandbits() method.")
            return _floor(random() * n)
        limit = (maxsize - maxsize % n) / maxsize
        r = random()
        while r >= limit:
            r = random()
        return _floor(r * maxsize) % n

    _randbelow = _randbelow_with_getrandbits

    # ---- ints

    def randrange(self, start, stop=None, step=1):
        return (_randrange if _LATER else _randrange_of_old)(self._randbelow, start, stop, step)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    # ---- sequences

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        randbelow = self._randbelow
        for i in range(len(x) - 1, 0, -1):
            j = randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        from collections.abc import Sequence

        if not isinstance(population, Sequence):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        n = len(population)
        if counts is not None:
            return self._sample_counted(population, k, list(_accumulate(counts)))
        randbelow = self._randbelow
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        size = 21
        if k > 5:
            size += 4 ** _ceil(_log(k * 3, 4))
        result = [None] * k
        if n <= size:
            pool = list(population)
            for i in range(k):
                j = randbelow(n - i)
                result[i] = pool[j]
                pool[j] = pool[n - i - 1]
            return result
        chosen = set()
        for i in range(k):
            j = randbelow(n)
            while j in chosen:
                j = randbelow(n)
            chosen.add(j)
            result[i] = population[j]
        return result

    def _sample_counted(self, population, k, sums):
        if len(sums) != len(population):
            raise ValueError("The number of counts does not match the population")
        total = (sums.pop() if sums else 0) if _LATEST else sums.pop()
        if not isinstance(total, int):
            raise TypeError("Counts must be integers")
        if total < 0 and _LATEST:
            raise ValueError("Counts must be non-negative")
        if total <= 0 and not _LATEST:
            raise ValueError("Total of counts must be greater than zero")
        return [population[_bisect(sums, s)] for s in self.sample(range(total), k=k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        random = self.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0
                return [population[_floor(random() * n)] for i in _repeat(None, k)]
            try:
                cum_weights = list(_accumulate(weights))
            except TypeError:
                if not isinstance(weights, int):
                    raise
                raise TypeError("The number of choices must be a keyword argument: k=%r" % weights) from None
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if not _isfinite(total):
            raise ValueError("Total of weights must be finite")
        return [population[_bisect(cum_weights, random() * total, 0, n - 1)] for i in _repeat(None, k)]

    # ---- real numbers

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        try:
            c = 0.5 if mode is None else (mode - low) / (high - low)
        except ZeroDivisionError:
            return low
        if u > c:
            u, c = 1.0 - u, 1.0 - c
            low, high = high, low
        return low + (high - low) * _sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        random = self.random
        while True:
            u1 = random()
            u2 = 1.0 - random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -_log(u2):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        z, self.gauss_next = self.gauss_next, None
        if z is None:
            angle = self.random() * TWOPI
            radius = _sqrt(-2.0 * _log(1.0 - self.random()))
            z = _cos(angle) * radius
            self.gauss_next = _sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return _exp(self.normalvariate(mu, sigma))

    if _LATER:
        def expovariate(self, lambd=1.0):
            return -_log(1.0 - self.random()) / lambd
    else:
        def expovariate(self, lambd):
            return -_log(1.0 - self.random()) / lambd

    def vonmisesvariate(self, mu, kappa):
        random = self.random
        if kappa <= 1e-6:
            return TWOPI * random()
        s = 0.5 / kappa
        r = s + _sqrt(1.0 + s * s)
        while True:
            z = _cos(_pi * random())
            d = z / (r + z)
            u = random()
            if u < 1.0 - d * d or u <= (1.0 - d) * _exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        if random() > 0.5:
            return (mu + _acos(f)) % TWOPI
        return (mu - _acos(f)) % TWOPI

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        random = self.random
        if alpha == 1.0:
            return -_log(1.0 - random()) * beta
        return (_gamma_above_one if alpha > 1.0 else _gamma_below_one)(random, alpha) * beta

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        if y:
            return y / (y + self.gammavariate(beta, 1.0))
        return 0.0

    def paretovariate(self, alpha):
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)

    if _LATER:
        def binomialvariate(self, n=1, p=0.5):
            if n < 0:
                raise ValueError("n must be non-negative")
            if p <= 0.0 or p >= 1.0:
                if p == 0.0:
                    return 0
                if p == 1.0:
                    return n
                raise ValueError("p must be in the range 0.0 <= p <= 1.0")
            if n == 1:
                return _index(self.random() < p)
            if p > 0.5:
                return n - self.binomialvariate(n, 1.0 - p)
            return (_binomial_by_waiting if n * p < 10.0 else _binomial_by_rejection)(self.random, n, p)


def _randrange(randbelow, start, stop, step):
    first = _index(start)
    if stop is None:
        if step != 1:
            raise TypeError("Missing a non-None stop argument")
        if first > 0:
            return randbelow(first)
        raise ValueError("empty range for randrange()")
    last = _index(stop)
    width = last - first
    by = _index(step)
    if by == 1:
        if width > 0:
            return first + randbelow(width)
        raise ValueError("empty range in randrange(%s, %s)" % (start, stop))
    if not by:
        raise ValueError("zero step for randrange()")
    n = (width + by - (1 if by > 0 else -1)) // by
    if n <= 0:
        raise ValueError("empty range in randrange(%s, %s, %s)" % (start, stop, step))
    return first + by * randbelow(n)


def _whole(value, name):
    """3.11 takes floats that are whole, and says that it will not for long."""
    from warnings import warn

    try:
        return _index(value)
    except TypeError:
        number = int(value)
        if number != value:
            warn("randrange() will raise TypeError in the future", DeprecationWarning, 4)
            raise ValueError("non-integer %s for randrange()" % name) from None
        warn("non-integer arguments to randrange() have been deprecated since Python 3.10 and will be removed in a subsequent version",
             DeprecationWarning, 4)
        return number


def _randrange_of_old(randbelow, start, stop, step):
    first = _whole(start, "arg 1")
    if stop is None:
        if step != 1:
            raise TypeError("Missing a non-None stop argument")
        if first > 0:
            return randbelow(first)
        raise ValueError("empty range for randrange()")
    last = _whole(stop, "stop")
    width = last - first
    by = _whole(step, "step")
    if by == 1:
        if width > 0:
            return first + randbelow(width)
        raise ValueError("empty range for randrange() (%d, %d, %d)" % (first, last, width))
    if not by:
        raise ValueError("zero step for randrange()")
    n = (width + by - (1 if by > 0 else -1)) // by
    if n <= 0:
        raise ValueError("empty range for randrange()")
    return first + by * randbelow(n)


def _gamma_above_one(random, alpha):
    ainv = _sqrt(2.0 * alpha - 1.0)
    bbb, ccc = alpha - LOG4, alpha + ainv
    while True:
        u1 = random()
        if not 1e-7 < u1 < 0.9999999:
            continue
        u2 = 1.0 - random()
        v = _log(u1 / (1.0 - u1)) / ainv
        x = alpha * _exp(v)
        z = u1 * u1 * u2
        r = bbb + ccc * v - x
        if r + SG_MAGICCONST - 4.5 * z >= 0.0 or r >= _log(z):
            return x


def _gamma_below_one(random, alpha):
    b = (_e + alpha) / _e
    while True:
        p = b * random()
        x = p ** (1.0 / alpha) if p <= 1.0 else -_log((b - p) / alpha)
        u1 = random()
        if p > 1.0:
            if u1 <= x ** (alpha - 1.0):
                return x
        elif u1 <= _exp(-x):
            return x


def _binomial_by_waiting(random, n, p):
    x = y = 0
    c = _log2(1.0 - p)
    if not c:
        return x
    while True:
        y += _floor(_log2(random()) / c) + 1
        if y > n:
            return x
        x += 1


def _binomial_by_rejection(random, n, p):
    spq = _sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spq
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    vr = 0.92 - 4.2 / b
    alpha = (2.83 + 5.1 / b) * spq
    lpq = _log(p / (1.0 - p))
    m = _floor((n + 1) * p)
    h = _lgamma(m + 1) + _lgamma(n - m + 1)
    while True:
        u = random() - 0.5
        us = 0.5 - _fabs(u)
        k = _floor((2.0 * a / us + b) * u + c)
        if k < 0 or k > n:
            continue
        v = random()
        if us >= 0.07 and v <= vr:
            return k
        v *= alpha / (a / (us * us) + b)
        if _log(v) <= h - _lgamma(k + 1) - _lgamma(n - k + 1) + (k - m) * lpq:
            return k


class SystemRandom(Random):
    """There is no source of chance in a heap."""

    def seed(self, *args, **kwargs):
        return None

    def _refuse(self, *args, **kwargs):
        raise NotImplementedError("a heap has no source of chance: System entropy source is not there.")

    random = getrandbits = randbytes = getstate = setstate = _refuse


_inst = Random()
for _name in __all__[2:] + ["binomialvariate"] * _LATER:
    globals()[_name] = getattr(_inst, _name)
if _LATER:
    __all__.insert(3, "binomialvariate")
del _name
