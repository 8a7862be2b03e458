/* Reading a graph part by part (stored_graph.h). */
#include "api/stored_graph.h"

#include <stdlib.h>
#include <string.h>

struct parts {
    struct stored_graph *stored;
    int64_t place;
    void *bytes;
    size_t length, at;
};

static size_t take_bytes(void *context, void *bytes, size_t room)
{
    struct parts *p = context;
    struct stored_graph *stored = p->stored;
    if (p->at == p->length) {
        free(p->bytes);
        p->bytes = NULL;
        p->at = p->length = 0;
        stored->status = store_graph_part(stored->store, stored->record, stored->number, p->place++,
                                          &p->bytes, &p->length);
        if (stored->status != STORE_OK)
            return 0;
    }
    size_t n = p->length - p->at < room ? p->length - p->at : room;
    memcpy(bytes, (const char *)p->bytes + p->at, n);
    p->at += n;
    return n;
}

enum graph_status stored_graph_read(struct stored_graph *stored, const struct graph_control *control,
                                    struct graph **graph)
{
    struct parts parts = {.stored = stored};
    stored->status = STORE_OK;
    enum graph_status status = graph_read(take_bytes, &parts, control, graph);
    free(parts.bytes);
    stored->missing = status == GRAPH_CORRUPT && stored->status == STORE_NOT_FOUND && parts.place == 1;
    return status;
}
