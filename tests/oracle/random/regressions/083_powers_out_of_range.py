# Powers in decimal whose exponent is far too small, or far too large for anything but a flag (3.14 too).
from decimal import Decimal, getcontext

context = getcontext()
for trap in context.traps:
    context.traps[trap] = False
for base in "1E-999999", "1.0000000000000000000000000001", "2", "0.5", "1E+999999", "1E-400", "10", "-2", "9.999", "0":
    for power in "1E-999999", "-1E-400", "1E-425000000000", "-3E-425000000000", "1E+30", "-1E+30", "1E-28":
        for digits in 28, 5:
            context.prec = digits
            context.clear_flags()
            print(base, power, digits, Decimal(base) ** Decimal(power), [flag.__name__ for flag, set in context.flags.items() if set])
