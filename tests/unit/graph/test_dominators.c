/* Dominators and retained sizes against deletion: take an object away, see what no root reaches any more. */
#include "tests/unit/failing_malloc.h"
#include "tests/unit/graph/graphs.h"

/* Roots of the graph, and those that were added for garbage. */
static uint64_t all_roots(const struct plan *plan, const struct graph_analysis *a)
{
    uint64_t roots = roots_of(plan);
    for (uint32_t i = 0; i < a->garbage_count; i++)
        roots |= (uint64_t)1 << a->garbage[i].node;
    return roots;
}

static void compare_with_deletion(const struct plan *plan, const struct graph_analysis *a)
{
    uint64_t roots = all_roots(plan, a), everything = reach_plainly(plan, roots, 0);
    uint64_t kept = reach_plainly(plan, roots_of(plan), 0);
    assert_int_equal(everything, all_of(plan));
    for (uint32_t i = 0; i < plan->nodes; i++) {
        uint64_t lost = everything & ~reach_plainly(plan, roots, (uint64_t)1 << i);
        assert_int_equal(graph_retained(a, i), size_of(plan, lost));
        assert_int_equal(graph_retained_count(a, i), __builtin_popcountll(lost));
        assert_int_equal(graph_is_garbage(a, i), !(kept >> i & 1));
        uint32_t dominator = graph_dominator(a, i);
        uint64_t best = 0; /* of those whose deletion loses i, the one that loses least */
        for (uint32_t d = 0; d < plan->nodes; d++) {
            uint64_t with = everything & ~reach_plainly(plan, roots, (uint64_t)1 << d);
            if (d != i && (with >> i & 1) &&
                (best == 0 || __builtin_popcountll(with) < __builtin_popcountll(best))) {
                best = with;
                assert_true(dominator != GRAPH_NONE);
            }
        }
        if (best == 0)
            assert_int_equal(dominator, GRAPH_NONE);
        else
            assert_int_equal(best, everything & ~reach_plainly(plan, roots, (uint64_t)1 << dominator));
    }
    assert_int_equal(a->retained[0], size_of(plan, everything));
}

static void compare_dominated(const struct graph_analysis *a, uint32_t node)
{
    struct graph_dominated *rows, *page;
    size_t count, total, page_count, page_total, expected = 0;
    assert_int_equal(graph_dominated(a, node, 0, 1000, &rows, &count, &total), GRAPH_OK);
    for (uint32_t i = 0; i < a->graph->node_count; i++)
        expected += graph_dominator(a, i) == node;
    assert_int_equal(count, expected);
    assert_int_equal(total, expected);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].retained, graph_retained(a, rows[i].node));
        assert_true(i == 0 || rows[i].retained <= rows[i - 1].retained);
    }
    assert_int_equal(graph_dominated(a, node, 1, 2, &page, &page_count, &page_total), GRAPH_OK);
    assert_int_equal(page_total, total);
    assert_int_equal(page_count, total < 1 ? 0 : total - 1 < 2 ? total - 1 : 2);
    if (page_count > 0)
        assert_memory_equal(page, rows + 1, page_count * sizeof *rows);
    if (node != GRAPH_NONE && count > 0)
        assert_int_equal(a->node[a->heaviest[a->place[node]]], rows[0].node);
    free(rows);
    free(page);
}

static void random_graphs_agree_with_deletion(void **unused)
{
    (void)unused;
    uint64_t state = 20240607;
    for (int round = 0; round < 4000; round++) {
        struct plan plan;
        struct graph_analysis *a;
        plan_randomly(&plan, &state);
        struct graph *graph = graph_from(&plan, round % 2 == 1);
        assert_non_null(graph);
        assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
        compare_with_deletion(&plan, a);
        compare_dominated(a, GRAPH_NONE);
        compare_dominated(a, random_below(&state, plan.nodes));
        graph_analysis_release(a);
        graph_release(graph);
    }
}

static void sets_agree_with_deletion(void **unused)
{
    (void)unused;
    uint64_t state = 7;
    for (int round = 0; round < 1000; round++) {
        struct plan plan;
        struct graph_analysis *a;
        uint32_t nodes[8], count = 1 + random_below(&state, 8);
        uint64_t gone = 0, bytes, objects;
        plan_randomly(&plan, &state);
        struct graph *graph = graph_from(&plan, false);
        assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
        for (uint32_t i = 0; i < count; i++) {
            nodes[i] = random_below(&state, plan.nodes);
            gone |= (uint64_t)1 << nodes[i];
        }
        assert_int_equal(graph_retained_by_set(a, nodes, count, NULL, &bytes, &objects), GRAPH_OK);
        uint64_t lost = all_of(&plan) & ~reach_plainly(&plan, all_roots(&plan, a), gone);
        assert_int_equal(bytes, size_of(&plan, lost));
        assert_int_equal(objects, __builtin_popcountll(lost));
        graph_analysis_release(a);
        graph_release(graph);
    }
}

/* FACTS: where another tool's approximation says 200, 100, 200, 100. */
static void a_cycle_at_the_end_of_a_chain(void **unused)
{
    (void)unused;
    struct plan plan = {.nodes = 4,
                        .edges = 4,
                        .roots = 1,
                        .from = {0, 1, 2, 3},
                        .to = {1, 2, 3, 2},
                        .size = {100, 100, 100, 100}};
    struct graph *graph = graph_from(&plan, false);
    struct graph_analysis *a;
    assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
    static const uint64_t expected[] = {400, 300, 200, 100};
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(graph_retained(a, i), expected[i]);
    graph_analysis_release(a);
    graph_release(graph);
}

/* No recursion: a million objects in a row, and the same with each referring to all before by way of the
 * first. */
static void long_chains_are_ordinary(void **unused)
{
    (void)unused;
    enum { LENGTH = 1000000 };
    struct graph_builder *b;
    struct graph *graph;
    struct graph_analysis *a;
    uint32_t type;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "node", 4, &type), GRAPH_OK);
    for (uint32_t i = 0; i < LENGTH; i++) {
        struct graph_node_input node = {
            .address = address_of(i), .size = 1, .type = type, .text = GRAPH_NONE};
        struct graph_edge_input next = {address_of(i + 1), 0, GRAPH_EDGE_INDEX},
                                back = {address_of(i / 2), 1, GRAPH_EDGE_INDEX};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
        assert_int_equal(graph_builder_edge(b, &next), GRAPH_OK);
        assert_int_equal(graph_builder_edge(b, &back), GRAPH_OK);
    }
    assert_int_equal(graph_builder_root(b, address_of(0), GRAPH_ROOT_NAME, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &graph), GRAPH_OK);
    assert_int_equal(graph->dangling_edges, 1);
    assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
    for (uint32_t i = 0; i < LENGTH; i += 997)
        assert_int_equal(graph_retained(a, i), LENGTH - i);
    graph_analysis_release(a);
    graph_release(graph);
}

/* A chain, and as many leaves that its end and its beginning refer to: to walk up the chain for each leaf
 * would take the square of it. */
static void leaves_at_both_ends_of_a_chain_are_near_linear(void **unused)
{
    (void)unused;
    enum { LENGTH = 200000 };
    struct graph_builder *b;
    struct graph *graph;
    struct graph_analysis *a;
    uint32_t type;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "node", 4, &type), GRAPH_OK);
    for (uint32_t i = 0; i < 2 * LENGTH; i++) {
        struct graph_node_input node = {
            .address = address_of(i), .size = 1, .type = type, .text = GRAPH_NONE};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
        struct graph_edge_input edge = {address_of(i + 1), 0, GRAPH_EDGE_INDEX};
        if (i + 1 < LENGTH)
            assert_int_equal(graph_builder_edge(b, &edge), GRAPH_OK);
        for (uint32_t leaf = LENGTH; (i == 0 || i + 1 == LENGTH) && leaf < 2 * LENGTH; leaf++) {
            edge = (struct graph_edge_input){address_of(leaf), leaf, GRAPH_EDGE_INDEX};
            assert_int_equal(graph_builder_edge(b, &edge), GRAPH_OK);
        }
    }
    assert_int_equal(graph_builder_root(b, address_of(0), GRAPH_ROOT_NAME, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &graph), GRAPH_OK);
    assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
    for (uint32_t i = 1; i < LENGTH; i++) {
        assert_int_equal(graph_dominator(a, i), i - 1);
        assert_int_equal(graph_dominator(a, LENGTH + i), 0);
    }
    assert_int_equal(graph_retained(a, 1), LENGTH - 1);
    graph_analysis_release(a);
    graph_release(graph);
}

static void memory_that_runs_out_leaves_nothing_behind(void **unused)
{
    (void)unused;
    uint64_t state = 99;
    struct plan plan;
    plan_randomly(&plan, &state);
    struct graph *graph = NULL;
    sweep_allocations(graph = graph_from(&plan, true), graph != NULL, graph == NULL);
    struct graph_analysis *a = NULL;
    enum graph_status status;
    sweep_allocations(status = graph_analyse(graph, NULL, &a), status == GRAPH_OK, status == GRAPH_NO_MEMORY);
    compare_with_deletion(&plan, a);
    graph_analysis_release(a);
    graph_release(graph);
}

static bool stop_at(void *context, const char *stage, uint64_t done, uint64_t total)
{
    (void)done;
    (void)total;
    return strcmp(stage, context) != 0;
}

/* Large enough that each stage asks more than once. */
static void each_stage_can_be_stopped(void **unused)
{
    (void)unused;
    char stages[][12] = {"referrers", "reach", "components", "dominators", "distances", "none"};
    enum { LENGTH = 200000 };
    struct graph_builder *b;
    struct graph *graph;
    uint32_t type;
    assert_int_equal(graph_builder_new(NULL, &b), GRAPH_OK);
    assert_int_equal(graph_builder_type(b, "node", 4, &type), GRAPH_OK);
    for (uint32_t i = 0; i < LENGTH; i++) { /* one half is garbage */
        struct graph_node_input node = {
            .address = address_of(i), .size = 1, .type = type, .text = GRAPH_NONE};
        struct graph_edge_input next = {address_of(i + 2), 0, GRAPH_EDGE_INDEX};
        assert_int_equal(graph_builder_node(b, &node), GRAPH_OK);
        assert_int_equal(graph_builder_edge(b, &next), GRAPH_OK);
    }
    assert_int_equal(graph_builder_root(b, address_of(0), GRAPH_ROOT_NAME, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(b, NULL, &graph), GRAPH_OK);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        struct graph_control control = {.go_on = stop_at, .context = stages[i]};
        struct graph_analysis *a = NULL;
        bool runs = strcmp(stages[i], "none") == 0;
        assert_int_equal(graph_analyse(graph, &control, &a), runs ? GRAPH_OK : GRAPH_STOPPED);
        graph_analysis_release(a);
    }
    graph_release(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_graphs_agree_with_deletion),
        cmocka_unit_test(sets_agree_with_deletion),
        cmocka_unit_test(a_cycle_at_the_end_of_a_chain),
        cmocka_unit_test(long_chains_are_ordinary),
        cmocka_unit_test(leaves_at_both_ends_of_a_chain_are_near_linear),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
        cmocka_unit_test(each_stage_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
