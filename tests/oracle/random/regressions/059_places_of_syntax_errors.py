# Errors of symbol tables and of futures have their place in attributes alone; lines may end in \\r\\n; types of except that are not in parentheses. As of 3.11.7. In 3.14 too,
# where of lines that are joined the last one is told alone.
import sys
import warnings
warnings.simplefilter("ignore")
ERRORS = ['[i := 0 for i, j in x]', '[j for i in x if (j := 1) for j in y]', 'class C:\n  [(z := 1) for x in y]', 'class C:\n  [(x := 1) for x in y]',
          'class C:\n  [lambda: (z := 1) for x in y]', 'class C:\n  [x for x in (z := y)]', '[x for x in [(a := 1) for q in r]]',
          'x = [y for y in z for w in (q := 1)]', '{(k := 1): 2 for k in y}', '[x for x in y if (x\n := 1)]', 'def f():\n  return (await y for y in z)',
          'async def f():\n  [[x async for x in y] for z in w]', 'def f():\n  (yield\n   1)\nclass C:\n  x = (yield\n 1)', 'nonlocal x',
          'def f():\n  nonlocal y', 'def f():\n  global x\n  x = 1\n  nonlocal x', 'def f(x):\n  global x', 'def f(x):\n  nonlocal x', 'x = 1\nglobal x',
          'def f():\n  x = 1\n  global x', 'def f():\n  print(x)\n  global x', 'def f():\n  x: int\n  global x', 'def f():\n  global x\n  x: int = 1',
          'def f():\n  def g():\n    nonlocal q', 'class A:\n  def f(self):\n    nonlocal x', 'def f(): from a import *', 'class A:\n  from a import *',
          'def f():\n  class A:\n    from x import *', 'return', 'break', 'continue', 'yield', 'class A: return', 'class A: yield', 'x = (yield)',
          'class A[T: (yield)]: pass', 'type X = (yield)', 'type X = (a := 1)', 'def f[T, T](): pass', 'class A[T]:\n  nonlocal T',
          'def f[T]():\n  nonlocal T', 'global __debug__', 'match x:\n case a: pass\n case 1: pass', 'match x:\n case a, a: pass',
          'match x:\n case {"a": 1, "a": 2}: pass', 'match x:\n case A(a=1, a=2): pass', 'match x:\n case [*a, *b]: pass', 'match x:\n case a | b: pass',
          'match x:\n case (a, 1) | (b, 2): pass', 'match x:\n case _: pass\n case _: pass', 'match x:\n case (a | 1): pass', '*a = 1', 'a, *b, *c = 1', '*a',
          'x = *a', '[*a for a in b]', 'f(**a, *b)', 'try: pass\nexcept: pass\nexcept A: pass', 'try: pass\nexcept* A: break',
          'for x in y:\n try: pass\n except* A: continue', 'def f():\n try: pass\n except* A: return', 'try: pass\nexcept* A: pass\nexcept B: pass',
          'def f():\n  yield\n  return 1\nasync def g():\n  yield\n  return 1', 'async def f():\n yield from x', 'async def f(): yield 1; return 2',
          'def f(a=1, b): pass', 'x = "a\r\nb"', 'if x:\r\ny', 'x = 1 +\r\n', 'a b\r\n', 'x = 1\ry = = 2\r', '"""a\r\nb', 'f(\r\n1 2\r\n)', '\\\r\na b',
          "x = '''a\r\n''' 1", 'a\\\r\n b c']
def told(e):
    if sys.version_info < (3, 13) or not e.text or len(e.args) == 1: return e.args, e.text
    last = e.text.splitlines(True)[-1]
    return (e.args[0], e.args[1][:3] + (last,) + e.args[1][4:]), last
for s in ERRORS:
    try: compile(s, "<s>", "exec"); print(repr(s), "is none")
    except SyntaxError as e: print(repr(s), type(e).__name__, *told(e), str(e), e.msg, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, e.print_file_and_line)
