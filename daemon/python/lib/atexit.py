"""Functions that are called when the program ends."""

_functions = []


def register(func, /, *args, **kwargs):
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _functions.append((func, args, kwargs))
    return func


def unregister(func):
    _functions[:] = [entry for entry in _functions if entry[0] != func]


def _clear():
    _functions.clear()


def _ncallbacks():
    return len(_functions)


def _run_exitfuncs():
    while _functions:
        func, args, kwargs = _functions.pop()
        try:
            func(*args, **kwargs)
        except BaseException as e:
            import sys

            message, about = "Exception ignored in atexit callback", func
            if sys.version_info >= (3, 13):
                message, about = "%s %r" % (message, func), None
            sys.unraisablehook(sys._struct_sequence("UnraisableHookArgs", (type(e), e, e.__traceback__, message, about)))
