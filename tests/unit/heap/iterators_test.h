/* What the tests of iterators share: values from short texts, calls by name, and what an iterator gives. */
#ifndef HEAPD_TESTS_ITERATORS_TEST_H
#define HEAPD_TESTS_ITERATORS_TEST_H

#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator.h"
#include "tests/unit/heap/containers_test.h"

static inline addr ints(struct heap *h, size_t count)
{
    addr l = list_new(h, count);
    for (size_t i = 0; i < count; i++)
        list_init(h, l, i, int_new(h, 1000 + (int64_t)i));
    return l;
}

/* o.name(*args), the object o released; *new*. */
static inline addr send(struct heap *h, addr o, const char *name, const addr *args, size_t count)
{
    addr n = str_intern_utf8(h, name, strlen(name)), out = 0;
    expect_ok(h, object_call_method(h, o, n, args, count, NULL, NULL, 0, &out));
    decref(h, n);
    return out;
}

/* The type of that name, called; *new* or 0. */
static inline addr make(struct heap *h, const char *type, const addr *args, size_t count)
{
    addr out = 0, t = type_by_name(h, type);
    assert_int_not_equal(t, 0);
    if (object_call(h, t, args, count, NULL, NULL, 0, &out) != HEAP_OK)
        return 0;
    return out;
}

static inline addr iter_of(struct heap *h, addr o)
{
    addr it;
    expect_ok(h, object_iter(h, o, &it));
    return it;
}

static inline addr next_of(struct heap *h, addr it)
{
    addr item;
    expect_ok(h, iterator_next(h, it, &item));
    return item;
}

/* The repr of what is left, the iterator released. */
static inline void gives(struct heap *h, addr it, const char *expected)
{
    char bytes[1000];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    addr l = list_from_iterable(h, it);
    if (!l)
        print_error("%s: %s\n", exception_name(heap_raised(h)), heap_raised_message(h));
    assert_int_not_equal(l, 0);
    expect_ok(h, object_repr(h, l, &text));
    bytes[text.length] = '\0';
    assert_string_equal(bytes, expected);
    decref(h, l);
    decref(h, it);
}

static inline void raises(struct heap *h, enum heap_status status, enum exception e, const char *message)
{
    assert_int_equal(status, HEAP_RAISED);
    assert_int_equal(heap_raised(h), e);
    assert_string_equal(heap_raised_message(h), message);
    heap_clear_raised(h);
}

#endif
