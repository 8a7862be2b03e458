/* A reader of imports (api/import_lines.h, api/import_pyheap.h) on any bytes: it answers, and the same
 * whether they come at once or one by one; what it takes makes a snapshot and a graph. A target names its
 * reader by IMPORTER and says how its refusals begin. */
#include <stdlib.h>
#include <string.h>

#include "api/import_lines.h"

#define PASTE(a, b)               a##b
#define NAMED(importer, function) PASTE(importer, function)
#define READER(function)          NAMED(IMPORTER, function)

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

static void finish(struct IMPORTER *reader, struct outcome *outcome)
{
    struct snapshot_builder *sites;
    struct graph_builder *builder;
    struct snapshot *snapshot;
    struct graph *graph;
    outcome->status = READER(_finish)(reader, &sites, &builder);
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
    struct IMPORTER *reader = READER(_new)((size_t)64 << 20, NULL);
    memset(outcome, 0, sizeof *outcome);
    check(reader != NULL);
    for (size_t at = 0; at < size && outcome->status == LINES_OK; at += piece)
        outcome->status = READER(_feed)(reader, data + at, size - at < piece ? size - at : piece);
    if (outcome->status == LINES_OK)
        finish(reader, outcome);
    READER(_progress)(reader, &outcome->progress);
    if (outcome->status == LINES_REFUSED)
        memcpy(outcome->error, READER(_error)(reader), sizeof outcome->error - 1);
    READER(_delete)(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome whole, single;
    read_pieces(data, size, size != 0 ? size : 1, &whole);
    read_pieces(data, size, 1, &single);
    check(whole.status == single.status && whole.status != LINES_NO_MEMORY);
    check(whole.status != LINES_REFUSED ||
          (strcmp(whole.error, single.error) == 0 && strncmp(whole.error, REFUSALS, strlen(REFUSALS)) == 0));
    check(whole.progress.blocks == single.progress.blocks &&
          whole.progress.objects == single.progress.objects && whole.progress.edges == single.progress.edges);
    check(whole.nodes == single.nodes && whole.edges == single.edges && whole.roots == single.roots &&
          whole.sites == single.sites && whole.size == single.size);
    return 0;
}
