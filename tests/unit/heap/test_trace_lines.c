/* The traceback of an allocation follows the line of the top frame, also where nothing else has changed since
 * the last one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

/* The lines of the traceback of a new object, oldest first, as one number of two digits each; the object is
 * kept in *held. */
static uint64_t lines_of_new(struct heap *h, addr *held)
{
    uint64_t size, lines = 0;
    uint32_t index;
    struct traceback_info info;
    *held = float_new(h, 1.5);
    assert_true(*held && trace_of(h, object_block(h, *held), &size, &index));
    assert_true(trace_traceback(h, index, &info));
    for (uint32_t i = 0; i < info.frame_count; i++)
        lines = lines * 100 + trace_traceback_frame(h, index, i).line;
    return lines;
}

static void expect_lines(struct heap *h, uint64_t expected)
{
    addr o;
    assert_int_equal(lines_of_new(h, &o), expected);
    decref(h, o);
}

static void begin(struct heap *h, uint32_t nframe)
{
    assert_int_equal(trace_start(h, nframe), HEAP_OK);
    trace_ordinal(h, 7);
    assert_int_equal(frame_push(h, "f", "a.py", 10), HEAP_OK);
    assert_int_equal(frame_push(h, "g", "a.py", 20), HEAP_OK);
}

static void end(struct heap *h)
{
    assert_int_equal(frame_pop(h), HEAP_OK);
    assert_int_equal(frame_pop(h), HEAP_OK);
    trace_stop(h);
}

static void the_line_of_the_top_frame_counts(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        begin(h, 5);
        expect_lines(h, 71020);
        assert_int_equal(frame_set_line(h, 21), HEAP_OK);
        expect_lines(h, 71021);
        assert_int_equal(frame_set_line(h, 22), HEAP_OK);
        assert_int_equal(frame_set_line(h, 23), HEAP_OK);
        expect_lines(h, 71023);
        trace_ordinal(h, 8);
        assert_int_equal(frame_set_line(h, 24), HEAP_OK);
        expect_lines(h, 81024);
        end(h);
    }
}

static void a_popped_frame_leaves_the_line_to_its_caller(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        begin(h, 2);
        expect_lines(h, 1020);
        assert_int_equal(frame_pop(h), HEAP_OK);
        assert_int_equal(frame_set_line(h, 11), HEAP_OK);
        expect_lines(h, 711);
        assert_int_equal(frame_set_line(h, 12), HEAP_OK);
        expect_lines(h, 712);
        assert_int_equal(frame_push(h, "g", "b.py", 30), HEAP_OK);
        expect_lines(h, 1230);
        end(h);
    }
}

static void the_line_of_the_module_is_the_request(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        assert_int_equal(trace_start(h, 3), HEAP_OK);
        trace_ordinal(h, 7);
        expect_lines(h, 7);
        assert_int_equal(frame_set_line(h, 40), HEAP_OK);
        expect_lines(h, 7);
        assert_int_equal(frame_set_line(h, 0), HEAP_OK);
        trace_stop(h);
    }
}

static void a_place_that_stands_for_the_stack_has_its_own_line(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct trace_frame place = {"c.py", 4, 50};
        begin(h, 3);
        assert_int_equal(trace_at(h, &place, 1, true), HEAP_OK);
        expect_lines(h, 50);
        assert_int_equal(frame_set_line(h, 25), HEAP_OK);
        expect_lines(h, 50);
        assert_int_equal(trace_at(h, NULL, 0, false), HEAP_OK);
        expect_lines(h, 71025);
        end(h);
    }
}

static void tracing_begun_anew_knows_nothing_of_before(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        begin(h, 5);
        expect_lines(h, 71020);
        trace_stop(h);
        assert_int_equal(frame_set_line(h, 26), HEAP_OK);
        assert_int_equal(trace_start(h, 1), HEAP_OK);
        expect_lines(h, 26);
        trace_clear(h);
        assert_int_equal(frame_set_line(h, 27), HEAP_OK);
        expect_lines(h, 27);
        end(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_of_the_top_frame_counts),
        cmocka_unit_test(a_popped_frame_leaves_the_line_to_its_caller),
        cmocka_unit_test(the_line_of_the_module_is_the_request),
        cmocka_unit_test(a_place_that_stands_for_the_stack_has_its_own_line),
        cmocka_unit_test(tracing_begun_anew_knows_nothing_of_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
