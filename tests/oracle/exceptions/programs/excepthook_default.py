"""sys.__excepthook__ called from a hook, and by hand."""
import sys

try:
    1 / 0
except ZeroDivisionError as e:
    sys.__excepthook__(type(e), e, e.__traceback__)
    sys.excepthook(type(e), e, None)


def hook(*args):
    print("first")
    sys.__excepthook__(*args)


sys.excepthook = hook
nothing.here
