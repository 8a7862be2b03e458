"""File names by shell patterns: * ? [seq] [!seq]."""

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def _check(path):
    """As os.path.normcase() does."""
    if not isinstance(path, (str, bytes)):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


def fnmatch(name, pat):
    _check(name)
    _check(pat)
    return fnmatchcase(name, pat)


def _matcher(pat):
    import re

    found = _matchers.get(pat)
    if found is None:
        text = bytes(translate(str(pat, "ISO-8859-1")), "ISO-8859-1") if isinstance(pat, bytes) else translate(pat)
        if len(_matchers) >= 256:
            _matchers.clear()
        found = _matchers[pat] = re.compile(text).match
    return found


_matchers = {}


def fnmatchcase(name, pat):
    return _matcher(pat)(name) is not None


def filter(names, pat):
    _check(pat)
    match = _matcher(pat)
    return [name for name in names if match(name) is not None]


def _set(text):
    """What stands between brackets, as a regular expression has it."""
    if "-" not in text:
        inner = text.replace("\\", r"\\")
    else:
        chunks, start, at = [], 0, 2 if text[0] == "!" else 1
        while (at := text.find("-", at)) >= 0:
            chunks.append(text[start:at])
            start, at = at + 1, at + 3
        if text[start:]:
            chunks.append(text[start:])
        else:
            chunks[-1] += "-"
        for k in range(len(chunks) - 1, 0, -1):  # ranges that are empty
            if chunks[k - 1][-1] > chunks[k][0]:
                chunks[k - 1:k + 1] = [chunks[k - 1][:-1] + chunks[k][1:]]
        inner = "-".join(chunk.replace("\\", r"\\").replace("-", r"\-") for chunk in chunks)
    import re

    inner = re.sub(r"([&~|])", r"\\\1", inner)
    if not inner:
        return "(?!)"
    if inner == "!":
        return "."
    return "[%s]" % ("^" + inner[1:] if inner[0] == "!" else "\\" + inner if inner[0] in "^[" else inner)


def translate(pat):
    """As a regular expression: what is between two stars is found where it is first, for good."""
    import re

    parts, i = [], 0
    while i < len(pat):
        char = pat[i]
        i += 1
        if char == "*":
            if not parts or parts[-1] is not None:
                parts.append(None)
        elif char == "?":
            parts.append(".")
        elif char == "[":
            end = i + (pat[i:i + 1] == "!")
            end = pat.find("]", end + (pat[end:end + 1] == "]"))
            if end < 0:
                parts.append("\\[")
            else:
                parts.append(_set(pat[i:end]))
                i = end + 1
        else:
            parts.append(re.escape(char))
    text, fixed = "", parts.index(None) if None in parts else len(parts)
    text, rest = "".join(parts[:fixed]), parts[fixed:]
    while rest:  # begins with a star
        end = rest.index(None, 1) if None in rest[1:] else len(rest)
        between, rest = "".join(rest[1:end]), rest[end:]
        text += "(?>.*?%s)" % between if rest else ".*" + between
    return r"(?s:%s)\Z" % text
