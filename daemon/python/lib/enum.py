"""Enumerations."""

import sys as _sys
from builtins import property as _property
from types import DynamicClassAttribute as _DynamicClassAttribute
from types import MappingProxyType as _MappingProxyType

__all__ = ["EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique", "property", "verify",
           "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr", "global_enum_repr", "global_str",
           "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "pickle_by_global_name", "pickle_by_enum_name"]
if _sys.version_info < (3, 12):
    __all__.remove("EnumDict")
elif _sys.version_info >= (3, 14):
    __all__.append("show_flag_values")

Enum = Flag = ReprEnum = None  # until they are made: their metaclass asks


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


class _auto_null:
    def __repr__(self):
        return "_auto_null"


_auto_null = _auto_null()


class _not_given:
    def __repr__(self):
        return "<not given>"


_not_given = _not_given()


class auto:
    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % self.value


class property(_DynamicClassAttribute):
    """An attribute of members that a member may have for its name as well."""

    if _sys.version_info < (3, 12):
        def __get__(self, instance, ownerclass=None):
            if instance is not None and self.fget is not None:
                return self.fget(instance)
            if instance is not None and self.name not in ownerclass._member_map_:
                raise AttributeError("%r has no attribute %r" % (ownerclass, self.name))
            try:
                return ownerclass._member_map_[self.name]
            except KeyError:
                raise AttributeError("%r has no attribute %r" % (ownerclass, self.name))
    else:
        member = None
        _attr_type = None  # of what has the name in a base: "enum" property, "desc"riptor, other "attr"ibute
        _cls_type = None

        def __get__(self, instance, ownerclass=None):
            if instance is None:
                if self.member is not None:
                    return self.member
                raise AttributeError("%r has no attribute %r" % (ownerclass, self.name))
            if self.fget is not None:
                return self.fget(instance)
            if self._attr_type == "attr":
                return getattr(self._cls_type, self.name)
            if self._attr_type == "desc":
                return getattr(instance._value_, self.name)
            try:
                return ownerclass._member_map_[self.name]
            except KeyError:
                raise AttributeError("%r has no attribute %r" % (ownerclass, self.name)) from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum %r> cannot set attribute %r" % (self.clsname, self.name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("<enum %r> cannot delete attribute %r" % (self.clsname, self.name))
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


def _next_of_any(start, values):
    """Before 3.13 values may be of any kinds: the last one that 1 can be added to counts."""
    last = values[-1]
    try:
        values.sort()
        if last == values[-1]:
            return last + 1
    except TypeError:
        pass
    import warnings
    warnings.warn("In 3.13 the default `auto()`/`_generate_next_value_` will require all values to be sortable and support adding +1\n"
                  "and the value returned will be the largest value in the enum incremented by 1", DeprecationWarning, stacklevel=7)  # in the body of the class
    for value in reversed(values):
        try:
            return value + 1
        except TypeError:
            pass
    return start


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(cls_name, name):
    pattern = "_%s__" % cls_name
    return len(name) > len(pattern) and name.startswith(pattern) and (name[-1] != "_" or name[-2] != "_")


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_internal_class(cls_name, obj):
    """A class that was made in the body of the enumeration."""
    if not isinstance(obj, type):
        return False
    own = cls_name + "." + obj.__name__
    return obj.__qualname__ == own or obj.__qualname__.endswith("." + own)


def _iter_bits_lsb(num):
    """The bits that are set, the lowest first."""
    value = num.value if isinstance(num, Enum) else num
    if value < 0:
        raise ValueError("%r is not a positive integer" % num)
    while value:
        bit = value & -value
        yield bit
        value ^= bit


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


def bin(num, max_bits=None):
    """As the builtin, of two parts: a bit that is the sign, and the digits of the two's complement."""
    width = num.bit_length()
    digits = format(num % 2 ** width, "0%db" % width) if width else ""
    if max_bits is not None:
        digits = digits.rjust(max_bits, "1" if num < 0 else "0")
    return "0b%d %s" % (num < 0, digits)


def _make_class_unpicklable(obj):
    """obj: an enumeration or the namespace of one."""
    def _break_on_call_reduce(self, proto):
        raise TypeError("%r cannot be pickled" % self)

    if isinstance(obj, dict):
        obj["__reduce_ex__"] = _break_on_call_reduce
        obj["__module__"] = "<unknown>"
    else:
        obj.__reduce_ex__ = _break_on_call_reduce
        obj.__module__ = "<unknown>"


def pickle_by_global_name(self, proto):
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)


def _is_single_bit(value):
    return value != 0 and value & (value - 1) == 0


def _high_bit(value):
    """The number of the highest bit, -1 of 0."""
    return value.bit_length() - 1


class _proto_member:
    """Stands for a member in its class until type.__new__() tells it its name: then the member is made."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, member_name):
        delattr(enum_class, member_name)
        enum_member = self._make(enum_class, member_name)
        value = enum_member._value_
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if is_flag:
            if isinstance(value, int) or _sys.version_info < (3, 12):  # where what is no number is a TypeError
                enum_class._flag_mask_ |= value
                if _is_single_bit(value):
                    enum_class._singles_mask_ |= value
            enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1
        known = self._with_value(enum_class, value)
        if known is not None:
            enum_member = known
        elif not is_flag or isinstance(value, int) and _is_single_bit(value):
            enum_class._member_names_.append(member_name)
        enum_class._add_member_(member_name, enum_member)
        _remember_value(enum_class, value, enum_member, member_name)

    def _make(self, enum_class, member_name):
        args = self.value if isinstance(self.value, tuple) else (self.value,)
        if enum_class._member_type_ is tuple:
            args = (args,)
        enum_member = enum_class._new_member_(enum_class, *args if enum_class._use_args_ else ())
        if not hasattr(enum_member, "_value_"):
            if enum_class._member_type_ is object:
                enum_member._value_ = self.value
            else:
                try:
                    enum_member._value_ = enum_class._member_type_(*args)
                except Exception as exc:
                    raise TypeError("_value_ not set in __new__, unable to create it") from exc
        enum_member._name_ = member_name
        enum_member.__objclass__ = enum_class
        enum_member.__init__(*args)
        enum_member._sort_order_ = len(enum_class._member_names_)
        return enum_member

    @staticmethod
    def _with_value(enum_class, value):
        try:
            return enum_class._value2member_map_.get(value)
        except TypeError:
            return next((other for other in enum_class._member_map_.values() if other._value_ == value), None)


def _remember_value(enum_class, value, enum_member, name=None):
    """What a member is found by; what has no hash is kept in a list."""
    try:
        enum_class._value2member_map_.setdefault(value, enum_member)
    except TypeError:
        enum_class._unhashable_values_.append(value)
        if _sys.version_info >= (3, 12):
            enum_class._unhashable_values_map_.setdefault(name or enum_member.name, []).append(value)
    else:
        if _sys.version_info >= (3, 14) and value not in enum_class._hashable_values_:
            enum_class._hashable_values_.append(value)


_SUNDERS = frozenset(["_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_", "_iter_member_by_value_",
                      "_iter_member_by_def_"] + (["_add_alias_", "_add_value_alias_"] if _sys.version_info >= (3, 13) else []))


class EnumDict(dict):
    """The namespace of a class body: remembers the members in their order."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name

    def __setitem__(self, key, value):
        internal = self._cls_name is not None and _is_internal_class(self._cls_name, value)
        if internal and _sys.version_info < (3, 13):
            import warnings
            warnings.warn("In 3.13 classes created inside an enum will not become a member.  "
                          "Use the `member` decorator to keep the current behavior.", DeprecationWarning, stacklevel=2)
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) or internal and _sys.version_info >= (3, 13):
            pass
        else:
            value = self._value_of_member(key, value)
        super().__setitem__(key, value)

    def _sunder(self, key, value):
        if key not in _SUNDERS and not (_sys.version_info >= (3, 13) and key.startswith("_repr_")):
            raise ValueError("_sunder_ names, such as %r, are reserved for future Enum use" % (key,))
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = value.__func__ if isinstance(value, staticmethod) else value
        elif key == "_ignore_":
            value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError("_ignore_ cannot specify already set names: %r" % (already,))
        return value

    def _value_of_member(self, key, value):
        if key in self:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        if isinstance(value, member):
            value = value.value
        single = isinstance(value, auto)
        parts = (value,) if single else value
        kind = type(parts)
        if (kind is tuple or isinstance(parts, tuple) and _sys.version_info >= (3, 12)) and any(isinstance(part, auto) for part in parts):
            parts = [self._value_of_auto(key, part) if isinstance(part, auto) else part for part in parts]
            if single:
                value = parts[0]
            else:
                try:
                    value = kind(parts)
                except TypeError:
                    value = kind(*parts)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _value_of_auto(self, key, part):
        if part.value is _auto_null:
            part.value = self._generate_next_value(key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(part.value)
        return part.value

    if _sys.version_info >= (3, 13):
        @_property
        def member_names(self):
            return list(self._member_names)

    def update(self, members, **more_members):
        for name in (members.keys() if hasattr(members, "keys") else ()):
            self[name] = members[name]
        if not hasattr(members, "keys"):
            for name, value in members:
                self[name] = value
        for name, value in more_members.items():
            self[name] = value


_EnumDict = EnumDict
if _sys.version_info < (3, 13):
    EnumDict.__name__ = EnumDict.__qualname__ = "_EnumDict"
    del EnumDict


_FLAG_PARTS = "_boundary_", "_flag_mask_", "_singles_mask_", "_all_bits_", "_inverted_"


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        enum_dict = _EnumDict(cls)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            enum_dict["_generate_next_value_"] = getattr(first_enum, "_generate_next_value_", None)
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        member_names = classdict._member_names
        body, order, save_new, first_enum = metacls._body_of(cls, bases, classdict, boundary)
        if _sys.version_info >= (3, 14) and Flag is not None and bases and issubclass(bases[-1], Flag):
            _invert_negative([body[name] for name in member_names])
        enum_class = metacls._class_of(cls, bases, body, kwds)
        body.update(enum_class.__dict__)  # and what __init_subclass__() did
        metacls._set_texts(enum_class, bases, body, first_enum)
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if is_flag:
            for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                if name not in body:
                    setattr(enum_class, name, getattr(Flag, name))
        if Enum is not None:
            if save_new:
                enum_class.__new_member__ = body["_new_member_"]
            enum_class.__new__ = Enum.__new__
        if not is_flag and not (Flag is None and cls == "Flag"):
            for name in _FLAG_PARTS:
                delattr(enum_class, name)
        elif is_flag:
            member_values = [m._value_ for m in enum_class]
            if member_values != sorted(member_values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        if order:
            metacls._check_order(enum_class, order.replace(",", " ").split() if isinstance(order, str) else order, is_flag)
        return enum_class

    @classmethod
    def _body_of(metacls, cls, bases, classdict, boundary):
        """What becomes the namespace of the class, and what else there is to know of it."""
        classdict.setdefault("_ignore_", []).append("_ignore_")
        for key in classdict["_ignore_"]:
            classdict.pop(key, None)
        member_names = classdict._member_names
        invalid = set(member_names) & {"mro", ""}
        if invalid:
            raise ValueError("invalid enum member name(s) %s" % ",".join(repr(n) for n in invalid))
        order = classdict.pop("_order_", None)
        generator = classdict.get("_generate_next_value_")
        body = dict(classdict.items())
        if generator is not None and type(generator) is not staticmethod and _sys.version_info >= (3, 12):
            body["_generate_next_value_"] = staticmethod(generator)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        __new__, save_new, use_args = metacls._find_new_(body, member_type, first_enum)
        body["_new_member_"] = __new__
        body["_use_args_"] = use_args
        for name in member_names:
            body[name] = _proto_member(body[name])
        body["_member_names_"] = []
        body.update(_no_values())
        body["_member_type_"] = member_type
        body["_value_repr_"] = metacls._find_data_repr_(cls, bases)
        body["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
        body["_flag_mask_"] = body["_singles_mask_"] = body["_all_bits_"] = 0
        body["_inverted_"] = None
        return body, order, save_new, first_enum

    @classmethod
    def _class_of(metacls, cls, bases, body, kwds):
        """The class with its members. What goes wrong with a member is told without type.__new__()'s word about it."""
        if _sys.version_info < (3, 12):
            try:
                return super().__new__(metacls, cls, bases, body, **kwds)
            except RuntimeError as e:
                exc = e.__cause__ or e
            raise exc
        in_progress = "_%s__in_progress" % cls
        body[in_progress] = True
        try:
            enum_class = super().__new__(metacls, cls, bases, body, **kwds)
            body[in_progress] = False
            delattr(enum_class, in_progress)
        except Exception as e:
            if hasattr(e, "__notes__"):
                del e.__notes__
            raise
        return enum_class

    @staticmethod
    def _set_texts(enum_class, bases, body, first_enum):
        """Whose __str__(), __format__() and so on the members have: the data type's for a ReprEnum alone."""
        member_type = enum_class._member_type_
        if ReprEnum is not None and ReprEnum in bases:
            if member_type is object:
                raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
            own_text = member_type.__repr__ if member_type.__str__ is object.__str__ else member_type.__str__
            for name, method in (("__format__", member_type.__format__), ("__str__", own_text)):
                if name not in body:
                    setattr(enum_class, name, method)
                    body[name] = method
        _prefer_enum_methods(enum_class, body, first_enum)

    @staticmethod
    def _check_order(enum_class, order, is_flag):
        """_order_ names members; those that are others' names, or flags of several bits, may be among them."""
        members, names = enum_class._member_map_, enum_class._member_names_
        if is_flag:
            order = [name for name in order if name not in members or _is_single_bit(members[name]._value_)]
        order = [name for name in order if name not in members or name in names]
        if order != names:
            raise TypeError("member order does not match _order_:\n  %r\n  %r" % (names, order))

    def __bool__(cls):
        return True

    if _sys.version_info < (3, 12):
        def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
            if names is None:
                return cls.__new__(cls, value)
            return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

        def __contains__(cls, member):
            if not isinstance(member, Enum):
                import warnings
                warnings.warn("in 3.12 __contains__ will no longer raise TypeError, but will return True or\n"
                              "False depending on whether the value is a member or the value of a member", DeprecationWarning, stacklevel=2)
                raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (type(member).__qualname__, cls.__class__.__qualname__))
            return isinstance(member, cls) and member._name_ in cls._member_map_
    else:
        def __call__(cls, value, names=_not_given, *values, module=None, qualname=None, type=None, start=1, boundary=None):
            if cls._member_map_:
                if names is not _not_given:
                    value = (value, names) + values
                return cls.__new__(cls, value)
            if names is _not_given and type is None:
                raise TypeError(f"{cls} has no members; specify `names=()` if you meant to create a new, empty, enum")
            names = None if names is _not_given else names
            return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

        def __contains__(cls, value):
            if isinstance(value, cls):
                return True
            if issubclass(cls, Flag):
                try:
                    return isinstance(cls._missing_(value), cls)
                except ValueError:
                    pass
            return value in cls._unhashable_values_ or value in cls._hashable_values_  # lists: a set is equal to a frozenset

        @property
        def __signature__(cls):
            from inspect import Parameter, Signature
            if cls._member_names_:
                return Signature([Parameter("values", Parameter.VAR_POSITIONAL)])
            named = {"module": None, "qualname": None, "type": None, "start": 1, "boundary": None}
            return Signature([Parameter("new_class_name", Parameter.POSITIONAL_ONLY), Parameter("names", Parameter.POSITIONAL_OR_KEYWORD),
                              *[Parameter(name, Parameter.KEYWORD_ONLY, default=default) for name, default in named.items()]])

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__", "__module__", "__name__",
                 "__qualname__", *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add("__init_subclass__")
        return sorted(names if cls._member_type_ is object else names | set(dir(cls._member_type_)))

    if _sys.version_info < (3, 12):
        def __getattr__(cls, name):
            if _is_dunder(name):
                raise AttributeError(name)
            try:
                return cls._member_map_[name]
            except KeyError:
                raise AttributeError(name) from None

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        return _MappingProxyType(cls._member_map_)

    def __repr__(cls):
        return "<%s %r>" % ("flag" if Flag is not None and issubclass(cls, Flag) else "enum", cls.__name__)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original, names, last = names, [], []
            for count, name in enumerate(original):
                value = first_enum._generate_next_value_(name, start, count, last[:])
                last.append(value)
                names.append((name, value))
        for item in () if names is None else names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            module = _sys._getframe(2).f_globals.get("__name__")
        if module is not None:
            classdict["__module__"] = module
        else:
            _make_class_unpicklable(classdict)
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """Constants of a module, those that filter() takes by their names, become members, and the module's names mean these."""
        module_globals = _sys.modules[module].__dict__
        body = dict(_constants(source.__dict__ if source else module_globals, filter))
        body["__module__"] = module
        cls = _simple_enum(cls, boundary=boundary or KEEP)(type(name, (object,), body))
        if as_global:
            global_enum(cls)
        else:
            _sys.modules[cls.__module__].__dict__.update(cls.__members__)
        module_globals[name] = cls
        return cls

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError("<enum %r> cannot extend %r" % (class_name, base))

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        if not bases:
            return object, Enum
        if _sys.version_info < (3, 12):
            mcls._check_for_existing_members_(class_name, bases)
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    of_dataclass = _sys.version_info >= (3, 12) and "__dataclass_fields__" in base.__dict__ and "__dataclass_params__" in base.__dict__
                    return _dataclass_repr if of_dataclass and base.__dict__["__dataclass_params__"].repr else base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        data_types = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        data_types.add(base._member_type_)
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    data_types.add(candidate or base)
                    break
                else:
                    candidate = candidate or base
        if len(data_types) > 1:
            raise TypeError("too many data types for %r: %r" % (class_name, data_types))
        return data_types.pop() if data_types else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        __new__ = classdict.get("__new__")
        save_new = first_enum is not None and __new__ is not None
        if __new__ is None:
            ordinary = [None, None.__new__, object.__new__, Enum and Enum.__new__]
            found = (getattr(possible, method, None) for method in ("__new_member__", "__new__") for possible in (member_type, first_enum))
            __new__ = next((target for target in found if target not in ordinary), object.__new__)
        use_args = first_enum is not None and __new__ not in (Enum.__new__, object.__new__)
        return __new__, save_new, use_args

    def _add_member_(cls, name, member):
        """The member is an attribute of the class. Where a base has a descriptor of that name, members still find this one."""
        if name in cls._member_map_ and _sys.version_info >= (3, 13):
            if cls._member_map_[name] is not member:
                raise NameError("%r is already bound: %r" % (name, cls._member_map_[name]))
            return
        found, kind, owner = cls._inherited(name)
        if found is None:
            setattr(cls, name, member)
        else:
            redirect = property()
            redirect.member = member
            redirect.__set_name__(cls, name)
            if kind != "attr":
                for get in ("fget", "fset", "fdel"):
                    setattr(redirect, get, getattr(found, get, None))
            if _sys.version_info >= (3, 12):
                redirect._attr_type, redirect._cls_type = kind, owner
            setattr(cls, name, redirect)
        cls._member_map_[name] = member

    def _inherited(cls, name):
        """A descriptor of this name in a base, what kind of attribute the name is there, and the base."""
        found = kind = owner = None
        for base in cls.__mro__[1:]:
            attr = base.__dict__.get(name)
            if attr is None:
                continue
            if isinstance(attr, (property, _DynamicClassAttribute)):
                return attr, "enum", base
            if _sys.version_info < (3, 12):
                if hasattr(attr, "fget") and hasattr(attr, "fset") and hasattr(attr, "fdel"):
                    found, kind, owner = attr, "desc", base
            elif _is_descriptor(attr):
                found, kind, owner = attr, kind or "desc", owner or base
            else:
                kind, owner = "attr", base
        return found, kind, owner


EnumMeta = EnumType


def _no_values():
    """What the members of a class are found by, as long as it has none."""
    empty = {"_member_map_": {}, "_value2member_map_": {}}
    if _sys.version_info >= (3, 14):
        empty["_hashable_values_"] = []
    empty["_unhashable_values_"] = []
    if _sys.version_info >= (3, 12):
        empty["_unhashable_values_map_"] = {}
    return empty


def _prefer_enum_methods(enum_class, body, etype):
    """What shows and reduces members is the enumeration's, unless the class, or what is mixed in, says otherwise."""
    for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
        if name not in body and getattr(enum_class, name) in (getattr(enum_class._member_type_, name), getattr(object, name)):
            setattr(enum_class, name, getattr(etype, name))


def _invert_negative(protos):
    """Flags with negative values are those that are not in them, of the flags of the class."""
    bits, negative = 0, []
    for proto in protos:
        value = proto.value[0] if isinstance(proto.value, tuple) and proto.value else proto.value
        if isinstance(value, int):
            if value < 0:
                negative.append(proto)
            else:
                bits |= value
    for proto in negative:
        proto.value = bits & proto.value if isinstance(proto.value, int) else (bits & proto.value[0],) + proto.value[1:]


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join("%s=%r" % (name, getattr(self, name)) for name in fields if fields[name].repr)


def _constants(namespace, filter):
    """[(name, value)], the least value first, or by name where values have no order."""
    found = [(name, value) for name, value in namespace.items() if filter(name)]
    try:
        found.sort(key=lambda pair: (pair[1], pair[0]))
    except TypeError:
        found.sort(key=lambda pair: pair[0])
    return found


class Enum(metaclass=EnumType):
    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            if _sys.version_info >= (3, 12):
                for name, values in cls._unhashable_values_map_.items():
                    if value in values:
                        return cls[name]
            for enum_member in cls._member_map_.values():
                if enum_member._value_ == value:
                    return enum_member
        if not cls._member_map_:
            if getattr(cls, "_%s__in_progress" % cls.__name__, False):
                raise TypeError("do not use `super().__new__; call the appropriate __new__ directly") from None
            raise TypeError("%r has no members defined" % cls)
        try:
            exc = None
            result = cls._missing_(value)
        except Exception as e:
            exc = e
            result = None
        try:
            if isinstance(result, cls):
                return result
            if Flag is not None and issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
                return result
            ve_exc = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
            if result is None and exc is None:
                raise ve_exc
            if exc is None:
                exc = TypeError("error in %s._missing_: returned %r instead of None or a valid member" % (cls.__name__, result))
            if not isinstance(exc, ValueError):
                exc.__context__ = ve_exc
            raise exc
        finally:
            exc = None
            ve_exc = None

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        if _sys.version_info < (3, 13):
            return _next_of_any(start, last_values)
        try:
            last_value = sorted(last_values).pop()
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last_value + 1
        except TypeError:
            raise TypeError("unable to increment %r" % (last_value,)) from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        v_repr = self.__class__._value_repr_ or repr
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, v_repr(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        names = set() if self.__class__._member_type_ is object else set(object.__dir__(self))
        names.update(name for name in getattr(self, "__dict__", ()) if name[0] != "_" and name not in self._member_map_)
        for cls in self.__class__.mro():
            for name, value in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if name not in self._member_map_ or isinstance(value, property) and value.fget is not None:
                    names.add(name)
                elif isinstance(value, property):
                    names.discard(name)
        return sorted(names | {"__class__", "__doc__", "__eq__", "__hash__", "__module__"})

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    if _sys.version_info >= (3, 13):
        def _add_alias_(self, name):
            self.__class__._add_member_(name, self)

        def _add_value_alias_(self, value):
            cls = self.__class__
            try:
                known = cls._value2member_map_.get(value)
            except TypeError:
                known = next((other for other in cls._member_map_.values() if other._value_ == value), None)
            if known is None:
                _remember_value(cls, value, self)
            elif known is not self:
                raise ValueError("%r is already bound: %r" % (value, cls._value2member_map_[value]))


class ReprEnum(Enum):
    """Only repr() is an enumeration's; str() and format() are the data type's."""


class IntEnum(int, ReprEnum):
    pass


class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        for name, value in zip(("encoding", "errors"), values[1:]):
            if not isinstance(value, str):
                raise TypeError("%s must be a string, not %r" % (name, value))
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not count:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = _high_bit(last_value)
        except Exception:
            raise TypeError("invalid flag value %r" % last_value) from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """A member of several flags; what has bits that are none is made what the boundary says."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask, singles, all_bits, boundary = cls._flag_mask_, cls._singles_mask_, cls._all_bits_, cls._boundary_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if boundary is EJECT:
                return value
            value = cls._bounded(value)
        negative = value if value < 0 else None
        if value < 0:
            value = singles & value if boundary not in (EJECT, KEEP) and _sys.version_info >= (3, 14) else value + all_bits + 1
        unknown = value & ~mask
        if unknown and boundary is not KEEP:
            raise ValueError("%s(%r) -->  unknown values %r [%s]" % (cls.__name__, value, unknown, bin(unknown)))
        pseudo = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        if not hasattr(pseudo, "_value_"):
            pseudo._value_ = value
        pseudo._name_ = cls._name_of(value, value & singles, value & ~singles)
        pseudo = cls._value2member_map_.setdefault(value, pseudo)
        if negative is not None:
            cls._value2member_map_[negative] = pseudo
        return pseudo

    @classmethod
    def _bounded(cls, value):
        """What is made of a value with bits that are no flags, where it is not let go as a number."""
        if cls._boundary_ is STRICT:
            width = max(value.bit_length(), cls._flag_mask_.bit_length())
            raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (cls, value, bin(value, width), bin(cls._flag_mask_, width)))
        if cls._boundary_ is CONFORM:
            return value & cls._flag_mask_
        if cls._boundary_ is not KEEP:
            raise ValueError("%r unknown flag boundary %r" % (cls, cls._boundary_))
        return value if value >= 0 else max(cls._all_bits_ + 1, 2 ** value.bit_length()) + value

    @classmethod
    def _name_of(cls, value, singles, others):
        """The names of flags of one bit in their order, then of those of more bits that are all in the value, then what is left as a number."""
        members, combined = [], 0
        if not singles and not others:
            return None
        for found in cls._iter_member_(singles):
            members.append(found)
            combined |= found._value_
        if others:
            for found in cls._member_map_.values():
                if found not in members and found._value_ and found._value_ & value == found._value_:
                    members.append(found)
                    combined |= found._value_
        unknown = value ^ combined
        if not combined:
            return None
        if unknown and cls._boundary_ is STRICT:
            raise ValueError("%r: no members with value %r" % (cls, unknown))
        names = [found._name_ for found in members]
        return "|".join(names + [cls._numeric_repr_(unknown)] if unknown else names)

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls_name = self.__class__.__name__
        v_repr = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return "<%s: %s>" % (cls_name, v_repr(self._value_))
        return "<%s.%s: %s>" % (cls_name, self._name_, v_repr(self._value_))

    def __str__(self):
        if self._name_ is None:
            return "%s(%r)" % (self.__class__.__name__, self._value_)
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _both_values(self, other, sign):
        """(value, the other's value), or None where the other is of another kind."""
        other_value = self._get_value(other)
        if other_value is NotImplemented:
            return None
        if _sys.version_info >= (3, 12):
            for flag in self, other:
                if self._get_value(flag) is None:
                    raise TypeError(f"'{flag}' cannot be combined with other flags with {sign}")
        return self._value_, other_value

    def __or__(self, other):
        both = self._both_values(other, "|")
        return NotImplemented if both is None else self.__class__(both[0] | both[1])

    def __and__(self, other):
        both = self._both_values(other, "&")
        return NotImplemented if both is None else self.__class__(both[0] & both[1])

    def __xor__(self, other):
        both = self._both_values(other, "^")
        return NotImplemented if both is None else self.__class__(both[0] ^ both[1])

    def __invert__(self):
        if _sys.version_info >= (3, 12) and self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    pass


def unique(enumeration):
    duplicates = [(name, enum_member.name) for name, enum_member in enumeration.__members__.items() if name != enum_member.name]
    if duplicates:
        raise ValueError("duplicate values found in %r: %s" % (enumeration, ", ".join("%s -> %s" % pair for pair in duplicates)))
    return enumeration


class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """Checks of an enumeration: that it has no other names for a member, leaves no value out, that what flags combine is named."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if not issubclass(enumeration, Enum):
            raise TypeError("the 'verify' decorator only works with Enum and Flag")
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(n, m.name) for n, m in enumeration.__members__.items() if n != m.name]
                if duplicates:
                    raise ValueError("aliases found in %r: %s" % (enumeration, ", ".join("%s -> %s" % pair for pair in duplicates)))
            elif check is CONTINUOUS:
                self._continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._named(enumeration)
        return enumeration

    @staticmethod
    def _continuous(enumeration):
        values = {m.value for m in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            kind, wanted = "flag", (2 ** i for i in range(_high_bit(low) + 1, _high_bit(high)))
        else:
            kind, wanted = "enum", range(low + 1, high)
        missing = [str(value) for value in wanted if value not in values]
        if missing:
            raise ValueError(("invalid %s %r: missing values %s" % (kind, enumeration.__name__, ", ".join(missing)))[:256])

    @staticmethod
    def _named(enumeration):
        values = [m.value for m in enumeration]
        names, bits = [], 0
        for name, alias in enumeration._member_map_.items():
            if name not in enumeration._member_names_ and alias.value >= 0:
                missed = [bit for bit in _iter_bits_lsb(alias.value) if bit not in values]
                for bit in missed:
                    bits |= bit
                if missed:
                    names.append(name)
        if names:
            who = "alias %s is" % names[0] if len(names) == 1 else "aliases %s and %s are" % (", ".join(names[:-1]), names[-1])
            what = "value 0x%x" if _is_single_bit(bits) else "combined values of 0x%x"
            raise ValueError("invalid Flag %r: %s missing %s [use enum.show_flag_values(value) for details]" % (enumeration.__name__, who, what % bits))


def _module_of(member):
    return member.__class__.__module__.rpartition(".")[2]


def global_enum_repr(self):
    """MODULE.NAME"""
    return f"{_module_of(self)}.{self._name_}"


def global_flag_repr(self):
    """MODULE.NAME, and all of them of several flags."""
    module = _module_of(self)
    if self._name_ is None:
        return f"{module}.{self.__class__.__name__}({self._value_!r})"
    if _is_single_bit(self._value_):
        return f"{module}.{self._name_}"
    names = self._name_.split("|")
    keep = self._boundary_ is FlagBoundary.KEEP
    return "|".join(name if keep and name[0].isdigit() else f"{module}.{name}" for name in names)


def global_str(self):
    return f"{self.__class__.__name__}({self._value_!r})" if self._name_ is None else self._name_


def global_enum(cls, update_str=False):
    """Members are names of the module, and are shown as such."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    _sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Decorator: the class becomes an enumeration, without the checks and the hooks of one that is made from its bases."""
    def convert_class(cls):
        with_args = etype._use_args_ if use_args is None else use_args
        own_new = cls.__dict__.get("__new__")
        new_member = etype._member_type_.__new__ if own_new is None else own_new.__func__
        body, attrs = _simple_body(cls, etype, boundary, new_member, with_args)
        enum_class = type(etype)(cls.__name__, (etype,), body, boundary=boundary, _simple=True)
        _prefer_enum_methods(enum_class, body, etype)
        last_values = []
        for name, value in attrs.items():
            if isinstance(value, auto):
                if value.value is _auto_null:
                    value.value = enum_class._generate_next_value_(name, 1, len(enum_class._member_names_), last_values)
                value = value.value
            args = (value if isinstance(value, tuple) else (value,)) if with_args else ()
            enum_member = new_member(enum_class, *args)
            value = args[0] if with_args else value
            if own_new is None:
                enum_member._value_ = value
            known = _proto_member._with_value(enum_class, enum_member._value_)
            if known is None:
                _add_simple(enum_class, name, value, enum_member)
                last_values.append(value)
            else:
                enum_class._add_member_(name, known)
        if issubclass(etype, Flag):
            values = [m._value_ for m in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        if "__new__" in body:
            enum_class.__new_member__ = enum_class.__new__
        enum_class.__new__ = Enum.__new__
        return enum_class
    return convert_class


def _simple_body(cls, etype, boundary, new_member, use_args):
    """The namespace of the class, and what become members."""
    body = {"__new_member__": new_member} if "__new__" in cls.__dict__ else {}
    body.update(_new_member_=new_member, _use_args_=use_args, _generate_next_value_=etype._generate_next_value_, _member_names_=[])
    body.update(_no_values())
    body.update(_member_type_=etype._member_type_, _value_repr_=etype._value_repr_)
    if issubclass(etype, Flag):
        body.update(_boundary_=boundary or etype._boundary_, _flag_mask_=0, _all_bits_=0, _singles_mask_=0, _inverted_=None)
        for name in ("__or__", "__xor__", "__and__", "__ror__", "__rxor__", "__rand__", "__invert__"):
            body[name] = getattr(Flag, name)
    attrs = {}
    for name, value in cls.__dict__.items():
        if name not in ("__dict__", "__weakref__"):
            special = _is_dunder(name) or _is_private(cls.__name__, name) or _is_sunder(name) or _is_descriptor(value)
            (body if special else attrs)[name] = value
    if cls.__dict__.get("__doc__") is None:
        body["__doc__"] = "An enumeration."
    return body, attrs


def _add_simple(enum_class, name, value, enum_member):
    names = enum_class._member_names_
    enum_member._name_ = name
    enum_member.__objclass__ = enum_class
    enum_member.__init__(value)
    enum_member._sort_order_ = len(names)
    enum_class._add_member_(name, enum_member)
    _remember_value(enum_class, value, enum_member, name)
    if not issubclass(enum_class, Flag):
        names.append(name)
        return
    if _is_single_bit(value):
        names.append(name)
        enum_class._singles_mask_ |= value
    enum_class._flag_mask_ |= value
    enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1


_ELSEWHERE_DIFFERENT = ("__module__", "_member_map_", "_value2member_map_", "__doc__", "__static_attributes__", "__firstlineno__")
_METHODS_COMPARED = ("__str__", "__repr__", "__reduce_ex__", "__format__", "__getnewargs_ex__", "__getnewargs__", "__reduce_ex__", "__reduce__")


def _test_simple_enum(checked_enum, simple_enum):
    """A TypeError where an enumeration of _simple_enum() is not what one that is made from its bases would be."""
    checked, simple = checked_enum.__dict__, simple_enum.__dict__
    members = {*checked_enum._member_map_, *simple_enum._member_map_}
    failed = []
    for key in {*checked, *simple}.difference(_ELSEWHERE_DIFFERENT, members):
        if key not in simple:
            failed.append("missing key: %r" % (key,))
        elif key not in checked:
            failed.append("extra key:   %r" % (key,))
        elif not callable(checked[key]) and not isinstance(checked[key], _property) and checked[key] != simple[key]:
            failed.append("%r:\n         checked -> %r\n         simple  -> %r" % (key, checked[key], simple[key]))
    failed.sort()
    for name in members:
        if name not in simple:
            failed.append("missing member from simple enum: %r" % name)
        elif name not in checked:
            failed.append("extra member in simple enum: %r" % name)
        else:
            wrong = _member_differences(name, checked_enum[name].__dict__, simple_enum[name].__dict__)
            if wrong:
                failed.append("%r member mismatch:\n      %s" % (name, "\n      ".join(wrong)))
    for name in _METHODS_COMPARED:
        if name not in checked and name not in simple:
            one, other = (getattr(method, "__func__", method) for method in (getattr(checked_enum, name, None), getattr(simple_enum, name, None)))
            if one != other:
                failed.append("%r:  checked -> %r                 simple -> %r" % (name, one, other))
    if failed:
        raise TypeError("enum mismatch:\n   %s" % "\n   ".join(failed))


def _member_differences(name, checked, simple):
    wrong = []
    for key in {*checked, *simple}.difference(("__module__", "__objclass__", "_inverted_")):
        if key not in simple:
            wrong.append("missing key %r not in the simple enum member %r" % (key, name))
        elif key not in checked:
            wrong.append("extra key %r in simple enum member %r" % (key, name))
        elif checked[key] != simple[key]:
            wrong.append("%r:\n         checked member -> %r\n         simple member  -> %r" % (key, checked[key], simple[key]))
    return wrong
