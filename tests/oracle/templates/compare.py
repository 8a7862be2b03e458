"""t-strings, which 3.14 alone has, beside f-strings with the same text, which a real CPython from 3.12 on has.

    compare.py DRIVER

Of each text the real interpreter says what its parts are (from the syntax tree of the f-string: strings, values, conversions, format specifications)
and what it prints as; the template must have these parts, and print as that when they are put together. What is wrong with a text is told in
the same words and at the same place, "t-string" for "f-string". behaviour.py has what there is no f-string for, with the answers of PEP 750 and of
CPython's documentation.
"""
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import SKIP, find_pairs, name_of, run, run_real, version_of  # noqa: E402

# X is f or t.
TEXTS = [
    'X""', 'X"plain"', 'X"{x}"', 'X"a{x}"', 'X"{x}b"', 'X"a{x}b{y}c"', 'X"{x}{y}"', 'X"{x}{y}{x}"', 'X"{x!r}{x!s}{x!a}"', 'X"{x:>10}"',
    'X"{x!r:>10}"', 'X"{x:{width}}"', 'X"{x:{fill}>{width}}"', 'X"{number:.{y}f}"', 'X"{{}}"', 'X"{{{x}}}"', 'X"}}{x}{{"', 'X"{table["a b"]}"',
    'X"{x if y else number}"', 'X"{[i * 2 for i in range(y)]}"', 'X"{f"{x}"}"', 'X"{"a" "b"}"', 'X"{y == 3}"', 'X"{y != 4}"', 'X"{y:=^9}"',
    'X"\\n{x}\\t\\x41\\N{BULLET}"', 'rX"\\n{x}\\d"', 'X"é{x}→😀"', "X'''a\n{x}\n b'''", 'X"a" X"b{x}"', 'X"{x}" X"" X"{y}" X"c"', 'X"{y:{y:{fill}<1}}"',
    'X"{y:{fill}<{width}d}"', 'X"{x!r:{fill}<{width}}"', 'X"{d}{table}"', 'X"{x.upper()}{len(x)}"',
]
# How the expressions are written is not what the syntax tree says.
WRITTEN = [
    ('X"{x=}"', ['x']), ('X"a {x = } b"', ['x']), ('X"{x=!s}"', ['x']), ('X"{number=:.2f}"', ['number']), ('X"{ x = !r:>9}"', [' x']),
    ('X"{ x }"', [' x']), ('X"{x }"', ['x']), ('X"{  y + 1  }"', ['  y + 1']), ('X"{(lambda: 5)()}"', ['(lambda: 5)()']),
    ('X"{ {1: 2}[1] }"', [' {1: 2}[1]']), ('X"{x, y}"', ['x, y']), ('X"{*range(y),}"', ['*range(y),']), ('X"{(y := 7)}"', ['(y := 7)']),
    ("X'''{\n x\n}'''", ['\n x']), ("X'''{x # gone\n}'''", ['x']), ('X\'\'\'{x # gone\n + "#"}\'\'\'', ['x \n + "#"']),
    ("X'''{ x # gone\n = }'''", [' x']),
]
CASES = [(text, None) for text in TEXTS] + WRITTEN
NAMES = "x, y, width, fill, number, table, d = 'text', 3, 12, '*', 3.14159, {'a b': 1}, dict(a=[1])\n"

WRONG = [
    "X'", "X'''", "X'''abc\n", "X'{'", "X'{a'", "X'{a!'", "X'}'", "X'a}b'", "X'{}'", "X'{ }'", "X'{=x}'", "X'{!x}'", "X'{:x}'", "X'{x;y}'", "X'{x=y}'",
    "X'{x!s!}'", "X'{x!s:'", "X'{x!}'", "X'{x=!}'", "X'{x!z}'", "X'{x!ss}'", "X'{x!1}'", "X'{lambda:1}'", "X'{lambda x:1}'", "X'{x:{;}}'",
    "X'{a b}'", "X'{a + }'", "X'{)}'", "X'{a[}'", "X'{(a}'", "X'{a.}'", "X'{*}'", "X'{**a}'", "X'{x:{y:{z:{w}}}}'", "X'{x:{'", "X'{a:{b}'", "X'{1:}}'",
    "X'{f\"{x!z}\"}'", "f'{X\"{x!z}\"}'", "X'{yield}'", "X'{await x}'", "X'{x' + 'y}'", "X'{a $ b}'", "X'{\\}'", "del X'{x}'",
    "X'{x}' = 1", "X'{x}' += 1", "for X'' in y: pass", "(X'{x}' for x in y) = 1", "X'{x}' X'{'", "x = X'{y z}'", "f(X'a'=1)",
    "with a as X'x': pass", "import X'a'", "match x:\n case X'a': pass", "match x:\n case {X'a': 1}: pass", "X'{print x}'", "X'{a = b = c}'", "X'{a := 1}'",
    "(\nX'{a\n", "X'{a:}}'", "X'{\n'", "X'{a' 'b}'", "X\"{a!r:^{width}.{precision}}}\"", "X'{{}'", "X'{a}}'", "X'{ a b c }'", "X'{x!r }'", "X'{x !r}'", "X'{x:{y}!r}'",
]

SHOW = """
import json, sys
def parts(strings, interpolations): print(json.dumps([list(strings), interpolations]))
"""

REAL = """
import ast
def show(source):
    node = ast.parse(source, mode="eval").body
    if isinstance(node, ast.Constant):
        node = ast.JoinedStr([node])
    strings, found, last = [], [], False
    for value in node.values:
        if isinstance(value, ast.Constant):
            strings.append(value.value)
            last = True
            continue
        if not last:
            strings.append("")
        last = False
        of = lambda e: eval(compile(ast.fix_missing_locations(ast.Expression(e)), "", "eval"), globals())
        found.append([repr(of(value.value)), ast.get_source_segment(source, value.value), chr(value.conversion) if value.conversion > 0 else None,
                      of(value.format_spec) if value.format_spec else ""])
    if not last:
        strings.append("")
    parts(strings, found)
    print(json.dumps(eval(source)))
"""

OURS = """
from string.templatelib import Interpolation, convert
def show(source):
    t = eval(source)
    parts(t.strings, [[repr(i.value), i.expression, i.conversion, i.format_spec] for i in t.interpolations])
    print(json.dumps("".join(p if isinstance(p, str) else format(convert(p.value, p.conversion), p.format_spec) for p in t)))
"""

ERRORS = """
def tell(source):
    try:
        compile(source, "text", "exec")
    except SyntaxError as e:
        print(json.dumps([e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text]))
    else:
        print("null")
"""


def told(case, letter, line):
    """What is told of the text with one letter, as it would be of an f-string; of the source only whether its line is shown."""
    error = json.loads(line)
    if error:
        shown = case.replace("X", letter).split("\n")[(error[1] or 1) - 1]
        error[0] = error[0].replace("t-string", "f-string") if letter == "t" else error[0]
        error[5] = error[5] if error[5] is None else error[5].rstrip("\n") == shown
    return error


def main():
    driver = sys.argv[1]
    real = [python for python, minor in find_pairs() if version_of(python) >= (3, 13)]
    if not real:
        return SKIP
    wrong = compared = 0
    with tempfile.TemporaryDirectory() as folder:
        def lines(letter):
            program = SHOW + NAMES + (REAL if letter == "f" else OURS) + ERRORS
            program += "".join("show(%r)\n" % case[0].replace("X", letter) for case in CASES)
            program += "".join("tell(%r)\n" % case.replace("X", letter) for case in WRONG)
            path = pathlib.Path(folder, letter + ".py")
            path.write_text(program)
            done = run_real(real[0], path) if letter == "f" else run([driver, 14, path])
            assert done.returncode == 0, (letter, done.stderr.decode()[-2000:])
            return done.stdout.decode().splitlines()
        expected, got = lines("f"), lines("t")
        assert len(expected) == len(got) == 2 * len(CASES) + len(WRONG), (len(expected), len(got))
        for i, case in enumerate(CASES):
            strings, interpolations = json.loads(expected[2 * i])
            if case[1]:
                for interpolation, written in zip(interpolations, case[1]):
                    interpolation[1] = written
            for e, g in (([strings, interpolations], json.loads(got[2 * i])), (expected[2 * i + 1], got[2 * i + 1])):
                compared += 1
                if e != g:
                    wrong += 1
                    print("%s\n  %s says %s\n  heapd says %s" % (case[0], name_of(real[0]), e, g))
        for i, case in enumerate(WRONG):
            e, g = told(case, "f", expected[2 * len(CASES) + i]), told(case, "t", got[2 * len(CASES) + i])
            compared += 1
            if e != g:
                wrong += 1
                print("%r\n  %s says %s\n  heapd says %s" % (case, name_of(real[0]), e, g))
    done = run([driver, 14, HERE / "behaviour.py"])
    if done.returncode or done.stdout != b"as PEP 750 says\n":
        wrong += 1
        print(done.stdout.decode() + done.stderr.decode())
    print("%d compared, %d differ" % (compared, wrong))
    return 1 if wrong else 0


sys.exit(main())
