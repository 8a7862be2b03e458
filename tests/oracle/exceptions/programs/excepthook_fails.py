"""Ends in an exception, and so does sys.excepthook."""
import sys


def hook(kind, value, traceback):
    raise KeyError("in the hook")


sys.excepthook = hook
try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("original")
