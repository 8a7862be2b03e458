/* Objects, paths and edges of a graph as JSON and as Graphviz DOT. */
#ifndef API_RESOURCES_WRITE_GRAPH_H
#define API_RESOURCES_WRITE_GRAPH_H

#include "api/json/writer.h"
#include "daemon/graph/questions.h"

/* "id", "type", "size" and, where it has one, "text": its name, or a short string's value. */
void write_node_members(struct json_writer *w, const struct graph *graph, uint32_t node);
/* These, and "retained_size", "retained_count". */
void write_retaining_members(struct json_writer *w, const struct graph_analysis *analysis, uint32_t node);
/* "name": a path from a root in one line; none of garbage. Each is a search, so that lists name their first
 * rows only. */
enum { NAMED_ROWS = 500 };
void write_path_name(struct json_writer *w, const struct graph_analysis *analysis, uint32_t node);
/* "edge", "label". */
void write_label_members(struct json_writer *w, const struct graph *graph, uint32_t edge);
/* {"kind", "text", "frame"} */
void write_root(struct json_writer *w, const struct graph *graph, const struct graph_root *root);
/* {"root", "length", "steps": [{"id", ..., "edge", "label"}], "cut"}: of a long path the middle is left
 * out. */
void write_path(struct json_writer *w, const struct graph *graph, const struct graph_path *path);

/* What is near an object, to a depth. */
struct neighbourhood {
    uint32_t *nodes, *depth; /* in the order of their distance; malloc'ed */
    size_t count, room;
    bool cut; /* there is more */
};
/* `in`: along references backwards. False: no memory. */
bool neighbourhood_find(const struct graph_analysis *analysis, uint32_t node, unsigned depth, bool in,
                        size_t room, struct neighbourhood *out);
void neighbourhood_drop(struct neighbourhood *n);
void write_neighbourhood(struct json_writer *w, const struct graph_analysis *analysis,
                         const struct neighbourhood *n);
/* Every reference between two of them, up to some thousands. */
typedef void neighbourhood_edge(void *context, const struct graph *graph, uint32_t from, uint32_t edge);
void neighbourhood_edges(const struct graph *graph, const struct neighbourhood *n, neighbourhood_edge *write,
                         void *context);

/* write_dot.c */
void write_neighbourhood_dot(struct outbuf *out, const struct graph_analysis *analysis,
                             const struct neighbourhood *n);
/* Of a whole graph the `most` objects that retain most, with all that dominates them, the references between
 * them and the roots that hold them; its label says what is left out. False: no memory. */
bool write_graph_dot(struct outbuf *out, const struct graph_analysis *analysis, size_t most)
    __attribute__((warn_unused_result));

#endif
