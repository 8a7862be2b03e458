# Where a SyntaxError in the field of an f-string is, and which text it has. As of 3.11.7.
FIELDS = ["1abc", "0x", "1__0", "01", "1_", "0o8", "0b2", "1e", "x + 1abc", "a b", "a $ b", "\n1abc", "(\n0x)", "x:{1abc}", "x:{01}", "a\n b", "y:{a\n b}",
          "\na b", "  \n\n a b", "(\n1 = 2)", "(x +\n a b)", "x +\n a b", "a\n\n    b", "\n            a b", "'abc'\n0x"]
PLACES = ["f'''{%s}'''\n", "x = f'''{%s}'''\n", "x = (1,\n  f'''{%s}''')\n", "x = f'''\n   {%s}'''", "if 1:\n    x = 'a' f'''b{%s}'''\n", "f'''ü{y}{%s}c'''", "x = 1 + \\\n  f'''{%s}'''\n",
          "f'''{%s}''' + (\n"]
for place in PLACES:
    for field in FIELDS:
        for mode in "exec", "eval":
            try: compile(place % field, "<text>", mode)
            except SyntaxError as e: print(repr(place % field), mode, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
