"""Encodings by name: what str and bytes know, and a few of text or bytes alone."""


def _normal(encoding):
    return encoding.lower().replace("-", "_").replace(" ", "_")


def _rot13(text, errors="strict"):
    out = []
    for c in text:
        base = 65 if "A" <= c <= "Z" else 97 if "a" <= c <= "z" else 0
        out.append(chr((ord(c) - base + 13) % 26 + base) if base else c)
    return "".join(out)


def _to_hex(data, errors="strict"):
    return bytes(data).hex().encode("ascii")


def _from_hex(data, errors="strict"):
    return bytes.fromhex(bytes(data).decode("ascii"))


_TEXTS = {"rot13": (_rot13, _rot13), "rot_13": (_rot13, _rot13)}
_BYTES = {"hex": (_to_hex, _from_hex), "hex_codec": (_to_hex, _from_hex)}


def encode(obj, encoding="utf-8", errors="strict"):
    name = _normal(encoding)
    if name in _TEXTS or name in _BYTES:
        return (_TEXTS.get(name) or _BYTES[name])[0](obj, errors)
    if not isinstance(obj, str):
        raise TypeError(f"{encoding.replace('-', '_')}_encode() argument 1 must be str, not {type(obj).__name__}")
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    name = _normal(encoding)
    if name in _TEXTS or name in _BYTES:
        return (_TEXTS.get(name) or _BYTES[name])[1](obj, errors)
    if name in ("unicode_escape", "raw_unicode_escape") and isinstance(obj, str):
        obj = obj.encode()
    try:
        data = bytes(memoryview(obj))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(obj).__name__}'") from None
    return data.decode(encoding, errors)


def escape_encode(data, errors=None):
    return repr(bytes(data))[2:-1].encode("latin-1"), len(data)


_ESCAPES = {10: b"", 92: b"\\", 39: b"'", 34: b'"', 98: b"\b", 102: b"\f", 116: b"\t", 110: b"\n", 114: b"\r", 118: b"\v", 97: b"\a"}


def _warn(escape):
    """Of an escape that is none, where a program has called what met it."""
    import sys, warnings
    level, frame = 2, sys._getframe(2)
    while frame.f_back and frame.f_globals.get("__name__") in ("codecs", "pickle"):
        level, frame = level + 1, frame.f_back
    octal = "octal " if escape[1].isdigit() and escape[1] < "8" else ""
    text = "invalid %sescape sequence '%s'" % (octal, escape) if sys.version_info < (3, 14) else \
        'b"%s" is an invalid %sescape sequence. Such sequences will not work in the future. ' % (escape, octal)
    warnings.warn(text, DeprecationWarning, stacklevel=level + 1)


def escape_decode(data, errors="strict", /):
    """The escapes of bytes literals; what is none stays as it is."""
    if not isinstance(data, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    data = data.encode() if isinstance(data, str) else bytes(data)
    out, at, length, invalid = bytearray(), 0, len(data), None
    while at < length:
        found = data.find(b"\\", at)
        if found < 0:
            found = length
        out += data[at:found]
        at = found + 1
        if at > length:
            break
        if at == length:
            raise ValueError("Trailing \\ in string")
        c = data[at]
        at += 1
        if c in _ESCAPES:
            out += _ESCAPES[c]
        elif 48 <= c <= 55: # up to three octal digits
            end = at
            while end < min(at + 2, length) and 48 <= data[end] <= 55:
                end += 1
            code = int(data[at - 1:end], 8)
            if code > 255:
                invalid = invalid or "\\%o" % code
            out.append(code & 255)
            at = end
        elif c == 120: # x
            digits = 0
            while digits < 2 and data[at + digits:at + digits + 1] in _HEX_DIGITS:
                digits += 1
            if digits == 2:
                out.append(int(data[at:at + 2], 16))
            elif errors is None or errors == "strict":
                raise ValueError("invalid \\x escape at position %d" % found)
            elif errors == "replace":
                out += b"?"
            elif errors != "ignore":
                raise ValueError("decoding error; unknown error handling code: %.400s" % errors)
            at += digits if digits == 2 else min(digits, 1)
        else:
            invalid = invalid or "\\%c" % c
            out += data[found:at]
    if invalid:
        _warn(invalid)
    return bytes(out), length


_HEX_DIGITS = frozenset(bytes([c]) for c in b"0123456789abcdefABCDEF")
