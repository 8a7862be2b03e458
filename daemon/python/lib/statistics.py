"""Basic statistics, exact where the data are: sums are fractions until the end."""

import math as _math
import random as _random
import sys as _sys
from bisect import bisect_left as _bisect_left, bisect_right as _bisect_right
from collections import Counter as _Counter, namedtuple as _namedtuple
from fractions import Fraction as _Fraction
from numbers import Real as _Real

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "linear_regression", "mean", "median",
           "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


_LATER = _sys.version_info >= (3, 13)


class StatisticsError(ValueError):
    pass


def _decimals():
    """The Decimal type, if somebody imported it: nobody else can have one."""
    module = _sys.modules.get("decimal")
    return module.Decimal if module is not None else ()


def _isfinite(x):
    return x.is_finite() if hasattr(x, "is_finite") else _math.isfinite(x)


def _exact_ratio(x):
    """(numerator, denominator) of a number; of one that is not finite (itself, None)."""
    try:
        if hasattr(x, "as_integer_ratio"):
            return x.as_integer_ratio()
    except (OverflowError, ValueError):
        return x, None
    if hasattr(x, "numerator") and hasattr(x, "denominator"):
        return x.numerator, x.denominator
    raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _coerce(T, S):
    """The type of a sum of these two: the more special one, a float before a fraction, anything before an int."""
    assert T is not bool, "initial type T is bool"
    if T is S or S in (int, bool):
        return T
    if T is int or issubclass(S, T):
        return S
    if issubclass(T, S) or issubclass(S, int) and not issubclass(T, int):
        return T
    if issubclass(T, int) or issubclass(T, _Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, _Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _convert(value, T):
    """A fraction as that type; of ints a float where there is a rest."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if not issubclass(T, _decimals()):
            raise
    return T(value.numerator) / T(value.denominator)


def _fail_neg(values, errmsg="negative value"):
    for x in values:
        if x < 0:
            raise StatisticsError(errmsg)
        yield x


def _total(partials):
    """The sum of {denominator: numerator}; what is not finite is all there is to say."""
    if None in partials:
        return partials[None]
    low = _math.lcm(*partials)
    return _Fraction(sum(n * (low // d) for d, n in partials.items()), low)


def _partials(data, squares=None):
    """(type, {denominator: numerator}, count); the squares' go to squares."""
    partials, kinds, count = {}, {}, 0
    for x in data:
        kinds[type(x)] = None
        n, d = _exact_ratio(x)
        count += 1
        partials[d] = partials.get(d, 0) + n
        if squares is not None:
            square = d and d * d
            squares[square] = squares.get(square, 0) + n * n
    return kinds, partials, count


def _common(kinds):
    common = int
    for kind in set(kinds):
        common = _coerce(common, kind)
    return common


def _sum(data):
    """(type, sum, count): exactly, a fraction if it is finite."""
    kinds, partials, count = _partials(data)
    total = _total(partials)
    return _common(kinds), total, count


def _ss(data, c=None):
    """(type, sum of the squares of the distances from the mean or from c, that, count)."""
    if c is not None:
        T, squares, count = _sum((d := x - c) * d for x in data)
        return T, squares, c, count
    squares = {}
    kinds, partials, count = _partials(data, squares)
    center = distances = _total(partials)
    if count and None not in partials:
        center, distances = center / count, (count * _total(squares) - center * center) / count
    return _common(kinds), distances, center, count


def _floats(data):
    out = []
    for x in data:
        if isinstance(x, str):
            raise TypeError("must be real number, not str")
        out.append(float(x))
    return out


def _need(n, message):
    if n < 1:
        raise StatisticsError(message)


def mean(data):
    T, total, count = _sum(data)
    _need(count, "mean requires at least one data point")
    return _convert(total / count, T)


def fmean(data, weights=None):
    data = _floats(data)
    if weights is not None:
        weights = list(map(float, weights))
        if len(weights) != len(data):
            raise StatisticsError("data and weights must be the same length")
        total = _math.fsum(weights)
        if not total:
            raise StatisticsError("sum of weights must be non-zero")
        return _math.fsum(a * b for a, b in zip(data, weights)) / total
    _need(len(data), "fmean requires at least one data point")
    return _math.fsum(data) / len(data)


def geometric_mean(data):
    try:
        return _math.exp(fmean(map(_math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None


def harmonic_mean(data, weights=None):
    negative = "harmonic mean does not support negative values"
    data = list(data)
    _need(len(data), "harmonic_mean requires at least one data point")
    if len(data) == 1 and weights is None:
        if not isinstance(data[0], _Real) and not isinstance(data[0], _decimals()):
            raise TypeError("unsupported type")
        return next(_fail_neg(data, negative))
    if weights is None:
        weights, weight = [1] * len(data), len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
        weight = _sum(_fail_neg(weights, negative))[1]
    try:
        T, total, _ = _sum(w / x if w else 0 for w, x in zip(weights, _fail_neg(data, negative)))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(weight / total, T)


def median(data):
    data = sorted(data)
    n = len(data)
    _need(n, "no median for empty data")
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    _need(len(data), "no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    _need(len(data), "no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    data = sorted(data)
    n = len(data)
    _need(n, "no median for empty data")
    x = data[n // 2]
    i = _bisect_left(data, x)
    j = _bisect_right(data, x, lo=i)
    try:
        interval, x = float(interval), float(x)
    except ValueError:
        raise TypeError("Value cannot be converted to a float") from None
    return x - interval / 2.0 + interval * (n / 2 - i) / (j - i)


def mode(data):
    pairs = _Counter(iter(data)).most_common(1)
    _need(len(pairs), "no mode for empty data")
    return pairs[0][0]


def multimode(data):
    counts = _Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        if _LATER and size == 1:
            return data * (n - 1)
        raise StatisticsError(f"must have at least {'one data point' if _LATER else 'two data points'}")
    out = []
    if method == "inclusive":
        for i in range(1, n):
            j, delta = divmod(i * (size - 1), n)
            out.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return out
    if method == "exclusive":
        for i in range(1, n):
            j = i * (size + 1) // n
            j = 1 if j < 1 else size - 1 if j > size - 1 else j
            delta = i * (size + 1) - j * n
            out.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return out
    raise ValueError(f"Unknown method: {method!r}")


def variance(data, xbar=None):
    T, distances, _, count = _ss(data, xbar)
    if count < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(distances / (count - 1), T)


def pvariance(data, mu=None):
    T, distances, _, count = _ss(data, mu)
    _need(count, "pvariance requires at least one data point")
    return _convert(distances / count, T)


def _integer_sqrt_of_frac_rto(n, m):
    """The root of n / m, odd if it is not whole: so that rounding it once more is right."""
    a = _math.isqrt(n // m)
    return a | (a * a * m != n)


def _float_sqrt_of_frac(n, m):
    """The float nearest to it."""
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        return float(_integer_sqrt_of_frac_rto(n, m << 2 * shift) << shift)
    return _integer_sqrt_of_frac_rto(n << -2 * shift, m) / (1 << -shift)


def _decimal_sqrt_of_frac(n, m):
    """The Decimal nearest to it, of which rounding twice may miss by one."""
    Decimal = _decimals()
    if n == 0:
        return Decimal("0.0")
    if n < 0:
        n, m = -n, -m
    root = (Decimal(n) / Decimal(m)).sqrt()
    a, b = root.as_integer_ratio()
    for near, sign in ((root.next_plus(), 1), (root.next_minus(), -1)):
        x, y = near.as_integer_ratio()
        top, bottom = a * y + x * b, 2 * b * y  # of what lies in the middle
        if sign * (n * bottom * bottom - m * top * top) > 0:
            return near
    return root


def _root(square, T):
    root = _decimal_sqrt_of_frac if issubclass(T, _decimals()) else _float_sqrt_of_frac
    return root(square.numerator, square.denominator)


def stdev(data, xbar=None):
    T, distances, _, count = _ss(data, xbar)
    if count < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(distances / (count - 1), T)


def pstdev(data, mu=None):
    T, distances, _, count = _ss(data, mu)
    _need(count, "pstdev requires at least one data point")
    return _root(distances / count, T)


def _pair(x, y, what):
    if len(y) != len(x):
        raise StatisticsError(f"{what} requires that both inputs have same number of data points")
    if len(x) < 2:
        raise StatisticsError(f"{what} requires at least two data points")
    return _math.fsum(x) / len(x), _math.fsum(y) / len(x)


def covariance(x, y, /):
    xbar, ybar = _pair(x, y, "covariance")
    return _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y)) / (len(x) - 1)


def correlation(x, y, /, *, method="linear"):
    xbar, ybar = _pair(x, y, "correlation")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
        xbar, ybar = _pair(x, y, "correlation")
    sxy = _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
    sxx = _math.fsum((d := a - xbar) * d for a in x)
    syy = _math.fsum((d := b - ybar) * d for b in y)
    try:
        return sxy / _math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


def _ranks(data):
    order = sorted(range(len(data)), key=data.__getitem__)
    ranks, i = [0.0] * len(data), 0
    while i < len(order):
        j = i
        while j < len(order) and data[order[j]] == data[order[i]]:
            j += 1
        for k in range(i, j):
            ranks[order[k]] = (i + j - 1) / 2
        i = j
    return ranks


LinearRegression = _namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    xbar, ybar = _pair(x, y, "linear regression")
    if proportional:
        sxy, sxx = _math.fsum(a * b for a, b in zip(x, y)), _math.fsum(a * a for a in x)
    else:
        sxy = _math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
        sxx = _math.fsum((d := a - xbar) * d for a in x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)


# Wichura's algorithm AS 241 (PPND16): quotients of polynomials, highest power first, for the middle, the sides and the far ends.
_MIDDLE = ((2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
            13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
           (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
            5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0))
_SIDES = ((7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
           3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
          (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
           0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0))
_ENDS = ((2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
          0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
         (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
          0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0))


def _horner(factors, x):
    value = 0.0
    for factor in factors:
        value = value * x + factor
    return value


def _normal_dist_inv_cdf(p, mu, sigma):
    q = p - 0.5
    if _math.fabs(q) <= 0.425:
        r = 0.180625 - q * q
        x = _horner(_MIDDLE[0], r) * q / _horner(_MIDDLE[1], r)
    else:
        r = _math.sqrt(-_math.log(p if q <= 0.0 else 1.0 - p))
        above, below, start = (*_SIDES, 1.6) if r <= 5.0 else (*_ENDS, 5.0)
        x = _math.copysign(_horner(above, r - start) / _horner(below, r - start), q)
    return mu + x * sigma


def _mean_stdev(data):
    T, distances, center, count = _ss(data)
    if count < 2:
        raise StatisticsError("stdev requires at least two data points")
    if not hasattr(distances, "numerator"):  # not finite
        return float(center), float(center) / float(distances)
    variance = distances / (count - 1)
    return float(center), _float_sqrt_of_frac(variance.numerator, variance.denominator)


class NormalDist:
    __slots__ = {"_mu": "Arithmetic mean of a normal distribution", "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        return cls(*_mean_stdev(data))

    def samples(self, n, *, seed=None):
        gauss = _random.gauss if seed is None else _random.Random(seed).gauss
        return [gauss(self._mu, self._sigma) for _ in range(n)]

    def pdf(self, x):
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError("pdf() not defined when sigma is zero")
        diff = x - self._mu
        return _math.exp(diff * diff / (-2.0 * variance)) / _math.sqrt(_math.tau * variance)

    def cdf(self, x):
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + _math.erf((x - self._mu) / (self._sigma * _math.sqrt(2.0))))

    def inv_cdf(self, p):
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """How much of the areas below both curves they have in common."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        x, y = sorted((self, other), key=lambda one: (one._sigma, one._mu))
        if not x.variance or not y.variance:
            raise StatisticsError("overlap() not defined when sigma is zero")
        spread, apart = y.variance - x.variance, _math.fabs(y._mu - x._mu)
        if not spread:
            return 1.0 - _math.erf(apart / (2.0 * x._sigma * _math.sqrt(2.0)))
        middle = x._mu * y.variance - y._mu * x.variance
        half = x._sigma * y._sigma * _math.sqrt(apart * apart + spread * _math.log(y.variance / x.variance))
        places = (middle + half) / spread, (middle - half) / spread
        return 1.0 - (_math.fabs(y.cdf(places[0]) - x.cdf(places[0])) + _math.fabs(y.cdf(places[1]) - x.cdf(places[1])))

    def zscore(self, x):
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    mean = median = mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, _math.hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * _math.fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / _math.fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
