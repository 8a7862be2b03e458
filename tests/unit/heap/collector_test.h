/* What the tests of the collector share. Numbers named "facts" are what CPython 3.11 and 3.14 answered
 * (tests/oracle, section gc); where they differ the test says so. */
#ifndef HEAPD_TESTS_COLLECTOR_TEST_H
#define HEAPD_TESTS_COLLECTOR_TEST_H

#include "tests/unit/heap/heap_test.h"

static inline uint64_t collected(struct heap *h, int generation)
{
    struct collection c;
    assert_int_equal(collector_collect(h, generation, &c), HEAP_OK);
    return c.collected + c.uncollectable;
}

/* What the first class and the first name leave behind for ever: tables that have grown. The collector is
 * off. */
static inline uint64_t warmed_up(struct heap *h)
{
    collector_enable(h, false);
    addr type = class_new(h, &(struct class_spec){.name = "First"});
    assert_int_equal(name_bind(h, 0, "first", 5, type), HEAP_OK);
    assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
    decref(h, type);
    (void)collected(h, 2);
    return heap_test_used(h);
}

static inline void append(struct heap *h, addr list, addr item)
{
    assert_int_equal(list_append(h, list, item), HEAP_OK);
}

static inline void set(struct heap *h, addr o, const char *name, addr value)
{
    addr s = str_intern_utf8(h, name, strlen(name));
    assert_int_equal(object_setattr(h, o, s, value), HEAP_OK);
    decref(h, s);
}

/* *new* */
static inline addr get(struct heap *h, addr o, const char *name)
{
    addr s = str_intern_utf8(h, name, strlen(name)), value;
    assert_int_equal(object_getattr(h, o, s, &value), HEAP_OK);
    decref(h, s);
    return value;
}

static inline addr plain_class(struct heap *h)
{
    return class_new(h, &(struct class_spec){.name = "C"});
}

static inline void drop_class(struct heap *h, addr type)
{
    decref(h, type);
    (void)collected(h, 2);
}

static inline const char *logged(struct heap *h)
{
    static char text[65536];
    size_t n = 0;
    text[0] = 0;
    for (size_t i = 0; i < events_notable_count(h); i++) {
        const struct heap_event *e = events_notable_at(h, i);
        if (e->kind == EVENT_LOG)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", n ? " " : "", (int)e->text_length,
                                  e->u.text);
    }
    events_notable_reset(h);
    return text;
}

/* ---- trash --------------------------------------------------------------------------------------- */

static inline void a_list_in_itself(struct heap *h)
{
    addr x = list_new(h, 0);
    append(h, x, x);
    decref(h, x);
}

static inline void ten_lists_in_themselves(struct heap *h)
{
    for (int i = 0; i < 10; i++)
        a_list_in_itself(h);
}

static inline void two_instances_and_their_class(struct heap *h, void (*more)(struct heap *h, addr a, addr b))
{
    addr c = plain_class(h), a = instance_new(h, c), b = instance_new(h, c);
    assert_int_equal(name_bind(h, 0, "first", 5, c), HEAP_OK); /* the class stays */
    set(h, a, "o", b);
    set(h, b, "o", a);
    if (more)
        more(h, a, b);
    decref(h, a);
    decref(h, b);
    decref(h, c);
}

static inline void two_instances(struct heap *h)
{
    two_instances_and_their_class(h, NULL);
}

static inline void a_class(struct heap *h)
{
    decref(h, plain_class(h));
}

#endif
