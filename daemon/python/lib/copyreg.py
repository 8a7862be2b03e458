"""How classes want to be taken apart: functions that copy asks."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

def _pickle_union(x):
    import functools, operator
    return functools.reduce, (operator.or_, x.__args__)


def pickle_complex(c):
    return complex, (c.real, c.imag)


dispatch_table = {complex: pickle_complex, type(int | str): _pickle_union}
_extensions, _names = {}, {}
_NO_SLOTS = "a class that defines __slots__ without defining __getstate__ cannot be pickled"


def pickle(ob_type, pickle_function, constructor_ob=None):
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


_new_of_object = type(object.__new__)


def _has_own_layout(cls):
    """Is the class a builtin one, or one that C makes at run time with a __new__ of its own?"""
    return not cls.__flags__ & 1 << 9 or isinstance(cls.__new__, _new_of_object) and cls.__new__.__self__ is cls


def _reduce_ex(self, proto):
    """What protocols 0 and 1 have of an object: its class, the builtin one that it extends, and the state."""
    cls = self.__class__
    base = next(filter(_has_own_layout, cls.__mro__), object)
    state = None
    if base is not object:
        if base is cls:
            raise TypeError("cannot pickle %r object" % cls.__name__)
        state = base(self)
    getstate = self.__getstate__
    if type(self).__getstate__ is object.__getstate__ and getattr(self, "__slots__", None):
        raise TypeError(_NO_SLOTS)
    attributes = getstate()
    made = _reconstructor, (cls, base, state)
    return (*made, attributes) if attributes else made


def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError("code out of range")
    key = module, name
    if _extensions.get(key) == code and _names.get(code) == key:
        return
    if key in _extensions:
        raise ValueError("key %s is already registered with code %s" % (key, _extensions[key]))
    if code in _names:
        raise ValueError("code %s is already in use for key %s" % (code, _names[code]))
    _extensions[key], _names[code] = code, key


def remove_extension(module, name, code):
    key = module, name
    if _extensions.get(key) != code or _names.get(code) != key:
        raise ValueError("key %s is not registered with code %s" % (key, code))
    del _extensions[key], _names[code]


def clear_extension_cache():
    pass
