/* Of one object, in a heap or in a snapshot: /retained, /paths, /graph. */
#include "api/graph_source.h"
#include "api/resources/resources.h"
#include "api/resources/write_graph.h"

#include <stdlib.h>
#include <string.h>

/* Where Accept or ?format= asks for DOT. */
static enum api_result wants_dot(struct api_request *request, bool *dot)
{
    static const char *const formats[] = {"json", "dot", NULL};
    int format = request->headers.accept && strstr(request->headers.accept, "text/vnd.graphviz") ? 1 : 0;
    enum api_result result = api_query_choice(request, "format", formats, &format);
    *dot = format == 1;
    return result;
}

/* ---- /retained ----------------------------------------------------------------------------------- */

enum { DOMINATED_SHOWN = 20 };

static enum api_result write_retained(struct api_request *request, const struct graph_analysis *a,
                                      uint32_t node)
{
    struct json_writer *w = &request->json;
    struct graph_dominated *rows;
    size_t count, total;
    uint32_t dominator = graph_dominator(a, node), roots;
    enum graph_status status = graph_dominated(a, node, 0, DOMINATED_SHOWN, &rows, &count, &total);
    if (status != GRAPH_OK)
        return fail_graph(request, status);
    json_begin_object(w);
    write_retaining_members(w, a, node);
    json_key(w, "dominator");
    if (dominator == GRAPH_NONE)
        json_null(w);
    else
        json_address(w, a->graph->address[dominator]);
    json_member_bool(w, "garbage", graph_is_garbage(a, node));
    json_member_uint(w, "referrers", a->in_first[node + 1] - a->in_first[node]);
    const struct graph_root *root = graph_roots_of(a, node, &roots);
    json_key(w, "roots");
    json_begin_array(w);
    for (uint32_t i = 0; i < roots && i < DOMINATED_SHOWN; i++)
        write_root(w, a->graph, &root[i]);
    json_end_array(w);
    json_key(w, "dominates");
    json_begin_array(w);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(w);
        write_retaining_members(w, a, rows[i].node);
        json_end_object(w);
    }
    json_end_array(w);
    json_member_uint(w, "dominates_total", total);
    json_end_object(w);
    free(rows);
    return API_DONE;
}

enum api_result get_retained(struct api_request *request)
{
    struct graph_progress progress;
    struct graph_analysis *a;
    uint32_t node;
    enum api_result result = request_graph(request, &progress, &a, &node);
    if (result != API_DONE)
        return result;
    result = write_retained(request, a, node);
    graph_analysis_release(a);
    return result;
}

/* ---- /paths -------------------------------------------------------------------------------------- */

enum api_result get_object_paths(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_paths paths;
    uint64_t limit = 1;
    uint32_t node;
    enum api_result result = api_query_uint(request, "limit", 1, 1000, &limit);
    if (result == API_DONE)
        result = request_graph(request, &progress, &a, &node);
    if (result != API_DONE)
        return result;
    enum graph_status status = graph_find_paths(a, node, (size_t)limit, 0, &progress.control, &paths);
    if (status != GRAPH_OK) {
        graph_analysis_release(a);
        return fail_graph(request, status);
    }
    json_begin_object(w);
    write_node_members(w, a->graph, node);
    json_member_bool(w, "garbage", graph_is_garbage(a, node));
    json_key(w, "items");
    json_begin_array(w);
    for (size_t i = 0; i < paths.count; i++)
        write_path(w, a->graph, &paths.items[i]);
    json_end_array(w);
    json_member_bool(w, "complete", paths.complete);
    json_end_object(w);
    graph_paths_drop(&paths);
    graph_analysis_release(a);
    return API_DONE;
}

/* ---- /graph -------------------------------------------------------------------------------------- */

enum api_result get_object_graph(struct api_request *request)
{
    static const char *const directions[] = {"out", "in", NULL};
    struct graph_progress progress;
    struct graph_analysis *a;
    struct neighbourhood n;
    uint64_t depth = 2, limit = 200;
    int direction = 0;
    uint32_t node;
    bool dot = false;
    enum api_result result = api_query_uint(request, "depth", 0, 100, &depth);
    if (result == API_DONE)
        result = api_query_uint(request, "limit", 1, 2000, &limit);
    if (result == API_DONE)
        result = api_query_choice(request, "direction", directions, &direction);
    if (result == API_DONE)
        result = wants_dot(request, &dot);
    if (result == API_DONE)
        result = request_graph(request, &progress, &a, &node);
    if (result != API_DONE)
        return result;
    if (!neighbourhood_find(a, node, (unsigned)depth, direction == 1, (size_t)limit, &n)) {
        graph_analysis_release(a);
        return fail_graph(request, GRAPH_NO_MEMORY);
    }
    if (dot) {
        request->answer.content_type = "text/vnd.graphviz; charset=utf-8";
        write_neighbourhood_dot(&request->answer.body, a, &n);
    } else {
        write_neighbourhood(&request->json, a, &n);
    }
    neighbourhood_drop(&n);
    graph_analysis_release(a);
    return API_DONE;
}
