/* The reader of agents' lines of JSON on any bytes: it answers, and the same whether they come at once or one by one; what it takes makes
 * a snapshot and a graph. */
#include "api/import_lines.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
    if (!condition)
        abort();
}

struct outcome {
    enum lines_status status;
    struct lines_progress progress;
    char error[240];
    uint32_t nodes, edges, roots, sites;
    uint64_t size;
};

static void finish(struct import_lines *lines, struct outcome *outcome)
{
    struct snapshot_builder *sites;
    struct graph_builder *builder;
    struct snapshot *snapshot;
    struct graph *graph;
    outcome->status = import_lines_finish(lines, &sites, &builder);
    if (outcome->status != LINES_OK)
        return;
    check(snapshot_builder_finish(sites, &snapshot) == SNAPSHOT_OK);
    outcome->sites = snapshot->traceback_count;
    outcome->size = snapshot->size;
    snapshot_release(snapshot);
    if (builder == NULL)
        return;
    check(graph_builder_finish(builder, NULL, &graph) == GRAPH_OK);
    outcome->nodes = graph->node_count;
    outcome->edges = graph->edge_count;
    outcome->roots = graph->root_count;
    graph_release(graph);
}

static void read_pieces(const uint8_t *data, size_t size, size_t piece, struct outcome *outcome)
{
    struct import_lines *lines = import_lines_new((size_t)64 << 20, NULL);
    memset(outcome, 0, sizeof *outcome);
    check(lines != NULL);
    for (size_t at = 0; at < size && outcome->status == LINES_OK; at += piece)
        outcome->status = import_lines_feed(lines, data + at, size - at < piece ? size - at : piece);
    if (outcome->status == LINES_OK)
        finish(lines, outcome);
    import_lines_progress(lines, &outcome->progress);
    if (outcome->status == LINES_REFUSED)
        memcpy(outcome->error, import_lines_error(lines), sizeof outcome->error - 1);
    import_lines_delete(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome whole, single;
    read_pieces(data, size, size != 0 ? size : 1, &whole);
    read_pieces(data, size, 1, &single);
    check(whole.status == single.status && whole.status != LINES_NO_MEMORY);
    check(whole.status != LINES_REFUSED || (strcmp(whole.error, single.error) == 0 && strncmp(whole.error, "line ", 5) == 0));
    check(whole.progress.blocks == single.progress.blocks && whole.progress.objects == single.progress.objects &&
          whole.progress.edges == single.progress.edges);
    check(whole.nodes == single.nodes && whole.edges == single.edges && whole.roots == single.roots && whole.sites == single.sites &&
          whole.size == single.size);
    return 0;
}
