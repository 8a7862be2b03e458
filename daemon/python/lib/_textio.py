"""io.TextIOWrapper: text over a stream of bytes. In C in CPython (Modules/_io/textio.c)."""

import codecs as _codecs
from _io_types import _TextIOBase, IncrementalNewlineDecoder as _NewlineDecoder
from operator import index as _index
from sys import version_info as _version_info

_SECOND = {0xE0: (0xA0, 0xBF), 0xED: (0x80, 0x9F), 0xF0: (0x90, 0xBF), 0xF4: (0x80, 0x8F)}
_MARKS = {"utf-16": (2, "utf-16-le"), "utf-32": (4, "utf-32-le"), "utf-8-sig": (3, "utf-8")}
_WIDTHS = {"utf-16": 2, "utf-16-le": 2, "utf-16-be": 2, "utf-32": 4, "utf-32-le": 4, "utf-32-be": 4}


def _unsupported(message):
    from io import UnsupportedOperation
    return UnsupportedOperation(message)


def _unfinished(data):
    """How many bytes at the end begin a character of UTF-8 that goes on behind it."""
    for count in range(1, min(3, len(data)) + 1):
        lead = data[-count]
        if lead & 0xC0 == 0x80:
            continue
        needed = 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if 0xF0 <= lead <= 0xF4 else 0
        if needed <= count:
            return 0
        low, high = _SECOND.get(lead, (0x80, 0xBF))
        return count if count == 1 or low <= data[1 - count] <= high else 0
    return 0


class _Decoder:
    """Bytes as they come: those of a character that is not whole yet wait for the next ones."""

    def __init__(self, encoding, errors):
        self.encoding, self.errors = encoding, errors
        self.reset()

    def reset(self):
        self.waiting, self.found = b"", None

    def decode(self, data, final=False):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("can't concat %.100s to bytes" % type(data).__name__)
        data, found = self.waiting + bytes(data), self.found
        encoding, mark = self.encoding, _MARKS.get(self.encoding)
        if mark is not None and found is None:
            if len(data) < mark[0] and not final:
                self.waiting = data
                return ""
            if len(data) >= mark[0]:
                found = self._marked(data, *mark)
        elif mark is not None:
            encoding = found
        width = _WIDTHS.get(encoding)
        rest = 0 if final else _unfinished(data) if encoding.startswith("utf-8") else len(data) % width if width else 0
        if width == 2 and not final and len(data) - rest >= 2:
            last = data[len(data) - rest - (2 if (found or encoding).endswith("be") else 1)]
            if 0xD8 <= last <= 0xDB:
                rest += 2
        whole = len(data) - rest
        text = data[:whole].decode(encoding, self.errors)
        self.waiting, self.found = data[whole:], found
        return text

    def _marked(self, data, width, little):
        """Which way round the mark at the beginning says that the bytes are."""
        if width == 3 or data[:width] == (b"\xff\xfe\0\0")[:width]:
            return little
        if data[:width] != (b"\0\0\xfe\xff")[4 - width:]:
            if _version_info >= (3, 13):
                raise UnicodeDecodeError(self.encoding, data, 0, 2, "Stream does not start with BOM")
            raise UnicodeError("%s stream does not start with BOM" % self.encoding.upper())
        return little.replace("le", "be")

    def getstate(self):
        if self.encoding not in _MARKS:
            return self.waiting, 0
        if self.found is None:
            return self.waiting, 1 if self.encoding == "utf-8-sig" else 2
        return self.waiting, int(self.found.endswith("be"))

    def setstate(self, state):
        self.waiting, flag = state
        if self.encoding not in _MARKS:
            return
        first = _MARKS[self.encoding][1]
        unknown = flag == (1 if self.encoding == "utf-8-sig" else 2)
        self.found = None if unknown else first.replace("le", "be") if flag else first


def _size(size):
    if size is None:
        return -1
    if not hasattr(type(size), "__index__"):
        raise TypeError("argument should be integer or None, not '%.200s'" % type(size).__name__)
    return _index(size)


def _name(wrapper):
    """tp_name"""
    return "_io.TextIOWrapper" if type(wrapper) is TextIOWrapper else type(wrapper).__name__


def _check_text(value, name):
    if value is not None and not isinstance(value, str):
        raise TypeError("TextIOWrapper() argument '%s' must be str or None, not %s" % (name, type(value).__name__))


class TextIOWrapper(_TextIOBase):
    __module__ = "_io"
    __slots__ = ("_buffer", "_encoding", "_errors", "_line_buffering", "_write_through", "_encode_as", "_decoder", "_universal", "_translate", "_line_end",
                 "_seekable", "_telling", "_decoded", "_used", "_snapshot", "_pending", "_pending_bytes", "_chunk", "_newline", "_reads", "_writes", "_has_read1", "_has_decoded", "_ratio")

    def __init__(self, buffer=..., encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        if buffer is ...:
            raise TypeError("TextIOWrapper() missing required argument 'buffer' (pos 1)")
        self._buffer = self._decoder = None
        _check_text(encoding, "encoding")
        if errors is None:
            errors = "strict"
        elif not isinstance(errors, str):
            raise TypeError("TextIOWrapper() argument 'errors' must be str or None, not %s" % type(errors).__name__)
        _check_text(newline, "newline")
        _check_newline(newline)
        if encoding is None or encoding == "locale":
            encoding = "UTF-8" if encoding is None or _version_info < (3, 14) else "utf-8"
        self._take(encoding, errors, newline)
        self._line_buffering, self._write_through = bool(line_buffering), bool(write_through)
        self._reads, self._writes = buffer.readable(), buffer.writable()
        self._buffer = buffer
        self._has_read1 = hasattr(buffer, "read1")
        self._seekable = self._telling = buffer.seekable()
        self._make_decoder()
        if self._seekable and self._writes and buffer.tell() != 0:
            self._encode_as = _MARKS.get(self._encode_as, (0, self._encode_as))[1]

    def _take(self, encoding, errors, newline):
        info = _codecs.lookup(encoding)
        if not getattr(info, "_is_text_encoding", True) or info.name in ("hex", "rot13", "rot_13"):
            raise LookupError("'%s' is not a text encoding; use codecs.open() to handle arbitrary codecs" % encoding)
        self._encoding, self._errors, self._encode_as = encoding, errors, info.name
        self._newline = newline
        self._universal, self._translate = not newline, newline is None
        self._line_end = newline if newline not in (None, "", "\n") else None
        self._pending, self._pending_bytes, self._chunk, self._ratio = [], 0, 8192, 0.0
        self._forget()

    def _forget(self):
        """What has been decoded and not been read."""
        self._decoded, self._used, self._snapshot, self._has_decoded = "", 0, None, False

    def _forget_snapshot(self):
        """From 3.13 on, where there is none, what has been decoded stays."""
        if self._snapshot is not None or _version_info < (3, 13):
            self._forget()

    def _make_decoder(self):
        if self._reads:
            self._decoder = _Decoder(_codecs.lookup(self._encoding).name, self._errors)
            if self._universal:
                self._decoder = _NewlineDecoder(self._decoder, self._translate)
        else:
            self._decoder = None

    def _ready(self, closed=True):
        try:
            buffer = self._buffer
        except AttributeError:
            buffer = None
        if buffer is None:
            try:
                self._reads
            except AttributeError:
                raise ValueError("I/O operation on uninitialized object") from None
            raise ValueError("underlying buffer has been detached")
        if closed and buffer.closed:
            raise ValueError("I/O operation on closed file.")
        return buffer

    def __repr__(self):
        text = "<" + ("_io.TextIOWrapper" if _version_info < (3, 13) else _name(self))
        for name in "name", "mode":
            try:
                text += " %s=%r" % (name, getattr(self, name))
            except AttributeError:
                pass
            except ValueError:
                if name == "mode":
                    raise
        return "%s encoding=%r>" % (text, self._encoding)

    def __sizeof__(self):
        return 192 if _version_info < (3, 13) else 200

    def __reduce_ex__(self, protocol):
        if _version_info >= (3, 13):
            raise TypeError("cannot pickle '%.100s' instances" % type(self).__name__)
        raise TypeError("cannot pickle '%s' object" % (_name(self) if protocol >= 2 else type(self).__name__))

    encoding = property(lambda self: self._encoding)
    errors = property(lambda self: self._errors if hasattr(self, "_errors") else self._ready() and None)
    line_buffering = property(lambda self: self._line_buffering)
    write_through = property(lambda self: self._write_through)
    name = property(lambda self: self._ready(False).name)
    closed = property(lambda self: self._ready(False).closed)
    newlines = property(lambda self: getattr(self._ready(False) and self._decoder, "newlines", None))
    buffer = property(lambda self: self._buffer)

    @property
    def _CHUNK_SIZE(self):
        self._ready(False)
        return self._chunk

    @_CHUNK_SIZE.setter
    def _CHUNK_SIZE(self, value):
        self._ready(False)
        if value <= 0:
            raise ValueError("a strictly positive integer is required")
        self._chunk = value

    def readable(self):
        return self._ready(False).readable()

    def writable(self):
        return self._ready(False).writable()

    def seekable(self):
        return self._ready(False).seekable()

    def isatty(self):
        return self._ready(False).isatty()

    def fileno(self):
        return self._ready(False).fileno()

    def reconfigure(self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None):
        if newline is not ... and newline is not None and not isinstance(newline, str):
            raise TypeError("reconfigure() argument 'newline' must be str or None, not %s" % type(newline).__name__)
        if self._has_decoded and (encoding is not None or errors is not None or newline is not ...):
            raise _unsupported("It is not possible to set the encoding or newline of stream after the first read")
        if newline is not ...:
            _check_newline(newline)
        line = self._line_buffering if line_buffering is None else bool(line_buffering)
        through = self._write_through if write_through is None else bool(write_through)
        self.flush()
        if encoding is not None or errors is not None or newline is not ...:
            if errors is None:
                errors = self._errors if encoding is None else "strict"
            chunk = self._chunk
            self._take(self._encoding if encoding is None else encoding, errors, self._newline if newline is ... else newline)
            self._chunk = chunk
            self._make_decoder()
            if self._seekable and self._writes and self._buffer.tell() != 0:
                self._encode_as = _MARKS.get(self._encode_as, (0, self._encode_as))[1]
        self._line_buffering, self._write_through = line, through

    def detach(self):
        self._ready(False)
        self.flush()
        buffer, self._buffer = self._buffer, None
        return buffer

    def _write_out(self):
        if self._pending:
            data, self._pending, self._pending_bytes = b"".join(self._pending), [], 0
            self._buffer.write(data)

    def flush(self):
        buffer = self._ready()
        self._telling = self._seekable
        self._write_out()
        buffer.flush()

    def close(self):
        buffer = self._ready(False)
        if buffer.closed:
            return
        try:
            self.flush()
        finally:
            buffer.close()

    def write(self, text, /):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str, not %s" % type(text).__name__)
        buffer = self._ready()
        if not self._writes:
            raise _unsupported("not writable")
        length = len(text)
        ends = "\n" in text
        through = self._write_through or self._line_buffering and (ends or "\r" in text)
        if ends and self._line_end is not None:
            text = text.replace("\n", self._line_end)
        data = text.encode(self._encode_as, self._errors)
        self._encode_as = _MARKS.get(self._encode_as, (0, self._encode_as))[1]
        if self._pending_bytes + len(data) > self._chunk:
            self._write_out()
        if data:
            self._pending.append(data)
            self._pending_bytes += len(data)
        if through or self._pending_bytes >= self._chunk:
            self._write_out()
        if self._line_buffering and through:
            buffer.flush()
        self._forget_snapshot()
        if self._decoder is not None:
            self._decoder.reset()
        return length

    def _read_chunk(self, hint=0):
        if self._decoder is None:
            raise _unsupported("not readable")
        if self._telling:
            waiting, flags = self._decoder.getstate()
        name = "read1" if self._has_read1 else "read"
        data = getattr(self._buffer, name)(max(self._chunk, int(max(self._ratio, 1.0) * hint)))
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError("underlying %s() should have returned a bytes-like object, not '%.200s'" % (name, type(data).__name__))
        self._decoded, self._used, self._has_decoded = self._decoder.decode(data, not data), 0, True
        self._ratio = len(data) / len(self._decoded) if self._decoded else 0.0
        if self._telling:
            self._snapshot = flags, waiting + data
        return bool(data)

    def _take_decoded(self, count=None):
        end = len(self._decoded) if count is None else self._used + count
        taken = self._decoded[self._used:end]
        self._used += len(taken)
        return taken

    def _begin_reading(self):
        buffer = self._ready()
        if self._decoder is None:
            raise _unsupported("not readable")
        if self._pending:
            self._write_out()
        return buffer

    def read(self, size=-1, /):
        size = _size(size)
        buffer = self._begin_reading()
        if size < 0:
            data = buffer.read()
            text = self._decoder.decode(data, True)
            text = self._take_decoded() + text
            self._forget_snapshot()
            return text
        text = self._take_decoded(size)
        while len(text) < size:
            more = self._read_chunk(size - len(text))
            text += self._take_decoded(size - len(text))
            if not more:
                break
        return text

    def readline(self, size=-1, /):
        size = _index(size)
        self._begin_reading()
        line, start = self._take_decoded(), 0
        while True:
            end = self._find_end(line, start)
            if end >= 0:
                break
            if line and 0 <= size <= len(line):
                end = len(line)
                break
            start = max(0, len(line) - 1)
            more = True
            while more and self._used == len(self._decoded):
                more = self._read_chunk()
                if self._decoded:
                    break
            if self._used == len(self._decoded):
                self._forget()
                return line
            line += self._take_decoded()
        if 0 <= size < end:
            end = size
        self._used -= len(line) - end
        if self._used < 0:  # a line that is cut where an earlier chunk ended
            self._decoded, self._used = line[end:] + self._decoded[self._used + len(line) - end:], 0
        return line[:end]

    def _find_end(self, line, start):
        """Where the line ends; -1: not yet."""
        if self._translate or self._line_end is None and not self._universal:
            return line.find("\n", start) + 1 or -1
        if not self._universal:
            at = line.find(self._line_end, start)
            return at + len(self._line_end) if at >= 0 else -1
        feed, back = line.find("\n", start), line.find("\r", start)
        if back < 0 or 0 <= feed < back:
            return feed + 1 or -1
        return back + (2 if feed == back + 1 else 1)

    def __next__(self):
        self._ready()
        self._telling = False
        line = self.readline()
        if type(line) is not str and not isinstance(line, str):
            raise OSError("readline() should have returned a str object, not '%.200s'" % type(line).__name__)
        if not line:
            self._snapshot, self._telling = None, self._seekable
            raise StopIteration
        return line

    def tell(self):
        buffer = self._ready()
        if not self._seekable:
            raise _unsupported("underlying stream is not seekable")
        if not self._telling:
            raise OSError("telling position disabled by next() call")
        self._write_out()
        buffer.flush()
        position = buffer.tell()
        if self._decoder is None or self._snapshot is None:
            return position
        flags, data = self._snapshot
        position -= len(data)
        if not self._used:
            return position | flags << 64
        state = self._decoder.getstate()
        try:
            return self._cookie(position, flags, data)
        finally:
            self._decoder.setstate(state)

    def _cookie(self, position, flags, data):
        """Where what has been read ends in the chunk: the last place where nothing waits, and how to go on from there."""
        decoder, missing = self._decoder, self._used
        decoder.setstate((b"", flags))
        fed = 0
        guess = len(self._decoded[:missing].encode(self._encoding, "surrogatepass" if self._errors == "surrogatepass" else "replace"))
        if 16 < guess <= len(data) and not self._translate and self._encode_as not in _MARKS:
            text = decoder.decode(data[:guess])
            if len(text) == missing and not decoder.getstate()[0]:
                return position + guess | decoder.getstate()[1] << 64
            decoder.setstate((b"", flags))
        for i in range(len(data)):
            fed += 1
            got = len(decoder.decode(data[i:i + 1]))
            waiting, now = decoder.getstate()
            if not waiting and got <= missing:
                position, flags, missing, fed = position + fed, now, missing - got, 0
                if not missing:
                    return position | flags << 64
            elif got:
                if got >= missing:
                    return position | flags << 64 | fed << 96 | missing << 128
        decoder.decode(b"", True)
        return position | flags << 64 | fed << 96 | missing << 128 | 1 << 160

    def seek(self, cookie, whence=0, /):
        buffer = self._ready()
        if not self._seekable:
            raise _unsupported("underlying stream is not seekable")
        if whence == 1:
            if cookie != 0:
                raise _unsupported("can't do nonzero cur-relative seeks")
            whence, cookie = 0, self.tell()
        elif whence == 2:
            if cookie != 0:
                raise _unsupported("can't do nonzero end-relative seeks")
            self.flush()
            self._forget()
            if self._decoder is not None:
                self._decoder.reset()
            position = buffer.seek(0, 2)
            self._restart(position)
            return position
        elif whence != 0:
            raise ValueError("invalid whence (%d, should be 0, 1 or 2)" % whence)
        if cookie < 0:
            raise ValueError("negative seek position %r" % (cookie,))
        self.flush()
        mask = (1 << 32) - 1
        start, flags, fed, skipped, at_end = cookie & (1 << 64) - 1, cookie >> 64 & mask, cookie >> 96 & mask, cookie >> 128 & mask, bool(cookie >> 160)
        buffer.seek(start)
        self._forget()
        if self._decoder is not None:
            if start or flags:
                self._decoder.setstate((b"", flags))
            else:
                self._decoder.reset()
        self._snapshot = flags, b""
        if skipped:
            data = buffer.read(fed)
            self._snapshot = flags, data
            self._decoded, self._used, self._has_decoded = self._decoder.decode(data, at_end), skipped, True
            if len(self._decoded) < skipped:
                raise OSError("can't restore logical file position")
        self._restart(cookie)
        return cookie

    def _restart(self, position):
        """A mark comes first where the text does."""
        name = _codecs.lookup(self._encoding).name
        self._encode_as = _MARKS.get(name, (0, name))[1] if position else name

    def truncate(self, pos=None, /):
        buffer = self._ready()
        self.flush()
        return buffer.truncate(pos)


def _check_newline(newline):
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError("illegal newline value: %s" % newline)
