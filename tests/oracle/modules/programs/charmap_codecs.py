NAMES = """cp037 cp437 cp500 cp850 cp852 cp866 cp1250 cp1251 cp1252 cp1253 cp1254 windows-1252 iso-8859-2 ISO_8859-5 iso8859-7 latin-2 latin2 l9 iso-8859-15 koi8-r KOI8_U
mac-roman macroman cyrillic greek 1252 ibm437 cp1026 cp720 cp875 cp1006 koi8-t mac-arabic hp-roman8 tis-620""".split()
every = bytes(range(256))
for name in NAMES:
    for errors in "strict", "replace", "ignore", "backslashreplace", "surrogateescape":
        try:
            print(name, errors, ascii(every.decode(name, errors)))
        except (UnicodeError, LookupError) as e:
            print(name, errors, type(e).__name__, e)
    for errors in "strict", "replace", "ignore", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape":
        try:
            print(name, errors, "aé€\u0416\u4e2d\U0001f600\udc80 ÿ?".encode(name, errors))
        except UnicodeError as e:
            print(name, errors, type(e).__name__, e, e.start, e.end, e.encoding, e.reason)
        except LookupError as e:
            print(name, e)
    try:
        good = every.decode(name, "ignore")
    except LookupError:
        continue
    print(good.encode(name) == bytes(b for b in every if every[b:b + 1].decode(name, "ignore")))
for text in "\x00\x1b", "é\u20ac", "\ue000x", "\ud800", "\u4e00\uac00", "\U0001f468\u200d":
    print(text.encode("ascii", "namereplace"), text.encode("latin-1", "namereplace"))
print("\N{LATIN SMALL LETTER E WITH ACUTE}\N{snowman}\N{HANGUL SYLLABLE GA}\N{CJK UNIFIED IDEOGRAPH-4E2D}\N{GRINNING FACE}")
print(str(b"\xe4", "cp1252"), bytes("ä", "cp437"), bytearray("ä", "koi8-r", "replace"))
for bad in r'"\N{no such name}"', r'"\N{"', r'"\N"', r'"\N{}"':
    try:
        eval(bad)
    except SyntaxError as e:
        print(e)
