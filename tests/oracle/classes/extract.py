"""Sizes, offsets, layouts and blocks of classes and instances, from the oracle's JSON documents to C tables.

    extract.py FOLDER        (FOLDER has 3.11.json and 3.14.json; writes class_facts.h beside this file)
"""
import ast
import json
import os
import sys

VERSIONS = ('3.11', '3.14')
# No exceptions, no metaclasses: those types are not there yet.
LEFT_OUT = {'a class below type', 'a metaclass', 'below Exception', 'below Exception with a slot', 'an attribute that is no slot', 'reading an empty slot',
            'offsets of slots', 'a class with a finalizer'}
LAYOUTS = ['E()', 'I(5)', 'L([1])', 'P()', 'P().__dict__', 'P().m', 'Q()', 'S()', 'S2()', 'ST("abc")', 'T((1,))', 'W()', 'Z()', 'materialized', 'weakref.ref(P)',
           'object()']
WEAK = ['"a"', '()', '1', '1.5', '1j', '...', 'None', 'C()', 'C', 'L()', 'I(1)', 'S()', 'ST("a")', 'T()', 'B(b"a")', 'F(1.5)', '[]', '{}', 'set()', 'frozenset()',
        'int', 'object()', 'range(3)', 'slice(3)', 'collections.deque()', 'array.array("i")', 'bytearray()', 'weakref.ref(C)', '[].append', 'b"a"', 'C().m']


def quoted(text):
    return '"%s"' % text.replace('\\', '\\\\').replace('"', '\\"')


def classes_of(source):
    """The class statements of a program as (name, bases, slots or None)."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            slots = None
            for statement in node.body:
                if isinstance(statement, ast.Assign) and statement.targets[0].id == '__slots__':
                    value = ast.literal_eval(statement.value)
                    slots = [value] if isinstance(value, str) else list(value)
            yield node.name, [base.id for base in node.bases], slots


def slot_lines(facts):
    yield 'static const struct slot_fact slot_facts[] = {'
    for name, first in facts['3.11']['instances']['slots'].items():
        if name in LEFT_OUT or name.endswith('filled'):
            continue
        classes = []
        for class_name, bases, slots in classes_of(first['src']):
            classes.append('{%s, {%s}, %d, {%s}}' % (quoted(class_name), ', '.join(map(quoted, bases)) or 'NULL', -1 if slots is None else len(slots),
                                                    ', '.join(map(quoted, slots or [])) or 'NULL'))
        for v in VERSIONS:
            out = facts[v]['instances']['slots'][name]
            if 'raised' in out or isinstance(out.get('out'), str):
                text = out.get('raised') or out['out']
                numbers = '0, 0, 0, 0, 0, 0, 0, %s' % quoted(text)
            else:
                o = out['out']
                numbers = ', '.join(str(int(o[k])) for k in ('basic', 'dict', 'weak', 'size', 'own', 'class', 'has_dict')) + ', NULL'
            yield '{%s, %s, {%s}, %s},' % (quoted(name), v.split('.')[1], ', '.join(classes), numbers)
    yield '};'


def attribute_lines(facts):
    yield 'static const struct attribute_fact attribute_facts[] = {'
    for name in facts['3.11']['instances']['by attributes']:
        for v in VERSIONS:
            out = facts[v]['instances']['by attributes'][name]['out']
            yield '{%d, %s, {%s}, {%s}, {%s}, {%s}, {%s}},' % (int(name[:2]), v.split('.')[1], *(', '.join(map(str, part)) for part in out))
    yield '};'
    yield 'static const struct number_fact number_facts[] = {'
    for name in ('attributes set from outside, and the dict each time', 'attributes, 29 to 32, of a second instance',
                 'the n-th instance with one attribute more each', 'a subclass with attributes of its own', 'all attributes deleted', 'the dict cleared',
                 'written through the dict', 'an int as a key of the dict', 'a copy of the dict'):
        for v in VERSIONS:
            out = facts[v]['instances']['dicts'][name]['out']
            flat = []
            for x in out:
                flat += [y for y in x if isinstance(y, int)] if isinstance(x, list) else [x] if isinstance(x, int) else []
            yield '{%s, %s, %d, (const int[]){%s}},' % (quoted(name), v.split('.')[1], len(flat), ', '.join(map(str, flat)))
    for name in ('a class through its life',):
        for v in VERSIONS:
            out = facts[v]['refcounts']['steps'][name]['out']
            yield '{%s, %s, %d, (const int[]){%s}},' % (quoted(name), v.split('.')[1], len(out), ', '.join(map(str, out)))
    for name in ('slotted instances', 'a class', 'attributes set from outside', 'a weakref'):
        for v in VERSIONS:
            blocks = sorted(size for _, size in facts[v]['trace']['snippets'][name]['live']['blocks'])
            yield '{%s, %s, %d, (const int[]){%s}},' % (quoted('blocks: ' + name), v.split('.')[1], len(blocks), ', '.join(map(str, blocks)))
    for name, row in facts['3.11']['trace']['weights']['rows'].items():
        if name in ('C()', 'D()', 'E()', 'I(n)', 'L()', 'L([n])', 'P(n, n)', 'S()', 'ST("abc")', 'T((n, n))', 'C().__dict__', 'copy.copy([n, n])',
                    'copy.deepcopy([n, [n]])', 'type("T", (), {"__slots__": ("a",)})', 'type("T", (), {})', 'type("T", (B,), {})'):
            for v in VERSIONS:
                out = facts[v]['trace']['weights']['rows'][name]
                yield '{%s, %s, %d, (const int[]){%s}},' % (quoted('weight: ' + name), v.split('.')[1], len(out), ', '.join(map(str, out)))
    yield '};'


def layout_lines(facts):
    yield 'static const struct layout_fact layout_facts[] = {'
    for name in LAYOUTS:
        for v in VERSIONS:
            row = facts[v]['layout']['rows'][name]
            yield '{%s, %s, %s, %s, %s},' % (quoted(name), v.split('.')[1], *(quoted(' '.join(row.get(k, []))) for k in ('before', 'own', 'values')))
    yield '};'
    yield 'static const struct weak_fact weak_facts[] = {'
    for name in WEAK:
        for v in VERSIONS:
            if name not in facts[v]['weak']['types']['rows']:
                continue
            out = facts[v]['weak']['types']['rows'][name]
            yield '{%s, %s, %s},' % (quoted(name), v.split('.')[1], quoted(out if isinstance(out, str) else out[1]))
    yield '};'
    yield 'static const struct copy_fact copy_facts[] = {'
    for name, out in facts['3.11']['copy']['values']['rows'].items():
        for v in VERSIONS:
            out = facts[v]['copy']['values']['rows'].get(name)
            if not isinstance(out, list) or not all(isinstance(part, list) for part in out):
                continue
            yield '{%s, %s, %d, %d, %s},' % (quoted(name), v.split('.')[1], out[0][0], out[1][0], quoted(out[1][1]))
    yield '};'


def main(folder):
    facts = {}
    for v in VERSIONS:
        with open(os.path.join(folder, v + '.json')) as f:
            facts[v] = json.load(f)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'class_facts.h'), 'w') as f:
        f.write('/* Made by extract.py from what CPython 3.11.7 and 3.14.10 answered. clang-format off */\n')
        for lines in (slot_lines, attribute_lines, layout_lines):
            for line in lines(facts):
                f.write(line + '\n')


main(sys.argv[1])
