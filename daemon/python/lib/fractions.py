"""Rational numbers of any size, in lowest terms."""

import math
import numbers
import operator
import re
import sys

__all__ = ["Fraction"]

_MODULUS = sys.hash_info.modulus
_INFINITY = sys.hash_info.inf
_NEWER = sys.version_info >= (3, 12)
_SPACED = sys.version_info >= (3, 12)  # "1 / 3" is read
_LATEST = sys.version_info >= (3, 14)

_RATIONAL = re.compile(
    r"\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|\d+(_\d+)*)"
    r"(?:(?:" + (r"\s*/\s*" if _SPACED else "/") + r"(?P<denom>\d+(_\d+)*))?"
    r"|(?:\.(?P<decimal>" + (r"\d*" if _NEWER else "d*") + r"|\d+(_\d+)*))?(?:E(?P<exp>[-+]?\d+(_\d+)*))?)\s*\Z", re.IGNORECASE)


def _is_decimal(number):
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(number, decimal.Decimal)


def _read(text):
    found = _RATIONAL.match(text)
    if found is None:
        raise ValueError("Invalid literal for Fraction: %r" % text)
    numerator, denominator = int(found["num"] or "0"), 1
    if found["denom"]:
        denominator = int(found["denom"])
    else:
        if found["decimal"]:
            digits = found["decimal"].replace("_", "")
            denominator = 10 ** len(digits)
            numerator = numerator * denominator + int(digits)
        if found["exp"]:
            exponent = int(found["exp"])
            if exponent >= 0:
                numerator *= 10 ** exponent
            else:
                denominator *= 10 ** -exponent
    return -numerator if found["sign"] == "-" else numerator, denominator


class Fraction(numbers.Rational):
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        if denominator is None:
            if type(numerator) is int:
                return cls._from_coprime_ints(numerator, 1)
            if isinstance(numerator, numbers.Rational):
                return cls._from_coprime_ints(numerator.numerator, numerator.denominator)
            if isinstance(numerator, float) or _is_decimal(numerator) or (
                    _LATEST and hasattr(numerator, "as_integer_ratio") and not isinstance(numerator, type)):
                return cls._from_coprime_ints(*numerator.as_integer_ratio())
            if not isinstance(numerator, str):
                raise TypeError("argument should be a string or a Rational instance" if not _NEWER else
                                "argument should be a string or a Rational instance or have the as_integer_ratio() method"
                                if _LATEST else "argument should be a string or a Rational instance")
            numerator, denominator = _read(numerator)
        elif not (type(numerator) is int is type(denominator)):
            if not (isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational)):
                raise TypeError("both arguments should be Rational instances")
            numerator, denominator = (numerator.numerator * denominator.denominator, denominator.numerator * numerator.denominator)
        if denominator == 0:
            raise ZeroDivisionError("Fraction(%s, 0)" % numerator)
        common = math.gcd(numerator, denominator)
        if denominator < 0:
            common = -common
        return cls._from_coprime_ints(numerator // common, denominator // common)

    @classmethod
    def _from_coprime_ints(cls, numerator, denominator, /):
        self = super(Fraction, cls).__new__(cls)
        self._numerator = numerator
        self._denominator = denominator
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("%s.from_float() only takes floats, not %r (%s)" % (cls.__name__, f, type(f).__name__))
        return cls._from_coprime_ints(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        if isinstance(dec, numbers.Integral):
            return cls(int(dec))
        if not _is_decimal(dec):
            raise TypeError("%s.from_decimal() only takes Decimals, not %r (%s)" % (cls.__name__, dec, type(dec).__name__))
        return cls._from_coprime_ints(*dec.as_integer_ratio())

    if _LATEST:

        @classmethod
        def from_number(cls, number):
            if type(number) is int:
                return cls._from_coprime_ints(number, 1)
            if isinstance(number, numbers.Rational):
                return cls._from_coprime_ints(number.numerator, number.denominator)
            if isinstance(number, float) or (not isinstance(number, type) and hasattr(number, "as_integer_ratio")):
                numerator, denominator = number.as_integer_ratio()
                return cls._from_coprime_ints(numerator, denominator)
            raise TypeError("argument should be a Rational instance or have the as_integer_ratio() method")

    if _NEWER:

        def is_integer(self):
            return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # the convergents of the continued fraction, as far as the bound allows, and the semiconvergent behind the last
        above, below, next_above, next_below = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            whole = n // d
            reached = below + whole * next_below
            if reached > max_denominator:
                break
            above, below, next_above, next_below = next_above, next_below, above + whole * next_above, reached
            n, d = d, n - whole * d
        times = (max_denominator - below) // next_below
        if 2 * d * (below + times * next_below) <= self._denominator:
            return Fraction._from_coprime_ints(next_above, next_below)
        return Fraction._from_coprime_ints(above + times * next_above, below + times * next_below)

    @property
    def numerator(a):
        return a._numerator

    @property
    def denominator(a):
        return a._denominator

    def __repr__(self):
        return "%s(%s, %s)" % (self.__class__.__name__, self._numerator, self._denominator)

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else "%s/%s" % (self._numerator, self._denominator)

    if _NEWER:

        def __format__(self, format_spec, /):
            if sys.version_info >= (3, 13):
                found = _general().fullmatch(format_spec)
                if found:
                    return _put_ratio(self, found)
            elif not format_spec:
                return str(self)
            found = _floating().fullmatch(format_spec)
            if found and (found["align"] is None or found["zeropad"] is None):
                return _put_decimal(self, found)
            raise ValueError("Invalid format specifier %r for object of type %r" % (format_spec, type(self).__name__))

    # ---- arithmetic: with rationals exactly, with floats and complex numbers as they do it

    def _operator_fallbacks(exact, other, with_complex=True):
        name = other.__name__

        def forward(a, b):
            if isinstance(b, Fraction):
                return exact(a, b)
            if isinstance(b, int):
                return exact(a, Fraction(b))
            if isinstance(b, float):
                return other(float(a), b)
            if with_complex and isinstance(b, complex):
                return other(complex(a), b)
            return NotImplemented

        def reverse(b, a):
            if isinstance(a, numbers.Rational):
                return exact(Fraction(a), b)
            if isinstance(a, numbers.Real):
                return other(float(a), float(b))
            if with_complex and isinstance(a, numbers.Complex):
                return other(complex(a), complex(b))
            return NotImplemented

        forward.__name__ = "__" + name + "__"
        reverse.__name__ = "__r" + name + "__"
        return forward, reverse

    def _add(a, b):
        na, da, nb, db = a._numerator, a._denominator, b._numerator, b._denominator
        return _sum(na, da, nb, db)

    def _sub(a, b):
        na, da, nb, db = a._numerator, a._denominator, b._numerator, b._denominator
        return _sum(na, da, -nb, db)

    def _mul(a, b):
        return _product(a._numerator, a._denominator, b._numerator, b._denominator)

    def _div(a, b):
        n, d = b._numerator, b._denominator
        if n == 0:
            if _NEWER:
                raise ZeroDivisionError("Fraction(%s, 0)" % d)
            raise ZeroDivisionError("Fraction(%s, 0)" % (a._numerator * d // math.gcd(a._numerator, 0) if a._numerator else 0))
        return _product(a._numerator, a._denominator, -d, -n) if n < 0 else _product(a._numerator, a._denominator, d, n)

    def _floordiv(a, b):
        return (a.numerator * b.denominator) // (a.denominator * b.numerator)

    def _divmod(a, b):
        da, db = a.denominator, b.denominator
        whole, rest = divmod(a.numerator * db, da * b.numerator)
        return whole, Fraction(rest, da * db)

    def _mod(a, b):
        da, db = a.denominator, b.denominator
        return Fraction((a.numerator * db) % (b.numerator * da), da * db)

    __add__, __radd__ = _operator_fallbacks(_add, operator.add)
    __sub__, __rsub__ = _operator_fallbacks(_sub, operator.sub)
    __mul__, __rmul__ = _operator_fallbacks(_mul, operator.mul)
    __truediv__, __rtruediv__ = _operator_fallbacks(_div, operator.truediv)
    __floordiv__, __rfloordiv__ = _operator_fallbacks(_floordiv, operator.floordiv, not _NEWER)
    __divmod__, __rdivmod__ = _operator_fallbacks(_divmod, divmod, not _NEWER)
    __mod__, __rmod__ = _operator_fallbacks(_mod, operator.mod, not _NEWER)

    def __pow__(a, b, modulo=None):
        if modulo is not None:
            if _LATEST:
                return NotImplemented
            raise TypeError("Fraction.__pow__() takes 2 positional arguments but 3 were given")
        if isinstance(b, numbers.Rational):
            if b.denominator == 1:
                power, n, d = b.numerator, a._numerator, a._denominator
                if power >= 0:
                    return Fraction._from_coprime_ints(n ** power, d ** power)
                if n == 0:
                    raise ZeroDivisionError("Fraction(%s, 0)" % d ** -power if _NEWER else "Fraction(1, 0)")
                if n > 0:
                    return Fraction._from_coprime_ints(d ** -power, n ** -power)
                return Fraction._from_coprime_ints((-d) ** -power, (-n) ** -power)
            return float(a) ** float(b)
        if not _NEWER or isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a, modulo=None):
        if modulo is not None and _LATEST:
            return NotImplemented
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a ** b._numerator
        return a ** float(b)

    def __pos__(a):
        return Fraction._from_coprime_ints(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._from_coprime_ints(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._from_coprime_ints(abs(a._numerator), a._denominator)

    def __int__(a, _index=operator.index):
        return _index(a.__trunc__())

    def __trunc__(a):
        return -(-a._numerator // a._denominator) if a._numerator < 0 else a._numerator // a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            d = self._denominator
            whole, rest = divmod(self._numerator, d)
            if rest * 2 == d:
                return whole + whole % 2
            return whole + (rest * 2 > d)
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, _MODULUS)
        except ValueError:
            result = _INFINITY
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        result = result if self._numerator >= 0 else -result
        return -2 if result == -1 else result

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return 0.0 == b if math.isnan(b) or math.isinf(b) else a == a.from_float(b)
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            return op(0.0, other) if math.isnan(other) or math.isinf(other) else op(self, self.from_float(other))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, operator.lt)

    def __gt__(a, b):
        return a._compare(b, operator.gt)

    def __le__(a, b):
        return a._compare(b, operator.le)

    def __ge__(a, b):
        return a._compare(b, operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        if sys.version_info >= (3, 11):
            return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    del _operator_fallbacks


def _sum(na, da, nb, db):
    common = math.gcd(da, db)
    if common == 1:
        return Fraction._from_coprime_ints(na * db + da * nb, da * db)
    part = da // common
    top = na * (db // common) + nb * part
    rest = math.gcd(top, common)
    return Fraction._from_coprime_ints(top // rest, part * (db // rest))


def _product(na, da, nb, db):
    first, second = math.gcd(na, db), math.gcd(nb, da)
    return Fraction._from_coprime_ints((na // first) * (nb // second), (da // second) * (db // first))


# ---- format(): from 3.12 as floats are formatted, from 3.13 as ratios too

_BEGIN = r"(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ]?)"
_WIDTH = r"(?P<width>0|[1-9][0-9]*)?"
_patterns = {}


def _general():
    if "general" not in _patterns:
        _patterns["general"] = re.compile(_BEGIN + "(?P<alt>#)?" + _WIDTH + "(?P<separator>[,_])?", re.DOTALL)
    return _patterns["general"]


def _floating():
    if "floating" not in _patterns:
        fraction = r"(?:\.(?=[,_0-9])(?P<precision>0|[1-9][0-9]*)?(?P<separator2>[,_])?)?" if _LATEST else r"(?:\.(?P<precision>0|[1-9][0-9]*))?"
        _patterns["floating"] = re.compile(
            _BEGIN + "(?P<z>z)?(?P<alt>#)?" + ("(?P<zeropad>0(?=[0-9]))?" if not _LATEST else "(?P<zeropad>0(?=[0-9]))?") + _WIDTH +
            "(?P<separator>[,_])?" + fraction + "(?P<type>[eEfFgG%])", re.DOTALL)
    return _patterns["floating"]


def _pad(found, sign, body):
    padding = (found["fill"] or " ") * (int(found["width"] or "0") - len(sign) - len(body))
    align = found["align"] or ">"
    if align == ">":
        return padding + sign + body
    if align == "<":
        return sign + body + padding
    if align == "^":
        half = len(padding) // 2
        return padding[:half] + sign + body + padding[half:]
    return sign + padding + body


def _put_ratio(number, found):
    n, d, separator = number._numerator, number._denominator, found["separator"] or ""
    body = format(abs(n), separator)
    if d > 1 or found["alt"]:
        body += "/" + format(d, separator)
    return _pad(found, "-" if n < 0 else "" if found["sign"] == "-" else found["sign"], body)


def _round_at(n, d, exponent, positive_zero=False):
    """(is it negative?, how many 10**exponent it is, half to even)"""
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    whole, rest = divmod(n + (d >> 1), d)
    if rest == 0 and d & 1 == 0:
        whole &= -2
    return (whole < 0 if positive_zero else n < 0), abs(whole)


def _round_to(n, d, figures):
    """(is it negative?, so many digits, their exponent)"""
    if n == 0:
        return False, 0, 1 - figures
    above, below = str(abs(n)), str(d)
    exponent = len(above) - len(below) + (below <= above) - figures
    negative, digits = _round_at(n, d, exponent)
    if len(str(digits)) == figures + 1:
        digits //= 10
        exponent += 1
    return negative, digits, exponent


def _in_groups(digits, separator, from_left=False):
    first = 3 if from_left else 1 + (len(digits) - 1) % 3
    return digits[:first] + "".join(separator + digits[i:i + 3] for i in range(first, len(digits), 3))


def _put_decimal(number, found):
    kind, precision = found["type"], int(found["precision"] or "6")
    trims, scientific = kind in "gG" and not found["alt"], False
    if kind in "fF%":
        exponent = -precision - 2 * (kind == "%")
        negative, value = _round_at(number._numerator, number._denominator, exponent, bool(found["z"]))
        point = precision
    else:
        figures = max(precision, 1) if kind in "gG" else precision + 1
        negative, value, exponent = _round_to(number._numerator, number._denominator, figures)
        scientific = kind in "eE" or exponent > 0 or exponent + figures <= -4
        point = figures - 1 if scientific else -exponent
    suffix = "%" if kind == "%" else "%s%+03d" % ("E" if kind in "EFG" else "e", exponent + point) if scientific else ""
    digits = "%0*d" % (point + 1, value)
    sign = "-" if negative else "" if found["sign"] == "-" else found["sign"]
    leading, fraction = digits[:len(digits) - point], digits[len(digits) - point:]
    if trims:
        fraction = fraction.rstrip("0")
    if _LATEST and found["separator2"]:
        fraction = _in_groups(fraction, found["separator2"], True)
    trailing = ("." if fraction or found["alt"] else "") + fraction + suffix
    if found["zeropad"]:
        room = int(found["width"] or "0") - len(sign) - len(trailing)
        leading = leading.zfill(3 * room // 4 + 1 if found["separator"] else room)
    if found["separator"]:
        leading = _in_groups(leading, found["separator"])
    return _pad(found, sign, leading + trailing)
