# The instruction that raises again stands where the exception came from: a handler of the same line behind it begins no line.
import sys


class Quiet:
    def __enter__(self): return self
    def __exit__(self, *error): return None


class Loud(Quiet):
    def __exit__(self, *error): raise KeyError


def both_pass():
    with Quiet(), Quiet() as q:
        raise ValueError


def inner_raises():
    with Quiet(), Loud() as q:
        raise ValueError


def outer_raises():
    with Loud(), Quiet() as q:
        raise ValueError


def three():
    with Quiet(), Loud(), \
            Quiet() as q:
        raise ValueError


def handlers():
    try:
        try: raise ValueError
        finally: raise TypeError
    except TypeError as e: raise KeyError from e
    finally: print("finally")


told = []


def trace(frame, event, argument):
    if frame.f_code.co_filename == __file__ and frame.f_code.co_name[0] != "_":
        told.append((event, frame.f_code.co_name, frame.f_lineno))
        return trace


for function in both_pass, inner_raises, outer_raises, three, handlers:
    sys.settrace(trace)
    try: function()
    except Exception as e: pass
    sys.settrace(None)
    print(function.__name__, told)
    told.clear()
