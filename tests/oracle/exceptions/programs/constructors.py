"""Every builtin class with many arguments: text, args, attributes, sizes."""
import builtins
import sys

CLASSES = """\
ArithmeticError AssertionError AttributeError BaseException BlockingIOError BrokenPipeError BufferError
BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception FileExistsError
FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError
PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning
RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit
TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError""".split()
classes = [getattr(builtins, n) for n in CLASSES]
print(len(classes))
ARGS = [(), ("a",), (1,), ("a", 1), (2, "x"), (2, "x", "f"), (2, "x", "f", None), (2, "x", "f", None, "g"), (2, "x", None, None, "g"), (1, 2, 3, 4, 5, 6), (None,), ("",), ((),), ((1, 2),),
        ("é", "\ud800"), (ValueError("v"),), ("m", ("f.py", 1, 2, "t")), ("m", ("dir/f.py", 1, 2, "t", 3, 4)), ("m", ("f.py", None, 2, "t")), ("m", (None, 3, 2, "t")), ("m", (1, 2)), ("m", 3), ("m", ("f", 1, 2, "t", 3)),
        ("utf-8", b"a\xff", 1, 2, "why"), ("utf-8", "a\xff", 1, 2, "why"), ("ascii", "a\u1234\U00012345", 1, 3, "why"), ("ascii", "a\u1234\U00012345", 2, 3, "why"), ("ascii", "a\u1234", 1, 2, "why"), ("a\xff", 1, 2, "why"), ("aé\u1234", 2, 3, "why"), ("a\xff", 0, 5, "w"),
        ("utf-8", b"ab", 0, 2, "why"), ("utf-8", bytearray(b"ab"), 0, 1, "why"), ("utf-8", b"ab", -1, 7, "why"), ("utf-8", b"", 0, 0, "why"), ("utf-8", b"ab", "x", 2, "why"), (1, b"ab", 0, 2, "why"), ("u", b"ab", 0, 2, 3), ("u", b"ab", 0, 2), ("u", b"ab", 0, 2, None),
        (11, "again", 7), (11, "again", 7.5), (2.0, "x"), (True, "x"), (10**30, "x"), ("2", "x"), (4, "i"), (13, "p"), (1, "p"), (17, "e"), (110, "t"), (32, "b"), (104, "r"), (111, "r"), (103, "r"), (3, "s"), (10, "c"), (20, "n"), (21, "d"), (999, "z")]
KEYWORDS = [{}, {"name": "n"}, {"path": "p"}, {"name": "n", "path": "p"}, {"obj": 1}, {"name": 1, "obj": []}, {"foo": 1}, {"name": 1, "path": 2, "obj": 3, "foo": 4}]
NAMES = ["args", "value", "code", "errno", "strerror", "filename", "filename2", "characters_written", "name", "obj", "msg", "path", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line",
         "encoding", "object", "start", "end", "reason", "__cause__", "__context__", "__suppress_context__", "__traceback__", "__notes__"]


def tell(e):
    out = [type(e).__name__]
    for function in (str, repr):
        try:
            out.append(ascii(function(e)))
        except Exception as error:
            out.append(ascii(error))
    for name in NAMES:
        try:
            out.append("%s=%a" % (name, getattr(e, name)))
        except AttributeError as error:
            if "no attribute" not in str(error):
                out.append(str(error))
    return " ".join(out)


for t in classes:
    print("----", t.__name__, t.__module__, t.__qualname__, [b.__name__ for b in t.__mro__], t.__base__.__name__, t.__dictoffset__, t.__weakrefoffset__)
    print(t, sys.getsizeof(t) > 300)
    for args in ARGS:
        try:
            e = t(*args)
        except Exception as error:
            print(ascii(args), "raised", ascii(error))
        else:
            print(ascii(args), tell(e))
    for keywords in KEYWORDS:
        for args in ((), ("a",), ("a", "b")):
            try:
                e = t(*args, **keywords)
            except Exception as error:
                print(args, keywords, "raised", type(error).__name__, len(keywords) > 1 or error)
            else:
                print(args, keywords, tell(e))
