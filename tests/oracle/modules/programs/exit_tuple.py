import atexit
import sys


def main():
    return "a reason", 3


atexit.register(print, "at the end")
try:
    sys.exit((1,))
except SystemExit as e:
    print(e.code, e.args)
if sys.argv is not None:
    sys.exit(main())
