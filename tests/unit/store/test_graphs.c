/* Object graphs beside snapshots: bytes in parts, gone with their snapshot. */
#include "support.h"
#include <unistd.h>

static unsigned char *make_bytes(size_t length)
{
    unsigned char *bytes = malloc(length + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 13);
    return bytes;
}

static int64_t add_with(struct store *store, int64_t session, const void *graph, size_t length)
{
    struct snapshot *value = make_snapshot(5000, 8); /* more than one step of sites, too */
    struct store_snapshot snapshot = {.session = session,
                                      .source = "heap",
                                      .taken_at = 5000,
                                      .seq = 42,
                                      .objects = true,
                                      .graph = graph,
                                      .graph_length = length};
    int64_t number = 0;
    assert_ok(store_snapshot_add(store, &snapshot, value, &number));
    snapshot_release(value);
    return number;
}

static void expect_graph(struct store *store, int64_t session, int64_t number, const unsigned char *bytes,
                         size_t length)
{
    size_t at = 0, part_length;
    void *part;
    for (int64_t place = 0; at < length; place++) {
        assert_ok(store_graph_part(store, session, number, place, &part, &part_length));
        assert_true(part_length > 0 && part_length <= length - at);
        assert_memory_equal(part, bytes + at, part_length);
        free(part);
        at += part_length;
        if (at == length)
            assert_int_equal(store_graph_part(store, session, number, place + 1, &part, &part_length),
                             STORE_NOT_FOUND);
    }
}

static void graphs_survive_a_restart(void **state)
{
    static const size_t lengths[] = {1, 1 << 20, 11000001};
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1");
    unsigned char *bytes = make_bytes(lengths[2]);
    void *part;
    size_t length;
    for (int i = 0; i < 3; i++)
        assert_int_equal(add_with(store, session, bytes, lengths[i]), i + 1);
    assert_int_equal(add_with(store, session, NULL, 0), 4);
    for (int again = 0; again < 2; again++) {
        for (int i = 0; i < 3; i++)
            expect_graph(store, session, i + 1, bytes, lengths[i]);
        assert_int_equal(store_graph_part(store, session, 4, 0, &part, &length), STORE_NOT_FOUND);
        assert_int_equal(store_graph_part(store, session, 5, 0, &part, &length), STORE_NOT_FOUND);
        store_close(store);
        store = open_store(*state);
    }
    store_close(store);
    free(bytes);
}

static void graphs_go_with_their_snapshots(void **state)
{
    struct store *store = open_store(*state);
    int64_t session = create(store, "s1"), other = create(store, "s2");
    unsigned char *bytes = make_bytes(40 << 20);
    void *part;
    size_t length;
    add_with(store, session, bytes, 40 << 20);
    add_with(store, session, bytes, 1000);
    add_with(store, other, bytes, 2000);
    assert_ok(store_snapshot_delete(store, session, 1));
    assert_int_equal(store_graph_part(store, session, 1, 0, &part, &length), STORE_NOT_FOUND);
    assert_ok(store_session_delete(store, other));
    for (int i = 0; i < 12000 && ask_file(*state, "SELECT count(*) FROM graph_part") != 1; i++)
        usleep(10000);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM graph_part"), 1);
    expect_graph(store, session, 2, bytes, 1000);
    store_close(store);
    free(bytes);
}

/* What a full disk breaks off is erased. */
static void a_graph_that_does_not_fit_leaves_nothing(void **state)
{
    struct store *store =
        open_with(&(struct store_options){.directory = *state, .now = 777, .quota_bytes = 20 << 20});
    int64_t session = create(store, "s1"), number = 0;
    unsigned char *bytes = make_bytes(60 << 20);
    struct snapshot *value = make_snapshot(10, 8);
    struct store_snapshot snapshot = {.session = session,
                                      .source = "heap",
                                      .taken_at = 5000,
                                      .seq = 42,
                                      .objects = true,
                                      .graph = bytes,
                                      .graph_length = 60 << 20};
    assert_int_equal(store_snapshot_add(store, &snapshot, value, &number), STORE_FULL);
    for (int i = 0; i < 12000 && ask_file(*state, "SELECT count(*) FROM graph_part") != 0; i++)
        usleep(10000);
    assert_int_equal(ask_file(*state, "SELECT count(*) FROM graph_part"), 0);
    store_close(store);
    snapshot_release(value);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        store_test(graphs_survive_a_restart),
        store_test(graphs_go_with_their_snapshots),
        store_test(a_graph_that_does_not_fit_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
