"""C data in memory: reading what objects are made of.

There are no libraries to load. Memory of the session can be read at every address that CPython's allocators hand out; what is not there is a
ValueError instead of a crash. Written is only into buffers that a ctypes object has of its own.
"""

from _ctypes import _bytes_address, _bytes_float, _find_zero, _float_bytes, _object_at, _read

__version__ = "1.1.0"
DEFAULT_MODE, RTLD_LOCAL, RTLD_GLOBAL = 0, 0, 256


class ArgumentError(Exception):
    pass


def _refuse():
    raise PermissionError(1, "Operation not permitted: the memory of a heap can be read, not written")


class _Type(type):
    """Of all types of C data. `_size_` and `_align_` are theirs, None as long as there are no fields."""

    _size_ = _align_ = None

    def __mul__(cls, length):
        return _array_type(cls, length)

    __rmul__ = __mul__

    def from_address(cls, address, /):
        if not isinstance(address, int):
            raise TypeError("integer expected")
        return cls._view(None, address & 0xFFFFFFFFFFFFFFFF)

    def from_buffer(cls, source, offset=0, /):
        if not isinstance(source, bytearray):
            if isinstance(source, (bytes, str)):
                raise TypeError("underlying buffer is not writable" if isinstance(source, bytes) else "a bytes-like object is required, not 'str'")
            raise TypeError("a bytes-like object is required, not %r" % type(source).__name__)
        cls._check_room(source, offset)
        return cls._view(source, offset)

    def from_buffer_copy(cls, source, offset=0, /):
        source = bytes(source)
        cls._check_room(source, offset)
        return cls._view(bytearray(source[offset:offset + cls._size_]), 0)

    def _check_room(cls, source, offset):
        if offset < 0:
            raise ValueError("offset cannot be negative")
        if cls._size_ + offset > len(source):
            raise ValueError("Buffer size too small (%d instead of at least %d bytes)" % (len(source), cls._size_ + offset))

    def from_param(cls, value, /):
        return value if isinstance(value, cls) else cls(value)

    def _view(cls, owner, place):
        if cls._size_ is None:
            raise TypeError("abstract class")
        made = cls.__new__(cls)
        made._owner, made._place = owner, place
        return made


class _Data(metaclass=_Type):
    """A piece of memory: in `_owner`, a bytearray, from `_place` on; without one at the address `_place`."""

    _objects = None

    def __new__(cls, *args, **kwargs):
        if cls._size_ is None:
            raise TypeError("abstract class")
        made = object.__new__(cls)
        made._owner, made._place = bytearray(cls._size_), 0
        return made

    def _bytes(self, offset=0, size=None):
        size = self._size_ - offset if size is None else size
        if self._owner is None:
            return _read(self._place + offset, size)
        start = self._place + offset
        return bytes(self._owner[start:start + size])

    def _put(self, data, offset=0):
        if self._owner is None:
            _refuse()
        start = self._place + offset
        self._owner[start:start + len(data)] = data

    def _at(self):
        return self._place if self._owner is None else _bytes_address(self._owner) + self._place

    def _part(self, type, offset):
        part = type._view(self._owner, self._place + offset)
        part._base = self
        return part

    def __bool__(self):
        return any(self._bytes())

    def __bytes__(self):
        return self._bytes()

    def __reduce__(self):
        raise ValueError("ctypes objects containing pointers cannot be pickled")


# ---- numbers, characters, pointers to anything

def _int_codec(size, signed):
    def load(data):
        return int.from_bytes(data, "little", signed=signed)

    def store(value):
        if not isinstance(value, int):
            raise TypeError("%r object cannot be interpreted as an integer" % type(value).__name__)
        return (value & (1 << 8 * size) - 1).to_bytes(size, "little")

    return load, store


def _float_codec(size):
    def store(value):
        if not isinstance(value, (int, float)):
            raise TypeError("must be real number, not %s" % type(value).__name__)
        return _float_bytes(float(value), size)

    return _bytes_float, store


def _store_char(value):
    if isinstance(value, (bytes, bytearray)) and len(value) == 1:
        return bytes(value)
    if isinstance(value, int) and 0 <= value < 256:
        return bytes([value])
    raise TypeError("one character bytes, bytearray or integer expected")


def _store_wide(value):
    if not isinstance(value, str):
        raise TypeError("unicode string expected instead of %s instance" % type(value).__name__)
    if len(value) != 1:
        raise TypeError("one character unicode string expected")
    return ord(value).to_bytes(4, "little")


class _Simple(_Data):
    def __init__(self, value=None, /):
        if value is not None:
            self.value = value

    @property
    def value(self):
        return self._load(self._bytes())

    @value.setter
    def value(self, value):
        self._put(self._store(value))

    @value.deleter
    def value(self):
        raise TypeError("can't delete attribute")

    def __repr__(self):
        if _Simple not in type(self).__bases__:
            return object.__repr__(self)
        return "%s(%r)" % (type(self).__name__, self.value)


_SimpleCData = _Simple
_LOADED = set()  # the types whose fields are plain values


def _simple(name, code, size, codec):
    load, store = codec
    made = _Type(name, (_Simple,), {"_type_": code, "_size_": size, "_align_": size, "_load": staticmethod(load), "_store": staticmethod(store)})
    made.__module__ = "ctypes"
    _LOADED.add(made)
    return made


c_bool = _simple("c_bool", "?", 1, (lambda data: data != b"\0", lambda value: bytes([bool(value)])))
c_char = _simple("c_char", "c", 1, (bytes, _store_char))
c_wchar = _simple("c_wchar", "u", 4, (lambda data: chr(int.from_bytes(data, "little")), _store_wide))
c_byte = _simple("c_byte", "b", 1, _int_codec(1, True))
c_ubyte = _simple("c_ubyte", "B", 1, _int_codec(1, False))
c_short = _simple("c_short", "h", 2, _int_codec(2, True))
c_ushort = _simple("c_ushort", "H", 2, _int_codec(2, False))
c_int = _simple("c_int", "i", 4, _int_codec(4, True))
c_uint = _simple("c_uint", "I", 4, _int_codec(4, False))
c_long = _simple("c_long", "l", 8, _int_codec(8, True))
c_ulong = _simple("c_ulong", "L", 8, _int_codec(8, False))
c_longlong, c_ulonglong = c_long, c_ulong
c_float = _simple("c_float", "f", 4, _float_codec(4))
c_double = _simple("c_double", "d", 8, _float_codec(8))
c_int8, c_int16, c_int32, c_int64 = c_byte, c_short, c_int, c_long
c_uint8, c_uint16, c_uint32, c_uint64 = c_ubyte, c_ushort, c_uint, c_ulong
c_size_t, c_ssize_t, c_time_t = c_ulong, c_long, c_long


def _load_address(data):
    return int.from_bytes(data, "little") or None


def _store_address(value):
    if value is None:
        value = 0
    if not isinstance(value, int):
        raise TypeError("cannot be converted to pointer")
    return (value & 0xFFFFFFFFFFFFFFFF).to_bytes(8, "little")


c_void_p = _simple("c_void_p", "P", 8, (_load_address, _store_address))
c_voidp = c_void_p


class _StringPointer(_Simple):
    """c_char_p, c_wchar_p: the text is kept alive in `_objects`."""

    @property
    def value(self):
        address = int.from_bytes(self._bytes(), "little")
        return None if not address else self._string(address)

    @value.setter
    def value(self, value):
        if value is None or isinstance(value, int):
            self._put(_store_address(value))
        else:
            self._objects = self._keep(value)
            self._put(_store_address(_bytes_address(self._objects)))

    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, _load_address(self._bytes()))


class c_char_p(_StringPointer):
    _type_, _size_, _align_ = "z", 8, 8

    @staticmethod
    def _string(address):
        return string_at(address)

    @staticmethod
    def _keep(value):
        if not isinstance(value, bytes):
            raise TypeError("bytes or integer address expected instead of %s instance" % type(value).__name__)
        return value + b"\0"


class c_wchar_p(_StringPointer):
    _type_, _size_, _align_ = "Z", 8, 8

    @staticmethod
    def _string(address):
        return wstring_at(address)

    @staticmethod
    def _keep(value):
        if not isinstance(value, str):
            raise TypeError("unicode string or integer address expected instead of %s instance" % type(value).__name__)
        return value.encode("utf-32-le") + bytes(4)


class py_object(_Simple):
    _type_, _size_, _align_ = "O", 8, 8
    _given = False

    def __init__(self, *value):
        if len(value) > 1:
            raise TypeError("__init__() takes at most 1 argument (%d given)" % len(value))
        if value:
            self.value = value[0]

    @property
    def value(self):
        address = int.from_bytes(self._bytes(), "little")
        if not address:
            raise ValueError("PyObject is NULL")
        return _object_at(address)

    @value.setter
    def value(self, value):
        self._put(id(value).to_bytes(8, "little"))
        self._objects = value

    def __repr__(self):
        if not int.from_bytes(self._bytes(), "little"):
            return "%s(<NULL>)" % type(self).__name__
        return "%s(%r)" % (type(self).__name__, self.value)


_LOADED.update((c_char_p, c_wchar_p, py_object))


def _load(data, type, offset):
    """What a field or an item of that type reads as."""
    part = data._part(type, offset)
    return part.value if type in _LOADED else part


def _assign(data, type, offset, value):
    part = data._part(type, offset)
    if isinstance(value, type):
        part._put(value._bytes())
        data._keep_object(value)
    elif type in _LOADED:
        part.value = value
        data._keep_object(part._objects)
    elif issubclass(type, Array):
        if issubclass(type._type_, c_char) and isinstance(value, bytes):
            if len(value) > type._length_:
                raise ValueError("bytes too long (%d, maximum length %d)" % (len(value), type._length_))
            part._put(value + b"\0" * (len(value) < type._length_))
        else:
            part._put(type(*value)._bytes())
    elif issubclass(type, _Pointer) and value is None:
        part._put(bytes(8))
    elif issubclass(type, _Pointer) and isinstance(value, Array) and value._type_ is type._type_:
        part._put(_store_address(value._at()))
        data._keep_object(value)
    elif isinstance(value, tuple) and issubclass(type, Structure):
        part._put(type(*value)._bytes())
    else:
        raise TypeError("incompatible types, %s instance instead of %s instance" % (value.__class__.__name__, type.__name__))


class _Compound(_Data):
    def _keep_object(self, value):
        if value is not None:
            kept = self.__dict__.setdefault("_objects", {})
            kept[len(kept)] = value


# ---- arrays

class _ArrayType(_Type):
    def __new__(meta, name, bases, body, **kwargs):
        made = super().__new__(meta, name, bases, body, **kwargs)
        if bases and bases[0] is not _Compound:
            length, item = getattr(made, "_length_", None), getattr(made, "_type_", None)
            if length is None:
                raise AttributeError("class must define a '_length_' attribute")
            if not isinstance(length, int):
                raise TypeError("The '_length_' attribute must be an integer")
            if length < 0:
                raise ValueError("The '_length_' attribute must not be negative")
            if item is None:
                raise AttributeError("class must define a '_type_' attribute")
            made._size_, made._align_ = length * item._size_, item._align_
        return made


class Array(_Compound, metaclass=_ArrayType):
    def __init__(self, *items):
        if len(items) > self._length_:
            raise IndexError("invalid index")
        for i, item in enumerate(items):
            self[i] = item

    def __len__(self):
        return self._length_

    def _index(self, i):
        if i < 0:
            i += self._length_
        if not 0 <= i < self._length_:
            raise IndexError("invalid index")
        return i * self._type_._size_

    def __getitem__(self, i):
        if isinstance(i, slice):
            items = [self[k] for k in range(*i.indices(self._length_))]
            if self._type_ is c_char:
                return b"".join(items)
            return "".join(items) if self._type_ is c_wchar else items
        if not isinstance(i, int):
            raise TypeError("indices must be integers")
        return _load(self, self._type_, self._index(i))

    def __setitem__(self, i, value):
        if isinstance(i, slice):
            places = range(*i.indices(self._length_))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
            for k, item in zip(places, value):
                self[k] = item
        elif not isinstance(i, int):
            raise TypeError("indices must be integers")
        else:
            _assign(self, self._type_, self._index(i), value)

    def __delitem__(self, i):
        raise TypeError("Array does not support item deletion")

    def __iter__(self):
        return (self[i] for i in range(self._length_))


def _get_text(self):
    text = self[:]
    end = text.find(b"\0" if self._type_ is c_char else "\0")
    return text if end < 0 else text[:end]


def _set_text(self, value):
    if not isinstance(value, bytes if self._type_ is c_char else str):
        raise TypeError("%s expected instead of %s instance" % ("bytes" if self._type_ is c_char else "unicode string", type(value).__name__))
    if len(value) > self._length_:
        raise ValueError("byte string too long" if self._type_ is c_char else "string too long")
    for i, c in enumerate(value):
        self[i] = c
    if len(value) < self._length_:
        self[len(value)] = b"\0" if self._type_ is c_char else "\0"


def _set_raw(self, value):
    value = bytes(value)
    if len(value) > self._size_:
        raise ValueError("byte string too long")
    self._put(value)


_arrays = {}


def _array_type(item, length):
    if not isinstance(length, int):
        raise TypeError("can't multiply sequence by non-int of type %r" % type(length).__name__)
    if length < 0:
        raise ValueError("Array length must be >= 0, not %d" % length)
    made = _arrays.get((item, length))
    if made is None:
        body = {"_type_": item, "_length_": length, "__module__": "__main__"}
        if item is c_char or item is c_wchar:
            body["value"] = property(_get_text, _set_text)
        if item is c_char:
            body["raw"] = property(lambda self: self._bytes(), _set_raw)
        made = _arrays[item, length] = _ArrayType("%s_Array_%d" % (item.__name__, length), (Array,), body)
    return made


def ARRAY(type, length):
    return type * length


def create_string_buffer(init, size=None):
    if isinstance(init, bytes):
        made = (c_char * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_char * init)()
    raise TypeError(init)


c_buffer = create_string_buffer


def create_unicode_buffer(init, size=None):
    if isinstance(init, str):
        made = (c_wchar * (len(init) + 1 if size is None else size))()
        made.value = init
        return made
    if isinstance(init, int):
        return (c_wchar * init)()
    raise TypeError(init)


# ---- structures and unions

class CField:
    """Where in a structure something is: a descriptor."""

    def __init__(self, name, type, offset, bits=None, shift=0):
        self.name, self._type, self.offset, self._bits, self._shift = name, type, offset, bits, shift
        self.size = type._size_ if bits is None else bits << 16 | shift
        self._of_text = bits is None and issubclass(type, Array) and type._type_ in (c_char, c_wchar)  # not a part: what is in it

    def __get__(self, data, owner=None):
        if data is None:
            return self
        if self._bits is None:
            part = _load(data, self._type, self.offset)
            return part.value if self._of_text else part
        word = int.from_bytes(data._bytes(self.offset, self._type._size_), "little") >> self._shift & (1 << self._bits) - 1
        if self._type._type_ in "bhilq" and word >> self._bits - 1:
            word -= 1 << self._bits
        return bool(word) if self._type is c_bool else word

    def __set__(self, data, value):
        if self._of_text:
            kind, word = (bytes, "bytes") if self._type._type_ is c_char else (str, "string")
            if not isinstance(value, kind):
                raise TypeError(("expected bytes, %s found" if kind is bytes else "unicode string expected instead of %s instance") % type(value).__name__)
            if len(value) > self._type._length_:
                raise ValueError("%s too long (%d, maximum length %d)" % (word, len(value), self._type._length_))
            _load(data, self._type, self.offset).value = value.split(b"\0")[0] if kind is bytes else value
            return
        if self._bits is None:
            _assign(data, self._type, self.offset, value)
            return
        size, mask = self._type._size_, (1 << self._bits) - 1
        word = int.from_bytes(data._bytes(self.offset, size), "little") & ~(mask << self._shift)
        data._put((word | (int(value) & mask) << self._shift).to_bytes(size, "little"), self.offset)

    def __delete__(self, data):
        raise TypeError("can't delete attribute")

    def __repr__(self):
        if self._bits is None:
            return "<Field type=%s, ofs=%d, size=%d>" % (self._type.__name__, self.offset, self.size)
        return "<Field type=%s, ofs=%d:%d, bits=%d>" % (self._type.__name__, self.offset, self._shift, self._bits)


class _Layout:
    """Places fields one after another, or all at the beginning, as C does."""

    def __init__(self, cls, union):
        base = cls.__mro__[1]
        self.cls, self.union, self.pack = cls, union, getattr(cls, "_pack_", 0)
        self.end = (base._size_ or 0) * 8
        self.align = base._align_ or 1

    def add(self, name, type, bits=None):
        align = min(type._align_, self.pack) if self.pack else type._align_
        self.align = max(self.align, align)
        if self.union:
            place, shift = 0, 0
            self.end = max(self.end, 8 * type._size_)
        elif bits is None:
            place, shift = -(-self.end // (8 * align)) * align, 0
            self.end = 8 * (place + type._size_)
        else:
            unit = 8 * type._size_
            if self.end // unit != (self.end + bits - 1) // unit:
                self.end = -(-self.end // unit) * unit
            place, shift = self.end // unit * type._size_, self.end % unit
            self.end += bits
        return CField(name, type, place, bits, shift)

    def size(self):
        return -(-self.end // (8 * self.align)) * self.align


class _OlderLayout:
    """The same up to 3.13, whose fields of bits go their own ways (PyCField_FromDesc of Modules/_ctypes/cfield.c): one that is as large or
    larger than the field that is open makes it wider, and asks for no alignment."""

    def __init__(self, cls, union):
        base = cls.__mro__[1]
        self.union, self.pack = union, getattr(cls, "_pack_", 0)
        self.most = self.taken = self.offset = base._size_ or 0
        self.align = self.last = base._align_ or 1
        self.open = self.bit = 0  # bits of the open field, and how many are in use

    def add(self, name, type, bits=None):
        size, unit = type._size_, 8 * type._size_
        if self.union:
            self.taken = self.offset = self.open = self.last = 0
        joins = bits and self.open and self.bit + bits <= max(self.open, unit)
        shift = self.bit if joins else 0
        if joins:
            wider = max(size - self.open // 8, 0)
            self.offset += wider
            self.taken += wider
            self.open += 8 * wider
            self.bit += bits
        else:
            self.open, self.bit = (unit, bits) if bits else (0, 0)
            self.last = min(type._align_, self.pack) if self.pack else type._align_
            taken = -self.offset % self.last + size
            self.offset += taken
            self.taken += taken
        self.align = max(self.align, self.last)
        self.most = max(self.most, self.taken)
        return CField(name, type, self.offset - size, bits, shift)

    def size(self):
        return -(-self.most // self.align) * self.align


class _StructType(_Type):
    def __new__(meta, name, bases, body, **kwargs):
        made = super().__new__(meta, name, bases, {k: v for k, v in body.items() if k != "_fields_"}, **kwargs)
        if not bases or bases[0] is _Compound:
            return made
        if "_fields_" in body:
            made._fields_ = body["_fields_"]
        elif made._size_ is None:
            made._size_, made._align_ = 0, 1
        return made

    def __setattr__(cls, name, value):
        if name == "_fields_":
            cls._set_fields(value)
        super().__setattr__(name, value)

    def _set_fields(cls, rows):
        if "_fields_" in cls.__dict__:
            raise AttributeError("_fields_ is final")
        if not isinstance(rows, (list, tuple)):
            raise TypeError("_fields_ must be a sequence of pairs")
        cls._size_ = cls._align_ = None
        layout = (_Layout if _NEWER_LAYOUT else _OlderLayout)(cls, issubclass(cls, Union))
        for row in rows:
            if not isinstance(row, tuple) or not 2 <= len(row) <= 3 or not isinstance(row[0], str):
                raise TypeError("_fields_ must be a sequence of (name, C type) pairs")
            if not isinstance(row[1], _Type):
                raise TypeError("second item in _fields_ tuple (index %d) must be a C type" % rows.index(row))
            if len(row) == 3 and not 0 < row[2] <= 8 * row[1]._size_:
                raise ValueError("number of bits invalid for bit field")
            type.__setattr__(cls, row[0], layout.add(*row))
        cls._size_, cls._align_ = layout.size(), layout.align
        for name in getattr(cls, "_anonymous_", ()):
            cls._lift(name)

    def _lift(cls, name):
        outer = cls.__dict__[name]
        for inner in outer._type._field_names():
            field = getattr(outer._type, inner)
            type.__setattr__(cls, inner, CField(inner, field._type, outer.offset + field.offset, field._bits, field._shift))

    def _field_names(cls):
        names = []
        for base in reversed(cls.__mro__):
            names += [row[0] for row in base.__dict__.get("_fields_", ())]
        return names


class _Fields(_Compound, metaclass=_StructType):
    def __init__(self, *values, **named):
        names = type(self)._field_names()
        if len(values) > len(names):
            raise TypeError("too many initializers")
        for name, value in zip(names, values):
            if name in named:
                raise TypeError("duplicate values for field %r" % name)
            setattr(self, name, value)
        for name, value in named.items():
            setattr(self, name, value)


class Structure(_Fields):
    pass


class Union(_Fields):
    pass


Structure._size_ = Union._size_ = None


# ---- pointers

class _PointerType(_Type):
    def __new__(meta, name, bases, body, **kwargs):
        made = super().__new__(meta, name, bases, body, **kwargs)
        if bases[0] is not _Compound:
            made._size_ = made._align_ = 8
        return made


def _owner_of(data, address, size):
    """(buffer, place in it, whose it is): where an address is in a buffer that something keeps which `data` was made of; or None."""
    seen, waiting = set(), [data]
    while waiting:
        o = waiting.pop()
        if id(o) in seen or not isinstance(o, _Data):
            continue
        seen.add(id(o))
        if o._owner is not None:
            place = address - o._at() + o._place
            if 0 <= place and place + size <= len(o._owner):
                return o._owner, place, o
        kept = o.__dict__.get("_objects")
        waiting.extend(kept.values() if isinstance(kept, dict) else [kept])
        waiting.append(o.__dict__.get("_base"))
    return None


class _Pointer(_Compound, metaclass=_PointerType):
    def __init__(self, target=None, /):
        if target is not None:
            self.contents = target

    def _target(self):
        address = int.from_bytes(self._bytes(), "little")
        if not address:
            raise ValueError("NULL pointer access")
        return address

    @property
    def contents(self):
        return self[None]

    @contents.setter
    def contents(self, target):
        if not isinstance(target, self._type_):
            raise TypeError("expected %s instead of %s" % (self._type_.__name__, type(target).__name__))
        self._put(_store_address(target._at()))
        self._objects = {"target": target}

    def _part_at(self, index):
        """In the buffer of the object that it was made of, so that it can be written to; else at the address."""
        address = self._target() + index * self._type_._size_
        found = _owner_of(self, address, self._type_._size_)
        if found is not None:
            made = self._type_._view(*found[:2])
            made._base = found[2]
            return made
        return self._type_._view(None, address)

    def __getitem__(self, i):
        if i is None:
            return self._part_at(0)
        if isinstance(i, slice):
            if i.step is None and i.start is None:
                i = slice(0, i.stop)
            if i.stop is None:
                raise ValueError("slice stop is required")
            items = [self[k] for k in range(i.start, i.stop, i.step or 1)]
            return b"".join(items) if self._type_ is c_char else items
        part = self._part_at(i)
        return part.value if self._type_ in _LOADED else part

    def __setitem__(self, i, value):
        part = self._part_at(i)
        if self._type_ in _LOADED:
            part.value = value.value if isinstance(value, self._type_) else value
        else:
            part._put(value._bytes())

    def __bool__(self):
        return any(self._bytes())


_pointers = {}


def POINTER(type):
    if type is None:
        return c_void_p
    made = _pointers.get(type)
    if made is None:
        if not isinstance(type, _Type):
            raise TypeError("must be a ctypes type")
        made = _pointers[type] = _PointerType("LP_" + type.__name__, (_Pointer,), {"_type_": type, "__module__": "__main__"})
    return made


def pointer(target, /):
    if not isinstance(type(target), _Type):
        raise TypeError("_type_ must have storage info")
    return POINTER(type(target))(target)


class _Reference:
    """byref(): a pointer to nothing but hand over."""

    def __init__(self, target, offset):
        self._obj, self._offset = target, offset

    def __repr__(self):
        return "<cparam 'P' (%#x)>" % (self._obj._at() + self._offset)


_Reference.__name__ = _Reference.__qualname__ = "CArgObject"


def byref(target, offset=0, /):
    if not isinstance(target, _Data):
        raise TypeError("byref() argument must be a ctypes instance, not %r" % type(target).__name__)
    return _Reference(target, offset)


def _address_of(o):
    """(address, what keeps it) of all that can be taken for a pointer"""
    if o is None:
        return 0, None
    if isinstance(o, int):
        return o, None
    if isinstance(o, _Reference):
        return o._obj._at() + o._offset, o._obj
    if isinstance(o, Array):
        return o._at(), o
    if isinstance(o, _Pointer) or getattr(o, "_type_", "") in ("P", "z", "Z", "O") and isinstance(o, _Data):
        kept = o._objects.get("target") if isinstance(o._objects, dict) else o._objects
        return int.from_bytes(o._bytes(), "little"), kept
    if isinstance(o, bytes):
        return _bytes_address(o), o
    raise ArgumentError("argument 1: TypeError: wrong type" if _NEWER else "argument 1: <class 'TypeError'>: wrong type")


def cast(o, type, /):
    address, kept = _address_of(o)
    if not (isinstance(type, _Type) and (issubclass(type, _Pointer) or getattr(type, "_type_", "") in ("P", "z", "Z", "O"))):
        raise TypeError("cast() argument 2 must be a pointer, not %s" % getattr(type, "__name__", type))
    made = type._view(bytearray(_store_address(address)), 0)
    made._objects = {"target": kept} if isinstance(kept, _Data) else kept
    return made


def addressof(data, /):
    if not isinstance(data, _Data):
        raise TypeError("invalid type")
    return data._at()


def _type_of(o):
    return o if isinstance(o, _Type) else type(o)


def sizeof(o, /):
    found = _type_of(o)
    if not isinstance(found, _Type) or found._size_ is None:
        raise TypeError("this type has no size")
    return getattr(o, "_resized", None) or found._size_


def alignment(o, /):
    found = _type_of(o)
    if not isinstance(found, _Type) or found._align_ is None:
        raise TypeError("no alignment info")
    return found._align_


def string_at(ptr, size=-1):
    address, kept = _address_of(ptr)
    return _read(address, _find_zero(address, 1) if size < 0 else size)


def wstring_at(ptr, size=-1):
    address, kept = _address_of(ptr)
    data = _read(address, _find_zero(address, 4) if size < 0 else 4 * size)
    return data.decode("utf-32-le")


def _buffer_at(ptr, count):
    """The object's own buffer that a pointer points into, and where."""
    address, kept = _address_of(ptr)
    found = _owner_of(kept, address, count) if isinstance(kept, _Data) else None
    if found is not None:
        return found[:2]
    _refuse()


def memmove(dst, src, count):
    data = string_at(src, count)
    owner, place = _buffer_at(dst, count)
    owner[place:place + count] = data
    return _address_of(dst)[0]


def memset(dst, c, count):
    owner, place = _buffer_at(dst, count)
    owner[place:place + count] = bytes([c & 255]) * count
    return _address_of(dst)[0]


def _no_library(*args, **kwargs):
    raise OSError("a heap has no libraries to load")


class CDLL:
    def __init__(self, name, *args, **kwargs):
        _no_library()


class PyDLL(CDLL):
    pass


class LibraryLoader:
    def __init__(self, type):
        self._dlltype = type

    def __getattr__(self, name):
        if name[0] == "_":
            raise AttributeError(name)
        _no_library()

    LoadLibrary = __getitem__ = __getattr__


class _NoInterface:
    """There is no C interface behind a heap."""

    def __getattr__(self, name):
        raise AttributeError("a heap has no C functions: " + name)


cdll, pydll, pythonapi = LibraryLoader(CDLL), LibraryLoader(PyDLL), _NoInterface()


def CFUNCTYPE(restype, *argtypes, **kwargs):
    _no_library()


PYFUNCTYPE = CFUNCTYPE


def get_errno():
    return 0


def set_errno(value, /):
    return 0


from sys import version_info as _version_info

_NEWER = _version_info >= (3, 12)
_NEWER_LAYOUT = _version_info >= (3, 14)
_Reference.__module__ = "_ctypes" if _NEWER else "builtins"
del _version_info
