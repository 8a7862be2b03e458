"""decimal: thousands of numbers, and what every operator, method and context says of them, with the signals."""
import operator, random, sys
from decimal import *

getcontext().traps[InvalidOperation] = False
r = random.Random(7)
ROUNDINGS = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
SPECIAL = ["NaN", "-NaN", "sNaN", "NaN123", "sNaN7", "Infinity", "-Infinity", "0", "-0", "0E+5", "0E-7", "-0.00", "1", "-1", "1E+3", "10", "0.1", "1.0", "9.99", "999999999",
           "0.5", "1.5", "2.5", "-2.5", "1E-10", "1E+10"]


def a_number():
    kind = r.random()
    if kind < 0.3:
        return Decimal(r.choice(SPECIAL))
    digits = "".join(r.choice("0123456789") for _ in range(r.choice((1, 2, 3, 5, 9, 17, 20, 40))))
    return Decimal("%s%sE%d" % (r.choice(("", "-")), digits, r.choice((0, 0, -1, -2, -5, 3, 10, -20, -len(digits), r.randint(-60, 60)))))


def a_small_one():
    return Decimal(r.randint(-30, 30)) if r.random() < 0.8 else a_number()


def a_context():
    return Context(prec=r.choice((1, 2, 3, 5, 9, 16, 28, 50)), rounding=r.choice(ROUNDINGS), Emin=r.choice((-999999, -20, -5, 0)), Emax=r.choice((999999, 20, 5, 0)),
                   capitals=r.choice((1, 1, 0)), clamp=r.choice((0, 0, 1)), flags=[], traps=[])


def said(c, f, *args):
    try:
        result = str(f(*args))
    except Exception as e:
        result = type(e).__name__
    return result + " " + " ".join(s.__name__ for s in (Clamped, DivisionByZero, Inexact, Overflow, Rounded, Underflow, InvalidOperation, Subnormal, FloatOperation) if c.flags[s])


ONE = ["abs", "minus", "plus", "normalize", "to_integral_value", "to_integral_exact", "sqrt", "next_plus", "next_minus", "logb", "logical_invert", "number_class", "is_normal",
       "is_subnormal", "to_sci_string", "to_eng_string", "copy_abs", "copy_negate", "is_zero", "is_signed", "is_nan", "is_finite", "create_decimal", "_apply"]
TWO = ["add", "subtract", "multiply", "divide", "divide_int", "remainder", "remainder_near", "divmod", "compare", "compare_signal", "compare_total", "compare_total_mag", "max", "min", "max_mag",
       "min_mag", "next_toward", "quantize", "same_quantum", "copy_sign", "scaleb", "shift", "rotate", "logical_and", "logical_or", "logical_xor"]
for i in range(1600):
    c, a = a_context(), a_number()
    name = r.choice(ONE)
    print(name, c.prec, c.rounding, c.Emin, c.Emax, c.clamp, a, said(c, getattr(c, name), a))
for i in range(4000):
    c, a, b = a_context(), a_number(), a_number()
    name = r.choice(TWO)
    if name in ("scaleb", "shift", "rotate") and r.random() < 0.8:
        b = a_small_one()
    if name.startswith("logical") and r.random() < 0.8:
        a, b = (Decimal("".join(r.choice("01") for _ in range(r.randint(1, 9)))) for _ in "ab")
    print(name, c.prec, c.rounding, c.Emin, c.Emax, c.clamp, a, b, said(c, getattr(c, name), a, b))
for i in range(500):
    c, a, b, d = a_context(), a_number(), a_number(), a_number()
    print("fma", c.prec, c.rounding, c.Emin, c.Emax, c.clamp, a, b, d, said(c, c.fma, a, b, d))
for i in range(500):
    c, a, b = a_context(), a_number(), Decimal(r.randint(-12, 12))
    c.Emin, c.Emax, c.clamp = -999999, 999999, 0
    print("power", c.prec, c.rounding, a, b, said(c, c.power, a, b))
for i in range(120):
    c, a, b, m = a_context(), Decimal(r.randint(-50, 50)), Decimal(r.randint(-1, 60)), Decimal(r.randint(-20, 90))
    print("power", c.prec, c.rounding, a, b, m, said(c, c.power, a, b, m))
for i in range(250):
    c, a = a_context(), a_number()
    c.Emin, c.Emax, c.clamp = -999999, 999999, 0
    for name in ("exp", "ln", "log10"):
        if not (name == "exp" and a.is_finite() and abs(a) > 10 ** 6):
            print(name, c.prec, c.rounding, a, said(c, getattr(c, name), a))
for i in range(150):
    c, a, b = a_context(), abs(a_number()), Decimal(r.choice(("0.5", "-0.5", "1.5", "0.3", "-2.25", "3.7", "0.001")))
    c.Emin, c.Emax, c.clamp, c.prec, c.rounding = -999999, 999999, 0, r.choice((5, 9, 16, 28)), ROUND_HALF_EVEN
    print("power", c.prec, c.rounding, a, b, said(c, c.power, a, b))
setcontext(Context(prec=12, traps=[]))
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
for i in range(1500):
    a, b = a_number(), r.choice((a_number(), r.randint(-100, 100), 10**30, True, 0.5, -2.25, None, "x", 1j))
    if r.random() < 0.3:
        a, b = b, a
    op = r.choice(OPERATORS)
    getcontext().clear_flags()
    if isinstance(a, Decimal) or isinstance(b, Decimal):
        print(op.__name__, repr(a), repr(b), said(getcontext(), op, a, b))
for i in range(700):
    a = a_number()
    getcontext().clear_flags()
    print(repr(a), a, a.adjusted(), a.as_tuple(), a.to_eng_string(), bool(a), said(getcontext(), lambda: hash(a) if not a.is_nan() else 0), said(getcontext(), int, a),
          said(getcontext(), lambda: float(a) if a.adjusted() < 300 else 0), said(getcontext(), round, a), said(getcontext(), round, a, r.randint(-3, 5)), said(getcontext(), lambda: a.as_integer_ratio() if abs(a.adjusted()) < 70 else 0), -a, +a,
          said(getcontext(), abs, a), a.is_zero(), a.number_class(), a.normalize(), a.copy_sign(Decimal(-1)), a.to_integral_value(), a.radix(), a.canonical(), said(getcontext(), a.sqrt))
SPECS = ["", "e", "E", "f", "F", "g", "G", "%", ".3f", ".0f", ".2e", ".0e", ".5g", ".1%", "10", "<10", "^12", ">+12.2f", "012.3f", "+", " ", ",", ",.2f", "020,.3f", "*^20.4", ".2", ".0", "=+15", "x", "z.1f", "010,",
         "z", "_", "10.", "n", ".10g", "5%"]
for i in range(1500):
    a, spec = a_number(), r.choice(SPECS)
    if abs(a.adjusted()) < 200:
        print(repr(a), repr(spec), said(getcontext(), format, a, spec))
for text in ("1", "1.", ".1", ".", "", " 1 ", "1_000", "1__0", "_1", "1e5", "1E+5", "1e", "e5", "+1", "--1", "nan", "-snan12", "nanx", "inf", "Infinity", "infi", "1e99999999999999999999", "1e-99999999999999999999",
             "0e99999999999999999999", "\u0661\u0662.\u0663", "1\u00a0", "0x1", "1,5", "1 2", "NaN-1", "1E1.5", "00012.300", "-0e-5"):
    getcontext().clear_flags()
    print(ascii(text), said(getcontext(), Decimal, text), said(getcontext(), getcontext().create_decimal, text))
for value in (5, -5, 10**50, True, 0.1, -1.5, float("inf"), float("nan"), (0, (1, 2, 3), -2), (1, (), 0), (0, (0,), "F"), (1, (1, 2), "n"), (0, (1,), "x"), (2, (1,), 0), (0, (11,), 0), (0, (1,)), [1, [2], 3], None, b"1", 1j,
              Decimal("1.50")):
    getcontext().clear_flags()
    print(repr(value), said(getcontext(), Decimal, value), said(getcontext(), getcontext().create_decimal, value), said(getcontext(), Decimal.from_float, value))
