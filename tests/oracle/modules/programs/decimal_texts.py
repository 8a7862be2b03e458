"""decimal: errors, contexts, attributes, sizes."""
import copy, decimal, gc, math, pickle, sys, weakref
from decimal import *
from fractions import Fraction


def attempt(text):
    try:
        result = eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
    else:
        print(text, "->", repr(result))


D = Decimal
for text in ("1", "-1.5", "NaN", "1" * 76, "1" * 77, "1" * 100, "1E+999999999999999999"):
    d = D(text)
    print(text, sys.getsizeof(d), d.__sizeof__(), D.__basicsize__, gc.is_tracked(d), type(d), copy.copy(d) is d, copy.deepcopy(d) is d, pickle.loads(pickle.dumps(d)), d.__reduce__())
print(sys.getsizeof(getcontext()), Context.__basicsize__, D(D("1.5")) is D("1.5"), D("1.5").real, D("1.5").imag, D.__mro__, D.__module__, Context.__module__)
print(getcontext(), repr(getcontext().flags), repr(getcontext().traps), DefaultContext, BasicContext, ExtendedContext, Context())
for text in ("weakref.ref(D(1))", "D('x')", "D('1') / 0", "D(0) / 0", "D('sNaN') + 1", "D(1) // 0", "D(1) % 0", "divmod(D(1), 0)", "D(10) ** 1000000", "D(10) ** 10 ** 20", "D(-1) ** D('0.5')", "D(0) ** 0",
             "D(-8).sqrt()", "D('Infinity') - D('Infinity')", "D('1e1000000000000000000')", "D(1).quantize(D('1e-30'))", "D(1).foo", "D(1) + 1.5", "1.5 + D(1)", "D(1) + 'x'", "D(1) < 'x'", "D(1) == 'x'",
             "D('0.5') == 0.5", "D('0.5') < 0.75", "D('0.1') == 0.1", "D('0.5') == Fraction(1, 2)", "D('0.5') < Fraction(2, 3)", "D(1) == 1 + 0j", "D(1) < 1j", "D('NaN') < 1", "D('NaN') == 1", "D('NaN') == D('NaN')",
             "D('sNaN') == 1", "hash(D('sNaN'))", "int(D('NaN'))", "int(D('Infinity'))", "float(D('sNaN'))", "float(D('NaN'))", "float(D('-Infinity'))", "round(D('2.5'))", "round(D('2.675'), 2)", "round(D('1'), 'x')",
             "round(D('NaN'))", "math.floor(D('-1.5'))", "math.ceil(D('-1.5'))", "math.trunc(D('-1.5'))", "math.sqrt(D(2))", "complex(D('1.5'))", "D(3).as_integer_ratio()", "D('0.125').as_integer_ratio()",
             "D('NaN').as_integer_ratio()", "D('Infinity').as_integer_ratio()", "D('1.23').as_tuple()", "D('Infinity').as_tuple()", "D('sNaN12').as_tuple()", "D(1, 2)", "D(1, Context())", "D(value='5')", "D(x=5)",
             "D(1, 2, 3)", "D((1, 2))", "D((2, (1,), 0))", "D((0, (10,), 0))", "D((0, (1,), 'x'))", "D((0, (1,), None))", "D('1').quantize(D('0.01'), ROUND_UP)", "D('1').quantize(D('0.01'), 'x')",
             "D('1.555').quantize(D('0.01'), rounding=ROUND_HALF_UP)", "D('1').quantize()", "D('1').quantize(1, 2, 3, 4)", "D('1').compare()", "D('1').compare('x')", "D('1').exp(5)", "D('1').max(2, context=Context(prec=1))",
             "D('7').sqrt()", "D('2').ln()", "D('100').log10()", "D('1').exp()", "D('0').ln()", "D('-1').ln()", "D('2') ** D('0.5')", "D('4') ** D('0.5')", "D('2') ** -3", "pow(D(3), 4, 5)", "pow(2, D(3))", "D('1.1') ** 30",
             "D('1.000000001') ** 1000000000", "sum([D('0.1')] * 10)", "max(D(1), D(2))", "D('0.1') + D('0.2')", "D(1) / 3", "D(2) / 3", "D('123.456').normalize()", "D('1E+5').to_integral_value()", "D('1.5').to_integral_value(ROUND_UP)",
             "D('12345678901234567890123456789012345678901234567890') + 0", "+D('1.00000000000000000000000000005')", "D('1e-999999') / 10 ** 30", "D('9e999999') * 10",
             "Context(prec=0)", "Context(prec=-1)", "Context(rounding='x')", "Context(Emin=1)", "Context(Emax=-1)", "Context(clamp=2)", "Context(capitals=2)", "Context(prec='x')", "Context(flags=[5])", "Context(x=1)",
             "Context(prec=5, traps=[Inexact]).divide(1, 3)", "Context(traps=[Rounded, Inexact]).divide(1, 3)", "Context(prec=3).create_decimal('1.2345')", "Context(prec=3).create_decimal_from_float(0.1)", "Context(prec=3).add('x', 1)",
             "Context().add(1)", "Context().abs('x')", "Context().Etiny()", "Context().Etop()", "Context(traps=[FloatOperation]).create_decimal(0.1)", "Context(prec=3).sqrt(2)", "Context(prec=5).power(2, 100)", "Context().to_eng_string(D('123E+1'))",
             "Context(prec=3, Emax=2, traps=[Overflow]).multiply(100, 100)", "localcontext(5)", "setcontext(5)", "localcontext(prec=5)" if sys.version_info < (3, 12) and 0 else "1", "getcontext().foo", "D.from_float(0.1)", "D.from_float('x')", "D.from_float(5)",
             "format(D('1234567.891'), ',.2f')", "format(D('1'), 'x')", "format(D('1'), '.2')", "f\"{D('0.000001234'):g}\"", "f\"{D('3.14159'):10.2f}|\"", "'%s %d' % (D('1.5'), D('1.5'))", "'{:e}'.format(D('12345'))", "str(D('1E+5'))", "repr(D('-0'))",
             "isinstance(D(1), (int, float))", "D('1_000.5')", "D(True)", "bool(D('0.0'))", "bool(D('NaN'))", "D('1').is_signed()", "-D('0')", "abs(D('-0'))", "D('1') is +D('1')", "D(5).__add__('x')", "D(5).__radd__(1)", "D('1').compare_total(D('1.0'))",
             "Fraction(D('0.75'))", "Fraction.from_decimal(D('0.75'))", "Fraction(1, 2) + D(1)", "D('2').fma(3, 4)", "D('1').next_toward(2)", "DecimalTuple(0, (1,), 2)", "ConversionSyntax.__mro__", "Underflow.__mro__[1:4]", "MAX_PREC, MAX_EMAX, MIN_EMIN, MIN_ETINY",
             "HAVE_THREADS, decimal.HAVE_CONTEXTVAR", "InvalidOperation.__module__"):
    attempt(text)
c = getcontext()
for name, value in (("prec", 5), ("prec", 0), ("prec", "x"), ("prec", 2**70), ("rounding", ROUND_UP), ("rounding", "x"), ("rounding", 5), ("Emin", -5), ("Emin", 5), ("Emax", 5), ("clamp", 2), ("capitals", 0), ("foo", 1), ("traps", {}), ("traps", 5),
                    ("flags", [])):
    try:
        setattr(c, name, value)
        print(name, value, getattr(c, name), D("1E+10"))
    except Exception as e:
        print(name, value, type(e).__name__, e)
try:
    del c.prec
except AttributeError as e:
    print(e)
setcontext(DefaultContext)
with localcontext() as inner:
    inner.prec = 4
    print(D(1) / 3, getcontext().prec, getcontext() is inner)
print(D(1) / 3, getcontext().prec)
with localcontext(Context(prec=2)) as inner:
    print(D(1) / 3)
with localcontext(prec=3) as inner:
    print(D(1) / 3)
c = Context(prec=5, traps=[])
print(c.divide(1, 0), c.divide(0, 0), c.flags[DivisionByZero], [s.__name__ for s in c.flags if c.flags[s]], c)
c.clear_flags()
c.traps[Inexact] = True
print(c, c.copy(), copy.copy(c), c.copy() is c, pickle.loads(pickle.dumps(c)), c.__reduce__())
try:
    c.divide(1, 3)
except Inexact as e:
    print(type(e), e, e.args, e.__context__)
c.clear_traps()
print(c.traps[Inexact], c.flags[Inexact], len(c.flags), c.flags == c.flags, Inexact in c.traps)
for text in ("c.flags[5]", "c.flags.pop(Inexact)", "c.flags.copy()[Inexact]"):
    attempt(text)


class Own(Decimal):
    x = 5

    def __new__(cls, *args):
        return super().__new__(cls, *args)


own = Own("1.50")
own.y = 1
print(repr(own), own + 1, type(own + 1), own == D("1.5"), hash(own) == hash(D("1.5")), own.y, type(Own.from_float(0.5)), weakref.ref(own)() is own, copy.copy(own) is own, type(D(own)))
print([D(x) for x in ("1.10", "1.1")], len({D("1.10"), D("1.1"), 1.1, D("1.0"), 1, True}), hash(D("1e50")) == hash(10**50), hash(D("0.5")) == hash(0.5), hash(D("-1")), hash(D("Infinity")) == hash(float("inf")))
getcontext().prec = 50
print(D(2).sqrt(), D(1).exp(), D(2).ln(), D(2).log10(), D(1) / 7, D(2) ** D("0.1"), D("1e-30").exp(), D("1.0000000001").ln())
getcontext().prec = 28
print(D("1.1") + D("2.2"), D("0.1") * 3, D("100") / 3, D("7") // 2, D("-7") // 2, D("-7") % 3, divmod(D("-7"), 2), 7 / D(2), 2 ** D(10), D("1.20") * D("3.0"), D("1E+3") + 1, D("1.5") - D("1.50"))
print(sorted([D("2"), D("-1"), D("1.5")]), sum(map(D, range(5))), D("1e3").to_eng_string(), D("1234e2").to_eng_string(), D("0e1").to_eng_string(), "%.2f" % D("1.005"), round(D("1.25"), 1), D("12.7").__round__(), D("1.0").__hash__())
import statistics
for data in (["1", "2", "4"], ["1.5", "2.5"], ["0.1", "0.2", "0.30"], ["7", "7"], ["1e10", "3", "-5.5", "2.25"]):
    data = [D(x) for x in data]
    print(statistics.mean(data), statistics.stdev(data), statistics.pstdev(data), statistics.variance(data), statistics.median(data))
