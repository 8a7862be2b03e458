"""Texts that heapd makes of values against CPython: the same questions to a 3.11, as 3.11, and to a 3.13, as 3.14 (which answers alike but
for what is_newer() says).

    compare.py DRIVER formats|percents|templates|texts|methods [SEED [COUNT]]

A question is a command of the driver (tests/oracle/scalars/driver.c) with its arguments, and the Python expression that says the same.
"""
import math
import os
import random
import re
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import SKIP, find_pairs, run as run_program  # noqa: E402

SHOWN = 480     # a message of heapd's is cut after some 500 bytes

# 3.14 groups the digits of a fraction, says what %c got and which code %i of bytes is, reads hexadecimal digits from bytes, and words errors of
# complex() in another way
def is_newer(line, expected):
    return ('bytes.fromhex(' in line or ('repr complex(' in line and 'Error' in expected) or '%c requires' in expected or '%d format: a real' in expected or
            (not line.startswith('percent') and re.search(r'\.[\d٣]*[,_]', line)))


# ---- interpreters

ASK = r'''
import sys
from array import array
from collections import deque
inf, nan = float('inf'), float('nan')
if hasattr(sys, 'set_int_max_str_digits'):
    sys.set_int_max_str_digits(0)
def answer(expression):
    try:
        return repr(eval(expression))
    except Exception as problem:
        message = str(problem).replace('\n', ' ')
        return type(problem).__name__ + ':' + (' ' + message if message else '')
for line in open(sys.argv[1], encoding='utf-8', errors='surrogatepass'):
    sys.stdout.buffer.write((answer(line) + '\n').encode('utf-8', 'surrogatepass'))
'''


def run(command, lines, folder):
    path = os.path.join(folder, 'questions')
    with open(path, 'w', encoding='utf-8', errors='surrogatepass', newline='\n') as f:
        f.write(''.join(line + '\n' for line in lines))
    with open(path, 'rb') as f:
        done = run_program(command(path), 300, f.read())
    answers = done.stdout.decode('utf-8', 'surrogatepass').split('\n')
    if done.returncode or len(answers) != len(lines) + 1:
        sys.exit('%s: status %d, %d answers to %d questions; the next is %.200s' % (
            command(path)[0], done.returncode, len(answers) - 1, len(lines), lines[min(len(answers) - 1, len(lines) - 1)]))
    return answers[:-1]


def compare(driver, questions, folder):
    wrong = 0
    found = find_pairs()
    if not found:
        print('neither a Python 3.11 nor a 3.13 here')
        return SKIP
    for path, minor in found:
        truth = run(lambda file: [path, '-S', '-c', ASK, file], [q[1] for q in questions], folder)
        answers = run(lambda file: [driver], ['%d %s' % (minor, q[0]) for q in questions], folder)
        for (line, expression), expected, answer in zip(questions, truth, answers):
            if minor == 14 and is_newer(line, expected) or expected.startswith('SyntaxError'):
                continue
            if answer[:SHOWN] == expected[:SHOWN]:
                continue
            wrong += 1
            if wrong <= 25:
                print('3.%d %s\n    heapd:   %.300s\n    CPython: %.300s' % (minor, expression[:300], answer, expected))
    print('%d questions to %s, %d wrong' % (len(questions), ' and '.join(path for path, _ in found), wrong))
    return 1 if wrong else 0


# ---- random values

def some_int(r):
    n = r.choice((r.randint(-20, 300), r.getrandbits(r.choice((8, 16, 30, 31, 60, 64, 90, 200))), 10 ** r.randint(0, 30)))
    return n if r.random() < 0.7 else -n


def some_float(r):
    kind = r.random()
    if kind < 0.25:
        return struct.unpack('<d', r.getrandbits(64).to_bytes(8, 'little'))[0]
    if kind < 0.4:
        return r.choice((0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan, 5e-324, 1e16, 1e-5, 0.5, 1.5, 2.5, 1e22, 123456789012345680.0, 1.7976931348623157e308))
    if kind < 0.6:
        return float('%de%d' % (r.randint(-10 ** 6, 10 ** r.randint(1, 18)), r.randint(-20, 20)))
    return round(r.uniform(-10 ** r.randint(0, 9), 10 ** r.randint(0, 9)), r.randint(0, 8))


def some_str(r, most=10):
    letters = r.choice(('abcXYZ019_ {}%', 'ab\'"\\\n\t', 'aé\xdf\xff\x80', 'aА\u03a3\u20ac\u2028', 'a\U0001f600é\ud800'))
    return ''.join(r.choice(letters) for _ in range(r.randint(0, most)))


def some_value(r):
    kind = r.randint(0, 11)
    if kind < 4:
        return repr(some_int(r))
    if kind < 7:
        return repr(some_float(r))
    if kind < 9:
        return repr(some_str(r))
    return r.choice(('True', 'False', 'None', '[1, 2]', "('a',)", '{}', repr(bytes(r.getrandbits(8) for _ in range(r.randint(0, 4)))),
                     'complex(%r, %r)' % (some_float(r), some_float(r)), 'complex(%r, %r)' % (float(r.randint(-3, 3)), r.choice((-0.0, 0.0, 1.5)))))


def some_nested(r, depth):
    kind = r.randint(0, 5) if depth else 5
    if kind == 5:
        return some_value(r)
    items = [some_nested(r, depth - 1) for _ in range(r.randint(0, 4))]
    if kind == 0:
        return '[%s]' % ', '.join(items)
    if kind == 1:
        return '(%s)' % ''.join(i + ', ' for i in items)
    if kind == 2:
        return '{%s}' % ', '.join('%s: %s' % (repr(some_str(r)) if r.random() < 0.5 else some_int(r), i) for i in items)
    if kind == 3:
        return 'deque([%s], %s)' % (', '.join(items), r.choice(('None', '9')))
    return 'set([%s])' % ', '.join(str(some_int(r)) for _ in range(r.randint(0, 4)))


# ---- format specs

def some_spec(r):
    fill = r.choice(('', '', '', r.choice('*0 x<>=^é\u20ac\U0001f600{')))
    align = r.choice(('<', '>', '^', '=')) if fill or r.random() < 0.3 else ''
    spec = fill + align + r.choice(('', '', '+', '-', ' ')) + r.choice(('', '', '', 'z')) + r.choice(('', '', '', '#'))
    spec += r.choice(('', '', '0')) + r.choice(('', '', str(r.randint(0, 30)), str(r.randint(0, 60)), '٣'))
    spec += r.choice(('', '', '', ',', '_')) + r.choice(('', '', '', '.%d' % r.randint(0, 20), '.%d' % r.randint(0, 60), '.'))
    spec += r.choice('bcdeEfFgGnosxX%') if r.random() < 0.85 else r.choice(('', '', 'y', 'é', ',', '_', '\x01', 'dd', ' '))
    if r.random() < 0.03:
        spec = spec.replace('.', r.choice(('.,', '._', '.3,', '..')))
    return spec


def formats(r, count):
    for _ in range(count):
        value, spec = some_value(r), some_spec(r)
        if 'c' in spec and not value.lstrip('-').isdigit():
            spec = spec.replace('c', 'd')
        yield 'format %s ; %r' % (value, spec), 'format(%s, %r)' % (value, spec)
    for value in ('12345678', '1e300', '0.1', '-1e-300', '1', '0', 'complex(1, 2)', "'abc'", 'True'):
        for spec in ('', '.0f', '.0', '.1', '.17', '.400f', '.1200e', '.3000g', '#.3000g', '030,.20f', '_.5f', '.0%', '#.0%', '.0e', '#.0e', 'n', '>40', '=+40,',
                     '99999999999999999999', '.99999999999999999999', '.2147483648f', '10000000000000', '.9999999999', '0>10000000000000,'):
            yield 'format %s ; %r' % (value, spec), 'format(%s, %r)' % (value, spec)


# ---- %

def some_conversion(r):
    text = '%' + ''.join(r.choice('-+ #0') for _ in range(r.choice((0, 0, 1, 2)))) + r.choice(('', '', str(r.randint(1, 20)), '*'))
    text += r.choice(('', '', '.%d' % r.randint(0, 12), '.', '.*')) + r.choice(('', '', '', '', 'l', 'h'))
    return text + (r.choice('diouxXeEfFgGcrsa') if r.random() < 0.95 else r.choice('%qb\u20ac('))


def some_percent(r):
    pieces, values = [], []
    keyed = r.random() < 0.15
    for _ in range(r.randint(0, 3)):
        pieces.append(r.choice(('', 'a', ' é', '%%', '\u20ac')))
        conversion = some_conversion(r)
        if keyed:
            name = r.choice(('a', 'b', 'c(d)', ''))
            conversion = '%%(%s)' % name + conversion[1:].replace('*', '5')
        values += [str(r.randint(-9, 20)) for _ in range(conversion.count('*'))]
        value = some_value(r)
        if conversion[-1] in 'diouxXeEfFgGc' and r.random() < 0.85:
            value = repr(some_int(r) if r.random() < 0.5 else some_float(r))
        if conversion[-1] == 'c' and r.random() < 0.8:
            value = r.choice(('65', '8364', "'x'", "'é'", "b'x'", '300'))
        pieces.append(conversion)
        values.append(value)
    template = ''.join(pieces)
    if keyed:
        return template, '{%s}' % ', '.join('%r: %s' % (k, v) for k, v in zip(('a', 'b', 'c(d)'), values + ['1', '2', '3']))
    if r.random() < 0.06 and '*' not in template: # (a large number as a width would take all memory)
        values = values[1:] if r.random() < 0.5 else values + ['1']
    if len(values) == 1 and r.random() < 0.5:
        return template, values[0]
    return template, '(%s)' % ''.join(v + ', ' for v in values)


def percents(r, count):
    for i in range(count):
        template, values = some_percent(r)
        if i % 4 == 0:
            template = r.choice(('%r', 'bytearray(%r)')) % template.encode('latin-1', 'replace')
            values = values.replace("{'", "{b'").replace(", '", ", b'") if '{' in values else values
        else:
            template = repr(template)
        yield 'percent %s ; %s' % (template, values), '%s %% %s' % (template, values)
    for template, values in (('%.3000f', '0.1'), ('%.1500d', '7'), ('%1000000000000d', '1'), ('%99999999999999999999d', '1'), ('%.2147483647d', '1'),
                             ('%.2147483648f', '1'), ('%.*f', '(1099511627776, 1.0)'), ('%*f', '(2361183241434822606848, 1.0)'), ('%(a', '{}'), ('%(a)s', '5'),
                             ('%((a))s', "{'(a)': 1}"), ('%d %s', "{'a': 1}"), ('%(a)d %s', "{'a': 1}"), ('abc', '[1]'), ('abc', 'range(0, 3)'), ('abc', 'deque([])'),
                             ('abc', "b'x'"), ('abc', 'None'), ('%', '()'), ('%-', '1'), ('%.', '1'), ('%l', '1'), ('%f', '1' + '0' * 400)):
        yield 'percent %r ; %s' % (template, values), '%r %% %s' % (template, values)
        template = template.encode()
        yield 'percent %r ; %s' % (template, values), '%r %% %s' % (template, values)


# ---- str.format

def some_field(r):
    name = r.choice(('', '', '', '0', '1', '2', '7', 'a', 'b', 'x', 'a[0]', 'a[k]', '0[1]', 'a[', 'a[0]b', 'a.real', '0.imag', 'a..b', 'a[]', 'a.', '[0]', '.real', ' 0', '٠'))
    conversion = r.choice(('', '', '', '', '!r', '!s', '!a', '!x', '!', '!rr', '!é'))
    spec = r.choice(('', '', ':', ':' + some_spec(r).replace('{', ''), ':{}', ':{0}', ':>{w}', ':{w}.{p}f', ':{a[{}]}', ':{{}}'))
    return '{' + name + conversion + spec + '}'


def templates(r, count):
    for _ in range(count):
        template = ''.join(r.choice(('', 'x', 'é ', '{{', '}}')) + some_field(r) for _ in range(r.randint(0, 3)))
        if r.random() < 0.1:
            cut = r.randint(0, len(template))
            template = template[:cut] + r.choice(('{', '}', '', '!', ':')) + template[cut + 1:]
        arguments = [some_value(r) if r.random() < 0.7 else repr([some_int(r), 'v']) for _ in range(r.randint(0, 3))]
        arguments += ['%s=%s' % (k, v) for k, v in (('a', r.choice((some_value(r), "{'k': 1, 0: 'zero'}", "['q', 2]"))), ('w', '12'), ('p', '2')) if r.random() < 0.8]
        text = '%r.format(%s)' % (template, ', '.join(arguments))
        yield 'repr ' + text, text
        text = "%r.format_map({'a': %s, 'w': 9})" % (template, some_value(r))
        yield 'repr ' + text, text


# ---- str(), repr(), ascii()

def texts(r, count):
    for _ in range(count):
        value = some_nested(r, 4)
        for command in ('repr', 'str', 'ascii'):
            yield '%s %s' % (command, value), '%s(%s)' % (command, value) if command != 'repr' else value


# ---- single methods: methods.txt, and random numbers

def methods(r, count):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'methods.txt'), encoding='utf-8') as f:
        for line in f.read().splitlines():
            yield 'repr ' + line, line
    for _ in range(count // 6):
        n, d, places = some_int(r), some_float(r), r.randint(-40, 40)
        for text in ('(%d).__round__(%d)' % (n, places), '(%r).__round__(%d)' % (d, r.choice((places, r.randint(-330, 330)))), '(%r).__round__()' % d,
                     '(%r).__floor__()' % d, '(%r).__ceil__()' % d, '(%r).__trunc__()' % d, 'float.fromhex(%r)' % d.hex(),
                     'float.fromhex(%r)' % some_hexadecimal(r),
                     'int.from_bytes(%r, %r)' % (bytes(r.getrandbits(8) for _ in range(r.randint(0, 30))), r.choice(('big', 'little'))),
                     'int.from_bytes(%r, %r, signed=True)' % (bytes(r.choice((0, 255, r.getrandbits(8))) for _ in range(r.randint(0, 30))), r.choice(('big', 'little'))),
                     '(%d).to_bytes(%d, %r, signed=%r)' % (n, r.randint(0, 40), r.choice(('big', 'little')), r.random() < 0.7),
                     'slice(%s, %s, %s).indices(%d)' % (some_bound(r), some_bound(r), some_bound(r), abs(n))):
            yield 'repr ' + text, text


def some_bound(r):
    return r.choice(('None', str(r.randint(-9, 9)), str(some_int(r))))


def some_hexadecimal(r):
    digits = ''.join(r.choice('0123456789abcdefABCDEF0f8') for _ in range(r.randint(0, 22)))
    point = r.randint(0, len(digits))
    text = r.choice(('', '0x', '0X')) + digits[:point] + r.choice(('.', '', '.')) + digits[point:]
    return r.choice(('', '-', '+', ' ')) + text + r.choice(('', 'p%d' % r.randint(-1120, 1050), 'p%d' % r.randint(-5, 5), 'p+3', 'p'))


def main():
    import tempfile
    part = {f.__name__: f for f in (formats, percents, templates, texts, methods)}[sys.argv[2]]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 6000
    print('seed', seed)
    with tempfile.TemporaryDirectory(prefix='heapd-text-') as folder:
        return compare(sys.argv[1], list(part(random.Random(seed), count)), folder)


sys.exit(main())
