/* The objects of datetime: their sizes and blocks, what they hold, the constants of their types, and what is
 * left when memory is short. What they do is written in the language: tests/oracle/modules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/datetime.h"
#include "tests/unit/heap/heap_test.h"

static const int64_t moment[7] = {2020, 2, 29, 23, 59, 58, 123456};

/* One of each, with a time zone where that is a part of it: 0 raised. */
static addr make(struct heap *h, enum kind kind, addr zone)
{
    addr type = h->type[kind];
    switch (kind) {
    case KIND_TIMEDELTA:
        return timedelta_new(h, type, -5, 86399, 999999);
    case KIND_DATE:
        return date_new(h, type, moment);
    case KIND_DATETIME:
        return datetime_new(h, type, moment, zone, true);
    case KIND_TIME:
        return time_new(h, type, moment + 3, zone, false);
    default: {
        addr offset = timedelta_new(h, h->type[KIND_TIMEDELTA], 0, 3600, 0),
             name = offset ? str_from_ascii(h, "one") : 0;
        addr made = name ? timezone_new(h, type, offset, name) : 0;
        xdecref(h, offset);
        xdecref(h, name);
        return made;
    }
    }
}

static void expect_text(struct heap *h, addr o, const char *expected)
{
    char bytes[120];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &text));
    bytes[text.length] = 0;
    assert_string_equal(bytes, expected);
}

static void objects_have_the_sizes_of_their_types_and_no_room_for_what_they_lack(void **state)
{
    static const struct {
        enum kind kind;
        size_t size, aware, naive; /* in the block */
    } rows[] = {{KIND_TIMEDELTA, 40, 48, 48},
                {KIND_DATE, 32, 32, 32},
                {KIND_DATETIME, 48, 48, 48},
                {KIND_TIME, 40, 48, 32}};
    (void)state;
    EACH_VERSION(h)
    {
        addr zone = make(h, KIND_TIMEZONE, 0);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            addr aware = make(h, rows[i].kind, zone), naive = make(h, rows[i].kind, 0);
            assert_int_equal(object_getsizeof(h, aware), rows[i].size);
            assert_int_equal(object_getsizeof(h, naive), rows[i].size);
            assert_int_equal(memory_block_size(h, aware), rows[i].aware);
            assert_int_equal(memory_block_size(h, naive), rows[i].naive);
            assert_false(object_has_gc(h, aware));
            decref(h, aware);
            decref(h, naive);
        }
        assert_int_equal(object_getsizeof(h, zone), 32);
        decref(h, zone);
    }
}

static void fields_come_out_as_they_went_in(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = make(h, KIND_DATETIME, 0), fields = datetime_fields(h, o);
        expect_text(h, fields, "(2020, 2, 29, 23, 59, 58, 123456, None, 1)");
        decref(h, fields);
        decref(h, o);
        o = make(h, KIND_TIMEDELTA, 0);
        fields = datetime_fields(h, o);
        expect_text(h, fields, "(-5, 86399, 999999)");
        decref(h, fields);
        decref(h, o);
        o = make(h, KIND_TIME, 0);
        fields = datetime_fields(h, o);
        expect_text(h, fields, "(23, 59, 58, 123456, None, 0)");
        decref(h, fields);
        decref(h, o);
    }
}

static void a_time_zone_lives_as_long_as_what_has_it(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr zone = make(h, KIND_TIMEZONE, 0), a = make(h, KIND_DATETIME, zone), b = make(h, KIND_TIME, zone);
        assert_int_equal(object_refcount(h, zone), 3);
        decref(h, zone);
        decref(h, a);
        assert_int_equal(object_refcount(h, zone), 1);
        decref(h, b);
    }
}

/* Without a language there are objects, and errors where they would be asked something. */
static void what_is_written_in_the_language_is_an_error_without_it(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = make(h, KIND_DATE, 0), out;
        int64_t hash;
        assert_int_equal(object_hash(h, o, &hash), HEAP_RAISED);
        raised(h, EXC_RUNTIME_ERROR, "there is no module _datetime here");
        addr name = str_intern_utf8(h, "weekday", 7);
        assert_int_equal(object_call_method(h, o, name, NULL, 0, NULL, NULL, 0, &out), HEAP_RAISED);
        raised(h, EXC_RUNTIME_ERROR, "there is no module _datetime here");
        decref(h, name);
        decref(h, o);
    }
}

static void short_memory_leaves_nothing_behind(void **state)
{
    static const enum kind kinds[] = {KIND_TIMEDELTA, KIND_DATE, KIND_DATETIME, KIND_TIME, KIND_TIMEZONE};
    (void)state;
    EACH_VERSION(h)
    {
        addr zone = make(h, KIND_TIMEZONE, 0);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            for (uint64_t n = 1, failed = 1; failed; n++) {
                uint64_t used = heap_test_used(h);
                memory_fail_after(h, n);
                addr o = make(h, kinds[i], zone), fields = o ? datetime_fields(h, o) : 0;
                memory_fail_after(h, 0);
                failed = !fields;
                if (failed)
                    raised(h, EXC_MEMORY_ERROR, "");
                xdecref(h, fields);
                xdecref(h, o);
                heap_clear_free_lists(h);
                assert_int_equal(heap_test_used(h), used);
            }
        decref(h, zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_have_the_sizes_of_their_types_and_no_room_for_what_they_lack),
        cmocka_unit_test(fields_come_out_as_they_went_in),
        cmocka_unit_test(a_time_zone_lives_as_long_as_what_has_it),
        cmocka_unit_test(what_is_written_in_the_language_is_an_error_without_it),
        cmocka_unit_test(short_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
