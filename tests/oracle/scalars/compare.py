"""Numbers, texts, deques and arrays of heapd against CPython: recorded answers of 3.11 and 3.14 (facts.json), and the interpreter that runs
this, a 3.11, on random values and calls.

    compare.py DRIVER facts
    compare.py DRIVER values|methods [SEED [COUNT]]
"""
import json
import math
import os
import random
import struct
import subprocess
import sys
import warnings
from array import array
from collections import deque

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from pairs import become  # noqa: E402


class Driver:
    """Questions are gathered and asked all at once."""

    def __init__(self, path):
        self.path, self.questions = path, []

    def ask(self, minor, command, text, expected, what=None):
        self.questions.append((minor, command, text, expected, what))

    def check(self):
        lines = ''.join('%d %s %s\n' % q[:3] for q in self.questions)
        done = subprocess.run([self.path], input=lines.encode('utf-8', 'surrogatepass'), stdout=subprocess.PIPE)
        answers = done.stdout.decode('utf-8', 'surrogatepass').split('\n')
        wrong = 0
        for (minor, command, text, expected, what), answer in zip(self.questions, answers):
            good = expected(answer) if callable(expected) else answer == expected
            if not good:
                wrong += 1
                if wrong <= 20:
                    print('3.%d %s %s%s\n    heapd:   %.300s\n    CPython: %.300s' % (
                        minor, command, text[:300], ' (%s)' % what if what else '', answer,
                        expected if not callable(expected) else getattr(expected, 'shown', '')))
        print('%d questions, %d wrong' % (len(self.questions), wrong))
        if len(answers) - 1 != len(self.questions):
            print('%d answers' % (len(answers) - 1))
        return wrong == 0 and done.returncode == 0 and len(answers) - 1 == len(self.questions)


# ---- recorded facts

def word_pattern(words):
    """A function that says whether a dump in hexadecimal is what the facts have."""
    def fits(dump):
        data = bytes.fromhex(dump) if dump and ':' not in dump else b''
        at = 0
        for word in words:
            if word[0] == '+':
                n = len(word[1:]) // 2
                if not all(word[1 + 2 * i:3 + 2 * i] in ('??', '%02x' % data[at + i] if at + i < len(data) else '') for i in range(n)):
                    return False
                at += n
                continue
            piece = data[at:at + 8]
            at += 8
            value = int.from_bytes(piece, 'little')
            if word in ('any', 'version', 'count'):
                continue
            if word.startswith('ptr'):
                low = int(word[4:]) if '|' in word else 0
                if value & 7 != low or value == 0:
                    return False
                continue
            digits = word[2:]
            if '?' in digits:
                digits = digits.rjust(16, '0')
                have = '%016x' % value
                if any(a != '?' and a != b for a, b in zip(digits, have)):
                    return False
            elif value != int(digits, 16):
                return False
        return at == len(data)
    fits.shown = ' '.join(words)
    return fits


def ask_facts(driver):
    with open(os.path.join(HERE, 'facts.json')) as f:
        facts = json.load(f)
    for minor, tables in sorted(facts.items()):
        minor = int(minor)
        for expression, text, answer in tables['hash']:
            if answer != 'by address':
                driver.ask(minor, 'hash', text, str(answer), expression)
        for expression, text, answer in tables['size']:
            driver.ask(minor, 'size', text, str(answer), expression)
        for expression, text, words in tables['layout']:
            command = {'s': 'words', 'hashed': 'hashed', 'hashed_bytes': 'hashed'}.get(expression, 'constant')
            driver.ask(minor, command, text, word_pattern(words), expression)
        for expression, text, sizes in tables['blocks']:
            driver.ask(minor, 'blocks', text, '%d bytes in %d' % (sum(sizes), len(sizes)), expression)
        for name, first, steps, sizes in tables['growth']:
            if first is None:
                for text, size in zip(steps, sizes):
                    driver.ask(minor, 'size', text, str(size), name)
                continue
            driver.ask(minor, 'keep', first, 'ok', name)
            driver.ask(minor, 'size', 'x', str(sizes[0]), name)
            for step, size in zip(steps, sizes[1:]):
                for call in step:
                    driver.ask(minor, 'repr', 'x.' + call, lambda answer: 'Error' not in answer, name)
                driver.ask(minor, 'size', 'x', str(size), name)


# ---- random values, on this interpreter

def some_int(r):
    bits = r.choice((3, 8, 30, 31, 60, 61, 62, 63, 64, 65, 90, 200, 1000, 3000))
    n = r.getrandbits(bits)
    if r.random() < 0.2:
        n = (1 << bits) + r.randint(-2, 2)
    return n if r.random() < 0.6 else -n


def some_float(r):
    kind = r.random()
    if kind < 0.4:
        return struct.unpack('<d', r.getrandbits(64).to_bytes(8, 'little'))[0]
    if kind < 0.5:
        return math.ldexp(1.0, r.randint(-1074, 1023))
    if kind < 0.7:
        return float('%de%d' % (r.randint(0, 10 ** r.randint(1, 18)), r.randint(-330, 300)))
    if kind < 0.9:
        return round(r.uniform(-1000, 1000), r.randint(0, 6))
    return float(r.randint(-10 ** 17, 10 ** 17))


LETTERS = ('abcXYZ019_ \t\n\'"\\', 'aé\xdf\xff\x80\xb5 \xa0', 'aА\u0130\u03a3\u20ac\u01c5\ufb01\u2028\u1e9e\u0345\u0660', 'a\U0001f600\U00010400\U000e0001é\u03a3')


def some_str(r, most=12):
    letters = r.choice(LETTERS)
    if r.random() < 0.2:
        return ''.join(chr(r.choice((r.randrange(0x80), r.randrange(0xd800), r.randrange(0xe000, 0x110000)))) for _ in range(r.randint(0, most)))
    return ''.join(r.choice(letters) for _ in range(r.randint(0, most)))


def some_bytes(r, most=12):
    if r.random() < 0.2:
        return bytes(r.getrandbits(8) for _ in range(r.randint(0, most)))
    return bytes(r.choice(b'abAB01 _\t\n') for _ in range(r.randint(0, most)))


def same_text(value):
    return repr(value)


def ask_values(driver, r, count):
    minor = sys.version_info[1]
    values = [math.ldexp(1.0, e) for e in range(-1074, 1024)] + [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1e16, 1e-5, 123456789012345680.0]
    values += [10 ** n for n in range(0, 400, 7)] + [2 ** 30 - 1, 2 ** 30, 2 ** 60 - 1, 2 ** 60, 2 ** 61 - 1, 2 ** 61, -2 ** 63, 2 ** 63]
    for bits in (20000, 100000, 332193):
        values.append(r.getrandbits(bits) | 1 << bits)
        values.append(-10 ** (bits // 4))
        values.append((1 << bits) - 1)
    for _ in range(count):
        values += [some_int(r), some_float(r), some_str(r), some_bytes(r)]
    values += [complex(some_float(r), some_float(r)) for _ in range(count // 10)]
    values += [range(some_int(r), some_int(r), some_int(r) or 1) for _ in range(count // 10)]
    for value in values:
        text = repr(value)
        if isinstance(value, complex) and 'nan' in text:
            continue
        driver.ask(minor, 'repr', text, text)
        driver.ask(minor, 'size', text, str(sys.getsizeof(value)))
        if value == value and not (isinstance(value, range) and len(repr(value)) and not value[1:2]):
            driver.ask(minor, 'hash', text, str(hash(value)))
    for _ in range(count):
        value = some_float(r)
        for text in ('%.17g' % value, '%.25e' % value, '%r' % value):
            if 'n' not in text and ('.' in text or 'e' in text):
                driver.ask(minor, 'repr', text, repr(float(text)))
        n = some_int(r)
        for text in (hex(n), oct(n), bin(n)):
            driver.ask(minor, 'repr', text, repr(n))


# ---- random calls, on this interpreter

def outcome(function):
    try:
        return repr(function())
    except Exception as problem:
        message = str(problem)
        return '%s:%s%s' % (type(problem).__name__, ' ' if message else '', message)


def some_argument(r, like):
    kind = r.random()
    if kind < 0.08:
        return r.choice((None, 1.5, [], 'x', b'x', 300, -1, (1,), True))
    if isinstance(like, str):
        return some_str(r, 2)
    return some_bytes(r, 2)


TEXT_CALLS = {
    'find': 'tii', 'rfind': 'tii', 'index': 'tii', 'rindex': 'tii', 'count': 'tii', 'startswith': 'Tii', 'endswith': 'Tii',
    'replace': 'ttj', 'split': 'nj', 'rsplit': 'nj', 'splitlines': 'b', 'partition': 'p', 'rpartition': 'p', 'strip': 'n', 'lstrip': 'n', 'rstrip': 'n',
    'join': 'l', 'center': 'wc', 'ljust': 'wc', 'rjust': 'wc', 'zfill': 'w', 'expandtabs': 'w', 'upper': '', 'lower': '', 'title': '',
    'capitalize': '', 'swapcase': '', 'isalpha': '', 'isdigit': '', 'isalnum': '', 'isspace': '', 'isupper': '', 'islower': '', 'istitle': '',
    'isascii': '', 'removeprefix': 'p', 'removesuffix': 'p'}
STR_CALLS = {'casefold': '', 'isdecimal': '', 'isnumeric': '', 'isidentifier': '', 'isprintable': '', 'encode': 'eh'}
BYTES_CALLS = {'hex': '', 'decode': 'eh'}


def make_arguments(r, self, form):
    out = []
    required = len(form) if r.random() < 0.3 else {'t': 1, 'p': 1, 'T': 1, 'l': 1, 'w': 1}.get(form[:1], 0)
    if form.startswith('tt'):
        required = max(required, 2)
    for letter in form[:r.randint(required, len(form))]:
        if letter in 'tpnT':
            value = some_argument(r, self)
            if letter == 'n' and r.random() < 0.4:
                value = None
            if letter == 'T' and r.random() < 0.3:
                value = tuple(some_argument(r, self) for _ in range(r.randint(0, 3)))
            if not isinstance(self, str) and letter == 't' and r.random() < 0.2:
                value = r.choice((97, 0, 256, 32))
        elif letter == 'i':
            value = r.choice((None, 0, 1, 2, 5, -1, -3, 100, -100, 2 ** 70))
        elif letter == 'j':
            value = r.choice((-1, 0, 1, 2, 5, 'x'))
        elif letter == 'b':
            value = r.choice((True, False))
        elif letter == 'l':
            value = [some_argument(r, self) for _ in range(r.randint(0, 4))]
        elif letter == 'w':
            value = r.choice((0, 3, 8, 15, 16, -2, 'x'))
        elif letter == 'c':
            value = r.choice(('*', 'é', '\u20ac', '', 'ab', 5) if isinstance(self, str) else (b'*', b'', b'ab', 5))
        elif letter == 'e':
            value = r.choice(('utf-8', 'ascii', 'latin-1', 'UTF8', 'nonsense', 5))
        elif letter == 'h':
            value = r.choice(('strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape', 'nonsense') +
                             (('xmlcharrefreplace', 'surrogatepass') if isinstance(self, str) else ()))
        out.append(value)
    return out


def ask_call(driver, self, name, arguments, keep=False):
    """keep: heapd's x is changed as well as `self`."""
    text = '%s.%s(%s)' % ('x' if keep else repr(self), name, ', '.join(map(repr, arguments)))
    expected = outcome(lambda: getattr(self, name)(*arguments))
    driver.ask(sys.version_info[1], 'repr', text, expected)


def ask_changes(driver, r, text, calls, steps):
    """A value of which heapd has its own, made and changed in the same way; size and repr after each step."""
    minor, x = sys.version_info[1], eval(text)
    driver.ask(minor, 'keep', text, 'ok')
    for _ in range(steps):
        name = r.choice(sorted(calls))
        arguments = calls[name](r)
        ask_call(driver, x, name, arguments, keep=True)
        driver.ask(minor, 'repr', 'x', repr(x))
        driver.ask(minor, 'size', 'x', str(sys.getsizeof(x)))


DEQUE_CALLS = {
    'append': lambda r: [r.randint(0, 9)], 'appendleft': lambda r: [r.randint(0, 9)], 'pop': lambda r: [], 'popleft': lambda r: [],
    'extend': lambda r: [list(range(r.randint(0, 200)))], 'extendleft': lambda r: [[1.5] * r.randint(0, 100)], 'rotate': lambda r: [r.randint(-300, 300)],
    'reverse': lambda r: [], 'count': lambda r: [3], 'remove': lambda r: [r.randint(0, 12)], 'index': lambda r: [r.randint(0, 12), r.randint(-5, 5)],
    'insert': lambda r: [r.randint(-90, 90), 'i'], 'copy': lambda r: []}
ARRAY_CALLS = {
    'append': lambda r: [r.choice((1, 2, 300, -1, 'x', 2 ** 70))], 'pop': lambda r: [r.randint(-3, 3)] if r.random() < 0.5 else [],
    'extend': lambda r: [r.choice(([1, 2, 3], [1, 'x'], (5,), range(20), 5))], 'insert': lambda r: [r.randint(-9, 9), 7],
    'remove': lambda r: [r.choice((1, 2, 7, 1.0))], 'index': lambda r: [r.choice((1, 2, 7))], 'count': lambda r: [1], 'reverse': lambda r: [],
    'fromlist': lambda r: [r.choice(([1, 2], [1, None]))], 'tolist': lambda r: [], 'tobytes': lambda r: [], 'byteswap': lambda r: []}
BYTEARRAY_CALLS = {
    'append': lambda r: [r.choice((65, 66, 300, 'x'))], 'extend': lambda r: [r.choice((b'abc', [1, 2, 300], 'x', range(9), b'z' * 40, 5))],
    'pop': lambda r: [r.randint(-3, 3)] if r.random() < 0.5 else [], 'insert': lambda r: [r.randint(-9, 9), 90], 'remove': lambda r: [r.choice((65, 66, 90))],
    'reverse': lambda r: [], 'copy': lambda r: [], 'upper': lambda r: [], 'find': lambda r: [b'A']}


def ask_subscripts(driver, r, count):
    minor = sys.version_info[1]
    for _ in range(count):
        some = lambda: r.choice((None, 0, 1, 2, 5, -1, -2, -7, 100, -100, 2 ** 70, -2 ** 70))
        x = r.choice((some_str(r), some_bytes(r), bytearray(some_bytes(r)), array('h', range(r.randint(0, 9))), deque(range(r.randint(0, 9))),
                      range(some_int(r), some_int(r), some_int(r) or 1), range(r.randint(-9, 9), r.randint(-9, 9), r.randint(1, 3))))
        key = r.choice((r.randint(-12, 12), r.randint(-12, 12), slice(some(), some(), r.choice((None, 1, 2, -1, -3, 0))), 'x', 1.5, True, 2 ** 70))
        driver.ask(minor, 'repr', '%r[%r]' % (x, key), outcome(lambda: x[key]))
        if isinstance(x, (bytearray, deque)) and not isinstance(key, slice):
            text = '%r~[%r]' % (x, key)
            driver.ask(minor, 'repr', text, outcome(lambda: exec('del x[key]', {'x': x, 'key': key}) or x))


def ask_methods(driver, r, count):
    ask_subscripts(driver, r, count)
    for _ in range(count):
        for self, more in ((some_str(r), STR_CALLS), (some_bytes(r), BYTES_CALLS), (bytearray(some_bytes(r)), BYTES_CALLS)):
            calls = dict(TEXT_CALLS, **more)
            name = r.choice(sorted(calls))
            ask_call(driver, self, name, make_arguments(r, self, calls[name]))
        n, f = some_int(r), some_float(r)
        ask_call(driver, n, r.choice(('bit_length', 'bit_count', 'conjugate', 'as_integer_ratio')), [])
        ask_call(driver, n, 'to_bytes', [r.choice((0, 1, 4, 8, 9, 400, -1)), r.choice(('little', 'big', 'x'))])
        ask_call(driver, f, r.choice(('hex', 'is_integer', 'conjugate', 'as_integer_ratio')), [])
        for kind in ('int', 'float'):
            text = r.choice((repr(n), repr(f), ' 12 ', '1_0', '_1', '1__0', '0x1f', 'inf', '-NaN', '1e5', '٣', '', '+', '1.5j', some_str(r, 4)))
            driver.ask(sys.version_info[1], 'repr', '%s(%r)' % (kind, text), outcome(lambda: eval(kind)(text)))
        driver.ask(sys.version_info[1], 'repr', 'int(%r)' % f, outcome(lambda: int(f)))
        base = r.choice((0, 2, 8, 10, 16, 36))
        text = r.choice(('0b101', '0o17', '0x1F', '12', 'zz', '-0x10', '012', '00', '0_0', '0x_1'))
        driver.ask(sys.version_info[1], 'repr', 'int(%r, %d)' % (text, base), outcome(lambda: int(text, base)))
    for _ in range(count // 20):
        maxlen = r.choice((None, None, 0, 1, 5, 100))
        ask_changes(driver, r, 'deque(range(0, %d), %r)' % (r.randint(0, 300), maxlen), DEQUE_CALLS, 30)
        code = r.choice('bBhHiIlLqQfd')
        ask_changes(driver, r, 'array(%r, %r)' % (code, [1] * r.randint(0, 30)), ARRAY_CALLS, 30)
        ask_changes(driver, r, 'bytearray(%r)' % some_bytes(r, 60), BYTEARRAY_CALLS, 30)


def main():
    driver, what = Driver(sys.argv[1]), sys.argv[2]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 2000
    if what == 'facts':
        ask_facts(driver)
    else:
        become(11)
        warnings.simplefilter('ignore')
        if hasattr(sys, 'set_int_max_str_digits'):
            sys.set_int_max_str_digits(0)
        print('seed', seed)
        {'values': ask_values, 'methods': ask_methods}[what](driver, random.Random(seed), count)
    return 0 if driver.check() else 1


sys.exit(main())
