/* Analysed graphs that are kept: found again, one for each heap and snapshot, within a bound. */
#include "api/graphs.h"
#include "tests/unit/graph/graphs.h"

static struct graph_analysis *analyse_one(void)
{
    struct plan plan = {.nodes = 3, .edges = 2, .roots = 1, .from = {0, 1}, .to = {1, 2}, .size = {1, 2, 3}};
    struct graph *graph = graph_from(&plan, false);
    struct graph_analysis *analysis;
    assert_int_equal(graph_analyse(graph, NULL, &analysis), GRAPH_OK);
    graph_release(graph);
    return analysis;
}

static void keep_one(struct graphs *graphs, int64_t session, uint64_t step, int64_t snapshot)
{
    struct graph_analysis *analysis = analyse_one();
    graphs_keep(graphs, &(struct graph_key){.session = session, .step = step, .snapshot = snapshot},
                graphs_now(graphs), analysis);
    graph_analysis_release(analysis);
}

static bool has(struct graphs *graphs, int64_t session, uint64_t step, int64_t snapshot)
{
    struct graph_analysis *found =
        graphs_find(graphs, &(struct graph_key){.session = session, .step = step, .snapshot = snapshot});
    bool there = found != NULL && graph_retained(found, 0) == 6;
    graph_analysis_release(found);
    return there;
}

static void what_is_kept_is_found_again(void **unused)
{
    (void)unused;
    struct graphs *graphs = graphs_new(NULL, 1 << 20);
    keep_one(graphs, 1, 7, 0);
    keep_one(graphs, 1, 0, 3);
    keep_one(graphs, 2, 7, 0);
    assert_true(has(graphs, 1, 7, 0) && has(graphs, 1, 0, 3) && has(graphs, 2, 7, 0));
    assert_false(has(graphs, 1, 8, 0));
    keep_one(graphs, 1, 8, 0); /* a heap has gone on: its older graph is of no use */
    assert_true(has(graphs, 1, 8, 0));
    assert_false(has(graphs, 1, 7, 0));
    graphs_forget(graphs, 1, 3);
    assert_false(has(graphs, 1, 0, 3));
    assert_true(has(graphs, 2, 7, 0));
    graphs_free(graphs);
}

/* Between the loading of a snapshot's graph and its being kept the snapshot went: it would stay for
 * nobody. */
static void what_was_forgotten_while_it_was_loaded_is_not_kept(void **unused)
{
    (void)unused;
    struct graphs *graphs = graphs_new(NULL, 1 << 20);
    struct graph_analysis *analysis = analyse_one();
    const struct graph_key key = {.session = 1, .snapshot = 3};
    uint64_t since = graphs_now(graphs);
    graphs_forget(graphs, 1, 3);
    graphs_keep(graphs, &key, since, analysis);
    assert_false(has(graphs, 1, 0, 3));
    graphs_keep(graphs, &key, graphs_now(graphs), analysis);
    assert_true(has(graphs, 1, 0, 3));
    graphs_forget(graphs, 1, 4);
    assert_true(has(graphs, 1, 0, 3));
    keep_one(graphs, 2, 7, 0); /* a heap's stays however often something was forgotten */
    graphs_keep(graphs, &(struct graph_key){.session = 2, .step = 8}, 0, analysis);
    assert_true(has(graphs, 2, 8, 0));
    graph_analysis_release(analysis);
    graphs_free(graphs);
}

static void what_was_not_used_for_longest_goes_first(void **unused)
{
    (void)unused;
    struct graph_analysis *one = analyse_one();
    uint64_t bytes = graph_footprint(one->graph) + graph_analysis_footprint(one);
    struct graphs *graphs = graphs_new(NULL, 3 * bytes + bytes / 2);
    for (int64_t n = 1; n <= 3; n++)
        keep_one(graphs, 1, 0, n);
    assert_true(has(graphs, 1, 0, 1)); /* used again */
    keep_one(graphs, 1, 0, 4);
    assert_false(has(graphs, 1, 0, 2));
    assert_true(has(graphs, 1, 0, 1) && has(graphs, 1, 0, 3) && has(graphs, 1, 0, 4));
    graphs_free(graphs);
    graphs = graphs_new(NULL, bytes - 1);
    keep_one(graphs, 1, 0, 1); /* larger than all there is room for */
    assert_false(has(graphs, 1, 0, 1));
    graphs_free(graphs);
    graph_analysis_release(one);
}

static void there_are_places_for_many_and_no_more(void **unused)
{
    (void)unused;
    struct graphs *graphs = graphs_new("/tmp", 1 << 30);
    assert_string_equal(graphs_directory(graphs), "/tmp");
    for (int64_t n = 1; n <= 100; n++)
        keep_one(graphs, n, 1, 0);
    assert_true(has(graphs, 100, 1, 0));
    assert_false(has(graphs, 1, 1, 0));
    graphs_free(graphs);
    graphs_free(NULL);
    assert_null(graphs_directory(NULL));
    assert_false(has(NULL, 1, 1, 0));
    keep_one(NULL, 1, 1, 0);
    graphs_forget(NULL, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_found_again),
        cmocka_unit_test(what_was_forgotten_while_it_was_loaded_is_not_kept),
        cmocka_unit_test(what_was_not_used_for_longest_goes_first),
        cmocka_unit_test(there_are_places_for_many_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
