"""Run by a real interpreter: standard input has paths of programs; what is printed of the exception that each ends in goes to standard
error, as if the program had been the script, and a line with a NUL byte after it."""
import sys

sys.setrecursionlimit(1001)  # one more for the frame of this file

for line in sys.stdin:
    path = line.rstrip("\n")
    with open(path, encoding="utf-8") as f:
        source = f.read()
    names = {"__name__": "__main__", "__doc__": None, "__package__": None, "__loader__": None, "__spec__": None, "__annotations__": {}, "__builtins__": __builtins__}
    try:
        try:
            code = compile(source, path, "exec")
        except SyntaxError as e:
            e.__traceback__ = None
            sys.__excepthook__(type(e), e, None)
        else:
            exec(code, names)
    except SystemExit as e:
        if e.code is not None and not isinstance(e.code, int):
            print(e.code, file=sys.stderr)
    except BaseException as e:
        e.__traceback__ = e.__traceback__.tb_next
        sys.__excepthook__(type(e), e, e.__traceback__)
    names.clear()
    if hasattr(sys, "tracebacklimit"):
        del sys.tracebacklimit
    sys.stderr.write("\0\n")
    sys.stderr.flush()
