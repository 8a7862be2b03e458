"""Regular expressions."""

import copyreg
import enum
from _sre import Match, Pattern
from _sre import compile as _compile_pattern
from sys import version_info as _version_info

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape", "error", "Pattern", "Match",
    "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag",
]


class RegexFlag(enum.IntFlag, boundary=enum.KEEP):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    if _version_info < (3, 13):
        TEMPLATE = T = 1
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex

    def __repr__(self):
        if self._name_ is None:
            return "re.RegexFlag(%s)" % self._value_
        return "|".join(name if name[0].isdigit() else "re." + name for name in self._name_.split("|"))


globals().update(RegexFlag.__members__)


class PatternError(Exception):
    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is None or pos is None:
            self.lineno = self.colno = None
        else:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            msg = "%s at position %d" % (msg, pos)
            if newline in pattern:
                msg = "%s (line %d, column %d)" % (msg, self.lineno, self.colno)
        super().__init__(msg)


error = PatternError
if _version_info >= (3, 13):
    __all__.append("PatternError")
else:
    error.__name__ = error.__qualname__ = "error"
    error.__init__.__qualname__ = "error.__init__"
    del PatternError

_cache = {}
_MAXCACHE = 512


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    try:
        return _cache[type(pattern), pattern, flags]
    except KeyError:
        pass
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    if not isinstance(flags, int) and _version_info < (3, 13):
        flags & RegexFlag.TEMPLATE
    _warn_of_sets(pattern, flags)
    if flags & 1 and _version_info < (3, 13):
        import warnings

        warnings.warn("The re.TEMPLATE/re.T flag is deprecated as it is an undocumented flag without an obvious purpose. Don't use it.",
                      DeprecationWarning)
    compiled = _compile_pattern(pattern, flags)
    if not flags & 128:
        if len(_cache) >= _MAXCACHE:
            _cache.pop(next(iter(_cache)), None)
        _cache[type(pattern), pattern, flags] = compiled
    return compiled


_doubtful = ("[[", "[^[", "--", "&&", "~~", "||")


def _warn_of_sets(pattern, flags):
    """Of sets that could be meant as sets of sets, or as what is done to two of them."""
    text = pattern if isinstance(pattern, str) else str(pattern, "latin-1")
    if "[" not in text or not any(pair in text for pair in _doubtful):
        return
    at, begun, first = 0, False, 0
    found = []
    verbose = flags & 64 or text.startswith("(?") and "x" in text[2:text.find(")")] and text[2:text.find(")")].isalpha()
    while at < len(text):
        c, pair = text[at], text[at:at + 2]
        if c == "\\" and not begun:
            at += 2
        elif not begun and c == "#" and verbose:
            at = text.find("\n", at) + 1 or len(text)
        elif not begun and pair == "(?" and text[at + 2:at + 3] == "#":
            at = text.find(")", at) + 1 or len(text)
        elif not begun:
            at += 1
            if c == "[":
                begun = True
                if text[at:at + 1] == "[":
                    found.append("nested set at position %d" % at)
                at += text[at:at + 1] == "^"
                first = at
        elif c == "]" and at > first:
            begun = False
            at += 1
        else:
            if at > first and c in "-&~|" and pair == c + c:
                kind = {"-": "difference", "&": "intersection", "~": "symmetric difference", "|": "union"}[c]
                found.append("set %s at position %d" % (kind, at))
            at += 2 if c == "\\" else 1
            if text[at:at + 1] == "-" and text[at + 1:at + 2] not in ("]", ""):
                if text[at + 1] == "-":
                    found.append("set difference at position %d" % at)
                at += 3 if text[at + 1] == "\\" else 2
    if found:
        import warnings

        for what in found:
            warnings.warn("Possible " + what, FutureWarning, stacklevel=4)


def match(pattern, string, flags=0):
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return _compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    return _compile(pattern, flags)


if _version_info >= (3, 13):

    class _NotGiven(int):
        pass

    _not_given = _NotGiven()

    def _positional(function, name, least, args, count, flags):
        if count is not _not_given:
            raise TypeError("%s() got multiple values for argument '%s'" % (function, name))
        count, *args = args
        if args:
            if flags is not _not_given:
                raise TypeError("%s() got multiple values for argument 'flags'" % function)
            flags, *args = args
            if args:
                given = least + 2 + len(args)
                raise TypeError("%s() takes from %d to %d positional arguments but %d were given" % (function, least, least + 2, given))
        import warnings

        warnings.warn("'%s' is passed as positional argument" % name, DeprecationWarning, stacklevel=3)
        return count, flags

    def sub(pattern, repl, string, *args, count=_not_given, flags=_not_given):
        if args:
            count, flags = _positional("sub", "count", 3, args, count, flags)
        return _compile(pattern, flags).sub(repl, string, count)

    sub.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"

    def subn(pattern, repl, string, *args, count=_not_given, flags=_not_given):
        if args:
            count, flags = _positional("subn", "count", 3, args, count, flags)
        return _compile(pattern, flags).subn(repl, string, count)

    subn.__text_signature__ = "(pattern, repl, string, count=0, flags=0)"

    def split(pattern, string, *args, maxsplit=_not_given, flags=_not_given):
        if args:
            maxsplit, flags = _positional("split", "maxsplit", 2, args, maxsplit, flags)
        return _compile(pattern, flags).split(string, maxsplit)

    split.__text_signature__ = "(pattern, string, maxsplit=0, flags=0)"
else:

    def sub(pattern, repl, string, count=0, flags=0):
        return _compile(pattern, flags).sub(repl, string, count)

    def subn(pattern, repl, string, count=0, flags=0):
        return _compile(pattern, flags).subn(repl, string, count)

    def split(pattern, string, maxsplit=0, flags=0):
        return _compile(pattern, flags).split(string, maxsplit)


def purge():
    _cache.clear()


_special_chars_map = {i: "\\" + chr(i) for i in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    if isinstance(pattern, str):
        return pattern.translate(_special_chars_map)
    return str(pattern, "latin1").translate(_special_chars_map).encode("latin1")


if _version_info < (3, 13):
    T = TEMPLATE = RegexFlag.TEMPLATE
    __all__.append("template")

    def template(pattern, flags=0):
        import warnings

        warnings.warn("The re.template() function is deprecated as it is an undocumented function without an obvious purpose. Use re.compile() instead.",
                      DeprecationWarning)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the flag
            return _compile(pattern, flags | T)


def _pickle(pattern):
    return _compile, (pattern.pattern, pattern.flags)


copyreg.pickle(Pattern, _pickle, _compile)


class Scanner:
    """Takes a text apart by a list of (pattern, what to do with what it matches)."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._actions, parts, groups = {}, [], 0
        for phrase, action in lexicon:
            self._actions[groups + 1] = action
            groups += 1 + _compile(phrase, flags).groups
            parts.append("(" + phrase + ")" if isinstance(phrase, str) else b"(" + phrase + b")")
        either = "|" if not parts or isinstance(parts[0], str) else b"|"
        self.scanner = compile(either.join(parts), flags)

    def scan(self, string):
        result, begin, match = [], 0, self.scanner.scanner(string).match
        while True:
            found = match()
            if not found or found.end() == begin:
                break
            action = self._actions[found.lastindex]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            begin = found.end()
        return result, string[begin:]
