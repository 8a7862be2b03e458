"""Basic statistics, exact where the data are: sums are fractions until the end."""

import math as _math
import random as _random
from bisect import bisect_left as _bisect_left, bisect_right as _bisect_right
from collections import Counter as _Counter, namedtuple as _namedtuple

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean", "geometric_mean", "harmonic_mean", "linear_regression", "mean", "median",
           "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev", "pvariance", "quantiles", "stdev", "variance"]


_LATER = __import__("sys").version_info >= (3, 13)


class StatisticsError(ValueError):
    pass


def _ratio(x):
    """(numerator, denominator, type); a denominator of 0: no number that is finite."""
    if isinstance(x, float):
        if x - x != 0:
            return x, 0, float
        return (*x.as_integer_ratio(), float)
    if isinstance(x, int):
        return int(x), 1, int
    if hasattr(x, "as_integer_ratio"):
        return (*x.as_integer_ratio(), type(x))
    if hasattr(x, "numerator"):
        return x.numerator, x.denominator, type(x)
    raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _sum(data):
    """(type, numerator, denominator, count): exactly."""
    partials, kind, count, odd = {}, int, 0, None
    for x in data:
        n, d, t = _ratio(x)
        count += 1
        if t is not kind and t is not int and (kind is int or t is float):
            kind = t
        if d == 0:
            odd = n if odd is None else odd + n
        else:
            partials[d] = partials.get(d, 0) + n
    if odd is not None:
        return kind, odd, 0, count
    low = _math.lcm(*partials) if partials else 1
    total = sum(n * (low // d) for d, n in partials.items())
    g = _math.gcd(total, low)
    return kind, total // g, low // g, count


def _quotient(n, d, kind):
    """n / d as that type: an int stays one where it can."""
    if d == 0:
        return n
    if kind is int:
        return n // d if n % d == 0 else n / d
    if kind is float:
        return n / d
    return kind(n) / kind(d)


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
    kind, n, d, count = _sum(data)
    _need(count, "mean requires at least one data point")
    return n / count if d == 0 else _quotient(n, d * count, kind)


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
    data = list(data)
    _need(len(data), "harmonic_mean requires at least one data point")
    if any(isinstance(x, str) for x in data):
        raise TypeError("unsupported type")
    if len(data) == 1 and weights is None:
        if data[0] < 0:
            raise StatisticsError("harmonic mean does not support negative values")
        return data[0]
    weights = [1] * len(data) if weights is None else list(weights)
    if len(weights) != len(data):
        raise StatisticsError("Number of weights does not match data size")
    for weight in weights:
        _ratio(weight)
    if any(weight < 0 for weight in weights):
        raise StatisticsError("harmonic mean does not support negative values")
    if not any(weights):
        raise StatisticsError("Weighted sum must be positive")
    if any(isinstance(x, str) for x in data):
        raise TypeError("unsupported type")
    if any(x < 0 for x in data):
        raise StatisticsError("harmonic mean does not support negative values")
    if 0 in data:
        return 0
    kind, n, d, _ = _sum(w / x if w else 0 for w, x in zip(weights, data))
    wn, wd = _sum(weights)[1:3]
    return wn / wd / n if d == 0 else _quotient(wn * d, wd * n, kind)


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


def _squares(data, center=None):
    """(type, numerator, denominator, count) of the sum of the squares of the distances from the mean, or from there."""
    data = list(data)
    kind, n, d, count = _sum(data)
    if center is None:
        if d == 0:
            return kind, n * n, 0, count
        mn, md = n, d * (count or 1)
    else:
        mn, md, _ = _ratio(center)
    tn, td = 0, 1
    for x in data:
        xn, xd, _ = _ratio(x)
        an, ad = (xn * md - mn * xd) ** 2, (xd * md) ** 2
        tn, td = tn * ad + an * td, td * ad
        g = _math.gcd(tn, td)
        tn, td = tn // g, td // g
    return kind, tn, td, count


def variance(data, xbar=None):
    kind, n, d, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("variance requires at least two data points")
    return n if d == 0 else _quotient(n, d * (count - 1), kind)


def pvariance(data, mu=None):
    kind, n, d, count = _squares(data, mu)
    _need(count, "pvariance requires at least one data point")
    return n if d == 0 else _quotient(n, d * count, kind)


def _root(n, m):
    """The float nearest to sqrt(n / m)."""
    if not n:
        return 0.0
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        a = _math.isqrt(n // (m << 2 * shift))
        a = (a | (a * a * (m << 2 * shift) != n)) << shift
        return float(a)
    a = _math.isqrt((n << -2 * shift) // m)
    a |= a * a * m != n << -2 * shift
    return a / (1 << -shift)


def _root_of_kind(n, d, kind):
    """A Decimal of Decimals: the nearest one, of which rounding twice may miss by one."""
    decimal = __import__("sys").modules.get("decimal")
    if decimal is None or not issubclass(kind, decimal.Decimal):
        return _root(n, d)
    if n == 0:
        return decimal.Decimal("0.0")
    root = (decimal.Decimal(n) / decimal.Decimal(d)).sqrt()
    a, b = root.as_integer_ratio()
    for near, sign in ((root.next_plus(), 1), (root.next_minus(), -1)):
        x, y = near.as_integer_ratio()
        top, bottom = a * y + x * b, 2 * b * y  # of what lies in the middle
        if sign * (n * bottom * bottom - d * top * top) > 0:
            return near
    return root


def stdev(data, xbar=None):
    kind, n, d, count = _squares(data, xbar)
    if count < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _math.sqrt(n) if d == 0 else _root_of_kind(n, d * (count - 1), kind)


def pstdev(data, mu=None):
    kind, n, d, count = _squares(data, mu)
    _need(count, "pstdev requires at least one data point")
    return _math.sqrt(n) if d == 0 else _root_of_kind(n, d * count, kind)


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


def _inverse(p, mu, sigma):
    """By bisection and Newton's steps on the distribution function."""
    if p == 0.5:
        return mu
    low, high = -40.0, 40.0
    for _ in range(200):
        x = (low + high) / 2
        if 0.5 * _math.erfc(-x / _math.sqrt(2)) < p:
            low = x
        else:
            high = x
        if high - low <= 0 or x in (low, high) and (low + high) / 2 in (low, high):
            break
    return mu + x * sigma


class NormalDist:
    __slots__ = {"_mu": "Arithmetic mean of a normal distribution", "_sigma": "Standard deviation of a normal distribution"}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        data = list(data)
        return cls(fmean(data), stdev(data))

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
        return _inverse(p, self._mu, self._sigma)

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
