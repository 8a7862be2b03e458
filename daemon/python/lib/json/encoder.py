"""Writing JSON: in one go by _json, chunk by chunk (and, up to 3.11, indented) by generators."""

from _json import encode_basestring as c_encode_basestring
from _json import encode_basestring_ascii as c_encode_basestring_ascii
from _json import make_encoder as c_make_encoder
from sys import intern as _intern
from sys import version_info as _version_info

_INDENTS_IN_C = _version_info >= (3, 13)
_NOTES = _LINES_OF_ITEMS = _version_info >= (3, 14)

_KEPT = tuple(map(_intern, ("null", "true", "false", "[]", "{}"))) if _version_info < (3, 12) else ()  # as C keeps them there

INFINITY = float("inf")

py_encode_basestring, py_encode_basestring_ascii = c_encode_basestring, c_encode_basestring_ascii
encode_basestring, encode_basestring_ascii = c_encode_basestring, c_encode_basestring_ascii


class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
                 separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        if isinstance(o, str):
            return encode_basestring_ascii(o) if self.ensure_ascii else encode_basestring(o)
        chunks = self.iterencode(o, _one_shot=True)
        if not isinstance(chunks, (list, tuple)):
            chunks = list(chunks)
        return "".join(chunks)

    def iterencode(self, o, _one_shot=False):
        markers = {} if self.check_circular else None
        quote = encode_basestring_ascii if self.ensure_ascii else encode_basestring

        def floatstr(o, allow_nan=self.allow_nan, _repr=float.__repr__, _inf=INFINITY, _neginf=-INFINITY):
            text = "NaN" if o != o else "Infinity" if o == _inf else "-Infinity" if o == _neginf else None
            if text is None:
                return _repr(o)
            if not allow_nan:
                raise ValueError("Out of range float values are not JSON compliant: " + repr(o))
            return text

        indent = self.indent
        if _INDENTS_IN_C and indent is not None and not isinstance(indent, str):
            indent = " " * indent
        if _one_shot and c_make_encoder is not None and (_INDENTS_IN_C or indent is None):
            encoder = c_make_encoder(markers, self.default, quote, indent, self.key_separator, self.item_separator,
                                     self.sort_keys, self.skipkeys, self.allow_nan)
        else:
            encoder = _make_iterencode(markers, self.default, quote, indent, floatstr, self.key_separator, self.item_separator,
                                       self.sort_keys, self.skipkeys, _one_shot)
        return encoder(o, 0)


def _make_iterencode(markers, _default, _encoder, _indent, _floatstr, _key_separator, _item_separator, _sort_keys, _skipkeys, _one_shot):
    """A generator function of an object and the level that it is on. What is no container of its own kind is one chunk; chunks of
    lists begin with what is between their items, those of dicts do not."""
    _intstr = int.__repr__
    if _indent is not None and not isinstance(_indent, str):
        _indent = " " * _indent

    def _iterencode_list(items, level):
        if not items:
            yield "[]"
            return
        if markers is not None:
            mark = id(items)
            if mark in markers:
                raise ValueError("Circular reference detected")
            markers[mark] = items
        lead, separator = "[", _item_separator
        if _indent is not None:
            line = "\n" + _indent * (level + 1)
            lead = lead + line
            separator = separator + line
        i = 0
        for o in items:
            try:
                if isinstance(o, str):
                    yield lead + _encoder(o)
                elif o is None:
                    yield lead + "null"
                elif o is True:
                    yield lead + "true"
                elif o is False:
                    yield lead + "false"
                elif isinstance(o, int):
                    yield lead + _intstr(o)
                elif isinstance(o, float):
                    yield lead + _floatstr(o)
                else:
                    yield lead
                    if isinstance(o, (list, tuple)):
                        chunks = _iterencode_list(o, level + 1)
                    elif isinstance(o, dict):
                        chunks = _iterencode_dict(o, level + 1)
                    else:
                        chunks = _iterencode(o, level + 1)
                    yield from chunks
            except GeneratorExit:
                raise
            except BaseException as e:
                if _NOTES:
                    e.add_note(f"when serializing {type(items).__name__} item {i}")
                raise
            lead = separator
            i += 1
        if _indent is not None:
            yield "\n" + _indent * level
        yield "]"
        if markers is not None:
            del markers[mark]

    def _iterencode_dict(dct, level):
        if not dct:
            yield "{}"
            return
        if markers is not None:
            mark = id(dct)
            if mark in markers:
                raise ValueError("Circular reference detected")
            markers[mark] = dct
        yield "{"
        line, separator = None, _item_separator
        if _indent is not None:
            line = "\n" + _indent * (level + 1)
            separator = separator + line
            if not _LINES_OF_ITEMS:
                yield line
        first = True
        for key, o in sorted(dct.items()) if _sort_keys else dct.items():
            if isinstance(key, str):
                name = key
            elif isinstance(key, float):
                name = _floatstr(key)
            elif key is True:
                name = "true"
            elif key is False:
                name = "false"
            elif key is None:
                name = "null"
            elif isinstance(key, int):
                name = _intstr(key)
            elif _skipkeys:
                continue
            else:
                raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
            if not first:
                yield separator
            elif line is not None and _LINES_OF_ITEMS:
                yield line
            first = False
            yield _encoder(name)
            yield _key_separator
            try:
                if isinstance(o, str):
                    yield _encoder(o)
                elif o is None:
                    yield "null"
                elif o is True:
                    yield "true"
                elif o is False:
                    yield "false"
                elif isinstance(o, int):
                    yield _intstr(o)
                elif isinstance(o, float):
                    yield _floatstr(o)
                else:
                    if isinstance(o, (list, tuple)):
                        chunks = _iterencode_list(o, level + 1)
                    elif isinstance(o, dict):
                        chunks = _iterencode_dict(o, level + 1)
                    else:
                        chunks = _iterencode(o, level + 1)
                    yield from chunks
            except GeneratorExit:
                raise
            except BaseException as e:
                if _NOTES:
                    e.add_note(f"when serializing {type(dct).__name__} item {key!r}")
                raise
        if line is not None and not (first and _LINES_OF_ITEMS):
            yield "\n" + _indent * level
        yield "}"
        if markers is not None:
            del markers[mark]

    def _iterencode(o, level):
        if isinstance(o, str):
            yield _encoder(o)
        elif o is None:
            yield "null"
        elif o is True:
            yield "true"
        elif o is False:
            yield "false"
        elif isinstance(o, int):
            yield _intstr(o)
        elif isinstance(o, float):
            yield _floatstr(o)
        elif isinstance(o, (list, tuple)):
            yield from _iterencode_list(o, level)
        elif isinstance(o, dict):
            yield from _iterencode_dict(o, level)
        else:
            if markers is not None:
                mark = id(o)
                if mark in markers:
                    raise ValueError("Circular reference detected")
                markers[mark] = o
            instead = _default(o)
            try:
                yield from _iterencode(instead, level)
            except GeneratorExit:
                raise
            except BaseException as e:
                if _NOTES:
                    e.add_note(f"when serializing {type(o).__name__} object")
                raise
            if markers is not None:
                del markers[mark]

    return _iterencode
