/* Blocks: pools as pymalloc's, large blocks, accounting, limits, failures. Numbers of pymalloc's geometry are
 * those that CPython itself computes (tests/oracle has them by version); here they are derived from pool and
 * block size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>
#include <sys/mman.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/heap.h"

static const unsigned versions[] = {11, 14};

/* A heap with memory only: nothing of the object layer has been made. */
static struct heap *bare_heap(unsigned minor)
{
    struct heap *h = region_reserve();
    assert_non_null(h);
    h->abi = *abi_find(minor);
    h->limit = REGION_LIMIT_MAX;
    memory_boot(h);
    return h;
}

#define EACH_VERSION(h)                                                                                      \
    for (size_t version_ = 0; version_ < 2; version_++)                                                      \
        for (struct heap *h = bare_heap(versions[version_]); h; region_release(h), h = NULL)

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void freed_block_is_handed_out_next(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = memory_alloc(h, 40), b = memory_alloc(h, 40), c = memory_alloc(h, 40);
        assert_int_equal(b - a, 48);
        assert_int_equal(c - b, 48);
        memory_free(h, a);
        memory_free(h, c);
        memory_free(h, b);
        assert_true(memory_alloc(h, 48) == b);
        assert_true(memory_alloc(h, 33) == c);
        assert_true(memory_alloc(h, 41) == a);
    }
}

static void pool_holds_what_fits_behind_its_header(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t size = 16; size <= 512; size += 16) {
            addr first = memory_alloc(h, size);
            addr pool = first & ~(addr)(h->abi.pool_size - 1);
            assert_int_equal(first - pool, 48);
            size_t count = 1;
            while ((memory_alloc(h, size) & ~(addr)(h->abi.pool_size - 1)) == pool)
                count++;
            assert_int_equal(count, (h->abi.pool_size - 48) / size);
        }
    }
}

static void empty_arenas_are_released_but_the_last(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enum { COUNT = 20000 };
        addr *blocks = malloc(COUNT * sizeof *blocks);
        for (int i = 0; i < COUNT; i++)
            blocks[i] = memory_alloc(h, 512);
        struct memory_stats s;
        memory_stats(h, &s);
        uint64_t per_arena = h->abi.arena_size / h->abi.pool_size * ((h->abi.pool_size - 48) / 512);
        assert_int_equal(s.arenas, (COUNT + per_arena - 1) / per_arena);
        assert_int_equal(s.used, COUNT * 512);
        for (int i = 0; i < COUNT; i++)
            memory_free(h, blocks[i]);
        memory_stats(h, &s);
        assert_int_equal(s.used, 0);
        assert_int_equal(s.small_blocks, 0);
        assert_int_equal(s.arenas, 1);
        assert_int_equal(s.peak_used, COUNT * 512);
        free(blocks);
    }
}

/* The same operations give the same addresses, whatever happened in the tables area. */
static void addresses_depend_on_operations_alone(void **state)
{
    (void)state;
    struct heap *h[2] = {bare_heap(11), bare_heap(11)};
    uint64_t seed = 42;
    addr blocks[2][256] = {{0}};
    for (int step = 0; step < 20000; step++) {
        size_t i = next_random(&seed) % 256, size = next_random(&seed) % 3000;
        if (step % 3 == 0)
            assert_true(table_alloc(h[1], size) != 0);
        for (int k = 0; k < 2; k++) {
            memory_free(h[k], blocks[k][i]);
            blocks[k][i] = memory_alloc(h[k], size);
        }
        assert_true(blocks[0][i] == blocks[1][i]);
    }
    region_release(h[0]);
    region_release(h[1]);
}

struct shadow {
    addr a;
    size_t size;
    unsigned char fill;
};

static void fill(struct heap *h, struct shadow *s, uint64_t *seed)
{
    s->fill = (unsigned char)next_random(seed);
    memset(heap_at(h, s->a), s->fill, s->size);
}

static void check(struct heap *h, const struct shadow *s)
{
    const unsigned char *p = heap_at(h, s->a);
    for (size_t i = 0; i < s->size; i++)
        assert_int_equal(p[i], s->fill);
}

static size_t some_size(uint64_t *seed)
{
    switch (next_random(seed) % 4) {
    case 0:
        return next_random(seed) % 513;
    case 1:
        return next_random(seed) % 4096;
    case 2:
        return next_random(seed) % 100000;
    default:
        return 500 + next_random(seed) % 30;
    }
}

static void check_large_blocks(struct heap *h)
{
    bool in_use = false, previous_free = false;
    uint64_t bytes = 0, count = 0;
    for (addr a = blocks_next(h, &h->large, 0, &in_use); a; a = blocks_next(h, &h->large, a, &in_use)) {
        assert_false(previous_free && !in_use); /* neighbours coalesce */
        previous_free = !in_use;
        if (in_use) {
            bytes += blocks_footprint(h, a);
            count++;
        }
    }
    assert_false(previous_free); /* what is free at the top has lowered it */
    assert_int_equal(bytes, h->large.used_bytes);
    assert_int_equal(count, h->large.used_count);
}

/* Random allocation, resizing and release: contents stay, blocks do not overlap, every byte comes home. */
static void contents_survive_whatever_happens_around(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enum { COUNT = 400 };
        struct shadow live[COUNT] = {{0}};
        uint64_t seed = 7 + h->abi.minor;
        for (int step = 0; step < 40000; step++) {
            struct shadow *s = &live[next_random(&seed) % COUNT];
            if (s->a && next_random(&seed) % 3 == 0) {
                size_t size = some_size(&seed), kept = size < s->size ? size : s->size;
                check(h, s);
                s->a = memory_realloc(h, s->a, size);
                assert_true(s->a != 0);
                s->size = kept;
                check(h, s);
                s->size = size;
                fill(h, s, &seed);
            } else if (s->a) {
                check(h, s);
                memory_free(h, s->a);
                s->a = 0;
            } else {
                s->size = some_size(&seed);
                s->a = memory_alloc(h, s->size);
                assert_true(s->a != 0 && (s->a & 15) == 0);
                assert_true(memory_block_size(h, s->a) >= s->size);
                fill(h, s, &seed);
            }
            if (step % 500 == 0)
                check_large_blocks(h);
        }
        for (int i = 0; i < COUNT; i++) {
            if (live[i].a)
                check(h, &live[i]);
            memory_free(h, live[i].a);
        }
        check_large_blocks(h);
        struct memory_stats s;
        memory_stats(h, &s);
        assert_int_equal(s.used, 0);
        assert_true(h->large.top == h->large.start);
    }
}

static void limit_is_a_memory_error_that_changes_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h->limit = 10000;
        addr a = memory_alloc(h, 5000);
        struct memory_stats before, after;
        memory_stats(h, &before);
        const size_t wishes[] = {5001, 100000, (size_t)1 << 40, (size_t)-1, (size_t)-17};
        for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
            assert_true(memory_alloc(h, wishes[i]) == 0);
            assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
            heap_clear_raised(h);
            assert_true(memory_realloc(h, a, wishes[i] + (wishes[i] < 6000 ? 5000 : 0)) == 0);
            heap_clear_raised(h);
            memory_stats(h, &after);
            assert_memory_equal(&before, &after, sizeof before);
        }
        while (memory_alloc(h, 100))
            ;
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        memory_stats(h, &after);
        assert_true(after.used <= 10000 && after.used + 112 > 10000);
    }
}

static void injected_failure_strikes_once_at_its_turn(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        memory_fail_after(h, 3);
        assert_true(memory_alloc(h, 8) != 0);
        assert_true(table_alloc(h, 8) != 0);
        assert_true(memory_alloc(h, 8) == 0);
        assert_true(memory_alloc(h, 8) != 0);
    }
}

static void shrinking_by_less_than_a_quarter_stays(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = memory_alloc(h, 400);
        assert_true(memory_realloc(h, a, 320) == a);
        assert_true(memory_realloc(h, a, 300) != a);
        addr big = memory_alloc(h, 5000); /* never goes into a pool again, as malloc's */
        big = memory_realloc(h, big, 20);
        assert_false(arena_owns(big));
    }
}

static void used_blocks_are_told_from_others(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = memory_alloc(h, 64), b = memory_alloc(h, 64), c = memory_alloc(h, 64);
        memory_free(h, b);
        assert_true(arena_block_in_use(h, a));
        assert_false(arena_block_in_use(h, b));
        assert_true(arena_block_in_use(h, c));
        assert_false(arena_block_in_use(h, a + 16));
        assert_false(arena_block_in_use(h, c + 64));
        assert_false(arena_block_in_use(h, (a & ~(addr)(h->abi.pool_size - 1))));
        assert_false(arena_block_in_use(h, a + h->abi.pool_size));
        assert_false(arena_block_in_use(h, a + (1ull << 32)));
    }
}

static size_t pages_there(void *from, size_t length)
{
    unsigned char there[4096];
    size_t pages = length / REGION_PAGE, count = 0;
    assert_true(pages <= sizeof there);
    assert_int_equal(mincore(from, pages * REGION_PAGE, there), 0);
    for (size_t i = 0; i < pages; i++)
        count += there[i] & 1;
    return count;
}

static void pages_of_many_blocks_freed_one_by_one_go_back(void **state)
{
    (void)state;
    enum { BLOCKS = 64, SIZE = 128 << 10 };
    EACH_VERSION(h)
    {
        addr blocks[BLOCKS];
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = memory_alloc(h, SIZE);
            memset(heap_at(h, blocks[i]), 1, SIZE);
        }
        void *from = heap_at(h, (blocks[0] + REGION_PAGE) & ~(addr)(REGION_PAGE - 1));
        assert_true(pages_there(from, (BLOCKS - 1) * (size_t)SIZE) > 1900);
        for (size_t i = BLOCKS; i-- > 0;)
            memory_free(h, blocks[i]);
        assert_true(pages_there(from, (BLOCKS - 1) * (size_t)SIZE) < 400);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freed_block_is_handed_out_next),
        cmocka_unit_test(pool_holds_what_fits_behind_its_header),
        cmocka_unit_test(empty_arenas_are_released_but_the_last),
        cmocka_unit_test(addresses_depend_on_operations_alone),
        cmocka_unit_test(contents_survive_whatever_happens_around),
        cmocka_unit_test(limit_is_a_memory_error_that_changes_nothing),
        cmocka_unit_test(injected_failure_strikes_once_at_its_turn),
        cmocka_unit_test(shrinking_by_less_than_a_quarter_stays),
        cmocka_unit_test(used_blocks_are_told_from_others),
        cmocka_unit_test(pages_of_many_blocks_freed_one_by_one_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
