/* The cache of loaded snapshots. */
#include "store/cache.h"
#include "support.h"

static void what_was_used_longest_ago_makes_room(void **state)
{
    (void)state;
    struct snapshot *value = make_snapshot(10, 1), *found;
    struct cache cache;
    store_cache_init(&cache, 3 * snapshot_footprint(value));
    for (int64_t number = 1; number <= 3; number++) {
        store_cache_put(&cache, 1, number, value);
    }
    found = store_cache_get(&cache, 1, 1);
    assert_ptr_equal(found, value);
    snapshot_release(found);
    store_cache_put(&cache, 1, 4, value);
    assert_null(store_cache_get(&cache, 1, 2));
    found = store_cache_get(&cache, 1, 1);
    assert_non_null(found);
    snapshot_release(found);
    assert_int_equal(cache.bytes, 3 * snapshot_footprint(value));
    store_cache_drop(&cache);
    snapshot_release(value);
}

static void what_is_larger_than_the_cache_is_not_kept(void **state)
{
    (void)state;
    struct snapshot *value = make_snapshot(10, 1);
    struct cache cache;
    store_cache_init(&cache, snapshot_footprint(value) - 1);
    store_cache_put(&cache, 1, 1, value);
    assert_null(store_cache_get(&cache, 1, 1));
    assert_int_equal(cache.bytes, 0);
    store_cache_drop(&cache);
    snapshot_release(value);
}

static void a_session_is_forgotten_whole_and_alone(void **state)
{
    (void)state;
    struct snapshot *value = make_snapshot(1, 1), *found;
    struct cache cache;
    store_cache_init(&cache, 1 << 20);
    store_cache_put(&cache, 1, 1, value);
    store_cache_put(&cache, 1, 2, value);
    store_cache_put(&cache, 2, 1, value);
    store_cache_forget(&cache, 1, 2);
    assert_null(store_cache_get(&cache, 1, 2));
    store_cache_forget(&cache, 1, 0);
    assert_null(store_cache_get(&cache, 1, 1));
    found = store_cache_get(&cache, 2, 1);
    assert_non_null(found);
    snapshot_release(found);
    store_cache_drop(&cache);
    snapshot_release(value);
}

static void more_than_its_places_do_not_fit(void **state)
{
    (void)state;
    struct snapshot *value = make_snapshot(1, 1), *found;
    struct cache cache;
    store_cache_init(&cache, 1 << 30);
    for (int64_t number = 1; number <= CACHE_PLACES + 1; number++) {
        store_cache_put(&cache, 1, number, value);
    }
    assert_null(store_cache_get(&cache, 1, 1));
    found = store_cache_get(&cache, 1, CACHE_PLACES + 1);
    assert_non_null(found);
    snapshot_release(found);
    store_cache_drop(&cache);
    snapshot_release(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_used_longest_ago_makes_room),
        cmocka_unit_test(what_is_larger_than_the_cache_is_not_kept),
        cmocka_unit_test(a_session_is_forgotten_whole_and_alone),
        cmocka_unit_test(more_than_its_places_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
