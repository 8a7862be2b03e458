# Functions are counted like everything; types and singletons before 3.12, when only what is generated at compile time has a large count.
import sys
for o in (None, True, False, Ellipsis, NotImplemented, int, object, type, Exception, print, len, int.__add__, str.join, sys.getrefcount):
    print(sys.getrefcount(o) < 100000)
for o in (0, 1, "", "a", b"", b"a", ()):
    print(sys.getrefcount(o) > 100000)
for o in (None, int, print, 0):
    before = sys.getrefcount(o)
    many = [o] * 1000
    print(sys.getrefcount(o) - before)
    del many
    print(sys.getrefcount(o) - before)
