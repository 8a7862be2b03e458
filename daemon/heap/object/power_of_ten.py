"""Writes power_of_ten.c: 10**k for each exponent that printing a double can need, as 128 bits, rounded up.

    python3 power_of_ten.py > power_of_ten.c

The entry for k is the least integer that is no less than 10**k * 2**s, s chosen so that its highest bit is bit 127. It is exact for
0 <= k <= 55, which is what makes the printing of integers exact.
"""
from fractions import Fraction

FIRST, LAST = -292, 324


def entry(k):
    power = Fraction(10) ** k
    bits = power.numerator.bit_length() - power.denominator.bit_length()
    for shift in (127 - bits, 128 - bits):
        scaled = power * Fraction(2) ** shift
        if 2 ** 127 <= scaled < 2 ** 128:
            up = -(-scaled.numerator // scaled.denominator)
            assert 2 ** 127 <= up < 2 ** 128
            return up
    raise AssertionError(k)


print('/* Powers of ten, 10**%d to 10**%d: written by power_of_ten.py, which says how. */' % (FIRST, LAST))
print('#include "daemon/heap/object/power_of_ten.h"\n')
print('const uint64_t power_of_ten[POWER_OF_TEN_LAST - POWER_OF_TEN_FIRST + 1][2] = {')
row = []
for k in range(FIRST, LAST + 1):
    g = entry(k)
    row.append('{0x%016x, 0x%016x},' % (g >> 64, g & (1 << 64) - 1))
    if len(row) == 2 or k == LAST:
        print('    ' + ' '.join(row))
        row = []
print('};')
