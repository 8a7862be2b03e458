/* Snapshots: stored, loaded, compared with the one before, deleted without leaving anything. */
#include "support.h"
#include <unistd.h>

static void a_snapshot_comes_back_as_it_was(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    /* More than one step of the writer, and none at all. */
    uint32_t sizes[] = {10000, 0, 1};
    struct snapshot *values[3], *loaded;
    for (int i = 0; i < 3; i++) {
        values[i] = make_snapshot(sizes[i], 8);
        assert_int_equal(add_snapshot(store, session, values[i]), i + 1);
    }
    assert_ok(store_snapshot_load(store, session, 1, &loaded));
    assert_ptr_equal(loaded, values[0]); /* still in memory */
    snapshot_release(loaded);
    store_close(store);
    store = open_store(*state);
    for (int i = 0; i < 3; i++) {
        assert_ok(store_snapshot_load(store, session, i + 1, &loaded));
        assert_same_snapshot(loaded, values[i]);
        snapshot_release(loaded);
        snapshot_release(values[i]);
    }
    assert_int_equal(store_snapshot_load(store, session, 4, &loaded), STORE_NOT_FOUND);
    store_close(store);
}

/* Values of several parts, for which the writer takes several steps, and others have their turns between. */
static void a_large_snapshot_comes_back_from_its_parts(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct snapshot_builder *builder;
    struct snapshot *value, *loaded;
    uint64_t random = 1;
    uint32_t file, frame;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    assert_int_equal(snapshot_builder_string(builder, "a.py", 4, &file), SNAPSHOT_OK);
    for (uint32_t i = 0; i < 300000; i++) { /* nothing that could be packed */
        random = random * 6364136223846793005u + 1442695040888963407u;
        assert_int_equal(snapshot_builder_frame(builder, file, i, &frame), SNAPSHOT_OK);
        assert_int_equal(
            snapshot_builder_traceback(builder, &frame, 1, (uint32_t)(random >> 40), 0, random >> 24, 1),
            SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_finish(builder, &value), SNAPSHOT_OK);
    add_snapshot(store, session, value);
    assert_true(ask_file(*state, "SELECT count(*) FROM snapshot_part") > 2);
    store_close(store);
    store = open_store(*state);
    assert_ok(store_snapshot_load(store, session, 1, &loaded));
    assert_same_snapshot(loaded, value);
    assert_ok(store_snapshot_delete(store, session, 1));
    wait_until_none(*state, "SELECT count(*) FROM snapshot_part");
    wait_until_none(*state, "SELECT count(*) FROM unseen");
    snapshot_release(loaded);
    snapshot_release(value);
    store_close(store);
}

static void names_may_be_any_text(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    const struct snapshot_text names[] = {{"", 0}, {"a\0b", 3}, {"a", 1}, {"\xed\xb2\x80", 3}, {"\xff", 1}};
    struct snapshot_builder *builder;
    struct snapshot *value, *loaded;
    assert_int_equal(snapshot_builder_new(&builder), SNAPSHOT_OK);
    for (size_t i = 0; i < 5; i++) {
        uint32_t id;
        assert_int_equal(snapshot_builder_string(builder, names[i].bytes, names[i].length, &id), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_frame(builder, id, UINT32_MAX, &id), SNAPSHOT_OK);
        assert_int_equal(snapshot_builder_traceback(builder, &id, 1, 0, UINT32_MAX, 1, 1), SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_finish(builder, &value), SNAPSHOT_OK);
    add_snapshot(store, session, value);
    store_close(store);
    store = open_store(*state);
    assert_ok(store_snapshot_load(store, session, 1, &loaded));
    assert_same_snapshot(loaded, value);
    snapshot_release(loaded);
    snapshot_release(value);
    store_close(store);
}

static void each_snapshot_is_compared_with_the_one_before(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct snapshot *small = make_snapshot(20, 1), *large = make_snapshot(30, 2);
    add_snapshot(store, session, small);
    add_snapshot(store, session, large);
    add_snapshot(store, session, small);
    store_close(store);

    store = open_store(*state);
    struct store_snapshots read;
    assert_ok(store_snapshot_list(store, session, &(struct store_page){0}, &read));
    assert_int_equal(read.count, 3);
    assert_int_equal(read.total, 3);
    assert_int_equal(read.items[0].diff.previous, 0);
    assert_int_equal(read.items[1].diff.previous, 1);
    assert_int_equal(read.items[1].diff.size_diff, large->size - small->size);
    assert_int_equal(read.items[1].diff.count_diff, large->count - small->count);
    assert_int_equal(read.items[1].diff.growth_count, 10);
    assert_string_equal(read.items[1].diff.growth[0].file, "a.py");
    assert_int_equal(read.items[1].diff.growth[0].line, 30);
    assert_int_equal(read.items[1].diff.growth[0].size, 60);
    assert_int_equal(read.items[1].diff.growth[0].size_diff, 60);
    assert_int_equal(read.items[1].diff.growth[0].count_diff, 30);
    assert_int_equal(read.items[2].diff.size_diff, (int64_t)(small->size - large->size));
    assert_int_equal(read.items[2].diff.growth_count, 0);
    assert_int_equal(read.items[2].snapshot.peak, 1000);
    assert_int_equal(read.items[2].snapshot.nframe, 25);
    assert_int_equal(read.items[2].snapshot.seq, 42);
    assert_int_equal(read.items[2].snapshot.taken_at, 5000);
    store_snapshots_free(&read);
    snapshot_release(small);
    snapshot_release(large);
    store_close(store);
}

static void deleting_one_compares_its_neighbours(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct snapshot *values[3];
    for (uint32_t i = 0; i < 3; i++) {
        values[i] = make_snapshot(10, i + 1);
        add_snapshot(store, session, values[i]);
    }
    struct store_snapshots read;
    struct snapshot *loaded;
    assert_ok(store_snapshot_delete(store, session, 2));
    assert_int_equal(store_snapshot_delete(store, session, 2), STORE_NOT_FOUND);
    assert_int_equal(store_snapshot_load(store, session, 2, &loaded), STORE_NOT_FOUND);
    assert_ok(store_snapshot_get(store, session, 3, &read));
    assert_int_equal(read.items[0].diff.previous, 1);
    assert_int_equal(read.items[0].diff.size_diff, values[2]->size - values[0]->size);
    assert_int_equal(read.items[0].diff.growth[0].size_diff, 20);
    store_snapshots_free(&read);
    assert_ok(store_snapshot_delete(store, session, 1));
    assert_ok(store_snapshot_get(store, session, 3, &read));
    assert_int_equal(read.items[0].diff.previous, 0);
    assert_int_equal(read.items[0].diff.growth_count, 0);
    store_snapshots_free(&read);
    assert_int_equal(add_snapshot(store, session, values[0]), 4);
    assert_ok(store_snapshot_delete(store, session, 4));
    assert_int_equal(add_snapshot(store, session, values[0]), 5); /* a number is not used again */
    for (int i = 0; i < 3; i++) {
        snapshot_release(values[i]);
    }
    store_close(store);
}

static void labels_change_and_go(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1"), number;
    struct snapshot *value = make_snapshot(1, 1);
    struct store_snapshot snapshot = {
        .session = session, .label = "first", .source = "app.snapshot", .objects = true};
    struct store_snapshots read;
    assert_ok(store_snapshot_add(store, &snapshot, value, &number));
    assert_ok(store_snapshot_get(store, session, number, &read));
    assert_string_equal(read.items[0].snapshot.label, "first");
    assert_string_equal(read.items[0].snapshot.source, "app.snapshot");
    assert_true(read.items[0].snapshot.objects);
    store_snapshots_free(&read);
    assert_ok(store_snapshot_relabel(store, session, number, NULL));
    assert_ok(store_snapshot_get(store, session, number, &read));
    assert_null(read.items[0].snapshot.label);
    store_snapshots_free(&read);
    assert_int_equal(store_snapshot_relabel(store, session, 9, "x"), STORE_NOT_FOUND);
    assert_int_equal(store_snapshot_get(store, session, 9, &read), STORE_NOT_FOUND);
    snapshot_release(value);
    store_close(store);
}

static void a_snapshot_of_no_session_leaves_nothing(void **state)
{
    struct store *store = open_store(*state);
    struct snapshot *value = make_snapshot(10, 1);
    struct store_snapshot snapshot = {.session = 99, .source = "heap"};
    struct store_snapshots read;
    int64_t number = -1;
    assert_int_equal(store_snapshot_add(store, &snapshot, value, &number), STORE_NOT_FOUND);
    assert_int_equal(number, -1);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM snapshot_part"), 0);
    assert_int_equal(store_snapshot_list(store, 99, &(struct store_page){0}, &read), STORE_NOT_FOUND);
    snapshot_release(value);
    store_close(store);
}

static void what_differences_name_is_stored_once_and_goes_with_its_last_user(void **state)
{
    struct store *store = open_store(*state);
    int64_t sessions[] = {create(store, "s1"), create(store, "s2")};
    struct snapshot *shared = make_snapshot(3000, 1), *more = make_snapshot(6000, 1);
    int64_t strings = 0, frames = 0;
    for (int i = 0; i < 2; i++) {
        add_snapshot(store, sessions[i], shared);
        add_snapshot(store, sessions[i], more);
        strings = i == 0 ? ask_file(*state, "SELECT count(*) FROM string") : strings;
        frames = i == 0 ? ask_file(*state, "SELECT count(*) FROM frame") : frames;
    }
    assert_in_range(frames, 1, 10);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM string"), strings);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM frame"), frames);
    assert_int_equal(ask_file(*state, "SELECT sites FROM tally"), 80);

    assert_ok(store_session_delete(store, sessions[0]));
    wait_until_none(*state, "SELECT count(*) FROM unseen");
    assert_int_equal(ask_file(*state, "SELECT erased FROM tally"), 40); /* few: not swept yet */
    assert_int_equal(ask_file(*state, "SELECT count(DISTINCT snapshot) FROM snapshot_part"), 2);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    struct snapshot *loaded;
    store_close(store);
    store = open_store(*state);
    assert_ok(store_snapshot_load(store, sessions[1], 1, &loaded));
    assert_same_snapshot(loaded, shared);
    snapshot_release(loaded);

    assert_ok(store_session_delete(store, sessions[1]));
    wait_until_none(*state, "SELECT count(*) FROM unseen");
    wait_until_none(*state, "SELECT count(*) FROM string");
    assert_int_equal(ask_file(*state, "SELECT (SELECT count(*) FROM snapshot_part)"
                                      " + (SELECT count(*) FROM diff) + (SELECT count(*) FROM diff_growth)"
                                      " + (SELECT count(*) FROM frame) + (SELECT sites + erased FROM tally)"),
                     0);
    add_snapshot(store, create(store, "s3"), shared); /* and a new one finds what it needs */
    snapshot_release(shared);
    snapshot_release(more);
    store_close(store);
}

static void damaged_parts_are_told_and_nothing_else_suffers(void **state)
{
    static const char *const damages[] = {
        "UPDATE snapshot_part SET bytes = substr(bytes, 1, 20)",
        "UPDATE snapshot_part SET bytes = CAST(substr(bytes, 1, 60) || x'00' || substr(bytes, 62) AS BLOB)",
        "UPDATE snapshot_part SET bytes = CAST(bytes || bytes AS BLOB)",
        "UPDATE snapshot_part SET bytes = x'6865617064'",
    };
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct store *store = open_store(*state);
        int64_t session = create(store, "s");
        struct snapshot *value = make_snapshot(3000, 1), *loaded = NULL;
        add_snapshot(store, session, value);
        store_close(store);
        change_file(*state, damages[i]);
        store = open_store(*state);
        assert_int_equal(store_snapshot_load(store, session, 1, &loaded), STORE_CORRUPT);
        assert_null(loaded);
        assert_ok(store_session_delete(store, session));
        snapshot_release(value);
        store_close(store);
    }
}

static void lists_come_in_pages_both_ways(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    struct snapshot *value = make_snapshot(2, 1);
    for (int i = 0; i < 5; i++) {
        add_snapshot(store, session, value);
    }
    struct store_page page = {.limit = 2, .newest_first = true};
    struct store_snapshots read;
    int64_t expected = 5;
    do {
        assert_ok(store_snapshot_list(store, session, &page, &read));
        for (size_t i = 0; i < read.count; i++) {
            assert_int_equal(read.items[i].snapshot.number, expected--);
        }
        page.after = read.next;
        store_snapshots_free(&read);
    } while (page.after != 0);
    assert_int_equal(expected, 0);
    snapshot_release(value);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(a_snapshot_comes_back_as_it_was),
        store_test(a_large_snapshot_comes_back_from_its_parts),
        store_test(names_may_be_any_text),
        store_test(each_snapshot_is_compared_with_the_one_before),
        store_test(deleting_one_compares_its_neighbours),
        store_test(labels_change_and_go),
        store_test(a_snapshot_of_no_session_leaves_nothing),
        store_test(what_differences_name_is_stored_once_and_goes_with_its_last_user),
        store_test(damaged_parts_are_told_and_nothing_else_suffers),
        store_test(lists_come_in_pages_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
