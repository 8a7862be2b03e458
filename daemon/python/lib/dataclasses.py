"""Classes that hold data: methods made from annotations."""

import copy as _copy
import functools as _functools
import sys as _sys
import types as _types
from abc import update_abstractmethods as _update_abstractmethods
from reprlib import recursive_repr as _recursive_repr

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict", "astuple",
           "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    pass


class _Named:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return self._name


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()
_FIELD = _Named("_FIELD")
_FIELD_CLASSVAR = _Named("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Named("_FIELD_INITVAR")
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"
_LAZY = _sys.version_info >= (3, 14)  # annotations are made when somebody asks
_EMPTY_METADATA = _types.MappingProxyType({})


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only", "_field_type")

    __class_getitem__ = classmethod(type(list[int]))

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else _types.MappingProxyType(metadata)
        self.kw_only = kw_only
        self._field_type = None

    @_recursive_repr()
    def __repr__(self):
        return ("Field("
                f"name={self.name!r},type={self.type!r},default={self.default!r},default_factory={self.default_factory!r},"
                f"init={self.init!r},repr={self.repr!r},hash={self.hash!r},compare={self.compare!r},metadata={self.metadata!r},"
                f"kw_only={self.kw_only!r},_field_type={self._field_type}"
                ")")

    def __set_name__(self, owner, name):
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")
    if _sys.version_info >= (3, 12):
        __slots__ += ("match_args", "kw_only", "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        return "_DataclassParams(" + ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__) + ")"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _create_fn(name, args, body, globals, locals):
    names = ", ".join(locals)
    text = f"def __create_fn__({names}):\n def {name}({args}):\n" + "\n".join("  " + line for line in body) + f"\n return {name}"
    ns = {}
    exec(text, globals, ns)
    return ns["__create_fn__"](**locals)


def _set_qualname(cls, value):
    if isinstance(value, _types.FunctionType):
        value.__qualname__ = f"{cls.__qualname__}.{value.__name__}"
    return value


def _set_new_attribute(cls, name, value):
    if name in cls.__dict__:
        return True
    _set_qualname(cls, value)
    setattr(cls, name, value)
    return False


def _init_param(f):
    if f.default is MISSING and f.default_factory is MISSING:
        default = ""
    elif f.default is not MISSING:
        default = f"=__dataclass_dflt_{f.name}__"
    else:
        default = "=__dataclass_HAS_DEFAULT_FACTORY__"
    return f"{f.name}:__dataclass_type_{f.name}__{default}"


def _init_fn(cls, fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, globals, slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                shown = f" {seen_default.name!r}" if _sys.version_info >= (3, 12) else ""
                raise TypeError(f"non-default argument {f.name!r} follows default argument{shown}")
    locals = {f"__dataclass_type_{f.name}__": f.type for f in fields}
    locals["__dataclass_HAS_DEFAULT_FACTORY__"] = _HAS_DEFAULT_FACTORY
    locals["__dataclass_builtins_object__"] = object
    body = []
    for f in fields:
        default_name = f"__dataclass_dflt_{f.name}__"
        if f.default_factory is not MISSING:
            locals[default_name] = f.default_factory
            value = f"{default_name}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ else {f.name}" if f.init else f"{default_name}()"
        elif f.init:
            if f.default is not MISSING:
                locals[default_name] = f.default
            value = f.name
        elif slots and f.default is not MISSING:
            locals[default_name] = f.default
            value = default_name
        else:
            continue
        if f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append(f"__dataclass_builtins_object__.__setattr__({self_name},{f.name!r},{value})")
        else:
            body.append(f"{self_name}.{f.name}={value}")
    if has_post_init:
        params = ",".join(f.name for f in fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.{_POST_INIT_NAME}({params})")
    params = [self_name] + [_init_param(f) for f in std_fields]
    if kw_only_fields:
        params += ["*"] + [_init_param(f) for f in kw_only_fields]
    made = _create_fn("__init__", ", ".join(params), body or ["pass"], globals, locals)
    if _LAZY:
        made.__annotate__ = _annotate_of_init(cls, [f.name for f in std_fields + kw_only_fields])
        return made
    annotations = {f.name: f.type for f in std_fields + kw_only_fields}
    annotations["return"] = None
    made.__annotations__ = annotations
    return made


def _annotate_of_init(__class__, names):
    """In any format, those that the class and its bases have for the fields."""
    def __annotate__(format, /):
        import annotationlib

        if format not in (annotationlib.Format.VALUE, annotationlib.Format.FORWARDREF, annotationlib.Format.STRING):
            raise NotImplementedError(format)
        known = {}
        for base in reversed(__class__.__mro__):
            known.update(annotationlib.get_annotations(base, format=format))
        made = {name: known[name] for name in names if name in known}
        made["return"] = "None" if format == annotationlib.Format.STRING else None
        return made

    __annotate__.__generated_by_dataclasses__ = True
    return __annotate__


def _recursive_repr_by_wraps(function):
    """As reprlib has it, but that what it gives refers to less: up to 3.12."""
    running = set()

    @_functools.wraps(function)
    def wrapper(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return function(self)
        finally:
            running.discard(key)

    return wrapper


def _repr_fn(fields, globals):
    shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in fields)
    made = _create_fn("__repr__", "self", [f'return self.__class__.__qualname__ + f"({shown})"'], globals, {})
    return _recursive_repr_by_wraps(made) if _sys.version_info < (3, 13) else _recursive_repr()(made)


def _tuple_text(name, fields):
    return "(" + "".join(f"{name}.{f.name}," for f in fields) + ")"


def _cmp_fn(name, op, fields, globals):
    return _create_fn(name, "self, other", [
        "if other.__class__ is self.__class__:",
        f" return {_tuple_text('self', fields)}{op}{_tuple_text('other', fields)}",
        "return NotImplemented"], globals, {})


def _frozen_methods(cls, fields, globals):
    locals = {"cls": cls, "FrozenInstanceError": FrozenInstanceError}
    names = "(" + "".join(f"{f.name!r}," for f in fields) + ")"
    condition = "type(self) is cls" + (f" or name in {names}" if fields else "")
    return (
        _create_fn("__setattr__", "self, name, value", [
            f"if {condition}:", ' raise FrozenInstanceError(f"cannot assign to field {name!r}")',
            "super(cls, self).__setattr__(name, value)"], globals, locals),
        _create_fn("__delattr__", "self, name", [
            f"if {condition}:", ' raise FrozenInstanceError(f"cannot delete field {name!r}")',
            "super(cls, self).__delattr__(name)"], globals, locals))


def _means(annotation, cls, module, a_type, is_one):
    """Whether a string begins with a name that means such a type in the module of the class: NAME or MODULE.NAME, not evaluated."""
    import re

    found = re.match(r"(?:\s*(\w+)\s*\.)?\s*(\w+)", annotation)
    own = _sys.modules.get(cls.__module__)
    if not found or own is None:
        return False
    names = own.__dict__
    if found[1]:
        if names.get(found[1]) is not module:
            return False
        names = _sys.modules[a_type.__module__].__dict__
    return is_one(names.get(found[2]))


def _is_classvar(annotation):
    typing = _sys.modules.get("typing")
    return typing is not None and (annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar)


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _is_kw_only(annotation):
    return annotation is KW_ONLY


def _is_kind(annotation, cls, is_one):
    """The annotation itself, or what its text says, is what is_one() asks for."""
    if is_one(annotation):
        return True
    if not isinstance(annotation, str):
        return False
    if is_one is _is_classvar:
        typing = _sys.modules.get("typing")
        return typing is not None and _means(annotation, cls, typing, typing.ClassVar, is_one)
    return _means(annotation, cls, _sys.modules[__name__], InitVar if is_one is _is_initvar else KW_ONLY, is_one)


def _get_field(cls, a_name, a_type, default_kw_only):
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, _types.MemberDescriptorType):
            default = MISSING
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    f._field_type = _FIELD
    if _is_kind(a_type, cls, _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _is_kind(a_type, cls, _is_initvar):
        f._field_type = _FIELD_INITVAR
    if f._field_type in (_FIELD_CLASSVAR, _FIELD_INITVAR) and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory")
    return f


def _annotation_text(annotation):
    """As a signature shows it."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, _types.GenericAlias):
        return str(annotation)
    if _LAZY and hasattr(annotation, "__forward_arg__"):
        return annotation.__forward_arg__
    if isinstance(annotation, object.__class__):
        module = "" if annotation.__module__ == "builtins" else annotation.__module__ + "."
        return module + annotation.__qualname__
    return repr(annotation)


def _made_signature(fields, kw_only_fields):
    """That of an __init__() that is made here, as inspect shows it."""
    params = []
    for f in fields + kw_only_fields:
        if f is (kw_only_fields or [None])[0]:
            params.append("*")
        text = f"{f.name}: {_annotation_text(f.type)}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        params.append(text)
    return "(" + ", ".join(params) + ")"


def _signature(cls):
    import inspect

    try:
        asked = {"annotation_format": inspect.Format.FORWARDREF} if _LAZY else {}
        return str(inspect.signature(cls, **asked)).replace(" -> None", "")
    except (TypeError, ValueError):
        return ""


def _annotations_of(cls):
    """Its own; in 3.14 with references where names mean nothing yet."""
    found = cls.__dict__.get("__annotations__")
    if found is not None or not _LAZY:
        return {} if found is None else found
    try:
        return cls.__annotations__
    except Exception:
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)


def _hash_add(cls, fields, globals):
    chosen = [f for f in fields if (f.compare if f.hash is None else f.hash)]
    return _set_qualname(cls, _create_fn("__hash__", "self", [f"return hash({_tuple_text('self', chosen)})"], globals, {}))


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    globals = _sys.modules[cls.__module__].__dict__ if cls.__module__ in _sys.modules else {}
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot))
    any_frozen_base = has_dataclass_bases = False
    for b in cls.__mro__[-1:0:-1]:
        base_fields = getattr(b, _FIELDS, None)
        if base_fields is not None:
            has_dataclass_bases = True
            for f in base_fields.values():
                fields[f.name] = f
            if getattr(b, _PARAMS).frozen:
                any_frozen_base = True
    cls_fields = []
    KW_ONLY_seen = False
    annotations = _annotations_of(cls)
    for name, type in annotations.items():
        if _is_kind(type, cls, _is_kw_only):
            if KW_ONLY_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            KW_ONLY_seen = True
            kw_only = True
        else:
            cls_fields.append(_get_field(cls, name, type, kw_only))
    for f in cls_fields:
        fields[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen_base and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    all_init_fields = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init_fields = [f for f in all_init_fields if f.init and not f.kw_only]
    kw_only_init_fields = [f for f in all_init_fields if f.init and f.kw_only]
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    own_init = init and "__init__" not in cls.__dict__
    if init:
        has_post_init = hasattr(cls, _POST_INIT_NAME)
        _set_new_attribute(cls, "__init__", _init_fn(
            cls, all_init_fields, std_init_fields, kw_only_init_fields, frozen, has_post_init,
            "__dataclass_self__" if "self" in fields else "self", globals, slots))
    if _sys.version_info >= (3, 13) and "__replace__" not in cls.__dict__:
        cls.__replace__ = _replace
    if repr:
        _set_new_attribute(cls, "__repr__", _repr_fn([f for f in field_list if f.repr], globals))
    if eq:
        compared = [f for f in field_list if f.compare]
        _set_new_attribute(cls, "__eq__", _cmp_fn("__eq__", "==", compared, globals))
    if order:
        compared = [f for f in field_list if f.compare]
        for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
            if _set_new_attribute(cls, name, _cmp_fn(name, op, compared, globals)):
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering")
    if frozen:
        for fn in _frozen_methods(cls, field_list, globals):
            if _set_new_attribute(cls, fn.__name__, fn):
                raise TypeError(f"Cannot overwrite attribute {fn.__name__} in class {cls.__name__}")
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        cls.__hash__ = _hash_add(cls, field_list, globals)
    elif eq and frozen:
        if not has_explicit_hash:
            cls.__hash__ = _hash_add(cls, field_list, globals)
    elif eq and not has_explicit_hash:
        cls.__hash__ = None
    if not getattr(cls, "__doc__"):
        made = own_init and cls.__class__ is object.__class__ and cls.__new__ is object.__new__
        cls.__doc__ = cls.__name__ + (_made_signature(std_init_fields, kw_only_init_fields) if made else _signature(cls))
    if match_args:
        _set_new_attribute(cls, "__match_args__", tuple(f.name for f in std_init_fields))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    _update_abstractmethods(cls)
    return cls


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _slots_of(cls):
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        return _parts_without_slots(cls) if _sys.version_info >= (3, 12) else []
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return list(slots)


def _parts_without_slots(cls):
    """What instances have that no __slots__ name."""
    return ([] if cls.__weakrefoffset__ == 0 else ["__weakref__"]) + ["__dict__"]


def _add_slots(cls, is_frozen, weakref_slot):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    cls_dict = dict(cls.__dict__)
    field_names = tuple(f.name for f in fields(cls))
    inherited = set()
    for base in cls.__mro__[1:-1]:
        inherited.update(_slots_of(base))
    chosen = [name for name in field_names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        chosen.append("__weakref__")
    cls_dict["__slots__"] = tuple(chosen)
    for name in field_names:
        cls_dict.pop(name, None)
    cls_dict.pop("__dict__", None)
    cls_dict.pop("__weakref__", None)
    qualname = getattr(cls, "__qualname__", None)
    new = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        new.__qualname__ = qualname
    if is_frozen:
        if "__getstate__" not in cls_dict:
            new.__getstate__ = _dataclass_getstate
        if "__setstate__" not in cls_dict:
            new.__setstate__ = _dataclass_setstate
    if _LAZY:
        _leave_old_class(cls, new)
    return new


def _leave_old_class(old, new):
    """What referred to the class that the one with slots takes the place of means the new one: super() and __class__ in its methods, what fields are of."""
    for member in new.__dict__.values():
        while hasattr(member, "__wrapped__"):
            member = member.__wrapped__
        functions = (member.fget, member.fset, member.fdel) if isinstance(member, property) else (member,)
        if any(_change_class_cell(one, old, new) for one in functions):
            break
    types = _annotations_of(new)
    for f in getattr(new, _FIELDS).values():
        if f.name in types:
            f.type = types[f.name]
    annotate = getattr(new.__init__, "__annotate__", None)
    if getattr(annotate, "__generated_by_dataclasses__", False):
        _change_class_cell(annotate, old, new)


def _change_class_cell(function, old, new):
    if not isinstance(function, _types.FunctionType) or "__class__" not in function.__code__.co_freevars:
        return False
    cell = function.__closure__[function.__code__.co_freevars.index("__class__")]
    if cell.cell_contents is not old:
        return False
    cell.cell_contents = new
    return True


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in found.values() if f._field_type is _FIELD)


def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def _is_instance(obj):
    return hasattr(type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    if _is_instance(obj):
        result = []
        for f in fields(obj):
            result.append((f.name, _asdict_inner(getattr(obj, f.name), dict_factory)))
        return dict_factory(result)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_asdict_inner(v, dict_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_asdict_inner(v, dict_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_asdict_inner(k, dict_factory), _asdict_inner(v, dict_factory)) for k, v in obj.items())
    return _copy.deepcopy(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    if _is_instance(obj):
        result = []
        for f in fields(obj):
            result.append(_astuple_inner(getattr(obj, f.name), tuple_factory))
        return tuple_factory(result)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_astuple_inner(v, tuple_factory) for v in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)(_astuple_inner(v, tuple_factory) for v in obj)
    if isinstance(obj, dict):
        return type(obj)((_astuple_inner(k, tuple_factory), _astuple_inner(v, tuple_factory)) for k, v in obj.items())
    return _copy.deepcopy(obj)


def _check_field_name(name, annotations):
    from keyword import iskeyword

    if not isinstance(name, str) or not name.isidentifier():
        raise TypeError(f"Field names must be valid identifiers: {name!r}")
    if iskeyword(name):
        raise TypeError(f"Field names must not be keywords: {name!r}")
    if name in annotations:
        raise TypeError(f"Field name duplicated: {name!r}")


def _class_of_fields(cls_name, fields, bases, namespace):
    namespace = {} if namespace is None else namespace
    annotations, defaults = {}, {}
    for item in fields:
        if isinstance(item, str):
            name, tp = item, _ANY if _LAZY else "typing.Any"
        elif len(item) == 2:
            name, tp = item
        elif len(item) == 3:
            name, tp, defaults[name] = item[0], item[1], item[2]
        else:
            raise TypeError(f"Invalid field: {item!r}")
        _check_field_name(name, annotations)
        annotations[name] = tp

    def exec_body(ns):
        ns.update(namespace)
        ns.update(defaults)
        if not _LAZY:
            ns["__annotations__"] = annotations

    made = _types.new_class(cls_name, bases, {}, exec_body)
    if _LAZY:
        made.__annotate__ = _annotate_of_made(annotations)
    return made


_ANY = object()  # of a field without a type


def _annotate_of_made(annotations):
    """Until the class is ready there are no values of those without a type: they would import typing."""
    def annotate_method(format):
        import annotationlib

        known = annotationlib.Format
        if format not in (known.VALUE, known.FORWARDREF, known.STRING):
            raise NotImplementedError
        if _ANY not in annotations.values():
            made = dict(annotations)
        else:
            if format == known.VALUE:
                if not annotate_method.ready:
                    raise NotImplementedError
                import typing
            found = "typing.Any" if format == known.STRING else getattr(_sys.modules.get("typing"), "Any", None)
            found = annotationlib.ForwardRef("Any", module="typing") if found is None else found
            made = {name: found if tp is _ANY else tp for name, tp in annotations.items()}
        return annotationlib.annotations_to_string(made) if format == known.STRING else made

    annotate_method.ready = False
    return annotate_method


if _sys.version_info < (3, 12):
    def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
                       match_args=True, kw_only=False, slots=False, weakref_slot=False):
        return dataclass(_class_of_fields(cls_name, fields, bases, namespace), init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash,
                         frozen=frozen, match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
else:
    def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
                       match_args=True, kw_only=False, slots=False, weakref_slot=False, module=None, decorator=dataclass):
        cls = _class_of_fields(cls_name, fields, bases, namespace)
        cls.__module__ = _sys._getframe(1).f_globals.get("__name__", "__main__") if module is None else module
        annotate = cls.__annotate__ if _LAZY else None
        made = decorator(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
                         kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)
        if _LAZY:
            annotate.ready = True
        return made


def replace(obj, /, **changes):
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                error = TypeError if _sys.version_info >= (3, 13) else ValueError
                raise error(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise (TypeError if _sys.version_info >= (3, 13) else ValueError)(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
