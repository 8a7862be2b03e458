/* Collections while memory runs out: each allocation of what they run fails once. A collection itself needs
 * none and is never refused; what its finalizers, callbacks and lists miss is reported, or lives on, and is
 * collected later. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/collector_test.h"

#define ENOUGH 2000 /* allocations of any collection here */

/* Adds trash to a heap; `kept` is a list that is bound to a name. */
typedef void maker(struct heap *h, addr kept);

/* Finalizers that log, and one that brings its object back. */
static void make_finalizers(struct heap *h, addr kept)
{
    (void)kept;
    addr logs = class_new(
             h, &(struct class_spec){.name = "L", .finalizer = FINALIZER_LOG, .finalizer_text = "gone"}),
         returns = class_new(h, &(struct class_spec){
                                    .name = "R", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "back"});
    for (int i = 0; i < 3; i++) {
        addr o = instance_new(h, i ? logs : returns);
        set(h, o, "me", o);
        decref(h, o);
    }
    decref(h, logs);
    decref(h, returns);
}

/* Weak references to the trash, whose callbacks append them to what is kept. */
static void make_callbacks(struct heap *h, addr kept)
{
    addr type = plain_class(h), append = get(h, kept, "append");
    for (int i = 0; i < 12; i++) {
        addr o = instance_new(h, type), ref = weakref_new(h, o, append);
        set(h, o, "me", o);
        assert_int_equal(list_append(h, kept, ref), HEAP_OK);
        decref(h, ref);
        decref(h, o);
    }
    decref(h, append);
    decref(h, type);
}

static void make_classes(struct heap *h, addr kept)
{
    (void)kept;
    two_instances(h);
    a_class(h);
    ten_lists_in_themselves(h);
}

/* gc.callbacks is told of each collection. */
static void make_told(struct heap *h, addr kept)
{
    addr append = get(h, kept, "append"); /* takes one argument, gets two: that fails as well */
    assert_int_equal(list_append(h, collector_callbacks(h), append), HEAP_OK);
    decref(h, append);
    ten_lists_in_themselves(h);
}

static void make_saved(struct heap *h, addr kept)
{
    assert_int_equal(collector_set_debug(h, GC_DEBUG_SAVEALL), HEAP_OK);
    make_classes(h, kept);
}

/* An instance whose values are taken away, and whose dict was asked for: what clearing it needs may be
 * refused. */
static void make_dicts(struct heap *h, addr kept)
{
    addr type = plain_class(h), o = instance_new(h, type);
    set(h, o, "me", o);
    addr d = get(h, o, "__dict__");
    assert_int_equal(list_append(h, kept, d), HEAP_OK);
    decref(h, d);
    decref(h, o);
    o = instance_new(h, type);
    set(h, o, "me", o);
    decref(h, get(h, o, "__dict__"));
    decref(h, o);
    decref(h, type);
}

/* A class with a legacy finalizer: uncollectable, told to gc.garbage. */
static void make_legacy(struct heap *h, addr kept)
{
    (void)kept;
    addr type = plain_class(h);
    type_at(h, type)->del = HEAP_TEXT;
    for (int i = 0; i < 6; i++) {
        addr o = instance_new(h, type);
        set(h, o, "me", o);
        decref(h, o);
    }
    decref(h, type);
}

static struct heap *with_trash(unsigned minor, maker *make)
{
    struct heap *h = heap_test_begin(minor);
    (void)warmed_up(h);
    addr kept = list_new(h, 0);
    assert_int_equal(name_bind(h, 0, "kept", 4, kept), HEAP_OK);
    assert_int_equal(name_bind(h, 0, "back", 4, none(h)), HEAP_OK);
    make(h, kept);
    decref(h, kept);
    return h;
}

/* Without what the trash brought along, a heap has nothing to collect. */
static void empty(struct heap *h)
{
    assert_int_equal(collector_set_debug(h, 0), HEAP_OK);
    list_clear(h, collector_callbacks(h));
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16))
        if (object_kind(h, o) == KIND_TYPE)
            type_at(h, o)->del = 0;
    list_clear(h, collector_garbage(h));
    assert_int_equal(name_delete(h, 0, "kept", 4), HEAP_OK);
    assert_int_equal(name_delete(h, 0, "back", 4), HEAP_OK);
    for (int i = 0; i < 3; i++)
        (void)collected(h, 2);
    events_notable_reset(h);
}

/* The n-th allocation fails; false: there are not as many. */
static bool collect_failing(const struct heap *prepared, int generation, uint64_t n, uint64_t left)
{
    struct heap *h = heap_copy(prepared);
    struct collection c;
    assert_non_null(h);
    memory_fail_after(h, n);
    assert_int_equal(collector_collect(h, generation, &c), HEAP_OK);
    bool failed = h->fail_after == 0;
    memory_fail_after(h, 0);
    assert_int_equal(heap_raised(h), EXC_NONE);
    assert_false(h->collector.collecting);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    empty(h);
    assert_int_equal(heap_object_count(h), left);
    heap_test_end(h, heap_test_used(h)); /* every block has its owner; tables may be of another size */
    return failed;
}

static void sweep(maker *make)
{
    for (size_t version = 0; version < sizeof heap_test_versions / sizeof *heap_test_versions; version++)
        for (int generation = 0; generation < 3; generation += 2) {
            struct heap *prepared = with_trash(heap_test_versions[version], make), *h = heap_copy(prepared);
            (void)collected(h, generation);
            empty(h);
            uint64_t n = 1, left = heap_object_count(h);
            heap_destroy(h);
            while (collect_failing(prepared, generation, n, left))
                assert_true(++n < ENOUGH);
            heap_destroy(prepared);
        }
}

static void finalizers_that_run_out_of_memory(void **state)
{
    (void)state;
    sweep(make_finalizers);
}

static void callbacks_that_run_out_of_memory(void **state)
{
    (void)state;
    sweep(make_callbacks);
}

static void classes_and_instances_go_without_memory(void **state)
{
    (void)state;
    sweep(make_classes);
}

static void listeners_that_run_out_of_memory(void **state)
{
    (void)state;
    sweep(make_told);
}

static void garbage_that_cannot_be_saved_lives_on(void **state)
{
    (void)state;
    sweep(make_saved);
}

static void dicts_that_cannot_leave_their_instances_are_emptied(void **state)
{
    (void)state;
    sweep(make_dicts);
}

static void uncollectable_trash_that_cannot_be_told(void **state)
{
    (void)state;
    sweep(make_legacy);
}

/* What an allocation collects has no word in whether the allocation succeeds. */
static void an_allocation_that_collects_and_fails(void **state)
{
    (void)state;
    for (size_t version = 0; version < sizeof heap_test_versions / sizeof *heap_test_versions; version++) {
        struct heap *prepared = with_trash(heap_test_versions[version], make_finalizers);
        prepared->abi.collection_point = COLLECT_IN_ALLOCATION;
        bool failed = true;
        for (uint64_t n = 1; failed; n++) {
            struct heap *h = heap_copy(prepared);
            uint64_t used = heap_test_used(h);
            collector_enable(h, true);
            collector_set_threshold(h, 0, 1);
            memory_fail_after(h, n);
            addr l = list_new(h, 3);
            failed = h->fail_after == 0;
            memory_fail_after(h, 0);
            collector_enable(h, false);
            assert_true(l || heap_raised(h) == EXC_MEMORY_ERROR);
            heap_clear_raised(h);
            xdecref(h, l);
            assert_true(heap_test_used(h) <= used + 4096);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            events_notable_reset(h);
            heap_destroy(h);
        }
        heap_destroy(prepared);
    }
}

/* Freezing and moving between generations take no memory at all. */
static void freezing_needs_no_memory(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        ten_lists_in_themselves(h);
        memory_fail_after(h, 1);
        collector_freeze(h);
        assert_true(collector_frozen(h) >= 10);
        (void)collected(h, 2);
        collector_unfreeze(h);
        assert_int_equal(collector_frozen(h), 0);
        (void)collected(h, 2);
        assert_int_equal(h->fail_after, 1);
        memory_fail_after(h, 0);
        events_notable_reset(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finalizers_that_run_out_of_memory),
        cmocka_unit_test(callbacks_that_run_out_of_memory),
        cmocka_unit_test(classes_and_instances_go_without_memory),
        cmocka_unit_test(listeners_that_run_out_of_memory),
        cmocka_unit_test(garbage_that_cannot_be_saved_lives_on),
        cmocka_unit_test(dicts_that_cannot_leave_their_instances_are_emptied),
        cmocka_unit_test(uncollectable_trash_that_cannot_be_told),
        cmocka_unit_test(an_allocation_that_collects_and_fails),
        cmocka_unit_test(freezing_needs_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
