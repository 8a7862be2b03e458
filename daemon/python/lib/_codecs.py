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
    if not isinstance(obj, (bytes, bytearray, memoryview)):
        raise TypeError(f"a bytes-like object is required, not '{type(obj).__name__}'")
    return bytes(obj).decode(encoding, errors)


def escape_encode(data, errors=None):
    return repr(bytes(data))[2:-1].encode("latin-1"), len(data)
