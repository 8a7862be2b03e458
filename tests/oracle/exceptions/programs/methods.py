"""add_note, with_traceback, __setstate__, __reduce__."""


def attempt(f, *args, **kwargs):
    try:
        return repr(f(*args, **kwargs))
    except Exception as e:
        return "raised " + repr(e)


e = ValueError(1)
print(hasattr(e, "__notes__"), attempt(e.add_note, "a"), e.__notes__, attempt(e.add_note, "b"), e.__notes__, e.__dict__)
e.__notes__ = "x"
print(attempt(e.add_note, "c"))
print(attempt(e.add_note), attempt(e.add_note, "a", "b"))
print(attempt(e.with_traceback), attempt(e.with_traceback, 3), attempt(e.with_traceback, None))
print(attempt(e.__setstate__, None), attempt(e.__setstate__, {"a": 1, "args": (5,)}), e.a, e.args, attempt(e.__setstate__, 3), attempt(e.__setstate__, {"__traceback__": 3}))
for e in (ValueError(), ValueError(1, 2), OSError(2, "x"), OSError(2, "x", "f"), OSError(2, "x", "f", None, "g"), OSError("m"), ImportError("m"), ImportError("m", name="n", path="p"), KeyError(1), SystemExit(3), StopIteration(4), SyntaxError("m", ("f", 1, 2, "t")), UnicodeDecodeError("u", b"x", 0, 1, "r")):
    print(attempt(e.__reduce__))
    e.extra = [1]
    print(attempt(e.__reduce__), attempt(e.__reduce_ex__, 2))
for t in (BaseException, ImportError, OSError):
    print(sorted(n for n in t.__dict__ if n in ("__reduce__", "__setstate__", "with_traceback", "add_note")))
print(ValueError.with_traceback, BaseException.add_note)
try:
    BaseException.add_note(5, "x")
except TypeError as error:
    print(error)
