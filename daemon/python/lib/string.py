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

    @classmethod
    def _compile(cls):
        import re

        flags = re.IGNORECASE if cls.flags is None else cls.flags
        pattern = cls.__dict__.get("pattern")
        if pattern is None:
            name = cls.idpattern
            pattern = r"%s(?:(?P<escaped>%s)|(?P<named>%s)|{(?P<braced>%s)}|(?P<invalid>))" % (
                re.escape(cls.delimiter), re.escape(cls.delimiter), name, cls.braceidpattern or name)
        cls.pattern = re.compile(pattern, flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _places(self):
        """(what was matched, the name or None)"""
        if "pattern" not in Template.__dict__:
            Template._compile()
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


class Formatter:
    """str.format(), whose steps can be changed one by one."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        out = []
        for text, name, spec, conversion in self.parse(format_string):
            if text:
                out.append(text)
            if name is None:
                continue
            name, auto_arg_index = self._numbered(name, auto_arg_index)
            value, first = self.get_field(name, args, kwargs)
            used_args.add(first)
            value = self.convert_field(value, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            out.append(self.format_field(value, spec))
        return "".join(out), auto_arg_index

    def _numbered(self, name, index):
        """Fields without a name are numbered, where none has a number; index False: there are some with one."""
        first = _parts(name)[0]
        if first == "":
            if index is False:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            return str(index) + name, index + 1
        if isinstance(first, int):
            if index:
                raise ValueError("cannot switch from automatic field numbering to manual field specification")
            return name, False
        return name, index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        how = {"s": str, "r": repr, "a": ascii}.get(conversion)
        if how is None:
            raise ValueError("Unknown conversion specifier {0!s}".format(conversion))
        return how(value)

    def parse(self, format_string):
        return iter(_fields(format_string))

    def get_field(self, field_name, args, kwargs):
        first, rest = _parts(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first


def _parts(name):
    """"0.a[b]" -> (0, [(True, "a"), (False, "b")])"""
    end = min((i for i in (name.find("."), name.find("[")) if i >= 0), default=len(name))
    first, rest, i = name[:end], [], end
    while i < len(name):
        if name[i] == ".":
            end = min((j for j in (name.find(".", i + 1), name.find("[", i + 1)) if j >= 0), default=len(name))
            part, is_attribute = name[i + 1:end], True
        elif name[i] == "[":
            end = name.find("]", i + 1)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            part, is_attribute = name[i + 1:end], False
            end += 1
        else:
            raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
        if not part:
            raise ValueError("Empty attribute in format string")
        rest.append((is_attribute, int(part) if not is_attribute and part.isdecimal() else part))
        i = end
    return int(first) if first.isdecimal() else first, rest


def _fields(text):
    """(text before, field name, format specification, conversion), the last three None at the end and after doubled brackets."""
    if not isinstance(text, str):
        raise TypeError("expected str, got %s" % type(text).__name__)
    found, start, i, n = [], 0, 0, len(text)
    while i < n:
        char = text[i]
        if char not in "{}":
            i += 1
            continue
        if text[i + 1:i + 2] == char:
            found.append((text[start:i + 1], None, None, None))
            i += 2
            start = i
            continue
        if char == "}":
            raise ValueError("Single '}' encountered in format string")
        if i + 1 == n:
            raise ValueError("Single '{' encountered in format string")
        before, begin, depth, brackets = text[start:i], i + 1, 1, False
        i += 1
        colon = exclamation = -1
        while i < n:
            char = text[i]
            if colon < 0 and exclamation < 0 and char == "[":
                brackets = True
            elif char == "]":
                brackets = False
            elif brackets:
                pass
            elif char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
                if not depth:
                    break
            elif depth == 1 and colon < 0 and char == ":":
                colon = i
            elif depth == 1 and colon < 0 and exclamation < 0 and char == "!":
                exclamation = i
            i += 1
        if depth:
            raise ValueError("expected '}' before end of string")
        name = text[begin:min(j for j in (colon, exclamation, i) if j >= 0)]
        conversion = None
        if exclamation >= 0:
            conversion = text[exclamation + 1:colon if colon >= 0 else i]
            if len(conversion) != 1:
                raise ValueError("expected ':' after conversion specifier" if conversion else "end of string while looking for conversion specifier")
        found.append((before, name, text[colon + 1:i] if colon >= 0 else "", conversion))
        i += 1
        start = i
    if start < n:
        found.append((text[start:], None, None, None))
    return found
