/* Heaps that come back: what one has written does not show in the next. */
#include "tests/unit/session/fixture.h"

#include "daemon/heap/image.h"
#include "daemon/session/templates.h"

#define PAGES_MAX 4096

struct pages {
    size_t count;
    uint64_t offsets[PAGES_MAX];
    unsigned char bytes[PAGES_MAX][REGION_PAGE];
};

static bool take_page(void *context, uint64_t offset, const void *page)
{
    struct pages *pages = context;
    assert_true(pages->count < PAGES_MAX);
    pages->offsets[pages->count] = offset;
    memcpy(pages->bytes[pages->count++], page, REGION_PAGE);
    return true;
}

static void take_image(const struct heap *h, struct pages *pages)
{
    pages->count = 0;
    assert_true(heap_image(h, take_page, pages));
}

static void work(struct heap *h, int64_t salt)
{
    assert_int_equal(trace_start(h, 3), HEAP_OK);
    addr all = list_new(h, 0);
    assert_int_equal(name_bind(h, FRAME_TOP, "all", 3, all), HEAP_OK);
    for (int64_t i = 0; i < 3000; i++) {
        addr number = int_new(h, salt + i * 1000003), item = list_new(h, 0);
        assert_int_equal(list_append(h, item, number), HEAP_OK);
        assert_int_equal(list_append(h, item, item), HEAP_OK); /* found by the collector alone */
        if (i % 3)
            assert_int_equal(list_append(h, all, item), HEAP_OK);
        decref(h, number);
        decref(h, item);
    }
    decref(h, all);
    struct collection collection;
    assert_int_equal(collector_collect(h, 2, &collection), HEAP_OK);
}

static void a_heap_that_came_back_is_as_a_new_one(void **state)
{
    (void)state;
    static struct pages untouched, again;
    struct templates *templates = templates_new();
    assert_non_null(templates);
    static const unsigned minors[] = {11, 14};
    for (size_t i = 0; i < sizeof minors / sizeof *minors; i++) {
        struct heap *h = templates_lend_heap(templates, minors[i], 0, 0);
        assert_non_null(h);
        take_image(h, &untouched);
        for (int64_t round = 0; round < 8; round++) {
            work(h, round << 40);
            templates_take_back(templates, h);
            struct heap *next = templates_lend_heap(templates, minors[i], 0, 0);
            assert_ptr_equal(next, h); /* or there is nothing to see here */
            take_image(h, &again);
            assert_int_equal(again.count, untouched.count);
            assert_memory_equal(again.offsets, untouched.offsets, again.count * sizeof *again.offsets);
            assert_memory_equal(again.bytes, untouched.bytes, again.count * REGION_PAGE);
        }
        templates_take_back(templates, h);
    }
    templates_free(templates);
}

static void settings_are_those_of_the_borrower(void **state)
{
    (void)state;
    struct templates *templates = templates_new();
    struct heap *first = templates_lend_heap(templates, 11, 8 * MIB, 100);
    struct memory_stats memory;
    memory_stats(first, &memory);
    assert_int_equal(memory.limit, 8 * MIB);
    templates_take_back(templates, first);
    struct heap *second = templates_lend_heap(templates, 11, 0, 0);
    assert_ptr_equal(second, first);
    memory_stats(second, &memory);
    assert_true(memory.limit > 8 * MIB);
    templates_take_back(templates, second);
    assert_null(templates_lend_heap(templates, 2, 0, 0));
    assert_null(templates_lend_heap(templates, 1000, 0, 0));
    templates_take_back(templates, NULL);
    templates_free(templates);
}

/* A heap with settings of its own, or a copy, comes back too: nobody gets it. */
static void others_are_destroyed(void **state)
{
    (void)state;
    struct templates *templates = templates_new();
    struct heap *seeded = heap_create(&(struct heap_options){.minor = 11, .hash_seed = 7});
    struct heap *fresh = templates_lend_heap(templates, 11, 0, 0), *copy = heap_copy(fresh);
    work(copy, 1);
    templates_take_back(templates, fresh); /* under the others: the last that came is lent first */
    templates_take_back(templates, seeded);
    templates_take_back(templates, copy);
    assert_ptr_equal(templates_lend_heap(templates, 11, 0, 0), fresh);
    templates_take_back(templates, fresh);
    templates_free(templates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heap_that_came_back_is_as_a_new_one),
        cmocka_unit_test(settings_are_those_of_the_borrower),
        cmocka_unit_test(others_are_destroyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
