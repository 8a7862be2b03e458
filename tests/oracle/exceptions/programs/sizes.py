"""What exceptions take."""
import builtins
import gc
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
LARGER = ("ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError", "TabError")  # grew since 3.11
for n in CLASSES:
    t = getattr(builtins, n)
    try:
        e = t()
    except TypeError:
        e = t(*(("a", b"a", 0, 1, "r") if "Decode" in n else ("a", "a", 0, 1, "r") if "Encode" in n else ("a", 0, 1, "r")))
    print(n, gc.is_tracked(e), n in LARGER or (sys.getsizeof(e), t.__basicsize__, t.__itemsize__), [type(o).__name__ for o in gc.get_referents(e)])


class Plain(Exception):
    pass


class Slotted(OSError):
    __slots__ = ("a", "b")


def caught():
    try:
        raise Plain(1)
    except Plain as e:
        return e


p = Plain()
print(sys.getsizeof(Slotted()) - sys.getsizeof(OSError()), hasattr(p, "__dict__"), p.__dict__, gc.get_referents(Plain("x"))[-1])
tb = caught().__traceback__
print(sys.getsizeof(tb), type(tb).__basicsize__, gc.is_tracked(tb), [type(o).__name__ for o in gc.get_referents(tb)])
print(tb.tb_lineno, tb.tb_next, type(tb.tb_frame).__name__, tb.tb_frame.f_code.co_name, isinstance(tb.tb_lasti, int))
