/* Every type of iterator that can be called: what it gives, its layout, failed allocations anywhere, cycles
 * through it, and what finalizers do while it is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/inspect.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "tests/unit/heap/iterator_rows.h"

static void every_type_gives_its_items(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < ITERATOR_ROWS; i++)
        if (iterator_rows[i].gives)
            gives(h, row_make(h, &iterator_rows[i], NULL), iterator_rows[i].gives);
}

static void batches_are_of_3_12(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct iterator_row row = {"itertools.batched", "l2", NULL};
        if (h->abi.itertools_are_heap_types)
            gives(h, row_make(h, &row, NULL), "[(1000, 1001), (1002,)]");
        else
            assert_int_equal(type_by_name(h, row.type), 0);
    }
}

static void endless_ones_go_on(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < ITERATOR_ROWS; i++) {
        bool fails = strcmp(iterator_rows[i].type, "itertools.starmap") == 0;
        if (iterator_rows[i].gives || fails)
            continue;
        addr it = row_make(h, &iterator_rows[i], NULL);
        for (int k = 0; k < 300; k++)
            decref(h, next_of(h, it));
        decref(h, it);
    }
}

static void groups_end_with_the_next(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 5);
        for (size_t i = 0; i < 5; i++)
            list_init(h, l, i, int_new(h, i < 3 ? 7 : 8));
        addr groups = make(h, "itertools.groupby", &l, 1), first = next_of(h, groups);
        decref(h, next_of(h, tuple_item(h, first, 1)));
        addr second = next_of(h, groups);
        gives(h, incref(h, tuple_item(h, first, 1)), "[]");
        gives(h, incref(h, tuple_item(h, second, 1)), "[8, 8]");
        assert_int_equal(next_of(h, groups), 0);
        decref(h, first);
        decref(h, second);
        decref(h, groups);
        decref(h, l);
    }
}

static void tees_share_what_they_have_taken(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = ints(h, 200), both = itertools_tee(h, l, 2), a = tuple_item(h, both, 0),
             b = tuple_item(h, both, 1);
        for (int i = 0; i < 150; i++) /* over two blocks of cells */
            decref(h, next_of(h, a));
        addr ref = weakref_new(h, a, 0);
        for (int i = 0; i < 150; i++) {
            addr item = next_of(h, b);
            assert_int_equal(item, list_item(h, l, (size_t)i));
            decref(h, item);
        }
        addr more = itertools_tee(h, a, 2);
        assert_true((tuple_item(h, more, 0) == a) == !h->abi.tee_copies_tees);
        decref(h, more);
        decref(h, both);
        assert_int_equal(weakref_referent(h, ref), 0);
        decref(h, ref);
        decref(h, l);
    }
}

/* ---- layouts ------------------------------------------------------------------------------------- */

static bool add_size(void *context, const struct layout_field *f)
{
    assert_non_null(f->meaning);
    *(uint64_t *)context += f->size;
    return true;
}

static void layouts_tell_every_byte(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < ITERATOR_ROWS; i++) {
        addr it = row_make(h, &iterator_rows[i], NULL), blocks[4];
        uint64_t told = 0, there = memory_block_size(h, object_block(h, it));
        size_t n = object_ops(h, it)->storage ? object_ops(h, it)->storage(h, it, blocks) : 0;
        for (size_t k = 0; k < n; k++)
            there += memory_block_size(h, blocks[k]);
        inspect_layout(h, it, add_size, &told);
        assert_int_equal(told, there);
        decref(h, it);
    }
}

/* ---- failing allocations ------------------------------------------------------------------------- */

/* Makes it and takes some items; false: MemoryError. */
static bool use(struct heap *h, const struct iterator_row *row)
{
    addr it = row_make(h, row, NULL), item = 0;
    enum heap_status status = it ? HEAP_OK : HEAP_RAISED;
    for (int k = 0; status == HEAP_OK && k < 8; k++) {
        status = iterator_next(h, it, &item);
        if (status == HEAP_OK && !item)
            break;
        xdecref(h, item);
    }
    xdecref(h, it);
    if (status == HEAP_OK)
        return true;
    bool memory = heap_raised(h) == EXC_MEMORY_ERROR;
    assert_true(memory || strcmp(row->type, "itertools.starmap") == 0);
    heap_clear_raised(h);
    return !memory;
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < ITERATOR_ROWS; i++) {
        bool done = false;
        for (uint64_t n = 1; !done; n++) {
            assert_true(n < 1000);
            uint64_t before = heap_test_used(h);
            memory_fail_after(h, n);
            done = use(h, &iterator_rows[i]);
            memory_fail_after(h, 0);
            assert_int_equal(heap_test_used(h), before);
        }
    }
}

static void failed_tees_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = ints(h, 70), both = 0;
        for (uint64_t n = 1; !both; n++) {
            uint64_t before = heap_test_used(h);
            memory_fail_after(h, n);
            both = itertools_tee(h, l, 3);
            memory_fail_after(h, 0);
            if (!both)
                assert_int_equal(heap_test_used(h), before);
            heap_clear_raised(h);
        }
        gives(h, make(h, "itertools.islice", (addr[]){tuple_item(h, both, 1), int_new(h, 2)}, 2),
              "[1000, 1001]");
        decref(h, both);
        decref(h, l);
    }
}

/* ---- cycles -------------------------------------------------------------------------------------- */

static void cycles_are_collected(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (size_t i = 0; i < ITERATOR_ROWS; i++) {
        addr container = 0, it = row_make(h, &iterator_rows[i], &container);
        if (container) { /* the iterator is in what it goes through: that it is, where it has not made a copy
                          */
            expect_ok(h, list_append(h, container, it));
            decref(h, container);
        }
        decref(h, it);
        expect_ok(h, collector_collect(h, 2, NULL));
        assert_int_equal(heap_test_used(h), h_used);
    }
}

static void cycles_through_tees_are_collected(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = ints(h, 100), both = itertools_tee(h, l, 2);
        for (int i = 0; i < 70; i++)
            decref(h, next_of(h, tuple_item(h, both, 0)));
        expect_ok(h, list_append(h, l, both));
        decref(h, both);
        decref(h, l);
        expect_ok(h, collector_collect(h, 2, NULL));
    }
}

/* ---- finalizers ---------------------------------------------------------------------------------- */

static void set_attribute(struct heap *h, addr o, const char *name, addr value)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    expect_ok(h, object_setattr(h, o, n, value));
    decref(h, n);
}

/* Instances whose class clears the list when one of them goes, every other item of it. */
static void arm(struct heap *h, addr list)
{
    addr c = class_new(h, &(struct class_spec){.name = "C"}), name = str_intern_utf8(h, "clear", 5), clear;
    expect_ok(h, object_getattr(h, list, name, &clear));
    set_attribute(h, c, "__del__", clear);
    for (size_t i = 0; i < list_length(h, list); i += 2) {
        addr o = instance_new(h, c);
        object_replace(h, &list_items(h, list)[i], o);
    }
    decref(h, clear);
    decref(h, name);
    decref(h, c);
}

/* The items go while the iterator is asked, and take the list's others with them. */
static void empty_under_way(struct heap *h, const struct iterator_row *row)
{
    addr container = 0, it = row_make(h, row, &container), item;
    if (container && !strchr(row->arguments, 'U')) {
        enum heap_status status = HEAP_OK;
        arm(h, container);
        for (int k = 0; status == HEAP_OK && k < 8; k++) {
            status = iterator_next(h, it, &item);
            if (k == 1)
                list_clear(h, container);
            if (status == HEAP_OK)
                xdecref(h, item);
        }
        heap_clear_raised(h); /* instances cannot be added, say */
    }
    xdecref(h, container);
    decref(h, it);
    expect_ok(h, collector_collect(h, 2, NULL));
}

static void lists_that_are_emptied_under_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITERATOR_ROWS; i++)
        EACH_VERSION(h)
    empty_under_way(h, &iterator_rows[i]);
}

/* ---- nested too deeply --------------------------------------------------------------------------- */

static void iterators_nested_too_deeply(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr it = iter_of(h, h->singleton[SINGLETON_EMPTY_TUPLE]), item;
        for (int i = 0; i < 100000; i++) {
            addr outer = make(h, i % 2 ? "itertools.islice" : "filter",
                              i % 2 ? (addr[]){it, none(h)} : (addr[]){none(h), it}, 2);
            decref(h, it);
            it = outer;
        }
        assert_int_equal(iterator_next(h, it, &item), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_RECURSION_ERROR);
        heap_clear_raised(h);
        decref(h, it);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_gives_its_items),
        cmocka_unit_test(batches_are_of_3_12),
        cmocka_unit_test(endless_ones_go_on),
        cmocka_unit_test(groups_end_with_the_next),
        cmocka_unit_test(tees_share_what_they_have_taken),
        cmocka_unit_test(layouts_tell_every_byte),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
        cmocka_unit_test(failed_tees_leave_nothing_behind),
        cmocka_unit_test(cycles_are_collected),
        cmocka_unit_test(cycles_through_tees_are_collected),
        cmocka_unit_test(lists_that_are_emptied_under_way),
        cmocka_unit_test(iterators_nested_too_deeply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
