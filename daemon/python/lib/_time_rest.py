"""What of the module time is written in Python: calendars, in UTC."""

from operator import index
from sys import _struct_sequence, version_info
from time import monotonic_ns, process_time_ns, struct_time, time, time_ns

_before = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_before(year, month):
    """Days from 1970-01-01 to the first of the month."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _before[month] + (month > 2 and leap(year)) - 719162


def broken_down(seconds, zone):
    if seconds is None:
        seconds = time()
    if isinstance(seconds, float):
        import math
        if seconds != seconds:
            raise ValueError("Invalid value NaN (not a number)")
        if not -9.3e18 < seconds < 9.3e18:
            raise OverflowError("timestamp out of range for platform time_t")
        whole = math.floor(seconds)
    else:
        whole = index(seconds)
    if not -67768040609740800 <= whole <= 67768036191676799:
        if not -0x8000000000000000 <= whole <= 0x7FFFFFFFFFFFFFFF:
            raise OverflowError("timestamp out of range for platform time_t")
        raise OSError(75, "Value too large for defined data type")
    days, rest = divmod(whole, 86400)
    cycles, day = divmod(days + 719162, 146097)
    n100, day = divmod(day, 36524)
    n4, day = divmod(day, 1461)
    n1, day = divmod(day, 365)
    year = cycles * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n100 == 4 or n1 == 4:
        year, day = year - 1, 365
    month = 12
    while _before[month] + (month > 2 and leap(year)) > day:
        month -= 1
    return _struct_sequence("time.struct_time", (
        year, month, day - _before[month] - (month > 2 and leap(year)) + 1, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, day + 1, 0, zone.decode(), 0))


def gmtime(seconds=None, /):
    return broken_down(seconds, b"GMT")


def localtime(seconds=None, /):
    return broken_down(seconds, b"UTC")


def fields_of(t, function):
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    if len(t) != 9:
        raise TypeError("%s(): illegal time tuple argument" % function)
    fields = []
    for field in t:
        number = index(field)
        if not -0x80000000 <= number <= 0x7FFFFFFF:
            raise OverflowError("signed integer is greater than maximum" if number > 0 else "signed integer is less than minimum")
        fields.append(number)
    return fields


def checked(t, function):
    """As strftime and asctime take it."""
    year, month, day, hour, minute, second, weekday, yday, dst = fields_of(t, function)
    month, day, yday = month or 1, day or 1, yday or 1
    if not -0x80000000 + 1900 <= year:
        raise OverflowError("year out of range")
    for value, least, most, name in ((month, 1, 12, "month"), (day, 1, 31, "day of month"), (hour, 0, 23, "hour"), (minute, 0, 59, "minute"),
                                     (second, 0, 61, "seconds")):
        if not least <= value <= most:
            raise ValueError(name + " out of range")
    if weekday < -1:
        raise ValueError("day of week out of range")
    if not 1 <= yday <= 366:
        raise ValueError("day of year out of range")
    return struct_time((year, month, day, hour, minute, second, weekday % 7, yday, dst, getattr(t, "tm_zone", None), getattr(t, "tm_gmtoff", None)))


def _name(o):
    return "None" if o is None else type(o).__name__


def strftime(format, *t):
    if not isinstance(format, str):
        raise TypeError("strftime() argument 1 must be str, not " + _name(format))
    if "\0" in format and version_info < (3, 13):
        raise ValueError("embedded null character")
    from _strptime import _strftime
    return _strftime(format, checked(t[0], "strftime") if t else localtime())


def strptime(*args):
    from _strptime import _strptime_time
    return _strptime_time(*args)


def mktime(t, /):
    year, month, day, hour, minute, second, weekday, yday, dst = fields_of(t, "mktime")
    years, month = divmod(month - 1, 12)
    days = days_before(year + years, month + 1) + day - 1
    return float(((days * 24 + hour) * 60 + minute) * 60 + second)


def date_text(t):
    from _strptime import _DAYS, _MONTHS
    return "%s %s%3d %02d:%02d:%02d %d" % (_DAYS[t[6]][:3], _MONTHS[t[1] - 1][:3], t[2], t[3], t[4], t[5], t[0])


def asctime(*t):
    return date_text(checked(t[0], "asctime") if t else localtime())


def ctime(seconds=None, /):
    return date_text(gmtime(seconds))


def tzset():
    pass


def get_clock_info(name, /):
    if not isinstance(name, str):
        raise TypeError("get_clock_info() argument 1 must be str, not " + _name(name))
    if name not in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        raise ValueError("unknown clock")
    from types import SimpleNamespace
    return SimpleNamespace(implementation="the session's own clock", monotonic=name != "time", adjustable=name == "time", resolution=1e-06)


_CLOCKS = {0: time_ns, 1: monotonic_ns, 2: process_time_ns, 3: process_time_ns, 4: monotonic_ns, 7: monotonic_ns, 11: time_ns}


def _clock(number):
    if not -0x80000000 <= number <= 0x7FFFFFFF:
        long = -1 << 63 <= number < 1 << 63
        raise OverflowError("signed integer is %s than %simum" % (("greater", "max") if number > 0 else ("less", "min")) if long else
                            "Python int too large to convert to C long")
    if number not in _CLOCKS:
        raise OSError(22, "Invalid argument")
    return _CLOCKS[number]


def clock_gettime_ns(clk_id, /):
    if version_info >= (3, 13) and not (isinstance(clk_id, int) and -0x80000000 <= clk_id <= 0x7FFFFFFF):
        raise TypeError("clk_id should be integer, not " + type(clk_id).__name__)
    return _clock(index(clk_id))()


def clock_gettime(clk_id, /):
    return clock_gettime_ns(clk_id) / 1e9


def clock_getres(clk_id, /):
    _clock(index(clk_id))
    return 1e-09
