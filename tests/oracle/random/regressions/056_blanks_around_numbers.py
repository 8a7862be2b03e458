# Separators of text are no blanks around a number; what is beyond ASCII may be one.
for blank in "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2003":
    for kind in int, float, complex:
        for text in blank + "12", "12" + blank, blank + "1\u0662":
            try:
                print(ascii(text), kind.__name__, kind(text))
            except ValueError as e:
                print(ascii(text), kind.__name__, ascii(str(e)))
