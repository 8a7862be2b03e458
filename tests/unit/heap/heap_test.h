/* What tests of the heap library share: a heap of each version, which must end as it began. */
#ifndef HEAPD_TESTS_HEAP_TEST_H
#define HEAPD_TESTS_HEAP_TEST_H

/* cmocka.h and what it wants have been included */
#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"

static const unsigned heap_test_versions[] = {11, 14};

static inline struct heap *heap_test_begin(unsigned minor)
{
    struct heap *h = heap_create(&(struct heap_options){.minor = minor});
    assert_non_null(h);
    return h;
}

static inline uint64_t heap_test_used(const struct heap *h)
{
    struct memory_stats stats;
    memory_stats(h, &stats);
    return stats.used;
}

static inline bool heap_test_report(void *context, const struct finding *f)
{
    (void)context;
    print_error("heap_verify: %s at %#llx\n", f->what, (unsigned long long)f->where);
    return true;
}

/* Every byte has come home, and every invariant holds. `used`: what a fresh heap has, and what stays by
 * intention. */
static inline void heap_test_end(struct heap *h, uint64_t used)
{
    assert_int_equal(heap_raised(h), EXC_NONE);
    assert_int_equal(heap_test_used(h), used);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    heap_destroy(h);
}

static inline void expect_ok(struct heap *h, enum heap_status status)
{
    if (status != HEAP_OK)
        print_error("%s: %s\n", heap_raised_name(h), heap_raised_message(h));
    assert_int_equal(status, HEAP_OK);
}

/* The object, which was the caller's reference and is its owner's now. */
static inline addr hold(struct heap *h, addr o)
{
    assert_true(o);
    assert_int_equal(handle_hold(h, o), HEAP_OK);
    decref(h, o);
    return o;
}

/* That is pending, and then it is not any more. */
static inline void raised(struct heap *h, enum exception e, const char *message)
{
    assert_string_equal(heap_raised_message(h), message);
    assert_int_equal(heap_raised(h), e);
    heap_clear_raised(h);
}

/* A block or statement that runs for each version with a fresh heap `h`. `h_used` is what is in use at its
 * start; what the block leaves behind on purpose is added to it. */
#define EACH_VERSION(h)                                                                                      \
    for (size_t version_ = 0; version_ < sizeof heap_test_versions / sizeof *heap_test_versions; version_++) \
        for (struct heap *h = heap_test_begin(heap_test_versions[version_]); h; h = NULL)                    \
            for (uint64_t h##_used = heap_test_used(h), h##_once = 1; h##_once;                              \
                 h##_once = 0, heap_test_end(h, h##_used))

#endif
