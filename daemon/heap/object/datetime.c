/* The objects of datetime: their layouts (datetime.h). */
#include "daemon/heap/object/datetime.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/text.h"

#define NAIVE_DATETIME 40 /* bytes of one without tzinfo */
#define NAIVE_TIME     32

static struct timedelta_object *timedelta_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct date_object *date_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct datetime_object *datetime_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct time_object *time_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct timezone_object *timezone_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* ---- making ---------------------------------------------------------------------------------- */

addr timedelta_new(struct heap *h, addr type, int32_t days, int32_t seconds, int32_t microseconds)
{
    addr o = scripted_new(h, type, 0);
    if (!o)
        return 0;
    struct timedelta_object *d = timedelta_at(h, o);
    d->hash = -1;
    d->days = days;
    d->seconds = seconds;
    d->microseconds = microseconds;
    return o;
}

static void set_date(struct date_object *d, const int64_t fields[3])
{
    d->hash = -1;
    d->year[0] = (uint8_t)(fields[0] >> 8);
    d->year[1] = (uint8_t)fields[0];
    d->month = (uint8_t)fields[1];
    d->day = (uint8_t)fields[2];
}

static void set_microsecond(uint8_t to[3], int64_t value)
{
    for (int i = 0; i < 3; i++)
        to[i] = (uint8_t)(value >> (16 - 8 * i));
}
static int64_t microsecond(const uint8_t from[3])
{
    return from[0] << 16 | from[1] << 8 | from[2];
}

addr date_new(struct heap *h, addr type, const int64_t fields[3])
{
    addr o = scripted_new(h, type, 0);
    if (o)
        set_date(date_at(h, o), fields);
    return o;
}

addr datetime_new(struct heap *h, addr type, const int64_t fields[7], addr tzinfo, bool fold)
{
    addr o = scripted_new(h, type, tzinfo ? 0 : NAIVE_DATETIME);
    if (!o)
        return 0;
    struct datetime_object *d = datetime_at(h, o);
    set_date(&d->date, fields);
    d->hour = (uint8_t)fields[3];
    d->minute = (uint8_t)fields[4];
    d->second = (uint8_t)fields[5];
    set_microsecond(d->microsecond, fields[6]);
    d->fold = fold;
    d->date.has_tzinfo = tzinfo != 0;
    if (tzinfo)
        d->tzinfo = incref(h, tzinfo);
    return o;
}

addr time_new(struct heap *h, addr type, const int64_t fields[4], addr tzinfo, bool fold)
{
    addr o = scripted_new(h, type, tzinfo ? 0 : NAIVE_TIME);
    if (!o)
        return 0;
    struct time_object *t = time_at(h, o);
    t->hash = -1;
    t->hour = (uint8_t)fields[0];
    t->minute = (uint8_t)fields[1];
    t->second = (uint8_t)fields[2];
    set_microsecond(t->microsecond, fields[3]);
    t->fold = fold;
    t->has_tzinfo = tzinfo != 0;
    if (tzinfo)
        t->tzinfo = incref(h, tzinfo);
    return o;
}

addr timezone_new(struct heap *h, addr type, addr offset, addr name)
{
    addr o = scripted_new(h, type, 0);
    if (!o)
        return 0;
    timezone_at(h, o)->offset = incref(h, offset);
    timezone_at(h, o)->name = xincref(h, name);
    return o;
}

/* ---- fields ---------------------------------------------------------------------------------- */

static int64_t year_of(const struct date_object *d)
{
    return d->year[0] << 8 | d->year[1];
}

static size_t put_date(const struct date_object *d, int64_t *out)
{
    out[0] = year_of(d);
    out[1] = d->month;
    out[2] = d->day;
    return 3;
}

/* The numbers of an object; its tzinfo (0 none) and fold. */
static size_t numbers_of(const struct heap *h, addr o, int64_t numbers[8], addr *tzinfo, uint8_t *fold)
{
    size_t n = 0;
    switch (object_kind(h, o)) {
    case KIND_TIMEDELTA:
        numbers[n++] = timedelta_at(h, o)->days;
        numbers[n++] = timedelta_at(h, o)->seconds;
        numbers[n++] = timedelta_at(h, o)->microseconds;
        return n;
    case KIND_DATETIME: {
        const struct datetime_object *d = datetime_at(h, o);
        n = put_date(&d->date, numbers);
        numbers[n++] = d->hour;
        numbers[n++] = d->minute;
        numbers[n++] = d->second;
        numbers[n++] = microsecond(d->microsecond);
        *tzinfo = d->date.has_tzinfo ? d->tzinfo : 0;
        *fold = d->fold;
        return n;
    }
    case KIND_TIME: {
        const struct time_object *t = time_at(h, o);
        numbers[n++] = t->hour;
        numbers[n++] = t->minute;
        numbers[n++] = t->second;
        numbers[n++] = microsecond(t->microsecond);
        *tzinfo = t->has_tzinfo ? t->tzinfo : 0;
        *fold = t->fold;
        return n;
    }
    case KIND_DATE:
        return put_date(date_at(h, o), numbers);
    default:
        return 0;
    }
}

addr datetime_fields(struct heap *h, addr o)
{
    int64_t numbers[8];
    addr items[9], tzinfo = 0;
    uint8_t fold = 0;
    if (object_kind(h, o) == KIND_TIMEZONE) {
        addr parts[2] = {timezone_at(h, o)->offset,
                         timezone_at(h, o)->name ? timezone_at(h, o)->name : none(h)};
        return tuple_from(h, parts, 2);
    }
    size_t n = numbers_of(h, o, numbers, &tzinfo, &fold), made = 0;
    bool timed = object_kind(h, o) == KIND_DATETIME || object_kind(h, o) == KIND_TIME;
    while (made < n && (items[made] = int_new(h, numbers[made])))
        made++;
    addr tuple = 0;
    if (made == n) {
        items[n] = tzinfo ? tzinfo : none(h);
        items[n + 1] = int_new(h, fold); /* a small one */
        tuple = tuple_from(h, items, n + (timed ? 2 : 0));
    }
    for (size_t i = 0; i < made; i++)
        decref(h, items[i]);
    return tuple;
}

#define GET_NUMBER(prefix, kind, name, value)                                                                \
    static enum heap_status prefix##_get_##name(struct heap *h, addr o, addr *out)                           \
    {                                                                                                        \
        return answer_int(h, value, out);                                                                    \
    }
GET_NUMBER(date, date, year, year_of(date_at(h, o)))
GET_NUMBER(date, date, month, date_at(h, o)->month)
GET_NUMBER(date, date, day, date_at(h, o)->day)
GET_NUMBER(datetime, datetime, hour, datetime_at(h, o)->hour)
GET_NUMBER(datetime, datetime, minute, datetime_at(h, o)->minute)
GET_NUMBER(datetime, datetime, second, datetime_at(h, o)->second)
GET_NUMBER(datetime, datetime, microsecond, microsecond(datetime_at(h, o)->microsecond))
GET_NUMBER(datetime, datetime, fold, datetime_at(h, o)->fold)
GET_NUMBER(time, time, hour, time_at(h, o)->hour)
GET_NUMBER(time, time, minute, time_at(h, o)->minute)
GET_NUMBER(time, time, second, time_at(h, o)->second)
GET_NUMBER(time, time, microsecond, microsecond(time_at(h, o)->microsecond))
GET_NUMBER(time, time, fold, time_at(h, o)->fold)

static enum heap_status datetime_get_tzinfo(struct heap *h, addr o, addr *out)
{
    *out = incref(h, datetime_at(h, o)->date.has_tzinfo ? datetime_at(h, o)->tzinfo : none(h));
    return HEAP_OK;
}
static enum heap_status time_get_tzinfo(struct heap *h, addr o, addr *out)
{
    *out = incref(h, time_at(h, o)->has_tzinfo ? time_at(h, o)->tzinfo : none(h));
    return HEAP_OK;
}

const struct getset date_getsets[] = {
    {"year", date_get_year, NULL}, {"month", date_get_month, NULL}, {"day", date_get_day, NULL}, {0}};
const struct getset datetime_getsets[] = {
    {"hour", datetime_get_hour, NULL},
    {"minute", datetime_get_minute, NULL},
    {"second", datetime_get_second, NULL},
    {"microsecond", datetime_get_microsecond, NULL},
    {"tzinfo", datetime_get_tzinfo, NULL},
    {"fold", datetime_get_fold, NULL},
    {0},
};
const struct getset time_getsets[] = {
    {"hour", time_get_hour, NULL},
    {"minute", time_get_minute, NULL},
    {"second", time_get_second, NULL},
    {"microsecond", time_get_microsecond, NULL},
    {"tzinfo", time_get_tzinfo, NULL},
    {"fold", time_get_fold, NULL},
    {0},
};
const struct member_spec timedelta_members[] = {
    {"days", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct timedelta_object, days)},
    {"seconds", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct timedelta_object, seconds)},
    {"microseconds", MEMBER_INT, MEMBER_READ_ONLY, offsetof(struct timedelta_object, microseconds)},
    {0},
};

/* ---- constants of the classes ---------------------------------------------------------------- */

static addr fixed_delta(struct heap *h, int32_t days, int32_t seconds, int32_t microseconds)
{
    return timedelta_new(h, h->type[KIND_TIMEDELTA], days, seconds, microseconds);
}

static addr fixed_zone(struct heap *h, int32_t days, int32_t seconds)
{
    addr offset = fixed_object(h, fixed_delta(h, days, seconds, 0));
    return timezone_new(h, h->type[KIND_TIMEZONE], offset, 0);
}

/* The type's dict has the one reference. */
static void make_mortal(struct heap *h, addr dict, const char *name)
{
    object_at(h, dict_get_ascii(h, dict, name, strlen(name)))->refcount = 1;
}

/* An aware object's room even without tzinfo: what is moved is so long. */
static addr whole(struct heap *h, enum kind kind, const int64_t *fields)
{
    addr o = scripted_new(h, h->type[kind], 0);
    if (kind == KIND_DATETIME)
        set_date(date_at(h, o), fields);
    struct datetime_object *d = datetime_at(h, o);
    struct time_object *t = time_at(h, o);
    t->hash = -1;
    if (kind == KIND_DATETIME) {
        d->hour = (uint8_t)fields[3];
        d->minute = (uint8_t)fields[4];
        d->second = (uint8_t)fields[5];
        set_microsecond(d->microsecond, fields[6]);
    } else {
        t->hour = (uint8_t)fields[0];
        t->minute = (uint8_t)fields[1];
        t->second = (uint8_t)fields[2];
        set_microsecond(t->microsecond, fields[3]);
    }
    return o;
}

void datetime_add_constants(struct heap *h, addr dict, enum kind kind)
{
    static const int64_t first[7] = {1, 1, 1, 0, 0, 0, 0}, last[7] = {9999, 12, 31, 23, 59, 59, 999999};
    switch (kind) {
    case KIND_TIMEDELTA:
        class_add(h, dict, "resolution", fixed_delta(h, 0, 0, 1));
        class_add(h, dict, "min", fixed_delta(h, -999999999, 0, 0));
        class_add(h, dict, "max", fixed_delta(h, 999999999, 86399, 999999));
        break;
    case KIND_DATE:
        class_add(h, dict, "min", date_new(h, h->type[kind], first));
        class_add(h, dict, "max", date_new(h, h->type[kind], last));
        class_add(h, dict, "resolution", fixed_delta(h, 1, 0, 0));
        break;
    case KIND_DATETIME:
    case KIND_TIME:
        class_add(h, dict, "min", whole(h, kind, kind == KIND_TIME ? first + 3 : first));
        class_add(h, dict, "max", whole(h, kind, kind == KIND_TIME ? last + 3 : last));
        class_add(h, dict, "resolution", fixed_delta(h, 0, 0, 1));
        break;
    case KIND_TIMEZONE:
        class_add(h, dict, "utc", fixed_zone(h, 0, 0));
        class_add(h, dict, "min", fixed_zone(h, -1, 60));
        class_add(h, dict, "max", fixed_zone(h, 0, 86340));
        make_mortal(h, dict, "min"); /* UTC alone is there before the module */
        make_mortal(h, dict, "max");
        break;
    default:
        break;
    }
}

/* ---- the kinds ------------------------------------------------------------------------------- */

static void datetime_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (datetime_at(h, o)->date.has_tzinfo)
        visit(h, context, &datetime_at(h, o)->tzinfo, 1, 1);
}
static bool datetime_release_next(struct heap *h, addr o, addr *reference)
{
    struct datetime_object *d = datetime_at(h, o);
    if (!d->date.has_tzinfo || !d->tzinfo)
        return false;
    *reference = d->tzinfo;
    d->tzinfo = 0;
    return true;
}
static void time_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (time_at(h, o)->has_tzinfo)
        visit(h, context, &time_at(h, o)->tzinfo, 1, 1);
}
static bool time_release_next(struct heap *h, addr o, addr *reference)
{
    struct time_object *t = time_at(h, o);
    if (!t->has_tzinfo || !t->tzinfo)
        return false;
    *reference = t->tzinfo;
    t->tzinfo = 0;
    return true;
}
static void timezone_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &timezone_at(h, o)->offset, 2, 1);
}
static bool timezone_release_next(struct heap *h, addr o, addr *reference)
{
    static const uint8_t offsets[] = {offsetof(struct timezone_object, offset),
                                      offsetof(struct timezone_object, name)};
    return fields_release(h, o, offsets, 2, reference);
}

static const char *date_verify(const struct heap *h, addr o)
{
    const struct date_object *d = date_at(h, o);
    return year_of(d) < 1 || year_of(d) > 9999 || d->month < 1 || d->month > 12 || d->day < 1 || d->day > 31
               ? "a date that there is not"
               : NULL;
}
static const char *datetime_verify(const struct heap *h, addr o)
{
    const struct datetime_object *d = datetime_at(h, o);
    if (d->date.has_tzinfo && d->tzinfo && !object_exists(h, d->tzinfo))
        return "a datetime refers to what is no object";
    return d->hour > 23 || d->minute > 59 || d->second > 59 ? "a time that there is not" : date_verify(h, o);
}
static const char *time_verify(const struct heap *h, addr o)
{
    const struct time_object *t = time_at(h, o);
    if (t->has_tzinfo && t->tzinfo && !object_exists(h, t->tzinfo))
        return "a time refers to what is no object";
    return t->hour > 23 || t->minute > 59 || t->second > 59 ? "a time that there is not" : NULL;
}
static const char *timedelta_verify(const struct heap *h, addr o)
{
    const struct timedelta_object *d = timedelta_at(h, o);
    return d->seconds < 0 || d->seconds >= 86400 || d->microseconds < 0 || d->microseconds >= 1000000
               ? "a timedelta that is not normal"
               : NULL;
}

#define OPS(prefix, ...)                                                                                     \
    extern const struct kind_ops prefix##_ops;                                                               \
    const struct kind_ops prefix##_ops = {.repr = scripted_repr, .str = scripted_str, __VA_ARGS__};
OPS(timedelta, .hash = scripted_hash_kept, .verify = timedelta_verify)
OPS(date, .hash = scripted_hash_kept, .verify = date_verify)
OPS(datetime, .hash = scripted_hash_kept, .untraversed = datetime_untraversed,
    .release_next = datetime_release_next, .verify = datetime_verify)
OPS(time, .hash = scripted_hash_kept, .untraversed = time_untraversed, .release_next = time_release_next,
    .verify = time_verify)
OPS(timezone, .hash = scripted_hash, .untraversed = timezone_untraversed,
    .release_next = timezone_release_next)
extern const struct kind_ops tzinfo_ops;
const struct kind_ops tzinfo_ops = {.hash = hash_self};

/* ---- methods --------------------------------------------------------------------------------- */

#define KEYWORDS_ METHOD_KEYWORDS
#define CLASS_    METHOD_CLASS
#define BOTH_     (METHOD_CLASS | METHOD_KEYWORDS)

#define TIMEDELTA(X)                                                                                         \
    X(KIND_TIMEDELTA, timedelta, total_seconds, "total_seconds", 0, 0, 0)                                    \
    X(KIND_TIMEDELTA, timedelta, reduce, "__reduce__", 0, 0, 0)
#define DATE(X)                                                                                              \
    X(KIND_DATE, date, fromtimestamp, "fromtimestamp", 1, 1, CLASS_)                                         \
    X(KIND_DATE, date, fromordinal, "fromordinal", -1, -1, BOTH_)                                            \
    X(KIND_DATE, date, fromisoformat, "fromisoformat", 1, 1, CLASS_)                                         \
    X(KIND_DATE, date, fromisocalendar, "fromisocalendar", -1, -1, BOTH_)                                    \
    X(KIND_DATE, date, strptime, "strptime", 2, 2, CLASS_)                                                   \
    X(KIND_DATE, date, today, "today", 0, 0, CLASS_)                                                         \
    X(KIND_DATE, date, ctime, "ctime", 0, 0, 0)                                                              \
    X(KIND_DATE, date, strftime, "strftime", -1, -1, KEYWORDS_)                                              \
    X(KIND_DATE, date, format, "__format__", -1, -1, 0)                                                      \
    X(KIND_DATE, date, timetuple, "timetuple", 0, 0, 0)                                                      \
    X(KIND_DATE, date, isocalendar, "isocalendar", 0, 0, 0)                                                  \
    X(KIND_DATE, date, isoformat, "isoformat", 0, 0, 0)                                                      \
    X(KIND_DATE, date, isoweekday, "isoweekday", 0, 0, 0)                                                    \
    X(KIND_DATE, date, toordinal, "toordinal", 0, 0, 0)                                                      \
    X(KIND_DATE, date, weekday, "weekday", 0, 0, 0)                                                          \
    X(KIND_DATE, date, replace, "replace", -1, -1, KEYWORDS_)                                                \
    X(KIND_DATE, date, replace2, "__replace__", -1, -1, KEYWORDS_)                                           \
    X(KIND_DATE, date, reduce, "__reduce__", 0, 0, 0)
#define DATETIME(X)                                                                                          \
    X(KIND_DATETIME, datetime, now, "now", -1, -1, BOTH_)                                                    \
    X(KIND_DATETIME, datetime, utcnow, "utcnow", 0, 0, CLASS_)                                               \
    X(KIND_DATETIME, datetime, fromtimestamp, "fromtimestamp", -1, -1, BOTH_)                                \
    X(KIND_DATETIME, datetime, utcfromtimestamp, "utcfromtimestamp", -1, -1, CLASS_)                         \
    X(KIND_DATETIME, datetime, strptime, "strptime", 2, 2, CLASS_)                                           \
    X(KIND_DATETIME, datetime, combine, "combine", -1, -1, BOTH_)                                            \
    X(KIND_DATETIME, datetime, fromisoformat, "fromisoformat", 1, 1, CLASS_)                                 \
    X(KIND_DATETIME, datetime, date, "date", 0, 0, 0)                                                        \
    X(KIND_DATETIME, datetime, time, "time", 0, 0, 0)                                                        \
    X(KIND_DATETIME, datetime, timetz, "timetz", 0, 0, 0)                                                    \
    X(KIND_DATETIME, datetime, ctime, "ctime", 0, 0, 0)                                                      \
    X(KIND_DATETIME, datetime, timetuple, "timetuple", 0, 0, 0)                                              \
    X(KIND_DATETIME, datetime, timestamp, "timestamp", 0, 0, 0)                                              \
    X(KIND_DATETIME, datetime, utctimetuple, "utctimetuple", 0, 0, 0)                                        \
    X(KIND_DATETIME, datetime, isoformat, "isoformat", -1, -1, KEYWORDS_)                                    \
    X(KIND_DATETIME, datetime, utcoffset, "utcoffset", 0, 0, 0)                                              \
    X(KIND_DATETIME, datetime, tzname, "tzname", 0, 0, 0)                                                    \
    X(KIND_DATETIME, datetime, dst, "dst", 0, 0, 0)                                                          \
    X(KIND_DATETIME, datetime, replace, "replace", -1, -1, KEYWORDS_)                                        \
    X(KIND_DATETIME, datetime, replace2, "__replace__", -1, -1, KEYWORDS_)                                   \
    X(KIND_DATETIME, datetime, astimezone, "astimezone", -1, -1, KEYWORDS_)                                  \
    X(KIND_DATETIME, datetime, reduce_ex, "__reduce_ex__", 1, 1, 0)                                          \
    X(KIND_DATETIME, datetime, reduce, "__reduce__", 0, 0, 0)
#define TIME(X)                                                                                              \
    X(KIND_TIME, time, strptime, "strptime", 2, 2, CLASS_)                                                   \
    X(KIND_TIME, time, isoformat, "isoformat", -1, -1, KEYWORDS_)                                            \
    X(KIND_TIME, time, strftime, "strftime", -1, -1, KEYWORDS_)                                              \
    X(KIND_TIME, time, format, "__format__", -1, -1, 0)                                                      \
    X(KIND_TIME, time, utcoffset, "utcoffset", 0, 0, 0)                                                      \
    X(KIND_TIME, time, tzname, "tzname", 0, 0, 0)                                                            \
    X(KIND_TIME, time, dst, "dst", 0, 0, 0)                                                                  \
    X(KIND_TIME, time, replace, "replace", -1, -1, KEYWORDS_)                                                \
    X(KIND_TIME, time, replace2, "__replace__", -1, -1, KEYWORDS_)                                           \
    X(KIND_TIME, time, fromisoformat, "fromisoformat", 1, 1, CLASS_)                                         \
    X(KIND_TIME, time, reduce_ex, "__reduce_ex__", 1, 1, 0)                                                  \
    X(KIND_TIME, time, reduce, "__reduce__", 0, 0, 0)
#define TZINFO(X)                                                                                            \
    X(KIND_TZINFO, tzinfo, tzname, "tzname", 1, 1, 0)                                                        \
    X(KIND_TZINFO, tzinfo, utcoffset, "utcoffset", 1, 1, 0)                                                  \
    X(KIND_TZINFO, tzinfo, dst, "dst", 1, 1, 0)                                                              \
    X(KIND_TZINFO, tzinfo, fromutc, "fromutc", 1, 1, 0)                                                      \
    X(KIND_TZINFO, tzinfo, reduce, "__reduce__", 0, 0, 0)
#define TIMEZONE(X)                                                                                          \
    X(KIND_TIMEZONE, timezone, tzname, "tzname", 1, 1, 0)                                                    \
    X(KIND_TIMEZONE, timezone, utcoffset, "utcoffset", 1, 1, 0)                                              \
    X(KIND_TIMEZONE, timezone, dst, "dst", 1, 1, 0)                                                          \
    X(KIND_TIMEZONE, timezone, fromutc, "fromutc", 1, 1, 0)                                                  \
    X(KIND_TIMEZONE, timezone, getinitargs, "__getinitargs__", 0, 0, 0)

#define METHODS(prefix, LIST)                                                                                \
    LIST(SCRIPTED_FUNCTION)                                                                                  \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct builtin_method prefix##_methods[] = {LIST(SCRIPTED_ROW){0}};
METHODS(timedelta, TIMEDELTA)
METHODS(date, DATE)
METHODS(datetime, DATETIME)
METHODS(time, TIME)
METHODS(tzinfo, TZINFO)
METHODS(timezone, TIMEZONE)
