"""Run by a real interpreter: standard input has paths of programs; for each, a line of JSON: the frames of its uncaught exception
and what the interpreter prints about them."""
import io
import itertools
import json
import sys


def positions(tb):
    found = next(itertools.islice(tb.tb_frame.f_code.co_positions(), tb.tb_lasti // 2, None))
    return [-1 if p is None else p for p in found]


def ask(path):
    with open(path, encoding="utf-8") as f:
        source = f.read()
    try:
        exec(compile(source, path, "exec"), {"__name__": "__main__"})
    except BaseException as e:
        tb = e.__traceback__.tb_next
        if tb is None:  # it does not compile
            return None
        frames = []
        for t in iter(lambda: tb, None):
            line, end_line, column, end = positions(t)
            frames.append([t.tb_lineno, line, end_line, column, end, t.tb_frame.f_code.co_name])
            tb = t.tb_next
        e.__context__ = e.__cause__ = None
        err, sys.stderr = sys.stderr, io.StringIO()
        try:
            sys.__excepthook__(type(e), e, e.with_traceback(e.__traceback__.tb_next).__traceback__)
            text = sys.stderr.getvalue()
        finally:
            sys.stderr = err
        return {"frames": frames, "text": text}
    return None


for line in sys.stdin:
    print(json.dumps(ask(line.rstrip("\n"))), flush=True)
