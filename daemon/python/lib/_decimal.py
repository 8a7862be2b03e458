"""What the types of decimal do. A function NAME of theirs that is in C in CPython is decimal_NAME or context_NAME here (daemon/heap/object/scripted.h).

A number is (sign, coefficient, exponent) in what follows; of what is not finite the exponent is 'F' (infinite), 'n' (NaN) or 'N' (signaling NaN), and
the coefficient the NaN's payload. What happens on the way is noted as bits in a list of one int, and told to the context at the end."""

import sys as _sys
from collections import namedtuple as _namedtuple
from collections.abc import MutableMapping as _MutableMapping
from operator import index as _index

__version__ = "1.70"
__libmpdec_version__ = "2.5.1"
HAVE_THREADS = HAVE_CONTEXTVAR = True
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN, MIN_ETINY = -999999999999999999, -1999999999999999997
_NEWER = _sys.version_info >= (3, 12)
_LATEST = _sys.version_info >= (3, 13)
_MODULUS, _INF_HASH = _sys.hash_info.modulus, _sys.hash_info.inf

DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent", module="decimal")
ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP = _ROUNDINGS = (
    "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP")
_UP, _DOWN, _CEILING, _FLOOR, _HALF_UP, _HALF_DOWN, _HALF_EVEN, _05UP = range(8)


# ---- signals

class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


for _class in (DecimalException, Clamped, InvalidOperation, ConversionSyntax, DivisionByZero, DivisionImpossible, DivisionUndefined, Inexact, InvalidContext,
               Rounded, Subnormal, Overflow, Underflow, FloatOperation):
    _class.__module__ = "decimal"

_CLAMPED, _SYNTAX, _BY_ZERO, _IMPOSSIBLE, _UNDEFINED, _INEXACT, _CONTEXT, _INVALID, _FLOAT, _OVERFLOW, _ROUNDED, _SUBNORMAL, _UNDERFLOW = (
    1, 2, 4, 8, 0x10, 0x40, 0x80, 0x100, 0x400, 0x800, 0x1000, 0x2000, 0x4000)
_ANY_INVALID = _SYNTAX | _IMPOSSIBLE | _UNDEFINED | _CONTEXT | _INVALID | 0x20 | 0x200
_SIGNALS = ((InvalidOperation, _ANY_INVALID), (FloatOperation, _FLOAT), (DivisionByZero, _BY_ZERO), (Overflow, _OVERFLOW), (Underflow, _UNDERFLOW),
            (Subnormal, _SUBNORMAL), (Inexact, _INEXACT), (Rounded, _ROUNDED), (Clamped, _CLAMPED))
_CONDITIONS = ((InvalidOperation, _INVALID), (ConversionSyntax, _SYNTAX), (DivisionImpossible, _IMPOSSIBLE), (DivisionUndefined, _UNDEFINED),
               (InvalidContext, _CONTEXT))
_BITS = dict(_SIGNALS)


def _tell(context, status):
    """The context learns of signals; one of them that is trapped is raised."""
    if not status:
        return
    numbers = _get(context)
    _set(context, 7, numbers[7] | status)
    trapped = status & numbers[6]
    if trapped:
        raised = next(signal for signal, bits in _SIGNALS if trapped & bits)
        raise raised([signal for signal, bits in _CONDITIONS if trapped & bits] + [signal for signal, bits in _SIGNALS[1:] if trapped & bits])


class _Work:
    """The numbers of a context, and what has happened."""
    __slots__ = ("context", "prec", "emax", "emin", "round", "clamp", "capitals", "status")

    def __init__(self, context):
        self.context = context
        self.prec, self.emax, self.emin, self.round, self.clamp, self.capitals, _, _ = _get(context)
        self.status = 0

    def give(self, number, cls=None):
        """The result as a Decimal, and the context is told."""
        if self.status:
            _tell(self.context, self.status)
        return _decimal(number, cls)


class _Free:
    """A context without bounds, to work in."""
    __slots__ = ("prec", "emax", "emin", "round", "clamp", "status")

    def __init__(self, prec, round=_HALF_EVEN, clamp=0):
        self.prec, self.emax, self.emin, self.round, self.clamp, self.status = prec, MAX_EMAX, MIN_EMIN, round, clamp, 0


_KINDS = {"F": 2, "n": 4, "N": 8}
_NAN = (0, 0, "n")


def _decimal(number, cls=None):
    sign, coefficient, exponent = number
    cls = Decimal if cls is None else cls
    if type(exponent) is str:
        return _make(cls, sign, coefficient, 0, _KINDS[exponent])
    return _make(cls, sign, coefficient, exponent, 0)


def _is_special(n):
    return type(n[2]) is str


def _is_nan(n):
    return n[2] == "n" or n[2] == "N"


def _length(c):
    """How many decimal digits; 1 of 0."""
    if c < 10:
        return 1
    d = (c.bit_length() - 1) * 30103 // 100000
    power = 10 ** d
    while c >= power:
        power *= 10
        d += 1
    return d


def _invalid(w, bits=_INVALID):
    w.status |= bits
    return _NAN


# ---- rounding

def _adjust(kept, half, rest, sign, mode):
    """Of a coefficient whose digits `rest` were cut off: one more? `half` says how they compare with a half: -1, 0, 1."""
    if not rest:
        return kept
    if mode == _HALF_EVEN:
        up = half > 0 or half == 0 and kept & 1
    elif mode == _DOWN:
        up = False
    elif mode == _UP:
        up = True
    elif mode == _HALF_UP:
        up = half >= 0
    elif mode == _HALF_DOWN:
        up = half > 0
    elif mode == _CEILING:
        up = not sign
    elif mode == _FLOOR:
        up = sign
    else:
        up = kept % 10 in (0, 5)
    return kept + 1 if up else kept


def _cut(c, places, sign, mode):
    """(coefficient without so many digits, were they zeros?)"""
    if c == 0:
        return 0, True
    if places > _length(c) + 1:
        return _adjust(0, -1, 1, sign, mode), False
    power = 10 ** places
    kept, rest = divmod(c, power)
    twice = 2 * rest
    return _adjust(kept, (twice > power) - (twice < power), rest, sign, mode), rest == 0


def _finish(n, w):
    """A result as the context wants it."""
    sign, c, e = n
    if type(e) is str:
        return _shorten_payload(n, w)
    if c == 0:
        top = w.emax - w.prec + 1 if w.clamp else w.emax
        if e > top:
            w.status |= _CLAMPED
            e = top
        elif e < w.emin - w.prec + 1:
            w.status |= _CLAMPED
            e = w.emin - w.prec + 1
        return sign, 0, e
    length = _length(c)
    adjusted = e + length - 1
    if adjusted > w.emax:
        return _overflow(sign, w)
    if adjusted < w.emin:
        tiny = w.emin - w.prec + 1
        w.status |= _SUBNORMAL
        if e < tiny:
            c, exact = _cut(c, tiny - e, sign, w.round)
            e = tiny
            w.status |= _ROUNDED
            if not exact:
                w.status |= _INEXACT | _UNDERFLOW
            if c == 0:
                w.status |= _CLAMPED
            length = _length(c)
    if length > w.prec:
        places = length - w.prec
        c, exact = _cut(c, places, sign, w.round)
        e += places
        w.status |= _ROUNDED
        if not exact:
            w.status |= _INEXACT
        if c >= 10 ** w.prec:
            c //= 10
            e += 1
        if e + w.prec - 1 > w.emax:
            return _overflow(sign, w)
    if w.clamp and e > w.emax - w.prec + 1 and c:
        c *= 10 ** (e - (w.emax - w.prec + 1))
        e = w.emax - w.prec + 1
        w.status |= _CLAMPED
    return sign, c, e


def _overflow(sign, w):
    w.status |= _OVERFLOW | _INEXACT | _ROUNDED
    mode = w.round
    if mode in (_DOWN, _05UP) or mode == _CEILING and sign or mode == _FLOOR and not sign:
        return sign, 10 ** w.prec - 1, w.emax - w.prec + 1
    return sign, 0, "F"


def _shorten_payload(n, w):
    sign, c, e = n
    if c and e != "F":
        room = w.prec - w.clamp
        if _length(c) > room:
            c %= 10 ** room
    return sign, c, e


def _take_nan(w, *numbers):
    """The NaN that a result is, if one of the operands is one; None."""
    for n in numbers:
        if n[2] == "N":
            w.status |= _INVALID
            return _shorten_payload((n[0], n[1], "n"), w)
    for n in numbers:
        if n[2] == "n":
            return _shorten_payload(n, w)
    return None


# ---- arithmetic

def _add(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        if a[2] == "F":
            return _invalid(w) if b[2] == "F" and a[0] != b[0] else (a[0], 0, "F")
        return b[0], 0, "F"
    sa, ca, ea = a
    sb, cb, eb = b
    e = min(ea, eb)
    if ca == 0 or cb == 0:
        if ca == 0 and cb == 0:
            sign = sa if sa == sb else int(w.round == _FLOOR)
            return _finish((sign, 0, e), w)
        s, c, x = (sb, cb, eb) if ca == 0 else (sa, ca, ea)
        if x > e:  # as far as there is room
            places = min(x - e, max(0, w.prec - _length(c)))
            if places < x - e:
                w.status |= _ROUNDED
            c *= 10 ** places
            x -= places
        return _finish((s, c, x), w)
    if ea < eb:
        (sa, ca, ea), (sb, cb, eb) = (sb, cb, eb), (sa, ca, ea)
    if ea > eb:
        lowest = ea + min(-1, _length(ca) - w.prec - 2)
        if _length(cb) + eb - 1 < lowest:
            cb, eb = 1, lowest
        ca *= 10 ** (ea - eb)
    total = (-ca if sa else ca) + (-cb if sb else cb)
    if total == 0:
        return _finish((int(w.round == _FLOOR), 0, e), w)
    return _finish((int(total < 0), abs(total), eb), w)


def _sub(a, b, w):
    return _add(a, b if _is_nan(b) else (b[0] ^ 1, b[1], b[2]), w)


def _mul(a, b, w):
    sign = a[0] ^ b[0]
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        if not _is_special(a) and a[1] == 0 or not _is_special(b) and b[1] == 0:
            return _invalid(w)
        return sign, 0, "F"
    return _finish((sign, a[1] * b[1], a[2] + b[2]), w)


def _div(a, b, w):
    sign = a[0] ^ b[0]
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        if a[2] == "F":
            return _invalid(w) if b[2] == "F" else (sign, 0, "F")
        w.status |= _CLAMPED
        return sign, 0, w.emin - w.prec + 1
    if b[1] == 0:
        if a[1] == 0:
            return _invalid(w, _UNDEFINED)
        w.status |= _BY_ZERO
        return sign, 0, "F"
    ideal = a[2] - b[2]
    if a[1] == 0:
        return _finish((sign, 0, ideal), w)
    shift = _length(b[1]) - _length(a[1]) + w.prec + 1
    e = ideal - shift
    if shift >= 0:
        q, rest = divmod(a[1] * 10 ** shift, b[1])
    else:
        q, rest = divmod(a[1], b[1] * 10 ** -shift)
    if rest:
        if q % 5 == 0:
            q += 1
    else:
        q, e = _strip(q, e, ideal)
    return _finish((sign, q, e), w)


def _strip(c, e, most):
    """Without zeros at the end, as long as the exponent is below `most`."""
    step = 1 << max(0, min(most - e, _length(c)).bit_length() - 1)
    while e < most and c:
        while step and (step > most - e or c % 10 ** step):
            step >>= 1
        if not step:
            break
        c //= 10 ** step
        e += step
    return c, e


def _divide_whole(a, b, w):
    """(quotient, remainder) of finite numbers, b not 0, or None where the quotient has too many digits."""
    sign, e = a[0] ^ b[0], min(a[2], b[2])
    distance = (a[2] + _length(a[1])) - (b[2] + _length(b[1]))
    if a[1] == 0 or distance < 0:
        c = a[1]
        if a[2] > e:
            return (sign, 0, 0), (a[0], c * 10 ** (a[2] - e), e) if c else (a[0], 0, e)
        return (sign, 0, 0), a if a[2] == e else (a[0], c, e)
    if distance > w.prec:
        return None
    x, y = a[1] * 10 ** (a[2] - e), b[1] * 10 ** (b[2] - e)
    q, r = divmod(x, y)
    if _length(q) > w.prec:
        return None
    return (sign, q, 0), (a[0], r, e)


def _divmod(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found, found
        if a[2] == "F":
            if b[2] == "F":
                return _invalid(w), _NAN
            return (a[0] ^ b[0], 0, "F"), _invalid(w)
        return (a[0] ^ b[0], 0, 0), _finish(a, w)
    if b[1] == 0:
        if a[1] == 0:
            return _invalid(w, _UNDEFINED), _NAN
        w.status |= _BY_ZERO | _INVALID
        return (a[0] ^ b[0], 0, "F"), _NAN
    both = _divide_whole(a, b, w)
    if both is None:
        return _invalid(w, _IMPOSSIBLE), _NAN
    return _finish(both[0], w), _finish(both[1], w)


def _floordiv(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        if a[2] == "F":
            return _invalid(w) if b[2] == "F" else (a[0] ^ b[0], 0, "F")
        return a[0] ^ b[0], 0, 0
    if b[1] == 0:
        if a[1] == 0:
            return _invalid(w, _UNDEFINED)
        w.status |= _BY_ZERO
        return a[0] ^ b[0], 0, "F"
    both = _divide_whole(a, b, w)
    return _invalid(w, _IMPOSSIBLE) if both is None else _finish(both[0], w)


def _mod(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        return _invalid(w) if a[2] == "F" else _finish(a, w)
    if b[1] == 0:
        return _invalid(w, _UNDEFINED if a[1] == 0 else _INVALID)
    both = _divide_whole(a, b, w)
    return _invalid(w, _IMPOSSIBLE) if both is None else _finish(both[1], w)


def _remainder_near(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        return _invalid(w) if a[2] == "F" else _finish(a, w)
    if b[1] == 0:
        return _invalid(w, _UNDEFINED if a[1] == 0 else _INVALID)
    e = min(a[2], b[2])
    distance = (a[2] + _length(a[1])) - (b[2] + _length(b[1]))
    if a[1] == 0:
        return _finish((a[0], 0, e), w)
    if distance > w.prec + 1:
        return _invalid(w, _IMPOSSIBLE)
    if distance < -1:
        return _finish((a[0], a[1] * 10 ** (a[2] - e), e), w)
    x, y = a[1] * 10 ** (a[2] - e), b[1] * 10 ** (b[2] - e)
    q, r = divmod(x, y)
    sign = a[0]
    if 2 * r + (q & 1) > y:
        r = r - y
        q += 1
    if q >= 10 ** w.prec:
        return _invalid(w, _IMPOSSIBLE)
    if r < 0:
        sign, r = sign ^ 1, -r
    return _finish((sign, r, e), w)


def _fma(a, b, c, w):
    if _is_special(a) or _is_special(b) or _is_special(c):
        found = _take_nan(w, a, b, c)
        if found:
            return found
    sign = a[0] ^ b[0]
    if _is_special(a) or _is_special(b):
        if not _is_special(a) and a[1] == 0 or not _is_special(b) and b[1] == 0:
            return _invalid(w)
        product = (sign, 0, "F")
    else:
        product = (sign, a[1] * b[1], a[2] + b[2])
    return _add(product, c, w)


def _plus(a, w):
    if _is_special(a):
        return _take_nan(w, a) or a
    if a[1] == 0 and w.round != _FLOOR:
        a = (0, 0, a[2])
    return _finish(a, w)


def _minus(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (a[0] ^ 1, a[1], a[2])
    return _plus((a[0] ^ 1, a[1], a[2]), w)


def _abs(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (0, a[1], a[2])
    return _minus(a, w) if a[0] else _plus(a, w)


def _order(a, b):
    """-1, 0, 1 of numbers that are no NaNs."""
    if a[2] == "F" or b[2] == "F":
        x = (-1 if a[0] else 1) if a[2] == "F" else 0
        y = (-1 if b[0] else 1) if b[2] == "F" else 0
        return (x > y) - (x < y)
    if a[1] == 0 or b[1] == 0:
        x = 0 if a[1] == 0 else -1 if a[0] else 1
        y = 0 if b[1] == 0 else -1 if b[0] else 1
        return (x > y) - (x < y)
    if a[0] != b[0]:
        return -1 if a[0] else 1
    x, y = a[2] + _length(a[1]), b[2] + _length(b[1])
    if x == y:
        e = min(a[2], b[2])
        x, y = a[1] * 10 ** (a[2] - e), b[1] * 10 ** (b[2] - e)
    order = (x > y) - (x < y)
    return -order if a[0] else order


def _compare(a, b, w, signals=False):
    if _is_nan(a) or _is_nan(b):
        if signals:
            w.status |= _INVALID
        return _take_nan(w, a, b)
    order = _order(a, b)
    return int(order < 0), abs(order), 0


_RANKS = {"F": 1, "N": 2, "n": 3}


def _order_total(a, b):
    if a[0] != b[0]:
        return -1 if a[0] else 1
    flip = -1 if a[0] else 1
    x, y = _RANKS.get(a[2], 0), _RANKS.get(b[2], 0)
    if x != y:
        return flip if x > y else -flip
    if x == 1:
        return 0
    if x:
        return flip * ((a[1] > b[1]) - (a[1] < b[1]))
    order = _order(a, b)
    return order if order else flip * ((a[2] > b[2]) - (a[2] < b[2]))


def _choose(a, b, w, largest, magnitude):
    """max, min, max_mag, min_mag."""
    if _is_nan(a) or _is_nan(b):
        if a[2] == "n" and not _is_nan(b):
            return _finish(b, w)
        if b[2] == "n" and not _is_nan(a):
            return _finish(a, w)
        return _take_nan(w, a, b)
    order = _order((0,) + a[1:], (0,) + b[1:]) if magnitude else 0
    order = order or _order(a, b) or _order_total(a, b)
    return _finish((a if order >= 0 else b) if largest else (a if order < 0 else b), w)


def _quantize(a, b, w):
    if _is_special(a) or _is_special(b):
        found = _take_nan(w, a, b)
        if found:
            return found
        return a if a[2] == b[2] == "F" else _invalid(w)
    e = b[2]
    if not w.emin - w.prec + 1 <= e <= w.emax:
        return _invalid(w)
    sign, c, x = a
    if c == 0:
        return _finish((sign, 0, e), w)
    if x + _length(c) - 1 > w.emax or x + _length(c) - e > w.prec:
        return _invalid(w)
    if x >= e:
        c *= 10 ** (x - e)
    else:
        c, exact = _cut(c, e - x, sign, w.round)
        w.status |= _ROUNDED
        if not exact:
            w.status |= _INEXACT
    if e + _length(c) - 1 > w.emax or _length(c) > w.prec:
        w.status &= ~(_ROUNDED | _INEXACT)
        return _invalid(w)
    status = w.status
    result = _finish((sign, c, e), w)
    w.status = status | w.status & _SUBNORMAL | (w.status & _CLAMPED)
    return result


def _to_integral(a, w, mode, exactly):
    if _is_special(a):
        return _take_nan(w, a) or a
    sign, c, e = a
    if e >= 0:
        return a
    c, exact = _cut(c, -e, sign, mode)
    if exactly:
        if a[1]:
            w.status |= _ROUNDED
        if not exact:
            w.status |= _INEXACT
    return sign, c, 0


def _reduce(a, w):
    if _is_special(a):
        return _take_nan(w, a) or a
    a = _finish(a, w)
    if _is_special(a):
        return a
    if a[1] == 0:
        return a[0], 0, 0
    c, e = _strip(a[1], a[2], w.emax - w.prec + 1 if w.clamp else w.emax)
    return _finish((a[0], c, e), w)


def _isqrt(n):
    import math
    return math.isqrt(n)


def _sqrt(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (_invalid(w) if a[0] else a)
    sign, c, e = a
    ideal = e >> 1
    if c == 0:
        return _finish((sign, 0, ideal), w)
    if sign:
        return _invalid(w)
    prec = w.prec + 1
    x = e >> 1
    length = _length(c)
    if e & 1:
        c *= 10
        length += 1
        digits = length >> 1
    else:
        digits = length + 1 >> 1
    shift = prec - digits
    exact = True
    if shift >= 0:
        c *= 100 ** shift
    else:
        c, rest = divmod(c, 100 ** -shift)
        exact = not rest
    x -= shift
    root = _isqrt(c)
    exact = exact and root * root == c
    if exact:
        if shift >= 0:
            root //= 10 ** shift
        else:
            root *= 10 ** -shift
        x += shift
        root, x = _strip(root, x, ideal) if x < ideal else (root, x)
    elif root % 5 == 0:
        root += 1
    mode, w.round = w.round, _HALF_EVEN
    result = _finish((0, root, x), w)
    w.round = mode
    return result


# ---- exp, ln, log10, powers: with more digits until it is certain how to round

def _divide_near(a, b):
    q, r = divmod(a, b)
    return q + (2 * r + (q & 1) > b)


def _fixed_exp(x, places):
    """e ** (x / 10**places) * 10**places, 0 <= x: off by a few units."""
    bits = places * 332193 // 100000 + 16
    scaled = (x << bits) // 10 ** places
    halvings = max(0, scaled.bit_length() - bits) + int(bits ** 0.5) + 8
    extra = 2 * halvings + 8
    work = bits + extra
    t = (x << work) // 10 ** places >> halvings
    total = term = 1 << work
    n = 1
    while term:
        term = (term * t >> work) // n
        total += term
        n += 1
    for _ in range(halvings):
        total = total * total >> work
    return total * 10 ** places >> work


def _fixed_ln(c, e, places):
    """ln(c * 10**e) * 10**places, off by a few units."""
    bits = places * 332193 // 100000 + 64
    length = _length(c)
    k = e + length - 1  # c * 10**e == m * 10**k, 1 <= m < 10
    m = (c << bits) // 10 ** (length - 1)
    return (_ln_bits(m, bits) + k * _ln_bits(10 << bits, bits)) * 10 ** places >> bits


_ln_ten = {}


def _ln_bits(m, bits):
    """ln(m / 2**bits) * 2**bits for m of some bits more, by halving and roots and then a series."""
    ten = m == 10 << bits
    if ten and bits in _ln_ten:
        return _ln_ten[bits]
    roots = int(bits ** 0.5) // 2 + 8
    work = bits + 2 * roots + 16
    x = m << work - bits
    one = 1 << work
    shift = 0
    while x >= 2 * one:
        x >>= 1
        shift += 1
    part = _series(x, roots, work)
    if shift:
        part += shift * _series(2 << work, roots, work)
    result = part >> work - bits
    if ten:
        if len(_ln_ten) > 8:
            _ln_ten.clear()
        _ln_ten[bits] = result
    return result


def _series(x, roots, work):
    one = 1 << work
    for _ in range(roots):
        x = _isqrt(x << work)
    z = ((x - one) << work) // (x + one)
    square = z * z >> work
    total = term = z
    n = 3
    while term:
        term = term * square >> work
        total += term // n
        n += 2
    return total << roots + 1


def _certain(compute, w, digits):
    """The result with the precision of the context, half to even: `compute(places)` says (coefficient, exponent) with about so many digits, off by
    less than a thousand units."""
    more = 6
    while True:
        c, e = compute(digits + more)
        length = _length(abs(c))
        cut = length - digits
        if cut > 4:
            power = 10 ** cut
            rest = abs(c) % power
            half = power // 2
            if 1000 < rest < power - 1000 and abs(rest - half) > 1000 or more > 60 and cut > more:
                break
        more += max(6, more)
    # one digit below, that is never one on which rounding depends
    return int(c < 0), abs(c) * 10 + 1, e - 1


def _as_half_even(n, w):
    mode, w.round = w.round, _HALF_EVEN
    w.status |= _INEXACT | _ROUNDED
    result = _finish(n, w)
    w.round = mode
    return result


def _exp(a, w):
    if _is_special(a):
        return _take_nan(w, a) or ((0, 0, 0) if a[0] else a)
    sign, c, e = a
    if c == 0:
        return 0, 1, 0
    adjusted = e + _length(c) - 1
    if adjusted > 19:
        if sign:
            w.status |= _SUBNORMAL | _UNDERFLOW | _INEXACT | _ROUNDED | _CLAMPED
            return 0, 0, w.emin - w.prec + 1
        return _overflow(0, w)
    if adjusted < -w.prec - 1:
        n = (0, 10 ** (w.prec + 1) + (-1 if sign else 1), -w.prec - 1)
        return _as_half_even(n, w)

    def compute(places):
        # e**x = 10**k * e**r, 0 <= r < ln 10
        room = places + 4
        digits = room + max(0, adjusted) + 4
        x = c * 10 ** (e + digits) if e + digits >= 0 else c // 10 ** -(e + digits)
        x = -x if sign else x
        ten = _fixed_ln(10, 0, digits)
        k, r = divmod(x, ten)
        return _fixed_exp(r // 10 ** (digits - room), room), k - room
    return _as_half_even(_certain(compute, w, w.prec + 1), w)


def _ln(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (_invalid(w) if a[0] else (0, 0, "F"))
    sign, c, e = a
    if c == 0:
        return 1, 0, "F"
    if sign:
        return _invalid(w)
    if _order(a, (0, 1, 0)) == 0:
        return 0, 0, 0
    close = _near_one(c, e)

    def compute(places):
        room = places + close + 2
        return _fixed_ln(c, e, room), -room
    return _as_half_even(_certain(compute, w, w.prec + 1), w)


def _near_one(c, e):
    """How many zeros ln has behind the point."""
    length = _length(c)
    if not -1 <= e + length - 1 <= 0:
        return 1
    one = 10 ** -e if e < 0 else 1
    return max(0, -e - _length(abs(c - one))) + 2


def _log10(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (_invalid(w) if a[0] else (0, 0, "F"))
    sign, c, e = a
    if c == 0:
        return 1, 0, "F"
    if sign:
        return _invalid(w)
    length = _length(c)
    if c == 10 ** (length - 1):
        n = e + length - 1
        return _finish((int(n < 0), abs(n), 0), w)
    close = _near_one(c, e)

    def compute(places):
        room = places + close + 4
        return _fixed_ln(c, e, room) * 10 ** room // _fixed_ln(10, 0, room), -room
    return _as_half_even(_certain(compute, w, w.prec + 1), w)


def _is_integer(n):
    return not _is_special(n) and (n[2] >= 0 or n[1] == 0 or n[1] % 10 ** min(-n[2], _length(n[1])) == 0 and -n[2] < _length(n[1]) or n[1] == 0)


def _is_odd(n):
    sign, c, e = n
    if e > 0 or c == 0:
        return False
    return c // 10 ** -e % 2 == 1 if -e <= _length(c) else False


def _power(a, b, w):
    """a ** b"""
    found = _take_nan(w, a, b)
    if found:
        return found
    whole = _is_integer(b)
    sign = int(bool(a[0] and whole and _is_odd(b)))
    if not _is_special(b) and b[1] == 0:
        return _invalid(w) if not _is_special(a) and a[1] == 0 else (0, 1, 0)
    if a[0] and not whole:
        if not (not _is_special(a) and a[1] == 0) and b[2] != "F" or b[2] == "F" and (_is_special(a) or a[1]):
            return _invalid(w)
    if not _is_special(a) and a[1] == 0:
        return (sign, 0, 0) if not b[0] else (sign, 0, "F")
    if a[2] == "F":
        return (sign, 0, "F") if not b[0] else (sign, 0, 0)
    magnitude = (0, a[1], a[2])
    one = _order(magnitude, (0, 1, 0))
    if one == 0:
        return _power_of_one(a, b, sign, whole, w)
    if b[2] == "F":
        return (0, 0, 0) if (one < 0) == (not b[0]) else (0, 0, "F")
    bound = _power_bound(magnitude, b, sign, w)
    if bound:
        return bound
    if whole:
        result = _power_whole(a, b, sign, w)
    else:
        result = _power_real(magnitude, b, w)
    return result


def _power_of_one(a, b, sign, whole, w):
    if b[2] == "F":
        w.status |= _INEXACT | _ROUNDED
        return 0, 10 ** (w.prec - 1), 1 - w.prec
    if not whole:
        w.status |= _INEXACT | _ROUNDED
        return 0, 10 ** (w.prec - 1), 1 - w.prec
    if b[0]:
        return sign, 1, 0
    n = b[1] * 10 ** b[2] if 0 <= b[2] < 20 else b[1] // 10 ** -b[2] if b[2] < 0 else 10 ** 20
    zeros = -a[2] * min(n, 10 ** 19)
    if zeros > w.prec - 1:
        zeros = w.prec - 1
        w.status |= _ROUNDED
    return sign, 10 ** zeros, -zeros


def _power_bound(a, b, sign, w):
    """What is far out of range is not calculated."""
    e = a[2] + _length(a[1]) - 1
    size = _length(b[1]) + b[2]
    if e >= 1:
        least = e
    elif e < -1:
        least = -e - 1
    else:
        return None
    if size > 20 or least and size > 0 and _length(least) + size - 2 > 19:
        n = 10 ** 20
    elif size <= 0:
        n = 0
    else:
        n = b[1] * 10 ** b[2] if b[2] >= 0 else b[1] // 10 ** -b[2]
    if least * n > w.emax + w.prec + 10 and least * n > -w.emin + w.prec + 10:
        if (e >= 1) == (not b[0]):
            return _overflow(sign, w)
        return _underflow(sign, w)
    return None


def _underflow(sign, w):
    w.status |= _SUBNORMAL | _UNDERFLOW | _INEXACT | _ROUNDED | _CLAMPED
    return _finish((sign, 1, w.emin - 2 * w.prec - 5), w)


def _power_whole(a, b, sign, w):
    n = b[1] * 10 ** b[2] if b[2] >= 0 else b[1] // 10 ** -b[2]
    digits = _length(n)
    inner = _Free(w.prec + digits + 4)
    base = (0, a[1], a[2])
    if b[0]:
        inner.prec += 1
        base = _div((0, 1, 0), base, inner)
    result = base
    for bit in bin(n)[3:]:
        result = _mul(result, result, inner)
        if bit == "1":
            result = _mul(result, base, inner)
        if _is_special(result):
            return _overflow(sign, w)
    if not result[1]:
        return _underflow(sign, w)
    w.status |= inner.status & (_INEXACT | _ROUNDED)
    return _finish((sign,) + result[1:], w)


def _power_real(a, b, w):
    exact = _power_exact(a, b, w)
    if exact:
        return exact
    inner_digits = w.prec + 1
    least = -_length(b[1]) - 2 * w.prec - 60
    if b[2] < least:  # next to one, however far
        b = b[0], b[1], least

    def compute(places):
        room = places + max(0, _length(b[1]) + b[2]) + max(0, _length(abs(a[2] + _length(a[1])))) + 6
        ln = _fixed_ln(a[1], a[2], room + _near_one(a[1], a[2]) + 2)
        close = _near_one(a[1], a[2]) + 2
        x = ln * b[1]
        x = x * 10 ** b[2] if b[2] >= 0 else x // 10 ** -b[2]
        x = -x if b[0] else x
        total = room + close
        ten = _fixed_ln(10, 0, total)
        k, r = divmod(x, ten)
        return _fixed_exp(r // 10 ** (total - room), room), k - room
    w.status |= _INEXACT | _ROUNDED
    return _finish(_certain(compute, w, inner_digits), w)


def _power_exact(a, b, w):
    """Where b is a fraction whose root is a number."""
    c, e = _strip(b[1], b[2], 0) if b[2] < 0 else (b[1], b[2])
    if e >= 0 or -e > 6:
        return None
    # b = c / 10**-e: only square roots and the like come out even
    import math
    common = math.gcd(c, 10 ** -e)
    top, bottom = c // common, 10 ** -e // common
    if bottom > 64 or top > 1000:
        return None
    x, xe = _strip(a[1], a[2], MAX_EMAX)
    if xe % bottom:
        return None
    root = _root(x, bottom)
    if root is None:
        return None
    n, ne = root ** top, xe // bottom * top
    if b[0]:
        inner = _Free(w.prec + 5)
        result = _div((0, 1, 0), (0, n, ne), inner)
        if inner.status & _INEXACT:
            return None
        n, ne = result[1], result[2]
    if _length(n) > w.prec:
        return None
    places = w.prec - _length(n)
    w.status |= _INEXACT | _ROUNDED
    return _finish((0, n * 10 ** places, ne - places), w)


def _root(x, k):
    low, high = 1, 1 << (x.bit_length() // k + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** k <= x:
            low = middle
        else:
            high = middle - 1
    return low if low ** k == x else None


def _power_mod(a, b, m, w):
    found = _take_nan(w, a, b, m)
    if found:
        return found
    if not (_is_integer(a) and _is_integer(b) and _is_integer(m)) or b[0] or m[1] == 0:
        return _invalid(w)
    if m[2] + _length(m[1]) > w.prec:
        return _invalid(w)
    if a[1] == 0 and b[1] == 0:
        return _invalid(w)
    x, y, z = (n[1] * 10 ** n[2] if n[2] >= 0 else n[1] // 10 ** -n[2] for n in (a, b, m))
    sign = int(bool(a[0] and y & 1))
    return sign, pow(x, y, z), 0


# ---- texts

def _put(n, engineering=False, capitals=1):
    sign, c, e = n
    head = "-" if sign else ""
    if e == "F":
        return head + "Infinity"
    if type(e) is str:
        return head + ("NaN" if e == "n" else "sNaN") + (_text(c) if c else "")
    digits = _text(c)
    left = e + len(digits)
    if e <= 0 and left > -6:
        point = left
    elif not engineering:
        point = 1
    elif c == 0:
        point = (left + 1) % 3 - 1
    else:
        point = (left - 1) % 3 + 1
    if point <= 0:
        whole, fraction = "0", "." + "0" * -point + digits
    elif point >= len(digits):
        whole, fraction = digits + "0" * (point - len(digits)), ""
    else:
        whole, fraction = digits[:point], "." + digits[point:]
    tail = "" if left == point else ("E" if capitals else "e") + "%+d" % (left - point)
    return head + whole + fraction + tail


def _read(text):
    """The number that a text means; None: it means none."""
    text = text.strip()
    if "_" in text:
        text = text.replace("_", "")
    if not text.isascii():
        text = _ascii_digits(text)
        if text is None:
            return None
    sign, body = 0, text
    if body[:1] in ("+", "-"):
        sign, body = int(body[0] == "-"), body[1:]
    lower = body.lower()
    if lower in ("inf", "infinity"):
        return sign, 0, "F"
    for name, kind in (("nan", "n"), ("snan", "N")):
        if lower.startswith(name):
            payload = lower[len(name):]
            if payload and not payload.isdigit():
                return None
            return sign, _number(payload) if payload else 0, kind
    mantissa, mark, exponent = lower.partition("e")
    if mark:
        part = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not part.isdigit():
            return None
        exponent = int(part) if len(part) < 20 else 10 ** 19
        exponent = -exponent if lower[len(mantissa) + 1] == "-" else exponent
    else:
        exponent = 0
    whole, point, fraction = mantissa.partition(".")
    digits = whole + fraction
    if not digits.isdigit():
        return None
    return sign, _number(digits), exponent - len(fraction)


def _ascii_digits(text):
    out = []
    for c in text:
        if c.isascii():
            out.append(c)
        elif c.isdecimal():
            out.append(str(int(c)))
        else:
            return None
    return "".join(out)


def _exactly(n, w):
    """As Decimal() takes a text or a number: whole, or not at all."""
    sign, c, e = n
    if type(e) is str:
        return n
    if c == 0:
        return n if MIN_ETINY <= e <= MAX_EMAX else _invalid(w)
    adjusted = e + _length(c) - 1
    if adjusted > MAX_EMAX or e < MIN_ETINY:
        return _invalid(w)
    return n


# ---- what operands are

def _argument_name(value):
    return "None" if value is None else type(value).__name__


def _operand(value):
    """A number of a Decimal or an int; None of anything else."""
    if isinstance(value, Decimal):
        return _parts(value)
    if isinstance(value, int):
        value = int(value)
        return int(value < 0), abs(value), 0
    return None


def _wanted(value):
    n = _operand(value)
    if n is None:
        raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)
    return n


def _context_of(context):
    if context is None:
        return getcontext()
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    return context


def _bind(name, args, kwargs, names, required):
    """The values of parameters, None where one is not given."""
    given = len(args) + len(kwargs)
    if given > len(names) or given < required == len(names):
        raise TypeError("function takes %s %d %sargument%s (%d given)" % (
            "exactly" if required == len(names) else "at most", len(names), "" if args or not kwargs else "keyword ", "" if len(names) == 1 else "s", given))
    values = list(args) + [None] * (len(names) - len(args))
    for i, parameter in enumerate(names):
        if parameter in kwargs:
            if i < len(args):
                raise TypeError("argument for function given by name ('%s') and position (%d)" % (parameter, i + 1))
            values[i] = kwargs[parameter]
        elif i < required and i >= len(args):
            raise TypeError("function missing required argument '%s' (pos %d)" % (parameter, i + 1))
    for key in kwargs:
        if key not in names:
            raise TypeError("this function got an unexpected keyword argument '%s'" % key if _LATEST else
                            "'%s' is an invalid keyword argument for this function" % key)
    return values


# ---- methods that several share: (self, context=None), (self, other, context=None) and the same of a context

def _one(name, operation):
    def of_decimal(self, *args, **kwargs):
        (context,) = _bind(name, args, kwargs, ("context",), 0)
        w = _Work(_context_of(context))
        return w.give(operation(_parts(self), w))

    def of_context(self, x):
        n = _wanted(x)
        w = _Work(self)
        return w.give(operation(n, w))
    return of_decimal, of_context


def _two(name, operation):
    def of_decimal(self, *args, **kwargs):
        other, context = _bind(name, args, kwargs, ("other", "context"), 1)
        context = _context_of(context)
        n = _wanted(other)
        w = _Work(context)
        return w.give(operation(_parts(self), n, w))

    def of_context(self, *args, **kwargs):
        x, y = _bind(name, args, kwargs, ("a", "b"), 2)
        a, b = _wanted(x), _wanted(y)
        w = _Work(self)
        return w.give(operation(a, b, w))
    return of_decimal, of_context


decimal_exp, context_exp = _one("exp", _exp)
decimal_ln, context_ln = _one("ln", _ln)
decimal_log10, context_log10 = _one("log10", _log10)
decimal_sqrt, context_sqrt = _one("sqrt", _sqrt)
decimal_normalize, context_normalize = _one("normalize", _reduce)
_, context_abs = _one("abs", _abs)
_, context_minus = _one("minus", _minus)
_, context_plus = _one("plus", _plus)
decimal_compare, context_compare = _two("compare", _compare)
decimal_compare_signal, context_compare_signal = _two("compare_signal", lambda a, b, w: _compare(a, b, w, True))
decimal_max, context_max = _two("max", lambda a, b, w: _choose(a, b, w, True, False))
decimal_min, context_min = _two("min", lambda a, b, w: _choose(a, b, w, False, False))
decimal_max_mag, context_max_mag = _two("max_mag", lambda a, b, w: _choose(a, b, w, True, True))
decimal_min_mag, context_min_mag = _two("min_mag", lambda a, b, w: _choose(a, b, w, False, True))
decimal_remainder_near, context_remainder_near = _two("remainder_near", _remainder_near)
_, context_add = _two("add", _add)
_, context_subtract = _two("subtract", _sub)
_, context_multiply = _two("multiply", _mul)
_, context_divide = _two("divide", _div)
_, context_divide_int = _two("divide_int", _floordiv)
_, context_remainder = _two("remainder", _mod)
_, context_quantize = _two("quantize", _quantize)


def _next(a, w, direction):
    """The next number up (1) or down (-1)."""
    if _is_nan(a):
        return _take_nan(w, a)
    largest = (10 ** w.prec - 1, w.emax - w.prec + 1)
    if a[2] == "F":
        return a if (direction > 0) != bool(a[0]) else (a[0],) + largest
    inner = _Free(w.prec, _CEILING if direction > 0 else _FLOOR)
    inner.emax, inner.emin, inner.clamp = w.emax, w.emin, w.clamp
    n = _finish(a, inner)
    if not inner.status & _INEXACT:
        tiny = (int(direction < 0), 1, w.emin - w.prec)
        n = _add(a, tiny, inner)
        if n[1] == 0 and not _is_special(n):
            n = (a[0],) + n[1:]
    return n


decimal_next_plus, context_next_plus = _one("next_plus", lambda a, w: _next(a, w, 1))
decimal_next_minus, context_next_minus = _one("next_minus", lambda a, w: _next(a, w, -1))


def _next_toward(a, b, w):
    found = _take_nan(w, a, b)
    if found:
        return found
    order = _order(a, b)
    if order == 0:
        return (b[0],) + a[1:]
    n = _next(a, w, 1 if order < 0 else -1)
    if n[2] == "F":
        w.status |= _OVERFLOW | _ROUNDED | _INEXACT
    elif n[2] + _length(n[1]) - 1 < w.emin:
        w.status |= _UNDERFLOW | _SUBNORMAL | _ROUNDED | _INEXACT
        if n[1] == 0:
            w.status |= _CLAMPED
    return n


decimal_next_toward, context_next_toward = _two("next_toward", _next_toward)


def _mode_of(value):
    if value not in _ROUNDINGS or not isinstance(value, str):
        raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n"
                        "   ROUND_05UP]")
    return _ROUNDINGS.index(value)


def decimal_quantize(self, *args, **kwargs):
    other, rounding, context = _bind("quantize", args, kwargs, ("exp", "rounding", "context"), 1)
    w = _Work(_context_of(context))
    if rounding is not None:
        w.round = _mode_of(rounding)
    return w.give(_quantize(_parts(self), _wanted(other), w))


def _to_integral_method(name, exactly):
    def of_decimal(self, *args, **kwargs):
        rounding, context = _bind(name, args, kwargs, ("rounding", "context"), 0)
        w = _Work(_context_of(context))
        mode = w.round if rounding is None else _mode_of(rounding)
        return w.give(_to_integral(_parts(self), w, mode, exactly))

    def of_context(self, x):
        n = _wanted(x)
        w = _Work(self)
        return w.give(_to_integral(n, w, w.round, exactly))
    return of_decimal, of_context


decimal_to_integral, context_to_integral = _to_integral_method("to_integral", False)
decimal_to_integral_value, context_to_integral_value = _to_integral_method("to_integral_value", False)
decimal_to_integral_exact, context_to_integral_exact = _to_integral_method("to_integral_exact", True)


def decimal_fma(self, *args, **kwargs):
    other, third, context = _bind("fma", args, kwargs, ("other", "third", "context"), 2)
    w = _Work(_context_of(context))
    return w.give(_fma(_parts(self), _wanted(other), _wanted(third), w))


def context_fma(self, *args, **kwargs):
    a, b, c = map(_wanted, _bind("fma", args, kwargs, ("a", "b", "c"), 3))
    w = _Work(self)
    return w.give(_fma(a, b, c, w))


def context_power(self, *args, **kwargs):
    a, b, modulo = _bind("power", args, kwargs, ("a", "b", "modulo"), 2)
    a, b = _wanted(a), _wanted(b)
    m = None if modulo is None else _wanted(modulo)
    w = _Work(self)
    return w.give(_power(a, b, w) if m is None else _power_mod(a, b, m, w))


def context_divmod(self, *args, **kwargs):
    x, y = _bind("divmod", args, kwargs, ("x", "y"), 2)
    a, b = _wanted(x), _wanted(y)
    return _both(a, b, self)


def _both(a, b, context):
    w = _Work(context)
    q, r = _divmod(a, b, w)
    _tell(context, w.status)
    return _decimal(q), _decimal(r)


# ---- operators

def _operator(operation):
    def operate(a, b):
        x = _operand(a)
        y = None if x is None else _operand(b)
        if y is None:
            return NotImplemented
        w = _Work(getcontext())
        return w.give(operation(x, y, w))
    return operate


decimal_add, decimal_sub, decimal_mul, decimal_truediv = map(_operator, (_add, _sub, _mul, _div))
decimal_floordiv, decimal_mod = map(_operator, (_floordiv, _mod))


def decimal_divmod(a, b):
    x, y = _operand(a), _operand(b)
    return NotImplemented if x is None or y is None else _both(x, y, getcontext())


def decimal_pow(a, b, modulo):
    x, y = _operand(a), _operand(b)
    if x is None or y is None:
        return NotImplemented
    w = _Work(getcontext())
    if modulo is None:
        return w.give(_power(x, y, w))
    m = _operand(modulo)
    return NotImplemented if m is None else w.give(_power_mod(x, y, m, w))


def _unary(operation):
    def operate(a):
        w = _Work(getcontext())
        return w.give(operation(_parts(a), w))
    return operate


decimal_neg, decimal_pos, decimal_abs = map(_unary, (_minus, _plus, _abs))


def decimal_bool(self):
    n = _parts(self)
    return n[1] != 0 or _is_special(n)


def _comparable(b, equality):
    n = _operand(b)
    if n is not None:
        return n
    if isinstance(b, float):
        context = getcontext()
        numbers = _get(context)
        if equality:
            _set(context, 7, numbers[7] | _FLOAT)
        else:
            _tell(context, _FLOAT)
        return _of_float(b)
    if isinstance(b, complex) and equality and b.imag == 0:
        return _comparable(b.real, True)
    numbers = _sys.modules.get("numbers")
    if numbers is not None and isinstance(b, numbers.Rational):
        return b
    return None


def decimal_compare_slot(op, a, b):
    equality = op in (2, 3)
    y = _comparable(b, equality)
    if y is None:
        return NotImplemented
    x = _parts(a)
    if type(y) is not tuple:
        if _is_nan(x):
            y = (0, 0, 0)
        else:
            top = _operand(int(y.numerator))
            x = x if _is_special(x) else (x[0], x[1] * int(y.denominator), x[2])
            y = top
    if _is_nan(x) or _is_nan(y):
        if x[2] == "N" or y[2] == "N" or not equality:
            _tell(getcontext(), _INVALID)
        return op == 3
    order = _order(x, y)
    return (order < 0, order <= 0, order == 0, order != 0, order > 0, order >= 0)[op]


# a method and the slot have one name in C's table: the method has other parameters
_decimal_compare_method = decimal_compare


def decimal_compare(*args, **kwargs):
    if len(args) == 3 and type(args[0]) is int and not kwargs:
        return decimal_compare_slot(*args)
    return _decimal_compare_method(*args, **kwargs)


def decimal_hash(self):
    sign, c, e = _parts(self)
    if type(e) is str:
        if e == "N":
            raise TypeError("Cannot hash a signaling NaN value")
        if e == "n":
            return object.__hash__(self)
        return -_INF_HASH if sign else _INF_HASH
    power = pow(10, e, _MODULUS) if e >= 0 else pow(pow(10, -1, _MODULUS), -e, _MODULUS)
    result = c * power % _MODULUS
    result = -result if sign else result
    return -2 if result == -1 else result


def _whole(self, mode, name="integer"):
    n = _parts(self)
    if _is_special(n):
        if n[2] == "F":
            raise OverflowError("cannot convert Infinity to integer")
        raise ValueError("cannot convert NaN to integer")
    sign, c, e = n
    c = c * 10 ** e if e >= 0 else _cut(c, -e, sign, mode)[0]
    return -c if sign else c


def decimal_int(self):
    return _whole(self, _DOWN)


decimal_trunc = decimal_int


def decimal_floor(self):
    return _whole(self, _FLOOR)


def decimal_ceil(self):
    return _whole(self, _CEILING)


def decimal_round(self, *args):
    if not args:
        return _whole(self, _HALF_EVEN)
    if not isinstance(args[0], int):
        raise TypeError("optional arg must be an integer")
    w = _Work(getcontext())
    return w.give(_quantize(_parts(self), (0, 1, -int(args[0])), w))


def decimal_float(self):
    n = _parts(self)
    if n[2] == "N":
        raise ValueError("cannot convert signaling NaN to float")
    if n[2] == "n":
        return float("-nan" if n[0] else "nan")
    return float(_put(n))


def decimal_complex(self):
    return complex(decimal_float(self), 0.0)


# ---- questions

def _asks(name, answer):
    def of_decimal(self):
        return answer(_parts(self))

    def of_context(self, x):
        return answer(_wanted(x))
    return of_decimal, of_context


decimal_is_canonical, _ = _asks("is_canonical", lambda n: True)


def context_is_canonical(self, x):
    if not isinstance(x, Decimal):
        raise TypeError("argument must be a Decimal")
    return True


decimal_is_finite, context_is_finite = _asks("is_finite", lambda n: not _is_special(n))
decimal_is_infinite, context_is_infinite = _asks("is_infinite", lambda n: n[2] == "F")
decimal_is_nan, context_is_nan = _asks("is_nan", _is_nan)
decimal_is_qnan, context_is_qnan = _asks("is_qnan", lambda n: n[2] == "n")
decimal_is_snan, context_is_snan = _asks("is_snan", lambda n: n[2] == "N")
decimal_is_signed, context_is_signed = _asks("is_signed", lambda n: n[0] == 1)
decimal_is_zero, context_is_zero = _asks("is_zero", lambda n: n[1] == 0 and not _is_special(n))


def _normal(n, w):
    return not _is_special(n) and n[1] != 0 and n[2] + _length(n[1]) - 1 >= w.emin


def _subnormal(n, w):
    return not _is_special(n) and n[1] != 0 and n[2] + _length(n[1]) - 1 < w.emin


def _number_class(n, w):
    if _is_special(n):
        return {"n": "NaN", "N": "sNaN"}.get(n[2]) or ("-Infinity" if n[0] else "+Infinity")
    kind = "Zero" if n[1] == 0 else "Subnormal" if _subnormal(n, w) else "Normal"
    return "-+"[not n[0]] + kind


def _plain(name, operation):
    def of_decimal(self, *args, **kwargs):
        (context,) = _bind(name, args, kwargs, ("context",), 0)
        return operation(_parts(self), _Work(_context_of(context)))

    def of_context(self, x):
        return operation(_wanted(x), _Work(self))
    return of_decimal, of_context


decimal_is_normal, context_is_normal = _plain("is_normal", _normal)
decimal_is_subnormal, context_is_subnormal = _plain("is_subnormal", _subnormal)
decimal_number_class, context_number_class = _plain("number_class", _number_class)
decimal_to_eng_string, context_to_eng_string = _plain("to_eng_string", lambda n, w: _put(n, True, w.capitals))
_, context_to_sci_string = _plain("to_sci_string", lambda n, w: _put(n, False, w.capitals))


def decimal_adjusted(self):
    n = _parts(self)
    return 0 if _is_special(n) else n[2] + _length(n[1]) - 1


def decimal_canonical(self):
    return self


decimal_conjugate = decimal_canonical


def context_canonical(self, x):
    if not isinstance(x, Decimal):
        raise TypeError("argument must be a Decimal")
    return x


def decimal_radix(self):
    return _make(Decimal, 0, 10, 0, 0)


context_radix = decimal_radix


def decimal_copy_abs(self):
    return _decimal((0,) + _parts(self)[1:])


def decimal_copy_negate(self):
    n = _parts(self)
    return _decimal((n[0] ^ 1,) + n[1:])


def context_copy_abs(self, x):
    return _decimal((0,) + _wanted(x)[1:])


def context_copy_negate(self, x):
    n = _wanted(x)
    return _decimal((n[0] ^ 1,) + n[1:])


def context_copy_decimal(self, x):
    return x if isinstance(x, Decimal) else _decimal(_wanted(x))


def _quiet(name, operation):
    """(self, other, context=None), where the context is only looked at."""
    def of_decimal(self, *args, **kwargs):
        other, context = _bind(name, args, kwargs, ("other", "context"), 1)
        _context_of(context)
        return operation(_parts(self), _wanted(other))

    def of_context(self, *args, **kwargs):
        x, y = _bind(name, args, kwargs, ("a", "b"), 2)
        return operation(_wanted(x), _wanted(y))
    return of_decimal, of_context


def _total(a, b):
    order = _order_total(a, b)
    return _decimal((int(order < 0), abs(order), 0))


decimal_compare_total, context_compare_total = _quiet("compare_total", _total)
decimal_compare_total_mag, context_compare_total_mag = _quiet("compare_total_mag", lambda a, b: _total((0,) + a[1:], (0,) + b[1:]))
decimal_copy_sign, context_copy_sign = _quiet("copy_sign", lambda a, b: _decimal((b[0],) + a[1:]))


def _same_quantum(a, b):
    if _is_special(a) or _is_special(b):
        return _is_nan(a) and _is_nan(b) or a[2] == b[2] == "F"
    return a[2] == b[2]


decimal_same_quantum, context_same_quantum = _quiet("same_quantum", _same_quantum)


def _logb(a, w):
    if _is_special(a):
        return _take_nan(w, a) or (0, 0, "F")
    if a[1] == 0:
        w.status |= _BY_ZERO
        return 1, 0, "F"
    n = a[2] + _length(a[1]) - 1
    return _finish((int(n < 0), abs(n), 0), w)


decimal_logb, context_logb = _one("logb", _logb)


def _places(b, most):
    """An operand that says how far; None: it cannot."""
    if _is_special(b) or b[2] != 0 or b[1] > most:
        return None
    return -b[1] if b[0] else b[1]


def _scaleb(a, b, w):
    found = _take_nan(w, a, b)
    if found:
        return found
    n = _places(b, 2 * (w.emax + w.prec))
    if n is None:
        return _invalid(w)
    return a if _is_special(a) else _finish((a[0], a[1], a[2] + n), w)


def _shift(a, b, w):
    found = _take_nan(w, a, b)
    if found:
        return found
    n = _places(b, w.prec)
    if n is None:
        return _invalid(w)
    if _is_special(a):
        return a
    c = a[1] * 10 ** n % 10 ** w.prec if n >= 0 else a[1] % 10 ** w.prec // 10 ** -n if _length(a[1]) > w.prec else a[1] // 10 ** -n
    return a[0], c, a[2]


def _rotate(a, b, w):
    found = _take_nan(w, a, b)
    if found:
        return found
    n = _places(b, w.prec)
    if n is None:
        return _invalid(w)
    if _is_special(a):
        return a
    n %= w.prec
    c = a[1] % 10 ** w.prec
    high, low = divmod(c, 10 ** (w.prec - n))
    return a[0], low * 10 ** n + high, a[2]


decimal_scaleb, context_scaleb = _two("scaleb", _scaleb)
decimal_shift, context_shift = _two("shift", _shift)
decimal_rotate, context_rotate = _two("rotate", _rotate)


def _logical(n, w):
    """The digits of a number of zeros and ones; None."""
    if _is_special(n) or n[0] or n[2]:
        return None
    digits = _text(n[1])
    return None if digits.strip("01") else digits


def _logic(decide):
    def operate(a, b, w):
        x, y = _logical(a, w), _logical(b, w)
        if x is None or y is None:
            return _invalid(w)
        size = max(len(x), len(y))
        digits = "".join("01"[decide(i == "1", j == "1")] for i, j in zip(x.zfill(size), y.zfill(size)))
        return 0, _number(digits[-w.prec:]), 0
    return operate


decimal_logical_and, context_logical_and = _two("logical_and", _logic(lambda i, j: i and j))
decimal_logical_or, context_logical_or = _two("logical_or", _logic(lambda i, j: i or j))
decimal_logical_xor, context_logical_xor = _two("logical_xor", _logic(lambda i, j: i != j))


def _logical_invert(a, w):
    x = _logical(a, w)
    return _invalid(w) if x is None else (0, _number("".join("10"[i == "1"] for i in x.zfill(w.prec))[-w.prec:]), 0)


decimal_logical_invert, context_logical_invert = _one("logical_invert", _logical_invert)


# ---- making, showing

def decimal_new(cls, *args, **kwargs):
    value, context = _bind("Decimal", args, kwargs, ("value", "context"), 0)
    if context is not None and not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if not args and "value" not in kwargs:
        return _make(cls, 0, 0, 0, 0)
    return _new(cls, value, context if context is not None else getcontext())


def _new(cls, value, context):
    w = _Work(context)
    if isinstance(value, Decimal):
        return value if type(value) is Decimal is cls else _decimal(_parts(value), cls)
    if isinstance(value, int):
        return w.give(_exactly(_operand(value), w), cls)
    if isinstance(value, str):
        n = _read(value)
        return w.give(_invalid(w, _SYNTAX) if n is None else _exactly(n, w), cls)
    if isinstance(value, (tuple, list)):
        n = _of_tuple(value)
        return w.give(_invalid(w, _SYNTAX) if n is None else _exactly(n, w), cls)
    if isinstance(value, float):
        _tell(context, _FLOAT)
        return _decimal(_of_float(value), cls)
    raise TypeError("conversion from %s to Decimal is not supported" % type(value).__name__)


def _of_tuple(value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exponent = value
    if not isinstance(sign, int) or sign not in (0, 1):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if isinstance(exponent, str):
        if exponent not in ("F", "n", "N"):
            raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
        if exponent == "F":
            return sign, 0, "F"
    elif not isinstance(exponent, int):
        raise ValueError("exponent must be an integer")
    digits = tuple(digits)
    for digit in digits:
        if not isinstance(digit, int) or not 0 <= digit <= 9:
            raise ValueError("coefficient must be a tuple of digits")
    return int(sign), _number("".join(map(str, map(int, digits)))) if digits else 0, exponent


def _of_float(value):
    if value != value:
        return int(str(value)[0] == "-"), 0, "n"
    if value in (float("inf"), float("-inf")):
        return int(value < 0), 0, "F"
    top, bottom = abs(value).as_integer_ratio()
    k = bottom.bit_length() - 1
    import math
    return int(math.copysign(1.0, value) < 0), top * 5 ** k, -k


def decimal_from_float(cls, value):
    if isinstance(value, int):
        made = _decimal(_operand(value))
    elif isinstance(value, float):
        made = _decimal(_of_float(value))
    else:
        raise TypeError("argument must be int or float")
    return made if cls is Decimal else cls(made)


def decimal_from_number(cls, value):
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError("Cannot convert %r to Decimal" % value)
    if isinstance(value, Decimal):
        return value if cls is Decimal and type(value) is Decimal else cls(value)
    return decimal_from_float(cls, value)


def decimal_repr(self):
    return "Decimal('%s')" % _put(_parts(self), False, _get(getcontext())[5])


def decimal_str(self):
    return _put(_parts(self), False, _get(getcontext())[5])


def decimal_as_tuple(self):
    sign, c, e = _parts(self)
    if e == "F":
        return DecimalTuple(sign, (0,), e)
    return DecimalTuple(sign, () if _is_special((sign, c, e)) and not c else tuple(map(int, _text(c))), e)


def decimal_as_integer_ratio(self):
    n = _parts(self)
    if _is_special(n):
        if n[2] == "F":
            raise OverflowError("cannot convert Infinity to integer ratio")
        raise ValueError("cannot convert NaN to integer ratio")
    sign, c, e = n
    top, bottom = (c * 10 ** e, 1) if e >= 0 else (c, 10 ** -e)
    import math
    common = math.gcd(top, bottom)
    return (-top if sign else top) // common, bottom // common


def decimal_copy(self):
    return self


def decimal_deepcopy(self, memo):
    return self


def decimal_reduce(self):
    return type(self), (str(self),)


# ---- format()

_spec = []


def _parse_spec(spec):
    if not _spec:
        import re
        _spec.append(re.compile(r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<z>z)?(?P<zero>0)?(?P<width>[0-9]+)?(?P<comma>,)?"
                                r"(?:\.(?P<precision>[0-9]+))?(?P<type>[eEfFgGn%])?", re.DOTALL))
    found = _spec[0].fullmatch(spec)
    if not found or found["align"] and found["zero"]:
        raise ValueError("invalid format string")
    if found["comma"] and found["type"] == "n":
        raise ValueError("invalid format string")
    if found["width"] and len(found["width"]) > 18 or found["precision"] and len(found["precision"]) > 18:
        raise ValueError("invalid format string")
    return found


def decimal_format(self, spec, override=None):
    if not isinstance(spec, str):
        raise TypeError("format argument must be str")
    found = _parse_spec(spec)
    context = getcontext()
    w = _Work(context)
    kind = found["type"] or ("g" if w.capitals == 0 else "G")
    n = _parts(self)
    width = int(found["width"] or 0)
    fill, align = found["fill"] or " ", found["align"] or ">"
    if found["zero"]:
        fill, align = "0", "="
    sign, c, e = n
    percent = kind == "%"
    if _is_special(n):
        body = _put((0, c, e))
        if percent:
            body += "%"
        if fill == "0" and found["zero"]:
            fill, align = " ", ">"
        return _pad_text(_sign_text(sign, found["sign"]), body, fill, align, width)
    if percent:
        e += 2
        kind = "f"
    if kind == "n":
        kind = "g"
    precision = None if found["precision"] is None else int(found["precision"])
    if precision is not None:
        if kind in "eE":
            sign, c, e = _to_digits(sign, c, e, precision + 1, w.round)
        elif kind in "fF":
            if -precision > e or -precision < e:
                if e < -precision:
                    c = _cut(c, -precision - e, sign, w.round)[0]
                else:
                    _room(e + precision)
                    c *= 10 ** (e + precision)
                e = -precision
        elif c and _length(c) > (precision or 1):
            sign, c, e = _to_digits(sign, c, e, precision or 1, w.round)
    if c == 0 and e > 0 and kind in "fF":
        e = 0
    if found["z"] and c == 0:
        sign = 0
    digits = _text(c)
    left = e + len(digits)
    if kind in "eE":
        point = 1
        if c == 0 and precision is not None:
            digits, left = "0" * (precision + 1), e + precision + 1
    elif kind in "fF":
        point = left
    else:
        point = left if e <= 0 and left > -6 else 1
    if point <= 0:
        whole, fraction = "0", "0" * -point + digits
    elif point >= len(digits):
        _room(point - len(digits))
        whole, fraction = digits + "0" * (point - len(digits)), ""
    else:
        whole, fraction = digits[:point], digits[point:]
    shown = left - point
    tail = ""
    if kind in "eE" or kind in "gG" and shown:
        tail = "%s%+d" % ("E" if kind in "EG" else "e", shown)
    if percent:
        tail = "%"
    head = _sign_text(sign, found["sign"])
    rest = ("." + fraction if fraction else "") + tail
    if found["comma"]:
        least = width - len(head) - len(rest) if align == "=" and fill == "0" else 0
        whole = _group(whole, least)
    return _pad_text(head, whole + rest, fill, align, width)


def _room(count):
    if count > 1 << 32:
        raise MemoryError


def _to_digits(sign, c, e, count, mode):
    """With so many digits: fewer are rounded, more are zeros."""
    if c == 0:
        return sign, 0, e
    length = _length(c)
    if length > count:
        c = _cut(c, length - count, sign, mode)[0]
        e += length - count
        if _length(c) > count:
            c //= 10
            e += 1
        return sign, c, e
    _room(count - length)
    return sign, c * 10 ** (count - length), e - (count - length)


def _sign_text(sign, wanted):
    return "-" if sign else wanted if wanted in ("+", " ") else ""


def _group(whole, least):
    groups = []
    while True:
        size = min(max(len(whole), least, 1), 3)
        groups.append(whole[-size:].rjust(size, "0"))
        whole = whole[:-size]
        least -= size
        if not whole and least <= 0:
            break
        least -= 1
    return ",".join(reversed(groups))


def _pad_text(head, body, fill, align, width):
    padding = fill * (width - len(head) - len(body))
    if align == "<":
        return head + body + padding
    if align == "=":
        return head + padding + body
    if align == "^":
        half = len(padding) // 2
        return padding[:half] + head + body + padding[half:]
    return padding + head + body


# ---- contexts

def context_new(cls, *args, **kwargs):
    self = _new_context(cls)
    for i, number in enumerate((28, 999999, -999999, _HALF_EVEN, 0, 1, _ANY_INVALID | _BY_ZERO | _OVERFLOW, 0)):
        _set(self, i, number)
    if "DefaultContext" in globals():
        for i, number in enumerate(_get(DefaultContext)[:7]):
            _set(self, i, number)
    prec, rounding, emin, emax, capitals, clamp, flags, traps = _bind(
        "Context", args, kwargs, ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"), 0)
    if prec is not None:
        context_set_prec(self, prec)
    if rounding is not None:
        context_set_rounding(self, rounding)
    if emin is not None:
        context_set_Emin(self, emin)
    if emax is not None:
        context_set_Emax(self, emax)
    if capitals is not None:
        context_set_capitals(self, capitals)
    if clamp is not None:
        context_set_clamp(self, clamp)
    if traps is not None:
        _set(self, 6, _bits_of(traps))
    if flags is not None:
        _set(self, 7, _bits_of(flags))
    return self


_SIGNAL_TEXT = ("valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n"
                "   Clamped]")


def _bits_of(value, lists=True):
    if isinstance(value, list) and lists:
        bits = 0
        for signal in value:
            if signal not in _BITS:
                raise KeyError(_SIGNAL_TEXT)
            bits |= _BITS[signal]
        return bits
    if isinstance(value, SignalDict):
        return value._bits()
    if isinstance(value, dict):
        if len(value) != len(_SIGNALS):
            raise KeyError("invalid signal dict")
        if any(signal not in value for signal in _BITS):
            raise KeyError(_SIGNAL_TEXT)
        return sum(bits for signal, bits in _SIGNALS if value[signal])
    raise TypeError("argument must be a signal dict")


def _getter(i):
    return lambda self: _get(self)[i]


context_get_prec, context_get_Emax, context_get_Emin = _getter(0), _getter(1), _getter(2)
context_get_clamp, context_get_capitals = _getter(4), _getter(5)


def context_get_rounding(self):
    return _ROUNDINGS[_get(self)[3]]


def _setter(i, name, least, most, message):
    def set_it(self, value):
        if not isinstance(value, int):
            raise TypeError("an integer is required")
        if not least <= value <= most:
            if not -0x8000000000000000 <= value <= 0x7FFFFFFFFFFFFFFF:
                raise OverflowError("Python int too large to convert to C ssize_t")
            raise ValueError(message)
        _set(self, i, int(value))
    return set_it


context_set_prec = _setter(0, "prec", 1, MAX_PREC, "valid range for prec is [1, MAX_PREC]")
context_set_Emax = _setter(1, "Emax", 0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]")
context_set_Emin = _setter(2, "Emin", MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]")
context_set_clamp = _setter(4, "clamp", 0, 1, "valid values for clamp are 0 or 1")
context_set_capitals = _setter(5, "capitals", 0, 1, "valid values for capitals are 0 or 1")


def context_set_rounding(self, value):
    _set(self, 3, _mode_of(value))


class SignalDict(_MutableMapping):
    """The traps (6) or flags (7) of a context."""

    def __init__(self, context, which):
        self.__dict__["_context"] = context
        self.__dict__["_which"] = which

    def _bits(self):
        return _get(self._context)[self._which]

    def __getitem__(self, signal):
        if signal not in _BITS:
            raise KeyError(_SIGNAL_TEXT)
        return bool(self._bits() & _BITS[signal])

    def __setitem__(self, signal, value):
        if signal not in _BITS:
            raise KeyError(_SIGNAL_TEXT)
        bits = self._bits()
        _set(self._context, self._which, bits | _BITS[signal] if value else bits & ~_BITS[signal])

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter([signal for signal, _ in _SIGNALS])

    def __len__(self):
        return len(_SIGNALS)

    def __repr__(self):
        return "{%s}" % ", ".join("<class 'decimal.%s'>:%s" % (signal.__name__, self[signal]) for signal, _ in _SIGNALS)

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return all(self[signal] == other[signal] for signal in _BITS)
        if isinstance(other, dict):
            try:
                return self._bits() == _bits_of(other)
            except KeyError:
                return False
        return NotImplemented

    __hash__ = None

    def copy(self):
        return {signal: self[signal] for signal, _ in _SIGNALS}


SignalDict.__module__ = "abc"


def context_get_traps(self):
    return SignalDict(self, 6)


def context_get_flags(self):
    return SignalDict(self, 7)


def context_set_traps(self, value):
    _set(self, 6, _bits_of(value, False))


def context_set_flags(self, value):
    _set(self, 7, _bits_of(value, False))


context_get__traps, context_get__flags = _getter(6), _getter(7)


def context_set__traps(self, value):
    _set(self, 6, _index(value))


def context_set__flags(self, value):
    _set(self, 7, _index(value))


def _names(bits):
    """As libmpdec lists them: by their bits, the invalid operations at the lowest of theirs."""
    order = sorted((bits & wanted & -(bits & wanted), signal.__name__) for signal, wanted in _SIGNALS if bits & wanted)
    return "[%s]" % ", ".join(name for _, name in order)


def context_repr(self):
    prec, emax, emin, rounding, clamp, capitals, traps, status = _get(self)
    return "Context(prec=%d, rounding=%s, Emin=%d, Emax=%d, capitals=%d, clamp=%d, flags=%s, traps=%s)" % (
        prec, _ROUNDINGS[rounding], emin, emax, capitals, clamp, _names(status), _names(traps))


def context_copy(self):
    made = _new_context(Context)
    for i, number in enumerate(_get(self)):
        _set(made, i, number)
    return made


context_copy2 = context_copy


def context_reduce(self):
    prec, emax, emin, rounding, clamp, capitals, traps, status = _get(self)
    return type(self), (prec, _ROUNDINGS[rounding], emin, emax, capitals, clamp, [s for s, b in _SIGNALS if status & b], [s for s, b in _SIGNALS if traps & b])


def context_clear_flags(self):
    _set(self, 7, 0)


def context_clear_traps(self):
    _set(self, 6, 0)


def context_Etiny(self):
    prec, emax, emin, *_ = _get(self)
    return emin - prec + 1


def context_Etop(self):
    prec, emax, *_ = _get(self)
    return emax - prec + 1


def context__apply(self, x):
    w = _Work(self)
    return w.give(_finish(_wanted(x), w))


def context_create_decimal(self, *args):
    value = args[0] if args else 0
    w = _Work(self)
    if isinstance(value, float):
        _tell(self, _FLOAT)
        return w.give(_finish(_of_float(value), w))
    if isinstance(value, str):
        n = _read(value) if value == value.strip() and "_" not in value else None
    elif isinstance(value, (tuple, list)):
        n = _of_tuple(value)
    else:
        n = _wanted(value)
    if n is None:
        return w.give(_invalid(w, _SYNTAX))
    if _is_nan(n) and n[1] and _length(n[1]) > w.prec - w.clamp:
        return w.give(_invalid(w, _SYNTAX))
    return w.give(_finish(n, w))


def context_create_decimal_from_float(self, value):
    w = _Work(self)
    if isinstance(value, int):
        return w.give(_finish(_operand(value), w))
    if not isinstance(value, float):
        raise TypeError("argument must be int or float")
    return w.give(_finish(_of_float(value), w))


DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[])
_contexts = {}


def getcontext():
    from _thread import get_ident
    ident = get_ident()
    found = _contexts.get(ident)
    if found is None:
        found = _contexts[ident] = context_copy(DefaultContext)
        _set(found, 7, 0)
    return found


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    from _thread import get_ident
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context_copy(context)
        _set(context, 7, 0)
    _contexts[get_ident()] = context


class ContextManager:
    def __init__(self, context):
        self._new = context

    def __enter__(self):
        self._saved = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, *args):
        setcontext(self._saved)
        return False


ContextManager.__module__ = "decimal"


def localcontext(ctx=None, **kwargs):
    if ctx is not None and not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    made = context_copy(getcontext() if ctx is None else ctx)
    for name, value in kwargs.items():
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError("localcontext() got an unexpected keyword argument '%s'" % name if _LATEST else
                            "'%s' is an invalid keyword argument for this function" % name)
        if value is not None:
            globals()["context_set_" + name](made, value)
    return ContextManager(made)


import numbers as _numbers
_numbers.Number.register(Decimal)
del _class
