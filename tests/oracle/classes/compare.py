"""Random classes, instances and attributes: heapd's heap against the interpreter that runs this, step by step.

Sizes, offsets, orders of attributes, reference counts of classes, weak references and the texts of errors must be the same. Needs CPython 3.11.

    compare.py DRIVER [programs [seed]]
"""
import copy
import gc
import os
import random
import subprocess
import sys
import weakref

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from pairs import become  # noqa: E402

VARIABLES = 12
BUILTINS = ['list', 'dict', 'tuple', 'int', 'str', 'set', 'frozenset', 'float', 'bytes', 'bytearray', 'object']
NAMES = ['a', 'b', 'c', 'd', '_e', '__f'] + ['n%d' % i for i in range(40)]


class Program:
    """One random program: its lines for the driver, and what this interpreter answers to each."""

    def __init__(self, rng):
        self.rng = rng
        self.classes, self.objects, self.references = {}, {}, {}
        self.lines, self.answers = [], []

    def describe(self, x):
        cls = type(x)
        count = sys.getrefcount(cls) - 2  # its own argument, and the local name
        return '%s size %d class %d refs %d' % (cls.__name__, sys.getsizeof(x), count, weakref.getweakrefcount(x))

    def step(self, text, action):
        try:
            answer = action()
        except Exception as problem:
            message = str(problem).replace('\n', ' ')
            answer = '%s: %s' % (type(problem).__name__, message)
            del problem
        self.lines.append(text)
        self.answers.append(answer)

    def make_class(self):
        r, c = self.rng, self.rng.randrange(VARIABLES)
        bases = []
        for _ in range(r.choice([0, 0, 1, 1, 1, 2])):
            bases.append('c%d' % r.choice(list(self.classes)) if self.classes and r.randrange(3) else r.choice(BUILTINS))
        slots = None
        if r.randrange(2):
            slots = r.sample(NAMES[:6] + ['__dict__', '__weakref__'], r.randrange(4))
        name = r.choice(['C', 'D', '_E', 'F'])

        def action():
            namespace = {'__module__': '__main__', '__qualname__': name}
            if slots is not None:
                namespace['__slots__'] = tuple(slots)
            made = type(name, tuple(self.classes[int(b[1:])] if b[0] == 'c' and b[1:].isdigit() else getattr(__import__('builtins'), b) for b in bases), namespace)
            self.classes[c] = made
            return 'class %d %d %d %d' % (made.__basicsize__, made.__dictoffset__, made.__weakrefoffset__, sys.getsizeof(made))
        self.step('class %d %s %s %s' % (c, name, ','.join(bases) or '-', '-' if slots is None else ','.join(slots) or '()'), action)

    def make(self, text, v, function):
        def action():
            self.objects[v] = function()
            return self.describe(self.objects[v])
        self.step(text, action)

    def set(self, v, name, value):
        setattr(self.objects[v], name, value)
        return self.describe(self.objects[v])

    def delete(self, v, name):
        delattr(self.objects[v], name)
        return self.describe(self.objects[v])

    def dict(self, v):
        d = self.objects[v].__dict__
        return 'dict %d%s' % (sys.getsizeof(d), ''.join(' %s=%d' % item for item in d.items()))

    def clear(self, v):
        self.objects[v].__dict__.clear()
        return self.describe(self.objects[v])

    def become(self, v, c):
        self.objects[v].__class__ = self.classes[c]
        return self.describe(self.objects[v])

    def ref(self, v):
        self.references[v] = weakref.ref(self.objects[v])
        return self.describe(self.objects[v])

    def drop(self, where, v):
        where.pop(v, None)
        return 'dead' if v in self.references and self.references[v]() is None else 'done'

    def one(self):
        r = self.rng
        if not self.classes or r.randrange(12) == 0:
            return self.make_class()
        if not self.objects or r.randrange(8) == 0:
            v, c = r.randrange(VARIABLES), r.choice(list(self.classes))
            return self.make('new %d %d' % (v, c), v, lambda: self.classes[c]())
        v, kind = r.choice(list(self.objects)), r.randrange(40)
        name = r.choice(NAMES if r.randrange(3) else NAMES[:6])
        if kind < 16:
            value = r.randrange(1000)
            self.step('set %d %s %d' % (v, name, value), lambda: self.set(v, name, value))
        elif kind < 20:
            self.step('del %d %s' % (v, name), lambda: self.delete(v, name))
        elif kind < 24:
            self.step('get %d %s' % (v, name), lambda: 'value %d' % getattr(self.objects[v], name))
        elif kind < 29:
            self.step('dict %d' % v, lambda: self.dict(v))
        elif kind == 29:
            self.step('clear %d' % v, lambda: self.clear(v))
        elif kind < 33:
            w = r.randrange(VARIABLES)
            which = r.choice(['copy', 'deepcopy'])
            self.make('%s %d %d' % (which, v, w), w, lambda: getattr(copy, which)(self.objects[v]))
        elif kind < 35:
            c = r.choice(list(self.classes))
            self.step('become %d %d' % (v, c), lambda: self.become(v, c))
        elif kind < 37:
            self.step('ref %d' % v, lambda: self.ref(v))
        elif kind == 37:
            self.step('drop %d' % v, lambda: self.drop(self.objects, v))
        elif kind == 38:
            self.step('unref %d' % v, lambda: self.drop(self.references, v))
        else:
            c = r.choice(list(self.classes))
            self.step('gone %d' % c, lambda: self.drop(self.classes, c))


def run(driver, seed):
    program = Program(random.Random(seed))
    gc.collect()
    gc.disable()
    for _ in range(120):
        program.one()
    text = '11\n' + ''.join(line + '\n' for line in program.lines)
    result = subprocess.run([driver], input=text, capture_output=True, text=True, timeout=300)
    found = result.stdout.splitlines()
    for i, expected in enumerate(program.answers):
        got = found[i] if i < len(found) else 'nothing (exit %d) %s' % (result.returncode, result.stderr[-300:])
        if got != expected:
            print('seed %d:' % seed)
            for line, answer in list(zip(program.lines, program.answers))[:i]:
                print('   ', line, '->', answer)
            print('>>> ', program.lines[i], '->', expected, 'but heapd says', got)
            return False
    for version in ('11', '14'):
        again = subprocess.run([driver, '--collect'], input=version + text[2:], capture_output=True, text=True, timeout=300)
        result.returncode |= again.returncode
        result.stderr += again.stderr
    if result.returncode:
        print('seed %d: exit %d %s' % (seed, result.returncode, result.stderr[-500:]))
        return False
    return True


def main(driver, count=200, seed=1):
    become(11)
    for i in range(int(seed), int(seed) + int(count)):
        if not run(driver, i):
            return 1
    print('%d programs, no difference' % int(count))
    return 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
