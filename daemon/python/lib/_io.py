"""What io is made of, by the name that its classes say."""

from io import (_BufferedIOBase, _IOBase, _RawIOBase, _TextIOBase, BytesIO, DEFAULT_BUFFER_SIZE, IncrementalNewlineDecoder, open, StringIO,
                UnsupportedOperation)
import sys as _sys

if _sys.version_info >= (3, 12):
    from _io_types import _BytesIOBuffer
del _sys
