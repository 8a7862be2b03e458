"""Floats as IEEE 754 bytes, for struct: by way of arrays and, for the half ones, by hand."""

from array import array as _array


def pack(value, size, little, native=False):
    if size == 2:
        data = _half(value).to_bytes(2, "little")
    else:
        if size == 4 and not native and value == value and abs(value) != float("inf") and abs(value) >= 3.4028235677973366e38:
            raise OverflowError("float too large to pack with f format")
        data = _array("f" if size == 4 else "d", [value]).tobytes()
    return data if little else data[::-1]


def unpack(data, little):
    data = data if little else data[::-1]
    if len(data) == 2:
        return _from_half(int.from_bytes(data, "little"))
    made = _array("f" if len(data) == 4 else "d")
    made.frombytes(data)
    return made[0]


def _half(x):
    import math

    sign = 0x8000 if math.copysign(1.0, x) < 0 else 0
    if x != x:
        return sign | 0x7E00
    x = abs(x)
    if x == float("inf"):
        return sign | 0x7C00
    if x == 0:
        return sign
    fraction, exponent = math.frexp(x)
    exponent -= 1
    if exponent < -14: # a subnormal one
        bits = round(math.ldexp(x, 24))
    else:
        bits = round(math.ldexp(fraction * 2 - 1, 10)) + (exponent + 15 << 10)
    if bits >= 0x7C00:
        raise OverflowError("float too large to pack with e format")
    return sign | bits


def _from_half(bits):
    import math

    sign = -1.0 if bits & 0x8000 else 1.0
    exponent, fraction = bits >> 10 & 31, bits & 0x3FF
    if exponent == 31:
        return sign * (float("nan") if fraction else float("inf"))
    return sign * (math.ldexp(fraction, -24) if exponent == 0 else math.ldexp(1024 + fraction, exponent - 25))
