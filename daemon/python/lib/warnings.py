"""Warnings, and what is done about them."""

import sys as _sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings", "catch_warnings"]
if _sys.version_info >= (3, 13):
    __all__.append("deprecated")

filters = [("default", None, DeprecationWarning, "__main__", 0), ("ignore", None, DeprecationWarning, None, 0),
           ("ignore", None, PendingDeprecationWarning, None, 0), ("ignore", None, ImportWarning, None, 0),
           ("ignore", None, ResourceWarning, None, 0)]
defaultaction = "default"
onceregistry = {}
_filters_version = 1  # registries of another one are begun anew
_ACTIONS = ("error", "ignore", "always", "default", "module", "once") + (("all",) if _sys.version_info >= (3, 13) else ())


class WarningMessage:
    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file", "line", "source")

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


def formatwarning(message, category, filename, lineno, line=None):
    return _formatted(WarningMessage(message, category, filename, lineno, None, line))


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


def _formatted(msg):
    import linecache

    text = f"{msg.filename}:{msg.lineno}: {msg.category.__name__}: {msg.message}\n"
    line = linecache.getline(msg.filename, msg.lineno) if msg.line is None else msg.line
    line = line.strip() if line else ""
    text = text + f"  {line}\n" if line else text
    return text if msg.source is None else text + _allocation(msg.category.__name__, msg.source)


def _write(msg):
    """As the program's own formatwarning() has it, if there is one."""
    file = msg.file or _sys.stderr
    if file is None:
        return
    if formatwarning is _formatwarning_orig:
        text = _formatted(msg)
    else:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    try:
        file.write(text)
    except OSError:
        pass


def showwarning(message, category, filename, lineno, file=None, line=None):
    _write(WarningMessage(message, category, filename, lineno, file, line))


_formatwarning_orig, _showwarning_orig, _showwarnmsg_impl = formatwarning, showwarning, _write


def _showwarnmsg(msg):
    try:
        show = showwarning
    except NameError:
        show = _showwarning_orig
    if show is _showwarning_orig:
        return _showwarnmsg_impl(msg)
    if not callable(show):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def _filters_mutated():
    global _filters_version
    _filters_version += 1


def _check(condition, error, text):
    if not condition:
        if _sys.version_info < (3, 12):
            raise AssertionError(text)
        raise error(text)


def _add(entry, append):
    if append:
        if entry not in filters:
            filters.append(entry)
    else:
        if entry in filters:
            filters.remove(entry)
        filters.insert(0, entry)
    _filters_mutated()


def _check_entry(action, category, lineno):
    _check(action in _ACTIONS, ValueError, "invalid action: %r" % (action,))
    _check(isinstance(category, type) and issubclass(category, Warning), TypeError, "category must be a Warning subclass")
    _check(isinstance(lineno, int), TypeError, "lineno must be an int")
    _check(lineno >= 0, ValueError, "lineno must be an int >= 0")


def simplefilter(action, category=Warning, lineno=0, append=False):
    _check(action in _ACTIONS, ValueError, "invalid action: %r" % (action,))
    _check(isinstance(lineno, int) and lineno >= 0, ValueError, "lineno must be an int >= 0")
    _add((action, None, category, None, lineno), append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    _check_entry(action, category, lineno)
    _check(isinstance(message, str), TypeError, "message must be a string")
    _check(isinstance(module, str), TypeError, "module must be a string")
    if message or module:
        import re

        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _add((action, message or None, category, module or None, lineno), append)


def resetwarnings():
    filters[:] = []
    _filters_mutated()


class _OptionError(Exception):
    """Of what stands behind -W."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as msg:
            print("Invalid -W option ignored:", msg, file=_sys.stderr)


def _setoption(arg):
    parts = arg.split(":")
    if len(parts) > 5:
        raise _OptionError("too many fields (max 5): %r" % (arg,))
    action, message, category, module, lineno = [part.strip() for part in parts] + [""] * (5 - len(parts))
    action, category = _getaction(action), _getcategory(category)
    if message or module:
        import re

        message = re.escape(message)
        module = re.escape(module) + r"\Z" if module else module
    if lineno:
        try:
            lineno = int(lineno)
            if lineno < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError("invalid lineno %r" % (lineno,)) from None
    else:
        lineno = 0
    filterwarnings(action, message, category, module, lineno)


def _getaction(action):
    if not action:
        return "default"
    for one in ("default", "always", "ignore", "module", "once", "error") + _ACTIONS[6:]:
        if one.startswith(action):
            return one
    raise _OptionError("invalid action: %r" % (action,))


def _getcategory(category):
    if not category:
        return Warning
    module, _, name = category.rpartition(".")
    try:
        owner = __import__(module or "builtins", None, None, [name])
    except ImportError:
        raise _OptionError("invalid module name: %r" % (module,)) from None
    try:
        found = getattr(owner, name)
    except AttributeError:
        raise _OptionError("unknown warning category: %r" % (category,)) from None
    if not issubclass(found, Warning):
        raise _OptionError("invalid warning category: %r" % (category,))
    return found


def _matches(pattern, text):
    """A compiled expression; or, in the filters that are there from the start, all of the text."""
    return pattern is None or (pattern == text if isinstance(pattern, str) else pattern.match(text) is not None)


def _names_files(prefixes):
    if not isinstance(prefixes, tuple):
        raise TypeError("skip_file_prefixes must be a tuple of strs")
    return prefixes


def warn(message, category=None, stacklevel=1, source=None, **kwargs):
    prefixes = _names_files(kwargs.pop("skip_file_prefixes", ())) if _sys.version_info >= (3, 12) else ()
    if kwargs:
        raise TypeError("warn() got an unexpected keyword argument %r" % (next(iter(kwargs)),))
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    if prefixes:
        stacklevel = max(2, stacklevel)
    frame = _sys._getframe(1)
    for _ in range(stacklevel - 1):
        if frame is None:
            break
        frame = frame.f_back
        while prefixes and frame is not None and frame.f_code.co_filename.startswith(prefixes):
            frame = frame.f_back
    if frame is None:
        names, filename, lineno = _sys.__dict__, "<sys>" if _sys.version_info >= (3, 12) else "sys", 0 if _sys.version_info >= (3, 13) else 1
        source = None  # at the end of a program nobody says where an object was made
    else:
        names, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    del frame
    _warn_explicit(message, category, filename, lineno, names.get("__name__", "<string>"), names.setdefault("__warningregistry__", {}),
                   source=source)


def _is_there(registry, key, enter):
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    elif registry.get(key):
        return True
    if enter:
        registry[key] = 1
    return False


_state = {}


def _of_module(name):
    """What the module has under the name, or had when it was last looked for: a program may delete it."""
    names = globals()
    if name in names:
        _state[name] = names[name]
    return _state[name]


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    if not isinstance(filename, str):
        raise TypeError("warn_explicit() argument 'filename' must be str, not %s" % (
            "None" if filename is None else type(filename).__name__))
    if module_globals is not None and not isinstance(module_globals, dict):
        raise TypeError("module_globals must be a dict, not '%.200s'" % type(module_globals).__name__)
    if registry is not None and not isinstance(registry, dict):
        raise TypeError("'registry' must be a dict or None")
    lineno = int(lineno)
    if module is None:
        module = (filename[:-3] if filename[-3:].lower() == ".py" else filename) or "<unknown>"
    if isinstance(message, Warning):
        text, category = str(message), message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry is not None and _is_there(registry, key, False):
        return
    action, filters = _of_module("defaultaction"), _of_module("filters")
    for entry in filters:
        if not isinstance(entry, tuple) or len(entry) != 5:
            raise ValueError("warnings.filters item %d isn't a 5-tuple" % filters.index(entry))
        if issubclass(category, entry[2]) and _matches(entry[1], text) and _matches(entry[3], module) and entry[4] in (0, lineno):
            action = entry[0]
            break
    if not isinstance(action, str):
        raise TypeError("action must be a string, not '%.200s'" % type(action).__name__)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action in ("once", "module", "default"):
        if registry is not None:
            registry[key] = 1
        elif action == "once":
            registry = _of_module("onceregistry")
            if not isinstance(registry, dict):
                raise TypeError("_warnings.onceregistry must be a dict, not '%s'" % type(registry).__name__)
        if action != "default" and registry is not None and _is_there(registry, (text, category), True):
            return
    elif action not in ("always", "all"):
        raise RuntimeError("Unrecognized action (%r) in warnings.filters:\n %s" % (action, entry))
    globals().get("_showwarnmsg", _write)(WarningMessage(message, category, filename, lineno, source=source))


for _name in ("defaultaction", "filters", "onceregistry"):
    _of_module(_name)
del _name
_warn, _warn_explicit = warn, warn_explicit
from _warnings import warn, warn_explicit


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
        self._module = _sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None if action is None else (action, category, lineno, append)

    def __repr__(self):
        args = ["record=True"] if self._record else []
        if self._module is not _sys.modules["warnings"]:
            args.append("module=%r" % self._module)
        return "%s(%s)" % (type(self).__name__, ", ".join(args))

    def __enter__(self):
        if self._entered:
            raise RuntimeError("Cannot enter %r twice" % self)
        self._entered = True
        self._filters = self._module.filters
        self._module.filters = self._filters[:]
        self._module._filters_mutated()
        self._showwarning = self._module.showwarning
        self._showwarnmsg_impl = self._module._showwarnmsg_impl
        if self._record:
            log = []
            self._module._showwarnmsg_impl = log.append
            self._module.showwarning = self._module._showwarning_orig
        else:
            log = None
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        self._module.filters = self._filters
        self._module._filters_mutated()
        self._module.showwarning = self._showwarning
        self._module._showwarnmsg_impl = self._showwarnmsg_impl


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=_sys.version_info):
    if _version[:2] > remove or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(f"{name!r} was slated for removal after Python {remove[0]}.{remove[1]} alpha")
    warn(message.format(name=name, remove="%d.%d" % remove), DeprecationWarning, stacklevel=3)


def __late__(name):
    if name == "deprecated" and "deprecated" in __all__:
        from _deprecated import deprecated

        globals()[name] = deprecated
        return deprecated
    return NotImplemented
