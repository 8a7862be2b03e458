for source in '"日本語"; é = + * 3', '"日本語"; f(é=1, 2)', '"日本語"; é = (1,\n2', '"日本語"; return é', '"日本語"; é €':
    try:
        compile(source, "f.py", "exec")
    except SyntaxError as e:
        print(e, e.offset, e.end_offset, e.end_lineno, e.text)
exec("""
"日本語"; def é(é, é): pass
""")
