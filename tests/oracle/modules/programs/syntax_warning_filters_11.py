import warnings

SOURCES = ["x is 5", "5()", "assert (1, 2)", "'a\\d'", "f'\\d{5}\\w'", "'''a\n\n\\d\n'''", "'\\é'", "rb'\\d'", "r'\\d'", "'\\777'", "'\\377'", "b'\\400'",
           "x = 1\n'a\\d' 'b' \\\n'\\w'\n5()", "if 1:\n    s = 'abc\\y'", "def f():\n    '''doc \\s'''\n", "[1]['a']\n1[2]", "x is 5\n)", "'\\d' )", "'\\d'\nreturn", "x is 1; return",
           "é = '\\d'", "('ä',\n'ö' '\\é')", "f'\\{5}'", "f'{5:\\d}'"]
for action in "always", "default", "once", "ignore", "error":
    for source in SOURCES:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter(action)
            try:
                compile(source, "some/file.py", "exec")
            except SyntaxError as e:
                print(action, repr(source), type(e).__name__, e, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset)
        for w in caught:
            print(action, repr(source), w.category.__name__, w.message, w.filename, w.lineno)
with warnings.catch_warnings():
    warnings.filterwarnings("error", module="mine")
    compile("x is 5", "other.py", "exec")
    try:
        compile("x is 5", "mine.py", "exec")
    except SyntaxError as e:
        print(e)
    warnings.filterwarnings("ignore", message='"is')
    compile("x is 5", "other.py", "exec")
x is 7, -1 is x, -x is 1
while x is 8: pass
5 is x
warnings.simplefilter("error")
eval("x is 8", {"x": 1})
