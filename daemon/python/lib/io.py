"""Streams in memory. There are no files."""
import sys as _sys

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def close(self):
        self.closed = True

    def flush(self):
        self._check()

    def readable(self):
        self._check()
        return True

    writable = seekable = readable

    def isatty(self):
        self._check()
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class TextIOBase(IOBase):
    encoding = errors = newlines = None


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
        end = len(self._value) if size is None or size < 0 else self._position + size
        part = self._value[self._position:end]
        self._position += len(part)
        return part

    def readline(self, size=-1, /):
        self._check()
        feed = self._value.find(self._feed, self._position)
        end = len(self._value) if feed < 0 else feed + 1
        if size is not None and size >= 0:
            end = min(end, self._position + size)
        part = self._value[self._position:end]
        self._position += len(part)
        return part

    def _put(self, part):
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
        size = self._position if size is None else size
        self._value = self._value[:size]
        return size


class _Weightless(_Buffer, IOBase):
    def __sizeof__(self):
        return 0


_HEADER = _sys.getsizeof(_Weightless())  # what getsizeof() adds for instances of the classes here
_EMPTY_BYTES = _sys.getsizeof(b"")


class StringIO(_Buffer, TextIOBase):
    _feed, _zero = "\n", "\0"

    def __sizeof__(self):
        return 136 - _HEADER  # whatever it holds

    def seek(self, position, whence=0, /):
        self._check()
        if whence not in (0, 1, 2):
            raise ValueError("Invalid whence (%d, should be 0, 1 or 2)" % whence)
        if whence and position:
            raise OSError("Can't do nonzero cur-relative seeks")
        return _Buffer.seek(self, position, whence)

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError("initial_value must be str or None, not " + type(initial_value).__name__)
        self._begin(initial_value or "")

    def write(self, s, /):
        self._check()
        if not isinstance(s, str):
            raise TypeError("string argument expected, got %r" % type(s).__name__)
        return self._put(s)


class BytesIO(_Buffer, IOBase):
    _feed, _zero = b"\n", b"\0"

    def __init__(self, initial_bytes=b""):
        self._begin(bytes(initial_bytes or b""))
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

    def _put(self, part):
        end = self._position + len(part)
        if not part:
            return 0
        if end > self._room:
            self._resize(end)
        elif self._shared():
            self._room = max(end, len(self._value))
        self._own = True
        return _Buffer._put(self, part)

    def getvalue(self):
        self._check()
        if len(self._value) > 1:
            self._room = len(self._value)
            self._own = False
        return self._value

    def truncate(self, size=None, /):
        self._check()
        size = self._position if size is None else size
        if size < len(self._value):
            self._resize(size)
            self._own = True
        return _Buffer.truncate(self, size)

    def write(self, b, /):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(b))

    def getbuffer(self):
        return memoryview(self._value)


def open(*args, **kwargs):
    raise PermissionError(1, "Operation not permitted: a heap has no files")
