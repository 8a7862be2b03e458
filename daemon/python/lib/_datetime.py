"""What the types of datetime do. A function NAME of theirs that is in C in CPython is TYPE_NAME here (daemon/heap/object/scripted.h)."""

import sys as _sys
from operator import index as _index

MINYEAR, MAXYEAR = 1, 9999
UTC = timezone.utc
_NEWER = _sys.version_info >= (3, 12)
_LATEST = _sys.version_info >= (3, 13)
_NOW = _sys.version_info >= (3, 14)
_DAYS_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_IN = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH = 719163  # 1970-01-01
_LAST = 3652059  # 9999-12-31
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_no = object()


# ---- arguments

def _bind(args, kwargs, names, required=0, name="function", read=None):
    """The values of parameters, as PyArg_ParseTupleAndKeywords finds them; _no where one is not given. Those before one that is missing are
    read first."""
    if len(args) + len(kwargs) > len(names):
        raise TypeError("%s takes at most %d %sargument%s (%d given)" % (
            name + "()" if name != "function" else name, len(names), "" if args or not kwargs else "keyword ", "" if len(names) == 1 else "s",
            len(args) + len(kwargs)))
    values = list(args) + [_no] * (len(names) - len(args))
    for i, parameter in enumerate(names):
        if parameter in kwargs:
            if i < len(args):
                raise TypeError("argument for %s given by name ('%s') and position (%d)" % (name + "()" if name != "function" else name, parameter, i + 1))
            values[i] = kwargs[parameter]
        elif i < required and i >= len(args):
            for value in values[:i] if read else ():
                read(value)
            raise TypeError("%s missing required argument '%s' (pos %d)" % (name + "()" if name != "function" else name, parameter, i + 1))
    for key in kwargs:
        if key not in names:
            if _LATEST:
                raise TypeError("%s got an unexpected keyword argument '%s'" % (name + "()" if name != "function" else "this function", key))
            raise TypeError("'%s' is an invalid keyword argument for %s" % (key, name + "()" if name != "function" else "this function"))
    return values


def _int(value):
    """As the format unit i takes it."""
    number = _index(value)
    if not -0x80000000 <= number <= 0x7FFFFFFF:
        if not -0x8000000000000000 <= number <= 0x7FFFFFFFFFFFFFFF:
            raise OverflowError("Python int too large to convert to C long")
        raise OverflowError("signed integer is greater than maximum" if number > 0 else "signed integer is less than minimum")
    return number


def _ints(values, defaults):
    return [default if value is _no else _int(value) for value, default in zip(values, defaults)]


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN[month]


def _check_date(year, month, day):
    if not 1 <= year <= 9999:
        raise ValueError("year must be in 1..9999, not %d" % year if _NOW else "year %i is out of range" % year)
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12" + (", not %d" % month if _NOW else ""))
    last = _days_in_month(year, month)
    if not 1 <= day <= last:
        raise ValueError("day %d must be in range 1..%d for month %d in year %d" % (day, last, month, year) if _NOW else "day is out of range for month")


def _check_time(hour, minute, second, microsecond, fold):
    said = ", not %d" if _NOW else ""
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23" + (said and said % hour))
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59" + (said and said % minute))
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59" + (said and said % second))
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999" + (said and said % microsecond))
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1" + (said and said % fold))


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


# ---- days

def _ordinal(year, month, day):
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + _DAYS_BEFORE[month] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    leap = _is_leap(year)
    month = n + 50 >> 5
    before = _DAYS_BEFORE[month] + (month > 2 and leap)
    if before > n:
        month -= 1
        before -= 29 if month == 2 and leap else _DAYS_IN[month]
    return year, month, n - before + 1


def _first_monday(year):
    """The ordinal of the Monday that the first ISO week of the year begins with."""
    first = _ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _from_iso(year, week, day):
    """(year, month, day); ValueErrors as fromisocalendar()."""
    if not 1 <= year <= 9999:
        raise ValueError("Year is out of range: %d" % year)
    if not 0 < week < 53:
        first = _ordinal(year, 1, 1) % 7
        if not (week == 53 and (first == 4 or first == 3 and _is_leap(year))):
            raise ValueError("Invalid week: %d" % week)
    if not 0 < day < 8:
        raise ValueError("Invalid day: %d (range is [1, 7])" % day)
    return _any_from_ordinal(_first_monday(year) + (week - 1) * 7 + day - 1)


def _any_from_ordinal(ordinal):
    """What is out of range is in a year that is."""
    return (0, 12, 31) if ordinal < 1 else (10000, 1, 1) if ordinal > _LAST else _from_ordinal(ordinal)


# ---- timedelta

def _delta(cls, days, seconds, microseconds):
    carry, microseconds = divmod(microseconds, 1000000)
    carry, seconds = divmod(seconds + carry, 86400)
    days += carry
    if not -999999999 <= days <= 999999999:
        raise OverflowError("days=%d; must have magnitude <= 999999999" % days if -0x80000000 <= days <= 0x7FFFFFFF else
                            "Python int too large to convert to C int")
    return _timedelta(cls, days, seconds, microseconds)


def _us(delta):
    days, seconds, microseconds = _fields(delta)
    return (days * 86400 + seconds) * 1000000 + microseconds


def _from_us(us, cls=timedelta):
    return _delta(cls, 0, 0, us)


_UNITS = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
_FACTORS = dict(days=86400000000, seconds=1000000, microseconds=1, milliseconds=1000, minutes=60000000, hours=3600000000, weeks=604800000000)


def timedelta_new(cls, *args, **kwargs):
    values = _bind(args, kwargs, _UNITS, 0, "__new__")
    total, rest = 0, 0.0
    for name in ("microseconds", "milliseconds", "seconds", "minutes", "hours", "days", "weeks"):
        value = values[_UNITS.index(name)]
        if value is _no:
            continue
        factor = _FACTORS[name]
        if isinstance(value, int):
            total += value * factor
        elif isinstance(value, float):
            import math
            fraction, whole = math.modf(value)
            total += int(whole) * factor
            if fraction:
                part, whole = math.modf(fraction * factor)
                total += int(whole)
                rest += part
        else:
            raise TypeError("unsupported type for timedelta %s component: %s" % (name, type(value).__name__))
    if rest:
        whole = round(rest)
        import math
        if abs(whole - rest) == 0.5:
            odd = total & 1
            whole = 2 * round((rest + odd) * 0.5) - odd
        total += int(whole)
    return _from_us(total, cls)


def timedelta_repr(self):
    days, seconds, microseconds = _fields(self)
    parts = [name + "=%d" % value for name, value in (("days", days), ("seconds", seconds), ("microseconds", microseconds)) if value]
    return "%s(%s)" % (_type_name(self), ", ".join(parts) or "0")


def _type_name(self):
    cls = type(self)
    return cls.__name__ if cls.__module__ not in ("datetime",) and cls not in _OWN else "datetime." + cls.__name__


_OWN = (timedelta, date, datetime, time, timezone)


def timedelta_str(self):
    days, seconds, microseconds = _fields(self)
    text = "%d:%02d:%02d" % (seconds // 3600, seconds // 60 % 60, seconds % 60)
    if microseconds:
        text += ".%06d" % microseconds
    return "%d day%s, %s" % (days, "" if days in (1, -1) else "s", text) if days else text


def timedelta_hash(self):
    return hash(_fields(self))


def timedelta_compare(op, a, b):
    if not isinstance(b, timedelta):
        return NotImplemented
    return _order(op, _fields(a), _fields(b))


def _order(op, a, b):
    return (a < b, a <= b, a == b, a != b, a > b, a >= b)[op]


def timedelta_bool(self):
    return _fields(self) != (0, 0, 0)


def _sum(a, b, sign):
    a, b = _fields(a), _fields(b)
    return _delta(timedelta, a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2])


def timedelta_add(a, b):
    if isinstance(a, timedelta) and isinstance(b, timedelta):
        return _sum(a, b, 1)
    return NotImplemented


def timedelta_sub(a, b):
    if isinstance(a, timedelta) and isinstance(b, timedelta):
        return _sum(a, b, -1)
    return NotImplemented


def timedelta_neg(a):
    days, seconds, microseconds = _fields(a)
    return _delta(timedelta, -days, -seconds, -microseconds)


def timedelta_pos(a):
    return _delta(timedelta, *_fields(a))


def timedelta_abs(a):
    return timedelta_neg(a) if _fields(a)[0] < 0 else timedelta_pos(a)


def _ratio(value):
    ratio = value.as_integer_ratio()
    if type(ratio) is not tuple:
        raise TypeError("unexpected return type from as_integer_ratio(): expected tuple, not '%s'" % type(ratio).__name__)
    return ratio


def _divide_nearest(a, b):
    if b == 0:
        raise ZeroDivisionError("division by zero" if _NOW else "integer division or modulo by zero")
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or r == b and q % 2 == 1:
        q += 1
    return q


def timedelta_mul(a, b):
    if not isinstance(a, timedelta):
        a, b = b, a
    if isinstance(b, int):
        return _from_us(_us(a) * b)
    if isinstance(b, float):
        top, bottom = _ratio(b)
        return _from_us(_divide_nearest(_us(a) * top, bottom))
    return NotImplemented


def timedelta_truediv(a, b):
    if not isinstance(a, timedelta):
        return NotImplemented
    if isinstance(b, timedelta):
        return _us(a) / _us(b)
    if isinstance(b, float):
        top, bottom = _ratio(b)
        return _from_us(_divide_nearest(_us(a) * bottom, top))
    if isinstance(b, int):
        return _from_us(_divide_nearest(_us(a), b))
    return NotImplemented


def timedelta_floordiv(a, b):
    if not isinstance(a, timedelta):
        return NotImplemented
    if isinstance(b, timedelta):
        return _us(a) // _us(b)
    if isinstance(b, int):
        return _from_us(_us(a) // b)
    return NotImplemented


def timedelta_mod(a, b):
    if not isinstance(a, timedelta) or not isinstance(b, timedelta):
        return NotImplemented
    return _from_us(_us(a) % _us(b))


def timedelta_divmod(a, b):
    if not isinstance(a, timedelta) or not isinstance(b, timedelta):
        return NotImplemented
    q, r = divmod(_us(a), _us(b))
    return q, _from_us(r)


def timedelta_total_seconds(self):
    return _us(self) / 1000000


def timedelta_reduce(self):
    return type(self), _fields(self)


# ---- tzinfo, timezone

def tzinfo_new(cls, *args, **kwargs):
    return _tzinfo(cls)


def tzinfo_tzname(self, dt):
    raise NotImplementedError("a tzinfo subclass must implement tzname()")


def tzinfo_utcoffset(self, dt):
    raise NotImplementedError("a tzinfo subclass must implement utcoffset()")


def tzinfo_dst(self, dt):
    raise NotImplementedError("a tzinfo subclass must implement dst()")


def tzinfo_fromutc(self, dt):
    if not isinstance(dt, datetime):
        raise TypeError("fromutc: argument must be a datetime")
    if dt.tzinfo is not self:
        raise ValueError("fromutc: dt.tzinfo is not self")
    offset = datetime_utcoffset(dt)
    if offset is None:
        raise ValueError("fromutc: non-None utcoffset() result required")
    dst = datetime_dst(dt)
    if dst is None:
        raise ValueError("fromutc: non-None dst() result required")
    delta = offset - dst
    if delta:
        dt = dt + delta
        dst = datetime_dst(dt)
        if dst is None:
            raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
    return dt + dst


def tzinfo_reduce(self):
    getinitargs = getattr(self, "__getinitargs__", None)
    args = getinitargs() if getinitargs is not None else ()
    return type(self), args, self.__getstate__()


def timezone_new(cls, *args, **kwargs):
    offset, name = _bind(args, kwargs, ("offset", "name"), 1, "timezone")
    if not isinstance(offset, timedelta):
        raise TypeError("timezone() argument 1 must be datetime.timedelta, not %s" % _argument_name(offset))
    if name is not _no and not isinstance(name, str):
        raise TypeError("timezone() argument 2 must be str, not %s" % _argument_name(name))
    if name is _no and offset == _ZERO:
        return UTC
    if not -86400000000 < _us(offset) < 86400000000:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not %r%s" % (
            offset, "" if _NOW else "."))
    return _timezone(cls, offset, None if name is _no else name)


_ZERO = timedelta(0)


def _argument_name(value):
    if value is None:
        return "None"
    return type(value).__name__ if type(value) not in _OWN else "datetime." + type(value).__name__


def timezone_repr(self):
    offset, name = _fields(self)
    if self is UTC:
        return "datetime.timezone.utc"
    return "datetime.timezone(%r)" % offset if name is None else "datetime.timezone(%r, %r)" % (offset, name)


def timezone_str(self):
    offset, name = _fields(self)
    return name if name is not None else _zone_name(offset)


def _zone_name(offset):
    if not offset:
        return "UTC"
    return "UTC" + _put_offset(offset)


def _put_offset(offset, separator=":"):
    us = _us(offset)
    sign, us = ("-", -us) if us < 0 else ("+", us)
    seconds, us = divmod(us, 1000000)
    text = "%s%02d%s%02d" % (sign, seconds // 3600, separator, seconds // 60 % 60)
    if us:
        return text + "%s%02d.%06d" % (separator, seconds % 60, us)
    return text + "%s%02d" % (separator, seconds % 60) if seconds % 60 else text


def timezone_hash(self):
    return hash(_fields(self)[0])


def timezone_compare(op, a, b):
    if op not in (2, 3) or not isinstance(b, timezone):
        return NotImplemented
    return (_fields(a)[0] == _fields(b)[0]) == (op == 2)


def _check_dt(name, dt):
    if dt is not None and not isinstance(dt, datetime):
        raise TypeError("%s(dt) argument must be a datetime instance or None, not %s" % (name, type(dt).__name__))


def timezone_utcoffset(self, dt):
    _check_dt("utcoffset", dt)
    return _fields(self)[0]


def timezone_tzname(self, dt):
    _check_dt("tzname", dt)
    return timezone_str(self)


def timezone_dst(self, dt):
    _check_dt("dst", dt)
    return None


def timezone_fromutc(self, dt):
    if not isinstance(dt, datetime):
        raise TypeError("fromutc: argument must be a datetime")
    if dt.tzinfo is not self:
        raise ValueError("fromutc: dt.tzinfo is not self")
    return datetime_add(dt, _fields(self)[0])


def timezone_getinitargs(self):
    offset, name = _fields(self)
    return (offset,) if name is None else (offset, name)


def _ask_zone(tz, name, argument):
    if tz is None:
        return None
    offset = getattr(tz, name)(argument)
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError("tzinfo.%s() must return None or timedelta, not '%s'" % (name, type(offset).__name__))
    if not -86400000000 < _us(offset) < 86400000000:
        raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)%s" % (
            ", not %r" % offset if _NOW else "."))
    return offset


def _ask_name(tz, argument):
    if tz is None:
        return None
    name = tz.tzname(argument)
    if name is not None and not isinstance(name, str):
        raise TypeError("tzinfo.tzname() must return None or a string, not '%s'" % type(name).__name__)
    return name


# ---- date

def date_new(cls, *args, **kwargs):
    if args and len(args) == 1 and not kwargs and isinstance(args[0], (bytes, str)) and len(args[0]) == 4:
        state = args[0].encode("latin-1") if isinstance(args[0], str) else args[0]
        if 1 <= state[2] <= 12:
            return _date(cls, state[0] << 8 | state[1], state[2], state[3])
    year, month, day = _ints(_bind(args, kwargs, ("year", "month", "day"), 3, read=_int), (0, 0, 0))
    _check_date(year, month, day)
    return _date(cls, year, month, day)


def _make_date(cls, year, month, day):
    return _date(cls, year, month, day) if cls is date else cls(year, month, day)


def _from_days(cls, ordinal):
    return _make_date(cls, *_from_ordinal(ordinal))


def date_today(cls):
    import time
    return cls.fromtimestamp(time.time())


def _seconds_of(timestamp):
    """A timestamp as whole seconds and microseconds, half to even."""
    if isinstance(timestamp, float):
        if timestamp != timestamp:
            raise ValueError("Invalid value NaN (not a number)")
        import math
        fraction, whole = math.modf(timestamp)
        us = _round_half_even(fraction * 1e6)
        if us >= 1000000:
            us -= 1000000
            whole += 1
        elif us < 0:
            us += 1000000
            whole -= 1
        if not -9.3e18 < whole < 9.3e18:
            raise OverflowError("timestamp out of range for platform time_t")
        return int(whole), int(us)
    whole = _index(timestamp)
    if not -0x8000000000000000 <= whole <= 0x7FFFFFFFFFFFFFFF:
        raise OverflowError("timestamp out of range for platform time_t")
    return whole, 0


def _round_half_even(x):
    return float(round(x))


def _utc_of(seconds):
    days, rest = divmod(seconds, 86400)
    days += _EPOCH
    if not 1 <= days <= _LAST:
        year = _year_about(days)
        if not -0x80000000 <= year - 1900 <= 0x7FFFFFFF:
            raise OSError(75, "Value too large for defined data type")
        raise ValueError("year must be in 1..9999, not %d" % year if _NOW else "year %d is out of range" % year)
    return _from_ordinal(days) + (rest // 3600, rest // 60 % 60, rest % 60)


def _year_about(ordinal):
    cycles, rest = divmod(ordinal - 1, 146097)
    return cycles * 400 + _from_ordinal(rest + 1)[0]


def date_fromtimestamp(cls, timestamp):
    if isinstance(timestamp, float):
        import math
        if timestamp != timestamp:
            raise ValueError("Invalid value NaN (not a number)")
        if not -9.3e18 < timestamp < 9.3e18:
            raise OverflowError("timestamp out of range for platform time_t")
        seconds = math.floor(timestamp)
    else:
        seconds = _seconds_of(timestamp)[0]
    year, month, day, *_ = _utc_of(seconds)
    return _make_date(cls, year, month, day)


def date_fromordinal(cls, *args, **kwargs):
    if kwargs or len(args) != 1:
        if len(args) == 1 or len(args) == 0 and kwargs:
            raise TypeError("%s.fromordinal() takes no keyword arguments" % cls.__name__)
        raise TypeError("fromordinal() takes exactly 1 argument (%d given)" % len(args))
    ordinal = _int(args[0])
    if ordinal < 1:
        raise ValueError("ordinal must be >= 1")
    if ordinal > _LAST:
        year = _year_about(ordinal)
        raise ValueError("year must be in 1..9999, not %d" % year if _NOW else "year %d is out of range" % year)
    return _from_days(cls, ordinal)


def date_fromisocalendar(cls, *args, **kwargs):
    year, week, day = _bind(args, kwargs, ("year", "week", "day"), 3, "fromisocalendar", _int)
    try:
        year, week, day = _int(year), _int(week), _int(day)
    except OverflowError:
        raise ValueError("ISO calendar component out of range") from None
    day = _from_iso(year, week, day)
    _check_date(*day)
    return _make_date(cls, *day)


def date_fromisoformat(cls, text):
    if not isinstance(text, str):
        raise TypeError("fromisoformat: argument must be str")
    found = _read_date(text, len(text)) if len(text) in (7, 8, 10) else None
    if found is None:
        raise ValueError("Invalid isoformat string: %r" % text)
    _check_date(*found)
    return _make_date(cls, *found)


def date_strptime(cls, text, format):
    import _strptime
    return _strptime._strptime_datetime_date(cls, text, format)


def date_ctime(self, hms=(0, 0, 0)):
    year, month, day = _fields(self)[:3]
    return "%s %s %2d %02d:%02d:%02d %04d" % (_DAY_NAMES[date_weekday(self)], _MONTH_NAMES[month], day, *hms, year)


def date_repr(self):
    return "%s(%d, %d, %d)" % (_type_name(self), *_fields(self))


def date_str(self):
    return self.isoformat()


def date_isoformat(self):
    return "%04d-%02d-%02d" % _fields(self)[:3]


def date_hash(self):
    year, month, day = _fields(self)
    return hash(bytes((year >> 8, year & 255, month, day)))


def date_compare(op, a, b):
    if not isinstance(b, date) or isinstance(b, datetime):
        return NotImplemented
    return _order(op, _fields(a)[:3], _fields(b)[:3])


def date_add(a, b):
    if isinstance(a, datetime) or isinstance(b, datetime):
        return NotImplemented
    if not isinstance(a, date):
        a, b = b, a
    if not isinstance(b, timedelta):
        return NotImplemented
    return _move_date(a, _fields(b)[0])


def _move_date(a, days):
    ordinal = _ordinal(*_fields(a)[:3]) + days
    if not 1 <= ordinal <= _LAST:
        raise OverflowError("date value out of range")
    return _from_days(type(a), ordinal)


def date_sub(a, b):
    if not isinstance(a, date) or isinstance(a, datetime) or isinstance(b, datetime):
        return NotImplemented
    if isinstance(b, date):
        return _timedelta(timedelta, _ordinal(*_fields(a)) - _ordinal(*_fields(b)), 0, 0)
    if isinstance(b, timedelta):
        return _move_date(a, -_fields(b)[0])
    return NotImplemented


def date_timetuple(self):
    return _time_tuple(_fields(self)[:3] + (0, 0, 0), -1)


def _time_tuple(fields, dst):
    import time
    year, month, day = fields[:3]
    return time.struct_time(fields[:6] + ((_ordinal(year, month, day) + 6) % 7, _DAYS_BEFORE[month] + (month > 2 and _is_leap(year)) + day, dst))


class IsoCalendarDate(tuple):
    __slots__ = ()
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __new__(cls, *args, **kwargs):
        return tuple.__new__(cls, _bind(args, kwargs, ("year", "week", "weekday"), 3, "IsoCalendarDate"))

    def __repr__(self):
        return "datetime.IsoCalendarDate(year=%r, week=%r, weekday=%r)" % tuple(self)

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __sizeof__(self):
        return tuple.__sizeof__(self) + 8


IsoCalendarDate.__module__ = "datetime"


def date_isocalendar(self):
    year, month, day = _fields(self)[:3]
    today, monday = _ordinal(year, month, day), _first_monday(year)
    week = (today - monday) // 7
    if week < 0:
        year -= 1
        week = (today - _first_monday(year)) // 7
    elif week >= 52 and today >= _first_monday(year + 1):
        year += 1
        week = 0
    return IsoCalendarDate(year, week + 1, (today - monday) % 7 + 1)


def date_weekday(self):
    return (_ordinal(*_fields(self)[:3]) + 6) % 7


def date_isoweekday(self):
    return (_ordinal(*_fields(self)[:3]) + 6) % 7 + 1


def date_toordinal(self):
    return _ordinal(*_fields(self)[:3])


def date_replace(self, *args, **kwargs):
    values = _bind(args, kwargs, ("year", "month", "day"), 0, "replace")
    return type(self)(*_ints(values, _fields(self)))


def date_replace2(self, *args, **kwargs):
    if args:
        raise TypeError("replace() takes at most 0 positional arguments (%d given)" % len(args))
    return self.replace(**kwargs)


def date_reduce(self):
    year, month, day = _fields(self)
    return type(self), (bytes((year >> 8, year & 255, month, day)),)


def date_strftime(self, *args, **kwargs):
    (format,) = _bind(args, kwargs, ("format",), 1, "strftime")
    if not isinstance(format, str):
        raise TypeError("strftime() argument 1 must be str, not %s" % _argument_name(format))
    return _strftime(self, format, self.timetuple())


def date_format(self, *args):
    if len(args) != 1:
        raise TypeError("__format__() takes exactly 1 argument (%d given)" % len(args))
    if not isinstance(args[0], str):
        raise TypeError("__format__() argument 1 must be str, not %s" % _argument_name(args[0]))
    return self.strftime(args[0]) if args[0] else str(self)


time_format = date_format


def _strftime(self, format, timetuple, argument=_no):
    """%f, %z, %:z and %Z are the object's; the rest is what time.strftime() says."""
    out, i = [], 0
    argument = self if argument is _no else argument
    while True:
        at = format.find("%", i)
        if at < 0 or at + 1 >= len(format):
            out.append(format[i:])
            break
        out.append(format[i:at])
        code = format[at + 1]
        i = at + 2
        if code == "z" or code == ":" and _NEWER and format[i:i + 1] == "z":
            if code == ":":
                i += 1
            offset = self.utcoffset() if hasattr(self, "utcoffset") else None
            out.append("" if offset is None else _put_offset(offset, ":" if code == ":" else ""))
        elif code == "Z":
            name = _ask_name(self.tzinfo, argument) if hasattr(self, "tzinfo") else None
            out.append((name or "").replace("%", "%%"))
        elif code == "f":
            out.append("%06d" % getattr(self, "microsecond", 0))
        else:
            out.append(format[at:i])
    import time
    text = "".join(out)
    return time.strftime(text if _NEWER else text.partition("\0")[0], timetuple)


# ---- reading ISO 8601

def _digits(text, at, count):
    """The number in so many digits; None: they are no digits, or not there."""
    part = text[at:at + count]
    return int(part) if len(part) == count and part.isascii() and part.isdigit() else None


def _read_date(text, length):
    """(year, month, day), perhaps out of range; None: not a date."""
    year = _digits(text, 0, 4)
    if year is None:
        return None
    dashed = text[4:5] == "-"
    at = 4 + dashed
    if text[at:at + 1] == "W":
        week = _digits(text, at + 1, 2)
        if week is None:
            return None
        at += 3
        day = 1
        if at < length:
            if dashed:
                if text[at] != "-":
                    return None
                at += 1
            elif text[at] == "-":
                return None
            day = _digits(text, at, 1)
            if day is None:
                return None
        try:
            return _from_iso(year, week, day)
        except ValueError:
            return None
    month = _digits(text, at, 2)
    if month is None:
        return None
    at += 2
    if dashed:
        if text[at:at + 1] != "-":
            return None
        at += 1
    day = _digits(text, at, 2)
    return None if day is None else (year, month, day)


def _read_hms(text, last=True):
    """[hour, minute, second, microsecond] of hh[[:]mm[[:]ss[.f]]]; None: not a time. Where more follows one character is not looked at."""
    fields, at, length = [0, 0, 0, 0], 0, len(text)
    separated = text[2:3] == ":"
    for i in range(3):
        fields[i] = _digits(text, at, 2)
        if fields[i] is None:
            return None
        at += 2
        if at + 1 >= length:
            return fields if at == length or not last else None
        if text[at] in ".,":
            if i < 2 and _NOW:
                return None
            at += 1
            break
        if separated:
            if text[at] != ":" or i == 2 and _NOW:
                return None
            at += 1
    part = text[at:]
    if not part or not part.isascii() or not part.isdigit():
        return None
    fields[3] = int(part[:6].ljust(6, "0"))
    return fields


def _read_time(text):
    """([hour, minute, second, microsecond], tzinfo); None: not a time."""
    found = [at for at in map(text.find, "+-Z") if at >= 0]
    at = min(found) if found else -1
    fields = _read_hms(text) if at < 0 else _read_hms(text[:at], False)
    if fields is None:
        return None
    if at < 0:
        return fields, None
    if text[at] == "Z":
        return (fields, UTC) if at + 1 == len(text) else None
    offset = _read_hms(text[at + 1:])
    if offset is None:
        return None
    us = ((offset[0] * 60 + offset[1]) * 60 + offset[2]) * 1000000 + offset[3]
    if us == 0:
        return fields, UTC
    return fields, timezone(_from_us(-us if text[at] == "-" else us))


# ---- time

def time_new(cls, *args, **kwargs):
    if args and len(args) <= 2 and not kwargs and isinstance(args[0], (bytes, str)) and len(args[0]) == 6:
        state = args[0].encode("latin-1") if isinstance(args[0], str) else args[0]
        if state[0] & 127 < 24:
            tz = args[1] if len(args) > 1 else None
            if tz is not None and not isinstance(tz, tzinfo):
                raise TypeError("bad tzinfo state arg")
            return _time(cls, state[0] & 127, state[1], state[2], state[3] << 16 | state[4] << 8 | state[5], tz, state[0] >> 7)
    *values, tz, fold = _bind_time(args, kwargs, ("hour", "minute", "second", "microsecond", "tzinfo"))
    hour, minute, second, us = _ints(values, (0, 0, 0, 0))
    tz = None if tz is _no else tz
    fold = 0 if fold is _no else _int(fold)
    _check_time(hour, minute, second, us, fold)
    _check_tzinfo(tz)
    return _time(cls, hour, minute, second, us, tz, fold)


def _bind_time(args, kwargs, names, required=0, name="function"):
    """With fold, by name alone."""
    if len(args) > len(names):
        if len(args) + len(kwargs) > len(names) + 1:
            _bind(args, kwargs, names + ("fold",), required, name, _int)
        raise TypeError("%s takes at most %d positional argument%s (%d given)" % (
            name + "()" if name != "function" else name, len(names), "s", len(args)))
    return _bind(args, kwargs, names + ("fold",), required, name, _int)


def _make_time(cls, hour, minute, second, us, tz, fold):
    if cls is time:
        return _time(cls, hour, minute, second, us, tz, fold)
    made = cls(hour, minute, second, us, tz) if not fold else cls(hour, minute, second, us, tz, fold=fold)
    return made


def time_repr(self):
    hour, minute, second, us, tz, fold = _fields(self)
    text = "%s(%d, %d" % (_type_name(self), hour, minute)
    text += ", %d, %d" % (second, us) if us else ", %d" % second if second else ""
    return text + _put_rest(tz, fold) + ")"


def _put_rest(tz, fold):
    return (", tzinfo=%r" % tz if tz is not None else "") + (", fold=%d" % fold if fold else "")


def time_str(self):
    return self.isoformat()


_SPECS = {"hours": "%02d", "minutes": "%02d:%02d", "seconds": "%02d:%02d:%02d", "milliseconds": "%02d:%02d:%02d.%03d", "microseconds": "%02d:%02d:%02d.%06d"}


def _put_time(hour, minute, second, us, timespec):
    if timespec is _no or timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    elif timespec not in _SPECS:
        raise ValueError("Unknown timespec value")
    spec = _SPECS[timespec]
    if timespec == "milliseconds":
        us //= 1000
    return spec % (hour, minute, second, us)[:spec.count("%")]


def _timespec(value, name="isoformat"):
    if value is not _no and not isinstance(value, str):
        raise TypeError("isoformat() argument 1 must be str, not %s" % _argument_name(value))
    return value


def time_isoformat(self, *args, **kwargs):
    (timespec,) = _bind(args, kwargs, ("timespec",), 0, "isoformat")
    hour, minute, second, us, tz, fold = _fields(self)
    text = _put_time(hour, minute, second, us, _timespec(timespec))
    offset = _ask_zone(tz, "utcoffset", None)
    return text if offset is None else text + _put_offset(offset)


def time_strftime(self, *args, **kwargs):
    (format,) = _bind(args, kwargs, ("format",), 1, "strftime")
    if not isinstance(format, str):
        raise TypeError("strftime() argument 1 must be str, not %s" % _argument_name(format))
    hour, minute, second, *_ = _fields(self)
    return _strftime(self, format, (1900, 1, 1, hour, minute, second, 0, 1, -1), None)


def time_strptime(cls, text, format):
    import _strptime
    return _strptime._strptime_datetime_time(cls, text, format)


def time_utcoffset(self):
    return _ask_zone(_fields(self)[4], "utcoffset", None)


def time_dst(self):
    return _ask_zone(_fields(self)[4], "dst", None)


def time_tzname(self):
    return _ask_name(_fields(self)[4], None)


def time_replace(self, *args, **kwargs):
    values = _bind_time(args, kwargs, ("hour", "minute", "second", "microsecond", "tzinfo"), 0, "replace")
    hour, minute, second, us, tz, fold = _fields(self)
    hms = _ints(values[:4], (hour, minute, second, us))
    tz = tz if values[4] is _no else values[4]
    fold = fold if values[5] is _no else _int(values[5])
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1" + (", not %d" % fold if _NOW else ""))
    return _make_time(type(self), *hms, tz, fold) if type(self) is not time else time_new(time, *hms, tz, fold=fold)


time_replace2 = datetime_replace2 = date_replace2


def time_fromisoformat(cls, text):
    if not isinstance(text, str):
        raise TypeError("fromisoformat: argument must be str")
    body = text[1:] if text[:1] == "T" else text
    found = _read_time(body)
    if found is None:
        raise ValueError("Invalid isoformat string: %r" % text)
    fields, tz = found
    if _NOW and fields[0] == 24:
        if fields != [24, 0, 0, 0]:
            raise ValueError("minute, second, and microsecond must be 0 when hour is 24")
        fields[0] = 0
    _check_time(*fields, 0)
    return _make_time(cls, *fields, tz, 0)


def _time_offset_us(fields):
    hour, minute, second, us = fields
    return ((hour * 60 + minute) * 60 + second) * 1000000 + us


def time_hash(self):
    hour, minute, second, us, tz, fold = _fields(self)
    offset = time_utcoffset(self if not fold else self.replace(fold=0))
    if offset is None:
        return hash(bytes((hour, minute, second, us >> 16, us >> 8 & 255, us & 255)))
    return hash(_from_us(_time_offset_us((hour, minute, second, us)) - _us(offset)))


def time_compare(op, a, b):
    if not isinstance(b, time):
        return NotImplemented
    *fa, ta, _ = _fields(a)
    *fb, tb, _ = _fields(b)
    if ta is tb:
        return _order(op, fa, fb)
    oa, ob = time_utcoffset(a), time_utcoffset(b)
    if oa is None is ob or oa is not None is not ob and oa == ob:
        return _order(op, fa, fb)
    if oa is None or ob is None:
        if op in (2, 3):
            return op == 3
        raise TypeError("can't compare offset-naive and offset-aware times")
    return _order(op, _time_offset_us(fa) - _us(oa), _time_offset_us(fb) - _us(ob))


def _pack_time(hour, minute, second, us, fold):
    return bytes((hour | fold << 7, minute, second, us >> 16, us >> 8 & 255, us & 255))


def time_reduce_ex(self, protocol):
    hour, minute, second, us, tz, fold = _fields(self)
    state = _pack_time(hour, minute, second, us, fold if protocol > 3 else 0)
    return type(self), (state,) if tz is None else (state, tz)


def time_reduce(self):
    return time_reduce_ex(self, 2)


# ---- datetime

_DATETIME = ("year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo")


def datetime_new(cls, *args, **kwargs):
    if args and len(args) <= 2 and not kwargs and isinstance(args[0], (bytes, str)) and len(args[0]) == 10:
        state = args[0].encode("latin-1") if isinstance(args[0], str) else args[0]
        if 1 <= state[2] & 127 <= 12:
            tz = args[1] if len(args) > 1 else None
            if tz is not None and not isinstance(tz, tzinfo):
                raise TypeError("bad tzinfo state arg")
            return _datetime(cls, state[0] << 8 | state[1], state[2] & 127, state[3], state[4], state[5], state[6],
                             state[7] << 16 | state[8] << 8 | state[9], tz, state[2] >> 7)
    *values, tz, fold = _bind_time(args, kwargs, _DATETIME, 3)
    year, month, day, hour, minute, second, us = _ints(values, (0, 0, 0, 0, 0, 0, 0))
    tz = None if tz is _no else tz
    fold = 0 if fold is _no else _int(fold)
    _check_date(year, month, day)
    _check_time(hour, minute, second, us, fold)
    _check_tzinfo(tz)
    return _datetime(cls, year, month, day, hour, minute, second, us, tz, fold)


def _make_datetime(cls, fields, tz, fold=0):
    if cls is datetime:
        return _datetime(cls, *fields, tz, fold)
    return cls(*fields, tz, fold=fold) if fold else cls(*fields, tz)


def datetime_now(cls, *args, **kwargs):
    (tz,) = _bind(args, kwargs, ("tz",), 0, "now")
    tz = None if tz is _no else tz
    _check_tzinfo(tz)
    import time
    ns = time.time_ns()
    return _at(cls, ns // 1000000000, ns // 1000 % 1000000, tz)


def _at(cls, seconds, us, tz):
    made = _make_datetime(cls, _utc_of(seconds) + (us,), tz)
    return made if tz is None else tz.fromutc(made)


def _deprecated(text):
    if _NEWER:
        import warnings
        warnings.warn(text, DeprecationWarning, stacklevel=3)


def datetime_utcnow(cls):
    _deprecated("datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent "
                "datetimes in UTC: datetime.datetime.now(datetime.UTC).")
    import time
    ns = time.time_ns()
    return _at(cls, ns // 1000000000, ns // 1000 % 1000000, None)


def datetime_fromtimestamp(cls, *args, **kwargs):
    timestamp, tz = _bind(args, kwargs, ("timestamp", "tz"), 1, "fromtimestamp")
    tz = None if tz is _no else tz
    _check_tzinfo(tz)
    return _at(cls, *_seconds_of(timestamp), tz)


def datetime_utcfromtimestamp(cls, *args):
    _deprecated("datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to "
                "represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).")
    if len(args) != 1:
        raise TypeError("utcfromtimestamp() takes exactly 1 argument (%d given)" % len(args))
    return _at(cls, *_seconds_of(args[0]), None)


def datetime_strptime(cls, text, format):
    for i, argument in enumerate((text, format)):
        if not isinstance(argument, str):
            raise TypeError("strptime() argument %d must be str, not %s" % (i + 1, _argument_name(argument)))
    import _strptime
    return _strptime._strptime_datetime_datetime(cls, text, format)


def datetime_combine(cls, *args, **kwargs):
    day, moment, tz = _bind(args, kwargs, ("date", "time", "tzinfo"), 2, "combine")
    if not isinstance(day, date):
        raise TypeError("combine() argument 1 must be datetime.date, not %s" % _argument_name(day))
    if not isinstance(moment, time):
        raise TypeError("combine() argument 2 must be datetime.time, not %s" % _argument_name(moment))
    *hms, own, fold = _fields(moment)
    tz = own if tz is _no else tz
    if cls is datetime:
        _check_tzinfo(tz)
    return _make_datetime(cls, _fields(day)[:3] + tuple(hms), tz, fold)


def datetime_fromisoformat(cls, text):
    if not isinstance(text, str):
        raise TypeError("fromisoformat: argument must be str")
    problem = ValueError("Invalid isoformat string: %r" % text)
    length = len(text)
    if length < 7:
        raise problem
    at = _separator(text, length)
    day = _read_date(text[:at], at)
    if day is None:
        raise problem
    fields, tz = [0, 0, 0, 0], None
    if length > at:
        found = _read_time(text[at + 1:])
        if found is None:
            raise problem
        fields, tz = found
    if _NOW and fields[0] == 24:
        _check_date(*day)
        if fields != [24, 0, 0, 0]:
            raise ValueError("minute, second, and microsecond must be 0 when hour is 24")
        fields[0] = 0
        day = _any_from_ordinal(_ordinal(*day) + 1)
    _check_date(*day)
    _check_time(*fields, 0)
    return _make_datetime(cls, tuple(day) + tuple(fields), tz)


def _separator(text, length):
    """How long the date in front of a time is."""
    if length == 7:
        return 7
    if text[4] == "-":
        if text[5] == "W":
            if length < 8:
                return 10
            if length > 8 and text[8] == "-":
                if length == 9:
                    return -1
                if length > 10 and _is_digit(text[10]):
                    return 8
                return 10
            return 8
        return 10
    if text[4] == "W":
        at = 7
        while at < length and _is_digit(text[at]):
            at += 1
        if at < 9:
            return at
        return 7 if at % 2 == 0 else 8
    return 8


def _is_digit(c):
    return "0" <= c <= "9"


def datetime_date(self):
    return _date(date, *_fields(self)[:3])


def datetime_time(self):
    fields = _fields(self)
    return _time(time, *fields[3:7], None, fields[8])


def datetime_timetz(self):
    return _time(time, *_fields(self)[3:])


def datetime_ctime(self):
    return date_ctime(self, _fields(self)[3:6])


def datetime_timetuple(self):
    fields = _fields(self)
    dst = datetime_dst(self)
    return _time_tuple(fields, -1 if dst is None else 1 if dst else 0)


def datetime_utctimetuple(self):
    fields, offset = _fields(self), datetime_utcoffset(self)
    if offset:
        whole = _moment_us(fields) - _us(offset)
        days, us = divmod(whole, 86400000000)
        if not 1 <= days <= _LAST:
            raise OverflowError("date value out of range")
        fields = _from_ordinal(days) + (us // 3600000000, us // 60000000 % 60, us // 1000000 % 60)
    return _time_tuple(fields, 0)


def _moment_us(fields):
    return _ordinal(*fields[:3]) * 86400000000 + _time_offset_us(fields[3:7])


def datetime_timestamp(self):
    fields, offset = _fields(self), None
    if fields[7] is not None:
        offset = datetime_utcoffset(self)
    if offset is None:
        _check_local(fields)
        return (_moment_us(fields) - _EPOCH * 86400000000) // 1000000 + fields[6] / 1e6
    return (_moment_us(fields) - _us(offset) - _EPOCH * 86400000000) / 1000000


def _check_local(fields):
    """Local time is looked for a day around the moment as well."""
    ordinal = _ordinal(*fields[:3]) + (1 if fields[8] else -1)
    if not 1 <= ordinal <= _LAST:
        _check_date(*_any_from_ordinal(ordinal))


def datetime_repr(self):
    fields = _fields(self)
    last = 7 if fields[6] else 6 if fields[5] else 5
    return "%s(%s%s)" % (_type_name(self), ", ".join(map(str, fields[:last])), (", fold=1" if fields[8] else "") + _put_rest(fields[7], 0))


def datetime_str(self):
    return self.isoformat(" ")


def datetime_isoformat(self, *args, **kwargs):
    separator, timespec = _bind(args, kwargs, ("sep", "timespec"), 0, "isoformat")
    if separator is _no:
        separator = "T"
    elif not isinstance(separator, str):
        raise TypeError("isoformat() argument 1 must be a unicode character, not %s" % _argument_name(separator))
    elif len(separator) != 1:
        raise TypeError("isoformat() argument 1 must be a unicode character, not " + (
            "a string of length %d" % len(separator) if _NOW else "str"))
    if timespec is not _no and not isinstance(timespec, str):
        raise TypeError("isoformat() argument 2 must be str, not %s" % _argument_name(timespec))
    fields = _fields(self)
    text = "%04d-%02d-%02d" % fields[:3] + separator + _put_time(*fields[3:7], timespec)
    offset = _ask_zone(fields[7], "utcoffset", self)
    return text if offset is None else text + _put_offset(offset)


def datetime_utcoffset(self):
    return _ask_zone(_fields(self)[7], "utcoffset", self)


def datetime_dst(self):
    return _ask_zone(_fields(self)[7], "dst", self)


def datetime_tzname(self):
    return _ask_name(_fields(self)[7], self)


def datetime_replace(self, *args, **kwargs):
    values = _bind_time(args, kwargs, _DATETIME, 0, "replace")
    fields = _fields(self)
    numbers = _ints(values[:7], fields)
    tz = fields[7] if values[7] is _no else values[7]
    fold = fields[8] if values[8] is _no else _int(values[8])
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1" + (", not %d" % fold if _NOW else ""))
    if type(self) is datetime:
        return datetime_new(datetime, *numbers, tz, fold=fold)
    return _make_datetime(type(self), numbers, tz, fold)


def datetime_astimezone(self, *args, **kwargs):
    (tz,) = _bind(args, kwargs, ("tz",), 0, "astimezone")
    tz = None if tz is _no else tz
    _check_tzinfo(tz)
    fields, own = _fields(self), _fields(self)[7]
    if own is None:
        _check_local(fields)
        own = _LOCAL
        offset = _ZERO
    else:
        if own is tz:
            return self
        offset = _ask_zone(own, "utcoffset", self)
        if offset is None:
            own, offset = _LOCAL, _ZERO
    if own is tz:
        return self
    moment = _move(self, -_us(offset))
    target = _LOCAL if tz is None else tz
    moment = moment.replace(tzinfo=target) if type(moment) is not datetime else datetime_new(datetime, *_fields(moment)[:7], target)
    return target.fromutc(moment)


_LOCAL = timezone(_ZERO, "UTC")


def datetime_hash(self):
    fields = _fields(self)
    year, month, day, hour, minute, second, us, tz, fold = fields
    offset = _ask_zone(tz, "utcoffset", self.replace(fold=0) if fold else self)
    if offset is None:
        return hash(bytes((year >> 8, year & 255, month, day)) + _pack_time(hour, minute, second, us, 0))
    return hash(_from_us(_moment_us(fields) - _us(offset)))


def _offset_depends_on_fold(self, offset):
    flipped = self.replace(fold=not _fields(self)[8])
    return datetime_utcoffset(flipped) != offset


def datetime_compare(op, a, b):
    if not isinstance(b, datetime):
        if isinstance(b, date):
            if not _LATEST:
                if op in (2, 3):
                    return op == 3
                raise TypeError("can't compare datetime.datetime to %s" % _argument_name(b))
            return NotImplemented
        return NotImplemented
    fa, fb = _fields(a), _fields(b)
    if fa[7] is fb[7]:
        return _order(op, fa[:7], fb[:7])
    oa, ob = datetime_utcoffset(a), datetime_utcoffset(b)
    if oa is None is ob or oa is not None is not ob and oa == ob:
        result = _order(op, fa[:7], fb[:7])
        if op in (2, 3) and result == (op == 2) and oa is not None:
            if _offset_depends_on_fold(a, oa) or _offset_depends_on_fold(b, ob):
                return op == 3
        return result
    if oa is not None and ob is not None:
        if op in (2, 3) and (_offset_depends_on_fold(a, oa) or _offset_depends_on_fold(b, ob)):
            return op == 3
        return _order(op, _moment_us(fa) - _us(oa), _moment_us(fb) - _us(ob))
    if op in (2, 3):
        return op == 3
    raise TypeError("can't compare offset-naive and offset-aware datetimes")


def _move(self, us):
    fields = _fields(self)
    days, us = divmod(_moment_us(fields) + us, 86400000000)
    if not 1 <= days <= _LAST:
        raise OverflowError("date value out of range")
    seconds, us = divmod(us, 1000000)
    return _make_datetime(type(self), _from_ordinal(days) + (seconds // 3600, seconds // 60 % 60, seconds % 60, us), fields[7])


def datetime_add(a, b):
    if isinstance(a, datetime) and isinstance(b, timedelta):
        return _move(a, _us(b))
    if isinstance(a, timedelta) and isinstance(b, datetime):
        return _move(b, _us(a))
    return NotImplemented


def datetime_sub(a, b):
    if not isinstance(a, datetime):
        return NotImplemented
    if isinstance(b, timedelta):
        return _move(a, -_us(b))
    if not isinstance(b, datetime):
        return NotImplemented
    fa, fb = _fields(a), _fields(b)
    difference = _moment_us(fa) - _moment_us(fb)
    if fa[7] is not fb[7]:
        oa, ob = datetime_utcoffset(a), datetime_utcoffset(b)
        if (oa is None) != (ob is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        if oa is not None:
            difference += _us(ob) - _us(oa)
    return _from_us(difference)


def datetime_reduce_ex(self, protocol):
    year, month, day, hour, minute, second, us, tz, fold = _fields(self)
    fold = fold if protocol > 3 else 0
    state = bytes((year >> 8, year & 255, month | fold << 7, day)) + _pack_time(hour, minute, second, us, 0)
    return type(self), (state,) if tz is None else (state, tz)


def datetime_reduce(self):
    return datetime_reduce_ex(self, 2)
