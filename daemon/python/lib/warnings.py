"""Warnings, and what is done about them."""

import sys as _sys

filters = []
defaultaction = "default"
onceregistry = {}


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


def _allocation(category, source):
    """Where the object was made that is warned of."""
    import linecache
    import tracemalloc

    traceback = tracemalloc.get_object_traceback(source)
    if traceback is None:
        return "" if tracemalloc.is_tracing() else f"{category}: Enable tracemalloc to get the object allocation traceback\n"
    text = "Object allocated at (most recent call last):\n"
    for frame in traceback:
        text += f'  File "{frame.filename}", lineno {frame.lineno}\n'
        line = linecache.getline(frame.filename, frame.lineno).strip()
        text += f"    {line}\n" if line else ""
    return text


def formatwarning(message, category, filename, lineno, line=None, *, _source=None):
    import linecache

    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    line = linecache.getline(filename, lineno).strip() if line is None else line.strip()
    text = text + f"  {line}\n" if line else text
    return text if _source is None else text + _allocation(category.__name__, _source)


_formatwarning = formatwarning


def showwarning(message, category, filename, lineno, file=None, line=None):
    (file or _sys.stderr).write(formatwarning(message, category, filename, lineno, line))


_showwarning = showwarning


def _add(entry, append):
    if entry[0] not in ("error", "ignore", "always", "default", "module", "once", "all"):
        raise (ValueError if _sys.version_info >= (3, 12) else AssertionError)("invalid action: %r" % (entry[0],))
    if append:
        if entry not in filters:
            filters.append(entry)
        return
    if entry in filters:
        filters.remove(entry)
    filters.insert(0, entry)


def simplefilter(action, category=Warning, lineno=0, append=False):
    _add((action, None, category, None, lineno), append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if message or module:
        import re

        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _add((action, message or None, category, module or None, lineno), append)


def resetwarnings():
    filters.clear()


def _action(text, category, module, lineno):
    for action, message, cat, mod, ln in filters:
        if (message is None or message.match(text)) and issubclass(category, cat) and \
                (mod is None or mod.match(module or "<unknown>")) and (ln == 0 or ln == lineno):
            return action
    if issubclass(category, (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)):
        return "default" if module == "__main__" and category is DeprecationWarning else "ignore"
    return defaultaction


def warn(message, category=None, stacklevel=1, source=None, **kwargs):
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    try:
        frame = _sys._getframe(stacklevel)
    except ValueError:
        name, line = ("<sys>", 0) if _sys.version_info >= (3, 12) else ("sys", 1)
        return _warn_explicit(message, category, name, line, "sys", _sys.__dict__.setdefault("__warningregistry__", {}))
    _warn_explicit(message, category, frame.f_code.co_filename, frame.f_lineno, frame.f_globals.get("__name__", "<sys>"),
                   frame.f_globals.setdefault("__warningregistry__", {}), source=source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    registry = {} if registry is None else registry
    if isinstance(message, Warning):
        text, category = str(message), message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = _action(text, category, module, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action in ("default", "once", "module"):
        registry[key] = 1
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


_warn, _warn_explicit = warn, warn_explicit
from _warnings import warn, warn_explicit


def _showwarnmsg(msg):
    if msg.source is None or showwarning is not _showwarning or formatwarning is not _formatwarning:
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    else:
        (msg.file or _sys.stderr).write(formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line, _source=msg.source))


def _warn_unawaited_coroutine(coro):
    text = f"coroutine '{coro.__qualname__}' was never awaited"
    if coro.cr_origin is not None:
        import linecache

        text += "\nCoroutine created at (most recent call last)"
        for filename, lineno, name in reversed(coro.cr_origin):
            line = linecache.getline(filename, lineno).strip()
            text += f'\n  File "{filename}", line {lineno}, in {name}' + (f"\n    {line}" if line else "")
    warn(text, category=RuntimeWarning, stacklevel=2, source=coro)


def _warn_unawaited_method(method, generator):
    warn(f"coroutine method {method!r} of {generator.__qualname__!r} was never awaited", category=RuntimeWarning, stacklevel=2, source=generator)


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = (action, category, lineno, append) if action else None
        self._module = module or _sys.modules["warnings"]

    def __enter__(self):
        self._filters = self._module.filters
        self._module.filters = self._filters[:]
        self._shown = self._module._showwarnmsg
        if self._filter:
            simplefilter(*self._filter)
        if self._record:
            log = []
            self._module._showwarnmsg = log.append
            return log
        return None

    def __exit__(self, *exc_info):
        self._module.filters = self._filters
        self._module._showwarnmsg = self._shown
