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
