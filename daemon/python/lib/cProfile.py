"""Profiling: how often functions are called and how long they take, by the session's clock."""

import time as _time

import _lsprof

__all__ = ["run", "runctx", "Profile"]


class _Entry:
    """A row of getstats()."""

    _names = ("code", "callcount", "reccallcount", "totaltime", "inlinetime", "calls")

    def __init__(self, *values):
        for name, value in zip(self._names, values):
            setattr(self, name, value)

    def __repr__(self):
        return "%s(%s)" % (type(self)._shown, ", ".join("%s=%r" % (n, getattr(self, n)) for n in self._names if hasattr(self, n)))


class profiler_entry(_Entry):
    _shown = "_lsprof.profiler_entry"


class profiler_subentry(_Entry):
    _shown = "_lsprof.profiler_subentry"
    _names = _Entry._names[:5]


def _code_of(function):
    """The code object of a function, or how one in C is shown."""
    if hasattr(function, "co_filename"):
        return function
    if function is _lsprof._disable:
        return "<method 'disable' of '_lsprof.Profiler' objects>"
    if hasattr(function, "__objclass__"):
        return repr(function)
    module = getattr(function, "__module__", None)
    if module:
        return "<built-in method %s.%s>" % (module, function.__name__)
    return "<built-in method %s>" % function.__name__


class Profile:
    _number = None  # until __init__()

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        if timer is not None and timer not in (_time.perf_counter, _time.process_time, _time.monotonic, _time.time):
            raise NotImplementedError("a profile has the session's clock, as time.perf_counter() has it: no other timer is supported")
        self._number = _lsprof._new()
        self._subcalls, self._builtins = bool(subcalls), bool(builtins)

    def __del__(self):
        if _lsprof is not None and self._number is not None:
            _lsprof._drop(self._number)

    def enable(self, subcalls=True, builtins=True):
        _lsprof._enable(self._number, self._subcalls and bool(subcalls), self._builtins and bool(builtins))

    def disable(self):
        _lsprof._disable(self._number)

    def clear(self):
        _lsprof._clear(self._number)

    def getstats(self):
        rows, edges = _lsprof._rows(self._number)
        made = [profiler_entry(_code_of(o), calls, recursive, total * 1e-9, own * 1e-9, None) for o, calls, recursive, total, own, _ in rows]
        for callee, calls, recursive, total, own, caller in edges:
            if made[caller].calls is None:
                made[caller].calls = []
            if calls:
                made[caller].calls.append(profiler_subentry(made[callee].code, calls, recursive, total * 1e-9, own * 1e-9))
        return [entry for entry in made if entry.callcount and not str(entry.code).startswith("<built-in method _lsprof.")]

    def print_stats(self, sort=-1):
        import pstats

        if not isinstance(sort, tuple):
            sort = (sort,)
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        raise PermissionError(1, "Operation not permitted: a heap has no files")

    def create_stats(self):
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        entries = self.getstats()
        self.stats, callers = {}, {}
        for entry in entries:
            place = label(entry.code)
            calls = entry.callcount
            callers[id(entry.code)] = found = {}
            self.stats[place] = calls - entry.reccallcount, calls, entry.inlinetime, entry.totaltime, found
        for entry in entries:
            for sub in entry.calls or ():
                found = callers.get(id(sub.code))
                if found is None:
                    continue
                place, calls = label(entry.code), sub.callcount
                row = calls, calls - sub.reccallcount, sub.inlinetime, sub.totaltime
                found[place] = tuple(map(sum, zip(row, found[place]))) if place in found else row

    def run(self, cmd):
        import __main__

        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


def label(code):
    if isinstance(code, str):
        return "~", 0, code
    return code.co_filename, code.co_firstlineno, code.co_name


def run(statement, filename=None, sort=-1):
    profile = Profile()
    try:
        profile.run(statement)
    except SystemExit:
        pass
    finally:
        _show(profile, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    profile = Profile()
    try:
        profile.runctx(statement, globals, locals)
    except SystemExit:
        pass
    finally:
        _show(profile, filename, sort)


def _show(profile, filename, sort):
    if filename is not None:
        profile.dump_stats(filename)
    else:
        profile.print_stats(sort)
