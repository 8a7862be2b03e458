"""The module re against CPython's: the same program of cases is run by a 3.11 and by heapd as 3.11, by a 3.13 and by heapd as 3.14 (whose
regular expressions are alike but for what is_newer() says).

    compare.py DRIVER syntax|soup|unicode|bytes|methods|templates|corpus [SEED [COUNT]]
"""
import os
import random
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import SKIP, find_pairs, run, run_real, version_of  # noqa: E402

SHOWN = 12

RUNNER = r'''
import re
def describe(m):
    if not isinstance(m, re.Match):
        return m
    return (m.span(), m.regs, m.lastindex, m.lastgroup, m.groups(), m.pos, m.endpos)
def call(case):
    pattern, flags, name, args = case
    p = re.compile(pattern, flags)
    if name == 'compile':
        return (p.flags, p.groups, sorted(p.groupindex.items()), repr(p))
    result = getattr(p, name)(*args)
    if name == 'finditer':
        return [describe(m) for m in result]
    if name == 'expand':
        return None
    return describe(result)
def answer(case):
    try:
        if case[2] == 'expand':
            m = re.search(case[0], case[3][0], case[1])
            return m and m.expand(case[3][1])
        return call(case)
    except re.error as e:
        return ('error', e.msg, e.pos, e.lineno, e.colno, str(e))
    except RecursionError:
        return 'RecursionError'
    except Exception as e:
        return (type(e).__name__, str(e))
import warnings
warnings.simplefilter('ignore')
for case in CASES:
    print(ascii(answer(case)))
'''


def is_newer(case):
    """3.14 takes an empty text for one without a boundary; there \\z is \\Z."""
    pattern = case[0] if isinstance(case[0], str) else case[0].decode('latin-1')
    if '\\z' in pattern:
        return True
    texts = [a for a in case[3] if isinstance(a, (str, bytes))]
    ends = [a for a in case[3][1:] if isinstance(a, int)]
    return '\\B' in pattern and (not all(texts) or any(end <= 0 for end in ends))


def is_mismatched(interpreter, case):
    """Possessive quantifiers before 3.11.5, whose own answers about them are wrong (gh-101955, gh-106052)."""
    pattern = case[0] if isinstance(case[0], str) else case[0].decode('latin-1')
    return version_of(interpreter) < (3, 11, 5) and bool(re.search(r'[*+?}]\+', pattern))


# ---- cases: (pattern, flags, method, arguments)

LETTERS = 'ab'
FLAGS = [0, 0, 0, 2, 8, 16, 64, 256, 2 | 8, 2 | 16]


class Patterns:
    """Random patterns that are right, as far as that can be known here."""

    def __init__(self, r, letters=LETTERS):
        self.r, self.letters = r, letters

    def make(self, depth=3):
        self.groups, self.open, self.names = 0, [], []
        return self.branch(depth)

    def branch(self, depth):
        return '|'.join(self.sequence(depth) for _ in range(self.r.choice((1, 1, 1, 2, 3))))

    def sequence(self, depth):
        return ''.join(self.piece(depth) for _ in range(self.r.choice((0, 1, 1, 2, 2, 3))))

    def piece(self, depth):
        r = self.r
        roll = r.random()
        if roll < 0.12:
            return r.choice(('^', '$', r'\b', r'\B', r'\A', r'\Z'))
        atom = self.atom(depth)
        if roll < 0.45:
            atom += r.choice(('*', '+', '?', '{2}', '{1,2}', '{,2}', '{1,}', '*?', '+?', '??', '{1,2}?', '*+', '++', '?+', '{1,2}+'))
        return atom

    def atom(self, depth):
        r = self.r
        roll = r.random()
        if depth <= 0 or roll < 0.45:
            return r.choice(list(self.letters) * 3 + ['.', r'\w', r'\d', r'\s', r'\W', '[ab]', '[^a]', '[a-b]', r'[\w-]', ' ', '1', r'[^\d]'])
        if roll < 0.7:
            return self.group(depth)
        if roll < 0.8:
            return '(?:%s)' % self.branch(depth - 1)
        if roll < 0.86:
            return r.choice(('(?=%s)', '(?!%s)')) % self.branch(depth - 1)
        if roll < 0.9:
            return r.choice(('(?<=%s)', '(?<!%s)')) % ''.join(r.choice(('a', 'b', '.', r'\w', '[ab]')) for _ in range(r.choice((0, 1, 1, 2))))
        if roll < 0.93:
            return '(?>%s)' % self.branch(depth - 1)
        if roll < 0.95:
            return '(?%s:%s)' % (r.choice(('i', 's', 'm', 'x', 'i-s', '-i', 'a', 'sm')), self.branch(depth - 1))
        closed = [g for g in range(1, self.groups + 1) if g not in self.open]
        if not closed:
            return 'a'
        if roll < 0.98:
            return '\\%d' % r.choice(closed)
        return '(?(%d)%s|%s)' % (r.choice(closed), self.sequence(depth - 1), self.sequence(depth - 1))

    def group(self, depth):
        self.groups += 1
        number = self.groups
        self.open.append(number)
        start = '(' if self.r.random() < 0.8 else '(?P<n%d>' % number
        text = start + self.branch(depth - 1) + ')'
        self.open.remove(number)
        return text


def subject(r, letters='aabbAB 1\n'):
    return ''.join(r.choice(letters) for _ in range(r.choice((0, 1, 2, 3, 4, 5, 6, 8))))


def syntax(r, count):
    patterns = Patterns(r)
    for _ in range(count):
        pattern, flags = patterns.make(), r.choice(FLAGS)
        for _ in range(2):
            yield pattern, flags, r.choice(('search', 'match', 'fullmatch', 'findall', 'finditer')), (subject(r),)


PIECES = list('abAB01_ .^$*+?|()[]{}\\-,:=!<>#\n\tP') + [
    '(?', '(?:', '(?P<', '(?P=', '(?P>', '(?#', '(?i)', '(?i:', '(?L)', '(?u)', '(?-i:', '(?a', '(?x', '(?<=', '(?<!', '(?=', '(?!', '(?>', '(?(1)',
    '(?(', '\\1', '\\2', '\\8', '\\0', '\\01', '\\123', '\\400', '\\x', '\\x4', '\\x41', '\\u', '\\u0041', '\\U00000041', '\\U00110000', '\\N{',
    '\\N{DIGIT ONE}', '\\q', '\\w', '\\W', '\\d', '\\s', '\\b', '\\A', '\\Z', '{2}', '{1,2}', '{2,1}', '{,', '{,3}', '{3,}', '*?', '+?', '*+', 'a-z',
    '[^', '[]', '[a-', '[\\w-', '[\\d-a]', '[z-a]', 'name>', '>x)', ')', ')', ')', 'a', 'b', 'é', '??', '{99999999999}', '{0,4294967296}']


def soup(r, count):
    for _ in range(count):
        pattern = ''.join(r.choice(PIECES) for _ in range(r.choice((1, 2, 2, 3, 3, 4, 5, 7))))
        yield pattern, r.choice((0, 0, 0, 64, 2)), 'compile', ()
        yield pattern, r.choice((0, 0, 64, 2)), 'search', (subject(r),)
    for flags in (4, 256 | 32, 4 | 256, 4 | 32, 32, 256, 128 * 16):
        yield 'a', flags, 'compile', ()
        yield b'a', flags, 'compile', ()
    for length in (99, 100, 101, 300):
        yield '(' * length + ')' * length, 0, 'compile', ()
        yield '()' * length + '\\%d' % length, 0, 'search', ('a',)


STRANGE = 'kK\u212asS\u017f\xdf\u1e9eiI\u0130\u0131\u03c3\u03c2\u03a3\xb5\u03bc\xe5\xc5\u212b\u01c5\u01c4\u01c6\u0345\u03b9\u1fbe\u0390\u1fd3\u03b0\u1fe3' \
    '\ufb05\ufb06\u0434\u0414\u1c81\u1e61\u1e9b\U00010400\U00010428\u0660\u0661\u2028\x85\xa0\x1c\u200b_\xaa\xb2\u4e2d\u10a0\u2d00\u13a0\uab70\xff\u0178'


def unicode(r, count):
    for _ in range(count):
        a, b = r.choice(STRANGE), r.choice(STRANGE)
        low, high = sorted((a, b))
        if high > '\uffff':    # CPython forgets to ignore the case of such a one among others in a set
            a = 'x'
        pattern = r.choice(('%s', '[%s]', '[^%s]', '(%s)\\1', '%s+')) % a if r.random() < 0.4 else r.choice((
            '[%s-%s]' % (low, high), '[^%s-%s]' % (low, high), '[%s%s]' % (a, b), r'[\W%s]' % a, r'[^\w%s]' % a, r'\w', r'\W', r'\d', r'\s', r'\S', r'\D',
            r'[\d\s]', r'[^\d\s]', r'\b.', r'.\B', r'(.)\1', r'(?a:\w)', r'(?a:%s)' % a, r'(?i:%s)%s' % (a, b)))
        yield pattern, r.choice((0, 2, 2, 256, 256 | 2)), r.choice(('findall', 'finditer')), (''.join(r.choice(STRANGE) for _ in range(12)),)


def every_character(r, count):
    text = 'ascii'
    for pattern, flags in ((r'\w', 0), (r'\W', 0), (r'\d', 0), (r'\s', 0), (r'\w', 256), (r'\s', 256), ('.', 0), (r'\b', 0)):
        yield pattern, flags, 'sub', ('', ''.join(map(chr, range(0x3000))))
    del text


def of_bytes(r, count):
    patterns = Patterns(r)
    letters = [bytes([c]) for c in b'aAbB \n1_'] + [b'\xe9', b'\xc9', b'\xff', b'\0']
    for _ in range(count):
        pattern = patterns.make(2).encode()
        if r.random() < 0.3:
            pattern += r.choice(letters).replace(b'\n', b'\\n')
        data = b''.join(r.choice(letters) for _ in range(r.choice((0, 1, 3, 6))))
        yield pattern, r.choice((0, 0, 2, 4, 2 | 4, 8, 16)), r.choice(('search', 'findall', 'finditer', 'split')), (data,)
    for pattern, text in (('a', b'a'), (b'a', 'a'), ('a', 1), ('a', None), ('a', [])):
        yield pattern, 0, 'search', (text,)


def methods(r, count):
    patterns = Patterns(r)
    for _ in range(count):
        pattern, flags, text = patterns.make(2), r.choice(FLAGS), subject(r)
        roll = r.random()
        if roll < 0.25:
            yield pattern, flags, 'split', (text,) if r.random() < 0.5 else (text, r.choice((-1, 0, 1, 2)))
        elif roll < 0.5:
            yield pattern, flags, r.choice(('sub', 'subn')), (r.choice(('', '-', '<\\g<0>>', '\\n')), text, r.choice((0, 0, 1, 2)))
        elif roll < 0.75:
            ends = r.choice((-1, 0, 1, 2, 9)), r.choice((-1, 0, 1, 2, 3, 9))
            if min(ends[0], len(text)) > min(max(ends[1], 0), len(text)):   # then not even CPython knows what the end is
                continue
            yield pattern, flags, r.choice(('search', 'match', 'fullmatch', 'findall', 'finditer')), (text,) + ends
        else:
            yield pattern, flags, r.choice(('search', 'match', 'fullmatch', 'findall', 'finditer')), (text, r.choice((-1, 0, 1, 2, 9)))


TEMPLATES = ['\\1', '\\2', '\\9', '\\0', '\\g<0>', '\\g<1>', '\\g<n>', '\\g<m>', '\\g<', '\\g<>', '\\g<1', '\\g<-1>', '\\g<+1>', '\\g<01>', '\\g< 1>', '\\g<1_0>',
             '\\n', '\\t', '\\q', '\\\\', '\\', 'x', '\\12', '\\100', '\\400', '\\377', '\\08', '\\.', '\\-', '\\g', '-', 'é', '\\g<é>', '\\a', '\\b', '\\g<99>', '\\g<x y>',
             '\\u0041', '\\x41']


def templates(r, count):
    for _ in range(count):
        template = ''.join(r.choice(TEMPLATES) for _ in range(r.choice((1, 1, 2, 3))))
        pattern = r.choice(('(a)', '(a)|(b)', '(?P<n>a)', '(?P<n>.)(b)?', 'a', '()'))
        name = r.choice(('sub', 'expand', 'subn'))
        yield pattern, 0, name, ('abab', template) if name == 'expand' else (template, 'abab')
        if template.isascii():
            yield pattern.encode(), 0, 'sub', (template.encode(), b'abab')


def corpus(interpreter):
    """CPython's own, where its tests are installed."""
    code = 'from test.re_tests import tests\nprint([(t[0], t[1]) for t in tests])'
    done = run_real(interpreter, '-c', code)
    for pattern, text in eval(done.stdout) if done.returncode == 0 else ():
        for name in ('search', 'findall', 'fullmatch'):
            yield pattern, 0, name, (text,)
        yield pattern, 2, 'search', (text,)
        yield pattern, 0, 'sub', ('<\\g<0>>', text)


PARTS = {'syntax': syntax, 'soup': soup, 'unicode': unicode, 'bytes': of_bytes, 'methods': methods, 'templates': templates, 'characters': every_character}


def answers(command, cases, folder, chunk=400):
    lines = []
    for i in range(0, len(cases), chunk):
        path = os.path.join(folder, 'cases.py')
        with open(path, 'w', encoding='utf-8') as f:
            f.write('CASES = [\n%s]\n' % ''.join('  %s,\n' % ascii(case) for case in cases[i:i + chunk]) + RUNNER)
        done = run(command + [path], 300)
        got = done.stdout.decode().splitlines()
        if done.returncode or len(got) != len(cases[i:i + chunk]):
            print('%s ended with %d after %d of %d cases: %s' % (command, done.returncode, len(got), len(cases[i:i + chunk]), done.stderr.decode()[-2000:]))
            if len(got) < len(cases[i:i + chunk]):
                print('at', ascii(cases[i + len(got)]))
            sys.exit(1)
        lines += got
    return lines


def main():
    driver, part = sys.argv[1:3]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 600
    found = find_pairs()
    if not found:
        sys.exit(SKIP)
    wrong = 0
    for interpreter, minor in found:
        cases = list(corpus(interpreter) if part == 'corpus' else PARTS[part](random.Random(seed), count))
        cases = [case for case in cases if not is_mismatched(interpreter, case)]
        with tempfile.TemporaryDirectory() as folder:
            expected = answers([interpreter, '-S'], cases, folder)
            got = answers([driver, str(minor)], cases, folder)
        for case, e, g in zip(cases, expected, got):
            if e != g and not (minor == 14 and is_newer(case)):
                wrong += 1
                if wrong <= SHOWN:
                    print('%s as 3.%d\n  expected %s\n  got      %s' % (ascii(case), minor, e[:300], g[:300]))
        print('%d cases as 3.%d' % (len(cases), minor))
    if wrong:
        print('%d differ' % wrong)
    sys.exit(bool(wrong))


if __name__ == '__main__':
    main()
