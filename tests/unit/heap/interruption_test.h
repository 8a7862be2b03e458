/* Code that runs in the middle of an operation, at each place where code can run: where the operation
 * allocates what is collected, which may collect and so run finalizers and callbacks, and where it releases
 * something whose finalizer does. The code is the test's own: it is called when a collection ends, by way of
 * the clock that the library asks for the time, and every allocation of a collected object is made to
 * collect, whatever the version.
 */
#ifndef HEAPD_TESTS_INTERRUPTION_TEST_H
#define HEAPD_TESTS_INTERRUPTION_TEST_H

#include "tests/unit/heap/heap_test.h"

struct interruption {
    struct heap *h; /* NULL: none */
    uint64_t times; /* how many collections there were */
    uint64_t at;    /* in which of them the code runs */
    bool stopped;   /* the clock has been asked for the beginning of a collection */
    void (*run)(struct heap *h, void *context);
    void *context;
};
static struct interruption interruption;

uint64_t heap_clock_us(void);
uint64_t heap_clock_us(void)
{
    struct interruption *i = &interruption;
    if (!i->h)
        return 0;
    i->stopped = !i->stopped;
    if (i->stopped)
        return 0;
    i->h->generation[0].count = 1000; /* the next allocation collects again */
    if (++i->times == i->at)
        i->run(i->h, i->context);
    return 0;
}

/* The n-th collection from now runs the code. */
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

/* *new*: a class whose instances run code when they die: its finalizer makes a list, which collects. */
static inline addr noisy_class(struct heap *h)
{
    addr c = class_new(h, &(struct class_spec){.name = "Noisy"}), l = list_new(h, 0), copy,
         name = str_intern_utf8(h, "copy", 4), del = str_intern_utf8(h, "__del__", 7);
    assert_int_equal(object_getattr(h, l, name, &copy), HEAP_OK);
    assert_int_equal(object_setattr(h, c, del, copy), HEAP_OK);
    decref(h, copy);
    decref(h, name);
    decref(h, del);
    decref(h, l);
    return c;
}

#endif
