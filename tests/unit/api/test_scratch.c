/* Scratch memory: what a request allocates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/scratch.h"

#include <string.h>

static void allocations_are_aligned_and_apart(void **state)
{
    struct scratch scratch;
    char *before = NULL;
    (void)state;
    scratch_init(&scratch, 0);
    for (size_t size = 0; size < 3000; size += 7) {
        char *memory = scratch_alloc(&scratch, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % 16, 0);
        memset(memory, 0x5a, size);
        assert_ptr_not_equal(memory, before);
        before = memory;
    }
    scratch_destroy(&scratch);
}

static void the_newest_grows_in_place(void **state)
{
    struct scratch scratch;
    (void)state;
    scratch_init(&scratch, 0);
    char *first = scratch_copy(&scratch, "abc", 3);
    assert_ptr_equal(scratch_grow(&scratch, first, 4, 100), first);
    char *second = scratch_alloc(&scratch, 10);
    assert_true(second >= first + 100);
    char *moved = scratch_grow(&scratch, first, 100, 200);
    assert_ptr_not_equal(moved, first);
    assert_string_equal(moved, "abc");
    scratch_destroy(&scratch);
}

static void what_comes_after_a_mark_is_forgotten(void **state)
{
    struct scratch scratch;
    (void)state;
    scratch_init(&scratch, 0);
    struct scratch_mark empty = scratch_mark(&scratch);
    char *kept = scratch_copy(&scratch, "kept", 4);
    struct scratch_mark mark = scratch_mark(&scratch);
    size_t used = scratch.used;
    for (int round = 0; round < 3; round++) {
        char *first = scratch_alloc(&scratch, 100);
        for (int i = 0; i < 50; i++)
            memset(scratch_alloc(&scratch, 5000), 1, 5000);
        assert_true(scratch.used > used);
        scratch_rewind(&scratch, mark);
        assert_int_equal(scratch.used, used);
        assert_ptr_equal(scratch_alloc(&scratch, 100), first);
        scratch_rewind(&scratch, mark);
    }
    assert_string_equal(kept, "kept");
    scratch_rewind(&scratch, empty);
    assert_ptr_equal(scratch_alloc(&scratch, 5), kept);
    scratch_destroy(&scratch);
}

static void the_limit_holds(void **state)
{
    struct scratch scratch;
    (void)state;
    scratch_init(&scratch, 10000);
    assert_null(scratch_alloc(&scratch, 10001));
    assert_non_null(scratch_alloc(&scratch, 5000));
    assert_null(scratch_alloc(&scratch, 6000));
    assert_non_null(scratch_alloc(&scratch, 4000));
    assert_null(scratch_alloc(&scratch, SIZE_MAX));
    assert_null(scratch_calloc(&scratch, SIZE_MAX / 2, 3));
    scratch_reset(&scratch);
    assert_non_null(scratch_alloc(&scratch, 4000));
    scratch_destroy(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_aligned_and_apart),
        cmocka_unit_test(the_newest_grows_in_place),
        cmocka_unit_test(what_comes_after_a_mark_is_forgotten),
        cmocka_unit_test(the_limit_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
