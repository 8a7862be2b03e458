/* References between objects, and the bytes of one object, as JSON. */
#ifndef API_RESOURCES_WRITE_EDGES_H
#define API_RESOURCES_WRITE_EDGES_H

#include "api/rows.h"
#include "api/value_write.h"

struct edge_page {
    struct api_request *request;
    struct json_writer *w;
    struct heap *heap;
    bool referrers;       /* the other end is where the edge comes from */
    uint64_t skip, limit; /* edges to leave out, and to write */
    uint64_t total;       /* answered: how many there are */
    bool more;
};

/* Items {"id", "type", "size", "refcount", "repr", "edge", "label", …} of the objects at the other ends. */
void write_edges(struct edge_page *page, addr o);

/* "edge" and "label": "attribute" ".name", "index" "[3]", "value" "['k']", … */
void write_edge_members(struct json_writer *w, struct heap *h, const struct edge *e);

/* "id", "type", "size", "fields": [{"block", "address", "offset", "size", "name", "meaning", "bytes",
 * "value", "target"}], at most `limit` of each block, "total": how many fields there are. */
void write_layout(struct api_request *request, struct heap *h, addr o, uint64_t limit);

#endif
