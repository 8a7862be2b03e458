/* Object graphs of snapshots as tables. */
#include "tests/unit/query/query_test.h"

/* Snapshot n has a chain of n nodes from the name `chain`, each also referred to by a static type at 64;
 * snapshot 2 has no graph. */
static struct graph *make_graph(uint32_t n)
{
    struct graph_builder *b;
    struct graph *g;
    uint32_t type, meta, name;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "Node", 4, &type), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "type", 4, &meta), GRAPH_OK);
    assert_int_equal(graph_builder_text(b, "next", 4, &name), GRAPH_OK);
    const struct graph_node_input builtin = {
        .address = 64, .size = 1000, .type = meta, .text = GRAPH_NONE, .flags = GRAPH_NODE_STATIC};
    assert_int_equal(graph_builder_node(b, &builtin), GRAPH_OK);
    for (uint32_t i = 0; i < n; i++) {
        const struct graph_node_input node = {.address = 4096 + 64 * i,
                                              .size = 100,
                                              .type = type,
                                              .text = GRAPH_NONE,
                                              .flags = GRAPH_NODE_TRACKED};
        const struct graph_edge_input to_type = {.to = 64, .kind = GRAPH_EDGE_TYPE},
                                      to_next = {.to = 4096 + 64 * (i + 1),
                                                 .label = name,
                                                 .kind = GRAPH_EDGE_ATTRIBUTE};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
        assert_int_equal(graph_builder_edge(b, &to_type), GRAPH_OK);
        if (i + 1 < n)
            assert_int_equal(graph_builder_edge(b, &to_next), GRAPH_OK);
    }
    assert_int_equal(graph_builder_text(b, "chain", 5, &name), GRAPH_OK);
    assert_int_equal(graph_builder_root(b, 4096, GRAPH_ROOT_NAME, name, 0), GRAPH_OK);
    assert_int_equal(graph_builder_root(b, 64, GRAPH_ROOT_BUILTIN, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &g), GRAPH_OK);
    return g;
}

static struct graph *graphs[4];
static unsigned loads;

static enum query_found next_snapshot(void *context, int64_t after, struct query_snapshot *out)
{
    (void)context;
    if (after >= 4)
        return QUERY_NOT_FOUND;
    *out = (struct query_snapshot){.number = after < 1 ? 1 : after + 1};
    return QUERY_FOUND;
}

static enum query_found load_graph(void *context, int64_t wanted, const struct graph_control *control,
                                   struct graph **graph, struct graph_analysis **analysis)
{
    (void)context, (void)control;
    if (wanted == 9)
        return QUERY_UNREADABLE;
    if (wanted < 1 || wanted > 4 || !graphs[wanted - 1])
        return QUERY_NOT_FOUND;
    loads++;
    *graph = graph_retain(graphs[wanted - 1]);
    *analysis = NULL;
    return QUERY_FOUND;
}

static bool at_once(void *context)
{
    (void)context;
    return loads > 0;
}

static const struct query_source source = {.next_snapshot = next_snapshot, .load_graph = load_graph};

static int set_up(void **state)
{
    (void)state;
    (void)query_limit_memory();
    for (uint32_t i = 0; i < 4; i++)
        graphs[i] = i == 1 ? NULL : make_graph(10 * (i + 1));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++)
        graph_release(graphs[i]);
    return 0;
}

static void answers(const char *sql, const char *wanted)
{
    struct query *q = start_query(NULL, sql);
    query_start(q, &source);
    if (query_step(q) != QUERY_ROW)
        fail_msg("%s: %s", sql, query_error(q)->message);
    struct query_value value = query_value(q, 0);
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)value.integer);
    const char *found = value.type == QUERY_INT ? number : value.type == QUERY_NULL ? "NULL" : value.bytes;
    if (strcmp(found, wanted) != 0)
        fail_msg("%s: %s", sql, found);
    assert_int_equal(query_step(q), QUERY_DONE);
    query_close(q);
}

static void objects_of_one_snapshot_or_of_all(void **state)
{
    (void)state;
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 3", "30");
    answers("SELECT count(*) FROM snapshot_objects", "80"); /* 10 + 30 + 40: static ones are left out */
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 2", "0");
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 77", "0");
    answers("SELECT group_concat(DISTINCT snapshot) FROM snapshot_objects WHERE address = 4096", "1,3,4");
    answers("SELECT id || ' ' || type || ' ' || size || ' ' || tracked FROM snapshot_objects WHERE snapshot "
            "= 1 AND address = 4160",
            "0x1040 Node 100 1");
    answers("SELECT address FROM snapshot_objects WHERE snapshot = 1 AND id = '0x1040'", "4160");
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 1 AND address = 64", "0");
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 1 AND address = 65", "0");
    answers("SELECT count(*) FROM snapshot_objects WHERE type = 'Node'", "80");
    answers("SELECT count(*) FROM snapshot_objects WHERE type = 'type'", "0");
    answers("SELECT count(*) FROM snapshot_objects WHERE snapshot = 4 AND type = 'other'", "0");
}

static void what_they_retain(void **state)
{
    (void)state;
    answers("SELECT group_concat(retained) FROM snapshot_objects WHERE snapshot = 1",
            "1000,900,800,700,600,500,400,300,200,100");
    answers("SELECT group_concat(retained_count || ':' || distance || ':' || referrers || ':' || referents, "
            "' ') FROM snapshot_objects WHERE snapshot = 1 AND "
            "address > 4480",
            "3:7:1:2 2:8:1:2 1:9:1:1");
    answers("SELECT dominator_id FROM snapshot_objects WHERE snapshot = 3 AND address = 4160", "0x1000");
    answers("SELECT dominator FROM snapshot_objects WHERE snapshot = 3 AND address = 4096", "NULL");
    answers("SELECT group_concat(n.snapshot || ':' || (n.retained - o.retained)) FROM snapshot_objects o "
            "JOIN snapshot_objects n ON n.address = o.address WHERE "
            "o.snapshot = 1 AND n.snapshot IN (3, 4) AND o.address = 4096",
            "3:2000,4:3000");
}

static void references_by_either_end(void **state)
{
    (void)state;
    answers("SELECT count(*) FROM snapshot_refs WHERE snapshot = 1", "19");
    answers("SELECT count(*) FROM snapshot_refs", "157");
    answers("SELECT group_concat(target_id || ' ' || kind || ' ' || label || ' ' || target_type, ', ') FROM "
            "snapshot_refs WHERE snapshot = 1 AND source = 4096",
            "0x40 type .__class__ type, 0x1040 attribute .next Node");
    answers("SELECT count(*) FROM snapshot_refs WHERE snapshot = 3 AND target = 64", "30");
    answers("SELECT source FROM snapshot_refs WHERE snapshot = 3 AND target_id = '0x1040'", "4096");
    answers("SELECT count(*) FROM snapshot_refs WHERE snapshot = 3 AND source = 4096 AND target = 4160", "1");
    answers("SELECT count(*) FROM snapshot_refs WHERE snapshot = 3 AND source = 4097", "0");
    answers("SELECT count(*) FROM snapshot_refs WHERE snapshot = 3 AND target = 4097", "0");
    answers("SELECT count(*) FROM snapshot_refs WHERE target = 4160", "3");
    answers("SELECT count(*) FROM snapshot_objects o JOIN snapshot_refs r ON r.snapshot = o.snapshot AND "
            "r.target = o.address WHERE o.snapshot = 4",
            "39");
}

static void roots_are_told(void **state)
{
    (void)state;
    answers(
        "SELECT name || ' ' || kind || ' ' || id FROM snapshot_roots WHERE snapshot = 1 AND name IS NOT NULL",
        "chain name 0x1000");
    answers("SELECT count(*) FROM snapshot_roots", "6");
    answers("WITH RECURSIVE reached(a) AS (SELECT object FROM snapshot_roots WHERE snapshot = 4 UNION SELECT "
            "target FROM reached JOIN snapshot_refs r ON "
            "r.snapshot = 4 AND r.source = reached.a) SELECT count(*) FROM reached",
            "41");
}

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    struct query *q = start_query(NULL, "SELECT * FROM snapshot_objects WHERE snapshot = 9");
    query_start(q, &source);
    assert_int_equal(query_step(q), QUERY_ERROR);
    assert_int_equal(query_error(q)->kind, QUERY_FAILED);
    query_close(q);

    struct query_source impatient = source;
    impatient.stopped = at_once;
    loads = 0;
    q = start_query(NULL, "SELECT max(retained) FROM snapshot_objects");
    query_start(q, &impatient);
    assert_int_equal(query_step(q), QUERY_ERROR);
    assert_int_equal(query_error(q)->kind, QUERY_STOPPED);
    query_close(q);
}

static void graphs_are_loaded_once(void **state)
{
    (void)state;
    loads = 0;
    answers("SELECT count(*) FROM snapshot_objects o JOIN snapshot_refs r ON r.snapshot = o.snapshot AND "
            "r.source = o.address WHERE o.snapshot = 4",
            "79");
    assert_int_equal(loads, 1);
    loads = 0;
    answers("SELECT count(*) FROM snapshot_objects o JOIN snapshot_objects n ON n.address = o.address AND "
            "n.snapshot = 4 WHERE o.snapshot = 3",
            "30");
    assert_int_equal(loads, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_one_snapshot_or_of_all),
        cmocka_unit_test(what_they_retain),
        cmocka_unit_test(references_by_either_end),
        cmocka_unit_test(roots_are_told),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(graphs_are_loaded_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
