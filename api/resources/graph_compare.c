/* /diffs/{old}..{new}/objects: two snapshots object by object. */
#include "api/graph_source.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_graph.h"
#include "api/store_answer.h"

#include <stdlib.h>
#include <string.h>

struct pair {
    struct graph_analysis *older, *newer;
    struct graph_progress progress;
};

static void drop_pair(struct pair *p)
{
    graph_analysis_release(p->older);
    graph_analysis_release(p->newer);
}

/* "3..7" */
static bool read_numbers(const char *text, int64_t *older, int64_t *newer)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    *older = strtoll(text, &end, 10);
    if (strncmp(end, "..", 2) != 0 || end[2] < '0' || end[2] > '9')
        return false;
    *newer = strtoll(end + 2, &end, 10);
    return !*end;
}

static enum api_result load_pair(struct api_request *request, struct pair *p)
{
    int64_t record, older, newer;
    *p = (struct pair){0};
    if (!read_numbers(request->param[PARAM_NUMBER].text, &older, &newer))
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT,
                        "a difference is named /diffs/{old}..{new}, two numbers of snapshots");
    enum api_result result = stored_record(request, &record);
    if (result != API_DONE)
        return result;
    graph_progress_begin(&p->progress, request, api_live_session(request));
    result = snapshot_graph(request, &p->progress, record, older, &p->older);
    if (result == API_DONE)
        result = snapshot_graph(request, &p->progress, record, newer, &p->newer);
    if (result != API_DONE)
        drop_pair(p);
    return result;
}

/* ---- by type ------------------------------------------------------------------------------------- */

#define CHANGE_COLUMNS                                                                                       \
    "new,deleted,delta,allocated_size,freed_size,size_delta,surviving,grown,grown_size,shrunk,shrunk_size"
static void write_change_members(struct json_writer *w, const struct graph_change *c)
{
    json_member_uint(w, "new", c->count[GRAPH_NEW]);
    json_member_uint(w, "deleted", c->count[GRAPH_DELETED]);
    json_member_int(w, "delta", (int64_t)c->count[GRAPH_NEW] - (int64_t)c->count[GRAPH_DELETED]);
    json_member_uint(w, "allocated_size", c->new_bytes);
    json_member_uint(w, "freed_size", c->deleted_bytes);
    json_member_int(w, "size_delta", (int64_t)c->new_bytes - (int64_t)c->deleted_bytes);
    json_member_uint(w, "surviving", c->count[GRAPH_SURVIVING]);
    json_member_uint(w, "grown", c->count[GRAPH_GROWN]);
    json_member_uint(w, "grown_size", c->grown_bytes);
    json_member_uint(w, "shrunk", c->count[GRAPH_SHRUNK]);
    json_member_uint(w, "shrunk_size", c->shrunk_bytes);
}

static enum api_result answer_types(struct api_request *request, struct pair *p, uint64_t limit,
                                    uint64_t cursor)
{
    struct json_writer *w = &request->json;
    const struct graph *older = p->older->graph, *newer = p->newer->graph;
    struct graph_comparison c;
    enum graph_status status = graph_compare(older, newer, &p->progress.control, &c);
    if (status != GRAPH_OK)
        return fail_graph(request, status);
    size_t i = (size_t)cursor;
    begin_items(request);
    for (; i < c.count && i < cursor + limit && rows_room(request); i++) {
        const struct graph_change *row = &c.rows[i];
        struct graph_text name = row->newer_type != GRAPH_NONE
                                     ? graph_text_of(newer, newer->type_name[row->newer_type])
                                     : graph_text_of(older, older->type_name[row->older_type]);
        row_begin(request);
        json_begin_object(w);
        json_member_string(w, "type", name.bytes, name.length);
        write_change_members(w, row);
        json_end_object(w);
        row_end(request);
    }
    end_items(request, i < c.count ? i : 0);
    json_member_uint(w, "total", c.count);
    json_key(w, "all");
    json_begin_object(w);
    write_change_members(w, &c.total);
    json_end_object(w);
    json_end_object(w);
    free(c.rows);
    return API_DONE;
}

/* ---- by object ----------------------------------------------------------------------------------- */

struct listing {
    struct api_request *request;
    struct json_writer *w;
    const struct pair *pair;
    enum graph_fate fate;
    const char *type; /* NULL: any */
    uint64_t limit, cursor, total;
};

static bool list_object(void *context, enum graph_fate fate, uint32_t o, uint32_t n)
{
    struct listing *l = context;
    const struct graph_analysis *a = n != GRAPH_NONE ? l->pair->newer : l->pair->older;
    uint32_t node = n != GRAPH_NONE ? n : o;
    if (fate != l->fate && !(l->fate == GRAPH_SURVIVING && (fate == GRAPH_GROWN || fate == GRAPH_SHRUNK)))
        return true;
    struct graph_text name = graph_type_name(a->graph, node);
    if (l->type && (name.length != strlen(l->type) || memcmp(name.bytes, l->type, name.length) != 0))
        return true;
    uint64_t index = l->total++;
    if (index < l->cursor || index >= l->cursor + l->limit)
        return true;
    if (!rows_room(l->request)) { /* this one is the first of the next page */
        l->limit = index - l->cursor;
        return true;
    }
    row_begin(l->request);
    json_begin_object(l->w);
    write_retaining_members(l->w, a, node);
    if (index - l->cursor < NAMED_ROWS)
        write_path_name(l->w, a, node);
    if (o != GRAPH_NONE && n != GRAPH_NONE)
        json_member_int(l->w, "size_diff",
                        (int64_t)l->pair->newer->graph->size[n] - (int64_t)l->pair->older->graph->size[o]);
    json_end_object(l->w);
    row_end(l->request);
    return true;
}

static enum api_result answer_objects(struct api_request *request, struct pair *p, int fate, uint64_t limit,
                                      uint64_t cursor)
{
    struct listing l = {.request = request,
                        .w = &request->json,
                        .pair = p,
                        .fate = (enum graph_fate)fate,
                        .type = api_query_text(request, "type"),
                        .limit = limit,
                        .cursor = cursor};
    begin_items(request);
    enum graph_status status = graph_compare_each(p->older->graph, p->newer->graph, list_object, &l);
    if (status != GRAPH_OK)
        return fail_graph(request, status);
    end_items(request, cursor + l.limit < l.total ? cursor + l.limit : 0);
    json_member_uint(l.w, "total", l.total);
    json_member_text(l.w, "fate", graph_fate_name(l.fate));
    json_end_object(l.w);
    return API_DONE;
}

enum api_result compare_objects(struct api_request *request)
{
    static const char *const fates[] = {"new", "deleted", "surviving", "grown", "shrunk", NULL};
    struct pair p;
    uint64_t limit, cursor;
    int fate = -1;
    enum api_result result = api_query_choice(request, "fate", fates, &fate);
    if (result == API_DONE)
        result = page_of(request,
                         fate < 0 ? "type," CHANGE_COLUMNS
                                  : "id,type,size,text,name,retained_size,retained_count,size_diff",
                         &limit, &cursor);
    if (result == API_DONE)
        result = load_pair(request, &p);
    if (result != API_DONE)
        return result;
    result = fate < 0 ? answer_types(request, &p, limit, cursor)
                      : answer_objects(request, &p, fate, limit, cursor);
    drop_pair(&p);
    return result;
}
