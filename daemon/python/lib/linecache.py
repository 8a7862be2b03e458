"""Lines of source: of the programs that this session has run."""

from _sources import text as _text


def getlines(filename, module_globals=None):
    source = _text(filename)
    return [] if source is None else source.splitlines(keepends=True)


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    if 1 <= lineno <= len(lines):
        line = lines[lineno - 1]
        return line if line.endswith("\n") else line + "\n"
    return ""


def checkcache(filename=None):
    pass


def clearcache():
    pass
