"""Bytes of C's structures, packed and unpacked: what the functions of struct do (daemon/python/modules/struct.c)."""

import _struct_numbers as _numbers
from _operator import index as _index
from sys import getsizeof as _getsizeof, version_info as _version_info


class error(Exception):
    pass


error.__module__ = "struct"
_SIZES = dict(x=1, c=1, b=1, B=1, h=2, H=2, i=4, I=4, l=4, L=4, q=8, Q=8, e=2, f=4, d=8, s=1, p=1)
_SIZES["?"] = 1
_NATIVE = dict(_SIZES, l=8, L=8, n=8, N=8, P=8)
_CODES = "bBhHiIlLqQnNP"
_LIMIT = (1 << 63) - 1


def _parse(format):
    """([(code, count, offset)], size, little)"""
    if isinstance(format, (bytes, bytearray)):
        format = format.decode("latin-1")
    elif isinstance(format, str):
        format.encode("ascii")
    else:
        raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
    if "\0" in format:
        raise error("embedded null character")
    order, text = (format[0], format[1:]) if format[:1] in tuple("@=<>!") else ("@", format)
    sizes, items, offset, i = _NATIVE if order == "@" else _SIZES, [], 0, 0
    while i < len(text):
        if text[i].isspace():
            i += 1
            continue
        start = i
        while i < len(text) and "0" <= text[i] <= "9":
            i += 1
        digits = text[start:i].lstrip("0")
        if len(digits) > 19 or digits and int(digits) > _LIMIT:
            raise error("total struct size too long")
        if i >= len(text):
            raise error("repeat count given without format specifier")
        count, code = int(digits or "0") if i > start else 1, text[i]
        if code not in sizes:
            raise error("bad char in struct format")
        size = sizes[code]
        if order == "@" and size > 1:
            offset += -offset % size
        items.append((code, count, offset, size))
        offset += size * count
        if offset > _LIMIT:
            raise error("total struct size too long")
        i += 1
    return items, offset, order not in ">!"


_NAMED = _version_info < (3, 13)


def _view(buffer):
    try:
        view = memoryview(buffer)
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(buffer).__name__}'") from None
    if not view.c_contiguous:
        raise BufferError("memoryview: underlying buffer is not C-contiguous")
    return view.cast("B")


def _bytes(buffer):
    return bytes(_view(buffer))


def _writable(buffer):
    """What is packed into, byte by byte."""
    try:
        view = memoryview(buffer)
    except TypeError:
        view = None
    if view is None or view.readonly or not view.c_contiguous:
        name = "None" if buffer is None else type(buffer).__name__
        raise TypeError(f"argument must be read-write bytes-like object, not {name}")
    return view.cast("B")


def _word(offset, refusal):
    """A position, as it fits into a machine word."""
    number = _index(offset)
    if not ~_LIMIT <= number <= _LIMIT:
        raise refusal(f"cannot fit '{type(offset).__name__}' into an index-sized integer" if refusal is IndexError
                      else "Python int too large to convert to C ssize_t")
    return number


def _out_of_range(code, value, size, little, low, high):
    """The error of a number that its format cannot say. Before 3.13 a number is first made one of C's longs, which says less if it fails."""
    if code == "P":
        return error("int too large to convert")
    if _NAMED:
        if size == 8:
            return error("argument out of range" if little else "int too large to convert")
        name = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}.get(code) if little or code in "bB" else None
        unsigned = code.isupper() and not name
        if not (0 <= value <= 2 * _LIMIT + 1 if unsigned else ~_LIMIT <= value <= _LIMIT):
            return error("argument out of range")
        if name:
            return error(f"{name} format requires {low} <= number <= {high}")
    return error(f"'{code}' format requires {low} <= number <= {high}")


def _pack_number(code, value, size, little, native):
    if code in _CODES:
        if not hasattr(value, "__index__"):
            raise error("required argument is not an integer")
        value = _index(value)
        bits = 8 * size
        signed = code.islower() or code == "P" and value < 0
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        if not low <= value <= high:
            raise _out_of_range(code, value, size, little, low, high)
        return value.to_bytes(size, "little" if little else "big", signed=signed)
    if code == "?":
        return b"\1" if value else b"\0"
    if code == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if not hasattr(value, "__float__") and not hasattr(value, "__index__"):
        raise error("required argument is not a float")
    try:
        number = float(value)
    except Exception:
        raise error("required argument is not a float") from None
    try:
        return _numbers.pack(number, size, little, native)
    except OverflowError:
        if isinstance(value, int):
            raise error("int too large to convert") from None
        raise


def _unpack_number(code, data, little):
    if code in _CODES:
        return int.from_bytes(data, "little" if little else "big", signed=code.islower())
    if code == "?":
        return data != b"\0"
    if code == "c":
        return data
    return _numbers.unpack(data, little)


class _Weightless:
    __slots__ = "__weakref__",

    def __sizeof__(self):
        return 0


_HEADER = _getsizeof(_Weightless())  # what getsizeof() adds for instances of the class here: 16 for those of C code


class Struct:
    __module__ = "_struct"
    __slots__ = "_items", "size", "_little", "_native", "format", "_count", "__weakref__"

    def __init__(self, format):
        self._items, self.size, self._little = _parse(format)
        self._native = format[:1] not in ("=", "<", ">", "!", b"=", b"<", b">", b"!")
        self.format = format.decode("latin-1") if isinstance(format, (bytes, bytearray)) else format
        self._count = sum(1 if code in "sp" else 0 if code == "x" else count for code, count, _, _ in self._items)

    def __sizeof__(self):
        """As in C, where a row for each code and one more are a block of the object's."""
        return 72 - _HEADER + 32 * (1 + sum(1 for code, count, _, _ in self._items if code != "x" and (count or code in "sp")))

    def __repr__(self):
        return f"<_struct.Struct object at {hex(id(self))}>"

    def pack(self, /, *values, **named):
        if named:
            raise TypeError("Struct.pack() takes no keyword arguments")
        self._check_count("pack", values)
        out = bytearray(self.size)
        self._pack(out, 0, values)
        return bytes(out)

    def _check_count(self, name, values):
        if len(values) != self._count:
            raise error(f"{name} expected {self._count} items for packing (got {len(values)})")

    def _pack(self, out, start, values):
        at = 0
        for code, count, offset, size in self._items:
            offset += start
            if code == "x":
                continue
            if code in "sp":
                value = values[at]
                at += 1
                if not isinstance(value, (bytes, bytearray)):
                    raise error(f"argument for '{code}' must be a bytes object")
                if code == "p" and count:
                    value = bytes(value[:count - 1])
                    value = bytes([min(len(value), 255)]) + value
                value = bytes(value[:count])
                out[offset:offset + len(value)] = value
                continue
            for i in range(count):
                out[offset:offset + size] = _pack_number(code, values[at], size, self._little, self._native)
                offset += size
                at += 1

    def pack_into(self, /, *args, **named):
        if named:
            raise TypeError("Struct.pack_into() takes no keyword arguments")
        if len(args) < 2:
            raise error(f"pack_into expected {'offset' if args else 'buffer'} argument")
        buffer, offset, *values = args
        self._check_count("pack_into", values)
        view = _writable(buffer)
        offset = self._place("pack_into", "packing", len(view), _word(offset, IndexError))
        view[offset:offset + self.size] = bytes(self.size) # what is packed before an error stays
        self._pack(view, offset, values)

    def _place(self, name, doing, length, offset):
        if offset < 0:
            if offset + self.size > 0:
                raise error(f"{'no space to pack' if doing == 'packing' else 'not enough data to unpack'} {self.size} bytes at offset {offset}")
            if offset + length < 0:
                raise error(f"offset {offset} out of range for {length}-byte buffer")
            offset += length
        if length - offset < self.size:
            raise error(f"{name} requires a buffer of at least {self.size + offset} bytes for {doing} {self.size} bytes at offset {offset} "
                        f"(actual buffer size is {length})")
        return offset

    def unpack(self, buffer, /):
        data = _bytes(buffer)
        if len(data) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return self._unpack(data)

    def _unpack(self, data):
        out = []
        for code, count, offset, size in self._items:
            if code == "s":
                out.append(data[offset:offset + count])
            elif code == "p":
                if not count and _NAMED:
                    raise SystemError("Negative size passed to PyBytes_FromStringAndSize")
                out.append(data[offset + 1:offset + 1 + min(data[offset], max(count - 1, 0))] if count else b"")
            elif code != "x":
                for i in range(count):
                    out.append(_unpack_number(code, data[offset:offset + size], self._little))
                    offset += size
        return tuple(out)

    def unpack_from(self, buffer, offset=0):
        view = _view(buffer)
        offset = self._place("unpack_from", "unpacking", len(view), _word(offset, OverflowError))
        return self._unpack(bytes(view[offset:offset + self.size]))

    def iter_unpack(self, buffer):
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        data = _bytes(buffer)
        if len(data) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        made = object.__new__(unpack_iterator)
        made._of, made._data, made._at = self, data, 0
        return made


class unpack_iterator:
    __module__ = "_struct"
    __slots__ = "_of", "_data", "_at"

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create '_struct.unpack_iterator' instances" if _version_info >= (3, 12) else "Cannot create 'unpack_iterator objects")

    def __iter__(self):
        return self

    def __next__(self):
        at, data = self._at, self._data
        if at >= len(data):
            self._of, self._data, self._at = None, b"", 0
            raise StopIteration
        self._at = at + self._of.size
        return self._of._unpack(data[at:self._at])

    def __length_hint__(self):
        return (len(self._data) - self._at) // self._of.size if self._of else 0


_cache = {}


def _struct(format):
    found = _cache.get(format)
    if found is None:
        if len(_cache) > 100:
            _cache.clear()
        found = _cache[format] = Struct(format)
    return found


def _clearcache():
    _cache.clear()


def calcsize(format):
    return _struct(format).size


def pack(*args):
    if not args:
        raise TypeError("missing format argument")
    return _struct(args[0]).pack(*args[1:])


def pack_into(*args):
    if not args:
        raise TypeError("missing format argument")
    return _struct(args[0]).pack_into(*args[1:])


def unpack(format, buffer, /):
    return _struct(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _struct(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _struct(format).iter_unpack(buffer)
