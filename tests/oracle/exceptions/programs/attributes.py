"""Attributes of exceptions: set, deleted, of the wrong type."""
EXCEPTIONS = [ValueError("a", 1), OSError(2, "x", "f"), SyntaxError("m", ("f", 1, 2, "t")), UnicodeDecodeError("u", b"ab", 0, 1, "r"), UnicodeEncodeError("u", "ab", 0, 1, "r"), UnicodeTranslateError("ab", 0, 1, "r"),
              ImportError("m", name="n", path="p"), AttributeError("m", name="n", obj=3), NameError("m", name="n"), StopIteration(5), SystemExit(3), KeyError("k"), BlockingIOError(11, "a", 5), UnicodeError("x", "y")]
VALUES = [None, 1, "s", "", (), [1, 2], {}, True, 1.5, 10**30, b"b", ValueError("other"), ValueError]
NAMES = ["args", "value", "code", "errno", "strerror", "filename", "filename2", "characters_written", "name", "obj", "msg", "path", "lineno", "offset", "text", "end_lineno", "end_offset", "encoding", "object", "start", "end", "reason",
         "__cause__", "__context__", "__suppress_context__", "__traceback__", "__notes__", "__dict__", "__class__", "other"]


def attempt(f, *args):
    try:
        return ascii(f(*args))
    except Exception as e:
        return "raised " + ascii(e)


for e in EXCEPTIONS:
    original = type(e), e.args
    for name in NAMES:
        if name == "__class__" or (name == "object" and "Unicode" in type(e).__name__):
            continue
        print(type(e).__name__, name, attempt(getattr, e, name))
        for value in VALUES:
            if name == "__context__" and value is e:
                continue
            result = attempt(setattr, e, name, value)
            print("  ", ascii(value), result, attempt(getattr, e, name), attempt(str, e) if name != "encoding" or isinstance(value, str) else "")
        print("   del", attempt(delattr, e, name), attempt(getattr, e, name))
        if name == "args":
            e.args = original[1]
        if name == "reason" and "Unicode" in type(e).__name__ and type(e) is not UnicodeError:
            e.reason = "r"
    print(attempt(str, e), attempt(repr, e), sorted(e.__dict__))
for name in ("__traceback__", "__cause__", "__context__", "args", "__dict__", "__suppress_context__"):
    print(name in BaseException.__dict__, type(BaseException.__dict__[name]).__name__)
for t in (OSError, SyntaxError, ImportError, StopIteration, SystemExit, NameError, AttributeError, UnicodeDecodeError, UnicodeTranslateError, KeyError, ValueError):
    print(t.__name__, sorted(k for k in t.__dict__ if not k.startswith("__") and k not in ("name_from", "_metadata")))
