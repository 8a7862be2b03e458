"""Codecs: what they make of texts and bytes, well-formed or not, with every handler of errors."""
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
for b in [b"a", b"a\0b", b"\0\xd8", b"\0\xd8a", b"\0\xd8a\0b\0", b"\0\xdcb\0", b"\xff\xfea\0", b"\xfe\xff\0a", b"\xfe\xff\0a\xd8\0", b"\0\xd8\0\xd8\0\xdc", b"", b"\xff\xfe", b"\xd8\0\xdc\0", b"\0\xd8\xff\xdf",b"\xff\xfe\0\xd8"]:
    for e in ["utf-16","utf-16-le","utf-16-be","UTF16","u16", "utf_16_be", "utf-8-sig"]:
        for h in ["strict","replace","ignore","backslashreplace","surrogateescape","surrogatepass"]:
            t(lambda: b.decode(e,h))
for b in [b"a", b"a\0\0\0", b"\0\0\0a", b"\0\xd8\0\0a\0\0\0", b"\0\0\x11\0", b"\0\x11\0\0", b"\xff\xfe\0\0a\0\0\0", b"\0\0\xfe\xff\0\0\0a", b"a\0\0\0bc", b"\0\0\xd8\0\0\0\0"]:
    for e in ["utf-32","utf-32-le","utf-32-be","U32"]:
        for h in ["strict","replace","ignore","backslashreplace","surrogateescape","surrogatepass"]:
            t(lambda: b.decode(e,h))
for s in ["", "a", "\xe9", "\u20ac", "\U0001f600", "\ud800", "a\udc80b", "\ud800\udc00x", "\udc80\ud800","\udc80\udc81"]:
    for e in ["utf-16","utf-16-le","utf-16-be","utf-32","utf-32-le","utf-32-be", "utf-8-sig","utf-8","ascii","latin-1","u8","utf8","UTF 8","latin1","iso_8859-1","L1", "ISO-8859-1","us-ascii","cp819","utf_16le","utf-16LE","utf32","cp65001", "csascii"]:
        for h in ["strict","replace","ignore","backslashreplace","surrogateescape","surrogatepass","xmlcharrefreplace"]:
            t(lambda: s.encode(e,h))
t(lambda: "a".encode("utf-16x"))
t(lambda: "\ud800".encode("utf-16", "nosuch"))
t(lambda: b"a".decode("utf-16", "nosuch"))
t(lambda: "a".encode("utf-16", "nosuch"))
for b in [b"\xef\xbb\xbfabc", b"\xef\xbb", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xff", b"abc\xff"]:
    t(lambda: b.decode("utf-8-sig")); t(lambda: b.decode("utf_8_sig", "replace"))
t(lambda: "".encode("utf-8-sig"))
t(lambda: "aé€😀\n\t\\'\x01".encode("unicode_escape"))
t(lambda: "aé€😀\n\t\\'\x01\\u".encode("raw_unicode_escape"))
for b in [rb"a\n\t\x41\u20ac\U0001f600\101\\ \'\"\a\b\f\v\r", b"\\x4", b"\\u12", b"\\U00110000", b"\\", b"ab\\\nc", b"\xe9", b"\\xzz", b"\\777",b"\\uD800", b"\\8", b"\\q"]:
    for e in ["unicode_escape", "raw-unicode-escape"]:
        for h in ["strict","replace","ignore","backslashreplace"]:
            t(lambda: b.decode(e,h))
