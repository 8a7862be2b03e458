"""Writes unicode_table.c: what str's methods must know about each character, as CPython itself answers it.

    unicode_table.py NEWEST OLDER... > unicode_table.c      (each a python executable)

Properties and case mappings are those of the newest interpreter's Unicode; characters that an older one has not yet assigned are listed
with the version that brought them, so that each session knows the characters of its own version.
"""
import json
import subprocess
import sys

ASK_RECORDS = r'''
import json, unicodedata
FLAGS = ("PRINTABLE", "ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "UPPER", "LOWER", "TITLE", "START", "CONTINUE", "CASED", "IGNORABLE")
def record(c):
    final, inner = ("a\u03a3" + c + ".").lower()[1], ("a\u03a3" + c + "a").lower()[1]
    flags = (c.isprintable(), c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.isupper(), c.islower(), unicodedata.category(c) == "Lt",
             c.isidentifier(), ("a" + c).isidentifier(), (c + "a").title()[-1] == "a", inner == "\u03c3" and final == "\u03c2")
    bits = sum(1 << i for i, f in enumerate(flags) if f)
    maps = [m if len(m) > 1 else ord(m) - ord(c) for m in (c.upper(), c.lower(), c.title(), c.casefold())]
    return [bits, unicodedata.digit(c, 0)] + maps
print(json.dumps([unicodedata.unidata_version, [record(chr(i)) for i in range(0x110000)]]))
'''
ASK_AGE = r'''
import json, unicodedata
print(json.dumps([unicodedata.unidata_version, [unicodedata.category(chr(i)) != "Cn" for i in range(0x110000)]]))
'''
FLAGS = ('PRINTABLE ALPHA DECIMAL DIGIT NUMERIC SPACE UPPER LOWER TITLE START CONTINUE CASED IGNORABLE').split()
SHIFT = 7


def ask(python, program):
    return json.loads(subprocess.run([python, '-c', program], stdout=subprocess.PIPE, check=True).stdout)


def number(version):
    major, minor, _ = version.split('.')
    return int(major) * 10 + int(minor)


def ages(pythons, newest):
    """(first, last, version that has them), of what the oldest one does not have."""
    known = sorted(((number(v), assigned) for v, assigned in (ask(p, ASK_AGE) for p in pythons)), key=lambda pair: pair[0])
    age = [next((v for v, assigned in known if assigned[c]), 0) for c in range(0x110000)]
    oldest, ranges = known[0][0], []
    for c, version in enumerate(age):
        if version <= oldest:
            continue
        if ranges and ranges[-1][1] == c - 1 and ranges[-1][2] == version:
            ranges[-1][1] = c
        else:
            ranges.append([c, c, version])
    assert known[-1][0] == number(newest)
    return ranges


def put(values, form='%d', width=118):
    line = '   '
    for v in values:
        text = ' ' + form % v + ','
        if len(line) + len(text) > width:
            print(line)
            line = '   '
        line += text
    print(line)


def main():
    newest, records = ask(sys.argv[1], ASK_RECORDS)
    sequences, numbers, of_character = [], {}, []
    starts = {}
    for c, (bits, digit, *maps) in enumerate(records):
        row = [bits, digit]
        for i, m in enumerate(maps):
            if isinstance(m, str):
                if m not in starts:
                    starts[m] = len(sequences)
                    sequences.extend(ord(x) for x in m)
                row[0] |= 1 << 13 + i
                m = starts[m] * 4 + len(m)
            row.append(m)
        of_character.append(numbers.setdefault(tuple(row), len(numbers)))
    blocks, index = {}, []
    for start in range(0, 0x110000, 1 << SHIFT):
        index.append(blocks.setdefault(tuple(of_character[start:start + (1 << SHIFT)]), len(blocks)))
    assert len(blocks) < 65536 and len(numbers) < 65536

    print('/* Characters, by Unicode %s: written by unicode_table.py, which says how. */' % newest)
    print('#include "daemon/heap/object/unicode.h"\n')
    print('const struct unicode_record unicode_records[] = {')
    for row in numbers:
        print('    {0x%x, %d, {%d, %d, %d, %d}},' % row)
    print('};\n\nconst uint32_t unicode_sequences[] = {')
    put(sequences, '0x%x')
    print('};\n\nconst uint16_t unicode_index[] = {')
    put(index)
    print('};\n\nconst uint16_t unicode_blocks[][%d] = {' % (1 << SHIFT))
    for block in blocks:
        if len(set(block)) == 1 and block[0] == 0:
            print('    {0},')
            continue
        print('    {')
        put(block)
        print('    },')
    ranges = ages(sys.argv[1:], newest)
    print('};\n\nconst struct unicode_age unicode_ages[] = {')
    for r in ranges:
        print('    {0x%x, 0x%x, %d},' % tuple(r))
    print('};\n\nconst size_t unicode_age_count = %d;' % len(ranges))


main()
