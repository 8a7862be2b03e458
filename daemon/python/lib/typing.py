"""Names for annotations. Nothing here is checked when a program runs, but that types have as many arguments as they take."""

import collections
import collections.abc as _abc
import contextlib as _contextlib
import functools as _functools
import operator as _operator
import sys as _sys
import types as _types
from types import GenericAlias, UnionType as _UnionType
from _typing import _idfunc

TYPE_CHECKING = False
_UNIONS_ARE_ONE = _sys.version_info >= (3, 14)
_LATER = _sys.version_info >= (3, 12)
_LAZY = _sys.version_info >= (3, 14)  # annotations are made when somebody asks

_NoneType = type(None)


class _LateAnnotationlib:
    """The module once it is needed, which few programs do."""

    def __getattr__(self, attr):
        global _annotationlib
        import annotationlib

        _annotationlib = annotationlib
        return getattr(annotationlib, attr)


if _LAZY:
    _annotationlib = _LateAnnotationlib()
del _LateAnnotationlib
_cleanups = []  # of what is remembered below: functions


def _tp_cache(func=None, /, *, typed=False):
    """The same arguments give the same object for as long as it is remembered; arguments without a hash give a new one each time."""
    def decorator(func):
        cached = _functools.lru_cache(typed=typed)(func)
        _cleanups.append(cached.cache_clear)

        @_functools.wraps(func)
        def inner(*args, **kwds):
            try:
                return cached(*args, **kwds)
            except TypeError:
                pass  # without a hash, or func raises it below once more
            return func(*args, **kwds)

        return inner

    return decorator if func is None else decorator(func)


def _caller(depth=2):
    """The module whose code has called the one who asks."""
    try:
        return _sys._getframe(depth).f_globals.get("__name__", "__main__")
    except ValueError:
        return None


def _convert(arg, module=None, special=False, owner=None):
    if arg is None:
        return _NoneType
    if not isinstance(arg, str):
        return arg
    return _reference(arg, module=module, is_class=special, owner=owner) if _LAZY else ForwardRef(arg, module=module, is_class=special)


def _reference(text, parent=None, **about):
    """A reference whose text is looked at now; that inside another has its module and owner."""
    if parent is not None and parent.__forward_module__ is not None:
        about["module"] = parent.__forward_module__
    if parent is not None and parent.__owner__ is not None:
        about["owner"] = parent.__owner__
    made = _annotationlib.ForwardRef(text, **about)
    made.__forward_code__
    return made


def _check(arg, message, special=False, module=None, is_argument=True, owner=None):
    """The argument as a type; TypeError for what cannot be one. special: ClassVar and Final are allowed here."""
    arg = _convert(arg, module, special, owner)
    if isinstance(arg, _GenericAlias):
        if (arg.__origin__ in (Generic, Protocol) or not special and arg.__origin__ is ClassVar
                or not special and is_argument and arg.__origin__ is Final):
            raise TypeError(f"{arg} is not valid as type argument")
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias) or special and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    if isinstance(obj, GenericAlias):
        return repr(obj)
    if isinstance(obj, type):
        return obj.__qualname__ if obj.__module__ == "builtins" else f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, _types.FunctionType):
        return obj.__name__
    if isinstance(obj, tuple) and _LATER:
        return "[" + ", ".join(map(_type_repr, obj)) + "]"
    return repr(obj)


def _parameters(args):
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            more = _parameters(arg)
        elif hasattr(arg, "__typing_subst__"):
            more = (arg,)
        else:
            more = getattr(arg, "__parameters__", ())
        for one in more:
            if one not in found:
                found.append(one)
    return tuple(found)


def _expect(what, given, expected, defaults=()):
    if not expected:
        raise TypeError(f"{what} is not a generic class")
    if given != expected:
        wanted = f"at least {expected - len(defaults)}" if defaults else expected
        raise TypeError(f"Too {'many' if given > expected else 'few'} arguments for {what}; actual {given}, expected {wanted}")


def _is_parameter_list(arg):
    return isinstance(arg, (list, tuple, ParamSpec, _ConcatenateGenericAlias)) or arg is ...


def _is_unpacked_variables(arg):
    return not isinstance(arg, type) and getattr(arg, "__typing_is_unpacked_typevartuple__", False)


def _flat_callable(alias, args):
    """Whether the arguments of a callable are those of its list and its result, in a row."""
    return alias.__origin__ is _abc.Callable and not (len(args) == 2 and _is_parameter_list(args[0]))


# ---- arguments for parameters


def _unpack_args(args):
    out = []
    for arg in args:
        inner = getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner is None or inner and inner[-1] is ...:
            out.append(arg)
        else:
            out.extend(inner)
    return out


def _prepared(what, args):
    """As many arguments as there are parameters: what a TypeVarTuple takes is a tuple."""
    for parameter in what.__parameters__:
        prepare = getattr(parameter, "__typing_prepare_subst__", None)
        if prepare is not None:
            args = prepare(what, args)
    return args


def _substituted(alias, args, given):
    out = []
    for arg in args:
        if isinstance(arg, type):
            out.append(arg)
            continue
        subst = getattr(arg, "__typing_subst__", None)
        if subst:
            new = subst(given[arg])
        elif getattr(arg, "__parameters__", ()):
            inner = []
            for parameter in arg.__parameters__:
                if isinstance(parameter, TypeVarTuple):
                    inner.extend(given[parameter])
                else:
                    inner.append(given[parameter])
            new = arg[tuple(inner)]
        else:
            new = arg
        if alias.__origin__ is _abc.Callable and isinstance(new, tuple) or _is_unpacked_variables(arg):
            out.extend(new)
        elif isinstance(arg, tuple):
            out.append(tuple(_substituted(alias, arg, given)))
        else:
            out.append(new)
    return out


class _Final:
    """What cannot be subclassed but here."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _Immutable:
    __slots__ = ()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _NotIterable:
    """None is what isinstance(..., Iterable) asks for."""

    __slots__ = ()
    __iter__ = None


class _SpecialForm(_Final, _NotIterable, _root=True):
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, name, getitem=None):
        self._name = name
        self._getitem = getitem

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(name)

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    @_tp_cache
    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError(f"{self} is not subscriptable")
        return self._getitem(self, parameters)


class _LiteralSpecialForm(_SpecialForm, _root=True):
    def __getitem__(self, parameters):
        return self._getitem(self, *(parameters if isinstance(parameters, tuple) else (parameters,)))


# ---- what has arguments in brackets


def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")


class _BaseGenericAlias(_Final, _root=True):
    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except (Exception if _LATER else AttributeError):
            pass
        return result

    def __mro_entries__(self, bases):
        entries = [self.__origin__] if self.__origin__ not in bases else []
        at = bases.index(self)
        if not any(isinstance(b, _BaseGenericAlias) or isinstance(b, type) and issubclass(b, Generic) for b in bases[at + 1:]):
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        if "__origin__" in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, value):
        if _is_dunder(attr) or attr in ("_name", "_inst", "_nparams", "_paramspec_tvars", "_defaults"):
            super().__setattr__(attr, value)
        else:
            setattr(self.__origin__, attr, value)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __dir__(self):
        return list({*super().__dir__(), *(name for name in dir(self.__origin__) if not _is_dunder(name))})


class _GenericAlias(_BaseGenericAlias, _root=True):
    def __init__(self, origin, args, *, inst=True, name=None, _paramspec_tvars=False):
        super().__init__(origin, inst=inst, name=name)
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _parameters(self.__args__)
        if not _LATER:
            self._paramspec_tvars = _paramspec_tvars
        if not name:
            self.__module__ = getattr(origin, "__module__", type(origin).__module__)  # unions have none of their own

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    @_tp_cache
    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = _unpack_args(tuple(map(_convert, args if isinstance(args, tuple) else (args,))))
        args = _prepared(self, args)
        _expect(self, len(args), len(self.__parameters__))
        return self.copy_with(tuple(_substituted(self, self.__args__, dict(zip(self.__parameters__, args)))))

    def copy_with(self, args):
        more = {} if _LATER else {"_paramspec_tvars": self._paramspec_tvars}
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst, **more)

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        return f"{name}[{', '.join([_type_repr(a) for a in self.__args__]) or '()'}]"

    def __iter__(self):
        yield Unpack[self]

    def __reduce__(self):
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        return _operator.getitem, (origin, args[0] if len(args) == 1 and not isinstance(args[0], tuple) else args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            at = bases.index(self)
            if any(isinstance(b, _BaseGenericAlias) and b is not self for b in bases[at + 1:]):
                return ()
        return (self.__origin__,)


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """List, Dict, ...: classes of annotations from before the builtin ones took brackets."""

    def __init__(self, origin, count, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = count
        if _sys.version_info >= (3, 13):
            self._defaults = defaults
        self.__doc__ = f"A generic version of {'' if origin.__module__ == 'builtins' else origin.__module__ + '.'}{origin.__qualname__}."

    @_tp_cache
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        params = tuple([_check(p, "Parameters to generic types must be types.") for p in params])
        if _sys.version_info >= (3, 13) and len(params) < self._nparams <= len(params) + len(self._defaults):
            params = (*params, *self._defaults[len(params) - self._nparams:])
        _expect(self, len(params), self._nparams, self._defaults if _sys.version_info >= (3, 13) else ())
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        return issubclass(cls, self.__origin__)

    def __reduce__(self):
        return self._name

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _TupleType(_SpecialGenericAlias, _root=True):
    @_tp_cache
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        if len(params) >= 2 and params[-1] is ...:
            return self.copy_with((*[_check(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1]], ...))
        return self.copy_with(tuple([_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params]))


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if not _flat_callable(self, args):
            return super().__repr__()
        return f"typing.Callable[[{', '.join([_type_repr(a) for a in args[:-1]])}], {_type_repr(args[-1])}]"

    def __reduce__(self):
        args = self.__args__
        return _operator.getitem, (Callable, (list(args[:-1]), args[-1]) if _flat_callable(self, args) else args)


class _CallableType(_SpecialGenericAlias, _root=True):
    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name, inst=self._inst, _paramspec_tvars=True)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        return self.__getitem_inner__((tuple(args) if isinstance(args, list) else args, result))

    @_tp_cache
    def __getitem_inner__(self, params):
        args, result = params
        result = _check(result, "Callable[args, result]: result must be a type.")
        if args is ...:
            return self.copy_with((..., result))
        return self.copy_with((*[_convert(a) for a in (args if isinstance(args, tuple) else (args,))], result))


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):
    def copy_with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, _UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        if len(self.__args__) == 2 and _NoneType in self.__args__:
            rest = self.__args__[1] if self.__args__[0] is _NoneType else self.__args__[0]
            return f"typing.Optional[{_type_repr(rest)}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        for arg in self.__args__:
            if issubclass(cls, arg):
                return True
        return False if _LATER else None

    def __reduce__(self):
        function, (origin, args) = super().__reduce__()
        return function, (Union, args)

    def __call__(self, *args, **kwargs):
        raise TypeError("Cannot instantiate typing.Union")


def _value_types(params):
    return [(p, type(p)) for p in params]


class _LiteralGenericAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return set(_value_types(self.__args__)) == set(_value_types(other.__args__))

    def __hash__(self):
        return hash(frozenset(_value_types(self.__args__)))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    def copy_with(self, args):
        if isinstance(args[-1], (list, tuple)):
            return (*args[:-1], *args[-1])
        if isinstance(args[-1], _ConcatenateGenericAlias):
            args = (*args[:-1], *args[-1].__args__)
        return super().copy_with(args)


class _UnpackGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f"typing.Unpack[{_type_repr(self.__args__[0])}]" if _LATER else "*" + repr(self.__args__[0])

    def __getitem__(self, args):
        return args if self.__typing_is_unpacked_typevartuple__ else super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        if isinstance(arg, (_GenericAlias, GenericAlias) if _LATER else _GenericAlias):
            if arg.__origin__ is not tuple:
                raise (TypeError("Unpack[...] must be used with a tuple type") if _LATER else AssertionError)
            return arg.__args__
        return None

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated" if _LATER else None)
        self.__metadata__ = metadata

    def copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

    def __reduce__(self):
        return _operator.getitem, (Annotated, (self.__origin__,) + self.__metadata__)

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return "Annotated"
        return super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


# ---- type variables


class _BoundVarianceMixin:
    def __init__(self, bound, covariant, contravariant):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _check(bound, "Bound must be a type.") if bound else None

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__


class _PickleUsingNameMixin:
    def __reduce__(self):
        return self.__name__


def _typevar_subst(self, arg):
    arg = _check(arg, "Parameters to generic types must be types.")
    if isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack or isinstance(arg, GenericAlias) and getattr(arg, "__unpacked__", False):
        raise TypeError(f"{arg} is not valid as type argument")
    return arg


def _typevar_prepare_subst(self, alias, args):
    at = alias.__parameters__.index(self)
    if at < len(args):
        return args
    if at == len(args) and self.has_default():
        return (*args, self.__default__)
    raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {at + 1}")


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple([_check(a, "Expected a type.") for a in arg])
    if not _is_parameter_list(arg):
        raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    at = params.index(self)
    if _LATER and at == len(args) and self.has_default():
        args = (*args, self.__default__)
    if at >= len(args):
        raise TypeError(f"Too few arguments for {alias}")
    if len(params) == 1 and not _is_parameter_list(args[0]):
        args = (args,)
    elif isinstance(args[at], list):
        args = (*args[:at], tuple(args[at]), *args[at + 1:])
    return args


def _typevartuple_subst(self, arg):
    raise TypeError("Substitution of bare TypeVarTuple is not supported")


def _typevartuple_prepare_subst(self, alias, args):
    """A tuple of any length, *tuple[int, ...], stands for as many as are missing around the variable, too."""
    params = alias.__parameters__
    at = params.index(self)
    if any(isinstance(p, TypeVarTuple) for p in params[at + 1:]):
        raise TypeError(f"More than one TypeVarTuple parameter in {alias}")
    before, behind = at, len(params) - at - 1
    any_at = fill = None
    for i, arg in enumerate(args):
        inner = None if isinstance(arg, type) else getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner and len(inner) == 2 and inner[-1] is ...:
            if any_at is not None:
                raise TypeError("More than one unpacked arbitrary-length tuple argument")
            any_at, fill = i, inner[0]
    if any_at is not None:
        before, behind = min(before, any_at), min(behind, len(args) - any_at - 1)
    elif before + behind > len(args):
        raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {len(params) - 1}")
    end = len(args) - behind
    if _LATER and before == end and self.has_default():
        taken = self.__default__
        taken = tuple(_unpack_args([taken])) if not isinstance(taken, tuple) else taken
    else:
        taken = tuple(args[before:end])
    return (*args[:before], *[fill] * (at - before), taken, *[fill] * (len(params) - behind - at - 1), *args[end:])


if _sys.version_info >= (3, 12):
    from _typing import NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, TypeVar, TypeVarTuple
else:
    class TypeVar(_Final, _Immutable, _BoundVarianceMixin, _PickleUsingNameMixin, _root=True):
        def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
            self.__name__ = name
            super().__init__(bound, covariant, contravariant)
            if constraints and bound is not None:
                raise TypeError("Constraints cannot be combined with bound=...")
            if len(constraints) == 1:
                raise TypeError("A single constraint is not allowed")
            self.__constraints__ = tuple([_check(c, "TypeVar(name, constraint, ...): constraints must be types.") for c in constraints])
            module = _caller()
            if module != "typing":
                self.__module__ = module

        __typing_subst__ = _typevar_subst

    class TypeVarTuple(_Final, _Immutable, _PickleUsingNameMixin, _root=True):
        def __init__(self, name):
            self.__name__ = name
            module = _caller()
            if module != "typing":
                self.__module__ = module

        def __iter__(self):
            yield Unpack[self]

        def __repr__(self):
            return self.__name__

        __typing_subst__ = _typevartuple_subst
        __typing_prepare_subst__ = _typevartuple_prepare_subst

    class ParamSpecArgs(_Final, _Immutable, _root=True):
        def __init__(self, origin):
            self.__origin__ = origin

        def __repr__(self):
            return self.__origin__.__name__ + ".args"

        def __eq__(self, other):
            return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecArgs) else NotImplemented

    class ParamSpecKwargs(_Final, _Immutable, _root=True):
        def __init__(self, origin):
            self.__origin__ = origin

        def __repr__(self):
            return self.__origin__.__name__ + ".kwargs"

        def __eq__(self, other):
            return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecKwargs) else NotImplemented

    class ParamSpec(_Final, _Immutable, _BoundVarianceMixin, _PickleUsingNameMixin, _root=True):
        @property
        def args(self):
            return ParamSpecArgs(self)

        @property
        def kwargs(self):
            return ParamSpecKwargs(self)

        def __init__(self, name, *, bound=None, covariant=False, contravariant=False):
            self.__name__ = name
            super().__init__(bound, covariant, contravariant)
            module = _caller()
            if module != "typing":
                self.__module__ = module

        __typing_subst__ = _paramspec_subst
        __typing_prepare_subst__ = _paramspec_prepare_subst


def _type_check(arg, message):
    return _check(arg, message)


def _unpacked(variables):
    return Unpack[variables]


def _unpack_typevartuples(params):
    return tuple(Unpack[p] if isinstance(p, TypeVarTuple) else p for p in params)


def _generic_of(params):
    """The base of class C[*params]."""
    return _GenericAlias(Generic, _unpack_typevartuples(params))


def _union_of(left, right):
    return Union[left, right]


def _value_text(value):
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_type_repr, value)) + ")"
    return _type_repr(value)


if not _LAZY:
    class ForwardRef(_Final, _root=True):
        __slots__ = ("__forward_arg__", "__forward_code__", "__forward_evaluated__", "__forward_value__", "__forward_is_argument__", "__forward_is_class__",
                     "__forward_module__")

        def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
            if not isinstance(arg, str):
                raise TypeError(f"Forward reference must be a string -- got {arg!r}")
            try:
                code = compile(f"({arg},)[0]" if arg.startswith("*") else arg, "<string>", "eval")
            except SyntaxError:
                raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
            self.__forward_arg__ = arg
            self.__forward_code__ = code
            self.__forward_evaluated__ = False
            self.__forward_value__ = None
            self.__forward_is_argument__ = is_argument
            self.__forward_is_class__ = is_class
            self.__forward_module__ = module

        def _evaluate(self, globalns, localns, recursive_guard=frozenset()):
            if self.__forward_arg__ in recursive_guard:
                return self
            if self.__forward_evaluated__ and localns is globalns:
                return self.__forward_value__
            if globalns is None and localns is None:
                globalns = localns = {}
            elif globalns is None:
                globalns = localns
            elif localns is None:
                localns = globalns
            if self.__forward_module__ is not None:
                globalns = getattr(_sys.modules.get(self.__forward_module__), "__dict__", globalns)
            value = _check(eval(self.__forward_code__, globalns, localns), "Forward references must evaluate to types.",
                           special=self.__forward_is_class__, is_argument=self.__forward_is_argument__)
            self.__forward_value__ = _evaluated(value, globalns, localns, recursive_guard | {self.__forward_arg__})
            self.__forward_evaluated__ = True
            return self.__forward_value__

        def __eq__(self, other):
            if not isinstance(other, ForwardRef):
                return NotImplemented
            if self.__forward_evaluated__ and other.__forward_evaluated__:
                return self.__forward_arg__ == other.__forward_arg__ and self.__forward_value__ == other.__forward_value__
            return self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__

        def __hash__(self):
            return hash((self.__forward_arg__, self.__forward_module__))

        def __or__(self, other):
            return Union[self, other]

        def __ror__(self, other):
            return Union[other, self]

        def __repr__(self):
            module = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
            return f"ForwardRef({self.__forward_arg__!r}{module})"

    def _evaluated(t, globalns, localns, recursive_guard=frozenset()):
        """With what names in it mean."""
        if isinstance(t, ForwardRef):
            return t._evaluate(globalns, localns, recursive_guard)
        if not isinstance(t, (_GenericAlias, GenericAlias, _UnionType)):
            return t
        if isinstance(t, GenericAlias):
            args = tuple([ForwardRef(a) if isinstance(a, str) else a for a in t.__args__])
            unpacked = t.__unpacked__
            t = t.__origin__[(args[:-1], args[-1]) if _flat_callable(t, args) else args]
            if unpacked:
                t = Unpack[t]
        args = tuple([_evaluated(a, globalns, localns, recursive_guard) for a in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        return _functools.reduce(_operator.or_, args) if isinstance(t, _UnionType) else t.copy_with(args)
else:
    def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None, type_params=None, format=None, _recursive_guard=frozenset()):
        """Evaluate a forward reference as a type hint."""
        if format == _annotationlib.Format.STRING:
            return forward_ref.__resolved_str__
        if forward_ref.__forward_arg__ in _recursive_guard:
            return forward_ref
        format = _annotationlib.Format.VALUE if format is None else format
        value = forward_ref.evaluate(globals=globals, locals=locals, type_params=type_params, owner=owner, format=format)
        if isinstance(value, _annotationlib.ForwardRef) and format == _annotationlib.Format.FORWARDREF:
            return value
        owner = forward_ref.__owner__ if owner is None else owner
        if isinstance(value, str):
            value = _reference(value, module=forward_ref.__forward_module__, owner=owner, is_argument=forward_ref.__forward_is_argument__,
                               is_class=forward_ref.__forward_is_class__)
        return _evaluated(value, globals, locals, _recursive_guard | {forward_ref.__forward_arg__}, type_params=type_params, format=format, owner=owner,
                          parent=forward_ref)

    def _evaluated(t, globalns, localns, recursive_guard=frozenset(), *, type_params=(), parent=None, own_module=False, **asked):
        """With what names in it mean; own_module: those of the module that a reference names come before the given ones."""
        if isinstance(t, _annotationlib.ForwardRef):
            names = None if own_module and t.__forward_module__ is not None else globalns
            return evaluate_forward_ref(t, globals=names, locals=localns, type_params=type_params, _recursive_guard=recursive_guard, **asked)
        if not isinstance(t, (_GenericAlias, GenericAlias, _UnionType)):
            return t
        args = t.__args__
        if isinstance(t, GenericAlias):
            args = tuple([_reference(a, parent) if isinstance(a, str) else a for a in args])
        args = tuple([_evaluated(a, globalns, localns, recursive_guard, type_params=type_params, parent=parent, own_module=own_module, **asked)
                      for a in args])
        if args == t.__args__:
            return t
        if isinstance(t, GenericAlias):
            made = t.__origin__[(args[:-1], args[-1]) if _flat_callable(t, args) else args] if _flat_callable(t, args) else GenericAlias(t.__origin__, args)
            return next(iter(made)) if t.__unpacked__ else made
        return _functools.reduce(_operator.or_, args) if isinstance(t, _UnionType) else t.copy_with(args)

    def _warn_of_type_params(name):
        import warnings

        warnings.warn(f"Failing to pass a value to the 'type_params' parameter of {name!r} is deprecated, as it leads to incorrect behaviour when calling "
                      f"{name} on a stringified annotation that references a PEP 695 type parameter. It will be disallowed in Python 3.15.",
                      DeprecationWarning, stacklevel=3)


# ---- special forms


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _flat(params, alike):
    out = []
    if _LAZY:  # a name that means nothing yet is equal to everything, but its hash is its own
        flat = [one for p in params for one in (p.__args__ if isinstance(p, alike) else (p,))]
        try:
            return tuple(dict.fromkeys(flat))
        except TypeError:
            pass
    for p in params:
        for one in (p.__args__ if isinstance(p, alike) else (p,)):
            if one not in out:
                out.append(one)
    return tuple(out)


def _union(self, params):
    if params == ():
        raise TypeError("Cannot take a Union of no types.")
    params = params if isinstance(params, tuple) else (params,)
    params = _flat([_check(p, "Union[arg, ...]: each arg must be a type.") for p in params], (_UnionGenericAlias, _UnionType))
    if len(params) == 1:
        return params[0]
    return _UnionGenericAlias(self, params, name="Optional" if len(params) == 2 and _NoneType in params else None)


def _optional(self, params):
    return Union[_check(params, f"{self} requires a single type."), _NoneType]


def _one(self, params):
    return _GenericAlias(self, (_check(params, f"{self} accepts only single type."),))


def _one_of_a_key(self, params):
    return _GenericAlias(self, (_check(params, f"{self._name} accepts only a single type.", True),))


@_tp_cache(typed=True)
def _literal(self, *params):
    flat = []
    for p in params:
        flat.extend(p.__args__ if isinstance(p, _LiteralGenericAlias) else (p,))
    try:
        flat = [p for p, _ in dict.fromkeys(_value_types(flat))]
    except TypeError:
        pass
    return _LiteralGenericAlias(self, tuple(flat))


def _concatenate(self, params):
    if params == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    params = params if isinstance(params, tuple) else (params,)
    if not (params[-1] is ... or isinstance(params[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    params = (*[_check(p, "Concatenate[arg, ...]: each arg must be a type.") for p in params[:-1]], params[-1])
    return _ConcatenateGenericAlias(self, params, _paramspec_tvars=True)


def _unpack(self, params):
    return _UnpackGenericAlias(self, (_check(params, f"{self} accepts only single type."),))


Union = _UnionType if _UNIONS_ARE_ONE else _SpecialForm("Union", _union)
Optional = _SpecialForm("Optional", _optional)
ClassVar, Final, TypeGuard, TypeIs = (_SpecialForm(name, _one) for name in ("ClassVar", "Final", "TypeGuard", "TypeIs"))
Required, NotRequired, ReadOnly = (_SpecialForm(name, _one_of_a_key) for name in ("Required", "NotRequired", "ReadOnly"))
_KEY_FORMS = (Required, NotRequired, ReadOnly)
Unpack = _SpecialForm("Unpack", _unpack)
Literal = _LiteralSpecialForm("Literal", _literal)
Concatenate = _SpecialForm("Concatenate", _concatenate)
NoReturn, Never, Self, LiteralString, TypeAlias = map(_SpecialForm, ("NoReturn", "Never", "Self", "LiteralString", "TypeAlias"))


class Annotated:
    """Add context-specific metadata to a type."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    def __class_getitem__(cls, params):
        return cls._class_getitem_inner(cls, *(params if isinstance(params, tuple) else (params,)))

    @_tp_cache(typed=True)
    def _class_getitem_inner(cls, *params):
        if len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        if _is_unpacked_variables(params[0]):
            raise TypeError("Annotated[...] should not be used with an unpacked TypeVarTuple")
        return _AnnotatedAlias(_check(params[0], "Annotated[t, ...]: t must be a type.", True), params[1:])

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


# ---- generic classes


class Generic:
    """Abstract base class for generic types."""
    __slots__ = ()
    _is_protocol = False

    @_tp_cache
    def __class_getitem__(cls, params):
        params = tuple([_convert(p) for p in (params if isinstance(params, tuple) else (params,))])
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            if not all(isinstance(p, (TypeVar, ParamSpec)) or _is_unpacked_variables(p) for p in params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        else:
            params = _prepared(cls, params)
            _expect(cls, len(params), len(cls.__parameters__))
            flat = []
            for parameter, param in zip(cls.__parameters__, params):
                flat.extend(param if isinstance(parameter, TypeVarTuple) else (param,))
            params = tuple(flat)
        return _GenericAlias(cls, params, _paramspec_tvars=True)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get("__orig_bases__")
        if Generic in bases if bases is not None else Generic in cls.__bases__ and cls.__name__ != "Protocol" and type(cls) is not _TypedDictMeta:
            raise TypeError("Cannot inherit from plain Generic")
        variables, listed = _parameters(bases or ()), None
        for base in bases or ():
            if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                if listed is not None:
                    raise TypeError("Cannot inherit from Generic[...] multiple times.")
                listed = base.__parameters__
        if listed is not None:
            missing = [v for v in variables if v not in listed]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(map(str, missing))}) are not listed in Generic[{', '.join(map(str, listed))}]")
            variables = listed
        cls.__parameters__ = tuple(variables)


_NOT_MEMBERS = frozenset("""__abstractmethods__ __annotations__ __dict__ __doc__ __init__ __module__ __new__ __slots__ __subclasshook__ __weakref__ __class_getitem__
    __parameters__ __orig_bases__ __orig_class__ __final__ _is_protocol _is_runtime_protocol _MutableMapping__marker""".split()
                         + """__qualname__ __static_attributes__ __firstlineno__ __annotate__ __annotate_func__ __annotations_cache__ __protocol_attrs__ __match_args__
    __non_callable_proto_members__ __type_params__ __classdictcell__ __callable_proto_members_only__""".split() * _LATER)


def _annotations_by_name(cls):
    """Of a class, where it matters which there are."""
    try:
        return getattr(cls, "__annotations__", {})
    except Exception:
        if not _LAZY:
            raise
    return _annotationlib.get_annotations(cls, format=_annotationlib.Format.FORWARDREF)


def _get_protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ("Protocol", "Generic"):
            attrs.update(a for a in (*base.__dict__, *_annotations_by_name(base)) if not a.startswith("_abc_") and a not in _NOT_MEMBERS)
    return attrs


def _not_callable(cls):
    return [a for a in _get_protocol_attrs(cls) if not callable(getattr(cls, a, None))]


def _asked_by_library(depth):
    """abc and functools ask of all classes of an MRO: they get an answer where others are refused."""
    return _caller(depth + 1) in ("abc", "functools", "_abc", None)


def _refuse_class_check(cls):
    plain = sorted(_not_callable(cls))
    if plain:
        raise TypeError("Protocols with non-method members don't support issubclass()" +
                        (f". Non-method members: {str(plain)[1:-1]}." if _sys.version_info >= (3, 13) else ""))


def _proto_answer(cls, other):
    """__subclasshook__ of the protocols: whether all that the protocol names is there."""
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    if not _LATER:
        if not getattr(cls, "_is_runtime_protocol", False):
            if _asked_by_library(4):
                return NotImplemented
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if _not_callable(cls):
            if _asked_by_library(4):
                return NotImplemented
            _refuse_class_check(cls)
        if not isinstance(other, type):
            raise TypeError("issubclass() arg 1 must be a class")
    for attr in _get_protocol_attrs(cls):
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            annotations = _annotations_by_name(base)
            if isinstance(annotations, _abc.Mapping) and attr in annotations and issubclass(other, Generic) and other._is_protocol:
                break
        else:
            return NotImplemented
    return True


_proto_hook_of_all = classmethod(_proto_answer)


class _ProtocolMeta(type(_abc.Sized)):
    def __instancecheck__(cls, instance):
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False) and not _asked_by_library(2):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if not _LATER and not _not_callable(cls) and issubclass(instance.__class__, cls):
            return True
        if all(hasattr(instance, a) and (not callable(getattr(cls, a, None)) or getattr(instance, a) is not None) for a in _get_protocol_attrs(cls)):
            return True
        return super().__instancecheck__(instance)

    if _LATER:
        def __subclasscheck__(cls, other):
            if cls is Protocol:
                return type.__subclasscheck__(cls, other)
            if getattr(cls, "_is_protocol", False) and not _asked_by_library(2):
                if not isinstance(other, type):
                    raise TypeError("issubclass() arg 1 must be a class")
                if not getattr(cls, "_is_runtime_protocol", False):
                    raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
                _refuse_class_check(cls)
            return super().__subclasscheck__(other)


def _no_init_or_replace_init(self, *args, **kwargs):
    """__init__ of the protocols, that a class of them replaces by the next one when it is first called."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is _no_init_or_replace_init:
        inits = (base.__dict__.get("__init__", _no_init_or_replace_init) for base in cls.__mro__)
        cls.__init__ = next((init for init in inits if init is not _no_init_or_replace_init), object.__init__)
        cls.__init__(self, *args, **kwargs)


_PROTOCOLS_OF_OTHERS = {
    "collections.abc": ["Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "Hashable", "Sized", "Container", "Collection", "Reversible"]
                       + ["Buffer"] * _LATER,
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
}


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)

        def _proto_hook(other):
            return _proto_answer(cls, other)

        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook_of_all if _LATER else _proto_hook
        if not cls._is_protocol:
            return
        for base in cls.__bases__:
            if not (base in (object, Generic) or base.__name__ in _PROTOCOLS_OF_OTHERS.get(base.__module__, ())
                    or issubclass(base, Generic) and base._is_protocol):
                raise TypeError("Protocols can only inherit from other protocols, got %r" % base)
        if cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not cls._is_protocol:
        raise TypeError("@runtime_checkable can be only applied to protocol classes, got %r" % cls)
    cls._is_runtime_protocol = True
    return cls


def _fill():
    rows = {"List": (list, 1), "Dict": (dict, 2), "Set": (set, 1), "FrozenSet": (frozenset, 1), "Type": (type, 1), "Deque": (collections.deque, 1),
            "DefaultDict": (collections.defaultdict, 2), "OrderedDict": (collections.OrderedDict, 2), "Counter": (collections.Counter, 1),
            "ChainMap": (collections.ChainMap, 2), "AbstractSet": (_abc.Set, 1), "ContextManager": (_contextlib.AbstractContextManager, 1)}
    made = {name: _SpecialGenericAlias(origin, n, name=name, inst=name in ("Deque", "DefaultDict", "OrderedDict", "Counter", "ChainMap", "AbstractSet", "ContextManager"))
            for name, (origin, n) in rows.items()}
    for name, n in dict(Hashable=0, Awaitable=1, Coroutine=3, AsyncIterable=1, AsyncIterator=1, AsyncGenerator=2, Iterable=1, Iterator=1, Reversible=1, Generator=3, Sized=0,
                        Container=1, Collection=1, Mapping=2, MutableMapping=2, Sequence=1, MutableSequence=1, MutableSet=1, MappingView=1, KeysView=1, ItemsView=2,
                        ValuesView=1, ByteString=0).items():
        if hasattr(_abc, name):
            made[name] = _SpecialGenericAlias(getattr(_abc, name), n, name=name)
    if hasattr(_contextlib, "AbstractAsyncContextManager"):
        made["AsyncContextManager"] = _SpecialGenericAlias(_contextlib.AbstractAsyncContextManager, 1, name="AsyncContextManager")
    if _sys.version_info >= (3, 13):
        for name, n, defaults in (("Generator", 3, (type(None), type(None))), ("AsyncGenerator", 2, (type(None),)),
                                  ("ContextManager", 2, (bool | None,)), ("AsyncContextManager", 2, (bool | None,))):
            if name in made:
                made[name]._nparams, made[name]._defaults = n, defaults
    made["Tuple"] = _TupleType(tuple, -1, inst=False, name="Tuple")
    made["Callable"] = _CallableType(_abc.Callable, 2, name="Callable")
    return made


globals().update(_fill())
del _fill
Text = str
AnyStr = TypeVar("AnyStr", bytes, str)
T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)


def __late__(name):
    if name == "ForwardRef" and _LAZY:
        made = globals()[name] = _annotationlib.ForwardRef
        return made
    if name not in ("Pattern", "Match"):
        return NotImplemented
    import re

    made = globals()[name] = _SpecialGenericAlias(getattr(re, name), 1, name=name)
    return made


if _sys.version_info >= (3, 13):
    def __getattr__(attr):
        made = __late__(attr)
        if made is NotImplemented:
            raise AttributeError(f"module {__name__!r} has no attribute {attr!r}")
        return made


class IO(Generic[AnyStr]):
    """Generic base class for TextIO and BinaryIO."""
    __slots__ = ()


class BinaryIO(IO[bytes]):
    __slots__ = ()


class TextIO(IO[str]):
    __slots__ = ()


class _DeprecatedType(type):
    """Of typing.io and typing.re, which were there up to 3.11; what they have of re is made when it is asked for."""

    def __getattribute__(cls, name):
        if name not in ("__dict__", "__module__") and name in cls.__dict__:
            _warn_of(cls, name)
        return super().__getattribute__(name)

    def __getattr__(cls, name):
        if name in ("Pattern", "Match") and name in cls.__dict__["__all__"]:
            _warn_of(cls, name)
            return globals().get(name) or __getattr__(name)
        raise AttributeError(f"type object {cls.__dict__['_title']!r} has no attribute {name!r}")


def _warn_of(cls, name):
    if _sys.version_info >= (3, 11) and name != "_title":
        import warnings

        title = cls.__dict__["_title"]
        warnings.warn(f"{title} is deprecated, import directly from typing instead. {title} will be removed in Python 3.12.", DeprecationWarning,
                      stacklevel=3)


def _namespace(name, names, **members):
    title = "typing." + name
    made = _sys.modules[title] = _DeprecatedType(name, (), {"__module__": "typing", "__all__": names, "_title": title, **members})
    made.__name__ = title
    return made


if not _LATER:
    io = _namespace("io", ["IO", "TextIO", "BinaryIO"], IO=IO, TextIO=TextIO, BinaryIO=BinaryIO)
    re = _namespace("re", ["Pattern", "Match"])
del _namespace

# ---- functions


def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=_sys.stderr)
    return obj


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    value = repr(arg)
    if len(value) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        value = value[:_ASSERT_NEVER_REPR_MAX_LENGTH] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


class NewType:
    """NewType creates simple unique types with almost zero runtime overhead."""

    __call__ = _idfunc

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _caller()
        if module != "typing":
            self.__module__ = module

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")

        return (Dummy,)

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


_overloads = {}


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be "
        "followed by an implementation that is not @overload-ed.")


def overload(func):
    f = getattr(func, "__func__", func)
    try:
        _overloads.setdefault((f.__module__, f.__qualname__), {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    f = getattr(func, "__func__", func)
    return list(_overloads.get((f.__module__, f.__qualname__), {}).values())


def clear_overloads():
    _overloads.clear()


def _mark(name):
    def mark(f, /):
        try:
            setattr(f, name, True)
        except (AttributeError, TypeError):
            pass
        return f

    return mark


final = _mark("__final__")
override = _mark("__override__")
final.__name__ = final.__qualname__ = "final"
override.__name__ = override.__qualname__ = "override"


def no_type_check(arg):
    if isinstance(arg, type):
        for name in dir(arg):
            obj = getattr(arg, name)
            if not hasattr(obj, "__qualname__") or obj.__qualname__ != f"{arg.__qualname__}.{obj.__name__}" or getattr(obj, "__module__", None) != arg.__module__:
                continue  # it comes from elsewhere
            if isinstance(obj, _types.FunctionType):
                obj.__no_type_check__ = True
            elif isinstance(obj, _types.MethodType):
                obj.__func__.__no_type_check__ = True
            elif isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    @_functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, field_specifiers=(), **kwargs):
    later = {"frozen_default": kwargs.pop("frozen_default", False)} if _LATER else {}

    def decorate(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default, **later,
            "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn

    return decorate


def get_origin(tp):
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return _UnionType if isinstance(tp, _UnionType) else None


def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        return (list(args[:-1]), args[-1]) if _flat_callable(tp, args) else args
    return tp.__args__ if isinstance(tp, _UnionType) else ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def is_protocol(tp, /):
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(_get_protocol_attrs(tp))


def _strip_annotations(t):
    """Without metadata and what says of a key whether it is required."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if hasattr(t, "__origin__") and t.__origin__ in _KEY_FORMS:
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, _UnionType)):
        args = tuple([_strip_annotations(a) for a in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, _GenericAlias):
            return t.copy_with(args)
        return GenericAlias(t.__origin__, args) if isinstance(t, GenericAlias) else _functools.reduce(_operator.or_, args)
    return t


def _hint(value, globalns, localns, is_argument=False, is_class=False):
    if value is None:
        value = _NoneType
    if isinstance(value, str):
        value = ForwardRef(value, is_argument=is_argument, is_class=is_class)
    return _evaluated(value, globalns, localns)


def _own_annotations(cls):
    """Of a class without those of its bases."""
    found = cls.__dict__.get("__annotations__")
    if found is None and any(name in cls.__dict__ for name in ("__annotate_func__", "__annotate__", "__annotations_cache__")):
        found = cls.__annotations__
    return {} if found is None or isinstance(found, _types.GetSetDescriptorType) else found


_TYPES_WITHOUT_HINTS = (_types.FunctionType, _types.BuiltinFunctionType, _types.MethodType, _types.ModuleType,
                        type(object.__init__), type(object().__str__), type(str.join))


def _hints_of_3_14(obj, globalns=None, localns=None, include_extras=False, *, format=None):
    if getattr(obj, "__no_type_check__", None):
        return {}
    format = _annotationlib.Format.VALUE if format is None else format
    texts = format == _annotationlib.Format.STRING
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            found = _annotationlib.get_annotations(base, format=format)
            if texts:
                hints.update(found)
                continue
            names = getattr(_sys.modules.get(base.__module__, None), "__dict__", {}) if globalns is None else globalns
            local = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                names, local = local, names  # a name of the module counts before one of the class
            names, local = _with_parameters(base.__type_params__, names, local, True)
            for name, value in found.items():
                hints[name] = _hint_of_3_14(value, names, local, format, obj, is_argument=False, is_class=True)
    else:
        hints = _annotationlib.get_annotations(obj, format=format) if _has_annotations(obj) else None
        if hints is None:
            raise TypeError(f"{obj!r} is not a module, class, or callable.")
        if texts:
            return hints
        if globalns is None:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = obj.__dict__ if isinstance(obj, _types.ModuleType) else getattr(inner, "__globals__", {})
        localns = globalns if localns is None else localns
        globalns, localns = _with_parameters(getattr(obj, "__type_params__", ()), globalns, localns, False)
        for name, value in hints.items():
            hints[name] = _hint_of_3_14(value, globalns, localns, format, obj, is_argument=not isinstance(obj, _types.ModuleType), is_class=False)
    return hints if include_extras or texts else {name: _strip_annotations(t) for name, t in hints.items()}


def _has_annotations(obj):
    return isinstance(obj, _types.ModuleType) or callable(obj) or hasattr(obj, "__annotate__") or hasattr(obj, "__annotations__")


def _hint_of_3_14(value, globalns, localns, format, owner, **about):
    if isinstance(value, str):
        value = _reference(value, **about)
    value = _evaluated(value, globalns, localns, format=format, owner=owner, own_module=True)
    return _NoneType if value is None else value


def _with_parameters(parameters, globalns, localns, is_class):
    """Scopes that know type parameters: in a class its own names hide them."""
    if not parameters:
        return globalns, localns
    localns = dict(localns)
    for one in parameters:
        if is_class and one.__name__ in globalns:
            continue
        localns[one.__name__] = one
    return globalns, localns


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            names = getattr(_sys.modules.get(base.__module__, None), "__dict__", {}) if globalns is None else globalns
            local = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                names, local = local, names  # a name of the module counts before one of the class
            for name, value in _own_annotations(base).items():
                hints[name] = _hint(value, names, local, is_class=True)
    else:
        if globalns is None:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = obj.__dict__ if isinstance(obj, _types.ModuleType) else getattr(inner, "__globals__", {})
        localns = globalns if localns is None else localns
        found = getattr(obj, "__annotations__", None)
        if found is None:
            if isinstance(obj, _TYPES_WITHOUT_HINTS):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, value in found.items():
            hints[name] = _hint(value, globalns, localns, is_argument=not isinstance(obj, _types.ModuleType))
    return hints if include_extras else {name: _strip_annotations(t) for name, t in hints.items()}


if _LAZY:
    get_type_hints = _hints_of_3_14
    get_type_hints.__name__ = get_type_hints.__qualname__ = "get_type_hints"


# ---- NamedTuple, TypedDict


def _annotate_of(namespace, checked, eager=None, owner=None):
    """In 3.14: what makes annotations that are types, from the namespace of a class; of `eager` ones where they are there."""
    own = None if eager is not None else _annotationlib.get_annotate_from_class_namespace(namespace)
    types = checked(eager) if eager is not None else None

    def annotate(format):
        texts = format == _annotationlib.Format.STRING
        if own is not None:
            found = _annotationlib.call_annotate_function(own, format, owner=owner)
            return found if texts else checked(found)
        if format not in (_annotationlib.Format.VALUE, _annotationlib.Format.FORWARDREF, _annotationlib.Format.STRING):
            raise NotImplementedError(format)
        return _annotationlib.annotations_to_string(eager or {}) if texts else types or {}

    return annotate


def _annotations_in(namespace):
    found = namespace.get("__annotations__")
    if found is None:
        annotate = namespace.get("__annotate__") or namespace.get("__annotate_func__")
        found = annotate(1) if annotate else {}
    return found


def _check_fields(types):
    return {name: _check(t, f"field {name} annotation must be a type") for name, t in types.items()}


def _lazy_named_tuple(typename, names, annotate, module, defaults=()):
    made = collections.namedtuple(typename, names, defaults=defaults, module=module)
    made.__annotate__ = made.__new__.__annotate__ = annotate
    return made


def _named_tuple(name, types, module, defaults=()):
    if _LAZY:
        types = dict(types)
        return _lazy_named_tuple(name, types, _annotate_of(None, _check_fields, types), module, defaults)
    types = {n: _check(t, f"field {n} annotation must be a type") for n, t in types}
    made = collections.namedtuple(name, types, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = types
    return made


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        annotate = None
        if _LAZY and "__annotations__" not in ns:
            annotate = _annotate_of(ns, _check_fields)
            types = annotate(_annotationlib.Format.FORWARDREF)
        else:
            types = _annotations_in(ns)
        defaults = []
        for field in types:
            if field in ns:
                defaults.append(field)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        values = [ns[n] for n in defaults]
        if annotate:
            made = _lazy_named_tuple(typename, types, annotate, ns["__module__"], values)
        else:
            made = _named_tuple(typename, types.items(), ns["__module__"], values)
        made.__bases__ = bases
        if Generic in bases:
            made.__class_getitem__ = classmethod(Generic.__class_getitem__.__func__)
        for key, value in ns.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace", "_asdict", "_source"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            elif key not in types and key not in ("__annotations__", "__module__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__classcell__", "__classdictcell__"):
                setattr(made, key, value)
        if Generic in bases:
            made.__init_subclass__()
        return made


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


# What stands for no argument where that is told of, from 3.13 on.
_nothing = object() if _sys.version_info >= (3, 13) else None


def _warn_of_no_fields(kind, typename, fields, empty, what):
    import warnings

    done = "Passing `None` as" if fields is None else "Failing to pass a value for"
    warnings.warn(f"{done} the 'fields' parameter is deprecated and will be disallowed in Python 3.15. To create a {kind} class with 0 fields "
                  f"using the functional syntax, pass an empty {what}, e.g. `{typename} = {kind}({typename!r}, {empty})`.",
                  DeprecationWarning, stacklevel=3)


def NamedTuple(typename, fields=_nothing, /, **kwargs):
    """Typed version of namedtuple."""
    if kwargs and fields is not _nothing:
        if fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify fields using keyword arguments")
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    if kwargs and _nothing:
        import warnings

        warnings.warn("Creating NamedTuple classes using keyword arguments is deprecated and will be disallowed in Python 3.15. "
                      "Use the class-based or functional syntax instead.", DeprecationWarning, stacklevel=2)
    elif _nothing and (fields is None or fields is _nothing):
        _warn_of_no_fields("NamedTuple", typename, fields, "[]", "list")
    if fields is None or fields is _nothing:
        fields = kwargs.items()
    made = _named_tuple(typename, list(fields), _caller())
    if _LATER:
        made.__orig_bases__ = (NamedTuple,)
    return made


NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


def _check_keys(types, module, owner=None):
    return {n: _check(t, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type", not _LAZY, module, owner=owner) for n, t in types.items()}


def _forms_of_key(t):
    """What says of a key whether it is required and may be changed."""
    forms = []
    while True:
        origin = getattr(t, "__origin__", None)
        if isinstance(t, _AnnotatedAlias):
            t = origin
        elif isinstance(t, _GenericAlias) and origin in _KEY_FORMS:
            forms.append(origin)
            t = t.__args__[0]
        else:
            return forms


def _by_change(bases, own):
    """The keys that are read only, and those that may be changed."""
    readonly = {key for base in bases for key in base.__dict__.get("__readonly_keys__", ())}
    mutable = {key for base in bases for key in base.__dict__.get("__mutable_keys__", ())}
    for key, t in own.items():
        if ReadOnly in _forms_of_key(t):
            if key in mutable:
                raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
            readonly.add(key)
        else:
            mutable.add(key)
            readonly.discard(key)
    return frozenset(readonly), frozenset(mutable)


def _annotate_of_keys(cls, bases, namespace, eager):
    """In 3.14: what makes the annotations of a TypedDict, those of its bases before its own; own ones alone where bases are None."""
    own = _annotate_of(namespace, lambda types: _check_keys(types, cls.__module__, cls), eager, cls)

    def __annotate__(format, bases=bases):
        made = {}
        for base in bases or ():
            if base is not Generic and base.__annotate__ is not None:
                made.update(_annotationlib.call_annotate_function(base.__annotate__, format, owner=base))
        made.update(own(format))
        return made

    return __annotate__


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True, closed=None):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        if _LAZY:
            eager = ns.pop("__annotations__", None)
            made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
            if not hasattr(made, "__orig_bases__"):
                made.__orig_bases__ = bases
            annotate = _annotate_of_keys(made, bases, ns, eager)
            own = annotate(_annotationlib.Format.FORWARDREF, None)
        else:
            own = _check_keys(_annotations_in(ns), ns.get("__module__"))
            made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        annotations, required, optional = {}, set(), set()
        for base in bases:
            if not _LAZY:
                annotations.update(base.__dict__.get("__annotations__", {}))
            base_required = base.__dict__.get("__required_keys__", set())
            base_optional = base.__dict__.get("__optional_keys__", set())
            required = (required | base_required) - base_optional
            optional = (optional - base_required) | base_optional
        for key, t in own.items():
            forms = _forms_of_key(t)
            is_required = Required in forms or NotRequired not in forms and total
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
        if _LAZY:
            made.__annotate__ = annotate
        else:
            annotations.update(own)
            made.__annotations__ = annotations
        made.__required_keys__, made.__optional_keys__ = frozenset(required), frozenset(optional)
        if _sys.version_info >= (3, 13):
            made.__readonly_keys__, made.__mutable_keys__ = _by_change(bases, own)
        if not hasattr(made, "__total__") or total is not None:
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


def TypedDict(typename, fields=_nothing, /, *, total=True, **kwargs):
    """A simple typed namespace."""
    if kwargs and _nothing:
        raise TypeError(f"TypedDict() got an unexpected keyword argument {next(iter(kwargs))!r}")
    if _nothing and (fields is None or fields is _nothing):
        _warn_of_no_fields("TypedDict", typename, fields, "{}", "dictionary")
    if fields is None or fields is _nothing:
        fields = kwargs
    elif kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    if kwargs:
        import warnings

        warnings.warn("The kwargs-based syntax for TypedDict definitions is deprecated in Python 3.11, will be removed in Python 3.13, "
                      "and may not be understood by third-party type checkers.", DeprecationWarning, stacklevel=2)
    ns = {"__annotations__": dict(fields)}
    module = _caller()
    if module is not None:
        ns["__module__"] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    if _LATER:
        made.__orig_bases__ = (TypedDict,)
    return made


TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def _supports(name, method, generic=False):
    def stub(self):
        pass

    stub.__name__ = method
    made = type(Protocol)(name, (Protocol,), {method: stub, "__module__": "typing", "__slots__": (), "__abstractmethods__": frozenset({method})})
    return runtime_checkable(made)


SupportsInt, SupportsFloat, SupportsComplex, SupportsBytes, SupportsIndex, SupportsAbs, SupportsRound = (
    _supports(name, method) for name, method in (
        ("SupportsInt", "__int__"), ("SupportsFloat", "__float__"), ("SupportsComplex", "__complex__"), ("SupportsBytes", "__bytes__"),
        ("SupportsIndex", "__index__"), ("SupportsAbs", "__abs__"), ("SupportsRound", "__round__")))
SupportsAbs.__parameters__ = SupportsRound.__parameters__ = (T_co,)

_later = """get_protocol_members is_protocol NoDefault override ReadOnly TypeIs TypeAliasType evaluate_forward_ref""".split()
__all__ = [name for name in """Annotated Any Callable ClassVar Concatenate Final ForwardRef Generic Literal Optional ParamSpec Protocol Tuple Type TypeVar TypeVarTuple Union
    AbstractSet ByteString Container ContextManager Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence
    MutableSet Sequence Sized ValuesView Awaitable AsyncIterator AsyncIterable Coroutine Collection AsyncGenerator AsyncContextManager Reversible
    SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound ChainMap Counter Deque Dict DefaultDict List
    OrderedDict Set FrozenSet NamedTuple TypedDict Generator BinaryIO IO Match Pattern TextIO AnyStr assert_type assert_never cast clear_overloads
    dataclass_transform final get_args get_origin get_overloads get_type_hints is_typeddict LiteralString Never NewType no_type_check
    no_type_check_decorator NoReturn NotRequired overload ParamSpecArgs ParamSpecKwargs Required reveal_type runtime_checkable Self Text TYPE_CHECKING
    TypeAlias TypeGuard Unpack""".split() + _later * (_sys.version_info >= (3, 13))
           if name in globals() or name in ("Pattern", "Match", "ForwardRef")]
if not _LATER:
    for _name in [*_later, "has_default"]:
        globals().pop(_name, None)
    del _name
