/* Retention: by number, by age, of one session and of all, the store's and a session's own. */
#include "support.h"

static int64_t make_session(struct store *store, const char *name)
{
    int64_t id;
    struct store_session session = {.name = name, .python = "3.11", .created_at = 1};
    assert_ok(store_session_create(store, &session, &id));
    return id;
}

static void keep_snapshot(struct store *store, int64_t session, int64_t taken_at)
{
    struct snapshot_builder *builder;
    struct snapshot *value;
    struct store_snapshot about = {.session = session, .taken_at = taken_at};
    int64_t number;
    uint32_t file, frame;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(builder, "a.py", 4, &file), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_frame(builder, file, 1, &frame), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_traceback(builder, &frame, 1, 1, 0, (uint64_t)taken_at, 1),
                     SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_finish(builder, &value), SNAPSHOT_OK);
    assert_ok(store_snapshot_add(store, &about, value, &number));
    snapshot_release(value);
}

/* The numbers that are left, as digits, oldest first. */
static int64_t left(struct store *store, int64_t session)
{
    struct store_snapshots found;
    struct store_page page = {0};
    int64_t digits = 0;
    assert_ok(store_snapshot_list(store, session, &page, &found));
    for (size_t i = 0; i < found.count; i++) {
        digits = digits * 10 + found.items[i].snapshot.number;
        int64_t before = i == 0 ? 0 : found.items[i - 1].snapshot.number;
        assert_int_equal(found.items[i].diff.previous, before);
    }
    store_snapshots_free(&found);
    return digits;
}

static void count_deleted(void *context, int64_t session, int64_t number)
{
    assert_true(number > 0);
    int64_t *deleted = context;
    deleted[session]++;
}

static void by_number_and_by_age(void **state)
{
    struct store_options options = {.directory = *state, .retention = {.count = 4}};
    struct store *store = open_with(&options);
    int64_t a = make_session(store, "a"), b = make_session(store, "b"), deleted[10] = {0};
    for (int64_t i = 1; i <= 6; i++) {
        keep_snapshot(store, a, i * 100);
        keep_snapshot(store, b, i * 100);
    }
    struct store_retention read, own = {.age = 150};
    assert_ok(store_retention_set(store, b, &own));
    assert_ok(store_retention_get(store, a, &read));
    assert_int_equal(read.count, 4);
    assert_ok(store_retention_get(store, b, &read));
    assert_int_equal(read.count, 0);
    assert_int_equal(read.age, 150);

    assert_ok(store_retention_apply(store, a, 600, count_deleted, deleted));
    assert_int_equal(left(store, a), 3456);
    assert_int_equal(left(store, b), 123456);
    assert_int_equal(deleted[a], 2);
    assert_ok(store_retention_apply(store, 0, 600, count_deleted, deleted));
    assert_int_equal(left(store, b), 56);
    assert_int_equal(deleted[b], 4);
    assert_ok(store_retention_apply(store, 0, 100000, NULL, NULL));
    assert_int_equal(left(store, a), 3456);
    assert_int_equal(left(store, b), 6); /* the newest stays, however old */

    assert_ok(store_retention_set(store, b, NULL));
    assert_ok(store_retention_get(store, b, &read));
    assert_int_equal(read.count, 4);
    assert_int_equal(store_retention_get(store, 99, &read), STORE_NOT_FOUND);
    assert_int_equal(store_retention_set(store, 99, &own), STORE_NOT_FOUND);
    store_close(store);
}

/* Imported snapshots may be older than those that came before them. */
static void age_is_not_the_order_of_numbers(void **state)
{
    struct store_options options = {.directory = *state};
    struct store *store = open_with(&options);
    int64_t a = make_session(store, "a");
    struct store_retention own = {.age = 100};
    keep_snapshot(store, a, 1000);
    keep_snapshot(store, a, 50);
    keep_snapshot(store, a, 1001);
    assert_ok(store_retention_set(store, a, &own));
    assert_ok(store_retention_apply(store, a, 1050, NULL, NULL));
    assert_int_equal(left(store, a), 13);
    assert_ok(store_session_delete(store, a));
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(by_number_and_by_age),
        store_test(age_is_not_the_order_of_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
