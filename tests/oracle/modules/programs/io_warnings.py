import io
import sys
import warnings
from string import Template


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


s = io.StringIO("line one\nline two\r\nthree")
print(s.readline(), repr(s.read(4)), s.tell(), s.read(), s.read(), s.readline() == "")
print(s.seek(0), s.readlines(), s.seek(0), list(s), s.seek(5), s.read(3))
attempt(s.seek, -1)
attempt(s.seek, 1, 1)
attempt(s.write, b"x")
attempt(io.StringIO, 5)
print(s.seek(0, 2), s.write("end"), s.getvalue(), s.truncate(4), s.getvalue(), s.tell())
s = io.StringIO()
print("printed", 1, file=s)
s.writelines(["a", "b\n"])
print(s.getvalue(), s.readable(), s.writable(), s.seekable(), s.closed, s.isatty())
s.seek(20)
s.write("x")
print(repr(s.getvalue()))
s.close()
attempt(s.read)
attempt(s.getvalue)
attempt(s.write, "x")
with io.StringIO("a\nb") as f:
    print([line for line in f])
print(f.closed)
b = io.BytesIO(b"abc\ndef")
print(b.read(2), b.readline(), b.tell(), b.read(), b.getvalue(), b.seek(1), b.write(b"ZZ"), b.getvalue(), b.seek(-2, 2), b.read())
attempt(b.write, "x")
print(bytes(b.getbuffer()), b.readable(), isinstance(b, io.BytesIO), isinstance(s, io.TextIOBase), isinstance(b, io.IOBase))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("first")
    warnings.warn("second", DeprecationWarning)
    warnings.warn(UserWarning("third"))
print([(str(w.message), w.category.__name__, w.lineno) for w in caught])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    attempt(warnings.warn, "raised", RuntimeWarning)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("nothing")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    for i in range(3):
        warnings.warn("once a place")
    warnings.filterwarnings("ignore", message="hidden.*")
    warnings.warn("hidden one")
    warnings.warn("shown")
print(len(caught), [str(w.message) for w in caught])
attempt(warnings.warn, "x", int)
attempt(warnings.simplefilter, "bad")
print(warnings.formatwarning("message", UserWarning, "file.py", 3, "line"))
old = sys.stdout
sys.stdout = captured = io.StringIO()
print("hidden")
sys.stdout = old
print(captured.getvalue())
print(Template("$a and ${b}").substitute(a=1, b=2), Template("$a $c").safe_substitute(a=1))
