"""Writes library_table.c: the Python sources of the folder lib as constants.

    embed_library.py LIB OUT.c

A module's name is its path with dots for slashes; NAME.min312.py is the module for 3.12 and later, beside NAME.py for the others.
"""
import pathlib
import re
import sys


def modules(folder):
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        least = re.search(r"\.min3(\d+)$", name)
        name = re.sub(r"\.min3\d+$", "", name)
        if name.endswith(".__init__"):
            name = name[: -len(".__init__")]
        yield name, int(least.group(1)) if least else 0, path.read_bytes()


def literal(text):
    """The bytes as C string literals, a line each; short ones, since compilers need only take so much."""
    for line in text.splitlines(keepends=True):
        escaped = "".join(chr(c) if 32 <= c < 127 and c not in b'"\\?' else "\\%03o" % c for c in line)
        yield '        "%s"' % escaped


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    lines = ['#include "daemon/python/library.h"', "", '#include "daemon/python/library_table.h"', ""]
    rows = []
    for number, (name, least, text) in enumerate(sorted(modules(folder), key=lambda m: (m[0], -m[1]))):
        lines.append("static const char text_%d[] =" % number)
        lines.extend(list(literal(text)) or ['        ""'])
        lines[-1] += ";"
        rows.append('    {{"%s", "<frozen %s>", text_%d, %d}, %d},' % (name, name, number, len(text), least))
    lines += ["", "const struct library_entry library_table[] = {"] + rows + ["    {{0}, 0},", "};", ""]
    out.write_text("\n".join(lines))


main()
