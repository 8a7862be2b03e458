"""What io is made of, by the name that its classes say."""

from io import (_BufferedIOBase, _IOBase, _RawIOBase, _TextIOBase, BytesIO, DEFAULT_BUFFER_SIZE, open, StringIO, UnsupportedOperation)
