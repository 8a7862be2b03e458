"""recorded.py DRIVER: what SyntaxErrors of 3.14 tell, beside what CPython 3.14.7 was recorded to say.

The programs of UNCAUGHT end in one: what is printed then, and what traceback makes of the same error, with keywords that may be misspelt. METADATA
are what the exceptions tell of the parse, PLACED are the arguments of exceptions that 3.13 makes otherwise.
"""
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from pairs import run  # noqa: E402


def told(line, text, column, width, message):
    return '  File "<string>", line %d\n    %s\n    %s%s\nSyntaxError: %s\n' % (line, text, " " * column, "^" * width, message)


def meant(line, text, column, width, keyword):
    return told(line, text, column, width, "invalid syntax. Did you mean '%s'?" % keyword)


UNCAUGHT = [
    ("whille x: pass", meant(1, "whille x: pass", 0, 6, "while")),
    ("x = 1\nwhille x:", meant(2, "whille x:", 0, 6, "while")),
    ("def f():\n  retrun 1", meant(2, "retrun 1", 0, 6, "return")),
    ("from os improt path", meant(1, "from os improt path", 8, 6, "import")),
    ("for x inn y: pass", meant(1, "for x inn y: pass", 6, 3, "in")),
    ("if x:\n    pass\nelsee:\n    pass", meant(3, "elsee:", 0, 5, "else")),
    ("x = 1 iff y else 2", meant(1, "x = 1 iff y else 2", 6, 3, "if")),
    ("a = b c", told(1, "a = b c", 6, 1, "invalid syntax")),
    ("class A:\n  deff f(self):", meant(2, "deff f(self):", 0, 4, "def")),
    ("Whille x: pass", meant(1, "Whille x: pass", 0, 6, "while")),
    ("tru: pass", meant(1, "tru: pass", 0, 3, "try")),
    ("yiel x", meant(1, "yiel x", 0, 4, "del")),
    ("x = Nonee 1", told(1, "x = Nonee 1", 10, 1, "invalid syntax")),
    ("whille (x:", told(1, "whille (x:", 9, 1, "invalid syntax")),
    ('f"{a}" ; whille x: pass', told(1, 'f"{a}" ; whille x: pass', 16, 1, "invalid syntax")),
    ("a b c d e f g h i j k l whille x: pass", told(1, "a b c d e f g h i j k l whille x: pass", 2, 1, "invalid syntax")),
    ("x = (1,\n2 3)", told(2, "2 3)", 0, 3, "invalid syntax. Perhaps you forgot a comma?")),
    ("ｗhille x: pass", meant(1, "ｗhille x: pass", 0, 6, "while")),
    ('x = f"{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}" foor y', told(1, 'x = f"{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}" foor y', 38, 4, "invalid syntax")),
    ('x = f"{a!r:>{b}}{c}{d}{e}{f}{g}{h}" foor y', told(1, 'x = f"{a!r:>{b}}{c}{d}{e}{f}{g}{h}" foor y', 36, 4, "invalid syntax")),
    ('x = f"{a!r:>{b}}{c}{d}{e}{f}{g}" foor y', meant(1, 'x = f"{a!r:>{b}}{c}{d}{e}{f}{g}" foor y', 33, 4, "or")),
    ('x = f"""{a}\n{b}{c}{f"""{d}\n{e}"""}{f}{g}{h}{i}""" foor y', told(3, '{e}"""}{f}{g}{h}{i}""" foor y', 23, 4, "invalid syntax")),
    ('exec("x=1\\nimprot os")', 'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\n    exec("x=1\\nimprot os")\n'
                                "    ~~~~^^^^^^^^^^^^^^^^^^\n" + meant(2, "improt os", 0, 6, "import")),
]

METADATA = r'''
import traceback
def meta(f, *a):
    try:
        f(*a)
    except SyntaxError as e:
        return e._metadata
print(meta(eval, '1 +* 2\n'))
print(meta(eval, '  1 +* 2'))
print(meta(eval, '1 2'))
print(meta(exec, 'x = 1 +* 2\r\ny'))
print(meta(exec, 'x = "abc'))
print(meta(exec, 'match x:\n case a: pass\n case 1: pass'))
print(meta(exec, 'return 1'))
print(meta(compile, 'x = (1,\n2 3)', 'f', 'exec'))
print(meta(compile, '1 2', 'f', 'eval'))
print(meta(exec, 'def f():\n  global x\n  x = 1\n  nonlocal y'))
e = SyntaxError('m', ('f', 1, 1, 't', 1, 2, (0, 0, 'src')))
print(e._metadata, e.args)
print(SyntaxError('m')._metadata)
e = SyntaxError('invalid syntax', ('f', 1, 8, 'whille x: pass\n', 1, 9, (0, 0, 'whille x: pass\n')))
print(''.join(traceback.format_exception_only(e)), end='')
e = SyntaxError('invalid syntax', ('f', 1, 8, 'whille x: pass\n', 1, 9))
print(''.join(traceback.format_exception_only(e)), end='')
try:
    raise SyntaxError('invalid syntax', ('<x>', 1, 8, 'whille x: pass\n', 1, 9, (0, 0, None)))
except SyntaxError as e:
    print(''.join(traceback.format_exception_only(e)), end='')
'''
TOLD_METADATA = r"""(0, 0, '1 +* 2\n')
(0, 0, '1 +* 2')
(0, 0, '1 2')
(0, 0, 'x = 1 +* 2\ny\n')
(0, 0, 'x = "abc\n')
None
None
(0, 0, 'x = (1,\n2 3)\n')
(0, 0, '1 2')
None
(0, 0, 'src') ('m', ('f', 1, 1, 't', 1, 2, (0, 0, 'src')))
None
  File "f", line 1
    whille x: pass
    ^^^^^^
SyntaxError: invalid syntax. Did you mean 'while'?
  File "f", line 1
    whille x: pass
           ^
SyntaxError: invalid syntax
  File "<x>", line 1
    whille x: pass
    ^^^^^^
SyntaxError: invalid syntax. Did you mean 'while'?
"""

# What follows from the grammar and from Lib/traceback.py, and was not recorded: functions are no statements that a search begins at, other compound
# ones are, unless one of their own is below where they begin; 1024 characters are looked at; what passes already is not looked at.
BEGUN = r'''
def told(source):
    try:
        compile(source, "<s>", "exec")
    except SyntaxError as e:
        lines = traceback.format_exception_only(e)
        return e._metadata[:2], [line for line in lines if "Error" in line][0].rstrip()
import traceback
long = "x = 1\n" * 200
for source in ("if x:\n    pass\nimpot os\n", long + "impot os\n", long + "if x:\n    pass\nimpot os\n", long + "def f():\n    pass\nimpot os\n",
               long + "if x:\n    impot os\n", "for x in y: pass\nelso: pass", "if x:\n  if y: pass\nimpot os", "class A:\n  if y: pass\n\n  impot os",
               "def f():\n  if x: pass\nimpot os", "@d\nclass A: pass\nimpot os", "async def f(): pass\nimpot os", "if x: pass\ny = 'abc",
               "while x: pass\nif y: pass\nif z\n  pass", "match x:\n  case 1: pass\nimpot os"):
    print(repr(source.replace(long, '...')), *told(source))
class Told(SyntaxError): pass
for given in ((0, 0, 5), 5, (1, 2), ("a", 0, "whille x: pass"), (0, 0, "x = 1")):
    print(traceback.format_exception_only(Told("invalid syntax", ("f", 1, 8, "whille x: pass\n", 1, 9, given)))[-1], end="")
one = traceback.TracebackException.from_exception(SyntaxError("invalid syntax", ("f", 3, 8, "whille x: pass\n", 3, 9, (2, 0, "\n  y\n  whille x: pass\n"))))
print(one.msg, one.lineno, one.offset, one.end_offset)
print(*one.format_exception_only(), end="")
print(one.msg, one.lineno, one.end_lineno, one.offset, one.end_offset, repr(one.text))
'''
TOLD_BEGUN = r"""'if x:\n    pass\nimpot os\n' (1, 0) SyntaxError: invalid syntax. Did you mean 'import'?
'...impot os\n' (0, 0) SyntaxError: invalid syntax
'...if x:\n    pass\nimpot os\n' (201, 0) SyntaxError: invalid syntax. Did you mean 'import'?
'...def f():\n    pass\nimpot os\n' (0, 0) SyntaxError: invalid syntax
'...if x:\n    impot os\n' (0, 0) SyntaxError: invalid syntax
'for x in y: pass\nelso: pass' (1, 0) SyntaxError: invalid syntax. Did you mean 'else'?
'if x:\n  if y: pass\nimpot os' (2, 2) SyntaxError: invalid syntax
'class A:\n  if y: pass\n\n  impot os' (2, 2) SyntaxError: invalid syntax. Did you mean 'import'?
'def f():\n  if x: pass\nimpot os' (2, 2) SyntaxError: invalid syntax
'@d\nclass A: pass\nimpot os' (2, 0) SyntaxError: invalid syntax. Did you mean 'import'?
'async def f(): pass\nimpot os' (0, 0) SyntaxError: invalid syntax. Did you mean 'import'?
"if x: pass\ny = 'abc" (0, 0) SyntaxError: unterminated string literal (detected at line 2)
'while x: pass\nif y: pass\nif z\n  pass' (2, 0) SyntaxError: expected ':'
'match x:\n  case 1: pass\nimpot os' (1, 0) SyntaxError: invalid syntax. Did you mean 'import'?
Told: invalid syntax
Told: invalid syntax
Told: invalid syntax
Told: invalid syntax
Told: invalid syntax
invalid syntax 3 8 9
  File "f", line 3
     whille x: pass
     ^^^^^^
 SyntaxError: invalid syntax. Did you mean 'while'?
invalid syntax. Did you mean 'while'? 2 2 1 7 'whille x: pass'
"""

PLACED = [
    ("x = 1 + \\\n2 + \\", ("unexpected EOF while parsing", ("s", 2, 6, "2 + \\\n", 2, -1))),
    ("x = 1 + \\\n\n", ("invalid syntax", ("s", 2, 1, "\n", 2, 2))),
    ("1 +", ("invalid syntax", ("s", 1, 4, "1 +\n", 1, 5))),
    ("def f(*): pass", ("named arguments must follow bare *", ("s", 1, 7, "def f(*): pass\n", 1, 8))),
    ("lambda *: 1", ("named arguments must follow bare *", ("s", 1, 9, "lambda *: 1\n", 1, 10))),
    ("def f(a, a): pass", ("duplicate argument 'a' in function definition",)),
    ("lambda x, x: 1", ("duplicate argument 'x' in function definition",)),
    ("def f(*a, *b): pass", ("* argument may appear only once", ("s", 1, 11, "def f(*a, *b): pass\n", 1, 12))),
    ("def f(**k, a): pass", ("arguments cannot follow var-keyword argument", ("s", 1, 12, "def f(**k, a): pass\n", 1, 13))),
    ("try:\n  pass\nexcept ValueError:\n  pass\nexcept* :\n  pass", ("invalid syntax", ("s", 5, 7, "except* :\n", 5, 8))),
    ("try:\n  pass\nexcept* A:\n  pass\nexcept* :\n  pass", ("expected one or more exception types", ("s", 5, 9, "except* :\n", 5, 10))),
]


def report(kind, program, expected, answered):
    if expected == answered:
        return 0
    print("%s of %r:\n--- recorded\n%s--- heapd\n%s" % (kind, program, expected, answered))
    return 1


def main():
    driver = sys.argv[1]
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "program.py")

        def ask(program, *options):
            path.write_text(program, encoding="utf-8")
            return run([driver, *options, "14", path])

        for program, expected in UNCAUGHT:
            done = ask(program, "--as", "<string>")
            wrong += report("uncaught", program, expected, done.stderr.decode())
            if expected.startswith("Traceback"):
                continue
            done = ask("import traceback\ntry: exec(%r)\nexcept SyntaxError as e: print(*traceback.format_exception_only(e), sep='', end='')" % program)
            wrong += report("traceback", program, expected, done.stdout.decode())
        wrong += report("metadata", "", TOLD_METADATA, ask(METADATA).stdout.decode())
        for program, arguments in PLACED:
            done = ask("try: compile(%r, 's', 'exec')\nexcept SyntaxError as e: print(e.args)" % program)
            wrong += report("place", program, "%r\n" % (arguments,), done.stdout.decode())
        done = ask(BEGUN)
        wrong += report("begun", "", TOLD_BEGUN, done.stdout.decode() + done.stderr.decode())
    print("%d programs, %d differ" % (len(UNCAUGHT) + len(PLACED), wrong))
    return wrong != 0


sys.exit(main())
