/* Paths, cycles, types, merged paths, duplicates, comparison: against plain ways to the same answers. */
#include "daemon/graph/questions.h"
#include "tests/unit/failing_malloc.h"
#include "tests/unit/graph/graphs.h"

/* ---- paths --------------------------------------------------------------------------------------- */

/* Lengths of all simple paths from a root to `target` with no root in between, counted; small graphs only. */
static void count_paths(const struct plan *plan, uint64_t roots, uint32_t at, uint64_t visited,
                        uint32_t length, uint32_t *counts)
{
    if (roots >> at & 1) {
        for (uint32_t r = 0; r < plan->roots; r++)
            counts[length] += plan->root[r] == at;
        return;
    }
    uint64_t done = 0; /* parallel references count as one */
    for (uint32_t e = 0; e < plan->edges; e++)
        if (plan->to[e] == at && !plan->weak[e] && !(visited >> plan->from[e] & 1) &&
            !(done >> plan->from[e] & 1)) {
            done |= (uint64_t)1 << plan->from[e];
            count_paths(plan, roots, plan->from[e], visited | (uint64_t)1 << plan->from[e], length + 1,
                        counts);
        }
}

static void expect_sound(const struct graph_analysis *a, const struct graph_path *path, uint32_t target)
{
    const struct graph *g = a->graph;
    assert_int_equal(path->steps[0].node, path->root.node);
    assert_int_equal(path->steps[path->length - 1].node, target);
    for (size_t i = 1; i < path->length; i++) {
        uint32_t e = path->steps[i].edge, from = path->steps[i - 1].node;
        assert_int_equal(g->to[e], path->steps[i].node);
        assert_true(e >= g->first[from] && e < g->first[from + 1] && g->kind[e] != GRAPH_EDGE_WEAK);
        for (size_t k = 0; k < i; k++)
            assert_true(path->steps[k].node != path->steps[i].node);
    }
}

static void paths_are_the_shortest_ones(void **unused)
{
    (void)unused;
    uint64_t state = 31;
    for (int round = 0; round < 1500; round++) {
        struct plan plan;
        struct graph_analysis *a;
        plan_randomly(&plan, &state);
        plan.nodes = plan.nodes % 9 + 2;
        plan.edges = plan.edges % 22;
        for (uint32_t e = 0; e < plan.edges; e++) {
            plan.from[e] %= plan.nodes;
            plan.to[e] %= plan.nodes;
        }
        for (uint32_t r = 0; r < plan.roots; r++)
            plan.root[r] %= plan.nodes;
        struct graph *graph = graph_from(&plan, false);
        assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
        for (uint32_t target = 0; target < plan.nodes; target++) {
            struct graph_paths paths;
            uint32_t counts[MOST_NODES] = {0}, all = 0;
            size_t limit = 1 + random_below(&state, 30);
            if (graph_is_garbage(a, target))
                continue;
            count_paths(&plan, roots_of(&plan), target, (uint64_t)1 << target, 0, counts);
            for (uint32_t i = 0; i < MOST_NODES; i++)
                all += counts[i];
            assert_int_equal(graph_find_paths(a, target, limit, 0, NULL, &paths), GRAPH_OK);
            assert_true(paths.complete);
            assert_int_equal(paths.count, all < limit ? all : limit);
            size_t next = 0;
            for (uint32_t length = 0; length < MOST_NODES; length++)
                for (uint32_t k = 0; k < counts[length] && next < paths.count; k++)
                    assert_int_equal(paths.items[next++].length, length + 1);
            for (size_t i = 0; i < paths.count; i++)
                expect_sound(a, &paths.items[i], target);
            graph_paths_drop(&paths);
        }
        graph_analysis_release(a);
        graph_release(graph);
    }
}

/* A path that is given up says so. */
static void effort_is_bounded(void **unused)
{
    (void)unused;
    struct plan plan = {.nodes = 60, .roots = 1, .root = {0}};
    for (uint32_t i = 1; i + 1 < 60; i++) { /* a ladder: 2 ways at each of its rungs */
        plan.from[plan.edges] = i;
        plan.to[plan.edges++] = i + 1;
        plan.from[plan.edges] = i + 1;
        plan.to[plan.edges++] = i > 1 ? i - 1 : 1;
    }
    plan.from[plan.edges] = 0;
    plan.to[plan.edges++] = 1;
    struct graph *graph = graph_from(&plan, false);
    struct graph_analysis *a;
    struct graph_paths paths;
    assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_find_paths(a, 59, 1000, 50, NULL, &paths), GRAPH_OK);
    assert_false(paths.complete);
    graph_paths_drop(&paths);
    graph_analysis_release(a);
    graph_release(graph);
}

/* ---- cycles -------------------------------------------------------------------------------------- */

static void cycles_retain_what_their_deletion_frees(void **unused)
{
    (void)unused;
    uint64_t state = 5;
    for (int round = 0; round < 1500; round++) {
        struct plan plan;
        struct graph_analysis *a;
        struct graph_cycles cycles;
        plan_randomly(&plan, &state);
        struct graph *graph = graph_from(&plan, false);
        assert_int_equal(graph_analyse(graph, NULL, &a), GRAPH_OK);
        assert_int_equal(graph_find_cycles(a, 1000, NULL, &cycles), GRAPH_OK);
        uint64_t roots = roots_of(&plan), in_cycles = 0;
        for (uint32_t i = 0; i < a->garbage_count; i++)
            roots |= (uint64_t)1 << a->garbage[i].node;
        for (size_t c = 0; c < cycles.count; c++) {
            const struct graph_cycle *row = &cycles.rows[c];
            uint64_t members = 0;
            for (uint32_t i = 0; i < plan.nodes; i++) {
                bool there = reach_plainly(&plan, (uint64_t)1 << row->node, 0) >> i & 1 &&
                             reach_plainly(&plan, (uint64_t)1 << i, 0) >> row->node & 1;
                assert_int_equal(there, cycles.component[i] == row->component);
                members |= (uint64_t)there << i;
            }
            uint64_t lost = all_of(&plan) & ~reach_plainly(&plan, roots, members);
            assert_int_equal(row->members, __builtin_popcountll(members));
            assert_int_equal(row->bytes, size_of(&plan, members));
            assert_int_equal(row->retained, size_of(&plan, lost));
            assert_int_equal(row->retained_count, __builtin_popcountll(lost));
            assert_true(c == 0 || row->retained <= cycles.rows[c - 1].retained);
            in_cycles |= members;
        }
        for (uint32_t i = 0; i < plan.nodes; i++) { /* who comes back to itself is in one */
            uint64_t next = 0;
            for (uint32_t e = 0; e < plan.edges; e++)
                next |= plan.from[e] == i && !plan.weak[e] ? (uint64_t)1 << plan.to[e] : 0;
            assert_int_equal(reach_plainly(&plan, next, 0) >> i & 1, in_cycles >> i & 1);
        }
        graph_cycles_drop(&cycles);
        graph_analysis_release(a);
        graph_release(graph);
    }
}

/* ---- a small program's heap ---------------------------------------------------------------------- */

struct maker {
    struct graph_builder *b;
};

static void make_object(struct maker *m, uint64_t address, const char *type, uint64_t size, const char *text,
                        uint64_t content, uint32_t wasted)
{
    struct graph_node_input node = {
        .address = address, .size = size, .content = content, .wasted = wasted, .text = GRAPH_NONE};
    assert_int_equal(graph_builder_type(m->b, type, strlen(type), &node.type), GRAPH_OK);
    if (text != NULL) {
        assert_int_equal(graph_builder_text(m->b, text, strlen(text), &node.text), GRAPH_OK);
        node.flags = GRAPH_NODE_IS_STRING;
    }
    assert_int_equal(graph_builder_node(m->b, &node), GRAPH_OK);
}

static void refer(struct maker *m, uint64_t to, enum graph_edge_kind kind, uint64_t label)
{
    struct graph_edge_input edge = {to, label, kind};
    assert_int_equal(graph_builder_edge(m->b, &edge), GRAPH_OK);
}

/* cache = {'rows': Table(rows=[Row, ...])}, a name, and `first` rows' names; rows from `from` to `to`. */
static struct graph *make_heap(uint32_t from, uint32_t to, uint64_t list_size)
{
    struct maker m;
    struct graph *graph;
    uint32_t rows, cache, other;
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    assert_int_equal(graph_builder_text(m.b, "rows", 4, &rows), GRAPH_OK);
    assert_int_equal(graph_builder_text(m.b, "cache", 5, &cache), GRAPH_OK);
    assert_int_equal(graph_builder_text(m.b, "other", 5, &other), GRAPH_OK);
    make_object(&m, 16, "dict", 232, NULL, 0, 0);
    refer(&m, 32, GRAPH_EDGE_KEY, 0);
    refer(&m, 48, GRAPH_EDGE_VALUE, 32);
    make_object(&m, 32, "str", 53, "rows", 77, 0);
    make_object(&m, 48, "Table", 56, NULL, 0, 0);
    refer(&m, 64, GRAPH_EDGE_ATTRIBUTE, rows);
    make_object(&m, 64, "list", list_size, NULL, 0, 24);
    for (uint32_t i = from; i < to; i++)
        refer(&m, 1000 + 16 * (uint64_t)i, GRAPH_EDGE_INDEX, i - from);
    make_object(&m, 80, "str", 53, "rows", 77, 0);
    make_object(&m, 96, "int", 28, NULL, 5, 0);
    for (uint32_t i = from; i < to; i++) {
        make_object(&m, 1000 + 16 * (uint64_t)i, "Row", 48, NULL, 0, 0);
        refer(&m, 96, GRAPH_EDGE_ATTRIBUTE, other);
    }
    assert_int_equal(graph_builder_root(m.b, 16, GRAPH_ROOT_NAME, cache, 0), GRAPH_OK);
    assert_int_equal(graph_builder_root(m.b, 80, GRAPH_ROOT_NAME, other, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(m.b, NULL, &graph), GRAPH_OK);
    return graph;
}

static void a_suspect_says_where_memory_accumulates(void **unused)
{
    (void)unused;
    struct graph *g = make_heap(0, 100, 920);
    struct graph_analysis *a;
    struct graph_suspect *rows;
    size_t count;
    char words[2000], cut[60];
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_find_suspects(a, 0.1, NULL, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 1);
    assert_int_equal(g->address[rows[0].node], 16);
    assert_int_equal(rows[0].retained, 232 + 53 + 56 + 920 + 100 * 48 + 28);
    assert_int_equal(g->address[rows[0].accumulation], 64);
    assert_int_equal(rows[0].depth, 2);
    assert_int_equal(rows[0].held_count, 100);
    graph_suspect_words(a, &rows[0], words, sizeof words);
    assert_string_equal(words, "The dict at 0x10 (name cache) retains 6,089 bytes in 105 objects, 99.1 % of "
                               "the heap. The memory accumulates in the list at "
                               "0x40 (name cache['rows'].rows), 2 steps further down, which retains 5,748 "
                               "bytes: it alone holds 101 objects, foremost 100 of "
                               "type Row with 4,800 bytes.");
    assert_true(graph_suspect_words(a, &rows[0], cut, sizeof cut) < sizeof cut);
    assert_int_equal(graph_path_words(a, rows[0].accumulation, words, sizeof words),
                     strlen("name cache['rows'].rows"));
    assert_string_equal(words, "name cache['rows'].rows");
    assert_int_equal(graph_path_words(a, rows[0].accumulation, cut, 12), 11);
    assert_string_equal(cut, "name cache[");
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

/* Many small objects that roots hold one by one are a suspect together. */
static void a_group_is_a_suspect_where_no_object_is(void **unused)
{
    (void)unused;
    struct maker m;
    struct graph *g;
    struct graph_analysis *a;
    struct graph_suspect *rows;
    size_t count;
    char words[1000];
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    for (uint32_t i = 0; i < 50; i++) {
        make_object(&m, 16 + 16 * (uint64_t)i, i < 45 ? "Item" : "Rare", 100, NULL, 0, 0);
        assert_int_equal(graph_builder_root(m.b, 16 + 16 * (uint64_t)i, GRAPH_ROOT_INTERNAL, GRAPH_NONE, 0),
                         GRAPH_OK);
    }
    assert_int_equal(graph_builder_finish(m.b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_find_suspects(a, 0.1, NULL, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 1); /* Rare is exactly a tenth, and that is not more */
    assert_true(rows[0].is_group);
    assert_int_equal(rows[0].count, 45);
    graph_suspect_words(a, &rows[0], words, sizeof words);
    assert_non_null(strstr(words, "45 objects of type Item, held by roots, together retain 4,500 bytes in 45 "
                                  "objects, 90.0 % of the heap."));
    assert_non_null(strstr(words, " with 100 bytes. None of them stands out: it is their number."));
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

static void an_object_that_holds_nothing_is_told_of_as_one(void **unused)
{
    (void)unused;
    struct maker m;
    struct graph *g;
    struct graph_analysis *a;
    struct graph_suspect *rows;
    size_t count;
    char words[1000];
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    make_object(&m, 16, "dict", 1234, NULL, 0, 0);
    assert_int_equal(graph_builder_root(m.b, 16, GRAPH_ROOT_INTERNAL, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(m.b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_find_suspects(a, 0.1, NULL, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 1);
    graph_suspect_words(a, &rows[0], words, sizeof words);
    assert_string_equal(words, "The dict at 0x10 (internal) retains 1,234 bytes in 1 object, 100.0 % of the "
                               "heap. The bytes are its own.");
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

/* name.leak = [1, 2, ...], where sys.modules alone has the module: a static dict, which is not told of. What
 * has no other root than that it is static is the interpreter's. */
static void what_a_static_object_holds_is_a_suspect(void **unused)
{
    (void)unused;
    struct maker m;
    struct graph *g;
    struct graph_analysis *a;
    struct graph_suspect *rows;
    struct graph_node_input fixed = {
        .address = 8, .size = 64, .text = GRAPH_NONE, .flags = GRAPH_NODE_STATIC};
    size_t count;
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    assert_int_equal(graph_builder_type(m.b, "dict", 4, &fixed.type), GRAPH_OK);
    assert_int_equal(graph_builder_node(m.b, &fixed), GRAPH_OK);
    refer(&m, 32, GRAPH_EDGE_VALUE, 0);
    fixed.address = 16;
    assert_int_equal(graph_builder_type(m.b, "type", 4, &fixed.type), GRAPH_OK);
    assert_int_equal(graph_builder_node(m.b, &fixed), GRAPH_OK);
    refer(&m, 64, GRAPH_EDGE_INTERNAL, GRAPH_NONE);
    make_object(&m, 32, "module", 80, NULL, 0, 0);
    refer(&m, 48, GRAPH_EDGE_DICT, 0);
    make_object(&m, 48, "list", 5000, NULL, 0, 0);
    make_object(&m, 64, "dict", 3000, NULL, 0, 0);
    for (uint64_t root = 8; root <= 16; root += 8)
        assert_int_equal(graph_builder_root(m.b, root, GRAPH_ROOT_BUILTIN, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_root(m.b, 8, GRAPH_ROOT_MODULE, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(m.b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_find_suspects(a, 0.1, NULL, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 1);
    assert_int_equal(g->address[rows[0].node], 32);
    assert_int_equal(g->address[rows[0].accumulation], 48);
    assert_int_equal(rows[0].retained, 5080);
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

static void types_count_what_they_retain_once(void **unused)
{
    (void)unused;
    struct graph *g = make_heap(0, 100, 920);
    struct graph_analysis *a;
    struct graph_type_row *rows;
    size_t count;
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_types(a, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 6);
    assert_int_equal(rows[0].type, graph_find_type(g, "Row", 3));
    assert_int_equal(rows[0].count, 100);
    assert_int_equal(rows[0].bytes, 4800);
    assert_int_equal(rows[0].retained, 4800);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].type == graph_find_type(g, "list", 4)) {
            assert_int_equal(rows[i].retained, 920 + 4800 + 28);
            assert_int_equal(rows[i].wasted, 24);
        }
        if (rows[i].type == graph_find_type(g, "dict", 4))
            assert_int_equal(rows[i].retained, g->bytes - 53);
    }
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

/* sys.modules is a static dict; what it alone holds is retained by dicts all the same. */
static void types_count_what_a_static_object_of_theirs_retains(void **unused)
{
    (void)unused;
    struct maker m;
    struct graph *g;
    struct graph_analysis *a;
    struct graph_type_row *rows;
    struct graph_node_input modules = {
        .address = 8, .size = 64, .text = GRAPH_NONE, .flags = GRAPH_NODE_STATIC};
    size_t count;
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    assert_int_equal(graph_builder_type(m.b, "dict", 4, &modules.type), GRAPH_OK);
    assert_int_equal(graph_builder_node(m.b, &modules), GRAPH_OK);
    refer(&m, 16, GRAPH_EDGE_VALUE, 0);
    make_object(&m, 16, "module", 80, NULL, 0, 0);
    refer(&m, 32, GRAPH_EDGE_DICT, 0);
    make_object(&m, 32, "dict", 232, NULL, 0, 0);
    refer(&m, 48, GRAPH_EDGE_VALUE, 0);
    make_object(&m, 48, "dict", 64, NULL, 0, 0);
    assert_int_equal(graph_builder_root(m.b, 8, GRAPH_ROOT_BUILTIN, GRAPH_NONE, 0), GRAPH_OK);
    assert_int_equal(graph_builder_finish(m.b, NULL, &g), GRAPH_OK);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    assert_int_equal(graph_types(a, &rows, &count), GRAPH_OK);
    assert_int_equal(count, 2);
    assert_string_equal(graph_text_of(g, g->type_name[rows[0].type]).bytes, "dict");
    assert_int_equal(rows[0].count, 2);
    assert_int_equal(rows[0].retained, 232 + 64);
    free(rows);
    graph_analysis_release(a);
    graph_release(g);
}

static void equal_strings_are_duplicates(void **unused)
{
    (void)unused;
    struct graph *g = make_heap(0, 10, 136);
    struct graph_duplicates d;
    assert_int_equal(graph_find_duplicates(g, GRAPH_NONE, 10, NULL, &d), GRAPH_OK);
    assert_int_equal(d.values, 1);
    assert_int_equal(d.objects, 2);
    assert_int_equal(d.wasted, 53);
    assert_int_equal(d.count, 1);
    assert_int_equal(g->address[d.rows[0].node], 32);
    free(d.rows);
    struct graph_wasteful *rows;
    size_t count;
    uint64_t objects, bytes;
    assert_int_equal(graph_wasted(g, 10, &rows, &count, &objects, &bytes), GRAPH_OK);
    assert_int_equal(count, 1);
    assert_int_equal(bytes, 24);
    assert_int_equal(g->address[rows[0].node], 64);
    free(rows);
    graph_release(g);
}

static void merge_rows(uint32_t row_count)
{
    struct graph *g = make_heap(0, row_count, 920);
    struct graph_analysis *a;
    struct graph_group *groups;
    size_t count;
    uint32_t *nodes = calloc(row_count, sizeof *nodes);
    assert_non_null(nodes);
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    for (uint32_t i = 0; i < row_count; i++)
        nodes[i] = graph_find(g, 1000 + 16 * (uint64_t)i);
    assert_int_equal(graph_merge_paths(a, nodes, row_count, NULL, &groups, &count), GRAPH_OK);
    static const char *const types[] = {NULL, "dict", "Table", "list", "Row"};
    assert_int_equal(count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(groups[i].parent, i == 0 ? GRAPH_NONE : i - 1);
        assert_int_equal(groups[i].targets, row_count);
        assert_int_equal(groups[i].bytes, 48 * (uint64_t)row_count);
        if (i > 0)
            assert_string_equal(graph_text_of(g, g->type_name[groups[i].type]).bytes, types[i]);
    }
    assert_int_equal(groups[4].objects, row_count);
    assert_string_equal(graph_text_of(g, groups[2].text).bytes, "rows");
    free(nodes);
    free(groups);
    graph_analysis_release(a);
    graph_release(g);
}

static void paths_to_many_are_merged_by_type_and_label(void **unused)
{
    (void)unused;
    merge_rows(100);
}

/* Going through the list once more for each of its items would take minutes. */
static void paths_to_all_items_of_a_very_long_list_are_merged_as_quickly(void **unused)
{
    (void)unused;
    merge_rows(400000);
}

/* ---- comparison ---------------------------------------------------------------------------------- */

static void a_comparison_says_what_is_new_gone_and_grown(void **unused)
{
    (void)unused;
    struct graph *older = make_heap(0, 100, 920), *newer = make_heap(30, 150, 1080);
    struct graph_comparison c;
    assert_int_equal(graph_compare(older, newer, NULL, &c), GRAPH_OK);
    assert_int_equal(c.count, 2);
    assert_string_equal(graph_text_of(newer, newer->type_name[c.rows[0].newer_type]).bytes, "Row");
    assert_int_equal(c.rows[0].count[GRAPH_NEW], 50);
    assert_int_equal(c.rows[0].count[GRAPH_DELETED], 30);
    assert_int_equal(c.rows[0].count[GRAPH_SURVIVING], 70);
    assert_int_equal(c.rows[0].new_bytes, 50 * 48);
    assert_int_equal(c.rows[0].deleted_bytes, 30 * 48);
    assert_string_equal(graph_text_of(newer, newer->type_name[c.rows[1].newer_type]).bytes, "list");
    assert_int_equal(c.rows[1].count[GRAPH_GROWN], 1);
    assert_int_equal(c.rows[1].grown_bytes, 160);
    assert_int_equal(c.total.count[GRAPH_SURVIVING], 70 + 6);
    free(c.rows);
    assert_int_equal(graph_compare(newer, older, NULL, &c), GRAPH_OK);
    assert_int_equal(c.total.shrunk_bytes, 160);
    free(c.rows);
    assert_int_equal(graph_compare(older, older, NULL, &c), GRAPH_OK);
    assert_int_equal(c.count, 0);
    assert_int_equal(c.total.count[GRAPH_SURVIVING], older->node_count);
    free(c.rows);
    graph_release(older);
    graph_release(newer);
}

/* The same address, another type: another object. */
static void an_address_that_is_used_again_is_another_object(void **unused)
{
    (void)unused;
    struct graph *graphs[2];
    for (int i = 0; i < 2; i++) {
        struct maker m;
        assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
        if (i == 1)
            make_object(&m, 8, "list", 56, NULL, 0, 0);
        make_object(&m, 16, i == 0 ? "list" : "dict", 64, NULL, 0, 0);
        assert_int_equal(graph_builder_finish(m.b, NULL, &graphs[i]), GRAPH_OK);
    }
    struct graph_comparison c;
    assert_int_equal(graph_compare(graphs[0], graphs[1], NULL, &c), GRAPH_OK);
    assert_int_equal(c.total.count[GRAPH_NEW], 2);
    assert_int_equal(c.total.count[GRAPH_DELETED], 1);
    assert_int_equal(c.total.count[GRAPH_SURVIVING], 0);
    free(c.rows);
    graph_release(graphs[0]);
    graph_release(graphs[1]);
}

static struct graph *graph_of_births(uint32_t first, uint32_t second)
{
    struct maker m;
    struct graph *graph;
    struct graph_node_input node = {.address = 32, .size = 24, .birth = first, .text = GRAPH_NONE};
    assert_int_equal(graph_builder_new(NULL, &m.b), GRAPH_OK);
    assert_int_equal(graph_builder_type(m.b, "Row", 3, &node.type), GRAPH_OK);
    assert_int_equal(graph_builder_node(m.b, &node), GRAPH_OK);
    node.address = 16; /* not in order */
    node.birth = second;
    assert_int_equal(graph_builder_node(m.b, &node), GRAPH_OK);
    assert_int_equal(graph_builder_finish(m.b, NULL, &graph), GRAPH_OK);
    return graph;
}

/* The same type, too: what was born later is another object, as far as births are known. */
static void an_address_that_its_type_uses_again_is_another_object(void **unused)
{
    (void)unused;
    static const struct {
        uint32_t births[2], others;
    } rows[] = {{{1, 1}, 0}, {{1, 2}, 1}, {{3, 2}, 2}, {{0, 0}, 0}, {{0, 2}, 1}};
    struct graph *older = graph_of_births(1, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct graph *newer = graph_of_births(rows[i].births[0], rows[i].births[1]);
        struct graph_comparison c;
        assert_int_equal(graph_compare(older, newer, NULL, &c), GRAPH_OK);
        assert_int_equal(c.total.count[GRAPH_NEW], rows[i].others);
        assert_int_equal(c.total.count[GRAPH_DELETED], rows[i].others);
        assert_int_equal(c.total.count[GRAPH_SURVIVING], 2 - rows[i].others);
        assert_int_equal(c.total.new_bytes, 24 * rows[i].others);
        free(c.rows);
        assert_int_equal(graph_survives(older, newer, 16), rows[i].births[1] != 2);
        assert_false(graph_survives(older, newer, 48)); /* there is nothing */
        graph_release(newer);
    }
    graph_release(older);
}

/* ---- memory -------------------------------------------------------------------------------------- */

static void every_question_with_too_little_memory(void **unused)
{
    (void)unused;
    struct graph *g = make_heap(0, 20, 216), *newer = make_heap(5, 30, 300);
    struct graph_analysis *a;
    enum graph_status status;
    size_t count;
    assert_int_equal(graph_analyse(g, NULL, &a), GRAPH_OK);
    struct graph_type_row *types;
    sweep_allocations(status = graph_types(a, &types, &count), status == GRAPH_OK, status == GRAPH_NO_MEMORY);
    free(types);
    struct graph_duplicates duplicates;
    sweep_allocations(status = graph_find_duplicates(g, GRAPH_NONE, 9, NULL, &duplicates), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    free(duplicates.rows);
    struct graph_paths paths;
    sweep_allocations(status = graph_find_paths(a, 10, 9, 0, NULL, &paths), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    graph_paths_drop(&paths);
    struct graph_group *groups;
    uint32_t nodes[] = {9, 10, 11};
    sweep_allocations(status = graph_merge_paths(a, nodes, 3, NULL, &groups, &count), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    free(groups);
    struct graph_cycles cycles;
    sweep_allocations(status = graph_find_cycles(a, 9, NULL, &cycles), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    graph_cycles_drop(&cycles);
    struct graph_suspect *suspects;
    sweep_allocations(status = graph_find_suspects(a, 0.1, NULL, &suspects, &count), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    free(suspects);
    struct graph_comparison comparison;
    sweep_allocations(status = graph_compare(g, newer, NULL, &comparison), status == GRAPH_OK,
                      status == GRAPH_NO_MEMORY);
    free(comparison.rows);
    graph_analysis_release(a);
    graph_release(g);
    graph_release(newer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_the_shortest_ones),
        cmocka_unit_test(effort_is_bounded),
        cmocka_unit_test(cycles_retain_what_their_deletion_frees),
        cmocka_unit_test(a_suspect_says_where_memory_accumulates),
        cmocka_unit_test(a_group_is_a_suspect_where_no_object_is),
        cmocka_unit_test(an_object_that_holds_nothing_is_told_of_as_one),
        cmocka_unit_test(what_a_static_object_holds_is_a_suspect),
        cmocka_unit_test(types_count_what_they_retain_once),
        cmocka_unit_test(types_count_what_a_static_object_of_theirs_retains),
        cmocka_unit_test(equal_strings_are_duplicates),
        cmocka_unit_test(paths_to_many_are_merged_by_type_and_label),
        cmocka_unit_test(paths_to_all_items_of_a_very_long_list_are_merged_as_quickly),
        cmocka_unit_test(a_comparison_says_what_is_new_gone_and_grown),
        cmocka_unit_test(an_address_that_is_used_again_is_another_object),
        cmocka_unit_test(an_address_that_its_type_uses_again_is_another_object),
        cmocka_unit_test(every_question_with_too_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
