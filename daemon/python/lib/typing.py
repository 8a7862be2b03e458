"""Names for annotations. Nothing here is checked when a program runs, but that types have as many arguments as they take."""

import collections
import collections.abc as _abc
import contextlib as _contextlib
import functools as _functools
import sys as _sys
from types import GenericAlias as _Alias_of_builtin, UnionType as _UnionType

TYPE_CHECKING = False
_UNIONS_HAVE_BARS = _sys.version_info >= (3, 14)
_NoneType = type(None)


def _cached(function, typed=False):
    """The same answer for the same arguments, where these can be hashed: List[int] is List[int]."""
    kept = _functools.lru_cache(typed=typed)(function)

    @_functools.wraps(function)
    def asked(*args):
        try:
            return kept(*args)
        except TypeError:
            pass  # no hash, or an error that comes again
        return function(*args)

    return asked


def _caller(depth=2):
    """The module whose code has called the one who asks."""
    try:
        return _sys._getframe(depth).f_globals.get("__name__", "__main__")
    except ValueError:
        return None


def _convert(arg, module=None):
    if arg is None:
        return _NoneType
    return ForwardRef(arg, module=module) if isinstance(arg, str) else arg


def _check(arg, message, special=False, module=None):
    """The argument as a type; TypeError for what cannot be one."""
    arg = _convert(arg, module)
    if isinstance(arg, _GenericAlias):
        if arg.__origin__ in (Generic, Protocol) or not special and arg.__origin__ in (ClassVar, Final):
            raise TypeError(f"{arg} is not valid as type argument")
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias) or special and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    if isinstance(obj, _Alias_of_builtin):
        return repr(obj)
    if isinstance(obj, type):
        return obj.__qualname__ if obj.__module__ == "builtins" else f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if type(obj).__name__ == "function":
        return obj.__name__
    if isinstance(obj, tuple):
        return "[" + ", ".join(map(_type_repr, obj)) + "]"
    return repr(obj)


def _parameters(args):
    found = []
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            more = _parameters(arg)
        elif isinstance(arg, (TypeVar, ParamSpec, TypeVarTuple)):
            more = (arg,)
        else:
            more = getattr(arg, "__parameters__", ())
        for one in more:
            if one not in found:
                found.append(one)
    return tuple(found)


def _expect(what, given, expected):
    if given != expected:
        raise TypeError(f"Too {'many' if given > expected else 'few'} arguments for {what}; actual {given}, expected {expected}")


def _given(params, args, what):
    """What each type variable stands for: a dict."""
    many = [i for i, p in enumerate(params) if isinstance(p, TypeVarTuple)]
    if len(params) == 1 and isinstance(params[0], ParamSpec) and not (len(args) == 1 and _is_parameter_list(args[0])):
        args = (tuple(args),)
    if many:
        at, behind = many[0], len(params) - many[0] - 1
        if len(args) < len(params) - 1:
            raise TypeError(f"Too few arguments for {what}; actual {len(args)}, expected at least {len(params) - 1}")
        args = (*args[:at], tuple(args[at:len(args) - behind]), *args[len(args) - behind:])
    if not many:
        for p in params[len(args):]:
            if not p.has_default():
                break
            args = (*args, p.__default__)
    _expect(what, len(args), len(params))
    return {p: tuple(a) if isinstance(a, list) and isinstance(p, ParamSpec) else a if isinstance(p, (ParamSpec, TypeVarTuple)) else _check(a, "Parameters to generic types must be types.")
            for p, a in zip(params, args)}


def _is_parameter_list(arg):
    return isinstance(arg, (list, tuple, ParamSpec, _ConcatenateAlias)) or arg is ...


def _substitute(args, given):
    out = []
    for arg in args:
        if isinstance(arg, _UnpackAlias) and arg.__args__[0] in given:
            out.extend(given[arg.__args__[0]])
        elif isinstance(arg, TypeVarTuple) and arg in given:
            out.extend(given[arg])
        elif isinstance(arg, (TypeVar, ParamSpec)):
            out.append(given.get(arg, arg))
        elif isinstance(arg, tuple):
            out.append(tuple(_substitute(arg, given)))
        elif not isinstance(arg, type) and getattr(arg, "__parameters__", ()):
            out.append(arg[tuple(given.get(p, p) for p in arg.__parameters__)])
        else:
            out.append(arg)
    return out


class _Ored:
    """What makes a union with |."""
    __slots__ = ()

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class _SpecialForm(_Ored):
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

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError(f"{self} is not subscriptable")
        return (self._asked_by_type if self is Literal else self._asked)(parameters)

    def _ask(self, parameters):
        return self._getitem(self, parameters)

    _asked, _asked_by_type = _cached(_ask), _cached(_ask, typed=True)


# ---- what has arguments in brackets


class _BaseAlias:
    def __init__(self, origin, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        entries = [self.__origin__] if self.__origin__ not in bases else []
        at = bases.index(self)
        if not any(isinstance(b, _BaseAlias) or isinstance(b, type) and issubclass(b, Generic) for b in bases[at + 1:]):
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in ("__origin__", "__args__"):
            raise AttributeError(attr)
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or self.__origin__.__name__
        raise AttributeError(attr)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")


class _GenericAlias(_BaseAlias, _Ored):
    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst, name)
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _parameters(self.__args__)
        self.__module__ = "typing" if name else origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    @_cached
    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = tuple(_convert(a) for a in (args if isinstance(args, tuple) else (args,)))
        return self._with(tuple(_substitute(self.__args__, _given(self.__parameters__, args, self))))

    def _with(self, args):
        return type(self)(self.__origin__, args, name=self._name, inst=self._inst)

    copy_with = _with

    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        return f"{name}[{', '.join(map(_type_repr, self.__args__)) or '()'}]"

    def __iter__(self):
        yield Unpack[self]

    def __reduce__(self):
        from operator import getitem

        origin = globals()[self._name] if self._name else self.__origin__
        return getitem, (origin, self.__args__[0] if len(self.__args__) == 1 else self.__args__)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            at = bases.index(self)
            if any(isinstance(b, _BaseAlias) and b != self for b in bases[at + 1:]):
                return ()
        return (self.__origin__,)


class _SpecialGenericAlias(_BaseAlias, _Ored):
    """List, Dict, ...: classes of annotations from before the builtin ones took brackets."""

    def __init__(self, origin, count, *, inst=True, name=None):
        super().__init__(origin, inst, name or origin.__name__)
        self._nparams = count
        self.__module__ = "typing"

    @_cached
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        params = tuple(_check(p, "Parameters to generic types must be types.") for p in params)
        _expect(self, len(params), self._nparams)
        return self._with(params)

    def _with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __repr__(self):
        return "typing." + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __reduce__(self):
        return self._name


class _TupleType(_SpecialGenericAlias):
    @_cached
    def __getitem__(self, params):
        params = params if isinstance(params, tuple) else (params,)
        if len(params) >= 2 and params[-1] is ...:
            return self._with((*(_check(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1]), ...))
        return self._with(tuple(_check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params))


class _CallableAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_parameter_list(args[0]):
            return f"typing.Callable[{_type_repr(args[0])}, {_type_repr(args[1])}]"
        return f"typing.Callable[[{', '.join(map(_type_repr, args[:-1]))}], {_type_repr(args[-1])}]"

    def _with(self, args):
        flat = []
        for arg in args[:-1]:
            flat.extend(arg if isinstance(arg, tuple) else (arg,))
        return _CallableAlias(self.__origin__, (*flat, args[-1]), name=self._name, inst=self._inst)


class _CallableType(_SpecialGenericAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        return self._of((tuple(args) if isinstance(args, list) else args, result), isinstance(args, list))

    @_cached
    def _of(self, params, listed):
        if listed:
            params = list(params[0]), params[1]
        args, result = params
        result = _check(result, "Callable[args, result]: result must be a type.")
        if args is ...:
            made = (..., result)
        elif isinstance(args, (list, tuple)):
            made = (*(_convert(a) for a in args), result)
        else:
            made = (args, result)
        return _CallableAlias(self.__origin__, made, name=self._name, inst=self._inst)


class _UnionAlias(_GenericAlias):
    def _with(self, args):
        return Union[args]

    def __eq__(self, other):
        if not isinstance(other, (_UnionAlias, _UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        if _UNIONS_HAVE_BARS:
            return " | ".join("None" if a is _NoneType else _type_repr(a) for a in self.__args__)
        if len(self.__args__) == 2 and _NoneType in self.__args__:
            rest = self.__args__[0] if self.__args__[1] is _NoneType else self.__args__[1]
            return f"typing.Optional[{_type_repr(rest)}]"
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        return any(issubclass(cls, arg) for arg in self.__args__)

    def __call__(self, *args, **kwargs):
        raise TypeError("Cannot instantiate typing.Union")

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")


def _value_types(params):
    return [(p, type(p)) for p in params]


class _LiteralAlias(_GenericAlias):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return set(_value_types(self.__args__)) == set(_value_types(other.__args__))

    def __hash__(self):
        return hash(frozenset(_value_types(self.__args__)))

    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"


class _ConcatenateAlias(_GenericAlias):
    pass


class _UnpackAlias(_GenericAlias):
    def __repr__(self):
        return "*" + repr(self.__args__[0]) if not _UNIONS_HAVE_BARS else f"typing.Unpack[{_type_repr(self.__args__[0])}]"


class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata

    def _with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"

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


class _Variable(_Ored):
    def _prepare(self, name, bound, covariant, contravariant, module):
        self.__name__ = name
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__bound__ = _check(bound, "Bound must be a type.") if bound is not None else None
        if module is not None:
            self.__module__ = module

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")

    def __reduce__(self):
        return self.__name__

    def __typing_subst__(self, arg):
        return _check(arg, "Parameters to generic types must be types.")

    def has_default(self):
        return False


class TypeVar(_Variable):
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self._prepare(name, bound, covariant, contravariant, _caller())
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__constraints__ = tuple(_check(c, "TypeVar(name, constraint, ...): constraints must be types.") for c in constraints)


class ParamSpecArgs:
    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return self.__origin__.__name__ + ".args"

    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if isinstance(other, type(self)) else NotImplemented

    def __hash__(self):
        return hash((type(self), self.__origin__))


class ParamSpecKwargs(ParamSpecArgs):
    def __repr__(self):
        return self.__origin__.__name__ + ".kwargs"


class ParamSpec(_Variable):
    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self._prepare(name, bound, covariant, contravariant, _caller())

    @property
    def args(self):
        return ParamSpecArgs(self)

    @property
    def kwargs(self):
        return ParamSpecKwargs(self)


class TypeVarTuple(_Variable):
    def __init__(self, name, *, default=None):
        self._prepare(name, None, False, False, _caller())

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        return self.__name__


if _sys.version_info >= (3, 12):
    from _typing import NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeAliasType, TypeVar, TypeVarTuple


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


def _typevar_subst(self, arg):
    return _check(arg, "Parameters to generic types must be types.")


def _typevar_prepare_subst(self, alias, args):
    at = alias.__parameters__.index(self)
    if at < len(args):
        return args
    if at == len(args) and self.has_default():
        return (*args, self.__default__)
    raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {at + 1}")


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple(_check(a, "Expected a type.") for a in arg)
    if not _is_parameter_list(arg):
        raise TypeError(f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {arg}")
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    at = params.index(self)
    if at == len(args) and self.has_default():
        args = (*args, self.__default__)
    if at >= len(args):
        raise TypeError(f"Too few arguments for {alias}")
    if len(params) == 1 and not _is_parameter_list(args[0]):
        args = (args,)
    elif isinstance(args[at], list):
        args = (*args[:at], tuple(args[at]), *args[at + 1:])
    return args


def _typevartuple_prepare_subst(self, alias, args):
    params = alias.__parameters__
    at = params.index(self)
    behind = len(params) - at - 1
    if len(args) < len(params) - 1:
        raise TypeError(f"Too few arguments for {alias}; actual {len(args)}, expected at least {len(params) - 1}")
    return (*args[:at], tuple(args[at:len(args) - behind]), *args[len(args) - behind:])


class ForwardRef(_Ored):
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            code = compile(arg, "<string>", "eval")
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}") from None
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, seen=frozenset()):
        if self.__forward_arg__ in seen:
            return self
        if self.__forward_module__ is not None and self.__forward_module__ in _sys.modules:
            globalns = vars(_sys.modules[self.__forward_module__])
        value = _convert(eval(self.__forward_code__, globalns if globalns is not None else {}, localns))
        self.__forward_value__ = _evaluated(value, globalns, localns, seen | {self.__forward_arg__})
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __repr__(self):
        module = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
        return f"ForwardRef({self.__forward_arg__!r}{module})"


def _evaluated(t, globalns, localns, seen=frozenset()):
    """With what names in it mean."""
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, seen)
    if isinstance(t, (_GenericAlias, _Alias_of_builtin, _UnionType)):
        args = tuple(_evaluated(ForwardRef(a) if isinstance(a, str) and isinstance(t, _Alias_of_builtin) else a, globalns, localns, seen) for a in t.__args__)
        if args == t.__args__ or isinstance(t, _LiteralAlias):
            return t
        if isinstance(t, _Alias_of_builtin):
            return _Alias_of_builtin(t.__origin__, args)
        return t._with(args) if isinstance(t, _GenericAlias) else Union[args]
    return t


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
    for p in params:
        for one in (p.__args__ if isinstance(p, alike) else (p,)):
            if one not in out:
                out.append(one)
    return tuple(out)


def _union(self, params):
    if params == ():
        raise TypeError("Cannot take a Union of no types.")
    params = params if isinstance(params, tuple) else (params,)
    params = _flat([_check(p, "Union[arg, ...]: each arg must be a type.") for p in params], (_UnionAlias, _UnionType))
    if len(params) == 1:
        return params[0]
    return _UnionAlias(self, params, name="Optional" if len(params) == 2 and _NoneType in params and not _UNIONS_HAVE_BARS else "Union")


def _optional(self, params):
    return Union[_check(params, f"{self} requires a single type."), _NoneType]


def _one(self, params):
    return _GenericAlias(self, (_check(params, f"{self} accepts only single type.", self._name in ("ClassVar", "Required", "NotRequired", "Final")),), name=self._name)


def _literal(self, params):
    params = params if isinstance(params, tuple) else (params,)
    flat = []
    for p in params:
        flat.extend(p.__args__ if isinstance(p, _LiteralAlias) else (p,))
    try:
        flat = list({pair: None for pair in _value_types(flat)})
        flat = [p for p, _ in flat]
    except TypeError:
        pass
    return _LiteralAlias(self, tuple(flat), name="Literal")


def _concatenate(self, params):
    if params == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    params = params if isinstance(params, tuple) else (params,)
    if not (params[-1] is ... or isinstance(params[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    return _ConcatenateAlias(self, (*(_check(p, "Concatenate[arg, ...]: each arg must be a type.") for p in params[:-1]), params[-1]), name="Concatenate")


Union = _SpecialForm("Union", _union)
Optional = _SpecialForm("Optional", _optional)
ClassVar, Final, TypeGuard, TypeIs, Required, NotRequired, ReadOnly = (
    _SpecialForm(name, _one) for name in ("ClassVar", "Final", "TypeGuard", "TypeIs", "Required", "NotRequired", "ReadOnly"))
Unpack = _SpecialForm("Unpack", lambda self, p: _UnpackAlias(self, (_check(p, f"{self} accepts only single type."),), name="Unpack"))
Literal = _SpecialForm("Literal", _literal)
Concatenate = _SpecialForm("Concatenate", _concatenate)
NoReturn, Never, Self, LiteralString, TypeAlias = map(_SpecialForm, ("NoReturn", "Never", "Self", "LiteralString", "TypeAlias"))


class Annotated:
    """Add context-specific metadata to a type."""
    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise TypeError("Type Annotated cannot be instantiated.")

    @_cached
    def __class_getitem__(cls, params):
        if not isinstance(params, tuple) or len(params) < 2:
            raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
        return _AnnotatedAlias(_check(params[0], "Annotated[t, ...]: t must be a type.", True), params[1:])

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"Cannot subclass {cls.__module__}.Annotated")


# ---- generic classes


class Generic:
    """Abstract base class for generic types."""
    __slots__ = ()
    _is_protocol = False

    @_cached
    def __class_getitem__(cls, params):
        params = tuple(_convert(p) for p in (params if isinstance(params, tuple) else (params,)))
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            flat = [p.__args__[0] if isinstance(p, _UnpackAlias) else p for p in params]
            if not all(isinstance(p, (TypeVar, ParamSpec, TypeVarTuple)) for p in flat):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
            return _GenericAlias(cls, params)
        own = cls.__parameters__
        if not own:
            raise TypeError(f"{cls} is not a generic class")
        given = _given(own, params, cls)
        flat = []
        for p in own:
            flat.extend(given[p] if isinstance(p, TypeVarTuple) else (given[p],))
        return _GenericAlias(cls, tuple(flat))

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        bases = cls.__dict__.get("__orig_bases__")
        if Generic in bases if bases is not None else Generic in cls.__bases__ and cls.__name__ != "Protocol":
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
    __parameters__ __orig_bases__ __orig_class__ __qualname__ _is_protocol _is_runtime_protocol __static_attributes__ __firstlineno__ __annotate__ __annotate_func__
    __annotations_cache__ __protocol_attrs__ __match_args__ __classdictcell__""".split())


def _protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ("Protocol", "Generic"):
            attrs.update(a for a in (*base.__dict__, *getattr(base, "__annotations__", {})) if not a.startswith("_abc_") and a not in _NOT_MEMBERS)
    return attrs


class _ProtocolMeta(type(_abc.Sized)):
    def __instancecheck__(cls, instance):
        if getattr(cls, "_is_protocol", False):
            if not cls._is_runtime_protocol:
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            if all(hasattr(instance, a) and (not callable(getattr(cls, a, None)) or getattr(instance, a) is not None) for a in _protocol_attrs(cls)):
                return True
            return cls in type(instance).__mro__
        return super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        if cls is not Protocol and getattr(cls, "_is_protocol", False):
            if not cls._is_runtime_protocol:
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            attrs = _protocol_attrs(cls)
            plain = sorted(a for a in attrs if not callable(getattr(cls, a, None)))
            if plain:
                raise TypeError("Protocols with non-method members don't support issubclass()" +
                                (f". Non-method members: {str(plain)[1:-1]}." if _sys.version_info >= (3, 13) else ""))
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if all(any(base.__dict__.get(a) is not None or a in getattr(base, "__annotations__", ()) for base in other.__mro__) for a in attrs):
                return True
        return super().__subclasscheck__(other)


def _no_init(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes."""
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if not cls._is_protocol:
            if cls.__init__ is _no_init:
                cls.__init__ = next((b.__dict__["__init__"] for b in cls.__mro__ if b.__dict__.get("__init__", _no_init) is not _no_init), object.__init__)
            return
        for base in cls.__bases__:
            good = base in (object, Generic) or base.__module__ in ("collections.abc", "contextlib") and base.__name__ in (
                "Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "Hashable", "Sized", "Container", "Collection", "Reversible",
                "AbstractContextManager", "AbstractAsyncContextManager")
            if not good and not (issubclass(base, Generic) and base._is_protocol):
                raise TypeError("Protocols can only inherit from other protocols, got %r" % base)
        if cls.__init__ is Protocol.__init__ or "__init__" not in cls.__dict__:
            cls.__init__ = _no_init


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


def __getattr__(name):
    if name in ("Pattern", "Match"):
        import re

        made = globals()[name] = _SpecialGenericAlias(getattr(re, name), 1, name=name)
        return made
    raise AttributeError(f"module 'typing' has no attribute {name!r}")


class IO(Generic[AnyStr]):
    """Generic base class for TextIO and BinaryIO."""
    __slots__ = ()


class BinaryIO(IO[bytes]):
    __slots__ = ()


class TextIO(IO[str]):
    __slots__ = ()


# ---- functions


def cast(typ, val):
    return val


def assert_type(val, typ, /):
    return val


def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=_sys.stderr)
    return obj


def assert_never(arg, /):
    value = repr(arg)
    raise AssertionError(f"Expected code to be unreachable, but got: {value[:100] + '...' if len(value) > 100 else value}")


class NewType(_Ored):
    """NewType creates simple unique types with almost zero runtime overhead."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _caller()
        if module:
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __mro_entries__(self, bases):
        name = self.__name__

        class Refusing:
            def __init_subclass__(cls):
                raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")

        return (Refusing,)

    def __reduce__(self):
        return self.__qualname__


_overloads = {}


def _refuse_overload(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be "
        "followed by an implementation that is not @overload-ed.")


def overload(func):
    f = getattr(func, "__func__", func)
    try:
        _overloads.setdefault((f.__module__, f.__qualname__), {})[f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _refuse_overload


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
        for value in list(arg.__dict__.values()):
            if type(value).__name__ == "function" or isinstance(value, type) and value.__qualname__.startswith(arg.__qualname__ + "."):
                no_type_check(value)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    def wrapped(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False, field_specifiers=(), **kwargs):
    def decorate(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = dict(
            eq_default=eq_default, order_default=order_default, kw_only_default=kw_only_default, frozen_default=frozen_default,
            field_specifiers=field_specifiers, kwargs=kwargs)
        return cls_or_fn

    return decorate


def get_origin(tp):
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseAlias, _Alias_of_builtin, ParamSpecArgs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return _UnionType if isinstance(tp, _UnionType) else None


def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, _Alias_of_builtin)):
        args = tp.__args__
        if tp.__origin__ is _abc.Callable and not (len(args) == 2 and _is_parameter_list(args[0])):
            args = (list(args[:-1]), args[-1])
        return args
    return tp.__args__ if isinstance(tp, _UnionType) else ()


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


def is_protocol(tp, /):
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def _strip(t):
    """Without metadata and what says of a key whether it is required."""
    if isinstance(t, _AnnotatedAlias):
        return _strip(t.__origin__)
    if getattr(t, "__origin__", None) in (Required, NotRequired, ReadOnly):
        return _strip(t.__args__[0])
    if isinstance(t, (_GenericAlias, _Alias_of_builtin)) and not isinstance(t, _LiteralAlias):
        args = tuple(_strip(a) for a in t.__args__)
        if args != t.__args__:
            return t._with(args) if isinstance(t, _GenericAlias) else _Alias_of_builtin(t.__origin__, args)
    return t


def _hint(value, globalns, localns):
    if value is None:
        return _NoneType
    if isinstance(value, str):
        value = ForwardRef(value, is_argument=False)
    return _evaluated(value, globalns, localns)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            names = globalns
            if names is None:
                names = getattr(_sys.modules.get(base.__module__, None), "__dict__", {})
            found = base.__dict__.get("__annotations__")
            if found is None:
                found = base.__annotations__ if "__annotate_func__" in base.__dict__ or "__annotate__" in base.__dict__ or "__annotations_cache__" in base.__dict__ else {}
            local = dict(vars(base)) if localns is None else localns
            for name, value in found.items():
                hints[name] = _hint(value, names, local)
    else:
        names = globalns
        if names is None:
            inner = obj
            while hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            names = obj.__dict__ if type(obj) is type(_sys) else getattr(inner, "__globals__", {})
            localns = names if localns is None else localns
        elif localns is None:
            localns = globalns
        found = getattr(obj, "__annotations__", None)
        if found is None:
            if callable(obj) and hasattr(obj, "__name__") or type(obj) is type(_sys):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, value in found.items():
            hints[name] = _hint(value, names, localns)
    return hints if include_extras else {name: _strip(t) for name, t in hints.items()}


# ---- NamedTuple, TypedDict


def _annotations_in(namespace):
    found = namespace.get("__annotations__")
    if found is None:
        annotate = namespace.get("__annotate__") or namespace.get("__annotate_func__")
        found = annotate(1) if annotate else {}
    return found


def _named_tuple(name, types, module, defaults=()):
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
        types = _annotations_in(ns)
        defaults = []
        for field in types:
            if field in ns:
                defaults.append(field)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        made = _named_tuple(typename, types.items(), ns["__module__"], [ns[n] for n in defaults])
        made.__bases__ if bases == (tuple,) else None
        if Generic in bases:
            made.__class_getitem__ = classmethod(Generic.__class_getitem__.__func__)
            made.__parameters__ = _parameters(ns.get("__orig_bases__", ()))
        for key, value in ns.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make", "_replace", "_asdict", "_source"):
                if key != "__slots__":
                    raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            elif key not in types and key not in ("__annotations__", "__module__", "__qualname__", "__annotate__", "__annotate_func__", "__classcell__",
                                                  "__firstlineno__", "__static_attributes__", "__classdictcell__"):
                setattr(made, key, value)
        return made


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def NamedTuple(typename, fields=None, /, **kwargs):
    """Typed version of namedtuple."""
    if fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    made = _named_tuple(typename, list(fields), _caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True, closed=None):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        own = {n: _check(t, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type", True, ns.get("__module__")) for n, t in _annotations_in(ns).items()}
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), {k: v for k, v in ns.items() if k not in ("__annotate__", "__annotate_func__")})
        annotations, required, optional = {}, set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required.update(base.__dict__.get("__required_keys__", ()))
            optional.update(base.__dict__.get("__optional_keys__", ()))
        for key, t in own.items():
            inner = t.__origin__ if isinstance(t, _AnnotatedAlias) else t
            form = getattr(inner, "__origin__", None)
            is_required = form is Required or form is not NotRequired and total
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
        annotations.update(own)
        made.__annotations__ = annotations
        made.__required_keys__, made.__optional_keys__ = frozenset(required), frozenset(optional)
        if not hasattr(made, "__total__") or total is not None:
            made.__total__ = total
        return made

    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    """A simple typed namespace."""
    if kwargs and _sys.version_info >= (3, 13):
        raise TypeError(f"TypedDict() got an unexpected keyword argument {next(iter(kwargs))!r}")
    if fields is None:
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

_later = """get_protocol_members is_protocol NoDefault override ReadOnly TypeIs TypeAliasType""".split()
__all__ = [name for name in """Annotated Any Callable ClassVar Concatenate Final ForwardRef Generic Literal Optional ParamSpec Protocol Tuple Type TypeVar TypeVarTuple Union
    AbstractSet ByteString Container ContextManager Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence
    MutableSet Sequence Sized ValuesView Awaitable AsyncIterator AsyncIterable Coroutine Collection AsyncGenerator AsyncContextManager Reversible
    SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound ChainMap Counter Deque Dict DefaultDict List
    OrderedDict Set FrozenSet NamedTuple TypedDict Generator BinaryIO IO Match Pattern TextIO AnyStr assert_type assert_never cast clear_overloads
    dataclass_transform final get_args get_origin get_overloads get_type_hints is_typeddict LiteralString Never NewType no_type_check
    no_type_check_decorator NoReturn NotRequired overload ParamSpecArgs ParamSpecKwargs Required reveal_type runtime_checkable Self Text TYPE_CHECKING
    TypeAlias TypeGuard Unpack""".split() + _later * (_sys.version_info >= (3, 13))
           if name in globals() or name in ("Pattern", "Match")]
