/* Out of memory at every allocation of the calling thread: an answer each time, and nothing lost. */
#include "../failing_malloc.h"
#include "support.h"

static void every_question_is_refused_until_there_is_memory(void **state)
{
    struct store *store = open_with(&(struct store_options){.directory = *state, .cache_bytes = 1});
    int64_t session = create(store, "s1");
    struct snapshot *value = make_snapshot(100, 1), *loaded = NULL;
    struct store_label label = {"k", "v"};
    struct store_session_change change = {.set_labels = true, .labels = &label, .label_count = 1};
    struct store_collection collection = {.cause = "automatic"};
    struct store_page page = {.limit = 10};
    struct store_sessions sessions = {0};
    struct store_snapshots snapshots = {0};
    struct store_collections collections = {0};
    enum store_status status;
    add_snapshot(store, session, value);
    assert_ok(store_session_change(store, session, &change));

    sweep_allocations(status = store_collections_append(store, session, &collection, 1), status == STORE_OK,
                      status == STORE_NO_MEMORY);
    assert_ok(store_flush(store));
    sweep_allocations(status = store_collection_list(store, session, &page, &collections), status == STORE_OK,
                      status == STORE_NO_MEMORY && collections.arena == NULL);
    assert_int_equal(collections.count, 1);
    store_collections_free(&collections);
    sweep_allocations(status = store_session_list(store, NULL, &page, &sessions), status == STORE_OK,
                      status == STORE_NO_MEMORY && sessions.arena == NULL);
    assert_string_equal(sessions.items[0].labels[0].value, "v");
    store_sessions_free(&sessions);
    sweep_allocations(status = store_snapshot_load(store, session, 1, &loaded), status == STORE_OK,
                      status == STORE_NO_MEMORY && loaded == NULL);
    assert_same_snapshot(loaded, value);
    snapshot_release(loaded);

    struct store_snapshot snapshot = {.session = session, .source = "heap"};
    int64_t number = 0;
    sweep_allocations(status = store_snapshot_add(store, &snapshot, value, &number), status == STORE_OK,
                      status == STORE_NO_MEMORY && number == 0);
    assert_int_equal(number, 2);
    sweep_allocations(status = store_snapshot_list(store, session, &page, &snapshots), status == STORE_OK,
                      status == STORE_NO_MEMORY && snapshots.arena == NULL);
    assert_int_equal(snapshots.count, 2);
    store_snapshots_free(&snapshots);
    assert_ok(store_snapshot_delete(store, session, 2));
    add_snapshot(store, session, value);
    sweep_allocations(status = store_snapshot_delete(store, session, 1), status == STORE_OK,
                      status == STORE_NO_MEMORY);
    snapshot_release(value);
    store_close(store);
}

static void opening_is_refused_until_there_is_memory(void **state)
{
    struct store *store = NULL;
    struct store_error error;
    struct store_options options = {.directory = *state};
    enum store_status status;
    store_close(open_store(*state));
    sweep_allocations(status = store_open(&options, &store, &error), status == STORE_OK,
                      status == STORE_NO_MEMORY && store == NULL && error.status == STORE_NO_MEMORY);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(every_question_is_refused_until_there_is_memory),
        store_test(opening_is_refused_until_there_is_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
