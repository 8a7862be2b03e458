"""What stands right behind a number: ASCII letters are part of it, wrongly; other characters are tokens of their own."""
import warnings

warnings.simplefilter("ignore")
for number in ("0xf", "0o7", "0b1", "9", "0", "1.", "1e3", "1j", "0x", "1_", "1e"):
    for tail in ("\u20447", "\xe9", "x", "is x", "_", "\u0663", "\u200b", "\u20ac", "\u2167", "or x", "spam", "$", "\xe9 = 1", "\u4e00and 1"):
        try:
            compile(number + tail, "<number>", "exec")
            print(number, ascii(tail), "fine")
        except SyntaxError as e:
            print(number, ascii(tail), e.msg, e.offset, e.end_offset)

# A keyword may stand there, but is warned of, before what the compiler warns of.
for number in ("0xf", "0o7", "0b1", "9", "0", "1.", "1e3", "1j"):
    for action in ("always", "error"):
        for tail in ("is x", "and x", "if x else 1", "in x", "not in x", "\nor x"):
            with warnings.catch_warnings(record=True) as seen:
                warnings.simplefilter(action)
                try:
                    compile(f"({number}{tail})", "<number>", "eval")
                    print(number, ascii(tail), [(str(w.message), w.category.__name__, w.lineno) for w in seen])
                except SyntaxError as e:
                    print(number, ascii(tail), action, e.msg, e.offset, e.end_offset)
