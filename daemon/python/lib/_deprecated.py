"""warnings.deprecated, from 3.13 on."""

from functools import wraps
from types import MethodType
from warnings import warn


class deprecated:
    """Of a class, function or overload: calling it warns, and type checkers know of it by its __deprecated__."""

    __module__ = "warnings"

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        message, category, level = self.message, self.category, self.stacklevel
        if category is None:
            arg.__deprecated__ = message
            return arg
        if isinstance(arg, type):
            return _of_class(arg, message, category, level)
        if not callable(arg):
            raise TypeError(f"@deprecated decorator with non-None category must be applied to a class or callable, not {arg!r}")

        @wraps(arg)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level + 1)
            return arg(*args, **kwargs)

        arg.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper


def _of_class(cls, message, category, level):
    new, below = cls.__new__, cls.__init_subclass__

    @wraps(new)
    def __new__(kind, /, *args, **kwargs):
        if kind is cls:
            warn(message, category=category, stacklevel=level + 1)
        if new is not object.__new__:
            return new(kind, *args, **kwargs)
        if cls.__init__ is object.__init__ and (args or kwargs):
            raise TypeError(f"{kind.__name__}() takes no arguments")
        return new(kind)

    cls.__new__ = staticmethod(__new__)
    own = isinstance(below, MethodType)
    below = below.__func__ if own else below

    @wraps(below)
    def __init_subclass__(*args, **kwargs):
        warn(message, category=category, stacklevel=level + 1)
        return below(*args, **kwargs)

    cls.__init_subclass__ = classmethod(__init_subclass__) if own else __init_subclass__
    cls.__deprecated__ = __new__.__deprecated__ = __init_subclass__.__deprecated__ = message
    return cls
