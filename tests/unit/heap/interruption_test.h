/* Code that runs in the middle of an operation, at each place where code can run: where the operation
 * allocates what is collected, which may collect and so run finalizers and callbacks, and where it
 * releases something whose finalizer does. The code is the test's own: it is called when a collection
 * ends, by way of the clock that the library asks for the time, and every allocation of a collected
 * object is made to collect, whatever the version. */
#ifndef HEAPD_TESTS_INTERRUPTION_TEST_H
#define HEAPD_TESTS_INTERRUPTION_TEST_H

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/runtime.h"
#include "tests/unit/heap/heap_test.h"

struct interruption {
    struct heap *h; /* NULL: none */
    uint64_t times; /* how often code could have run */
    uint64_t at;    /* which of these times it does */
    unsigned turns; /* of iterators */
    bool begun;     /* the clock has been asked for the beginning of a collection */
    void (*run)(struct heap *h, void *context);
    void *context;
};
static struct interruption interruption;
static addr noisy; /* the class below, of the heap that a test works with */

static inline void interruption_point(void)
{
    struct interruption *i = &interruption;
    if (i->h && ++i->times == i->at)
        i->run(i->h, i->context);
}

uint64_t heap_clock_us(void);
uint64_t heap_clock_us(void)
{
    struct interruption *i = &interruption;
    i->begun = !i->begun;
    if (!i->h || i->begun)
        return 0;
    i->h->generation[0].count = 1000; /* the next allocation collects again */
    interruption_point();
    return 0;
}

/* The n-th time from now that code can run this does. */
static inline void interrupt(struct heap *h, uint64_t n, void (*run)(struct heap *h, void *context),
                             void *context)
{
    interruption = (struct interruption){.h = h, .at = n, .run = run, .context = context};
    h->abi.collection_point = COLLECT_IN_ALLOCATION;
    for (int i = 0; i < 3; i++)
        collector_set_threshold(h, i, i ? 1000000 : 1);
    h->generation[0].count = 1000;
}

/* How often code could have run. Nothing collects any more. */
static inline uint64_t interruptions(struct heap *h)
{
    uint64_t times = interruption.times;
    interruption = (struct interruption){0};
    collector_set_threshold(h, 0, 0);
    return times;
}

/* ---- special methods, which are given the other arguments alone ---------------------------------- */

static enum heap_status point_none(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    *out = incref(h, none(h));
    return HEAP_OK;
}

static enum heap_status point_false(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    *out = incref(h, h->singleton[SINGLETON_FALSE]);
    return HEAP_OK;
}

static enum heap_status point_true(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    *out = incref(h, h->singleton[SINGLETON_TRUE]);
    return HEAP_OK;
}

static enum heap_status point_one(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    return answer(h, int_new(h, 1), out);
}

static enum heap_status point_text(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    return answer(h, str_from_ascii(h, "noise"), out);
}

static enum heap_status point_double(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    return answer(h, float_new(h, 0.5), out);
}

/* Another instance. */
static enum heap_status point_more(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    interruption_point();
    return answer(h, instance_new(h, noisy), out);
}

/* The same, but every fourth time the end, and always after a while. */
static enum heap_status point_next(struct heap *h, const struct call *call, addr *out)
{
    unsigned turn = ++interruption.turns;
    if (turn % 4 == 0 || turn > 12) {
        interruption_point();
        return raise_stop(h, 0);
    }
    return point_more(h, call, out);
}

static const struct builtin_method points[] = {
    {"__del__", -1, -1, false, point_none},     {"__eq__", -1, -1, false, point_false},
    {"__lt__", -1, -1, false, point_true},      {"__hash__", -1, -1, false, point_one},
    {"__repr__", -1, -1, false, point_text},    {"__str__", -1, -1, false, point_text},
    {"__len__", -1, -1, false, point_one},      {"__length_hint__", -1, -1, false, point_one},
    {"__index__", -1, -1, false, point_one},    {"__float__", -1, -1, false, point_double},
    {"__bool__", -1, -1, false, point_true},    {"__contains__", -1, -1, false, point_false},
    {"__iter__", -1, -1, false, point_more},    {"__next__", -1, -1, false, point_next},
    {"__getitem__", -1, -1, false, point_next}, {"__get__", -1, -1, false, point_more},
    {"__add__", -1, -1, false, point_more},     {"__radd__", -1, -1, false, point_more},
    {"__format__", -1, -1, true, point_text},   {NULL, 0, 0, false, NULL},
};

const struct builtin_method *runtime_functions(unsigned module)
{
    (void)module;
    return points;
}

/* *new*: a class whose instances run code whenever they are asked for something, and when they die. */
static inline addr noisy_class(struct heap *h)
{
    noisy = class_new(h, &(struct class_spec){.name = "Noisy"});
    for (unsigned i = 0; points[i].name; i++) {
        addr name = str_intern_utf8(h, points[i].name, strlen(points[i].name)),
             f = builtin_new(h, builtin_text(RUNTIME_FUNCTIONS, i), 0);
        assert_int_equal(object_setattr(h, noisy, name, f), HEAP_OK);
        decref(h, f);
        decref(h, name);
    }
    return noisy;
}

#endif
