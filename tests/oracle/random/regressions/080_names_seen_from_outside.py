# Names and texts of re, typing, ctypes and threading that are seen from outside.
import re, typing, ctypes, threading
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: re.compile("a", "b"))
t(lambda: typing.overload(len).__name__)
t(lambda: type(ctypes.byref(ctypes.c_int(3))))
def w(): raise ValueError("x")
threading.excepthook = lambda a: print([f.name for f in __import__("traceback").extract_tb(a.exc_traceback)])
x = threading.Thread(target=w); x.start(); x.join()
