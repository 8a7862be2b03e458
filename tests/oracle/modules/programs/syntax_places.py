# Where errors in f-strings and the arguments of classes are, and which line is told of them.
SOURCES = ["class A(x for x in y): pass", "class A(a, x for x in y): pass", "class A(x for x in y, z): pass", "class A(*a for a in b): pass", "class A((x for x in y), b): pass",
           "f'{a b}'", "x = f'abc {d e} f'", "f'{*a}'", "f'{a:{b c}}'", "f'{lambda x: 1}'", "f'{1+}'", "f'{a $ b}'", "(f'a'\n f'{b c}')", "f'{x = 5 6}'",
           "f'{f(a for a in b, c)}'", "f'{a[1 2]}'", "f'{None = 1}'", "f'{  a b}'", "f'{print x}'", "f'{1:}' f'{2 3}'", "f'{a, b c}'", "f'é{b c}é'",
           "f'{x for x in y z}'", "if 1:\n  f'{x y}'", "f'{a!r:{b c}}'", "f'{(a b)}'", "f'{a} {b} {c d} {e f}'"]
for source in SOURCES:
    for mode in ("exec",) if "=" in source else ("exec", "eval"):
        try:
            compile(source, "<source>", mode)
            print(source, "is good")
        except SyntaxError as e:
            print(ascii(source), mode, e.msg, e.lineno, e.offset, ascii(e.text), e.end_lineno, e.end_offset)
