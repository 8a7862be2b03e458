/* Collections and memory samples. */
#include "support.h"

static void collections_come_back_in_order(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct store_collection rows[] = {
        {.time = 1, .seq = 10, .generation = 0, .cause = "automatic", .collected = 5, .pause_us = 7},
        {.time = 2,
         .seq = 20,
         .generation = 2,
         .cause = "request",
         .collected = 100,
         .uncollectable = 1,
         .finalized = 3,
         .examined = 1000,
         .freed_bytes = 6400,
         .pause_us = 900},
    };
    assert_ok(store_collections_append(store, session, rows, 2));
    rows[1].cause = "shutdown"; /* what was queued is a copy */
    assert_ok(store_collections_append(store, session, &rows[1], 1));
    assert_ok(store_flush(store));
    store_close(store);

    store = open_store(*state);
    struct store_collections read;
    assert_ok(store_collection_list(store, session, &(struct store_page){0}, &read));
    assert_int_equal(read.count, 3);
    assert_int_equal(read.items[0].number, 1);
    assert_string_equal(read.items[0].cause, "automatic");
    assert_int_equal(read.items[0].pause_us, 7);
    assert_string_equal(read.items[1].cause, "request");
    assert_int_equal(read.items[1].generation, 2);
    assert_int_equal(read.items[1].examined, 1000);
    assert_int_equal(read.items[1].freed_bytes, 6400);
    assert_int_equal(read.items[1].finalized, 3);
    assert_int_equal(read.items[1].uncollectable, 1);
    assert_string_equal(read.items[2].cause, "shutdown");
    store_collections_free(&read);
    struct store_sessions sessions;
    assert_ok(store_session_get(store, session, &sessions));
    assert_int_equal(sessions.items[0].seq, 20);
    store_sessions_free(&sessions);
    store_close(store);
}

static void memory_samples_come_newest_first_if_asked(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    for (uint64_t i = 1; i <= 5; i++) {
        struct store_memory sample = {.time = (int64_t)i,
                                      .seq = i,
                                      .used = 10 * i,
                                      .committed = 4096,
                                      .objects = i,
                                      .traced = 3,
                                      .traced_peak = 4};
        assert_ok(store_memory_append(store, session, &sample, 1));
    }
    assert_ok(store_flush(store));
    struct store_page page = {.newest_first = true, .limit = 2};
    struct store_memories read;
    assert_ok(store_memory_list(store, session, &page, &read));
    assert_int_equal(read.total, 5);
    assert_int_equal(read.count, 2);
    assert_int_equal(read.items[0].used, 50);
    assert_int_equal(read.items[1].time, 4);
    assert_int_equal(read.items[1].traced_peak, 4);
    page.after = read.next;
    store_memories_free(&read);
    assert_ok(store_memory_list(store, session, &page, &read));
    assert_int_equal(read.items[0].time, 3);
    store_memories_free(&read);
    store_close(store);
}

static void the_oldest_go_when_there_are_too_many(void **state)
{
    struct store *store =
        open_with(&(struct store_options){.directory = *state, .history_limit = 100, .queue_limit = 100000});
    int64_t session = create(store, "s1"), other = create(store, "s2");
    struct store_memory sample = {.used = 1};
    struct store_collection collection = {.cause = "automatic"};
    assert_ok(store_memory_append(store, other, &sample, 1));
    for (int i = 0; i < 1000; i++) {
        assert_ok(store_memory_append(store, session, &sample, 1));
        assert_ok(store_collections_append(store, session, &collection, 1));
    }
    assert_ok(store_flush(store));
    struct store_page page = {.limit = 10000};
    struct store_memories memories;
    assert_ok(store_memory_list(store, session, &page, &memories));
    assert_int_equal(memories.count, 100);
    assert_int_equal(memories.items[99].number, 1000);
    assert_int_equal(memories.total, 1000);
    store_memories_free(&memories);
    struct store_collections collections;
    assert_ok(store_collection_list(store, session, &page, &collections));
    assert_int_equal(collections.count, 100);
    store_collections_free(&collections);
    assert_ok(store_memory_list(store, other, &page, &memories));
    assert_int_equal(memories.count, 1);
    store_memories_free(&memories);
    store_close(store);
}

static void history_of_no_session_is_not_found_and_goes_with_its_session(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct store_memory sample = {.used = 1};
    struct store_memories read;
    assert_ok(store_memory_append(store, session, &sample, 1));
    assert_ok(store_session_delete(store, session));
    assert_ok(store_memory_append(store, session, &sample, 1)); /* came too late: no failure */
    assert_ok(store_flush(store));
    assert_int_equal(store_memory_list(store, session, &(struct store_page){0}, &read), STORE_NOT_FOUND);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM memory_sample"), 0);
    store_close(store);
}

static void an_append_that_cannot_be_stored_shows_in_the_next_flush(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct store_memory sample = {.used = UINT64_MAX}, good = {.used = 1};
    struct store_memories read;
    assert_ok(store_memory_append(store, session, &sample, 1));
    assert_ok(store_memory_append(store, session, &good, 1));
    assert_int_equal(store_flush(store), STORE_INVALID);
    assert_ok(store_flush(store));
    assert_ok(store_memory_list(store, session, &(struct store_page){0}, &read));
    assert_int_equal(read.count, 1);
    store_memories_free(&read);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(collections_come_back_in_order),
        store_test(memory_samples_come_newest_first_if_asked),
        store_test(the_oldest_go_when_there_are_too_many),
        store_test(history_of_no_session_is_not_found_and_goes_with_its_session),
        store_test(an_append_that_cannot_be_stored_shows_in_the_next_flush),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
