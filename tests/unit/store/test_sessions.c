/* Sessions and their labels, as a caller of the store sees them. */
#include "support.h"

static void a_session_is_kept_with_all_that_it_was_made_with(void **state)
{
    struct store *store = open_store(*state);
    struct store_label labels[] = {{"team", "core"}, {"env", "ci"}};
    struct store_session session = {.name = "s1",
                                    .python = "3.11",
                                    .seq = 3,
                                    .memory_limit = 1 << 30,
                                    .created_at = 1234,
                                    .settings = "{\"hash_seed\": 0}",
                                    .labels = labels,
                                    .label_count = 2};
    struct store_sessions read;
    int64_t id;
    assert_ok(store_session_create(store, &session, &id));
    store_close(store);
    store = open_store(*state);
    assert_ok(store_session_get(store, id, &read));
    assert_int_equal(read.count, 1);
    assert_string_equal(read.items[0].name, "s1");
    assert_string_equal(read.items[0].python, "3.11");
    assert_string_equal(read.items[0].settings, "{\"hash_seed\": 0}");
    assert_int_equal(read.items[0].seq, 3);
    assert_int_equal(read.items[0].memory_limit, 1 << 30);
    assert_int_equal(read.items[0].created_at, 1234);
    assert_int_equal(read.items[0].label_count, 2);
    assert_string_equal(read.items[0].labels[0].key, "env");
    assert_string_equal(read.items[0].labels[1].value, "core");
    store_sessions_free(&read);
    store_close(store);
}

static void what_was_live_when_the_daemon_died_has_ended(void **state)
{
    struct store *store = open_store(*state);
    struct store_sessions read;
    int64_t id = create(store, "s1");
    assert_ok(store_session_get(store, id, &read));
    assert_int_equal(read.items[0].state, STORE_SESSION_LIVE);
    assert_int_equal(read.items[0].ended_at, 0);
    store_sessions_free(&read);
    store_close(store);
    store = open_store(*state);
    assert_ok(store_session_get(store, id, &read));
    assert_int_equal(read.items[0].state, STORE_SESSION_ENDED);
    assert_int_equal(read.items[0].ended_at, 777);
    store_sessions_free(&read);
    store_close(store);
}

static void a_name_is_one_live_sessions(void **state)
{
    struct store *store = open_store(*state);
    struct store_session again = {.name = "s1", .python = "3.14"};
    struct store_session_change end = {.set_ended = true, .ended_at = 2000};
    struct store_sessions read;
    int64_t first = create(store, "s1"), id = 0;
    assert_int_equal(store_session_create(store, &again, &id), STORE_EXISTS);
    assert_int_equal(id, 0);
    assert_ok(store_session_change(store, first, &end));
    assert_ok(store_session_find(store, "s1", &read));
    assert_int_equal(read.items[0].id, first);
    store_sessions_free(&read);

    int64_t second = create(store, "s1");
    assert_ok(store_session_find(store, "s1", &read));
    assert_int_equal(read.items[0].id, second);
    store_sessions_free(&read);
    assert_ok(store_session_delete(store, second));
    assert_ok(store_session_find(store, "s1", &read));
    assert_int_equal(read.items[0].id, first);
    store_sessions_free(&read);
    assert_ok(store_session_delete(store, first));
    assert_int_equal(store_session_find(store, "s1", &read), STORE_NOT_FOUND);
    store_close(store);
}

static void an_id_is_never_used_again(void **state)
{
    struct store *store = open_store(*state);
    struct store_session given = {
        .id = 7, .name = "given", .python = "3.14", .created_at = 1, .memory_limit = 1};
    struct store_sessions read;
    int64_t id, last;
    assert_ok(store_session_last(store, &last));
    assert_int_equal(last, 0);
    assert_int_equal(create(store, "first"), 1);
    assert_ok(store_session_create(store, &given, &id));
    assert_int_equal(id, 7);
    assert_ok(store_session_get(store, 7, &read));
    assert_string_equal(read.items[0].name, "given");
    store_sessions_free(&read);
    assert_ok(store_session_delete(store, 7));
    store_close(store);
    store = open_store(*state);
    assert_ok(store_session_last(store, &last));
    assert_int_equal(last, 7);
    assert_int_equal(create(store, "next"), 8);
    store_close(store);
}

static void a_change_leaves_what_it_does_not_name(void **state)
{
    struct store *store = open_store(*state);
    int64_t id = create(store, "s1");
    struct store_label label = {"k", "v"};
    struct store_session_change labels = {.set_labels = true, .labels = &label, .label_count = 1, .seq = 9};
    struct store_session_change rename = {
        .name = "s2", .set_memory_limit = true, .memory_limit = 5, .seq = 4};
    struct store_sessions read;
    assert_ok(store_session_change(store, id, &labels));
    assert_ok(store_session_change(store, id, &rename));
    assert_ok(store_session_get(store, id, &read));
    assert_string_equal(read.items[0].name, "s2");
    assert_string_equal(read.items[0].settings, "{}");
    assert_int_equal(read.items[0].memory_limit, 5);
    assert_int_equal(read.items[0].seq, 9);
    assert_int_equal(read.items[0].label_count, 1);
    assert_int_equal(read.items[0].state, STORE_SESSION_LIVE);
    store_sessions_free(&read);
    assert_int_equal(store_session_change(store, id + 1, &rename), STORE_NOT_FOUND);
    create(store, "s3");
    struct store_session_change clash = {.name = "s3", .memory_limit = 7, .set_memory_limit = true};
    assert_int_equal(store_session_change(store, id, &clash), STORE_EXISTS);
    store_close(store);
}

static void a_label_that_comes_twice_changes_nothing(void **state)
{
    struct store *store = open_store(*state);
    struct store_label twice[] = {{"k", "1"}, {"k", "2"}};
    struct store_session session = {.name = "s1", .python = "3.14", .labels = twice, .label_count = 2};
    struct store_sessions read;
    int64_t id;
    assert_int_equal(store_session_create(store, &session, &id), STORE_INVALID);
    assert_int_equal(store_session_find(store, "s1", &read), STORE_NOT_FOUND);
    store_close(store);
}

static void lists_come_in_pages_and_can_be_filtered(void **state)
{
    struct store *store = open_store(*state);
    struct store_label even[] = {{"parity", "even"}, {"all", "yes"}},
                       odd[] = {{"parity", "odd"}, {"all", "yes"}};
    for (int i = 0; i < 7; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%d", i);
        struct store_session session = {
            .name = name, .python = "3.14", .labels = i % 2 == 0 ? even : odd, .label_count = 2};
        int64_t id;
        assert_ok(store_session_create(store, &session, &id));
    }
    struct store_page page = {.limit = 3};
    struct store_sessions read;
    size_t seen = 0;
    do {
        assert_ok(store_session_list(store, NULL, &page, &read));
        assert_int_equal(read.total, 7);
        for (size_t i = 0; i < read.count; i++) {
            char name[24];
            snprintf(name, sizeof name, "s%zu", seen++);
            assert_string_equal(read.items[i].name, name);
            assert_int_equal(read.items[i].label_count, 2);
        }
        page.after = read.next;
        store_sessions_free(&read);
    } while (page.after != 0);
    assert_int_equal(seen, 7);

    struct store_label wanted[] = {{"parity", "odd"}, {"all", NULL}};
    struct store_session_filter filter = {
        .by_state = true, .state = STORE_SESSION_LIVE, .labels = wanted, .label_count = 2};
    struct store_page newest = {.newest_first = true, .limit = 2};
    assert_ok(store_session_list(store, &filter, &newest, &read));
    assert_int_equal(read.total, 3);
    assert_int_equal(read.count, 2);
    assert_string_equal(read.items[0].name, "s5");
    assert_string_equal(read.items[1].name, "s3");
    assert_true(read.next != 0);
    store_sessions_free(&read);
    filter.state = STORE_SESSION_ENDED;
    assert_ok(store_session_list(store, &filter, &newest, &read));
    assert_int_equal(read.count, 0);
    assert_int_equal(read.next, 0);
    store_sessions_free(&read);
    store_close(store);
}

static void ids_of_deleted_sessions_are_not_used_again(void **state)
{
    struct store *store = open_store(*state);
    int64_t first = create(store, "s1");
    assert_ok(store_session_delete(store, first));
    assert_int_equal(store_session_delete(store, first), STORE_NOT_FOUND);
    store_close(store);
    store = open_store(*state);
    assert_true(create(store, "s1") > first);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_session_is_kept_with_all_that_it_was_made_with),
        store_test(what_was_live_when_the_daemon_died_has_ended),
        store_test(a_name_is_one_live_sessions),
        store_test(an_id_is_never_used_again),
        store_test(a_change_leaves_what_it_does_not_name),
        store_test(a_label_that_comes_twice_changes_nothing),
        store_test(lists_come_in_pages_and_can_be_filtered),
        store_test(ids_of_deleted_sessions_are_not_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
