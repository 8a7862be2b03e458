/* Events: what is recorded, what is always kept, and what happens when a buffer is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/event_ledger.h"
#include "tests/unit/heap/heap_test.h"

static struct event_totals totals(const struct heap *h)
{
    struct event_totals t;
    events_totals(h, &t);
    return t;
}

static void record(struct heap *h, uint32_t capacity)
{
    assert_int_equal(events_record(h, capacity), HEAP_OK);
}

static void objects_made_and_released_are_recorded(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        record(h, 16);
        addr o = list_new(h, 0);
        assert_int_equal(events_count(h), 1);
        const struct heap_event *e = events_at(h, 0);
        assert_int_equal(e->kind, EVENT_ALLOCATED);
        assert_true(e->object == o);
        assert_true(e->type == h->type[KIND_LIST]);
        assert_int_equal(e->size, 64); /* the block: header, collector's header, rounded up */
        assert_int_equal(e->text_length, 4);
        assert_memory_equal(e->u.text, "list", 4);
        decref(h, o);
        assert_int_equal(events_count(h), 2);
        assert_int_equal(events_at(h, 1)->kind, EVENT_FREED);
        assert_int_equal(events_at(h, 1)->size, 64);
        assert_int_equal(totals(h).allocated, 1);
        assert_int_equal(totals(h).allocated_bytes, totals(h).freed_bytes);
        record(h, 0);
    }
}

static size_t count_recorded(const struct heap *h, enum event_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < events_count(h); i++)
        n += events_at(h, i)->kind == kind;
    return n;
}

static void of_a_program_what_is_left_is_recorded(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr before = list_new(h, 0), kept[12];
        record(h, 8);
        events_balance(h);
        decref(h, list_new(h, 0));
        addr constant = str_from_utf8(h, "a constant", 10), other = str_from_utf8(h, "another one", 11);
        events_compiled(h);
        for (int i = 0; i < 1000; i++) {
            addr l = list_new(h, 0);
            addr s = str_from_utf8(h, "never seen before", 17);
            if (i == 0 || i == 500)
                kept[i != 0] = l;
            else
                decref(h, l);
            decref(h, s);
        }
        kept[2] = str_from_utf8(h, "a text", 6);
        kept[3] = list_new(h, 0);
        decref(h, before);
        decref(h, other); /* it was not there before the program was */
        events_settle(h);
        decref(h, list_new(h, 0));
        assert_int_equal(events_count(h), 6);
        assert_int_equal(events_at(h, 0)->kind, EVENT_FREED);
        assert_true(events_at(h, 0)->object == before || events_at(h, 0)->object == kept[3]);
        assert_true(events_at(h, 1)->object == kept[0]);
        assert_true(events_at(h, 2)->object == kept[1]);
        assert_true(events_at(h, 3)->object == kept[3]);
        assert_true(events_at(h, 4)->object == kept[2]); /* behind what holds others */
        assert_true(events_at(h, 5)->object == constant);
        assert_int_equal(totals(h).allocated, 1 + 2 + 2000 + 2 + 1);
        assert_int_equal(totals(h).freed, 1 + 1998 + 2 + 1);
        decref(h, constant);
        assert_int_equal(totals(h).dropped, 0);
        events_each(h);
        for (int i = 0; i < 4; i++)
            decref(h, kept[i]);
        record(h, 0);
    }
}

static void of_a_program_that_leaves_much_the_first_are_recorded(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr kept[12];
        record(h, 8);
        events_balance(h);
        events_compiled(h);
        for (int i = 0; i < 12; i++)
            kept[i] = list_new(h, 0);
        decref(h, kept[11]); /* nobody knows that it is new */
        decref(h, kept[0]);
        kept[0] = list_new(h, 0);
        events_settle(h);
        assert_int_equal(count_recorded(h, EVENT_FREED), 0);
        assert_int_equal(count_recorded(h, EVENT_ALLOCATED), 8);
        assert_true(events_at(h, 0)->object == kept[1]);
        assert_int_equal(totals(h).allocated, 13);
        assert_int_equal(totals(h).dropped, 4);
        for (int i = 0; i < 11; i++)
            decref(h, kept[i]);
        record(h, 0);
    }
}

/* Beside a plain array: addresses that are near each other, so that their slots are, too. */
static void a_ledger_has_what_was_added_and_not_taken_in_order(void **state)
{
    enum { MOST = 24 };
    (void)state;
    EACH_VERSION(h)
    {
        struct ledger l;
        addr there[MOST];
        uint32_t count = 0, random = 1;
        assert_true(ledger_open(h, &l, MOST));
        for (int i = 0; i < 20000; i++) {
            random = random * 1103515245 + 12345;
            addr object = 0x1000 + (random >> 16) % 64 * 16;
            uint32_t at = 0;
            while (at < count && there[at] != object)
                at++;
            assert_int_equal(ledger_has(h, &l, object), at < count);
            if (at < count) {
                assert_true(ledger_take(h, &l, object));
                memmove(there + at, there + at + 1, (--count - at) * sizeof *there);
            } else if (count < MOST) {
                assert_true(ledger_add(h, &l, object));
                there[count++] = object;
            } else {
                assert_false(ledger_take(h, &l, object));
                assert_false(ledger_add(h, &l, object));
            }
            uint32_t position = 0;
            for (uint32_t k = 0; k < count; k++)
                assert_true(ledger_next(h, &l, &position) == there[k]);
            assert_true(ledger_next(h, &l, &position) == 0);
        }
        assert_true(l.overflowed);
        ledger_close(h, &l);
    }
}

static void nothing_is_recorded_unless_asked_for(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        decref(h, list_new(h, 0));
        assert_int_equal(events_count(h), 0);
        assert_int_equal(totals(h).allocated, 0);
    }
}

static void a_full_buffer_keeps_the_first_and_counts_the_rest(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        record(h, 3);
        addr first = list_new(h, 0);
        decref(h, first);
        for (int i = 0; i < 10; i++)
            decref(h, list_new(h, 0));
        assert_int_equal(events_count(h), 3);
        assert_true(events_at(h, 0)->object == first);
        assert_int_equal(totals(h).allocated, 11);
        assert_int_equal(totals(h).freed, 11);
        assert_int_equal(totals(h).dropped, 19);
        events_reset(h);
        assert_int_equal(events_count(h), 0);
        assert_int_equal(totals(h).dropped, 0);
        decref(h, list_new(h, 0));
        assert_int_equal(events_count(h), 2);
        record(h, 0);
    }
}

static void texts_are_cut_at_a_character(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        char text[200];
        memset(text, 'a', sizeof text);
        memcpy(text + 103, "\xc3\xa9", 2);
        event_text(h, EVENT_LOG, 0, text, sizeof text);
        event_text(h, EVENT_LOG, 0, "short", 5);
        assert_int_equal(events_notable_count(h), 2);
        assert_int_equal(events_notable_at(h, 0)->text_length, 103);
        assert_int_equal(events_notable_at(h, 1)->text_length, 5);
        events_notable_reset(h);
        assert_int_equal(events_notable_count(h), 0);
    }
}

static void logs_and_collections_are_kept_without_asking(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        collector_enable(h, false);
        assert_int_equal(collector_collect(h, 1, NULL), HEAP_OK);
        for (int i = 0; i < 100; i++)
            event_text(h, EVENT_LOG, 0, "x", 1);
        assert_int_equal(events_notable_count(h), 101);
        assert_int_equal(events_notable_at(h, 0)->kind, EVENT_COLLECTION);
        assert_int_equal(events_notable_at(h, 0)->u.collection.generation, 1);
        for (int i = 0; i < 10000; i++)
            event_text(h, EVENT_LOG, 0, "x", 1);
        assert_int_equal(events_notable_count(h), 4096);
        assert_int_equal(totals(h).dropped, 10101 - 4096);
        events_notable_reset(h);
        events_reset(h);
    }
}

static void without_memory_events_are_dropped_and_nothing_fails(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        memory_fail_after(h, 1);
        assert_int_equal(events_record(h, 100), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        memory_fail_after(h, 1);
        event_text(h, EVENT_LOG, 0, "x", 1);
        memory_fail_after(h, 0);
        assert_int_equal(events_notable_count(h), 0);
        assert_int_equal(totals(h).dropped, 1);
        event_text(h, EVENT_LOG, 0, "x", 1);
        assert_int_equal(events_notable_count(h), 1);
        events_notable_reset(h);
        events_reset(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_made_and_released_are_recorded),
        cmocka_unit_test(of_a_program_what_is_left_is_recorded),
        cmocka_unit_test(of_a_program_that_leaves_much_the_first_are_recorded),
        cmocka_unit_test(a_ledger_has_what_was_added_and_not_taken_in_order),
        cmocka_unit_test(nothing_is_recorded_unless_asked_for),
        cmocka_unit_test(a_full_buffer_keeps_the_first_and_counts_the_rest),
        cmocka_unit_test(texts_are_cut_at_a_character),
        cmocka_unit_test(logs_and_collections_are_kept_without_asking),
        cmocka_unit_test(without_memory_events_are_dropped_and_nothing_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
