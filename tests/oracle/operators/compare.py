"""Operators of heapd against CPython: every operator over pairs of values, chosen from a seed.

    compare.py DRIVER pairs|numbers|changes [SEED [COUNT [MINOR]]]

A 3.11 answers for version 11, a 3.13 for 14, but for the words that 3.14 changed: each of them runs this.
"""
import itertools
import math
import operator
import os
import random
import subprocess
import sys
import warnings
from array import array
from collections import deque

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import ENVIRONMENT, SKIP, find_pairs  # noqa: E402

inf, nan = math.inf, math.nan
warnings.simplefilter('ignore')

INTS = ['0', '1', '-1', '2', '-2', '3', '7', '-7', '10', '255', '256', '257', '-5', '-6', '1000', '1073741823', '1073741824', '-1073741824',
        '4294967296', '9007199254740991', '9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808',
        '18446744073709551616', '1180591620717411303424', '-1180591620717411303424', str(3 ** 200), str(-7 ** 301), str(10 ** 400), '97', '65']
FLOATS = ['0.0', '-0.0', '1.0', '-1.0', '0.5', '1.5', '-2.5', '3.0', '1e-300', '1e300', '-1e300', '5e-324', '1.7976931348623157e+308', 'inf', '-inf',
          'nan', '9007199254740992.0', '0.1', '123456789.125', '1e16']
COMPLEX = ['0j', '1j', '(1+2j)', '(-1.5+0.5j)', '(1e+300+1e+300j)', 'complex(-0.0, -0.0)', '(3+0j)', '(inf+1j)', '(2-3j)']
BOOLS = ['True', 'False']
STRS = ["''", "'a'", "'b'", "'ab'", "'abc'", "'aé'", "'é'", "'\\u20ac'", "'\\U0001f600'", "'a\\u20ac'", "'ba'"]
BYTES = ["b''", "b'a'", "b'ab'", "b'b'", "b'\\xff'", "bytearray(b'')", "bytearray(b'a')", "bytearray(b'ab')"]
SEQUENCES = ['()', '(1,)', '(1, 2)', "(1, 'a')", '(1.0, 2)', '((1,), 2)', '[]', '[1]', '[1, 2]', "[1, 'a']", '[1.0, 2]', '[[1], 2]', '[2]',
             'deque(())', 'deque((1, 2))', 'deque((1, 3), 5)', 'deque((1, 2, 3), 3)', "array('i', [1, 2])", "array('i', [1, 3])", "array('d', [1.0, 2.0])",
             "array('b', [97])", "array('i')"]
OTHERS = ['None', 'Ellipsis', 'NotImplemented', 'range(0)', 'range(3)', 'range(0, 3, 1)', 'range(5, 0, -2)', 'range(0, 1180591620717411303424)',
          'slice(None, None, None)', 'slice(1, 2, None)', 'slice(None, None, -1)', 'slice(0, 5, 2)', 'slice(1, 3, None)',
          '{}', "{1: 2}", "{'a': 1}", "{'a': 1, 'b': 2}", '{1: 3}', 'set(())', 'set((1,))', 'set((1, 2))', 'set((1, 2, 3))', "set(('a', 1))",
          'frozenset(())', 'frozenset((1, 2))', 'frozenset((2, 3))', 'frozenset((1,))']
VALUES = INTS + FLOATS + COMPLEX + BOOLS + STRS + BYTES + SEQUENCES + OTHERS

BINARY = {'+': operator.add, '-': operator.sub, '*': operator.mul, '/': operator.truediv, '//': operator.floordiv, '%': operator.mod,
          '**': operator.pow, '<<': operator.lshift, '>>': operator.rshift, '&': operator.and_, '|': operator.or_, '^': operator.xor,
          '@': operator.matmul, 'divmod': divmod, '<': operator.lt, '<=': operator.le, '==': operator.eq, '!=': operator.ne,
          '>': operator.gt, '>=': operator.ge, 'in': lambda a, b: a in b, 'item': lambda a, b: a[b]}
INPLACE = {'+=': operator.iadd, '-=': operator.isub, '*=': operator.imul, '/=': operator.itruediv, '//=': operator.ifloordiv, '%=': operator.imod,
           '**=': operator.ipow, '<<=': operator.ilshift, '>>=': operator.irshift, '&=': operator.iand, '|=': operator.ior, '^=': operator.ixor,
           '@=': operator.imatmul}
UNARY = {'neg': operator.neg, 'pos': operator.pos, 'invert': operator.invert, 'abs': abs, 'bool': bool, 'len': len, 'hash': hash,
         'index': operator.index}


def outcome(function, *operands):
    try:
        return repr(function(*operands))
    except Exception as problem:
        message = str(problem)
        return '%s:%s%s' % (type(problem).__name__, ' ' if message else '', message)


def inplace_outcome(function, a, b):
    try:
        result = function(a, b)
        return '%r %s %r' % (result, 'same' if result is a else 'new', a)
    except Exception as problem:
        message = str(problem)
        return '%s:%s%s' % (type(problem).__name__, ' ' if message else '', message)


def is_too_large(name, a, b):
    """Would take memory or time without bound?"""
    name = name.rstrip('=') or name
    sizes = [x for x in (a, b) if isinstance(x, (int, float))]
    if name in ('<<', '**') and isinstance(a, int) and isinstance(b, int):
        return abs(b) > 1000 and abs(a) > (name == '**') or name == '**' and a.bit_length() * abs(b) > 14000
    if name == '*':
        return any(not isinstance(x, (int, float, complex)) for x in (a, b)) and any(abs(x) > 1000 for x in sizes if isinstance(x, int))
    if name == 'in' or name in ('|', '+', '-'):
        return isinstance(b, range) and len(range(b.start, min(b.stop, 10), b.step)) == 10 and not isinstance(a, int)
    return False


def is_left_out(name, a, b):
    """What others answer for: % of texts; the address in a hash of nan; the order of sets' items; str + with a type of the same name."""
    if name.rstrip('=') == '%' and isinstance(a, (str, bytes, bytearray)):
        return True
    return False


def known_changes(text):
    """What 3.14 says differently from 3.13."""
    for old in ('integer division or modulo by zero', 'integer modulo by zero', 'float division by zero', 'float floor division by zero',
                'float modulo by zero', 'float divmod()', 'complex division by zero'):
        if text == 'ZeroDivisionError: ' + old:
            return 'ZeroDivisionError: division by zero'
    text = text.replace('0.0 cannot be raised to a negative power', 'zero to a negative power')
    text = text.replace('0.0 to a negative or complex power', 'zero to a negative or complex power')
    if text.startswith('TypeError: argument of type') and text.endswith('is not iterable'):
        text = text[:-len('iterable')] + 'a container or iterable'
    return text


def ask_pairs(ask, r, count):
    pairs = list(itertools.product(VALUES, VALUES))
    for name, function in UNARY.items():
        for a in VALUES:
            value = eval(a)
            if name == 'hash' and ('nan' in a or value in (None, Ellipsis, NotImplemented) or isinstance(value, (slice, range))):
                continue
            ask(name, [a], outcome(function, value))
    for a, b in r.sample(pairs, min(count, len(pairs))):
        for name, function in r.sample(sorted(BINARY.items()), 8):
            x, y = eval(a), eval(b)
            if not is_too_large(name, x, y) and not is_left_out(name, x, y):
                ask(name, [a, b], outcome(function, x, y))
        name, function = r.choice(sorted(INPLACE.items()))
        x, y = eval(a), eval(b)
        if not is_too_large(name, x, y) and not is_left_out(name, x, y):
            ask(name, [a, b], inplace_outcome(function, x, y))


def change_outcome(a, key, value, delete):
    try:
        if delete:
            del a[key]
        else:
            a[key] = value
        return repr(a)
    except Exception as problem:
        message = str(problem)
        return '%s:%s%s' % (type(problem).__name__, ' ' if message else '', message)


def ask_changes(ask, r, count):
    """a[k] = v and del a[k] of everything that has items."""
    targets = ['[%s]' % ', '.join(map(str, range(n))) for n in (0, 1, 3, 7, 20)] + ['bytearray(%r)' % bytes(range(65, 65 + n)) for n in (0, 1, 4, 9, 30)]
    targets += ["array('%s', %r)" % (c, list(range(n))) for c in 'bih' for n in (0, 1, 4, 9)] + ["array('d', [1.5, 2.5])", 'deque((1, 2, 3))', "{1: 2, 'a': 3}"]
    targets += ['(1, 2)', "'abc'", "b'abc'", 'range(3)', '5', 'None', 'set((1,))']
    bounds = ['None', '0', '1', '2', '5', '-1', '-3', '100', '-100', '1180591620717411303424', "'x'", '1.5', 'True']
    values = ['7', '300', '-1', "'x'", "b'xyz'", "b''", '[1, 2, 3]', '[]', '(1, 2)', "array('b', [1, 2])", "array('i', [5, 6, 7])", 'None', '1.5', '[300]', "['x']",
              "bytearray(b'12')", 'range(4)', 'set((1,))', '1180591620717411303424', "{1: 2}", 'deque((1, 2))']
    for _ in range(count):
        a = r.choice(targets)
        key = r.choice((r.choice(bounds), 'slice(%s, %s, %s)' % (r.choice(bounds[:9]), r.choice(bounds[:9]), r.choice(('None', '1', '2', '-1', '-2', '0', "'x'")))))
        value = r.choice(values)
        x, k, v = eval(a), eval(key), eval(value)
        if r.random() < 0.3:
            ask('delitem', [a, key], change_outcome(x, k, None, True))
        else:
            ask('setitem', [a, key, value], change_outcome(x, k, v, False))


def some_int(r):
    n = r.choice((1, 5, 15, 29, 30, 31, 60, 61, 62, 63, 64, 65, 90, 120, 200, 500, 1500, 3000))
    return r.choice((r.getrandbits(n), (1 << n) - r.randint(0, 2), (1 << n) + r.randint(0, 2), r.getrandbits(n) << r.randint(0, n))) * r.choice((1, -1))


def some_float(r):
    return r.choice((r.uniform(-10, 10), math.ldexp(r.random(), r.randint(-1074, 1023)) * r.choice((1, -1)), float(r.randint(-9, 9)), r.randint(-2 ** 53, 2 ** 53) / 4,
                     inf, -inf, nan, -0.0))


def some_number(r):
    kind = r.random()
    return some_int(r) if kind < 0.7 else some_float(r) if kind < 0.95 else complex(r.randint(-4, 4), r.uniform(-3, 3))


def ask_numbers(ask, r, count):
    for _ in range(count):
        a, b = some_number(r), some_number(r)
        name = r.choice(sorted(set(BINARY) - {'in', 'item', '@'}))
        if name in ('<<', '>>', '**') and r.random() < 0.8:
            b = r.choice((r.randint(-3, 200), r.randint(0, 40), some_float(r)))
        if name == '**' and isinstance(a, int) and isinstance(b, int) and a.bit_length() * abs(b) > 14000:
            b = r.randint(0, 5)
        if not is_too_large(name, a, b):
            ask(name, [repr(a), repr(b)], outcome(BINARY[name], a, b))
        a, b, c = some_int(r), abs(some_int(r)) >> r.randint(0, 3000), some_int(r)
        if r.random() < 0.3:
            b, c = -(b & 0xfff), abs(c)
        ask('pow', [repr(a), repr(b), repr(c)], outcome(pow, a, b, c))
        name = r.choice(('neg', 'pos', 'invert', 'abs'))
        a = some_number(r)
        ask(name, [repr(a)], outcome(UNARY[name], a))
        # quotients close to the middle between two doubles
        b = some_int(r) or 1
        q = r.getrandbits(53) | 1 << 52
        a = ((2 * q + r.choice((0, 1, 1, 1))) * b << r.randint(0, 40)) + r.choice((-1, 0, 0, 1))
        b <<= r.randint(0, 1100)
        ask('/', [repr(a), repr(b)], outcome(operator.truediv, a, b))


def check(driver, minor, questions):
    lines = ''.join('%d %s\t%s\n' % (minor, name, '\t'.join(operands)) for name, operands, _ in questions)
    done = subprocess.run([driver], input=lines.encode(), stdout=subprocess.PIPE)
    answers = done.stdout.decode('utf-8', 'surrogatepass').split('\n')
    wrong = 0
    for (name, operands, expected), answer in zip(questions, answers):
        if answer != expected:
            wrong += 1
            if wrong <= 25:
                print('3.%d %s %.200s\n    heapd:   %.300s\n    CPython: %.300s' % (minor, name, ' , '.join(operands), answer, expected))
    print('3.%d: %d questions, %d wrong' % (minor, len(questions), wrong))
    if done.returncode or len(answers) - 1 != len(questions):
        print('the driver ended with %d after %d answers' % (done.returncode, len(answers) - 1))
        return False
    return wrong == 0


def main():
    driver, what = sys.argv[1:3]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else {'pairs': 4000, 'numbers': 1000, 'changes': 20000}[what]
    if len(sys.argv) <= 5:
        pairs = find_pairs()
        wrong = [minor for python, minor in pairs
                 if subprocess.run([python, __file__, driver, what, str(seed), str(count), str(minor)], env=ENVIRONMENT).returncode]
        return 1 if wrong else 0 if pairs else SKIP
    minor, questions, r = int(sys.argv[5]), [], random.Random(seed)

    def ask(name, operands, expected):
        if minor == 14:
            if name == 'bool' and operands == ['NotImplemented']:  # Objects/object.c: notimplemented_bool()
                expected = 'TypeError: NotImplemented should not be used in a boolean context'
            expected = known_changes(expected)
            if 'unhashable type' in expected or any('j' in o or 'complex' in o for o in operands):  # 3.14 has arithmetic of its own for a complex and a real number,
                # and says what was to be hashed
                return
        questions.append((name, operands, expected))

    sys.set_int_max_str_digits(0)
    {'pairs': ask_pairs, 'numbers': ask_numbers, 'changes': ask_changes}[what](ask, r, count)
    return 0 if check(driver, minor, questions) else 1


if __name__ == '__main__':
    sys.exit(main())
