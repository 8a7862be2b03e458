"""Template strings: what t"..." makes."""

t = t"{0}"
Template = type(t)
Interpolation = type(t.interpolations[0])
del t


def convert(obj, /, conversion):
    """What !s, !r or !a in a field make of obj; None: itself."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")


def _template_unpickle(*args):
    if len(args) != 2:
        raise ValueError("Template expects tuple of length 2 to unpickle")
    strings, interpolations = args
    parts = []
    for i, string in enumerate(strings):
        parts.append(string)
        parts.extend(interpolations[i : i + 1])
    return Template(*parts)


def _template_reduce(strings, interpolations):
    return _template_unpickle, (strings, interpolations)
