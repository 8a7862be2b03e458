"""Ends in a traceback whose entries know no line, or one that no file has."""
import types


def g():
    nowhere
    behind


try:
    g()
except NameError as error:
    frame = error.__traceback__.tb_next.tb_frame

made = None
for line in -1, 0, -2, 9, 1000:
    made = types.TracebackType(made, frame, 2, line)
raise ValueError("nowhere").with_traceback(made)
