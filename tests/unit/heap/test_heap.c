/* A heap as a whole: its region can lie anywhere, a template gives the same bytes, the same operations give
 * the same heap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/heap.h"
#include "tests/unit/heap/heap_test.h"

static void must(enum heap_status status)
{
    assert_int_equal(status, HEAP_OK);
}

static addr made(addr o)
{
    assert_true(o != 0);
    return o;
}

static void bind(struct heap *h, const char *name, addr stolen)
{
    must(name_bind(h, FRAME_TOP, name, strlen(name), stolen));
    decref(h, stolen);
}

static addr named(const struct heap *h, const char *name)
{
    return made(name_lookup(h, FRAME_TOP, name, strlen(name)));
}

static addr text(struct heap *h, const char *ascii)
{
    return made(str_from_ascii(h, ascii));
}

/* A program that touches every part: classes, instances, cycles, weak references, frames, traces, large
 * blocks. */
static void populate(struct heap *h)
{
    must(trace_start(h, 5));
    trace_ordinal(h, 1);
    struct class_spec spec = {.name = "Node", .finalizer = FINALIZER_LOG, .finalizer_text = "gone"};
    bind(h, "Node", made(class_new(h, &spec)));
    bind(h, "all", made(list_new(h, 0)));
    for (int i = 0; i < 300; i++) {
        addr node = made(instance_new(h, named(h, "Node"))), key = text(h, "value"),
             number = made(int_new(h, i * 1000));
        must(object_setattr(h, node, key, number));
        must(list_append(h, named(h, "all"), node));
        decref(h, key);
        decref(h, number);
        decref(h, node);
    }
    addr dict = made(dict_new(h));
    for (int i = 0; i < 2000; i++) {
        char digits[16];
        snprintf(digits, sizeof digits, "key %d", i);
        addr key = text(h, digits), value = made(float_new(h, i / 3.0));
        must(dict_set(h, dict, key, value));
        decref(h, key);
        decref(h, value);
    }
    bind(h, "table", dict);
    bind(h, "watch", made(weakref_new(h, list_item(h, named(h, "all"), 7), 0)));
    must(frame_push(h, "work", "app.py", 12));
    bind(h, "local", made(bytes_new(h, NULL, 100000)));
}

/* What a program does next; every step depends on what is there. */
static void go_on(struct heap *h)
{
    struct collection c;
    addr all = named(h, "all"), dict = named(h, "table");
    for (int i = 0; i < 200; i++)
        must(list_delete(h, all, (i * 7) % (int)list_length(h, all)));
    for (int i = 0; i < 1500; i += 2) {
        char digits[16];
        bool found;
        snprintf(digits, sizeof digits, "key %d", i);
        addr key = text(h, digits);
        must(dict_delete(h, dict, key, &found));
        assert_true(found);
        decref(h, key);
    }
    must(list_append(h, all, all));
    addr copy = made(copy_deep(h, all));
    bind(h, "copy", copy);
    must(frame_pop(h));
    must(name_delete(h, FRAME_TOP, "all", 3));
    must(collector_collect(h, 2, &c));
    assert_true(c.collected > 0);
}

/* Do two heaps have the same bytes: blocks, tables and state? */
static void assert_same(const struct heap *a, const struct heap *b)
{
    assert_int_equal(a->object_count, b->object_count);
    assert_int_equal(a->small_used, b->small_used);
    addr x = object_next(a, 0), y = object_next(b, 0);
    for (; x; x = object_next(a, x + 1), y = object_next(b, y + 1)) {
        assert_true(x == y);
        assert_memory_equal(heap_at(a, object_block(a, x)), heap_at(b, object_block(b, x)),
                            memory_block_size(a, object_block(a, x)));
    }
    assert_true(y == 0);
}

static void destroy_verified(struct heap *h)
{
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    heap_destroy(h);
}

/* The copy lies elsewhere in host memory, and the original is gone and overwritten: were a host pointer
 * stored anywhere, this would find it. */
static void a_copy_works_when_the_original_is_gone(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        struct heap *original = heap_test_begin(heap_test_versions[v]),
                    *witness = heap_test_begin(heap_test_versions[v]);
        populate(original);
        populate(witness);
        struct heap *copy = heap_copy(original);
        assert_non_null(copy);
        assert_ptr_not_equal(copy, original);
        assert_same(copy, original);
        memset(original, 0x5a, REGION_STATIC);
        heap_destroy(original);
        go_on(copy);
        go_on(witness);
        assert_same(copy, witness);
        struct trace_state a, b;
        trace_state(copy, &a);
        trace_state(witness, &b);
        assert_int_equal(a.current, b.current);
        assert_int_equal(a.peak, b.peak);
        assert_int_equal(a.traces, b.traces);
        assert_int_equal(a.overhead, b.overhead);
        destroy_verified(copy);
        destroy_verified(witness);
    }
}

static void a_heap_from_a_template_is_a_fresh_heap(void **state)
{
    (void)state;
    for (size_t v = 0; v < 2; v++) {
        struct heap_options options = {.minor = heap_test_versions[v]};
        struct heap_template *t = heap_template_new(&options);
        assert_non_null(t);
        struct heap *fresh = heap_create(&options);
        for (int round = 0; round < 3; round++) { /* what one does must not show in the next */
            struct heap *h = heap_create_from(t, 0, 0);
            assert_non_null(h);
            if (round == 2)
                heap_template_free(t); /* heaps outlive it */
            populate(h);
            go_on(h);
            if (round == 0) {
                populate(fresh);
                go_on(fresh);
            }
            assert_same(h, fresh);
            destroy_verified(h);
        }
        destroy_verified(fresh);
    }
}

static bool nobody_knows(const void *at, size_t count, bool *written)
{
    (void)at, (void)count, (void)written;
    return false;
}

static bool all_of_them(const void *at, size_t count, bool *written)
{
    (void)at;
    memset(written, true, count);
    return true;
}

static bool those_that_are_not_zero(const void *at, size_t count, bool *written)
{
    for (size_t i = 0; i < count; i++) {
        const char *page = (const char *)at + i * REGION_PAGE;
        written[i] = page[0] != 0 || memcmp(page, page + 1, REGION_PAGE - 1) != 0;
    }
    return true;
}

/* Where the areas of a region begin, the bytes are those of a heap that nobody has touched. */
static void assert_untouched(const struct heap *h, const struct heap *fresh)
{
    static const uint64_t areas[] = {
        0,
        REGION_ARENAS,
        REGION_LARGE,
        REGION_TABLES,
        REGION_STARTS,
        REGION_STARTS + REGION_LARGE / 64,
        REGION_TRACES,
        REGION_TRACES + REGION_LARGE / 4,
        REGION_MARKS,
        REGION_MARKS + REGION_LARGE / 16,
        REGION_ORDER,
        REGION_ORDER_YOUNG,
        REGION_CANDIDATES,
        REGION_STACK,
    };
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        assert_memory_equal((const char *)h + areas[i], (const char *)fresh + areas[i], 2u << 20);
}

static void a_heap_that_is_renewed_is_a_fresh_heap(void **state)
{
    (void)state;
    written_pages_reader *const readers[] = {nobody_knows, those_that_are_not_zero, all_of_them};
    for (size_t v = 0; v < 2; v++) {
        struct heap_options options = {.minor = heap_test_versions[v]};
        struct heap_template *t = heap_template_new(&options);
        assert_non_null(t);
        struct heap *h = heap_create_from(t, 0, 0), *other = heap_create_from(t, 0, 0),
                    *untouched = heap_create_from(t, 0, 0);
        populate(other);
        go_on(other);
        for (size_t round = 0; round < sizeof readers / sizeof *readers; round++) {
            populate(h);
            go_on(h);
            assert_same(h, other);
            heap_abandon(h);
            assert_true(heap_renew(t, h, readers[round]));
            assert_untouched(h, untouched);
        }
        heap_set_up(h, 1u << 26, 50);
        assert_int_equal(heap_set_limit(h, 1u << 25), HEAP_OK);
        destroy_verified(h);
        destroy_verified(other);
        destroy_verified(untouched);
        heap_template_free(t);
    }
}

static void some_heaps_are_not_renewed(void **state)
{
    (void)state;
    struct heap_options options = {.minor = 11};
    struct heap_template *t = heap_template_new(&options);
    struct heap *made_alone = heap_create(&options), *first = heap_create_from(t, 0, 0),
                *large = heap_create_from(t, 0, 0), *copy = heap_copy(first);
    static const char bytes[16u << 20];
    bind(large, "bytes", made(bytes_new(large, bytes, sizeof bytes)));
    assert_false(heap_renew(t, made_alone, all_of_them));
    assert_false(heap_renew(t, copy, all_of_them));
    assert_false(heap_renew(t, large, all_of_them));
    destroy_verified(made_alone); /* they are as before */
    destroy_verified(copy);
    destroy_verified(large);
    destroy_verified(first);
    heap_template_free(t);
}

static void copies_of_copies_go_their_own_ways(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct heap *first = heap_copy(h), *second = heap_copy(first);
        populate(second);
        assert_int_equal(first->object_count, h->object_count);
        populate(first);
        assert_same(first, second);
        go_on(first);
        assert_true(first->object_count != second->object_count);
        destroy_verified(first);
        destroy_verified(second);
    }
}

static void another_seed_gives_other_hashes_and_the_same_sizes(void **state)
{
    (void)state;
    struct heap *zero = heap_create(&(struct heap_options){.minor = 11}),
                *other = heap_create(&(struct heap_options){.minor = 11, .hash_seed = 42});
    addr a = text(zero, "hello world"), b = text(other, "hello world");
    assert_true(str_hash(zero, a) ==
                (int64_t)0xb1b1f2e707e4ac8aull); /* the oracle's layout of 'hello world' */
    assert_true(str_hash(zero, a) != str_hash(other, b));
    assert_int_equal(object_getsizeof(zero, a), object_getsizeof(other, b));
    decref(zero, a);
    decref(other, b);
    destroy_verified(zero);
    destroy_verified(other);
}

static void limits_can_be_raised_and_not_cut_below_what_is_used(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr o = made(bytes_new(h, NULL, 5000));
        assert_int_equal(heap_set_limit(h, 4000), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_VALUE_ERROR);
        heap_clear_raised(h);
        must(heap_set_limit(h, heap_test_used(h)));
        assert_true(bytes_new(h, NULL, 10) == 0);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        must(heap_set_limit(h, 1 << 20));
        decref(h, made(bytes_new(h, NULL, 10)));
        assert_int_equal(heap_set_limit(h, REGION_LIMIT_MAX + 1), HEAP_RAISED);
        heap_clear_raised(h);
        decref(h, o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_works_when_the_original_is_gone),
        cmocka_unit_test(a_heap_from_a_template_is_a_fresh_heap),
        cmocka_unit_test(a_heap_that_is_renewed_is_a_fresh_heap),
        cmocka_unit_test(some_heaps_are_not_renewed),
        cmocka_unit_test(copies_of_copies_go_their_own_ways),
        cmocka_unit_test(another_seed_gives_other_hashes_and_the_same_sizes),
        cmocka_unit_test(limits_can_be_raised_and_not_cut_below_what_is_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
