/* The graph that a request is about: of a session's heap as it is, or of the snapshot {n} in the path. */
#ifndef API_GRAPH_SOURCE_H
#define API_GRAPH_SOURCE_H

#include "api/request.h"
#include "daemon/graph/analysis.h"

/* What long work on a request's graph is told and asked by: the deadline, and who watches the session's
 * events. */
struct graph_progress {
    struct graph_control control; /* to be passed on */
    struct api_request *request;
    struct session *session; /* borrowed; NULL: nobody to tell */
    int64_t told_ns;
};
void graph_progress_begin(struct graph_progress *progress, struct api_request *request,
                          struct session *session);

/*
 * The analysed graph (a reference: graph_analysis_release) and, if `node` is not NULL, the object that {id}
 * names in it: an address, a path or (in a snapshot) a name. Long routes only. The session's turn is left
 * when it returns: what is asked next needs the graph alone.
 */
enum api_result request_graph(struct api_request *request, struct graph_progress *progress,
                              struct graph_analysis **analysis, uint32_t *node)
    __attribute__((warn_unused_result));

/* The same of a snapshot with this number, whatever the path says. */
enum api_result snapshot_graph(struct api_request *request, struct graph_progress *progress, int64_t record,
                               int64_t number, struct graph_analysis **analysis)
    __attribute__((warn_unused_result));

/* A finished builder's graph as the bytes that the store keeps beside a snapshot (store_snapshot.graph). */
struct packed_graph {
    char *bytes; /* to be freed */
    size_t length, room;
};
/* The builder is used up, also on failure; then nothing is packed. */
enum graph_status pack_graph(struct graph_builder *builder, const struct graph_control *control,
                             struct packed_graph *packed) GRAPH_MUST_CHECK;

/* The problem for a status of the graph library, other than GRAPH_OK. */
enum api_result fail_graph(struct api_request *request, enum graph_status status);
enum problem problem_of_graph(enum graph_status status);

#endif
