"""The module math of heapd against real interpreters: one program that calls its functions with many arguments, the answers line by line.

    math_calls.py PYTHON_DRIVER [SEED [COUNT]]
"""
import math
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import SKIP, find_pairs, run, run_real  # noqa: E402

HEAD = '''import math
inf, nan = math.inf, math.nan
def show(what, f):
    try:
        r = f()
        print(what, '=', repr(r))
    except Exception as e:
        print(what, '!', type(e).__name__, e)
'''
ONE = ['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'cbrt', 'ceil', 'cos', 'cosh', 'degrees', 'erf', 'erfc', 'exp', 'exp2', 'expm1', 'fabs', 'floor',
       'frexp', 'gamma', 'isfinite', 'isinf', 'isnan', 'lgamma', 'log', 'log10', 'log1p', 'log2', 'modf', 'radians', 'sin', 'sinh', 'sqrt', 'tan', 'tanh', 'trunc',
       'ulp']
TWO = ['atan2', 'copysign', 'fmod', 'log', 'nextafter', 'pow', 'remainder']
FIXED = ['math.sqrt()', 'math.sqrt(1, 2)', "math.sqrt('x')", 'math.atan2(1)', 'math.log()', 'math.log(1, 2, 3)', 'math.log(10, 1)', 'math.log(10**400)',
         'math.log10(10**400)', 'math.log2(2**5000)', 'math.log(0)', 'math.log(-5)', 'math.log(10**400, 10)', 'math.ldexp(1, 2.5)', 'math.ldexp(1, 10**20)', 'math.ldexp(1, -10**20)',
         'math.ldexp(1.5, 2000)', 'math.ldexp(nan, 3)', "math.floor('x')", "math.trunc('x')", 'math.floor(nan)', 'math.ceil(inf)', 'math.isclose(1, 1, rel_tol=-1)',
         'math.isclose(1)', 'math.isclose(1, 2, x=3)', 'math.isclose(1.0, 1.0 + 1e-10)', 'math.isclose(1, 2, abs_tol=1)', 'math.isclose(a=1, b=1)', 'math.isclose(inf, inf)',
         'math.hypot()', "math.hypot('x')", 'math.hypot(inf, nan)', 'math.hypot(nan, 1)', 'math.hypot(1e-320, 2e-320)', 'math.hypot(1e308, 1e308)', 'math.dist((1,), (1, 2))',
         'math.dist(1, 2)', "math.dist((1, 2), (3, 'x'))", 'math.dist([1, 2], (3, 4))', 'math.dist((), ())', "math.fsum('x')", 'math.fsum([1e308, 1e308])',
         'math.fsum([inf, -inf])', 'math.fsum([inf, 1])', 'math.fsum([nan])', 'math.fsum([])', 'math.fsum([0.1] * 10)', 'math.fsum([1e16, 1, -1e16, 1e-16])',
         'math.prod([1, 2], start=3)', 'math.prod(1)', 'math.prod([])', 'math.prod([1.5, 2, 3])', 'math.prod()', 'math.prod([1], 2)', "math.prod(['a', 3])",
         'math.comb(5)', 'math.comb(5, 1.5)', 'math.comb(-1, 1)', 'math.comb(1, -1)', 'math.comb(10**30, 3)', 'math.comb(200, 100)', 'math.comb(5, 9)', 'math.perm()',
         'math.perm(5, None)', 'math.perm(5, -1)', 'math.perm(100, 50)', 'math.perm(10**20, 3)', 'math.perm(3, 9)', 'math.factorial(1.5)', 'math.factorial(-1)',
         'math.factorial(10**20)', 'math.factorial(0)', 'math.factorial(1)', 'math.factorial(30)', 'math.factorial(400)', 'math.factorial(True)', 'math.isqrt(1.5)',
         'math.isqrt(-1)', 'math.isqrt(0)', 'math.isqrt(10**60)', 'math.isqrt(10**60 - 1)', 'math.isqrt(2**1000 - 1)', 'math.gcd(1.5)', 'math.lcm()', 'math.gcd()',
         'math.gcd(12, -18, 30)', 'math.gcd(3**200, 6**100)', 'math.lcm(4, 6, 10)', 'math.lcm(0, 5)', 'math.lcm(-3, 7)', 'math.gcd(4, x=1)', 'math.sqrt(x=1)',
         'math.remainder(inf, 1)', 'math.fmod(1, 0)', 'math.pow(0, -1)', 'math.pow(-8, 1 / 3)', 'math.pow(1e300, 2)', 'math.pi', 'math.e', 'math.tau', 'math.inf', 'math.nan',
         'math.gamma(0)', 'math.gamma(-3)', 'math.gamma(171.5)', 'math.gamma(200)', 'math.gamma(-0.0)', 'math.lgamma(0)', 'math.lgamma(-inf)', 'math.gamma(-inf)',
         'math.sqrt(10**400)', 'math.dist([1], [2], [3])', 'math.nextafter(1)', 'math.nextafter(0, 1)', 'math.nextafter(inf, 0)', 'math.ulp(0)', 'math.ulp(-inf)',
         'math.ulp(1.7976931348623157e308)', 'math.frexp(0)', 'math.modf(-0.0)', "math.atan2('x', 1)", 'math.copysign(1, -0.0)']
NEWER = ['math.nextafter(1.0, 2.0, steps=3)', 'math.nextafter(1.0, -2.0, steps=10**30)', 'math.nextafter(1, 2, steps=-1)', 'math.nextafter(0.0, -1.0, steps=2)',
         'math.sumprod([1, 2], [3, 4])', 'math.sumprod([0.1] * 10, [1] * 10)', 'math.sumprod([1], [1, 2])', 'math.sumprod([1.5, 2], [3, 2.5])', "math.sumprod(['a'], [3])",
         'math.sumprod([10**20, 1], [10**20, 1.5])', 'math.fma(1, 2, 3)', 'math.fma(inf, 0, 1)', 'math.fma(1e308, 10, 1)', 'math.fma(0.1, 10, -1)']


def some_float(r):
    return r.choice((r.uniform(-2, 2), r.uniform(-200, 200), math.ldexp(r.random(), r.randint(-1074, 1023)) * r.choice((1, -1)), float(r.randint(-30, 30)),
                     r.randint(-100, 100) / 2, math.inf, -math.inf, math.nan, -0.0, 0.0, 1.0, -1.0))


def some_argument(r):
    x = some_float(r) if r.random() < 0.85 else r.choice((0, 1, -1, 5, 10 ** 25, -3, True, 2 ** 62))
    return repr(x)


def program(seed, count, newer):
    r = random.Random(seed)
    calls = FIXED + (NEWER if newer else [])
    for _ in range(count):
        calls.append('math.%s(%s)' % (r.choice(ONE), some_argument(r)))
        calls.append('math.%s(%s, %s)' % (r.choice(TWO), some_argument(r), some_argument(r)))
        n = r.randint(2, 6)
        floats = [some_float(r) if r.random() < 0.2 else r.uniform(-1, 1) * 10 ** r.choice((0, 0, 5, 150, -150)) for _ in range(n)]
        calls.append('math.hypot(%s)' % ', '.join(map(repr, floats)))
        calls.append('math.dist(%r, %r)' % (floats, floats[::-1]))
        calls.append('math.fsum(%r)' % [r.uniform(-1, 1) * 10 ** r.randint(-20, 20) for _ in range(n * 2)])
        calls.append('math.isqrt(%d)' % r.getrandbits(r.choice((10, 60, 130, 500))))
        calls.append('math.gcd(%d, %d)' % (r.getrandbits(r.choice((10, 60, 200))), r.getrandbits(r.choice((10, 60, 200)))))
        calls.append('math.comb(%d, %d)' % (r.randint(0, 300), r.randint(0, 300)))
        calls.append('math.ldexp(%r, %d)' % (some_float(r), r.randint(-1100, 1100)))
        calls.append('round(%r, %d)' % (some_float(r), r.randint(-20, 20)))
        calls.append('round(%d, %d)' % (r.getrandbits(80) * r.choice((1, -1)), r.randint(-26, 3)))
        calls.append('round(%r)' % r.choice((r.randint(-50, 50) / 2, r.uniform(-1e6, 1e6))))
        values = [r.choice((r.uniform(-1, 1), r.uniform(-1e10, 1e10), r.randint(-5, 5), 1e16, -1e16)) for _ in range(n * 2)]
        if newer:  # 3.14 compensates for ints too
            values = [float(v) for v in values]
        calls.append('sum(%r)' % values)
        calls.append('sum(%r, 0.5)' % values)
        calls.append('divmod(%r, %r)' % (some_float(r), some_float(r)))
    return HEAD + ''.join('show(%r, lambda: %s)\n' % (call, call) for call in calls)


def fits(minor, line, other):
    if line == other:
        return True
    if minor != 14 or ' ! ' not in other:
        return False
    head, text = other.split(' ! ', 1)
    if text == 'ValueError math domain error':
        return line.startswith(head + ' ! ValueError expected ')
    return text.startswith('ZeroDivisionError') and line == head + ' ! ZeroDivisionError division by zero'


def texts(done):
    return done.stdout.decode().split('\n'), done.stderr.decode('utf-8', 'replace')


def main():
    driver = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    real = find_pairs()
    if not real:
        return SKIP
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'program.py')
        for python, minor in real:
            with open(path, 'w') as f:
                f.write(program(seed, count, minor == 14))
            expected, _ = texts(run_real(python, path, seconds=300))
            answers, trouble = texts(run([driver, minor, path], 300))
            bad = [(a, e) for a, e in zip(answers + [''] * len(expected), expected) if not fits(minor, a, e)]
            for answer, other in bad[:25]:
                print('3.%d\n    heapd:   %.200s\n    CPython: %.200s' % (minor, answer, other))
            print('3.%d: %d lines, %d wrong %s' % (minor, len(expected), len(bad), trouble[-300:]))
            wrong += len(bad)
    return 1 if wrong else 0


sys.exit(main())
