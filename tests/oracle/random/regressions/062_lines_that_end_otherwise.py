# Places and texts of SyntaxErrors in lines that end in \r\n, \r or \n, in each mode; characters that are not ASCII in lines that are joined. As of 3.11.7. In 3.14 too,
# where of lines that are joined the last one is told alone, and columns are counted in it.
import sys
import warnings
warnings.simplefilter("ignore")
ERRORS = ['1abc', '0x', '1__0', '01', "'abc", 'a b', 'a = = 1', 'x ? y', 'f(a for', '(', ')', 'f(a=1, 2)', '1 = 2', 'del f()', 'a $ b', "b'\\x1'",
          "'\\N{foo}'", 'a\\ b', 'None = 1', '*a', 'x := 1', 'if x = 1: pass', 'class A(: pass', "exec 'a'", '[x for x in 1, 2]', '{**a for a in b}',
          'f(**a, *b)', 'x = (yield) = 1', '1if 2 else3', "'a' b'c'", '@', 'a = 5 6', '(a, b', '{a: b', '[a', '(a]', "'\\u12'", "'''a\n", "'''a\n''' b",
          "f'{a", "f'{a b}'", "f'''{a\n b}'''", "f'''\n{a b}'''", "'a\\\nb' c", "'a\\\n", "f'{a\\\n}'", "b'é'", "b'''\né'''", 'é = = 1', "a = 'é' é", 'if x',
          'if x:', 'if x:\ny', '  y', 'return', 'for x in y', 'else: pass', 'try: pass', 'class', 'def f(', 'def f()', 'import', "'''\n\\N{foo}\n'''",
          "'''\n\n\\x1'''", '# é\na b', 'a;;b', 'x = \\', 'x \\\n\\\n y', 'x #\\\n y z', '\x0c a b', '\ta\n  b', 'if 1:\n\ta\n        b c',
          'if 1:\n        a\n\tb']
PLACES = ['%s', '%s\n', 'a = 1\n%s\n', 'x = (1,\n  2,\n  %s)\n', 'x = 1 + \\\n  2 + \\\n %s\n', '(\n\n%s\n)\n', 'if a:\n    b\n    %s\n    c\n', '\\\n%s\n',
          'x = 1 # \\\n%s\n', 'f(a,\n  # comment \\\n  %s,\n  b)\n', "x = [\n  'é', 'ü',\n  %s,\n 3]\n", 'def f():\n  return (1 +\n   %s\n  )\n',
          '\\\n\\\n%s\n', 'if 1:\n  \\\n  %s\n', "'''\n\n''', %s\nx", 'a\n\n%s\n\n\nb =']
def told(e):
    if sys.version_info < (3, 13) or not e.text: return e.offset, e.text
    last = e.text.splitlines(True)[-1]
    return min(e.offset, len(last) + 1), last
for feed in "\r\n", "\r", "\n":
  for place in PLACES:
    for error in ERRORS:
        for mode in "exec", "eval", "single":
            if sys.version_info > (3, 13) and "é" in error: continue
            s = (place % error).replace("\n", feed)
            try: compile(s, "<text>", mode)
            except SyntaxError as e: print(repr(s), mode, e.msg, e.lineno, told(e), e.end_lineno, e.end_offset)
            except Exception as e: print(repr(s), mode, e)
            else: print(repr(s), mode, "is one")
