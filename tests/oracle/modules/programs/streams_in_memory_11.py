"""Streams in memory: their classes, what closed ones say, buffers that are shown."""
import array, codecs, ctypes, io, sys

def told(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

print(io.StringIO.__mro__, io.BytesIO.__mro__, io.IOBase.__mro__, io.RawIOBase.__mro__, io.BufferedIOBase.__mro__, io.TextIOBase.__mro__)
s, b = io.StringIO("ab"), io.BytesIO(b"ab\ncd")
for c in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
    print(isinstance(s, c), isinstance(b, c), type(c))
class Tee(io.TextIOBase):
    def __init__(self): self.parts = []
    def write(self, text):
        self.parts.append(text)
        return len(text)
with Tee() as tee:
    print("a", 1, file=tee)
print(tee.parts, tee.closed, isinstance(tee, io.IOBase))
view = b.getbuffer()
told(lambda: b.write(b"much longer than it was"))
told(lambda: b.truncate(1))
told(lambda: b.write(b"XY"))
told(lambda: b.close())
view[0] = 65
print(view.tobytes(), b.getvalue(), b.readline(), type(b.getvalue()), type(b.read()))
view.release()
b.seek(0, 2)
print(b.write(b" longer now"), b.getvalue(), b.truncate(3), b.getvalue(), b.seek(7), b.write(b"z"), b.getvalue())
s.close(); b.close()
for stream in s, b:
    for name, args in (("read", ()), ("readline", ()), ("readlines", ()), ("write", ("a" if stream is s else b"a",)), ("writelines", ([],)), ("seek", (0,)), ("tell", ()),
                       ("truncate", ()), ("getvalue", ()), ("flush", ()), ("isatty", ()), ("readable", ()), ("__enter__", ()), ("__iter__", ()), ("__next__", ()), ("close", ())):
        told(lambda: type(getattr(stream, name)(*args)))
for name in ("rot13", "hex", "base64", "nope"):
    told(lambda: "a".encode(name))
    told(lambda: b"a".decode(name))
for f in (lambda: ctypes.pointer(5), lambda: ctypes.POINTER(5)):
    told(f)
