/* Stored graphs: any bytes as they are, and any bytes packed as a graph's are, so that they are not refused
 * for their packing. What is taken is sound: it is analysed, and what is written of it is read as the same
 * again. */
#include "daemon/graph/analysis.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
    if (!condition)
        abort();
}

struct bytes {
    uint8_t *data;
    size_t size, at;
};

static size_t source(void *context, void *to, size_t room)
{
    struct bytes *b = context;
    size_t n = b->size - b->at < room ? b->size - b->at : room;
    if (n > 0)
        memcpy(to, b->data + b->at, n);
    b->at += n;
    return n;
}

static bool sink(void *context, const void *bytes, size_t length)
{
    struct bytes *b = context;
    uint8_t *larger = realloc(b->data, b->size + length + 1);
    check(larger != NULL);
    memcpy(larger + b->size, bytes, length);
    b->data = larger;
    b->size += length;
    return true;
}

static void read_one(uint8_t *data, size_t size)
{
    struct bytes in = {.data = data, .size = size}, out = {0};
    struct graph *graph, *again;
    struct graph_analysis *analysis;
    enum graph_status status = graph_read(source, &in, NULL, &graph);
    check(status == GRAPH_OK || status == GRAPH_CORRUPT || status == GRAPH_NO_MEMORY);
    if (status != GRAPH_OK)
        return;
    check(graph_write(graph, NULL, sink, &out) == GRAPH_OK);
    check(graph_read(source, &out, NULL, &again) == GRAPH_OK);
    check(again->node_count == graph->node_count && again->edge_count == graph->edge_count &&
          again->root_count == graph->root_count);
    check(memcmp(again->to, graph->to, graph->edge_count * sizeof *graph->to) == 0);
    check(graph_analyse(graph, NULL, &analysis) == GRAPH_OK);
    graph_analysis_release(analysis);
    graph_release(again);
    graph_release(graph);
    free(out.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t room = ZSTD_compressBound(size);
    uint8_t *copy = malloc(size + 1), *packed = malloc(room);
    check(copy != NULL && packed != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    read_one(copy, size);
    size_t length = ZSTD_compress(packed, room, data, size, 1);
    check(!ZSTD_isError(length));
    read_one(packed, length);
    free(copy);
    free(packed);
    return 0;
}
