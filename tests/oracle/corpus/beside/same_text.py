"""Which operations answer the same text, or the same bytes."""
class S(str): pass
class T(str):
    def __str__(self): return self
t="".join(["ab","cd"])
print(t.format() is t, type(S("abc").format()), type("{}".format(T("abc"))), "{:s}".format(t) is t, "{}{}".format("",t) is t, "{}{}".format(t,"") is t)
print("{!s}".format(t) is t, "{:4}".format(t) is t, "{:.4}".format(t) is t, "{:5}".format(t) is t, "{:{}}".format(t, 3) is t)
print(type("%s" % T("abc")), type(S("abc") % ()), type(f"{T('abc')}"), t % () is t, "%.4s" % t is t, "%4s" % t is t, "%s%s" % ("", t) is t,"%s%s" % (t, "") is t, "%s" % T("abc") is T)
class F:
    def __format__(self, spec):
        print(type(spec), spec is sp); return "x"
sp="".join(["ab","cd"])
"{:{}}".format(F(), sp)
f"{F():{sp}}"
format(F(), sp)
"{:abcd}".format(F())
print(type("{x}".format_map({"x":t})),"".join([t]) is t, type("".join([T("abc")])))
class D(dict):
    def __missing__(self,k): return t
print("{x}".format_map(D()) is t)
b=b"".join([b"ab",b"cd"])
class B(bytes):pass
x = (bytes(b) is b, b % () is b, b"%b" % b is b, type(bytes(B(b"xy"))), b.replace(b"z",b"") is b, b.strip() is b, b[:] is b, b+b"" is b, b""+b is b, b*1 is b, b.ljust(2) is b, b.zfill(3) is b, b.expandtabs() is b, b.translate(None) is b, b.lower() is b, b.removeprefix(b"z") is b, b.split(b"z")[0] is b, b.partition(b"z")[0] is b,b.rpartition(b"z")[2] is b, b"".join([b]) is b, b.splitlines()[0] is b, b.split()[0] is b, b.rsplit()[0] is b)
y=(t.replace("z","") is t, t.strip() is t, t[:] is t, t+"" is t, ""+t is t, t*1 is t, t.ljust(2) is t, t.zfill(3) is t, t.expandtabs() is t, t.translate({}) is t, t.lower() is t, t.removeprefix("z") is t, t.split("z")[0] is t, t.partition("z")[0] is t,t.rpartition("z")[2] is t, "".join([t]) is t, t.splitlines()[0] is t, t.split()[0] is t, t.rsplit()[0] is t, t.center(2) is t, t.removesuffix("d ") is t, t.casefold() is t, t.title() is t, t.swapcase() is t, t.capitalize() is t)
ba=bytearray(b)
print(bytes(ba) is b, ba.replace(b"z",b"") is ba, ba+b"" is ba, ba*1 is ba)
class WB:
    def __bytes__(self): return b
class WB2:
    def __bytes__(self): return B(b)
print(bytes(WB()) is b, type(bytes(WB2())), str(b, "ascii") is t, type(str(T("abc"))), str(t) is t, type(str(S("abc"))), type(format(T("abc"))))
print(list(enumerate(x)))
print(list(enumerate(y)))
