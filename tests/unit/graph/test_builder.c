/* Building: any order, labels, what is left out; and the stored form, whole and damaged. */
#include "tests/unit/failing_malloc.h"
#include "tests/unit/graph/graphs.h"

#include <zstd.h>

struct bytes {
    char *data;
    size_t length, at;
};

static bool append(void *context, const void *bytes, size_t length)
{
    struct bytes *b = context;
    char *larger = realloc(b->data, b->length + length);
    if (larger == NULL)
        return false;
    memcpy(larger + b->length, bytes, length);
    b->data = larger;
    b->length += length;
    return true;
}

static size_t take(void *context, void *bytes, size_t room)
{
    struct bytes *b = context;
    size_t n = b->length - b->at < room ? b->length - b->at : room;
    if (n > 100)
        n = 100; /* in small pieces */
    memcpy(bytes, b->data + b->at, n);
    b->at += n;
    return n;
}

static uint32_t text(struct graph_builder *b, const char *of)
{
    uint32_t id;
    assert_int_equal(graph_builder_text(b, of, strlen(of), &id), GRAPH_OK);
    return id;
}

static void put_node(struct graph_builder *b, uint64_t address, const char *type, const char *name,
                     uint64_t content, unsigned flags)
{
    struct graph_node_input node = {.address = address,
                                    .size = 10,
                                    .content = content,
                                    .flags = (uint8_t)flags,
                                    .text = name != NULL ? text(b, name) : GRAPH_NONE};
    assert_int_equal(graph_builder_type(b, type, strlen(type), &node.type), GRAPH_OK);
    assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
}

static void put_edge(struct graph_builder *b, uint64_t to, enum graph_edge_kind kind, uint64_t label)
{
    struct graph_edge_input edge = {to, label, kind};
    assert_int_equal(graph_builder_edge(b, &edge), GRAPH_OK);
}

/* A dict of two values, an object, two strings, two equal tuples. Not in order of address. */
static struct graph *small_heap(void)
{
    struct graph_builder *b;
    struct graph *graph;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    put_node(b, 500, "dict", NULL, 0, 0);
    put_edge(b, 300, GRAPH_EDGE_KEY, 0);
    put_edge(b, 100, GRAPH_EDGE_VALUE, 300);
    put_edge(b, 200, GRAPH_EDGE_VALUE, 9999); /* a key that is not there */
    put_edge(b, 777, GRAPH_EDGE_INDEX, 1);    /* nor is this */
    put_node(b, 100, "Node", NULL, 0, 0);
    put_edge(b, 500, GRAPH_EDGE_ATTRIBUTE, text(b, "owner"));
    put_node(b, 300, "str", "key", 33, GRAPH_NODE_IS_STRING);
    put_node(b, 400, "str", "key", 33, GRAPH_NODE_IS_STRING);
    put_node(b, 100, "Other", NULL, 0, 0); /* the address was there */
    put_edge(b, 300, GRAPH_EDGE_INDEX, 1);
    put_node(b, 200, "tuple", NULL, 0, GRAPH_NODE_BY_ITEMS);
    put_edge(b, 300, GRAPH_EDGE_INDEX, 0);
    put_edge(b, 100, GRAPH_EDGE_INDEX, 1);
    put_node(b, 600, "tuple", NULL, 0, GRAPH_NODE_BY_ITEMS);
    put_edge(b, 400, GRAPH_EDGE_INDEX, 0);
    put_edge(b, 100, GRAPH_EDGE_INDEX, 1);
    assert_int_equal(graph_builder_root(b, 500, GRAPH_ROOT_NAME, text(b, "cache"), 0), GRAPH_OK);
    assert_int_equal(graph_builder_root(b, 600, GRAPH_ROOT_LOCAL, text(b, "t"), 2), GRAPH_OK);
    assert_int_equal(graph_builder_root(b, 12345, GRAPH_ROOT_NAME, text(b, "gone"), 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &graph), GRAPH_OK);
    return graph;
}

static void expect_label(const struct graph *g, uint32_t edge, const char *expected)
{
    char room[64];
    assert_int_equal(graph_edge_text(g, edge, room, sizeof room), strlen(expected));
    assert_string_equal(room, expected);
}

static void nodes_are_sorted_and_references_resolved(void **unused)
{
    (void)unused;
    struct graph *g = small_heap();
    char room[64];
    assert_int_equal(g->node_count, 6);
    assert_int_equal(g->duplicate_nodes, 1);
    assert_int_equal(g->dangling_edges, 1);
    assert_int_equal(g->edge_count, 8);
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(g->address[i], 100 * (i + 1));
    assert_int_equal(graph_find(g, 400), 3);
    assert_int_equal(graph_find(g, 401), GRAPH_NONE);
    assert_string_equal(graph_type_name(g, 0).bytes, "Node");
    uint32_t dict = graph_find(g, 500), e = g->first[dict];
    assert_int_equal(g->first[dict + 1] - e, 3);
    expect_label(g, e, "(key 0)");
    expect_label(g, e + 1, "['key']");
    expect_label(g, e + 2, "[?]");
    expect_label(g, g->first[0], ".owner");
    assert_int_equal(g->root_count, 2);
    graph_root_text(g, &g->roots[0], room, sizeof room);
    assert_string_equal(room, "name cache");
    graph_root_text(g, &g->roots[1], room, sizeof room);
    assert_string_equal(room, "local t of frame 2");
    assert_int_equal(graph_find_type(g, "tuple", 5), g->type[1]);
    assert_int_equal(graph_find_type(g, "tupl", 4), GRAPH_NONE);
    graph_release(g);
}

static void equal_tuples_have_equal_contents(void **unused)
{
    (void)unused;
    struct graph *g = small_heap();
    assert_true(g->content[1] != 0);
    assert_int_equal(g->content[1], g->content[5]);
    graph_release(g);
}

static void arguments_that_make_no_sense_are_refused(void **unused)
{
    (void)unused;
    struct graph_builder *b;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    struct graph_edge_input edge = {1, 0, GRAPH_EDGE_INDEX};
    assert_int_equal(graph_builder_edge(b, &edge), GRAPH_INVALID); /* of no node */
    struct graph_node_input node = {.address = 1, .type = 0, .text = GRAPH_NONE};
    assert_int_equal(graph_builder_node(b, &node), GRAPH_INVALID); /* of no type */
    put_node(b, 1, "t", NULL, 0, 0);
    edge.kind = GRAPH_EDGE_ATTRIBUTE;
    edge.label = 77;
    assert_int_equal(graph_builder_edge(b, &edge), GRAPH_INVALID);
    assert_int_equal(graph_builder_root(b, 1, GRAPH_ROOT_NAME, 77, 0), GRAPH_INVALID);
    graph_builder_drop(b);
}

static void a_graph_of_nothing_is_a_graph(void **unused)
{
    (void)unused;
    struct graph_builder *b;
    struct graph *g, *again;
    struct graph_analysis *a;
    struct bytes bytes = {0};
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(a->retained[0], 0);
    assert_int_equal(graph_write(g, NULL, append, &bytes), GRAPH_OK);
    assert_int_equal(graph_read(take, &bytes, NULL, &again), GRAPH_OK);
    assert_int_equal(again->node_count, 0);
    graph_analysis_release(a);
    graph_release(again);
    graph_release(g);
    free(bytes.data);
}

static void expect_equal(const struct graph *a, const struct graph *b)
{
    assert_int_equal(a->node_count, b->node_count);
    assert_int_equal(a->edge_count, b->edge_count);
    assert_int_equal(a->root_count, b->root_count);
    assert_int_equal(a->bytes, b->bytes);
    assert_memory_equal(a->address, b->address, a->node_count * sizeof *a->address);
    assert_memory_equal(a->size, b->size, a->node_count * sizeof *a->size);
    assert_memory_equal(a->type, b->type, a->node_count * sizeof *a->type);
    assert_memory_equal(a->first, b->first, (a->node_count + 1) * sizeof *a->first);
    assert_memory_equal(a->to, b->to, a->edge_count * sizeof *a->to);
    assert_memory_equal(a->kind, b->kind, a->edge_count);
    assert_memory_equal(a->label, b->label, a->edge_count * sizeof *a->label);
    assert_memory_equal(a->roots, b->roots, a->root_count * sizeof *a->roots);
    assert_memory_equal(a->text_first, b->text_first, (a->text_count + 1) * sizeof *a->text_first);
    assert_memory_equal(a->texts, b->texts, a->text_first[a->text_count]);
}

/* Larger than a block, and than what is kept in memory when there is a directory. */
static struct graph *large_graph(const char *directory)
{
    struct graph_builder *b;
    struct graph *g;
    enum { NODES = 700000 };
    assert_int_equal(graph_builder_new(directory, &b), GRAPH_OK);
    for (uint32_t i = 0; i < NODES; i++) {
        put_node(b, address_of(i * 7 % NODES), "node", NULL, i, 0);
        put_edge(b, address_of(i / 2), GRAPH_EDGE_INDEX, i);
    }
    assert_int_equal(graph_builder_root(b, address_of(0), GRAPH_ROOT_NAME, GRAPH_NONE, 0), GRAPH_OK);
    struct graph_control control = {.directory = directory};
    assert_int_equal(graph_builder_finish(b, &control, &g), GRAPH_OK);
    return g;
}

static void what_is_written_is_read_again(void **unused)
{
    (void)unused;
    for (int large = 0; large < 3; large++) {
        struct graph *g = large == 0 ? small_heap() : large_graph(large == 1 ? NULL : "/tmp"), *again;
        struct graph_control control = {.directory = large == 2 ? "/tmp" : NULL};
        struct graph_analysis *a;
        struct bytes bytes = {0};
        assert_int_equal(graph_write(g, NULL, append, &bytes), GRAPH_OK);
        assert_int_equal(graph_read(take, &bytes, &control, &again), GRAPH_OK);
        expect_equal(g, again);
        assert_int_equal(graph_analyse(again, &control, &a), GRAPH_OK);
        graph_analysis_release(a);
        graph_release(again);
        graph_release(g);
        free(bytes.data);
    }
}

/* What was stored before there were births: the form's number is another, and their column is not there. */
static void the_first_form_is_read(void **unused)
{
    (void)unused;
    struct graph *g = small_heap(), *again;
    struct bytes bytes = {0}, first = {0};
    char plain[4096], packed[4096];
    assert_int_equal(graph_write(g, NULL, append, &bytes), GRAPH_OK);
    size_t length = ZSTD_decompress(plain, sizeof plain, bytes.data, bytes.length);
    assert_false(ZSTD_isError(length));
    assert_memory_equal(plain, "heapdgr2", 8);
    plain[7] = '1';
    length = ZSTD_compress(packed, sizeof packed, plain, length - 1, 1);
    assert_true(append(&first, packed, length));
    assert_int_equal(graph_read(take, &first, NULL, &again), GRAPH_OK);
    expect_equal(g, again);
    assert_null(again->birth);
    graph_release(again);
    graph_release(g);
    free(bytes.data);
    free(first.data);
}

static void births_are_stored(void **unused)
{
    (void)unused;
    struct graph_builder *b;
    struct graph *g, *again;
    struct bytes bytes = {0};
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    for (uint32_t i = 0; i < 3; i++) {
        struct graph_node_input node = {.address = 64 - 16 * i, .birth = i, .text = GRAPH_NONE};
        assert_int_equal(graph_builder_type(b, "Row", 3, &node.type), GRAPH_OK);
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
    }
    assert_int_equal(graph_builder_finish(b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_write(g, NULL, append, &bytes), GRAPH_OK);
    assert_int_equal(graph_read(take, &bytes, NULL, &again), GRAPH_OK);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(g->birth[i], 2 - i);
        assert_int_equal(again->birth[i], 2 - i);
    }
    graph_release(again);
    graph_release(g);
    free(bytes.data);
}

static void damaged_bytes_are_refused(void **unused)
{
    (void)unused;
    struct graph *g = small_heap(), *again;
    struct bytes bytes = {0};
    assert_int_equal(graph_write(g, NULL, append, &bytes), GRAPH_OK);
    for (size_t length = 0; length < bytes.length; length++) {
        struct bytes cut = {bytes.data, length, 0};
        assert_int_equal(graph_read(take, &cut, NULL, &again), GRAPH_CORRUPT);
    }
    for (size_t i = 0; i < bytes.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
            bytes.at = 0;
            enum graph_status status = graph_read(take, &bytes, NULL, &again);
            if (status == GRAPH_OK) { /* a bit of zstd's header that means nothing */
                expect_equal(g, again);
                graph_release(again);
            }
            bytes.data[i] = (char)(bytes.data[i] ^ 1 << bit);
        }
    graph_release(g);
    free(bytes.data);
}

static void storing_with_too_little_memory(void **unused)
{
    (void)unused;
    struct graph *g = small_heap(), *again;
    struct bytes bytes = {0};
    enum graph_status status;
    sweep_allocations(
        (free(bytes.data), bytes = (struct bytes){0}, status = graph_write(g, NULL, append, &bytes)),
        status == GRAPH_OK, status == GRAPH_NO_MEMORY);
    sweep_allocations((bytes.at = 0, status = graph_read(take, &bytes, NULL, &again)), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    expect_equal(g, again);
    graph_release(again);
    graph_release(g);
    free(bytes.data);
}

/* Addresses are what a file says: multiples of a large power of two would all be in one place of a table that
 * is looked up by some of an address's bits, and finding each would take as long as there are of them. */
static void addresses_that_share_bits_take_no_longer(void **unused)
{
    (void)unused;
    enum { NODES = 200000 };
    struct graph_builder *b;
    struct graph *g;
    uint32_t type;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "list", 4, &type), GRAPH_OK);
    for (uint64_t i = 1; i <= NODES; i++) {
        struct graph_node_input node = {.address = i << 45, .size = 56, .type = type, .text = GRAPH_NONE};
        struct graph_edge_input edge = {.to = (NODES + 1 - i) << 45, .kind = GRAPH_EDGE_OTHER};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
        assert_int_equal(graph_builder_edge(b, &edge), GRAPH_OK);
    }
    assert_true(graph_builder_footprint(b) > NODES * 50);
    assert_int_equal(graph_builder_finish(b, NULL, &g), GRAPH_OK);
    assert_int_equal(g->edge_count, NODES);
    assert_int_equal(g->to[0], NODES - 1);
    graph_release(g);
}

/* Types whose names are known when their nodes have come: two of one name are one, one that no node has is
 * none. */
static void types_are_named_at_the_end(void **unused)
{
    (void)unused;
    struct graph_builder *b;
    struct graph *g;
    uint32_t types[4];
    static const char *const before[] = {"0x1", "0x2", "0x3", "0x4"};
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(graph_builder_type(b, before[i], 3, &types[i]), GRAPH_OK);
    for (uint32_t i = 0; i < 6; i++) {
        struct graph_node_input node = {
            .address = 16 * (i + 1), .size = 8, .type = types[i % 3], .text = GRAPH_NONE};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
    }
    uint32_t wrong[] = {GRAPH_NONE, 9999, GRAPH_NONE, GRAPH_NONE};
    assert_int_equal(graph_builder_name_types(b, wrong), GRAPH_INVALID);
    uint32_t names[] = {text(b, "Node"), GRAPH_NONE, text(b, "Node"), text(b, "never")};
    enum graph_status status;
    sweep_allocations(status = graph_builder_name_types(b, names), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    uint32_t again;
    assert_int_equal(graph_builder_type(b, "Node", 4, &again), GRAPH_OK);
    assert_int_equal(again, 0);
    assert_int_equal(graph_builder_finish(b, NULL, &g), GRAPH_OK);
    assert_int_equal(g->type_count, 2);
    for (uint32_t i = 0; i < 6; i++)
        assert_string_equal(graph_type_name(g, i).bytes, i % 3 == 1 ? "0x2" : "Node");
    graph_release(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_are_sorted_and_references_resolved),
        cmocka_unit_test(equal_tuples_have_equal_contents),
        cmocka_unit_test(arguments_that_make_no_sense_are_refused),
        cmocka_unit_test(a_graph_of_nothing_is_a_graph),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(the_first_form_is_read),
        cmocka_unit_test(births_are_stored),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(addresses_that_share_bits_take_no_longer),
        cmocka_unit_test(types_are_named_at_the_end),
        cmocka_unit_test(storing_with_too_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
