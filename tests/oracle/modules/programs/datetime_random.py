"""datetime: thousands of values, and what every operator, method and format says of them."""
import operator, random, sys
from datetime import date, datetime, time, timedelta, timezone, tzinfo

r = random.Random(20)


class Rule(tzinfo):
    """An hour more from April to September; between, an hour that comes twice."""

    def utcoffset(self, dt):
        return timedelta(hours=1) + self.dst(dt)

    def dst(self, dt):
        if dt is None or not 4 <= dt.month < 10 or dt.month == 9 and dt.day == 30 and dt.hour == 23 and dt.fold:
            return timedelta(0)
        return timedelta(hours=1)

    def tzname(self, dt):
        return "S" if self.dst(dt) else "W"

    def __repr__(self):
        return "Rule()"


RULE = Rule()
ZONES = [None, None, timezone.utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(seconds=-12345)), timezone(timedelta(hours=-8), "P"), RULE]


def a_date():
    return date(r.choice((1, 4, 1900, 1970, 1999, 2000, 2020, 2021, 2024, 9999, r.randint(1, 9999))), r.randint(1, 12), r.randint(1, 28))


def a_time():
    return time(r.randrange(24), r.randrange(60), r.choice((0, r.randrange(60))), r.choice((0, 0, r.randrange(10**6))), r.choice(ZONES), fold=r.choice((0, 0, 0, 1)))


def a_datetime():
    return datetime.combine(a_date(), a_time())


def a_delta():
    return timedelta(r.choice((0, 1, -1, r.randint(-800000, 800000))), r.choice((0, r.randint(-10**5, 10**5))), r.choice((0, r.randint(-10**7, 10**7))))


def a_number():
    return r.choice((0, 1, -1, 2, 3, 7, -12, 1.5, -0.25, 1e-3, 123.456, 10**9, True, r.randint(-10**6, 10**6), r.uniform(-100, 100)))


MAKERS = [a_date, a_time, a_datetime, a_datetime, a_delta, a_delta, a_number]
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, divmod, operator.eq, operator.ne, operator.lt, operator.le,
             operator.gt, operator.ge]
METHODS = {
    date: ["isoformat", "ctime", "weekday", "isoweekday", "toordinal", "isocalendar", "timetuple", "__str__", "__hash__", "__repr__"],
    time: ["isoformat", "utcoffset", "dst", "tzname", "__str__", "__hash__", "__repr__"],
    datetime: ["isoformat", "ctime", "weekday", "toordinal", "isocalendar", "timetuple", "utctimetuple", "timestamp", "utcoffset", "dst", "tzname", "date", "time", "timetz",
               "__str__", "__hash__", "__repr__", "astimezone"],
    timedelta: ["total_seconds", "__str__", "__hash__", "__repr__", "__neg__", "__abs__", "__bool__"],
}
CODES = "aAbBcdfHIjmMpSUwWxXyzZ%GVuCDeFgklnPrRst T"


def said(f, *args):
    try:
        return repr(f(*args))
    except (TypeError, OverflowError, ZeroDivisionError) as e:
        return type(e).__name__ + ("" if isinstance(e, ZeroDivisionError) else ": %s" % e)
    except ValueError as e:
        return "ValueError"


for i in range(2500):
    a, b = r.choice(MAKERS)(), r.choice(MAKERS)()
    op = r.choice(OPERATORS)
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        continue
    print(op.__name__, repr(a), repr(b), said(op, a, b))
for i in range(1200):
    a = r.choice(MAKERS[:6])()
    for name in r.sample(METHODS[type(a)], 3):
        print(name, repr(a), said(getattr(a, name)))
for i in range(600):
    a = r.choice((a_date, a_time, a_datetime))()
    early = getattr(a, "year", 2000) < 1000
    codes = [c for c in (CODES.replace("s", "") if not isinstance(a, date) or early else CODES) if not (early and c in "cCDFGgxY")]
    format = "".join(r.choice(("%", "%", "%-", "%_", "%0", "%^", "%5")) + r.choice(codes) + r.choice(" -:") for _ in range(4))
    if not any(c in format for c in ("-f", "_f", "0f", "^f", "5f", "-z", "_z", "0z", "^z", "5z", "-Z", "_Z", "0Z", "^Z", "5Z", "5%", "-%", "_%", "0%", "^%", "% ", "_ ", "- ", "0 ", "^ ", "5 ", "5n", "5t",
                                     "0n", "0t", "_n", "_t")):
        print(repr(a), repr(format), said(a.strftime, format), said(format_ := "{:%s}".__mod__, format) and said(("{:" + format.replace("%", "%") + "}").format, a) if "}" not in format else "")
for i in range(500):
    a = a_datetime()
    zone = r.choice(ZONES[2:])
    print(repr(a), said(a.astimezone, zone), said(lambda: a.astimezone(zone) == a), said(lambda: hash(a.astimezone(zone)) == hash(a)))
    text = a.isoformat(r.choice("T xZ"), r.choice(("auto", "seconds", "minutes", "hours", "milliseconds", "microseconds")))
    print(repr(text), said(datetime.fromisoformat, text), said(time.fromisoformat, text[11:]), said(date.fromisoformat, text[:10]))
    mangled = "".join(r.choice((c, c, c, c, c, c, c, r.choice("0123456789:-.+WZT"), "")) for c in text)
    if not (sys.version_info >= (3, 13) and any(c in mangled for c in ".,")) and "24" not in mangled:
        print(repr(mangled), said(datetime.fromisoformat, mangled), said(time.fromisoformat, mangled[11:]), said(date.fromisoformat, mangled[:10]))
for i in range(400):
    timestamp = r.choice((r.uniform(-1e9, 4e9), r.randint(-10**9, 10**10), r.randint(-10**6, 10**6) / 64, r.uniform(-1, 1)))
    print(repr(timestamp), said(datetime.fromtimestamp, timestamp, timezone.utc), said(datetime.fromtimestamp, timestamp), said(date.fromtimestamp, timestamp))
    print(said(lambda: timedelta(r.uniform(-1e5, 1e5), r.uniform(-1e5, 1e5), r.uniform(-1e3, 1e3), r.choice((0, 0.5, 1.5)), r.uniform(-9, 9))))
    print(said(date.fromisocalendar, r.randint(1, 9999), r.randint(1, 53), r.randint(1, 7)), said(date.fromordinal, r.randint(1, 3652059)))
FORMATS = ["%Y-%m-%d", "%d/%m/%y %H:%M:%S", "%a %b %d %Y", "%A, %d. %B %Y", "%I:%M %p %Y-%j", "%Y-%m-%dT%H:%M:%S.%f%z", "%G-W%V-%u", "%Y %U %w", "%Y %W %a", "%c", "%x %X %Y"]
for i in range(400):
    a = a_datetime().replace(tzinfo=r.choice((timezone.utc, timezone(timedelta(hours=r.randint(-12, 12), minutes=r.choice((0, 30)))))))
    if a.year < 1000:
        a = a.replace(year=2000 + a.year % 20)
    format = r.choice(FORMATS)
    text = a.strftime(format)
    print(repr(text), format, said(datetime.strptime, text, format), said(datetime.strptime, text[:-1], format), said(datetime.strptime, text + " ", format))
for i in range(300):
    a = r.choice((a_date, a_time, a_datetime))()
    names = [n for n in ("year", "month", "day", "hour", "minute", "second", "microsecond", "fold") if hasattr(a, n)]
    print(repr(a), said(lambda: a.replace(**{r.choice(names): r.randint(0, 31)})))
