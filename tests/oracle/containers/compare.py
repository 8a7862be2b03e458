"""Random operations on list, tuple, dict, set and frozenset: heapd's heap against the interpreter that runs this, step by step.

After each operation its answer or exception, the size and the contents in their order must be the same. Needs CPython 3.11, whose rules the
heap is asked to follow, with the hash seed 0.

    compare.py DRIVER [sequences [seed]]       (STEPS=n: how many steps are shown before a difference)
"""
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import become  # noqa: E402

STEPS = 60


class Values:
    """Values that collide, compare equal across types, and cannot be hashed; each as an object and as the driver's text."""

    def __init__(self, rng):
        self.rng = rng

    def number(self):
        r = self.rng
        return r.choice([r.randrange(-3, 12), r.randrange(12) * 64, r.randrange(6) << r.randrange(0, 70), -r.randrange(1 << 66)])

    def hashable(self, depth=0):
        r, kind = self.rng, self.rng.randrange(14)
        if kind < 5:
            return self.number()
        if kind < 9:
            return 'k%d' % r.randrange(24)
        if kind == 9:
            return r.choice([0.0, 1.0, 2.5, -1.0, 64.0, 1e100, float(2**60)])
        if kind == 10:
            return r.choice([True, False, '', '\xe9', '\u20ac5', '\U0001f600'])
        if kind == 11 and depth < 2:
            return frozenset(self.hashable(depth + 1) for _ in range(r.randrange(2)))  # of one item: its order is plain
        if depth < 2:
            return tuple(self.hashable(depth + 1) for _ in range(r.randrange(4)))
        return 7

    def any(self):
        r = self.rng
        if r.randrange(12) == 0:
            return [self.hashable() for _ in range(r.randrange(3))]
        return self.hashable()  # never None: its hash is an address

    def many(self, most=40):
        r = self.rng
        count = r.choice([0, 1, 2, 3, 5, 8, r.randrange(most)])
        if r.randrange(3) == 0:
            start = r.randrange(100)
            return list(range(start, start + count))
        if r.randrange(3) == 0:
            return ['k%d' % i for i in r.sample(range(100), count)]
        return [self.hashable() for _ in range(count)]


def text_of(x):
    if x is None or x is True or x is False:
        return str(x)[0]
    if isinstance(x, int):
        return 'i%d;' % x
    if isinstance(x, float):
        return 'f%r;' % x
    if isinstance(x, str):
        return 's%s;' % x
    if isinstance(x, dict):
        return ':%s.' % ''.join(text_of(k) + text_of(v) for k, v in x.items())
    mark = {tuple: '(', list: '[', set: '{', frozenset: '<'}[type(x)]
    return mark + ''.join(map(text_of, x)) + '.'


class Variable:
    def __init__(self, number):
        self.number = number


OPERATORS = {
    '[]=': lambda x, i, v: x.__setitem__(i, v),
    '[]': lambda x, i: x[i],
    'del': lambda x, i: x.__delitem__(i),
    'del[:]': lambda x, low, high: x.__delitem__(slice(low, high)),
    '[:]': lambda x, low, high: x[low:high],
    '[:]=': lambda x, low, high, v: x.__setitem__(slice(low, high), v),
    '[::]=': lambda x, low, high, step, v: x.__setitem__(slice(low, high, step), v),
    'del[::]': lambda x, low, high, step: x.__delitem__(slice(low, high, step)),
    'list': list, 'tuple': tuple, 'set': set, 'frozenset': frozenset, 'dict': dict,
    '==': lambda x, y: x == y,
    '<': lambda x, y: x < y,
    'hash': hash,
    'sort': lambda x, reverse: x.sort(reverse=reverse),
}


class Session:
    """What both sides are told, and what this side answers."""

    def __init__(self, rng):
        self.rng, self.values = rng, Values(rng)
        self.variables = [None] * 6
        self.lines, self.answers = [], []

    def answer(self, problem_or_result, target):
        result = problem_or_result
        if isinstance(result, IndexError) and self.lines[-1].startswith('[] '):
            result = IndexError('index')
        if isinstance(result, Exception):
            result = '%s: %s' % (type(result).__name__, result)
        else:
            result = repr(result)
        self.answers.append('%s\t%d\t%r' % (result, sys.getsizeof(target), target))

    def let(self, number, value):
        """A literal is filled item by item on both sides, so that it is sized alike."""
        if isinstance(value, dict):
            fresh = {}
            for k, v in value.items():
                fresh[k] = v
        elif isinstance(value, (set, frozenset)):
            order = list(value)
            fresh = set()
            for item in order:
                fresh.add(item)
            fresh = fresh if isinstance(value, set) else frozenset(fresh)
            if isinstance(value, frozenset):
                return self.let(number, tuple(value))
        else:
            fresh = value[:] if isinstance(value, list) else value
        self.lines.append('let %d - %s' % (number, text_of(value)))
        self.variables[number] = fresh
        self.answer(None, fresh)

    def do(self, name, number, *args, result=None):
        target = self.variables[number]
        real = [self.variables[a.number] if isinstance(a, Variable) else a for a in args]
        texts = ''.join('v%d;' % a.number if isinstance(a, Variable) else text_of(a) for a in args)
        self.lines.append('%s %d %s %s' % (name, number, '-' if result is None else result, texts))
        try:
            if name in OPERATORS:
                outcome = OPERATORS[name](target, *real)
            else:
                outcome = getattr(target, name)(*real)
            if result is not None:
                self.variables[result] = outcome
        except Exception as problem:
            outcome = problem
        self.answer(outcome, target)

    # -------------------------------------------------------------------------------- what may happen

    def other(self):
        """An operand: another variable, or a literal."""
        if self.rng.randrange(3):
            return Variable(self.rng.randrange(6))
        many = self.values.many()
        kind = self.rng.choice([list, tuple, dict.fromkeys])
        return kind(many)

    def step_list(self, n):
        r, v, x = self.rng, self.values, self.variables[n]
        index = r.randrange(-len(x) - 2, len(x) + 3)
        low = r.randrange(len(x) + 1)
        high = r.randrange(low, len(x) + 1)
        item = r.choice(x) if x and r.randrange(2) else v.any()
        r.choice([
            lambda: self.do('append', n, v.any()), lambda: self.do('append', n, v.any()), lambda: self.do('append', n, v.any()),
            lambda: self.do('extend', n, self.other()), lambda: self.do('extend', n, v.many()),
            lambda: self.do('insert', n, index, v.any()), lambda: self.do('insert', n, index, v.any()),
            lambda: self.do('pop', n), lambda: self.do('pop', n), lambda: self.do('pop', n, index),
            lambda: self.do('remove', n, item), lambda: self.do('index', n, item), lambda: self.do('count', n, item),
            lambda: self.do('index', n, item, index), lambda: self.do('index', n, item, index, r.randrange(-5, 20)),
            lambda: self.do('reverse', n), lambda: self.do('copy', n, result=r.randrange(6)),
            lambda: self.do('[]=', n, index, v.any()), lambda: self.do('[]', n, index), lambda: self.do('del', n, index),
            lambda: self.do('del', n, index), lambda: self.do('del[:]', n, low, high), lambda: self.do('[:]', n, low, high, result=r.randrange(6)),
            lambda: self.do('clear', n) if r.randrange(4) == 0 else self.do('pop', n, 0), lambda: self.do('extend', n, Variable(n)),
            lambda: self.do('[:]=', n, index, r.randrange(-9, 20), self.other()), lambda: self.do('[:]=', n, low, high, v.many()),
            lambda: self.do('[::]=', n, index, None, r.choice([-2, 2, 3]), [v.any() for _ in x[index::2]]),
            lambda: self.do('[::]=', n, low, high, 2, 7), lambda: self.do('del[::]', n, index, None, r.choice([-3, -1, 2, 3])),
            lambda: self.do('sort', n, bool(r.randrange(2))), lambda: self.do(r.choice(['tuple', 'set', 'frozenset', 'list']), n, result=r.randrange(6)),
            lambda: self.do(r.choice(['==', '<']), n, self.other()), lambda: self.do('hash', n),
        ])()

    def step_dict(self, n):
        r, v, x = self.rng, self.values, self.variables[n]
        key = r.choice(list(x)) if x and r.randrange(2) else v.any() if r.randrange(3) == 0 else 'k%d' % r.randrange(60)
        r.choice([
            lambda: self.do('[]=', n, key, v.any()), lambda: self.do('[]=', n, key, v.any()), lambda: self.do('[]=', n, key, v.any()),
            lambda: self.do('[]=', n, v.hashable(), 1), lambda: self.do('[]', n, key), lambda: self.do('del', n, key), lambda: self.do('del', n, key),
            lambda: self.do('get', n, key), lambda: self.do('get', n, key, v.any()), lambda: self.do('setdefault', n, key, v.any()),
            lambda: self.do('setdefault', n, key), lambda: self.do('pop', n, key), lambda: self.do('pop', n, key, None), lambda: self.do('popitem', n),
            lambda: self.do('popitem', n), lambda: self.do('update', n, self.other()), lambda: self.do('update', n, dict.fromkeys(v.many())),
            lambda: self.do('update', n, [(k, 1) for k in v.many()]), lambda: self.do('copy', n, result=r.randrange(6)), lambda: self.do('dict', n, result=r.randrange(6)),
            lambda: self.do('clear', n) if r.randrange(4) == 0 else self.do('popitem', n), lambda: self.do('fromkeys', n, self.other(), result=r.randrange(6)),
            lambda: self.do('fromkeys', n, Variable(r.randrange(6)), v.any(), result=r.randrange(6)),
            lambda: self.do(r.choice(['list', 'tuple', 'set', 'frozenset']), n, result=r.randrange(6)), lambda: self.do('==', n, self.other()), lambda: self.do('hash', n),
        ])()

    def step_set(self, n):
        r, v, x = self.rng, self.values, self.variables[n]
        key = r.choice(list(x)) if x and r.randrange(2) else v.any()
        frozen = isinstance(x, frozenset)
        if not frozen and r.randrange(5) < 3:
            r.choice([
                lambda: self.do('add', n, key), lambda: self.do('add', n, v.hashable()), lambda: self.do('add', n, v.hashable()), lambda: self.do('remove', n, key),
                lambda: self.do('discard', n, key), lambda: self.do('discard', n, key), lambda: self.do('pop', n), lambda: self.do('clear', n) if r.randrange(4) == 0 else self.do('pop', n),
                lambda: self.do('update', n, *[self.other() for _ in range(r.randrange(3))]), lambda: self.do('update', n, v.many()),
                lambda: self.do('intersection_update', n, self.other()), lambda: self.do('difference_update', n, self.other()),
                lambda: self.do('symmetric_difference_update', n, self.other()),
                lambda: self.do(r.choice(['discard', 'remove', '__contains__']), n, Variable(r.randrange(6))),
            ])()
            return
        r.choice([
            lambda: self.do(r.choice(['union', 'intersection', 'difference']), n, *[self.other() for _ in range(r.randrange(4))], result=r.randrange(6)),
            lambda: self.do(r.choice(['union', 'intersection', 'difference']), n, self.other(), result=r.randrange(6)),
            lambda: self.do('symmetric_difference', n, self.other(), result=r.randrange(6)),
            lambda: self.do(r.choice(['issubset', 'issuperset', 'isdisjoint']), n, self.other()), lambda: self.do('copy', n, result=r.randrange(6)),
            lambda: self.do('__contains__', n, key), lambda: self.do(r.choice(['list', 'tuple', 'set', 'frozenset']), n, result=r.randrange(6)),
            lambda: self.do('==', n, self.other()), lambda: self.do('hash', n),
        ])()

    def step_tuple(self, n):
        r, v, x = self.rng, self.values, self.variables[n]
        item = r.choice(x) if x and r.randrange(2) else v.any()
        r.choice([
            lambda: self.do('index', n, item), lambda: self.do('count', n, item), lambda: self.do('[]', n, r.randrange(-8, 8)), lambda: self.do('hash', n),
            lambda: self.do('==', n, self.other()), lambda: self.do('<', n, self.other()),
            lambda: self.do(r.choice(['list', 'tuple', 'set', 'frozenset']), n, result=r.randrange(6)), lambda: self.fresh(n),
        ])()

    def fresh(self, n):
        v, r = self.values, self.rng
        self.let(n, r.choice([list, tuple, dict.fromkeys, set])(v.many()))

    def run(self):
        for n in range(6):
            self.fresh(n)
        for _ in range(STEPS):
            n = self.rng.randrange(6)
            x = self.variables[n]
            if self.rng.randrange(30) == 0 or len(x) > 400:
                self.fresh(n)
                continue
            {list: self.step_list, dict: self.step_dict, set: self.step_set, frozenset: self.step_set, tuple: self.step_tuple}.get(
                type(x), self.fresh)(n)


def plain(answer):
    """Without the end of a long message: a heap keeps 500 bytes of it."""
    outcome, _, rest = answer.partition('\t')
    return (outcome[:300] if 'Error: ' in outcome else outcome) + rest


def main():
    driver = sys.argv[1]
    sequences = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    process = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8', bufsize=1 << 16)
    process.stdin.write('%d\n' % sys.version_info.minor)
    steps = 0
    for number in range(sequences):
        session = Session(random.Random(seed * 1000003 + number))
        session.run()
        for at in range(0, len(session.lines), 20):  # a few at a time: neither side may block on a full pipe
            lines, answers = session.lines[at:at + 20], session.answers[at:at + 20]
            process.stdin.write('\n'.join(lines) + '\n\n')
            process.stdin.flush()
            for line, expected in zip(lines, answers):
                found = process.stdout.readline().rstrip('\n')
                if plain(found) != plain(expected):
                    i = at + lines.index(line)
                    history = ['%s -> %s' % step for step in zip(session.lines[:i + 1], session.answers)]
                    print('sequence %d (seed %d): after\n    %s' % (number, seed, '\n    '.join(history[-int(os.environ.get('STEPS', 6)):])))
                    print('expected %s\nfound    %s' % (expected[:3000], found[:3000]))
                    process.kill()
                    return 1
                steps += 1
    process.stdin.close()
    last = process.stdout.read().strip()
    print('%d sequences, %d steps, %s' % (sequences, steps, last))
    return process.wait() or last != 'clean'


if __name__ == '__main__':
    become(11)
    sys.exit(main())
