"""Bytes of C's structures, packed and unpacked."""

import _struct_numbers as _numbers

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]


class error(Exception):
    pass


error.__module__ = "struct"
_SIZES = dict(x=1, c=1, b=1, B=1, h=2, H=2, i=4, I=4, l=4, L=4, q=8, Q=8, e=2, f=4, d=8, s=1, p=1)
_SIZES["?"] = 1
_NATIVE = dict(_SIZES, l=8, L=8, n=8, N=8, P=8)
_CODES = "bBhHiIlLqQnNP"


def _parse(format):
    """([(code, count, offset)], size, little)"""
    if isinstance(format, (bytes, bytearray)):
        format = format.decode("latin-1")
    if not isinstance(format, str):
        raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
    order, text = (format[0], format[1:]) if format[:1] in tuple("@=<>!") else ("@", format)
    sizes, items, offset, i = _NATIVE if order == "@" else _SIZES, [], 0, 0
    while i < len(text):
        if text[i].isspace():
            i += 1
            continue
        start = i
        while i < len(text) and "0" <= text[i] <= "9":
            i += 1
        if i >= len(text):
            raise error("repeat count given without format specifier")
        count, code = int(text[start:i]) if i > start else 1, text[i]
        if code not in sizes:
            raise error("bad char in struct format")
        size = sizes[code]
        if order == "@" and size > 1:
            offset += -offset % size
        items.append((code, count, offset, size))
        offset += size * count
        i += 1
    return items, offset, order not in ">!"


_NAMED = __import__("sys").version_info < (3, 13)


def _bytes(buffer):
    try:
        return bytes(memoryview(buffer))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(buffer).__name__}'") from None


def _pack_number(code, value, size, little, native):
    if code in _CODES:
        if not hasattr(value, "__index__"):
            raise error("required argument is not an integer")
        value = value.__index__()
        signed = code.islower()
        bits = 8 * size
        low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        if not low <= value <= high:
            name = {"b": "byte", "B": "ubyte", "h": "short", "H": "ushort"}.get(code) if _NAMED else None
            if size == 8 and _NAMED or size == 4 and native and _NAMED and not signed and value < 0:
                raise error("int too large to convert" if code in "qQ" and not native else "argument out of range")
            if name:
                raise error(f"{name} format requires {low} <= number <= {high}")
            raise error(f"'{code}' format requires {low} <= number <= {high}")
        return value.to_bytes(size, "little" if little else "big", signed=signed)
    if code == "?":
        return b"\1" if value else b"\0"
    if code == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if not hasattr(value, "__float__") and not hasattr(value, "__index__"):
        raise error("required argument is not a float")
    return _numbers.pack(float(value), size, little, native)


def _unpack_number(code, data, little):
    if code in _CODES:
        return int.from_bytes(data, "little" if little else "big", signed=code.islower())
    if code == "?":
        return data != b"\0"
    if code == "c":
        return data
    return _numbers.unpack(data, little)


class Struct:
    def __init__(self, format):
        self._items, self.size, self._little = _parse(format)
        self._native = format[:1] not in ("=", "<", ">", "!", b"=", b"<", b">", b"!")
        self.format = format.decode("latin-1") if isinstance(format, (bytes, bytearray)) else format
        self._count = sum(1 if code in "sp" else 0 if code == "x" else count for code, count, _, _ in self._items)

    def __repr__(self):
        return f"<_struct.Struct object at {hex(id(self))}>"

    def pack(self, *values):
        return self._pack("pack", values)

    def _pack(self, name, values):
        if len(values) != self._count:
            raise error(f"{name} expected {self._count} items for packing (got {len(values)})")
        out, at = bytearray(self.size), 0
        for code, count, offset, size in self._items:
            if code == "x":
                continue
            if code in "sp":
                value = values[at]
                at += 1
                if not isinstance(value, (bytes, bytearray)):
                    raise error(f"argument for '{code}' must be a bytes object")
                if code == "p" and count:
                    value = bytes(value[:min(count - 1, 255)])
                    value = bytes([len(value)]) + value
                value = bytes(value[:count])
                out[offset:offset + len(value)] = value
                continue
            for i in range(count):
                out[offset:offset + size] = _pack_number(code, values[at], size, self._little, self._native)
                offset += size
                at += 1
        return bytes(out)

    def pack_into(self, buffer, offset, *values):
        packed = self._pack("pack_into", values)
        offset = self._place("pack_into", "packing", len(memoryview(buffer)), offset)
        memoryview(buffer)[offset:offset + self.size] = packed

    def _place(self, name, doing, length, offset):
        if offset < 0:
            if offset + self.size > 0 and doing == "packing":
                raise error(f"no space to pack {self.size} bytes at offset {offset}")
            if offset + self.size > 0:
                raise error(f"not enough data to unpack {self.size} bytes")
            if offset + length < 0:
                raise error(f"offset {offset} out of range for {length}-byte buffer")
            offset += length
        if length - offset < self.size:
            raise error(f"{name} requires a buffer of at least {self.size + offset} bytes for {doing} {self.size} bytes at offset {offset} "
                        f"(actual buffer size is {length})")
        return offset

    def unpack(self, buffer):
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
                out.append(data[offset + 1:offset + 1 + min(data[offset], max(count - 1, 0))] if count else b"")
            elif code != "x":
                for i in range(count):
                    out.append(_unpack_number(code, data[offset:offset + size], self._little))
                    offset += size
        return tuple(out)

    def unpack_from(self, buffer, offset=0):
        view = memoryview(buffer)
        offset = self._place("unpack_from", "unpacking", len(view), offset)
        return self._unpack(bytes(view[offset:offset + self.size]))

    def iter_unpack(self, buffer):
        data = _bytes(buffer)
        if self.size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(data) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return map(self._unpack, [data[i:i + self.size] for i in range(0, len(data), self.size)])


_cache = {}


def _struct(format):
    found = _cache.get(format)
    if found is None:
        if len(_cache) > 100:
            _cache.clear()
        found = _cache[format] = Struct(format)
    return found


def calcsize(format):
    return _struct(format).size


def pack(format, *values):
    return _struct(format).pack(*values)


def pack_into(format, buffer, offset, *values):
    return _struct(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return _struct(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _struct(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _struct(format).iter_unpack(buffer)
