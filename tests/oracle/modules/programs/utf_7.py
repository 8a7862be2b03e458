"""UTF-7: what is encoded how, and what cannot be decoded."""
import codecs, random, sys

def told(f, *args):
    try:
        print(ascii(f(*args)))
    except UnicodeError as e:
        print(type(e).__name__, e.encoding, e.start, e.end, e.reason)
    except Exception as e:
        print(type(e).__name__, e)

for c in range(0x101):
    print(c, chr(c).encode("utf-7"), ascii(bytes([c]).decode("utf-7", "replace")))
for text in ("", "a", "hello", "A\u2262\u0391.", "\u2262-", "\u2262a", "\u2262+", "+", "++", "a+b", "\U0001f600", "\U0001f600\U0001f601x", "\ud800", "\udc00a", "\ud800\udc00", "\u0400\u0401 \u0402",
             "\xe9~\\", "~", "\\", "\0", "\x7f", "Hi Mom -\u263a-!", "\u65e5\u672c\u8a9e", "Item 3 is \xa31.", "\t\n\r\f", "\xe9\0\n"):
    coded = text.encode("utf-7")
    print(ascii(text), coded, ascii(coded.decode("utf-7", "replace")), sys.getsizeof(coded))
for data in (b"+", b"+-", b"+--", b"+A", b"+AA", b"+AAA", b"+AAAA", b"+AAA-", b"+AAB-", b"+AGE", b"+AGE-", b"+AGF-b", b"+AGE!", b"+!", b"+\xff", b"\xff", b"a\xffb", b"+AGE\xff", b"+A-", b"+AA-", b"+2D3eAA-", b"+2D0-", b"+2D0",
             b"+2D0\xff", b"+2D0!", b"+2D0AYQ-", b"+2D3YPd4A-", b"+3gA-", b"+AGEAYQBi-c", b"+ImIDkQ.", b"+ImIDkQ-", b"a+b", b"+@", b"+2AHab9ze", b"+2AEAYQ", b"+ \xff", b"~\\", b"\0\x7f", b"+////-", b"+2DTdHtg03R4-"):
    for errors in "strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "none such":
        told(lambda: data.decode("utf-7", errors))
for name in "utf_7", "UTF-7", "u7", "unicode-1-1-utf-7", "utf7", "utf 7":
    told("\xe9".encode, name)
told(codecs.encode, "\xe9", "utf-7")
told(codecs.decode, b"+AOk-", "utf-7")
told(str, b"+AOk-", "utf-7")
told(bytes, "\xe9", "utf-7")
told(bytearray, "\xe9", "utf-7", "none such")
random.seed(7)
for i in range(300):
    text = "".join(chr(random.choice((random.randrange(128), random.randrange(0x3000), random.randrange(0x110000)))) for _ in range(random.randrange(12)))
    told(text.encode, "utf-7")
    data = bytes(random.choice(b"+-AGEYQBi2D3e/0\xff !") for _ in range(random.randrange(14)))
    told(data.decode, "utf-7")
    told(data.decode, "utf-7", "replace")
print(len(("\u0400" * 70001).encode("utf-7")), (("\u0400" * 70001).encode("utf-7")).decode("utf-7") == "\u0400" * 70001, ("a\u0400" * 70001).encode("utf-7").decode("utf-7") == "a\u0400" * 70001)
