/* Births: an object that has its address from one capture to the next is the same only if it lived on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

/* The birth of `wanted` in a new capture, 0: it is not there. */
static uint32_t capture(struct heap *h, addr wanted, bool keep)
{
    struct births_capture births;
    uint32_t found = 0;
    assert_true(births_begin(h, &births));
    for (addr o = inspect_next(h, HEAP_BASE + REGION_ARENAS); o; o = inspect_next(h, o + 16)) {
        uint32_t birth = births_of_next(h, &births, o);
        assert_true(birth >= 1);
        if (o == wanted)
            found = birth;
    }
    births_end(h, &births, keep);
    return found;
}

static void what_lives_on_keeps_its_birth(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr kept = float_new(h, 1.5), list = list_new(h, 0), text = str_from_utf8(h, "a text", 6);
        assert_int_equal(capture(h, kept, true), 1);
        expect_ok(h, list_append(h, list, text)); /* the list changes, and is the same */
        addr large = bytes_new(h, NULL, 5000);
        assert_int_equal(capture(h, kept, true), 1);
        assert_int_equal(capture(h, list, true), 1);
        assert_int_equal(capture(h, text, true), 1);
        assert_int_equal(capture(h, large, true), 2);
        decref(h, kept);
        decref(h, list);
        decref(h, text);
        decref(h, large);
    }
}

static void what_takes_an_address_over_is_born_anew(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr held = float_new(h, 0.5); /* so that the pool stays */
        addr first = float_new(h, 1.5), large = bytes_new(h, NULL, 5000);
        assert_int_equal(capture(h, first, true), 1);
        decref(h, first);
        decref(h, large);
        addr again = float_new(h, 2.5), large_again = bytes_new(h, NULL, 5000);
        assert_int_equal(again, first);
        assert_int_equal(large_again, large);
        assert_int_equal(capture(h, again, true), 2);
        assert_int_equal(capture(h, large_again, true), 2);
        assert_int_equal(capture(h, held, true), 1);
        assert_int_equal(capture(h, again, true), 2);
        decref(h, again);
        decref(h, large_again);
        assert_int_equal(capture(h, again, true), 0);
        decref(h, held);
    }
}

static void a_capture_that_is_not_kept_was_none(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = float_new(h, 1.5), other = 0;
        assert_int_equal(capture(h, o, false), 1);
        other = float_new(h, 2.5);
        assert_int_equal(capture(h, other, true), 1);
        assert_int_equal(capture(h, o, false), 1);
        decref(h, other);
        assert_int_equal(float_new(h, 3.5), other);
        assert_int_equal(capture(h, other, false), 2);
        assert_int_equal(capture(h, other, true), 2);
        decref(h, o);
        decref(h, other);
    }
}

static void a_copy_knows_births_as_well(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = float_new(h, 1.5), large = bytes_new(h, NULL, 5000), other;
        assert_int_equal(capture(h, o, true), 1);
        other = float_new(h, 2.5);
        struct heap *copy = heap_copy(h);
        assert_non_null(copy);
        assert_int_equal(capture(copy, o, true), 1);
        assert_int_equal(capture(copy, large, true), 1);
        assert_int_equal(capture(copy, other, true), 2);
        heap_destroy(copy);
        decref(h, o);
        decref(h, large);
        decref(h, other);
    }
}

static void what_nobody_sees_counts(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = float_new(h, 1.5);
        assert_true(births_pass(h));
        addr other = float_new(h, 2.5);
        assert_int_equal(capture(h, o, true), 1);
        assert_int_equal(capture(h, other, true), 2);
        decref(h, o);
        decref(h, other);
    }
}

static void a_capture_without_room_changes_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct births_capture births;
        addr o = float_new(h, 1.5);
        assert_int_equal(capture(h, o, true), 1);
        memory_fail_after(h, 1);
        assert_false(births_begin(h, &births));
        memory_fail_after(h, 0);
        assert_int_equal(capture(h, o, true), 1);
        decref(h, o);
        assert_int_equal(float_new(h, 2.5), o);
        assert_int_equal(capture(h, o, true), 3);
        decref(h, o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lives_on_keeps_its_birth),
        cmocka_unit_test(what_takes_an_address_over_is_born_anew),
        cmocka_unit_test(a_capture_that_is_not_kept_was_none),
        cmocka_unit_test(a_copy_knows_births_as_well),
        cmocka_unit_test(what_nobody_sees_counts),
        cmocka_unit_test(a_capture_without_room_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
