"""Characters of ASCII that are no token."""
for code in (*range(1, 9), *range(14, 32), 127):
    for source in ("x = %s", "def f(%s): pass\n", "%s", "x = 1 %s 2\ny = 1"):
        try:
            compile(source % chr(code), "program.py", "exec")
            print(repr(source), code, "compiles")
        except SyntaxError as e:
            print(repr(source), code, e.msg, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset)
