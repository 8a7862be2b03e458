# What compile() takes in mode "single", and how texts that end without a line feed are told of in each mode. As of 3.11.7. In 3.14 too,
# where of lines that are joined the last one is told alone.
import sys
import warnings
warnings.simplefilter("ignore")
TEXTS = ['if 1: pass', 'if 1: pass\n', 'if 1: pass\n\n', 'if 1:\n  pass', 'if 1:\n  pass\n', 'if 1:\n  pass\n\n', 'x', 'x\n', 'x\ny', 'x\ny\n', 'x; y',
         'x; y\n', 'x;\ny', '', '\n', '# a', '# a\n', '  ', 'x # a\n# b\n', 'x # a\ny', 'def f(): pass', 'def f(): pass\n', 'def f():\n  return 1',
         'class A: x = 1', 'class A: x = 1\n', 'for x in y: pass', 'while 0: pass\nelse: pass', 'while 0: pass\nelse: pass\n', 'try: pass\nfinally: pass',
         'try: pass\nfinally: pass\n', 'try:\n  pass\nfinally: pass', 'try:\n  pass\nfinally:\n  pass', 'with a: pass', 'if 1: pass\nx = 1',
         'if 1: pass\nx = 1\n', 'if 1:\n  pass\nx = 1\n', '@d\ndef f(): pass', '@d\ndef f(): pass\n', 'async def f(): pass', 'async def f(): pass\n', 'x y',
         '1 +', '1 +\n', '(1', '(1\n', '(1,\n2', '(1,\n2 3', "'abc", "'''abc", 'x = \\', 'x = \\\n', 'x \\ y', 'if 1', 'if 1\n', 'if 1:', 'if 1:\n',
         'for x in y', 'for x in y\n', 'import', 'import\n', 'def f(', 'def f()', 'class A', 'from x', 'return', 'return\n', 'x = 1\nbreak\n(', 'x\n(',
         'x\n  y', '  x', '  x\n', "x\n'abc", 'x\n$', 'x; y z', 'x; y z\n', 'f(a b)', 'f(a b)\n', 'else: pass', 'if 1: pass\nelse', 'if 1: pass\nelse:',
         'if 1: pass\nelse: pass', 'if 1: pass\nelif 2: pass', 'if 1: pass\nelif 2', 'if 1:\n  x\n y', 'if 1:\n  x\n    y', '\n\nx', '\n\nif 1: pass',
         '\nx\n\n\n# a', 'x\n\n\ny', 'match x:\n case 1: pass', 'match x:\n case 1: pass\n', 'try: pass', 'try: pass\n', 'try:\n  pass', '@d', '@d\n',
         '@d\nx', 'x = )', '{1: 2, 3}', 'print 1', 'a = 1 = 2', "f'{a", "f'{a b}'", 'x\n\t', 'if 1: pass\n\t', 'if 1: pass\n# a', 'if 1: pass\n  # a\n',
         'if 1: pass # a', 'if 1: x; y', 'if 1: x; y\n', 'if 1: x;', 'if 1: x\ny', 'pass;', 'pass;\n', 'lambda', 'x if y', 'x if y\n', '[a for b in c',
         '[a b]', 'assert', 'del 1', 'del', 'del\n', 'global', 'nonlocal x', '*a', 'x:', 'x: int = ', 'a := 1', 'yield', 'x = (yield)', 'é = (1\n', 'é x',
         "x = '\\N{bogus}'", "x = '\\x4'\n", '1a', '0777', 'x\r\ny', 'x\r\n', 'if 1: pass\r\n', 'if 1: pass\r', 'x\x0c', 'x\x00y', 'if 1: pass\n\t\n',
         'def f():\n\tif x: y\n', 'def f():\n\tif x: y', 'x = (1 + \\', '\\', 'x\\\ny', 'if 1:\n  x\n\n y\n', "'a' 'b", 'é', 'if é', 'for é in x',
         'import é as', 'try:\n  é', 'def é()', 'from x import (', 'x = [1,\n2 3]', '@d\nclass A: pass', 'with a: pass\n#', '#', ' # a', 'x #', 'if x: y #',
         'if x: y #\n', 'f(**x, *y)', 'f(**x, *y)\n', 'import a, b from c', 'for 1 in x', 'else', 'try', 'try:', 'finally', 'x =']
def told(e):
    if sys.version_info < (3, 13) or not e.text: return e.args, e.text
    last = e.text.splitlines(True)[-1]
    return (e.args[0], e.args[1][:3] + (last,) + e.args[1][4:]), last
for s in TEXTS:
  for mode in ("single", "eval", "exec"):
    try: code = compile(s, "<s>", mode); print(repr(s), mode, "is one", code.co_names)
    except SyntaxError as e: print(repr(s), mode, type(e).__name__, *told(e), e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e: print(repr(s), mode, type(e).__name__, e.args)
