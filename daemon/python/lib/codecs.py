"""Codecs by name, as far as there are no files and streams."""

from _codecs import encode, decode, escape_decode, escape_encode, _normal, _TEXTS, _BYTES

__all__ = ["encode", "decode", "lookup", "register", "unregister", "getencoder", "getdecoder", "CodecInfo", "iterencode", "iterdecode", "BOM", "BOM_BE", "BOM_LE", "BOM_UTF8",
           "BOM_UTF16", "BOM_UTF16_LE", "BOM_UTF16_BE", "BOM_UTF32", "BOM_UTF32_LE", "BOM_UTF32_BE"]

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = BOM = BOM_UTF16 = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM_UTF32 = BOM_UTF32_LE = b"\xff\xfe\x00\x00"
BOM_UTF32_BE = b"\x00\x00\xfe\xff"
_NAMES = {"utf8": "utf-8", "u8": "utf-8", "utf": "utf-8", "latin1": "iso8859-1", "latin_1": "iso8859-1", "iso_8859_1": "iso8859-1", "l1": "iso8859-1",
          "us_ascii": "ascii", "windows_1252": "cp1252", "rot_13": "rot13", "hex_codec": "hex"}


class CodecInfo(tuple):
    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None, *,
                _is_text_encoding=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name, self.encode, self.decode = name, encode, decode
        self.streamreader, self.streamwriter = streamreader, streamwriter
        self.incrementalencoder, self.incrementaldecoder = incrementalencoder, incrementaldecoder
        return self

    def __repr__(self):
        return "<codecs.CodecInfo object for encoding %s at %#x>" % (self.name, id(self))


_searchers = []


def register(search_function, /):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searchers.append(search_function)


def unregister(search_function, /):
    if search_function in _searchers:
        _searchers.remove(search_function)


def lookup(encoding, /):
    name = _normal(encoding)
    if _searchers and name not in _TEXTS and name not in _BYTES:
        for search in _searchers:
            found = search(name)
            if found is not None:
                return found
    if name not in _TEXTS and name not in _BYTES:
        "".encode(encoding) # LookupError: unknown encoding
    known = _NAMES.get(name, name.replace("_", "-") if name.startswith(("utf_", "iso8859_", "koi8_", "mac_")) else name)

    def encoder(text, errors="strict"):
        return encode(text, encoding, errors), len(text)

    def decoder(data, errors="strict"):
        return decode(data, encoding, errors), len(data)

    return CodecInfo(encoder, decoder, name=known)


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def iterencode(iterator, encoding, errors="strict", **kwargs):
    for text in iterator:
        yield encode(text, encoding, errors)


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    held = b""
    for data in iterator:
        held += data
        for end in range(len(held), max(len(held) - 4, -1), -1): # what is whole so far
            try:
                text = decode(held[:end], encoding, errors)
                break
            except UnicodeDecodeError:
                if end == 0 or len(held) - end >= 3:
                    raise
        held = held[end:]
        if text:
            yield text
    if held:
        yield decode(held, encoding, errors)
