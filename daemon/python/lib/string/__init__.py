"""Character classes, templates."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits", "printable", "punctuation",
           "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class _Places(dict):
    """Keyword arguments before the mapping."""

    def __init__(self, mapping, kws):
        self.mapping = mapping
        self.update(kws)

    def __missing__(self, key):
        return self.mapping[key]


class Template:
    """$name and ${name} are replaced, $$ is a dollar sign. Classes below it change delimiter, idpattern, braceidpattern, flags or the pattern."""

    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None  # re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile()

    class _Pattern:
        """Compiled when it is first asked for: most programs have no templates."""

        def __get__(self, instance, cls):
            cls._compile()
            return cls.pattern

    pattern = _Pattern()
    del _Pattern

    @classmethod
    def _compile(cls):
        import re

        flags = re.IGNORECASE if cls.flags is None else cls.flags
        pattern = cls.__dict__.get("pattern")
        if pattern is None or cls is Template:
            name = cls.idpattern
            pattern = r"%s(?:(?P<escaped>%s)|(?P<named>%s)|{(?P<braced>%s)}|(?P<invalid>))" % (
                re.escape(cls.delimiter), re.escape(cls.delimiter), name, cls.braceidpattern or name)
        cls.pattern = re.compile(pattern, flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _places(self):
        """(what was matched, the name or None)"""
        for found in self.pattern.finditer(self.template):
            yield found, found.group("named") or found.group("braced")

    def _invalid(self, found):
        at = found.start("invalid")
        lines = self.template[:at].splitlines(keepends=True)
        line, column = (len(lines), at - len("".join(lines[:-1]))) if lines else (1, 1)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))

    def _filled(self, mapping, kws, safe):
        names = _Places(mapping, kws) if kws else mapping
        out, end = [], 0
        for found, name in self._places():
            out.append(self.template[end:found.start()])
            end = found.end()
            if name is not None:
                try:
                    text = str(names[name])
                except KeyError:
                    if not safe:
                        raise
                    text = found.group()
            elif found.group("escaped") is not None:
                text = self.delimiter
            elif found.group("invalid") is not None:
                text = found.group() if safe else self._invalid(found)
            else:
                raise ValueError("Unrecognized named group in pattern", self.pattern)
            out.append(text)
        return "".join(out) + self.template[end:]

    def substitute(self, mapping={}, /, **kws):
        return self._filled(mapping, kws, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._filled(mapping, kws, True)

    def is_valid(self):
        for found, name in self._places():
            if name is None and found.group("escaped") is None:
                if found.group("invalid") is not None:
                    return False
                raise ValueError("Unrecognized named group in pattern", self.pattern)
        return True

    def get_identifiers(self):
        names = []
        for found, name in self._places():
            if name is not None and name not in names:
                names.append(name)
            elif name is None and found.group("escaped") is None and found.group("invalid") is None:
                raise ValueError("Unrecognized named group in pattern", self.pattern)
        return names


def _parse(s):
    """What is between fields and the fields, as str.format() reads them: (text, name, specification, conversion)."""
    i, n = 0, len(s)
    while i < n:
        start = i
        while i < n and s[i] not in "{}":
            i += 1
        if i == n:
            yield s[start:], None, None, None
            return
        c = s[i]
        i += 1
        if c == "}" and s[i:i + 1] != "}":
            raise ValueError("Single '}' encountered in format string")
        if i == n:
            raise ValueError("Single '{' encountered in format string")
        if s[i] == c:
            yield s[start:i], None, None, None
            i += 1
            continue
        text = s[start:i - 1]
        i, name, spec, conversion = _parse_field(s, i)
        yield text, name, spec, conversion


def _parse_field(s, i):
    start, n, c = i, len(s), ""
    while i < n:
        c = s[i]
        i += 1
        if c == "{":
            raise ValueError("unexpected '{' in field name")
        if c == "[":
            i = s.find("]", i)
            i = n if i < 0 else i
        elif c in "}:!":
            break
    if c not in ("}", ":", "!"):
        raise ValueError("expected '}' before end of string")
    name, conversion = s[start:i - 1], None
    if c == "}":
        return i, name, "", None
    if c == "!":
        if i >= n:
            raise ValueError("end of string while looking for conversion specifier")
        conversion = s[i]
        i += 1
        if i < n:
            c = s[i]
            i += 1
            if c == "}":
                return i, name, "", conversion
            if c != ":":
                raise ValueError("expected ':' after conversion specifier")
    start, depth = i, 1
    while i < n:
        depth += (s[i] == "{") - (s[i] == "}")
        i += 1
        if depth == 0:
            return i, name, s[start:i - 1], conversion
    raise ValueError("unmatched '{' in format spec")


def _number_or(text):
    if not text or not all(c.isdecimal() for c in text):
        return text
    if int(text) > 2**63 - 1:
        raise ValueError("Too many decimal digits in format string")
    return int(text)


def _split_field(name):
    """What is looked up first, and an iterator over (is it an attribute, its name or index)."""
    at = min((i for i in (name.find("."), name.find("[")) if i >= 0), default=len(name))
    return _number_or(name[:at]), _rest_of_field(name, at)


def _rest_of_field(name, i):
    n = len(name)
    while i < n:
        c = name[i]
        i += 1
        start = i
        if c == ".":
            while i < n and name[i] not in ".[":
                i += 1
            part = step = name[start:i]
        elif c == "[":
            i = name.find("]", i) + 1
            if not i:
                raise ValueError("Missing ']' in format string")
            part = name[start:i - 1]
            step = _number_or(part)
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not part:
            raise ValueError("Empty attribute in format string")
        yield c == ".", step


class Formatter:
    """str.format(), whose steps can be changed one by one."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        parts = []
        for text, name, spec, conversion in self.parse(format_string):
            if text:
                parts.append(text)
            if name is None:
                continue
            if name == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                name = str(auto_arg_index)
                auto_arg_index += 1
            elif name.isdigit():
                if auto_arg_index:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto_arg_index = False
            value, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            value = self.convert_field(value, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index=auto_arg_index)
            parts.append(self.format_field(value, spec))
        return "".join(parts), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion in ("s", "r", "a"):
            return {"s": str, "r": repr, "a": ascii}[conversion](value)
        raise ValueError("Unknown conversion specifier %s" % (conversion,))

    def parse(self, format_string):
        if not isinstance(format_string, str):
            raise TypeError("expected str, got %s" % type(format_string).__name__)
        return _parse(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_field(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, step in rest:
            value = getattr(value, step) if is_attribute else value[step]
        return value, first
