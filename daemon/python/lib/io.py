"""Streams in memory. There are no files."""
import sys as _sys
from builtins import open
from _io_types import _BufferedIOBase, _IOBase, _RawIOBase, _TextIOBase, BytesIO, IncrementalNewlineDecoder, StringIO

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


def __late__(name):
    """The classes that programs derive streams of their own from."""
    if name in ("Reader", "Writer") and _sys.version_info >= (3, 14):
        return _simple(name, "read" if name == "Reader" else "write")
    if name == "TextIOWrapper":
        from _textio import TextIOWrapper

        globals()[name] = TextIOWrapper
        TextIOBase = globals().get("TextIOBase")
        if TextIOBase is not None:
            TextIOBase.register(TextIOWrapper)
        return TextIOWrapper
    if name not in ("IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase"):
        return NotImplemented
    from abc import ABCMeta

    names = globals()
    base = names["IOBase"] = ABCMeta("IOBase", (_IOBase,), {"__module__": "io"})
    output = type(_sys.__stdout__)
    texts = (StringIO, output) if output.__name__ == "TextIOWrapper" else (StringIO,)
    for public, own, kinds in (("RawIOBase", _RawIOBase, ()), ("BufferedIOBase", _BufferedIOBase, (BytesIO,)), ("TextIOBase", _TextIOBase, texts)):
        made = names[public] = ABCMeta(public, (own, base), {"__module__": "io"})
        for kind in kinds:
            made.register(kind)
    if "TextIOWrapper" in names:
        names["TextIOBase"].register(names["TextIOWrapper"])
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


__all__ = ["open", "IOBase", "RawIOBase", "BytesIO", "StringIO", "BufferedIOBase", "TextIOBase", "TextIOWrapper", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END",
           "DEFAULT_BUFFER_SIZE"]
if _sys.version_info >= (3, 14):
    __all__ += ["Reader", "Writer"]
