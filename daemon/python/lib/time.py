"""What of the module time is written in Python: calendars, in UTC."""


def _make():
    from sys import _struct_sequence
    from time import struct_time

    before = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)

    def leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

    def days_before(year, month):
        """Days from 1970-01-01 to the first of the month."""
        y = year - 1
        return y * 365 + y // 4 - y // 100 + y // 400 + before[month] + (month > 2 and leap(year)) - 719162

    def broken_down(seconds, zone):
        from time import time

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
            from operator import index
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
        while before[month] + (month > 2 and leap(year)) > day:
            month -= 1
        return _struct_sequence("time.struct_time", (
            year, month, day - before[month] - (month > 2 and leap(year)) + 1, rest // 3600, rest // 60 % 60, rest % 60, (days + 3) % 7, day + 1, 0, zone.decode(), 0))

    def gmtime(seconds=None, /):
        return broken_down(seconds, b"GMT")

    def localtime(seconds=None, /):
        return broken_down(seconds, b"UTC")

    def fields_of(t, function):
        if not isinstance(t, tuple):
            raise TypeError("Tuple or struct_time argument required")
        if len(t) != 9:
            raise TypeError("%s(): illegal time tuple argument" % function)
        from operator import index
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

    def strftime(format, t=None, /):
        if not isinstance(format, str):
            raise TypeError("strftime() argument 1 must be str, not %s" % ("None" if format is None else type(format).__name__))
        import sys
        if "\0" in format and sys.version_info < (3, 13):
            raise ValueError("embedded null character")
        from _strptime import _strftime
        return _strftime(format, localtime() if t is None else checked(t, "strftime"))

    def strptime(string, format="%a %b %d %H:%M:%S %Y", /):
        from _strptime import _strptime_time
        return _strptime_time(string, format)

    def mktime(t, /):
        year, month, day, hour, minute, second, weekday, yday, dst = fields_of(t, "mktime")
        years, month = divmod(month - 1, 12)
        days = days_before(year + years, month + 1) + day - 1
        return float(((days * 24 + hour) * 60 + minute) * 60 + second)

    def date_text(t):
        from _strptime import _DAYS, _MONTHS
        return "%s %s%3d %02d:%02d:%02d %d" % (_DAYS[t[6]][:3], _MONTHS[t[1] - 1][:3], t[2], t[3], t[4], t[5], t[0])

    def asctime(t=None, /):
        return date_text(localtime() if t is None else checked(t, "asctime"))

    def ctime(seconds=None, /):
        return date_text(gmtime(seconds))

    def tzset():
        pass

    def get_clock_info(name, /):
        if name not in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
            raise ValueError("unknown clock")
        from types import SimpleNamespace
        return SimpleNamespace(implementation="the session's own clock", monotonic=name != "time", adjustable=name == "time", resolution=1e-06)

    def clock_gettime_ns(clk_id, /):
        from operator import index
        from time import monotonic_ns, process_time_ns, time_ns
        clocks = {0: time_ns, 1: monotonic_ns, 2: process_time_ns, 3: process_time_ns, 4: monotonic_ns, 7: monotonic_ns, 11: time_ns}
        if index(clk_id) not in clocks:
            raise OSError(22, "Invalid argument")
        return clocks[index(clk_id)]()

    def clock_gettime(clk_id, /):
        return clock_gettime_ns(clk_id) / 1e9

    def clock_getres(clk_id, /):
        clock_gettime_ns(clk_id)
        return 1e-09

    made = (clock_gettime, clock_gettime_ns, clock_getres, gmtime, localtime, strftime, strptime, mktime, asctime, ctime, tzset, get_clock_info)
    for function in made:
        function.__qualname__ = function.__name__
    clocks = dict(CLOCK_REALTIME=0, CLOCK_MONOTONIC=1, CLOCK_PROCESS_CPUTIME_ID=2, CLOCK_THREAD_CPUTIME_ID=3, CLOCK_MONOTONIC_RAW=4, CLOCK_BOOTTIME=7, CLOCK_TAI=11)
    return dict({function.__name__: function for function in made}, **clocks, _STRUCT_TM_ITEMS=11, timezone=0, altzone=0, daylight=0, tzname=("UTC", "UTC"))


globals().update(_make())
del _make
