/* The readers of imported files, lines of JSON and PyHeap's dumps: memory fails at every allocation, bytes
 * come in any pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "api/import_pyheap.h"

static const char lines[] =
    "{\"heapd_snapshot\": 1, \"nframe\": 5, \"peak\": 1000}\n"
    "{\"frame\": [0, \"a.py\", 1]}\n{\"frame\": [1, \"b\\u00e9.py\", 2]}\n"
    "{\"site\": [0, 2, 300, 3, [0, 1]]}\n{\"type\": [0, \"dict\"]}\n{\"type\": [1, \"app.Node\"]}\n"
    "{\"object\": [4096, 1, 48], \"flags\": [\"tracked\"], \"references\": 1, \"edges\": [[\"attribute\", "
    "8192, \"cache\"]]}\n"
    "{\"object\": [8192, 0, 232], \"edges\": [[\"key\", 4096, 0], [\"value\", 16384, 4096], [\"value\", "
    "16384, \"k\\n\"]]}\n"
    "{\"object\": [16384, 1, 1000], \"text\": \"named\", \"wasted\": 8}\n{\"root\": [\"module\", 4096, "
    "\"app\"]}\n";

/* The same objects as columns; the last two edges of the second come with the third. */
static const char columns[] =
    "{\"heapd_snapshot\": 1}\n"
    "{\"type\": [0, \"dict\"]}\n"
    "{\"type\": [1, \"app.Node\"]}\n"
    "{\"name\": [0, \"cache\"]}\n"
    "{\"name\": [1, \"k\"]}\n"
    "{\"name\": [2, \"named\"]}\n"
    "{\"block\":{\"address\":\"ABAAAAAAAAA=\",\"type\":\"AQAAAA==\",\"size\":\"MAAAAAAAAAA=\",\"flags\":\"AQ="
    "=\",\"edges\":\"AQAAAA==\",\"kind\":\"Ag==\",\"to\":\"ACAAAAAAAAA=\",\"label\":\"AQAAAAAAAAA=\"}}\n"
    "{\"block\":{\"address\":\"ACAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"6AAAAAAAAAA=\",\"edges\":"
    "\"AQAAAA==\",\"kind\":\"BQ==\",\"to\":\"ABAAAAAAAAA=\",\"label\":\"AAAAAAAAAAA=\"}}\n"
    "{\"block\":{\"address\":\"AEAAAAAAAAA=\",\"type\":\"AQAAAA==\",\"size\":\"6AMAAAAAAAA=\",\"text\":"
    "\"AwAAAA==\",\"edges\":\"AAAAAA==\",\"kind\":\"Bgc=\",\"to\":\"AEAAAAAAAAAAQAAAAAAAAA==\",\"label\":"
    "\"ABAAAAAAAAACAAAAAAAAAA==\"}}\n"
    "{\"root\": [\"module\", 4096, \"app\"]}\n";

/* ---- a dump of PyHeap's -------------------------------------------------------------------------- */

static unsigned char dump[4096];
static size_t dump_length;

static void put(uint64_t number, unsigned width)
{
    for (unsigned i = width; i-- > 0;)
        dump[dump_length++] = (unsigned char)(number >> 8 * i);
}

static void put_text(const char *text)
{
    put(strlen(text), 2);
    memcpy(dump + dump_length, text, strlen(text));
    dump_length += strlen(text);
}

static void put_object(uint64_t address, uint64_t type, uint64_t referent, const char *attribute,
                       const char *text)
{
    put(address, 8);
    put(type, 8);
    put(48, 4);
    put(1, 4);
    put(referent, 8);
    if (attribute != NULL) {
        put(2, 4);
        put(0xffff, 2); /* the first name */
        put(type, 8);
        put_text(attribute);
        put(referent, 8);
    }
    put_text(text);
}

static void make_dump(void)
{
    dump_length = 0;
    put(123000321, 8);
    put(1, 4);
    put_text("now");
    put(1, 8);
    put(1, 4); /* a thread */
    put_text("main");
    put(1, 1);
    put(0, 1);
    put(1, 4); /* of one frame */
    put_text("a.py");
    put(7, 4);
    put_text("f");
    put(1, 4); /* with a local */
    put_text("x");
    put(0x2000, 8);
    put(1, 4); /* a name */
    put_text("__class__");
    put(1, 4); /* a common type */
    put(0x100, 8);
    put(1, 4);
    put_text("keys");
    put(0x999, 8);
    put(2, 4); /* objects */
    put_object(0x2000, 0x200, 0x3000, "next", "<Node>");
    put_object(0x3000, 0x100, 0x2000, NULL, "{}");
    put(2, 4); /* types */
    put(0x100, 8);
    put_text("dict");
    put(0x200, 8);
    put_text("Node");
    put(123000321, 8);
}

/* ---- both alike ---------------------------------------------------------------------------------- */

static enum lines_status read_lines(const void *bytes, size_t length, size_t piece,
                                    struct snapshot_builder **sites, struct graph_builder **graph)
{
    struct import_lines *reader = import_lines_new(1 << 20, NULL);
    enum lines_status status = reader != NULL ? LINES_OK : LINES_NO_MEMORY;
    for (size_t at = 0; at < length && status == LINES_OK; at += piece)
        status =
            import_lines_feed(reader, (const char *)bytes + at, length - at < piece ? length - at : piece);
    if (status == LINES_OK)
        status = import_lines_finish(reader, sites, graph);
    import_lines_delete(reader);
    return status;
}

static enum lines_status read_pyheap(const void *bytes, size_t length, size_t piece,
                                     struct snapshot_builder **sites, struct graph_builder **graph)
{
    struct import_pyheap *reader = import_pyheap_new(1 << 20, NULL);
    enum lines_status status = reader != NULL ? LINES_OK : LINES_NO_MEMORY;
    for (size_t at = 0; at < length && status == LINES_OK; at += piece)
        status =
            import_pyheap_feed(reader, (const char *)bytes + at, length - at < piece ? length - at : piece);
    if (status == LINES_OK)
        status = import_pyheap_finish(reader, sites, graph);
    import_pyheap_delete(reader);
    return status;
}

typedef enum lines_status reader(const void *bytes, size_t length, size_t piece,
                                 struct snapshot_builder **sites, struct graph_builder **graph);

/* Node 0x2000 (or 4096 ...) and all that it leads to. */
static void expect(struct snapshot_builder *sites, struct graph_builder *builder, uint32_t nodes,
                   uint32_t edges, uint32_t types)
{
    struct snapshot *snapshot;
    struct graph *graph;
    assert_int_equal(snapshot_builder_finish(sites, &snapshot), SNAPSHOT_OK);
    assert_int_equal(graph_builder_finish(builder, NULL, &graph), GRAPH_OK);
    assert_int_equal(graph->node_count, nodes);
    assert_int_equal(graph->edge_count, edges);
    assert_int_equal(graph->type_count, types);
    assert_int_equal(graph->root_count, 1);
    assert_int_equal(snapshot->type_count, types);
    graph_release(graph);
    snapshot_release(snapshot);
}

static void pieces_of_any_size_make_the_same(void **unused)
{
    (void)unused;
    make_dump();
    for (size_t piece = 1; piece < 40; piece++) {
        struct snapshot_builder *sites;
        struct graph_builder *graph;
        assert_int_equal(read_lines(lines, sizeof lines - 1, piece, &sites, &graph), LINES_OK);
        expect(sites, graph, 3, 4, 2);
        assert_int_equal(read_lines(columns, sizeof columns - 1, piece, &sites, &graph), LINES_OK);
        expect(sites, graph, 3, 4, 2);
        assert_int_equal(read_pyheap(dump, dump_length, piece, &sites, &graph), LINES_OK);
        expect(sites, graph, 2, 2, 2);
    }
}

static void sweep(reader *read, const void *bytes, size_t length, uint32_t nodes, uint32_t edges,
                  uint32_t types)
{
    struct snapshot_builder *sites = NULL;
    struct graph_builder *graph = NULL;
    enum lines_status status;
    sweep_allocations(status = read(bytes, length, 64, &sites, &graph), status == LINES_OK,
                      status == LINES_NO_MEMORY && sites == NULL && graph == NULL);
    expect(sites, graph, nodes, edges, types);
}

static void no_memory_is_said_wherever_it_is(void **unused)
{
    (void)unused;
    make_dump();
    sweep(read_lines, lines, sizeof lines - 1, 3, 4, 2);
    sweep(read_lines, columns, sizeof columns - 1, 3, 4, 2);
    sweep(read_pyheap, dump, dump_length, 2, 2, 2);
}

static void what_a_dump_says_is_in_the_graph(void **unused)
{
    struct snapshot_builder *sites;
    struct graph_builder *builder;
    struct graph *graph;
    char text[40];
    (void)unused;
    make_dump();
    assert_int_equal(read_pyheap(dump, dump_length, dump_length, &sites, &builder), LINES_OK);
    snapshot_builder_drop(sites);
    assert_int_equal(graph_builder_finish(builder, NULL, &graph), GRAPH_OK);
    assert_int_equal(graph->address[0], 0x2000);
    assert_int_equal(graph->size[0], 48);
    assert_string_equal(graph_type_name(graph, 0).bytes, "Node");
    assert_string_equal(graph_type_name(graph, 1).bytes, "dict");
    assert_string_equal(graph_text_of(graph, graph->text[0]).bytes, "<Node>");
    graph_edge_text(graph, 0, text, sizeof text);
    assert_string_equal(text, ".next");
    assert_int_equal(graph->kind[1], GRAPH_EDGE_OTHER);
    graph_root_text(graph, &graph->roots[0], text, sizeof text);
    assert_string_equal(text, "local x of frame 0");
    graph_release(graph);
}

static void a_dump_that_is_cut_short_is_refused(void **unused)
{
    (void)unused;
    make_dump();
    for (size_t length = 0; length < dump_length; length++) {
        struct snapshot_builder *sites;
        struct graph_builder *graph;
        assert_int_equal(read_pyheap(dump, length, 100, &sites, &graph), LINES_REFUSED);
    }
}

/* ---- addresses that are there more than once ----------------------------------------------------- */

static void begin_dump(uint64_t objects)
{
    dump_length = 0;
    put(123000321, 8);
    put(1, 4);
    put_text("now");
    put(0, 8); /* without texts */
    put(0, 4); /* threads */
    put(1, 4);
    put_text("a name");
    put(0, 4); /* common types */
    put(objects, 4);
}

static void put_head(uint64_t address, uint64_t referents)
{
    put(address, 8);
    put(0x100, 8);
    put(48, 4);
    put(referents, 4);
}

static void put_attribute(const char *name, uint64_t address)
{
    put_text(name);
    put(address, 8);
}

static void end_dump(const char *name, const char *other)
{
    put(other != NULL ? 2 : 1, 4);
    for (int i = 0; i < (other != NULL ? 2 : 1); i++) {
        put(0x100, 8);
        put_text(i == 0 ? name : other);
    }
    put(123000321, 8);
}

static struct graph *read_graph(size_t types)
{
    struct snapshot_builder *sites;
    struct snapshot *snapshot;
    struct graph_builder *builder;
    struct graph *graph;
    assert_int_equal(read_pyheap(dump, dump_length, 50, &sites, &builder), LINES_OK);
    assert_int_equal(snapshot_builder_finish(sites, &snapshot), SNAPSHOT_OK);
    assert_int_equal(snapshot->type_count, types);
    snapshot_release(snapshot);
    assert_int_equal(graph_builder_finish(builder, NULL, &graph), GRAPH_OK);
    return graph;
}

static void referents_of_one_address_are_named_in_their_order(void **unused)
{
    static const uint64_t referents[] = {0x10, 0x20, 0x10, 0x10, 0x20};
    static const char *const names[] = {".x", ".z", ".y", ".w", NULL};
    (void)unused;
    begin_dump(2);
    put_head(0x10, 5);
    for (size_t i = 0; i < 5; i++)
        put(referents[i], 8);
    put(6, 4);
    put_attribute("x", 0x10);
    put_attribute("y", 0x10);
    put_attribute("z", 0x20);
    put_attribute("nothing", 0x30);
    put_attribute("w", 0x10);
    put_attribute("one too many", 0x10);
    put_head(0x20, 0);
    put(0, 4);
    end_dump("Node", NULL);
    struct graph *graph = read_graph(1);
    assert_int_equal(graph->edge_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        char text[40];
        assert_int_equal(graph->kind[i], names[i] != NULL ? GRAPH_EDGE_ATTRIBUTE : GRAPH_EDGE_OTHER);
        graph_edge_text(graph, i, text, sizeof text);
        if (names[i] != NULL)
            assert_string_equal(text, names[i]);
    }
    graph_release(graph);
}

static void two_objects_at_one_address_are_refused(void **unused)
{
    struct snapshot_builder *sites = NULL;
    struct graph_builder *graph = NULL;
    enum lines_status status;
    static const uint64_t addresses[][3] = {{0x10, 0x10, 0x20}, {0x20, 0x10, 0x20}, {0x30, 0x20, 0x10}};
    (void)unused;
    for (int i = 0; i < 3; i++) {
        begin_dump(3);
        for (int k = 0; k < 3; k++) {
            put_head(addresses[i][k], 0);
            put(0, 4);
        }
        end_dump("Node", NULL);
        enum lines_status wanted = i < 2 ? LINES_REFUSED : LINES_OK;
        sweep_allocations(status = read_pyheap(dump, dump_length, 50, &sites, &graph), status == wanted,
                          status == LINES_NO_MEMORY && sites == NULL && graph == NULL);
        assert_true((graph != NULL) == (i == 2));
    }
    snapshot_builder_drop(sites);
    graph_builder_drop(graph);
}

static void a_type_has_the_first_of_its_names(void **unused)
{
    (void)unused;
    begin_dump(1);
    put_head(0x10, 0);
    put(0, 4);
    end_dump("Node", "Other");
    struct graph *graph = read_graph(1);
    assert_string_equal(graph_type_name(graph, 0).bytes, "Node");
    graph_release(graph);
}

/* Thousands of referents with one address, and millions of attributes with it: a second's work, where a
 * search for each took minutes. */
static void names_cost_the_same_however_many_there_are(void **unused)
{
    enum { REFERENTS = 4096, ATTRIBUTES = 4000000, AT_A_TIME = 300 };
    struct import_pyheap *p = import_pyheap_new(1 << 24, NULL);
    clock_t began = clock();
    (void)unused;
    assert_non_null(p);
    begin_dump(1);
    put_head(0x10, REFERENTS);
    for (uint32_t left = REFERENTS; left > 0; left -= 256) {
        for (int i = 0; i < 256; i++)
            put(0x40, 8);
        assert_int_equal(import_pyheap_feed(p, dump, dump_length), LINES_OK);
        dump_length = 0;
    }
    put(ATTRIBUTES, 4);
    assert_int_equal(import_pyheap_feed(p, dump, dump_length), LINES_OK);
    dump_length = 0;
    for (int i = 0; i < AT_A_TIME; i++) {
        put(0xffff, 2);
        put(i % 2 != 0 ? 0x40 : 0x50, 8);
    }
    for (int left = ATTRIBUTES; left > 0; left -= AT_A_TIME) {
        size_t length = (size_t)(left < AT_A_TIME ? left : AT_A_TIME) * 10;
        assert_int_equal(import_pyheap_feed(p, dump, length), LINES_OK);
        assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 8);
    }
    import_pyheap_delete(p);
}

/* ---- values -------------------------------------------------------------------------------------- */

static void strings_with_one_value_have_one_content(void **unused)
{
    static const char said[] =
        "{\"heapd_snapshot\": 1}\n{\"type\": [0, \"str\"]}\n{\"name\": [0, \"equal\"]}\n"
        "{\"object\": [16, 0, 54], \"flags\": [\"string\"], \"text\": \"equal\"}\n"
        "{\"object\": [32, 0, 54], \"flags\": [\"string\"], \"text\": \"other\"}\n"
        "{\"object\": [48, 0, 54], \"flags\": [\"string\"]}\n"
        "{\"block\":{\"address\":\"QAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"NgAAAAAAAAA=\",\"flags\":"
        "\"EA==\",\"text\":\"AQAAAA==\"}}\n";
    struct snapshot_builder *sites;
    struct graph_builder *builder;
    struct graph *g;
    (void)unused;
    assert_int_equal(read_lines(said, sizeof said - 1, 1000, &sites, &builder), LINES_OK);
    assert_int_equal(graph_builder_finish(builder, NULL, &g), GRAPH_OK);
    assert_non_null(g->content);
    assert_true(g->content[0] != 0 && g->content[0] == g->content[3]);
    assert_true(g->content[1] != 0 && g->content[1] != g->content[0] && g->content[2] == 0);
    graph_release(g);
    snapshot_builder_drop(sites);
}

/* ---- columns ------------------------------------------------------------------------------------- */

static void columns_that_do_not_fit_are_refused(void **unused)
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"{\"block\":{\"address\":1}}", "is a column"},
        {"{\"block\":{\"address\":\"AAAA\"}}", "8 bytes each"},
        {"{\"block\":{\"address\":\"====\"}}", "8 bytes each"},
        {"{\"block\":{\"address\":\"ABAAAAAAAAA=\"}}", "of one length"},
        {"{\"block\":{\"address\":\"AAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\"}}",
         "an object is"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"CQAAAA==\",\"size\":\"AQAAAAAAAAA=\"}}",
         "a type that"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\",\"flags\":"
         "\"QA==\"}}",
         "a flag"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\",\"text\":"
         "\"AQAAAA==\"}}",
         "a name that"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\",\"edges\":"
         "\"AQAAAA==\"}}",
         "edges are"},
        {"{\"block\":{\"kind\":\"AA==\",\"to\":\"EAAAAAAAAAA=\"}}", "edges are"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\",\"edges\":"
         "\"AQAAAA==\",\"kind\":\"Dw==\",\"to\":\"EAAAAAAAAAA=\"}}",
         "a kind of edge"},
        {"{\"block\":{\"address\":\"EAAAAAAAAAA=\",\"type\":\"AAAAAA==\",\"size\":\"AQAAAAAAAAA=\",\"edges\":"
         "\"AQAAAA==\",\"kind\":\"Ag==\",\"to\":\"EAAAAAAAAAA=\",\"label\":\"AQAAAAAAAAA=\"}}",
         "a name that"},
        {"{\"name\": [1, \"a\"]}", "in order"},
        {"{\"name\": [\"a\"]}", "a name is"},
        {"{\"block\": []}", "an object of columns"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct import_lines *l = import_lines_new((size_t)64 << 20, NULL);
        static const char head[] = "{\"heapd_snapshot\": 1}\n{\"type\": [0, \"dict\"]}\n";
        assert_int_equal(import_lines_feed(l, head, sizeof head - 1), LINES_OK);
        assert_int_equal(import_lines_feed(l, cases[i].line, strlen(cases[i].line)), LINES_OK);
        assert_int_equal(import_lines_feed(l, "\n", 1), LINES_REFUSED);
        if (strstr(import_lines_error(l), cases[i].says) == NULL)
            fail_msg("%s: %s", cases[i].line, import_lines_error(l));
        import_lines_delete(l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_any_size_make_the_same),
        cmocka_unit_test(columns_that_do_not_fit_are_refused),
        cmocka_unit_test(strings_with_one_value_have_one_content),
        cmocka_unit_test(no_memory_is_said_wherever_it_is),
        cmocka_unit_test(what_a_dump_says_is_in_the_graph),
        cmocka_unit_test(a_dump_that_is_cut_short_is_refused),
        cmocka_unit_test(referents_of_one_address_are_named_in_their_order),
        cmocka_unit_test(two_objects_at_one_address_are_refused),
        cmocka_unit_test(a_type_has_the_first_of_its_names),
        cmocka_unit_test(names_cost_the_same_however_many_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
