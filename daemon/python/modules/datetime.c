/* The module _datetime, as far as it is in C: the types, and making objects of them from fields. What they do
 * is lib/_datetime.py. */
#include "daemon/heap/object/datetime.h"

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/python/modules/module.h"

/* The arguments from `first` on as numbers; those are in range: lib/_datetime.py has seen to it. */
static enum heap_status numbers(struct heap *h, const struct call *call, size_t first, size_t count,
                                int64_t *out)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < count && status == HEAP_OK; i++)
        status = int_argument(h, call->args[first + i], &out[i]);
    return status;
}

static bool is_type(const struct heap *h, addr o, enum kind kind)
{
    return object_kind(h, o) == KIND_TYPE && type_kind(h, o) == kind;
}

static enum heap_status refuse(struct heap *h)
{
    return raise_error(h, EXC_VALUE_ERROR, "no fields of such an object");
}

static bool is_day(const int64_t f[3])
{
    return f[0] >= 1 && f[0] <= 9999 && f[1] >= 1 && f[1] <= 12 && f[2] >= 1 && f[2] <= 31;
}
static bool is_moment(const int64_t f[4])
{
    return f[0] >= 0 && f[0] < 24 && f[1] >= 0 && f[1] < 60 && f[2] >= 0 && f[2] < 60 && f[3] >= 0 &&
           f[3] < 1000000;
}
static addr tzinfo_of(const struct heap *h, addr o)
{
    return o == none(h) ? 0 : o;
}

/* _timedelta(type, days, seconds, microseconds) */
static enum heap_status make_timedelta(struct heap *h, const struct call *call, addr *out)
{
    int64_t f[3];
    enum heap_status status = numbers(h, call, 1, 3, f);
    if (status != HEAP_OK)
        return status;
    bool right =
        f[0] >= -999999999 && f[0] <= 999999999 && f[1] >= 0 && f[1] < 86400 && f[2] >= 0 && f[2] < 1000000;
    return right && is_type(h, call->args[0], KIND_TIMEDELTA)
               ? answer(h, timedelta_new(h, call->args[0], (int32_t)f[0], (int32_t)f[1], (int32_t)f[2]), out)
               : refuse(h);
}

/* _date(type, year, month, day) */
static enum heap_status make_date(struct heap *h, const struct call *call, addr *out)
{
    int64_t f[3];
    enum heap_status status = numbers(h, call, 1, 3, f);
    if (status != HEAP_OK)
        return status;
    return is_day(f) && is_type(h, call->args[0], KIND_DATE) ? answer(h, date_new(h, call->args[0], f), out)
                                                             : refuse(h);
}

/* _datetime(type, year, month, day, hour, minute, second, microsecond, tzinfo, fold) */
static enum heap_status make_datetime(struct heap *h, const struct call *call, addr *out)
{
    int64_t f[7], fold;
    enum heap_status status = numbers(h, call, 1, 7, f);
    if (status == HEAP_OK)
        status = numbers(h, call, 9, 1, &fold);
    if (status != HEAP_OK)
        return status;
    return is_day(f) && is_moment(f + 3) && is_type(h, call->args[0], KIND_DATETIME)
               ? answer(h, datetime_new(h, call->args[0], f, tzinfo_of(h, call->args[8]), fold != 0), out)
               : refuse(h);
}

/* _time(type, hour, minute, second, microsecond, tzinfo, fold) */
static enum heap_status make_time(struct heap *h, const struct call *call, addr *out)
{
    int64_t f[4], fold;
    enum heap_status status = numbers(h, call, 1, 4, f);
    if (status == HEAP_OK)
        status = numbers(h, call, 6, 1, &fold);
    if (status != HEAP_OK)
        return status;
    return is_moment(f) && is_type(h, call->args[0], KIND_TIME)
               ? answer(h, time_new(h, call->args[0], f, tzinfo_of(h, call->args[5]), fold != 0), out)
               : refuse(h);
}

/* _timezone(type, offset, name) */
static enum heap_status make_timezone(struct heap *h, const struct call *call, addr *out)
{
    return is_type(h, call->args[0], KIND_TIMEZONE) && object_kind(h, call->args[1]) == KIND_TIMEDELTA
               ? answer(h, timezone_new(h, call->args[0], call->args[1], tzinfo_of(h, call->args[2])), out)
               : refuse(h);
}

/* _tzinfo(type) */
static enum heap_status make_tzinfo(struct heap *h, const struct call *call, addr *out)
{
    return is_type(h, call->args[0], KIND_TZINFO) ? answer(h, scripted_new(h, call->args[0], 0), out)
                                                  : refuse(h);
}

static enum heap_status fields(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, datetime_fields(h, call->args[0]), out);
}

static const struct builtin_method functions[] = {
    {"_timedelta", 4, 4, 0, make_timedelta},
    {"_date", 4, 4, 0, make_date},
    {"_datetime", 10, 10, 0, make_datetime},
    {"_time", 7, 7, 0, make_time},
    {"_timezone", 3, 3, 0, make_timezone},
    {"_tzinfo", 1, 1, 0, make_tzinfo},
    {"_fields", 1, 1, 0, fields},
    {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        enum kind kind;
    } types[] = {{"timedelta", KIND_TIMEDELTA}, {"date", KIND_DATE},     {"datetime", KIND_DATETIME},
                 {"time", KIND_TIME},           {"tzinfo", KIND_TZINFO}, {"timezone", KIND_TIMEZONE}};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof types / sizeof *types && status == HEAP_OK; i++)
        status = module_add(h, dict, types[i].name, incref(h, h->type[types[i].kind]));
    return status;
}
const struct module_definition datetime_module = {"_datetime", functions, fill};
