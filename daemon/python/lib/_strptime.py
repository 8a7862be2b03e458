"""Dates and times as texts: what strptime() reads and strftime() writes, in English and UTC."""

import sys as _sys
from re import IGNORECASE as _IGNORECASE, compile as _compile, sub as _sub

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_PADS_YEARS = _sys.version_info >= (3, 14)


def _one_of(name, texts):
    return "(?P<%s>%s)" % (name, "|".join(sorted(texts, key=len, reverse=True)))


_DIRECTIVES = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    "f": r"(?P<f>[0-9]{1,6})",
    "H": r"(?P<H>2[0-3]|[0-1]\d|\d)",
    "I": r"(?P<I>1[0-2]|0[1-9]|[1-9])",
    "G": r"(?P<G>\d\d\d\d)",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)",
    "U": r"(?P<U>5[0-3]|[0-4]\d|\d)",
    "W": r"(?P<W>5[0-3]|[0-4]\d|\d)",
    "w": r"(?P<w>[0-6])",
    "u": r"(?P<u>[1-7])",
    "V": r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    "y": r"(?P<y>\d\d)",
    "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    "A": _one_of("A", _DAYS),
    "a": _one_of("a", [name[:3] for name in _DAYS]),
    "B": _one_of("B", _MONTHS),
    "b": _one_of("b", [name[:3] for name in _MONTHS]),
    "p": "(?P<p>AM|PM)",
    "Z": "(?P<Z>UTC|GMT)",
    "%": "%",
}
_cache = {}


def _pattern(format):
    format = _sub(r"\s+", r"\\s+", _sub(r"([\\.^$*+?\(\){}\[\]|])", r"\\\1", format))
    out, i, seen = [], 0, set()
    while True:
        at = format.find("%", i)
        if at < 0:
            break
        code = format[at + 1]
        out += format[i:at], _DIRECTIVES[code]
        seen.add(code)
        i = at + 2
    if "d" in seen and seen.isdisjoint("YyG") and _sys.version_info >= (3, 13):
        import warnings
        warnings.warn("""\
Parsing dates involving a day of month without a year specified is ambiguious
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647.""", DeprecationWarning, stacklevel=4)
    return "".join(out) + format[i:]


_DIRECTIVES["c"] = _pattern("%a %b %d %H:%M:%S %Y")
_DIRECTIVES["x"] = _pattern("%m/%d/%y")
_DIRECTIVES["X"] = _pattern("%H:%M:%S")


def _compiled(format):
    if format in _cache:
        return _cache[format]
    if len(_cache) > 5:
        _cache.clear()
    try:
        found = _compile(_pattern(format), _IGNORECASE)
    except KeyError as e:
        bad = e.args[0]
        raise ValueError("'%s' is a bad directive in format '%s'" % ("%" if bad == "\\" else bad, format)) from None
    except IndexError:
        raise ValueError("stray %% in format '%s'" % format) from None
    _cache[format] = found
    return found


def _index(names, text, length=None):
    return [name[:length].lower() for name in names].index(text.lower())


def _offset(text):
    """(seconds, microseconds) of +hh[:]mm[[:]ss[.f]] or Z."""
    if text == "Z":
        return 0, 0
    z = text
    if z[3] == ":":
        z = z[:3] + z[4:]
        if len(z) > 5:
            if z[5] != ":":
                raise ValueError("Inconsistent use of : in " + text)
            z = z[:5] + z[6:]
    seconds, part = int(z[1:3]) * 3600 + int(z[3:5]) * 60 + int(z[5:7] or 0), int(z[8:].ljust(6, "0"))
    return (-seconds, -part) if z[0] == "-" else (seconds, part)


def _parse(text, format):
    """(the eleven fields of a time.struct_time, microseconds, those of the offset)"""
    for i, argument in enumerate((text, format)):
        if not isinstance(argument, str):
            raise TypeError("strptime() argument {} must be str, not {}".format(i, type(argument)))
    from _datetime import date
    found = _compiled(format).match(text)
    if not found:
        raise ValueError("time data %r does not match format %r" % (text, format))
    if len(text) != found.end():
        raise ValueError("unconverted data remains: %s" % text[found.end():])
    got = {key: value for key, value in found.groupdict().items() if value is not None}
    number = {key: int(got[key]) for key in "YGmdHIMSjUWVuw" if key in got}
    year = weekday = week = monday = None
    iso_year, iso_week, julian = number.get("G"), number.get("V"), number.get("j")
    month, day, hour = 1, number.get("d", 1), 0
    for key in got:  # what comes later counts
        if key == "Y":
            year = number["Y"]
        elif key == "y":
            year = int(got["y"]) + (2000 if int(got["y"]) <= 68 else 1900)
        elif key == "m":
            month = number["m"]
        elif key == "B":
            month = _index(_MONTHS, got["B"]) + 1
        elif key == "b":
            month = _index(_MONTHS, got["b"], 3) + 1
        elif key == "H":
            hour = number["H"]
        elif key == "I":
            hour = number["I"] % 12 + (12 if got.get("p", "").lower() == "pm" else 0)
        elif key in "UW":
            week, monday = number[key], key == "W"
        elif key == "A":
            weekday = _index(_DAYS, got["A"])
        elif key == "a":
            weekday = _index(_DAYS, got["a"], 3)
        elif key == "w":
            weekday = (number["w"] + 6) % 7
        elif key == "u":
            weekday = number["u"] - 1
    offset, offset_part = _offset(got["z"]) if "z" in got else (None, 0)
    zone = 0 if "Z" in got else -1
    if iso_year is not None:
        if julian is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                             "('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
    leap = year is None and month == 2 and day == 29
    if year is None:
        year = 1904 if leap else 1900
    if julian is None and weekday is not None:
        if week is not None:
            julian = _julian(year, week, weekday, monday)
        elif iso_year is not None:
            at = date.fromisocalendar(iso_year, iso_week, weekday + 1)
            year, month, day = at.year, at.month, at.day
        if julian is not None and julian <= 0:
            year -= 1
            julian += 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
    if julian is None:
        julian = date(year, month, day).toordinal() - date(year, 1, 1).toordinal() + 1
    else:
        at = date.fromordinal(julian - 1 + date(year, 1, 1).toordinal())
        year, month, day = at.year, at.month, at.day
    if weekday is None:
        weekday = date(year, month, day).weekday()
    if leap:
        year = 1900
    return ((year, month, day, hour, number.get("M", 0), number.get("S", 0), weekday, julian, zone, got.get("Z"), offset),
            int(got.get("f", "0").ljust(6, "0")), offset_part)


def _julian(year, week, weekday, monday):
    from _datetime import date
    first = date(year, 1, 1).weekday()
    if not monday:
        first, weekday = (first + 1) % 7, (weekday + 1) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + (7 - first) % 7 + 7 * (week - 1) + weekday


def _strptime_time(data_string, format="%a %b %d %H:%M:%S %Y"):
    from time import struct_time
    return struct_time(_parse(data_string, format)[0])


def _strptime_datetime_datetime(cls, text, format="%a %b %d %H:%M:%S %Y"):
    fields, part, offset_part = _parse(text, format)
    args = fields[:6] + (part,)
    if fields[10] is not None:
        args += (_zone(fields, offset_part),)
    return cls(*args)


def _zone(fields, offset_part):
    from _datetime import timedelta, timezone
    delta = timedelta(seconds=fields[10], microseconds=offset_part)
    return timezone(delta, fields[9]) if fields[9] else timezone(delta)


def _strptime_datetime_date(cls, text, format="%a %b %d %H:%M:%S %Y"):
    fields, part, offset_part = _parse(text, format)
    return cls(*fields[:3])


def _strptime_datetime_time(cls, text, format="%a %b %d %H:%M:%S %Y"):
    fields, part, offset_part = _parse(text, format)
    args = fields[3:6] + (part,)
    return cls(*args) if fields[10] is None else cls(*args, _zone(fields, offset_part))


# ---- strftime: what the C library writes

def _iso(t):
    """(year, week) by ISO 8601."""
    year, yday, wday = t[0], t[7] - 1, t[6]
    week = (yday - wday + 10) // 7 if (yday - wday + 10) >= 0 else 0

    def weeks(y):
        def p(y):
            return (y + y // 4 - y // 100 + y // 400) % 7
        return 52 + (p(y) == 4 or p(y - 1) == 3)
    if week < 1:
        return year - 1, weeks(year - 1)
    if week > weeks(year):
        return year + 1, 1
    return year, week


def _number(value, width, pad="0"):
    """(value, width, what it is filled up with)"""
    return value, width, pad


def _piece(code, t):
    """What a directive says: a text, or a number with its width and filling."""
    if code == "Y":
        return _number(t[0], 4 if _PADS_YEARS else 1)
    if code == "C":
        return _number(t[0] // 100, 2)
    if code == "y":
        return _number(t[0] % 100, 2)
    if code == "G":
        return _number(_iso(t)[0], 4 if _PADS_YEARS else 1)
    if code == "g":
        return _number(_iso(t)[0] % 100, 2)
    if code == "V":
        return _number(_iso(t)[1], 2)
    if code == "U":
        return _number((t[7] - 1 + 7 - (t[6] + 1) % 7) // 7, 2)
    if code == "W":
        return _number((t[7] - 1 + 7 - t[6]) // 7, 2)
    if code == "m":
        return _number(t[1], 2)
    if code == "d":
        return _number(t[2], 2)
    if code == "e":
        return _number(t[2], 2, " ")
    if code == "H":
        return _number(t[3], 2)
    if code == "k":
        return _number(t[3], 2, " ")
    if code == "I":
        return _number((t[3] + 11) % 12 + 1, 2)
    if code == "l":
        return _number((t[3] + 11) % 12 + 1, 2, " ")
    if code == "M":
        return _number(t[4], 2)
    if code == "S":
        return _number(t[5], 2)
    if code == "j":
        return _number(t[7], 3)
    if code == "w":
        return _number((t[6] + 1) % 7, 1)
    if code == "u":
        return _number(t[6] + 1, 1)
    if code == "A":
        return _DAYS[t[6]]
    if code == "a":
        return _DAYS[t[6]][:3]
    if code == "B":
        return _MONTHS[t[1] - 1]
    if code in "bh":
        return _MONTHS[t[1] - 1][:3]
    if code == "p":
        return "AM" if t[3] < 12 else "PM"
    if code == "P":
        return "am" if t[3] < 12 else "pm"
    if code == "n":
        return "\n"
    if code == "t":
        return "\t"
    if code == "%":
        return "%"
    if code == "s":
        from time import mktime
        return _number(int(mktime(t)), 1)
    if code == "z":
        offset = getattr(t, "tm_gmtoff", 0) or 0
        return "%s%02d%02d" % ("-" if offset < 0 else "+", abs(offset) // 3600, abs(offset) // 60 % 60)
    if code == "Z":
        return getattr(t, "tm_zone", None) or "UTC"
    whole = _WHOLE.get(code)
    return None if whole is None else _write(whole, t)


_WHOLE = {"D": "%m/%d/%y", "x": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "X": "%H:%M:%S", "R": "%H:%M", "r": "%I:%M:%S %p",
          "c": "%a %b %e %H:%M:%S %Y"}


def _write(format, t):
    out, i, end = [], 0, len(format)
    while i < end:
        at = format.find("%", i)
        if at < 0 or at + 1 >= end:
            out.append(format[i:])
            break
        out.append(format[i:at])
        j, pad, upper, width = at + 1, None, False, None
        while j < end and format[j] in "_-0+^#":
            if format[j] == "^":
                upper = True
            elif format[j] == "#":
                upper = "swap"
            else:
                pad = {"_": " ", "-": "", "0": "0", "+": "0"}[format[j]]
            j += 1
        first = j
        while j < end and "0" <= format[j] <= "9":
            j += 1
        if j > first:
            width = min(int(format[first:j]), 1 << 20)
        if j < end and format[j] in "EO":
            j += 1
        piece = _piece(format[j], t) if j < end else None
        if piece is None:
            out.append(format[at:j + 1])
            i = j + 1
            continue
        if isinstance(piece, str):
            filling = pad if pad else " "
            if format[j] in "zFDTRrcxXs":
                filling = pad if pad else "0" if format[j] in "z" else " "
            if pad != "" and width is not None:
                piece = piece.rjust(width, filling)
        else:
            value, least, own = piece
            filling = own if pad is None else pad
            room = least if width is None else width
            digits = str(abs(value))
            sign = "-" if value < 0 else ""
            if filling == "":
                piece = sign + digits
            elif filling == " ":
                piece = (sign + digits).rjust(room)
            else:
                piece = sign + digits.rjust(room - len(sign), "0")
        if format[j] == "P":
            pass
        elif upper == "swap":
            piece = piece.lower() if format[j] in "pZ" else piece.upper()
        elif upper:
            piece = piece.upper()
        out.append(piece)
        i = j + 1
    return "".join(out)


def _strftime(format, t):
    return _write(format, t)
