"""What of the module array is written in Python: how the bytes of another machine's arrays are read."""

from array import array, typecodes
from struct import iter_unpack, calcsize

# By the code of a machine's format: how struct reads an item, or which encoding a text has.
_FORMATS = ["B", "b", "<H", ">H", "<h", ">h", "<I", ">I", "<i", ">i", "<Q", ">Q", "<q", ">q", "<f", ">f", "<d", ">d"]
_ENCODINGS = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
_NATIVE = {"B": 0, "b": 1, "H": 2, "h": 4, "I": 6, "i": 8, "L": 10, "l": 12, "Q": 10, "q": 12, "f": 14, "d": 16, "u": 20, "w": 20}


def _fitting(typecode, form):
    """The last typecode of integers of just that size and sign; the one that was asked for, where the items are floats."""
    if form[-1] in "BbHhIiQq":
        for other in "bBhHiIlLqQ":
            if other.isupper() == form[-1].isupper() and calcsize(other) == calcsize(form):
                typecode = other
    return typecode


def _array_reconstructor(arraytype, typecode, mformat_code, items, /):
    if not isinstance(typecode, str) or len(typecode) != 1:
        kind = type(typecode).__name__ if typecode is not None else "None"
        raise TypeError("_array_reconstructor() argument 2 must be a unicode character, not " + kind)
    mformat_code = mformat_code.__index__() if hasattr(mformat_code, "__index__") else _refuse(mformat_code)
    if not isinstance(arraytype, type):
        raise TypeError("first argument must be a type object, not " + type(arraytype).__name__)
    if not issubclass(arraytype, array):
        raise TypeError(arraytype.__name__ + " is not a subtype of array.array")
    if typecode not in typecodes:
        raise ValueError("second argument must be a valid type code")
    if not 0 <= mformat_code < len(_FORMATS) + len(_ENCODINGS):
        raise ValueError("third argument must be a valid machine format code.")
    if not isinstance(items, bytes):
        raise TypeError("fourth argument should be bytes, not " + type(items).__name__)
    if _NATIVE[typecode] == mformat_code:
        return array.__new__(arraytype, typecode, items)
    encoding = _ENCODINGS[mformat_code - len(_FORMATS)] if mformat_code >= len(_FORMATS) else None
    form = None if encoding else _FORMATS[mformat_code]
    if len(items) % (calcsize(form) if form else int(encoding[4:6]) // 4):
        raise ValueError("string length not a multiple of item size")
    if encoding:
        return array.__new__(arraytype, typecode, items.decode(encoding))
    return array.__new__(arraytype, _fitting(typecode, form), [value for value, in iter_unpack(form, items)])


def _refuse(mformat_code):
    raise TypeError("'%s' object cannot be interpreted as an integer" % type(mformat_code).__name__)
