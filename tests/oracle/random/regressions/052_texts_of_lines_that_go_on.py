# The text that a SyntaxError has of lines that go on in the next: as much as is kept of what has been read, which depends on how far. As of 3.11.7. In 3.14 too,
# of which the last line is told alone, and no column is more than one behind it.
import sys
def told(e):
    if sys.version_info < (3, 13) or not e.text: return e.offset, e.text
    last = e.text.splitlines(True)[-1]
    return min(e.offset, len(last) + 1), last
ERRORS = ["1abc", "0x", "1__0", "01", "'abc", "a b", "a = = 1", "x ? y", "f(a for", "(", ")", "f(a=1, 2)", "1 = 2", "del f()", "a $ b", "b'\\x1'", "'\\N{foo}'",
          "a\\ b", "None = 1", "*a", "x := 1", "if x = 1: pass", "class A(: pass", "exec 'a'", "[x for x in 1, 2]", "{**a for a in b}", "f(**a, *b)",
          "x = (yield) = 1", "1if 2 else3", "'a' b'c'", "@", "a = 5 6", "(a, b", "{a: b", "[a", "(a]", "'\\u12'"]
PLACES = ["%s\n", "a = 1\n%s\n", "x = (1,\n  2,\n  %s)\n", "x = 1 + \\\n  2 + \\\n %s\n", "(\n\n%s\n)\n", "if a:\n    b\n    %s\n    c\n", "\\\n%s\n", "x = 1 # \\\n%s\n",
          "f(a,\n  # comment \\\n  %s,\n  b)\n", "x = [\n  'é', 'ü',\n  %s,\n 3]\n", "def f():\n  return (1 +\n   %s\n  )\n", "\\\n\\\n%s\n", "if 1:\n  \\\n  %s\n"]
for place in PLACES:
    for error in ERRORS:
        for mode in "exec", "eval":
            try: compile(place % error, "<text>", mode)
            except SyntaxError as e: print(repr(place % error), mode, e.msg, e.lineno, told(e), e.end_lineno, e.end_offset)
