"""Shallow and deep copies."""

import types as _types
from copyreg import dispatch_table


class Error(Exception):
    pass


error = Error

_atomic = (
    type(None), int, float, bool, complex, str, bytes, type, range, slice, property, type(Ellipsis), type(NotImplemented),
    _types.FunctionType, _types.BuiltinFunctionType, _types.CodeType, type(__import__("weakref").ref))
_atomic = frozenset(_atomic) | {__import__("weakref").ref}
_deep_atomic = _atomic - {slice}
_asks_type_first = __import__("sys").version_info >= (3, 14)  # before its memo


def copy(x):
    cls = type(x)
    if cls in _atomic or cls is tuple or cls is frozenset:
        return x
    if cls in (list, dict, set, bytearray):
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _reconstruct(x, None, *_reduced(x, cls))


def _reduced(x, cls):
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        rv = reductor(x)
        return (rv,) if isinstance(rv, str) else rv
    reductor = getattr(x, "__reduce_ex__", None)
    if reductor is not None:
        rv = reductor(4)
    else:
        reductor = getattr(x, "__reduce__", None)
        if not reductor:
            raise Error("un(shallow)copyable object of type %s" % cls)
        rv = reductor()
    return (rv,) if isinstance(rv, str) else rv


def deepcopy(x, memo=None, _nil=[]):
    cls = type(x)
    if cls in _deep_atomic and (memo is None or type(memo) is dict or _asks_type_first):
        return x
    d = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(d, _nil)
        if y is not _nil or cls in _deep_atomic:
            return x if y is _nil else y
    copier = _deep.get(cls)
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        y = x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            y = copier(memo)
        else:
            rv = _reduced(x, cls)
            y = x if len(rv) == 1 else _reconstruct(x, memo, *rv)
    if y is not x:
        memo[d] = y
        _keep_alive(x, memo)
    return y


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y
    append = y.append
    for a in x:
        append(deepcopy(a, memo))
    return y


def _deepcopy_tuple(x, memo):
    y = [deepcopy(a, memo) for a in x]
    try:
        return memo[id(x)]
    except KeyError:
        pass
    for k, j in zip(x, y):
        if k is not j:
            return tuple(y)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep = {list: _deepcopy_list, tuple: _deepcopy_tuple, dict: _deepcopy_dict, _types.MethodType: _deepcopy_method}


def _keep_alive(x, memo):
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _reconstruct(x, memo, func=None, args=(), state=None, listiter=None, dictiter=None):
    if isinstance(func, str):
        return x
    deep = memo is not None
    if deep and args:
        args = (deepcopy(arg, memo) for arg in args)
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(y, "__setstate__"):
            y.__setstate__(state)
        else:
            if isinstance(state, tuple) and len(state) == 2:
                state, slotstate = state
            else:
                slotstate = None
            if state is not None:
                y.__dict__.update(state)
            if slotstate is not None:
                for key, value in slotstate.items():
                    setattr(y, key, value)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    func = getattr(obj.__class__, "__replace__", None)
    if func is None:
        raise TypeError("replace() does not support %s objects" % obj.__class__.__name__)
    return func(obj, **changes)


if __import__("sys").version_info < (3, 13):
    del replace


__all__ = [name for name in """
    Error copy deepcopy replace
    """.split() if name in globals()]
