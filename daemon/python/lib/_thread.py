"""Threads take turns: one runs until it ends or has to wait, and then another one does. Which one is certain: the one that was started first.

A thread runs when it is started, at once and to its end, unless its function is one that waits for others (it names wait, get, join, sleep ...):
that one runs when somebody waits, for it or for anything else, or when the program ends. So nothing is left to chance, and a lock that nobody can
release any more is found: waiting for it is an error. Each thread has its own time, which begins when it is started: those that sleep do so side by
side. A daemon thread ends where it would sleep longer than whoever waits meanwhile."""

import sys

error = RuntimeError
TIMEOUT_MAX = 9223372036.0
_ExceptHookArgs = type(sys._struct_sequence("_thread._ExceptHookArgs", (None,) * 4))
_MAIN = 1


def exit():
    raise SystemExit


exit_thread = exit

if sys.version_info >= (3, 13):

    def daemon_threads_allowed():
        return True


_started = []  # (ident, function, args, kwargs, is it a daemon?, when it was started) of those that have not run yet
_running = []  # of those that have not ended: is it a daemon?
_waiting = [None]  # of whoever waits, the innermost last: until when; None: for ever
_idents = _MAIN

_WAITING = frozenset(("wait", "wait_for", "get", "put", "join", "acquire", "sleep", "is_set", "is_alive", "get_nowait", "put_nowait"))


def _waits(function):
    """Does the function, or one inside it, name something that waits or looks what others do?"""
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    codes = [code] if code is not None else []
    while codes:
        code = codes.pop()
        if not _WAITING.isdisjoint(code.co_names):
            return True
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_names")]
    return False


def _start(function, args, kwargs, waits, daemon=False):
    global _idents
    _idents += 1
    entry = _idents, function, args, kwargs, daemon, _clock()
    if waits:
        _started.append(entry)
    else:
        _run(*entry)
    return entry[0]


def start_new_thread(function, args, kwargs={}, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    return _start(function, args, kwargs, _waits(function), True)


start_new = start_new_thread


def _run(ident, function, args, kwargs, daemon, begin):
    outer, now = get_ident(), _clock()
    _become(ident)
    _set_clock(begin)
    _running.append(daemon)
    try:
        function(*args, **kwargs)
    except SystemExit:
        pass
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        _running.pop()
        for reference in _locals[:]:
            local = reference()
            if local is not None:
                _dicts(local).pop(ident, None)
        _become(outer)
        if _clock() < now:
            _set_clock(now)


def _run_next():
    """The next one that has been started runs to its end. Was there one?"""
    if not _started:
        return False
    _run(*_started.pop(0))
    return True


def _run_one(function):
    """This one, if it waits for its turn; else the next one."""
    for i, entry in enumerate(_started):
        if entry[1] == function:
            _run(*_started.pop(i))
            return True
    return _run_next()


def _stuck():
    """Whoever runs waits for what nobody will do. A daemon is not waited for."""
    if _running and _running[-1]:
        raise SystemExit
    raise RuntimeError("this would wait for ever: no other thread is left to run")


def _sleep(until):
    """Who sleeps lets the others run. A daemon that would sleep longer than those who wait is not waited for: it ends."""
    if _running and _running[-1] and _waiting[-1] is not None and until > _waiting[-1]:
        raise SystemExit
    if _started:
        _waiting.append(until)
        try:
            while _run_next():
                pass
        finally:
            _waiting.pop()


def _end():
    """The program has ended: those that are no daemons run."""
    _started[:] = [entry for entry in _started if not entry[4]]
    while _run_next():
        _started[:] = [entry for entry in _started if not entry[4]]


def _count():
    return len(_running) + len(_started)


def stack_size(size=0, /):
    if size < 0:
        raise ValueError("size must be 0 or a positive value")
    if 0 < size < 32768:
        raise ValueError("size not valid: %d bytes" % size)
    return 0


def interrupt_main(signum=2, /):
    raise RuntimeError("a session has no signals")


def _get_main_thread_ident():
    return _MAIN


_locals = []  # weak references to objects of the class below


class _local:
    """Attributes that each thread has for itself: the dict of the object is that of the thread that asks."""

    __slots__ = ("_dicts", "_arguments", "_ident", "__dict__", "__weakref__")

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        _set_dicts(self, {get_ident(): object.__getattribute__(self, "__dict__")})
        _set_arguments(self, (args, kwargs))
        _set_ident(self, get_ident())
        _locals.append(_ref(self, _locals.remove))
        return self

    def __getattribute__(self, name):
        _enter(self)
        if type(self) is not _local:
            return object.__getattribute__(self, name)
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            _missing(self, name)

    def __setattr__(self, name, value):
        _enter(self)
        if name == "__dict__":
            _read_only(self)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        _enter(self)
        if name == "__dict__":
            _read_only(self)
        try:
            object.__delattr__(self, name)
        except AttributeError:
            _missing(self, name)

    def __sizeof__(self):
        size = 64 if sys.version_info < (3, 13) else 56
        return size - _HEADER if type(self) is _local else size  # that class has no attributes of its own in front of it

    def __repr__(self):
        kind = type(self)
        return "<%s.%s object at %s>" % (kind.__module__, kind.__qualname__, hex(id(self)))


def _missing(self, name):
    kind = "_thread._local" if type(self) is _local else type(self).__name__
    raise AttributeError("'%.100s' object has no attribute '%s'" % (kind, name), name=name, obj=self) from None


def _read_only(self):
    raise AttributeError("'%.100s' object attribute '__dict__' is read-only" % ("_thread._local" if type(self) is _local else type(self).__name__))


def _enter(self):
    ident = get_ident()
    if _ident(self) == ident:
        return
    dicts = _dicts(self)
    _set_ident(self, ident)
    if ident in dicts:
        object.__setattr__(self, "__dict__", dicts[ident])
        return
    dicts[ident] = {}
    object.__setattr__(self, "__dict__", dicts[ident])
    args, kwargs = _arguments(self)
    type(self).__init__(self, *args, **kwargs)


from _weakref import ref as _ref

_dicts, _set_dicts = _local._dicts.__get__, _local._dicts.__set__
_arguments, _set_arguments = _local._arguments.__get__, _local._arguments.__set__
_ident, _set_ident = _local._ident.__get__, _local._ident.__set__
del _local._dicts, _local._arguments, _local._ident
_HEADER = 0
_HEADER = sys.getsizeof(_local()) - (64 if sys.version_info < (3, 13) else 56) - 16
