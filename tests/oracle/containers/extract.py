"""Growth sequences, memory layouts and orders of containers, from the oracle's JSON documents to C tables.

    extract.py FOLDER        (FOLDER has 3.11.json and 3.14.json; writes growth_facts.h and layout_facts.h beside this file)
"""
import json
import os
import sys

GROWTH = {
    'list': ['append', 'append and pop by turns', 'append to 2,000', 'append to [0]*10', 'append to a copy', 'append to list(range(10))', 'clear', 'copy',
             'del at the end', 'del of a slice', 'extend by five', 'extend by itself', 'extend by one', 'extend by three', 'extend by two', 'insert at 0',
             'list(dict)', 'list(list)', 'list(range(n))', 'list(set)', 'list(str)', 'list(tuple)', 'pop after appends', 'pop from 200', 'pop in front',
             'remove', 'slice [:n]', 'slice assignment at the end', 'slice assignment in front', 'sort and reverse', '+= of one', 'tuple(range(n))'],
    'dict': ['an int key that came and went, then str keys', 'clear', 'comprehension, int keys', 'comprehension, str keys', 'copy', 'copy after deletions',
             'copy, int keys', 'deleted one by one, then filled, int keys', 'deleted one by one, then filled, str keys', 'dict() then str keys', 'dict(dict)',
             'dict(pairs)', 'float keys', 'fromkeys(dict)', 'fromkeys(list)', 'fromkeys(set)', 'literals, int keys', 'literals, str keys',
             'one int key, then str keys', 'pop and insert by turns', 'popitem', 'setdefault', 'str keys to 2,000', 'str keys, then one int key', 'tuple keys',
             'update by one', 'update by ten', 'update from pairs', 'update of a dict with one key', 'update of an empty dict', 'a | b', '{**d}'],
    'set': ['a & b', 'a - b', 'a ^ b', 'a | b', 'add ints', 'add strs', 'add to 2,000', 'add to 200,000, only the changes', 'clear', 'copy', 'copy after removals',
            'discard and add by turns', 'frozenset | frozenset', 'frozenset(dict)', 'frozenset(range(n))', 'frozenset(set)', 'pop',
            'removed one by one, then filled', 'set(dict)', 'set(list)', 'set(set)', 'update by a set of ten', 'update by one', 'update by ten'],
}

LAYOUT = ['()', '(n, [])', '[1, 2, 3]', '[]', '[n]', 'appended', 'frozenset([1])', 'grown', 'hashed_set', 'many', 'set()', 'shrunk', "{'a': 1, 'b': 2}", "{'a': 1}",
          '{1, 2}', '{1: 2}', '{}']

ORDERS = ['added one by one', 'after removals', 'collide modulo 8', 'difference', 'intersection', 'large, shrunk', 'negative ints', 'pop', 'symmetric difference', 'union',
          '|=', '&=', '-=', '^=']


def flat(x):
    for item in x:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def runs(numbers):
    out = []
    for n in flat(numbers):
        if out and out[-1][0] == n:
            out[-1][1] += 1
        else:
            out.append([n, 1])
    return ', '.join('%d, %d' % (n, count) for n, count in out)


def quoted(text):
    return '"%s"' % text.replace('\\', '\\\\').replace('"', '\\"')


def growth_lines(facts):
    yield 'static const struct growth_fact growth_facts[] = {'
    for section, names in GROWTH.items():
        for name in names:
            for v, fact in facts.items():
                numbers = runs(fact['growth'][section][name]['out'])
                yield '{%s, %d, (const uint32_t[]){%s, 0, 0}},' % (quoted(section + ' ' + name), v, numbers)
    yield '};'


def layout_lines(facts):
    yield 'static const struct layout_fact layout_facts[] = {'
    for name in LAYOUT:
        for v, fact in facts.items():
            row = fact['layout']['rows'][name]
            block = row.get('items') or row.get('keys') or row.get('table') or []
            yield '{%s, %d, %s, %s, %s},' % (quoted(name), v, *(quoted(' '.join(words)) for words in (row['before'], row['own'], block)))
    yield '};'
    yield 'static const struct order_fact order_facts[] = {'
    for name in ORDERS:
        for v, fact in facts.items():
            yield '{%s, %d, %s},' % (quoted(name), v, quoted(' '.join(map(str, flat(fact['hash']['order'][name]['out'])))))
    yield '};'


def write(name, lines):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), 'w') as out:
        print('/* Made by extract.py from what CPython 3.11 and 3.14 answered. */', '// clang-format off', *lines, sep='\n', file=out)


def main():
    facts = {v: json.load(open('%s/3.%d.json' % (sys.argv[1], v))) for v in (11, 14)}
    write('growth_facts.h', growth_lines(facts))
    write('layout_facts.h', layout_lines(facts))


if __name__ == '__main__':
    main()
