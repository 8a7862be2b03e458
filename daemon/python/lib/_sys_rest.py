"""What of the module sys is seldom asked for: made when somebody does. What makes no sense in a session is not there: dynamic libraries, the
read-eval-print loop, CPython's own statistics."""

import _sys_calls as _calls
import sys
from sys import _async_hooks, _exception_text, _limits, _origin_depth, _print_unraisable, _struct_sequence

_NEWER = sys.version_info >= (3, 12)
_LATEST = sys.version_info >= (3, 13)


def _current_frames():
    return {1: sys._getframe(1)}


def _current_exceptions():
    return {1: sys.exception() if _NEWER else sys.exc_info()}


def unraisablehook(unraisable, /):
    if type(unraisable) is not type(_struct_sequence("UnraisableHookArgs", (None,) * 5)):
        raise TypeError("sys.unraisablehook argument type must be UnraisableHookArgs")
    _print_unraisable(unraisable.exc_value, unraisable.err_msg, unraisable.object)


def excepthook(exctype, value, traceback, /):
    if isinstance(value, BaseException):
        sys.stderr.write(_exception_text(value))
    else:
        sys.stderr.write("TypeError: print_exception(): Exception expected for value, %s found\n" % type(value).__name__)


def displayhook(value, /):
    import builtins

    if value is not None:
        builtins._ = None
        if vars(sys).get("stdout") is None:
            raise RuntimeError("lost sys.stdout")
        print(repr(value))
        builtins._ = value


def breakpointhook(*args, **kws):
    raise RuntimeError("a session has no debugger")


def is_finalizing():
    return False


_interval = 0.005


def getswitchinterval():
    return _interval


def setswitchinterval(interval, /):
    global _interval
    if not hasattr(interval, "__float__") and not hasattr(interval, "__index__"):
        raise TypeError("must be real number, not " + type(interval).__name__)
    if float(interval) <= 0:
        raise ValueError("switch interval must be strictly positive")
    _interval = float(interval)


class _Buffer:
    """The bytes behind a stream: what is written there appears as text does."""

    closed = False

    def __init__(self, stream):
        self.raw = self
        self.name = stream.name
        self.mode = "rb" if stream.readable() else "wb"
        self._stream = stream

    def write(self, data):
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(memoryview(data))
        self._stream.write(data.decode("utf-8", "surrogateescape"))
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def read(self, size=-1):
        self._stream.read()
        return b""

    readline = read1 = read

    def flush(self):
        pass

    def isatty(self):
        return False

    def fileno(self):
        return self._stream.fileno()

    def writable(self):
        return self._stream.writable()

    def readable(self):
        return self._stream.readable()

    def seekable(self):
        return False


def stream_attribute(stream, name):
    """What of sys.stdout, sys.stdin and sys.stderr is seldom asked for."""
    if name == "mode":
        return "r" if stream.readable() else "w"
    if name == "write_through":
        return False
    if name == "buffer":
        stream.buffer = _Buffer(stream)
        return stream.buffer
    if name == "seekable":
        return lambda: False
    if name == "readlines":
        return lambda hint=-1: [stream.read()][:0]
    if name == "reconfigure":
        def reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
            stream.encoding, stream.errors = encoding or stream.encoding, errors or stream.errors

        return reconfigure
    raise AttributeError("'_io.TextIOWrapper' object has no attribute %r" % name, name=name, obj=stream)


_hooks = []


def addaudithook(hook):
    """What the interpreter itself does is no event here: hooks hear of sys.audit() alone."""
    _hooks.append(hook)


def audit(event, /, *args):
    if _hooks and not isinstance(event, str):
        raise TypeError("expected str for argument 'event', not " + type(event).__name__)
    for hook in _hooks:
        hook(event, args)


_unset = object()


def get_asyncgen_hooks():
    return _struct_sequence("asyncgen_hooks", _async_hooks())


def set_asyncgen_hooks(firstiter=_unset, finalizer=_unset):
    hooks = list(_async_hooks())
    for i, name, value in ((1, "finalizer", finalizer), (0, "firstiter", firstiter)):
        if value is not _unset:
            if value is not None and not callable(value):
                raise TypeError("callable %s expected, got %s" % (name, type(value).__name__))
            hooks[i] = value
    _async_hooks(*hooks)


def get_coroutine_origin_tracking_depth():
    return _origin_depth()


def set_coroutine_origin_tracking_depth(depth):
    _origin_depth(depth)


def getfilesystemencodeerrors():
    return "surrogateescape"


def _debugmallocstats():
    """Blocks and bytes of this heap."""
    small, large, used, committed, arenas = _limits(None)
    print("Small block threshold = 512, in 32 size classes.\n\n# arenas in use = %22d\n# bytes in arenas and large blocks = %d\n"
          "# small blocks in use = %16d\n# large blocks in use = %16d\n# bytes in allocated blocks = %d" % (arenas, committed, small, large, used),
          file=sys.stderr)


def _getframemodulename(depth):
    try:
        return sys._getframe(depth + 1).f_globals.get("__name__")
    except ValueError:
        return None


def _is_gil_enabled():
    return True


def is_stack_trampoline_active():
    return False


def activate_stack_trampoline(backend, /):
    raise ValueError("a heap has no stack trampolines")


def deactivate_stack_trampoline():
    pass


def _get_cpu_count_config():
    return -1


def _clear_internal_caches():
    pass


def _is_immortal(op, /):
    return _limits(op, True)


def getunicodeinternedsize():
    return _limits("", False)


_COMMON = ["call_tracing", "breakpointhook", "is_finalizing", "get_int_max_str_digits",
           "set_int_max_str_digits", "getswitchinterval", "setswitchinterval", "addaudithook", "audit", "get_asyncgen_hooks",
           "set_asyncgen_hooks", "get_coroutine_origin_tracking_depth", "set_coroutine_origin_tracking_depth", "getfilesystemencodeerrors",
           "_debugmallocstats", "_current_frames", "_current_exceptions"]
_OF_3_12 = ["_getframemodulename", "_setprofileallthreads", "_settraceallthreads", "is_stack_trampoline_active", "activate_stack_trampoline",
            "deactivate_stack_trampoline", "getunicodeinternedsize"]
_OF_3_13 = ["_is_gil_enabled", "_get_cpu_count_config", "_clear_internal_caches", "_is_interned"]


def names():
    known = {name: getattr(_calls, name) for name in _COMMON + _OF_3_12 * _NEWER + _OF_3_13 * _LATEST}
    known["__breakpointhook__"] = known["breakpointhook"]
    known["thread_info"] = _struct_sequence("sys.thread_info", ("pthread", "semaphore", "NPTL 2.36"))
    known.update(abiflags="", warnoptions=[], _xoptions={}, pycache_prefix=None, meta_path=[], path_hooks=[], path_importer_cache={},
                 orig_argv=[""], _framework="", _git=("CPython", "", ""), _stdlib_dir=None, _base_executable="")
    known["copyright"] = "\n".join("Copyright (c) %s.\n%s" % pair for pair in (
        ("2001-2024 Python Software Foundation" if _NEWER else "2001-2023 Python Software Foundation", "All Rights Reserved.\n"),
        ("2000 BeOpen.com", "All Rights Reserved.\n"),
        ("1995-2001 Corporation for National Research Initiatives", "All Rights Reserved.\n"),
        ("1991-1995 Stichting Mathematisch Centrum, Amsterdam", "All Rights Reserved.")))
    if _NEWER:
        known["monitoring"] = _calls._monitoring()
    known["stdlib_module_names"] = frozenset(sys._stdlib_names())
    known["builtin_module_names"] = tuple(sorted(name for name in known["stdlib_module_names"] if name in _BUILTIN))
    if sys.version_info >= (3, 14):
        known["_is_immortal"] = _calls._is_immortal
    return known


_BUILTIN = frozenset("""_abc _codecs _collections _ctypes _functools _json _lsprof _operator _random _sre _traceback _tracemalloc _weakref array atexit builtins
                        gc itertools math sys time""".split())
