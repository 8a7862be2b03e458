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


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
