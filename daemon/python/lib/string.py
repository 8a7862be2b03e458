"""Character classes, templates."""

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


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """(text, name or None): names in $name, ${name}; $$ is a dollar sign; None, None for what is neither."""
        s, i = self.template, 0
        while i < len(s):
            j = s.find(self.delimiter, i)
            if j < 0:
                yield s[i:], None
                return
            if j > i:
                yield s[i:j], None
            rest = s[j + 1:]
            if rest.startswith(self.delimiter):
                yield self.delimiter, None
                i = j + 2
                continue
            braced = rest.startswith("{")
            k = 1 if braced else 0
            end = k
            while end < len(rest) and (rest[end] == "_" or (rest[end].isascii() and rest[end].isalnum())):
                end += 1
            name = rest[k:end]
            if name and not name[0].isdigit() and (not braced or rest[end:end + 1] == "}"):
                stop = end + braced
                yield s[j:j + 1 + stop], name
                i = j + 1 + stop
            else:
                yield s[j:j + 1], ""
                i = j + 1

    def _fill(self, mapping, safe):
        out, at = [], 0
        for text, name in self._parts():
            if name is None:
                out.append(text)
            elif name == "" and not safe:
                lines = self.template[:at].splitlines(keepends=True)
                colno = at - len("".join(lines[:-1])) if lines else 1
                raise ValueError("Invalid placeholder in string: line %d, col %d" % (max(len(lines), 1), colno + (1 if lines else 0)))
            elif name == "" or (safe and name not in mapping):
                out.append(text)
            else:
                out.append(str(mapping[name]))
            at += len(text)
        return "".join(out)

    def substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, True)


    def _names(self):
        return [name for _, name in self._parts() if name is not None and name != self.delimiter]

    def is_valid(self):
        return "" not in self._names()

    def get_identifiers(self):
        return [name for name in dict.fromkeys(self._names()) if name]


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
