# What a SyntaxError tells of code that is compiled by a program: no expression is executed that is none.
SOURCES = ["x = = 1", "'abc", "(", "x = 1\n  y", "if 1:\nx", "return", "'''abc", "a b\n", "x\n1 = y", "0777", "nonlocal x", "$",
           "x\\ y", "", "pass", "1;2", "1\n2", "1\n\n\n", "import sys", "x: int = 5", "del x", "*a, b", "a := 5", "(a := 5)", "yield", "lambda: (yield)", "1 if\n", "raise",
           "break", "x = 5", "while 1: pass", "class A: pass", "[x for x in y", "f(x for x in y, 1)", " 1", "\n1", "#", "1 # x", "1,", "{**a}", "a\tb", "not\n"]
for source in SOURCES:
    for mode in "exec", "eval":
        for text in source, source.encode():
            try:
                compile(text, "no/such.py", mode)
            except SyntaxError as e:
                print(mode, repr(text), type(e).__name__, e.msg, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
            else:
                print(mode, repr(text), "good")
for source in "pass", "return 5", "x = 1", "1,\n", " 5", "\t[1]", "", "if 1: pass\nelse: pass":
    try:
        print(eval(source))
    except SyntaxError as e:
        print(repr(source), e, e.args)
try:
    exec("x = 1\ndef f():\n  break")
except SyntaxError as e:
    print(e, e.text)
eval("1 1")
