# What is told of an instruction that has no line, and of tracebacks that know none. As of 3.11.7. In 3.14 too.
import io
import sys
import traceback
import types


async def asynchronous():
    try: yield 1
    finally: await Awaited()


class Awaited:
    def __await__(self): yield 1


async def first():
    async for n in asynchronous():
        try: nowhere
        except* KeyError: pass


async def second():
    async for n in asynchronous():
        try: nowhere
        except KeyError: pass


def told(hook):
    at, places = hook.exc_traceback, []
    while at:
        places.append((at.tb_frame.f_code.co_name, at.tb_lineno))
        at = at.tb_next
    print(hook.exc_type.__name__, hook.exc_value, places)
    print(*[line.strip() for line in "".join(traceback.format_tb(hook.exc_traceback)).splitlines() if "File" not in line])
    stream, sys.stderr = sys.stderr, io.StringIO()
    sys.__unraisablehook__(hook)
    text, sys.stderr = sys.stderr.getvalue(), stream
    print(*[part.rsplit(", ")[-2] for part in text.splitlines() if "File" in part])


sys.unraisablehook = told
for f in first, second:
    try: f().send(None)
    except NameError as error: print(repr(error))


def g():
    nowhere
    behind


try: g()
except NameError as error: frame = error.__traceback__.tb_next.tb_frame
start = g.__code__.co_firstlineno
made = None
for lasti, line in (2, -1), (2, 0), (2, -2), (2, start + 2), (2, start + 1000), (-1, -1), (-1, start + 2), (-1, 0), (-2, -2), (100000, -1):
    made = types.TracebackType(made, frame, lasti, line)
    print(made.tb_lineno and made.tb_lineno - start, made.tb_lasti)
