import atexit
import sys

atexit.register(print, "at the end")
try:
    sys.exit("a reason")
finally:
    print("on the way out")
