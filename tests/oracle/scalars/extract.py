"""Writes facts.json: what CPython 3.11 and 3.14 answered about numbers, texts, deques and arrays.

    extract.py FACTS_FOLDER > facts.json

FACTS_FOLDER holds 3.11.json and 3.14.json, the answers of real interpreters. Taken are the rows whose expressions are plain values, written as
literals that the driver reads; the programs that watch a size grow, as steps.
"""
import json
import re
import sys
from array import array
from collections import deque

PLAIN = (type(None), bool, int, float, complex, str, bytes, bytearray, range, slice, deque, array, type(...), type(NotImplemented))
NAMES = {'deque': deque, 'array': array, 'collections': sys.modules['collections'], 's': 'abcdef', 'hashed': 'abcdeg',
         'hashed_bytes': bytes([1, 2, 3]), 'n': 100, 'b': bytes(range(97, 107))}


def literal(expression):
    """None: it is not a plain value."""
    try:
        value = eval(expression, dict(NAMES))
    except Exception:
        return None
    if type(value) not in PLAIN:
        return None
    if type(value) is deque and any(type(x) not in PLAIN for x in value):
        return None
    if value is ...:
        return 'Ellipsis'
    return repr(value)


def rows(table, keep=lambda answer: answer):
    out = []
    for expression, answer in table.items():
        text = literal(expression)
        if text is not None:
            out.append([expression, text, keep(answer)])
    return out


def call_arguments(arguments, names):
    return ', '.join(repr(a) for a in eval('(%s,)' % arguments if arguments else '()', dict(NAMES, **names)))


STEPS = re.compile(r'x = (.*)\nout = \[getsizeof\(x\)\]\nfor i in range\((\d+)\):\n    (.*)\n    out\.append\(getsizeof\(x\)\)\n$')
LIST = re.compile(r'out = \[getsizeof\((\w+)\((.*)\)\) for n in range\((\d+)\)\]\n$')
OURS = re.compile(r'(bytearray|array|deque|bytes)\b')


def is_balanced(text):
    depth = 0
    for c in text:
        depth += (c == '(') - (c == ')')
        if depth < 0:
            return False
    return depth == 0


def growth(table):
    """[name, first expression, the calls of each step, the sizes]."""
    out = []
    for name, row in table.items():
        source = ''.join(line + '\n' for line in row.get('src', '').splitlines() if 'import' not in line)
        steps, each = STEPS.match(source), LIST.match(source)
        if steps and OURS.match(steps.group(1)):
            first, count, statements = steps.groups()
            calls = []
            for i in range(int(count)):
                step = []
                for statement in statements.split(';'):
                    method = re.match(r' *x\.(\w+)\((.*)\)$', statement)
                    if not method:
                        step = None
                        break
                    step.append('%s(%s)' % (method.group(1), call_arguments(method.group(2), {'i': i})))
                calls.append(step)
            if None not in calls:
                head = re.match(r'(\w+)\((.*)\)$', first)
                arguments = head.group(2)
                if '=' not in arguments:
                    arguments = call_arguments(arguments, {})
                out.append([name, '%s(%s)' % (head.group(1), arguments), calls, row['out']])
        elif each and OURS.match(each.group(1)):
            kind, arguments, count = each.groups()
            if not is_balanced(arguments):
                continue
            # the longer ones are long to write: some of them will do
            some = [n for n in range(int(count)) if n < 20 or n % 20 == 0]
            makes = ['%s(%s)' % (kind, call_arguments(arguments, {'n': n})) for n in some]
            out.append([name, None, makes, [row['out'][n] for n in some]])
    return out


def main():
    facts = {}
    for minor in (11, 14):
        with open('%s/3.%d.json' % (sys.argv[1], minor)) as f:
            all_facts = json.load(f)
        hashes = dict(all_facts['hash']['values']['rows'], **all_facts['hash']['unhashable']['rows'])
        facts[minor] = {
            'hash': rows(hashes),
            'size': rows(all_facts['sizes']['values']['rows'], lambda answer: answer['size']),
            'layout': rows(all_facts['layout']['rows'], lambda answer: answer['own']),
            'blocks': [row for row in rows(all_facts['trace']['weights']['rows']) if not row[1].startswith(('range', '-')) and not row[1][0].isdigit()
                       or '.' in row[1] and row[1][0].isdigit()],
            'growth': growth(all_facts['growth']['other']),
        }
    json.dump(facts, sys.stdout, indent=None, separators=(',', ':'), ensure_ascii=True)
    sys.stdout.write('\n')


main()
