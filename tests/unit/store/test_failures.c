/* Disks that are full or broken: what fails says so, and what was stored stays. */
#include "faulty_vfs.h"
#include "support.h"
#include <unistd.h>

/* A session with two snapshots and some history, all acknowledged. */
static int64_t fill(struct store *store, struct snapshot *value)
{
    int64_t session = create(store, "kept");
    struct store_memory sample = {.used = 11};
    add_snapshot(store, session, value);
    assert_ok(store_memory_append(store, session, &sample, 1));
    assert_ok(store_flush(store));
    return session;
}

static void assert_filled(struct store *store, int64_t session, const struct snapshot *value)
{
    struct snapshot *loaded;
    struct store_memories memories;
    assert_ok(store_snapshot_load(store, session, 1, &loaded));
    assert_same_snapshot(loaded, value);
    snapshot_release(loaded);
    assert_ok(store_memory_list(store, session, &(struct store_page){0}, &memories));
    assert_int_equal(memories.items[0].used, 11);
    store_memories_free(&memories);
}

static bool is_disk_failure(enum store_status status)
{
    return status == STORE_FULL || status == STORE_IO;
}

static void a_failure_at_any_write_is_told_and_harms_nothing(void **state)
{
    const int codes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};
    struct snapshot *value = make_snapshot(300, 1), *large = make_snapshot(60000, 3);
    struct store *store = open_with(&(struct store_options){.directory = *state, .vfs = "faulty"});
    int64_t session = fill(store, value);
    int failures = 0;
    for (int passes = 0; passes < 60; passes += passes < 10 ? 1 : 5) {
        struct store_snapshot snapshot = {.session = session, .source = "heap"};
        struct store_session other = {.name = "other", .python = "3.14"};
        int64_t number, id;
        faulty_set(codes[passes % 2], passes);
        enum store_status added = store_snapshot_add(store, &snapshot, large, &number);
        enum store_status created = store_session_create(store, &other, &id);
        faulty_set(SQLITE_OK, 0);
        assert_true(added == STORE_OK || is_disk_failure(added));
        assert_true(created == STORE_OK || is_disk_failure(created));
        failures += added != STORE_OK;
        if (added == STORE_OK) {
            assert_ok(store_snapshot_delete(store, session, number));
        }
        if (created == STORE_OK) {
            assert_ok(store_session_delete(store, id));
        }
        assert_filled(store, session, value);
    }
    assert_true(failures > 5);
    assert_ok(store_session_delete(store, create(store, "after")));
    struct store_health health;
    store_health(store, &health);
    assert_true(health.failures > 0);
    assert_int_equal(health.last_failure, STORE_OK); /* the last write was good again */
    assert_true(health.message[0] != '\0');
    store_close(store);

    store = open_store(*state);
    assert_filled(store, session, value);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM snapshot"), 1);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    for (int i = 0; i < 12000 && ask_file(*state, "SELECT count(*) FROM unseen") != 0; i++) {
        usleep(10000);
    }
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM snapshot_part"),
                     1); /* what was broken off is erased */
    assert_int_equal(ask_file(*state, "SELECT sites FROM tally"), 20);
    snapshot_release(value);
    snapshot_release(large);
    store_close(store);
}

static void a_full_quota_refuses_more_and_keeps_what_is_there(void **state)
{
    struct snapshot *value = make_snapshot(300, 1), *large = make_snapshot(400000, 1);
    struct store *store = open_with(&(struct store_options){.directory = *state, .quota_bytes = 512 << 10});
    int64_t session = fill(store, value), number = 0;
    struct store_snapshot snapshot = {.session = session, .source = "heap"};
    assert_int_equal(store_snapshot_add(store, &snapshot, large, &number), STORE_FULL);
    assert_int_equal(number, 0);
    assert_filled(store, session, value);
    for (int i = 0; i < 12000 && ask_file(*state, "SELECT count(*) FROM unseen") != 0; i++) {
        usleep(10000);
    }
    assert_int_equal(add_snapshot(store, session, value), 2); /* a small one fits */
    struct store_health health;
    store_health(store, &health);
    assert_true(health.file_bytes <= (512 << 10) + 4096);
    store_close(store);
    store = open_store(*state);
    assert_filled(store, session, value);
    snapshot_release(value);
    snapshot_release(large);
    store_close(store);
}

static void appends_that_a_full_disk_refuses_show_in_the_flush(void **state)
{
    struct store *store = open_with(&(struct store_options){.directory = *state, .vfs = "faulty"});
    int64_t session = create(store, "s1");
    struct store_memory sample = {.used = 1};
    faulty_set(SQLITE_FULL, 0);
    assert_ok(store_memory_append(store, session, &sample, 1));
    assert_int_equal(store_flush(store), STORE_FULL);
    faulty_set(SQLITE_OK, 0);
    assert_ok(store_memory_append(store, session, &sample, 1));
    assert_ok(store_flush(store));
    store_close(store);
}

static void opening_on_a_broken_disk_says_so(void **state)
{
    struct store *store = NULL;
    struct store_error error;
    faulty_set(SQLITE_IOERR_WRITE, 0);
    enum store_status status =
        store_open(&(struct store_options){.directory = *state, .vfs = "faulty"}, &store, &error);
    faulty_set(SQLITE_OK, 0);
    assert_int_equal(status, STORE_IO);
    assert_non_null(strstr(error.message, "disk I/O error"));
    store_close(open_store(*state));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_failure_at_any_write_is_told_and_harms_nothing),
        store_test(a_full_quota_refuses_more_and_keeps_what_is_there),
        store_test(appends_that_a_full_disk_refuses_show_in_the_flush),
        store_test(opening_on_a_broken_disk_says_so),
    };
    faulty_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
