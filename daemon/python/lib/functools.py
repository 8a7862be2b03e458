"""Functions that work on functions."""

import sys as _sys
from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce
from _thread import RLock

if _sys.version_info >= (3, 14):
    from _functools import Placeholder

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def _assignments():
    from sys import version_info

    if version_info >= (3, 14):
        return ("__module__", "__name__", "__qualname__", "__doc__", "__annotate__", "__type_params__")
    if version_info >= (3, 12):
        return WRAPPER_ASSIGNMENTS + ("__type_params__",)
    return WRAPPER_ASSIGNMENTS


WRAPPER_ASSIGNMENTS = _assignments()
del _assignments


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for attr in assigned:
        try:
            value = getattr(wrapped, attr)
        except AttributeError:
            pass
        else:
            setattr(wrapper, attr, value)
    for attr in updated:
        getattr(wrapper, attr).update(getattr(wrapped, attr, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# A comparison from the one that the class has: _WHICH_from_WHICH.

def _gt_from_lt(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _le_from_lt(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else result or self == other


def _ge_from_lt(self, other):
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result


def _ge_from_le(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result or self == other


def _lt_from_le(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else result and self != other


def _gt_from_le(self, other):
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result


def _lt_from_gt(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _ge_from_gt(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else result or self == other


def _le_from_gt(self, other):
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result


def _le_from_ge(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result or self == other


def _gt_from_ge(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else result and self != other


def _lt_from_ge(self, other):
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result


_ordering = {
    "__lt__": (("__gt__", _gt_from_lt), ("__le__", _le_from_lt), ("__ge__", _ge_from_lt)),
    "__le__": (("__ge__", _ge_from_le), ("__lt__", _lt_from_le), ("__gt__", _gt_from_le)),
    "__gt__": (("__lt__", _lt_from_gt), ("__ge__", _ge_from_gt), ("__le__", _le_from_gt)),
    "__ge__": (("__le__", _le_from_ge), ("__gt__", _gt_from_ge), ("__lt__", _lt_from_ge)),
}


def total_ordering(cls):
    roots = {op for op in _ordering if getattr(cls, op, None) is not getattr(object, op, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, method in _ordering[max(roots)]:
        if name not in roots:
            method.__name__ = name
            setattr(cls, name, method)
    return cls


def lru_cache(maxsize=128, typed=False):
    from collections import namedtuple

    global _CacheInfo
    if _CacheInfo is None:
        _CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"])
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        user_function, maxsize = maxsize, 128
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(user_function):
        wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo)
        wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
        return update_wrapper(wrapper, user_function)

    return decorating_function


_CacheInfo = None


def cache(user_function, /):
    return lru_cache(maxsize=None)(user_function)


_PARTIAL_METHOD = "__partialmethod__" if _sys.version_info >= (3, 13) else "_partialmethod"  # where inspect finds it


class partialmethod:
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError("{!r} is not callable or a descriptor".format(func))
        if isinstance(func, partialmethod):
            self.func = func.func
            self.args = func.args + args
            self.keywords = {**func.keywords, **keywords}
        else:
            self.func = func
            self.args = args
            self.keywords = keywords

    def __repr__(self):
        args, keywords = [*map(repr, self.args)], ["{}={!r}".format(*item) for item in self.keywords.items()]
        parts = [repr(self.func), *args, *keywords]
        if _sys.version_info < (3, 13):
            parts = [str(self.func), ", ".join(args), ", ".join(keywords)]
        return "{}.{}({})".format(type(self).__module__, type(self).__qualname__, ", ".join(parts))

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        setattr(_method, _PARTIAL_METHOD, self)
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            new_func = get(obj, cls)
            if new_func is not self.func:
                result = partial(new_func, *self.args, **self.keywords)
                try:
                    result.__self__ = new_func.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


_NOT_FOUND = object()


class cached_property:
    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        if _sys.version_info >= (3, 12):
            self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} instance to cache "
                            f"{self.attrname!r} property.") from None
        val = cache.get(self.attrname, _NOT_FOUND)
        if val is _NOT_FOUND:
            val = self.func(instance)
            try:
                cache[self.attrname] = val
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does not support item assignment for "
                                f"caching {self.attrname!r} property.") from None
        return val


def _fits(cls, one):
    return isinstance(one, type) and not hasattr(one, "__origin__") and one not in cls.__mro__ and issubclass(cls, one)


def _merged(orders):
    """The C3 merge of linearizations."""
    orders, result = [list(one) for one in orders if one], []
    while orders:
        for head in (one[0] for one in orders):
            if not any(head in one[1:] for one in orders):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(head)
        orders = [rest for rest in ([one for one in order if one is not head] for order in orders) if rest]
    return result


def _order_with(cls, abstract):
    """The order of `cls` with these abstract classes, each where the first class on the way up is that fits it."""
    bases = list(cls.__bases__)
    first = next((i + 1 for i in range(len(bases) - 1, -1, -1) if hasattr(bases[i], "__abstractmethods__")), 0)
    own = [one for one in abstract if issubclass(cls, one) and not any(issubclass(base, one) for base in bases)]
    rest = [one for one in abstract if one not in own]
    explicit, others = bases[:first], bases[first:]
    return _merged([[cls]] + [_order_with(base, rest) for base in explicit + own + others] + [explicit, own, others])


def _with_abstract(cls, types):
    """Its order with those of `types` that it fits without extending them."""
    types = [one for one in types if _fits(cls, one)]
    types = [one for one in types if not any(one is not other and one in other.__mro__ for other in types)]
    abstract = []
    for one in types:
        between = [[base for base in below.__mro__ if base in types]
                   for below in one.__subclasses__() if below not in cls.__mro__ and issubclass(cls, below)]
        for base in [one] + [base for row in sorted(between, key=len, reverse=True) for base in row]:
            if base not in abstract:
                abstract.append(base)
    return _order_with(cls, abstract)


def _candidates(cls, registry):
    """The implementation for a class: along its order, abstract classes among the others."""
    found = None
    for one in _with_abstract(cls, registry):
        if found is not None:
            if one in registry and one not in cls.__mro__ and found not in cls.__mro__ and not issubclass(found, one):
                raise RuntimeError("Ambiguous dispatch: {} or {}".format(found, one))
            break
        if one in registry:
            found = one
    return registry.get(found)


def _union_of(cls):
    """The classes of int | str or Union[int, str]; None: it is no union of classes."""
    from types import UnionType
    from typing import Union, get_args, get_origin

    if get_origin(cls) not in (UnionType, Union):
        return None
    return [one for one in get_args(cls)]


def _is_class(one):
    return isinstance(one, type) and not hasattr(one, "__origin__")


def singledispatch(func):
    import types
    import weakref

    from abc import get_cache_token

    registry = {}
    cache = weakref.WeakKeyDictionary()
    token = None
    lazy = _sys.version_info >= (3, 14)

    def dispatch(cls):
        nonlocal token
        if token is not None and token != get_cache_token():
            cache.clear()
            token = get_cache_token()
        try:
            return cache[cls]
        except KeyError:
            pass
        impl = registry.get(cls)
        if impl is None:
            impl = _candidates(cls, registry)
        cache[cls] = impl
        return impl

    def classes(one):
        """Those that an implementation is for; None: it is for no class."""
        if _is_class(one):
            return [one]
        united = _union_of(one)
        return united if united and all(map(_is_class, united)) else None

    def register(cls, func=None):
        nonlocal token
        found = classes(cls)
        if found:
            if func is None:
                return lambda f: register(cls, f)
        elif func is not None:
            raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
        else:
            if not (getattr(cls, "__annotate__", None) if lazy else getattr(cls, "__annotations__", {})):
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` or plain "
                                "`@register` on an annotated function.")
            from typing import get_type_hints

            func = cls
            name, cls = next(iter((get_type_hints(func, format=3) if lazy else get_type_hints(func)).items()))
            found = classes(cls)
            if not found:
                if lazy and hasattr(cls, "__forward_arg__"):
                    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is an unresolved forward reference.")
                if _union_of(cls):
                    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} not all arguments are classes.")
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")
        for one in found:
            registry[one] = func
            if token is None and hasattr(one, "__abstractmethods__"):
                token = get_cache_token()
        cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = types.MappingProxyType(registry)
    wrapper._clear_cache = cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


__all__ = [name for name in """
    update_wrapper wraps WRAPPER_ASSIGNMENTS WRAPPER_UPDATES total_ordering cache cmp_to_key lru_cache reduce partial partialmethod singledispatch
    singledispatchmethod cached_property Placeholder
    """.split() if name in globals()]
