/* Of a whole heap or snapshot: /dominators, /suspects, /cycles, /duplicates, /waste, /paths, and types with
 * what they retain. */
#include "api/graph_source.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Page and graph, as every handler here begins. */
static enum api_result begin(struct api_request *request, const char *columns,
                             struct graph_progress *progress, struct graph_analysis **a, uint64_t *limit,
                             uint64_t *cursor)
{
    enum api_result result = page_of(request, columns, limit, cursor);
    return result == API_DONE ? request_graph(request, progress, a, NULL) : result;
}

static void write_type(struct json_writer *w, const struct graph *g, uint32_t type)
{
    struct graph_text name = graph_text_of(g, g->type_name[type]);
    json_member_string(w, "type", name.bytes, name.length);
}

/* Of the objects that roots of the heap keep; what is garbage is told beside. */
static void write_totals(struct json_writer *w, const struct graph_analysis *a)
{
    json_member_uint(w, "bytes", a->graph->bytes);
    json_member_uint(w, "objects", a->graph->objects);
    json_key(w, "garbage");
    json_begin_object(w);
    json_member_uint(w, "bytes", a->garbage_bytes);
    json_member_uint(w, "objects", a->garbage_objects);
    json_end_object(w);
}

/* ---- /dominators --------------------------------------------------------------------------------- */

enum { DEPTH_MAX = 8, NODES_MAX = 20000 };

struct tree {
    struct api_request *request;
    struct json_writer *w;
    const struct graph_analysis *a;
    size_t limit;
    unsigned depth;
    size_t written, most;
    bool failed;
};

/* One level and those below it: as deep as was asked for, which is little. */
static void write_level(struct tree *t, uint32_t node, size_t skip, unsigned depth)
{
    struct graph_dominated *rows;
    size_t count, total;
    uint64_t rest_size = 0, rest_count = 0, shown = 0;
    if (graph_dominated(t->a, node, skip, t->limit, &rows, &count, &total) != GRAPH_OK) {
        t->failed = true;
        rows = NULL;
        count = total = 0;
    }
    json_key(t->w, "items");
    json_begin_array(t->w);
    bool top = depth == t->depth; /* whose items are the rows */
    for (size_t i = 0; i < count && t->written < t->most && (!top || rows_room(t->request)); i++) {
        t->written++;
        shown++;
        rest_size += rows[i].retained;
        rest_count += rows[i].retained_count;
        if (top)
            row_begin(t->request);
        json_begin_object(t->w);
        write_retaining_members(t->w, t->a, rows[i].node);
        if (depth == t->depth && i < NAMED_ROWS)
            write_path_name(t->w, t->a, rows[i].node);
        json_member_real(t->w, "share",
                         t->a->graph->bytes ? (double)rows[i].retained / (double)t->a->graph->bytes : 0);
        if (depth > 1)
            write_level(t, rows[i].node, 0, depth - 1);
        json_end_object(t->w);
        if (top)
            row_end(t->request);
    }
    json_end_array(t->w);
    json_member_uint(t->w, "total", total);
    json_member_uint(t->w, "shown_size", rest_size);
    json_member_uint(t->w, "shown_count", rest_count);
    if (top) {
        char next[24];
        snprintf(next, sizeof next, "%llu", (unsigned long long)(skip + shown));
        json_member_text(t->w, "next", skip + shown < total ? next : NULL);
        if (skip + shown < total)
            rows_next(t->request, next);
    }
    free(rows);
}

static enum api_result find_parameter(struct api_request *request, const struct graph *g, uint32_t *node)
{
    const char *id = api_query_text(request, "id");
    char *end;
    *node = GRAPH_NONE;
    if (!id)
        return API_DONE;
    uint64_t address = strtoull(id, &end, 16);
    if (*end || end == id)
        return api_fail_parameter(request, "id", "id: %s is no address", id);
    *node = graph_find(g, address);
    return *node != GRAPH_NONE ? API_DONE : api_fail(request, PROBLEM_GONE, "there is no object at %s", id);
}

enum api_result get_dominators(struct api_request *request)
{
    struct graph_progress progress;
    struct graph_analysis *a;
    uint64_t limit, cursor, depth = 1;
    uint32_t node;
    enum api_result result = api_query_uint(request, "depth", 1, DEPTH_MAX, &depth);
    if (result == API_DONE)
        result = begin(request, "id,type,size,text,name,retained_size,retained_count,share", &progress, &a,
                       &limit, &cursor);
    if (result != API_DONE)
        return result;
    result = find_parameter(request, a->graph, &node);
    if (result == API_DONE) {
        struct tree t = {.request = request,
                         .w = &request->json,
                         .a = a,
                         .limit = (size_t)limit,
                         .depth = (unsigned)depth,
                         .most = rows_are_lines(request) ? ROWS_MAX : NODES_MAX};
        json_begin_object(t.w);
        if (node != GRAPH_NONE)
            write_retaining_members(t.w, a, node);
        else
            write_totals(t.w, a);
        write_level(&t, node, (size_t)cursor, (unsigned)depth);
        json_end_object(t.w);
        if (t.failed)
            result = fail_graph(request, GRAPH_NO_MEMORY);
    }
    graph_analysis_release(a);
    return result;
}

/* ---- /suspects ----------------------------------------------------------------------------------- */

enum { WORDS_ROOM = 4000, SUSPECTS_SHOWN = 20 };

#define ACCUMULATION_COLUMNS                                                                                 \
    "accumulation.id,accumulation.type,accumulation.size,accumulation.text,accumulation.retained_size,"      \
    "accumulation.retained_count,"                                                                           \
    "accumulation.depth,accumulation.dominates_total,accumulation.holds.type,accumulation.holds.count,"      \
    "accumulation.holds.retained_size"
static void write_suspect(struct json_writer *w, const struct graph_analysis *a,
                          const struct graph_suspect *s, const struct graph_control *control)
{
    const struct graph *g = a->graph;
    struct graph_paths paths;
    char words[WORDS_ROOM];
    size_t length = graph_suspect_words(a, s, words, sizeof words);
    json_begin_object(w);
    json_member_text(w, "kind", s->is_group ? "type" : "object");
    json_member_string(w, "words", words, length);
    write_node_members(w, g, s->node);
    json_member_uint(w, "count", s->count);
    json_member_uint(w, "retained_size", s->retained);
    json_member_uint(w, "retained_count", s->retained_count);
    json_member_real(w, "share", s->share);
    json_key(w, "accumulation");
    json_begin_object(w);
    write_retaining_members(w, a, s->accumulation);
    json_member_uint(w, "depth", s->depth);
    json_member_uint(w, "dominates_total", s->held_total);
    json_key(w, "holds");
    if (s->held_type == GRAPH_NONE) {
        json_null(w);
    } else {
        json_begin_object(w);
        write_type(w, g, s->held_type);
        json_member_uint(w, "count", s->held_count);
        json_member_uint(w, "retained_size", s->held_retained);
        json_end_object(w);
    }
    json_end_object(w);
    json_key(w, "path");
    if (graph_find_paths(a, s->accumulation, 1, 0, control, &paths) == GRAPH_OK) {
        if (paths.count > 0)
            write_path(w, g, &paths.items[0]);
        else
            json_null(w);
        graph_paths_drop(&paths);
    } else {
        json_null(w);
    }
    json_end_object(w);
}

enum api_result get_suspects(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_suspect *rows;
    uint64_t percent = 10;
    size_t count;
    enum api_result result = rows_begin(
        request, "kind,words,id,type,size,text,count,retained_size,retained_count,share," ACCUMULATION_COLUMNS
                 ",path");
    if (result == API_DONE)
        result = api_query_uint(request, "percent", 1, 100, &percent);
    if (result == API_DONE)
        result = request_graph(request, &progress, &a, NULL);
    if (result != API_DONE)
        return result;
    enum graph_status status =
        graph_find_suspects(a, (double)percent / 100, &progress.control, &rows, &count);
    if (status == GRAPH_OK) {
        begin_items(request);
        for (size_t i = 0; i < count && i < SUSPECTS_SHOWN; i++) {
            row_begin(request);
            write_suspect(w, a, &rows[i], &progress.control);
            row_end(request);
        }
        end_items(request, 0);
        json_member_uint(w, "total", count);
        json_member_uint(w, "percent", percent);
        write_totals(w, a);
        json_end_object(w);
        free(rows);
    }
    graph_analysis_release(a);
    return status == GRAPH_OK ? API_DONE : fail_graph(request, status);
}

/* ---- /cycles ------------------------------------------------------------------------------------- */

enum { MEMBERS_SHOWN = 20 };

static void write_cycle(struct json_writer *w, const struct graph *g, const struct graph_cycles *cycles,
                        const struct graph_cycle *row)
{
    json_begin_object(w);
    json_member_uint(w, "members", row->members);
    json_member_uint(w, "bytes", row->bytes);
    json_member_uint(w, "retained_size", row->retained);
    json_member_uint(w, "retained_count", row->retained_count);
    json_member_bool(w, "garbage", row->garbage);
    json_key(w, "objects");
    json_begin_array(w);
    uint32_t shown = 0;
    for (uint32_t i = row->node; i < g->node_count && shown < row->members && shown < MEMBERS_SHOWN; i++)
        if (cycles->component[i] == row->component) {
            json_begin_object(w);
            write_node_members(w, g, i);
            json_end_object(w);
            shown++;
        }
    json_end_array(w);
    json_end_object(w);
}

enum api_result get_cycles(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_cycles cycles;
    uint64_t limit, cursor;
    enum api_result result = begin(request, "members,bytes,retained_size,retained_count,garbage,objects",
                                   &progress, &a, &limit, &cursor);
    if (result != API_DONE)
        return result;
    enum graph_status status = graph_find_cycles(a, SIZE_MAX, &progress.control, &cycles);
    if (status == GRAPH_OK) {
        size_t i = (size_t)cursor;
        begin_items(request);
        for (; i < cycles.count && i < cursor + limit && rows_room(request); i++) {
            row_begin(request);
            write_cycle(w, a->graph, &cycles, &cycles.rows[i]);
            row_end(request);
        }
        end_items(request, i < cycles.count ? i : 0);
        json_member_uint(w, "total", cycles.total);
        json_end_object(w);
        graph_cycles_drop(&cycles);
    }
    graph_analysis_release(a);
    return status == GRAPH_OK ? API_DONE : fail_graph(request, status);
}

/* ---- /duplicates, /waste ------------------------------------------------------------------------- */

static enum api_result type_parameter(struct api_request *request, const struct graph *g, uint32_t *type)
{
    const char *name = api_query_text(request, "type");
    *type = GRAPH_NONE;
    if (!name)
        return API_DONE;
    *type = graph_find_type(g, name, strlen(name));
    return *type != GRAPH_NONE
               ? API_DONE
               : api_fail_parameter(request, "type", "type: there is no object of type %s", name);
}

enum api_result get_duplicates(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_duplicates found = {0};
    uint64_t limit, cursor;
    uint32_t type;
    enum api_result result =
        begin(request, "id,type,size,text,name,count,bytes,wasted", &progress, &a, &limit, &cursor);
    if (result != API_DONE)
        return result;
    const struct graph *g = a->graph;
    result = type_parameter(request, g, &type);
    if (result == API_DONE) {
        enum graph_status status =
            graph_find_duplicates(g, type, (size_t)(cursor + limit), &progress.control, &found);
        if (status != GRAPH_OK)
            result = fail_graph(request, status);
    }
    if (result == API_DONE) {
        size_t i = (size_t)cursor;
        begin_items(request);
        for (; i < found.count && rows_room(request); i++) {
            row_begin(request);
            json_begin_object(w);
            write_node_members(w, g, found.rows[i].node);
            if (i - cursor < NAMED_ROWS)
                write_path_name(w, a, found.rows[i].node);
            json_member_uint(w, "count", found.rows[i].count);
            json_member_uint(w, "bytes", found.rows[i].bytes);
            json_member_uint(w, "wasted", found.rows[i].wasted);
            json_end_object(w);
            row_end(request);
        }
        end_items(request, i < found.values ? i : 0);
        json_member_uint(w, "total", found.values);
        json_member_uint(w, "objects", found.objects);
        json_member_uint(w, "wasted", found.wasted);
        json_end_object(w);
        free(found.rows);
    }
    graph_analysis_release(a);
    return result;
}

enum api_result get_waste(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_wasteful *rows;
    uint64_t limit, cursor, objects, bytes;
    size_t count;
    enum api_result result = begin(request, "id,type,size,text,name,wasted", &progress, &a, &limit, &cursor);
    if (result != API_DONE)
        return result;
    enum graph_status status =
        graph_wasted(a->graph, (size_t)(cursor + limit), &rows, &count, &objects, &bytes);
    if (status == GRAPH_OK) {
        size_t i = (size_t)cursor;
        begin_items(request);
        for (; i < count && rows_room(request); i++) {
            row_begin(request);
            json_begin_object(w);
            write_node_members(w, a->graph, rows[i].node);
            if (i - cursor < NAMED_ROWS)
                write_path_name(w, a, rows[i].node);
            json_member_uint(w, "wasted", rows[i].wasted);
            json_end_object(w);
            row_end(request);
        }
        end_items(request, i < objects ? i : 0);
        json_member_uint(w, "total", objects);
        json_member_uint(w, "wasted", bytes);
        json_end_object(w);
        free(rows);
    }
    graph_analysis_release(a);
    return status == GRAPH_OK ? API_DONE : fail_graph(request, status);
}

/* ---- /paths: of all objects of a type ------------------------------------------------------------ */

/* "['rows']", ".items": as of a reference; of positions only that they are some. */
static void write_group_label(struct json_writer *w, const struct graph *g, const struct graph_group *group)
{
    struct graph_text text = graph_text_of(g, group->text);
    json_member_text(w, "edge", graph_edge_kind_name(group->edge_kind));
    json_key(w, "label");
    if (text.bytes)
        json_string(w, text.bytes, text.length);
    else
        json_null(w);
}

static void write_group(struct json_writer *w, const struct graph *g, const struct graph_group *groups,
                        size_t i)
{
    const struct graph_group *group = &groups[i];
    json_begin_object(w);
    json_member_uint(w, "group", i);
    json_key(w, "parent");
    if (group->parent == GRAPH_NONE)
        json_null(w);
    else
        json_uint(w, group->parent);
    if (group->type == GRAPH_NONE) {
        struct graph_root root = {.node = group->node, .text = group->text, .kind = group->root_kind};
        json_key(w, "root");
        write_root(w, g, &root);
    } else {
        write_type(w, g, group->type);
        if (groups[group->parent].type != GRAPH_NONE)
            write_group_label(w, g, group);
    }
    json_member_address(w, "id", g->address[group->node]);
    json_member_uint(w, "objects", group->objects);
    json_member_uint(w, "targets", group->targets);
    json_member_uint(w, "bytes", group->bytes);
    json_end_object(w);
}

static uint32_t *nodes_of_type(const struct graph *g, uint32_t type, size_t *count)
{
    size_t n = 0;
    for (uint32_t i = 0; i < g->node_count; i++)
        n += g->type[i] == type;
    uint32_t *nodes = calloc(n + 1, sizeof *nodes);
    *count = 0;
    for (uint32_t i = 0; nodes && i < g->node_count; i++)
        if (g->type[i] == type)
            nodes[(*count)++] = i;
    return nodes;
}

static enum api_result answer_merged(struct api_request *request, struct graph_progress *progress,
                                     const struct graph_analysis *a, uint32_t type, uint64_t limit)
{
    struct json_writer *w = &request->json;
    struct graph_group *groups = NULL;
    size_t node_count, count = 0, written = 0;
    uint64_t bytes = 0, objects = 0;
    uint32_t *nodes = nodes_of_type(a->graph, type, &node_count);
    enum graph_status status =
        nodes ? graph_merge_paths(a, nodes, node_count, &progress->control, &groups, &count)
              : GRAPH_NO_MEMORY;
    if (status == GRAPH_OK)
        status = graph_retained_by_set(a, nodes, node_count, &progress->control, &bytes, &objects);
    free(nodes);
    if (status != GRAPH_OK) {
        free(groups);
        return fail_graph(request, status);
    }
    begin_items(request);
    for (size_t i = 0; i < count; i++)
        if (groups[i].targets > 0 && written < limit &&
            rows_room(request)) { /* those before their children: parents are never left out first */
            row_begin(request);
            write_group(w, a->graph, groups, i);
            row_end(request);
            written++;
        }
    end_items(request, 0);
    json_member_uint(w, "total", count);
    write_type(w, a->graph, type);
    json_member_uint(w, "count", node_count);
    json_member_uint(w, "retained_size", bytes);
    json_member_uint(w, "retained_count", objects);
    json_end_object(w);
    free(groups);
    return API_DONE;
}

enum api_result get_merged_paths(struct api_request *request)
{
    struct graph_progress progress;
    struct graph_analysis *a;
    uint64_t limit, cursor;
    uint32_t type;
    if (!api_query_text(request, "type"))
        return api_fail_parameter(request, "type", "type: which objects' paths? (?type=list)");
    enum api_result result =
        begin(request, "group,parent,root.kind,root.text,root.frame,type,edge,label,id,objects,targets,bytes",
              &progress, &a, &limit, &cursor);
    if (result != API_DONE)
        return result;
    result = type_parameter(request, a->graph, &type);
    if (result == API_DONE)
        result = answer_merged(request, &progress, a, type, limit);
    graph_analysis_release(a);
    return result;
}

/* ---- types of a snapshot ------------------------------------------------------------------------- */

enum api_result get_graph_types(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct graph_progress progress;
    struct graph_analysis *a;
    struct graph_type_row *rows;
    uint64_t limit, cursor;
    size_t count;
    enum api_result result =
        begin(request, "type,count,bytes,retained_size,wasted", &progress, &a, &limit, &cursor);
    if (result != API_DONE)
        return result;
    enum graph_status status = graph_types(a, &rows, &count);
    if (status == GRAPH_OK) {
        size_t i = (size_t)cursor;
        begin_items(request);
        for (; i < count && i < cursor + limit && rows_room(request); i++) {
            row_begin(request);
            json_begin_object(w);
            write_type(w, a->graph, rows[i].type);
            json_member_uint(w, "count", rows[i].count);
            json_member_uint(w, "bytes", rows[i].bytes);
            json_member_uint(w, "retained_size", rows[i].retained);
            json_member_uint(w, "wasted", rows[i].wasted);
            json_end_object(w);
            row_end(request);
        }
        end_items(request, i < count ? i : 0);
        json_member_uint(w, "total", count);
        write_totals(w, a);
        json_end_object(w);
        free(rows);
    }
    graph_analysis_release(a);
    return status == GRAPH_OK ? API_DONE : fail_graph(request, status);
}
