# As 059, of what is found elsewhere, or not at all, in later versions.
import warnings
warnings.simplefilter("ignore")
ERRORS = ['[[await y for y in z] for w in v]', 'def f():\n  return [[await y for y in z] for w in v]', 'def f():\n  return {a: b async for a in c}',
          'def f():\n  return [a async for a in c\n   if 1]', 'class C:\n  [await a for a in b]', '[x async for x in y]',
          'async def f():\n  def g():\n    [x async for x in y]', 'async def f():\n  lambda: [x async for x in y]', 'def f(a, a): pass', 'lambda x, x: 1',
          'from __future__ import nope', 'from __future__ import braces', 'x = 1\nfrom __future__ import division', 'from __future__ import *',
          '"doc"\nx;from __future__ import division', 'await x', 'async with a: pass', 'async for a in b: pass', 'def f():\n  await x',
          'def f():\n async with a: pass', 'lambda: await x', 'x: (yield)', 'def f(): x: (yield) = 1', 'def f(a: (yield)): pass', 'def f() -> (y := 1): pass',
          'def f(a: (await b)): pass', 'x: (a := 1)', 'def f[T](x: (yield)): pass', '__debug__ = 1', 'def f(__debug__): pass', 'f(__debug__=1)',
          'del __debug__', 'import __debug__', 'for __debug__ in x: pass', 'x.__debug__ = 1', 'class __debug__: pass', 'def __debug__(): pass',
          'with a as __debug__: pass', 'try: pass\nexcept A as __debug__: pass', 'lambda __debug__: 1', '(__debug__ := 1)', 'match x:\n  case __debug__: pass',
          'match x:\n  case A(__debug__=1): pass', 'try: pass\nexcept A,: pass', 'try: pass\nexcept (A), B: pass', 'try: pass\nexcept A, B: pass',
          'try: pass\nexcept A, B as c: pass', 'try: pass\nexcept A.b, B: pass', 'try: pass\nexcept A, B, C: pass', 'try: pass\nexcept (A, B), C: pass',
          'try: pass\nexcept* A, B: pass', 'try: pass\nexcept A, 1: pass']
for s in ERRORS:
    try: compile(s, "<s>", "exec"); print(repr(s), "is none")
    except SyntaxError as e: print(repr(s), type(e).__name__, e.args, str(e), e.msg, e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e.print_file_and_line)
