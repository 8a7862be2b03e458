"""What nobody can be told of: finalizers, callbacks, generators; sys.unraisablehook."""
import gc
import sys
import weakref


class A:
    def __del__(self):
        f(1)


def f(x):
    return x + {}["a" +
                  "b"]


class Rec:
    def __del__(self):
        rec(6)


def rec(n):
    if n:
        rec(n - 1)
    else:
        raise ValueError()


class Chained:
    def __del__(self):
        try:
            1 / 0
        finally:
            nosuch.x


class E(Exception):
    def __str__(self):
        raise ValueError


class Unprintable:
    def __del__(self):
        raise E


class Noted:
    def __del__(self):
        e = ValueError("noted")
        e.add_note("a note")
        raise e


class Callback:
    def __call__(self, *args):
        raise KeyError("called")

    def __repr__(self):
        return "<callback>"


class BadRepr(Callback):
    def __repr__(self):
        raise TypeError


class Collected:
    def __del__(self):
        raise OSError(2, "collected", "file")


def generator():
    try:
        yield
    finally:
        None.x


def everything():
    A()
    Rec()
    Chained()
    Unprintable()
    Noted()
    thing = set()
    w = weakref.ref(thing, Callback())
    v = weakref.ref(thing, BadRepr())
    u = weakref.ref(thing, len)
    del thing
    it = generator()
    next(it)
    del it
    c = Collected()
    c.me = c
    del c
    gc.collect()
    gc.callbacks.append(Callback())
    gc.collect()
    gc.callbacks.clear()


everything()


def hook(args):
    print(type(args).__name__, type(args).__module__, len(args), args.exc_type, args[1] is args.exc_value, args.exc_traceback is not None)
    print(" ", args.exc_value.args, args.exc_value.__context__ is not None)
    print(" ", (args.err_msg is None) != (args.object is None))  # 3.14 names it in the message


sys.unraisablehook = hook
everything()


def bad_hook(args):
    raise RuntimeError("in the hook")


sys.unraisablehook = bad_hook
A()
sys.unraisablehook = sys.__unraisablehook__
A()


class File:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        pass


sys.stderr = file = File()
A()
sys.stderr = sys.__stderr__
print("".join(file.parts))
sys.stderr = None
A()
sys.stderr = sys.__stderr__


def through_default(args):
    sys.__unraisablehook__(args)


sys.unraisablehook = through_default
A()
print("end")
