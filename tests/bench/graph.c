/*
 * The stages of a graph's analysis at a size: build, resolve, referrers, reach, dominators, distances, and
 * the questions after them. A line per stage: its name, a tab and its seconds of processor time; what else
 * there is to say goes to standard error.
 *
 *     bench_graph OBJECTS [DIRECTORY]     (a directory: columns are mapped files in it)
 *
 * The graph is made to be hard on caches: three references an object, two of them to anywhere, one to a
 * neighbour as allocation order gives, in lists, instances and strings; a hundred roots; one object in
 * fifty is garbage. */
#include "daemon/graph/questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* Processor time, so that other work on the machine disturbs little. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t state = 42;
static uint32_t below(uint32_t bound)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 32) * bound >> 32);
}

static void check(enum graph_status status)
{
    if (status != GRAPH_OK) {
        fprintf(stderr, "%s\n", graph_status_text(status));
        exit(1);
    }
}

static uint64_t address_of(uint32_t node)
{
    return 0x7f0000000000u + 64 * (uint64_t)node;
}

/* ---- stages -------------------------------------------------------------------------------------- */

struct stages {
    const char *name;
    double since;
};

static void next_stage(struct stages *s, const char *name)
{
    double t = now();
    if (s->name != NULL)
        printf("%s\t%.3f\n", s->name, t - s->since);
    s->name = name;
    s->since = t;
    fflush(stdout);
}

static bool go_on(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct stages *s = context;
    (void)done;
    (void)total;
    if (s->name == NULL || strcmp(s->name, stage) != 0)
        next_stage(s, stage);
    return true;
}

static struct graph *build(uint32_t nodes, const struct graph_control *control)
{
    static const char *const types[] = {"list", "Node", "str", "dict"};
    struct graph_builder *b;
    struct graph *graph;
    uint32_t type[4], next;
    check(graph_builder_new(control->directory, &b));
    for (int i = 0; i < 4; i++)
        check(graph_builder_type(b, types[i], strlen(types[i]), &type[i]));
    check(graph_builder_text(b, "next", 4, &next));
    for (uint32_t i = 0; i < nodes; i++) {
        struct graph_node_input node = {
            .address = address_of(i), .size = 48 + 8 * (i % 7), .type = type[i % 4], .text = GRAPH_NONE};
        check(graph_builder_node(b, &node));
        bool garbage = i % 50 == 49;
        const uint32_t to[] = {i + 1 < nodes ? i + 1 : 0, below(nodes), below(nodes)};
        for (int k = 0; k < 3; k++) {
            uint32_t target = !garbage && to[k] % 50 == 49 ? to[k] - 1 : to[k];
            struct graph_edge_input edge = {address_of(target), k == 0 ? next : (uint64_t)k,
                                            k == 0 ? GRAPH_EDGE_ATTRIBUTE : GRAPH_EDGE_INDEX};
            check(graph_builder_edge(b, &edge));
        }
    }
    for (uint32_t i = 0; i < 100; i++)
        check(graph_builder_root(b, address_of(i * (nodes / 5000) * 50), GRAPH_ROOT_NAME, next, 0));
    next_stage(control->context, "resolve");
    check(graph_builder_finish(b, control, &graph));
    return graph;
}

static bool count_bytes(void *context, const void *bytes, size_t length)
{
    (void)bytes;
    *(uint64_t *)context += length;
    return true;
}

static void ask(const struct graph_analysis *a, struct stages *s, const struct graph_control *control)
{
    const struct graph *g = a->graph;
    struct graph_paths paths;
    struct graph_cycles cycles;
    struct graph_type_row *types;
    struct graph_suspect *suspects;
    struct graph_dominated *top;
    struct graph_comparison comparison;
    size_t count, total;
    uint64_t stored = 0;
    next_stage(s, "top of tree");
    check(graph_dominated(a, GRAPH_NONE, 0, 100, &top, &count, &total));
    next_stage(s, "10 paths");
    check(graph_find_paths(a, g->node_count / 2 + 1, 10, 0, NULL, &paths));
    next_stage(s, "types");
    check(graph_types(a, &types, &count));
    next_stage(s, "suspects");
    check(graph_find_suspects(a, 0.1, NULL, &suspects, &count));
    next_stage(s, "compare");
    check(graph_compare(g, g, NULL, &comparison));
    next_stage(s, "write");
    check(graph_write(g, NULL, count_bytes, &stored));
    next_stage(s, "cycles");
    struct graph_control quiet = {.directory = control->directory};
    check(graph_find_cycles(a, 10, &quiet, &cycles));
    next_stage(s, NULL);
    fprintf(stderr, "# %llu bytes stored, %zu dominated by roots alone, %zu cycles, %zu paths\n",
            (unsigned long long)stored, total, cycles.total, paths.count);
    free(top);
    free(types);
    free(suspects);
    free(comparison.rows);
    graph_paths_drop(&paths);
    graph_cycles_drop(&cycles);
}

int main(int argc, char **argv)
{
    uint32_t nodes = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000;
    struct stages s = {0};
    struct graph_control control = {.go_on = go_on, .context = &s, .directory = argc > 2 ? argv[2] : NULL};
    struct graph_analysis *a;
    struct rusage usage;
    if (nodes < 10000)
        nodes = 10000;
    next_stage(&s, "build");
    struct graph *graph = build(nodes, &control);
    next_stage(&s, "referrers");
    double from = now();
    check(graph_analyse(graph, &control, &a));
    next_stage(&s, NULL);
    fprintf(stderr, "# %u objects, %u references, analysed in %.3f s; %llu of garbage\n", graph->node_count,
            graph->edge_count, now() - from, (unsigned long long)a->garbage_objects);
    fprintf(stderr, "# columns: graph %llu MiB, analysis %llu MiB\n",
            (unsigned long long)(graph_footprint(graph) >> 20),
            (unsigned long long)(graph_analysis_footprint(a) >> 20));
    ask(a, &s, &control);
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "# %ld MiB at most\n", usage.ru_maxrss >> 10);
    graph_analysis_release(a);
    graph_release(graph);
    return 0;
}
