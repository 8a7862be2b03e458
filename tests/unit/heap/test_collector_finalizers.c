/* What runs while trash is taken apart: finalizers, resurrection, callbacks of weak references, legacy
 * finalizers; and what is told to gc.callbacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/collector_test.h"

/* ---- finalizers and weak references -------------------------------------------------------------- */

static addr class_logging(struct heap *h, const char *text)
{
    return class_new(h,
                     &(struct class_spec){.name = "C", .finalizer = FINALIZER_LOG, .finalizer_text = text});
}

/* facts: finalizers, "a cycle of three" and "a cycle of three, made backwards" */
static void finalizers_run_in_the_order_of_the_list(void **state)
{
    (void)state;
    for (int backwards = 0; backwards < 2; backwards++)
        EACH_VERSION(h)
        {
            h_used = warmed_up(h);
            addr types[3] = {class_logging(h, "a"), class_logging(h, "b"), class_logging(h, "c")}, o[3];
            for (size_t i = 0; i < 3; i++) {
                size_t k = backwards ? 2 - i : i;
                o[k] = instance_new(h, types[k]);
            }
            for (size_t i = 0; i < 3; i++)
                set(h, o[i], "o", o[(i + 1) % 3]);
            for (size_t i = 0; i < 3; i++)
                decref(h, o[i]);
            (void)logged(h);
            assert_int_equal(collected(h, 2), 3);
            assert_string_equal(logged(h), backwards ? "c b a" : "a b c");
            for (size_t i = 0; i < 3; i++)
                drop_class(h, types[i]);
            events_notable_reset(h);
        }
}

/* facts: finalizers, "resurrection", "a resurrected one beside other trash" */
static void the_resurrected_are_kept_and_finalized_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(
            h,
            &(struct class_spec){.name = "C", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "first"});
        addr o = instance_new(h, type);
        struct collection c;
        set(h, o, "me", o);
        decref(h, o);
        for (int i = 0; i < 5; i++)
            a_list_in_itself(h);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 5);
        assert_int_equal(c.finalized, 1);
        assert_int_equal(c.resurrected, 1);
        assert_true(name_lookup(h, 0, "first", 5) == o);
        assert_int_equal(collected(h, 2), 0);
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
        assert_true(object_exists(h, o));
        assert_int_equal(collected(h, 2), 1);
        assert_false(object_exists(h, o));
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* facts: finalizers, "a weakref with callback seen by the finalizer", "three callbacks" */
static void weak_references_are_cleared_and_called_back_before_finalizers(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "del"), o = instance_new(h, type), seen = list_new(h, 0),
             m = get(h, seen, "append"), w[3];
        struct collection c;
        for (size_t i = 0; i < 3; i++)
            w[i] = weakref_new(h, o, m);
        decref(h, m);
        set(h, o, "me", o);
        decref(h, o);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 1);
        assert_int_equal(c.weakrefs_cleared, 3);
        assert_int_equal(list_length(h, seen), 3);
        for (size_t i = 0; i < 3; i++)
            assert_true(list_item(h, seen, i) == w[2 - i]);
        decref(h, seen);
        for (size_t i = 0; i < 3; i++)
            decref(h, w[i]);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* facts: finalizers, "a weakref to the resurrected": it stays dead */
static void a_weak_reference_to_the_resurrected_is_dead(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(
            h,
            &(struct class_spec){.name = "C", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "first"});
        addr o = instance_new(h, type), w = weakref_new(h, o, 0);
        set(h, o, "me", o);
        decref(h, o);
        assert_int_equal(collected(h, 2), 0);
        assert_true(object_exists(h, o));
        assert_true(weakref_referent(h, w) == 0);
        decref(h, w);
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
        assert_int_equal(collected(h, 2), 1);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

static void a_thousand_finalizers(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "x");
        for (int i = 0; i < 1000; i++) {
            addr o = instance_new(h, type);
            set(h, o, "me", o);
            decref(h, o);
        }
        assert_int_equal(collected(h, 2), 1000);
        assert_int_equal(strlen(logged(h)), 1999);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* ---- callbacks ----------------------------------------------------------------------------------- */

/* facts: settings, "callback arguments" and "a callback that raises" */
static void callbacks_are_told_before_and_after(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr seen = dict_new(h), m = get(h, seen, "setdefault");
        append(h, collector_callbacks(h), m);
        decref(h, m);
        ten_lists_in_themselves(h);
        assert_int_equal(collected(h, 1), 10);
        list_clear(h, collector_callbacks(h));
        addr start = str_from_ascii(h, "start"), stop = str_from_ascii(h, "stop"), info, key, value;
        assert_int_equal(dict_length(h, seen), 2);
        assert_int_equal(dict_get(h, seen, start, &info), HEAP_OK);
        assert_true(info && dict_length(h, info) == 3);
        assert_int_equal(dict_get(h, seen, stop, &info), HEAP_OK);
        static const char *const names[] = {"generation", "collected", "uncollectable"};
        static const int64_t values[] = {1, 10, 0};
        size_t position = 0;
        for (size_t i = 0; dict_next(h, info, &position, &key, &value); i++) {
            int64_t n;
            assert_true(str_equal_utf8(h, key, names[i], strlen(names[i])));
            assert_true(int_fits(h, value, &n) && n == values[i]);
        }
        decref(h, start);
        decref(h, stop);
        decref(h, seen);
        events_notable_reset(h);
    }
}

static void a_callback_that_raises_is_an_event(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr list = list_new(h, 0), m = get(h, list, "append"); /* takes one argument, gets two */
        append(h, collector_callbacks(h), m);
        decref(h, m);
        decref(h, list);
        events_notable_reset(h);
        assert_int_equal(collected(h, 2), 0);
        size_t unraisable = 0;
        for (size_t i = 0; i < events_notable_count(h); i++)
            unraisable += events_notable_at(h, i)->kind == EVENT_UNRAISABLE;
        assert_int_equal(unraisable, 2);
        list_clear(h, collector_callbacks(h));
        events_notable_reset(h);
    }
}

/* ---- legacy finalizers --------------------------------------------------------------------------- */

/* No type of CPython's own has tp_del any more; extension modules may. What it reaches is not touched, and
 * what has it is told. */
static void what_a_legacy_finalizer_reaches_is_uncollectable(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = plain_class(h), o = instance_new(h, type), list = list_new(h, 0);
        struct collection c;
        set(h, o, "l", list);
        append(h, list, o);
        append(h, list, list);
        decref(h, list);
        decref(h, o);
        ten_lists_in_themselves(h);
        type_at(h, type)->del = HEAP_TEXT;
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 10);
        assert_int_equal(c.uncollectable, 2);
        addr garbage = collector_garbage(h);
        assert_int_equal(list_length(h, garbage), 1);
        assert_true(list_item(h, garbage, 0) == o);
        assert_int_equal(heap_verify(h, NULL, NULL), 1); /* the class, which the test holds */
        type_at(h, type)->del = 0;
        list_clear(h, garbage);
        assert_int_equal(collected(h, 2), 2);
        drop_class(h, type);
        h_used = heap_test_used(h); /* the list of the garbage keeps its array */
        events_notable_reset(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finalizers_run_in_the_order_of_the_list),
        cmocka_unit_test(the_resurrected_are_kept_and_finalized_once),
        cmocka_unit_test(weak_references_are_cleared_and_called_back_before_finalizers),
        cmocka_unit_test(a_weak_reference_to_the_resurrected_is_dead),
        cmocka_unit_test(a_thousand_finalizers),
        cmocka_unit_test(callbacks_are_told_before_and_after),
        cmocka_unit_test(a_callback_that_raises_is_an_event),
        cmocka_unit_test(what_a_legacy_finalizer_reaches_is_uncollectable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
