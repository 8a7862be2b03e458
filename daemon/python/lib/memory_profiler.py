"""What each line of a function does to the memory in use. The package of this name asks the system how large the process is; a session has
a heap, and what is counted here are the bytes of its allocated blocks: exact, and the same at every run."""

import functools
import linecache
import sys

__all__ = ["profile", "memory_usage", "LineProfiler", "show_results"]

_MIB = float(1 << 20)


def _used():
    return sys._limits(None)[2] / _MIB


class _Line:
    """Of one line: how often it ran, what it changed all in all, and the most that was in use after it."""

    __slots__ = ("increment", "most", "occurrences")

    def __init__(self):
        self.increment, self.most, self.occurrences = 0.0, float("-inf"), 0


class LineProfiler:
    """Follows the functions that were added to it, and those defined in them, while it is enabled."""

    def __init__(self):
        self._codes = {}  # code -> {line number: _Line}, one of these for a function and what is defined in it
        self.functions = []

    def add_function(self, function):
        code = getattr(function, "__wrapped__", function).__code__
        self.functions.append((code, {}))
        self._add(code, self.functions[-1][1])

    def _add(self, code, lines):
        self._codes[code] = lines
        for constant in code.co_consts:
            if isinstance(constant, type(code)):
                self._add(constant, lines)

    def _enter(self, frame, event, argument):
        lines = self._codes.get(frame.f_code)
        if lines is None:
            return self._before(frame, event, argument) if self._before else None
        at = frame.f_code.co_firstlineno
        before = _used()
        if at not in lines:
            line = lines[at] = _Line()
            line.increment = line.most = before
            line.occurrences = 1
            at = None

        def follow(frame, event, argument):
            nonlocal at, before
            if event == "exception":
                return follow
            now = _used()
            if at is not None:
                line = lines.get(at)
                if line is None:
                    line = lines[at] = _Line()
                line.increment += now - before
                line.most = max(line.most, now)
                line.occurrences += 1
            at, before = frame.f_lineno, now
            return follow

        return follow

    def enable(self):
        self._before = sys.gettrace()
        sys.settrace(self._enter)

    def disable(self):
        sys.settrace(self._before)


def show_results(profiler, stream=None, precision=1):
    if stream is None:
        stream = sys.stdout
    row = "{0:>6} {1:>12} {2:>12}  {3:>10}   {4:<}"
    head = row.format("Line #", "Mem usage", "Increment", "Occurrences", "Line Contents")
    size = "{0:%d.%df} MiB" % (precision + 4, precision)
    for code, lines in profiler.functions:
        if not lines:
            continue
        stream.write("Filename: %s\n\n%s\n%s\n" % (code.co_filename, head, "=" * len(head)))
        source = linecache.getlines(code.co_filename)
        for number in range(min(lines), _last_line(code) + 1):
            text = source[number - 1].rstrip("\n") if number <= len(source) else ""
            line = lines.get(number)
            if line is None:
                stream.write((row.format(number, "", "", "", text)).rstrip() + "\n")
            else:
                stream.write(row.format(number, size.format(line.most), size.format(line.increment), line.occurrences, text) + "\n")
        stream.write("\n\n")


def _last_line(code):
    last = max([code.co_firstlineno] + [line for _, _, line in code.co_lines() if line])
    return max([last] + [_last_line(c) for c in code.co_consts if isinstance(c, type(code))])


def profile(func=None, stream=None, precision=1, backend="heap"):
    """A decorator: each call tells where the memory went. Plain, or with arguments."""
    if func is None:
        return lambda function: profile(function, stream, precision, backend)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        profiler = LineProfiler()
        profiler.add_function(func)
        profiler.enable()
        try:
            return func(*args, **kwargs)
        finally:
            profiler.disable()
            show_results(profiler, stream, precision)

    return wrapper


def memory_usage(proc=-1, interval=0.1, timeout=None, timestamps=False, max_usage=False, retval=False, **ignored):
    """MiB in use: now, or before and after a call, given as (function, args, kwargs)."""
    used, result = [_used()], None
    if isinstance(proc, (list, tuple)):
        function, args, kwargs = (tuple(proc) + ((), {})[len(proc) - 1:])[:3]
        result = function(*args, **kwargs)
        used.append(_used())
    answer = max(used) if max_usage else used
    return (answer, result) if retval else answer
