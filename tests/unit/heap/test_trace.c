/* Allocation tracing: traces, totals, tracebacks, limits. Sizes of objects are what tracemalloc of 3.11
 * and 3.14 recorded ("weights" of the facts). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/trace.h"
#include "tests/unit/heap/heap_test.h"

static struct trace_state state_of(const struct heap *h)
{
    struct trace_state s;
    trace_state(h, &s);
    return s;
}

static void start(struct heap *h, uint32_t nframe)
{
    assert_int_equal(trace_start(h, nframe), HEAP_OK);
}

static void at(struct heap *h, const char *file, uint32_t line)
{
    struct trace_frame f = {file, (uint32_t)strlen(file), line};
    assert_int_equal(trace_at(h, &f, 1, true), HEAP_OK);
}

/* "file:line" of the frames, oldest first. */
static const char *traceback_text(const struct heap *h, uint32_t index)
{
    static char text[4096];
    struct traceback_info info;
    size_t n = 0;
    assert_true(trace_traceback(h, index, &info));
    text[0] = 0;
    for (uint32_t i = 0; i < info.frame_count; i++) {
        struct trace_frame f = trace_traceback_frame(h, index, i);
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s:%u", i ? " " : "", (int)f.file_length,
                              f.file, f.line);
    }
    return text;
}

static const char *traceback_of(const struct heap *h, addr o)
{
    uint64_t size;
    uint32_t index;
    assert_true(trace_of(h, object_block(h, o), &size, &index));
    return traceback_text(h, index);
}

static void what_is_allocated_counts_until_it_is_freed(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr before = list_new(h, 0);
        start(h, 1);
        addr list = list_new(h, 3), number = int_new(h, 1000);
        assert_int_equal(state_of(h).traces, 3); /* the list, its array, the int */
        assert_int_equal(state_of(h).current, 56 + 24 + 32);
        decref(h, before); /* was not traced */
        assert_int_equal(state_of(h).traces, 3);
        decref(h, number);
        decref(h, list);
        assert_int_equal(state_of(h).current, 0);
        assert_int_equal(state_of(h).traces, 0);
        assert_true(state_of(h).peak >= 80);
        trace_stop(h);
    }
}

/* facts: trace, weights */
static void sizes_are_those_that_tracemalloc_records(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 1);
        struct trace_state s;
        addr o = list_new(h, 0);
        assert_int_equal((s = state_of(h), s.current), 56);
        decref(h, o);
        o = dict_new(h);
        assert_int_equal(state_of(h).current, 64);
        decref(h, o);
        o = set_new(h);
        assert_int_equal(state_of(h).current, 216);
        decref(h, o);
        o = bytes_new(h, NULL, 10);
        assert_int_equal(state_of(h).current, 43);
        decref(h, o);
        o = bytes_new(h, NULL, 6000);
        assert_int_equal(state_of(h).current, 6033);
        decref(h, o);
        o = float_new(h, 1.5);
        assert_int_equal(state_of(h).current, 24);
        decref(h, o);
        assert_int_equal(state_of(h).current, 0);
        trace_stop(h);
    }
}

static void a_resized_block_moves_to_where_the_program_is(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 1);
        at(h, "a.py", 1);
        addr list = list_new(h, 0);
        assert_int_equal(list_append(h, list, none(h)), HEAP_OK);
        at(h, "a.py", 2);
        for (int i = 0; i < 100; i++)
            assert_int_equal(list_append(h, list, none(h)), HEAP_OK);
        uint64_t size;
        uint32_t index;
        assert_string_equal(traceback_of(h, list), "a.py:1");
        assert_true(trace_of(h, HEAP_FIELD(h, list, 24, addr), &size, &index));
        assert_string_equal(traceback_text(h, index), "a.py:2");
        assert_int_equal(size, list_allocated(h, list) * 8);
        decref(h, list);
        assert_int_equal(state_of(h).current, 0);
        trace_stop(h);
    }
}

/* ---- where the program is ------------------------------------------------------------------------ */

static void without_a_place_it_is_the_request(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 25);
        trace_ordinal(h, 7);
        addr a = list_new(h, 0);
        assert_string_equal(traceback_of(h, a), "<request>:7");
        decref(h, a);
        trace_stop(h);
    }
}

static void frames_lie_upon_the_bottom(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 25);
        trace_ordinal(h, 3);
        assert_int_equal(frame_push(h, "f", "app.py", 10), HEAP_OK);
        assert_int_equal(frame_push(h, "g", "lib.py", 20), HEAP_OK);
        addr a = list_new(h, 0);
        assert_int_equal(frame_set_line(h, 21), HEAP_OK);
        addr b = list_new(h, 0);
        assert_string_equal(traceback_of(h, a), "<request>:3 app.py:10 lib.py:20");
        assert_string_equal(traceback_of(h, b), "<request>:3 app.py:10 lib.py:21");
        at(h, "alone.py", 5);
        addr c = list_new(h, 0);
        assert_string_equal(traceback_of(h, c), "alone.py:5");
        assert_int_equal(trace_at(h, &(struct trace_frame){"main.py", 7, 1}, 1, false), HEAP_OK);
        addr d = list_new(h, 0);
        assert_string_equal(traceback_of(h, d), "main.py:1 app.py:10 lib.py:21");
        assert_int_equal(trace_at(h, NULL, 0, false), HEAP_OK);
        assert_int_equal(frame_pop(h), HEAP_OK);
        addr e = list_new(h, 0);
        assert_string_equal(traceback_of(h, e), "<request>:3 app.py:10");
        assert_int_equal(frame_pop(h), HEAP_OK);
        for (addr *o = (addr[]){a, b, c, d, e, 0}; *o; o++)
            decref(h, *o);
        trace_stop(h);
    }
}

static void a_limit_keeps_the_most_recent_frames(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 2);
        for (uint32_t i = 1; i <= 5; i++)
            assert_int_equal(frame_push(h, "f", "app.py", i), HEAP_OK);
        addr a = list_new(h, 0);
        assert_string_equal(traceback_of(h, a), "app.py:4 app.py:5");
        uint64_t size;
        uint32_t index;
        struct traceback_info info;
        assert_true(trace_of(h, object_block(h, a), &size, &index) && trace_traceback(h, index, &info));
        assert_int_equal(info.frame_count, 2);
        assert_int_equal(info.total_frames, 6);
        decref(h, a);
        for (int i = 0; i < 5; i++)
            assert_int_equal(frame_pop(h), HEAP_OK);
        trace_stop(h);
    }
}

static void equal_tracebacks_are_one(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr kept[100];
        start(h, 5);
        for (size_t i = 0; i < 100; i++) {
            char file[8] = "a.py";
            at(h, file, (uint32_t)(i % 3));
            kept[i] = list_new(h, 0);
        }
        assert_int_equal(state_of(h).tracebacks, 1 + 3); /* and `<unknown>` */
        struct traceback_info info;
        uint64_t count = 0, size = 0;
        for (uint32_t i = 0; trace_traceback(h, i, &info); i++) {
            count += info.count;
            size += info.size;
        }
        assert_int_equal(count, 100);
        assert_int_equal(size, 5600);
        for (size_t i = 0; i < 100; i++)
            decref(h, kept[i]);
        trace_stop(h);
    }
}

/* Tracebacks without traces go when the table is full, so that a long session does not fill it. */
static void tracebacks_that_nothing_refers_to_are_used_again(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 3);
        at(h, "kept.py", 1);
        addr kept = list_new(h, 0);
        for (uint32_t i = 0; i < 20000; i++) {
            trace_ordinal(h, i);
            assert_int_equal(frame_push(h, "f", "app.py", i), HEAP_OK);
            decref(h, list_new(h, 0));
            assert_int_equal(frame_pop(h), HEAP_OK);
        }
        assert_true(state_of(h).tracebacks < 1000);
        assert_true(state_of(h).overhead < 200000);
        assert_string_equal(traceback_of(h, kept), "kept.py:1");
        assert_int_equal(heap_verify(h, NULL, NULL), 1); /* the list that the test holds */
        decref(h, kept);
        trace_stop(h);
    }
}

/* ---- on, off, peak ------------------------------------------------------------------------------- */

static void starting_twice_changes_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 3);
        addr a = list_new(h, 0);
        start(h, 7);
        assert_int_equal(state_of(h).nframe, 3);
        assert_int_equal(state_of(h).traces, 1);
        decref(h, a);
        trace_stop(h);
        assert_int_equal(state_of(h).nframe, 3); /* the limit still answers */
        assert_false(state_of(h).tracing);
        assert_int_equal(state_of(h).current + state_of(h).peak + state_of(h).overhead, 0);
    }
}

static void the_number_of_frames_has_a_range(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {0, 65536, UINT32_MAX};
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < 3; i++) {
            assert_int_equal(trace_start(h, wrong[i]), HEAP_RAISED);
            assert_int_equal(heap_raised(h), EXC_VALUE_ERROR);
            assert_string_equal(heap_raised_message(h), "the number of frames must be in range [1; 65535]");
            heap_clear_raised(h);
        }
        start(h, 65535);
        trace_stop(h);
    }
}

static void clearing_forgets_traces_and_goes_on(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 1);
        addr a = list_new(h, 0);
        trace_clear(h);
        assert_true(state_of(h).tracing);
        assert_int_equal(state_of(h).current + state_of(h).peak + state_of(h).traces, 0);
        addr b = list_new(h, 0);
        assert_int_equal(state_of(h).current, 56);
        decref(h, a); /* forgotten: nothing to subtract */
        assert_int_equal(state_of(h).current, 56);
        decref(h, b);
        assert_int_equal(state_of(h).current, 0);
        trace_stop(h);
    }
}

static void the_peak_can_be_reset(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 1);
        decref(h, bytes_new(h, NULL, 100000));
        assert_true(state_of(h).peak > 100000);
        assert_int_equal(trace_reset_peak(h), HEAP_OK);
        assert_int_equal(state_of(h).peak, 0);
        addr a = list_new(h, 0);
        assert_int_equal(state_of(h).peak, 56);
        decref(h, a);
        trace_stop(h);
    }
}

static void a_copy_has_the_traces_too(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        start(h, 3);
        at(h, "a.py", 9);
        addr small = list_new(h, 0), large = bytes_new(h, NULL, 70000);
        struct heap *copy = heap_copy(h);
        assert_non_null(copy);
        assert_string_equal(traceback_of(copy, small), "a.py:9");
        assert_string_equal(traceback_of(copy, large), "a.py:9");
        assert_int_equal(heap_verify(copy, NULL, NULL), 2); /* two references that the test holds */
        decref(copy, small);
        decref(copy, large);
        assert_int_equal(state_of(copy).current, 0);
        assert_int_equal(heap_verify(copy, heap_test_report, NULL), 0);
        heap_destroy(copy);
        decref(h, small);
        decref(h, large);
        trace_stop(h);
    }
}

/* Whatever table has no room: the allocation is traced as `<unknown>` and nothing else is lost. */
static void tracing_survives_any_failed_allocation(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (uint64_t n = 1; n < 12; n++) {
            memory_fail_after(h, n);
            enum heap_status status = trace_start(h, 4);
            memory_fail_after(h, 0);
            assert_int_equal(state_of(h).tracing, status == HEAP_OK);
            heap_clear_raised(h);
            trace_stop(h);
        }
        start(h, 4);
        addr list = list_new(h, 64);
        for (uint64_t n = 1; n < 40; n++) {
            char file[16];
            (void)snprintf(file, sizeof file, "f%llu.py", (unsigned long long)n);
            memory_fail_after(h, 1 + n % 5);
            struct trace_frame f[2] = {{file, (uint32_t)strlen(file), 1}, {file, (uint32_t)strlen(file), 2}};
            enum heap_status status = trace_at(h, f, 2, true);
            addr o = list_new(h, 0);
            memory_fail_after(h, 0);
            if (status != HEAP_OK || !o)
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
            heap_clear_raised(h);
            xdecref(h, o);
            assert_int_equal(heap_verify(h, NULL, NULL), 1); /* the list that the test holds */
        }
        decref(h, list);
        assert_int_equal(state_of(h).current, 0);
        trace_stop(h);
        assert_int_equal(trace_at(h, NULL, 0, false), HEAP_OK);
    }
}

/* Where a large block is noted, another may begin later, of which nothing is: what was made in a pause, say.
 */
static void what_was_noted_of_a_large_block_goes_with_it(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t size;
        uint32_t index;
        for (size_t shift = 16; shift <= 32; shift += 16) {
            start(h, 1);
            addr first = memory_alloc(h, 1000), second = memory_alloc(h, 1000);
            assert_int_not_equal(first, 0);
            assert_int_not_equal(second, 0);
            memory_free(h, second);
            memory_free(h, first);
            trace_pause(h, true);
            first = memory_alloc(h, 1000 + shift);
            addr third = memory_alloc(h, 1000);
            assert_int_equal(third, second + shift);
            assert_false(trace_of(h, third, &size, &index));
            third = memory_realloc(h, third, 2000);
            trace_pause(h, false);
            memory_free(h, third);
            memory_free(h, first);
            assert_int_equal(state_of(h).traces, 0);
            trace_stop(h);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allocated_counts_until_it_is_freed),
        cmocka_unit_test(sizes_are_those_that_tracemalloc_records),
        cmocka_unit_test(a_resized_block_moves_to_where_the_program_is),
        cmocka_unit_test(without_a_place_it_is_the_request),
        cmocka_unit_test(frames_lie_upon_the_bottom),
        cmocka_unit_test(a_limit_keeps_the_most_recent_frames),
        cmocka_unit_test(equal_tracebacks_are_one),
        cmocka_unit_test(tracebacks_that_nothing_refers_to_are_used_again),
        cmocka_unit_test(starting_twice_changes_nothing),
        cmocka_unit_test(the_number_of_frames_has_a_range),
        cmocka_unit_test(clearing_forgets_traces_and_goes_on),
        cmocka_unit_test(the_peak_can_be_reset),
        cmocka_unit_test(what_was_noted_of_a_large_block_goes_with_it),
        cmocka_unit_test(a_copy_has_the_traces_too),
        cmocka_unit_test(tracing_survives_any_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
