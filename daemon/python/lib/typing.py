"""Names for annotations. Nothing here is checked when a program runs."""

import collections.abc as _abc
import sys as _sys
from types import GenericAlias as _GenericAlias

TYPE_CHECKING = False


class _SpecialForm:
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, name, getitem=None):
        self._name = name
        self._getitem = getitem

    def __repr__(self):
        return "typing." + self._name

    def __call__(self, *args, **kwds):
        raise TypeError("Cannot instantiate %r" % (self,))

    def __getitem__(self, parameters):
        if self._getitem is None:
            raise TypeError("%r is not subscriptable" % (self,))
        return self._getitem(self, parameters)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass %r" % (self,))

    def __reduce__(self):
        return self._name


def _name_of(tp):
    if isinstance(tp, type):
        if tp is type(None):
            return "None"
        if tp.__module__ == "builtins":
            return tp.__qualname__
        return "%s.%s" % (tp.__module__, tp.__qualname__)
    if tp is ...:
        return "..."
    if isinstance(tp, list):
        return "[" + ", ".join(map(_name_of, tp)) + "]"
    return repr(tp)


class _Alias:
    """Something with arguments in brackets."""

    def __init__(self, origin, args, name):
        self.__origin__ = origin
        self.__args__ = args
        self._name = name
        seen = []
        for arg in args:
            for one in ([arg] if isinstance(arg, TypeVar) else getattr(arg, "__parameters__", ())):
                if one not in seen:
                    seen.append(one)
        self.__parameters__ = tuple(seen)

    def __repr__(self):
        return "typing.%s[%s]" % (self._name, ", ".join(map(_name_of, self.__args__))) if self._name != "Optional" else \
            "typing.Optional[%s]" % _name_of(self.__args__[0])

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self.__origin__ is Union and other.__origin__ is Union:
            return set(self.__args__) == set(other.__args__)
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, frozenset(self.__args__) if self.__origin__ is Union else self.__args__))

    def __call__(self, *args, **kwargs):
        if not isinstance(self.__origin__, type):
            raise TypeError("Cannot instantiate %r" % (self,))
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, type):
            found = [self.__origin__]
            if Generic not in bases and not any(isinstance(b, type) and issubclass(b, Generic) for b in bases) and \
                    not issubclass(self.__origin__, Generic):
                found.append(Generic)
            return tuple(found)
        return ()

    def __getitem__(self, parameters):
        parameters = parameters if isinstance(parameters, tuple) else (parameters,)
        given = dict(zip(self.__parameters__, parameters))
        return _Alias(self.__origin__, tuple(given.get(arg, arg) if isinstance(arg, TypeVar) else arg for arg in self.__args__), self._name)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        if self.__origin__ is Union:
            return any(isinstance(obj, arg) for arg in self.__args__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)


class _Unsubscripted:
    """List, Dict, ...: the classes of annotations from before the builtin ones took brackets."""

    def __init__(self, name, origin, inst=True):
        self._name = name
        self.__origin__ = origin

    def __getitem__(self, parameters):
        return _Alias(self.__origin__, parameters if isinstance(parameters, tuple) else (parameters,), self._name)

    def __repr__(self):
        return "typing." + self._name

    def __call__(self, *args, **kwargs):
        raise TypeError("Type %s cannot be instantiated; use %s() instead" % (self._name, self.__origin__.__name__))

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        try:
            self.__module__ = _sys._getframe(1).f_globals.get("__name__", "__main__")
        except ValueError:
            pass

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self


class TypeVarTuple(TypeVar):
    def __iter__(self):
        yield self


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _union(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    parameters = parameters if isinstance(parameters, tuple) else (parameters,)
    flat = []
    for p in parameters:
        p = type(None) if p is None else p
        for one in (p.__args__ if getattr(p, "__origin__", None) is Union else (p,)):
            if one not in flat:
                flat.append(one)
    if len(flat) == 1:
        return flat[0]
    if len(flat) == 2 and type(None) in flat:
        rest = [one for one in flat if one is not type(None)]
        return _Alias(Union, tuple(rest + [type(None)]) if flat[1] is type(None) else tuple(flat), "Optional" if flat[1] is type(None) else "Union")
    return _Alias(Union, tuple(flat), "Union")


Union = _SpecialForm("Union", _union)
Optional = _SpecialForm("Optional", lambda self, p: Union[p, None])
ClassVar = _SpecialForm("ClassVar", lambda self, p: _Alias(self, (p,), "ClassVar"))
Final = _SpecialForm("Final", lambda self, p: _Alias(self, (p,), "Final"))
Literal = _SpecialForm("Literal", lambda self, p: _Alias(self, p if isinstance(p, tuple) else (p,), "Literal"))
Concatenate = _SpecialForm("Concatenate", lambda self, p: _Alias(self, p, "Concatenate"))
TypeGuard = _SpecialForm("TypeGuard", lambda self, p: _Alias(self, (p,), "TypeGuard"))
TypeIs = _SpecialForm("TypeIs", lambda self, p: _Alias(self, (p,), "TypeIs"))
Required = _SpecialForm("Required", lambda self, p: _Alias(self, (p,), "Required"))
NotRequired = _SpecialForm("NotRequired", lambda self, p: _Alias(self, (p,), "NotRequired"))
ReadOnly = _SpecialForm("ReadOnly", lambda self, p: _Alias(self, (p,), "ReadOnly"))
Unpack = _SpecialForm("Unpack", lambda self, p: _Alias(self, (p,), "Unpack"))
Annotated = _SpecialForm("Annotated", lambda self, p: _Annotated(p[0], p[1:]))
NoReturn = _SpecialForm("NoReturn")
Never = _SpecialForm("Never")
Self = _SpecialForm("Self")
LiteralString = _SpecialForm("LiteralString")
TypeAlias = _SpecialForm("TypeAlias")


class _Annotated(_Alias):
    def __init__(self, origin, metadata):
        super().__init__(origin, (origin,), "Annotated")
        self.__metadata__ = tuple(metadata)

    def __repr__(self):
        return "typing.Annotated[%s, %s]" % (_name_of(self.__origin__), ", ".join(map(repr, self.__metadata__)))


class Generic:
    __slots__ = ()

    def __class_getitem__(cls, params):
        return _Alias(cls, params if isinstance(params, tuple) else (params,), cls.__qualname__)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        seen = []
        for base in cls.__dict__.get("__orig_bases__", ()):
            for one in getattr(base, "__parameters__", ()):
                if one not in seen:
                    seen.append(one)
        cls.__parameters__ = tuple(seen)


class _ProtocolMeta(type(_abc.Sized)):
    def __instancecheck__(cls, instance):
        if getattr(cls, "_is_protocol", False):
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            if all(hasattr(instance, attr) for attr in cls._protocol_attrs()):
                return True
        return super().__instancecheck__(instance)

    def _protocol_attrs(cls):
        attrs = set()
        for base in cls.__mro__[:-1]:
            if base.__name__ in ("Protocol", "Generic"):
                continue
            for attr in list(base.__dict__) + list(getattr(base, "__annotations__", {})):
                if not attr.startswith("_abc_") and attr not in (
                        "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
                        "__subclasshook__", "__weakref__", "__class_getitem__", "__parameters__", "__orig_bases__", "__qualname__",
                        "_is_protocol", "_is_runtime_protocol", "__static_attributes__", "__firstlineno__", "__annotate__",
                        "__annotate_func__", "__annotations_cache__"):
                    attrs.add(attr)
        return attrs


class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            def refuse(self, *args, **kwargs):
                if type(self)._is_protocol:
                    raise TypeError("Protocols cannot be instantiated")

            cls.__init__ = refuse


def runtime_checkable(cls):
    cls._is_runtime_protocol = True
    return cls


def _plain(name, origin):
    return _Unsubscripted(name, origin)


def _fill():
    import collections

    rows = dict(
        List=list, Dict=dict, Set=set, FrozenSet=frozenset, Tuple=tuple, Type=type, Deque=collections.deque,
        DefaultDict=collections.defaultdict, OrderedDict=collections.OrderedDict, Counter=collections.Counter, ChainMap=collections.ChainMap)
    for name in ("Hashable", "Iterable", "Iterator", "Reversible", "Generator", "Sized", "Container", "Collection", "Callable", "Mapping",
                 "MutableMapping", "Sequence", "MutableSequence", "MutableSet", "MappingView", "KeysView", "ItemsView", "ValuesView", "ByteString"):
        rows[name] = getattr(_abc, name)
    rows["AbstractSet"] = _abc.Set
    import contextlib

    rows["ContextManager"] = contextlib.AbstractContextManager
    return {name: _Unsubscripted(name, origin) for name, origin in rows.items()}


globals().update(_fill())
del _fill
Text = str
AnyStr = TypeVar("AnyStr", bytes, str)
T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")


def cast(typ, val):
    return val


def NewType(name, tp):
    def new_type(x):
        return x

    new_type.__name__ = new_type.__qualname__ = name
    new_type.__supertype__ = tp
    return new_type


def overload(func):
    def refuse(*args, **kwds):
        raise NotImplementedError(
            "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be "
            "followed by an implementation that is not @overload-ed.")

    return refuse


def final(f):
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    return arg


def get_origin(tp):
    return Annotated if isinstance(tp, _Annotated) else getattr(tp, "__origin__", None)


def get_args(tp):
    return getattr(tp, "__args__", ())


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    sources = reversed(obj.__mro__) if isinstance(obj, type) else (obj,)
    for source in sources:
        found = source.__dict__.get("__annotations__") if isinstance(source, type) else getattr(source, "__annotations__", None)
        if found is None:
            found = getattr(source, "__annotations__", None) or {}
        names = globalns
        if names is None:
            names = _sys.modules[source.__module__].__dict__ if isinstance(source, type) and source.__module__ in _sys.modules else \
                getattr(source, "__globals__", {})
        for name, value in found.items():
            if value is None:
                value = type(None)
            if isinstance(value, str):
                value = eval(value, dict(names), localns)
            hints[name] = value
    return hints


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        import collections

        annotations = ns.get("__annotations__")
        if annotations is None:
            annotate = ns.get("__annotate__") or ns.get("__annotate_func__")
            annotations = annotate(1) if annotate else {}
        defaults = [ns[name] for name in annotations if name in ns]
        made = collections.namedtuple(typename, annotations, defaults=defaults, module=ns["__module__"])
        made.__annotations__ = dict(annotations)
        made.__new__.__annotations__ = dict(annotations)
        for key, value in ns.items():
            if key not in annotations and key not in ("__annotations__", "__module__", "__qualname__", "__orig_bases__", "__annotate__",
                                                      "__annotate_func__", "__slots__", "__classcell__", "__firstlineno__",
                                                      "__static_attributes__", "__classdictcell__"):
                setattr(made, key, value)
        return made


def NamedTuple(typename, fields=None, /, **kwargs):
    import collections

    pairs = list(kwargs.items()) if fields is None else list(fields)
    made = collections.namedtuple(typename, [name for name, _ in pairs], module=_sys._getframe(1).f_globals.get("__name__"))
    made.__annotations__ = dict(pairs)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


class _NamedTupleFunction:
    def __call__(self, typename, fields=None, /, **kwargs):
        return NamedTuple_function(typename, fields, **kwargs)

    def __mro_entries__(self, bases):
        return (_NamedTuple,)

    def __repr__(self):
        return "<function NamedTuple>"


NamedTuple_function = NamedTuple
NamedTuple = _NamedTupleFunction()


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        made = type.__new__(_TypedDictMeta, name, (dict,), ns)
        made.__total__ = total
        return made

    __call__ = dict

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


class _TypedDictFunction:
    def __call__(self, typename, fields={}, /, *, total=True, **kwargs):
        return _TypedDictMeta(typename, (), {"__annotations__": dict(fields, **kwargs)}, total=total)

    def __mro_entries__(self, bases):
        return (_TypedDict,)


TypedDict = _TypedDictFunction()


class SupportsInt(Protocol):
    def __int__(self): ...


class SupportsFloat(Protocol):
    def __float__(self): ...


class SupportsAbs(Protocol):
    def __abs__(self): ...


class SupportsIndex(Protocol):
    def __index__(self): ...


for _one in (SupportsInt, SupportsFloat, SupportsAbs, SupportsIndex):
    _one._is_runtime_protocol = True
