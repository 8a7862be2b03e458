/*
 * A malloc that fails when a test wants it to: the 1st, the 2nd, the 3rd … allocation of the thread that
 * asked for it, until a call succeeds. A test that includes this is linked so that the libraries under test
 * call these (tests/unit/CMakeLists.txt); what other libraries allocate does not count.
 */
#ifndef HEAPD_TEST_FAILING_MALLOC_H
#define HEAPD_TEST_FAILING_MALLOC_H

#include "tests/unit/wrapped_malloc.h"

#include <stdbool.h>
#include <string.h>

static _Thread_local long allocations_left = -1; /* -1: all succeed */

static bool allocation_fails(void)
{
    if (allocations_left > 0) {
        allocations_left--;
        return false;
    }
    return allocations_left == 0;
}

void *__wrap_malloc(size_t size)
{
    return allocation_fails() ? NULL : __real_malloc(size);
}
void *__wrap_calloc(size_t count, size_t size)
{
    return allocation_fails() ? NULL : __real_calloc(count, size);
}
void *__wrap_realloc(void *at, size_t size)
{
    return allocation_fails() ? NULL : __real_realloc(at, size);
}
void *__wrap_reallocarray(void *at, size_t count, size_t size)
{
    return allocation_fails() ? NULL : __real_reallocarray(at, count, size);
}

/*
 * Runs `statement` with the first allocation failing, then the second, and so on, until `succeeded` holds;
 * each time before that, `refused` must hold.
 */
#define sweep_allocations(statement, succeeded, refused)                                                     \
    do {                                                                                                     \
        for (long n = 0;; n++) {                                                                             \
            allocations_left = n;                                                                            \
            statement;                                                                                       \
            allocations_left = -1;                                                                           \
            if (succeeded) {                                                                                 \
                break;                                                                                       \
            }                                                                                                \
            assert_true(refused);                                                                            \
        }                                                                                                    \
    } while (0)

#endif
