"""File names by shell patterns: * ? [seq] [!seq]."""


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def _in_set(char, text):
    """Is the character in what stands between brackets?"""
    negate = text[:1] == "!"
    if negate:
        text = text[1:]
    i, found = 0, False
    while i < len(text):
        if i + 2 < len(text) and text[i + 1] == "-":
            found = found or text[i] <= char <= text[i + 2]
            i += 3
        else:
            found = found or text[i] == char
            i += 1
    return found != negate


def _closing(pat, p):
    """Where the bracket at p ends; -1: nowhere, so that it stands for itself."""
    end = p + 1
    if end < len(pat) and pat[end] == "!":
        end += 1
    if end < len(pat) and pat[end] == "]":
        end += 1
    return pat.find("]", end)


def fnmatchcase(name, pat):
    n = p = 0
    star, mark = -1, 0
    while n < len(name):
        step = 0
        if p < len(pat):
            char = pat[p]
            if char == "*":
                star, mark = p, n
                p += 1
                continue
            if char == "[" and _closing(pat, p) > 0:
                end = _closing(pat, p)
                if _in_set(name[n], pat[p + 1:end]):
                    step = end + 1 - p
            elif char == "?" or char == name[n]:
                step = 1
        if step:
            p += step
            n += 1
        elif star >= 0:
            mark += 1
            p, n = star + 1, mark
        else:
            return False
    while p < len(pat) and pat[p] == "*":
        p += 1
    return p == len(pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
