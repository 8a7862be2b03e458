# Bytes that a program compiles, in encodings of their own (PEP 263).
def t(b, mode="exec"):
    try:
        c = compile(b, "some.py", mode)
        ns = {}
        exec(c, ns)
        print(repr(b)[:60], ascii(ns.get("x")))
    except BaseException as e:
        print(repr(b)[:60], type(e).__name__, e, e.args[1:] )
t(b'x = "\xe9"\n'); t(b'x = 1\nx = "\xe9"'); t(b'# coding: latin-1\nx = "\xe9"\n'); t(b'# coding: foo\nx=1'); t(b'# coding: ascii\nx="\xc3\xa9"'); t(b'x=1\0'); t("x=1\0"); t("x=1\n\0")
t(b'# coding: utf-8\nx="\xff"'); t(b'\xef\xbb\xbfx="\xc3\xa9"'); t(b'\xef\xbb\xbf# coding: latin-1\nx="a"'); t(b'# coding: cp1252\nx="\x80"'); t(b'# coding: cp437\nx="\x80"'); t(b'\n# coding: koi8-r\nx="\xc1"')
t('# coding: latin-1\nx="\xe9"'); t('# coding: foo\nx="\xe9"'); t(b'# coding: cp1252\nx="\x81"'); t(b'\n\n# coding: latin-1\nx="\xe9"'); t('x="\ud800"'); t(b'# coding: iso-8859-15\nx="\xa4"'); t(b'# coding: mac-roman\nx="\x80"')
t(b'# coding: utf-8-sig\nx="a"'); t(b'# coding: us-ascii\nx="a"');t(b'x="a" # coding: latin-1\nx="\xe9"'); t(b'# coding: Latin_1\nx="\xe9"'); t(b'# coding: ISO-8859-1\nx="\xe9"'); t(b'#coding=utf8\nx="\xc3\xa9"'); t(bytearray(b'x=5')); t(b'x = "abc\xc3"'); t(b'x = "abc\xe2\x82"')
t('\ufeffx=1'); t('\ufeffx=1', "single"); t('\ufeff1', "eval"); t('x=\ufeff1'); t('\ufeff# coding: utf-8\nx=1'); t('\ufeff'); t(b'\xef\xbb\xbfx=1', "single"); t(b'\xef\xbb\xbf1', "eval")
t(b'\xef\xbb\xbfx = !'); t(b'\xef\xbb\xbf'); t(b'\xef\xbb\xbf\xef\xbb\xbfx=1'); t(b'\xef\xbb\xbf# coding: utf-8\nx="\xc3\xa9"\n!')
for f in (exec, eval):
    for source in ('\ufeff1', ' \ufeff1', b'\xef\xbb\xbf1'):
        try: print(f(source))
        except SyntaxError as e: print(e, e.args)
