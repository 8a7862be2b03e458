/* The module time: a session's own clock. It begins at a fixed moment and advances with what the program
 * does, a microsecond for each step, and with what it sleeps, so that every run of a program sees the same
 * times. A run may ask for the host's clock instead. */
#include <time.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/seconds.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/clock.h"
#include "daemon/python/modules/module.h"

#define BEGIN_NS 1767225600000000000ll /* 2026-01-01T00:00:00Z */

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

static bool real_clock(const struct heap *h, clockid_t clock, int64_t *out)
{
    const struct python_host *host = interpreter_host(h);
    struct timespec now;
    if (!host || !host->real_clock || clock_gettime(clock, &now) != 0)
        return false;
    *out = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    return true;
}

static int64_t wall_ns(const struct heap *h)
{
    int64_t now;
    return real_clock(h, CLOCK_REALTIME, &now) ? now : BEGIN_NS + clock_elapsed_ns(h);
}

int64_t interpreter_clock_ns(const struct heap *h)
{
    int64_t now;
    return real_clock(h, CLOCK_MONOTONIC, &now) ? now : 1000000000 + clock_elapsed_ns(h);
}

static enum heap_status seconds(struct heap *h, int64_t ns, addr *out)
{
    return give(h, float_new(h, (double)ns * 1e-9), out);
}

static enum heap_status time_time(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return seconds(h, wall_ns(h), out);
}

static enum heap_status time_time_ns(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, wall_ns(h)), out);
}

static enum heap_status time_monotonic(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return seconds(h, interpreter_clock_ns(h), out);
}

static enum heap_status time_monotonic_ns(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, interpreter_clock_ns(h)), out);
}

/* Processor time does not go on while a program sleeps. */
static enum heap_status time_process_time(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return seconds(h, (int64_t)(h->steps * CLOCK_STEP_NS), out);
}

static enum heap_status time_process_time_ns(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, int_new(h, (int64_t)(h->steps * CLOCK_STEP_NS)), out);
}

/* Waits as long as the host's clock says, in short naps, so that a run that is given up ends soon. */
static enum heap_status really_sleep(struct heap *h, int64_t now, double seconds_to_sleep)
{
    enum { NAP_NS = 5000000 };
    int64_t until = seconds_to_sleep < 9e9 ? now + (int64_t)(seconds_to_sleep * 1e9) : INT64_MAX;
    enum heap_status status = loop_check(h);
    while (status == HEAP_OK && now < until) {
        const struct timespec nap = {0, until - now < NAP_NS ? (long)(until - now) : NAP_NS};
        nanosleep(&nap, NULL);
        status = loop_work(h, 0); /* what is waited for is no work */
        if (!real_clock(h, CLOCK_MONOTONIC, &now))
            break;
    }
    return status;
}

/* Nobody waits, unless the clock is the host's: the session's own goes on. */
static enum heap_status time_sleep(struct heap *h, const struct call *call, addr *out)
{
    double s;
    enum heap_status status = seconds_of(h, call->args[0], &s);
    if (status != HEAP_OK)
        return status;
    if (s < 0)
        return raise_error(h, EXC_VALUE_ERROR, "sleep length must be non-negative");
    int64_t now, until = clock_after(h, s);
    if (real_clock(h, CLOCK_MONOTONIC, &now)) {
        status = really_sleep(h, now, s);
        return status == HEAP_OK ? call_none(h, out) : status;
    }
    status = thread_before_sleep(h, until);
    if (status == HEAP_OK && clock_elapsed_ns(h) < until)
        clock_set_ns(h, until);
    return status == HEAP_OK ? call_none(h, out) : status;
}

/* ---- calendars and clocks by number: lib/_time_rest.py. CPython parses what these take in various ways. */

static enum heap_status pass_on(struct heap *h, const struct call *call, addr *out)
{
    const char *name = builtin_name(h, call->callable);
    return call->kwcount ? raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", name)
                         : runtime_library_call(h, "_time_rest", name, call, out);
}

/* Of one argument, by a format. */
static enum heap_status pass_one(struct heap *h, const struct call *call, addr *out)
{
    if (!call->kwcount && call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes exactly 1 argument (%zu given)",
                           builtin_name(h, call->callable), call->count);
    return pass_on(h, call, out);
}

static enum heap_status time_strftime(struct heap *h, const struct call *call, addr *out)
{
    if (!call->kwcount && (call->count < 1 || call->count > 2))
        return raise_error(h, EXC_TYPE_ERROR, "strftime() takes at %s (%zu given)",
                           call->count ? "most 2 arguments" : "least 1 argument", call->count);
    return pass_on(h, call, out);
}

static enum heap_status time_asctime(struct heap *h, const struct call *call, addr *out)
{
    if (!call->kwcount && call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "asctime expected at most 1 argument, got %zu", call->count);
    return pass_on(h, call, out);
}

static const struct builtin_method functions[] = {
    {"time", 0, 0, false, time_time},
    {"time_ns", 0, 0, false, time_time_ns},
    {"monotonic", 0, 0, false, time_monotonic},
    {"monotonic_ns", 0, 0, false, time_monotonic_ns},
    {"perf_counter", 0, 0, false, time_monotonic},
    {"perf_counter_ns", 0, 0, false, time_monotonic_ns},
    {"process_time", 0, 0, false, time_process_time},
    {"process_time_ns", 0, 0, false, time_process_time_ns},
    {"thread_time", 0, 0, false, time_process_time},
    {"thread_time_ns", 0, 0, false, time_process_time_ns},
    {"sleep", 1, 1, false, time_sleep},
    {"gmtime", 0, 1, METHOD_KEYWORDS, pass_on},
    {"localtime", 0, 1, METHOD_KEYWORDS, pass_on},
    {"ctime", 0, 1, METHOD_KEYWORDS, pass_on},
    {"strftime", 0, -1, METHOD_KEYWORDS, time_strftime},
    {"strptime", 0, -1, METHOD_KEYWORDS, pass_on},
    {"asctime", 0, -1, METHOD_KEYWORDS, time_asctime},
    {"mktime", 1, 1, false, pass_on},
    {"tzset", 0, 0, false, pass_on},
    {"get_clock_info", 0, -1, METHOD_KEYWORDS, pass_one},
    {"clock_getres", 0, -1, METHOD_KEYWORDS, pass_one},
    {"clock_gettime", 1, 1, METHOD_PARSED, pass_on},
    {"clock_gettime_ns", 1, 1, METHOD_PARSED, pass_on},
    {0},
};

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        int8_t value;
    } numbers[] = {{"CLOCK_REALTIME", 0},
                   {"CLOCK_MONOTONIC", 1},
                   {"CLOCK_PROCESS_CPUTIME_ID", 2},
                   {"CLOCK_THREAD_CPUTIME_ID", 3},
                   {"CLOCK_MONOTONIC_RAW", 4},
                   {"CLOCK_BOOTTIME", 7},
                   {"CLOCK_TAI", 11},
                   {"_STRUCT_TM_ITEMS", 11},
                   {"timezone", 0},
                   {"altzone", 0},
                   {"daylight", 0}};
    enum heap_status status =
        module_add(h, dict, "struct_time", incref(h, struct_sequence_type(h, "time.struct_time")));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == HEAP_OK; i++)
        status = module_add(h, dict, numbers[i].name, int_new(h, numbers[i].value));
    if (status != HEAP_OK)
        return status;
    addr utc = str_from_ascii(h, "UTC"), names[] = {utc, utc};
    addr both = utc ? tuple_from(h, names, 2) : 0;
    xdecref(h, utc);
    return module_add(h, dict, "tzname", both);
}

const struct module_definition time_module = {"time", functions, fill};
