"""datetime: texts, errors, attributes, sizes."""
import datetime as d
import copy, gc, pickle, sys, time, weakref
from datetime import date, datetime, time as tm, timedelta, timezone, tzinfo


def attempt(text):
    try:
        result = eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, "of 3.14" if sys.version_info >= (3, 13) and isinstance(e, ValueError) and any(
            words in str(e) for words in ("must be in", "out of range", "must be either", "strictly between")) else e)
    else:
        print(text, "->", repr(result), result if not isinstance(result, str) else "")


class Zone(tzinfo):
    def __init__(self, minutes, name="Z"):
        self.offset, self.name = timedelta(minutes=minutes), name

    def utcoffset(self, dt):
        return self.offset

    def dst(self, dt):
        return timedelta(0)

    def tzname(self, dt):
        return self.name

    def __repr__(self):
        return "Zone(%r)" % self.name


class Bad(tzinfo):
    def utcoffset(self, dt): return 5
    def dst(self, dt): return timedelta(days=2)
    def tzname(self, dt): return 7


class Date(date):
    pass


class DateTime(datetime):
    pass


class Delta(timedelta):
    pass


naive, aware = datetime(2020, 2, 29, 12, 30, 45, 123456), datetime(2020, 2, 29, 12, 30, 45, tzinfo=timezone.utc)
zoned = datetime(2021, 12, 31, 23, 59, 59, 999999, tzinfo=Zone(-330, "half"))
day, delta, moment = date(2020, 2, 29), timedelta(1, 2, 3), tm(1, 2, 3, 4)
objects = [day, naive, aware, zoned, moment, tm(5, tzinfo=timezone.utc), delta, timezone.utc, timezone(timedelta(hours=1)), timezone(timedelta(0), "x"), tzinfo()]
for o in objects:
    print(repr(o), o if type(o) is not tzinfo else "", sys.getsizeof(o), type(o).__basicsize__, gc.is_tracked(o), type(o), type(o).__mro__, type(o).__module__)
    for name in ("min", "max", "resolution", "utc"):
        print(name, repr(getattr(type(o), name, "none")))
    try:
        print(hash(o) if type(o) is not tzinfo else "")
        print(pickle.loads(pickle.dumps(o)) == o, copy.copy(o) == o, copy.deepcopy(o) == o, copy.copy(o) is o, [pickle.loads(pickle.dumps(o, p)) == o for p in range(6)])
        print(o.__reduce__(), o.__reduce_ex__(4))
        weakref.ref(o)
    except TypeError as e:
        print(type(e).__name__, e)
for cls in (Date, DateTime, Delta):
    print(cls.__name__, sys.getsizeof(cls(2020, 1, 1)) if sys.version_info < (3, 12) else "", repr(cls(2020, 1, 1)), type(cls(2020, 1, 1) + timedelta(1)),
          cls(2020, 1, 1).__dict__, hash(cls(2020, 1, 1)), weakref.ref(cls(1, 1, 1))() is None)
print(Date.today().__class__, DateTime.now().__class__, DateTime.fromtimestamp(0), Date.fromordinal(5), DateTime.strptime("2020", "%Y").__class__,
      type(Date(2020, 1, 1).replace(day=2)), type(DateTime(2020, 1, 1).replace(day=2)), type(DateTime(2020, 1, 1).astimezone(timezone.utc)))

for text in ("date()", "date(1)", "date(1, 2)", "date(1, 2, 3, 4)", "date(1, 2, 3, x=4)", "date(1, 2, day=3)", "date(1, 2, 3, year=4)", "date('a', 1, 1)",
             "date(1.0, 1, 1)", "date(0, 1, 1)", "date(10000, 1, 1)", "date(1, 13, 1)", "date(1, 0, 1)", "date(2021, 2, 29)", "date(1, 1, 0)", "date(2**31, 1, 1)",
             "date(2**64, 1, 1)", "date(None, 1, 1)", "date(True, True, True)", "datetime(1)", "datetime(1, 1, 1, 24)", "datetime(1, 1, 1, 0, 60)",
             "datetime(1, 1, 1, 0, 0, 60)", "datetime(1, 1, 1, 0, 0, 0, 1000000)", "datetime(1, 1, 1, fold=2)", "datetime(1, 1, 1, tzinfo=5)",
             "datetime(1, 1, 1, 1, 1, 1, 1, None, 1)", "datetime(1, 1, 1, 1, 1, 1, 1, None, 1, 1)", "tm(24)", "tm(-1)", "tm(1, 60)", "tm(tzinfo='x')",
             "tm(1, 2, 3, 4, None, 1)", "tm(fold=1)", "tm()", "timedelta('a')", "timedelta(1, 2, 3, 4, 5, 6, 7, 8)", "timedelta(x=1)", "timedelta(10**9)",
             "timedelta(days=-10**9)", "timedelta(10**30)", "timedelta(1e30)", "timedelta(float('nan'))", "timedelta(float('inf'))", "timedelta(0.5, 0.5, 0.5)",
             "timedelta(weeks=1, days=1, hours=1, minutes=1, seconds=1, milliseconds=1, microseconds=1)", "timedelta(microseconds=0.5)",
             "timedelta(microseconds=1.5)", "timedelta(microseconds=2.5)", "timedelta(seconds=1e-6 / 2)", "timedelta(days=1.1, hours=-3.3)", "timedelta(-1)",
             "timedelta(hours=-1)", "timedelta(days=5, microseconds=-1)", "timezone()", "timezone(5)", "timezone(timedelta(hours=24))",
             "timezone(timedelta(hours=1), 5)", "timezone(timedelta(hours=1), name='x')", "timezone(timedelta(hours=-1, seconds=30))",
             "timezone(timedelta(microseconds=1))", "timezone(timedelta(0)) is timezone.utc", "timezone.utc.utcoffset(None)", "timezone.utc.utcoffset(5)",
             "timezone.utc.tzname(None)", "timezone.utc.dst(naive)", "timezone.utc.fromutc(naive)", "timezone.utc.fromutc(5)", "timezone.utc.fromutc(aware)",
             "timezone(timedelta(hours=2)).fromutc(aware)", "timezone.utc == timezone(timedelta(0), 'x')", "timezone.utc < timezone.utc",
             "tzinfo().utcoffset(None)", "tzinfo().tzname(None)", "tzinfo().dst(None)", "tzinfo().fromutc(naive)", "Zone(5).fromutc(5)",
             "Zone(5).fromutc(naive.replace(tzinfo=Zone(7)))", "datetime(1, 1, 1, tzinfo=Bad()).utcoffset()", "datetime(1, 1, 1, tzinfo=Bad()).dst()",
             "datetime(1, 1, 1, tzinfo=Bad()).tzname()", "str(datetime(1, 1, 1, tzinfo=Bad()))", "hash(tm(1, tzinfo=Bad()))",
             "day.foo", "day.year", "day.isoformat(1)", "day.isocalendar()", "day.isocalendar().week", "day.isocalendar()[1:]", "day.weekday()", "day.isoweekday()",
             "day.toordinal()", "day.ctime()", "day.timetuple()", "naive.timetuple()", "aware.timetuple()", "zoned.utctimetuple()", "naive.ctime()",
             "day.replace(year=2021)", "day.replace(year=2021, day=1)", "day.replace(2019, 1)", "day.replace(x=1)", "day.replace(1, 2, 3, 4)", "day.strftime()",
             "day.strftime(5)", "day.strftime('%Y-%m-%d %H %% %j %U %W %w %a %A %b %B %x %X %c %p %I %y %C %e %D %F %T %R %r %h %n %t %G %V %u %g %Z|%z|%f')",
             "naive.strftime('%Y-%m-%d %H:%M:%S.%f %z %Z %p %I %j')", "aware.strftime('%z %Z %f')", "zoned.strftime('%z %Z')", "moment.strftime('%H:%M:%S.%f %Y %Z')",
             "tm(1, tzinfo=Zone(61, '%H')).strftime('%z %Z')", "format(day, '')", "format(day, '%d/%m')", "f'{naive:%H:%M}'", "format(moment, '%M')", "format(delta, '')",
             "format(delta, 'x')", "day.__format__(5)", "naive.strftime('%')", "naive.strftime('%-d %_d %05d %^a %#a %10Y %Q %E %Ey %Od')",
             "day.strftime('%Y') == '2020'", "date(1, 1, 1).isoformat()", "date(12, 3, 4).ctime()",
             "naive.isoformat()", "naive.isoformat(' ')", "naive.isoformat(sep='x', timespec='minutes')", "naive.isoformat(timespec='milliseconds')",
             "naive.isoformat(timespec='hours')", "naive.isoformat(timespec='auto')", "naive.isoformat(timespec='x')", "naive.isoformat('ab')" if sys.version_info < (3, 13) else "1",
             "naive.isoformat(5)", "moment.isoformat('seconds')", "moment.isoformat(timespec='microseconds')", "aware.isoformat(timespec='hours')", "zoned.isoformat()",
             "datetime(1, 1, 1, tzinfo=timezone(timedelta(seconds=-3661, microseconds=5))).isoformat()",
             "naive.date()", "naive.time()", "aware.timetz()", "aware.time()", "naive.timestamp()", "aware.timestamp()", "zoned.timestamp()", "datetime(1, 1, 1).timestamp()",
             "naive.utcoffset()", "aware.utcoffset()", "aware.dst()", "aware.tzname()", "zoned.tzname()", "zoned.dst()", "moment.tzname()", "tm(1, tzinfo=Zone(5)).utcoffset()",
             "naive.replace(hour=1, tzinfo=timezone.utc)", "naive.replace(fold=1)", "naive.replace(fold=2)", "moment.replace(5)", "moment.replace(hour=25)", "moment.replace(fold=1)",
             "aware.astimezone(timezone(timedelta(hours=5)))", "zoned.astimezone(timezone.utc)", "naive.astimezone(timezone.utc)", "aware.astimezone()", "naive.astimezone(5)",
             "aware.astimezone(Zone(90))", "zoned.astimezone(zoned.tzinfo) is zoned",
             "datetime.combine(day, moment)", "datetime.combine(day, tm(1, tzinfo=timezone.utc))", "datetime.combine(day, moment, timezone.utc)", "datetime.combine(1, 2)",
             "datetime.combine(day, 2)", "datetime.combine()", "date.fromordinal(1)", "date.fromordinal(0)", "date.fromordinal(10**7)", "date.fromordinal('x')", "date.fromordinal()",
             "date.fromtimestamp(0)", "date.fromtimestamp(1e9)", "date.fromtimestamp(-1.5)", "date.fromtimestamp('x')", "date.fromtimestamp()", "date.fromtimestamp(1e30)",
             "datetime.fromtimestamp(1.5)", "datetime.fromtimestamp(-1.25)", "datetime.fromtimestamp(1e9, timezone.utc)", "datetime.fromtimestamp(0, tz=Zone(60))",
             "datetime.fromtimestamp(1e20)", "datetime.fromtimestamp(1e11)", "datetime.fromtimestamp(float('nan'))", "datetime.fromtimestamp(0.0000005)",
             "datetime.fromtimestamp(1.9999999)", "datetime.fromtimestamp()", "datetime.fromtimestamp(0, 5)", "datetime.now(5)", "datetime.now(1, 2)", "datetime.now(x=1)",
             "date.fromisocalendar(2020, 9, 6)", "date.fromisocalendar(2020, 54, 1)", "date.fromisocalendar(2021, 53, 1)", "date.fromisocalendar(2020, 1, 8)",
             "date.fromisocalendar(0, 1, 1)", "date.fromisocalendar(year=2020, week=53, day=7)", "date.fromisocalendar('a', 1, 1)", "date.fromisocalendar(9999, 52, 6)",
             "day + delta", "delta + day", "day - delta", "day - date(2020, 1, 1)", "day + 1", "1 + day", "day - 1", "1 - day", "delta - day", "day + day",
             "date.max + timedelta(1)", "date.min - timedelta(1)", "datetime.max + timedelta(microseconds=1)", "datetime.min - delta", "naive + delta", "delta + naive", "naive - delta",
             "naive - naive", "aware - zoned", "naive - aware", "naive - day", "day - naive", "naive - 5", "aware + timedelta(hours=25)",
             "day < date(2021, 1, 1)", "day == naive", "day < naive", "naive == aware", "naive < aware", "aware < zoned", "day < 5", "day == 5", "delta < 5", "delta == 5", "moment < tm(5)",
             "moment < tm(5, tzinfo=timezone.utc)", "moment == tm(5, tzinfo=timezone.utc)", "tm(5, tzinfo=timezone.utc) > tm(5, tzinfo=Zone(1))", "moment < 5",
             "aware == aware.astimezone(Zone(90))", "hash(aware) == hash(aware.astimezone(Zone(90)))", "hash(naive.replace(fold=1)) == hash(naive)",
             "delta * 2", "2 * delta", "delta * 1.5", "delta * 'x'", "delta / 2", "delta / 1.5", "delta / delta", "delta // 2", "delta // delta", "delta % timedelta(hours=1)",
             "divmod(delta, timedelta(hours=1))", "-delta", "+delta", "abs(-delta)", "bool(timedelta(0))", "delta / 'x'", "delta % 2", "delta + 1", "1 - delta", "2 / delta", "2 // delta",
             "timedelta.max + timedelta(1)", "timedelta.min * 2", "timedelta.max * 1.5", "-timedelta.max", "abs(timedelta.min)", "delta.total_seconds()", "timedelta.max.total_seconds()",
             "timedelta(microseconds=-1).total_seconds()", "delta.days", "delta.seconds", "delta.microseconds", "timedelta(1) // 1.5", "timedelta(7) / 3", "timedelta(microseconds=1) / 2",
             "timedelta(microseconds=3) / 2", "timedelta(microseconds=3) * 0.5", "timedelta(microseconds=-3) / 2", "str(timedelta(-1, 5, 6))", "str(timedelta(1))", "repr(timedelta(0))",
             "repr(timedelta(microseconds=5))", "repr(timedelta(-1, 3))", "datetime.strptime('2020-02-29 12:30', '%Y-%m-%d %H:%M')", "datetime.strptime('x', '%Y')",
             "datetime.strptime('2020x', '%Y')", "datetime.strptime('2020', '%Q')", "datetime.strptime('2020', '%Y%')", "datetime.strptime(5, 'x')", "datetime.strptime('5', 5)",
             "datetime.strptime('12:30 PM +0530', '%I:%M %p %z')", "datetime.strptime('1 Jan 70 Z', '%d %b %y %z')", "datetime.strptime('2020 W05 3', '%G W%V %u')",
             "datetime.strptime('2020 300', '%Y %j')", "datetime.strptime('Sun Feb  9 01:02:03 2020', '%c')", "datetime.strptime('2020-06 3', '%Y-%W %w')",
             "datetime.strptime('UTC', '%Z')", "datetime.strptime('2020-01-01 -01:30:15.5', '%Y-%m-%d %z')", "datetime.strptime('2021 February 29', '%Y %B %d')",
             "datetime.strptime('2020.123456', '%Y.%f')", "datetime.strptime('10 2020', '%V %Y')", "datetime.strptime('2020 5', '%Y %V')", "datetime.strptime('1 2', '%d %d')" if sys.version_info < (3, 13) else "1",
             "IsoCalendarDate" if 0 else "1"):
    attempt(text)
print(type(day.isocalendar()), repr(day.isoformat)[:50], repr(date.isoformat), date.__dict__["today"], date.__dict__["year"], repr(date.today)[:40], timedelta.__dict__["days"])
for target, name in ((day, "year"), (delta, "days"), (moment, "hour"), (day, "x"), (date, "x"), (naive, "tzinfo")):
    try:
        setattr(target, name, 1)
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
lenient = sys.version_info >= (3, 13)
for text in ("2020-02-29", "20200229", "2020-W09-6", "2020W096", "2020-W09", "2020W09", "2020-2-29", "2020-02-30", "2020-13-01", "20-02-29", "2020/02/29", "2020-0229", "202002-29", "", "x" * 10,
             "2020-02-29T", "2020-W54-1", "2020-W09-8", "２020-01-01", "2020-02-29T12", "2020-02-29 12:30", "2020-02-29T12:30:45", "2020-02-29T12:30:45.1", "2020-02-29T12:30:45.123456789",
             "2020-02-29T12:30:45,5", "2020-02-29T123045", "20200229T123045.5", "2020-02-29T12:30:45Z", "2020-02-29T12:30:45+01:00", "2020-02-29T12:30:45-0130", "2020-02-29T12:30:45+01",
             "2020-02-29T12:30:45+01:02:03.000004", "2020-02-29T12:3", "2020-02-29T25:00", "2020-02-29T12:60", "2020-02-29T12:30:45.", "2020-02-29T12:30:45z", "2020-02-29T12:3045", "2020-02-29T12:30:45+25:00",
             "2020-02-29T12:30:45+", "2020W096T10", "2020-W09-6T10:00", "2020-W09T10:00", "2020W09T10", "2020-02-29x12:30", "2020022912", "2020-02-2912:00", "2020-02-29T12:30+00:00", *(() if lenient else ("2020-02-29T12.5", "2020-02-29T12:30.5")),
             "2020-02-29T00:00:00-00:00"):
    for function in (date.fromisoformat, datetime.fromisoformat):
        try:
            print(repr(text), repr(function(text)))
        except ValueError as e:
            print(repr(text), str(e) if "Invalid isoformat" in str(e) else "out of range")
for text in ("12", "12:30", "12:30:45", "12:30:45.5", "T12:30", "123045", "12:30Z", "12:30:45+05:30", "24:01", "1", "", "12:3", "12:30:45.1234567", "T", "12-05", "12:30:60"):
    try:
        print(repr(text), repr(tm.fromisoformat(text)))
    except ValueError as e:
        print(repr(text), str(e) if "Invalid isoformat" in str(e) else "out of range")
for x in (5, None, b"2020-01-01"):
    for function in (date.fromisoformat, datetime.fromisoformat, tm.fromisoformat):
        try:
            function(x)
        except TypeError as e:
            print(e)
try:
    date(2020, 13, 1)
except ValueError as e:
    print(e.__traceback__.tb_next, e.__context__)
print(time.strftime("%Y-%m-%d", (2020, 2, 3, 4, 5, 6, 7, 8, 0)), time.mktime((2020, 2, 30, 25, 61, 61, 0, 0, 0)), time.gmtime(1e9), time.gmtime(0).tm_zone, time.gmtime(-1)[:6],
      time.strptime("2020-02-03", "%Y-%m-%d"), time.asctime((2020, 2, 3, 4, 5, 6, 0, 8, 0)), time.ctime(0), time.struct_time(range(9)), time.struct_time(range(11)).tm_zone)
for text in ("time.struct_time(5)", "time.struct_time(range(8))", "time.struct_time(range(12))", "time.strftime('%Y', 5)", "time.strftime('%Y', (1, 2))", "time.strftime('%Y', (2020, 13, 1, 0, 0, 0, 0, 1, 0))",
             "time.strftime(5)", "time.mktime(5)", "time.asctime((1, 2))", "time.gmtime(1e30)", "time.gmtime('x')", "time.strptime('x', '%Y')", "time.strftime('', time.gmtime(0))",
             "time.strftime('%a %A %d', (2020, 2, 3, 4, 5, 6, 8, 8, 0))", "time.mktime(time.gmtime(123456789))"):
    attempt(text)
