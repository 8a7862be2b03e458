import sys


def leave(code):
    sys.exit(code)


leave((3,))
