"""How exception groups are printed: by the interpreter and by traceback."""
import sys
import traceback
def inner(n):
    raise ValueError("v%d" % n)
def make():
    out = []
    for i in range(3):
        try: inner(i)
        except Exception as e: out.append(e)
    return out
def work(k):
    l = make()
    if k == 1: raise ExceptionGroup("one", l)
    if k == 2:
        try: raise ExceptionGroup("two", l)
        except ExceptionGroup as g: raise ExceptionGroup("outer", [g, KeyError("k")]) from g
    if k == 3:
        e = ExceptionGroup("wide", [TypeError(i) for i in range(20)])
        for i in range(12): e = ExceptionGroup("deep %d" % i, [e, OSError(i)])
        raise e
    if k == 4:
        l[0].__cause__ = RuntimeError("cause"); l[0].add_note("a note\nof two lines"); l[1].__context__ = SyntaxError("bad", ("f.py", 3, 2, "x = = 1\n", 3, 4))
        g = ExceptionGroup("four\nlines", l); g.add_note("group note")
        try:
            try: 1/0
            except ZeroDivisionError: raise g
        except* ValueError as v:
            raise KeyError("late")
for k in range(1, 5):
    try:
        work(k)
    except Exception as e:
        sys.__excepthook__(type(e), e, e.__traceback__)
        traceback.print_exception(e)
        print("".join(traceback.format_exception_only(e)))
        print("".join(traceback.TracebackException.from_exception(e, max_group_width=2, max_group_depth=1).format()))
        if sys.version_info >= (3, 13):
            print("".join(traceback.TracebackException.from_exception(e).format_exception_only(show_group=True)))
work(2)
