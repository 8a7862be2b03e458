"""\\N{...} in bytes that are decoded as unicode_escape."""
import codecs
def told(f):
    try: print(ascii(f()))
    except Exception as e: print(type(e).__name__, e)
for b in (b"\\N{BULLET}", b"a\\N{bullet}b", b"\\N{LATIN SMALL LETTER A}\\x41", b"\\N{", b"\\N{foo}xx", b"\\N", b"\\N{}", b"\\N{}x", b"\\NB", b"\\N{foo", b"\\N{KATAKANA LETTER AINU P}", b"\\N{GREEK SMALL LETTER FINAL SIGMA", b"\\N{SPACE}}", b"\\N{CJK UNIFIED IDEOGRAPH-4E00}", b"\\N{HANGUL SYLLABLE GA}", b"\\N{SNOWMAN}\\N{foo}\\N{SNOWMAN}", b"\\N{\xe9}", b"\\N{" + b"A"*300 + b"}", b"x\\"):
    for errors in "strict", "ignore", "replace", "backslashreplace":
        told(lambda: b.decode("unicode_escape", errors))
    told(lambda: codecs.decode(b, "unicode_escape"))
told(lambda: codecs.decode("\\N{BULLET}\xe9", "unicode_escape"))
told(lambda: b"\\N{BULLET}".decode("raw_unicode_escape"))
told(lambda: "\u2022".encode("unicode_escape"))
told(lambda: "\u2022a".encode("ascii", "namereplace"))
told(lambda: codecs.decode("\\u2022\xe9", "raw_unicode_escape"))
told(lambda: b"\\N{SPACE\0}".decode("unicode_escape"))
