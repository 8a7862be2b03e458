/* Programs of which every allocation fails in turn: they end with a MemoryError or without one, and the heap
 * is whole. */
#ifndef HEAPD_TESTS_UNIT_PYTHON_FAILING_H
#define HEAPD_TESTS_UNIT_PYTHON_FAILING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/heap/object/object.h"
#include "daemon/python/python.h"
#include "tests/unit/heap/heap_test.h"

static bool ignore(void *context, int stream, const char *bytes, size_t length)
{
    (void)context, (void)stream, (void)bytes, (void)length;
    return true;
}

static enum heap_status exec(struct heap *h, const char *text, struct python_outcome *out)
{
    struct python_host host = {.write = ignore, .steps = 1000000};
    return python_exec(
        h, &(struct python_source){.text = text, .length = strlen(text), .filename = "failing.py"}, &host,
        out);
}

/* The n-th allocation fails in a copy of the heap; false: there are not that many. */
static bool run(const struct heap *begun, const char *text, uint64_t n)
{
    struct heap *h = heap_copy(begun);
    struct python_outcome out = {0};
    assert_non_null(h);
    memory_fail_after(h, n);
    enum heap_status status = exec(h, text, &out);
    bool reached = h->fail_after == 0;
    memory_fail_after(h, 0);
    assert_int_not_equal(status, HEAP_ABANDONED);
    assert_int_equal(out.stop, PYTHON_GOES_ON);
    python_end(h, &out);
    heap_clear_raised(h);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    heap_destroy(h);
    return reached;
}

/* Those of `text`, which ends well when none fails: in copies of the heap, and then in the heap itself. */
static void fail_each_in(struct heap *begun, const char *text, uint64_t least)
{
    struct python_outcome out = {0};
    uint64_t n = 1;
    while (run(begun, text, n) && n < 5000)
        n++;
    assert_in_range(n, least, 4999);
    assert_int_equal(exec(begun, text, &out), HEAP_OK);
    assert_false(out.uncaught);
    python_end(begun, &out);
}

static struct heap *begin(unsigned minor, const char *before)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = minor});
    struct python_outcome out = {0};
    assert_non_null(h);
    if (before) {
        assert_int_equal(exec(h, before, &out), HEAP_OK);
        assert_false(out.uncaught);
        python_end(h, &out);
    }
    return h;
}

#endif
