"""Streams in memory. There are no files."""
import sys as _sys
from builtins import open
from operator import index as _index

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


def _check_closed(self):
    if self.closed:
        raise ValueError("I/O operation on closed file.")


class _IOBase:
    __module__ = "_io"
    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def close(self):
        self.closed = True

    def flush(self):
        _check_closed(self)

    def readable(self):
        self._check()
        return True

    writable = seekable = readable

    def isatty(self):
        _check_closed(self)
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __enter__(self):
        _check_closed(self)
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        _check_closed(self)
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        _check_closed(self)
        hint = _size(hint)
        if hint <= 0:
            return list(self)
        lines = []
        for line in self:
            lines.append(line)
            hint -= len(line)
            if hint <= 0:
                break
        return lines

    def writelines(self, lines, /):
        _check_closed(self)
        for line in lines:
            self.write(line)

    def detach(self):
        raise UnsupportedOperation("detach")


def _size(size):
    """Of an argument: -1 for None."""
    if size is None:
        return -1
    try:
        return _index(size)
    except TypeError:
        raise TypeError("argument should be integer or None, not %r" % type(size).__name__) from None


class _TextIOBase(_IOBase):
    __module__ = "_io"
    encoding = errors = newlines = None


class _BufferedIOBase(_IOBase):
    __module__ = "_io"


class _RawIOBase(_IOBase):
    __module__ = "_io"


class _Buffer:
    """Reading, writing and seeking in a sequence of characters or bytes."""

    def _begin(self, value):
        self._value = value
        self._position = 0

    def getvalue(self):
        self._check()
        return self._value

    def read(self, size=-1, /):
        self._check()
        size = _size(size)
        end = len(self._value) if size < 0 else self._position + size
        part = self._value[self._position:end]
        self._position += len(part)
        return part

    def readline(self, size=-1, /):
        self._check()
        size = _size(size)
        end = self._line_end()
        if size >= 0:
            end = min(end, self._position + size)
        part = self._value[self._position:end]
        self._position += len(part)
        return part

    def _line_end(self):
        feed = self._value.find(self._feed, self._position)
        return len(self._value) if feed < 0 else feed + len(self._feed)

    def _put(self, part):
        if not part:
            return 0
        if self._position > len(self._value):
            self._value += self._zero * (self._position - len(self._value))
        if self._position == len(self._value):
            self._value += part
        else:
            self._value = self._value[:self._position] + part + self._value[self._position + len(part):]
        self._position += len(part)
        return len(part)

    def tell(self):
        self._check()
        return self._position

    def seek(self, position, whence=0, /):
        self._check()
        if whence == 1:
            position += self._position
        elif whence == 2:
            position += len(self._value)
        elif position < 0:
            raise ValueError("Negative seek position %r" % position)
        self._position = max(0, position)
        return self._position

    def truncate(self, size=None, /):
        self._check()
        size = self._position if size is None else _size(size)
        if size < 0:
            raise ValueError("%segative size value %d" % ("N" if self._feed == "\n" else "n", size))
        self._value = self._value[:size]
        return size

    def _others(self):
        """What a program has set."""
        return {name: value for name, value in self.__dict__.items() if name not in self._names} or None

    def _restore(self, state, count):
        if not isinstance(state, tuple) or len(state) != count:
            kind = type(self)
            name = ("_io." if kind is StringIO or kind is BytesIO else "") + kind.__name__
            raise TypeError("%.200s.__setstate__ argument should be %d-tuple, got %.200s" % (name, count, type(state).__name__))
        position, others = state[-2:]
        if not isinstance(position, int):
            raise TypeError("%s item of state must be an integer, %s %.200s" % (*(("second", "not") if count == 3 else ("third", "got")), type(position).__name__))
        if position < 0:
            raise ValueError("position value cannot be negative")
        if others is not None and not isinstance(others, dict):
            raise TypeError("%s item of state should be a dict, got a %.200s" % ("third" if count == 3 else "fourth", type(others).__name__))
        self._position = int(position)
        self.__dict__.update(others or {})


def _with_buffer(cls):
    """A class with the functions of _Buffer, which is among nobody's bases."""
    for name, value in _Buffer.__dict__.items():
        if name[:2] != "__" and name not in cls.__dict__:
            setattr(cls, name, value)
    return cls


def _reduce_ex(self, protocol):
    """Up to protocol 1 what is in C is not pickled: a copy would be made by its constructor, which takes no stream."""
    if protocol >= 2:
        return object.__reduce_ex__(self, protocol)
    base = StringIO if isinstance(self, StringIO) else BytesIO
    if type(self) is not base:
        base(self)  # TypeError
    raise TypeError("cannot pickle %r object" % base.__name__)


class _Weightless(_IOBase):
    def __sizeof__(self):
        return 0


_HEADER = _sys.getsizeof(_Weightless())  # what getsizeof() adds for instances of the classes here
_EMPTY_BYTES = _sys.getsizeof(b"")


@_with_buffer
class StringIO(_TextIOBase):
    __module__ = "_io"
    _feed, _zero = "\n", "\0"

    def __sizeof__(self):
        return 136 - _HEADER  # whatever it holds

    def flush(self):
        pass

    _names = frozenset(("_value", "_position", "_newline", "_seen", "closed"))
    line_buffering = property(lambda self: self._check() or False)

    def seek(self, position, whence=0, /):
        self._check()
        position, whence = _index(position), _index(whence)
        if whence not in (0, 1, 2):
            raise ValueError("Invalid whence (%d, should be 0, 1 or 2)" % whence)
        if position < 0 and not whence:
            raise ValueError("Negative seek position %d" % position)
        if whence and position:
            raise OSError("Can't do nonzero cur-relative seeks")
        return _Buffer.seek(self, position, whence)

    def __init__(self, initial_value="", newline="\n"):
        if newline is not None and not isinstance(newline, str):
            raise TypeError("newline must be str or None, not %.200s" % type(newline).__name__)
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError("illegal newline value: %r" % (newline,))
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not %.200s" % type(initial_value).__name__)
        if newline != "\n":
            self._newline = newline
        self._begin("")
        if initial_value:
            self._value = self._translated(initial_value)

    def _translated(self, text):
        """As `newline` has it: what is written, and so what is read."""
        newline = getattr(self, "_newline", "\n")
        if newline == "\n":
            return text
        if newline:
            return text.replace("\n", newline)
        feeds = text.count("\r\n")
        seen = getattr(self, "_seen", 0) | (feeds > 0) * 4 | (text.count("\r") > feeds) * 1 | (text.count("\n") > feeds) * 2
        if seen:
            self._seen = seen
        return text.replace("\r\n", "\n").replace("\r", "\n") if newline is None else text

    @property
    def newlines(self):
        self._check()
        found = tuple(one for bit, one in ((1, "\r"), (2, "\n"), (4, "\r\n")) if getattr(self, "_seen", 0) & bit)
        return found if len(found) > 1 else found[0] if found else None

    def _line_end(self):
        newline = getattr(self, "_newline", "\n")
        if newline:
            feed = self._value.find(newline, self._position)
            return len(self._value) if feed < 0 else feed + len(newline)
        if newline is None:
            return _Buffer._line_end(self)
        for i in range(self._position, len(self._value)):
            if self._value[i] == "\n":
                return i + 1
            if self._value[i] == "\r":
                return i + 2 if self._value[i + 1:i + 2] == "\n" else i + 1
        return len(self._value)

    def write(self, s, /):
        self._check()
        if not isinstance(s, str):
            raise TypeError("string argument expected, got %r" % type(s).__name__)
        self._put(self._translated(s))
        return len(s)

    __reduce_ex__ = _reduce_ex

    def __getstate__(self):
        self._check()
        return self._value, getattr(self, "_newline", "\n"), self._position, self._others()

    def __setstate__(self, state):
        self._check()
        if isinstance(state, tuple) and len(state) == 4:
            StringIO.__init__(self, state[0], state[1])
            self._value = state[0] or ""  # which is translated already
        self._restore(state, 4)


def _bytes_of(value):
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    try:
        with memoryview(value) as view:
            return view.tobytes()
    except TypeError:
        raise TypeError("a bytes-like object is required, not %r" % type(value).__name__) from None


@_with_buffer
class BytesIO(_BufferedIOBase):
    __module__ = "_io"
    _check = _check_closed
    _feed, _zero = b"\n", b"\0"

    _names = frozenset(("_value", "_position", "_room", "_own", "closed"))

    def __init__(self, initial_bytes=b""):
        self._begin(b"" if initial_bytes is None else _bytes_of(initial_bytes))
        self._room = len(self._value)
        self._own = False

    def _shared(self):
        return not self._own and _sys.getrefcount(self._value) > 2

    def __sizeof__(self):
        """With its buffer, as long as that is nobody else's."""
        return 80 - _HEADER + (0 if self.closed or self._shared() else _EMPTY_BYTES + self._room)

    def _resize(self, size):
        """Room as a buffer of `size` bytes gets it: more where it grows by a little, less where it shrinks below the half."""
        if size < self._room // 2:
            self._room = size + 1
        elif size >= self._room:
            self._room = size + (size >> 3) + (3 if size < 9 else 6) if size <= self._room * 1.125 else size + 1

    def _check_shown(self):
        """BufferError as long as somebody holds what getbuffer() has shown."""
        if type(self._value) is bytearray:
            self._value.append(0)
            self._value.pop()

    def _put(self, part):
        self._check_shown()
        end = self._position + len(part)
        if not part:
            return 0
        if end > self._room:
            self._resize(end)
        elif self._shared():
            self._room = max(end, len(self._value))
        self._own = True
        if type(self._value) is bytearray:  # getbuffer() has shown it
            self._value += bytes(max(0, self._position - len(self._value)))
            self._value[self._position:end] = part
            self._position = end
            return len(part)
        return _Buffer._put(self, part)

    def read(self, size=-1, /):
        return bytes(_Buffer.read(self, size))

    def readline(self, size=-1, /):
        return bytes(_Buffer.readline(self, size))

    def getvalue(self):
        self._check()
        if len(self._value) > 1:
            self._room = len(self._value)
            self._own = False
        return bytes(self._value)

    def truncate(self, size=None, /):
        self._check()
        self._check_shown()
        size = self._position if size is None else _size(size)
        if 0 <= size < len(self._value):
            if type(self._value) is bytearray:
                del self._value[size:]
            self._resize(size)
            self._own = True
        return _Buffer.truncate(self, size)

    def write(self, b, /):
        self._check()
        return self._put(_bytes_of(b))

    def seek(self, position, whence=0, /):
        self._check()
        position, whence = _index(position), _index(whence)
        if whence not in (0, 1, 2):
            raise ValueError("invalid whence (%d, should be 0, 1 or 2)" % whence)
        if position < 0 and not whence:
            raise ValueError("negative seek value %d" % position)
        return _Buffer.seek(self, position, whence)

    def read1(self, size=-1, /):
        return self.read(size)

    def readinto(self, buffer, /):
        self._check()
        with memoryview(buffer) as view, view.cast("B") as room:
            if room.readonly:
                raise TypeError("readinto() argument must be read-write bytes-like object, not %s" % type(buffer).__name__)
            part = self.read(len(room))
            room[:len(part)] = part
        return len(part)

    readinto1 = readinto

    __reduce_ex__ = _reduce_ex

    def __getstate__(self):
        return self.getvalue(), self._position, self._others()

    def __setstate__(self, state):
        self._check()
        if isinstance(state, tuple) and len(state) == 3:
            BytesIO.__init__(self, _bytes_of(state[0]))
        self._restore(state, 3)

    def getbuffer(self):
        self._check()
        if type(self._value) is not bytearray:
            self._value = bytearray(self._value)
            self._own = True
        return memoryview(self._value)

    def close(self):
        self._check_shown()
        self.closed = True

    def flush(self):
        self._check()

    def __iter__(self):
        return self


def __late__(name):
    """The classes that programs derive streams of their own from."""
    if name in ("Reader", "Writer") and _sys.version_info >= (3, 14):
        return _simple(name, "read" if name == "Reader" else "write")
    if name not in ("IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase"):
        return NotImplemented
    from abc import ABCMeta

    names = globals()
    base = names["IOBase"] = ABCMeta("IOBase", (_IOBase,), {"__module__": "io"})
    for public, own, kinds in (("RawIOBase", _RawIOBase, ()), ("BufferedIOBase", _BufferedIOBase, (BytesIO,)), ("TextIOBase", _TextIOBase, (StringIO,))):
        made = names[public] = ABCMeta(public, (own, base), {"__module__": "io"})
        for kind in kinds:
            made.register(kind)
    return names[name]


def _simple(name, method):
    """io.Reader, io.Writer: what has the method is one."""
    from abc import ABCMeta, abstractmethod

    def read(self, size=..., /):
        """Read data from the input stream and return it."""

    def write(self, data, /):
        """Write *data* to the output stream and return the number of items written."""

    def __subclasshook__(cls, C):
        if cls is not made:
            return NotImplemented
        found = next((base.__dict__[method] for base in C.__mro__ if method in base.__dict__), None)
        return NotImplemented if found is None else True

    function = abstractmethod(read if method == "read" else write)
    function.__qualname__ = f"{name}.{method}"
    made = globals()[name] = ABCMeta(name, (), {"__module__": "io", "__slots__": (), method: function, "__subclasshook__": classmethod(__subclasshook__),
                                                "__class_getitem__": classmethod(type(list[int]))})
    return made


if _sys.version_info < (3, 12):
    def __getattr__(name):
        made = __late__(name)
        if made is NotImplemented:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return made


__all__ = ["open", "IOBase", "RawIOBase", "BytesIO", "StringIO", "BufferedIOBase", "TextIOBase", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END",
           "DEFAULT_BUFFER_SIZE"]
if _sys.version_info >= (3, 14):
    __all__ += ["Reader", "Writer"]
