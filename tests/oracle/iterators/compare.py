"""Random operations on iterators, views and itertools: heapd's heap against the interpreter that runs this, step by step.

Each answer or exception must be the same: values, representations, sizes, hints, what is tracked, texts of errors.

    compare.py MINOR DRIVER [sequences [seed]]       (STEPS=n: how many steps are shown before a difference)
"""
import array
import collections
import functools
import gc
import itertools
import operator
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import become  # noqa: E402

STEPS = 50
VARIABLES = 8
ITERTOOLS = ['count', 'cycle', 'repeat', 'accumulate', 'chain', 'compress', 'dropwhile', 'takewhile', 'filterfalse', 'groupby', 'islice', 'pairwise',
             'batched', 'permutations', 'combinations', 'combinations_with_replacement', 'product', 'starmap', 'zip_longest']
NEWER_TEXT = re.compile(r"cannot use '[^']*' as [^(]*\((unhashable type: '[^']*')\)")  # of 3.14
OTHER_SIZES = {'cycle', 'map'}  # in 3.14 than in 3.13


class Variable:
    def __init__(self, number):
        self.number = number


class Named:
    """A type, a method of a type, a method of a variable: how both sides find it."""

    def __init__(self, text, find):
        self.text, self.find = text, find


def type_named(name):
    where = {'itertools': itertools, 'functools': functools, 'operator': operator, 'collections': collections, 'array': array}
    module, _, last = name.rpartition('.')
    return Named('t%s;' % name, lambda variables: getattr(where[module] if module else __builtins__, last))


def method_named(name):
    owner, _, last = name.rpartition('.')
    return Named('m%s;' % name, lambda variables: getattr(type_named(owner).find(variables), last))


def bound_method(n, name):
    return Named('b%d.%s;' % (n, name), lambda variables: getattr(variables[n], name))


def text_of(x):
    if isinstance(x, Named):
        return x.text
    if isinstance(x, Variable):
        return 'v%d;' % x.number
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


def copied(x, variables):
    """What the driver makes of the text: new containers."""
    if isinstance(x, Named):
        return x.find(variables)
    if isinstance(x, Variable):
        return variables[x.number]
    if type(x) is list:
        return [copied(y, variables) for y in x][:]  # exactly as large as it must be
    if type(x) in (tuple, set, frozenset):
        return type(x)(copied(y, variables) for y in x)
    return {k: copied(v, variables) for k, v in x.items()} if type(x) is dict else x


OPERATIONS = {
    'let': lambda x: x,
    'call': lambda f, *args, **keywords: f(*args, **keywords),
    'tee': lambda x, *more: itertools.tee(x, len(more)),
    'cmp_to_key': functools.cmp_to_key, 'reduce': functools.reduce, 'getattr': getattr, '[]': operator.getitem, '[]=': operator.setitem,
    'del[]': operator.delitem,
    'iter': iter, 'next': next, 'len': len, 'hint': lambda x: operator.length_hint(x, -1),
    'size': sys.getsizeof, 'tracked': gc.is_tracked,
    'in': lambda x, item: item in x, '==': operator.eq, '<': operator.lt, '<=': operator.le, '!=': operator.ne, '>': operator.gt, '>=': operator.ge,
    '|': operator.or_, '&': operator.and_, '-': operator.sub, '^': operator.xor,
}


def shown(x):
    return re.sub(r' at 0x[0-9a-f]+', '', repr(x))


class Session:
    def __init__(self, rng):
        self.rng, self.variables = rng, [None] * VARIABLES
        self.lines, self.answers = [], []
        self.endless = set()  # variables whose items never end: not to be collected, or searched

    def do(self, operation, *args, result=None, **keywords):
        words = ''.join(map(text_of, args)) + ''.join('=%s;%s' % (k, text_of(v)) for k, v in keywords.items())
        self.lines.append('%s %s %s' % (operation, '-' if result is None else result, words))
        given = [copied(x, self.variables) for x in args]
        named = {k: copied(v, self.variables) for k, v in keywords.items()}
        try:
            if operation[0] == '.':
                answer = getattr(given[0], operation[1:])(*given[1:], **named)
            else:
                answer = OPERATIONS[operation](*given, **named)
        except Exception as problem:
            self.answers.append('%s: %s' % (type(problem).__name__, problem))
            return
        self.answers.append(shown(answer))
        if result is not None:
            self.variables[result] = answer
            sources = [x.number for x in args if isinstance(x, Variable)] + [y.number for x in args if isinstance(x, list) for y in x if isinstance(y, Variable)]
            endless = type(answer).__name__ in ('count', 'cycle') or operation == 'call' and type(answer) is itertools.repeat and len(args) == 2
            endless = endless or type(answer) is not itertools.islice and not self.endless.isdisjoint(sources)
            (self.endless.add if endless else self.endless.discard)(result)

    # ---- values

    def plain(self):
        r = self.rng
        return r.choice([r.randrange(-3, 8), r.randrange(300), 'k%d' % r.randrange(8), 0, '', True, 2.5, (1, 'a'), -(1 << 65)])  # not None: its hash may be an address

    def items(self, most=9):
        r = self.rng
        count = r.choice([0, 1, 2, 3, r.randrange(most)])
        if r.randrange(2):
            return [r.randrange(6) for _ in range(count)]
        return [self.plain() for _ in range(count)]

    def container(self):
        r = self.rng
        return r.choice([
            lambda: self.items(), lambda: tuple(self.items()), lambda: {r.randrange(100) for _ in range(r.randrange(6))},
            lambda: {'k%d' % i: self.plain() for i in r.sample(range(9), r.randrange(6))}, lambda: 'abca\xe9'[:r.randrange(6)],
            lambda: ['ab', 'a', '', 'xyz'][:r.randrange(5)], lambda: [(1, 2), (3, 4), [5, 6]][:r.randrange(4)],
        ])()

    def variable(self):
        return Variable(self.rng.randrange(VARIABLES))

    def iterable(self, lazy=False):
        """A variable or a new container; one without end only for those who take no more than they are asked for."""
        choice = self.variable() if self.rng.randrange(3) else self.container()
        return self.container() if isinstance(choice, Variable) and choice.number in self.endless and not lazy else choice

    def function(self):
        r = self.rng
        lists = [n for n, x in enumerate(self.variables) if type(x) is list]
        dicts = [n for n, x in enumerate(self.variables) if type(x) is dict]
        choices = [None, type_named('bool'), type_named('list'), type_named('tuple'), type_named('enumerate'), method_named('str.upper'), 7]
        choices += [bound_method(r.choice(lists), 'count')] if lists else []
        choices += [bound_method(r.choice(dicts), 'get')] if dicts else []
        return r.choice(choices)

    def number(self):
        return self.rng.choice([0, 1, 2, 3, 5, -1, None, 2**63 - 2, 2**70, 'x', True, 1.5])

    # ---- steps

    def make_builtin(self, result):
        r = self.rng
        name = r.choice(['enumerate', 'zip', 'map', 'filter', 'reversed', 'list', 'tuple', 'dict', 'set', 'iter', 'range', 'views', 'deque', 'array', 'stop'])
        if name == 'enumerate':
            more = [] if r.randrange(2) else [self.number()]
            self.do('call', type_named(name), self.iterable(True), *more, result=result)
        elif name == 'zip':
            keywords = {'strict': True} if r.randrange(3) == 0 else {}
            self.do('call', type_named(name), *[self.iterable(True) for _ in range(r.randrange(4))], result=result, **keywords)
        elif name == 'map':
            self.do('call', type_named(name), self.function(), *[self.iterable(True) for _ in range(r.randrange(3))], result=result)
        elif name == 'filter':
            self.do('call', type_named(name), self.function(), self.iterable(), result=result)
        elif name == 'range':
            bounds = [r.choice([r.randrange(-5, 9), 2**63 - 3, -2**63, 2**63 + 2, 2**66]) for _ in range(3)]
            bounds[1] = bounds[0] + r.randrange(-9, 9)
            self.do('call', type_named(name), bounds[0], bounds[1], r.choice([1, 1, -1, 2, -3, 2**62, 2**64]), result=result)
        elif name == 'views':
            dicts = [n for n, x in enumerate(self.variables) if type(x) is dict]
            if dicts:
                self.do('.' + r.choice(['keys', 'values', 'items', 'items']), Variable(r.choice(dicts)), result=result)
        elif name == 'iter':
            self.do('iter', self.variable(), result=result)
        elif name == 'deque':
            self.do('call', type_named('collections.deque'), self.iterable(), result=result)
        elif name == 'array':
            self.do('call', type_named('array.array'), 'h', [r.randrange(99) for _ in range(r.randrange(5))], result=result)
        elif name == 'stop':
            lists = [n for n, x in enumerate(self.variables) if type(x) is list]
            if lists:
                self.do('iter', bound_method(r.choice(lists), 'pop'), self.plain(), result=result)
        elif name in ('set', 'dict'):
            self.do('call', type_named(name), self.container(), result=result)
        else:
            self.do('call', type_named(name), self.iterable() if name == 'reversed' else self.bounded(), result=result)

    def bounded(self):
        """Something that ends."""
        n = self.rng.randrange(VARIABLES)
        return Variable(n) if type(self.variables[n]) in (list, tuple, dict, set, str, collections.OrderedDict) else self.container()

    def make_itertools(self, result):
        r = self.rng
        name = r.choice([n for n in ITERTOOLS if hasattr(itertools, n)])
        kind = type_named('itertools.' + name)
        number = [] if r.randrange(4) == 0 else [r.choice([0, 1, 2, 3, 2, self.number()])]
        if name == 'count':
            self.do('call', kind, *number, *([] if r.randrange(2) else [self.number()]), result=result)
        elif name == 'repeat':
            self.do('call', kind, self.plain(), *number, result=result)
        elif name == 'accumulate':
            keywords = {'initial': self.plain()} if r.randrange(3) == 0 else {}
            self.do('call', kind, self.iterable(True), *([] if r.randrange(2) else [self.function()]), result=result, **keywords)
        elif name in ('cycle', 'pairwise'):
            self.do('call', kind, self.iterable(name == 'pairwise'), result=result)
        elif name == 'chain':
            if r.randrange(3):
                self.do('call', kind, *[self.iterable(True) for _ in range(r.randrange(4))], result=result)
            else:
                self.do('call', method_named('itertools.chain.from_iterable'), r.choice([[self.container(), self.variable()], self.iterable()]), result=result)
        elif name == 'compress':
            self.do('call', kind, self.iterable(), self.iterable(), result=result)
        elif name in ('dropwhile', 'takewhile', 'filterfalse', 'starmap'):
            self.do('call', kind, self.function(), self.iterable(), result=result)
        elif name == 'groupby':
            self.do('call', kind, self.iterable(), *([] if r.randrange(2) else [self.function()]), result=result)
        elif name == 'islice':
            self.do('call', kind, self.iterable(True), *[self.small() for _ in range(r.randrange(1, 4))], result=result)
        elif name == 'batched':
            keywords = {'strict': True} if r.randrange(3) == 0 else {}
            self.do('call', kind, self.iterable(), r.choice([1, 2, 3, 0, -1]), result=result, **keywords)
        elif name == 'product':
            keywords = {'repeat': r.choice([0, 1, 2, 2, -1, 'x', 2**62])} if r.randrange(3) == 0 else {}
            self.do('call', kind, *[self.bounded() for _ in range(r.randrange(4))], result=result, **keywords)
        elif name == 'zip_longest':
            keywords = {'fillvalue': self.plain()} if r.randrange(2) == 0 else {}
            self.do('call', kind, *[self.iterable() for _ in range(r.randrange(4))], result=result, **keywords)
        else:
            self.do('call', kind, self.bounded(), *[x for x in number if not isinstance(x, int) or abs(x) < 10], result=result)

    def make_functools(self, result):
        r = self.rng
        name = r.choice(['partial', 'partial', '_lru_cache_wrapper', 'itemgetter', 'attrgetter', 'methodcaller', 'cmp_to_key', 'reduce'])
        keywords = {k: self.plain() for k in r.sample(['base', 'foo', 'encoding'], r.choice([0, 0, 1, 2]))}
        if name == 'partial':
            self.do('call', type_named('functools.partial'), *r.choice([[self.function()], [self.callable()], []]),
                    *[self.plain() for _ in range(r.randrange(3))], result=result, **keywords)
        elif name == '_lru_cache_wrapper':
            self.do('call', type_named('functools._lru_cache_wrapper'), self.callable(), r.choice([None, 0, 1, 2, 3, -1, 'x']), bool(r.randrange(2)),
                    type_named('operator.itemgetter'), result=result)
        elif name == 'itemgetter':
            self.do('call', type_named('operator.itemgetter'), *[r.choice([0, 1, -1, 5, 'k1', 2**70]) for _ in range(r.randrange(4))], result=result)
        elif name == 'attrgetter':
            self.do('call', type_named('operator.attrgetter'), *[r.choice(['real', 'imag', 'real.imag', 'a..b', 'foo', '__class__', 3]) for _ in range(r.randrange(3))],
                    result=result)
        elif name == 'methodcaller':
            arguments = r.choice([['upper'], ['split', 'a'], ['split'], ['append', 1], ['get', 'x', 2], [], [3]])
            self.do('call', type_named('operator.methodcaller'), *arguments, result=result, **({'maxsplit': 1} if arguments[:1] == ['split'] and r.randrange(2) else {}))
        elif name == 'cmp_to_key':
            self.do('cmp_to_key', self.callable(), result=result)
        else:
            self.do('reduce', self.callable(), self.container(), *([] if r.randrange(2) else [self.plain()]), result=result)

    def callable(self):
        r = self.rng
        found = [n for n, x in enumerate(self.variables) if type(x).__module__ in ('functools', 'operator')]
        return Variable(r.choice(found)) if found and r.randrange(2) else r.choice([type_named('list'), type_named('tuple'), method_named('str.upper'),
                                                                                   type_named('dict'), method_named('str.join')])

    def use_functools(self, n):
        r, x = self.rng, self.variables[n]
        kind = type(x).__name__
        if kind == '_lru_cache_wrapper' and r.randrange(3) == 0:
            self.do(r.choice(['.cache_info', '.cache_info', '.cache_clear']), Variable(n))
        elif r.randrange(6) == 0:
            self.do(r.choice(['tracked', 'let'] if sys.version_info[1] > 11 else ['size', 'tracked', 'let']), Variable(n))
        elif kind == 'partial' and r.randrange(5) == 0:
            self.do('getattr', Variable(n), r.choice(['func', 'args', 'keywords']))
        elif kind != '_lru_cache_wrapper' and r.randrange(6) == 0 and kind != 'KeyWrapper':
            self.do('.__reduce__', Variable(n))
        else:
            keywords = {k: self.plain() for k in r.sample(['base', 'foo', 'obj'], r.choice([0, 0, 0, 1, 2]))}
            self.do('call', Variable(n), *[r.choice([self.plain(), self.container(), str(r.randrange(4)), r.randrange(3)]) for _ in range(1 if keywords else r.choice([0, 1, 1, 1, 2]))],
                    result=r.choice([None, r.randrange(VARIABLES)]), **keywords)

    def make_dict(self, result):
        r = self.rng
        given = r.choice([[], [self.container()], [self.container()], [self.iterable()], [{self.plain(): 1, self.plain(): 2}], [[(self.plain(), 1), (3, 4)]], [1, 2]])
        keywords = {k: self.plain() for k in r.sample(['a', 'b', 'c'], r.choice([0, 0, 1, 3]))}
        if r.randrange(8) == 0:
            self.do('call', method_named('collections.%s.fromkeys' % r.choice(['OrderedDict', 'defaultdict'])), *given, result=result)
        elif r.randrange(3) == 0:
            factory = r.choice([[type_named('list')], [type_named('int')], [None], [method_named('str.upper')], [], [3]])
            self.do('call', type_named('collections.defaultdict'), *factory, *(given if factory else []), result=result, **keywords)
        else:
            self.do('call', type_named('collections.OrderedDict'), *given, result=result, **keywords)

    def key_of(self, n):
        keys = [k for k in list(self.variables[n]) if type(k) in (int, str)]
        return self.rng.choice(keys) if keys and self.rng.randrange(4) else self.rng.choice([self.plain(), self.plain(), []])

    def use_dict(self, n):
        r, x = self.rng, self.variables[n]
        ordered = type(x) is collections.OrderedDict
        v, key, other, result = Variable(n), self.key_of(n), self.variable(), r.choice([None, r.randrange(VARIABLES)])
        if other.number in self.endless:
            other = v
        choices = [('[]', v, key), ('[]=', v, key, self.plain()), ('[]=', v, key, self.container()), ('del[]', v, key), ('.pop', v, key), ('.pop', v, key, 7),
                   ('.popitem', v), ('.setdefault', v, key), ('.setdefault', v, key, self.plain()), ('.update', v, self.container()), ('.update', v, other),
                   ('.copy', v), ('.keys', v), ('.values', v), ('.items', v), ('iter', v), ('.__reversed__', v), ('==', v, other), ('!=', other, v),
                   ('size', v), ('len', v), ('hint', v), ('in', v, key), ('.get', v, key), ('tracked', v), ('<', v, other), ('.__reduce__', v)]
        if not isinstance(self.variables[other.number], collections.abc.Set):
            choices += [('|', v, other), ('|', other, v)]
        if ordered:
            choices += [('.move_to_end', v, key), ('.move_to_end', v, key, False), ('.popitem', v, False), ('.popitem', v, True)] * 2
        else:
            choices += [('.__missing__', v, key), ('.__copy__', v), ('getattr', v, 'default_factory')]
        if r.randrange(30) == 0:
            choices = [('.clear', v)]
        step = r.choice(choices)
        if step[0] in ('size', 'tracked') and sys.version_info[1] > 11 and not (ordered and all(type(k) is str for k in list(x))):
            return  # 3.14 has another rule for keys that are no str
        keeps = step[0] in ('.copy', '.keys', '.values', '.items', 'iter', '.__reversed__', '|', '.__copy__')
        self.do(*step, result=result if keeps else None)

    def small(self):
        return self.rng.choice([0, 1, 2, 3, 5, None, None, 4, -1, 'x'])

    def wrong_arguments(self, result):
        r = self.rng
        kind = type_named(r.choice(['enumerate', 'zip', 'map', 'filter', 'reversed'] + ['itertools.' + n for n in ITERTOOLS if hasattr(itertools, n)]))
        keywords = {k: self.plain() for k in r.sample(['foo', 'iterable', 'r', 'start', 'strict', 'key', 'n', 'object'], r.choice([0, 0, 1, 2]))}
        if kind.text == 'tmap;' and sys.version_info[1] > 11:
            keywords = {}  # 3.14 knows one
        self.do('call', kind, *[r.choice([self.container(), 3]) for _ in range(r.randrange(5))], result=result, **keywords)

    def change(self, n):
        r, x = self.rng, self.variables[n]
        if type(x) is list:
            self.do(*r.choice([('.append', Variable(n), self.plain()), ('.pop', Variable(n)), ('.clear', Variable(n)), ('.insert', Variable(n), 0, 5)]))
        elif type(x) is dict:
            self.do(*r.choice([('.pop', Variable(n), 'k%d' % r.randrange(9), None), ('.update', Variable(n), {'k%d' % r.randrange(9): self.plain()}),
                               ('.popitem', Variable(n)), ('.clear', Variable(n))]))
        elif type(x) is set:
            self.do(*r.choice([('.add', Variable(n), r.randrange(50)), ('.discard', Variable(n), r.randrange(50)), ('.clear', Variable(n))]))
        elif type(x) is collections.deque:
            self.do(*r.choice([('.append', Variable(n), 1), ('.popleft', Variable(n))]))

    def ask(self, n):
        r, x = self.rng, self.variables[n]
        kind = type(x).__name__
        operation = r.choice(['size', 'tracked', 'hint', 'len', 'in', '==', '<', '<=', '>', '|', '&', '-', '^', 'isdisjoint', '__reversed__'])
        other = Variable(r.randrange(VARIABLES))
        if operation == 'size' and not isinstance(x, type) and (sys.version_info[1] == 11 or kind not in OTHER_SIZES and (hasattr(x, '__next__') or 'dict_' in kind)):
            self.do(operation, Variable(n))
        elif operation == 'tracked' and hasattr(x, '__next__') or operation in ('hint', 'len'):
            self.do(operation, Variable(n))
        elif operation == 'in' and hasattr(x, '__iter__') and not hasattr(x, '__next__'):
            self.do(operation, Variable(n), self.plain())
        elif kind.endswith(('dict_keys', 'dict_items')) and operation in '== < <= > | & - ^'.split():
            if operation in ('|', '&', '-', '^') and other.number in self.endless:
                return
            self.do(operation, *([Variable(n), other] if r.randrange(3) else [other, Variable(n)]), result=r.choice([None, r.randrange(VARIABLES)]))
        elif kind.endswith(('dict_keys', 'dict_items')) and operation == 'isdisjoint':
            self.do('.isdisjoint', Variable(n), self.container())
        elif operation == '__reversed__' and hasattr(x, '__reversed__'):
            self.do('.__reversed__', Variable(n), result=r.randrange(VARIABLES))

    def step(self):
        r = self.rng
        n, result = r.randrange(VARIABLES), r.randrange(VARIABLES)
        x = self.variables[n]
        what = r.randrange(25)
        if what > 22:
            return self.make_dict(result)
        if what > 19:
            return self.make_functools(result)
        if type(x) in (collections.OrderedDict, collections.defaultdict):
            return self.use_dict(n)
        if type(x).__module__ in ('functools', 'operator'):
            return self.use_functools(n)
        if what < 2:
            self.do('let', self.container(), result=result)
        elif what < 5:
            self.make_builtin(result)
        elif what < 8:
            self.make_itertools(result)
        elif what == 8:
            self.wrong_arguments(result)
        elif what == 9:
            self.change(n)
        elif what < 12:
            self.ask(n)
        elif what == 12:
            if type(x).__name__ == '_tee' and sys.version_info[1] > 11:
                return  # 3.14 has another rule
            if hasattr(x, '__iter__'):
                self.do('tee', Variable(n), *[None] * r.randrange(4), result=result)
        elif what == 13 and isinstance(x, tuple) and x and r.randrange(2):
            self.do('let', Variable(n), result=result)
        elif hasattr(x, '__next__'):
            self.do('next', Variable(n), result=r.choice([None, None, result]))

    def run(self):
        for n in range(VARIABLES):
            self.do('let', self.container(), result=n)
        for _ in range(STEPS):
            self.step()
        return self


def main():
    driver = sys.argv[2]
    sequences = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    process = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8', bufsize=1 << 16)
    process.stdin.write('%s\n' % sys.argv[1])
    steps = 0
    gc.disable()  # a collection untracks tuples
    for number in range(sequences):
        session = Session(random.Random(seed * 1000003 + number)).run()
        lines, answers = session.lines, session.answers
        process.stdin.write('\n'.join(lines) + '\n\n')
        process.stdin.flush()
        for i, expected in enumerate(answers):
            found = process.stdout.readline().rstrip('\n')
            if sys.version_info[1] > 11:
                found = NEWER_TEXT.sub(r'\1', found)
            if found[:400] != expected[:400]:
                history = ['%s -> %s' % step for step in zip(lines[:i + 1], answers)]
                print('sequence %d (seed %d): after\n    %s' % (number, seed, '\n    '.join(history[-int(os.environ.get('STEPS', 12)):])))
                print('expected %s\nfound    %s' % (expected[:3000], found[:3000]))
                process.kill()
                return 1
            steps += 1
    process.stdin.close()
    last = process.stdout.read().strip()
    print('%d sequences, %d steps, %s' % (sequences, steps, last))
    return process.wait() or last != 'clean'


if __name__ == '__main__':
    become(int(sys.argv[1]))
    sys.exit(main())
