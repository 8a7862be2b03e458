"""The recorded facts as programs: what facts.py of the recording asked a CPython in a forked child, for an interpreter that has no fork.

A question is a whole program that prints a mark and ascii(answer) at its end, and what is expected of it. Most facts are programs
already and run as snippet.py. Those of tracemalloc's blocks and of the words of objects ran inside a harness: so do they here,
with the harness (facts.py) around the snippet that it compiles and executes.
"""
import ast

MARK = '\x1f'
TELL = 'print("\\x1f" + ascii(out))\n'


class Question:
    """filename: what the program is called; judge(expected, got) -> bool."""

    def __init__(self, name, text, expected, filename='snippet.py', judge=None, raised=None):
        self.name, self.text, self.expected, self.filename = name, text, expected, filename
        self.judge, self.raised = judge, raised

    @property
    def section(self):
        return self.name.split('/')[0]

    @property
    def part(self):
        return self.section if self.section == 'layout' else '/'.join(self.name.split('/')[:2])


def questions(facts):
    """-> ([Question], [(name, why it is not asked)])"""
    asked, left = [], []
    for section in sorted(facts):
        if section not in ('about', 'counts'):
            PARTS.get(section, walk)(section, facts[section], asked, left)
    return asked, left


def outcome(answer):
    """(expected, raised) of a row or a record."""
    if isinstance(answer, dict) and set(answer) == {'raised'}:
        return None, answer['raised']
    return answer, None


def add(asked, left, name, text, answer, **more):
    expected, raised = outcome(answer)
    if raised is not None and raised.startswith('no plain answer') or raised == 'died':
        left.append((name, 'recorded without an answer: ' + raised))
    else:
        asked.append(Question(name, text, expected, raised=raised, **more))


def walk(name, facts, asked, left):
    """Programs, and tables of expressions, at any depth."""
    if 'src' in facts:
        answer = {'raised': facts['raised']} if 'raised' in facts else facts['out']
        add(asked, left, name, facts['src'] + TELL, answer)
    elif 'rows' in facts:
        setup, question = facts['setup'], 'x = %s\n' + facts['question']
        if '<the holder>' in question:
            question = facts['question'].lstrip().replace('<the holder>', '%s')
        for text, answer in facts['rows'].items():
            add(asked, left, '%s/%s' % (name, text), setup + question.replace('%s', text, 1) + TELL, answer)
    else:
        for part in sorted(facts):
            walk('%s/%s' % (name, part), facts[part], asked, left)


def identity(name, facts, asked, left):
    for part in sorted(facts):
        if part == 'pairs':
            pairs(name + '/' + part, facts[part], asked, left)
        elif part == 'after release':
            after_release(name + '/' + part, facts[part], asked, left)
        else:
            walk(name + '/' + part, facts[part], asked, left)


def pairs(name, facts, asked, left):
    """`left is right`: the rows do not say where the one expression ends and the other begins, the setup decides."""
    for row, answer in facts['rows'].items():
        one, other = split_pair(row)
        add(asked, left, '%s/%s' % (name, row), '%sleft = %s\nright = %s\nout = left is right\n%s' % (facts['setup'], one, other, TELL), answer)


def split_pair(row):
    places = [i for i in range(len(row)) if row.startswith(' is ', i)]
    for i in places:
        try:
            ast.parse(row[:i], mode='eval'), ast.parse(row[i + 4:], mode='eval')
        except SyntaxError:
            continue
        return row[:i], row[i + 4:]
    raise ValueError(row)


def after_release(name, facts, asked, left):
    one, three = facts['question'].split('\n\n')
    for text, (first, second) in facts['rows'].items():
        for label, body, answer in (('one', one + '\n', first), ('three', three, second)):
            if isinstance(answer, str):
                answer = {'raised': answer}
            add(asked, left, '%s/%s/%s' % (name, text, label),
                facts['setup'] + body.replace('%s', '(%s)' % text if text.startswith('lambda') else text) + TELL, answer)


# ------------------------------------------------------------------------------------------------------------------ tracemalloc

EMPTY_HEAP = '''
import gc, sys
def empty_heap():
    gc.collect()
    gc.freeze()
    gc.collect()
def empty_heap_of_free_lists():
    gc.freeze()
    gc.collect()
'''.lstrip()

HOARD = '''
def hoard():
    import weakref
    class C:
        def m(self): pass
    def gen(): yield 1
    numbers = list(range(300))
    return [
        [complex(i, 1) for i in numbers], [gen() for i in numbers], [C().m for i in numbers], [C().m for i in numbers], [[].append for i in numbers],
        [{str(j): j for j in (1, 2, 3)} for i in numbers], [{i: i} for i in numbers], [chr(233) * 3 for i in numbers], [str(i) + 'x' for i in numbers],
        [[(i,) * n for i in numbers] for n in (20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)],
        [{} for i in numbers], [float(i) for i in numbers], [range(i, 2000) for i in numbers], [slice(i) for i in numbers], [10 ** 6 + i for i in numbers],
        [2 ** 70 + i for i in numbers], [iter(()) for i in numbers], [iter([]) for i in numbers], [(i,) for i in numbers], [(i, i) for i in numbers], [[] for i in numbers],
        iter(numbers), iter(numbers), iter(numbers), [], [], [], [], (numbers,), (numbers,), (numbers,), (numbers, numbers), (numbers, numbers), (numbers, numbers),
    ]
'''.lstrip()

TRACED = '''
def traced(src, nframe, live=False):
    import tracemalloc
    code = compile(src, 'snippet.py', 'exec')
    for line in src.split('\\n'):
        if line.startswith(('import ', 'from ')):
            exec(line, {})
    namespace = {'__name__': '__main__'}
    empty_heap()
    tracemalloc.start(nframe)
    kept = hoard()
    exec(code, namespace)
    if live:
        empty_heap_of_free_lists()
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    own = snapshot.filter_traces([tracemalloc.Filter(True, 'snippet.py')])
    lines = lambda traceback: [frame.lineno for frame in traceback if frame.filename == 'snippet.py']
    facts = {'lineno': [lines(s.traceback) + [s.size, s.count] for s in own.statistics('lineno')]}
    facts['filename'] = [[s.size, s.count] for s in own.statistics('filename')]
    facts['blocks'] = sorted([lines(t.traceback), t.size] for t in own.traces)
    if nframe > 1:
        deep = snapshot.filter_traces([tracemalloc.Filter(True, 'snippet.py', all_frames=True)])
        facts['traceback'] = [[lines(s.traceback), s.size, s.count] for s in own.statistics('traceback')]
        facts['cumulative'] = [[s.traceback[0].lineno, s.size, s.count] for s in deep.statistics('lineno', cumulative=True) if s.traceback[0].filename == 'snippet.py']
        del facts['lineno'], facts['filename'], facts['blocks']
    del kept
    return facts
'''.lstrip()

WEIGH = '''
def weigh(setup, text):
    import tracemalloc
    namespace = {'__name__': '__main__'}
    exec(compile(setup, 'setup.py', 'exec'), namespace)
    code = compile('keep = [None] * 1000\\nfor i in range(1000): keep[i] = %s\\n' % text, 'snippet.py', 'exec')
    empty_heap()
    gc.disable()
    tracemalloc.start()
    exec(code, namespace)
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    counts = {}
    for trace in snapshot.traces:
        counts[trace.size] = counts.get(trace.size, 0) + 1
    return [size for size in sorted(counts, reverse=True) for i in range((counts[size] + 100) // 1000)]
'''.lstrip()


def trace(name, facts, asked, left):
    walk(name + '/programs', facts['programs'], asked, left)
    for snippet, record in sorted(facts['snippets'].items()):
        for key, nframe, live in (('nframe 1', 1, False), ('nframe 3', 3, False), ('nframe 25', 25, False), ('live', 1, True)):
            add(asked, left, '%s/snippets/%s/%s' % (name, snippet, key),
                EMPTY_HEAP + HOARD + TRACED + 'out = traced(%r, %d, %r)\n' % (record['src'], nframe, live) + TELL, record[key], filename='facts.py')
    setup = facts['weights']['setup']
    for text, answer in facts['weights']['rows'].items():
        add(asked, left, '%s/weights/%s' % (name, text), EMPTY_HEAP + WEIGH + 'out = weigh(%r, %r)\n' % (setup, text) + TELL, answer,
            filename='facts.py')


# -------------------------------------------------------------------------------------------------------------------- allocator

ADDRESSES = '''
ids = [id(x) for x in keep[1000:]]
low = 0
for i in ids: low |= i
ids.sort()
distances = [b - a for a, b in zip(ids, ids[1:])]
out = [min(low & -low, 16), max(sorted(set(distances)), key=distances.count)]
'''.lstrip()

BLOCKS = '''
gc.collect()
base = sys.getallocatedblocks()
for i in range(3000): keep[i] = %s
full = sys.getallocatedblocks()
for i in range(3000): keep[i] = None
after = sys.getallocatedblocks()
out = [round((full - base) / 3000, 1), (after - base) // 10 * 10]
'''.lstrip()

# Requests cannot be made without an object: bytes of just that size (16 and 32 bytes: object and float). None has the collector's header.
POOLS = '''
n, pool = %d, %d
count = 40 * pool // n
keep = [None] * count
for i in range(count): keep[i] = %s
pools = {}
for x in keep: pools.setdefault(id(x) // pool, []).append(id(x) %% pool)
most = max(len(offsets) for offsets in pools.values())
inside = sorted([offsets for offsets in pools.values() if len(offsets) == most][-1])
out = [min(b - a for a, b in zip(inside, inside[1:])), most, inside[0]]
'''.lstrip()


def allocator(name, facts, asked, left):
    for text, answer in facts['addresses']['rows'].items():
        table = facts['addresses']
        add(asked, left, '%s/addresses/%s' % (name, text),
            table['setup'] + 'keep = [None] * 4000\nfor i in range(4000): keep[i] = %s\n' % text + ADDRESSES + TELL, answer)
    for text, answer in facts['blocks']['rows'].items():
        add(asked, left, '%s/blocks/%s' % (name, text), facts['blocks']['setup'] + BLOCKS % text + TELL, answer)
    pool = facts['constants']['pool']
    for n, answer in facts['requests'].items():
        size = (int(n) + 15) // 16 * 16 if n.isdigit() else 0
        if not 0 < size <= 512:
            left.append(('%s/requests/%s' % (name, n), 'asks PyObject_Malloc itself, or for more than a pool holds'))
            continue
        made = {16: 'object()', 32: 'float(i)'}.get(size, 'bytes(%d)' % (size - 33))
        add(asked, left, '%s/requests/%s' % (name, n), POOLS % (size, pool, made) + TELL, answer)
    for part in ('constants', 'free lists'):
        left.append(('%s/%s' % (name, part), 'read from what sys._debugmallocstats() prints'))


# ----------------------------------------------------------------------------------------------------------------------- layout

LAYOUT = '''
import ctypes, sys, gc
VERSION = sys.version_info[:2]
def bytes_at(address, size):
    data = ctypes.string_at(address, size)
    return [data[i:i + 8].hex() for i in range(0, size, 8)]
def word_at(address):
    return int.from_bytes(ctypes.string_at(address, 8), 'little')
def lay_out(holder):
    kind, address = type(holder[0]), id(holder[0])
    basic, own, items = kind.__basicsize__, kind.__sizeof__(holder[0]), 0
    before = sys.getsizeof(holder[0]) - own
    blocks = {}
    if issubclass(kind, list):
        own, items = basic, word_at(address + 24)
        if items:
            used, room = word_at(address + 16), word_at(address + 32)
            blocks['items'] = bytes_at(items, used * 8) + ['any'] * (room - used)
    elif issubclass(kind, dict):
        if word_at(address + 40):
            blocks['values'] = values_of(word_at(address + 40), len(holder[0]))
        elif len(holder[0]):
            blocks['keys'] = bytes_at(word_at(address + 32), own - basic)
        own = basic
    elif issubclass(kind, (set, frozenset)):
        if own > basic:
            blocks['table'] = bytes_at(word_at(address + 40), own - basic)
        own = basic
    elif kind is bytearray:
        blocks['bytes'] = bytes_at(word_at(address + 32), word_at(address + 24))
        own = basic
    elif kind.__name__ in ('deque', 'function', 'ST'):
        own = basic
    elif kind.__name__ in 'PQ' and VERSION >= (3, 13):
        room, own_end = word_at(address + basic) & 255, address + basic
        blocks['values'] = values_of(own_end, room) + bytes_at(own_end + 8 + 8 * room, (room + 7) // 8 * 8)
    elif kind.__name__ == 'P' and VERSION == (3, 12) and word_at(address - 24) & 1:
        blocks['values'] = values_of(word_at(address - 24) + 1, 2)
    elif kind.__name__ == 'P' and VERSION == (3, 11) and word_at(address - 32):
        blocks['values'] = values_of(word_at(address - 32), 2)
    blocks['own'] = bytes_at(address, own)
    blocks['before'] = bytes_at(address - before, before)
    return blocks
def values_of(address, count):
    if VERSION < (3, 13):
        return bytes_at(address - 8, 8) + bytes_at(address, 8 * count)
    return bytes_at(address, 8) + bytes_at(address + 8, 8 * count)
def laid_out(setup, text):
    code = compile('%sx = %s\\n' % (setup, text), 'snippet.py', 'exec')
    namespace = {'__name__': '__main__'}
    exec(code, namespace)
    del code
    holder = [namespace['x']]
    namespace.clear()
    return lay_out(holder)
'''.lstrip()


def layout(name, facts, asked, left):
    for text, answer in facts['rows'].items():
        add(asked, left, '%s/%s' % (name, text), LAYOUT + 'out = laid_out(%r, %r)\n' % (facts['setup'], text) + TELL, answer,
            filename='facts.py', judge=same_words)


def same_words(expected, got):
    return isinstance(got, dict) and expected.keys() == got.keys() and all(
        len(expected[block]) == len(got[block]) and all(map(same_word, expected[block], got[block])) for block in expected)


def same_word(expected, got):
    """`got`: the bytes, as hexadecimal digits in their order."""
    if expected in ('any', 'count', 'version') or got == 'any':
        return expected != 'count' or len(got) == 16
    if expected.startswith('+'):
        return len(expected) - 1 == len(got) and all(e in ('?', g) for e, g in zip(expected[1:], got))
    if len(got) != 16:
        return False
    word = int.from_bytes(bytes.fromhex(got), 'little')
    if expected.startswith('ptr'):
        return 4096 <= word < 1 << 47 and word & 7 == int(expected.partition('|')[2] or 0)
    if '?' in expected:
        return all(e in ('?', g) for e, g in zip(expected[2:], '%016x' % word))
    return int(expected, 16) == word


PARTS = {'identity': identity, 'trace': trace, 'allocator': allocator, 'layout': layout}
