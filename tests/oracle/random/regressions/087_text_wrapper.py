# io.TextIOWrapper: what it is, what it takes and refuses, and what it leaves of the stream below it (3.14 too).
import copy, io, pickle, sys, weakref


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


class Named(io.BytesIO):
    name, mode = "below", "rb+"


class Upper(io.TextIOWrapper):
    def write(self, text):
        return super().write(text.upper())


class OneByte(io.BytesIO):
    def read1(self, size=-1):
        return super().read1(1)


class Wrong(io.BytesIO):
    def read1(self, size=-1):
        return "text"


class Unseekable(io.BytesIO):
    def seekable(self):
        return False


class Readless(io.BytesIO):
    def readable(self):
        return False


class Writeless(io.BytesIO):
    def writable(self):
        return False


def over(data=b"", kind=io.BytesIO, encoding="utf-8", **options):
    return io.TextIOWrapper(kind(data), encoding=encoding, **options)


print(io.TextIOWrapper, io.TextIOWrapper.__mro__[1:], issubclass(io.TextIOWrapper, io.TextIOBase), isinstance(over(), io.IOBase))
print(over(), over(kind=Named), sys.getsizeof(over()))
t = over(b"a\nb\n", line_buffering=True)
print(t.encoding, t.errors, t.newlines, t.line_buffering, t.write_through, t.closed, type(t.buffer), t._CHUNK_SIZE, t.readable(), t.writable(), t.seekable(), t.isatty())
t.mine = 5
print(vars(t), weakref.ref(t)() is t)
for protocol in 0, 2, 4:
    attempt(pickle.dumps, over(), protocol)
attempt(copy.copy, over())
attempt(over().fileno)
attempt(lambda: over().name)
attempt(io.TextIOWrapper)
attempt(io.TextIOWrapper, 5)
for options in dict(newline="x"), dict(newline=5), dict(errors=5), dict(encoding=5), dict(encoding="none"), dict(encoding="hex"), dict(encoding="rot13"):
    attempt(over, **options)
for kind in OneByte, Wrong, Unseekable, Readless, Writeless:
    t = over("zwölf\r\n€".encode(), kind=kind)
    for call in lambda: t.read(4), t.readline, t.tell, lambda: t.write("x"), lambda: t.seek(0), t.read, t.flush, lambda: t.buffer.getvalue():
        attempt(call)
t = over(b"one\ntwo\n")
for call in (lambda: t.write(5), lambda: t.write(b"x"), lambda: t.read("x"), lambda: t.seek(1, 1), lambda: t.seek(1, 2), lambda: t.seek(-1), lambda: t.seek(0, 5),
             lambda: next(t), t.tell, lambda: t.reconfigure(encoding="ascii"), lambda: t.reconfigure(newline="x"), lambda: t.reconfigure(newline=5)):
    attempt(call)
b = t.detach()
for call in t.detach, t.read, t.flush, t.close, lambda: t.closed, lambda: t.name, lambda: t.write(""), lambda: t.encoding, lambda: t.errors:
    attempt(call)
print(b.closed, b.getvalue(), b.tell())
t = over()
b = t.buffer
t.write("left")
del t
print(b.closed)
with over() as t:
    print("printed", 5, file=t)
    t.writelines(["a\n", "b\n"])
    print(t.buffer.getvalue(), t.seek(0), t.readlines())
print(t.closed, t.buffer.closed)
for call in t.read, t.close, t.flush, t.tell, lambda: next(t), lambda: t.write("x"), t.readable:
    attempt(call)
t = Upper(io.BytesIO(), encoding="ascii")
print(t, t.write("abc"), t.flush(), t.buffer.getvalue())
attempt(t.write, "é")
t.reconfigure(encoding="latin-1", newline="\r\n", write_through=True)
print(t.write("é\n"), t.buffer.getvalue(), t.encoding, t.write_through)
t = io.TextIOWrapper.__new__(io.TextIOWrapper)
for call in t.read, t.flush, lambda: t.closed, lambda: t.errors:
    attempt(call)
