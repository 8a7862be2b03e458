import io
import sys
import traceback


def inner(x):
    y = [x]
    return y[3] + \
        x


def middle(x):
    return (inner(x)
            + 1)


def outer():
    return middle(5)


def show(text):
    print(text if isinstance(text, str) else "".join(text), end="")
    print("--")


try:
    outer()
except IndexError as e:
    tb = e.__traceback__
    show(traceback.format_exc())
    show(traceback.format_exc(limit=1))
    show(traceback.format_exc(limit=-1))
    show(traceback.format_exc(0))
    show(traceback.format_exception(e))
    show(traceback.format_exception(type(e), e, tb, limit=2))
    show(traceback.format_exception_only(e))
    show(traceback.format_exception_only(type(e), e))
    show(traceback.format_tb(tb))
    show(traceback.format_tb(tb, 1))
    traceback.print_exc(file=sys.stdout)
    traceback.print_tb(tb, file=sys.stdout)
    traceback.print_exception(e, file=sys.stdout)
    out = io.StringIO()
    traceback.print_exc(file=out)
    print(out.getvalue() == traceback.format_exc())
    frames = traceback.extract_tb(tb)
    print(type(frames).__name__, len(frames))
    for f in frames:
        print(f.filename.rsplit("/")[-1], f.lineno, f.name, f.line, f[1], f[2], len(f), list(f)[1:], f.end_lineno, f.colno, f.end_colno)
    print(repr(frames[0]).replace(f.filename, "FILE"))
    print(frames[0] == frames[0], frames[0] == tuple(frames[0]), frames[0] == frames[1], frames[0] == 5)
    show(frames.format())
    show(traceback.format_list(frames))
    show(traceback.format_list([("a.py", 3, "f", "x = 1"), ("b.py", 4, "g", None)]))
    t = traceback.TracebackException.from_exception(e, capture_locals=True)
    show([line.replace("0x", "") for line in t.format() if "module" not in line][-1:])
    print(t.stack[-1].locals, str(t), t.exc_type, len(t.stack))
    print(traceback.TracebackException.from_exception(e) == traceback.TracebackException.from_exception(e))
    print([(f.f_code.co_name, n) for f, n in traceback.walk_tb(tb)])
    traceback.clear_frames(tb)
    print(tb.tb_next.tb_frame.f_locals)

show(traceback.format_exc())


def chained():
    try:
        try:
            {}["k"]
        except KeyError as e:
            raise ValueError("first") from e
    except ValueError:
        raise TypeError("second\nline")


try:
    chained()
except TypeError as e:
    show(traceback.format_exc())
    show(traceback.format_exc(chain=False))
    t = traceback.TracebackException.from_exception(e)
    print(t.__context__.exc_type, t.__context__.__cause__.exc_type, t.__cause__, t.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("hidden") from None
except KeyError:
    show(traceback.format_exc())

e = ValueError("never raised")
show(traceback.format_exception(e))
show(traceback.format_exception(None, e, None))
e.add_note("a note\nin two lines")
show(traceback.format_exception(e))
show(traceback.format_exception_only(e))
try:
    compile("x = (1,\ny = 2", "source.py", "exec")
except SyntaxError as e:
    show(traceback.format_exception_only(e))
    t = traceback.TracebackException.from_exception(e)
    print(t.filename, t.lineno, t.text.strip(), t.offset, t.msg)


class Odd(Exception):
    def __str__(self):
        raise RuntimeError


class Outer:
    class Error(Exception):
        pass


for e in (Odd(), Outer.Error("x"), Exception(), Exception(""), KeyError("k"), OSError(2, "no file", "name"), SystemExit(3), UnicodeDecodeError("utf-8", b"x", 0, 1, "why")):
    show(traceback.format_exception_only(e))
try:
    unknown_nam
except NameError:
    show(traceback.format_exc())


def recurse(n):
    if n:
        recurse(n - 1)
    else:
        raise LookupError


try:
    recurse(6)
except LookupError:
    show(traceback.format_exc())


def here():
    stack = traceback.extract_stack()
    print([f.name for f in stack], stack[-1].line)
    print([f.name for f in traceback.extract_stack(limit=1)], [f.name for f in traceback.extract_stack(limit=-1)])
    show(traceback.format_stack())
    traceback.print_stack(file=sys.stdout)
    traceback.print_stack(limit=1, file=sys.stdout)
    print([(f.f_code.co_name, n) for f, n in traceback.walk_stack(sys._getframe())])


here()
print(traceback.StackSummary.from_list([("a.py", 1, "f", "pass")] * 6).format())
for bad in (lambda: traceback.print_exception(5), lambda: traceback.format_exception(ValueError, ValueError()), lambda: traceback.print_last()):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
sys.tracebacklimit = 1
try:
    outer()
except IndexError:
    show(traceback.format_exc())
del sys.tracebacklimit
try:
    (lambda: None +
        1)()
except TypeError:
    show(traceback.format_exc())
try:
    exec("a = 1\nb = a.x")
except AttributeError:
    show(traceback.format_exc())
traceback.print_exc()
