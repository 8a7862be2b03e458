"""Tracebacks: where exceptions came from and what frames are running, as lists, texts and objects."""

import linecache
import sys
from _traceback import _frame, _keyword, _message
from collections.abc import Sequence as _Sequence
from itertools import islice as _islice

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb", "print_exc",
           "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
           "TracebackException", "walk_stack", "walk_tb"]


class _Missing:
    def __repr__(self):
        return "<implicit>"


_MISSING = _Missing()
_SHOWN = 3
_CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
_DURING = "\nDuring handling of the above exception, another exception occurred:\n\n"
_SUGGESTS = sys.version_info >= (3, 12)
_LATEST = sys.version_info >= (3, 13)
_KNOWS_KEYWORDS = sys.version_info >= (3, 14)


# ---- frames

class FrameSummary:
    """One frame: file, line, function, the source there, and where in it; of some its local variables as texts."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals") + ("_code",) * _LATEST

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None, end_colno=None,
                 **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        if lookup_line:
            self.line
        self.locals = {k: _repr(v) for k, v in locals.items()} if locals else None
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __repr__(self):
        return "<FrameSummary file %s, line %s in %s>" % (self.filename, self.lineno, self.name)

    def __len__(self):
        return 4

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

    @property
    def _original_line(self):
        self.line
        return self._line

    def _source(self):
        """The lines that it covers, as they are in the source."""
        if self.line is None:
            return []
        lines = [self._line]
        if self.end_lineno is not None and self.end_lineno > self.lineno:
            lines += [linecache.getline(self.filename, n) for n in range(self.lineno + 1, self.end_lineno + 1)]
        return lines if self._line.strip() else []


def _repr(value):
    try:
        return repr(value)
    except Exception:
        return "<local repr() failed>"


def walk_stack(f):
    if f is None:
        f = sys._getframe(1)
        if sys.version_info < (3, 14): # it is asked by StackSummary.extract()
            f = f.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _positions(code, lasti):
    if lasti < 0:
        return None, None, None, None
    return next(_islice(code.co_positions(), lasti // 2, None), (None, None, None, None))


def _walk_tb_with_positions(tb):
    while tb is not None:
        line, *more = _positions(tb.tb_frame.f_code, tb.tb_lasti)
        yield tb.tb_frame, (tb.tb_lineno if line is None else line, *more)
        tb = tb.tb_next


class StackSummary(list):
    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        places = ((f, (lineno, None, None, None)) for f, lineno in frame_gen)
        return klass._extract(places, limit, lookup_lines, capture_locals)

    @classmethod
    def _extract(klass, places, limit, lookup_lines, capture_locals):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            places = _islice(places, limit) if limit >= 0 else list(places)[limit:]
        made = klass()
        for f, (lineno, end_lineno, colno, end_colno) in places:
            code = f.f_code
            made.append(FrameSummary(code.co_filename, lineno, code.co_name, lookup_line=False, locals=f.f_locals if capture_locals else None,
                                     end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        if lookup_lines:
            for frame in made:
                frame.line
        return made

    @classmethod
    def from_list(klass, a_list):
        made = klass()
        for frame in a_list:
            made.append(frame if isinstance(frame, FrameSummary) else FrameSummary(*frame[:3], line=frame[3]))
        return made

    def format_frame_summary(self, frame_summary, **kwargs):
        f = frame_summary
        lines, shift = f._source(), 0
        if lines and not _SUGGESTS: # from 3.12 on it is shown as it is; before, carets count what is cut off at the end as if it were indentation
            shown = lines[0].rstrip()
            shift, lines[0] = len(lines[0].rstrip("\n")) - len(shown), shown
        text = _frame(f.filename, f.name, f.lineno, lines, f.end_lineno, f.colno, f.end_colno)
        if shift:
            head, carets, end = text.rsplit("\n", 2)
            blanks = len(carets) - len(carets.lstrip(" ")) - 4
            if not carets.strip(" ~^"):
                text = "\n".join((head, "    " + carets[4 + min(blanks, shift):], end))
        if f.lineno is None:
            text = text.replace("line -1", "line None", 1)
        if f.locals:
            text += "".join("    %s = %s\n" % pair for pair in sorted(f.locals.items()))
        return text

    def format(self, **kwargs):
        made, last, count = [], None, 0
        for frame in self:
            text = self.format_frame_summary(frame)
            if text is None:
                continue
            place = (frame.filename, frame.lineno, frame.name)
            if place != last or None in place:
                if count > _SHOWN:
                    made.append(_repeated(count - _SHOWN))
                last, count = place, 0
            count += 1
            if count <= _SHOWN:
                made.append(text)
        if count > _SHOWN:
            made.append(_repeated(count - _SHOWN))
        return made


def _repeated(count):
    return "  [Previous line repeated %d more time%s]\n" % (count, "s" if count > 1 else "")


# ---- exceptions

class TracebackException:
    """An exception as text: what it refers to can go."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False, compact=False,
                 max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        seen = set() if _seen is None else _seen
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        seen.add(id(exc_value))
        self.stack = StackSummary._extract(_walk_tb_with_positions(exc_traceback), limit, lookup_lines, capture_locals)
        if _LATEST:
            self._exc_type = exc_type if save_exc_type else None
            self.exc_type_str = None if exc_type is None else _type_text(exc_type)
        else:
            self.exc_type = exc_type
        self._value = exc_value
        self._str = None if exc_value is None else _str(exc_value)
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self._is_syntax_error = isinstance(exc_value, SyntaxError)
        if self._is_syntax_error:
            self._type_of_error = _type_text(type(exc_value))
            for name in ("filename", "text", "offset", "end_offset", "msg"):
                setattr(self, name, getattr(exc_value, name))
            for name in ("lineno", "end_lineno"):
                number = getattr(exc_value, name)
                setattr(self, name, None if number is None else str(number))
            if _KNOWS_KEYWORDS:
                self._exc_metadata = getattr(exc_value, "_metadata", None)
        self._lines = self._message_lines(exc_value)
        self.exceptions = None
        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.__cause__ = self.__context__ = None
        waiting = [(self, exc_value)] if _seen is None else []
        options = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals, max_group_width=max_group_width,
                       max_group_depth=max_group_depth)
        while waiting:
            made, e = waiting.pop()
            if e is None:
                continue
            cause, context = e.__cause__, e.__context__
            if cause is not None and id(cause) not in seen:
                made.__cause__ = TracebackException(type(cause), cause, cause.__traceback__, _seen=seen, **options)
                waiting.append((made.__cause__, cause))
            wanted = not compact or (made.__cause__ is None and not e.__suppress_context__)
            if wanted and context is not None and id(context) not in seen:
                made.__context__ = TracebackException(type(context), context, context.__traceback__, _seen=seen, **options)
                waiting.append((made.__context__, context))
            if isinstance(e, BaseExceptionGroup):
                made.exceptions = [TracebackException(type(one), one, one.__traceback__, _seen=seen, **options) for one in e.exceptions]
                waiting.extend(zip(made.exceptions, e.exceptions))
        self._value = None

    if _LATEST:
        @property
        def exc_type(self):
            import warnings
            warnings.warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
            return self._exc_type

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def _message_lines(self, exc):
        """What follows the frames: the message in one piece, whatever lines it has, and each line of a note."""
        if exc is None:
            return ["NoneType: None\n"]
        notes = self.__notes__
        if isinstance(notes, _Sequence) and not (_LATEST and isinstance(notes, (str, bytes))):
            notes = [line + "\n" for note in notes for line in _safe(note, "note").split("\n")]
        elif notes is not None:
            notes = [_safe(notes, "__notes__", repr) + ("\n" if _LATEST else "")]
        else:
            notes = []
        if isinstance(exc, SyntaxError):
            return notes
        return [_message(exc, _SUGGESTS)] + notes

    def _told(self):
        return self._place_of_error() + self._lines if self._is_syntax_error else self._lines

    def _prefer_keyword(self):
        """What may be a misspelt keyword is told instead; its line is one of those that were looked at."""
        try:
            line = self.lineno if self.lineno is None else int(self.lineno)
        except ValueError:
            return
        meant = _keyword(self.msg, self._exc_metadata, line, self.filename, self.text)
        if meant is not None:
            self.text, self.offset, self.end_offset, self.lineno, self.msg = meant
            self.end_lineno = self.lineno

    def _place_of_error(self):
        lines, of_file = [], ""
        if self.lineno is not None:
            lines.append('  File "%s", line %s\n' % (self.filename or "<string>", self.lineno))
        elif self.filename is not None:
            of_file = " (%s)" % self.filename
        if _KNOWS_KEYWORDS and isinstance(self.text, str):
            self._prefer_keyword()
        if self.text is not None:
            lines += ["    %s\n" % line for line in self._source_and_carets()]
        return lines + ["%s: %s%s\n" % (self._type_of_error, self.msg or "<no detail available>", of_file)]

    def _source_and_carets(self):
        """Tabs stay where they are, also before the carets."""
        whole = self.text.rstrip("\n")
        shown = whole.lstrip(" \n\f")
        if self.offset is None:
            return [shown]
        begin, end, past = self.offset, self.end_offset or self.offset, len(whole) + 1
        if _LATEST:
            begin = past if 0 < len(self.text) < begin else begin
            end = past if self.lineno != self.end_lineno or 0 < len(self.text) < end else end
            end = end if begin < end else begin + 1
        elif end in (begin, -1):
            end = begin + 1
        column = begin - 1 - (len(whole) - len(shown))
        if column < 0:
            return [shown]
        return [shown, "".join(c if c.isspace() else " " for c in shown[:column]) + "^" * (end - begin)]

    if _LATEST:
        def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
            margin = "   " * _depth
            for line in self._told():
                yield margin + line
            if self.exceptions and show_group:
                for one in self.exceptions:
                    yield from one.format_exception_only(show_group=show_group, _depth=_depth + 1)
    else:
        def format_exception_only(self, **kwargs):
            yield from self._told()

    def format(self, *, chain=True, _margin=None, **kwargs):
        margin = _Margin() if _margin is None else _margin
        parts, exc = [], self
        message = None
        while exc is not None:
            parts.append((message, exc))
            if not chain:
                break
            if exc.__cause__ is not None:
                message, exc = _CAUSED, exc.__cause__
            elif exc.__context__ is not None and not exc.__suppress_context__:
                message, exc = _DURING, exc.__context__
            else:
                break
        for message, exc in reversed(parts):
            if exc.exceptions is not None:
                yield from exc._format_group(chain, margin)
            else:
                yield from exc._format_alone(margin, "")
            if message is not None:
                yield margin.put(message)

    def _format_alone(self, margin, head):
        if self.stack:
            yield margin.put(head + "Traceback (most recent call last):\n")
            yield from map(margin.put, self.stack.format())
        yield from map(margin.put, self.format_exception_only())

    def _format_group(self, chain, margin):
        outermost = margin.depth == 0
        if margin.depth > self.max_group_depth:
            yield margin.put("... (max_group_depth is %d)\n" % self.max_group_depth)
            return
        if outermost:
            margin.depth = 1
            if self.stack:
                margin.mark = "+"
        yield from self._format_alone(margin, "Exception Group ")
        count = len(self.exceptions)
        left = count - self.max_group_width
        shown = count if left <= 0 else self.max_group_width + 1
        margin.wants_end = False
        for i in range(shown):
            last, cut = i == shown - 1, i >= self.max_group_width
            margin.wants_end |= last
            yield "%s%s+---------------- %s ----------------\n" % (margin.indentation(), "  " if i else "+-", "..." if cut else i + 1)
            margin.depth += 1
            if cut:
                yield margin.put("and %d more exception%s\n" % (left, "s" if left > 1 else ""))
            else:
                yield from self.exceptions[i].format(chain=chain, _margin=margin)
            if last and margin.wants_end:
                yield margin.indentation() + "+------------------------------------\n"
                margin.wants_end = False
            margin.depth -= 1
        if outermost:
            margin.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        for line in self.format(chain=chain):
            print(line, file=sys.stderr if file is None else file, end="")


class _Margin:
    """What stands before the lines of groups, two columns further right for each; nothing outside of them."""

    def __init__(self):
        self.depth = 0
        self.mark = "|"         # of the next text's lines
        self.wants_end = False  # the last line of a group is not there yet: one line ends all that end together

    def indentation(self):
        return "  " * self.depth

    def put(self, text):
        if not self.depth:
            return text
        before = "%s%s " % (self.indentation(), self.mark)
        self.mark = "|"
        return "".join(before + line for line in text.splitlines(True))


def _safe(value, what, function=str):
    try:
        return function(value)
    except Exception:
        return "<%s %s() failed>" % (what, function.__name__)


def _str(value):
    try:
        return str(value)
    except Exception:
        return "<exception str() failed>"


def _type_text(exc_type):
    module, name = exc_type.__module__, exc_type.__qualname__
    return name if module in ("__main__", "builtins") else "%s.%s" % (module if isinstance(module, str) else "<unknown>", name)


def _parts(exc, value, tb):
    if (value is _MISSING) != (tb is _MISSING):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _MISSING:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError("Exception expected for value, %s found" % type(exc).__name__)


# ---- functions

def _print(lines, file):
    for line in lines:
        print(line, file=sys.stderr if file is None else file, end="")


def print_list(extracted_list, file=None):
    _print(StackSummary.from_list(extracted_list).format(), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def extract_tb(tb, limit=None):
    return StackSummary._extract(_walk_tb_with_positions(tb), limit, True, False)


def format_tb(tb, limit=None):
    return extract_tb(tb, limit=limit).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit=limit), file=file)


def _format_exception(exc, value, tb, limit, chain):
    value, tb = _parts(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def _print_exception(exc, value, tb, limit, file, chain):
    value, tb = _parts(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def _format_exception_only(exc, value, **options):
    if value is _MISSING:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only(**options))


if _LATEST:
    def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True, **kwargs):
        return _format_exception(exc, value, tb, limit, chain)

    def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True, **kwargs):
        _print_exception(exc, value, tb, limit, file, chain)

    def format_exception_only(exc, /, value=_MISSING, *, show_group=False, **kwargs):
        return _format_exception_only(exc, value, show_group=show_group)
else:
    def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True):
        return _format_exception(exc, value, tb, limit, chain)

    def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True):
        _print_exception(exc, value, tb, limit, file, chain)

    def format_exception_only(exc, /, value=_MISSING):
        return _format_exception_only(exc, value)


def print_exc(limit=None, file=None, chain=True):
    value = sys.exc_info()[1]
    print_exception(value, limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    value = sys.exc_info()[1]
    return "".join(format_exception(value, limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    value = sys.last_exc if hasattr(sys, "last_exc") else sys.last_value
    print_exception(value, limit=limit, file=file, chain=chain)


def _stack(f, limit):
    made = StackSummary.extract(walk_stack(f), limit=limit)
    made.reverse()
    return made


def extract_stack(f=None, limit=None):
    return _stack(sys._getframe(1) if f is None else f, limit)


def format_stack(f=None, limit=None):
    return _stack(sys._getframe(1) if f is None else f, limit).format()


def print_stack(f=None, limit=None, file=None):
    print_list(_stack(sys._getframe(1) if f is None else f, limit), file=file)


def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next
