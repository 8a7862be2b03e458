"""What of the module time is written in Python: calendars, in UTC."""


def _make():
    class struct_time(tuple):
        _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")

        def __repr__(self):
            return "time.struct_time(%s)" % ", ".join("%s=%r" % pair for pair in zip(self._names, self))

    for i, name in enumerate(struct_time._names):
        setattr(struct_time, name, property(lambda self, i=i: self[i]))
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

    def leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

    def gmtime(seconds=None):
        from time import time

        whole = int(time() if seconds is None else seconds)
        days, rest = divmod(whole, 86400)
        weekday = (days + 3) % 7
        year = 1970
        while days < 0:
            year -= 1
            days += 365 + leap(year)
        while days >= 365 + leap(year):
            days -= 365 + leap(year)
            year += 1
        yday, month = days + 1, 0
        while days >= lengths[month] + (month == 1 and leap(year)):
            days -= lengths[month] + (month == 1 and leap(year))
            month += 1
        return struct_time((year, month + 1, days + 1, rest // 3600, rest // 60 % 60, rest % 60, weekday, yday, 0))

    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

    def strftime(format, t=None):
        t = gmtime() if t is None else t
        values = {
            "Y": "%d" % t[0], "m": "%02d" % t[1], "d": "%02d" % t[2], "H": "%02d" % t[3], "M": "%02d" % t[4], "S": "%02d" % t[5],
            "j": "%03d" % t[7], "y": "%02d" % (t[0] % 100), "A": days[t[6]], "a": days[t[6]][:3], "B": months[t[1] - 1],
            "b": months[t[1] - 1][:3], "p": "AM" if t[3] < 12 else "PM", "I": "%02d" % ((t[3] + 11) % 12 + 1), "Z": "UTC", "z": "+0000", "%": "%",
            "F": "%d-%02d-%02d" % t[:3], "T": "%02d:%02d:%02d" % t[3:6]}
        out, i = [], 0
        while i < len(format):
            if format[i] == "%" and i + 1 < len(format):
                out.append(values.get(format[i + 1], format[i:i + 2]))
                i += 2
            else:
                out.append(format[i])
                i += 1
        return "".join(out)

    def asctime(t=None):
        t = gmtime() if t is None else t
        return "%s %s %2d %02d:%02d:%02d %d" % (days[t[6]][:3], months[t[1] - 1][:3], t[2], t[3], t[4], t[5], t[0])

    def ctime(seconds=None):
        return asctime(gmtime(seconds))

    return {"struct_time": struct_time, "gmtime": gmtime, "localtime": gmtime, "strftime": strftime, "asctime": asctime, "ctime": ctime,
            "timezone": 0, "altzone": 0, "daylight": 0, "tzname": ("UTC", "UTC")}


globals().update(_make())
del _make
