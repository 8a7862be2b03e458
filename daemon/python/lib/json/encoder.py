"""Writing JSON."""

from _json import encode_basestring, encode_basestring_ascii
from sys import version_info as _version_info

_NOTES = _version_info >= (3, 14)
_SAYS_VALUE = _version_info >= (3, 13)

py_encode_basestring, py_encode_basestring_ascii = encode_basestring, encode_basestring_ascii


class _Writer:
    """Puts the parts of one text together, in the chunks that iterencode() gives."""

    def __init__(self, encoder):
        self.encoder = encoder
        self.string = encode_basestring_ascii if encoder.ensure_ascii else encode_basestring
        self.markers = {} if encoder.check_circular else None
        indent = encoder.indent
        self.indent = indent if indent is None or isinstance(indent, str) else " " * indent
        self.chunks = []

    def float(self, o):
        if o != o:
            text = "NaN"
        elif o == float("inf"):
            text = "Infinity"
        elif o == float("-inf"):
            text = "-Infinity"
        else:
            return float.__repr__(o)
        if not self.encoder.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant" + (": " + repr(o) if _SAYS_VALUE else ""))
        return text

    def scalar(self, o):
        """The text of what is no container; None: it is one, or something else."""
        if isinstance(o, str):
            return self.string(o)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__repr__(o)
        if isinstance(o, float):
            return self.float(o)
        return None

    def value(self, o, level, before=""):
        text = self.scalar(o)
        if text is not None:
            self.chunks.append(before + text)
        elif isinstance(o, (list, tuple, dict)):
            if before:
                self.chunks.append(before)
            (self.object if isinstance(o, dict) else self.array)(o, level, "")
        else:
            self.other(o, level, before)

    def enter(self, o):
        if self.markers is not None:
            if id(o) in self.markers:
                raise ValueError("Circular reference detected")
            self.markers[id(o)] = o

    def leave(self, o):
        if self.markers is not None:
            del self.markers[id(o)]

    def other(self, o, level, before):
        if before:
            self.chunks.append(before)
        self.enter(o)
        try:
            instead = self.encoder.default(o)
        except Exception as e:
            if _NOTES:
                e.add_note("when serializing %s object" % type(o).__name__)
            raise
        try:
            self.value(instead, level)
        except Exception as e:
            if _NOTES:
                e.add_note("when serializing %s object" % type(o).__name__)
            raise
        self.leave(o)

    def line(self, level):
        return "" if self.indent is None else "\n" + self.indent * level

    def array(self, items, level, before):
        if not items:
            self.chunks.append(before + "[]")
            return
        self.enter(items)
        line = self.line(level + 1)
        between = self.encoder.item_separator + line
        lead = before + "[" + line
        for i, item in enumerate(items):
            try:
                self.value(item, level + 1, lead)
            except Exception as e:
                if _NOTES:
                    e.add_note("when serializing %s item %d" % (type(items).__name__, i))
                raise
            lead = between
        self.chunks.append(self.line(level) + "]")
        self.leave(items)

    def key(self, key):
        if isinstance(key, str):
            return key
        if key is None or key is True or key is False or isinstance(key, (int, float)):
            return self.scalar(key)
        if self.encoder.skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, not " + key.__class__.__name__)

    def object(self, o, level, before):
        if not o:
            self.chunks.append(before + "{}")
            return
        self.enter(o)
        self.chunks.append(before + "{")
        line = self.line(level + 1)
        lead = line
        for key, value in sorted(o.items()) if self.encoder.sort_keys else o.items():
            name = self.key(key)
            if name is None:
                continue
            if lead:
                self.chunks.append(lead)
            lead = self.encoder.item_separator + line
            self.chunks.append(self.string(name))
            self.chunks.append(self.encoder.key_separator)
            try:
                self.value(value, level + 1)
            except Exception as e:
                if _NOTES:
                    e.add_note("when serializing %s item %r" % (type(o).__name__, key))
                raise
        end = self.line(level)
        if end:
            self.chunks.append(end)
        self.chunks.append("}")
        self.leave(o)


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
        raise TypeError("Object of type %s is not JSON serializable" % o.__class__.__name__)

    def encode(self, o):
        if isinstance(o, str):
            return (encode_basestring_ascii if self.ensure_ascii else encode_basestring)(o)
        return "".join(list(self.iterencode(o, _one_shot=True)))

    def iterencode(self, o, _one_shot=False):
        writer = _Writer(self)
        writer.value(o, 0)
        return iter(writer.chunks)
