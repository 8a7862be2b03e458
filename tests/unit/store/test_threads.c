/* Many writers and readers at once; the bounded queue. Run under the thread sanitizer too. */
#include "support.h"
#include <pthread.h>
#include <stdatomic.h>

enum { WRITERS = 6, READERS = 3, ROUNDS = 12 };

struct crowd {
    struct store *store;
    int64_t shared; /* a session that everybody adds snapshots to */
    atomic_int names, writing;
};

/* cmocka's assertions are for the main thread; a thread that fails ends the test program. */
static void must(bool holds)
{
    if (!holds) {
        fprintf(stderr, "a thread's expectation does not hold\n");
        abort();
    }
}

static void *write_all(void *argument)
{
    struct crowd *crowd = argument;
    for (int i = 0; i < ROUNDS; i++) {
        char name[24];
        snprintf(name, sizeof name, "s%d", atomic_fetch_add(&crowd->names, 1));
        struct store_session session = {.name = name, .python = "3.14"};
        struct store_session_change end = {.set_ended = true, .ended_at = 5};
        struct store_memory sample = {.used = 3};
        struct store_snapshot mine = {.source = "heap"}, ours = {.session = crowd->shared, .source = "heap"};
        struct snapshot *value = make_snapshot((uint32_t)(i * 40), 1);
        int64_t number;
        must(store_session_create(crowd->store, &session, &mine.session) == STORE_OK);
        must(store_snapshot_add(crowd->store, &mine, value, &number) == STORE_OK && number == 1);
        must(store_snapshot_add(crowd->store, &ours, value, &number) == STORE_OK);
        must(store_memory_append(crowd->store, mine.session, &sample, 1) == STORE_OK);
        must(store_session_change(crowd->store, mine.session, &end) == STORE_OK);
        if (i % 2 == 0) {
            must(store_snapshot_delete(crowd->store, crowd->shared, number) == STORE_OK);
            must(store_session_delete(crowd->store, mine.session) == STORE_OK);
        }
        snapshot_release(value);
    }
    atomic_fetch_sub(&crowd->writing, 1);
    return NULL;
}

static void *read_all(void *argument)
{
    struct crowd *crowd = argument;
    while (atomic_load(&crowd->writing) > 0) {
        struct store_page page = {.limit = 50, .newest_first = true};
        struct store_sessions sessions;
        struct store_snapshots snapshots;
        struct store_health health;
        must(store_session_list(crowd->store, NULL, &page, &sessions) == STORE_OK);
        store_sessions_free(&sessions);
        must(store_snapshot_list(crowd->store, crowd->shared, &page, &snapshots) == STORE_OK);
        for (size_t i = 0; i < snapshots.count; i += 5) {
            struct snapshot *value;
            enum store_status status =
                store_snapshot_load(crowd->store, crowd->shared, snapshots.items[i].snapshot.number, &value);
            must(status == STORE_OK || status == STORE_NOT_FOUND);
            if (status == STORE_OK) {
                must(value->size == snapshots.items[i].snapshot.size);
                snapshot_release(value);
            }
        }
        store_snapshots_free(&snapshots);
        store_health(crowd->store, &health);
    }
    return NULL;
}

static void many_threads_write_and_read_at_once(void **state)
{
    struct store *store = open_with(&(struct store_options){.directory = *state, .cache_bytes = 100000});
    struct crowd crowd = {.store = store, .shared = create(store, "shared"), .writing = WRITERS};
    pthread_t threads[WRITERS + READERS];
    for (int i = 0; i < WRITERS + READERS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, i < WRITERS ? write_all : read_all, &crowd), 0);
    }
    for (int i = 0; i < WRITERS + READERS; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_ok(store_flush(store));

    struct store_snapshots snapshots;
    struct store_page page = {.limit = 1000};
    assert_ok(store_snapshot_list(store, crowd.shared, &page, &snapshots));
    assert_int_equal(snapshots.count, WRITERS * ROUNDS / 2);
    for (size_t i = 1; i < snapshots.count; i++) { /* every difference is to its neighbour, and right */
        const struct store_snapshot_item *item = &snapshots.items[i], *before = item - 1;
        assert_int_equal(item->diff.previous, before->snapshot.number);
        assert_int_equal(item->diff.size_diff, (int64_t)(item->snapshot.size - before->snapshot.size));
    }
    store_snapshots_free(&snapshots);
    struct store_sessions sessions;
    assert_ok(store_session_list(store, NULL, &page, &sessions));
    assert_int_equal(sessions.count, 1 + WRITERS * ROUNDS / 2);
    store_sessions_free(&sessions);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    store_close(store);
}

static void *create_many(void *argument)
{
    struct crowd *crowd = argument;
    for (int i = 0; i < 50; i++) {
        char name[24];
        snprintf(name, sizeof name, "s%d", atomic_fetch_add(&crowd->names, 1));
        struct store_session session = {.name = name, .python = "3.14"};
        int64_t id;
        must(store_session_create(crowd->store, &session, &id) == STORE_OK);
    }
    return NULL;
}

static void waiting_writers_share_commits(void **state)
{
    struct store *store = open_store(*state);
    struct crowd crowd = {.store = store};
    struct store_health before, after;
    pthread_t threads[8];
    store_health(store, &before);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, create_many, &crowd), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
    }
    store_health(store, &after);
    assert_int_equal(after.writes - before.writes, 400);
    assert_true(after.commits - before.commits < 400);
    store_close(store);
}

static void a_full_queue_refuses_appends_and_makes_others_wait(void **state)
{
    struct store *store = open_with(&(struct store_options){.directory = *state, .queue_limit = 4});
    int64_t session = create(store, "s1");
    struct store_memory sample = {.used = 1};
    uint64_t refused = 0, taken = 0;
    for (int i = 0; i < 20000; i++) {
        enum store_status status = store_memory_append(store, session, &sample, 1);
        assert_true(status == STORE_OK || status == STORE_BUSY);
        refused += status == STORE_BUSY;
        taken += status == STORE_OK;
    }
    create(store, "s2"); /* waits for room */
    assert_ok(store_flush(store));
    struct store_health health;
    struct store_memories read;
    store_health(store, &health);
    assert_true(refused > 0);
    assert_int_equal(health.dropped, refused);
    assert_int_equal(health.queue_limit, 4);
    assert_int_equal(health.queued, 0);
    assert_ok(store_memory_list(store, session, &(struct store_page){0}, &read));
    assert_int_equal(read.total, taken);
    store_memories_free(&read);
    store_close(store);
}

static void closing_writes_what_is_queued(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct store_memory sample = {.used = 1};
    for (int i = 0; i < 1000; i++) {
        assert_ok(store_memory_append(store, session, &sample, 1));
    }
    store_close(store);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM memory_sample"), 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(many_threads_write_and_read_at_once),
        store_test(waiting_writers_share_commits),
        store_test(a_full_queue_refuses_appends_and_makes_others_wait),
        store_test(closing_writes_what_is_queued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
