"""Ends in an exception that sys.excepthook is told of."""
import atexit
import sys


def hook(kind, value, traceback):
    print("hook", kind.__name__, value.args, traceback.tb_lineno)
    sys.stderr.write("to standard error\n")


class E(Exception):
    def __del__(self):
        print("the exception goes")


atexit.register(print, "at exit")
sys.excepthook = hook
raise E(1, 2)
